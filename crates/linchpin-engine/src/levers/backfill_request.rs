//! Requests not to backfill: firms asked not to sell more to a country than before.
//!
//! A request has no force of law: whether a firm follows it is drawn. Two requests: the strictest wins.

use super::{listed, said};
use crate::entry::{Field, Holds, Values, needs};
use crate::law::{Ask, Law};
use crate::lever::{Drawn, Lever};
use crate::parameter::{Amount, ParameterName};
use crate::paths::{Paths, ShareGrowth};
use crate::room::{AskRoom, Room};
use crate::shock::{ActName, Because, Shock};
use linchpin_units::{Setting, Unit};
use linchpin_world::{ActorId, CountryId, Entity};
use std::sync::Arc;

/// Firms asked not to sell more to a country than before.
#[derive(Debug, Clone, PartialEq)]
pub struct BackfillRequest {
    /// World ids of the firms asked.
    pub firms: Vec<ActorId>,
    /// Country they sell to.
    pub destination: CountryId,
    /// Growth of the share that still passes, `beta`.
    pub allowance: Amount,
    /// Probability that a firm complies.
    pub compliance: Amount,
}

/// Name of the uniform draw that decides whether a firm complies with a request.
#[must_use]
pub fn compliance_draw(firm: &ActorId) -> ParameterName {
    format!("compliance {firm}").into()
}

impl Lever for BackfillRequest {
    fn kind(&self) -> &'static str {
        ROOM.kind
    }
    fn target(&self) -> Entity {
        (&self.destination).into()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.allowance, &self.compliance]
    }
    fn chances(&self) -> Vec<ParameterName> {
        self.firms.iter().map(compliance_draw).collect()
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let (allowance, compliance) = (drawn.amounts[0], drawn.amounts[1]);
        let allowance = Setting::from(allowance);
        let path = paths.path(drawn.window, Setting::UNLIMITED, |_| allowance);
        for (firm, luck) in self.firms.iter().zip(drawn.chances) {
            if luck.get() < compliance.get() {
                let control = ShareGrowth {
                    firm: firm.clone(),
                    destination: self.destination.clone(),
                    from: drawn.window.first,
                };
                paths.growth.set(control, path.clone(), drawn.window, drawn.shock);
            }
        }
    }
    fn cause(&self) -> &'static str {
        "request not to backfill"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!(
            "{} may let their shares in {} grow by {}; each complies with a probability of {}",
            listed(&self.firms, name),
            name(&self.destination),
            said(&self.allowance),
            said(&self.compliance)
        )
    }
}

/// What an act's signal asks of firms.
#[derive(Debug)]
struct Asked {
    act: ActName,
    firms: Vec<ActorId>,
    destination: CountryId,
}

impl Ask for Asked {
    fn shocks(&self, law: &Law<'_>) -> Vec<Shock> {
        let signals = law.rulebook.signals(law.span, law.known);
        let heard = signals.into_iter().filter(|signal| signal.act.as_str() == self.act.as_str());
        heard
            .map(|signal| Shock {
                id: format!("{} {} {}", self.act, self.destination, signal.days.from).into(),
                days: signal.days,
                lever: Arc::new(BackfillRequest {
                    firms: self.firms.clone(),
                    destination: self.destination.clone(),
                    allowance: law.assumption("request_allowance", "request-allowance"),
                    compliance: law.assumption("request_compliance", "request-compliance"),
                }),
                because: Because::Signal {
                    government: signal.order,
                    act: self.act.clone(),
                    citation: signal.cite.clone(),
                },
                note: signal.says.clone(),
            })
            .collect()
    }
}

const EVENT: &[Field] = &[
    needs("firms", Holds::Names("firm"), "the firms asked"),
    needs("destination", Holds::Name("country"), "the country they sell to"),
    needs("allowance", Holds::Amount(Unit::Share), "the growth of share that still passes"),
    needs("compliance", Holds::Amount(Unit::Share), "the probability that a firm complies"),
];

const ASK: &[Field] = &[
    needs("act", Holds::Name("act"), "the act that records the request"),
    needs("firms", Holds::Names("firm"), "the firms asked"),
    needs("destination", Holds::Name("country"), "the country they sell to"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(BackfillRequest {
        firms: values.ids("firms"),
        destination: values.id("destination"),
        allowance: values.amount("allowance"),
        compliance: values.amount("compliance"),
    })]
}

fn ask(values: &Values) -> Vec<Box<dyn Ask>> {
    vec![Box::new(Asked {
        act: values.words("act").first().map_or("", String::as_str).into(),
        firms: values.ids("firms"),
        destination: values.id("destination"),
    })]
}

/// The room.
pub(super) const ROOM: Room = Room {
    kind: "backfill-cap",
    about: "Firms are asked not to sell more to a country than before; whether each complies is drawn.",
    combines: "The strictest of two requests wins; each counts growth from its own first week.",
    event: EVENT,
    pull,
    ask: Some(AskRoom {
        name: "requests",
        fields: ASK,
        read: ask,
        verdicts: &[
            ("request_allowance", "request-allowance"),
            ("request_compliance", "request-compliance"),
        ],
    }),
    example: r#"
kind = "backfill-cap"
what = "a request not to fill the gap"
from = 2026-03-02
firms = ["firm:samsung", "firm:skhynix"]
destination = "country:CHN"
allowance = { value = 0.05, low = 0.05, high = 0.05, unit = "share", source = "assumption:x", why = "an example" }
compliance = { value = 1, low = 1, high = 1, unit = "share", source = "assumption:x", why = "an example" }
"#,
};
