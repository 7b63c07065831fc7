//! Who buys from whom: purchase shares, bans, caps and the rationing of what there is (block 8).
//!
//! In: orders by segment and what each firm can ship. Out: shipments, never more than ordered nor
//! than a firm has. Shares move to their targets only as fast as buyers re-qualify suppliers.

use crate::levers::{Ban, Cap, Levers, Tariff};
use crate::model::{Model, Pace};
use crate::numbers::{Numbers, Shares};
use linchpin_units::math;

/// Bounds of the pull that a full or an empty store has on a firm's share.
const PUSH: (f64, f64) = (0.5, 1.5);
/// Below this a share or a quantity counts as none.
const NOTHING: f64 = 1e-12;

/// The purchase shares of one product and what bans and caps hold them to.
#[derive(Debug, Clone)]
pub struct Allocation {
    product: usize,
    /// Purchase shares now, `[firm][segment]`; a column sums to 1 unless a ban leaves a gap.
    pub shares: Shares,
    /// Shares when each cap began, `[cap][segment]`, once it has.
    capped_from: Vec<Option<Vec<f64>>>,
    target: Vec<f64>,
    limit: Vec<f64>,
    pull: Vec<f64>,
}

/// What one week's rationing gave.
#[derive(Debug, Clone, Default)]
pub struct Shipments {
    /// Terabits shipped, `[firm][segment]`.
    pub shipped: Vec<Vec<f64>>,
    /// Terabits by firm.
    pub by_firm: Vec<f64>,
    /// Terabits by segment.
    pub by_segment: Vec<f64>,
}

impl Shipments {
    /// Room for a week.
    #[must_use]
    pub fn new(firms: usize, segments: usize) -> Self {
        Self {
            shipped: vec![vec![0.0; segments]; firms],
            by_firm: vec![0.0; firms],
            by_segment: vec![0.0; segments],
        }
    }
}

/// How firms stand: smoothed output over first output, stock cover and mean cover.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// Smoothed output by firm, terabits per week.
    pub trend: &'a [f64],
    /// Stock by firm in weeks of its sales.
    pub cover: &'a [f64],
    /// The same over all firms.
    pub mean_cover: f64,
}

impl Allocation {
    /// The shares at the start.
    #[must_use]
    pub fn new(product: usize, numbers: &Numbers, caps: usize) -> Self {
        let firms = numbers.shares[product].len();
        Self {
            product,
            shares: numbers.shares[product].clone(),
            capped_from: vec![None; caps],
            target: vec![0.0; firms],
            limit: vec![0.0; firms],
            pull: vec![0.0; firms],
        }
    }

    /// Moves the shares of every segment towards this week's targets.
    pub fn requalify(
        &mut self,
        model: &Model,
        numbers: &Numbers,
        levers: &Levers,
        standing: Standing<'_>,
        origin_share: impl Fn(usize, &str) -> f64,
        week: usize,
    ) {
        self.pulls(numbers, standing);
        self.note_caps(levers, week);
        for segment in 0..model.segments.len() {
            if numbers.demand[self.product][segment] <= 0.0 {
                continue;
            }
            self.targets(numbers, segment);
            self.tariffs(&levers.tariffs, numbers, &origin_share, segment, week);
            self.limits(&levers.caps, segment, week);
            let freed = self.bans(&levers.bans, segment, week);
            self.place(freed, &levers.bans, segment, week);
            let weeks = match model.segments[segment].pace {
                Pace::Slow => numbers.knobs.requalify_slow,
                Pace::Fast => numbers.knobs.requalify_fast,
            };
            for (firm, target) in self.target.iter().enumerate() {
                let share = &mut self.shares[firm][segment];
                *share = (*share + (target - *share) / weeks.max(1.0)).min(self.limit[firm]);
            }
        }
    }

    /// A firm gains where its output has grown and where it holds more stock than others.
    fn pulls(&mut self, numbers: &Numbers, standing: Standing<'_>) {
        let first = &numbers.output[self.product];
        let all_first = first.iter().fold(0.0, |sum, bits| sum + bits);
        let all_now = standing.trend.iter().fold(0.0, |sum, bits| sum + bits);
        for (firm, pull) in self.pull.iter_mut().enumerate() {
            if first[firm] <= 0.0 || all_now <= 0.0 {
                *pull = 0.0;
                continue;
            }
            let growth = (standing.trend[firm] / all_now) / (first[firm] / all_first);
            let ahead = (standing.cover[firm] - standing.mean_cover) / numbers.knobs.normal_stock;
            *pull = growth * (1.0 + numbers.knobs.stock_push * ahead).clamp(PUSH.0, PUSH.1);
        }
    }

    fn note_caps(&mut self, levers: &Levers, week: usize) {
        for (from, cap) in self.capped_from.iter_mut().zip(&levers.caps) {
            if week >= cap.weeks.0 && from.is_none() {
                *from = Some(self.shares[cap.firm].clone());
            }
        }
    }

    fn targets(&mut self, numbers: &Numbers, segment: usize) {
        let base = &numbers.shares[self.product];
        for (firm, target) in self.target.iter_mut().enumerate() {
            *target = base[firm][segment] * self.pull[firm];
        }
        normalise(&mut self.target);
    }

    /// A duty lowers a firm's weight by `(1 + tau)^(1 - sigma)`, tau weighted by where it produces.
    fn tariffs(
        &mut self,
        tariffs: &[Tariff],
        numbers: &Numbers,
        origin_share: &impl Fn(usize, &str) -> f64,
        segment: usize,
        week: usize,
    ) {
        let mut any = false;
        for tariff in tariffs.iter().filter(|t| t.acts(self.product, segment, week)) {
            any = true;
            for (firm, target) in self.target.iter_mut().enumerate() {
                let rate = tariff.rate * origin_share(firm, &tariff.origin);
                *target *= math::pow(1.0 + rate, 1.0 - numbers.knobs.maker_substitution);
            }
        }
        if any {
            normalise(&mut self.target);
        }
    }

    fn limits(&mut self, caps: &[Cap], segment: usize, week: usize) {
        self.limit.fill(f64::INFINITY);
        for (cap, from) in caps.iter().zip(&self.capped_from) {
            let acts =
                (cap.weeks.0..cap.weeks.1).contains(&week) && cap.segments.contains(&segment);
            if let (true, Some(from)) = (acts, from) {
                let limit = (1.0 + cap.allowance) * from[segment];
                self.limit[cap.firm] = self.limit[cap.firm].min(limit);
            }
        }
    }

    /// Takes from banned firms all but the leak; gives the share set free.
    fn bans(&mut self, bans: &[Ban], segment: usize, week: usize) -> f64 {
        let mut freed = 0.0;
        for ban in bans.iter().filter(|ban| ban.acts(segment, week)) {
            freed += self.target[ban.firm] * (1.0 - ban.leak);
            self.target[ban.firm] *= ban.leak;
        }
        freed
    }

    /// Gives freed share, and whatever stands above a limit, to firms that may take it, in
    /// proportion to their targets; what nobody may take stays a gap.
    fn place(&mut self, mut freed: f64, bans: &[Ban], segment: usize, week: usize) {
        let barred =
            |firm: usize| bans.iter().any(|ban| ban.firm == firm && ban.acts(segment, week));
        for _ in 0..=self.target.len() {
            for (target, limit) in self.target.iter_mut().zip(&self.limit) {
                freed += (*target - limit).max(0.0);
                *target = target.min(*limit);
            }
            let open = |(firm, target): (usize, &f64)| {
                *target > 0.0 && !barred(firm) && *target < self.limit[firm]
            };
            let weight = self.target.iter().enumerate().filter(|(f, t)| open((*f, t)));
            let weight = weight.fold(0.0, |sum, (_, target)| sum + target);
            if freed <= NOTHING || weight <= 0.0 {
                return;
            }
            for firm in 0..self.target.len() {
                if open((firm, &self.target[firm])) {
                    self.target[firm] += freed * self.target[firm] / weight;
                }
            }
            freed = 0.0;
        }
    }

    /// Ships `orders` out of `available`: first by shares, then what a firm could not deliver from
    /// those that still can, within bans and caps.
    pub fn ship(
        &self,
        levers: &Levers,
        orders: &[f64],
        available: &[f64],
        week: usize,
        out: &mut Shipments,
    ) {
        out.by_firm.fill(0.0);
        out.by_segment.fill(0.0);
        for (firm, row) in out.shipped.iter_mut().enumerate() {
            let mut wanted = 0.0;
            for ((cell, share), order) in row.iter_mut().zip(&self.shares[firm]).zip(orders) {
                *cell = share * order;
                wanted += *cell;
            }
            let ration = if wanted > available[firm] { available[firm] / wanted } else { 1.0 };
            for (cell, segment) in row.iter_mut().zip(&mut out.by_segment) {
                *cell *= ration;
                *segment += *cell;
                out.by_firm[firm] += *cell;
            }
        }
        self.second_round(levers, orders, available, week, out);
    }

    fn second_round(
        &self,
        levers: &Levers,
        orders: &[f64],
        available: &[f64],
        week: usize,
        out: &mut Shipments,
    ) {
        let spare: Vec<f64> =
            available.iter().zip(&out.by_firm).map(|(a, b)| (a - b).max(0.0)).collect();
        let spare_total = spare.iter().fold(0.0, |sum, bits| sum + bits);
        if spare_total <= NOTHING {
            return;
        }
        // What suppliers in the shares could not deliver; a gap that a ban left is not asked again.
        let short: Vec<f64> = orders
            .iter()
            .enumerate()
            .map(|(segment, order)| {
                let asked = self.shares.iter().fold(0.0, |sum, row| sum + row[segment]);
                (order * asked.min(1.0) - out.by_segment[segment]).max(0.0)
            })
            .collect();
        let short_total = short.iter().fold(0.0, |sum, bits| sum + bits);
        if short_total <= NOTHING * spare_total {
            return;
        }
        for (firm, free) in spare.iter().enumerate() {
            let offer = free.min(short_total * free / spare_total);
            for (segment, missing) in short.iter().enumerate() {
                let barred =
                    levers.bans.iter().any(|ban| ban.firm == firm && ban.acts(segment, week));
                let never = self.shares[firm][segment] <= 0.0;
                if barred || never {
                    continue;
                }
                let mut extra = offer * missing / short_total;
                for cap in levers.caps.iter().zip(&self.capped_from) {
                    if let (cap, Some(from)) = cap
                        && cap.firm == firm
                        && cap.segments.contains(&segment)
                        && (cap.weeks.0..cap.weeks.1).contains(&week)
                    {
                        let most = (1.0 + cap.allowance) * from[segment] * orders[segment];
                        extra = extra.min((most - out.shipped[firm][segment]).max(0.0));
                    }
                }
                out.shipped[firm][segment] += extra;
                out.by_segment[segment] += extra;
                out.by_firm[firm] += extra;
            }
        }
    }
}

impl Ban {
    /// Whether the ban binds a segment's purchases in a week.
    #[must_use]
    pub fn acts(&self, segment: usize, week: usize) -> bool {
        (self.weeks.0..self.weeks.1).contains(&week) && self.segments.contains(&segment)
    }

    /// Whether a segment buys ahead of the ban in a week.
    #[must_use]
    pub fn front_loads(&self, segment: usize, week: usize) -> bool {
        (self.announced..self.weeks.0).contains(&week) && self.segments.contains(&segment)
    }
}

impl Tariff {
    /// Whether the duty falls on a segment's purchases of a product in a week.
    #[must_use]
    pub fn acts(&self, product: usize, segment: usize, week: usize) -> bool {
        self.product == product
            && (self.weeks.0..self.weeks.1).contains(&week)
            && self.segments.contains(&segment)
    }
}

fn normalise(weights: &mut [f64]) {
    let sum = weights.iter().fold(0.0, |sum, weight| sum + weight);
    if sum > 0.0 {
        for weight in weights {
            *weight /= sum;
        }
    }
}
