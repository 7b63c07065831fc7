//! Reading of `series.csv` and of every file below `series/`.
//!
//! Rows come in; series and observations go out, or findings: a period that does not fit its series, a
//! value known before its period began, a gap in a series that is marked complete.

use super::{Frequency, Kind, Observation, Series, last_day};
use crate::cells::{Cells, Known};
use crate::files::Files;
use crate::ids::SeriesId;
use linchpin_units::day::AsOf;
use linchpin_units::{Basis, Day, Finding, Findings, Measure, Place, Range, Sourced, Table};
use std::collections::{BTreeMap, BTreeSet};

const INDEX: &str = "series.csv";
const FOLDER: &str = "series/";
const INDEX_COLUMNS: [&str; 6] = ["id", "name", "frequency", "unit", "complete", "what"];
const COLUMNS: [&str; 12] = [
    "series",
    "period",
    "value",
    "low",
    "high",
    "unit",
    "basis",
    "kind",
    "published",
    "source",
    "grade",
    "note",
];

/// Reads the index and every file of observations. A package without series has neither.
pub(crate) fn read(
    files: &Files,
    known: &mut Known,
    findings: &mut Findings,
) -> (Table<Series>, Table<Observation>) {
    let texts: Vec<_> = files
        .iter()
        .filter(|(name, _)| name.starts_with(FOLDER) && name.ends_with(".csv"))
        .map(|(_, text)| text)
        .collect();
    if files.text(INDEX).is_err() && texts.is_empty() {
        return (Table::default(), Table::default());
    }
    let index = index(files, known, findings);
    let mut rows: Vec<Observation> = Vec::new();
    for text in texts {
        match text.csv(&COLUMNS) {
            Ok(read) => {
                for row in &read {
                    let mut cells = Cells { row, known, findings };
                    rows.extend(observation(&mut cells, &index));
                }
            }
            Err(all) => findings.extend(all),
        }
    }
    rows.sort_by_cached_key(key);
    duplicates(&rows, findings);
    gaps(&index, &rows, findings);
    (table(index), table(rows))
}

fn table<T>(rows: Vec<T>) -> Table<T> {
    let mut table = Table::default();
    for row in rows {
        table.push(row);
    }
    table
}

fn index(files: &Files, known: &mut Known, findings: &mut Findings) -> Vec<Series> {
    let Some(text) = findings.keep(files.text(INDEX)) else { return Vec::new() };
    let read = match text.csv(&INDEX_COLUMNS) {
        Ok(read) => read,
        Err(all) => {
            findings.extend(all);
            return Vec::new();
        }
    };
    let mut all: Vec<Series> = Vec::new();
    for row in &read {
        let mut c = Cells { row, known, findings };
        let (id, name) = (c.id::<SeriesId>("id"), c.needed("name"));
        let frequency = c.word("frequency", Frequency::WORDS);
        let (unit, complete) = (c.unit("unit"), c.yes_no("complete"));
        let what = c.text("what");
        let (Some(id), Some(name), Some(frequency), Some(unit), Some(complete)) =
            (id, name, frequency, unit, complete)
        else {
            continue;
        };
        if all.iter().any(|other| other.id == id) {
            findings.push(twice(row.place("id"), format!("`{id}` stands here twice")));
            continue;
        }
        known.add(id.as_str(), &name);
        all.push(Series { id, name, frequency, unit, complete, what });
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

fn observation(c: &mut Cells<'_>, index: &[Series]) -> Option<Observation> {
    let id: Option<SeriesId> = c.reference("series", "series");
    let series = id.and_then(|id| index.iter().find(|series| series.id == id));
    let period = c.date("period");
    let range = range(c, series);
    let basis = basis(c);
    let kind: Option<Kind> = c.word("kind", Kind::WORDS);
    let published = c.date("published");
    let (source, grade) = (c.source("source"), c.grade("grade"));
    let (unit, note) = (c.unit("unit"), c.text("note"));
    let (series, period, unit) = (series?, period?, unit?);
    fits(c, series, &period)?;
    if unit != series.unit {
        let message =
            format!("{} comes in {unit} here and in {} in {INDEX}", series.id, series.unit);
        c.findings.push(
            Finding::error("LP-W010", c.row.place("unit"), message)
                .expected(series.unit.as_str())
                .help("convert the value to the unit of its series"),
        );
        return None;
    }
    let (kind, published) = (kind?, published?);
    if kind != Kind::Forecast && last_day(&published) < period.days().from {
        let message = format!("{} is said to be known on {published}, before it began", period);
        c.findings.push(
            Finding::error("LP-W036", c.row.place("published"), message)
                .expected("a day in or after the period")
                .help("mend the date, or call the row a forecast"),
        );
        return None;
    }
    let range = range?;
    Some(Observation {
        series: series.id.clone(),
        kind,
        published,
        sourced: Sourced {
            value: Measure::of(range.mode()),
            unit,
            range,
            as_of: period,
            basis: basis?,
            source: source?,
            grade: grade?,
            note,
        },
        place: c.row.place("period"),
    })
}

/// Whether the period has the precision of its series.
fn fits(c: &mut Cells<'_>, series: &Series, period: &AsOf) -> Option<()> {
    let text = period.as_str();
    let (found, form) = match (text.len(), text.contains('Q')) {
        (7, true) => (Frequency::Quarter, "YYYY-Qn"),
        (7, false) => (Frequency::Month, "YYYY-MM"),
        (4, _) => (Frequency::Year, "YYYY"),
        _ => (Frequency::Any, "YYYY-MM-DD"),
    };
    if series.frequency == Frequency::Any || series.frequency == found {
        return Some(());
    }
    let message = format!("{} has a value a {}, not {form}", series.id, series.frequency.as_str());
    c.findings.push(
        Finding::error("LP-W035", c.row.place("period"), message)
            .expected(match series.frequency {
                Frequency::Month => "YYYY-MM",
                Frequency::Quarter => "YYYY-Qn",
                Frequency::Year | Frequency::Any => "YYYY",
            })
            .help("write the period as its series is observed"),
    );
    None
}

/// `low` and `high` may be empty: then the source names one number.
fn range(c: &mut Cells<'_>, series: Option<&Series>) -> Option<Range> {
    let value = c.number("value");
    let mut end = |column: &str| {
        if c.row.cell(column).is_empty() { Some(value?) } else { c.number(column) }
    };
    let (low, high) = (end("low"), end("high"));
    let range = match Range::new(low?, value?, high?) {
        Ok(range) => range,
        Err(error) => {
            c.findings.push(
                Finding::error("LP-W008", c.row.place("value"), error.to_string())
                    .expected("low <= value <= high")
                    .help("reorder the three; leave low and high empty for a point"),
            );
            return None;
        }
    };
    let (least, most) = (series?.unit).bounds();
    for (column, number) in [("low", range.low()), ("value", range.mode()), ("high", range.high())]
    {
        if !(least..=most).contains(&number) {
            let column = if c.row.cell(column).is_empty() { "value" } else { column };
            let message = format!("`{column}` is {number}, beyond what its unit allows");
            c.findings.push(
                Finding::error("LP-W024", c.row.place(column), message)
                    .expected(format!("at least {least}"))
                    .help("a share is written 0.4, not 40"),
            );
            return None;
        }
    }
    Some(range)
}

fn basis(c: &mut Cells<'_>) -> Option<Basis> {
    Basis::try_from(c.text("basis"))
        .map_err(|error| {
            let finding = Finding::error("LP-W012", c.row.place("basis"), error.to_string())
                .expected("what was counted")
                .help("say on which basis the source counts");
            c.findings.push(finding);
        })
        .ok()
}

/// Rivals differ in basis, kind, publication or source.
type Key = (SeriesId, Day, String, String, Kind, Day, String);

fn key(row: &Observation) -> Key {
    let sourced = &row.sourced;
    (
        row.series.clone(),
        row.from(),
        sourced.as_of.to_string(),
        sourced.basis.to_string(),
        row.kind,
        row.known_from(),
        sourced.source.to_string(),
    )
}

fn duplicates(rows: &[Observation], findings: &mut Findings) {
    for pair in rows.windows(2) {
        if key(&pair[0]) == key(&pair[1]) {
            let later = pair.iter().map(|row| &row.place).max().expect("two rows");
            let message = format!("{} of {} stands twice", pair[0].series, pair[0].sourced.as_of);
            findings.push(twice(later.clone(), message));
        }
    }
}

fn twice(place: Place, message: String) -> Finding {
    Finding::error("LP-W004", place, message)
        .expected("one row per series, period, basis, kind, publication and source")
        .help("remove or rename one of them")
}

/// Every period between the first and the last of a complete series must be there.
fn gaps(index: &[Series], rows: &[Observation], findings: &mut Findings) {
    let mut starts: BTreeMap<&SeriesId, BTreeMap<Day, &Observation>> = BTreeMap::new();
    for row in rows {
        starts.entry(&row.series).or_default().insert(row.from(), row);
    }
    for series in index.iter().filter(|series| series.complete) {
        let months = match series.frequency {
            Frequency::Month => 1,
            Frequency::Quarter => 3,
            Frequency::Year => 12,
            Frequency::Any => continue,
        };
        let Some(days) = starts.get(&series.id) else { continue };
        let seen: BTreeSet<i32> = days.keys().map(|day| month_number(*day)).collect();
        for (day, row) in days {
            let before = month_number(*day) - months;
            let first = seen.first().copied().unwrap_or(before);
            if before >= first && !seen.contains(&before) {
                let message = format!(
                    "{} has no value for the {} before {}",
                    series.id,
                    series.frequency.as_str(),
                    row.sourced.as_of
                );
                findings.push(
                    Finding::error("LP-W034", row.place.clone(), message)
                        .expected("a value for every period between the first and the last")
                        .help("add the missing row, or mark the series `complete` = no"),
                );
            }
        }
    }
}

/// Months since year 0.
fn month_number(day: Day) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}
