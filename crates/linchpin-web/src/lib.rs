//! The one web bundle, and what it is filled with. In: the JSON of a finished run (`linchpin/report/1`).
//! Out: one HTML file that opens from disk, fetches nothing, and reads without JavaScript too.
//! Invariant: no text of a report can become markup or script of the page.
//!
//! The bundle is built in `ui/` (Svelte, d3) and committed as `src/index.html`, so that building this crate needs no Node.

pub mod page;
mod plain;

pub use page::{PageError, report};
