//! Official text beside the acts: what changed, and who says so.

use linchpin_policy::Rulebook;
use linchpin_policy::official::{Difference, sections};
use linchpin_units::{Days, Text};

/// A part in the eCFR's layout with one supplement and one section.
fn part(entry: &str, extra: &str) -> Text {
    Text::new(
        "part-748.xml",
        format!(
            "<?xml version=\"1.0\"?>\n<DIV5 N=\"748\" TYPE=\"PART\"><HEAD>PART 748</HEAD>\
             <DIV8 N=\"§ 748.15\" TYPE=\"SECTION\"><HEAD>§ 748.15 Authorization</HEAD>\
             <P>(a) A <I>validated</I> end-user &amp; its sites.</P>{extra}</DIV8>\
             <DIV9 N=\"Supplement No. 7 to Part 748\" TYPE=\"APPENDIX\"><HEAD>Supplement No. 7</HEAD>\
             <TABLE><TR><TD>Holder</TD><TD>{entry}</TD></TR></TABLE></DIV9></DIV5>"
        ),
    )
}

fn between(from: &str, until: &str) -> Days {
    Days::new(from.parse().expect("a day"), Some(until.parse().expect("a day"))).expect("a stretch")
}

#[test]
fn sections_and_supplements_are_found_with_their_words() {
    let found = sections(&part("A", "")).expect("readable");
    assert_eq!(found.keys().collect::<Vec<_>>(), ["748.15", "748s7"]);
    assert_eq!(found["748.15"].heading, "§ 748.15 Authorization");
    assert_eq!(found["748.15"].paragraphs, ["(a) A validated end-user & its sites."]);
    assert_eq!(found["748s7"].paragraphs, ["Holder", "A"]);
}

#[test]
fn a_change_is_explained_by_the_act_of_that_stretch() {
    let rulebook = Rulebook::embedded().expect("sound");
    let (before, after) = (part("eligible items", ""), part("removed", ""));
    let (before, after) = (sections(&before).expect("before"), sections(&after).expect("after"));
    let told = rulebook.compare_texts(&before, &after, between("2025-12-01", "2026-01-15"));
    let [change] = told.changed.as_slice() else { panic!("one change: {told:?}") };
    assert_eq!((change.section.as_str(), change.difference), ("748s7", Difference::Changed));
    assert!(change.acts.iter().any(|touch| touch.cite.contains("90 FR 42321")), "{change:?}");
    assert_eq!((change.gone, change.new), (1, 1));
}

#[test]
fn a_gap_and_a_silent_act_are_told() {
    let rulebook = Rulebook::embedded().expect("sound");
    let (before, after) = (part("same", ""), part("same", "<P>(b) A new duty.</P>"));
    let (before, after) = (sections(&before).expect("before"), sections(&after).expect("after"));
    let told = rulebook.compare_texts(&before, &after, between("2025-12-01", "2026-01-15"));
    assert!(!told.agrees());
    assert!(told.page().contains("748.15 changed"), "{}", told.page());
    assert!(told.silent.iter().any(|touch| touch.cite.contains("90 FR 42321")), "{told:?}");
    let quiet = rulebook.compare_texts(&before, &before, between("2024-01-01", "2024-01-02"));
    assert!(quiet.agrees() && quiet.changed.is_empty());
}

#[test]
fn what_is_no_part_is_refused_where_it_goes_wrong() {
    for (body, line) in
        [("", 1), ("<DIV5 N=\"748\">\n<DIV8 N=\"1\"></P>", 2), ("no markup", 1), ("<a/>", 1)]
    {
        let findings = sections(&Text::new("x.xml", body)).expect_err(body);
        let shown = findings.to_string();
        assert!(shown.contains("LP-P014") && shown.contains(&format!("x.xml:{line}:")), "{shown}");
    }
}
