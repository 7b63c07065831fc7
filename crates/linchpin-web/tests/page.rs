//! The bundle and the pages made of it: slots, escaping, and that a page fetches nothing.

use linchpin_results::Report;
use linchpin_results::contract::card::Card;
use linchpin_results::contract::language::Language;
use linchpin_results::contract::lines::CardText;
use linchpin_results::contract::slots::{CardKey, Slots};
use linchpin_results::figures;
use linchpin_results::report::{NamedShare, Spread};
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
    let words = "<script type=\"application/json\" id=\"words\">null</script>";
    for slot in [DATA_SLOT, words, "<title>Linchpin</title>", "<noscript>", "</noscript>"] {
        assert_eq!(BUNDLE.matches(slot).count(), 1, "{slot}");
    }
}

#[test]
fn bundle_is_small_and_a_report_fetches_nothing() {
    assert!(BUNDLE.len() < 400_000, "the bundle grew to {} bytes", BUNDLE.len());
    // The icon stands in the page itself.
    let icon = "<link rel=\"icon\" href=\"data:image/svg+xml,";
    assert_eq!(BUNDLE.matches("<link").count(), BUNDLE.matches(icon).count());
    for fetch in ["src=\"", "src='", "@import", "url(", "XMLHttpRequest", "WebSocket", "import("] {
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

/// What is seen of the address that somebody sends: the study and its answer, and no markup of either.
#[test]
fn a_page_says_what_it_holds_before_it_is_opened() {
    let json = fixture_with(|data| data["headline"]["text"] = "A \"quoted\" <b>answer</b>".into());
    let page = report(&json).expect("a page");
    let head = &page[..page.find("<body>").expect("a body")];
    assert!(head.contains("<meta property=\"og:title\" content=\""), "no title for others");
    assert!(!head.contains("<b>answer"), "markup of a headline stands in the head");
}

/// A long report is packed: by hand, a title of two megabytes would not fit under one otherwise.
#[test]
fn a_long_report_is_packed() {
    let json = fixture_with(|data| data["study"]["question"] = "why? ".repeat(400_000).into());
    let page = report(&json).expect("a page");
    assert!(page.contains("id=\"report\" data-packed=\"gzip\">H4sI"), "not packed");
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
    assert_eq!(plain.matches("<tr><th>").count(), losses + accounts);
}

#[test]
fn what_is_not_a_report_is_refused() {
    assert!(matches!(report("{"), Err(PageError::Unreadable(_))));
    assert!(matches!(report("null"), Err(PageError::Unreadable(_))));
    assert!(
        matches!(report(r#"{"schema":"linchpin/report/2"}"#), Err(PageError::Schema { found }) if found == "linchpin/report/2")
    );
}

/// The fixture's card, made by the core from typed parts.
fn card(report: &Report) -> Card {
    let cell = &report.headline.cell;
    let loss = report.losses.iter().find(|row| row.cell == *cell).expect("the headline's row");
    let spread = |p05, p50, p95| Spread { p05, p50, p95 };
    let slots = Slots {
        what: String::new(),
        who: loss.name.clone(),
        product: Some("DRAM".to_owned()),
        measure: loss.measure.clone(),
        size: figures::percent_plain(loss.change.p50.abs()),
        change: Some(loss.change),
        error: Some(spread(0.012, 0.008, 0.011)),
        weeks: u32::try_from(report.weeks.len()).expect("few"),
        from: report.run.from.clone(),
        until: report.run.until.clone(),
        horizon: loss.horizon,
        draws: report.run.members,
        first_week: loss.first_week.clone(),
        cause: Some(NamedShare {
            name: "missing spare parts (United States)".to_owned(),
            share: 0.71,
        }),
        channel: false,
        capacity: None,
        kind: None,
        contested: 2,
    };
    Card::of(CardKey::Falls, slots, cell.clone())
}

/// `ui/fixtures/report.json` is told by the core, and `ui/fixtures/card.txt` is the one golden text of its card:
/// this page, the script's tests, the terminal and the notebook show those letters.
/// `LINCHPIN_BLESS=1 cargo test -p linchpin-web --test page` writes both anew.
#[test]
fn the_fixture_is_told_by_the_core_and_its_card_is_the_golden_one() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/fixtures");
    let mut report: Report = serde_json::from_str(FIXTURE).expect("a report");
    report.headline.card = Some(card(&report));
    report.headline.text =
        report.headline.card.as_ref().map(|card| card.sentence.clone()).expect("a card");
    let report = report.told();
    let made = report.headline.card.as_ref().expect("a card");
    let texts = Language::ALL.map(|language| made.say(language).text());
    let golden = format!("{}\n", texts.join("\n\n"));
    let copies = [("report.json", report.to_json()), ("card.txt", golden)];
    for (name, text) in copies {
        let path = fixtures.join(name);
        if std::env::var_os("LINCHPIN_BLESS").is_some() {
            std::fs::write(&path, text).expect("written");
        } else {
            let known = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(known == text, "{name} is not what the core tells: bless it");
        }
    }
}

#[test]
fn the_card_stands_in_the_page_letter_for_letter() {
    let page = report(FIXTURE).expect("the fixture is a report");
    let from = page.find("<noscript>").expect("plain tables");
    let plain = &page[from..];
    let data: serde_json::Value = serde_json::from_str(slot(&page)).expect("JSON");
    let card: Card = serde_json::from_value(data["headline"]["card"].clone()).expect("a card");
    let golden = include_str!("../ui/fixtures/card.txt");
    let texts: Vec<String> =
        Language::ALL.map(|language| card.say(language).text()).into_iter().collect();
    assert_eq!(golden.trim_end(), texts.join("\n\n"));
    assert_eq!(card.languages.iter().map(CardText::text).collect::<Vec<_>>(), texts[1..]);
    for line in &card.lines {
        assert!(plain.contains(&format!("<dt>{}</dt><dd>{}</dd>", line.label, line.text)));
    }
    assert!(plain.contains(&card.sentence));
}

#[test]
fn fewer_draws_than_twenty_have_no_range_on_the_page() {
    let mut few: Report = serde_json::from_str(FIXTURE).expect("a report");
    few.run.members = 19;
    few.headline.card = None;
    few.scenarios.iter_mut().for_each(|scenario| scenario.card = None);
    few.losses.iter_mut().for_each(|loss| loss.error = None);
    let page = report(&few.told().to_json()).expect("a page");
    let plain = &page[page.find("<noscript>").expect("plain tables")..];
    let losses = &plain[..plain.find("Sources").expect("sources")];
    let rows: Vec<&str> = losses.lines().filter(|line| line.contains("<tr><th>")).collect();
    assert!(rows.len() > 5);
    assert!(rows.iter().all(|row| !row.contains('[')), "{rows:?}");
}
