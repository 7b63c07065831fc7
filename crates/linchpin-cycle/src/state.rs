//! The state of the market on any date, for engines that start there.
//!
//! In: the world, a date, the day whose knowledge counts. Out: a [`Standing`]: makers' and buyers' weeks,
//! price over normal, utilisation, each with its 80 % range. Stocks are the model's: published weeks are shown
//! beside, never taken in, because taking them in did not help the projections when it was tried.

use crate::Market;
use crate::band::Band;
use crate::calendar::Month;
use crate::data::{FIRST, position};
use crate::fit::Effort;
use crate::law::Pace;
use crate::model::{Month as Stand, WEEK};
use crate::numbers::Numbers;
use crate::project::{band, paths};
use linchpin_units::{Day, Findings, math};
use linchpin_world::{Kind, World};
use serde::Serialize;

pub use crate::fit::fitted;

/// Where the market stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Which market.
    pub market: Market,
    /// The month whose end is meant.
    pub month: String,
    /// Nothing published later was used.
    pub known: Day,
    /// The last month whose price is known.
    pub priced: String,
    /// Makers' stock, weeks of reference use.
    pub maker_weeks: Band,
    /// Makers' normal stock, weeks.
    pub normal_weeks: Band,
    /// Buyers' stock, weeks of use.
    pub buyer_weeks: Band,
    /// Contract price over its normal level.
    pub price_over_normal: Band,
    /// The log of it as demand feels it, over six months.
    pub felt: Band,
    /// Utilisation of makers.
    pub utilisation: Band,
    /// Log change of the price over the last three months: what inertia carries on.
    pub momentum: Band,
    /// Orders over supply, steepened: what pushes the price.
    pub flow: Band,
    /// Spot over contract; calibrated on one event, not tested.
    pub spot_over_contract: Band,
    /// HBM's share of wafers.
    pub hbm_share: f64,
}

/// One draw with the month it stands in: numbers and state of one member of an ensemble, that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its numbers.
    pub numbers: Numbers,
    /// Its last month.
    pub month: Stand,
    /// Log change of the price over the three months that end with it.
    pub momentum: f64,
    /// Makers' weeks over the last six months.
    pub remembered: f64,
    /// Use at the normal price over what capacity would serve at rest, where stocks grow with the market.
    pub tightness: f64,
}

/// The kept draws as they stand at the end of the month of `date`, the best first: what an ensemble starts from.
///
/// # Errors
/// As [`on`].
pub fn members(
    world: &World,
    market: Market,
    date: Day,
    known: Day,
    effort: Effort,
) -> Result<Vec<Member>, Findings> {
    let (fit, inputs) = fitted(world, market, Month::of(date), known, effort)?;
    let at = position(Month::of(date));
    let forced = inputs.prices().len().min(at + 1);
    let free = 1.0 - inputs.hbm()[at];
    let one = |(kept, months): (&crate::fit::Kept, Vec<Stand>)| Member {
        numbers: kept.numbers.clone(),
        month: months[at],
        momentum: months[at].price - months[at - 3].price,
        remembered: mean(months[(at + 1).saturating_sub(6)..=at].iter().map(|m| m.weeks)),
        tightness: tightness(&kept.numbers, &months[at], free),
    };
    Ok(fit.kept.iter().zip(paths(&fit, &inputs, forced, at + 1)).map(one).collect())
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.fold(0.0, |sum, value| sum + value) / count
}

/// `R (1 + G (I* + J*)) / (K' (1 - h))`, by month: 1 where capacity makes what is used and what stocks grow by. `K'` is
/// the capacity whose wafers come out now: that of the lag before.
fn tightness(numbers: &Numbers, month: &Stand, free: f64) -> f64 {
    let reference = month.makers / (WEEK * month.weeks);
    let weeks = numbers.maker_weeks + numbers.fixed.buyer_weeks;
    let grown = Pace::MONTHLY.growth(numbers.growth) * WEEK * weeks;
    let older = math::exp(-numbers.growth * numbers.fixed.lag as f64 / 12.0);
    reference * (1.0 + grown) / (month.capacity * older * free)
}

/// The observed price of a month over that of another, as known on a day; the last known one speaks for later months.
/// None where the series does not reach.
#[must_use]
pub fn price_between(world: &World, market: Market, from: Day, to: Day, known: Day) -> Option<f64> {
    let path = world.path(market.series().0)?.known(known);
    let at = |day: Day| {
        let until = Month::of(day);
        let mut told = path.observations().into_iter().filter(|row| row.kind != Kind::Forecast);
        told.rfind(|row| Month::of(row.from()) <= until).map(|row| row.sourced.value.get())
    };
    Some(at(to)? / at(from)?)
}

/// The day whose knowledge an answer about `date` has when none is asked for: the middle of the month after it, when
/// its prices are published, and never later than `today`.
#[must_use]
pub fn knowledge(date: Day, today: Day) -> Day {
    Month::of(date).plus(1).day(15).min(today)
}

/// The market at the end of the month of `date`, as known on `known`.
///
/// # Errors
/// `LP-Y003` for a date before the series, or with too few years of prices known; findings about the world.
pub fn on(
    world: &World,
    market: Market,
    date: Day,
    known: Day,
    effort: Effort,
) -> Result<Standing, Findings> {
    let month = Month::of(date);
    let (fit, inputs) = fitted(world, market, month, known, effort)?;
    let at = position(month);
    let forced = inputs.prices().len().min(at + 1);
    let paths = paths(&fit, &inputs, forced, at + 1);
    let of =
        |number: &dyn Fn(&Stand) -> f64| band(&fit, &paths, |months| number(&months[at]), false);
    let ratio = of(&|m| m.gap).map(math::exp);
    let spot: Vec<f64> = paths
        .iter()
        .zip(&fit.kept)
        .map(|(months, kept)| math::exp(months[at].spot_premium(&kept.numbers)))
        .collect();
    let normal: Vec<f64> = fit.kept.iter().map(|kept| kept.numbers.maker_weeks).collect();
    let momentum = band(&fit, &paths, |months| months[at].price - months[at - 3].price, false);
    let some = |draws: &[f64]| Band::of(draws, 0.0).expect("a fit keeps draws");
    Ok(Standing {
        market,
        month: month.to_string(),
        known,
        priced: FIRST.plus(forced as i32 - 1).to_string(),
        maker_weeks: of(&|m| m.weeks),
        normal_weeks: some(&normal),
        buyer_weeks: of(&|m| m.buyer_weeks),
        price_over_normal: ratio,
        felt: of(&|m| m.felt),
        utilisation: of(&|m| m.utilisation),
        momentum,
        flow: of(&|m| m.flow),
        spot_over_contract: some(&spot),
        hbm_share: inputs.hbm()[at],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_knows_nothing_of_tomorrow() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let known = |date, today| knowledge(day(date), day(today)).to_string();
        assert_eq!(known("2026-08-31", "2026-11-29"), "2026-09-15");
        assert_eq!(known("2026-08-31", "2026-09-02"), "2026-09-02");
        assert_eq!(known("2022-10-31", "2026-11-29"), "2022-11-15");
    }
}
