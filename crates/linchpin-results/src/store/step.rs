//! Kinds of steps of input and output: what a test may fail, delay or kill.

/// Kinds of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A folder is made.
    MakeFolder,
    /// A file is made.
    Create,
    /// Bytes go into a file.
    Write,
    /// A file or folder is flushed to the disk.
    Sync,
    /// A name changes.
    Rename,
    /// A file or folder goes away.
    Remove,
    /// A file is read.
    Read,
    /// A folder's names are read.
    List,
    /// A lock is asked for.
    Lock,
}
