//! What imported tools are for.

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

    /// The purpose of a spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
