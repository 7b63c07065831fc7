//! What stands beside the numbers: dates, sources, assumptions, names.
//!
//! In: a staged study and the market built for it. Out: rows for the results layer. Every input of
//! the market is told with all its accounts, rivals side by side.

use crate::staged::{Staged, assumptions_of};
use crate::study::{Begin, Study};
use crate::study_form::ObservedForm;
use linchpin_engine::seam::{Built, Ground, Origin, TableCell};
use linchpin_engine::{ActName, Because, SeriesKey, Shock};
use linchpin_results::ShockRow;
use linchpin_results::report::{
    Account, AssumptionRow, DateKind, DateMark, InputRow, Observed, PolicyRef, QuoteRef, Run,
    WorldRef,
};
use linchpin_units::SourceRef;
use linchpin_world::{Fact, Quantity, Quote, World};
use std::collections::{BTreeMap, BTreeSet};

/// Everything beside the numbers.
pub(crate) struct Described {
    pub(crate) dates: Vec<DateMark>,
    pub(crate) inputs: Vec<InputRow>,
    pub(crate) assumptions: Vec<AssumptionRow>,
    pub(crate) observed: Vec<Observed>,
    pub(crate) names: BTreeMap<String, String>,
    pub(crate) related: BTreeMap<String, Vec<String>>,
}

/// Reader's names of ids that are the engine's own.
pub(crate) fn own_names(built: &dyn Built) -> Own {
    let names = built.own_names().into_iter();
    names.map(|(id, name)| (id.into(), name.to_string())).collect()
}

pub(crate) fn describe(
    study: &Study,
    staged: &[Staged<'_>],
    built: &dyn Built,
    own: &Own,
) -> Described {
    let world = &study.world;
    let facts = built.origins().iter().filter_map(|origin| input(world, origin));
    Described {
        dates: dates(study, staged, own),
        inputs: facts.chain(built.cells().into_iter().map(table_cell)).collect(),
        assumptions: assumptions(study, staged, built),
        observed: study.observed.iter().map(|form| observed(world, form)).collect(),
        names: world
            .names()
            .map(|(id, name)| (id.to_owned(), name.to_owned()))
            .chain(own.clone())
            .collect(),
        related: built
            .related()
            .into_iter()
            .map(|(entity, ids)| (entity.into(), ids.into_iter().map(Into::into).collect()))
            .collect(),
    }
}

impl Study {
    /// The series the study is about, among those that an engine records.
    pub(crate) fn headline_key(&self, keys: &[SeriesKey]) -> Option<SeriesKey> {
        let is_it = |key: &&SeriesKey| {
            key.entity == self.headline.entity
                && key.product.as_deref() == self.headline.product.as_deref()
                && key.variable.as_str() == self.headline.variable
        };
        keys.iter().find(is_it).cloned()
    }
}

/// The command that gives the same numbers again.
fn reproduce(study: &Study, staged: &[Staged<'_>]) -> String {
    let mut command = format!("linchpin run {}", study.id);
    // The baseline is always staged; one scenario beside it was asked for by name.
    if let [_, one] = staged
        && study.scenarios.len() > 1
    {
        command.push_str(&format!("/{}", one.scenario.id));
    }
    command.push_str(&format!(" --members {} --seed {}", study.members.total, study.seed));
    match study.given.state {
        Some(Begin::AtRest) => command.push_str(" --state at-rest"),
        Some(Begin::On(on)) => command.push_str(&format!(" --state {on}")),
        None => {}
    }
    for (flag, path) in [
        ("--world", &study.given.world),
        ("--table", &study.given.table),
        ("--assumptions", &study.given.assumptions),
    ] {
        if let Some(path) = path {
            command.push_str(&format!(" {flag} {}", path.display()));
        }
    }
    if let Some(until) = study.given.until {
        command.push_str(&format!(" --until {until}"));
    }
    for written in &study.given.set {
        command.push_str(&format!(" --set '{written}'"));
    }
    command
}

pub(crate) fn manifest(study: &Study, staged: &[Staged<'_>]) -> Run {
    let members = study.members.total;
    let version = env!("CARGO_PKG_VERSION");
    Run {
        digest: String::new(),
        engine: study.engine.name().to_owned(),
        seed: study.seed,
        members,
        design: study.design.as_str().to_owned(),
        from: study.from.to_string(),
        until: study.until.to_string(),
        known: study.known.to_string(),
        version: version.to_owned(),
        world: WorldRef {
            name: format!("{} {}", study.world.name(), study.world.version()),
            digest: study.world.digest().to_string(),
        },
        policy: PolicyRef {
            digest: study.rulebook.digest().to_string(),
            acts: u32::try_from(study.rulebook.acts().len()).unwrap_or(u32::MAX),
        },
        reproduce: reproduce(study, staged),
        citation: crate::citation(),
    }
}

/// Names that an engine has of its own, by id.
pub(crate) type Own = BTreeMap<String, String>;

/// The reader's name of an id: an engine's own, or the world's.
fn name_of<'n>(world: &'n World, own: &'n Own, id: &'n str) -> &'n str {
    own.get(id).map_or_else(|| world.name_of(id), String::as_str)
}

/// A number of an engine's own table, as an input with one account.
pub(crate) fn table_cell(cell: TableCell) -> InputRow {
    let told = Account {
        value: cell.value.get(),
        low: cell.value.get(),
        high: cell.value.get(),
        as_of: cell.period,
        basis: cell.basis,
        source: cell.cite,
        outlet: cell.outlet,
        title: cell.title,
        url: String::new(),
        grade: "table".to_owned(),
        note: cell.note,
        quote: None,
    };
    InputRow {
        subject: cell.subject.to_string(),
        name: cell.name,
        quantity: cell.what,
        unit: cell.unit,
        value: cell.value.get(),
        low: cell.value.get(),
        high: cell.value.get(),
        contested: false,
        accounts: vec![told],
        text: None,
    }
}

/// Shocks as rows for a reader.
pub(crate) fn shock_rows(world: &World, own: &Own, shocks: &[Shock]) -> Vec<ShockRow> {
    (0_u32..).zip(shocks).map(|(id, shock)| row((world, own), id, shock)).collect()
}

fn row((world, own): (&World, &Own), id: u32, shock: &Shock) -> ShockRow {
    let (because, acts, citations) = match &shock.because {
        Because::Decision { id, verdict, acts, citations, .. } => (
            format!("{verdict} ({id})"),
            acts.iter().map(ToString::to_string).collect(),
            citations.clone(),
        ),
        Because::Signal { act, citation, .. } => (
            "a request, without the force of a rule".to_owned(),
            vec![act.to_string()],
            vec![citation.clone()],
        ),
        Because::Event { what, .. } => (what.clone(), Vec::new(), Vec::new()),
    };
    ShockRow {
        id,
        target: shock.lever.target().to_string(),
        from: shock.days.from.to_string(),
        until: shock.days.until.map(|day| day.to_string()),
        effect: shock.lever.words(&|id| name_of(world, own, id).to_owned()),
        because,
        acts,
        citations,
        assumptions: assumptions_of(shock).iter().map(ToString::to_string).collect(),
    }
}

/// A mark for every day on which a scenario's shocks begin or end, and for every signal.
fn dates(study: &Study, staged: &[Staged<'_>], own: &Own) -> Vec<DateMark> {
    let mut marks: BTreeMap<(String, String, String), DateMark> = BTreeMap::new();
    let span = linchpin_units::Days { from: study.from, until: Some(study.until) };
    for one in &staged[1..] {
        let mut grouped: BTreeMap<(String, String), (BTreeSet<String>, &Shock)> = BTreeMap::new();
        for shock in &one.shocks {
            let (kind, who) = headline_of(study, own, shock);
            let entry = grouped
                .entry((shock.days.from.to_string(), kind))
                .or_insert((BTreeSet::new(), shock));
            entry.0.insert(who);
        }
        for ((date, kind), (who, shock)) in grouped {
            let who = who.into_iter().collect::<Vec<_>>().join(", ");
            let label = format!("{who}: {kind}");
            let (act, citation, hypothetical) = source(study, one, shock);
            let kind = match &shock.because {
                Because::Event { by: Some(_), .. } => DateKind::Hypothetical,
                Because::Event { by: None, .. } => DateKind::Event,
                Because::Signal { .. } => DateKind::Signal,
                Because::Decision { .. } if hypothetical => DateKind::Hypothetical,
                Because::Decision { .. } => DateKind::Act,
            };
            let scenario = Some(one.scenario.id.clone());
            let mark = DateMark {
                date: date.clone(),
                label: label.clone(),
                kind,
                scenario,
                act,
                citation,
            };
            marks.insert((date, one.scenario.id.clone(), label), mark);
        }
        for act in one
            .rulebook
            .acts()
            .values()
            .filter(|act| act.status == linchpin_policy::words::Status::Hypothetical)
        {
            let date = act.published.to_string();
            if span.holds(act.published) {
                let mark = DateMark {
                    date: date.clone(),
                    label: act.title.clone(),
                    kind: DateKind::Hypothetical,
                    scenario: Some(one.scenario.id.clone()),
                    act: Some(act.id.as_str().to_owned()),
                    citation: None,
                };
                marks.insert((date, one.scenario.id.clone(), act.title.clone()), mark);
            }
        }
    }
    for signal in study.rulebook.signals(span, study.known) {
        if span.holds(signal.days.from) {
            let date = signal.days.from.to_string();
            let mark = DateMark {
                date: date.clone(),
                label: signal.says.clone(),
                kind: DateKind::Signal,
                scenario: None,
                act: Some(signal.act.as_str().to_owned()),
                citation: Some(signal.cite.clone()),
            };
            marks.insert((date, String::new(), signal.says.clone()), mark);
        }
    }
    marks.into_values().collect()
}

/// What a shock is, in a few words, and whom it hits.
fn headline_of(study: &Study, own: &Own, shock: &Shock) -> (String, String) {
    let verdict = match &shock.because {
        Because::Decision { verdict, .. } => verdict.clone(),
        Because::Signal { .. } => "asked".to_owned(),
        Because::Event { what, .. } => what.clone(),
    };
    let name = name_of(&study.world, own, &shock.lever.target()).to_owned();
    (shock.lever.label(&verdict), name)
}

fn source(
    study: &Study,
    staged: &Staged<'_>,
    shock: &Shock,
) -> (Option<String>, Option<String>, bool) {
    match &shock.because {
        Because::Decision { acts, citations, .. } => {
            let bundled = |id: &ActName| study.rulebook.act(id).is_some();
            let hypothetical =
                acts.iter().any(|id| !bundled(id) && staged.rulebook.act(id).is_some());
            (acts.first().map(ToString::to_string), citations.first().cloned(), hypothetical)
        }
        Because::Signal { act, citation, .. } => {
            (Some(act.to_string()), Some(citation.clone()), false)
        }
        Because::Event { .. } => (None, None, false),
    }
}

pub(crate) fn input(world: &World, origin: &Origin) -> Option<InputRow> {
    let estimate =
        world.estimate(&origin.subject, origin.quantity, origin.of.as_ref(), origin.to.as_ref())?;
    let keys = [&origin.of, &origin.to].into_iter().flatten();
    let further: Vec<&str> = keys.map(|key| world.name_of(key)).collect();
    let mut name = world.name_of(&origin.subject).to_owned();
    if !further.is_empty() {
        name = format!("{name} ({})", further.join(", "));
    }
    Some(InputRow {
        subject: origin.subject.to_string(),
        name,
        quantity: origin.quantity.as_str().to_owned(),
        unit: estimate.unit.as_str().to_owned(),
        value: estimate.range.mode(),
        low: estimate.range.low(),
        high: estimate.range.high(),
        contested: estimate.contested,
        accounts: estimate.facts.iter().map(|fact| account(world, &world.facts[*fact])).collect(),
        text: None,
    })
}

fn account(world: &World, fact: &Fact) -> Account {
    let sourced = &fact.sourced;
    let source = world.source(&sourced.source);
    let text = |of: Option<&String>| of.cloned().unwrap_or_default();
    Account {
        value: sourced.value.get(),
        low: sourced.range.low(),
        high: sourced.range.high(),
        as_of: sourced.as_of.to_string(),
        basis: sourced.basis.to_string(),
        source: sourced.source.to_string(),
        outlet: text(source.map(|source| &source.outlet)),
        title: text(source.map(|source| &source.title)),
        url: text(source.map(|source| &source.url)),
        grade: sourced.grade.to_string(),
        note: sourced.note.clone(),
        quote: world.quote_of(fact).and_then(|quote| quote_ref(world, quote)),
    }
}

fn quote_ref(world: &World, quote: &Quote) -> Option<QuoteRef> {
    Some(QuoteRef {
        document: world.document_of(quote)?.to_string(),
        start: quote.start,
        end: quote.end,
        sha256: quote.sha256.to_string(),
    })
}

/// Every assumption the run draws from: the engine's, the verdicts', and those scenarios wrote out.
pub(crate) fn assumptions(
    study: &Study,
    staged: &[Staged<'_>],
    built: &dyn Built,
) -> Vec<AssumptionRow> {
    let mut rows = Vec::new();
    let grounds = built.grounds();
    for parameter in built.space().iter() {
        let scenarios = staged.iter().flat_map(|one| &one.scenario.given);
        let mut given = scenarios.map(|(name, given)| (name.as_str(), given));
        let mut set = study.set.iter().map(|setting| (setting.parameter.as_str(), &setting.given));
        let wanted = |(name, _): &(&str, _)| parameter.name == **name;
        // What is set is drawn from, whatever a scenario wrote out.
        let given = set.find(wanted).or_else(|| given.find(wanted));
        let (name, why, source) = match (study.world.assumption(&parameter.name), given) {
            (_, Some((name, given))) => {
                (name.to_owned(), given.why.clone(), given.source.to_string())
            }
            (Some(known), None) => {
                (known.name.clone(), known.why.clone(), known.sourced.source.to_string())
            }
            (None, None) if parameter.name.starts_with("compliance ") => (
                format!("whether {} complies", parameter.name.trim_start_matches("compliance ")),
                "Chance: compared with the probability to comply.".to_owned(),
                SourceRef::Assumption("request-compliance".to_owned()).to_string(),
            ),
            (None, None) => match grounds.iter().find(|one| one.parameter == parameter.name) {
                Some(Ground { name, why, cite, .. }) => (name.clone(), why.clone(), cite.clone()),
                None => continue,
            },
        };
        rows.push(AssumptionRow {
            id: parameter.name.to_string(),
            name,
            unit: parameter.unit.as_str().to_owned(),
            value: parameter.range.mode(),
            low: parameter.range.low(),
            high: parameter.range.high(),
            why,
            source,
            influence: None,
            text: None,
        });
    }
    rows
}

fn observed(world: &World, form: &ObservedForm) -> Observed {
    let mut rows = Vec::new();
    let quantities: Vec<Quantity> =
        form.quantities.iter().filter_map(|name| name.parse().ok()).collect();
    for fact in world.facts.iter().filter(|fact| quantities.contains(&fact.quantity)) {
        let who = [Some(&fact.subject), fact.of.as_ref(), fact.to.as_ref()];
        let who: Vec<&str> = who.into_iter().flatten().map(|id| world.name_of(id)).collect();
        let source = world.cite(&fact.sourced.source);
        rows.push(vec![
            fact.sourced.as_of.to_string(),
            who.join(" → "),
            format!(
                "{} {}",
                linchpin_results::figures::number(fact.sourced.value.get()),
                fact.sourced.unit
            ),
            fact.sourced.basis.to_string(),
            source.text(),
        ]);
    }
    for event in world.events.iter().filter(|event| form.events.contains(&event.kind)) {
        let who: Vec<&str> = event.who.iter().map(|id| world.name_of(id.as_str())).collect();
        let source = world.cite(&event.source);
        rows.push(vec![
            event.date.to_string(),
            who.join(", "),
            event.what.clone(),
            event.modality.as_str().to_owned(),
            source.text(),
        ]);
    }
    rows.sort();
    Observed {
        title: form.title.clone(),
        columns: ["as of", "who", "what", "basis", "source"].map(str::to_owned).to_vec(),
        rows,
        source: "facts of the world, each with its source".to_owned(),
    }
}
