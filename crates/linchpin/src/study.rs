//! A study: one question, a baseline and scenarios, read and checked in one pass.
//!
//! In: a folder with `study.toml`, `scenarios/*.toml` and hypothetical acts, or the name of an
//! embedded one. Out: a [`Study`] whose names all resolve in its world, or every finding. Nothing is
//! computed here and nothing is written.

use crate::event::EventForm;
use crate::folder::{EMBEDDED, Files, Folder, study_files};
use crate::form::{AmountRead, Given, Reader};
use crate::study_form::{AskForm, ScenarioForm, StudyForm, VerdictsForm};
use linchpin_engine::{Design, Members, Questions, Shock, Verdicts};
use linchpin_policy::Rulebook;
use linchpin_units::{Day, Finding, Findings, Place, Text};
use linchpin_world::World;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// Facts shown beside the model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservedForm {
    /// Heading.
    pub title: String,
    /// Quantities of the world's facts.
    #[serde(default)]
    pub quantities: Vec<String>,
    /// Kinds of the world's events.
    #[serde(default)]
    pub events: Vec<String>,
}

/// The number the study is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// Scenario.
    pub scenario: String,
    /// World id.
    pub entity: String,
    /// Product.
    pub product: String,
    /// Variable.
    pub variable: String,
}

/// A baseline or scenario ready to be simulated.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// File name without ending; `baseline` for the baseline.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it assumes.
    pub summary: String,
    /// Texts of the hypothetical acts laid over the law.
    pub acts: Vec<Text>,
    /// What it asks the law.
    pub questions: Questions,
    /// Which assumptions speak for verdicts.
    pub verdicts: Verdicts,
    /// Shocks of its events.
    pub events: Vec<Shock>,
    /// Amounts its events wrote out, by parameter name.
    pub given: Vec<(String, Given)>,
}

/// Loss against restriction.
#[derive(Debug, Clone)]
pub struct CurveSpec {
    /// Scenario that is run.
    pub scenario: String,
    /// Parameter that takes the values.
    pub parameter: String,
    /// Its values.
    pub values: Vec<f64>,
    /// What the values are, for the axis.
    pub x_label: String,
}

/// A study, checked.
#[derive(Debug)]
pub struct Study {
    /// Folder name.
    pub id: String,
    /// Title.
    pub title: String,
    /// The question.
    pub question: String,
    /// First day.
    pub from: Day,
    /// First day after.
    pub until: Day,
    /// Day whose knowledge of the law is used.
    pub known: Day,
    /// The ensemble, and the part of it to run.
    pub members: Members,
    /// Seed.
    pub seed: u64,
    /// Design of the ensemble.
    pub design: Design,
    /// Without the measures.
    pub baseline: Scenario,
    /// With them.
    pub scenarios: Vec<Scenario>,
    /// The number it is about.
    pub headline: Headline,
    /// What is looked at closely.
    pub focus: linchpin_market::record::Focus,
    /// Parameters that the study dates otherwise than the world.
    pub set: Vec<Setting>,
    /// Loss against restriction.
    pub curve: Option<CurveSpec>,
    /// Facts shown beside the model.
    pub observed: Vec<ObservedForm>,
    /// What is left out.
    pub not_modelled: Vec<String>,
    /// The facts it rests on.
    pub world: World,
    /// The law.
    pub rulebook: Rulebook,
    /// What the caller changed.
    pub given: Options,
}

/// A parameter that is set otherwise than the world says.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The parameter, as the list of assumptions of a report names it.
    pub parameter: String,
    /// Its range, unit, source and reason.
    pub given: Given,
    /// Where it stands.
    pub place: Place,
}

/// A bundled study in one line.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct StudyInfo {
    /// Name to run it by.
    pub id: String,
    /// Title.
    pub title: String,
    /// The question.
    pub question: String,
    /// Its scenarios.
    pub scenarios: Vec<ScenarioInfo>,
}

/// A scenario of a bundled study.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ScenarioInfo {
    /// Name to run it by, after the study's and a slash.
    pub id: String,
    /// Title.
    pub title: String,
}

/// What a caller may change.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Folder of another world.
    pub world: Option<PathBuf>,
    /// Another size of the ensemble.
    pub members: Option<u32>,
    /// Another seed.
    pub seed: Option<u64>,
    /// Only these members: a shard.
    pub shard: Option<std::ops::Range<u32>>,
    /// Workbook whose sheet `assumptions` replaces what study and world say.
    pub assumptions: Option<PathBuf>,
}

/// The bundled studies.
#[must_use]
pub fn studies() -> Vec<StudyInfo> {
    let mut all: Vec<StudyInfo> = EMBEDDED
        .dirs()
        .filter_map(|dir| {
            let id = dir.path().file_name()?.to_str()?.to_owned();
            let body = dir.get_file(dir.path().join("study.toml"))?.contents_utf8()?;
            let form: StudyForm = Text::new("study.toml", body).toml().ok()?;
            let scenario = |id: Spanned<String>| {
                let file = dir.path().join(format!("scenarios/{}.toml", id.get_ref()));
                let body = dir.get_file(file)?.contents_utf8()?;
                let form: ScenarioForm = Text::new("scenario.toml", body).toml().ok()?;
                Some(ScenarioInfo { id: id.into_inner(), title: form.title })
            };
            let scenarios = form.scenarios.into_iter().filter_map(scenario).collect();
            Some(StudyInfo { id, title: form.title, question: form.question, scenarios })
        })
        .collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// Copies a bundled study into a new folder, to be edited and run from there, and gives its files.
///
/// # Errors
/// LP-S002 for a name that is not bundled, LP-S023 for a folder that is there already or cannot be written.
pub fn init(id: &str, folder: &Path) -> Result<Vec<PathBuf>, Findings> {
    let Some(files) = study_files(id) else { return Err(unknown_study(id).into()) };
    let shown = folder.display().to_string();
    let refused = |message: String| {
        Finding::error("LP-S023", Place::whole(&shown), message)
            .expected("a folder that is not there yet")
            .help("choose another folder; nothing is overwritten")
    };
    if folder.exists() {
        return Err(refused("the folder is there already".to_owned()).into());
    }
    let mut paths = Vec::new();
    for (name, text) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|error| refused(error.to_string()))?;
        paths.push(path);
    }
    Ok(paths)
}

fn unknown_study(name: &str) -> Finding {
    let known = studies();
    Finding::error("LP-S002", Place::whole(name), format!("no study is called `{name}`"))
        .expected("a bundled study or a folder with study.toml")
        .nearest(name, known.iter().map(|study| study.id.as_str()))
        .help("`linchpin list` names the bundled studies")
}

impl Study {
    /// Reads a study by name or folder.
    ///
    /// # Errors
    /// Everything that is wrong with the study, its world, its acts.
    pub fn load(name: &str, options: &Options) -> Result<Self, Findings> {
        let disk = Path::new(name);
        let embedded = EMBEDDED.get_dir(name);
        let folder = match embedded {
            Some(dir) => Folder::Embedded(dir),
            None if disk.join("study.toml").is_file() => Folder::Disk(disk),
            None => return Err(unknown_study(name).into()),
        };
        let world = match &options.world {
            Some(dir) => World::load(dir)?.0,
            None => World::embedded()?,
        };
        let rulebook = Rulebook::embedded()?;
        // `.` has no name of its own, but the folder it means has.
        let real = || disk.canonicalize().ok()?.file_name().map(ToOwned::to_owned);
        let id = disk.file_name().map(ToOwned::to_owned).or_else(real);
        let id = id.map_or_else(|| name.to_owned(), |id| id.to_string_lossy().into_owned());
        read(&id, &folder, world, rulebook, options)
    }

    /// Reads a study that stands nowhere yet: its files as texts, by their names below the study.
    ///
    /// # Errors
    /// Everything that is wrong with the files, located in them.
    pub fn of_files(id: &str, files: &Files, options: &Options) -> Result<Self, Findings> {
        read(id, &Folder::Given(files), World::embedded()?, Rulebook::embedded()?, options)
    }

    /// Number of weeks from the first Monday on.
    #[must_use]
    pub fn weeks(&self) -> usize {
        usize::try_from(self.from.weeks_until(self.until)).unwrap_or(0).max(1)
    }
}

fn read(
    id: &str,
    folder: &Folder<'_>,
    world: World,
    rulebook: Rulebook,
    options: &Options,
) -> Result<Study, Findings> {
    let text = folder.text("study.toml")?;
    let form: StudyForm = text.toml()?;
    let mut reader = Reader::new(&text);
    reader.known(&form.schema, "schema", ["linchpin/study/1"]);
    reader.known(&form.design, "design", ["latin-hypercube", "sobol"]);
    let days = [&form.from, &form.until, &form.known].map(|day| reader.day(day));
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
    let design =
        if form.design.get_ref() == "sobol" { Design::Sobol } else { Design::LatinHypercube };
    let mut scenarios = Vec::new();
    let mut findings = Findings::default();
    for name in &form.scenarios {
        let file = format!("scenarios/{}.toml", name.get_ref());
        match folder.text(&file) {
            Ok(text) => match scenario(name.get_ref(), &text, folder, &world, &rulebook) {
                Ok(scenario) => scenarios.push(scenario),
                Err(found) => findings.extend(found),
            },
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
    let (questions, events, given) = asked(
        &mut reader,
        linchpin_results::BASELINE,
        &form.baseline.ask,
        &form.baseline.event,
        &world,
    );
    let baseline = Scenario {
        id: linchpin_results::BASELINE.to_owned(),
        title: form.baseline.title.clone(),
        summary: form.baseline.summary.clone(),
        acts: acts(&mut reader, &form.baseline.acts, folder),
        questions,
        verdicts: Verdicts::default(),
        events,
        given,
    };
    law(&mut reader, &rulebook, &baseline);
    let names: Vec<String> = form.scenarios.iter().map(|name| name.get_ref().clone()).collect();
    let names = || names.iter().map(String::as_str);
    reader.known(&form.headline.scenario, "scenario", names());
    if let Some(curve) = &form.curve {
        reader.known(&curve.scenario, "scenario", names());
    }
    world_names(&mut reader, &form, &world);
    let mut set = Vec::new();
    for one in &form.set {
        let units = linchpin_units::Unit::ALL;
        if let Some(AmountRead::Given(given)) = reader.amount(&one.amount, units) {
            let place = text.place(one.amount.span());
            set.push(Setting { parameter: one.parameter.clone(), given, place });
        }
    }
    findings.extend(reader.findings);
    if let Some(path) = &options.assumptions {
        match crate::workbook::settings(path) {
            Ok(settings) => {
                set.retain(|old| settings.iter().all(|new| new.parameter != old.parameter));
                set.extend(settings);
            }
            Err(found) => findings.extend(found),
        }
    }
    let [from, until, known] = days;
    let (Some(from), Some(until), Some(known)) = (from, until, known) else { return Err(findings) };
    let names = |list: &[Spanned<String>]| {
        list.iter().map(|name| name.get_ref().clone()).collect::<Vec<_>>()
    };
    let focus = linchpin_market::record::Focus {
        sites: names(&form.focus.sites),
        destinations: names(&form.focus.destinations),
        segments: names(&form.focus.segments),
        materials: form
            .focus
            .materials
            .iter()
            .map(|m| (m.get_ref().clone(), "country:KOR".to_owned()))
            .collect(),
        exporter: form.focus.exporter.as_ref().map(|country| country.get_ref().clone()),
    };
    let total = options.members.unwrap_or(form.members).max(1);
    let members = match &options.shard {
        Some(here) => Members { total: total.max(here.end), here: here.clone() },
        None => Members::all(total),
    };
    let headline = Headline {
        scenario: form.headline.scenario.into_inner(),
        entity: form.headline.entity.into_inner(),
        product: form.headline.product.into_inner(),
        variable: form.headline.variable.into_inner(),
    };
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
        members,
        seed: options.seed.unwrap_or(form.seed),
        design,
        baseline,
        scenarios,
        headline,
        focus,
        set,
        curve,
        observed: form.observed,
        not_modelled: form.not_modelled,
        world,
        rulebook,
        given: options.clone(),
    })
}

fn scenario(
    id: &str,
    text: &Text,
    folder: &Folder<'_>,
    world: &World,
    rulebook: &Rulebook,
) -> Result<Scenario, Findings> {
    let form: ScenarioForm = text.toml()?;
    let mut reader = Reader::new(text);
    reader.known(&form.schema, "schema", ["linchpin/scenario/1"]);
    let (questions, events, given) = asked(&mut reader, id, &form.ask, &form.event, world);
    let verdicts = verdicts(&mut reader, &form.verdicts, world);
    let scenario = Scenario {
        id: id.to_owned(),
        title: form.title,
        summary: form.summary,
        acts: acts(&mut reader, &form.acts, folder),
        questions,
        verdicts,
        events,
        given,
    };
    law(&mut reader, rulebook, &scenario);
    reader.findings.or_value(scenario)
}

/// The hypothetical acts must stand on the law.
fn law(reader: &mut Reader<'_>, rulebook: &Rulebook, scenario: &Scenario) {
    if !scenario.acts.is_empty()
        && let Err(found) = rulebook.with_reforms(&scenario.acts)
    {
        reader.findings.extend(found);
    }
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

/// What a scenario asks, and its events; every name checked against the world.
fn asked(
    reader: &mut Reader<'_>,
    id: &str,
    ask: &AskForm,
    events: &[EventForm],
    world: &World,
) -> (Questions, Vec<Shock>, Vec<(String, Given)>) {
    let mut names = Vec::new();
    let text = |name: &Spanned<String>| name.get_ref().clone();
    let mut questions = Questions::default();
    for one in &ask.tools {
        names.extend(one.sites.iter().map(|name| ("site", name)));
        names.extend(one.origins.iter().map(|name| ("country", name)));
        for site in &one.sites {
            questions.tools.extend(one.origins.iter().map(|origin| (text(site), text(origin))));
        }
    }
    for one in &ask.materials {
        names.extend(one.materials.iter().map(|name| ("material", name)));
        names.extend([("country", &one.origin), ("country", &one.destination)]);
        let asked =
            one.materials.iter().map(|m| (text(m), text(&one.origin), text(&one.destination)));
        questions.materials.extend(asked);
    }
    for one in &ask.procurement {
        names.extend([("firm", &one.firm), ("product", &one.product), ("country", &one.country)]);
        names.extend(one.segments.iter().map(|name| ("segment", name)));
        let segments = one.segments.iter().map(text).collect();
        questions.procurement.push((
            text(&one.firm),
            text(&one.product),
            segments,
            text(&one.country),
        ));
    }
    for one in &ask.tariffs {
        names.extend([
            ("product", &one.product),
            ("country", &one.origin),
            ("country", &one.destination),
        ]);
        questions.tariffs.push((text(&one.product), text(&one.origin), text(&one.destination)));
    }
    for one in &ask.requests {
        names.extend(one.firms.iter().map(|name| ("firm", name)));
        names.push(("country", &one.destination));
        questions.requests.push((
            text(&one.act),
            one.firms.iter().map(text).collect(),
            text(&one.destination),
        ));
    }
    for one in &ask.guardrails {
        names.extend(one.firms.iter().map(|name| ("firm", name)));
        names.extend([("country", &one.place), ("country", &one.guarded)]);
        let asked = one.firms.iter().map(|firm| (text(firm), text(&one.place), text(&one.guarded)));
        questions.guardrails.extend(asked);
    }
    let (mut shocks, mut given) = (Vec::new(), Vec::new());
    for (n, event) in events.iter().enumerate() {
        names.extend(event.names());
        if let Some((found, amounts)) = event.read(reader, &format!("{id} event-{n}")) {
            shocks.extend(found);
            given.extend(amounts);
        }
    }
    for (what, name) in names {
        in_world(reader, what, name, world);
    }
    (questions, shocks, given)
}

fn in_world(reader: &mut Reader<'_>, what: &str, name: &Spanned<String>, world: &World) {
    let known: Vec<String> = match what {
        "site" => world.sites.iter().map(|one| one.id.to_string()).collect(),
        "product" => world.products.iter().map(|one| one.id.to_string()).collect(),
        "firm" => world.actors.iter().map(|one| one.id.to_string()).collect(),
        "segment" => world.segments.iter().map(|one| one.id.to_string()).collect(),
        "material" => world.materials.iter().map(|one| one.id.to_string()).collect(),
        _ => world.countries.iter().map(|one| one.id.to_string()).collect(),
    };
    reader.known(name, what, known.iter().map(String::as_str));
}

fn world_names(reader: &mut Reader<'_>, form: &StudyForm, world: &World) {
    in_world(reader, "product", &form.headline.product, world);
    let variables: Vec<&str> =
        linchpin_engine::Variable::ALL.iter().map(|variable| variable.as_str()).collect();
    reader.known(&form.headline.variable, "variable", variables);
    if form.headline.entity.get_ref().starts_with("site:") {
        in_world(reader, "site", &form.headline.entity, world);
    }
    let lists = [
        ("site", &form.focus.sites),
        ("country", &form.focus.destinations),
        ("segment", &form.focus.segments),
        ("material", &form.focus.materials),
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

fn verdicts(reader: &mut Reader<'_>, form: &VerdictsForm, world: &World) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let known: Vec<String> = world.assumptions.iter().map(|one| one.id.name().to_owned()).collect();
    let slots = [
        (&form.material_approval, &mut verdicts.material_approval),
        (&form.material_review, &mut verdicts.material_review),
        (&form.tools_review, &mut verdicts.tools_review),
        (&form.request_allowance, &mut verdicts.request_allowance),
        (&form.request_compliance, &mut verdicts.request_compliance),
        (&form.ban_leak, &mut verdicts.ban_leak),
    ];
    for (given, slot) in slots {
        if let Some(name) = given
            && reader.known(name, "assumption", known.iter().map(String::as_str))
        {
            slot.clone_from(name.get_ref());
        }
    }
    verdicts
}
