//! How a lane keeps a loss between rounds: as computed, or in sixteen bits.
//!
//! In come losses from 0 to 1; out come the same, rounded to what is stored. A line of the cache holds
//! 32 losses of sixteen bits, so that each fetched line serves twice as many closures. Invariant: no
//! loss and a whole loss are kept exactly in every width.

use crate::kernel::real::Real;
use pulp::Simd;

/// A row as it is computed with, in `N` vectors of `V`.
pub type Vectors<S, V, const N: usize> = [<<S as Stored>::Number as Real>::Vector<V>; N];

/// A number as it is kept.
pub trait Stored: Copy + Send + Sync + 'static {
    /// The number it is computed with.
    type Number: Real;
    /// Closures side by side.
    const LANES: usize;
    /// No loss.
    const NOTHING: Self;
    /// The nearest stored number.
    fn of(number: Self::Number) -> Self;
    /// The number stored.
    fn number(self) -> Self::Number;
    /// What a row as kept has to be multiplied by.
    const SCALE: Self::Number;
    /// A row as it is kept, in `N` vectors.
    fn raw<V: Simd, const N: usize, const L: usize>(row: &[Self; L]) -> Vectors<Self, V, N>;
    /// The numbers of a row, in `N` vectors.
    #[inline(always)]
    fn read<V: Simd, const N: usize, const L: usize>(
        simd: V,
        row: &[Self; L],
    ) -> Vectors<Self, V, N> {
        let scale = Self::Number::splat(simd, Self::SCALE);
        let mut numbers = Self::raw::<V, N, L>(row);
        for number in &mut numbers {
            *number = Self::Number::product(simd, *number, scale);
        }
        numbers
    }
    /// Writes `N` vectors as a row.
    fn write<V: Simd, const N: usize, const L: usize>(
        simd: V,
        vectors: Vectors<Self, V, N>,
        row: &mut [Self; L],
    );
}

/// The `N` vectors of a row.
#[inline(always)]
pub(super) fn vectors<T: Real, V: Simd, const N: usize, const L: usize>(
    row: &[T; L],
) -> [T::Vector<V>; N] {
    let all = T::vectors::<V>(row);
    std::array::from_fn(|v| all[v])
}

impl Stored for f64 {
    type Number = Self;
    const LANES: usize = 16;
    const SCALE: Self = 1.0;
    const NOTHING: Self = 0.0;
    #[inline(always)]
    fn of(number: Self) -> Self {
        number
    }
    #[inline(always)]
    fn number(self) -> Self {
        self
    }
    #[inline(always)]
    fn raw<V: Simd, const N: usize, const L: usize>(row: &[Self; L]) -> Vectors<Self, V, N> {
        vectors::<Self, V, N, L>(row)
    }
    #[inline(always)]
    fn write<V: Simd, const N: usize, const L: usize>(
        _simd: V,
        vectors: Vectors<Self, V, N>,
        row: &mut [Self; L],
    ) {
        Self::vectors_mut::<V>(row).copy_from_slice(&vectors);
    }
}

/// Added and taken off again, so that no loss under 2^-65 is kept: products of smaller ones would be
/// subnormal, which machines compute a hundred times slower.
const FLUSHED: f32 = 1.0 / (1_u64 << 40) as f32;

impl Stored for f32 {
    type Number = Self;
    const LANES: usize = 16;
    const SCALE: Self = 1.0;
    const NOTHING: Self = 0.0;
    #[inline(always)]
    fn of(number: Self) -> Self {
        (number + FLUSHED) - FLUSHED
    }
    #[inline(always)]
    fn number(self) -> Self {
        self
    }
    #[inline(always)]
    fn raw<V: Simd, const N: usize, const L: usize>(row: &[Self; L]) -> Vectors<Self, V, N> {
        vectors::<Self, V, N, L>(row)
    }
    #[inline(always)]
    fn write<V: Simd, const N: usize, const L: usize>(
        simd: V,
        vectors: Vectors<Self, V, N>,
        row: &mut [Self; L],
    ) {
        let flushed = Self::splat(simd, FLUSHED);
        for (out, vector) in Self::vectors_mut::<V>(row).iter_mut().zip(vectors) {
            *out = Self::difference(simd, Self::sum(simd, vector, flushed), flushed);
        }
    }
}

/// A loss in sixteen bits: five of exponent, eleven of fraction, no sign. It is off by at most 2^-12 of
/// itself; under 2^-30 it is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short(u16);

/// Bits of single precision that are dropped.
const DROPPED: u32 = 12;
/// The exponent of single precision that is the least here: numbers are kept 2^96 too small, so that
/// the bits of nothing are zero.
const LOWERED: u32 = 96 << 23;
/// The smallest number that is kept.
const SMALLEST: u16 = 1 << 11;

impl Stored for Short {
    type Number = f32;
    const LANES: usize = 32;
    const SCALE: f32 = (1_u128 << 96) as f32;
    const NOTHING: Self = Self(0);
    #[inline(always)]
    fn of(number: f32) -> Self {
        let bits = number.to_bits().max(LOWERED) - LOWERED;
        let short = ((bits + (1 << (DROPPED - 1))) >> DROPPED) as u16;
        Self(if short < SMALLEST { 0 } else { short })
    }
    #[inline(always)]
    fn number(self) -> f32 {
        self.lowered() * Self::SCALE
    }
    #[inline(always)]
    fn raw<V: Simd, const N: usize, const L: usize>(row: &[Self; L]) -> Vectors<Self, V, N> {
        let mut numbers = [0.0; L];
        for k in 0..L {
            numbers[k] = row[k].lowered();
        }
        vectors::<f32, V, N, L>(&numbers)
    }
    #[inline(always)]
    fn write<V: Simd, const N: usize, const L: usize>(
        _simd: V,
        vectors: Vectors<Self, V, N>,
        row: &mut [Self; L],
    ) {
        let mut numbers = [0.0; L];
        <f32 as Real>::vectors_mut::<V>(&mut numbers).copy_from_slice(&vectors);
        for k in 0..L {
            row[k] = Self::of(numbers[k]);
        }
    }
}

impl Short {
    #[inline(always)]
    fn lowered(self) -> f32 {
        f32::from_bits(u32::from(self.0) << DROPPED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_and_everything_are_kept() {
        assert_eq!(Short::of(0.0), Short::NOTHING);
        assert_eq!((Short::of(0.0).number(), Short::of(1.0).number()), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn a_loss_is_off_by_little_and_order_is_kept(a in 0.0_f32..=1.0, b in 0.0_f32..=1.0) {
            for x in [a, a * 1e-4] {
                let off = (Short::of(x).number() - x).abs();
                prop_assert!(off <= (x / 4096.0).max(1e-9), "{x} became {}", Short::of(x).number());
            }
            if a <= b {
                prop_assert!(Short::of(a).number() <= Short::of(b).number());
            }
        }
    }
}
