//! A reading: what one slice of the law says to one situation, before what needs other days.
//!
//! In come a slice and a situation; out come the verdict of every order with the rules that make it, the
//! open points, and the sources. Nothing here reads a clock or a file.

use crate::act::{Act, ActId, Quota};
use crate::decision::{Branch, Citation, Missing, OrderDecision, Said, one_licence};
use crate::ids::Tag;
use crate::permissive::strictness;
use crate::scope::{Field, Situation, Truth};
use crate::situate::Situated;
use crate::slice::{Judged, Masks, REACHED, Slice, has, members, overall};
use crate::words::{Effect, Order, ReviewPolicy, Verdict};
use linchpin_units::{Day, Measure, Ratio};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One slice's answer in full, before what needs other days (`next_change`, quotas used).
pub(crate) struct Reading<'a> {
    pub(crate) slice: &'a Slice,
    pub(crate) situated: &'a Situated,
    pub(crate) masks: Masks,
    pub(crate) judged: Vec<Judged>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(slice: &'a Slice, situated: &'a Situated) -> Self {
        let mut masks = Masks::default();
        slice.join(&slice.prepare(&situated.situation), &mut masks);
        let mut judged = Vec::new();
        slice.judge(&masks, |one| judged.push(one));
        let mut reading = Self { slice, situated, masks, judged };
        reading.hold_licence();
        reading
    }

    /// A licence that the asker holds lifts the licence requirements of its order: those that stood when it
    /// was granted, and later ones that leave licences granted before as they are.
    fn hold_licence(&mut self) {
        let Some(licence) = self.situated.licence.filter(|l| l.granted <= self.situated.day) else {
            return;
        };
        let rules = &self.slice.rules;
        let asks = |one: &Judged| one.verdict == Verdict::LicenceRequired;
        let orders: BTreeSet<Order> =
            self.judged.iter().filter(|one| asks(one)).map(|one| rules[one.rule].order).collect();
        let only = || orders.iter().next().copied().filter(|_| orders.len() == 1);
        let Some(order) = licence.order.or_else(only) else { return };
        for one in &mut self.judged {
            let version = &rules[one.rule];
            let covers = version.first <= licence.granted || version.body.grandfathers;
            if one.verdict == Verdict::LicenceRequired && version.order == order && covers {
                one.verdict = Verdict::Authorised;
                one.by = Some(one.rule);
            }
        }
    }

    /// The judgements of one order.
    pub(crate) fn of(&self, order: Order) -> impl Iterator<Item = &Judged> {
        self.judged.iter().filter(move |one| self.slice.rules[one.rule].order == order)
    }

    pub(crate) fn verdict(&self) -> Verdict {
        let said = overall(Order::ALL.iter().map(|order| self.order_verdict(*order)));
        // A name nobody declared never passes as "no rule": something is not known.
        if self.situated.strange.is_empty() { said } else { said.max(Verdict::Unknown) }
    }

    pub(crate) fn order_verdict(&self, order: Order) -> Verdict {
        let worst = self.of(order).map(|one| one.verdict).max();
        self.slice.settle(order, worst, &self.masks)
    }

    fn review(&self, rule: usize) -> Option<ReviewPolicy> {
        let body = &self.slice.rules[rule].body;
        let situation = &self.situated.situation;
        let carved = body
            .carve_outs
            .iter()
            .find(|(scope, _)| scope.truth(situation) == Truth::True)
            .map(|(_, review)| *review);
        carved.or(body.review)
    }

    fn rate(&self, order: Order) -> Option<Ratio> {
        let holds = |i: &usize| has(&self.masks.yes, *i) && self.slice.rules[*i].order == order;
        let rates: Vec<f64> = members(&self.slice.tariffs)
            .filter(holds)
            .filter_map(|i| Some(self.slice.rules[i].body.rate?.get()))
            .collect();
        if rates.is_empty() { None } else { Some(Ratio::of(rates.iter().sum())) }
    }

    /// The rules that make an order's verdict.
    fn binding(&self, order: Order, verdict: Verdict) -> Vec<usize> {
        let mut rules: BTreeSet<usize> = BTreeSet::new();
        for one in self.of(order).filter(|one| one.verdict == verdict) {
            match verdict {
                Verdict::Authorised => rules.extend(one.by),
                Verdict::Unknown | Verdict::Conflict => {
                    rules.insert(one.rule);
                    rules.extend(one.by);
                }
                _ => {
                    rules.insert(one.rule);
                }
            }
        }
        let own = |i: &usize| self.slice.rules[*i].order == order && has(&self.masks.yes, *i);
        if verdict == Verdict::Authorised {
            rules.extend(members(&self.slice.tariffs).filter(own));
            if rules.is_empty() {
                rules.extend(members(&self.slice.authorises).filter(own));
            }
        }
        if verdict == Verdict::NotControlled {
            rules.extend(members(&self.slice.clears).filter(own));
        }
        if verdict == Verdict::Unknown && rules.is_empty() {
            let may = |i: &usize| {
                let open = has(&self.masks.maybe, *i) && !has(&self.masks.yes, *i);
                self.slice.rules[*i].order == order && open
            };
            rules.extend(members(&self.slice.tariffs).filter(may));
        }
        rules.into_iter().collect()
    }

    /// What every order says.
    pub(crate) fn orders(&self, acts: &BTreeMap<ActId, Act>) -> Vec<(OrderDecision, Vec<usize>)> {
        let mut out = Vec::new();
        for order in Order::ALL {
            let verdict = self.order_verdict(*order);
            let rules = self.binding(*order, verdict);
            let standing = matches!(verdict, Verdict::LicenceRequired | Verdict::Unknown);
            let reviews = rules.iter().filter(|_| standing).filter_map(|rule| self.review(*rule));
            let lifted = self.of(*order).filter(|one| one.verdict == Verdict::Authorised);
            let id = |i: usize| self.slice.rules[i].rule.clone();
            let decision = OrderDecision {
                order: *order,
                verdict,
                review: reviews.max_by_key(|review| strictness(Some(*review))),
                binding: rules.iter().map(|i| id(*i)).collect(),
                lifted: lifted.filter_map(|one| Some((id(one.rule), id(one.by?)))).collect(),
                rate: self.rate(*order),
                citations: self.cites(&rules, acts),
                complete_through: None,
                beyond_horizon: false,
            };
            out.push((decision, rules));
        }
        out
    }

    /// Rules of one order that hold without being a requirement or an exception to one.
    pub(crate) fn others(&self, order: Order) -> Vec<usize> {
        let own = |i: &usize| self.slice.rules[*i].order == order && has(&self.masks.maybe, *i);
        let bare = self.of(order).next().is_none();
        let lone = members(&self.slice.authorises).filter(|_| bare);
        let plain = members(&self.slice.tariffs).chain(members(&self.slice.clears)).chain(lone);
        plain.chain(members(&self.slice.speaks)).filter(own).collect()
    }

    /// A rule as evidence.
    pub(crate) fn cite(&self, rule: usize, acts: &BTreeMap<ActId, Act>) -> Citation {
        let version = &self.slice.rules[rule];
        let act = &acts[&version.act];
        Citation {
            rule: version.rule.clone(),
            says: version.body.summary.clone(),
            act: act.id.clone(),
            title: act.title.clone(),
            authority: act.issuer.clone(),
            cite: act.cite.clone(),
            quote: version.quote.clone(),
            url: act.url.clone(),
            published: act.published,
            from: version.from,
            until: version.until,
            grade: act.grade,
        }
    }

    /// Statements that bear on the question.
    pub(crate) fn signals(&self, acts: &BTreeMap<ActId, Act>) -> Vec<Said> {
        let heard = self.heard().filter(|(_, effect)| effect.speaks());
        heard.map(|(i, kind)| Said { kind, source: self.cite(i, acts) }).collect()
    }

    /// Conditions that bind without blocking.
    pub(crate) fn conditions(&self, acts: &BTreeMap<ActId, Act>) -> Vec<Citation> {
        let bound = self.heard().filter(|(_, effect)| *effect == Effect::Condition);
        bound.map(|(i, _)| self.cite(i, acts)).collect()
    }

    fn heard(&self) -> impl Iterator<Item = (usize, Effect)> {
        let held = members(&self.slice.speaks).filter(|i| has(&self.masks.yes, *i));
        held.map(|i| (i, self.slice.rules[i].body.effect))
    }

    /// The rules as evidence, each followed by the listing of the party that it turns on.
    pub(crate) fn cites(&self, rules: &[usize], acts: &BTreeMap<ActId, Act>) -> Vec<Citation> {
        let mut cites: Vec<Citation> = Vec::new();
        for rule in rules {
            let reach = self.reach_for(*rule);
            let listed = reach.into_iter().chain([*rule]).flat_map(|rule| self.listings(rule));
            for one in std::iter::once(*rule).chain(reach).chain(listed) {
                let cite = self.cite(one, acts);
                if !cites.contains(&cite) {
                    cites.push(cite);
                }
            }
        }
        cites
    }

    /// The rule that makes a foreign-made good subject to the order, where `rule` rests on that.
    fn reach_for(&self, rule: usize) -> Option<usize> {
        let situation = &self.situated.situation;
        self.slice.rules[rule].body.scope.test(Field::UsContent)?;
        let only_reached = situation.fact(Field::UsContent).certain.contains(REACHED);
        self.slice.reached_by(situation).filter(|_| only_reached)
    }

    /// The rules that put the party, or who owns it, on a list that `rule` tests.
    fn listings(&self, rule: usize) -> Vec<usize> {
        let party = self.situated.situation.fact(Field::Party);
        let Some(test) = self.slice.rules[rule].body.scope.test(Field::Party) else {
            return Vec::new();
        };
        let held = test.any.iter().filter(|tag| party.certain.contains(*tag));
        let lists: BTreeSet<&str> = held.filter_map(|tag| Some(tag.split_once(':')?.1)).collect();
        let puts = |(i, version): (usize, &crate::history::Version)| {
            let body = &version.body;
            let listed = body.list.as_deref().is_some_and(|list| lists.contains(list))
                && body.members.iter().any(|member| party.certain.contains(member));
            listed.then_some(i)
        };
        self.slice.rules.iter().enumerate().filter_map(puts).collect()
    }

    /// Fields and numbers on which a requirement or exception that counts hangs.
    pub(crate) fn open_points(&self) -> Vec<Missing> {
        let mut open: BTreeMap<Field, BTreeSet<Tag>> = BTreeMap::new();
        let mut numbers = BTreeMap::new();
        let situation = &self.situated.situation;
        let unsettled = self.judged.iter().filter(|one| one.verdict == Verdict::Unknown);
        let tariffs = members(&self.slice.tariffs).filter(|i| !has(&self.masks.yes, *i));
        let hanging = unsettled
            .flat_map(|one| [Some(one.rule), one.by].into_iter().flatten())
            .chain(self.judged.iter().flat_map(|one| self.claimable(one)))
            .chain(tariffs)
            .filter(|i| has(&self.masks.maybe, *i) && !has(&self.masks.yes, *i));
        for rule in hanging.collect::<BTreeSet<_>>() {
            let scope = &self.slice.rules[rule].body.scope;
            for test in &scope.tests {
                if test.truth(situation.fact(test.field)) == Truth::Unknown {
                    let values = open.entry(test.field).or_default();
                    values.extend(test.any.iter().chain(&test.none).cloned());
                }
            }
            for test in &scope.numbers {
                if !situation.numbers.contains_key(&test.number) {
                    let bounds = [test.at_least, test.over, test.at_most, test.below];
                    let list: &mut Vec<f64> = numbers.entry(test.number).or_default();
                    list.extend(bounds.into_iter().flatten().map(Measure::get));
                }
            }
        }
        let mut missing = Vec::new();
        for (field, values) in open {
            missing.push(self.field_branches(field, &values));
        }
        for (number, mut bounds) in numbers {
            bounds.sort_by(f64::total_cmp);
            bounds.dedup();
            let branches = bounds
                .iter()
                .flat_map(|bound| {
                    [
                        (format!("just under {bound}"), bound - bound.abs().max(1.0) * 1e-6),
                        (format!("{bound}"), *bound),
                        (format!("just over {bound}"), bound + bound.abs().max(1.0) * 1e-6),
                    ]
                })
                .map(|(value, x)| {
                    let mut changed = situation.clone();
                    changed.numbers.insert(number, Measure::nearest(x));
                    Branch { value, verdict: self.again(changed) }
                })
                .collect();
            let because = "not given".to_owned();
            missing.push(Missing { fact: number.as_str().to_owned(), because, branches });
        }
        missing
    }

    /// Exceptions of a standing requirement that the asker could claim with more facts.
    fn claimable(&self, one: &Judged) -> impl Iterator<Item = usize> {
        let stands = one.by.is_none();
        self.slice.exceptions(one.rule).filter(move |_| stands)
    }

    fn field_branches(&self, field: Field, values: &BTreeSet<Tag>) -> Missing {
        let situation = &self.situated.situation;
        let fact = situation.fact(field);
        let mut branches = Vec::new();
        for (value, tags) in &fact.options {
            let mut changed = situation.clone();
            let known = crate::scope::Fact::known(tags.clone(), value.as_str());
            changed.facts[field as usize] = known;
            branches.push(Branch { value: value.to_string(), verdict: self.again(changed) });
        }
        if !branches.is_empty() {
            let asks = fact.asks.as_deref().unwrap_or(field.as_str());
            return Missing { fact: asks.to_owned(), because: fact.because.clone(), branches };
        }
        for value in values.iter().filter(|value| fact.has(value) == Truth::Unknown) {
            let mut changed = situation.clone();
            let slot = &mut changed.facts[field as usize];
            slot.certain.insert(value.clone());
            slot.possible = crate::scope::Possible::These(BTreeSet::new());
            let verdict = self.again(changed);
            branches.push(Branch { value: value.to_string(), verdict });
        }
        let mut changed = situation.clone();
        let slot = &mut changed.facts[field as usize];
        slot.possible = crate::scope::Possible::These(BTreeSet::new());
        branches.push(Branch { value: "none of these".to_owned(), verdict: self.again(changed) });
        // Many values with one outcome are said once.
        const SHOWN: usize = 8;
        if branches.len() > SHOWN {
            let mut kept: Vec<Branch> = Vec::new();
            for branch in branches {
                let same = kept.iter().filter(|b| b.verdict == branch.verdict).count();
                if same < 2 || branch.value == "none of these" {
                    kept.push(branch);
                }
            }
            branches = kept;
        }
        Missing { fact: field.as_str().to_owned(), because: fact.because.clone(), branches }
    }

    fn again(&self, mut situation: Situation) -> Verdict {
        self.slice.reach(&mut situation);
        let situated = Situated {
            situation,
            assumed: Vec::new(),
            strange: Vec::new(),
            day: self.situated.day,
            licence: self.situated.licence,
        };
        Reading::new(self.slice, &situated).verdict()
    }

    /// First day on which one of `rules` no longer lives as it does.
    pub(crate) fn until(&self, rules: &[usize]) -> Option<Day> {
        rules.iter().filter_map(|i| self.slice.rules[*i].ends_after(self.slice.day)).min()
    }

    /// The rules that make the overall verdict, across orders: the strictest first, and of those that are alike the one
    /// that turns on who takes part. Of two lists that ask for one licence only the European one decides.
    pub(crate) fn decisive(
        &self,
        orders: &[(OrderDecision, Vec<usize>)],
        verdict: Verdict,
    ) -> Vec<usize> {
        let once = one_licence(orders.iter().map(|(order, _)| order));
        let worst = orders.iter().filter(|(order, _)| order.verdict == verdict);
        let counted = worst.filter(|(order, _)| !once || order.order != Order::Nl);
        let mut rules: Vec<usize> = counted.flat_map(|(_, rules)| rules.iter().copied()).collect();
        if verdict == Verdict::LicenceRequired {
            let party = |rule: usize| {
                let test = self.slice.rules[rule].body.scope.test(Field::Party);
                test.is_some_and(|test| !test.any.is_empty())
            };
            let rank = |rule: &usize| (Reverse(strictness(self.review(*rule))), !party(*rule));
            rules.sort_by_key(rank);
        }
        rules
    }

    /// The limit of an authorisation in use.
    pub(crate) fn quota(&self, rules: &[usize]) -> Option<Quota> {
        rules.iter().find_map(|i| self.slice.rules[*i].body.quota.clone())
    }
}
