//! `discover`: in which box of factors a stored run loses much; its scenarios side by side as policies.

use crate::Shared;
use crate::facade::{Discovered, Policies, Side, discover as box_of, policies};
use crate::outcome::{Fault, Said};
use crate::sensitivity::Part;
use crate::text::{labelled, table};
use linchpin_results::figures::{self, plural};
use linchpin_results::{StoredRun, resolve};
use serde_json::json;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Run: a folder, a name, the start of a digest, or `last`.
    #[arg(value_name = "RUN", default_value = "last")]
    run: String,
    /// Cell, such as no-licence/skhynix-wuxi.dram.output.
    #[arg(long, value_name = "CELL")]
    outcome: String,
    /// Losses of more than this part of the baseline are of interest, such as 10%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    above: Part,
    /// Put the run's scenarios side by side as policies: the regret of each against the best of the same draw.
    #[arg(long)]
    policies: bool,
}

pub(crate) fn discover(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let run = StoredRun::open(&resolve(&shared.runs, &args.run)?)?;
    if args.policies {
        let found = policies(&run, &args.outcome, Some(args.above.0)).map_err(Fault::refused)?;
        let value = serde_json::to_value(&found).map_err(Fault::refused)?;
        return Ok(Said::ok(regrets(&found), json!({ "policies": value })));
    }
    let found = box_of(&run, &args.outcome, args.above.0).map_err(Fault::refused)?;
    let value = serde_json::to_value(&found).map_err(Fault::refused)?;
    Ok(Said::ok(text(&found), json!({ "discovered": value })))
}

fn text(found: &Discovered) -> String {
    let percent = figures::percent_plain;
    let mut text = labelled("cell", &found.cell);
    text.push_str(&labelled(
        "asked",
        &format!(
            "a loss of more than {} of the baseline: {} of {} ({})",
            percent(found.above),
            found.hits,
            plural(found.draws, "draw"),
            percent(found.hits as f64 / found.draws as f64)
        ),
    ));
    let sides: Vec<String> = found.sides.iter().map(side).collect();
    let moves: Vec<String> = found
        .movers
        .iter()
        .map(|one| format!("{} ({})", one.name, figures::signed_number(two(one.correlation))))
        .collect();
    let sides = match (sides.is_empty(), moves.is_empty()) {
        (false, _) => format!("Mostly when {}.", sides.join(" and ")),
        (true, true) => {
            "No limit on a factor is surer than chance: run more draws, or ask for a smaller loss."
                .to_owned()
        }
        (true, false) => {
            "Some factors move the loss, but no limit on one of them is surer than chance: run more draws, or ask for another loss."
                .to_owned()
        }
    };
    text.push_str(&labelled("ANSWER", &sides));
    if !moves.is_empty() {
        let line = format!(
            "the loss moves with {}: rank correlations, surer than chance over all factors together",
            moves.join(", ")
        );
        text.push_str(&labelled("factors", &line));
    }
    text.push_str(&labelled(
        "box",
        &format!(
            "{} inside; {} of them lose that much (density), and they are {} of all that do (coverage)",
            plural(found.inside, "draw"),
            percent(found.density),
            percent(found.coverage)
        ),
    ));
    if found.sides.is_empty() {
        return text;
    }
    text.push('\n');
    let number = figures::number;
    let chance = |p: f64| if p < 0.001 { "under 0.1 %".to_owned() } else { figures::chance(p) };
    let row = |side: &Side| {
        let drawn = format!("{} to {} {}", number(side.drawn[0]), number(side.drawn[1]), side.unit);
        let inside = format!(
            "{} to {}",
            number(side.low.unwrap_or(side.drawn[0])),
            number(side.high.unwrap_or(side.drawn[1]))
        );
        let chances: Vec<String> = side.chance.iter().flatten().copied().map(chance).collect();
        vec![side.name.clone(), inside, drawn.trim_end().to_owned(), chances.join("; ")]
    };
    let rows: Vec<Vec<String>> = found.sides.iter().map(row).collect();
    text.push_str(&table(&["factor", "in the box", "drawn", "by chance"], &rows));
    text
}

/// A correlation as finely as a hundred draws know it.
fn two(correlation: f64) -> f64 {
    (correlation * 100.0).round() / 100.0
}

fn side(side: &Side) -> String {
    let number = figures::number;
    let unit = if side.unit.is_empty() { String::new() } else { format!(" {}", side.unit) };
    let what = match (side.low, side.high) {
        (Some(low), Some(high)) => format!("between {} and {}{unit}", number(low), number(high)),
        (Some(low), None) => format!("at least {}{unit}", number(low)),
        (None, Some(high)) => format!("at most {}{unit}", number(high)),
        (None, None) => "anything".to_owned(),
    };
    format!("{} is {what}", side.name)
}

fn regrets(found: &Policies) -> String {
    let percent = figures::percent_plain;
    let mut text = labelled("cell", &found.cell);
    text.push_str(&labelled(
        "regret",
        "What a scenario loses against the best scenario of the same draw, in points of the baseline; the least largest regret stands first.",
    ));
    text.push('\n');
    let points = |value: f64| format!("{:.1}", 100.0 * value);
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .map(|(name, regret)| {
            vec![
                name.clone(),
                points(regret.mean),
                points(regret.p95),
                points(regret.largest),
                percent(regret.best),
                regret.satisfied.map_or_else(String::new, percent),
            ]
        })
        .collect();
    let goal = format!("loss up to {}", percent(found.goal.unwrap_or_default()));
    let heads = ["scenario", "mean", "95 %", "largest", "best in", &goal];
    text.push_str(&table(&heads, &rows));
    text
}
