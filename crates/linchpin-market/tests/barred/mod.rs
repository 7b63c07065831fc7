//! Buyers who may buy a product from no maker: what is let through is their demand, and nothing is squared.

use super::toy::{self, Lab, States, states};
use linchpin_engine::levers::ProductExports;
use linchpin_engine::{Amount, Shock};
use linchpin_market::model::Model;
use linchpin_market::run::planned;
use linchpin_units::id::literal;
use linchpin_units::{Measure, Weeks};

const ALL: &[&str] = &["firm:maker", "firm:rival", "firm:domestic"];
/// Position and share of demand of the segment that is barred.
const BARRED: (usize, f64) = (1, 0.3);
const APPROVED: f64 = 0.1;

/// Nobody may sell to the segment beyond a share.
pub(crate) fn everyone(approval: f64) -> Shock {
    toy::from_start(lever(ALL, approval))
}

fn control(firms: &[&str], from: &str, until: Option<&str>) -> Shock {
    toy::shock(from, until, lever(firms, APPROVED))
}

fn lever(firms: &[&str], approval: f64) -> ProductExports {
    ProductExports {
        product: literal("product:dram"),
        firms: firms.iter().map(|firm| literal(firm)).collect(),
        segments: vec![literal("segment:chn-pc")],
        approval: Amount::Exactly(Measure::of(approval)),
        front_loading: Amount::Exactly(Measure::of(0.0)),
        notice: Weeks::of(0.0),
        // One of them has a line in the buyers' country.
        at_home: true,
    }
}

fn received(states: &States, week: usize) -> Vec<f64> {
    states[week].products[0].shipments.by_buyer.iter().map(|bits| bits.get(0)).collect()
}

fn price(states: &States, week: usize) -> f64 {
    states[week].products[0].price.contract.get(0)
}

/// The market that lives with a control since before the run.
fn used_to(weeks: usize, older: &Shock) -> Model {
    let mut model = toy::market(weeks, &[], false);
    model.in_force = Some(planned(&model, std::slice::from_ref(older)));
    model
}

#[test]
fn a_control_that_is_older_than_the_run_is_part_of_rest() {
    let older = control(ALL, "2024-12-02", None);
    let model = used_to(156, &older);
    let all = states(&model, &[older]);
    let free = states(&toy::market(156, &[], false), &[]);
    for week in 1..all.len() {
        let of = price(&all, week) / price(&free, week);
        assert!((of - 1.0).abs() < 1e-9, "week {week}: the price is {of} of that at rest");
        // 0.3 of demand lets a tenth through: 0.03 of what is bought is 0.03 / 0.73 of the market.
        let bits = received(&all, week);
        let share = bits[BARRED.0] / bits.iter().sum::<f64>();
        let paper = BARRED.1 * APPROVED / (1.0 - BARRED.1 * (1.0 - APPROVED));
        assert!((share - paper).abs() < 1e-9, "week {week}: {share}, not {paper}");
    }
}

#[test]
fn what_nobody_may_sell_weighs_on_the_price_as_demand_that_is_not_there() {
    let model = toy::market(60, &[], false);
    let none = states(&model, &[]);
    let barred = states(&model, &[control(ALL, "2026-01-05", None)]);
    // The share let through, once and not squared, as soon as stocks have settled.
    let part = received(&barred, 50)[BARRED.0] / received(&none, 50)[BARRED.0];
    assert!((part / APPROVED - 1.0).abs() < 0.2, "{part} of what was bought");
    assert!(price(&barred, 40) < price(&none, 40), "makers look for other buyers");
    // What they want and may not have is told as unmet.
    // Nine weeks of stock for the whole demand; nine tenths of it serve the nine tenths that are barred: nine weeks.
    let unmet = |week: usize| {
        let now = &barred[week].products[0];
        now.unmet[BARRED.0].get(0) / (now.demand[BARRED.0].get(0) + now.barred[BARRED.0].get(0))
    };
    assert!(unmet(8) < 0.01, "stock serves what is barred: {}", unmet(8));
    assert!((unmet(20) - (1.0 - APPROVED)).abs() < 0.01, "{} is not to be had", unmet(20));
}

#[test]
fn lifting_an_old_control_brings_the_demand_back() {
    let older = control(ALL, "2024-12-02", None);
    let lifted = control(ALL, "2024-12-02", Some("2026-03-02"));
    let model = used_to(60, &older);
    let (kept, freed) = (states(&model, &[older]), states(&model, &[lifted]));
    let wanted = |all: &States, week: usize| all[week].products[0].reference.get(0);
    assert_eq!(wanted(&kept, 8), wanted(&freed, 8));
    let paper = 1.0 / (1.0 - BARRED.1 * (1.0 - APPROVED));
    let grown = wanted(&freed, 10) / wanted(&kept, 10);
    assert!((grown - paper).abs() < 1e-9, "{grown}, not {paper}");
    assert!(price(&freed, 40) > price(&kept, 40));
}

#[test]
fn those_that_are_left_sell_what_they_make_and_no_more() {
    let model = toy::market(120, &[], false);
    // Only the third maker may sell to three tenths of demand, and it makes 720 of 4,960 thousand parts of a month.
    let made = [100.0 * 16.0 + 80.0 * 15.0, 90.0 * 16.0, 60.0 * 12.0];
    let all: f64 = made.iter().sum();
    let passes = APPROVED * (made[0] + made[1]) / all;
    let paper = passes + made[2] / all / BARRED.1;
    let some = states(&model, &[control(&ALL[..2], "2026-01-05", None)]);
    let none = states(&model, &[]);
    let reference = |states: &States| states[60].products[0].reference.get(0);
    let left = 1.0 - BARRED.1 * (1.0 - paper);
    assert!(paper < 1.0);
    assert!((reference(&some) / reference(&none) - left).abs() < 1e-9);
    assert!(price(&some, 40) < price(&none, 40), "barred makers look for other buyers");
}

#[test]
fn a_maker_that_is_free_fills_the_gap_as_under_a_ban() {
    let model = toy::market(120, &[], false);
    let some = states(&model, &[control(&ALL[1..], "2026-01-05", None)]);
    let none = states(&model, &[]);
    let reference = |all: &States| all[60].products[0].reference.get(0);
    assert_eq!(reference(&some), reference(&none), "the buyers go on wanting all of it");
    // Makers that are barred alike leave their gap to the third; barred more strictly, they are so still.
    let lab = Lab::of(&model, &[control(ALL, "2026-01-05", None), toy::ban_of(&[], 0.0)]);
    let all = lab.states();
    let sold = |maker: usize| all[60].products[0].shipments.shipped[BARRED.0 * 3 + maker].get(0);
    assert!(sold(0) > 0.0 && sold(1) > 0.0 && sold(2) > 0.0, "the other ban is on another segment");
}

#[test]
fn a_maker_whose_exports_are_barred_sells_what_it_makes_in_the_buyers_country() {
    let model = toy::market(120, &[], false);
    // Of 4,960 thousand parts the first maker makes 1,200 in China, the third 720; both segments there want 0.4 of all.
    let paper = (80.0 * 15.0 + 60.0 * 12.0) / 4_960.0 / 0.4;
    assert!(paper < 1.0);
    let china = ["segment:chn-server-critical", "segment:chn-pc"].map(literal);
    let barred = ProductExports { segments: china.into(), at_home: false, ..lever(&ALL[..2], 0.0) };
    let (some, none) = (states(&model, &[toy::from_start(barred)]), states(&model, &[]));
    let reference = |all: &States| all[60].products[0].reference.get(0);
    let left = 1.0 - 0.4 * (1.0 - paper);
    let found = reference(&some) / reference(&none);
    assert!((found - left).abs() < 1e-9, "{found}, not {left}");
    let sold = |maker: usize| some[60].products[0].shipments.shipped[BARRED.0 * 3 + maker].get(0);
    // Buyers leave whom they may not buy from as fast as they can.
    let parts = [0, 1, 2].map(sold);
    assert!(parts[0] > 0.0 && parts[2] > 0.0, "who has a line there sells: {parts:?}");
    assert!(parts[1] < 0.01 * parts[0], "{parts:?}");
}

#[test]
fn exports_that_are_barred_cost_nothing_where_enough_is_made_at_home() {
    let model = toy::market(60, &[], false);
    // 1,200 and 720 are more than the 1,488 that three tenths of demand want.
    let barred = ProductExports { at_home: false, ..lever(&ALL[..1], 0.0) };
    let (some, none) = (states(&model, &[toy::from_start(barred)]), states(&model, &[]));
    for week in [10, 40] {
        assert_eq!(received(&some, week), received(&none, week));
    }
}
