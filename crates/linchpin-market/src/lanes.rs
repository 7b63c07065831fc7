//! Lanes: numbers of independent runs side by side, one run a lane.
//!
//! In: one number per run. Out: the same arithmetic for all of them at once, in the widest vectors of
//! the machine. Every operation is elementwise and rounded like its scalar twin, no product is fused
//! and nothing is summed over lanes, so that a run has the same bytes in any lane, beside any others,
//! on any vector width. [`Lane::exp`], [`Lane::ln`] and [`Lane::pow`] are the formulas of fdlibm (Sun
//! Microsystems 1993) without branches.

use linchpin_cycle::law::Real;
use pulp::{Simd, bytemuck};
use std::fmt;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// Vectors in a row of lanes: two, so that one may be computed while the other waits.
const VECTORS: usize = 2;

/// One number for each of [`Lane::WIDTH`] runs.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(crate) struct Lane<S: Simd> {
    simd: S,
    v: [S::f64s; VECTORS],
}

/// For each run whether something holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mask<S: Simd> {
    simd: S,
    m: [S::m64s; VECTORS],
}

macro_rules! each {
    ($simd:expr, $($value:ident),+ => $operation:expr) => {
        // Written out, since a closure may not be inlined into the wide function it needs.
        [{ $(let $value = $value[0];)+ $operation }, { $(let $value = $value[1];)+ $operation }]
    };
}

impl<S: Simd> Lane<S> {
    /// Runs side by side.
    pub(crate) const WIDTH: usize = VECTORS * S::F64_LANES;

    /// The same number in every lane.
    #[inline(always)]
    #[must_use]
    pub(crate) fn splat(simd: S, value: f64) -> Self {
        Self { simd, v: [simd.splat_f64s(value); VECTORS] }
    }

    /// The number of each lane.
    #[inline(always)]
    #[must_use]
    pub(crate) fn from_fn(simd: S, mut value: impl FnMut(usize) -> f64) -> Self {
        let mut lane = Self { simd, v: [bytemuck::Zeroable::zeroed(); VECTORS] };
        for (k, place) in lane.as_mut_slice().iter_mut().enumerate() {
            *place = value(k);
        }
        lane
    }

    /// The lanes as numbers.
    #[inline(always)]
    #[must_use]
    pub(crate) fn as_slice(&self) -> &[f64] {
        bytemuck::cast_slice(&self.v)
    }

    /// The same, to be written.
    #[inline(always)]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [f64] {
        bytemuck::cast_slice_mut(&mut self.v)
    }

    /// One lane's number.
    #[inline(always)]
    #[must_use]
    pub(crate) fn get(&self, lane: usize) -> f64 {
        self.as_slice()[lane]
    }

    /// Puts a number into one lane.
    #[inline(always)]
    pub(crate) fn set(&mut self, lane: usize, value: f64) {
        self.as_mut_slice()[lane] = value;
    }

    /// The token of the vector unit.
    #[inline(always)]
    #[must_use]
    pub(crate) fn simd(&self) -> S {
        self.simd
    }

    /// The same number in every lane, on this lane's vector unit.
    #[inline(always)]
    #[must_use]
    pub(crate) fn like(&self, value: f64) -> Self {
        Self::splat(self.simd, value)
    }

    /// Where `self < other`.
    #[inline(always)]
    #[must_use]
    pub(crate) fn lt(self, other: Self) -> Mask<S> {
        let (simd, a, b) = (self.simd, self.v, other.v);
        Mask { simd, m: each!(simd, a, b => simd.less_than_f64s(a, b)) }
    }

    /// Where `self <= other`.
    #[inline(always)]
    #[must_use]
    pub(crate) fn le(self, other: Self) -> Mask<S> {
        let (simd, a, b) = (self.simd, self.v, other.v);
        Mask { simd, m: each!(simd, a, b => simd.less_than_or_equal_f64s(a, b)) }
    }

    /// Where `self > other`.
    #[inline(always)]
    #[must_use]
    pub(crate) fn gt(self, other: Self) -> Mask<S> {
        other.lt(self)
    }

    /// Where `self >= other`.
    #[inline(always)]
    #[must_use]
    pub(crate) fn ge(self, other: Self) -> Mask<S> {
        other.le(self)
    }

    /// The larger of each pair; of equal ones the first.
    #[inline(always)]
    #[must_use]
    pub(crate) fn max(self, other: Self) -> Self {
        self.lt(other).select(other, self)
    }

    /// The smaller of each pair; of equal ones the first.
    #[inline(always)]
    #[must_use]
    pub(crate) fn min(self, other: Self) -> Self {
        other.lt(self).select(other, self)
    }

    /// Never below zero.
    #[inline(always)]
    #[must_use]
    pub(crate) fn positive(self) -> Self {
        self.max(self.like(0.0))
    }

    /// Between two bounds.
    #[inline(always)]
    #[must_use]
    pub(crate) fn clamp(self, low: f64, high: f64) -> Self {
        self.max(self.like(low)).min(self.like(high))
    }

    /// Without its sign.
    #[inline(always)]
    #[must_use]
    pub(crate) fn abs(self) -> Self {
        let (simd, a) = (self.simd, self.v);
        Self { simd, v: each!(simd, a => simd.abs_f64s(a)) }
    }

    /// `self / whole` where there is a whole, else `otherwise`.
    #[inline(always)]
    #[must_use]
    pub(crate) fn part_of(self, whole: Self, otherwise: f64) -> Self {
        let some = whole.gt(self.like(0.0));
        some.select(self / some.select(whole, self.like(1.0)), self.like(otherwise))
    }

    /// e to the power of each lane, for lanes between -700 and 700; others are taken for the bound.
    ///
    /// `x = k ln 2 + r`, `e^r = 1 + (r c / (2 - c) - lo + hi)`: less than one unit in the last place.
    #[inline(always)]
    #[must_use]
    pub(crate) fn exp(self) -> Self {
        let simd = self.simd;
        let x = self.clamp(-700.0, 700.0);
        let k = (x * Self::splat(simd, INV_LN2) + Self::splat(simd, ROUNDER))
            - Self::splat(simd, ROUNDER);
        let high = x - k * Self::splat(simd, LN2_HI);
        let low = k * Self::splat(simd, LN2_LO);
        let r = high - low;
        let rr = r * r;
        let [p1, p2, p3, p4, p5] = splats(simd, EXP_P);
        let p = p1 + rr * (p2 + rr * (p3 + rr * (p4 + rr * p5)));
        let c = r - rr * p;
        let y = Self::splat(simd, 1.0) + (r * c / (Self::splat(simd, 2.0) - c) - low + high);
        y * power_of_two(k)
    }

    /// Natural logarithm of each lane, for positive normal numbers; smaller ones are taken for the
    /// least normal number.
    #[inline(always)]
    #[must_use]
    pub(crate) fn ln(self) -> Self {
        let simd = self.simd;
        let x = self.max(Self::splat(simd, f64::MIN_POSITIVE));
        let (mut k, mut m) = split(x);
        let upper = m.gt(Self::splat(simd, std::f64::consts::SQRT_2));
        m = upper.select(m * Self::splat(simd, 0.5), m);
        k = upper.select(k + Self::splat(simd, 1.0), k);
        let f = m - Self::splat(simd, 1.0);
        let s = f / (Self::splat(simd, 2.0) + f);
        let z = s * s;
        let w = z * z;
        let [l1, l2, l3, l4, l5, l6, l7] = splats(simd, LN_L);
        let odd = w * (l2 + w * (l4 + w * l6));
        let even = z * (l1 + w * (l3 + w * (l5 + w * l7)));
        let half = Self::splat(simd, 0.5) * f * f;
        s * (half + (odd + even)) + k * Self::splat(simd, LN2_LO) - half
            + f
            + k * Self::splat(simd, LN2_HI)
    }

    /// Each lane to the power `exponent`, `exp(exponent ln x)`: relative error about
    /// `2e-16 (1 + |exponent ln x|)`. One to any power is exactly one.
    #[inline(always)]
    #[must_use]
    pub(crate) fn pow(self, exponent: Self) -> Self {
        (exponent * self.ln()).exp()
    }
}

const INV_LN2: f64 = std::f64::consts::LOG2_E;
const LN2_HI: f64 = 0.693_147_180_369_123_8;
const LN2_LO: f64 = 1.908_214_929_270_587_7e-10;
/// Adding and subtracting it rounds to a whole number.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
const EXP_P: [f64; 5] = [
    0.166_666_666_666_666_02,
    -0.002_777_777_777_701_559_3,
    6.613_756_321_437_934e-05,
    -1.653_390_220_546_525_2e-06,
    4.138_136_797_057_238_5e-08,
];
const LN_L: [f64; 7] = [
    0.666_666_666_666_673_5,
    0.399_999_999_994_094_2,
    0.285_714_287_436_623_9,
    0.222_221_984_321_497_84,
    0.181_835_721_616_180_5,
    0.153_138_376_992_093_73,
    0.147_981_986_051_165_86,
];
const MANTISSA: u64 = (1 << 52) - 1;
const ONE: u64 = 1023 << 52;
/// `2^52`, whose last bit counts one.
const UNITS: u64 = (1023 + 52) << 52;

/// Each number in every lane.
#[inline(always)]
fn splats<S: Simd, const N: usize>(simd: S, values: [f64; N]) -> [Lane<S>; N] {
    let mut lanes = [Lane::splat(simd, 0.0); N];
    for (lane, value) in lanes.iter_mut().zip(values) {
        *lane = Lane::splat(simd, value);
    }
    lanes
}

/// `2^k` for whole `k`: its biased exponent, written into a number's middle bits, is moved up by
/// doubling the bits.
#[inline(always)]
fn power_of_two<S: Simd>(k: Lane<S>) -> Lane<S> {
    let (simd, middle) = (k.simd, f64::from_bits((1023 + 40) << 52));
    let placed = (k + k.like(1023.0)) * k.like(middle) + k.like(f64::from_bits(UNITS));
    let v = placed.v;
    let v = each!(simd, v => {
        let mut bits = simd.transmute_u64s_f64s(v);
        for _ in 0..12 {
            bits = simd.add_u64s(bits, bits);
        }
        simd.transmute_f64s_u64s(bits)
    });
    Lane { simd, v }
}

/// Exponent and mantissa in [1, 2) of positive normal numbers.
#[inline(always)]
fn split<S: Simd>(x: Lane<S>) -> (Lane<S>, Lane<S>) {
    let (mut exponent, mut mantissa) = (x, x);
    let bits: &[u64] = bytemuck::cast_slice(&x.v);
    let to: &mut [u64] = bytemuck::cast_slice_mut(&mut exponent.v);
    for (to, bits) in to.iter_mut().zip(bits) {
        *to = (bits >> 52) | UNITS;
    }
    let to: &mut [u64] = bytemuck::cast_slice_mut(&mut mantissa.v);
    for (to, bits) in to.iter_mut().zip(bits) {
        *to = (bits & MANTISSA) | ONE;
    }
    (exponent - x.like(f64::from_bits(UNITS) + 1023.0), mantissa)
}

impl<S: Simd> Mask<S> {
    /// Where the mask holds `yes`, elsewhere `no`.
    #[inline(always)]
    #[must_use]
    pub(crate) fn select(self, yes: Lane<S>, no: Lane<S>) -> Lane<S> {
        let (simd, m, a, b) = (self.simd, self.m, yes.v, no.v);
        Lane { simd, v: each!(simd, m, a, b => simd.select_f64s(m, a, b)) }
    }

    /// Where both hold.
    #[inline(always)]
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        let (simd, a, b) = (self.simd, self.m, other.m);
        Self { simd, m: each!(simd, a, b => simd.and_m64s(a, b)) }
    }

    /// Where either holds.
    #[inline(always)]
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        let (simd, a, b) = (self.simd, self.m, other.m);
        Self { simd, m: each!(simd, a, b => simd.or_m64s(a, b)) }
    }

    /// Whether it holds anywhere. Only to skip work that changes nothing where it does not hold.
    #[inline(always)]
    #[must_use]
    pub(crate) fn any(self) -> bool {
        self.m.iter().any(|m| self.simd.first_true_m64s(*m) < S::F64_LANES)
    }
}

macro_rules! operators {
    ($($trait:ident, $method:ident, $vector:ident;)+) => {$(
        impl<S: Simd> $trait for Lane<S> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                let (simd, a, b) = (self.simd, self.v, other.v);
                Self { simd, v: each!(simd, a, b => simd.$vector(a, b)) }
            }
        }
        impl<S: Simd> $trait<f64> for Lane<S> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self {
                self.$method(self.like(other))
            }
        }
    )+};
}

operators! {
    Add, add, add_f64s;
    Sub, sub, sub_f64s;
    Mul, mul, mul_f64s;
    Div, div, div_f64s;
}

impl<S: Simd> AddAssign for Lane<S> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<S: Simd> SubAssign for Lane<S> {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<S: Simd> Neg for Lane<S> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.like(0.0) - self
    }
}

impl<S: Simd> fmt::Debug for Lane<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.as_slice()).finish()
    }
}

/// The law of the price computes with lanes as with numbers.
impl<S: Simd> Real for Lane<S> {
    #[inline(always)]
    fn like(self, value: f64) -> Self {
        Self::splat(self.simd, value)
    }
    #[inline(always)]
    fn exp(self) -> Self {
        Self::exp(self)
    }
    #[inline(always)]
    fn ln(self) -> Self {
        Self::ln(self)
    }
    #[inline(always)]
    fn pow(self, exponent: Self) -> Self {
        Self::pow(self, exponent)
    }
    #[inline(always)]
    fn least(self, other: Self) -> Self {
        Self::min(self, other)
    }
    #[inline(always)]
    fn most(self, other: Self) -> Self {
        Self::max(self, other)
    }
    #[inline(always)]
    fn within(self, low: f64, high: f64) -> Self {
        Self::clamp(self, low, high)
    }
}

/// The sum of some lanes, in their order.
#[inline(always)]
pub(crate) fn sum<S: Simd>(simd: S, values: &[Lane<S>]) -> Lane<S> {
    let mut sum = Lane::splat(simd, 0.0);
    for value in values {
        sum += *value;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_units::math;
    use proptest::prelude::*;
    use pulp::{Scalar, WithSimd};

    struct All<'a>(&'a [f64], f64);
    impl WithSimd for All<'_> {
        type Output = Vec<[u64; 3]>;
        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
            let mut found = Vec::new();
            for chunk in self.0.chunks(Lane::<S>::WIDTH) {
                let x = Lane::from_fn(simd, |k| chunk[k.min(chunk.len() - 1)]);
                let positive = x.abs() + 1e-3;
                let (exp, ln) = (x.exp(), positive.ln());
                let pow = positive.pow(x.like(self.1));
                for k in 0..chunk.len() {
                    found.push([exp, ln, pow].map(|lane| lane.get(k).to_bits()));
                }
            }
            found
        }
    }

    fn near(found: f64, wanted: f64, error: f64) -> bool {
        (found - wanted).abs() <= error * wanted.abs().max(f64::MIN_POSITIVE)
    }

    proptest! {
        #[test]
        fn functions_agree_with_libm_and_have_the_same_bytes_on_every_width(
            x in prop::collection::vec(-30.0..30.0f64, 1..40), power in -3.0..3.0f64,
        ) {
            let wide = pulp::Arch::new().dispatch(All(&x, power));
            let narrow = All(&x, power).with_simd(Scalar::new());
            prop_assert_eq!(&wide, &narrow);
            for (x, found) in x.iter().zip(&wide) {
                let [exp, ln, pow] = found.map(f64::from_bits);
                let positive = x.abs() + 1e-3;
                prop_assert!(near(exp, math::exp(*x), 3e-16), "exp {} = {}", x, exp);
                prop_assert!((ln - math::ln(positive)).abs() <= 3e-16 * math::ln(positive).abs().max(0.1));
                let wanted = math::pow(positive, power);
                let error = 3e-16 * (2.0 + (power * math::ln(positive)).abs());
                prop_assert!(near(pow, wanted, error), "{} ^ {} = {}", positive, power, pow);
            }
        }
    }

    #[test]
    fn one_stays_one_and_bounds_hold() {
        let simd = Scalar::new();
        let one = Lane::splat(simd, 1.0);
        assert_eq!(one.pow(one.like(0.37)).get(0), 1.0);
        assert_eq!(one.like(0.0).exp().get(0), 1.0);
        assert_eq!(one.ln().get(0), 0.0);
        assert!(one.like(0.0).ln().get(0).is_finite() && one.like(1e9).exp().get(0).is_finite());
        assert_eq!(one.like(2.0).ln().get(0), std::f64::consts::LN_2);
        assert_eq!(one.part_of(one.like(0.0), 7.0).get(0), 7.0);
    }
}
