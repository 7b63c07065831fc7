//! Revenue changes split into quantity and price, so that dear is not mistaken for more.
//!
//! Marshall-Edgeworth midpoints, week by week: `dR = dQ (P0 + P1) / 2 + dP (Q0 + Q1) / 2`. The two parts
//! add up to the whole exactly; a price where nothing is sold is taken from the other side.

use crate::contract::input::RunInput;
use crate::contract::loss::Decomposition;
use crate::contract::losses::{spread_of, total_unit};
use crate::stats::quantile::round6;
use linchpin_engine::{Level, SeriesKey, Trajectories, Variable};

/// One week's revenue change as `(quantity part, price part)`.
#[must_use]
pub(crate) fn split(bits: (f64, f64), revenue: (f64, f64)) -> (f64, f64) {
    let price = |bits: f64, revenue: f64| (bits != 0.0).then(|| revenue / bits);
    let (before, after) = (price(bits.0, revenue.0), price(bits.1, revenue.1));
    let (p0, p1) = match (before, after) {
        (Some(p0), Some(p1)) => (p0, p1),
        (Some(p), None) | (None, Some(p)) => (p, p),
        (None, None) => (0.0, 0.0),
    };
    let quantity = (bits.1 - bits.0) * (p0 + p1) / 2.0;
    // By difference: the parts add up to the change to the last bit, and equal the formula above.
    (quantity, revenue.1 - revenue.0 - quantity)
}

/// Rows for every scenario, firm and product with revenue and shipments.
#[must_use]
pub(crate) fn decompose(run: &RunInput) -> Vec<Decomposition> {
    let base = &run.baseline.trajectories;
    let mut rows = Vec::new();
    for scenario in &run.scenarios {
        for (revenue, key) in base.keys.iter().enumerate() {
            let product = key.product.as_ref();
            if key.level != Level::Firm || key.variable != Variable::Revenue {
                continue;
            }
            let (Some(product), Some(bits)) = (product, base.find(&shipments(key))) else {
                continue;
            };
            let parts: Vec<(f64, f64)> = (0..base.members.len())
                .map(|member| member_split(base, &scenario.trajectories, member, bits, revenue))
                .collect();
            let sold = |member| base.series(member, revenue).iter().sum::<f64>();
            let baseline = spread_of((0..base.members.len()).map(sold)).p50;
            if baseline == 0.0 {
                continue;
            }
            rows.push(Decomposition {
                scenario: scenario.id.clone(),
                firm: key.entity.to_string(),
                name: run.name(&key.entity),
                product: product.to_string(),
                unit: total_unit(Variable::Revenue).to_owned(),
                baseline: round6(baseline),
                quantity: spread_of(parts.iter().map(|part| part.0)).round6(),
                price: spread_of(parts.iter().map(|part| part.1)).round6(),
                total: spread_of(parts.iter().map(|part| part.0 + part.1)).round6(),
                text: None,
            });
        }
    }
    rows
}

fn shipments(key: &SeriesKey) -> SeriesKey {
    SeriesKey { variable: Variable::Shipments, ..key.clone() }
}

fn member_split(
    base: &Trajectories,
    own: &Trajectories,
    member: usize,
    bits: usize,
    revenue: usize,
) -> (f64, f64) {
    let (q0, q1) = (base.series(member, bits), own.series(member, bits));
    let (r0, r1) = (base.series(member, revenue), own.series(member, revenue));
    (0..q0.len()).fold((0.0, 0.0), |sum, week| {
        let part = split((q0[week], q1[week]), (r0[week], r1[week]));
        (sum.0 + part.0, sum.1 + part.1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::run;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_add_up_and_follow_the_formula(
            q0 in 0.1..1e4f64, q1 in 0.1..1e4f64, p0 in 0.01..10.0f64, p1 in 0.01..10.0f64,
        ) {
            let (quantity, price) = split((q0, q1), (q0 * p0, q1 * p1));
            let change = q1 * p1 - q0 * p0;
            let size = q1 * p1 + q0 * p0;
            prop_assert!((quantity + price - change).abs() <= 1e-12 * size);
            prop_assert!((price - (p1 - p0) * (q0 + q1) / 2.0).abs() <= 1e-9 * size);
        }

        #[test]
        fn nothing_sold_is_all_quantity(q in 0.1..1e4f64, p in 0.01..10.0f64) {
            let (quantity, price) = split((q, 0.0), (q * p, 0.0));
            prop_assert!((quantity + q * p).abs() <= 1e-9 * q * p && price.abs() <= 1e-9 * q * p);
        }
    }

    #[test]
    fn a_firm_that_sells_the_same_at_a_higher_price_gains_by_price_alone() {
        let rows = decompose(&run(5));
        let of = |firm: &str| {
            rows.iter().find(|row| row.scenario == "cut" && row.firm == firm).expect("a row")
        };
        assert_eq!(of("firm:f").quantity.p50, 0.0);
        assert!(of("firm:f").price.p50 > 0.0);
        assert!(of("firm:g").quantity.p50 < 0.0 && of("firm:g").price.p50 > 0.0);
    }
}
