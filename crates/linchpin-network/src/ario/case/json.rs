//! One object of `run.json`, read key by key.
//!
//! In come a JSON object and the text it stands in; out come values of the kind asked for, or
//! findings that name the key and point at it. Absent and null are the same.

use linchpin_units::{Finding, Findings, Place, Text};
use serde_json::{Map, Value};

/// An object with the name it goes by in messages.
pub(super) struct Section<'a> {
    pub(super) text: &'a Text,
    pub(super) path: String,
    pub(super) map: &'a Map<String, Value>,
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
        let mut places = self.text.body().match_indices(&quoted);
        // A key that stands in several objects is named by its path alone.
        let place = match (places.next(), places.next()) {
            (Some((at, _)), None) => self.text.place(at..at + quoted.len()),
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
