//! Reading of `assumptions.toml`: values that nobody states, each with a range and a reason.
//!
//! The file comes in; typed [`Assumption`]s go out. An assumption without a range is an error: what
//! nobody knows cannot be known exactly.

use crate::ids::AssumptionId;
use crate::tables::Assumption;
use linchpin_units::day::AsOf;
use linchpin_units::{
    Basis, Finding, Findings, Grade, Measure, Range, SourceRef, Sourced, Text, Unit,
};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    assumption: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned<AssumptionId>,
    name: String,
    value: Spanned<f64>,
    low: f64,
    high: f64,
    unit: Unit,
    as_of: AsOf,
    basis: Basis,
    source: SourceRef,
    grade: Grade,
    why: String,
    #[serde(default)]
    note: String,
}

/// The assumptions of the file, in its order.
pub(crate) fn read(text: &Text, findings: &mut Findings) -> Vec<Assumption> {
    let Some(file) = findings.keep(text.toml::<File>()) else { return Vec::new() };
    let mut all: Vec<Assumption> = Vec::new();
    for entry in file.assumption {
        let place = text.place(entry.id.span());
        let at_value = text.place(entry.value.span());
        let id = entry.id.into_inner();
        if all.iter().any(|known| known.id == id) {
            let finding = Finding::error("LP-W004", place, format!("`{id}` stands here twice"))
                .expected("one entry per id")
                .help("remove or rename one of them");
            findings.push(finding);
            continue;
        }
        let range = match Range::new(entry.low, entry.value.into_inner(), entry.high) {
            Ok(range) if !range.is_point() => range,
            Ok(_) => {
                let message = format!("`{id}` has no range: low, value and high are equal");
                let finding = Finding::error("LP-W027", at_value, message)
                    .expected("low < high")
                    .help("give the lowest and highest value you would defend");
                findings.push(finding);
                continue;
            }
            Err(error) => {
                let finding = Finding::error("LP-W008", at_value, error.to_string())
                    .expected("low <= value <= high")
                    .help("reorder the three numbers");
                findings.push(finding);
                continue;
            }
        };
        all.push(Assumption {
            id,
            name: entry.name,
            sourced: Sourced {
                value: Measure::of(range.mode()),
                unit: entry.unit,
                range,
                as_of: entry.as_of,
                basis: entry.basis,
                source: entry.source,
                grade: entry.grade,
                note: entry.note,
            },
            why: entry.why,
            place,
        });
    }
    all
}
