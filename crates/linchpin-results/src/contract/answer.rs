//! The card of a row, of a scenario without a row, and of a study that asks where capacity goes.
//!
//! In: the run, its losses and its tables of capacity. Out: the typed parts of a card; [`Card`] says them.

use crate::contract::capacity::{CapacityTable, LEAST};
use crate::contract::card::Card;
use crate::contract::figures::{Told, percent_plain};
use crate::contract::input::RunInput;
use crate::contract::kind::{Kind, KindRow};
use crate::contract::loss::{Horizon, Loss, label};
use crate::contract::losses::THRESHOLD;
use crate::contract::slots::{CardKey, Move, Moved, Slots};
use crate::contract::sources::InputRow;
use crate::stats::band::Spread;

/// The card of one row of losses.
#[must_use]
pub(crate) fn of_loss(run: &RunInput, loss: &Loss) -> Card {
    let product = loss.product.as_ref().filter(|product| **product != loss.entity);
    let slots = Slots {
        who: loss.name.clone(),
        product: product.map(|product| run.name(product)),
        measure: label(loss).to_owned(),
        size: percent_plain(loss.change.p50.abs()),
        change: Some(loss.change),
        error: loss.error,
        first_week: loss.first_week.clone().filter(|_| loss.change.p50 < -THRESHOLD),
        cause: loss.causes.first().cloned().filter(|_| loss.change.p50 < -THRESHOLD),
        channel: run.scenarios.iter().any(|one| one.id == loss.scenario && one.parts.is_none()),
        contested: u32::try_from(loss.contested.len()).unwrap_or(u32::MAX),
        kind: kind_of(run, loss),
        horizon: loss.horizon,
        ..period(run)
    };
    let still = |end: f64| end.abs() <= THRESHOLD;
    let key = match loss.change {
        Spread { p05, p95, .. } if still(p05) && still(p95) => CardKey::Unchanged,
        // No draw in the middle moves: it neither falls nor rises by nothing.
        Spread { p50, .. } if still(p50) => match Told::of(slots.draws).has_range() {
            true => CardKey::Between,
            false => CardKey::Unchanged,
        },
        Spread { p50, .. } if p50 < 0.0 => CardKey::Falls,
        _ => CardKey::Rises,
    };
    Card::of(key, slots, loss.cell.clone())
}

/// The card of a scenario of which no row is told: nothing changes, or the engine can't say.
#[must_use]
pub(crate) fn of_no_row(run: &RunInput, scenario: &str) -> Card {
    let unsaid = run.unsaid.iter().any(|row| row.scenario == scenario);
    let key = if unsaid { CardKey::CantSay } else { CardKey::Nothing };
    Card::of(key, period(run), String::new())
}

/// The card of a scenario that is asked where capacity goes.
#[must_use]
pub(crate) fn of_capacity(
    run: &RunInput,
    scenario: &str,
    tables: &[CapacityTable],
    why: String,
) -> Card {
    let table = tables.iter().find(|table| table.scenario == scenario);
    let last = |changes: &[Spread]| changes.last().copied().unwrap_or_default();
    let large = |one: &Move| one.change.p50.abs() >= LEAST;
    let moved = table.map(|table| Moved {
        year: table.years.last().cloned().unwrap_or_default(),
        countries: table
            .countries
            .iter()
            .map(|row| Move { name: row.name.clone(), product: None, change: last(&row.change) })
            .filter(large)
            .collect(),
        sites: table
            .rows
            .iter()
            .map(|row| Move {
                name: row.name.clone(),
                product: Some(run.name(&row.product)),
                change: last(&row.change),
            })
            .filter(large)
            .collect(),
    });
    let sites: Vec<&str> =
        table.iter().flat_map(|table| &table.rows).map(|row| row.entity.as_str()).collect();
    let disputed = |input: &&InputRow| input.contested && sites.contains(&input.subject.as_str());
    let contested = run.inputs.iter().filter(disputed).count();
    let slots = Slots {
        capacity: Some(moved.unwrap_or_else(|| Moved {
            year: run.manifest.until.chars().take(4).collect(),
            countries: Vec::new(),
            sites: Vec::new(),
        })),
        contested: u32::try_from(contested).unwrap_or(u32::MAX),
        ..period(run)
    };
    Card::of(CardKey::Capacity, slots, why)
}

pub(crate) fn period(run: &RunInput) -> Slots {
    let weeks = if run.is_settled() { 0 } else { run.baseline.trajectories.weeks.len() };
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Slots {
        what: String::new(),
        who: String::new(),
        product: None,
        measure: String::new(),
        size: String::new(),
        change: None,
        error: None,
        weeks: count(weeks),
        from: run.manifest.from.clone(),
        until: run.manifest.until.clone(),
        horizon: Horizon::of_weeks(weeks),
        draws: count(run.members()),
        first_week: None,
        cause: None,
        channel: false,
        capacity: None,
        contested: 0,
        kind: None,
    }
}

/// The record that belongs to a row.
fn kind_of(run: &RunInput, loss: &Loss) -> Option<Kind> {
    let own = |row: &&KindRow| row.scenario == loss.scenario && row.measure == loss.measure;
    run.kinds.iter().find(own).map(|row| row.kind.clone())
}

#[cfg(test)]
mod tests;
