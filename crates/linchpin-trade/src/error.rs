//! Why there is no equilibrium to report.

/// A named reason, with the residual reached where a solver gave up.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TradeError {
    /// Sizes that do not fit together.
    #[error("{what} has {found} cells and needs {needed}")]
    Size {
        /// Which matrix.
        what: &'static str,
        /// Cells found.
        found: usize,
        /// Cells needed.
        needed: usize,
    },
    /// A number out of its domain.
    #[error("{what} is {value}, which is not {domain}")]
    Number {
        /// Which cell.
        what: String,
        /// What it holds.
        value: f64,
        /// What it may hold.
        domain: &'static str,
    },
    /// A country whose accounts do not close.
    #[error("the accounts of {country} do not close: {share:.2e} of its income is missing")]
    Unbalanced {
        /// The country.
        country: String,
        /// What is missing, over income.
        share: f64,
    },
    /// A country or sector that is not in the table.
    #[error("there is no {kind} `{name}` in the table")]
    Unknown {
        /// Country or sector.
        kind: &'static str,
        /// The name.
        name: String,
        /// The nearest name.
        nearest: Option<String>,
    },
    /// A shock on flows that are all zero.
    #[error("{flow} is zero in the table: relative changes cannot start from zero")]
    NoTrade {
        /// Which flow.
        flow: String,
    },
    /// A ban that leaves no source.
    #[error("the ban leaves {country} without any source of {sector}")]
    OnlySource {
        /// The buyer.
        country: String,
        /// The sector.
        sector: String,
    },
    /// A solver that gave up.
    #[error("{what} did not converge: residual {residual:.1e} after {iterations} iterations")]
    NotConverged {
        /// Which part.
        what: &'static str,
        /// The largest relative error reached.
        residual: f64,
        /// Steps taken.
        iterations: usize,
    },
}

impl TradeError {
    /// The code of the book's error index.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Size { .. } => "LP-T001",
            Self::Number { .. } => "LP-T002",
            Self::Unbalanced { .. } => "LP-T003",
            Self::Unknown { .. } => "LP-T004",
            Self::NoTrade { .. } => "LP-T005",
            Self::OnlySource { .. } => "LP-T006",
            Self::NotConverged { .. } => "LP-T007",
        }
    }
}
