//! One timeline among others.

use crate::ario::Event;

/// A timeline with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// What happens.
    pub events: Vec<Event>,
}
