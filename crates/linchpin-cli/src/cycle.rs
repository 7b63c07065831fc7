//! `cycle`: the price cycle of memory, tested out of sample, or where it stands on a day and what follows.

use crate::facade;
use crate::outcome::{Fault, Said};
use crate::text::{labelled, table};
use linchpin_cycle::Market;
use linchpin_cycle::backtest::{CycleReport, Row, Seed, Split, Stretch, cycle_test};
use linchpin_cycle::band::{Band, Score};
use linchpin_cycle::fit::Effort;
use linchpin_cycle::project::{self, Projection};
use linchpin_cycle::state::{self, Standing};
use linchpin_units::Day;
use linchpin_world::World;
use serde_json::{Value, json};
use std::io::IsTerminal as _;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The state on this day and the quarters after it, instead of the test.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// The day whose knowledge counts with --on; by default the middle of the month after it, and never later than
    /// today.
    #[arg(long, value_name = "DAY", requires = "on")]
    known: Option<Day>,
    /// Quarters to project with --on; beyond two it is a scenario.
    #[arg(long, value_name = "N", default_value_t = 4, requires = "on", value_parser = clap::value_parser!(u8).range(1..=20))]
    quarters: u8,
    /// One market only.
    #[arg(long, value_enum)]
    market: Option<Which>,
    /// Draws of the prior; the best 200, or a twentieth if that is less, are kept.
    #[arg(long, value_name = "N", default_value_t = 160_000, value_parser = clap::value_parser!(u32).range(200..=1_000_000))]
    draws: u32,
    /// Seed of the draws.
    #[arg(long, value_name = "N", default_value_t = 2026)]
    seed: u64,
    /// Folder with another world than the bundled one.
    #[arg(long, value_name = "DIR")]
    world: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Which {
    Dram,
    Nand,
}

pub(crate) fn cycle(args: &Args) -> Result<Said, Fault> {
    let world = facade::world(args.world.as_deref())?;
    let kept = (args.draws / 20).min(200) as usize;
    let effort = Effort { draws: args.draws, kept, seed: args.seed };
    let markets: Vec<Market> = match args.market {
        None => Market::ALL.to_vec(),
        Some(Which::Dram) => vec![Market::Dram],
        Some(Which::Nand) => vec![Market::Nand],
    };
    let (mut text, mut values) = (String::new(), Vec::new());
    if args.on.is_none() && std::io::stderr().is_terminal() {
        // Minutes of work: said before it begins, where somebody looks.
        crate::outcome::err(&format!(
            "fitting {} draws to the prices of each market; some minutes, fewer with --draws N or --market NAME",
            args.draws
        ));
    }
    for market in markets {
        let (said, value) = match args.on {
            None => tested(&world, market, effort)?,
            Some(on) => standing(&world, market, on, args, effort)?,
        };
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&said);
        values.push(value);
    }
    Ok(Said::ok(text, json!({ "markets": values })))
}

fn tested(world: &World, market: Market, effort: Effort) -> Result<(String, Value), Fault> {
    let report = cycle_test(world, market, effort)?;
    let value = serde_json::to_value(&report).map_err(Fault::refused)?;
    Ok((told(&report), value))
}

fn standing(
    world: &World,
    market: Market,
    on: Day,
    args: &Args,
    effort: Effort,
) -> Result<(String, Value), Fault> {
    let known = args.known.unwrap_or_else(|| state::knowledge(on, crate::ask::today()));
    let through = world.market_known_through(Some(known)).unwrap_or(on);
    let stand = state::on(world, market, on, known, effort)?;
    // The projection starts where the date stands, also where more is known by now.
    let from = state::knowledge(on, known);
    let ahead = project::from(world, market, from, usize::from(args.quarters), effort)?;
    let value = json!({
        "market_known_through": through,
        "state": stand,
        "projection": ahead,
    });
    Ok((stands(&stand, through) + &projected(&ahead), value))
}

fn told(report: &CycleReport) -> String {
    let mut text = labelled(report.market.name(), &report.verdict);
    let known = report.market_known.map_or_else(|| "can't say".to_owned(), |day| day.to_string());
    let (draws, kept) = report.draws;
    text.push_str(&labelled(
        "",
        &format!(
            "Market known through {known}. {draws} draws of the prior, the best {kept} kept. Log changes of the Bank of Korea index on the quarter, in points; bands are 80 %."
        ),
    ));
    for split in &report.splits {
        text.push('\n');
        text.push_str(&split_text(split));
    }
    text.push('\n');
    if !report.stretches.is_empty() {
        let mut rows: Vec<Vec<String>> = report.stretches.iter().map(stretch).collect();
        let mut heads = vec!["price at the end over the start", "seen", "model"];
        if report.stretches.iter().all(|stretch| stretch.weeks.is_empty()) {
            rows.iter_mut().for_each(|row| row.truncate(heads.len()));
        } else {
            heads.push("weeks (seen)");
        }
        text.push_str(&table(&heads, &rows));
        text.push('\n');
    }
    if !report.goals.is_empty() {
        let rows: Vec<Vec<String>> = report
            .goals
            .iter()
            .map(|goal| {
                let met = if goal.met { "yes" } else { "NO" };
                vec![met.to_owned(), goal.measure.clone(), goal.goal.clone(), goal.reached.clone()]
            })
            .collect();
        text.push_str("goals\n");
        for row in rows {
            text.push_str(&labelled(&row[0], &format!("{}: {}; goal {}", row[1], row[3], row[2])));
        }
        text.push('\n');
    }
    text.push_str(&seeds(&report.seeds));
    text
}

fn split_text(split: &Split) -> String {
    let title = format!(
        "Fitted to {}, tested on {} to {}. Training error one quarter ahead {:.1} points.",
        split.trained, split.tested.0, split.tested.1, split.training_error
    );
    let mut text = labelled(&split.name, &title);
    let heads = ["who projects", "sign", "median", "mean", "last 3", "inside", "half", "score"];
    let rows: Vec<Vec<String>> = split.model.iter().chain(&split.rivals).map(row).collect();
    text.push_str(&table(&heads, &rows));
    text.push('\n');
    let band = |band: &Band| {
        format!("{:.1} [{:.1}, {:.1}]", 100.0 * band.median, 100.0 * band.low, 100.0 * band.high)
    };
    let rows: Vec<Vec<String>> = split
        .lines
        .iter()
        .map(|line| {
            let seen = format!("{:.1}", 100.0 * line.seen);
            vec![line.quarter.clone(), seen, band(&line.own), band(&line.published)]
        })
        .collect();
    let heads = ["quarter", "seen", "inputs of the quarter", "inputs as published"];
    text.push_str(&table(&heads, &rows));
    text
}

fn row(row: &Row) -> Vec<String> {
    let mut cells = vec![row.name.clone()];
    match &row.score {
        None => cells.extend(["can't say"].map(str::to_owned)),
        Some(score) => cells.extend(scores(score)),
    }
    cells.resize(8, String::new());
    cells
}

fn scores(score: &Score) -> Vec<String> {
    let one = |number: f64| format!("{number:.1}");
    vec![
        format!("{}/{}", score.signs, score.quarters),
        one(score.median),
        one(score.mean),
        one(score.last_three),
        format!("{}/{}", score.inside, score.quarters),
        one(score.half),
        one(score.interval_score),
    ]
}

fn stretch(stretch: &Stretch) -> Vec<String> {
    let band = &stretch.band;
    vec![
        stretch.name.clone(),
        format!("x{:.2}", stretch.seen),
        format!("x{:.2} [{:.2}, {:.2}]", band.median, band.low, band.high),
        match stretch.weeks.as_slice() {
            [] => String::new(),
            weeks => {
                let say = |of: &dyn Fn(&(String, f64, Band)) -> String| {
                    weeks.iter().map(of).collect::<Vec<_>>().join(", ")
                };
                let seen = say(&|(_, seen, _)| seen.to_string());
                format!("{} ({seen})", say(&|(_, _, model)| format!("{:.1}", model.median)))
            }
        },
    ]
}

fn seeds(seeds: &[Seed]) -> String {
    let say = |score: &Option<Score>| {
        score.as_ref().map_or_else(
            || "can't say".to_owned(),
            |s| {
                format!("{:.1} / {:.1} / {:.1} / {:.1}", s.median, s.mean, s.half, s.interval_score)
            },
        )
    };
    let rows: Vec<Vec<String>> = seeds
        .iter()
        .map(|seed| vec![seed.seed.to_string(), say(&seed.own), say(&seed.published)])
        .collect();
    let heads = ["main split, seed", "own inputs: median / mean / half / score", "as published"];
    table(&heads, &rows)
}

fn stands(stand: &Standing, through: Day) -> String {
    let mut text = labelled(
        stand.market.name(),
        &format!(
            "Market known through {through}. State at the end of {}, price known to {}, with what was public on {}.",
            stand.month, stand.priced, stand.known
        ),
    );
    let band = |band: &Band, digits: usize| {
        format!("{:.digits$} [{:.digits$}, {:.digits$}]", band.median, band.low, band.high)
    };
    let percent = |b: &Band| band(&b.map(|share| 100.0 * share), 0);
    let rows = [
        ("makers' stock, weeks of reference use", band(&stand.maker_weeks, 1)),
        ("makers' normal stock, weeks", band(&stand.normal_weeks, 1)),
        ("buyers' stock, weeks of use", band(&stand.buyer_weeks, 1)),
        ("contract price over normal", band(&stand.price_over_normal, 2)),
        ("utilisation of makers, %", percent(&stand.utilisation)),
        ("log change of the price in three months, points", percent(&stand.momentum)),
        ("orders over supply, steepened, log points", percent(&stand.flow)),
        ("spot over contract (from one event, untested)", band(&stand.spot_over_contract, 2)),
    ];
    let mut rows: Vec<Vec<String>> =
        rows.into_iter().map(|(what, value)| vec![what.to_owned(), value]).collect();
    if stand.market == Market::Dram {
        rows.push(vec![
            "HBM's share of wafers, %".to_owned(),
            format!("{:.0}", 100.0 * stand.hbm_share),
        ]);
    }
    text.push_str(&table(&["state", "median [80 %]"], &rows));
    text
}

fn projected(ahead: &Projection) -> String {
    let mut text = format!(
        "\nconditional projection from {}: drivers held at what was public on {}\n",
        ahead.priced, ahead.known
    );
    let rows: Vec<Vec<String>> = ahead
        .steps
        .iter()
        .map(|step| {
            let (price, weeks) = (&step.price, &step.maker_weeks);
            vec![
                step.quarter.clone(),
                format!("{:.0} [{:.0}, {:.0}]", price.median, price.low, price.high),
                format!("{:.1} [{:.1}, {:.1}]", weeks.median, weeks.low, weeks.high),
                if step.scenario { "scenario" } else { "projection" }.to_owned(),
            ]
        })
        .collect();
    text.push_str(&table(&["quarter", "index, 2020 = 100", "makers' weeks", "what it is"], &rows));
    text
}
