//! The one web bundle, and what it is filled with. In: the JSON of a finished run (`linchpin/report/1`).
//! Out: one HTML file that opens from disk, fetches nothing, and reads without JavaScript too.
//! Invariant: no text of a report can become markup or script of the page.
//!
//! The bundle is built in `ui/` (Svelte, d3) and committed as `src/index.html`, so that building this crate needs no Node.

mod packed;
pub mod page;
mod plain;
mod refused;
pub mod serve;

pub use page::{PageError, report};

use linchpin_results::report::Series;
use linchpin_results::stats::quantile::rounded;
use linchpin_results::store::{self, Extras};
use linchpin_results::{Finished, Report, StoreError};
use std::path::{Path, PathBuf};

/// Why a finished run was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Its page cannot be made.
    #[error(transparent)]
    Page(#[from] PageError),
    /// Its folder cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Digits of a weekly number on a page that travels: more than a drawing shows.
const DIGITS: usize = 3;

/// A report as a file that is sent by mail: without the weekly series of single sellers and destinations,
/// which the run's tables keep, and with numbers as fine as a drawing is.
fn slim(mut report: Report) -> Report {
    let travels = |series: &Series| series.level != "destination" && !series.entity.contains('@');
    report.series.retain(travels);
    // The page shows what each government adds; the parts by shock are in the run.
    report.attribution.clear();
    for series in &mut report.series {
        for band in [Some(&mut series.baseline), Some(&mut series.value), series.change.as_mut()] {
            let Some(band) = band else { continue };
            for line in [&mut band.p05, &mut band.p25, &mut band.p50, &mut band.p75, &mut band.p95]
            {
                line.iter_mut().for_each(|value| *value = rounded(*value, DIGITS));
            }
        }
    }
    report
}

/// The page of a report as it travels: the same when a run is written and when its page is made anew.
///
/// # Errors
/// [`PageError`], as [`page::report`].
pub fn page_of(
    found: &Report,
    names: &std::collections::BTreeMap<String, String>,
) -> Result<String, PageError> {
    report(&slim(found.named(names)).to_json())
}

/// Writes a finished run with its page under `root` and gives the folder.
///
/// # Errors
/// [`WriteError`]; the folder is then absent, or as it was before.
pub fn write(root: &Path, label: Option<&str>, finished: &Finished) -> Result<PathBuf, WriteError> {
    write_with(root, label, finished, &Extras::new())
}

/// As [`write()`], with further files in the folder: a study as it was edited.
///
/// # Errors
/// As [`write()`].
pub fn write_with(
    root: &Path,
    label: Option<&str>,
    finished: &Finished,
    extras: &Extras,
) -> Result<PathBuf, WriteError> {
    let page = page_of(&finished.report, &finished.record.names)?;
    Ok(store::folder::write_with(root, label, finished, &page, extras)?)
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, rounded};

    /// By hand: three digits of each.
    #[test]
    fn numbers_of_a_page_have_three_digits() {
        let told = [1_193_260.4, -0.078_946, 0.0, 12.0].map(|value| rounded(value, DIGITS));
        assert_eq!(told.map(|value| value.to_string()), ["1190000", "-0.0789", "0", "12"]);
    }
}
