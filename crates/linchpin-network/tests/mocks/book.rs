//! The economy in workbooks: WIOD 2013 and 2016, ADB; as xlsx and as xlsb.

use super::archive::zipped;
use super::{DEMAND, Mock, REGIONS, SECTORS, Y, Z, folder, mock, output, pairs, save};
use std::path::{Path, PathBuf};

/// WIOD's sheet: titles, then country and code above and left of the numbers, from E7.
pub(super) fn rows(codes: [&str; 2], demand: [&str; 2]) -> Vec<Vec<String>> {
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
        // Rows call `r1` what columns call `c1`.
        let mut row = vec!["x".to_owned(), "name".to_owned(), r.to_owned(), s.replace('c', "r")];
        row.extend(Z[i].iter().chain(&Y[i]).map(f64::to_string));
        row.push(output(i).to_string());
        rows.push(row);
    }
    rows.push(vec!["".into(), "".into(), "TOT".into(), "r60".into(), "1".into()]);
    rows
}

/// WIOD and ADB.
pub(super) fn workbooks(dir: &Path) -> Vec<Mock> {
    let wiod = |last: &'static str| rows(["c1", "c2"], ["c57", last]);
    vec![
        mock(xlsx(dir, "wiot11_row_apr12.xlsx", &rows(["c1", "c2"], ["c37", "c42"]), ""), "USD_mn"),
        mock(xlsx(dir, "WIOT2014_Nov16_ROW.xlsx", &wiod("c61"), ""), "USD_mn"),
        mock(xlsb(dir, "WIOT2014_Nov16_ROW.xlsb", &wiod("c61"), "r1"), "USD_mn"),
        mock(xlsx(dir, "ADB-MRIO-2024.xlsx", &rows(["c1", "c2"], ["F1", "F5"]), ""), "USD_mn"),
    ]
}

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relation(what: &str, target: &str) -> String {
    format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/{what}\" Target=\"{target}\"/></Relationships>"
    )
}

fn types(end: &str, kind: &str) -> String {
    format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"{end}\" ContentType=\"{kind}\"/></Types>"
    )
}

/// A minimal xlsx of one sheet: rows of cells from A1, empty cells left out, then `extra` as it is.
pub(super) fn xlsx(dir: &Path, name: &str, rows: &[Vec<String>], extra: &str) -> PathBuf {
    book(dir, name, &[("table", rows)], extra)
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

fn worksheet(rows: &[Vec<String>], extra: &str) -> String {
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
    format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{sheet}{extra}</sheetData></worksheet>")
}

/// A minimal xlsx of several sheets, each with its name; `extra` stands behind the rows of each.
fn book(dir: &Path, name: &str, sheets: &[(&str, &[Vec<String>])], extra: &str) -> PathBuf {
    let listed: String = (sheets.iter().enumerate())
        .map(|(i, (name, _))| {
            let id = i + 1;
            format!("<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"r{id}\"/>")
        })
        .collect();
    let links: String = (1..=sheets.len())
        .map(|id| {
            format!("<Relationship Id=\"r{id}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>")
        })
        .collect();
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), types("xml", "application/xml")),
        ("_rels/.rels".to_owned(), relation("officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{listed}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{links}</Relationships>"),
        ),
    ];
    let bodies = sheets.iter().enumerate();
    files.extend(bodies.map(|(i, (_, rows))| {
        (format!("xl/worksheets/sheet{}.xml", i + 1), worksheet(rows, extra))
    }));
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, body)| (name.as_str(), body.as_bytes())).collect();
    zipped(dir, name, &files)
}

/// GLORIA: supply and use, in which each industry makes its own product, with a workbook of labels.
pub(super) fn gloria(dir: &Path) -> Mock {
    let path = folder(dir, "gloria");
    // Each region has its two industries, then their two products.
    let industry = |i: usize| i / 2 * 4 + i % 2;
    let product = |i: usize| industry(i) + 2;
    let (mut t, mut y) = (vec![vec![0.0; 8]; 8], vec![vec![0.0; 4]; 8]);
    for i in 0..4 {
        t[industry(i)][product(i)] = output(i);
        (0..4).for_each(|j| t[product(i)][industry(j)] = Z[i][j]);
        y[product(i)] = Y[i].to_vec();
    }
    let block = |rows: &[Vec<f64>]| -> String {
        let line = |row: &Vec<f64>| row.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
        rows.iter().map(|row| line(row) + "\n").collect()
    };
    let name = |kind: &str| {
        format!(
            "20230314_120secMother_AllCountries_002_{kind}-Results_2019_057_Markup001(full).csv"
        )
    };
    save(&path, &name("T"), block(&t));
    save(&path, &name("Y"), block(&y));
    let column = |heading: &str, labels: [&str; 2]| -> Vec<Vec<String>> {
        std::iter::once(heading).chain(labels).map(|word| vec![word.to_owned()]).collect()
    };
    let sheets = [
        ("Regions", column("Region_acronyms", REGIONS)),
        ("Sectors", column("Sector_names", SECTORS)),
        ("Value added and final demand", column("Final_demand_names", DEMAND)),
    ];
    let sheets = sheets.each_ref().map(|(name, rows)| (*name, rows.as_slice()));
    book(&path, "GLORIA_ReadMe_057.xlsx", &sheets, "");
    mock(path, "USD_thousand")
}

/// One record of the binary form ([MS-XLSB] 2.1.4): its type and length in groups of seven bits.
fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let group = |value: usize| {
        if value < 0x80 { vec![value as u8] } else { vec![value as u8 | 0x80, (value >> 7) as u8] }
    };
    [group(usize::from(kind)), group(body.len()), body.to_vec()].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [(units.len() as u32 / 2).to_le_bytes().to_vec(), units].concat()
}

/// A minimal xlsb; `link` is the id by which the workbook calls its sheet.
pub(super) fn xlsb(dir: &Path, name: &str, rows: &[Vec<String>], link: &str) -> PathBuf {
    let first = [[0; 4], 1_u32.to_le_bytes()].concat();
    let sheet = [first, wide(link), wide("table")].concat();
    // Begin book, bundle of sheets, its end, properties of calculation, end book.
    let book = [record(0x83, &[]), record(0x9c, &sheet), record(0x90, &[]), record(0x9d, &[0; 26])]
        .concat();
    // Begin sheet, dimensions, begin of data.
    let mut cells = [record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])].concat();
    for (r, row) in rows.iter().enumerate() {
        let mut head = (r as u32).to_le_bytes().to_vec();
        head.resize(17, 0);
        cells.extend(record(0x00, &head));
        for (c, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let at = [(c as u32).to_le_bytes(), [0; 4]].concat();
            cells.extend(match cell.parse::<f64>() {
                Ok(number) => record(0x05, &[at, number.to_le_bytes().to_vec()].concat()),
                Err(_) => record(0x06, &[at, wide(cell)].concat()),
            });
        }
    }
    cells.extend([record(0x92, &[]), record(0x82, &[])].concat());
    let kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";
    let (types, top) = (types("bin", kind), relation("officeDocument", "xl/workbook.bin"));
    let links = relation("worksheet", "worksheets/sheet1.bin");
    let files: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", top.as_bytes()),
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.bin", &cells),
    ];
    zipped(dir, name, &files)
}
