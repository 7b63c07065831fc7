//! A study: one question, a baseline and scenarios, read and checked in one pass.
//!
//! In: a folder with `study.toml`, `scenarios/*.toml` and hypothetical acts, or the name of an
//! embedded one. Out: a [`Study`] whose names all resolve in its world, or every finding. Nothing is
//! computed here and nothing is written.

use crate::asked::{Asked, Pulls};
use crate::folder::{EMBEDDED, Files, Folder, study_files};
use crate::study_form::{ScenarioForm, StudyForm};
use linchpin_engine::form::{AmountRead, Given, Reader};
use linchpin_engine::law::Replaced;
use linchpin_engine::{Ask, Design, Engine, Engines, Focus, Members, Names, Registry, Shock};
use linchpin_market::engine::MarketEngine;
use linchpin_policy::Rulebook;
use linchpin_units::{Day, Finding, Findings, Place, Text};
use linchpin_world::World;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeTable;

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
#[derive(Debug)]
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
    pub questions: Vec<Box<dyn Ask>>,
    /// Which assumptions speak for verdicts in the place of the usual ones.
    pub replaced: Replaced,
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
    pub focus: Focus,
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
    /// The engine that runs it.
    pub engine: Arc<dyn Engine>,
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
#[derive(Debug, Clone)]
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
    /// The levers that scenarios may pull.
    pub levers: Registry,
    /// The engines that studies may name.
    pub engines: Engines,
    /// Leaves out what each shock adds to each loss: quicker, and no cause is told.
    pub without_causes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            world: None,
            members: None,
            seed: None,
            shard: None,
            assumptions: None,
            levers: Registry::default(),
            engines: Engines::default().with(MarketEngine),
            without_causes: false,
        }
    }
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
    let tree = DeTable::parse(text.body()).map_err(|error| text.refused(&error))?;
    let mut reader = Reader::new(&text);
    reader.known(&form.schema, "schema", ["linchpin/study/1"]);
    reader.known(&form.design, "design", ["latin-hypercube", "sobol"]);
    let engine = engine(&mut reader, form.engine.as_ref(), &options.engines)?;
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
            Ok(text) => match scenario(
                name.get_ref(),
                &text,
                folder,
                (&world, &rulebook),
                (options, &*engine),
            ) {
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
    let acts = acts(&mut reader, &form.baseline.acts, folder);
    let known_names = names(&mut reader, &world, &rulebook, &acts);
    let asked = match tree.get_ref().get("baseline").and_then(|table| table.get_ref().as_table()) {
        Some(table) => pulls(&known_names, (options, &*engine), |pulls| {
            pulls.read(&mut reader, table, linchpin_results::BASELINE)
        }),
        None => Asked::default(),
    };
    let Asked { questions, replaced, events, given } = asked;
    let baseline = Scenario {
        id: linchpin_results::BASELINE.to_owned(),
        title: form.baseline.title.clone(),
        summary: form.baseline.summary.clone(),
        acts,
        questions,
        replaced,
        events,
        given,
    };
    let names: Vec<String> = form.scenarios.iter().map(|name| name.get_ref().clone()).collect();
    let names = || names.iter().map(String::as_str);
    reader.known(&form.headline.scenario, "scenario", names());
    if let Some(curve) = &form.curve {
        reader.known(&curve.scenario, "scenario", names());
    }
    world_names(&mut reader, &form, &Names::new(&world, None));
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
    let focus = Focus {
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
        engine,
        given: options.clone(),
    })
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
    let names = names(&mut reader, world, rulebook, &acts);
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

fn in_world(reader: &mut Reader<'_>, what: &str, name: &Spanned<String>, names: &Names) {
    let place = reader.text.place(name.span());
    if let Some(finding) = names.unknown(what, name.get_ref(), place) {
        reader.findings.push(finding);
    }
}

fn world_names(reader: &mut Reader<'_>, form: &StudyForm, world: &Names) {
    in_world(reader, "product", &form.headline.product, world);
    let variables: Vec<&str> =
        linchpin_engine::Variable::all().into_iter().map(|variable| variable.as_str()).collect();
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
