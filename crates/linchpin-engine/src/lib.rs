//! What all engines share, and nothing of what they model.
//!
//! [`shock`]: the only door from law to economics. [`parameter`]: every uncertain number with its
//! range. [`sample`]: designs over those ranges. [`stream`]: counter-based random streams.
//! [`ensemble`]: members in parallel, the same bytes on any number of threads. [`trajectory`]: what
//! an engine pushes out.

pub mod bridge;
pub mod ensemble;
pub mod parameter;
pub mod sample;
pub mod shock;
pub mod stream;
pub mod trajectory;

pub use bridge::{Questions, Verdicts};
pub use ensemble::{Members, Watch, unwatched};
pub use parameter::{Amount, Draw, Parameter, Shape, Space};
pub use sample::{Design, Sampler};
pub use shock::{Because, Effect, Purpose, Shock};
pub use trajectory::{
    Better, Binding, Cause, JoinError, Level, Nature, NotAName, SeriesKey, Trajectories, Variable,
};
