//! From controls on a material to its small market: what flows, what is missing, what it costs.
//!
//! In: [`Paths`] and one draw. Out: [`MaterialPath`]s. Part of a lost flow comes back: from scrap,
//! which was never exposed, from makers elsewhere as they ramp, and, of what a government only refuses,
//! through third countries. What is still missing makes the price ([`crate::scarcity`]). A fab asks for
//! little, pays any price and changes its source as fast as it can qualify another.

use crate::levers::{Levers, MaterialPath};
use crate::model::{Material, Model};
use crate::numbers::Numbers;
use crate::ramp::mean_ramp;
use crate::scarcity::Terms;
use linchpin_engine::Draw;
use linchpin_engine::paths::{Path, Paths};

/// What one material's origins let through, drawn.
struct Flow<'p> {
    /// Share of normal imports, by week.
    licensed: Vec<f64>,
    /// Of what is missing, the part that a government refuses, by week.
    refused: Vec<f64>,
    first: &'p Path,
}

impl<'p> Flow<'p> {
    fn new(material: &Material, draw: &Draw, paths: &'p Paths) -> Option<Self> {
        let total =
            material.origins.iter().fold(0.0, |sum, (_, share)| sum + draw.at(*share).get());
        let mut licensed = vec![1.0; paths.weeks()];
        let mut held_back = vec![0.0; paths.weeks()];
        let mut first: Option<&Path> = None;
        let heard = paths
            .materials
            .iter()
            .filter(|(at, _)| at.material == material.id && at.destination == material.buyer);
        for (at, path) in heard {
            let known = material.origins.iter().find(|(country, _)| *country == at.origin);
            let Some((_, share)) = known else { continue };
            let review = paths.reviewed.iter().find(|(other, _)| {
                (&other.material, &other.origin, &other.destination)
                    == (&at.material, &at.origin, &at.destination)
            });
            // Shares of origins that overstate the whole are brought back to it.
            let weight = draw.at(*share).get() / total.max(1.0);
            for (week, passes) in path.values().iter().enumerate() {
                let missing = weight * (1.0 - passes);
                licensed[week] -= missing;
                held_back[week] +=
                    missing * review.map_or(0.0, |(_, review)| review.values()[week]);
            }
            if first.is_none_or(|known| path.began < known.began) {
                first = Some(path);
            }
        }
        let refused = licensed.iter().zip(&held_back).map(|(open, held)| {
            let missing = 1.0 - open;
            if missing > 0.0 { held / missing } else { 0.0 }
        });
        Some(Self { refused: refused.collect(), licensed, first: first? })
    }

    /// A week of a path; after the last the last one stands.
    fn at(path: &[f64], week: usize) -> f64 {
        path[week.min(path.len() - 1)]
    }
}

impl Levers {
    pub(crate) fn materials(
        &mut self,
        model: &Model,
        numbers: &Numbers,
        draw: &Draw,
        paths: &Paths,
    ) {
        let knobs = &numbers.knobs;
        for (m, material) in model.materials.iter().enumerate() {
            let Some(flow) = Flow::new(material, draw, paths) else { continue };
            let get = |at: usize| draw.at(at).get();
            let (cap, ramp) = (get(material.cap), get(material.ramp));
            let exposed = 1.0 - get(material.recycled);
            let since = |week: usize| week as f64 - flow.first.began as f64;
            let elsewhere = |week| mean_ramp(since(week) - knobs.material_qualification, ramp);
            let third = |week| {
                let ramp = mean_ramp(since(week), knobs.material_third_ramp.max(1.0));
                knobs.material_third * ramp * Flow::at(&flow.refused, week)
            };
            let missing = |week| exposed * (1.0 - Flow::at(&flow.licensed, week));
            let terms = Terms::new(knobs, get(material.rigid), get(material.stock));
            let gap = |week| missing(week) * (1.0 - cap * elsewhere(week) - third(week)).max(0.0);
            let gaps: Vec<f64> = (0..model.weeks + terms.foresight).map(gap).collect();
            let market = terms.market(&gaps, &flow.licensed);
            let inflow = (0..model.weeks).map(|week| {
                let open = 1.0 - missing(week);
                open + (market.met[week] - open).max(0.0) * elsewhere(week)
            });
            let (inflow, stock, shock) = (inflow.collect(), terms.stock, flow.first.first_shock());
            let licensed = flow.licensed;
            self.materials.push(MaterialPath {
                material: m,
                inflow,
                licensed,
                market,
                stock,
                shock,
            });
        }
    }
}
