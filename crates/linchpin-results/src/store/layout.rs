//! Names of the files of a run folder, and of the folder of runs.

/// The file that names the newest run of a root folder.
pub(crate) const LAST: &str = "last";
/// The report page of a run folder.
pub(crate) const PAGE: &str = "report.html";
/// The record of a run folder.
pub(crate) const RECORD: &str = "run.json";
