//! Who receives the higher bill for memory: makers, by the country of their owners.
//!
//! In: the market's run with and without a scenario. Out: for each member the parts of the bill, which add up to
//! one. A maker's part is what it gets more for the bits it ships: bits times the rise of the price, week by week.

use linchpin_engine::{Level, SeriesKey, Trajectories, Variable};
use linchpin_world::{Entity, World};

/// Gains that nearly cancel tell no parts: below this part of their size, parts are those of all sales.
const CANCELS: f64 = 0.05;

/// Where a maker's sales of a product stand in the run, and the product's.
struct Sold {
    country: usize,
    shipments: usize,
    revenue: usize,
    all: [usize; 2],
}

/// The makers of a run by the country of their owners.
pub(crate) struct Makers {
    /// World ids of the countries, in order of first mention.
    pub(crate) countries: Vec<String>,
    sold: Vec<Sold>,
}

impl Makers {
    /// The makers whose sales a run records.
    pub(crate) fn of(world: &World, run: &Trajectories) -> Self {
        let (mut countries, mut sold): (Vec<String>, Vec<Sold>) = (Vec::new(), Vec::new());
        for key in &run.keys {
            let whole = key.level == Level::Firm && key.variable == Variable::Shipments;
            let Some(actor) = world.actor(key.entity.as_str()).filter(|_| whole) else { continue };
            let nationality = actor.nationality.as_str();
            let known = countries.iter().position(|known| known == nationality);
            let country = known.unwrap_or_else(|| {
                countries.push(nationality.to_owned());
                countries.len() - 1
            });
            let own = |variable| run.find(&SeriesKey { variable, ..key.clone() });
            let Some(product) = &key.product else { continue };
            let whole = |variable| {
                let (level, entity) = (Level::Product, Entity::from(product.as_str()));
                run.find(&SeriesKey { level, entity, variable, ..key.clone() })
            };
            let all = whole(Variable::Shipments).zip(whole(Variable::Revenue));
            if let (Some(shipments), Some(revenue), Some((bits, money))) =
                (own(Variable::Shipments), own(Variable::Revenue), all)
            {
                sold.push(Sold { country, shipments, revenue, all: [bits, money] });
            }
        }
        Self { countries, sold }
    }

    /// The part of the bill that each country's makers receive in a member, and what all get more in the money of
    /// the run: the bill of today's buyers, where the table's is that of its own year.
    pub(crate) fn parts(
        &self,
        before: &Trajectories,
        after: &Trajectories,
        member: usize,
    ) -> (Vec<f64>, f64) {
        let price = |side: &Trajectories, [bits, money]: [usize; 2], week: usize| {
            let [bits, money] = [bits, money].map(|at| side.series(member, at)[week]);
            if bits > 0.0 { money / bits } else { 0.0 }
        };
        let sold = self.sold.iter().map(|sold| {
            let bits = after.series(member, sold.shipments).into_iter().enumerate();
            let rise = |week| match (price(before, sold.all, week), price(after, sold.all, week)) {
                (then, now) if then > 0.0 && now > 0.0 => now - then,
                _ => 0.0,
            };
            let gain = bits.map(|(week, bits)| bits * rise(week)).sum::<f64>();
            (sold.country, gain, after.series(member, sold.revenue).iter().sum::<f64>())
        });
        let sold: Vec<_> = sold.collect();
        let dearer = sold.iter().map(|(_, gain, _)| gain).sum();
        (split(&sold, self.countries.len()), dearer)
    }
}

/// Parts by country of what makers gain, given as country, gain and sales; they add up to one.
fn split(sold: &[(usize, f64, f64)], countries: usize) -> Vec<f64> {
    let total: f64 = sold.iter().map(|(_, gain, _)| gain).sum();
    let size: f64 = sold.iter().map(|(_, gain, _)| gain.abs()).sum();
    let cancels = total.abs() <= CANCELS * size;
    let sales: f64 = sold.iter().map(|(_, _, sales)| sales).sum();
    let mut parts = vec![0.0; countries];
    for (country, gain, own) in sold {
        let (of, whole) = if cancels { (*own, sales) } else { (*gain, total) };
        parts[*country] += if whole == 0.0 { 0.0 } else { of / whole };
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: two makers of one country gain 30 and 20, one of another 50: one half each. Where gains of one
    /// product and losses of another nearly cancel, sales decide: 60 of 100 and 40 of 100.
    #[test]
    fn the_bill_goes_where_the_dearer_bits_come_from() {
        assert_eq!(split(&[(0, 30.0, 1.0), (0, 20.0, 1.0), (1, 50.0, 1.0)], 2), [0.5, 0.5]);
        assert_eq!(split(&[(0, 30.0, 60.0), (1, -29.5, 40.0)], 2), [0.6, 0.4]);
        assert_eq!(split(&[(0, -30.0, 60.0), (1, -10.0, 40.0)], 2), [0.75, 0.25]);
        assert_eq!(split(&[(0, 0.0, 0.0)], 1), [0.0]);
    }
}
