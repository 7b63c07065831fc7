//! The band of an ensemble whose draws may leave the range in which the model means anything.
//!
//! In come values with the regime of each draw; out come quantiles of those that stay, each with its
//! Monte Carlo error, and how many collapse. Invariant: a draw that collapses widens no band.

use crate::ario::Regime;

/// A quantile and how far another sample of draws would move it.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Quantile {
    /// The quantile of the draws at hand.
    pub value: f64,
    /// One standard error, from the order statistics a standard error of the rank away (binomial); none
    /// where that rank lies outside the sample: too few draws to say.
    pub error: Option<f64>,
}

/// The spread of a result over draws.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Band {
    /// Quantiles at 5, 50 and 95 %; none when no draw is left.
    pub quantiles: Option<[Quantile; 3]>,
    /// Draws in the band.
    pub kept: usize,
    /// Draws that collapse.
    pub collapsed: usize,
    /// Draws that end on a new level.
    pub new_level: usize,
}

impl Band {
    /// The band of `draws`: value and regime of each.
    #[must_use]
    pub fn of(draws: &[(f64, Regime)]) -> Self {
        let count = |regime| draws.iter().filter(|(_, own)| *own == regime).count();
        let kept = draws.iter().filter(|(_, regime)| *regime != Regime::Collapses);
        let mut kept: Vec<f64> = kept.map(|(value, _)| *value).collect();
        kept.sort_by(f64::total_cmp);
        let quantiles = [0.05, 0.5, 0.95].map(|q| quantile(&kept, q));
        Self {
            quantiles: (!kept.is_empty()).then_some(quantiles),
            kept: kept.len(),
            collapsed: count(Regime::Collapses),
            new_level: count(Regime::NewLevel),
        }
    }

    /// What a headline says of draws that collapse; nothing when none does.
    #[must_use]
    pub fn headline(&self) -> Option<String> {
        let all = self.kept + self.collapsed;
        (self.collapsed > 0).then(|| {
            format!(
                "in {} of {all} draws the chain collapses; they are not in the band",
                self.collapsed
            )
        })
    }
}

/// Quantile `q` of sorted values; the error from the ranks `n q` plus and minus `sqrt(n q (1 - q))`.
#[must_use]
pub fn quantile(sorted: &[f64], q: f64) -> Quantile {
    if sorted.is_empty() {
        return Quantile { value: f64::NAN, error: None };
    }
    let n = sorted.len() as f64;
    let value = linchpin_units::math::quantile(sorted, q);
    let off = (n * q * (1.0 - q)).sqrt();
    // Ranks from 0, between neighbours as the quantile itself.
    let (low, high) = (q * (n - 1.0) - off, q * (n - 1.0) + off);
    let inside = low >= 0.0 && high <= n - 1.0;
    let at = |rank: f64| {
        let below = rank as usize;
        let part = rank - below as f64;
        let next = sorted.get(below + 1).copied().unwrap_or(sorted[below]);
        sorted[below] + part * (next - sorted[below])
    };
    Quantile { value, error: inside.then(|| 0.5 * (at(high) - at(low))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collapsed_draws_are_counted_and_widen_nothing() {
        let calm: Vec<(f64, Regime)> =
            (0..=100).map(|k| (f64::from(k), Regime::Recovers)).collect();
        let band = Band::of(&calm);
        let [low, middle, high] = band.quantiles.expect("draws");
        assert_eq!((low.value, middle.value, high.value), (5.0, 50.0, 95.0));
        // sqrt(101 / 4) = 5.02 ranks of one each.
        assert!((middle.error.expect("enough draws") - 5.024_938).abs() < 1e-5);
        let mut mixed = calm;
        mixed.extend([(1e9, Regime::Collapses); 7]);
        mixed.push((50.0, Regime::NewLevel));
        let band = Band::of(&mixed);
        assert_eq!((band.kept, band.collapsed, band.new_level), (102, 7, 1));
        assert_eq!(band.quantiles.expect("draws")[2].value.round(), 95.0);
        let words = band.headline().expect("collapses");
        assert!(words.starts_with("in 7 of 109 draws"), "{words}");
    }

    #[test]
    fn too_few_draws_say_nothing_of_their_tail() {
        let few: Vec<(f64, Regime)> = (0..16).map(|k| (f64::from(k), Regime::Recovers)).collect();
        let [low, middle, high] = Band::of(&few).quantiles.expect("draws");
        assert!(low.error.is_none() && high.error.is_none() && middle.error.is_some());
        assert!(Band::of(&[(1.0, Regime::Collapses)]).quantiles.is_none());
        assert!(Band::of(&[]).headline().is_none());
    }
}
