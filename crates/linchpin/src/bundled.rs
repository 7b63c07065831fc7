//! Studies by name or folder: which are bundled, a copy to edit, and reading one.
//!
//! In: a folder with `study.toml`, `scenarios/*.toml` and hypothetical acts, or the name of an
//! embedded one. Out: a [`Study`], or every finding.

use crate::folder::{EMBEDDED, Files, Folder, study_files};
use crate::study::{Options, Study};
use crate::study_form::{ScenarioForm, StudyForm};
use crate::study_read::read;
use linchpin_policy::Rulebook;
use linchpin_units::{Finding, Findings, Place, Text};
use linchpin_world::World;
use schemars::JsonSchema;
use std::path::{Path, PathBuf};
use toml::Spanned;

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

/// The finding for a name that no bundled study has.
pub(crate) fn unknown_study(name: &str) -> Finding {
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
        // The command that gives the same numbers again says so too.
        let name = |line: &str| line.split('=').next().map(|name| name.trim().to_owned());
        self.given.set.retain(|old| name(old) != name(written));
        self.given.set.push(written.to_owned());
        Ok(())
    }
}
