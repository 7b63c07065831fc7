//! `linchpin serve` as a client meets it, kind or rude.

mod contract;
mod drafts;
mod first;
mod fuzz;
mod promises;
mod restart;
mod support;
mod tongues;
