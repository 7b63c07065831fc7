//! Third floor: tables and run folders, written whole and read back checked.

pub(crate) mod carried;
pub(crate) mod chunk;
pub(crate) mod disk;
pub(crate) mod error;
#[cfg(test)]
mod faults;
pub mod finish;
pub mod folder;
pub(crate) mod layout;
pub mod load;
pub mod merge;
pub mod outcomes;
pub(crate) mod page;
pub mod pairs;
pub(crate) mod parts;
pub(crate) mod plan;
pub mod shelf;
pub(crate) mod spillover;
pub(crate) mod step;
pub mod sweep;
pub mod table;
pub mod tables;
pub mod verify;

pub use error::StoreError;
pub use folder::{Extras, put, put_page, whole_folder, write};
