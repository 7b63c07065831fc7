//! How users behave, with ranges.
//!
//! In comes `assumptions/users.toml`; out come the entries by name, for a design to draw from.

use crate::assumed::Assumed;
use linchpin_units::{Finding, Text};

/// The entries of the file.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Users {
    /// See [`super::Behaviour::elasticity`].
    pub elasticity: Assumed,
    /// See [`super::Behaviour::pass_through`].
    pub pass_through: Assumed,
    /// See [`super::Behaviour::product_elasticity`].
    pub product_elasticity: Assumed,
    /// See [`super::Behaviour::priority`].
    pub priority: Assumed,
}

impl Users {
    /// The ranges built into the program.
    ///
    /// # Errors
    /// `LP-U002` when the built-in file is malformed, which a test rules out.
    pub fn embedded() -> Result<Self, Finding> {
        Text::new("assumptions/users.toml", include_str!("../../assumptions/users.toml")).toml()
    }

    /// The entries with their names, in the file's order.
    #[must_use]
    pub fn all(&self) -> [(&'static str, &Assumed); 4] {
        [
            ("elasticity of memory bought to its price", &self.elasticity),
            ("pass-through of dearer memory", &self.pass_through),
            ("elasticity of products to their price", &self.product_elasticity),
            ("priority of users whose costs hold little memory", &self.priority),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lie_in_their_ranges() {
        for (name, entry) in Users::embedded().expect("well formed").all() {
            assert!(entry.range().is_ok(), "{name}");
        }
    }
}
