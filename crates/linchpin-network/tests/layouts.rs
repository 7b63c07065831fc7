//! The same small economy in every published layout reads to the same table; hostile files are
//! refused with a located finding, in little time. The files stand in `mocks`, which the tests of
//! the program share.

mod mocks;
mod shared;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt32Array};
use linchpin_network::table::aggregate::{Groups, aggregate};
use linchpin_network::table::flat::Split;
use linchpin_network::table::identity::identity;
use linchpin_network::table::{Choices, import, pymrio};
use mocks::{Y, Z, good, hostile, output};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[test]
fn the_same_economy_in_every_layout() {
    let dir = tempfile::tempdir().expect("a folder");
    for mock in good(dir.path()) {
        let choices = Choices { member: mock.member.map(str::to_owned), ..Choices::default() };
        let shown = mock.path.display();
        let table = import(&mock.path, &choices).unwrap_or_else(|f| panic!("{shown}: {f}"));
        assert_eq!(
            (table.regions(), table.industries()),
            (&mock.regions.map(str::to_owned)[..], 4)
        );
        for (found, wanted) in table.z().iter().zip(Z.concat()) {
            // Coefficients times output come back but for the last bit.
            assert!((found - wanted).abs() < 1e-12, "{shown}: {:?}", table.z());
        }
        assert_eq!(table.y(), Y.concat(), "{shown}");
        for (i, x) in table.x().iter().enumerate() {
            assert!((x - output(i)).abs() < 1e-9, "{shown}: {:?}", table.x());
        }
        assert!(identity(&table).median_row_error < 1e-12, "{shown}");
        assert_eq!(table.origin().unit, mock.unit, "{shown}");
        assert!(table.origin().digest.is_some(), "{shown}: the digest of the source is kept");
        // What we write for pymrio reads back to the same bits.
        let written = dir.path().join("written");
        pymrio::write(&table, &written).expect("written");
        let again = import(&written, &Choices::default()).expect("read");
        assert_eq!((again.z(), again.y(), again.x()), (table.z(), table.y(), table.x()));
    }
}

#[test]
fn parts_of_countries_are_kept_apart_on_request() {
    let dir = tempfile::tempdir().expect("a folder");
    let mocks = good(dir.path());
    let apart = |name: &str| {
        let mock = mocks.iter().find(|mock| mock.path.ends_with(name)).expect("a mock");
        import(&mock.path, &Choices { split: Split::Apart, ..Choices::default() })
    };
    let table = apart("ICIO2021_2018.csv").expect("read");
    assert_eq!(table.regions(), ["MEX", "CHN", "MX1", "MX2", "CN1", "CN2"]);
    let whole: f64 = table.x().iter().sum();
    assert_eq!(whole, (0..4).map(output).sum::<f64>());
    // Final demand of China has no region to stand under when the file has no China.
    let findings = apart("ICIO2018_2015.CSV").expect_err("no China");
    assert_eq!(findings.iter().next().expect("one").code, "LP-N012");
}

/// Writes the two Parquet files of the WIOD mock anew.
#[test]
fn the_parquet_mock_can_be_written_anew() {
    if std::env::var_os("LINCHPIN_BLESS").is_none() {
        println!("skipped: LINCHPIN_BLESS is not set");
        return;
    }
    let numbers = |list: Vec<u32>| Arc::new(UInt32Array::from(list)) as ArrayRef;
    let words = |list: Vec<&str>| Arc::new(StringArray::from(list)) as ArrayRef;
    let cells = || (0..4_u32).flat_map(|i| (0..4_u32).map(move |j| (i, j)));
    let (rows, columns) = cells().unzip();
    let z = [
        ("row", numbers(rows)),
        ("col", numbers(columns)),
        ("v", Arc::new(Float64Array::from(Z.concat())) as ArrayRef),
    ];
    let to = |(_, j): (u32, u32)| if j < 2 { "KOR" } else { "CHN" };
    let of = |(_, j): (u32, u32)| if j % 2 == 0 { "HFCE" } else { "INVNT" };
    let f = [
        ("row", numbers(cells().map(|(i, _)| i).collect())),
        ("dest", words(cells().map(to).collect())),
        ("cat", words(cells().map(of).collect())),
        ("v", Arc::new(Float64Array::from(Y.concat())) as ArrayRef),
    ];
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mocks");
    let save = |name: &str, batch: RecordBatch| {
        let file = std::fs::File::create(dir.join(name)).expect("a file");
        let writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None);
        let mut writer = writer.expect("a writer");
        writer.write(&batch).expect("written");
        writer.close().expect("closed");
    };
    save("Z_2011.parquet", RecordBatch::try_from_iter(z).expect("columns"));
    save("F_2011.parquet", RecordBatch::try_from_iter(f).expect("columns"));
}

#[test]
fn the_full_wiod_table_reads_and_aggregates() {
    let Some(folder) = shared::folder("data/wiod2013") else {
        println!("skipped: the shared data folder is not at hand");
        return;
    };
    let table = import(&folder, &Choices::default()).expect("read");
    assert_eq!((table.regions().len(), table.sectors().len()), (41, 35));
    let total: f64 = table.x().iter().sum();
    assert_eq!(total, 141_767_904.0);
    let report = identity(&table);
    assert!(report.worst_row.0.abs() <= 108.0, "{:?}", report.worst_row);
    assert_eq!((report.without_output, report.negative_final_demand), (22, 352));
    let named = ["KOR", "CHN", "USA", "TWN", "JPN", "DEU"];
    let rest: Groups = (table.regions().iter())
        .filter(|region| !named.contains(&region.as_str()))
        .map(|region| (region.clone(), "ROW".to_owned()))
        .collect();
    let small = aggregate(&table, &rest, &Groups::new()).expect("aggregated");
    assert_eq!(small.regions().len(), 7);
    assert!((small.x().iter().sum::<f64>() - total).abs() < 1e-6);
    let chips = small.find("KOR", "c14").expect("electronics of Korea");
    assert!((small.x()[chips] - 321_900.0).abs() < 100.0, "{}", small.x()[chips]);
}

#[test]
fn hostile_files_are_refused_in_little_time() {
    let start = Instant::now();
    let dir = tempfile::tempdir().expect("a folder");
    for bad in hostile(dir.path()) {
        let shown = bad.path.display();
        let choices = Choices { layout: bad.forced.map(|(_, l)| l), ..Choices::default() };
        let findings = import(&bad.path, &choices).expect_err(&shown.to_string());
        let first = findings.iter().next().expect("a finding");
        assert_eq!(first.code, bad.code, "{shown}: {findings}");
        assert!(first.place.to_string().starts_with(bad.place), "{shown}: {}", first.place);
        assert!(first.place.snippet.len() < 400, "{shown}: a drawing fits on a screen");
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
