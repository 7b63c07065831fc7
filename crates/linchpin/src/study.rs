//! A study: one question, a baseline and scenarios, read and checked in one pass.
//!
//! In: a folder with `study.toml`, `scenarios/*.toml` and hypothetical acts, or the name of an
//! embedded one. Out: a [`Study`] whose names all resolve in its world, or every finding. Nothing is
//! computed here and nothing is written.

use crate::folder::{EMBEDDED, Files, Folder, study_files};
use crate::network_engine::NetworkEngine;
use crate::study_form::{ScenarioForm, StudyForm};
use crate::study_read::read;
use crate::trade_engine::TradeEngine;
use linchpin_engine::form::Given;
use linchpin_engine::law::Replaced;
use linchpin_engine::{
    Ask, Design, Engine, Engines, Focus, Members, ParameterName, Registry, Shock,
};
use linchpin_market::engine::MarketEngine;
use linchpin_policy::Rulebook;
use linchpin_results::cell::cell;
use linchpin_units::{Day, Finding, Findings, Place, Text};
use linchpin_world::World;
use schemars::JsonSchema;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
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
    /// Product; none where the number is about no product.
    pub product: Option<String>,
    /// Variable.
    pub variable: String,
    /// Whether the study asks where capacity goes, so that its card answers that.
    pub about_capacity: bool,
}

impl Headline {
    /// Its cell in a scenario.
    #[must_use]
    pub fn cell(&self, scenario: &str) -> String {
        cell(scenario, &self.entity, self.product.as_deref(), &self.variable)
    }
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
    pub given: Vec<(ParameterName, Given)>,
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
    /// Where the market starts.
    pub state: Begin,
    /// The ensemble, and the part of it to run.
    pub members: Members,
    /// Seed.
    pub seed: u64,
    /// Design of the ensemble.
    pub design: Design,
    /// What the baseline and every scenario ask the law.
    pub always: Vec<Box<dyn Ask>>,
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

/// Where the market of a study starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// At rest: nothing moves unless it is disturbed.
    AtRest,
    /// As it stood on a day, by what was known on the study's `known` day.
    On(Day),
}

impl Begin {
    /// How a study writes the state of rest.
    pub const AT_REST: &'static str = "at-rest";
}

impl std::str::FromStr for Begin {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == Self::AT_REST {
            return Ok(Self::AtRest);
        }
        text.parse().map(Self::On).map_err(|_| {
            format!("`{text}` is neither {} nor a day such as 2022-10-31", Self::AT_REST)
        })
    }
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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
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
    /// Table that an engine of industries stands on, in the place of its own and of the study's.
    pub table: Option<PathBuf>,
    /// Another size of the ensemble.
    pub members: Option<u32>,
    /// Another seed.
    pub seed: Option<u64>,
    /// Only these members: a shard.
    pub shard: Option<std::ops::Range<u32>>,
    /// Another state to start from.
    pub state: Option<Begin>,
    /// Workbook whose sheet `assumptions` replaces what study and world say.
    pub assumptions: Option<PathBuf>,
    /// Parameters set in a line each, as in `ban-leak=0.4`; they go before the workbook and the study.
    pub set: Vec<String>,
    /// Another first day after.
    pub until: Option<Day>,
    /// Scenarios that are read beside those the study lists.
    pub also: Vec<String>,
    /// The levers that scenarios may pull.
    pub levers: Registry,
    /// The engines that studies may name.
    pub engines: Engines,
    /// Leaves out what each shock adds to each loss: quicker; only the channel of a loss is told, no cause.
    pub without_causes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            world: None,
            table: None,
            members: None,
            seed: None,
            shard: None,
            state: None,
            assumptions: None,
            set: Vec::new(),
            until: None,
            also: Vec::new(),
            levers: Registry::default(),
            engines: Engines::default()
                .with(MarketEngine)
                // Its levels go from the world down; the trade engine's are among them.
                .with(NetworkEngine::new())
                .with(TradeEngine::new()),
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

    /// Sets a parameter in a line, as `--set` does, in the place of what was set before.
    ///
    /// # Errors
    /// As [`Options::set`]: LP-S004, LP-S005 and LP-S007, located in the line.
    pub fn set_to(&mut self, written: &str) -> Result<(), Findings> {
        let one =
            crate::setting::read(written, &self.world).map_err(|found| Findings::from(*found))?;
        self.set.retain(|old| old.parameter != one.parameter);
        self.set.push(one);
        Ok(())
    }

    /// Number of weeks from the first Monday on.
    #[must_use]
    pub fn weeks(&self) -> usize {
        usize::try_from(self.from.weeks_until(self.until)).unwrap_or(0).max(1)
    }
}
