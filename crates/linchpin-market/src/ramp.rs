//! A linear ramp, week by week.

/// Mean over one week of a linear ramp from 0 to 1 that takes `length` weeks and began `since` weeks
/// before the week. Exact, so that a permanent loss `x` met by a ramp of `Tr` weeks draws exactly
/// `x Tr / 2` weeks of stock.
pub(crate) fn mean_ramp(since: f64, length: f64) -> f64 {
    let area = |at: f64| {
        if at <= 0.0 {
            0.0
        } else if at < length {
            at * at / (2.0 * length)
        } else {
            at - length / 2.0
        }
    };
    area(since + 1.0) - area(since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_draws_half_its_length() {
        for length in [24.0, 26.0, 7.5, 0.4] {
            let drawn: f64 = (0..60).map(|week| 1.0 - mean_ramp(f64::from(week), length)).sum();
            assert!((drawn - length / 2.0).abs() < 1e-12, "a ramp of {length} draws {drawn}");
        }
    }
}
