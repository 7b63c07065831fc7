//! What of the tools that a line needs comes: classes, their makers, licences, and what goes around them.
//!
//! In: licensed flows of one site, by class and purpose, and the classes' numbers in one draw. Out: the weekly
//! share that comes, by purpose. [`crate::turn`] asks; nothing here knows a lever.

use crate::knobs::Knobs;
use crate::model::Tool;
use crate::ramp::mean_ramp;
use linchpin_engine::paths::{Path, Paths, ToolFlow};
use linchpin_engine::{Draw, Purpose};

/// One origin of a tool class, drawn.
struct Supply<'a> {
    country: &'a str,
    share: f64,
    replaceable: f64,
    delay: f64,
}

/// A tool class with its numbers drawn.
struct Class<'a> {
    id: &'a str,
    /// Share of the class in a line's tools.
    park: f64,
    makers: Vec<Supply<'a>>,
}

/// The tool classes; their shares in a line's tools add up to 1.
pub(crate) struct Classes<'a>(Vec<Class<'a>>);

impl<'a> Classes<'a> {
    pub(crate) fn new(tools: &'a [Tool], draw: &Draw) -> Self {
        let mut classes = Vec::new();
        for tool in tools {
            let total =
                tool.origins.iter().fold(0.0, |sum, origin| sum + draw.at(origin.share).get());
            if total <= 0.0 {
                continue;
            }
            let maker = |origin: &'a crate::model::ToolOrigin| Supply {
                country: &origin.country,
                share: draw.at(origin.share).get() / total,
                replaceable: draw.at(origin.replaceable).get(),
                delay: draw.at(origin.delay).get(),
            };
            let makers = tool.origins.iter().map(maker).collect();
            classes.push(Class { id: &tool.id, park: draw.at(tool.park).get(), makers });
        }
        let whole = classes.iter().fold(0.0, |sum, class: &Class<'_>| sum + class.park);
        for class in &mut classes {
            class.park = if whole > 0.0 { class.park / whole } else { 0.0 };
        }
        Self(classes)
    }
}

/// A licensed flow of one class and origin to a site, for one purpose.
pub(crate) struct Flow<'a> {
    class: usize,
    maker: usize,
    purpose: usize,
    path: &'a Path,
}

/// The licensed flows to a site; a statement about every class is one about each.
pub(crate) fn flows<'a>(classes: &Classes<'_>, site: &str, paths: &'a Paths) -> Vec<Flow<'a>> {
    let mut found = Vec::new();
    let here = |(at, _): &(&ToolFlow, &Path)| at.site == site;
    for (at, path) in paths.tools.iter().filter(here) {
        let purpose = Purpose::ALL.iter().position(|known| *known == at.purpose);
        let purpose = purpose.expect("every purpose is listed");
        for (class, known) in classes.0.iter().enumerate() {
            if at.class.as_ref().is_some_and(|class| *class != known.id) {
                continue;
            }
            // A country that makes no tools of a class has nothing to license.
            let maker = known.makers.iter().position(|maker| maker.country == at.origin);
            if let Some(maker) = maker {
                found.push(Flow { class, maker, purpose, path });
            }
        }
    }
    found
}

pub(crate) fn same_flows(one: &[Flow<'_>], other: &[Flow<'_>]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| {
            (a.class, a.maker, a.purpose) == (b.class, b.maker, b.purpose)
                && a.path.began == b.path.began
                && a.path.is(b.path)
        })
}

/// The shock that lowers each of [`Purpose::ALL`] first.
pub(crate) type Shocks = [Option<u32>; 5];

pub(crate) fn first_shocks(flows: &[Flow<'_>]) -> Shocks {
    std::array::from_fn(|purpose| {
        let here = flows.iter().filter(|flow| flow.purpose == purpose);
        here.map(|flow| (flow.path.began, flow.path.first_shock())).min().map(|(_, shock)| shock)
    })
}

/// Weekly share of tools that come, for each of [`Purpose::ALL`].
pub(crate) type Open = [Vec<f64>; 5];

/// How the tools of a line combine, and what goes around a licence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ways {
    /// How far the scarcest class decides.
    theta: f64,
    /// Weeks of a plan that tools at hand cover.
    ahead: f64,
    /// Least part of refused parts and service that others supply.
    upkeep: f64,
}

impl Ways {
    pub(crate) fn of(knobs: &Knobs) -> Self {
        Self {
            theta: knobs.complementarity,
            ahead: knobs.tools_ahead,
            upkeep: knobs.upkeep_substitution,
        }
    }

    /// Those that are open to one purpose.
    fn around(self, purpose: Purpose) -> Self {
        match purpose {
            Purpose::New => Self { upkeep: 0.0, ..self },
            Purpose::Spares | Purpose::Service => Self { ahead: 0.0, ..self },
            Purpose::Replace | Purpose::Upgrade => Self { ahead: 0.0, upkeep: 0.0, ..self },
        }
    }
}

/// Weekly share of tools that come, by purpose.
///
/// A class `k` delivers `sum_o w_ko [a_ko + (1 - a_ko) r_ko s_ko m_ko(t)]`: what licences let through,
/// and of the rest what makers elsewhere replace (`r`), as far as those are not licensed away
/// themselves (`s`), once they deliver (`m`, linear, from the first day of the rule). Classes are
/// complements: the site gets `theta` of the scarcest class and `1 - theta` of the mean, weighted by
/// the share of each class in a line's tools. For new capacity, tools at hand cover the plan of the first
/// weeks of a rule; parts and service have more sources than the tools themselves.
pub(crate) fn let_in(weeks: usize, ways: Ways, classes: &Classes<'_>, flows: &[Flow<'_>]) -> Open {
    let theta = ways.theta;
    std::array::from_fn(|purpose| {
        let ways = ways.around(Purpose::ALL[purpose]);
        let here: Vec<&Flow<'_>> = flows.iter().filter(|f| f.purpose == purpose).collect();
        if here.is_empty() {
            return vec![1.0; weeks];
        }
        let mut scarcest = vec![1.0_f64; weeks];
        let mut mean = vec![0.0; weeks];
        for (c, class) in classes.0.iter().enumerate() {
            let mine: Vec<&&Flow<'_>> = here.iter().filter(|f| f.class == c).collect();
            for week in 0..weeks {
                let share =
                    if mine.is_empty() { 1.0 } else { class_share(class, &mine, ways, week) };
                scarcest[week] = scarcest[week].min(share);
                mean[week] += class.park * share;
            }
        }
        scarcest.iter().zip(&mean).map(|(s, m)| theta * s + (1.0 - theta) * m).collect()
    })
}

/// What of a class comes in a week.
fn class_share(class: &Class<'_>, flows: &[&&Flow<'_>], ways: Ways, week: usize) -> f64 {
    let let_through = |flow: &Flow<'_>| {
        let covered = (ways.ahead - (week as f64 - flow.path.began as f64)).clamp(0.0, 1.0);
        covered + (1.0 - covered) * flow.path.values()[week]
    };
    let admitted = |maker: usize| {
        let here = flows.iter().filter(|flow| flow.maker == maker);
        here.fold(1.0_f64, |least, flow| least.min(let_through(flow)))
    };
    let makers = class.makers.iter().enumerate();
    let able = makers.clone().fold(0.0, |sum, (m, maker)| sum + maker.share * admitted(m));
    let mut delivers = 0.0;
    for (m, maker) in makers {
        let open = admitted(m);
        let mut share = open;
        if open < 1.0 {
            let began = flows.iter().filter(|flow| flow.maker == m).map(|flow| flow.path.began);
            let since = week as f64 - began.min().unwrap_or(0) as f64;
            // Shares sum to 1: what the others hold, and what of it is not licensed away.
            let others = 1.0 - maker.share;
            let free = if others > 0.0 { (able - maker.share * open) / others } else { 0.0 };
            let delivered = if maker.delay > 0.0 { mean_ramp(since, maker.delay) } else { 1.0 };
            let replaceable = maker.replaceable.max(ways.upkeep);
            share += (1.0 - open) * replaceable * free.clamp(0.0, 1.0) * delivered;
        }
        delivers += maker.share * share;
    }
    delivers
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_units::id::literal;

    #[test]
    fn a_class_counts_by_its_share_in_a_lines_tools() {
        let maker = |country, share| Supply { country, share, replaceable: 0.0, delay: 0.0 };
        let classes = Classes(vec![
            Class { id: "tool:lithography", park: 0.25, makers: vec![maker("country:NLD", 1.0)] },
            Class { id: "tool:etch", park: 0.75, makers: vec![maker("country:USA", 1.0)] },
        ]);
        let mut paths = Paths::neutral(1);
        let control = ToolFlow {
            site: literal("site:a"),
            class: Some(literal("tool:lithography")),
            origin: literal("country:NLD"),
            purpose: Purpose::New,
        };
        let window = linchpin_engine::Window { first: 0, end: 1, began: 0 };
        paths.tools.set(control, vec![0.2].into(), window, 0);
        let here = flows(&classes, "site:a", &paths);
        // Mean of classes: 0.25 x 0.2 + 0.75; the scarcest: 0.2.
        let open =
            |theta| let_in(1, Ways { theta, ahead: 0.0, upkeep: 0.0 }, &classes, &here)[0][0];
        assert!((open(0.0) - 0.8).abs() < 1e-12);
        assert!((open(1.0) - 0.2).abs() < 1e-12);
        assert_eq!(
            let_in(1, Ways { theta: 0.5, ahead: 0.0, upkeep: 0.0 }, &classes, &here)[1],
            [1.0],
            "no other purpose"
        );
    }

    #[test]
    fn parts_and_tools_at_hand_go_around_a_licence() {
        let maker = |country, share| Supply { country, share, replaceable: 0.1, delay: 0.0 };
        let makers = || vec![maker("country:USA", 0.6), maker("country:JPN", 0.4)];
        let classes = Classes(vec![Class { id: "tool:etch", park: 1.0, makers: makers() }]);
        let mut paths = Paths::neutral(4);
        for purpose in Purpose::ALL {
            let control = ToolFlow {
                site: literal("site:a"),
                class: None,
                origin: literal("country:USA"),
                purpose,
            };
            let window = linchpin_engine::Window { first: 1, end: 4, began: 1 };
            paths.tools.set(control, vec![1.0, 0.0, 0.0, 0.0].into(), window, 0);
        }
        let here = flows(&classes, "site:a", &paths);
        let open = let_in(4, Ways { theta: 0.0, ahead: 1.5, upkeep: 0.5 }, &classes, &here);
        // 0.4 from Japan, and of the other 0.6 a tenth: 0.46; of parts and service a half: 0.7. New tools at
        // hand last a week and a half: half of the second week's 0.6 comes, and a tenth of the rest.
        for (found, right) in open.iter().zip([
            [1.0, 1.0, 0.4 + 0.6 * 0.55, 0.46],
            [1.0, 0.46, 0.46, 0.46],
            [1.0, 0.46, 0.46, 0.46],
            [1.0, 0.7, 0.7, 0.7],
            [1.0, 0.7, 0.7, 0.7],
        ]) {
            for (found, right) in found.iter().zip(right) {
                assert!((found - right).abs() < 1e-12, "{open:?}");
            }
        }
    }
}
