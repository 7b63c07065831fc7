//! A material's small world market: users who can yield and users who cannot, stocks, prices (block 2).
//!
//! In: what no source delivers, by week, and what a licensing country lets out. Out: prices inside and outside it.
//! A net shortage `x` makes the price `(1 - x/(1-c))^(-1/eps)`. Who cannot yield never sells, and keeps his stock
//! for what will end: a review, a repair. Against what lasts no stock helps, so that he goes on buying.

use crate::knobs::Knobs;
use linchpin_cycle::material::price;

/// Most of use that may be rigid: beyond it the price has no finite value for any shortage.
const MOST_RIGID: f64 = 0.99;
/// Least part of output that stays at home.
const LEAST_HOME: f64 = 0.01;

/// The numbers of one material's world market, outside the country that licenses and inside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// Part of use that cannot yield, `c`.
    pub(crate) rigid: f64,
    /// Elasticity of the others.
    pub(crate) elasticity: f64,
    /// Highest price over the normal one.
    pub(crate) ceiling: f64,
    /// Weeks over which holders of stock look ahead.
    pub(crate) foresight: usize,
    /// Normal stock of every user, weeks of use.
    pub(crate) stock: f64,
    /// Part of a licensing country's output that normally leaves it.
    pub(crate) exported: f64,
    /// Weekly speed at which its makers fit output to sales.
    pub(crate) adjustment: f64,
}

/// A small market's weeks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prices {
    /// Price outside the licensing country over the normal one.
    pub(crate) outside: Vec<f64>,
    /// Price inside it over the normal one.
    pub(crate) inside: Vec<f64>,
    /// Share of the need of those who cannot yield that is met.
    pub(crate) met: Vec<f64>,
    /// Weeks of use left with those who may sell.
    pub(crate) held: Vec<f64>,
}

impl Terms {
    /// The terms of a draw, with the part of use that is rigid and the weeks of stock of one material.
    #[must_use]
    pub(crate) fn new(knobs: &Knobs, rigid: f64, stock: f64) -> Self {
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
    /// Who cannot yield keeps his stock for himself: he fills with it his part of what is missing beyond
    /// the gap that is still there when his view ends, the worst weeks first. The others sell theirs where
    /// it is dearest within the weeks they look ahead, so that the price is the same as long as the stock
    /// lasts. A gap `g` that ends after `T` weeks and `S` weeks of stock with everybody leave a net shortage
    /// `x = g - S/T`; a lasting one leaves `x = g - (1-c) S/H exp(-t/H)`.
    #[must_use]
    pub(crate) fn market(&self, gaps: &[f64], licensed: &[f64]) -> Prices {
        let yielding = 1.0 - self.rigid;
        let mut held = yielding * self.stock;
        let mut kept = self.rigid * self.stock;
        let mut prices = Prices { inside: self.inside(licensed), ..Prices::default() };
        let (mut bridged, mut ahead) = (Vec::new(), Vec::with_capacity(self.foresight));
        for week in 0..licensed.len() {
            bridged.clear();
            bridged.extend(gaps[week..].iter().take(self.foresight));
            kept -= self.bridge(&mut bridged, kept, &mut ahead);
            let released = self.released(&bridged, held, &mut ahead);
            held -= released;
            let short = bridged[0] - released;
            let price = price(short, self.rigid, self.elasticity);
            prices.outside.push(price.min(self.ceiling));
            let refused = (short - yielding).max(0.0);
            prices.met.push(if self.rigid > 0.0 { 1.0 - refused / self.rigid } else { 1.0 });
            prices.held.push(if yielding > 0.0 { held / yielding } else { 0.0 });
        }
        prices
    }

    /// Takes from `gaps` what those who cannot yield fill from their own `stock`, and gives what they take
    /// from it in the first week.
    fn bridge(&self, gaps: &mut [f64], stock: f64, ahead: &mut Vec<f64>) -> f64 {
        let lasting = gaps.last().copied().unwrap_or(0.0);
        let own = |gap: f64| self.rigid * (gap - lasting).max(0.0);
        ahead.clear();
        ahead.extend(gaps.iter().map(|gap| own(*gap)));
        let first = gaps[0];
        let left = level(ahead, stock.max(0.0));
        for gap in gaps.iter_mut() {
            *gap -= (own(*gap) - left).max(0.0);
        }
        first - gaps[0]
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
        // 10 weeks without 0.8 of use. Everybody has 7 weeks of stock: those who cannot yield 2.1 for the 2.4
        // that they miss, the others 4.9 for 5.6. 0.1 of all use is missing in each week.
        let mut terms = terms();
        terms.stock = 7.0;
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
    fn a_review_is_bridged_by_who_cannot_yield_and_what_lasts_is_not() {
        // Nothing comes for 8 weeks, then half for good. Who cannot yield (0.3) fills his part of what the review
        // adds, 0.3 x 0.5 x 8 = 1.2 weeks, from his 3 of stock; 0.85 is missing for 8 weeks and 0.5 for 18, and
        // the 7 weeks of the others take off what stands above the level (6.8 + 9 - 7) / 26 = 0.338.
        let terms = terms();
        let mut gaps = vec![1.0; 8];
        gaps.resize(60 + terms.foresight, 0.5);
        let market = terms.market(&gaps, &[1.0; 60]);
        let short = (0.85 * 8.0 + 0.5 * 18.0 - 7.0) / 26.0;
        let wanted = math::pow(1.0 - short / 0.7, -1.0 / 0.3);
        assert!((market.outside[0] - wanted).abs() < 1e-9 * wanted, "{}", market.outside[0]);
        assert!((wanted - 9.05).abs() < 0.005, "{wanted}");
        // The same loss for good: the stock of who cannot yield stays where it is.
        let lasting = terms.market(&[1.0; 86], &[1.0; 60]);
        assert_eq!(lasting.outside[0], 50.0, "0.73 is missing, more than the others use");
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
}
