//! How often answers of a kind held in episodes of the past, as a card prints it.
//!
//! In: what the bank of episodes counted, handed over by the facade. Out: one line in each language.

use crate::contract::language::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The record of one kind of answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// What kind, in English, Korean and Chinese.
    pub names: [String; 3],
    /// Episodes in which the 90 % band held every value of the kind.
    pub held: u32,
    /// Episodes that asked for the kind.
    pub episodes: u32,
    /// The same among the episodes that nobody may fit.
    pub held_out: [u32; 2],
}

/// The record that belongs to a measure in a scenario; where none does, no episode asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KindRow {
    /// Scenario.
    pub scenario: String,
    /// Variable, such as `output`.
    pub measure: String,
    /// Its record.
    pub kind: Kind,
}

/// The line of a card: how often such answers held, or that nobody ever tested one.
pub(crate) fn line(kind: Option<&Kind>, language: Language) -> String {
    let Some(Kind { names, held, episodes, held_out: [out, outs] }) =
        kind.filter(|kind| kind.episodes > 0)
    else {
        return language
            .pick([
                "answers of this kind were never tested on an episode of the past",
                "이런 답은 과거 사례로 검증된 적 없음",
                "此类答案从未用历史事件检验过",
            ])
            .to_owned();
    };
    let name = language.pick([&names[0], &names[1], &names[2]]);
    let part = language.pick(match outs {
        0 => ["none of them held out", "검증용은 없음", "没有留作检验的"].map(str::to_owned),
        _ => [
            format!("of the {outs} held out, in {out}"),
            format!("검증용 {outs}건 중 {out}건"),
            format!("留作检验的 {outs} 个中有 {out} 个"),
        ],
    });
    language.pick([
        format!(
            "answers of this kind ({name}) held in {held} of {episodes} episodes of the past; {part}"
        ),
        format!("이런 답({name})은 과거 사례 {episodes}건 중 {held}건에서 맞음; {part}"),
        format!("此类答案（{name}）在 {episodes} 个历史事件中有 {held} 个成立；{part}"),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_said_and_its_absence_too() {
        let kind = Kind {
            names: ["a price after an outage", "가동 중단 뒤의 가격", "停产后的价格"]
                .map(str::to_owned),
            held: 7,
            episodes: 12,
            held_out: [1, 2],
        };
        assert_eq!(
            line(Some(&kind), Language::En),
            "answers of this kind (a price after an outage) held in 7 of 12 episodes of the past; of the 2 held out, in 1"
        );
        let none = line(Some(&Kind { held_out: [0, 0], ..kind.clone() }), Language::En);
        assert!(none.ends_with("of the past; none of them held out"), "{none}");
        let untested = line(None, Language::En);
        assert!(untested.contains("never tested"), "{untested}");
        // Nought of nought is no record.
        assert_eq!(line(Some(&Kind { held: 0, episodes: 0, ..kind }), Language::En), untested);
    }
}
