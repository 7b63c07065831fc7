//! Typed reading of one table row: each cell becomes a value or a located finding.
//!
//! A method gives `None` exactly when it filed a finding, so a caller asks for every cell first and
//! combines afterwards: all findings of a row come out in one pass.

use crate::ids::kind_of;
use linchpin_units::day::AsOf;
use linchpin_units::finding::nearest;
use linchpin_units::text::Row;
use linchpin_units::{Digest, Finding, Findings, Grade, SourceRef, Unit};
use std::collections::BTreeMap;
use std::str::FromStr;

/// All ids of a world with their names.
#[derive(Debug, Default)]
pub(crate) struct Known(BTreeMap<String, String>);

impl Known {
    /// Adds an id; the name of a second one with the same id is dropped (duplicates are found elsewhere).
    pub(crate) fn add(&mut self, id: &str, name: &str) {
        self.0.entry(id.to_owned()).or_insert_with(|| name.to_owned());
    }
    /// Whether the id stands in a table.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }
    /// The ids of the given kinds (`a|b`), or all for an empty list.
    pub(crate) fn of_kinds<'k>(&'k self, kinds: &'k str) -> impl Iterator<Item = &'k str> {
        let fits = move |id: &&str| kinds.is_empty() || has_kind(kinds, kind_of(id));
        self.0.keys().map(String::as_str).filter(fits)
    }
    /// Ids and names, in order of the ids.
    pub(crate) fn into_names(self) -> BTreeMap<String, String> {
        self.0
    }
}

/// Whether `kind` is one of `kinds`, which are separated by `|`.
pub(crate) fn has_kind(kinds: &str, kind: &str) -> bool {
    kinds.split('|').any(|known| known == kind)
}

/// One row being read.
pub(crate) struct Cells<'a> {
    pub(crate) row: &'a Row<'a>,
    pub(crate) known: &'a Known,
    pub(crate) findings: &'a mut Findings,
}

impl Cells<'_> {
    /// Files a finding at the cell and gives nothing.
    fn refuse<T>(
        &mut self,
        column: &str,
        code: &'static str,
        message: String,
        mend: impl FnOnce(Finding) -> Finding,
    ) -> Option<T> {
        self.findings.push(mend(Finding::error(code, self.row.place(column), message)));
        None
    }

    /// A digest of 64 hexadecimal characters.
    pub(crate) fn digest(row: &Row<'_>, column: &str, findings: &mut Findings) -> Option<Digest> {
        let refuse = |error: linchpin_units::NotADigest| {
            let finding = Finding::error("LP-W022", row.place(column), error.to_string())
                .expected("64 hexadecimal characters")
                .help("copy the first word that sha256sum prints");
            findings.push(finding);
        };
        Digest::try_from(row.cell(column).to_owned()).map_err(refuse).ok()
    }

    /// The cell as text; may be empty.
    pub(crate) fn text(&self, column: &str) -> String {
        self.row.cell(column).to_owned()
    }

    /// The cell as text that must not be empty.
    pub(crate) fn needed(&mut self, column: &str) -> Option<String> {
        let text = self.text(column);
        if text.is_empty() {
            let message = format!("`{column}` is empty");
            return self.refuse(column, "LP-W006", message, |finding| {
                finding.expected("a text").help(format!("fill in `{column}`"))
            });
        }
        Some(text)
    }

    /// Parts of a cell between `separator`s; empty parts are dropped.
    pub(crate) fn list(&self, column: &str, separator: char) -> Vec<String> {
        let parts = self.row.cell(column).split(separator).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// A new id: well formed, of the type's kind.
    pub(crate) fn id<T: FromStr<Err: std::fmt::Display>>(&mut self, column: &str) -> Option<T> {
        match self.row.cell(column).parse() {
            Ok(id) => Some(id),
            Err(error) => self.refuse(column, "LP-W003", format!("{error}"), |finding| {
                finding.expected("kind:name in lower case").help("mend the id")
            }),
        }
    }

    /// A reference to an id of one of `kinds` that stands in a table.
    pub(crate) fn reference<T: FromStr<Err: std::fmt::Display>>(
        &mut self,
        column: &str,
        kinds: &str,
    ) -> Option<T> {
        let text = self.text(column);
        self.look_up(column, &text, kinds)?;
        self.id(column)
    }

    /// A reference that may be empty.
    pub(crate) fn maybe_reference<T: FromStr<Err: std::fmt::Display>>(
        &mut self,
        column: &str,
        kinds: &str,
    ) -> Option<Option<T>> {
        if self.row.cell(column).is_empty() {
            Some(None)
        } else {
            self.reference(column, kinds).map(Some)
        }
    }

    /// Several references between `|`.
    pub(crate) fn references<T: FromStr>(&mut self, column: &str, kinds: &str) -> Option<Vec<T>> {
        let mut all = Some(Vec::new());
        for part in self.list(column, '|') {
            let id = self.look_up(column, &part, kinds).and_then(|()| part.parse().ok());
            all = all.zip(id).map(|(mut all, id)| {
                all.push(id);
                all
            });
        }
        all
    }

    /// Checks that `id` stands in a table of one of `kinds`.
    pub(crate) fn look_up(&mut self, column: &str, id: &str, kinds: &str) -> Option<()> {
        let fits = kinds.is_empty() || has_kind(kinds, kind_of(id));
        if fits && self.known.has(id) {
            return Some(());
        }
        let near = nearest(id, self.known.of_kinds(kinds)).map(str::to_owned);
        let message = format!("`{id}` is in no table");
        self.refuse(column, "LP-W005", message, |mut finding| {
            finding.nearest = near;
            finding.expected(format!("an id of kind {kinds}")).help("mend the id or add its row")
        })
    }

    /// One word of a closed list.
    pub(crate) fn word<T: FromStr>(&mut self, column: &str, words: &[&str]) -> Option<T> {
        let text = self.text(column);
        text.parse().ok().or_else(|| {
            let message = format!("`{text}` is not a word of `{column}`");
            self.refuse(column, "LP-W025", message, |finding| {
                finding
                    .expected(words.join(", "))
                    .nearest(&text, words.iter().copied())
                    .help("use one of the listed words")
            })
        })
    }

    /// `yes` or `no`.
    pub(crate) fn yes_no(&mut self, column: &str) -> Option<bool> {
        match self.row.cell(column) {
            "yes" => Some(true),
            "no" => Some(false),
            other => {
                let message = format!("`{other}` is neither yes nor no");
                self.refuse(column, "LP-W025", message, |finding| {
                    finding.expected("yes, no").help("write yes or no")
                })
            }
        }
    }

    /// A finite number.
    pub(crate) fn number(&mut self, column: &str) -> Option<f64> {
        let text = self.text(column);
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(number),
            _ => {
                let message = format!("`{column}` is `{text}`, not a finite number");
                self.refuse(column, "LP-W007", message, |finding| {
                    finding.expected("digits with a point").help("write a plain number")
                })
            }
        }
    }

    /// An "as of" date that may be empty.
    pub(crate) fn maybe_date(&mut self, column: &str) -> Option<Option<AsOf>> {
        if self.row.cell(column).is_empty() {
            return Some(None);
        }
        match self.row.cell(column).parse() {
            Ok(date) => Some(Some(date)),
            Err(error) => self.refuse(column, "LP-W021", format!("{error}"), |finding| {
                finding.expected("YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD").help("mend the date")
            }),
        }
    }

    /// An "as of" date that must be there.
    pub(crate) fn date(&mut self, column: &str) -> Option<AsOf> {
        match self.maybe_date(column)? {
            Some(date) => Some(date),
            None => self.refuse(column, "LP-W017", format!("`{column}` has no date"), |finding| {
                finding.expected("YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD").help("fill in the date")
            }),
        }
    }

    /// A known unit.
    pub(crate) fn unit(&mut self, column: &str) -> Option<Unit> {
        let text = self.text(column);
        text.parse().ok().or_else(|| {
            let words: Vec<&str> = Unit::ALL.iter().map(|unit| unit.as_str()).collect();
            self.refuse(column, "LP-W009", format!("`{text}` is not a known unit"), |finding| {
                finding.expected("a known unit").nearest(&text, words).help("mend the unit")
            })
        })
    }

    /// A source reference whose document or assumption stands in a table.
    pub(crate) fn source(&mut self, column: &str) -> Option<SourceRef> {
        let text = self.text(column);
        match text.parse::<SourceRef>() {
            Ok(source) => {
                if matches!(source, SourceRef::Document(_) | SourceRef::Assumption(_)) {
                    self.look_up(column, &text, kind_of(&text).to_owned().as_str())?;
                }
                Some(source)
            }
            Err(error) => self.refuse(column, "LP-W013", format!("{error}"), |finding| {
                finding.expected("doc:…, row:… or assumption:…").help("name who says so")
            }),
        }
    }

    /// A grade of evidence.
    pub(crate) fn grade(&mut self, column: &str) -> Option<Grade> {
        let text = self.text(column);
        text.parse().ok().or_else(|| {
            let words: Vec<&str> = Grade::ALL.iter().map(|grade| grade.as_str()).collect();
            self.refuse(column, "LP-W014", format!("`{text}` is not a grade of evidence"), |f| {
                f.expected(words.join(", ")).nearest(&text, words).help("grade the evidence")
            })
        })
    }
}
