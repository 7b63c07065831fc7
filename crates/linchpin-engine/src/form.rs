//! Reading user files field by field, with every finding at its place.
//!
//! In: a [`Text`] and spanned values. Out: checked values; what is wrong goes to the list of
//! findings and the reading goes on, so that one pass tells everything.

use crate::parameter::ParameterName;
use linchpin_units::{Day, Finding, Findings, Measure, Range, SourceRef, Text, Unit};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};
use toml::value::Datetime;

/// A file being read, with what is wrong so far.
#[derive(Debug)]
pub struct Reader<'t> {
    /// The file.
    pub text: &'t Text,
    /// What is wrong.
    pub findings: Findings,
}

/// Who says a number, as written, and why.
type Words<'w> = (&'w str, &'w str);

/// An amount as written: a range with its source, or the id of an assumption of the world.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmountForm {
    /// Assumption of the world, instead of the rest.
    assumption: Option<Spanned<String>>,
    /// Most likely value.
    value: Option<f64>,
    /// Lowest value.
    low: Option<f64>,
    /// Highest value.
    high: Option<f64>,
    /// Unit of the three.
    unit: Option<Spanned<String>>,
    /// Who says so; `assumption:…` when nobody does.
    source: Option<Spanned<String>>,
    /// Why this value.
    why: Option<String>,
}

impl AmountForm {
    /// A form that names an assumption of the world; without a name it says nothing.
    #[must_use]
    pub fn assumed(name: Option<Spanned<ParameterName>>) -> Self {
        Self {
            assumption: name.map(|name| Spanned::new(name.span(), name.into_inner().into())),
            value: None,
            low: None,
            high: None,
            unit: None,
            source: None,
            why: None,
        }
    }

    /// A form of a range that stands elsewhere, in words that are read at `at`.
    #[must_use]
    pub fn of_range<T>(
        at: &Spanned<T>,
        range: Range,
        unit: Unit,
        (source, why): Words<'_>,
    ) -> Self {
        let spanned = |text: &str| Some(Spanned::new(at.span(), text.to_owned()));
        Self {
            assumption: None,
            value: Some(range.mode()),
            low: Some(range.low()),
            high: Some(range.high()),
            unit: spanned(unit.as_str()),
            source: spanned(source),
            why: Some(why.to_owned()),
        }
    }

    /// The most likely value, if it is written out.
    #[must_use]
    pub fn stated(&self) -> Option<Measure> {
        Measure::new(self.value?).ok()
    }

    /// Whether it names an assumption of the world.
    #[must_use]
    pub fn is_assumption(&self) -> bool {
        self.assumption.is_some()
    }
}

/// An amount that was written out.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The range.
    pub range: Range,
    /// Its unit.
    pub unit: Unit,
    /// Who says so.
    pub source: SourceRef,
    /// Why.
    pub why: String,
}

/// An amount as read.
#[derive(Debug, Clone, PartialEq)]
pub enum AmountRead {
    /// Written out here.
    Given(Given),
    /// An assumption of the world, by id.
    Assumption(ParameterName),
}

impl<'t> Reader<'t> {
    /// A reader of `text`.
    #[must_use]
    pub fn new(text: &'t Text) -> Self {
        Self { text, findings: Findings::default() }
    }

    /// Files an error at a spanned value.
    pub fn error<T>(
        &mut self,
        code: &'static str,
        at: &Spanned<T>,
        message: String,
        expected: &str,
        help: &str,
    ) {
        let place = self.text.place(at.span());
        self.findings.push(Finding::error(code, place, message).expected(expected).help(help));
    }

    /// The day of a TOML date.
    pub fn day(&mut self, at: &Spanned<Datetime>) -> Option<Day> {
        let message = format!("`{}` is not a calendar day", at.get_ref());
        self.calendar_day(at, Some(*at.get_ref()), message)
    }

    /// The day of a TOML value.
    pub fn day_of(&mut self, at: &Spanned<DeValue<'_>>) -> Option<Day> {
        let message = "this is not a calendar day".to_owned();
        self.calendar_day(at, at.get_ref().as_datetime().copied(), message)
    }

    fn calendar_day<T>(
        &mut self,
        at: &Spanned<T>,
        written: Option<Datetime>,
        message: String,
    ) -> Option<Day> {
        let plain = written.filter(|at| at.time.is_none() && at.offset.is_none());
        let day = plain.and_then(|at| at.date).and_then(|date| {
            Day::new(i16::try_from(date.year).ok()?, date.month as i8, date.day as i8).ok()
        });
        if day.is_none() {
            let expected = "a date that exists, as 2026-01-05";
            self.error("LP-S003", at, message, expected, "correct the date");
        }
        day
    }

    /// An amount of `unit` that stands as a table of its own.
    pub fn amount_of(&mut self, at: &Spanned<DeValue<'_>>, unit: Unit) -> Option<AmountRead> {
        match AmountForm::deserialize(ValueDeserializer::from(at.clone())) {
            Ok(form) => self.amount(&Spanned::new(at.span(), form), &[unit]),
            Err(error) => {
                let mut finding = self.text.refused(&error);
                if error.span().is_none() {
                    finding.place = self.text.place(at.span());
                }
                self.findings.push(finding);
                None
            }
        }
    }

    /// An amount of one of `units`.
    pub fn amount(&mut self, at: &Spanned<AmountForm>, units: &[Unit]) -> Option<AmountRead> {
        let form = at.get_ref();
        if let Some(id) = &form.assumption {
            let alone = form.value.is_none() && form.low.is_none() && form.high.is_none();
            if !alone {
                let message =
                    "an amount is either an assumption of the world or a range of its own"
                        .to_owned();
                self.error(
                    "LP-S004",
                    id,
                    message,
                    "only `assumption`",
                    "remove value, low and high",
                );
                return None;
            }
            let name = id.get_ref();
            return Some(AmountRead::Assumption(
                name.strip_prefix("assumption:").unwrap_or(name).into(),
            ));
        }
        let fields = [
            ("value", form.value.is_some()),
            ("low", form.low.is_some()),
            ("high", form.high.is_some()),
            ("unit", form.unit.is_some()),
            ("source", form.source.is_some()),
            ("why", form.why.is_some()),
        ];
        let missing: Vec<&str> =
            fields.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            let message = format!("the amount lacks {}", missing.join(", "));
            let expected = "value, low, high, unit, source and why";
            let help = "a number without its range and source is not used";
            self.error("LP-S004", at, message, expected, help);
            return None;
        }
        self.written_out(at, units)
    }

    /// An amount that says all six things.
    fn written_out(&mut self, at: &Spanned<AmountForm>, units: &[Unit]) -> Option<AmountRead> {
        let form = at.get_ref();
        let unit = self.unit(form.unit.as_ref()?, units);
        let source = form.source.as_ref()?;
        let source = match source.get_ref().parse::<SourceRef>() {
            Ok(source) => Some(source),
            Err(error) => {
                let help = "name the document, or assumption:… when nobody says so";
                self.error(
                    "LP-S006",
                    source,
                    error.to_string(),
                    "doc:…, row:… or assumption:…",
                    help,
                );
                None
            }
        };
        let range = match Range::new(form.low?, form.value?, form.high?) {
            Ok(range) => Some(range),
            Err(error) => {
                self.error(
                    "LP-S005",
                    at,
                    error.to_string(),
                    "low <= value <= high",
                    "reorder the three",
                );
                None
            }
        };
        let (range, unit) = (range?, unit?);
        let (lowest, highest) = unit.bounds();
        if range.low() < lowest || range.high() > highest {
            let message = format!("the range leaves what `{unit}` can be");
            let expected = format!("numbers between {lowest} and {highest}");
            self.error("LP-S013", at, message, &expected, "correct the range or the unit");
            return None;
        }
        Some(AmountRead::Given(Given { range, unit, source: source?, why: form.why.clone()? }))
    }

    fn unit(&mut self, at: &Spanned<String>, units: &[Unit]) -> Option<Unit> {
        let fitting: Vec<&str> = units.iter().map(|unit| unit.as_str()).collect();
        let found = at.get_ref().parse::<Unit>().ok().filter(|unit| units.contains(unit));
        if found.is_none() {
            let place = self.text.place(at.span());
            let message = format!("the unit `{}` does not fit here", at.get_ref());
            let finding = Finding::error("LP-S007", place, message)
                .expected(fitting.join(" or "))
                .nearest(at.get_ref(), fitting.iter().copied())
                .help("convert the amount");
            self.findings.push(finding);
        }
        found
    }

    /// Checks that a name is among `known`.
    pub fn known<'k>(
        &mut self,
        at: &Spanned<String>,
        what: &str,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) -> bool {
        let name = at.get_ref();
        if known.clone().into_iter().any(|one| one == name) {
            return true;
        }
        let place = self.text.place(at.span());
        let finding = Finding::error("LP-S008", place, format!("no {what} is called `{name}`"))
            .expected(format!("a {what} of the world"))
            .nearest(name, known)
            .help("`linchpin world show` lists what the world holds");
        self.findings.push(finding);
        false
    }
}

/// The finite number of a TOML value, whole or not; none of anything else.
#[must_use]
pub fn number(value: &DeValue<'_>) -> Option<Measure> {
    let plain = |text: &str| Measure::new(text.replace('_', "").parse().ok()?).ok();
    match value {
        DeValue::Integer(whole) => plain(whole.as_str()),
        DeValue::Float(number) => plain(number.as_str()),
        _ => None,
    }
}

/// A TOML value in a few words.
#[must_use]
pub fn described(value: &DeValue<'_>) -> String {
    match value {
        DeValue::Integer(whole) => whole.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::String(text) => format!("the text `{text}`"),
        other => format!("a value of type {}", other.type_str()),
    }
}
