//! Records of a run: day by day, industry by industry, region-major as in the table.
//!
//! In comes a simulation after each day; out come the series BoARIO writes, under its names, and
//! running totals that need no memory per day.

use super::params::threshold;
use super::simulation::Simulation;

/// What to keep of each day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Only the totals.
    Totals,
    /// The series by industry.
    Industries,
    /// Those and the stocks by input sector.
    Stocks,
}

/// Series of a run; each entry is a day, each day one value per industry.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Records {
    #[serde(skip)]
    keep: Keep,
    /// Output before any shock, per day.
    pub usual_output: Vec<f64>,
    /// Output.
    pub production_realised: Vec<Vec<f64>>,
    /// Capacity.
    pub production_capacity: Vec<Vec<f64>>,
    /// Final demand unserved, by consuming region and product (BoARIO's layout: the entry of
    /// region `r` and sector `p` is what consumers in `r` lack of `p`, whoever makes it).
    pub final_demand_unmet: Vec<Vec<f64>>,
    /// Rebuilding demand served, by supplier.
    pub rebuild_prod: Vec<Vec<f64>>,
    /// Stocks at the opening of the day, one inner vector per day and input sector in turn.
    pub inputs_stocks: Vec<Vec<f64>>,
    /// Output lost against usual, summed over days, by industry.
    pub lost_output: Vec<f64>,
    /// Final demand unserved, summed over days, by industry that did not deliver.
    pub lost_final_demand: Vec<f64>,
    /// Total output of each day over usual.
    pub total_output: Vec<f64>,
    /// What capacity, at most usual, would allow of total output each day, over usual.
    pub total_capacity: Vec<f64>,
    /// How far orders of each input sector were served.
    #[serde(skip)]
    pub served: Vec<Short>,
}

/// How far orders of one input sector were served.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Short {
    /// Smallest share served on a day.
    pub least: f64,
    /// Days on which less was served than stocks can bear for long.
    pub days: u32,
}

impl Records {
    /// Empty records for a run of `simulation`.
    #[must_use]
    pub fn new(simulation: &Simulation<'_>, keep: Keep) -> Self {
        let n = simulation.model().industries();
        Self {
            keep,
            usual_output: simulation.model().usual_output(),
            production_realised: Vec::new(),
            production_capacity: Vec::new(),
            final_demand_unmet: Vec::new(),
            rebuild_prod: Vec::new(),
            inputs_stocks: Vec::new(),
            lost_output: vec![0.0; n],
            lost_final_demand: vec![0.0; n],
            total_output: Vec::new(),
            total_capacity: Vec::new(),
            served: vec![Short { least: 1.0, days: 0 }; simulation.model().sectors()],
        }
    }

    /// Takes down the last day of `simulation`.
    pub fn note(&mut self, simulation: &Simulation<'_>) {
        let model = simulation.model();
        let (n, m, s) = (model.industries(), model.regions(), model.sectors());
        let of = |value: &dyn Fn(usize) -> f64| (0..n).map(value).collect::<Vec<f64>>();
        let output = of(&|i| simulation.industry(i).output);
        let usual: f64 = self.usual_output.iter().sum();
        self.total_output.push(if usual > 0.0 { output.iter().sum::<f64>() / usual } else { 1.0 });
        self.note_service(simulation, usual);
        for (i, lost) in self.lost_output.iter_mut().enumerate() {
            *lost += self.usual_output[i] - output[i];
        }
        for (i, lost) in self.lost_final_demand.iter_mut().enumerate() {
            *lost += (0..m).map(|c| simulation.unmet(i, c)).sum::<f64>();
        }
        if self.keep == Keep::Totals {
            return;
        }
        self.production_realised.push(output);
        self.production_capacity.push(of(&|i| simulation.industry(i).capacity));
        self.rebuild_prod.push(of(&|i| {
            let industry = simulation.industry(i);
            industry.rebuilding * industry.rebuilding_share
        }));
        self.final_demand_unmet.push(of(&|i| {
            let (c, p) = (i / s, i % s);
            (0..m).map(|r| simulation.unmet(r * s + p, c)).sum()
        }));
    }

    /// Takes down what capacity would allow and how far orders were served.
    fn note_service(&mut self, simulation: &Simulation<'_>, usual: f64) {
        let (model, s) = (simulation.model(), self.served.len());
        let params = model.params();
        let (mut asked, mut made, mut able) = (vec![0.0; s], vec![0.0; s], 0.0);
        for (i, x) in self.usual_output.iter().enumerate() {
            let industry = simulation.industry(i);
            asked[i % s] += industry.demand;
            made[i % s] += industry.output;
            able += industry.capacity.min(*x);
        }
        self.total_capacity.push(if usual > 0.0 { able / usual } else { 1.0 });
        for (p, short) in self.served.iter_mut().enumerate() {
            let share = if asked[p] > 0.0 { made[p] / asked[p] } else { 1.0 };
            let (days, tau) = (params.inventory_days[p], params.inventory_tau[p]);
            short.least = short.least.min(share);
            short.days += u32::from(share < threshold(days, params.psi, tau));
        }
    }

    /// Takes down the stocks with which the coming day of `simulation` opens.
    pub fn note_opening_stocks(&mut self, simulation: &Simulation<'_>) {
        if self.keep == Keep::Stocks {
            let model = simulation.model();
            for p in 0..model.sectors() {
                let stocks = (0..model.industries()).map(|i| simulation.stock(p, i));
                self.inputs_stocks.push(stocks.collect());
            }
        }
    }
}
