//! ESRI: the share of all output that goes when one firm stops.
//!
//! In come a network, how critical each sector's input is to each other, and closures; out come
//! losses downstream (missing inputs), upstream (missing orders) and together, after Diem et al.
//! (2022, 2024). The map from one round to the next is isotone, so it falls to the greatest fixed
//! point below the caps. Sums run in row order: all firms at once give the bits of one at a time.

use super::network::Network;
use rayon::prelude::*;

/// How much a buying sector needs the input of a supplying sector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Criticality {
    /// Every input in proportion to its share (linear production).
    Linear,
    /// Nothing without each input (Leontief production).
    Leontief,
    /// Ratings by `supplier sector * sectors + buyer sector`: 2 essential, 1 in proportion, 0 not
    /// needed in the short run (generalised Leontief; Pichler et al.).
    Rated {
        /// Number of sectors.
        sectors: usize,
        /// Ratings.
        ratings: Vec<u8>,
    },
}

impl Criticality {
    fn of(&self, supplier: u32, buyer: u32) -> u8 {
        match self {
            Self::Linear => 1,
            Self::Leontief => 2,
            Self::Rated { sectors, ratings } => {
                ratings[supplier as usize * sectors + buyer as usize]
            }
        }
    }
}

/// When rounds end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stop {
    /// When no firm falls by more than this in a round (published value: 0.01).
    Change(f64),
    /// When the total loss grows by a factor of at most one plus this.
    Growth(f64),
}

/// What to compute.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// How inputs combine.
    pub criticality: Criticality,
    /// Whether the rest of the supplier's sector takes over as far as its share goes.
    pub substitution: bool,
    /// When to stop.
    pub stop: Stop,
    /// Weight of each firm; none for its sales. Normalised to one.
    pub weights: Option<Vec<f64>>,
    /// Revenue of each firm where it exceeds its sales in the network; none for sales.
    pub revenue: Option<Vec<f64>>,
    /// Cost of each firm where it exceeds its purchases; none for purchases.
    pub cost: Option<Vec<f64>>,
}

impl Options {
    /// The published set-up: loss falls below one per cent a round, weights are sales.
    #[must_use]
    pub fn published(criticality: Criticality) -> Self {
        Self {
            criticality,
            substitution: false,
            stop: Stop::Change(PUBLISHED_EPS),
            weights: None,
            revenue: None,
            cost: None,
        }
    }
}

/// Diem et al. (2022) stop at one per cent; results depend on it, so it is never tightened silently.
const PUBLISHED_EPS: f64 = 1e-2;
/// Markets smaller than this count as one, as published.
pub(crate) const NO_MARKET: f64 = 1e-10;
/// Firms whose losses are summed before they join the others'.
pub(super) const BLOCK: usize = 256;
/// Rounds after which a cascade is stopped as it stands.
pub(crate) const ROUND_LIMIT: u32 = 100_000;

/// What one shock does.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Outcome {
    /// Share of output lost, the worse of both sides for each firm.
    pub total: f64,
    /// Share lost downstream.
    pub down: f64,
    /// Share lost upstream.
    pub up: f64,
    /// Rounds computed, the last one included.
    pub rounds: u32,
}

/// A network prepared for cascades.
#[derive(Debug, Clone)]
pub struct Esri<'n> {
    network: &'n Network,
    options: Options,
    /// Impact of the loss of supplier on buyer, along `by_buyer`.
    down: Vec<f64>,
    /// Whether the input is essential, along `by_buyer`.
    essential: Vec<bool>,
    /// Impact of the loss of a customer on its supplier, along `by_supplier`.
    up: Vec<f64>,
    weights: Vec<f64>,
    sales: Vec<f64>,
    sectors: usize,
}

/// What one shock takes from each firm, as a share of its production.
#[derive(Debug, Clone, PartialEq)]
pub struct Losses {
    /// Lost for want of inputs.
    pub down: Vec<f64>,
    /// Lost for want of orders.
    pub up: Vec<f64>,
}

impl<'n> Esri<'n> {
    /// Prepares the impact of every link.
    ///
    /// # Panics
    /// When `weights`, `revenue` or `cost` do not have one entry per firm, or ratings do not cover
    /// all sectors: programming errors.
    #[must_use]
    pub fn new(network: &'n Network, options: Options) -> Self {
        let n = network.firms();
        for given in [&options.weights, &options.revenue, &options.cost].into_iter().flatten() {
            assert_eq!(given.len(), n, "one entry per firm");
        }
        let sales = network.by_supplier().sums();
        let purchases = network.by_buyer().sums();
        let sectors = network.sectors().iter().max().map_or(0, |top| *top as usize + 1);
        if let Criticality::Rated { sectors: rated, ratings } = &options.criticality {
            assert!(*rated >= sectors && ratings.len() == rated * rated, "ratings of all sectors");
        }
        let mut down = vec![0.0; network.links()];
        let mut essential = vec![false; network.links()];
        for j in 0..n {
            let rows = network.by_buyer();
            let span = rows.span(j);
            let scale = match options.cost.as_ref().map(|cost| cost[j]) {
                Some(cost) if cost > 0.0 && purchases[j] > 0.0 => purchases[j] / cost,
                _ => 1.0,
            };
            let sector = |at: usize| network.sectors()[rows.others[at] as usize];
            let mut first = span.start;
            while first < span.end {
                let k = sector(first);
                let end = (first..span.end).find(|at| sector(*at) != k).unwrap_or(span.end);
                let of_sector: f64 = rows.amounts[first..end].iter().sum();
                let rating = options.criticality.of(k, network.sectors()[j]);
                for at in first..end {
                    essential[at] = rating == 2;
                    down[at] = scale
                        * match rating {
                            2 => rows.amounts[at] / of_sector,
                            1 => rows.amounts[at] / purchases[j],
                            _ => 0.0,
                        };
                }
                first = end;
            }
        }
        let mut up = Vec::with_capacity(network.links());
        for i in 0..n {
            let revenue = options.revenue.as_ref().map_or(sales[i], |revenue| revenue[i]);
            let revenue = if revenue > 0.0 { revenue } else { 1.0 };
            up.extend(network.by_supplier().row(i).map(|(_, amount)| amount / revenue));
        }
        let raw = options.weights.clone().unwrap_or_else(|| sales.clone());
        let total: f64 = raw.iter().sum();
        let weights = raw.iter().map(|w| if total > 0.0 { w / total } else { 0.0 }).collect();
        Self { network, options, down, essential, up, weights, sales, sectors }
    }

    /// What happens when `firm` stops.
    #[must_use]
    pub fn close(&self, firm: usize) -> Outcome {
        let mut hit = vec![0.0; self.network.firms()];
        hit[firm] = 1.0;
        self.shock(&hit, &hit).0
    }

    /// Every firm's closure; bits as from [`Esri::close`], for any number of threads.
    #[must_use]
    pub fn all(&self) -> Vec<Outcome> {
        (0..self.network.firms()).into_par_iter().map(|firm| self.close(firm)).collect()
    }

    /// What happens when firms lose at least `hit_down` and `hit_up` of their production (0 unharmed,
    /// 1 stopped), and what each firm loses.
    #[must_use]
    pub fn shock(&self, hit_down: &[f64], hit_up: &[f64]) -> (Outcome, Losses) {
        let mut old = Losses { down: hit_down.to_vec(), up: hit_up.to_vec() };
        let mut new = old.clone();
        let mut rounds = 0;
        let mut lost = self.lost(&old).0;
        loop {
            rounds += 1;
            let missing = self.missing(&old.down);
            for j in 0..self.network.firms() {
                new.down[j] = self.want_of_inputs(j, &missing).max(hit_down[j]);
                new.up[j] = self.want_of_orders(j, &old.up).max(hit_up[j]);
            }
            let rise = |old: &[f64], new: &[f64]| {
                old.iter().zip(new).map(|(a, b)| b - a).fold(0.0, f64::max)
            };
            let change = rise(&old.down, &new.down).max(rise(&old.up, &new.up));
            std::mem::swap(&mut old, &mut new);
            let now = self.lost(&old).0;
            let settled = match self.options.stop {
                Stop::Change(eps) => change <= eps,
                Stop::Growth(eps) => now <= lost * (1.0 + eps),
            };
            lost = now;
            if settled || rounds >= ROUND_LIMIT {
                let (total, down, up) = self.lost(&old);
                return (Outcome { total, down, up, rounds }, old);
            }
        }
    }

    /// Share of each supplier's deliveries that is missing: its loss times `sigma`, the part the
    /// rest of its market cannot take over.
    fn missing(&self, down: &[f64]) -> Vec<f64> {
        if !self.options.substitution {
            return down.to_vec();
        }
        let mut market = vec![0.0; self.sectors];
        for ((lost, sales), k) in down.iter().zip(&self.sales).zip(self.network.sectors()) {
            market[*k as usize] += (1.0 - lost) * sales;
        }
        let whole = |market: f64| if market <= NO_MARKET { 1.0 } else { market };
        (down.iter().zip(&self.sales).zip(self.network.sectors()))
            .map(|((lost, sales), k)| lost * (sales / whole(market[*k as usize])).min(1.0))
            .collect()
    }

    pub(super) fn want_of_inputs(&self, j: usize, missing: &[f64]) -> f64 {
        let rows = self.network.by_buyer();
        let (mut worst, mut shared) = (0.0_f64, 0.0);
        let (mut group, mut sum) = (u32::MAX, 0.0);
        for at in rows.span(j) {
            let i = rows.others[at] as usize;
            let loss = self.down[at] * missing[i];
            if self.essential[at] {
                // Losses are not negative, so the running sum of a group only rises: taking the
                // maximum at every link is taking it at the end of each group.
                let k = self.network.sectors()[i];
                sum = if k == group { sum + loss } else { loss };
                group = k;
                worst = worst.max(sum);
            } else {
                shared += loss;
            }
        }
        worst.max(shared).min(1.0)
    }

    pub(super) fn want_of_orders(&self, i: usize, up: &[f64]) -> f64 {
        let rows = self.network.by_supplier();
        let span = rows.span(i);
        let links = rows.others[span.clone()].iter().zip(&self.up[span]);
        links.map(|(j, impact)| impact * up[*j as usize]).sum::<f64>().min(1.0)
    }

    /// Shares of output lost: total, down, up. Summed by blocks of firms, as the lanes do.
    fn lost(&self, losses: &Losses) -> (f64, f64, f64) {
        let blocks = losses.down.chunks(BLOCK).zip(losses.up.chunks(BLOCK));
        let mut sums = (0.0, 0.0, 0.0);
        for ((down, up), weights) in blocks.zip(self.weights.chunks(BLOCK)) {
            let mut of_block = (0.0, 0.0, 0.0);
            for ((w, down), up) in weights.iter().zip(down).zip(up) {
                of_block.0 += w * down.max(*up);
                of_block.1 += w * down;
                of_block.2 += w * up;
            }
            sums = (sums.0 + of_block.0, sums.1 + of_block.1, sums.2 + of_block.2);
        }
        sums
    }

    /// Impacts along [`Network::by_supplier`], for the closed forms.
    pub(crate) fn impacts_up(&self) -> &[f64] {
        &self.up
    }
    /// Impacts along [`Network::by_buyer`].
    pub(crate) fn impacts_down(&self) -> &[f64] {
        &self.down
    }
    /// Whether inputs are essential, along [`Network::by_buyer`].
    pub(crate) fn essential(&self) -> &[bool] {
        &self.essential
    }
    /// Sales of each firm, and the number of sectors.
    pub(crate) fn markets(&self) -> (&[f64], usize) {
        (&self.sales, self.sectors)
    }
    /// What was asked for.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }
    /// Weights, normalised.
    pub(crate) fn weights(&self) -> &[f64] {
        &self.weights
    }
    /// The network.
    #[must_use]
    pub fn network(&self) -> &'n Network {
        self.network
    }
}
