//! What a fact measures: a closed list, each with its units and the kinds of things it speaks of.
//!
//! The word of a table's `quantity` column comes in; a [`Quantity`] goes out. The list is the one
//! place that says which unit fits and what may stand in `subject`, `of` and `to`.

use linchpin_units::Unit;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! quantities {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, [$($unit:ident),+], $subject:literal, $of:literal, $to:literal;)+) => {
        /// What a fact measures.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Quantity { $($(#[doc = $doc])+ $name),+ }

        linchpin_units::text_schema!(Quantity);

        impl Quantity {
            /// Every quantity, in the order of this list.
            pub const ALL: &'static [Quantity] = &[$(Quantity::$name),+];

            /// The spelling used in tables.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Quantity::$name => $text),+ }
            }

            /// What it measures, in one or two sentences.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Quantity::$name => concat!($($doc),+).trim_ascii()),+ }
            }

            /// The units it may come in.
            #[must_use]
            pub fn units(self) -> &'static [Unit] {
                match self { $(Quantity::$name => &[$(Unit::$unit),+]),+ }
            }

            /// The kinds of id that may stand in `subject`, `of` and `to`, separated by `|`; an empty
            /// alternative means that the cell may be empty.
            #[must_use]
            pub fn kinds(self) -> [&'static str; 3] {
                match self { $(Quantity::$name => [$subject, $of, $to]),+ }
            }
        }
    };
}

quantities! {
    /// Installed wafer starts of a site for a product.
    Capacity = "capacity", [WaferPerMonth], "site", "product", "";
    /// Wafer starts that buildings of a site, standing or rising, can hold: under construction, not tooled.
    ShellCapacity = "shell-capacity", [WaferPerMonth], "site", "product", "";
    /// Installed wafer starts whose chips customers have qualified.
    QualifiedCapacity = "qualified-capacity", [WaferPerMonth], "site", "product", "";
    /// Qualified wafer starts that licences, people and power let run.
    UsableCapacity = "usable-capacity", [WaferPerMonth], "site", "product", "";
    /// Wafer starts that a site is planned to reach or add.
    PlannedCapacity = "planned-capacity", [WaferPerMonth], "site", "product", "";
    /// Installed wafer starts of a firm over all its sites.
    MakerCapacity = "maker-capacity", [WaferPerMonth], "firm", "product", "";
    /// Wafers a firm processes in a year.
    WaferOutput = "wafer-output", [WaferPerYear], "firm", "product", "";
    /// Good bits out per wafer in.
    BitsPerWafer = "bits-per-wafer", [TerabitPerWafer], "site", "product", "";
    /// Wafer starts over installed wafer starts.
    Utilisation = "utilisation", [Share], "firm", "product", "";
    /// A partner's part of a shared site's output.
    OfftakeShare = "offtake-share", [Share], "firm", "site", "";
    /// A site's part of its owner's output.
    ShareOfMaker = "share-of-maker", [Share], "site", "product", "";
    /// Part of the world's supply.
    ShareOfWorld = "share-of-world", [Share], "site|firm|country", "product", "";
    /// Relative change of wafer starts.
    WaferStartChange = "wafer-start-change", [Change], "site|firm", "product", "";
    /// Cost of a processed wafer.
    WaferCost = "wafer-cost", [DollarPerWafer], "product", "", "";
    /// Investment per monthly wafer start.
    CapexPerWafer = "capex-per-wafer", [DollarPerMonthlyWafer], "product", "", "";
    /// Growth of bits per wafer on a line that is upgraded.
    BitGrowth = "bit-growth", [PerYear], "product", "", "";
    /// Trend of the unit cost per bit.
    CostTrend = "cost-trend", [PerYear], "product", "", "";
    /// Fall of unit cost per doubling of cumulated output.
    LearningRate = "learning-rate", [Share], "product", "", "";
    /// Weeks from wafer start to wafer out.
    FrontEndWeeks = "front-end-weeks", [Week], "product", "", "";
    /// Weeks of packaging and test.
    BackEndWeeks = "back-end-weeks", [Week], "product", "", "";
    /// Contract price.
    ContractPrice = "contract-price", [DollarPerGigabit], "product", "", "";
    /// Relative change of a price on the period before.
    PriceChange = "price-change", [Change], "product", "", "";
    /// Finished stock at the makers.
    SupplierStock = "supplier-stock", [Week], "product", "", "";
    /// Stock at the buyers.
    BuyerStock = "buyer-stock", [Week], "product", "", "";
    /// A firm's revenue from a product in the period.
    Revenue = "revenue", [MillionDollar], "firm", "product", "";
    /// A firm's part of a product's revenue.
    RevenueShare = "revenue-share", [Share], "firm", "product", "";
    /// A firm's part of a product's shipped bits.
    ShipmentShare = "shipment-share", [Share], "firm", "product", "";
    /// Revenue of all makers from a product in the period.
    RevenueTotal = "revenue-total", [MillionDollar], "product", "", "";
    /// Bits the world asks for in the period.
    BitDemand = "bit-demand", [BillionGigabit], "product", "", "";
    /// Bits a firm ships in the period.
    BitOutput = "bit-output", [BillionGigabit], "firm", "product", "";
    /// A segment's part of the world's bits of a product; sums to 1 per product.
    DemandShare = "demand-share", [Share], "segment", "product", "";
    /// Part of a firm's sales that goes to a country or segment.
    SalesShare = "sales-share", [Share], "firm", "|product", "country|segment";
    /// A firm's sales to a country.
    Sales = "sales", [TrillionWon, MillionDollar], "firm", "product", "country";
    /// Part of a firm's revenue that a measure of a country may cost.
    RevenueAtRisk = "revenue-at-risk", [Share], "firm", "", "country";
    /// A firm's share in a segment over its share in the world; 1 where nothing is known. Told of a country, or of
    /// the world, it speaks for each segment there of which nothing narrower is told.
    Preference = "preference", [Multiple], "firm", "product", "segment|country";
    /// Part of a country's exports that goes to another.
    ExportShare = "export-share", [Share], "country", "product", "country";
    /// Value of a country's exports to another.
    ExportValue = "export-value", [MillionDollar], "country", "product", "country";
    /// Relative change of a country's exports.
    ExportChange = "export-change", [Change], "country", "product", "country";
    /// Foreign direct investment of one country in another.
    Fdi = "fdi", [MillionDollar], "country", "", "country";
    /// Relative change of foreign direct investment.
    FdiChange = "fdi-change", [Change], "country", "", "country";
    /// Change of the number of subsidiaries in a country.
    SubsidiariesChange = "subsidiaries-change", [Change, Count], "firm|org", "", "country";
    /// Subsidy awarded by a country.
    Award = "award", [MillionDollar], "firm", "", "country";
    /// Change of market capitalisation.
    MarketValueChange = "market-value-change", [MillionDollar], "firm|org", "", "country";
    /// Part of a buyer's use (material) or of world sales (tool) that comes from an origin.
    OriginShare = "origin-share", [Share], "material|tool", "country", "|country";
    /// A maker's part of the world's supply of a tool class or material.
    SupplyShare = "supply-share", [Share], "firm", "tool|material", "";
    /// Part of a product's lines, at a site or everywhere, that cannot run without a tool class or material.
    Need = "need", [Share], "tool|material", "product", "|site";
    /// Part of world output of a material made in a country.
    WorldProductionShare = "world-production-share", [Share], "material", "country", "";
    /// Part of the world's use of a material whose users cannot yield within a year, whatever it costs.
    RigidUse = "rigid-use", [Share], "material", "", "";
    /// Part of the use of a material that comes from scrap and recovery, not from an origin.
    RecycledShare = "recycled-share", [Share], "material", "", "";
    /// Weeks of use of a material held in a country.
    StockWeeks = "stock-weeks", [Week], "material", "", "country|firm";
    /// Weeks to qualify and ramp another source of a material.
    SubstitutionWeeks = "substitution-weeks", [Week], "material", "", "country|firm";
    /// Months for which a price is agreed, counted from a January; where none is told, it is agreed as the market goes.
    PriceTerm = "price-term", [Month], "product", "", "";
    /// Weeks until makers elsewhere make all that they can make more of a material: plants are built or restarted.
    NewSupplyWeeks = "new-supply-weeks", [Week], "material", "", "";
    /// Part of the need that other sources can reach.
    SubstitutionCap = "substitution-cap", [Share], "material", "", "country|firm";
    /// Part of a tool class in the tools of a memory line, by value; brought to a whole over all classes.
    ParkShare = "park-share", [Share], "tool", "", "";
    /// Part of an origin's tools that makers elsewhere could supply in time.
    ForeignAvailability = "foreign-availability", [Share], "tool", "country", "";
    /// Weeks until makers elsewhere deliver and are qualified.
    AvailabilityDelay = "availability-delay", [Week], "tool", "country", "";
    /// Part of sellers' sales that a country buys.
    BuyerShare = "buyer-share", [Share], "country", "product", "country";
    /// Part of a tool maker's revenue from spares, service and upgrades.
    ServiceShare = "service-share", [Share], "firm", "", "";
    /// Licences per year that a rule makes necessary.
    YearlyLicences = "yearly-licences", [Count], "country", "", "";
}

/// The text is no quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a quantity of the world")]
pub struct NotAQuantity(pub String);

impl FromStr for Quantity {
    type Err = NotAQuantity;
    fn from_str(text: &str) -> Result<Self, NotAQuantity> {
        let known = Quantity::ALL.iter().find(|quantity| quantity.as_str() == text);
        known.copied().ok_or_else(|| NotAQuantity(text.to_owned()))
    }
}

impl TryFrom<String> for Quantity {
    type Error = NotAQuantity;
    fn try_from(text: String) -> Result<Self, NotAQuantity> {
        text.parse()
    }
}

impl From<Quantity> for String {
    fn from(quantity: Quantity) -> String {
        quantity.as_str().to_owned()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
