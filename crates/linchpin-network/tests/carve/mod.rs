//! Hand answers and laws of the carve-out.

use super::super::aggregate::{Groups, aggregate};
use super::super::parts::SoldTo;
use super::super::{Cells, Origin};
use super::*;

fn table() -> Mrio {
    with_stocks(-2.0)
}

/// Korea's electronics add this to their stocks at home.
fn with_stocks(stocks: f64) -> Mrio {
    let label = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let cells = Cells {
        regions: label(&["KOR", "CHN"]),
        sectors: label(&["mining", "electronics", "cars"]),
        categories: label(&["households", "stocks"]),
        z: (0..36).map(|i| f64::from(i * 7 % 11 + 1)).collect(),
        y: (0..24).map(|i| if i == 5 { stocks } else { f64::from(i * 5 % 13 + 20) }).collect(),
        x: None,
    };
    Mrio::new(cells, Origin::unnamed()).expect("a table")
}

fn parts() -> Vec<Part> {
    let part = |name: &str, korea: f64, china: f64, input_ratio, cars| Part {
        name: name.to_owned(),
        output: [("KOR".to_owned(), korea), ("CHN".to_owned(), china)].into(),
        input_ratio,
        used_by: [("cars".to_owned(), cars)].into(),
        uses: [("mining".to_owned(), 0.5)].into(),
        final_use: 0.1,
        sold_to: SoldTo::new(),
    };
    let mut rest = part("rest", 0.5, 0.9, 1.2, 1.0);
    rest.final_use = 1.0;
    rest.uses.clear();
    vec![part("memory", 0.3, 0.02, 0.4, 0.5), part("logic", 0.2, 0.08, 0.5, 2.0), rest]
}

#[test]
fn parts_put_together_give_the_table_back() {
    let table = table();
    let (carved, provenance) = carve(&table, "electronics", &parts()).expect("carved");
    assert_eq!(carved.sectors(), ["mining", "memory", "logic", "rest", "cars"]);
    assert!(provenance.off <= 1e-9, "{provenance:?}");
    assert!(provenance.imputed_intermediate > 0.3 && provenance.imputed_intermediate < 0.8);
    let groups: Groups = (["memory", "logic", "rest"].iter())
        .map(|part| ((*part).to_owned(), "electronics".to_owned()))
        .collect();
    let again = aggregate(&carved, &Groups::new(), &groups).expect("together");
    for (a, b) in again.z().iter().zip(table.z()).chain(again.y().iter().zip(table.y())) {
        assert!((a - b).abs() < 1e-9, "{a} {b}");
    }
    for (a, b) in again.x().iter().zip(table.x()) {
        assert!((a - b).abs() < 1e-9);
    }
    let memory = carved.find("KOR", "memory").expect("memory of Korea");
    assert!((carved.x()[memory] / table.x()[1] - 0.3).abs() < 1e-12);
    let cars = carved.find("KOR", "cars").expect("cars");
    assert!(imputed(&carved, &parts(), memory, cars) && !imputed(&carved, &parts(), cars, cars));
}

fn korea(shares: &[(&str, f64)]) -> SoldTo {
    let shares = shares.iter().map(|(to, share)| ((*to).to_owned(), *share)).collect();
    [("KOR".to_owned(), shares)].into()
}

#[test]
fn a_part_goes_where_it_is_sold_and_the_whole_stays() {
    // What is run down is no sale.
    let table = with_stocks(2.0);
    let mut parts = parts();
    parts[0].sold_to = korea(&[("KOR", 0.2), ("CHN", 0.8)]);
    let (carved, _) = carve(&table, "electronics", &parts).expect("carved");
    let memory = carved.find("KOR", "memory").expect("memory of Korea");
    let (n, width) = (carved.industries(), 4);
    let inputs = &carved.z()[memory * n..(memory + 1) * n];
    let demand = &carved.y()[memory * width..(memory + 1) * width];
    let china: f64 = inputs[n / 2..].iter().chain(&demand[width / 2..]).sum();
    let all: f64 = inputs.iter().chain(demand).sum();
    assert!((china / all - 0.8).abs() < 1e-6, "{}", china / all);
    let groups: Groups = (["memory", "logic", "rest"].iter())
        .map(|part| ((*part).to_owned(), "electronics".to_owned()))
        .collect();
    let again = aggregate(&carved, &Groups::new(), &groups).expect("together");
    for (a, b) in again.z().iter().zip(table.z()).chain(again.y().iter().zip(table.y())) {
        assert!((a - b).abs() < 1e-6, "{a} {b}");
    }
}

#[test]
fn a_part_cannot_go_where_the_sector_does_not() {
    let mut parts = parts();
    parts[0].output = [("KOR".to_owned(), 0.75), ("CHN".to_owned(), 0.02)].into();
    parts[2].output = [("KOR".to_owned(), 0.05), ("CHN".to_owned(), 0.9)].into();
    parts[0].sold_to = korea(&[("KOR", 1.0)]);
    let findings = carve(&table(), "electronics", &parts).expect_err("more than all");
    assert!(findings.iter().all(|finding| finding.code == "LP-N036"), "{findings}");
    for (shares, code) in [
        (korea(&[("KOR", 0.5)]), "LP-N036"),
        (korea(&[("KOR", f64::NAN), ("CHN", 0.5)]), "LP-N036"),
        (korea(&[("KOR", -0.5), ("CHN", 1.5)]), "LP-N036"),
        (korea(&[("KOR", 0.5), ("CHINA", 0.5)]), "LP-N013"),
    ] {
        let mut parts = self::parts();
        parts[0].sold_to = shares;
        let findings = carve(&table(), "electronics", &parts).expect_err("odd");
        assert!(findings.iter().all(|finding| finding.code == code), "{findings}");
    }
}

#[test]
fn shares_that_do_not_add_up_are_named() {
    let mut parts = parts();
    parts[0].output.insert("CHN".to_owned(), 0.5);
    parts[0].used_by.insert("car".to_owned(), 1.0);
    let findings = carve(&table(), "electronics", &parts).expect_err("wrong");
    let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["LP-N013", "LP-N036"]);
    let findings = carve(&table(), "electronic", &parts).expect_err("no such sector");
    assert_eq!(findings.iter().next().expect("one").nearest.as_deref(), Some("electronics"));
}
