//! The whole story on one page.
pub mod episode;
pub mod event;
pub mod form;
pub mod hindcast;
pub mod shocks;
