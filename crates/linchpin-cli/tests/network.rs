//! `linchpin network …` through the real binary: BoARIO's records, published vectors, bad input.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn linchpin(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_linchpin")).args(args).output().expect("the binary runs")
}

fn json(args: &[&str]) -> Value {
    let output = linchpin(&[args, &["--json"]].concat());
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {talk}");
    serde_json::from_slice(&output.stdout).expect("JSON on stdout")
}

fn file(dir: &Path, name: &str, body: &str) -> String {
    let path = dir.join(name);
    std::fs::write(&path, body).expect("written");
    path.display().to_string()
}

fn small(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../linchpin-network/tests/boario").join(case)
}

fn near(value: &Value, wanted: f64, within: f64) {
    let found = value.as_f64().expect("a number");
    assert!((found - wanted).abs() < within, "{found} instead of {wanted}");
}

#[test]
fn cases_of_boario_come_out_equal() {
    for case in ["small-arbitrary-noalt", "small-concave-base", "small-rebuild-alt"] {
        let dir = small(case).display().to_string();
        let report = json(&["network", "ario", "--inputs", &dir]);
        let against = report["against_boario"].as_array().expect("a list");
        assert_eq!(against.len(), 5, "{case}");
        for series in against {
            assert!(series["largest"].as_f64().expect("a number") <= 1e-12, "{case}: {series}");
        }
        let days = report["series"]["production_realised"].as_array().expect("days").len();
        assert_eq!(report["days"], days);
        let rows = report["series"]["inputs_stocks"].as_array().expect("rows").len();
        assert_eq!(rows, 3 * days, "{case}: a row per day and input sector");
    }
}

#[test]
fn a_run_goes_on_from_a_checkpoint_to_the_same_bits() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("state.json").display().to_string();
    let dir = small("small-rebuild-alt").display().to_string();
    let case = ["network", "ario", "--inputs", &dir];
    let whole = json(&case);
    json(&[&case[..], &["--days", "20", "--checkpoint", &state]].concat());
    let rest = json(&[&case[..], &["--resume", &state]].concat());
    let series = |report: &Value| report["series"]["production_realised"].clone();
    let whole = series(&whole);
    let whole = whole.as_array().expect("days");
    assert_eq!(series(&rest).as_array().expect("days")[..], whole[20..]);
}

/// A case of two regions and two sectors with what `args` and `shocks` say.
fn case(dir: &Path, args: &str, shocks: &str) -> String {
    file(dir, "Z.csv", "100,40,20,5\n60,30,10,10\n10,5,80,30\n5,10,50,40\n");
    file(dir, "Y.csv", "300,50\n200,40\n60,250\n30,220\n");
    file(dir, "x.csv", "515\n350\n435\n355\n");
    let labels = r#""regions": ["CHN", "KOR"], "sectors": ["chips", "phones"]"#;
    let run = format!(
        r#"{{"n_regions": 2, "n_sectors": 2, {labels}, "args": {{"days": 60{args}}}, "shocks": [{shocks}]}}"#
    );
    file(dir, "run.json", &run);
    dir.display().to_string()
}

fn lost(report: &Value, industry: usize) -> f64 {
    report["series"]["lost_output"][industry].as_f64().expect("a number")
}

#[test]
fn policies_ratings_ranks_and_demand_reach_the_model() {
    let folder = tempfile::tempdir().expect("a folder");
    let embargo = |more: &str| {
        format!(
            r#"{{"name": "export control", "type": "link", "from": ["KOR"], "sectors": ["chips"],
            "to": ["CHN"], "occurrence": 2, "duration": 40, "recovery_function": "table", "left": []{more}}}"#
        )
    };
    let run = |args: &str, shocks: &str| {
        let dir = case(folder.path(), args, shocks);
        json(&["network", "ario", "--inputs", &dir, "--mode", "corrected"])
    };
    let short = r#", "inv_days": 5"#;
    let calm = run(short, &embargo(r#", "share": 0"#));
    assert!(lost(&calm, 1).abs() < 1e-9, "a control of nothing loses nothing");
    let hard = run(short, &embargo(r#", "substitution": false"#));
    let soft = run(short, &embargo(r#", "substitution": true"#));
    assert!(lost(&hard, 1) > lost(&soft, 1) + 1e-3, "substitution helps the phones of CHN");
    let free = r#", "inv_days": 5, "not_critical": [["chips", "*"]]"#;
    let rated = run(free, &embargo(r#", "substitution": false"#));
    assert!(lost(&rated, 1) < 0.5 * lost(&hard, 1), "an input that is not critical stops nothing");
    let fire = r#"{"type": "arbitrary", "industries": ["KOR|chips"], "impact": 0.6,
        "occurrence": 2, "duration": 20, "tau": 5}"#;
    // What consumers in KOR lack of chips on the first day, and what everyone loses of output.
    let rationed = |rationing: &str| {
        let report = run(&format!(r#", "inv_days": 5, "rationing": {rationing}"#), fire);
        let unmet = report["series"]["final_demand_unmet"][2][2].as_f64().expect("a number");
        (unmet, report["report"]["all"]["output"].as_f64().expect("a number"))
    };
    let shares = rationed(r#""proportional""#);
    let first = rationed(r#""final-demand-first""#);
    let last = rationed(r#""final-demand-last""#);
    let filled = rationed(r#""water-fill""#);
    let ranks = rationed(r#"{"sectors": {"chips": 1, "phones": 2}, "final_demand": 0}"#);
    assert!(first.0 < shares.0 && shares.0 < last.0, "{first:?} {shares:?} {last:?}");
    assert!(last.1 < filled.1 && filled.1 < shares.1, "stocks held longer: {last:?} {filled:?}");
    assert!((ranks.0 - first.0).abs() < 1e-12, "final demand has the first rank");
    assert!((ranks.1 - first.1).abs() > 1e-6, "but the industries are ranked too");
    let less = r#"{"type": "final-demand", "industries": ["CHN|phones"], "impact": -0.5,
        "region": "CHN", "occurrence": 2, "duration": 10, "tau": 5}"#;
    assert!(lost(&run(short, less), 1) > 0.0, "less demand, less output");
}

#[test]
fn criticality_grades_what_a_want_stops() {
    let folder = tempfile::tempdir().expect("a folder");
    let embargo = r#"{"type": "link", "from": ["KOR"], "sectors": ["chips"], "to": ["CHN"],
        "substitution": false, "occurrence": 2, "duration": 40, "recovery_function": "table",
        "left": []}"#;
    let phones = |ratings: &str| {
        let dir = case(folder.path(), &format!(r#", "inv_days": 5{ratings}"#), embargo);
        lost(&json(&["network", "ario", "--inputs", &dir, "--mode", "corrected"]), 1)
    };
    let usual = phones("");
    let [full, half, none] = [1.0, 0.5, 0.0]
        .map(|share| phones(&format!(r#", "criticality": [["chips", "*", {share}]]"#)));
    assert!((full - usual).abs() < 1e-9, "essential is the default: {full} and {usual}");
    assert!(none < half && half < full, "less needed, less lost: {none} {half} {full}");
    let one = phones(r#", "criticality": [["chips", "phones", 0.5]]"#);
    assert!(one < full, "the phones alone are graded: {one} and {full}");

    for (ratings, words) in [
        (r#"[["chips", "*", 1.5]]"#, "a share from 0 to 1"),
        (r#"[["chips", "phones"]]"#, "a share from 0 to 1"),
        (r#"[["ships", "*", 0.5]]"#, "chips"),
        (r#""chips""#, "is not a list"),
    ] {
        let dir = case(folder.path(), &format!(r#", "criticality": {ratings}"#), embargo);
        let told = linchpin(&["network", "ario", "--inputs", &dir, "--json"]);
        assert_eq!(told.status.code(), Some(3), "{ratings}");
        let said: Value = serde_json::from_slice(&told.stdout).expect("JSON on stdout");
        let first = &said["findings"][0];
        assert_eq!((&first["code"], &first["file"]), (&"LP-N010".into(), &"run.json".into()));
        assert!(first["line"].as_u64() > Some(0) && first["column"].as_u64() > Some(0), "{first}");
        assert!(first.to_string().contains(words), "{ratings}: {first}");
    }
}

#[test]
fn what_is_wrong_with_a_case_is_said_all_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let shock = r#"{"type": "arbitary", "industries": ["KOR|ships"], "impact": [0.5, 0.1],
        "occurrence": -1, "duration": 10}, {"type": "rebuild", "industries": [9], "impact": 1,
        "occurrence": 1, "duration": 1, "rebuilding_sectors": {"chips": "all"}}"#;
    let dir = case(folder.path(), r#", "psy": 0.8, "order_type": "best""#, shock);
    let output = linchpin(&["network", "ario", "--inputs", &dir]);
    assert_eq!(output.status.code(), Some(3));
    let talk = String::from_utf8_lossy(&output.stderr);
    for word in
        ["arbitary", "arbitrary", "occurrence", "9 of 4 industries", "best", "noalt", "chips"]
    {
        assert!(talk.contains(word), "`{word}` is missing in:\n{talk}");
    }
    let fire = r#"{"type": "arbitrary", "industries": [0], "impact": [0.1], "occurrence": 1, "duration": 1}"#;
    let dir = case(folder.path(), r#", "psy": 0.8"#, fire);
    let report = json(&["network", "ario", "--inputs", &dir]);
    assert!(report["warnings"][0].as_str().expect("a word").contains("did you mean `psi`"));
}

#[test]
fn decisions_of_the_law_stop_links_on_their_days() {
    let folder = tempfile::tempdir().expect("a folder");
    let law = |start: &str, share: &str| {
        let shock = format!(
            r#"{{"type": "decision", "name": "gallium", "from": ["CHN"], "to": ["KOR"],
            "share": {share}, "substitution": false, "start": "{start}",
            "question": {{"item": "gallium", "from": "CN", "to": "US"}}}}"#
        );
        case(folder.path(), r#", "inv_days": 5"#, &shock)
    };
    // Before 2023-08-01 no rule, then a licence: nothing in one reading, the share in the other.
    let dir = law("2023-07-12", "0.5");
    let args = ["network", "ario", "--inputs", &dir, "--mode", "corrected"];
    let report = json(&args);
    assert_eq!(report["differ"], true);
    let stretches = &report["decisions"][0]["stretches"];
    assert_eq!(stretches[0]["stops"], "nothing");
    assert_eq!(stretches[1]["from"], "2023-08-01");
    assert_eq!(stretches[1]["day"], 20);
    assert_eq!(stretches[1]["verdict"], "licence-required");
    assert_eq!(stretches[1]["share"], serde_json::json!([0.0, 0.5]));
    assert_eq!(stretches[1]["acts"][0], "cn.mofcom.2023-23");
    near(&report["low"]["report"]["all"]["output"], 0.0, 1e-9);
    assert!(report["high"]["report"]["all"]["output"].as_f64() > Some(1.0));
    let text = linchpin(&args);
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    for words in ["2023-08-01", "stops 0 to 0.5", "cn.mofcom.2023-23", "low reading", " to "] {
        assert!(text.contains(words), "`{words}` is missing in:\n{text}");
    }
    // A plain link on the same days gives the same days.
    let link = r#"{"type": "link", "name": "gallium", "from": ["CHN"], "to": ["KOR"], "share": 0.5,
        "substitution": false, "occurrence": 20, "duration": 40, "recovery_function": "table",
        "left": []}"#;
    let dir = case(folder.path(), r#", "inv_days": 5"#, link);
    let plain = json(&["network", "ario", "--inputs", &dir, "--mode", "corrected"]);
    assert_eq!(plain["series"], report["high"]["series"]);
    assert!(plain.get("decisions").is_none());
    // All days forbidden: one reading, and a state can be kept.
    let dir = law("2025-01-01", "0.5");
    let state = folder.path().join("state.json").display().to_string();
    let report = json(&["network", "ario", "--inputs", &dir, "--checkpoint", &state]);
    assert_eq!((&report["differ"], &report["low"]), (&false.into(), &report["high"]));
    assert_eq!(report["decisions"][0]["stretches"][0]["verdict"], "prohibited-in-principle");

    for (start, share, words) in [
        ("2023-07-12", "2", "run.json:"),
        ("12 July", "1", "run.json:"),
        ("2023-07-12", "1", "state"),
    ] {
        let dir = law(start, share);
        let told = linchpin(&["network", "ario", "--inputs", &dir, "--checkpoint", &state]);
        assert_eq!(told.status.code(), Some(3), "{start} {share}");
        let talk = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(talk.contains("LP-N010") && talk.contains(words), "{talk}");
    }
}

#[test]
fn a_folder_of_shocks_runs_side_by_side_on_one_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let shocks = folder.path().join("shocks");
    std::fs::create_dir(&shocks).expect("a folder");
    let shock = |share: f64, days: u32| {
        format!(
            r#"{{"args": {{"days": {days}, "inv_days": 30}}, "shock": {{"type": "arbitrary",
            "name": "stop", "occurrence": 1, "duration": 30, "industries": ["KOR|c14", "CHN|c14"],
            "impact": {share}}}}}"#
        )
    };
    let one = file(&shocks, "half.json", &shock(0.5, 120));
    file(&shocks, "quarter.json", &shock(0.25, 120));
    let dir = shocks.display().to_string();
    let report = json(&["network", "ario", "--shock", &dir]);
    let alone = json(&["network", "ario", "--shock", &one]);
    assert_eq!(report["scenarios"][0]["name"], "half");
    let lost = &alone["report"]["all"]["output"];
    near(&report["scenarios"][0]["output"], lost.as_f64().expect("a number"), 1e-3);
    let share = alone["report"]["all"]["share"].as_f64().expect("a number");
    near(&report["scenarios"][0]["share"], share, 1e-9);
    let spread = &report["regions"][0];
    assert!(spread["low"].as_f64() < spread["high"].as_f64(), "{spread}");
    let single = json(&["network", "ario", "--shock", &dir, "--single"]);
    assert_eq!(single["precision"], "single");
    let output = single["scenarios"][0]["output"].as_f64().expect("a number");
    assert!((output / lost.as_f64().expect("a number") - 1.0).abs() < 1e-5);
    let text = linchpin(&["network", "ario", "--shock", &dir, "--top", "2"]);
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    for words in ["2 scenarios side by side", "quarter", "least lost", "WIOD"] {
        assert!(text.contains(words), "`{words}` is missing in:\n{text}");
    }
    file(&shocks, "third.json", &shock(0.3, 100));
    let told = linchpin(&["network", "ario", "--shock", &dir]);
    assert_eq!(told.status.code(), Some(3));
    let talk = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(talk.contains("LP-N010") && talk.contains("other args than half.json"), "{talk}");
    let empty = folder.path().display().to_string();
    let told = linchpin(&["network", "ario", "--shock", &empty]);
    let talk = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(talk.contains("holds no .json file"), "{talk}");
}

#[test]
fn esri_of_figure_1_and_the_second_toy() {
    let folder = tempfile::tempdir().expect("a folder");
    let network = |name: &str, edges: &[(u32, u32)], sectors: &[u32]| {
        let links = edges.iter().map(|(i, j)| format!("f{i:02},f{j:02},1\n")).collect::<String>();
        let firms = sectors.iter().enumerate().map(|(i, p)| format!("f{:02},s{p}\n", i + 1));
        let body = format!("supplier,buyer,amount\n{links}");
        let links = file(folder.path(), &format!("{name}-links.csv"), &body);
        let body = format!("firm,sector\n{}", firms.collect::<String>());
        (links, file(folder.path(), &format!("{name}-firms.csv"), &body))
    };
    let by_firm = |list: &Value, what: &str| -> Vec<f64> {
        let mut rows: Vec<&Value> = list.as_array().expect("a list").iter().collect();
        rows.sort_by_key(|row| row["firm"].as_str().expect("a name").to_owned());
        rows.iter().map(|row| row["esri"][what].as_f64().expect("a number")).collect()
    };
    let edges =
        [(2, 1), (2, 3), (3, 7), (6, 7), (7, 4), (7, 11), (8, 11), (9, 5), (9, 10), (10, 7)];
    let (links, firms) = network("one", &edges, &[1, 2, 1, 3, 4, 2, 4, 1, 2, 3, 5]);
    let run = |more: &[&str]| {
        json(&[&["network", "esri", "--links", &links, "--firms", &firms], more].concat())
    };
    let linear = run(&[]);
    let wanted = [
        0.1,
        11.0 / 30.0,
        8.0 / 30.0,
        0.35,
        0.1,
        1.0 / 6.0,
        0.7,
        0.1,
        11.0 / 30.0,
        8.0 / 30.0,
        0.45,
    ];
    for (found, wanted) in by_firm(&linear, "total").iter().zip(wanted) {
        assert!((found - wanted).abs() < 1e-12, "{found} instead of {wanted}");
    }
    let rounds = [2.0, 4.0, 3.0, 4.0, 2.0, 3.0, 3.0, 2.0, 4.0, 3.0, 4.0];
    assert_eq!(by_firm(&linear, "rounds"), rounds);
    for (kept, within) in [("single", 1e-6), ("short", 1e-3)] {
        let narrow = run(&["--kept", kept]);
        for (found, wanted) in by_firm(&narrow, "total").iter().zip(wanted) {
            assert!((found - wanted).abs() < within * wanted, "{kept}: {found} not {wanted}");
        }
    }
    let leontief = run(&["--production", "leontief", "--substitution"]);
    let wanted = [0.1, 11.0 / 30.0, 0.4, 0.35, 0.1, 0.15, 0.7, 0.1, 0.4, 0.4, 0.45];
    for (found, wanted) in by_firm(&leontief, "total").iter().zip(wanted) {
        assert!((found - wanted).abs() < 1e-12, "{found} instead of {wanted}");
    }
    let edges =
        [(3, 6), (4, 6), (4, 7), (5, 7), (6, 1), (6, 2), (7, 10), (7, 11), (8, 1), (8, 2), (9, 11)];
    let (links, firms) = network("two", &edges, &[1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5]);
    let degree = |i: u32| {
        let sold = edges.iter().filter(|edge| edge.0 == i).count();
        sold.max(edges.iter().filter(|edge| edge.1 == i).count())
    };
    let body: String = (1..=11).map(|i| format!("f{i:02},{}\n", degree(i))).collect();
    let weights = file(folder.path(), "weights.csv", &format!("firm,value\n{body}"));
    let toy = ["network", "esri", "--links", &links, "--firms", &firms, "--weights", &weights];
    let toy = json(&toy);
    for (i, total, up) in [(2, 1.0 / 6.0, 1.0 / 18.0), (3, 1.0 / 3.0, 1.0 / 9.0)] {
        assert!((by_firm(&toy, "total")[i] - total).abs() < 1e-12);
        assert!((by_firm(&toy, "up")[i] - up).abs() < 1e-12);
    }
}

#[test]
fn two_firms_lose_half_through_the_binary() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    let links = file(dir, "links.csv", "supplier,buyer,amount\na,b,100\nb,a,100\n");
    let firms = file(dir, "firms.csv", "firm,sector\na,one\nb,two\n");
    let demand = file(dir, "demand.csv", "firm,value\na,100\nb,100\n");
    let damage = file(dir, "damage.csv", "firm,value\na,0.1\n");
    let args =
        ["network", "firms", "--links", &links, "--firms", &firms, "--final-demand", &demand];
    let report = json(&[&args[..], &["--damage", &damage, "--days", "12"]].concat());
    let wanted = [400.0, 380.0, 343.333_3, 303.764_9, 251.748_5, 231.019_4];
    for (found, wanted) in report["total"].as_array().expect("days").iter().zip(wanted) {
        near(found, wanted, 5e-5);
    }
    near(&report["total"][12], 200.0, 1e-9);

    // The same firms in the four files of Inoue's simulator.
    let four = [
        file(dir, "A.txt", "a b 100\nb a 100\n"),
        file(dir, "C.txt", "a 100\nb 100\n"),
        file(dir, "P.txt", "a 200\nb 200\n"),
        file(dir, "affiliation.txt", "a one\nb two\n"),
    ];
    let mut args = vec!["network", "firms", "--inoue"];
    args.extend(four.iter().map(String::as_str));
    args.extend(["--damage", &damage, "--days", "12"]);
    assert_eq!(json(&args), report);

    let lost = linchpin(&["network", "esri", "--links", &links, "--firms", "firms.parquet"]);
    assert_eq!(lost.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&lost.stderr).contains("LP-N010"));
}

/// What is wrong with a file is said with a code, quickly, whatever the file is.
#[test]
fn tables_that_are_none_are_refused_through_the_binary() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    let zeros = vec![0_u8; 4 << 20];
    std::fs::write(dir.join("zeros.xlsx"), &zeros).expect("written");
    std::fs::write(dir.join("cut.zip"), b"PK\x03\x04\x14\x00").expect("written");
    std::fs::write(dir.join("latin.csv"), b"V1,\xe9\xff\n").expect("written");
    let hostile = [
        dir.join("zeros.xlsx").display().to_string(),
        dir.join("cut.zip").display().to_string(),
        dir.join("latin.csv").display().to_string(),
        file(dir, "empty.csv", ""),
        file(dir, "nan.csv", "V1,AAA_01,BBB_01\nAAA_01,NaN,1\nBBB_01,1,1\n"),
        file(dir, "ragged.csv", "V1,AAA_01,BBB_01\nAAA_01,1\n"),
        dir.join("not-there.parquet").display().to_string(),
        dir.display().to_string(),
    ];
    for path in &hostile {
        for verb in [&["table", "check"][..], &["table", "show"]] {
            let begun = std::time::Instant::now();
            let told = linchpin(&[verb, &[path, "--json"]].concat());
            assert_eq!(told.status.code(), Some(3), "{verb:?} {path}");
            assert!(begun.elapsed().as_secs() < 20, "{verb:?} {path}");
            let said: Value = serde_json::from_slice(&told.stdout).expect("JSON on stdout");
            let code = said["findings"][0]["code"].as_str().unwrap_or_default();
            assert!(code.starts_with("LP-"), "{path}: {said}");
        }
    }
}

#[test]
fn the_world_after_a_stop_of_electronics() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let root = std::env::var_os("LINCHPIN_SHARED").map_or(root, PathBuf::from);
    let table = root.join("data/wiod2013");
    if !table.exists() {
        println!("skipped: the shared data folder is not at hand");
        return;
    }
    let shock = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../linchpin-network/examples/korea-china-electronics.json");
    let (table, shock) = (table.display().to_string(), shock.display().to_string());
    let args = ["network", "ario", "--table", &table, "--shock", &shock];
    let report = json(&args);
    assert_eq!(report["industries"].as_array().expect("labels").len(), 1435);
    assert_eq!(report["report"]["regime"], "recovers");
    let first: Vec<&str> =
        (0..2).map(|i| report["report"]["regions"][i]["name"].as_str().expect("a label")).collect();
    assert_eq!(first, ["CHN", "KOR"]);
    assert_eq!(report["report"]["sectors"][0]["name"], "c14");
    let sum: f64 = report["report"]["regions"]
        .as_array()
        .expect("regions")
        .iter()
        .map(|region| region["value_added"].as_f64().expect("a number"))
        .sum();
    near(&report["report"]["all"]["value_added"], sum, 1e-6 * sum);
    let text = linchpin(&args);
    let text = String::from_utf8_lossy(&text.stdout);
    for words in ["attribution: Timmer", "made to close", "lowest output", "value added"] {
        assert!(text.contains(words), "`{words}` is missing in:\n{text}");
    }
}
