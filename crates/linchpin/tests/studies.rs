//! The bundled studies, run small: they load, lose where they should, and can be explained to the end.

use linchpin::{Options, Study, studies};
use linchpin_results::explain::explain;
use linchpin_results::{Finished, Keep, RunInput, StoredRun, finish, store};

fn small(members: u32) -> Options {
    Options { members: Some(members), ..Options::default() }
}

fn run(name: &str, options: &Options) -> RunInput {
    let study = Study::load(name, options).unwrap_or_else(|findings| panic!("{name}: {findings}"));
    study.run(None, &linchpin::unwatched).unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

fn summed(input: &RunInput) -> Finished {
    finish(input, Keep::Few).expect("a run that fits together")
}

#[test]
fn thirteen_studies_are_bundled_with_their_scenarios() {
    let names: Vec<String> = studies().into_iter().map(|study| study.id).collect();
    let expected = [
        "china-demand",
        "chip-block",
        "controls-2022",
        "decoupling",
        "dual-strategy",
        "electronics-stop",
        "hbm-controls",
        "match-act",
        "micron-ban",
        "raw-materials",
        "super-cycle",
        "tool-coalition",
        "yearly-approvals",
    ];
    assert_eq!(names, expected);
    for study in studies() {
        assert!(study.scenarios.len() >= 2, "{} has {} scenarios", study.id, study.scenarios.len());
    }
}

/// What stops at a site is the doing of a shock at that site, and of no other, however alike their paths are.
fn the_losses_of_a_site_name_shocks_at_that_site(study: &str, input: &RunInput) {
    for scenario in &input.scenarios {
        for binding in scenario.bindings.iter().filter(|one| one.entity.starts_with("site:")) {
            let shock =
                binding.shock.and_then(|id| scenario.shocks.iter().find(|row| row.id == id));
            let Some(shock) = shock.filter(|row| row.target.starts_with("site:")) else { continue };
            let place = (study, &scenario.id, &binding.cause);
            assert_eq!(shock.target, binding.entity.as_str(), "{place:?}: {}", shock.effect);
        }
    }
}

/// The card of a scenario and the row of the table that it tells speak of one week.
fn one_event_has_one_first_week(study: &str, report: &linchpin_results::report::Report) {
    for scenario in &report.scenarios {
        let Some(card) = scenario.card.as_ref().filter(|card| card.slots.first_week.is_some())
        else {
            continue;
        };
        let row = report.losses.iter().find(|loss| loss.cell == card.why);
        let row = row.unwrap_or_else(|| panic!("{study}: no row for {}", card.why));
        assert_eq!(row.first_week, card.slots.first_week, "{study}: {}", card.why);
    }
}

#[test]
fn every_study_runs_and_its_headline_ends_in_sources_and_assumptions() {
    let folder = tempfile::tempdir().expect("a folder");
    for study in studies() {
        let input = run(&study.id, &small(8));
        the_losses_of_a_site_name_shocks_at_that_site(&study.id, &input);
        let finished = summed(&input);
        let report = &finished.report;
        one_event_has_one_first_week(&study.id, report);
        assert!(report.headline.text.len() > 40, "{}: {}", study.id, report.headline.text);
        assert!(
            !report.losses.is_empty()
                && !report.inputs.is_empty()
                && !report.assumptions.is_empty()
        );
        assert!(!report.not_modelled.is_empty());
        // Every card of a change says how often answers of its kind held, or that nobody tested one.
        for card in report.scenarios.iter().filter_map(|one| one.card.as_ref()) {
            let said = card.text().contains("answers of this kind");
            assert!(said || card.why.is_empty(), "{}: {}", study.id, card.text());
        }
        let path =
            store::write(folder.path(), None, &finished, "<!doctype html>").expect("written");
        let stored = StoredRun::open(&path).expect("readable");
        let tree = explain(&stored, None).unwrap_or_else(|error| panic!("{}: {error}", study.id));
        assert!(
            tree.grounded(),
            "{}: the headline does not end in sources and assumptions",
            study.id
        );
    }
}

#[test]
fn the_tighter_the_licence_the_more_wuxi_loses() {
    let input = run("yearly-approvals", &small(16));
    let report = summed(&input).report;
    let loss = |scenario: &str| {
        let wuxi = |loss: &&linchpin_results::report::Loss| {
            loss.scenario == scenario
                && loss.entity == "site:skhynix-wuxi"
                && loss.measure == "output"
        };
        report
            .losses
            .iter()
            .find(wuxi)
            .unwrap_or_else(|| panic!("{scenario} has no Wuxi"))
            .change
            .p50
    };
    let order = ["yearly-licences", "renewal-gap", "law-as-known", "no-licence"].map(loss);
    assert!(order.windows(2).all(|pair| pair[1] <= pair[0]), "losses {order:?}");
    assert!(order[0] < -0.03, "even a yearly licence freezes the node: {}", order[0]);
    assert!(
        input.baseline.shocks.iter().all(|row| row.target == "product:hbm"),
        "the baseline keeps the status, and the law on HBM: {:?}",
        input.baseline.shocks
    );
}

#[test]
fn decisions_carry_their_act_to_the_shock() {
    let input = run("yearly-approvals", &small(2));
    let known =
        input.scenarios.iter().find(|scenario| scenario.id == "law-as-known").expect("bundled");
    let lapsed: Vec<_> = known.shocks.iter().filter(|shock| shock.from == "2027-01-01").collect();
    assert!(!lapsed.is_empty(), "the licence of 2026 ends on its last day");
    assert!(lapsed.iter().all(|shock| shock.citation().contains("FR")), "{lapsed:?}");
    assert!(known.shocks.iter().all(|shock| !shock.assumptions.is_empty()));
}

#[test]
fn an_agreement_on_stable_supply_is_worth_something() {
    let report = summed(&run("raw-materials", &small(16))).report;
    let lost = |scenario: &str| {
        let dram = |loss: &&linchpin_results::report::Loss| {
            loss.scenario == scenario && loss.entity == "product:dram" && loss.measure == "output"
        };
        report.losses.iter().find(dram).expect("DRAM is told").change.p50
    };
    assert!(lost("with-agreement") >= lost("gases-and-fluorine"));
}

#[test]
fn the_same_run_gives_the_same_digest_and_shards_add_up_to_it() {
    let whole = run("micron-ban", &small(6));
    assert_eq!(
        summed(&whole).report.run.digest,
        summed(&run("micron-ban", &small(6))).report.run.digest
    );
    let shard = |from: u32, until: u32| {
        let options = Options { members: Some(6), shard: Some(from..until), ..Options::default() };
        run("micron-ban", &options)
    };
    let (first, last) = (shard(0, 2), shard(2, 6));
    for (at, scenario) in whole.scenarios.iter().enumerate() {
        let joined =
            first.scenarios[at].trajectories.clone().join(last.scenarios[at].trajectories.clone());
        assert_eq!(joined.expect("they meet"), scenario.trajectories);
    }
}

#[test]
fn a_misspelled_scenario_is_named_with_its_neighbour() {
    let study = Study::load("yearly-approvals", &small(2)).expect("bundled");
    let failure =
        study.run(Some("no-license"), &linchpin::unwatched).expect_err("misspelled").to_string();
    assert!(failure.contains("LP-S002") && failure.contains("no-licence"), "{failure}");
    let findings = Study::load("yearly-aprovals", &small(2)).expect_err("misspelled").to_string();
    assert!(findings.contains("yearly-approvals"), "{findings}");
}

/// What a country buys of a product over a run, over what all countries buy, in the middle of the draws.
fn part(input: &RunInput, product: &str, country: &str) -> f64 {
    let all = &input.baseline.trajectories;
    let bought = |only: Option<&str>| -> f64 {
        let wanted = all.keys.iter().enumerate().filter(|(_, key)| {
            key.level == linchpin_engine::Level::Destination
                && key.variable == linchpin_engine::Variable::Shipments
                && key.product.as_deref() == Some(product)
                && only.is_none_or(|country| key.entity.as_str() == country)
        });
        wanted.map(|(at, _)| all.series(0, at).iter().sum::<f64>()).sum()
    };
    bought(Some(country)) / bought(None)
}

#[test]
fn in_the_baseline_hbm_reaches_china_only_as_far_as_the_law_lets_it() {
    // `ask` presumes denial from December 2024 on: at most a tenth of what China bought before comes through.
    let china = "country:CHN";
    for name in ["yearly-approvals", "china-demand", "super-cycle"] {
        let bought = part(&run(name, &small(1)), "product:hbm", china);
        assert!(bought < 0.02, "{name}: China buys {bought} of all HBM");
    }
    // Without the rule it bought some 7 %.
    let free = part(&run("hbm-controls", &small(1)), "product:hbm", china);
    assert!((0.02..0.13).contains(&free), "China bought {free} of all HBM before the rule");
}

#[test]
fn a_rule_on_hbm_costs_china_its_hbm_and_makers_a_price() {
    let report = summed(&run("hbm-controls", &small(12))).report;
    let change = |scenario: &str, entity: &str, measure: &str| {
        let here = |loss: &&linchpin_results::report::Loss| {
            loss.scenario == scenario
                && loss.entity == entity
                && loss.measure == measure
                && loss.product.as_deref().is_none_or(|product| product == "product:hbm")
        };
        let found = report.losses.iter().find(here);
        found.unwrap_or_else(|| panic!("{scenario}: no row for {entity} {measure}")).change.p50
    };
    let china = |scenario| change(scenario, "country:CHN", "shipments");
    assert!(china("nothing-passes") <= china("rule-of-2024"), "denial is no milder");
    assert!(china("rule-of-2024") < -0.8, "{}", china("rule-of-2024"));
    assert!(china("case-by-case") > china("rule-of-2024"), "an eased rule is milder");
}
