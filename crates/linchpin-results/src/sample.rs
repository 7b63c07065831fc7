//! A small run made by hand, for the tests of this crate: two sites, two firms, one product.
//!
//! Site b loses a fifth of its output in the second half of the run in scenario `cut`; prices rise by a
//! tenth there. Scenario `null` changes nothing.

use crate::contract::input::{BASELINE, Parameters, RunInput, ScenarioRun, ShockRow};
use crate::contract::report::{
    Account, AssumptionRow, DateKind, DateMark, InputRow, PolicyRef, QuoteRef, Run, Study, WorldRef,
};
use linchpin_engine::{Binding, Cause, Level, SeriesKey, Trajectories, Variable};
use linchpin_units::Bits;
use linchpin_units::id::literal;
use linchpin_world::ProductId;
use std::collections::BTreeMap;
use std::ops::Range;

const WEEKS: i64 = 10;
fn dram() -> Option<ProductId> {
    Some(literal("product:dram"))
}

/// The sample with so many members.
pub(crate) fn run(members: u32) -> RunInput {
    shard(0..members, members)
}

/// Part of the sample with `whole` members.
pub(crate) fn shard(members: Range<u32>, whole: u32) -> RunInput {
    let scenario = |id: &str, cut: f64, price: f64| ScenarioRun {
        id: id.to_owned(),
        title: format!("Scenario {id}"),
        summary: "made by hand".to_owned(),
        trajectories: trajectories(members.clone(), cut, price),
        bindings: if cut > 0.0 { bindings(members.clone(), cut) } else { Vec::new() },
        shocks: vec![ShockRow {
            id: 0,
            target: "site:b".to_owned(),
            from: "2026-02-09".to_owned(),
            until: None,
            effect: "spare parts stop".to_owned(),
            because: "decision:b-spares".to_owned(),
            acts: vec!["act:sample".to_owned()],
            citations: vec!["Sample Gazette 1".to_owned()],
            assumptions: vec!["spares-stock".to_owned()],
        }],
        parts: None,
    };
    RunInput {
        study: Study {
            id: "sample".to_owned(),
            title: "A sample".to_owned(),
            question: "What if b loses its spare parts?".to_owned(),
        },
        manifest: manifest(whole),
        headline: None,
        baseline: ScenarioRun { shocks: Vec::new(), ..scenario(BASELINE, 0.0, 1.0) },
        scenarios: vec![scenario("cut", 0.2, 1.1), scenario("null", 0.0, 1.0)],
        parameters: Parameters {
            ids: vec!["spares-stock".to_owned(), "noise".to_owned()],
            draws: members.clone().map(|m| vec![level(m), level(m * 7 % whole)]).collect(),
        },
        dates: vec![DateMark {
            date: "2026-02-09".to_owned(),
            label: "spare parts stop".to_owned(),
            kind: DateKind::Hypothetical,
            scenario: Some("cut".to_owned()),
            act: Some("act:sample".to_owned()),
            citation: None,
        }],
        inputs: vec![capacity()],
        assumptions: ["spares-stock", "noise"].map(assumption).to_vec(),
        observed: Vec::new(),
        curves: Vec::new(),
        kinds: Vec::new(),
        unsaid: Vec::new(),
        not_modelled: vec!["everything else".to_owned()],
        spillover: None,
        carried: Vec::new(),
        ladder: None,
        about_capacity: false,
        places: BTreeMap::new(),
        names: [("site:b", "Site B"), ("site:a", "Site A"), ("product:dram", "DRAM")]
            .map(|(id, name)| (id.to_owned(), name.to_owned()))
            .into(),
        related: BTreeMap::from([
            ("site:a".to_owned(), vec!["firm:f".to_owned()]),
            ("site:b".to_owned(), vec!["firm:g".to_owned()]),
        ]),
    }
}

/// Weekly output of a site in a member: grows with the member's number.
fn level(member: u32) -> f64 {
    100.0 + f64::from(member)
}

fn keys() -> Vec<SeriesKey> {
    let dram = dram();
    let key =
        |level, entity: &str, variable| SeriesKey::new(level, entity, dram.as_ref(), variable);
    vec![
        key(Level::Site, "site:a", Variable::Output),
        key(Level::Site, "site:b", Variable::Output),
        key(Level::Firm, "firm:f", Variable::Shipments),
        key(Level::Firm, "firm:g", Variable::Shipments),
        key(Level::Firm, "firm:f", Variable::Revenue),
        key(Level::Firm, "firm:g", Variable::Revenue),
        key(Level::Product, "product:dram", Variable::ContractPrice),
    ]
}

fn trajectories(members: Range<u32>, cut: f64, price: f64) -> Trajectories {
    let first: linchpin_units::Day = "2026-01-05".parse().expect("a day");
    let weeks = (0..WEEKS).map(|week| first.plus(7 * week)).collect();
    let mut all = Trajectories::zeros(weeks, keys(), members.clone());
    let len = WEEKS as usize;
    for (member, mut block) in members.zip(all.blocks_mut()) {
        for week in 0..len {
            let late = week >= len / 2;
            let (kept, paid) = if late { (1.0 - cut, price) } else { (1.0, 1.0) };
            let (a, b) = (level(member), level(member) * kept);
            for (key, value) in [a, b, a, b, a * paid, b * paid, paid].into_iter().enumerate() {
                block[key * len + week] = value;
            }
        }
    }
    all
}

fn bindings(members: Range<u32>, cut: f64) -> Vec<Binding> {
    members
        .map(|member| Binding {
            member,
            week: 5,
            entity: "site:b".into(),
            product: dram(),
            cause: Cause::Spares,
            shock: Some(0),
            loss: Bits(level(member) * cut * WEEKS as f64 / 2.0),
        })
        .collect()
}

fn manifest(members: u32) -> Run {
    Run {
        digest: String::new(),
        engine: "sample".to_owned(),
        seed: 7,
        members,
        design: "latin-hypercube".to_owned(),
        from: "2026-01-05".to_owned(),
        until: "2026-03-16".to_owned(),
        known: "2026-01-01".to_owned(),
        version: "0.0.0".to_owned(),
        world: WorldRef { name: "sample-world".to_owned(), digest: "00".repeat(32) },
        policy: PolicyRef { digest: "11".repeat(32), acts: 1 },
        reproduce: format!("linchpin run sample --members {members} --seed 7"),
        citation: "A sample".to_owned(),
    }
}

fn capacity() -> InputRow {
    let account = |value: f64, outlet: &str| Account {
        value,
        low: value,
        high: value,
        as_of: "2025".to_owned(),
        basis: "wafer starts".to_owned(),
        source: format!("doc:{outlet}"),
        outlet: outlet.to_owned(),
        title: "On site B".to_owned(),
        url: String::new(),
        grade: "press".to_owned(),
        note: String::new(),
        quote: (outlet == "one").then(|| QuoteRef {
            document: "22".repeat(32),
            start: 10,
            end: 20,
            sha256: "33".repeat(32),
        }),
    };
    InputRow {
        subject: "site:b".to_owned(),
        name: "Site B".to_owned(),
        quantity: "capacity".to_owned(),
        unit: "wafer/month".to_owned(),
        value: 100.0,
        low: 90.0,
        high: 110.0,
        contested: true,
        accounts: vec![account(90.0, "one"), account(110.0, "other")],
        text: None,
    }
}

fn assumption(id: &str) -> AssumptionRow {
    AssumptionRow {
        id: id.to_owned(),
        name: id.replace('-', " "),
        unit: "week".to_owned(),
        value: 26.0,
        low: 8.0,
        high: 52.0,
        why: "made up".to_owned(),
        source: "assumption".to_owned(),
        influence: None,
        text: None,
    }
}
