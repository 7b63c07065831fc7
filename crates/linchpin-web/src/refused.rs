//! Why a report is refused as a page.

/// The contract that the page reads.
pub(crate) const SCHEMA: &str = "linchpin/report/1";

/// Why a text cannot become a report page.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// The text is not JSON, or lacks a part of the contract that the plain tables need.
    #[error("report is not readable: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// The JSON follows another contract than this page.
    #[error("report follows {found}, this page reads {expected}", expected = SCHEMA)]
    Schema {
        /// The schema that the report names.
        found: String,
    },
    /// The plain tables could not be written.
    #[error("plain tables cannot be written: {0}")]
    Plain(#[from] askama::Error),
    /// The committed bundle does not have the slot; it was not built from this source.
    #[error("bundle lacks {slot}")]
    Bundle {
        /// The slot as it should stand in the bundle.
        slot: &'static str,
    },
}
