//! The card: one answer, built once, shown letter for letter by the terminal, the page and the notebook.
//!
//! A sentence of at most twenty words, and lines that hold its number with range, period, first week, cause
//! and what it rests on. Faces lay the lines out; they format nothing. [`Card::say`] fills the sentence and
//! every line from [`Card::key`] and the typed [`Slots`] in each [`Language`].

use crate::contract::figures::{Told, percent_plain};
use crate::contract::input::RunInput;
use crate::contract::kind::{self, Kind, KindRow};
use crate::contract::loss::{FirstWeek, Horizon, Loss, NamedShare};
use crate::contract::losses::THRESHOLD;
pub use crate::contract::moved::{Move, Moved};
pub use crate::contract::words::Language;
use crate::contract::{sentence, words};
use crate::stats::band::Spread;
use linchpin_engine::Variable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a card says, as a key for languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CardKey {
    /// The median falls.
    Falls,
    /// The median rises.
    Rises,
    /// One thing stays as it is.
    Unchanged,
    /// The median stays as it is, an end of the range does not.
    Between,
    /// Nothing that is measured changes.
    Nothing,
    /// The engine computes the scenario and can vouch for none of its numbers.
    CantSay,
    /// Capacity goes from one place to another.
    Capacity,
}

/// Typed parts of a card: all that is needed to say it again in another language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slots {
    /// Who and what, such as "SK hynix Wuxi DRAM output"; empty when nothing changes.
    pub what: String,
    /// Name of who loses or gains, such as "SK hynix Wuxi"; empty when nothing changes.
    #[serde(default)]
    pub who: String,
    /// Name of the product; none where the row is about no product, or about the product itself.
    #[serde(default)]
    pub product: Option<String>,
    /// What is added up, such as "output"; empty when nothing changes.
    #[serde(default)]
    pub measure: String,
    /// Size of the median change without its sign, as text.
    pub size: String,
    /// Relative change of the total.
    pub change: Option<Spread>,
    /// Monte Carlo standard error of `change`; none where draws are too few to tell a range.
    #[serde(default)]
    pub error: Option<Spread>,
    /// Weeks of the period; 0 for a number of comparative statics, which `horizon` dates.
    pub weeks: u32,
    /// First day.
    pub from: String,
    /// First day after.
    pub until: String,
    /// How far it looks.
    pub horizon: Horizon,
    /// Draws it was computed from.
    pub draws: u32,
    /// First week with a loss.
    pub first_week: Option<FirstWeek>,
    /// What took most.
    pub cause: Option<NamedShare>,
    /// Whether `cause` is only the channel through which most is lost: measures were not switched off one by one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub channel: bool,
    /// Where capacity goes, in an answer to that question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Moved>,
    /// Contested inputs it rests on.
    pub contested: u32,
    /// How often answers of its kind held; none where no episode asked for one.
    #[serde(default)]
    pub kind: Option<Kind>,
}

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
            Self::Sites => ["sites", "공장", "工厂"],
            Self::Period => ["period", "기간", "期间"],
            Self::First => ["first", "시작", "开始"],
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
        let lines = self.lines.iter().map(|line| format!("\n{}: {}", line.label, line.text));
        format!("{}{}", self.sentence, lines.collect::<String>())
    }
}

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

/// The card of one row of losses.
#[must_use]
pub(crate) fn of_loss(run: &RunInput, loss: &Loss) -> Card {
    let product = loss.product.as_ref().filter(|product| **product != loss.entity);
    let slots = Slots {
        who: loss.name.clone(),
        product: product.map(|product| run.name(product)),
        measure: label(loss).to_owned(),
        size: percent_plain(loss.change.p50.abs()),
        change: Some(loss.change),
        error: loss.error,
        first_week: loss.first_week.clone().filter(|_| loss.change.p50 < -THRESHOLD),
        cause: loss.causes.first().cloned().filter(|_| loss.change.p50 < -THRESHOLD),
        channel: run.scenarios.iter().any(|one| one.id == loss.scenario && one.parts.is_none()),
        contested: u32::try_from(loss.contested.len()).unwrap_or(u32::MAX),
        kind: kind_of(run, loss),
        horizon: loss.horizon,
        ..period(run)
    };
    let still = |end: f64| end.abs() <= THRESHOLD;
    let key = match loss.change {
        Spread { p05, p95, .. } if still(p05) && still(p95) => CardKey::Unchanged,
        // No draw in the middle moves: it neither falls nor rises by nothing.
        Spread { p50, .. } if still(p50) => match Told::of(slots.draws).has_range() {
            true => CardKey::Between,
            false => CardKey::Unchanged,
        },
        Spread { p50, .. } if p50 < 0.0 => CardKey::Falls,
        _ => CardKey::Rises,
    };
    Card::of(key, slots, loss.cell.clone())
}

/// The card of a scenario of which no row is told: nothing changes, or the engine can't say.
#[must_use]
pub(crate) fn of_no_row(run: &RunInput, scenario: &str) -> Card {
    let unsaid = run.unsaid.iter().any(|row| row.scenario == scenario);
    let key = if unsaid { CardKey::CantSay } else { CardKey::Nothing };
    Card::of(key, period(run), String::new())
}

pub(crate) fn period(run: &RunInput) -> Slots {
    let weeks = if run.is_settled() { 0 } else { run.baseline.trajectories.weeks.len() };
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Slots {
        what: String::new(),
        who: String::new(),
        product: None,
        measure: String::new(),
        size: String::new(),
        change: None,
        error: None,
        weeks: count(weeks),
        from: run.manifest.from.clone(),
        until: run.manifest.until.clone(),
        horizon: Horizon::of_weeks(weeks),
        draws: count(run.members()),
        first_week: None,
        cause: None,
        channel: false,
        capacity: None,
        contested: 0,
        kind: None,
    }
}

/// The record that belongs to a row.
fn kind_of(run: &RunInput, loss: &Loss) -> Option<Kind> {
    let own = |row: &&KindRow| row.scenario == loss.scenario && row.measure == loss.measure;
    run.kinds.iter().find(own).map(|row| row.kind.clone())
}

/// The words for what a row measures.
pub(crate) fn label(loss: &Loss) -> &str {
    let variable = loss.measure.parse::<Variable>().ok();
    variable.map_or(loss.measure.as_str(), |variable| variable.label())
}

/// Whether the row is what is exported to a place.
pub(crate) fn is_export(slots: &Slots) -> bool {
    slots.product.is_some() && slots.measure == Variable::ExportValue.label()
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
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
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
    if language == Language::Ko {
        let texts = lines.iter_mut().map(|line| &mut line.text);
        for text in texts.chain([&mut sentence, &mut short.range, &mut short.figure]) {
            *text = words::korean(text);
        }
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

impl Line {
    /// A line with its word.
    pub(crate) fn of(kind: LineKind, text: String, language: Language) -> Self {
        Self { kind, label: kind.label(language).to_owned(), text }
    }
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

#[cfg(test)]
mod tests;
