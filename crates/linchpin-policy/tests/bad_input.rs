//! Malformed acts: every mistake found, located, with a code and a way to mend it, in one pass.

use linchpin_policy::{Field, Query, Rulebook, Sources, Verdict};
use linchpin_units::{Findings, Text};

const BAD: &str = r#"
[[act]]
id = "test.bad"
order = "usa-federal"
title = "Everything wrong"
issuer = "test"
published = 2025-02-30
cite = "test"
[[act.op]]
do = "add"
rule = "us.test.early"
from = 2025-12-31
until = 2025-06-30
quote = "[test]"
[act.op.body]
effect = "authorises"
summary = "ends before it starts, for a site nobody knows"
overcomes = ["us.ear.744.32"]
[act.op.body.when]
site = ["site:samsung-xain"]
holder = ["org:samsung-china-semiconductors"]
purpsoe = ["spares"]
[[act.op]]
do = "replace"
rule = "us.test.nothing"
from = 2025-01-01
[act.op.body]
effect = "requires-license-please"
summary = "replaces a rule that does not exist"
"#;

const GOOD_HEAD: &str = "\norder = \"us\"\ntitle = \"t\"\nissuer = \"test\"\npublished = 2025-01-01\ncite = \"t\"\ngrade = \"assumption\"\n";

fn findings(name: &str, body: &str) -> Findings {
    let sources = Sources::embedded().with(Text::new(name, body));
    Rulebook::new(sources).expect_err("the file is wrong")
}

fn codes(findings: &Findings, file: &str) -> Vec<(&'static str, u32)> {
    let own = findings.iter().filter(|finding| finding.place.file == file);
    own.map(|finding| (finding.code, finding.place.line)).collect()
}

#[test]
fn all_mistakes_of_a_file_are_found_at_once_and_located() {
    let findings = findings("us/2025/bad.toml", BAD);
    let found = codes(&findings, "us/2025/bad.toml");
    let expected = [
        ("LP-P001", 7),  // 2025-02-30
        ("LP-P004", 4),  // unknown order
        ("LP-P003", 3),  // no grade
        ("LP-P002", 13), // ends before it starts
        ("LP-P004", 22), // purpsoe
        ("LP-P003", 25), // no quote
        ("LP-P004", 28), // unknown effect
        ("LP-P007", 18), // unknown rule to overcome
        ("LP-P007", 20), // unknown site
        ("LP-P007", 21), // unknown holder
    ];
    for wanted in expected {
        assert!(found.contains(&wanted), "{wanted:?} is not among {found:?}");
    }
    let site = findings.iter().find(|f| f.place.line == 20).expect("the site");
    assert_eq!(site.nearest.as_deref(), Some("site:samsung-xian"));
    assert!(findings.iter().all(|f| !f.help.is_empty() && f.place.line > 0), "{findings}");
}

#[test]
fn a_replaced_rule_must_exist() {
    let body = format!(
        "[[act]]\nid = \"test.replace\"{GOOD_HEAD}[[act.op]]\ndo = \"replace\"\nrule = \"us.ear.744.32\"\nfrom = 2025-01-01\nquote = \"q\"\n[act.op.body]\neffect = \"requires-licence\"\nsummary = \"s\"\n"
    );
    let findings = findings("us/2025/replace.toml", &body);
    let finding = findings.iter().find(|f| f.code == "LP-P005").expect("no such rule");
    assert_eq!(finding.nearest.as_deref(), Some("us.ear.744.23"));
}

#[test]
fn two_exceptions_that_contradict_each_other_need_an_order() {
    let body = format!(
        "[[act]]\nid = \"test.exempt\"{GOOD_HEAD}[[act.op]]\ndo = \"add\"\nrule = \"us.test.exempt\"\nfrom = 2025-01-01\nquote = \"q\"\n[act.op.body]\neffect = \"exempts\"\nsummary = \"s\"\novercomes = [\"us.ear.744.23\"]\n[act.op.body.when]\nsite = [\"site:samsung-xian\"]\n"
    );
    let findings = findings("us/2025/exempt.toml", &body);
    assert!(findings.iter().any(|f| f.code == "LP-P008"), "{findings}");
    let ordered = body.replace("[act.op.body.when]", "before = [\"us.*\"]\n[act.op.body.when]");
    let sources = Sources::embedded().with(Text::new("us/2025/exempt.toml", ordered));
    assert!(Rulebook::new(sources).is_ok());
}

#[test]
fn ids_are_used_once() {
    let text = Sources::embedded();
    let some = text.texts().find(|t| t.file().ends_with("90-fr-42321.toml")).expect("the act");
    let findings = findings("us/2025/copy.toml", some.body());
    assert!(findings.iter().any(|f| f.code == "LP-P006"), "{findings}");
}

#[test]
fn a_rule_is_not_added_while_it_lives() {
    let body = format!(
        "[[act]]\nid = \"test.twice\"{GOOD_HEAD}[[act.op]]\ndo = \"add\"\nrule = \"us.ear.744.23\"\nfrom = 2025-01-01\nquote = \"q\"\n[act.op.body]\neffect = \"requires-licence\"\nsummary = \"s\"\n"
    );
    let findings = findings("us/2025/twice.toml", &body);
    assert!(findings.iter().any(|f| f.code == "LP-P006"), "{findings}");
}

#[test]
fn hypothetical_acts_stay_out_of_the_law() {
    let body = format!(
        "[[act]]\nid = \"test.hypo\"\nstatus = \"hypothetical\"{GOOD_HEAD}[[act.op]]\ndo = \"repeal\"\nrule = \"us.ear.744.23\"\nfrom = 2025-01-01\nquote = \"q\"\n"
    );
    let findings = findings("us/2025/hypo.toml", &body);
    assert!(findings.iter().any(|f| f.code == "LP-P012"), "{findings}");
}

#[test]
fn unknown_names_are_unknown_never_free() {
    let rulebook = Rulebook::embedded().expect("sound");
    let on = "2015-06-01".parse().expect("a day");
    for (field, name) in [
        (Field::Item, "frobnicator"),
        (Field::Site, "site:nowhere"),
        (Field::Holder, "org:nobody"),
        (Field::To, "Atlantis"),
        (Field::Purpose, "fun"),
        (Field::Activity, "juggling"),
    ] {
        let ask = Query::export("product:dram", "KOR", "JPN").with(field, name);
        let decision = rulebook.decide(&ask, on, on);
        assert_eq!(decision.verdict, Verdict::Unknown, "{name}: {}", decision.answer);
        assert_eq!(decision.unknown_names[0].name, name);
    }
}

#[test]
fn a_code_without_its_paragraph_shows_what_each_would_give() {
    let rulebook = Rulebook::embedded().expect("sound");
    let ask = Query::export("3B001", "USA", "CHN");
    let decision =
        rulebook.decide(&ask, "2026-07-01".parse().expect("a day"), rulebook.knowledge_day());
    assert_eq!(decision.verdict, Verdict::Unknown);
    let missing =
        decision.missing.iter().find(|m| m.fact == "subparagraph").expect("the paragraph");
    let verdict =
        |value: &str| missing.branches.iter().find(|b| b.value == value).map(|b| b.verdict);
    assert_eq!(verdict("eccn:3B001.c"), Some(Verdict::LicenceRequired));
    assert_eq!(verdict("eccn:3B001.g"), Some(Verdict::LicenceRequired), "national security");
}

#[test]
fn a_day_beyond_the_horizon_is_flagged() {
    let rulebook = Rulebook::embedded().expect("sound");
    let ask = Query::material("material:gallium", "CHN", "USA");
    let decision =
        rulebook.decide(&ask, "2026-11-28".parse().expect("a day"), rulebook.knowledge_day());
    assert!(decision.beyond_horizon && decision.verdict == Verdict::ProhibitedInPrinciple);
}
