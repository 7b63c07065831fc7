//! What the server tells in Korean and Chinese, and the answer that moves with a slider.

use crate::support::{get, send, start};
use linchpin::{Options, Study};
use linchpin_results::{Keep, finish};
use serde_json::{Value, json};
use std::path::Path;

/// A stored run with few draws; its name.
fn stored(runs: &Path, study: &str) -> String {
    let options = Options { members: Some(4), ..Options::default() };
    let study = Study::load(study, &options).expect("bundled");
    let finished = finish(&study.run(None, &linchpin::unwatched).expect("runs"), Keep::Few);
    let folder = linchpin_web::write(runs, None, &finished.expect("sums up")).expect("written");
    folder.file_name().expect("a name").to_string_lossy().into_owned()
}

/// Words of English in a text, but for ids, commands and quotations.
fn english(text: &str) -> Vec<&str> {
    let typed = text.split('`').step_by(2);
    let bare = typed.flat_map(|part| part.split(['“', '”']).step_by(2));
    let words = bare.flat_map(|part| {
        part.split(|c: char| !c.is_ascii_alphanumeric() && !"-.:_/'’".contains(c))
    });
    let plain = |word: &&str| word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase());
    words.filter(plain).collect()
}

/// Sentences of ours in a tree: acts, sources and words of documents speak for themselves.
fn sentences(node: &Value, into: &mut Vec<String>) {
    let kind = node["kind"].as_str().unwrap_or_default();
    if !["act", "account", "quote"].contains(&kind) {
        into.push(node["text"].as_str().unwrap_or_default().to_owned());
    }
    node["because"].as_array().into_iter().flatten().for_each(|child| sentences(child, into));
}

#[test]
fn every_reason_of_a_run_is_told_in_korean_and_chinese() {
    let runs = tempfile::tempdir().expect("a folder");
    let run = stored(runs.path(), "micron-ban");
    let at = start(runs.path(), None);
    let report = get(at, &format!("/api/runs/{run}")).json();
    let cells: Vec<&str> = report["losses"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["cell"].as_str())
        .collect();
    assert!(cells.len() > 5, "{cells:?}");
    for cell in cells.iter().take(12) {
        let path = format!("/api/runs/{run}/explain?cell={cell}");
        let plain = get(at, &path).json();
        assert_eq!(get(at, &format!("{path}&lang=en")).json(), plain);
        for language in ["ko", "zh"] {
            let told = get(at, &format!("{path}&lang={language}")).json();
            assert_ne!(told["reasons"]["text"], plain["reasons"]["text"]);
            let mut texts = Vec::new();
            sentences(&told["reasons"], &mut texts);
            assert!(texts.len() > 3, "{texts:?}");
            for text in texts {
                assert_eq!(english(&text), Vec::<&str>::new(), "{cell}, {language}: {text}");
            }
        }
    }
    assert_eq!(get(at, &format!("/api/runs/{run}/explain?lang=fr")).status, 400);
}

#[test]
fn the_law_answers_in_korean_and_chinese() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let path = "/api/policy/ask?item=tool:etch&from=USA&site=site:samsung-xian&purpose=spares&on=2026-02-01";
    let plain = get(at, path).json();
    assert_eq!(get(at, &format!("{path}&lang=en")).json(), plain);
    for (language, word) in [("ko", "허용"), ("zh", "已授权")] {
        let told = get(at, &format!("{path}&lang={language}")).json();
        let answer = told["decision"]["answer"].as_str().expect("an answer");
        assert!(answer.starts_with(word), "{answer}");
        assert_eq!(told["decision"]["verdict"], plain["decision"]["verdict"]);
        assert_eq!(told["decision"]["id"], plain["decision"]["id"]);
        assert_ne!(told["why"]["says"], plain["why"]["says"]);
    }
    assert_eq!(get(at, &format!("{path}&lang=fr")).status, 400);
}

/// What two scenarios state differently is told in the language, sentence by sentence.
#[test]
fn a_comparison_says_in_the_language_what_differs() {
    let runs = tempfile::tempdir().expect("a folder");
    let run = stored(runs.path(), "micron-ban");
    let at = start(runs.path(), None);
    let scenarios = get(at, &format!("/api/runs/{run}")).json()["scenarios"].clone();
    let side = |n: usize| format!("{run}%23{}", scenarios[n]["id"].as_str().expect("an id"));
    let path = format!("/api/compare?left={}&right={}", side(0), side(1));
    let plain = get(at, &path).json();
    let lines = |found: &Value| -> Vec<String> {
        let lines = found["context"].as_array().expect("a list").iter();
        lines.map(|line| line.as_str().expect("a text").to_owned()).collect()
    };
    assert!(!lines(&plain).is_empty());
    for (language, script) in [("ko", '\u{ac00}'..='\u{d7a3}'), ("zh", '\u{4e00}'..='\u{9fff}')] {
        let told = get(at, &format!("{path}&lang={language}")).json();
        assert_eq!(lines(&told).len(), lines(&plain).len());
        for line in lines(&told) {
            assert!(line.chars().any(|c| script.contains(&c)), "{language}: {line}");
            assert!(!line.contains("only ") && !line.contains("from "), "{language}: {line}");
        }
        assert_eq!((&told["rows"], &told["stated"]), (&plain["rows"], &plain["stated"]));
    }
    assert_eq!(get(at, &format!("{path}&lang=fr")).status, 400);
}

/// A moved assumption is answered with 32 draws, as a run with it set says it, and no run is written.
#[test]
fn a_moved_assumption_is_answered_and_not_stored() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let ask = |value: f64, study: &str| {
        let body = json!({ "study": study, "scenario": "law-as-known", "assumption": "spares-stock", "value": value });
        let headers = [("X-Linchpin", "1"), ("Content-Type", "application/json")];
        send(at, "POST", "/api/what-if", &headers, &body.to_string())
    };
    let found = ask(20.0, "yearly-approvals");
    assert_eq!(found.status, 200, "{found:?}");
    let found = found.json();
    assert_eq!(
        (found["draws"].as_u64(), found["value_text"].as_str()),
        (Some(32), Some("20 weeks"))
    );
    let options = Options {
        members: Some(32),
        set: vec!["spares-stock=20".to_owned()],
        without_causes: true,
        ..Options::default()
    };
    let study = Study::load("yearly-approvals", &options).expect("bundled");
    let input = study.run(Some("law-as-known"), &linchpin::unwatched).expect("runs");
    let whole = finish(&input, Keep::Few).expect("sums up");
    let own = whole.report.scenarios.iter().find(|one| one.id == "law-as-known");
    let sentence = &own.and_then(|one| one.card.as_ref()).expect("a card").sentence;
    assert_eq!(found["card"]["sentence"].as_str(), Some(sentence.as_str()));
    assert_eq!(found["card"]["languages"].as_array().map(Vec::len), Some(2));
    assert_eq!(ask(9_999.0, "yearly-approvals").status, 400, "outside its range");
    assert_eq!(ask(20.0, "no-such-study").status, 404);
    assert_eq!(get(at, "/api/runs").json(), json!([]), "nothing is stored");
}

/// By hand: a licence that comes seventeen weeks late, moved to the first day of its year, is a licence that comes on
/// time, which the study has as a scenario of its own; and the later it comes, the more is lost.
#[test]
fn a_moved_day_is_answered_as_the_scenario_with_that_day() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let days =
        get(at, "/api/what-if?study=yearly-approvals&scenario=renewal-gap").json()["days"].clone();
    assert_eq!(days[0]["day"], "2027-04-30");
    assert_eq!(days[0]["about"], "Supposed: the licence for 2027 comes seventeen weeks late");
    let headers = [("X-Linchpin", "1"), ("Content-Type", "application/json")];
    let ask = |to: &str| {
        let body = json!({ "study": "yearly-approvals", "scenario": "renewal-gap", "day": "2027-04-30", "to": to });
        send(at, "POST", "/api/what-if", &headers, &body.to_string())
    };
    let change = |card: &Value| card["slots"]["change"]["p50"].as_f64().expect("a change");
    let [moved, stays, late] = ["2027-01-01", "2027-04-30", "2027-12-20"].map(|to| {
        let found = ask(to);
        assert_eq!(found.status, 200, "{found:?}");
        let found = found.json();
        assert_eq!((found["draws"].as_u64(), found["value_text"].as_str()), (Some(32), Some(to)));
        found["card"].clone()
    });
    let options = Options { members: Some(32), without_causes: true, ..Options::default() };
    let study = Study::load("yearly-approvals", &options).expect("bundled");
    let input = study.run(Some("yearly-licences"), &linchpin::unwatched).expect("runs");
    let whole = finish(&input, Keep::Few).expect("sums up");
    let own = whole.report.scenarios.iter().find(|one| one.id == "yearly-licences");
    let own = own.and_then(|one| one.card.as_ref()).expect("a card");
    assert_eq!(moved["sentence"].as_str(), Some(own.sentence.as_str()));
    assert!(change(&late) < change(&stays) && change(&stays) < change(&moved), "later is worse");
    for to in ["2025-01-01", "2028-01-01"] {
        assert_eq!(ask(to).status, 400, "{to} is no day the licence can come on");
    }
    assert_eq!(get(at, "/api/what-if?study=no-such-study&scenario=x").status, 404);
    assert_eq!(get(at, "/api/runs").json(), json!([]), "nothing is stored");
}

/// By hand: 5,790 million dollars are 57.9 times a hundred million.
#[test]
fn facts_are_counted_in_the_way_of_the_language() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let texts = |lang: &str| -> Vec<String> {
        let table = get(at, &format!("/api/world/facts?lang={lang}")).json();
        serde_json::from_value(table["texts"].clone()).expect("texts")
    };
    let [en, ko, zh] = ["en", "ko", "zh"].map(texts);
    let number = |text: &str, end: &str| -> Option<f64> {
        text.strip_suffix(end)?.replace(',', "").parse().ok()
    };
    let mut counted = 0;
    for ((en, ko), zh) in en.iter().zip(&ko).zip(&zh) {
        let Some(millions) = number(en, " mn USD") else { continue };
        if millions < 1000.0 {
            continue;
        }
        let wanted = millions / 100.0;
        for told in [number(ko, "억 달러"), number(zh, " 亿美元")] {
            let told = told.unwrap_or_else(|| panic!("{en} is told as {ko} and {zh}"));
            assert!((told - wanted).abs() < 1e-3 * wanted, "{en}: {ko}, {zh}");
        }
        counted += 1;
    }
    assert!(counted > 10, "{counted} amounts");
    let english: Vec<&String> = zh.iter().filter(|text| text.contains("USD")).collect();
    assert_eq!(english, Vec::<&String>::new());
    assert_eq!(get(at, "/api/world/facts?lang=fr").status, 400);
}

#[test]
fn the_application_says_what_it_is_when_its_address_is_sent() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let page = get(at, "/").body;
    let head = &page[..page.find("</head>").expect("a head")];
    assert_eq!(head.matches("<meta name=\"twitter:card\" content=\"summary\"").count(), 1);
    for name in ["og:title", "og:description", "og:type"] {
        let once = format!("<meta property=\"{name}\" content=\"");
        assert_eq!(head.matches(&once).count(), 1, "{name}");
    }
}
