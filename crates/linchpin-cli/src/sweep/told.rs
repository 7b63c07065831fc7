//! What a sweep says of itself: how it stands, and what all its runs come to.

use super::MergeArgs;
use crate::outcome::{Exit, Fault, Said};
use crate::text::{labelled, table};
use linchpin_results::figures::{self, plural};
use linchpin_results::{ChunkState, Sweep, SweepRow};
use linchpin_units::Digest;
use linchpin_units::math::quantile;
use serde_json::{Value, json};
use std::path::Path;

/// What a sweep says of itself.
pub(super) struct Told {
    pub(super) text: String,
    pub(super) json: Value,
    pub(super) exit: Exit,
}

pub(super) fn told(sweep: &Sweep) -> Result<Told, Fault> {
    let (mut whole, mut damaged, mut failed) = (0_u32, 0_u32, Vec::new());
    for chunk in 0..sweep.chunks() {
        match sweep.rows(chunk)? {
            Some(rows) => {
                whole += 1;
                let first = sweep.span(chunk).start;
                failed.extend((first..).zip(rows).filter_map(|(run, row)| match row {
                    SweepRow::Failed(why) => Some((run, why)),
                    SweepRow::Done(_) => None,
                }));
            }
            None if sweep.state(chunk)? == ChunkState::Damaged => damaged += 1,
            None => {}
        }
    }
    let missing = sweep.chunks() - whole - damaged;
    let digest = if missing + damaged == 0 { Some(sweep.digest()?) } else { None };
    let folder = sweep.folder.display();
    let mut text = labelled("plan", &format!("{}, SHA-256 {}", sweep.plan.study, sweep.id.short()));
    text.push_str(&labelled(
        "chunks",
        &format!("{whole} of {} whole, {missing} missing, {damaged} damaged", sweep.chunks()),
    ));
    for (run, why) in failed.iter().take(20) {
        text.push_str(&labelled("failed", &format!("run {run}: {why}")));
    }
    if failed.len() > 20 {
        text.push_str(&labelled("", &format!("and {} more", failed.len() - 20)));
    }
    match &digest {
        Some(digest) => text.push_str(&labelled("digest", digest.as_str())),
        None => text.push_str(&labelled("next", &format!("linchpin sweep resume {folder}"))),
    }
    let exit = if failed.is_empty() { Exit::Ok } else { Exit::ModelFailed };
    let failed: Vec<Value> =
        failed.iter().map(|(run, why)| json!({ "run": run, "why": why })).collect();
    let json = json!({
        "id": sweep.id, "chunks": sweep.chunks(), "whole": whole, "missing": missing,
        "damaged": damaged, "failed": failed, "digest": digest,
    });
    Ok(Told { text, json, exit })
}

pub(super) fn status(folder: &Path) -> Result<Said, Fault> {
    let told = told(&Sweep::open(folder)?)?;
    Ok(Said::ok(told.text, told.json).with_exit(told.exit))
}

pub(super) fn merge(args: &MergeArgs) -> Result<Said, Fault> {
    let sweep = Sweep::open(&args.folder)?;
    let _hold = sweep.hold("1-of-1")?;
    let (mut new, mut known) = (0, 0);
    for other in &args.others {
        let (taken, equal) = sweep.take(&Sweep::open(other)?)?;
        new += taken;
        known += equal;
    }
    let digest = sweep.digest()?;
    let (csv, rows, failed) = summary(&sweep)?;
    linchpin_results::store::put(&args.folder.join("summary.csv"), csv.as_bytes())?;
    let mut text = labelled(
        "merged",
        &format!("{} taken over, {known} there already and equal", plural(new as usize, "chunk")),
    );
    text.push_str(&labelled("digest", digest.as_str()));
    text.push_str(&labelled("failed", &plural(failed, "run")));
    text.push_str(&labelled(
        "files",
        &format!(
            "{}/summary.csv, a row for each cell, SHA-256 {}",
            args.folder.display(),
            Digest::of(csv.as_bytes()).short()
        ),
    ));
    text.push('\n');
    text.push_str(&table(&["cell", "change", "loses in"], &rows));
    let value = json!({ "digest": digest, "taken": new, "known": known, "failed": failed, "summary": args.folder.join("summary.csv") });
    let exit = if failed == 0 { Exit::Ok } else { Exit::ModelFailed };
    Ok(Said::ok(text, value).with_exit(exit))
}

/// Rows of the summary that are printed.
const SHOWN: usize = 12;

/// A row for each cell over all runs, and the largest losses in words. One cell is held in memory at a time, so
/// that a million runs need eight megabytes and not a gigabyte.
fn summary(sweep: &Sweep) -> Result<(String, Vec<Vec<String>>, usize), Fault> {
    let parameters = sweep.plan.parameters.len();
    let mut csv = String::from("cell,runs,mean,p05,p50,p95,loses\n");
    let (mut found, mut failed) = (Vec::new(), 0);
    // Some cells are read in one pass, so that a large sweep is not read a hundred times.
    let at_once = (8_000_000 / (sweep.plan.members as usize).max(1)).clamp(1, 256);
    for (block, cells) in sweep.plan.cells.chunks(at_once).enumerate() {
        let mut values = vec![Vec::with_capacity(sweep.plan.members as usize); cells.len()];
        failed = 0;
        for chunk in 0..sweep.chunks() {
            for row in sweep.rows(chunk)?.unwrap_or_default() {
                let SweepRow::Done(row) = row else {
                    failed += 1;
                    continue;
                };
                let own = &row[parameters + block * at_once..];
                values.iter_mut().zip(own).for_each(|(values, value)| values.push(*value));
            }
        }
        for (cell, mut own) in cells.iter().zip(values) {
            if own.is_empty() {
                continue;
            }
            let count = own.len() as f64;
            let mean = own.iter().sum::<f64>() / count;
            let losing = |change: &&f64| **change < -linchpin_results::losses::THRESHOLD;
            let loses = own.iter().filter(losing).count() as f64 / count;
            own.sort_by(f64::total_cmp);
            let [p05, p50, p95] = [0.05, 0.5, 0.95].map(|q| quantile(&own, q));
            csv.push_str(&format!("{cell},{},{mean},{p05},{p50},{p95},{loses}\n", own.len()));
            found.push((
                p50,
                cell.clone(),
                linchpin_results::report::Spread { p05, p50, p95 },
                loses,
            ));
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    let told = figures::Told::of(sweep.plan.members);
    let row = |(_, cell, change, loses): (f64, String, linchpin_results::report::Spread, f64)| {
        vec![cell, told.percent_spread(&change).to_string(), figures::percent_plain(loses)]
    };
    Ok((csv, found.into_iter().take(SHOWN).map(row).collect(), failed))
}
