//! Who drives a sweep: hands runs out to workers that may die, answer twice, late or never, and puts whole chunks
//! into the store.
//!
//! In: a [`Sweep`], and what workers say ([`Said`]). Out: orders ([`Order`]), one at a time. It has no thread, no
//! clock and no wire of its own: the time is an argument, so that the threads of this machine, a cluster of Ray
//! and a simulation of a hundred thousand storms are driven by the same lines.
//!
//! A chunk is a pure function of the plan, so that handing it out once more is always right: what is lost is
//! handed out again, what is late is handed out to somebody else as well, what comes twice is compared. A chunk
//! that was lost three times is suspected: it is computed aside, in a process of its own with limits, and halved
//! until the run that ends its process stands alone and is named.

mod beside;
mod order;
mod piece;

pub use beside::Made;
use linchpin_results::{ChunkState, Published, Sweep, SweepRow};
pub use order::{DriverError, Order, Rules, Said, Tally};
use piece::{Open, Piece, Place, agree, computed, due_at};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::time::Duration;

/// How the reason of a run that ended its process begins.
pub const BLAMED: &str = "the run ended its process: ";

/// How a probe begins that says why a worker can make no rows at all.
pub const UNFIT: &str = "unfit: ";

/// Times of chunks that are remembered.
const REMEMBERED: usize = 31;

/// See the head of this file.
#[derive(Debug)]
pub struct Driver {
    sweep: Sweep,
    rules: Rules,
    /// Which chunks are this driver's, from 1: part `.0` of `.1`.
    share: (u32, u32),
    /// What workers must make of the first runs.
    probe: Option<String>,
    next: u32,
    open: BTreeMap<u32, Open>,
    took: VecDeque<Duration>,
    /// When there last was a worker.
    alive: Option<Duration>,
    tally: Tally,
    done: u64,
    all: u64,
}

impl Driver {
    /// A driver of one part of a sweep, such as (1, 1) for all of it. `probe` is the digest that workers must make
    /// of the first runs, where they are not this process.
    #[must_use]
    pub fn new(sweep: Sweep, share: (u32, u32), probe: Option<String>, rules: Rules) -> Self {
        let mine = (0..sweep.chunks()).filter(|chunk| chunk % share.1 == share.0 - 1);
        let all = mine.map(|chunk| sweep.span(chunk).len() as u64).sum();
        Self {
            sweep,
            rules,
            share,
            probe,
            next: 0,
            open: BTreeMap::new(),
            took: VecDeque::new(),
            alive: None,
            tally: Tally::default(),
            done: 0,
            all,
        }
    }

    /// What came of it so far.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Runs of this part that lie whole, and all of them.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.all)
    }

    fn mine(&self, chunk: u32) -> bool {
        chunk % self.share.1 == self.share.0 - 1
    }

    /// What to do at the time `now`, with room for `slots` more tasks among `alive` workers.
    ///
    /// # Errors
    /// [`DriverError`] when the store refuses, or when there has been no worker for too long.
    pub fn order(
        &mut self,
        now: Duration,
        slots: usize,
        alive: usize,
    ) -> Result<Order, DriverError> {
        let since = *self.alive.get_or_insert(now);
        if alive > 0 {
            self.alive = Some(now);
        } else if now.saturating_sub(since) >= self.rules.silence {
            return Err(DriverError::Nobody { seconds: now.saturating_sub(since).as_secs() });
        }
        let patience = self.patience();
        self.suspect(now, patience);
        if let Some(span) = self.hand_out(now, true) {
            return Ok(Order::Aside(span));
        }
        if slots > 0 {
            if let Some(span) = self.hand_out(now, false).or_else(|| self.late(now, patience)) {
                return Ok(Order::Send(span));
            }
            if let Some(chunk) = self.fresh()? {
                let aside = self.open[&chunk].aside;
                if self.rules.noted && !aside {
                    self.sweep.begin(chunk)?;
                }
                if let Some(span) = self.hand_out(now, aside) {
                    return Ok(if aside { Order::Aside(span) } else { Order::Send(span) });
                }
            }
        }
        if self.open.is_empty() && self.next >= self.sweep.chunks() {
            return Ok(Order::Whole);
        }
        let due = self.open.values().flat_map(|open| &open.pieces);
        let due = due.filter_map(|piece| due_at(piece, patience)).min();
        // What is late already waits for a free worker.
        let (least, most) = (now + Duration::from_millis(50), now + Duration::from_secs(1));
        Ok(Order::Wait(due.map_or(most, |due| due.clamp(least, most))))
    }

    /// How long runs may be out before they are late.
    fn patience(&self) -> Duration {
        let mut took: Vec<Duration> = self.took.iter().copied().collect();
        took.sort();
        let typical = took.get(took.len() / 2).copied().unwrap_or_default();
        self.rules.patience.max(typical * self.rules.times)
    }

    /// Computes aside what was late too often: a run that never ends would take one worker after the other.
    fn suspect(&mut self, now: Duration, patience: Duration) {
        for open in self.open.values_mut().filter(|open| !open.aside) {
            for piece in &mut open.pieces {
                let often =
                    matches!(piece.place, Place::Out { times, .. } if times > self.rules.losses);
                if often && due_at(piece, patience).is_some_and(|due| due <= now) {
                    open.aside = true;
                    piece.place = Place::Waiting;
                    self.tally.again += 1;
                }
            }
        }
    }

    /// The first piece that waits, handed out.
    fn hand_out(&mut self, now: Duration, aside: bool) -> Option<Range<u32>> {
        let open = self.open.values_mut().filter(|open| open.aside == aside);
        let waits = |piece: &&mut Piece| matches!(piece.place, Place::Waiting);
        let piece = open.flat_map(|open| &mut open.pieces).find(waits)?;
        piece.place = Place::Out { since: now, times: 1, copies: 1 };
        Some(piece.span.clone())
    }

    /// The first piece that is late, handed out once more.
    fn late(&mut self, now: Duration, patience: Duration) -> Option<Range<u32>> {
        let late = self.open.iter().filter(|(_, open)| !open.aside).find_map(|(chunk, open)| {
            let is_late = |piece: &Piece| due_at(piece, patience).is_some_and(|due| due <= now);
            open.pieces.iter().position(is_late).map(|at| (*chunk, at))
        });
        let (chunk, at) = late?;
        let piece = &mut self.open.get_mut(&chunk)?.pieces[at];
        if let Place::Out { since, times, copies } = &mut piece.place {
            (*since, *times, *copies) = (now, *times + 1, *copies + 1);
        }
        self.tally.again += 1;
        Some(piece.span.clone())
    }

    /// Opens the next chunk that is not whole.
    fn fresh(&mut self) -> Result<Option<u32>, DriverError> {
        while self.next < self.sweep.chunks() {
            let chunk = self.next;
            self.next += 1;
            if !self.mine(chunk) {
                continue;
            }
            match self.sweep.state(chunk)? {
                ChunkState::Whole(_) => {
                    self.tally.kept += 1;
                    self.done += self.sweep.span(chunk).len() as u64;
                    self.sweep.let_go(chunk)?;
                    continue;
                }
                ChunkState::Damaged => self.tally.mended += 1,
                ChunkState::Missing => {}
            }
            let lost = self.sweep.begun(chunk)?;
            let pieces = vec![Piece { span: self.sweep.span(chunk), place: Place::Waiting }];
            let aside = lost >= self.rules.losses;
            self.open.insert(chunk, Open { pieces, lost, refused: 0, aside });
            return Ok(Some(chunk));
        }
        Ok(None)
    }

    /// Hears what somebody said at the time `now`.
    ///
    /// # Errors
    /// [`DriverError`] when the store refuses, or different rows for the same runs came.
    pub fn hear(&mut self, said: &Said<'_>, now: Duration) -> Result<(), DriverError> {
        match said {
            Said::Rows { span, worker, probe, bytes } => {
                let other = self.probe.as_deref().zip(*probe).filter(|(own, other)| own != other);
                if let Some((_, other)) = other {
                    return self.refuse(span, worker, other);
                }
                let first = self.out(span).map(|since| now.saturating_sub(since));
                if self.take(span, bytes)?
                    && let Some(took) = first
                {
                    self.took.push_back(took);
                    if self.took.len() > REMEMBERED {
                        self.took.pop_front();
                    }
                }
                Ok(())
            }
            Said::Lost { span } => {
                self.lose(span);
                Ok(())
            }
            Said::Aside { span, made: Ok(bytes) } => {
                self.take(span, bytes)?;
                self.again_aside(span)
            }
            Said::Aside { span, made: Err(why) } => self.blame(span, why),
        }
    }

    /// The chunk of some runs; none when they are those of no chunk.
    fn chunk(&self, span: &Range<u32>) -> Option<u32> {
        let chunk = span.start / self.sweep.plan.chunk;
        let own = self.sweep.span(chunk);
        let inside = own.start <= span.start && span.end <= own.end && !span.is_empty();
        (inside && chunk < self.sweep.chunks()).then_some(chunk)
    }

    /// When some runs were handed out for the last time.
    fn out(&self, span: &Range<u32>) -> Option<Duration> {
        let open = self.open.get(&self.chunk(span)?)?;
        let piece = open.pieces.iter().find(|piece| piece.span == *span)?;
        match piece.place {
            Place::Out { since, .. } => Some(since),
            Place::Waiting | Place::Here(_) => None,
        }
    }

    /// One answer that may still come less for some runs; those for which none may come wait again.
    fn lose(&mut self, span: &Range<u32>) {
        let Some(open) = self.chunk(span).and_then(|chunk| self.open.get_mut(&chunk)) else {
            return;
        };
        if open.aside {
            // What workers say of it no longer decides.
            return;
        }
        let Some(piece) = open.pieces.iter_mut().find(|piece| piece.span == *span) else { return };
        let Place::Out { copies, .. } = &mut piece.place else { return };
        open.lost += 1;
        *copies -= 1;
        if *copies == 0 {
            piece.place = Place::Waiting;
            self.tally.again += 1;
        }
        if open.lost >= self.rules.losses {
            open.aside = true;
            piece.place = Place::Waiting;
        }
    }

    /// A process of its own that ended well and left nothing usable is asked again, though not for ever.
    fn again_aside(&mut self, span: &Range<u32>) -> Result<(), DriverError> {
        if self.out(span).is_none() {
            return Ok(());
        }
        let Some(open) = self.chunk(span).and_then(|chunk| self.open.get_mut(&chunk)) else {
            return Ok(());
        };
        open.refused += 1;
        if open.refused > self.rules.refusals {
            return self.blame(span, "its answer was damaged again and again");
        }
        for piece in open.pieces.iter_mut().filter(|piece| piece.span == *span) {
            piece.place = Place::Waiting;
        }
        Ok(())
    }

    fn refuse(&mut self, span: &Range<u32>, worker: &str, other: &str) -> Result<(), DriverError> {
        self.tally.refused += 1;
        let Some(open) = self.chunk(span).and_then(|chunk| self.open.get_mut(&chunk)) else {
            return Ok(());
        };
        open.refused += 1;
        if open.refused >= self.rules.refusals {
            let numbers = "it makes other numbers than this machine for the first runs of the plan";
            let why = other.strip_prefix(UNFIT).unwrap_or(numbers).to_owned();
            return Err(DriverError::Unfit { worker: worker.to_owned(), why });
        }
        for piece in open.pieces.iter_mut().filter(|piece| piece.span == *span) {
            if let Place::Out { copies, .. } = &mut piece.place {
                *copies -= 1;
                if *copies == 0 {
                    piece.place = Place::Waiting;
                }
            }
        }
        Ok(())
    }

    /// Some runs ended their process: they are halved, or the one run is named.
    fn blame(&mut self, span: &Range<u32>, why: &str) -> Result<(), DriverError> {
        let Some(chunk) = self.chunk(span) else { return Ok(()) };
        let Some(open) = self.open.get_mut(&chunk) else { return Ok(()) };
        let Some(at) = open.pieces.iter().position(|piece| piece.span == *span) else {
            return Ok(());
        };
        if matches!(open.pieces[at].place, Place::Here(_)) {
            return Ok(());
        }
        if span.len() == 1 {
            let row = SweepRow::Failed(format!("{BLAMED}{why}"));
            open.pieces[at].place = Place::Here(vec![row]);
            self.tally.blamed.push((span.start, why.to_owned()));
            return self.conclude(chunk);
        }
        let middle = span.start + span.len() as u32 / 2;
        let halves = [span.start..middle, middle..span.end];
        let halves = halves.map(|span| Piece { span, place: Place::Waiting });
        open.pieces.splice(at..=at, halves);
        Ok(())
    }

    /// Takes rows in; says whether they were of use.
    fn take(&mut self, span: &Range<u32>, bytes: &[u8]) -> Result<bool, DriverError> {
        let Some(chunk) = self.chunk(span) else { return Ok(false) };
        let whole = self.sweep.span(chunk) == *span;
        let fresh =
            |open: &Open| open.pieces.len() == 1 && !matches!(open.pieces[0].place, Place::Here(_));
        if whole && self.open.get(&chunk).is_some_and(fresh) {
            // The usual way: nothing is taken apart.
            match self.sweep.receive(chunk, bytes)? {
                Published::Damaged => self.spoilt(span),
                Published::Duplicate => self.close(chunk, Published::Duplicate),
                Published::New => self.close(chunk, Published::New),
            }
            return Ok(!self.open.contains_key(&chunk));
        }
        let Some(rows) = self.sweep.unseal(span, bytes)? else {
            self.spoilt(span);
            return Ok(false);
        };
        let Some(open) = self.open.get_mut(&chunk) else {
            return self.compare(chunk, span, &rows, bytes).map(|()| false);
        };
        let mut of_use = false;
        for piece in &mut open.pieces {
            if piece.span.start < span.start || piece.span.end > span.end {
                continue;
            }
            let from = (piece.span.start - span.start) as usize;
            let own = &rows[from..from + piece.span.len()];
            if let Place::Here(known) = &piece.place {
                if !agree(known, own) {
                    let known = self.sweep.seal(&piece.span, known);
                    let other = self.sweep.seal(&piece.span, own);
                    return Err(self
                        .sweep
                        .differs(chunk, &piece.span, Some(&known), &other)?
                        .into());
                }
                if known.iter().all(computed) {
                    self.tally.duplicates += 1;
                    continue;
                }
                // A run that somebody computed ends no process.
                self.tally.blamed.retain(|(run, _)| !piece.span.contains(run));
            }
            piece.place = Place::Here(own.to_vec());
            of_use = true;
        }
        self.conclude(chunk)?;
        Ok(of_use)
    }

    /// What came for some runs is damaged: as if it had not come.
    fn spoilt(&mut self, span: &Range<u32>) {
        self.tally.damaged += 1;
        self.lose(span);
    }

    /// Puts a chunk in its place once all of its rows are here.
    fn conclude(&mut self, chunk: u32) -> Result<(), DriverError> {
        let Some(open) = self.open.get(&chunk) else { return Ok(()) };
        let mut rows = Vec::new();
        for piece in &open.pieces {
            let Place::Here(own) = &piece.place else { return Ok(()) };
            rows.extend_from_slice(own);
        }
        let published = self.sweep.publish(chunk, &rows)?;
        self.close(chunk, published);
        Ok(())
    }

    fn close(&mut self, chunk: u32, published: Published) {
        self.open.remove(&chunk);
        let runs = self.sweep.span(chunk).len() as u64;
        self.done += runs;
        if published == Published::New {
            self.tally.made += 1;
            self.tally.runs += runs;
        } else {
            self.tally.kept += 1;
        }
    }

    /// Compares rows that came late with those that lie in their place.
    fn compare(
        &mut self,
        chunk: u32,
        span: &Range<u32>,
        rows: &[SweepRow],
        bytes: &[u8],
    ) -> Result<(), DriverError> {
        let Some(known) = self.sweep.rows(chunk)? else { return Ok(()) };
        let from = (span.start - self.sweep.span(chunk).start) as usize;
        if !agree(&known[from..from + span.len()], rows) {
            return Err(self.sweep.differs(chunk, span, None, bytes)?.into());
        }
        self.tally.duplicates += 1;
        Ok(())
    }

    /// Leaves in good order: what was begun is not held against its chunk.
    ///
    /// # Errors
    /// [`DriverError`] when the store refuses.
    pub fn leave(&self) -> Result<(), DriverError> {
        for (chunk, open) in &self.open {
            if self.rules.noted && !open.aside {
                self.sweep.let_go(*chunk)?;
            }
        }
        Ok(())
    }
}
