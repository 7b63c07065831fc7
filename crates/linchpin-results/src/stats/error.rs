//! How far the ends of a band would move with other draws.
//!
//! The Monte Carlo standard error of a quantile from the sample's own order: of n draws, the number below the
//! quantile p is binomial with standard deviation `sqrt(n p (1 - p))`, so half the distance between the order
//! statistics that many places up and down is one standard error (Conover, Practical Nonparametric Statistics,
//! 1999, §3.2). Draws of a Latin hypercube spread more evenly than independent ones, which makes it an upper
//! estimate.

/// Draws below which no range is told: the outer order statistics of fewer say nothing of 5 % tails.
pub const FEW: u32 = 20;

/// Levels of the ends and the middle of a band.
const ENDS: [f64; 3] = [0.05, 0.5, 0.95];

/// Standard errors of the 5 % quantile, the median and the 95 % quantile; none below [`FEW`] draws.
/// Sorts `sample`.
#[must_use]
pub fn quantile_errors(sample: &mut [f64]) -> Option<[f64; 3]> {
    if sample.len() < FEW as usize {
        return None;
    }
    sample.sort_unstable_by(f64::total_cmp);
    let last = (sample.len() - 1) as f64;
    Some(ENDS.map(|level| {
        let spread = (sample.len() as f64 * level * (1.0 - level)).sqrt();
        let at = |place: f64| {
            let place = place.clamp(0.0, last);
            let below = place.floor() as usize;
            let weight = place - below as f64;
            let above = (below + 1).min(sample.len() - 1);
            sample[below] * (1.0 - weight) + sample[above] * weight
        };
        let (low, high) = (level * last - spread, level * last + spread);
        // At an end of the sample there is room on one side only.
        let sides = (high.min(last) - low.max(0.0)) / (2.0 * spread);
        (at(high) - at(low)) / (2.0 * sides)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_an_even_sample_is_the_binomial_one() {
        // By hand: 0..400 evenly, density 1/400 a step: median error sqrt(400 / 4) = 10 steps; at 5 %
        // sqrt(400 x 0.05 x 0.95) = 4.36 steps.
        let mut sample: Vec<f64> = (0..400).map(f64::from).collect();
        let [low, middle, high] = quantile_errors(&mut sample).expect("enough draws");
        assert!((middle - 10.0).abs() < 1e-9, "{middle}");
        assert!((low - 4.359).abs() < 1e-3 && (high - low).abs() < 1e-9, "{low} {high}");
    }

    #[test]
    fn it_agrees_with_what_other_draws_give() {
        // A thousand samples of 200 uniform numbers from a fixed generator: the spread of their medians.
        let mut state = 1_u64;
        let mut uniform = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let (mut medians, mut told) = (Vec::new(), 0.0);
        for _ in 0..1_000 {
            let mut sample: Vec<f64> = (0..200).map(|_| uniform()).collect();
            told += quantile_errors(&mut sample).expect("enough")[1] / 1_000.0;
            medians.push(sample[100]);
        }
        let mean = medians.iter().sum::<f64>() / 1_000.0;
        let spread = (medians.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / 999.0).sqrt();
        assert!((told / spread - 1.0).abs() < 0.1, "told {told}, found {spread}");
    }
}
