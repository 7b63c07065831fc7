//! The market's behavioural parameters: named once, ranged and sourced in the world's assumptions.
//!
//! In: a draw of the parameter space. Out: [`Knobs`], plain numbers in the units listed here. No
//! economic number stands in code; `worlds/memory/assumptions.toml` holds value, range and source.

use linchpin_engine::{Draw, Space};
use linchpin_units::{Range, Unit};

macro_rules! knobs {
    ($($(#[$doc:meta])* $field:ident = $id:literal, $unit:ident;)+) => {
        /// One draw of every behavioural parameter.
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct Knobs { $($(#[$doc])* pub(crate) $field: f64),+ }

        /// Id and unit of every behavioural parameter, in the order of [`Knobs`].
        pub(crate) const KNOBS: &[(&str, Unit)] = &[$(($id, Unit::$unit)),+];

        impl Knobs {
            /// The knobs of a draw; `first` is where [`add_to`] put the first of them.
            #[must_use]
            pub(crate) fn read(draw: &Draw, first: usize) -> Self {
                let mut position = first;
                let mut next = || { position += 1; draw.at(position - 1).get() };
                Self { $($field: next()),+ }
            }
        }
    };
}

knobs! {
    /// Twice the monthly log change of price per log point of orders over supply.
    price_response = "cycle-price-response", Pure;
    /// Share of the last three months' mean change that goes on.
    inertia = "cycle-inertia", Share;
    /// Months in which makers shed stock above normal.
    shedding = "cycle-shedding-months", Month;
    /// Short elasticity of demand of phones.
    elasticity = "cycle-elasticity", Pure;
    /// Elasticity of servers as a multiple of that of phones.
    sensitivity_server = "cycle-sensitivity-server", Multiple;
    /// Elasticity of personal computers as a multiple of that of phones.
    sensitivity_pc = "cycle-sensitivity-pc", Multiple;
    /// Elasticity of cars, consumer and industry as a multiple of that of phones.
    sensitivity_other = "cycle-sensitivity-other", Multiple;
    /// Buyers' extrapolation of the price.
    extrapolation = "cycle-extrapolation", Pure;
    /// Exponent by which the price moves more steeply as stock runs out.
    slope = "cycle-scarcity-slope", Pure;
    /// Log premium of spot over contract per log point of orders over supply.
    spot_premium = "cycle-spot-premium", Pure;
    /// Weeks of fab output over which the spot market looks ahead, `H`.
    look_ahead = "spot-look-ahead", Week;
    /// Months in which buyers close a gap in their stock.
    order_months = "cycle-order-months", Month;
    /// Stock that cannot be sold or used.
    floor_weeks = "cycle-floor-weeks", Week;
    /// Cut of utilisation per week of stock above the threshold.
    cut_slope = "cycle-cut-slope", Share;
    /// Weeks above normal stock at which makers start to cut.
    cut_margin = "cycle-cut-margin", Week;
    /// Lowest utilisation.
    cut_bound = "cycle-cut-bound", Share;
    /// Share of sales under long contracts that both sides must keep.
    long_share = "long-contract-share", Share;
    /// Lowest price of these contracts, as a multiple of the normal price.
    long_floor = "long-contract-floor", Multiple;
    /// Highest price of these contracts, as a multiple of the normal price.
    long_ceiling = "long-contract-ceiling", Multiple;
    /// Part of a wafer's cost that is paid in cash.
    cash_share = "cash-cost-share", Share;
    /// Capacity lost a year when worn tools are not replaced, `delta`.
    tool_loss = "tool-loss", PerYear;
    /// Weeks of a plan for new capacity that tools at hand cover when a rule begins.
    tools_ahead = "tools-ahead", Week;
    /// Availability lost a week without upkeep, `lambda`.
    upkeep_decay = "spares-decay", PerWeek;
    /// Availability regained a week once upkeep is full.
    upkeep_recovery = "availability-recovery", PerWeek;
    /// Spare parts at hand at the start, `PS0`.
    spares_stock = "spares-stock", Week;
    /// Part of upkeep that needs the maker's engineers.
    service_share = "service-share", Share;
    /// Part of refused spare parts and service that others supply in time.
    upkeep_substitution = "upkeep-substitution", Share;
    /// How far the scarcest tool class decides: 0 mean of classes, 1 the scarcest alone.
    complementarity = "tool-complementarity", Share;
    /// Qualification of another material source before its ramp begins.
    material_qualification = "material-qualification", Week;
    /// Output lost while a non-essential material is missing altogether.
    material_loss = "non-essential-loss", Share;
    /// Elasticity of use of a material by those who can yield.
    material_elasticity = "material-elasticity", Pure;
    /// Weeks over which holders of a material look ahead.
    material_foresight = "material-foresight", Week;
    /// Part of a refused flow of a material that comes back through third countries.
    material_third = "material-third-countries", Share;
    /// Weeks of the linear ramp of third countries.
    material_third_ramp = "material-third-country-ramp", Week;
    /// Price over the normal one at which every user of a material who can stop has stopped.
    material_ceiling = "material-price-ceiling", Multiple;
    /// Part of a licensing country's output of a material that normally leaves it.
    material_exported = "material-exported-share", Share;
    /// Weekly speed at which a licensing country's makers fit output to sales.
    material_adjustment = "material-adjustment", PerWeek;
    /// Re-qualification of a supplier by a server or automotive buyer, `Tq`.
    requalify_slow = "requalification-server", Week;
    /// Re-qualification by a channel, PC, mobile or consumer buyer.
    requalify_fast = "requalification-channel", Week;
    /// Price elasticity of substitution between makers, `sigma`.
    maker_substitution = "maker-substitution", Pure;
    /// How far a maker with more stock than others gains share.
    stock_push = "stock-push", Pure;
    /// Yearly growth of wafer capacity that makers plan when price is normal.
    expansion = "capacity-expansion", PerYear;
    /// Response of planned capacity to the margin that makers expect.
    expansion_response = "expansion-margin-response", Pure;
    /// Part of a running site's capacity that its buildings could still take.
    running_room = "running-site-room", Share;
    /// Spread of the location choice, in units of capital cost.
    location_spread = "location-spread", Pure;
    /// Part of the smaller line that changes its product within a year, per log point of relative price.
    switch_speed = "wafer-switch-speed", Pure;
    /// Weeks in which a line that changes its product makes nothing.
    switch_weeks = "wafer-switch-weeks", Week;
    /// Lead time of tools at a running site.
    lead_time = "capacity-lead-time", Week;
    /// Lead time of a new site.
    lead_time_new = "greenfield-lead-time", Week;
    /// Discount rate of an investment.
    discount = "discount-rate", PerYear;
    /// Years over which an investment earns.
    earning_years = "earning-years", Year;
    /// Cost premium of the United States.
    premium_usa = "cost-premium-usa", Change;
    /// Cost premium of China.
    premium_chn = "cost-premium-chn", Change;
    /// Yearly chance, as firms see it, to lose a plant that runs on licences.
    licence_hazard = "licence-hazard", PerYear;
}

/// Puts every knob into the space, in order, from ranges found by id.
///
/// # Errors
/// The ids that `range_of` does not know.
pub(crate) fn add_to(
    space: &mut Space,
    range_of: impl Fn(&str) -> Option<(Range, Unit)>,
) -> Result<usize, Vec<&'static str>> {
    let first = space.len();
    let mut missing = Vec::new();
    for (id, unit) in KNOBS {
        match range_of(id) {
            Some((range, given)) if given == *unit => {
                space.add(id, range, *unit);
            }
            _ => missing.push(*id),
        }
    }
    if missing.is_empty() { Ok(first) } else { Err(missing) }
}
