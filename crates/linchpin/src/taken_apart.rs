//! What stands behind the numbers of an engine with tables of its own: the cells that carry each change, and what
//! other methods say of the headline.
//!
//! In: a staged study and the engine built for it. Out: rows for the results layer. Both are asked of the engine
//! through the seam; an engine that has neither leaves them empty.

use crate::describe;
use crate::staged::Staged;
use crate::study::Study;
use linchpin_engine::Draw;
use linchpin_engine::seam::{Built, Carried, Carrier, Ladder};
use linchpin_results::carried::{self, CarriedRow, LadderRow};
use linchpin_results::cell::of_series;
use linchpin_results::quantile::spread;
use linchpin_results::report::Spread;
use linchpin_units::Measure;

/// Draws of each rung of the ladder at most: enough for a range, few enough to wait for. They are of their own
/// design, so that every shard tells the same.
const DRAWS: u32 = 48;

/// What was taken apart.
#[derive(Debug, Default)]
pub(crate) struct Apart {
    pub(crate) carried: Vec<CarriedRow>,
    pub(crate) ladder: Option<carried::Ladder>,
}

impl Study {
    /// The cells behind every change and the methods beside the headline's.
    pub(crate) fn taken_apart(&self, staged: &[Staged<'_>], built: &dyn Built) -> Apart {
        let Some((baseline, scenarios)) = staged.split_first() else { return Apart::default() };
        let carried = scenarios.iter().flat_map(|one| {
            let found = built.carried(&baseline.shocks, &one.shocks).into_iter();
            found.flat_map(|change| rows(&one.scenario.id, built, change))
        });
        Apart { carried: carried.collect(), ladder: self.ladder(staged, built) }
    }

    fn ladder(&self, staged: &[Staged<'_>], built: &dyn Built) -> Option<carried::Ladder> {
        let key = self.headline_key(built.keys())?;
        let series = built.keys().iter().position(|known| *known == key)?;
        let one = staged.iter().skip(1).find(|one| one.scenario.id == self.headline.scenario)?;
        let members = self.members.total.min(DRAWS);
        let sampler = built.space().sampler(self.design, self.seed, members as usize);
        let draws: Vec<Draw> = (0..members).map(|member| sampler.draw(member)).collect();
        let Ladder { what, columns, rungs } =
            built.ladder(series, &staged[0].shocks, &one.shocks, &draws)?;
        let own = describe::own_names(built);
        let entity = key.entity.to_string();
        let name = own.get(&entity).cloned();
        let rung = |rung: linchpin_engine::seam::Rung| LadderRow {
            method: rung.method,
            says: rung.says,
            values: rung.values.into_iter().map(|values| values.map(over_draws)).collect(),
            text: Vec::new(),
        };
        Some(carried::Ladder {
            scenario: one.scenario.id.clone(),
            name: name.unwrap_or_else(|| self.world.name_of(&entity).to_owned()),
            entity,
            what,
            columns,
            draws: members,
            rows: rungs.into_iter().map(rung).collect(),
        })
    }
}

fn over_draws(values: Vec<Measure>) -> Spread {
    let mut values: Vec<f64> = values.into_iter().map(Measure::get).collect();
    spread(&mut values).round6()
}

/// The rows of one change: its cells, then all that is left.
fn rows(scenario: &str, built: &dyn Built, change: Carried) -> Vec<CarriedRow> {
    let Carried { series, how, cells, others, rest } = change;
    let cell = of_series(scenario, &built.keys()[series]);
    let row = |carrier: Carrier| CarriedRow {
        scenario: scenario.to_owned(),
        cell: cell.clone(),
        how: how.clone(),
        input: Some(describe::table_cell(carrier.cell)),
        put: carrier.put,
        change: Some(carrier.change.get()),
        points: carrier.points.get(),
        count: 1,
    };
    let mut rows: Vec<CarriedRow> = cells.into_iter().map(row).collect();
    rows.push(CarriedRow {
        scenario: scenario.to_owned(),
        cell: cell.clone(),
        how,
        input: None,
        put: String::new(),
        change: None,
        points: rest.get(),
        count: u32::try_from(others).unwrap_or(u32::MAX),
    });
    rows
}
