//! Answers that can be worked out on paper, before any data: rest, growth of stocks, return of stocks, losses.

use linchpin_cycle::Market;
use linchpin_cycle::law::{Pace, Terms};
use linchpin_cycle::model::{Demand, Month, Run, WEEK};
use linchpin_cycle::numbers::{Numbers, Space};
use linchpin_engine::stream::uniform;
use linchpin_units::math;
use linchpin_world::World;

const MONTHS: usize = 72;

fn space() -> Space {
    let world = World::embedded().unwrap_or_else(|all| panic!("{all}"));
    Space::of(&world, Market::Dram).unwrap_or_else(|all| panic!("{all}"))
}

/// Numbers whose market rests: capacity makes what is used and what stocks grow by.
fn resting(mut numbers: Numbers) -> Numbers {
    let grown = math::exp(numbers.growth / 12.0) - 1.0;
    numbers.start_weeks = numbers.maker_weeks;
    numbers.excess = grown * WEEK * (numbers.maker_weeks + numbers.fixed.buyer_weeks);
    numbers
}

/// Log normal prices of the months before the first.
fn before(numbers: &Numbers) -> Vec<f64> {
    (1..=40).rev().map(|back| numbers.trend * f64::from(back) / 12.0).collect()
}

struct Case {
    numbers: Numbers,
    demand: Demand,
    lost_wafers: Vec<f64>,
    output: Vec<f64>,
}

impl Case {
    fn at_rest(numbers: Numbers) -> Self {
        let demand = Demand::growing(&numbers, MONTHS, numbers.growth);
        Self { numbers, demand, lost_wafers: vec![0.05; MONTHS], output: Vec::new() }
    }

    fn run(&self) -> Vec<Month> {
        let before = before(&self.numbers);
        let mut run = Run::new(&self.numbers, &self.demand, &self.lost_wafers, &before, 0.0)
            .with_output(&self.output);
        for _ in 0..MONTHS {
            run.step(None);
        }
        run.months().to_vec()
    }
}

#[test]
fn at_rest_nothing_moves_for_any_draw() {
    let space = space();
    for draw in 0..300 {
        let point = |at: usize| uniform(7, draw, &format!("rest-{at}")).get();
        let numbers = resting(space.at(point));
        let grown = math::exp(numbers.growth / 12.0) - 1.0;
        let weeks = numbers.maker_weeks + numbers.fixed.buyer_weeks;
        let months = Case::at_rest(numbers.clone()).run();
        for (at, month) in months[..36].iter().enumerate() {
            assert!(month.gap.abs() <= 1e-3, "draw {draw} month {at}: {}", month.gap);
            let built = month.output / month.used;
            assert!((built - (1.0 + grown * WEEK * weeks)).abs() < 1e-9, "{built}");
            // The same by the year, as one would write it on paper.
            assert!((built - (1.0 + numbers.growth * weeks / 52.0)).abs() < 2e-3 * weeks / 15.0);
        }
    }
}

#[test]
fn a_market_that_leaves_the_growth_of_stocks_out_drifts() {
    let mut numbers = resting(space().stated());
    numbers.excess = 0.0;
    let months = Case::at_rest(numbers).run();
    assert!(months[23].gap > 0.05, "the price must rise: {}", months[23].gap);
}

#[test]
fn stocks_balance_every_month() {
    let mut numbers = resting(space().stated());
    numbers.start_weeks = 13.0;
    let case = Case::at_rest(numbers);
    let months = case.run();
    for pair in months.windows(2) {
        let (was, is) = (&pair[0], &pair[1]);
        assert!((was.makers + is.output - is.shipped - is.makers).abs() < 1e-12);
        assert!((was.buyers + is.shipped - is.used - is.buyers).abs() < 1e-12);
        assert!(is.makers >= 0.0 && is.buyers >= 0.0 && is.used <= is.demand + 1e-12);
        assert!((case.numbers.fixed.cut_bound..=1.0).contains(&is.utilisation));
    }
}

/// Months until half of the distance from normal is gone, and the least and most weeks after that.
fn return_of(weeks: f64, numbers: Numbers) -> (usize, f64, f64) {
    let mut numbers = resting(numbers);
    numbers.start_weeks = weeks;
    let normal = numbers.maker_weeks;
    let months = Case::at_rest(numbers).run();
    let half = months
        .iter()
        .position(|month| (month.weeks - normal).abs() <= 0.5 * (weeks - normal).abs())
        .expect("it returns");
    let after = || months[half..].iter().map(|month| month.weeks - normal);
    (half + 1, after().fold(f64::MAX, f64::min), after().fold(f64::MIN, f64::max))
}

#[test]
fn stock_returns_from_a_glut_and_from_a_shortage() {
    let stated = space().stated();
    let core = Numbers { inertia: 0.0, extrapolation: 0.0, slope: 0.0, ..stated.clone() };
    let room = 3.0;
    for (name, numbers) in [("core", core), ("full", stated)] {
        let (half, least, _) = return_of(13.0, numbers.clone());
        assert!((4..=10).contains(&half), "{name} from 13 weeks: {half} months");
        assert!(least >= -room, "{name}: overshoot of {least} weeks");
        let (half, _, most) = return_of(1.5, numbers);
        assert!((10..=24).contains(&half), "{name} from 1.5 weeks: {half} months");
        assert!(most <= room, "{name}: overshoot of {most} weeks");
    }
}

/// Log price with a loss over the one without, by month, from a stock of `weeks`.
fn effect(weeks: f64, slope: f64, lose: impl Fn(&mut Case)) -> Vec<f64> {
    let mut numbers = resting(space().stated());
    numbers.slope = slope;
    numbers.start_weeks = weeks;
    let plain = Case::at_rest(numbers.clone()).run();
    let mut case = Case::at_rest(numbers);
    lose(&mut case);
    case.run().iter().zip(&plain).map(|(with, without)| with.price - without.price).collect()
}

#[test]
fn a_loss_costs_more_in_a_shortage_than_in_a_glut() {
    // The upper half of the slope's range: the lower half is a market without scarcity.
    let slope = space().range(10).high();
    let slow = |case: &mut Case| {
        for (month, share) in case.lost_wafers.iter_mut().enumerate() {
            *share += 0.95 * 0.05 * (month as f64 / 12.0).min(1.0);
        }
    };
    let (glut, shortage) = (effect(13.0, slope, slow)[5], effect(1.5, slope, slow)[5]);
    assert!(glut > 0.0 && shortage >= 1.5 * glut, "slow: {glut} and {shortage}");
    let fast = |case: &mut Case| case.output = vec![0.9, 0.9];
    let (glut, shortage) = (effect(13.0, slope, fast)[0], effect(1.5, slope, fast)[0]);
    assert!(glut > 0.0 && shortage >= 3.0 * glut, "fast: {glut} and {shortage}");
    // More is lost, more is paid: the smallest law of all.
    let less = effect(5.0, slope, |case| case.output = vec![0.95, 0.95]);
    let more = effect(5.0, slope, |case| case.output = vec![0.9, 0.9]);
    assert!(more[1] > less[1] && less[1] > 0.0);
}

#[test]
fn a_shortfall_of_demand_moves_price_and_stock_as_in_2022() {
    let numbers = resting(space().stated());
    let mut case = Case::at_rest(numbers.clone());
    case.demand = case.demand.clone().scaled_from(0, 1.0);
    let plain = case.run();
    case.demand = case.demand.clone().scaled_from(1, 0.88);
    let months = case.run();
    let fall = |at: usize| math::exp(months[at].price - plain[at].price) - 1.0;
    assert!((-0.40..=-0.15).contains(&fall(6)), "{}", fall(6));
    assert!((-0.50..=-0.20).contains(&fall(12)), "{}", fall(12));
    let most = months[..13].iter().map(|month| month.weeks).fold(0.0, f64::max);
    assert!(most >= 1.5 * numbers.maker_weeks, "stock reaches {most} weeks");
}

#[test]
fn orders_a_tenth_above_supply_lift_the_core_by_half_the_response() {
    // Core: no inertia, no slope, no trend. Orders 10 % above supply for a month move the log price by
    // response / 2 x ln 1.1, here worked out with output cut so that supply is 1 / 1.1 of orders.
    let mut numbers = resting(space().stated());
    (numbers.inertia, numbers.slope, numbers.trend, numbers.growth) = (0.0, 0.0, 0.0, 0.0);
    numbers.excess = 0.0;
    let mut case = Case::at_rest(numbers.clone());
    case.output = vec![1.0 / 1.1];
    let change = case.run()[0].price;
    assert!((change - 0.5 * numbers.response * math::ln(1.1)).abs() < 1e-12, "{change}");
}

/// A market by the law alone, output growing with what rest needs: log price over normal after each half year.
fn by_law(pace: Pace, steps_a_year: usize, demand_left: f64) -> Vec<f64> {
    let mut numbers = space().stated();
    numbers.start_weeks = numbers.maker_weeks;
    let grown = pace.growth(numbers.growth);
    let weeks = numbers.maker_weeks + numbers.fixed.buyer_weeks;
    let per_step = 1.0 / steps_a_year as f64;
    let terms = Terms::of(&numbers);
    let mut makers = pace.stock(numbers.maker_weeks, per_step);
    let mut buyers = pace.stock(numbers.fixed.buyer_weeks, per_step);
    let step_trend = numbers.trend / steps_a_year as f64;
    let quarter = steps_a_year / 4;
    let mut prices: Vec<f64> = (0..=quarter).rev().map(|back| step_trend * back as f64).collect();
    let (mut felt, mut halves) = (0.0, Vec::new());
    for step in 0..3 * steps_a_year {
        let reference = per_step * math::exp(numbers.growth * step as f64 / steps_a_year as f64);
        let output = reference * (1.0 + grown * pace.stock(weeks, 1.0));
        let fixed = &numbers.fixed;
        let yields: f64 = (0..4)
            .map(|k| fixed.weight[k] * Pace::yielding(&terms, fixed.sensitivity[k], felt))
            .sum();
        let demand = demand_left * reference * yields;
        let last = *prices.last().expect("a price");
        let momentum = last - prices[prices.len() - 1 - quarter];
        let orders = pace.orders(&terms, demand, buyers, momentum, grown);
        let flow = pace.flow(&terms, orders, makers, output, reference, grown);
        let shipped = pace.shipped(&terms, orders, makers, output, reference);
        let used = pace.used(&terms, demand, buyers, shipped, reference);
        makers += output - shipped;
        buyers += shipped - used;
        let price = last + pace.change(&terms, flow, momentum);
        prices.push(price);
        let gap = price + step_trend * (step + 1) as f64;
        felt = pace.felt(felt, gap);
        if (step + 1) % (steps_a_year / 2) == 0 {
            halves.push(gap);
        }
    }
    halves
}

#[test]
fn the_law_rests_by_week_as_by_month_and_tells_the_same_story() {
    for (pace, steps) in [(Pace::MONTHLY, 12), (Pace::WEEKLY, 52)] {
        let gaps = by_law(pace, steps, 1.0);
        assert!(gaps.iter().all(|gap| gap.abs() < 1e-9), "{pace:?}: {gaps:?}");
    }
    // Demand 10 % lower for good: the same fall by week and by month, half a year and a year on.
    let (months, weeks) = (by_law(Pace::MONTHLY, 12, 0.9), by_law(Pace::WEEKLY, 52, 0.9));
    for (month, week) in months.iter().zip(&weeks).take(2) {
        assert!(*month < -0.05 && (week / month - 1.0).abs() < 0.12, "{months:?} {weeks:?}");
    }
}
