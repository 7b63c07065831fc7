//! What could be known while an event lasted: sources, numbers, questions and raw events, checked.
//!
//! In: `inputs.toml`. Out: [`Inputs`], or all findings. Every number has a band, a unit and a dated source;
//! every question names an engine, a class and a window. The market is built later, in `bank/market.rs`.

use crate::bank::form::{InputForm, InputsForm, QuestionForm, SourceForm};
use crate::bank::rules::Rules;
pub use crate::window::Statistic;
use linchpin_engine::form::Reader;
use linchpin_engine::{Level, SeriesKey, Variable};
use linchpin_units::{Day, Findings, Range, Text, Unit};
use linchpin_world::ProductId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// Kinds of episodes.
pub(crate) const KINDS: [&str; 6] = ["fab", "cycle", "measure", "material", "chain", "trade"];
/// Grades of sources, strongest first.
pub(crate) const GRADES: [&str; 6] =
    ["official", "company", "agency", "analyst", "press", "memory"];

/// Which engine is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// The market of the episode's day, with and without the event.
    Market,
    /// The price cycle, as known when the event began.
    Cycle,
    /// The cycle's path times the market's change.
    MarketOnCycle,
    /// No engine hears the question.
    None,
}

/// A source with its day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Source {
    /// Id.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// Short title.
    pub title: String,
    /// The day.
    pub date: Day,
    /// Address; empty for memory.
    pub url: String,
    /// How strong it is.
    pub grade: String,
}

/// A number that could be known.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Id.
    pub id: String,
    /// What it is.
    pub what: String,
    /// Value with its band.
    pub range: Range,
    /// Unit.
    pub unit: Unit,
    /// The day it holds on.
    pub as_of: Day,
    /// Id of its source.
    pub source: String,
    /// Where it stands in the file.
    pub span: std::ops::Range<usize>,
}

/// A question, asked before the answer was known.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Id within the episode.
    pub id: String,
    /// In words.
    pub what: String,
    /// Class of answer.
    pub class: String,
    /// Which engine.
    pub asks: Asks,
    /// Which series of the market; none when no engine hears it.
    pub key: Option<SeriesKey>,
    /// Name of the variable.
    pub variable: String,
    /// How weeks become a number.
    pub statistic: Statistic,
    /// First day, and first day after.
    pub window: (Day, Day),
    /// Unit of the answer.
    pub unit: Unit,
    /// Level before the event: an input.
    pub times: Option<String>,
    /// The level a quarter before that: an input.
    pub recent: Option<String>,
    /// Why no engine says it.
    pub cannot: Option<String>,
    /// Why it proves nothing.
    pub circular: Option<String>,
    /// Where it stands in the file.
    pub span: std::ops::Range<usize>,
}

/// The inputs of an episode.
#[derive(Debug)]
pub struct Inputs {
    /// The folder's name.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind of episode.
    pub kind: String,
    /// First day of the event.
    pub began: Day,
    /// Last day of the event: no source may be later.
    pub ended: Day,
    /// Sources by id.
    pub sources: BTreeMap<String, Source>,
    /// Numbers by id.
    pub inputs: BTreeMap<String, Input>,
    /// Questions in the file's order.
    pub questions: Vec<Question>,
    pub(crate) form: InputsForm,
    pub(crate) text: Text,
}

impl Inputs {
    /// The input that `input:ID` names.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Input> {
        self.inputs.get(name.strip_prefix("input:")?)
    }

    /// The level before the event that a question names, or 1.
    #[must_use]
    pub fn level_before(&self, question: &Question) -> f64 {
        let input = question.times.as_deref().and_then(|id| self.inputs.get(id));
        input.map_or(1.0, |input| input.range.mode())
    }
}

/// Reads the inputs in `text`; `id` is the folder's name.
///
/// # Errors
/// All findings in one pass.
pub fn read(id: &str, text: Text, rules: &Rules) -> Result<Inputs, Findings> {
    let form: InputsForm = text.toml()?;
    let mut reader = Reader::new(&text);
    reader.known(&form.schema, "schema", ["linchpin/inputs/1"]);
    reader.known(&form.class, "kind of episode", KINDS);
    let days = (reader.day(&form.began), reader.day(&form.ended));
    if let Some(weeks) = form.weeks.as_ref().filter(|weeks| *weeks.get_ref() == 0) {
        let help = "give at least 1";
        reader.error("LP-S011", weeks, "a run needs weeks".into(), "a number above 0", help);
    }
    let sources = sources(&mut reader, &form.source);
    let mut inputs = BTreeMap::new();
    for written in &form.input {
        if let Some(input) = input(&mut reader, written) {
            inputs.insert(input.id.clone(), input);
        }
    }
    let asked = form.question.iter();
    let questions: Vec<Question> =
        asked.filter_map(|written| question(&mut reader, written, rules, &inputs)).collect();
    if let (Some(began), Some(ended)) = days
        && ended < began
    {
        let message = format!("the event ends on {ended} but begins on {began}");
        let help = "`ended` is the last day of the event";
        reader.error("LP-S009", &form.ended, message, "a day on or after `began`", help);
    }
    let findings = reader.findings;
    let (Some(began), Some(ended)) = days else { return Err(findings) };
    if findings.any_error() {
        return Err(findings);
    }
    let (title, kind) = (form.title.clone(), form.class.get_ref().clone());
    let id = id.to_owned();
    Ok(Inputs { id, title, kind, began, ended, sources, inputs, questions, form, text })
}

/// The sources of a file.
pub(crate) fn sources(reader: &mut Reader<'_>, forms: &[SourceForm]) -> BTreeMap<String, Source> {
    let mut sources = BTreeMap::new();
    for form in forms {
        reader.known(&form.grade, "grade", GRADES);
        let Some(date) = reader.day(&form.date) else { continue };
        if form.url.is_empty() && form.grade.get_ref() != "memory" {
            let message = format!("`{}` has no address", form.id.get_ref());
            let help = "give the url, or grade it `memory`";
            reader.error("LP-B010", &form.id, message, "a url", help);
        }
        let source = Source {
            id: form.id.get_ref().clone(),
            publisher: form.publisher.clone(),
            title: form.title.clone(),
            date,
            url: form.url.clone(),
            grade: form.grade.get_ref().clone(),
        };
        sources.insert(source.id.clone(), source);
    }
    sources
}

/// A value with its band, or a finding.
pub(crate) fn range(
    reader: &mut Reader<'_>,
    at: &Spanned<f64>,
    low: f64,
    high: f64,
) -> Option<Range> {
    match Range::new(low, *at.get_ref(), high) {
        Ok(range) => Some(range),
        Err(error) => {
            let help = "reorder the three";
            reader.error("LP-S005", at, error.to_string(), "low <= value <= high", help);
            None
        }
    }
}

/// A unit by name, or a finding.
pub(crate) fn unit(reader: &mut Reader<'_>, at: &Spanned<String>) -> Option<Unit> {
    let known: Vec<&str> = Unit::ALL.iter().map(|unit| unit.as_str()).collect();
    let found = at.get_ref().parse().ok();
    if found.is_none() {
        let message = format!("`{}` is no unit", at.get_ref());
        let finding =
            linchpin_units::Finding::error("LP-S007", reader.text.place(at.span()), message)
                .expected("a unit of the list in the book")
                .nearest(at.get_ref(), known)
                .help("convert the number to a unit of the list");
        reader.findings.push(finding);
    }
    found
}

fn input(reader: &mut Reader<'_>, form: &InputForm) -> Option<Input> {
    let range = range(reader, &form.value, form.low, form.high);
    let unit = unit(reader, &form.unit);
    let as_of = reader.day(&form.as_of);
    Some(Input {
        id: form.id.get_ref().clone(),
        what: form.what.clone(),
        range: range?,
        unit: unit?,
        as_of: as_of?,
        source: form.source.get_ref().clone(),
        span: form.value.span(),
    })
}

fn question(
    reader: &mut Reader<'_>,
    form: &QuestionForm,
    rules: &Rules,
    inputs: &BTreeMap<String, Input>,
) -> Option<Question> {
    reader.known(&form.class, "class", rules.class.iter().map(|class| class.id.as_str()));
    let engines = ["market", "cycle", "market-on-cycle", "none"];
    reader.known(&form.engine, "engine", engines);
    let asks = match form.engine.get_ref().as_str() {
        "market" => Asks::Market,
        "cycle" => Asks::Cycle,
        "market-on-cycle" => Asks::MarketOnCycle,
        _ => Asks::None,
    };
    let own = rules.variable.iter().map(|variable| variable.name.as_str());
    let known: Vec<&str> = Variable::ALL.iter().map(|v| v.as_str()).chain(own).collect();
    let variable_known = reader.known(&form.variable, "variable", known);
    let needs_reason = asks == Asks::None && form.cannot.is_none();
    if needs_reason {
        let message = "a question that no engine hears needs a reason".to_owned();
        let help = "say in `cannot` what the engines lack";
        reader.error("LP-S010", &form.engine, message, "`cannot`", help);
    }
    let key = key(reader, form, asks);
    let statistic = statistic(reader, form);
    let unit = unit(reader, &form.unit);
    let (from, until) = (reader.day(&form.from), reader.day(&form.until));
    let (times, recent) =
        (named(reader, form.times.as_ref(), inputs), named(reader, form.recent.as_ref(), inputs));
    let (from, until) = (from?, until?);
    if until <= from {
        let message = format!("the window ends on {until} but starts on {from}");
        let help = "`until` is the first day after";
        reader.error("LP-S009", &form.until, message, "a day after `from`", help);
    }
    Some(Question {
        id: form.id.get_ref().clone(),
        what: form.what.clone(),
        class: form.class.get_ref().clone(),
        asks,
        key: if variable_known { key? } else { None },
        variable: form.variable.get_ref().clone(),
        statistic: statistic?,
        window: (from, until),
        unit: unit?,
        times,
        recent,
        cannot: form.cannot.clone(),
        circular: form.circular.clone(),
        span: form.id.span(),
    })
}

/// The market's series of a question. The cycle's index is the market's contract price.
fn key(reader: &mut Reader<'_>, form: &QuestionForm, asks: Asks) -> Option<Option<SeriesKey>> {
    if asks == Asks::None {
        return Some(None);
    }
    let Some(level) = &form.level else {
        let message = "a question to an engine needs `level`".to_owned();
        let help = "say of what kind `entity` is";
        reader.error("LP-S010", &form.id, message, "level, entity", help);
        return None;
    };
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    reader.known(level, "level", levels);
    let variable = match form.variable.get_ref().as_str() {
        "price-index" => Variable::ContractPrice,
        name => name.parse().ok()?,
    };
    let level: Level = level.get_ref().parse().ok()?;
    let product = match form.product.as_deref().map(str::parse::<ProductId>).transpose() {
        Ok(product) => product,
        Err(error) => {
            let expected = "a product, as product:dram";
            reader.error("LP-S008", &form.id, error.to_string(), expected, "correct the id");
            return None;
        }
    };
    Some(Some(SeriesKey::new(level, &form.entity, product.as_ref(), variable)))
}

fn statistic(reader: &mut Reader<'_>, form: &QuestionForm) -> Option<Statistic> {
    let Some(at) = &form.statistic else { return Some(Statistic::Level) };
    let named = [
        ("at", Statistic::At),
        ("mean", Statistic::Mean),
        ("max", Statistic::Max),
        ("min", Statistic::Min),
        ("level", Statistic::Level),
        ("peak-week", Statistic::PeakWeek),
        ("lost-weeks", Statistic::LostWeeks),
        ("until-normal", Statistic::UntilNormal),
    ];
    reader.known(at, "statistic", named.map(|(name, _)| name));
    named.into_iter().find(|(name, _)| name == at.get_ref()).map(|(_, statistic)| statistic)
}

/// The id of an input written as `input:ID`.
fn named(
    reader: &mut Reader<'_>,
    at: Option<&Spanned<String>>,
    inputs: &BTreeMap<String, Input>,
) -> Option<String> {
    let at = at?;
    let id = at.get_ref().strip_prefix("input:").unwrap_or_default();
    if inputs.contains_key(id) {
        return Some(id.to_owned());
    }
    let names: Vec<String> = inputs.keys().map(|id| format!("input:{id}")).collect();
    reader.known(at, "input", names.iter().map(String::as_str));
    None
}
