//! The user's store of documents: each once, by the SHA-256 of its bytes.
//!
//! In come documents; out come the same documents, or the words under a span of one. A document is
//! written aside, flushed to disk and renamed into place, its metadata last; so a kill at any moment
//! leaves either no document or the whole of it. What lies aside is swept by the next writer.
//!
//! Layout: `objects/<2 hex>/<64 hex>` bytes, `meta/<64 hex>.json` metadata, `reviews.jsonl`
//! decisions (append-only, see [`crate::review`]), `aside/` unfinished writes, `lock`.

use crate::document::{Document, Meta, Stated};
use crate::span::Span;
use linchpin_units::{Digest, Finding, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system refused.
    #[error("the store failed to {what} `{path}`: {cause}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// Where, relative to the store.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// The store does not hold this document.
    #[error("the store holds no document {0}")]
    Unknown(String),
    /// Several documents start with these characters.
    #[error("`{0}` fits several documents; give more characters")]
    Ambiguous(String),
    /// The bytes on disk are not those that were added.
    #[error("the document {id} was changed on disk: its bytes now hash to {found}")]
    Damaged {
        /// The document's id.
        id: String,
        /// The digest of what lies there.
        found: String,
    },
    /// The span does not fit the document.
    #[error("bytes {}..{} do not fit document {id}, whose text has {length} bytes", span.start, span.end)]
    OutOfText {
        /// The document's id.
        id: String,
        /// The span asked for.
        span: Span,
        /// Length of its text in bytes.
        length: usize,
    },
    /// The document cannot be read.
    #[error("{0}")]
    Unreadable(Finding),
}

/// Whether a document was new to the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// Stored now.
    New,
    /// Was there; only its metadata may have changed.
    Known,
}

/// What became of one document of a batch.
pub type Outcome = Result<(Document, Added), StoreError>;

/// A store on disk.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// Opens the store at `root`; it need not exist yet.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder of the store.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Adds a document; returns it with whether it was new.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] for what is no document, [`StoreError::Io`].
    pub fn add(&self, bytes: &[u8], stated: &Stated) -> Result<(Document, Added), StoreError> {
        let mut all = self.add_all(&[(bytes.to_vec(), stated.clone())])?;
        all.pop().unwrap_or_else(|| Err(StoreError::Unknown("nothing to add".to_owned())))
    }

    /// Adds documents, each with whether it was new; a bad one stops no other. All are written aside, then all
    /// flushed, then all renamed into place (bytes before metadata), then the folders flushed: the disk is
    /// waited for once, not four times a document.
    ///
    /// # Errors
    /// [`StoreError::Io`] when the store cannot be written; what one document lacks is its own error.
    pub fn add_all(&self, items: &[(Vec<u8>, Stated)]) -> Result<Vec<Outcome>, StoreError> {
        let _lock = self.lock()?;
        self.sweep()?;
        let mut metas: BTreeMap<Digest, Meta> = BTreeMap::new();
        let mut objects: BTreeMap<PathBuf, &[u8]> = BTreeMap::new();
        let mut sidecars: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
        let mut out = Vec::with_capacity(items.len());
        for (bytes, stated) in items {
            let mut document = match Document::read(bytes, stated) {
                Ok(document) => document,
                Err(finding) => {
                    out.push(Err(StoreError::Unreadable(finding)));
                    continue;
                }
            };
            let (object, side) = (self.object_path(&document.id), self.meta_path(&document.id));
            // What was stated before stays, unless it is stated anew.
            let known = match metas.get(&document.id) {
                Some(meta) => Some(meta.clone()),
                None if object.exists() && side.exists() => match self.get(&document.id) {
                    Ok(known) => Some(known.meta),
                    Err(error) => {
                        out.push(Err(error));
                        continue;
                    }
                },
                None => None,
            };
            let added = if known.is_some() { Added::Known } else { Added::New };
            let mut kept = known.clone().unwrap_or_else(|| document.meta.clone());
            kept.state(stated);
            if known.as_ref() != Some(&kept) {
                sidecars.insert(side, json_line(&kept));
            }
            if added == Added::New && !object.exists() {
                objects.insert(object, bytes.as_slice());
            }
            metas.insert(document.id.clone(), kept.clone());
            document.meta = kept;
            out.push(Ok((document, added)));
        }
        let sidecars: BTreeMap<PathBuf, &[u8]> =
            sidecars.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
        self.write_all(&[&objects, &sidecars])?;
        Ok(out)
    }

    /// The ids of all documents, in order.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn ids(&self) -> Result<Vec<Digest>, StoreError> {
        let folder = self.root.join("meta");
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(self.failed("list", &folder, cause)),
        };
        let mut ids = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|cause| self.failed("list", &folder, cause))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let id = name.strip_suffix(".json").map(|stem| Digest::try_from(stem.to_owned()));
            if let Some(Ok(id)) = id {
                ids.push(id);
            }
        }
        ids.sort();
        Ok(ids)
    }

    /// All documents, in the order of their ids.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn all(&self) -> Result<Vec<Document>, StoreError> {
        self.ids()?.iter().map(|id| self.get(id)).collect()
    }

    /// One document.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Damaged`] when its bytes changed, [`StoreError::Io`].
    pub fn get(&self, id: &Digest) -> Result<Document, StoreError> {
        let path = self.object_path(id);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::Unknown(id.to_string()));
            }
            Err(cause) => return Err(self.failed("read", &path, cause)),
        };
        let found = Digest::of(&bytes);
        if found != *id {
            return Err(StoreError::Damaged { id: id.to_string(), found: found.to_string() });
        }
        let path = self.meta_path(id);
        let raw = match fs::read(&path) {
            Ok(raw) => raw,
            // Killed between object and metadata: the document was never added.
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::Unknown(id.to_string()));
            }
            Err(cause) => return Err(self.failed("read", &path, cause)),
        };
        let meta: Meta = serde_json::from_slice(&raw).map_err(|error| {
            let place = Place {
                line: u32::try_from(error.line()).unwrap_or(0),
                ..Place::whole(&self.relative(&path))
            };
            StoreError::Unreadable(
                Finding::error("LP-E006", place, format!("the metadata is damaged: {error}"))
                    .help("add the document again with --outlet and --published"),
            )
        })?;
        let mut document =
            Document::read(&bytes, &Stated { file: meta.file.clone(), ..Stated::default() })
                .map_err(StoreError::Unreadable)?;
        document.meta = meta;
        Ok(document)
    }

    /// The document whose id starts with `prefix`.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Ambiguous`] and those of [`Store::get`].
    pub fn find(&self, prefix: &str) -> Result<Document, StoreError> {
        let ids = self.ids()?;
        let mut fitting =
            ids.iter().filter(|id| id.as_str().starts_with(prefix) && !prefix.is_empty());
        match (fitting.next(), fitting.next()) {
            (Some(id), None) => self.get(id),
            (None, _) => Err(StoreError::Unknown(prefix.to_owned())),
            (Some(_), Some(_)) => Err(StoreError::Ambiguous(prefix.to_owned())),
        }
    }

    /// The exact words under bytes `span` of the text of document `id`.
    ///
    /// # Errors
    /// Those of [`Store::get`], and [`StoreError::OutOfText`].
    pub fn resolve(&self, id: &Digest, span: std::ops::Range<usize>) -> Result<String, StoreError> {
        let document = self.get(id)?;
        let span = Span { start: span.start, end: span.end };
        let words = if span.start <= span.end { span.of(&document.text) } else { None };
        words.map(str::to_owned).ok_or(StoreError::OutOfText {
            id: id.to_string(),
            span,
            length: document.text.len(),
        })
    }

    /// Appends one line to a file of the store and flushes it to disk.
    pub(crate) fn append(&self, name: &str, line: &str) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        let path = self.root.join(name);
        let fail = |cause| self.failed("append to", &path, cause);
        // A line cut short by a kill is closed first, so that the next one stands alone.
        let torn = fs::read(&path).is_ok_and(|old| !old.is_empty() && !old.ends_with(b"\n"));
        let mut file = File::options().create(true).append(true).open(&path).map_err(fail)?;
        let start = if torn { "\n" } else { "" };
        file.write_all(format!("{start}{line}\n").as_bytes()).map_err(fail)?;
        file.sync_all().map_err(fail)
    }

    /// The bytes of a file of the store; none when it is not there.
    pub(crate) fn read_file(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.root.join(name);
        match fs::read(&path) {
            Ok(bytes) => Ok(bytes),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(cause) => Err(self.failed("read", &path, cause)),
        }
    }

    /// Writes a file of the store whole, or not at all.
    pub(crate) fn keep(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        self.write(&self.root.join(name), bytes)
    }

    fn object_path(&self, id: &Digest) -> PathBuf {
        self.root.join("objects").join(&id.as_str()[..2]).join(id.as_str())
    }

    fn meta_path(&self, id: &Digest) -> PathBuf {
        self.root.join("meta").join(format!("{id}.json"))
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    fn failed(&self, what: &'static str, path: &Path, cause: io::Error) -> StoreError {
        StoreError::Io { what, path: self.relative(path), cause }
    }

    /// Holds off other writers until dropped.
    fn lock(&self) -> Result<File, StoreError> {
        let path = self.root.join("lock");
        let fail = |cause| self.failed("lock", &path, cause);
        fs::create_dir_all(&self.root).map_err(fail)?;
        let file =
            File::options().create(true).truncate(false).write(true).open(&path).map_err(fail)?;
        file.lock().map_err(fail)?;
        Ok(file)
    }

    /// Removes what a killed writer left aside; only called under the lock.
    fn sweep(&self) -> Result<(), StoreError> {
        let aside = self.root.join("aside");
        match fs::remove_dir_all(&aside) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                Err(self.failed("sweep", &aside, cause))
            }
            _ => Ok(()),
        }
    }

    /// Writes one file aside, flushes it, renames it into place, flushes the folder.
    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        self.write_all(&[&BTreeMap::from([(path.to_owned(), bytes)])])
    }

    /// Writes files in batches: every file aside, every file flushed, then renamed batch after batch.
    fn write_all(&self, batches: &[&BTreeMap<PathBuf, &[u8]>]) -> Result<(), StoreError> {
        let aside = self.root.join("aside");
        let fail = |path: &Path, cause| self.failed("write", path, cause);
        if batches.iter().all(|batch| batch.is_empty()) {
            return Ok(());
        }
        fs::create_dir_all(&aside).map_err(|cause| fail(&aside, cause))?;
        let mut drafts: Vec<(PathBuf, &Path, File)> = Vec::new();
        let mut folders: BTreeSet<&Path> = BTreeSet::new();
        for (path, bytes) in batches.iter().flat_map(|batch| batch.iter()) {
            let folder = path.parent().unwrap_or(&self.root);
            if folders.insert(folder) {
                fs::create_dir_all(folder).map_err(|cause| fail(folder, cause))?;
            }
            let draft = aside.join(path.file_name().unwrap_or_default());
            let mut file = File::create(&draft).map_err(|cause| fail(path, cause))?;
            file.write_all(bytes).map_err(|cause| fail(path, cause))?;
            drafts.push((draft, path, file));
            // A store may hold more documents than a process may hold files open.
            if drafts.len() >= 256 {
                self.place(&mut drafts)?;
            }
        }
        self.place(&mut drafts)?;
        for folder in folders {
            flush_folder(folder).map_err(|cause| fail(folder, cause))?;
        }
        Ok(())
    }

    /// Flushes drafts and renames them into place, in order.
    fn place(&self, drafts: &mut Vec<(PathBuf, &Path, File)>) -> Result<(), StoreError> {
        for (_, path, file) in drafts.iter() {
            file.sync_data().map_err(|cause| self.failed("write", path, cause))?;
        }
        for (draft, path, _) in drafts.drain(..) {
            fs::rename(&draft, path).map_err(|cause| self.failed("write", path, cause))?;
        }
        Ok(())
    }
}

/// Waits until a folder's entries are on disk. Windows opens no folder as a file and keeps names by a journal of
/// its own: there is nothing to wait for there.
fn flush_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder) {
        Err(_) if cfg!(windows) && folder.is_dir() => Ok(()),
        opened => opened?.sync_all(),
    }
}

fn json_line<T: serde::Serialize>(value: &T) -> Vec<u8> {
    // Plain structs of strings cannot fail to serialise.
    let mut line = serde_json::to_vec(value).expect("metadata is plain data");
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(folder.path().join("store"));
        (folder, store)
    }

    #[test]
    fn a_folder_is_flushed_and_one_that_is_missing_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        flush_folder(folder.path()).expect("a folder can be flushed on any system");
        let missing = flush_folder(&folder.path().join("missing")).expect_err("no such folder");
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_document_is_stored_once_and_resolves() {
        let (_folder, store) = store();
        let text = "China’s ministry spoke.\n";
        let (document, added) = store.add(text.as_bytes(), &Stated::default()).expect("adds");
        assert_eq!(added, Added::New);
        assert_eq!(store.add(text.as_bytes(), &Stated::default()).expect("adds").1, Added::Known);
        assert_eq!(store.ids().expect("lists"), std::slice::from_ref(&document.id));
        assert_eq!(store.resolve(&document.id, 0..5).expect("resolves"), "China");
        for (start, end) in [(5, 6), (0, 900), (9, 3)] {
            let bad = std::ops::Range { start, end };
            let error = store.resolve(&document.id, bad).expect_err("does not fit");
            assert!(matches!(error, StoreError::OutOfText { .. }));
        }
    }

    #[test]
    fn later_metadata_is_kept_and_not_lost_again() {
        let (_folder, store) = store();
        let dated = Stated { published: "2024-01-02".parse().ok(), ..Stated::default() };
        store.add(b"Some text.", &dated).expect("adds");
        let (document, _) = store.add(b"Some text.", &Stated::default()).expect("adds");
        assert!(document.meta.published.is_some());
    }

    #[test]
    fn changed_bytes_are_noticed() {
        let (_folder, store) = store();
        let (document, _) = store.add(b"Some text.", &Stated::default()).expect("adds");
        fs::write(store.object_path(&document.id), b"Other text.").expect("writes");
        assert!(matches!(store.get(&document.id), Err(StoreError::Damaged { .. })));
    }

    #[test]
    fn an_unfinished_write_is_no_document() {
        let (_folder, store) = store();
        store.add(b"Some text.", &Stated::default()).expect("adds");
        let other = Digest::of(b"Other text.");
        fs::create_dir_all(store.root.join("aside")).expect("makes");
        fs::write(store.root.join("aside").join(other.as_str()), b"Oth").expect("writes");
        store.write(&store.object_path(&other), b"Other text.").expect("writes");
        assert!(matches!(store.get(&other), Err(StoreError::Unknown(_))));
        assert_eq!(store.add(b"Other text.", &Stated::default()).expect("adds").1, Added::New);
        assert_eq!(store.ids().expect("lists").len(), 2);
    }
}
