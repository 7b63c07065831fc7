//! Closed lists of words: what a cell of a table may say.

/// A closed list of words used in a table.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $($(#[$item:meta])* $variant:ident = $text:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$item])* $variant),+ }

        impl $name {
            /// The words of the list, in order.
            pub const WORDS: &'static [&'static str] = &[$($text),+];
            /// The word used in tables.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }
        linchpin_units::text_schema!($name);

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok($name::$variant),)+ _ => Err(()) }
            }
        }
    };
}

pub(crate) use words;
