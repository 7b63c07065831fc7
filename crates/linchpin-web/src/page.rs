//! The page as a report. In: report JSON and the committed bundle. Out: the bundle with the JSON in its data slot, the title set,
//! and plain tables for readers without JavaScript. Invariant: the three slots are filled exactly once and nothing else changes.

use crate::packed;
use crate::plain::Plain;
use linchpin_results::contract::hangs::Hangs;
use linchpin_results::contract::{lexicon, phrase};
use std::sync::OnceLock;

pub use crate::refused::PageError;

/// The bundle as built by `ui/` and committed: it shows an empty page until a report is written into it.
pub const BUNDLE: &str = include_str!("index.html");

/// The place of the data in the bundle; the script type keeps browsers from running it.
pub const DATA_SLOT: &str = r#"<script type="application/json" id="report">null</script>"#;

/// The place of names and phrases in Korean and Chinese.
const WORDS_SLOT: &str = r#"<script type="application/json" id="words">null</script>"#;
/// Bytes of JSON from which a report is packed: a page that is sent by mail stays below 1.5 MB, of which bundle and
/// words take up 0.6.
const LARGE: usize = 800_000;
const TITLE_SLOT: &str = "<title>Linchpin</title>";
const PLAIN_OPEN: &str = "<noscript>";
const PLAIN_CLOSE: &str = "</noscript>";

/// Writes a report into the bundle.
///
/// `json` is a whole report in the contract `linchpin/report/1`; it is put into the page unchanged but for `<`, which is written
/// as `\u003c` (the same string to a JSON reader), so that no string of it can end the script element or open a comment. A long
/// one is packed.
///
/// # Errors
/// [`PageError::Unreadable`] and [`PageError::Schema`] when `json` is not such a report.
pub fn report(json: &str) -> Result<String, PageError> {
    let plain = Plain::read(json)?;
    let data = data(json.trim());
    let words = words()?;
    let title = title(&plain.study.title, &plain.headline.text, &plain.run.digest);
    let tables = format!("{PLAIN_OPEN}\n{}\n{PLAIN_CLOSE}", plain.html()?);

    filled(&title, &data, words, &tables)
}

/// Writes a sensitivity analysis into the bundle; `plain` is what a reader without JavaScript sees.
///
/// # Errors
/// [`PageError::Bundle`] when the committed bundle lacks a slot, [`PageError::Unreadable`] for numbers that JSON lacks.
pub fn hangs(found: &Hangs, plain: &str) -> Result<String, PageError> {
    let json = serde_json::to_string(found)?;
    let about = format!("What the answer hangs on: {}/{}", found.study, found.scenario);
    let shown = preview("article", &found.title, &about);
    let title = format!("<title>{} · {NAME}</title>\n    {shown}", escape(&found.title));
    let plain = format!("{PLAIN_OPEN}\n<pre>{}</pre>\n{PLAIN_CLOSE}", escape(plain));
    filled(&title, &data(&json), words()?, &plain)
}

/// Names and phrases in three languages, for the page: always the same, so that they are packed once.
fn words() -> Result<&'static str, PageError> {
    static PACKED: OnceLock<String> = OnceLock::new();
    if let Some(packed) = PACKED.get() {
        return Ok(packed);
    }
    let words: Vec<[&str; 3]> = lexicon::of_reports().chain(phrase::lines()).collect();
    let words = serde_json::to_string(&words)?;
    Ok(PACKED.get_or_init(|| slot("words", &words, true)))
}

/// The bundle with its four slots filled.
fn filled(title: &str, data: &str, words: &str, plain: &str) -> Result<String, PageError> {
    // Positions are taken from the untouched bundle, so that text of the report is never searched for slots.
    let (plain_from, plain_to) = span(PLAIN_OPEN, PLAIN_CLOSE)?;
    let mut slots = [
        (position(TITLE_SLOT)?, title),
        (position(DATA_SLOT)?, data),
        (position(WORDS_SLOT)?, words),
        ((plain_from, plain_to), plain),
    ];
    slots.sort_by_key(|((from, _), _)| *from);
    let mut page = String::with_capacity(
        BUNDLE.len() + slots.iter().map(|(_, text)| text.len()).sum::<usize>(),
    );
    let mut done = 0;
    for ((from, to), text) in &slots {
        page.push_str(&BUNDLE[done..*from]);
        page.push_str(text);
        done = *to;
    }
    page.push_str(&BUNDLE[done..]);
    Ok(page)
}

/// The data slot: the JSON itself, or packed where it is long.
fn data(json: &str) -> String {
    slot("report", json, json.len() > LARGE)
}

/// A slot with JSON in it, packed where that is wished for.
fn slot(id: &str, json: &str, packs: bool) -> String {
    let open = format!(r#"<script type="application/json" id="{id}""#);
    match packs.then(|| packed::gzip(json.as_bytes(), 9)).flatten() {
        Some(bytes) => {
            format!(r#"{open} data-packed="gzip">{}</script>"#, packed::base64(&bytes))
        }
        None => format!("{open}>{}</script>", json.replace('<', "\\u003c")),
    }
}

/// What others show of the application when its address is sent to them.
const NAME: &str = "Linchpin";
const ABOUT: &str = "An executable model of the memory-chip supply chain between Korea, China and the United States: ask a question, change it, and follow every number to its source.";

/// What others show of a page when its address is sent to them.
fn preview(kind: &str, title: &str, about: &str) -> String {
    let (title, about) = (escape(title), escape(about));
    format!(
        "<meta name=\"description\" content=\"{about}\" />\n    \
         <meta property=\"og:type\" content=\"{kind}\" />\n    <meta property=\"og:site_name\" content=\"{NAME}\" />\n    \
         <meta property=\"og:title\" content=\"{title}\" />\n    <meta property=\"og:description\" content=\"{about}\" />\n    \
         <meta name=\"twitter:card\" content=\"summary\" />"
    )
}

/// The title, what others show of the page when its address is sent to them, and which run it shows: the data may be
/// packed, and `linchpin verify` must see that without unpacking.
fn title(study: &str, answer: &str, run: &str) -> String {
    let shown = preview("article", study, answer);
    let (study, run) = (escape(study), escape(run));
    format!(
        "<title>{study} · {NAME}</title>\n    {shown}\n    <meta name=\"linchpin-run\" content=\"{run}\" />"
    )
}

/// The page as an application, with the policy that a browser holds it to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppPage {
    /// The bundle with the mark of an application in its data slot.
    pub html: String,
    /// Content security policy: one script, by its hash; it talks to its own server and to nobody else.
    pub policy: String,
}

/// Data slot of an application: the page asks the server for everything.
const APP: &str =
    r#"<script type="application/json" id="report">{"schema":"linchpin/app/1"}</script>"#;
const META_OPEN: &str = r#"<meta http-equiv="Content-Security-Policy" content=""#;
const META_CLOSE: &str = r#"" />"#;

/// The bundle as `linchpin serve` shows it.
///
/// # Errors
/// [`PageError::Bundle`] when the committed bundle lacks a slot.
pub fn app() -> Result<AppPage, PageError> {
    let (from, to) = position(DATA_SLOT)?;
    let (_, title) = position(TITLE_SLOT)?;
    let (meta_from, meta_to) = span(META_OPEN, META_CLOSE)?;
    let strict = &BUNDLE[meta_from + META_OPEN.len()..meta_to - META_CLOSE.len()];
    let policy = format!("{strict}; connect-src 'self'");
    // The policy stands before the title, and the title before the data.
    let html = format!(
        "{}{META_OPEN}{policy}{META_CLOSE}{}\n    {}{}{APP}{}",
        &BUNDLE[..meta_from],
        &BUNDLE[meta_to..title],
        preview("website", NAME, ABOUT),
        &BUNDLE[title..from],
        &BUNDLE[to..]
    );
    // A frame's ancestors can be ruled out by the header only.
    Ok(AppPage { html, policy: format!("{policy}; frame-ancestors 'none'") })
}

fn position(slot: &'static str) -> Result<(usize, usize), PageError> {
    let from = BUNDLE.rfind(slot).ok_or(PageError::Bundle { slot })?;
    Ok((from, from + slot.len()))
}

fn span(open: &'static str, close: &'static str) -> Result<(usize, usize), PageError> {
    let from = BUNDLE.rfind(open).ok_or(PageError::Bundle { slot: open })?;
    let length = BUNDLE[from..].find(close).ok_or(PageError::Bundle { slot: close })?;
    Ok((from, from + length + close.len()))
}

fn escape(text: &str) -> String {
    askama::filters::escape(text, askama::filters::Html)
        .map(|escaped| escaped.to_string())
        .unwrap_or_default()
}
