//! The price of the flow, by week: answers on paper, return of stocks, losses by state, and the monthly model beside.

use super::toy;
use linchpin_cycle::Market;
use linchpin_cycle::model::{Demand, Run};
use linchpin_cycle::numbers::{Numbers, Space};
use linchpin_engine::Shock;
use linchpin_engine::levers;
use linchpin_engine::{Amount, Lever};
use linchpin_market::levers::LineOutage;
use linchpin_market::model::Model;
use linchpin_units::id::literal;
use linchpin_units::{Measure, Weeks, math};
use linchpin_world::World;
use toy::{Lab, States};

/// Lines of the toy that make DRAM.
const DRAM: [usize; 4] = [0, 1, 3, 5];
/// Weeks of packaging in the toy: what is lost in the fab is missed so much later.
const BACK: usize = 4;
/// A market without inertia, scarcity and extrapolation: what a hand can work out.
const CORE: &[(&str, f64)] =
    &[("cycle-inertia", 0.0), ("cycle-scarcity-slope", 0.0), ("cycle-extrapolation", 0.0)];
/// Capacity grows with the node alone.
const NO_EXPANSION: (&str, f64) = ("capacity-expansion", 0.0);

fn with(all: &[(&'static str, f64)], more: &[(&'static str, f64)]) -> Vec<(&'static str, f64)> {
    all.iter().chain(more).copied().collect()
}

/// Everybody wants `change` more or less from a week on.
fn all_want(change: f64, week: usize) -> Shock {
    let day = toy::day("2026-01-05").plus(7 * week as i64).to_string();
    toy::shock(&day, None, want(&["chn-server-critical", "chn-pc", "usa-server"], change))
}

fn want(segments: &[&str], change: f64) -> impl Lever + 'static {
    levers::Demand {
        segments: segments.iter().map(|id| literal(&format!("segment:{id}"))).collect(),
        products: vec![literal("product:dram")],
        change: Amount::Exactly(Measure::of(change)),
        ramp: Weeks::of(0.0),
    }
}

/// Every DRAM line stands by a share, week by week.
fn losing(model: &Model, share: impl Fn(usize) -> f64) -> Lab<'_> {
    Lab::of(model, &[]).with(|levers| {
        for line in DRAM {
            let lost = (0..model.weeks).map(&share).collect();
            levers.outages[line] = Some(LineOutage { lost, scraps: Vec::new() });
        }
    })
}

/// Log contract price over normal after each week.
fn contract(states: &States) -> Vec<f64> {
    states[1..].iter().map(|state| math::ln(state.products[0].price.contract.get(0))).collect()
}

fn spot(states: &States) -> Vec<f64> {
    states[1..].iter().map(|state| math::ln(state.products[0].price.spot.get(0))).collect()
}

/// Makers' stock after each week, in weeks of `use_by_week`.
fn weeks(states: &States, use_by_week: &[f64]) -> Vec<f64> {
    let stock = |state: &linchpin_market::state::State<pulp::Scalar>| -> f64 {
        state.products[0].stock.iter().map(|bits| bits.get(0)).sum()
    };
    states[1..].iter().zip(use_by_week).map(|(state, use_now)| stock(state) / use_now).collect()
}

/// Use at the normal price by week: demand of the market at rest.
fn reference(model: &Model) -> Vec<f64> {
    let mut rested = model.clone();
    let at = rested.space.position("product:dram supplier-stock").expect("it is a parameter");
    rested.space.set("product:dram supplier-stock", linchpin_units::Range::exactly(0.0));
    assert_eq!(rested.products[0].initial_stock, at);
    let states = Lab::of(&rested, &[]).states();
    states[1..].iter().map(|s| s.products[0].demand.iter().map(|d| d.get(0)).sum()).collect()
}

#[test]
fn a_tenth_less_demand_lowers_the_core_as_on_paper() {
    // Use .9 D, buyers' nine weeks of stock are a tenth too many and fall due in 13 weeks: orders are
    // .9 D - .9 D / 13. Supply is D, and half a week of stock, now too much, over eleven months. Contract moves by
    // response / 2 x ln(orders / supply) in a month of 52/12 weeks.
    let model = toy::market(20, &with(CORE, &[NO_EXPANSION, ("node-growth", 0.0)]), false);
    let states = Lab::of(&model, &[all_want(-0.1, 0)]).states();
    let months = 11.0 * 52.0 / 12.0;
    let flow = math::ln((0.9 - 0.9 / 13.0) / (1.0 + 0.5 / months));
    let paper = 0.45 / 2.0 * flow * 12.0 / 52.0;
    let found = contract(&states)[0];
    assert!((found - paper).abs() < 1e-12, "{found} instead of {paper}");
    // Spot: what is expected to be unsold after the look-ahead of 4 + 9 weeks is on the makers' shelves already.
    let supply = 1.0 + (0.5 + 13.0 * 0.1) / months;
    let straight = 1.8 * math::ln((0.9 - 0.9 / 13.0) / supply);
    let bent = (math::exp(5.0 * straight) - 1.0) / (math::exp(5.0 * straight) + 1.0);
    let premium = 0.4 * bent;
    let found = spot(&states)[0] - contract(&states)[0];
    assert!((found - premium).abs() < 1e-9, "{found} instead of {premium}");
}

#[test]
fn the_price_goes_on_as_it_went_and_demand_feels_it_late() {
    // Half of inertia, no flow: after a fall of demand that is taken back, contract carries on by a part of the
    // quarter's change, log p(t) = log p(t-1) + rho (log p(t-1) - log p(t-14)) / 13 + (1 - rho) of what the flow says.
    let knobs = with(CORE, &[NO_EXPANSION, ("node-growth", 0.0)]);
    let knobs = with(&knobs[1..], &[("cycle-inertia", 0.5)]);
    let model = toy::market(40, &knobs, false);
    let states = Lab::of(&model, &[all_want(-0.1, 0)]).states();
    let path = contract(&states);
    let past = |week: usize| if week >= 14 { path[week - 14] } else { 0.0 };
    for week in [1, 5, 20, 30] {
        let (before, after) = (&states[week].products[0], &states[week + 1].products[0]);
        let sum = |lanes: &[linchpin_market::lanes::Lane<pulp::Scalar>]| -> f64 {
            lanes.iter().map(|lane| lane.get(0)).sum()
        };
        let normal = 0.9 * reference(&model)[week];
        let shed = (sum(&before.stock) - 5.0 * normal) / (11.0 * 52.0 / 12.0);
        let flow = math::ln(sum(&after.orders) / (sum(&after.output) + shed));
        let paper = path[week - 1]
            + 0.5 * (path[week - 1] - past(week)) / 13.0
            + 0.5 * 0.45 / 2.0 * flow * 12.0 / 52.0;
        assert!((path[week] - paper).abs() < 1e-9, "week {week}: {} {paper}", path[week]);
        let felt = before.price.felt.get(0);
        let paper = felt + (path[week] - felt) / 26.0;
        assert!((after.price.felt.get(0) - paper).abs() < 1e-12);
    }
}

/// Months until half of the distance from the normal stock is gone, and the least and most weeks over it after that.
fn return_of(model: &Model, product: usize, from: f64) -> (f64, f64, f64) {
    let mut model = model.clone();
    let normal = model.space.modes().at(model.products[product].normal_stock).get();
    model.space.set("product:dram supplier-stock", linchpin_units::Range::exactly(from));
    let mut path = Vec::new();
    Lab::of(&model, &[]).watch(|_, _, after| {
        let now = &after.products[product];
        let stock: f64 = now.stock.iter().map(|bits| bits.get(0)).sum();
        path.push(stock / now.reference.get(0) - normal);
    });
    let half = path.iter().position(|now| now.abs() <= 0.5 * (from - normal).abs());
    let half = half.expect("it returns");
    let least = path[half..].iter().copied().fold(f64::MAX, f64::min);
    let most = path[half..].iter().copied().fold(f64::MIN, f64::max);
    ((half + 1) as f64 * 12.0 / 52.0, least, most)
}

/// The toy with the stated numbers of the price cycle: its stocks, its growth, the mean of its sensitivities.
fn stated(knobs: &[(&'static str, f64)]) -> Model {
    let numbers = [
        ("normal", 5.5),
        ("buyers", 10.0),
        ("front", 13.0),
        ("node-growth", math::exp(0.15) - 1.0),
        ("cycle-sensitivity-server", 0.94),
        ("cycle-sensitivity-pc", 0.94),
        NO_EXPANSION,
    ];
    toy::market(208, &with(&numbers, knobs), false)
}

/// DRAM of the world at the stated numbers.
fn of_the_world(knobs: &[(&'static str, f64)]) -> (Model, usize) {
    let world = World::embedded().unwrap_or_else(|all| panic!("{all}"));
    let built = linchpin_market::build::build(&world, toy::day("2026-01-05"), 208, &[], &[]);
    let mut model = built.unwrap_or_else(|all| panic!("{all}")).model;
    for (knob, value) in knobs {
        assert!(model.space.set(knob, linchpin_units::Range::exactly(*value)), "{knob}");
    }
    let dram = model.products.iter().position(|product| product.id == "product:dram");
    (model, dram.expect("it makes DRAM"))
}

/// Least weeks over normal of the monthly model at the same numbers, after half of the way.
fn least_by_month(core: bool) -> f64 {
    let mut numbers = monthly();
    (numbers.maker_weeks, numbers.growth, numbers.start_weeks) = (5.5, 0.15, 13.0);
    numbers.fixed.buyer_weeks = 10.0;
    numbers.fixed.sensitivity = [0.94; 4];
    let grown = math::exp(numbers.growth / 12.0) - 1.0;
    numbers.excess = grown * 12.0 / 52.0 * 15.5;
    if core {
        (numbers.inertia, numbers.slope, numbers.extrapolation) = (0.0, 0.0, 0.0);
    }
    let quarters = by_quarter(&numbers, |demand| demand, &[]);
    quarters.iter().map(|quarter| quarter[1] - 5.5).fold(f64::MAX, f64::min)
}

#[test]
fn a_state_relaxes() {
    // From 13 weeks half of the way in 4 to 10 months, from 1.5 in 10 to 24, and never more than three weeks beyond the
    // normal stock on the other side: in the toy and in the world as it ships, where servers take half of the bits and
    // yield least and where wafers go between HBM and other DRAM. The same bar for the core and for the full form.
    const ROOM: f64 = 3.0;
    let mut told = Vec::new();
    for (name, knobs, core) in [("core", CORE, true), ("full", &[][..], false)] {
        let (world, dram) = of_the_world(knobs);
        println!("{name}: by month {:.2}", least_by_month(core));
        for (at, model, product) in [("toy", stated(knobs), 0), ("world", world, dram)] {
            let glut = return_of(&model, product, 13.0);
            let shortage = return_of(&model, product, 1.5);
            println!("{name}, {at}: from 13 weeks {glut:.2?}, from 1.5 {shortage:.2?}");
            told.push((format!("{name}, {at}"), glut, shortage));
        }
        assert!(least_by_month(core) >= -ROOM);
    }
    for (name, (half, least, _), (short, _, most)) in told {
        assert!((4.0..=10.0).contains(&half), "{name} from 13 weeks: {half} months");
        assert!(least >= -ROOM, "{name}: overshoot of {least} weeks");
        assert!((10.0..=24.0).contains(&short), "{name} from 1.5 weeks: {short} months");
        assert!(most <= ROOM, "{name}: overshoot of {most} weeks");
    }
}

/// Log contract with a loss over that without, by week, from a stock of `stock` weeks.
fn effect(stock: f64, lost: impl Fn(usize) -> f64) -> Vec<f64> {
    // The upper half of the slope's range: the lower half is a market without scarcity.
    let model = toy::market(60, &[("stock", stock), ("cycle-scarcity-slope", 0.5)], false);
    let (plain, cut) = (Lab::of(&model, &[]).states(), losing(&model, lost).states());
    contract(&cut).iter().zip(contract(&plain)).map(|(with, without)| with - without).collect()
}

#[test]
fn a_loss_costs_more_in_a_shortage_than_in_a_glut() {
    let slow = |week: usize| 0.05 * (week as f64 / 52.0).min(1.0);
    let six_months = BACK + 26;
    let (glut, shortage) = (effect(13.0, slow)[six_months], effect(1.5, slow)[six_months]);
    println!("slow: {glut} {shortage}");
    assert!(glut > 0.0 && shortage >= 1.5 * glut, "slow: {glut} and {shortage}");
    let fast = |week: usize| if week < 9 { 0.1 } else { 0.0 };
    // A month after chips are missing.
    let month = BACK + 4;
    let (glut, shortage) = (effect(13.0, fast)[month], effect(1.5, fast)[month]);
    println!("fast: {glut} {shortage}");
    assert!(glut > 0.0 && shortage >= 3.0 * glut, "fast: {glut} and {shortage}");
}

#[test]
fn spot_rises_with_every_further_loss_at_any_stock() {
    // The old rule knew no stock below a quarter of a week and stood still under three weeks.
    let mut before = [0.0; 4];
    for stock in [5.0, 3.0, 2.0, 1.5] {
        let knobs = [("stock", stock), ("cycle-scarcity-slope", 0.5)];
        let model = toy::market(10, &knobs, false);
        let levels =
            [0.02, 0.05, 0.1, 0.15].map(|loss| spot(&losing(&model, |_| loss).states())[3]);
        assert!(levels[0] > 0.0 && levels.windows(2).all(|pair| pair[1] > pair[0]), "{levels:?}");
        assert!(levels.iter().zip(before).all(|(now, more)| *now > more), "{stock}: {levels:?}");
        before = levels;
    }
}

/// Log price over normal and makers' weeks after each quarter.
type Path = Vec<[f64; 2]>;

/// The toy's numbers for the monthly model.
fn monthly() -> Numbers {
    let world = World::embedded().unwrap_or_else(|all| panic!("{all}"));
    let space = Space::of(&world, Market::Dram).unwrap_or_else(|all| panic!("{all}"));
    let mut numbers = space.stated();
    (numbers.response, numbers.inertia, numbers.shedding) = (0.45, 0.35, 11.0);
    (numbers.maker_weeks, numbers.elasticity, numbers.extrapolation) = (5.0, 0.25, 0.3);
    (numbers.slope, numbers.answer, numbers.start_weeks) = (0.25, 0.0, 5.0);
    (numbers.growth, numbers.trend) = (math::ln(1.15), -math::ln(0.82));
    let fixed = &mut numbers.fixed;
    (fixed.buyer_weeks, fixed.order_months, fixed.lag) = (9.0, 3.0, 4);
    (fixed.cut_slope, fixed.cut_margin, fixed.cut_bound) = (0.04, 1.5, 0.7);
    (fixed.weight, fixed.sensitivity) = ([0.7, 0.0, 0.3, 0.0], [0.5, 1.0, 1.2, 1.5]);
    let grown = math::exp(numbers.growth / 12.0) - 1.0;
    numbers.excess = grown * 12.0 / 52.0 * 14.0;
    numbers
}

/// Log price over normal and makers' weeks of the monthly model after each quarter.
fn by_quarter(numbers: &Numbers, demand: impl Fn(Demand) -> Demand, output: &[f64]) -> Path {
    let months = 36;
    let demand = demand(Demand::growing(numbers, months, numbers.growth));
    let before: Vec<f64> =
        (1..=40).rev().map(|back| numbers.trend * f64::from(back) / 12.0).collect();
    let hbm = vec![0.0; months];
    let mut run = Run::new(numbers, &demand, &hbm, &before, 0.0).with_output(output);
    for _ in 0..months {
        run.step(None);
    }
    run.months().chunks_exact(3).map(|quarter| [quarter[2].gap, quarter[2].weeks]).collect()
}

#[test]
fn the_weekly_engine_and_the_monthly_model_tell_the_same_price() {
    // The same market, the same numbers: demand a tenth and more down, output a twentieth down, a glut, a shortage;
    // each from the fourth month on. Tolerance: 10 % of the largest move and 1 point in the first year, 2 points in
    // the second; stocks within a week. A month's step and a week's differ by as much.
    let weekly = |states: &States| -> Path {
        let use_by_week: Vec<f64> =
            states[1..].iter().map(|state| state.products[0].reference.get(0)).collect();
        let (price, stock) = (contract(states), weeks(states, &use_by_week));
        (1..=12).map(|quarter| [price[13 * quarter - 1], stock[13 * quarter - 1]]).collect()
    };
    let numbers = monthly();
    // Thirteen and four weeks in process are four months.
    let process = [NO_EXPANSION, ("front", 13.0)];
    let model = |stock: f64| toy::market(157, &with(&process, &[("stock", stock)]), false);
    let mut pairs: Vec<(&str, Path, Path)> = Vec::new();
    for (name, change) in [("demand -12 %", -0.12), ("demand +8 %", 0.08)] {
        let rest = model(0.0);
        let months = by_quarter(&numbers, |demand| demand.scaled_from(3, 1.0 + change), &[]);
        let states = Lab::of(&rest, &[all_want(change, 13)]).states();
        pairs.push((name, months, weekly(&states)));
    }
    let rest = model(0.0);
    let mut output = vec![0.95; 36];
    output[..3].fill(1.0);
    let states = losing(&rest, |week| if week + BACK >= 13 { 0.05 } else { 0.0 }).states();
    pairs.push(("output -5 %", by_quarter(&numbers, |d| d, &output), weekly(&states)));
    for (name, stock) in [("13 weeks", 13.0), ("1.5 weeks", 1.5)] {
        let from = Numbers { start_weeks: stock, ..numbers.clone() };
        let model = model(stock);
        let states = Lab::of(&model, &[]).states();
        pairs.push((name, by_quarter(&from, |d| d, &[]), weekly(&states)));
    }
    for (name, months, weeks) in &pairs {
        for (quarter, (month, week)) in months.iter().zip(weeks).enumerate() {
            println!(
                "{name} Q{quarter}: price {:.3} {:.3}, stock {:.2} {:.2}",
                month[0], week[0], month[1], week[1]
            );
        }
    }
    for (name, months, weeks) in &pairs {
        let most = months.iter().map(|month| month[0].abs()).fold(0.0, f64::max);
        for (quarter, (month, week)) in months.iter().zip(weeks).enumerate().take(9) {
            let points = if quarter < 5 { 0.01 } else { 0.02 };
            let off = (month[0] - week[0]).abs();
            assert!(off <= 0.1 * most + points, "{name} Q{quarter}: {month:?} {week:?}");
            assert!((month[1] - week[1]).abs() <= 1.0, "{name} Q{quarter}: {month:?} {week:?}");
        }
    }
}

#[test]
fn long_contracts_keep_a_part_of_sales_within_a_collar() {
    let knobs = [("long-contract-share", 0.2), ("cycle-price-response", 0.9)];
    let model = toy::market(80, &knobs, false);
    for change in [-0.3, 0.3] {
        let mut bound = false;
        Lab::of(&model, &[all_want(change, 0)]).watch(|_, before, after| {
            let (old, new) = (&before.products[0], &after.products[0]);
            let free = old.price.contract.get(0);
            let held = free.clamp(0.8, 1.25);
            bound |= held != free;
            let paper = old.normal.get(0) * (0.8 * free + 0.2 * held);
            assert!((new.sold_at.get(0) / paper - 1.0).abs() < 1e-12);
            let taken: f64 = new.orders.iter().map(|bits| bits.get(0)).sum();
            assert!(taken > 0.0);
        });
        assert!(bound, "the collar must bind for this test to say anything");
    }
}

#[test]
fn a_shortfall_of_chinese_demand_moves_price_and_stock_as_2022_did() {
    // Two fifths less from China are a shortfall of the size of 2022-23. Then the Bank of Korea's index fell by 52 %
    // from 1Q22 to 3Q23, six quarters, and makers' stock about doubled (6 to 13 weeks). The median of draws must fall
    // by a third to two thirds within six quarters, and stock rise by half to three times. Nothing is fitted to it.
    let world = World::embedded().unwrap_or_else(|all| panic!("{all}"));
    let built = linchpin_market::build::build(&world, toy::day("2026-01-05"), 104, &[], &[])
        .unwrap_or_else(|all| panic!("{all}"));
    let model = built.model;
    let chinese: Vec<String> = model
        .segments
        .iter()
        .filter(|segment| segment.destination == "country:CHN")
        .map(|segment| segment.id.trim_start_matches("segment:").to_owned())
        .collect();
    let chinese: Vec<&str> = chinese.iter().map(String::as_str).collect();
    let sampler = model.space.sampler(linchpin_engine::Design::LatinHypercube, 11, 9);
    let (mut falls, mut rises, mut shortfalls) = (Vec::new(), Vec::new(), Vec::new());
    for member in 0..9 {
        let draw = sampler.draw(member);
        let plain = Lab::at(&model, &draw, &[]).states();
        let cut = Lab::at(&model, &draw, &[toy::from_start(want(&chinese, -0.4))]).states();
        let least = contract(&cut)[..78].iter().copied().fold(0.0, f64::min);
        let sum = |state: &linchpin_market::state::State<pulp::Scalar>| -> f64 {
            state.products[0].stock.iter().map(|bits| bits.get(0)).sum()
        };
        let most =
            plain.iter().zip(&cut).take(78).map(|(p, c)| sum(c) / sum(p)).fold(0.0, f64::max);
        let wants = |states: &States| -> f64 {
            states[1].products[0].demand.iter().map(|bits| bits.get(0)).sum()
        };
        falls.push(math::exp(least) - 1.0);
        rises.push(most);
        shortfalls.push(1.0 - wants(&cut) / wants(&plain));
    }
    for list in [&mut falls, &mut rises, &mut shortfalls] {
        list.sort_by(f64::total_cmp);
    }
    println!("shortfall {shortfalls:.3?}\nfall {falls:.3?}\nstock {rises:.2?}");
    assert!((0.08..0.2).contains(&shortfalls[4]), "{shortfalls:?}");
    assert!((-0.66..=-0.33).contains(&falls[4]), "{falls:?}");
    assert!((1.5..=3.0).contains(&rises[4]), "{rises:?}");
}

#[test]
fn a_run_from_a_date_goes_on_as_the_cycle_projects() {
    // The cycle holds the drivers of demand, the market lets demand grow with capacity: the first quarter must be the
    // same within 3 points of log price, the second within 6, both within the cycle's own 80 % band. Forty members would
    // not do: their median alone moves by five points, since the second quarter of 2025 has a band of 60.
    const MEMBERS: usize = 600;
    let world = World::embedded().unwrap_or_else(|all| panic!("{all}"));
    for (on, known) in [("2022-09-30", "2022-10-20"), ("2025-09-30", "2025-10-20")] {
        let begin = linchpin_engine::seam::Begin { on: toy::day(on), known: toy::day(known) };
        let effort = linchpin_cycle::fit::Effort { draws: 6_000, kept: 120, seed: 2026 };
        let projected = linchpin_cycle::project::from(&world, Market::Dram, begin.known, 2, effort)
            .unwrap_or_else(|all| panic!("{all}"));
        let path = world.path("dram-price-index").expect("a series").known(begin.known);
        let last = path.value(&on[..7]).expect("the month's price is known").get();
        let built = linchpin_market::build::build(&world, begin.on, 26, &[], &[]);
        let mut model = built.unwrap_or_else(|all| panic!("{all}")).model;
        linchpin_market::build::start_on(&mut model, &world, begin)
            .unwrap_or_else(|all| panic!("{all}"));
        let dram = model.products.iter().position(|p| p.id == "product:dram").expect("DRAM");
        let sampler = model.space.sampler(linchpin_engine::Design::LatinHypercube, 5, MEMBERS);
        let mut quarters = [Vec::new(), Vec::new()];
        for member in 0..MEMBERS as u32 {
            let (mut sums, mut first) = ([0.0; 2], 0.0);
            Lab::at(&model, &sampler.draw(member), &[]).watch(|_, before, after| {
                let (old, new) = (&before.products[dram], &after.products[dram]);
                if before.week == 0 {
                    first = old.sold_at.get(0);
                }
                sums[before.week / 13] += new.price.contract.get(0) * old.normal.get(0) / first;
            });
            for (quarter, sum) in quarters.iter_mut().zip(sums) {
                quarter.push(math::ln(sum / 13.0));
            }
        }
        for (at, (quarter, step)) in quarters.iter_mut().zip(&projected.steps).enumerate() {
            quarter.sort_by(f64::total_cmp);
            let ours = math::quantile(quarter, 0.5);
            let theirs = [step.price.low, step.price.median, step.price.high]
                .map(|index| math::ln(index / last));
            println!("{on} quarter {at}: {ours:.3} beside {theirs:.3?}");
            assert!((theirs[0]..=theirs[2]).contains(&ours), "{on}: {ours} beside {theirs:?}");
            let points = [0.03, 0.06][at];
            assert!((ours - theirs[1]).abs() <= points, "{on}: {ours} beside {theirs:?}");
        }
    }
}
