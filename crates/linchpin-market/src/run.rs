//! Ensembles: every member through the baseline and each scenario, with common random numbers.
//!
//! In: a model, scenarios as lists of shocks, a design. Out: trajectories and reasons by scenario.
//! A member's draw serves all scenarios, so that differences are of the measures alone. Each member
//! writes to its own place: the bytes do not depend on the number of threads.

use crate::dynamics::{Market, State, reference};
use crate::levers::Levers;
use crate::model::Model;
use crate::numbers::Numbers;
use crate::record::Recorder;
use linchpin_engine::parameter::SpaceSampler;
use linchpin_engine::{Binding, Cause, Draw, Members, Purpose, Shock, Trajectories, Watch};

/// What one scenario left behind.
#[derive(Debug)]
pub struct Outcome {
    /// Weekly series of every member.
    pub trajectories: Trajectories,
    /// Why bits are missing.
    pub bindings: Vec<Binding>,
}

/// Runs every scenario for every member.
///
/// `scenarios` are lists of shocks; an empty list is the baseline.
#[must_use]
pub fn run(
    model: &Model,
    scenarios: &[Vec<Shock>],
    recorder: &Recorder,
    sampler: &SpaceSampler<'_>,
    members: &Members,
    watch: &Watch<'_>,
) -> Option<(Vec<Outcome>, Vec<Draw>)> {
    let one = |member: u32| {
        let draw = sampler.draw(member);
        let numbers = Numbers::new(model, &draw);
        let reference = reference(model, &numbers);
        let outcomes: Vec<(Vec<f64>, Vec<Binding>)> = scenarios
            .iter()
            .map(|shocks| {
                let levers = Levers::new(model, &numbers, &draw, shocks);
                let mut block = vec![0.0; recorder.keys().len() * model.weeks];
                let market = Market::new(model, &numbers, &levers, reference.clone());
                let last = simulate(&market, model, &numbers, &levers, recorder, &mut block);
                (block, bindings(model, &levers, &last, member))
            })
            .collect();
        (outcomes, draw)
    };
    let done = members.run(watch, one)?;
    let mut outcomes: Vec<Outcome> = scenarios
        .iter()
        .map(|_| Outcome {
            trajectories: Trajectories {
                weeks: model.mondays(),
                keys: recorder.keys().to_vec(),
                members: members.here.clone(),
                values: Vec::with_capacity(
                    members.here.len() * recorder.keys().len() * model.weeks,
                ),
            },
            bindings: Vec::new(),
        })
        .collect();
    let mut draws = Vec::with_capacity(done.len());
    for (scenario_outcomes, draw) in done {
        for (outcome, (block, bindings)) in outcomes.iter_mut().zip(scenario_outcomes) {
            outcome.trajectories.values.extend_from_slice(&block);
            outcome.bindings.extend(bindings);
        }
        draws.push(draw);
    }
    Some((outcomes, draws))
}

/// Steps a market through all its weeks and records each; gives the last state.
pub fn simulate(
    market: &Market<'_>,
    model: &Model,
    numbers: &Numbers,
    levers: &Levers,
    recorder: &Recorder,
    block: &mut [f64],
) -> State {
    let mut state = market.first();
    for _ in 0..model.weeks {
        market.step(&mut state);
        recorder.record(model, numbers, levers, &state, block);
    }
    state
}

/// The losses of a finished run as rows, by site and by firm.
fn bindings(model: &Model, levers: &Levers, last: &State, member: u32) -> Vec<Binding> {
    let mut rows = Vec::new();
    let mut push = |entity: &str, product: &str, cause: Cause, shock: Option<u32>, loss: f64| {
        if loss > 0.0 {
            let (entity, product) = (entity.to_owned(), Some(product.to_owned()));
            rows.push(Binding { member, week: 0, entity, product, cause, shock, loss });
        }
    };
    for (l, line) in model.lines.iter().enumerate() {
        let losses = &last.lines[l].losses;
        let product = &model.products[line.product].id;
        for (cause, loss) in losses.fixed() {
            push(&line.site, product, cause.clone(), shock_of(&cause, levers, l), loss);
        }
        for (path, loss) in levers.materials.iter().zip(losses.materials()) {
            let id = model.materials[path.material].id.clone();
            push(&line.site, product, Cause::Material(id), Some(path.shock), *loss);
        }
    }
    for (p, product) in model.products.iter().enumerate() {
        for (f, firm) in model.firms.iter().enumerate() {
            let (ban, cap) = last.products[p].kept_from[f];
            let of_ban = levers.bans.iter().find(|b| b.firm == f).map(|b| b.shock);
            let of_cap = levers.caps.iter().find(|c| c.firm == f).map(|c| c.shock);
            push(firm, &product.id, Cause::ProcurementBan, of_ban, ban);
            push(firm, &product.id, Cause::BackfillCap, of_cap, cap);
        }
    }
    rows
}

/// The shock behind a line's cause.
fn shock_of(cause: &Cause, levers: &Levers, line: usize) -> Option<u32> {
    let purpose = match cause {
        Cause::ToolReplacement => Purpose::Replace,
        Cause::Expansion => Purpose::New,
        Cause::Spares => Purpose::Spares,
        Cause::Service => Purpose::Service,
        Cause::NodeUpgrade => Purpose::Upgrade,
        Cause::Outage => {
            return levers.outages[line].as_ref()?.scraps.first().map(|scrap| scrap.shock);
        }
        _ => return None,
    };
    let position = Purpose::ALL.iter().position(|known| *known == purpose)?;
    levers.tools[line].as_ref()?.shock[position]
}
