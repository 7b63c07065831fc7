//! The cycle test: fitted on some years, scored on the next, beside naive rivals.
//!
//! Two splits: fitted to 2021 and tested on 2022 and 2023; fitted to 2023 and tested from 2024 on. Inputs of the
//! quarter itself, which nobody has at its start, and inputs as published by the 15th day of the quarter, when
//! the last month before it is known. Everything is computed here; nothing is typed in.

mod judgement;
mod stretches;

use crate::Market;
use crate::band::{Band, Score};
use crate::calendar::{Month, Quarter};
use crate::data::{FIRST, Inputs, Reading, Without};
use crate::fit::{Effort, Fit, change, fit};
use crate::numbers::{DRAWN, Space};
use crate::project::{band, one_quarter, paths, quarter_mean};
use crate::rivals::{Rival, bands, made_on};
use linchpin_units::{Day, Findings};
use linchpin_world::World;
use serde::Serialize;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Who projects.
    pub name: String,
    /// How it did; none when it said nothing about these quarters.
    pub score: Option<Score>,
}

/// One quarter of a hold-out, log changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The quarter.
    pub quarter: String,
    /// What was seen.
    pub seen: f64,
    /// The model with the quarter's own inputs.
    pub own: Band,
    /// The model with inputs as published.
    pub published: Band,
}

/// A number that a test aims at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goal {
    /// What is measured.
    pub measure: String,
    /// What was aimed at.
    pub goal: String,
    /// What was reached.
    pub reached: String,
    /// Whether that is enough.
    pub met: bool,
}

/// One split.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Split {
    /// `early` or `main`.
    pub name: String,
    /// Last quarter fitted on.
    pub trained: String,
    /// First and last quarter scored.
    pub tested: (String, String),
    /// The model, its variants, its ablations.
    pub model: Vec<Row>,
    /// The naive rivals.
    pub rivals: Vec<Row>,
    /// Quarter by quarter.
    pub lines: Vec<Line>,
    /// Training error one quarter ahead, points, before the floor of the model's error.
    pub training_error: f64,
    /// Names of the drawn numbers with the band of the kept draws.
    pub kept: Vec<(String, Band)>,
}

/// A stretch of quarters run free, as a ratio of prices.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stretch {
    /// What it is.
    pub name: String,
    /// Price at the end over price at the start, as seen.
    pub seen: f64,
    /// The model, parameters' spread alone.
    pub spread: Band,
    /// The model with its error.
    pub band: Band,
    /// Makers' weeks in the course of it: month, published, model.
    pub weeks: Vec<(String, f64, Band)>,
}

/// Everything that the test finds of one market.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CycleReport {
    /// Which market.
    pub market: Market,
    /// The market is known through this day.
    pub market_known: Option<Day>,
    /// Draws of the prior and kept draws.
    pub draws: (u32, usize),
    /// The first line: whether the model beats momentum and the regression.
    pub verdict: String,
    /// Whether it does, with the quarter's own inputs and with inputs as published.
    pub beats: (bool, bool),
    /// Both splits, the early one first.
    pub splits: Vec<Split>,
    /// The downturn of 2022 and 2023, the surge of 2025 and 2026.
    pub stretches: Vec<Stretch>,
    /// The main split once more with other seeds: how far the scores are chance of drawing.
    pub seeds: Vec<Seed>,
    /// Goals of the test, met or not.
    pub goals: Vec<Goal>,
}

/// The main split under another seed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seed {
    /// The seed.
    pub seed: u64,
    /// With the quarter's own inputs.
    pub own: Option<Score>,
    /// With inputs as published.
    pub published: Option<Score>,
}

/// Name of the model's own row.
pub const MODEL: &str = "model, inputs of the quarter";
/// The same with inputs as published.
pub const PUBLISHED: &str = "model, inputs as published";
/// The same without any price after the training years.
pub const FREE: &str = "model, free from the end of training";

/// Seeds that the main split is run with beside the first.
const OTHER_SEEDS: u64 = 4;

/// What a split was scored with.
struct Fitted {
    inputs: Inputs,
    fit: Fit,
    /// The same fit judged by makers' published stock too.
    by_stocks: Fit,
}

/// The quarters of a hold-out and what was seen in them.
struct HeldOut {
    range: std::ops::Range<usize>,
    seen: Vec<f64>,
}

impl HeldOut {
    /// The quarters after `trained` up to `last`.
    fn of(trained: Quarter, last: Quarter, inputs: &Inputs) -> Self {
        let range = at(trained) + 1..at(last) + 1;
        let seen = range.clone().map(|q| change(inputs, q)).collect();
        Self { range, seen }
    }

    /// Positions of its quarters.
    fn range(&self) -> std::ops::Range<usize> {
        self.range.clone()
    }

    /// How bands did there.
    fn row(&self, name: &str, bands: &[Band]) -> Row {
        Row { name: name.to_owned(), score: Score::of(bands, &self.seen) }
    }
}

struct Bench<'w> {
    world: &'w World,
    market: Market,
    space: Space,
    now: Day,
    end: Quarter,
    effort: Effort,
}

/// Runs the test.
///
/// # Errors
/// Findings about assumptions and series of the world.
pub fn cycle_test(world: &World, market: Market, effort: Effort) -> Result<CycleReport, Findings> {
    let known = world.market_known_through(None);
    // Far enough that everything published is in.
    let now = known.unwrap_or(FIRST.day(1)).plus(366);
    let space = Space::of(world, market)?;
    let mut bench = Bench { world, market, space, now, end: Quarter::new(2026, 2), effort };
    bench.end = bench.last_quarter()?;
    let (early, early_fit) = bench.split("early", Quarter::new(2021, 4), Quarter::new(2023, 4))?;
    let (main, main_fit) = bench.split("main", Quarter::new(2023, 4), bench.end)?;
    let splits = vec![early, main];
    let seeds = bench.seeds(&main_fit)?;
    let stretches = stretches::all(world, market, &early_fit, &main_fit);
    let (beats, verdict) = judgement::verdict(&splits, &seeds);
    let goals =
        if market == Market::Dram { judgement::goals(&splits, &stretches) } else { Vec::new() };
    let verdict = judgement::with_missed(verdict, &goals);
    let draws = (effort.draws, effort.kept);
    Ok(CycleReport {
        market,
        market_known: known,
        draws,
        verdict,
        beats,
        splits,
        stretches,
        seeds,
        goals,
    })
}

impl Bench<'_> {
    /// The last quarter whose price, spending and units are all known.
    fn last_quarter(&self) -> Result<Quarter, Findings> {
        let inputs =
            self.read(FIRST.quarter(), self.now, Quarter::new(2030, 4), Without::default())?;
        let drivers = ["pc-units", "phone-units", "capex-meta"];
        let mut last = FIRST.quarter().plus(inputs.priced_quarters() as i32 - 1);
        for id in drivers {
            let through = self.world.path(id).and_then(|path| path.through());
            last = through.map_or(last, |day| last.min(Month::of(day).quarter()));
        }
        Ok(last)
    }

    fn read(
        &self,
        trained: Quarter,
        known: Day,
        until: Quarter,
        without: Without,
    ) -> Result<Inputs, Findings> {
        let reading = Reading { market: self.market, known, trained, until: until.last(), without };
        Inputs::read(self.world, &reading)
    }

    /// Fits to `trained`, tests up to `last`: the model, its variants, its rivals.
    fn split(
        &self,
        name: &str,
        trained: Quarter,
        last: Quarter,
    ) -> Result<(Split, Fitted), Findings> {
        let inputs = self.read(trained, self.now, self.end, Without::default())?;
        let held = HeldOut::of(trained, last, &inputs);
        let fit_to =
            |space: &Space, inputs: &Inputs| fit(self.market, space, inputs, trained, self.effort);
        let own = |fit: &Fit| ahead(fit, &inputs, held.range());
        let published = |fit: &Fit| self.published(fit, held.range());
        let full = fit_to(&self.space, &inputs);
        let core = self.space.clone().holding("inertia", 0.0).holding("extrapolation", 0.0);
        let core = fit_to(&core.holding("scarcity-slope", 0.0), &inputs);
        let judged = inputs.clone().judged_by_stocks(self.world, self.market, self.now);
        let by_stocks = fit_to(&self.space, &judged);
        let (ours, ours_published) = (own(&full), published(&full)?);
        let mut model = vec![
            held.row(MODEL, &ours),
            held.row(PUBLISHED, &ours_published),
            held.row(FREE, &free(&full, &inputs, held.range())),
            held.row("core (no inertia, no slope, no expectations)", &own(&core)),
            held.row("core, inputs as published", &published(&core)?),
            held.row("core, free from the end of training", &free(&core, &inputs, held.range())),
        ];
        for (name, space, without) in self.ablations() {
            let inputs = self.read(trained, self.now, self.end, without)?;
            let less = fit_to(&space, &inputs);
            model.push(held.row(name, &ahead(&less, &inputs, held.range())));
        }
        model.push(held.row("judged by makers' published stocks too", &own(&by_stocks)));
        model.push(held.row("the same, inputs as published", &published(&by_stocks)?));
        let line = |(i, q): (usize, usize)| Line {
            quarter: FIRST.quarter().plus(q as i32).to_string(),
            seen: held.seen[i],
            own: ours[i],
            published: ours_published[i],
        };
        let split = Split {
            name: name.to_owned(),
            trained: trained.to_string(),
            tested: (trained.plus(1).to_string(), last.to_string()),
            model,
            rivals: self.rivals(&held, &inputs),
            lines: held.range().enumerate().map(line).collect(),
            training_error: 100.0 * full.training_error,
            kept: kept(&full),
        };
        Ok((split, Fitted { inputs, fit: full, by_stocks }))
    }

    /// The naive rivals, each on the quarters that it says something about.
    fn rivals(&self, held: &HeldOut, inputs: &Inputs) -> Vec<Row> {
        let agency = self.market.series().2;
        let row = |rival: Rival| {
            let said = bands(rival, self.world, inputs, agency, held.range());
            let pairs = said.into_iter().zip(&held.seen);
            let pairs = pairs.filter_map(|(band, seen)| Some((band?, *seen)));
            let (bands, seen): (Vec<Band>, Vec<f64>) = pairs.unzip();
            Row { name: rival.name().to_owned(), score: Score::of(&bands, &seen) }
        };
        Rival::ALL.map(row).into()
    }

    /// The main split with other seeds.
    fn seeds(&self, main: &Fitted) -> Result<Vec<Seed>, Findings> {
        let (inputs, trained) = (&main.inputs, main.fit.trained);
        let held = HeldOut::of(trained, self.end, inputs);
        let mut all = Vec::new();
        for add in 1..=OTHER_SEEDS {
            let effort = Effort { seed: self.effort.seed + add, ..self.effort };
            let other = fit(self.market, &self.space, inputs, trained, effort);
            let published = self.published(&other, held.range())?;
            all.push(Seed {
                seed: effort.seed,
                own: Score::of(&ahead(&other, inputs, held.range()), &held.seen),
                published: Score::of(&published, &held.seen),
            });
        }
        Ok(all)
    }

    fn ablations(&self) -> Vec<(&'static str, Space, Without)> {
        let plain = Without::default();
        let mut all = vec![
            (
                "without demand: straight lines after training",
                self.space.clone(),
                Without { demand: true, ..plain },
            ),
            ("without inertia", self.space.clone().holding("inertia", 0.0), plain),
            ("without expectations", self.space.clone().holding("extrapolation", 0.0), plain),
            (
                "without a steepening slope",
                self.space.clone().holding("scarcity-slope", 0.0),
                plain,
            ),
        ];
        if self.market == Market::Dram {
            all.insert(
                0,
                (
                    "without HBM: its share of wafers stays 1 %",
                    self.space.clone(),
                    Without { hbm: true, ..plain },
                ),
            );
        }
        all
    }

    /// Bands with what was public on the day a quarter's projection is made.
    fn published(&self, fit: &Fit, range: std::ops::Range<usize>) -> Result<Vec<Band>, Findings> {
        let mut all = Vec::new();
        for q in range {
            let quarter = FIRST.quarter().plus(q as i32);
            let inputs = self.read(fit.trained, made_on(quarter), quarter, Without::default())?;
            let draws = one_quarter(fit, &inputs, q);
            all.extend(Band::of(&draws, fit.sigma));
        }
        Ok(all)
    }
}

/// Position of a quarter, counted from the first.
fn at(quarter: Quarter) -> usize {
    (quarter.0 - FIRST.quarter().0).max(0) as usize
}

fn ahead(fit: &Fit, inputs: &Inputs, range: std::ops::Range<usize>) -> Vec<Band> {
    range.filter_map(|q| Band::of(&one_quarter(fit, inputs, q), fit.sigma)).collect()
}

/// Changes of a run that knows no price after the training years.
fn free(fit: &Fit, inputs: &Inputs, range: std::ops::Range<usize>) -> Vec<Band> {
    let paths = paths(fit, inputs, 3 * range.start, 3 * range.end);
    let of = |q: usize| band(fit, &paths, |m| quarter_mean(m, q) - quarter_mean(m, q - 1), true);
    range.map(of).collect()
}

fn kept(fit: &Fit) -> Vec<(String, Band)> {
    let of = |at: usize| {
        let draws: Vec<f64> = fit.kept.iter().map(|kept| kept.numbers.drawn()[at]).collect();
        Some((DRAWN[at].to_owned(), Band::of(&draws, 0.0)?))
    };
    (0..DRAWN.len()).filter_map(of).collect()
}

/// The score of a row of a split by name.
#[must_use]
pub fn score<'s>(rows: &'s [Row], name: &str) -> Option<&'s Score> {
    rows.iter().find(|row| row.name == name)?.score.as_ref()
}
