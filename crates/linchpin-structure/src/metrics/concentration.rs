//! How few supply how much.

/// Herfindahl and Hirschman's index: the sum of squared shares, from 0 to 1 (times 10,000 in the usage of
/// competition law). Amounts need not sum to one; `None` when nothing is there to share.
#[must_use]
pub fn hhi(amounts: &[f64]) -> Option<f64> {
    let all: f64 = amounts.iter().sum();
    (all > 0.0).then(|| amounts.iter().map(|amount| (amount / all) * (amount / all)).sum())
}

/// Part of the whole that the `k` largest hold; `None` when nothing is there to share.
#[must_use]
pub fn largest(amounts: &[f64], k: usize) -> Option<f64> {
    let all: f64 = amounts.iter().sum();
    let mut sorted = amounts.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    (all > 0.0).then(|| sorted.iter().take(k).sum::<f64>() / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        assert_eq!(hhi(&[1.0]), Some(1.0));
        assert_eq!(hhi(&[2.0, 2.0]), Some(0.5));
        assert_eq!(largest(&[50.0, 30.0, 20.0], 2), Some(0.8));
        assert_eq!((hhi(&[]), largest(&[0.0], 1)), (None, None));
    }
}
