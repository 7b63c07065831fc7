//! Opening of a world: the package built into the binary, or a folder.
//!
//! Files come in; a checked [`World`] goes out, or all findings at once.

use crate::files::Files;
use crate::world::World;
use crate::{check, descriptor, load};
use include_dir::{Dir, include_dir};
use linchpin_units::Findings;
use std::collections::BTreeMap;
use std::path::Path;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../worlds/memory");

impl World {
    /// The world built into the binary: the memory chips of 2026.
    ///
    /// # Errors
    /// All findings, if the package were broken; a test keeps it sound.
    pub fn embedded() -> Result<Self, Findings> {
        Files::embedded("worlds/memory", &EMBEDDED)
            .and_then(|files| Self::of(&files))
            .map(|(world, _)| world)
    }

    /// The world of a folder, with its warnings.
    ///
    /// # Errors
    /// All findings in one pass, when at least one is an error.
    pub fn load(dir: &Path) -> Result<(Self, Findings), Findings> {
        Self::of(&Files::folder(dir)?)
    }

    /// The world of a folder as it would be with `texts` in the place of its files of those names, or beside them.
    ///
    /// # Errors
    /// As [`World::load`].
    pub fn load_with(
        dir: &Path,
        texts: &BTreeMap<String, String>,
    ) -> Result<(Self, Findings), Findings> {
        Self::of(&Files::folder(dir)?.with(texts)?)
    }

    fn of(files: &Files) -> Result<(Self, Findings), Findings> {
        let mut findings = Findings::default();
        let tables = load::read(files, &mut findings);
        check::tables(&tables, &mut findings);
        let label = descriptor::check(files, &mut findings);
        if findings.any_error() {
            return Err(findings);
        }
        Ok((Self::assemble(tables, label), findings))
    }
}
