//! The bundle and the pages made of it: slots, escaping, and that a page fetches nothing.

use linchpin_web::page::{BUNDLE, DATA_SLOT, PageError, report};

const FIXTURE: &str = include_str!("../ui/fixtures/report.json");
const DATA_OPEN: &str = r#"<script type="application/json" id="report">"#;

/// The JSON text that a browser would find in the data slot: up to the first end tag after its start.
fn slot(page: &str) -> &str {
    let from = page.find(DATA_OPEN).expect("a data slot") + DATA_OPEN.len();
    let rest = &page[from..];
    &rest[..rest.find("</script").expect("an end of the slot")]
}

fn fixture_with(change: impl FnOnce(&mut serde_json::Value)) -> String {
    let mut data: serde_json::Value = serde_json::from_str(FIXTURE).expect("the fixture is JSON");
    change(&mut data);
    data.to_string()
}

#[test]
fn bundle_has_each_slot_exactly_once() {
    for slot in [DATA_SLOT, "<title>Linchpin</title>", "<noscript>", "</noscript>"] {
        assert_eq!(BUNDLE.matches(slot).count(), 1, "{slot}");
    }
}

#[test]
fn bundle_is_small_and_a_report_fetches_nothing() {
    assert!(BUNDLE.len() < 400_000, "the bundle grew to {} bytes", BUNDLE.len());
    for fetch in
        ["src=\"", "src='", "<link", "@import", "url(", "XMLHttpRequest", "WebSocket", "import("]
    {
        assert!(!BUNDLE.contains(fetch), "the bundle holds {fetch}");
    }
    // The application part of the bundle may ask its own server; a report's policy lets nothing out.
    let open = "http-equiv=\"Content-Security-Policy\" content=\"";
    let page = report(FIXTURE).expect("the fixture is a report");
    let policy = &page[page.find(open).expect("a content policy") + open.len()..];
    let policy = &policy[..policy.find('"').expect("an end of the policy")];
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(!policy.contains("connect-src"), "{policy}");
}

#[test]
fn report_data_come_back_unchanged() {
    let page = report(FIXTURE).expect("the fixture is a report");
    let found: serde_json::Value = serde_json::from_str(slot(&page)).expect("the slot holds JSON");
    let given: serde_json::Value = serde_json::from_str(FIXTURE).expect("the fixture is JSON");
    assert_eq!(found, given);
}

#[test]
fn text_of_a_report_cannot_become_markup() {
    let attack = "</script><script>alert(1)</script><!--<script></noscript><img src=x onerror=alert(2)>\" onload='alert(3)";
    let json = fixture_with(|data| {
        data["study"]["title"] = attack.into();
        data["headline"]["text"] = attack.into();
        data["losses"][0]["name"] = attack.into();
        data["inputs"][0]["accounts"][0]["outlet"] = attack.into();
        data["inputs"][0]["accounts"][0]["url"] = "javascript:alert(4)".into();
    });
    let page = report(&json).expect("still a report");
    let found: serde_json::Value =
        serde_json::from_str(slot(&page)).expect("the slot still holds JSON");
    assert_eq!(found["headline"]["text"], attack);

    let empty = report(FIXTURE).expect("the fixture is a report");
    for tag in ["<script", "</script", "<!--", "<img", "<noscript", "</noscript"] {
        assert_eq!(page.matches(tag).count(), empty.matches(tag).count(), "{tag}");
    }
    assert!(!page.contains("href=\"javascript:"));
}

#[test]
fn page_reads_without_javascript() {
    let page = report(FIXTURE).expect("the fixture is a report");
    let from = page.find("<noscript>").expect("plain tables");
    let plain = &page[from..from + page[from..].find("</noscript>").expect("an end")];
    let data: serde_json::Value = serde_json::from_str(FIXTURE).expect("the fixture is JSON");
    assert!(plain.contains(data["headline"]["text"].as_str().expect("a headline")));
    let losses = data["losses"].as_array().expect("losses").len();
    let accounts: usize = data["inputs"]
        .as_array()
        .expect("inputs")
        .iter()
        .map(|i| i["accounts"].as_array().map_or(0, Vec::len))
        .sum();
    assert_eq!(plain.matches("<tr><th scope=\"row\">").count(), losses + accounts);
}

#[test]
fn what_is_not_a_report_is_refused() {
    assert!(matches!(report("{"), Err(PageError::Unreadable(_))));
    assert!(matches!(report("null"), Err(PageError::Unreadable(_))));
    assert!(
        matches!(report(r#"{"schema":"linchpin/report/2"}"#), Err(PageError::Schema { found }) if found == "linchpin/report/2")
    );
}
