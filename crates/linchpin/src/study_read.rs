//! Reading a study: every file, name, date and amount checked in one pass.
//!
//! In: the folder of a study, its world and its law. Out: a [`Study`] whose names all resolve, or every finding.

use crate::asked::{Asked, Pulls};
use crate::folder::{Files, Folder};
use crate::study::{Begin, CurveSpec, Headline, Lasting, Options, Scenario, Setting, Study};
use crate::study_form::{FocusForm, HeadlineForm, ScenarioForm, StudyForm, TableForm};
use linchpin_engine::form::{AmountRead, Reader};
use linchpin_engine::{Design, Engine, Engines, Focus, Members, Names};
use linchpin_network::table::bundled::BuiltIn;
use linchpin_policy::Rulebook;
use linchpin_units::{Day, Finding, Findings, Place, Text};
use linchpin_world::World;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeTable;

/// Reads the study `id` in `folder`.
///
/// # Errors
/// Everything that is wrong with the study and its files.
pub(crate) fn read(
    id: &str,
    folder: &Folder<'_>,
    world: World,
    rulebook: Rulebook,
    options: &Options,
) -> Result<Study, Findings> {
    let text = folder.text("study.toml")?;
    let form: StudyForm = text.toml()?;
    let tree = DeTable::parse(text.body()).map_err(|error| text.refused(&error))?;
    let mut reader = Reader::new(&text);
    reader.known(&form.schema, "schema", ["linchpin/study/1"]);
    reader.known(&form.design, "design", Design::ALL.map(Design::as_str));
    let engine = engine(&mut reader, form.engine.as_ref(), &options.engines)?;
    let engine = on_table(&mut reader, engine, form.table.as_ref(), (folder, options))?;
    let days = days(&mut reader, &form, options);
    let state = match &options.state {
        Some(begin) => *begin,
        None => form.state.as_ref().map_or(Begin::AtRest, |state| begin(&mut reader, state)),
    };
    // What is no design was found above.
    let design = Design::named(form.design.get_ref()).unwrap_or(Design::LatinHypercube);
    let mut findings = Findings::default();
    let asker = (options, &*engine);
    let mut scenarios =
        scenarios(&mut reader, &form.scenarios, (folder, &world, &rulebook), asker, &mut findings);
    let acts = acts(&mut reader, &form.baseline.acts, folder);
    let known_names = with_own(names(&mut reader, &world, &rulebook, &acts), &*engine);
    let asked = match tree.get_ref().get("baseline").and_then(|table| table.get_ref().as_table()) {
        Some(table) => pulls(&known_names, asker, |pulls| {
            pulls.read(&mut reader, table, linchpin_results::BASELINE)
        }),
        None => Asked::default(),
    };
    let always =
        pulls(&known_names, asker, |pulls| pulls.read(&mut reader, tree.get_ref(), "always"));
    let mut baseline = baseline(&form, acts, asked);
    let lasting = Lasting { events: always.events, given: always.given };
    scenarios.iter_mut().chain([&mut baseline]).for_each(|one| lasting.join(one));
    own_names(&mut reader, &form);
    world_names(&mut reader, &form, &with_own(Names::new(&world, None), &*engine));
    let set = settings(&mut reader, &form, &world, options, &mut findings);
    let [from, until, known] = days;
    let until = options.until.or(until);
    let (Some(from), Some(until), Some(known)) = (from, until, known) else { return Err(findings) };
    let (members, focus) = (members(form.members, options), focus(&form.focus));
    let curve = form.curve.map(|curve| CurveSpec {
        scenario: curve.scenario.into_inner(),
        parameter: curve.parameter.into_inner(),
        values: curve.values,
        x_label: curve.x_label,
    });
    findings.or_value(Study {
        id: id.to_owned(),
        title: form.title,
        question: form.question,
        from: if from.monday() == from { from } else { from.monday().plus(7) },
        until,
        known,
        state,
        members,
        seed: options.seed.unwrap_or(form.seed),
        design,
        always: always.questions,
        lasting,
        baseline,
        scenarios,
        headline: headline(form.headline),
        focus,
        set,
        curve,
        observed: form.observed,
        not_modelled: form.not_modelled,
        world,
        rulebook,
        engine,
        given: options.clone(),
    })
}

/// A scenario of a study from other files of its own; the file of the study must be as it was.
///
/// # Errors
/// Everything that is wrong with the scenario's files.
pub(crate) fn reread(study: &Study, files: &Files, name: &str) -> Result<Scenario, Findings> {
    let folder = Folder::Given(files);
    let text = folder.text(&format!("scenarios/{name}.toml"))?;
    let law = (&study.world, &study.rulebook);
    let mut read = scenario(name, &text, &folder, law, (&study.given, &*study.engine))?;
    study.lasting.join(&mut read);
    Ok(read)
}

/// First day, first day after, and the day whose knowledge is used, where each is a day.
fn days(reader: &mut Reader<'_>, form: &StudyForm, options: &Options) -> [Option<Day>; 3] {
    let days = [&form.from, &form.until, &form.known].map(|day| reader.day(day));
    if let (Some(from), Some(until)) = (days[0], options.until)
        && until <= from.plus(7)
    {
        let message = format!("--until {until} leaves no week of a study that starts on {from}");
        let finding = Finding::error("LP-S009", Place::whole("--until"), message);
        reader
            .findings
            .push(finding.expected("a later day").help("name a day after the first week"));
    }
    if let [Some(from), Some(until), _] = days
        && until <= from
    {
        let message = format!("the study ends on {until} but starts on {from}");
        reader.error(
            "LP-S009",
            &form.until,
            message,
            "a day after `from`",
            "`until` is the first day after",
        );
    }
    days
}

/// The scenarios that the study lists and those asked for beside them.
fn scenarios(
    reader: &mut Reader<'_>,
    listed: &[Spanned<String>],
    (folder, world, rulebook): (&Folder<'_>, &World, &Rulebook),
    (options, engine): (&Options, &dyn Engine),
    findings: &mut Findings,
) -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    let also =
        options.also.iter().filter(|name| listed.iter().all(|known| known.get_ref() != *name));
    // These stand in no list of the study: whoever asks for them knows that their files are there.
    let also: Vec<Spanned<String>> = also.map(|name| Spanned::new(0..0, name.clone())).collect();
    for name in listed.iter().chain(&also) {
        let file = format!("scenarios/{}.toml", name.get_ref());
        match folder.text(&file) {
            Ok(text) => {
                match scenario(name.get_ref(), &text, folder, (world, rulebook), (options, engine))
                {
                    Ok(scenario) => scenarios.push(scenario),
                    Err(found) => findings.extend(found),
                }
            }
            Err(_) => {
                let message = format!("the scenario `{}` has no file {file}", name.get_ref());
                reader.error(
                    "LP-S001",
                    name,
                    message,
                    "a file in scenarios/",
                    "add the file or remove the name",
                );
            }
        }
    }
    scenarios
}

/// The baseline with the acts laid over the law and what it asks.
fn baseline(form: &StudyForm, acts: Vec<Text>, asked: Asked) -> Scenario {
    let Asked { questions, replaced, events, given } = asked;
    Scenario {
        id: linchpin_results::BASELINE.to_owned(),
        title: form.baseline.title.clone(),
        summary: form.baseline.summary.clone(),
        acts,
        questions,
        replaced,
        events,
        given,
    }
}

/// Checks the names that are the study's own: of its scenarios, and of what a headline is about.
fn own_names(reader: &mut Reader<'_>, form: &StudyForm) {
    let names = || form.scenarios.iter().map(|name| name.get_ref().as_str());
    reader.known(&form.headline.scenario, "scenario", names());
    if let Some(about) = &form.headline.about {
        reader.known(about, "subject of a headline", ABOUT);
    }
    if let Some(curve) = &form.curve {
        reader.known(&curve.scenario, "scenario", names());
    }
}

/// The parameters that are set: by the study, then by a workbook, then in lines of the caller, each before those
/// above. All that the reader found goes to the findings.
fn settings(
    reader: &mut Reader<'_>,
    form: &StudyForm,
    world: &World,
    options: &Options,
    findings: &mut Findings,
) -> Vec<Setting> {
    let mut set = Vec::new();
    for one in &form.set {
        let units = linchpin_units::Unit::ALL;
        if let Some(AmountRead::Given(given)) = reader.amount(&one.amount, units) {
            let place = reader.text.place(one.amount.span());
            set.push(Setting { parameter: one.parameter.clone(), given, place });
        }
    }
    findings.extend(std::mem::take(&mut reader.findings));
    if let Some(path) = &options.assumptions {
        match crate::workbook::settings(path) {
            Ok(settings) => {
                set.retain(|old| settings.iter().all(|new| new.parameter != old.parameter));
                set.extend(settings);
            }
            Err(found) => findings.extend(found),
        }
    }
    for written in &options.set {
        match crate::setting::read(written, world) {
            Ok(one) => {
                set.retain(|old: &Setting| old.parameter != one.parameter);
                set.push(one);
            }
            Err(finding) => findings.push(*finding),
        }
    }
    set
}

/// What the engine looks at closely.
fn focus(form: &FocusForm) -> Focus {
    Focus {
        sites: ids(&form.sites),
        destinations: ids(&form.destinations),
        segments: ids(&form.segments),
        materials: ids(&form.materials)
            .into_iter()
            .map(|material| (material, linchpin_units::id::literal("country:KOR")))
            .collect(),
        exporter: form.exporter.as_ref().and_then(|country| country.get_ref().parse().ok()),
        sectors: form.sectors.iter().map(|name| name.get_ref().into()).collect(),
    }
}

/// The ensemble, and the part of it to run.
fn members(stated: u32, options: &Options) -> Members {
    let total = options.members.unwrap_or(stated).max(1);
    match &options.shard {
        Some(here) => Members { total: total.max(here.end), here: here.clone() },
        None => Members::all(total),
    }
}

fn headline(form: HeadlineForm) -> Headline {
    Headline {
        scenario: form.scenario.into_inner(),
        entity: form.entity.into_inner(),
        product: form.product.map(Spanned::into_inner),
        variable: form.variable.into_inner(),
        about_capacity: form.about.is_some_and(|about| about.get_ref() == CAPACITY),
    }
}

fn scenario(
    id: &str,
    text: &Text,
    folder: &Folder<'_>,
    (world, rulebook): (&World, &Rulebook),
    (options, engine): (&Options, &dyn Engine),
) -> Result<Scenario, Findings> {
    let form: ScenarioForm = text.toml()?;
    let tree = DeTable::parse(text.body()).map_err(|error| text.refused(&error))?;
    let mut reader = Reader::new(text);
    reader.known(&form.schema, "schema", ["linchpin/scenario/1"]);
    let acts = acts(&mut reader, &form.acts, folder);
    let names = with_own(names(&mut reader, world, rulebook, &acts), engine);
    let Asked { questions, replaced, events, given } =
        pulls(&names, (options, engine), |pulls| pulls.read(&mut reader, tree.get_ref(), id));
    let scenario = Scenario {
        id: id.to_owned(),
        title: form.title,
        summary: form.summary,
        acts,
        questions,
        replaced,
        events,
        given,
    };
    reader.findings.or_value(scenario)
}

/// Reads entries of levers with the names of a world.
fn pulls<T>(
    names: &Names,
    (options, engine): (&Options, &dyn Engine),
    read: impl FnOnce(&Pulls<'_>) -> T,
) -> T {
    read(&Pulls { names, levers: &options.levers, hears: &|kind| engine.hears(kind) })
}

/// The state a study starts from.
fn begin(reader: &mut Reader<'_>, at: &Spanned<toml::Value>) -> Begin {
    match at.get_ref() {
        toml::Value::Datetime(day) => {
            reader.day(&Spanned::new(at.span(), *day)).map_or(Begin::AtRest, Begin::On)
        }
        toml::Value::String(word) if word == Begin::AT_REST => Begin::AtRest,
        other => {
            let message = format!("`{other}` is no state of the market");
            let expected = "\"at-rest\", or a day such as 2022-10-31";
            reader.error("LP-S024", at, message, expected, "write the day without quotes");
            Begin::AtRest
        }
    }
}

/// The engine a study names; the market when it names none.
fn engine(
    reader: &mut Reader<'_>,
    named: Option<&Spanned<String>>,
    engines: &Engines,
) -> Result<Arc<dyn Engine>, Findings> {
    if let Some(name) = named {
        reader.known(name, "engine", engines.names());
    }
    let name = named.map_or(MARKET, |name| name.get_ref());
    match engines.get(name) {
        Some(engine) => Ok(Arc::clone(engine)),
        None => Err(std::mem::take(&mut reader.findings)),
    }
}

/// The engine on the table that the caller or the study names, where one does.
fn on_table(
    reader: &mut Reader<'_>,
    engine: Arc<dyn Engine>,
    form: Option<&TableForm>,
    (folder, options): (&Folder<'_>, &Options),
) -> Result<Arc<dyn Engine>, Findings> {
    if let Some(path) = &options.table {
        return engine.on_table(path);
    }
    let Some(TableForm { path }) = form else { return Ok(engine) };
    let word = Path::new(path.get_ref());
    if BuiltIn::named(word).is_some() {
        return engine.on_table(word);
    }
    match folder.place(path.get_ref()) {
        Some(path) => engine.on_table(&path),
        None => {
            let message = format!("the table `{}` stands in no folder", path.get_ref());
            let help = "keep the study in a folder of your own, or name the table with --table";
            reader.error("LP-S001", path, message, "a study in a folder", help);
            Err(std::mem::take(&mut reader.findings))
        }
    }
}

/// The engine of a study that names none.
const MARKET: &str = "market";

/// The names of a world and of the law with the hypothetical acts on it; without them when they do
/// not stand on it, which is then among the findings.
fn names(reader: &mut Reader<'_>, world: &World, rulebook: &Rulebook, acts: &[Text]) -> Names {
    match rulebook.with_reforms(acts) {
        Ok(law) => Names::new(world, Some(&law)),
        Err(found) => {
            reader.findings.extend(found);
            Names::new(world, Some(rulebook))
        }
    }
}

/// The same with the names that an engine has of its own.
fn with_own(mut names: Names, engine: &dyn Engine) -> Names {
    for (kind, own) in engine.names() {
        names.put(kind, own.into_iter());
    }
    names
}

fn acts(reader: &mut Reader<'_>, names: &[Spanned<String>], folder: &Folder<'_>) -> Vec<Text> {
    let mut texts = Vec::new();
    for name in names {
        match folder.text(name.get_ref()) {
            Ok(text) => texts.push(text),
            Err(_) => {
                let message = format!("the act `{}` cannot be read", name.get_ref());
                reader.error(
                    "LP-S001",
                    name,
                    message,
                    "a file below the study",
                    "add the file or remove the name",
                );
            }
        }
    }
    texts
}

/// A headline that says where capacity goes, and all that a headline may be about.
const CAPACITY: &str = "capacity";
const ABOUT: [&str; 2] = ["flow", CAPACITY];

/// The ids of a list; what is none has its finding already.
fn ids<T: std::str::FromStr>(list: &[Spanned<String>]) -> Vec<T> {
    list.iter().filter_map(|name| name.get_ref().parse().ok()).collect()
}

fn in_world(reader: &mut Reader<'_>, what: &str, name: &Spanned<String>, names: &Names) {
    let place = reader.text.place(name.span());
    if let Some(finding) = names.unknown(what, name.get_ref(), place) {
        reader.findings.push(finding);
    }
}

fn world_names(reader: &mut Reader<'_>, form: &StudyForm, world: &Names) {
    if let Some(product) = &form.headline.product {
        in_world(reader, "product", product, world);
    }
    let variables: Vec<&str> =
        linchpin_engine::Variable::all().into_iter().map(|variable| variable.as_str()).collect();
    reader.known(&form.headline.variable, "variable", variables);
    let entity = &form.headline.entity;
    if entity.get_ref().starts_with("site:") {
        in_world(reader, "site", entity, world);
    }
    if let Some(name) = entity.get_ref().strip_prefix("economy:") {
        in_world(reader, "economy", &Spanned::new(entity.span(), name.to_owned()), world);
    }
    let lists = [
        ("site", &form.focus.sites),
        ("country", &form.focus.destinations),
        ("segment", &form.focus.segments),
        ("material", &form.focus.materials),
        ("sector", &form.focus.sectors),
    ];
    for (what, list) in lists {
        for name in list {
            in_world(reader, what, name, world);
        }
    }
    if let Some(country) = &form.focus.exporter {
        in_world(reader, "country", country, world);
    }
}
