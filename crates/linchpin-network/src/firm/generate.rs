//! Synthetic networks of firms with published moments of degrees and strengths.
//!
//! In come a number of firms, sector shares, moments and a seed; out goes a network. Degrees and
//! strengths are drawn from a joint lognormal; each supplier draws a Poisson number of customers by
//! their appetite, some of them within its own sector; amounts are fitted to strengths in proportion.
//! The same seed gives the same network.

use super::network::{Link, Network};
use crate::assumed::Assumed;
use linchpin_units::math::exp;
use linchpin_units::{Finding, Findings, Place, Text};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Poisson, StandardNormal};
use std::collections::BTreeMap;

/// Moments of one country's firms: logs of customers, suppliers, sales and purchases.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moments {
    /// Country and year.
    pub name: String,
    /// Means.
    pub mean: [f64; 4],
    /// Covariances.
    pub covariance: [[f64; 4]; 4],
}

/// The published moments and how networks are drawn from them.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Countries.
    pub country: Vec<Moments>,
    /// Mean number of customers.
    pub degree: Assumed,
    /// Share of links within the own sector.
    pub own_sector: Assumed,
    /// Rounds of fitting.
    pub rounds: Assumed,
}

impl Published {
    /// The moments built into the program.
    ///
    /// # Errors
    /// `LP-U002` when the built-in file is malformed, which a test rules out.
    pub fn embedded() -> Result<Self, Finding> {
        Text::new("assumptions/firms.toml", include_str!("../../assumptions/firms.toml")).toml()
    }
}

/// What to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Number of firms.
    pub firms: usize,
    /// Mean number of customers.
    pub degree: f64,
    /// Share of links within the own sector.
    pub own_sector: f64,
    /// Share of firms in each sector; normalised.
    pub sector_shares: Vec<f64>,
    /// Rounds of fitting amounts.
    pub rounds: u32,
    /// Seed.
    pub seed: u64,
}

/// Cumulative weights, to draw from by bisection.
struct Wheel {
    firms: Vec<u32>,
    sums: Vec<f64>,
}

impl Wheel {
    fn new(firms: Vec<u32>, weight: &[f64]) -> Self {
        let mut sum = 0.0;
        let sums = firms.iter().map(|i| {
            sum += weight[*i as usize];
            sum
        });
        let sums = sums.collect();
        Self { firms, sums }
    }
    fn draw(&self, random: f64) -> Option<u32> {
        let total = self.sums.last()?;
        let at = self.sums.partition_point(|sum| *sum <= random * total);
        self.firms.get(at.min(self.firms.len() - 1)).copied()
    }
}

/// Draws a network.
///
/// # Errors
/// `LP-N023` when the plan or the moments are impossible; what [`Network::new`] refuses.
pub fn generate(moments: &Moments, plan: &Plan) -> Result<Network, Findings> {
    let refuse = |message: &str| Finding::error("LP-N023", Place::whole(&moments.name), message);
    let root = cholesky(&moments.covariance)
        .ok_or_else(|| refuse("the covariance is not positive definite"))?;
    let possible = plan.firms > 1
        && u32::try_from(plan.firms).is_ok()
        && plan.degree > 0.0
        && (0.0..=1.0).contains(&plan.own_sector)
        && plan.sector_shares.iter().all(|share| *share >= 0.0)
        && plan.sector_shares.iter().sum::<f64>() > 0.0;
    if !possible {
        return Err(refuse("the plan needs two firms, a positive degree and sector shares").into());
    }
    let mut random = ChaCha8Rng::seed_from_u64(plan.seed);
    let n = plan.firms;
    let mut shares = 0.0;
    let wheel: Vec<f64> = (plan.sector_shares.iter())
        .map(|share| {
            shares += share;
            shares
        })
        .collect();
    let mut sectors = Vec::with_capacity(n);
    let mut drawn: [Vec<f64>; 4] = std::array::from_fn(|_| Vec::with_capacity(n));
    for _ in 0..n {
        let at: f64 = random.random::<f64>() * shares;
        let sector = wheel.partition_point(|sum| *sum <= at).min(wheel.len() - 1);
        sectors.push(u32::try_from(sector).unwrap_or(u32::MAX));
        let normal: [f64; 4] = std::array::from_fn(|_| StandardNormal.sample(&mut random));
        for (k, values) in drawn.iter_mut().enumerate() {
            let shift: f64 = root[k].iter().zip(&normal).map(|(l, z)| l * z).sum();
            values.push(exp(moments.mean[k] + shift));
        }
    }
    let [customers, suppliers, sales, purchases] = drawn;
    let scale = plan.degree * n as f64 / customers.iter().sum::<f64>();
    let everyone = Wheel::new((0..n as u32).collect(), &suppliers);
    let mut of_sector: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (i, sector) in sectors.iter().enumerate() {
        of_sector.entry(*sector).or_default().push(i as u32);
    }
    let of_sector: BTreeMap<u32, Wheel> =
        of_sector.into_iter().map(|(k, firms)| (k, Wheel::new(firms, &suppliers))).collect();
    let mut links = Vec::with_capacity((plan.degree * n as f64) as usize);
    for i in 0..n {
        let mean = customers[i] * scale;
        let count = Poisson::new(mean).map_or(0.0, |poisson| poisson.sample(&mut random));
        // No firm has more customers than there are firms.
        for _ in 0..(count as usize).min(n - 1) {
            let own = random.random::<f64>() < plan.own_sector;
            let wheel = if own { &of_sector[&sectors[i]] } else { &everyone };
            if let Some(j) = wheel.draw(random.random::<f64>()).filter(|j| *j as usize != i) {
                let amount = sales[i] * purchases[j as usize];
                links.push(Link { supplier: i as u32, buyer: j, amount });
            }
        }
    }
    links.sort_by_key(|link| (link.supplier, link.buyer));
    links.dedup_by_key(|link| (link.supplier, link.buyer));
    fit(&mut links, &sales, &purchases, plan.rounds);
    Network::new(sectors, &links)
}

/// Iterative proportional fitting of amounts to sales and purchases (both scaled to one total).
fn fit(links: &mut [Link], sales: &[f64], purchases: &[f64], rounds: u32) {
    let n = sales.len();
    let mut sides = [(vec![0.0; n], sales), (vec![0.0; n], purchases)];
    for _ in 0..rounds {
        for (side, (sums, wanted)) in sides.iter_mut().enumerate() {
            let end = |link: &Link| if side == 0 { link.supplier } else { link.buyer } as usize;
            sums.fill(0.0);
            for link in links.iter() {
                sums[end(link)] += link.amount;
            }
            for link in links.iter_mut() {
                let at = end(link);
                link.amount *= wanted[at] / sums[at];
            }
        }
    }
}

/// Lower triangle `L` with `L L' = m`, if `m` is positive definite.
fn cholesky(m: &[[f64; 4]; 4]) -> Option<[[f64; 4]; 4]> {
    let mut root = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..=i {
            let done: f64 = (0..j).map(|k| root[i][k] * root[j][k]).sum();
            if i == j {
                let square: f64 = m[i][i] - done;
                root[i][i] = (square > 0.0).then(|| square.sqrt())?;
            } else {
                root[i][j] = (m[i][j] - done) / root[j][j];
            }
        }
    }
    Some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(firms: usize, seed: u64) -> Plan {
        let published = Published::embedded().expect("well formed");
        Plan {
            firms,
            degree: published.degree.value,
            own_sector: published.own_sector.value,
            sector_shares: vec![1.0; 20],
            rounds: published.rounds.value as u32,
            seed,
        }
    }

    #[test]
    fn moments_of_a_drawn_network_are_those_asked_for() {
        let published = Published::embedded().expect("well formed");
        let network = generate(&published.country[0], &plan(20_000, 7)).expect("a network");
        let degree = network.links() as f64 / network.firms() as f64;
        assert!((3.2..4.6).contains(&degree), "mean degree {degree}: repeats are merged");
        let own = (0..network.firms())
            .flat_map(|i| network.by_supplier().row(i).map(move |(j, _)| (i, j)))
            .filter(|(i, j)| network.sectors()[*i] == network.sectors()[*j])
            .count() as f64
            / network.links() as f64;
        assert!((0.20..0.30).contains(&own), "{own} of links within the sector");
        let mut sales = network.by_supplier().sums();
        sales.sort_by(|a, b| b.total_cmp(a));
        let top: f64 = sales[..sales.len() / 100].iter().sum::<f64>() / sales.iter().sum::<f64>();
        assert!(top > 0.3, "the top hundredth of firms sells {top}: strengths are heavy-tailed");
        let none = sales.iter().filter(|s| **s == 0.0).count() as f64 / sales.len() as f64;
        assert!((0.30..0.45).contains(&none), "{none} of firms sell to no firm");
    }

    #[test]
    fn the_same_seed_gives_the_same_network() {
        let published = Published::embedded().expect("well formed");
        let draw = |seed| generate(&published.country[1], &plan(500, seed)).expect("a network");
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn impossible_plans_are_refused() {
        let published = Published::embedded().expect("well formed");
        let findings = generate(&published.country[0], &plan(1, 1)).expect_err("one firm");
        assert_eq!(findings.iter().next().expect("one").code, "LP-N023");
    }
}
