//! Points at which a sweep holds some parameters: a grid written in lines, or a table of the user.
//!
//! In: `spares-stock=4,8,13` once or more, or a CSV. Out: the points, or every finding with its place.

use super::Asked;
use crate::simulate::Failure;
use linchpin_engine::Space;
use linchpin_results::{SweepExpert, SweepPoints};
use linchpin_uncertainty::{Grid, Marginal, table};
use linchpin_units::{Finding, Findings, Place, Text, Unit};
use std::path::Path;

/// Where a line of a grid stands.
const WHERE: &str = "--grid";

/// The points of a sweep, if it has some.
pub(super) fn read(asked: &Asked, space: &Space) -> Result<Option<SweepPoints>, Failure> {
    match (&asked.points, asked.grid.is_empty()) {
        (Some(_), false) => Err(Failure::Design(
            "a sweep holds its parameters on a grid or at the points of a table, not both"
                .to_owned(),
        )),
        (Some(path), true) => Ok(Some(of_table(path, space)?)),
        (None, false) => grid(&asked.grid, space).map(Some),
        (None, true) => Ok(None),
    }
}

/// The parameter is one of the study's.
fn known(name: &str, place: Place, space: &Space) -> Result<(), Finding> {
    if space.position(name).is_some() {
        return Ok(());
    }
    let names: Vec<&str> = space.iter().map(|one| one.name.as_str()).collect();
    let finding = Finding::error("LP-S008", place, format!("no parameter is called `{name}`"));
    Err(finding
        .expected("a parameter of the study")
        .nearest(name, names)
        .help("a parameter is `subject quantity of to`, or the id of an assumption"))
}

/// The value is one that the parameter can have: a share is from 0 to 1.
fn within(name: &str, value: f64, place: Place, space: &Space) -> Result<(), Finding> {
    let share = space.iter().any(|one| one.name == *name && one.unit == Unit::Share);
    if !share || (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    let finding = Finding::error("LP-S005", place, format!("{value} is no share"));
    Err(finding.expected("a share from 0 to 1").help("write 0.4 for 40 %"))
}

fn grid(lines: &[String], space: &Space) -> Result<SweepPoints, Failure> {
    let (mut parameters, mut levels) = (Vec::new(), Vec::new());
    let mut findings = Findings::default();
    for line in lines {
        let place = || Place::whole(&format!("{WHERE} {line}"));
        let form = |message: String| {
            Finding::error("LP-S004", place(), message)
                .expected("PARAMETER=VALUE,VALUE in the parameter's unit")
                .help("`--grid spares-stock=4,8,13`")
        };
        let Some((name, values)) = line.split_once('=') else {
            findings.push(form(format!("`{line}` names no values")));
            continue;
        };
        let name = name.trim();
        findings.keep(known(name, place(), space));
        if parameters.iter().any(|other| other == name) {
            findings.push(form(format!("`{name}` stands on the grid twice")));
        }
        let mut own: Vec<f64> = Vec::new();
        for text in values.split(',').map(str::trim) {
            match text.parse::<f64>() {
                Ok(value) if value.is_finite() => {
                    findings.keep(within(name, value, place(), space));
                    own.push(value);
                }
                _ => findings.push(form(format!("`{text}` is no number"))),
            }
        }
        parameters.push(name.to_owned());
        levels.push(own);
    }
    findings.or_value(()).map_err(Failure::Input)?;
    let grid = Grid::new(levels).map_err(|error| Failure::Design(error.to_string()))?;
    if grid.len() > MOST {
        let message = format!("the grid has {} points, and a plan holds {MOST}", grid.len());
        return Err(Failure::Design(message));
    }
    let rows = (0..grid.len()).map(|at| grid.point(at)).collect();
    Ok(SweepPoints { parameters, rows, crossed: true })
}

/// What experts say: `spares-stock=8,26,52` are the 5 %, 50 % and 95 % quantiles in the parameter's unit.
pub(super) fn experts(lines: &[String], space: &Space) -> Result<Vec<SweepExpert>, Failure> {
    let (mut experts, mut findings) = (Vec::<SweepExpert>::new(), Findings::default());
    for line in lines {
        let place = || Place::whole(&format!("--expert {line}"));
        let form = |code: &'static str, message: String| {
            Finding::error(code, place(), message)
                .expected("PARAMETER=P05,P50,P95 that rise, in the parameter's unit")
                .help("`--expert spares-stock=8,26,52`")
        };
        let Some((name, values)) = line.split_once('=') else {
            findings.push(form("LP-S004", format!("`{line}` names no quantiles")));
            continue;
        };
        let name = name.trim();
        let range = space.iter().find(|one| one.name == *name).map(|one| one.range);
        findings.keep(known(name, place(), space));
        if range.is_some_and(|range| range.is_point()) {
            findings.push(form("LP-S004", format!("`{name}` is not uncertain in this study")));
        }
        if experts.iter().any(|other| other.parameter == name) {
            findings.push(form("LP-S004", format!("`{name}` is told twice")));
        }
        let numbers: Vec<Option<f64>> =
            values.split(',').map(|text| text.trim().parse().ok()).collect();
        let [Some(low), Some(middle), Some(high)] = numbers[..] else {
            findings.push(form("LP-S004", format!("`{values}` is not three numbers")));
            continue;
        };
        let quantiles = [low, middle, high];
        if let Err(error) = Marginal::quantiles(low, middle, high) {
            findings.push(form("LP-S005", error.to_string()));
        }
        for value in quantiles {
            findings.keep(within(name, value, place(), space));
        }
        experts.push(SweepExpert { parameter: name.to_owned(), quantiles });
    }
    findings.or_value(experts).map_err(Failure::Input)
}

/// Points that a plan holds: they stand in it one by one.
const MOST: usize = 100_000;

fn of_table(path: &Path, space: &Space) -> Result<SweepPoints, Findings> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        Finding::error("LP-S001", Place::whole(&shown), format!("it cannot be read: {error}"))
            .expected("a CSV with a column for each parameter and a row for each run")
            .help("check the name")
    })?;
    let text = Text::from_bytes(&shown, &bytes)?;
    let head = text.body().lines().next().unwrap_or_default();
    let names: Vec<String> =
        head.split(',').map(|name| name.trim().trim_matches('"').to_owned()).collect();
    let mut findings = Findings::default();
    let mut at = 0;
    for (name, written) in names.iter().zip(head.split(',')) {
        findings.keep(known(name, text.place(at..at + written.len()), space));
        at += written.len() + 1;
    }
    findings.or_value(())?;
    let columns: Vec<&str> = names.iter().map(String::as_str).collect();
    let rows = table::read(&text, &columns)?;
    let mut findings = Findings::default();
    let records = text.csv(&columns)?;
    for (row, values) in records.iter().zip(&rows) {
        for (name, value) in names.iter().zip(values) {
            findings.keep(within(name, *value, row.place(name), space));
        }
    }
    if rows.len() > MOST {
        let message = format!("the table has {} rows, and a plan holds {MOST}", rows.len());
        let finding = Finding::error("LP-S013", Place::whole(&shown), message);
        findings.push(finding.expected("fewer rows").help("split the table"));
    }
    findings.or_value(SweepPoints { parameters: names, rows, crossed: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_units::Range;

    fn space() -> Space {
        let mut space = Space::default();
        space.add("spares-stock", Range::new(8.0, 26.0, 52.0).expect("a range"), Unit::Week);
        space.add("leak", Range::exactly(0.5), Unit::Share);
        space
    }

    fn asked(lines: &[&str]) -> Result<SweepPoints, String> {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        grid(&lines, &space()).map_err(|failure| match failure {
            Failure::Input(findings) => {
                findings.iter().map(|one| one.code).collect::<Vec<_>>().join(" ")
            }
            other => other.to_string(),
        })
    }

    #[test]
    fn a_grid_is_every_combination_and_bad_lines_are_all_found() {
        let found = asked(&["spares-stock=4, 8", "leak=0,1"]).expect("a grid");
        assert_eq!(found.rows, [[4.0, 0.0], [4.0, 1.0], [8.0, 0.0], [8.0, 1.0]]);
        assert!(found.crossed);
        for (lines, code) in [
            (&["spares-stok=4"][..], "LP-S008"),
            (&["spares-stock"], "LP-S004"),
            (&["spares-stock=4,NaN", "leak=2"], "LP-S004 LP-S005"),
            (&["leak=0", "leak=1"], "LP-S004"),
        ] {
            assert_eq!(asked(lines), Err(code.to_owned()), "{lines:?}");
        }
    }

    #[test]
    fn an_experts_word_is_three_numbers_that_rise() {
        let told = |lines: &[&str]| {
            let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            experts(&lines, &space()).map_err(|failure| match failure {
                Failure::Input(findings) => {
                    findings.iter().map(|one| one.code).collect::<Vec<_>>().join(" ")
                }
                other => other.to_string(),
            })
        };
        let found = told(&["spares-stock=8, 26, 52"]).expect("three numbers");
        assert_eq!(found[0].quantiles, [8.0, 26.0, 52.0]);
        for (line, codes) in [
            ("spares-stok=8,26,52", "LP-S008"),
            ("spares-stock=8,26", "LP-S004"),
            ("spares-stock=26,8,52", "LP-S005"),
            ("spares-stock=8,NaN,52", "LP-S005"),
            ("leak=0.1,0.2,0.3", "LP-S004"),
            ("spares-stock", "LP-S004"),
        ] {
            assert_eq!(told(&[line]), Err(codes.to_owned()), "{line}");
        }
    }

    #[test]
    fn a_table_has_its_errors_at_their_places() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("points.csv");
        std::fs::write(&path, "leak,spares-stock\n0.25,4\n0.5,8\n").expect("written");
        let found = of_table(&path, &space()).expect("a table");
        assert_eq!((found.rows, found.crossed), (vec![vec![0.25, 4.0], vec![0.5, 8.0]], false));
        for (body, places) in [
            ("leak,spares-stok\n1,2\n", "1:6"),
            ("leak,spares-stock\n1,2\n2,inf\n", "3:3"),
            ("leak,spares-stock\n2,2\n", "2:1"),
        ] {
            std::fs::write(&path, body).expect("written");
            let findings = of_table(&path, &space()).expect_err(body);
            let found: Vec<String> = findings
                .iter()
                .map(|one| format!("{}:{}", one.place.line, one.place.column))
                .collect();
            assert_eq!(found.join(" "), places, "{body}");
        }
    }
}
