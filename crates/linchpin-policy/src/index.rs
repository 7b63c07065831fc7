//! Which rules ask what of a field: the index that a situation is read against.
//!
//! In come the rules of a slice; out comes, for every field and tag, the set of rules that demand or refuse it.

use crate::history::Version;
use crate::ids::Tag;
use crate::scope::{FIELDS, Field};
use std::collections::BTreeMap;

/// A set of rules of a slice.
pub(crate) type Bits = Vec<u64>;

pub(crate) fn set(bits: &mut Bits, i: usize) {
    bits[i / 64] |= 1 << (i % 64);
}

/// For one field: which rules ask what of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldIndex {
    pub(crate) undemanding: Bits,
    pub(crate) hidden: Bits,
    pub(crate) refusing: Bits,
    pub(crate) any: BTreeMap<Tag, Bits>,
    pub(crate) none: BTreeMap<Tag, Bits>,
}

/// The fields on which an unpublished text may say more than we know.
pub(crate) fn hideable(field: Field) -> bool {
    matches!(field, Field::Item | Field::Purpose)
}

/// The index of `rules`, one for each field.
pub(crate) fn index(rules: &[Version], empty: &Bits) -> Vec<FieldIndex> {
    let blank = FieldIndex {
        undemanding: empty.clone(),
        hidden: empty.clone(),
        refusing: empty.clone(),
        ..FieldIndex::default()
    };
    let mut index = vec![blank; FIELDS];
    for (i, rule) in rules.iter().enumerate() {
        for (f, field) in Field::ALL.iter().enumerate() {
            let slot = &mut index[f];
            let test = rule.body.scope.test(*field);
            if test.is_none_or(|test| test.any.is_empty()) {
                set(&mut slot.undemanding, i);
            }
            let Some(test) = test else { continue };
            if !rule.body.text_public && hideable(*field) {
                set(&mut slot.hidden, i);
            }
            if !test.none.is_empty() {
                set(&mut slot.refusing, i);
            }
            for tag in &test.any {
                set(slot.any.entry(tag.clone()).or_insert_with(|| empty.clone()), i);
            }
            for tag in &test.none {
                set(slot.none.entry(tag.clone()).or_insert_with(|| empty.clone()), i);
            }
        }
    }
    index
}
