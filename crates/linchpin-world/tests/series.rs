//! Time series: what was known when, rivals side by side, a refresh by one file.

mod common;

use linchpin_units::{Day, Measure};
use linchpin_world::{Frequency, Kind, World};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn world() -> World {
    World::embedded().unwrap_or_else(|findings| panic!("{findings}"))
}

fn tiny(edit: impl Fn(&std::path::Path)) -> World {
    let dir = tempfile::tempdir().expect("a folder");
    common::write(dir.path(), |_, body| Some(body.to_owned()));
    edit(dir.path());
    World::load(dir.path()).unwrap_or_else(|findings| panic!("{findings}")).0
}

#[test]
fn nothing_published_later_is_known() {
    let tiny = tiny(|_| ());
    let price = tiny.path("price").expect("a series");
    // The value of February appears on 14 March: unknown the day before, known on the day.
    assert_eq!(price.clone().known(day("2025-03-13")).value("2025-02"), None);
    assert_eq!(price.clone().known(day("2025-03-14")).value("2025-02"), Some(Measure::of(101.0)));
    // A month of publication counts from its last day.
    let stock = tiny.path("series:stock").expect("a series");
    assert!(stock.clone().known(day("2025-04-29")).is_empty());
    assert_eq!(stock.known(day("2025-04-30")).len(), 1);
    // All monthly complete series together: here one.
    assert_eq!(tiny.market_known_through(None), Some(day("2025-03-31")));
    assert_eq!(tiny.market_known_through(Some(day("2025-04-01"))), Some(day("2025-02-28")));
    assert_eq!(tiny.market_known_through(Some(day("2025-01-01"))), None, "nothing is not zero");
    assert!(tiny.path("prices").is_none());
}

#[test]
fn a_refresh_is_one_file_dropped_in() {
    let before = tiny(|_| ());
    let after = tiny(|folder| {
        let rows = "series,period,value,low,high,unit,basis,kind,published,source,grade,note\n\
            series:price,2025-04,110,,,1,mean,actual,2025-05-14,doc:paper,press,\n\
            series:price,2025-03,103,,,1,mean,actual,2025-05-14,doc:paper,press,revised\n";
        std::fs::write(folder.join("series/2025-05.csv"), rows).expect("written");
    });
    assert_eq!(after.market_known_through(None), Some(day("2025-04-30")));
    let price = after.path("price").expect("a series");
    // The revision is preferred, the first publication stays beside it.
    assert_eq!(price.value("2025-03"), Some(Measure::of(103.0)));
    assert_eq!(price.rivals("2025-03").len(), 2);
    assert_eq!(price.known(day("2025-04-20")).value("2025-03"), Some(Measure::of(102.0)));
    assert_ne!(before.digest(), after.digest());
}

#[test]
fn the_series_of_the_embedded_world_reach_from_2017_to_2026() {
    let world = world();
    assert!(world.series.len() > 60 && world.observations.len() > 2000);
    for series in world.series.iter() {
        let path = world.path(series.id.as_str()).expect("a path");
        assert!(!path.is_empty(), "{} has no value", series.id);
    }
    // As the Bank of Korea prints them.
    for (id, month, value) in [
        ("dram-price-index", "2017-01", 148.11),
        ("dram-price-index", "2025-12", 111.22),
        ("dram-price-index", "2026-08", 282.77),
        ("nand-price-index", "2026-08", 247.43),
    ] {
        assert_eq!(world.path(id).expect("a series").value(month), Some(Measure::of(value)));
    }
    assert_eq!(world.market_known_through(None), Some(day("2026-08-31")));
    assert_eq!(world.market_known_through(Some(day("2025-10-15"))), Some(day("2025-09-30")));
    assert_eq!(world.market_known_through(Some(day("2025-10-13"))), Some(day("2025-08-31")));
}

#[test]
fn classes_of_korean_exports_add_up_to_all_memory() {
    // An identity of the customs service, to its rounding: five classes, each to 0.1.
    let world = world();
    let path = |class: &str| world.path(&format!("kr-export-{class}")).expect("a series");
    let all = path("memory");
    let parts = ["dram", "flash", "mcp", "mco", "other"].map(path);
    let mut months = 0;
    for row in all.observations() {
        let month = row.sourced.as_of.as_str();
        let sum: f64 = parts.iter().map(|part| part.value(month).expect("a value").get()).sum();
        assert!(
            (sum - row.sourced.value.get()).abs() < 0.6,
            "{month}: {sum} and {}",
            row.sourced.value
        );
        months += 1;
    }
    assert_eq!(months, 92);
}

#[test]
fn forecasts_and_outcomes_stand_apart() {
    let world = world();
    let change = world.path("dram-contract-change").expect("a series");
    // The agency's first forecast of the fourth quarter of 2025 was 8 to 13 %, the outcome 45 to 50.
    let first = change.first("2025-Q4", Kind::Forecast).expect("a forecast");
    assert!((first.sourced.range.low() - 0.08).abs() < 1e-12);
    let preferred = change.at("2025-Q4").expect("an outcome");
    assert_eq!((preferred.kind, preferred.sourced.value.get()), (Kind::Actual, 0.475));
    assert_eq!(change.series.frequency, Frequency::Quarter);
    // Before it was published the forecast is all there is.
    let then = change.known(day("2025-10-15"));
    assert_eq!(then.at("2025-Q4").map(|row| row.kind), Some(Kind::Forecast));
}

#[test]
fn a_series_has_a_card_with_its_last_periods_and_their_rivals() {
    let card = world().show("phone-units").expect("a card");
    assert_eq!(card.id, "series:phone-units");
    let said: Vec<&str> = card.attributes.iter().map(|facet| facet.name.as_str()).collect();
    assert!(said.contains(&"unit") && said.contains(&"2026-Q2"), "{said:?}");
    let last = card.attributes.iter().find(|facet| facet.name == "2026-Q2").expect("a period");
    assert!(last.value.contains("276300000") && last.value.contains("IDC"), "{}", last.value);
}
