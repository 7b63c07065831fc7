//! How far off a level is, as a factor: the larger of what was said and what was seen over the smaller.
//!
//! In: rows of the bank that ask for a price or a flow of a material. Out: [`Apart`], beside the rivals' own.
//! What is as good as nothing counts as nothing on both sides, so that a flow of 0 can be hit.

use crate::bank::score::{Counts, Row};

/// Classes of answers that are told as a factor.
pub const PRICE: &str = "material-price";
/// The other one.
pub const FLOW: &str = "material-flow";
/// Within this factor an answer is near.
pub const NEAR: f64 = 2.0;

/// Who said something of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The model.
    Model,
    /// That nothing changes.
    NoChange,
    /// The rule of thumb.
    Thumb,
}

impl Who {
    /// All three, in the order of a table.
    pub const ALL: [Self; 3] = [Self::Model, Self::NoChange, Self::Thumb];

    /// Name as printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::NoChange => "no change",
            Self::Thumb => "rule of thumb",
        }
    }
}

/// A row with the factors by which the model and its rivals are off.
#[derive(Debug, Clone, Copy)]
pub struct Apart<'r> {
    /// The row.
    pub row: &'r Row,
    /// Whether it counts in the score; else it is circular.
    pub counted: bool,
    /// What was seen.
    pub seen: f64,
    /// What each of [`Who::ALL`] said.
    said: [f64; 3],
    /// By which factor each is off; 1 is a hit.
    factors: [f64; 3],
}

impl Apart<'_> {
    /// What `who` said.
    #[must_use]
    pub fn said(&self, who: Who) -> f64 {
        self.said[who as usize]
    }

    /// By which factor `who` is off; 1 is a hit.
    #[must_use]
    pub fn factor(&self, who: Who) -> f64 {
        self.factors[who as usize]
    }

    /// Whether `who` is within [`NEAR`].
    #[must_use]
    pub fn is_near(&self, who: Who) -> bool {
        self.factor(who) <= NEAR
    }
}

/// The rows of the two classes that have an answer and an outcome, circular ones too, in the order of the bank.
#[must_use]
pub fn apart<'r>(rows: &'r [Row]) -> Vec<Apart<'r>> {
    let materials = rows.iter().filter(|row| [PRICE, FLOW].contains(&row.class.as_str()));
    let one = |row: &'r Row| {
        let counted = match &row.counts {
            Counts::Yes => true,
            Counts::Circular(_) => false,
            _ => return None,
        };
        let ([_, seen, _], told) = (row.seen?, row.told.as_ref()?);
        let said = [told.quantiles[3], told.still, told.thumb];
        let factors = said.map(|said| factor(said, seen, told.nothing));
        Some(Apart { row, counted, seen, said, factors })
    };
    materials.filter_map(one).collect()
}

/// Episodes in which a price and a flow are asked, and those in which `who` is near in every row of both.
#[must_use]
pub fn near_in_both<'r>(rows: &[Apart<'r>], who: Who) -> (Vec<&'r str>, Vec<&'r str>) {
    let mut asked: Vec<&str> = rows.iter().map(|one| one.row.episode.as_str()).collect();
    asked.dedup();
    let asks = |id: &str, kind: &str| {
        rows.iter().any(|one| one.row.episode == id && one.row.class == kind)
    };
    asked.retain(|id| asks(id, PRICE) && asks(id, FLOW));
    let far = |id: &str| rows.iter().any(|one| one.row.episode == id && !one.is_near(who));
    let mut near = asked.clone();
    near.retain(|id| !far(id));
    (asked, near)
}

/// The larger over the smaller, where what is below `nothing` stands for it.
fn factor(said: f64, seen: f64, nothing: f64) -> f64 {
    let (said, seen) = (said.max(nothing), seen.max(nothing));
    said.max(seen) / said.min(seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_knows_no_direction_and_nothing_is_nothing() {
        assert_eq!(factor(0.5, 1.0, 0.02), 2.0);
        assert_eq!(factor(1.0, 0.5, 0.02), 2.0);
        assert_eq!(factor(0.0, 0.0, 0.02), 1.0);
        assert_eq!(factor(0.01, 0.0, 0.02), 1.0, "both are as good as nothing");
        assert_eq!(factor(0.0, 0.08, 0.02), 4.0, "nothing stands for 0.02");
    }
}
