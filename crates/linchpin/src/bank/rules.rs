//! The rules of the bank as data: the split, what is null, circular and trivial, the rivals, the classes.
//!
//! In: `validation/bank/rules.toml`. Out: [`Rules`]. The file was committed before the first episode.

use linchpin_units::{Digest, Finding, Text, Unit};
use serde::{Deserialize, Serialize};

const FILE: &str = "validation/bank/rules.toml";
const BODY: &str = include_str!("../../../../validation/bank/rules.toml");

/// Which part of the bank an episode belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Half {
    /// What a calibration may look at.
    Training,
    /// What nobody fits.
    HeldOut,
}

impl Half {
    /// The half of an episode: the first byte of the SHA-256 of its id, even is training.
    #[must_use]
    pub fn of(id: &str) -> Self {
        let digest = Digest::of(id.as_bytes());
        let byte = u8::from_str_radix(&digest.as_str()[..2], 16).unwrap_or_default();
        if byte.is_multiple_of(2) { Self::Training } else { Self::HeldOut }
    }

    /// As it is printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::HeldOut => "held out",
        }
    }
}

/// The rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    #[serde(rename = "schema")]
    _schema: String,
    #[serde(rename = "split")]
    _split: Split,
    /// What counts as nothing.
    pub null: Null,
    /// What counts as the same number.
    pub circular: Within,
    /// Bands of what is remembered.
    pub memory: Memory,
    /// When a size is right.
    pub size: Size,
    /// When a timing is right.
    pub timing: Timing,
    /// The rule of thumb.
    pub thumb: Thumb,
    /// Deviations of the random walk.
    pub volatility: Vec<Volatility>,
    /// Classes of answers.
    pub class: Vec<Class>,
    /// What may be asked beside the engines' own variables.
    pub variable: Vec<Asked>,
    /// What an episode may set.
    pub fact: Vec<Fact>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Split {
    #[serde(rename = "training")]
    _training: String,
    #[serde(rename = "held_out")]
    _held_out: String,
}

/// How near to "no change" an outcome is null.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Null {
    /// Share of the level before, or of 1 for a change.
    pub share: f64,
    /// Weeks, for a row in weeks.
    pub weeks: f64,
}

/// A relative distance.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Within {
    /// Share of the number.
    pub within: f64,
}

/// Bands of numbers from memory.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// Least share of the value on each side.
    pub least: f64,
}

/// The order of magnitude.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Largest ratio that counts as right.
    pub factor: f64,
}

/// Timing.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// Weeks by which it may differ.
    pub weeks: f64,
}

/// Multiples of the rule of thumb.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thumb {
    /// Weeks of output that scrapping every wafer in process costs.
    pub scrap_weeks: f64,
    /// Weeks over which a price looks at a loss.
    pub quarter_weeks: f64,
    /// Rise of spot over the share lost.
    pub spot: f64,
    /// Rise of contract over the share lost.
    pub contract: f64,
    /// Rise of a material's price abroad over what is missing.
    pub material_outside: f64,
    /// The same at home.
    pub material_inside: f64,
    /// Rise of contract over a change of demand.
    pub demand: f64,
    /// Part of the last move that goes on.
    pub momentum: f64,
    /// Multiples of the effect, each as likely.
    pub spread: Vec<f64>,
}

/// Deviation of a random walk.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Volatility {
    /// What is asked.
    pub variable: String,
    /// Deviation of the logarithm in a year.
    pub per_year: f64,
}

/// A class of answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its id.
    pub id: String,
    /// As a reader sees it.
    pub name: String,
    /// The same in Korean.
    #[serde(default, skip_serializing)]
    pub ko: String,
    /// The same in Chinese.
    #[serde(default, skip_serializing)]
    pub zh: String,
    /// Variables that a card of the class is about.
    #[serde(default, skip_serializing)]
    pub variables: Vec<String>,
    /// Levers of which a scenario of the class pulls at least one, and no other.
    #[serde(default, skip_serializing)]
    pub levers: Vec<String>,
}

/// A variable of no engine, or of the price cycle.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// What it is.
    pub what: String,
}

/// Something an episode may set of the market of its day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Last word of the parameter's name.
    pub parameter: String,
    /// What it is.
    pub what: String,
}

impl Rules {
    /// The bundled rules.
    ///
    /// # Errors
    /// `LP-U002` when the file is malformed.
    pub fn bundled() -> Result<Self, Finding> {
        Text::new(FILE, BODY).toml()
    }

    /// Deviation of the logarithm in a year of a variable; 0 when none is judged.
    #[must_use]
    pub fn per_year(&self, variable: &str) -> f64 {
        let found = self.volatility.iter().find(|one| one.variable == variable);
        found.map_or(0.0, |one| one.per_year)
    }
}
