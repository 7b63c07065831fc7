//! Acts: what an authority published on a day, as operations on rules.
//!
//! An act never states the law as it stands; it adds, replaces, repeals, suspends, revives or extends
//! rules, each from a day on. The law on a day is computed from the acts known by then.

use crate::ids::{Authority, LedgerName, ListName, Tag};
use crate::scope::Scope;
use crate::words::{ActKind, Effect, Order, ReviewPolicy, Status, Verb};
use linchpin_units::{Day, Grade, Measure, Place, Ratio};
use schemars::JsonSchema;
use serde::Serialize;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub(crate) String);
        linchpin_units::text_schema!($name);
        impl $name {
            /// The id's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        linchpin_units::reads_as_text!($name);
    };
}

text_id! {
    /// Id of an act, such as `us.fr.90-42321`.
    ActId
}
text_id! {
    /// Id of a rule, such as `us.ear.744.23.sme`; acts change what it says.
    RuleId
}
text_id! {
    /// Stable text naming one decision: day, knowledge, subject, and a digest of all that went in.
    DecisionId
}

/// A published act.
#[derive(Debug, Clone)]
pub struct Act {
    /// Id, unique in the rulebook.
    pub id: ActId,
    /// The order it belongs to.
    pub order: Order,
    /// What kind of publication it is.
    pub kind: ActKind,
    /// Enacted or hypothetical.
    pub status: Status,
    /// Short title in our words.
    pub title: String,
    /// Who issued it.
    pub issuer: Authority,
    /// The day from which it can be known.
    pub published: Day,
    /// Citation, such as `90 FR 42321`.
    pub cite: String,
    /// Where it or a report of it can be read.
    pub url: String,
    /// SHA-256 of the official text, where that text is public and was stored.
    pub text_sha256: Option<String>,
    /// How strong the evidence is.
    pub grade: Grade,
    /// What a reader should know.
    pub note: String,
    /// What it does, in its own order.
    pub ops: Vec<Op>,
    /// Where it stands.
    pub place: Place,
}

/// One operation of an act on a rule.
#[derive(Debug, Clone)]
pub struct Op {
    /// What it does.
    pub verb: Verb,
    /// The rule, or for suspend, revive and repeal a prefix ending in `*`.
    pub rule: RuleId,
    /// First day.
    pub from: Day,
    /// First day after; none while open.
    pub until: Option<Day>,
    /// From `until` up to here it is not known whether the rule still held.
    pub uncertain_until: Option<Day>,
    /// The rule is law from `from`, but must be followed only from here.
    pub compliance_from: Option<Day>,
    /// The words that fix date and effect, or in square brackets the paragraph that does.
    pub quote: String,
    /// Why no answer differs on its days, where none does; `tests/dates.rs` holds it to that.
    pub quiet: Option<String>,
    /// What the rule says from then on.
    pub body: Option<Body>,
    /// Where it stands.
    pub place: Place,
}

/// What a rule says.
#[derive(Debug, Clone)]
pub struct Body {
    /// What it does.
    pub effect: Effect,
    /// One sentence in our words.
    pub summary: String,
    /// Where it reaches.
    pub scope: Scope,
    /// How applications are looked at.
    pub review: Option<ReviewPolicy>,
    /// Other ways of looking at them for narrower scopes; the first that holds wins.
    pub carve_outs: Vec<(Scope, ReviewPolicy)>,
    /// Rules lifted (or barred), by id or by prefix ending in `*`.
    pub overcomes: Vec<RuleId>,
    /// Exceptions that yield to this one.
    pub before: Vec<RuleId>,
    /// The exception works only if the asker shows that its conditions hold.
    pub must_claim: bool,
    /// A requirement that leaves licences granted before it as they are.
    pub grandfathers: bool,
    /// Whether the text is public; if not, scope beyond what is stated is unknown, not empty.
    pub text_public: bool,
    /// A limit in number.
    pub quota: Option<Quota>,
    /// Duty, share of value; none for a duty whose rate is not held, which makes the answer unknown.
    pub rate: Option<Ratio>,
    /// The list this rule adds to.
    pub list: Option<ListName>,
    /// What it adds.
    pub members: Vec<Tag>,
    /// Who spoke.
    pub by: Option<Authority>,
    /// To whom.
    pub addressees: Vec<Authority>,
}

/// A limit on how much may pass.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Quota {
    /// What is counted.
    pub unit: String,
    /// Period over which it is counted.
    pub per: String,
    /// How much; none where the amount is not public.
    pub amount: Option<Measure>,
    /// Ledger file under `policy/ledger/` with the amounts used.
    pub ledger: Option<LedgerName>,
}

/// Whether `pattern` (an id, or a prefix ending in `*`) names `id`.
#[must_use]
pub fn names(pattern: &RuleId, id: &RuleId) -> bool {
    matches(&pattern.0, &id.0)
}

/// The same of texts, before they are known to be ids.
pub(crate) fn matches(pattern: &str, id: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => id.starts_with(prefix),
        None => pattern == id,
    }
}
