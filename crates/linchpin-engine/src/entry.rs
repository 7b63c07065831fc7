//! Entries of levers as written: fields declared as data, read with every finding at its place.
//!
//! In: a TOML table of a scenario or an episode, and the fields that the lever's room declares. Out:
//! [`Values`], in which every name resolves in the world, every number is finite and inside its type,
//! and every amount is an assumption or a range with a source. A field that does not belong, a missing
//! one, an unknown name: each is a located finding, and reading goes on.

use crate::form::{AmountRead, Given, Reader};
use crate::names::Names;
use crate::parameter::{Amount, ParameterName};
use linchpin_units::{Days, Finding, Measure, Unit};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range as Span;
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Holds {
    /// One name of the world of a kind that [`Names`] knows: `site`, `country`, `act` and so on.
    Name(&'static str),
    /// A list of such names, not empty.
    Names(&'static str),
    /// An uncertain number of a unit: an assumption or a range with its source.
    Amount(Unit),
    /// A plain finite number between two bounds.
    Number {
        /// Lowest value.
        low: Measure,
        /// Highest value.
        high: Measure,
    },
    /// Some of a closed list of words.
    Words(&'static [&'static str]),
}

/// A field of an entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether an entry must have it.
    pub needed: bool,
    /// What it means, for the book.
    pub about: &'static str,
}

/// A field that an entry must have.
#[must_use]
pub const fn needs(name: &'static str, holds: Holds, about: &'static str) -> Field {
    Field { name, holds, needed: true, about }
}

/// A field that an entry may have.
#[must_use]
pub const fn may(name: &'static str, holds: Holds, about: &'static str) -> Field {
    Field { name, holds, needed: false, about }
}

/// A value as read.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Names(Vec<String>),
    Amount(Amount),
    Number(Measure),
}

/// The values of an entry, checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values(BTreeMap<&'static str, Value>);

impl Values {
    /// The id in a field that the room declares as needed.
    ///
    /// # Panics
    /// When the room did not declare the field as needed, or as one of another kind: a fault of the room,
    /// found by its own test.
    #[must_use]
    pub fn id<T: FromStr<Err: fmt::Display>>(&self, field: &str) -> T {
        let mut all = self.ids(field);
        assert!(all.len() == 1, "the room declares `{field}` as one name that is needed");
        all.remove(0)
    }

    /// The ids in a field; none when the entry leaves it out.
    ///
    /// # Panics
    /// When the room declares the field as one of another kind.
    #[must_use]
    pub fn ids<T: FromStr<Err: fmt::Display>>(&self, field: &str) -> Vec<T> {
        self.words(field).iter().map(|name| linchpin_units::id::literal(name)).collect()
    }

    /// The words in a field, of a closed list or names that are no ids of the world.
    #[must_use]
    pub fn words(&self, field: &str) -> &[String] {
        match self.0.get(field) {
            Some(Value::Names(names)) => names,
            _ => &[],
        }
    }

    /// The amount in a field; exactly nothing when the entry leaves it out.
    #[must_use]
    pub fn amount(&self, field: &str) -> Amount {
        match self.0.get(field) {
            Some(Value::Amount(amount)) => amount.clone(),
            _ => Amount::Exactly(Measure::of(0.0)),
        }
    }

    /// The number in a field; 0 when the entry leaves it out.
    #[must_use]
    pub fn number(&self, field: &str) -> Measure {
        match self.0.get(field) {
            Some(Value::Number(number)) => *number,
            _ => Measure::of(0.0),
        }
    }
}

/// Reads entries of one file.
pub struct Entries<'r, 't, 'n> {
    /// Where findings go.
    pub reader: &'r mut Reader<'t>,
    /// What the world holds.
    pub names: &'n Names,
}

impl Entries<'_, '_, '_> {
    /// The values of `table`, which stands at `span` and is called `what`; amounts that the entry
    /// writes out become parameters named after `name` and are put into `given`. None when something is
    /// wrong, which is then among the findings.
    pub fn values(
        &mut self,
        what: &str,
        (table, span): (&DeTable<'_>, Span<usize>),
        (fields, besides): (&[Field], &[&'static str]),
        name: &str,
        given: &mut Vec<(ParameterName, Given)>,
    ) -> Option<Values> {
        let before = self.reader.findings.iter().len();
        self.unknown_keys(what, table, fields, besides);
        let mut values = Values::default();
        for field in fields {
            match table.get(field.name) {
                None if field.needed => {
                    let place = self.reader.text.place(span.clone());
                    let needed: Vec<&str> = fields
                        .iter()
                        .filter(|field| field.needed)
                        .map(|field| field.name)
                        .collect();
                    let message = format!("{what} needs `{}`", field.name);
                    self.reader.findings.push(
                        Finding::error("LP-S010", place, message)
                            .expected(needed.join(", "))
                            .help("the book's page on scenarios lists every kind"),
                    );
                }
                None => {}
                Some(written) => {
                    if let Some(value) = self.value(field, written, name, given) {
                        values.0.insert(field.name, value);
                    }
                }
            }
        }
        (self.reader.findings.iter().len() == before).then_some(values)
    }

    fn unknown_keys(
        &mut self,
        what: &str,
        table: &DeTable<'_>,
        fields: &[Field],
        besides: &[&'static str],
    ) {
        for (key, _) in table {
            let name: &str = key.get_ref();
            if fields.iter().any(|field| field.name == name) || besides.contains(&name) {
                continue;
            }
            let known = fields.iter().map(|field| field.name).chain(besides.iter().copied());
            let place = self.reader.text.place(key.span());
            self.reader.findings.push(
                Finding::error("LP-S010", place, format!("{what} has no `{name}`"))
                    .expected(known.clone().collect::<Vec<_>>().join(", "))
                    .nearest(name, known)
                    .help("the book's page on scenarios lists every kind"),
            );
        }
    }

    fn value(
        &mut self,
        field: &Field,
        written: &Spanned<DeValue<'_>>,
        entry: &str,
        given: &mut Vec<(ParameterName, Given)>,
    ) -> Option<Value> {
        match field.holds {
            Holds::Name(kind) => {
                let name = self.text(field, written)?;
                self.known(kind, &name, written.span()).then(|| Value::Names(vec![name]))
            }
            Holds::Names(kind) => {
                let names = self.list(field, written)?;
                let mut right = true;
                for (name, span) in &names {
                    right &= self.known(kind, name, span.clone());
                }
                right.then(|| Value::Names(names.into_iter().map(|(name, _)| name).collect()))
            }
            Holds::Words(words) => {
                let names = self.list(field, written)?;
                let mut right = true;
                for (name, span) in &names {
                    if !words.contains(&name.as_str()) {
                        right = false;
                        let place = self.reader.text.place(span.clone());
                        let message = format!("`{name}` is no {}", field.name);
                        self.reader.findings.push(
                            Finding::error("LP-S008", place, message)
                                .expected(words.join(", "))
                                .nearest(name, words.iter().copied())
                                .help("choose one of the list"),
                        );
                    }
                }
                right.then(|| Value::Names(names.into_iter().map(|(name, _)| name).collect()))
            }
            Holds::Amount(unit) => match self.reader.amount_of(written, unit)? {
                AmountRead::Assumption(name) => {
                    let known = self.known("assumption", &name, written.span());
                    known.then_some(Value::Amount(Amount::Assumed(name)))
                }
                AmountRead::Given(amount) => {
                    let name = ParameterName::from(format!("{entry} {}", field.name));
                    given.push((name.clone(), amount));
                    Some(Value::Amount(Amount::Assumed(name)))
                }
            },
            Holds::Number { low, high } => {
                let number = crate::form::number(written.get_ref());
                let fits = number.filter(|n| (low..=high).contains(n));
                if fits.is_none() {
                    let expected = format!("a number between {low} and {high}");
                    self.wrong(field, written, &expected);
                }
                fits.map(Value::Number)
            }
        }
    }

    fn known(&mut self, kind: &str, name: &str, span: Span<usize>) -> bool {
        match self.names.unknown(kind, name, self.reader.text.place(span)) {
            None => true,
            Some(finding) => {
                self.reader.findings.push(finding);
                false
            }
        }
    }

    fn wrong(&mut self, field: &Field, written: &Spanned<DeValue<'_>>, expected: &str) {
        let place = self.reader.text.place(written.span());
        let message =
            format!("`{}` is {} here", field.name, crate::form::described(written.get_ref()));
        let finding =
            Finding::error("LP-S013", place, message).expected(expected).help("correct the value");
        self.reader.findings.push(finding);
    }

    fn text(&mut self, field: &Field, written: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = written.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(field, written, "a text in quotes");
        }
        text
    }

    fn list(
        &mut self,
        field: &Field,
        written: &Spanned<DeValue<'_>>,
    ) -> Option<Vec<(String, Span<usize>)>> {
        let items = written.get_ref().as_array();
        let texts: Option<Vec<(String, Span<usize>)>> = items.and_then(|items| {
            items.iter().map(|one| Some((one.get_ref().as_str()?.to_owned(), one.span()))).collect()
        });
        let texts = texts.filter(|texts| !texts.is_empty());
        if texts.is_none() {
            self.wrong(field, written, "a list of texts, not empty");
        }
        texts
    }

    /// The days of an event.
    pub fn days(&mut self, table: &DeTable<'_>, span: Span<usize>) -> Option<Days> {
        let from = match table.get("from") {
            Some(written) => self.reader.day_of(written)?,
            None => {
                let place = self.reader.text.place(span);
                self.reader.findings.push(
                    Finding::error("LP-S010", place, "an event needs `from`")
                        .expected("the first day, as 2026-01-05")
                        .help("add the day on which it begins"),
                );
                return None;
            }
        };
        let Some(written) = table.get("until") else { return Days::new(from, None).ok() };
        let until = self.reader.day_of(written)?;
        match Days::new(from, Some(until)) {
            Ok(days) => Some(days),
            Err(error) => {
                let place = self.reader.text.place(written.span());
                self.reader.findings.push(
                    Finding::error("LP-S009", place, error.to_string())
                        .expected("a day after `from`")
                        .help("`until` is the first day after"),
                );
                None
            }
        }
    }
}
