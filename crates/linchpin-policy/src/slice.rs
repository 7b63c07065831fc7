//! The law of one day, compiled: scopes as bit sets over the live rules.
//!
//! In come the versions live on a day; out come, for any situation, the verdict of every order. Every
//! requirement is judged on its own: it stands unless an exception that names it holds and is not
//! barred. The bit sets agree with [`Scope::truth`](crate::scope::Scope::truth) for every situation.

use crate::act::names;
use crate::facts::Facts;
use crate::history::{History, Life, Version};
use crate::index::{Bits, FieldIndex, hideable, index, set};
use crate::scope::{FIELDS, Field, Possible, Situation, Truth};
use crate::situate::Lists;
use crate::words::{Effect, Order, Verdict};
use linchpin_units::Day;
use std::collections::BTreeMap;

pub(crate) fn has(bits: &[u64], i: usize) -> bool {
    bits[i / 64] >> (i % 64) & 1 == 1
}

pub(crate) fn members(bits: &[u64]) -> impl Iterator<Item = usize> {
    each(bits.iter().copied())
}

fn each(words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    words.enumerate().flat_map(|(word, mut rest)| {
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                word * 64 + bit
            })
        })
    })
}

/// The law of one day.
#[derive(Debug, Clone)]
pub struct Slice {
    /// Any day the slice holds for.
    pub day: Day,
    /// The live (or uncertain) versions, by rule.
    pub rules: Vec<Version>,
    /// Lists as of the day.
    pub lists: Lists,
    words: usize,
    index: Vec<FieldIndex>,
    numbered: Vec<usize>,
    uncertain: Bits,
    requires: Bits,
    /// Rules of [`Effect::Authorises`].
    pub(crate) authorises: Bits,
    must_claim: Bits,
    confirmed: Bits,
    /// Rules of [`Effect::Tariff`].
    pub(crate) tariffs: Bits,
    /// Rules of [`Effect::Excludes`] and [`Effect::Covers`].
    pub(crate) clears: Bits,
    /// Rules of [`Effect::Excludes`]: the flow lies outside the order, whatever its other rules say.
    excludes: Bits,
    /// Rules that speak without binding, and conditions.
    pub(crate) speaks: Bits,
    reaches: Vec<usize>,
    orders: BTreeMap<Order, Bits>,
    overcome: Vec<Bits>,
    barred: Vec<Bits>,
}

/// What each rule's scope says of one situation, field by field, ready to be joined.
#[derive(Debug, Clone)]
pub struct Prepared {
    yes: Vec<u64>,
    maybe: Vec<u64>,
}

/// The joined answer: scopes that hold, and scopes that hold or may hold.
#[derive(Debug, Clone, Default)]
pub struct Masks {
    /// Scope is true.
    pub yes: Vec<u64>,
    /// Scope is true or unknown.
    pub maybe: Vec<u64>,
}

impl Masks {
    /// Scopes that may hold and are not known to.
    fn open(&self) -> Bits {
        self.maybe.iter().zip(&self.yes).map(|(maybe, yes)| maybe & !yes).collect()
    }
}

/// Who stands on which list by the rules that hold on a day.
fn members_of_lists(rules: &[Version], day: Day) -> Lists {
    let mut lists = Lists::default();
    for rule in rules.iter().filter(|v| v.life(day) == Life::Live) {
        if let (Effect::Defines, Some(list)) = (rule.body.effect, &rule.body.list) {
            let members = lists.members.entry(list.clone()).or_default();
            members.extend(rule.body.members.iter().cloned());
        }
    }
    lists
}

/// How one requirement came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The requirement, by its place in [`Slice::rules`].
    pub rule: usize,
    /// What it comes to.
    pub verdict: Verdict,
    /// The exception that lifts it, might lift it, or is in conflict.
    pub by: Option<usize>,
}

impl Slice {
    /// Compiles the law of `day`.
    #[must_use]
    pub fn new(history: &History, facts: &Facts, day: Day, horizon: &BTreeMap<Order, Day>) -> Self {
        let rules: Vec<Version> = history
            .versions
            .iter()
            .filter(|v| matches!(v.life(day), Life::Live | Life::Uncertain))
            .cloned()
            .collect();
        let words = rules.len().div_ceil(64).max(1);
        let empty = vec![0; words];
        let of = |wanted: &dyn Fn(&Version) -> bool| {
            let mut bits = empty.clone();
            for (i, rule) in rules.iter().enumerate() {
                if wanted(rule) {
                    set(&mut bits, i);
                }
            }
            bits
        };
        let effect = |effect: Effect| of(&|v: &Version| v.body.effect == effect);
        let mut lists = members_of_lists(&rules, day);
        let index = index(&rules, &empty);
        for tag in index[Field::Party as usize].any.keys().filter(|tag| tag.starts_with("owned")) {
            lists.own(tag, facts, day);
        }
        let lifters = of(&|v| v.body.effect.lifts());
        let naming = |target: &Version, pool: &Bits| {
            let mut bits = empty.clone();
            for i in members(pool) {
                let id = &target.rule;
                if rules[i].body.overcomes.iter().any(|pattern| names(pattern, id)) {
                    set(&mut bits, i);
                }
            }
            bits
        };
        let barring = effect(Effect::Bars);
        let overcome = rules.iter().map(|rule| naming(rule, &lifters)).collect();
        let barred = rules.iter().map(|rule| naming(rule, &barring)).collect();
        let orders = Order::ALL.iter().map(|order| (*order, of(&|v| v.order == *order))).collect();
        let numbered = (0..rules.len()).filter(|i| !rules[*i].body.scope.numbers.is_empty());
        Self {
            day,
            words,
            index,
            numbered: numbered.collect(),
            // A good is reached from the day on which the rule must be followed.
            reaches: (0..rules.len())
                .filter(|i| rules[*i].body.effect == Effect::Reaches)
                .filter(|i| rules[*i].compliance_from.is_none_or(|due| due <= day))
                .collect(),
            // A duty whose rate is not held, or that nobody could confirm, is not known: never a number.
            uncertain: of(&|v| {
                let open =
                    v.body.effect == Effect::Tariff && (v.body.rate.is_none() || !v.confirmed);
                open || v.life(day) == Life::Uncertain
            }),
            requires: of(&|v| v.body.effect.requires()),
            authorises: effect(Effect::Authorises),
            confirmed: of(&|v| v.confirmed),
            must_claim: of(&|v| v.body.must_claim),
            tariffs: effect(Effect::Tariff),
            // Our own word that nothing is missing ends with what was looked through.
            clears: of(&|v| {
                let within = || horizon.get(&v.order).is_some_and(|last| day <= *last);
                let clears = match v.body.effect {
                    Effect::Excludes => true,
                    Effect::Covers => within(),
                    _ => false,
                };
                clears && v.confirmed
            }),
            excludes: of(&|v| v.body.effect == Effect::Excludes && v.confirmed),
            speaks: of(&|v| v.body.effect.speaks() || v.body.effect == Effect::Condition),
            orders,
            overcome,
            barred,
            lists,
            rules,
        }
    }

    /// Marks a foreign-made good that a de minimis or direct-product rule makes subject to the EAR.
    pub fn reach(&self, situation: &mut Situation) {
        let by = self.reached_by(situation);
        let fact = &mut situation.facts[Field::UsContent as usize];
        if let Some(rule) = by
            && !fact.certain.contains(US_ORIGIN)
        {
            fact.certain = [REACHED.into()].into();
            fact.because = format!("reached by {}", self.rules[rule].rule);
        }
    }

    /// The de minimis or direct-product rule that reaches the good, if one does.
    #[must_use]
    pub fn reached_by(&self, situation: &Situation) -> Option<usize> {
        let reached = |rule: &usize| self.truth(*rule, situation) == Truth::True;
        self.reaches.iter().copied().find(reached)
    }

    /// Reads a situation against the index, once; [`Slice::join`] is then cheap.
    #[must_use]
    pub fn prepare(&self, situation: &Situation) -> Prepared {
        let rows = FIELDS + 1;
        let mut prepared =
            Prepared { yes: vec![0; rows * self.words], maybe: vec![0; rows * self.words] };
        for (f, index) in self.index.iter().enumerate() {
            let fact = &situation.facts[f];
            for w in 0..self.words {
                let word = |bits: Option<&Bits>| bits.map_or(0, |bits| bits[w]);
                let mut any = index.undemanding[w];
                let mut no = 0;
                for tag in &fact.certain {
                    any |= word(index.any.get(tag));
                    no |= word(index.none.get(tag));
                }
                let (any_maybe, no_maybe) = match &fact.possible {
                    Possible::Anything => (!0, index.refusing[w]),
                    Possible::These(tags) => tags.iter().fold((any, 0), |(a, n), tag| {
                        (a | word(index.any.get(tag)), n | word(index.none.get(tag)))
                    }),
                };
                prepared.yes[f * self.words + w] = any & !no & !no_maybe;
                prepared.maybe[f * self.words + w] = (any_maybe | index.hidden[w]) & !no;
            }
        }
        let last = FIELDS * self.words;
        prepared.yes[last..].fill(!0);
        prepared.maybe[last..].fill(!0);
        for i in &self.numbered {
            let tests = &self.rules[*i].body.scope.numbers;
            let truth = tests
                .iter()
                .map(|test| test.truth(situation.numbers.get(&test.number).copied()))
                .min();
            if truth != Some(Truth::True) {
                prepared.yes[last + i / 64] &= !(1 << (i % 64));
            }
            if truth == Some(Truth::False) {
                prepared.maybe[last + i / 64] &= !(1 << (i % 64));
            }
        }
        prepared
    }

    /// Joins all fields: which scopes hold, which may.
    pub fn join(&self, prepared: &Prepared, masks: &mut Masks) {
        masks.yes.clear();
        masks.maybe.clear();
        let tail = self.rules.len() % 64;
        for w in 0..self.words {
            let (mut yes, mut maybe) = (!0, !0);
            for row in 0..=FIELDS {
                yes &= prepared.yes[row * self.words + w];
                maybe &= prepared.maybe[row * self.words + w];
            }
            if w + 1 == self.words && (tail != 0 || self.rules.is_empty()) {
                maybe &= (1 << tail) - 1;
            }
            masks.maybe.push(maybe);
            masks.yes.push(yes & maybe & !self.uncertain[w]);
        }
    }

    /// Judges every requirement whose scope holds or may hold.
    pub fn judge(&self, masks: &Masks, mut tell: impl FnMut(Judged)) {
        for w in 0..self.words {
            let mut rest = masks.maybe[w] & self.requires[w];
            while rest != 0 {
                let rule = w * 64 + rest.trailing_zeros() as usize;
                rest &= rest - 1;
                tell(self.one(rule, masks));
            }
        }
    }

    fn one(&self, rule: usize, masks: &Masks) -> Judged {
        let mut lifted: Option<usize> = None;
        let mut perhaps: Option<usize> = None;
        let mut both = (None, None);
        let pool = self.overcome[rule].iter().zip(&masks.maybe).map(|(a, b)| a & b);
        for e in each(pool) {
            let barred = &self.barred[e];
            let bar_yes = barred.iter().zip(&masks.yes).any(|(b, y)| b & y != 0);
            if bar_yes {
                continue;
            }
            let bar_maybe = barred.iter().zip(&masks.maybe).any(|(b, m)| b & m != 0);
            let holds = has(&masks.yes, e) && !bar_maybe;
            // What nobody could confirm lifts nothing alone: it leaves a doubt.
            if holds && has(&self.confirmed, e) {
                let slot = if has(&self.authorises, e) { &mut both.0 } else { &mut both.1 };
                slot.get_or_insert(e);
                lifted = Some(lifted.map_or(e, |old| self.preferred(old, e)));
            } else if holds || !has(&self.must_claim, e) {
                perhaps.get_or_insert(e);
            }
        }
        if let (Some(a), Some(b)) = both
            && !self.ordered(a, b)
        {
            return Judged { rule, verdict: Verdict::Conflict, by: Some(b) };
        }
        let (verdict, by) = match (lifted, perhaps) {
            (Some(e), _) => (Verdict::Authorised, Some(e)),
            // Whether it reaches the flow or not, it need not be followed yet.
            (None, _) if self.own_verdict(rule) == Verdict::ComplianceNotDue => {
                (Verdict::ComplianceNotDue, None)
            }
            (None, Some(e)) => (Verdict::Unknown, Some(e)),
            (None, None) if has(&masks.yes, rule) => (self.own_verdict(rule), None),
            (None, None) => (Verdict::Unknown, None),
        };
        Judged { rule, verdict, by }
    }

    /// What a requirement comes to when nothing lifts it.
    pub(crate) fn own_verdict(&self, rule: usize) -> Verdict {
        let version = &self.rules[rule];
        if version.compliance_from.is_some_and(|from| self.day < from) {
            return Verdict::ComplianceNotDue;
        }
        match version.body.effect {
            Effect::Prohibits => Verdict::Prohibited,
            Effect::ProhibitsInPrinciple => Verdict::ProhibitedInPrinciple,
            _ => Verdict::LicenceRequired,
        }
    }

    /// Whether one of two exceptions says that it comes before the other.
    pub(crate) fn ordered(&self, a: usize, b: usize) -> bool {
        self.before(a, b) || self.before(b, a)
    }

    fn before(&self, a: usize, b: usize) -> bool {
        let id = &self.rules[b].rule;
        self.rules[a].body.before.iter().any(|pattern| names(pattern, id))
    }

    /// Of two exceptions that hold, the one that speaks: the one put before, else the one that lasts.
    fn preferred(&self, old: usize, new: usize) -> usize {
        if self.before(old, new) {
            return old;
        }
        if self.before(new, old) {
            return new;
        }
        let end = |i: usize| self.rules[i].ends_after(self.day);
        match (end(old), end(new)) {
            (Some(a), Some(b)) if b > a => new,
            (Some(_), None) => new,
            _ => old,
        }
    }

    /// The verdict of one order, from the judgements of its requirements (if any) and its other rules.
    pub(crate) fn settle(&self, order: Order, worst: Option<Verdict>, masks: &Masks) -> Verdict {
        let own = &self.orders[&order];
        let meets = |bits: &Bits, mask: &Bits| {
            bits.iter().zip(mask).zip(own).any(|((a, b), c)| a & b & c != 0)
        };
        if meets(&self.excludes, &masks.yes) {
            return Verdict::NotControlled;
        }
        match worst {
            Some(verdict) => verdict,
            // A duty that may be due beside one that is makes the whole duty unknown.
            None if meets(&self.tariffs, &masks.open()) => Verdict::Unknown,
            None if meets(&self.tariffs, &masks.yes) => Verdict::Authorised,
            None if meets(&self.clears, &masks.yes) => Verdict::NotControlled,
            // A holder may even where no bundled rule asks for a licence.
            None if meets(&self.authorises, &both(&masks.yes, &self.confirmed)) => {
                Verdict::Authorised
            }
            None => Verdict::NoRuleFound,
        }
    }

    /// What the facts of some fields, and the numbers if wanted, say of every rule together.
    pub(crate) fn joined(
        &self,
        prepared: &Prepared,
        fields: &[Field],
        numbers: bool,
    ) -> (Bits, Bits) {
        let tail = self.rules.len() % 64;
        let (mut yes, mut maybe) = (vec![!0; self.words], vec![!0; self.words]);
        if tail != 0 || self.rules.is_empty() {
            maybe[self.words - 1] = (1 << tail) - 1;
        }
        let rows = fields.iter().map(|field| *field as usize).chain(numbers.then_some(FIELDS));
        for row in rows {
            for w in 0..self.words {
                yes[w] &= prepared.yes[row * self.words + w];
                maybe[w] &= prepared.maybe[row * self.words + w];
            }
        }
        (yes, maybe)
    }

    /// Whether a rule takes away an exception.
    pub(crate) fn bars(&self, exception: usize, rule: usize) -> bool {
        has(&self.barred[exception], rule)
    }

    /// Whether nobody can say on the day that the rule holds.
    pub(crate) fn is_uncertain(&self, rule: usize) -> bool {
        has(&self.uncertain, rule)
    }

    /// The plain reading of a rule's scope, for checks and traces.
    #[must_use]
    pub fn truth(&self, rule: usize, situation: &Situation) -> Truth {
        let version = &self.rules[rule];
        let scope = &version.body.scope;
        let tests = scope.tests.iter().map(|test| {
            let truth = test.truth(situation.fact(test.field));
            let hidden = !version.body.text_public && hideable(test.field);
            let refused =
                test.none.iter().any(|tag| situation.fact(test.field).has(tag) == Truth::True);
            if hidden && !refused && truth == Truth::False { Truth::Unknown } else { truth }
        });
        let numbers = scope
            .numbers
            .iter()
            .map(|test| test.truth(situation.numbers.get(&test.number).copied()));
        let truth = tests.chain(numbers).min().unwrap_or(Truth::True);
        if has(&self.uncertain, rule) { truth.min(Truth::Unknown) } else { truth }
    }

    /// The exceptions that name a requirement.
    pub(crate) fn exceptions(&self, rule: usize) -> impl Iterator<Item = usize> {
        members(&self.overcome[rule])
    }
}

fn both(a: &[u64], b: &[u64]) -> Bits {
    a.iter().zip(b).map(|(a, b)| a & b).collect()
}

/// The tag of a good made in, or leaving, the United States.
const US_ORIGIN: &str = "us-origin";

/// The tag of a foreign-made good with enough US content.
pub(crate) const REACHED: &str = "above-de-minimis";

/// The overall verdict of several orders: the most severe. An order without a rule says nothing, so a
/// clean bill by another order is the answer then.
pub(crate) fn overall(orders: impl Iterator<Item = Verdict>) -> Verdict {
    let spoken = orders.filter(|verdict| *verdict != Verdict::NoRuleFound);
    spoken.max().unwrap_or(Verdict::NoRuleFound)
}
