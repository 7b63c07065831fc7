//! The lever: one thing that a government, a firm or nature can do, in one room.
//!
//! A file of [`crate::levers`] holds everything about one lever: the fields of its entry in a scenario
//! or an episode, the questions it asks the law, the assumption that speaks for a verdict, its weekly
//! path with the law by which two of them combine, what a loss it brings is called, and its words.
//! In: entries as written. Out: [`Lever`]s, which turn the controls of [`Paths`] when a draw is run.

use crate::calendar::Window;
use crate::entry::{Field, Values};
use crate::law::Law;
use crate::parameter::Amount;
use crate::paths::Paths;
use crate::shock::Shock;
use std::fmt;

/// Which side of a market a lever acts on. What buyers do not want is no shortage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What is made, shipped or let through.
    Supply,
    /// What is wanted.
    Demand,
}

/// Where a lever turns its controls: the numbers of one draw, in the order the lever names them.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    /// One number for each of [`Lever::amounts`].
    pub amounts: &'a [f64],
    /// One uniform number for each of [`Lever::chances`].
    pub chances: &'a [f64],
    /// The weeks on which it holds.
    pub window: Window,
    /// Number of the shock in its scenario.
    pub shock: u32,
}

/// A lever with its targets and amounts.
pub trait Lever: fmt::Debug + Send + Sync {
    /// The name of its room, as in [`Room::kind`].
    fn kind(&self) -> &'static str;

    /// The world id it acts on first.
    fn target(&self) -> &str;

    /// The uncertain numbers it draws.
    fn amounts(&self) -> Vec<&Amount> {
        Vec::new()
    }

    /// Names of the uniform draws it needs: whether somebody complies.
    fn chances(&self) -> Vec<String> {
        Vec::new()
    }

    /// Turns its controls for one draw.
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths);

    /// What a loss that it brings is called.
    fn cause(&self) -> &'static str;

    /// What it does, in one sentence for a reader; `name` gives the reader's name of a world id.
    fn words(&self, name: &dyn Fn(&str) -> String) -> String;

    /// What it does in a few words, for the label of a date; `verdict` is what the law said.
    fn label(&self, verdict: &str) -> String {
        verdict.to_owned()
    }

    /// Which side of the market it acts on.
    fn side(&self) -> Side {
        Side::Supply
    }

    /// Whether another lever says the same: same room, same targets, same amounts.
    fn same(&self, other: &dyn Lever) -> bool {
        // Every lever derives `Debug` over all its fields, so that its text is its identity.
        self.kind() == other.kind() && format!("{self:?}") == format!("{other:?}")
    }
}

/// A question that a scenario asks the law, and the levers that follow from the answers.
pub trait Ask: fmt::Debug + Send + Sync {
    /// The shocks that the law gives, one for each span of days on which an answer holds.
    fn shocks(&self, law: &Law<'_>) -> Vec<Shock>;
}

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

/// The levers a program knows: the bundled ones, and any that a caller adds.
#[derive(Debug, Clone)]
pub struct Registry(Vec<Room>);

impl Default for Registry {
    fn default() -> Self {
        Self(crate::levers::ROOMS.to_vec())
    }
}

impl Registry {
    /// Adds a room; a room of that name gives way.
    #[must_use]
    pub fn with(mut self, room: Room) -> Self {
        self.0.retain(|known| known.kind != room.kind);
        self.0.push(room);
        self
    }

    /// Every room, in order.
    pub fn rooms(&self) -> impl Iterator<Item = &Room> + Clone {
        self.0.iter()
    }

    /// The room of an event's kind.
    #[must_use]
    pub fn event(&self, kind: &str) -> Option<&Room> {
        self.0.iter().find(|room| room.kind == kind)
    }

    /// The question of a name.
    #[must_use]
    pub fn ask(&self, name: &str) -> Option<&AskRoom> {
        self.0.iter().filter_map(|room| room.ask.as_ref()).find(|ask| ask.name == name)
    }
}
