//! Materials at a line, and their price inside and outside a licensing country (block 2).
//!
//! In: weekly inflow as a share of normal need. Out: the share of planned starts that material
//! allows. Zero loss for a permanent loss `x` with a linear ramp of `Tr` weeks exactly when
//! `M0 >= x Tr / 2`. Beside it the material's world market: users who can yield and users who cannot,
//! stocks, and a net shortage `x` that makes the price `(1 - x/(1-c))^(-1/eps)`.

use crate::block::Rates;
use crate::knobs::Knobs;
use crate::lanes::Lane;
use linchpin_cycle::material::price;
use pulp::Simd;

/// Most of use that may be rigid: beyond it the price has no finite value for any shortage.
const MOST_RIGID: f64 = 0.99;
/// Least part of output that stays at home.
const LEAST_HOME: f64 = 0.01;
/// How far below the line a stock may round before starts are cut.
const ROUNDING: f64 = 1e-12;

/// The stock of one material at one line, in weeks of normal need.
#[derive(Debug, Clone, Copy)]
pub struct Stock<S: Simd> {
    /// Weeks at hand.
    pub weeks: Lane<S>,
    target: Lane<S>,
}

impl<S: Simd> Stock<S> {
    /// A full stock.
    #[inline(always)]
    #[must_use]
    pub fn full(weeks: Lane<S>) -> Self {
        Self { weeks, target: weeks }
    }

    /// One week: `need` and `inflow` are shares of normal need. Gives the share of `need` that is met
    /// by stock and inflow. Buyers do not order beyond their target; where what comes is what is
    /// needed, the stock stays exactly as it is.
    #[inline(always)]
    pub fn draw(&mut self, need: Lane<S>, inflow: Lane<S>) -> Lane<S> {
        let comes = inflow.min(need + (self.target - self.weeks).positive());
        let at_hand = self.weeks + comes;
        let enough = (at_hand + ROUNDING).ge(need);
        let met = enough.select(need.like(1.0), at_hand.part_of(need, 1.0));
        self.weeks = (self.weeks + (comes - need * met)).positive();
        met
    }
}

/// Share of starts that go ahead when `met` of the need of a material is met.
#[inline(always)]
#[must_use]
pub fn starts_share<S: Simd>(essential: bool, met: Lane<S>, rates: &Rates<S>) -> Lane<S> {
    let one = met.like(1.0);
    if essential { met } else { one - rates.material_loss * (one - met) }
}

/// The numbers of one material's world market, outside the country that licenses and inside it.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Part of use that cannot yield, `c`.
    pub rigid: f64,
    /// Elasticity of the others.
    pub elasticity: f64,
    /// Highest price over the normal one.
    pub ceiling: f64,
    /// Weeks over which holders of stock look ahead.
    pub foresight: usize,
    /// Normal stock of every user, weeks of use.
    pub stock: f64,
    /// Part of a licensing country's output that normally leaves it.
    pub exported: f64,
    /// Weekly speed at which its makers fit output to sales.
    pub adjustment: f64,
}

/// A small market's weeks.
#[derive(Debug, Clone, Default)]
pub struct Prices {
    /// Price outside the licensing country over the normal one.
    pub outside: Vec<f64>,
    /// Price inside it over the normal one.
    pub inside: Vec<f64>,
    /// Share of the need of those who cannot yield that is met.
    pub met: Vec<f64>,
    /// Weeks of use left with those who may sell.
    pub held: Vec<f64>,
}

impl Terms {
    /// The terms of a draw, with the part of use that is rigid and the weeks of stock of one material.
    #[must_use]
    pub fn new(knobs: &Knobs, rigid: f64, stock: f64) -> Self {
        Self {
            rigid: rigid.clamp(0.0, MOST_RIGID),
            elasticity: knobs.material_elasticity,
            ceiling: knobs.material_ceiling,
            foresight: knobs.material_foresight.round().max(1.0) as usize,
            stock,
            exported: knobs.material_exported,
            adjustment: knobs.material_adjustment,
        }
    }

    /// The market's weeks. `gaps` are the parts of normal use that no source delivers, for the weeks of
    /// the run and as many more as holders look ahead; `licensed` is what the licensing country lets out.
    ///
    /// Who cannot yield keeps his stock for himself. The others sell theirs where it is dearest within
    /// the weeks they look ahead, so that the price is the same as long as the stock lasts: a gap `g` of
    /// `T` weeks met by `S` weeks of their stock leaves a net shortage `x = g - S/T`, a lasting one
    /// `x = g - S/H exp(-t/H)`.
    #[must_use]
    pub fn market(&self, gaps: &[f64], licensed: &[f64]) -> Prices {
        let yielding = 1.0 - self.rigid;
        let mut held = yielding * self.stock;
        let mut prices = Prices { inside: self.inside(licensed), ..Prices::default() };
        let mut ahead = Vec::with_capacity(self.foresight);
        for week in 0..licensed.len() {
            let released = self.released(&gaps[week..], held, &mut ahead);
            held -= released;
            let short = gaps[week] - released;
            let price = price(short, self.rigid, self.elasticity);
            prices.outside.push(price.min(self.ceiling));
            let refused = (short - yielding).max(0.0);
            prices.met.push(if self.rigid > 0.0 { 1.0 - refused / self.rigid } else { 1.0 });
            prices.held.push(if yielding > 0.0 { held / yielding } else { 0.0 });
        }
        prices
    }

    /// What holders of `stock` weeks sell in the first of the weeks of `gaps`.
    fn released(&self, gaps: &[f64], stock: f64, ahead: &mut Vec<f64>) -> f64 {
        if gaps[0] <= 0.0 || stock <= 0.0 {
            return 0.0;
        }
        ahead.clear();
        ahead.extend_from_slice(&gaps[..self.foresight.min(gaps.len())]);
        (gaps[0] - level(ahead, stock)).clamp(0.0, stock)
    }

    /// What may not leave is stored at home by whoever has room, spread over the weeks they look ahead;
    /// the rest finds buyers at a lower price until makers there cut to what they sell.
    fn inside(&self, licensed: &[f64]) -> Vec<f64> {
        let home = (1.0 - self.exported).max(LEAST_HOME);
        let mut output = 1.0;
        let surplus = licensed.iter().map(|open| {
            let sales = 1.0 - self.exported * (1.0 - open);
            let unsold = (output - sales).max(0.0) / home;
            output += self.adjustment * (sales - output);
            unsold
        });
        let mut surplus: Vec<f64> = surplus.collect();
        let last = surplus.last().copied().unwrap_or(0.0);
        surplus.resize(licensed.len() + self.foresight, last);
        let mut room = self.stock;
        let mut ahead = Vec::with_capacity(self.foresight);
        let mut prices = Vec::with_capacity(licensed.len());
        for week in 0..licensed.len() {
            let stored = self.released(&surplus[week..], room, &mut ahead);
            room -= stored;
            prices.push(price(stored - surplus[week], self.rigid, self.elasticity));
        }
        prices
    }
}

/// The level `x` down to which a stock fills up the peaks of what is missing: the sum of all that
/// stands above `x` is `stock`; 0 where the stock is enough for all. Sorts `gaps`.
fn level(gaps: &mut [f64], stock: f64) -> f64 {
    gaps.sort_unstable_by(|a, b| b.total_cmp(a));
    let mut above = 0.0;
    for (n, gap) in gaps.iter().enumerate() {
        above += gap;
        let level = (above - stock) / (n + 1) as f64;
        let next = gaps.get(n + 1).copied().unwrap_or(0.0);
        if level >= next {
            return level;
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_units::math;
    use proptest::prelude::*;
    use pulp::Scalar;

    fn lane(value: f64) -> Lane<Scalar> {
        Lane::splat(Scalar::new(), value)
    }

    /// Weeks of starts lost after a permanent loss of `x` met by a ramp of `ramp` weeks.
    fn lost(stock: f64, x: f64, ramp: f64, horizon: usize) -> f64 {
        let mut stock = Stock::full(lane(stock));
        let area = |at: f64| if at < ramp { at * at / (2.0 * ramp) } else { at - ramp / 2.0 };
        let week = |week: usize| {
            let at = week as f64;
            1.0 - x + x * (area(at + 1.0) - area(at))
        };
        (0..horizon).map(|w| 1.0 - stock.draw(lane(1.0), lane(week(w))).get(0)).sum()
    }

    #[test]
    fn the_reference_cases_hold() {
        assert_eq!(lost(6.0, 0.5, 24.0, 52), 0.0);
        let share = lost(4.0, 0.5, 26.0, 52) / 52.0;
        assert!((share - 0.048).abs() < 5e-4, "lost {share} of a year");
    }

    proptest! {
        #[test]
        fn zero_loss_exactly_above_half_of_x_times_the_ramp(x in 0.05..1.0f64, ramp in 2.0..80.0f64, slack in -0.5..0.5f64) {
            let needed = x * ramp / 2.0;
            prop_assume!(slack.abs() > 1e-9 && needed + slack > 0.0);
            let lost = lost(needed + slack, x, ramp, 200);
            if slack > 0.0 {
                prop_assert_eq!(lost, 0.0);
            } else {
                prop_assert!((lost + slack).abs() < 1e-9, "lost {} instead of {}", lost, -slack);
            }
        }
    }

    fn terms() -> Terms {
        Terms {
            rigid: 0.3,
            elasticity: 0.3,
            ceiling: 50.0,
            foresight: 26,
            stock: 10.0,
            exported: 0.4,
            adjustment: 0.05,
        }
    }

    #[test]
    fn a_gap_of_known_length_is_bridged_evenly() {
        // 10 weeks without 0.8 of use; 7 weeks of stock with those who yield: 0.1 is missing in each.
        let terms = terms();
        let mut gaps = vec![0.8; 10];
        gaps.resize(60 + terms.foresight, 0.0);
        let market = terms.market(&gaps, &[1.0; 60]);
        let expected = math::pow(1.0 - 0.1 / 0.7, -1.0 / 0.3);
        for (week, price) in market.outside.iter().enumerate() {
            let wanted = if week < 10 { expected } else { 1.0 };
            assert!((price - wanted).abs() < 1e-9, "week {week}: {price} instead of {wanted}");
        }
        assert!((expected - 1.67).abs() < 0.005, "gallium by hand: a tenth makes x1.67");
        assert!(market.met.iter().all(|met| *met == 1.0), "who cannot yield goes without nothing");
        assert!(market.held[59].abs() < 1e-9);
    }

    #[test]
    fn a_lasting_gap_wears_the_stock_down_by_foresight() {
        // x(t) = g - S/H (1 - 1/H)^t with S = 0.7 x 10 weeks and H = 26.
        let terms = terms();
        let market = terms.market(&[0.5; 130], &[1.0; 104]);
        for (week, price) in market.outside.iter().enumerate() {
            let left = math::pow(1.0 - 1.0 / 26.0, week as f64);
            let short = 0.5 - 7.0 / 26.0 * left;
            let wanted = math::pow(1.0 - short / 0.7, -1.0 / 0.3).min(50.0);
            assert!((price - wanted).abs() < 1e-9 * wanted, "week {week}: {price}, {wanted}");
        }
    }

    #[test]
    fn who_cannot_yield_goes_short_only_when_all_others_have_stopped() {
        let mut terms = terms();
        terms.stock = 0.0;
        let market = terms.market(&[0.76; 40], &[1.0; 10]);
        assert_eq!(market.outside[0], 50.0, "the ceiling");
        // 0.76 missing, the others give 0.7: 0.06 of the 0.3 that cannot yield.
        assert!((market.met[0] - 0.8).abs() < 1e-12);
    }

    #[test]
    fn what_may_not_leave_lowers_the_price_at_home_once_the_room_is_full() {
        // 0.4 of output stays at home, 0.67 of what is used there, less as makers cut by a twentieth of
        // the gap a week: 4.5 weeks of use in 8 weeks, 9.7 in 26. Five weeks of room take the first.
        let mut terms = terms();
        terms.stock = 5.0;
        let mut short = vec![0.0; 8];
        short.resize(60, 1.0);
        assert!(terms.inside(&short).iter().all(|price| *price == 1.0));
        let lasting = terms.inside(&[0.0; 60]);
        assert!(lasting[0] < 0.95 && lasting[0] > 0.3, "{}", lasting[0]);
        assert!(lasting[59] > lasting[30], "makers cut");
    }

    #[test]
    fn the_level_fills_the_peaks() {
        assert_eq!(level(&mut [0.1, 0.5, 0.3], 0.2), 0.3);
        assert!((level(&mut [0.1, 0.5, 0.3], 0.5) - 0.15).abs() < 1e-12);
        assert!(level(&mut [0.1, 0.5, 0.3], 0.9).abs() < 1e-12);
        assert_eq!(level(&mut [0.5], 0.2), 0.3);
    }

    proptest! {
        #[test]
        fn more_stock_or_less_missing_never_raises_a_price(
            gaps in prop::collection::vec(0.0..1.0f64, 30..80), less in 0.0..1.0f64, more in 0.0..10.0f64,
        ) {
            let (few, mut many) = (terms(), terms());
            many.stock += more;
            let weeks = vec![1.0; gaps.len() - 26];
            let open: Vec<f64> = gaps.iter().map(|gap| gap * less).collect();
            let total = |market: &Prices| market.met.iter().sum::<f64>();
            let first = few.market(&gaps, &weeks);
            prop_assert!(many.market(&gaps, &weeks).outside[0] <= first.outside[0] * (1.0 + 1e-9));
            prop_assert!(total(&few.market(&open, &weeks)) >= total(&first) - 1e-9);
            prop_assert!(first.outside.iter().all(|price| (1.0..=50.0).contains(price)));
            prop_assert!(first.met.iter().all(|met| (0.0..=1.0).contains(met)));
        }
    }

    #[test]
    fn an_undisturbed_stock_stays_as_it_is() {
        let mut stock = Stock::full(lane(5.3));
        for need in [1.0, 0.7, 0.123].into_iter().cycle().take(100) {
            assert_eq!(stock.draw(lane(need), lane(1.0)).get(0), 1.0);
            assert_eq!(stock.weeks.get(0), 5.3);
        }
    }
}
