//! `linchpin policy`: the acts themselves, a site's timeline, what changed between two days, checks.

use crate::ask::{DIFFERS, day, misuse, print_json, refuse, rulebook, say};
use clap::{Args as ClapArgs, Subcommand};
use linchpin_policy::facts::Kind;
use linchpin_policy::{Rulebook, diff, official};
use linchpin_units::{Day, Days, Findings};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

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
    /// JSON on stdout
    #[arg(skip)]
    pub(crate) json: bool,
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
#[must_use]
pub(crate) fn run(args: &Args) -> ExitCode {
    let rulebook = match rulebook(args.policy.as_deref(), &args.reforms) {
        Ok(rulebook) => rulebook,
        Err(findings) => return refuse(&findings),
    };
    let outcome = match &args.verb {
        Verb::Timeline { site, from, until, known } => {
            timeline(&rulebook, site, (from, until), known.as_deref(), args.json)
        }
        Verb::Diff { on } => show_diff(&rulebook, on, args.json),
        Verb::List => {
            list(&rulebook, args.json);
            Ok(())
        }
        Verb::Show { act } => show(&rulebook, act),
        Verb::Check => {
            say(&format!(
                "{} acts, no findings; digest {}\n",
                rulebook.acts().len(),
                rulebook.digest()
            ));
            Ok(())
        }
        Verb::Text { file, later, from, until } => {
            let days = match (from.as_deref(), until.as_deref()) {
                (Some(from), Some(until)) => match days(from, until) {
                    Ok(days) => Some(days),
                    Err(message) => return misuse(&message),
                },
                _ => None,
            };
            return text(&rulebook, file, later.as_deref().zip(days), args.json);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => misuse(&message),
    }
}

fn timeline(
    rulebook: &Rulebook,
    site: &str,
    (from, until): (&str, &str),
    known: Option<&str>,
    json: bool,
) -> Result<(), String> {
    let site = rulebook.facts().named(Kind::Site, site).ok_or_else(|| {
        let known: Vec<&str> = rulebook.facts().all(Kind::Site).map(|s| s.id.as_str()).collect();
        format!("`{site}` is no site known here; known: {}", known.join(", "))
    })?;
    let span = days(from, until)?;
    let known = known.map_or(Ok(rulebook.knowledge_day()), day)?;
    let timelines = rulebook.timeline(&site.id, span, known);
    if json {
        print_json(&timelines);
        return Ok(());
    }
    for timeline in timelines.iter().filter(|timeline| timeline.speaks()) {
        say(&format!("{}\n", timeline.page()));
    }
    Ok(())
}

fn days(from: &str, until: &str) -> Result<Days, String> {
    Days::new(day(from)?, Some(day(until)?)).map_err(|error| error.to_string())
}

/// Official text: its sections, or what changed between two days beside the acts.
fn text(rulebook: &Rulebook, file: &Path, later: Option<(&Path, Days)>, json: bool) -> ExitCode {
    let sections =
        |path: &Path| official::sections(&crate::ask::text(path).map_err(Findings::from)?);
    let earlier = match sections(file) {
        Ok(earlier) => earlier,
        Err(findings) => return refuse(&findings),
    };
    let Some((later, days)) = later else {
        let list: Vec<_> = earlier.values().collect();
        if json {
            print_json(&list);
        } else {
            for section in list {
                say(&format!("{} {} {}\n", section.sha256, section.id, section.heading));
            }
        }
        return ExitCode::SUCCESS;
    };
    let later = match sections(later) {
        Ok(later) => later,
        Err(findings) => return refuse(&findings),
    };
    let comparison = rulebook.compare_texts(&earlier, &later, days);
    if json {
        print_json(&comparison);
    } else {
        say(&comparison.page());
    }
    if comparison.agrees() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERS) }
}

fn show_diff(rulebook: &Rulebook, on: &[String], json: bool) -> Result<(), String> {
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
    if json {
        print_json(&groups);
    } else {
        say(&diff::page(&groups, rulebook));
    }
    Ok(())
}

fn list(rulebook: &Rulebook, json: bool) {
    let rows = rulebook.list();
    if json {
        print_json(&rows);
        return;
    }
    for act in rows {
        say(&format!(
            "{} {} {}  {} ({}) [{}]\n",
            act.order, act.published, act.id, act.title, act.cite, act.grade
        ));
    }
}

fn show(rulebook: &Rulebook, id: &str) -> Result<(), String> {
    let Some(act) = rulebook.act(id) else {
        let known = rulebook.acts().keys().map(|id| id.as_str());
        let near = linchpin_units::finding::nearest(id, known);
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(format!("no act `{id}`{hint}"));
    };
    say(&format!("{}\n  {} – {}, {}\n", act.title, act.cite, act.issuer, act.published));
    say(&format!("  {} [{}] {}\n", act.id, act.grade, act.url));
    if !act.note.is_empty() {
        say(&format!("  {}\n", act.note));
    }
    for op in &act.ops {
        let until = op.until.map(|day| format!(" until {}", day.plus(-1))).unwrap_or_default();
        say(&format!("  {} {} from {}{until}\n", op.verb, op.rule, op.from));
        say(&format!("    “{}”\n", op.quote));
        if let Some(body) = &op.body {
            say(&format!("    {}: {}\n", body.effect, body.summary));
            for test in &body.scope.tests {
                say(&format!("      {}\n", test.words()));
            }
            for test in &body.scope.numbers {
                say(&format!("      {}\n", test.words()));
            }
        }
    }
    Ok(())
}
