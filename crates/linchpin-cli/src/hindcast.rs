//! `hindcast`: what happened against what the model says would have happened.

use crate::bank;
use crate::facade::{self, Fit, HindcastReport, Role, Row};
use crate::outcome::{Exit, Fault, Said};
use crate::text::{labelled, table};
use linchpin_results::figures::{number, percent_plain};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// Folder of episodes; the bundled ones when not given.
    #[arg(value_name = "DIR")]
    episodes: Option<PathBuf>,
    /// Exit with 1 when a prediction or a null result fails.
    #[arg(long)]
    strict: bool,
    /// Score the episode bank beside naive rivals, training and held out apart.
    #[arg(long, conflicts_with = "strict")]
    score: bool,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Lists the episodes of the bank, with the half each belongs to.
    List {
        /// Folder of episodes; the bundled bank when not given.
        #[arg(value_name = "DIR")]
        episodes: Option<PathBuf>,
    },
    /// Refuses episodes of the bank that break a rule, all findings at once.
    Lint {
        /// Folder of episodes, or one episode; the bundled bank when not given.
        #[arg(value_name = "DIR")]
        episodes: Option<PathBuf>,
        /// Ask the git history too: inputs are committed before outcomes and never change after.
        #[arg(long, requires = "episodes")]
        history: bool,
    },
}

pub(crate) fn hindcast(args: &Args) -> Result<Said, Fault> {
    match &args.what {
        Some(What::List { episodes }) => return bank::list(episodes.as_deref()),
        Some(What::Lint { episodes, history }) => {
            return bank::lint(episodes.as_deref(), *history);
        }
        None if args.score => return bank::score(args.episodes.as_deref()),
        None => {}
    }
    let found = facade::score_episodes(args.episodes.as_deref())?;
    let failed = found.rows.iter().any(|row| !row.passed && row.role.is_proof());
    let exit = if args.strict && failed { Exit::Differs } else { Exit::Ok };
    let json = serde_json::to_value(&found).map_err(Fault::refused)?;
    Ok(Said::ok(told(&found), json).with_exit(exit))
}

fn told(found: &HindcastReport) -> String {
    let mut text = String::new();
    for (case, title, question) in &found.cases {
        text.push_str(&labelled(case, ""));
        text.push_str(&labelled("", &format!("{title}: {question}")));
        let own = found.rows.iter().filter(|row| row.case == *case);
        let rows: Vec<Vec<String>> = own.map(row).collect();
        let heads =
            ["observed", "expected", "predicted", "sign", "size", "time", "held", "verdict"];
        text.push_str(&table(&heads, &rows));
        let fits = found.fits.iter().filter(|fit| fit.case == *case);
        text.extend(fits.map(fit));
        text.push('\n');
    }
    let of = |(all, passed): (usize, usize)| match all {
        0 => "none in this form".to_owned(),
        _ => format!("{passed} of {all} pass"),
    };
    text.push_str(&labelled(
        "score",
        &format!(
            "predictions: {}; null results: {}; {} of the predicted ranges hold the accounts' value",
            of(found.predicted),
            of(found.null_results),
            percent_plain(found.coverage)
        ),
    ));
    text
}

fn row(row: &Row) -> Vec<String> {
    let said = |flag: Option<bool>| match flag {
        Some(true) => "yes",
        Some(false) => "no",
        None => "-",
    };
    let verdict = match (row.role, row.passed) {
        (Role::Calibrates, true) => "fitted",
        (Role::Calibrates, false) => "not fitted",
        (Role::Circular, _) => "circular",
        (_, true) => "pass",
        (_, false) => "FAIL",
    };
    let null = if row.role == Role::Null { " (null result)" } else { "" };
    let range = |[low, middle, high]: [f64; 3]| {
        format!("{} [{}, {}]", number(middle), number(low), number(high))
    };
    vec![
        format!("{}{null}", row.what),
        range(row.expected),
        range(row.predicted),
        said(row.sign).to_owned(),
        said(row.magnitude).to_owned(),
        said(row.timing).to_owned(),
        said(Some(row.covered)).to_owned(),
        verdict.to_owned(),
    ]
}

/// The fit over one parameter, a column a value.
fn fit(fit: &Fit) -> String {
    let mut heads = vec![fit.parameter.clone()];
    heads.extend(fit.values.iter().map(|value| number(*value)));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = fit
        .medians
        .iter()
        .map(|(what, medians)| {
            std::iter::once(what.clone()).chain(medians.iter().map(|m| number(*m))).collect()
        })
        .collect();
    table(&heads, &rows)
}
