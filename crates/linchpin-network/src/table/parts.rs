//! The parts that a sector is split into, as a caller or a file states them.

use super::Mrio;
use linchpin_units::{Finding, Text};
use std::collections::BTreeMap;

/// One part of the sector. All weights are relative and rest on sources given where they are set.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Name of the new sector.
    pub name: String,
    /// Share of the sector's output, by region; shares of all parts in a region add up to one.
    pub output: BTreeMap<String, f64>,
    /// Purchases per unit of output against the sector's mean.
    pub input_ratio: f64,
    /// How much more than the sector a using sector uses this part; 1 where nothing is said.
    pub used_by: BTreeMap<String, f64>,
    /// How much more than the sector this part uses a supplying sector; 1 where nothing is said.
    pub uses: BTreeMap<String, f64>,
    /// How much more of it goes to final demand.
    pub final_use: f64,
    /// Where its sales go (stocks that are run down are none), by selling region: shares of buying regions that add up to
    /// one. Sellers that are not named
    /// sell where the sector as a whole sells.
    pub sold_to: SoldTo,
}

/// Shares of a part's sales by selling region, then by buying region.
pub type SoldTo = BTreeMap<String, BTreeMap<String, f64>>;

/// A file of parts: `[[part]]` entries with `name`, and `share` (of the sector's output in every region) or
/// `output` by region, and `sold_to` by seller and buyer; the other weights as in [`Part`], 1 where nothing is said.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    part: Vec<Stated>,
}

#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    name: String,
    share: Option<f64>,
    #[serde(default)]
    output: BTreeMap<String, f64>,
    #[serde(default = "one")]
    input_ratio: f64,
    #[serde(default)]
    used_by: BTreeMap<String, f64>,
    #[serde(default)]
    uses: BTreeMap<String, f64>,
    #[serde(default = "one")]
    final_use: f64,
    #[serde(default)]
    sold_to: SoldTo,
}

fn one() -> f64 {
    1.0
}

impl Parts {
    /// Reads the file.
    ///
    /// # Errors
    /// `LP-U002` when it is malformed.
    pub fn read(text: &Text) -> Result<Self, Finding> {
        text.toml()
    }

    /// The parts for the regions of `table`; `output` of a region goes before `share`.
    #[must_use]
    pub fn of(self, table: &Mrio) -> Vec<Part> {
        let part = |stated: Stated| {
            let mut output = stated.output;
            for region in table.regions() {
                if let (Some(share), false) = (stated.share, output.contains_key(region)) {
                    output.insert(region.clone(), share);
                }
            }
            Part {
                name: stated.name,
                output,
                input_ratio: stated.input_ratio,
                used_by: stated.used_by,
                uses: stated.uses,
                final_use: stated.final_use,
                sold_to: stated.sold_to,
            }
        };
        self.part.into_iter().map(part).collect()
    }
}

/// Share of part `q` in the sector's output of region `c`.
pub(super) fn share(table: &Mrio, parts: &[Part], c: usize, q: usize) -> f64 {
    parts[q].output.get(&table.regions()[c]).copied().unwrap_or(0.0)
}
