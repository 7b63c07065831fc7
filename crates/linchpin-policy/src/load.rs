//! Loading: from files to a checked set of acts, facts and ledgers, all findings in one pass.
//!
//! In come the texts of a policy folder (`*.toml` under an order's folder are acts, `facts/` are facts,
//! `ledger/` are quota ledgers, `register/` says which documents were looked through); out come
//! checked values. Files are read in the order of their names, and that order decides nothing.

use crate::act::{Act, ActId};
use crate::check;
use crate::codes;
use crate::facts::Facts;
use crate::form::{Mention, parse};
use crate::ledger::Ledgers;
use crate::register::Register;
use crate::words::Status;
use include_dir::{Dir, DirEntry, include_dir};
use linchpin_units::{Digest, Finding, Findings, Place, Text};
use std::collections::BTreeMap;
use std::path::Path;

static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../policy");

/// The texts of a rulebook.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: BTreeMap<String, Text>,
    reforms: Vec<Text>,
}

/// What the texts hold.
pub(crate) struct Loaded {
    pub(crate) acts: BTreeMap<ActId, Act>,
    pub(crate) facts: Facts,
    pub(crate) ledgers: Ledgers,
    pub(crate) register: Register,
}

/// What a path of the policy folder holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Acts,
    Facts,
    Ledger,
    Register,
    Other,
}

fn room(path: &str) -> Room {
    let first = path.split('/').next().unwrap_or_default();
    if first == "reforms" {
        // Hypothetical law: laid over by a scenario, never part of the law.
        Room::Other
    } else if first == "register" && path.ends_with(".toml") {
        Room::Register
    } else if path.ends_with(".case.toml") || first == "cases" {
        Room::Other
    } else if first == "facts" && path.ends_with(".toml") {
        Room::Facts
    } else if first == "ledger" && path.ends_with(".csv") {
        Room::Ledger
    } else if path.ends_with(".toml") {
        Room::Acts
    } else {
        Room::Other
    }
}

impl Sources {
    /// The bundled texts.
    #[must_use]
    pub fn embedded() -> Self {
        let mut sources = Self::default();
        walk(&BUNDLED, &mut |path, bytes| {
            let text = Text::from_bytes(path, bytes).unwrap_or_else(|_| Text::new(path, ""));
            sources.files.insert(path.to_owned(), text);
        });
        sources
    }

    /// The texts of a folder and its subfolders.
    ///
    /// # Errors
    /// Every file or folder that cannot be read.
    pub fn folder(dir: &Path) -> Result<Self, Findings> {
        let mut sources = Self::default();
        let mut findings = Findings::default();
        let mut rest = vec![(dir.to_path_buf(), String::new())];
        while let Some((folder, prefix)) = rest.pop() {
            let entries = match std::fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    let place = Place::whole(&folder.display().to_string());
                    findings.push(
                        Finding::error(
                            codes::FILE,
                            place,
                            format!("the folder cannot be read: {error}"),
                        )
                        .help("name a folder laid out as policy/"),
                    );
                    continue;
                }
            };
            for entry in entries.flatten() {
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                let path = entry.path();
                if path.is_dir() {
                    rest.push((path, format!("{name}/")));
                } else if room(&name) != Room::Other {
                    let read = std::fs::read(&path).map_err(|error| {
                        Finding::error(
                            codes::FILE,
                            Place::whole(&name),
                            format!("cannot be read: {error}"),
                        )
                        .help("check the file's permissions")
                    });
                    let text = read.and_then(|bytes| Text::from_bytes(&name, &bytes));
                    if let Some(text) = findings.keep(text) {
                        sources.files.insert(name, text);
                    }
                }
            }
        }
        findings.or_value(sources)
    }

    /// Texts by path, as they would lie in a policy folder.
    #[must_use]
    pub fn of(texts: impl IntoIterator<Item = Text>) -> Self {
        let files = texts.into_iter().map(|text| (text.file().to_owned(), text)).collect();
        Self { files, reforms: Vec::new() }
    }

    /// These texts and hypothetical acts.
    #[must_use]
    pub fn with_reforms(&self, reforms: &[Text]) -> Self {
        let mut sources = self.clone();
        sources.reforms.extend(reforms.iter().cloned());
        sources
    }

    /// The texts, by path.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.files.values()
    }

    /// These texts and one more, in place of one with the same path.
    #[must_use]
    pub fn with(mut self, text: Text) -> Self {
        self.files.insert(text.file().to_owned(), text);
        self
    }

    /// SHA-256 over all texts that a rulebook reads, by path.
    pub(crate) fn digest(&self) -> Digest {
        let files = self.files.iter().filter(|(path, _)| room(path) != Room::Other);
        let mut parts: Vec<&[u8]> = Vec::new();
        for (path, text) in files {
            parts.extend([path.as_bytes(), text.body().as_bytes()]);
        }
        let mut reforms: Vec<&str> = self.reforms.iter().map(Text::body).collect();
        reforms.sort_unstable();
        parts.extend(reforms.iter().map(|body| body.as_bytes()));
        Digest::of_parts(parts)
    }

    /// The texts of one kind.
    fn of_room(&self, wanted: Room) -> Vec<Text> {
        let files = self.files.iter().filter(|(path, _)| room(path) == wanted);
        files.map(|(_, text)| text.clone()).collect()
    }

    /// Reads and checks everything.
    pub(crate) fn read(&self) -> Result<Loaded, Findings> {
        let mut findings = Findings::default();
        let facts = Facts::read(&self.of_room(Room::Facts)).unwrap_or_else(|found| {
            findings.extend(found);
            Facts::default()
        });
        let mut acts: BTreeMap<ActId, Act> = BTreeMap::new();
        let mut mentions: Vec<Mention> = Vec::new();
        let bundled = self.of_room(Room::Acts);
        let texts =
            bundled.iter().map(|t| (t, false)).chain(self.reforms.iter().map(|t| (t, true)));
        for (text, reform) in texts {
            let parsed = parse(text, &mut findings);
            mentions.extend(parsed.mentions);
            for mut act in parsed.acts {
                if reform {
                    act.status = Status::Hypothetical;
                } else if act.status == Status::Hypothetical {
                    let message = format!("the hypothetical act `{}` lies among the law", act.id);
                    findings.push(
                        Finding::error(codes::FILE, act.place.clone(), message)
                            .expected("only enacted acts in the policy folder")
                            .help("lay it over in a scenario: acts = [\"file.toml\"]"),
                    );
                }
                if let Some(first) = acts.get(&act.id) {
                    let message = format!("the act `{}` is also in {}", act.id, first.place);
                    findings.push(
                        Finding::error(codes::TWICE, act.place.clone(), message)
                            .expected("one act for each id")
                            .help("rename or remove one of them"),
                    );
                } else {
                    acts.insert(act.id.clone(), act);
                }
            }
        }
        let register = Register::read(&self.of_room(Room::Register), &acts, &mut findings);
        let ledgers = Ledgers::read(&self.of_room(Room::Ledger), &mut findings);
        check::all(&acts, &mentions, &facts, &ledgers, &mut findings);
        findings.or_value(Loaded { acts, facts, ledgers, register })
    }
}

fn walk(dir: &Dir<'_>, take: &mut impl FnMut(&str, &[u8])) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => walk(dir, take),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy();
                if room(&path) != Room::Other {
                    take(&path, file.contents());
                }
            }
        }
    }
}
