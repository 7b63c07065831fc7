//! What an engine cannot say of a run, and which of its draws mean little or nothing, as notes.
//!
//! In: a run with all its numbers. Out: the same with the notes before all others, each reason once.

use linchpin_engine::seam::Strained;
use linchpin_results::RunInput;
use linchpin_results::report::Unsaid;

/// How the note on draws that are in no number begins, and that on draws beyond what was tested.
pub const STRAINED: [&str; 2] = ["Left out:", "Untested:"];

/// `input` with what its engine cannot say, and with its draws that mean little or nothing.
pub(crate) fn told(mut input: RunInput, unsaid: Vec<Unsaid>, strained: &[Strained]) -> RunInput {
    let title = |id: &str| {
        let known = input.scenarios.iter().find(|one| one.id == id);
        known.map_or(id, |one| one.title.as_str()).to_owned()
    };
    let mut notes: Vec<String> = Vec::new();
    for row in &unsaid {
        let note =
            format!("Can\u{2019}t say, \u{201c}{}\u{201d}: {}", title(&row.scenario), row.why);
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let members = input.manifest.members;
    for Strained { scenario, draws, left_out, why } in strained {
        // The baseline stands first among those asked.
        let title = input.all().nth(*scenario).map_or("", |one| one.title.as_str());
        let [begins, untested] = STRAINED;
        notes.push(if *left_out {
            format!("{begins} {draws} of {members} draws of \u{201c}{title}\u{201d}, in which {why}; another was drawn for each.")
        } else {
            format!("{untested} in {draws} of {members} draws of \u{201c}{title}\u{201d} {why}.")
        });
    }
    input.not_modelled.splice(0..0, notes);
    input.unsaid = unsaid;
    input
}
