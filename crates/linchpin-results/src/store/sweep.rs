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
use crate::store::folder::{StoreError, whole_folder};
use linchpin_units::Digest;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The form of a plan.
pub const PLAN_SCHEMA: &str = "linchpin/sweep/1";
const PLAN: &str = "plan.json";
const CHUNKS: &str = "chunks";
/// Characters of the digest at the end of a chunk.
const MARK: usize = 64;

/// What a sweep runs; the digest of its bytes is the sweep's name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepPlan {
    /// [`PLAN_SCHEMA`].
    pub schema: String,
    /// Study, as `run` names it.
    pub study: String,
    /// One scenario, or all.
    pub scenario: Option<String>,
    /// Folder of another world.
    pub world: Option<String>,
    /// Runs of the whole sweep.
    pub members: u32,
    /// Runs of one chunk.
    pub chunk: u32,
    /// Seed.
    pub seed: u64,
    /// Design.
    pub design: String,
    /// Version of the program.
    pub version: String,
    /// Digest of everything that enters a run: ranges, shocks, world and law.
    pub inputs: Digest,
    /// Parameters drawn, in the order of a row.
    pub parameters: Vec<String>,
    /// Cells told, in the order of a row.
    pub cells: Vec<String>,
}

/// A sweep cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another process works on it.
    #[error("another process is writing {0}: wait for it, or stop it; nothing of it is lost")]
    Held(String),
    /// The same chunk came out differently.
    #[error(
        "runs {from} to {until} came out differently the second time (digests {known} and {found}): the sweep stops, and both are kept as {file} and {file}.other. One of the machines or programs that computed them is broken"
    )]
    Different {
        /// First run.
        from: u32,
        /// Last run.
        until: u32,
        /// Digest of the one that was there.
        known: String,
        /// Digest of the one that came.
        found: String,
        /// File of the one that was there.
        file: String,
    },
    /// A chunk of another plan.
    #[error(
        "{file} belongs to another plan ({found}, not {expected}): chunks of different sweeps are never mixed"
    )]
    OtherPlan {
        /// Which file.
        file: String,
        /// Its plan.
        found: String,
        /// This plan.
        expected: String,
    },
    /// Chunks are missing.
    #[error("{missing} of {all} chunks are missing; `linchpin sweep run {folder}` makes them")]
    Missing {
        /// How many.
        missing: u32,
        /// Of how many.
        all: u32,
        /// The folder.
        folder: String,
    },
}

/// How a chunk stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChunkState {
    /// Not there.
    Missing,
    /// There and whole: the digest of its rows.
    Whole(Digest),
    /// There, but cut short or changed; it is made anew.
    Damaged,
}

/// What became of a chunk that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// It is new.
    New,
    /// It was there, byte for byte.
    Duplicate,
}

/// A sweep on disk.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// Its folder.
    pub folder: PathBuf,
    /// Its plan.
    pub plan: SweepPlan,
    /// The plan's digest.
    pub id: Digest,
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
        let wrong = |what: String| StoreError::Form { file: path.display().to_string(), what };
        let plan: SweepPlan =
            serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        if plan.schema != PLAN_SCHEMA {
            return Err(wrong(format!("its form is `{}`, not `{PLAN_SCHEMA}`", plan.schema)));
        }
        if plan.chunk == 0 || plan.members == 0 {
            return Err(wrong("a sweep has at least one run in a chunk".to_owned()));
        }
        Ok(Self { folder: folder.to_owned(), plan, id: Digest::of(&bytes) })
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

    fn path(&self, chunk: u32) -> PathBuf {
        let span = self.span(chunk);
        self.folder.join(CHUNKS).join(format!("{:010}-{:010}.chunk", span.start, span.end))
    }

    /// The first line of a chunk's file.
    fn head(&self, chunk: u32) -> String {
        let span = self.span(chunk);
        format!("{} {} {}\n", self.id, span.start, span.end)
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
        for name in disk::names(&self.folder.join(CHUNKS))? {
            let Some(rest) = name.strip_prefix('.').filter(|name| name.ends_with(".part")) else {
                continue;
            };
            let first = rest.split('-').next().and_then(|digits| digits.parse::<u32>().ok());
            if first.is_some_and(|first| chunks(first / self.plan.chunk)) {
                disk::remove_file(&self.folder.join(CHUNKS).join(&name))?;
                count += 1;
            }
        }
        Ok(count)
    }

    /// How a chunk stands; its digest is checked, nothing is decoded.
    ///
    /// # Errors
    /// [`SweepError::OtherPlan`] for a whole chunk of another plan.
    pub fn state(&self, chunk: u32) -> Result<ChunkState, SweepError> {
        let path = self.path(chunk);
        if !path.is_file() {
            return Ok(ChunkState::Missing);
        }
        let bytes = disk::read(&path)?;
        Ok(match self.body(chunk, &bytes, &path)? {
            Some(body) => ChunkState::Whole(Digest::of(body)),
            None => ChunkState::Damaged,
        })
    }

    /// The rows' bytes in a chunk's file, if it is whole.
    fn body<'b>(
        &self,
        chunk: u32,
        bytes: &'b [u8],
        path: &Path,
    ) -> Result<Option<&'b [u8]>, SweepError> {
        let Some(end) = bytes.len().checked_sub(MARK) else { return Ok(None) };
        let (own, mark) = bytes.split_at(end);
        if Digest::of(own).as_str().as_bytes() != mark {
            return Ok(None);
        }
        let Some(line) = own.iter().position(|byte| *byte == b'\n') else { return Ok(None) };
        let (head, body) = own.split_at(line + 1);
        if head == self.head(chunk).as_bytes() {
            return Ok(Some(body));
        }
        let found = String::from_utf8_lossy(head);
        let found = found.split(' ').next().unwrap_or_default().to_owned();
        let file = path.display().to_string();
        Err(SweepError::OtherPlan { file, found, expected: self.id.to_string() })
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
        let body = encode(rows);
        let mut bytes = self.head(chunk).into_bytes();
        bytes.extend_from_slice(&body);
        bytes.extend_from_slice(Digest::of(&bytes).as_str().as_bytes());
        self.adopt(chunk, &bytes)
    }

    /// Puts the bytes of a chunk's file in their place.
    fn adopt(&self, chunk: u32, bytes: &[u8]) -> Result<Published, SweepError> {
        let (path, span) = (self.path(chunk), self.span(chunk));
        if let ChunkState::Whole(known) = self.state(chunk)? {
            let body = self.body(chunk, bytes, &path)?.unwrap_or_default();
            let found = Digest::of(body);
            if found == known {
                return Ok(Published::Duplicate);
            }
            let file = path.display().to_string();
            disk::put_whole(Path::new(&format!("{file}.other")), bytes)?;
            return Err(SweepError::Different {
                from: span.start,
                until: span.end - 1,
                known: known.short().to_owned(),
                found: found.short().to_owned(),
                file,
            });
        }
        disk::put_whole(&path, bytes)?;
        Ok(Published::New)
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
            match self.adopt(chunk, &disk::read(&other.path(chunk))?)? {
                Published::New => new += 1,
                Published::Duplicate => known += 1,
            }
        }
        Ok((new, known))
    }

    /// The rows of a chunk; none when it is missing or damaged.
    ///
    /// # Errors
    /// [`SweepError`] when the disk refuses or the chunk belongs to another plan.
    pub fn rows(&self, chunk: u32) -> Result<Option<Vec<SweepRow>>, SweepError> {
        let path = self.path(chunk);
        if !path.is_file() {
            return Ok(None);
        }
        let bytes = disk::read(&path)?;
        let Some(body) = self.body(chunk, &bytes, &path)? else { return Ok(None) };
        let width = self.plan.parameters.len() + self.plan.cells.len();
        let wrong = || StoreError::Form {
            file: path.display().to_string(),
            what: "its rows are not those of the plan".to_owned(),
        };
        let rows = decode(body, width).ok_or_else(wrong)?;
        if rows.len() != self.span(chunk).len() {
            return Err(wrong().into());
        }
        Ok(Some(rows))
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
        let path = sweep.path(1);
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
        std::fs::copy(other.path(0), sweep.path(0)).expect("copied");
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
