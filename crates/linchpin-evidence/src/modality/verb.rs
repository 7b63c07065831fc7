//! How firmly one verb is put, by the words that govern it.
//!
//! In come the tokens of a sentence and the place of a verb; out goes the verb's own [`Modality`], speech set
//! aside. A verb is governed by the auxiliaries of its group (`will be closed`), by what its infinitive hangs
//! on (`plans to close`), by the group it is joined to (`will close and sell`), and by a condition beside it.

use super::Modality;
use super::words::{self, Role};
use crate::predicates::{is_listed, predicate};
use crate::token::{Lower, Token, TokenKind};
use crate::words::Words;
use std::ops::Range;

/// Whether a lower-case word is a noun made of a verb: `cooperation`, which asserts nothing by itself.
pub(crate) fn is_nominal(word: &str) -> bool {
    NOUNS.iter().any(|ending| word.ends_with(ending))
}

/// Whether a lower-case word is a verb of the list in the form that follows `will`.
pub(crate) fn is_base(lower: &str) -> bool {
    is_listed(lower) && !words::is(lower, Role::Past)
}

/// The words of a sentence as a weighing sees them: each in lower case, with its roles and its predicate. `May` is
/// a month and says nothing.
#[derive(Debug)]
pub(crate) struct Weighed<'s, 't> {
    lower: Vec<&'s str>,
    roles: Vec<u32>,
    predicates: Vec<Option<&'static str>>,
    tokens: &'s [Token<'t>],
}

impl<'s, 't> Weighed<'s, 't> {
    pub(crate) fn of(words: &'s Words<'t>) -> Self {
        let lower = |(token, lower): (&Token<'_>, &'s Lower<'t>)| {
            if token.text == "May" { "" } else { lower.as_str() }
        };
        let lower: Vec<&str> = words.all.iter().zip(&words.lower).map(lower).collect();
        let roles = lower.iter().map(|word| words::roles(word)).collect();
        let predicates = lower.iter().map(|word| predicate(word)).collect();
        Self { lower, roles, predicates, tokens: &words.all }
    }

    /// The predicate of a word.
    pub(crate) fn predicate(&self, at: usize) -> Option<&'static str> {
        self.predicates[at]
    }

    /// The tokens.
    pub(crate) fn tokens(&self) -> &'s [Token<'t>] {
        self.tokens
    }
}

/// A verb in its sentence.
pub(crate) struct Verb<'a, 't> {
    /// The words of the sentence.
    pub(crate) all: &'a Weighed<'a, 't>,
    /// Which of them is the verb.
    pub(crate) at: usize,
    /// The tokens of what was said, or the whole sentence.
    pub(crate) scope: Range<usize>,
    /// Whether it stands in a headline, where `to close` is the future.
    pub(crate) headline: bool,
}

/// Endings of nouns made of verbs.
const NOUNS: &[&str] = &["tion", "tions", "ment", "ments", "ance", "approval"];
/// Verbs in a row that may hang on each other.
const DEPTH: usize = 4;
/// Tokens that an object may put between `expected` and `to fall`.
const REACH: usize = 12;

impl Verb<'_, '_> {
    /// The verb's own modality: never [`Modality::Attributed`].
    pub(crate) fn modality(&self) -> Modality {
        let open = self.is_open(self.at, 0);
        if self.is_conditional(open) {
            Modality::Conditional
        } else if open {
            Modality::Predicted
        } else if self.is_view() {
            Modality::Opinion
        } else {
            Modality::Asserted
        }
    }

    fn word(&self, at: usize) -> &str {
        self.all.lower[at]
    }

    fn has(&self, at: usize, role: Role) -> bool {
        self.all.roles[at] & role.bit() != 0
    }

    /// Whether a clause ends at this token, seen from a verb after it.
    fn stops(&self, at: usize) -> bool {
        let mark = matches!(
            self.all.tokens[at].text,
            ";" | ":" | "—" | "–" | "“" | "”" | "\"" | "(" | ")" | "." | "?" | "!"
        );
        mark || self.has(at, Role::Stop) || self.has(at, Role::Condition)
    }

    /// The first token left of `at` that is neither an adverb nor an auxiliary, and whether `be` was among them.
    fn group(&self, at: usize) -> (Option<usize>, bool) {
        let mut passive = false;
        for left in (0..at).rev() {
            let word = self.word(left);
            let adverb = word.ends_with("ly") && word.len() > 4 || self.has(left, Role::Adverb);
            if self.has(left, Role::Aux) || self.has(left, Role::Be) {
                passive |= matches!(word, "be" | "been" | "being") || self.has(left, Role::Be);
            } else if !adverb && !self.has(left, Role::Soon) || self.has(left, Role::Future) {
                return (Some(left), passive);
            }
        }
        (None, passive)
    }

    /// Whether the verb at `at` is to come or only possible.
    fn is_open(&self, at: usize, depth: usize) -> bool {
        let (before, passive) = self.group(at);
        let Some(before) = before else { return false };
        let word = self.word(before);
        if self.has(before, Role::Future) {
            return true;
        }
        if self.has(before, Role::Open) {
            // `Could not` tells of the past.
            let past = word == "could" && (before + 1..at).any(|i| self.word(i) == "not");
            return !past;
        }
        if word == "to" {
            // `Due to curbs`: a noun follows.
            let verbal = is_base(self.word(at)) || passive || before + 1 < at;
            return verbal && self.infinitive(before, depth);
        }
        let own = self.word(at);
        if own.ends_with("ing") {
            // `From buying` hangs on the verb before it, `, adding costs` on that of the main clause.
            let bound = self.has(before, Role::Intent)
                || ["of", "for", "on", "from", "by", "in", "through", "without", ","]
                    .contains(&word);
            return bound && self.hangs_on(before + 1, depth).unwrap_or(false);
        }
        // `will open and sell`, `to be closed and sold`.
        if matches!(word, "and" | "or" | "then" | ",") && self.joined(at, before, depth) {
            return true;
        }
        // `Will visit the port, accompanied by firms`.
        let by = self.all.tokens.get(at + 1).is_some_and(|next| next.text == "by");
        if word == "," && by && self.is_past(at) {
            return self.hangs_on(before, depth).unwrap_or(false);
        }
        // A noun is as open as the verb it hangs on, or as the one whose subject it is.
        let noun = is_nominal(own);
        if !noun && self.is_past(at) {
            return false;
        }
        let left = self.hangs_on(at, depth);
        left.unwrap_or_else(|| noun && self.subject_of_open(at))
    }

    /// Whether the first auxiliary after a noun in its clause is open: `production could be disrupted`.
    fn subject_of_open(&self, at: usize) -> bool {
        let after = (at + 1..self.all.tokens.len()).take_while(|i| {
            !self.stops(*i) && self.all.tokens[*i].text != "," && !self.is_past(*i)
        });
        let helps = |i: &usize| {
            [Role::Future, Role::Open, Role::Aux, Role::Be].iter().any(|role| self.has(*i, *role))
        };
        after
            .into_iter()
            .find(helps)
            .is_some_and(|i| self.has(i, Role::Future) || self.has(i, Role::Open))
    }

    fn is_past(&self, at: usize) -> bool {
        let word = self.word(at);
        word.ends_with("ed") || self.has(at, Role::Past) || self.has(at, Role::Both)
    }

    /// Whether the group that `and` joins a verb to is open: the nearest modal or `to` before it in the clause
    /// whose verb has the form of this one.
    fn joined(&self, at: usize, from: usize, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        for left in (0..from).rev() {
            if self.stops(left) {
                return false;
            }
            let word = self.word(left);
            let modal = self.has(left, Role::Future) || self.has(left, Role::Open);
            if !modal && word != "to" {
                continue;
            }
            // The verb right after it says which form goes on.
            let next = (left + 1..from).find(|i| {
                !self.has(*i, Role::Adverb) && !self.has(*i, Role::Soon) && !self.has(*i, Role::Aux)
            });
            let bare = next.is_some_and(|next| next == left + 1 || !self.is_past(next));
            let fits = self.has(at, Role::Both)
                || if bare { is_base(self.word(at)) } else { self.is_past(at) };
            if !fits {
                return false;
            }
            return if word == "to" {
                self.infinitive(left, depth + 1)
            } else {
                !(word == "could"
                    && next.is_some_and(|next| (left..next).any(|i| self.word(i) == "not")))
            };
        }
        false
    }

    /// Whether the infinitive after `to` is to come.
    fn infinitive(&self, to: usize, depth: usize) -> bool {
        if let Some(last) = to.checked_sub(1) {
            if self.has(last, Role::Adjacent) || self.has(last, Role::Intent) {
                return true;
            }
            if self.has(last, Role::Be) && self.word(last) != "been" {
                return !(0..last).any(|i| self.has(i, Role::Purpose));
            }
        }
        if let Some(open) = self.hangs_on(to, depth) {
            return open;
        }
        // `Norway to Restrict Sales`
        let verbless = |i: usize| {
            !self.has(i, Role::Be) && !self.has(i, Role::Aux) && self.all.predicates[i].is_none()
        };
        self.headline && to > 0 && (0..to).all(verbless)
    }

    /// Whether what ends before token `end` hangs on a word of intent, or on a verb that is itself to come; `None`
    /// when it hangs on nothing known.
    fn hangs_on(&self, end: usize, depth: usize) -> Option<bool> {
        for left in (end.saturating_sub(REACH)..end).rev() {
            if self.stops(left) {
                return None;
            }
            if [Role::Intent, Role::Future, Role::Open].iter().any(|role| self.has(left, *role)) {
                return Some(true);
            }
            if self.has(left, Role::Wish) {
                return Some(false);
            }
            let word = self.word(left);
            let verb = self.all.predicates[left].is_some() && !is_nominal(word);
            if verb && depth < DEPTH && self.all.tokens[left].kind == TokenKind::Word {
                return Some(self.is_open(left, depth + 1));
            }
        }
        None
    }

    /// Whether the verb is a past by itself: neither of `was closed` nor of `to have closed`.
    pub(crate) fn is_finite(&self) -> bool {
        let (before, passive) = self.group(self.at);
        let bound = before.is_some_and(|before| self.word(before) == "to");
        self.is_past(self.at) && !passive && !bound && !self.has(self.at, Role::Both)
    }

    /// Whether the verb is what somebody wishes, asks for or is charged with: `hopes to win`, `asked Latvia to
    /// ensure`, `accused Oslo of having blocked`.
    pub(crate) fn is_wished(&self) -> bool {
        let Some(before) = self.group(self.at).0 else { return false };
        let role = match self.word(before) {
            "to" => Role::Wish,
            "of" | "for" => Role::Charge,
            _ => return false,
        };
        for left in (before.saturating_sub(REACH)..before).rev() {
            if self.has(left, role) {
                return true;
            }
            if self.stops(left) || self.has(left, Role::Intent) {
                return false;
            }
        }
        false
    }

    /// Conditions of the scope: the tokens of each.
    fn conditions(&self) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let end = |from: usize, to: usize| {
            (from..to)
                .find(|i| matches!(self.all.tokens[*i].text, "," | ";" | "—" | "”"))
                .unwrap_or(to)
        };
        let inside = (self.scope.start..self.scope.end).any(|i| self.opens_condition(i));
        let scope = if inside { self.scope.clone() } else { 0..self.all.tokens.len() };
        for at in scope.clone() {
            // A condition of the sentence around what was said counts only at its start.
            if self.opens_condition(at) && (inside || at == 0) {
                out.push(at..end(at, scope.end));
            }
        }
        out
    }

    fn opens_condition(&self, at: usize) -> bool {
        let word = self.word(at);
        let before = at.checked_sub(1).map(|i| self.word(i)).unwrap_or_default();
        let asked = at > 0 && self.has(at - 1, Role::Question);
        let next = self.all.lower.get(at + 1).copied().unwrap_or_default();
        let first = at == self.scope.start;
        match word {
            // `Should the river freeze, …`
            "should" | "were" => first && self.all.tokens[at].is_capital() && self.comma_after(at),
            "provided" | "providing" => next == "that" || first,
            "case" => before == "in" && next != "of",
            "condition" => before == "on" && next == "that",
            "but" => next == "for" && self.would_have(),
            _ if self.has(at, Role::Counter) => self.would_have(),
            _ => self.has(at, Role::Condition) && !asked,
        }
    }

    fn comma_after(&self, at: usize) -> bool {
        self.all.tokens[at..].iter().any(|token| token.text == ",")
    }

    fn would_have(&self) -> bool {
        (0..self.all.tokens.len().saturating_sub(1)).any(|i| {
            matches!(self.word(i), "would" | "could" | "might") && self.word(i + 1) == "have"
        })
    }

    /// Whether the verb stands in a condition, or is to come under one.
    fn is_conditional(&self, open: bool) -> bool {
        let all = self.conditions();
        let inside = |range: &Range<usize>| {
            let counter = self.has(range.start, Role::Counter) || self.word(range.start) == "but";
            range.contains(&self.at) && !counter
        };
        all.iter().any(inside) || open && all.iter().any(|range| self.reaches(range))
    }

    /// Whether a condition governs the verb: nothing but its own main clause lies between.
    fn reaches(&self, condition: &Range<usize>) -> bool {
        let between = if condition.start > self.at {
            self.at + 1..condition.start
        } else {
            condition.end..self.at
        };
        let breaks = |i: usize| {
            let word = self.word(i);
            matches!(self.all.tokens[i].text, ";" | "“" | "”")
                || matches!(word, "while" | "although" | "but")
        };
        !between.into_iter().any(breaks)
    }

    /// Whether the verb stands in somebody's view or reading: a word for it governs the clause.
    fn is_view(&self) -> bool {
        let own = |i: usize| self.has(i, Role::Opinion);
        // `a dispute that began`: the clause tells what the noun before it did.
        let relative = self.group(self.at).0.is_some_and(|before| {
            matches!(self.word(before), "that" | "which" | "who")
                && !before.checked_sub(1).is_some_and(own)
        });
        if relative {
            return false;
        }
        // What is seen, read or believed follows its word, also across `that` and `as`.
        let left = (0..=self.at).rev().take_while(|i| {
            !matches!(self.all.tokens[*i].text, ";" | "”")
                && !matches!(self.word(*i), "but" | "while" | "which" | "although")
        });
        left.into_iter().any(own)
    }
}
