//! Three naive rivals that know the inputs only: no change, a random walk, a rule of thumb.
//!
//! In: an episode, a question and the answer if nothing happened. Out: a sample each. The multiples and
//! deviations stand in the rules.

use crate::bank::inputs::{Inputs, Question, Statistic};
use crate::bank::numbers::normal;
use crate::bank::rules::{Rules, Thumb};
use linchpin_units::{Day, math};
use linchpin_world::World;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Draws of the random walk.
const WALK: usize = 99;

/// Samples of the rivals, sorted.
#[derive(Debug, Clone, PartialEq)]
pub struct Rivals {
    /// The level before.
    pub no_change: Vec<f64>,
    /// The level before, spread by the root of time.
    pub walk: Vec<f64>,
    /// The back of an envelope.
    pub thumb: Vec<f64>,
}

/// The rivals' answers; `still` is the answer if nothing happened.
pub(crate) fn rivals(
    episode: &Inputs,
    question: &Question,
    still: f64,
    (rules, world): (&Rules, &World),
) -> Rivals {
    let level = episode.level_before(question);
    let change = question.statistic.is_change() && question.times.is_none();
    let middle = question.window.0.plus(question.window.0.days_until(question.window.1) / 2);
    let years = (episode.began.days_until(middle).max(7) as f64) / 365.25;
    let sigma = rules.per_year(&question.variable) * f64::sqrt(years);
    let timed = question.statistic.is_time() || question.statistic == Statistic::LostWeeks;
    let step = |i: usize| {
        let factor = math::exp(sigma * normal((i as f64 + 0.5) / WALK as f64));
        if timed {
            still
        } else if change {
            factor - 1.0
        } else {
            still * factor
        }
    };
    let effect = Events { episode, world }.effect(question, &rules.thumb, level, still);
    let guess = |part: &f64| match &effect {
        Effect::Of(share) if change => share * part,
        Effect::Of(share) => still * math::exp(part * math::ln((1.0 + share).max(1e-3))),
        Effect::Plus(more) => still + part * more,
    };
    let sorted = |mut sample: Vec<f64>| {
        sample.sort_by(f64::total_cmp);
        sample
    };
    Rivals {
        no_change: vec![still],
        walk: sorted((0..WALK).map(step).collect()),
        thumb: sorted(rules.thumb.spread.iter().map(guess).collect()),
    }
}

/// What a rule of thumb expects.
enum Effect {
    /// A share of the level before.
    Of(f64),
    /// So much more, in the unit of the answer.
    Plus(f64),
}

/// An event as the back of an envelope reads it.
#[derive(Debug, Default)]
struct Event {
    kind: String,
    from: Option<Day>,
    until: Option<Day>,
    words: BTreeMap<String, Vec<String>>,
    numbers: BTreeMap<String, f64>,
}

impl Event {
    fn word(&self, name: &str) -> &str {
        self.words.get(name).and_then(|words| words.first()).map_or("", String::as_str)
    }

    fn number(&self, name: &str) -> f64 {
        self.numbers.get(name).copied().unwrap_or(0.0)
    }

    /// Weeks it lasts, up to `end` when it is open.
    fn weeks(&self, end: Day) -> f64 {
        let until = self.until.unwrap_or(end);
        self.from.map_or(0.0, |from| from.days_until(until).max(0) as f64 / 7.0)
    }
}

struct Events<'a> {
    episode: &'a Inputs,
    world: &'a World,
}

impl Events<'_> {
    fn effect(&self, question: &Question, thumb: &Thumb, level: f64, still: f64) -> Effect {
        let events = self.read();
        let end = question.window.1;
        let window = (question.window.0.days_until(end) as f64 / 7.0).max(1.0);
        let key = question.key.as_ref();
        let (entity, product) = (
            key.map_or("", |key| key.entity.as_str()),
            key.and_then(|key| key.product.as_deref()).unwrap_or(""),
        );
        let outages = events.iter().filter(|event| event.kind == "outage");
        let mine = |event: &&Event| {
            event.word("product") == product
                && (entity.starts_with("product:") || event.word("site") == entity)
        };
        let lost = |event: &Event| {
            let lasts = event.weeks(end) + 0.5 * event.number("recovery");
            event.number("share") * lasts + thumb.scrap_weeks * event.number("scrap")
        };
        let of_world = |event: &Event| self.site_share(event) * lost(event);
        let world_lost: f64 = outages.clone().filter(mine).map(of_world).sum();
        let site_lost: f64 = outages.clone().filter(mine).map(lost).sum();
        let whole = entity.starts_with("product:");
        let weeks_lost = if whole { world_lost } else { site_lost };
        match (question.statistic, question.variable.as_str()) {
            (Statistic::LostWeeks, _) => Effect::Plus(weeks_lost * level),
            (Statistic::UntilNormal | Statistic::PeakWeek, _) => {
                let lasts = |event: &Event| event.weeks(end) + event.number("recovery");
                Effect::Plus(outages.filter(mine).map(lasts).fold(0.0, f64::max))
            }
            (_, "output") => Effect::Of(-(weeks_lost / window).min(1.0)),
            (_, "spot-price") => Effect::Of(thumb.spot * world_lost / thumb.quarter_weeks),
            (_, "contract-price" | "price-index") => {
                let demand = events.iter().filter(|event| event.kind == "demand");
                let demand: f64 = demand.map(|event| event.number("change")).sum();
                let event =
                    thumb.contract * world_lost / thumb.quarter_weeks + thumb.demand * demand;
                Effect::Of((1.0 + event) * self.momentum(question, thumb, level) - 1.0)
            }
            (_, "licensed-flow" | "material-inflow") => {
                Effect::Plus(-self.missing(&events, entity, question.window.0) * still)
            }
            (_, "price-outside") => {
                let missing = self.missing(&events, entity, question.window.0);
                Effect::Of(thumb.material_outside * missing)
            }
            (_, "price-inside") => {
                let missing = self.missing(&events, entity, question.window.0);
                Effect::Of(thumb.material_inside * missing)
            }
            (_, "share" | "shipments") => Effect::Of(-self.barred(&events, entity)),
            _ => Effect::Of(0.0),
        }
    }

    /// How much of the last quarter's move goes on, as a factor.
    fn momentum(&self, question: &Question, thumb: &Thumb, level: f64) -> f64 {
        let recent = question.recent.as_deref().and_then(|id| self.episode.inputs.get(id));
        recent.map_or(1.0, |recent| math::pow(level / recent.range.mode(), thumb.momentum))
    }

    /// The site's part of the world's output of the product.
    fn site_share(&self, event: &Event) -> f64 {
        let sites = self.episode.form.site.iter();
        let of = sites.filter(|site| {
            site.id.get_ref() == event.word("site")
                && site.product.get_ref() == event.word("product")
        });
        of.filter_map(|site| self.episode.named(site.share.get_ref()))
            .map(|input| input.range.mode())
            .sum()
    }

    /// The part of a material that a cut takes from its buyer on a day.
    fn missing(&self, events: &[Event], material: &str, day: Day) -> f64 {
        let cuts = events
            .iter()
            .filter(|event| event.kind == "material-cut" && event.word("material") == material);
        let one = |event: &Event| {
            let review = event.from.map(|from| from.plus((7.0 * event.number("lag")) as i64));
            let reviewed = review.is_some_and(|review| day >= review);
            let over = event.until.is_some_and(|until| day >= until);
            let approved = if over {
                1.0
            } else if reviewed {
                event.number("approval")
            } else {
                0.0
            };
            let of = self.episode.form.material.iter().find(|form| form.id.get_ref() == material);
            let origins = of.map(|form| form.origin.as_slice()).unwrap_or_default();
            let share = origins
                .iter()
                .filter(|origin| origin.country == event.word("origin"))
                .filter_map(|origin| self.episode.named(origin.share.get_ref()))
                .map(|input| input.range.mode())
                .fold(0.0, f64::max);
            share * (1.0 - approved)
        };
        cuts.map(one).fold(0.0, f64::max)
    }

    /// The part of the world's demand that may not buy from a firm.
    fn barred(&self, events: &[Event], firm: &str) -> f64 {
        let bans = events.iter().filter(|e| e.kind == "procurement-ban" && e.word("firm") == firm);
        let one = |event: &Event| {
            let segments = event.words.get("segments").map(Vec::as_slice).unwrap_or_default();
            let forms = self.episode.form.segment.iter();
            let share: f64 = forms
                .filter(|form| segments.contains(form.id.get_ref()))
                .filter_map(|form| self.episode.named(form.share.get_ref()))
                .map(|input| input.range.mode())
                .sum();
            share * (1.0 - event.number("leak"))
        };
        bans.map(one).sum()
    }

    /// The raw events of the file.
    fn read(&self) -> Vec<Event> {
        let Ok(tree) = DeTable::parse(self.episode.text.body()) else { return Vec::new() };
        let events = tree.get_ref().get("event").and_then(|list| list.get_ref().as_array());
        let tables = events.into_iter().flatten().filter_map(|event| event.get_ref().as_table());
        tables.map(|table| self.event(table)).collect()
    }

    fn event(&self, table: &DeTable<'_>) -> Event {
        let mut event = Event::default();
        for (key, value) in table {
            let name = key.get_ref().to_string();
            match value.get_ref() {
                DeValue::Datetime(at) => {
                    let day = at.date.and_then(|d| {
                        Day::new(i16::try_from(d.year).ok()?, d.month as i8, d.day as i8).ok()
                    });
                    match name.as_str() {
                        "from" => event.from = day,
                        _ => event.until = day,
                    }
                }
                DeValue::String(text) => {
                    if let Some(input) = self.episode.named(text) {
                        event.numbers.insert(name, input.range.mode());
                    } else if name == "kind" {
                        event.kind = text.to_string();
                    } else {
                        event.words.insert(name, vec![text.to_string()]);
                    }
                }
                DeValue::Array(list) => {
                    let words = list.iter().filter_map(|one| one.get_ref().as_str());
                    event.words.insert(name, words.map(str::to_owned).collect());
                }
                DeValue::Table(amount) => {
                    let id = amount.get("assumption").and_then(|id| id.get_ref().as_str());
                    let known = id.and_then(|id| self.world.assumption(id));
                    if let Some(known) = known {
                        event.numbers.insert(name, known.sourced.range.mode());
                    }
                }
                _ => {}
            }
        }
        event
    }
}
