//! What was then seen: values with the accounts' spread, and the digest of the inputs they answer.
//!
//! In: `outcome.toml` and the inputs it names. Out: [`Outcomes`], or all findings: the accounts' band, the
//! units, the questions and the digest are checked here, because none of them can be right alone.

use crate::bank::form::{AccountForm, OutcomeFile, OutcomeForm};
use crate::bank::inputs::{Inputs, Source, range, sources, unit};
use crate::bank::rules::Rules;
use linchpin_engine::form::Reader;
use linchpin_units::{Digest, Findings, Range, Text, Unit};
use std::collections::BTreeMap;

/// One account of an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Lowest and highest value it gives.
    pub range: [f64; 2],
    /// Id of its source.
    pub source: String,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Id of the question.
    pub question: String,
    /// Value with the accounts' spread.
    pub range: Range,
    /// Unit.
    pub unit: Unit,
    /// The accounts, side by side.
    pub accounts: Vec<Account>,
    /// What a reader should know.
    pub note: String,
}

/// The outcomes of an episode, by question.
#[derive(Debug, Default)]
pub struct Outcomes {
    /// By id of the question.
    pub by_question: BTreeMap<String, Outcome>,
    /// Sources by id.
    pub sources: BTreeMap<String, Source>,
}

/// Reads the outcomes in `text` as answers to `inputs`.
///
/// # Errors
/// `LP-B002` for an outcome that is an input, `LP-B003` for a band wider than the accounts, `LP-B005` for inputs
/// that changed, `LP-B007` for an answer without a question; all at once.
pub fn read(text: &Text, inputs: &Inputs, rules: &Rules) -> Result<Outcomes, Findings> {
    let file: OutcomeFile = text.toml()?;
    let mut reader = Reader::new(text);
    reader.known(&file.schema, "schema", ["linchpin/outcome/1"]);
    let digest = Digest::of(inputs.text.body().as_bytes());
    if file.inputs.get_ref() != digest.as_str() {
        let message = "these answers were written for other inputs".to_owned();
        let help = "inputs are committed first and never changed; `sha256sum inputs.toml` gives the digest";
        reader.error("LP-B005", &file.inputs, message, digest.as_str(), help);
    }
    let mut outcomes =
        Outcomes { sources: sources(&mut reader, &file.source), ..Outcomes::default() };
    for form in &file.outcome {
        let sources = &outcomes.sources;
        if let Some(outcome) = outcome(&mut reader, form, inputs, sources, rules) {
            outcomes.by_question.insert(outcome.question.clone(), outcome);
        }
    }
    reader.findings.or_value(outcomes)
}

fn outcome(
    reader: &mut Reader<'_>,
    form: &OutcomeForm,
    inputs: &Inputs,
    sources: &BTreeMap<String, Source>,
    rules: &Rules,
) -> Option<Outcome> {
    let asked = inputs.questions.iter().find(|question| question.id == *form.question.get_ref());
    if asked.is_none() {
        let message = format!("nobody asked `{}` before", form.question.get_ref());
        let known: Vec<&str> = inputs.questions.iter().map(|q| q.id.as_str()).collect();
        let help = "an outcome answers a question of the inputs";
        reader.error("LP-B007", &form.question, message, &known.join(", "), help);
    }
    let range = range(reader, &form.value, form.low, form.high);
    let unit = unit(reader, &form.unit);
    let accounts = accounts(reader, form, sources);
    let (asked, range, unit) = (asked?, range?, unit?);
    if unit != asked.unit {
        let message = format!("the question asks in `{}`", asked.unit);
        reader.error("LP-S007", &form.unit, message, asked.unit.as_str(), "convert the value");
    }
    inside_accounts(reader, form, range, &accounts);
    for input in inputs.inputs.values() {
        let own = asked.times.as_ref() == Some(&input.id);
        if !own && input.unit == unit && same(input.range.mode(), range.mode(), rules) {
            let message = format!("the input `{}` is this outcome: {unit}", input.id);
            let help = "take the input away, or ask something that it does not say";
            let expected = "an outcome that no input gives in value and unit";
            reader.error("LP-B002", &form.value, message, expected, help);
        }
    }
    let (question, note) = (asked.id.clone(), form.note.clone());
    Some(Outcome { question, range, unit, accounts, note })
}

/// Whether two numbers are one. Nothing, which many things are, is no evidence of copying.
fn same(a: f64, b: f64, rules: &Rules) -> bool {
    b != 0.0 && (a - b).abs() <= rules.circular.within * b.abs()
}

fn accounts(
    reader: &mut Reader<'_>,
    form: &OutcomeForm,
    sources: &BTreeMap<String, Source>,
) -> Vec<Account> {
    let mut found = Vec::new();
    for account in &form.account {
        let AccountForm { value, low, high, source } = account;
        reader.known(source, "source", sources.keys().map(String::as_str));
        let range = match (value, low, high) {
            (Some(value), None, None) => [*value, *value],
            (None, Some(low), Some(high)) if low <= high => [*low, *high],
            _ => {
                let message = "an account gives a value, or a low and a high end".to_owned();
                let help = "write `value`, or `low` and `high`";
                reader.error("LP-S004", source, message, "value, or low <= high", help);
                continue;
            }
        };
        found.push(Account { range, source: source.get_ref().clone() });
    }
    found
}

fn inside_accounts(
    reader: &mut Reader<'_>,
    form: &OutcomeForm,
    range: Range,
    accounts: &[Account],
) {
    let ends = accounts.iter().map(|account| account.range);
    let (low, high) = ends
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), [a, b]| (low.min(a), high.max(b)));
    let slack = 1e-9 * range.high().abs().max(range.low().abs());
    if range.low() < low - slack || range.high() > high + slack {
        let message = if accounts.is_empty() {
            "no account gives this value".to_owned()
        } else {
            format!("the band is wider than the accounts, which run from {low} to {high}")
        };
        let help = "narrow the band to what somebody says; a band is never widened to pass";
        reader.error("LP-B003", &form.value, message, "low and high inside the accounts", help);
    }
}
