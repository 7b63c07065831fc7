//! From a shortage of memory to the industries that use it.
//!
//! In come a table with a carved memory sector, weekly shares of memory that does not reach each
//! region, and what a missing input does; out comes what every industry loses over the horizon. The
//! shares cap what memory makers deliver to users in the region: users live on their stocks, then
//! make less, and their suppliers and customers with them. Invariant: no shortage, no loss.

use crate::ario::event::Substitution;
use crate::ario::params::{Defaults, Params};
use crate::ario::record::Keep;
use crate::ario::{ArioError, Event, EventKind, Model, Records, Recovery, Simulation};
use crate::table::Mrio;
use crate::table::chips::{Chips, MEMORY};

/// Days in a week of the market.
const WEEK: u32 = 7;

/// What a missing input does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inputs {
    /// Days of use that users of memory hold.
    pub memory_days: f64,
    /// Days of use held of every other input.
    pub other_days: f64,
    /// Share of the shortfall of memory that its users cannot make good, see [`Params::criticality`].
    pub memory_criticality: f64,
    /// The same of every other input.
    pub other_criticality: f64,
}

impl Inputs {
    /// Parameters of ARIO for `table`; everything else as in the defaults. Memory stops those who build
    /// it in, goods stop everybody in part, services nobody.
    fn params(self, table: &Mrio, chips: &Chips, defaults: &Defaults) -> Params {
        let s = table.sectors().len();
        let mut params = defaults.params(s);
        let of =
            |p: usize, memory, other| if table.sectors()[p] == MEMORY { memory } else { other };
        params.inventory_days = (0..s).map(|p| of(p, self.memory_days, self.other_days)).collect();
        let rating = |i: usize| {
            let (input, user) = (&table.sectors()[i / s], &table.sectors()[i % s]);
            match input.as_str() {
                MEMORY if chips.builds_in.contains(user) => self.memory_criticality,
                _ if chips.goods.contains(input) => self.other_criticality,
                _ => 0.0,
            }
        };
        params.criticality = Some((0..s * s).map(rating).collect());
        params
    }
}

/// What a shortage costs, by industry, region-major; the table's unit over the whole horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// Output lost; negative where an industry gains.
    pub output: Vec<f64>,
    /// Value added lost, at each industry's usual share in output.
    pub value_added: Vec<f64>,
    /// Usual output over the horizon.
    pub usual: Vec<f64>,
}

/// Prepares `table`, carved and closed (see [`Mrio::closed`]), for [`spread`].
///
/// # Errors
/// [`ArioError::Parameter`] when `inputs` are out of their domain.
pub fn prepare(
    table: &Mrio,
    chips: &Chips,
    inputs: Inputs,
    defaults: &Defaults,
) -> Result<Model, ArioError> {
    Model::new(table, inputs.params(table, chips, defaults))
}

/// Runs weeks in which a share of memory does not reach the users in each region:
/// `shortages[region][week]`, regions as in the table.
///
/// # Errors
/// [`ArioError::Event`] when a share lies outside 0 to 1.
pub fn spread(table: &Mrio, model: &Model, shortages: &[Vec<f64>]) -> Result<Lost, ArioError> {
    let s = table.sectors().len();
    let makers: Vec<usize> =
        table.regions().iter().filter_map(|region| table.find(region, MEMORY)).collect();
    let mut events = Vec::new();
    let mut day = 0;
    for week in 0..shortages.iter().map(Vec::len).max().unwrap_or(0) {
        for (region, weekly) in shortages.iter().enumerate() {
            let share = weekly.get(week).copied().unwrap_or(0.0);
            if share == 0.0 {
                continue;
            }
            let users: Vec<usize> = (region * s..(region + 1) * s).collect();
            let lifted = Recovery::Table(Vec::new());
            let kind = EventKind::stop(&makers, &users, share, Substitution::None, lifted);
            let name = format!("memory to {}, week {week}", table.regions()[region]);
            events.push(Event { name, day, duration: WEEK, kind });
        }
        day += WEEK;
    }
    let mut run = Simulation::new(model, events)?;
    let mut records = Records::new(&run, Keep::Totals);
    for _ in 0..day {
        run.step()?;
        records.note(&run);
    }
    let part = |added: &f64, x: &f64| if *x > 0.0 { added / x } else { 0.0 };
    let parts: Vec<f64> =
        table.value_added().iter().zip(table.x()).map(|(added, x)| part(added, x)).collect();
    let output = records.lost_output;
    Ok(Lost {
        value_added: output.iter().zip(&parts).map(|(lost, part)| lost * part).collect(),
        usual: records.usual_output.iter().map(|x| x * f64::from(day)).collect(),
        output,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::chips::carved_2011;

    const INPUTS: Inputs = Inputs {
        memory_days: 30.0,
        other_days: 30.0,
        memory_criticality: 0.8,
        other_criticality: 0.5,
    };

    fn lost(share: f64, inputs: Inputs) -> (Mrio, Lost) {
        lost_over(26, share, inputs)
    }

    fn lost_over(weeks: usize, share: f64, inputs: Inputs) -> (Mrio, Lost) {
        let (table, _) = carved_2011().expect("carved");
        let defaults = Defaults::embedded().expect("well formed");
        let chips = Chips::embedded().expect("well formed");
        let model = prepare(&table, &chips, inputs, &defaults).expect("a model");
        let mut shortages = vec![vec![0.0; weeks]; table.regions().len()];
        let china = table.regions().iter().position(|r| r == "CHN").expect("China");
        shortages[china][4..20].fill(share);
        let lost = spread(&table, &model, &shortages).expect("a run");
        (table, lost)
    }

    #[test]
    fn no_shortage_no_loss() {
        let (_, lost) = lost(0.0, INPUTS);
        assert!(lost.output.iter().zip(&lost.usual).all(|(l, x)| l.abs() <= 1e-12 * x));
    }

    #[test]
    fn chinese_electronics_lose_most_and_less_critical_memory_costs_less() {
        let (table, hard) = lost(0.4, INPUTS);
        let electronics = table.find("CHN", "electronics-rest").expect("there");
        let sum = |lost: &Lost| lost.output.iter().sum::<f64>();
        assert!(hard.output[electronics] > 0.0);
        let largest = hard.output.iter().copied().fold(0.0, f64::max);
        assert_eq!(hard.output[electronics], largest);
        let (_, soft) = lost(0.4, Inputs { memory_criticality: 0.4, ..INPUTS });
        assert!(sum(&soft) < 0.8 * sum(&hard), "{} {}", sum(&soft), sum(&hard));
        let (_, none) = lost(0.4, Inputs { memory_criticality: 0.0, ..INPUTS });
        assert!(none.output[electronics] < 0.05 * hard.output[electronics]);
        let (_, stocked) = lost(0.4, Inputs { memory_days: 200.0, ..INPUTS });
        assert!(sum(&stocked) < sum(&hard));
    }

    #[test]
    fn once_lifted_users_order_more_than_usual_and_make_up_for_some_of_it() {
        let sum = |weeks| lost_over(weeks, 0.4, INPUTS).1.output.iter().sum::<f64>();
        let (sooner, later) = (sum(104), sum(156));
        assert!(later < 0.97 * sooner, "{sooner} {later}");
    }
}
