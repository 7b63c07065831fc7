//! YMTC and CXMT from October 2022 on, under the law of those years, with facts of 2022: wafers by year beside
//! what was seen. YMTC's 2024 set a parameter (`upkeep-substitution`); its 2025 and all of CXMT did not.

use linchpin::{Options, Study};
use linchpin_results::RunInput;
use linchpin_world::{Quantity, World};

/// Wafers that a maker's lines could start in a year, millions: capacity times the tools that work. How far they
/// are used is the market's matter, which stands on the capacities of today in this run.
fn able(run: &RunInput, scenario: &str, sites: &[&str], year: i16) -> f64 {
    let all = match scenario {
        "baseline" => &run.baseline.trajectories,
        _ => &run.scenarios.iter().find(|one| one.id == scenario).expect("staged").trajectories,
    };
    let key = |site: &str, variable: &str| {
        let here = |key: &linchpin_engine::SeriesKey| {
            key.entity.as_str() == site && key.variable.as_str() == variable
        };
        all.keys.iter().position(here).unwrap_or_else(|| panic!("{site} {variable}"))
    };
    let weeks: Vec<usize> =
        (0..all.weeks.len()).filter(|week| all.weeks[*week].year() == year).collect();
    let mut found: Vec<f64> = (0..all.members.len())
        .map(|member| {
            let of = |site: &&str| {
                let [capacity, works] = ["capacity", "tool-availability"]
                    .map(|variable| all.series(member, key(site, variable)));
                weeks.iter().map(|week| capacity[*week] * works[*week]).sum::<f64>()
            };
            sites.iter().map(of).sum::<f64>() * 52.0 / weeks.len() as f64 / 1e6
        })
        .collect();
    found.sort_by(f64::total_cmp);
    found[found.len() / 2]
}

const YMTC: (&str, &[&str]) = ("firm:ymtc", &["site:ymtc-wuhan"]);
const CXMT: (&str, &[&str]) = ("firm:cxmt", &["site:cxmt-hefei", "site:cxmt-beijing"]);

/// Millions of wafers that an agency counted.
fn seen(world: &World, maker: &str, year: &str) -> f64 {
    let counted = world.facts.iter().find(|fact| {
        fact.subject.as_str() == maker
            && fact.quantity == Quantity::WaferOutput
            && fact.sourced.as_of.to_string() == year
    });
    counted.unwrap_or_else(|| panic!("{maker} {year}")).sourced.range.mode() / 1e6
}

#[test]
fn ymtc_and_cxmt_make_what_they_made_under_the_law_of_2022_to_2025() {
    let options = Options { members: Some(48), ..Options::default() };
    let study = Study::load("controls-2022", &options).unwrap_or_else(|found| panic!("{found}"));
    let run = study.run(None, &linchpin::unwatched).expect("it runs");
    let world = World::embedded().expect("the world is whole");
    // What was installed in 2023: 115 to 120 thousand a month at Wuhan (Yole), 70 to 120 thousand at CXMT over the
    // year (SemiAnalysis).
    let of_2023 = [(YMTC, 1.41), (CXMT, 1.14)];
    let counted = [(YMTC, "2024"), (YMTC, "2025"), (CXMT, "2024"), (CXMT, "2025")];
    let rows = of_2023.map(|(maker, wafers)| (maker, 2023, wafers)).into_iter().chain(
        counted.map(|(maker, year)| (maker, year.parse().unwrap(), seen(&world, maker.0, year))),
    );
    let mut missed_without_law = 0;
    for ((maker, sites), year, seen) in rows {
        let [found, free] = ["as-applied", "baseline"].map(|name| able(&run, name, sites, year));
        println!("{maker} {year}: {found:.2} m wafers, seen {seen:.2}, with no rule {free:.2}");
        assert!((found / seen - 1.0).abs() < 0.2, "{maker} {year}: {found}, seen {seen}");
        missed_without_law += usize::from((free / seen - 1.0).abs() >= 0.2);
    }
    // The naive rival: the plans of 2022 as if nobody had controlled anything.
    assert!(missed_without_law >= 2, "the law explains nothing: {missed_without_law}");
    // Read to the letter the law stops CXMT too, which it did not.
    let letter = able(&run, "as-written", CXMT.1, 2025);
    assert!(letter < 0.8 * seen(&world, CXMT.0, "2025"), "{letter}");
}
