//! From a cut at an origin to a buyer and to the world's price, in closed form.
//!
//! Half of Korea's gallium comes from China; 0.3 of use cannot yield, everybody holds 6 weeks, holders look 26
//! weeks ahead, and another source is reached within 24 weeks.

use super::{gallium, toy};
use linchpin_market::model::Model;
use linchpin_units::math::pow;
use linchpin_units::{Range, Unit};
use toy::Lab;

/// Week in which the answers are read: the buyer has turned to others long ago.
const LATER: usize = 40;

struct Seen {
    outside: f64,
    inflow: f64,
    licensed: f64,
}

fn seen(model: &Model, approval: f64, lag: f64, week: usize) -> Seen {
    Lab::of(model, &[gallium(approval, lag)]).market(|market| {
        let control = &market.controls.materials[0];
        Seen {
            outside: control.outside[week].get(0),
            inflow: control.inflow[week].get(0),
            licensed: control.licensed[week].get(0),
        }
    })
}

fn market(new_supply: f64) -> Model {
    let mut model = toy::market(104, &[], false);
    let plants = model.space.add("plants elsewhere", Range::exactly(new_supply), Unit::Week);
    model.materials[0].new_supply = plants;
    model
}

#[test]
fn a_buyer_who_turns_to_others_leaves_the_world_as_short_as_before() {
    // No plant is ever built: half of use stays away. The others, 0.7, sell their 4.2 weeks at a 26th a week.
    let never = seen(&market(1e12), 0.0, 0.0, LATER);
    let short = 0.5 - 4.2 / 26.0 * pow(25.0 / 26.0, LATER as f64);
    let wanted = pow(1.0 - short / 0.7, -1.0 / 0.3);
    assert!((never.outside - wanted).abs() < 1e-6 * wanted, "{}, {wanted}", never.outside);
    assert!((wanted - 38.8).abs() < 0.1, "{wanted}");
    assert_eq!(never.inflow, 1.0, "the fab has its gallium: it pays any price");
    // Plants that are built as fast as a buyer changes his source: nothing is missing any more.
    let built = seen(&market(24.0), 0.0, 0.0, LATER);
    assert_eq!((built.outside, built.inflow), (1.0, 1.0));
}

#[test]
fn the_licensed_flow_is_that_of_the_origins_that_are_named() {
    // China alone: nothing in the first review of 10 weeks, half of the licences at 15, all at 20.
    let mut model = market(24.0);
    let flow = |model: &Model, week| seen(model, 0.8, 10.0, week).licensed;
    assert_eq!(flow(&model, 5), 0.0);
    assert!((flow(&model, 15) - 0.8 * 0.55).abs() < 1e-12, "{}", flow(&model, 15));
    assert!((flow(&model, 20) - 0.8).abs() < 1e-12);
    // Beside China's 0.5 another origin sends 0.3, which goes on: 0.3 of 0.8.
    let other = model.space.add("gallium row", Range::exactly(0.3), Unit::Share);
    model.materials[0].origins.push((linchpin_units::id::literal("country:ROW"), other));
    assert!((flow(&model, 5) - 0.3 / 0.8).abs() < 1e-12);
}
