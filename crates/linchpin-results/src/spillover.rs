//! What lost memory costs the industries that use it: rows, their table and their reasons.
//!
//! The facade fills [`Spillover`] from a network engine; here it is written, compared and explained.
//! Amounts are output lost, positive, in the unit and the year of the table they rest on.

use crate::explain::{Node, Reason};
use crate::figures::{number, share_spread, spread};
use crate::finish::Record;
use crate::report::Spread;
use crate::table::{Cell, Kind, Table};
use serde::{Deserialize, Serialize};

/// The account of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spillover {
    /// Input-output table.
    pub table: String,
    /// Year of its flows.
    pub year: u16,
    /// How its publisher wants to be named.
    pub attribution: String,
    /// Unit of all amounts.
    pub unit: String,
    /// First day.
    pub from: String,
    /// First day after.
    pub until: String,
    /// Days computed.
    pub days: u32,
    /// Draws of the ensemble that were carried on, evenly spaced.
    pub members: u32,
    /// Share of intermediate flows split by weights, not measured.
    pub imputed: f64,
    /// What the numbers rest on beside the market.
    pub parameters: Vec<SpilloverParameter>,
    /// Memory that did not arrive.
    pub shortages: Vec<Shortage>,
    /// Who loses: by scenario the world, regions, sectors, then the largest industries.
    pub rows: Vec<SpilloverRow>,
    /// What a reader should know.
    pub notes: Vec<String>,
}

/// An uncertain parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpilloverParameter {
    /// Assumption of the world, or name of a weight of the split.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Stated value.
    pub value: f64,
    /// Lowest.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// Unit.
    pub unit: String,
    /// Who says so.
    pub source: String,
    /// Why it is needed.
    pub why: String,
}

/// Memory that did not reach a region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shortage {
    /// Scenario.
    pub scenario: String,
    /// Region of the table.
    pub region: String,
    /// Share of the baseline's worth over the horizon, at the baseline's prices.
    pub share: Spread,
}

/// Who loses what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpilloverRow {
    /// Scenario.
    pub scenario: String,
    /// Region; none for all.
    pub region: Option<String>,
    /// Industry; none for all.
    pub industry: Option<String>,
    /// Name for readers.
    pub name: String,
    /// Output lost over the horizon; negative where gained.
    pub output: Spread,
    /// Value added lost.
    pub value_added: Spread,
    /// Output lost over usual output.
    pub share: Spread,
    /// What held memory back there.
    pub cause: String,
    /// Cell to explain.
    pub cell: String,
}

/// The cell of a row.
#[must_use]
pub fn cell(scenario: &str, region: Option<&str>, industry: Option<&str>) -> String {
    format!("{PREFIX}{scenario}/{}/{}", region.unwrap_or("*"), industry.unwrap_or("*"))
}

/// What cells of this table begin with.
pub const PREFIX: &str = "spillover/";

/// The table of the run folder.
#[must_use]
pub fn table(spillover: &Spillover) -> Table {
    let texts = ["scenario", "region", "industry", "name", "unit", "cause"];
    let numbers = [
        "output_p05",
        "output_p50",
        "output_p95",
        "value_added_p05",
        "value_added_p50",
        "value_added_p95",
        "share_p05",
        "share_p50",
        "share_p95",
    ];
    let kinds = texts.map(|name| (name, Kind::Text)).into_iter();
    let columns: Vec<_> = kinds.chain(numbers.map(|name| (name, Kind::Number))).collect();
    let mut table = Table::new("spillover", &columns);
    for row in &spillover.rows {
        let mut cells = vec![
            Cell::Text(&row.scenario),
            row.region.as_deref().into(),
            row.industry.as_deref().into(),
            Cell::Text(&row.name),
            Cell::Text(&spillover.unit),
            Cell::Text(&row.cause),
        ];
        let bands = [row.output, row.value_added, row.share];
        cells.extend(bands.iter().flat_map(|b| [b.p05, b.p50, b.p95]).map(Cell::Number));
        table.push(&cells);
    }
    table
}

/// Why a row is what it is; `shocks` are those of its scenario, with their reasons.
pub(crate) fn explain(
    record: &Record,
    row: &SpilloverRow,
    spillover: &Spillover,
    shocks: Vec<Node>,
) -> Node {
    let short = spillover.shortages.iter().filter(|shortage| {
        let here = row.region.as_ref().is_none_or(|region| *region == shortage.region);
        shortage.scenario == row.scenario && here
    });
    let mut because: Vec<Node> = short
        .map(|shortage| {
            let text = format!(
                "memory that did not reach {}: {} of the baseline\u{2019}s worth",
                shortage.region,
                share_spread(&shortage.share)
            );
            Node::new(Reason::Note, text, Vec::new())
        })
        .collect();
    let held = format!("held back by {}", row.cause);
    let kind = if shocks.is_empty() { Reason::Note } else { Reason::Cause };
    because.push(Node::new(kind, held, shocks));
    because.extend(spillover.parameters.iter().map(|parameter| {
        let text = format!(
            "{}: {} [{}, {}] {}; {}; {}",
            parameter.name,
            number(parameter.value),
            number(parameter.low),
            number(parameter.high),
            parameter.unit,
            parameter.source,
            parameter.why
        );
        Node::new(Reason::Assumption, text, Vec::new())
    }));
    let table =
        format!("{}, flows of {}: {}", spillover.table, spillover.year, spillover.attribution);
    because.push(Node::new(Reason::Account, table, Vec::new()));
    because.extend(spillover.notes.iter().map(|n| Node::new(Reason::Note, n.clone(), Vec::new())));
    let text = format!(
        "{} in `{}`: output lost {} {}, value added lost {}, {} of usual output, by {}",
        row.name,
        row.scenario,
        spread(&row.output),
        spillover.unit,
        spread(&row.value_added),
        share_spread(&row.share),
        record.report.run.until
    );
    Node::new(Reason::Number, text, because)
}
