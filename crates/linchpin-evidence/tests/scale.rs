//! Releases on one template are no copies, and a thousand documents are compared in little time.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::{Register, register};
use linchpin_evidence::document::{Document, Stated};

fn read(text: &str) -> Analysis {
    Analysis::of(Document::read(text.as_bytes(), &Stated::default()).expect("reads"))
}

fn compare(texts: &[&str]) -> Register {
    register(&texts.iter().map(|text| read(text)).collect::<Vec<_>>())
}

#[test]
fn releases_on_one_template_give_no_rows() {
    for (one, two) in [
        (
            "Hanbit Metals sold 40 tonnes of copper in May, the firm said.\n",
            "Daon Metals sold 70 tonnes of copper in May, the firm said.\n",
        ),
        (
            "Exports of the port came to 13.6 billion dollars in September, the customs office said.\n",
            "Exports of the port came to 12.5 billion dollars in October, the customs office said.\n",
        ),
        (
            "한빛금속은 5월 구리 40톤을 판매했다고 밝혔다.\n",
            "다온금속은 5월 구리 70톤을 판매했다고 밝혔다.\n",
        ),
        ("关税局表示，9月港口出口额为136亿美元。\n", "关税局表示，10月港口出口额为125亿美元。\n"),
        ("海星公司5月销售铜40吨。\n", "东岸公司5月销售铜70吨。\n"),
        (
            "Hanbit Metals opened a plant in Ulsan. Hanbit Metals employs 300 people there. The plant makes copper wire.\n",
            "Daon Metals opened a plant in Ulsan. Daon Metals employs 450 people there. The plant makes copper wire.\n",
        ),
    ] {
        let found = compare(&[one, two]);
        assert!(found.divergences.is_empty(), "{:?}", found.divergences);
        assert!(found.dependence.iter().all(|pair| !pair.copies), "{:?}", found.dependence);
    }
}

#[test]
fn one_change_in_a_copy_is_still_found() {
    let found = compare(&[
        "Exports of the port came to 13.6 billion dollars in September, the customs office said. Imports fell.\n",
        "Exports of the port came to 15.6 billion dollars in September, the customs office said. Imports fell.\n",
    ]);
    assert_eq!(found.divergences.len(), 1, "{:?}", found.divergences);
}

#[test]
fn the_work_grows_with_the_documents() {
    let towns = ["Ulsan", "Lindau", "Varna", "Selby", "Mereham", "Hovden", "Tarn"];
    let goods = ["copper wire", "ferry engines", "glass plates", "steel pipes", "harbour cranes"];
    let text = |n: usize| {
        let (town, good) = (towns[n % 7], goods[n / 7 % 5]);
        let (a, b) = (n * 37 % 900 + 11, n * 53 % 800 + 7);
        format!(
            "Works number {n} of {town} reports\n\nThe works council of {town} said on Monday that {a} tons of {good} left the yard. \
             Its director Robert Gant{n} told the board that {b} people would be hired. \
             The order book of the works holds {good} for {} months, according to the owner.\n",
            n % 9 + 2
        )
    };
    let documents: Vec<Analysis> = (0..240).map(|n| read(&text(n))).collect();
    let timed = |count: usize| {
        let start = std::time::Instant::now();
        let found = register(&documents[..count]);
        (start.elapsed().as_secs_f64(), found.divergences.len())
    };
    let _ = timed(60);
    let ((short, _), (long, rows)) = (timed(60), timed(240));
    // Four times the documents: sixteen times the time would be the square.
    assert!(long < short * 11.0 + 0.5, "{short} s for 60, {long} s for 240");
    assert!(rows < 2000, "{rows} rows");
}

#[test]
fn a_dropped_qualifier_and_a_verb_turned_round_are_found() {
    let rest =
        " The port opened in May. Its cranes were built in Lindau. Nobody was hurt in the storm.\n";
    for (one, two, kind) in [
        (
            "The ministry controls exports of critical minerals to the island.",
            "The ministry controls exports of minerals to the island.",
            "scope",
        ),
        (
            "The council imposed a levy on glass from the island.",
            "The council lifted a levy on glass from the island.",
            "negation",
        ),
        (
            "The works failed the safety test of the state.",
            "The works passed the safety test of the state.",
            "negation",
        ),
    ] {
        let found = compare(&[&format!("{one}{rest}"), &format!("{two}{rest}")]);
        let kinds: Vec<&str> = found.divergences.iter().map(|row| row.kind.as_str()).collect();
        assert!(kinds.contains(&kind), "{one}: {kinds:?}");
    }
}
