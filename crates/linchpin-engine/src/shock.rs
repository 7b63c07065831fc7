//! The shock: the only thing that crosses from law, or from an event, into an engine.
//!
//! In: decisions with their dates and the assumptions that say what a verdict does to volumes.
//! Out: dated effects on named targets. An engine sees no act and no text; a shock remembers both
//! by name so that `explain` can walk back.

use crate::parameter::Amount;
use linchpin_units::Days;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What imported tools are for; licences tell these apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Added capacity.
    New,
    /// One tool in place of a worn one.
    Replace,
    /// A newer node on existing capacity.
    Upgrade,
    /// Spare parts and consumables.
    Spares,
    /// Field service by the tool's maker.
    Service,
}

impl Purpose {
    /// Every purpose, in the order of dense arrays.
    pub const ALL: [Purpose; 5] =
        [Self::New, Self::Replace, Self::Upgrade, Self::Spares, Self::Service];

    /// The spelling used in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Replace => "replace",
            Self::Upgrade => "upgrade",
            Self::Spares => "spares",
            Self::Service => "service",
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a shock happens.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Because {
    /// A decision under the rules of that day.
    Decision {
        /// The decision's stable text.
        id: String,
        /// Its verdict, as said to a reader.
        verdict: String,
        /// Acts it rests on.
        acts: Vec<String>,
        /// Their citations.
        citations: Vec<String>,
    },
    /// Something that was asked or announced, without the force of a rule.
    Signal {
        /// The act that records it.
        act: String,
        /// Its citation.
        citation: String,
    },
    /// A physical or commercial event, or a supposition of the scenario.
    Event {
        /// What happened or is supposed.
        what: String,
    },
}

/// What changes while a shock lasts. Shares are of the undisturbed flow; lags run from the first day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Effect {
    /// Tools of one origin reach one site for one purpose only in part.
    ToolImports {
        /// Site that imports.
        site: String,
        /// Country the tools come from.
        origin: String,
        /// What they are for.
        purpose: Purpose,
        /// Share of applications that are approved.
        approval: Amount,
        /// Weeks of review before the first approval.
        lag: Amount,
    },
    /// A material of one origin reaches one country only in part.
    MaterialExports {
        /// Material that is licensed.
        material: String,
        /// Country that licenses.
        origin: String,
        /// Country that buys.
        destination: String,
        /// Share of applications that are approved.
        approval: Amount,
        /// Weeks of review before the first approval.
        lag: Amount,
    },
    /// Buyers of some segments may not buy one firm's products.
    ProcurementBan {
        /// Firm that is barred.
        firm: String,
        /// Segments that may not buy.
        segments: Vec<String>,
        /// Share of purchases that goes on all the same.
        leak: Amount,
        /// Share by which purchases rise between announcement and effect.
        front_loading: Amount,
        /// Weeks between announcement and effect.
        notice: f64,
    },
    /// Firms asked not to sell more to a country than before.
    BackfillCap {
        /// Firms asked.
        firms: Vec<String>,
        /// Country they sell to.
        destination: String,
        /// Growth of the share that still passes, `beta`.
        allowance: Amount,
        /// Probability that a firm complies.
        compliance: Amount,
    },
    /// A duty on one product from one country into another.
    Tariff {
        /// Product taxed.
        product: String,
        /// Country of the selling firm's site.
        origin: String,
        /// Country that taxes.
        destination: String,
        /// Ad-valorem rate.
        rate: Amount,
    },
    /// Support for capacity in one country, with limits on capacity elsewhere.
    Subsidy {
        /// Firm supported.
        firm: String,
        /// Country where the capacity is built.
        place: String,
        /// Share of capital cost that is paid.
        award_share: Amount,
        /// Country whose capacity is limited.
        guarded: String,
        /// Growth allowed there over the term for advanced lines.
        advanced_growth: f64,
        /// Growth allowed there for legacy lines.
        legacy_growth: f64,
    },
    /// Demand of some segments differs by a factor.
    Demand {
        /// Segments concerned.
        segments: Vec<String>,
        /// Products concerned.
        products: Vec<String>,
        /// Relative change of demand at unchanged prices; -0.2 is a fifth less.
        change: Amount,
        /// Weeks over which the change builds up.
        ramp: f64,
    },
    /// A site stops, in part, for a time.
    Outage {
        /// Site that stops.
        site: String,
        /// Product whose line stops.
        product: String,
        /// Share of starts lost while it lasts.
        share: Amount,
        /// Share of the wafers in process that is scrapped on the first day.
        scrap: Amount,
        /// Weeks in which the line comes back after the last day, linearly.
        recovery: Amount,
    },
}

impl Effect {
    /// What it acts on, as shown to a reader.
    #[must_use]
    pub fn target(&self) -> String {
        match self {
            Self::ToolImports { site, origin, purpose, .. } => {
                format!("{site} tools {origin} {purpose}")
            }
            Self::MaterialExports { material, origin, destination, .. } => {
                format!("{material} {origin}→{destination}")
            }
            Self::ProcurementBan { firm, segments, .. } => {
                format!("{firm} in {}", segments.join(", "))
            }
            Self::BackfillCap { firms, destination, .. } => {
                format!("{} in {destination}", firms.join(", "))
            }
            Self::Tariff { product, origin, destination, .. } => {
                format!("{product} {origin}→{destination}")
            }
            Self::Subsidy { firm, place, .. } => format!("{firm} in {place}"),
            Self::Demand { segments, .. } => segments.join(", "),
            Self::Outage { site, product, .. } => format!("{site} {product}"),
        }
    }

    /// The assumptions its amounts draw from.
    #[must_use]
    pub fn assumptions(&self) -> Vec<String> {
        let amounts: Vec<&Amount> = match self {
            Self::ToolImports { approval, lag, .. }
            | Self::MaterialExports { approval, lag, .. } => {
                vec![approval, lag]
            }
            Self::ProcurementBan { leak, front_loading, .. } => vec![leak, front_loading],
            Self::BackfillCap { allowance, compliance, .. } => vec![allowance, compliance],
            Self::Tariff { rate, .. } => vec![rate],
            Self::Subsidy { award_share, .. } => vec![award_share],
            Self::Demand { change, .. } => vec![change],
            Self::Outage { share, scrap, recovery, .. } => vec![share, scrap, recovery],
        };
        let name = |amount: &'_ Amount| match amount {
            Amount::Assumed(id) => Some(id.clone()),
            Amount::Exactly(_) => None,
        };
        amounts.into_iter().filter_map(name).collect()
    }
}

/// One dated effect with its reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shock {
    /// Stable name within a scenario.
    pub id: String,
    /// Days on which it holds.
    pub days: Days,
    /// What changes.
    pub effect: Effect,
    /// Why.
    pub because: Because,
    /// What a reader should know of the step from reason to effect.
    pub assumption: String,
}
