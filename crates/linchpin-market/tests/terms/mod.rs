//! Prices agreed for a term: what is paid stays until the term is over, and is then what the law says.

use super::toy;
use linchpin_engine::levers;
use linchpin_engine::{Amount, Shock};
use linchpin_units::id::literal;
use linchpin_units::{Measure, Weeks, math};
use pulp::Scalar;
use toy::{Lab, States};

/// A market that a hand can work out, whose prices are agreed for `months`.
fn market(months: f64) -> linchpin_market::model::Model {
    let knobs = [
        ("cycle-inertia", 0.0),
        ("cycle-scarcity-slope", 0.0),
        ("cycle-extrapolation", 0.0),
        ("capacity-expansion", 0.0),
        ("node-growth", 0.0),
        ("price-term", months),
    ];
    toy::market(120, &knobs, false)
}

/// Everybody wants a tenth less from the first week on.
fn a_tenth_less() -> Shock {
    let less = levers::Demand {
        segments: ["chn-server-critical", "chn-pc", "usa-server"]
            .map(|id| literal(&format!("segment:{id}")))
            .to_vec(),
        products: vec![literal("product:dram")],
        change: Amount::Exactly(Measure::of(-0.1)),
        ramp: Weeks::of(0.0),
    };
    toy::shock("2026-01-05", None, less)
}

fn paid(states: &States) -> Vec<f64> {
    states[1..].iter().map(|state| state.products[0].price.contract.get(0)).collect()
}

fn offered(states: &States) -> Vec<f64> {
    states[1..].iter().map(|state| state.products[0].price.offered.get(0)).collect()
}

fn demanded(state: &linchpin_market::state::State<Scalar>) -> f64 {
    state.products[0].demand.iter().map(|bits| bits.get(0)).sum()
}

#[test]
fn what_is_paid_moves_in_january_and_then_stands_for_a_year() {
    // The toy starts on Monday 5 January 2026: the first Mondays of 2027 and 2028 are those of weeks 52 and 104.
    let model = market(12.0);
    let states = Lab::of(&model, &[a_tenth_less()]).states();
    let (paid, offered) = (paid(&states), offered(&states));
    // The first week's offer, on paper: orders .9 - .9/13 against output and half a week of stock over 11 months.
    let flow = math::ln((0.9 - 0.9 / 13.0) / (1.0 + 0.5 / (11.0 * 52.0 / 12.0)));
    let paper = math::exp(0.45 / 2.0 * flow * 12.0 / 52.0);
    assert!((offered[0] - paper).abs() < 1e-12, "{} instead of {paper}", offered[0]);
    for week in 0..120 {
        let agreed = [None, Some(offered[52]), Some(offered[104])][week / 52];
        assert_eq!(paid[week], agreed.unwrap_or(1.0), "week {week}");
        // Nothing else is traded: there is no spot price beside it.
        assert_eq!(states[week + 1].products[0].price.spot.get(0), paid[week]);
    }
    assert!(offered[52] < 0.9 && offered[51] != offered[52]);
}

#[test]
fn demand_feels_what_is_paid_and_makers_earn_it() {
    let shock = [a_tenth_less()];
    let (model, free) = (market(12.0), toy::market(120, &NO_TERM, false));
    let (held, free) = (Lab::of(&model, &shock).states(), Lab::of(&free, &shock).states());
    // Under a price that stands, buyers take a tenth less and no more; a price that falls brings some back.
    let rested = Lab::of(&model, &[]).states();
    for week in [1, 20, 51] {
        let left = demanded(&held[week]) / demanded(&rested[week]);
        assert!((left - 0.9).abs() < 1e-12, "week {week}: {left}");
    }
    assert!(demanded(&free[51]) > 1.01 * demanded(&held[51]));
    // Revenue is bits times the price that was agreed: the normal one, which falls on its own.
    let of = |state: &linchpin_market::state::State<Scalar>| {
        let now = &state.products[0];
        let bits: f64 = now.shipments.by_maker.iter().map(|bits| bits.get(0)).sum();
        let earned: f64 = now.revenue.iter().map(|money| money.get(0)).sum();
        earned / bits
    };
    for week in [2, 30] {
        assert!((of(&held[week]) / of(&rested[week]) - 1.0).abs() < 1e-12, "week {week}");
        assert!(of(&free[week]) < 0.999 * of(&rested[week]), "week {week}");
    }
}

const NO_TERM: [(&str, f64); 5] = [
    ("cycle-inertia", 0.0),
    ("cycle-scarcity-slope", 0.0),
    ("cycle-extrapolation", 0.0),
    ("capacity-expansion", 0.0),
    ("node-growth", 0.0),
];

#[test]
fn a_term_of_a_quarter_is_renewed_in_january_april_july_and_october() {
    // 6 April, 6 July and 5 October 2026, 4 January 2027 are the Mondays of weeks 13, 26, 39 and 52.
    let model = market(3.0);
    let paid = paid(&Lab::of(&model, &[a_tenth_less()]).states());
    let moved: Vec<usize> = (1..60).filter(|week| paid[*week] != paid[week - 1]).collect();
    assert_eq!(moved, [13, 26, 39, 52]);
}

#[test]
fn a_term_rests_at_rest() {
    let states = Lab::of(&market(12.0), &[]).states();
    for (week, price) in paid(&states).into_iter().enumerate() {
        assert!((price - 1.0).abs() < 1e-3, "week {week}: {price}");
    }
}
