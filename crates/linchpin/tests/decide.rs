//! Decisions: the same numbers as a run of the study, laws over stocks and days, and errors at their places.

use linchpin::decide::{Asked, Decided, decide, decisions};
use linchpin::{Failure, Files, Options, Study, study_files, unwatched};
use linchpin_units::math::quantile;
use std::path::Path;

const DRAWS: u32 = 24;

fn source() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../decisions/wuxi-spares")
}

/// The bundled decision with other levels and days, in a folder.
fn with(change: impl Fn(String) -> String) -> (tempfile::TempDir, Result<Decided, Failure>) {
    let root = tempfile::tempdir().expect("a folder");
    for name in
        ["decision.toml", "scenarios/late-renewal.toml", "hypothetical/nothing-until-renewal.toml"]
    {
        let text = std::fs::read_to_string(source().join(name)).expect("a file");
        let text = if name == "decision.toml" { change(text) } else { text };
        let path = root.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let asked = Asked { members: Some(DRAWS), ..Asked::default() };
    let name = root.path().display().to_string();
    let found = decide(&name, &asked, &unwatched);
    (root, found)
}

fn line(text: &str, key: &str, value: &str) -> String {
    let replace = |line: &str| match line.split_once(" = ") {
        Some((own, _)) if own == key => format!("{key} = {value}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(replace).collect()
}

fn small(text: &str) -> String {
    let text = line(text, "values", "[8, 26, 52]");
    line(&text, "days", "[2027-04-01, 2027-10-01, 2028-10-01]")
}

/// One option is a run of the study with that stock and that day: the same draws, the same losses.
#[test]
fn an_option_is_a_run_of_the_study() {
    let (_root, found) = with(|text| small(&text));
    let found = found.expect("decided");
    let mut files: Files = study_files("yearly-approvals")
        .expect("bundled")
        .into_iter()
        .map(|(name, text)| (name, text.to_owned()))
        .collect();
    for name in ["scenarios/late-renewal.toml", "hypothetical/nothing-until-renewal.toml"] {
        let text = std::fs::read_to_string(source().join(name)).expect("a file");
        files.insert(name.to_owned(), text.replace("2027-07-01", "2027-10-01"));
    }
    let options = Options {
        members: Some(DRAWS),
        set: vec!["spares-stock=26 week".to_owned()],
        also: vec!["late-renewal".to_owned()],
        without_causes: true,
        ..Options::default()
    };
    let study = Study::of_files("yearly-approvals", &files, &options).expect("a study");
    let losses = |scenario: &str| -> Vec<f64> {
        let run = study.run(Some(scenario), &unwatched).expect("a run");
        let cell = |key: &linchpin_engine::SeriesKey| {
            linchpin_results::cell::of_series(scenario, key)
                == format!("{scenario}/skhynix-wuxi.dram.output")
        };
        let at = run.baseline.trajectories.keys.iter().position(cell).expect("the cell");
        let own = run.scenarios.iter().find(|one| one.id == scenario).expect("it ran");
        let totals = linchpin_results::losses::totals(&run, own, at);
        totals.iter().map(|total| -total.change()).collect()
    };
    let (late, on_time) = (losses("late-renewal"), losses("yearly-licences"));
    let middle = |mut losses: Vec<f64>| {
        losses.sort_by(f64::total_cmp);
        quantile(&losses, 0.5)
    };
    let option = found.choices.iter().find(|one| one.level == 26.0 && one.day == "2027-10-01");
    let option = option.expect("the option");
    assert!((option.baseline.median - middle(late.clone())).abs() < 1e-9);
    let against = late.iter().zip(&on_time).map(|(late, time)| 1.0 - (1.0 - late) / (1.0 - time));
    let against: Vec<f64> = against.collect();
    let kept = against.iter().filter(|loss| **loss < 0.1).count() as f64 / f64::from(DRAWS);
    assert!((option.against.share - kept).abs() < 1e-12);
    assert!((option.against.median - middle(against)).abs() < 1e-9);
    assert!((found.floor.median - middle(on_time)).abs() < 1e-9);
}

/// More in stock never loses more, a later day never less; and the edge is that of the table.
#[test]
fn more_stock_and_an_earlier_day_never_cost() {
    let (_root, found) = with(|text| small(&text));
    let found = found.expect("decided");
    let of = |level: f64, day: &str| {
        found.choices.iter().find(|one| one.level == level && one.day == day).expect("an option")
    };
    assert_eq!(found.choices.len(), 9);
    for (at, level) in found.levels.iter().enumerate() {
        for days in found.days.windows(2) {
            let (early, late) = (of(*level, &days[0]), of(*level, &days[1]));
            assert!(early.against.share >= late.against.share, "{level}: {days:?}");
            assert!(early.against.median <= late.against.median + 1e-12, "{level}: {days:?}");
        }
        let mut kept = found.days.iter().filter(|day| of(*level, day).against.share >= 0.9);
        assert_eq!(found.latest[at].as_ref(), kept.next_back(), "{level}");
    }
    for levels in found.levels.windows(2) {
        for day in &found.days {
            let (less, more) = (of(levels[0], day), of(levels[1], day));
            assert!(less.against.share <= more.against.share, "{day}: {levels:?}");
            assert!(less.against.median + 1e-12 >= more.against.median, "{day}: {levels:?}");
        }
    }
    // The stock matters at all, and so does the day.
    let (worst, best) = (of(8.0, "2028-10-01"), of(52.0, "2027-04-01"));
    assert!(worst.against.median > best.against.median + 0.01, "{worst:?} {best:?}");
}

#[test]
fn what_is_wrong_with_a_decision_is_found_at_its_place() {
    let codes = |change: &dyn Fn(String) -> String| {
        let (_root, found) = with(change);
        match found {
            Err(Failure::Input(findings)) => findings
                .iter()
                .map(|one| {
                    assert!(one.place.line > 0, "{one}");
                    one.code.to_owned()
                })
                .collect::<Vec<_>>()
                .join(" "),
            other => format!("{other:?}"),
        }
    };
    let set = |key: &'static str, value: &'static str| {
        move |text: String| line(&small(&text), key, value)
    };
    assert_eq!(codes(&set("study", "\"yearly-aprovals\"")), "LP-S008");
    assert_eq!(codes(&set("scenario", "\"late-renewel\"")), "LP-S008");
    assert_eq!(codes(&set("cell", "\"skhynix-wuxi.dram.outputs\"")), "LP-S008");
    assert_eq!(codes(&set("parameter", "\"spares-stok\"")), "LP-S008");
    assert_eq!(codes(&set("unit", "\"share\"")), "LP-S007");
    assert_eq!(codes(&set("values", "[26, 8]")), "LP-S005");
    assert_eq!(codes(&set("values", "[nan]")), "LP-S013");
    assert_eq!(codes(&set("draws", "1.5")), "LP-S013");
    assert_eq!(codes(&set("moves", "2027-07-02")), "LP-S001");
    assert_eq!(codes(&set("loss", "nan")), "LP-S013");
    let unknown = decide("wuxi-spars", &Asked::default(), &unwatched);
    let Err(Failure::Input(findings)) = unknown else { panic!("there is none") };
    assert_eq!(
        findings.iter().next().and_then(|one| one.nearest.clone()).as_deref(),
        Some("wuxi-spares")
    );
    assert_eq!(decisions(), ["wuxi-spares"]);
}
