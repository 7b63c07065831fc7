//! What a network run tells: its words, its series, and how industries add up to them.
//!
//! In: the table and what a study looks at. Out: [`Told`], which adds weeks of industries up. Every series is a sum of
//! industries with fixed weights, so that economies and sectors add up to the world.

use super::Base;
use linchpin_engine::NotDeclared;
use linchpin_engine::seam::ReaderName;
use linchpin_engine::{Better, Focus, Level, Nature, SeriesKey, Variable, VariableForm};
use linchpin_network::table::Mrio;
use linchpin_world::Entity;
use std::collections::BTreeMap;

/// The levels, from the whole to its parts.
const LEVELS: [&str; 4] = ["world", "economy", "sector", "industry"];

/// Declares the levels and the words: levels stand in a report in the order of their declaration.
///
/// # Panics
/// Never: no other engine gives these words another meaning.
pub(super) fn declare() {
    for at in 0..LEVELS.len() {
        let _ = level(at);
    }
    let _ = Words::new(DOLLARS).expect("these words are this engine's");
}

/// The unit of tables whose words stand without it.
const DOLLARS: &str = "USD_mn";

/// What is told of a table, in its unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    /// Value added of a week, of the world and of economies.
    pub(super) value_added: Variable,
    /// Output of a week, at every level.
    pub(super) output: Variable,
}

impl Words {
    /// The words in a unit: a word has one unit, so that those of a table in other money name it.
    ///
    /// # Errors
    /// [`NotDeclared`] when there are too many units.
    pub(super) fn new(unit: &str) -> Result<Self, NotDeclared> {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let behind = match unit {
            DOLLARS => String::new(),
            other => format!("-{}", other.chars().map(plain).collect::<String>()),
        };
        let declared = |name: &str, label: &str, levels: &[&str]| {
            Variable::declare(&VariableForm {
                name: format!("{name}{behind}"),
                label: label.to_owned(),
                unit: format!("{unit}/week"),
                nature: Nature::Flow,
                better: Better::More,
                summed: levels.iter().map(|level| (*level).to_owned()).collect(),
                settled: None,
            })
        };
        Ok(Self {
            value_added: declared("value-added", "value added", &LEVELS[..2])?,
            output: declared("gross-output", "gross output", &LEVELS)?,
        })
    }
}

fn level(at: usize) -> Level {
    Level::declare(LEVELS[at]).expect("few words are declared")
}

/// An economy, as entities name it.
pub(super) fn economy(name: &str) -> Entity {
    format!("economy:{name}").into()
}

/// The whole world: all economies of the table.
fn world() -> Entity {
    format!("{0}:{0}", LEVELS[0]).into()
}

/// A sector of all economies, as entities name it.
fn sector(name: &str) -> Entity {
    format!("{}:{name}", LEVELS[2]).into()
}

/// An industry: a sector of one economy.
fn industry(economy: &str, sector: &str) -> Entity {
    format!("{}:{economy}-{sector}", LEVELS[3]).into()
}

/// The series of a study.
pub(super) struct Told {
    /// The series, in order.
    pub(super) keys: Vec<SeriesKey>,
    /// For each, the industries that add up to it, each with its weight.
    parts: Vec<Vec<(usize, f64)>>,
}

impl Told {
    /// The world, its economies, its sectors, and the sectors looked at in the economies looked at.
    pub(super) fn new(table: &Mrio, words: Words, focus: &Focus) -> Self {
        let (n, s) = (table.industries(), table.sectors().len());
        let added = table.value_added();
        let rate = |i: usize| if table.x()[i] > 0.0 { added[i] / table.x()[i] } else { 0.0 };
        let Words { value_added, output } = words;
        let mut told = Self { keys: Vec::new(), parts: Vec::new() };
        let rates = |of: std::ops::Range<usize>| of.map(|i| (i, rate(i))).collect();
        let whole = |of: std::ops::Range<usize>| of.map(|i| (i, 1.0)).collect();
        told.put(level(0), world(), value_added, rates(0..n));
        told.put(level(0), world(), output, whole(0..n));
        for (r, region) in table.regions().iter().enumerate() {
            told.put(level(1), economy(region), value_added, rates(r * s..(r + 1) * s));
            told.put(level(1), economy(region), output, whole(r * s..(r + 1) * s));
        }
        for (p, sector) in table.sectors().iter().enumerate() {
            let all = (p..n).step_by(s).map(|i| (i, 1.0)).collect();
            told.put(level(2), self::sector(sector), output, all);
        }
        let sectors = |region: &str| {
            let known = |sector: &&str| table.find(region, sector).is_some();
            let wanted = focus.sectors.iter().map(linchpin_engine::paths::SectorName::as_str);
            wanted.filter(known).map(ToOwned::to_owned).collect::<Vec<String>>()
        };
        // Without a place to look at, the sectors of all economies are looked at.
        let named: Vec<&str> = focus.destinations.iter().map(|place| place.name()).collect();
        let all = || table.regions().iter().map(String::as_str).collect();
        for place in if named.is_empty() { all() } else { named } {
            for sector in sectors(place) {
                if let Some(i) = table.find(place, &sector).filter(|i| table.x()[*i] > 0.0) {
                    told.put(level(3), industry(place, &sector), output, vec![(i, 1.0)]);
                }
            }
        }
        told
    }

    fn put(&mut self, level: Level, of: Entity, variable: Variable, parts: Vec<(usize, f64)>) {
        self.keys.push(SeriesKey::new(level, of, None, variable));
        self.parts.push(parts);
    }

    /// The industry of each series that is about one.
    pub(super) fn industries(&self) -> impl Iterator<Item = (&Entity, usize)> {
        let one = self.keys.iter().zip(&self.parts);
        one.filter(|(key, _)| key.level == level(3)).map(|(key, parts)| (&key.entity, parts[0].0))
    }

    /// Every series, `[key][week]`, from `weeks`, `[week][industry]`.
    pub(super) fn values(&self, weeks: &[Vec<f64>]) -> Vec<f64> {
        let sum = |parts: &Vec<(usize, f64)>, week: &Vec<f64>| {
            parts.iter().fold(0.0, |sum, (i, weight)| sum + week[*i] * weight)
        };
        let of = |parts| weeks.iter().map(move |week| sum(parts, week));
        self.parts.iter().flat_map(of).collect()
    }
}

/// Readers' names of the world, of economies, sectors and industries.
pub(super) fn names(base: &Base) -> BTreeMap<Entity, ReaderName> {
    let table = &base.table;
    let mut names: BTreeMap<Entity, ReaderName> = BTreeMap::new();
    names.insert(world(), "The world".into());
    for p in table.sectors() {
        names.insert(sector(p), base.name(p).into());
    }
    for region in table.regions() {
        names.insert(economy(region), base.name(region).into());
        for p in table.sectors() {
            let label = format!("{} in {}", base.name(p), base.name(region));
            names.insert(industry(region, p), label.into());
        }
    }
    names
}

/// The reader's name of a parameter of `assumptions/ario.toml`.
pub(super) fn label(key: &str) -> &str {
    match key {
        "psi" => "share of the stock aimed at below which an input limits (psi)",
        "alpha_max" => "most that can be made over usual",
        "alpha_tau" => "days until the most can be made",
        "inventory_days" => "stock of each input, days of use",
        "inventory_tau" => "days to refill stocks",
        "criticality" => "share of a missing input by which output falls",
        other => other,
    }
}

/// A reason as a sentence.
pub(super) fn sentence(why: &str) -> String {
    let mut letters = why.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    format!("{}.", first.chain(letters).collect::<String>())
}
