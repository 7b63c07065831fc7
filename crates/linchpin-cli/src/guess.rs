//! First guesses: words that are no verb here but mean one, answered with the right word.

use clap::error::{ContextKind, ContextValue};

/// A guessed word and what to type.
const WORDS: [(&[&str], &str); 13] = [
    (
        &["study", "studies", "show", "ls", "scenarios"],
        "`linchpin list` shows the studies; `linchpin world show NAME` a site, firm or material",
    ),
    (
        &["export", "csv", "excel", "xlsx", "download"],
        "`linchpin report RUN --xlsx FILE` or `--iamc FILE`; `linchpin run STUDY --format csv`; `linchpin world export DIR`",
    ),
    (
        &["search", "find"],
        "`linchpin world show NAME` finds things of the world, `linchpin policy list` acts, `linchpin evidence search WORDS` sentences",
    ),
    (
        &["doctor", "test", "validate", "lint"],
        "`linchpin check PATH` reads your files, `linchpin world check` the world, `linchpin verify RUN` a run",
    ),
    (&["version"], "`linchpin --version`"),
    (&["why"], "`linchpin explain last`"),
    (&["simulate", "execute", "start"], "`linchpin run STUDY`"),
    (&["new", "create", "copy"], "`linchpin init STUDY DIR` copies a bundled study to be edited"),
    (
        &["diff"],
        "`linchpin compare A B` for runs, `linchpin policy diff --on A --on B` for law, `linchpin evidence diff A B` for documents",
    ),
    (
        &["calendar", "timeline", "acts", "law"],
        "`linchpin policy calendar`, `policy timeline --site SITE`, `policy list`, or `linchpin ask`",
    ),
    (
        &["open", "view", "html", "page"],
        "`linchpin report RUN` writes the page of a run, `linchpin serve` serves all pages",
    ),
    (
        &["sites", "facts", "data", "map"],
        "`linchpin world show` shows the world, `linchpin world export DIR` writes its tables",
    ),
    (
        &["score", "backtest", "episodes", "validate-model"],
        "`linchpin hindcast --score`, `linchpin hindcast list`, `linchpin cycle`",
    ),
];

/// What to type in the place of a word that is no verb, as a line of its own; empty where nobody knows.
pub(crate) fn tip(misuse: &clap::Error) -> String {
    if let Some(words) = question(misuse) {
        return format!(
            "  tip: a question is asked in parts, not in a sentence: `linchpin ask --item GOOD --to COUNTRY` or `--site SITE`, with `--purpose`, `--buyer`, `--on DAY`\n       for \"{words}\" perhaps `linchpin ask --item tool:etch --site site:samsung-xian --purpose spares`\n"
        );
    }
    let word = match misuse.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(word)) => word.to_lowercase(),
        _ => return String::new(),
    };
    let found = WORDS.iter().find(|(guesses, _)| guesses.contains(&word.as_str()));
    found.map_or_else(String::new, |(_, right)| format!("  tip: {right}\n"))
}

/// The words of a question typed behind `ask`, which takes none.
fn question(misuse: &clap::Error) -> Option<String> {
    let usage = misuse.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    let argument = match misuse.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) => argument,
        _ => return None,
    };
    (usage.contains(" ask ") && !argument.starts_with('-')).then(|| argument.clone())
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    #[test]
    fn a_sentence_behind_ask_is_pointed_at_its_parts() {
        let typed = |words: &[&str]| {
            let misuse = crate::Cli::try_parse_from(words).expect_err("no such form");
            super::tip(&misuse)
        };
        let tip = typed(&["linchpin", "ask", "may tools go to Xi'an"]);
        assert!(tip.contains("linchpin ask --item") && tip.contains("may tools go"), "{tip}");
        assert_eq!(typed(&["linchpin", "ask", "--goods", "x"]), "");
        assert_eq!(typed(&["linchpin", "compare", "a", "b", "c"]), "");
    }

    use clap::CommandFactory as _;

    /// No guess is a verb already, and each is told once.
    #[test]
    fn a_guess_is_no_verb() {
        let command = crate::Cli::command();
        let mut seen = Vec::new();
        for guess in super::WORDS.iter().flat_map(|(guesses, _)| *guesses) {
            assert!(command.find_subcommand(guess).is_none(), "{guess} is a verb");
            assert!(!seen.contains(guess), "{guess} stands twice");
            seen.push(*guess);
        }
    }
}
