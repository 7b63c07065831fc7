//! How firmly a clause is put, and whether it is denied.
//!
//! In comes a clause; out go its [`Modality`] and [`Polarity`]. One verb of a sentence is weighed by what governs
//! it (`verb`), Korean and Chinese content by its marks (`words`); the words are data/modality.csv and
//! data/modality_east.csv.

pub(crate) mod verb;
pub(crate) mod words;

use crate::token::{Lower, TokenKind, tokens};
use crate::vocabulary::Vocabulary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// How firmly something is put, firmest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// The outlet says so itself.
    Asserted,
    /// Somebody is said to have said so.
    Attributed,
    /// It is to come.
    Predicted,
    /// It is a view or reading of events.
    Opinion,
    /// It holds only if something else does.
    Conditional,
}

/// Whether something is said to be so, not to be so, or not to have been mentioned.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// It is so.
    Positive,
    /// It is not so.
    Negative,
    /// A statement is said to leave it out.
    Omits,
}

static NEGATIONS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::list([
        "not", "no", "never", "neither", "nor", "without", "none", "nobody", "cannot", "nothing",
        "hardly", "barely",
    ])
});
fn words(clause: &str) -> Vec<Lower<'_>> {
    tokens(clause)
        .iter()
        // `May` is a month: exports that fell in May are no forecast.
        .filter(|token| token.kind == TokenKind::Word && token.text != "May")
        .map(|token| Lower::of(token.text))
        .collect()
}

/// How often a clause denies; `not only … but also` does not count.
#[must_use]
pub fn negations(clause: &str) -> usize {
    denials(&words(clause))
}

fn denials(all: &[Lower<'_>]) -> usize {
    let denies = |(i, word): (usize, &Lower<'_>)| {
        let next = all.get(i + 1).map_or("", Lower::as_str);
        let short = word.ends_with("n't") || word.ends_with("n’t");
        let idiom = matches!(
            (word.as_str(), next),
            ("not", "only" | "just" | "least" | "merely")
                | (
                    "no",
                    "longer" | "doubt" | "less" | "fewer" | "more" | "later" | "matter" | "sooner"
                )
        );
        // `Ruled out` denies by itself; `does not rule out` denies nothing.
        let out = matches!(word.as_str(), "rule" | "rules" | "ruled" | "ruling") && next == "out";
        let no = NEGATIONS.contains(word.as_str()) || short;
        usize::from(out || no && (!idiom || next == "longer"))
    };
    all.iter().enumerate().map(denies).sum()
}

/// Whether a statement is said not to have mentioned something.
#[must_use]
pub fn omits(clause: &str) -> bool {
    leaves_out(&words(clause))
}

fn leaves_out(all: &[Lower<'_>]) -> bool {
    all.iter().enumerate().any(|(i, word)| {
        let says = matches!(
            word.as_str(),
            "mention"
                | "mentioned"
                | "mentioning"
                | "refer"
                | "comment"
                | "address"
                | "include"
                | "included"
                | "reference"
        );
        let from = i.saturating_sub(3);
        says && all[from..i].iter().any(|w| {
            matches!(
                w.as_str(),
                "not" | "no" | "without" | "never" | "didn’t" | "didn't" | "nor" | "neither"
            )
        })
    }) || all.iter().any(|word| matches!(word.as_str(), "omitted" | "omits" | "omitting"))
}

/// The polarity of a clause.
#[must_use]
pub fn polarity(clause: &str) -> Polarity {
    let all = words(clause);
    if leaves_out(&all) {
        Polarity::Omits
    } else if denials(&all) % 2 == 1 {
        Polarity::Negative
    } else {
        Polarity::Positive
    }
}

/// `is to open`, `set to close`, `to be built`; but not `the aim is to help`.
fn to_come(all: &[Lower<'_>]) -> bool {
    let purpose =
        ["aim", "goal", "purpose", "point", "idea", "task", "way", "job", "objective", "plan"];
    let purposeful = all.iter().any(|word| purpose.contains(&word.as_str()));
    all.windows(2).any(|pair| {
        let (one, two) = (pair[0].as_str(), pair[1].as_str());
        one == "to" && two == "be"
            || matches!(one, "is" | "are" | "set" | "going") && two == "to" && !purposeful
    })
}

/// How firmly a clause is put, speech set aside: never [`Modality::Attributed`].
#[must_use]
pub fn modality(clause: &str) -> Modality {
    let all = words(clause);
    let has = |list: &str| all.iter().any(|word| words::weighs(word, list));
    let unable = |pair: &[Lower<'_>]| pair[0] == "could" && pair[1] == "not";
    // `Could not` tells of the past.
    let hedged = has("hedged") || has("could") && !all.windows(2).any(unable);
    let conditional = all.iter().any(|word| matches!(word.as_str(), "if" | "unless"))
        || all.windows(2).any(|pair| pair[0] == "in" && pair[1] == "case");
    if conditional && (hedged || has("future")) {
        Modality::Conditional
    } else if has("opinion") {
        Modality::Opinion
    } else if has("future") || hedged || to_come(&all) {
        Modality::Predicted
    } else {
        Modality::Asserted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_weighed() {
        assert_eq!(modality("If the port closes, prices could rise."), Modality::Conditional);
        assert_eq!(modality("The port will close."), Modality::Predicted);
        assert_eq!(modality("The visit is interpreted as a sign."), Modality::Opinion);
        assert_eq!(modality("The port closed."), Modality::Asserted);
        assert_eq!(modality("Exports fell by a third in May."), Modality::Asserted);
        assert_eq!(modality("Exports may fall."), Modality::Predicted);
        assert_eq!(polarity("The text did not mention ships."), Polarity::Omits);
        assert_eq!(polarity("It was not signed."), Polarity::Negative);
        assert_eq!(polarity("It was not only signed but sealed."), Polarity::Positive);
    }
}
