//! What the market hears of a scenario's levers, by position: tools, materials, purchases and demand.
//!
//! In: the controls that the levers turn ([`mod@crate::turn`] reads them). Out: [`Levers`], weekly paths of
//! shares between 0 and 1 and lists of dated bans, caps, tariffs and awards. Where no lever acts there
//! is no path, and the engine runs the same code with the number 1: no measure is the baseline exactly.

use crate::model::Model;

/// Share of tools that reach a line, by purpose and week.
#[derive(Debug, Clone)]
pub(crate) struct ToolPath {
    /// Weekly share for each of [`linchpin_engine::Purpose::ALL`].
    pub(crate) open: [Vec<f64>; 5],
    /// The shock that lowers each purpose first, for reasons.
    pub(crate) shock: [Option<u32>; 5],
}

/// Inflow of one material to one buying country.
#[derive(Debug, Clone)]
pub(crate) struct MaterialPath {
    /// Position in [`Model::materials`].
    pub(crate) material: usize,
    /// Weekly inflow as a share of normal need, substitutes included.
    pub(crate) inflow: Vec<f64>,
    /// Weekly share of normal exports that the licensing country lets out.
    pub(crate) licensed: Vec<f64>,
    /// Its world market.
    pub(crate) market: crate::scarcity::Prices,
    /// Buyers' stock before the disturbance, weeks.
    pub(crate) stock: f64,
    /// The shock behind it.
    pub(crate) shock: u32,
}

/// Buyers who may not buy from a firm.
#[derive(Debug, Clone)]
pub(crate) struct Ban {
    /// Position of the firm.
    pub(crate) firm: usize,
    /// Position of the product; none for all products of the firm.
    pub(crate) product: Option<usize>,
    /// Position of the segment that may not buy.
    pub(crate) segment: usize,
    /// First week, and first week after.
    pub(crate) weeks: (usize, usize),
    /// First week of front-loading.
    pub(crate) announced: usize,
    /// Share of purchases that goes on.
    pub(crate) leak: f64,
    /// Whether only what crosses the border is barred, and the firm has lines in the buyers' country.
    pub(crate) home: bool,
    /// Rise of target stock between announcement and effect.
    pub(crate) front_loading: f64,
    /// The shock.
    pub(crate) shock: u32,
}

impl Ban {
    /// Whether it is on a product and a segment.
    pub(crate) fn is_on(&self, (product, segment): (usize, usize)) -> bool {
        self.segment == segment && self.product.is_none_or(|of| of == product)
    }
}

/// A firm that keeps from filling a gap.
#[derive(Debug, Clone)]
pub(crate) struct Cap {
    /// Position of the firm.
    pub(crate) firm: usize,
    /// Positions of the segments of the destination.
    pub(crate) segments: Vec<usize>,
    /// First week, and first week after.
    pub(crate) weeks: (usize, usize),
    /// Growth of its share that still passes.
    pub(crate) allowance: f64,
    /// The shock.
    pub(crate) shock: u32,
}

/// A duty between two countries on one product.
#[derive(Debug, Clone)]
pub(crate) struct Tariff {
    /// Position of the product.
    pub(crate) product: usize,
    /// Country of the producing sites.
    pub(crate) origin: String,
    /// Positions of the taxed segments.
    pub(crate) segments: Vec<usize>,
    /// First week, and first week after.
    pub(crate) weeks: (usize, usize),
    /// Ad-valorem rate.
    pub(crate) rate: f64,
}

/// An award with its guardrail.
#[derive(Debug, Clone)]
pub(crate) struct Award {
    /// Position of the firm.
    pub(crate) firm: usize,
    /// Country whose capacity is supported.
    pub(crate) place: String,
    /// Share of capital cost paid.
    pub(crate) share: f64,
    /// Country whose capacity is limited.
    pub(crate) guarded: String,
    /// Allowed growth of advanced and of legacy lines there.
    pub(crate) growth: (f64, f64),
    /// First week, and first week after.
    pub(crate) weeks: (usize, usize),
    /// The shock.
    pub(crate) shock: u32,
}

/// What stops one line, as its control says: in each week the stricter of two outages, and both scrap.
#[derive(Debug, Clone, Default)]
pub(crate) struct LineOutage {
    /// Weekly share of starts lost.
    pub(crate) lost: Vec<f64>,
    /// What each outage scraps.
    pub(crate) scraps: Vec<Scrap>,
}

/// Wafers in process lost at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scrap {
    /// Week in which they are lost.
    pub(crate) week: usize,
    /// Their share.
    pub(crate) share: f64,
    /// The shock.
    pub(crate) shock: u32,
}

/// Demand of one segment against what it would be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wanted {
    /// Weekly factor.
    pub(crate) factor: Vec<f64>,
    /// The shock.
    pub(crate) shock: u32,
}

/// Every shock of a scenario on one member's calendar.
#[derive(Debug, Clone, Default)]
pub(crate) struct Levers {
    /// By line; none where every tool comes.
    pub(crate) tools: Vec<Option<ToolPath>>,
    /// Materials that are disturbed.
    pub(crate) materials: Vec<MaterialPath>,
    /// Procurement bans.
    pub(crate) bans: Vec<Ban>,
    /// Buyers who may buy from no maker, `[product][segment]`: weekly share of demand that is let through.
    pub(crate) closed: Vec<Vec<Option<Wanted>>>,
    /// Backfill caps in force for firms that comply.
    pub(crate) caps: Vec<Cap>,
    /// Duties.
    pub(crate) tariffs: Vec<Tariff>,
    /// Awards.
    pub(crate) awards: Vec<Award>,
    /// Weekly factor of demand, `[product][segment]`, where it differs.
    pub(crate) demand: Vec<Vec<Option<Wanted>>>,
    /// By line; none where nothing stops.
    pub(crate) outages: Vec<Option<LineOutage>>,
    /// By line: capacity that plans add in each week, wafers per week; none where no plan does.
    pub(crate) added: Vec<Option<Vec<f64>>>,
}

impl Levers {
    /// The levers of no shock at all.
    #[must_use]
    pub(crate) fn neutral(model: &Model) -> Self {
        Self {
            tools: vec![None; model.lines.len()],
            demand: vec![vec![None; model.segments.len()]; model.products.len()],
            closed: vec![vec![None; model.segments.len()]; model.products.len()],
            outages: vec![None; model.lines.len()],
            added: vec![None; model.lines.len()],
            ..Self::default()
        }
    }
}
