//! First guesses: words that are no verb here but mean one, answered with the right word.

use clap::error::{ContextKind, ContextValue};
use linchpin_policy::Purpose;
use linchpin_policy::facts::{Facts, Kind};

/// A guessed word and what to type.
const WORDS: [(&[&str], &str); 18] = [
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
    (
        &["units", "unit", "glossary", "terms"],
        "each number says its unit; `linchpin world show NAME` shows all of one thing, and the book's glossary tells the terms",
    ),
    (
        &["entity", "firm", "company", "site", "product", "material"],
        "`linchpin world show NAME` for a maker, site or material, `linchpin ask --party NAME` for a party of the law",
    ),
    (
        &["rm", "delete", "remove", "clean"],
        "a run is a folder: `rm -r runs/NAME` takes it away; `linchpin runs` lists them",
    ),
    (&["plot", "chart", "graph"], "`linchpin report RUN` draws; in Python `run.plot()`"),
    (
        &["help-me", "tutorial", "docs", "book", "manual"],
        "`linchpin list`, then `linchpin run STUDY`; `linchpin man` is the manual",
    ),
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

/// Words behind a verb, or options, that it does not know.
const INSIDE: [(&str, &[&str], &str); 14] = [
    (
        "world",
        &["list", "find", "get", "search", "sites"],
        "`linchpin world show` shows all, `linchpin world show NAME` one thing",
    ),
    (
        "policy",
        &["next", "upcoming", "changes", "ask"],
        "`linchpin policy calendar --next 90d`; `linchpin ask` asks the law",
    ),
    ("sweep", &["*"], "`linchpin sweep plan --help` begins one: a plan first, then `sweep run`"),
    (
        "evidence",
        &["ls", "sources", "docs"],
        "`linchpin evidence list` for your documents, `linchpin world show NAME --full` for the sources of a fact",
    ),
    (
        "compare",
        &["*"],
        "a side is RUN or RUN#SCENARIO: `linchpin compare 'last#ONE' 'last#OTHER'`",
    ),
    (
        "",
        &["--csv", "--tsv", "--excel", "--xlsx", "--export", "--format"],
        "`--json` gives data; `linchpin run STUDY --format csv`, `linchpin report RUN --xlsx FILE` and `linchpin world export DIR` write tables",
    ),
    (
        "",
        &["--quiet", "-q", "--silent"],
        "`2> /dev/null` leaves out what is said beside the answer",
    ),
    (
        "",
        &["--verbose", "-v", "--debug"],
        "`--full` prints all rows of a run, `--why` the reasons of a verdict",
    ),
    (
        "",
        &["--no-color", "--no-colour", "--color"],
        "`NO_COLOR=1 linchpin …`; a pipe gets no colour anyway",
    ),
    (
        "",
        &["--bibtex"],
        "`linchpin cite RUN` cites; the page of a run, and `linchpin serve`, give BibTeX",
    ),
    ("", &["--scenarios"], "`linchpin list STUDY` names them; `--scenario NAME` runs one"),
    (
        "",
        &["--output", "-o", "--out"],
        "`--runs DIR` is the folder of runs; `linchpin report RUN --out FILE` writes a page",
    ),
    (
        "",
        &["--buyer", "--seller", "--exporter", "--importer"],
        "`--party NAME` is the other side, `--from` and `--to` the countries",
    ),
    ("", &["--country", "--dest", "--destination"], "`--from COUNTRY` and `--to COUNTRY`"),
];

/// What to type in the place of a word that is no verb or option, as a line of its own; empty where nobody knows. What clap
/// itself would propose is taken out of `misuse` where it leads nowhere.
pub(crate) fn tip(misuse: &mut clap::Error) -> String {
    if let Some(words) = question(misuse) {
        misuse.remove(ContextKind::SuggestedArg);
        return sentence(&words);
    }
    let text = |kind| match misuse.get(kind) {
        Some(ContextValue::String(word)) => Some(word.clone()),
        _ => None,
    };
    let (verb, option) = (text(ContextKind::InvalidSubcommand), text(ContextKind::InvalidArg));
    let usage = misuse.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    let inside = |of: &str| of.is_empty() || usage.contains(&format!("linchpin {of}"));
    let Some(word) = verb.or(option).map(|word| word.to_lowercase()) else { return String::new() };
    let bare = word.split(['=', ' ']).next().unwrap_or(&word);
    let nested = INSIDE.iter().find(|(of, guesses, _)| {
        let any = guesses.contains(&"*") && !bare.starts_with('-');
        inside(of) && (any || guesses.contains(&bare))
    });
    let whole =
        || WORDS.iter().find(|(guesses, _)| guesses.contains(&bare)).map(|(_, right)| *right);
    let found = nested.map(|(_, _, right)| *right).or_else(whole);
    // "To pass '--x' as a value" helps nobody who meant an option.
    if bare.starts_with('-') {
        misuse.remove(ContextKind::Suggested);
    }
    let Some(right) = found else { return String::new() };
    misuse.remove(ContextKind::SuggestedArg);
    misuse.remove(ContextKind::SuggestedSubcommand);
    format!("  tip: {right}\n")
}

/// A question typed as a sentence, in parts: what of it the law knows, and the words that are left.
fn sentence(words: &str) -> String {
    const LONGEST: usize = 4;
    let parts = "a question is asked in parts: --item, --from, --to or --site, with --purpose, --party, --on DAY";
    let Ok(book) = linchpin_policy::Rulebook::embedded() else {
        return format!("  tip: {parts}\n");
    };
    let facts = book.facts();
    let clean: Vec<&str> = words
        .split_whitespace()
        .map(|word| word.trim_matches(|letter: char| "?!.,;:\"()".contains(letter)))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found: Vec<(&str, String)> = Vec::new();
    let mut left: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < clean.len() {
        // "From the US": the article stands between.
        let earlier = clean[..at].iter().rev().take(2).map(|word| word.to_lowercase());
        let before =
            earlier.into_iter().find(|word| matches!(word.as_str(), "from" | "to" | "into"));
        let known = (1..=LONGEST.min(clean.len() - at)).rev().find_map(|long| {
            let name = clean[at..at + long].join(" ");
            option(facts, &name, before.as_deref()).map(|found| (long, found))
        });
        match known {
            Some((long, (option, id))) if !found.iter().any(|(other, _)| *other == option) => {
                found.push((option, id));
                at += long;
            }
            Some((long, _)) => at += long,
            None => {
                let small = SMALL.contains(&clean[at].to_lowercase().as_str());
                left.extend((!small).then_some(clean[at]));
                at += 1;
            }
        }
    }
    if !found.iter().any(|(option, _)| *option == "--item") {
        found.insert(0, ("--item", "GOOD".to_owned()));
    }
    let line: Vec<String> =
        found.iter().map(|(option, id)| format!("{option} {}", quoted(id))).collect();
    let mut text = format!("  tip: {parts}\n       here: linchpin ask {}\n", line.join(" "));
    let has = |option: &str| found.iter().any(|(other, _)| *other == option);
    if !has("--purpose") && found.iter().any(|(_, id)| id.starts_with("tool:")) {
        text.push_str("       still open: --purpose new, replace, upgrade, spares or service\n");
    }
    if !left.is_empty() {
        text.push_str(&format!("       not read: {}\n", left.join(", ")));
    }
    text
}

fn quoted(id: &str) -> String {
    if id.contains([' ', '\'']) { format!("\"{id}\"") } else { id.to_owned() }
}

/// Words that say nothing of the question's parts.
const SMALL: [&str; 30] = [
    "a", "an", "the", "can", "could", "may", "might", "is", "are", "it", "to", "from", "in", "of",
    "for", "on", "at", "we", "i", "you", "ship", "send", "sell", "export", "import", "be", "still",
    "allowed", "legal", "do",
];

/// The part of a question that a name fills, and its id.
fn option(facts: &Facts, name: &str, before: Option<&str>) -> Option<(&'static str, String)> {
    if name.parse::<linchpin_units::Day>().is_ok() {
        return Some(("--on", name.to_owned()));
    }
    if SMALL.contains(&name.to_lowercase().as_str()) {
        return None;
    }
    let id = |kind: Kind| facts.named(kind, name).map(|thing| thing.id.to_string());
    if let Some(country) = id(Kind::Country) {
        let option = if before == Some("from") { "--from" } else { "--to" };
        return Some((option, country));
    }
    let named = |option: &'static str, kind: Kind| id(kind).map(|id| (option, id));
    let purpose = || Purpose::parse(name).map(|purpose| ("--purpose", purpose.as_str().to_owned()));
    named("--site", Kind::Site)
        .or_else(purpose)
        .or_else(|| named("--item", Kind::Item))
        .or_else(|| named("--party", Kind::Entity))
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
            let mut misuse = crate::Cli::try_parse_from(words).expect_err("no such form");
            let tip = super::tip(&mut misuse);
            (tip, misuse.render().to_string())
        };
        // By hand: what is known stands in its part, what is open and what was not read is said.
        let (tip, _) =
            typed(&["linchpin", "ask", "can Samsung ship an etch tool from the US to Xi'an?"]);
        assert!(tip.contains("--item tool:etch") && tip.contains("--from USA"), "{tip}");
        assert!(
            tip.contains("still open: --purpose") && !tip.contains("--purpose spares"),
            "{tip}"
        );
        let (tip, _) = typed(&["linchpin", "ask", "purple bananas to China"]);
        assert!(tip.contains("--to CHN") && tip.contains("not read: purple, bananas"), "{tip}");
        assert_eq!(typed(&["linchpin", "ask", "--goods", "x"]).0, "");
        assert!(typed(&["linchpin", "compare", "a", "b", "c", "d"]).0.contains("RUN#SCENARIO"));
        // No false advice: an option is not meant as a value.
        let (tip, said) = typed(&["linchpin", "report", "last", "--csv"]);
        assert!(tip.contains("--xlsx") && !said.contains("as a value"), "{tip}{said}");
        assert!(typed(&["linchpin", "world", "list"]).0.contains("world show"));
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
