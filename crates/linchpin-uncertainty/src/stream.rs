//! Random numbers by address instead of by order.
//!
//! A number is a pure function of (seed, run, stream name): no generator is shared, so neither the
//! thread count nor the order of calls can change it. ChaCha8 is portable and addressable.

use linchpin_units::Chance;
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// The generator of one (seed, run, stream).
#[must_use]
pub fn stream(seed: u64, run: u64, name: &str) -> ChaCha8Rng {
    numbered(seed, run, number(name))
}

/// The generator of a stream whose number is known.
fn numbered(seed: u64, run: u64, stream: u64) -> ChaCha8Rng {
    let mut key = [0_u8; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&run.to_le_bytes());
    let mut generator = ChaCha8Rng::from_seed(key);
    generator.set_stream(stream);
    generator
}

/// One uniform number in [0, 1) at (seed, run, stream): 53 random bits.
#[must_use]
pub fn uniform(seed: u64, run: u64, name: &str) -> Chance {
    Chance::of(unit_interval(stream(seed, run, name).next_u64()))
}

/// The same for a stream whose [`number`] is known.
#[must_use]
pub(crate) fn uniform_in(seed: u64, run: u64, stream: u64) -> Chance {
    Chance::of(unit_interval(numbered(seed, run, stream).next_u64()))
}

/// The top 53 bits as a fraction of 2^53.
fn unit_interval(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// A permutation of `0..n` at (seed, 0, stream): Fisher and Yates' shuffle.
#[must_use]
pub fn permutation(seed: u64, name: &str, n: usize) -> Vec<u32> {
    let mut generator = stream(seed, 0, name);
    let mut order: Vec<u32> = (0..n as u32).collect();
    for last in (1..n).rev() {
        let chosen = (unit_interval(generator.next_u64()) * (last + 1) as f64) as usize;
        order.swap(last, chosen);
    }
    order
}

/// FNV-1a, 64 bits: a stable number for a stream's name.
#[must_use]
pub(crate) fn number(name: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    name.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_depends_on_its_address_only() {
        let here = uniform(7, 3, "spares-stock");
        let _ = uniform(7, 4, "spares-stock");
        assert_eq!(here, uniform(7, 3, "spares-stock"));
        assert_eq!(here, uniform_in(7, 3, number("spares-stock")));
        for elsewhere in
            [uniform(8, 3, "spares-stock"), uniform(7, 2, "spares-stock"), uniform(7, 3, "eps")]
        {
            assert_ne!(here, elsewhere);
        }
    }

    #[test]
    fn a_permutation_holds_each_place_once() {
        let mut order = permutation(1, "x", 100);
        assert_ne!(order, (0..100).collect::<Vec<u32>>());
        order.sort_unstable();
        assert_eq!(order, (0..100).collect::<Vec<u32>>());
    }
}
