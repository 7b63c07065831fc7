//! The words that say how firmly something is put: data/modality.csv and data/modality_east.csv.

use super::Modality;
use crate::vocabulary::Vocabulary;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// What a word does to the firmness of a verb near it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// `will`: what follows is to come.
    Future,
    /// `may`: what follows is possible.
    Open,
    /// `plans`: the infinitive after it is to come.
    Intent,
    /// `set`: the same, when `to` follows at once.
    Adjacent,
    /// `probably`: beside a verb that is to come.
    Soon,
    /// `hopes`: what follows is wished for.
    Wish,
    /// `interpreted`: what follows is a view.
    Opinion,
    /// `if`: opens a condition.
    Condition,
    /// `without`: opens a condition when something would have been.
    Counter,
    /// `asked`: an `if` after it opens a question.
    Question,
    /// `which`: a clause ends before it.
    Stop,
    /// `not`: may stand inside a group of verbs.
    Adverb,
    /// `have`: an auxiliary.
    Aux,
    /// `is`: an auxiliary that `to` may follow.
    Be,
    /// `aim`: the subject of `is to`, so that nothing is foretold.
    Purpose,
    /// `met`: an irregular past.
    Past,
    /// `cut`: present and past alike.
    Both,
    /// `agreed`: what follows is told as the deed itself is.
    Deed,
    /// `accused`: what follows `of` is charged, not told.
    Charge,
}

impl Role {
    /// Its bit in a set of roles.
    pub(crate) fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Roles of a word as bits, and the lists it is in.
type Words = Vocabulary<(u32, Vec<&'static str>)>;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let lines = include_str!("../../data/modality.csv").lines().skip(1);
    let rows = lines.filter_map(|line| {
        let mut cells = line.split(',');
        let (word, role) = (cells.next()?, cells.next()?);
        let role = match role {
            "future" => Role::Future,
            "open" => Role::Open,
            "intent" => Role::Intent,
            "adjacent" => Role::Adjacent,
            "soon" => Role::Soon,
            "wish" => Role::Wish,
            "opinion" => Role::Opinion,
            "condition" => Role::Condition,
            "counter" => Role::Counter,
            "question" => Role::Question,
            "stop" => Role::Stop,
            "adverb" => Role::Adverb,
            "aux" => Role::Aux,
            "be" => Role::Be,
            "purpose" => Role::Purpose,
            "both" => Role::Both,
            "deed" => Role::Deed,
            "charge" => Role::Charge,
            _ => Role::Past,
        };
        let lists: Vec<&str> = cells.next().filter(|list| !list.is_empty()).into_iter().collect();
        Some((word, (role.bit(), lists)))
    });
    Vocabulary::merged(rows, |(roles, lists), (role, list)| {
        *roles |= role;
        lists.extend(list);
    })
});

/// The roles of a lower-case word, as bits of [`Role::bit`].
pub(crate) fn roles(word: &str) -> u32 {
    WORDS.get(word).map_or(0, |(roles, _)| *roles)
}

/// Whether a lower-case word has a role.
pub(crate) fn is(word: &str, role: Role) -> bool {
    roles(word) & role.bit() != 0
}

/// Whether a lower-case word is in a list of words that weigh a whole clause: `future`, `hedged`, `could`, `opinion`.
pub(crate) fn weighs(word: &str, list: &str) -> bool {
    WORDS.get(word).is_some_and(|(_, lists)| lists.contains(&list))
}

static EAST: LazyLock<Vec<(&'static str, bool, Modality)>> = LazyLock::new(|| {
    let rows = include_str!("../../data/modality_east.csv").lines().skip(1);
    let rows = rows.filter_map(|line| {
        let mut cells = line.split(',');
        let (mark, language, modality) = (cells.next()?, cells.next()?, cells.next()?);
        let modality = match modality {
            "conditional" => Modality::Conditional,
            "predicted" => Modality::Predicted,
            _ => Modality::Opinion,
        };
        Some((mark, language == "ko", modality))
    });
    rows.collect()
});

static MARKS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(EAST.iter().map(|(mark, ..)| *mark)).ok());

/// What the marks of Korean or Chinese content say of its firmness: the strongest of conditional, predicted, opinion.
pub(crate) fn of_content(content: &str) -> Modality {
    let korean = content.chars().any(crate::token::is_hangul);
    let Some(marks) = &*MARKS else { return Modality::Asserted };
    let rows = marks.find_overlapping_iter(content).map(|hit| EAST[hit.pattern().as_usize()]);
    let found: Vec<Modality> =
        rows.filter(|(_, ko, _)| *ko == korean).map(|(.., modality)| modality).collect();
    let has = |wanted: Modality| found.contains(&wanted);
    let order = [Modality::Conditional, Modality::Predicted, Modality::Opinion];
    order.into_iter().find(|wanted| has(*wanted)).unwrap_or(Modality::Asserted)
}
