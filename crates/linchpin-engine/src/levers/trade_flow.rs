//! Flows of trade between economies of an input-output table: a further duty, a barrier, or no trade at all.
//!
//! Three levers that share their targets: who buys, who sells, which sectors. An economy's sales to itself are
//! never meant. Duties add up, barriers multiply, and a ban wins over both.

use super::{listed, said};
use crate::entry::{Field, Holds, Values, may, needs};
use crate::lever::{Drawn, Lever};
use crate::parameter::Amount;
use crate::paths::{BorderCost, EconomyName, ExtraDuty, FlowOf, Paths, SectorName};
use crate::room::Room;
use linchpin_units::{Setting, Unit};
use linchpin_world::Entity;
use std::sync::Arc;

/// Which flows are meant; an empty list means all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flows {
    /// Economies that buy.
    pub importers: Vec<EconomyName>,
    /// Economies that sell.
    pub exporters: Vec<EconomyName>,
    /// Sectors of the table.
    pub sectors: Vec<SectorName>,
}

impl Flows {
    pub(super) fn of(values: &Values) -> Self {
        let economies = |field: &str| values.words(field).iter().map(EconomyName::from).collect();
        Self {
            importers: economies("importers"),
            exporters: economies("exporters"),
            sectors: values.words("sectors").iter().map(SectorName::from).collect(),
        }
    }

    /// Every flow, with nothing in the place of a list that means all.
    pub(super) fn each(&self) -> Vec<FlowOf> {
        let mut flows = Vec::new();
        for importer in each_or_all(&self.importers) {
            for exporter in each_or_all(&self.exporters) {
                for sector in each_or_all(&self.sectors) {
                    let (importer, exporter) = (importer.clone(), exporter.clone());
                    flows.push(FlowOf { importer, exporter, sector });
                }
            }
        }
        flows.retain(|flow| flow.importer.is_none() || flow.importer != flow.exporter);
        flows
    }

    /// The buyer where there is one, else the seller.
    fn target(&self) -> Entity {
        let first = self.importers.first().or(self.exporters.first());
        format!("economy:{}", first.map_or("all", EconomyName::as_str)).into()
    }

    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        let list = |ids: Vec<String>, all: &str| {
            if ids.is_empty() { all.to_owned() } else { listed(&ids, name) }
        };
        let economies = |names: &[EconomyName]| -> Vec<String> {
            names.iter().map(|one| format!("economy:{one}")).collect()
        };
        let sectors = self.sectors.iter().map(|one| format!("sector:{one}")).collect();
        format!(
            "trade in {} from {} to {}",
            list(sectors, "all sectors"),
            list(economies(&self.exporters), "all economies"),
            list(economies(&self.importers), "all economies")
        )
    }
}

/// Each name of a list, or nothing in its place where an empty list means all.
pub(super) fn each_or_all<T: Clone>(list: &[T]) -> Vec<Option<T>> {
    match list {
        [] => vec![None],
        names => names.iter().cloned().map(Some).collect(),
    }
}

/// A duty on top of what is paid already.
#[derive(Debug, Clone, PartialEq)]
pub struct FurtherDuty {
    /// Which flows.
    pub flows: Flows,
    /// Added to the rate, as a share of the price at the border.
    pub rate: Amount,
}

/// Trade that costs a multiple of what it cost.
#[derive(Debug, Clone, PartialEq)]
pub struct CostlierTrade {
    /// Which flows.
    pub flows: Flows,
    /// How many units must leave for each that used to.
    pub factor: Amount,
}

/// Trade that stops.
#[derive(Debug, Clone, PartialEq)]
pub struct TradeBan {
    /// Which flows.
    pub flows: Flows,
}

impl Lever for FurtherDuty {
    fn kind(&self) -> &'static str {
        DUTY.kind
    }
    fn target(&self) -> Entity {
        self.flows.target()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.rate]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let rate = Setting::from(drawn.amounts[0]);
        let path = paths.path(drawn.window, Setting::NOTHING, |_| rate);
        for flow in self.flows.each() {
            paths.extra_duties.set(ExtraDuty { flow }, path.clone(), drawn.window, drawn.shock);
        }
    }
    fn cause(&self) -> &'static str {
        "further duty"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!("{} pays a further duty, {}", self.flows.words(name), said(&self.rate))
    }
}

impl Lever for CostlierTrade {
    fn kind(&self) -> &'static str {
        COSTLIER.kind
    }
    fn target(&self) -> Entity {
        self.flows.target()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.factor]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let factor = Setting::from(drawn.amounts[0]);
        let path = paths.path(drawn.window, Setting::WHOLE, |_| factor);
        for flow in self.flows.each() {
            paths.border_costs.set(BorderCost { flow }, path.clone(), drawn.window, drawn.shock);
        }
    }
    fn cause(&self) -> &'static str {
        "costlier trade"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!("{} costs a multiple of before, {}", self.flows.words(name), said(&self.factor))
    }
}

impl Lever for TradeBan {
    fn kind(&self) -> &'static str {
        BAN.kind
    }
    fn target(&self) -> Entity {
        self.flows.target()
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let path = paths.path(drawn.window, Setting::WHOLE, |_| Setting::UNLIMITED);
        for flow in self.flows.each() {
            paths.border_costs.set(BorderCost { flow }, path.clone(), drawn.window, drawn.shock);
        }
    }
    fn cause(&self) -> &'static str {
        "trade ban"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!("{} stops", self.flows.words(name))
    }
}

const FLOWS: [Field; 3] = [
    needs("importers", Holds::Names("economy"), "the economies that buy"),
    may("exporters", Holds::Names("economy"), "the economies that sell; all without it"),
    may("sectors", Holds::Names("sector"), "the sectors of the table; all without it"),
];

const DUTY_EVENT: &[Field] = &[
    FLOWS[0],
    FLOWS[1],
    FLOWS[2],
    needs(
        "rate",
        Holds::Amount(Unit::Change),
        "what is added to the rate, a share of the price at the border",
    ),
];

const COST_EVENT: &[Field] = &[
    FLOWS[0],
    FLOWS[1],
    FLOWS[2],
    needs("factor", Holds::Amount(Unit::Multiple), "the multiple of the cost of before, 1 or more"),
];

const BAN_EVENT: &[Field] = &FLOWS;

fn duty(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(FurtherDuty { flows: Flows::of(values), rate: values.amount("rate") })]
}

fn costlier(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(CostlierTrade { flows: Flows::of(values), factor: values.amount("factor") })]
}

fn ban(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(TradeBan { flows: Flows::of(values) })]
}

/// The room of duties.
pub(super) const DUTY: Room = Room {
    kind: "further-duty",
    about: "Flows of trade pay a duty on top of what they pay already (trade engine).",
    combines: "Two different duties on one flow add up; the same duty stated twice counts once.",
    event: DUTY_EVENT,
    pull: duty,
    ask: None,
    example: r#"
kind = "further-duty"
what = "60 % on each other's goods"
from = 2026-01-05
importers = ["USA"]
exporters = ["CHN"]
rate = { value = 0.6, low = 0.6, high = 0.6, unit = "change", source = "assumption:x", why = "an example" }
"#,
};

/// The room of barriers.
pub(super) const COSTLIER: Room = Room {
    kind: "costlier-trade",
    about: "Flows of trade cost a multiple of what they cost, and nobody earns the difference (trade engine).",
    combines: "Two multiples on one flow multiply; a ban wins.",
    event: COST_EVENT,
    pull: costlier,
    ask: None,
    example: r#"
kind = "costlier-trade"
what = "trade in electronics costs three times as much"
from = 2026-01-05
importers = ["CHN"]
exporters = ["KOR"]
sectors = ["memory"]
factor = { value = 3.0, low = 3.0, high = 3.0, unit = "multiple", source = "assumption:x", why = "an example" }
"#,
};

/// The room of bans.
pub(super) const BAN: Room = Room {
    kind: "trade-ban",
    about: "Flows of trade stop (trade engine).",
    combines: "Stopped twice is stopped once; a ban wins over duties and multiples.",
    event: BAN_EVENT,
    pull: ban,
    ask: None,
    example: r#"
kind = "trade-ban"
what = "no memory from abroad"
from = 2026-01-05
importers = ["CHN"]
sectors = ["memory"]
"#,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Window;
    use linchpin_units::Measure;

    fn flows(sectors: &[&str]) -> Flows {
        let economies =
            |names: &[&str]| names.iter().map(|name| EconomyName::from(*name)).collect();
        Flows {
            importers: economies(&["USA", "CHN"]),
            exporters: economies(&["CHN"]),
            sectors: sectors.iter().map(|name| SectorName::from(*name)).collect(),
        }
    }

    /// By hand: two economies buy of one, but none of itself, in two sectors: two flows.
    #[test]
    fn an_economy_is_never_its_own_supplier() {
        let each = flows(&["memory", "other-chips"]).each();
        let of = |flow: &FlowOf| {
            let sector = flow.sector.as_ref().map_or("all", SectorName::as_str);
            format!("{} {sector}", flow.importer.as_ref().map_or("all", EconomyName::as_str))
        };
        let named: Vec<String> = each.iter().map(of).collect();
        assert_eq!(named, ["USA memory", "USA other-chips"]);
        assert_eq!(flows(&[]).each().len(), 1, "all sectors are one statement");
    }

    /// By hand: three times as much and twice as much is six times; with a ban on top nothing passes.
    #[test]
    fn costs_multiply_and_a_ban_wins() {
        let window = Window { first: 0, end: 1, began: 0 };
        let mut paths = Paths::neutral(1);
        let mut turn = |lever: &dyn Lever, amount: f64| {
            let amounts = [Measure::of(amount)];
            lever.turn(&Drawn { amounts: &amounts, chances: &[], window, shock: 0 }, &mut paths);
            paths.border_costs.iter().next().expect("turned").1.values()[0]
        };
        let factor = Amount::Exactly(Measure::of(3.0));
        let costlier = CostlierTrade { flows: flows(&["memory"]), factor };
        assert_eq!(turn(&costlier, 3.0), 3.0);
        assert_eq!(turn(&costlier, 2.0), 6.0);
        assert_eq!(turn(&TradeBan { flows: flows(&["memory"]) }, 0.0), f64::INFINITY);
        assert_eq!(turn(&costlier, 3.0), f64::INFINITY);
    }
}
