//! Units of quantities that come from outside: a closed list, so that a typo is an error.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! units {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// A unit, spelled as in files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Unit { $($(#[$doc])* $name),+ }

        $crate::text_schema!(Unit);

        impl Unit {
            /// Every unit, in the order of this list.
            pub const ALL: &'static [Unit] = &[$(Unit::$name),+];
            /// The spelling used in files and tables.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Unit::$name => $text),+ }
            }
        }
    };
}

units! {
    /// A part of a whole, 0 to 1.
    Share = "share",
    /// A relative change; negative for a fall.
    Change = "change",
    /// A multiple of a reference value.
    Multiple = "multiple",
    /// A plain number of things.
    Count = "count",
    /// An elasticity or another number without a unit.
    Pure = "1",
    /// 300 mm wafer starts per month.
    WaferPerMonth = "wafer/month",
    /// 300 mm wafers per year.
    WaferPerYear = "wafer/year",
    /// Terabits per wafer out.
    TerabitPerWafer = "Tb/wafer",
    /// Exabytes.
    Exabyte = "EB",
    /// Nanometres of half-pitch.
    Nanometre = "nm",
    /// Stacked layers.
    Layer = "layer",
    /// Weeks.
    Week = "week",
    /// Days.
    Day = "day",
    /// Calendar months.
    Month = "month",
    /// Years.
    Year = "year",
    /// Share per week.
    PerWeek = "1/week",
    /// Share per year.
    PerYear = "1/year",
    /// US dollars.
    Dollar = "USD",
    /// Million US dollars.
    MillionDollar = "USD_mn",
    /// Billion US dollars.
    BillionDollar = "USD_bn",
    /// Trillion Korean won.
    TrillionWon = "KRW_tn",
    /// US dollars per gigabit.
    DollarPerGigabit = "USD/Gb",
    /// US dollars per wafer.
    DollarPerWafer = "USD/wafer",
    /// US dollars of investment per monthly wafer start.
    DollarPerMonthlyWafer = "USD/(wafer/month)",
    /// Billion gigabits.
    BillionGigabit = "Gb_bn",
    /// Tonnes per month.
    TonnePerMonth = "t/month",
    /// Tonnes per year.
    TonnePerYear = "t/year",
    /// Degrees of latitude or longitude.
    Degree = "degree",
}

impl Unit {
    /// The lowest and highest value that make sense in this unit.
    #[must_use]
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Share => (0.0, 1.0),
            Self::Change => (-1.0, f64::INFINITY),
            Self::Count | Self::Pure | Self::PerWeek | Self::PerYear | Self::MillionDollar => {
                (f64::NEG_INFINITY, f64::INFINITY)
            }
            _ => (0.0, f64::INFINITY),
        }
    }
}

/// The text is no unit we know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a known unit")]
pub struct NotAUnit(pub String);

impl FromStr for Unit {
    type Err = NotAUnit;
    fn from_str(text: &str) -> Result<Self, NotAUnit> {
        let known = Unit::ALL.iter().find(|unit| unit.as_str() == text);
        known.copied().ok_or_else(|| NotAUnit(text.to_owned()))
    }
}

impl TryFrom<String> for Unit {
    type Error = NotAUnit;
    fn try_from(text: String) -> Result<Self, NotAUnit> {
        text.parse()
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> String {
        unit.as_str().to_owned()
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
