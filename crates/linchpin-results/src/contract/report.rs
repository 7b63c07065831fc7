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
use crate::contract::said::SeriesText;
pub use crate::contract::sources::*;
pub use crate::stats::band::{Band, Spread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Folder name of the study.
    pub id: String,
    /// Title.
    pub title: String,
    /// The question in one sentence.
    pub question: String,
}

/// How it was computed: enough to compute it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// SHA-256 over the run's canonical content; filled in when the run is finished.
    pub digest: String,
    /// Which engine.
    pub engine: String,
    /// Seed of the design.
    pub seed: u64,
    /// Members of the ensemble.
    pub members: u32,
    /// Sampling design, such as `latin-hypercube`.
    pub design: String,
    /// First day of the horizon.
    pub from: String,
    /// First day after the horizon.
    pub until: String,
    /// Law as known on this day.
    pub known: String,
    /// Version of Linchpin.
    pub version: String,
    /// Which world.
    pub world: WorldRef,
    /// Which law.
    pub policy: PolicyRef,
    /// A command that makes the same run.
    pub reproduce: String,
    /// How to cite it.
    pub citation: String,
}

/// Which world a run used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorldRef {
    /// Name and version.
    pub name: String,
    /// SHA-256 of its content.
    pub digest: String,
}

/// Which acts a run used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyRef {
    /// SHA-256 of the act store.
    pub digest: String,
    /// Number of acts.
    pub acts: u32,
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

/// What a marked date is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DateKind {
    /// An act starts to bind.
    Act,
    /// A statement or request that binds nobody.
    Signal,
    /// An act that only the scenario knows.
    Hypothetical,
    /// A meeting, fire, lockdown.
    Event,
    /// A permission runs out.
    Expiry,
}

/// A date worth a mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateMark {
    /// ISO day.
    pub date: String,
    /// A few words.
    pub label: String,
    /// What it is.
    pub kind: DateKind,
    /// The scenario it belongs to; none for all.
    pub scenario: Option<String>,
    /// Id of the act.
    pub act: Option<String>,
    /// Where it is written.
    pub citation: Option<String>,
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
    /// The report as faces show it: products by their reader's names, every number with its text.
    #[must_use]
    pub fn named(&self, names: &BTreeMap<String, String>) -> Self {
        let mut named = self.clone();
        let series = named.series.iter_mut().filter_map(|row| row.product.as_mut());
        let losses = named.losses.iter_mut().filter_map(|row| row.product.as_mut());
        let shares = named.shares.iter_mut().map(|row| &mut row.product);
        let concentration = named.concentration.iter_mut().map(|row| &mut row.product);
        let split = named.decomposition.iter_mut().map(|row| &mut row.product);
        for product in series.chain(losses).chain(shares).chain(concentration).chain(split) {
            *product = crate::contract::input::name_of(names, product);
        }
        named.told()
    }

    /// The report as JSON, byte for byte the same for equal reports.
    ///
    /// # Panics
    /// Never: the tree holds only strings, numbers and lists.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a report is a tree of plain values")
    }
}
