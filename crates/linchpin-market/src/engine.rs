//! The market behind the engine seam.
//!
//! In: what the seam hands over. Out: the weekly market of the world, with every series a study looks
//! at. Nothing is computed here.

use crate::build::{build, start_on};
use crate::model::Model;
use crate::record::Recorder;
use crate::run::{planned, run, totals};
use linchpin_engine::causes::{Job, Sums};
use linchpin_engine::parameter::{ParameterName, SpaceSampler};
use linchpin_engine::seam::{Built, Engine, Inputs, Origin, Ran};
use linchpin_engine::{Calendar, Draw, Members, Plan, SeriesKey, Shock, Space, Watch};
use linchpin_units::{Findings, Range};
use linchpin_world::Entity;
use std::collections::BTreeMap;

/// The weekly market of memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct MarketEngine;

impl Engine for MarketEngine {
    fn name(&self) -> &'static str {
        "market"
    }

    fn hears(&self, kind: &str) -> bool {
        crate::turn::hears(kind)
    }

    fn build(&self, inputs: &Inputs<'_>) -> Result<Box<dyn Built>, Findings> {
        let Inputs { world, from, weeks, begin, focus, assumed, chances, in_force } = *inputs;
        let crate::build::Built { mut model, origins } =
            build(world, from, weeks, assumed, chances)?;
        if let Some(begin) = begin {
            start_on(&mut model, world, begin)?;
        }
        let bars = |shock: &&Shock| {
            let alone = planned(&model, std::slice::from_ref(*shock));
            !alone.paths(&model.space.modes(), |_| true).purchases.is_empty()
        };
        let bars: Vec<Shock> = in_force.iter().filter(bars).cloned().collect();
        model.in_force = (!bars.is_empty()).then(|| planned(&model, &bars));
        let recorder = Recorder::new(&model, focus);
        Ok(Box::new(BuiltMarket { model, origins, recorder }))
    }
}

/// A market with its series.
#[derive(Debug)]
struct BuiltMarket {
    model: Model,
    origins: Vec<Origin>,
    recorder: Recorder,
}

impl Built for BuiltMarket {
    fn space(&self) -> &Space {
        &self.model.space
    }

    fn set(&mut self, parameter: &ParameterName, range: Range) -> bool {
        self.model.space.set(parameter, range)
    }

    fn calendar(&self) -> Calendar {
        self.model.calendar()
    }

    fn keys(&self) -> &[SeriesKey] {
        self.recorder.keys()
    }

    fn origins(&self) -> &[Origin] {
        &self.origins
    }

    fn related(&self) -> BTreeMap<Entity, Vec<Entity>> {
        related(&self.model)
    }

    fn run(
        &self,
        scenarios: &[Vec<Shock>],
        sampler: &SpaceSampler<'_>,
        members: &Members,
        watch: &Watch<'_>,
    ) -> Option<Ran> {
        let (outcomes, draws) =
            run(&self.model, scenarios, &self.recorder, sampler, members, watch)?;
        Some(Ran { outcomes, draws, strained: Vec::new() })
    }

    fn totals(
        &self,
        keys: &[usize],
        plan: &Plan,
        jobs: &[Job],
        draws: &[Draw],
        watch: &Watch<'_>,
    ) -> Option<Vec<Sums>> {
        let all = totals(&self.model, &self.recorder, keys, plan, jobs, draws, watch)?;
        Some(all.into_iter().map(Sums::from).collect())
    }
}

/// What an entity's numbers rest on: a site's owner and product, a firm's sites, a country's segments.
fn related(model: &Model) -> BTreeMap<Entity, Vec<Entity>> {
    let mut related: BTreeMap<Entity, Vec<Entity>> = BTreeMap::new();
    for line in &model.lines {
        let (firm, product) = (&model.firms[line.firm], &model.products[line.product].id);
        let mut add = |entity: &str, others: [&str; 2]| {
            let list = related.entry(entity.into()).or_default();
            for other in others.map(Entity::from) {
                if !list.contains(&other) {
                    list.push(other);
                }
            }
        };
        add(&line.site, [firm, product]);
        add(firm, [&line.site, product]);
        add(product, [&line.site, firm]);
    }
    for segment in &model.segments {
        let destination = Entity::from(&segment.destination);
        related.entry(destination).or_default().push(Entity::from(&segment.id));
    }
    related
}
