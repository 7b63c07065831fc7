//! The state a run starts from: any study can be asked in a glut, at rest and today; causes do not flip with it.

use linchpin::{Begin, Files, Options, Study, score_episodes, studies, study_files};
use linchpin_policy::{Rulebook, words::Order};
use linchpin_results::{Keep, RunInput, finish};
use linchpin_units::math::quantile;

fn run(name: &str, members: u32, state: Option<&str>) -> RunInput {
    let state = state.map(|text| text.parse::<Begin>().unwrap_or_else(|error| panic!("{error}")));
    let without_causes = true;
    let options = Options { members: Some(members), state, without_causes, ..Options::default() };
    let study = Study::load(name, &options).unwrap_or_else(|findings| panic!("{findings}"));
    let first = studies().into_iter().find(|known| known.id == name).expect("it is bundled");
    let scenario = first.scenarios[0].id.as_str();
    study.run(Some(scenario), &linchpin::unwatched).unwrap_or_else(|failure| panic!("{failure}"))
}

/// Median over the draws of a product's series in a week of the baseline.
fn median(run: &RunInput, variable: &str, week: usize) -> f64 {
    let series = &run.baseline.trajectories;
    let is_it = |key: &&linchpin_engine::SeriesKey| {
        key.entity == "product:dram" && key.variable.as_str() == variable
    };
    let key = series.keys.iter().find(is_it).expect("it is recorded");
    let at = series.find(key).expect("it is among them");
    let mut values: Vec<f64> =
        (0..series.members.len()).map(|member| series.series(member, at)[week]).collect();
    values.sort_by(f64::total_cmp);
    quantile(&values, 0.5)
}

#[test]
fn every_study_can_be_asked_in_the_glut_at_rest_and_today() {
    let law = Rulebook::embedded().expect("the bundled acts are sound");
    let weekly = |id: &str| {
        let study = Study::load(id, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
        study.engine.name() == "market"
    };
    let studies: Vec<_> = studies().into_iter().filter(|study| weekly(&study.id)).collect();
    for (n, study) in studies.iter().enumerate() {
        let known = Study::load(&study.id, &Options::default()).expect("loaded before").known;
        // The whole of it once; of the others that they run and say what they are.
        let members = if n == 0 { 24 } else { 2 };
        let [glut, rest, today] = ["2022-10-31", "at-rest", "2026-09-25"]
            .map(|state| run(&study.id, members, Some(state)));
        for (run, dated) in [(&glut, true), (&rest, false), (&today, true)] {
            let notes = run.not_modelled.join(" ");
            assert!(notes.contains("Law known through") && notes.contains("market known through"));
            // What `policy register` says of an order, the run says too.
            for order in Order::ALL {
                let day = law.complete_through(*order).expect("every order was looked through");
                // A study that knows less says the day it knows through.
                let day = day.min(known);
                let said = format!("{day} ({})", order.as_str().to_uppercase());
                assert!(notes.contains(&said), "no {said} in {notes}");
            }
            assert_eq!(notes.contains("conditional projection"), dated, "{notes}");
            assert_eq!(notes.contains("scenario"), dated, "{notes}");
        }
        if n > 0 {
            continue;
        }
        // TrendForce told of 13 weeks in September 2022 and of 3.3 in September 2025; prices have tripled since.
        let weeks = [&glut, &rest, &today].map(|run| median(run, "supplier-stock", 0));
        println!("weeks {weeks:?}");
        assert!(weeks[0] > weeks[1] + 2.0 && weeks[2] < weeks[1], "{weeks:?}");
        // What starts at rest stays; a glut presses the price, a shortage lifts spot over contract.
        let premium =
            |run: &RunInput| median(run, "spot-price", 0) / median(run, "contract-price", 0);
        let premiums = [&glut, &rest, &today].map(premium);
        println!("premiums {premiums:?}");
        assert!(premiums[0] < 1.0 && (premiums[1] - 1.0).abs() < 1e-9 && premiums[2] > 1.0);
        let quarter =
            |run: &RunInput| median(run, "contract-price", 12) / median(run, "contract-price", 0);
        let quarters = [&glut, &rest, &today].map(quarter);
        println!("quarters {quarters:?}");
        assert!(quarters[0] < quarters[1] && quarters[1] < quarters[2], "{quarters:?}");
    }
}

/// Whole years are compared there: there is no market that could start on a day.
#[test]
fn comparative_statics_cannot_be_asked_in_a_glut() {
    let state = Some("2022-10-31".parse::<Begin>().expect("a day"));
    let options = Options { members: Some(1), state, ..Options::default() };
    let study = Study::load("decoupling", &options).expect("bundled");
    let failure = study.run(None, &linchpin::unwatched).expect_err("refused").to_string();
    assert!(failure.contains("LP-S024") && failure.contains("2022-10-31"), "{failure}");
}

#[test]
fn nothing_published_later_enters_a_state() {
    let state = |known: &str| {
        let mut files: Files = study_files("china-demand")
            .expect("a bundled study")
            .into_iter()
            .map(|(name, text)| (name, text.to_owned()))
            .collect();
        let study = files.get_mut("study.toml").expect("a study");
        *study =
            study.replace("known = 2026-09-25", &format!("known = {known}\nstate = 2025-09-30"));
        let options = Options { members: Some(8), without_causes: true, ..Options::default() };
        let study = Study::of_files("known", &files, &options).unwrap_or_else(|e| panic!("{e}"));
        study.run(Some("tenth-less"), &linchpin::unwatched).unwrap_or_else(|e| panic!("{e}"))
    };
    // A refresh after the known day changes nothing: the same numbers by 30 November as by the 28th of 2025 only if
    // nothing came out between; by September 2026 more is known, and the state is another.
    let (then, later) = (state("2025-10-15"), state("2026-09-25"));
    assert_ne!(median(&then, "supplier-stock", 0), median(&later, "supplier-stock", 0));
    let notes = then.not_modelled.join(" ");
    assert!(notes.contains("market known through 2025-0"), "{notes}");
}

#[test]
fn an_outage_is_the_main_cause_of_its_loss_in_any_state() {
    for without_causes in [false, true] {
        outage_is_main(without_causes);
    }
}

/// By switching off, and by the channel that binds.
fn outage_is_main(without_causes: bool) {
    for stock in [
        "",
        "[[set]]\nparameter = \"product:nand supplier-stock\"\namount = { value = 13, low = 13, high = 13, unit = \"week\", source = \"assumption:x\", why = \"a test\" }\n",
    ] {
        let mut files: Files = study_files("yearly-approvals")
            .expect("a bundled study")
            .into_iter()
            .map(|(name, text)| (name, text.to_owned()))
            .collect();
        let study = files.get_mut("study.toml").expect("a study");
        *study = study.replace("[baseline]\n", &format!("{stock}[baseline]\n"));
        let point = |value: f64, unit: &str| {
            format!(
                "{{ value = {value:?}, low = {value:?}, high = {value:?}, unit = \"{unit}\", source = \"assumption:x\", why = \"a test\" }}"
            )
        };
        let event = format!(
            "schema = \"linchpin/scenario/1\"\ntitle = \"A test\"\nsummary = \"A test.\"\n\n[[event]]\nkind = \"outage\"\nwhat = \"a stop\"\nfrom = 2026-03-02\nuntil = 2026-06-01\nsite = \"site:samsung-xian\"\nproduct = \"product:nand\"\nshare = {}\nscrap = {}\nrecovery = {}\n",
            point(0.5, "share"),
            point(0.0, "share"),
            point(0.0, "week")
        );
        files.insert("scenarios/no-licence.toml".into(), event);
        let options = Options { members: Some(6), without_causes, ..Options::default() };
        let study = Study::of_files("cause", &files, &options).unwrap_or_else(|e| panic!("{e}"));
        let input = study
            .run(Some("no-licence"), &linchpin::unwatched)
            .unwrap_or_else(|failure| panic!("{failure}"));
        let report = finish(&input, Keep::Few).expect("it fits together").report;
        let loss = report
            .losses
            .iter()
            .find(|loss| loss.entity == "site:samsung-xian" && loss.measure == "output")
            .expect("the site is told");
        assert!(loss.change.p50 < -0.005, "{loss:?}");
        assert!(loss.cause.starts_with("outage"), "{stock}: {loss:?}");
    }
}

#[test]
fn the_study_and_the_episode_on_micron_agree_on_the_same_window() {
    let report = score_episodes(None).unwrap_or_else(|findings| panic!("{findings}"));
    let row = report.rows.iter().find(|row| row.observation == "micron-sales").expect("a row");
    let input = run("micron-ban", 64, None);
    let (before, after) = (&input.baseline.trajectories, &input.scenarios[0].trajectories);
    let is_it = |key: &&linchpin_engine::SeriesKey| {
        key.entity == "firm:micron"
            && key.product.as_deref() == Some("product:dram")
            && key.variable.as_str() == "shipments"
    };
    let at = before.keys.iter().position(|key| is_it(&key)).expect("it is recorded");
    let day = |text: &str| text.parse::<linchpin_units::Day>().expect("a day");
    let week = |text: &str| {
        before.weeks.iter().position(|monday| *monday >= day(text)).expect("within the run")
    };
    let window = week("2023-11-20")..week("2024-05-20");
    let mut changes: Vec<f64> = (0..before.members.len())
        .map(|member| {
            let sum = |of: &linchpin_engine::Trajectories| -> f64 {
                of.series(member, at)[window.clone()].iter().sum()
            };
            sum(after) / sum(before) - 1.0
        })
        .collect();
    changes.sort_by(f64::total_cmp);
    let (study, episode) = (quantile(&changes, 0.5), row.predicted[1]);
    println!("study {study}, episode {episode} {:?}", row.predicted);
    assert!((study - episode).abs() <= 0.01, "study {study}, episode {episode}");
    assert!(study < -0.01, "{study}");
}
