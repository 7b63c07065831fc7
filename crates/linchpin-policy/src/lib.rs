//! Dated acts in, decisions and their change dates out.
//!
//! An act adds, replaces, repeals, suspends, revives or extends rules from a day on. What the law says
//! is computed: [`Rulebook::decide`] answers a [`Query`] for a day, *as known on* a day, for every legal
//! order on its own, and says by which rules, until when, on what evidence, and which fact is missing.
//! The same texts and days give the same answer; nothing here reads a clock.
//!
//! ```
//! use linchpin_policy::{Query, Rulebook, Verdict, words::Purpose};
//! let rulebook = Rulebook::embedded().expect("the bundled acts are sound");
//! let ask = Query::tool("tool:etch", "USA", "site:samsung-xian", Purpose::Spares);
//! let on = "2025-12-30".parse().expect("a day");
//! let decision = rulebook.decide(&ask, on, on);
//! assert_eq!(decision.verdict, Verdict::Authorised);
//! ```

pub mod act;
pub mod calendar;
pub mod card;
pub mod case;
mod check;
mod closed;
pub mod codes;
pub mod compiled;
mod course;
pub mod decision;
mod declared;
pub mod diff;
pub mod expect;
pub mod facts;
mod fields;
mod form;
pub mod hear;
pub mod history;
pub mod ids;
mod index;
mod kind;
mod lapsed;
pub mod ledger;
mod lexicon;
pub mod list;
pub mod load;
pub mod official;
mod owners;
mod ownership;
pub mod permissive;
mod phrase;
mod place;
pub mod query;
mod read;
mod reading;
pub mod register;
pub mod render;
pub mod rulebook;
pub mod scope;
pub mod signal;
pub mod situate;
pub mod slice;
pub mod timeline;
pub mod trace;
pub mod words;

pub use act::{Act, ActId, DecisionId, RuleId};
pub use decision::{Branch, Change, Citation, Decision, Missing, OrderDecision, QuotaState, Said};
pub use ids::{Authority, CaseId, LedgerName, ListName, SectionId, Tag};
pub use load::Sources;
pub use query::Query;
pub use rulebook::Rulebook;
pub use scope::{Field, Truth};
pub use signal::Signal;
pub use timeline::Timeline;
pub use trace::Trace;
pub use words::{Activity, Effect, Number, Order, Purpose, ReviewPolicy, Verdict};
