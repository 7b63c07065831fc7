//! Worlds small enough to solve on paper, and laws that every shock obeys.

use linchpin_trade::carried::Account;
use linchpin_trade::decouple::{Draw, Measure, Scenario, table, values};
use linchpin_trade::economy::Accounts;
use linchpin_trade::path::{along, percent};
use linchpin_trade::welfare::welfare;
use linchpin_trade::{
    Change, Economy, Factors, Flow, Horizon, Owner, Settings, Shock, TradeError, solve,
};
use linchpin_units::math::{ln, pow};

/// Two alike countries, one good, no inputs: each buys 40 % from the other.
fn twins() -> Economy {
    Economy::calibrated(&Accounts {
        countries: vec!["A".to_owned(), "B".to_owned()],
        sectors: vec!["good".to_owned()],
        imports: vec![0.0, 40.0, 40.0, 0.0],
        tariffs: vec![0.0; 4],
        output: vec![100.0; 2],
        value_added_share: vec![1.0; 2],
        inputs: vec![0.0; 2],
        theta: vec![4.0],
    })
    .expect("sound accounts")
}

fn from_b(change: Change) -> Shock {
    let one = |name: &str| vec![name.to_owned()];
    Shock::one(Flow { importers: one("A"), exporters: one("B"), sectors: Vec::new() }, change)
}

fn both(change: Change) -> Shock {
    Shock::between(&["A"], &["B"], &[], change)
}

#[test]
fn autarky_costs_what_the_share_of_home_says() {
    // Arkolakis, Costinot and Rodríguez-Clare: welfare changes by λ^(1/θ), here 0.6^(1/4).
    let after = solve(&twins(), &both(Change::Ban), &Settings::default()).expect("solved");
    for found in welfare(&twins(), &after) {
        assert!((found.exact - 100.0 * (0.6_f64.sqrt().sqrt() - 1.0)).abs() < 1e-9, "{found:?}");
        assert!((found.exact - found.real_wage).abs() < 1e-9);
    }
}

#[test]
fn a_barrier_on_twins_moves_prices_by_the_formula() {
    let after = solve(&twins(), &both(Change::Iceberg(2.0)), &Settings::default()).expect("solved");
    let price = 1.0 / (0.6_f64 + 0.4 / 16.0).sqrt().sqrt();
    assert!((after.index[0] - price).abs() < 1e-10 && (after.wage[1] - 1.0).abs() < 1e-10);
}

/// The easier sources switch, the further a wage moves sales: from θ of 8 on, steps of half the residual ran away.
#[test]
fn wages_are_found_however_easily_sources_switch() {
    for theta in [0.5, 2.0, 7.0, 8.0, 12.0, 25.0, 50.0] {
        let settings = Settings { theta: Some(theta), ..Settings::default() };
        let after = solve(&twins(), &both(Change::Iceberg(1.05)), &settings).expect("solved");
        let price = pow(0.6 + 0.4 * pow(1.05, -theta), -1.0 / theta);
        assert!((after.index[0] - price).abs() < 1e-9, "{theta}: {} {price}", after.index[0]);
        // From one side only the wages move, and trade still balances.
        for change in [Change::Iceberg(1.05), Change::Quota(0.9, Owner::Importer)] {
            let after = solve(&twins(), &from_b(change), &settings);
            let after = after.unwrap_or_else(|error| panic!("{theta} {change:?}: {error}"));
            let sold = after.shares[2] * after.expenditure[1];
            let bought = after.shares[1] * after.expenditure[0] - after.rent[0];
            assert!((sold - bought).abs() < 1e-8, "{theta} {change:?}: {sold} {bought}");
        }
    }
}

#[test]
fn one_sector_with_fixed_factors_is_one_sector_with_mobile_ones() {
    let fixed = Settings { factors: Factors::Specific, ..Settings::default() };
    let shock = from_b(Change::Tariff(0.3));
    let a = solve(&twins(), &shock, &fixed).expect("solved");
    let b = solve(&twins(), &shock, &Settings::default()).expect("solved");
    assert!(a.wage.iter().zip(&b.wage).all(|(a, b)| (a - b).abs() < 1e-10));
}

#[test]
fn a_tighter_quota_never_lets_more_through_and_its_rent_has_an_owner() {
    let economy = twins();
    let mut last = f64::INFINITY;
    for (volume, binds) in [(1.0, false), (0.8, true), (0.5, true), (0.2, true)] {
        let shock = from_b(Change::Quota(volume, Owner::Exporter));
        let after = solve(&economy, &shock, &Settings::default()).expect("solved");
        let share = after.shares[1];
        assert!(share <= last + 1e-12);
        last = share;
        assert_eq!(after.rent[1] > 1e-6, binds, "{volume} {:?}", after.rent);
        assert!(after.rent[0] == 0.0);
        if binds {
            // What the seller gets for the volume: spending less the rent, over its cost.
            let paid = share * after.expenditure[0] - after.rent[1];
            assert!((paid / after.cost[1] / 40.0 - volume).abs() < 1e-6);
        }
    }
    let kept = |owner| {
        let shock = from_b(Change::Quota(0.5, owner));
        welfare(&economy, &solve(&economy, &shock, &Settings::default()).expect("solved"))[0].exact
    };
    assert!(kept(Owner::Importer) > kept(Owner::Exporter));
}

/// What is sold falls with the price to the power of 1 + θ: spending by θ, and a unit costs more. A step that knew θ only
/// overshot where sources hardly switch, and never settled within a year.
#[test]
fn a_quota_is_met_at_every_horizon_from_one_source_and_from_all() {
    let economy = twins();
    let all = Flow { importers: vec!["A".to_owned()], exporters: Vec::new(), sectors: Vec::new() };
    for horizon in Horizon::ALL {
        for theta in horizon.theta().unwrap_or([2.0, 4.0, 8.0]) {
            for volume in [0.9, 0.5, 0.1] {
                let shock = Shock::one(all.clone(), Change::Quota(volume, Owner::Exporter));
                let settings = Settings::of(horizon, Some(theta));
                let after = solve(&economy, &shock, &settings)
                    .unwrap_or_else(|error| panic!("{horizon:?} {theta} {volume}: {error}"));
                let paid = after.shares[1] * after.expenditure[0] - after.rent[1];
                let sold = paid / after.cost[1] / 40.0;
                assert!((sold - volume).abs() < 1e-6, "{horizon:?} {theta} {volume}: {sold}");
            }
        }
    }
}

#[test]
fn the_same_entry_twice_is_once_except_for_what_adds_up() {
    let twice = |change| {
        let mut shock = from_b(change);
        shock.entries.extend(shock.entries.clone());
        shock
    };
    for change in [Change::Tariff(0.2), Change::Ban, Change::Quota(0.5, Owner::Importer)] {
        let a = solve(&twins(), &from_b(change), &Settings::default()).expect("solved");
        let b = solve(&twins(), &twice(change), &Settings::default()).expect("solved");
        assert_eq!(a.wage, b.wage, "{change:?}");
    }
}

#[test]
fn a_ban_on_the_only_source_is_named() {
    let mut economy = twins();
    economy.shares = vec![0.0, 1.0, 1.0, 0.0];
    let refused = solve(&economy, &from_b(Change::Ban), &Settings::default()).expect_err("refused");
    let TradeError::OnlySource { country, sector } = refused else { panic!("{refused}") };
    assert_eq!((country.as_str(), sector.as_str()), ("A", "good"));
}

#[test]
fn accounts_that_do_not_fit_are_named() {
    let mut accounts = Accounts {
        countries: vec!["A".to_owned()],
        sectors: vec!["good".to_owned()],
        imports: vec![0.0],
        tariffs: vec![0.0],
        output: vec![1.0],
        value_added_share: vec![0.5],
        inputs: vec![0.0],
        theta: vec![4.0],
    };
    assert_eq!(Economy::calibrated(&accounts).expect_err("no inputs").code(), "LP-T002");
    accounts.theta = vec![f64::NAN];
    assert_eq!(Economy::calibrated(&accounts).expect_err("no number").code(), "LP-T002");
    accounts.theta.clear();
    assert_eq!(Economy::calibrated(&accounts).expect_err("no size").code(), "LP-T001");
}

/// One measure of a country, at the middle elasticity.
fn of_a(economy: &Economy, shock: &Shock, horizon: Horizon, measure: Measure) -> Option<f64> {
    let all = values(economy, shock, horizon, Draw { elasticity: 0.5 }).expect("solved");
    all.into_iter()
        .find(|one| one.country == "A" && one.measure == measure)
        .expect("it is told")
        .value
}

/// Two countries that differ, two goods with inputs, and tariffs in force.
fn neighbours() -> Economy {
    Economy::calibrated(&Accounts {
        countries: vec!["A".to_owned(), "B".to_owned()],
        sectors: vec!["parts".to_owned(), "goods".to_owned()],
        imports: vec![0.0, 12.0, 30.0, 0.0, 0.0, 33.0, 15.0, 0.0],
        tariffs: vec![0.0, 0.1, 0.05, 0.0, 0.0, 0.02, 0.2, 0.0],
        output: vec![80.0, 120.0, 100.0, 150.0],
        value_added_share: vec![0.5, 0.6, 0.4, 0.5],
        inputs: vec![0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
        theta: vec![4.0, 4.0],
    })
    .expect("sound accounts")
}

#[test]
fn the_first_order_is_the_exact_change_of_a_small_shock() {
    for horizon in Horizon::ALL {
        for change in [Change::Iceberg(1.0001), Change::ExtraTariff(0.0001)] {
            for economy in [twins(), neighbours()] {
                let of = |measure| of_a(&economy, &from_b(change), horizon, measure);
                let (first, exact) = (of(Measure::FirstOrder), of(Measure::Welfare));
                let (first, exact) = (first.expect("small"), exact.expect("solved"));
                let apart = (first - exact).abs();
                assert!(apart < 2e-3 * exact.abs(), "{horizon:?} {change:?}: {first} and {exact}");
            }
        }
    }
}

#[test]
fn a_ban_and_a_quota_have_no_first_order() {
    for change in [Change::Ban, Change::Quota(0.5, Owner::Exporter)] {
        let first = of_a(&twins(), &both(change), Horizon::Medium, Measure::FirstOrder);
        assert_eq!(first, None, "{change:?}");
    }
}

/// By hand: twins that buy 40 % from each other and stop. Costs stand still, so that all of the loss is what the
/// barrier takes from the one flow bought: `∫ M/u du / θ`, `M/u = 0.4 / (0.6 + 0.4 u)`, which is `-ln 0.6 / 4`. In one
/// step it is the mean of 0.4 and 0.4/0.6 over 4: 2/15, and nothing comes from the flow that is sold.
#[test]
fn the_loss_of_a_ban_is_carried_by_the_flow_that_is_bought() {
    let ban = both(Change::Ban);
    let one = along(&twins(), &ban, &Settings::default(), 1).expect("a path");
    let bought = twins().at(0, 0, 1);
    assert!((one.flows[bought][0] + 2.0 / 15.0).abs() < 1e-9, "{:?}", one.flows);
    assert!(one.flows[bought][1].abs() < 1e-9, "{:?}", one.flows);
    let (many, exact) =
        (along(&twins(), &ban, &Settings::default(), 64).expect("a path"), ln(0.6) / 4.0);
    assert!((many.exact[0] - exact).abs() < 1e-9, "{many:?}");
    assert!((many.flows[bought][0] - exact).abs() < 1e-5, "{many:?}");
    let of = |measure| of_a(&twins(), &ban, Horizon::Long, measure).expect("a number");
    let theta = linchpin_trade::decouple::LONG_RUN[1];
    let second = percent(-(0.4 + 0.4 / 0.6) / 2.0 / theta);
    assert!((of(Measure::SecondOrder) - second).abs() < 1e-7, "{}", of(Measure::SecondOrder));
    // A finite barrier, by the same integral to `u = 2^-4`.
    let dear = along(&twins(), &both(Change::Iceberg(2.0)), &Settings::default(), 64);
    let exact = ln(0.6 + 0.4 / 16.0) / 4.0;
    assert!((dear.expect("a path").flows[bought][0] - exact).abs() < 1e-5);
}

/// Whatever the shock and the horizon, the flows and what they leave add up to the exact number, and they leave
/// little; a country whose flows nothing touches still has its own prices.
#[test]
fn the_flows_add_up_to_the_number() {
    for change in [Change::Ban, Change::Iceberg(3.0), Change::ExtraTariff(0.6)] {
        for horizon in Horizon::ALL {
            let theta = horizon.theta().map_or(4.1, |[_, middle, _]| middle);
            let (economy, shock) = (neighbours(), both(change));
            let account = Account::of(&economy, &shock, horizon, theta).expect("a path");
            for (n, country) in economy.countries.iter().enumerate() {
                let all = linchpin_trade::decouple::values_at(&economy, &shock, horizon, theta);
                let all = all.expect("solved");
                let told = |measure| {
                    let is_it = |row: &&linchpin_trade::decouple::Value| {
                        row.country == *country && row.measure == measure
                    };
                    all.iter().find(is_it).and_then(|row| row.value).expect("a number")
                };
                let pairs = [
                    (account.real_income(n), told(Measure::Welfare)),
                    (account.exports(n), told(Measure::Exports)),
                ];
                for (carried, number) in pairs {
                    let place = format!("{change:?} {horizon:?} {country} {number}: {carried:?}");
                    assert!((carried.total - number).abs() < 1e-6, "{place}");
                    let sum = carried.flows.iter().map(|flow| flow.points).sum::<f64>();
                    assert!((sum + carried.rest - number).abs() < 1e-6, "{place}");
                    let size = carried.flows.iter().map(|flow| flow.points.abs()).sum::<f64>();
                    assert!(carried.rest.abs() < 1e-2 * size.max(1e-6), "{place}");
                }
            }
        }
    }
}

#[test]
fn a_quota_is_not_taken_apart_and_says_why() {
    let quota = both(Change::Quota(0.5, Owner::Exporter));
    let refused = Account::of(&twins(), &quota, Horizon::Long, 4.1).expect_err("no path");
    assert!(refused.to_string().contains("its rent is no flow"), "{refused}");
}

#[test]
fn a_range_holds_its_middle_and_a_loss_beyond_the_tested_is_marked() {
    let one =
        |id: &str, change| Scenario { id: id.to_owned(), says: String::new(), shock: both(change) };
    let all = [one("small", Change::Iceberg(1.01)), one("ban", Change::Ban)];
    let rows = table(&neighbours(), &all, &Horizon::ALL).expect("solved");
    for row in &rows {
        assert_eq!(row.middle.is_some(), row.range.is_some(), "{row:?}");
        let (Some(middle), Some([low, high])) = (row.middle, row.range) else { continue };
        assert!(low <= middle && middle <= high, "{row:?}");
        assert_eq!(row.tested, row.scenario == "small", "{row:?}");
    }
}
