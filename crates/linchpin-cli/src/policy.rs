//! `linchpin policy`: the acts themselves, a site's timeline, what changed between two days, checks.

use crate::ask::{day, rulebook};
use crate::outcome::{Exit, Fault, Said};
use clap::{Args as ClapArgs, Subcommand};
use linchpin_policy::facts::Kind;
use linchpin_policy::{Rulebook, diff, official};
use linchpin_units::{Day, Days, Findings};
use serde_json::json;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What `linchpin policy` takes.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// What to do
    #[command(subcommand)]
    pub(crate) verb: Verb,
    /// Acts and facts of this folder instead of the bundled ones
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) policy: Option<PathBuf>,
    /// Hypothetical acts laid over the law
    #[arg(long = "reform", value_name = "FILE", global = true)]
    pub(crate) reforms: Vec<PathBuf>,
}

/// The verbs of `linchpin policy`.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// What may be shipped to a site, stretch by stretch
    Timeline {
        /// The site, such as site:samsung-xian
        site: String,
        /// First day
        #[arg(long, default_value = "2010-01-01")]
        from: String,
        /// First day after
        #[arg(long, default_value = "2027-07-01")]
        until: String,
        /// The day whose knowledge counts
        #[arg(long)]
        known: Option<String>,
    },
    /// Which questions of the grid have another answer on B than on A
    Diff {
        /// First day; `DAY` or `DAY@KNOWN`
        #[arg(long = "on", value_name = "DAY", num_args = 1, required = true)]
        on: Vec<String>,
    },
    /// All acts, one on a line
    List,
    /// One act in full
    Show {
        /// The act's id
        act: String,
    },
    /// Reads and checks everything; prints all findings
    Check,
    /// Sections of official text with their digests; with --later, what changed beside the acts
    ///
    /// The files are the XML that the eCFR serves for one part and one day
    /// (title-15.xml?part=748). Exit 1: a section changed without an act, or an act without a section.
    Text {
        /// The part as of the first day
        file: PathBuf,
        /// The same part as of the second day
        #[arg(long, value_name = "FILE", requires_all = ["from", "until"])]
        later: Option<PathBuf>,
        /// The first file's day
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// The second file's day
        #[arg(long, value_name = "DAY")]
        until: Option<String>,
    },
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Said, Fault> {
    let rulebook = rulebook(args.policy.as_deref(), &args.reforms)?;
    match &args.verb {
        Verb::Timeline { site, from, until, known } => {
            timeline(&rulebook, site, (from, until), known.as_deref()).map_err(Fault::Usage)
        }
        Verb::Diff { on } => show_diff(&rulebook, on).map_err(Fault::Usage),
        Verb::List => Ok(list(&rulebook)),
        Verb::Show { act } => show(&rulebook, act).map_err(Fault::Usage),
        Verb::Check => Ok(check(&rulebook)),
        Verb::Text { file, later, from, until } => {
            let days = match (from.as_deref(), until.as_deref()) {
                (Some(from), Some(until)) => Some(days(from, until).map_err(Fault::Usage)?),
                _ => None,
            };
            text(&rulebook, file, later.as_deref().zip(days))
        }
    }
}

fn check(rulebook: &Rulebook) -> Said {
    let (acts, digest) = (rulebook.acts().len(), rulebook.digest());
    let text = format!("{acts} acts, no findings; digest {digest}\n");
    Said::ok(text, json!({ "acts": acts, "findings": [], "digest": digest }))
}

fn timeline(
    rulebook: &Rulebook,
    site: &str,
    (from, until): (&str, &str),
    known: Option<&str>,
) -> Result<Said, String> {
    let site = rulebook.facts().named(Kind::Site, site).ok_or_else(|| {
        let known: Vec<&str> = rulebook.facts().all(Kind::Site).map(|s| s.id.as_str()).collect();
        format!("`{site}` is no site known here; known: {}", known.join(", "))
    })?;
    let span = days(from, until)?;
    let known = known.map_or(Ok(rulebook.knowledge_day()), day)?;
    let timelines = rulebook.timeline(&site.id, span, known);
    let speaking = timelines.iter().filter(|timeline| timeline.speaks());
    let text = speaking.map(|timeline| format!("{}\n", timeline.page())).collect();
    Ok(Said::ok(text, json!(timelines)))
}

fn days(from: &str, until: &str) -> Result<Days, String> {
    Days::new(day(from)?, Some(day(until)?)).map_err(|error| error.to_string())
}

/// Official text: its sections, or what changed between two days beside the acts.
fn text(rulebook: &Rulebook, file: &Path, later: Option<(&Path, Days)>) -> Result<Said, Fault> {
    let sections =
        |path: &Path| -> Result<_, Findings> { official::sections(&crate::ask::text(path)?) };
    let earlier = sections(file)?;
    let Some((later, days)) = later else {
        let list: Vec<_> = earlier.values().collect();
        let line = |section: &&official::Section| {
            format!("{} {} {}\n", section.sha256, section.id, section.heading)
        };
        return Ok(Said::ok(
            list.iter().copied().map(|section| line(&section)).collect(),
            json!(list),
        ));
    };
    let comparison = rulebook.compare_texts(&earlier, &sections(later)?, days);
    let exit = if comparison.agrees() { Exit::Ok } else { Exit::Differs };
    Ok(Said::ok(comparison.page(), json!(comparison)).with_exit(exit))
}

fn show_diff(rulebook: &Rulebook, on: &[String]) -> Result<Said, String> {
    let pair = |text: &str| -> Result<(Day, Day), String> {
        match text.split_once('@') {
            Some((on, known)) => Ok((day(on)?, day(known)?)),
            None => Ok((day(text)?, rulebook.knowledge_day())),
        }
    };
    let [before, after] = on else {
        return Err("give two days: --on A --on B".to_owned());
    };
    let groups = rulebook.diff(pair(before)?, pair(after)?);
    Ok(Said::ok(diff::page(&groups, rulebook), json!(groups)))
}

fn list(rulebook: &Rulebook) -> Said {
    let rows = rulebook.list();
    let mut text = String::new();
    for act in &rows {
        let (order, published, id) = (&act.order, &act.published, &act.id);
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{order} {published} {id}  {} ({}) [{}]",
            act.title, act.cite, act.grade
        );
    }
    Said::ok(text, json!(rows))
}

fn show(rulebook: &Rulebook, id: &str) -> Result<Said, String> {
    let Some(act) = rulebook.act(id) else {
        let known = rulebook.acts().keys().map(|id| id.as_str());
        let near = linchpin_units::finding::nearest(id, known);
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(format!("no act `{id}`{hint}"));
    };
    let card = act.card();
    Ok(Said::ok(card.page(), json!(card)))
}
