//! Ensembles: every member through the baseline and each scenario, with common random numbers.
//!
//! In: a model, scenarios as lists of shocks, a design. Out: trajectories and reasons by scenario, or
//! only sums for many jobs. A member's draw serves all its scenarios, so that differences are of the
//! measures alone; what depends on the draw only is computed once. Runs go through the engine a block
//! at a time, one run a lane; blocks are spread over threads and each writes to its own place: the bytes
//! depend neither on the number of threads nor on the width of the machine's vectors.

use crate::block::Run;
use crate::dynamics::Market;
use crate::lanes::Lane;
use crate::levers::{Levers, Wanted};
use crate::model::Model;
use crate::numbers::Numbers;
use crate::record::{Recorder, WEEKS_HELD};
use crate::reference::Reference;
use crate::shape::Shape;
use crate::state::State;
use linchpin_engine::causes::Job;
use linchpin_engine::parameter::SpaceSampler;
use linchpin_engine::seam::Outcome;
use linchpin_engine::{Binding, Cause, Draw, Members, Plan, Purpose, Shock, Trajectories, Watch};
use linchpin_units::Bits;
use linchpin_world::ProductId;
use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// One draw's numbers and undisturbed market.
struct Prepared {
    numbers: Numbers,
    reference: Reference,
}

impl Prepared {
    fn new(model: &Model, draw: &Draw) -> Self {
        let numbers = Numbers::new(model, draw);
        let reference = Reference::new(model, &numbers);
        Self { numbers, reference }
    }
}

/// Counts what is done and asks the watch whether to go on.
struct Progress<'w> {
    watch: &'w Watch<'w>,
    done: AtomicU64,
    all: u64,
}

impl<'w> Progress<'w> {
    fn new(watch: &'w Watch<'w>, all: usize) -> Self {
        Self { watch, done: AtomicU64::new(0), all: all as u64 }
    }

    fn goes_on(&self, more: usize) -> bool {
        (0..more).all(|_| {
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            (self.watch)(done, self.all).is_continue()
        })
    }
}

/// Runs side by side on this machine.
struct Width;

impl WithSimd for Width {
    type Output = usize;
    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) -> usize {
        Lane::<S>::WIDTH
    }
}

/// The shocks of a scenario, resolved in the space of a model.
///
/// # Panics
/// When a shock draws from a parameter that the space does not hold: the builder puts it there.
#[must_use]
pub(crate) fn planned(model: &Model, shocks: &[Shock]) -> Plan {
    Plan::new(shocks, &model.space, model.calendar())
        .expect("the builder puts every assumption of its shocks into the space")
}

/// Runs every scenario for every member.
///
/// `scenarios` are lists of shocks; an empty list is the baseline. Gives nothing when `watch` asks to
/// stop.
///
/// # Panics
/// When a shock draws from a parameter that the model's space does not hold.
#[must_use]
pub fn run(
    model: &Model,
    scenarios: &[Vec<Shock>],
    recorder: &Recorder,
    sampler: &SpaceSampler<'_>,
    members: &Members,
    watch: &Watch<'_>,
) -> Option<(Vec<Outcome>, Vec<Draw>)> {
    let (arch, shape) = (Arch::new(), Shape::new(model));
    let width = arch.dispatch(Width);
    let size = recorder.keys().len() * model.weeks;
    let mut values: Vec<Vec<f64>> =
        scenarios.iter().map(|_| vec![0.0; members.here.len() * size]).collect();
    let progress = Progress::new(watch, members.here.len());
    let plans: Vec<Plan> = scenarios.iter().map(|shocks| planned(model, shocks)).collect();
    let one = |(here, places): (Range<u32>, Vec<&mut [f64]>)| {
        let draws: Vec<Draw> = here.clone().map(|member| sampler.draw(member)).collect();
        let prepared: Vec<Prepared> = draws.iter().map(|d| Prepared::new(model, d)).collect();
        let told = plans.iter().zip(places).map(|(plan, place)| {
            let with = prepared.iter().zip(&draws);
            let lever = |(one, draw): (&Prepared, &Draw)| {
                Levers::of(model, &one.numbers, draw, &plan.paths(draw, |_| true))
            };
            let levers: Vec<Levers> = with.map(lever).collect();
            let runs = filled(width, prepared.iter().zip(&levers));
            let members = here.clone();
            let series = place.chunks_exact_mut(size.max(1)).collect();
            arch.dispatch(Whole { model, shape: &shape, recorder, runs: &runs, series, members })
        });
        let told: Vec<Vec<Binding>> = told.collect();
        let told = over_the_baseline(told);
        progress.goes_on(draws.len()).then_some((draws, told))
    };
    let done: Option<Vec<_>> =
        blocks(members.here.clone(), width, size, &mut values).into_par_iter().map(one).collect();
    let mut bindings: Vec<Vec<Binding>> = scenarios.iter().map(|_| Vec::new()).collect();
    let mut draws = Vec::with_capacity(members.here.len());
    for (block, told) in done? {
        draws.extend(block);
        for (all, told) in bindings.iter_mut().zip(told) {
            all.extend(told);
        }
    }
    let outcomes = values.into_iter().zip(bindings).map(|(values, bindings)| Outcome {
        trajectories: Trajectories {
            weeks: model.calendar().mondays(),
            keys: recorder.keys().to_vec(),
            members: members.here.clone(),
            values: values.into(),
        },
        bindings,
    });
    Some((outcomes.collect(), draws))
}

/// Losses that a scenario adds: what makers cut without its measures, because they were found with too much stock, is
/// no loss of the measures. The first scenario is the baseline.
fn over_the_baseline(mut told: Vec<Vec<Binding>>) -> Vec<Vec<Binding>> {
    let Some((baseline, scenarios)) = told.split_first_mut() else { return told };
    for rows in scenarios {
        let cut = |row: &&Binding| row.cause == Cause::Utilisation;
        let mut anyway: Vec<Binding> = baseline.iter().filter(cut).cloned().collect();
        for row in rows.iter_mut().filter(|row| row.cause == Cause::Utilisation) {
            // A site may have several lines of a product, each with a row.
            for other in &mut anyway {
                if (other.member, &other.entity, &other.product)
                    == (row.member, &row.entity, &row.product)
                {
                    let both = Bits(other.loss.get().min(row.loss.get()));
                    row.loss = row.loss - both;
                    other.loss = other.loss - both;
                }
            }
        }
        rows.retain(|row| row.loss.get() > 0.0);
    }
    told
}

/// The members of each block, with the places of their series in every scenario.
fn blocks(
    here: Range<u32>,
    width: usize,
    size: usize,
    values: &mut [Vec<f64>],
) -> Vec<(Range<u32>, Vec<&mut [f64]>)> {
    let firsts = here.clone().step_by(width);
    let mut blocks: Vec<(Range<u32>, Vec<&mut [f64]>)> =
        firsts.map(|from| (from..(from + width as u32).min(here.end), Vec::new())).collect();
    for values in values {
        let mut rest = &mut values[..];
        for (members, places) in &mut blocks {
            let (place, after) = rest.split_at_mut(members.len() * size);
            places.push(place);
            rest = after;
        }
    }
    blocks
}

/// A run for each lane; lanes beyond the last are filled up with it.
fn filled<'a>(
    width: usize,
    runs: impl Iterator<Item = (&'a Prepared, &'a Levers)>,
) -> Vec<Run<'a>> {
    let run = |(one, levers): (&'a Prepared, &'a Levers)| Run {
        numbers: &one.numbers,
        levers,
        reference: &one.reference,
    };
    let mut runs: Vec<Run<'a>> = runs.map(run).collect();
    let last = runs[runs.len() - 1];
    runs.resize(width, last);
    runs
}

/// The sum over all weeks of some series, for each job: `[job][key]`.
///
/// `keys` are positions among the recorder's keys; a job names its draw and which of the plan's shocks
/// act. Jobs of one draw share what depends on the draw only. No series is kept. Gives nothing when
/// `watch` asks to stop.
#[must_use]
pub(crate) fn totals(
    model: &Model,
    recorder: &Recorder,
    keys: &[usize],
    plan: &Plan,
    jobs: &[Job],
    draws: &[Draw],
    watch: &Watch<'_>,
) -> Option<Vec<Vec<f64>>> {
    let (arch, shape) = (Arch::new(), Shape::new(model));
    let width = arch.dispatch(Width);
    let mut used = vec![false; draws.len()];
    for job in jobs {
        used[job.member] = true;
    }
    let prepared: Vec<Option<Prepared>> = draws
        .par_iter()
        .zip(used)
        .map(|(draw, used)| used.then(|| Prepared::new(model, draw)))
        .collect();
    let progress = Progress::new(watch, jobs.len());
    let one = |jobs: &[Job]| {
        let of = |job: &Job| prepared[job.member].as_ref().expect("every job's draw is prepared");
        let lever = |job: &Job| {
            let draw = &draws[job.member];
            Levers::of(model, &of(job).numbers, draw, &plan.paths(draw, |shock| job.acts[shock]))
        };
        let levers: Vec<Levers> = jobs.iter().map(lever).collect();
        let runs = filled(width, jobs.iter().map(of).zip(&levers));
        let mut sums = arch.dispatch(Sums { model, shape: &shape, recorder, runs: &runs, keys });
        sums.truncate(jobs.len());
        progress.goes_on(jobs.len()).then_some(sums)
    };
    let done: Option<Vec<Vec<Vec<f64>>>> = jobs.par_chunks(width).map(one).collect();
    Some(done?.into_iter().flatten().collect())
}

/// One block through all weeks, every series kept.
struct Whole<'a> {
    model: &'a Model,
    shape: &'a Shape,
    recorder: &'a Recorder,
    runs: &'a [Run<'a>],
    /// By lane that is no filling, `[key][week]`.
    series: Vec<&'a mut [f64]>,
    members: Range<u32>,
}

impl WithSimd for Whole<'_> {
    type Output = Vec<Binding>;
    fn with_simd<S: Simd>(mut self, simd: S) -> Vec<Binding> {
        let weeks = self.model.weeks;
        let market = Market::new(simd, self.model, self.shape, self.runs, true);
        let mut state = market.first();
        let keys = self.recorder.keys().len();
        let mut held = vec![Lane::splat(simd, 0.0); WEEKS_HELD * keys];
        for week in 0..weeks {
            market.step(&mut state);
            let (slot, held) = (week % WEEKS_HELD, &mut held[..]);
            let recorder = self.recorder;
            simd.vectorize(Read { recorder, market: &market, state: &state, held, slot });
            if slot + 1 == WEEKS_HELD || week + 1 == weeks {
                write_out(held, week - slot, slot + 1, weeks, &mut self.series);
            }
        }
        check(&market, &state);
        let mut told = Vec::new();
        for (lane, member) in self.members.clone().enumerate() {
            bindings(&market, &state, lane, member, &mut told);
        }
        told
    }
}

/// Every series of the week just done.
struct Read<'r, 'a, S: Simd> {
    recorder: &'r Recorder,
    market: &'r Market<'a, S>,
    state: &'r State<S>,
    /// Weeks held, `[key][slot]`.
    held: &'r mut [Lane<S>],
    slot: usize,
}

impl<S: Simd> WithSimd for Read<'_, '_, S> {
    type Output = ();
    #[inline(always)]
    fn with_simd<T: Simd>(self, _simd: T) {
        self.recorder.read(self.market, self.state, self.held, self.slot);
    }
}

/// Writes some weeks of every series into each lane's place. A series' weeks stand together in `held`, so that what is
/// read stays in the nearest cache while the lanes are written.
#[inline(always)]
fn write_out<S: Simd>(
    held: &[Lane<S>],
    from: usize,
    count: usize,
    weeks: usize,
    series: &mut [&mut [f64]],
) {
    for (key, held) in held.chunks_exact(WEEKS_HELD).enumerate() {
        let first = key * weeks + from;
        for (lane, series) in series.iter_mut().enumerate() {
            for (place, held) in series[first..first + count].iter_mut().zip(held) {
                *place = held.get(lane);
            }
        }
    }
}

/// One block through all weeks, only sums kept.
struct Sums<'a> {
    model: &'a Model,
    shape: &'a Shape,
    recorder: &'a Recorder,
    runs: &'a [Run<'a>],
    keys: &'a [usize],
}

impl WithSimd for Sums<'_> {
    type Output = Vec<Vec<f64>>;
    fn with_simd<S: Simd>(self, simd: S) -> Vec<Vec<f64>> {
        let market = Market::new(simd, self.model, self.shape, self.runs, false);
        let mut state = market.first();
        let mut sums = vec![Lane::splat(simd, 0.0); self.keys.len()];
        for _ in 0..self.model.weeks {
            market.step(&mut state);
            for (sum, key) in sums.iter_mut().zip(self.keys) {
                *sum += self.recorder.read_one(*key, &market, &state);
            }
        }
        check(&market, &state);
        let lanes = 0..Lane::<S>::WIDTH;
        lanes.map(|lane| sums.iter().map(|sum| sum.get(lane)).collect()).collect()
    }
}

/// Wafers, bits and money went in and out; a balance that does not close is a fault of the engine.
fn check<S: Simd>(market: &Market<'_, S>, state: &State<S>) {
    for balance in market.balances(state) {
        assert!(balance.closes(), "{} do not balance: {balance:?}", balance.what);
    }
}

/// The losses of a finished run as rows, by site and by firm.
fn bindings<S: Simd>(
    market: &Market<'_, S>,
    last: &State<S>,
    lane: usize,
    member: u32,
    rows: &mut Vec<Binding>,
) {
    let (model, levers) = (market.model, market.runs[lane].levers);
    let mut push = |entity: &str, product: &ProductId, cause, shock, loss: f64| {
        if loss > 0.0 {
            let (entity, product, loss) = (entity.into(), Some(product.clone()), Bits(loss));
            rows.push(Binding { member, week: 0, entity, product, cause, shock, loss });
        }
    };
    for (l, line) in model.lines.iter().enumerate() {
        let losses = &last.lines[l].losses;
        let product = &model.products[line.product].id;
        for (cause, loss) in losses.fixed(lane) {
            push(&line.site, product, cause.clone(), shock_of(&cause, levers, l), loss);
        }
        for (m, loss) in market.controls.used[l].iter().zip(losses.materials(lane)) {
            let material = market.controls.materials[*m].material;
            let path = levers.materials.iter().find(|path| path.material == material);
            let id = model.materials[material].id.clone();
            push(&line.site, product, Cause::Material(id), path.map(|path| path.shock), loss);
        }
    }
    for (p, product) in model.products.iter().enumerate() {
        for (f, kept) in market.shape.products[p].makers.iter().zip(&last.products[p].kept_from) {
            let bans = levers.bans.iter().filter(|ban| ban.product.is_none_or(|of| of == p));
            let of_ban = bans.filter(|ban| ban.firm == *f).map(|ban| ban.shock).next();
            let of_cap = levers.caps.iter().find(|cap| cap.firm == *f).map(|cap| cap.shock);
            let firm = &model.firms[*f];
            push(firm, &product.id, Cause::ProcurementBan, of_ban, kept.ban.get(lane));
            push(firm, &product.id, Cause::BackfillCap, of_cap, kept.cap.get(lane));
        }
        for (d, segment) in model.segments.iter().enumerate() {
            let run = &market.runs[lane];
            let mut told = |cause: Cause, wanted: Option<&Wanted>, rest: f64| {
                let Some(wanted) = wanted else { return };
                let less = wanted_less(run, (p, d), &wanted.factor, rest);
                push(&segment.destination, &product.id, cause, Some(wanted.shock), less);
            };
            told(Cause::Demand, levers.demand[p][d].as_ref(), 1.0);
            told(Cause::ExportControl, levers.closed[p][d].as_ref(), run.numbers.open[p][d]);
        }
    }
}

/// Bits that a segment buys less at the normal price over a run than the share `rest` that it bought at the start: what
/// its demand falls by, not what the price brings back.
fn wanted_less(run: &Run<'_>, at: (usize, usize), factor: &[f64], rest: f64) -> f64 {
    let share = run.numbers.demand[at.0][at.1];
    let weeks = factor.iter().zip(&run.reference.demand[at.0]);
    weeks.fold(0.0, |sum, (factor, bits)| sum + share * bits * (rest - factor))
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
            let scraps = levers.outages[line].as_ref().map(|outage| &outage.scraps);
            return scraps.and_then(|scraps| scraps.first()).map(|scrap| scrap.shock);
        }
        _ => return None,
    };
    let position = Purpose::ALL.iter().position(|known| *known == purpose)?;
    levers.tools[line].as_ref()?.shock[position]
}
