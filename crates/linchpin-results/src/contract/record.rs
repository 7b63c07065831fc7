//! The content of `run.json`: all of a run but its tables.

use crate::contract::input::ShockRow;
use crate::contract::parts::CauseGroup;
use crate::contract::report::Report;
use linchpin_engine::VariableForm;
use linchpin_units::Digest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A scenario without its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Scenario id; `baseline` for the baseline.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it assumes.
    pub summary: String,
    /// Its shocks.
    pub shocks: Vec<ShockRow>,
    /// Groups of shocks that were switched off and on; none where causes were not worked out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<CauseGroup>,
}

/// A half-open span of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberSpan {
    /// First member.
    pub from: u32,
    /// First member after.
    pub until: u32,
}

/// The content of `run.json`: all of a run but its tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Always [`RECORD_SCHEMA`].
    pub schema: String,
    /// Members simulated.
    pub members: MemberSpan,
    /// Whether `series` holds all members, so that the run can be merged with its neighbours.
    pub shard: bool,
    /// The report; its `series` stay in `summary.parquet`.
    pub report: Report,
    /// Baseline first, then the scenarios.
    pub heads: Vec<Head>,
    /// The cell the study calls its headline.
    pub headline: Option<String>,
    /// Whether the study asks where capacity goes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub about_capacity: bool,
    /// The country in which each site stands; empty in runs of earlier versions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub places: BTreeMap<String, String>,
    /// Reader's names.
    pub names: BTreeMap<String, String>,
    /// What rests on what.
    pub related: BTreeMap<String, Vec<String>>,
    /// The words that an engine declared of its own, in order of name; none where all are common.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<VariableShape>")]
    pub vocabulary: Vec<VariableForm>,
    /// Digest of each table's content.
    pub tables: BTreeMap<String, Digest>,
    /// Each file beside `run.json` and the page, byte for byte; no part of the run's digest.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, FileMark>,
    /// Digest of this record without this field; none in runs of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<Digest>,
}

/// The shape of a declared word, for the schema: the type itself stands in the engine.
#[derive(JsonSchema)]
#[schemars(rename = "VariableForm")]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct VariableShape {
    name: String,
    label: String,
    unit: String,
    nature: String,
    better: String,
    summed: Vec<String>,
}

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileMark {
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Number of its bytes.
    pub bytes: u64,
}

impl Record {
    /// SHA-256 of the record without what may differ between equal runs: version, command line, citation and
    /// the bytes of files.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut plain = self.clone();
        for text in [
            &mut plain.report.run.digest,
            &mut plain.report.run.version,
            &mut plain.report.run.reproduce,
            &mut plain.report.run.citation,
        ] {
            text.clear();
        }
        plain.files.clear();
        plain.seal = None;
        Digest::of(&json(&plain))
    }

    /// SHA-256 of the whole record but for its seal.
    #[must_use]
    pub fn sealed(&self) -> Digest {
        Digest::of(&json(&Self { seal: None, ..self.clone() }))
    }

    /// Marks the record, so that any later change to it is seen.
    pub fn seal(&mut self) {
        self.seal = Some(self.sealed());
    }
}

fn json(record: &Record) -> Vec<u8> {
    serde_json::to_vec(record).expect("a record is a tree of plain values")
}

/// The name of `run.json`'s form.
pub const RECORD_SCHEMA: &str = "linchpin/run/1";
