//! The lever: one thing that a government, a firm or nature can do, in one room.
//!
//! A file of [`crate::levers`] holds everything about one lever: the fields of its entry in a scenario
//! or an episode, the questions it asks the law, the assumption that speaks for a verdict, its weekly
//! path with the law by which two of them combine, what a loss it brings is called, and its words.
//! In: entries as written. Out: [`Lever`]s, which turn the controls of [`Paths`] when a draw is run.

use crate::calendar::Window;
use crate::parameter::{Amount, ParameterName};
use crate::paths::Paths;
use linchpin_units::{Chance, Measure};
use linchpin_world::Entity;
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
    pub amounts: &'a [Measure],
    /// One uniform number for each of [`Lever::chances`].
    pub chances: &'a [Chance],
    /// The weeks on which it holds.
    pub window: Window,
    /// Number of the shock in its scenario.
    pub shock: u32,
}

/// A lever with its targets and amounts.
pub trait Lever: fmt::Debug + Send + Sync {
    /// The name of its room, as in [`crate::Room::kind`].
    fn kind(&self) -> &'static str;

    /// What it acts on first.
    fn target(&self) -> Entity;

    /// The uncertain numbers it draws.
    fn amounts(&self) -> Vec<&Amount> {
        Vec::new()
    }

    /// Names of the uniform draws it needs: whether somebody complies.
    fn chances(&self) -> Vec<ParameterName> {
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
