//! What users lose in all, between the two bounds.
//!
//! In come a carved table, what the market hands over by group of users, and how users behave; out come,
//! for every industry, the buyers' surplus lost (lower), the estimate, and the Leontief stoppage (upper),
//! in the table's unit over the horizon. The three share the higher bill and the surplus of what is
//! bought beyond need; they differ in what a missing bit costs: what it was worth to the buyer who missed it
//! least; that or a stopped line, by the rating, after stocks; a stopped line always, and all that need it.

use super::handover::Relative;
use super::response::{Buyer, Met, Taken, share_out};
use super::stoppage::{Need, Stoppage};
use crate::table::Mrio;
use crate::table::chips::{Chips, MEMORY};
use linchpin_units::math::pow;

/// How users behave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Behaviour {
    /// See [`Buyer::elasticity`].
    pub elasticity: f64,
    /// See [`Buyer::pass_through`].
    pub pass_through: f64,
    /// See [`Buyer::product_elasticity`].
    pub product_elasticity: f64,
    /// See [`Buyer::criticality`], of those who build memory into what they sell; for all others a chip
    /// is equipment, whose want stops nothing.
    pub memory_criticality: f64,
    /// Rating of every other good as an input; services stop nobody.
    pub other_criticality: f64,
    /// Days of use that users of memory hold.
    pub memory_days: f64,
    /// Days of use held of every other input.
    pub other_days: f64,
    /// How much users whose costs are mostly memory miss more of what is short than others, who pay any
    /// price for it: 0 in proportion, 1 in proportion to memory's share in cost.
    pub priority: f64,
}

/// Users that buy alike: some sectors of one region.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Region of the table.
    pub region: usize,
    /// Using sectors of the table; an industry counts in the first group that names it.
    pub sectors: Vec<usize>,
    /// Week by week.
    pub weeks: Vec<Relative>,
}

/// What everyone loses, by industry of the table, region-major; money in its unit over the horizon.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Account {
    /// Higher bill for memory, net of what cheaper memory saves: it goes to the makers. In all three below.
    pub bill: Vec<f64>,
    /// Buyers' surplus lost.
    pub lower: Vec<f64>,
    /// The estimate.
    pub estimate: Vec<f64>,
    /// Leontief stoppage; none before [`bound`] has worked it out.
    pub upper: Option<Stopped>,
    /// Share of output not made, in the estimate: lines that stand, and products too dear to be bought.
    pub output: Vec<f64>,
    /// Usual output over the horizon.
    pub usual: Vec<f64>,
    /// Share of memory wanted that did not come, by industry.
    pub rationed: Vec<f64>,
    /// What the upper bound needs: share of bits missing, what all bounds share, value added of the line.
    #[serde(skip)]
    own: Vec<[f64; 3]>,
}

/// What everyone loses if every missing bit stopped its line and all that need it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Stopped {
    /// Money, as the estimate.
    pub lost: Vec<f64>,
    /// Share of output not made.
    pub output: Vec<f64>,
}

/// What one industry loses by itself, week by week added up.
#[derive(Debug, Clone, Copy, Default)]
struct Own {
    bill: f64,
    extra: f64,
    /// Surplus of bits given up, and of those missed.
    priced: f64,
    missed: f64,
    /// Bits missed after stocks, over need.
    short: f64,
    rationed: f64,
    /// Bits given up or missed, stocks apart.
    missing: f64,
    fewer: f64,
}

/// Days in a week, and weeks over which the horizon is counted in years.
const WEEK: f64 = 7.0;

/// Adds up what `groups` lose on `table`, carved and closed.
#[must_use]
pub fn account(
    table: &Mrio,
    chips: &Chips,
    stoppage: &Stoppage,
    behaviour: &Behaviour,
    groups: &[Group],
) -> Account {
    let (n, s) = (table.industries(), table.sectors().len());
    let weeks = groups.iter().map(|group| group.weeks.len()).max().unwrap_or(0);
    let years = weeks as f64 * WEEK / 365.0;
    let added: Vec<f64> = table.value_added().iter().map(|added| added.max(0.0)).collect();
    let memory = memory_bought(table);
    let buyer = |i: usize| Buyer {
        elasticity: behaviour.elasticity,
        cost_share: if table.x()[i] > 0.0 { memory[i] / table.x()[i] } else { 0.0 },
        pass_through: behaviour.pass_through,
        product_elasticity: behaviour.product_elasticity,
        line: added[i] / memory[i],
        criticality: if chips.builds_in.contains(&table.sectors()[i % s]) {
            behaviour.memory_criticality
        } else {
            0.0
        },
    };
    let mut own = vec![Own::default(); n];
    let mut counted = vec![false; n];
    for group in groups {
        let users = group.sectors.iter().map(|p| group.region * s + p);
        let users: Vec<usize> = users
            .filter(|i| memory[*i] > 0.0 && !std::mem::replace(&mut counted[*i], true))
            .collect();
        let buyers: Vec<Buyer> = users.iter().map(|i| buyer(*i)).collect();
        let bits: Vec<f64> = users.iter().map(|i| memory[*i]).collect();
        for (i, lost) in users.iter().zip(of_group(group, &buyers, &bits, behaviour)) {
            own[*i] = lost;
        }
    }
    let share = |value: f64| if weeks > 0 { value / weeks as f64 } else { 0.0 };
    let stopped = |i: usize| {
        if memory[i] > 0.0 { buyer(i).criticality * share(own[i].short) } else { 0.0 }
    };
    let direct: Vec<f64> = (0..n).map(stopped).collect();
    let missing: Vec<f64> = own.iter().map(|own| share(own.missing)).collect();
    let goods = |p: &String| chips.goods.contains(p);
    let rating = |p: &String| if goods(p) { behaviour.other_criticality } else { 0.0 };
    // Memory itself is counted by the market: what is short of it is in the direct losses.
    let criticality = table.sectors().iter().map(rating).collect();
    let horizon = weeks as f64 * WEEK;
    let stock = if horizon > 0.0 { behaviour.other_days / horizon } else { 0.0 };
    let graded = Need::Graded { criticality, stock: vec![stock; s] };
    let output = stoppage.spread(&direct, &graded);
    let money = |i: usize, own: f64| memory[i] * years * share(own);
    let shared = |i: usize| money(i, own[i].bill + own[i].extra);
    let lower = |i: usize| shared(i) + money(i, own[i].priced + own[i].missed);
    let line = |i: usize, lost: f64| added[i] * years * lost;
    let estimate = |i: usize| {
        let c = if memory[i] > 0.0 { buyer(i).criticality } else { 0.0 };
        let alone = money(i, own[i].priced + (1.0 - c) * own[i].missed) + line(i, direct[i]);
        // An industry short of memory and of other inputs loses the larger of both.
        shared(i) + alone.max(line(i, output[i]))
    };
    let fewer = |i: usize| output[i].max(direct[i] + share(own[i].fewer));
    Account {
        bill: (0..n).map(|i| money(i, own[i].bill)).collect(),
        lower: (0..n).map(lower).collect(),
        estimate: (0..n).map(estimate).collect(),
        upper: None,
        output: (0..n).map(fewer).collect(),
        usual: table.x().iter().map(|x| x * years).collect(),
        rationed: own.iter().map(|own| share(own.rationed)).collect(),
        own: (0..n).map(|i| [missing[i], shared(i), line(i, 1.0)]).collect(),
    }
}

/// Accounts whose upper bounds are worked out side by side.
const LANES: usize = 8;

/// Works out the upper bounds of accounts on the table of `stoppage`. They cost more than all the rest, and less when
/// there are several.
pub fn bound(stoppage: &Stoppage, accounts: &mut [&mut Account]) {
    for lanes in accounts.chunks_mut(LANES) {
        let n = lanes.first().map_or(0, |first| first.own.len());
        let missing: Vec<[f64; LANES]> = (0..n)
            .map(|i| std::array::from_fn(|k| lanes.get(k).map_or(0.0, |own| own.own[i][0])))
            .collect();
        let output = stoppage.spread_lanes(&missing, &Need::Leontief);
        for (k, account) in lanes.iter_mut().enumerate() {
            let output: Vec<f64> = output.iter().map(|lanes| lanes[k]).collect();
            let lost = account.own.iter().zip(&output);
            let lost = lost.map(|([_, shared, line], output)| shared + line * output).collect();
            account.upper = Some(Stopped { lost, output });
        }
    }
}

/// What each industry buys of memory in a year.
fn memory_bought(table: &Mrio) -> Vec<f64> {
    let n = table.industries();
    let mut bought = vec![0.0; n];
    for maker in table.regions().iter().filter_map(|region| table.find(region, MEMORY)) {
        for (sum, flow) in bought.iter_mut().zip(&table.z()[maker * n..(maker + 1) * n]) {
            *sum += flow;
        }
    }
    bought
}

/// What each user of a group loses by itself.
fn of_group(group: &Group, buyers: &[Buyer], bits: &[f64], behaviour: &Behaviour) -> Vec<Own> {
    let priority: Vec<f64> =
        buyers.iter().map(|buyer| pow(buyer.cost_share, behaviour.priority)).collect();
    let whole: f64 = bits.iter().sum();
    let full = behaviour.memory_days / WEEK;
    let mut stock = vec![full; buyers.len()];
    let mut own = vec![Own::default(); buyers.len()];
    let mut taken: Vec<Taken> = Vec::with_capacity(buyers.len());
    for week in &group.weeks {
        // Users share one elasticity: what the week asks of it is worked out once.
        let met = Met::new(week, behaviour.elasticity);
        taken.clear();
        taken.extend(buyers.iter().map(|buyer| buyer.taken(&met)));
        let together = taken.iter().zip(bits).map(|(taken, bits)| taken.rationed * bits);
        let missing = if whole > 0.0 { together.sum::<f64>() / whole } else { 0.0 };
        // Nobody can miss more than it wants at the price.
        let most = taken.iter().map(|taken| 1.0 - taken.given_up).fold(1.0, f64::min);
        let shares = share_out(missing, bits, &priority, most);
        for (k, (buyer, taken)) in buyers.iter().zip(&taken).enumerate() {
            let held = stock[k].min(shares[k]);
            let short = shares[k] - held;
            let spare = (week.quantity - week.shift).max(0.0);
            stock[k] = (stock[k] - held + spare).min(full);
            let own = &mut own[k];
            own.bill += taken.bill;
            if taken.given_up > 0.0 {
                own.priced += taken.priced;
            } else {
                own.extra += taken.priced;
            }
            own.missed += week.shift * buyer.missed(taken, short);
            own.short += week.shift * short;
            own.rationed += week.shift * shares[k];
            own.missing += week.shift * (taken.given_up + shares[k]);
            own.fewer += week.shift * buyer.fewer_products(week.price, taken.given_up);
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::bundled::BuiltIn;
    use crate::table::chips::carved;

    fn behaviour(draw: [f64; 8]) -> Behaviour {
        let [elasticity, pass_through, product_elasticity, memory_criticality, ..] = draw;
        let [.., other_criticality, memory_days, other_days, priority] = draw;
        Behaviour {
            elasticity,
            pass_through,
            product_elasticity,
            memory_criticality,
            other_criticality,
            memory_days,
            other_days,
            priority,
        }
    }

    const USUAL: [f64; 8] = [0.8, 0.5, 1.0, 0.5, 0.5, 30.0, 30.0, 1.0];

    struct World {
        table: Mrio,
        chips: Chips,
        stoppage: Stoppage,
    }

    impl World {
        fn new() -> Self {
            let (table, _) = carved(BuiltIn::default()).expect("carved");
            let stoppage = Stoppage::new(&table);
            Self {
                table,
                chips: Chips::embedded(BuiltIn::default()).expect("well formed"),
                stoppage,
            }
        }

        fn china(&self, draw: [f64; 8], weeks: &[[f64; 3]]) -> Account {
            let region = self.table.regions().iter().position(|r| r == "CHN").expect("China");
            let week = |[price, quantity, shift]: &[f64; 3]| Relative {
                worth: 1.0,
                price: *price,
                quantity: *quantity,
                shift: *shift,
                wanted: None,
            };
            let sectors = (0..self.table.sectors().len()).collect();
            let group = Group { region, sectors, weeks: weeks.iter().map(week).collect() };
            let behaviour = behaviour(draw);
            let mut found = account(&self.table, &self.chips, &self.stoppage, &behaviour, &[group]);
            bound(&self.stoppage, &mut [&mut found]);
            found
        }
    }

    fn upper(found: &Account) -> &Stopped {
        found.upper.as_ref().expect("asked for")
    }

    fn sum(values: &[f64]) -> f64 {
        values.iter().sum()
    }

    #[test]
    fn no_change_costs_nothing_and_a_fall_in_demand_is_no_shortage() {
        let world = World::new();
        let calm = world.china(USUAL, &[[1.0, 1.0, 1.0]; 20]);
        let stopped = &upper(&calm).lost;
        for values in [&calm.bill, &calm.lower, &calm.estimate, stopped, &calm.output] {
            assert!(values.iter().all(|value| *value == 0.0));
        }
        // Buyers want a third less and pay less: a gain, and no line stands for it.
        let fall = world.china(USUAL, &[[0.9, 0.7, 0.67]; 20]);
        assert_eq!(sum(&upper(&fall).output), 0.0);
        assert!(sum(&fall.estimate) < 0.0 && fall.estimate == upper(&fall).lost);
    }

    #[test]
    fn what_the_market_cleared_by_price_costs_about_the_bill() {
        // Price up 3.6 %, quantity down as demand says: a hundredth of what a stoppage would cost.
        let world = World::new();
        let quantity = pow(1.036, -0.8);
        let cleared = world.china(USUAL, &[[1.036, quantity, 1.0]; 104]);
        let (bill, cost) = (sum(&cleared.bill), sum(&cleared.estimate));
        assert!(cost > bill && cost < 1.05 * bill, "{cost} beside a bill of {bill}");
        assert!((cost - sum(&cleared.lower)).abs() < 1e-9 * cost, "nothing was rationed");
        assert!(sum(&upper(&cleared).lost) > 5.0 * cost, "a stoppage would cost far more");
        let electronics = world.table.find("CHN", "electronics-rest").expect("there");
        let cars = world.table.find("CHN", "c15").expect("there");
        assert!(cleared.output[electronics] > 2.0 * cleared.output[cars], "memory's share matters");
    }

    #[test]
    fn the_estimate_lies_between_its_bounds_in_every_draw() {
        let world = World::new();
        // A fixed scramble over the whole domain, edges included.
        let at = |k: usize| ((k * 2_654_435_761 + 12_345) % 1009) as f64 / 1008.0;
        for k in 0..150 {
            let u: [f64; 12] = std::array::from_fn(|j| at(k * 12 + j));
            let draw =
                [3.0 * u[0], u[1], 3.0 * u[2], u[3], u[4], 90.0 * u[5], 90.0 * u[6], 2.0 * u[7]];
            let weeks: Vec<[f64; 3]> = (0..12)
                .map(|w| {
                    let hit = if w % 3 == 0 { 0.0 } else { 1.0 };
                    [1.0 + hit * (5.0 * u[8] - 0.5), 1.0 - hit * u[9], 1.0 + hit * (u[10] - 0.6)]
                })
                .collect();
            let found = world.china(draw, &weeks);
            for i in 0..world.table.industries() {
                let (low, middle, high) =
                    (found.lower[i], found.estimate[i], upper(&found).lost[i]);
                let slack = 1e-9 * (1.0 + high.abs());
                assert!(
                    low <= middle + slack && middle <= high + slack,
                    "{k} {i}: {low} {middle} {high}"
                );
                assert!(found.output[i] <= upper(&found).output[i] + 1e-12, "{k} {i}");
            }
            // Deeper stocks and lower ratings never cost more.
            let deeper = world.china(
                [draw[0], draw[1], draw[2], 0.5 * draw[3], draw[4], 90.0, 90.0, draw[7]],
                &weeks,
            );
            assert!(sum(&deeper.estimate) <= sum(&found.estimate) * (1.0 + 1e-9) + 1e-6);
        }
    }
}
