//! `linchpin chokepoints`: who can stop a product, alone or together, before and after each act.

use crate::outcome::{Fault, Said};
use crate::text::{labelled, table};
use linchpin_policy::Rulebook;
use linchpin_structure::chokepoints::{
    Chokepoints, Government, INPUT_SHARE, Turn, chokepoints, turns,
};
use linchpin_units::{Day, Days};
use linchpin_world::World;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Product: dram, hbm or nand.
    #[arg(value_name = "PRODUCT")]
    product: String,
    /// Day of the law and of the lines; the last day that the acts know by default.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// Show what each government can stop, and the act or power it would use.
    #[arg(long)]
    by_government: bool,
    /// What to break the answer down by; `government` is the same as --by-government.
    #[arg(long, value_name = "WHAT", value_parser = ["government"])]
    by: Option<String>,
    /// Show the single points before and after each change of the law since this day.
    #[arg(long, value_name = "DAY")]
    since: Option<Day>,
    /// Part of an input's open supply whose stop counts as its loss: 0.65 is the industry's convention; 0.5
    /// means that those who are left would have to double; 1 that every known supplier must stop.
    #[arg(long, value_name = "SHARE", default_value_t = INPUT_SHARE)]
    input_share: f64,
    /// Rows to show of each table.
    #[arg(long, value_name = "N", default_value_t = 12)]
    show: usize,
    /// World of this folder instead of the built-in one.
    #[arg(long, value_name = "DIR")]
    world: Option<PathBuf>,
    /// Acts and facts of this folder instead of the bundled ones.
    #[arg(long, value_name = "DIR")]
    policy: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<Said, Fault> {
    let world = match &args.world {
        Some(dir) => World::load(dir)?.0,
        None => World::embedded()?,
    };
    let rulebook = match &args.policy {
        Some(dir) => Rulebook::load(dir)?,
        None => Rulebook::embedded()?,
    };
    let product = product(&world, &args.product)?;
    let on = args.on.unwrap_or_else(|| rulebook.knowledge_day());
    if !(args.input_share > 0.0 && args.input_share <= 1.0) {
        let message = format!("--input-share {} is not above 0 and at most 1", args.input_share);
        return Err(Fault::Usage(message));
    }
    let refused = |error| Fault::Model(format!("the production graph: {error}"));
    let found = chokepoints(&world, &rulebook, &product, on, args.input_share).map_err(refused)?;
    if found.supply.lines.is_empty() {
        let name = world.name_of(&product);
        return Err(Fault::refused(format!("no line makes {name} on {on}")));
    }
    let turned = match args.since {
        Some(since) => {
            let span = Days::new(since, Some(on.plus(1))).map_err(Fault::refused)?;
            turns(&world, &rulebook, &product, span, args.input_share).map_err(refused)?
        }
        None => Vec::new(),
    };
    let by_government = args.by_government || args.by.is_some();
    let mut text = head(&world, &found);
    text.push_str(&points(&found, args.show));
    text.push_str(&governments(&found, by_government, args.show));
    text.push_str(&history(args, &turned));
    let value = json!({
        "product": product,
        "on": on,
        "world": world.digest(),
        "law": rulebook.digest(),
        "chokepoints": found,
        "turns": turned,
    });
    Ok(Said::ok(text, value))
}

/// The product's id from its name with or without its kind.
fn product(world: &World, word: &str) -> Result<String, Fault> {
    let id = format!("product:{}", word.trim_start_matches("product:").to_lowercase());
    let made = |id: &str| world.lines.iter().any(|line| line.product.as_str() == id);
    if made(&id) {
        return Ok(id);
    }
    let known: Vec<&str> =
        world.products.iter().map(|p| p.id.as_str()).filter(|id| made(id)).collect();
    let bare: Vec<&str> = known.iter().map(|id| id.trim_start_matches("product:")).collect();
    let near = linchpin_units::finding::nearest(word, bare.iter().copied());
    let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    Err(Fault::refused(format!(
        "no line of the world makes `{word}`; it makes {}{near}",
        bare.join(", ")
    )))
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn weeks(range: Option<[f64; 3]>) -> String {
    range.map_or_else(
        || "not known".to_owned(),
        |[low, middle, high]| format!("{middle:.0} [{low:.0}-{high:.0}]"),
    )
}

fn head(world: &World, found: &Chokepoints) -> String {
    let supply = &found.supply;
    let name = world.name_of(&supply.product);
    let mut text = labelled("product", &format!("{name}, on {}", supply.on));
    let input = if found.input_share < 1.0 {
        format!(
            "An input is lost to a line when suppliers with {} of what the law lets through to it stop: the others would have to make {:.1} times as much",
            percent(found.input_share),
            1.0 / (1.0 - found.input_share)
        )
    } else {
        "An input is lost to a line only when every supplier with a sure share stops".to_owned()
    };
    let said = format!(
        "{} lines; the product counts as stopped when lines with at least {} of the wafer capacity that facts state stop. {input}; --input-share changes that.",
        supply.lines.len(),
        percent(found.threshold)
    );
    text.push_str(&labelled("counts", &said));
    let answer = if found.single.is_empty() {
        "No single site or supplier can stop it.".to_owned()
    } else {
        format!("{} can stop it alone: {}.", found.single.len(), found.single.join("; "))
    };
    text.push_str(&labelled("single", &answer));
    let alone: Vec<&str> =
        found.governments.iter().filter(|g| g.alone).map(|g| g.name.as_str()).collect();
    let answer = if alone.is_empty() {
        "No government can stop it alone.".to_owned()
    } else {
        format!("Governments that can stop it alone: {}.", alone.join(", "))
    };
    text.push_str(&labelled("alone", &answer));
    let orders: Vec<String> = found
        .by_order
        .iter()
        .enumerate()
        .map(|(at, count)| format!("{count} of {} points", at + 1))
        .collect();
    let orders =
        if orders.is_empty() { "none up to 4 points".to_owned() } else { orders.join(", ") };
    text.push_str(&labelled("sets", &format!("Minimal cut sets: {orders}.")));
    for note in &supply.notes {
        text.push_str(&labelled("note", note));
    }
    text
}

fn points(found: &Chokepoints, show: usize) -> String {
    let row = |point: &linchpin_structure::chokepoints::Point| {
        vec![point.name.clone(), percent(point.stops), weeks(point.weeks)]
    };
    let rows: Vec<Vec<String>> =
        found.points.iter().filter(|point| point.stops > 0.0).take(show).map(row).collect();
    let mut text = String::from("\n");
    text.push_str(&table(&["point", "capacity it stops alone", "weeks of stock"], &rows));
    text
}

fn governments(found: &Chokepoints, in_full: bool, show: usize) -> String {
    let mut text = String::from("\n");
    let row = |one: &Government| {
        let way = if one.alone { one.smallest.join(" + ") } else { "not alone".to_owned() };
        let weeks = if one.alone { weeks(one.weeks) } else { "-".to_owned() };
        vec![one.name.clone(), percent(one.stops), way, weeks]
    };
    let rows: Vec<Vec<String>> = found
        .governments
        .iter()
        .filter(|one| one.stops > 0.0 || one.alone)
        .take(show)
        .map(row)
        .collect();
    let heads = ["government", "capacity it can stop", "smallest way", "weeks of stock"];
    text.push_str(&table(&heads, &rows));
    if !in_full {
        return text;
    }
    for one in found.governments.iter().filter(|one| one.alone).take(show) {
        text.push('\n');
        text.push_str(&labelled(&one.name, ""));
        for power in one.powers.iter().take(6) {
            text.push_str(&labelled("by", power));
        }
    }
    if !found.coalitions.is_empty() {
        text.push('\n');
        for coalition in found.coalitions.iter().take(show) {
            text.push_str(&labelled("together", &coalition.join(" and ")));
        }
    }
    if !found.barred.is_empty() {
        text.push('\n');
        for route in found.barred.iter().take(show) {
            text.push_str(&labelled("barred", route));
        }
        if found.barred.len() > show {
            let more = format!("{} more routes; --json lists them all", found.barred.len() - show);
            text.push_str(&labelled("", &more));
        }
    }
    text
}

fn history(args: &Args, turned: &[Turn]) -> String {
    let Some(since) = args.since else { return String::new() };
    if turned.is_empty() {
        return format!(
            "\n{}",
            labelled("since", &format!("No law of a route changes after {since}."))
        );
    }
    let names =
        |names: &[String]| if names.is_empty() { "none".to_owned() } else { names.join("; ") };
    let row = |turn: &Turn| {
        vec![
            turn.on.to_string(),
            format!("{} to {}", turn.barred[0], turn.barred[1]),
            format!("{} to {}", turn.licensed[0], turn.licensed[1]),
            if turn.single[0] == turn.single[1] {
                format!("{} as before", turn.single[1].len())
            } else {
                format!("{} to {}", names(&turn.single[0]), names(&turn.single[1]))
            },
            if turn.alone[0] == turn.alone[1] {
                "as before".to_owned()
            } else {
                format!("{} to {}", names(&turn.alone[0]), names(&turn.alone[1]))
            },
            names(&turn.acts),
        ]
    };
    let rows: Vec<Vec<String>> = turned.iter().map(row).collect();
    let heads = ["from", "barred", "on licence", "single points", "alone", "acts new on a route"];
    format!("\n{}", table(&heads, &rows))
}
