//! Typed string ids such as `site:samsung-xian`: the kind stands before the colon.
//!
//! Whoever holds an id may read it as text; text becomes an id only where it is checked. Names without a
//! fixed kind, such as that of a parameter, are types of their own too, so that none stands for another.

/// What every text with a type of its own gives: reading it as text, and comparing it with text.
#[macro_export]
macro_rules! reads_as_text {
    ($name:ident) => {
        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == *other
            }
        }
        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == **other
            }
        }
        impl PartialEq<$name> for str {
            fn eq(&self, other: &$name) -> bool {
                *self == other.0
            }
        }
        impl PartialEq<$name> for &str {
            fn eq(&self, other: &$name) -> bool {
                **self == other.0
            }
        }
        impl PartialEq<$name> for String {
            fn eq(&self, other: &$name) -> bool {
                *self == other.0
            }
        }
        impl PartialEq<String> for $name {
            fn eq(&self, other: &String) -> bool {
                self.0 == *other
            }
        }
        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

/// Defines a name that is any text: a type of its own, so that it cannot stand for another name.
#[macro_export]
macro_rules! define_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, $crate::id::Serialize, $crate::id::Deserialize)]
        #[serde(crate = "serde", transparent)]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl From<&String> for $name {
            fn from(text: &String) -> Self {
                Self(text.clone())
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
        $crate::text_schema!($name);
        $crate::reads_as_text!($name);
    };
}

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
        $crate::reads_as_text!($name);
    };
}

pub use serde::{Deserialize, Serialize};

/// An id that stands in code, such as one of a test.
///
/// # Panics
/// When the text is no id of the type: a fault of the program, never of a user.
#[must_use]
pub fn literal<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

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

    define_name!(
        /// A parameter in these tests.
        ParameterName
    );

    #[test]
    fn a_name_is_written_as_its_text() {
        let name = ParameterName::from("spares-stock");
        assert_eq!(serde_json::to_string(&name).expect("plain"), "\"spares-stock\"");
        assert_eq!(serde_json::from_str::<ParameterName>("\"spares-stock\"").expect("plain"), name);
        assert_eq!(format!("{name:>14}"), "  spares-stock");
    }

    #[test]
    fn the_kind_is_part_of_the_id() {
        let id: SiteId = "site:samsung-xian".parse().expect("an id");
        assert_eq!(id.name(), "samsung-xian");
        assert!(id == "site:samsung-xian" && id.starts_with("site:"));
        for bad in ["samsung-xian", "firm:samsung", "site:", "site:Xi'an"] {
            assert!(bad.parse::<SiteId>().is_err(), "{bad} passed as a site");
        }
    }
}
