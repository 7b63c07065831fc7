//! Cases in the layout of our BoARIO oracle: `Z.csv`, `Y.csv`, `x.csv`, `run.json`, and, when they
//! are there, the daily records BoARIO wrote.
//!
//! In comes a folder; out come a table, a model in BoARIO's mode and its timeline, and the largest
//! difference from the records. Flows are yearly, industries region-major, labels are positions.

use super::event::{Event, EventKind};
use super::model::Model;
use super::params::{Defaults, OrderRule, Params, Quirks};
use super::record::{Keep, Records};
use super::recovery::Recovery;
use super::simulation::{ArioError, Simulation};
use crate::table::columns::Columns;
use crate::table::numbers::{Matrix, read_matrix};
use crate::table::{Cells, Mrio, Origin};
use linchpin_units::{Finding, Findings, Place, Text};
use serde::Deserialize;
use std::path::Path;

// A foreign file: it also holds settings of the script that wrote it, so unknown keys pass.
#[derive(Debug, Clone, Deserialize)]
struct RunFile {
    args: Args,
    n_regions: usize,
    n_sectors: usize,
    shock: Shock,
}

#[derive(Debug, Clone, Deserialize)]
struct Args {
    days: u32,
    #[serde(default)]
    fd_cat: Option<usize>,
    #[serde(default)]
    order_type: Option<OrderRule>,
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    psi: Option<f64>,
    #[serde(default)]
    inv_days: Option<f64>,
    #[serde(default)]
    inv_tau: Option<f64>,
    #[serde(default)]
    alpha_max: Option<f64>,
    #[serde(default)]
    alpha_base: Option<f64>,
    #[serde(default)]
    alpha_tau: Option<f64>,
    #[serde(default)]
    kva: Option<f64>,
}

#[derive(Debug, Clone, Deserialize)]
struct Shock {
    r#type: String,
    industries: Vec<usize>,
    impact: Vec<f64>,
    #[serde(default)]
    tau: Option<f64>,
    #[serde(default)]
    rebuilding_sector: Option<usize>,
    #[serde(default)]
    rebuilding_factor: Option<f64>,
    #[serde(default)]
    recovery_function: Option<String>,
    occurrence: u32,
    duration: u32,
}

/// More days than any record of stocks fits in memory for.
const DAY_LIMIT: u32 = 100_000;
/// More regions, sectors or categories than any table has.
const COUNT_LIMIT: usize = 100_000;

impl RunFile {
    /// Number of industries, once the counts are known to be sane.
    fn size(&self) -> Result<usize, Finding> {
        let counts = [self.n_regions, self.n_sectors, self.args.fd_cat.unwrap_or(1)];
        let wrong = |message: String| Finding::error("LP-N010", Place::whole("run.json"), message);
        if let Some(count) = counts.into_iter().find(|c| !(1..=COUNT_LIMIT).contains(c)) {
            return Err(wrong(format!(
                "a table cannot have {count} regions, sectors or categories"
            ))
            .expected("n_regions, n_sectors and args.fd_cat of at least one"));
        }
        if self.args.days > DAY_LIMIT {
            return Err(wrong(format!("{} days are too many", self.args.days))
                .expected(format!("at most {DAY_LIMIT} days")));
        }
        if let Some(tau) = self.shock.tau.filter(|tau| *tau < 1.0) {
            return Err(wrong(format!("a shock cannot pass in {tau} days"))
                .expected("shock.tau of at least one day"));
        }
        Ok(self.n_regions * self.n_sectors)
    }
}

/// A case ready to run.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its table.
    pub table: Mrio,
    /// Parameters in BoARIO's mode; the caller may switch corrections on.
    pub params: Params,
    /// Its timeline.
    pub events: Vec<Event>,
    /// Days to compute.
    pub days: u32,
}

/// Largest difference of one series from BoARIO's record.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Difference {
    /// Name of the series.
    pub series: String,
    /// Largest absolute difference over daily output of that industry.
    pub largest: f64,
    /// Day and industry where.
    pub at: (usize, usize),
}

fn bytes_of(dir: &Path, file: &str) -> Result<Vec<u8>, Finding> {
    std::fs::read(dir.join(file)).map_err(|error| {
        Finding::error("LP-N009", Place::whole(file), format!("cannot be read: {error}"))
            .expected("a folder with Z.csv, Y.csv, x.csv and run.json")
            .help("name the folder of the case with --inputs")
    })
}

fn sized(file: &str, matrix: Matrix, rows: usize, columns: usize) -> Result<Vec<f64>, Finding> {
    if matrix.rows * matrix.columns == rows * columns && matrix.rows.max(matrix.columns) >= rows {
        return Ok(matrix.values);
    }
    let message =
        format!("holds {} x {} numbers instead of {rows} x {columns}", matrix.rows, matrix.columns);
    Err(Finding::error("LP-N001", Place::whole(file), message)
        .help("give n_regions * n_sectors rows, region-major"))
}

impl Case {
    /// Reads the case in `dir`.
    ///
    /// # Errors
    /// Findings for every file that is missing, malformed or of the wrong size.
    pub fn read(dir: &Path) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        let run = findings.keep(run_file(dir));
        let mut matrix = |file: &str| match bytes_of(dir, file) {
            Ok(bytes) => match read_matrix(file, &bytes) {
                Ok(matrix) => Some(matrix),
                Err(more) => {
                    findings.extend(more);
                    None
                }
            },
            Err(finding) => {
                findings.push(finding);
                None
            }
        };
        let (z, y, x) = (matrix("Z.csv"), matrix("Y.csv"), matrix("x.csv"));
        let (Some(run), Some(z), Some(y), Some(x)) = (run, z, y, x) else { return Err(findings) };
        let n = run.size()?;
        let categories = run.args.fd_cat.unwrap_or(1);
        let z = findings.keep(sized("Z.csv", z, n, n));
        let y = findings.keep(sized("Y.csv", y, n, run.n_regions * categories));
        let x = findings.keep(sized("x.csv", x, n, 1));
        let (Some(z), Some(y), Some(x)) = (z, y, x) else { return Err(findings) };
        let counts = [run.n_regions, run.n_sectors, categories];
        let cells = Cells { x: Some(x), ..Cells::numbered(counts, z, y) };
        let table = Mrio::new(cells, Origin { name: "Z.csv".to_owned(), ..Origin::unnamed() })?;
        let (params, events) = timeline(&run, n)?;
        Ok(Self { table, params, events, days: run.args.days })
    }

    /// Runs the case; gives its records and what the preparation changed.
    ///
    /// # Errors
    /// What [`Model::new`], [`Simulation::new`] and [`Simulation::step`] refuse.
    pub fn run(&self, keep: Keep) -> Result<(Records, Vec<String>), ArioError> {
        let model = Model::new(&self.table, self.params.clone())?;
        let mut simulation = Simulation::new(&model, self.events.clone())?;
        let mut records = Records::new(&simulation, keep);
        for _ in 0..self.days {
            records.note_opening_stocks(&simulation);
            simulation.step()?;
            records.note(&simulation);
        }
        Ok((records, model.warnings().to_vec()))
    }
}

fn run_file(dir: &Path) -> Result<RunFile, Finding> {
    let bytes = bytes_of(dir, "run.json")?;
    let text = Text::from_bytes("run.json", &bytes)?;
    serde_json::from_str(text.body()).map_err(|error| {
        let place = Place {
            line: u32::try_from(error.line()).unwrap_or(0),
            column: u32::try_from(error.column()).unwrap_or(0),
            end_column: u32::try_from(error.column() + 1).unwrap_or(0),
            snippet: text.body().lines().nth(error.line().saturating_sub(1)).unwrap_or("").into(),
            ..Place::whole("run.json")
        };
        Finding::error("LP-N010", place, error.to_string())
            .expected("args, n_regions, n_sectors and shock, as our BoARIO script writes them")
    })
}

fn timeline(run: &RunFile, n: usize) -> Result<(Params, Vec<Event>), Finding> {
    let wrong = |message: String| Finding::error("LP-N010", Place::whole("run.json"), message);
    let defaults = Defaults::embedded()?;
    let args = &run.args;
    let mut params = defaults.params(run.n_sectors);
    params.quirks = Quirks::boario();
    let set = |to: &mut f64, value: Option<f64>| *to = value.unwrap_or(*to);
    params.order = args.order_type.unwrap_or(params.order);
    set(&mut params.psi, args.psi);
    set(&mut params.alpha_max, args.alpha_max);
    set(&mut params.alpha_base, args.alpha_base);
    set(&mut params.alpha_tau, args.alpha_tau);
    let mut tau = defaults.inventory_tau.value;
    set(&mut tau, args.inv_tau);
    if args.model.as_deref() == Some("base") {
        // BoARIO's base model has neither: limits bind at the goal, gaps are ordered at once.
        params.psi = 1.0;
        tau = 1.0;
    }
    params.inventory_tau = vec![tau; run.n_sectors];
    let days = args.inv_days.unwrap_or(defaults.inventory_days.value);
    params.inventory_days = vec![days; run.n_sectors];
    if let Some(years) = args.kva {
        params.capital = super::params::Capital::Years(years);
    }
    let shock = &run.shock;
    if shock.industries.len() != shock.impact.len() {
        return Err(wrong("shock.industries and shock.impact differ in length".to_owned()));
    }
    if let Some(i) = shock.industries.iter().find(|i| **i >= n) {
        return Err(wrong(format!("shock.industries names {i} of {n} industries")));
    }
    let hit: Vec<(usize, f64)> =
        shock.industries.iter().copied().zip(shock.impact.iter().copied()).collect();
    let tau = shock.tau.unwrap_or(defaults.rebuild_tau.value);
    let name = shock.recovery_function.as_deref().unwrap_or("linear");
    let recovery = Recovery::named(name, tau)
        .ok_or_else(|| wrong(format!("unknown recovery_function `{name}`")))?;
    let kind = match shock.r#type.as_str() {
        "arbitrary" => EventKind::Capacity { hit, recovery },
        "recovery" => EventKind::Capital { hit, recovery },
        "rebuild" => {
            let sector = shock.rebuilding_sector.filter(|p| *p < run.n_sectors);
            let sector = sector
                .ok_or_else(|| wrong("a rebuild shock needs a rebuilding_sector".to_owned()))?;
            let factor = shock.rebuilding_factor.unwrap_or(1.0);
            EventKind::Rebuild {
                hit,
                households: Vec::new(),
                sectors: vec![(sector, 1.0)],
                factor,
                tau,
            }
        }
        other => {
            let known = ["arbitrary", "recovery", "rebuild"];
            let finding = wrong(format!("unknown shock type `{other}`"));
            return Err(finding.expected(known.join(", ")).nearest(other, known));
        }
    };
    let event =
        Event { name: "shock".to_owned(), day: shock.occurrence, duration: shock.duration, kind };
    Ok((params, vec![event]))
}

/// Compares records with those BoARIO left in `dir`; series without a file are passed over.
///
/// # Errors
/// Findings when a file is malformed or of another length.
pub fn compare(records: &Records, table: &Mrio, dir: &Path) -> Result<Vec<Difference>, Findings> {
    let series: [(&str, &Vec<Vec<f64>>); 5] = [
        ("production_realised", &records.production_realised),
        ("production_capacity", &records.production_capacity),
        ("final_demand_unmet", &records.final_demand_unmet),
        ("rebuild_prod", &records.rebuild_prod),
        ("inputs_stocks", &records.inputs_stocks),
    ];
    let mut differences = Vec::new();
    for (name, ours) in series {
        let path = dir.join(format!("{name}.parquet"));
        if !path.exists() || ours.is_empty() {
            continue;
        }
        let theirs = Columns::read(&path)?;
        let mut worst = Difference { series: name.to_owned(), largest: 0.0, at: (0, 0) };
        for (i, usual) in records.usual_output.iter().enumerate() {
            let theirs = theirs.numbers(&table.industry_name(i))?;
            if theirs.len() != ours.len() {
                let message = format!("holds {} days instead of {}", theirs.len(), ours.len());
                let file = format!("{name}.parquet");
                return Err(Finding::error("LP-N001", Place::whole(&file), message).into());
            }
            for (day, (a, b)) in ours.iter().zip(theirs).enumerate() {
                let scale = if *usual > 0.0 { *usual } else { 1.0 };
                // Infinite stocks are equal when both are infinite.
                let off = if a[i] == *b { 0.0 } else { (a[i] - b).abs() / scale };
                if off > worst.largest || off.is_nan() {
                    worst.largest = off;
                    worst.at = (day, i);
                }
            }
        }
        differences.push(worst);
    }
    Ok(differences)
}
