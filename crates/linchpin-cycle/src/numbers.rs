//! The numbers of the model: what is drawn and fitted, and what stands.
//!
//! In: the world's assumptions `cycle-…`. Out: a [`Space`] of ranges and, for a point of the unit cube, the
//! [`Numbers`] of one draw. A world that lacks one gets a finding that names it.

use crate::Market;
use linchpin_units::{Finding, Findings, Place, Range};
use linchpin_world::World;

/// Buyers whose use is told apart; servers first because their driver is money, not units.
pub const SEGMENTS: [&str; 4] = ["server", "phone", "pc", "other"];

/// Names of the drawn numbers, in the order of [`Numbers::drawn`].
pub const DRAWN: [&str; 14] = [
    "server-elasticity",
    "capacity-growth",
    "capacity-answer",
    "price-response",
    "inertia",
    "shedding-months",
    "maker-weeks",
    "elasticity",
    "price-trend",
    "extrapolation",
    "scarcity-slope",
    "excess-capacity",
    "start-weeks",
    "start-normal-price",
];

/// What stands at its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Fixed {
    /// Buyers' normal stock, weeks of use.
    pub buyer_weeks: f64,
    /// Months in which buyers close a gap in their stock.
    pub order_months: f64,
    /// Cut of utilisation per week above the threshold.
    pub cut_slope: f64,
    /// Weeks above the normal stock at which makers start to cut.
    pub cut_margin: f64,
    /// Lowest utilisation.
    pub cut_bound: f64,
    /// Months from wafer start to finished bits.
    pub lag: usize,
    /// Weeks of stock that cannot be sold or used.
    pub floor_weeks: f64,
    /// Log points below normal under which the price cannot fall.
    pub floor_depth: f64,
    /// Least root-mean-square error one quarter ahead, log points.
    pub model_error: f64,
    /// Spot premium per log point of orders over supply.
    pub spot_premium: f64,
    /// Share of bits by segment in the first quarter of 2019.
    pub weight: [f64; 4],
    /// Growth of content per unit by segment, logarithm a year.
    pub content: [f64; 4],
    /// Elasticity by segment as a multiple of that of phones.
    pub sensitivity: [f64; 4],
}

/// One draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// Elasticity of server bits to spending.
    pub server: f64,
    /// Growth of bit capacity, logarithm a year.
    pub growth: f64,
    /// Answer of capacity to past prices, logarithm a year per log point.
    pub answer: f64,
    /// Twice the monthly log change of price per log point of orders over supply.
    pub response: f64,
    /// Share of the last three months' mean change that goes on.
    pub inertia: f64,
    /// Months in which makers shed stock above normal.
    pub shedding: f64,
    /// Makers' normal stock, weeks.
    pub maker_weeks: f64,
    /// Short elasticity of phones.
    pub elasticity: f64,
    /// Fall of the normal price, logarithm a year.
    pub trend: f64,
    /// Buyers' extrapolation.
    pub extrapolation: f64,
    /// Exponent of scarcity.
    pub slope: f64,
    /// Capacity over use at the start, less 1.
    pub excess: f64,
    /// Makers' weeks at the start.
    pub start_weeks: f64,
    /// Normal price at the start as a multiple of the first observed one.
    pub start_normal: f64,
    /// What stands.
    pub fixed: Fixed,
}

/// The ranges of a market's numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Space {
    ranges: Vec<Range>,
    fixed: Fixed,
}

impl Space {
    /// The ranges of `market` in `world`.
    ///
    /// # Errors
    /// `LP-Y001` for every assumption that the world lacks, all at once.
    pub fn of(world: &World, market: Market) -> Result<Self, Findings> {
        let mut reader = Reader { world, market, findings: Findings::default() };
        let ranges = DRAWN.iter().map(|name| reader.range(name)).collect();
        let by_segment = |reader: &mut Reader<'_>, kind: &str, own: bool| {
            SEGMENTS.map(|segment| match (kind, segment) {
                // What servers hold grows with the spending on them: no growth of its own.
                ("content", "server") => 0.0,
                _ if own => reader.own(&format!("{kind}-{segment}")),
                _ => reader.value(&format!("{kind}-{segment}")),
            })
        };
        let fixed = Fixed {
            buyer_weeks: reader.value("buyer-weeks"),
            order_months: reader.value("order-months"),
            cut_slope: reader.value("cut-slope"),
            cut_margin: reader.value("cut-margin"),
            cut_bound: reader.value("cut-bound"),
            lag: reader.value("lag-months").round() as usize,
            floor_weeks: reader.value("floor-weeks"),
            floor_depth: reader.value("floor-depth"),
            model_error: reader.value("model-error"),
            spot_premium: reader.value("spot-premium"),
            weight: by_segment(&mut reader, "weight", true),
            content: by_segment(&mut reader, "content", true),
            sensitivity: by_segment(&mut reader, "sensitivity", false),
        };
        reader.findings.or_value(Self { ranges, fixed })
    }

    /// The same space with one drawn number held at a value: an ablation.
    ///
    /// # Panics
    /// When `name` is not among [`DRAWN`]: a programming error.
    #[must_use]
    pub fn holding(mut self, name: &str, value: f64) -> Self {
        let at = DRAWN.iter().position(|known| *known == name).expect("a drawn number");
        self.ranges[at] = Range::exactly(value);
        self
    }

    /// Range of a drawn number.
    #[must_use]
    pub fn range(&self, at: usize) -> Range {
        self.ranges[at]
    }

    /// What stands.
    #[must_use]
    pub fn fixed(&self) -> &Fixed {
        &self.fixed
    }

    /// The numbers at a point of the unit cube: each range from its low end to its high one.
    #[must_use]
    pub fn at(&self, point: impl Fn(usize) -> f64) -> Numbers {
        let drawn = |at: usize| {
            let range = self.ranges[at];
            if range.is_point() {
                range.mode()
            } else {
                range.low() + point(at) * (range.high() - range.low())
            }
        };
        self.numbers(drawn)
    }

    /// Every drawn number at its stated value.
    #[must_use]
    pub fn stated(&self) -> Numbers {
        self.numbers(|at| self.ranges[at].mode())
    }

    fn numbers(&self, drawn: impl Fn(usize) -> f64) -> Numbers {
        Numbers {
            server: drawn(0),
            growth: drawn(1),
            answer: drawn(2),
            response: drawn(3),
            inertia: drawn(4),
            shedding: drawn(5),
            maker_weeks: drawn(6),
            elasticity: drawn(7),
            trend: drawn(8),
            extrapolation: drawn(9),
            slope: drawn(10),
            excess: drawn(11),
            start_weeks: drawn(12),
            start_normal: drawn(13),
            fixed: self.fixed.clone(),
        }
    }
}

impl Numbers {
    /// The drawn numbers in the order of [`DRAWN`].
    #[must_use]
    pub fn drawn(&self) -> [f64; 14] {
        [
            self.server,
            self.growth,
            self.answer,
            self.response,
            self.inertia,
            self.shedding,
            self.maker_weeks,
            self.elasticity,
            self.trend,
            self.extrapolation,
            self.slope,
            self.excess,
            self.start_weeks,
            self.start_normal,
        ]
    }
}

struct Reader<'w> {
    world: &'w World,
    market: Market,
    findings: Findings,
}

impl Reader<'_> {
    /// The market's own assumption of this name, or the one all markets share.
    fn range(&mut self, name: &str) -> Range {
        let own = format!("assumption:cycle-{}{name}", self.market.prefix());
        let shared = format!("assumption:cycle-{name}");
        let found = self.world.assumption(&own).or_else(|| self.world.assumption(&shared));
        found.map_or_else(|| self.missing(&shared), |entry| entry.sourced.range)
    }

    /// The market's own assumption; none else will do.
    fn own(&mut self, name: &str) -> f64 {
        let own = format!("assumption:cycle-{}{name}", self.market.prefix());
        match self.world.assumption(&own) {
            Some(entry) => entry.sourced.value.get(),
            None => self.missing(&own).mode(),
        }
    }

    fn value(&mut self, name: &str) -> f64 {
        self.range(name).mode()
    }

    fn missing(&mut self, id: &str) -> Range {
        let message = format!("the price cycle needs the assumption `{id}`");
        self.findings.push(
            Finding::error("LP-Y001", Place::whole("cycle.toml"), message)
                .expected(format!("[[assumption]] id = \"{id}\""))
                .help("add it with value, low, high, source and why"),
        );
        Range::exactly(1.0)
    }
}
