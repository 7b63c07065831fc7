//! `linchpin ask`: one question, or a folder of questions, answered from the bundled acts.
//!
//! Exit 0 when answered and all expectations agree, 1 when an expectation fails, 2 for a question that
//! cannot be read, 3 for a malformed file.

use crate::outcome::{Exit, Fault, Said};
use crate::render::findings as drawn;
use crate::terminal::linked;
use clap::Args as ClapArgs;
use linchpin_policy::case::{Answer, Case, read};
use linchpin_policy::facts::Kind;
use linchpin_policy::words::{Activity, Purpose};
use linchpin_policy::{Decision, Field, Number, Query, Rulebook};
use linchpin_results::contract::language::Language;
use linchpin_results::contract::law;
use linchpin_units::{Day, Findings, Measure, Text};
use serde_json::json;
use std::path::{Path, PathBuf};

/// What `linchpin ask` takes.
#[derive(Debug, Default, ClapArgs)]
pub(crate) struct Args {
    /// The good: an id, an ECCN, a model or a name, such as `tool:etch`, `3B001.c`, `HBM`, `gallium`
    #[arg(long)]
    pub(crate) item: Option<String>,
    /// Country of origin
    #[arg(long)]
    pub(crate) origin: Option<String>,
    /// Country it leaves
    #[arg(long)]
    pub(crate) from: Option<String>,
    /// Country it enters
    #[arg(long)]
    pub(crate) to: Option<String>,
    /// Facility, such as `site:samsung-xian`
    #[arg(long)]
    pub(crate) site: Option<String>,
    /// Holder of an authorisation
    #[arg(long)]
    pub(crate) holder: Option<String>,
    /// The other side of the transaction
    #[arg(long)]
    pub(crate) party: Option<String>,
    /// Maker of the good
    #[arg(long)]
    pub(crate) maker: Option<String>,
    /// Class of buyer, such as `cii-operator`; `unknown` if it is not known
    #[arg(long)]
    pub(crate) buyer: Option<String>,
    /// new, replace, upgrade, spares or service
    #[arg(long)]
    pub(crate) purpose: Option<String>,
    /// export, reexport, transfer, import, procurement, us-person-support, expansion, …
    #[arg(long)]
    pub(crate) activity: Option<String>,
    /// civil, military, supercomputer, …
    #[arg(long)]
    pub(crate) end_use: Option<String>,
    /// What the facility makes: advanced, not-advanced, legacy
    #[arg(long)]
    pub(crate) facility: Option<String>,
    /// us-origin, direct-product, above-de-minimis or none
    #[arg(long)]
    pub(crate) us_content: Option<String>,
    /// Headquarters country of the ultimate parent
    #[arg(long)]
    pub(crate) hq: Option<String>,
    /// A number, such as `tpp=15832` or `expansion-pct=6`
    #[arg(long = "number", value_name = "NAME=VALUE")]
    pub(crate) numbers: Vec<String>,
    /// An owner of the party with its share in percent, such as `firm:wingtech=50` or `firm:wingtech=unknown`
    #[arg(long = "owner", value_name = "NAME=PERCENT")]
    pub(crate) owners: Vec<String>,
    /// The day asked about, or `today`; by default today
    #[arg(long)]
    pub(crate) on: Option<String>,
    /// A licence held for this flow: the day it was granted
    #[arg(long, value_name = "DAY")]
    pub(crate) licence_granted_on: Option<String>,
    /// The day since which the item is on no control list
    #[arg(long, value_name = "DAY")]
    pub(crate) decontrolled_since: Option<String>,
    /// The day whose knowledge counts; by default the last day the acts are complete through
    #[arg(long)]
    pub(crate) known: Option<String>,
    /// Show why: rules, conditions, facts and sources
    #[arg(long)]
    pub(crate) why: bool,
    /// Answer every *.case.toml under this file or folder
    #[arg(long, value_name = "DIR", conflicts_with = "on")]
    pub(crate) cases: Option<PathBuf>,
    /// Acts and facts of this folder instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    pub(crate) policy: Option<PathBuf>,
    /// Hypothetical acts laid over the law
    #[arg(long = "reform", value_name = "FILE")]
    pub(crate) reforms: Vec<PathBuf>,
    /// Language of the answer: en, ko or zh; acts and their words keep their own
    #[arg(long, default_value = "en")]
    pub(crate) lang: Language,
}

impl Args {
    /// Whether anything is asked of the law.
    fn asks(&self) -> bool {
        let said = [
            &self.item,
            &self.origin,
            &self.from,
            &self.to,
            &self.site,
            &self.holder,
            &self.party,
            &self.maker,
            &self.buyer,
            &self.purpose,
            &self.activity,
            &self.end_use,
            &self.facility,
            &self.us_content,
            &self.hq,
        ];
        said.iter().any(|one| one.is_some()) || !self.numbers.is_empty() || !self.owners.is_empty()
    }
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Said, Fault> {
    let rulebook = rulebook(args.policy.as_deref(), &args.reforms)?;
    match &args.cases {
        Some(path) => run_cases(&rulebook, path),
        None if !args.asks() => Err(Fault::Usage(
            "say at least which good goes where, such as `linchpin ask --item HBM --from KOR --to CHN`; \
             `linchpin ask --help` has all parts of a question"
                .to_owned(),
        )),
        None => run_one(&rulebook, args).map(Said::filled),
    }
}

/// The rulebook a command works on, with reforms laid over.
///
/// # Errors
/// Everything that is wrong with its files.
pub(crate) fn rulebook(dir: Option<&Path>, reforms: &[PathBuf]) -> Result<Rulebook, Findings> {
    let rulebook = match dir {
        Some(dir) => Rulebook::load(dir)?,
        None => Rulebook::embedded()?,
    };
    if reforms.is_empty() {
        return Ok(rulebook);
    }
    let mut texts = Vec::new();
    let mut findings = Findings::default();
    for path in reforms {
        texts.extend(findings.keep(text(path)));
    }
    rulebook.with_reforms(&findings.or_value(texts)?)
}

/// A file as text.
pub(crate) fn text(path: &Path) -> Result<Text, linchpin_units::Finding> {
    let name = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => Text::from_bytes(&name, &bytes),
        Err(error) => Err(linchpin_units::Finding::error(
            linchpin_policy::codes::FILE,
            linchpin_units::Place::whole(&name),
            format!("the file cannot be read: {error}"),
        )
        .help("check the path")),
    }
}

/// A day from an argument.
pub(crate) fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|error: linchpin_units::day::NotADay| error.to_string())
}

fn query(args: &Args) -> Result<Query, String> {
    let given = [
        (Field::Item, &args.item),
        (Field::Origin, &args.origin),
        (Field::From, &args.from),
        (Field::To, &args.to),
        (Field::Site, &args.site),
        (Field::Holder, &args.holder),
        (Field::Party, &args.party),
        (Field::Maker, &args.maker),
        (Field::Buyer, &args.buyer),
        (Field::Purpose, &args.purpose),
        (Field::Activity, &args.activity),
        (Field::EndUse, &args.end_use),
        (Field::Facility, &args.facility),
        (Field::UsContent, &args.us_content),
        (Field::Hq, &args.hq),
    ];
    let mut query = Query::new();
    for (field, value) in given {
        if let Some(value) = value {
            query = query.with(field, value.clone());
        }
    }
    let parts = |text: &str| -> Result<(String, Measure), String> {
        let (name, value) = text.split_once('=').ok_or(format!("`{text}` is not NAME=VALUE"))?;
        let number = value.parse().ok().and_then(|number| Measure::new(number).ok());
        Ok((name.to_owned(), number.ok_or(format!("`{value}` is no number"))?))
    };
    for text in &args.numbers {
        let (name, value) = parts(text)?;
        let known: Vec<&str> = Number::ALL.iter().map(|number| number.as_str()).collect();
        let number = Number::parse(&name)
            .ok_or(format!("`{name}` is no number a rule tests; known: {}", known.join(", ")))?;
        query = query.with_number(number, value);
    }
    for text in &args.owners {
        query = match text.strip_suffix("=unknown") {
            Some(name) => query.owned_in_part_by(name),
            None => {
                let (name, percent) = parts(text)?;
                query.owned_by(name, percent)
            }
        };
    }
    if let Some(text) = &args.licence_granted_on {
        query = query.licensed(day(text)?, None);
    }
    if let Some(text) = &args.decontrolled_since {
        query = query.decontrolled(day(text)?);
    }
    Ok(query)
}

/// A firm that was called the buyer: the law knows buyers by their class, and a firm as the other party.
fn firm_that_buys(rulebook: &Rulebook, query: Query) -> (Query, Option<String>) {
    let facts = rulebook.facts();
    let Some(buyer) = query.get(Field::Buyer).map(str::to_owned) else { return (query, None) };
    let firm = facts.named(Kind::Entity, &buyer);
    match firm
        .filter(|_| facts.named(Kind::Buyer, &buyer).is_none() && query.get(Field::Party).is_none())
    {
        Some(firm) => {
            let note = format!(
                "`{buyer}` is a firm: read as the other party, {}; --buyer is a class of buyer",
                firm.name
            );
            (query.without(Field::Buyer).with(Field::Party, firm.id.clone()), Some(note))
        }
        None => (query, None),
    }
}

fn run_one(rulebook: &Rulebook, args: &Args) -> Result<Said, Fault> {
    let (query, read) = firm_that_buys(rulebook, query(args).map_err(Fault::Usage)?);
    let given = args.on.as_deref().filter(|text| *text != "today");
    let on = given.map_or_else(|| Ok(today()), day).map_err(Fault::Usage)?;
    let known = args.known.as_deref().map_or(Ok(rulebook.knowledge_day()), day);
    let known = known.map_err(Fault::Usage)?;
    let mut decision = rulebook.decide(&query, on, known);
    if !decision.unknown_names.is_empty() {
        return Err(Fault::Usage(strange(&decision)));
    }
    if given.is_none() {
        decision.taken.insert(0, format!("day not given: taken as today, {on} (UTC)"));
    }
    if let Some(read) = read {
        decision.taken.insert(0, read);
    }
    let said = decision.signals.iter().map(|said| &said.source);
    let all = decision.citations.iter().chain(&decision.conditions).chain(said);
    let targets: Vec<(&str, &str)> =
        all.map(|cite| (cite.cite.as_str(), cite.url.as_str())).collect();
    let mut text = linked(&law::page(&decision, args.lang), &targets);
    let mut told = decision.clone();
    law::tell(&mut told, args.lang);
    let json = if args.why {
        let mut trace = rulebook.trace(&query, on, known);
        law::tell_trace(&mut trace, args.lang);
        text.push_str(&format!("\n{}", law::trace_page(&trace, args.lang)));
        json!({ "decision": told, "why": trace })
    } else {
        json!(told)
    };
    Ok(Said::ok(text, json))
}

/// A name that nobody knows is an error, never law: each with the nearest that is known.
fn strange(decision: &Decision) -> String {
    let one = |name: &linchpin_policy::situate::Strange| {
        let near = name.nearest.as_ref().map(|id| format!("; did you mean `{id}`?"));
        let near = near.or_else(|| closed(name.field).map(|all| format!("; known: {all}")));
        format!("{} `{}` is not known here{}", name.field, name.name, near.unwrap_or_default())
    };
    decision.unknown_names.iter().map(one).collect::<Vec<_>>().join("\n       ")
}

/// The words that a field may have, where they are few.
fn closed(field: Field) -> Option<String> {
    let join = |words: Vec<&str>| Some(words.join(", "));
    match field {
        Field::Purpose => join(Purpose::ALL.iter().map(|one| one.as_str()).collect()),
        Field::Activity => join(Activity::ALL.iter().map(|one| one.as_str()).collect()),
        _ => None,
    }
}

/// The day it is, by universal time.
#[expect(
    clippy::disallowed_methods,
    reason = "only the day asked about, when none is given; the answer says so"
)]
pub(crate) fn today() -> Day {
    const SECONDS_OF_A_DAY: u64 = 86_400;
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / SECONDS_OF_A_DAY);
    let first = Day::new(1970, 1, 1).expect("a calendar day");
    first.plus(i64::try_from(days).unwrap_or(0))
}

/// Every `*.case.toml` under a path, by name.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let mut found = Vec::new();
    let mut rest = vec![path.to_path_buf()];
    while let Some(dir) = rest.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                rest.push(path);
            } else if path.to_string_lossy().ends_with(".case.toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn run_cases(rulebook: &Rulebook, path: &Path) -> Result<Said, Fault> {
    let files = files(path);
    if files.is_empty() {
        return Err(Fault::Usage(format!("no *.case.toml under {}", path.display())));
    }
    let mut findings = Findings::default();
    let mut cases: Vec<Case> = Vec::new();
    for file in files {
        match text(&file).map_err(Findings::from).and_then(|text| read(&text)) {
            Ok(found) => cases.extend(found),
            Err(found) => findings.extend(found),
        }
    }
    // What could be read is answered even when a neighbour could not.
    let answers: Vec<Answer> = cases.iter().map(|case| rulebook.answer(case)).collect();
    let agreed = answers.iter().filter(|answer| answer.agrees).count();
    let json = json!({
        "rulebook": rulebook.digest(),
        "cases": answers.len(),
        "agree": agreed,
        "answers": answers,
    });
    let exit = if findings.any_error() {
        Exit::BadInput
    } else if agreed < answers.len() {
        Exit::Differs
    } else {
        Exit::Ok
    };
    let mut text: String = answers.iter().map(line).collect();
    text.push_str(&format!("{agreed} of {} agree\n", answers.len()));
    Ok(Said::ok(text, json).with_talk(drawn(&findings)).with_exit(exit))
}

fn line(answer: &Answer) -> String {
    let mark = if answer.agrees { "agrees " } else { "DIFFERS" };
    let mut text = format!("{mark} {} on {}: {}\n", answer.id, answer.on, answer.answer);
    if !answer.agrees {
        text.push_str(&format!("        expected: {}\n", answer.expected));
    }
    for name in &answer.decision.unknown_names {
        let near = name.nearest.as_ref().map(|id| format!("; did you mean `{id}`?"));
        let (field, name) = (name.field, &name.name);
        text.push_str(&format!(
            "        not known: {field} `{name}`{}\n",
            near.unwrap_or_default()
        ));
    }
    text
}
