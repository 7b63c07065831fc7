//! HBM as a use of DRAM wafers: its bits take more wafers than others do.
//!
//! With a trade ratio `r` (wafers per bit of HBM over wafers per bit of conventional DRAM) a share `b` of bits takes
//! the share `w = r b / (1 + (r - 1) b)` of wafers: bits over wafers of the rest, `b / w = (1 - b) / (1 - w) / r`.

/// Share of wafers that a share of bits takes.
#[must_use]
pub fn wafer_share(bit_share: f64, ratio: f64) -> f64 {
    ratio * bit_share / (1.0 + (ratio - 1.0) * bit_share)
}

/// The trade ratio that a share of bits and a share of wafers imply.
#[must_use]
pub fn trade_ratio(bit_share: f64, wafer_share: f64) -> f64 {
    wafer_share * (1.0 - bit_share) / (bit_share * (1.0 - wafer_share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_world::World;

    #[test]
    fn what_the_agency_says_of_bits_and_wafers_lies_in_our_range() {
        // TrendForce, June 2026: 8, 9, 13 % of bits take 18, 22, 30 % of wafers in 2025, 2026, 2027.
        let world = World::embedded().unwrap_or_else(|all| panic!("{all}"));
        let range = world.assumption("cycle-trade-ratio").expect("an assumption").sourced.range;
        for (bits, wafers) in [(0.08, 0.18), (0.09, 0.22), (0.13, 0.30)] {
            let ratio = trade_ratio(bits, wafers);
            assert!((range.low()..=range.high()).contains(&ratio), "{ratio}");
            assert!((wafer_share(bits, ratio) - wafers).abs() < 1e-12);
        }
        assert_eq!(wafer_share(0.0, 2.7), 0.0);
        assert!((wafer_share(0.3, 1.0) - 0.3).abs() < 1e-12);
    }
}
