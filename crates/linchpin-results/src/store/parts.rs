//! What each group of shocks adds to each loss, member by member: kept by shards, so that merged shards
//! have the causes of the whole.

use crate::contract::input::RunInput;
use crate::contract::losses::measured;
use crate::contract::parts::{CauseGroup, CauseParts};
use crate::store::error::StoreError;
use crate::store::table::{Cell, Kind, Table};
use linchpin_engine::SeriesKey;
use std::ops::Range;

/// Name of the table.
pub(crate) const NAME: &str = "parts";

/// An empty table of parts.
#[must_use]
pub(crate) fn form() -> Table {
    let columns = [
        ("scenario", Kind::Text),
        ("member", Kind::Count),
        ("series", Kind::Count),
        ("group", Kind::Count),
        ("value", Kind::Number),
    ];
    Table::new(NAME, &columns)
}

/// The parts of all scenarios; none where none was worked out.
#[must_use]
pub(crate) fn table(run: &RunInput) -> Option<Table> {
    let mut table = form();
    let first = run.baseline.trajectories.members.start;
    let count = |at: usize| Cell::Count(u32::try_from(at).unwrap_or(u32::MAX));
    for scenario in &run.scenarios {
        let Some(parts) = &scenario.parts else { continue };
        let (keys, groups) = (parts.keys.len(), parts.groups.len());
        for (at, value) in parts.values.iter().enumerate() {
            let member = at / (keys * groups).max(1);
            table.push(&[
                Cell::Text(&scenario.id),
                count(first as usize + member),
                count(at / groups.max(1) % keys.max(1)),
                count(at % groups.max(1)),
                Cell::Number(*value),
            ]);
        }
    }
    (!table.is_empty()).then_some(table)
}

/// The parts of one scenario as a shard kept them.
pub(crate) fn read(
    table: &Table,
    scenario: &str,
    groups: &[CauseGroup],
    keys: &[SeriesKey],
    members: &Range<u32>,
) -> Result<Option<CauseParts>, StoreError> {
    if groups.is_empty() {
        return Ok(None);
    }
    let keys = measured(keys);
    let mut values = Vec::with_capacity(members.len() * keys.len() * groups.len());
    for row in 0..table.len() {
        if table.text("scenario", row) == Some(scenario) {
            values.extend(table.number("value", row));
        }
    }
    if values.len() != members.len() * keys.len() * groups.len() {
        return Err(StoreError::Form {
            file: format!("{NAME}.parquet"),
            what: format!("scenario `{scenario}` has {} parts", values.len()),
        });
    }
    Ok(Some(CauseParts { groups: groups.to_vec(), keys, values }))
}
