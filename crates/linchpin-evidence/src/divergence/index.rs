//! Which documents are worth comparing, found through indexes rather than pair by pair.
//!
//! In come accounts in order; out go the earlier originals that share sentences with a document, groups of
//! documents that tell of one event, and whether two documents are releases on one template (another
//! subject or another period), which are no copies of each other.

use super::account::{Account, Pair};
use super::agreement::same_value;
use super::deeds::Pin;
use super::events::same_event;
use super::facts::Facts;
use super::union::{join, members};
use crate::gazetteer::EntityKind;
use crate::when::WhenKind;
use std::collections::{BTreeMap, BTreeSet};

/// Rarest stems of a sentence that index it.
const RARE: usize = 5;
/// Originals kept under one key: what more documents share than this is a template.
const POSTINGS: usize = 48;
/// Originals a document is compared with.
const CANDIDATES: usize = 8;
/// Documents of one event compared with each other at most.
const GROUP: usize = 40;
/// Documents that name one person compared with each other, by date.
const NEIGHBOURS: usize = 64;

/// The sentences of all accounts as sorted numbers of stems, rarest first known.
#[derive(Debug)]
pub(super) struct Index {
    stems: Vec<Vec<Vec<u32>>>,
    rarity: Vec<u32>,
}

impl Index {
    pub(super) fn of(accounts: &[Account<'_>]) -> Self {
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        let mut rarity: Vec<u32> = Vec::new();
        let mut stems = Vec::with_capacity(accounts.len());
        for account in accounts {
            let mut document = Vec::with_capacity(account.facts.len());
            for facts in &account.facts {
                let mut own: Vec<u32> = Vec::with_capacity(facts.stems.len());
                let letters = pairs_of_letters(account.words(facts.reading.sentence.span));
                for stem in facts.stems.iter().cloned().chain(letters) {
                    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                    let id = *known.entry(stem).or_insert(next);
                    if id == next {
                        rarity.push(0);
                    }
                    rarity[id as usize] += 1;
                    own.push(id);
                }
                own.sort_unstable();
                document.push(own);
            }
            stems.push(document);
        }
        Self { stems, rarity }
    }

    fn keys(&self, at: usize) -> BTreeSet<(u32, u32)> {
        let mut out = BTreeSet::new();
        for sentence in &self.stems[at] {
            let mut rare = sentence.clone();
            rare.sort_by_key(|id| (self.rarity[*id as usize], *id));
            rare.truncate(RARE);
            for (i, one) in rare.iter().enumerate() {
                out.extend(rare[i + 1..].iter().map(|two| (*one.min(two), *one.max(two))));
            }
        }
        out
    }

    /// Aligns the sentences of two accounts: best pairs first, each sentence once.
    pub(super) fn align(&self, one: usize, two: usize) -> Vec<Pair> {
        let (left, right) = (&self.stems[one], &self.stems[two]);
        let mut all = Vec::new();
        for (i, a) in left.iter().enumerate() {
            for (j, b) in right.iter().enumerate() {
                let score = dice(a, b);
                if score >= 0.25 {
                    all.push(Pair { one: i, two: j, score });
                }
            }
        }
        let off = |pair: &Pair| pair.one.abs_diff(pair.two);
        all.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then(off(a).cmp(&off(b)))
                .then((a.one, a.two).cmp(&(b.one, b.two)))
        });
        let (mut used_one, mut used_two) = (vec![false; left.len()], vec![false; right.len()]);
        all.retain(|pair| {
            let free = !used_one[pair.one] && !used_two[pair.two];
            if free {
                (used_one[pair.one], used_two[pair.two]) = (true, true);
            }
            free
        });
        all.sort_by_key(|pair| (pair.one, pair.two));
        all
    }
}

/// Letters of a sentence in which figures weigh too much.
const SHORT: usize = 16;

/// Letters of Korean and Chinese two by two: what copies in these languages share, whatever the glosses know.
fn pairs_of_letters(words: &str) -> BTreeSet<String> {
    if !crate::language::is_east(words) {
        return BTreeSet::new();
    }
    let mut letters: Vec<char> = words.chars().filter(|c| c.is_alphanumeric()).collect();
    // In a few letters (`该法10月20日生效`) any figure stands for any other.
    if letters.len() <= SHORT {
        letters.iter_mut().filter(|c| c.is_ascii_digit()).for_each(|c| *c = '0');
        letters.dedup_by(|a, b| *a == '0' && *b == '0');
    }
    letters.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// Dice coefficient of two sorted sets.
fn dice(one: &[u32], two: &[u32]) -> f64 {
    if one.is_empty() || two.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0_u32);
    while i < one.len() && j < two.len() {
        match one[i].cmp(&two[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "sentences have few words")]
    let score = 2.0 * f64::from(shared) / (one.len() + two.len()) as f64;
    score
}

/// Originals by the rare words of their sentences.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    postings: BTreeMap<(u32, u32), Vec<usize>>,
}

impl Catalogue {
    /// Files an original.
    pub(super) fn add(&mut self, index: &Index, at: usize) {
        for key in index.keys(at) {
            let list = self.postings.entry(key).or_default();
            if list.len() < POSTINGS {
                list.push(at);
            }
        }
    }

    /// The earlier originals that share most rare words with a document.
    pub(super) fn candidates(&self, index: &Index, at: usize) -> Vec<usize> {
        let mut votes: BTreeMap<usize, u32> = BTreeMap::new();
        for key in index.keys(at) {
            for earlier in self.postings.get(&key).into_iter().flatten() {
                *votes.entry(*earlier).or_default() += 1;
            }
        }
        let mut best: Vec<(usize, u32)> = votes.into_iter().collect();
        best.sort_by_key(|(at, votes)| (std::cmp::Reverse(*votes), *at));
        best.truncate(CANDIDATES);
        best.into_iter().map(|(at, _)| at).collect()
    }
}

/// Whom or what a document is about: the party it names most, and how often.
fn subject(account: &Account<'_>) -> Option<(String, usize)> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let named = account.mentions().filter(|mention| is_party(mention.kind));
    for (order, mention) in named.enumerate() {
        let slot = counts.entry(&mention.entity).or_insert((0, order));
        slot.0 += 1;
    }
    let best =
        counts.into_iter().max_by_key(|(_, (count, order))| (*count, std::cmp::Reverse(*order)));
    best.map(|(entity, (count, _))| (entity.to_owned(), count))
}

fn is_party(kind: EntityKind) -> bool {
    kind.acts() || kind == EntityKind::Other
}

/// Periods a sentence names: days, months, quarters, years.
fn periods<'f>(facts: &'f Facts<'_>) -> BTreeSet<&'f str> {
    let dated = facts.times.iter().filter(|when| when.kind == WhenKind::Date);
    dated.map(|when| when.value.as_str()).collect()
}

/// Whether two Korean or Chinese sentences start with different words: whom they speak of, known or not.
fn other_start(words: (&str, &str)) -> bool {
    let start = |text: &str| -> String {
        let first = text.split(' ').next().unwrap_or("");
        if first.chars().any(crate::token::is_hangul) {
            first.to_owned()
        } else {
            first.chars().take(2).collect()
        }
    };
    let east = crate::language::is_east(words.0) && crate::language::is_east(words.1);
    east && start(words.0) != start(words.1)
}

/// Whether two sentences count different things: no number in common, and another party or period.
#[must_use]
pub(super) fn other_claim(a: &Facts<'_>, b: &Facts<'_>, words: (&str, &str)) -> bool {
    let figures = !a.numbers.is_empty()
        && !b.numbers.is_empty()
        && !a.numbers.iter().any(|x| b.numbers.iter().any(|y| same_value(x, y)));
    let parties = |facts: &Facts<'_>| -> BTreeSet<String> {
        let all = facts.reading.mentions.iter().filter(|mention| is_party(mention.kind));
        all.map(|mention| super::party::party(&mention.entity)).collect()
    };
    let apart = |x: &BTreeSet<String>, y: &BTreeSet<String>| !x.is_subset(y) && !y.is_subset(x);
    let (p, q) = (periods(a), periods(b));
    let times = !p.is_empty() && !q.is_empty() && p.is_disjoint(&q);
    figures && (apart(&parties(a), &parties(b)) || times || other_start(words))
}

/// Whether two documents are releases on one template: about another subject, or about another period with
/// other figures throughout.
#[must_use]
pub(super) fn template(one: &Account<'_>, two: &Account<'_>, pairs: &[Pair]) -> bool {
    let near = pairs.iter().filter(|pair| pair.score >= 0.4);
    let (mut figures, mut periods_apart, mut starts) = ([0, 0], [0, 0], 0);
    for pair in near {
        let (a, b) = (&one.facts[pair.one], &two.facts[pair.two]);
        if !a.numbers.is_empty() && !b.numbers.is_empty() {
            let same = a.numbers.iter().any(|x| b.numbers.iter().any(|y| same_value(x, y)));
            figures[usize::from(same)] += 1;
            let words = |account: &Account<'_>, facts: &Facts<'_>| {
                account.words(facts.reading.sentence.span).to_owned()
            };
            let (x, y) = (words(one, a), words(two, b));
            starts += usize::from(!same && other_start((&x, &y)));
        }
        let (p, q) = (periods(a), periods(b));
        if !p.is_empty() && !q.is_empty() {
            periods_apart[usize::from(!p.is_disjoint(&q))] += 1;
        }
    }
    let another_period = periods_apart[0] > periods_apart[1] && figures[0] > figures[1];
    let names = |account: &Account<'_>, entity: &str| {
        account.mentions().any(|mention| mention.entity == entity)
    };
    let another_subject = match (subject(one), subject(two)) {
        (Some((x, n)), Some((y, m))) => {
            x != y
                && !names(two, &x)
                && !names(one, &y)
                && (n.min(m) >= 2 || figures[0] > figures[1])
        }
        _ => false,
    };
    // Releases of bodies that no table knows: every figure is another, and so is whoever the sentence starts with.
    let another_start = starts > 0 && figures[1] == 0 && starts * 2 > figures[0];
    another_period || another_subject || another_start
}

/// Groups of accounts that tell of one event, in order; an account alone is a group of its own.
pub(super) fn events(accounts: &[&Account<'_>]) -> Vec<Vec<usize>> {
    let mut by_person: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_deed: BTreeMap<&(String, Pin), Vec<usize>> = BTreeMap::new();
    for (at, account) in accounts.iter().enumerate() {
        for person in &account.people {
            by_person.entry(person).or_default().push(at);
        }
        for key in account.deeds.keys() {
            by_deed.entry(key).or_default().push(at);
        }
    }
    let mut shared: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    let mut share = |list: &Vec<usize>, weight: u32| {
        for (order, one) in list.iter().enumerate() {
            for two in list[order + 1..].iter().take(NEIGHBOURS) {
                *shared.entry((*one, *two)).or_default() += weight;
            }
        }
    };
    by_person.values().for_each(|list| share(list, 1));
    // One deed is as much as two people.
    by_deed.values().for_each(|list| share(list, 2));
    let mut group: Vec<usize> = (0..accounts.len()).collect();
    for ((one, two), _) in shared.iter().filter(|(_, count)| **count >= 2) {
        if group[*one] != group[*two] && same_event(accounts[*one], accounts[*two]) {
            join(&mut group, *one, *two);
        }
    }
    members(&group)
        .into_iter()
        .flat_map(|all| all.chunks(GROUP).map(<[usize]>::to_vec).collect::<Vec<_>>())
        .collect()
}

/// The wire agency that two accounts of one event both rest on.
pub(super) fn common_wire(one: &Account<'_>, two: &Account<'_>) -> Option<String> {
    let wires = |account: &Account<'_>| -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        for facts in &account.facts {
            for mention in &facts.reading.mentions {
                let credited = mention.kind == EntityKind::Wire;
                // A photographer's credit says nothing about the words.
                let words = account.words(facts.reading.sentence.span);
                if credited && !words.contains("Photo") {
                    out.insert(mention.entity.clone());
                }
            }
        }
        out
    };
    same_event(one, two).then(|| wires(one).intersection(&wires(two)).next().cloned()).flatten()
}
