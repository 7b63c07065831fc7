//! What the terminal is like: its width, and whether it shows bold letters. The program sets both once; whoever
//! asks through [`crate::answer`] gets a hundred plain columns, so that equal questions have equal answers.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Columns where nobody says otherwise.
const USUAL: usize = 100;
/// The narrowest and the widest text that reads well.
const NARROWEST: usize = 60;
const WIDEST: usize = 140;

static WIDTH: AtomicUsize = AtomicUsize::new(USUAL);
static BOLD: AtomicBool = AtomicBool::new(false);

/// Columns that a text may fill.
pub(crate) fn width() -> usize {
    WIDTH.load(Ordering::Relaxed)
}

/// A label or a heading, in bold where the terminal shows it.
pub(crate) fn bold(text: &str) -> String {
    match BOLD.load(Ordering::Relaxed) && !text.is_empty() {
        true => format!("\u{1b}[1m{text}\u{1b}[0m"),
        false => text.to_owned(),
    }
}

/// Looks at the terminal of this process. `COLUMNS` goes before what the terminal says; a pipe has the usual width;
/// `NO_COLOR` and a terminal without styles are respected.
pub(crate) fn look() {
    let told = std::env::var("COLUMNS").ok().and_then(|text| text.parse::<usize>().ok());
    let seen = || {
        let out = std::io::stdout().is_terminal().then(console::Term::stdout)?;
        out.size_checked().map(|(_, columns)| usize::from(columns))
    };
    if let Some(columns) = told.or_else(seen) {
        WIDTH.store(columns.clamp(NARROWEST, WIDEST), Ordering::Relaxed);
    }
    let choice = anstream::AutoStream::choice(&std::io::stdout());
    BOLD.store(choice != anstream::ColorChoice::Never, Ordering::Relaxed);
}
