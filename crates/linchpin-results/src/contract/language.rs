//! The languages of a card.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language in which a card is told.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
    /// Chinese.
    Zh,
}

impl Language {
    /// All of them, in the order of the columns of the tables below.
    pub const ALL: [Self; 3] = [Self::En, Self::Ko, Self::Zh];

    /// Which of the three texts.
    #[must_use]
    pub fn pick<T>(self, texts: [T; 3]) -> T {
        let [en, ko, zh] = texts;
        match self {
            Self::En => en,
            Self::Ko => ko,
            Self::Zh => zh,
        }
    }
}

impl std::str::FromStr for Language {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "en" => Ok(Self::En),
            "ko" => Ok(Self::Ko),
            "zh" => Ok(Self::Zh),
            _ => Err(format!("cards speak en, ko and zh, not `{text}`")),
        }
    }
}
