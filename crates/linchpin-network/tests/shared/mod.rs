//! Where the shared reference data stands, if it does: beside the repository, or where
//! `LINCHPIN_SHARED` says. Tests that need it say that they were skipped.

use std::path::{Path, PathBuf};

/// The folder `name` of the shared data, when it is at hand.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let root = std::env::var_os("LINCHPIN_SHARED").map_or_else(beside, PathBuf::from);
    Some(root.join(name)).filter(|path| path.exists())
}
