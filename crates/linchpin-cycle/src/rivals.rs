//! Naive rivals one quarter ahead: what a model must beat before it may be believed.
//!
//! In: observed prices. Out: a band a quarter. The band of a rival is normal with its own error in the training
//! years; the agency's is that of no change, since the record of its errors was not in hand.

use crate::band::Band;
use crate::calendar::Quarter;
use crate::data::{FIRST, Inputs};
use crate::fit::{change, rms};
use linchpin_units::{Day, math};
use linchpin_world::{Kind, World};
use serde::Serialize;

/// Who projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rival {
    /// The quarter's mean stays.
    NoChange,
    /// The last month's price stays.
    LastMonth,
    /// The same change again.
    Momentum,
    /// Three numbers: a constant, the last change, the last month against its quarter.
    Regression,
    /// The agency's first forecast of contract prices, middle of its range.
    Agency,
}

impl Rival {
    /// All, in the order of the table.
    pub const ALL: [Self; 5] =
        [Self::NoChange, Self::LastMonth, Self::Momentum, Self::Regression, Self::Agency];

    /// Name as printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoChange => "no change",
            Self::LastMonth => "last month's price stays",
            Self::Momentum => "momentum: the same change again",
            Self::Regression => "three-number regression",
            Self::Agency => "the agency's first forecast",
        }
    }
}

/// First quarter with a change before it, counted from the first of the series.
const FROM: usize = 2;

/// The bands of a rival for quarters `from..until`, fitted on the quarters before `from`; a quarter the agency
/// said nothing about is none.
#[must_use]
pub fn bands(
    rival: Rival,
    world: &World,
    inputs: &Inputs,
    agency: &str,
    quarters: std::ops::Range<usize>,
) -> Vec<Option<Band>> {
    let weights = match rival {
        Rival::Regression => regression(inputs, quarters.start),
        Rival::LastMonth => [0.0, 0.0, 1.0],
        Rival::Momentum => [0.0, 1.0, 0.0],
        Rival::NoChange | Rival::Agency => [0.0; 3],
    };
    let say = |quarter: usize| {
        let x = features(inputs, quarter);
        (0..3).fold(0.0, |sum, at| sum + weights[at] * x[at])
    };
    let sigma = rms((FROM..quarters.start).map(|q| say(q) - change(inputs, q)));
    let foretold = world.path(agency);
    quarters
        .map(|quarter| match rival {
            Rival::Agency => {
                let period = FIRST.quarter().plus(quarter as i32).to_string();
                let first = foretold.as_ref()?.first(&period, Kind::Forecast)?;
                Some(Band::normal(math::ln(1.0 + first.sourced.value.get()), sigma))
            }
            _ => Some(Band::normal(say(quarter), sigma)),
        })
        .collect()
}

/// Constant, last change, last month of the quarter before against its mean.
fn features(inputs: &Inputs, quarter: usize) -> [f64; 3] {
    let last = inputs.prices()[3 * quarter - 1] - inputs.quarter_price(quarter - 1);
    [1.0, change(inputs, quarter - 1), last]
}

/// Least squares on the quarters before `until`: normal equations of three numbers, solved by elimination.
fn regression(inputs: &Inputs, until: usize) -> [f64; 3] {
    let mut table = [[0.0; 4]; 3];
    for quarter in FROM..until {
        let (x, y) = (features(inputs, quarter), change(inputs, quarter));
        for row in 0..3 {
            for column in 0..3 {
                table[row][column] += x[row] * x[column];
            }
            table[row][3] += x[row] * y;
        }
    }
    for pivot in 0..3 {
        for row in pivot + 1..3 {
            let factor = table[row][pivot] / table[pivot][pivot];
            for column in pivot..4 {
                table[row][column] -= factor * table[pivot][column];
            }
        }
    }
    let mut found = [0.0; 3];
    for row in (0..3).rev() {
        let known = (row + 1..3).fold(0.0, |sum, at| sum + table[row][at] * found[at]);
        found[row] = (table[row][3] - known) / table[row][row];
    }
    found
}

/// The day a projection of a quarter is made: the last month before it has just been published.
#[must_use]
pub fn made_on(quarter: Quarter) -> Day {
    quarter.first().day(15)
}
