//! What an engine cannot say of a run, and what it left out, as notes.
//!
//! In: a run with all its numbers. Out: the same with the notes before all others, each reason once.

use linchpin_engine::seam::LeftOut;
use linchpin_results::RunInput;
use linchpin_results::report::Unsaid;

/// How the note on draws that are in no number begins.
pub const LEFT_OUT: &str = "Left out:";

/// `input` with what its engine cannot say and with what it left out.
pub(crate) fn told(mut input: RunInput, unsaid: Vec<Unsaid>, left_out: &[LeftOut]) -> RunInput {
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
    for LeftOut { scenario, draws, why } in left_out {
        // The baseline stands first among those asked.
        let title = input.all().nth(*scenario).map_or("", |one| one.title.as_str());
        notes.push(format!(
            "{LEFT_OUT} in {draws} of {} draws of \u{201c}{title}\u{201d} {why}. They are in no number; another was drawn for each.",
            input.manifest.members
        ));
    }
    input.not_modelled.splice(0..0, notes);
    input.unsaid = unsaid;
    input
}
