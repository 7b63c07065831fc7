//! HTML to lines of text with what the markup says about each.
//!
//! In comes an HTML page as text; out go its visible [`Block`]s in order, with the share of
//! characters inside links and the surroundings (navigation, form, caption …), and the metadata of
//! its head. Script and style never reach the text. The reader is a single pass without recursion,
//! so that no nesting can exhaust the stack.

use crate::entity_refs::unescape;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// One visible line of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// Its words, white space collapsed.
    pub text: String,
    /// Characters of it that are inside links.
    pub link_chars: usize,
    /// The innermost block element, lower case.
    pub element: String,
    /// Whether it stands in navigation, header, footer, aside, form or button.
    pub in_chrome: bool,
    /// Whether it stands in a caption of a figure.
    pub in_caption: bool,
    /// Whether a class or id around it names furniture (data/markup.csv), or it is hidden.
    pub in_furniture: bool,
    /// The elements around it, outermost first, each by its number on the page.
    pub path: Vec<u32>,
}

/// A page taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Visible lines in order.
    pub blocks: Vec<Block>,
    /// `<meta>` contents by lower-case name or property.
    pub meta: BTreeMap<String, String>,
    /// `<title>`.
    pub title: String,
    /// `lang` of `<html>`.
    pub lang: Option<String>,
    /// Deepest nesting of elements.
    pub depth: usize,
    /// Elements that markup calls the article, by number.
    pub articles: BTreeSet<u32>,
}

/// Whether the text is HTML rather than plain text.
#[must_use]
pub fn looks_like_html(text: &str) -> bool {
    if !text.contains('<') {
        return false;
    }
    let head: String = text.chars().take(4096).collect::<String>().to_lowercase();
    let start = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || ["<head", "<body", "<article", "<div", "<p>", "<meta "]
            .iter()
            .any(|tag| head.contains(tag))
            && start.starts_with('<')
        || head.contains("<html") && head.contains("<head")
}

const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "object", "textarea", "select",
    "math", "canvas", "audio", "video", "title",
];
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
const CHROME: &[&str] = &["nav", "footer", "aside", "form", "button", "menu", "dialog"];

/// What words of classes and ids say about the element that bears them.
static MARKUP: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../data/markup.csv").lines().skip(1);
    rows.filter_map(|line| line.split_once(',')).collect()
});

/// Elements whose class is not asked: the whole page bears the classes of its theme.
const WHOLE: &[&str] = &["html", "body"];
/// Most elements around a block that are remembered; deeper ones share their parent's place.
const MAX_PATH: usize = 64;

/// Whether classes, id and role of a tag name furniture, or the article.
fn markup(name: &str, tag: &str) -> (bool, bool) {
    if WHOLE.contains(&name) || !tag.contains('=') {
        return (false, matches!(name, "article" | "main"));
    }
    let mut words = String::new();
    for key in ["class", "id", "role", "itemprop"] {
        if let Some(value) = attribute(tag, key) {
            words.push_str(&value.to_lowercase());
            words.push(' ');
        }
    }
    let (mut furniture, mut article) = (false, matches!(name, "article" | "main"));
    for word in words.split_whitespace() {
        let parts = word.split(['-', '_']).chain([word]);
        for part in parts {
            match MARKUP.get(part) {
                Some(&"article") => article = true,
                Some(_) => furniture = true,
                None => {}
            }
        }
    }
    let style = attribute(tag, "style").unwrap_or_default().replace(' ', "");
    let hidden = style.contains("display:none")
        || style.contains("visibility:hidden")
        || attribute(tag, "aria-hidden").as_deref() == Some("true")
        || tag.split_whitespace().any(|part| part == "hidden");
    (furniture && !article || hidden, article && !hidden)
}

struct Reader {
    page: Page,
    open: Vec<String>,
    /// For each open element: its number and whether it or one around it is furniture.
    places: Vec<(u32, bool)>,
    elements: u32,
    chrome: usize,
    caption: usize,
    link: usize,
    line: String,
    link_chars: usize,
}

impl Reader {
    fn flush(&mut self) {
        let text = self.line.split_whitespace().collect::<Vec<_>>().join(" ");
        self.line.clear();
        let link_chars = std::mem::take(&mut self.link_chars);
        if text.is_empty() {
            return;
        }
        let element = self.open.iter().rev().find(|name| BLOCKS.contains(&name.as_str()));
        self.page.blocks.push(Block {
            text,
            link_chars,
            element: element.cloned().unwrap_or_default(),
            in_chrome: self.chrome > 0,
            in_caption: self.caption > 0,
            in_furniture: self.places.last().is_some_and(|(_, furniture)| *furniture),
            path: self.places.iter().take(MAX_PATH).map(|(number, _)| *number).collect(),
        });
    }

    /// A line break: a new line after a finished sentence and after another break, else a space.
    fn broken(&mut self) {
        let line = self.line.trim_end();
        let ended = line.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', '”', '"']);
        if ended || self.line.ends_with('\u{b}') || line.split_whitespace().count() < 2 {
            self.line = self.line.replace('\u{b}', " ");
            self.flush();
        } else {
            self.line.push('\u{b}');
        }
    }

    fn words(&mut self, raw: &str) {
        if raw.is_empty() {
            return;
        }
        let text = unescape(raw);
        if self.link > 0 {
            self.link_chars +=
                text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>();
        }
        self.line.push_str(&text);
    }

    fn count(&mut self, name: &str, step: isize) {
        let bump = |counter: &mut usize| *counter = counter.saturating_add_signed(step);
        if CHROME.contains(&name) {
            bump(&mut self.chrome);
        }
        match name {
            "a" => bump(&mut self.link),
            "figcaption" | "caption" => bump(&mut self.caption),
            _ => {}
        }
    }

    fn start(&mut self, name: &str, tag: &str) {
        if name == "meta" {
            let key = attribute(tag, "property").or_else(|| attribute(tag, "name"));
            let key = key.or_else(|| attribute(tag, "itemprop"));
            if let (Some(key), Some(content)) = (key, attribute(tag, "content")) {
                self.page.meta.entry(key.to_lowercase()).or_insert(content);
            }
        }
        if name == "link"
            && attribute(tag, "rel").as_deref() == Some("canonical")
            && let Some(href) = attribute(tag, "href")
        {
            self.page.meta.entry("canonical".to_owned()).or_insert(href);
        }
        if name == "html" && self.page.lang.is_none() {
            self.page.lang = attribute(tag, "lang");
        }
        if name == "time"
            && let Some(at) = attribute(tag, "datetime")
        {
            self.page.meta.entry("time".to_owned()).or_insert(at);
        }
        if BLOCKS.contains(&name) {
            self.flush();
        } else if name == "br" {
            self.broken();
        } else {
            // Words on both sides of an inline picture or field do not run together.
            if VOID.contains(&name) && name != "wbr" {
                self.line.push(' ');
            }
        }
        if !VOID.contains(&name) && !tag.ends_with('/') {
            let around = self.places.last().is_some_and(|(_, furniture)| *furniture);
            let (furniture, article) = markup(name, tag);
            self.elements = self.elements.saturating_add(1);
            if article && !around && !furniture {
                self.page.articles.insert(self.elements);
            }
            self.places.push((self.elements, around || furniture));
            self.open.push(name.to_owned());
            self.page.depth = self.page.depth.max(self.open.len());
            self.count(name, 1);
        }
    }

    fn end(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.flush();
        }
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            for name in self.open.split_off(at) {
                self.count(&name, -1);
            }
            self.places.truncate(at);
        }
    }
}

/// Takes a page apart.
#[must_use]
pub fn read(text: &str) -> Page {
    let mut reader = Reader {
        page: Page::default(),
        open: Vec::new(),
        places: Vec::new(),
        elements: 0,
        chrome: 0,
        caption: 0,
        link: 0,
        line: String::new(),
        link_chars: 0,
    };
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let tag_at = at + found;
        reader.words(&text[at..tag_at]);
        let rest = &text[tag_at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at = comment.find("-->").map_or(text.len(), |end| tag_at + 4 + end + 3);
            continue;
        }
        let first = rest.chars().next().unwrap_or(' ');
        if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
            reader.words("<");
            at = tag_at + 1;
            continue;
        }
        let Some(length) = tag_end(rest) else {
            at = text.len();
            break;
        };
        let tag = &rest[..length];
        at = tag_at + 1 + length + 1;
        let closing = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        if name.is_empty() {
            continue;
        }
        if closing {
            reader.end(&name);
        } else if SILENT.contains(&name.as_str()) && !tag.ends_with('/') {
            let inside = &text[at.min(text.len())..];
            let end = find_close(inside, &name).unwrap_or(inside.len());
            if name == "script" && tag.to_lowercase().contains("ld+json") {
                linked_data(&inside[..end], &mut reader.page.meta);
            }
            if name == "title" && reader.page.title.is_empty() {
                let words = unescape(&inside[..end]);
                reader.page.title = words.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            at += end;
        } else {
            reader.start(&name, tag);
        }
        at = at.min(text.len());
    }
    reader.words(&text[at.min(text.len())..]);
    reader.flush();
    reader.page
}

/// The dates, headline and author that linked data gives: plain strings, wherever they stand.
fn linked_data(json: &str, meta: &mut BTreeMap<String, String>) {
    for key in ["datePublished", "dateModified", "dateCreated", "headline"] {
        let mark = format!("\"{key}\"");
        let Some((_, rest)) = json.split_once(&mark) else { continue };
        let Some(value) = rest.trim_start().strip_prefix(':') else { continue };
        if let Some(value) = value.trim_start().strip_prefix('"') {
            let value = value.split('"').next().unwrap_or("");
            meta.entry(format!("ld:{}", key.to_lowercase())).or_insert(value.to_owned());
        }
    }
}

/// Bytes up to the `>` that ends a tag, quotes respected.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (i, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(i),
            (None, b'"' | b'\'') if rest.as_bytes()[..i].ends_with(b"=") => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
        // A quote that never closes must not swallow the page.
        if i > 65_536 {
            return rest.find('>');
        }
    }
    rest.find('>')
}

fn find_close(inside: &str, name: &str) -> Option<usize> {
    let bytes = inside.as_bytes();
    let mut from = 0;
    while let Some(found) = inside[from..].find("</") {
        let at = from + found;
        let end = at + 2 + name.len();
        if bytes.get(at + 2..end).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// The value of an attribute inside a tag.
fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let mut rest = tag;
    while let Some(at) = rest.find('=') {
        let (before, after) = (&rest[..at], rest[at + 1..].trim_start());
        let name = before.rsplit(|c: char| c.is_whitespace()).find(|part| !part.is_empty())?;
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &after[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], inner.get(end + 1..).unwrap_or(""))
            }
            _ => {
                let end = after.find(char::is_whitespace).unwrap_or(after.len());
                (&after[..end], &after[end..])
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(unescape(value.trim_end_matches('/')).trim().to_owned());
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_know_their_surroundings() {
        let page = read(concat!(
            "<!DOCTYPE html><html lang=en><head><title>A &amp; B</title>",
            "<meta property='og:site_name' content=\"The Paper\"><script>if (a<b) x()</script></head>",
            "<body><nav><a href=x>Home</a></nav><p>One <b>two</b> <a href=y>three</a>.</p>",
            "<figure><figcaption>Photo: C</figcaption></figure>5 < 6<br>next</body></html>",
        ));
        assert_eq!((page.title.as_str(), page.lang.as_deref()), ("A & B", Some("en")));
        assert_eq!(page.meta["og:site_name"], "The Paper");
        let texts: Vec<&str> = page.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["Home", "One two three.", "Photo: C", "5 < 6 next"]);
        assert!(page.blocks[0].in_chrome && page.blocks[2].in_caption && !page.blocks[1].in_chrome);
        assert_eq!(page.blocks[1].link_chars, 6);
    }

    #[test]
    fn broken_markup_ends() {
        for text in ["<", "<a", "<script>", "<p title=\"x", "<!-- ", "</", "<p></p", "<title>"] {
            assert!(read(text).blocks.len() <= 1, "{text}");
        }
        assert!(read(&"<div>".repeat(100_000)).depth == 100_000);
    }
}
