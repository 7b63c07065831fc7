//! Expansion: a maker adds capacity at a site as it announced, as far as tools come.
//!
//! Two announcements about one line: in each week the larger one counts, so that a plan told twice is built
//! once. What an announcement has brought before the run stands in the site's capacity already.

use super::said;
use crate::entry::{Field, Holds, Values, needs};
use crate::lever::{Drawn, Lever};
use crate::parameter::Amount;
use crate::paths::{AddedCapacity, Paths};
use crate::room::Room;
use linchpin_units::Unit;
use linchpin_world::{Entity, ProductId, SiteId};
use std::sync::Arc;

/// A maker adds capacity at a site by a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Expansion {
    /// World id of the site that grows.
    pub site: SiteId,
    /// World id of the product whose line grows.
    pub product: ProductId,
    /// Wafers a month that the plan adds in all.
    pub wafers: Amount,
    /// Weeks from the plan's first day until all of them stand, in a straight line.
    pub ramp: Amount,
}

impl Lever for Expansion {
    fn kind(&self) -> &'static str {
        ROOM.kind
    }
    fn target(&self) -> Entity {
        (&self.site).into()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.wafers, &self.ramp]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let window = drawn.window;
        let [wafers, ramp] = [0, 1].map(|at: usize| drawn.amounts[at].get());
        // A plan that ends early leaves what stands.
        let added = |week: usize| {
            let since = window.since(week.min(window.end)).max(0) as f64;
            if ramp > 0.0 { wafers * (since / ramp).min(1.0) } else { wafers }
        };
        let begun = |week: usize| if week < window.first { 0.0 } else { added(week) };
        let path = (0..paths.weeks()).map(begun).collect();
        let line = AddedCapacity { site: self.site.clone(), product: self.product.clone() };
        paths.added.set(line, path, window, drawn.shock);
    }
    fn cause(&self) -> &'static str {
        "expansion"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!(
            "the line for {} grows: {} wafers a month are added over {} weeks, as far as tools come",
            name(&self.product),
            said(&self.wafers),
            said(&self.ramp)
        )
    }
}

const EVENT: &[Field] = &[
    needs("site", Holds::Name("site"), "the site that grows"),
    needs("product", Holds::Name("product"), "the product whose line grows"),
    needs("wafers", Holds::Amount(Unit::WaferPerMonth), "what the plan adds in all"),
    needs("ramp", Holds::Amount(Unit::Week), "the weeks until all of it stands"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(Expansion {
        site: values.id("site"),
        product: values.id("product"),
        wafers: values.amount("wafers"),
        ramp: values.amount("ramp"),
    })]
}

/// The room.
pub(super) const ROOM: Room = Room {
    kind: "expansion",
    about: "A maker adds capacity at a site as it announced, as far as tools come.",
    combines: "In each week the announcement that adds more counts: a plan told twice is built once.",
    event: EVENT,
    pull,
    ask: None,
    example: r#"
kind = "expansion"
what = "a second hall is equipped"
from = 2026-03-02
site = "site:ymtc-wuhan"
product = "product:nand"
wafers = { value = 50000, low = 40000, high = 60000, unit = "wafer/month", source = "assumption:x", why = "an example" }
ramp = { value = 52, low = 52, high = 52, unit = "week", source = "assumption:x", why = "an example" }
"#,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Window;
    use linchpin_units::Measure;
    use linchpin_units::id::literal;

    fn path(windows: &[Window], amounts: [f64; 2]) -> Vec<f64> {
        let lever = Expansion {
            site: literal("site:a"),
            product: literal("product:a"),
            wafers: Amount::Exactly(Measure::of(amounts[0])),
            ramp: Amount::Exactly(Measure::of(amounts[1])),
        };
        let mut paths = Paths::neutral(6);
        for (shock, window) in windows.iter().enumerate() {
            let amounts = &amounts.map(Measure::of);
            let drawn = Drawn { amounts, chances: &[], window: *window, shock: shock as u32 };
            lever.turn(&drawn, &mut paths);
        }
        paths.added.iter().next().expect("turned").1.values().to_vec()
    }

    #[test]
    fn a_plan_is_built_in_a_straight_line_and_stays() {
        let from_one = Window { first: 1, end: 6, began: 1 };
        assert_eq!(path(&[from_one], [40.0, 4.0]), [0.0, 0.0, 10.0, 20.0, 30.0, 40.0]);
        // Cut short after two weeks: what stands stays.
        let short = Window { end: 3, ..from_one };
        assert_eq!(path(&[short], [40.0, 4.0]), [0.0, 0.0, 10.0, 20.0, 20.0, 20.0]);
        // Two weeks old when the run starts: half stands already.
        let old = Window { first: 0, end: 6, began: -2 };
        assert_eq!(path(&[old], [40.0, 4.0]), [20.0, 30.0, 40.0, 40.0, 40.0, 40.0]);
        // Told twice, built once.
        assert_eq!(path(&[from_one, from_one], [40.0, 4.0]), path(&[from_one], [40.0, 4.0]));
    }
}
