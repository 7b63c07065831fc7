//! The economy in workbooks: WIOD 2013 and 2016, ADB; as xlsx and as xlsb.

use super::archive::zipped;
use super::{Mock, REGIONS, Y, Z, mock, output, pairs};
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

/// A minimal xlsx: rows of cells from A1, empty cells left out, then `extra` as it is.
pub(super) fn xlsx(dir: &Path, name: &str, rows: &[Vec<String>], extra: &str) -> PathBuf {
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
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"table\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let body =
        format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}{extra}</sheetData></worksheet>");
    let files = [
        ("[Content_Types].xml", types("xml", "application/xml")),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", body),
    ];
    zipped(dir, name, &files.each_ref().map(|(name, body)| (*name, body.as_bytes())))
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
