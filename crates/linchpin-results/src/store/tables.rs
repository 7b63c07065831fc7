//! The tables of a run folder, and the way back from them.
//!
//! `series` holds weekly values of the members kept in full, `summary` the bands over all of them,
//! `binding` what bound, `draws` the parameters, `sources` who says what. Every table has a `scenario`
//! column; the baseline is the scenario `baseline`.

use crate::contract::input::{BASELINE, RunInput, ScenarioRun};
use crate::contract::report::Report;
use crate::stats::summary::Summary;
use crate::store::error::StoreError;
use crate::store::table::{Cell, Kind, Table};
use crate::store::{outcomes, pairs};
use linchpin_engine::{Binding, Cause, SeriesKey, Trajectories};
use linchpin_units::id::NotAnId;
use linchpin_units::{Bits, Day};
use linchpin_world::ProductId;
use std::collections::BTreeMap;
use std::ops::Range;

/// An empty table whose columns come in runs of one kind.
fn form(name: &'static str, runs: &[(Kind, &[&'static str])]) -> Table {
    let columns = runs.iter().flat_map(|(kind, names)| names.iter().map(|name| (*name, *kind)));
    Table::new(name, &columns.collect::<Vec<_>>())
}

/// What a series is about.
const SERIES: (Kind, &[&str]) = (Kind::Text, &["level", "entity", "product", "variable", "unit"]);

/// An empty table of weekly values.
#[must_use]
pub fn series_form() -> Table {
    let scenario = (Kind::Text, ["scenario"].as_slice());
    let runs = [scenario, (Kind::Count, &["member"]), (Kind::Date, &["week"]), SERIES];
    form("series", &[runs.as_slice(), &[(Kind::Number, &["value"])]].concat())
}

/// An empty table of bands.
#[must_use]
pub fn summary_form() -> Table {
    let bands = ["mean", "p05", "p25", "p50", "p75", "p95"];
    let changes = ["change_p05", "change_p25", "change_p50", "change_p75", "change_p95"];
    let runs = [
        (Kind::Text, ["scenario"].as_slice()),
        (Kind::Date, &["week"]),
        SERIES,
        (Kind::Number, &bands),
        (Kind::Number, &changes),
        (Kind::Count, &["n"]),
    ];
    form("summary", &runs)
}

/// An empty table of bindings; rows without a member are means over all members.
#[must_use]
pub fn binding_form() -> Table {
    let runs = [
        (Kind::Text, ["scenario"].as_slice()),
        (Kind::Count, &["member", "week"]),
        (Kind::Text, &["entity", "product", "cause"]),
        (Kind::Count, &["shock"]),
        (Kind::Number, &["loss_tb"]),
        (Kind::Count, &["members"]),
    ];
    form("binding", &runs)
}

/// An empty table of drawn parameters.
#[must_use]
pub fn draws_form() -> Table {
    let runs = [
        (Kind::Text, ["scenario"].as_slice()),
        (Kind::Count, &["member"]),
        (Kind::Text, &["parameter"]),
        (Kind::Number, &["value"]),
    ];
    form("draws", &runs)
}

/// An empty table of sources.
#[must_use]
pub fn sources_form() -> Table {
    let texts = [
        "scenario", "kind", "id", "name", "quantity", "unit", "as_of", "basis", "source", "outlet",
        "title", "url", "grade", "note",
    ];
    form("sources", &[(Kind::Text, texts.as_slice()), (Kind::Number, &["value", "low", "high"])])
}

/// The empty tables of a run folder.
#[must_use]
pub fn forms() -> Vec<Table> {
    vec![
        series_form(),
        summary_form(),
        binding_form(),
        draws_form(),
        outcomes::form(),
        pairs::form(),
        sources_form(),
    ]
}

/// The empty tables that only some run folders hold.
#[must_use]
pub fn beyond() -> [Table; 2] {
    [crate::store::spillover::form(), crate::store::carried::form()]
}

/// The empty table of that name.
#[must_use]
pub fn form_of(name: &str) -> Option<Table> {
    forms().into_iter().chain(beyond()).find(|form| form.name == name)
}

/// Weekly values of `members`, counted from the first member held.
#[must_use]
pub fn series(run: &RunInput, members: &[usize]) -> Table {
    let mut table = series_form();
    for scenario in run.all() {
        let all = &scenario.trajectories;
        for member in members {
            let number = number(all.members.start, *member);
            for (at, key) in all.keys.iter().enumerate() {
                for (week, value) in all.weeks.iter().zip(all.series(*member, at)) {
                    table.push(&[
                        Cell::Text(&scenario.id),
                        Cell::Count(number),
                        Cell::Date(*week),
                        Cell::Text(key.level.as_str()),
                        Cell::Text(&key.entity),
                        key.product.as_deref().into(),
                        Cell::Text(key.variable.as_str()),
                        Cell::Text(key.variable.unit()),
                        Cell::Number(*value),
                    ]);
                }
            }
        }
    }
    table
}

fn number(first: u32, offset: usize) -> u32 {
    first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// Bands of everything.
#[must_use]
pub fn summary(summary: &Summary) -> Table {
    let mut table = summary_form();
    for scenario in &summary.scenarios {
        for (key, bands) in summary.keys.iter().zip(&scenario.series) {
            for (week, day) in summary.weeks.iter().enumerate() {
                let value = bands.value[week].map(Cell::Number);
                let change = bands.change.as_ref().map(|change| change[week].map(Cell::Number));
                let mut cells = vec![
                    Cell::Text(scenario.id.as_str()),
                    Cell::Date(*day),
                    Cell::Text(key.level.as_str()),
                    Cell::Text(&key.entity),
                    key.product.as_deref().into(),
                    Cell::Text(key.variable.as_str()),
                    Cell::Text(key.variable.unit()),
                    Cell::Number(bands.mean[week]),
                ];
                cells.extend(value);
                cells.extend(change.unwrap_or([Cell::Empty; 5]));
                cells.push(Cell::Count(summary.members));
                table.push(&cells);
            }
        }
    }
    table
}

/// What one mean row is about: period, entity, product, cause and shock.
type BindingKey<'a> = (u32, &'a str, Option<&'a str>, &'a Cause, Option<u32>);

/// Bindings: means over all members, then the rows of `members` (absolute numbers) one by one.
#[must_use]
pub fn binding(run: &RunInput, members: &[u32]) -> Table {
    let mut table = binding_form();
    let count = run.members() as f64;
    for scenario in run.all() {
        let mut means: BTreeMap<BindingKey<'_>, (f64, u32)> = BTreeMap::new();
        for row in &scenario.bindings {
            let key =
                (row.week, row.entity.as_str(), row.product.as_deref(), &row.cause, row.shock);
            let mean = means.entry(key).or_default();
            mean.0 += row.loss.get();
            mean.1 += 1;
        }
        let shock = |shock: Option<u32>| shock.map_or(Cell::Empty, Cell::Count);
        for ((week, entity, product, cause, by), (loss, bound)) in means {
            table.push(&[
                Cell::Text(&scenario.id),
                Cell::Empty,
                Cell::Count(week),
                Cell::Text(entity),
                product.into(),
                Cell::Text(&cause.to_string()),
                shock(by),
                Cell::Number(loss / count),
                Cell::Count(bound),
            ]);
        }
        for row in scenario.bindings.iter().filter(|row| members.contains(&row.member)) {
            table.push(&[
                Cell::Text(&scenario.id),
                Cell::Count(row.member),
                Cell::Count(row.week),
                Cell::Text(&row.entity),
                row.product.as_deref().into(),
                Cell::Text(&row.cause.to_string()),
                shock(row.shock),
                Cell::Number(row.loss.get()),
                Cell::Count(1),
            ]);
        }
    }
    table
}

/// Bindings read back, with their scenario; means when `members` is false, else single members.
///
/// # Errors
/// [`StoreError::Form`] for a cause that no version of this program writes.
pub fn bindings(table: &Table, members: bool) -> Result<Vec<(String, Binding)>, StoreError> {
    let rows = (0..table.len()).filter(|row| table.count("member", *row).is_some() == members);
    let read = |row: usize| {
        let cause = table.text("cause", row).unwrap_or_default();
        let cause = cause.parse().map_err(|error| StoreError::Form {
            file: "binding.parquet".to_owned(),
            what: format!("{error}"),
        })?;
        let binding = Binding {
            member: table.count("member", row).unwrap_or(0),
            week: table.count("week", row).unwrap_or(0),
            entity: table.text("entity", row).unwrap_or_default().into(),
            product: product_of(table, row)
                .map_err(|what| StoreError::Form { file: "binding.parquet".to_owned(), what })?,
            cause,
            shock: table.count("shock", row),
            loss: Bits(table.number("loss_tb", row).unwrap_or(0.0)),
        };
        Ok((table.text("scenario", row).unwrap_or_default().to_owned(), binding))
    };
    rows.map(read).collect()
}

/// Drawn parameters.
#[must_use]
pub fn draws(run: &RunInput) -> Table {
    let mut table = draws_form();
    let first = run.baseline.trajectories.members.start;
    for (member, draw) in run.parameters.draws.iter().enumerate() {
        for (id, value) in run.parameters.ids.iter().zip(draw) {
            table.push(&[
                Cell::Text(BASELINE),
                Cell::Count(number(first, member)),
                Cell::Text(id),
                Cell::Number(*value),
            ]);
        }
    }
    table
}

/// Who says what: accounts of inputs, assumptions and the acts behind shocks.
#[must_use]
pub fn sources(report: &Report, scenarios: &[ScenarioRun]) -> Table {
    let mut table = sources_form();
    let mut push = |texts: [&str; 14], numbers: [Option<f64>; 3]| {
        let mut cells = texts.map(Cell::Text).to_vec();
        cells.extend(numbers.map(Cell::from));
        table.push(&cells);
    };
    for input in &report.inputs {
        for told in &input.accounts {
            push(
                [
                    BASELINE,
                    "input",
                    &input.subject,
                    &input.name,
                    &input.quantity,
                    &input.unit,
                    &told.as_of,
                    &told.basis,
                    &told.source,
                    &told.outlet,
                    &told.title,
                    &told.url,
                    &told.grade,
                    &told.note,
                ],
                [Some(told.value), Some(told.low), Some(told.high)],
            );
        }
    }
    for row in &report.assumptions {
        let texts = [
            BASELINE,
            "assumption",
            &row.id,
            &row.name,
            "",
            &row.unit,
            "",
            "",
            &row.source,
            "",
            "",
            "",
            "",
            &row.why,
        ];
        push(texts, [Some(row.value), Some(row.low), Some(row.high)]);
    }
    for scenario in scenarios {
        for shock in &scenario.shocks {
            let (act, citation) = (shock.act(), shock.citation());
            let texts = [
                scenario.id.as_str(),
                "act",
                &act,
                &shock.effect,
                "",
                "",
                &shock.from,
                &shock.because,
                &citation,
                "",
                "",
                "",
                "",
                &shock.target,
            ];
            push(texts, [None; 3]);
        }
    }
    table
}

/// The product of a row, if it has one, or what is wrong with it.
pub(crate) fn product_of(table: &Table, row: usize) -> Result<Option<ProductId>, String> {
    let product = table.text("product", row).map(str::parse).transpose();
    product.map_err(|error: NotAnId| error.to_string())
}

/// Trajectories of one scenario read back from a `series` table that holds all of `members`.
///
/// # Errors
/// [`StoreError::Form`] when rows are missing or out of order.
pub fn trajectories(
    table: &Table,
    scenario: &str,
    members: Range<u32>,
) -> Result<Trajectories, StoreError> {
    let wrong = |what: String| StoreError::Form { file: "series.parquet".to_owned(), what };
    let rows: Vec<usize> =
        (0..table.len()).filter(|row| table.text("scenario", *row) == Some(scenario)).collect();
    let key = |row: usize| -> Result<SeriesKey, StoreError> {
        let text = |name: &str| table.text(name, row).unwrap_or_default();
        Ok(SeriesKey {
            level: text("level").parse().map_err(|error| wrong(format!("{error}")))?,
            entity: text("entity").into(),
            product: product_of(table, row).map_err(&wrong)?,
            variable: text("variable").parse().map_err(|error| wrong(format!("{error}")))?,
        })
    };
    let day = |row: usize| table.date("week", row);
    let first = rows.first().copied();
    let one_member = rows.iter().take_while(|row| {
        table.count("member", **row) == first.and_then(|first| table.count("member", first))
    });
    let one_member: Vec<usize> = one_member.copied().collect();
    let mut weeks: Vec<Day> = Vec::new();
    for row in &one_member {
        match day(*row) {
            Some(day) if weeks.first() != Some(&day) => weeks.push(day),
            _ if weeks.is_empty() => weeks.extend(day(*row)),
            _ => break,
        }
    }
    let keys: Result<Vec<SeriesKey>, StoreError> =
        one_member.chunks(weeks.len().max(1)).map(|rows| key(rows[0])).collect();
    let mut all = Trajectories::zeros(weeks, keys?, members);
    if rows.len() != all.values.len() {
        return Err(wrong(format!(
            "scenario `{scenario}` has {} values for {} members; expected {}",
            rows.len(),
            all.members.len(),
            all.values.len()
        )));
    }
    let (weeks, block) = (all.weeks.len(), all.block_len());
    for (at, row) in rows.into_iter().enumerate() {
        let place = &all.keys[at % block / weeks];
        let fits = table.count("member", row) == Some(number(all.members.start, at / block))
            && day(row) == Some(all.weeks[at % weeks])
            && table.text("entity", row) == Some(place.entity.as_str())
            && table.text("variable", row) == Some(place.variable.as_str());
        if !fits {
            return Err(wrong(format!("row {row} is out of order")));
        }
        all.values[at] = table.number("value", row).unwrap_or(f64::NAN);
    }
    Ok(all)
}
