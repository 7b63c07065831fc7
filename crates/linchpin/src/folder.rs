//! Where the files of a study come from: built in, a folder, or texts that a face was given.
//!
//! In: the name of a file below the study. Out: its text, named as the user knows it, or the finding that it is missing.
//! Invariant: texts that were given are looked up by name only; no path of theirs ever reaches the disk.

use include_dir::{Dir, include_dir};
use linchpin_units::{Finding, Place, Text};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The bundled studies.
pub(crate) static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../studies");

/// The bundled episodes.
pub(crate) static EPISODES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../validation");

/// The files of a study by their names below it: `study.toml`, `scenarios/….toml`, and acts.
pub type Files = BTreeMap<String, String>;

/// The files of a bundled study as `(path, text)`, by path; nothing for a name that is not bundled.
#[must_use]
pub fn study_files(id: &str) -> Option<Vec<(String, &'static str)>> {
    files_of(&EMBEDDED, id)
}

/// The files of one folder below a bundled one, by path.
pub(crate) fn files_of(
    bundle: &'static Dir<'static>,
    id: &str,
) -> Option<Vec<(String, &'static str)>> {
    fn collect(dir: &'static Dir<'static>, root: &Path, files: &mut Vec<(String, &'static str)>) {
        for file in dir.files() {
            let path = file.path().strip_prefix(root).unwrap_or(file.path());
            files.extend(file.contents_utf8().map(|text| (path.display().to_string(), text)));
        }
        dir.dirs().for_each(|dir| collect(dir, root, files));
    }
    let dir = bundle.dirs().find(|dir| dir.path().as_os_str() == id)?;
    let mut files = Vec::new();
    collect(dir, dir.path(), &mut files);
    files.sort();
    Some(files)
}

/// The files of a bundled study as a user's own; nothing for a name that is not bundled.
#[must_use]
pub fn bundled_files(id: &str) -> Option<Files> {
    study_files(id).map(owned)
}

/// The name of a file below a bundled folder: with `/` on every system, since it is shown and stored.
pub(crate) fn below(dir: &Dir<'_>, name: &str) -> String {
    format!("{}/{name}", dir.path().display())
}

/// Bundled files as a user's own.
pub(crate) fn owned(files: Vec<(String, &'static str)>) -> Files {
    files.into_iter().map(|(name, text)| (name, text.to_owned())).collect()
}

/// Where a study's files come from.
pub(crate) enum Folder<'a> {
    /// Built in.
    Embedded(&'a Dir<'a>),
    /// A folder of the user.
    Disk(&'a Path),
    /// Texts that stand nowhere yet.
    Given(&'a Files),
}

impl Folder<'_> {
    /// The text of a file below the study, named as the user knows it.
    pub(crate) fn text(&self, name: &str) -> Result<Text, Finding> {
        match self {
            Self::Embedded(dir) => {
                let path = below(dir, name);
                let shown = format!("studies/{path}");
                let found = dir.get_file(&path).and_then(|file| file.contents_utf8());
                found.map(|body| Text::new(shown.clone(), body)).ok_or_else(|| missing(&shown))
            }
            Self::Disk(dir) => {
                let path = dir.join(name);
                let shown = path.display().to_string();
                let bytes = std::fs::read(&path).map_err(|_| missing(&shown))?;
                Text::from_bytes(&shown, &bytes)
            }
            Self::Given(files) => files
                .get(name)
                .map(|body| Text::new(name, body.as_str()))
                .ok_or_else(|| missing(name)),
        }
    }
}

impl Folder<'_> {
    /// Where a path of the study stands; none for files that stand in no folder.
    pub(crate) fn place(&self, path: &str) -> Option<PathBuf> {
        match self {
            Self::Disk(dir) => Some(dir.join(path)),
            Self::Embedded(_) | Self::Given(_) => None,
        }
    }
}

fn missing(file: &str) -> Finding {
    Finding::error("LP-S001", Place::whole(file), "the file cannot be read")
        .expected("a readable file")
        .help("check the name; scenarios stand in scenarios/, acts where the scenario says")
}
