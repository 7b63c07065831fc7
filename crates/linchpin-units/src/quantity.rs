//! Wafers, bits and what turns one into the other: newtypes whose meaningful products compile.

use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl $name {
            /// Zero of this quantity.
            pub const ZERO: Self = Self(0.0);
            /// The number in the unit the type names.
            #[must_use]
            pub fn get(self) -> f64 {
                self.0
            }
        }
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }
        impl Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 {
                self.0 / other.0
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self::ZERO, Add::add)
            }
        }
    };
}
pub(crate) use quantity;

quantity! {
    /// Silicon wafers, 300 mm equivalents.
    Wafers
}
quantity! {
    /// Memory bits, in terabits (1e12 bits).
    Bits
}
quantity! {
    /// Terabits on one good wafer: bits per die times good dies per wafer.
    BitsPerWafer
}

impl Mul<BitsPerWafer> for Wafers {
    type Output = Bits;
    fn mul(self, density: BitsPerWafer) -> Bits {
        Bits(self.0 * density.0)
    }
}

impl Div<BitsPerWafer> for Bits {
    type Output = Wafers;
    fn div(self, density: BitsPerWafer) -> Wafers {
        Wafers(self.0 / density.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wafers_times_density_are_bits() {
        let bits = Wafers(100.0) * BitsPerWafer(16.0);
        assert_eq!(bits, Bits(1600.0));
        assert_eq!(bits / BitsPerWafer(16.0), Wafers(100.0));
    }
}
