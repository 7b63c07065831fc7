//! Capacity that answers, worked out on paper: how much, when, where.

use super::toy;
use linchpin_engine::levers::{self, Award};
use linchpin_engine::{Amount, Purpose, Shock};
use linchpin_market::investment::{DECISION, ExpectedPrice, Outlook, decide, switched};
use linchpin_market::levers::Levers;
use linchpin_market::model::{Birth, Line, Model};
use linchpin_market::numbers::Numbers;
use linchpin_market::shape::Shape;
use linchpin_units::id::literal;
use linchpin_units::{Measure, Range, Ratio, Unit, Weeks};
use toy::{output, states};

/// The line of the Chinese maker, which has no other.
const DOMESTIC: usize = 5;
/// The rival's DRAM line.
const RIVAL: usize = 3;
/// Wafers a week from wafers a month.
const PER_WEEK: f64 = 12.0 / 52.0;

/// Yearly growth that the Chinese maker decides on at `relative` times the normal price, a share.
fn growth(model: &Model, relative: f64, dollars: f64) -> f64 {
    let draw = model.space.modes();
    let numbers = Numbers::new(model, &draw);
    let outlook: Vec<Outlook> = numbers.lines.iter().map(Outlook::first).collect();
    let prices = [
        ExpectedPrice { relative, dollars: dollars * relative },
        ExpectedPrice { relative: 1.0, dollars: 10.0 },
    ];
    let levers = Levers::neutral(model);
    let decision = decide(model, &numbers, &levers, &outlook, &prices, 12);
    decision.added[DOMESTIC] / numbers.lines[DOMESTIC].capacity * 52.0 / DECISION as f64
}

#[test]
fn planned_growth_follows_the_margin() {
    // 12 Tb a wafer at 350 USD are 4,200 USD; a wafer costs 2,000 less a tenth: a margin of 2,400. A tenth
    // more makes 2,820, x1.175: 4.7 % a year where 4 % is normal.
    let model = toy::market(60, &[], false);
    assert!((growth(&model, 1.0, 350.0) - 0.04).abs() < 1e-12);
    assert!((growth(&model, 1.1, 350.0) - 0.04 * 1.175).abs() < 1e-9);
    // Half the price leaves 300 of 2,400: an eighth.
    assert!((growth(&model, 0.5, 350.0) - 0.04 / 8.0).abs() < 1e-9);
    // At a quarter a wafer sells for 1,050, and half its cost is cash: 150 a wafer buy 12 x 150 / 110,000 of
    // a year's growth, but nobody wants any.
    assert_eq!(growth(&model, 0.25, 350.0), 0.0);
}

#[test]
fn growth_has_the_size_of_2018_and_2022() {
    // Contract prices of DRAM x2.3 from 2016 to early 2018: makers added 8 to 10 % of wafers in 2018. +30 % in
    // 2021: 6 to 8 % in 2022. Within a factor of 1.5.
    let model = toy::market(60, &[], false);
    for (price, seen) in [(2.3, 0.09), (1.3, 0.07)] {
        let found = growth(&model, price, 350.0);
        assert!((found / seen) < 1.5 && (seen / found) < 1.5, "x{price}: {found}, seen {seen}");
    }
}

#[test]
fn a_lasting_rise_of_a_tenth_is_answered_after_the_lead_and_not_before() {
    let still = [("node-growth", 0.0), ("cycle-cut-slope", 0.0), ("cycle-elasticity", 0.1)];
    let model = toy::market(209, &still, false);
    let want = levers::Demand {
        segments: ["chn-server-critical", "chn-pc", "usa-server"]
            .map(|id| literal(&format!("segment:{id}")))
            .into(),
        products: vec![literal("product:dram")],
        change: Amount::Exactly(Measure::of(0.015)),
        ramp: Weeks::of(0.0),
    };
    let (calm, dear) = (states(&model, &[]), states(&model, &[toy::from_start(want)]));
    let price = |week: usize| {
        let at = |all: &toy::States| all[week].products[0].price.contract.get(0);
        at(&dear) / at(&calm)
    };
    let mean = (26..157).map(price).sum::<f64>() / 131.0;
    assert!((1.04..1.25).contains(&mean), "the price rises by about a tenth: {mean}");
    // Decided at the end of week 12, 39 weeks to stand, 18 to be made and tested: week 69 at the earliest.
    let more: Vec<f64> = output(&dear, RIVAL)
        .iter()
        .zip(output(&calm, RIVAL))
        .map(|(dear, calm)| dear / calm - 1.0)
        .collect();
    assert!(more[..69].iter().all(|more| more.abs() < 1e-9), "nobody answers in the first year");
    // Two and a half years on: 0.06 a year for each log point of price, as DRAM's cycle has it (0.02 to 0.13).
    let (at_130, at_208) = (more[130], more[208]);
    assert!((0.0005..0.015).contains(&at_130), "after two and a half years: {at_130}");
    assert!(at_208 > at_130, "and more after four: {at_208}");
}

/// The toy with a site of the rival in its own country, announced with 30,000 wafers a month, whose building
/// opens in week 60.
fn with_site(weeks: usize) -> (Model, usize) {
    let mut model = toy::market(weeks, &[("node-growth", 0.0)], false);
    let room = model.space.add("room", Range::exactly(30_000.0), Unit::Pure);
    let none = model.space.add("none", Range::exactly(0.0), Unit::Pure);
    let born = Line {
        site: literal("site:new"),
        capacity: none,
        birth: Some(Birth { opens: 60, room }),
        ..model.lines[RIVAL].clone()
    };
    model.lines.push(born);
    let at = model.lines.len() - 1;
    (model, at)
}

fn award(share: f64) -> Shock {
    toy::from_start(Award {
        firm: literal("firm:rival"),
        place: literal("country:USA"),
        share: Amount::Exactly(Measure::of(share)),
        guarded: literal("country:CHN"),
        advanced: Some(Ratio::of(0.05)),
        legacy: Some(Ratio::of(0.1)),
    })
}

#[test]
fn an_announced_site_is_born_when_its_building_stands_and_holds_what_was_announced() {
    let (model, new) = with_site(400);
    let all = states(&model, &[]);
    let capacity: Vec<f64> = all.iter().map(|s| s.lines[new].tools.capacity.get(0)).collect();
    // Tools take 39 weeks: those ordered at the end of week 12 would come too early, those of week 25 run
    // from week 64 on.
    assert!(capacity[..=64].iter().all(|wafers| *wafers == 0.0), "no tool before the building");
    let room = 30_000.0 * PER_WEEK;
    assert!(capacity.iter().all(|wafers| *wafers <= room * (1.0 + 1e-9)), "no more than announced");
    // 90,000 wafers a month grow by 4 % a year; the new site takes its room of 30,000 against a tenth of what
    // runs: 30 of 39 parts.
    let quarter = 90_000.0 * PER_WEEK * 0.04 / 4.0;
    assert!((capacity[65] / (quarter * 30.0 / 39.0) - 1.0).abs() < 1e-6, "{}", capacity[65]);
    let made = output(&all, new);
    assert!(made[..64 + 18].iter().all(|bits| *bits == 0.0), "no chip before the cycle");
    assert!(made[100] > 0.0);
}

#[test]
fn an_award_moves_wafers_to_its_place_and_none_out_of_nowhere() {
    // Two announced sites of the rival, one in Korea: the award tilts the choice, the sum stays the firm's.
    let (mut model, new) = with_site(261);
    let twin = Line {
        country: literal("country:KOR"),
        site: literal("site:twin"),
        ..model.lines[new].clone()
    };
    model.lines.push(twin);
    let at = |shocks: &[Shock], line: usize| {
        states(&model, shocks)[260].lines[line].tools.capacity.get(0) / PER_WEEK
    };
    let (before, after) = (at(&[], new), at(&[award(0.3)], new));
    let (other, less) = (at(&[], new + 1), at(&[award(0.3)], new + 1));
    assert!(after > before * 1.05, "{before} to {after} wafers a month");
    assert!(less < other, "{other} to {less}");
}

/// The maker's DRAM line in China, 80,000 wafers a month.
const ABROAD: usize = 1;

/// Its capacity by week, wafers a month, with a plan that adds 26,000 over a year.
fn with_plan(change: &[(&str, f64)], besides: Vec<Shock>) -> Vec<f64> {
    let plan = toy::from_start(levers::Expansion {
        site: literal("site:abroad"),
        product: literal("product:dram"),
        wafers: Amount::Exactly(Measure::of(26_000.0)),
        ramp: Amount::Exactly(Measure::of(52.0)),
    });
    let model = toy::market(60, change, false);
    let shocks: Vec<Shock> = std::iter::once(plan).chain(besides).collect();
    let all = states(&model, &shocks);
    all.iter().map(|s| s.lines[ABROAD].tools.capacity.get(0) / PER_WEEK).collect()
}

#[test]
fn a_plan_is_built_as_far_as_tools_come() {
    let close =
        |found: f64, right: f64| assert!((found / right - 1.0).abs() < 1e-9, "{found} {right}");
    // 500 a week, and nothing beside it before the tools that the firm itself orders could stand.
    let free = with_plan(&[], Vec::new());
    close(free[0], 80_000.0);
    close(free[27], 93_000.0);
    close(free[53], 106_000.0);
    // No tool comes from anywhere: nothing is built, and nothing that stands is lost.
    let barred = with_plan(&[], toy::tools(Purpose::New, 0.0));
    close(barred[53], 80_000.0);
    // Tools at hand for thirteen weeks: the first of them adds nothing yet, twelve times 500.
    let stored = with_plan(&[("tools-ahead", 13.0)], toy::tools(Purpose::New, 0.0));
    close(stored[13], 86_000.0);
    close(stored[53], 86_000.0);
    // A licence that lets everything through is none.
    assert_eq!(with_plan(&[], toy::tools(Purpose::New, 1.0)), free);
}

#[test]
fn what_is_announced_counts_in_what_a_firm_plans() {
    // 180,000 wafers a month of the firm's two lines grow by 4 % a year; a plan that brings more than that in
    // every quarter leaves nothing to decide beside it.
    let model = toy::market(60, &[], false);
    let numbers = Numbers::new(&model, &model.space.modes());
    let outlook: Vec<Outlook> = numbers.lines.iter().map(Outlook::first).collect();
    let price = |dollars| ExpectedPrice { relative: 1.0, dollars };
    let decided = |wafers: f64| {
        let lever = levers::Expansion {
            site: literal("site:abroad"),
            product: literal("product:dram"),
            wafers: Amount::Exactly(Measure::of(wafers)),
            ramp: Amount::Exactly(Measure::of(52.0)),
        };
        let shocks = [toy::from_start(lever)];
        let levers = Levers::new(&model, &numbers, &model.space.modes(), &shocks);
        let added =
            decide(&model, &numbers, &levers, &outlook, &[price(350.0), price(10.0)], 12).added;
        (added[0] + added[ABROAD]) / PER_WEEK
    };
    assert!((decided(0.0) - 180_000.0 * 0.04 / 4.0).abs() < 1e-6, "{}", decided(0.0));
    // 4,000 a year bring 1,000 a quarter.
    assert!((decided(4_000.0) - 800.0).abs() < 1e-6, "{}", decided(4_000.0));
    assert_eq!(decided(26_000.0), 0.0);
}

/// The toy in which both products are made on wafers of one kind.
fn kin(weeks: usize, change: &[(&str, f64)]) -> Model {
    let mut model = toy::market(weeks, change, false);
    for product in &mut model.products {
        product.family = Some(literal("product:any"));
    }
    model
}

#[test]
fn wafers_follow_the_relative_price_both_ways_within_a_site() {
    let model = kin(60, &[]);
    let numbers = Numbers::new(&model, &model.space.modes());
    let outlook: Vec<Outlook> = numbers.lines.iter().map(Outlook::first).collect();
    let levers = Levers::neutral(&model);
    let moved = |dearer: f64| -> Vec<(usize, usize, f64)> {
        let prices = [
            ExpectedPrice { relative: dearer, dollars: 350.0 * dearer },
            ExpectedPrice { relative: 1.0, dollars: 10.0 },
        ];
        let kin = &Shape::new(&model).kin;
        let moved = switched(&model, &numbers, &levers, &outlook, &prices, kin, 12);
        moved.iter().map(|one| (one.from, one.to, one.wafers / PER_WEEK)).collect()
    };
    assert_eq!(moved(1.0), []);
    // A quarter of 0.3 a year, times ln 2, of the smaller line: 80,000 wafers at the site abroad, 60,000 at the rival's.
    let part = 0.075 * linchpin_units::math::ln(2.0);
    let found = moved(2.0);
    assert_eq!(found.iter().map(|one| (one.0, one.1)).collect::<Vec<_>>(), [(2, 1), (4, 3)]);
    assert!((found[0].2 / (part * 80_000.0) - 1.0).abs() < 1e-9, "{found:?}");
    assert!((found[1].2 / (part * 60_000.0) - 1.0).abs() < 1e-9, "{found:?}");
    // And back at half the price; never faster than the speed.
    let back = moved(0.5);
    assert_eq!((back[0].0, back[0].1), (1, 2));
    assert!((back[0].2 / (part * 80_000.0) - 1.0).abs() < 1e-9, "{back:?}");
    assert!((moved(5.0)[0].2 / (0.075 * 80_000.0) - 1.0).abs() < 1e-9);
    // Products of two families never do.
    let apart = toy::market(60, &[], false);
    let numbers = Numbers::new(&apart, &apart.space.modes());
    let prices = [2.0, 1.0].map(|relative| ExpectedPrice { relative, dollars: 350.0 * relative });
    let (levers, kin) = (Levers::neutral(&apart), &Shape::new(&apart).kin);
    assert!(switched(&apart, &numbers, &levers, &outlook, &prices, kin, 12).is_empty());
}

#[test]
fn wafers_that_change_their_product_arrive_after_the_change_and_none_is_lost() {
    let still = [("capacity-expansion", 0.0), ("node-growth", 0.0), ("wafer-switch-weeks", 20.0)];
    let model = kin(157, &still);
    let want = levers::Demand {
        segments: ["chn-server-critical", "chn-pc", "usa-server"]
            .map(|id| literal(&format!("segment:{id}")))
            .into(),
        products: vec![literal("product:dram")],
        change: Amount::Exactly(Measure::of(0.05)),
        ramp: Weeks::of(0.0),
    };
    let all = states(&model, &[toy::from_start(want)]);
    let capacity = |line: usize| -> Vec<f64> {
        all.iter().map(|state| state.lines[line].tools.capacity.get(0)).collect()
    };
    let lines = [capacity(ABROAD), capacity(ABROAD + 1)];
    let steps =
        lines.map(|line| -> Vec<f64> { line.windows(2).map(|pair| pair[1] - pair[0]).collect() });
    let drawn = steps[0].iter().fold(0.0, |sum, step| sum + step.max(0.0));
    assert!(drawn > 100.0, "dearer DRAM draws wafers: {drawn}");
    // Decisions fall into every thirteenth week, arrivals twenty weeks later: never into the same week.
    for (one, other) in [(0, 1), (1, 0)] {
        for week in 20..156 {
            let (came, left) = (steps[one][week].max(0.0), (-steps[other][week - 20]).max(0.0));
            assert!((came - left).abs() < 1e-6, "week {week}: {came} of {left}");
        }
    }
}
