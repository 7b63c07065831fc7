//! Laws that hold for any shocks: balances, identity, monotonicity, relabelling, same bytes.

mod barred;
mod built;
mod flow;
mod line;
mod materials;
mod rows;
mod terms;
mod toy;

use linchpin_engine::causes::Job;
use linchpin_engine::levers::{Demand, MaterialExports, Outage, Tariff};
use linchpin_engine::{Amount, Design, Draw, Members, Purpose, Shock, Variable, unwatched};
use linchpin_market::model::Model;
use linchpin_market::record::{Focus, Recorder};
use linchpin_market::run::{planned, run, totals};
use linchpin_units::id::literal;
use linchpin_units::{Measure, Weeks};
use proptest::prelude::*;
use toy::{Lab, output, shares, states};

/// Balances close, nothing is negative, and what a country ships is what it exports and sells at home.
fn assert_balanced(model: &Model, shocks: &[Shock]) {
    Lab::of(model, shocks).watch(|market, before, after| {
        for balance in market.balances(after) {
            assert!(balance.closes(), "{} do not balance: {balance:?}", balance.what);
        }
        for (old, new) in before.products.iter().zip(&after.products) {
            for bits in new.stock.iter().chain(&new.buyers) {
                assert!(bits.get(0) >= -1e-9);
            }
            // Bits by country of the producing site: made, less what stays.
            for (cell, shipped) in new.by_cell.iter().enumerate() {
                let left =
                    old.stock[cell].get(0) + new.output[cell].get(0) - new.stock[cell].get(0);
                close(shipped.get(0), left, "shipments by origin");
            }
            let by_cell: f64 = new.by_cell.iter().map(|bits| bits.get(0)).sum();
            let by_maker: f64 = new.shipments.by_maker.iter().map(|bits| bits.get(0)).sum();
            close(by_cell, by_maker, "cells and makers");
        }
    });
}

fn close(left: f64, right: f64, what: &str) {
    let scale = left.abs().max(right.abs()).max(1.0);
    assert!((left - right).abs() <= 1e-9 * scale, "{what} do not balance: {left} against {right}");
}

fn any_shocks() -> impl Strategy<Value = Vec<Shock>> {
    let share = || 0.0..=1.0f64;
    let tools = (0usize..5, share()).prop_map(|(p, a)| toy::tools(Purpose::ALL[p], a));
    let ban = share().prop_map(|leak| vec![toy::ban(leak)]);
    let cap = (0.0..0.5f64).prop_map(|a| vec![toy::cap(&["firm:maker"], a)]);
    let outage = (share(), share()).prop_map(|(share, scrap)| {
        vec![toy::shock("2026-03-02", Some("2026-06-01"), outage(share, scrap))]
    });
    let material = (share(), 0.0..20.0f64).prop_map(|(approval, lag)| vec![gallium(approval, lag)]);
    let tariff = share().prop_map(|rate| vec![toy::from_start(tariff(rate))]);
    let demand = (-0.9..0.5f64).prop_map(|change| vec![toy::from_start(demand(change))]);
    let closed = share().prop_map(|approval| vec![barred::everyone(approval)]);
    let one = prop_oneof![tools, ban, closed, cap, outage, material, tariff, demand];
    prop::collection::vec(one, 0..5).prop_map(|lists| lists.into_iter().flatten().collect())
}

fn outage(share: f64, scrap: f64) -> Outage {
    Outage {
        site: literal("site:abroad"),
        product: literal("product:dram"),
        share: Amount::Exactly(Measure::of(share)),
        scrap: Amount::Exactly(Measure::of(scrap)),
        recovery: Amount::Exactly(Measure::of(8.0)),
    }
}

fn gallium(approval: f64, lag: f64) -> Shock {
    toy::from_start(MaterialExports {
        material: literal("material:gallium"),
        origin: literal("country:CHN"),
        destination: literal("country:KOR"),
        approval: Amount::Exactly(Measure::of(approval)),
        review: Amount::Exactly(Measure::of(lag)),
    })
}

fn tariff(rate: f64) -> Tariff {
    Tariff {
        product: literal("product:dram"),
        origin: literal("country:CHN"),
        destination: literal("country:USA"),
        rate: Amount::Exactly(Measure::of(rate)),
    }
}

fn demand(change: f64) -> Demand {
    Demand {
        segments: vec![literal("segment:chn-pc")],
        products: vec![literal("product:dram"), literal("product:nand")],
        change: Amount::Exactly(Measure::of(change)),
        ramp: Weeks::of(8.0),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn wafers_bits_and_money_balance_every_week(shocks in any_shocks()) {
        assert_balanced(&toy::market(120, &[], false), &shocks);
    }

    #[test]
    fn a_tighter_licence_never_raises_own_output_at_fixed_utilisation(purpose in 0usize..5, a in 0.0..=1.0f64, b in 0.0..=1.0f64) {
        let model = toy::market(140, &[("cycle-cut-slope", 0.0), ("capacity-expansion", 0.0)], false);
        let tight = states(&model, &toy::tools(Purpose::ALL[purpose], a.min(b)));
        let loose = states(&model, &toy::tools(Purpose::ALL[purpose], a.max(b)));
        for (low, high) in output(&tight, 1).iter().zip(output(&loose, 1)) {
            prop_assert!(*low <= high * (1.0 + 1e-12));
        }
    }

    #[test]
    fn an_outage_more_never_raises_own_output_at_fixed_utilisation(
        outages in prop::collection::vec((0.0..=1.0f64, 0.0..=1.0f64, 0..40i64, 1..30i64), 1..4),
    ) {
        let model = toy::market(100, &[("cycle-cut-slope", 0.0), ("capacity-expansion", 0.0)], false);
        let shocks: Vec<Shock> = outages
            .into_iter()
            .map(|(share, scrap, from, weeks)| {
                let first = toy::day("2026-01-05").plus(7 * from);
                let last = first.plus(7 * weeks).to_string();
                toy::shock(&first.to_string(), Some(&last), outage(share, scrap))
            })
            .collect();
        let fewer = states(&model, &shocks[1..]);
        let all = states(&model, &shocks);
        for (low, high) in output(&all, 1).iter().zip(output(&fewer, 1)) {
            prop_assert!(*low <= high * (1.0 + 1e-12));
        }
    }
}

#[test]
fn no_measure_is_the_baseline_exactly() {
    let model = toy::market(156, &[], false);
    let baseline = states(&model, &[]);
    let idle = toy::shock("2040-01-02", None, outage(1.0, 1.0));
    for (a, b) in baseline.iter().zip(states(&model, &[idle])) {
        assert_eq!(format!("{:?}", a.products), format!("{:?}", b.products));
    }
}

#[test]
fn licences_that_let_everything_through_change_nothing() {
    let model = toy::market(156, &[], false);
    let baseline = states(&model, &[]);
    let shocks: Vec<Shock> =
        Purpose::ALL.iter().flat_map(|purpose| toy::tools(*purpose, 1.0)).collect();
    let open = states(&model, &shocks);
    for line in 0..model.lines.len() {
        for (a, b) in output(&baseline, line).iter().zip(output(&open, line)) {
            assert!((a - b).abs() <= 1e-12 * a);
        }
    }
}

#[test]
fn the_reference_paths_without_tools_are_hit() {
    // memory-market reference, E9: bits against the frontier path at 52, 104 and 156 weeks of a
    // DRAM site, before the pipeline. PS0 26 weeks, lambda 1 %/week, delta 4 %/year, g 15 %/year.
    let knobs = [("spares-stock", 26.0), ("service-share", 0.0), ("tool-complementarity", 0.0)];
    let model = toy::market(157, &knobs, false);
    let closed = |purposes: &[Purpose]| -> Vec<Shock> {
        let mut shocks: Vec<Shock> = purposes.iter().flat_map(|p| toy::tools(*p, 0.0)).collect();
        for shock in &mut shocks {
            shock.days.until = None;
        }
        shocks
    };
    let share = |shocks: &[Shock], week: usize| {
        let state = &states(&model, shocks)[week];
        let tools = &state.lines[1].tools;
        let [capacity, availability, bits] =
            [tools.capacity, tools.availability, tools.bits].map(|lane| lane.get(0));
        let undisturbed = tools.undisturbed.get(0) * tools.bits_undisturbed.get(0);
        capacity * availability * bits / undisturbed
    };
    let maintenance = closed(&[Purpose::New, Purpose::Upgrade]);
    let no_replacement = closed(&[Purpose::New, Purpose::Upgrade, Purpose::Replace]);
    let nothing = closed(&Purpose::ALL);
    for (week, expected) in
        [(52, [0.87, 0.84, 0.64]), (104, [0.76, 0.70, 0.32]), (156, [0.66, 0.58, 0.16])]
    {
        for (shocks, wanted) in [&maintenance, &no_replacement, &nothing].into_iter().zip(expected)
        {
            let found = share(shocks, week);
            assert!((found - wanted).abs() < 0.0151, "week {week}: {found} instead of {wanted}");
        }
    }
}

#[test]
fn a_renewal_gap_shorter_than_the_spares_stock_costs_no_availability() {
    for (stock, gap, lost) in [(17.0, 17, false), (16.0, 17, true)] {
        let model = toy::market(60, &[("spares-stock", stock), ("service-share", 0.0)], false);
        let until = toy::day("2026-01-05").plus(7 * gap).to_string();
        let mut shocks = toy::tools(Purpose::Spares, 0.0);
        for shock in &mut shocks {
            shock.days.until = Some(toy::day(&until));
        }
        let low = states(&model, &shocks)
            .iter()
            .map(|s| s.lines[1].tools.availability.get(0))
            .fold(1.0, f64::min);
        assert_eq!(low < 1.0, lost, "stock {stock}, gap {gap}: availability fell to {low}");
    }
}

#[test]
fn a_ban_with_a_backfill_cap_follows_its_closed_form() {
    let still = [
        ("node-growth", 0.0),
        ("capacity-expansion", 0.0),
        ("stock-push", 0.0),
        ("cycle-cut-slope", 0.0),
        ("requalification-server", 20.0),
    ];
    let model = toy::market(100, &still, false);
    let (leak, allowance) = (0.2, 0.1);
    let shocks = [toy::ban(leak), toy::cap(&["firm:maker"], allowance)];
    let [maker, rival, domestic] = shares(&states(&model, &[])[0], 0);
    let limit = (1.0 + allowance) * maker;
    let freed = (1.0 - leak) * rival;
    let (to_maker, to_domestic) =
        (freed * maker / (maker + domestic), freed * domestic / (maker + domestic));
    assert!(maker + to_maker > limit, "the cap must bind for this test to say anything");
    let over = maker + to_maker - limit;
    for (week, state) in states(&model, &shocks).iter().enumerate().skip(1) {
        let stayed = (1.0 - 1.0 / 20.0_f64).powi_exact(week);
        let moved = 1.0 - stayed;
        let shares = shares(state, 0);
        let expected = [
            maker + (limit - maker) * moved,
            rival * (leak + (1.0 - leak) * stayed),
            domestic + (to_domestic + over) * moved,
        ];
        for (firm, wanted) in expected.into_iter().enumerate() {
            let found = shares[firm];
            assert!(
                (found - wanted).abs() < 1e-12,
                "week {week} firm {firm}: {found} instead of {wanted}"
            );
        }
    }
}

#[test]
fn when_everyone_is_capped_the_gap_stays_open() {
    let still = [
        ("node-growth", 0.0),
        ("capacity-expansion", 0.0),
        ("stock-push", 0.0),
        ("cycle-cut-slope", 0.0),
    ];
    let model = toy::market(400, &still, false);
    let shocks = [toy::ban(0.0), toy::cap(&["firm:maker", "firm:domestic"], 0.1)];
    let first = shares(&states(&model, &[])[0], 0);
    let last = shares(&states(&model, &shocks).pop().expect("weeks"), 0);
    let bought: f64 = last.iter().sum();
    let closed_form = 1.1 * (first[0] + first[2]);
    assert!((bought - closed_form).abs() < 1e-6, "{bought} instead of {closed_form}");
}

#[test]
fn relabelling_and_splitting_a_site_change_nothing() {
    let shocks = [toy::ban(0.2), gallium(0.3, 8.0), toy::from_start(demand(-0.2))];
    let whole = toy::market(156, &[], false);
    let mut relabelled = whole.clone();
    relabelled.lines.reverse();
    let mut split = whole.clone();
    let half = {
        let capacity = split.space.modes().at(split.lines[0].capacity).get() / 2.0;
        split.space.add(
            "half",
            linchpin_units::Range::exactly(capacity),
            linchpin_units::Unit::Pure,
        )
    };
    split.lines[0].capacity = half;
    let mut twin = split.lines[0].clone();
    twin.site = literal("site:home-two");
    split.lines.push(twin);
    let expected = states(&whole, &shocks);
    for other in [relabelled, split] {
        for (a, b) in expected.iter().zip(states(&other, &shocks)) {
            for (p, q) in a.products.iter().zip(&b.products) {
                assert!((p.price.contract - q.price.contract).get(0).abs() < 1e-9);
                for (x, y) in p.output.iter().zip(&q.output) {
                    assert!((*x - *y).get(0).abs() <= 1e-9 * x.get(0).abs().max(1.0));
                }
            }
        }
    }
}

#[test]
fn a_kept_state_goes_on_as_if_never_stopped() {
    let model = toy::market(80, &[], false);
    let lab = Lab::of(&model, &[toy::ban(0.1)]);
    let all = lab.states();
    for kept in [1, 17, 52, 79] {
        let mut state = all[kept].clone();
        while state.week < model.weeks {
            lab.market(|market| market.step(&mut state));
        }
        assert_eq!(format!("{state:?}"), format!("{:?}", all[80]));
    }
}

#[test]
fn any_thread_count_and_any_shards_give_the_same_bytes() {
    let model = toy::market(60, &[], true);
    let recorder = Recorder::new(&model, &Focus::default());
    let scenarios = [Vec::new(), vec![toy::ban(0.2)]];
    let sampler = model.space.sampler(Design::LatinHypercube, 7, 24);
    let on = |threads: usize, here: std::ops::Range<u32>| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let members = Members { total: 24, here };
        let (mut outcomes, _) = pool.install(|| {
            run(&model, &scenarios, &recorder, &sampler, &members, &unwatched)
                .expect("nothing stops it")
        });
        outcomes.pop().expect("two scenarios")
    };
    let one = on(1, 0..24);
    let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<u64>>();
    for threads in [2, 3, 8] {
        let many = on(threads, 0..24);
        assert_eq!(bits(&one.trajectories.values), bits(&many.trajectories.values));
        assert_eq!(one.bindings, many.bindings);
    }
    let shards = on(2, 0..7).trajectories.join(on(1, 7..24).trajectories).expect("they meet");
    assert_eq!(bits(&one.trajectories.values), bits(&shards.values));
    assert!(one.trajectories.keys.iter().any(|key| key.variable == Variable::ContractPrice));
}

#[test]
fn a_run_has_the_same_bytes_alone_and_beside_any_others_on_any_vector_width() {
    let model = toy::market(120, &[], true);
    let focus = Focus { exporter: Some(literal("country:KOR")), ..Focus::default() };
    let recorder = Recorder::new(&model, &focus);
    let sampler = model.space.sampler(Design::LatinHypercube, 3, 11);
    let draws: Vec<Draw> = (0..11).map(|member| sampler.draw(member)).collect();
    let lists = [
        Vec::new(),
        vec![toy::ban(0.2), toy::cap(&["firm:maker"], 0.1)],
        vec![gallium(0.3, 8.0), toy::from_start(tariff(0.5))],
        vec![toy::shock("2026-03-02", Some("2026-06-01"), outage(0.6, 0.4))],
        Purpose::ALL.iter().flat_map(|purpose| toy::tools(*purpose, 0.3)).collect(),
    ];
    let keys: Vec<usize> = (0..recorder.keys().len()).collect();
    // Every job beside others than in the order of the draws.
    let all: Vec<Shock> = lists.iter().flatten().cloned().collect();
    let acts = |list: usize| -> Vec<bool> {
        lists.iter().enumerate().flat_map(|(n, shocks)| vec![n == list; shocks.len()]).collect()
    };
    let chosen = |n: usize| n * 3 % 5;
    let jobs: Vec<Job> =
        (0..55).map(|n| Job { member: n * 7 % 11, acts: acts(chosen(n)) }).collect();
    let plan = planned(&model, &all);
    let together =
        totals(&model, &recorder, &keys, &plan, &jobs, &draws, &unwatched).expect("goes on");
    let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<u64>>();
    for (n, (job, sums)) in jobs.iter().zip(&together).enumerate() {
        let mut alone = vec![0.0; keys.len()];
        Lab::at(&model, &draws[job.member], &lists[chosen(n)]).watch(|market, _, after| {
            for (sum, key) in alone.iter_mut().zip(&keys) {
                *sum += recorder.read_one(*key, market, after).get(0);
            }
        });
        assert_eq!(bits(&alone), bits(sums), "draw {} under list {}", job.member, chosen(n));
    }
    let (outcomes, _) =
        run(&model, &lists, &recorder, &sampler, &Members::all(11), &unwatched).expect("goes on");
    for (n, (job, sums)) in jobs.iter().zip(&together).enumerate() {
        let list = chosen(n);
        for (key, sum) in sums.iter().enumerate() {
            let series = outcomes[list].trajectories.series(job.member, key);
            let kept = series.iter().fold(0.0, |sum, value| sum + value);
            assert_eq!(kept.to_bits(), sum.to_bits());
        }
    }
}

/// Integer powers by repeated products, as the weekly step takes them.
trait PowiExact {
    fn powi_exact(self, n: usize) -> f64;
}
impl PowiExact for f64 {
    fn powi_exact(self, n: usize) -> f64 {
        (0..n).fold(1.0, |product, _| product * self)
    }
}
