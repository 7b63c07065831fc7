//! The levers of the runs of one block, a run a lane.
//!
//! In: each run's [`Levers`](crate::levers::Levers). Out: weekly rows of lanes for whatever any run of
//! the block pulls at; a run that does not pull holds the neutral number there, so that it has the
//! bytes it would have alone. Two bans of one firm, product and segment in one week: the strictest.

use crate::block::Run;
use crate::lanes::Lane;
use crate::model::Model;
use crate::shape::{ProductShape, Shape};
use pulp::Simd;

/// A leak that no ban has: nobody is barred.
pub(crate) const NO_BAN: f64 = 2.0;

/// Weekly rows.
pub(crate) type Path<S> = Vec<Lane<S>>;

/// Wafers in process lost in one run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScrapControl {
    pub(crate) line: usize,
    pub(crate) lane: usize,
    pub(crate) share: f64,
}

/// One disturbed material.
#[derive(Debug, Clone)]
pub(crate) struct MaterialControl<S: Simd> {
    /// Position in the model.
    pub(crate) material: usize,
    pub(crate) inflow: Path<S>,
    pub(crate) licensed: Path<S>,
    /// Price outside the licensing country, over normal.
    pub(crate) outside: Path<S>,
    /// Price inside it, over normal.
    pub(crate) inside: Path<S>,
    /// Weeks of use held by those who may sell.
    pub(crate) held: Path<S>,
    pub(crate) stock: Lane<S>,
}

/// One maker that one buyer may not buy from.
#[derive(Debug, Clone)]
pub(crate) struct BanControl<S: Simd> {
    pub(crate) maker: usize,
    pub(crate) buyer: usize,
    /// Share of purchases that goes on; [`NO_BAN`] where nothing is barred.
    pub(crate) leak: Path<S>,
}

/// One maker that keeps from filling gaps of some buyers.
#[derive(Debug, Clone)]
pub(crate) struct CapControl<S: Simd> {
    pub(crate) maker: usize,
    pub(crate) buyers: Vec<usize>,
    /// First week, and first week after; equal where there is no cap.
    pub(crate) begin: Lane<S>,
    pub(crate) end: Lane<S>,
    pub(crate) allowance: Lane<S>,
}

/// Duties of one buyer on what one country makes.
#[derive(Debug, Clone)]
pub(crate) struct DutyControl<S: Simd> {
    pub(crate) buyer: usize,
    /// Position among the producing countries.
    pub(crate) country: usize,
    /// Sum of the rates.
    pub(crate) rate: Path<S>,
}

/// What acts on one buyer.
#[derive(Debug, Clone, Default)]
pub(crate) struct OfBuyer {
    pub(crate) bans: Vec<usize>,
    /// Cap, and position of the buyer in it.
    pub(crate) caps: Vec<(usize, usize)>,
    pub(crate) duties: Vec<usize>,
}

impl OfBuyer {
    pub(crate) fn is_free(&self) -> bool {
        self.bans.is_empty() && self.caps.is_empty() && self.duties.is_empty()
    }
}

/// What acts on one product's market.
#[derive(Debug, Clone)]
pub(crate) struct ProductControls<S: Simd> {
    /// Factor of demand, by buyer.
    pub(crate) demand: Vec<Option<Path<S>>>,
    /// Share of demand that is let through where nobody may sell, by buyer.
    pub(crate) closed: Vec<Option<Path<S>>>,
    /// Rise of target stock, by buyer.
    pub(crate) front_loading: Vec<Option<Path<S>>>,
    pub(crate) bans: Vec<BanControl<S>>,
    pub(crate) caps: Vec<CapControl<S>>,
    pub(crate) duties: Vec<DutyControl<S>>,
    pub(crate) by_buyer: Vec<OfBuyer>,
}

/// What acts on the runs of a block.
#[derive(Debug, Clone)]
pub(crate) struct Controls<S: Simd> {
    /// Share of tools that come, by line and purpose.
    pub(crate) tools: Vec<[Option<Path<S>>; 5]>,
    /// Capacity that plans add, by line, wafers per week.
    pub(crate) added: Vec<Option<Path<S>>>,
    /// Share of starts lost, by line.
    pub(crate) lost: Vec<Option<Path<S>>>,
    /// Lanes in which each line may stand or move slowly.
    pub(crate) standing: Vec<Vec<usize>>,
    /// By line, 1 in lanes in which it never stands, else 0.
    pub(crate) moves: Vec<Lane<S>>,
    /// By week.
    pub(crate) scraps: Vec<Vec<ScrapControl>>,
    pub(crate) materials: Vec<MaterialControl<S>>,
    /// Positions in `materials` of what each line uses.
    pub(crate) used: Vec<Vec<usize>>,
    /// Part of each line that cannot run without each of these.
    pub(crate) needs: Vec<Vec<Lane<S>>>,
    pub(crate) products: Vec<ProductControls<S>>,
}

/// A weekly row for each week in which any run has a path; none if no run has.
fn path<'a, S: Simd>(
    simd: S,
    weeks: usize,
    neutral: f64,
    runs: &[Run<'a>],
    of: impl Fn(&Run<'a>) -> Option<&'a [f64]>,
) -> Option<Path<S>> {
    let found: Vec<Option<&[f64]>> = runs.iter().map(of).collect();
    if found.iter().flatten().all(|path| path.iter().all(|value| *value == neutral)) {
        return None;
    }
    let value = |k: usize, week: usize| found[k].map_or(neutral, |path| path[week]);
    Some((0..weeks).map(|week| Lane::from_fn(simd, |k| value(k, week))).collect())
}

impl<S: Simd> Controls<S> {
    pub(crate) fn new(simd: S, model: &Model, shape: &Shape, runs: &[Run<'_>]) -> Self {
        let weeks = model.weeks;
        let tools = (0..model.lines.len()).map(|l| {
            std::array::from_fn(|purpose| {
                path(simd, weeks, 1.0, runs, |run| {
                    run.levers.tools[l].as_ref().map(|path| &path.open[purpose][..])
                })
            })
        });
        let lost = (0..model.lines.len()).map(|l| {
            path(simd, weeks, 0.0, runs, |run| {
                run.levers.outages[l].as_ref().map(|outage| &outage.lost[..])
            })
        });
        let added = (0..model.lines.len())
            .map(|l| path(simd, weeks, 0.0, runs, |run| run.levers.added[l].as_deref()));
        let materials = materials(simd, model, runs);
        let standing: Vec<Vec<usize>> = (0..model.lines.len())
            .map(|l| (0..runs.len()).filter(|k| stands(&runs[*k], l, weeks)).collect())
            .collect();
        let moves = standing
            .iter()
            .map(|lanes| Lane::from_fn(simd, |k| if lanes.contains(&k) { 0.0 } else { 1.0 }));
        // A material acts on a line only through a use that the world knows.
        let need = |k: usize, m: usize, l: usize| {
            let control: &MaterialControl<S> = &materials[m];
            runs[k].numbers.material_need[control.material][l]
        };
        let used: Vec<Vec<usize>> = model
            .lines
            .iter()
            .enumerate()
            .map(|(l, line)| {
                let uses = |m: &usize| {
                    model.materials[materials[*m].material].buyer == line.country
                        && (0..runs.len()).any(|k| need(k, *m, l) > 0.0)
                };
                (0..materials.len()).filter(uses).collect()
            })
            .collect();
        let needs = used
            .iter()
            .enumerate()
            .map(|(l, used)| used.iter().map(|m| Lane::from_fn(simd, |k| need(k, *m, l))).collect())
            .collect();
        Self {
            tools: tools.collect(),
            added: added.collect(),
            lost: lost.collect(),
            moves: moves.collect(),
            standing,
            scraps: scraps(model, runs),
            used,
            needs,
            products: (0..model.products.len())
                .map(|p| product(simd, model, shape, runs, p))
                .collect(),
            materials,
        }
    }
}

/// Whether a line may stand or move slowly in a run: an outage, or tools that fail.
fn stands(run: &Run<'_>, l: usize, weeks: usize) -> bool {
    let stops = run.levers.outages[l].as_ref().is_some_and(|outage| {
        outage.lost.iter().any(|lost| *lost > 0.0)
            || outage.scraps.iter().any(|scrap| scrap.share > 0.0 && scrap.week < weeks)
    });
    // Replacements, spare parts and service keep tools going; new tools and upgrades do not.
    let fails = run.levers.tools[l].as_ref().is_some_and(|path| {
        [1, 3, 4].iter().any(|purpose| path.open[*purpose].iter().any(|open| *open < 1.0))
    });
    stops || fails
}

fn scraps(model: &Model, runs: &[Run<'_>]) -> Vec<Vec<ScrapControl>> {
    let mut found = vec![Vec::new(); model.weeks];
    for (lane, run) in runs.iter().enumerate() {
        for (line, outage) in run.levers.outages.iter().enumerate() {
            for scrap in outage.iter().flat_map(|outage| &outage.scraps) {
                if scrap.share > 0.0 && scrap.week < model.weeks {
                    found[scrap.week].push(ScrapControl { line, lane, share: scrap.share });
                }
            }
        }
    }
    found
}

fn materials<S: Simd>(simd: S, model: &Model, runs: &[Run<'_>]) -> Vec<MaterialControl<S>> {
    let mut found = Vec::new();
    for material in 0..model.materials.len() {
        let of =
            |run: &Run<'_>| run.levers.materials.iter().position(|path| path.material == material);
        let at: Vec<Option<usize>> = runs.iter().map(of).collect();
        if at.iter().all(Option::is_none) {
            continue;
        }
        let path = |k: usize| at[k].map(|m| &runs[k].levers.materials[m]);
        let weekly = |of: &dyn Fn(usize, usize) -> f64| -> Path<S> {
            (0..model.weeks).map(|week| Lane::from_fn(simd, |k| of(k, week))).collect()
        };
        found.push(MaterialControl {
            material,
            inflow: weekly(&|k, week| path(k).map_or(1.0, |path| path.inflow[week])),
            licensed: weekly(&|k, week| path(k).map_or(1.0, |path| path.licensed[week])),
            outside: weekly(&|k, week| path(k).map_or(1.0, |path| path.market.outside[week])),
            inside: weekly(&|k, week| path(k).map_or(1.0, |path| path.market.inside[week])),
            held: weekly(&|k, week| {
                let calm = runs[k].numbers.material_stock[material];
                path(k).map_or(calm, |path| path.market.held[week])
            }),
            stock: Lane::from_fn(simd, |k| {
                path(k).map_or(runs[k].numbers.material_stock[material], |path| path.stock)
            }),
        });
    }
    found
}

fn product<S: Simd>(
    simd: S,
    model: &Model,
    shape: &Shape,
    runs: &[Run<'_>],
    p: usize,
) -> ProductControls<S> {
    let at = &shape.products[p];
    let demand = at.buyers.iter().map(|d| {
        path(simd, model.weeks, 1.0, runs, |run| {
            run.levers.demand[p][*d].as_ref().map(|wanted| &wanted.factor[..])
        })
    });
    let closed = at.buyers.iter().map(|d| {
        path(simd, model.weeks, 1.0, runs, |run| {
            run.levers.closed[p][*d].as_ref().map(|open| &open.factor[..])
        })
    });
    let mut controls = ProductControls {
        demand: demand.collect(),
        closed: closed.collect(),
        front_loading: front_loading(simd, model, at, runs, p),
        bans: bans(simd, model, at, runs, p),
        caps: caps(simd, at, runs),
        duties: duties(simd, model, shape, runs, p),
        by_buyer: vec![OfBuyer::default(); at.buyers.len()],
    };
    for (n, ban) in controls.bans.iter().enumerate() {
        controls.by_buyer[ban.buyer].bans.push(n);
    }
    for (n, cap) in controls.caps.iter().enumerate() {
        for (position, buyer) in cap.buyers.iter().enumerate() {
            controls.by_buyer[*buyer].caps.push((n, position));
        }
    }
    for (n, duty) in controls.duties.iter().enumerate() {
        controls.by_buyer[duty.buyer].duties.push(n);
    }
    controls
}

/// Positions among a product's buyers of some segments.
fn buyers(at: &ProductShape, segments: &[usize]) -> Vec<usize> {
    segments.iter().filter_map(|d| at.buyer(*d)).collect()
}

fn bans<S: Simd>(
    simd: S,
    model: &Model,
    at: &ProductShape,
    runs: &[Run<'_>],
    p: usize,
) -> Vec<BanControl<S>> {
    let mut found: Vec<BanControl<S>> = Vec::new();
    for (lane, run) in runs.iter().enumerate() {
        for ban in run.levers.bans.iter().filter(|ban| ban.product.is_none_or(|of| of == p)) {
            let Some(maker) = at.maker(ban.firm) else { continue };
            let Some(buyer) = at.buyer(ban.segment) else { continue };
            let known = found.iter().position(|b| b.maker == maker && b.buyer == buyer);
            let known = known.unwrap_or_else(|| {
                let leak = vec![Lane::splat(simd, NO_BAN); model.weeks];
                found.push(BanControl { maker, buyer, leak });
                found.len() - 1
            });
            for row in &mut found[known].leak[ban.weeks.0..ban.weeks.1] {
                row.set(lane, row.get(lane).min(ban.leak));
            }
        }
    }
    found
}

fn front_loading<S: Simd>(
    simd: S,
    model: &Model,
    at: &ProductShape,
    runs: &[Run<'_>],
    p: usize,
) -> Vec<Option<Path<S>>> {
    let mut found: Vec<Option<Path<S>>> = vec![None; at.buyers.len()];
    for (lane, run) in runs.iter().enumerate() {
        for ban in run.levers.bans.iter().filter(|ban| ban.product.is_none_or(|of| of == p)) {
            if ban.front_loading <= 0.0 || at.maker(ban.firm).is_none() {
                continue;
            }
            let Some(buyer) = at.buyer(ban.segment) else { continue };
            let path =
                found[buyer].get_or_insert_with(|| vec![Lane::splat(simd, 0.0); model.weeks]);
            for row in &mut path[ban.announced..ban.weeks.0] {
                row.set(lane, row.get(lane).max(ban.front_loading));
            }
        }
    }
    found
}

fn caps<S: Simd>(simd: S, at: &ProductShape, runs: &[Run<'_>]) -> Vec<CapControl<S>> {
    let mut found: Vec<CapControl<S>> = Vec::new();
    for (lane, run) in runs.iter().enumerate() {
        // Caps of one run take places of their own; those of other runs may share them.
        let mut taken: Vec<usize> = Vec::new();
        for cap in &run.levers.caps {
            let Some(maker) = at.maker(cap.firm) else { continue };
            let buyers = buyers(at, &cap.segments);
            let free = found.iter().enumerate().position(|(n, known)| {
                known.maker == maker && known.buyers == buyers && !taken.contains(&n)
            });
            let place = free.unwrap_or_else(|| {
                let none = Lane::splat(simd, 0.0);
                found.push(CapControl { maker, buyers, begin: none, end: none, allowance: none });
                found.len() - 1
            });
            taken.push(place);
            found[place].begin.set(lane, cap.weeks.0 as f64);
            found[place].end.set(lane, cap.weeks.1 as f64);
            found[place].allowance.set(lane, cap.allowance);
        }
    }
    found
}

fn duties<S: Simd>(
    simd: S,
    model: &Model,
    shape: &Shape,
    runs: &[Run<'_>],
    p: usize,
) -> Vec<DutyControl<S>> {
    let mut found: Vec<DutyControl<S>> = Vec::new();
    for (lane, run) in runs.iter().enumerate() {
        for tariff in run.levers.tariffs.iter().filter(|tariff| tariff.product == p) {
            let Some(country) = shape.country(&tariff.origin) else { continue };
            for buyer in buyers(&shape.products[p], &tariff.segments) {
                let known = found.iter().position(|d| d.country == country && d.buyer == buyer);
                let known = known.unwrap_or_else(|| {
                    let rate = vec![Lane::splat(simd, 0.0); model.weeks];
                    found.push(DutyControl { buyer, country, rate });
                    found.len() - 1
                });
                for row in &mut found[known].rate[tariff.weeks.0..tariff.weeks.1] {
                    row.set(lane, row.get(lane) + tariff.rate);
                }
            }
        }
    }
    found
}
