//! Decisions by number: for an ensemble that asks millions of questions of one day's law.
//!
//! In come a slice and situations; out come flows (four numbers each) and, for a flow, the overall verdict and nothing
//! else. What the facts of a question say of every rule is a row of bits: one row for what moves, one for the route, one
//! for the place, one for the persons. Equal rows are kept once. A verdict is the AND of four rows and a look at
//! the few requirements left: no string, no allocation. It is the verdict of the traced path for every question
//! (`tests/compiled.rs`); the traced path shares only the rows' making with it.

use crate::index::Bits;
use crate::scope::{Field, Situation};
use crate::slice::{Slice, has};
use crate::words::{Effect, Order, Verdict};
use std::collections::BTreeMap;

/// Which fields share a row: what moves, the route, the place, the persons. Numbers go with what moves.
const GROUPS: [&[Field]; 4] = [
    &[Field::Item, Field::Maker, Field::UsContent, Field::Funding],
    &[Field::Origin, Field::From, Field::To, Field::Activity, Field::EndUse],
    &[Field::Site, Field::Holder, Field::Facility, Field::Purpose],
    &[Field::Party, Field::Hq, Field::Buyer],
];

/// Words of 64 rules that are joined together.
const LANES: usize = 4;
type Block = [u64; LANES];

/// A question by number: its four rows in a [`Table`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flow([u32; GROUPS.len()]);

/// One day's law with the rows of every question asked of it.
#[derive(Debug, Clone)]
pub struct Table<'s> {
    slice: &'s Slice,
    law: Law,
    /// For every row and block: scopes that hold, then scopes that hold or may.
    rows: Vec<[Block; 2]>,
    known: BTreeMap<Vec<[Block; 2]>, u32>,
}

/// Room to work in, kept from one question to the next.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    yes: Vec<Block>,
    maybe: Vec<Block>,
}

/// What the rules are, by number.
#[derive(Debug, Clone)]
struct Law {
    blocks: usize,
    /// Rules whose scope can be certain on the day.
    settled: Vec<Block>,
    requires: Vec<Block>,
    tariffs: Vec<Block>,
    clears: Vec<Block>,
    excludes: Vec<Block>,
    /// Authorisations that somebody confirmed.
    authorises: Vec<Block>,
    /// Duties, declarations and authorisations: what an order may say that asks for nothing.
    others: Vec<Block>,
    confirmed: Vec<Block>,
    must_claim: Vec<Block>,
    orders: Vec<Vec<Block>>,
    /// By rule.
    rules: Vec<Rule>,
}

#[derive(Debug, Clone)]
struct Rule {
    own: Verdict,
    order: usize,
    authorises: bool,
    /// Whether two exceptions of different kinds may contradict each other over it.
    contested: bool,
    /// Exceptions that name it.
    overcome: Vec<Block>,
    /// Bars that name it.
    barred: Vec<Block>,
    /// Exceptions that come before it, or after it, by their own words.
    ordered: Vec<Block>,
}

fn blocks(bits: &[u64]) -> Vec<Block> {
    let block = |chunk: &[u64]| std::array::from_fn(|i| chunk.get(i).copied().unwrap_or(0));
    bits.chunks(LANES).map(block).collect()
}

fn and(a: &mut Block, b: &Block) {
    a.iter_mut().zip(b).for_each(|(a, b)| *a &= b);
}

fn meets(a: &[Block], b: &[Block]) -> bool {
    a.iter().zip(b).any(|(a, b)| (0..LANES).any(|i| a[i] & b[i] != 0))
}

fn holds(bits: &[Block], rule: usize) -> bool {
    bits[rule / (64 * LANES)][rule / 64 % LANES] >> (rule % 64) & 1 == 1
}

/// The rules that are in both sets.
fn common<'a>(a: &'a [Block], b: &'a [Block]) -> impl Iterator<Item = usize> + 'a {
    a.iter().zip(b).enumerate().flat_map(|(block, (a, b))| {
        (0..LANES).flat_map(move |lane| {
            let mut rest = a[lane] & b[lane];
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    (block * LANES + lane) * 64 + bit
                })
            })
        })
    })
}

impl Law {
    fn new(slice: &Slice) -> Self {
        let many = slice.rules.len();
        let of = |wanted: &dyn Fn(usize) -> bool| {
            let mut bits: Bits = vec![0; many.div_ceil(64).max(1)];
            for rule in (0..many).filter(|rule| wanted(*rule)) {
                bits[rule / 64] |= 1 << (rule % 64);
            }
            blocks(&bits)
        };
        let is = |rule: usize, effect: Effect| slice.rules[rule].body.effect == effect;
        let confirmed = |rule: usize| slice.rules[rule].confirmed;
        let rule = |rule: usize| {
            let overcome: Vec<usize> = slice.exceptions(rule).collect();
            let kinds = |wanted: bool| {
                overcome.iter().any(|e| is(*e, Effect::Authorises) == wanted && confirmed(*e))
            };
            Rule {
                own: slice.own_verdict(rule),
                order: slice.rules[rule].order as usize,
                authorises: is(rule, Effect::Authorises),
                contested: kinds(true) && kinds(false),
                overcome: of(&|other| overcome.contains(&other)),
                barred: of(&|other| slice.bars(rule, other)),
                ordered: of(&|other| slice.ordered(rule, other)),
            }
        };
        Self {
            blocks: many.div_ceil(64 * LANES).max(1),
            settled: of(&|rule| !slice.is_uncertain(rule)),
            requires: of(&|rule| slice.rules[rule].body.effect.requires()),
            tariffs: of(&|rule| is(rule, Effect::Tariff)),
            clears: of(&|rule| has(&slice.clears, rule)),
            excludes: of(&|rule| is(rule, Effect::Excludes) && confirmed(rule)),
            authorises: of(&|rule| is(rule, Effect::Authorises) && confirmed(rule)),
            others: of(&|rule| {
                let effect = slice.rules[rule].body.effect;
                matches!(effect, Effect::Tariff | Effect::Authorises) || has(&slice.clears, rule)
            }),
            confirmed: of(&confirmed),
            must_claim: of(&|rule| slice.rules[rule].body.must_claim),
            orders: Order::ALL.iter().map(|o| of(&|rule| slice.rules[rule].order == *o)).collect(),
            rules: (0..many).map(rule).collect(),
        }
    }

    /// What a requirement that may hold comes to.
    #[inline]
    fn one(&self, number: usize, scratch: &Scratch) -> Verdict {
        let rule = &self.rules[number];
        let (mut authorised, mut exempt, mut perhaps) = (None, None, false);
        for e in common(&rule.overcome, &scratch.maybe) {
            let barred = &self.rules[e].barred;
            if meets(barred, &scratch.yes) {
                continue;
            }
            let lifts = holds(&scratch.yes, e) && !meets(barred, &scratch.maybe);
            if lifts && holds(&self.confirmed, e) {
                let slot = if self.rules[e].authorises { &mut authorised } else { &mut exempt };
                slot.get_or_insert(e);
            } else if lifts || !holds(&self.must_claim, e) {
                perhaps = true;
            }
        }
        match (authorised, exempt) {
            (Some(a), Some(b)) if !holds(&self.rules[a].ordered, b) => Verdict::Conflict,
            (None, None) if rule.own == Verdict::ComplianceNotDue => Verdict::ComplianceNotDue,
            (None, None) if !perhaps && holds(&scratch.yes, number) => rule.own,
            (None, None) => Verdict::Unknown,
            _ => Verdict::Authorised,
        }
    }

    /// The orders, one bit each, of which the flow is outside.
    #[inline]
    fn outside(&self, scratch: &Scratch) -> u32 {
        if !meets(&self.excludes, &scratch.yes) {
            return 0;
        }
        common(&self.excludes, &scratch.yes).fold(0, |set, rule| set | 1 << self.rules[rule].order)
    }

    /// What an order comes to that asks for nothing: a duty, our word that all was read, a permission.
    fn unasked(&self, order: &[Block], scratch: &Scratch) -> Option<Verdict> {
        let any = |set: &[Block], mask: &[Block]| {
            let words = order.iter().zip(set).zip(mask);
            words.into_iter().any(|((o, s), m)| (0..LANES).any(|i| o[i] & s[i] & m[i] != 0))
        };
        let open =
            order.iter().zip(&self.tariffs).zip(scratch.maybe.iter().zip(&scratch.yes)).any(
                |((o, s), (may, yes))| (0..LANES).any(|i| o[i] & s[i] & may[i] & !yes[i] != 0),
            );
        if open {
            Some(Verdict::Unknown)
        } else if any(&self.tariffs, &scratch.yes) {
            Some(Verdict::Authorised)
        } else if any(&self.clears, &scratch.yes) {
            Some(Verdict::NotControlled)
        } else if any(&self.authorises, &scratch.yes) {
            Some(Verdict::Authorised)
        } else {
            None
        }
    }

    fn verdict(&self, scratch: &Scratch) -> Verdict {
        let outside = self.outside(scratch);
        let mut asked = outside;
        let mut worst: Option<Verdict> = (outside != 0).then_some(Verdict::NotControlled);
        for number in common(&self.requires, &scratch.maybe) {
            let rule = &self.rules[number];
            if outside >> rule.order & 1 == 1 {
                continue;
            }
            asked |= 1 << rule.order;
            // A requirement that cannot make the answer more severe need not be judged.
            let most = rule.own.max(Verdict::Unknown);
            if !rule.contested && worst.is_some_and(|worst| worst >= most) {
                continue;
            }
            worst = worst.max(Some(self.one(number, scratch)));
        }
        let open = worst.is_none_or(|worst| worst < Verdict::Unknown);
        if open && meets(&self.others, &scratch.maybe) {
            for (i, order) in self.orders.iter().enumerate() {
                if asked >> i & 1 == 0 {
                    worst = worst.max(self.unasked(order, scratch));
                }
            }
        }
        worst.unwrap_or(Verdict::NoRuleFound)
    }
}

impl<'s> Table<'s> {
    /// A table of `slice` without a question yet.
    #[must_use]
    pub fn new(slice: &'s Slice) -> Self {
        let law = Law::new(slice);
        Self { slice, law, rows: Vec::new(), known: BTreeMap::new() }
    }

    /// The number of rows held: how many different goods, routes, places and persons were asked about.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.known.len()
    }

    /// Takes a situation in (after [`Slice::reach`]); the flow is good for this table alone.
    pub fn add(&mut self, situation: &Situation) -> Flow {
        let prepared = self.slice.prepare(situation);
        Flow(std::array::from_fn(|group| {
            let (yes, maybe) = self.slice.joined(&prepared, GROUPS[group], group == 0);
            let row: Vec<[Block; 2]> =
                blocks(&yes).into_iter().zip(blocks(&maybe)).map(|(y, m)| [y, m]).collect();
            let next = u32::try_from(self.known.len()).expect("fewer rows than 2^32");
            let number = *self.known.entry(row.clone()).or_insert(next);
            if number == next {
                self.rows.extend(row);
            }
            number
        }))
    }

    /// The overall verdict on a flow of this table.
    #[must_use]
    pub fn verdict(&self, flow: Flow, scratch: &mut Scratch) -> Verdict {
        scratch.yes.clear();
        scratch.maybe.clear();
        for (block, settled) in self.law.settled.iter().enumerate() {
            let (mut yes, mut maybe) = (*settled, [!0; LANES]);
            for row in flow.0 {
                let [certain, possible] = &self.rows[row as usize * self.law.blocks + block];
                and(&mut yes, certain);
                and(&mut maybe, possible);
            }
            and(&mut yes, &maybe);
            scratch.yes.push(yes);
            scratch.maybe.push(maybe);
        }
        self.law.verdict(scratch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::History;
    use crate::query::Query;
    use crate::reading::Reading;
    use crate::rulebook::Rulebook;
    use crate::situate::situate;
    use linchpin_units::{Day, Findings, Text};

    /// Two exceptions that contradict each other: a sound rulebook has none, so the law is made by hand.
    const CONTRADICTION: &str = r#"
[[act]]
id = "test"
order = "us"
title = "test"
issuer = "test"
published = 2025-01-01
cite = "test"
grade = "press"
[[act.op]]
do = "add"
rule = "us.requirement"
from = 2025-01-01
quote = "[test]"
body = { effect = "prohibits", summary = "tools stay", when = { item = ["class:tool"] } }
[[act.op]]
do = "add"
rule = "us.authorised"
from = 2025-01-01
quote = "[test]"
body = { effect = "authorises", summary = "upkeep", overcomes = ["us.requirement"], when = { purpose = ["maintain"] } }
[[act.op]]
do = "add"
rule = "us.exempt"
from = 2025-01-01
quote = "[test]"
body = { effect = "exempts", summary = "Japan", overcomes = ["us.requirement"], when = { origin = ["JPN"] } }
"#;

    #[test]
    fn a_contradiction_is_told_on_both_paths() {
        let mut findings = Findings::default();
        let parsed = crate::form::parse(&Text::new("test.toml", CONTRADICTION), &mut findings);
        assert!(findings.is_empty(), "{findings}");
        let book = Rulebook::embedded().expect("sound");
        let on: Day = "2025-06-01".parse().expect("a day");
        let (history, _) = History::new(&parsed.acts, None);
        let slice = Slice::new(&history, book.facts(), on, &BTreeMap::new());
        let mut table = Table::new(&slice);
        let mut told = Vec::new();
        for (origin, purpose) in
            [("JPN", "spares"), ("JPN", "new"), ("USA", "spares"), ("USA", "new")]
        {
            let query = Query::new()
                .with(Field::Item, "tool:etch")
                .with(Field::From, origin)
                .with(Field::Purpose, purpose)
                .with(Field::UsContent, "none");
            let situated = situate(&query, book.facts(), &slice.lists, on);
            let flow = table.add(&situated.situation);
            let fast = table.verdict(flow, &mut Scratch::default());
            assert_eq!(fast, Reading::new(&slice, &situated).verdict(), "{query}");
            told.push(fast);
        }
        use Verdict::{Authorised, Conflict, Prohibited};
        assert_eq!(told, [Conflict, Authorised, Authorised, Prohibited]);
    }

    #[test]
    fn every_field_has_one_row() {
        let mut all: Vec<Field> = GROUPS.iter().flat_map(|group| group.iter().copied()).collect();
        all.sort_unstable();
        assert_eq!(all, Field::ALL);
    }
}
