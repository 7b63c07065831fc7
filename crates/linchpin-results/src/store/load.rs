//! Reading a run folder back: by path, by name, by the first characters of its digest, or `last`.
//!
//! Every table is checked against the digest in `run.json` before it is believed.

use crate::contract::carried::CarriedRow;
use crate::contract::pick::pick;
use crate::contract::record::{RECORD_SCHEMA, Record};
use crate::contract::report::Report;
use crate::stats::summary::{Quantiles, ScenarioBands, SeriesBands, Summary};
use crate::store::disk;
use crate::store::error::StoreError;
use crate::store::layout::{LAST, PAGE, RECORD};
use crate::store::outcomes::{self, Outcomes};
use crate::store::pairs::{self, Fan};
use crate::store::table::Table;
use crate::store::{carried, tables};
use linchpin_engine::{Binding, Level, SeriesKey, Variable};
use linchpin_units::Digest;
use linchpin_units::finding::nearest;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A run on disk.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRun {
    /// Its folder.
    pub folder: PathBuf,
    /// What `run.json` holds.
    pub record: Record,
}

/// The folder that `name` means: a path, a name under `root`, the start of a digest, or `last`.
///
/// # Errors
/// [`StoreError::Missing`] with the nearest name.
pub fn resolve(root: &Path, name: &str) -> Result<PathBuf, StoreError> {
    let path = Path::new(name);
    if path.join("run.json").is_file() {
        return Ok(path.to_owned());
    }
    let under = root.join(name);
    if !name.is_empty() && under.join("run.json").is_file() {
        return Ok(under);
    }
    if name == LAST {
        let last = root.join(LAST);
        let text = disk::read(&last)?;
        return Ok(root.join(String::from_utf8_lossy(&text).trim()));
    }
    let known = runs(root)?;
    let digest = |entry: &&String| entry.rsplit('-').next().is_some_and(|d| d.starts_with(name));
    let fits: Vec<&String> = known.iter().filter(digest).collect();
    match fits.as_slice() {
        [one] if name.len() >= 4 => Ok(root.join(one)),
        _ => Err(StoreError::Missing {
            name: name.to_owned(),
            root: root.display().to_string(),
            nearest: nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
        }),
    }
}

/// Names of the run folders under `root`, in order; whole or not.
///
/// # Errors
/// [`StoreError::Io`] when the folder cannot be read.
pub fn runs(root: &Path) -> Result<Vec<String>, StoreError> {
    let mut names = disk::names(root)?;
    names.retain(|name| !name.starts_with('.') && root.join(name).join(RECORD).is_file());
    Ok(names)
}

impl StoredRun {
    /// Opens a run folder, if it is whole: every file of it is there in its full length.
    ///
    /// # Errors
    /// [`StoreError`] when `run.json` is missing or of another form, or the folder lacks something.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let run = Self::record(folder)?;
        let what = run.missing();
        if what.is_empty() {
            return Ok(run);
        }
        Err(StoreError::Incomplete { folder: folder.display().to_string(), what })
    }

    /// Reads `run.json` alone, whatever else the folder holds.
    pub(crate) fn record(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(RECORD);
        let bytes = disk::read(&path)?;
        let wrong = |what: String| StoreError::Form { file: path.display().to_string(), what };
        let record: Record =
            serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        if record.schema != RECORD_SCHEMA {
            return Err(wrong(format!("its form is `{}`, not `{RECORD_SCHEMA}`", record.schema)));
        }
        // Whoever reads a run needs no engine: its words come with it.
        for form in &record.vocabulary {
            for level in &form.summed {
                Level::declare(level).map_err(|error| wrong(error.to_string()))?;
            }
            Variable::declare(form).map_err(|error| wrong(error.to_string()))?;
        }
        Ok(Self { folder: folder.to_owned(), record })
    }

    /// Files that are not there, or not in full.
    fn missing(&self) -> Vec<String> {
        let length = |name: &str| self.folder.join(name).metadata().ok().map(|file| file.len());
        let tables = self.record.tables.keys().map(|name| format!("{name}.parquet"));
        let mut names: Vec<String> =
            tables.chain(self.record.files.keys().cloned()).chain([PAGE.to_owned()]).collect();
        names.sort();
        names.dedup();
        let fault = |name: String| match (length(&name), self.record.files.get(&name)) {
            (None, _) => Some(format!("{name} is missing")),
            (Some(found), Some(mark)) if found != mark.bytes => {
                Some(format!("{name} has {found} of {} bytes", mark.bytes))
            }
            _ => None,
        };
        names.into_iter().filter_map(fault).collect()
    }

    /// Reads a table and checks its digest.
    ///
    /// # Errors
    /// [`StoreError`] when it is missing, damaged or changed.
    pub fn table(&self, form: Table) -> Result<Table, StoreError> {
        let name = form.name;
        let path = self.folder.join(format!("{name}.parquet"));
        let file = path.display().to_string();
        let bytes = disk::read(&path)?;
        let changed = |found: Digest, expected: &Digest| StoreError::Changed {
            file: file.clone(),
            found: found.to_string(),
            expected: expected.to_string(),
        };
        // Bytes are checked before they are decoded, so that no reader meets a damaged file.
        if let Some(mark) = self.record.files.get(&format!("{name}.parquet")) {
            let found = Digest::of(&bytes);
            if found != mark.sha256 {
                return Err(changed(found, &mark.sha256));
            }
            return form.parse(&file, bytes);
        }
        let table = form.parse(&file, bytes)?;
        let found = table.digest();
        match self.record.tables.get(name) {
            Some(expected) if *expected != found => Err(changed(found, expected)),
            _ => Ok(table),
        }
    }

    /// The cells that carry each change, in their order; none in a run without them.
    ///
    /// # Errors
    /// As [`StoredRun::table`].
    pub(crate) fn carried(&self) -> Result<Vec<CarriedRow>, StoreError> {
        if !self.record.tables.contains_key(carried::NAME) {
            return Ok(Vec::new());
        }
        Ok(carried::rows(&self.table(carried::form())?))
    }

    /// The bands.
    ///
    /// # Errors
    /// As [`StoredRun::table`].
    pub fn summary(&self) -> Result<Summary, StoreError> {
        summary_of(&self.table(tables::summary_form())?)
    }

    /// The outcome of every draw; none in a run of an earlier version.
    ///
    /// # Errors
    /// As [`StoredRun::table`].
    pub fn outcomes(&self) -> Result<Option<Outcomes>, StoreError> {
        if !self.record.tables.contains_key(outcomes::NAME) {
            return Ok(None);
        }
        Outcomes::of(&self.table(outcomes::form())?).map(Some)
    }

    /// The weekly differences between two of its scenarios; empty in a run of an earlier version.
    ///
    /// # Errors
    /// As [`StoredRun::table`].
    pub fn fans(&self, left: &str, right: &str) -> Result<Vec<Fan>, StoreError> {
        if !self.record.tables.contains_key(pairs::NAME) {
            return Ok(Vec::new());
        }
        Ok(pairs::fans(&self.table(pairs::form())?, left, right))
    }

    /// Every parameter of every draw, by parameter and draw.
    ///
    /// # Errors
    /// As [`StoredRun::table`].
    pub fn parameters(&self) -> Result<BTreeMap<String, Vec<f64>>, StoreError> {
        let table = self.table(tables::draws_form())?;
        let mut parameters: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for row in 0..table.len() {
            let name = table.text("parameter", row).unwrap_or_default();
            let value = table.number("value", row).unwrap_or(f64::NAN);
            parameters.entry(name.to_owned()).or_default().push(value);
        }
        Ok(parameters)
    }

    /// Bindings with their scenario: means over all members, or of the single members kept.
    ///
    /// # Errors
    /// As [`StoredRun::table`].
    pub fn bindings(&self, members: bool) -> Result<Vec<(String, Binding)>, StoreError> {
        tables::bindings(&self.table(tables::binding_form())?, members)
    }

    /// The whole report, weekly series included.
    ///
    /// # Errors
    /// As [`StoredRun::table`].
    pub fn report(&self) -> Result<Report, StoreError> {
        let series = pick(&self.record.names, &self.summary()?);
        Ok(Report { series, ..self.record.report.clone() })
    }
}

/// Bands from their table, whatever the order of its rows within a series.
fn summary_of(table: &Table) -> Result<Summary, StoreError> {
    let wrong = |what: String| StoreError::Form { file: "summary.parquet".to_owned(), what };
    let mut summary =
        Summary { weeks: Vec::new(), keys: Vec::new(), members: 0, scenarios: Vec::new() };
    let mut key_at = 0;
    for row in 0..table.len() {
        let text = |name: &str| table.text(name, row).unwrap_or_default();
        let week =
            table.date("week", row).ok_or_else(|| wrong(format!("row {row} has no week")))?;
        if summary.scenarios.last().is_none_or(|scenario| scenario.id != text("scenario")) {
            let id = text("scenario").to_owned();
            summary.scenarios.push(ScenarioBands { id, series: Vec::new() });
        }
        let first_scenario = summary.scenarios.len() == 1;
        if summary.weeks.first().is_none_or(|first| *first == week) {
            if first_scenario {
                let level = text("level").parse().map_err(|error| wrong(format!("{error}")))?;
                let variable =
                    text("variable").parse().map_err(|error| wrong(format!("{error}")))?;
                let product = tables::product_of(table, row).map_err(&wrong)?;
                let entity = text("entity");
                summary.keys.push(SeriesKey::new(level, entity, product.as_ref(), variable));
            }
            let change = table.number("change_p05", row).map(|_| Quantiles::new());
            let empty = SeriesBands { mean: Vec::new(), value: Vec::new(), change };
            let scenario = summary.scenarios.last_mut();
            let scenario = scenario.ok_or_else(|| wrong("no scenario".to_owned()))?;
            key_at = scenario.series.len();
            scenario.series.push(empty);
        }
        if first_scenario && key_at == 0 {
            summary.weeks.push(week);
            summary.members = table.count("n", row).unwrap_or(0);
        }
        let number = |name: &str| table.number(name, row).unwrap_or(f64::NAN);
        let bands = summary.scenarios.last_mut().and_then(|scenario| scenario.series.last_mut());
        let bands = bands.ok_or_else(|| wrong("rows are out of order".to_owned()))?;
        bands.mean.push(number("mean"));
        bands.value.push(["p05", "p25", "p50", "p75", "p95"].map(number));
        if let Some(change) = &mut bands.change {
            let names = ["change_p05", "change_p25", "change_p50", "change_p75", "change_p95"];
            change.push(names.map(number));
        }
    }
    Ok(summary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Keep, finish, sample::run, store};

    #[test]
    fn a_stored_run_reads_back_to_the_same_report() {
        let root = tempfile::tempdir().expect("a folder");
        let finished = finish(&run(9), Keep::Few).expect("a run");
        let folder = store::write(root.path(), None, &finished, "").expect("written");
        let stored = StoredRun::open(&folder).expect("opened");
        let mut record = stored.record.clone();
        assert_eq!(record.seal.take(), Some(record.sealed()), "the mark fits");
        record.files.clear();
        assert_eq!(record, finished.record);
        assert_eq!(stored.summary().expect("bands"), finished.summary);
        assert_eq!(stored.report().expect("a report"), finished.report);
        let digest = finished.record.report.run.digest.clone();
        for name in ["last", &digest[..8], &digest[..4]] {
            assert_eq!(resolve(root.path(), name).expect("found"), folder, "{name}");
        }
        let typo = format!("samlpe-{}", &digest[..8]);
        match resolve(root.path(), &typo) {
            Err(StoreError::Missing { nearest: Some(near), .. }) => assert!(folder.ends_with(near)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_changed_table_is_not_believed() {
        let root = tempfile::tempdir().expect("a folder");
        let finished = finish(&run(9), Keep::Few).expect("a run");
        let folder = store::write(root.path(), None, &finished, "").expect("written");
        let path = folder.join("summary.parquet");
        let mut bytes = std::fs::read(&path).expect("a table");
        bytes[100] ^= 1;
        std::fs::write(&path, bytes).expect("changed");
        let stored = StoredRun::open(&folder).expect("its length is right");
        assert!(matches!(stored.summary(), Err(StoreError::Changed { .. })));
    }
}
