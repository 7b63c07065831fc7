//! What the local server answers about runs and jobs, beside reports, explanations and comparisons.

use crate::contract::reason::Node;
use crate::contract::report::{Headline, Report, Run, Scenario, Study};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A line of the list of runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunRow {
    /// Name of its folder.
    pub id: String,
    /// What was asked.
    pub study: Study,
    /// The answer.
    pub headline: Headline,
    /// How it was computed.
    pub run: Run,
    /// Its scenarios with their answers.
    pub scenarios: Vec<Scenario>,
}

impl RunRow {
    /// The line of a run in the folder `id`.
    #[must_use]
    pub fn of(id: &str, report: Report) -> Self {
        let Report { study, headline, run, scenarios, .. } = report;
        Self { id: id.to_owned(), study, headline, run, scenarios }
    }
}

/// Why a number is what it is, and of which run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Explained {
    /// Digest of the run.
    pub digest: String,
    /// The reasons.
    pub reasons: Node,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Others come first.
    Waiting,
    /// It is being computed.
    Running,
    /// Its run is in the folder.
    Done,
    /// It ended with an error.
    Failed,
    /// It was stopped on request.
    Cancelled,
}

/// Why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// Stable code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A job as a watcher sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// How far it is.
    pub state: Stage,
    /// Draws done.
    pub done: u64,
    /// Draws to do.
    pub all: u64,
    /// Folder of its run, once it is done.
    pub run: Option<String>,
    /// Why it failed.
    pub error: Option<Refused>,
}

impl Job {
    /// A job that has not begun.
    #[must_use]
    pub fn waiting() -> Self {
        Self { state: Stage::Waiting, done: 0, all: 0, run: None, error: None }
    }

    /// Whether nothing more will happen to it.
    #[must_use]
    pub fn ended(&self) -> bool {
        matches!(self.state, Stage::Done | Stage::Failed | Stage::Cancelled)
    }
}
