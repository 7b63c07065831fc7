//! Horizons: which elasticities and which factors go with which time, printed with every number.

use serde::Serialize;

/// Elasticities of substitution of the three nests; one is Cobb-Douglas.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Nests {
    /// Among sectors in final demand.
    pub consumption: f64,
    /// Between value added and materials.
    pub value_added: f64,
    /// Among sectors in materials.
    pub materials: f64,
}

impl Nests {
    /// Caliendo and Parro: all one.
    pub const COBB_DOUGLAS: Self = Self { consumption: 1.0, value_added: 1.0, materials: 1.0 };
    /// The short-run values of the literature (0.9, 0.5, 0.2), after Baqaee and Farhi 2019.
    pub const COMPLEMENTS: Self = Self { consumption: 0.9, value_added: 0.5, materials: 0.2 };
}

/// How long after the shock the number holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Horizon {
    /// Up to a year: factors stay in their sectors, nests are complements, sources hardly switch.
    Short,
    /// One to three years: factors move, nests are complements, sources switch somewhat.
    Medium,
    /// Beyond: factors move, Cobb-Douglas nests, sources switch with the long-run elasticities.
    Long,
}

impl Horizon {
    /// All, from near to far. Weeks are no equilibrium: stocks and lines answer there.
    pub const ALL: [Self; 3] = [Self::Short, Self::Medium, Self::Long];

    /// Elasticities of the nests.
    #[must_use]
    pub fn nests(self) -> Nests {
        match self {
            Self::Short | Self::Medium => Nests::COMPLEMENTS,
            Self::Long => Nests::COBB_DOUGLAS,
        }
    }

    /// Range of the trade elasticity (low, middle, high); none where the table's own long-run values hold.
    ///
    /// Short run 0.76 after Boehm, Levchenko and Pandalai-Nayar (American Economic Review 113, 2023).
    #[must_use]
    pub fn theta(self) -> Option<[f64; 3]> {
        match self {
            Self::Short => Some([0.5, 0.76, 1.0]),
            Self::Medium => Some([1.0, 1.5, 2.0]),
            Self::Long => None,
        }
    }

    /// Whether factors can move between sectors.
    #[must_use]
    pub fn mobile(self) -> bool {
        self != Self::Short
    }

    /// The words printed beside a number.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Short => "up to 1 year (factors fixed in sectors)",
            Self::Medium => "1 to 3 years (factors mobile, few other sources)",
            Self::Long => "beyond 3 years (factors mobile, long-run elasticities)",
        }
    }
}
