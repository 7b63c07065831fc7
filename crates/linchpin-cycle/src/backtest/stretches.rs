//! Whole downturns and surges, run free.

use super::{Fitted, Stretch, at};
use crate::Market;
use crate::calendar::{Month, Quarter};
use crate::data::{Inputs, position};
use crate::fit::Fit;
use crate::project::{band, paths, quarter_mean};
use linchpin_units::math;
use linchpin_world::World;

/// Months in the downturn for which makers' stock was published.
const PUBLISHED: [&str; 2] = ["2022-06", "2022-09"];

/// Quarters to be run without their prices.
struct Free<'f> {
    name: &'static str,
    fit: &'f Fit,
    inputs: &'f Inputs,
    /// The last month whose price is known to the run.
    forced: Month,
    from: Quarter,
    to: Quarter,
}

/// Downturn fitted to 2021 and run free from the end of 2021; surge fitted to 2023, its state forced through
/// September 2025, then free.
pub(super) fn all(world: &World, market: Market, early: &Fitted, main: &Fitted) -> Vec<Stretch> {
    let downturn = (Quarter::new(2022, 1), Quarter::new(2023, 3));
    let surge = (Quarter::new(2025, 3), Quarter::new(2026, 2));
    let free = |name, fit, inputs, forced, (from, to)| Free { name, fit, inputs, forced, from, to };
    let all = [
        free(
            "downturn 1Q22 to 3Q23, free from December 2021, fitted to 2021",
            &early.fit,
            &early.inputs,
            Month::new(2021, 12),
            downturn,
        ),
        free(
            "downturn, the same, judged by makers' published stocks too",
            &early.by_stocks,
            &early.inputs,
            Month::new(2021, 12),
            downturn,
        ),
        free(
            "downturn 1Q22 to 3Q23, free from March 2022, fitted to 2023",
            &main.fit,
            &main.inputs,
            Month::new(2022, 3),
            downturn,
        ),
        free(
            "surge 3Q25 to 2Q26, free from September 2025, fitted to 2023",
            &main.fit,
            &main.inputs,
            Month::new(2025, 9),
            surge,
        ),
        free(
            "surge 3Q25 to 2Q26, free from December 2023, fitted to 2023",
            &main.fit,
            &main.inputs,
            Month::new(2023, 12),
            surge,
        ),
    ];
    all.iter().filter_map(|free| run(free, world, market)).collect()
}

/// One of them; none where the inputs do not reach its end.
fn run(free: &Free<'_>, world: &World, market: Market) -> Option<Stretch> {
    let Free { name, fit, inputs, forced, from, to } = *free;
    let end = 3 * at(to) + 3;
    if inputs.prices().len() < end || inputs.months() < end {
        return None;
    }
    let paths = paths(fit, inputs, position(forced) + 1, end);
    let rise = |months: &[crate::model::Month]| {
        quarter_mean(months, at(to)) - quarter_mean(months, at(from))
    };
    let path = world.path(market.stock());
    let weeks = |month: &&str| {
        let month_at = position(month_of(month)?);
        if !(3 * at(from)..end).contains(&month_at) {
            return None;
        }
        let published = path.as_ref()?.value(month)?.get();
        Some(((*month).to_owned(), published, band(fit, &paths, |m| m[month_at].weeks, false)))
    };
    Some(Stretch {
        name: name.to_owned(),
        seen: math::exp(inputs.quarter_price(at(to)) - inputs.quarter_price(at(from))),
        spread: band(fit, &paths, rise, false).map(math::exp),
        band: band(fit, &paths, rise, true).map(math::exp),
        weeks: PUBLISHED.iter().filter_map(weeks).collect(),
    })
}

fn month_of(text: &str) -> Option<Month> {
    Some(Month::of(format!("{text}-01").parse().ok()?))
}
