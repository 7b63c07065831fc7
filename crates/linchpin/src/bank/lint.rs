//! What the form alone can't say: no later knowledge, no remembered number without a band, no unknown source.
//!
//! In: [`Inputs`]. Out: findings. The outcome's own rules are checked where it is read.

use crate::bank::inputs::{Inputs, Source};
use crate::bank::rules::Rules;
use linchpin_units::{Finding, Findings};

/// Everything in the inputs that breaks a rule of the bank.
#[must_use]
pub fn inputs(episode: &Inputs, rules: &Rules) -> Findings {
    let mut findings = Findings::default();
    let first_answer = episode.questions.iter().map(|question| question.window.1).min();
    for written in &episode.form.source {
        let Some(source) = episode.sources.get(written.id.get_ref()) else { continue };
        let place = episode.text.place(written.date.span());
        if source.date > episode.ended {
            let message = format!("`{}` is of {}, after the event's end", source.id, source.date);
            findings.push(
                Finding::error("LP-B001", place, message)
                    .expected(format!("a document of {} or earlier", episode.ended))
                    .help("an input is what could be known; put later documents into the outcome"),
            );
        } else if let Some(end) = first_answer.filter(|end| source.date >= *end) {
            let message =
                format!("`{}` is of {}, after a question's window", source.id, source.date);
            findings.push(
                Finding::error("LP-B001", place, message)
                    .expected(format!("a document of before {end}"))
                    .help("a document as young as the answer may hold it"),
            );
        }
    }
    for input in episode.inputs.values() {
        let place = episode.text.place(input.span.clone());
        let Some(source) = episode.sources.get(&input.source) else {
            let known = episode.sources.keys().map(String::as_str);
            let message = format!("no source is called `{}`", input.source);
            findings.push(
                Finding::error("LP-B010", place, message)
                    .expected("a [[source]] of this file")
                    .nearest(&input.source, known)
                    .help("add the source with publisher, title, date and url"),
            );
            continue;
        };
        if input.as_of > episode.ended {
            let message = format!("`{}` holds on {}, after the event's end", input.id, input.as_of);
            findings.push(
                Finding::error("LP-B001", place, message)
                    .expected(format!("{} or earlier", episode.ended))
                    .help("an input is what could be known while the event lasted"),
            );
        } else if remembered_too_sharply(input, source, rules) {
            let message = format!("`{}` is only remembered, and has a narrow band", input.id);
            let least = 100.0 * rules.memory.least;
            findings.push(
                Finding::error("LP-B006", place, message)
                    .expected(format!("at least {least} % of the value on each side"))
                    .help("look the number up, or widen what memory can't know"),
            );
        }
    }
    findings
}

/// Whether a remembered number claims more than memory can: the bounds of its unit excuse.
fn remembered_too_sharply(
    input: &crate::bank::inputs::Input,
    source: &Source,
    rules: &Rules,
) -> bool {
    let range = input.range;
    let least = rules.memory.least * range.mode().abs() * (1.0 - 1e-9);
    let (lowest, highest) = input.unit.bounds();
    let low = range.low() <= lowest || range.mode() - range.low() >= least;
    let high = range.high() >= highest || range.high() - range.mode() >= least;
    source.grade == "memory" && !(low && high)
}
