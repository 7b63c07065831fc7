//! The one bridge from law to economics.
//!
//! In: a rulebook, the span of a run, a state of knowledge, and the names of the assumptions that speak
//! for a verdict. Out: for any question, what each government's law says from its true first day on,
//! as [`Answer`]s, and the shocks made of them. The step from verdict to volume stands in assumptions,
//! by government, instrument and purpose; this file only says which assumption speaks.

use crate::lever::Lever;
use crate::parameter::{Amount, ParameterName};
use crate::shock::{ActName, Because, Shock, distinct};
use linchpin_policy::words::Order;
use linchpin_policy::{Decision, Query, ReviewPolicy, Rulebook, Verdict};
use linchpin_units::{Day, Days, Measure, Ratio, Weeks, define_name};
use linchpin_world::World;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

define_name!(
    /// A key of a scenario's `[verdicts]`: what an assumption speaks for.
    VerdictKey
);

/// Which assumptions a scenario puts in the place of the usual ones, by key of its `[verdicts]`.
pub type Replaced = BTreeMap<VerdictKey, ParameterName>;

/// The law of a scenario as its levers ask it.
#[derive(Debug)]
pub struct Law<'a> {
    /// The law.
    pub rulebook: &'a Rulebook,
    /// What there is: tool classes, makers' countries.
    pub world: &'a World,
    /// The days of the run.
    pub span: Days,
    /// The day whose knowledge is used.
    pub known: Day,
    /// What the scenario puts in the place of the usual assumptions.
    pub replaced: &'a Replaced,
}

/// What one government's law says to a question on a span of days.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Whose law it is.
    pub government: Order,
    /// The days; the first is the true one, even when it lies before the run.
    pub days: Days,
    /// Its verdict.
    pub verdict: Verdict,
    /// How it looks at an application.
    pub review: Option<ReviewPolicy>,
    /// Duty, share of value.
    pub rate: Option<Ratio>,
    /// Weeks between the publication of the newest rule behind it and its first day.
    pub notice: Weeks,
    /// Why.
    pub because: Because,
    /// The answer of the whole decision in one sentence.
    pub note: String,
}

/// A question that a scenario asks the law, and the levers that follow from the answers.
pub trait Ask: fmt::Debug + Send + Sync {
    /// The shocks that the law gives, one for each span of days on which an answer holds.
    fn shocks(&self, law: &Law<'_>) -> Vec<Shock>;
}

impl Law<'_> {
    /// What each government's law says to `query`, from before the run to its end. Days on which an
    /// order says nothing are left out; what ended before the run is left out.
    #[must_use]
    pub fn answers(&self, query: &Query) -> Vec<Answer> {
        let acts = self.rulebook.acts().values();
        let first = acts.map(|act| act.published).min().unwrap_or(self.span.from);
        let whole = Days { from: first.min(self.span.from), until: self.span.until };
        let mut open: BTreeMap<Order, Answer> = BTreeMap::new();
        let mut done = Vec::new();
        for decision in self.rulebook.decisions(query, whole, self.known) {
            let from = decision.on;
            let now = per_government(&decision, from, whole.until);
            let kept: Vec<Order> = open
                .iter()
                .filter(|(order, known)| {
                    now.iter()
                        .any(|answer| answer.government == **order && continues(known, answer))
                })
                .map(|(order, _)| *order)
                .collect();
            let ended: Vec<Order> =
                open.keys().copied().filter(|order| !kept.contains(order)).collect();
            for order in ended {
                if let Some(mut answer) = open.remove(&order) {
                    answer.days.until = Some(from);
                    done.push(answer);
                }
            }
            for answer in now {
                match open.get_mut(&answer.government) {
                    Some(known) => join(known, &answer),
                    None => {
                        open.insert(answer.government, answer);
                    }
                }
            }
        }
        done.extend(open.into_values());
        done.retain(|answer| answer.days.meets(self.span));
        done.sort_by_key(|answer| (answer.days.from, answer.government));
        done
    }

    /// The assumption that speaks for `key`, or the one the scenario put in its place.
    #[must_use]
    pub fn assumption(&self, key: &str, usual: impl Into<ParameterName>) -> Amount {
        Amount::Assumed(self.replaced.get(key).cloned().unwrap_or_else(|| usual.into()))
    }

    /// How much of a flow an answer lets through; none when it lets everything through. `usual` is
    /// the amount for applications that are looked at case by case.
    #[must_use]
    pub fn approval(&self, answer: &Answer, usual: Amount) -> Option<Amount> {
        match answer.verdict {
            verdict if verdict.permits() => None,
            Verdict::Unknown => Some(self.assumption("unknown", "approval-unknown")),
            Verdict::LicenceRequired => Some(match answer.review {
                Some(ReviewPolicy::PresumptionOfDenial) => {
                    self.assumption("denial", "approval-presumed-denial")
                }
                Some(ReviewPolicy::Denial) => Amount::Exactly(Measure::of(0.0)),
                Some(ReviewPolicy::PresumptionOfApproval | ReviewPolicy::CaseByCase) | None => {
                    usual
                }
            }),
            _ => Some(Amount::Exactly(Measure::of(0.0))),
        }
    }

    /// A shock of an answer.
    #[must_use]
    pub fn shock(&self, name: &str, answer: &Answer, lever: Arc<dyn Lever>) -> Shock {
        Shock {
            id: format!("{name} {} {}", answer.government, answer.days.from).into(),
            days: answer.days,
            lever,
            because: answer.because.clone(),
            note: answer.note.clone(),
        }
    }

    /// The shocks of all questions, each once.
    #[must_use]
    pub fn shocks(&self, asked: &[Box<dyn Ask>]) -> Vec<Shock> {
        let each: Vec<Vec<Shock>> = asked.par_iter().map(|ask| ask.shocks(self)).collect();
        distinct(each.into_iter().flatten().collect())
    }
}

/// Whether `later` is the same answer still: same verdict, review and rate. A further act that says the
/// same does not start the review anew.
fn continues(known: &Answer, later: &Answer) -> bool {
    known.verdict == later.verdict && known.review == later.review && known.rate == later.rate
}

/// Notes the acts of `later` behind an answer that goes on.
fn join(known: &mut Answer, later: &Answer) {
    if let (
        Because::Decision { acts, citations, .. },
        Because::Decision { acts: more, citations: further, .. },
    ) = (&mut known.because, &later.because)
    {
        add(acts, more);
        add(citations, further);
    }
}

/// Adds what a list does not hold yet.
fn add<T: Clone + PartialEq>(list: &mut Vec<T>, others: &[T]) {
    for other in others {
        if !list.contains(other) {
            list.push(other.clone());
        }
    }
}

/// A decision taken apart: one answer for each order that does more than permit, or that puts a duty.
fn per_government(decision: &Decision, from: Day, until: Option<Day>) -> Vec<Answer> {
    let heard = decision
        .orders
        .iter()
        // One licence that two lists ask for is one answer: the Dutch authority's, which goes on.
        .filter(|order| order.order != Order::Eu || !decision.one_licence())
        .filter(|order| !order.verdict.permits() || order.rate.is_some_and(|rate| rate > 0.0));
    let mut answers: Vec<Answer> = heard
        .map(|order| {
            let citations: Vec<_> = order.citations.iter().collect();
            let mut acts: Vec<ActName> =
                citations.iter().map(|cite| cite.act.as_str().into()).collect();
            acts.dedup();
            let mut cites: Vec<String> = citations.iter().map(|cite| cite.cite.clone()).collect();
            cites.dedup();
            let published = citations.iter().map(|cite| cite.published.days_until(from)).max();
            Answer {
                government: order.order,
                days: Days { from, until },
                verdict: order.verdict,
                review: order.review,
                rate: order.rate,
                notice: Weeks::of(published.unwrap_or(0).max(0) as f64 / 7.0),
                because: Because::Decision {
                    id: decision.id.as_str().into(),
                    government: order.order,
                    verdict: said(order.verdict, order.review),
                    acts,
                    citations: cites,
                },
                note: decision.answer.clone(),
            }
        })
        .collect();
    answers.dedup_by_key(|answer| answer.government);
    answers
}

fn said(verdict: Verdict, review: Option<ReviewPolicy>) -> String {
    match review {
        Some(review) => format!("{verdict}, {review}"),
        None => verdict.to_string(),
    }
}
