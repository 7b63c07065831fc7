//! The market's structure: who makes what where, who buys it; numbers stand in the parameter space.
//!
//! In: a builder's specification. Out: a [`Model`] of dense lists whose positions index every array
//! of the engine. A position ([`Ref`]) into the space stands wherever a number may be uncertain.

use crate::routes::Route;
use crate::start::Standing;
use linchpin_engine::{Plan as Shocks, Space};
use linchpin_units::{Day, Weeks};
use linchpin_world::{ActorId, CountryId, MaterialId, ProductId, SegmentId, SiteId, ToolId};

/// Wafer starts per week from wafer starts per month.
pub(crate) const PER_WEEK: f64 = 12.0 / 52.0;

/// Position of an uncertain number in the model's [`Space`].
pub type Ref = usize;

/// A product: its prices, costs and pace.
#[derive(Debug, Clone)]
pub struct Product {
    /// World id.
    pub id: ProductId,
    /// The family within which wafers change their use; none where they do not.
    pub family: Option<ProductId>,
    /// Contract price at the start, USD per gigabit.
    pub price: Ref,
    /// Months for which a price is agreed, counted from a January; none where it moves with the market.
    pub price_term: Option<u32>,
    /// Full cost of a wafer at the start, USD.
    pub wafer_cost: Ref,
    /// Yearly change of unit cost and of the normal price; negative for a fall.
    pub cost_trend: Ref,
    /// Weeks from wafer start to wafer out.
    pub front_end: Ref,
    /// Weeks of assembly and test.
    pub back_end: Ref,
    /// Yearly growth of bits per wafer by node migration.
    pub node_growth: Ref,
    /// Makers' normal stock, `I*`, weeks of use.
    pub normal_stock: Ref,
    /// Makers' stock at the start, weeks of use; 0 is the normal one, and a market at rest.
    pub initial_stock: Ref,
    /// Buyers' target stock, `J*`, weeks of use.
    pub buyer_stock: Ref,
    /// Capital cost of one wafer start per month, USD.
    pub capital_cost: Ref,
    /// Where the market stands on the date from which it is run; none at rest.
    pub standing: Option<Standing>,
}

/// A planned change of a line's capacity, in wafers per month, reached by a week.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Week counted from the start of the run.
    pub week: Weeks,
    /// Capacity at that week.
    pub capacity: Ref,
}

/// A line's class under subsidy guardrails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// At or beyond the thresholds of 15 CFR 231.
    Advanced,
    /// Legacy semiconductors.
    Legacy,
}

/// A line whose building is under way: no wafer can start before it stands.
#[derive(Debug, Clone, Copy)]
pub struct Birth {
    /// Week, counted from the start of the run, from which tools can run.
    pub opens: usize,
    /// Wafers per month that its owner has announced: no more tools than these find room.
    pub room: Ref,
}

/// A production line: one product at one site.
#[derive(Debug, Clone)]
pub struct Line {
    /// World id of the site.
    pub site: SiteId,
    /// Position of the product.
    pub product: usize,
    /// Position of the owner among the firms.
    pub firm: usize,
    /// Country of the site.
    pub country: CountryId,
    /// Class under guardrails.
    pub class: Class,
    /// Capacity at the start, wafers per month.
    pub capacity: Ref,
    /// Bits per good wafer at the start, terabits.
    pub bits: Ref,
    /// Planned capacity, by week.
    pub plans: Vec<Plan>,
    /// Whether the site opens during the run: greenfield lead time.
    pub greenfield: bool,
    /// An announced line that makes nothing yet; none for lines that run.
    pub birth: Option<Birth>,
}

/// How fast a buyer segment can change suppliers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Servers and cars: long qualification.
    Slow,
    /// Channel, PC, mobile, consumer.
    Fast,
}

/// What a segment uses memory for: how its demand answers to the price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Servers.
    Server,
    /// Phones and tablets; also buyers of whom nothing is known.
    Phone,
    /// Personal computers.
    Computer,
    /// Cars, consumer goods and industry.
    Other,
}

impl Use {
    /// All, in the order of the law's segments.
    pub const ALL: [Self; 4] = [Self::Server, Self::Phone, Self::Computer, Self::Other];
}

/// A group of buyers in one destination.
#[derive(Debug, Clone)]
pub struct Segment {
    /// World id.
    pub id: SegmentId,
    /// Destination country or group.
    pub destination: CountryId,
    /// How fast suppliers change.
    pub pace: Pace,
    /// How demand answers to the price.
    pub uses: Use,
    /// Share of world demand, by product.
    pub demand: Vec<Option<Ref>>,
}

/// Preference of a segment for a firm's product before balancing; 1 is neutral, 0 never buys.
#[derive(Debug, Clone)]
pub struct Preference {
    /// Position of the firm.
    pub firm: usize,
    /// Position of the product.
    pub product: usize,
    /// Position of the segment.
    pub segment: usize,
    /// Relative preference.
    pub weight: Ref,
}

/// A tool class and where its makers are.
#[derive(Debug, Clone)]
pub struct Tool {
    /// World id.
    pub id: ToolId,
    /// Share of the class in a line's tools; shares of all classes are brought to a whole.
    pub park: Ref,
    /// Country, share of supply, share of that supply which others could replace in time.
    pub origins: Vec<ToolOrigin>,
}

/// One origin of a tool class.
#[derive(Debug, Clone)]
pub struct ToolOrigin {
    /// Country of the makers.
    pub country: CountryId,
    /// Share of the class.
    pub share: Ref,
    /// Part of that share which makers elsewhere could supply once they deliver.
    pub replaceable: Ref,
    /// Weeks until makers elsewhere deliver in full.
    pub delay: Ref,
}

/// A use of a material that the world's table of uses names.
#[derive(Debug, Clone)]
pub struct MaterialUse {
    /// The product.
    pub product: ProductId,
    /// World id of the site; every site when none.
    pub site: Option<SiteId>,
    /// Part of the product's lines there that cannot run without it.
    pub share: Ref,
}

/// A material as one buying country sees it.
#[derive(Debug, Clone)]
pub struct Material {
    /// World id.
    pub id: MaterialId,
    /// Country that buys.
    pub buyer: CountryId,
    /// Whether starts stop without it.
    pub essential: bool,
    /// What uses it: nothing else feels its want.
    pub uses: Vec<MaterialUse>,
    /// Part of the world's use that cannot yield.
    pub rigid: Ref,
    /// Part of use that comes from scrap and recovery.
    pub recycled: Ref,
    /// Country and share of each origin.
    pub origins: Vec<(CountryId, Ref)>,
    /// Weeks of stock held by buyers.
    pub stock: Ref,
    /// Weeks of the linear ramp of other sources that the buyer turns to.
    pub ramp: Ref,
    /// Weeks of the linear ramp by which makers elsewhere make more than they did.
    pub new_supply: Ref,
    /// Share of a lost inflow that other sources reach in the end.
    pub cap: Ref,
}

/// The market's structure.
#[derive(Debug, Clone)]
pub struct Model {
    /// Monday of the first week.
    pub start: Day,
    /// Number of weeks.
    pub weeks: usize,
    /// World ids of the firms.
    pub firms: Vec<ActorId>,
    /// Products.
    pub products: Vec<Product>,
    /// Production lines.
    pub lines: Vec<Line>,
    /// Buyer segments.
    pub segments: Vec<Segment>,
    /// Preferences other than neutral.
    pub preferences: Vec<Preference>,
    /// Tool classes.
    pub tools: Vec<Tool>,
    /// Materials by buying country.
    pub materials: Vec<Material>,
    /// Where customs see exports go.
    pub(crate) routes: Vec<Route>,
    /// What the baseline holds since before the first day, where it bars sales.
    pub in_force: Option<Shocks>,
    /// Every uncertain number.
    pub space: Space,
    /// Position of the first knob in `space`.
    pub first_knob: usize,
}

impl Model {
    /// Destinations in order of first mention.
    #[must_use]
    pub fn destinations(&self) -> Vec<&CountryId> {
        let mut seen: Vec<&CountryId> = Vec::new();
        for segment in &self.segments {
            if !seen.contains(&&segment.destination) {
                seen.push(&segment.destination);
            }
        }
        seen
    }
}
