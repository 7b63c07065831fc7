//! Decisions: which level of a stock, and which day of an act, keep a loss within a limit in so many draws.
//!
//! In: a folder with `decision.toml`, laid over the files of a study. Out: for each level and each day in how many
//! draws the loss keeps within the limit, and the edge between what does and what does not. Every option meets the
//! same draws, so that two of them differ by the decision alone. The loss is told against the scenario that the
//! decision names, and beside it against the study's baseline: a loss that no option can mend belongs to neither.

use crate::bank::numbers::wilson;
use crate::changes::Changes;
use crate::decide_form::{self, DecisionForm};
use crate::folder::{Files, Folder};
use crate::simulate::Failure;
use crate::staged::Staged;
use crate::study::{Options, Study};
use linchpin_engine::form::Reader;
use linchpin_engine::seam::Built;
use linchpin_engine::{Draw, Watch};
use linchpin_policy::Rulebook;
use linchpin_results::BASELINE;
use linchpin_results::cell::of_series;
use linchpin_units::math::quantile;
use linchpin_units::{Day, Finding, Findings, Measure, Text, Unit};
use linchpin_world::World;
use serde::Serialize;
use std::path::PathBuf;
use toml::Spanned;

/// What a caller may change.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Draws; those of the study if none.
    pub members: Option<u32>,
    /// Seed; that of the study if none.
    pub seed: Option<u64>,
    /// Folder of another world.
    pub world: Option<PathBuf>,
}

/// How an option did against one thing it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Kept {
    /// Share of the draws in which the loss is under the limit.
    pub share: f64,
    /// What that share is at least, with 95 % (Wilson 1927): draws are a sample.
    pub at_least: f64,
    /// Loss in the middle of the draws.
    pub median: f64,
    /// Loss that as many draws as are asked for do not pass.
    pub edge: f64,
}

/// One level with one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// The level.
    pub level: f64,
    /// The day.
    pub day: String,
    /// Against the scenario that the decision names.
    pub against: Kept,
    /// Against the study's baseline.
    pub baseline: Kept,
}

/// What keeps a loss within its limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decided {
    /// Title.
    pub title: String,
    /// The question.
    pub question: String,
    /// The study.
    pub study: String,
    /// The scenario whose level and day are decided.
    pub scenario: String,
    /// What it is compared with, and in words.
    pub against: [String; 2],
    /// The study's baseline in words.
    pub baseline: String,
    /// The cell without its scenario.
    pub cell: String,
    /// Who and what, for readers.
    pub name: String,
    /// First day, and the first day after.
    pub period: [String; 2],
    /// Weeks.
    pub weeks: usize,
    /// Draws, the same for every option.
    pub draws: usize,
    /// Seed.
    pub seed: u64,
    /// Losses under this share of what is compared with are within the limit.
    pub loss: f64,
    /// Share of the draws that must be.
    pub share: f64,
    /// What the level is, its parameter and its unit.
    pub level: [String; 3],
    /// The levels.
    pub levels: Vec<f64>,
    /// What the day is.
    pub day: String,
    /// The days.
    pub days: Vec<String>,
    /// For each level the last day up to which every one keeps the loss within the limit.
    pub latest: Vec<Option<String>>,
    /// What it is compared with, against the study's baseline: the loss that no option can mend.
    pub floor: Kept,
    /// Every option, level by level.
    pub choices: Vec<Choice>,
    /// What is left out.
    pub not_modelled: Vec<String>,
}

/// Names of the bundled decisions.
#[must_use]
pub fn decisions() -> Vec<String> {
    decide_form::names()
}

/// A decision, checked.
struct Checked {
    form: DecisionForm,
    text: Text,
    levels: Vec<f64>,
    days: Vec<Day>,
    moves: Day,
    unit: Unit,
}

/// Decides; `watch` counts runs and may stop.
///
/// # Errors
/// [`Failure`] with everything that is wrong with the decision's files, or its study's.
pub fn decide(name: &str, asked: &Asked, watch: &Watch<'_>) -> Result<Decided, Failure> {
    let (text, own) = decide_form::read(name)?;
    let checked = check(text)?;
    let studies = studies(&checked, &own, asked)?;
    let first = &studies[0];
    let scenario = checked.form.scenario.get_ref().as_str();
    let against = checked.form.against.get_ref().as_str();
    // Baseline, what is compared with, then the scenario on each day.
    let mut staged = first.stage(Some(if against == BASELINE { scenario } else { against }))?;
    if against == BASELINE {
        staged.truncate(1);
    }
    for study in &studies {
        staged.extend(study.stage(Some(scenario))?.into_iter().skip(1));
    }
    let built = first.build(&staged)?;
    let (key, cell) = cell(&checked, first, &*built)?;
    let position = position(&checked, &*built)?;
    let changes = Changes::new(&*built, &staged, vec![key])?;
    let draws = draws(first, &*built);
    let mut decided = head(&checked, first, &staged, (cell, built.keys()[key].variable.label()));
    decided.draws = draws.len();
    let all = (draws.len() * checked.levels.len()) as u64;
    for (at, level) in checked.levels.iter().enumerate() {
        let set = |draw: &Draw| draw.clone().with(position, Measure::of(*level));
        let own: Vec<Draw> = draws.iter().map(set).collect();
        let before = (at * draws.len()) as u64;
        let found = changes.of(&own, &|done, _| watch(before + done, all));
        let found = found.ok_or(Failure::Stopped)?;
        options(&mut decided, &checked, *level, &found, staged.len() - 1, against == BASELINE);
    }
    decided.latest = checked.levels.iter().map(|level| latest(&decided, *level)).collect();
    Ok(decided)
}

/// Everything that can be said without a study.
fn check(text: Text) -> Result<Checked, Findings> {
    let form: DecisionForm = text.toml()?;
    let mut reader = Reader::new(&text);
    reader.known(&form.schema, "schema", ["linchpin/decision/1"]);
    reader.known(&form.level.better, "better", ["less"]);
    reader.known(&form.day.better, "better", ["later"]);
    for (at, what) in [(&form.keep.loss, "loss"), (&form.keep.draws, "draws")] {
        if !(0.0..=1.0).contains(at.get_ref()) {
            let message = format!("`{what}` is {}, which is no share", at.get_ref());
            reader.error("LP-S013", at, message, "a share from 0 to 1", "write 0.1 for 10 %");
        }
    }
    let unit = form.level.unit.get_ref().parse::<Unit>();
    if unit.is_err() {
        let names: Vec<&str> = Unit::ALL.iter().map(|unit| unit.as_str()).collect();
        reader.known(&form.level.unit, "unit", names);
    }
    let levels = rising(&mut reader, &form.level.values, |reader, value| {
        let finite = value.get_ref().is_finite();
        if !finite {
            let message = format!("{} is no level", value.get_ref());
            reader.error("LP-S013", value, message, "a finite number", "write a number");
        }
        finite.then_some(*value.get_ref())
    });
    let days = rising(&mut reader, &form.day.days, |reader, at| reader.day(at));
    let moves = reader.day(&form.day.moves);
    if form.day.acts.is_empty() {
        let message = "no act is named whose day is moved".to_owned();
        let help = "name the files below the decision in which the day stands";
        reader.error("LP-S013", &form.day.moves, message, "at least one act", help);
    }
    let (Some(moves), Ok(unit)) = (moves, unit) else { return Err(reader.findings) };
    let findings = reader.findings;
    findings.or_value(()).map(|()| Checked { form, text, levels, days, moves, unit })
}

/// The values of a list, which rise.
fn rising<T, V: PartialOrd + Copy>(
    reader: &mut Reader<'_>,
    list: &[Spanned<T>],
    value: impl Fn(&mut Reader<'_>, &Spanned<T>) -> Option<V>,
) -> Vec<V> {
    let mut values: Vec<V> = Vec::new();
    for at in list {
        let Some(one) = value(reader, at) else { continue };
        if values.last().is_some_and(|last| *last >= one) {
            let message = "the list does not rise here".to_owned();
            reader.error("LP-S005", at, message, "a later value than before", "sort the list");
        }
        values.push(one);
    }
    if list.is_empty() {
        let place = linchpin_units::Place::whole(reader.text.file());
        let finding = Finding::error("LP-S013", place, "there is nothing to choose from");
        reader.findings.push(finding.expected("at least one value").help("add values to try"));
    }
    values
}

/// The study once for each day.
fn studies(checked: &Checked, own: &Files, asked: &Asked) -> Result<Vec<Study>, Findings> {
    let form = &checked.form;
    let mut reader = Reader::new(&checked.text);
    let Some(mut files) = decide_form::of_study(form.study.get_ref()) else {
        let names: Vec<String> = crate::studies().into_iter().map(|study| study.id).collect();
        reader.known(&form.study, "study", names.iter().map(String::as_str));
        return Err(reader.findings);
    };
    files.extend(own.clone());
    let moved = checked.moves.to_string();
    for act in &form.day.acts {
        let there = files.get(act.get_ref()).is_some_and(|text| text.contains(&moved));
        if !there {
            let message = format!("`{}` holds no day {moved} to move", act.get_ref());
            let help = "name the file below the decision or its study in which the day stands";
            reader.error("LP-S001", act, message, "an act with that day", help);
        }
    }
    let known = files.keys().filter_map(|name| {
        name.strip_prefix("scenarios/").and_then(|name| name.strip_suffix(".toml"))
    });
    reader.known(&form.scenario, "scenario", known.clone());
    reader.known(&form.against, "scenario", known.chain([BASELINE]));
    if reader.findings.any_error() {
        return Err(reader.findings);
    }
    let also = [&form.scenario, &form.against].map(|name| name.get_ref().clone());
    let also = also.into_iter().filter(|name| name != BASELINE).collect();
    let options = Options { members: asked.members, seed: asked.seed, also, ..Options::default() };
    let world = match &asked.world {
        Some(dir) => World::load(dir)?.0,
        None => World::embedded()?,
    };
    let of_day = |day: &Day| -> Result<Study, Findings> {
        let mut files = files.clone();
        for act in &form.day.acts {
            if let Some(text) = files.get_mut(act.get_ref()) {
                *text = text.replace(&moved, &day.to_string());
            }
        }
        let (id, folder) = (form.study.get_ref(), Folder::Given(&files));
        crate::study_read::read(id, &folder, world.clone(), Rulebook::embedded()?, &options)
    };
    checked.days.iter().map(of_day).collect()
}

/// Where the cell stands among the series, and its words.
fn cell(checked: &Checked, study: &Study, built: &dyn Built) -> Result<(usize, String), Findings> {
    let asked = &checked.form.cell;
    let keys = built.keys();
    let name = |at: &usize| of_series(BASELINE, &keys[*at]);
    let known = linchpin_results::losses::measured(keys);
    let full = format!("{BASELINE}/{}", asked.get_ref());
    if let Some(at) = known.iter().find(|at| name(at) == full) {
        let entity = keys[*at].entity.as_str();
        let (one, place) = entity.split_once('@').unwrap_or((entity, ""));
        let place = match place {
            "" => String::new(),
            place => format!(" in {}", study.world.name_of(place)),
        };
        return Ok((*at, format!("{}{place}", study.world.name_of(one))));
    }
    let names: Vec<String> = known.iter().map(name).collect();
    let names: Vec<&str> = names.iter().filter_map(|name| Some(name.split_once('/')?.1)).collect();
    let mut reader = Reader::new(&checked.text);
    reader.known(asked, "cell", names);
    Err(reader.findings)
}

/// Where the level's parameter stands in a draw.
fn position(checked: &Checked, built: &dyn Built) -> Result<usize, Findings> {
    let level = &checked.form.level;
    let mut reader = Reader::new(&checked.text);
    let space = built.space();
    let Some(at) = space.position(level.parameter.get_ref()) else {
        let names: Vec<&str> = space.iter().map(|one| one.name.as_str()).collect();
        reader.known(&level.parameter, "parameter", names);
        return Err(reader.findings);
    };
    let own = space.iter().nth(at).map(|one| one.unit);
    if own != Some(checked.unit) {
        let unit = own.map_or("", |unit| unit.as_str());
        let message = format!("`{}` is in {unit}", level.parameter.get_ref());
        reader.error("LP-S007", &level.unit, message, unit, "write the levels in that unit");
    }
    reader.findings.or_value(at)
}

/// The draws of the study, in which the level is replaced by each of those tried.
fn draws(study: &Study, built: &dyn Built) -> Vec<Draw> {
    let members = study.members.total;
    let sampler = built.space().sampler(study.design, study.seed, members as usize);
    (0..members).map(|member| sampler.draw(member)).collect()
}

fn head(
    checked: &Checked,
    study: &Study,
    staged: &[Staged<'_>],
    (who, what): (String, &str),
) -> Decided {
    let form = &checked.form;
    let against = form.against.get_ref();
    let title = staged.iter().find(|one| one.scenario.id == *against);
    Decided {
        title: form.title.clone(),
        question: form.question.clone(),
        study: form.study.get_ref().clone(),
        scenario: form.scenario.get_ref().clone(),
        against: [against.clone(), title.map(|one| one.scenario.title.clone()).unwrap_or_default()],
        baseline: study.baseline.title.clone(),
        cell: form.cell.get_ref().clone(),
        name: format!("{who}, {what}"),
        period: [study.from.to_string(), study.until.to_string()],
        weeks: study.weeks(),
        draws: 0,
        seed: study.seed,
        loss: *form.keep.loss.get_ref(),
        share: *form.keep.draws.get_ref(),
        level: [
            form.level.name.clone(),
            form.level.parameter.get_ref().clone(),
            checked.unit.as_str().to_owned(),
        ],
        levels: checked.levels.clone(),
        day: form.day.name.clone(),
        days: checked.days.iter().map(ToString::to_string).collect(),
        latest: Vec::new(),
        floor: Kept { share: 1.0, at_least: 1.0, median: 0.0, edge: 0.0 },
        choices: Vec::new(),
        not_modelled: form.not_modelled.iter().chain(&study.not_modelled).cloned().collect(),
    }
}

/// The options of one level from `changes`, `sides` of each draw against the baseline.
fn options(
    decided: &mut Decided,
    checked: &Checked,
    level: f64,
    changes: &[f64],
    sides: usize,
    plain: bool,
) {
    let side = |at: usize| changes.iter().skip(at).step_by(sides).copied();
    let (loss, share) = (decided.loss, decided.share);
    let from = usize::from(!plain);
    if !plain {
        // The least favourable level tells what no option can mend.
        let floor = Kept::of(side(0).map(|change| -change).collect(), loss, share);
        if decided.choices.is_empty() || floor.share < decided.floor.share {
            decided.floor = floor;
        }
    }
    for (at, day) in checked.days.iter().enumerate() {
        let own = || side(from + at);
        let baseline = Kept::of(own().map(|change| -change).collect(), loss, share);
        let against = if plain {
            baseline
        } else {
            let of = own().zip(side(0)).map(|(own, other)| relative(own, other));
            Kept::of(of.collect(), loss, share)
        };
        decided.choices.push(Choice { level, day: day.to_string(), against, baseline });
    }
}

/// The loss of one change against another, both of the same baseline; nothing is lost of nothing.
fn relative(own: f64, other: f64) -> f64 {
    if other <= -1.0 { 0.0 } else { 1.0 - (1.0 + own) / (1.0 + other) }
}

/// The last day up to which every one keeps the loss within the limit.
fn latest(decided: &Decided, level: f64) -> Option<String> {
    let of_level = decided.choices.iter().filter(|one| one.level == level);
    let kept = of_level.take_while(|one| one.against.share >= decided.share);
    kept.last().map(|one| one.day.clone())
}

impl Kept {
    fn of(mut losses: Vec<f64>, limit: f64, wanted: f64) -> Self {
        losses.sort_by(f64::total_cmp);
        let kept = losses.iter().filter(|loss| **loss < limit).count();
        let share = kept as f64 / losses.len().max(1) as f64;
        let at_least = wilson(kept, losses.len()).map_or(0.0, |[low, _]| low);
        let at = |q| if losses.is_empty() { 0.0 } else { quantile(&losses, q) };
        Self { share, at_least, median: at(0.5), edge: at(wanted) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: three of four losses are under a tenth; the middle lies between 4 % and 6 %.
    #[test]
    fn what_is_kept_by_hand() {
        let kept = Kept::of(vec![0.2, 0.04, 0.0, 0.06], 0.1, 0.75);
        assert_eq!((kept.share, kept.median), (0.75, 0.05));
        // A loss of exactly the limit is not under it.
        assert_eq!(Kept::of(vec![0.1, 0.1], 0.1, 0.9).share, 0.0);
        // Wilson's interval for 90 of 100, as tables have it: 0.8256.
        let losses = (0..100).map(|at| if at < 90 { 0.0 } else { 0.2 }).collect();
        assert!((Kept::of(losses, 0.1, 0.9).at_least - 0.8256).abs() < 5e-5);
        // 20 % less than the baseline where the other has 10 % less: 80 of 90 are left.
        assert!((relative(-0.2, -0.1) - 1.0 / 9.0).abs() < 1e-15);
        assert_eq!((relative(-0.1, -0.1), relative(-1.0, -1.0)), (0.0, 0.0));
    }
}
