//! From controls on a material to its small market: what flows, what is missing, what it costs.
//!
//! In: [`Paths`] and one draw. Out: [`MaterialPath`]s. Part of a lost flow comes back: from scrap,
//! which was never exposed, from makers elsewhere as they make more, and, of what a government only refuses,
//! through third countries. What is still missing makes the price ([`crate::scarcity`]). A fab asks for
//! little, pays any price and changes its source as fast as it can qualify another. That takes the material
//! from another buyer: the market has more of it only as fast as plants are built.

use crate::levers::{Levers, MaterialPath};
use crate::model::{Material, Model};
use crate::numbers::Numbers;
use crate::ramp::mean_ramp;
use crate::scarcity::Terms;
use linchpin_engine::Draw;
use linchpin_engine::paths::{Path, Paths};

/// What one material's origins let through, drawn.
struct Flow<'p> {
    /// Of what the named origins normally send, the part that comes, by week.
    licensed: Vec<f64>,
    /// Of what the origins that are held back normally send, the part that comes, by week.
    let_out: Vec<f64>,
    /// Of the buyer's use, the part that does not come, by week.
    missing: Vec<f64>,
    /// Of what is missing, the part that a government refuses, by week.
    refused: Vec<f64>,
    first: &'p Path,
}

impl<'p> Flow<'p> {
    fn new(material: &Material, draw: &Draw, paths: &'p Paths) -> Option<Self> {
        let total =
            material.origins.iter().fold(0.0, |sum, (_, share)| sum + draw.at(*share).get());
        let mut lost = vec![0.0; paths.weeks()];
        let mut held_back = vec![0.0; paths.weeks()];
        let mut exposed = 0.0;
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
            let share = draw.at(*share).get();
            exposed += share;
            for (week, passes) in path.values().iter().enumerate() {
                let missing = share * (1.0 - passes);
                lost[week] += missing;
                held_back[week] +=
                    missing * review.map_or(0.0, |(_, review)| review.values()[week]);
            }
            if first.is_none_or(|known| path.began < known.began) {
                first = Some(path);
            }
        }
        let part = |of: f64| move |lost: &f64| if of > 0.0 { lost / of } else { 0.0 };
        let open = |of: f64| lost.iter().map(part(of)).map(|lost| 1.0 - lost).collect();
        Some(Self {
            licensed: open(total),
            let_out: open(exposed),
            // Shares of origins that overstate the whole are brought back to it.
            missing: lost.iter().map(part(total.max(1.0))).collect(),
            refused: held_back.iter().zip(&lost).map(|(held, lost)| part(*lost)(held)).collect(),
            first: first?,
        })
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
            let exposed = 1.0 - get(material.recycled);
            let since = |week: usize| week as f64 - flow.first.began as f64;
            let reached = |week, ramp| mean_ramp(since(week) - knobs.material_qualification, ramp);
            let made_more = |week| get(material.cap) * reached(week, get(material.new_supply));
            let elsewhere = |week| reached(week, get(material.ramp));
            let third = |week| {
                let ramp = mean_ramp(since(week), knobs.material_third_ramp.max(1.0));
                knobs.material_third * ramp * Flow::at(&flow.refused, week)
            };
            let missing = |week| exposed * Flow::at(&flow.missing, week);
            let terms = Terms::new(knobs, get(material.rigid), get(material.stock));
            let gap = |week| missing(week) * (1.0 - made_more(week) - third(week)).max(0.0);
            let gaps: Vec<f64> = (0..model.weeks + terms.foresight).map(gap).collect();
            let market = terms.market(&gaps, &flow.let_out);
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
