//! The levers a program knows.

use crate::room::{AskRoom, Room};

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
