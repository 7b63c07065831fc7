//! What a simulation leaves behind: weekly series per member, and why output was lost.
//!
//! An engine puts in one block of values per ensemble member; results, reports and explanations read
//! them by key. Invariant: `values` holds exactly members x keys x weeks numbers in that order, keys
//! are unique, and members are a gap-free span, so that shards can be joined end to end.

use crate::vocabulary::{Level, NotAName, Variable};
use linchpin_units::{Bits, Day};
use linchpin_world::{Entity, MaterialId, ProductId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Deref, DerefMut, Range};
use std::str::FromStr;

/// Which series: whose, of what, measuring what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesKey {
    /// What kind of thing `entity` is.
    pub level: Level,
    /// The world's id of it, such as `site:samsung-xian`.
    pub entity: Entity,
    /// The product it is about, such as `product:nand`; none when it is about all of them.
    pub product: Option<ProductId>,
    /// What is measured.
    pub variable: Variable,
}

impl SeriesKey {
    /// A key.
    #[must_use]
    pub fn new(
        level: Level,
        entity: impl Into<Entity>,
        product: Option<&ProductId>,
        variable: Variable,
    ) -> Self {
        Self { level, entity: entity.into(), product: product.cloned(), variable }
    }
}

impl fmt::Display for SeriesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.entity)?;
        if let Some(product) = &self.product {
            write!(f, "/{product}")?;
        }
        write!(f, "/{}", self.variable)
    }
}

/// Two sets of trajectories cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// They cover other weeks.
    #[error("the parts cover different weeks")]
    Weeks,
    /// They hold other series.
    #[error("the parts hold different series")]
    Keys,
    /// Members are missing between them, or told twice.
    #[error("members {end} to {start} are missing or told twice: the parts must meet end to end")]
    Members {
        /// First member after the first part.
        end: u32,
        /// First member of the second part.
        start: u32,
    },
}

/// Values in a row, each in the unit that the variable of its key declares.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Numbers(Vec<f64>);

impl From<Vec<f64>> for Numbers {
    fn from(values: Vec<f64>) -> Self {
        Self(values)
    }
}

impl FromIterator<f64> for Numbers {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl Deref for Numbers {
    type Target = [f64];
    fn deref(&self) -> &[f64] {
        &self.0
    }
}

impl DerefMut for Numbers {
    fn deref_mut(&mut self) -> &mut [f64] {
        &mut self.0
    }
}

/// The block of one member, `[key][week]`, to be filled.
#[derive(Debug)]
pub struct Block<'t>(&'t mut [f64]);

impl Deref for Block<'_> {
    type Target = [f64];
    fn deref(&self) -> &[f64] {
        self.0
    }
}

impl DerefMut for Block<'_> {
    fn deref_mut(&mut self) -> &mut [f64] {
        self.0
    }
}

/// The weeks of one series of one member, in the unit that its variable declares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Series<'t>(&'t [f64]);

impl Deref for Series<'_> {
    type Target = [f64];
    fn deref(&self) -> &[f64] {
        self.0
    }
}

impl<'t> IntoIterator for Series<'t> {
    type Item = &'t f64;
    type IntoIter = std::slice::Iter<'t, f64>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// Weekly values of every series for a span of ensemble members.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectories {
    /// The Monday of each week.
    pub weeks: Vec<Day>,
    /// Which series, in a fixed order.
    pub keys: Vec<SeriesKey>,
    /// Which members of the whole ensemble, by number.
    pub members: Range<u32>,
    /// Values as `[member][key][week]`.
    pub values: Numbers,
}

impl Trajectories {
    /// Room for `members`, every value zero.
    #[must_use]
    pub fn zeros(weeks: Vec<Day>, keys: Vec<SeriesKey>, members: Range<u32>) -> Self {
        let values = Numbers(vec![0.0; members.len() * keys.len() * weeks.len()]);
        Self { weeks, keys, members, values }
    }

    /// The numbers one member takes.
    #[must_use]
    pub fn block_len(&self) -> usize {
        self.keys.len() * self.weeks.len()
    }

    /// The blocks of all members, to be filled side by side; each is `[key][week]`.
    pub fn blocks_mut(&mut self) -> impl ExactSizeIterator<Item = Block<'_>> {
        let len = self.block_len().max(1);
        self.values.chunks_exact_mut(len).map(Block)
    }

    /// Where a key stands.
    #[must_use]
    pub fn find(&self, key: &SeriesKey) -> Option<usize> {
        self.keys.iter().position(|known| known == key)
    }

    /// The weeks of one series of one member; `member` counts from the first member held.
    ///
    /// # Panics
    /// When `member` or `key` lies outside.
    #[must_use]
    pub fn series(&self, member: usize, key: usize) -> Series<'_> {
        let start = member * self.block_len() + key * self.weeks.len();
        Series(&self.values[start..start + self.weeks.len()])
    }

    /// Puts the members of `next` after these.
    ///
    /// # Errors
    /// [`JoinError`] when weeks or keys differ or the members do not meet.
    pub fn join(mut self, next: Self) -> Result<Self, JoinError> {
        if self.weeks != next.weeks {
            return Err(JoinError::Weeks);
        }
        if self.keys != next.keys {
            return Err(JoinError::Keys);
        }
        if self.members.end != next.members.start {
            return Err(JoinError::Members { end: self.members.end, start: next.members.start });
        }
        self.members.end = next.members.end;
        self.values.0.extend(next.values.0);
        Ok(self)
    }
}

/// What held output, sales or purchases below the baseline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Cause {
    /// Worn tools were not replaced.
    ToolReplacement,
    /// Spare parts ran out.
    Spares,
    /// The process stayed on an old node.
    NodeUpgrade,
    /// Vendors' engineers stayed away.
    Service,
    /// New tools for more capacity did not come.
    Expansion,
    /// A material ran short; its id.
    Material(MaterialId),
    /// Fire, lockdown, power cut.
    Outage,
    /// Buyers were forbidden to buy from the maker.
    ProcurementBan,
    /// Nobody may sell to the buyers.
    ExportControl,
    /// Makers kept from filling a rival's gap.
    BackfillCap,
    /// Buyers wanted less.
    Demand,
    /// Makers cut starts themselves because stocks were high.
    Utilisation,
    /// A subsidy's condition limited capacity.
    Guardrail,
    /// A channel that an engine names of its own.
    Channel(String),
    /// Nothing bound.
    None,
}

/// What stands before the name of an engine's own channel.
const CHANNEL: &str = "channel:";

impl Cause {
    /// The causes that carry no id.
    pub const PLAIN: &'static [Cause] = &[
        Cause::ToolReplacement,
        Cause::Spares,
        Cause::NodeUpgrade,
        Cause::Service,
        Cause::Expansion,
        Cause::Outage,
        Cause::ProcurementBan,
        Cause::ExportControl,
        Cause::BackfillCap,
        Cause::Demand,
        Cause::Utilisation,
        Cause::Guardrail,
        Cause::None,
    ];

    /// The words a reader sees; a material by its id.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::ToolReplacement => "tools not replaced".to_owned(),
            Self::Spares => "missing spare parts".to_owned(),
            Self::NodeUpgrade => "missing upgrades".to_owned(),
            Self::Service => "missing vendor service".to_owned(),
            Self::Expansion => "no new capacity".to_owned(),
            Self::Material(id) => id.name().replace('-', " "),
            Self::Outage => "outage".to_owned(),
            Self::ProcurementBan => "procurement ban".to_owned(),
            Self::ExportControl => "export control".to_owned(),
            Self::BackfillCap => "backfill cap".to_owned(),
            Self::Demand => "weaker demand".to_owned(),
            Self::Utilisation => "makers' own cuts".to_owned(),
            Self::Guardrail => "subsidy guardrail".to_owned(),
            Self::Channel(name) => name.strip_prefix(CHANNEL).unwrap_or(name).replace('-', " "),
            Self::None => "none".to_owned(),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ToolReplacement => "tool-replacement",
            Self::Spares => "spares",
            Self::NodeUpgrade => "node-upgrade",
            Self::Service => "service",
            Self::Expansion => "expansion",
            Self::Material(id) => id,
            Self::Channel(name) => name,
            Self::Outage => "outage",
            Self::ProcurementBan => "procurement-ban",
            Self::ExportControl => "export-control",
            Self::BackfillCap => "backfill-cap",
            Self::Demand => "demand",
            Self::Utilisation => "utilisation",
            Self::Guardrail => "guardrail",
            Self::None => "none",
        })
    }
}

impl FromStr for Cause {
    type Err = NotAName;
    fn from_str(text: &str) -> Result<Self, NotAName> {
        if text.strip_prefix(CHANNEL).is_some_and(|name| !name.is_empty()) {
            return Ok(Self::Channel(text.to_owned()));
        }
        if let Ok(material) = text.parse() {
            return Ok(Self::Material(material));
        }
        let known = Self::PLAIN.iter().find(|cause| cause.to_string() == text);
        known.cloned().ok_or_else(|| NotAName { kind: "cause", found: text.to_owned() })
    }
}

impl TryFrom<String> for Cause {
    type Error = NotAName;
    fn try_from(text: String) -> Result<Self, NotAName> {
        text.parse()
    }
}

impl From<Cause> for String {
    fn from(cause: Cause) -> String {
        cause.to_string()
    }
}

/// What bound, where, and what it cost: one row per member, period, entity, product, cause and shock.
///
/// The loss is bits not produced (sites), not sold (firms) or not received (destinations, segments)
/// against the baseline of the same member, summed over the period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// Member of the ensemble.
    pub member: u32,
    /// First week of the period, counted from the start of the run.
    pub week: u32,
    /// Who lost: a world id at any level.
    pub entity: Entity,
    /// Which product, when one.
    pub product: Option<ProductId>,
    /// What bound.
    pub cause: Cause,
    /// The shock behind it, as its number in the scenario's list; none for the market's own doing.
    pub shock: Option<u32>,
    /// Bits lost in the period; negative for a gain.
    pub loss: Bits,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(members: Range<u32>) -> Trajectories {
        let week: Day = "2026-01-05".parse().expect("a day");
        let key = SeriesKey::new(Level::Site, "site:a", None, Variable::Output);
        let other = SeriesKey::new(Level::Site, "site:a", None, Variable::Starts);
        let mut part = Trajectories::zeros(vec![week, week.plus(7)], vec![key, other], members);
        let first = f64::from(part.members.start);
        for (member, mut block) in (0_u32..).zip(part.blocks_mut()) {
            block.fill(first + f64::from(member));
        }
        part
    }

    #[test]
    fn shards_join_to_the_whole_and_to_nothing_else() {
        assert_eq!(part(0..3).join(part(3..5)), Ok(part(0..5)));
        assert_eq!(part(0..3).join(part(4..5)), Err(JoinError::Members { end: 3, start: 4 }));
        let mut other = part(3..5);
        other.keys.reverse();
        assert_eq!(part(0..3).join(other), Err(JoinError::Keys));
    }

    #[test]
    fn values_stand_by_member_key_and_week() {
        let whole = part(2..5);
        assert_eq!(*whole.series(1, 1), [3.0, 3.0]);
        let across: Vec<f64> = (0..3).map(|member| whole.series(member, 0)[1]).collect();
        assert_eq!(across, [2.0, 3.0, 4.0]);
    }

    #[test]
    fn causes_read_back() {
        let gallium = Cause::Material("material:gallium".parse().expect("an id"));
        for cause in Cause::PLAIN.iter().chain([&gallium]) {
            assert_eq!(cause.to_string().parse().as_ref(), Ok(cause));
        }
        assert!("material:".parse::<Cause>().is_err());
    }
}
