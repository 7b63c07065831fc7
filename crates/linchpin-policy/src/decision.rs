//! The form of a decision: what the law says to a question on a day, by which rules, until when, and what
//! is missing. How it is reached stands in [`crate::rulebook`].

use crate::act::{ActId, DecisionId, Quota, RuleId};
use crate::hear::{Heard, Understood};
use crate::ids::Authority;
use crate::query::Query;
use crate::situate::Strange;
use crate::words::{Effect, Order, ReviewPolicy, Verdict};
use linchpin_units::{Day, Grade, Measure, Ratio};
use schemars::JsonSchema;
use serde::Serialize;

/// The answer to a question on a day.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PolicyDecision")]
pub struct Decision {
    /// Stable name of this decision.
    pub id: DecisionId,
    /// The question.
    pub query: Query,
    /// The day asked about.
    pub on: Day,
    /// The day whose knowledge is used.
    pub known: Day,
    /// The most severe verdict of all orders.
    pub verdict: Verdict,
    /// The answer in one sentence.
    pub answer: String,
    /// How an application would be looked at.
    pub review: Option<ReviewPolicy>,
    /// The rules that make the verdict.
    pub binding: Vec<RuleId>,
    /// The acts behind them.
    pub acts: Vec<ActId>,
    /// Every order looked at, those without a rule among them.
    pub orders: Vec<OrderDecision>,
    /// First day on which the answer no longer holds as it does: a binding rule ends, or the answer differs, or
    /// another order's part of it does; none while nothing is scheduled. Never later than `next_change`.
    pub until: Option<Day>,
    /// Limits of the authorisation used.
    pub quota: Option<QuotaState>,
    /// Duty, share of value; none where no duty was asked for or found. Where another duty may be due as well
    /// (the verdict is unknown), the part that is known.
    pub rate: Option<Ratio>,
    /// First later day on which the decision differs, as known.
    pub next_change: Option<Change>,
    /// The day lies beyond what the order's acts are complete through: scheduled, not known.
    pub beyond_horizon: bool,
    /// The day of knowledge lies beyond what is held: nothing of that time can be known here.
    pub known_beyond: bool,
    /// Phrases of the question and what they were read as, with the words left over.
    pub understood: Vec<Understood>,
    /// Where the question has several readings: each with its verdict. The strictest is the answer.
    pub readings: Vec<ReadingVerdict>,
    /// Facts that would settle an open point.
    pub missing: Vec<Missing>,
    /// Names in the question that are not declared.
    pub unknown_names: Vec<Strange>,
    /// What was taken for granted.
    #[serde(rename = "assumed")]
    pub taken: Vec<String>,
    /// The weakest evidence used.
    pub grade: Option<Grade>,
    /// Whether all evidence used is confirmed (nothing graded `memory`).
    pub confirmed: bool,
    /// Sources of the binding rules.
    pub citations: Vec<Citation>,
    /// Duties that bind without blocking: reports, records, conditions.
    pub conditions: Vec<Citation>,
    /// Rules that would reach the question but are suspended or have ended, with the act that did it.
    pub lapsed: Vec<Lapsed>,
    /// Requests, intentions and other statements that bear on the question: never rules.
    pub signals: Vec<Said>,
}

/// One reading of the question.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReadingVerdict {
    /// The question in ids.
    pub asked: String,
    /// What it comes to.
    pub verdict: Verdict,
}

/// A rule that no longer holds, or not now.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyLapsed")]
pub struct Lapsed {
    /// The rule.
    pub rule: RuleId,
    /// What it said.
    pub says: String,
    /// Whether it is asleep or gone.
    pub how: &'static str,
    /// First day without it.
    pub since: Day,
    /// The act that ended or suspended it, or made it with an end.
    pub act: ActId,
    /// That act's citation.
    pub cite: String,
    /// Who issued that act.
    pub authority: Authority,
}

/// Something said that bears on a question.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PolicySignal")]
pub struct Said {
    /// Request, intent or another statement.
    pub kind: Effect,
    /// Who said it where.
    pub source: Citation,
}

/// What one order says.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrderDecision {
    /// The order.
    pub order: Order,
    /// Its verdict.
    pub verdict: Verdict,
    /// How it would look at an application.
    pub review: Option<ReviewPolicy>,
    /// Rules that make the verdict: requirements that stand, or exceptions that lift them.
    pub binding: Vec<RuleId>,
    /// Requirements that are lifted, with what lifts them.
    pub lifted: Vec<(RuleId, RuleId)>,
    /// Duties, if any; where another may be due (the verdict is unknown), the part that is known.
    pub rate: Option<Ratio>,
    /// Sources.
    pub citations: Vec<Citation>,
    /// Through which day the documents of the order were looked through; none where none were.
    pub complete_through: Option<Day>,
    /// Whether the day asked about lies beyond that.
    pub beyond_horizon: bool,
}

/// A rule as evidence: the act behind it and the words that count.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyCitation")]
pub struct Citation {
    /// The rule.
    pub rule: RuleId,
    /// What it says, in our words.
    pub says: String,
    /// The act.
    pub act: ActId,
    /// The act's title.
    pub title: String,
    /// Who issued it.
    pub authority: Authority,
    /// Its citation.
    pub cite: String,
    /// Words that fix date and effect, or the paragraph in brackets.
    pub quote: String,
    /// Where to read it.
    pub url: String,
    /// When it was published.
    pub published: Day,
    /// First day of the rule's text.
    pub from: Day,
    /// First day on which it no longer holds.
    pub until: Option<Day>,
    /// Strength of the evidence.
    pub grade: Grade,
}

/// A later day on which the decision differs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PolicyChange")]
pub struct Change {
    /// The day.
    pub on: Day,
    /// The verdict from then on.
    pub verdict: Verdict,
    /// Whether it is scheduled beyond the horizon.
    pub scheduled: bool,
}

/// A missing fact, and the verdict that each value of it would give.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PolicyMissing")]
pub struct Missing {
    /// The fact.
    pub fact: String,
    /// Why it is open.
    pub because: String,
    /// What each value would give.
    pub branches: Vec<Branch>,
}

/// One value of a missing fact.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PolicyBranch")]
pub struct Branch {
    /// The value.
    pub value: String,
    /// The verdict it would give.
    pub verdict: Verdict,
}

/// A quota and what is left of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QuotaState {
    /// The limit.
    pub limit: Quota,
    /// How much the ledger says was used by the day; none without a ledger.
    pub used: Option<Measure>,
    /// What is left; none when either is unknown.
    pub left: Option<Measure>,
}

/// Whether the list of the European Union and that of the Netherlands ask for one and the same licence: a national list
/// is for goods that are not on Annex I (Regulation (EU) 2021/821, art. 9), and the Dutch authority grants both.
pub(crate) fn one_licence<'a>(orders: impl Iterator<Item = &'a OrderDecision>) -> bool {
    let asks = orders.filter(|one| one.verdict == Verdict::LicenceRequired).map(|one| one.order);
    let asking: Vec<Order> = asks.collect();
    asking.contains(&Order::Eu) && asking.contains(&Order::Nl)
}

impl Decision {
    /// Whether the European and the Dutch requirement are one licence, to be counted once.
    #[must_use]
    pub fn one_licence(&self) -> bool {
        one_licence(self.orders.iter())
    }

    /// Words that nobody understood make a clearance unknown.
    pub(crate) fn doubt(&mut self, heard: &Heard) {
        if !heard.in_doubt() || self.verdict >= Verdict::Unknown {
            return;
        }
        let left = heard.understood.iter().flat_map(|one| one.left.iter().cloned());
        let names = heard.strange.iter().map(|strange| strange.name.clone());
        let words: Vec<String> = left.chain(names).collect();
        let harmless = Branch { value: "if it changes nothing".to_owned(), verdict: self.verdict };
        let missing = Missing {
            fact: format!("what “{}” means", words.join(" ")),
            because: "not understood; it may matter".to_owned(),
            branches: vec![harmless],
        };
        self.missing.insert(0, missing);
        self.verdict = Verdict::Unknown;
        (self.review, self.until, self.quota, self.rate) = (None, None, None, None);
        self.binding.clear();
    }
}
