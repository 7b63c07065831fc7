//! A day of a scenario moved by hand: the first or last day of a supposed act, or of an event.
//!
//! In: the files of a study, one of its scenarios. Out: the days that may be moved and how far, or the same files with
//! one of them moved. The law that is known and what the baseline rests on stay as they are, so that a moved day
//! changes the scenario alone.

use crate::folder::Files;
use linchpin_units::Day;
use std::ops::Range as Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A week, in which the engine steps.
const WEEK: i64 = 7;

/// A day of a scenario that may be moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovableDay {
    /// Where it stands.
    pub day: Day,
    /// Whether something ends on it; else it begins.
    pub ends: bool,
    /// The title of the act, or what happens.
    pub about: String,
    /// The earliest day it may be moved to.
    pub low: Day,
    /// The latest.
    pub high: Day,
}

/// A day in a file.
struct Written {
    day: Day,
    span: Span<usize>,
    key: String,
    about: String,
    /// The first day and the first day after, of what it belongs to.
    from: Option<Day>,
    until: Option<Day>,
}

/// The days of a scenario that may be moved, each once, the earliest first; none for a scenario that is none.
#[must_use]
pub fn movable(files: &Files, scenario: &str) -> Vec<MovableDay> {
    let Some((first, last)) = span_of(files) else { return Vec::new() };
    let mut found: Vec<MovableDay> = Vec::new();
    let written = own_files(files, scenario).into_iter().filter_map(|name| files.get(&name));
    for one in written.flat_map(|text| days(text)) {
        let (low, high) = match one.key.as_str() {
            "from" => (one.day.min(first), one.until.unwrap_or(last).min(last).plus(-WEEK)),
            "until" => (one.from.unwrap_or(first).max(first).plus(WEEK), last.max(one.day)),
            _ => continue,
        };
        let ends = one.key == "until";
        match found.iter_mut().find(|known| known.day == one.day) {
            // Whatever stands on one day moves together, as far as all of it may.
            Some(known) => {
                known.low = known.low.max(low);
                known.high = known.high.min(high);
                known.ends &= ends;
                if !known.about.split("; ").any(|about| about == one.about) {
                    known.about = format!("{}; {}", known.about, one.about);
                }
            }
            None => found.push(MovableDay { day: one.day, ends, about: one.about, low, high }),
        }
    }
    found.retain(|one| one.low < one.high && (one.low..=one.high).contains(&one.day));
    found.sort_by_key(|one| one.day);
    found
}

/// The files with one day of a scenario moved, wherever it stands in the scenario and in its own acts.
#[must_use]
pub fn moved(files: &Files, scenario: &str, day: Day, to: Day) -> Files {
    let mut files = files.clone();
    for name in own_files(&files, scenario) {
        let Some(text) = files.get_mut(&name) else { continue };
        let mut spans: Vec<Span<usize>> =
            days(text).into_iter().filter(|one| one.day == day).map(|one| one.span).collect();
        // From the end, so that the places before stay where they are.
        spans.sort_by_key(|span| std::cmp::Reverse(span.start));
        spans.into_iter().for_each(|span| text.replace_range(span, &to.to_string()));
    }
    files
}

/// The first day of a study and the first day after it.
fn span_of(files: &Files) -> Option<(Day, Day)> {
    let study = DeTable::parse(files.get("study.toml")?).ok()?;
    let of = |key: &str| study.get_ref().get(key).and_then(as_day);
    Some((of("from")?, of("until")?))
}

/// The file of a scenario, and those of acts that it lists and the baseline does not.
fn own_files(files: &Files, scenario: &str) -> Vec<String> {
    let file = format!("scenarios/{scenario}.toml");
    let acts = |table: Option<&DeTable<'_>>| -> Vec<String> {
        let list =
            table.and_then(|table| table.get("acts")).and_then(|acts| acts.get_ref().as_array());
        let names = list.into_iter().flat_map(|list| list.iter());
        names.filter_map(|name| Some(name.get_ref().as_str()?.to_owned())).collect()
    };
    let parsed = |name: &str| files.get(name).and_then(|text| DeTable::parse(text).ok());
    let Some(own) = parsed(&file) else { return Vec::new() };
    let study = parsed("study.toml");
    let baseline = study.as_ref().and_then(|study| study.get_ref().get("baseline"));
    let kept = acts(baseline.and_then(|baseline| baseline.get_ref().as_table()));
    let mut names = acts(Some(own.get_ref()));
    names.retain(|name| !kept.contains(name));
    names.insert(0, file);
    names
}

fn as_day(value: &Spanned<DeValue<'_>>) -> Option<Day> {
    match value.get_ref() {
        DeValue::Datetime(day) => day.to_string().parse().ok(),
        _ => None,
    }
}

/// Every day of a text, with what it belongs to.
fn days(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        walk(table.get_ref(), "", &mut found);
    }
    found
}

fn walk(table: &DeTable<'_>, about: &str, found: &mut Vec<Written>) {
    let text = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str());
    let about = text("title").or_else(|| text("what")).unwrap_or(about);
    let [from, until] = ["from", "until"].map(|key| table.get(key).and_then(as_day));
    for (key, value) in table {
        if let Some(day) = as_day(value) {
            let key = key.get_ref().to_string();
            found.push(Written {
                day,
                span: value.span(),
                key,
                about: about.to_owned(),
                from,
                until,
            });
        }
        match value.get_ref() {
            DeValue::Table(inner) => walk(inner, about, found),
            DeValue::Array(list) => {
                let tables = list.iter().filter_map(|item| item.get_ref().as_table());
                tables.for_each(|inner| walk(inner, about, found));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled(id: &str) -> Files {
        crate::folder::owned(crate::folder::study_files(id).expect("bundled"))
    }

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// By hand, from the files: the licence of 2027 begins on 30 April 2027 and ends with its year, the one of 2028
    /// begins as it ends; a first day lies a week before the end, an end a week behind the beginning.
    #[test]
    fn the_days_of_a_scenario_are_those_of_its_own_acts() {
        let found = movable(&bundled("yearly-approvals"), "renewal-gap");
        let told: Vec<[String; 4]> = found
            .iter()
            .map(|one| {
                [
                    one.day.to_string(),
                    one.ends.to_string(),
                    one.low.to_string(),
                    one.high.to_string(),
                ]
            })
            .collect();
        assert_eq!(
            told,
            [
                ["2027-04-30", "false", "2026-01-05", "2027-12-25"],
                ["2028-01-01", "false", "2027-05-07", "2028-12-25"],
                ["2029-01-01", "true", "2028-01-08", "2029-01-01"],
            ]
            .map(|row| row.map(str::to_owned))
        );
        assert_eq!(found[0].about, "Supposed: the licence for 2027 comes seventeen weeks late");
        assert_eq!(movable(&bundled("yearly-approvals"), "law-as-known"), []);
        assert_eq!(movable(&bundled("yearly-approvals"), "no-such-scenario"), []);
        let event = movable(&bundled("electronics-stop"), "memory-two-weeks");
        assert_eq!(event[0].about, "Korea's memory plants stand still");
    }

    /// By hand: the day stands twice in the act of 2027, as the day it was published and as its first.
    #[test]
    fn a_moved_day_moves_in_the_scenarios_own_files_alone() {
        let files = bundled("yearly-approvals");
        let after = moved(&files, "renewal-gap", day("2027-04-30"), day("2027-10-04"));
        let act = "hypothetical/licence-2027-late.toml";
        assert_eq!(
            (files[act].matches("2027-04-30").count(), after[act].matches("2027-10-04").count()),
            (2, 2)
        );
        assert!(!after[act].contains("2027-04-30"));
        let others = files.keys().filter(|name| *name != act);
        assert!(others.into_iter().all(|name| files[name] == after[name]));
        // The day that the baseline rests on stays, and with it the baseline.
        let kept = "hypothetical/veu-kept.toml";
        let beginning = day("2026-01-01");
        assert_eq!(moved(&files, "no-licence", beginning, day("2026-06-01"))[kept], files[kept]);
    }
}
