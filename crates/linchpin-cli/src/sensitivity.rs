//! `sensitivity`: which uncertain numbers an answer hangs on.

use crate::facade::{
    Asked, Estimate, FactorRow, Method, Options, OutcomeIndices, Sensitivity, Study, Watch,
};
use crate::outcome::{Fault, Said};
use crate::progress::Progress;
use crate::run::which;
use crate::text::{labelled, table};
use linchpin_results::contract::hangs::{
    Hangs, HangsMark, HangsOf, HangsOutcome, HangsRow, SCHEMA,
};
use linchpin_results::figures::{self, plural};
use linchpin_results::store::put;
use serde_json::json;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Instant;

/// Factors told one by one, when nothing else is said.
const FACTORS: usize = 20;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Study: a bundled name or a folder.
    #[arg(value_name = "STUDY")]
    study: String,
    /// Scenario to compare with the baseline; that of the study's headline by default.
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// How influence is measured: morris (a first look), sobol (parts of the variance), pawn (how far the
    /// whole distribution moves) or shapley (parts that add up to one).
    #[arg(long, value_name = "METHOD", default_value = "sobol", value_parser = method)]
    method: Method,
    /// Size of the design: trajectories of morris (30), rows of sobol (256; a power of two is best), runs of
    /// pawn (1024), orders of shapley (100).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_048_576))]
    n: Option<u32>,
    /// Cell to explain, such as skhynix-wuxi.dram.output; more than once for several from the same runs. The
    /// headline's by default.
    #[arg(long = "outcome", value_name = "CELL")]
    outcomes: Vec<String>,
    /// Explain the probability that more than this part of the baseline is lost, such as 10%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    above: Option<Part>,
    /// Factors told one by one by sobol and shapley; all others vary as one group. A screening picks them.
    #[arg(long, value_name = "COUNT", default_value_t = FACTORS)]
    factors: usize,
    /// Seed of the design.
    #[arg(long)]
    seed: Option<u64>,
    /// Rows to show of each table.
    #[arg(long, value_name = "ROWS", default_value_t = 12)]
    show: usize,
    /// Folder with another world.
    #[arg(long, value_name = "DIR")]
    world: Option<PathBuf>,
    /// Also write a page with the picture, as one file.
    #[arg(long, value_name = "FILE.html")]
    page: Option<PathBuf>,
}

/// Part of a baseline: `10%` or 0.1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part(pub(crate) f64);

impl FromStr for Part {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (digits, by) = match text.strip_suffix('%') {
            Some(digits) => (digits.trim_end(), 100.0),
            None => (text, 1.0),
        };
        let wrong = || format!("`{text}` is no part of the baseline: write 10% or 0.1");
        let part = digits.parse::<f64>().map_err(|_| wrong())? / by;
        if (-1.0..=1.0).contains(&part) { Ok(Self(part)) } else { Err(wrong()) }
    }
}

fn method(text: &str) -> Result<Method, String> {
    let known = Method::ALL.iter().find(|(name, _)| *name == text);
    known.map(|(_, method)| *method).ok_or_else(|| {
        let names: Vec<&str> = Method::ALL.iter().map(|(name, _)| *name).collect();
        format!("it is one of {}", names.join(", "))
    })
}

pub(crate) fn sensitivity(args: &Args, watch: &Watch<'_>) -> Result<Said, Fault> {
    let options = Options { world: args.world.clone(), seed: args.seed, ..Options::default() };
    let (name, meant) = which(&args.study);
    let study = Study::load(&name, &options)?;
    let asked = Asked {
        scenario: args.scenario.clone(),
        method: args.method,
        n: args.n,
        cells: args.outcomes.clone(),
        above: args.above.map(|part| part.0),
        factors: args.factors,
    };
    let progress = Progress::new("sensitivity");
    let begun = Instant::now();
    let found = study.sensitivity(&asked, &|done, all| {
        progress.tell(done, all);
        watch(done, all)
    })?;
    progress.end();
    let seconds = begun.elapsed().as_secs_f64();
    let talk = format!(
        "{} of baseline and scenario in {seconds:.1} s{}",
        plural(found.runs + found.screened, "run"),
        if meant.is_empty() { String::new() } else { format!("\n{meant}") }
    );
    if let Some(file) = &args.page {
        let drawn = drawn(&found, &study.title, &command(args, &found));
        let page =
            linchpin_web::page::hangs(&drawn, &text(&found, usize::MAX)).map_err(Fault::refused)?;
        put(file, page.as_bytes())?;
    }
    let value = serde_json::to_value(&found).map_err(Fault::refused)?;
    Ok(Said::ok(text(&found, args.show), json!({ "sensitivity": value })).with_talk(talk))
}

fn text(found: &Sensitivity, show: usize) -> String {
    let mut text =
        labelled("study", &format!("{}/{}, seed {}", found.study, found.scenario, found.seed));
    let screened = match found.screened {
        0 => String::new(),
        runs => {
            format!("; {} of Morris's screening picked those told one by one", plural(runs, "run"))
        }
    };
    let (name, means) = words(found.method);
    text.push_str(&labelled(
        "method",
        &format!(
            "{name}: {} over {}{screened}. {means}",
            plural(found.runs, "run"),
            plural(found.factors, "uncertain factor")
        ),
    ));
    for outcome in &found.outcomes {
        text.push('\n');
        text.push_str(&answer(found, outcome, show));
    }
    text
}

/// The method's name, and how to read its table.
fn words(method: Method) -> (&'static str, &'static str) {
    match method {
        Method::Morris => (
            "morris",
            "Effect: how far the loss moves, on average, from one end of the factor's range to the other; the sign says whether more of the factor is more loss; a deviation as large as the effect means that it depends on the others.",
        ),
        Method::Sobol => (
            "sobol",
            "Alone: part of the variance that would go if the factor were known. With others: part that would stay if all others were known. Ranges hold 95 % of estimates from other rows.",
        ),
        Method::Pawn => (
            "pawn",
            "Distance between the distribution of the loss when the factor is known and when it is not, 0 to 1: the middle and the largest over ten slices of its range.",
        ),
        Method::Shapley => (
            "shapley",
            "Part of the variance that the factor brings, interactions shared evenly; the parts add up to 100 %. The ranges of this world are drawn independently of each other.",
        ),
    }
}

fn answer(found: &Sensitivity, outcome: &OutcomeIndices, show: usize) -> String {
    let percent = figures::percent_plain;
    let spread = match found.above {
        Some(share) => format!(
            "a loss of more than {} of the baseline has probability {}",
            percent(share),
            percent(outcome.mean)
        ),
        None => format!(
            "mean loss {} of the baseline, standard deviation {}",
            percent(outcome.mean),
            percent(outcome.deviation)
        ),
    };
    let mut text = labelled("OUTCOME", &format!("{} ({}): {spread}", outcome.name, outcome.cell));
    if outcome.deviation == 0.0 {
        text.push_str(&labelled("", "It is the same in every run: no factor moves it."));
        return text;
    }
    if let Some(explained) = outcome.explained {
        let lost = explained.value.clamp(0.0, 1.0);
        text.push_str(&labelled(
            "adds up",
            &format!(
                "the factors alone explain {} of the variance; the rest comes from factors acting together",
                share(&explained, lost)
            ),
        ));
    }
    if let Some(noise) = outcome.noise {
        text.push_str(&labelled("noise", &format!("a distance below {noise:.2} may be chance")));
    }
    let heads: &[&str] = match found.method {
        Method::Morris => &["factor", "effect", "signed", "deviation", "range", "rests on"],
        Method::Sobol => &["factor", "alone", "with others", "range", "rests on"],
        Method::Pawn => &["factor", "middle", "largest", "range", "rests on"],
        Method::Shapley => &["factor", "part", "range", "rests on"],
    };
    let rows: Vec<Vec<String>> = outcome
        .rows
        .iter()
        .filter(|row| row.parameter.is_some())
        .take(show)
        .map(|row| cells(found, row))
        .collect();
    let mut rows = rows;
    rows.extend(
        outcome.rows.iter().filter(|row| row.parameter.is_none()).map(|row| cells(found, row)),
    );
    text.push_str(&table(heads, &rows));
    let more = outcome.rows.len().saturating_sub(rows.len());
    if more > 0 {
        text.push_str(&labelled(
            "",
            &format!(
                "{} with less; --show {} shows all",
                plural(more, "factor"),
                outcome.rows.len()
            ),
        ));
    }
    text
}

/// The command that makes the same page again.
fn command(args: &Args, found: &Sensitivity) -> String {
    let method = words(found.method).0;
    let mut text = format!(
        "linchpin sensitivity {} --scenario {} --method {method} --n {} --seed {}",
        args.study, found.scenario, found.n, found.seed
    );
    for outcome in &args.outcomes {
        text.push_str(" --outcome ");
        text.push_str(outcome);
    }
    if let Some(Part(share)) = args.above {
        text.push_str(&format!(" --above {share}"));
    }
    if args.factors != FACTORS {
        text.push_str(&format!(" --factors {}", args.factors));
    }
    text
}

/// The analysis for the page.
fn drawn(found: &Sensitivity, title: &str, command: &str) -> Hangs {
    let outcomes = found.outcomes.iter().map(|outcome| {
        let rows = outcome.rows.iter().filter(|row| row.parameter.is_some());
        let groups = outcome.rows.iter().filter(|row| row.parameter.is_none());
        HangsOutcome {
            cell: outcome.cell.clone(),
            name: outcome.name.clone(),
            of: HangsOf {
                mean: figures::percent_plain(outcome.mean),
                deviation: found.above.is_none().then(|| figures::percent_plain(outcome.deviation)),
                above: found.above.map(figures::percent_plain),
            },
            noise: outcome.noise.map(|noise| format!("{noise:.2}")),
            rows: rows.chain(groups).map(|row| drawn_row(found, row)).collect(),
        }
    });
    Hangs {
        schema: SCHEMA.to_owned(),
        study: found.study.clone(),
        title: title.to_owned(),
        scenario: found.scenario.clone(),
        method: words(found.method).0.to_owned(),
        runs: found.runs.to_string(),
        factors: u32::try_from(found.factors).unwrap_or(u32::MAX),
        command: command.to_owned(),
        outcomes: outcomes.collect(),
    }
}

fn drawn_row(found: &Sensitivity, row: &FactorRow) -> HangsRow {
    let texts = cells(found, row);
    let mark = |estimate: &Estimate, text: &String| HangsMark {
        low: estimate.low,
        value: estimate.value,
        high: estimate.high,
        text: text.clone(),
    };
    let columns = texts.len();
    HangsRow {
        name: row.name.clone(),
        group: row.parameter.is_none(),
        index: mark(&row.index, &texts[1]),
        total: row.total.as_ref().map(|total| mark(total, &texts[2])),
        range: texts[columns - 2].clone(),
        rests: texts[columns - 1].clone(),
    }
}

/// A share of the variance with its interval; estimates stray below 0 and above 1, what they estimate does not.
fn share(estimate: &Estimate, value: f64) -> String {
    let percent = |share: f64| format!("{:.0}", 100.0 * share.clamp(0.0, 1.0));
    format!("{} % [{}-{}]", percent(value), percent(estimate.low), percent(estimate.high))
}

fn cells(found: &Sensitivity, row: &FactorRow) -> Vec<String> {
    let percent = |value: f64| format!("{:.1} %", 100.0 * value);
    let range = row.range.map_or_else(String::new, |[low, _, high]| {
        let number = figures::number;
        let unit = if row.unit == "1" { "" } else { row.unit.as_str() };
        format!("{} to {} {unit}", number(low), number(high)).trim_end().to_owned()
    });
    let mut cells = vec![row.name.clone()];
    match found.method {
        Method::Morris => {
            let ends = |one: &Estimate| {
                format!("{} [{:.1}-{:.1}]", percent(one.value), 100.0 * one.low, 100.0 * one.high)
            };
            cells.push(ends(&row.index));
            let [mean, deviation] = row.signed.unwrap_or_default();
            cells.push(format!("{:+.1} %", 100.0 * mean));
            cells.push(percent(deviation));
        }
        Method::Sobol => {
            cells.push(share(&row.index, row.index.value));
            cells.push(row.total.map_or_else(String::new, |total| share(&total, total.value)));
        }
        Method::Pawn => {
            let ends =
                |one: &Estimate| format!("{:.2} [{:.2}-{:.2}]", one.value, one.low, one.high);
            cells.push(ends(&row.index));
            cells.push(row.total.as_ref().map_or_else(String::new, ends));
        }
        Method::Shapley => cells.push(share(&row.index, row.index.value)),
    }
    cells.push(range);
    cells.push(row.rests.clone());
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_baseline_is_a_percentage_or_a_share() {
        assert_eq!("10%".parse(), Ok(Part(0.1)));
        assert_eq!("10 %".parse(), Ok(Part(0.1)));
        assert_eq!("-0.05".parse(), Ok(Part(-0.05)));
        for wrong in ["10", "NaN", "inf%", "ten", "", "%"] {
            assert!(wrong.parse::<Part>().is_err(), "{wrong}");
        }
    }
}
