//! The two widths of numbers a kernel can run in, and the few vector operations it needs.
//!
//! In come slices; out come vectors of whatever width the machine has. `mul_add` is fused on every
//! machine, in hardware or in software, so that results do not depend on it.

use pulp::Simd;

/// A floating-point number with vectors.
pub trait Real:
    Copy
    + 'static
    + Send
    + Sync
    + PartialOrd
    + std::fmt::Debug
    + std::ops::Add<Output = Self>
    + std::ops::Sub<Output = Self>
    + std::ops::Mul<Output = Self>
    + std::ops::Div<Output = Self>
    + std::ops::AddAssign
{
    /// Zero.
    const ZERO: Self;
    /// One.
    const ONE: Self;
    /// Larger than any stock in days.
    const HUGE: Self;
    /// Numbers in a vector of `S`.
    fn width<S: Simd>() -> usize;
    /// A vector of `S`.
    type Vector<S: Simd>: Copy;
    /// The nearest number of this width.
    fn of(value: f64) -> Self;
    /// The nearest numbers of this width, in the memory of those given or little more.
    fn all_of(values: Vec<f64>) -> Vec<Self>;
    /// Widened.
    fn wide(self) -> f64;
    /// Whole vectors of a slice whose length is a multiple of the width.
    fn vectors<S: Simd>(slice: &[Self]) -> &[Self::Vector<S>];
    /// The same, to be written.
    fn vectors_mut<S: Simd>(slice: &mut [Self]) -> &mut [Self::Vector<S>];
    /// The number in every place.
    fn splat<S: Simd>(simd: S, value: Self) -> Self::Vector<S>;
    /// `a * b + c`, rounded once.
    fn mul_add<S: Simd>(
        simd: S,
        a: Self::Vector<S>,
        b: Self::Vector<S>,
        c: Self::Vector<S>,
    ) -> Self::Vector<S>;
    /// `a + b`.
    fn sum<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S>;
    /// `a * b`.
    fn product<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S>;
    /// `a - b`.
    fn difference<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S>;
    /// `a / b`.
    fn quotient<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S>;
    /// Which numbers of `a` are less than those of `b`.
    type Mask<S: Simd>: Copy;
    /// Compares pair by pair.
    fn less<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Mask<S>;
    /// `yes` where the mask is set, else `no`.
    fn choose<S: Simd>(
        simd: S,
        mask: Self::Mask<S>,
        yes: Self::Vector<S>,
        no: Self::Vector<S>,
    ) -> Self::Vector<S>;
    /// The smaller of each pair of finite numbers.
    fn least<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S>;
    /// The larger of each pair of finite numbers.
    fn most<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S>;
    /// The smaller; for equal values the first.
    #[inline(always)]
    fn lesser(self, other: Self) -> Self {
        if other < self { other } else { self }
    }
    /// The larger; for equal values the first.
    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        if other > self { other } else { self }
    }
}

/// Numbers narrowed at once before their memory is given back.
const PIECE: usize = 1 << 21;

/// Narrowed from the end, so that what was read is given back on the way.
fn narrowed(mut values: Vec<f64>) -> Vec<f32> {
    let mut narrow = vec![0.0; values.len()];
    while !values.is_empty() {
        let from = (values.len() - 1) / PIECE * PIECE;
        for (narrow, value) in narrow[from..].iter_mut().zip(&values[from..]) {
            *narrow = *value as f32;
        }
        values.truncate(from);
        values.shrink_to_fit();
    }
    narrow
}

fn same(values: Vec<f64>) -> Vec<f64> {
    values
}

macro_rules! real {
    ($number:ty, $all:ident, $mask:ident, $less:ident, $choose:ident, $vector:ident, $lanes:ident, $as:ident, $as_mut:ident, $splat:ident, $fma:ident, $add:ident,
     $($operation:ident = $method:ident),+) => {
        impl Real for $number {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const HUGE: Self = 1e30;
            #[inline(always)]
            fn width<S: Simd>() -> usize {
                S::$lanes
            }
            type Vector<S: Simd> = S::$vector;
            #[inline(always)]
            fn of(value: f64) -> Self {
                value as $number
            }
            type Mask<S: Simd> = S::$mask;
            #[inline(always)]
            fn less<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Mask<S> {
                simd.$less(a, b)
            }
            #[inline(always)]
            fn choose<S: Simd>(
                simd: S,
                mask: Self::Mask<S>,
                yes: Self::Vector<S>,
                no: Self::Vector<S>,
            ) -> Self::Vector<S> {
                simd.$choose(mask, yes, no)
            }
            fn all_of(values: Vec<f64>) -> Vec<Self> {
                $all(values)
            }
            #[inline(always)]
            fn wide(self) -> f64 {
                f64::from(self)
            }
            #[inline(always)]
            fn vectors<S: Simd>(slice: &[Self]) -> &[Self::Vector<S>] {
                S::$as(slice).0
            }
            #[inline(always)]
            fn vectors_mut<S: Simd>(slice: &mut [Self]) -> &mut [Self::Vector<S>] {
                S::$as_mut(slice).0
            }
            #[inline(always)]
            fn splat<S: Simd>(simd: S, value: Self) -> Self::Vector<S> {
                simd.$splat(value)
            }
            #[inline(always)]
            fn mul_add<S: Simd>(
                simd: S,
                a: Self::Vector<S>,
                b: Self::Vector<S>,
                c: Self::Vector<S>,
            ) -> Self::Vector<S> {
                simd.$fma(a, b, c)
            }
            #[inline(always)]
            fn sum<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S> {
                simd.$add(a, b)
            }
            $(
                #[inline(always)]
                fn $operation<S: Simd>(
                    simd: S,
                    a: Self::Vector<S>,
                    b: Self::Vector<S>,
                ) -> Self::Vector<S> {
                    simd.$method(a, b)
                }
            )+
        }
    };
}

real!(
    f32,
    narrowed,
    m32s,
    less_than_f32s,
    select_f32s,
    f32s,
    F32_LANES,
    as_simd_f32s,
    as_mut_simd_f32s,
    splat_f32s,
    mul_add_f32s,
    add_f32s,
    product = mul_f32s,
    difference = sub_f32s,
    quotient = div_f32s,
    least = min_f32s,
    most = max_f32s
);
real!(
    f64,
    same,
    m64s,
    less_than_f64s,
    select_f64s,
    f64s,
    F64_LANES,
    as_simd_f64s,
    as_mut_simd_f64s,
    splat_f64s,
    mul_add_f64s,
    add_f64s,
    product = mul_f64s,
    difference = sub_f64s,
    quotient = div_f64s,
    least = min_f64s,
    most = max_f64s
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_narrow_as_the_whole_does() {
        for count in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 3] {
            let values: Vec<f64> = (0..count).map(|k| k as f64 / 3.0).collect();
            let wanted: Vec<f32> = values.iter().map(|value| *value as f32).collect();
            assert_eq!(f32::all_of(values.clone()), wanted, "{count} numbers");
            assert_eq!(f64::all_of(values.clone()), values);
        }
    }
}
