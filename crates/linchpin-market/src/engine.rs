//! The market behind the engine seam.
//!
//! In: what the seam hands over. Out: the weekly market of the world, with every series a study looks
//! at. Nothing is computed here.

use crate::build::{build, start_on};
use crate::model::Model;
use crate::record::Recorder;
use crate::run::{run, totals};
use linchpin_engine::causes::Job;
use linchpin_engine::parameter::SpaceSampler;
use linchpin_engine::seam::{Built, Engine, Inputs, Origin, Ran};
use linchpin_engine::{Calendar, Draw, Members, Plan, SeriesKey, Shock, Space, Watch};
use linchpin_units::{Findings, Range};
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
        let Inputs { world, from, weeks, begin, focus, assumed, chances } = *inputs;
        let crate::build::Built { mut model, origins } =
            build(world, from, weeks, assumed, chances)?;
        if let Some(begin) = begin {
            start_on(&mut model, world, begin)?;
        }
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

    fn set(&mut self, parameter: &str, range: Range) -> bool {
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

    fn related(&self) -> BTreeMap<String, Vec<String>> {
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
        Some(Ran { outcomes, draws })
    }

    fn totals(
        &self,
        keys: &[usize],
        plan: &Plan,
        jobs: &[Job],
        draws: &[Draw],
        watch: &Watch<'_>,
    ) -> Option<Vec<Vec<f64>>> {
        totals(&self.model, &self.recorder, keys, plan, jobs, draws, watch)
    }
}

/// What an entity's numbers rest on: a site's owner and product, a firm's sites, a country's segments.
fn related(model: &Model) -> BTreeMap<String, Vec<String>> {
    let mut related: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in &model.lines {
        let (firm, product) = (&model.firms[line.firm], &model.products[line.product].id);
        let mut add = |entity: &String, others: [&String; 2]| {
            let list = related.entry(entity.clone()).or_default();
            for other in others {
                if !list.contains(other) {
                    list.push(other.clone());
                }
            }
        };
        add(&line.site, [firm, product]);
        add(firm, [&line.site, product]);
        add(product, [&line.site, firm]);
    }
    for segment in &model.segments {
        related.entry(segment.destination.clone()).or_default().push(segment.id.clone());
    }
    related
}
