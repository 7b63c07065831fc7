//! A facility that a phrase may mean: a declared one, or another one of a firm.

use crate::ids::Tag;
use crate::query::{Query, UNKNOWN};
use crate::scope::Field;

/// A facility that a phrase may mean.
pub(crate) enum Place {
    /// A declared one.
    Known(Tag),
    /// Another one of the firm, of which nothing is known but where it stands.
    Other { firm: Tag, country: Option<Tag> },
}

impl Place {
    /// What a reader is told it was read as.
    pub(crate) fn told(&self) -> String {
        match self {
            Self::Known(id) => id.to_string(),
            Self::Other { firm, country: Some(country) } => {
                format!("another site of {firm} in {country}")
            }
            Self::Other { firm, country: None } => format!("another site of {firm}"),
        }
    }

    /// The question about this facility.
    pub(crate) fn put(&self, query: Query) -> Query {
        match self {
            Self::Known(id) => query.with(Field::Site, id.clone()),
            Self::Other { firm, country } => {
                let mut query = query.with(Field::Site, UNKNOWN);
                if query.get(Field::Holder).is_none() {
                    query = query.with(Field::Holder, firm.clone());
                }
                match country {
                    Some(country) if query.get(Field::To).is_none() => {
                        query.with(Field::To, country.clone())
                    }
                    _ => query,
                }
            }
        }
    }
}
