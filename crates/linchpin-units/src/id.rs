//! Typed string ids such as `site:samsung-xian`: the kind stands before the colon.

/// Says to JSON Schema that a type is written as a text.
#[macro_export]
macro_rules! text_schema {
    ($name:ty) => {
        impl $crate::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                "Text".into()
            }
            fn json_schema(
                generator: &mut $crate::schemars::SchemaGenerator,
            ) -> $crate::schemars::Schema {
                <String as $crate::schemars::JsonSchema>::json_schema(generator)
            }
        }
    };
}

/// Defines an id type whose text starts with `kind:` and goes on in lower case, digits, dots and dashes.
#[macro_export]
macro_rules! define_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, $crate::id::Serialize, $crate::id::Deserialize)]
        #[serde(crate = "serde", try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The part before the colon.
            pub const KIND: &'static str = $kind;
            /// The whole id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
            /// The part after the colon.
            #[must_use]
            pub fn name(&self) -> &str {
                &self.0[$kind.len() + 1..]
            }
        }
        $crate::text_schema!($name);
        impl std::str::FromStr for $name {
            type Err = $crate::id::NotAnId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::id::check($kind, text)?;
                Ok(Self(text.to_owned()))
            }
        }
        impl TryFrom<String> for $name {
            type Error = $crate::id::NotAnId;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

pub use serde::{Deserialize, Serialize};

/// The text is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not an id of the form {kind}:name (lower case, digits, `-`, `.`)")]
pub struct NotAnId {
    /// Expected kind.
    pub kind: &'static str,
    /// Text found.
    pub found: String,
}

/// Checks that `text` is `kind:name`.
///
/// # Errors
/// [`NotAnId`] when the kind differs or the name has other characters.
pub fn check(kind: &'static str, text: &str) -> Result<(), NotAnId> {
    let refuse = || NotAnId { kind, found: text.to_owned() };
    let name =
        text.strip_prefix(kind).and_then(|rest| rest.strip_prefix(':')).ok_or_else(refuse)?;
    let plain = |c: char| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | '_')
    };
    if name.is_empty() || !name.chars().all(plain) { Err(refuse()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    define_id!(
        /// A site in these tests.
        SiteId,
        "site"
    );

    #[test]
    fn the_kind_is_part_of_the_id() {
        let id: SiteId = "site:samsung-xian".parse().expect("an id");
        assert_eq!(id.name(), "samsung-xian");
        for bad in ["samsung-xian", "firm:samsung", "site:", "site:Xi'an"] {
            assert!(bad.parse::<SiteId>().is_err(), "{bad} passed as a site");
        }
    }
}
