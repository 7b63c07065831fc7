//! Economies from input-output tables, and the replication files of Caliendo and Parro.

use crate::economy::{Accounts, Economy};
use crate::error::TradeError;

/// An input-output table as plain numbers: industries go region by region, sectors inside.
#[derive(Debug, Clone, Copy)]
pub struct Flows<'t> {
    /// Regions.
    pub regions: &'t [String],
    /// Sectors, the same in every region.
    pub sectors: &'t [String],
    /// What industry `g` sold to industry `f`, row-major.
    pub z: &'t [f64],
    /// What industry `g` sold to final users of each region, row-major.
    pub finals: &'t [f64],
}

/// The economy of a table: sources are shared out alike over all users of a good, tariffs are zero (basic
/// prices), and value added is what inputs leave of output, at least nothing.
///
/// # Errors
/// Sizes that do not fit, or numbers out of their domain.
pub fn economy(table: &Flows<'_>, theta: f64) -> Result<Economy, TradeError> {
    let (regions, sectors) = (table.regions.len(), table.sectors.len());
    let industries = regions * sectors;
    let finals = table.finals;
    for (what, found, needed) in [
        ("z", table.z.len(), industries * industries),
        ("finals", finals.len(), industries * regions),
    ] {
        if found != needed {
            return Err(TradeError::Size { what, found, needed });
        }
    }
    let mut imports = vec![0.0; sectors * regions * regions];
    let mut inputs = vec![0.0; regions * sectors * sectors];
    let mut materials = vec![0.0; industries];
    for (source, row) in table.z.chunks_exact(industries.max(1)).enumerate() {
        let (i, k) = (source / sectors, source % sectors);
        for (user, flow) in row.iter().enumerate() {
            let (n, j) = (user / sectors, user % sectors);
            imports[(k * regions + n) * regions + i] += flow;
            inputs[(n * sectors + k) * sectors + j] += flow;
            materials[user] += flow;
        }
        for n in 0..regions {
            imports[(k * regions + n) * regions + i] += finals[source * regions + n].max(0.0);
        }
    }
    for n in 0..regions {
        for k in 0..sectors {
            for j in 0..sectors {
                let all = materials[n * sectors + j];
                let share = &mut inputs[(n * sectors + k) * sectors + j];
                *share = if all > 0.0 { *share / all } else { 0.0 };
            }
        }
    }
    let mut output = vec![0.0; sectors * regions];
    for j in 0..sectors {
        for i in 0..regions {
            output[j * regions + i] =
                (0..regions).map(|n| imports[(j * regions + n) * regions + i]).sum();
        }
    }
    let value_added_share = (0..sectors * regions)
        .map(|cell| {
            let (j, n) = (cell / regions, cell % regions);
            let used = materials[n * sectors + j];
            if output[cell] <= 0.0 || used <= 0.0 {
                1.0
            } else {
                (1.0 - used / output[cell]).max(0.0)
            }
        })
        .collect();
    Economy::calibrated(&Accounts {
        countries: table.regions.to_vec(),
        sectors: table.sectors.to_vec(),
        tariffs: vec![0.0; imports.len()],
        imports,
        output,
        value_added_share,
        inputs,
        theta: vec![theta; sectors],
    })
}

/// Text files of the replication of Caliendo and Parro (2015): blocks of sectors, importers as rows,
/// exporters as columns; tariffs in per cent.
#[derive(Debug, Clone, Copy)]
pub struct Replication<'t> {
    /// `B.txt`: value-added shares, sector by country.
    pub value_added_shares: &'t str,
    /// `GO.txt`: gross output, sector by country.
    pub output: &'t str,
    /// `IO.txt`: input shares, country blocks of inputs by users.
    pub inputs: &'t str,
    /// `T.txt`: elasticities of the tradable sectors.
    pub theta: &'t str,
    /// `tariffs1993.txt`.
    pub tariffs: &'t str,
    /// `xbilat1993.txt`: imports in thousands.
    pub imports: &'t str,
}

/// Elasticity of sectors that are not traded, as in the replication.
const NOT_TRADED: f64 = 8.22;

/// Numbers of a text separated by white space.
///
/// # Errors
/// The first word that is no number.
pub fn numbers(what: &'static str, text: &str) -> Result<Vec<f64>, TradeError> {
    let one = |word: &str| {
        let value = word.parse::<f64>().ok().filter(|value| value.is_finite());
        value.ok_or_else(|| TradeError::Number {
            what: format!("`{word}` of {what}"),
            value: f64::NAN,
            domain: "a finite number",
        })
    };
    text.split_whitespace().map(one).collect()
}

/// Tariffs of the tradable sectors from per cent, and none on the others.
///
/// # Errors
/// Words that are no numbers, or too many.
pub fn tariffs(text: &str, countries: usize, sectors: usize) -> Result<Vec<f64>, TradeError> {
    let mut tariffs: Vec<f64> =
        numbers("tariffs", text)?.into_iter().map(|percent| percent / 100.0).collect();
    let needed = sectors * countries * countries;
    if tariffs.len() > needed {
        return Err(TradeError::Size { what: "tariffs", found: tariffs.len(), needed });
    }
    tariffs.resize(needed, 0.0);
    Ok(tariffs)
}

impl Replication<'_> {
    /// The economy of 1993.
    ///
    /// # Errors
    /// Words that are no numbers, sizes that do not fit, numbers out of their domain.
    pub fn economy(&self, countries: &[&str]) -> Result<Economy, TradeError> {
        let n = countries.len();
        let output = numbers("GO", self.output)?;
        let sectors = output.len() / n.max(1);
        let mut theta = numbers("T", self.theta)?;
        theta.resize(sectors, NOT_TRADED);
        let mut imports: Vec<f64> =
            numbers("imports", self.imports)?.into_iter().map(|flow| flow * 1000.0).collect();
        imports.resize(sectors * n * n, 0.0);
        Economy::calibrated(&Accounts {
            countries: countries.iter().map(|name| (*name).to_owned()).collect(),
            sectors: (1..=sectors).map(|at| format!("s{at}")).collect(),
            imports,
            tariffs: tariffs(self.tariffs, n, sectors)?,
            output,
            value_added_share: numbers("B", self.value_added_shares)?,
            inputs: numbers("IO", self.inputs)?,
            theta,
        })
    }
}
