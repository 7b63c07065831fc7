//! The market that nothing disturbs: what it makes, and what is used while it rests.
//!
//! In: one draw's numbers. Out: a [`Reference`], shared by every run of the draw. Rest is exact: of
//! the undisturbed supply `X`, demand `D` leaves what stocks of `I + J` weeks of use need to grow with
//! demand, `X(t) = D(t) + (I + J) (D(t + 1) - D(t))`. In a market that grows at `g` a week this is
//! `X = D (1 + g (I + J))`.

use crate::investment::{self, DECISION, ExpectedPrice, Outlook};
use crate::levers::Levers;
use crate::model::Model;
use crate::numbers::{Numbers, ProductNumbers, YEAR};

/// Weeks in a year, counted.
const YEAR_WEEKS: usize = 52;

/// One draw's undisturbed market.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    /// Demand at the normal price, terabits, `[product][week]`, one week beyond the run.
    pub(crate) demand: Vec<Vec<f64>>,
    /// Supply, terabits, `[product][week]`; it reaches beyond the run by what is in process.
    pub(crate) supply: Vec<Vec<f64>>,
    /// Supply of the weeks that the market looks ahead, after each week, terabits, `[product][week]`.
    pub(crate) ahead: Vec<Vec<f64>>,
}

impl Reference {
    /// The undisturbed market of one draw.
    #[must_use]
    pub(crate) fn new(model: &Model, numbers: &Numbers) -> Self {
        let supply = supply(model, numbers);
        let pairs = || supply.iter().zip(&numbers.products);
        let ahead = pairs().map(|(path, n)| {
            let mut sums = vec![0.0];
            for bits in path {
                sums.push(sums[sums.len() - 1] + bits);
            }
            let horizon = look_ahead(numbers, n);
            (0..model.weeks).map(|week| sums[week + 1 + horizon] - sums[week + 1]).collect()
        });
        let demand = pairs().map(|(path, n)| {
            let held = n.terms.maker_weeks + n.terms.buyer_weeks;
            let demand = demand(&path[..model.weeks], held);
            demand.into_iter().map(|bits| bits * n.start.tightness).collect()
        });
        let (demand, ahead) = (demand.collect(), ahead.collect());
        Self { demand, supply, ahead }
    }
}

/// Weeks of output that the market sees coming: what is in packaging, and the look-ahead's weeks of
/// fab output. News of a fab is about what leaves it, not about chips already packed.
#[must_use]
pub(crate) fn look_ahead(numbers: &Numbers, product: &ProductNumbers) -> usize {
    let fab = numbers.knobs.look_ahead.round().max(1.0) as usize;
    (product.cycle - product.front + fab).min(product.cycle)
}

/// Bits per wafer over those of a line's first week, 1 to `cycle` weeks before it.
#[must_use]
pub(crate) fn earlier_bits(product: &ProductNumbers) -> Vec<f64> {
    let mut factor = 1.0;
    let mut factors = vec![factor];
    for _ in 0..product.cycle {
        factor /= product.node_growth;
        factors.push(factor);
    }
    factors
}

/// Finished bits by product and week, until what is started in the last week is finished.
fn supply(model: &Model, numbers: &Numbers) -> Vec<Vec<f64>> {
    let knobs = &numbers.knobs;
    let neutral = Levers::neutral(model);
    let cycles: Vec<usize> =
        model.lines.iter().map(|l| numbers.products[l.product].cycle).collect();
    let mut supply: Vec<Vec<f64>> =
        numbers.products.iter().map(|n| vec![0.0; model.weeks + n.cycle]).collect();
    let earlier: Vec<Vec<f64>> = numbers.products.iter().map(earlier_bits).collect();
    let mut outlook: Vec<Outlook> = numbers.lines.iter().map(Outlook::first).collect();
    let mut arriving = vec![0.0; outlook.len() * model.weeks];
    let mut price: Vec<f64> = numbers.products.iter().map(|n| n.price).collect();
    let mut expected = price.clone();
    for (l, line) in model.lines.iter().enumerate() {
        let first = numbers.lines[l].capacity * numbers.lines[l].bits;
        let path = &mut supply[line.product];
        for (bits, factor) in path.iter_mut().zip(earlier[line.product].iter().skip(1).rev()) {
            *bits += first * factor;
        }
    }
    for week in 0..model.weeks {
        for (l, line) in model.lines.iter().enumerate() {
            let now = &mut outlook[l];
            let planned = numbers.lines[l].planned.get(week).copied().unwrap_or(0.0);
            now.capacity += planned + arriving[week * cycles.len() + l];
            now.ordered -= arriving[week * cycles.len() + l];
            now.bits *= numbers.products[line.product].node_growth;
            supply[line.product][week + cycles[l]] += now.capacity * now.bits;
        }
        for ((price, n), mean) in price.iter_mut().zip(&numbers.products).zip(&mut expected) {
            *price *= n.price_trend;
            *mean += (*price - *mean) / YEAR;
        }
        if (week + 1).is_multiple_of(DECISION) {
            let seen: Vec<ExpectedPrice> = expected
                .iter()
                .map(|dollars| ExpectedPrice { relative: 1.0, dollars: *dollars })
                .collect();
            let decision = investment::decide(model, numbers, &neutral, &outlook, &seen, week);
            for (l, added) in decision.added.iter().enumerate() {
                let arrives = investment::arrives(knobs, &model.lines[l], week);
                if let Some(place) = arriving.get_mut(arrives * cycles.len() + l) {
                    *place += added;
                    outlook[l].ordered += added;
                }
            }
        }
    }
    supply
}

/// Demand that leaves stocks of `held` weeks of use what they need to grow with it.
fn demand(supply: &[f64], held: f64) -> Vec<f64> {
    let last = supply.len() - 1;
    let until = YEAR_WEEKS.min(last);
    let growth = if until > 0 && supply[0] > 0.0 {
        (supply[until] / supply[0] - 1.0) / until as f64
    } else {
        0.0
    };
    let mut path = vec![supply[0] / (1.0 + held * growth)];
    for bits in supply {
        let now = path[path.len() - 1];
        path.push(now + (bits - now) / held.max(1.0));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_growing_market_makes_more_than_it_uses() {
        let (growth, held) = (0.10 / 52.0, 15.0);
        let mut supply = vec![100.0];
        for _ in 0..100 {
            supply.push(supply[supply.len() - 1] * (1.0 + growth));
        }
        // Growth over a year is compound, over a week it is not: the first weeks settle.
        let demand = demand(&supply, held);
        let share = supply[100] / demand[100];
        assert!((share - (1.0 + growth * held)).abs() < 1e-5, "{share}");
        for (week, bits) in supply.iter().enumerate() {
            let stocks = held * (demand[week + 1] - demand[week]);
            assert!((bits - demand[week] - stocks).abs() < 1e-9);
        }
    }
}
