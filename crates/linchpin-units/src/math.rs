//! Transcendental functions that give the same bits on every platform.
//!
//! The standard library's `f64::exp` and friends call whatever the system's C library holds; results
//! then differ between machines. Everything here goes through `libm`, a pure Rust port of musl.

/// e to the power `x`.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm of `x`.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `x` to the power `y`.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The `q`-quantile (0..=1) of `sorted` by linear interpolation between order statistics
/// (Hyndman and Fan 1996, definition 7).
///
/// # Panics
/// If `sorted` is empty: a quantile of nothing is a programming error, never user input.
#[must_use]
pub fn quantile(sorted: &[f64], q: f64) -> f64 {
    assert!(!sorted.is_empty(), "quantile of an empty sample");
    let position = q.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let weight = position - below as f64;
    sorted[below] * (1.0 - weight) + sorted[above] * weight
}

/// A mean with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Part {
    /// Mean.
    pub mean: f64,
    /// Standard error.
    pub error: f64,
}

/// Mean and standard error of a sample; nothing of nothing.
#[must_use]
pub fn mean(values: impl Iterator<Item = f64>) -> Part {
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for value in values {
        count += 1.0;
        sum += value;
        squares += value * value;
    }
    if count == 0.0 {
        return Part::default();
    }
    let mean: f64 = sum / count;
    let spread: f64 = (squares / count - mean * mean).max(0.0);
    Part { mean, error: (spread / f64::max(count - 1.0, 1.0)).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        let sample = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(quantile(&sample, 0.0), 1.0);
        assert_eq!(quantile(&sample, 0.5), 2.5);
        assert_eq!(quantile(&sample, 1.0), 4.0);
    }
}
