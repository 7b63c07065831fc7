//! Whole downturns and surges, run free.

use super::{Stretch, at};
use crate::Market;
use crate::calendar::{Month, Quarter};
use crate::data::{Inputs, position};
use crate::fit::Fit;
use crate::project::{band, paths, quarter_mean};
use linchpin_units::math;
use linchpin_world::World;

/// Downturn fitted to 2021 and run free from the end of 2021; surge fitted to 2023, its state forced through
/// September 2025, then free.
/// `stocked` are the same fits, judged by makers' published stock too.
pub(super) fn all(
    world: &World,
    market: Market,
    fits: &[(Fit, Inputs)],
    stocked: &[(Fit, Inputs)],
) -> Vec<Stretch> {
    let mut all = Vec::new();
    for (name, (fit, inputs), forced, from, to) in [
        (
            "downturn 1Q22 to 3Q23, free from December 2021, fitted to 2021",
            &fits[0],
            Month::new(2021, 12),
            Quarter::new(2022, 1),
            Quarter::new(2023, 3),
        ),
        (
            "downturn, the same, judged by makers' published stocks too",
            &stocked[0],
            Month::new(2021, 12),
            Quarter::new(2022, 1),
            Quarter::new(2023, 3),
        ),
        (
            "downturn 1Q22 to 3Q23, free from March 2022, fitted to 2023",
            &fits[1],
            Month::new(2022, 3),
            Quarter::new(2022, 1),
            Quarter::new(2023, 3),
        ),
        (
            "surge 3Q25 to 2Q26, free from September 2025, fitted to 2023",
            &fits[1],
            Month::new(2025, 9),
            Quarter::new(2025, 3),
            Quarter::new(2026, 2),
        ),
        (
            "surge 3Q25 to 2Q26, free from December 2023, fitted to 2023",
            &fits[1],
            Month::new(2023, 12),
            Quarter::new(2025, 3),
            Quarter::new(2026, 2),
        ),
    ] {
        let end = 3 * at(to) + 3;
        if inputs.prices().len() < end || inputs.months() < end {
            continue;
        }
        let paths = paths(fit, inputs, position(forced) + 1, end);
        let rise = |months: &[crate::model::Month]| {
            quarter_mean(months, at(to)) - quarter_mean(months, at(from))
        };
        let weeks = if from == Quarter::new(2022, 1) && market == Market::Dram {
            ["2022-06", "2022-09"]
                .into_iter()
                .filter_map(|month| {
                    let published = world.path("dram-maker-stock")?.value(month)?.get();
                    let month_at = position(month_of(month)?);
                    Some((
                        month.to_owned(),
                        published,
                        band(fit, &paths, |m| m[month_at].weeks, false),
                    ))
                })
                .collect()
        } else {
            Vec::new()
        };
        all.push(Stretch {
            name: name.to_owned(),
            seen: math::exp(inputs.quarter_price(at(to)) - inputs.quarter_price(at(from))),
            spread: band(fit, &paths, rise, false).map(math::exp),
            band: band(fit, &paths, rise, true).map(math::exp),
            weeks,
        });
    }
    all
}

fn month_of(text: &str) -> Option<Month> {
    Some(Month::of(format!("{text}-01").parse().ok()?))
}
