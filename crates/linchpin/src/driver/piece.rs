//! Where the runs of a chunk are while it is being made.

use super::BLAMED;
use linchpin_results::SweepRow;
use std::ops::Range;
use std::time::Duration;

/// Where the runs of a piece are.
#[derive(Debug)]
pub(super) enum Place {
    Waiting,
    /// Handed out: when for the last time, how often in all, and how many answers may still come.
    Out {
        since: Duration,
        times: u32,
        copies: u32,
    },
    Here(Vec<SweepRow>),
}

/// Some runs of a chunk that travel together.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) span: Range<u32>,
    pub(super) place: Place,
}

/// A chunk that is being made.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) pieces: Vec<Piece>,
    pub(super) lost: u32,
    pub(super) refused: u32,
    /// Lost too often: no worker gets it any more.
    pub(super) aside: bool,
}

/// When a piece that is out is late: later each time.
pub(super) fn due_at(piece: &Piece, patience: Duration) -> Option<Duration> {
    let Place::Out { since, times, .. } = piece.place else { return None };
    Some(since + patience * (1 << (times - 1).min(10)))
}

/// Whether a run was computed, if only to say that it fails.
pub(super) fn computed(row: &SweepRow) -> bool {
    !matches!(row, SweepRow::Failed(why) if why.starts_with(BLAMED))
}

/// Whether two accounts of the same runs are one, as far as both were computed; to the bit.
pub(super) fn agree(one: &[SweepRow], other: &[SweepRow]) -> bool {
    one.iter().zip(other).all(|(a, b)| match (a, b) {
        (SweepRow::Done(a), SweepRow::Done(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
        }
        (a, b) => a == b || !computed(a) || !computed(b),
    })
}
