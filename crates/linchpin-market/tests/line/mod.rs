//! The physics of a line in closed form: full use, no restart ramp, no growth.
//!
//! The line abroad (position 1) starts 80,000 wafers a month; 14 weeks in the fab, 4 in packaging.

use super::toy;
use linchpin_engine::levers::Outage;
use linchpin_engine::{Amount, Purpose, Shock};
use linchpin_market::levers::MaterialPath;
use linchpin_market::model::Model;
use linchpin_market::scarcity::Prices;
use linchpin_units::Measure;
use linchpin_units::id::literal;
use toy::Lab;

const FRONT: usize = 14;
const BACK: usize = 4;
const WEEKS: usize = 100;

fn still() -> Model {
    let knobs = [
        ("node-growth", 0.0),
        ("cycle-cut-slope", 0.0),
        ("capacity-expansion", 0.0),
        ("service-share", 0.0),
        ("tool-complementarity", 0.0),
    ];
    toy::market(WEEKS, &knobs, false)
}

fn outage(from: usize, weeks: usize, share: f64, scrap: f64, recovery: f64) -> Shock {
    let day = |week: usize| toy::day("2026-01-05").plus(7 * week as i64).to_string();
    toy::shock(
        &day(from),
        Some(&day(from + weeks)),
        Outage {
            site: literal("site:abroad"),
            product: literal("product:dram"),
            share: Amount::Exactly(Measure::of(share)),
            scrap: Amount::Exactly(Measure::of(scrap)),
            recovery: Amount::Exactly(Measure::of(recovery)),
        },
    )
}

/// Weekly output of the fab and of finished chips, as shares of what they are undisturbed.
fn shares(lab: &Lab<'_>, line: usize) -> (Vec<f64>, Vec<f64>) {
    let calm = Lab::of(lab.model, &[]).states();
    let (mut fab, mut chips) = (Vec::new(), Vec::new());
    for (now, calm) in lab.states()[1..].iter().zip(&calm[1..]) {
        let (now, calm) = (&now.lines[line].week, &calm.lines[line].week);
        fab.push(now.left.get(0) / calm.left.get(0));
        chips.push(now.output.get(0) / calm.output.get(0));
    }
    (fab, chips)
}

fn lost(shares: &[f64]) -> f64 {
    shares.iter().map(|share| 1.0 - share).sum()
}

#[test]
fn a_fab_dark_for_eight_weeks_loses_eight_weeks_from_the_first_day() {
    let model = still();
    let (fab, chips) = shares(&Lab::of(&model, &[outage(10, 8, 1.0, 0.0, 0.0)]), 1);
    for week in 0..WEEKS {
        let dark = (10..18).contains(&week);
        assert!((fab[week] - f64::from(u8::from(!dark))).abs() < 1e-12, "fab, week {week}");
        let dark = (10 + BACK..18 + BACK).contains(&week);
        assert!((chips[week] - f64::from(u8::from(!dark))).abs() < 1e-12, "chips, week {week}");
    }
    // A part of the line loses its part.
    let (fab, _) = shares(&Lab::of(&model, &[outage(10, 8, 0.3, 0.0, 0.0)]), 1);
    assert!((lost(&fab) - 2.4).abs() < 1e-9 && (fab[10] - 0.7).abs() < 1e-12);
}

#[test]
fn scrap_loses_its_share_of_the_wafers_in_process_and_the_hole_moves_down() {
    let model = still();
    let (fab, chips) = shares(&Lab::of(&model, &[outage(10, 1, 0.0, 0.3, 0.0)]), 1);
    assert!((lost(&fab) - 0.3 * FRONT as f64).abs() < 1e-9, "{}", lost(&fab));
    for week in 0..WEEKS {
        let hole = (10..10 + FRONT).contains(&week);
        assert!((fab[week] - if hole { 0.7 } else { 1.0 }).abs() < 1e-12, "week {week}");
    }
    assert!((lost(&chips) - 0.3 * FRONT as f64).abs() < 1e-9);
    // Dark and scrapped: both, the hole after the light is on again.
    let (fab, _) = shares(&Lab::of(&model, &[outage(10, 8, 1.0, 0.3, 0.0)]), 1);
    assert!((lost(&fab) - 8.0 - 0.3 * FRONT as f64).abs() < 1e-9);
    assert!(fab[10..18].iter().all(|share| share.abs() < 1e-12));
}

#[test]
fn a_restart_ramp_loses_half_its_length() {
    let model = still();
    let (fab, _) = shares(&Lab::of(&model, &[outage(10, 8, 1.0, 0.0, 6.0)]), 1);
    assert!((lost(&fab) - 8.0 - 3.0).abs() < 1e-9, "{}", lost(&fab));
}

#[test]
fn a_cut_of_starts_is_felt_a_cycle_later() {
    // Nine tenths of a material without stock for 26 weeks: a tenth of the starts of Korea's line.
    let model = still();
    let lab = Lab::of(&model, &[]).with(|levers| {
        let path = |least: f64| {
            (0..WEEKS).map(|week| if (10..36).contains(&week) { least } else { 1.0 }).collect()
        };
        levers.materials.push(MaterialPath {
            material: 0,
            inflow: path(0.9),
            licensed: path(1.0),
            market: Prices {
                outside: path(1.0),
                inside: path(1.0),
                met: path(1.0),
                held: path(1.0),
            },
            stock: 0.0,
            shock: 0,
        });
    });
    let (fab, chips) = shares(&lab, 0);
    assert!((lost(&fab) - 2.6).abs() < 1e-9 && (lost(&chips) - 2.6).abs() < 1e-9);
    for (path, delay) in [(fab, FRONT), (chips, FRONT + BACK)] {
        for week in 0..WEEKS {
            let cut = (10 + delay..36 + delay).contains(&week);
            assert!((path[week] - if cut { 0.9 } else { 1.0 }).abs() < 1e-12, "week {week}");
        }
    }
}

#[test]
fn tools_that_fail_cut_throughput_at_once_and_tools_that_do_not_come_a_cycle_later() {
    let model = still();
    // No spares from the first day: they last 26 weeks, then availability falls by a per cent a week.
    let lab = Lab::of(&model, &toy::tools(Purpose::Spares, 0.0));
    let (fab, chips) = shares(&lab, 1);
    let states = lab.states();
    let available = |week: usize| states[week + 1].lines[1].tools.availability.get(0);
    let first = (0..WEEKS).find(|week| available(*week) < 1.0).expect("it falls");
    for week in first..WEEKS {
        assert!((fab[week] - available(week)).abs() < 1e-9, "week {week}");
    }
    assert!(
        fab[first] < 1.0 && chips[first + BACK] < 1.0 && chips[first + BACK - 1] >= 1.0 - 1e-12
    );
    // A node that is not upgraded is seen only in wafers started since.
    let growing =
        toy::market(WEEKS, &[("cycle-cut-slope", 0.0), ("capacity-expansion", 0.0)], false);
    let (fab, _) = shares(&Lab::of(&growing, &toy::tools(Purpose::Upgrade, 0.0)), 1);
    assert!((fab[FRONT - 1] - 1.0).abs() < 1e-12 && fab[FRONT] < 1.0 - 1e-4);
}

#[test]
fn a_share_of_upkeep_that_is_missing_for_good_ends_with_that_share_of_tools_standing() {
    // Engineers do 0.3 of upkeep, and none comes: 0.7 of the tools can be looked after.
    let knobs = [("spares-decay", 0.05), ("service-share", 0.3), ("capacity-expansion", 0.0)];
    let model = toy::market(700, &knobs, false);
    let states = Lab::of(&model, &toy::tools(Purpose::Service, 0.0)).states();
    let available: Vec<f64> =
        states.iter().map(|state| state.lines[1].tools.availability.get(0)).collect();
    // In the first week every tool works and 0.3 of them go without.
    let first = linchpin_units::math::exp(-0.05 * 0.3);
    assert!((available[1] - first).abs() < 1e-12, "{}", available[1]);
    // In the second, 1 - 0.7 / 0.985 of those that work.
    let second = first * linchpin_units::math::exp(-0.05 * (1.0 - 0.7 / first));
    assert!((available[2] - second).abs() < 1e-12, "{}", available[2]);
    assert!(available.windows(2).all(|pair| pair[1] <= pair[0] && pair[1] >= 0.7 - 1e-12));
    assert!((available[700] - 0.7).abs() < 1e-6, "{}", available[700]);
}
