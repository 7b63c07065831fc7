//! The card: one answer, built once, shown letter for letter by the terminal, the page and the notebook.
//!
//! A sentence of at most twenty words, and lines that hold its number with range, period, first week, cause
//! and what it rests on. Faces lay the lines out; they format nothing. [`Card::say`] fills the sentence and
//! every line from [`Card::key`] and the typed [`Slots`] in each [`Language`].

use crate::contract::figures::Told;
use crate::contract::language::Language;
use crate::contract::lines::{CardText, Line, LineKind, Short};
use crate::contract::slots::{CardKey, Moved, Slots, is_export};
use crate::contract::{kind, sentence, words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// What it says.
    pub key: CardKey,
    /// The answer in at most twenty words.
    pub sentence: String,
    /// Number, period, first week, cause, what it rests on, its record; as many as apply, in this order.
    pub lines: Vec<Line>,
    /// Typed parts, also the data of its picture.
    pub slots: Slots,
    /// Cell to explain; empty when nothing changes.
    pub why: String,
    /// What stands large; filled in for faces, never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Short>,
    /// The same in other languages; filled in for faces, never stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<CardText>,
}

/// Who and what in a language.
fn what(key: CardKey, slots: &Slots, language: Language) -> String {
    if key == CardKey::CantSay {
        return String::new();
    }
    if key == CardKey::Capacity {
        return Moved::what(language).to_owned();
    }
    if key == CardKey::Nothing && slots.weeks == 0 {
        return language
            .pick(["All measured numbers", "측정된 모든 수치", "所有测量的数值"])
            .to_owned();
    }
    if key == CardKey::Nothing {
        return language
            .pick([
                "Output, shipments, revenue and exports",
                "생산·출하·매출·수출",
                "产量、出货量、收入和出口",
            ])
            .to_owned();
    }
    // A run of an earlier version has the whole phrase only.
    if slots.measure.is_empty() {
        return slots.what.clone();
    }
    let who = words::name(&slots.who, language);
    let product = slots.product.as_ref().map(|product| words::name(product, language));
    // "China exports" would be China's own.
    if let Some(product) = product.as_ref().filter(|_| is_export(slots)) {
        return language.pick([
            format!("Exports of {product} to {who}"),
            format!("{who} 대상 {product} 수출액"),
            format!("对{who}的{product}出口额"),
        ]);
    }
    let parts = [Some(who), product, Some(words::measure(&slots.measure, language))];
    words::beside(parts.into_iter().flatten(), language)
}

fn say(key: CardKey, slots: &Slots, language: Language) -> CardText {
    if let Some(moved) = &slots.capacity {
        return moved.say(slots, language);
    }
    let mut sentence = match language {
        Language::En => sentence::english(key, slots),
        other => sentence::other(key, slots, &what(key, slots, other), other),
    };
    let (mut lines, mut short) = (lines(key, slots, language), short(key, slots, language));
    let texts = lines.iter_mut().map(|line| &mut line.text);
    for text in texts.chain([&mut sentence, &mut short.range, &mut short.figure]) {
        *text = match language {
            Language::En => continue,
            Language::Ko => words::korean(text),
            Language::Zh => words::chinese(text),
        };
    }
    CardText { language, sentence, lines, short: Some(short) }
}

/// What stands large.
fn short(key: CardKey, slots: &Slots, language: Language) -> Short {
    if let Some(moved) = &slots.capacity {
        return moved.short(slots, language);
    }
    let moved = matches!(key, CardKey::Falls | CardKey::Rises | CardKey::Between);
    let change = slots.change.filter(|_| moved);
    let told = change.map(|change| Told::of(slots.draws).percent_spread(&change));
    let told = told.unwrap_or_default();
    Short { heading: what(key, slots, language), figure: told.middle, range: told.range }
}

fn lines(key: CardKey, slots: &Slots, language: Language) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |kind: LineKind, text: String| lines.push(Line::of(kind, text, language));
    if key == CardKey::CantSay {
        add(LineKind::Period, sentence::period(slots, language));
        return lines;
    }
    let told = Told::of(slots.draws);
    let stop = language.pick(["; ", "; ", "；"]);
    let range = sentence::range(&told, slots.error.as_ref(), language);
    match (&slots.change, key) {
        (Some(change), CardKey::Falls | CardKey::Rises | CardKey::Between) => {
            add(LineKind::Number, format!("{}{stop}{range}", told.percent_spread(change)));
        }
        _ => add(LineKind::Number, range),
    }
    add(LineKind::Period, sentence::period(slots, language));
    if let Some(first) = &slots.first_week {
        add(LineKind::First, sentence::first(&told, first, language));
    }
    if let Some(cause) = &slots.cause {
        let kind = if slots.channel { LineKind::Channel } else { LineKind::Cause };
        add(kind, sentence::cause(cause, language));
    }
    add(LineKind::Rests, sentence::rests(slots.contested, language));
    if key != CardKey::Nothing {
        add(LineKind::Record, kind::line(slots.kind.as_ref(), language));
    }
    lines
}

impl Card {
    /// A card from its typed parts; `slots.what` is filled in here.
    #[must_use]
    pub fn of(key: CardKey, slots: Slots, why: String) -> Self {
        let slots = Slots { what: what(key, &slots, Language::En), ..slots };
        let CardText { sentence, lines, .. } = say(key, &slots, Language::En);
        Self { key, sentence, lines, slots, why, short: None, languages: Vec::new() }
    }

    /// The card in a language.
    #[must_use]
    pub fn say(&self, language: Language) -> CardText {
        match language {
            // As it was stored: a run of an earlier version keeps its words.
            Language::En => {
                let (sentence, lines) = (self.sentence.clone(), self.lines.clone());
                let short = Some(short(self.key, &self.slots, language));
                CardText { language, sentence, lines, short }
            }
            other => say(self.key, &self.slots, other),
        }
    }

    /// The card with its other languages beside it, as faces get it.
    pub(crate) fn speak(&mut self) {
        for line in &mut self.lines {
            line.label = line.kind.label(Language::En).to_owned();
        }
        self.short = Some(short(self.key, &self.slots, Language::En));
        let others = Language::ALL.into_iter().filter(|language| *language != Language::En);
        self.languages = others.map(|language| self.say(language)).collect();
    }

    /// The sentence and its lines.
    #[must_use]
    pub fn text(&self) -> String {
        self.say(Language::En).text()
    }
}
