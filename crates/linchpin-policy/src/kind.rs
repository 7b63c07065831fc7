//! The kinds of things that facts declare and questions name.

/// The kinds of named things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A country, by ISO 3166 alpha-3 code.
    Country,
    /// A firm or legal entity.
    Entity,
    /// A facility.
    Site,
    /// A good.
    Item,
    /// A class of buyer.
    Buyer,
    /// A final use.
    EndUse,
    /// A town.
    City,
}
