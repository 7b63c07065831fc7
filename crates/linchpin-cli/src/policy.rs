//! `linchpin policy`: the acts themselves, a site's timeline, what changed between two days, checks.

use crate::ask::{day, rulebook};
use crate::outcome::{Exit, Fault, Said};
use clap::{Args as ClapArgs, Subcommand};
use linchpin_policy::facts::Kind;
use linchpin_policy::{Rulebook, calendar, diff, official};
use linchpin_units::{Day, Days, Findings};
use serde_json::json;
use std::collections::BTreeSet;
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
        /// The two days, `DAY` or `DAY@KNOWN`
        #[arg(value_name = "DAY", num_args = 0..=2)]
        days: Vec<String>,
        /// The same with a name
        #[arg(long = "on", value_name = "DAY", num_args = 1)]
        on: Vec<String>,
        /// Every name, not only the first few of a list
        #[arg(long)]
        full: bool,
    },
    /// What changes when: starts, ends, suspensions, revivals, compliance dates, with who is hit
    Calendar {
        /// First day; by default today
        #[arg(long)]
        from: Option<String>,
        /// First day after; by default no end
        #[arg(long)]
        until: Option<String>,
        /// So many days from the first, such as `90` or `90d`, in the place of --until
        #[arg(long, value_name = "DAYS", conflicts_with = "until")]
        next: Option<String>,
        /// The day whose knowledge counts
        #[arg(long)]
        known: Option<String>,
    },
    /// All acts, one on a line
    List {
        /// Only acts in whose title, citation, id, issuer or order all these words stand
        #[arg(value_name = "WORD")]
        words: Vec<String>,
        /// Only acts published on this day or later
        #[arg(long, value_name = "DAY")]
        since: Option<String>,
    },
    /// Acts in full
    Show {
        /// The act's id or its citation, such as `89 FR 96790`
        act: String,
    },
    /// The official documents looked through, with the horizon each order earns by them
    Register,
    /// Reads and checks everything; prints all findings
    Check,
    /// Sections of official text with their digests; with --later, what changed beside the acts
    ///
    /// The files are the XML that the eCFR serves for one part and one day
    /// (title-15.xml?part=748). Exit 1: a section changed without an act, or an act without a section.
    #[command(alias = "official")]
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
    told(args).map(Said::filled)
}

fn told(args: &Args) -> Result<Said, Fault> {
    let rulebook = rulebook(args.policy.as_deref(), &args.reforms)?;
    match &args.verb {
        Verb::Timeline { site, from, until, known } => {
            timeline(&rulebook, site, (from, until), known.as_deref()).map_err(Fault::Usage)
        }
        Verb::Diff { days, on, full } => {
            let days: Vec<String> = days.iter().chain(on).cloned().collect();
            show_diff(&rulebook, &days, *full).map_err(Fault::Usage)
        }
        Verb::Calendar { from, until, next, known } => {
            let span = (from.as_deref(), until.as_deref(), next.as_deref());
            show_calendar(&rulebook, span, known.as_deref()).map_err(Fault::Usage)
        }
        Verb::List { words, since } => {
            list(&rulebook, words, since.as_deref()).map_err(Fault::Usage)
        }
        Verb::Register => Ok(register(&rulebook)),
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

/// Acts offered for a word that names none.
const MEANT: usize = 6;

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
        let facts = rulebook.facts();
        let firm = facts.named(Kind::Entity, site);
        let own: Vec<&str> =
            firm.iter().flat_map(|firm| facts.sites_of(firm)).map(|s| s.id.as_str()).collect();
        if !own.is_empty() {
            return format!(
                "`{site}` is no site; did you mean one of its sites: {}?",
                own.join(", ")
            );
        }
        let known: Vec<&str> = facts.all(Kind::Site).map(|s| s.id.as_str()).collect();
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

/// Names of one kind in a line of differences; with `--full` all stand.
const NAMED: usize = 4;

fn show_diff(rulebook: &Rulebook, on: &[String], full: bool) -> Result<Said, String> {
    let pair = |text: &str| -> Result<(Day, Day), String> {
        match text.split_once('@') {
            Some((on, known)) => Ok((day(on)?, day(known)?)),
            None => Ok((day(text)?, rulebook.knowledge_day())),
        }
    };
    let [before, after] = on else {
        return Err("give two days: policy diff A B".to_owned());
    };
    let groups = rulebook.diff(pair(before)?, pair(after)?);
    let page = diff::page(&groups, rulebook, if full { usize::MAX } else { NAMED });
    Ok(Said::ok(page, json!(groups)))
}

/// A number of days: `90`, `90d`, `12w`, `3m` (of thirty days) or `1y`.
fn length(text: &str) -> Result<i64, String> {
    let number = text.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == ' ');
    let of = match text[number.len()..].trim() {
        "" | "d" | "day" | "days" => 1,
        "w" | "week" | "weeks" => 7,
        "m" | "month" | "months" => 30,
        "y" | "year" | "years" => 365,
        _ => 0,
    };
    let days = number.parse::<u16>().ok().filter(|days| *days > 0 && of > 0);
    let days = days.ok_or_else(|| format!("`{text}` is no number of days: write 90 or 90d"))?;
    Ok(i64::from(days) * of)
}

fn show_calendar(
    rulebook: &Rulebook,
    (from, until, next): (Option<&str>, Option<&str>, Option<&str>),
    known: Option<&str>,
) -> Result<Said, String> {
    let from = from.map_or_else(|| Ok(crate::ask::today()), day)?;
    let until = match next {
        Some(next) => Some(from.plus(length(next)?)),
        None => until.map(day).transpose()?,
    };
    let known = known.map_or(Ok(rulebook.knowledge_day()), day)?;
    let span = Days::new(from, until).map_err(|error| error.to_string())?;
    let events = rulebook.calendar(span, known);
    Ok(Said::ok(calendar::page(&events), json!(events)))
}

fn register(rulebook: &Rulebook) -> Said {
    let horizon = rulebook.register().horizon();
    let mut text = String::new();
    // Writing to a string cannot fail.
    for (order, day) in &horizon {
        let _ = writeln!(text, "{order}: looked through up to {day}");
    }
    for one in rulebook.register().documents() {
        let (order, date, title, cite) = (one.order, one.date, &one.title, &one.cite);
        let fate = match (one.acts.is_empty(), one.out.is_empty()) {
            (false, _) => one.acts.join(", "),
            (true, false) => format!("out of scope: {}", one.out),
            (true, true) => "in scope, not taken up".to_owned(),
        };
        let seen = if one.opened { "" } else { " (unconfirmed)" };
        let _ = writeln!(text, "  {order} {date} {title} ({cite}){seen}: {fate}");
    }
    Said::ok(text, json!({ "horizon": horizon, "documents": rulebook.register().documents() }))
}

fn list(rulebook: &Rulebook, words: &[String], since: Option<&str>) -> Result<Said, String> {
    let since = since.map(day).transpose()?;
    let mut rows = rulebook.list();
    rows.retain(|act| since.is_none_or(|since| act.published >= since));
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    if !words.is_empty() {
        let speaking: BTreeSet<String> =
            rulebook.speaking_of(&words.join(" ")).iter().map(|act| act.id.to_string()).collect();
        rows.retain(|act| {
            let own = format!("{} {} {} {} {}", act.title, act.cite, act.id, act.issuer, act.order);
            let own = own.to_lowercase();
            words.iter().all(|word| own.contains(word.as_str()))
                || speaking.contains(&act.id.to_string())
        });
        if rows.is_empty() {
            return Err(format!(
                "no act speaks of `{}`; `linchpin policy list` shows all of them",
                words.join(" ")
            ));
        }
    }
    let mut text = String::new();
    for act in &rows {
        let (order, published, id) = (&act.order, &act.published, &act.id);
        let _ = writeln!(
            text,
            "{order} {published} {id}  {} ({}) [{}]",
            act.title, act.cite, act.grade
        );
    }
    Ok(Said::ok(text, json!(rows)))
}

fn show(rulebook: &Rulebook, name: &str) -> Result<Said, String> {
    let acts = rulebook.cited(name);
    if acts.is_empty() {
        let known = rulebook.acts().values().flat_map(|act| [act.id.as_str(), act.cite.as_str()]);
        let near = linchpin_units::finding::nearest(name, known);
        let spoken: Vec<String> = rulebook
            .speaking_of(name)
            .iter()
            .rev()
            .take(MEANT)
            .map(|act| format!("`{}` ({})", act.cite, act.title))
            .collect();
        let hint = match (near, spoken.is_empty()) {
            (_, false) => format!("; did you mean one that speaks of it: {}?", spoken.join(", ")),
            (Some(near), true) => format!("; did you mean `{near}`?"),
            (None, true) => "; `linchpin policy list` has all".to_owned(),
        };
        return Err(format!("no act `{name}`{hint}"));
    }
    let cards: Vec<_> = acts.iter().map(|act| act.card()).collect();
    let text = cards.iter().map(|card| card.page()).collect::<Vec<_>>().join("\n");
    Ok(match cards.as_slice() {
        [card] => Said::ok(text, json!(card)),
        cards => Said::ok(text, json!(cards)),
    })
}
