//! What series may measure, and of what: common words, and those an engine declares of its own.
//!
//! In: words. Out: [`Level`] and [`Variable`], small values that carry label, unit, nature and the levels
//! at which weeks add up to a loss. An engine declares a word once; a run folder keeps the words it
//! uses, so that whoever reads it needs no engine. Invariant: one word has one meaning.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::{OnceLock, RwLock};

/// The most words that may be declared beside the common ones: a run folder cannot fill the memory.
const MOST: usize = 4096;

/// How a variable adds up over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// Per week: weeks add up to a total.
    Flow,
    /// On a day: weeks are averaged.
    Stock,
    /// A price or an index of prices.
    Price,
    /// A part of a whole, or a ratio to a reference.
    Share,
}

/// Which direction is a loss to the entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// A fall is a loss.
    More,
    /// A rise is a loss.
    Less,
    /// Good for one side, bad for the other.
    Neither,
}

/// When a number of comparative statics holds: the world before a measure is set against the world once all has
/// settled after it, and no week lies between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Settled {
    /// Within a year.
    Short,
    /// After one to three years.
    Medium,
    /// Beyond three years.
    Long,
}

/// The text names no level, variable or cause.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a {kind}")]
pub struct NotAName {
    /// What was looked for.
    pub kind: &'static str,
    /// What was found.
    pub found: String,
}

/// A word cannot be declared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotDeclared {
    /// It has another meaning already.
    #[error("`{0}` is declared already with another meaning")]
    Taken(String),
    /// There are too many words.
    #[error("no more than {MOST} words can be declared")]
    TooMany,
}

/// A variable as an engine declares it, or as a run folder keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariableForm {
    /// The spelling used in tables and cells.
    pub name: String,
    /// The words a reader sees.
    pub label: String,
    /// The unit of every value.
    pub unit: String,
    /// How weeks of it add up.
    pub nature: Nature,
    /// Which direction is a loss.
    pub better: Better,
    /// The levels at which its weeks are added up, or averaged where weeks do not add up, and set against the
    /// baseline.
    pub summed: Vec<String>,
    /// When it holds, where it is a number of comparative statics; none for what moves week by week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}

/// A word with its meaning, for as long as the program runs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Spec {
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    nature: Nature,
    better: Better,
    summed: &'static [&'static str],
    settled: Option<Settled>,
}

/// What kind of thing a series describes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Level(u16);

/// What a series measures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Variable(u16);

macro_rules! levels {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        #[repr(u16)]
        enum CommonLevel { $($name),+ }

        #[expect(non_upper_case_globals, reason = "a level reads as a variant in patterns")]
        impl Level {
            $($(#[$doc])* pub const $name: Self = Self(CommonLevel::$name as u16);)+
            /// The common levels, in the order of a report.
            pub const ALL: &'static [Level] = &[$(Level::$name),+];
        }

        const LEVELS: &[&str] = &[$($text),+];
    };
}

levels! {
    /// A fab: `site:skhynix-wuxi`.
    Site = "site";
    /// A maker: `firm:micron`.
    Firm = "firm";
    /// A kind of memory: `product:dram`.
    Product = "product";
    /// A country or group that buys: `country:CHN`.
    Destination = "destination";
    /// A group of buyers in one destination: `segment:chn-server-critical`.
    Segment = "segment";
    /// An input: `material:gallium`.
    Material = "material";
}

macro_rules! variables {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $label:literal, $unit:literal, $nature:ident, $better:ident, [$($at:literal),*];)+) => {
        #[repr(u16)]
        enum CommonVariable { $($name),+ }

        #[expect(non_upper_case_globals, reason = "a variable reads as a variant in patterns")]
        impl Variable {
            $($(#[$doc])* pub const $name: Self = Self(CommonVariable::$name as u16);)+
            /// The common variables, in the order of this list.
            pub const ALL: &'static [Variable] = &[$(Variable::$name),+];
        }

        const VARIABLES: &[Spec] = &[$(Spec {
            name: $text,
            label: $label,
            unit: $unit,
            nature: Nature::$nature,
            better: Better::$better,
            summed: &[$($at),*],
            settled: None,
        }),+];
    };
}

variables! {
    /// Wafers begun in the week.
    Starts = "starts", "wafer starts", "wafer/week", Flow, More, [];
    /// Bits finished in the week.
    Output = "output", "output", "Tb/week", Flow, More, ["site", "product"];
    /// Starts the maker wants, as a share of what the site could start.
    Utilisation = "utilisation", "utilisation", "share", Share, More, [];
    /// Share of the tool park that works.
    ToolAvailability = "tool-availability", "tools available", "share", Share, More, [];
    /// Wafer starts per week the tools allow when all of them work.
    Capacity = "capacity", "capacity", "wafer/week", Stock, More, [];
    /// Bits on a wafer that leaves the site.
    BitsPerWafer = "bits-per-wafer", "bits per wafer", "Tb/wafer", Stock, More, [];
    /// Material at hand, in weeks of normal use.
    MaterialStock = "material-stock", "material stock", "week", Stock, More, [];
    /// Part of normal use of a material that flows in, other sources included.
    MaterialInflow = "material-inflow", "material inflow", "share", Share, More, [];
    /// Of what its named origins normally send of a material, the part that comes; where only the licensing
    /// country is named, the part of its exports that it lets out.
    LicensedFlow = "licensed-flow", "licensed exports", "share", Share, More, [];
    /// Price of a material in the countries that import it; 1 undisturbed.
    PriceOutside = "price-outside", "price outside the licensing country", "index", Price, Neither, [];
    /// Price of a material in the country that licenses it; 1 undisturbed.
    PriceInside = "price-inside", "price inside the licensing country", "index", Price, Neither, [];
    /// Spare parts at hand, in weeks of normal use.
    SparesStock = "spares-stock", "spare parts", "week", Stock, More, [];
    /// Finished bits at the makers, in weeks of demand.
    SupplierStock = "supplier-stock", "makers' stock", "week", Stock, Neither, [];
    /// Bits at the buyers, in weeks of their use.
    BuyerStock = "buyer-stock", "buyers' stock", "week", Stock, Neither, [];
    /// Spot price; 1 at the start of the baseline.
    SpotPrice = "spot-price", "spot price", "index", Price, Neither, ["product"];
    /// Contract price; 1 at the start of the baseline.
    ContractPrice = "contract-price", "contract price", "index", Price, Neither, ["product"];
    /// Contract price in money.
    ContractPriceDollar = "contract-price-usd", "contract price", "USD/Gb", Price, Neither, [];
    /// Bits delivered in the week.
    Shipments = "shipments", "shipments", "Tb/week", Flow, More, ["firm", "destination", "segment"];
    /// Sales of the week.
    Revenue = "revenue", "revenue", "USD_mn/week", Flow, More, ["firm", "product"];
    /// Part of the bits delivered.
    Share = "share", "market share", "share", Share, More, [];
    /// Bits that buyers wanted at the going price and did not get.
    UnmetDemand = "unmet-demand", "unmet demand", "Tb/week", Flow, Less, [];
    /// Worth of the chips that leave a country in the week.
    ExportValue = "export-value", "export value", "USD_mn/week", Flow, More, ["destination"];
    /// Capacity added in the week.
    Investment = "investment", "capacity added", "wafer/week", Flow, More, [];
    /// What licence holders gain in the week from scarcity that licences made.
    LicenceRent = "licence-rent", "licence rent", "USD_mn/week", Flow, Neither, [];
}

/// Words declared beside the common ones, in the order of declaration.
#[derive(Default)]
struct Declared {
    levels: Vec<&'static str>,
    variables: Vec<&'static Spec>,
}

fn declared() -> &'static RwLock<Declared> {
    static DECLARED: OnceLock<RwLock<Declared>> = OnceLock::new();
    DECLARED.get_or_init(RwLock::default)
}

fn read<T>(of: impl FnOnce(&Declared) -> T) -> T {
    // Words are only ever added, so that a list left by a panic is whole.
    of(&declared().read().unwrap_or_else(std::sync::PoisonError::into_inner))
}

fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

impl Level {
    /// Declares a level of an engine; the same word twice is one level.
    ///
    /// # Errors
    /// [`NotDeclared::TooMany`].
    pub fn declare(name: &str) -> Result<Self, NotDeclared> {
        if let Ok(known) = name.parse() {
            return Ok(known);
        }
        let mut words = declared().write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(at) = words.levels.iter().position(|known| *known == name) {
            return Ok(Self((LEVELS.len() + at) as u16));
        }
        if words.levels.len() >= MOST {
            return Err(NotDeclared::TooMany);
        }
        words.levels.push(kept(name));
        Ok(Self((LEVELS.len() + words.levels.len() - 1) as u16))
    }

    /// The spelling used in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let at = usize::from(self.0);
        LEVELS.get(at).copied().unwrap_or_else(|| read(|words| words.levels[at - LEVELS.len()]))
    }
}

impl Variable {
    /// Declares a variable of an engine; the same declaration twice is one variable.
    ///
    /// # Errors
    /// [`NotDeclared`] when the word has another meaning already, or there are too many.
    pub fn declare(form: &VariableForm) -> Result<Self, NotDeclared> {
        let known = |variable: Self| {
            if variable.form() == *form {
                Ok(variable)
            } else {
                Err(NotDeclared::Taken(form.name.clone()))
            }
        };
        if let Ok(variable) = form.name.parse::<Self>() {
            return known(variable);
        }
        let mut words = declared().write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if words.variables.len() >= MOST {
            return Err(NotDeclared::TooMany);
        }
        // Somebody else may have declared it since the look-up above.
        if words.variables.iter().any(|spec| spec.name == form.name) {
            drop(words);
            return form.name.parse::<Self>().map_or(Err(NotDeclared::TooMany), known);
        }
        let summed: Vec<&'static str> = form.summed.iter().map(|level| kept(level)).collect();
        words.variables.push(Box::leak(Box::new(Spec {
            name: kept(&form.name),
            label: kept(&form.label),
            unit: kept(&form.unit),
            nature: form.nature,
            better: form.better,
            summed: Box::leak(summed.into_boxed_slice()),
            settled: form.settled,
        })));
        Ok(Self((VARIABLES.len() + words.variables.len() - 1) as u16))
    }

    fn spec(self) -> &'static Spec {
        let at = usize::from(self.0);
        match VARIABLES.get(at) {
            Some(spec) => spec,
            None => read(|words| words.variables[at - VARIABLES.len()]),
        }
    }

    /// Whether the word is one of an engine's own.
    #[must_use]
    pub fn is_declared(self) -> bool {
        usize::from(self.0) >= VARIABLES.len()
    }

    /// Every variable known now: the common ones, then those declared.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let own = read(|words| words.variables.len());
        (0..VARIABLES.len() + own).map(|at| Self(at as u16)).collect()
    }

    /// What it means, as a run folder keeps it.
    #[must_use]
    pub fn form(self) -> VariableForm {
        let spec = self.spec();
        VariableForm {
            name: spec.name.to_owned(),
            label: spec.label.to_owned(),
            unit: spec.unit.to_owned(),
            nature: spec.nature,
            better: spec.better,
            summed: spec.summed.iter().map(|level| (*level).to_owned()).collect(),
            settled: spec.settled,
        }
    }

    /// When it holds, where it is a number of comparative statics.
    #[must_use]
    pub fn settled(self) -> Option<Settled> {
        self.spec().settled
    }

    /// The spelling used in tables and cells.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.spec().name
    }

    /// The words a reader sees.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.spec().label
    }

    /// The unit of every value of this variable.
    #[must_use]
    pub fn unit(self) -> &'static str {
        self.spec().unit
    }

    /// How weeks of it add up.
    #[must_use]
    pub fn nature(self) -> Nature {
        self.spec().nature
    }

    /// Which direction is a loss.
    #[must_use]
    pub fn better(self) -> Better {
        self.spec().better
    }

    /// Whether weeks of it are added up at a level and set against the baseline; of what does not add up, such as
    /// a price, they are averaged, each week alike, which changes by the same share as their sum.
    #[must_use]
    pub fn is_summed_at(self, level: Level) -> bool {
        self.spec().summed.contains(&level.as_str())
    }
}

impl FromStr for Level {
    type Err = NotAName;
    fn from_str(text: &str) -> Result<Self, NotAName> {
        let own = || read(|words| words.levels.iter().position(|level| *level == text));
        let at = LEVELS.iter().position(|level| *level == text);
        let at = at.or_else(|| own().map(|at| LEVELS.len() + at));
        at.map(|at| Self(at as u16))
            .ok_or_else(|| NotAName { kind: "level", found: text.to_owned() })
    }
}

impl FromStr for Variable {
    type Err = NotAName;
    fn from_str(text: &str) -> Result<Self, NotAName> {
        let own = || read(|words| words.variables.iter().position(|spec| spec.name == text));
        let at = VARIABLES.iter().position(|spec| spec.name == text);
        let at = at.or_else(|| own().map(|at| VARIABLES.len() + at));
        at.map(|at| Self(at as u16))
            .ok_or_else(|| NotAName { kind: "variable", found: text.to_owned() })
    }
}

macro_rules! spelled {
    ($($name:ident),+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl TryFrom<String> for $name {
            type Error = NotAName;
            fn try_from(text: String) -> Result<Self, NotAName> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(word: $name) -> String {
                word.as_str().to_owned()
            }
        }
    )+};
}
spelled!(Level, Variable);

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, unit: &str) -> VariableForm {
        VariableForm {
            name: name.into(),
            label: "applications that wait".into(),
            unit: unit.into(),
            nature: Nature::Stock,
            better: Better::Less,
            summed: vec!["vocabulary-desk".into()],
            settled: None,
        }
    }

    #[test]
    fn one_word_has_one_meaning() {
        let waiting = Variable::declare(&form("vocabulary-waiting", "count")).expect("new");
        assert_eq!(Variable::declare(&form("vocabulary-waiting", "count")), Ok(waiting));
        assert_eq!("vocabulary-waiting".parse(), Ok(waiting));
        assert!(Variable::declare(&form("vocabulary-waiting", "week")).is_err());
        assert!(Variable::declare(&form("output", "count")).is_err(), "a common word is taken");
        assert!(waiting.is_declared() && !Variable::Output.is_declared());
        let desk = Level::declare("vocabulary-desk").expect("new");
        assert_eq!(Level::declare("vocabulary-desk"), Ok(desk));
        assert!(waiting.is_summed_at(desk) && !waiting.is_summed_at(Level::Site));
        assert_eq!((waiting.unit(), desk.as_str()), ("count", "vocabulary-desk"));
        assert!(Variable::all().contains(&waiting));
    }

    #[test]
    fn common_words_read_back() {
        for variable in Variable::ALL {
            assert_eq!(variable.as_str().parse(), Ok(*variable));
        }
        for level in Level::ALL {
            assert_eq!(level.as_str().parse(), Ok(*level));
        }
        assert!("ouptut".parse::<Variable>().is_err());
    }
}
