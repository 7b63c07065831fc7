//! Cases in the layout of our BoARIO oracle: `Z.csv`, `Y.csv`, `x.csv`, `run.json`, and, when they
//! are there, the daily records BoARIO wrote. `INPUTS.md` of this crate describes it.
//!
//! In comes a folder; out come a table, a model in BoARIO's mode and its timeline. Flows are yearly,
//! industries region-major, labels are positions unless `run.json` states them.

pub mod compare;
mod json;
pub mod open;
mod settings;
mod timeline;

use super::error::ArioError;
use super::event::Event;
use super::model::Model;
use super::params::{Defaults, Params};
use super::record::{Keep, Records};
use super::simulation::Simulation;
use super::state::State;
use crate::limits::DAYS as DAY_LIMIT;
use crate::table::numbers::{Matrix, read_matrix};
use crate::table::{Cells, Mrio, Origin};
use json::Section;
use linchpin_units::{Finding, Findings, Place, Text};
use open::Open;
use serde_json::{Map, Value};
use settings::Labels;
use std::path::Path;

/// More regions, sectors or categories than any table has.
const COUNT_LIMIT: usize = 100_000;

/// A case ready to run.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its table.
    pub table: Mrio,
    /// Parameters in BoARIO's mode; the caller may switch corrections on.
    pub params: Params,
    /// Its timeline.
    pub events: Vec<Event>,
    /// Shocks whose days are to be decided elsewhere; a case runs only without them.
    pub open: Vec<Open>,
    /// Days to compute.
    pub days: u32,
    /// What in `run.json` has no effect.
    pub warnings: Vec<String>,
}

fn bytes_of(dir: &Path, file: &str) -> Result<Vec<u8>, Finding> {
    std::fs::read(dir.join(file)).map_err(|error| {
        Finding::error("LP-N009", Place::whole(file), format!("cannot be read: {error}"))
            .expected("a folder with Z.csv, Y.csv, x.csv and run.json")
            .help("name the folder of the case with --inputs, or a file with --shock")
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

/// `run.json` before it meets the table.
struct RunFile {
    text: Text,
    json: Map<String, Value>,
}

impl RunFile {
    fn read(dir: &Path, name: &str) -> Result<Self, Finding> {
        let text = Text::from_bytes(name, &bytes_of(dir, name)?)?;
        let wrong = |place, message: String| {
            Finding::error("LP-N010", place, message)
                .expected("args, n_regions, n_sectors and shock, as INPUTS.md lists them")
        };
        match serde_json::from_str(text.body()) {
            Ok(Value::Object(json)) => Ok(Self { text, json }),
            Ok(_) => Err(wrong(Place::whole(name), "is not an object".to_owned())),
            Err(error) => {
                let lines = text.body().lines();
                let place = Place {
                    line: u32::try_from(error.line()).unwrap_or(0),
                    column: u32::try_from(error.column()).unwrap_or(0),
                    end_column: u32::try_from(error.column() + 1).unwrap_or(0),
                    snippet: lines.skip(error.line().saturating_sub(1)).take(1).collect(),
                    ..Place::whole(name)
                };
                Err(wrong(place, error.to_string()))
            }
        }
    }

    fn whole(&self) -> Section<'_> {
        Section {
            text: &self.text,
            path: "run".to_owned(),
            map: &self.json,
            span: 0..self.text.body().len(),
        }
    }
}

/// A number of regions, sectors or categories.
fn count(section: &Section<'_>, key: &str, findings: &mut Findings) -> Option<usize> {
    let found = section.count(&[key], findings);
    if found.is_some_and(|count| !(1..=COUNT_LIMIT).contains(&count)) {
        let message = format!("is not from 1 to {COUNT_LIMIT}");
        findings.push(section.wrong(key, &message));
        return None;
    }
    found
}

/// The labels `run.json` states, or positions.
fn labels(
    run: &Section<'_>,
    key: &str,
    short: &str,
    count: usize,
    f: &mut Findings,
) -> Vec<String> {
    let Some((_, value)) = run.find(&[key]) else {
        return (0..count).map(|i| format!("{short}{i:04}")).collect();
    };
    let words = value.as_array().map(|list| list.iter().filter_map(Value::as_str));
    let words: Vec<String> = words.into_iter().flatten().map(str::to_owned).collect();
    if words.len() != count {
        f.push(run.wrong(key, &format!("holds {} words instead of {count}", words.len())));
    }
    words
}

impl Case {
    /// Reads the case in `dir`.
    ///
    /// # Errors
    /// Findings for every file that is missing, malformed or of the wrong size.
    pub fn read(dir: &Path) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        let file = findings.keep(RunFile::read(dir, "run.json"));
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
        let Some(file) = file else { return Err(findings) };
        let run = file.whole();
        let m = count(&run, "n_regions", &mut findings);
        let s = count(&run, "n_sectors", &mut findings);
        for (key, found) in [("n_regions", m), ("n_sectors", s)] {
            if found.is_none() && run.find(&[key]).is_none() {
                findings.push(run.wrong(key, "is missing").expected("a whole number from 1"));
            }
        }
        let (Some(m), Some(s), Some(z), Some(y), Some(x)) = (m, s, z, y, x) else {
            return Err(findings);
        };
        // The file itself says how many categories of final demand it has.
        let categories = (y.columns / m).max(1);
        let z = findings.keep(sized("Z.csv", z, m * s, m * s));
        let y = findings.keep(sized("Y.csv", y, m * s, m * categories));
        let x = findings.keep(sized("x.csv", x, m * s, 1));
        let (Some(z), Some(y), Some(x)) = (z, y, x) else { return Err(findings) };
        let cells = Cells {
            regions: labels(&run, "regions", "reg", m, &mut findings),
            sectors: labels(&run, "sectors", "sec", s, &mut findings),
            categories: labels(&run, "categories", "fd", categories, &mut findings),
            x: Some(x),
            z,
            y,
        };
        if findings.any_error() {
            return Err(findings);
        }
        let table = Mrio::new(cells, Origin { name: "Z.csv".to_owned(), ..Origin::unnamed() })?;
        Self::on(table, &file, findings)
    }

    /// The case a file like `run.json` describes on `table`; counts and labels are the table's.
    ///
    /// # Errors
    /// Findings about the file.
    pub fn on_table(table: Mrio, file: &Path) -> Result<Self, Findings> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let dir = file.parent().unwrap_or(Path::new(""));
        Self::on(table, &RunFile::read(dir, &name)?, Findings::default())
    }

    fn on(table: Mrio, file: &RunFile, mut findings: Findings) -> Result<Self, Findings> {
        let run = file.whole();
        let empty = Map::new();
        let args = run.find(&["args"]).and_then(|(_, value)| value.as_object());
        let args = Section {
            text: &file.text,
            path: "args".to_owned(),
            map: args.unwrap_or_else(|| {
                findings.push(run.wrong("args", "is missing").expected("an object"));
                &empty
            }),
            span: json::objects(file.text.body(), "args").first().cloned().unwrap_or(0..0),
        };
        let labels = Labels {
            regions: table.regions(),
            sectors: table.sectors(),
            categories: table.categories(),
        };
        let defaults = Defaults::embedded()?;
        let days = args.day("days", &mut findings);
        if args.find(&["days"]).is_none() {
            findings.push(args.wrong("days", "is missing").expected("days to compute"));
        }
        let (params, mut warnings) = settings::params(&args, &labels, &defaults, &mut findings);
        let tau = args.number(&["rebuild_tau"], &mut findings);
        let factor = args.number(&["rebuilding_factor"], &mut findings);
        let fallback = timeline::Fallback {
            tau: tau.unwrap_or(defaults.rebuild_tau.value),
            recovery_function: args.word(&["recovery_function"], &mut findings),
            rebuilding_factor: factor.unwrap_or(1.0),
            monetary_factor: args
                .number(&["monetary_factor"], &mut findings)
                .unwrap_or(defaults.monetary_factor.value),
        };
        let (mut events, mut open) = (Vec::new(), Vec::new());
        for shock in timeline::sections(&file.text, &run, &mut findings) {
            if open::is_open(&shock) {
                let (found, unknown) = open::open(&shock, &labels, &fallback, &mut findings);
                open.extend(found);
                warnings.extend(unknown);
                continue;
            }
            let (event, unknown) = timeline::event(&shock, &labels, &fallback, &mut findings);
            events.extend(event);
            warnings.extend(unknown);
        }
        let days = days.unwrap_or(0);
        findings.or_value(Self { table, params, events, open, days, warnings })
    }

    /// Runs the case; gives its records and what the preparation changed.
    ///
    /// # Errors
    /// What [`Model::new`], [`Simulation::new`], [`Simulation::resume`] and [`Simulation::step`]
    /// refuse.
    pub fn run(&self, keep: Keep) -> Result<(Records, Vec<String>), ArioError> {
        let (records, warnings, _) = self.go_on(keep, None)?;
        Ok((records, warnings))
    }

    /// Runs the case up to its last day, from the start or from a state saved earlier; gives the
    /// state at the end too. Records begin where the run begins.
    ///
    /// # Errors
    /// As [`Case::run`]; [`ArioError::Open`] while a shock is open.
    pub fn go_on(
        &self,
        keep: Keep,
        from: Option<State>,
    ) -> Result<(Records, Vec<String>, State), ArioError> {
        self.decided()?;
        let model = Model::new(&self.table, self.params.clone())?;
        let Self { events, days, warnings, .. } = self;
        Timeline { events, days: *days, warnings }.play(&model, keep, from)
    }

    /// The same in the memory of the case's table: for tables that fill it.
    ///
    /// # Errors
    /// As [`Case::go_on`].
    pub fn finish(
        self,
        keep: Keep,
        from: Option<State>,
    ) -> Result<(Records, Vec<String>, State), ArioError> {
        self.decided()?;
        let Self { table, params, events, days, warnings, .. } = self;
        let model = Model::of(table, params)?;
        let timeline = Timeline { events: &events, days, warnings: &warnings };
        timeline.play(&model, keep, from)
    }

    /// Refuses a case with a shock whose days are open.
    fn decided(&self) -> Result<(), ArioError> {
        self.open.first().map_or(Ok(()), |open| Err(ArioError::Open(open.name.clone())))
    }
}

/// What a case does to its model.
struct Timeline<'c> {
    events: &'c [Event],
    days: u32,
    warnings: &'c [String],
}

impl Timeline<'_> {
    fn play(
        &self,
        model: &Model,
        keep: Keep,
        from: Option<State>,
    ) -> Result<(Records, Vec<String>, State), ArioError> {
        let mut simulation = Simulation::new(model, self.events.to_vec())?;
        if let Some(state) = from {
            simulation = simulation.resume(state)?;
        }
        let mut records = Records::new(&simulation, keep);
        while simulation.days() < self.days {
            records.note_opening_stocks(&simulation);
            simulation.step()?;
            records.note(&simulation);
        }
        let warnings = self.warnings.iter().chain(model.warnings()).cloned().collect();
        Ok((records, warnings, simulation.checkpoint()))
    }
}
