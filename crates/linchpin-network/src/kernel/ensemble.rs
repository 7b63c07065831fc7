//! Lanes: independent scenarios that share every reading of the table.
//!
//! In come losses of capacity and changes of final demand, set for single industries and lanes
//! between days; out come output and running losses per industry and lane. Industries are
//! region-major as in the table. A lane gives the same bits alone, in any place, beside any others.

use super::lines::{Lines, lines};
use super::prepared::Prepared;
use super::real::Real;
use super::step::{Own, Pass, Scratch, Yesterday};
use rayon::prelude::*;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Scenarios run side by side.
#[derive(Debug, Clone)]
pub struct Ensemble<'p, T> {
    prepared: &'p Prepared<T>,
    scenarios: usize,
    /// Lanes with padding to whole vectors; 1 for a single scenario.
    lanes: usize,
    /// Sectors per task.
    per_task: usize,
    stock: Lines<T>,
    weight: Lines<T>,
    alpha: Lines<T>,
    capacity: Lines<T>,
    output: Lines<T>,
    planned: Lines<T>,
    next_output: Lines<T>,
    next_planned: Lines<T>,
    limit: Lines<T>,
    lost: Lines<T>,
    demand: Lines<T>,
    /// Working memory, and smallest stocks by class, of each task that runs at a time: the next one finds it
    /// in the cache.
    desks: Vec<(Scratch<T>, Lines<T>)>,
    total: Vec<f64>,
}

/// Widest vector in numbers of four bytes; lanes are padded to it so that no machine has a rest.
const PADDING: usize = 16;
/// Tasks a day at most: enough for the threads of a workstation.
const TASKS: usize = 32;

impl<'p, T: Real> Ensemble<'p, T> {
    /// `scenarios` lanes in the steady state.
    ///
    /// # Panics
    /// Without a scenario: a programming error.
    #[must_use]
    pub fn new(prepared: &'p Prepared<T>, scenarios: usize) -> Self {
        assert!(scenarios > 0, "an ensemble has at least one scenario");
        let lanes = if scenarios == 1 { 1 } else { scenarios.next_multiple_of(PADDING) };
        let (n, s) = (prepared.industries(), prepared.sectors);
        let per_task = s.div_ceil(TASKS).max(1);
        let zeros = |count: usize| lines(T::ZERO, count);
        Self {
            prepared,
            scenarios,
            lanes,
            per_task,
            stock: zeros(s * n * lanes),
            weight: zeros(if prepared.alt && lanes == 1 { s * n } else { 0 }),
            alpha: zeros(n * lanes),
            capacity: zeros(n * lanes),
            output: zeros(n * lanes),
            planned: zeros(n * lanes),
            next_output: zeros(n * lanes),
            next_planned: zeros(n * lanes),
            limit: zeros(n * lanes),
            lost: zeros(n * lanes),
            demand: zeros(n * lanes),
            desks: vec![(Scratch::new(prepared, lanes), zeros(prepared.classes.len() * n * lanes))],
            total: vec![0.0; n * lanes],
        }
    }

    /// Sets the share of capacity industry `i` cannot use in scenario `k`, from the next day on.
    pub fn set_loss(&mut self, i: usize, k: usize, share: f64) {
        let at = self.prepared.inner(i) * self.lanes + k;
        self.lost[at] = T::of(share);
    }

    /// Sets the relative change of final demand for industry `i` in scenario `k`.
    pub fn set_demand_change(&mut self, i: usize, k: usize, change: f64) {
        let at = self.prepared.inner(i) * self.lanes + k;
        self.demand[at] = T::of(change);
    }

    /// Computes one day of all scenarios.
    pub fn step(&mut self) {
        let prepared = self.prepared;
        let (n, m, lanes) = (prepared.industries(), prepared.regions, self.lanes);
        let (wide, classes) = (self.per_task, prepared.classes.len());
        self.limits();
        let yesterday = Yesterday {
            output: &self.output,
            planned: &self.planned,
            limit: &self.limit,
            lost: &self.lost,
            demand: &self.demand,
        };
        // Tables that are not needed still have to be cut into one piece per task.
        let kept = prepared.alt && lanes == 1;
        let mut no_weight = vec![T::ZERO; if kept { 0 } else { TASKS }];
        let (weight, weight_size) =
            if kept { (&mut self.weight[..], n * lanes) } else { (&mut no_weight[..], 0) };
        // The least of numbers is the same in any order: it does not matter who keeps which.
        self.desks.iter_mut().for_each(|(_, least)| least.fill(T::HUGE));
        let desks = Mutex::new(std::mem::take(&mut self.desks));
        let new = || (Scratch::new(prepared, lanes), lines(T::HUGE, classes * n * lanes));
        let arch = pulp::Arch::new();
        let rows = wide * m * lanes;
        self.stock
            .par_chunks_mut(wide * n * lanes)
            .zip(weight.par_chunks_mut((wide * weight_size).max(1)))
            .zip(self.alpha.par_chunks_mut(rows))
            .zip(self.capacity.par_chunks_mut(rows))
            .zip(self.next_output.par_chunks_mut(rows))
            .zip(self.next_planned.par_chunks_mut(rows))
            .enumerate()
            .for_each(|(task, (((((stock, weight), alpha), capacity), output), planned))| {
                let (mut scratch, mut least) = open(&desks).pop().unwrap_or_else(new);
                let sectors = alpha.len() / (m * lanes);
                for q in 0..sectors {
                    let p = task * wide + q;
                    let buyers = q * n * lanes..(q + 1) * n * lanes;
                    let rows = q * m * lanes..(q + 1) * m * lanes;
                    let own = Own {
                        p,
                        stock: &mut stock[buyers.clone()],
                        weight: if kept { &mut weight[buyers] } else { &mut [] },
                        alpha: &mut alpha[rows.clone()],
                        capacity: &mut capacity[rows.clone()],
                        output: &mut output[rows.clone()],
                        planned: &mut planned[rows],
                        least: prepared.class[p]
                            .map(|class| &mut least[class * n * lanes..(class + 1) * n * lanes]),
                        scratch: &mut scratch,
                    };
                    arch.dispatch(Pass { prepared, lanes, yesterday, own });
                }
                open(&desks).push((scratch, least));
            });
        self.desks = desks.into_inner().unwrap_or_else(PoisonError::into_inner);
        std::mem::swap(&mut self.output, &mut self.next_output);
        std::mem::swap(&mut self.planned, &mut self.next_planned);
        for (total, x) in self.total.iter_mut().zip(self.output.iter()) {
            *total -= x.wide();
        }
    }

    /// What stocks allow: `((1 - psi) s + v) / (psi s)`, the least over classes and desks.
    fn limits(&mut self) {
        let (n, lanes) = (self.prepared.industries(), self.lanes);
        let psi = self.prepared.psi;
        self.limit.fill(T::HUGE);
        for (class, days) in self.prepared.classes.iter().enumerate() {
            let (spare, reach) = (T::of((1.0 - psi) * days), T::of(1.0 / (psi * days)));
            for (_, least) in &self.desks {
                let least = &least[class * n * lanes..(class + 1) * n * lanes];
                for ((limit, v), x) in self.limit.iter_mut().zip(least).zip(self.output.iter()) {
                    *limit = limit.lesser((spare + (*v - *x)) * reach);
                }
            }
        }
    }

    /// Output of industry `i` in scenario `k` on the last day, relative to usual.
    #[must_use]
    pub fn output(&self, i: usize, k: usize) -> f64 {
        1.0 + self.output[self.prepared.inner(i) * self.lanes + k].wide()
    }
    /// Days of usual output industry `i` lost in scenario `k` so far.
    #[must_use]
    pub fn days_lost(&self, i: usize, k: usize) -> f64 {
        self.total[self.prepared.inner(i) * self.lanes + k]
    }
    /// Output lost in scenario `k` so far, all industries, in the table's unit.
    #[must_use]
    pub fn lost(&self, k: usize) -> f64 {
        let usual = self.prepared.usual_output();
        usual.iter().enumerate().map(|(i, x)| x * self.days_lost(i, k)).sum()
    }
    /// Number of scenarios.
    #[must_use]
    pub fn scenarios(&self) -> usize {
        self.scenarios
    }
}

/// Desks of a task that failed are no worse than others: all of what is read from them is written first.
fn open<D>(desks: &Mutex<D>) -> MutexGuard<'_, D> {
    desks.lock().unwrap_or_else(PoisonError::into_inner)
}
