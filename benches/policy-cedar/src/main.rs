//! Linchpin's compiled slice beside Cedar on the same holder and site scopes:
//! `cargo run --release --manifest-path benches/policy-cedar/Cargo.toml`.
//!
//! Both answer whether a holder's authorisation covers a site: Cedar with one `permit` for each live
//! authorisation of the slice, Linchpin with its whole slice (every order, every requirement).

use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicySet, Request};
use linchpin_policy::compiled::{Scratch, Table};
use linchpin_policy::{Effect, Field, Purpose, Query, Rulebook, situate};
use linchpin_units::Day;
use std::hint::black_box;
use std::str::FromStr;
use std::time::Instant;

const ROUNDS: usize = 5;
const CEDAR_TURNS: usize = 5_000;
const LINCHPIN_TURNS: usize = 200_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rulebook = Rulebook::embedded()?;
    let on: Day = "2026-06-01".parse()?;
    let known = rulebook.knowledge_day();
    let slice = rulebook.slice(on, known);

    let mut text = String::new();
    for rule in slice.rules.iter().filter(|rule| rule.body.effect == Effect::Authorises) {
        let tags = |field: Field| rule.body.scope.test(field).map(|test| test.any.clone()).unwrap_or_default();
        for holder in tags(Field::Holder) {
            for site in tags(Field::Site) {
                text.push_str(&format!(
                    "permit(principal == Org::\"{holder}\", action == Action::\"ship\", resource == Site::\"{site}\");\n"
                ));
            }
        }
    }
    let policies = PolicySet::from_str(&text)?;
    let entities = Entities::empty();
    let authorizer = Authorizer::new();
    let pairs = [
        ("org:samsung-china-semiconductor", "site:samsung-xian"),
        ("org:skhynix-semiconductor-china", "site:skhynix-wuxi"),
        ("org:skhynix-dalian", "site:skhynix-dalian"),
        ("firm:ymtc", "site:ymtc-wuhan"),
    ];
    let uid = |kind: &str, id: &str| EntityUid::from_str(&format!("{kind}::\"{id}\""));
    let mut requests = Vec::new();
    let mut table = Table::new(&slice);
    let mut flows = Vec::new();
    for (holder, site) in pairs {
        let (who, what, place) = (uid("Org", holder)?, uid("Action", "ship")?, uid("Site", site)?);
        requests.push(Request::new(who, what, place, Context::empty(), None)?);
        let query = Query::tool("tool:etch", "USA", site, Purpose::Spares).with(Field::Holder, holder);
        let mut situation = situate::situate(&query, rulebook.facts(), &slice.lists, on).situation;
        slice.reach(&mut situation);
        flows.push(table.add(&situation));
    }
    let mut scratch = Scratch::default();
    for (i, (holder, site)) in pairs.iter().enumerate() {
        let cedar = authorizer.is_authorized(&requests[i], &policies, &entities).decision();
        println!("{holder} at {site}: Cedar {cedar:?}, Linchpin {}", table.verdict(flows[i], &mut scratch));
    }
    // The two take turns, so that both meet the same load.
    let mut cedar = Vec::new();
    let mut linchpin = Vec::new();
    for _ in 0..ROUNDS {
        cedar.push(rate(requests.len(), CEDAR_TURNS, |i| {
            black_box(authorizer.is_authorized(black_box(&requests[i]), &policies, &entities));
        }));
        linchpin.push(rate(flows.len(), LINCHPIN_TURNS, |i| {
            black_box(table.verdict(black_box(flows[i]), &mut scratch));
        }));
    }
    let (cedar, linchpin) = (median(&mut cedar), median(&mut linchpin));
    println!("median of {ROUNDS} rounds, one core, the two taking turns:");
    println!("Cedar    {cedar:.2e} decisions/s over {} policies", policies.policies().count());
    println!("Linchpin {linchpin:.2e} decisions/s over {} live rules", slice.rules.len());
    println!("ratio    {:.0}", linchpin / cedar);
    Ok(())
}

/// Decisions a second over `turns` passes of `many` questions.
fn rate(many: usize, turns: usize, mut decide: impl FnMut(usize)) -> f64 {
    let start = Instant::now();
    for _ in 0..turns {
        (0..many).for_each(&mut decide);
    }
    (turns * many) as f64 / start.elapsed().as_secs_f64()
}

fn median(rates: &mut [f64]) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
