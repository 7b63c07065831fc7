//! The library as the verbs use it: the same names, with faults in the place of its errors.

use crate::outcome::Fault;
use linchpin_results::report::Report;
use std::collections::BTreeMap;
use std::path::Path;

pub(crate) use linchpin::accept::Asked as AcceptAsked;
pub(crate) use linchpin::aside::{self, Limits};
pub(crate) use linchpin::decide::{Asked as DecideAsked, Choice, Decided, Kept, decide};
pub(crate) use linchpin::discover::{Discovered, Policies, Side, discover, policies};
pub(crate) use linchpin::driver::{Driver, DriverError, Made, Order, Rules, Said as Told, Tally};
pub(crate) use linchpin::hindcast::{Fit, HindcastReport, Row};
pub(crate) use linchpin::observation::Role;
pub(crate) use linchpin::sensitivity::{
    Asked, Estimate, FactorRow, Method, OutcomeIndices, Sensitivity,
};
pub(crate) use linchpin::study::Study;
pub(crate) use linchpin::sweep::{Asked as SweepAsked, Chunks, Sweeper, needs, plan};
pub(crate) use linchpin::{
    AT_REST, Begin, HORIZONS, Options, STRAINED, Watch, check, citation, init, score_episodes,
    studies, unwatched, world_check, world_grades, world_rows,
};

impl From<linchpin::Failure> for Fault {
    fn from(failure: linchpin::Failure) -> Self {
        match failure {
            linchpin::Failure::Input(findings) => Self::Input(findings),
            linchpin::Failure::Design(message) => Self::Usage(message),
            stopped @ linchpin::Failure::Stopped => Self::Model(stopped.to_string()),
        }
    }
}

/// A world: the bundled one, or that of a folder.
pub(crate) fn world(dir: Option<&Path>) -> Result<linchpin_world::World, linchpin_units::Findings> {
    linchpin::library::world(dir)
}

/// The card of a thing of the world, as a tree of values.
pub(crate) fn world_show(
    world: Option<&Path>,
    name: Option<&str>,
) -> Result<linchpin_world::show::Card, Fault> {
    Ok(linchpin::world_show(world, name)?)
}

/// Writes the layers of a store as tables and names the files.
pub(crate) fn evidence_tables(
    store: &Path,
    out: &Path,
) -> Result<String, linchpin_units::Findings> {
    let paths = linchpin::export_evidence(store, out)?;
    Ok(paths.iter().map(|path| format!("{}\n", path.display())).collect())
}

/// Puts a number of a document into a world of the user's own.
pub(crate) fn accept(
    store: &Path,
    world: &Path,
    asked: &AcceptAsked,
) -> Result<linchpin::accept::Accepted, linchpin_units::Findings> {
    linchpin::accept::accept(&linchpin_evidence::store::Store::at(store), world, asked)
}

/// The rows of a world with the words they rest on.
pub(crate) fn quotes(
    world: Option<&Path>,
    store: &Path,
) -> Result<Vec<linchpin::quotes::Quoted>, linchpin_units::Findings> {
    let world = linchpin::library::world(world)?;
    Ok(linchpin::quotes::quotes(&world, &linchpin_evidence::store::Store::at(store)))
}

/// Lets an explanation end in the words of the documents that a store holds.
pub(crate) fn ground(
    node: &mut linchpin_results::explain::Node,
    store: &Path,
    language: linchpin_results::contract::language::Language,
) {
    linchpin::quotes::ground_in(node, &linchpin_evidence::store::Store::at(store), language);
}

/// The page of a report.
pub(crate) fn page(report: &Report, names: &BTreeMap<String, String>) -> Result<String, Fault> {
    linchpin_web::page_of(report, names).map_err(Fault::refused)
}

/// The workbook of a report whose products bear their readers' names.
pub(crate) fn workbook(report: &Report) -> Result<Vec<u8>, Fault> {
    linchpin_results::workbook::of_report(report).map_err(Fault::refused)
}
