//! A card in one language, as types: its sentence, its lines, and what stands large.

use crate::contract::language::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a line of a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// The change with its range.
    Number,
    /// The sites whose capacity moves most.
    Sites,
    /// The period that was added up.
    Period,
    /// The first week with a loss.
    First,
    /// What took most of what is lost.
    Cause,
    /// Through which channel most is lost, where no measure's part was worked out.
    Channel,
    /// What the answer rests on.
    Rests,
    /// How often answers of its kind held in episodes of the past.
    Record,
}

impl LineKind {
    /// The word before the line.
    #[must_use]
    pub fn label(self, language: Language) -> &'static str {
        language.pick(match self {
            Self::Number => ["number", "수치", "数值"],
            Self::Sites => ["sites", "사업장", "工厂"],
            Self::Period => ["period", "기간", "期间"],
            Self::First => ["first", "첫 손실", "首次受损"],
            Self::Cause => ["cause", "원인", "原因"],
            Self::Channel => ["channel", "경로", "途径"],
            Self::Rests => ["rests on", "근거", "依据"],
            Self::Record => ["record", "검증", "检验"],
        })
    }
}

/// One line of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What it is about.
    pub kind: LineKind,
    /// The word before it; empty in runs of earlier versions.
    #[serde(default)]
    pub label: String,
    /// Its words.
    pub text: String,
}

impl Line {
    /// A line with its word.
    pub(crate) fn of(kind: LineKind, text: String, language: Language) -> Self {
        Self { kind, label: kind.label(language).to_owned(), text }
    }
}

/// What stands large: who and what in a few words, the change, its range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Short {
    /// Who and what.
    pub heading: String,
    /// The median change; empty where nothing changes.
    pub figure: String,
    /// Its range; empty where draws are too few, or nothing changes.
    pub range: String,
}

/// A card in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CardText {
    /// Which.
    pub language: Language,
    /// The answer.
    pub sentence: String,
    /// The lines of the card.
    pub lines: Vec<Line>,
    /// What stands large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Short>,
}

impl CardText {
    /// The sentence and its lines: what every face shows, letter for letter.
    #[must_use]
    pub fn text(&self) -> String {
        let colon = self.language.pick([": ", ": ", "："]);
        let lines = self.lines.iter().map(|line| format!("\n{}{colon}{}", line.label, line.text));
        format!("{}{}", self.sentence, lines.collect::<String>())
    }
}
