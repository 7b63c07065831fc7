//! What the terminal is like: its width, and whether it shows bold letters and links. The program sets them once;
//! whoever asks through [`crate::answer`] gets a hundred plain columns, so that equal questions have equal answers.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Columns where nobody says otherwise.
const USUAL: usize = 100;
/// The narrowest and the widest text that reads well.
const NARROWEST: usize = 40;
const WIDEST: usize = 140;

static WIDTH: AtomicUsize = AtomicUsize::new(USUAL);
static TOLD: AtomicBool = AtomicBool::new(false);
static BOLD: AtomicBool = AtomicBool::new(false);
static LINKS: AtomicBool = AtomicBool::new(false);

/// Columns that a text may fill.
pub(crate) fn width() -> usize {
    WIDTH.load(Ordering::Relaxed)
}

/// Whether a terminal, or `COLUMNS`, says how wide it is.
pub(crate) fn told() -> bool {
    TOLD.load(Ordering::Relaxed)
}

/// A label or a heading, in bold where the terminal shows it.
pub(crate) fn bold(text: &str) -> String {
    match BOLD.load(Ordering::Relaxed) && !text.is_empty() {
        true => format!("\u{1b}[1m{text}\u{1b}[0m"),
        false => text.to_owned(),
    }
}

/// A text whose parts lead somewhere, where the terminal opens links (OSC 8). `targets` are parts with their address.
pub(crate) fn linked(text: &str, targets: &[(&str, &str)]) -> String {
    match LINKS.load(Ordering::Relaxed) {
        true => with_links(text, targets),
        false => text.to_owned(),
    }
}

/// The same on any terminal. Of two parts that begin together the longer one is meant.
fn with_links(text: &str, targets: &[(&str, &str)]) -> String {
    // An address comes from a file: nothing in it may end the sequence and steer the terminal.
    let plain = |url: &str| url.contains("://") && url.bytes().all(|byte| byte.is_ascii_graphic());
    let targets: Vec<&(&str, &str)> =
        targets.iter().filter(|(part, url)| !part.is_empty() && plain(url)).collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let found = targets.iter().filter_map(|(part, url)| Some((rest.find(part)?, part, url)));
        let next = found.min_by_key(|(at, part, _)| (*at, std::cmp::Reverse(part.len())));
        let Some((at, part, url)) = next else { break };
        out.push_str(&rest[..at]);
        out.push_str(&format!("\u{1b}]8;;{url}\u{1b}\\{part}\u{1b}]8;;\u{1b}\\"));
        rest = &rest[at + part.len()..];
    }
    out + rest
}

/// What a path in an address may not hold as it is.
const IN_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The address of a file of this machine.
pub(crate) fn address(file: &str) -> String {
    let whole =
        std::path::absolute(file).map_or_else(|_| file.into(), std::path::PathBuf::into_os_string);
    format!("file://{}", percent_encode(whole.as_encoded_bytes(), IN_PATH))
}

/// Looks at the terminal of this process. `COLUMNS` goes before what the terminal says; a pipe has the usual width;
/// `NO_COLOR` and a terminal without styles are respected; `FORCE_HYPERLINK` says whether links are shown, 0 for not.
pub(crate) fn look() {
    let told = std::env::var("COLUMNS").ok().and_then(|text| text.parse::<usize>().ok());
    let seen = || {
        let out = std::io::stdout().is_terminal().then(console::Term::stdout)?;
        out.size_checked().map(|(_, columns)| usize::from(columns))
    };
    if let Some(columns) = told.or_else(seen) {
        WIDTH.store(columns.clamp(NARROWEST, WIDEST), Ordering::Relaxed);
        TOLD.store(true, Ordering::Relaxed);
    }
    let choice = anstream::AutoStream::choice(&std::io::stdout());
    let styles = choice != anstream::ColorChoice::Never;
    BOLD.store(styles, Ordering::Relaxed);
    let links = match std::env::var("FORCE_HYPERLINK") {
        Ok(told) => !matches!(told.as_str(), "" | "0"),
        Err(_) => styles && std::io::stdout().is_terminal(),
    };
    LINKS.store(links, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_leads_to_its_address_and_the_words_stay() {
        let link =
            |part: &str, url: &str| format!("\u{1b}]8;;{url}\u{1b}\\{part}\u{1b}]8;;\u{1b}\\");
        let (one, two) = ("https://example.org/1", "https://example.org/2");
        let targets = [("90 FR", one), ("90 FR 42321", two)];
        assert_eq!(
            with_links("by 90 FR 42321, 90 FR", &targets),
            format!("by {}, {}", link("90 FR 42321", two), link("90 FR", one))
        );
        assert_eq!(with_links("nothing here", &targets), "nothing here");
        for bad in ["", "no address", "https://x/\u{1b}\\", "https://x y"] {
            assert_eq!(with_links("90 FR", &[("90 FR", bad)]), "90 FR", "{bad:?}");
        }
        assert_eq!(linked("90 FR", &targets), "90 FR", "nobody looked at a terminal");
    }

    #[test]
    fn a_file_has_an_address_without_blanks() {
        assert_eq!(address("/runs/a b/ü.html"), "file:///runs/a%20b/%C3%BC.html");
        assert!(address("runs/last").starts_with("file:///"));
    }
}
