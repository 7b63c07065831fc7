//! The card: one answer, built once, shown letter for letter by the terminal, the page and the notebook.
//!
//! A sentence of at most twenty words, and lines that hold its number with range, period, first week, cause
//! and what it rests on. Faces lay the lines out; they format nothing. A face in another language fills its
//! own sentence for [`Card::key`] from the typed [`Slots`], whose texts are formatted here too.

use crate::contract::figures::{Told, coverage, number, percent, percent_plain, plural, week};
use crate::contract::input::RunInput;
use crate::contract::loss::{FirstWeek, Horizon, Loss, NamedShare};
use crate::contract::losses::THRESHOLD;
use crate::stats::band::Spread;
use linchpin_engine::Variable;
use serde::{Deserialize, Serialize};

/// What a card says, as a key for languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CardKey {
    /// The median falls.
    Falls,
    /// The median rises.
    Rises,
    /// One thing stays as it is.
    Unchanged,
    /// Nothing that is measured changes.
    Nothing,
}

/// Typed parts of a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slots {
    /// Who and what, such as "SK hynix Wuxi DRAM output"; empty when nothing changes.
    pub what: String,
    /// Size of the median change without its sign, as text.
    pub size: String,
    /// Relative change of the total.
    pub change: Option<Spread>,
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
}

/// What a line of a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
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
}

impl LineKind {
    /// The word before the line.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Period => "period",
            Self::First => "first",
            Self::Cause => "cause",
            Self::Rests => "rests on",
        }
    }
}

/// One line of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What it is about.
    pub kind: LineKind,
    /// Its words.
    pub text: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// What it says.
    pub key: CardKey,
    /// The answer in at most twenty words.
    pub sentence: String,
    /// Number, period, first week, cause, what it rests on; as many as apply, in this order.
    pub lines: Vec<Line>,
    /// Typed parts, also the data of its picture.
    pub slots: Slots,
    /// Cell to explain; empty when nothing changes.
    pub why: String,
}

/// Words that a sentence may have.
const MOST_WORDS: usize = 20;

/// The card of one row of losses.
#[must_use]
pub(crate) fn of_loss(run: &RunInput, loss: &Loss) -> Card {
    let slots = Slots {
        what: what(run, loss),
        size: percent_plain(loss.change.p50.abs()),
        change: Some(loss.change),
        first_week: loss.first_week.clone().filter(|_| loss.change.p50 < -THRESHOLD),
        cause: loss.causes.first().cloned().filter(|_| loss.change.p50 < -THRESHOLD),
        contested: u32::try_from(loss.contested.len()).unwrap_or(u32::MAX),
        ..period(run)
    };
    let still = |end: f64| end.abs() <= THRESHOLD;
    let key = match loss.change {
        Spread { p05, p95, .. } if still(p05) && still(p95) => CardKey::Unchanged,
        Spread { p50, .. } if p50 < 0.0 => CardKey::Falls,
        _ => CardKey::Rises,
    };
    let many = label(loss).ends_with('s');
    Card {
        key,
        sentence: sentence(key, &slots, many),
        lines: lines(key, &slots, loss.error.as_ref()),
        slots,
        why: loss.cell.clone(),
    }
}

/// The card of a run in which nothing changes.
#[must_use]
pub(crate) fn of_nothing(run: &RunInput) -> Card {
    let slots = Slots { what: "Output, shipments, revenue and exports".to_owned(), ..period(run) };
    let key = CardKey::Nothing;
    Card {
        key,
        sentence: sentence(key, &slots, true),
        lines: lines(key, &slots, None),
        slots,
        why: String::new(),
    }
}

fn period(run: &RunInput) -> Slots {
    let weeks = run.baseline.trajectories.weeks.len();
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Slots {
        what: String::new(),
        size: String::new(),
        change: None,
        weeks: count(weeks),
        from: run.manifest.from.clone(),
        until: run.manifest.until.clone(),
        horizon: Horizon::of_weeks(weeks),
        draws: count(run.members()),
        first_week: None,
        cause: None,
        contested: 0,
    }
}

fn sentence(key: CardKey, slots: &Slots, many: bool) -> String {
    let s = if many { "" } else { "s" };
    let over = format!("over {}", plural(slots.weeks as usize, "week"));
    let Slots { what, size, .. } = slots;
    let plain = match key {
        CardKey::Falls => format!("{what} fall{s} by {size} {over}"),
        CardKey::Rises => format!("{what} rise{s} by {size} {over}"),
        CardKey::Unchanged | CardKey::Nothing => {
            let within = percent_plain(THRESHOLD);
            let whole = format!("{what} stay{s} within {within} of the baseline {over}.");
            return if whole.split_whitespace().count() <= MOST_WORDS {
                whole
            } else {
                shortened(what, &format!("stay{s} within {within} of the baseline."))
            };
        }
    };
    let cause = slots.cause.as_ref().map(|cause| format!(", mainly through {}", cause.name));
    // A long name leaves no room for the cause, or even the period; each has a line of its own.
    let short = plain.strip_suffix(&format!(" {over}")).unwrap_or(&plain);
    let tries = [format!("{plain}{}.", cause.unwrap_or_default()), format!("{plain}.")];
    let fits = |text: &&String| text.split_whitespace().count() <= MOST_WORDS;
    let short = format!("{short}.");
    let found = tries.iter().chain([&short]).find(fits).cloned();
    found.unwrap_or_else(|| {
        let verb = short.strip_prefix(what.as_str()).unwrap_or(&short).trim_start().to_owned();
        shortened(what, &verb)
    })
}

/// A name cut so that it and the words after it make a sentence of at most [`MOST_WORDS`] words.
fn shortened(what: &str, rest: &str) -> String {
    let room = MOST_WORDS.saturating_sub(rest.split_whitespace().count());
    let words: Vec<&str> = what.split_whitespace().take(room).collect();
    format!("{}… {rest}", words.join(" "))
}

fn lines(key: CardKey, slots: &Slots, error: Option<&Spread>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |kind: LineKind, text: String| lines.push(Line { kind, text });
    let told = Told::of(slots.draws);
    match (&slots.change, key) {
        (Some(change), CardKey::Falls | CardKey::Rises) => {
            add(
                LineKind::Number,
                format!("{}; {}", told.percent_spread(change), range(&told, error)),
            );
        }
        _ => add(LineKind::Number, range(&told, error)),
    }
    add(
        LineKind::Period,
        format!("{}, {} to {}", plural(slots.weeks as usize, "week"), slots.from, slots.until),
    );
    if let Some(first) = &slots.first_week {
        let range = if told.has_range() {
            format!(" [{}, {}]", week(first.p05), week(first.p95))
        } else {
            String::new()
        };
        add(LineKind::First, format!("week {}{range}, from {}", week(first.p50), first.date));
    }
    if let Some(cause) = &slots.cause {
        add(
            LineKind::Cause,
            format!("{}, {} of what is lost", cause.name, percent_plain(cause.share)),
        );
    }
    let contested = match slots.contested {
        0 => "no contested input".to_owned(),
        count => plural(count as usize, "contested input"),
    };
    add(LineKind::Rests, contested);
    lines
}

/// Which part of how many draws a range holds, and how far its ends would move with others.
fn range(told: &Told, error: Option<&Spread>) -> String {
    let draws = plural(told.draws() as usize, "draw");
    let Some(error) = error else { return format!("{draws}, too few to tell a range") };
    let points = |end: f64| number(end * 100.0);
    format!(
        "{} of {draws}, ends good to {} and {} points",
        coverage(),
        points(error.p05),
        points(error.p95)
    )
}

/// The words for what a row measures.
fn label(loss: &Loss) -> &str {
    let variable = loss.measure.parse::<Variable>().ok();
    variable.map_or(loss.measure.as_str(), |variable| variable.label())
}

fn what(run: &RunInput, loss: &Loss) -> String {
    let label = label(loss);
    match &loss.product {
        Some(product) if *product != loss.entity => {
            format!("{} {} {label}", loss.name, run.name(product))
        }
        _ => format!("{} {label}", loss.name),
    }
}

impl Card {
    /// The sentence and its lines, one under the other.
    #[must_use]
    pub fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| format!("\n{}: {}", line.kind.label(), line.text));
        format!("{}{}", self.sentence, lines.collect::<String>())
    }

    /// The change alone, with its range, as a table shows it; `0 %` when nothing changes.
    #[must_use]
    pub fn number(&self) -> String {
        self.slots.change.as_ref().map_or_else(
            || percent(0.0),
            |change| Told::of(self.slots.draws).percent_spread(change),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::losses::losses;
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
             rests on: 1 contested input"
        );
        assert_eq!((card.key, card.why.as_str()), (CardKey::Falls, "cut/b.dram.output"));
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
        let source = include_str!("card.rs");
        let code = source.split("#[cfg(test)]").next().expect("code before tests");
        let texts = code.split('"').skip(1).step_by(2);
        let digits: Vec<&str> =
            texts.filter(|text| text.bytes().any(|byte| byte.is_ascii_digit())).collect();
        assert_eq!(digits, Vec::<&str>::new());
    }
}
