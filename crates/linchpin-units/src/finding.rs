//! Findings: what is wrong with a user's file, where, and how to mend it.
//!
//! Loaders collect findings instead of stopping at the first; faces render them in rustc's style.

use schemars::JsonSchema;
use std::collections::BTreeMap;
use std::fmt;

/// Whether a finding stops the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// Legal but odd.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A place in a text file; lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// File as the user named it, relative to the study, world or working folder.
    pub file: String,
    /// Line, from 1; 0 when the whole file is meant.
    pub line: u32,
    /// Column of the first character, from 1.
    pub column: u32,
    /// Column after the last character.
    pub end_column: u32,
    /// The text of that line, for the error's drawing.
    pub snippet: String,
}

impl Place {
    /// The whole of a file, or a file that is missing.
    #[must_use]
    pub fn whole(file: &str) -> Self {
        Self { file: file.to_owned(), line: 0, column: 0, end_column: 0, snippet: String::new() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            f.write_str(&self.file)
        } else {
            write!(f, "{}:{}:{}", self.file, self.line, self.column)
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code such as `LP-W017`; the docs have a page for each.
    pub code: &'static str,
    /// Whether it stops the work.
    pub severity: Severity,
    /// What is wrong, a lower-case fragment.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What was expected there, written under the mark.
    pub expected: String,
    /// The nearest valid name, when the thing looks misspelled.
    pub nearest: Option<String>,
    /// One fix.
    pub help: String,
}

impl Finding {
    /// An error at `place`.
    #[must_use]
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place,
            expected: String::new(),
            nearest: None,
            help: String::new(),
        }
    }

    /// A warning at `place`.
    #[must_use]
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// Says what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Offers the nearest of `known` to `found`, or one that shares a word with it: see [`nearest_or_kin`].
    #[must_use]
    pub fn kin<'a>(mut self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.nearest = nearest_or_kin(found, known).map(str::to_owned);
        self
    }

    /// Offers the nearest of `known` to `found`, if one is near.
    #[must_use]
    pub fn nearest<'a>(mut self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.nearest = nearest(found, known).map(str::to_owned);
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}\n  --> {}", self.severity, self.code, self.message, self.place)?;
        if !self.expected.is_empty() {
            write!(f, "\n  = expected: {}", self.expected)?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "\n  = did you mean `{nearest}`?")?;
        }
        if !self.help.is_empty() {
            write!(f, "\n  = help: {}", self.help)?;
        }
        Ok(())
    }
}

/// A finding as programs read it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub struct FindingRow<'a> {
    /// Stable code.
    pub code: &'a str,
    /// `error` or `warning`.
    pub severity: String,
    /// What is wrong.
    pub message: &'a str,
    /// File.
    pub file: &'a str,
    /// Line from 1; 0 means the whole file.
    pub line: u32,
    /// Column from 1; 0 means the whole line or file.
    pub column: u32,
    /// What was expected there; may be empty.
    pub expected: &'a str,
    /// The nearest valid name, when the thing looks misspelled.
    pub nearest: Option<&'a str>,
    /// One fix; may be empty.
    pub help: &'a str,
}

impl<'a> From<&'a Finding> for FindingRow<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity.to_string(),
            message: &finding.message,
            file: &finding.place.file,
            line: finding.place.line,
            column: finding.place.column,
            expected: &finding.expected,
            nearest: finding.nearest.as_deref(),
            help: &finding.help,
        }
    }
}

/// The entry of `known` that is nearest to `found` in spelling, if any is near enough to offer.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = |name: &'a str| (strsim::jaro_winkler(found, name), name);
    let best = known.into_iter().map(near).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    (best.0 >= 0.8).then_some(best.1)
}

/// As [`nearest`], and where nothing is spelt alike, the entry that shares a word with `found`, such as
/// `material-approval` for `gallium-approval`: of several the one whose spelling is nearest.
pub fn nearest_or_kin<'a>(
    found: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
        parts.map(str::to_lowercase).collect()
    };
    let wanted = words(found);
    let shared = |name: &str| words(name).iter().filter(|word| wanted.contains(word)).count();
    nearest(found, known.iter().copied()).or_else(|| {
        let kin = known.iter().map(|name| (shared(name), strsim::jaro_winkler(found, name), *name));
        let best = kin.filter(|(words, ..)| *words > 0);
        best.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(b.2.cmp(a.2)))
            .map(|(.., name)| name)
    })
}

/// Findings kept of one file: more are not read, and each costs time.
const MOST: usize = 50;

/// All findings of one pass, in the order found; of one file at most fifty, and how many more there were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    kept: Vec<Finding>,
    /// Findings by file.
    files: BTreeMap<String, Seen>,
}

/// What one file has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    kept: usize,
    more_errors: usize,
    more_warnings: usize,
}

impl Findings {
    /// Findings for machines, as every face prints them: `{"findings": [{code, severity, message, file, line, column, …}]}`,
    /// and `"more": {file: count}` where some were too many to keep.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let rows: Vec<FindingRow> = self.iter().map(FindingRow::from).collect();
        let mut json = serde_json::json!({ "findings": rows });
        let more: BTreeMap<&str, usize> = self.more().collect();
        if !more.is_empty() {
            json["more"] = serde_json::json!(more);
        }
        json
    }

    /// Adds one, or counts it when its file has enough.
    pub fn push(&mut self, finding: Finding) {
        if self.has_room(&finding.place.file) {
            self.files.entry(finding.place.file.clone()).or_default().kept += 1;
            self.kept.push(finding);
        } else {
            self.skip(&finding.place.file, finding.severity);
        }
    }
    /// Whether another finding of `file` would be kept. A loader that asks need not make what is only counted.
    #[must_use]
    pub fn has_room(&self, file: &str) -> bool {
        self.files.get(file).is_none_or(|seen| seen.kept < MOST)
    }
    /// Counts a finding of a file that has enough.
    pub fn skip(&mut self, file: &str, severity: Severity) {
        let seen = match self.files.get_mut(file) {
            Some(seen) => seen,
            None => self.files.entry(file.to_owned()).or_default(),
        };
        match severity {
            Severity::Error => seen.more_errors += 1,
            Severity::Warning => seen.more_warnings += 1,
        }
    }
    /// Files with more findings than were kept, and how many more.
    pub fn more(&self) -> impl Iterator<Item = (&str, usize)> {
        let files = self.files.iter();
        files
            .map(|(file, seen)| (file.as_str(), seen.more_errors + seen.more_warnings))
            .filter(|(_, more)| *more > 0)
    }
    /// Adds all of `others`.
    pub fn extend(&mut self, others: Findings) {
        for finding in others.kept {
            self.push(finding);
        }
        for (file, seen) in others.files.iter().filter(|(_, seen)| **seen != Seen::default()) {
            let own = self.files.entry(file.clone()).or_default();
            own.more_errors += seen.more_errors;
            own.more_warnings += seen.more_warnings;
        }
    }
    /// Keeps the value, or files the finding and gives nothing.
    pub fn keep<T>(&mut self, outcome: Result<T, Finding>) -> Option<T> {
        outcome.map_err(|finding| self.push(finding)).ok()
    }
    /// Whether any of them is an error.
    #[must_use]
    pub fn any_error(&self) -> bool {
        self.kept.iter().any(|finding| finding.severity == Severity::Error)
            || self.files.values().any(|seen| seen.more_errors > 0)
    }
    /// How many there are of `severity`, kept or only counted.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let more = |seen: &Seen| match severity {
            Severity::Error => seen.more_errors,
            Severity::Warning => seen.more_warnings,
        };
        let kept = self.kept.iter().filter(|finding| finding.severity == severity).count();
        kept + self.files.values().map(more).sum::<usize>()
    }
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
    /// The findings in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Finding> {
        self.kept.iter()
    }
    /// `Ok(value)` unless there is an error; warnings pass.
    ///
    /// # Errors
    /// All findings, when at least one is an error.
    pub fn or_value<T>(self, value: T) -> Result<T, Findings> {
        if self.any_error() { Err(self) } else { Ok(value) }
    }
}

impl From<Finding> for Findings {
    fn from(finding: Finding) -> Self {
        let mut findings = Self::default();
        findings.push(finding);
        findings
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.kept.into_iter()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, finding) in self.kept.iter().enumerate() {
            let gap = if i == 0 { "" } else { "\n\n" };
            write!(f, "{gap}{finding}")?;
        }
        for (file, more) in self.more() {
            write!(f, "\n\n{more} more in {file}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Findings {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_when_near() {
        let known = ["site:samsung-xian", "site:skhynix-wuxi"];
        assert_eq!(nearest("site:samsung-xain", known), Some("site:samsung-xian"));
        assert_eq!(nearest("gallium", known), None);
    }
}
