//! Words that may be verbs and are none where they stand.
//!
//! In come the tokens of a sentence and a place; out goes whether the word there is part of a name, of a compound
//! (data/compound_heads.txt), or a noun by what stands around it.

use crate::lines::LineKind;
use crate::modality::verb::is_base;
use crate::modality::words::{self, Role};
use crate::predicates::predicate;
use crate::reading::Reading;
use crate::token::{Token, TokenKind, is_closed};
use crate::vocabulary::Vocabulary;
use std::sync::LazyLock;

/// What makes a noun of the word before it: `supply chains`, `press release`.
static HEADS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::list(include_str!("../../data/compound_heads.txt").split_whitespace())
});

/// Whether words of a line stand above a text, where capitals make no name.
fn above(kind: LineKind) -> bool {
    matches!(kind, LineKind::Headline | LineKind::Standfirst | LineKind::Heading)
}

/// Whether a word that may be a verb is part of a name or of a compound here.
pub(super) fn is_noun(all: &[Token<'_>], at: usize, reading: &Reading) -> bool {
    let near =
        |at: Option<usize>| at.and_then(|at| all.get(at)).map(Token::lower).unwrap_or_default();
    let (word, next) = (all[at].lower(), near(Some(at + 1)));
    let (before, second) = (near(at.checked_sub(1)), near(at.checked_sub(2)));
    let has = |word: &str, roles: &[Role]| roles.iter().any(|role| words::is(word, *role));
    if before == "to" || has(&before, &[Role::Future, Role::Open]) {
        return false;
    }
    // `According to` says whose word it is; `increasingly` is an adverb.
    let idiom = word == "according" && next == "to" || word.ends_with("ly") && !is_base(&word);
    let name = all[at].is_capital()
        && at > 0
        && all[at - 1].kind == TokenKind::Word
        && (!above(reading.kind) || is_closed(all));
    let base = is_base(&word);
    let compound =
        base && HEADS.contains(next.as_str()) || HEADS.contains(word.as_str()) && is_base(&before);
    // `a sharp decline`: no verb of this form follows one thing; `demand weakened`: another verb follows.
    let one = base && matches!(second.as_str(), "a" | "an");
    let subject = base && has(&next, &[Role::Aux, Role::Be, Role::Future, Role::Open]);
    let governs = base && next.ends_with("ed") && predicate(&next).is_some();
    idiom || name || compound || one || subject || governs
}
