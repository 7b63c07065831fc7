//! One small economy in every published layout, and files nobody should trust.
//!
//! Shared by the tests of this crate and, through `#[path]`, by those of the program: both go over
//! [`good`] and [`hostile`], so a mock added here is read by both.

mod archive;
mod bad;
mod book;
mod text;

pub(crate) use bad::hostile;
use linchpin_network::table::{Cells, Mrio, Origin, native};
use linchpin_units::Digest;
use std::path::{Path, PathBuf};

/// Flows between two regions with two sectors each.
pub(crate) const Z: [[f64; 4]; 4] =
    [[10.0, 4.0, 6.0, 2.0], [1.0, 8.0, 0.0, 1.0], [5.0, 1.0, 30.0, 9.0], [0.0, 0.5, 2.0, 20.0]];
/// Final demand of two categories in each region.
pub(crate) const Y: [[f64; 4]; 4] =
    [[9.0, 1.0, 7.0, 3.0], [4.0, 2.0, 1.0, -0.5], [3.0, 1.0, 25.0, 11.0], [1.0, 0.0, 18.0, 6.0]];
const REGIONS: [&str; 2] = ["KOR", "CHN"];
const SECTORS: [&str; 2] = ["C26", "C29"];
const DEMAND: [&str; 2] = ["HFCE", "INVNT"];

/// Output of industry `i`.
pub(crate) fn output(i: usize) -> f64 {
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

fn folder(dir: &Path, name: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::create_dir(&path).expect("made");
    path
}

/// The economy in one layout.
#[derive(Debug)]
pub(crate) struct Mock {
    /// What is read: a file or a folder.
    pub(crate) path: PathBuf,
    /// File inside an archive of several.
    pub(crate) member: Option<&'static str>,
    /// Unit the layout states or implies.
    pub(crate) unit: &'static str,
    /// Countries, in order.
    pub(crate) regions: [&'static str; 2],
}

fn mock(path: PathBuf, unit: &'static str) -> Mock {
    Mock { path, member: None, unit, regions: REGIONS }
}

/// The economy in every layout, written into `dir`.
pub(crate) fn good(dir: &Path) -> Vec<Mock> {
    let mut mocks = text::editions(dir);
    mocks.extend([
        text::figaro(dir),
        text::exiobase(dir),
        text::pymrio_with_coefficients(dir),
        text::eora(dir),
    ]);
    mocks.extend(text::long(dir));
    mocks.extend(text::exiobase_old(dir));
    mocks.extend(book::workbooks(dir));
    mocks.push(book::gloria(dir));
    mocks.push(mock(written(dir), "EUR_mn"));
    mocks.push(mock(wiod_parquet(dir), "USD_mn"));
    mocks
}

/// Our own folder.
fn written(dir: &Path) -> PathBuf {
    let words = |list: [&str; 2]| list.map(str::to_owned).to_vec();
    let cells = Cells {
        regions: words(REGIONS),
        sectors: words(SECTORS),
        categories: words(DEMAND),
        z: Z.concat(),
        y: Y.concat(),
        x: None,
    };
    let digest = Some(Digest::of(b"mock"));
    let origin = Origin { unit: "EUR_mn".to_owned(), digest, ..Origin::unnamed() };
    let table = Mrio::new(cells, origin).expect("a table");
    let path = dir.join("native");
    native::write(&table, &path).expect("written");
    path
}

/// The extract of WIOD 2013. The two Parquet files were written by the test of this crate that
/// writes them anew when `LINCHPIN_BLESS` is set.
fn wiod_parquet(dir: &Path) -> PathBuf {
    let path = folder(dir, "wiod2013");
    save(&path, "Z_2011.parquet", include_bytes!("Z_2011.parquet"));
    save(&path, "F_2011.parquet", include_bytes!("F_2011.parquet"));
    let mut cells = "idx,country,code,sector,output_musd\n".to_owned();
    for (i, (r, s)) in pairs(REGIONS, SECTORS).into_iter().enumerate() {
        cells += &format!("{i},{r},{s},name,{}\n", output(i));
    }
    save(&path, "cells_2011.csv", cells);
    path
}
