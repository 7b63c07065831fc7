//! What changed between two days is told by the act that changed it.

use linchpin_policy::{Rulebook, Verdict, diff};
use linchpin_units::Day;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn a_revocation_is_named_and_not_the_rules_it_uncovers() {
    let rulebook = Rulebook::embedded().expect("sound");
    let known = rulebook.knowledge_day();
    let groups = rulebook.diff((day("2025-12-30"), known), (day("2025-12-31"), known));
    let [group] = groups.as_slice() else { panic!("one group: {groups:?}") };
    assert_eq!(group.acts.iter().map(|act| act.as_str()).collect::<Vec<_>>(), ["us.fr.90-42321"]);
    assert!(group.cells.iter().all(|cell| {
        (cell.before, cell.after) == (Verdict::Authorised, Verdict::LicenceRequired)
    }));
    // Three sites, eight kinds of tools, five purposes: one line.
    assert_eq!(group.cells.len(), 120);
    assert_eq!(diff::page(&groups, &rulebook).lines().count(), 2);
}

#[test]
fn what_was_learnt_is_told_by_the_act_that_became_known() {
    let rulebook = Rulebook::embedded().expect("sound");
    let on = day("2026-03-01");
    let groups = rulebook.diff((on, day("2025-08-01")), (on, day("2025-09-15")));
    let named = groups.iter().any(|g| g.acts.iter().any(|act| act.as_str() == "us.fr.90-42321"));
    assert!(named, "{groups:?}");
}

#[test]
fn a_quiet_stretch_has_no_cells() {
    let rulebook = Rulebook::embedded().expect("sound");
    let known = rulebook.knowledge_day();
    let groups = rulebook.diff((day("2016-05-01"), known), (day("2016-05-02"), known));
    assert!(groups.is_empty());
    assert!(diff::page(&groups, &rulebook).starts_with("no cell"));
}
