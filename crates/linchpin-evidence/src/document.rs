//! A document: its bytes' digest, its text, the label of every line, and what is known about it.
//!
//! In come bytes and what the user says about them; out goes a [`Document`] whose lines cover its
//! text. Every piece of metadata carries the basis on which it is believed.

use crate::body::label_page;
use crate::decode::decode;
use crate::html;
use crate::lines::{Line, LineKind, label_plain};
use linchpin_units::day::AsOf;
use linchpin_units::{Digest, Finding};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a piece of metadata is believed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum MetaBasis {
    /// The person who added the document said so.
    Stated,
    /// The document's own markup or text says so.
    Metadata,
    /// A curated table of known documents says so.
    Curated,
}

/// A piece of metadata and its basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Known{T}")]
#[serde(deny_unknown_fields)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// Why it is believed.
    pub basis: MetaBasis,
}

/// What is known about a document. An absent publication date means unknown, and is shown so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "DocumentMeta")]
pub struct Meta {
    /// File name it was added under, without folders.
    pub file: String,
    /// Who published it.
    pub outlet: Option<Known<String>>,
    /// When it was published, as precisely as known.
    pub published: Option<Known<AsOf>>,
    /// Where it was published.
    pub url: Option<Known<String>>,
    /// Its title.
    pub title: Option<Known<String>>,
    /// Who wrote it.
    pub author: Option<Known<String>>,
    /// Its language as a BCP 47 tag.
    pub lang: Option<Known<String>>,
}

impl Meta {
    /// Takes over what the user states; it outranks everything else.
    pub fn state(&mut self, stated: &Stated) {
        let basis = MetaBasis::Stated;
        if let Some(value) = stated.outlet.clone() {
            self.outlet = Some(Known { value, basis });
        }
        if let Some(value) = stated.published.clone() {
            self.published = Some(Known { value, basis });
        }
        if let Some(value) = stated.url.clone() {
            self.url = Some(Known { value, basis });
        }
    }
}

/// What the user states when adding a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// File name, without folders.
    pub file: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<AsOf>,
    /// Where.
    pub url: Option<String>,
}

/// Plain text or a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Plain text.
    Plain,
    /// HTML.
    Html,
}

/// A document ready to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// SHA-256 of its bytes.
    pub id: Digest,
    /// Plain text or a page.
    pub format: Format,
    /// Encoding of its bytes.
    pub encoding: String,
    /// Its text. For plain UTF-8 files these are the file's bytes unchanged.
    pub text: String,
    /// Its lines, in order.
    pub lines: Vec<Line>,
    /// What is known about it.
    pub meta: Meta,
}

/// Digests of documents whose outlet and date were looked up by hand.
const CURATED: &str = include_str!("../data/documents.csv");

impl Document {
    /// Reads a document from its bytes.
    ///
    /// # Errors
    /// As [`decode`].
    pub fn read(bytes: &[u8], stated: &Stated) -> Result<Self, Finding> {
        let decoded = decode(&stated.file, bytes)?;
        let id = Digest::of(bytes);
        let mut meta = Meta { file: stated.file.clone(), ..Meta::default() };
        let (format, text, lines) = if html::looks_like_html(&decoded.text) {
            let page = html::read(&decoded.text);
            let (text, lines) = label_page(&page);
            from_markup(&mut meta, &page);
            (Format::Html, text, lines)
        } else {
            let lines = label_plain(&decoded.text);
            (Format::Plain, decoded.text, lines)
        };
        let headline = lines.iter().find(|line| line.kind == LineKind::Headline);
        if meta.title.is_none() {
            let title =
                headline.and_then(|line| line.span.of(&text)).map(|line| line.trim().to_owned());
            meta.title = title.map(|value| Known { value, basis: MetaBasis::Metadata });
        }
        if meta.outlet.is_none() {
            let value = outlet_in(&text);
            meta.outlet = value.map(|value| Known { value, basis: MetaBasis::Metadata });
        }
        if meta.published.is_none() {
            let value = date_in(&text, &lines);
            meta.published = value.map(|value| Known { value, basis: MetaBasis::Metadata });
        }
        from_table(&mut meta, &id);
        meta.state(stated);
        Ok(Self { id, format, encoding: decoded.encoding, text, lines, meta })
    }

    /// A short name for tables and messages: outlet, else title, else file, and the digest's head.
    #[must_use]
    pub fn label(&self) -> String {
        let known = self.meta.outlet.as_ref().or(self.meta.title.as_ref());
        let name = known.map_or(self.meta.file.as_str(), |known| &known.value);
        format!("{} ({})", shortened(name), self.id.short())
    }

    /// A line for a list of sources: title, outlet, day and the digest's head, as far as they are known.
    #[must_use]
    pub fn citation(&self) -> String {
        let title = self.meta.title.as_ref().map(|known| shortened(&known.value));
        let outlet = self.meta.outlet.as_ref().map(|known| known.value.clone());
        let day = self.meta.published.as_ref().map(|known| known.value.as_str().to_owned());
        let named = title.unwrap_or_else(|| shortened(&self.meta.file));
        let rest: Vec<String> = outlet.into_iter().chain(day).collect();
        let rest = if rest.is_empty() { String::new() } else { format!("{}; ", rest.join(", ")) };
        format!("{named} ({rest}{})", self.id.short())
    }
}

/// A title cut to what fits in a line.
fn shortened(title: &str) -> String {
    const MOST: usize = 72;
    if title.chars().count() <= MOST {
        return title.to_owned();
    }
    let head: String = title.chars().take(MOST - 1).collect();
    let cut = head.rfind(' ').filter(|cut| *cut > MOST / 2).unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end())
}

fn from_markup(meta: &mut Meta, page: &html::Page) {
    let get = |keys: &[&str]| {
        let found =
            keys.iter().find_map(|key| page.meta.get(*key)).filter(|value| !value.is_empty());
        found.map(|value| Known { value: value.clone(), basis: MetaBasis::Metadata })
    };
    meta.outlet = get(&["og:site_name", "publisher", "application-name"]);
    meta.url = get(&["og:url", "canonical"]);
    meta.author = get(&["author", "article:author"]);
    meta.title = get(&["og:title"]).or_else(|| {
        let value = page.title.clone();
        (!value.is_empty()).then_some(Known { value, basis: MetaBasis::Metadata })
    });
    meta.lang = page.lang.clone().map(|value| Known { value, basis: MetaBasis::Metadata });
    let keys = [
        "article:published_time",
        "og:article:published_time",
        "ld:datepublished",
        "datepublished",
        "date",
        "pubdate",
        "publishdate",
        "dc.date",
        "dc.date.issued",
        "parsely-pub-date",
        "sailthru.date",
        "time",
        "ld:datecreated",
        "article:modified_time",
        "og:updated_time",
        "ld:datemodified",
        "datemodified",
        "last-modified",
    ];
    let dated = keys.iter().find_map(|key| day_of(page.meta.get(*key)?));
    meta.published = dated.map(|value| Known { value, basis: MetaBasis::Metadata });
}

/// The day a piece of metadata names: `2024-03-01T09:00`, `20240301`, `1 March 2024`.
fn day_of(value: &str) -> Option<AsOf> {
    let iso = value.get(..10).and_then(|day| day.parse().ok());
    iso.or_else(|| {
        let packed = value.get(..8).filter(|day| day.bytes().all(|byte| byte.is_ascii_digit()));
        let found = crate::time::times(packed.unwrap_or(value), None);
        found.into_iter().find(|when| when.value.len() == 10)?.value.parse().ok()
    })
}

/// Words that stand before the day a page was published (data/date_marks.txt).
const DATE_MARKS: &str = include_str!("../data/date_marks.txt");

/// The day a line of furniture or the top of the text gives as that of publication: `입력 2024.03.01`.
fn date_in(text: &str, lines: &[Line]) -> Option<AsOf> {
    let short = lines.iter().filter(|line| !line.span.is_empty()).take(40);
    short.filter_map(|line| line.span.of(text)).find_map(|words| {
        let words = words.trim();
        // A day of some year is not written without a figure.
        let figures = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c);
        if !words.contains(figures) || words.chars().count() > 80 {
            return None;
        }
        let found = crate::time::times(words, None);
        let day = found.into_iter().find(|when| {
            when.value.len() == 10 && when.basis == crate::when::WhenBasis::Explicit
        })?;
        // A line that is a date and nothing else needs no mark.
        let alone = day.span.len() * 10 >= words.len() * 8;
        let marked = || {
            let lower = words.to_lowercase();
            DATE_MARKS.lines().any(|mark| lower.contains(&mark.to_lowercase()))
        };
        (alone || marked()).then(|| day.value.parse().ok()).flatten()
    })
}

/// The outlet named by a copyright line: `© Harbour Daily. All rights reserved.`
fn outlet_in(text: &str) -> Option<String> {
    let line = text.lines().rev().find(|line| line.trim_start().starts_with(['©', 'ⓒ']))?;
    let name = line.trim_start().trim_start_matches(['©', 'ⓒ', ' ']);
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '-');
    let end = name.find(['(', '.', ',', '|']).unwrap_or(name.len());
    let name = name[..end].trim();
    (!name.is_empty() && name.split_whitespace().count() <= 6).then(|| name.to_owned())
}

fn from_table(meta: &mut Meta, id: &Digest) {
    let row = CURATED.lines().skip(1).find_map(|line| {
        let mut cells = line.splitn(4, ',');
        (cells.next() == Some(id.as_str())).then_some((cells.next()?, cells.next()?))
    });
    let Some((outlet, published)) = row else { return };
    if !outlet.is_empty() {
        meta.outlet = Some(Known { value: outlet.to_owned(), basis: MetaBasis::Curated });
    }
    if let Ok(value) = published.parse() {
        meta.published = Some(Known { value, basis: MetaBasis::Curated });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_date_themselves_in_many_ways() {
        for page in [
            "<script type='application/ld+json'>{\"datePublished\": \"2024-03-01T10:00\"}</script>",
            "<meta property='article:modified_time' content='2024-03-01T10:00:00Z'>",
            "<p>입력 2024.03.01 09:12 | 기자 홍길동</p>",
            "<div>发布时间：2024年3月1日</div>",
            "<p>Published: 1 March 2024</p>",
        ] {
            let page = format!("<html><head></head><body>{page}<p>Text of it.</p></body></html>");
            let document = Document::read(page.as_bytes(), &Stated::default()).expect("reads");
            let published = document.meta.published.map(|known| known.value.to_string());
            assert_eq!(published.as_deref(), Some("2024-03-01"), "{page}");
        }
    }

    #[test]
    fn plain_documents_keep_their_bytes() {
        let text =
            "Title here of a text\r\n\r\nBody.\r\n© 2024 Harbour Daily. All rights reserved.\r\n";
        let document = Document::read(text.as_bytes(), &Stated::default()).expect("reads");
        assert_eq!(document.text, text);
        assert_eq!(document.meta.outlet.map(|known| known.value).as_deref(), Some("Harbour Daily"));
    }

    #[test]
    fn the_user_outranks_the_markup() {
        let page = "<html><head><meta property=og:site_name content='A'><meta name=date \
                    content='2024-02-03T10:00:00Z'></head><body><p>Text.</p></body></html>";
        let stated = Stated { outlet: Some("B".to_owned()), ..Stated::default() };
        let document = Document::read(page.as_bytes(), &stated).expect("reads");
        assert_eq!(document.meta.outlet.map(|known| known.value).as_deref(), Some("B"));
        let published = document.meta.published.expect("dated");
        assert_eq!(
            (published.value.as_str(), published.basis),
            ("2024-02-03", MetaBasis::Metadata)
        );
    }
}
