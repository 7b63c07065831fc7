//! HTML to lines of text with what the markup says about each.
//!
//! In comes an HTML page as text; out go its visible [`Block`]s in order, with the share of
//! characters inside links and the surroundings (navigation, form, caption …), and the metadata of
//! its head. Script and style never reach the text. The reader is a single pass without recursion,
//! so that no nesting can exhaust the stack.

use crate::entity_refs::unescape;
use std::collections::BTreeMap;

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
}

/// Whether the text is HTML rather than plain text.
#[must_use]
pub fn looks_like_html(text: &str) -> bool {
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

struct Reader {
    page: Page,
    open: Vec<String>,
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
        });
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
        if BLOCKS.contains(&name) || name == "br" {
            self.flush();
        } else {
            // Words on both sides of an inline picture or field do not run together.
            if VOID.contains(&name) && name != "wbr" {
                self.line.push(' ');
            }
        }
        if !VOID.contains(&name) && !tag.ends_with('/') {
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
        }
    }
}

/// Takes a page apart.
#[must_use]
pub fn read(text: &str) -> Page {
    let mut reader = Reader {
        page: Page::default(),
        open: Vec::new(),
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
        assert_eq!(texts, ["Home", "One two three.", "Photo: C", "5 < 6", "next"]);
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
