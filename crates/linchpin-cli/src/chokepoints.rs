//! `linchpin chokepoints`: who can stop a product, alone or together, before and after each act.

use crate::outcome::{Fault, Said};
use crate::text::{labelled, table};
use linchpin_policy::Rulebook;
use linchpin_structure::chokepoints::{
    Against, Chokepoints, Government, INPUT_SHARE, Reach, Rerouted, Status, Turn, Why, against,
    chokepoints, turns, why,
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
    /// What changed since another day, or against an answer that --save wrote.
    #[arg(long, value_name = "DAY|FILE")]
    against: Option<String>,
    /// Why a government, a supplier or a site can stop what it can: lines, shares, sources and acts.
    #[arg(long, value_name = "NAME", conflicts_with = "against")]
    why: Option<String>,
    /// Keep the answer in this file, for --against.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
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
    let changed = match &args.against {
        Some(other) => {
            let of = |day| chokepoints(&world, &rulebook, &product, day, args.input_share);
            let before = match other.parse::<Day>() {
                Ok(day) => of(day).map_err(refused)?,
                Err(_) => saved(other)?,
            };
            Some(against(&before, &found))
        }
        None => None,
    };
    let reasons = match &args.why {
        Some(name) => {
            let asked = (product.as_str(), on, args.input_share);
            Some(why(&world, &rulebook, asked, name).map_err(|known| no_such(name, &known))?)
        }
        None => None,
    };
    let text = if let Some(changed) = &changed {
        compared(&world, changed, args.show)
    } else if let Some(reasons) = &reasons {
        tree(reasons, 0)
    } else {
        let by_government = args.by_government || args.by.is_some();
        let mut text = head(&world, &found);
        text.push_str(&points(&found, args.show));
        text.push_str(&governments(&found, by_government, args.show));
        text.push_str(&history(args, &turned));
        text
    };
    let mut value = json!({
        "product": product,
        "on": on,
        "world": world.digest(),
        "law": rulebook.digest(),
        "chokepoints": found,
        "turns": turned,
    });
    if let Some(changed) = changed {
        value["against"] = json!(changed);
    }
    if let Some(reasons) = reasons {
        value["why"] = json!(reasons);
    }
    if let Some(path) = &args.save {
        let written = linchpin_results::store::put(path, value.to_string().as_bytes());
        written.map_err(|error| Fault::NotWritten(error.to_string()))?;
    }
    Ok(Said::ok(text, value))
}

/// The answer that a file holds.
fn saved(path: &str) -> Result<Chokepoints, Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Fault::refused(format!(
            "--against `{path}` is no day, and no file that can be read: {error}"
        ))
    })?;
    let wrong = |error: serde_json::Error| {
        Fault::refused(format!("{path} holds no answer of `linchpin chokepoints --save`: {error}"))
    };
    let value: serde_json::Value = serde_json::from_str(&text).map_err(wrong)?;
    serde_json::from_value(value["chokepoints"].clone()).map_err(wrong)
}

fn no_such(name: &str, known: &[String]) -> Fault {
    let near = linchpin_units::finding::nearest_or_kin(name, known.iter().map(String::as_str));
    let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    Fault::refused(format!(
        "no government, supplier or site of this answer is called `{name}`{near}"
    ))
}

/// A statement with what it rests on, one step in for each.
fn tree(why: &Why, deep: usize) -> String {
    let below = why.because.iter().map(|one| tree(one, deep + 1)).collect::<String>();
    format!("{}{}\n{below}", "  ".repeat(deep), why.text)
}

/// What changed between two answers.
fn compared(world: &World, changed: &Against, show: usize) -> String {
    let [then, now] = changed.on;
    let mut text = labelled("against", &format!("{then}, seen from {now}"));
    for caveat in &changed.caveats {
        text.push_str(&labelled("not alike", caveat));
    }
    let [before, after] = &changed.single;
    let less = |all: &[String], those: &[String]| -> String {
        let left = all.iter().filter(|name| !those.contains(name));
        left.map(String::as_str).collect::<Vec<_>>().join("; ")
    };
    let (new, gone) = (less(after, before), less(before, after));
    let as_before = after.iter().filter(|name| before.contains(name)).count();
    text.push_str(&labelled("single", &format!("{as_before} can stop it alone as before")));
    for (label, names) in [("now too", new), ("no longer", gone)] {
        if !names.is_empty() {
            text.push_str(&labelled(label, &names));
        }
    }
    let sites =
        |sites: &[String]| sites.iter().map(|id| world.name_of(id).to_owned()).collect::<Vec<_>>();
    for (label, list) in [("new lines", &changed.sites[0]), ("lines gone", &changed.sites[1])] {
        if !list.is_empty() {
            text.push_str(&labelled(label, &sites(list).join("; ")));
        }
    }
    let part = |stops: Option<f64>| stops.map_or_else(|| "not there".to_owned(), percent);
    for (head, rows) in [("government", &changed.governments), ("point", &changed.points)] {
        let row = |one: &Reach| {
            let alone = one.alone.map(|alone| if alone { "yes" } else { "no" });
            vec![
                one.name.clone(),
                part(one.stops[0]),
                part(one.stops[1]),
                if alone[0] == alone[1] {
                    alone[1].to_owned()
                } else {
                    format!("{} to {}", alone[0], alone[1])
                },
            ]
        };
        text.push('\n');
        if rows.is_empty() {
            text.push_str(&labelled("", &format!("No {head} can stop more or less than before.")));
            continue;
        }
        let heads = [head, "could stop", "can stop", "the product alone"];
        text.push_str(&table(&heads, &rows.iter().take(show).map(row).collect::<Vec<_>>()));
    }
    text.push('\n');
    let rows: Vec<Vec<String>> =
        changed.routes.iter().take(show).map(|one| rerouted(world, one)).collect();
    if rows.is_empty() {
        text.push_str(&labelled("", "The law treats every route as before."));
    } else {
        text.push_str(&table(&["route", "was", "is", "to", "acts"], &rows));
    }
    if changed.routes.len() > show {
        let more = format!("{} more; --show N or --json lists them", changed.routes.len() - show);
        text.push_str(&labelled("", &more));
    }
    text
}

fn rerouted(world: &World, one: &Rerouted) -> Vec<String> {
    let word = |status: Option<Status>| match status {
        None => "not there",
        Some(Status::Free) => "free",
        Some(Status::Licence) => "on licence",
        Some(Status::Barred) => "barred",
    };
    let sites: Vec<&str> = one.sites.iter().map(|id| world.name_of(id)).collect();
    let acts = if one.acts.is_empty() { "-".to_owned() } else { one.acts.join("; ") };
    vec![
        one.what.clone(),
        word(one.status[0]).to_owned(),
        word(one.status[1]).to_owned(),
        sites.join("; "),
        acts,
    ]
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
    // An empty sum is minus nothing.
    format!("{:.0} %", 100.0 * share + 0.0)
}

/// Weeks of stock: the middle, then low to high; a decimal where whole weeks would hide the range.
fn weeks(range: Option<[f64; 3]>) -> String {
    let Some([low, middle, high]) = range else { return "not known".to_owned() };
    let whole = |week: f64| (week - week.round()).abs() < 0.05;
    let fine = high < 10.0 && ![low, middle, high].into_iter().all(whole);
    let text = |week: f64| if fine { format!("{week:.1}") } else { format!("{week:.0}") };
    format!("{} [{} to {}]", text(middle), text(low), text(high))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: half a week to one and a half, about one; two months or more in whole weeks.
    #[test]
    fn weeks_of_stock_are_told_from_low_to_high() {
        assert_eq!(weeks(Some([0.5, 1.0, 1.5])), "1.0 [0.5 to 1.5]");
        assert_eq!(weeks(Some([4.0, 6.0, 8.0])), "6 [4 to 8]");
        assert_eq!(weeks(Some([8.4, 12.6, 26.0])), "13 [8 to 26]");
        assert_eq!(weeks(None), "not known");
        // Whatever the range, what is printed rises.
        let number = |text: &str| text.parse::<f64>().expect("a number");
        for low in [0.0, 0.3, 0.6, 1.4, 2.5, 9.6] {
            for wide in [0.0, 0.2, 1.0, 7.7] {
                let text = weeks(Some([low, low + wide / 2.0, low + wide]));
                let (middle, range) = text.split_once(" [").expect("a range");
                let (from, to) = range.trim_end_matches(']').split_once(" to ").expect("two ends");
                assert!(number(from) <= number(middle) && number(middle) <= number(to), "{text}");
            }
        }
    }
}
