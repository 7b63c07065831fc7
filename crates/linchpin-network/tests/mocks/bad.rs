//! Files nobody should trust, each with the code and the place its finding must have.

use super::archive::{bomb, zipped};
use super::book::{rows, xlsb, xlsx};
use super::text::{block, eora, exiobase, oecd};
use super::{Y, save};
use linchpin_network::table::Layout;
use std::path::{Path, PathBuf};

/// A file and what must be said of it.
#[derive(Debug)]
pub(crate) struct Hostile {
    /// The file.
    pub(crate) path: PathBuf,
    /// Code of the first finding.
    pub(crate) code: &'static str,
    /// How its place begins: `file:line:column`, as far as it applies.
    pub(crate) place: &'static str,
    /// Layout the user insists on, with its name on the command line.
    pub(crate) forced: Option<(&'static str, Layout)>,
}

/// Bytes of the bombs: more than a table can be of what they take.
const BOMB: usize = 64 << 20;

/// Every hostile file, written into `dir`.
pub(crate) fn hostile(dir: &Path) -> Vec<Hostile> {
    let mut files = texts(dir);
    files.extend(archives(dir));
    files.extend(workbooks(dir));
    files
}

fn file(path: PathBuf, code: &'static str, place: &'static str) -> Hostile {
    Hostile { path, code, place, forced: None }
}

fn texts(dir: &Path) -> Vec<Hostile> {
    let good = oecd(&[0, 1, 2, 3]);
    let latin: Vec<u8> = good.bytes().map(|b| if b == b'R' { 0xe9 } else { b }).collect();
    let wide: String = (0..200_000).map(|i| format!(",R{}_S{i}", i % 400)).collect();
    let cut = good.as_bytes()[..good.len() * 2 / 3].to_vec();
    let list: [(&str, Vec<u8>, &str, &str); 17] = [
        ("nan.csv", good.replace("30", "NaN").into(), "LP-N006", "nan.csv:4:13"),
        ("inf.csv", good.replace("30", "inf").into(), "LP-N006", "inf.csv:4:13"),
        ("comma.csv", good.replace("30", "\"30,5\"").into(), "LP-N006", "comma.csv:4:13"),
        ("negative.csv", good.replace("KOR_C26,10,4", "KOR_C26,10,-4").into(), "LP-N004", "OECD"),
        ("twice.csv", good.replacen("KOR_C29", "KOR_C26", 1).into(), "LP-N002", "twice.csv"),
        (
            "row-twice.csv",
            good.replace("\nKOR_C29", "\nKOR_C26").into(),
            "LP-N002",
            "row-twice.csv:3:1",
        ),
        ("cut.csv", cut, "LP-N005", "cut.csv"),
        ("rows.csv", oecd(&[0, 1, 2]).into(), "LP-N018", "rows.csv"),
        (
            "unknown.csv",
            good.replace("\nCHN_C29", "\nCHN_C92").into(),
            "LP-N017",
            "unknown.csv:5:1",
        ),
        ("label.csv", good.replacen("KOR_C29", "KORC29", 1).into(), "LP-N019", "label.csv:1:12"),
        ("demand.csv", good.replace("CHN_HFCE", "USA_HFCE").into(), "LP-N012", "demand.csv"),
        ("latin.csv", latin, "LP-U001", "latin.csv:1"),
        ("utf16.csv", b"\xff\xfeV\0".to_vec(), "LP-N015", "utf16.csv"),
        ("empty.csv", Vec::new(), "LP-N015", "empty.csv"),
        ("zip.csv", b"PK\x03\x04 and no more".to_vec(), "LP-N009", "zip.csv"),
        ("wide.csv", format!("V1{wide}\n").into(), "LP-N016", "wide.csv"),
        ("what.txt", b"1 2 3".to_vec(), "LP-N034", "what.txt"),
    ];
    let mut files: Vec<Hostile> = (list.into_iter())
        .map(|(name, body, code, place)| file(save(dir, name, body), code, place))
        .collect();
    files.push(file(dir.join("none.csv"), "LP-N009", "none.csv"));
    let blocks = eora(dir).path;
    save(&blocks, "Eora26_2017_bp_FD.txt", block(&Y).replacen('9', "nan", 1));
    files.push(file(blocks, "LP-N006", "Eora26_2017_bp_FD.txt:1:1"));
    let parquet = super::written(dir);
    save(&parquet, "z.parquet", b"PAR1 not parquet PAR1");
    files.push(file(parquet, "LP-N007", "z.parquet"));
    let forced = Some(("eora", Layout::Eora));
    let other = exiobase(dir).path;
    files.push(Hostile { forced, ..file(other, "LP-N009", "") });
    files
}

fn archives(dir: &Path) -> Vec<Hostile> {
    let body = oecd(&[0, 1, 2, 3]);
    let two = [("2019_SML.csv", body.as_bytes()), ("2020_SML.csv", body.as_bytes())];
    let claimed = BOMB as u32;
    vec![
        file(zipped(dir, "two.zip", &two), "LP-N035", "two.zip"),
        file(bomb(dir, "bomb.zip", "2020_SML.csv", BOMB, claimed), "LP-N031", "bomb.zip"),
        // The directory claims a small file; reading stops where the claim ends.
        file(bomb(dir, "liar.zip", "2020_SML.csv", BOMB, 1000), "LP-N031", "2020_SML.csv"),
        file(bomb(dir, "bomb.xlsx", "xl/workbook.xml", BOMB, claimed), "LP-N031", "bomb.xlsx"),
        file(bomb(dir, "liar.xlsx", "xl/workbook.xml", BOMB, 1000), "LP-N031", "liar.xlsx"),
    ]
}

fn workbooks(dir: &Path) -> Vec<Hostile> {
    let good = rows(["c1", "c2"], ["c37", "c42"]);
    let far = "<row r=\"20000\"><c r=\"XFD20000\"><v>1</v></c></row>";
    let mut text = good.clone();
    text[7][5] = "n.a.".to_owned();
    let mut far_down = good.clone();
    far_down.resize(14_000, Vec::new());
    far_down.push(vec!["1".to_owned()]);
    vec![
        file(xlsx(dir, "far.xlsx", &good, far), "LP-N033", "far.xlsx:20000:16384"),
        file(xlsb(dir, "far.xlsb", &far_down, "r1"), "LP-N033", "far.xlsb:14001:1"),
        file(xlsx(dir, "text.xlsx", &text, ""), "LP-N006", "text.xlsx:8:6"),
        file(xlsb(dir, "text.xlsb", &text, "r1"), "LP-N006", "text.xlsb:8:6"),
        file(xlsx(dir, "empty.xlsx", &[], ""), "LP-N032", "empty.xlsx"),
        file(xlsb(dir, "link.xlsb", &good, "no-such-sheet"), "LP-N032", "link.xlsb"),
        file(zipped(dir, "no.xlsx", &[("a.txt", b"a")]), "LP-N032", "no.xlsx"),
    ]
}
