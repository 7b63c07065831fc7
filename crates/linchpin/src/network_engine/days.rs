//! One draw of a network study: controls to dated events, and the days that follow.
//!
//! In: the controls of one draw, its parameters, the table. Out: [`Days`]: weeks of every industry, the regime at the
//! end, who loses how much. The equations are those of `linchpin network ario`; nothing of them stands here. Invariant:
//! without an event every week is a usual one, to the last bit.

use linchpin_engine::paths::{DeliveryOpen, IndustryRunning, Path, Paths, Substitutes};
use linchpin_network::ario::collapse::judge;
use linchpin_network::ario::event::Substitution;
use linchpin_network::ario::record::Keep;
use linchpin_network::ario::{
    ArioError, Collapse, Event, EventKind, Model, Params, Records, Recovery, Report, Simulation,
};
use linchpin_network::table::Mrio;
use linchpin_units::Setting;

/// Days in a week of a study.
pub(super) const WEEK: usize = 7;

/// A stop ends with its last day.
const AT_ONCE: Recovery = Recovery::Table(Vec::new());

/// Whether the end of a run is judged, which costs a note of every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    /// Its regime and its losers are told.
    Yes,
    /// Only its weeks are wanted.
    No,
}

/// What a draw came to.
pub(super) struct Days {
    /// Output of each industry, `[week][industry]`, in the table's unit.
    pub(super) weeks: Vec<Vec<f64>>,
    /// How it ended; none where nothing happened or nobody asked.
    pub(super) verdict: Option<(Collapse, Report)>,
}

/// The stretches of weeks on which a path stays below 1: first, end, share lost.
fn lost(path: &Path) -> impl Iterator<Item = (usize, usize, f64)> {
    let stretches = path.stretches(Setting::WHOLE).into_iter();
    stretches.map(|one| (one.from, one.until, 1.0 - one.value.get()))
}

/// Positions among labels of the one that is named, or all.
fn places(labels: &[String], named: Option<&str>) -> Vec<usize> {
    let fits = |(at, label): (usize, &String)| named.is_none_or(|name| name == label).then_some(at);
    labels.iter().enumerate().filter_map(fits).collect()
}

/// Industries of an economy and a sector; all where none is named.
fn industries(table: &Mrio, economy: Option<&str>, sector: Option<&str>) -> Vec<usize> {
    let s = table.sectors().len();
    let sectors = places(table.sectors(), sector);
    let regions = places(table.regions(), economy);
    regions.iter().flat_map(|r| sectors.iter().map(move |p| r * s + p)).collect()
}

fn event(name: &str, first: usize, end: usize, kind: EventKind) -> Event {
    let day = |weeks: usize| u32::try_from(weeks * WEEK).unwrap_or(u32::MAX);
    Event { name: name.to_owned(), day: day(first), duration: day(end - first), kind }
}

fn stop(table: &Mrio, at: &IndustryRunning, lost: f64) -> EventKind {
    let hit = industries(table, at.economy.as_deref(), at.sector.as_deref());
    EventKind::Capacity { hit: hit.into_iter().map(|i| (i, lost)).collect(), recovery: AT_ONCE }
}

/// An economy's sales to itself are never cut.
fn cut(table: &Mrio, at: &DeliveryOpen, lost: f64) -> EventKind {
    let flow = &at.flow;
    let s = table.sectors().len();
    let sellers = industries(table, flow.exporter.as_deref(), flow.sector.as_deref());
    let buyers = industries(table, flow.importer.as_deref(), at.user.as_deref());
    let abroad = |g: usize| buyers.iter().filter(move |f| g / s != **f / s);
    let links = sellers.iter().flat_map(|g| abroad(*g).map(move |f| (*g, *f, lost)));
    let substitution = match at.substitutes {
        Substitutes::None => Substitution::None,
        Substitutes::Capped => Substitution::Capped,
        Substitutes::Free => Substitution::Free,
    };
    EventKind::Link { cut: links.collect(), substitution, recovery: AT_ONCE }
}

/// What the controls do to the table, as `linchpin network ario` hears it.
pub(super) fn events(table: &Mrio, paths: &Paths) -> Vec<Event> {
    let mut events = Vec::new();
    for (control, path) in paths.industries.iter() {
        for (first, end, lost) in lost(path) {
            events.push(event("production stop", first, end, stop(table, control, lost)));
        }
    }
    for (control, path) in paths.deliveries.iter() {
        for (first, end, lost) in lost(path) {
            events.push(event("cut deliveries", first, end, cut(table, control, lost)));
        }
    }
    events
}

impl Days {
    /// Usual weeks: nothing happens.
    pub(super) fn calm(usual: &[f64], weeks: usize) -> Self {
        let week: Vec<f64> = usual.iter().map(|x| (0..WEEK).fold(0.0, |sum, _| sum + x)).collect();
        Self { weeks: vec![week; weeks], verdict: None }
    }

    /// The weeks under `events`.
    ///
    /// # Errors
    /// What the model or its events refuse.
    pub(super) fn run(
        table: &Mrio,
        params: Params,
        events: Vec<Event>,
        (weeks, judged): (usize, Judged),
    ) -> Result<Self, ArioError> {
        let model = Model::new(table, params)?;
        if events.is_empty() {
            return Ok(Self::calm(&model.usual_output(), weeks));
        }
        let mut simulation = Simulation::new(&model, events)?;
        let mut records = (judged == Judged::Yes).then(|| Records::new(&simulation, Keep::Totals));
        let mut made = vec![vec![0.0; table.industries()]; weeks];
        for week in &mut made {
            for _ in 0..WEEK {
                simulation.step()?;
                if let Some(records) = &mut records {
                    records.note(&simulation);
                }
                for (i, sum) in week.iter_mut().enumerate() {
                    *sum += simulation.industry(i).output;
                }
            }
        }
        let verdict = records.map(|records| {
            let verdict = judge(model.params(), &records);
            let report = Report::new(table, &records, &verdict);
            (verdict, report)
        });
        Ok(Self { weeks: made, verdict })
    }
}
