//! `linchpin serve` as a client meets it, kind or rude.

mod drafts;
mod fuzz;
mod promises;
mod restart;
mod support;
