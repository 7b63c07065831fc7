//! Awards with guardrails: support for capacity in one country, with limits on capacity elsewhere.
//!
//! Two awards add up, to the whole cost at most; of two limits the strictest wins.

use super::said;
use crate::entry::{Field, Holds, Values, needs};
use crate::law::{Ask, Law};
use crate::lever::{Drawn, Lever};
use crate::parameter::Amount;
use crate::paths::{AwardShare, GuardedGrowth, Paths};
use crate::room::{AskRoom, Room};
use crate::shock::{Because, Shock};
use linchpin_policy::words::Number;
use linchpin_policy::{Decision, Query, Verdict};
use linchpin_units::{Day, Measure, Ratio, Setting, Unit};
use linchpin_world::{ActorId, CountryId, Entity};
use std::sync::Arc;

/// The largest growth asked about, per cent: beyond it a limit counts as none.
const MOST_ASKED: u8 = 100;

/// Support for a firm's capacity in one country, with limits on its capacity in another.
#[derive(Debug, Clone, PartialEq)]
pub struct Award {
    /// World id of the firm supported.
    pub firm: ActorId,
    /// Country where the capacity is built.
    pub place: CountryId,
    /// Share of capital cost that is paid.
    pub share: Amount,
    /// Country whose capacity is limited.
    pub guarded: CountryId,
    /// Growth allowed there over the term for advanced lines; none where nothing limits it.
    pub advanced: Option<Ratio>,
    /// Growth allowed there for legacy lines.
    pub legacy: Option<Ratio>,
}

impl Lever for Award {
    fn kind(&self) -> &'static str {
        ROOM.kind
    }
    fn target(&self) -> Entity {
        (&self.firm).into()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.share]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let (window, shock) = (drawn.window, drawn.shock);
        let share = Setting::from(drawn.amounts[0]);
        let path = paths.path(window, Setting::NOTHING, |_| share);
        let control = AwardShare { firm: self.firm.clone(), place: self.place.clone() };
        paths.awards.set(control, path, window, shock);
        for (advanced, growth) in [(true, self.advanced), (false, self.legacy)] {
            let growth = growth.map_or(Setting::UNLIMITED, |growth| Setting::of(growth.get()));
            let path = paths.path(window, Setting::UNLIMITED, |_| growth);
            let (firm, country) = (self.firm.clone(), self.guarded.clone());
            paths.guards.set(GuardedGrowth { firm, country, advanced }, path, window, shock);
        }
    }
    fn cause(&self) -> &'static str {
        "award with guardrail"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!(
            "the share of capital cost paid in {} is {}; growth in {} is held to {} for advanced and {} for legacy lines",
            name(&self.place),
            said(&self.share),
            name(&self.guarded),
            growth(self.advanced),
            growth(self.legacy)
        )
    }
    fn label(&self, _verdict: &str) -> String {
        "award with guardrail".to_owned()
    }
}

fn growth(share: Option<Ratio>) -> String {
    share.map_or("no limit".to_owned(), |share| format!("{:.0} %", share.get() * 100.0))
}

/// What a firm's award says about its capacity elsewhere.
#[derive(Debug)]
struct Asked {
    firm: ActorId,
    place: CountryId,
    guarded: CountryId,
}

impl Asked {
    /// The growth a guardrail allows is found by asking: the largest whole per cent not prohibited,
    /// and the decision that refuses the next.
    fn allowed(&self, law: &Law<'_>, facility: &str, on: Day) -> (Option<Ratio>, Option<Decision>) {
        let ask = |percent: f64| {
            let percent = Measure::of(percent);
            let query = Query::guardrail(&self.firm, self.guarded.name(), facility, percent)
                .with_number(Number::ExpansionPct, percent);
            law.rulebook.decide(&query, on, law.known)
        };
        let refused = (1..=MOST_ASKED).map(f64::from).find_map(|percent| {
            let decision = ask(percent);
            (decision.verdict >= Verdict::ProhibitedInPrinciple).then_some((percent, decision))
        });
        match refused {
            Some((percent, decision)) => (Some(Ratio::of((percent - 1.0) / 100.0)), Some(decision)),
            None => (None, None),
        }
    }
}

impl Ask for Asked {
    fn shocks(&self, law: &Law<'_>) -> Vec<Shock> {
        let (advanced, decision) = self.allowed(law, "advanced", law.span.from);
        let (legacy, _) = self.allowed(law, "legacy", law.span.from);
        let Some(decision) = decision else { return Vec::new() };
        let deciding = decision.orders.iter().max_by_key(|order| order.verdict);
        let Some(deciding) = deciding else { return Vec::new() };
        let lever = Award {
            firm: self.firm.clone(),
            place: self.place.clone(),
            share: law.assumption("award_share", "award-share"),
            guarded: self.guarded.clone(),
            advanced,
            legacy,
        };
        vec![Shock {
            id: format!("{} {} {}", self.firm, self.place, law.span.from).into(),
            days: law.span,
            lever: Arc::new(lever),
            because: Because::Decision {
                id: decision.id.as_str().into(),
                government: deciding.order,
                verdict: decision.verdict.to_string(),
                acts: deciding.citations.iter().map(|cite| cite.act.as_str().into()).collect(),
                citations: deciding.citations.iter().map(|cite| cite.cite.clone()).collect(),
            },
            note: decision.answer.clone(),
        }]
    }
}

const LIMIT: Holds = Holds::Number { low: Measure::of(0.0), high: Measure::of(10.0) };

const ASK: &[Field] = &[
    needs("firms", Holds::Names("firm"), "the firms supported"),
    needs("place", Holds::Name("country"), "the country where capacity is built"),
    needs("guarded", Holds::Name("country"), "the country whose capacity is limited"),
];

const EVENT: &[Field] = &[
    needs("firm", Holds::Name("firm"), "the firm supported"),
    ASK[1],
    ASK[2],
    needs("share", Holds::Amount(Unit::Share), "the share of capital cost that is paid"),
    needs(
        "advanced",
        LIMIT,
        "the growth allowed to advanced lines in the guarded country, a share",
    ),
    needs("legacy", LIMIT, "the growth allowed to legacy lines there, a share"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(Award {
        firm: values.id("firm"),
        place: values.id("place"),
        share: values.amount("share"),
        guarded: values.id("guarded"),
        advanced: Some(Ratio::nearest(values.number("advanced").get())),
        legacy: Some(Ratio::nearest(values.number("legacy").get())),
    })]
}

fn ask(values: &Values) -> Vec<Box<dyn Ask>> {
    let asked = |firm: ActorId| -> Box<dyn Ask> {
        Box::new(Asked { firm, place: values.id("place"), guarded: values.id("guarded") })
    };
    values.ids("firms").into_iter().map(asked).collect()
}

/// The room.
pub(super) const ROOM: Room = Room {
    kind: "award",
    about: "Support for a firm's capacity in one country, with limits on its capacity in another.",
    combines: "Two awards add up, to the whole cost at most; of two limits the strictest wins.",
    event: EVENT,
    pull,
    ask: Some(AskRoom {
        name: "guardrails",
        fields: ASK,
        read: ask,
        verdicts: &[("award_share", "award-share")],
    }),
    example: r#"
kind = "award"
what = "an award with a guardrail"
from = 2026-03-02
firm = "firm:samsung"
place = "country:USA"
guarded = "country:CHN"
share = { value = 0.15, low = 0.15, high = 0.15, unit = "share", source = "assumption:x", why = "an example" }
advanced = 0.05
legacy = 0.1
"#,
};
