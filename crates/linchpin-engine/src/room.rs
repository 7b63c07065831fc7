//! The room of a lever: its forms, as data.
//!
//! Nothing comes in but declarations; a [`Room`] says how an entry of its lever is read, and what it asks
//! the law.

use crate::entry::{Field, Values};
use crate::law::Ask;
use crate::lever::Lever;
use std::fmt;

/// The room of a lever: its forms, as data.
#[derive(Clone, Copy)]
pub struct Room {
    /// The name of the lever and of the event that pulls it.
    pub kind: &'static str,
    /// What it is, for the book.
    pub about: &'static str,
    /// How two of them on one target combine, for the book; the law stands with the control.
    pub combines: &'static str,
    /// Fields of an `[[event]]` of this kind, beside `kind`, `what`, `from` and `until`.
    pub event: &'static [Field],
    /// The levers of an event.
    pub pull: fn(&Values) -> Vec<std::sync::Arc<dyn Lever>>,
    /// The name of the question as in `[[ask.NAME]]`, its fields and its reading; none where the law
    /// has nothing to say.
    pub ask: Option<AskRoom>,
    /// An event's text that this room reads: used by the laws over all rooms and in the book.
    pub example: &'static str,
}

/// The question of a lever's room.
#[derive(Clone, Copy)]
pub struct AskRoom {
    /// Name, as in `[[ask.tools]]`.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
    /// The questions of an entry.
    pub read: fn(&Values) -> Vec<Box<dyn Ask>>,
    /// Assumptions that a scenario's `[verdicts]` may replace: (key, usual id).
    pub verdicts: &'static [(&'static str, &'static str)],
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Room").field("kind", &self.kind).finish_non_exhaustive()
    }
}
