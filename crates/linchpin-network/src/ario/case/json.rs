//! One object of `run.json`, read key by key.
//!
//! In come a JSON object and the text it stands in; out come values of the kind asked for, or
//! findings that name the key and point at it. Absent and null are the same.

use linchpin_units::{Finding, Findings, Place, Text};
use serde_json::{Map, Value};
use std::ops::Range;

/// An object with the name it goes by in messages.
pub(super) struct Section<'a> {
    pub(super) text: &'a Text,
    pub(super) path: String,
    pub(super) map: &'a Map<String, Value>,
    /// Where it stands in the text.
    pub(super) span: Range<usize>,
}

/// Where the object `key` of the outermost object stands, or, if it is a list, each object in it.
pub(super) fn objects(body: &str, key: &str) -> Vec<Range<usize>> {
    let (mut found, mut starts, mut named) = (Vec::new(), Vec::new(), String::new());
    let (mut depth, mut at) = (0_usize, 0);
    let bytes = body.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let begun = at + 1;
                at = begun;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                // At this depth a string before a colon is the name of what follows.
                if depth == 1 && body.get(at + 1..).unwrap_or("").trim_start().starts_with(':') {
                    named = body.get(begun..at).unwrap_or("").to_owned();
                }
            }
            b'{' | b'[' => {
                starts.push(at);
                depth += 1;
            }
            b'}' | b']' => {
                let start = starts.pop().unwrap_or(0);
                depth = depth.saturating_sub(1);
                let inside = starts.get(1).is_none_or(|list| bytes[*list] == b'[' && depth == 2);
                if bytes[at] == b'}' && named == key && depth > 0 && inside {
                    found.push(start..at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

impl<'a> Section<'a> {
    /// The value of the first of `keys` that is there; the layout knows some things by two names.
    pub(super) fn find<'k>(&self, keys: &[&'k str]) -> Option<(&'k str, &'a Value)> {
        let found = |key: &&'k str| Some((*key, self.map.get(*key).filter(|v| !v.is_null())?));
        keys.iter().find_map(found)
    }

    /// Something is wrong with `key`.
    pub(super) fn wrong(&self, key: &str, message: &str) -> Finding {
        let quoted = format!("\"{key}\"");
        let own = self.text.body().get(self.span.clone()).unwrap_or("");
        let mut places = own.match_indices(&quoted).map(|(at, _)| self.span.start + at);
        // A key that is missing, or stands in several objects, is named by its path alone.
        let place = match (places.next(), places.next()) {
            (Some(at), None) => self.text.place(at..at + quoted.len()),
            _ if self.span.start > 0 => self.text.place(self.span.start..self.span.start + 1),
            _ => Place::whole(self.text.file()),
        };
        Finding::error("LP-N010", place, format!("{}.{key} {message}", self.path))
    }

    pub(super) fn number(&self, keys: &[&str], findings: &mut Findings) -> Option<f64> {
        let (key, value) = self.find(keys)?;
        let number = number(value);
        if number.is_none() {
            findings.push(self.wrong(key, "is not a number"));
        }
        number
    }

    pub(super) fn count(&self, keys: &[&str], findings: &mut Findings) -> Option<usize> {
        let (key, value) = self.find(keys)?;
        let count = value.as_u64().and_then(|count| usize::try_from(count).ok());
        if count.is_none() {
            findings.push(self.wrong(key, "is not a whole number from 0 on"));
        }
        count
    }

    /// A day or a number of days; of a size that cannot overflow a calendar.
    pub(super) fn day(&self, key: &str, findings: &mut Findings) -> Option<u32> {
        let count = self.count(&[key], findings)?;
        let day = u32::try_from(count).ok().filter(|day| *day <= super::DAY_LIMIT);
        if day.is_none() {
            let message = format!("is more than {} days", super::DAY_LIMIT);
            findings.push(self.wrong(key, &message));
        }
        day
    }

    pub(super) fn word(&self, keys: &[&str], findings: &mut Findings) -> Option<&'a str> {
        let (key, value) = self.find(keys)?;
        if value.as_str().is_none() {
            findings.push(self.wrong(key, "is not a word"));
        }
        value.as_str()
    }

    pub(super) fn numbers(&self, key: &str, findings: &mut Findings) -> Option<Vec<f64>> {
        let (_, value) = self.find(&[key])?;
        let numbers =
            value.as_array().and_then(|list| list.iter().map(number).collect::<Option<Vec<f64>>>());
        if numbers.is_none() {
            findings.push(self.wrong(key, "is not a list of numbers"));
        }
        numbers
    }

    /// A position, or a label, in `labels`.
    pub(super) fn label(
        &self,
        key: &str,
        value: &Value,
        labels: &[String],
    ) -> Result<usize, Finding> {
        let by_number = value.as_u64().and_then(|at| usize::try_from(at).ok());
        let name = value.as_str().unwrap_or_default();
        let by_name = || labels.iter().position(|label| label == name);
        let from_text = || name.parse::<usize>().ok();
        let found = by_number.or_else(by_name).or_else(from_text).filter(|at| *at < labels.len());
        found.ok_or_else(|| {
            let finding = self.wrong(key, &format!("names {value}, which is not in the table"));
            let last = labels.len().saturating_sub(1);
            finding
                .expected(format!("a position from 0 to {last} or a label"))
                .nearest(name, labels.iter().map(String::as_str))
        })
    }

    /// One number per label: given once for all, as a list, or as an object by label, in which
    /// labels left out keep their value in `values`.
    pub(super) fn by_label(
        &self,
        keys: &[&str],
        labels: &[String],
        values: &mut [f64],
        findings: &mut Findings,
    ) {
        let Some((key, value)) = self.find(keys) else { return };
        if let Some(all) = number(value) {
            values.fill(all);
        } else if let Some(map) = value.as_object() {
            for (name, entry) in map {
                let at = self.label(key, &Value::String(name.clone()), labels);
                match (findings.keep(at), number(entry)) {
                    (Some(at), Some(entry)) => values[at] = entry,
                    (_, None) => {
                        findings.push(self.wrong(key, &format!("has no number for {name}")))
                    }
                    (None, _) => {}
                }
            }
        } else if let Some(list) = self.numbers(key, findings) {
            if list.len() == values.len() {
                values.copy_from_slice(&list);
            } else {
                let message = format!("holds {} numbers instead of {}", list.len(), values.len());
                findings.push(self.wrong(key, &message));
            }
        }
    }

    /// Keys that mean nothing here: a misspelt parameter must not pass for its default.
    pub(super) fn unknown(&self, known: &[&str]) -> Vec<String> {
        let strange = self.map.keys().filter(|key| !known.contains(&key.as_str()));
        let word = |key: &String| {
            let near = linchpin_units::finding::nearest(key, known.iter().copied());
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("run.json: {}.{key} is not known and has no effect{hint}", self.path)
        };
        strange.map(word).collect()
    }
}

/// A number; JSON has no infinity, so the word `inf` stands for it.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(word) if word == "inf" => Some(f64::INFINITY),
        other => other.as_f64().filter(|number| number.is_finite()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_where_they_stand() {
        let body = r#"{"args": {"days": 3, "rationing": {"shocks": 1}}, "note": "} \" {",
            "shocks": [{"a": {"b": [1]}}, {"c": "]}"}], "shock": {"d": 1}}"#;
        let texts =
            |key| -> Vec<&str> { objects(body, key).into_iter().map(|r| &body[r]).collect() };
        assert_eq!(texts("shocks"), [r#"{"a": {"b": [1]}}"#, r#"{"c": "]}"}"#]);
        assert_eq!(texts("shock"), [r#"{"d": 1}"#]);
        assert_eq!(texts("args"), [r#"{"days": 3, "rationing": {"shocks": 1}}"#]);
        assert!(objects("{\"shocks\": [{\"a\": \"", "shocks").is_empty());
    }
}
