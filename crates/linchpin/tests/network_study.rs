//! The network behind the seam: the study says what `linchpin network ario` says, a calm economy stays calm, what is
//! stated twice acts once, and what collapses is in no number.

use linchpin::{Files, Options, STRAINED, Study};
use linchpin_engine::{SeriesKey, Trajectories};
use linchpin_network::ario::case::Case;
use linchpin_network::ario::draws::uncertain;
use linchpin_network::ario::params::Defaults;
use linchpin_network::ario::record::Keep as Records;
use linchpin_network::ario::{Quirks, Report, collapse};
use linchpin_network::table::bundled::BuiltIn;
use linchpin_network::table::chips::carved;
use linchpin_network::table::{Cells, Mrio, Origin, native};
use linchpin_results::report::Report as Told;
use linchpin_results::{Keep, RunInput, finish};

const WEEKS: usize = 26;

/// The parameters of the model, as a study names them, at their stated values.
fn middle() -> Vec<String> {
    let defaults = Defaults::embedded().expect("well formed");
    let line = |(key, assumed): (&str, &linchpin_network::assumed::Assumed)| {
        format!("ario-{}={:?} {}", key.replace('_', "-"), assumed.value, assumed.unit)
    };
    uncertain(&defaults).into_iter().map(line).collect()
}

fn options(members: u32, set: Vec<String>) -> Options {
    Options { members: Some(members), set, ..Options::default() }
}

/// A study of these scenarios, by name.
fn files(scenarios: &[(&str, &str)]) -> Files {
    let names: Vec<String> = scenarios.iter().map(|(name, _)| format!("{name:?}")).collect();
    let study = format!(
        "schema = \"linchpin/study/1\"\ntitle = \"A stop\"\nquestion = \"What?\"\nengine = \"network\"\nfrom = 2026-01-05\nuntil = 2026-07-06\nknown = 2026-09-25\nmembers = 1\nseed = 1\ndesign = \"latin-hypercube\"\nscenarios = [{}]\nnot_modelled = [\"Everything else.\"]\n[headline]\nscenario = {}\nentity = \"economy:KOR\"\nvariable = \"value-added\"\n[baseline]\ntitle = \"As it is\"\nsummary = \"Nothing happens.\"\n[focus]\ndestinations = [\"country:KOR\", \"country:CHN\"]\nsectors = [\"memory\", \"electronics-rest\", \"c15\"]\n",
        names.join(", "),
        names[0]
    );
    let head = "schema = \"linchpin/scenario/1\"\ntitle = \"A stop\"\nsummary = \"A stop.\"\n";
    let of = |(name, events): &(&str, &str)| {
        (format!("scenarios/{name}.toml"), format!("{head}{events}"))
    };
    std::iter::once(("study.toml".to_owned(), study)).chain(scenarios.iter().map(of)).collect()
}

fn share(value: f64) -> String {
    format!(
        "{{ value = {value:?}, low = {value:?}, high = {value:?}, unit = \"share\", source = \"assumption:x\", why = \"a test\" }}"
    )
}

fn stop(what: &str, (from, until): (&str, &str), sectors: &str, lost: f64) -> String {
    format!(
        "[[event]]\nkind = \"production-stop\"\nwhat = \"{what}\"\nfrom = {from}\nuntil = {until}\neconomies = [\"KOR\"]\nsectors = [{sectors}]\nshare = {}\n",
        share(lost)
    )
}

fn cut(what: &str, lost: f64) -> String {
    format!(
        "[[event]]\nkind = \"delivery-cut\"\nwhat = \"{what}\"\nfrom = 2026-02-02\nuntil = 2026-03-30\nexporters = [\"KOR\"]\nimporters = [\"CHN\"]\nsectors = [\"memory\"]\nusers = [\"electronics-rest\"]\nshare = {}\nsubstitutes = [\"capped\"]\n",
        share(lost)
    )
}

fn run(scenarios: &[(&str, &str)], options: &Options) -> RunInput {
    let study = Study::of_files("stop", &files(scenarios), options);
    let study = study.unwrap_or_else(|findings| panic!("{findings}"));
    study.run(None, &linchpin::unwatched).unwrap_or_else(|failure| panic!("{failure}"))
}

fn told(input: &RunInput) -> Told {
    finish(input, Keep::Few).expect("it sums up").report
}

/// Weeks of one series of the first member.
fn series(all: &Trajectories, entity: &str, variable: &str) -> Vec<f64> {
    let is_it = |key: &SeriesKey| key.entity == entity && key.variable.as_str() == variable;
    let at = all.keys.iter().position(is_it).unwrap_or_else(|| panic!("no {entity} {variable}"));
    all.series(0, at).to_vec()
}

fn table() -> Mrio {
    carved(BuiltIn::default()).expect("bundled").0
}

/// Two parts that speak of one thing: a study, and `linchpin network ario --table carved --shock FILE`.
#[test]
fn the_study_and_the_command_say_the_same() {
    let events = format!(
        "{}{}",
        stop("a", ("2026-01-12", "2026-02-09"), "\"memory\", \"other-chips\"", 0.5),
        cut("b", 0.75)
    );
    let input = run(&[("both", &events)], &options(1, middle()));
    let own = &input.scenarios[0].trajectories;
    let shock = r#"{"args": {"days": 182}, "shocks": [
        {"type": "arbitrary", "name": "a", "occurrence": 7, "duration": 28, "recovery_function": "table",
         "left": [], "regions": ["KOR"], "sectors": ["memory", "other-chips"], "impact": 0.5},
        {"type": "link", "name": "b", "occurrence": 28, "duration": 56, "recovery_function": "table", "left": [],
         "from": ["KOR"], "to": ["CHN"], "sectors": ["memory"], "users": ["electronics-rest"], "share": 0.75,
         "substitution": "capped"}]}"#;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("shock.json");
    std::fs::write(&file, shock).expect("written");
    let mut case = Case::on_table(table(), &file).unwrap_or_else(|findings| panic!("{findings}"));
    case.params.quirks = Quirks::default();
    let (records, _) = case.run(Records::Industries).expect("it runs");
    let (table, s) = (&case.table, case.table.sectors().len());
    let rate = |i: usize| table.value_added()[i] / table.x()[i];
    let week = |week: usize, of: &dyn Fn(usize) -> f64| -> f64 {
        let days = &records.production_realised[7 * week..7 * (week + 1)];
        days.iter().map(|day| day.iter().enumerate().map(|(i, x)| x * of(i)).sum::<f64>()).sum()
    };
    let agree = |entity: &str, variable: &str, of: &dyn Fn(usize) -> f64| {
        let found = series(own, entity, variable);
        for (number, value) in found.iter().enumerate() {
            let wanted = week(number, of);
            let off = (value - wanted).abs();
            assert!(
                off <= 1e-12 * wanted.max(1.0),
                "{entity} {variable} {number}: {value} {wanted}"
            );
        }
    };
    agree("world:world", "gross-output", &|_| 1.0);
    for (r, region) in table.regions().iter().enumerate() {
        let inside = |i: usize| if i / s == r { 1.0 } else { 0.0 };
        agree(&format!("economy:{region}"), "gross-output", &inside);
        agree(&format!("economy:{region}"), "value-added", &|i| {
            if table.x()[i] > 0.0 { inside(i) * rate(i) } else { 0.0 }
        });
    }
    for (p, sector) in table.sectors().iter().enumerate() {
        let inside = |i: usize| if i % s == p { 1.0 } else { 0.0 };
        agree(&format!("sector:{sector}"), "gross-output", &inside);
    }
    let memory = table.find("KOR", "memory").expect("carved");
    agree("industry:KOR-memory", "gross-output", &|i| if i == memory { 1.0 } else { 0.0 });
    // And the account of the command is the report of the study.
    let verdict = collapse::judge(&case.params, &records);
    let account = Report::new(table, &records, &verdict);
    let report = told(&input);
    for loss in &account.regions {
        let entity = format!("economy:{}", loss.name);
        let row =
            report.losses.iter().find(|row| row.entity == entity && row.measure == "gross-output");
        let row = row.unwrap_or_else(|| panic!("no row of {entity}"));
        assert!((row.change.p50 + loss.share).abs() < 1e-6, "{entity}: {row:?} {loss:?}");
    }
}

/// By hand: a plant that stands still for the first week makes nothing in it, and its buyers live on their stocks.
#[test]
fn a_stop_of_a_week_costs_its_week_before_others_feel_it() {
    let first = ("2026-01-05", "2026-01-12");
    let events = stop("a", first, "\"memory\"", 1.0);
    let twice = format!("{events}{}", stop("b", first, "\"memory\"", 1.0));
    let nothing = format!("{}{}", stop("a", first, "\"memory\"", 0.0), cut("b", 0.0));
    let input =
        run(&[("once", &events), ("twice", &twice), ("nothing", &nothing)], &options(1, middle()));
    let table = table();
    let usual = |i: usize| table.x()[i] / 365.0 * 7.0;
    let memory = usual(table.find("KOR", "memory").expect("carved"));
    let before = &input.baseline.trajectories;
    let [once, twice, nothing] = [0, 1, 2].map(|at| &input.scenarios[at].trajectories);
    let of = |all: &Trajectories| series(all, "industry:KOR-memory", "gross-output");
    assert!((of(before)[0] / memory - 1.0).abs() < 1e-12);
    assert_eq!(of(once)[0], 0.0, "nothing is made");
    // Nobody is short yet, for buyers have stocks: others lose only orders, those of memory and of its suppliers. They
    // lose less together than memory alone, and no sector loses a hundredth of its week.
    let mut others = 0.0;
    for sector in table.sectors().iter().filter(|sector| *sector != "memory") {
        let entity = format!("sector:{sector}");
        let [calm, hit] = [before, once].map(|all| series(all, &entity, "gross-output")[0]);
        assert!((hit - calm).abs() <= 0.01 * calm, "{entity}: {hit} {calm}");
        others += calm - hit;
    }
    assert!(0.0 < others && others < memory, "{others} {memory}");
    assert_eq!(twice.values, once.values, "twice the same is once");
    assert_eq!(nothing.values, before.values, "a share of nothing loses nothing");
}

/// Every week of a calm economy is the first one, in every draw, to the last bit.
#[test]
fn without_a_stop_nothing_moves() {
    let late = stop("a", ("2026-06-01", "2026-06-08"), "\"memory\"", 0.5);
    let input = run(&[("late", &late)], &options(3, Vec::new()));
    let (before, after) = (&input.baseline.trajectories, &input.scenarios[0].trajectories);
    assert_eq!(before.weeks.len(), WEEKS);
    for member in 0..3 {
        for key in 0..before.keys.len() {
            let weeks = before.series(member, key);
            assert!(weeks.iter().all(|week| *week == before.series(0, key)[0]));
            // Before the stop begins a scenario is as calm.
            let calm = after.series(member, key);
            let moved = calm[..21].iter().zip(weeks).all(|(a, b)| (a / b - 1.0).abs() < 1e-12);
            assert!(weeks[0] == 0.0 || moved, "{}", before.keys[key]);
        }
    }
    let report = told(&input);
    assert!(report.losses.iter().all(|row| row.baseline > 0.0));
}

/// The parts of a loss add up to it, and rows name what brought them.
#[test]
fn causes_add_up() {
    let events =
        format!("{}{}", stop("a", ("2026-01-05", "2026-02-02"), "\"memory\"", 0.5), cut("b", 1.0));
    let report = told(&run(&[("both", &events)], &options(2, Vec::new())));
    let memory =
        report.losses.iter().find(|row| row.entity == "industry:KOR-memory").expect("a row");
    assert!(memory.change.p50 < -0.01 && memory.name == "Memory chips in Korea", "{memory:?}");
    for one in &report.attribution {
        let sum: f64 = one.parts.iter().map(|part| part.points).sum();
        assert!((sum - one.total_points).abs() < 1e-4, "{one:?}");
    }
    let levers: Vec<&str> =
        report.attribution[0].parts.iter().map(|part| part.lever.as_str()).collect();
    assert!(levers.contains(&"production-stop") && levers.contains(&"delivery-cut"), "{levers:?}");
}

/// Draws that collapse are counted, in no number, and counted alike in every part of the ensemble.
#[test]
fn a_draw_that_collapses_is_counted_and_in_no_number() {
    let events = stop("a", ("2026-01-05", "2026-02-02"), "\"memory\"", 1.0);
    let scenarios = [("long", events.as_str())];
    // A stop of 28 days against stocks of 15 to 90: whether the chain holds depends on how soon an input limits.
    let set = ["ario-inventory-days=15..60..90 day", "ario-psi=0.7..0.8..1.0 1"];
    let set: Vec<String> = set.map(str::to_owned).to_vec();
    let options = || Options { seed: Some(20_260_115), ..options(12, set.clone()) };
    let whole = run(&scenarios, &options());
    let note = |input: &RunInput| {
        let is_it = |note: &&String| note.starts_with(STRAINED[0]);
        input.not_modelled.iter().find(is_it).cloned()
    };
    let counted = note(&whole).expect("some draws collapse");
    assert!(counted.contains(" of 12 draws") && counted.contains("collapses"), "{counted}");
    let shard = run(&scenarios, &Options { shard: Some(4..8), ..options() });
    assert_eq!(note(&shard).as_ref(), Some(&counted), "a part says it of the whole");
    let all = &whole.scenarios[0].trajectories;
    let part = &shard.scenarios[0].trajectories;
    for member in 0..4 {
        for key in 0..all.keys.len() {
            assert_eq!(*part.series(member, key), *all.series(member + 4, key));
        }
    }
    // As many members have another draw as collapse at their own.
    let nothing = stop("a", ("2026-01-05", "2026-02-02"), "\"memory\"", 0.0);
    let own = run(&[("nothing", &nothing)], &options()).parameters.draws;
    let pairs = own.iter().zip(&whole.parameters.draws);
    let redrawn = pairs.filter(|(own, kept)| own != kept).count();
    assert!(counted.starts_with(&format!("{} {redrawn} of 12 draws", STRAINED[0])), "{counted}");
}

/// A country that loses more than any episode did: the model says that it can't say, and tells no row.
#[test]
fn what_was_never_tested_is_not_said() {
    let events = stop(
        "a",
        ("2026-01-05", "2026-04-06"),
        "\"memory\", \"other-chips\", \"electronics-rest\"",
        1.0,
    );
    let report = told(&run(&[("all", &events)], &options(2, middle())));
    assert!(report.losses.is_empty(), "{:?}", report.losses);
    let why = &report.unsaid.first().expect("unsaid").why;
    assert!(why.contains("tested") || why.contains("collapses"), "{why}");
    assert!(report.not_modelled[0].starts_with("Can’t say"), "{:?}", report.not_modelled);
}

#[test]
fn what_the_table_does_not_hold_is_refused_where_it_stands() {
    let wrong = stop("a", ("2026-01-05", "2026-01-12"), "\"memmory\"", 1.0);
    let found = Study::of_files("stop", &files(&[("wrong", &wrong)]), &options(1, Vec::new()));
    let findings = found.expect_err("refused").to_string();
    assert!(findings.contains("no sector is called `memmory`"), "{findings}");
    assert!(findings.contains("scenarios/wrong.toml:10"), "{findings}");
    // The market knows no industries of a table.
    let events = stop("a", ("2026-01-05", "2026-01-12"), "\"memory\"", 1.0);
    let files: Files = files(&[("stop", &events)])
        .into_iter()
        .map(|(name, text)| (name, text.replace("engine = \"network\"", "engine = \"market\"")))
        .collect();
    let found = Study::of_files("stop", &files, &options(1, Vec::new()));
    let findings = found.expect_err("refused").to_string();
    assert!(findings.contains("does not hear `production-stop`"), "{findings}");
    // Nor is there a market that could be in a glut.
    let state = Some("2022-10-31".parse::<linchpin::Begin>().expect("a day"));
    let options = Options { state, ..options(1, Vec::new()) };
    let study = Study::load("electronics-stop", &options).expect("bundled");
    let failure = study.run(None, &linchpin::unwatched).expect_err("refused").to_string();
    assert!(failure.contains("LP-S024"), "{failure}");
}

/// What lost memory costs other industries is in these numbers already.
#[test]
fn nothing_spills_over_from_the_network_itself() {
    let study = Study::load("electronics-stop", &options(1, Vec::new())).expect("bundled");
    let mut input = study.run(Some("memory-two-weeks"), &linchpin::unwatched).expect("it runs");
    let failure = study.spill(&mut input, BuiltIn::default()).expect_err("refused").to_string();
    assert!(failure.contains("in its numbers already"), "{failure}");
}

/// Two industries in three economies, in euro: chips feed cars.
fn small(folder: &std::path::Path, unit: &str) -> Mrio {
    let label = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let cells = Cells {
        regions: label(&["KOR", "CHN", "DEU"]),
        sectors: label(&["chips", "cars"]),
        categories: label(&["final"]),
        z: vec![
            5.0, 20.0, 0.0, 20.0, 0.0, 10.0, //
            0.0, 4.0, 0.0, 0.0, 0.0, 0.0, //
            0.0, 5.0, 5.0, 30.0, 0.0, 5.0, //
            0.0, 0.0, 0.0, 10.0, 0.0, 0.0, //
            0.0, 2.0, 0.0, 2.0, 1.0, 6.0, //
            0.0, 0.0, 0.0, 0.0, 0.0, 8.0,
        ],
        y: vec![
            40.0, 5.0, 0.0, 60.0, 10.0, 10.0, //
            2.0, 30.0, 3.0, 5.0, 90.0, 5.0, //
            0.0, 0.0, 9.0, 5.0, 5.0, 70.0,
        ],
        x: None,
    };
    let origin = Origin {
        name: "A small table, 2020".to_owned(),
        unit: unit.to_owned(),
        attribution: "Its makers".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        digest: Some(linchpin_units::Digest::of(b"a small table")),
    };
    let table = Mrio::new(cells, origin).expect("a table");
    native::write(&table, folder).expect("written");
    table
}

/// A study on a table of the user's, in a folder of its own.
fn on_own_table(folder: &std::path::Path, unit: &str, sectors: &str) -> Result<Study, String> {
    small(&folder.join("data/small"), unit);
    let events = stop("a", ("2026-01-12", "2026-02-09"), sectors, 0.05);
    for (name, text) in files(&[("stop", &events)]) {
        let text = text
            .replace("[headline]", "[table]\npath = \"data/small\"\n[headline]")
            .replace(
                "value-added",
                if unit == "USD_mn" { "value-added" } else { "value-added-eur-mn" },
            )
            .replace(
                "sectors = [\"memory\", \"electronics-rest\", \"c15\"]",
                "sectors = [\"chips\", \"cars\"]",
            )
            .replace("destinations = [\"country:KOR\", \"country:CHN\"]\n", "");
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("below")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }
    let name = folder.display().to_string();
    Study::load(&name, &options(1, middle())).map_err(|findings| findings.to_string())
}

/// A twentieth of Korea's chips stands still for four weeks: they make less, by no more than that at first, and the run
/// names the table, its unit and its terms.
#[test]
fn a_study_stands_on_a_table_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = on_own_table(folder.path(), "EUR_mn", "\"chips\"").expect("it reads");
    let input = study.run(None, &linchpin::unwatched).unwrap_or_else(|failure| panic!("{failure}"));
    let (calm, own) = (&input.baseline.trajectories, &input.scenarios[0].trajectories);
    let sum = |all: &Trajectories| -> f64 {
        series(all, "industry:KOR-chips", "gross-output-eur-mn").iter().sum()
    };
    // 100 million a year (55 to industries, 45 to the last buyers), so 100 / 365 * 182 in 26 weeks.
    assert!((sum(calm) - 100.0 / 365.0 * 182.0).abs() < 1e-9, "{}", sum(calm));
    let stopped = series(own, "industry:KOR-chips", "gross-output-eur-mn");
    // A twentieth of its plants stands: the first week lies between 95 % and all of usual.
    let usual = 100.0 / 365.0 * 7.0;
    assert_eq!(stopped[0], series(calm, "industry:KOR-chips", "gross-output-eur-mn")[0]);
    assert!(stopped[1] >= 0.9499 * usual && stopped[1] < usual, "{} of {usual}", stopped[1]);
    assert!(own.keys.iter().any(|key| key.entity == "industry:DEU-cars"), "all economies");
    let report = told(&input);
    let headline = format!("{:?}", report.headline);
    assert!(headline.contains("value-added-eur-mn"), "{headline}");
    let notes = report.not_modelled.join(" ");
    for word in ["A small table, 2020", "EUR_mn", "SHA-256", "Its makers", "CC BY 4.0"] {
        assert!(notes.contains(word), "{word}: {notes}");
    }
    let cells = &input.inputs;
    assert!(cells.iter().any(|cell| cell.name == "chips in KOR" && cell.unit == "EUR_mn/year"));
}

/// The same flows from the user's folder are the same numbers as from the program.
#[test]
fn the_bundled_table_named_as_a_file_says_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    native::write(&table(), folder.path()).expect("written");
    let events = stop("a", ("2026-01-12", "2026-02-09"), "\"memory\"", 0.5);
    let own = Options { table: Some(folder.path().to_owned()), ..options(1, middle()) };
    let [bundled, named] = [options(1, middle()), own].map(|o| run(&[("stop", &events)], &o));
    let values = |input: &RunInput| input.scenarios[0].trajectories.values.clone();
    assert_eq!(values(&bundled), values(&named));
    assert!(named.manifest.reproduce.contains(" --table "), "{}", named.manifest.reproduce);
}

#[test]
fn names_that_a_table_of_one_s_own_lacks_are_refused_where_they_stand() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = on_own_table(folder.path(), "USD_mn", "\"chip\"").expect_err("refused");
    assert!(wrong.contains("no sector is called `chip`") && wrong.contains("chips"), "{wrong}");
    assert!(wrong.contains("scenarios/stop.toml:10"), "{wrong}");
    // A table that is not there, one for an engine without tables, and one for a study that stands in no folder.
    let missing = Options { table: Some("nowhere".into()), ..options(1, Vec::new()) };
    let found = Study::load("electronics-stop", &missing).expect_err("refused").to_string();
    assert!(found.contains("nowhere"), "{found}");
    let market =
        Options { table: Some(folder.path().join("data/small")), ..options(1, Vec::new()) };
    let found = Study::load("micron-ban", &market).expect_err("refused").to_string();
    assert!(found.contains("LP-S010") && found.contains("stands on no table"), "{found}");
    let events = stop("a", ("2026-01-12", "2026-02-09"), "\"memory\"", 0.5);
    let given: Files = files(&[("stop", &events)])
        .into_iter()
        .map(|(name, text)| (name, text.replace("[headline]", "[table]\npath = \"x\"\n[headline]")))
        .collect();
    let found = Study::of_files("stop", &given, &options(1, Vec::new())).expect_err("refused");
    assert!(found.to_string().contains("stands in no folder"), "{found}");
}
