//! `linchpin network ario --shock DIR`: scenarios side by side on one table.

use super::{json, written};
use linchpin_network::ario::Model;
use linchpin_network::kernel::folder::Folder;
use linchpin_network::kernel::scenarios::{Account, Cost, Spread, run};
use linchpin_network::table::{Mrio, Outline};
use linchpin_units::{Finding, Findings, Place};
use std::io::Write;
use std::path::Path;

/// How to run and what to print.
pub(super) struct Side {
    pub(super) days: Option<u32>,
    pub(super) single: bool,
    pub(super) top: usize,
}

#[derive(serde::Serialize)]
struct Told<'a> {
    table: &'a str,
    attribution: &'a str,
    /// Share of output that moved to make the accounts of the table close.
    closed_by: f64,
    precision: &'a str,
    warnings: &'a [String],
    #[serde(flatten)]
    account: &'a Account,
}

pub(super) fn ario(
    table: Mrio,
    dir: &Path,
    closed_by: f64,
    side: &Side,
    as_json: bool,
    out: &mut impl Write,
) -> Result<(), Findings> {
    let Folder { table, params, days, scenarios, warnings } = Folder::read(table, dir)?;
    let (days, days_per_year) = (side.days.unwrap_or(days), params.days_per_year);
    let failed = |problem: String| {
        Finding::error("LP-N011", Place::whole(&dir.display().to_string()), problem)
            .help("mend the scenario, or run it alone with --shock FILE")
    };
    // The model takes over the flows, of which there is one copy from here on.
    let outline = table.outline();
    let model = Model::of(table, params).map_err(|error| failed(error.to_string()))?;
    let courses = if side.single {
        run::<f32>(model, &scenarios, days)
    } else {
        run::<f64>(model, &scenarios, days)
    };
    let courses = courses.map_err(|error| failed(error.to_string()))?;
    let account = Account::new(&outline, &scenarios, (days, days_per_year), &courses);
    let origin = outline.origin();
    if as_json {
        return json(
            out,
            &Told {
                table: &origin.name,
                attribution: &origin.attribution,
                closed_by,
                precision: if side.single { "single" } else { "double" },
                warnings: &warnings,
                account: &account,
            },
        );
    }
    let head = Head { table: &outline, closed_by, warnings: &warnings };
    written(print(&head, &account, side.top, out))
}

/// What stands around the account.
struct Head<'a> {
    table: &'a Outline,
    closed_by: f64,
    warnings: &'a [String],
}

fn print(
    Head { table, closed_by, warnings }: &Head<'_>,
    account: &Account,
    top: usize,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let origin = table.origin();
    writeln!(out, "{}, {} industries", origin.name, table.industries())?;
    if !origin.attribution.is_empty() {
        writeln!(out, "attribution: {}", origin.attribution)?;
    }
    if *closed_by > 0.0 {
        writeln!(out, "made to close: {:.3} % of output moved", 100.0 * closed_by)?;
    }
    writeln!(out, "{} days, {} scenarios side by side", account.days, account.scenarios.len())?;
    let unit = &account.unit;
    writeln!(
        out,
        "{:<24} {:>14} {:>8} {:>14} {:>16}",
        format!("scenario ({unit})"),
        "output lost",
        "% of all",
        "value added",
        "lowest % on day"
    )?;
    for Cost { name, output, share, value_added, lowest: (low, day) } in &account.scenarios {
        writeln!(
            out,
            "{name:<24} {output:>14.1} {:>8.3} {value_added:>14.1} {:>10.3} {day:>5}",
            100.0 * share,
            100.0 * low
        )?;
    }
    for (what, spreads) in [("region", &account.regions), ("sector", &account.sectors)] {
        writeln!(out, "{what:<24} {:>14} {:>14} {:>14}", "least lost", "median", "most lost")?;
        for Spread { name, low, median, high } in spreads.iter().take(top) {
            writeln!(out, "{name:<24} {low:>14.1} {median:>14.1} {high:>14.1}")?;
        }
    }
    warnings.iter().try_for_each(|warning| writeln!(out, "warning: {warning}"))
}
