//! Text files whose parts know where they stand: TOML with spans, CSV with cells.
//!
//! In comes a file's name and body; out come parsed values, or findings with line and column.

use crate::finding::{Finding, Findings, Place, Severity};
use serde::de::DeserializeOwned;
use std::ops::Range as Span;
use std::sync::OnceLock;

/// A text file held whole, so that any later check can point into it.
#[derive(Debug, Clone)]
pub struct Text {
    file: String,
    body: String,
    /// Where lines end, once somebody asked for a place: a million findings must not count a million lines.
    breaks: OnceLock<Vec<usize>>,
}

impl Text {
    /// A text under the name the user knows.
    #[must_use]
    pub fn new(file: impl Into<String>, body: impl Into<String>) -> Self {
        Self { file: file.into(), body: body.into(), breaks: OnceLock::new() }
    }

    /// A text from bytes.
    ///
    /// # Errors
    /// `LP-U001` at the first byte that is not UTF-8.
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, Finding> {
        match std::str::from_utf8(bytes) {
            Ok(body) => Ok(Self::new(file, body.strip_prefix('\u{feff}').unwrap_or(body))),
            Err(error) => {
                let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
                let text = Self::new(file, good);
                let place = text.place(text.body.len()..text.body.len());
                Err(Finding::error("LP-U001", place, "the file is not UTF-8 text")
                    .expected("UTF-8")
                    .help("save the file as UTF-8"))
            }
        }
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The file's text.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The place of a byte span; a span over several lines is marked on its first.
    #[must_use]
    pub fn place(&self, span: Span<usize>) -> Place {
        let floor = |mut at: usize| {
            at = at.min(self.body.len());
            while !self.body.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (floor(span.start), floor(span.end.max(span.start)));
        let line_start = self.body[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.body[start..].find('\n').map_or(self.body.len(), |at| start + at);
        let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let column = count(&self.body[line_start..start]) + 1;
        let width = count(&self.body[start..end.clamp(start, line_end)]);
        let breaks = self.breaks.get_or_init(|| {
            self.body
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(at, _)| at)
                .collect()
        });
        let line = breaks.partition_point(|at| *at < start) + 1;
        Place {
            file: self.file.clone(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column,
            end_column: column + width.max(1),
            snippet: self.body[line_start..line_end].trim_end_matches('\r').to_owned(),
        }
    }

    /// Reads the text as TOML into `T`.
    ///
    /// # Errors
    /// `LP-U002` where the TOML is malformed or does not fit `T`.
    pub fn toml<T: DeserializeOwned>(&self) -> Result<T, Finding> {
        toml::from_str(&self.body).map_err(|error| self.refused(&error))
    }

    /// What a TOML reader refused, at its place in this text: `LP-U002`.
    #[must_use]
    pub fn refused(&self, error: &toml::de::Error) -> Finding {
        let place = error.span().map_or_else(|| Place::whole(&self.file), |s| self.place(s));
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        let finding = Finding::error("LP-U002", place, message.clone())
            .help("mend the line; the book's page on file formats lists every key");
        match (quoted(&message, "unknown field `"), quoted(&message, "unknown variant `")) {
            (Some(found), _) | (None, Some(found)) => {
                let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
                finding.nearest(found, known)
            }
            _ => finding,
        }
    }

    /// Reads the text as CSV with a header line.
    ///
    /// # Errors
    /// `LP-U003` for a malformed line, `LP-U004` for a missing or unknown column; all at once.
    pub fn csv(&self, columns: &[&str]) -> Result<Vec<Row<'_>>, Findings> {
        let mut findings = Findings::default();
        let mut lines = Records { text: self, at: 0 };
        let Some(header) = lines.next_record() else {
            let place = Place::whole(&self.file);
            let finding = Finding::error("LP-U004", place, "the table is empty")
                .expected(format!("a header line with {}", columns.join(", ")));
            return Err(finding.into());
        };
        for column in columns {
            if !header.iter().any(|cell| cell.text == *column) {
                let place = self.place(0..self.body.find('\n').unwrap_or(self.body.len()));
                findings.push(
                    Finding::error("LP-U004", place, format!("the column `{column}` is missing"))
                        .expected(format!("columns {}", columns.join(", ")))
                        .help(format!("add the column `{column}`")),
                );
            }
        }
        for cell in &header {
            if !columns.contains(&cell.text.as_str()) {
                let place = self.place(cell.span.clone());
                findings.push(
                    Finding::error("LP-U004", place, format!("unknown column `{}`", cell.text))
                        .expected(format!("columns {}", columns.join(", ")))
                        .nearest(&cell.text, columns.iter().copied())
                        .help("remove or rename the column"),
                );
            }
        }
        if findings.any_error() {
            return Err(findings);
        }
        let mut rows = Vec::new();
        while let Some(cells) = lines.next_record() {
            if cells.len() == 1 && cells[0].text.is_empty() {
                continue;
            }
            if cells.len() == header.len() {
                let order = columns.iter().filter_map(|column| {
                    let at = header.iter().position(|cell| cell.text == *column)?;
                    Some((*column, cells[at].clone()))
                });
                rows.push(Row {
                    text: self,
                    cells: order.map(|(c, cell)| (c.to_owned(), cell)).collect(),
                });
            } else if !findings.has_room(&self.file) {
                findings.skip(&self.file, Severity::Error);
            } else {
                let span = cells[0].span.start..cells[cells.len() - 1].span.end;
                findings.push(
                    Finding::error(
                        "LP-U003",
                        self.place(span),
                        format!("the line has {} cells, the header {}", cells.len(), header.len()),
                    )
                    .expected(format!("{} cells", header.len()))
                    .help("quote a cell that holds a comma: \"a, b\""),
                );
            }
        }
        findings.or_value(rows)
    }
}

/// The word after `marker` up to the next back-quote.
fn quoted<'a>(message: &'a str, marker: &str) -> Option<&'a str> {
    message.split_once(marker)?.1.split('`').next()
}

/// One cell of a CSV line.
#[derive(Debug, Clone)]
struct Cell {
    text: String,
    span: Span<usize>,
}

/// One line of a CSV table; cells are asked for by column.
#[derive(Debug, Clone)]
pub struct Row<'t> {
    text: &'t Text,
    cells: Vec<(String, Cell)>,
}

impl Row<'_> {
    fn find(&self, column: &str) -> &Cell {
        let known = self.cells.iter().find(|(name, _)| name == column);
        &known.unwrap_or_else(|| panic!("column `{column}` was not asked for")).1
    }

    /// The text of the cell under `column`, trimmed.
    ///
    /// # Panics
    /// When `column` was not among the columns asked for: a programming error.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        self.find(column).text.trim()
    }

    /// Where the cell under `column` stands.
    ///
    /// # Panics
    /// As [`Row::cell`].
    #[must_use]
    pub fn place(&self, column: &str) -> Place {
        self.text.place(self.find(column).span.clone())
    }
}

/// Splits CSV (RFC 4180) into records and keeps each cell's byte span, which the `csv` crate drops.
struct Records<'t> {
    text: &'t Text,
    at: usize,
}

impl Records<'_> {
    fn next_record(&mut self) -> Option<Vec<Cell>> {
        let bytes = self.text.body.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let mut cells = Vec::new();
        loop {
            let (cell, more) = self.next_cell(bytes);
            cells.push(cell);
            if !more {
                return Some(cells);
            }
        }
    }

    /// The next cell, and whether the record goes on after it.
    fn next_cell(&mut self, bytes: &[u8]) -> (Cell, bool) {
        let start = self.at;
        let mut quoted = false;
        while self.at < bytes.len() {
            match bytes[self.at] {
                b'"' => quoted = !quoted,
                b',' | b'\n' if !quoted => break,
                _ => {}
            }
            self.at += 1;
        }
        let raw = self.text.body[start..self.at].trim_end_matches('\r');
        let inner = raw.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let text = inner.map_or_else(|| raw.to_owned(), |inner| inner.replace("\"\"", "\""));
        let more = bytes.get(self.at) == Some(&b',');
        self.at += 1;
        (Cell { text, span: start..start + raw.len() }, more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[test]
    fn cells_know_where_they_stand() {
        let text = Text::new(
            "sites.csv",
            "id,note\r\nsite:a,\"one, two\"\r\nsite:b,\"say \"\"x\"\"\"\r\n",
        );
        let rows = text.csv(&["id", "note"]).expect("a table");
        assert_eq!(rows[0].cell("note"), "one, two");
        assert_eq!(rows[1].cell("note"), "say \"x\"");
        assert_eq!(rows[1].place("id").to_string(), "sites.csv:3:1");
        assert_eq!(rows[0].place("note").to_string(), "sites.csv:2:8");
    }

    #[test]
    fn all_wrong_columns_are_found_at_once() {
        let text = Text::new("t.csv", "id,vlaue\na,1\n");
        let findings = text.csv(&["id", "value", "unit"]).expect_err("wrong header");
        assert_eq!(findings.count(crate::Severity::Error), 3);
        assert!(findings.iter().any(|f| f.nearest.as_deref() == Some("value")));
    }

    #[test]
    fn a_ragged_line_is_located() {
        let text = Text::new("t.csv", "a,b\n1,2\n1,2,3\n");
        let findings = text.csv(&["a", "b"]).expect_err("ragged");
        assert_eq!(findings.iter().next().expect("one").place.line, 3);
    }

    #[test]
    fn a_million_junk_lines_are_fifty_findings_and_a_count_in_no_time() {
        let text = Text::new("t.csv", format!("a,b\n{}", "x,y,z\n".repeat(1_000_000)));
        let start = std::time::Instant::now();
        let findings = text.csv(&["a", "b"]).expect_err("junk");
        assert_eq!(findings.iter().len(), 50);
        assert_eq!(findings.count(crate::Severity::Error), 1_000_000);
        assert!(findings.to_string().ends_with("999950 more in t.csv"), "{findings}");
        assert_eq!(findings.to_json()["more"]["t.csv"], 999_950);
        assert!(start.elapsed() < std::time::Duration::from_secs(2), "{:?}", start.elapsed());
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters here")]
    struct Plain {
        tolerance: f64,
    }

    #[test]
    fn a_misspelled_key_is_located_and_mended() {
        let text = Text::new("s.toml", "# study\ntolerence = 1.0\n");
        let finding = text.toml::<Plain>().expect_err("misspelled");
        assert_eq!(finding.place.to_string(), "s.toml:2:1");
        assert_eq!(finding.nearest.as_deref(), Some("tolerance"));
    }
}
