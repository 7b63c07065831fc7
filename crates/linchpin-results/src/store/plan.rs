//! What a sweep is asked to run, how its chunks stand, and why it cannot go on.

use crate::store::error::StoreError;
use linchpin_units::Digest;
use serde::{Deserialize, Serialize};

/// The form of a plan.
pub const PLAN_SCHEMA: &str = "linchpin/sweep/1";
pub(crate) const PLAN: &str = "plan.json";
pub(crate) const CHUNKS: &str = "chunks";
/// Characters of the digest at the end of a chunk.
pub(crate) const MARK: usize = 64;

/// What a sweep runs; the digest of its bytes is the sweep's name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepPlan {
    /// [`PLAN_SCHEMA`].
    pub schema: String,
    /// Study, as `run` names it.
    pub study: String,
    /// One scenario, or all.
    pub scenario: Option<String>,
    /// Folder of another world.
    pub world: Option<String>,
    /// Runs of the whole sweep.
    pub members: u32,
    /// Runs of one chunk.
    pub chunk: u32,
    /// Seed.
    pub seed: u64,
    /// Design.
    pub design: String,
    /// Version of the program.
    pub version: String,
    /// Digest of everything that enters a run: ranges, shocks, world and law.
    pub inputs: Digest,
    /// Parameters drawn, in the order of a row.
    pub parameters: Vec<String>,
    /// Cells told, in the order of a row.
    pub cells: Vec<String>,
    /// Points at which some parameters are held instead of being drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<SweepPoints>,
    /// Parameters drawn from an expert's quantiles instead of the world's range.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub experts: Vec<SweepExpert>,
}

/// An expert's quantiles of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepExpert {
    /// The parameter.
    pub parameter: String,
    /// What it is below with 5 %, 50 % and 95 %, in its own unit.
    pub quantiles: [f64; 3],
}

/// Points at which some parameters are held: a grid, or a table of the user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepPoints {
    /// The parameters.
    pub parameters: Vec<String>,
    /// Their values, a row for each point.
    pub rows: Vec<Vec<f64>>,
    /// Whether every draw meets every point, so that two points differ by themselves alone; otherwise each point
    /// has a draw of its own.
    pub crossed: bool,
}

impl SweepPlan {
    /// Draws of the design: every one meets every point of a grid.
    #[must_use]
    pub fn draws(&self) -> u32 {
        self.members.div_ceil(self.met())
    }

    /// The draw of a run, and its point where there are points.
    #[must_use]
    pub fn at(&self, run: u32) -> (u32, Option<&[f64]>) {
        let point = |points: &'_ SweepPoints| run as usize % points.rows.len().max(1);
        let row = self.points.as_ref().and_then(|points| points.rows.get(point(points)));
        (run / self.met(), row.map(Vec::as_slice))
    }

    /// Points that each draw meets.
    fn met(&self) -> u32 {
        let crossed = self.points.as_ref().filter(|points| points.crossed);
        let count = crossed.map_or(1, |points| points.rows.len());
        u32::try_from(count).unwrap_or(u32::MAX).max(1)
    }
}

/// A sweep cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another process works on it.
    #[error("another process is writing {0}: wait for it, or stop it; nothing of it is lost")]
    Held(String),
    /// The same chunk came out differently.
    #[error(
        "runs {from} to {until} came out differently the second time (digests {known} and {found}): the sweep stops, and both are kept as {file} and {other}. One of the machines or programs that computed them is broken"
    )]
    Different {
        /// First run.
        from: u32,
        /// Last run.
        until: u32,
        /// Digest of the one that was there.
        known: String,
        /// Digest of the one that came.
        found: String,
        /// File of the one that was there.
        file: String,
        /// File of the one that came.
        other: String,
    },
    /// A chunk of another plan.
    #[error(
        "{file} belongs to another plan ({found}, not {expected}): chunks of different sweeps are never mixed"
    )]
    OtherPlan {
        /// Which file.
        file: String,
        /// Its plan.
        found: String,
        /// This plan.
        expected: String,
    },
    /// Chunks are missing.
    #[error("{missing} of {all} chunks are missing; `linchpin sweep run {folder}` makes them")]
    Missing {
        /// How many.
        missing: u32,
        /// Of how many.
        all: u32,
        /// The folder.
        folder: String,
    },
}

/// How a chunk stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChunkState {
    /// Not there.
    Missing,
    /// There and whole: the digest of its rows.
    Whole(Digest),
    /// There, but cut short or changed; it is made anew.
    Damaged,
}

/// What became of a chunk that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// It is new.
    New,
    /// It was there, byte for byte.
    Duplicate,
    /// What came is cut short or changed on the way; nothing was put in its place.
    Damaged,
}
