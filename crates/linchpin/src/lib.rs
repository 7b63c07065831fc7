//! Linchpin: an executable model of the memory-chip supply chain between Korea, China and the
//! United States, pulled at by governments.
//!
//! The whole story on one page:
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use linchpin::{Options, Study};
//! // A study is a folder: one question, a baseline, scenarios, hypothetical acts.
//! let study = Study::load("yearly-approvals", &Options::default())?;
//! // Law becomes shocks, the world becomes a market, the ensemble runs.
//! let run = study.run(None, &linchpin::unwatched)?;
//! // Trajectories become tables, ranges and reasons.
//! let finished = linchpin_results::finish(&run, linchpin_results::Keep::Few)?;
//! println!("{}", finished.report.headline.text);
//! # Ok(())
//! # }
//! ```
//!
//! Data flows evidence → world → policy → engine → market → results → faces; each layer knows only
//! those before it.

pub mod accept;
pub mod aside;
mod asked;
pub mod bank;
pub mod bundled;
mod bundled_cell;
mod changes;
pub mod decide;
mod decide_form;
mod describe;
pub mod discover;
pub mod driver;
pub mod episode;
mod episode_form;
mod episode_market;
mod folder;
mod held;
pub mod hindcast;
pub mod library;
pub mod links;
mod loss_curve;
mod moved_day;
pub mod network_engine;
pub mod observation;
pub mod quotes;
mod received;
pub mod screen;
pub mod sensitivity;
mod setting;
mod simulate;
mod spillover;
mod staged;
pub mod study;
mod study_form;
mod study_read;
pub mod sweep;
mod taken_apart;
pub mod trade_engine;
mod unsaid;
mod window;
pub mod workbook;
pub mod worker;

pub use bundled::{StudyInfo, init, studies};
pub use folder::{Files, bundled_files, study_files};
pub use held::Held;
pub use hindcast::HindcastReport;
pub use library::{
    check, export_evidence, score_episodes, world_check, world_grades, world_rows, world_show,
};
pub use linchpin_engine::{Watch, unwatched};
pub use moved_day::{MovableDay, movable, moved};
pub use simulate::{AT_REST, Failure, HORIZONS};
pub use study::{Begin, Options, Study};
pub use unsaid::STRAINED;

/// How to cite the software.
#[must_use]
pub fn citation() -> String {
    format!(
        "The Linchpin authors (2026). Linchpin: an executable model of the memory-chip supply chain, version {}.",
        env!("CARGO_PKG_VERSION")
    )
}
