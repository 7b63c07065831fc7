//! Today's shocks: what the living events take from capacity, add to demand, or forbid.
//!
//! In come the timeline and how far rebuilding got; out come losses per industry for one day.
//! Invariant: memory follows the living events only; a finished event leaves nothing behind.

use super::error::ArioError;
use super::event::{Event, EventKind, Phase};
use super::model::Model;
use super::recovery::Recovery;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a buyer may get of one input sector some of whose suppliers may not ship to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cap {
    /// Share of usual deliveries left over each stopped link, by supplier.
    pub(super) left: BTreeMap<usize, f64>,
    /// Most that each other supplier delivers, over usual; the largest number where nothing holds it.
    pub(super) others: f64,
}

impl Cap {
    /// Most that `supplier` delivers, over usual.
    pub(super) fn of(&self, supplier: usize) -> f64 {
        self.left.get(&supplier).copied().unwrap_or(self.others)
    }
}

/// What holds on one day, inner order.
#[derive(Debug, Clone)]
pub(super) struct Today {
    /// Share of capacity lost.
    pub(super) lost: Vec<f64>,
    /// Final demand by consuming region where it differs from usual.
    pub(super) final_demand: Option<Vec<f64>>,
    /// Rebuilding demand on each industry.
    pub(super) rebuilding: Vec<f64>,
    /// Events that are rebuilding, in their order.
    pub(super) rebuilding_events: Vec<usize>,
    /// Stopped links by input sector and buyer.
    pub(super) caps: BTreeMap<(usize, usize), Cap>,
}

/// Who lost something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Victim {
    /// An industry, inner position.
    Industry(usize),
    /// Households, by the first column of final demand they buy in.
    Household(usize),
}

/// What is still to be rebuilt after one event: suppliers by victims, never `n * n`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rebuilding {
    pub(super) suppliers: Vec<usize>,
    pub(super) victims: Vec<Victim>,
    /// What each victim lost.
    pub(super) lost: Vec<f64>,
    /// Whether a day of rebuilding has passed; until then the whole loss is lacking.
    pub(super) begun: bool,
    /// Demand left, `suppliers * victims`.
    pub(super) left: Vec<f64>,
    pub(super) factor: f64,
    pub(super) tau: f64,
    /// Decimal places BoARIO keeps.
    pub(super) digits: i32,
}

impl Rebuilding {
    pub(super) fn new(model: &Model, kind: &EventKind) -> Option<Self> {
        let EventKind::Rebuild { hit, households, sectors, factor, tau, unit } = kind else {
            return None;
        };
        let (m, n) = (model.regions, model.industries());
        // Region by region, as BoARIO adds up what a victim still lacks.
        let sellers = |r: usize| sectors.iter().map(move |(p, _)| p * m + r);
        let suppliers: Vec<usize> = (0..m).flat_map(sellers).collect();
        let industries =
            hit.iter().map(|(i, loss)| (Victim::Industry(model.inner(*i)), 0..0, *loss));
        let k = model.categories;
        let homes = households.iter().map(|home| {
            let first = home.region * k;
            let columns = home.category.map_or(first..first + k, |c| first + c..first + c + 1);
            (Victim::Household(columns.start), columns, home.loss)
        });
        let victims: Vec<(Victim, Range<usize>, f64)> = industries.chain(homes).collect();
        let mut left = vec![0.0; suppliers.len() * victims.len()];
        for (v, (industry, columns, loss)) in victims.iter().enumerate() {
            for (q, (p, share)) in sectors.iter().enumerate() {
                // Split as the victim's own purchases of that sector; if it buys none, evenly, or, in
                // BoARIO, from nobody.
                let own = |r: usize| match industry {
                    Victim::Industry(f) if model.yearly.is_empty() => model.z[(p * m + r) * n + f],
                    Victim::Industry(f) => {
                        let f = region_major(model, *f);
                        model.yearly[(r * model.sectors + p) * n + f]
                    }
                    Victim::Household(_) => {
                        let row = &model.final_purchases[(p * m + r) * m * k..][..m * k];
                        row[columns.clone()].iter().sum()
                    }
                };
                let all = (0..m).map(own).fold(0.0, |sum, bought| sum + bought);
                let even = if model.params.quirks.no_new_rebuilders { 0.0 } else { 1.0 / m as f64 };
                for r in 0..m {
                    let part = if all > 0.0 { own(r) / all } else { even };
                    left[(r * sectors.len() + q) * victims.len() + v] =
                        part * (loss * share * factor);
                }
            }
        }
        let lost = victims.iter().map(|(_, _, loss)| *loss).collect();
        let victims = victims.into_iter().map(|(victim, _, _)| victim).collect();
        let (factor, tau, digits) = (*factor, *tau, money_digits(*unit));
        Some(Self { suppliers, victims, lost, begun: false, left, factor, tau, digits })
    }

    /// Whether `other` is about the same suppliers and victims.
    pub(super) fn alike(&self, other: &Self) -> bool {
        self.suppliers == other.suppliers
            && self.victims == other.victims
            && self.lost.len() == other.lost.len()
            && self.left.len() == other.left.len()
    }

    /// Demand made on each supplier for each victim today.
    pub(super) fn cells(&self) -> impl Iterator<Item = (usize, Victim, f64)> {
        let rows = self.left.chunks(self.victims.len().max(1));
        let per_day = 1.0 / self.tau;
        self.suppliers.iter().zip(rows).flat_map(move |(g, row)| {
            let cells = self.victims.iter().zip(row);
            cells.map(move |(victim, left)| (*g, *victim, left * per_day))
        })
    }

    /// Capital each victim still lacks.
    fn lacking(&self) -> impl Iterator<Item = (usize, f64)> {
        let width = self.victims.len().max(1);
        let column = move |v: usize| self.left.iter().skip(v).step_by(width).sum::<f64>();
        let industries = self.victims.iter().enumerate().filter_map(|(v, victim)| match victim {
            Victim::Industry(f) => Some((v, *f)),
            Victim::Household(_) => None,
        });
        let lacks = move |v: usize| if self.begun { column(v) / self.factor } else { self.lost[v] };
        industries.map(move |(v, f)| (f, lacks(v)))
    }

    /// Takes off what was delivered; `got` says how much of what is asked of a supplier it delivers.
    pub(super) fn deliver(&mut self, got: impl Fn(usize, f64) -> f64, rounded: bool) {
        self.begun = true;
        let width = self.victims.len().max(1);
        for (g, row) in self.suppliers.iter().zip(self.left.chunks_mut(width)) {
            for left in row {
                *left -= got(*g, *left * (1.0 / self.tau));
                if rounded {
                    *left = round(*left, self.digits);
                }
            }
        }
    }

    pub(super) fn done(&self) -> bool {
        self.begun && self.left.iter().all(|left| *left <= 0.0)
    }
}

/// Decimal places BoARIO keeps of a loss stated in this many currency units.
pub(super) fn money_digits(unit: f64) -> i32 {
    let mut digits = 1;
    let mut left = unit;
    while left >= 10.0 {
        left /= 10.0;
        digits += 1;
    }
    digits
}

/// `numpy.round`: halves go to the even neighbour after scaling.
pub(super) fn round(value: f64, digits: i32) -> f64 {
    let scale = (0..digits).fold(1.0, |product, _| product * 10.0);
    (value * scale).round_ties_even() / scale
}

/// What the events of a day come to, on the way.
struct Sum<'m> {
    model: &'m Model,
    day: u32,
    /// Capital lost, by industry.
    capital: Vec<f64>,
    /// Largest share of capacity lost to one event, by industry.
    shares: Vec<f64>,
    today: Today,
}

impl Sum<'_> {
    /// How much of an event's effect holds, and whether BoARIO rounds it; none before the event.
    fn fade(&self, event: &Event, recovery: &Recovery, late: bool) -> Option<(f64, bool)> {
        let quirks = self.model.params.quirks;
        match event.phase(self.day, late, quirks.long_full_loss) {
            Phase::Ahead => None,
            Phase::Full => Some((1.0, false)),
            Phase::Recovering(elapsed) => Some((recovery.left(elapsed), quirks.rounded_losses)),
        }
    }

    /// Adds what one event does; `number` is its place in the timeline.
    fn add(&mut self, number: usize, event: &Event, rebuilding: &BTreeMap<usize, Rebuilding>) {
        match &event.kind {
            EventKind::Capacity { hit, recovery } => {
                let late = self.model.params.quirks.late_capacity_shocks;
                if let Some((left, round)) = self.fade(event, recovery, late) {
                    for (i, share) in hit {
                        let f = self.model.inner(*i);
                        self.shares[f] = self.shares[f].max(rounded(share * left, 6, round));
                    }
                }
            }
            EventKind::Capital { hit, recovery, unit } => {
                if let Some((left, round)) = self.fade(event, recovery, false) {
                    for (i, loss) in hit {
                        self.capital[self.model.inner(*i)] +=
                            rounded(loss * left, money_digits(*unit), round);
                    }
                }
            }
            EventKind::Rebuild { .. } => {
                if let Some(work) = rebuilding.get(&number).filter(|_| self.day >= event.day) {
                    self.rebuild(number, event, work);
                }
            }
            EventKind::FinalDemand { hit, recovery } => {
                if let Some((left, _)) = self.fade(event, recovery, false) {
                    self.demand(hit, left);
                }
            }
            EventKind::Link { cut, substitution, recovery } => {
                // What is lifted altogether leaves nothing behind, not even a cap at usual orders.
                let fade = self.fade(event, recovery, false).filter(|(left, _)| *left > 0.0);
                if let Some((left, _)) = fade {
                    let others = substitution.others(self.model.params.alpha_max);
                    let stopped = cut.iter().filter(|(_, _, share)| *share > 0.0);
                    for (g, f, share) in stopped {
                        let left = 1.0 - share * left;
                        cap(&mut self.today.caps, self.model, (*g, *f), left, others);
                    }
                }
            }
        }
    }

    /// What is lost until it is rebuilt, and what rebuilding asks for.
    fn rebuild(&mut self, number: usize, event: &Event, work: &Rebuilding) {
        for (f, lost) in work.lacking() {
            self.capital[f] += lost;
        }
        if self.day >= event.day.saturating_add(event.duration) {
            self.today.rebuilding_events.push(number);
            for (g, _, asked) in work.cells() {
                self.today.rebuilding[g] += asked;
            }
        }
    }

    /// Changes final demand by the share `left` of what the event says.
    fn demand(&mut self, hit: &[(usize, Option<usize>, f64)], left: f64) {
        let (model, m) = (self.model, self.model.regions);
        let demand = self.today.final_demand.get_or_insert_with(|| model.y.clone());
        for (i, region, change) in hit {
            let g = model.inner(*i);
            let regions = region.map_or(0..m, |c| c..c + 1);
            for c in regions {
                let cell = &mut demand[g * m + c];
                *cell = (*cell + model.y[g * m + c] * change * left).max(0.0);
            }
        }
    }

    /// The day with the losses of capital among those of capacity.
    fn done(mut self) -> Result<Today, ArioError> {
        self.today.lost = self.shares;
        for (f, lost) in self.capital.into_iter().enumerate() {
            if lost > 0.0 {
                let share = lost / self.model.capital[f];
                // Rounding may leave a whisker over the whole; more is a mistake in the events.
                if share > 1.0 + 1e-9 || share.is_nan() {
                    let industry = region_major(self.model, f);
                    return Err(ArioError::LossExceedsCapital { industry, day: self.day, share });
                }
                self.today.lost[f] = self.today.lost[f].max(share.min(1.0));
            }
        }
        Ok(self.today)
    }
}

fn rounded(value: f64, digits: i32, yes: bool) -> f64 {
    if yes { round(value, digits) } else { value }
}

/// Adds up what the events do on `day`.
pub(super) fn today(
    model: &Model,
    events: &[Event],
    rebuilding: &BTreeMap<usize, Rebuilding>,
    day: u32,
) -> Result<Today, ArioError> {
    let n = model.industries();
    let today = Today {
        lost: Vec::new(),
        final_demand: None,
        rebuilding: vec![0.0; n],
        rebuilding_events: Vec::new(),
        caps: BTreeMap::new(),
    };
    let mut sum = Sum { model, day, capital: vec![0.0; n], shares: vec![0.0; n], today };
    for (number, event) in events.iter().enumerate() {
        sum.add(number, event, rebuilding);
    }
    sum.done()
}

/// Stops a link down to the share `left`. Twice the same stop is one stop: of several, the strictest
/// holds.
fn cap(
    caps: &mut BTreeMap<(usize, usize), Cap>,
    model: &Model,
    (supplier, buyer): (usize, usize),
    left: f64,
    others: f64,
) {
    let (g, f) = (model.inner(supplier), model.inner(buyer));
    let cap = caps
        .entry((g / model.regions, f))
        .or_insert_with(|| Cap { left: BTreeMap::new(), others: f64::MAX });
    cap.others = cap.others.min(others);
    let link = cap.left.entry(g).or_insert(1.0);
    *link = link.min(left);
}

/// What a day takes from capacity and adds to final demand, by industry as in the table.
pub(crate) struct Losses {
    /// Share of capacity lost.
    pub(crate) lost: Vec<f64>,
    /// Change of final demand over usual.
    pub(crate) demand: Vec<f64>,
}

/// Losses of `day` under events that stop no links and ask for no rebuilding.
pub(crate) fn losses(model: &Model, events: &[Event], day: u32) -> Result<Losses, ArioError> {
    let today = today(model, events, &BTreeMap::new(), day)?;
    let m = model.regions;
    let change = |g: usize, demand: &[f64]| {
        let own = g * m..(g + 1) * m;
        let usual: f64 = model.y[own.clone()].iter().sum();
        if usual > 0.0 { demand[own].iter().sum::<f64>() / usual - 1.0 } else { 0.0 }
    };
    let demand: Vec<f64> = (0..model.industries())
        .map(|g| today.final_demand.as_ref().map_or(0.0, |demand| change(g, demand)))
        .collect();
    Ok(Losses { lost: model.to_region_major(&today.lost), demand: model.to_region_major(&demand) })
}

fn region_major(model: &Model, inner: usize) -> usize {
    (inner % model.regions) * model.sectors + inner / model.regions
}
