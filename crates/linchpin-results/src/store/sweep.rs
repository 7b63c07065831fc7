//! Sweeps: many runs of one plan, in chunks that are whole or absent, so that nothing is lost, doubled or mixed.
//!
//! A sweep is a folder: `plan.json`, which never changes, and `chunks/`. A chunk is a pure function of the plan
//! and its number, whoever computes it: a process, a shard of a cluster, the same machine after a crash. Its
//! file bears the plan's digest and its own, which is checked before anything is decoded. Files are the truth
//! and there is no index: what is done is what lies there whole. A chunk that comes twice is compared; one
//! that comes twice with different bytes stops the sweep, for then the program is not what it says it is.

pub use crate::store::chunk::SweepRow;
use crate::store::chunk::{decode, encode};
use crate::store::disk;
use crate::store::error::StoreError;
use crate::store::folder::whole_folder;
use crate::store::plan::{CHUNKS, MARK, PLAN};
pub use crate::store::plan::{
    ChunkState, PLAN_SCHEMA, Published, SweepError, SweepExpert, SweepPlan, SweepPoints,
};
use crate::store::shelf::{OnDisk, Shelf};
use linchpin_units::Digest;
use std::fs::{File, OpenOptions, TryLockError};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A sweep on disk.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// Its folder.
    pub folder: PathBuf,
    /// Its plan.
    pub plan: SweepPlan,
    /// The plan's digest.
    pub id: Digest,
    /// Where its chunks lie.
    shelf: Arc<dyn Shelf>,
}

/// Keeps other writers away until it is dropped.
#[derive(Debug)]
pub struct Hold {
    _file: File,
}

impl Sweep {
    /// Lays a sweep out in a new folder.
    ///
    /// # Errors
    /// [`StoreError`] when the folder is there already or the disk refuses.
    pub fn create(folder: &Path, plan: &SweepPlan) -> Result<Self, StoreError> {
        let bytes = serde_json::to_vec_pretty(plan).expect("a plan is a tree of plain values");
        whole_folder(folder, false, |aside| -> Result<(), StoreError> {
            disk::make_folders(&aside.join(CHUNKS))?;
            disk::put(&aside.join(PLAN), &bytes)
        })?;
        Self::open(folder)
    }

    /// Opens a sweep.
    ///
    /// # Errors
    /// [`StoreError`] when there is none, or its plan is of another form.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(PLAN);
        let bytes = disk::read(&path)?;
        Self::of_plan(folder, &path.display().to_string(), &bytes, OnDisk(folder.join(CHUNKS)))
    }

    /// A sweep of a plan's bytes, whose chunks lie on a shelf of the caller.
    ///
    /// # Errors
    /// [`StoreError::Form`] when the bytes are no plan.
    pub fn on(plan: &[u8], shelf: impl Shelf + 'static) -> Result<Self, StoreError> {
        Self::of_plan(Path::new(""), PLAN, plan, shelf)
    }

    fn of_plan(
        folder: &Path,
        file: &str,
        bytes: &[u8],
        shelf: impl Shelf + 'static,
    ) -> Result<Self, StoreError> {
        let wrong = |what: String| StoreError::Form { file: file.to_owned(), what };
        let plan: SweepPlan =
            serde_json::from_slice(bytes).map_err(|error| wrong(error.to_string()))?;
        if plan.schema != PLAN_SCHEMA {
            return Err(wrong(format!("its form is `{}`, not `{PLAN_SCHEMA}`", plan.schema)));
        }
        if plan.chunk == 0 || plan.members == 0 {
            return Err(wrong("a sweep has at least one run in a chunk".to_owned()));
        }
        Ok(Self { folder: folder.to_owned(), plan, id: Digest::of(bytes), shelf: Arc::new(shelf) })
    }

    /// Number of chunks.
    #[must_use]
    pub fn chunks(&self) -> u32 {
        self.plan.members.div_ceil(self.plan.chunk)
    }

    /// The runs of a chunk.
    #[must_use]
    pub fn span(&self, chunk: u32) -> Range<u32> {
        let from = chunk * self.plan.chunk;
        from..from.saturating_add(self.plan.chunk).min(self.plan.members)
    }

    /// The name of a chunk's file.
    fn name(&self, chunk: u32) -> String {
        let span = self.span(chunk);
        format!("{:010}-{:010}.chunk", span.start, span.end)
    }

    /// The first line of the bytes of some runs.
    fn head(&self, span: &Range<u32>) -> String {
        format!("{} {} {}\n", self.id, span.start, span.end)
    }

    /// The bytes of some runs as they travel and lie: whose they are, the rows, and a digest over both.
    #[must_use]
    pub fn seal(&self, span: &Range<u32>, rows: &[SweepRow]) -> Vec<u8> {
        let mut bytes = self.head(span).into_bytes();
        bytes.extend_from_slice(&encode(rows));
        bytes.extend_from_slice(Digest::of(&bytes).as_str().as_bytes());
        bytes
    }

    /// The rows of some runs that came as bytes; none when the bytes are cut short, changed, or not as many rows
    /// as runs.
    ///
    /// # Errors
    /// [`SweepError::OtherPlan`] for whole bytes of another plan or of other runs.
    pub fn unseal(
        &self,
        span: &Range<u32>,
        bytes: &[u8],
    ) -> Result<Option<Vec<SweepRow>>, SweepError> {
        let Some(body) = self.body(span, bytes, "what came")? else { return Ok(None) };
        let rows = decode(body, self.plan.parameters.len() + self.plan.cells.len());
        Ok(rows.filter(|rows| rows.len() == span.len()))
    }

    /// Keeps other writers of the same part away: the whole sweep, or one shard of it.
    ///
    /// # Errors
    /// [`SweepError::Held`] when another process works on it.
    pub fn hold(&self, part: &str) -> Result<Hold, SweepError> {
        let path = self.folder.join(format!(".{part}.lock"));
        let open = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
        let file = open.map_err(|error| StoreError::writing(&path, error))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                Err(SweepError::Held(self.folder.display().to_string()))
            }
            // Where a disk knows no locks, equal bytes are what keeps two writers apart.
            Err(TryLockError::Error(_)) | Ok(()) => Ok(Hold { _file: file }),
        }
    }

    /// Removes what a killed process left of these chunks.
    ///
    /// # Errors
    /// [`StoreError`] when the disk refuses.
    pub fn tidy(&self, chunks: impl Fn(u32) -> bool) -> Result<usize, StoreError> {
        let mut count = 0;
        for name in self.shelf.names()? {
            let Some(rest) = name.strip_prefix('.').filter(|name| name.ends_with(".part")) else {
                continue;
            };
            let first = rest.split('-').next().and_then(|digits| digits.parse::<u32>().ok());
            if first.is_some_and(|first| chunks(first / self.plan.chunk)) {
                self.shelf.remove(&name)?;
                count += 1;
            }
        }
        Ok(count)
    }

    /// The tally of a chunk that was begun.
    fn tally(&self, chunk: u32) -> String {
        format!(".{}.begun", self.name(chunk))
    }

    /// Notes that a process begins with a chunk; [`Sweep::publish`] and [`Sweep::let_go`] take the note away. What
    /// is left of it after a crash tells how often a process did not come back from this chunk.
    ///
    /// # Errors
    /// [`StoreError`] when the disk refuses.
    pub fn begin(&self, chunk: u32) -> Result<(), StoreError> {
        self.shelf.tally(&self.tally(chunk))
    }

    /// How often a process began with a chunk and did not come back.
    ///
    /// # Errors
    /// [`StoreError`] when the disk refuses.
    pub fn begun(&self, chunk: u32) -> Result<u32, StoreError> {
        let tally = self.shelf.read(&self.tally(chunk))?;
        Ok(tally.map_or(0, |bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX)))
    }

    /// Takes the notes of a chunk away: it is done, or its process left it in good order.
    ///
    /// # Errors
    /// [`StoreError`] when the disk refuses.
    pub fn let_go(&self, chunk: u32) -> Result<(), StoreError> {
        self.shelf.remove(&self.tally(chunk))
    }

    /// How a chunk stands; its digest is checked, nothing is decoded.
    ///
    /// # Errors
    /// [`SweepError::OtherPlan`] for a whole chunk of another plan.
    pub fn state(&self, chunk: u32) -> Result<ChunkState, SweepError> {
        let name = self.name(chunk);
        let Some(bytes) = self.shelf.read(&name)? else { return Ok(ChunkState::Missing) };
        Ok(match self.body(&self.span(chunk), &bytes, &self.shelf.shown(&name))? {
            Some(body) => ChunkState::Whole(Digest::of(body)),
            None => ChunkState::Damaged,
        })
    }

    /// The rows' bytes in those of a file or message, if they are whole.
    fn body<'b>(
        &self,
        span: &Range<u32>,
        bytes: &'b [u8],
        file: &str,
    ) -> Result<Option<&'b [u8]>, SweepError> {
        let Some(end) = bytes.len().checked_sub(MARK) else { return Ok(None) };
        let (own, mark) = bytes.split_at(end);
        if Digest::of(own).as_str().as_bytes() != mark {
            return Ok(None);
        }
        let Some(line) = own.iter().position(|byte| *byte == b'\n') else { return Ok(None) };
        let (head, body) = own.split_at(line + 1);
        if head == self.head(span).as_bytes() {
            return Ok(Some(body));
        }
        let found = String::from_utf8_lossy(head).trim_end().to_owned();
        let expected = self.head(span).trim_end().to_owned();
        Err(SweepError::OtherPlan { file: file.to_owned(), found, expected })
    }

    /// Puts the rows of a chunk in their place: whole or not at all.
    ///
    /// # Errors
    /// [`SweepError::Different`] when it is there with other bytes; both are then kept.
    ///
    /// # Panics
    /// When there are not as many rows as runs: a fault of the program.
    pub fn publish(&self, chunk: u32, rows: &[SweepRow]) -> Result<Published, SweepError> {
        assert_eq!(rows.len(), self.span(chunk).len(), "a row for each run");
        self.adopt(chunk, &self.seal(&self.span(chunk), rows))
    }

    /// Puts the bytes of a chunk that came from elsewhere in their place, when they are whole.
    ///
    /// # Errors
    /// [`SweepError::Different`] when it is there with other bytes, and both are then kept;
    /// [`SweepError::OtherPlan`] for bytes of another plan.
    pub fn receive(&self, chunk: u32, bytes: &[u8]) -> Result<Published, SweepError> {
        if self.unseal(&self.span(chunk), bytes)?.is_none() {
            return Ok(Published::Damaged);
        }
        self.adopt(chunk, bytes)
    }

    /// Puts the bytes of a chunk's file in their place; they are known to be whole.
    fn adopt(&self, chunk: u32, bytes: &[u8]) -> Result<Published, SweepError> {
        let (name, span) = (self.name(chunk), self.span(chunk));
        let published = match self.state(chunk)? {
            ChunkState::Whole(known) => {
                let body = self.body(&span, bytes, "what came")?.unwrap_or_default();
                if Digest::of(body) != known {
                    return Err(self.differs(chunk, &span, None, bytes)?);
                }
                Published::Duplicate
            }
            ChunkState::Missing | ChunkState::Damaged => {
                self.shelf.put(&name, bytes)?;
                Published::New
            }
        };
        self.let_go(chunk)?;
        Ok(published)
    }

    /// Keeps two different accounts of the same runs side by side, and says so. What is known lies in the chunk's
    /// own file, or is given.
    ///
    /// # Errors
    /// [`StoreError`] when the disk refuses.
    pub fn differs(
        &self,
        chunk: u32,
        span: &Range<u32>,
        known: Option<&[u8]>,
        found: &[u8],
    ) -> Result<SweepError, StoreError> {
        let name = self.name(chunk);
        if let Some(known) = known {
            self.shelf.put(&format!("{name}.one"), known)?;
        }
        self.shelf.put(&format!("{name}.other"), found)?;
        let lies = if known.is_some() { format!("{name}.one") } else { name.clone() };
        let known = match known {
            Some(known) => known.to_vec(),
            None => self.shelf.read(&name)?.unwrap_or_default(),
        };
        let digest = |bytes: &[u8]| Digest::of(bytes).short().to_owned();
        Ok(SweepError::Different {
            from: span.start,
            until: span.end.saturating_sub(1),
            known: digest(&known),
            found: digest(found),
            file: self.shelf.shown(&lies),
            other: self.shelf.shown(&format!("{name}.other")),
        })
    }

    /// Takes over the whole chunks of the same plan from another folder, comparing those that are here; gives
    /// how many were new and how many were here.
    ///
    /// # Errors
    /// [`SweepError`] for another plan, or for a chunk with other bytes.
    pub fn take(&self, other: &Self) -> Result<(u32, u32), SweepError> {
        if other.id != self.id {
            let file = other.folder.join(PLAN).display().to_string();
            let (found, expected) = (other.id.to_string(), self.id.to_string());
            return Err(SweepError::OtherPlan { file, found, expected });
        }
        let (mut new, mut known) = (0, 0);
        for chunk in 0..self.chunks() {
            if !matches!(other.state(chunk)?, ChunkState::Whole(_)) {
                continue;
            }
            let Some(bytes) = other.shelf.read(&other.name(chunk))? else { continue };
            match self.receive(chunk, &bytes)? {
                Published::New => new += 1,
                Published::Duplicate => known += 1,
                // It was whole a moment ago: whoever changes it will be heard of when it is read again.
                Published::Damaged => {}
            }
        }
        Ok((new, known))
    }

    /// The rows of a chunk; none when it is missing or damaged.
    ///
    /// # Errors
    /// [`SweepError`] when the disk refuses or the chunk belongs to another plan.
    pub fn rows(&self, chunk: u32) -> Result<Option<Vec<SweepRow>>, SweepError> {
        let (name, span) = (self.name(chunk), self.span(chunk));
        let Some(bytes) = self.shelf.read(&name)? else { return Ok(None) };
        let file = self.shelf.shown(&name);
        let Some(body) = self.body(&span, &bytes, &file)? else { return Ok(None) };
        let rows = decode(body, self.plan.parameters.len() + self.plan.cells.len());
        let what = "its rows are not those of the plan".to_owned();
        match rows.filter(|rows| rows.len() == span.len()) {
            Some(rows) => Ok(Some(rows)),
            None => Err(StoreError::Form { file, what }.into()),
        }
    }

    /// The digest of all rows, whoever made them and in whatever order.
    ///
    /// # Errors
    /// [`SweepError::Missing`] when the sweep is not whole.
    pub fn digest(&self) -> Result<Digest, SweepError> {
        let (mut parts, mut missing) = (vec![self.id.to_string()], 0);
        for chunk in 0..self.chunks() {
            match self.state(chunk)? {
                ChunkState::Whole(digest) => parts.push(digest.to_string()),
                ChunkState::Missing | ChunkState::Damaged => missing += 1,
            }
        }
        if missing > 0 {
            let (all, folder) = (self.chunks(), self.folder.display().to_string());
            return Err(SweepError::Missing { missing, all, folder });
        }
        Ok(Digest::of_parts(parts.iter().map(String::as_bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> SweepPlan {
        SweepPlan {
            schema: PLAN_SCHEMA.to_owned(),
            study: "sample".to_owned(),
            scenario: None,
            world: None,
            members: 10,
            chunk: 4,
            seed: 1,
            design: "sobol".to_owned(),
            version: "0".to_owned(),
            inputs: Digest::of(b"all"),
            parameters: vec!["a".to_owned()],
            cells: vec!["s/b.output".to_owned()],
            points: None,
            experts: Vec::new(),
        }
    }

    fn rows(sweep: &Sweep, chunk: u32) -> Vec<SweepRow> {
        let row = |run: u32| match run {
            5 => SweepRow::Failed("it diverged".to_owned()),
            _ => SweepRow::Done(vec![f64::from(run), -f64::from(run) / 10.0]),
        };
        sweep.span(chunk).map(row).collect()
    }

    #[test]
    fn chunks_in_any_order_and_from_shards_have_one_digest() {
        let root = tempfile::tempdir().expect("a folder");
        let one = Sweep::create(&root.path().join("one"), &plan()).expect("laid out");
        let other = Sweep::create(&root.path().join("other"), &plan()).expect("laid out");
        assert!(Sweep::create(&root.path().join("one"), &plan()).is_err(), "it is there");
        for chunk in 0..3 {
            assert_eq!(one.publish(chunk, &rows(&one, chunk)).expect("new"), Published::New);
        }
        assert!(matches!(other.digest(), Err(SweepError::Missing { missing: 3, all: 3, .. })));
        other.publish(2, &rows(&other, 2)).expect("new");
        other.publish(1, &rows(&other, 1)).expect("new");
        assert_eq!(other.take(&one).expect("the same plan"), (1, 2));
        assert_eq!(one.digest().expect("whole"), other.digest().expect("whole"));
        assert_eq!(other.rows(1).expect("read"), Some(rows(&one, 1)));
        assert_eq!(one.span(2), 8..10);
        let again = one.publish(1, &rows(&one, 1)).expect("equal");
        assert_eq!(again, Published::Duplicate);
    }

    #[test]
    fn different_bytes_for_one_chunk_stop_the_sweep_and_both_are_kept() {
        let root = tempfile::tempdir().expect("a folder");
        let sweep = Sweep::create(&root.path().join("one"), &plan()).expect("laid out");
        sweep.publish(0, &rows(&sweep, 0)).expect("new");
        let mut other = rows(&sweep, 0);
        other[3] = SweepRow::Done(vec![3.0, f64::from_bits((-0.3_f64).to_bits() + 1)]);
        assert!(matches!(sweep.publish(0, &other), Err(SweepError::Different { from: 0, .. })));
        assert_eq!(sweep.rows(0).expect("read"), Some(rows(&sweep, 0)));
        assert!(root.path().join("one/chunks/0000000000-0000000004.chunk.other").is_file());
    }

    #[test]
    fn every_cut_and_every_flip_is_seen_before_decoding() {
        let root = tempfile::tempdir().expect("a folder");
        let sweep = Sweep::create(&root.path().join("one"), &plan()).expect("laid out");
        sweep.publish(1, &rows(&sweep, 1)).expect("new");
        let path = root.path().join("one/chunks").join(sweep.name(1));
        let whole = std::fs::read(&path).expect("a file");
        for cut in 0..whole.len() {
            std::fs::write(&path, &whole[..cut]).expect("written");
            assert_eq!(sweep.state(1).expect("read"), ChunkState::Damaged, "cut at {cut}");
            let mut flipped = whole.clone();
            flipped[cut] ^= 0x10;
            std::fs::write(&path, &flipped).expect("written");
            assert_eq!(sweep.rows(1).expect("read"), None, "flipped at {cut}");
        }
        // What is damaged is made anew, without a word about different bytes.
        assert_eq!(sweep.publish(1, &rows(&sweep, 1)).expect("mended"), Published::New);
    }

    #[test]
    fn another_plan_is_refused_and_a_second_writer_waits() {
        let root = tempfile::tempdir().expect("a folder");
        let sweep = Sweep::create(&root.path().join("one"), &plan()).expect("laid out");
        let seed = SweepPlan { seed: 2, ..plan() };
        let other = Sweep::create(&root.path().join("other"), &seed).expect("laid out");
        other.publish(0, &rows(&other, 0)).expect("new");
        assert!(matches!(sweep.take(&other), Err(SweepError::OtherPlan { .. })));
        {
            let chunks = |name: &str| root.path().join(name).join(CHUNKS).join(sweep.name(0));
            std::fs::copy(chunks("other"), chunks("one"))
        }
        .expect("copied");
        assert!(matches!(sweep.state(0), Err(SweepError::OtherPlan { .. })));
        let hold = sweep.hold("run").expect("free");
        assert!(matches!(sweep.hold("run"), Err(SweepError::Held(_))));
        drop(hold);
        assert!(sweep.hold("run").is_ok());
        let left = sweep.folder.join("chunks/.0000000004-0000000008.chunk.1-0.part");
        std::fs::write(&left, b"half").expect("written");
        assert_eq!(sweep.tidy(|chunk| chunk == 0).expect("tidied"), 0);
        assert_eq!(sweep.tidy(|chunk| chunk == 1).expect("tidied"), 1);
    }
}
