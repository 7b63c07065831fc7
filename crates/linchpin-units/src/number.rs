//! Numbers with a meaning and bounds: newtypes that only a checked constructor makes.
//!
//! A number comes in; one inside its bounds goes out, or [`OutOfBounds`]. NaN and infinity are in no
//! bounds. In files and in memory each is a plain number.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The number is not one of its kind.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{what}, found {found}")]
pub struct OutOfBounds {
    /// What was expected.
    pub what: &'static str,
    /// The number found.
    pub found: f64,
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $low:expr, $high:expr, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
        #[serde(try_from = "f64", into = "f64")]
        #[repr(transparent)]
        pub struct $name(f64);

        impl $name {
            /// The lowest number of this kind.
            pub const LOWEST: Self = Self($low);
            /// The highest number of this kind.
            pub const HIGHEST: Self = Self($high);

            /// The number, if it is one of this kind.
            ///
            /// # Errors
            /// [`OutOfBounds`] beyond the bounds, or when not finite.
            pub fn new(value: f64) -> Result<Self, OutOfBounds> {
                if ($low..=$high).contains(&value) {
                    Ok(Self(value))
                } else {
                    Err(OutOfBounds { what: $what, found: value })
                }
            }

            /// The number of a computation that cannot leave the bounds, or of a constant in code.
            ///
            /// # Panics
            /// Beyond the bounds: a fault of the program.
            #[must_use]
            pub const fn of(value: f64) -> Self {
                assert!($low <= value && value <= $high, $what);
                Self(value)
            }

            /// The number of this kind that is nearest to `value`.
            ///
            /// # Panics
            /// When `value` is NaN: a fault of the program.
            #[must_use]
            pub const fn nearest(value: f64) -> Self {
                Self::of(value.clamp($low, $high))
            }

            /// The number itself.
            #[must_use]
            pub const fn get(self) -> f64 {
                self.0
            }
        }
        impl TryFrom<f64> for $name {
            type Error = OutOfBounds;
            fn try_from(value: f64) -> Result<Self, OutOfBounds> {
                Self::new(value)
            }
        }
        impl From<$name> for f64 {
            fn from(number: $name) -> f64 {
                number.0
            }
        }
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                "Number".into()
            }
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <f64 as schemars::JsonSchema>::json_schema(generator)
            }
        }
        impl PartialEq<f64> for $name {
            fn eq(&self, other: &f64) -> bool {
                self.0 == *other
            }
        }
        impl PartialOrd<f64> for $name {
            fn partial_cmp(&self, other: &f64) -> Option<std::cmp::Ordering> {
                self.0.partial_cmp(other)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number! {
    /// A finite number whose unit stands beside it: in the same row, or with the variable it measures.
    Measure, f64::MIN, f64::MAX, "a measure is a finite number"
}
number! {
    /// A ratio to a reference, such as a duty on a value or a growth: 0 or more.
    Ratio, 0.0, f64::MAX, "a ratio is a finite number of 0 or more"
}
number! {
    /// A length of time in weeks, 0 or more; parts of a week count.
    Weeks, 0.0, f64::MAX, "a number of weeks is finite and 0 or more"
}
number! {
    /// A place on the unit interval: a uniform draw, or the probability it is held against.
    Chance, 0.0, 1.0, "a chance lies between 0 and 1"
}
number! {
    /// What a control is turned to, a share, a factor or a rate: 0 or more, infinite without a limit.
    Setting, 0.0, f64::INFINITY, "a setting is 0 or more"
}
number! {
    /// Degrees of latitude (north) or longitude (east); south and west are negative.
    Degrees, -180.0, 180.0, "degrees lie between -180 and 180"
}

impl Setting {
    /// Nothing passes, or nothing is added.
    pub const NOTHING: Self = Self(0.0);
    /// Everything passes.
    pub const WHOLE: Self = Self(1.0);
    /// No limit.
    pub const UNLIMITED: Self = Self(f64::INFINITY);

    /// The smaller of the two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }

    /// The larger of the two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }
}

impl From<Measure> for Setting {
    fn from(measure: Measure) -> Self {
        Self::nearest(measure.0)
    }
}

impl std::ops::Add for Setting {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Mul for Setting {
    type Output = Self;
    /// Nothing times no limit is nothing.
    fn mul(self, other: Self) -> Self {
        let product = self.0 * other.0;
        Self(if product.is_nan() { 0.0 } else { product })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_inside_the_bounds_pass() {
        assert!(Measure::new(-1.5).is_ok() && Ratio::new(1.45).is_ok());
        assert!(Weeks::new(0.5).is_ok() && Chance::new(1.0).is_ok() && Degrees::new(-9.1).is_ok());
        assert!(Ratio::new(-0.1).is_err() && Weeks::new(-1.0).is_err());
        assert!(Chance::new(1.1).is_err() && Degrees::new(181.0).is_err());
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(Measure::new(bad).is_err() && Ratio::new(bad).is_err(), "{bad}");
            assert!(Weeks::new(bad).is_err() && Chance::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_number_is_written_plainly_and_checked_when_read() {
        assert_eq!(serde_json::to_string(&Ratio::of(0.25)).expect("plain"), "0.25");
        assert_eq!(serde_json::from_str::<Ratio>("0.25").expect("plain"), Ratio::of(0.25));
        let refused = serde_json::from_str::<Ratio>("-1").expect_err("negative").to_string();
        assert!(refused.contains("a ratio is a finite number of 0 or more, found -1"), "{refused}");
        assert_eq!(format!("{:.1}", Weeks::of(2.0)), "2.0");
    }
}
