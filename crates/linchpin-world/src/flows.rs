//! What moves between places. In: a world. Out: three stages of the chain as flows with ranges: inputs from
//! their countries of origin, products from the sites that make them, products to where they are bought.
//!
//! Invariant: a flow is never computed from another stage. Each stage has its own unit, and widths of two
//! stages must not be compared.

use crate::estimate::EstimateView;
use crate::ids::Entity;
use crate::quantity::Quantity;
use crate::world::World;
use linchpin_units::Measure;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The destination of an input whose origins are told for the world as a whole.
const WORLD: &str = "country:WLD";

/// Where in the chain a flow runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "FlowStage")]
pub enum Stage {
    /// A material or class of tools from its country of origin: part of what the other country takes in.
    Input,
    /// A product from a site: installed wafer starts a month.
    Line,
    /// A product to a destination: part of the world's demand in bits.
    Demand,
}

/// A flow with its range.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Flow<'a> {
    /// Stage of the chain.
    pub stage: Stage,
    /// Id of where it starts: a country, a site, or the product itself.
    pub from: Entity,
    /// Its name.
    pub from_name: &'a str,
    /// Id of where it ends: a country, or the whole world.
    pub to: Entity,
    /// Its name.
    pub to_name: &'a str,
    /// Id of what moves: a material, a class of tools, a product.
    pub what: Entity,
    /// Its name.
    pub what_name: &'a str,
    /// How much, as a range.
    pub amount: EstimateView,
}

impl World {
    /// Every flow that somebody states for today, stage by stage and in order of ids.
    ///
    /// A destination's demand is the sum over its segments, and so are both ends of its range: the widest
    /// range that the segments allow, not a confidence interval.
    #[must_use]
    pub fn flows(&self) -> Vec<Flow<'_>> {
        let mut flows: Vec<Flow<'_>> = self
            .estimates(Quantity::OriginShare)
            .filter_map(|(about, estimate)| {
                let (from, to) = (about.of.as_deref()?, about.to.as_deref().unwrap_or(WORLD));
                Some(self.flow(Stage::Input, (from, to, &about.subject), estimate.view()))
            })
            .collect();
        flows.extend(self.estimates(Quantity::Capacity).filter_map(|(about, estimate)| {
            let (site, product) = (about.subject.as_str(), about.of.as_deref()?);
            let country = self.site(site)?.country.as_str();
            Some(self.flow(Stage::Line, (site, country, product), estimate.view()))
        }));
        let mut demand: BTreeMap<(&str, &str), EstimateView> = BTreeMap::new();
        for (about, estimate) in self.estimates(Quantity::DemandShare) {
            let segment = self.segments.iter().find(|row| row.id == *about.subject);
            let (Some(segment), Some(product)) = (segment, about.of.as_deref()) else { continue };
            let one = estimate.view();
            demand
                .entry((product, segment.destination.as_str()))
                .and_modify(|sum| {
                    for (sum, one) in [
                        (&mut sum.low, one.low),
                        (&mut sum.value, one.value),
                        (&mut sum.high, one.high),
                    ] {
                        *sum = Measure::of(sum.get() + one.get());
                    }
                    sum.contested |= one.contested;
                })
                .or_insert(one);
        }
        flows.extend(demand.into_iter().map(|((product, to), amount)| {
            self.flow(Stage::Demand, (product, to, product), amount)
        }));
        flows
    }

    fn flow<'a>(
        &'a self,
        stage: Stage,
        (from, to, what): (&'a str, &'a str, &'a str),
        amount: EstimateView,
    ) -> Flow<'a> {
        Flow {
            stage,
            from: from.into(),
            from_name: self.name_of(from),
            to: to.into(),
            to_name: self.name_of(to),
            what: what.into(),
            what_name: self.name_of(what),
            amount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flow_has_a_range_and_demand_covers_the_world() {
        let world = World::embedded().expect("sound");
        let flows = world.flows();
        for flow in &flows {
            let amount = &flow.amount;
            assert!(amount.low <= amount.value && amount.value <= amount.high, "{flow:?}");
            assert!(flow.from != flow.from_name && flow.to != flow.to_name, "{flow:?}");
        }
        let demand = |product: &str| {
            let parts = flows.iter().filter(|f| f.stage == Stage::Demand && f.what == *product);
            parts.map(|flow| flow.amount.value.get()).sum::<f64>()
        };
        for product in ["product:dram", "product:hbm", "product:nand"] {
            assert!((demand(product) - 1.0).abs() < 0.02, "{product}: {}", demand(product));
        }
        assert!(flows.iter().any(|f| f.stage == Stage::Input && f.what == "material:gallium"));
        assert!(flows.iter().any(|f| f.from == "site:skhynix-wuxi" && f.to == "country:CHN"));
    }
}
