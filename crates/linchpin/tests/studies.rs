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
fn nine_studies_are_bundled_with_their_scenarios() {
    let names: Vec<String> = studies().into_iter().map(|study| study.id).collect();
    let expected = [
        "china-demand",
        "decoupling",
        "dual-strategy",
        "electronics-stop",
        "match-act",
        "micron-ban",
        "raw-materials",
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
        input.baseline.shocks.is_empty(),
        "the baseline keeps the status: {:?}",
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
    assert!(lapsed.iter().all(|shock| shock.citation.contains("FR")), "{lapsed:?}");
    assert!(known.shocks.iter().all(|shock| !shock.assumption.is_empty()));
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
