//! The report: everything a reader of a finished run sees, as one serialisable tree.
//!
//! Built from a [`crate::RunInput`]; read by the page, the command line and `explain`. Field names are
//! the contract with the web page (`linchpin/report/1`). Numbers are rounded to six significant digits
//! when the tree is written, so that equal runs give equal bytes and pages stay small.

use crate::contract::attribution::Attribution;
use crate::contract::capacity::CapacityTable;
use crate::contract::card::Card;
use crate::contract::governments::GovernmentTable;
use crate::contract::kind::KindRow;
pub use crate::contract::loss::*;
pub use crate::contract::manifest::*;
pub use crate::contract::sources::*;
use crate::contract::texts::SeriesText;
pub use crate::stats::band::{Band, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name of this form.
pub const SCHEMA: &str = "linchpin/report/1";

/// The whole report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// What was asked.
    pub study: Study,
    /// How it was computed.
    pub run: Run,
    /// The answer.
    pub headline: Headline,
    /// One entry for each scenario; the baseline is not listed.
    pub scenarios: Vec<Scenario>,
    /// Dates worth a mark on a time axis, in order.
    pub dates: Vec<DateMark>,
    /// The Monday of each week; none where every number is one of comparative statics.
    pub weeks: Vec<String>,
    /// Weekly bands of the series a reader needs.
    pub series: Vec<Series>,
    /// Who loses what.
    pub losses: Vec<Loss>,
    /// Market shares before and after.
    pub shares: Vec<ShareRow>,
    /// Herfindahl-Hirschman index before and after, 0 to 10000.
    pub concentration: Vec<Concentration>,
    /// Revenue changes split into quantity and price.
    pub decomposition: Vec<Decomposition>,
    /// What each shock and each government adds to a loss; empty when it was not computed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribution: Vec<Attribution>,
    /// The same by government, one table for a scenario; empty where no government acts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub governments: Vec<GovernmentTable>,
    /// The headline by several methods, side by side; none for an engine with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ladder: Option<crate::contract::carried::Ladder>,
    /// Where capacity goes, one table for a scenario; empty where no site's capacity moves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capacity: Vec<CapacityTable>,
    /// Loss by cause in the median member.
    pub waterfall: Vec<Waterfall>,
    /// Loss against the severity of a restriction; may be empty.
    pub curve: Vec<Curve>,
    /// Inputs with their rival accounts.
    pub inputs: Vec<InputRow>,
    /// Assumptions with their ranges.
    pub assumptions: Vec<AssumptionRow>,
    /// Facts shown beside the model.
    pub observed: Vec<Observed>,
    /// How often answers of a kind held in the past, by scenario and measure; empty where none was tested.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindRow>,
    /// What the engine cannot say, by scenario and measure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsaid: Vec<Unsaid>,
    /// What the model leaves out.
    pub not_modelled: Vec<String>,
    /// What lost memory costs other industries, if it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spillover: Option<crate::contract::spillover::Spillover>,
    /// Amounts of money among the texts, in English, Korean and Chinese; filled in for faces, never stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<[String; 3]>,
}

/// The answer in one sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// The sentence, with range, horizon and cause.
    pub text: String,
    /// Scenario it speaks of.
    pub scenario: String,
    /// Cell to explain.
    pub cell: String,
    /// The whole answer; none in runs of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
}

/// One scenario and its generated answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// File name of the scenario.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it assumes, in the author's words.
    pub summary: String,
    /// What comes of it: the sentence of its card.
    pub answer: String,
    /// The whole answer; none in runs of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
}

/// One series with its bands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Scenario.
    pub scenario: String,
    /// Level of the entity.
    pub level: String,
    /// World id.
    pub entity: String,
    /// Name for readers.
    pub name: String,
    /// Product id, if about one.
    pub product: Option<String>,
    /// Variable.
    pub variable: String,
    /// Variable in words.
    pub label: String,
    /// Unit of `baseline` and `value`.
    pub unit: String,
    /// Without the measures.
    pub baseline: Band,
    /// With them.
    pub value: Band,
    /// Relative difference, member by member; none where the baseline touches zero.
    pub change: Option<Band>,
    /// Texts of its numbers, for faces; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<SeriesText>,
}

impl Report {
    /// The report as JSON, byte for byte the same for equal reports.
    ///
    /// # Panics
    /// Never: the tree holds only strings, numbers and lists.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a report is a tree of plain values")
    }
}
