//! Comparative statics behind the seam: the study says what the command says, its parts add up, and what cannot be
//! said is not told.

use linchpin::{Files, Options, Study};
use linchpin_network::table::bundled::BuiltIn;
use linchpin_network::table::chips;
use linchpin_results::report::{Horizon as Told, Loss, Report};
use linchpin_results::{Keep, finish};
use linchpin_trade::decouple::{LONG_RUN, Measure, Row, scenarios, table};
use linchpin_trade::table::{Flows, economy};
use linchpin_trade::{Economy, Horizon};

const PARAMETERS: [&str; 3] =
    ["trade-elasticity-short-run", "trade-elasticity-medium-run", "trade-elasticity-long-run"];

/// One draw with every elasticity at its middle.
fn middle() -> Options {
    let set = PARAMETERS.iter().zip(Horizon::ALL).map(|(parameter, horizon)| {
        format!("{parameter}={} 1", horizon.theta().unwrap_or(LONG_RUN)[1])
    });
    Options { members: Some(1), set: set.collect(), ..Options::default() }
}

fn report(study: &Study, scenario: Option<&str>) -> Report {
    let input = study.run(scenario, &linchpin::unwatched).expect("it runs");
    finish(&input, Keep::Few).expect("it sums up").report
}

/// The economy of the command.
fn carved() -> Economy {
    let (mrio, _) = chips::carved(BuiltIn::default()).expect("bundled");
    let finals = mrio.final_demand_by_region();
    let flows =
        Flows { regions: mrio.regions(), sectors: mrio.sectors(), z: mrio.z(), finals: &finals };
    economy(&flows, LONG_RUN[1]).expect("balanced")
}

fn measure_of(row: &Row) -> Option<String> {
    let run = match row.horizon {
        Horizon::Short => "short-run",
        Horizon::Medium => "medium-run",
        Horizon::Long => "long-run",
    };
    match row.measure {
        Measure::Welfare => Some(format!("{run}-real-income")),
        Measure::Exports => Some(format!("{run}-exports")),
        _ => None,
    }
}

fn find<'r>(report: &'r Report, row: &Row) -> Option<&'r Loss> {
    let (entity, measure) = (format!("economy:{}", row.country), measure_of(row)?);
    report.losses.iter().find(|loss| {
        loss.scenario == row.scenario && loss.entity == entity && loss.measure == measure
    })
}

/// Two parts that speak of one thing: `linchpin run decoupling` and `linchpin trade decoupling`.
#[test]
fn the_study_and_the_command_print_the_same_numbers() {
    let study = Study::load("decoupling", &middle()).expect("bundled");
    let report = report(&study, None);
    let rows = table(&carved(), &scenarios(), &Horizon::ALL).expect("solved");
    let (mut told, mut unsaid) = (0, 0);
    for row in rows.iter().filter(|row| measure_of(row).is_some()) {
        let place = (&row.scenario, &row.country, row.measure, row.horizon);
        match find(&report, row) {
            Some(loss) => {
                assert!(row.tested, "{place:?} is told and cannot be said");
                let wanted = row.middle.expect("a number") / 100.0;
                assert!((loss.change.p50 - wanted).abs() < 1e-6, "{place:?}: {loss:?} {wanted}");
                let horizon = match row.horizon {
                    Horizon::Short => Told::Short,
                    Horizon::Medium => Told::Medium,
                    Horizon::Long => Told::Long,
                };
                assert_eq!(loss.horizon, horizon, "{place:?}");
                told += 1;
            }
            None => {
                assert!(!row.tested, "{place:?} is missing");
                unsaid += 1;
            }
        }
    }
    assert!(told > 130 && unsaid >= 18, "{told} told, {unsaid} not said");
    // Each horizon of each scenario that cannot be said is named, with its reason.
    assert_eq!(report.unsaid.len() * 9, unsaid, "{:?}", report.unsaid);
    assert!(report.not_modelled[0].starts_with("Can’t say"), "{:?}", report.not_modelled);
    assert!(report.weeks.is_empty() && report.series.is_empty(), "there is no path");
    // The parts of every change add up to it.
    for one in &report.attribution {
        let sum: f64 = one.parts.iter().map(|part| part.points).sum();
        assert!((sum - one.total_points).abs() < 1e-4, "{one:?}");
        let loss = report.losses.iter().find(|loss| loss.cell == one.cell).expect("a row");
        assert!((loss.change.p50 * 100.0 - one.total_points).abs() < 1e-4, "{one:?}");
    }
    assert_eq!(report.attribution.len(), told);
}

/// From a welfare number to the cell of the table: the flows behind each number add up to it, and each is the cell of
/// the table that its source names.
#[test]
fn the_flows_of_the_table_add_up_to_every_number() {
    let study = Study::load("decoupling", &middle()).expect("bundled");
    let input = study.run(None, &linchpin::unwatched).expect("it runs");
    let report = finish(&input, Keep::Few).expect("it sums up").report;
    let economy = carved();
    let mut told = 0;
    for loss in &report.losses {
        let rows: Vec<_> = input.carried.iter().filter(|row| row.cell == loss.cell).collect();
        let sum: f64 = rows.iter().map(|row| row.points).sum();
        assert!(
            (sum - 100.0 * loss.change.p50).abs() < 2e-4,
            "{}: {sum} {:?}",
            loss.cell,
            loss.change
        );
        for row in rows.iter().filter(|row| row.input.is_some()) {
            let input = row.input.as_ref().expect("a cell");
            let (j, n, i) = (0..economy.shares.len())
                .map(|at| (at / 81, at / 9 % 9, at % 9))
                .find(|(j, n, i)| {
                    let name = linchpin_network::table::bundled::name;
                    let (sector, buyer) = (&economy.sectors[*j], &economy.countries[*n]);
                    input.subject == format!("economy:{}", economy.countries[*i])
                        && input.quantity == format!("{} sold to {}", name(sector), name(buyer))
                })
                .expect("a cell of the table");
            let value = linchpin_trade::decouple::sold(&economy, economy.at(j, n, i));
            assert_eq!(input.value, value, "{}: {input:?}", loss.cell);
            assert!(input.accounts[0].source.starts_with("row:wiod2013/"), "{input:?}");
            told += 1;
        }
        assert!(rows.len() > 5, "{}: {rows:?}", loss.cell);
    }
    assert!(told > 1500, "{told}");
    // What the measures touch stands first, and they take what they stop.
    let cell = "electronics-rupture/KOR.long-run-real-income";
    let rows: Vec<_> = input.carried.iter().filter(|row| row.cell == cell).collect();
    assert!(rows[0].put.contains("stop") && rows[0].change == Some(-1.0), "{:?}", rows[0]);
    assert!(rows[0].points < 0.0, "{:?}", rows[0]);
}

/// The last rung is the run itself; a rung or a horizon of which nothing can be said says nothing.
#[test]
fn the_exact_rung_of_the_ladder_is_the_run() {
    let study = Study::load("decoupling", &Options::default()).expect("bundled");
    let report = report(&study, Some("electronics-rupture"));
    let ladder = report.ladder.as_ref().expect("a ladder");
    assert_eq!((ladder.entity.as_str(), ladder.draws), ("economy:KOR", 32));
    let methods: Vec<&str> = ladder.rows.iter().map(|row| row.method.as_str()).collect();
    assert_eq!(methods, ["closed form, at fixed costs", "first order", "second order", "exact"]);
    let exact = &ladder.rows[3].values;
    for (column, run) in ["short-run", "medium-run", "long-run"].iter().enumerate() {
        let measure = format!("{run}-real-income");
        let loss = report
            .losses
            .iter()
            .find(|loss| loss.entity == "economy:KOR" && loss.measure == measure);
        assert_eq!(exact[column].is_some(), loss.is_some(), "{measure}");
        if let (Some(exact), Some(loss)) = (exact[column], loss) {
            assert_eq!(exact, loss.change, "{measure}");
        }
        assert_eq!(ladder.rows[1].values[column], None, "a ban is no small change");
    }
    // One step of a large change is near the whole, and nearer than buyers at fixed costs are.
    let [fixed, second, exact] =
        [0, 2, 3].map(|row: usize| ladder.rows[row].values[2].expect("the long run is said").p50);
    assert!((second - exact).abs() < (fixed - exact).abs(), "{fixed} {second} {exact}");
}

/// Each government's part, in every draw and on the mean: a duty and a ban are acts of the one that buys.
#[test]
fn the_governments_parts_add_up() {
    let study = Study::load("decoupling", &middle()).expect("bundled");
    let report = report(&study, None);
    for (scenario, wanted) in
        [("tariffs-60", ["China", "United States"]), ("electronics-rupture", ["China", "Korea"])]
    {
        let table = report.governments.iter().find(|table| table.scenario == scenario);
        let table = table.expect("a table by government");
        let mut governments = table.governments.clone();
        governments.sort();
        assert_eq!(governments, wanted, "{scenario}");
        for row in &table.rows {
            assert!(row.other.is_none(), "{row:?}");
            let sum: f64 = row.by.iter().flatten().map(|part| part.points).sum();
            assert!((sum - row.total.points).abs() < 1e-3, "{row:?}");
        }
    }
    let act = report.dates.iter().find(|mark| mark.scenario.as_deref() == Some("tariffs-60"));
    let kind = act.expect("a date").kind;
    assert_eq!(kind, linchpin_results::report::DateKind::Hypothetical, "a supposed act");
}

#[test]
fn an_unknown_government_is_refused_where_it_stands() {
    let wrong = ban("a", "from = 2026-01-05\nby = \"koera\"", "CHN", "");
    let found = Study::of_files("bans", &files(&[("wrong", &wrong)]), &middle());
    let findings = found.expect_err("refused").to_string();
    assert!(findings.contains("no government is called `koera`"), "{findings}");
    assert!(findings.contains("scenarios/wrong.toml:8"), "{findings}");
}

/// A study of these scenarios, by name; amounts are points.
fn files(scenarios: &[(&str, &str)]) -> Files {
    let names: Vec<String> = scenarios.iter().map(|(name, _)| format!("{name:?}")).collect();
    let study = format!(
        "schema = \"linchpin/study/1\"\ntitle = \"Trade\"\nquestion = \"What?\"\nengine = \"trade\"\nfrom = 2026-01-05\nuntil = 2027-01-04\nknown = 2026-09-25\nmembers = 1\nseed = 1\ndesign = \"latin-hypercube\"\nscenarios = [{}]\nnot_modelled = [\"Everything else.\"]\n[headline]\nscenario = {}\nentity = \"economy:KOR\"\nvariable = \"long-run-real-income\"\n[baseline]\ntitle = \"As it is\"\nsummary = \"Nothing happens.\"\n",
        names.join(", "),
        names[0]
    );
    let head = "schema = \"linchpin/scenario/1\"\ntitle = \"A ban\"\nsummary = \"A ban.\"\n";
    let of = |(name, events): &(&str, &str)| {
        (format!("scenarios/{name}.toml"), format!("{head}{events}"))
    };
    std::iter::once(("study.toml".to_owned(), study)).chain(scenarios.iter().map(of)).collect()
}

fn ban(what: &str, days: &str, importers: &str, more: &str) -> String {
    format!(
        "[[event]]\nkind = \"trade-ban\"\nwhat = \"{what}\"\n{days}\nimporters = [\"{importers}\"]\nsectors = [\"memory\"]\n{more}\n"
    )
}

/// By hand: a ban stated twice is one ban, and one that is over before the last day is none. Who can no longer sell
/// to its largest buyer earns and exports less, and the less the longer it had to find others.
#[test]
fn what_stands_at_the_end_counts_and_counts_once() {
    let (from, until) = ("from = 2026-06-01", "from = 2026-01-05\nuntil = 2026-06-01");
    let korea = "exporters = [\"KOR\"]";
    let one = ban("a", from, "CHN", korea);
    let twice = format!("{one}{}", ban("b", "from = 2026-01-05", "CHN", korea));
    let over = ban("c", until, "CHN", korea);
    let files = files(&[("once", &one), ("twice", &twice), ("over", &over)]);
    let study = Study::of_files("bans", &files, &middle()).expect("it loads");
    let report = report(&study, None);
    let row = |scenario: &str, measure: &str| {
        let is_it = |loss: &&Loss| {
            loss.scenario == scenario && loss.entity == "economy:KOR" && loss.measure == measure
        };
        report.losses.iter().find(is_it).map(|loss| loss.change.p50)
    };
    let of = |scenario: &str, measure: &str| row(scenario, measure).expect("a row");
    for measure in ["medium-run-real-income", "long-run-real-income", "long-run-exports"] {
        assert!(of("once", measure) < 0.0, "{measure}");
        assert_eq!(of("once", measure), of("twice", measure), "{measure}");
        assert_eq!(of("over", measure), 0.0, "{measure}");
    }
    let [medium, long] = ["medium-run-exports", "long-run-exports"].map(|name| of("once", name));
    assert!(medium < long, "{medium} {long}");
    // Within a year Taiwan gains more than any case that the model was held against: nothing is said of anybody.
    assert_eq!(row("once", "short-run-real-income"), None);
    assert_eq!(row("over", "short-run-real-income"), Some(0.0));
}

#[test]
fn what_the_table_does_not_hold_is_refused_where_it_stands() {
    let wrong = ban("a", "from = 2026-01-05", "KOREA", "");
    let found = Study::of_files("bans", &files(&[("wrong", &wrong)]), &middle());
    let findings = found.expect_err("refused").to_string();
    assert!(findings.contains("no economy is called `KOREA`"), "{findings}");
    assert!(findings.contains("scenarios/wrong.toml:8"), "{findings}");
    // The market knows none of these flows.
    let files: Files = files(&[("ban", &ban("a", "from = 2026-01-05", "KOR", ""))])
        .into_iter()
        .map(|(name, text)| (name, text.replace("engine = \"trade\"", "engine = \"market\"")))
        .collect();
    let findings = Study::of_files("bans", &files, &middle()).expect_err("refused").to_string();
    assert!(findings.contains("does not hear `trade-ban`"), "{findings}");
}

/// A ban that leaves no source has no equilibrium: the solver's reason, at the scenario, and no number.
#[test]
fn a_ban_on_nothing_is_refused_by_its_code() {
    // Nobody sells what Korea's households do for each other.
    let none = "[[event]]\nkind = \"trade-ban\"\nwhat = \"a\"\nfrom = 2026-01-05\nimporters = [\"TWN\"]\nexporters = [\"NLD\"]\nsectors = [\"c35\"]\n";
    let study = Study::of_files("bans", &files(&[("none", none)]), &middle()).expect("it loads");
    let failure = study.run(None, &linchpin::unwatched).expect_err("refused").to_string();
    assert!(failure.contains("LP-T005") && failure.contains("scenarios/none.toml"), "{failure}");
}
