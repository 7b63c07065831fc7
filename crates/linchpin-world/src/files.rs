//! The files of a data package, from the binary or from a folder, as located texts.
//!
//! Only tables (`.csv`), the assumptions (`.toml`) and the descriptor (`.json`) are read; names are
//! kept relative to the package, and findings show them below the folder the user named.

use include_dir::Dir;
use linchpin_units::{Finding, Findings, Place, Text};
use std::collections::BTreeMap;
use std::path::Path;

/// All texts of a package by their name within it.
#[derive(Debug)]
pub(crate) struct Files {
    root: String,
    texts: BTreeMap<String, Text>,
}

impl Files {
    /// The files of a folder that was built into the binary.
    pub(crate) fn embedded(root: &str, dir: &Dir<'_>) -> Result<Self, Findings> {
        let mut files = Self { root: root.to_owned(), texts: BTreeMap::new() };
        let mut findings = Findings::default();
        let mut folders = vec![dir];
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            for file in folder.files() {
                let name = file.path().to_string_lossy().replace('\\', "/");
                files.add(&name, file.contents(), &mut findings);
            }
        }
        findings.or_value(files)
    }

    /// The files of a folder on disk.
    ///
    /// # Errors
    /// `LP-W029` for what cannot be read, `LP-U001` for what is not UTF-8.
    pub(crate) fn folder(dir: &Path) -> Result<Self, Findings> {
        let root = dir.to_string_lossy().replace('\\', "/");
        let mut files =
            Self { root: root.trim_end_matches('/').to_owned(), texts: BTreeMap::new() };
        let mut findings = Findings::default();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let path = dir.join(&folder);
            let entries = match std::fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(error) => {
                    findings.push(unreadable(&path, &error));
                    continue;
                }
            };
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let inner = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                if entry.path().is_dir() {
                    folders.push(inner);
                } else if is_read(&inner) {
                    match std::fs::read(entry.path()) {
                        Ok(bytes) => files.add(&inner, &bytes, &mut findings),
                        Err(error) => findings.push(unreadable(&entry.path(), &error)),
                    }
                }
            }
        }
        findings.or_value(files)
    }

    /// The same with other texts in the place of some files, or beside them.
    pub(crate) fn with(mut self, texts: &BTreeMap<String, String>) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        for (name, body) in texts {
            self.add(name, body.as_bytes(), &mut findings);
        }
        findings.or_value(self)
    }

    fn add(&mut self, name: &str, bytes: &[u8], findings: &mut Findings) {
        if is_read(name) {
            let shown = format!("{}/{name}", self.root);
            if let Some(text) = findings.keep(Text::from_bytes(&shown, bytes)) {
                self.texts.insert(name.to_owned(), text);
            }
        }
    }

    /// The text of that name, or `LP-W001`.
    pub(crate) fn text(&self, name: &str) -> Result<&Text, Finding> {
        self.texts.get(name).ok_or_else(|| {
            let place = Place::whole(&format!("{}/{name}", self.root));
            Finding::error("LP-W001", place, format!("the table `{name}` is missing"))
                .expected("every table of the package")
                .nearest(name, self.texts.keys().map(String::as_str))
                .help(format!("add {name}; an empty table still needs its header line"))
        })
    }

    /// Names and texts in order of the names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Text)> {
        self.texts.iter().map(|(name, text)| (name.as_str(), text))
    }
}

fn is_read(name: &str) -> bool {
    [".csv", ".toml", ".json"].iter().any(|ending| name.ends_with(ending))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Finding {
    let place = Place::whole(&path.to_string_lossy());
    Finding::error("LP-W029", place, format!("cannot be read: {error}"))
        .expected("a folder with a data package")
        .help("check the path given with --world")
}
