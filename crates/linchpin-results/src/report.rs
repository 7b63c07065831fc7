//! The report: everything a reader of a finished run sees, as one serialisable tree.
//!
//! Built from a [`crate::RunInput`]; read by the page, the command line and `explain`. Field names are
//! the contract with the web page (`linchpin/report/1`). Numbers are rounded to six significant digits
//! when the tree is written, so that equal runs give equal bytes and pages stay small.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of this form.
pub const SCHEMA: &str = "linchpin/report/1";

/// The whole report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// The Monday of each week.
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
    /// What the model leaves out.
    pub not_modelled: Vec<String>,
    /// What lost memory costs other industries, if it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spillover: Option<crate::spillover::Spillover>,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldRef {
    /// Name and version.
    pub name: String,
    /// SHA-256 of its content.
    pub digest: String,
}

/// Which acts a run used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRef {
    /// SHA-256 of the act store.
    pub digest: String,
    /// Number of acts.
    pub acts: u32,
}

/// The answer in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// The sentence, with range, horizon and cause.
    pub text: String,
    /// Scenario it speaks of.
    pub scenario: String,
    /// Cell to explain.
    pub cell: String,
}

/// One scenario and its generated answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// File name of the scenario.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it assumes, in the author's words.
    pub summary: String,
    /// What comes of it, generated.
    pub answer: String,
}

/// What a marked date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// Five quantiles for every week.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// 5 % quantile.
    pub p05: Vec<f64>,
    /// 25 % quantile.
    pub p25: Vec<f64>,
    /// Median.
    pub p50: Vec<f64>,
    /// 75 % quantile.
    pub p75: Vec<f64>,
    /// 95 % quantile.
    pub p95: Vec<f64>,
}

/// Median with its 90 % range.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// 5 % quantile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95 % quantile.
    pub p95: f64,
}

/// One series with its bands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
}

/// The first week with a loss, counted from 1, over the draws that have one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstWeek {
    /// 5 % quantile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// Monday of the median week.
    pub date: String,
}

/// How far away the end of a horizon is: a slow number may not pose as a fast one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Horizon {
    /// Up to a quarter.
    Weeks,
    /// Up to a year.
    Short,
    /// Up to three years.
    Medium,
    /// Longer.
    Long,
}

impl Horizon {
    /// The horizon of a run of so many weeks.
    #[must_use]
    pub fn of_weeks(weeks: usize) -> Self {
        match weeks {
            0..=13 => Self::Weeks,
            14..=52 => Self::Short,
            53..=157 => Self::Medium,
            _ => Self::Long,
        }
    }
}

/// A part of a whole with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedShare {
    /// What.
    pub name: String,
    /// Its part, 0 to 1.
    pub share: f64,
}

/// Who loses what, over the whole horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loss {
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
    /// Variable that is added up.
    pub measure: String,
    /// Unit of `baseline` and `amount`.
    pub unit: String,
    /// Median baseline total.
    pub baseline: f64,
    /// Relative change of the total; negative for a fall.
    pub change: Spread,
    /// Change of the total in `unit`.
    pub amount: Spread,
    /// First week with a loss; none when no draw has one.
    pub first_week: Option<FirstWeek>,
    /// Share of draws with a loss.
    pub probability: f64,
    /// The cause that took most, in words.
    pub cause: String,
    /// All causes with their parts of the lost bits, largest first.
    pub causes: Vec<NamedShare>,
    /// Contested inputs it rests on.
    pub contested: Vec<String>,
    /// Name for `explain`.
    pub cell: String,
    /// How far it looks.
    pub horizon: Horizon,
}

/// A firm's share of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareRow {
    /// Scenario.
    pub scenario: String,
    /// Product id.
    pub product: String,
    /// Firm id.
    pub firm: String,
    /// Name for readers.
    pub name: String,
    /// In the baseline.
    pub before: Spread,
    /// In the scenario.
    pub after: Spread,
}

/// Concentration of a product's sellers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concentration {
    /// Scenario.
    pub scenario: String,
    /// Product id.
    pub product: String,
    /// In the baseline.
    pub before: Spread,
    /// In the scenario.
    pub after: Spread,
}

/// A firm's revenue change, quantity and price apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decomposition {
    /// Scenario.
    pub scenario: String,
    /// Firm id.
    pub firm: String,
    /// Name for readers.
    pub name: String,
    /// Product id.
    pub product: String,
    /// Unit of all numbers.
    pub unit: String,
    /// Median baseline revenue.
    pub baseline: f64,
    /// Part from bits sold.
    pub quantity: Spread,
    /// Part from prices.
    pub price: Spread,
    /// The whole change.
    pub total: Spread,
}

/// One step of a waterfall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Cause in words.
    pub name: String,
    /// Change in the waterfall's unit; negative for a loss.
    pub value: f64,
}

/// Loss by cause in the median member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waterfall {
    /// Scenario.
    pub scenario: String,
    /// World id.
    pub entity: String,
    /// Name for readers.
    pub name: String,
    /// Unit of the steps.
    pub unit: String,
    /// Steps that add up to the member's change.
    pub steps: Vec<Step>,
}

/// A point of a loss curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurvePoint {
    /// Severity.
    pub x: f64,
    /// 5 % quantile of the loss.
    pub p05: f64,
    /// Median loss.
    pub p50: f64,
    /// 95 % quantile of the loss.
    pub p95: f64,
}

/// Loss against severity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// World id.
    pub entity: String,
    /// Name for readers.
    pub name: String,
    /// What x is.
    pub x_label: String,
    /// What y is.
    pub y_label: String,
    /// Points in order of x.
    pub points: Vec<CurvePoint>,
}

/// One account of a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The value told.
    pub value: f64,
    /// Lowest value told.
    pub low: f64,
    /// Highest value told.
    pub high: f64,
    /// The date it speaks of.
    pub as_of: String,
    /// What was counted.
    pub basis: String,
    /// Source reference, such as `doc:…`.
    pub source: String,
    /// Outlet.
    pub outlet: String,
    /// Title of the document.
    pub title: String,
    /// Address of the document; may be empty.
    pub url: String,
    /// Grade of the evidence.
    pub grade: String,
    /// What a reader should know.
    pub note: String,
    /// Where in the document the words stand, for whoever holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<QuoteRef>,
}

/// Words in a document, by place and digest; never the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteRef {
    /// SHA-256 of the document's bytes.
    pub document: String,
    /// First byte in the document's text.
    pub start: usize,
    /// First byte after the words.
    pub end: usize,
    /// SHA-256 of the words.
    pub sha256: String,
}

/// An input with its rival accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputRow {
    /// World id it is about.
    pub subject: String,
    /// Name for readers.
    pub name: String,
    /// What was measured.
    pub quantity: String,
    /// Unit.
    pub unit: String,
    /// Value used as most likely.
    pub value: f64,
    /// Lowest value used.
    pub low: f64,
    /// Highest value used.
    pub high: f64,
    /// Whether rival accounts differ.
    pub contested: bool,
    /// Who says what.
    pub accounts: Vec<Account>,
}

/// An assumption with its range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssumptionRow {
    /// Id, such as `spares-stock`.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Most likely value.
    pub value: f64,
    /// Lowest value drawn.
    pub low: f64,
    /// Highest value drawn.
    pub high: f64,
    /// Why this range.
    pub why: String,
    /// Where it comes from.
    pub source: String,
    /// Rank correlation with the headline, -1 to 1; none when it does not vary.
    pub influence: Option<f64>,
}

/// A table of facts shown beside the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observed {
    /// Title.
    pub title: String,
    /// Column heads.
    pub columns: Vec<String>,
    /// Cells as text.
    pub rows: Vec<Vec<String>>,
    /// Where they come from.
    pub source: String,
}

impl Report {
    /// The report as a page shows it: products by their reader's names.
    #[must_use]
    pub fn named(&self, names: &BTreeMap<String, String>) -> Self {
        let mut named = self.clone();
        let series = named.series.iter_mut().filter_map(|row| row.product.as_mut());
        let losses = named.losses.iter_mut().filter_map(|row| row.product.as_mut());
        let shares = named.shares.iter_mut().map(|row| &mut row.product);
        let concentration = named.concentration.iter_mut().map(|row| &mut row.product);
        let split = named.decomposition.iter_mut().map(|row| &mut row.product);
        for product in series.chain(losses).chain(shares).chain(concentration).chain(split) {
            *product = crate::input::name_of(names, product);
        }
        named
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
