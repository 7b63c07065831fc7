//! From lost memory to lost cars: the market's shortages carried through an input-output table.
//!
//! In: a study and its run. Out: a [`Spillover`] to put into the run before it is finished. The market
//! hands over price, quantity and what was wanted and not delivered; users answer by price, and only
//! what they wanted at the price stops lines. Up to four hundred members, evenly spaced, each with several
//! draws of how users behave and of the split's weights, so that the range holds both the market's
//! and the network's doubt. Invariant: the same bytes for any number of threads; a scenario that delivers as the baseline costs nobody anything.

mod carried;
mod handed;
mod told;

use crate::received::Makers;
use crate::simulate::Failure;
use crate::study::Study;
use carried::{ASSUMED, All, Market, Pairs};
use handed::{Series, deliveries};
use linchpin_engine::{Space, Variable};
use linchpin_network::economics::Users;
use linchpin_network::table::bundled::BuiltIn;
use linchpin_network::table::chips::Chips;
use linchpin_results::losses::losses;
use linchpin_results::quantile::{round6, spread as quantiles};
use linchpin_results::spillover::{Received, Spillover, SpilloverParameter};
use linchpin_results::{RunInput, ScenarioRun};
use linchpin_units::Findings;

/// Members carried on: enough that the upper end of the band is not that of a few draws.
const MEMBERS: usize = 400;
/// Days in a week of the market.
const WEEK: u32 = 7;

/// The world's assumptions, in the order in which a draw of users' behaviour takes them.
const ASSUMPTIONS: [&str; ASSUMED] = [
    "spillover-memory-stock",
    "spillover-input-stock",
    "spillover-memory-criticality",
    "spillover-input-criticality",
];

impl Study {
    /// Carries a run on into the industries of `table` that use memory, and says so in its reproduce command.
    ///
    /// # Errors
    /// As [`Study::spillover`].
    pub fn spill(&self, run: &mut RunInput, table: BuiltIn) -> Result<(), Failure> {
        let keys = &run.baseline.trajectories.keys;
        if !keys.iter().any(|key| key.variable == Variable::Shipments) {
            let why = "this engine delivers no memory week by week, so that nothing can be carried on; what other industries lose is in its numbers already";
            return Err(Failure::Design(why.to_owned()));
        }
        run.spillover = Some(self.spillover(run, table)?);
        run.manifest.reproduce.push_str(" --spillover");
        if table != BuiltIn::default() {
            run.manifest.reproduce.push('=');
            run.manifest.reproduce.push_str(table.word());
        }
        Ok(())
    }

    /// Carries the lost memory of a run of this study into the industries that use it.
    ///
    /// # Errors
    /// [`Failure::Input`] when the world lacks an assumption or it is out of its domain.
    pub fn spillover(&self, run: &RunInput, on: BuiltIn) -> Result<Spillover, Failure> {
        let chips = Chips::embedded(on).map_err(Findings::from)?;
        let users = Users::embedded().map_err(Findings::from)?;
        let table = on.table()?.closed().0;
        let parameters = self.spillover_parameters(&chips, &users)?;
        let mut space = Space::default();
        for parameter in &parameters {
            let range = linchpin_units::Range::new(parameter.low, parameter.value, parameter.high);
            let range = range.map_err(|error| Failure::Design(error.to_string()))?;
            // Names only keep the draws of parameters apart; the engine needs no unit here.
            space.add(&parameter.id, range, linchpin_units::Unit::Pure);
        }
        let pairs = Pairs::new(self.seed, MEMBERS.min(run.members()));
        let sampler = space.sampler(self.design, self.seed, pairs.draws);
        let series: Vec<Series> =
            table.regions().iter().map(|region| deliveries(run, region)).collect();
        let wanted = self.wanted(run)?;
        let makers = Makers::of(&self.world, &run.baseline.trajectories);
        let market = Market { run, wanted: &wanted, makers: &makers, series: &series };
        let all = carried::all(&market, &pairs, &sampler, (&table, &chips))?;
        let (names, _) = chips.carve(&table, chips.stated())?;
        let weeks = run.baseline.trajectories.weeks.len();
        let losses = losses(run);
        let mut found = Spillover {
            table: format!("{}, 9 regions", table.origin().name),
            year: on.year(),
            attribution: table.origin().attribution.clone(),
            unit: table.origin().unit.clone(),
            from: run.manifest.from.clone(),
            until: run.manifest.until.clone(),
            days: u32::try_from(weeks).unwrap_or(u32::MAX).saturating_mul(WEEK),
            members: u32::try_from(pairs.members).unwrap_or(u32::MAX),
            imputed: round6(all.imputed),
            parameters,
            shortages: Vec::new(),
            rows: Vec::new(),
            received: Vec::new(),
            notes: general(run, &pairs, all.imputed, on),
        };
        for (at, scenario) in run.scenarios.iter().enumerate() {
            told::account((scenario, at), &all, &names, &losses, &mut found);
            found.received.extend(self.received(&makers, (scenario, at), &all));
            found.notes.extend(told::notes(scenario, at, &all, self.seed));
        }
        Ok(found)
    }

    /// What makers of each country receive of the higher bill, the most first.
    fn received(
        &self,
        makers: &Makers,
        (scenario, at): (&ScenarioRun, usize),
        all: &All,
    ) -> Vec<Received> {
        let bills: Vec<f64> = all.pairs.iter().map(|own| own[at].bill.iter().sum()).collect();
        let row = |(country, id): (usize, &String)| {
            let part = |pair: usize| all.hands[pair / all.each][at].parts[country];
            let amounts = bills.iter().enumerate().map(|(pair, bill)| bill * part(pair));
            Received {
                scenario: scenario.id.clone(),
                country: id.clone(),
                name: self.world.name_of(id).to_owned(),
                amount: quantiles(&mut amounts.collect::<Vec<f64>>()).round6(),
                text: None,
            }
        };
        let mut rows: Vec<Received> = makers.countries.iter().enumerate().map(row).collect();
        rows.sort_by(|a, b| b.amount.p50.abs().total_cmp(&a.amount.p50.abs()));
        rows
    }

    fn spillover_parameters(
        &self,
        chips: &Chips,
        users: &Users,
    ) -> Result<Vec<SpilloverParameter>, Failure> {
        let mut parameters = Vec::new();
        let mut findings = Findings::default();
        for id in ASSUMPTIONS {
            match self.world.assumption(id) {
                Some(known) => parameters.push(SpilloverParameter {
                    id: format!("assumption:{id}"),
                    name: known.name.clone(),
                    value: known.sourced.range.mode(),
                    low: known.sourced.range.low(),
                    high: known.sourced.range.high(),
                    unit: known.sourced.unit.to_string(),
                    source: known.sourced.source.to_string(),
                    why: known.why.clone(),
                }),
                None => findings.push(crate::simulate::no_assumption(id, self)),
            }
        }
        let of_users = users.all().map(|(name, entry)| ("users", name, entry));
        let of_split = chips.uncertain().map(|(name, entry)| ("split", name, entry));
        let built_in = of_users.into_iter().chain(of_split);
        parameters.extend(built_in.map(|(kind, name, weight)| SpilloverParameter {
            id: format!("{kind}:{}", name.replace(' ', "-")),
            name: name.to_owned(),
            value: weight.value,
            low: weight.low,
            high: weight.high,
            unit: weight.unit.to_string(),
            source: weight.source.clone(),
            why: weight.why.clone(),
        }));
        findings.or_value(parameters).map_err(Failure::Input)
    }
}

/// What a reader should know of every scenario.
fn general(run: &RunInput, pairs: &Pairs, imputed: f64, on: BuiltIn) -> Vec<String> {
    vec![
        format!(
            "{}Amounts are those of the economy of {}; shares say more about today.",
            on.estimate(),
            on.year()
        ),
        "These are losses of those who use memory. A higher price is answered by smaller \
         configurations and fewer products; only memory that was wanted at the price and did not \
         come stops a line. The higher bill is no value added lost: what one country's users pay \
         more, the makers of memory receive, and a country may gain more as a maker than it loses \
         as a user."
            .to_owned(),
        format!(
            "{} of {} draws, evenly spaced, each with {} of {} draws of users' behaviour; {:.1} % of \
             the table's intermediate flows are split by weights, not measured.",
            pairs.members,
            run.members(),
            pairs.each,
            pairs.draws,
            imputed * 100.0
        ),
    ]
}
