//! `linchpin network ario`: a case or a table under shocks, day by day.

use super::{json, scenarios, text, written};
use clap::{Args, ValueEnum};
use linchpin_network::ario::case::Case;
use linchpin_network::ario::case::compare::{Difference, compare};
use linchpin_network::ario::record::Keep;
use linchpin_network::ario::{
    Collapse, Event, Loss, OrderRule, Params, Priority, Quirks, Rationing, Records, Report, State,
    collapse,
};
use linchpin_network::table::identity::{TOLERATED, closes};
use linchpin_network::table::{Choices, Mrio, Outline, bundled, import};
use linchpin_units::{Finding, Findings, Place};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `network ario`.
#[derive(Debug, Args)]
pub(crate) struct ArioArgs {
    /// Folder of a case; its layout is in the crate's INPUTS.md.
    #[arg(long, value_name = "DIR", required_unless_present = "shock", conflicts_with = "shock")]
    inputs: Option<PathBuf>,
    /// Table in any layout `linchpin table import` knows, made to close when it does not; without it
    /// the built-in WIOD 2011 in 9 regions and 35 industries.
    #[arg(long, value_name = "PATH", requires = "shock")]
    table: Option<PathBuf>,
    /// What happens to the table: a file like run.json, or a folder of them, a scenario each, run side
    /// by side.
    #[arg(long, value_name = "FILE|DIR")]
    shock: Option<PathBuf>,
    /// Scenarios of a folder in single precision: twice as fast, off by less than 1e-6.
    #[arg(long, requires = "shock")]
    single: bool,
    /// Equal to BoARIO 0.7.2 day by day (default with --inputs), or with its oddities corrected
    /// (default with --shock).
    #[arg(long, value_enum)]
    mode: Option<Mode>,
    /// Who is served when output falls short, whatever the case says.
    #[arg(long, value_enum)]
    rationing: Option<Rule>,
    /// Days to compute, whatever the case says.
    #[arg(long)]
    days: Option<u32>,
    /// Go on from a state written with --checkpoint.
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
    /// Write the state after the last day.
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Go on with a table whose accounts miss by more than one per cent; the result says so.
    #[arg(long, requires = "shock")]
    force: bool,
    /// Industries, regions and sectors to list.
    #[arg(long, default_value_t = 10)]
    pub(super) top: usize,
    /// Acts and facts of this folder instead of the bundled ones, for shocks of type `decision`.
    #[arg(long, value_name = "DIR")]
    pub(super) policy: Option<PathBuf>,
    /// Hypothetical acts laid over the law, for shocks of type `decision`.
    #[arg(long = "reform", value_name = "FILE")]
    pub(super) reforms: Vec<PathBuf>,
}

impl ArioArgs {
    /// Whether a saved state is read or written.
    pub(super) fn one_state(&self) -> bool {
        self.resume.is_some() || self.checkpoint.is_some()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mode {
    Boario,
    Corrected,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rule {
    Proportional,
    FinalDemandFirst,
    FinalDemandLast,
    WaterFill,
}

#[derive(serde::Serialize)]
pub(super) struct ArioReport<'a> {
    table: &'a str,
    attribution: &'a str,
    /// Share of output that moved to make the accounts of the table close.
    closed_by: f64,
    /// Whether that is more than accounts may miss, and the run was forced.
    forced: bool,
    industries: Vec<String>,
    input_sectors: &'a [String],
    days: u32,
    mode: &'a str,
    warnings: &'a [String],
    report: &'a Report,
    verdict: &'a Collapse,
    against_boario: &'a [Difference],
    #[serde(rename = "series")]
    records: &'a Records,
}

/// The table asked for, made to close, and the share of output that moved.
fn table(args: &ArioArgs) -> Result<(Mrio, f64), Findings> {
    let table = match &args.table {
        Some(path) => import(path, &Choices::default())?,
        None => bundled::wiod_2011()?,
    };
    let (table, moved) = table.closed();
    if !args.force {
        closes(&table, moved)?;
    }
    Ok((table, moved))
}

/// The case asked for, the share of output that moved to close its table, and whether it is a
/// table's.
fn case(args: &ArioArgs) -> Result<(Case, f64), Findings> {
    let (mut case, closed_by) = match (&args.inputs, &args.table, &args.shock) {
        (Some(dir), _, _) => (Case::read(dir)?, 0.0),
        (None, _, Some(shock)) => {
            let (table, changed) = table(args)?;
            (Case::on_table(table, shock)?, changed)
        }
        _ => {
            let place = Place::whole("command line");
            return Err(Finding::error("LP-N010", place, "there is no case to run")
                .help("give --inputs, or --shock")
                .into());
        }
    };
    if mode(args) == Mode::Corrected {
        case.params.quirks = Quirks::default();
    }
    case.days = args.days.unwrap_or(case.days);
    let n = case.table.industries();
    if let Some(rule) = args.rationing {
        case.params.rationing = match rule {
            Rule::Proportional => Rationing::Proportional,
            Rule::FinalDemandFirst => Rationing::Priority(Priority::final_demand_first(n)),
            Rule::FinalDemandLast => Rationing::Priority(Priority::final_demand_last(n)),
            Rule::WaterFill => Rationing::WaterFill,
        };
    }
    Ok((case, closed_by))
}

fn mode(args: &ArioArgs) -> Mode {
    let usual = if args.inputs.is_some() { Mode::Boario } else { Mode::Corrected };
    args.mode.unwrap_or(usual)
}

fn saved(path: &Path) -> Result<State, Findings> {
    let text = text(path)?;
    serde_json::from_str(text.body()).map_err(|error| {
        let place = Place::whole(text.file());
        Finding::error("LP-N010", place, format!("is no saved state: {error}"))
            .help("write one with --checkpoint")
            .into()
    })
}

fn save(path: &Path, state: &State) -> Result<(), Findings> {
    let body = serde_json::to_string(state).map_err(std::io::Error::from);
    body.and_then(|body| std::fs::write(path, body)).map_err(|error| {
        let place = Place::whole(&path.display().to_string());
        Finding::error("LP-N009", place, format!("cannot be written: {error}")).into()
    })
}

/// A case that ran.
pub(super) struct Ran {
    table: Outline,
    params: Params,
    events: Vec<Event>,
    days: u32,
    closed_by: f64,
    boario: bool,
    records: Records,
    warnings: Vec<String>,
    state: State,
    verdict: Collapse,
    differences: Vec<Difference>,
    pub(super) report: Report,
}

impl Ran {
    /// Runs `case`.
    pub(super) fn new(args: &ArioArgs, case: Case, closed_by: f64) -> Result<Self, Findings> {
        let state = args.resume.as_deref().map(saved).transpose()?;
        let resumed = state.is_some();
        // The series of a whole table would be larger than anyone reads; a case is small.
        let keep = if args.inputs.is_some() { Keep::Stocks } else { Keep::Totals };
        let (table, params) = (case.table.outline(), case.params.clone());
        let (events, days) = (case.events.clone(), case.days);
        let (records, warnings, state) = case.finish(keep, state).map_err(|error| {
            Finding::error("LP-N011", Place::whole("run.json"), error.to_string())
                .help("mend the case; INPUTS.md of linchpin-network lists the domains")
        })?;
        let verdict = collapse::judge(&params, &records);
        let boario = mode(args) == Mode::Boario;
        let plain = params.rationing == Rationing::Proportional && args.days.is_none() && !resumed;
        let differences = match &args.inputs {
            Some(dir) if boario && plain => compare(&records, &table, dir)?,
            _ => Vec::new(),
        };
        let report = Report::of(&table, &records, &verdict);
        Ok(Self {
            table,
            params,
            events,
            days,
            closed_by,
            boario,
            records,
            warnings,
            state,
            verdict,
            differences,
            report,
        })
    }

    /// Keeps the state where the arguments say so.
    pub(super) fn checkpoint(&self, args: &ArioArgs) -> Result<(), Findings> {
        args.checkpoint.as_deref().map_or(Ok(()), |path| save(path, &self.state))
    }

    /// What JSON says.
    pub(super) fn told(&self) -> ArioReport<'_> {
        let n = self.table.industries();
        let origin = self.table.origin();
        ArioReport {
            table: &origin.name,
            attribution: &origin.attribution,
            closed_by: self.closed_by,
            forced: self.closed_by > TOLERATED,
            industries: (0..n).map(|i| self.table.industry_name(i)).collect(),
            input_sectors: self.table.sectors(),
            days: self.days,
            mode: if self.boario { "boario-0.7.2" } else { "corrected" },
            warnings: &self.warnings,
            report: &self.report,
            verdict: &self.verdict,
            against_boario: &self.differences,
            records: &self.records,
        }
    }

    /// What people read.
    pub(super) fn print(&self, top: usize, out: &mut impl Write) -> std::io::Result<()> {
        self.print_origin(out)?;
        writeln!(out, ", {} events", self.events.len())?;
        let caution = self.report.caution().ok().flatten();
        self.print_losses(caution.as_deref(), top, out)?;
        for difference in &self.differences {
            writeln!(out, "from BoARIO: {:<20} {:.1e}", difference.series, difference.largest)?;
        }
        self.print_warnings(out)
    }

    /// What changed on the way.
    pub(super) fn print_warnings(&self, out: &mut impl Write) -> std::io::Result<()> {
        self.warnings.iter().try_for_each(|warning| writeln!(out, "warning: {warning}"))
    }

    /// The table and how it was run; the line is left open.
    pub(super) fn print_origin(&self, out: &mut impl Write) -> std::io::Result<()> {
        let origin = self.table.origin();
        let order = if self.params.order == OrderRule::Alt { "alt" } else { "noalt" };
        writeln!(out, "{}, {} industries", origin.name, self.table.industries())?;
        if !origin.attribution.is_empty() {
            writeln!(out, "attribution: {}", origin.attribution)?;
        }
        if self.closed_by > 0.0 {
            writeln!(out, "made to close: {:.3} % of output moved", 100.0 * self.closed_by)?;
        }
        if self.closed_by > TOLERATED {
            writeln!(out, "forced: the accounts of this table do not close")?;
        }
        write!(out, "{} days, orders {order}", self.report.days)
    }

    /// What happened and what it cost.
    fn print_losses(
        &self,
        caution: Option<&str>,
        top: usize,
        out: &mut impl Write,
    ) -> std::io::Result<()> {
        let (report, verdict) = (&self.report, &self.verdict);
        for event in &self.events {
            writeln!(out, "  day {} for {} days: {}", event.day, event.duration, event.name)?;
        }
        let (low, day) = report.lowest;
        writeln!(out, "lowest output: {:.3} % of usual on day {day}", 100.0 * low)?;
        match report.back_on {
            Some(day) => writeln!(out, "back within 0.1 % on day {day}")?,
            None => writeln!(out, "not back within 0.1 % in the days computed")?,
        }
        writeln!(out, "regime: {}", verdict.sentence(self.table.sectors()))?;
        if let Some(caution) = caution {
            writeln!(out, "{caution}")?;
        }
        let Loss { output, share, value_added, final_demand, .. } = &report.all;
        writeln!(out, "lost: output {output:.1} {}, {:.3} % of all", report.unit, 100.0 * share)?;
        writeln!(out, "      value added {value_added:.1}, final demand {final_demand:.1}")?;
        for (what, losses) in [
            ("region", &report.regions),
            ("sector", &report.sectors),
            ("industry", &report.industries),
        ] {
            writeln!(
                out,
                "{what:<24} {:>14} {:>8} {:>14} {:>14}",
                "output lost", "% of own", "value added", "final demand"
            )?;
            for loss in losses.iter().take(top) {
                writeln!(
                    out,
                    "{:<24} {:>14.1} {:>8.3} {:>14.1} {:>14.1}",
                    loss.name,
                    loss.output,
                    100.0 * loss.share,
                    loss.value_added,
                    loss.final_demand
                )?;
            }
        }
        Ok(())
    }
}

/// Runs what was asked and prints it. A case whose days the law decides is handed back, with the share of output that
/// moved to close its table.
pub(super) fn ario(
    args: &ArioArgs,
    as_json: bool,
    out: &mut impl Write,
) -> Result<Option<(Case, f64)>, Findings> {
    args.days.map(|days| linchpin_network::limits::days("--days", days)).transpose()?;
    if let Some(dir) = args.shock.as_deref().filter(|path| path.is_dir()) {
        if args.one_state() || mode(args) == Mode::Boario || args.rationing.is_some() {
            let place = Place::whole("command line");
            let message = "scenarios side by side keep no state and ration in proportion";
            return Err(Finding::error("LP-N010", place, message)
                .help("leave --checkpoint, --resume, --rationing and --mode boario out")
                .into());
        }
        let (table, closed_by) = table(args)?;
        let side = scenarios::Side { days: args.days, single: args.single, top: args.top };
        scenarios::ario(table, dir, closed_by, &side, as_json, out)?;
        return Ok(None);
    }
    let (case, closed_by) = case(args)?;
    if !case.open.is_empty() {
        return Ok(Some((case, closed_by)));
    }
    let ran = Ran::new(args, case, closed_by)?;
    ran.checkpoint(args)?;
    if as_json {
        json(out, &ran.told())?;
    } else {
        written(ran.print(args.top, out))?;
    }
    Ok(None)
}
