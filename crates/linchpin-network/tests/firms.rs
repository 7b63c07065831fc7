//! Firm cascades against published and independently computed numbers.

mod shared;

use linchpin_network::firm::generate::{Plan, Published, generate};
use linchpin_network::firm::lanes;
use linchpin_network::firm::linear::{Side, all_exact, all_sparse};
use linchpin_network::firm::stored::Short;
use linchpin_network::firm::{
    Criticality, Esri, FirmArio, FirmParams, FirmRationing, Link, Network, Options, Outcome, Stop,
};

/// Diem et al. 2022, figure 1: unit links, sectors by firm.
fn figure_1() -> Network {
    let edges =
        [(2, 1), (2, 3), (3, 7), (6, 7), (7, 4), (7, 11), (8, 11), (9, 5), (9, 10), (10, 7)];
    let sectors = vec![1, 2, 1, 3, 4, 2, 4, 1, 2, 3, 5];
    network(sectors, &edges)
}

fn network(sectors: Vec<u32>, edges: &[(u32, u32)]) -> Network {
    let link = |(i, j): &(u32, u32)| Link { supplier: i - 1, buyer: j - 1, amount: 1.0 };
    let links: Vec<Link> = edges.iter().map(link).collect();
    Network::new(sectors, &links).expect("a network")
}

fn plan(firms: usize, degree: f64, sectors: usize, seed: u64) -> Plan {
    let sector_shares = vec![1.0; sectors];
    Plan { firms, degree, own_sector: 0.2, sector_shares, rounds: 3, seed }
}

fn assert_near(found: impl Iterator<Item = f64>, wanted: &[f64]) {
    for (i, (a, b)) in found.zip(wanted).enumerate() {
        assert!((a - b).abs() < 5e-8, "firm {}: {a} instead of {b}", i + 1);
    }
}

#[test]
fn figure_1_of_diem_and_others() {
    let network = figure_1();
    let (third, half) = (1.0 / 3.0, 0.5);
    let up = [0.1, 0.2, 0.2, 0.35, 0.1, 0.1, 0.7, 0.1, 0.2, 0.2, 0.45];
    let rounds = [2, 4, 3, 4, 2, 3, 3, 2, 4, 3, 4];
    let run = |criticality, substitution| {
        let options = Options { substitution, ..Options::published(criticality) };
        Esri::new(&network, options).all()
    };
    let linear = run(Criticality::Linear, false);
    let wanted = [
        0.1,
        1.1 * third,
        0.8 * third,
        0.35,
        0.1,
        half * third,
        0.7,
        0.1,
        1.1 * third,
        0.8 * third,
        0.45,
    ];
    assert_near(linear.iter().map(|o| o.total), &wanted);
    assert_eq!(linear.iter().map(|o| o.rounds).collect::<Vec<_>>(), rounds);
    let leontief = run(Criticality::Leontief, false);
    assert_near(
        leontief.iter().map(|o| o.total),
        &[0.1, 0.5, 0.4, 0.35, 0.1, 0.3, 0.7, 0.1, 0.5, 0.4, 0.45],
    );
    let market = run(Criticality::Linear, true);
    assert_near(
        market.iter().map(|o| o.total),
        &[
            0.1,
            0.3,
            0.8 * third,
            0.35,
            0.1,
            0.35 * third,
            0.7,
            0.1,
            0.311_111_111,
            0.8 * third,
            0.45,
        ],
    );
    let market_leontief = run(Criticality::Leontief, true);
    assert_near(
        market_leontief.iter().map(|o| o.total),
        &[0.1, 1.1 * third, 0.4, 0.35, 0.1, 0.15, 0.7, 0.1, 0.4, 0.4, 0.45],
    );
    for outcome in [&linear, &leontief, &market, &market_leontief] {
        assert_near(outcome.iter().map(|o| o.up), &up);
    }
}

#[test]
fn toy_of_pnas_nexus() {
    let edges =
        [(3, 6), (4, 6), (4, 7), (5, 7), (6, 1), (6, 2), (7, 10), (7, 11), (8, 1), (8, 2), (9, 11)];
    let network = network(vec![1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5], &edges);
    let sold = network.by_supplier().sums();
    let bought = network.by_buyer().sums();
    let weights = sold.iter().zip(&bought).map(|(a, b)| a.max(*b)).collect();
    let options = Options { weights: Some(weights), ..Options::published(Criticality::Linear) };
    let esri = Esri::new(&network, options);
    let closed: Vec<Outcome> = [2, 3, 4].iter().map(|firm| esri.close(*firm)).collect();
    assert_near(closed.iter().map(|o| o.total), &[1.0 / 6.0, 1.0 / 3.0, 1.0 / 6.0]);
    assert_near(closed.iter().map(|o| o.up), &[1.0 / 18.0, 1.0 / 9.0, 1.0 / 18.0]);
}

fn tutorial(file: &str) -> Option<Network> {
    let folder = shared::folder("data/esri")?;
    let body = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file");
    let sector = |line: &str| {
        line.split(',').nth(1).map(|cell| cell.trim_matches('"').parse().expect("a sector"))
    };
    let sectors: Vec<u32> =
        body("industry_vector.csv").lines().skip(1).filter_map(sector).collect();
    let mut links = Vec::new();
    for (i, line) in body(file).lines().skip(1).enumerate() {
        for (j, cell) in line.split(',').enumerate() {
            let amount: f64 = cell.parse().expect("a number");
            if amount > 0.0 {
                links.push(Link { supplier: i as u32, buyer: j as u32, amount });
            }
        }
    }
    Some(Network::new(sectors, &links).expect("a network"))
}

#[test]
fn tutorial_networks_to_twelve_digits() {
    let Some(er) = tutorial("example_net_erdos_reny_101_213.csv") else {
        println!("skipped: the shared data folder is not at hand");
        return;
    };
    let sf = tutorial("example_net_scale_free_101_4000.csv").expect("both networks");
    let sums = |network: &Network, options: Options| {
        let all = Esri::new(network, options).all();
        let sum = |of: fn(&Outcome) -> f64| all.iter().map(of).sum::<f64>();
        let rounds: u32 = all.iter().map(|o| o.rounds).sum();
        ([sum(|o| o.total), sum(|o| o.down), sum(|o| o.up)], rounds)
    };
    let near = |found: &[f64], wanted: &[f64]| {
        for (a, b) in found.iter().zip(wanted) {
            assert!((a - b).abs() < 1e-12 * 101.0, "{found:?} instead of {wanted:?}");
        }
    };
    let published = Options::published;
    let (found, rounds) = sums(&er, published(Criticality::Linear));
    near(&found, &[27.529_068_924_864, 21.808_696_031_670, 21.920_624_212_356]);
    assert_eq!(rounds, 2223);
    near(&sums(&er, published(Criticality::Leontief)).0, &[97.895_460_621_652]);
    let (found, rounds) = sums(&sf, published(Criticality::Linear));
    near(&found, &[22.953_174_129_797, 17.600_945_097_743, 19.733_236_607_039]);
    assert_eq!(rounds, 1809);
    near(&sums(&sf, published(Criticality::Leontief)).0, &[98.813_589_440_528]);
    let market = Options { substitution: true, ..published(Criticality::Linear) };
    let (found, rounds) = sums(&sf, market);
    near(&found, &[18.265_544_252_720]);
    assert_eq!(rounds, 1568);
    let tight = Options { stop: Stop::Change(1e-8), ..published(Criticality::Linear) };
    assert!((sums(&er, tight).0[0] - 100.999_987).abs() < 5e-7, "collapse without a leak");
}

#[test]
fn closed_forms_equal_the_converged_cascade() {
    let Some(network) = tutorial("example_net_scale_free_101_4000.csv") else {
        println!("skipped: the shared data folder is not at hand");
        return;
    };
    // A leak: half of all revenue and cost lies outside the network.
    let double = |sums: Vec<f64>| Some(sums.iter().map(|s| 2.0 * s).collect());
    let options = Options {
        stop: Stop::Change(1e-15),
        revenue: double(network.by_supplier().sums()),
        cost: double(network.by_buyer().sums()),
        ..Options::published(Criticality::Linear)
    };
    let esri = Esri::new(&network, options);
    let cascades = esri.all();
    let up = all_exact(&esri, Side::Up).expect("a leak");
    let down = all_exact(&esri, Side::Down).expect("a leak");
    for (i, cascade) in cascades.iter().enumerate() {
        assert!((cascade.up - up[i]).abs() < 1e-13, "{i}: {cascade:?} {}", up[i]);
        assert!((cascade.down - down[i]).abs() < 1e-13, "{i}: {cascade:?} {}", down[i]);
    }
    for (side, exact) in [(Side::Up, &up), (Side::Down, &down)] {
        let sparse = all_sparse(&esri, side, 60, 0);
        for (a, b) in sparse.iter().zip(exact) {
            assert!((a / b - 1.0).abs() < 0.05, "{side:?}: {a} {b}");
        }
        let hubs = all_sparse(&esri, side, 60, 20);
        let mut ranked: Vec<usize> = (0..hubs.len()).collect();
        ranked.sort_by(|a, b| sparse[*b].total_cmp(&sparse[*a]));
        for i in &ranked[..20] {
            assert!((hubs[*i] / exact[*i] - 1.0).abs() < 1e-12, "{side:?}: hub {i}");
        }
    }
}

#[test]
fn lanes_have_the_bits_of_one_cascade_at_a_time_and_single_precision_is_near() {
    let published = Published::embedded().expect("well formed");
    let plan = plan(1500, 6.0, 8, 3);
    let network = generate(&published.country[0], &plan).expect("a network");
    let ratings = (0..64).map(|i| [1, 2, 0, 1][i * 7 % 4]).collect();
    let rated = Criticality::Rated { sectors: 8, ratings };
    for (criticality, substitution) in
        [(rated, true), (Criticality::Linear, false), (Criticality::Leontief, true)]
    {
        let options = Options { substitution, ..Options::published(criticality) };
        let esri = Esri::new(&network, options);
        let one = esri.all();
        assert!(one.iter().any(|o| o.rounds > 4), "cascades run");
        let lanes = lanes::all::<f64>(&esri).expect("in lanes");
        assert_eq!(lanes, one);
        let short = lanes::all::<f32>(&esri).expect("in lanes");
        let off =
            one.iter().zip(&short).filter(|(a, b)| (a.total - b.total).abs() > 1e-4 * a.total);
        assert!(off.count() < 15, "single precision flips few stops");
        let few = lanes::some::<f32>(&esri, &[77, 3]).expect("in lanes");
        assert_eq!(few, [short[77], short[3]], "neighbours do not matter");
        let narrow = lanes::all::<Short>(&esri).expect("in lanes");
        let off =
            one.iter().zip(&narrow).filter(|(a, b)| (a.total - b.total).abs() > 2e-3 * a.total);
        assert!(off.count() < 30, "sixteen bits flip few stops");
        for outcome in &one {
            assert!(outcome.total >= outcome.down.max(outcome.up) - 1e-15);
            assert!(outcome.total <= outcome.down + outcome.up + 1e-15);
        }
    }
    let options = Options { stop: Stop::Growth(0.01), ..Options::published(Criticality::Linear) };
    assert!(lanes::all::<f32>(&Esri::new(&network, options)).is_err());
}

#[test]
fn losses_rise_with_the_shock_and_substitution_lowers_them() {
    let published = Published::embedded().expect("well formed");
    for seed in 0..10 {
        let plan = plan(120, 4.0, 5, seed);
        let network = generate(&published.country[1], &plan).expect("a network");
        let n = network.firms();
        let run = |criticality, substitution, hit: f64| {
            let stop = Stop::Change(1e-12);
            let options = Options { substitution, stop, ..Options::published(criticality) };
            let hits: Vec<f64> = (0..n).map(|i| if i % 9 == 0 { hit } else { 0.0 }).collect();
            Esri::new(&network, options).shock(&hits, &hits).1
        };
        let below = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| *a <= b + 1e-9);
        for substitution in [false, true] {
            let small = run(Criticality::Linear, substitution, 0.3);
            let large = run(Criticality::Linear, substitution, 0.6);
            assert!(below(&small.down, &large.down) && below(&small.up, &large.up), "isotone");
        }
        let linear = run(Criticality::Linear, false, 0.5);
        assert!(below(&run(Criticality::Linear, true, 0.5).down, &linear.down), "substitution");
        assert!(
            below(&linear.down, &run(Criticality::Leontief, false, 0.5).down),
            "linear is least"
        );
    }
}

#[test]
fn names_and_money_do_not_matter_and_nobody_weighs_less_than_itself() {
    let published = Published::embedded().expect("well formed");
    let plan = plan(90, 5.0, 4, 11);
    let network = generate(&published.country[0], &plan).expect("a network");
    let n = network.firms();
    let turned = |i: usize| (i * 7 + 3) % n;
    let links = |scale: f64, name: &dyn Fn(usize) -> usize| -> Vec<Link> {
        let row = |i: usize| network.by_supplier().row(i).map(move |(j, a)| (i, j, a));
        (0..n)
            .flat_map(row)
            .map(|(i, j, amount)| Link {
                supplier: name(i) as u32,
                buyer: name(j) as u32,
                amount: amount * scale,
            })
            .collect()
    };
    let mut sectors = vec![0; n];
    (0..n).for_each(|i| sectors[turned(i)] = network.sectors()[i]);
    let other = Network::new(sectors, &links(1.0, &turned)).expect("a network");
    // A power of two keeps every bit.
    let dear = links(1024.0, &|i| i);
    let dear = Network::new(network.sectors().to_vec(), &dear).expect("a network");
    let sold = network.by_supplier().sums();
    let all: f64 = sold.iter().sum();
    for (criticality, substitution) in [(Criticality::Linear, true), (Criticality::Leontief, false)]
    {
        let options = Options { substitution, ..Options::published(criticality) };
        let one = Esri::new(&network, options.clone()).all();
        assert_eq!(Esri::new(&dear, options.clone()).all(), one, "money");
        let relabelled = Esri::new(&other, options).all();
        for (i, outcome) in one.iter().enumerate() {
            let again = &relabelled[turned(i)];
            assert!((again.total - outcome.total).abs() < 1e-12, "names");
            assert!(outcome.total >= sold[i] / all - 1e-15, "own weight");
        }
    }
}

#[test]
fn on_a_chain_the_cascade_ends_after_its_length() {
    let edges: Vec<(u32, u32)> = (1..10).map(|i| (i, i + 1)).collect();
    let network = network(vec![1; 10], &edges);
    let options = Options { stop: Stop::Change(0.0), ..Options::published(Criticality::Leontief) };
    for (i, outcome) in Esri::new(&network, options).all().iter().enumerate() {
        // Nine links at most, and a round that finds nothing new.
        let longest = i.max(9 - i) as u32;
        assert_eq!(outcome.rounds, longest + 1, "firm {i}");
    }
}

#[test]
fn firm_level_ario_gives_the_same_bits_on_any_threads_and_hands_out_what_is_made() {
    let published = Published::embedded().expect("well formed");
    let plan = plan(30_000, 4.0, 30, 5);
    let network = generate(&published.country[0], &plan).expect("a network");
    let n = network.firms();
    let sold = network.by_supplier().sums();
    let demand: Vec<f64> = sold.iter().map(|s| 0.4 * s + 1.0).collect();
    let damage: Vec<f64> = (0..n).map(|i| if i % 40 == 0 { 0.5 } else { 0.0 }).collect();
    for rationing in [
        FirmRationing::Proportional,
        FirmRationing::FinalLast,
        FirmRationing::WaterFill,
        FirmRationing::WaterFillFinalLast,
    ] {
        let run = |threads: usize| {
            let params = FirmParams { stock_days: vec![10.0; n], adjustment_days: 6.0, rationing };
            let mut run = FirmArio::new(&network, demand.clone(), params);
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("a pool").install(|| (0..15).for_each(|_| run.step(&damage)));
            (run.production().to_vec(), run.served().to_vec(), run.usual().to_vec())
        };
        let one = run(1);
        assert_eq!(run(3), one, "{rationing:?}");
        let (made, served, usual) = one;
        assert!(made.iter().sum::<f64>() < 0.999 * usual.iter().sum::<f64>(), "damage is felt");
        let near = |x: f64, most: f64| (0.0..=most * (1.0 + 1e-12)).contains(&x);
        assert!(made.iter().zip(&usual).all(|(made, usual)| near(*made, *usual)));
        assert!(served.iter().all(|share| near(*share, 1.0)));
    }
}

/// A day of every firm as the equations say it, link by link; `orders` and `stocks` by buyer. Gives what
/// each firm makes.
fn plain_day(
    network: &Network,
    (orders, stocks): (&mut [Vec<f64>], &mut [Vec<f64>]),
    allowed: &mut [f64],
    demand: &[f64],
    damage: &[f64],
) -> Vec<f64> {
    let n = network.firms();
    let sold = network.by_supplier().sums();
    let mut asked = vec![0.0; n];
    for (i, orders) in orders.iter().enumerate() {
        for ((j, _), order) in network.by_buyer().row(i).zip(orders) {
            asked[j] += order;
        }
    }
    let share = |made: f64, all: f64| if all > 0.0 { made / all } else { 0.0 };
    let usual: Vec<f64> = (0..n).map(|i| sold[i] + demand[i]).collect();
    let most = |i: usize| ((1.0 - damage[i]) * usual[i]).min(usual[i] * allowed[i]);
    let made: Vec<f64> = (0..n).map(|i| most(i).min(asked[i] + demand[i])).collect();
    for i in 0..n {
        let run = share(made[i], usual[i]);
        allowed[i] = f64::INFINITY;
        let row: Vec<(usize, f64)> = network.by_buyer().row(i).collect();
        let sector = |k: usize| network.sectors()[row[k].0];
        let mut first = 0;
        while first < row.len() {
            let end = (first..row.len()).find(|k| sector(*k) != sector(first));
            let group = first..end.unwrap_or(row.len());
            let need: f64 = group.clone().map(|k| row[k].1).sum();
            let held: f64 = stocks[i][group.clone()].iter().sum();
            let kept = 1.0 - share(run * need, held).min(1.0);
            let mut left = 0.0;
            for k in group.clone() {
                let (j, amount) = row[k];
                let rate = share(made[j], asked[j] + demand[j]).min(1.0);
                stocks[i][k] = stocks[i][k] * kept + orders[i][k] * rate;
                left += stocks[i][k];
                let gap = (10.0 * (amount * run) - stocks[i][k]) * (1.0 / 6.0);
                orders[i][k] = (amount * run + gap).max(0.0);
            }
            allowed[i] = allowed[i].min(left * (1.0 / need));
            first = group.end;
        }
    }
    made
}

#[test]
fn orders_that_travel_in_blocks_give_the_bits_of_the_plain_sums() {
    let published = Published::embedded().expect("well formed");
    let network = generate(&published.country[0], &plan(20_000, 6.0, 30, 5)).expect("a network");
    let n = network.firms();
    assert!(network.links() > 1 << 16, "{} links are several blocks", network.links());
    let demand: Vec<f64> = network.by_supplier().sums().iter().map(|s| 0.5 * s + 1.0).collect();
    let damage: Vec<f64> = (0..n).map(|i| if i % 7 == 0 { 0.6 } else { 0.0 }).collect();
    let rationing = FirmRationing::Proportional;
    let params = FirmParams { stock_days: vec![10.0; n], adjustment_days: 6.0, rationing };
    let mut run = FirmArio::new(&network, demand.clone(), params);
    let rows = |i: usize| network.by_buyer().row(i).map(|(_, amount)| amount);
    let mut orders: Vec<Vec<f64>> = (0..n).map(|i| rows(i).collect()).collect();
    let mut stocks: Vec<Vec<f64>> =
        (0..n).map(|i| rows(i).map(|amount| amount * 10.0).collect()).collect();
    let mut allowed = vec![f64::INFINITY; n];
    for day in 0..12 {
        run.step(&damage);
        let state = (&mut orders[..], &mut stocks[..]);
        let made = plain_day(&network, state, &mut allowed, &demand, &damage);
        for (i, (ours, wanted)) in run.production().iter().zip(&made).enumerate() {
            assert_eq!(ours.to_bits(), wanted.to_bits(), "firm {i} on day {day}");
        }
    }
    let lost = |i: &usize| run.production()[*i] < 0.99 * run.usual()[*i];
    assert!((0..n).filter(|i| i % 7 > 0).filter(lost).count() > 1000, "firms miss their inputs");
}

fn toy(rationing: FirmRationing) -> Vec<f64> {
    let links = [
        Link { supplier: 0, buyer: 1, amount: 100.0 },
        Link { supplier: 1, buyer: 0, amount: 100.0 },
    ];
    let network = Network::new(vec![0, 1], &links).expect("two firms");
    let params = FirmParams { stock_days: vec![15.0; 2], adjustment_days: 6.0, rationing };
    let mut run = FirmArio::new(&network, vec![100.0; 2], params);
    let mut total = vec![run.production().iter().sum::<f64>()];
    for _ in 0..12 {
        run.step(&[0.1, 0.0]);
        total.push(run.production().iter().sum());
    }
    total
}

#[test]
fn two_firms_of_inoues_simulator() {
    let near = |found: &[f64], wanted: &[f64]| {
        for (a, b) in found.iter().zip(wanted) {
            assert!((a - b).abs() < 5e-5, "{found:?} instead of {wanted:?}");
        }
    };
    let proportional = toy(FirmRationing::Proportional);
    near(&proportional, &[400.0, 380.0, 343.333_3, 303.764_9, 251.748_5, 231.019_4]);
    assert!((proportional[12] - 200.0).abs() < 1e-9, "{proportional:?}");
    let filled = toy(FirmRationing::WaterFill);
    near(&filled, &[400.0, 380.0, 343.333_3, 303.888_9, 251.851_9, 231.219_1]);
    assert!((filled[12] - 200.0).abs() < 1e-9, "{filled:?}");
}
