//! What stops a run.

/// What stops a run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ArioError {
    /// A parameter out of its domain.
    #[error("parameter `{name}` is out of its domain; expected {expected}")]
    Parameter {
        /// Which.
        name: &'static str,
        /// What would do.
        expected: String,
    },
    /// An event that names an industry, region or sector that is not there, or an impossible size.
    #[error("event `{event}`: {problem}")]
    Event {
        /// Its name.
        event: String,
        /// What is wrong.
        problem: String,
    },
    /// A saved state of another table, model or timeline.
    #[error("the saved state belongs to another table or timeline")]
    State,
    /// A shock whose days nobody has decided.
    #[error("the days of shock `{0}` are not decided")]
    Open(String),
    /// Events together destroy more capital than there is.
    #[error("on day {day} events take {share} times the capital of industry {industry}")]
    LossExceedsCapital {
        /// Industry, region-major.
        industry: usize,
        /// Day of the run.
        day: u32,
        /// Loss over capital.
        share: f64,
    },
}
