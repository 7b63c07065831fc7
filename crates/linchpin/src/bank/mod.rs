//! The episode bank: what happened, what could be known, what the model says, and how often it was right.
//!
//! In: folders with `inputs.toml` and `outcome.toml`. Out: findings of the lint, or a scored bank. The form and
//! the rules stand in `validation/bank/README.md`; no rule is relaxed here so that an episode passes.

pub mod factor;
pub(crate) mod form;
pub mod history;
pub mod inputs;
pub mod lint;
pub(crate) mod market;
pub mod numbers;
pub mod outcome;
pub mod predict;
pub mod record;
pub mod rivals;
pub mod rules;
pub mod score;

use inputs::Inputs;
use linchpin_units::{Finding, Findings, Place, Text};
use linchpin_world::World;
use market::Market;
use outcome::Outcomes;
use rules::{Half, Rules};
use score::{BankReport, EpisodeLine};
use std::path::Path;

/// An episode that passes the lint.
#[derive(Debug)]
pub struct Episode {
    /// What could be known.
    pub inputs: Inputs,
    /// What was seen; none while nobody wrote it.
    pub outcomes: Option<Outcomes>,
    market: Option<Market>,
}

/// A bank of episodes.
#[derive(Debug)]
pub struct Bank {
    /// By folder name.
    pub episodes: Vec<Episode>,
    rules: Rules,
    world: World,
}

/// The files of an episode: its id, the inputs, the outcome.
struct Files {
    id: String,
    inputs: Text,
    outcome: Option<Text>,
}

/// Reads a bank: the bundled one, a folder of episodes, or one episode.
///
/// # Errors
/// Everything that the lint refuses, over all episodes at once.
pub fn read(dir: Option<&Path>) -> Result<Bank, Findings> {
    let files = match dir {
        None => bundled(),
        Some(dir) => folder(dir)?,
    };
    let (rules, world) = (Rules::bundled()?, World::embedded()?);
    let mut findings = Findings::default();
    let mut episodes = Vec::new();
    for files in files {
        match episode(&files, &world, &rules) {
            Ok(episode) => episodes.push(episode),
            Err(found) => findings.extend(found),
        }
    }
    findings.or_value(Bank { episodes, rules, world })
}

fn episode(files: &Files, world: &World, rules: &Rules) -> Result<Episode, Findings> {
    let text = Text::new(files.inputs.file(), files.inputs.body());
    let inputs = inputs::read(&files.id, text, rules)?;
    let mut findings = lint::inputs(&inputs, rules);
    let market = match market::market(&inputs, world, rules) {
        Ok(market) => market,
        Err(found) => {
            findings.extend(found);
            None
        }
    };
    let outcomes = match files.outcome.as_ref().map(|text| outcome::read(text, &inputs, rules)) {
        Some(Err(found)) => {
            findings.extend(found);
            None
        }
        Some(Ok(outcomes)) => Some(outcomes),
        None => None,
    };
    findings.or_value(Episode { inputs, outcomes, market })
}

impl Bank {
    /// Runs and scores every episode.
    #[must_use]
    pub fn score(&self) -> BankReport {
        let mut rows = Vec::new();
        for episode in &self.episodes {
            let inputs = &episode.inputs;
            let said = predict::predict(inputs, episode.market.as_ref(), &self.world);
            for (question, said) in inputs.questions.iter().zip(&said) {
                let outcomes = episode.outcomes.as_ref();
                let outcome = outcomes.and_then(|all| all.by_question.get(&question.id));
                rows.push(score::row(
                    inputs,
                    (question, said),
                    outcome,
                    (&self.rules, &self.world),
                ));
            }
        }
        score::report(rows, self.lines(), &self.rules)
    }

    /// The episodes, without running them.
    #[must_use]
    pub fn lines(&self) -> Vec<EpisodeLine> {
        let line = |episode: &Episode| {
            let inputs = &episode.inputs;
            EpisodeLine {
                id: inputs.id.clone(),
                title: inputs.title.clone(),
                kind: inputs.kind.clone(),
                half: Half::of(&inputs.id),
                questions: inputs.questions.len(),
                null: None,
            }
        };
        self.episodes.iter().map(line).collect()
    }
}

fn bundled() -> Vec<Files> {
    let mut found = Vec::new();
    for dir in crate::folder::EPISODES.dirs().filter(|dir| dir.path() == Path::new("bank")) {
        for dir in dir.dirs() {
            let read = |name: &str| {
                let path = crate::folder::below(dir, name);
                let body = dir.get_file(&path)?.contents_utf8()?;
                Some(Text::new(format!("validation/{path}"), body))
            };
            let id = dir.path().file_name().map(|id| id.to_string_lossy().into_owned());
            if let (Some(id), Some(inputs)) = (id, read("inputs.toml")) {
                found.push(Files { id, inputs, outcome: read("outcome.toml") });
            }
        }
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

fn folder(dir: &Path) -> Result<Vec<Files>, Findings> {
    let mut folders = if dir.join("inputs.toml").is_file() {
        vec![dir.to_owned()]
    } else {
        let entries = std::fs::read_dir(dir).map_err(|_| unreadable(dir))?;
        entries.flatten().map(|entry| entry.path()).collect()
    };
    folders.retain(|folder| folder.join("inputs.toml").is_file());
    folders.sort();
    if folders.is_empty() {
        return Err(unreadable(dir).into());
    }
    let mut findings = Findings::default();
    let mut found = Vec::new();
    for folder in &folders {
        let read = |name: &str| {
            let path = folder.join(name);
            let bytes = std::fs::read(&path).map_err(|_| unreadable(&path))?;
            Text::from_bytes(&path.display().to_string(), &bytes)
        };
        let absolute = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        let id = absolute.file_name().map(|id| id.to_string_lossy().into_owned());
        let outcome = folder.join("outcome.toml").is_file().then(|| read("outcome.toml"));
        let outcome = match outcome.transpose() {
            Ok(outcome) => outcome,
            Err(finding) => {
                findings.push(finding);
                None
            }
        };
        if let Some(inputs) = findings.keep(read("inputs.toml")) {
            found.push(Files { id: id.unwrap_or_default(), inputs, outcome });
        }
    }
    findings.or_value(found)
}

fn unreadable(path: &Path) -> Finding {
    let place = Place::whole(&path.display().to_string());
    Finding::error("LP-S001", place, "there is no episode of the bank here")
        .expected("a folder with inputs.toml, or a folder of such folders")
        .help("the book's page on the bank makes one from scratch")
}
