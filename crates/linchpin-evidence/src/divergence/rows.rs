//! One row for each disagreement.
//!
//! In come records pair by pair; out goes the register: records of one kind and slot that share a side are
//! one, with every side once, in the order of kind, slot and id.

use super::{Divergence, Side, Status};
use std::collections::BTreeMap;

type Key = (super::Kind, String, Status, String);

/// Joins records that share a side and puts them in order.
pub(super) fn one_each(all: Vec<Divergence>) -> Vec<Divergence> {
    let mut by_key: BTreeMap<Key, Vec<Divergence>> = BTreeMap::new();
    for record in all {
        let key = (record.kind, record.slot.clone(), record.status, record.note.clone());
        by_key.entry(key).or_default().push(record);
    }
    let mut out = Vec::new();
    for ((kind, slot, status, note), records) in by_key {
        for sides in joined(records) {
            let record = Divergence::new(kind, slot.clone(), sides).with(status, note.clone());
            out.push(record);
        }
    }
    out.sort_by(|a, b| (a.kind, &a.slot, &a.id).cmp(&(b.kind, &b.slot, &b.id)));
    out.dedup_by(|a, b| a.id == b.id);
    out
}

/// The sides of records, those of records with a side in common together.
fn joined(records: Vec<Divergence>) -> Vec<Vec<Side>> {
    let mut groups: Vec<Vec<Side>> = Vec::new();
    let mut at: BTreeMap<Side, usize> = BTreeMap::new();
    for record in records {
        let known = record.sides.iter().find_map(|side| at.get(side).copied());
        let group = known.unwrap_or_else(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        for side in record.sides {
            if !groups[group].contains(&side) {
                at.entry(side.clone()).or_insert(group);
                groups[group].push(side);
            }
        }
    }
    groups
}
