//! What the faces ask beside runs: the world, checks of files, hindcasts.
//!
//! In: a folder, or nothing for what is embedded. Out: findings, cards, rows, scores.

use crate::episode::{self, Episode};
use crate::folder::{EPISODES, below};
use crate::hindcast::{HindcastReport, score};
use crate::study::{Options, Study};
use include_dir::Dir;
use linchpin_policy::Rulebook;
use linchpin_policy::facts::Kind;
use linchpin_results::export::Rows;
use linchpin_units::{Finding, Findings, Place, Text};
use linchpin_world::{World, export, show};
use std::path::{Path, PathBuf};

/// The world of a folder, or the one built in.
///
/// # Errors
/// What is wrong with it.
pub fn world(dir: Option<&Path>) -> Result<World, Findings> {
    match dir {
        Some(dir) => World::load(dir).map(|(world, _)| world),
        None => World::embedded(),
    }
}

/// Everything that is wrong, or odd, with a world.
#[must_use]
pub fn world_check(dir: Option<&Path>) -> Findings {
    match dir.map(World::load) {
        Some(Ok((_, warnings))) => warnings,
        Some(Err(findings)) => findings,
        None => World::embedded().err().unwrap_or_default(),
    }
}

/// How many facts that a model draws from rest on memory or assumption, and how many there are; none where
/// the world cannot be read.
#[must_use]
pub fn world_grades(dir: Option<&Path>) -> Option<(usize, usize)> {
    match dir.map(World::load) {
        Some(Ok((world, _))) => Some(world.weakly_sourced()),
        Some(Err(_)) => None,
        None => World::embedded().ok().map(|world| world.weakly_sourced()),
    }
}

/// The card of a site, firm, product or material of a world; of the world itself without a name.
///
/// # Errors
/// What is wrong with the world, or `LP-W100` for a name it does not hold.
pub fn world_show(dir: Option<&Path>, name: Option<&str>) -> Result<show::Card, Findings> {
    let world = world(dir)?;
    let Some(name) = name else { return Ok(world.overview()) };
    // A name in Korean or Chinese is that of the word it stands for.
    let told = || {
        let mut rows = linchpin_results::contract::lexicon::entries();
        rows.find(|[_, ko, zh]| *ko == name || *zh == name).map(|[own, ..]| own)
    };
    let shown = world.show(name);
    let shown = match (shown, told()) {
        (Err(unknown), Some(own)) => world.show(own).map_err(|_| unknown),
        (shown, _) => shown,
    };
    shown.map_err(|unknown| {
        let place = Place::whole(name);
        // The world has looked among ids, names and aliases already.
        let mut finding = Finding::error(
            "LP-W100",
            place,
            format!("the world holds nothing called `{}`", unknown.wanted),
        )
        .expected("a site, firm, product or material, by id, name or alias")
        .help("`linchpin world show` lists what the world holds");
        finding.nearest = unknown.nearest.into_iter().next();
        let of_law = linchpin_policy::Rulebook::embedded().ok();
        let party = of_law.as_ref().and_then(|law| law.facts().named(Kind::Entity, name));
        if let Some(party) = party {
            // A party that only the law knows is not the maker with the likest name.
            finding.nearest = None;
            finding = finding.help(format!(
                "the law knows {}: `linchpin ask --party {} --item GOOD --from COUNTRY --to COUNTRY`",
                party.name, party.id
            ));
        }
        finding.into()
    })
}

/// Every fact of a world as rows, and the world's digest.
///
/// # Errors
/// What is wrong with the world.
pub fn world_rows(dir: Option<&Path>) -> Result<(Vec<Rows>, String), Findings> {
    let world = world(dir)?;
    let rows = export::rows(&world);
    let columns = export::COLUMNS.to_vec();
    let facts =
        Rows { name: "facts", columns, rows: rows.iter().map(export::FactRow::cells).collect() };
    Ok((vec![facts], world.digest().to_string()))
}

/// Writes every layer of a document store as CSV and Parquet into a folder, and gives the files.
///
/// # Errors
/// A damaged store, or a folder that cannot be written (`LP-S021`).
pub fn export_evidence(store: &Path, folder: &Path) -> Result<Vec<PathBuf>, Findings> {
    let (layers, digest) = linchpin_evidence::face::layers(store)?;
    let rows: Vec<Rows> = layers
        .into_iter()
        .map(|layer| Rows { name: layer.name, columns: layer.columns, rows: layer.rows })
        .collect();
    linchpin_results::export::export(folder, &rows, digest.as_str()).map_err(|error| {
        let place = Place::whole(&folder.display().to_string());
        Finding::error("LP-S021", place, error.to_string())
            .expected("a folder that can be written")
            .help("choose another folder with --out")
            .into()
    })
}

/// Everything that is wrong with the files at a path: a study, a world, an episode or acts.
#[must_use]
pub fn check(path: &Path) -> Findings {
    let shown = path.display().to_string();
    if path.join("study.toml").is_file() {
        return Study::load(&shown, &Options::default()).err().unwrap_or_default();
    }
    if path.join("datapackage.json").is_file() {
        return world_check(Some(path));
    }
    if path.join("episode.toml").is_file()
        || path.file_name().is_some_and(|name| name == "episode.toml")
    {
        return read_episode(path).err().unwrap_or_default();
    }
    if path.join("inputs.toml").is_file() {
        return crate::bank::read(Some(path)).err().unwrap_or_default();
    }
    if path.is_dir() && (path.join("facts").is_dir() || path.join("horizon.toml").is_file()) {
        return Rulebook::load(path).err().unwrap_or_default();
    }
    if path.extension().is_some_and(|ending| ending == "toml") {
        let text = std::fs::read(path)
            .map_err(|_| unreadable(&shown))
            .and_then(|bytes| Text::from_bytes(&shown, &bytes));
        let checked = text
            .map_err(Findings::from)
            .and_then(|text| Rulebook::embedded()?.with_reforms(&[text]));
        return checked.err().unwrap_or_default();
    }
    unreadable(&shown).into()
}

fn unreadable(shown: &str) -> Finding {
    Finding::error("LP-S001", Place::whole(shown), "this is no study, world, episode or act file")
        .expected("a folder with study.toml, datapackage.json or episode.toml, or an act as TOML")
        .help("check the path")
}

/// Runs and scores the bundled episodes, or those of a folder: either one episode, or a folder of them.
///
/// # Errors
/// Everything that is wrong with the episodes.
pub fn score_episodes(dir: Option<&Path>) -> Result<HindcastReport, Findings> {
    let episodes = match dir {
        None => embedded_episodes()?,
        Some(dir) if dir.join("episode.toml").is_file() => vec![read_episode(dir)?],
        Some(dir) => folder_of_episodes(dir)?,
    };
    Ok(score(&episodes))
}

fn embedded_episodes() -> Result<Vec<Episode>, Findings> {
    let world = World::embedded()?;
    let mut folders: Vec<&Dir<'_>> = EPISODES.dirs().collect();
    folders.sort_by_key(|dir| dir.path());
    let mut findings = Findings::default();
    let mut episodes = Vec::new();
    for dir in folders {
        let file = below(dir, "episode.toml");
        let Some(body) = dir.get_file(&file).and_then(|file| file.contents_utf8()) else {
            continue;
        };
        let id = dir.path().display().to_string();
        match episode::read(&id, &Text::new(format!("validation/{file}"), body), &world) {
            Ok(episode) => episodes.push(episode),
            Err(found) => findings.extend(found),
        }
    }
    findings.or_value(episodes)
}

fn folder_of_episodes(dir: &Path) -> Result<Vec<Episode>, Findings> {
    let entries = std::fs::read_dir(dir)
        .map_err(|_| Findings::from(unreadable(&dir.display().to_string())))?;
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    folders.retain(|folder| folder.join("episode.toml").is_file());
    folders.sort();
    let mut findings = Findings::default();
    let mut episodes = Vec::new();
    for folder in &folders {
        match read_episode(folder) {
            Ok(episode) => episodes.push(episode),
            Err(found) => findings.extend(found),
        }
    }
    if folders.is_empty() {
        findings.push(unreadable(&dir.display().to_string()));
    }
    findings.or_value(episodes)
}

fn read_episode(path: &Path) -> Result<Episode, Findings> {
    let file = if path.is_dir() { path.join("episode.toml") } else { path.to_owned() };
    let shown = file.display().to_string();
    let bytes = std::fs::read(&file).map_err(|_| Findings::from(unreadable(&shown)))?;
    let text = Text::from_bytes(&shown, &bytes)?;
    let id = file
        .parent()
        .and_then(Path::file_name)
        .map_or_else(String::new, |id| id.to_string_lossy().into_owned());
    episode::read(&id, &text, &World::embedded()?)
}
