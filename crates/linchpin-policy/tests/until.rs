//! Until when an answer holds: worked out by hand for one question, and a law over every case.

use linchpin_policy::{Decision, Purpose, Query, Rulebook, Verdict, case, diff};
use linchpin_units::{Day, Days, Text};
use std::path::Path;
use std::sync::LazyLock;

static BOOK: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::embedded().expect("the bundled acts are sound"));

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Worked out on paper. On 10 October 2022 an etcher for Wuxi needs a licence by 87 FR 62186, a text that stands
/// up to 16 January 2023; but the letter of 12 October lifts it two days later, so the answer ends there.
/// On 12 October the letter decides; it runs one year, and what came then is not known up to 17 October 2023.
#[test]
fn an_answer_ends_when_something_else_changes_it_first() {
    let ask = Query::tool("tool:etch", "USA", "site:skhynix-wuxi", Purpose::Spares);
    let known = BOOK.knowledge_day();
    let told = |on: &str| {
        let decision = BOOK.decide(&ask, day(on), known);
        let change = decision.next_change.as_ref().map(|change| change.on);
        (decision.verdict, decision.until, change)
    };
    let expected = |verdict, on: &str| (verdict, Some(day(on)), Some(day(on)));
    assert_eq!(told("2022-10-10"), expected(Verdict::LicenceRequired, "2022-10-12"));
    assert_eq!(told("2022-10-12"), expected(Verdict::Authorised, "2023-10-12"));
    assert_eq!(told("2023-10-12"), expected(Verdict::Unknown, "2023-10-17"));
    // As known two days before the letter was told, nothing is scheduled before the text's own end is known.
    let then = BOOK.decide(&ask, day("2022-10-10"), day("2022-10-10"));
    assert_eq!((then.verdict, then.until), (Verdict::LicenceRequired, None));
}

/// What is wrong with the end of an answer, if anything.
fn wrong(query: &Query, decision: &Decision) -> Option<String> {
    let (on, known) = (decision.on, decision.known);
    let change = decision.next_change.as_ref().map(|change| change.on);
    let told = |what: &str| {
        Some(format!(
            "{query} on {on} as known on {known}: {} until {:?}, next change {change:?}: {what}",
            decision.verdict, decision.until
        ))
    };
    let Some(until) = decision.until else {
        return change.and_then(|_| told("a change is scheduled and no end is told"));
    };
    if until <= on {
        return told("it ended before it was asked for");
    }
    if change.is_some_and(|change| change < until) {
        return told("a change lies before its end");
    }
    let last = BOOK.decide(query, until.plus(-1), known);
    if (last.verdict, last.review, last.rate) != (decision.verdict, decision.review, decision.rate)
    {
        return told("the day before its end another answer is given");
    }
    let span = Days::new(on, Some(until)).expect("an end after its day");
    if !BOOK.change_dates(query, span, known).is_empty() {
        return told("a change inside");
    }
    None
}

#[test]
fn no_answer_is_told_to_last_longer_than_it_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/cases");
    let (mut asked, mut ends, mut faults) = (0, 0, Vec::new());
    for file in ["reference", "further", "expert", "faults", "natural"] {
        let name = format!("{file}.case.toml");
        let body = std::fs::read_to_string(folder.join(&name)).expect("the cases are there");
        for case in case::read(&Text::new(name, body)).expect("the cases are sound") {
            let known = case.known.unwrap_or_else(|| BOOK.knowledge_day());
            let decision = BOOK.decide(&case.query, case.on, known);
            asked += 1;
            ends += usize::from(decision.until.is_some());
            faults.extend(wrong(&case.query, &decision));
        }
    }
    // And the grid of `policy diff`, each question on another day.
    let days = ["2022-10-10", "2023-06-01", "2024-12-20", "2025-10-01", "2025-12-01", "2026-07-01"];
    for (i, query) in diff::grid(BOOK.facts()).iter().enumerate().filter(|(i, _)| i % 7 == 0) {
        let decision = BOOK.decide(query, day(days[i % days.len()]), BOOK.knowledge_day());
        asked += 1;
        ends += usize::from(decision.until.is_some());
        faults.extend(wrong(query, &decision));
    }
    println!("{asked} answers, {ends} with an end");
    assert!(
        faults.is_empty(),
        "{} of {asked}: {:#?}",
        faults.len(),
        &faults[..faults.len().min(9)]
    );
    assert!(asked > 900 && ends > 300, "{asked} answers, {ends} with an end");
}
