//! One month of the market, and runs of months.
//!
//! Everything is in bits of reference use in January 2019 (= 1 a month). Equations, month t
//! (`WK` = 12/52 month per week; `R` reference use; source: the project's prototype of November 2026):
//!
//! ```text
//! demand     B_k = w_k U_k^beta_k e^(c_k t/12),  R = sum B_k,  D = sum B_k exp(-clip(eps m_k Ps, -.5, .9))
//!            Ps' = Ps + (ln(P/Pn) - Ps)/6,  ln Pn falls by the price trend
//! buyers     J* = J_w WK D clip(1 + phi (m3 + trend/4), .45, 1.8);  O = max(D + (J* - J)/3 + G J*, .3 D)
//!            use C = min(D, J + Sh - WK R);  J' = J + Sh - C
//! makers     dlnK = [g0 + g1 clip(mean ln(P/Pn) of months t-30 to t-18, -1, 1)]/12
//!            u* = clip(1 - slope max(0, mean of 6 months of weeks - threshold), bound, 1);  u' = u + (u* - u)/2, 3/4 where u* > u
//!            X_t = K u (1 - h) of t - lag;  Sh = min(O, max(I + X - WK R, .2 R));  I' = I + X - Sh
//! price      want = max(X - G I* + (I - I*)/tau, .25 X);  flow = ln(O/want) scarce,  scarce = clip((I*/I)^gam, .3, 5)
//!            dlnP = (1 - rho)(-trend/12 + response/2 clip(flow, -1, 1)) + rho m3/3, within [-.25, .35]
//! ```
//!
//! `G = e^(g0/12) - 1` is the growth of stocks in a growing market: without it nothing rests.

use crate::data::Inputs;
use crate::law::{Pace, Terms};
use crate::numbers::Numbers;
use linchpin_units::math;

/// Months in a week.
pub const WEEK: f64 = 12.0 / 52.0;
/// Months of price history that capacity looks back on: the latest and the earliest.
const ANSWER: (usize, usize) = (18, 30);
/// Months over which stock is averaged before makers act on it.
const CUT_MEMORY: usize = 6;
/// The law by month.
const PACE: Pace = Pace::MONTHLY;

/// What a draw knows of every month before it runs: reference use and what each segment would take.
#[derive(Debug, Clone)]
pub struct Demand {
    bits: Vec<[f64; 4]>,
    reference: Vec<f64>,
}

impl Demand {
    /// Use at the normal price by month, 1 in the first.
    #[must_use]
    pub fn of(numbers: &Numbers, inputs: &Inputs) -> Self {
        Self::through(numbers, inputs, inputs.months())
    }

    /// The same of the first `months` alone.
    #[must_use]
    pub fn through(numbers: &Numbers, inputs: &Inputs, months: usize) -> Self {
        let fixed = &numbers.fixed;
        let months = months.min(inputs.months());
        let mut bits = Vec::with_capacity(months);
        for month in 0..months {
            let years = month as f64 / 12.0;
            let driver = inputs.drivers(month);
            let exponent = [numbers.server, 1.0, 1.0, 0.0];
            bits.push(std::array::from_fn(|k| {
                fixed.weight[k] * math::exp(exponent[k] * driver[k] + fixed.content[k] * years)
            }));
        }
        Self::from_bits(bits)
    }

    /// Use that grows at one rate (logarithm a year): a market for closed forms.
    #[must_use]
    pub fn growing(numbers: &Numbers, months: usize, growth: f64) -> Self {
        let at = |month: usize| math::exp(growth * month as f64 / 12.0);
        Self::from_bits((0..months).map(|m| numbers.fixed.weight.map(|w| w * at(m))).collect())
    }

    fn from_bits(bits: Vec<[f64; 4]>) -> Self {
        let reference = bits.iter().map(|by| by.iter().sum()).collect();
        Self { bits, reference }
    }

    /// The same demand, `factor` times as large from `month` on: a shock.
    #[must_use]
    pub fn scaled_from(mut self, month: usize, factor: f64) -> Self {
        for by in &mut self.bits[month..] {
            *by = by.map(|bits| bits * factor);
        }
        Self::from_bits(self.bits)
    }

    /// Reference use of a month.
    #[must_use]
    pub fn reference(&self, month: usize) -> f64 {
        self.reference[month]
    }

    /// Use at a log price over normal, remembered over six months.
    fn at(&self, numbers: &Numbers, month: usize, gap: f64) -> f64 {
        let (by, terms) = (&self.bits[month], Terms::of(numbers));
        let yields = |k: usize| Pace::yielding(&terms, numbers.fixed.sensitivity[k], gap);
        (0..4).fold(0.0, |sum, k| sum + by[k] * yields(k))
    }
}

/// The market after a month, and what happened in it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Month {
    /// Log price.
    pub price: f64,
    /// Log price over normal.
    pub gap: f64,
    /// The same as demand remembers it.
    pub felt: f64,
    /// Makers' stock, bits.
    pub makers: f64,
    /// Makers' stock, weeks of reference use.
    pub weeks: f64,
    /// Buyers' stock, bits.
    pub buyers: f64,
    /// Buyers' stock, weeks of use at the going price.
    pub buyer_weeks: f64,
    /// Bit capacity of all wafers.
    pub capacity: f64,
    /// Utilisation.
    pub utilisation: f64,
    /// Bits started that will come out as conventional memory.
    pub started: f64,
    /// Output, orders, shipments, use, demand at the going price.
    pub output: f64,
    /// Orders.
    pub orders: f64,
    /// Shipments.
    pub shipped: f64,
    /// Use.
    pub used: f64,
    /// Demand at the going price.
    pub demand: f64,
    /// Steepened log ratio of orders over supply: what moves the price, and the spot premium.
    pub flow: f64,
}

impl Month {
    /// Log premium of spot over contract: [`Pace::premium`] of this month's flow.
    #[must_use]
    pub fn spot_premium(&self, numbers: &Numbers) -> f64 {
        Pace::premium(&Terms::of(numbers), self.flow)
    }
}

/// A run of months of one draw.
#[derive(Debug, Clone)]
pub struct Run<'a> {
    numbers: &'a Numbers,
    demand: &'a Demand,
    /// HBM's share of wafers by month.
    hbm: &'a [f64],
    /// Log prices of the months before the first, oldest first; may be empty.
    before: &'a [f64],
    /// Log normal price of the first month.
    normal: f64,
    /// Factor on the output of a month; 1 beyond its end.
    lost: &'a [f64],
    first: Month,
    months: Vec<Month>,
}

impl<'a> Run<'a> {
    /// A market before its first month: `before` are log prices of earlier months, the last one the latest.
    ///
    /// # Panics
    /// When `before` is empty: a price must come from somewhere.
    #[must_use]
    pub fn new(
        numbers: &'a Numbers,
        demand: &'a Demand,
        hbm: &'a [f64],
        before: &'a [f64],
        normal: f64,
    ) -> Self {
        assert!(!before.is_empty(), "a run starts from a price");
        let months = Vec::with_capacity(demand.reference.len());
        let mut run = Self {
            numbers,
            demand,
            hbm,
            before,
            normal,
            lost: &[],
            first: Month::default(),
            months,
        };
        run.first = run.before_first();
        run
    }

    /// The same run with its output multiplied month by month: an outage at the end of the line.
    #[must_use]
    pub fn with_output(mut self, factors: &'a [f64]) -> Self {
        self.lost = factors;
        self
    }

    /// The months done.
    #[must_use]
    pub fn months(&self) -> &[Month] {
        &self.months
    }

    /// Goes back to the state after `months` months.
    pub fn back_to(&mut self, months: usize) {
        self.months.truncate(months);
    }

    /// Log normal price of a month.
    fn normal_at(&self, month: i64) -> f64 {
        self.normal - self.numbers.trend * month as f64 / 12.0
    }

    /// Log price of a month, those before the first included; older than known is the oldest known.
    fn price_at(&self, month: i64) -> f64 {
        if month >= 0 {
            return self.months[month as usize].price;
        }
        let at = (self.before.len() as i64 + month).max(0);
        self.before[at as usize]
    }

    /// The state before the first month: makers at their first stock, buyers at rest.
    fn before_first(&self) -> Month {
        let numbers = self.numbers;
        let fixed = &numbers.fixed;
        let reference = self.demand.reference(0);
        let last = self.price_at(-1);
        let gap = last - self.normal_at(-1);
        let weeks = numbers.start_weeks;
        let free = 1.0 - self.hbm[0];
        // The first output is use plus the excess, from lines that ran full; starts have grown with capacity.
        let output = reference * (1.0 + numbers.excess);
        let started = output * math::exp(numbers.growth * (fixed.lag as f64 - 1.0) / 12.0);
        Month {
            price: last,
            gap,
            felt: gap,
            makers: weeks * WEEK * reference,
            weeks,
            buyers: fixed.buyer_weeks * WEEK * self.demand.at(numbers, 0, gap),
            capacity: started / free,
            utilisation: 1.0,
            started,
            ..Month::default()
        }
    }

    /// Mean log price over normal of the months that capacity answers to.
    fn remembered(&self, month: i64) -> f64 {
        let mut sum = 0.0;
        for back in ANSWER.0..=ANSWER.1 {
            let at = month - back as i64;
            sum += self.price_at(at) - self.normal_at(at);
        }
        (sum / (ANSWER.1 - ANSWER.0 + 1) as f64).clamp(-1.0, 1.0)
    }

    fn output(&self, month: usize, first: &Month) -> f64 {
        let lag = self.numbers.fixed.lag;
        if month >= lag {
            return self.months[month - lag].started;
        }
        let back = (lag - 1 - month) as f64;
        first.started * math::exp(-self.numbers.growth * back / 12.0)
    }

    /// One month; `price` forces the log price to an observed one.
    pub fn step(&mut self, price: Option<f64>) {
        let month = self.months.len();
        let (numbers, fixed) = (self.numbers, &self.numbers.fixed);
        let (terms, growth) = (Terms::of(numbers), PACE.growth(numbers.growth));
        let first = self.first;
        let last = self.months.last().copied().unwrap_or(first);
        let reference = self.demand.reference(month);
        let momentum = last.price - self.price_at(month as i64 - 4);

        let demand = self.demand.at(numbers, month, last.felt);
        let orders = PACE.orders(&terms, demand, last.buyers, momentum, growth);
        let lost = self.lost.get(month).copied().unwrap_or(1.0);
        let output = self.output(month, &first) * lost;
        let shipped = PACE.shipped(&terms, orders, last.makers, output, reference);
        let makers = last.makers + output - shipped;
        let used = PACE.used(&terms, demand, last.buyers, shipped, reference);
        let buyers = last.buyers + shipped - used;

        let flow = PACE.flow(&terms, orders, last.makers, output, reference, growth);
        let change = PACE.change(&terms, flow, momentum);
        let normal = self.normal_at(month as i64);
        let price = price.unwrap_or_else(|| (last.price + change).max(normal - fixed.floor_depth));

        let answer = numbers.answer * self.remembered(month as i64);
        let capacity = last.capacity * math::exp((numbers.growth + answer) / 12.0);
        let weeks = makers / (WEEK * reference);
        let smoothed = self.smoothed(weeks, first.weeks);
        let utilisation = PACE.utilisation(&terms, last.utilisation, smoothed);
        let started = capacity * utilisation * (1.0 - self.hbm[month]);
        let gap = price - normal;
        self.months.push(Month {
            price,
            gap,
            felt: PACE.felt(last.felt, gap),
            makers,
            weeks,
            buyers,
            buyer_weeks: buyers / (WEEK * demand),
            capacity,
            utilisation,
            started,
            output,
            orders,
            shipped,
            used,
            demand,
            flow,
        });
    }

    /// Makers' weeks over the last six months, this one included.
    fn smoothed(&self, now: f64, first: f64) -> f64 {
        let mut sum = now;
        for back in 1..CUT_MEMORY {
            let at = self.months.len().checked_sub(back);
            sum += at.map_or(first, |at| self.months[at].weeks);
        }
        sum / CUT_MEMORY as f64
    }
}
