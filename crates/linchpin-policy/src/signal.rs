//! Signals: requests, intentions, statements and meetings. Visible to readers and engines, never rules.
//!
//! In come acts whose effect is speech; out come dated signals with who spoke, to whom, about what.

use crate::act::{ActId, RuleId};
use crate::ids::{Authority, Tag};
use crate::rulebook::Rulebook;
use crate::scope::Field;
use crate::words::{Effect, Order};
use linchpin_units::{Day, Days, Grade};
use schemars::JsonSchema;
use serde::Serialize;

/// Something said.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Signal {
    /// Its id: the rule's.
    pub id: RuleId,
    /// The act that records it.
    pub act: ActId,
    /// Request, intent or other statement.
    pub kind: Effect,
    /// The order whose authorities spoke.
    pub order: Order,
    /// The days it stands.
    pub days: Days,
    /// Who spoke.
    pub by: Authority,
    /// To whom.
    pub addressees: Vec<Authority>,
    /// Firms it is about, as `firm:…` ids.
    pub firms: Vec<Tag>,
    /// Items it is about.
    pub items: Vec<Tag>,
    /// Countries it is about.
    pub destinations: Vec<Tag>,
    /// What was said, in our words.
    pub says: String,
    /// Citation.
    pub cite: String,
    /// Strength of the evidence.
    pub grade: Grade,
}

impl Rulebook {
    /// The signals that stand on some day of `span`, as known on `known`, in order of day and id.
    #[must_use]
    pub fn signals(&self, span: Days, known: Day) -> Vec<Signal> {
        let law = self.known(known);
        let mut signals: Vec<Signal> = law
            .history
            .versions
            .iter()
            .filter(|version| version.body.effect.speaks())
            .filter_map(|version| {
                let days = Days::new(version.from, version.until).ok()?;
                let act = &self.acts()[&version.act];
                let tags = |field: Field| {
                    version.body.scope.test(field).map(|test| test.any.clone()).unwrap_or_default()
                };
                Some(Signal {
                    id: version.rule.clone(),
                    act: act.id.clone(),
                    kind: version.body.effect,
                    order: version.order,
                    days,
                    by: version.body.by.clone().unwrap_or_default(),
                    addressees: version.body.addressees.clone(),
                    firms: [tags(Field::Maker), tags(Field::Holder), tags(Field::Party)].concat(),
                    items: tags(Field::Item),
                    destinations: tags(Field::To),
                    says: version.body.summary.clone(),
                    cite: act.cite.clone(),
                    grade: act.grade,
                })
            })
            .filter(|signal| signal.days.meets(span))
            .collect();
        signals.sort_by(|a, b| (a.days.from, &a.id).cmp(&(b.days.from, &b.id)));
        signals
    }
}
