//! What all engines share, and nothing of what they model.
//!
//! [`levers`]: what governments, firms and nature can do, one room each. [`law`]: the only bridge from
//! law to economics. [`shock`]: a dated lever with its reason. [`paths`]: the controls that levers turn.
//! [`parameter`]: every uncertain number with its range. [`sample`]: designs over those ranges.
//! [`stream`]: counter-based random streams. [`ensemble`]: members in parallel, the same bytes on any
//! number of threads. [`trajectory`]: what an engine pushes out.

pub mod calendar;
pub mod causes;
mod control;
pub mod ensemble;
pub mod entry;
pub mod form;
pub mod law;
pub mod lever;
pub mod levers;
pub mod names;
pub mod parameter;
pub mod paths;
pub mod plan;
pub mod purpose;
pub mod registry;
pub mod room;
pub mod seam;
pub mod shock;
mod table_controls;
pub mod trajectory;
pub mod vocabulary;

pub use calendar::{Calendar, Window};
pub use ensemble::{Members, Watch, unwatched};
pub use law::{Ask, Law};
pub use lever::{Lever, Side};
/// Designs and random streams, which know no engine.
pub use linchpin_uncertainty::{sample, stream};
pub use names::Names;
pub use parameter::{Amount, Draw, Parameter, ParameterName, Shape, Space};
pub use paths::Paths;
pub use plan::Plan;
pub use purpose::Purpose;
pub use registry::Registry;
pub use room::Room;
pub use sample::{Design, Sampler};
pub use seam::{Engine, Engines, Focus};
pub use shock::{ActName, Because, DecisionName, Shock, ShockId, distinct};
pub use trajectory::{Binding, Cause, JoinError, SeriesKey, Trajectories};
pub use vocabulary::{
    Better, Level, Nature, NotAName, NotDeclared, Settled, Variable, VariableForm,
};
