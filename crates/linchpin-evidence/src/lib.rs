//! Documents in; lines, sentences, mentions, quotations, claims and divergences out.

pub mod body;
pub mod cues;
pub mod decode;
pub mod document;
pub mod entity_refs;
pub mod html;
pub mod lines;
pub mod sentence;
pub mod span;
pub mod store;
pub mod token;
