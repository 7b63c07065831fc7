//! A share: a finite number between 0 and 1.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A part of a whole, `0 <= s <= 1`, finite by construction.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "f64", into = "f64")]
pub struct Share(f64);

/// The number is not a share.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("a share lies between 0 and 1, found {0}")]
pub struct NotAShare(pub f64);

impl Share {
    /// Nothing of the whole.
    pub const NONE: Self = Self(0.0);
    /// The whole.
    pub const ALL: Self = Self(1.0);

    /// A share, if `value` is one.
    ///
    /// # Errors
    /// [`NotAShare`] outside 0..=1, or when not finite.
    pub fn new(value: f64) -> Result<Self, NotAShare> {
        if (0.0..=1.0).contains(&value) { Ok(Self(value)) } else { Err(NotAShare(value)) }
    }

    /// The share that is nearest to `value`.
    ///
    /// # Panics
    /// When `value` is NaN: a fault of the program.
    #[must_use]
    pub fn nearest(value: f64) -> Self {
        assert!(!value.is_nan(), "a share is a number");
        Self(value.clamp(0.0, 1.0))
    }

    /// The number itself.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// What is left of the whole.
    #[must_use]
    pub fn rest(self) -> Self {
        Self(1.0 - self.0)
    }
}

impl TryFrom<f64> for Share {
    type Error = NotAShare;
    fn try_from(value: f64) -> Result<Self, NotAShare> {
        Self::new(value)
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> f64 {
        share.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} %", self.0 * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parts_of_a_whole_are_shares() {
        assert!(Share::new(0.4).is_ok());
        for bad in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(Share::new(bad).is_err(), "{bad} passed as a share");
        }
    }
}
