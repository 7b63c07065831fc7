//! Laws that hold for any question on any day.

use linchpin_policy::compiled::{Scratch, Table};
use linchpin_policy::history::History;
use linchpin_policy::slice::Masks;
use linchpin_policy::{Act, Decision, Query, Rulebook, Sources, Truth, diff, situate};
use linchpin_units::{Day, Days, Ratio, Text};
use proptest::prelude::*;
use std::sync::LazyLock;

static BOOK: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::embedded().expect("the bundled acts are sound"));
static GRID: LazyLock<Vec<Query>> = LazyLock::new(|| diff::grid(BOOK.facts()));
static UNRELATED: LazyLock<Rulebook> = LazyLock::new(|| with(UNRELATED_ACT));
static SUSPENDED: LazyLock<Rulebook> = LazyLock::new(|| with(SUSPENSION));
static SHUFFLED: LazyLock<Rulebook> = LazyLock::new(|| {
    // The same texts under names that sort in another order.
    let texts: Vec<Text> = Sources::embedded()
        .texts()
        .enumerate()
        .map(|(i, text)| {
            let path = text.file();
            let (room, name) = path.split_once('/').unwrap_or(("", path));
            let renamed = match room {
                "" | "ledger" | "register" => path.to_owned(),
                "facts" => format!("facts/{:04}-{name}", 9999 - i),
                _ => format!("acts/{:04}-{}", 9999 - i, name.replace('/', "-")),
            };
            Text::new(renamed, text.body())
        })
        .collect();
    Rulebook::new(Sources::of(texts)).expect("the same acts")
});

const UNRELATED_ACT: &str = r#"
[[act]]
id = "test.unrelated"
order = "kr"
title = "A rule on an item that nobody asks about"
issuer = "test"
published = 2015-01-01
cite = "test"
grade = "assumption"
[[act.op]]
do = "add"
rule = "kr.test.unrelated"
from = 2015-01-01
quote = "[test]"
[act.op.body]
effect = "prohibits"
summary = "quartz may not leave Korea"
[act.op.body.when]
item = ["material:quartz"]
from = ["KOR"]
"#;

const SUSPENSION: &str = r#"
[[act]]
id = "test.suspension"
order = "us"
title = "Every US rule sleeps in the first half of 2024"
issuer = "test"
published = 2023-12-01
cite = "test"
grade = "assumption"
[[act.op]]
do = "suspend"
rule = "us.ear.*"
from = 2024-01-01
until = 2024-07-01
quote = "[test]"
"#;

fn with(act: &str) -> Rulebook {
    BOOK.with_reforms(&[Text::new("reform.toml", act)]).expect("a sound reform")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Everything a decision says, but for its name and what lies in another window of time.
fn told(decision: &Decision) -> String {
    let orders: Vec<_> = decision
        .orders
        .iter()
        .map(|o| {
            (
                o.order,
                o.verdict,
                o.review,
                o.binding.clone(),
                o.rate.map(|rate| rate.get().to_bits()),
            )
        })
        .collect();
    format!("{:?} {:?} {:?} {orders:?}", decision.verdict, decision.review, decision.taken)
}

fn on(offset: i64) -> Day {
    day("2010-01-01").plus(offset)
}

/// Days from 2010-01-01 to 2027-06-30.
const SPAN: i64 = 6390;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_unrelated_act_changes_no_decision(i in 0..100_000usize, d in 0..SPAN) {
        let query = &GRID[i % GRID.len()];
        let known = BOOK.knowledge_day();
        prop_assert_eq!(told(&BOOK.decide(query, on(d), known)), told(&UNRELATED.decide(query, on(d), known)));
    }

    #[test]
    fn the_order_of_files_is_irrelevant(i in 0..100_000usize, d in 0..SPAN) {
        let query = &GRID[i % GRID.len()];
        let known = BOOK.knowledge_day();
        prop_assert_eq!(told(&BOOK.decide(query, on(d), known)), told(&SHUFFLED.decide(query, on(d), known)));
    }

    #[test]
    fn suspension_with_an_end_is_the_identity_outside_its_window(i in 0..100_000usize, d in 0..SPAN) {
        let query = &GRID[i % GRID.len()];
        let known = BOOK.knowledge_day();
        let window = Days::new(day("2024-01-01"), Some(day("2024-07-01"))).expect("a window");
        prop_assume!(!window.holds(on(d)));
        prop_assert_eq!(told(&BOOK.decide(query, on(d), known)), told(&SUSPENDED.decide(query, on(d), known)));
    }

    #[test]
    fn more_knowledge_never_changes_what_was_known(k in 0..SPAN) {
        let all: Vec<Act> = BOOK.acts().values().cloned().collect();
        let then: Vec<Act> = all.iter().filter(|act| act.published <= on(k)).cloned().collect();
        let (full, _) = History::new(&all, Some(on(k)));
        let (early, _) = History::new(&then, None);
        prop_assert_eq!(format!("{:?}", full.versions), format!("{:?}", early.versions));
    }

    #[test]
    fn the_compiled_slice_agrees_with_the_plain_reading(i in 0..100_000usize, d in 0..SPAN) {
        let query = &GRID[i % GRID.len()];
        let known = BOOK.knowledge_day();
        let slice = BOOK.slice(on(d), known);
        let mut situation = situate::situate(query, BOOK.facts(), &slice.lists, on(d)).situation;
        slice.reach(&mut situation);
        let mut masks = Masks::default();
        slice.join(&slice.prepare(&situation), &mut masks);
        for rule in 0..slice.rules.len() {
            let bit = |bits: &[u64]| bits[rule / 64] >> (rule % 64) & 1 == 1;
            let compiled = match (bit(&masks.yes), bit(&masks.maybe)) {
                (true, _) => Truth::True,
                (false, true) => Truth::Unknown,
                (false, false) => Truth::False,
            };
            prop_assert_eq!(compiled, slice.truth(rule, &situation), "{}", slice.rules[rule].rule);
        }
        let mut table = Table::new(&slice);
        let flow = table.add(&situation);
        let fast = table.verdict(flow, &mut Scratch::default());
        prop_assert_eq!(fast, BOOK.verdict(query, on(d), known));
    }

    #[test]
    fn the_next_change_is_the_first_day_that_differs(i in 0..100_000usize, d in 0..SPAN) {
        let query = &GRID[i % GRID.len()];
        let known = BOOK.knowledge_day();
        let now = BOOK.decide(query, on(d), known);
        let span = Days::new(on(d), Some(day("2040-01-01"))).expect("a span");
        let first = BOOK.change_dates(query, span, known).first().copied();
        prop_assert_eq!(now.next_change.as_ref().map(|change| change.on), first);
        if let Some(change) = now.next_change {
            prop_assert_eq!(BOOK.verdict(query, change.on, known), change.verdict);
            prop_assert_eq!(BOOK.verdict(query, change.on.plus(-1), known), now.verdict);
        }
    }
}

#[test]
fn inside_its_window_the_suspension_bites() {
    let query = &GRID[0];
    let known = BOOK.knowledge_day();
    let inside = day("2024-03-01");
    assert_ne!(
        told(&BOOK.decide(query, inside, known)),
        told(&SUSPENDED.decide(query, inside, known))
    );
}

#[test]
fn answers_are_the_same_on_any_number_of_threads() {
    let known = BOOK.knowledge_day();
    let ask = |i: usize| {
        let decision = BOOK.decide(&GRID[i], day("2026-06-01"), known);
        serde_json::to_string(&decision).expect("plain data")
    };
    let alone: Vec<String> = (0..40).map(ask).collect();
    let together: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..40).map(|i| scope.spawn(move || ask(i))).collect();
        workers.into_iter().map(|worker| worker.join().expect("no panic")).collect()
    });
    assert_eq!(alone, together);
}

/// A duty that may be due beside one that is due: the whole is not known, and a further origin never makes it milder.
#[test]
fn a_duty_that_may_be_due_is_not_left_out_of_the_sum() {
    use linchpin_policy::Verdict;
    let known = BOOK.knowledge_day();
    // Proclamation 11052 takes effect on 4 December 2026; nobody could read its rate.
    for origin in ["KOR", "CHN", "TWN"] {
        let decision =
            BOOK.decide(&Query::import("product:dram", origin, "USA"), day("2026-12-10"), known);
        assert_eq!(decision.verdict, Verdict::Unknown, "{origin}: {}", decision.answer);
    }
    let chinese =
        BOOK.decide(&Query::import("product:dram", "CHN", "USA"), day("2026-12-10"), known);
    assert_eq!(chinese.rate, Some(Ratio::of(0.5)), "the part that is known");
    assert!(chinese.answer.contains("duty at least 50 %"), "{}", chinese.answer);
    let before =
        BOOK.decide(&Query::import("product:dram", "CHN", "USA"), day("2026-12-03"), known);
    assert_eq!((before.verdict, before.rate), (Verdict::Authorised, Some(Ratio::of(0.5))));
}
