//! A hundred and fifty hostile inputs and more: none aborts, none panics, none asks for memory its file does
//! not pay for, and what is refused is refused with a code.

mod mocks;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, UInt32Array};
use linchpin_network::ario::case::Case;
use linchpin_network::ario::record::Keep;
use linchpin_network::limits;
use linchpin_network::table::{Cells, Choices, Mrio, Origin, import, native};
use linchpin_units::Findings;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn refused(what: &str, outcome: Result<Mrio, Findings>, code: &str) {
    let findings = outcome.expect_err(what);
    let first = findings.iter().next().expect("a finding");
    assert_eq!(first.code, code, "{what}: {findings}");
}

fn small() -> Mrio {
    let z = vec![10.0, 4.0, 6.0, 2.0, 1.0, 8.0, 0.0, 1.0, 5.0, 1.0, 30.0, 9.0, 0.0, 0.5, 2.0, 20.0];
    let cells = Cells::numbered([2, 2, 1], z, vec![20.0, 5.0, 9.0, 1.0, 14.0, 60.0, 3.0, 30.0]);
    Mrio::new(cells, Origin::unnamed()).expect("a table")
}

fn flows(path: &Path, cells: &[(u32, u32, f64)]) {
    let columns: [(&str, ArrayRef); 3] = [
        ("row", Arc::new(UInt32Array::from_iter_values(cells.iter().map(|c| c.0)))),
        ("column", Arc::new(UInt32Array::from_iter_values(cells.iter().map(|c| c.1)))),
        ("value", Arc::new(Float64Array::from_iter_values(cells.iter().map(|c| c.2)))),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("columns");
    let file = std::fs::File::create(path).expect("a file");
    let writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None);
    let mut writer = writer.expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
}

/// A native folder with this header and these flows.
fn folder(dir: &Path, name: &str, json: &str, z: &[(u32, u32, f64)]) -> std::path::PathBuf {
    let path = dir.join(name);
    std::fs::create_dir_all(&path).expect("made");
    std::fs::write(path.join("table.json"), json).expect("written");
    flows(&path.join("z.parquet"), z);
    flows(&path.join("y.parquet"), &[(0, 0, 5.0)]);
    path
}

fn header(regions: usize, sectors: usize, categories: usize, output: usize) -> String {
    let words = |what: &str, count: usize| {
        let list: Vec<String> = (0..count).map(|i| format!("\"{what}{i}\"")).collect();
        list.join(",")
    };
    let x = vec!["5"; output].join(",");
    format!(
        r#"{{"regions": [{}], "sectors": [{}], "categories": [{}], "output": [{x}],
        "origin": {{"name": "hostile", "unit": "money", "digest": null, "attribution": ""}}}}"#,
        words("r", regions),
        words("s", sectors),
        words("c", categories)
    )
}

#[test]
fn native_folders_that_lie_are_refused_before_anything_is_allocated() {
    let start = Instant::now();
    let dir = tempfile::tempdir().expect("a folder");
    let read = |name: &str, json: &str, z: &[(u32, u32, f64)]| {
        native::read(&folder(dir.path(), name, json, z))
    };
    let mut count = 0;
    let mut check = |name: &str, json: &str, z: &[(u32, u32, f64)], code: &str| {
        count += 1;
        refused(name, read(name, json, z), code);
    };
    for (regions, sectors, categories) in [
        (70_000, 1, 1),
        (200_000, 1, 1),
        (1, 70_000, 1),
        (300, 300, 1),
        (120, 120, 1),
        (12_000, 2, 1),
        (100, 1, 1000),
        (1, 1, 20_000),
    ] {
        check("large", &header(regions, sectors, categories, 1), &[], "LP-N016");
    }
    for (regions, sectors, categories) in [(0, 1, 1), (1, 0, 1), (0, 0, 0)] {
        check("none", &header(regions, sectors, categories, 0), &[], "LP-N007");
    }
    let json = header(2, 1, 1, 2);
    check("thrice", &json, &[(0, 1, 1.0), (0, 1, 1.0), (0, 1, 1.0)], "LP-N038");
    check("outside", &json, &[(2, 0, 1.0)], "LP-N009");
    check("beyond", &json, &[(0, u32::MAX, 1.0)], "LP-N009");
    check("nan", &json, &[(0, 0, f64::NAN)], "LP-N003");
    check("infinite", &json, &[(0, 0, f64::INFINITY)], "LP-N003");
    check("negative", &json, &[(0, 0, -1.0)], "LP-N004");
    check("many", &json, &[(0, 0, 1.0); 5], "LP-N007");
    check("output", &header(2, 1, 1, 3), &[(0, 0, 1.0)], "LP-N001");
    check("no-output", &header(2, 1, 1, 0), &[(0, 0, 1.0)], "LP-N001");
    check("twice", &json.replace("r1", "r0"), &[(0, 0, 1.0)], "LP-N002");
    for broken in
        ["", "{", "[]", "null", "{\"regions\": 5}", "\u{0}", "{\"regions\": [], \"x\": 1}"]
    {
        check("json", broken, &[], "LP-N009");
    }
    let deep = "[".repeat(100_000);
    check("deep", &deep, &[], "LP-N009");
    assert!(count >= 28, "{count}");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

/// Whatever happens to its bytes, a file is read or refused.
#[test]
fn files_cut_anywhere_or_with_bytes_changed_never_panic() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut count = 0;
    let other = tempfile::tempdir().expect("a folder");
    for bad in mocks::hostile(other.path()) {
        let layout = bad.forced.map(|(_, layout)| layout);
        let named = bad.forced.map_or("", |(name, _)| name);
        let what = format!("{} {named} at {}", bad.path.display(), bad.place);
        refused(&what, import(&bad.path, &Choices { layout, ..Choices::default() }), bad.code);
        count += 1;
    }
    for mock in mocks::good(dir.path()) {
        assert!(!mock.unit.is_empty() && mock.regions[0] != mock.regions[1]);
        if !mock.path.is_file() {
            continue;
        }
        let bytes = std::fs::read(&mock.path).expect("read");
        let end = mock.path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let choices = Choices { member: mock.member.map(str::to_owned), ..Choices::default() };
        let broken = dir.path().join(format!("broken.{end}"));
        for k in 1..5 {
            let mut cut = bytes[..bytes.len() * k / 5].to_vec();
            std::fs::write(&broken, &cut).expect("written");
            let _ = import(&broken, &choices);
            cut.clone_from(&bytes);
            // A fixed scramble of places and bytes.
            for j in 0..8 {
                let at = (k * 2_654_435_761 + j * 40_503) % cut.len();
                cut[at] = (k * 131 + j * 29 + 7) as u8;
            }
            std::fs::write(&broken, &cut).expect("written");
            let _ = import(&broken, &choices);
            count += 2;
        }
    }
    assert!(count >= 110, "{count}");
}

#[test]
fn one_flow_a_line_is_read_and_its_mistakes_are_located() {
    let dir = tempfile::tempdir().expect("a folder");
    let read = |name: &str, body: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, body).expect("written");
        import(&path, &Choices::default())
    };
    let head = "from_region,from_sector,to_region,to,value,unit\n";
    let good =
        "A,x,A,x,1,EUR\nA,x,B,x,2,EUR\nB,x,A,x,3,EUR\nA,x,A,homes,4,EUR\nB,x,B,homes,5,EUR\n";
    let table = read("good.csv", &format!("{head}{good}")).expect("read");
    assert_eq!((table.industries(), table.origin().unit.as_str()), (2, "EUR"));
    assert_eq!((table.z(), table.y()), (&[1.0, 2.0, 3.0, 0.0][..], &[4.0, 0.0, 0.0, 5.0][..]));
    // Eurostat's flat files name their columns otherwise, and hold value added too.
    let flat = "icioRow,icioCol,refArea,rowIi,counterpartArea,colIi,obsValue\n\
        A_x,A_x,A,x,A,x,1\nA_x,B_x,A,x,B,x,2\nB_x,A_x,B,x,A,x,3\nA_x,A_P,A,x,A,P3_S14,4\n\
        B_x,B_P,B,x,B,P3_S14,5\nW2_D1,A_x,W2,D1,A,x,9\n";
    let figaro = read("flat_eu-ic-io_ind-by-ind.csv", flat).expect("read");
    assert_eq!((figaro.z(), figaro.y()), (table.z(), table.y()));
    assert!(figaro.origin().licence.contains("Eurostat"));
    for (name, line, code) in [
        ("twice.csv", "A,x,B,x,9,EUR", "LP-N038"),
        ("nan.csv", "B,x,B,x,NaN,EUR", "LP-N006"),
        ("word.csv", "B,x,B,x,much,EUR", "LP-N006"),
        ("short.csv", "B,x,B,x", "LP-N005"),
        ("empty.csv", ",x,B,x,1,EUR", "LP-N019"),
        ("unit.csv", "B,x,B,x,1,USD", "LP-N019"),
        ("nobody.csv", "A,x,C,x,1,EUR", "LP-N017"),
        ("negative.csv", "B,x,B,x,-1,EUR", "LP-N004"),
    ] {
        refused(name, read(name, &format!("{head}{good}{line}\n")), code);
    }
}

#[test]
fn shocks_with_numbers_nobody_can_mean_run_or_are_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("run.json");
    let table = small();
    let start = Instant::now();
    let mut count = 0;
    let mut ran = 0;
    let mut go = |args: &str, shock: &str| {
        let body = format!(r#"{{"args": {{"days": 4{args}}}, "shock": {{{shock}}}}}"#);
        std::fs::write(&file, body).expect("written");
        count += 1;
        if let Ok(mut case) = Case::on_table(table.clone(), &file) {
            case.days = case.days.min(6);
            if let Ok((records, _)) = case.run(Keep::Stocks) {
                ran += 1;
                let finite = |day: &Vec<f64>| day.iter().all(|x| x.is_finite() && *x >= 0.0);
                assert!(records.production_realised.iter().all(finite), "{args} {shock}");
            }
        }
    };
    assert!(mocks::output(0) > mocks::Z[0][0] + mocks::Y[0][0], "the mocks' economy adds up");
    let numbers =
        ["-1", "0", "1e-320", "1e308", "1e999", "\"inf\"", "null", "\"x\"", "[]", "4294967296"];
    let fire =
        r#""type": "arbitrary", "industries": [0], "impact": 0.5, "occurrence": 1, "duration": 2"#;
    for number in numbers {
        for key in ["psi", "alpha_max", "alpha_tau", "inv_days", "inv_tau", "kva"] {
            go(&format!(r#", "{key}": {number}"#), fire);
        }
        for shock in [
            format!(
                r#""type": "arbitrary", "industries": [0], "impact": {number}, "occurrence": 1"#
            ),
            format!(
                r#""type": "recovery", "industries": [0], "impact": {number}, "occurrence": 1"#
            ),
            format!(
                r#""type": "arbitrary", "industries": [0], "impact": 0.5, "occurrence": {number}"#
            ),
            format!(r#"{fire}, "tau": {number}"#),
            format!(
                r#""type": "link", "share": {number}, "substitution": "none", "occurrence": 1"#
            ),
            format!(r#""type": "link", "substitution": {number}, "occurrence": 1"#),
            format!(
                r#""type": "final-demand", "regions": [0], "impact": {number}, "occurrence": 1"#
            ),
        ] {
            go("", &shock);
        }
    }
    go(", \"days\": 1000000000", fire);
    assert!(count > 130, "{count}");
    assert!(ran > 20, "some are legal: {ran}");
    assert!(limits::days("--days", 1_000_000_000).is_err());
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn shocks_name_regions_by_sectors() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("run.json");
    let hit = |who: &str| {
        let body = format!(
            r#"{{"args": {{"days": 9}}, "shock": {{"type": "arbitrary", {who}, "impact": 0.5,
            "occurrence": 1, "duration": 5}}}}"#
        );
        std::fs::write(&file, body).expect("written");
        Case::on_table(small(), &file).map(|case| case.events)
    };
    let both = hit(r#""regions": ["reg0000", "reg0001"], "sectors": ["sec0001"]"#).expect("a case");
    assert_eq!(both, hit(r#""industries": [1, 3]"#).expect("a case"));
    let all = hit(r#""regions": ["reg0001"]"#).expect("a case");
    assert_eq!(all, hit(r#""industries": [2, 3]"#).expect("a case"));
    assert!(hit(r#""regions": ["reg0001"], "industries": [1]"#).is_err());
    let wrong = hit(r#""regions": ["reg001"]"#).expect_err("no such region");
    assert!(wrong.to_string().contains("reg0001"), "{wrong}");
}
