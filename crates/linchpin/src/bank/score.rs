//! How often answers like these were right: every row scored beside naive rivals, and the sums.
//!
//! In: episodes with what the model says and what was seen. Out: a [`BankReport`]: rows, sums by half and by
//! class, failures with what they say about the model. Circular and trivial rows are marked and not counted;
//! what no engine says is listed and is neither a hit nor a miss.

use crate::bank::inputs::{Asks, Inputs, Question};
use crate::bank::numbers::{crps, median, wilson};
use crate::bank::outcome::Outcome;
use crate::bank::predict::Said;
use crate::bank::rivals::{Rivals, rivals};
use crate::bank::rules::{Class, Half, Rules};
use linchpin_units::math::quantile;
use linchpin_world::World;
use serde::Serialize;

/// The bands that are scored: name and ends.
pub const BANDS: [(f64, [f64; 2]); 3] =
    [(0.5, [0.25, 0.75]), (0.8, [0.1, 0.9]), (0.9, [0.05, 0.95])];

/// Whether a row counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "counts", content = "why")]
pub enum Counts {
    /// It counts.
    Yes,
    /// It proves nothing.
    Circular(String),
    /// Nothing could have changed.
    Trivial(String),
    /// The model can't say.
    Cannot(String),
    /// Nobody wrote what was seen yet.
    Open,
}

/// What was predicted of a row, beside what was seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Quantiles 5, 10, 25, 50, 75, 90, 95 %.
    pub quantiles: [f64; 7],
    /// The answer if nothing happened.
    pub still: f64,
    /// Whether the bands of 50, 80 and 90 % hold what was seen.
    pub held: [bool; 3],
    /// What was seen is as good as no change.
    pub null: bool,
    /// A null that the model sees as null.
    pub null_held: bool,
    /// Whether the direction is right; none for a null.
    pub sign: Option<bool>,
    /// Whether the size of the change is right within half a decade; none for a null.
    pub size: Option<bool>,
    /// Whether the timing is right; none where no time was asked.
    pub timing: Option<bool>,
    /// CRPS of the model, no change, random walk, rule of thumb, over `scale`.
    pub crps: [f64; 4],
    /// Median less what was seen, over `scale`.
    pub bias: f64,
    /// Width of the 80 % band over `scale`.
    pub width: f64,
    /// The level before, 1 for a change; what errors are measured in.
    pub scale: f64,
    /// Median of the rule of thumb.
    pub thumb: f64,
    /// What is as good as nothing, in the unit of the answer.
    pub nothing: f64,
}

/// One row of the bank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Episode.
    pub episode: String,
    /// Kind of episode.
    pub kind: String,
    /// Training or held out.
    pub half: Half,
    /// Question.
    pub question: String,
    /// In words.
    pub what: String,
    /// Class of answer.
    pub class: String,
    /// Which engine.
    pub asks: Asks,
    /// Unit.
    pub unit: String,
    /// The accounts: low, value, high.
    pub seen: Option<[f64; 3]>,
    /// Whether it counts.
    pub counts: Counts,
    /// What was predicted.
    pub told: Option<Told>,
    /// What a miss says about the model.
    pub says: Option<String>,
}

impl Row {
    /// What was predicted, when the row counts.
    #[must_use]
    pub fn counted(&self) -> Option<&Told> {
        self.told.as_ref().filter(|_| self.counts == Counts::Yes)
    }

    /// Whether a counted row fails: a null not held, or outside the 90 % band.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.counted().is_some_and(|told| if told.null { !told.null_held } else { !told.held[2] })
    }
}

/// How many of how many, with Wilson's 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Of {
    /// Hits.
    pub hits: usize,
    /// Of these.
    pub n: usize,
    /// 95 % interval of the share; none of nothing.
    pub interval: Option<[f64; 2]>,
}

impl Of {
    pub(crate) fn count(hits: impl Iterator<Item = bool>) -> Self {
        let (n, hits) = hits.fold((0, 0), |(n, hits), hit| (n + 1, hits + usize::from(hit)));
        Self { hits, n, interval: wilson(hits, n) }
    }
}

/// The sums over a set of counted rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sums {
    /// Episodes with a counted row.
    pub episodes: usize,
    /// Counted rows that are not null, inside the 50, 80 and 90 % band.
    pub coverage: [Of; 3],
    /// The same with the nulls.
    pub coverage_all: [Of; 3],
    /// Nulls seen as nulls.
    pub nulls: Of,
    /// Median width of the 80 % band, share of the level before.
    pub width: Option<f64>,
    /// Rows whose CRPS is better than no change, random walk, rule of thumb; nulls left out.
    pub better: [Of; 3],
    /// Mean CRPS of model, no change, random walk, rule of thumb over rows that are not null, share of the
    /// level before; rows in weeks left out.
    pub crps: Option<[f64; 4]>,
    /// The same, medians: a price that rose twentyfold moves a mean.
    pub crps_median: Option<[f64; 4]>,
    /// Direction.
    pub sign: Of,
    /// Order of magnitude of the change.
    pub size: Of,
    /// Timing.
    pub timing: Of,
}

/// One class of answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassSums {
    /// The class.
    pub class: Class,
    /// Its sums.
    pub sums: Sums,
    /// Median of prediction less what was seen, share of the level before; rows in weeks left out.
    pub bias: Option<f64>,
    /// Rows predicted too high, and of how many.
    pub high: Of,
}

/// The whole score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BankReport {
    /// Episodes: id, title, kind, half, whether every counted row is null.
    pub episodes: Vec<EpisodeLine>,
    /// Every row.
    pub rows: Vec<Row>,
    /// Sums of the training half.
    pub training: Sums,
    /// Sums of the held-out half.
    pub held_out: Sums,
    /// Sums by class, both halves.
    pub classes: Vec<ClassSums>,
}

/// An episode in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EpisodeLine {
    /// Folder.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Half.
    pub half: Half,
    /// Questions asked.
    pub questions: usize,
    /// Whether every counted row is null; none without a counted row.
    pub null: Option<bool>,
}

/// Scores a row.
pub(crate) fn row(
    episode: &Inputs,
    (question, said): (&Question, &Said),
    outcome: Option<&Outcome>,
    (rules, world): (&Rules, &World),
) -> Row {
    let told = match (said, outcome) {
        (Said::Sample(sample, still), Some(outcome)) => {
            let rivals = rivals(episode, question, *still, (rules, world));
            Some(told((episode, question), (sample, *still), &rivals, outcome, rules))
        }
        _ => None,
    };
    let counts = counts(episode, question, said, outcome, told.as_ref());
    let mut row = Row {
        episode: episode.id.clone(),
        kind: episode.kind.clone(),
        half: Half::of(&episode.id),
        question: question.id.clone(),
        what: question.what.clone(),
        class: question.class.clone(),
        asks: question.asks,
        unit: question.unit.as_str().to_owned(),
        seen: outcome.map(|o| [o.range.low(), o.range.mode(), o.range.high()]),
        counts,
        told,
        says: None,
    };
    row.says = row.fails().then(|| says(&row)).flatten();
    row
}

fn counts(
    episode: &Inputs,
    question: &Question,
    said: &Said,
    outcome: Option<&Outcome>,
    told: Option<&Told>,
) -> Counts {
    if let Said::Cannot(reason) = said {
        return Counts::Cannot(reason.clone());
    }
    if outcome.is_none() {
        return Counts::Open;
    }
    if let Some(reason) = &question.circular {
        return Counts::Circular(reason.clone());
    }
    let needs_event = question.asks == Asks::Market;
    let begun = episode.began < question.window.1;
    let eventful = begun && episode.text.body().contains("\n[[event]]");
    if needs_event && !eventful && told.is_some_and(|told| told.null) {
        return Counts::Trivial("no event of the episode could have changed it".to_owned());
    }
    Counts::Yes
}

fn told(
    (episode, question): (&Inputs, &Question),
    (sample, still): (&[f64], f64),
    rivals: &Rivals,
    outcome: &Outcome,
    rules: &Rules,
) -> Told {
    let seen = outcome.range.mode();
    let at = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
    let quantiles = at.map(|q| quantile(sample, q));
    let median = quantiles[3];
    let weeks = question.unit == linchpin_units::Unit::Week;
    let level = episode.level_before(question).abs();
    let scale = if weeks { 1.0 } else { level.max(f64::MIN_POSITIVE) };
    let nothing = if weeks { rules.null.weeks } else { rules.null.share * scale };
    // A hair more than nothing, so that a rounded number on the line is null.
    let is_nothing = |x: f64| (x - still).abs() <= nothing * (1.0 + 1e-9);
    let null = is_nothing(seen);
    let (moved, expected) = (seen - still, median - still);
    let ratio = if moved == 0.0 { f64::INFINITY } else { expected / moved };
    let size = rules.size.factor;
    let band = outcome.range;
    let timing = question.statistic.is_time().then(|| {
        (median - seen).abs() <= rules.timing.weeks || (band.low()..=band.high()).contains(&median)
    });
    let score = |sample: &[f64]| crps(sample, seen) / scale;
    Told {
        quantiles,
        still,
        held: BANDS.map(|(_, [low, high])| {
            (quantile(sample, low)..=quantile(sample, high)).contains(&seen)
        }),
        null,
        null_held: null && is_nothing(median),
        sign: (!null && timing.is_none()).then_some(expected * moved > 0.0),
        size: (!null && timing.is_none()).then_some((1.0 / size..=size).contains(&ratio)),
        timing,
        crps: [score(sample), score(&rivals.no_change), score(&rivals.walk), score(&rivals.thumb)],
        bias: (median - seen) / scale,
        width: (quantiles[5] - quantiles[1]) / scale,
        scale,
        thumb: quantile(&rivals.thumb, 0.5),
        nothing,
    }
}

/// What a miss says about the model.
fn says(row: &Row) -> Option<String> {
    let (told, seen) = (row.told.as_ref()?, row.seen?[1]);
    let (moved, expected) = (seen - told.still, told.quantiles[3] - told.still);
    let stands = told.quantiles[0] == told.still && told.quantiles[6] == told.still;
    let mut text = if told.null {
        "nothing happened, and the model moves".to_owned()
    } else if stands {
        "something happened, and the model stands still in every draw: no way leads from the event to this".to_owned()
    } else if expected * moved < 0.0 {
        "the direction is wrong".to_owned()
    } else if expected.abs() * 3.0 < moved.abs() {
        "the change is far too small".to_owned()
    } else if expected.abs() > 3.0 * moved.abs() {
        "the change is far too large".to_owned()
    } else if expected.abs() < moved.abs() {
        "the change is too small, the band too narrow to hold it".to_owned()
    } else {
        "the change is too large, the band too narrow to hold it".to_owned()
    };
    let level = matches!(row.class.as_str(), "price-after-outage" | "price-after-measure");
    if level && row.asks == Asks::Market && row.unit != "change" {
        text.push_str(
            "; the level moved with the market's cycle, which the market engine leaves out",
        );
    }
    Some(text)
}

/// The sums over rows.
pub(crate) fn sums<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> Sums {
    let counted = rows.filter_map(|row| Some((row, row.counted()?)));
    let moved = || counted.clone().filter(|(_, told)| !told.null);
    let mut episodes: Vec<&str> = counted.clone().map(|(row, _)| row.episode.as_str()).collect();
    episodes.dedup();
    let widths: Vec<f64> =
        moved().filter(|(row, _)| row.unit != "week").map(|(_, told)| told.width).collect();
    let in_shares: Vec<[f64; 4]> =
        moved().filter(|(row, _)| row.unit != "week").map(|(_, told)| told.crps).collect();
    let mean =
        |at: usize| in_shares.iter().fold(0.0, |sum, crps| sum + crps[at]) / in_shares.len() as f64;
    let middle = |at: usize| {
        median(&in_shares.iter().map(|crps| crps[at]).collect::<Vec<f64>>()).unwrap_or_default()
    };
    Sums {
        episodes: episodes.len(),
        coverage: [0, 1, 2].map(|band| Of::count(moved().map(|(_, told)| told.held[band]))),
        coverage_all: [0, 1, 2]
            .map(|band| Of::count(counted.clone().map(|(_, told)| told.held[band]))),
        nulls: Of::count(
            counted.clone().filter(|(_, told)| told.null).map(|(_, told)| told.null_held),
        ),
        width: median(&widths),
        better: [1, 2, 3]
            .map(|rival| Of::count(moved().map(|(_, told)| told.crps[0] < told.crps[rival]))),
        crps: (!in_shares.is_empty()).then(|| [0, 1, 2, 3].map(mean)),
        crps_median: (!in_shares.is_empty()).then(|| [0, 1, 2, 3].map(middle)),
        sign: Of::count(counted.clone().filter_map(|(_, told)| told.sign)),
        size: Of::count(counted.clone().filter_map(|(_, told)| told.size)),
        timing: Of::count(counted.filter_map(|(_, told)| told.timing)),
    }
}

/// The report over rows.
pub(crate) fn report(rows: Vec<Row>, mut episodes: Vec<EpisodeLine>, rules: &Rules) -> BankReport {
    for line in &mut episodes {
        let counted = rows.iter().filter(|row| row.episode == line.id).filter_map(Row::counted);
        let nulls: Vec<bool> = counted.map(|told| told.null).collect();
        line.null = (!nulls.is_empty()).then(|| nulls.iter().all(|null| *null));
    }
    let half = |half: Half| sums(rows.iter().filter(move |row| row.half == half));
    let class = |class: &Class| {
        let own = rows.iter().filter(|row| row.class == class.id);
        let told = own.clone().filter_map(|row| Some((row, row.counted()?)));
        let biases: Vec<f64> =
            told.clone().filter(|(row, _)| row.unit != "week").map(|(_, t)| t.bias).collect();
        ClassSums {
            class: class.clone(),
            sums: sums(own),
            bias: median(&biases),
            high: Of::count(told.filter(|(_, told)| !told.null).map(|(_, told)| told.bias > 0.0)),
        }
    };
    let (training, held_out) = (half(Half::Training), half(Half::HeldOut));
    let classes = rules.class.iter().map(class).collect();
    BankReport { episodes, training, held_out, classes, rows }
}
