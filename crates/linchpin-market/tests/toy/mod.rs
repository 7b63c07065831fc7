//! A small market with round numbers: three makers, two products, three segments.

use linchpin_engine::levers::{BackfillRequest, ProcurementBan, ToolImports};
use linchpin_engine::{Amount, Because, Draw, Lever, Purpose, Shock, Space};
use linchpin_market::block::Run;
use linchpin_market::dynamics::Market;
use linchpin_market::knobs;
use linchpin_market::lanes::Lane;
use linchpin_market::levers::Levers;
use linchpin_market::model::{
    Class, Line, Material, MaterialUse, Model, Pace, Product, Segment, Tool, ToolOrigin, Use,
};
use linchpin_market::numbers::Numbers;
use linchpin_market::reference::Reference;
use linchpin_market::shape::Shape;
use linchpin_market::state::State;
use linchpin_units::id::literal;
use linchpin_units::{Day, Days, Measure, Range, Unit, Weeks};
use pulp::Scalar;
use std::sync::Arc;

/// Behaviour of the toy: the reference's defaults, at rest.
const KNOBS: &[(&str, f64)] = &[
    ("cycle-price-response", 0.45),
    ("cycle-inertia", 0.35),
    ("cycle-shedding-months", 11.0),
    ("cycle-elasticity", 0.25),
    ("cycle-sensitivity-server", 0.5),
    ("cycle-sensitivity-pc", 1.2),
    ("cycle-sensitivity-other", 1.5),
    ("cycle-extrapolation", 0.3),
    ("cycle-scarcity-slope", 0.25),
    ("cycle-spot-premium", 1.8),
    ("spot-look-ahead", 9.0),
    ("cycle-order-months", 3.0),
    ("cycle-floor-weeks", 1.0),
    ("cycle-cut-slope", 0.04),
    ("cycle-cut-margin", 1.5),
    ("cycle-cut-bound", 0.7),
    // Every bit is sold at the price of the week: what a hand can work out.
    ("long-contract-share", 0.0),
    ("long-contract-floor", 0.8),
    ("long-contract-ceiling", 1.25),
    ("cash-cost-share", 0.5),
    ("tool-loss", 0.04),
    // No tool is bought ahead of a rule.
    ("tools-ahead", 0.0),
    ("spares-decay", 0.01),
    ("availability-recovery", 0.01),
    ("spares-stock", 26.0),
    ("service-share", 0.3),
    ("upkeep-substitution", 0.0),
    ("tool-complementarity", 0.5),
    ("material-qualification", 0.0),
    ("non-essential-loss", 0.1),
    ("material-elasticity", 0.3),
    ("material-foresight", 26.0),
    ("material-third-countries", 0.0),
    ("material-third-country-ramp", 26.0),
    ("material-price-ceiling", 50.0),
    ("material-adjustment", 0.05),
    ("material-exported-share", 0.4),
    ("requalification-server", 26.0),
    ("requalification-channel", 8.0),
    ("maker-substitution", 3.0),
    ("stock-push", 0.3),
    ("capacity-expansion", 0.04),
    ("expansion-margin-response", 1.0),
    ("running-site-room", 0.1),
    ("location-spread", 0.5),
    ("wafer-switch-speed", 0.3),
    ("wafer-switch-weeks", 26.0),
    ("capacity-lead-time", 39.0),
    ("greenfield-lead-time", 145.0),
    ("discount-rate", 0.1),
    ("earning-years", 5.0),
    ("cost-premium-usa", 0.3),
    ("cost-premium-chn", -0.1),
    ("licence-hazard", 0.1),
];

/// A market of `weeks`; `change` may replace knobs, `spread` turns every knob into a range.
pub(crate) fn market(weeks: usize, change: &[(&str, f64)], spread: bool) -> Model {
    let mut space = Space::default();
    let first_knob = knobs::add_to(&mut space, |id| {
        let known = KNOBS.iter().find(|(name, _)| *name == id)?;
        let changed = change.iter().find(|(name, _)| *name == id);
        let value = changed.map_or(known.1, |(_, value)| *value);
        let unit = knobs::KNOBS.iter().find(|(name, _)| *name == id)?.1;
        let (low, high) =
            if value < 0.0 { (value * 1.2, value * 0.8) } else { (value * 0.8, value * 1.2) };
        let range = if spread { Range::new(low, value, high).ok()? } else { Range::exactly(value) };
        Some((range, unit))
    })
    .expect("the toy names every knob");
    let mut point = |name: &str, value: f64| space.add(name, Range::exactly(value), Unit::Pure);
    let named = |id: &str| change.iter().find(|(name, _)| *name == id).map(|(_, value)| *value);
    let mut product = |id: &str, price: f64, growth: f64| Product {
        id: literal(id),
        family: None,
        price: point(&format!("price {id}"), price),
        price_term: named("price-term").map(|months| months as u32),
        wafer_cost: point(&format!("cost {id}"), 2000.0),
        cost_trend: point(&format!("trend {id}"), -0.18),
        front_end: point(&format!("front {id}"), named("front").unwrap_or(14.0)),
        back_end: point(&format!("back {id}"), 4.0),
        node_growth: point(&format!("node {id}"), named("node-growth").unwrap_or(growth)),
        normal_stock: point(&format!("normal stock {id}"), named("normal").unwrap_or(5.0)),
        initial_stock: point(&format!("{id} supplier-stock"), named("stock").unwrap_or(0.0)),
        buyer_stock: point(&format!("buyers {id}"), named("buyers").unwrap_or(9.0)),
        capital_cost: point(&format!("capital {id}"), 110_000.0),
        standing: None,
    };
    let products = vec![product("product:dram", 0.35, 0.15), product("product:nand", 0.01, 0.25)];
    let sites = [
        ("site:home", 0, 0, "country:KOR", 100_000.0, 16.0),
        ("site:abroad", 0, 0, "country:CHN", 80_000.0, 15.0),
        ("site:abroad", 1, 0, "country:CHN", 90_000.0, 400.0),
        ("site:rival", 0, 1, "country:USA", 90_000.0, 16.0),
        ("site:rival", 1, 1, "country:USA", 60_000.0, 420.0),
        ("site:domestic", 0, 2, "country:CHN", 60_000.0, 12.0),
    ];
    let lines = sites.map(|(site, product, firm, country, capacity, bits)| Line {
        site: literal(site),
        product,
        firm,
        country: literal(country),
        class: Class::Advanced,
        capacity: point(&format!("capacity {site} {product}"), capacity),
        bits: point(&format!("bits {site} {product}"), bits),
        plans: Vec::new(),
        greenfield: false,
        birth: None,
    });
    let segments = [
        ("segment:chn-server-critical", "country:CHN", (Pace::Slow, Use::Server), 0.1),
        ("segment:chn-pc", "country:CHN", (Pace::Fast, Use::Computer), 0.3),
        ("segment:usa-server", "country:USA", (Pace::Slow, Use::Server), 0.6),
    ];
    let segments = segments.map(|(id, destination, (pace, uses), share)| Segment {
        id: literal(id),
        destination: literal(destination),
        pace,
        uses,
        demand: (0..2).map(|p| Some(point(&format!("demand {id} {p}"), share))).collect(),
    });
    let delay = point("tool delay", 52.0);
    let origin = |country: &str, share, replaceable| ToolOrigin {
        delay,
        country: literal(country),
        share,
        replaceable,
    };
    let (us, jp) = (point("tool usa", 0.6), point("tool jpn", 0.4));
    let park = point("half of the tools", 0.5);
    let (few, some) = (point("few", 0.1), point("some", 0.3));
    let tools = vec![
        Tool {
            id: literal("tool:etch"),
            park,
            origins: vec![origin("country:USA", us, some), origin("country:JPN", jp, few)],
        },
        Tool {
            id: literal("tool:cleaning"),
            park,
            origins: vec![origin("country:USA", jp, some), origin("country:JPN", us, few)],
        },
    ];
    let materials = vec![Material {
        id: literal("material:gallium"),
        buyer: literal("country:KOR"),
        essential: true,
        uses: (0..2)
            .map(|p| MaterialUse {
                product: products[p].id.clone(),
                site: None,
                share: point("gallium need", 1.0),
            })
            .collect(),
        rigid: point("gallium rigid", 0.3),
        recycled: point("gallium recycled", 0.0),
        origins: vec![(literal("country:CHN"), point("gallium chn", 0.5))],
        stock: point("gallium stock", 6.0),
        ramp: point("gallium ramp", 24.0),
        new_supply: point("gallium new supply", 24.0),
        cap: point("gallium cap", 1.0),
    }];
    Model {
        start: day("2026-01-05"),
        weeks,
        firms: ["firm:maker", "firm:rival", "firm:domestic"].map(literal).into(),
        products,
        lines: lines.into(),
        segments: segments.into(),
        preferences: Vec::new(),
        tools,
        materials,
        routes: Vec::new(),
        in_force: None,
        space,
        first_knob,
    }
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A shock from the first week on.
pub(crate) fn from_start(lever: impl Lever + 'static) -> Shock {
    shock("2026-01-05", None, lever)
}

/// A dated shock.
pub(crate) fn shock(from: &str, until: Option<&str>, lever: impl Lever + 'static) -> Shock {
    Shock {
        id: "test".into(),
        days: Days::new(day(from), until.map(day)).expect("a span"),
        lever: Arc::new(lever),
        because: Because::Event { what: "a test supposes it".into(), by: None },
        note: String::new(),
    }
}

/// Tools of every origin for one purpose at the site abroad, let through in part.
pub(crate) fn tools(purpose: Purpose, approval: f64) -> Vec<Shock> {
    let shock = |origin: &str| {
        from_start(ToolImports {
            site: literal("site:abroad"),
            origin: literal(origin),
            classes: Vec::new(),
            purpose,
            approval: Amount::Exactly(Measure::of(approval)),
            review: Amount::Exactly(Measure::of(0.0)),
        })
    };
    vec![shock("country:USA"), shock("country:JPN")]
}

/// The rival barred from critical buyers of every product.
pub(crate) fn ban(leak: f64) -> Shock {
    ban_of(&[], leak)
}

/// The rival barred from critical buyers of some products; of every product when none is named.
pub(crate) fn ban_of(products: &[&str], leak: f64) -> Shock {
    from_start(ProcurementBan {
        firm: literal("firm:rival"),
        products: products.iter().map(|product| literal(product)).collect(),
        segments: vec![literal("segment:chn-server-critical")],
        leak: Amount::Exactly(Measure::of(leak)),
        front_loading: Amount::Exactly(Measure::of(0.0)),
        notice: Weeks::of(0.0),
    })
}

/// Firms that keep from selling more to China.
pub(crate) fn cap(firms: &[&str], allowance: f64) -> Shock {
    from_start(BackfillRequest {
        firms: firms.iter().map(|firm| literal(firm)).collect(),
        destination: literal("country:CHN"),
        allowance: Amount::Exactly(Measure::of(allowance)),
        compliance: Amount::Exactly(Measure::of(1.0)),
    })
}

/// One run of a model on the narrowest vector unit, every lane the same.
pub(crate) struct Lab<'m> {
    pub(crate) model: &'m Model,
    shape: Shape,
    numbers: Numbers,
    reference: Reference,
    levers: Levers,
}

/// A state on the narrowest vector unit.
pub(crate) type States = Vec<State<Scalar>>;

impl<'m> Lab<'m> {
    /// The run at the modes.
    pub(crate) fn of(model: &'m Model, shocks: &[Shock]) -> Self {
        Self::at(model, &model.space.modes(), shocks)
    }

    /// The run of one draw.
    pub(crate) fn at(model: &'m Model, draw: &Draw, shocks: &[Shock]) -> Self {
        let numbers = Numbers::new(model, draw);
        let levers = Levers::new(model, &numbers, draw, shocks);
        let reference = Reference::new(model, &numbers);
        Self { model, shape: Shape::new(model), numbers, reference, levers }
    }

    /// The same under other levers.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Levers)) -> Self {
        change(&mut self.levers);
        self
    }

    /// Hands over the market.
    pub(crate) fn market<T>(&self, f: impl FnOnce(&Market<'_, Scalar>) -> T) -> T {
        let Self { numbers, levers, reference, .. } = self;
        let runs = vec![Run { numbers, levers, reference }; Lane::<Scalar>::WIDTH];
        f(&Market::new(Scalar::new(), self.model, &self.shape, &runs, true))
    }

    /// Steps through all weeks; `see` gets the state before and after each.
    pub(crate) fn watch(
        &self,
        mut see: impl FnMut(&Market<'_, Scalar>, &State<Scalar>, &State<Scalar>),
    ) {
        self.market(|market| {
            let mut before = market.first();
            for _ in 0..self.model.weeks {
                let mut after = before.clone();
                market.step(&mut after);
                see(market, &before, &after);
                before = after;
            }
        });
    }

    /// Every state, the first before any week.
    pub(crate) fn states(&self) -> States {
        let mut all = vec![self.market(|market| market.first())];
        self.watch(|_, _, after| all.push(after.clone()));
        all
    }
}

/// Every state of one member at the modes, the first before any week.
pub(crate) fn states(model: &Model, shocks: &[Shock]) -> States {
    Lab::of(model, shocks).states()
}

/// Weekly output of a line.
pub(crate) fn output(states: &[State<Scalar>], line: usize) -> Vec<f64> {
    states[1..].iter().map(|state| state.lines[line].week.output.get(0)).collect()
}

/// Share of a segment's purchases of the first product by firm: all three make it, all segments buy.
pub(crate) fn shares(state: &State<Scalar>, segment: usize) -> [f64; 3] {
    let row = &state.products[0].allocation.shares[3 * segment..3 * segment + 3];
    [0, 1, 2].map(|firm| row[firm].get(0))
}
