//! The same small economy in every published layout reads to the same table; hostile files are
//! refused with a located finding, in little memory and time.

mod shared;

use linchpin_network::table::aggregate::{Groups, aggregate};
use linchpin_network::table::flat::Split;
use linchpin_network::table::identity::identity;
use linchpin_network::table::{Choices, Layout, Mrio, import, pymrio};
use linchpin_units::Findings;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

// Two regions (KOR, CHN), two sectors (C26, C29), two categories.
const Z: [[f64; 4]; 4] =
    [[10.0, 4.0, 6.0, 2.0], [1.0, 8.0, 0.0, 1.0], [5.0, 1.0, 30.0, 9.0], [0.0, 0.5, 2.0, 20.0]];
const Y: [[f64; 4]; 4] =
    [[9.0, 1.0, 7.0, 3.0], [4.0, 2.0, 1.0, -0.5], [3.0, 1.0, 25.0, 11.0], [1.0, 0.0, 18.0, 6.0]];
const REGIONS: [&str; 2] = ["KOR", "CHN"];
const SECTORS: [&str; 2] = ["C26", "C29"];
const DEMAND: [&str; 2] = ["HFCE", "INVNT"];

fn output(i: usize) -> f64 {
    Z[i].iter().sum::<f64>() + Y[i].iter().sum::<f64>()
}

fn pairs<'a>(regions: [&'a str; 2], others: [&'a str; 2]) -> Vec<(&'a str, &'a str)> {
    regions.iter().flat_map(|r| others.iter().map(move |o| (*r, *o))).collect()
}

fn line(first: &str, cells: impl IntoIterator<Item = String>, separator: &str) -> String {
    let cells: Vec<String> = std::iter::once(first.to_owned()).chain(cells).collect();
    cells.join(separator) + "\n"
}

fn save(dir: &Path, name: &str, body: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, body).expect("written");
    path
}

fn zipped(dir: &Path, name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let path = dir.join(name);
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).expect("created"));
    for (file, body) in files {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*file, options).expect("started");
        zip.write_all(body).expect("written");
    }
    zip.finish().expect("finished");
    path
}

/// OECD layout; `rows` in the order given.
fn oecd(rows: &[usize]) -> String {
    let industries = pairs(REGIONS, SECTORS);
    let name = |(r, s): &(&str, &str)| format!("{r}_{s}");
    let mut header: Vec<String> = industries.iter().map(name).collect();
    header.extend(pairs(REGIONS, DEMAND).iter().map(name));
    header.push("OUT".to_owned());
    let mut body = line("V1", header, ",");
    for i in rows {
        let cells = Z[*i].iter().chain(&Y[*i]).map(f64::to_string);
        body += &line(&name(&industries[*i]), cells.chain([output(*i).to_string()]), ",");
    }
    for other in ["TLS", "VA", "OUT"] {
        body += &line(other, (0..9).map(|_| "1".to_owned()), ",");
    }
    body
}

fn read(path: &Path) -> Result<Mrio, Findings> {
    import(path, &Choices::default())
}

fn codes(outcome: Result<Mrio, Findings>) -> Vec<&'static str> {
    let findings = outcome.expect_err("hostile");
    findings.iter().map(|finding| finding.code).collect()
}

fn is_the_economy(table: &Mrio, categories: bool) {
    assert_eq!(table.industries(), 4);
    assert_eq!(table.z(), Z.concat());
    if categories {
        assert_eq!(table.y(), Y.concat());
    }
    for (i, x) in table.x().iter().enumerate() {
        assert!((x - output(i)).abs() < 1e-9, "{:?}", table.x());
    }
    assert!(identity(table).median_row_error < 1e-12);
    assert!(table.origin().digest.is_some(), "the digest of the source is kept");
}

#[test]
fn oecd_csv_in_or_out_of_a_zip_and_with_permuted_rows() {
    let dir = tempfile::tempdir().expect("a folder");
    is_the_economy(
        &read(&save(dir.path(), "2020_SML.csv", oecd(&[0, 1, 2, 3]))).expect("read"),
        true,
    );
    let permuted = oecd(&[2, 0, 3, 1]);
    is_the_economy(&read(&save(dir.path(), "2019.csv", &permuted)).expect("read"), true);
    let path = zipped(dir.path(), "one.zip", &[("2020_SML.csv", permuted.as_bytes())]);
    is_the_economy(&read(&path).expect("read"), true);
    let two = [("2019_SML.csv", permuted.as_bytes()), ("2020_SML.csv", permuted.as_bytes())];
    let path = zipped(dir.path(), "2016-2020_SML.zip", &two);
    assert_eq!(codes(read(&path)), ["LP-N035"]);
    let choices = Choices { member: Some("2020_SML.csv".to_owned()), ..Choices::default() };
    is_the_economy(&import(&path, &choices).expect("read"), true);
    // The 2016 edition quotes labels and turns those of final demand round.
    let old = oecd(&[0, 1, 2, 3]).replace("KOR_HFCE", "HFCE_KOR").replace("CHN_C26", "\"CHN_C26\"");
    is_the_economy(&read(&save(dir.path(), "ICIO2016_2011.csv", old)).expect("read"), true);
}

#[test]
fn split_china_is_put_together_or_kept() {
    let dir = tempfile::tempdir().expect("a folder");
    let split = oecd(&[0, 1, 2, 3])
        .replace("KOR_C", "CN1_C")
        .replace("CHN_C", "CN2_C")
        .replace("KOR_HFCE", "CHN_HFCE2")
        .replace("CHN_HFCE2", "CHN_DPABR")
        .replace("KOR_INVNT", "CHN_GFCF");
    let path = save(dir.path(), "2018_SML.csv", &split);
    let table = read(&path).expect("read");
    assert_eq!(table.regions(), ["CHN"]);
    assert_eq!(table.z()[0], Z[0][0] + Z[0][2] + Z[2][0] + Z[2][2]);
    let apart = Choices { split: Split::Apart, ..Choices::default() };
    assert_eq!(codes(import(&path, &apart)).first(), Some(&"LP-N012"));
}

#[test]
fn figaro_takes_output_from_row_sums() {
    let dir = tempfile::tempdir().expect("a folder");
    let body: String = oecd(&[0, 1, 2, 3])
        .lines()
        .filter(|line| !["TLS", "VA,", "OUT"].iter().any(|start| line.starts_with(start)))
        .map(|line| line.rsplit_once(',').expect("cells").0.to_owned() + "\n")
        .collect();
    let body = body.replace("V1", "rowLabels").replace("HFCE", "P3_S14").replace("INVNT", "P5M");
    let body = body + "W2_D1,1,1,1,1,1,1,1,1\n";
    let path = save(dir.path(), "matrix_eu-ic-io_ind-by-ind_26ed_2019.csv", body);
    let table = read(&path).expect("read");
    is_the_economy(&table, true);
    assert_eq!(table.origin().unit, "EUR_mn");
}

fn exiobase(flows: &[[f64; 4]; 4]) -> Vec<(&'static str, String)> {
    let industries = pairs(REGIONS, SECTORS);
    let matrix = |columns: Vec<(&str, &str)>, level: &str, rows: &[[f64; 4]; 4]| {
        let mut body = line("region\t", columns.iter().map(|c| c.0.to_owned()), "\t");
        body += &line(&format!("{level}\t"), columns.iter().map(|c| c.1.to_owned()), "\t");
        body += "region\tsector\t\t\t\t\n";
        for ((r, s), row) in industries.iter().zip(rows) {
            body += &line(&format!("{r}\t{s}"), row.iter().map(f64::to_string), "\t");
        }
        body
    };
    let mut x = "region\tsector\tindout\n".to_owned();
    let mut unit = "region\tsector\tunit\n".to_owned();
    for (i, (r, s)) in industries.iter().enumerate() {
        x += &format!("{r}\t{s}\t{}\n", output(i));
        unit += &format!("{r}\t{s}\tM.EUR\n");
    }
    vec![
        ("Z.txt", matrix(pairs(REGIONS, SECTORS), "sector", flows)),
        ("Y.txt", matrix(pairs(REGIONS, DEMAND), "category", &Y)),
        ("x.txt", x),
        ("unit.txt", unit),
        ("metadata.json", "{}".to_owned()),
    ]
}

#[test]
fn exiobase_archives_and_pymrio_folders() {
    let dir = tempfile::tempdir().expect("a folder");
    let files = exiobase(&Z);
    let named: Vec<(String, &[u8])> = files
        .iter()
        .map(|(name, body)| (format!("IOT_2019_ixi/{name}"), body.as_bytes()))
        .collect();
    let listed: Vec<(&str, &[u8])> =
        named.iter().map(|(name, body)| (name.as_str(), *body)).collect();
    let table = read(&zipped(dir.path(), "IOT_2019_ixi.zip", &listed)).expect("read");
    is_the_economy(&table, true);
    assert_eq!(table.origin().unit, "M.EUR");
    // A folder with A instead of Z, renamed by file_parameters.json.
    let mut a = Z;
    for row in &mut a {
        for (j, cell) in row.iter_mut().enumerate() {
            *cell /= output(j);
        }
    }
    let folder = dir.path().join("saved");
    std::fs::create_dir(&folder).expect("made");
    for (name, body) in exiobase(&a) {
        save(&folder, if name == "Z.txt" { "coefficients.txt" } else { name }, body);
    }
    save(
        &folder,
        "file_parameters.json",
        r#"{"files": {"A": {"name": "coefficients.txt", "nr_header": "2"}}}"#,
    );
    let table = read(&folder).expect("read");
    for (found, wanted) in table.z().iter().zip(Z.concat()) {
        assert!((found - wanted).abs() < 1e-12);
    }
    // What we write reads back to the same bits.
    let written = dir.path().join("written");
    pymrio::write(&table, &written).expect("written");
    let again = read(&written).expect("read");
    assert_eq!((again.z(), again.y(), again.x()), (table.z(), table.y(), table.x()));
}

#[test]
fn eora_blocks_with_labels_beside_them() {
    let dir = tempfile::tempdir().expect("a folder");
    let labels = |kind: &str, pairs: Vec<(&str, &str)>| -> String {
        pairs.iter().map(|(r, s)| format!("{r} name\t{r}\t{kind}\t{s}\t\n")).collect()
    };
    let block = |rows: &[[f64; 4]; 4]| -> String {
        rows.iter().map(|row| row.map(|v| v.to_string()).join("\t") + "\n").collect()
    };
    save(dir.path(), "labels_T.txt", labels("Industries", pairs(REGIONS, SECTORS)));
    save(dir.path(), "labels_FD.txt", labels("Final Demand", pairs(REGIONS, DEMAND)));
    save(dir.path(), "Eora26_2017_bp_T.txt", block(&Z));
    save(dir.path(), "Eora26_2017_bp_FD.txt", block(&Y));
    is_the_economy(&read(dir.path()).expect("read"), true);
    save(dir.path(), "Eora26_2017_bp_FD.txt", block(&Y).replacen('9', "nan", 1));
    let findings = read(dir.path()).expect_err("hostile");
    let place = findings.iter().next().expect("one").place.to_string();
    assert_eq!(place, "Eora26_2017_bp_FD.txt:1:1");
}

/// A minimal workbook: rows of cells from A1; empty cells are left out.
fn workbook(dir: &Path, name: &str, rows: &[Vec<String>], extra: &str) -> PathBuf {
    let letter = |column: usize| (b'A' + column as u8) as char;
    let mut sheet = String::new();
    for (r, row) in rows.iter().enumerate() {
        sheet += &format!("<row r=\"{}\">", r + 1);
        for (c, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let at = format!("{}{}", letter(c), r + 1);
            sheet += &match cell.parse::<f64>() {
                Ok(_) => format!("<c r=\"{at}\"><v>{cell}</v></c>"),
                Err(_) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
            };
        }
        sheet += "</row>";
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let types = format!(
        "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
    );
    let top = format!(
        "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"table\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let body =
        format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}{extra}</sheetData></worksheet>");
    let files: [(&str, &str); 5] = [
        ("[Content_Types].xml", &types),
        ("_rels/.rels", &top),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &links),
        ("xl/worksheets/sheet1.xml", &body),
    ];
    let files = files.map(|(name, body)| (name, body.as_bytes()));
    zipped(dir, name, &files)
}

/// WIOD's sheet: titles, then country and code above and left of the numbers, from E7.
fn wiod_rows(codes: [&str; 2], demand: [&str; 2]) -> Vec<Vec<String>> {
    let mut rows = vec![vec!["Intercountry table".to_owned()], vec![], vec![], vec![]];
    let blank = || vec![String::new(); 4];
    let (mut countries, mut names) = (blank(), blank());
    for (r, s) in pairs(REGIONS, codes).into_iter().chain(pairs(REGIONS, demand)) {
        countries.push(r.to_owned());
        names.push(s.to_owned());
    }
    countries.push("TOT".to_owned());
    names.push("GO".to_owned());
    rows.extend([countries, names]);
    for (i, (r, s)) in pairs(REGIONS, codes).into_iter().enumerate() {
        let mut row = vec!["x".to_owned(), "name".to_owned(), r.to_owned(), s.to_owned()];
        row.extend(Z[i].iter().chain(&Y[i]).map(f64::to_string));
        row.push(output(i).to_string());
        rows.push(row);
    }
    rows.push(vec!["".into(), "".into(), "TOT".into(), "r60".into(), "1".into()]);
    rows
}

#[test]
fn wiod_and_adb_workbooks() {
    let dir = tempfile::tempdir().expect("a folder");
    let path =
        workbook(dir.path(), "wiot11_row_apr12.xlsx", &wiod_rows(["c1", "c2"], ["c37", "c42"]), "");
    is_the_economy(&read(&path).expect("read"), true);
    let path =
        workbook(dir.path(), "ADB-MRIO-2024.xlsx", &wiod_rows(["c1", "c2"], ["F1", "F5"]), "");
    is_the_economy(&read(&path).expect("read"), true);
}

#[test]
fn the_full_wiod_table_reads_and_aggregates() {
    let Some(folder) = shared::folder("data/wiod2013") else {
        println!("skipped: the shared data folder is not at hand");
        return;
    };
    let table = read(&folder).expect("read");
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
    let good = oecd(&[0, 1, 2, 3]);
    let refuse = |name: &str, body: &[u8], code: &str, place: &str| {
        let findings = read(&save(dir.path(), name, body)).expect_err(name);
        let first = findings.iter().next().expect("a finding");
        assert_eq!(first.code, code, "{name}: {findings}");
        assert!(first.place.to_string().starts_with(place), "{name}: {}", first.place);
        assert!(first.place.snippet.len() < 400, "{name}: a drawing fits on a screen");
    };
    refuse("nan.csv", good.replace("30", "NaN").as_bytes(), "LP-N006", "nan.csv:4:13");
    refuse("inf.csv", good.replace("30", "inf").as_bytes(), "LP-N006", "inf.csv:4:13");
    refuse("comma.csv", good.replace("30", "\"30,5\"").as_bytes(), "LP-N006", "comma.csv:4:13");
    refuse(
        "negative.csv",
        good.replace("KOR_C26,10,4", "KOR_C26,10,-4").as_bytes(),
        "LP-N004",
        "OECD",
    );
    let twice = good.replacen("KOR_C29", "KOR_C26", 1);
    refuse("twice.csv", twice.as_bytes(), "LP-N002", "twice.csv");
    let row_twice = good.replace("\nKOR_C29", "\nKOR_C26");
    refuse("row-twice.csv", row_twice.as_bytes(), "LP-N002", "row-twice.csv:3:1");
    refuse("cut.csv", &good.as_bytes()[..good.len() * 2 / 3], "LP-N005", "cut.csv");
    refuse("rows.csv", oecd(&[0, 1, 2]).as_bytes(), "LP-N018", "rows.csv");
    refuse(
        "unknown.csv",
        good.replace("\nCHN_C29", "\nCHN_C92").as_bytes(),
        "LP-N017",
        "unknown.csv:5:1",
    );
    let latin: Vec<u8> = good.bytes().map(|b| if b == b'R' { 0xe9 } else { b }).collect();
    refuse("latin.csv", &latin, "LP-U001", "latin.csv:1");
    refuse("utf16.csv", b"\xff\xfeV\0", "LP-N015", "utf16.csv");
    refuse("empty.csv", b"", "LP-N015", "empty.csv");
    refuse("zip.csv", b"PK\x03\x04 and no more", "LP-N009", "zip.csv");
    let wide: String = (0..200_000).map(|i| format!(",R{}_S{i}", i % 400)).collect();
    refuse("wide.csv", format!("V1{wide}\n").as_bytes(), "LP-N016", "wide.csv");
    refuse("what.txt", b"1 2 3", "LP-N034", "what.txt");

    let zeros = vec![b'0'; 64 << 20];
    let bomb = zipped(dir.path(), "bomb.zip", &[("2020_SML.csv", &zeros)]);
    assert_eq!(codes(read(&bomb)), ["LP-N031"]);
    drop(zeros);
    let rows = wiod_rows(["c1", "c2"], ["c37", "c42"]);
    let far = "<row r=\"20000\"><c r=\"XFD20000\"><v>1</v></c></row>";
    let path = workbook(dir.path(), "far.xlsx", &rows, far);
    let findings = read(&path).expect_err("far");
    let first = findings.iter().next().expect("one");
    assert_eq!((first.code, first.place.line, first.place.column), ("LP-N033", 20_000, 16_384));
    let mut bad = rows.clone();
    bad[7][5] = "n.a.".to_owned();
    let findings = read(&workbook(dir.path(), "text.xlsx", &bad, "")).expect_err("text");
    let first = findings.iter().next().expect("one");
    assert_eq!((first.code, first.place.line, first.place.column), ("LP-N006", 8, 6));
    let empty = workbook(dir.path(), "empty.xlsx", &[], "");
    assert_eq!(codes(read(&empty)), ["LP-N032"]);
    let no_book = zipped(dir.path(), "no.xlsx", &[("a.txt", b"a")]);
    assert_eq!(codes(read(&no_book)), ["LP-N032"]);
    let missing = import(&dir.path().join("none.csv"), &Choices::default());
    assert_eq!(codes(missing), ["LP-N009"]);
    let forced = Choices { layout: Some(Layout::Eora), ..Choices::default() };
    assert_eq!(codes(import(dir.path(), &forced)), ["LP-N009"]);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
