//! What changed between two days is told by the act that changed it.

use linchpin_policy::calendar::Turn;
use linchpin_policy::{Field, Rulebook, Verdict, diff};
use linchpin_units::Day;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn a_revocation_is_named_and_not_the_rules_it_uncovers() {
    let rulebook = Rulebook::embedded().expect("sound");
    let known = rulebook.knowledge_day();
    let groups = rulebook.diff((day("2025-12-30"), known), (day("2025-12-31"), known));
    // TSMC's own authorisation ended on the same day, by another act.
    let by = |wanted: &str| {
        let alone =
            |group: &&diff::Group| group.acts.len() == 1 && group.acts[0].as_str() == wanted;
        groups.iter().find(alone)
    };
    assert!(groups.len() == 2 && by("us.letter.2025-09.tsmc").is_some(), "{groups:?}");
    let group = by("us.fr.90-42321").expect("the revocation");
    assert!(group.cells.iter().all(|cell| {
        (cell.before, cell.after) == (Verdict::Authorised, Verdict::LicenceRequired)
    }));
    // Three sites, eight kinds of tools, five purposes: one line.
    let tools = group.cells.iter().filter(|cell| cell.query.get(Field::Site).is_some());
    assert_eq!(tools.count(), 120);
    let page = diff::page(&groups, &rulebook, 3);
    assert_eq!(page.lines().count(), 4);
    // By hand: eight kinds of tools, three sites, each by its name, and no id.
    let line =
        "controlled cleaning tool, polishing tool (CMP), controlled deposition tool and 5 more";
    assert!(page.contains(line), "{page}");
    assert!(!page.contains("site:") && !page.contains("tool:"), "{page}");
}

#[test]
fn what_was_learnt_is_told_by_the_act_that_became_known() {
    let rulebook = Rulebook::embedded().expect("sound");
    let on = day("2026-03-01");
    let groups = rulebook.diff((on, day("2025-08-01")), (on, day("2025-09-15")));
    let named = groups.iter().any(|g| g.acts.iter().any(|act| act.as_str() == "us.fr.90-42321"));
    assert!(named, "{groups:?}");
}

#[test]
fn a_quiet_stretch_has_no_cells() {
    let rulebook = Rulebook::embedded().expect("sound");
    let known = rulebook.knowledge_day();
    let groups = rulebook.diff((day("2016-05-01"), known), (day("2016-05-02"), known));
    assert!(groups.is_empty());
    assert!(diff::page(&groups, &rulebook, 6).starts_with("no cell"));
}

#[test]
fn what_comes_back_in_november_2026_is_seen() {
    let rulebook = Rulebook::embedded().expect("sound");
    let known = rulebook.knowledge_day();
    let groups = rulebook.diff((day("2026-11-09"), known), (day("2026-11-11"), known));
    let page = diff::page(&groups, &rulebook, usize::MAX);
    for wanted in ["90 FR 47201", "No. 57 of 2025", "No. 55 of 2025", "No. 62 of 2025"] {
        assert!(page.contains(wanted) || page.contains("No. 70"), "{wanted}: {page}");
    }
    assert!(page.contains("50 %") && page.contains("holmium"), "{page}");
    assert!(!page.contains("material:") && !page.contains("org:"), "{page}");
}

#[test]
fn the_calendar_tells_every_return_with_who_is_hit() {
    let rulebook = Rulebook::embedded().expect("sound");
    let span =
        linchpin_units::Days::new(day("2025-10-01"), Some(day("2027-01-02"))).expect("a span");
    let start = std::time::Instant::now();
    let events = rulebook.calendar(span, rulebook.knowledge_day());
    assert!(start.elapsed().as_secs_f64() < 1.0, "three years in under a second");
    let has = |on: &str, turn: Turn, rule: &str| {
        let found = events.iter().any(|e| e.on == day(on) && e.turn == turn && e.rule == rule);
        assert!(
            found,
            "{on} {turn:?} {rule} is not in {}",
            linchpin_policy::calendar::page(&events)
        );
    };
    // A group made of one country has its name: the lists call it `us.china`.
    let lists =
        linchpin_units::Days::new(day("2023-01-01"), Some(day("2023-02-01"))).expect("a span");
    let told = rulebook.calendar(lists, rulebook.knowledge_day());
    let hit: Vec<&str> = told.iter().flat_map(|e| &e.hits).map(String::as_str).collect();
    assert!(hit.contains(&"to: China, Macau"), "{hit:?}");
    has("2025-11-10", Turn::Suspended, "us.ear.744.11.affiliates");
    has("2026-11-10", Turn::Revives, "us.ear.744.11.affiliates");
    for rule in ["55-2025", "56-2025", "57-2025", "58-2025"] {
        has("2026-11-11", Turn::Revives, &format!("cn.ecl.{rule}"));
    }
    has("2026-11-11", Turn::Revives, "cn.62-2025");
    has("2026-11-28", Turn::Revives, "cn.46-2024.metals");
    has("2025-12-31", Turn::Ends, "us.ear.748s7.samsung-china");
    has("2026-01-01", Turn::Begins, "us.licence.2026");
    has("2027-01-01", Turn::Ends, "us.licence.2026");
    assert!(events.iter().all(|event| !event.cite.is_empty()));
}

#[test]
fn a_bill_can_be_laid_over_as_law() {
    let rulebook = Rulebook::embedded().expect("sound");
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../policy/reforms/match-act.toml");
    let body = std::fs::read_to_string(file).expect("the bill as hypothetical law");
    let passed =
        rulebook.with_reforms(&[linchpin_units::Text::new("match-act.toml", body)]).expect("sound");
    let scanner =
        linchpin_policy::Query::export("NXT:1980i", "NLD", "CHN").with(Field::UsContent, "none");
    let known = rulebook.knowledge_day();
    let told = |book: &Rulebook, on: &str| book.verdict(&scanner, day(on), known);
    assert_eq!(told(&rulebook, "2027-09-01"), Verdict::LicenceRequired, "the Dutch list");
    assert_eq!(told(&passed, "2027-08-27"), Verdict::LicenceRequired, "allies have 240 days");
    assert_eq!(told(&passed, "2027-08-28"), Verdict::Prohibited);
    let etch = linchpin_policy::Query::export("etch tool", "USA", "CHN");
    assert_eq!(passed.verdict(&etch, day("2026-12-31"), known), Verdict::Prohibited);
    // The bill itself is a signal to the same question, and no rule.
    let heard = rulebook.decide(&etch, day("2026-06-01"), known);
    assert!(
        heard.signals.iter().any(|said| said.source.cite.contains("S. 4281")),
        "{}",
        heard.answer
    );
}
