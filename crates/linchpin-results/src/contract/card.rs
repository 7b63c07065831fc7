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
    /// Weeks of the period.
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
    /// The period that was added up.
    Period,
    /// The first week with a loss.
    First,
    /// What took most of what is lost.
    Cause,
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
            Self::Period => ["period", "기간", "期间"],
            Self::First => ["first", "시작", "开始"],
            Self::Cause => ["cause", "원인", "原因"],
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
        contested: u32::try_from(loss.contested.len()).unwrap_or(u32::MAX),
        kind: kind_of(run, loss),
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

/// The card of a run in which nothing changes.
#[must_use]
pub(crate) fn of_nothing(run: &RunInput) -> Card {
    Card::of(CardKey::Nothing, period(run), String::new())
}

fn period(run: &RunInput) -> Slots {
    let weeks = run.baseline.trajectories.weeks.len();
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

/// Who and what in a language.
fn what(key: CardKey, slots: &Slots, language: Language) -> String {
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
    let parts = [
        Some(words::name(&slots.who, language)),
        slots.product.as_ref().map(|product| words::name(product, language)),
        Some(words::measure(&slots.measure, language)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn say(key: CardKey, slots: &Slots, language: Language) -> CardText {
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
    let moved = matches!(key, CardKey::Falls | CardKey::Rises | CardKey::Between);
    let change = slots.change.filter(|_| moved);
    let told = change.map(|change| Told::of(slots.draws).percent_spread(&change));
    let told = told.unwrap_or_default();
    Short { heading: what(key, slots, language), figure: told.middle, range: told.range }
}

fn lines(key: CardKey, slots: &Slots, language: Language) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |kind: LineKind, text: String| {
        lines.push(Line { kind, label: kind.label(language).to_owned(), text });
    };
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
        add(LineKind::Cause, sentence::cause(cause, language));
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
mod tests {
    use super::*;
    use crate::contract::losses::losses;
    use crate::contract::sentence::MOST_WORDS;
    use crate::sample::run;

    fn card(members: u32, cell: &str) -> Card {
        let run = run(members);
        let rows = losses(&run);
        of_loss(&run, rows.iter().find(|row| row.cell == cell).expect("a row"))
    }

    #[test]
    fn a_card_says_who_what_how_much_when_and_why() {
        let card = card(21, "cut/b.dram.output");
        assert_eq!(
            card.text(),
            "Site B DRAM output falls by 10 % over 10 weeks, mainly through spare parts.\n\
             number: -10 % [-10, -10]; 90 % of 21 draws, ends good to 0 and 0 points\n\
             period: 10 weeks, 2026-01-05 to 2026-03-16\n\
             first: week 6 [6, 6], from 2026-02-09\n\
             cause: spare parts, 100 % of what is lost\n\
             rests on: 1 contested input\n\
             record: answers of this kind were never tested on an episode of the past"
        );
        assert_eq!((card.key, card.why.as_str()), (CardKey::Falls, "cut/b.dram.output"));
    }

    /// By hand: a middle of nothing with an end at -0.9 % neither falls nor rises "by 0 %".
    #[test]
    fn a_middle_that_stays_is_told_by_its_ends() {
        let run = run(21);
        let rows = losses(&run);
        let row = rows.iter().find(|row| row.cell == "cut/b.dram.output").expect("a row");
        let change = Spread { p05: -0.009, p50: 0.0, p95: 0.0 };
        let card = of_loss(&run, &Loss { change, ..row.clone() });
        assert_eq!(card.key, CardKey::Between);
        assert_eq!(
            card.sentence,
            "Site B DRAM output changes by between -0.9 % and 0 % over 10 weeks."
        );
        assert!(card.say(Language::Ko).sentence.contains("-0.9%"), "{:?}", card.say(Language::Ko));
        let still = Spread { p05: -0.0009, p50: 0.0, p95: 0.0 };
        assert_eq!(of_loss(&run, &Loss { change: still, ..row.clone() }).key, CardKey::Unchanged);
    }

    #[test]
    fn few_draws_tell_no_range() {
        for draws in [1, 19] {
            let text = card(draws, "cut/b.dram.output").text();
            assert!(!text.contains('['), "{text}");
            assert!(text.contains("too few to tell a range"), "{text}");
        }
    }

    #[test]
    fn no_sentence_is_longer_than_twenty_words() {
        let mut run = run(21);
        run.names.insert("site:b".to_owned(), "a b c d e f g h i j k l m".to_owned());
        for loss in losses(&run) {
            let card = of_loss(&run, &loss);
            assert!(card.sentence.split_whitespace().count() <= MOST_WORDS, "{}", card.sentence);
        }
        assert!(of_nothing(&run).sentence.split_whitespace().count() <= MOST_WORDS);
    }

    #[test]
    fn no_template_holds_a_number() {
        for source in
            [include_str!("card.rs"), include_str!("sentence.rs"), include_str!("words.rs")]
        {
            let code = source.split("#[cfg(test)]").next().expect("code before tests");
            let texts = code.split('"').skip(1).step_by(2);
            let digits: Vec<&str> =
                texts.filter(|text| text.bytes().any(|byte| byte.is_ascii_digit())).collect();
            assert_eq!(digits, Vec::<&str>::new());
        }
    }

    /// A Korean and a Chinese card say everything in their language: of Latin letters only names of the world
    /// are left.
    #[test]
    fn no_line_of_a_korean_or_chinese_card_is_english() {
        let mut run = run(21);
        run.names.insert("site:b".to_owned(), "7".to_owned());
        run.names.insert("site:a".to_owned(), "8".to_owned());
        run.names.insert("product:dram".to_owned(), "9".to_owned());
        run.names.insert("firm:f".to_owned(), "11".to_owned());
        run.names.insert("firm:g".to_owned(), "12".to_owned());
        let mut cards: Vec<Card> = losses(&run).iter().map(|loss| of_loss(&run, loss)).collect();
        cards.push(of_nothing(&run));
        for told in [1, 400] {
            let few = Slots { draws: told, error: None, contested: 0, ..cards[0].slots.clone() };
            cards.push(Card::of(CardKey::Rises, few, String::new()));
        }
        for card in cards {
            for language in [Language::Ko, Language::Zh] {
                let text = card.say(language).text();
                let letters = text.bytes().any(|byte| byte.is_ascii_alphabetic() && byte != b'p');
                assert!(!letters, "{language:?}: {text}");
                assert_eq!(card.say(language).lines.len(), card.lines.len(), "{text}");
            }
        }
    }

    #[test]
    fn the_card_in_three_languages() {
        let card = card(21, "cut/b.dram.output");
        assert_eq!(
            card.say(Language::Ko).text(),
            "Site B DRAM 생산: 10주 동안 10% 감소, 주된 원인은 예비 부품.\n\
             수치: -10% [-10 ~ -10]; 모의 21회의 90%, 양 끝의 오차 0 및 0%p\n\
             기간: 10주, 2026-01-05부터 2026-03-16까지\n\
             시작: 6주차 [6 ~ 6], 2026-02-09부터\n\
             원인: 예비 부품, 손실의 100%\n\
             근거: 이견 있는 입력 1건\n\
             검증: 이런 답은 과거 사례로 검증된 적 없음"
        );
        assert_eq!(
            card.say(Language::Zh).text(),
            "Site B DRAM 产量：10 周内下降 10 %，主要原因是备件。\n\
             数值: -10 % [-10, -10]；21 次抽样的 90 %，两端误差 0 和 0 个百分点\n\
             期间: 10 周，2026-01-05 至 2026-03-16\n\
             开始: 第 6 周 [6, 6]，自 2026-02-09 起\n\
             原因: 备件，占损失的 100 %\n\
             依据: 1 项有争议的输入\n\
             检验: 此类答案从未用历史事件检验过"
        );
        assert_eq!(card.say(Language::En).text(), card.text());
    }
}
