//! Demand: buyers of some segments want more or less at unchanged prices. Two changes multiply.
//!
//! What buyers do not want is no shortage: this lever stands on the demand side.

use super::{listed, said};
use crate::entry::{Field, Holds, Values, needs};
use crate::lever::{Drawn, Lever, Side};
use crate::parameter::Amount;
use crate::paths::{DemandFactor, Paths};
use crate::room::Room;
use linchpin_units::{Measure, Setting, Unit, Weeks};
use linchpin_world::{Entity, ProductId, SegmentId};
use std::sync::Arc;

/// Demand of some segments for some products differs by a factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// World ids of the segments.
    pub segments: Vec<SegmentId>,
    /// World ids of the products.
    pub products: Vec<ProductId>,
    /// Relative change of demand at unchanged prices; -0.2 is a fifth less.
    pub change: Amount,
    /// Weeks over which the change builds up.
    pub ramp: Weeks,
}

impl Lever for Demand {
    fn kind(&self) -> &'static str {
        ROOM.kind
    }
    fn target(&self) -> Entity {
        self.segments.first().map_or_else(Entity::default, Entity::from)
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.change]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let window = drawn.window;
        let (change, ramp) = (drawn.amounts[0].get(), self.ramp.get().max(1.0));
        let path = paths.path(window, Setting::WHOLE, |week| {
            Setting::nearest(1.0 + change * ((window.since(week) + 1) as f64 / ramp).min(1.0))
        });
        for product in &self.products {
            for segment in &self.segments {
                let control = DemandFactor { product: product.clone(), segment: segment.clone() };
                paths.demand.set(control, path.clone(), window, drawn.shock);
            }
        }
    }
    fn cause(&self) -> &'static str {
        "change of demand"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!(
            "demand of {} for {} changes by {} over {} weeks",
            listed(&self.segments, name),
            listed(&self.products, name),
            said(&self.change),
            self.ramp
        )
    }
    fn side(&self) -> Side {
        Side::Demand
    }
}

const LENGTH: Holds = Holds::Number { low: Measure::of(0.0), high: Measure::of(1040.0) };

const EVENT: &[Field] = &[
    needs("segments", Holds::Names("segment"), "the segments that want more or less"),
    needs("products", Holds::Names("product"), "the products"),
    needs("change", Holds::Amount(Unit::Change), "the relative change at unchanged prices"),
    needs("ramp", LENGTH, "the weeks over which it builds up"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(Demand {
        segments: values.ids("segments"),
        products: values.ids("products"),
        change: values.amount("change"),
        ramp: Weeks::nearest(values.number("ramp").get()),
    })]
}

/// The room.
pub(super) const ROOM: Room = Room {
    kind: "demand",
    about: "Buyers of some segments want more or less at unchanged prices.",
    combines: "Two changes of one segment's demand multiply.",
    event: EVENT,
    pull,
    ask: None,
    example: r#"
kind = "demand"
what = "a fifth less"
from = 2026-03-02
segments = ["segment:chn-pc"]
products = ["product:dram"]
change = { value = -0.2, low = -0.2, high = -0.2, unit = "change", source = "assumption:x", why = "an example" }
ramp = 2
"#,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Window;
    use linchpin_units::id::literal;

    #[test]
    fn a_fifth_less_over_two_weeks_is_a_tenth_less_in_the_first() {
        let lever = Demand {
            segments: vec![literal("segment:a")],
            products: vec![literal("product:a")],
            change: Amount::Exactly(Measure::of(-0.2)),
            ramp: Weeks::of(2.0),
        };
        let mut paths = Paths::neutral(4);
        let window = Window { first: 1, end: 4, began: 1 };
        let drawn = Drawn { amounts: &[Measure::of(-0.2)], chances: &[], window, shock: 0 };
        lever.turn(&drawn, &mut paths);
        let path = paths.demand.iter().next().expect("turned").1.values().to_vec();
        assert_eq!(path, [1.0, 0.9, 0.8, 0.8]);
    }
}
