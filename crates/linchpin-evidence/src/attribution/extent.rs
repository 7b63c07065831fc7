//! How far the content of a report reaches.
//!
//! In comes a reporting verb; out go the tokens where what is said starts and ends.

use crate::calendar::is_time_word;
use crate::cues::{Cue, CueKind};
use crate::lines::is_stopword;
use crate::quoted::{Reading, is_mark};
use crate::source_phrase::phrase_after;
use crate::token::TokenKind;

/// Whether a reporting word takes a hearer: `told reporters that`.
fn has_hearer(word: &str) -> bool {
    matches!(
        word,
        "told"
            | "tells"
            | "tell"
            | "informed"
            | "reminded"
            | "warned"
            | "assured"
            | "asked"
            | "urged"
            | "notified"
            | "advised"
    )
}

/// Whether a word names hearers or the occasion on which something is said.
fn is_occasion(word: &str) -> bool {
    matches!(
        word,
        "reporters"
            | "statement"
            | "interview"
            | "release"
            | "press"
            | "news"
            | "conference"
            | "lawmakers"
            | "investors"
            | "analysts"
            | "briefing"
            | "report"
            | "letter"
            | "note"
    )
}

/// Whether what follows a reporting word without a mark is what was said.
fn says_or_thinks(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "say"
            | "saying"
            | "adding"
            | "added"
            | "believes"
            | "believe"
            | "thinks"
            | "think"
            | "thought"
            | "believed"
            | "argued"
            | "argues"
    )
}

/// Whether a word relates the verb to a thing: `said about`, `warned of`.
fn is_relation(word: &str) -> bool {
    matches!(
        word,
        "about"
            | "of"
            | "with"
            | "for"
            | "by"
            | "from"
            | "at"
            | "as"
            | "against"
            | "on"
            | "in"
            | "into"
    )
}

/// Whether a word tells that a clause has a verb.
fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "will"
            | "would"
            | "is"
            | "are"
            | "was"
            | "were"
            | "has"
            | "had"
            | "have"
            | "could"
            | "can"
            | "may"
            | "should"
            | "to"
            | "must"
    )
}

/// The token after `that`, where only adverbials and hearers stand between the verb and it.
fn after_that(reading: &Reading<'_, '_>, i: usize, told: bool) -> Option<usize> {
    let that = (i..(i + 12).min(reading.all.len())).find(|j| {
        // `that day` names a time.
        let time = is_time_word(reading.w(j + 1)) || matches!(reading.w(j + 1), "day" | "time");
        reading.w(*j) == "that" && !reading.in_quotes(*j) && !time
    })?;
    let clean =
        reading.all[i..that].iter().all(|token| !matches!(token.text, ";" | ":" | "“" | "\""));
    let small = reading.all[i..that].iter().all(|token| {
        let word = token.lower();
        token.kind != TokenKind::Word
            || is_stopword(&word)
            || token.is_capital()
            || is_time_word(&word)
            || told
            || word.ends_with("ly")
            || crate::time_values::unit_letter(&word).is_some()
            || is_occasion(&word)
    });
    // `argued in a letter to residents that`: a phrase of few words without a verb.
    let adverbial = matches!(reading.w(i), "in" | "at" | "during" | "on" | "before" | "after")
        && that - i <= 9
        && !reading.all[i..that].iter().any(|token| token.text == ",")
        && !super::has_finite(reading, i, that);
    (clean && (small || adverbial)).then_some(that + 1)
}

/// Where the content after the verb starts, and whether it is plainly a clause.
pub(super) fn content_after(
    reading: &Reading<'_, '_>,
    at: usize,
    verb: Cue,
) -> Option<(usize, bool)> {
    let mut i = at + 1;
    let told = has_hearer(reading.w(at));
    if let Some(start) = after_that(reading, i, told) {
        return Some((start, true));
    }
    if told && !matches!(reading.w(i), "," | ":" | "“" | "\"" | "to") {
        let phrase = phrase_after(reading, i)?;
        i = phrase.to;
        if verb.kind == CueKind::Asks {
            return (reading.w(i) == "to" || reading.w(i) == "for").then_some((i, true));
        }
        return Some((i, i + 2 < reading.all.len()));
    }
    // `said on Monday (that) …`
    while i < reading.all.len()
        && (is_time_word(reading.w(i))
            || reading.w(i) == "day" && reading.w(i - 1) == "that"
            || matches!(reading.w(i), "on" | "late" | "in" | "at" | "that")
                && (is_time_word(reading.w(i + 1)) || reading.w(i + 1) == "day"))
    {
        i += 1;
    }
    let next = reading.w(i);
    if matches!(next, "" | "." | ";") {
        return None;
    }
    let quote = is_mark(next)
        || matches!(next, "," | ":")
            && reading.all.get(i + 1).is_some_and(|token| is_mark(token.text));
    if quote {
        return Some((i, true));
    }
    if next == "in"
        && let Some(pair) = reading.quoted.iter().find(|pair| pair.open > i)
    {
        return Some((pair.open, true));
    }
    unmarked(reading, at, verb, i)
}

/// The same where neither `that` nor a mark opens the content: it can only start at token `i`.
fn unmarked(reading: &Reading<'_, '_>, at: usize, verb: Cue, i: usize) -> Option<(usize, bool)> {
    let next = reading.w(i);
    let about = is_relation(next);
    if says_or_thinks(reading.w(at)) {
        return (!about || next == "in" || next == "at" || next == "for").then_some((i, true));
    }
    let to_form = next == "to"
        && matches!(
            verb.kind,
            CueKind::Predicts
                | CueKind::Asks
                | CueKind::Orders
                | CueKind::Denies
                | CueKind::Opines
                | CueKind::Says
        );
    if to_form {
        // `declined to be named`: a refusal is an act, and what follows is just what was not done.
        let refuses = matches!(crate::token::stem(reading.w(at)).as_str(), "declin" | "refus");
        return (!refuses).then_some((i, true));
    }
    match verb.kind {
        CueKind::Says | CueKind::Predicts | CueKind::Opines => {
            let has_verb = reading.lower[i..].iter().take(14).any(|word| is_auxiliary(word));
            (!about && has_verb).then_some((i, true))
        }
        // `rejected the plan`, `ordered ships`: an act with a thing for object reports nothing.
        CueKind::Denies | CueKind::Orders => {
            let stem = crate::token::stem(reading.w(at));
            let speaks =
                matches!(stem.as_str(), "deny" | "promis" | "pledg" | "vow" | "threaten" | "swear");
            (!about && speaks).then_some((i, false))
        }
        CueKind::Asks => (!about).then_some((i, false)),
        CueKind::Praises => None,
    }
}

/// Where content that starts at `from` ends: at the sentence's end, or before a new report.
pub(super) fn content_end(reading: &Reading<'_, '_>, from: usize) -> usize {
    let mut i = from;
    while i + 1 < reading.all.len() {
        // `said that … and added that …`: the second report has content of its own.
        if matches!(reading.w(i), "and" | "but") && !reading.in_quotes(i) && i > from + 2 {
            let verb = i
                + 1
                + usize::from(matches!(reading.w(i + 1), "also" | "then" | "later" | "further"));
            let again = crate::cues::is_plain_saying(reading.w(verb))
                && !reading.all[verb].is_capital()
                && matches!(
                    crate::cues::cue(reading.w(verb)).map(|cue| cue.form),
                    Some(crate::cues::Form::Past)
                );
            let clause =
                matches!(
                    reading.w(verb + 1),
                    "that"
                        | "it"
                        | "he"
                        | "she"
                        | "they"
                        | "the"
                        | "there"
                        | "its"
                        | "his"
                        | "her"
                        | "their"
                        | "this"
                        | "these"
                        | "no"
                        | ","
                ) || reading.all.get(verb + 1).is_some_and(crate::token::Token::is_capital)
                    || reading.quoted.iter().any(|pair| pair.open == verb + 1);
            if again && clause {
                return if reading.w(i - 1) == "," { i - 1 } else { i };
            }
        }
        if reading.w(i) == "," && !reading.in_quotes(i) {
            let next = reading.w(i + 1);
            let participle = matches!(
                next,
                "adding"
                    | "noting"
                    | "saying"
                    | "citing"
                    | "stressing"
                    | "explaining"
                    | "warning"
                    | "arguing"
                    | "claiming"
                    | "insisting"
            );
            let contrast = matches!(next, "while" | "but")
                && (i + 2..(i + 10).min(reading.all.len())).any(|j| {
                    crate::cues::cue(reading.w(j)).is_some_and(|cue| {
                        matches!(cue.form, crate::cues::Form::Past | crate::cues::Form::Third)
                    }) && !reading.all[j].is_capital()
                });
            // `…, the minister said.` reports the whole once more.
            let tail = (i + 1..(i + 12).min(reading.all.len()))
                .find(|j| crate::cues::is_plain_saying(reading.w(*j)));
            let trailed = tail.is_some_and(|verb| {
                matches!(reading.w(verb + 1), "." | "")
                    && verb + 2 >= reading.all.len()
                    && crate::source_phrase::phrase_before(reading, verb)
                        .is_some_and(|phrase| phrase.from == i + 1)
            });
            if trailed {
                return i;
            }
            let according = next == "according";
            if participle || contrast || according {
                return i;
            }
        }
        i += 1;
    }
    reading.all.len()
}
