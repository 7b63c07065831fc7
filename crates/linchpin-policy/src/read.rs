//! Reading located values: words, days and numbers out of TOML, every mistake a finding.
//!
//! In comes a [`Text`]; out come values or findings. A key is read even after another has failed, so
//! that one pass shows everything that is wrong with a file.

use crate::codes;
use linchpin_units::{Day, Finding, Findings, Place, Text};
use std::ops::Range as Span;
use toml::{Spanned, Value};

/// A reader of one text that collects findings.
pub(crate) struct Reader<'t> {
    pub(crate) text: &'t Text,
    pub(crate) findings: Findings,
}

/// The dates of a TOML body that the calendar lacks, and the body with each put back to a date it has,
/// so that one bad date does not hide the other findings.
fn mend_dates(body: &str) -> (String, Vec<Span<usize>>) {
    let mut mended = body.to_owned();
    let mut bad = Vec::new();
    let bytes = body.as_bytes();
    let digits = |at: usize, n: usize| bytes[at..at + n].iter().all(u8::is_ascii_digit);
    let mut at = 0;
    while at + 10 <= bytes.len() {
        let shape = digits(at, 4)
            && bytes[at + 4] == b'-'
            && digits(at + 5, 2)
            && bytes[at + 7] == b'-'
            && digits(at + 8, 2);
        let alone = at == 0 || matches!(bytes[at - 1], b' ' | b'=' | b'[' | b',');
        if shape && alone {
            if body[at..at + 10].parse::<Day>().is_err() {
                bad.push(at..at + 10);
                mended.replace_range(at + 5..at + 10, "01-01");
            }
            at += 10;
        } else {
            at += 1;
        }
    }
    (mended, bad)
}

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t Text) -> Self {
        Self { text, findings: Findings::default() }
    }

    /// The whole file as `T`, with impossible dates found first.
    pub(crate) fn file<T: serde::de::DeserializeOwned>(&mut self) -> Option<T> {
        let (mended, bad) = mend_dates(self.text.body());
        for span in bad {
            let found = self.text.body()[span.clone()].to_owned();
            self.error(codes::DATE, &span, format!("`{found}` is not in the calendar"))
                .expected_help("a date that exists, as YYYY-MM-DD", "correct the day or month");
        }
        let parsed = Text::new(self.text.file(), mended).toml::<T>();
        self.findings.keep(parsed)
    }

    pub(crate) fn place(&self, span: &Span<usize>) -> Place {
        self.text.place(span.clone())
    }

    pub(crate) fn error(
        &mut self,
        code: &'static str,
        span: &Span<usize>,
        message: impl Into<String>,
    ) -> Pending<'_> {
        let finding = Finding::error(code, self.text.place(span.clone()), message);
        Pending { findings: &mut self.findings, finding: Some(finding) }
    }

    /// A required text.
    pub(crate) fn text(
        &mut self,
        value: Option<Spanned<String>>,
        key: &str,
        owner: &Span<usize>,
    ) -> Option<String> {
        match value {
            Some(text) if !text.get_ref().trim().is_empty() => Some(text.into_inner()),
            Some(empty) => {
                self.missing(key, &empty.span());
                None
            }
            None => {
                self.missing(key, owner);
                None
            }
        }
    }

    /// Says that `key` is missing.
    pub(crate) fn missing(&mut self, key: &str, owner: &Span<usize>) {
        self.error(codes::MISSING, owner, format!("`{key}` is missing")).expected_help(
            format!("{key} = …"),
            format!("add `{key}`; policy/FORM.md shows the form"),
        );
    }

    /// A day, if there is one.
    pub(crate) fn day(&mut self, value: &Spanned<Value>, key: &str) -> Option<Day> {
        let text = match value.get_ref() {
            Value::Datetime(date) => date.to_string(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match text.parse() {
            Ok(day) => Some(day),
            Err(_) => {
                self.error(codes::DATE, &value.span(), format!("`{key}` = `{text}` is no day"))
                    .expected_help(
                        "a date that exists, as YYYY-MM-DD",
                        "write the date without quotes or time",
                    );
                None
            }
        }
    }

    /// A required day.
    pub(crate) fn need_day(
        &mut self,
        value: Option<&Spanned<Value>>,
        key: &str,
        owner: &Span<usize>,
    ) -> Option<Day> {
        match value {
            Some(value) => self.day(value, key),
            None => {
                self.missing(key, owner);
                None
            }
        }
    }

    /// A word of a closed vocabulary.
    pub(crate) fn word<T: Copy>(
        &mut self,
        value: &Spanned<String>,
        key: &str,
        parse: impl Fn(&str) -> Option<T>,
        known: &[&'static str],
    ) -> Option<T> {
        let found = value.get_ref();
        let word = parse(found);
        if word.is_none() {
            let finding = Finding::error(
                codes::WORD,
                self.place(&value.span()),
                format!("`{found}` is not a word for `{key}`"),
            )
            .expected(known.join(", "))
            .nearest(found, known.iter().copied())
            .help("use one of the words expected");
            self.findings.push(finding);
        }
        word
    }
}

/// A finding on its way into the list; it is filed when dropped.
pub(crate) struct Pending<'f> {
    findings: &'f mut Findings,
    finding: Option<Finding>,
}

impl Pending<'_> {
    /// Says what was expected and how to mend it.
    pub(crate) fn expected_help(mut self, expected: impl Into<String>, help: impl Into<String>) {
        self.finding = self.finding.take().map(|f| f.expected(expected).help(help));
    }
}

impl Drop for Pending<'_> {
    fn drop(&mut self) {
        if let Some(finding) = self.finding.take() {
            self.findings.push(finding);
        }
    }
}

/// The spellings of a vocabulary, for [`Reader::word`].
macro_rules! spellings {
    ($name:ty) => {
        &<$name>::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>()
    };
}
pub(crate) use spellings;
