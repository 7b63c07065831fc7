//! What the model reads of the world, month by month, as known on a day.
//!
//! In: the world's series, a day, and the years that may be looked at for seasons. Out: [`Inputs`]: drivers of
//! demand (logarithms over the first quarter of 2019, without seasons), HBM's share of wafers, log prices and
//! shipped bits. What was not public on the day is not there; what lies behind the last known value is held.

use crate::Market;
use crate::calendar::{Month, Quarter};
use linchpin_units::{Day, Finding, Findings, Measure, Place, math};
use linchpin_world::{Kind, Observation, Path, World};

/// The first month of every run: the drivers start here.
pub const FIRST: Month = Month::new(2019, 1);
/// Firms whose spending drives servers.
const CAPEX: [&str; 4] = ["capex-alphabet", "capex-amazon", "capex-meta", "capex-microsoft"];
/// Drivers of the three segments that have one, in the order of the segments.
const DRIVERS: usize = 3;

/// What an ablation takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Without {
    /// HBM's share of wafers is held at that of the first quarter of 2019.
    pub hbm: bool,
    /// After the training years demand goes on along their straight lines.
    pub demand: bool,
}

/// The world by month, from [`FIRST`] on.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// Log driver by month and segment (server, phone, PC; the last segment has none).
    drivers: Vec<[f64; 4]>,
    /// HBM's share of wafers by month.
    hbm: Vec<f64>,
    /// Log prices of the months before [`FIRST`].
    before: Vec<f64>,
    /// Log price by month as far as known.
    price: Vec<f64>,
    /// Log bits shipped by quarter, over those of the first quarter of 2019 where known.
    bits: Vec<Option<f64>>,
    /// Makers' stock as published, by month: weeks. Empty unless a fit is to be judged by it.
    stocks: Vec<(usize, f64)>,
}

/// What is read, and until when.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// The market.
    pub market: Market,
    /// Nothing that was published later enters.
    pub known: Day,
    /// The last quarter of the training years: seasons are taken from these only.
    pub trained: Quarter,
    /// The last month the arrays reach.
    pub until: Month,
    /// What is taken away.
    pub without: Without,
}

impl Inputs {
    /// Reads the world.
    ///
    /// # Errors
    /// `LP-Y002` for every series that is missing or does not reach back to the first month.
    pub fn read(world: &World, reading: &Reading) -> Result<Self, Findings> {
        let mut reader = Reader { world, reading, findings: Findings::default() };
        let months = (reading.until.0 - FIRST.0 + 1).max(1) as usize;
        let quarters = (reading.until.quarter().0 - FIRST.quarter().0 + 1) as usize;
        let drivers = reader.drivers(quarters);
        let hbm = reader.hbm(quarters);
        let (before, price) = reader.prices();
        let bits = reader.bits(&price, quarters);
        let by_month = |month: usize| -> [f64; 4] {
            let quarter = month / 3;
            std::array::from_fn(|k| if k < DRIVERS { drivers[k][quarter] } else { 0.0 })
        };
        let inputs = Self {
            drivers: (0..months).map(by_month).collect(),
            hbm: (0..months).map(|month| hbm[month / 3]).collect(),
            before,
            price,
            bits,
            stocks: Vec::new(),
        };
        reader.findings.or_value(inputs)
    }

    /// The same inputs for a fit that is judged by makers' stock too, where it was published by `known`: an ablation,
    /// since the model's stocks are its own.
    #[must_use]
    pub fn judged_by_stocks(mut self, world: &World, market: Market, known: Day) -> Self {
        let path = world.path(market.stock()).map(|path| path.known(known));
        let seen = path.iter().flat_map(Path::observations);
        let weeks = |row: &Observation| {
            let days = row.sourced.as_of.days();
            let month = Month::of(days.until.map_or(days.from, |until| until.plus(-1)));
            (month >= FIRST && row.kind != Kind::Forecast)
                .then(|| (position(month), row.sourced.value.get()))
        };
        self.stocks = seen.filter_map(weeks).collect();
        self
    }

    /// Makers' stock that a fit is judged by: month and weeks.
    #[must_use]
    pub fn stocks(&self) -> &[(usize, f64)] {
        &self.stocks
    }

    /// Months from the first on.
    #[must_use]
    pub fn months(&self) -> usize {
        self.drivers.len()
    }

    /// Log drivers of a month.
    pub(crate) fn drivers(&self, month: usize) -> [f64; 4] {
        self.drivers[month]
    }

    /// HBM's share of wafers by month.
    #[must_use]
    pub fn hbm(&self) -> &[f64] {
        &self.hbm
    }

    /// Log prices before the first month, oldest first.
    #[must_use]
    pub fn before(&self) -> &[f64] {
        &self.before
    }

    /// Log prices from the first month on, as far as known.
    #[must_use]
    pub fn prices(&self) -> &[f64] {
        &self.price
    }

    /// Number of whole quarters whose price is known.
    #[must_use]
    pub fn priced_quarters(&self) -> usize {
        self.price.len() / 3
    }

    /// Log of the mean price of a quarter, counted from the first.
    #[must_use]
    pub fn quarter_price(&self, quarter: usize) -> f64 {
        mean_price(&self.price[3 * quarter..3 * quarter + 3])
    }

    /// Log bits shipped in a quarter.
    #[must_use]
    pub fn quarter_bits(&self, quarter: usize) -> Option<f64> {
        self.bits.get(quarter).copied().flatten()
    }
}

/// Logarithm of the mean of prices given as logarithms.
#[must_use]
pub fn mean_price(logs: &[f64]) -> f64 {
    let sum = logs.iter().fold(0.0, |sum, log| sum + math::exp(*log));
    math::ln(sum / logs.len() as f64)
}

/// Position of a month in the arrays.
#[must_use]
pub fn position(month: Month) -> usize {
    (month.0 - FIRST.0).max(0) as usize
}

struct Reader<'w> {
    world: &'w World,
    reading: &'w Reading,
    findings: Findings,
}

impl<'w> Reader<'w> {
    fn path(&mut self, id: &str) -> Option<Path<'w>> {
        let path = self.world.path(id).map(|path| path.known(self.reading.known));
        if path.is_none() {
            self.missing(id, "is in no table");
        }
        path
    }

    fn missing(&mut self, id: &str, what: &str) {
        self.findings.push(
            Finding::error("LP-Y002", Place::whole("series.csv"), format!("`series:{id}` {what}"))
                .expected("a series from January 2019 on, known on the day asked about")
                .help("add its rows to a file below series/, or ask about a later day"),
        );
    }

    /// Log drivers by segment and quarter: seasons taken out, 0 in the first quarter, held at the end.
    fn drivers(&mut self, quarters: usize) -> [Vec<f64>; DRIVERS] {
        let spending = self.sum(&CAPEX);
        let phones = self.sum(&["phone-units"]);
        let computers = self.sum(&["pc-units"]);
        [spending, phones, computers].map(|values| self.season_free(&values, quarters))
    }

    /// Quarterly sums of several series, from the first quarter on, as long as all are known.
    fn sum(&mut self, ids: &[&str]) -> Vec<f64> {
        let paths: Vec<Path<'w>> = ids.iter().filter_map(|id| self.path(id)).collect();
        let mut values = Vec::new();
        if paths.len() < ids.len() {
            return values;
        }
        for quarter in 0.. {
            let name = FIRST.quarter().plus(quarter).to_string();
            let known: Vec<f64> =
                paths.iter().filter_map(|path| path.value(&name)).map(Measure::get).collect();
            if known.len() < paths.len() {
                break;
            }
            values.push(known.iter().sum());
        }
        if values.is_empty() {
            self.missing(ids[0], "is not known in the first quarter of 2019");
        }
        values
    }

    fn season_free(&self, values: &[f64], quarters: usize) -> Vec<f64> {
        if values.is_empty() {
            return vec![0.0; quarters];
        }
        let logs: Vec<f64> = values.iter().map(|value| math::ln(*value)).collect();
        let trained = (self.reading.trained.0 - FIRST.quarter().0 + 1).max(0) as usize;
        let seasons = seasons(&logs[..trained.min(logs.len())]);
        let mut free: Vec<f64> =
            logs.iter().enumerate().map(|(quarter, log)| log - seasons[quarter % 4]).collect();
        let first = free[0];
        for log in &mut free {
            *log -= first;
        }
        if self.reading.without.demand && trained >= 2 && trained <= free.len() {
            let (start, slope) = line(&free[..trained]);
            free.truncate(trained);
            free.extend((trained..quarters).map(|quarter| start + slope * quarter as f64));
        }
        let last = *free.last().expect("not empty");
        free.resize(quarters.max(free.len()), last);
        free.truncate(quarters);
        free
    }

    fn hbm(&mut self, quarters: usize) -> Vec<f64> {
        if self.reading.market == Market::Nand {
            return vec![0.0; quarters];
        }
        let Some(path) = self.path("hbm-wafer-share") else { return vec![0.0; quarters] };
        let mut shares = Vec::with_capacity(quarters);
        let mut last = None;
        for quarter in 0..quarters {
            let name = FIRST.quarter().plus(quarter as i32).to_string();
            if shares.is_empty() || !self.reading.without.hbm {
                last = path.value(&name).map(Measure::get).or(last);
            }
            shares.push(last.unwrap_or(0.0));
        }
        if last.is_none() {
            self.missing("hbm-wafer-share", "is not known at all");
        }
        shares
    }

    /// Log prices before the first month, and from it on.
    fn prices(&mut self) -> (Vec<f64>, Vec<f64>) {
        let id = self.reading.market.series().0;
        let (mut before, mut price) = (Vec::new(), Vec::new());
        let Some(path) = self.path(id) else { return (vec![0.0], price) };
        for row in path.observations() {
            let month = Month::of(row.from());
            let log = math::ln(row.sourced.value.get());
            if row.kind == Kind::Forecast || month > self.reading.until {
                continue;
            }
            if month < FIRST {
                before.push(log);
            } else {
                price.push(log);
            }
        }
        if before.is_empty() {
            self.missing(id, "is not known before January 2019");
            before.push(0.0);
        }
        (before, price)
    }

    /// Bits: revenue over the mean price of its quarter.
    fn bits(&mut self, price: &[f64], quarters: usize) -> Vec<Option<f64>> {
        let Some(path) = self.path(self.reading.market.series().1) else { return Vec::new() };
        let one = |quarter: usize| {
            let prices = price.get(3 * quarter..3 * quarter + 3)?;
            let revenue = path.value(&FIRST.quarter().plus(quarter as i32).to_string())?.get();
            Some(math::ln(revenue) - mean_price(prices))
        };
        (0..quarters).map(one).collect()
    }
}

/// Seasonal logs of whole years: the mean distance of each quarter from its year, less the slope within years.
fn seasons(logs: &[f64]) -> [f64; 4] {
    let years = logs.len() / 4;
    if years < 2 {
        return [0.0; 4];
    }
    let mean = |year: usize| logs[4 * year..4 * year + 4].iter().sum::<f64>() / 4.0;
    let slope = (mean(years - 1) - mean(0)) / (years - 1) as f64 / 4.0;
    std::array::from_fn(|season| {
        let distance: f64 = (0..years).map(|year| logs[4 * year + season] - mean(year)).sum();
        distance / years as f64 - slope * (season as f64 - 1.5)
    })
}

/// Least-squares line through values at 0, 1, 2, …: (value at 0, slope).
fn line(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let middle = (n - 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / n;
    let (mut up, mut down) = (0.0, 0.0);
    for (at, value) in values.iter().enumerate() {
        let x = at as f64 - middle;
        up += x * (value - mean);
        down += x * x;
    }
    let slope = up / down;
    (mean - slope * middle, slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_of_a_growing_year_are_found() {
        // Growth 0.1 a quarter, seasons -0.3, 0.1, 0, 0.2.
        let season = [-0.3, 0.1, 0.0, 0.2];
        let logs: Vec<f64> = (0..12).map(|q| 0.1 * f64::from(q) + season[q as usize % 4]).collect();
        let found = seasons(&logs);
        for at in 0..4 {
            assert!((found[at] - season[at]).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn a_line_is_found() {
        let (start, slope) = line(&[1.0, 3.0, 5.0]);
        assert!((start - 1.0).abs() < 1e-12 && (slope - 2.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_published_later_enters() {
        let world = World::embedded().unwrap_or_else(|all| panic!("{all}"));
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let reading = |known: &str| Reading {
            market: Market::Dram,
            known: day(known),
            trained: Quarter::new(2023, 4),
            until: Month::new(2026, 6),
            without: Without::default(),
        };
        // On 15 October 2025 the index of September is known, the spending of the third quarter is not.
        let then =
            Inputs::read(&world, &reading("2025-10-15")).unwrap_or_else(|all| panic!("{all}"));
        let now =
            Inputs::read(&world, &reading("2026-11-28")).unwrap_or_else(|all| panic!("{all}"));
        assert_eq!(then.prices().len(), position(Month::new(2025, 9)) + 1);
        let at = position(Month::new(2025, 9));
        assert_eq!(then.drivers(at - 3)[0], now.drivers(at - 3)[0]);
        assert_eq!(then.drivers(at)[0], then.drivers(at - 3)[0], "held");
        assert!(now.drivers(at)[0] > now.drivers(at - 3)[0]);
        assert!(then.hbm()[at] != now.hbm()[at], "the share of 2025 was an expectation then");
        assert_eq!(then.months(), now.months());
    }
}
