//! How a user answers when memory gets dearer or does not come.
//!
//! In come relative price and quantity and what kind of user it is; out comes what it loses, in units of
//! what it paid for memory before. Demand follows `D(p) = shift p^-e` up to the price at which the line
//! is not worth running; nobody pays more for a bit than the line it keeps running is worth. Invariant:
//! no change, no loss; the surplus of bits never exceeds what the lines they run are worth.

use super::handover::Relative;
use linchpin_units::math::{ln, pow};

/// A kind of user.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Buyer {
    /// Elasticity of the quantity bought to the price, as a positive number: smaller configurations
    /// (content) and fewer products together.
    pub elasticity: f64,
    /// Memory in the cost of the product.
    pub cost_share: f64,
    /// Share of a higher cost that its price passes on.
    pub pass_through: f64,
    /// Elasticity of the demand for the product, as a positive number.
    pub product_elasticity: f64,
    /// Value added that stands still without a unit of memory, over its price: the value added of the
    /// user over what it pays for memory.
    pub line: f64,
    /// Share of what is missing that no smaller configuration makes good.
    pub criticality: f64,
}

/// What a user loses in a week, over what it paid for memory before.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Taken {
    /// More money paid for what is still bought: it goes to the makers.
    pub bill: f64,
    /// Surplus of bits not bought at the higher price.
    pub priced: f64,
    /// Bits not bought for the price's sake, over need.
    pub given_up: f64,
    /// Bits wanted at the price that did not come, over need, stocks apart.
    pub rationed: f64,
    /// Elasticity by which the bits are valued: the user's, or what the market's own demand implies.
    pub elasticity: f64,
}

/// A week as all users of one elasticity meet it: what does not depend on the user, worked out once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Met {
    week: Relative,
    elasticity: f64,
    /// Bits wanted at the price over need, of users whose line is worth it.
    wanted: f64,
    /// Bits that came, over need.
    arrived: f64,
    /// Surplus lost by users whose line is worth the last bit given up, and what that bit is worth.
    surplus: f64,
    worth: f64,
}

impl Met {
    /// Works a week out for users of the elasticity `own`, which counts where the market does not say what is wanted.
    #[must_use]
    pub fn new(week: &Relative, own: f64) -> Self {
        let elasticity = implied(week, own);
        let wanted = if week.price > 1.0 { pow(week.price, -elasticity).min(1.0) } else { 1.0 };
        let arrived = if week.shift > 0.0 { week.quantity / week.shift } else { 1.0 };
        let bought = wanted.max(arrived);
        let (surplus, worth) = if elasticity == 0.0 {
            // Every user values such bits by its own line.
            (0.0, f64::INFINITY)
        } else if bought < 1.0 {
            (unchoked(elasticity, bought), pow(bought, -1.0 / elasticity))
        } else {
            (unchoked(elasticity, bought), 1.0)
        };
        Self { week: *week, elasticity, wanted, arrived, surplus, worth }
    }
}

/// Surplus of the bits from share `from` of need up to all of it where no bit is worth more than its line.
fn unchoked(e: f64, from: f64) -> f64 {
    let power = 1.0 - 1.0 / e;
    let worth = if power.abs() < 1e-9 { -ln(from) } else { (1.0 - pow(from, power)) / power };
    worth - (1.0 - from)
}

/// The elasticity at which demand at the new price is what the market says is wanted; the users' own
/// where it says nothing or the price did not rise.
fn implied(week: &Relative, own: f64) -> f64 {
    match week.wanted {
        Some(wanted) if week.price > 1.0 && wanted < week.shift => {
            ln(week.shift / wanted) / ln(week.price)
        }
        Some(_) if week.price > 1.0 => 0.0,
        _ => own,
    }
}

impl Buyer {
    /// Demand at price `p` over need: `p^-e`, and nothing at a price beyond what a line is worth.
    #[must_use]
    pub fn demand(&self, p: f64) -> f64 {
        if p > 1.0 + self.line { 0.0 } else { pow(p, -self.elasticity) }
    }

    /// Surplus of the bits from share `y` of need up to all of it, over what they cost before:
    /// `integral from y to 1 of (W(x) - 1) dx`, with `W(x) = min(x^(-1/e), 1 + line)` what the bit at
    /// `x` is worth. Beyond need it rises again: such bits cost more than they are worth.
    #[must_use]
    pub fn surplus(&self, y: f64) -> f64 {
        let e = self.elasticity;
        if e == 0.0 {
            // Nobody gives up a bit below need, and nobody wants one beyond it.
            return if y < 1.0 { self.line * (1.0 - y) } else { y - 1.0 };
        }
        // Below this share every bit keeps a line running.
        let from = y.max(pow(1.0 + self.line, -e));
        unchoked(e, from) + self.line * (from - y)
    }

    /// What the user loses in a week.
    #[must_use]
    pub fn week(&self, week: &Relative) -> Taken {
        self.taken(&Met::new(week, self.elasticity))
    }

    /// What the user loses in a week that was worked out for users of its elasticity.
    #[must_use]
    pub fn taken(&self, met: &Met) -> Taken {
        let week = &met.week;
        if week.shift <= 0.0 {
            return Taken::default();
        }
        // At a price no higher than before nothing is given up; a bit beyond need is not missed.
        let choked = week.price > 1.0 && week.price > 1.0 + self.line;
        let wanted = if choked { 0.0 } else { met.wanted };
        let bought = wanted.max(met.arrived);
        let surplus = if !choked && met.worth <= 1.0 + self.line {
            met.surplus
        } else {
            Self { elasticity: met.elasticity, ..*self }.surplus(bought)
        };
        Taken {
            bill: (week.price - 1.0) * week.quantity,
            priced: week.shift * surplus,
            given_up: (1.0 - bought).max(0.0),
            rationed: (wanted - met.arrived).max(0.0),
            elasticity: met.elasticity,
        }
    }

    /// Surplus of `rationed` bits over need, the least worth having of those wanted.
    #[must_use]
    pub fn missed(&self, taken: &Taken, rationed: f64) -> f64 {
        if rationed == 0.0 {
            return 0.0;
        }
        let wanted = 1.0 - taken.given_up;
        let user = Self { elasticity: taken.elasticity, ..*self };
        user.surplus(wanted - rationed) - user.surplus(wanted)
    }

    /// Share of products not made because they are dearer: pass-through times cost share times the
    /// elasticity of their demand, and never more than the bits given up.
    #[must_use]
    pub fn fewer_products(&self, price: f64, given_up: f64) -> f64 {
        let rise = self.pass_through * self.cost_share * (price - 1.0);
        (self.product_elasticity * rise).clamp(0.0, given_up.max(0.0))
    }
}

/// Shares of users that miss `missing` of their bits together, each weighed by `bits`: in proportion to
/// `priority`, and to nobody more than `most`. Bits add up. Rises with `missing` for every user.
#[must_use]
pub fn share_out(missing: f64, bits: &[f64], priority: &[f64], most: f64) -> Vec<f64> {
    if missing <= 0.0 {
        return vec![0.0; bits.len()];
    }
    let all: f64 = bits.iter().sum();
    let mut left = missing.clamp(0.0, most) * all;
    let mut shares = vec![0.0; bits.len()];
    // Those with the largest weight reach the most first.
    let mut order: Vec<usize> = (0..bits.len()).filter(|i| bits[*i] > 0.0).collect();
    order.sort_by(|a, b| priority[*b].total_cmp(&priority[*a]).then(a.cmp(b)));
    let mut open: f64 = order.iter().map(|i| bits[*i] * priority[*i]).sum();
    for (at, i) in order.iter().enumerate() {
        let level = if open > 0.0 { left / open } else { 0.0 };
        if level * priority[*i] <= most {
            for i in &order[at..] {
                shares[*i] = level * priority[*i];
            }
            break;
        }
        shares[*i] = most;
        left -= most * bits[*i];
        open -= bits[*i] * priority[*i];
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buyer(elasticity: f64, line: f64) -> Buyer {
        Buyer {
            elasticity,
            cost_share: 0.1,
            pass_through: 0.5,
            product_elasticity: 1.0,
            line,
            criticality: 0.5,
        }
    }

    fn week(price: f64, quantity: f64, shift: f64) -> Relative {
        Relative { worth: 1.0, price, quantity, shift, wanted: None }
    }

    #[test]
    fn the_integral_of_a_unit_elastic_demand_is_a_logarithm() {
        // Price up by 25 %, quantity down to 0.8: surplus lost = integral of 1/p = ln 1.25.
        let taken = buyer(1.0, 20.0).week(&week(1.25, 0.8, 1.0));
        assert!((taken.bill + taken.priced - ln(1.25)).abs() < 1e-12, "{taken:?}");
        assert_eq!(taken.rationed, 0.0);
        // Elasticity 2: integral of p^-2 from 1 to 1.25 = 1 - 0.8.
        let taken = buyer(2.0, 20.0).week(&week(1.25, 0.64, 1.0));
        assert!((taken.bill + taken.priced - 0.2).abs() < 1e-12, "{taken:?}");
        // Elasticity a half: 2 (sqrt 1.25 - 1).
        let half = pow(1.25, -0.5);
        let taken = buyer(0.5, 20.0).week(&week(1.25, half, 1.0));
        assert!((taken.bill + taken.priced - 2.0 * (pow(1.25, 0.5) - 1.0)).abs() < 1e-12);
    }

    /// Two ways to the same number: a week worked out for all users, and the definition for one of them.
    #[test]
    fn a_week_worked_out_once_is_the_definition_for_every_user() {
        for price in [0.8, 1.0, 1.02, 1.3, 2.5, 9.0] {
            for quantity in [0.0, 0.2, 0.6, 0.97, 1.0, 1.2] {
                for wanted in [None, Some(0.0), Some(0.5), Some(0.98), Some(1.0), Some(1.3)] {
                    for (e, line) in [(0.0, 3.0), (0.15, 0.4), (0.5, 3.0), (1.0, 20.0), (1.7, 0.5)]
                    {
                        let week = Relative { wanted, ..week(price, quantity, 1.0) };
                        let buyer = buyer(e, line);
                        let taken = buyer.taken(&Met::new(&week, e));
                        let own = Buyer { elasticity: taken.elasticity, ..buyer };
                        let at_price = if price > 1.0 { own.demand(price).min(1.0) } else { 1.0 };
                        let bought = at_price.max(quantity);
                        assert_eq!(taken.priced, own.surplus(bought), "{week:?} {e} {line}");
                        assert_eq!(taken.given_up, (1.0 - bought).max(0.0));
                        assert_eq!(taken.rationed, (at_price - quantity).max(0.0));
                    }
                }
            }
        }
    }

    #[test]
    fn what_price_did_not_clear_is_rationed_and_a_fall_in_demand_is_not() {
        let taken = buyer(1.0, 20.0).week(&week(1.25, 0.7, 1.0));
        assert!((taken.rationed - 0.1).abs() < 1e-12, "{taken:?}");
        assert!((taken.given_up - 0.2).abs() < 1e-12, "{taken:?}");
        let fall = buyer(1.0, 20.0).week(&week(0.9, 0.8, 0.72));
        assert_eq!((fall.rationed, fall.given_up), (0.0, 0.0));
        assert!(fall.bill < 0.0, "cheaper memory is a gain: {fall:?}");
        let calm = buyer(0.7, 5.0).week(&week(1.0, 1.0, 1.0));
        assert_eq!(calm, Taken { elasticity: 0.7, ..Taken::default() });
        // The market's own words go before any elasticity: 0.95 wanted, 0.9 delivered.
        let told = Relative { wanted: Some(0.95), ..week(1.1, 0.9, 1.0) };
        let taken = buyer(2.0, 20.0).week(&told);
        assert!((taken.rationed - 0.05).abs() < 1e-12 && (taken.given_up - 0.05).abs() < 1e-12);
        let all = Relative { wanted: Some(1.0), ..week(1.1, 0.9, 1.0) };
        assert!((buyer(2.0, 20.0).week(&all).rationed - 0.1).abs() < 1e-12);
    }

    #[test]
    fn a_bit_is_never_worth_more_than_its_line() {
        for e in [0.0, 0.2, 0.5, 1.0, 1.7] {
            for line in [0.5, 3.0, 40.0] {
                let buyer = buyer(e, line);
                let mut last = buyer.surplus(1.0);
                assert!(last.abs() < 1e-15);
                for y in (0..100).rev().map(|k| f64::from(k) / 100.0) {
                    let next = buyer.surplus(y);
                    let bit = (next - last) / 0.01;
                    assert!(bit >= -1e-9 && bit <= line + 1e-9, "{e} {line} {y}: {bit}");
                    last = next;
                }
                assert!(buyer.surplus(1.2) > 0.0, "bits beyond need cost more than they are worth");
            }
        }
    }

    #[test]
    fn bits_are_shared_out_by_priority_and_add_up() {
        let bits = [1.0, 2.0, 1.0];
        assert_eq!(share_out(0.25, &bits, &[1.0; 3], 1.0), [0.25; 3]);
        let shares = share_out(0.5, &bits, &[10.0, 1.0, 1.0], 0.8);
        assert_eq!(shares[0], 0.8);
        let sum: f64 = shares.iter().zip(&bits).map(|(a, b)| a * b).sum();
        assert!((sum - 2.0).abs() < 1e-12, "{shares:?}");
        let more = share_out(0.6, &bits, &[10.0, 1.0, 1.0], 0.8);
        assert!(shares.iter().zip(&more).all(|(a, b)| a <= b));
    }
}
