//! Which cells of an engine's own table carry a change, and one number by several methods.
//!
//! The facade fills these from the engine; the store keeps the cells as a table, the report holds the methods.

use crate::contract::figures::Told;
use crate::contract::sources::InputRow;
use crate::contract::texts::SpreadText;
use crate::stats::band::Spread;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One cell of a table with its part of a change; the last row of a change is all that is left of it. The points of
/// a change's rows add up to the change at the middle of every range.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedRow {
    /// Scenario.
    pub scenario: String,
    /// Cell of the change, as in [`crate::contract::loss::Loss::cell`].
    pub cell: String,
    /// How it was taken apart.
    pub how: String,
    /// The cell of the table, with its source; none for all that is left.
    pub input: Option<InputRow>,
    /// What the measures put on it; empty where they do not touch it.
    pub put: String,
    /// Its own change, a share; none for all that is left.
    pub change: Option<f64>,
    /// Its part, in points: per cent of the baseline.
    pub points: f64,
    /// How many cells the row stands for.
    pub count: u32,
}

/// One number by several methods, side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Scenario.
    pub scenario: String,
    /// World id, or the engine's own.
    pub entity: String,
    /// Name for readers.
    pub name: String,
    /// What is told, for readers.
    pub what: String,
    /// Heads of the columns, such as horizons.
    pub columns: Vec<String>,
    /// Draws behind each range.
    pub draws: u32,
    /// The methods, the coarsest first; the last is the run's own.
    pub rows: Vec<LadderRow>,
}

/// One method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LadderRow {
    /// What it is called.
    pub method: String,
    /// What it counts and what it leaves out.
    pub says: String,
    /// Relative change by column; none where the method says nothing.
    pub values: Vec<Option<Spread>>,
    /// Texts of the changes, for faces; never stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<SpreadText>,
}

impl LadderRow {
    /// The texts of its changes over so many draws; of a method that says nothing, so.
    #[must_use]
    pub fn texts(&self, draws: u32) -> Vec<SpreadText> {
        let told = Told::of(draws);
        let unsaid = || SpreadText { middle: "can’t say".to_owned(), range: String::new() };
        let text = |value: &Option<Spread>| {
            value.as_ref().map_or_else(unsaid, |value| told.percent_spread(value))
        };
        self.values.iter().map(text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: a loss of 1.2 % [1.5, 1.1], and a method without an answer.
    #[test]
    fn a_method_says_its_change_or_that_it_says_nothing() {
        let change = Spread { p05: -0.015, p50: -0.012, p95: -0.011 };
        let row = LadderRow {
            method: "m".to_owned(),
            says: String::new(),
            values: vec![Some(change), None],
            text: Vec::new(),
        };
        let texts: Vec<String> = row.texts(32).iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["-1.2 % [-1.5, -1.1]", "can’t say"]);
    }
}
