//! The numbers of the runs of one block, a run a lane.
//!
//! In: runs, each with its own numbers, levers and reference. Out: [`Numbers`]
//! turned into rows of lanes. The last block of an ensemble is filled up with copies of its last run.

use crate::lanes::Lane;
use crate::levers::Levers;
use crate::model::{Model, Pace, Use};
use crate::numbers::Numbers;
use crate::reference::{Reference, earlier_bits, look_ahead};
use crate::shape::Shape;
use linchpin_cycle::law::Terms;
use pulp::Simd;

/// One independent run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'a> {
    /// Its draw's numbers.
    pub(crate) numbers: &'a Numbers,
    /// Its levers.
    pub(crate) levers: &'a Levers,
    /// Its draw's undisturbed market.
    pub(crate) reference: &'a Reference,
}

/// Behaviour, by lane; rates per week are already what a week multiplies by.
#[derive(Debug, Clone)]
pub(crate) struct Rates<S: Simd> {
    /// Elasticity by [`Use`] as a multiple of that of phones.
    pub(crate) sensitivity: [Lane<S>; Use::ALL.len()],
    pub(crate) long_share: Lane<S>,
    pub(crate) long_floor: Lane<S>,
    pub(crate) long_ceiling: Lane<S>,
    pub(crate) cash_share: Lane<S>,
    pub(crate) tool_loss: Lane<S>,
    pub(crate) upkeep_decay: Lane<S>,
    pub(crate) upkeep_recovery: Lane<S>,
    pub(crate) spares_stock: Lane<S>,
    pub(crate) service_share: Lane<S>,
    pub(crate) material_loss: Lane<S>,
    pub(crate) requalify_slow: Lane<S>,
    pub(crate) requalify_fast: Lane<S>,
    /// Exponent of a duty's factor, `1 - sigma`.
    pub(crate) duty_exponent: Lane<S>,
    pub(crate) stock_push: Lane<S>,
}

/// Where a product's market starts, by lane: what a start computes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StartLanes<S: Simd> {
    pub(crate) weeks: Lane<S>,
    pub(crate) buyer_weeks: Lane<S>,
    pub(crate) gap: Lane<S>,
    pub(crate) felt: Lane<S>,
    pub(crate) momentum: Lane<S>,
    pub(crate) utilisation: Lane<S>,
    pub(crate) remembered: Lane<S>,
}

/// One product's numbers, by lane.
#[derive(Debug, Clone)]
pub(crate) struct ProductLanes<S: Simd> {
    /// Weeks in the fab, by lane.
    pub(crate) front: Vec<usize>,
    /// Weeks of packaging and test, by lane.
    pub(crate) back: Vec<usize>,
    /// Weeks of packaging that the market sees ahead, by lane.
    pub(crate) near_back: Vec<usize>,
    /// Weeks of the fab that it sees beyond, by lane.
    pub(crate) near_front: Vec<usize>,
    pub(crate) node_growth: Lane<S>,
    pub(crate) price_trend: Lane<S>,
    /// The law of its price.
    pub(crate) terms: Terms<Lane<S>>,
    /// Where it starts.
    pub(crate) start: StartLanes<S>,
    pub(crate) price: Lane<S>,
    pub(crate) wafer_cost: Lane<S>,
    /// Bits per wafer over those of the first week, by weeks before it.
    pub(crate) earlier: Vec<Lane<S>>,
    /// Share of demand, by buyer.
    pub(crate) demand: Vec<Lane<S>>,
    /// Part of it that the law in force lets be bought at the start, by buyer.
    pub(crate) open: Vec<Lane<S>>,
    /// First purchase shares, `[buyer][maker]`.
    pub(crate) shares: Vec<Lane<S>>,
    /// First output, by maker.
    pub(crate) output: Vec<Lane<S>>,
    /// Demand at the normal price, by week.
    pub(crate) reference: Vec<Lane<S>>,
    /// Undisturbed supply, by week.
    pub(crate) supply: Vec<Lane<S>>,
    /// Undisturbed supply of the weeks ahead, by week.
    pub(crate) ahead: Vec<Lane<S>>,
}

/// One line's numbers, by lane.
#[derive(Debug, Clone)]
pub(crate) struct LineLanes<S: Simd> {
    pub(crate) capacity: Lane<S>,
    pub(crate) bits: Lane<S>,
    /// Change of planned capacity, by week; empty where nothing is planned.
    pub(crate) planned: Vec<Lane<S>>,
}

/// All numbers of a block.
#[derive(Debug, Clone)]
pub(crate) struct Block<S: Simd> {
    pub(crate) rates: Rates<S>,
    pub(crate) products: Vec<ProductLanes<S>>,
    pub(crate) lines: Vec<LineLanes<S>>,
    /// Normal stock of each material, weeks.
    pub(crate) material_stock: Vec<Lane<S>>,
}

impl<S: Simd> Block<S> {
    /// The numbers of `runs`, one for each lane.
    #[must_use]
    pub(crate) fn new(simd: S, model: &Model, shape: &Shape, runs: &[Run<'_>]) -> Self {
        Self {
            rates: Rates::new(simd, runs),
            products: (0..model.products.len())
                .map(|p| product(simd, model, shape, runs, p))
                .collect(),
            lines: (0..model.lines.len()).map(|l| line(simd, runs, l)).collect(),
            material_stock: (0..model.materials.len())
                .map(|m| Lane::from_fn(simd, |k| runs[k].numbers.material_stock[m]))
                .collect(),
        }
    }
}

impl<S: Simd> Rates<S> {
    fn new(simd: S, runs: &[Run<'_>]) -> Self {
        macro_rules! of {
            ($knobs:ident => $value:expr) => {
                Lane::from_fn(simd, |k| {
                    let $knobs = &runs[k].numbers.knobs;
                    $value
                })
            };
        }
        Self {
            sensitivity: [
                of!(k => k.sensitivity_server),
                Lane::splat(simd, 1.0),
                of!(k => k.sensitivity_pc),
                of!(k => k.sensitivity_other),
            ],
            long_share: of!(k => k.long_share),
            long_floor: of!(k => k.long_floor),
            long_ceiling: of!(k => k.long_ceiling),
            cash_share: of!(k => k.cash_share),
            tool_loss: of!(k => k.tool_loss),
            upkeep_decay: of!(k => k.upkeep_decay),
            upkeep_recovery: of!(k => k.upkeep_recovery),
            spares_stock: of!(k => k.spares_stock),
            service_share: of!(k => k.service_share),
            material_loss: of!(k => k.material_loss),
            requalify_slow: of!(k => 1.0 / k.requalify_slow.max(1.0)),
            requalify_fast: of!(k => 1.0 / k.requalify_fast.max(1.0)),
            duty_exponent: of!(k => 1.0 - k.maker_substitution),
            stock_push: of!(k => k.stock_push),
        }
    }

    /// Weekly speed at which a buyer changes suppliers.
    #[inline(always)]
    pub(crate) fn requalify(&self, pace: Pace) -> Lane<S> {
        match pace {
            Pace::Slow => self.requalify_slow,
            Pace::Fast => self.requalify_fast,
        }
    }
}

fn product<S: Simd>(
    simd: S,
    model: &Model,
    shape: &Shape,
    runs: &[Run<'_>],
    p: usize,
) -> ProductLanes<S> {
    let at = &shape.products[p];
    macro_rules! of {
        ($n:ident => $value:expr) => {
            Lane::from_fn(simd, |k| {
                let $n = &runs[k].numbers.products[p];
                $value
            })
        };
    }
    let earlier: Vec<Vec<f64>> =
        runs.iter().map(|run| earlier_bits(&run.numbers.products[p])).collect();
    let longest = earlier.iter().map(Vec::len).max().unwrap_or(0);
    let mut shares = Vec::with_capacity(at.buyers.len() * at.makers.len());
    for d in &at.buyers {
        for f in &at.makers {
            shares.push(Lane::from_fn(simd, |k| runs[k].numbers.shares[p][*f][*d]));
        }
    }
    let numbers = |run: &Run<'_>| run.numbers.products[p].clone();
    let back: Vec<usize> = runs.iter().map(numbers).map(|n| n.cycle - n.front).collect();
    let horizon = runs.iter().map(|run| look_ahead(run.numbers, &run.numbers.products[p]));
    let horizon: Vec<usize> = horizon.collect();
    let near_back: Vec<usize> = horizon.iter().zip(&back).map(|(h, b)| *h.min(b)).collect();
    ProductLanes {
        front: runs.iter().map(|run| run.numbers.products[p].front).collect(),
        near_front: horizon.iter().zip(&near_back).map(|(h, near)| h - near).collect(),
        near_back,
        back,
        node_growth: of!(n => n.node_growth),
        price_trend: of!(n => n.price_trend),
        terms: terms(simd, runs, p),
        start: StartLanes {
            weeks: of!(n => n.start.weeks),
            buyer_weeks: of!(n => n.start.buyer_weeks),
            gap: of!(n => n.start.gap),
            felt: of!(n => n.start.felt),
            momentum: of!(n => n.start.momentum),
            utilisation: of!(n => n.start.utilisation),
            remembered: of!(n => n.start.remembered),
        },
        price: of!(n => n.price),
        wafer_cost: of!(n => n.wafer_cost),
        earlier: (0..longest)
            .map(|age| Lane::from_fn(simd, |k| earlier[k].get(age).copied().unwrap_or(0.0)))
            .collect(),
        demand: at
            .buyers
            .iter()
            .map(|d| Lane::from_fn(simd, |k| runs[k].numbers.demand[p][*d]))
            .collect(),
        open: at
            .buyers
            .iter()
            .map(|d| Lane::from_fn(simd, |k| runs[k].numbers.open[p][*d]))
            .collect(),
        shares,
        output: at
            .makers
            .iter()
            .map(|f| Lane::from_fn(simd, |k| runs[k].numbers.output[p][*f]))
            .collect(),
        reference: (0..=model.weeks)
            .map(|week| Lane::from_fn(simd, |k| runs[k].reference.demand[p][week]))
            .collect(),
        supply: (0..model.weeks)
            .map(|week| Lane::from_fn(simd, |k| runs[k].reference.supply[p][week]))
            .collect(),
        ahead: (0..model.weeks)
            .map(|week| Lane::from_fn(simd, |k| runs[k].reference.ahead[p][week]))
            .collect(),
    }
}

/// The law of a product's price, a run a lane.
fn terms<S: Simd>(simd: S, runs: &[Run<'_>], p: usize) -> Terms<Lane<S>> {
    macro_rules! of {
        ($($field:ident),+) => {
            Terms {
                $($field: Lane::from_fn(simd, |k| runs[k].numbers.products[p].terms.$field)),+
            }
        };
    }
    of!(
        response,
        inertia,
        shedding,
        maker_weeks,
        elasticity,
        trend,
        extrapolation,
        slope,
        buyer_weeks,
        order_months,
        cut_slope,
        cut_margin,
        cut_bound,
        floor_weeks,
        spot_premium
    )
}

fn line<S: Simd>(simd: S, runs: &[Run<'_>], l: usize) -> LineLanes<S> {
    let weeks = runs[0].numbers.lines[l].planned.len();
    LineLanes {
        capacity: Lane::from_fn(simd, |k| runs[k].numbers.lines[l].capacity),
        bits: Lane::from_fn(simd, |k| runs[k].numbers.lines[l].bits),
        planned: (0..weeks)
            .map(|week| Lane::from_fn(simd, |k| runs[k].numbers.lines[l].planned[week]))
            .collect(),
    }
}
