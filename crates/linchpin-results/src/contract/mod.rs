//! Second floor: what a run says, as types, and how trajectories become them. Knows no file.
//!
//! The types are the contract with every face: `run.json`, the page, the API and the Python package hold
//! exactly these fields.

pub mod alike;
pub(crate) mod amount;
pub(crate) mod answer;
pub mod api;
pub mod attribution;
pub mod capacity;
pub mod card;
pub mod carried;
pub(crate) mod causes;
pub mod cell;
pub mod comparison;
pub(crate) mod decompose;
pub mod figures;
pub mod governments;
pub mod hangs;
pub(crate) mod headline;
pub mod input;
pub mod kind;
pub mod language;
pub mod law;
pub mod lexicon;
pub mod lines;
pub(crate) mod listed;
pub mod loss;
pub mod losses;
pub mod manifest;
pub mod moved;
pub mod parts;
pub mod phrase;
pub(crate) mod pick;
pub mod reason;
pub mod record;
pub mod report;
pub mod said;
pub(crate) mod sentence;
pub(crate) mod shares;
pub mod slots;
pub mod sources;
pub mod spillover;
pub mod texts;
pub(crate) mod vocabulary;
pub(crate) mod waterfall;
pub(crate) mod why;
pub mod words;
