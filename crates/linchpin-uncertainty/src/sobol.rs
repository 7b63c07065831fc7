//! Sobol points, plain or scrambled.
//!
//! Plain points are those of Joe and Kuo (2008, doi:10.1137/070709359; direction numbers "new-joe-kuo-6") in
//! Gray-code order (Antonov and Saleev 1979), equal to SciPy's `qmc.Sobol(scramble=False)`. Scrambled points are
//! Owen's nested uniform scrambling (Owen 1995) done in full: at each level of each dimension the bit flips by
//! a hash of the bits above it, and what lies below the 32nd bit is random. A point is a pure function of
//! (seed, point, dimension).
//!
//! The sequence stands here and is no dependency: the crate `sobol` had its last release in 2019 and
//! does not scramble, `sobol_burley` holds 65,536 points of 256 dimensions and no plain ones; a study with a
//! hundred parameters needs two hundred dimensions for Sobol indices.

use crate::large::TooLarge;
use crate::stream;
use rand::Rng;

/// Direction numbers: dimension, polynomial, first numbers.
const NUMBERS: &str = include_str!("../data/joe-kuo-d6.txt");

/// Dimensions of the sequence. A scrambled point may have more: those beyond are plain random numbers, which costs
/// them the even spread and nothing of their independence.
pub const DIMENSIONS: usize = 1024;

/// Numbers of 53 bits: those that a float of 64 bits tells apart in [0, 1).
const UNIT: f64 = 9_007_199_254_740_992.0;

/// Bits of a point.
const BITS: usize = 32;

/// A Sobol sequence in so many dimensions; it has 2^32 points.
#[derive(Debug, Clone)]
pub struct Sobol {
    directions: Vec<[u32; BITS]>,
    keys: Option<Vec<u64>>,
}

impl Sobol {
    /// The plain sequence.
    ///
    /// # Errors
    /// [`TooLarge`] beyond [`DIMENSIONS`].
    pub fn new(dimensions: usize) -> Result<Self, TooLarge> {
        if dimensions > DIMENSIONS {
            return Err(TooLarge::dimensions("Sobol", DIMENSIONS, dimensions));
        }
        Ok(Self { directions: directions(dimensions), keys: None })
    }

    /// The scrambled sequence of a seed; dimensions beyond [`DIMENSIONS`] are random numbers of the same seed.
    #[must_use]
    pub fn scrambled(dimensions: usize, seed: u64) -> Self {
        let key = |dimension: usize| stream::stream(seed, dimension as u64, "sobol").next_u64();
        Self {
            directions: directions(dimensions.min(DIMENSIONS)),
            keys: Some((0..dimensions).map(key).collect()),
        }
    }

    /// Where in [0, 1) a point stands on a dimension.
    ///
    /// # Panics
    /// When the sequence has no such dimension: a fault of the program.
    #[must_use]
    pub fn u(&self, point: u32, dimension: usize) -> f64 {
        if let (Some(keys), true) = (&self.keys, dimension >= self.directions.len()) {
            return (hash(keys[dimension], BITS as u64 + 1, point) >> 11) as f64 / UNIT;
        }
        let gray = point ^ (point >> 1);
        let directions = &self.directions[dimension];
        let mut bits = 0;
        let mut left = gray;
        while left != 0 {
            bits ^= directions[left.trailing_zeros() as usize];
            left &= left - 1;
        }
        match &self.keys {
            None => f64::from(bits) / 4_294_967_296.0,
            Some(keys) => scramble(bits, keys[dimension]) as f64 / UNIT,
        }
    }

    /// A whole point.
    #[must_use]
    pub fn point(&self, point: u32) -> Vec<f64> {
        let dimensions = self.keys.as_ref().map_or(self.directions.len(), Vec::len);
        (0..dimensions).map(|dimension| self.u(point, dimension)).collect()
    }
}

/// The direction numbers of the first dimensions.
fn directions(dimensions: usize) -> Vec<[u32; BITS]> {
    let first = std::array::from_fn(|bit| 1 << (BITS - 1 - bit));
    let lines = NUMBERS.lines().filter(|line| !line.starts_with('#'));
    std::iter::once(first).chain(lines.map(direction)).take(dimensions).collect()
}

/// The direction numbers of one line of the table, by the recurrence of Joe and Kuo, eq. (2).
fn direction(line: &str) -> [u32; BITS] {
    let mut numbers = line.split(' ').skip(1).map(|word| word.parse::<u32>().expect("a number"));
    let polynomial = numbers.next().expect("a polynomial");
    let degree = (31 - polynomial.leading_zeros()) as usize;
    let mut all = [0; BITS];
    for (at, first) in numbers.take(degree).enumerate() {
        all[at] = first << (BITS - 1 - at);
    }
    for at in degree..BITS {
        let mut next = all[at - degree] ^ (all[at - degree] >> degree);
        for back in 1..degree {
            if polynomial >> (degree - back) & 1 == 1 {
                next ^= all[at - back];
            }
        }
        all[at] = next;
    }
    all
}

/// Owen's scrambling of 32 bits, with 21 random bits below them: 53 bits.
fn scramble(bits: u32, key: u64) -> u64 {
    let mut out = 0;
    for level in 0..BITS {
        let above = if level == 0 { 0 } else { bits >> (BITS - level) };
        let flip = (hash(key, level as u64, above) >> 63) as u32;
        out = (out << 1) | ((bits >> (BITS - 1 - level) & 1) ^ flip);
    }
    (u64::from(out) << 21) | (hash(key, BITS as u64, bits) >> 43)
}

/// A hash of a node of the tree of bits.
fn hash(key: u64, level: u64, above: u32) -> u64 {
    mix(key ^ mix(((level + 1) << 32) | u64::from(above)))
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Beyond the sequence: numbers in [0, 1), their mean a half, no two dimensions alike.
    #[test]
    fn more_dimensions_than_the_sequence_has_are_random() {
        let many = Sobol::scrambled(DIMENSIONS + 40, 7);
        assert_eq!(many.point(3).len(), DIMENSIONS + 40);
        let column = |d: usize| (0..4096).map(|point| many.u(point, d)).collect::<Vec<f64>>();
        let columns: Vec<Vec<f64>> = [0, 1023, 1024, 1025, 1063].map(column).to_vec();
        for (at, one) in columns.iter().enumerate() {
            assert!(one.iter().all(|u| (0.0..1.0).contains(u)));
            let mean = one.iter().sum::<f64>() / 4096.0;
            assert!((mean - 0.5).abs() < 0.02, "{mean}");
            for other in &columns[..at] {
                let pairs = one.iter().zip(other).map(|(a, b)| (a - 0.5) * (b - 0.5));
                let correlation = pairs.sum::<f64>() / 4096.0 * 12.0;
                assert!(correlation.abs() < 0.06, "{correlation}");
            }
        }
    }

    #[test]
    fn the_first_points_by_hand() {
        // Gray-code order of the van der Corput sequence: 0, 1/2, 3/4, 1/4, 3/8.
        let plain = Sobol::new(2).expect("few dimensions");
        let first: Vec<f64> = (0..5).map(|point| plain.u(point, 0)).collect();
        assert_eq!(first, [0.0, 0.5, 0.75, 0.25, 0.375]);
        assert_eq!(plain.point(4), [0.375, 0.375]);
        assert!(Sobol::new(DIMENSIONS + 1).is_err());
        assert!(Sobol::new(0).expect("nothing").point(3).is_empty());
    }

    #[test]
    fn scrambling_keeps_every_slice_and_every_elementary_box() {
        for seed in 0..5 {
            let points = Sobol::scrambled(6, seed);
            for dimension in 0..6 {
                let mut slices: Vec<usize> =
                    (0..256).map(|n| (points.u(n, dimension) * 256.0) as usize).collect();
                slices.sort_unstable();
                assert_eq!(slices, (0..256).collect::<Vec<usize>>());
            }
            // The first two dimensions are a (0, m, 2)-net: one point in each box of 16 by 16.
            let mut boxes: Vec<usize> = (0..256)
                .map(|n| {
                    let place = |d| (points.u(n, d) * 16.0) as usize;
                    place(0) * 16 + place(1)
                })
                .collect();
            boxes.sort_unstable();
            assert_eq!(boxes, (0..256).collect::<Vec<usize>>());
        }
    }

    #[test]
    fn seeds_and_dimensions_are_scrambled_apart() {
        let (one, other) = (Sobol::scrambled(2, 1), Sobol::scrambled(2, 2));
        let same = (0..64).filter(|n| one.u(*n, 0).to_bits() == other.u(*n, 0).to_bits()).count();
        assert_eq!(same, 0);
        let mean: f64 = (0..4096).map(|n| one.u(n, 1)).sum::<f64>() / 4096.0;
        assert!((mean - 0.5).abs() < 1e-4, "{mean}");
    }
}
