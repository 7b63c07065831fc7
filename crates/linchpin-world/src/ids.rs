//! Typed ids of the world's tables.
//!
//! Text such as `site:samsung-xian` comes in, a typed id goes out; the kind before the colon decides
//! the type, so that a site is never looked up among firms.

use linchpin_units::define_id;
use linchpin_units::id::NotAnId;
use serde::{Deserialize, Serialize};
use std::fmt;
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
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
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
