//! Stops of supply in an input-output table: industries that stand still, and deliveries that are cut.
//!
//! Two levers of the network engine. In each week the stricter of two statements counts, so that a stop stated
//! twice is one stop; what is over is over with its last day, and stocks decide how long it is felt.

use super::trade_flow::{Flows, each_or_all};
use super::{listed, said};
use crate::entry::{Field, Holds, Values, may, needs};
use crate::lever::{Drawn, Lever};
use crate::parameter::Amount;
use crate::paths::{
    DeliveryOpen, EconomyName, IndustryRunning, Paths, SectorName, Substitutes, Weekly,
};
use crate::room::Room;
use linchpin_units::{Setting, Unit};
use linchpin_world::Entity;
use std::sync::Arc;

/// Industries stand still, in part, for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductionStop {
    /// Economies in which they stand.
    pub economies: Vec<EconomyName>,
    /// Their sectors; an empty list means all.
    pub sectors: Vec<SectorName>,
    /// Share of their capacity that stands.
    pub share: Amount,
}

/// Sales of some economies to others are cut, in part, for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryCut {
    /// Who sells which products to whom.
    pub flows: Flows,
    /// Sectors that use them; an empty list means all.
    pub users: Vec<SectorName>,
    /// Share of usual deliveries that is cut.
    pub share: Amount,
    /// What other suppliers may deliver meanwhile.
    pub substitutes: Substitutes,
}

/// What of a whole goes on when the share drawn first is gone.
fn left(drawn: &Drawn<'_>, paths: &Paths) -> Weekly {
    let left = Setting::nearest(1.0 - drawn.amounts[0].get());
    paths.path(drawn.window, Setting::WHOLE, |_| left)
}

fn words_of(kind: &str, names: &[impl AsRef<str>], name: &dyn Fn(&str) -> String) -> Vec<String> {
    names.iter().map(|one| name(&format!("{kind}:{}", one.as_ref()))).collect()
}

/// A list for readers, or the words that stand for an empty one.
fn some_or_all(names: &[String], all: &str) -> String {
    if names.is_empty() { all.to_owned() } else { listed(names, &str::to_owned) }
}

fn target(economies: &[EconomyName]) -> Entity {
    format!("economy:{}", economies.first().map_or("all", EconomyName::as_str)).into()
}

impl Lever for ProductionStop {
    fn kind(&self) -> &'static str {
        STOP.kind
    }
    fn target(&self) -> Entity {
        target(&self.economies)
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.share]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let left = left(drawn, paths);
        for economy in each_or_all(&self.economies) {
            for sector in each_or_all(&self.sectors) {
                let industry = IndustryRunning { economy: economy.clone(), sector };
                paths.industries.set(industry, left.clone(), drawn.window, drawn.shock);
            }
        }
    }
    fn cause(&self) -> &'static str {
        "production stop"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!(
            "production stops in {}: {}; the share lost is {}",
            some_or_all(&words_of("economy", &self.economies, name), "all economies"),
            some_or_all(&words_of("sector", &self.sectors, name), "all industries"),
            said(&self.share)
        )
    }
}

impl DeliveryCut {
    /// Every cut, with nothing in the place of a list that means all. An economy's sales to itself are never meant.
    fn each(&self) -> Vec<DeliveryOpen> {
        let mut cuts = Vec::new();
        for flow in self.flows.each() {
            for user in each_or_all(&self.users) {
                let (flow, substitutes) = (flow.clone(), self.substitutes);
                cuts.push(DeliveryOpen { flow, user, substitutes });
            }
        }
        cuts
    }
}

impl Lever for DeliveryCut {
    fn kind(&self) -> &'static str {
        CUT.kind
    }
    fn target(&self) -> Entity {
        target(&self.flows.exporters)
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.share]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let left = left(drawn, paths);
        for cut in self.each() {
            paths.deliveries.set(cut, left.clone(), drawn.window, drawn.shock);
        }
    }
    fn cause(&self) -> &'static str {
        "cut deliveries"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!(
            "deliveries of {} from {} to {} of {} are cut; the share cut is {}; other suppliers {}",
            some_or_all(&words_of("sector", &self.flows.sectors, name), "all products"),
            some_or_all(&words_of("economy", &self.flows.exporters, name), "all economies"),
            some_or_all(&words_of("sector", &self.users, name), "all industries"),
            some_or_all(&words_of("economy", &self.flows.importers, name), "all other economies"),
            said(&self.share),
            self.substitutes.words()
        )
    }
}

const STOP_EVENT: &[Field] = &[
    needs("economies", Holds::Names("economy"), "the economies whose industries stop"),
    may("sectors", Holds::Names("sector"), "the sectors that stop; all without it"),
    needs("share", Holds::Amount(Unit::Share), "the share of capacity that stands still"),
];

const CUT_EVENT: &[Field] = &[
    needs("exporters", Holds::Names("economy"), "the economies that sell"),
    may("importers", Holds::Names("economy"), "the economies that buy; all others without it"),
    may("sectors", Holds::Names("sector"), "the sectors whose products are meant; all without it"),
    may("users", Holds::Names("sector"), "the sectors that use them; all without it"),
    needs("share", Holds::Amount(Unit::Share), "the share of usual deliveries that is cut"),
    needs(
        "substitutes",
        Holds::Words(&Substitutes::WORDS),
        "what other suppliers may deliver meanwhile: no more than usual (`none`), up to their spare capacity (`capped`), or all they can (`free`); the strictest of a list",
    ),
];

fn stop(values: &Values) -> Vec<Arc<dyn Lever>> {
    let names = |field: &str| values.words(field).iter();
    vec![Arc::new(ProductionStop {
        economies: names("economies").map(EconomyName::from).collect(),
        sectors: names("sectors").map(SectorName::from).collect(),
        share: values.amount("share"),
    })]
}

fn cut(values: &Values) -> Vec<Arc<dyn Lever>> {
    // Of several words the strictest holds, as of several statements.
    let words = values.words("substitutes").iter().filter_map(|word| word.parse().ok());
    vec![Arc::new(DeliveryCut {
        flows: Flows::of(values),
        users: values.words("users").iter().map(SectorName::from).collect(),
        share: values.amount("share"),
        substitutes: words.min().unwrap_or(Substitutes::None),
    })]
}

/// The room of stops.
pub(super) const STOP: Room = Room {
    kind: "production-stop",
    about: "Industries of an economy stand still, in part, for a time (network engine).",
    combines: "In each week the stop that takes more of an industry counts; the same stop stated twice counts once.",
    event: STOP_EVENT,
    pull: stop,
    ask: None,
    example: r#"
kind = "production-stop"
what = "the memory plants of Korea stand still"
from = 2026-03-02
until = 2026-03-30
economies = ["KOR"]
sectors = ["memory"]
share = { value = 0.5, low = 0.4, high = 0.6, unit = "share", source = "assumption:x", why = "an example" }
"#,
};

/// The room of cuts.
pub(super) const CUT: Room = Room {
    kind: "delivery-cut",
    about: "Deliveries of some economies to the industries of others are cut, in part, for a time (network engine).",
    combines: "In each week the cut that stops more of a link counts, and the least that other suppliers may deliver.",
    event: CUT_EVENT,
    pull: cut,
    ask: None,
    example: r#"
kind = "delivery-cut"
what = "no memory from Korea for Chinese electronics"
from = 2026-03-02
until = 2026-06-01
exporters = ["KOR"]
importers = ["CHN"]
sectors = ["memory"]
users = ["electronics-rest"]
share = { value = 0.5, low = 0.4, high = 0.6, unit = "share", source = "assumption:x", why = "an example" }
substitutes = ["capped"]
"#,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Window;
    use linchpin_units::Measure;

    fn names<T: for<'n> From<&'n str>>(names: &[&str]) -> Vec<T> {
        names.iter().map(|name| T::from(name)).collect()
    }

    fn turn(lever: &dyn Lever, share: f64, window: Window, paths: &mut Paths) {
        let amounts = [Measure::of(share)];
        lever.turn(&Drawn { amounts: &amounts, chances: &[], window, shock: 0 }, paths);
    }

    /// By hand: half of it stops in weeks 1 and 2, three quarters in week 2: 1, 1/2, 1/4, 1 are left.
    #[test]
    fn the_stricter_of_two_stops_counts_and_it_ends_with_its_window() {
        let share = Amount::Exactly(Measure::of(0.5));
        let lever =
            ProductionStop { economies: names(&["KOR"]), sectors: names(&["memory"]), share };
        let mut paths = Paths::neutral(4);
        for share in [0.5, 0.5] {
            turn(&lever, share, Window { first: 1, end: 3, began: 1 }, &mut paths);
        }
        turn(&lever, 0.75, Window { first: 2, end: 3, began: 2 }, &mut paths);
        let (_, path) = paths.industries.iter().next().expect("turned");
        assert_eq!(*path.values(), [1.0, 0.5, 0.25, 1.0]);
        assert_eq!(paths.industries.iter().len(), 1);
    }

    /// By hand: one seller, two buyers of which it is one, two sectors and one user: two links.
    #[test]
    fn a_cut_never_means_what_an_economy_sells_to_itself() {
        let lever = DeliveryCut {
            flows: Flows {
                exporters: names(&["KOR"]),
                importers: names(&["KOR", "CHN"]),
                sectors: names(&["memory", "other-chips"]),
            },
            users: names(&["electronics-rest"]),
            share: Amount::Exactly(Measure::of(0.5)),
            substitutes: Substitutes::Capped,
        };
        let mut paths = Paths::neutral(2);
        turn(&lever, 0.5, Window { first: 0, end: 1, began: 0 }, &mut paths);
        let mut cut: Vec<String> = Vec::new();
        for (control, path) in paths.deliveries.iter() {
            assert_eq!(*path.values(), [0.5, 1.0]);
            cut.push(control.flow.sector.iter().map(ToString::to_string).collect());
            assert!(control.flow.importer.as_deref() == Some("CHN"), "{control:?}");
        }
        assert_eq!(cut, ["memory", "other-chips"]);
        let flows = Flows { importers: Vec::new(), ..lever.flows };
        let every = DeliveryCut { flows, users: Vec::new(), ..lever };
        assert_eq!(every.each().len(), 2, "all buyers are one statement");
    }

    #[test]
    fn words_for_substitutes_are_ordered_from_the_strictest() {
        let known = Substitutes::WORDS.map(|word| word.parse::<Substitutes>().expect("a word"));
        assert!(known.is_sorted());
        assert!("fre".parse::<Substitutes>().is_err());
        for one in known {
            assert!(!one.words().is_empty());
        }
    }
}
