//! What was asked, how it was computed, and the dates worth a mark: known before anything is summed up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
