//! Which assumptions the answer hangs on: rank correlation of an outcome with every drawn parameter.
//!
//! Spearman's coefficient: Pearson's on ranks, ties sharing their mean rank. It sees monotone influence
//! only; zero does not prove independence, which the report says.

/// Spearman's rank correlation; none when either side does not vary.
#[must_use]
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    let (x, y) = (ranks(x), ranks(y));
    let mean = (x.len() as f64 + 1.0) / 2.0;
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(&y) {
        let (a, b) = (a - mean, b - mean);
        xy += a * b;
        xx += a * a;
        yy += b * b;
    }
    (xx > 0.0 && yy > 0.0).then(|| (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0))
}

/// Ranks from 1; equal values share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let tie = order[first..].iter().take_while(|at| values[**at] == values[order[first]]);
        let count = tie.count().max(1);
        let mean = first as f64 + (count as f64 + 1.0) / 2.0;
        for at in &order[first..first + count] {
            ranks[*at] = mean;
        }
        first += count;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_values() {
        // Four points, ranks 1 2 3 4 against 1 3 2 4: 1 - 6 * 2 / (4 * 15) = 0.8.
        assert_eq!(spearman(&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 2.0, 4.0]), Some(0.8));
        assert_eq!(spearman(&[1.0, 2.0], &[5.0, 5.0]), None);
        assert_eq!(ranks(&[3.0, 1.0, 3.0]), [2.5, 1.0, 2.5]);
    }

    proptest! {
        #[test]
        fn only_order_counts(x in prop::collection::vec(0.1..9.0f64, 3..60)) {
            let squared: Vec<f64> = x.iter().map(|v| v * v).collect();
            if let Some(r) = spearman(&x, &squared) {
                prop_assert!((r - 1.0).abs() < 1e-12);
            }
            let falling: Vec<f64> = x.iter().map(|v| -v).collect();
            if let Some(r) = spearman(&x, &falling) {
                prop_assert!((r + 1.0).abs() < 1e-12);
            }
        }
    }
}
