//! Sums in the order numpy and its BLAS take them: a last bit decides whether overproduction relaxes.
//!
//! In come numbers; out come sums with the bits numpy gives on 64-bit x86. Orders were found by
//! comparing results of numpy 2.4 with candidates. Products with the 0/1 matrix of sectors are
//! equal up to about 250 industries; above, BLAS cuts them into blocks that depend on the machine.

/// Which sums BLAS takes in four lanes: those left over when it goes two by two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeftOver {
    /// The last of an odd number of sectors: the matrix is stored by rows.
    Sector,
    /// The last of an odd number of buyers: the matrix is stored by columns.
    Buyer,
}

/// Sums over regions for each sector, as `I @ M` with the 0/1 matrix `I` of sectors (`s * n`) gives
/// them: in order of regions, but what is left over in four lanes.
#[derive(Debug, Clone)]
pub(super) struct SectorSums {
    n: usize,
    s: usize,
    left_over: Option<LeftOver>,
    sums: Vec<f64>,
    /// Lanes 1 to 3 of what is left over; lane 0 is in `sums`.
    lanes: [Vec<f64>; 3],
}

impl SectorSums {
    pub(super) fn new(n: usize, s: usize, left_over: LeftOver) -> Self {
        let (count, width) = match left_over {
            LeftOver::Sector => (s, n),
            LeftOver::Buyer => (n, s),
        };
        let odd = count % 2 == 1 && s > 1;
        let lane = vec![0.0; if odd { width } else { 0 }];
        let lanes = [lane.clone(), lane.clone(), lane];
        Self { n, s, left_over: odd.then_some(left_over), sums: vec![0.0; s * n], lanes }
    }

    /// Adds the row of industry `i`, region-major.
    pub(super) fn add(&mut self, i: usize, row: impl Iterator<Item = f64>) {
        let (n, s, p) = (self.n, self.s, i % self.s);
        let lane = if i < n - n % 8 { i % 4 } else { 0 };
        let sums = &mut self.sums[p * n..(p + 1) * n];
        // Which buyers' sums go to a lane, and where they stand in it.
        let (buyers, shift) = match self.left_over {
            Some(LeftOver::Sector) if lane > 0 && p + 1 == s => (0..n - n % 4, 0),
            Some(LeftOver::Buyer) if lane > 0 && p < s - s % 4 => (n - 1..n, p + 1),
            _ => (0..0, 0),
        };
        for (f, value) in row.enumerate() {
            if buyers.contains(&f) {
                let at = if shift == 0 { f } else { shift - 1 };
                self.lanes[lane - 1][at] += value;
            } else {
                sums[f] += value;
            }
        }
    }

    /// The sums, `s * n`.
    pub(super) fn finish(mut self) -> Vec<f64> {
        let (n, s) = (self.n, self.s);
        let [one, two, three] = &self.lanes;
        let rest = one.iter().zip(two).zip(three).map(|((one, two), three)| (one, two + three));
        for (at, (one, others)) in rest.enumerate() {
            let sum = match self.left_over {
                Some(LeftOver::Buyer) => &mut self.sums[at * n + n - 1],
                _ => &mut self.sums[(s - 1) * n + at],
            };
            *sum = (*sum + one) + others;
        }
        self.sums
    }
}

/// [`SectorSums`] of a matrix stored by rows.
pub(super) fn by_sector(flows: &[f64], n: usize, s: usize) -> Vec<f64> {
    let mut sums = SectorSums::new(n, s, LeftOver::Sector);
    for (i, row) in flows.chunks(n.max(1)).enumerate() {
        sums.add(i, row.iter().copied());
    }
    sums.finish()
}

/// `numpy.einsum("ij->i")` of one row: pairs of lanes, four pairs at a time.
pub(super) fn einsum(row: &[f64]) -> f64 {
    let mut sum = [0.0; 2];
    let mut blocks = row.chunks_exact(8);
    for b in &mut blocks {
        for lane in 0..2 {
            let four = (b[lane] + b[2 + lane]) + (b[4 + lane] + b[6 + lane]);
            sum[lane] += four;
        }
    }
    for pair in blocks.remainder().chunks(2) {
        for (lane, value) in pair.iter().enumerate() {
            sum[lane] += value;
        }
    }
    sum[0] + sum[1]
}

/// `numpy.sum` of contiguous numbers: pairwise, in blocks of at most 128.
pub(super) fn pairwise(values: &[f64]) -> f64 {
    let n = values.len();
    if n < 8 {
        return values.iter().sum();
    }
    if n > 128 {
        let half = n / 2 - n / 2 % 8;
        return pairwise(&values[..half]) + pairwise(&values[half..]);
    }
    let mut r = [0.0; 8];
    r.copy_from_slice(&values[..8]);
    let whole = n - n % 8;
    for block in values[8..whole].chunks_exact(8) {
        r.iter_mut().zip(block).for_each(|(sum, value)| *sum += value);
    }
    let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    values[whole..].iter().fold(sum, |sum, value| sum + value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_adds_up_the_same_numbers() {
        let values: Vec<f64> = (0..300).map(|i| f64::from(i * 37 % 101) / 7.0).collect();
        for n in [0, 1, 7, 8, 9, 31, 128, 129, 300] {
            let plain: f64 = values[..n].iter().sum();
            assert!((einsum(&values[..n]) - plain).abs() <= 1e-12 * plain, "{n}");
            assert!((pairwise(&values[..n]) - plain).abs() <= 1e-12 * plain, "{n}");
        }
    }

    #[test]
    fn the_last_of_three_sectors_is_added_up_in_lanes() {
        // Rows 2, 5 and 8 go to lanes 2, 1 and (behind the last block of eight) 0.
        let n = 9;
        let tiny = f64::EPSILON / 2.0;
        let mut flows = vec![0.0; n * n];
        for (i, value) in [(2, 1.0), (5, tiny), (8, tiny)] {
            flows[i * n] = value;
            flows[i * n + 8] = value;
        }
        let sums = by_sector(&flows, n, 3);
        // 1 + (tiny + tiny) is more than 1; in the last column (1 + tiny) + tiny is not.
        assert_eq!((sums[2 * n], sums[2 * n + 8]), (1.0 + f64::EPSILON, 1.0));
    }
}
