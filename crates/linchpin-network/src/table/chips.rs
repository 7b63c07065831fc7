//! The chip carve-out: electronics split into memory, other semiconductors and the rest.
//!
//! In come a table and the weights of `assumptions/chips.toml` and of its year at some point of their ranges; out come
//! the parts for [`super::carve`]. Recipes and users rest on the US benchmark tables of 2017, scale on
//! world sales of the year, where Korea's memory goes on Korean customs. Invariant: shares of output in each region add
//! up to one.

use super::Mrio;
use super::bundled::BuiltIn;
use super::carve::{Provenance, carve};
use super::parts::{Part, SoldTo};
use crate::assumed::Assumed;
use linchpin_units::{Finding, Findings, Text};
use std::collections::BTreeMap;

/// Name of the carved memory sector.
pub const MEMORY: &str = "memory";
/// Name of the other semiconductors.
pub const OTHER: &str = "other-chips";
/// Name of what is left of electronics.
pub const REST: &str = "electronics-rest";

/// Sales of one kind of chip and where its fabs stand.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Sales of the world's makers in the year of the table.
    pub sales: Assumed,
    /// Share of the world's output by region; adds up to one.
    pub location: BTreeMap<String, f64>,
}

/// Memory, and where it is sold.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// Sales of the world's makers in the year of the table.
    pub sales: Assumed,
    /// Share of the world's output by region; adds up to one.
    pub location: BTreeMap<String, f64>,
    /// Shares of exports by selling region, then by buying region, each adding up to one; a seller that is not named
    /// sells where its electronics go.
    pub exports: SoldTo,
    /// Share of a seller's memory that stays at home, where its exports are stated.
    pub home_use: Assumed,
}

/// What differs by year.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    memory: Memory,
    other: Kind,
}

/// What does not.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Lasting {
    sector: String,
    builds_in: Vec<String>,
    goods: Vec<String>,
    input_ratio: Assumed,
    final_use: Assumed,
    uses: BTreeMap<String, f64>,
    used_by: BTreeMap<String, f64>,
}

/// The weights of the split.
#[derive(Debug, Clone, PartialEq)]
pub struct Chips {
    /// Sector that is split.
    pub sector: String,
    /// Sectors of the carved table that build memory into what they sell.
    pub builds_in: Vec<String>,
    /// Sectors of the carved table whose products, when missing, can stop production.
    pub goods: Vec<String>,
    /// Memory.
    pub memory: Memory,
    /// Other semiconductors.
    pub other: Kind,
    /// Purchases per unit of output against all electronics.
    pub input_ratio: Assumed,
    /// Share sold to final demand against all electronics.
    pub final_use: Assumed,
    /// Weight of supplying sectors in the recipe of a chip.
    pub uses: BTreeMap<String, f64>,
    /// Weight of using sectors.
    pub used_by: BTreeMap<String, f64>,
}

/// A point in the ranges of the uncertain weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// World sales of memory, in the table's unit.
    pub memory: f64,
    /// World sales of other semiconductors.
    pub other: f64,
    /// See [`Chips::input_ratio`].
    pub input_ratio: f64,
    /// See [`Chips::final_use`].
    pub final_use: f64,
    /// See [`Memory::home_use`].
    pub home_use: f64,
}

impl Chips {
    /// The weights built into the program, for one of its tables.
    ///
    /// # Errors
    /// `LP-U002` when a built-in file is malformed, which a test rules out.
    pub fn embedded(table: BuiltIn) -> Result<Self, Finding> {
        let lasting: Lasting =
            Text::new("assumptions/chips.toml", include_str!("../../assumptions/chips.toml"))
                .toml()?;
        let (name, text) = match table {
            BuiltIn::Measured2011 => {
                ("assumptions/chips-2011.toml", include_str!("../../assumptions/chips-2011.toml"))
            }
            BuiltIn::Estimated2023 => {
                ("assumptions/chips-2023.toml", include_str!("../../assumptions/chips-2023.toml"))
            }
        };
        let Year { memory, other } = Text::new(name, text).toml()?;
        let Lasting { sector, builds_in, goods, input_ratio, final_use, uses, used_by } = lasting;
        Ok(Self { sector, builds_in, goods, memory, other, input_ratio, final_use, uses, used_by })
    }

    /// The uncertain weights with their names, in the order of [`Weights::of`].
    #[must_use]
    pub fn uncertain(&self) -> [(&'static str, &Assumed); 5] {
        [
            ("memory sales", &self.memory.sales),
            ("other chip sales", &self.other.sales),
            ("chip purchases over electronics", &self.input_ratio),
            ("chips in final demand over electronics", &self.final_use),
            ("memory used at home, Korea", &self.memory.home_use),
        ]
    }

    /// The stated values.
    #[must_use]
    pub fn stated(&self) -> Weights {
        Weights::of(self.uncertain().map(|(_, assumed)| assumed.value))
    }

    /// Splits the sector of `table` at `weights`.
    ///
    /// # Errors
    /// `LP-N013` for a table without the sector, `LP-N036` where chips would be more than all of a
    /// region's electronics.
    pub fn carve(&self, table: &Mrio, weights: Weights) -> Result<(Mrio, Provenance), Findings> {
        carve(table, &self.sector, &self.parts(table, weights))
    }

    fn parts(&self, table: &Mrio, weights: Weights) -> Vec<Part> {
        let known = |names: &BTreeMap<String, f64>| -> BTreeMap<String, f64> {
            let here = names.iter().filter(|(name, _)| table.sectors().contains(name));
            here.map(|(name, weight)| (name.clone(), *weight)).collect()
        };
        let share = |location: &BTreeMap<String, f64>, sales: f64| -> BTreeMap<String, f64> {
            let of = |region: &String| {
                let x = table.find(region, &self.sector).map_or(0.0, |i| table.x()[i]);
                let made = sales * location.get(region).copied().unwrap_or(0.0);
                if x > 0.0 { made / x } else { 0.0 }
            };
            table.regions().iter().map(|region| (region.clone(), of(region))).collect()
        };
        let chip = |name: &str, output: BTreeMap<String, f64>| Part {
            name: name.to_owned(),
            output,
            input_ratio: weights.input_ratio,
            used_by: known(&self.used_by),
            uses: known(&self.uses),
            final_use: weights.final_use,
            sold_to: SoldTo::new(),
        };
        let memory = share(&self.memory.location, weights.memory);
        let other = share(&self.other.location, weights.other);
        let left = |region: &String| 1.0 - memory[region] - other[region];
        let rest = table.regions().iter().map(|region| (region.clone(), left(region))).collect();
        let sold_to = self.memory.exports.iter().map(|(seller, shares)| {
            let abroad =
                shares.iter().map(|(to, part)| (to.clone(), part * (1.0 - weights.home_use)));
            (seller.clone(), abroad.chain([(seller.clone(), weights.home_use)]).collect())
        });
        vec![
            Part { sold_to: sold_to.collect(), ..chip(MEMORY, memory.clone()) },
            chip(OTHER, other.clone()),
            Part {
                name: REST.to_owned(),
                output: rest,
                input_ratio: 1.0,
                used_by: BTreeMap::new(),
                uses: BTreeMap::new(),
                final_use: 1.0,
                sold_to: SoldTo::new(),
            },
        ]
    }
}

impl Weights {
    /// The weights in the order of [`Chips::uncertain`].
    #[must_use]
    pub fn of([memory, other, input_ratio, final_use, home_use]: [f64; 5]) -> Self {
        Self { memory, other, input_ratio, final_use, home_use }
    }
}

/// A built-in table carved at the stated weights, and closed so that a calm day stays calm.
///
/// # Errors
/// Findings when a built-in file is damaged, which a test rules out.
pub fn carved(table: BuiltIn) -> Result<(Mrio, Provenance), Findings> {
    let chips = Chips::embedded(table)?;
    let (carved, provenance) = chips.carve(&table.table()?.closed().0, chips.stated())?;
    Ok((carved.closed().0, provenance))
}

#[cfg(test)]
mod tests {
    use super::super::aggregate::{Groups, aggregate};
    use super::*;

    #[test]
    fn the_weights_lie_in_their_ranges_and_places_add_up() {
        for table in BuiltIn::ALL {
            let chips = Chips::embedded(table).expect("well formed");
            for (name, weight) in chips.uncertain() {
                assert!(weight.range().is_ok(), "{name}");
            }
            let exports = chips.memory.exports.values();
            for shares in [&chips.memory.location, &chips.other.location].into_iter().chain(exports)
            {
                let sum: f64 = shares.values().sum();
                assert!((sum - 1.0).abs() < 1e-12, "{sum}");
            }
        }
    }

    #[test]
    fn carving_keeps_the_table_and_its_balance_at_every_corner_of_the_weights() {
        BuiltIn::ALL.into_iter().for_each(carving_keeps);
    }

    fn carving_keeps(table: BuiltIn) {
        let chips = Chips::embedded(table).expect("well formed");
        let table = table.table().expect("whole").closed().0;
        let corners = chips.uncertain().map(|(_, weight)| [weight.low, weight.high]);
        for pick in [[0; 5], [1; 5], [0, 1, 0, 1, 0]] {
            let weights = Weights::of(std::array::from_fn(|k| corners[k][pick[k]]));
            let (carved, provenance) = chips.carve(&table, weights).expect("carved");
            assert!(provenance.off < 1e-8, "{provenance:?}");
            let parts = [MEMORY, OTHER, REST];
            let groups: Groups =
                parts.iter().map(|part| ((*part).to_owned(), "c14".to_owned())).collect();
            let again = aggregate(&carved, &Groups::new(), &groups).expect("together");
            let largest = table.x().iter().copied().fold(0.0, f64::max);
            for (a, b) in again.z().iter().zip(table.z()).chain(again.y().iter().zip(table.y())) {
                assert!((a - b).abs() < 1e-9 * largest, "{a} {b}");
            }
            // Rows still sell what they make.
            let (n, width) = (carved.industries(), carved.regions().len() * 5);
            for i in 0..n {
                let sold: f64 = carved.z()[i * n..(i + 1) * n].iter().sum();
                let bought: f64 = carved.y()[i * width..(i + 1) * width].iter().sum();
                let off = (sold + bought - carved.x()[i]).abs();
                assert!(off < 1e-6 * largest, "{} {off}", carved.industry_name(i));
            }
            assert!(carved.value_added().iter().all(|added| *added > -1e-6 * largest));
            let memory: f64 = (carved.regions().iter())
                .filter_map(|region| carved.find(region, MEMORY))
                .map(|i| carved.x()[i])
                .sum();
            assert!((memory / weights.memory - 1.0).abs() < 1e-9, "{memory}");
        }
    }

    #[test]
    fn a_tenth_of_all_flows_is_imputed() {
        for table in BuiltIn::ALL {
            let (_, provenance) = carved(table).expect("carved");
            let share = provenance.imputed_intermediate;
            assert!(share > 0.05 && share < 0.2, "{table:?} {provenance:?}");
        }
    }

    /// Electronics as a whole stay in Korea by 57 %; customs see nine tenths of its memory leave.
    #[test]
    fn korean_memory_goes_where_customs_see_it_go() {
        for (table, to_china) in
            [(BuiltIn::Measured2011, 0.9 * 0.79), (BuiltIn::Estimated2023, 0.9 * 0.715)]
        {
            let (carved, _) = carved(table).expect("carved");
            let memory = carved.find("KOR", MEMORY).expect("memory of Korea");
            let (n, s) = (carved.industries(), carved.sectors().len());
            let (c, m) = (carved.categories().len(), carved.regions().len());
            let sold = |region: &str| {
                let r = carved.regions().iter().position(|name| name == region).expect("a region");
                let inputs = &carved.z()[memory * n + r * s..memory * n + (r + 1) * s];
                let row = memory * m * c;
                inputs.iter().chain(&carved.y()[row + r * c..row + (r + 1) * c]).sum::<f64>()
            };
            let all = carved.x()[memory];
            for (region, share) in [("KOR", 0.10), ("CHN", to_china)] {
                let found = sold(region) / all;
                assert!((found - share).abs() < 1e-3, "{table:?} {region}: {found}");
            }
        }
    }
}
