//! Documents in; lines, sentences, mentions, quotations, claims and divergences out.

pub mod analysis;
pub mod attribution;
pub mod body;
mod calendar;
pub mod claim;
pub mod cues;
pub mod decode;
pub mod divergence;
pub mod document;
pub mod entity_refs;
pub mod gazetteer;
pub mod html;
pub mod korean;
pub mod lines;
pub mod sentence;
pub mod mention;
pub mod modality;
pub mod names;
pub mod number;
mod number_words;
mod source_phrase;
pub mod span;
pub mod store;
pub mod time;
mod time_values;
pub mod titles;
pub mod token;
