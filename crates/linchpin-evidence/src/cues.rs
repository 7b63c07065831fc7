//! Verbs that report what somebody said, thought, asked or foresaw.
//!
//! In comes a word; out goes its [`Cue`], from data/cues.csv.

use crate::vocabulary::Vocabulary;
use serde::Serialize;
use std::sync::LazyLock;

/// What a reporting verb reports.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum CueKind {
    /// An utterance.
    Says,
    /// A forecast.
    Predicts,
    /// A belief, hope or view.
    Opines,
    /// A request or proposal.
    Asks,
    /// An order, threat or promise.
    Orders,
    /// A denial or refusal.
    Denies,
    /// Praise or blame.
    Praises,
}

/// The form a verb has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `say`
    Base,
    /// `says`
    Third,
    /// `saying`
    Ing,
    /// `said`
    Past,
}

/// A reporting verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    /// What it reports.
    pub kind: CueKind,
    /// Its form.
    pub form: Form,
}

static CUES: LazyLock<Vocabulary<Cue>> = LazyLock::new(|| {
    let lines = include_str!("../data/cues.csv").lines().skip(1);
    let rows = lines.filter_map(|line| {
        let mut cells = line.split(',');
        let verb = cells.next()?;
        let kind = match cells.next()? {
            "says" => CueKind::Says,
            "predicts" => CueKind::Predicts,
            "opines" => CueKind::Opines,
            "asks" => CueKind::Asks,
            "orders" => CueKind::Orders,
            "denies" => CueKind::Denies,
            _ => CueKind::Praises,
        };
        let form = match cells.next()? {
            "base" => Form::Base,
            "s" => Form::Third,
            "ing" => Form::Ing,
            _ => Form::Past,
        };
        Some((verb, Cue { kind, form }))
    });
    Vocabulary::of(rows)
});

/// The cue that the lower-case `word` is.
#[must_use]
pub fn cue(word: &str) -> Option<Cue> {
    CUES.get(word).copied()
}

/// Whether the word reports an utterance in the finite form used beside quotations.
#[must_use]
pub fn is_plain_saying(word: &str) -> bool {
    let finite = |cue: Cue| matches!(cue.form, Form::Third | Form::Past);
    let utters = |cue: Cue| matches!(cue.kind, CueKind::Says | CueKind::Asks);
    cue(word).is_some_and(|cue| finite(cue) && utters(cue))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_known() {
        assert!(is_plain_saying("said") && is_plain_saying("asked") && !is_plain_saying("say"));
        assert_eq!(cue("forecasts").map(|cue| cue.kind), Some(CueKind::Predicts));
        assert_eq!(cue("ran"), None);
    }
}
