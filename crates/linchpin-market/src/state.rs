//! What changes from week to week, and the balances that close on it.
//!
//! In: nothing. Out: plain values of lanes, which can be cloned, kept and gone on from.

use crate::allocation::{Allocation, Shipments};
use crate::capacity::Tools;
use crate::lanes::Lane;
use crate::materials::Stock;
use crate::pipeline::{Fab, Packaging};
use crate::price::{Costs, Price};
use crate::reasons::Losses;
use pulp::Simd;

/// Share of a sum by which a balance may miss.
const BALANCE: f64 = 1e-9;

/// One line as it stands.
#[derive(Debug, Clone)]
pub struct LineState<S: Simd> {
    /// Its tools.
    pub tools: Tools<S>,
    /// Its wafers in process.
    pub fab: Fab<S>,
    /// Its wafers in packaging and test.
    pub packaging: Packaging<S>,
    /// Stock of each disturbed material that the line uses, in the order of the block's materials.
    pub stocks: Vec<Stock<S>>,
    /// Why bits are missing.
    pub losses: Losses<S>,
    /// This week's figures.
    pub week: LineWeek<S>,
}

/// One line's week.
#[derive(Debug, Clone, Copy)]
pub struct LineWeek<S: Simd> {
    /// Wafers started.
    pub starts: Lane<S>,
    /// Bits that left the fab for packaging, terabits.
    pub left: Lane<S>,
    /// Bits finished, terabits.
    pub output: Lane<S>,
    /// Utilisation chosen by the maker.
    pub utilisation: Lane<S>,
    /// Capacity that arrived by investment, wafers per week.
    pub arrived: Lane<S>,
}

/// One product's market as it stands. Makers, buyers and cells are those of the
/// [`ProductShape`](crate::shape::ProductShape).
#[derive(Debug, Clone)]
pub struct ProductState<S: Simd> {
    /// Prices relative to normal.
    pub price: Price<S>,
    /// Normal price of the week in USD per terabit.
    pub normal: Lane<S>,
    /// USD per terabit at which the week's bits were sold.
    pub sold_at: Lane<S>,
    /// Purchase shares.
    pub allocation: Allocation<S>,
    /// Makers' stock by cell, terabits.
    pub stock: Vec<Lane<S>>,
    /// Output of the week by cell.
    pub output: Vec<Lane<S>>,
    /// Part of what a maker can ship this week that lies in a cell; drives shipments, duties and
    /// exports alike.
    pub mix: Vec<Lane<S>>,
    /// Shipments of the week by cell.
    pub by_cell: Vec<Lane<S>>,
    /// Makers' stock in weeks of reference use, as they remember it over six months.
    pub cover: Vec<Lane<S>>,
    /// Utilisation that each maker chooses.
    pub utilisation: Vec<Lane<S>>,
    /// Smoothed output by maker.
    pub trend: Vec<Lane<S>>,
    /// Running sum of the bits started on lines that never stand: a ring.
    pub started: Vec<Lane<S>>,
    /// Running sum of the bits that came into packaging: a ring.
    pub packed: Vec<Lane<S>>,
    /// Bits that lines that may stand will bring to packaging in the weeks the market sees ahead.
    pub near: Lane<S>,
    /// Buyers' stock, terabits.
    pub buyers: Vec<Lane<S>>,
    /// Use of the week at the normal price.
    pub reference: Lane<S>,
    /// Demand of the week by buyer at the going price.
    pub demand: Vec<Lane<S>>,
    /// Demand that was not met, by buyer.
    pub unmet: Vec<Lane<S>>,
    /// Demand that nobody may meet, by buyer.
    pub barred: Vec<Lane<S>>,
    /// Part of the buyers' stock that is held for it.
    pub reserve: Vec<Lane<S>>,
    /// Orders of the week by buyer.
    pub orders: Vec<Lane<S>>,
    /// Shipments of the week.
    pub shipments: Shipments<S>,
    /// Sales by maker, million USD.
    pub revenue: Vec<Lane<S>>,
    /// Duties paid by buyers, million USD.
    pub duty: Lane<S>,
    /// Contract price that makers expect when they decide to build.
    pub expected: Expected<S>,
    /// Bits that bans, and caps, kept each maker from selling over the run.
    pub kept_from: Vec<KeptFrom<S>>,
    /// Room for a week.
    pub room: Room<S>,
}

/// Room for what a week computes and nothing reads later; kept, so that no week asks for memory.
#[derive(Debug, Clone)]
pub struct Room<S: Simd> {
    /// Output by maker.
    pub output: Vec<Lane<S>>,
    /// Stock by maker.
    pub stock: Vec<Lane<S>>,
    /// Stock by maker in weeks of its output.
    pub cover: Vec<Lane<S>>,
    /// Lines as the price floor sees them.
    pub costs: Vec<Costs<S>>,
}

impl<S: Simd> Default for Room<S> {
    fn default() -> Self {
        Self { output: Vec::new(), stock: Vec::new(), cover: Vec::new(), costs: Vec::new() }
    }
}

/// Contract price as makers remember it over a year: what they expect to earn.
#[derive(Debug, Clone, Copy)]
pub struct Expected<S: Simd> {
    /// Relative to rest.
    pub relative: Lane<S>,
    /// USD per terabit.
    pub dollars: Lane<S>,
}

/// Bits not sold.
#[derive(Debug, Clone, Copy)]
pub struct KeptFrom<S: Simd> {
    /// For a procurement ban.
    pub ban: Lane<S>,
    /// For a backfill cap.
    pub cap: Lane<S>,
}

/// Capacity decided on and not yet standing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrival {
    /// Line.
    pub line: usize,
    /// Lane.
    pub lane: usize,
    /// Wafers per week.
    pub added: f64,
}

/// Everything that changes.
#[derive(Debug, Clone)]
pub struct State<S: Simd> {
    /// Weeks done.
    pub week: usize,
    /// By line.
    pub lines: Vec<LineState<S>>,
    /// By product.
    pub products: Vec<ProductState<S>>,
    /// Capacity to come, by week.
    pub arriving: Vec<Vec<Arrival>>,
    /// What went in and out.
    pub ledger: Ledger<S>,
}

/// Sums over the run; the balances of wafers, bits and money close on them.
#[derive(Debug, Clone)]
pub struct Ledger<S: Simd> {
    /// Wafers in process at the start.
    pub wafers_first: Lane<S>,
    /// Wafers started.
    pub wafers_started: Lane<S>,
    /// Wafers finished.
    pub wafers_finished: Lane<S>,
    /// Wafers scrapped.
    pub wafers_scrapped: Lane<S>,
    /// Terabits in makers' stock at the start.
    pub makers_first: Lane<S>,
    /// Terabits finished.
    pub finished: Lane<S>,
    /// Terabits shipped.
    pub shipped: Lane<S>,
    /// Terabits in buyers' stock at the start.
    pub buyers_first: Lane<S>,
    /// Terabits received by buyers.
    pub received: Lane<S>,
    /// Terabits used by buyers.
    pub used: Lane<S>,
    /// Million USD paid by buyers.
    pub paid: Lane<S>,
    /// Million USD received by makers.
    pub earned: Lane<S>,
    /// Million USD paid in duties.
    pub duties: Lane<S>,
}

/// Two sides that must agree.
#[derive(Debug, Clone, Copy)]
pub struct Balance<S: Simd> {
    /// Of what.
    pub what: &'static str,
    /// One side.
    pub left: Lane<S>,
    /// The other.
    pub right: Lane<S>,
}

impl<S: Simd> Balance<S> {
    /// Whether both sides agree to a part in a thousand million, in every lane.
    #[must_use]
    pub fn closes(&self) -> bool {
        let scale = |a: f64, b: f64| a.abs().max(b.abs()).max(1.0);
        let pairs = self.left.as_slice().iter().zip(self.right.as_slice());
        pairs.into_iter().all(|(a, b)| (a - b).abs() <= BALANCE * scale(*a, *b))
    }
}

impl<S: Simd> Ledger<S> {
    pub(crate) fn new(none: Lane<S>) -> Self {
        Self {
            wafers_first: none,
            wafers_started: none,
            wafers_finished: none,
            wafers_scrapped: none,
            makers_first: none,
            finished: none,
            shipped: none,
            buyers_first: none,
            received: none,
            used: none,
            paid: none,
            earned: none,
            duties: none,
        }
    }
}
