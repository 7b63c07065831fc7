//! `decide`: which level of a stock, and which day of an act, keep a loss within a limit.

use crate::facade::{DecideAsked, Decided, Kept, Watch, decide as decided};
use crate::outcome::{Fault, Format, Rows, Said};
use crate::progress::Progress;
use crate::text::{labelled, table};
use linchpin_results::figures::{self, plural};
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Decision: a bundled name such as wuxi-spares, or a folder with decision.toml.
    #[arg(value_name = "DECISION")]
    decision: String,
    /// Draws of every option; those of the study by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    members: Option<u32>,
    /// Seed of the design.
    #[arg(long)]
    seed: Option<u64>,
    /// Folder with another world.
    #[arg(long, value_name = "DIR")]
    world: Option<PathBuf>,
    /// Form of the answer; csv and md give every option.
    #[arg(long, value_name = "FORM")]
    format: Option<Format>,
}

pub(crate) fn decide(args: &Args, watch: &Watch<'_>) -> Result<Said, Fault> {
    let asked = DecideAsked { members: args.members, seed: args.seed, world: args.world.clone() };
    let progress = Progress::new("decide");
    let found = decided(&args.decision, &asked, &|done, all| {
        progress.tell(done, all);
        watch(done, all)
    })?;
    progress.end();
    let value = serde_json::to_value(&found).map_err(Fault::refused)?;
    Ok(Said::ok(text(&found), json!({ "decided": value })).with_table(rows(&found), args.format))
}

fn text(found: &Decided) -> String {
    let percent = figures::percent_plain;
    let mut text = labelled("asked", &found.question);
    text.push_str(&labelled("ANSWER", &answer(found)));
    let [from, until] = &found.period;
    text.push_str(&labelled(
        "loss of",
        &format!(
            "{} ({}) over {} weeks, {from} to {until}: what is made in the gap's scenario, less than with \u{201c}{}\u{201d} ({}) in the same draw, as a share of the latter",
            found.name, found.cell, found.weeks, found.against[1], found.against[0]
        ),
    ));
    text.push_str(&labelled(
        "within",
        &format!(
            "a loss under {} in {} of {}, the same draws for every option, seed {}; a star marks a share that a sample of this size cannot tell from less",
            percent(found.loss),
            percent(found.share),
            plural(found.draws, "draw"),
            found.seed
        ),
    ));
    if found.against[0] != linchpin_results::BASELINE {
        text.push_str(&labelled("beside", &floor(found)));
    }
    text.push('\n');
    text.push_str(&grid(found));
    text.push('\n');
    for note in &found.not_modelled {
        text.push_str(&labelled("left out", note));
    }
    text
}

/// The answer in a sentence for each turn of the edge, least level first.
fn answer(found: &Decided) -> String {
    let [name, _, unit] = &found.level;
    let level = |value: f64| {
        let units = if value == 1.0 { unit.clone() } else { format!("{unit}s") };
        format!("{} {units}", figures::number(value))
    };
    let last = found.days.last();
    let mut parts: Vec<String> = Vec::new();
    let mut before: Option<&String> = None;
    for (value, latest) in found.levels.iter().zip(&found.latest) {
        let Some(day) = latest else { continue };
        if before == Some(day) {
            continue;
        }
        let beyond = if Some(day) == last { ", the last day tried" } else { "" };
        parts.push(format!("with {} of {name}, by {day}{beyond}", level(*value)));
        before = Some(day);
    }
    let goal = format!(
        "under {} in {} of the draws",
        figures::percent_plain(found.loss),
        figures::percent_plain(found.share)
    );
    if parts.is_empty() {
        return format!(
            "Nothing that was tried keeps the loss {goal}: not even {} with the {} on {}.",
            found.levels.last().map_or_else(String::new, |value| level(*value)),
            found.day,
            found.days.first().cloned().unwrap_or_default()
        );
    }
    let more = found.levels.last().zip(found.latest.last());
    let stops = more.is_some_and(|(_, latest)| latest.is_some() && latest.as_ref() != last);
    let limit = match stops {
        true => format!(
            " No stock that was tried, up to {}, allows a later day.",
            level(found.levels[found.levels.len() - 1])
        ),
        false => String::new(),
    };
    format!("The {} keeps the loss {goal} {}.{limit}", found.day, parts.join("; "))
}

/// The loss that no option can mend.
fn floor(found: &Decided) -> String {
    let Kept { share, median, .. } = found.floor;
    format!(
        "against \u{201c}{}\u{201d} (baseline) even \u{201c}{}\u{201d} loses {} in the middle of the draws, and under {} in {} of them: that loss no stock and no day can mend",
        found.baseline,
        found.against[1],
        figures::percent_plain(median),
        figures::percent_plain(found.loss),
        figures::percent_plain(share)
    )
}

/// Share of the draws within the limit, day by level: days stand below each other, where they stay whole.
fn grid(found: &Decided) -> String {
    let [name, _, unit] = &found.level;
    let levels = found.levels.iter().map(|level| figures::number(*level));
    let heads: Vec<String> = std::iter::once(found.day.clone()).chain(levels).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let row = |day: &String| {
        let of_day = found.levels.iter().filter_map(|level| {
            found.choices.iter().find(|one| one.level == *level && one.day == *day)
        });
        let cells = of_day.map(|one| {
            let kept = one.against;
            let close = kept.share >= found.share && kept.at_least < found.share;
            format!("{}{}", figures::percent_plain(kept.share), if close { "*" } else { "" })
        });
        std::iter::once(day.clone()).chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = found.days.iter().map(row).collect();
    let mut text = labelled(
        "table",
        &format!(
            "share of the draws with a loss under {}, by day of {} and {unit}s of {name}",
            figures::percent_plain(found.loss),
            found.day,
        ),
    );
    text.push_str(&table(&heads, &rows));
    text
}

/// Every option with numbers as numbers.
fn rows(found: &Decided) -> Rows {
    let heads = vec![
        "level",
        "unit",
        "day",
        "share_kept",
        "share_at_least",
        "loss_median",
        "loss_edge",
        "baseline_share_kept",
        "baseline_loss_median",
        "baseline_loss_edge",
    ];
    let row = |one: &crate::facade::Choice| {
        vec![
            one.level.to_string(),
            found.level[2].clone(),
            one.day.clone(),
            one.against.share.to_string(),
            one.against.at_least.to_string(),
            one.against.median.to_string(),
            one.against.edge.to_string(),
            one.baseline.share.to_string(),
            one.baseline.median.to_string(),
            one.baseline.edge.to_string(),
        ]
    };
    Rows { heads, rows: found.choices.iter().map(row).collect() }
}
