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
pub(crate) struct LineState<S: Simd> {
    /// Its tools.
    pub(crate) tools: Tools<S>,
    /// Its wafers in process.
    pub(crate) fab: Fab<S>,
    /// Its wafers in packaging and test.
    pub(crate) packaging: Packaging<S>,
    /// Stock of each disturbed material that the line uses, in the order of the block's materials.
    pub(crate) stocks: Vec<Stock<S>>,
    /// Why bits are missing.
    pub(crate) losses: Losses<S>,
    /// This week's figures.
    pub(crate) week: LineWeek<S>,
}

/// One line's week.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineWeek<S: Simd> {
    /// Wafers started.
    pub(crate) starts: Lane<S>,
    /// Bits that left the fab for packaging, terabits.
    #[cfg_attr(not(test), expect(dead_code, reason = "the laws of the flow follow it"))]
    pub(crate) left: Lane<S>,
    /// Bits finished, terabits.
    pub(crate) output: Lane<S>,
    /// Utilisation chosen by the maker.
    pub(crate) utilisation: Lane<S>,
    /// Capacity that arrived by investment, wafers per week.
    pub(crate) arrived: Lane<S>,
}

/// One product's market as it stands. Makers, buyers and cells are those of the
/// [`ProductShape`](crate::shape::ProductShape).
#[derive(Debug, Clone)]
pub(crate) struct ProductState<S: Simd> {
    /// Prices relative to normal.
    pub(crate) price: Price<S>,
    /// Normal price of the week in USD per terabit.
    pub(crate) normal: Lane<S>,
    /// USD per terabit at which the week's bits were sold.
    pub(crate) sold_at: Lane<S>,
    /// Purchase shares.
    pub(crate) allocation: Allocation<S>,
    /// Makers' stock by cell, terabits.
    pub(crate) stock: Vec<Lane<S>>,
    /// Output of the week by cell.
    pub(crate) output: Vec<Lane<S>>,
    /// Part of what a maker can ship this week that lies in a cell; drives shipments, duties and
    /// exports alike.
    pub(crate) mix: Vec<Lane<S>>,
    /// Shipments of the week by cell.
    pub(crate) by_cell: Vec<Lane<S>>,
    /// Makers' stock in weeks of reference use, as they remember it over six months.
    pub(crate) cover: Vec<Lane<S>>,
    /// Utilisation that each maker chooses.
    pub(crate) utilisation: Vec<Lane<S>>,
    /// Smoothed output by maker.
    pub(crate) trend: Vec<Lane<S>>,
    /// Running sum of the bits started on lines that never stand: a ring.
    pub(crate) started: Vec<Lane<S>>,
    /// Running sum of the bits that came into packaging: a ring.
    pub(crate) packed: Vec<Lane<S>>,
    /// Bits that lines that may stand will bring to packaging in the weeks the market sees ahead.
    pub(crate) near: Lane<S>,
    /// Buyers' stock, terabits.
    pub(crate) buyers: Vec<Lane<S>>,
    /// Use of the week at the normal price.
    pub(crate) reference: Lane<S>,
    /// Demand of the week by buyer at the going price.
    pub(crate) demand: Vec<Lane<S>>,
    /// Demand that was not met, by buyer.
    pub(crate) unmet: Vec<Lane<S>>,
    /// Demand that nobody may meet, by buyer.
    pub(crate) barred: Vec<Lane<S>>,
    /// Part of the buyers' stock that is held for it.
    pub(crate) reserve: Vec<Lane<S>>,
    /// Orders of the week by buyer.
    pub(crate) orders: Vec<Lane<S>>,
    /// Shipments of the week.
    pub(crate) shipments: Shipments<S>,
    /// Sales by maker, million USD.
    pub(crate) revenue: Vec<Lane<S>>,
    /// Duties paid by buyers, million USD.
    pub(crate) duty: Lane<S>,
    /// Contract price that makers expect when they decide to build.
    pub(crate) expected: Expected<S>,
    /// Bits that bans, and caps, kept each maker from selling over the run.
    pub(crate) kept_from: Vec<KeptFrom<S>>,
    /// Room for a week.
    pub(crate) room: Room<S>,
}

/// Room for what a week computes and nothing reads later; kept, so that no week asks for memory.
#[derive(Debug, Clone)]
pub(crate) struct Room<S: Simd> {
    /// Output by maker.
    pub(crate) output: Vec<Lane<S>>,
    /// Stock by maker.
    pub(crate) stock: Vec<Lane<S>>,
    /// Stock by maker in weeks of its output.
    pub(crate) cover: Vec<Lane<S>>,
    /// Lines as the price floor sees them.
    pub(crate) costs: Vec<Costs<S>>,
}

impl<S: Simd> Default for Room<S> {
    fn default() -> Self {
        Self { output: Vec::new(), stock: Vec::new(), cover: Vec::new(), costs: Vec::new() }
    }
}

/// Contract price as makers remember it over a year: what they expect to earn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<S: Simd> {
    /// Relative to rest.
    pub(crate) relative: Lane<S>,
    /// USD per terabit.
    pub(crate) dollars: Lane<S>,
}

/// Bits not sold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeptFrom<S: Simd> {
    /// For a procurement ban.
    pub(crate) ban: Lane<S>,
    /// For a backfill cap.
    pub(crate) cap: Lane<S>,
}

/// Capacity decided on and not yet standing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arrival {
    /// Line.
    pub(crate) line: usize,
    /// Lane.
    pub(crate) lane: usize,
    /// Wafers per week.
    pub(crate) added: f64,
}

/// Everything that changes.
#[derive(Debug, Clone)]
pub(crate) struct State<S: Simd> {
    /// Weeks done.
    pub(crate) week: usize,
    /// By line.
    pub(crate) lines: Vec<LineState<S>>,
    /// By product.
    pub(crate) products: Vec<ProductState<S>>,
    /// Capacity to come, by week.
    pub(crate) arriving: Vec<Vec<Arrival>>,
    /// What went in and out.
    pub(crate) ledger: Ledger<S>,
}

/// Sums over the run; the balances of wafers, bits and money close on them.
#[derive(Debug, Clone)]
pub(crate) struct Ledger<S: Simd> {
    /// Wafers in process at the start.
    pub(crate) wafers_first: Lane<S>,
    /// Wafers started.
    pub(crate) wafers_started: Lane<S>,
    /// Wafers finished.
    pub(crate) wafers_finished: Lane<S>,
    /// Wafers scrapped.
    pub(crate) wafers_scrapped: Lane<S>,
    /// Terabits in makers' stock at the start.
    pub(crate) makers_first: Lane<S>,
    /// Terabits finished.
    pub(crate) finished: Lane<S>,
    /// Terabits shipped.
    pub(crate) shipped: Lane<S>,
    /// Terabits in buyers' stock at the start.
    pub(crate) buyers_first: Lane<S>,
    /// Terabits received by buyers.
    pub(crate) received: Lane<S>,
    /// Terabits used by buyers.
    pub(crate) used: Lane<S>,
    /// Million USD paid by buyers.
    pub(crate) paid: Lane<S>,
    /// Million USD received by makers.
    pub(crate) earned: Lane<S>,
    /// Million USD paid in duties.
    pub(crate) duties: Lane<S>,
}

/// Two sides that must agree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Balance<S: Simd> {
    /// Of what.
    pub(crate) what: &'static str,
    /// One side.
    pub(crate) left: Lane<S>,
    /// The other.
    pub(crate) right: Lane<S>,
}

impl<S: Simd> Balance<S> {
    /// Whether both sides agree to a part in a thousand million, in every lane.
    #[must_use]
    pub(crate) fn closes(&self) -> bool {
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
