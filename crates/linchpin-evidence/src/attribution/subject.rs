//! The subject of a clause, found without a parser.
//!
//! In come tokens and the place of a verb whose subject does not stand right before it (`The firm posted
//! a loss and said …`); out goes the phrase from the start of the clause to its first verb.

use crate::quoted::Reading;
use crate::source_phrase::{NounPhrase, phrase_before};
use crate::token::TokenKind;
use crate::vocabulary::Vocabulary;
use std::sync::LazyLock;

/// Past forms that do not end in -ed, and other finite verbs news is made of.
static FINITE: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::list([
        "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "could",
        "can", "may", "might", "should", "must", "did", "does", "do", "said", "says", "told",
        "came", "comes", "made", "took", "went", "met", "rose", "fell", "began", "became", "lost",
        "won", "held", "gave", "got", "saw", "found", "left", "kept", "sold", "bought", "paid",
        "led", "grew", "wrote", "spoke", "broke", "chose", "drew", "drove", "built", "sent",
        "spent", "shut", "ran", "sat", "stood", "thought", "brought", "caught", "fought", "felt",
        "heard", "knew", "threw", "quit", "read", "isn’t", "isn't", "wasn’t", "wasn't", "don’t",
        "don't", "didn’t", "didn't", "won’t", "won't", "can’t", "can't", "cannot", "remains",
        "seems", "appears", "needs", "wants", "plans", "makes", "gives", "takes", "goes", "shows",
        "means", "shook", "smiled", "bent", "lay", "wept", "drank", "woke", "turned",
    ])
});

/// Whether the token at `at` looks like a finite verb.
pub(super) fn is_finite(reading: &Reading<'_, '_>, at: usize) -> bool {
    let Some(token) = reading.all.get(at).filter(|token| token.kind == TokenKind::Word) else {
        return false;
    };
    if token.is_capital() && at > 0 {
        return false;
    }
    let word = reading.w(at);
    let past =
        word.len() > 4 && word.ends_with("ed") && !matches!(word, "hundred" | "indeed" | "united");
    // `the proposed rule`: a participle between article and noun.
    let before = reading.w(at.wrapping_sub(1));
    let modifies =
        at == 0 || matches!(before, "the" | "a" | "an" | "its" | "his" | "her" | "their" | "of");
    FINITE.contains(word) || past && !modifies
}

/// Whether the tokens hold a finite verb.
pub(super) fn has_finite(reading: &Reading<'_, '_>, from: usize, to: usize) -> bool {
    (from..to).any(|i| is_finite(reading, i))
}

/// The subject that the verb at `at` shares with a verb before it: `X did this and said that`.
pub(super) fn shared_subject(reading: &Reading<'_, '_>, at: usize) -> Option<NounPhrase> {
    let mut joint = at;
    while joint > 0
        && matches!(
            reading.w(joint - 1),
            "instead"
                | "also"
                | "then"
                | "later"
                | "further"
                | "even"
                | "only"
                | "rather"
                | "merely"
        )
    {
        joint -= 1;
    }
    if joint == 0 || !matches!(reading.w(joint - 1), "and" | "but" | "then" | "," | "or") {
        return None;
    }
    // `said X is committed but hopes`: a present beside a past report belongs to the clause inside.
    let present =
        crate::cues::cue(reading.w(at)).is_some_and(|cue| cue.form == crate::cues::Form::Third);
    let report = (0..joint - 1).rev().find(|i| {
        !reading.in_quotes(*i)
            && crate::cues::is_plain_saying(reading.w(*i))
            && crate::cues::cue(reading.w(*i))
                .is_some_and(|cue| cue.form == crate::cues::Form::Past)
    });
    match report.filter(|_| present) {
        Some(report) => subject_between(reading, report + 1, joint - 1),
        None => clause_subject(reading, joint - 1),
    }
}

/// The phrase before the first verb of the clause that ends at `end`.
pub(super) fn clause_subject(reading: &Reading<'_, '_>, end: usize) -> Option<NounPhrase> {
    // `stated that day`: no clause starts with a time, and none of this one inside a quotation.
    let opens = |i: usize| {
        let time = matches!(reading.w(i + 1), "day" | "time" | "night")
            || crate::calendar::is_time_word(reading.w(i + 1));
        reading.w(i) == "that" && i > 0 && !time && !reading.in_quotes(i)
    };
    let start = (0..end)
        .rev()
        .find(|i| matches!(reading.w(*i), ";" | "”" | "''") || opens(*i))
        .map_or(0, |i| i + 1);
    subject_between(reading, start, end)
}

/// The phrase before the first verb of the clause at tokens `[start, end)`.
fn subject_between(reading: &Reading<'_, '_>, start: usize, end: usize) -> Option<NounPhrase> {
    let mut i = start;
    while i < end {
        if is_finite(reading, i) && i > start && !reading.in_quotes(i) {
            // A verb inside `, who … ,` is not the clause's own.
            let opened = (start..i).rev().find(|j| reading.w(*j) == ",");
            let relative = opened.is_some_and(|j| {
                matches!(reading.w(j + 1), "who" | "which" | "whose" | "where" | "when")
            });
            if !relative {
                let mut verb = i;
                while verb > start && matches!(reading.w(verb - 1), "not" | "also" | "never") {
                    verb -= 1;
                }
                return phrase_before(reading, verb);
            }
            i = (i..end).find(|j| reading.w(*j) == ",").unwrap_or(end);
        }
        i += 1;
    }
    None
}
