//! Groups that grow by pairs: each member bears the number of its group.

use std::collections::BTreeMap;

/// Puts the groups of two members together; a group bears the number of its first member.
pub(crate) fn join(group: &mut [usize], one: usize, two: usize) {
    let (old, new) = (group[one].max(group[two]), group[one].min(group[two]));
    group.iter_mut().filter(|slot| **slot == old).for_each(|slot| *slot = new);
}

/// The members of each group, in the order of their first.
pub(crate) fn members(group: &[usize]) -> Vec<Vec<usize>> {
    let mut all: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, root) in group.iter().enumerate() {
        all.entry(*root).or_default().push(at);
    }
    all.into_values().collect()
}
