//! Typed ids of the world's tables.
//!
//! Text such as `site:samsung-xian` comes in, a typed id goes out; the kind before the colon decides
//! the type, so that a site is never looked up among firms.

use linchpin_units::id::NotAnId;
use linchpin_units::{define_id, define_name, reads_as_text};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

define_id!(
    /// A source document, `doc:…`.
    SourceId,
    "doc"
);
define_id!(
    /// A named assumption, `assumption:…`.
    AssumptionId,
    "assumption"
);
define_id!(
    /// A town or district with coordinates, `place:…`.
    PlaceId,
    "place"
);
define_id!(
    /// A production site, `site:…`.
    SiteId,
    "site"
);
define_id!(
    /// A product, `product:…`.
    ProductId,
    "product"
);
define_id!(
    /// A process material, `material:…`.
    MaterialId,
    "material"
);
define_id!(
    /// A class of process tools, `tool:…`.
    ToolId,
    "tool"
);
define_id!(
    /// A group of buyers, `segment:…`.
    SegmentId,
    "segment"
);
define_id!(
    /// A time series, `series:…`.
    SeriesId,
    "series"
);
define_id!(
    /// A dated event or statement, `event:…`.
    EventId,
    "event"
);

/// Ids that `define_id!` cannot make: several kinds, or capital letters.
macro_rules! checked_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $check:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        linchpin_units::text_schema!($name);

        impl $name {
            /// The whole id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
            /// The part after the colon.
            #[must_use]
            pub fn name(&self) -> &str {
                self.0.split_once(':').map_or("", |(_, name)| name)
            }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                if $check(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(NotAnId { kind: $kind, found: text.to_owned() })
                }
            }
        }
        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }
        reads_as_text!($name);
    };
}

checked_id!(
    /// Somebody who acts or speaks: `firm:`, `gov:`, `agency:`, `person:` or `org:`.
    ActorId,
    "firm|gov|agency|person|org",
    is_actor
);
checked_id!(
    /// A country by its ISO 3166-1 alpha-3 code, `country:KOR`; aggregates use user-assigned codes.
    CountryId,
    "country",
    is_country
);

define_name!(
    /// One thing of any kind that a number speaks of: a site, a firm, a firm in a country, a product, a
    /// segment, a destination, or what an engine declares. Written as its id, such as `firm:micron`.
    Entity
);

impl Entity {
    /// The kind: the text before the colon.
    #[must_use]
    pub fn kind(&self) -> &str {
        kind_of(self)
    }
}

/// A key of a look-up: the id of one thing, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key<'k>(&'k str);

impl<'k> Key<'k> {
    /// No further key.
    pub const NONE: Key<'static> = Key("");

    /// The key as a user or a table writes it. What no table knows finds nothing.
    #[must_use]
    pub fn written(text: &'k str) -> Self {
        Self(text)
    }

    /// The key as text; empty for none.
    #[must_use]
    pub fn as_str(self) -> &'k str {
        self.0
    }

    /// The thing, if there is one.
    #[must_use]
    pub fn entity(self) -> Option<Entity> {
        (!self.0.is_empty()).then(|| Entity::from(self.0))
    }
}

impl<'k> From<Option<&'k Entity>> for Key<'k> {
    fn from(entity: Option<&'k Entity>) -> Self {
        Self(entity.map_or("", Entity::as_str))
    }
}

macro_rules! things {
    ($($name:ident),+) => {$(
        impl From<&$name> for Entity {
            fn from(id: &$name) -> Self {
                Self::from(id.as_str())
            }
        }
        impl<'k> From<&'k $name> for Key<'k> {
            fn from(id: &'k $name) -> Self {
                Self(id.as_str())
            }
        }
    )+};
}
things!(SiteId, ActorId, ProductId, MaterialId, ToolId, SegmentId, CountryId);

impl<'k> From<&'k Entity> for Key<'k> {
    fn from(entity: &'k Entity) -> Self {
        Self(entity.as_str())
    }
}

/// The kinds an actor's id may have.
pub const ACTOR_KINDS: [&str; 5] = ["firm", "gov", "agency", "person", "org"];

fn is_actor(text: &str) -> bool {
    ACTOR_KINDS.iter().any(|kind| linchpin_units::id::check(kind, text).is_ok())
}

fn is_country(text: &str) -> bool {
    text.strip_prefix("country:")
        .is_some_and(|code| code.len() == 3 && code.bytes().all(|c| c.is_ascii_uppercase()))
}

/// The kind of an id: the text before the colon.
#[must_use]
pub fn kind_of(id: &str) -> &str {
    id.split_once(':').map_or("", |(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_have_one_of_five_kinds() {
        for good in ["firm:samsung", "gov:usa", "org:samsung-china-semiconductor"] {
            assert!(good.parse::<ActorId>().is_ok(), "{good}");
        }
        for bad in ["site:samsung-xian", "firm:", "firm:Samsung", "samsung"] {
            assert!(bad.parse::<ActorId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn countries_are_three_capitals() {
        assert_eq!("country:KOR".parse::<CountryId>().expect("an id").name(), "KOR");
        for bad in ["country:kor", "country:KO", "KOR", "country:KORE"] {
            assert!(bad.parse::<CountryId>().is_err(), "{bad}");
        }
    }
}
