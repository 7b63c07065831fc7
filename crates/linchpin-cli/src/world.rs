//! `world`: the facts behind every run, checked, shown, exported.

use crate::facade;
use crate::outcome::{Exit, Fault, Said};
use crate::render;
use crate::text::{labelled, outline, table};
use clap::Subcommand;
use linchpin_results::export::export;
use linchpin_results::figures::{plural, stated};
use linchpin_units::Severity;
use linchpin_world::show::Card;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Verb,
    /// Folder with another world than the bundled one.
    #[arg(long, global = true, value_name = "DIR")]
    world: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Checks every table; all findings at once.
    Check,
    /// Shows a site, firm, product or material with its sources; the whole world when none is named.
    Show {
        /// Id, name or alias.
        #[arg(value_name = "NAME")]
        name: Option<String>,
        /// Every account with its source and note, instead of one line a value.
        #[arg(long)]
        full: bool,
    },
    /// Writes all tables as CSV and Parquet.
    Export {
        /// Folder to write into.
        #[arg(value_name = "DIR", default_value = "world-export", conflicts_with = "out")]
        folder: PathBuf,
        /// The same, by name.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

/// Related things and events shown in short.
const LISTED: usize = 12;

/// A card in short: what it is, one line a value, what belongs to it, what happened last.
fn in_short(card: &Card) -> String {
    let mut text = format!("{} ({})\n", card.name, card.id);
    for one in &card.attributes {
        text.push_str(&labelled(&one.name, &one.value));
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for one in card.in_short() {
        for row in &one.rows {
            let [value, low, high] = row.range.map(|value| value.get());
            let unit = row.unit.as_str();
            rows.push(vec![
                one.quantity.to_string(),
                row.what.clone(),
                stated(value, low, high, unit),
                row.as_of.to_string(),
                row.accounts.to_string(),
            ]);
        }
        if one.more > 0 {
            let more = format!("and {}", plural(one.more, "value"));
            rows.push(vec![
                one.quantity.to_string(),
                more,
                String::new(),
                String::new(),
                String::new(),
            ]);
        }
    }
    if !rows.is_empty() {
        text.push('\n');
        text.push_str(&table(&["what", "of", "value [range]", "newest", "accounts"], &rows));
    }
    let mut kinds: Vec<&str> = card.related.iter().map(|one| one.how.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for how in kinds {
        let own: Vec<&str> =
            card.related.iter().filter(|one| one.how == how).map(|one| one.name.as_str()).collect();
        let mut list = own.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
        if own.len() > LISTED {
            list.push_str(&format!(" and {} more", own.len() - LISTED));
        }
        text.push_str(&labelled(how, &list));
    }
    for event in card.events.iter().rev().take(LISTED).rev() {
        text.push_str(&labelled(&event.date, &event.what));
    }
    let earlier = card.events.len().saturating_sub(LISTED);
    let earlier =
        if earlier > 0 { format!("{} more; ", plural(earlier, "event")) } else { String::new() };
    text.push_str(&labelled("", &format!("{earlier}--full has every account with its source")));
    text
}

pub(crate) fn world(args: &Args) -> Result<Said, Fault> {
    let world = args.world.as_deref();
    match &args.verb {
        Verb::Check => {
            let findings = facade::world_check(world);
            let text = format!(
                "{}, {}\n",
                plural(findings.count(Severity::Error), "error"),
                plural(findings.count(Severity::Warning), "warning")
            );
            let rests = facade::world_grades(world).filter(|(_, all)| *all > 0).map(|(weak, all)| {
                let share = 100.0 * weak as f64 / all as f64;
                format!("{weak} of {all} facts that a model draws from ({share:.0} %) rest on memory or assumption\n")
            });
            let text = text + &rests.unwrap_or_default();
            let exit = if findings.any_error() { Exit::BadInput } else { Exit::Ok };
            let said = Said::ok(text, findings.to_json());
            Ok(said.with_talk(render::findings(&findings)).with_exit(exit))
        }
        Verb::Show { name, full } => {
            let card = facade::world_show(world, name.as_deref())?;
            let shown = serde_json::to_value(&card).map_err(Fault::refused)?;
            let text = if *full { outline(&shown) } else { in_short(&card) };
            Ok(Said::ok(text, shown))
        }
        Verb::Export { folder, out } => {
            let out = out.as_ref().unwrap_or(folder);
            let (rows, digest) = facade::world_rows(world)?;
            let paths = export(out, &rows, &digest)?;
            let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            let text = paths.iter().map(|path| format!("{path}\n")).collect();
            Ok(Said::ok(text, json!({ "files": paths, "world": digest })))
        }
    }
}
