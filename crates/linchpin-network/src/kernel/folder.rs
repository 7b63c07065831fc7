//! A folder of shock files on one table: a scenario each.
//!
//! In come a table and a folder; out come its scenarios by file name. All files state the same
//! parameters and days: scenarios side by side differ in what happens, not in how firms behave.

use super::scenario::Scenario;
use crate::ario::case::Case;
use crate::ario::{Params, Quirks};
use crate::table::Mrio;
use linchpin_units::{Finding, Findings, Place};
use std::path::{Path, PathBuf};

/// Scenarios on one table.
#[derive(Debug, Clone)]
pub struct Folder {
    /// The table.
    pub table: Mrio,
    /// Parameters of all scenarios, oddities of BoARIO corrected.
    pub params: Params,
    /// Days to compute.
    pub days: u32,
    /// What happens, by file name without its ending.
    pub scenarios: Vec<Scenario>,
    /// What in the files has no effect.
    pub warnings: Vec<String>,
}

fn refuse(file: &str, message: &str) -> Finding {
    Finding::error("LP-N010", Place::whole(file), message)
        .expected("files like run.json, all with the same args")
}

/// The shock files of a folder, by name.
fn files(dir: &Path) -> Result<Vec<PathBuf>, Finding> {
    let name = dir.display().to_string();
    let entries = std::fs::read_dir(dir).map_err(|error| {
        Finding::error("LP-N009", Place::whole(&name), format!("cannot be read: {error}"))
    })?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    Ok(files)
}

impl Folder {
    /// Reads the shock files of `dir` for `table`.
    ///
    /// # Errors
    /// Findings of any file; `LP-N010` when files state different parameters or days, or a shock whose
    /// days the law decides.
    pub fn read(table: Mrio, dir: &Path) -> Result<Self, Findings> {
        let (mut table, mut args) = (table, None);
        let (mut scenarios, mut warnings) = (Vec::new(), Vec::new());
        for path in files(dir)? {
            let file = path.display().to_string();
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let mut case = Case::on_table(table, &path)?;
            case.params.quirks = Quirks::default();
            if !case.open.is_empty() {
                let message = "has a shock of type `decision`, whose range needs a run of its own";
                return Err(refuse(&file, message).help("run it with --shock FILE").into());
            }
            let (params, days, first) =
                args.get_or_insert_with(|| (case.params.clone(), case.days, name.clone()));
            if (&case.params, case.days) != (&*params, *days) {
                return Err(refuse(&file, &format!("states other args than {first}.json")).into());
            }
            warnings.extend(case.warnings.into_iter().map(|warning| format!("{name}: {warning}")));
            scenarios.push(Scenario { name, events: case.events });
            table = case.table;
        }
        let Some((params, days, _)) = args else {
            return Err(refuse(&dir.display().to_string(), "holds no .json file").into());
        };
        Ok(Self { table, params, days, scenarios, warnings })
    }
}
