//! The outcome of every draw: a row for each draw and each cell of the losses, aligned with `draws`.
//!
//! What a threshold, a scatter, scenario discovery or a paired difference needs. Changes stand here in full;
//! the bands of the report are made of exactly these numbers.

use crate::contract::input::RunInput;
use crate::contract::losses::totals;
use crate::contract::report::Loss;
use crate::contract::waterfall::key_of;
use crate::store::error::StoreError;
use crate::store::table::{Cell, Kind, Table};
use std::collections::BTreeMap;

/// File name without ending.
pub const NAME: &str = "outcomes";

/// An empty table of outcomes.
#[must_use]
pub fn form() -> Table {
    let columns = [
        ("scenario", Kind::Text),
        ("cell", Kind::Text),
        ("member", Kind::Count),
        ("baseline", Kind::Number),
        ("change", Kind::Number),
        ("first_week", Kind::Count),
    ];
    Table::new(NAME, &columns)
}

/// Totals of every draw: `baseline` in the unit of the loss row, `change` relative to it, `first_week` from 1
/// where the draw has a loss.
#[must_use]
pub(crate) fn table(run: &RunInput, losses: &[Loss]) -> Table {
    let mut table = form();
    let first = run.baseline.trajectories.members.start;
    for loss in losses {
        let scenario = run.scenarios.iter().find(|scenario| scenario.id == loss.scenario);
        let key = key_of(&run.baseline.trajectories, loss);
        let Some((scenario, key)) = scenario.zip(key) else { continue };
        for (member, total) in (first..).zip(totals(run, scenario, key)) {
            let week = total.first.and_then(|week| u32::try_from(week + 1).ok());
            table.push(&[
                Cell::Text(&loss.scenario),
                Cell::Text(&loss.cell),
                Cell::Count(member),
                Cell::Number(total.baseline),
                Cell::Number(total.change()),
                week.map_or(Cell::Empty, Cell::Count),
            ]);
        }
    }
    table
}

/// Changes of every draw, by cell, in the order of draws.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcomes {
    /// The draws' numbers.
    pub members: Vec<u32>,
    changes: BTreeMap<String, Vec<f64>>,
}

impl Outcomes {
    /// The relative change of a cell in every draw.
    #[must_use]
    pub fn change(&self, cell: &str) -> Option<&[f64]> {
        self.changes.get(cell).map(Vec::as_slice)
    }

    /// From the table, whatever the order of its rows.
    ///
    /// # Errors
    /// [`StoreError::Form`] when a cell lacks a draw that others have.
    pub(crate) fn of(table: &Table) -> Result<Self, StoreError> {
        let mut by_cell: BTreeMap<&str, BTreeMap<u32, f64>> = BTreeMap::new();
        for row in 0..table.len() {
            let (Some(cell), Some(member), Some(change)) =
                (table.text("cell", row), table.count("member", row), table.number("change", row))
            else {
                return Err(wrong(format!("row {row} has an empty field")));
            };
            by_cell.entry(cell).or_default().insert(member, change);
        }
        let members: Vec<u32> =
            by_cell.values().next().into_iter().flat_map(BTreeMap::keys).copied().collect();
        let mut changes = BTreeMap::new();
        for (cell, draws) in by_cell {
            if !draws.keys().eq(&members) {
                return Err(wrong(format!("cell `{cell}` holds other draws than the first")));
            }
            changes.insert(cell.to_owned(), draws.into_values().collect());
        }
        Ok(Self { members, changes })
    }
}

fn wrong(what: String) -> StoreError {
    StoreError::Form { file: format!("{NAME}.parquet"), what }
}
