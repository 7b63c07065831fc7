//! `run`: study in, answer and run folder out.

use crate::Shared;
use crate::facade::{Begin, Options, Study, Watch, studies};
use crate::outcome::{Fault, Format, Said};
use crate::progress::Progress;
use crate::{brief, full, limits};
use linchpin_network::table::bundled::BuiltIn;
use linchpin_results::contract::language::Language;
use linchpin_results::{Finished, Keep, finish};
use linchpin_units::Day;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::str::FromStr;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Study, or STUDY/SCENARIO: a bundled name or a folder; `bundled:NAME` where both have that name.
    #[arg(value_name = "STUDY[/SCENARIO]")]
    study: Option<String>,
    /// Scenario, if not written behind the study.
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// Form of the answer; csv and md give every row of losses.
    #[arg(long, value_name = "FORM")]
    format: Option<Format>,
    /// Print every row and the causes by government, not only the short answer.
    #[arg(long)]
    full: bool,
    /// Draws, or a span A..B of them to be merged later.
    #[arg(long, value_name = "N|A..B")]
    members: Option<Members>,
    /// Draws of the whole ensemble, when a span of it is run.
    #[arg(long, value_name = "N", requires = "members")]
    of: Option<u32>,
    /// Seed of the design.
    #[arg(long)]
    seed: Option<u64>,
    /// Where the market starts, if not where the study says: `at-rest`, or a day such as 2022-10-31.
    #[arg(long, value_name = "at-rest|DATE")]
    state: Option<Begin>,
    /// Another last day: the first day after the run.
    #[arg(long, value_name = "DATE")]
    until: Option<Day>,
    /// Sets a parameter: `ban-leak=0.4`, `ban-leak=20%..40%..60%`, `product:dram supplier-stock=13 week`.
    #[arg(long, value_name = "PARAMETER=VALUE")]
    set: Vec<String>,
    /// Also carry lost memory into the industries that use it, on the table `built-in` (2011, measured) or
    /// `built-in-2023` (estimated).
    #[arg(
        long,
        value_name = "TABLE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = BuiltIn::default().word(),
        value_parser = built_in
    )]
    spillover: Option<BuiltIn>,
    /// Leave out what each shock adds to each loss: quicker; only the channel of a loss is told, no cause.
    #[arg(long)]
    without_causes: bool,
    /// Language of the answer: en, ko or zh; tables stay in English.
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: Language,
    /// Table for a study of `engine = "network"`, in any layout that `table import` knows.
    #[arg(long, value_name = "PATH")]
    table: Option<PathBuf>,
    /// Folder with another world.
    #[arg(long, value_name = "DIR")]
    world: Option<PathBuf>,
    /// Workbook whose sheet `assumptions` replaces what study and world say; `report --xlsx` writes one.
    #[arg(long, value_name = "FILE")]
    assumptions: Option<PathBuf>,
}

/// Draws: a number of them, or a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Members {
    Count(u32),
    Span(std::ops::Range<u32>),
}

impl FromStr for Members {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let count = |text: &str| {
            text.parse::<u32>().map_err(|_| format!("`{text}` is not a whole number of draws"))
        };
        let members = match text.split_once("..") {
            Some((from, until)) => Self::Span(count(from)?..count(until)?),
            None => Self::Count(count(text)?),
        };
        match &members {
            Self::Span(span) if span.is_empty() => Err(format!("{text} holds no draw")),
            Self::Count(0) => Err("a run needs at least one draw".to_owned()),
            _ => Ok(members),
        }
    }
}

impl Args {
    fn options(&self) -> Result<Options, Fault> {
        let (members, shard) = match (&self.members, self.of) {
            (Some(Members::Count(_)), Some(_)) => {
                let message = "--of needs a span of draws: --members A..B --of N";
                return Err(Fault::Usage(message.to_owned()));
            }
            (Some(Members::Count(count)), None) => (Some(*count), None),
            (Some(Members::Span(span)), of) => (of, Some(span.clone())),
            (None, _) => (None, None),
        };
        if self.spillover.is_some() && shard.is_some() {
            let message = "--spillover needs all draws: run it without a span A..B";
            return Err(Fault::Usage(message.to_owned()));
        }
        if let (Some(all), Some(span)) = (members, &shard)
            && span.end > all
        {
            return Err(Fault::Usage(format!("draw {} is beyond the {all} draws", span.end)));
        }
        Ok(Options {
            world: self.world.clone(),
            table: self.table.clone(),
            members,
            seed: self.seed,
            shard,
            state: self.state,
            assumptions: self.assumptions.clone(),
            set: self.set.clone(),
            until: self.until,
            without_causes: self.without_causes,
            ..Options::default()
        })
    }
}

pub(crate) fn run(args: &Args, shared: &Shared, watch: &Watch<'_>) -> Result<Said, Fault> {
    // A path may hold slashes of its own: the scenario is split off only when the rest is a study.
    let Some(asked) = &args.study else { return Err(Fault::Usage(offer())) };
    let (name, scenario) = match asked.rsplit_once('/') {
        Some((name, scenario)) if !Path::new(asked).join("study.toml").is_file() => {
            (name, Some(scenario))
        }
        _ => (asked.as_str(), None),
    };
    if let (Some(one), Some(other)) = (scenario, &args.scenario)
        && one != other
    {
        return Err(Fault::Usage(format!("{asked} names `{one}`, --scenario `{other}`")));
    }
    let scenario = scenario.or(args.scenario.as_deref());
    if scenario.is_none()
        && let Some(meant) = scenario_alone(name)
    {
        return Err(Fault::Usage(meant));
    }
    let options = args.options()?;
    let keep = if options.shard.is_some() { Keep::All } else { Keep::Few };
    let (name, meant) = which(name);
    let study = Study::load(&name, &options)?;
    limits::fits(&study, &name, scenario, &options)?;
    let progress = Progress::new("run");
    let mut input = study.run(scenario, &|done, all| {
        progress.tell(done, all);
        watch(done, all)
    })?;
    progress.end();
    if let Some(table) = args.spillover {
        study.spill(&mut input, table)?;
    }
    let finished = finish(&input, keep).map_err(|error| Fault::Model(error.to_string()))?;
    Ok(conclude(&finished, scenario, &shared.runs, (args.language, args.full, args.format))?
        .with_talk(meant))
}

fn built_in(word: &str) -> Result<BuiltIn, String> {
    let words = BuiltIn::ALL.map(BuiltIn::word).join(" or ");
    BuiltIn::named(Path::new(word)).ok_or_else(|| format!("the tables are {words}"))
}

/// The studies to choose from, for somebody who named none.
fn offer() -> String {
    let mut text = String::from("name a study; `linchpin list` also shows their scenarios\n");
    for study in studies() {
        text.push_str(&format!("  linchpin run {:<18} {}\n", study.id, study.title));
    }
    text
}

/// The lines that run a scenario which was named without its study.
fn scenario_alone(name: &str) -> Option<String> {
    let all = studies();
    if Path::new(name).exists() || all.iter().any(|study| study.id == name) {
        return None;
    }
    let of = all.iter().filter(|study| study.scenarios.iter().any(|one| one.id == name));
    let lines: Vec<String> =
        of.map(|study| format!("`linchpin run {}/{name}`", study.id)).collect();
    (!lines.is_empty())
        .then(|| format!("`{name}` is a scenario, not a study: {}", lines.join(" or ")))
}

/// What stands before the name of a bundled study to tell it from a folder.
const BUNDLED: &str = "bundled:";

/// The study a name means, and what to say when it could mean two: a folder of one's own goes before the
/// bundled study of the same name.
pub(crate) fn which(name: &str) -> (String, String) {
    if let Some(bundled) = name.strip_prefix(BUNDLED) {
        return (bundled.to_owned(), String::new());
    }
    let all = studies();
    let bundled = all.iter().any(|study| study.id == name);
    if !bundled && !Path::new(name).exists() {
        // Nobody minds the case, or a blank for a dash.
        let plain = name.to_lowercase().replace([' ', '_'], "-");
        if let Some(study) = all.iter().find(|study| study.id == plain) {
            return (study.id.clone(), String::new());
        }
    }
    if bundled && Path::new(name).join("study.toml").is_file() {
        let meant = format!(
            "note: `{name}` is run from the folder ./{name}; `{BUNDLED}{name}` means the bundled study"
        );
        return (format!("./{name}"), meant);
    }
    (name.to_owned(), String::new())
}

/// Writes a finished run and says what came out; `merge` ends the same way.
pub(crate) fn conclude(
    finished: &Finished,
    label: Option<&str>,
    root: &Path,
    (language, whole, form): (Language, bool, Option<Format>),
) -> Result<Said, Fault> {
    let folder = linchpin_web::write(root, label, finished).map_err(|error| match error {
        linchpin_web::WriteError::Store(error) => error.into(),
        page @ linchpin_web::WriteError::Page(_) => Fault::refused(page),
    })?;
    let report = &finished.report;
    let folder = folder.display().to_string();
    let json = json!({
        "run": folder,
        "digest": report.run.digest,
        "study": report.study,
        "manifest": report.run,
        "members": finished.record.members,
        "headline": report.headline,
        "scenarios": report.scenarios,
        "losses": report.losses,
        "capacity": report.capacity,
        "governments": report.governments,
        "shares": report.shares,
        "concentration": report.concentration,
        "decomposition": report.decomposition,
        "spillover": report.spillover,
    });
    let span = finished.record.members;
    let text = match whole {
        true => full::answer(report, span, &folder, language),
        false => brief::answer(report, span.until - span.from, &folder, language),
    };
    Ok(Said::ok(text, json).with_table(full::losses(report), form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_a_number_or_a_span() {
        assert_eq!("512".parse(), Ok(Members::Count(512)));
        assert_eq!("0..128".parse(), Ok(Members::Span(0..128)));
        for bad in ["0", "5..5", "9..3", "many", "1..x", "-1"] {
            assert!(bad.parse::<Members>().is_err(), "{bad} passed");
        }
    }
}
