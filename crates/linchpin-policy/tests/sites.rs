//! The timelines of Xi'an and Wuxi, and the questions the market engine asks.

use linchpin_policy::{Order, Purpose, Query, ReviewPolicy, Rulebook, Verdict};
use linchpin_units::{Day, Days, Measure, Text};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn rulebook() -> Rulebook {
    Rulebook::embedded().expect("the bundled acts are sound")
}

/// First day, verdict for keeping the fab running, verdict for growth, and the act behind the first.
fn lines(site: &str) -> Vec<(String, Verdict, Verdict, String)> {
    let rulebook = rulebook();
    let span = Days::new(day("2022-10-01"), Some(day("2027-03-01"))).expect("a span");
    let timelines = rulebook.timeline(site, span, rulebook.knowledge_day());
    let american = timelines.into_iter().find(|line| line.origin == "USA").expect("US tools");
    american
        .stretches
        .into_iter()
        .map(|s| {
            let cite = s.maintain.citations.last().map(|c| c.cite.clone()).unwrap_or_default();
            (s.days.from.to_string(), s.maintain.verdict, s.expand.verdict, cite)
        })
        .collect()
}

#[test]
fn both_timelines_read_as_an_expert_would_write_them() {
    use Verdict::{Authorised, LicenceRequired, NoRuleFound, Unknown};
    let letters = [
        ("site:skhynix-wuxi", "one-year authorisation, Yonhap 2022-10-12"),
        ("site:samsung-xian", "one-year authorisation, reported 2022-10-12"),
    ];
    for (site, letter) in letters {
        let expected = [
            ("2022-10-01", NoRuleFound, NoRuleFound, ""),
            ("2022-10-07", LicenceRequired, LicenceRequired, "87 FR 62186"),
            ("2022-10-12", Authorised, Authorised, letter),
            ("2023-10-12", Unknown, Unknown, letter),
            ("2023-10-17", Authorised, Authorised, "88 FR 71478"),
            ("2025-12-31", LicenceRequired, LicenceRequired, "88 FR 73424"),
            (
                "2026-01-01",
                Authorised,
                LicenceRequired,
                "annual licence for 2026, Reuters 2025-12-30",
            ),
            ("2027-01-01", LicenceRequired, LicenceRequired, "88 FR 73424"),
        ];
        // The statement of 9 October 2023 starts a line of its own without changing the answer.
        let mut got = lines(site);
        got.dedup_by(|b, a| (a.1, a.2, &a.3) == (b.1, b.2, &b.3));
        let got: Vec<_> = got.iter().map(|(d, m, e, c)| (d.as_str(), *m, *e, c.as_str())).collect();
        assert_eq!(got, expected, "{site}");
    }
}

#[test]
fn the_gap_of_october_2023_at_wuxi_is_unknown_with_its_reason() {
    let rulebook = rulebook();
    let span = Days::new(day("2023-10-12"), Some(day("2023-10-17"))).expect("the gap");
    let timelines = rulebook.timeline("site:skhynix-wuxi", span, rulebook.knowledge_day());
    let gap = &timelines[0].stretches[0];
    assert_eq!(gap.maintain.verdict, Verdict::Unknown);
    let reason = gap.reason.as_deref().expect("a reason");
    assert!(reason.contains("12 to 16 October 2023"), "{reason}");
    assert!(timelines[0].page().contains("reason: "), "{}", timelines[0].page());
}

#[test]
fn every_question_of_the_market_engine_has_an_answer() {
    let rulebook = rulebook();
    let known = rulebook.knowledge_day();
    let tools = [
        "lithography",
        "etch",
        "deposition",
        "inspection",
        "cleaning",
        "ion-implant",
        "thermal",
        "cmp",
    ];
    for site in ["site:samsung-xian", "site:skhynix-wuxi", "site:skhynix-dalian"] {
        for origin in ["USA", "JPN", "NLD", "KOR", "CHN"] {
            for tool in tools {
                for purpose in Purpose::ALL {
                    let ask = Query::tool(&format!("tool:{tool}"), origin, site, *purpose);
                    let decision = rulebook.decide(&ask, day("2026-06-01"), known);
                    assert_ne!(decision.verdict, Verdict::Unknown, "{ask}: {}", decision.answer);
                    assert_ne!(decision.verdict, Verdict::Conflict, "{ask}");
                    assert!(decision.unknown_names.is_empty(), "{ask}");
                    if origin == "CHN" {
                        assert!(decision.verdict.permits(), "{ask}: {}", decision.answer);
                    }
                }
            }
        }
    }
    for segment in [
        "chn-server-critical",
        "chn-server-other",
        "chn-mobile",
        "chn-pc",
        "chn-consumer",
        "chn-automotive",
    ] {
        let ask =
            Query::procurement("firm:micron", "product:dram", &format!("segment:{segment}"), "CHN");
        let decision = rulebook.decide(&ask, day("2024-01-01"), known);
        let banned = decision.verdict == Verdict::Prohibited;
        assert_eq!(banned, segment == "chn-server-critical", "{segment}: {}", decision.answer);
    }
    let guardrail = Query::guardrail("firm:skhynix", "CHN", "advanced", Measure::of(6.0));
    assert_eq!(rulebook.verdict(&guardrail, day("2026-01-01"), known), Verdict::Prohibited);
    let duty = Query::import("product:nand", "CHN", "USA");
    // Section 301 alone, with the fentanyl duty under IEEPA on top, and alone again after the ruling.
    for (on, rate) in [("2025-01-01", 0.5), ("2026-01-01", 0.6), ("2026-02-24", 0.5)] {
        let found = rulebook.decide(&duty, day(on), known).rate;
        assert!(found.is_some_and(|found| (found.get() - rate).abs() < 1e-12), "{on}: {found:?}");
    }
}

#[test]
fn a_hypothetical_act_is_laid_over_and_leaves_the_law_alone() {
    let rulebook = rulebook();
    let reform = Text::new(
        "no-2027-licence.toml",
        r#"
[[act]]
id = "hypothetical.no-2026-licence"
order = "us"
title = "The annual licences end early"
issuer = "scenario"
published = 2026-12-01
cite = "scenario"
grade = "assumption"
[[act.op]]
do = "repeal"
rule = "us.licence.2026"
from = 2026-07-01
quote = "[scenario]"
"#,
    );
    let reformed = rulebook.with_reforms(&[reform]).expect("a sound reform");
    let ask = Query::tool("tool:etch", "USA", "site:samsung-xian", Purpose::Spares);
    // Known before the reform is dated: a scenario holds whatever is known of the law.
    let known = day("2026-06-01");
    assert_eq!(rulebook.verdict(&ask, day("2026-08-01"), known), Verdict::Authorised);
    let decision = reformed.decide(&ask, day("2026-08-01"), known);
    assert_eq!(decision.verdict, Verdict::LicenceRequired);
    assert_eq!(decision.review, Some(ReviewPolicy::CaseByCase));
    assert_ne!(rulebook.digest(), reformed.digest());
    let span = Days::new(day("2026-01-01"), Some(day("2027-06-01"))).expect("a span");
    assert_eq!(reformed.change_dates(&ask, span, known), [day("2026-07-01")]);
}

#[test]
fn requests_are_signals_with_firms_and_destination() {
    let rulebook = rulebook();
    let span = Days::new(day("2023-04-01"), Some(day("2023-07-01"))).expect("a span");
    let signals = rulebook.signals(span, day("2023-07-01"));
    let request = signals.iter().find(|s| s.id == "us.request.no-backfill").expect("the request");
    assert_eq!(request.firms, ["firm:samsung", "firm:skhynix"]);
    assert_eq!(request.destinations, ["CHN"]);
    assert!(rulebook.signals(span, day("2023-01-01")).is_empty(), "nobody knew in January");
}

#[test]
fn a_quota_says_what_is_not_public() {
    let rulebook = rulebook();
    let ask = Query::tool("tool:etch", "USA", "site:skhynix-wuxi", Purpose::Spares);
    let decision = rulebook.decide(&ask, day("2026-03-01"), rulebook.knowledge_day());
    let quota = decision.quota.expect("a quota");
    assert_eq!((quota.limit.amount, quota.used, quota.left), (None, None, None));
    assert_eq!(decision.until, Some(day("2027-01-01")));
}

#[test]
fn a_stretch_ends_where_another_act_takes_over_and_where_the_law_is_no_longer_known() {
    let rulebook = rulebook();
    let known = rulebook.knowledge_day();
    let span = Days::new(day("2022-10-01"), Some(day("2027-01-01"))).expect("a span");
    let site = "site:cxmt-hefei";
    let timelines = rulebook.timeline(site, span, known);
    let american = timelines.iter().find(|line| line.origin == "USA").expect("US tools");
    let on = |text: &str| {
        let held = american.stretches.iter().find(|s| s.days.holds(day(text)));
        held.expect("a stretch for every day")
    };
    let cites = |text: &str, cite: &str| {
        on(text).maintain.citations.iter().any(|found| found.cite.contains(cite))
    };
    // The rule of October 2022, its extension to Macau (a new text), and the rule that took over.
    let texts = [
        ("2023-01-16", "87 FR 62186"),
        ("2023-11-16", "88 FR 2821"),
        ("2023-11-17", "88 FR 73424"),
    ];
    for (on, cite) in texts {
        assert!(cites(on, cite), "{site} {on}: {}", american.page());
    }
    let horizon = rulebook.complete_through(Order::Us).expect("a horizon");
    assert!(!on(&horizon.to_string()).scheduled, "{site}: {}", american.page());
    assert!(on(&horizon.plus(1).to_string()).scheduled, "{site}: {}", american.page());
}
