//! Two answers side by side: what changed between two days, two worlds or two ways of counting.
//!
//! In: two answers, fresh or read back from a file. Out: governments and points whose reach differs, lines that
//! opened or closed, and the routes that the law treats otherwise, with the acts behind.

use super::{Chokepoints, Status, Supply};
use linchpin_units::Day;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Change of a part of capacity below which nothing is told: half of a hundredth.
const LEAST: f64 = 0.005;

/// The part of capacity that one can stop, before and after; none where it is not there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reach {
    /// Government or point, in words.
    pub name: String,
    /// Before and after.
    pub stops: [Option<f64>; 2],
    /// Whether it can stop the product alone, before and after.
    pub alone: [bool; 2],
}

/// Routes from one supplier that the law treats alike, and otherwise than before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rerouted {
    /// Input and supplier, in words.
    pub what: String,
    /// Before and after; none where the route is not there.
    pub status: [Option<Status>; 2],
    /// Sites.
    pub sites: Vec<String>,
    /// Acts behind the later status, or the earlier one where the later has none.
    pub acts: Vec<String>,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Against {
    /// The days.
    pub on: [Day; 2],
    /// Single points of failure before and after.
    pub single: [Vec<String>; 2],
    /// Governments whose reach changed, the largest change first.
    pub governments: Vec<Reach>,
    /// Points whose reach changed.
    pub points: Vec<Reach>,
    /// Sites that run after and not before, and the other way round.
    pub sites: [Vec<String>; 2],
    /// Routes.
    pub routes: Vec<Rerouted>,
    /// Where the two do not count alike, in words; empty where only the days differ.
    pub caveats: Vec<String>,
}

/// Compares two answers.
#[must_use]
pub fn against(before: &Chokepoints, after: &Chokepoints) -> Against {
    let both = [before, after];
    let governments = both.map(|one| {
        let own = one.governments.iter();
        own.map(|g| (g.name.as_str(), (g.stops, g.alone))).collect::<BTreeMap<_, _>>()
    });
    let points = both.map(|one| {
        let own = one.points.iter();
        own.map(|point| (point.name.as_str(), (point.stops, one.single.contains(&point.name))))
            .collect::<BTreeMap<_, _>>()
    });
    let sites = both.map(|one| {
        one.supply.lines.iter().map(|line| line.site.clone()).collect::<BTreeSet<String>>()
    });
    let gone = |from: usize, to: usize| sites[from].difference(&sites[to]).cloned().collect();
    let mut caveats = Vec::new();
    if before.supply.product != after.supply.product {
        caveats.push(format!(
            "one is of {}, the other of {}",
            before.supply.product, after.supply.product
        ));
    }
    if before.input_share != after.input_share {
        caveats.push(format!(
            "an input counts as lost from {} of its supply on in one and from {} on in the other",
            before.input_share, after.input_share
        ));
    }
    Against {
        on: both.map(|one| one.supply.on),
        single: both.map(|one| one.single.clone()),
        governments: reach(&governments),
        points: reach(&points),
        sites: [gone(1, 0), gone(0, 1)],
        routes: routes(both.map(|one| &one.supply)),
        caveats,
    }
}

/// Names whose part differs, the largest difference first.
fn reach(both: &[BTreeMap<&str, (f64, bool)>; 2]) -> Vec<Reach> {
    let names: BTreeSet<&str> = both.iter().flat_map(|one| one.keys().copied()).collect();
    let mut found: Vec<Reach> = names
        .into_iter()
        .map(|name| {
            let known = [0, 1].map(|at: usize| both[at].get(name).copied());
            Reach {
                name: name.to_owned(),
                stops: known.map(|one| one.map(|(stops, _)| stops)),
                alone: known.map(|one| one.is_some_and(|(_, alone)| alone)),
            }
        })
        .collect();
    let gap = |one: &Reach| one.stops[1].unwrap_or(0.0) - one.stops[0].unwrap_or(0.0);
    found.retain(|one| gap(one).abs() >= LEAST || one.alone[0] != one.alone[1]);
    found.sort_by(|a, b| gap(b).abs().total_cmp(&gap(a).abs()).then_with(|| a.name.cmp(&b.name)));
    found
}

/// What a route is, whatever its place in the lists of an answer: input, supplier, site.
type RouteName = (String, String, String);

fn named(supply: &Supply) -> BTreeMap<RouteName, (Status, Vec<String>)> {
    let mut found = BTreeMap::new();
    for (at, line) in supply.lines.iter().enumerate() {
        for need in &line.needs {
            for supplier in supply.suppliers_at(*need, line) {
                let name = (
                    supply.inputs[*need].name.clone(),
                    supply.suppliers[supplier].name.clone(),
                    line.site.clone(),
                );
                // What an answer does not list is free.
                let route = supply.routes.get(&(at, supplier));
                let status = route.map_or(Status::Free, |route| route.status);
                let acts = route.into_iter().flat_map(|route| &route.acts);
                found.insert(name, (status, acts.map(|(_, act)| act.clone()).collect()));
            }
        }
    }
    found
}

fn routes(both: [&Supply; 2]) -> Vec<Rerouted> {
    let [before, after] = both.map(named);
    let names: BTreeSet<&RouteName> = before.keys().chain(after.keys()).collect();
    let mut found: Vec<Rerouted> = Vec::new();
    for name in names {
        let (old, new) = (before.get(name), after.get(name));
        // A site that opens or closes is told as such.
        let (Some((was, _)), Some((is, _))) = (old, new) else { continue };
        if was == is {
            continue;
        }
        let acts = [new, old].into_iter().flatten().map(|(_, acts)| acts);
        let acts = acts.into_iter().find(|acts| !acts.is_empty()).cloned().unwrap_or_default();
        let (input, supplier, site) = name;
        let what = format!("{input} from {supplier}");
        let status = [Some(*was), Some(*is)];
        let same = found
            .iter_mut()
            .find(|known| known.what == what && known.status == status && known.acts == acts);
        match same {
            Some(known) => known.sites.push(site.clone()),
            None => found.push(Rerouted { what, status, sites: vec![site.clone()], acts }),
        }
    }
    found
}
