//! Cut sets against hand answers, published trees and a naive twin.

use linchpin_structure::cuts::{CutError, Options, cut_sets};
use linchpin_structure::graph::{Arg, Connective, Graph};
use linchpin_structure::opsa;
use std::collections::BTreeSet;
use std::path::Path;

fn all() -> Options {
    Options::default()
}

fn up_to(order: u32) -> Options {
    Options { order: Some(order), ..Options::default() }
}

fn counts(graph: &Graph, top: Arg, options: &Options) -> Vec<u64> {
    let cuts = cut_sets(graph, top, options).expect("cut sets");
    cuts.by_order().iter().map(|count| u64::try_from(count).expect("small")).collect()
}

/// The minimal true sets of at most `order` events by looking at every set of events.
fn naive(graph: &Graph, top: Arg, order: usize) -> BTreeSet<Vec<u32>> {
    let events = graph.events.len();
    let mut sets: Vec<u32> = (0..1_u32 << events).collect();
    sets.sort_by_key(|set| set.count_ones());
    let mut minimal: Vec<u32> = Vec::new();
    for set in sets.into_iter().filter(|set| set.count_ones() as usize <= order) {
        let covers = minimal.iter().any(|inner| set & inner == *inner);
        if !covers && graph.holds(top, &|event| set >> event & 1 == 1) {
            minimal.push(set);
        }
    }
    let members = |set: u32| (0..32).filter(|event| set >> event & 1 == 1).collect();
    minimal.into_iter().map(members).collect()
}

/// A small generator of its own: the tests must not depend on a crate's stream of numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

fn random(seed: u64, coherent: bool) -> (Graph, Arg) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut graph = Graph::default();
    let mut parts: Vec<Arg> = Vec::new();
    for event in 0..3 + dice.roll(8) {
        parts.push(graph.event(format!("e{event}"), None));
    }
    let mut top = parts[0];
    for gate in 0..1 + dice.roll(9) {
        let mut args: Vec<Arg> = Vec::new();
        for _ in 0..1 + dice.roll(4) {
            args.push(match dice.roll(20) {
                0 => Arg::Constant(dice.roll(2) == 1),
                _ => parts[dice.roll(parts.len() as u64) as usize],
            });
        }
        let most = args.len() as u64;
        let kinds = if coherent { 5 } else { 12 };
        let connective = match dice.roll(kinds) {
            0 | 1 => Connective::And,
            2 | 3 => Connective::Or,
            4 => Connective::AtLeast(dice.roll(most + 1) as u32),
            5 => Connective::Nand,
            6 => Connective::Nor,
            7 => Connective::Xor,
            8 => {
                let least = dice.roll(most + 1);
                Connective::Between(least as u32, (least + dice.roll(most - least + 1)) as u32)
            }
            other => {
                args.resize(if other == 9 { 1 } else { 2 }, parts[0]);
                [Connective::Not, Connective::Iff, Connective::Imply][other as usize - 9]
            }
        };
        top = graph.gate(format!("g{gate}"), connective, args);
        parts.push(top);
    }
    (graph, top)
}

fn agrees(seed: u64, coherent: bool) {
    let (graph, top) = random(seed, coherent);
    for order in [None, Some(0), Some(1), Some(2), Some(3)] {
        let options = Options { order, ..Options::default() };
        let cuts = cut_sets(&graph, top, &options).expect("cut sets");
        let wanted = naive(&graph, top, order.map_or(graph.events.len(), |o| o as usize));
        let mut listed = Vec::new();
        cuts.for_each(|set| {
            listed.push(set.to_vec());
            std::ops::ControlFlow::Continue(())
        });
        assert!(listed.windows(2).all(|two| two[0].len() <= two[1].len()), "seed {seed}: order");
        assert_eq!(cuts.total(), listed.len().into(), "seed {seed}: count and list");
        let unique: BTreeSet<Vec<u32>> = listed.iter().cloned().collect();
        assert_eq!(unique.len(), listed.len(), "seed {seed}: a set twice");
        assert_eq!(unique, wanted, "seed {seed}, order {order:?}: {graph:#?}");
    }
}

#[test]
fn a_thousand_random_graphs_agree_with_the_naive_twin() {
    (1..=1000).for_each(|seed| agrees(seed, true));
}

#[test]
fn negations_agree_with_the_naive_twin() {
    (1..=1000).for_each(|seed| agrees(seed, false));
}

#[test]
fn the_smallest_trees_by_hand() {
    let mut graph = Graph::default();
    let [a, b, c] = ["a", "b", "c"].map(|name| graph.event(name, None));
    let either = graph.gate("either", Connective::Or, [a, b]);
    let both = graph.gate("both", Connective::And, [either, c]);
    assert_eq!(counts(&graph, a, &all()), [1]);
    assert_eq!(counts(&graph, either, &all()), [2]);
    assert_eq!(counts(&graph, both, &all()), [0, 2]);
    assert_eq!(counts(&graph, both, &up_to(1)), [0_u64; 0]);
    // a or (a and c): the second is never minimal.
    let more = graph.gate("more", Connective::And, [a, c]);
    let absorbed = graph.gate("absorbed", Connective::Or, [a, more]);
    assert_eq!(counts(&graph, absorbed, &all()), [1]);
    let two_of_three = graph.gate("2/3", Connective::AtLeast(2), [a, b, c]);
    assert_eq!(counts(&graph, two_of_three, &all()), [0, 3]);
}

#[test]
fn always_never_and_nothing_are_three_answers() {
    let mut graph = Graph::default();
    let a = graph.event("a", None);
    let always = graph.gate("always", Connective::Or, [a, Arg::Constant(true)]);
    let never = graph.gate("never", Connective::And, [a, Arg::Constant(false)]);
    let cuts = cut_sets(&graph, always, &all()).expect("cut sets");
    assert!(cuts.always());
    assert_eq!(cuts.first(5), vec![Vec::<u32>::new()]);
    let cuts = cut_sets(&graph, never, &all()).expect("cut sets");
    assert!(!cuts.always() && cuts.total() == 0_u8.into());
}

#[test]
fn counts_pass_what_a_machine_integer_holds() {
    // 200 pairs, one of each must fail: 2^200 sets of 200 events.
    let mut graph = Graph::default();
    let mut pairs = Vec::new();
    for pair in 0..200 {
        let two = [0, 1].map(|one| graph.event(format!("e{pair}.{one}"), None));
        pairs.push(graph.gate(format!("pair{pair}"), Connective::Or, two));
    }
    let top = graph.gate("top", Connective::And, pairs);
    let cuts = cut_sets(&graph, top, &all()).expect("cut sets");
    assert_eq!(
        cuts.total().to_string(),
        "1606938044258990275541962092341162602522202993782792835301376"
    );
    assert_eq!(cuts.first(3).len(), 3);
    assert!(cuts.first(3).iter().all(|set| set.len() == 200));
}

#[test]
fn a_cycle_is_named() {
    let mut graph = Graph::default();
    let a = graph.event("a", None);
    let one = graph.gate("one", Connective::Or, [a, Arg::Gate(1)]);
    graph.gate("two", Connective::Or, [a, one]);
    assert_eq!(cut_sets(&graph, one, &all()).unwrap_err(), CutError::Cycle(vec![0, 1]));
}

#[test]
fn importances_of_two_pumps_and_a_valve() {
    // top = valve or (pump and pump): P = v + p² - v p².
    let mut graph = Graph::default();
    let (v, p) = (0.01, 0.1);
    let valve = graph.event("valve", Some(v));
    let pumps = ["one", "two"].map(|name| graph.event(name, Some(p)));
    let both = graph.gate("both", Connective::And, pumps);
    let top = graph.gate("top", Connective::Or, [valve, both]);
    let cuts = cut_sets(&graph, top, &all()).expect("cut sets");
    let found = cuts.importances(&graph);
    let close = |a: Option<f64>, b: f64| (a.expect("a number") - b).abs() < 1e-15;
    let probability = found.top.expect("probabilities");
    assert!(close(probability.exact, v + p * p - v * p * p));
    assert!((probability.rare_event - (v + p * p)).abs() < 1e-15);
    let [valve, one, _] = found.events.as_slice() else { panic!("three events") };
    assert!(close(valve.birnbaum, 1.0 - p * p) && close(one.birnbaum, p * (1.0 - v)));
    assert!(close(valve.fussell_vesely, v / (v + p * p)));
    assert!(close(one.fussell_vesely, p * p / (v + p * p)));
    assert!(close(valve.structural, 0.75) && close(one.structural, 0.25));
    assert_eq!((valve.smallest, one.smallest), (Some(1), Some(2)));
}

/// Trees of the published Aralia set that the shared folder does not hold; a folder with them may be named in
/// `LINCHPIN_ARALIA`. Counts and orders are those of the tests of SCRAM (`bench_baobab1_tests.cc`,
/// `bench_CEA9601_tests.cc`, `performance_tests.cc`), whose files are under the GPL and are not copied here.
#[test]
fn large_published_trees_have_the_peers_counts() {
    let Some(folder) = std::env::var_os("LINCHPIN_ARALIA").map(std::path::PathBuf::from) else {
        println!("skipped: LINCHPIN_ARALIA names no folder");
        return;
    };
    let load = |name: &str| {
        let path = folder.join(format!("{name}.xml"));
        opsa::load(&[path.as_path()]).expect("a sound tree")
    };
    let baobab = load("baobab1");
    let top = baobab.arg(baobab.top(None).expect("one top"));
    let by_order = vec![0, 1, 1, 70, 400, 2212, 14748, 8460, 10624, 6600, 3072];
    assert_eq!(counts(&baobab.graph, top, &all()), by_order);
    let cea = load("cea9601");
    let top = cea.arg(cea.top(None).expect("one top"));
    assert_eq!(counts(&cea.graph, top, &up_to(4)), [0, 0, 1144, 53292]);
    for (order, total) in [(5, 1_615_876_u64), (6, 9_323_572)] {
        let cuts = cut_sets(&cea.graph, top, &up_to(order)).expect("cut sets");
        assert_eq!(cuts.total(), total.into(), "orders up to {order}");
    }
}

#[test]
fn published_trees_have_the_published_counts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/aralia");
    if !folder.exists() {
        println!("skipped: the shared folder with the Aralia trees is not here");
        return;
    }
    for (name, total, by_order) in [
        ("chinese", 392_u64, vec![0, 12, 0, 24, 188, 168]),
        ("baobab2", 4805, vec![0, 6, 121, 268, 630, 3780]),
        ("isp9605", 5630, vec![0, 0, 13, 88, 462, 27, 5040]),
    ] {
        let path = folder.join(format!("{name}.xml"));
        let model = opsa::load(&[path.as_path()]).expect("a sound tree");
        let top = model.arg(model.top(None).expect("one top"));
        assert_eq!(counts(&model.graph, top, &all()), by_order, "{name}");
        for order in 1..=by_order.len() {
            let mut wanted = by_order[..order].to_vec();
            while wanted.last() == Some(&0) {
                wanted.pop();
            }
            assert_eq!(counts(&model.graph, top, &up_to(order as u32)), wanted, "{name}");
        }
        let cuts = cut_sets(&model.graph, top, &all()).expect("cut sets");
        assert_eq!(cuts.total(), total.into());
        assert_eq!(cuts.first(usize::MAX).len() as u64, total);
    }
}
