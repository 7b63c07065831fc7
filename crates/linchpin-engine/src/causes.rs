//! Causes by switching off: what each group of shocks adds to a loss, on the same draws.
//!
//! In: the shocks of a baseline and of a scenario, and a way to run any subset of them for any draw.
//! Out: for every series that is added up, and every member, the signed part of each group; the parts
//! add up to the member's change.
//! The worth of a group is its Shapley value with governments as unions (Owen 1977): in a random order
//! of governments, and of groups inside each, a group's part is the change it brings when it joins
//! those before it. Each draw takes one order, its neighbour the reverse; the mean over draws is
//! unbiased, and in every draw the parts add up exactly.

use crate::shock::{ActName, Because, Shock};
use crate::stream::permutation;
use linchpin_policy::words::Order;
use std::ops::{Deref, Range};

/// Shocks of one lever, one government and one set of acts, switched on and off together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The lever's kind.
    pub lever: &'static str,
    /// What a loss it brings is called.
    pub cause: &'static str,
    /// The government behind it; none for what no government does.
    pub government: Option<Order>,
    /// The acts behind it, in order of first mention.
    pub acts: Vec<ActName>,
    /// What happened, where no act is behind it.
    pub happened: Vec<String>,
    /// Its shocks, as numbers in [`Players::shocks`].
    pub shocks: Vec<usize>,
    /// Whether the scenario lifts it: a shock of the baseline that the scenario does not have.
    pub lifted: bool,
}

/// What may be switched: the shocks of baseline and scenario together, in groups.
#[derive(Debug, Clone)]
pub struct Players {
    /// Every shock of either.
    pub shocks: Vec<Shock>,
    /// Which of them the baseline has.
    pub baseline: Vec<bool>,
    /// The groups that differ; what both have is in none.
    pub groups: Vec<Group>,
}

/// A run of one member under some of the shocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Position of the member among those run.
    pub member: usize,
    /// Which of [`Players::shocks`] act.
    pub acts: Vec<bool>,
}

impl Players {
    /// The groups of a scenario against its baseline.
    #[must_use]
    pub fn new(baseline: &[Shock], scenario: &[Shock]) -> Self {
        let mut shocks: Vec<Shock> = baseline.to_vec();
        let mut has: Vec<bool> = vec![true; shocks.len()];
        let mut kept = vec![false; shocks.len()];
        for shock in scenario {
            match baseline.iter().position(|known| known.says_the_same(shock)) {
                Some(at) => kept[at] = true,
                None => {
                    shocks.push(shock.clone());
                    has.push(false);
                    kept.push(true);
                }
            }
        }
        let mut groups: Vec<Group> = Vec::new();
        for (n, shock) in shocks.iter().enumerate() {
            if has[n] == kept[n] {
                continue;
            }
            let lifted = has[n];
            let made = group(shock, n, lifted);
            let same = groups.iter_mut().find(|known| {
                known.lifted == lifted
                    && known.cause == made.cause
                    && known.government == made.government
                    && known.happened == made.happened
            });
            match same {
                Some(known) => {
                    known.shocks.push(n);
                    for act in made.acts {
                        if !known.acts.contains(&act) {
                            known.acts.push(act);
                        }
                    }
                }
                None => groups.push(made),
            }
        }
        Self { shocks, baseline: has, groups }
    }

    /// Which shocks act when the groups of `on` are switched.
    #[must_use]
    pub fn acts(&self, on: &[usize]) -> Vec<bool> {
        let mut acts = self.baseline.clone();
        for group in on {
            for shock in &self.groups[*group].shocks {
                acts[*shock] = !self.baseline[*shock];
            }
        }
        acts
    }

    /// The order in which the groups join in one member: governments one after the other, and the
    /// groups inside each. Members 2k and 2k+1 take one order and its reverse.
    #[must_use]
    pub fn order(&self, seed: u64, stream: &str, member: u32) -> Vec<usize> {
        let mut unions: Vec<Vec<usize>> = Vec::new();
        for (n, group) in self.groups.iter().enumerate() {
            let mine = unions.iter_mut().find(|union| {
                group.government.is_some() && self.groups[union[0]].government == group.government
            });
            match mine {
                Some(union) => union.push(n),
                None => unions.push(vec![n]),
            }
        }
        let pair = member / 2;
        let name = format!("causes {stream} {pair}");
        let mut order = Vec::with_capacity(self.groups.len());
        for union in permutation(seed, &name, unions.len()) {
            let union = &unions[union as usize];
            let inside = permutation(seed, &format!("{name} {}", union[0]), union.len());
            order.extend(inside.into_iter().map(|at| union[at as usize]));
        }
        if member % 2 == 1 {
            order.reverse();
        }
        order
    }

    /// The runs that the causes of `members` need beside baseline and scenario: for each member one
    /// for every group but the last of its order.
    #[must_use]
    pub fn jobs(&self, seed: u64, stream: &str, members: Range<u32>) -> Vec<Job> {
        let mut jobs = Vec::new();
        for (at, member) in members.enumerate() {
            let order = self.order(seed, stream, member);
            for count in 1..order.len() {
                jobs.push(Job { member: at, acts: self.acts(&order[..count]) });
            }
        }
        jobs
    }

    /// The part of every group in every series' change, in every member: `[member][series][group]`, as
    /// a share of the baseline total. In each member and series the parts add up to the change.
    #[must_use]
    pub fn parts(&self, seed: u64, stream: &str, members: Range<u32>, totals: &Totals<'_>) -> Sums {
        let series = totals.before.first().map_or(0, |sums| sums.len());
        let count = self.groups.len();
        let mut parts = vec![0.0; members.len() * series * count];
        let mut next = 0;
        for (at, member) in members.enumerate() {
            let order = self.order(seed, stream, member);
            for s in 0..series {
                let whole = totals.before[at][s];
                let place = &mut parts[(at * series + s) * count..][..count];
                let mut last = whole;
                for (step, group) in order.iter().enumerate() {
                    let now = if step + 1 == count {
                        totals.after[at][s]
                    } else {
                        totals.between[next + step][s]
                    };
                    place[*group] = if whole == 0.0 { 0.0 } else { (now - last) / whole };
                    last = now;
                }
            }
            next += count.saturating_sub(1);
        }
        Sums(parts)
    }
}

/// Sums over the weeks, or parts of them, in the order that the function which gives them names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sums(Vec<f64>);

impl Deref for Sums {
    type Target = [f64];
    fn deref(&self) -> &[f64] {
        &self.0
    }
}

impl From<Vec<f64>> for Sums {
    fn from(sums: Vec<f64>) -> Self {
        Self(sums)
    }
}

impl From<Sums> for Vec<f64> {
    fn from(sums: Sums) -> Self {
        sums.0
    }
}

impl FromIterator<f64> for Sums {
    fn from_iter<I: IntoIterator<Item = f64>>(sums: I) -> Self {
        Self(sums.into_iter().collect())
    }
}

/// Totals over the horizon that causes are made of.
#[derive(Debug, Clone, Copy)]
pub struct Totals<'a> {
    /// Baseline, by member and series.
    pub before: &'a [Sums],
    /// Scenario, by member and series.
    pub after: &'a [Sums],
    /// The runs of [`Players::jobs`], by job and series.
    pub between: &'a [Sums],
}

fn group(shock: &Shock, number: usize, lifted: bool) -> Group {
    let happened = match &shock.because {
        Because::Event { what, .. } => vec![what.clone()],
        _ => Vec::new(),
    };
    Group {
        lever: shock.lever.kind(),
        cause: shock.lever.cause(),
        government: shock.because.government(),
        acts: shock.because.acts().into_iter().cloned().collect(),
        happened,
        shocks: vec![number],
        lifted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::levers::Demand;
    use crate::parameter::Amount;
    use linchpin_units::id::literal;
    use linchpin_units::math::mean;
    use linchpin_units::{Day, Days, Measure, Weeks};
    use std::sync::Arc;

    /// A shock of a government (or none) that is told apart by its ramp.
    fn shock(government: Option<Order>, number: f64) -> Shock {
        let from: Day = "2026-01-05".parse().expect("a day");
        let because = match government {
            Some(government) => Because::Decision {
                id: format!("decision {number}").into(),
                government,
                verdict: "licence required".into(),
                acts: vec![format!("act {number}").into()],
                citations: Vec::new(),
            },
            None => Because::Event { what: format!("event {number}"), by: None },
        };
        Shock {
            id: format!("shock {number}").into(),
            days: Days { from, until: None },
            lever: Arc::new(Demand {
                segments: vec![literal("segment:a")],
                products: vec![literal("product:a")],
                change: Amount::Exactly(Measure::of(-0.1)),
                ramp: Weeks::of(number),
            }),
            because,
            note: String::new(),
        }
    }

    /// Runs `worth` on every job and gives the mean parts of one series with a baseline of 100.
    fn attribute(players: &Players, members: u32, worth: impl Fn(&[bool]) -> f64) -> Vec<f64> {
        let all: Vec<usize> = (0..players.groups.len()).collect();
        let value = |acts: &[bool]| Sums::from(vec![100.0 + worth(acts)]);
        let before = vec![value(&players.acts(&[])); members as usize];
        let after = vec![value(&players.acts(&all)); members as usize];
        let jobs = players.jobs(7, "s", 0..members);
        let between: Vec<Sums> = jobs.iter().map(|job| value(&job.acts)).collect();
        let totals = Totals { before: &before, after: &after, between: &between };
        let parts = players.parts(7, "s", 0..members, &totals);
        let count = players.groups.len();
        for parts in parts.chunks(count) {
            let change = (after[0][0] - before[0][0]) / before[0][0];
            assert!((parts.iter().sum::<f64>() - change).abs() < 1e-12, "{parts:?}");
        }
        (0..count)
            .map(|group| parts.iter().skip(group).step_by(count).copied())
            .map(|parts| mean(parts).mean)
            .collect()
    }

    #[test]
    fn what_adds_up_by_itself_is_attributed_exactly() {
        let scenario = [shock(None, 1.0), shock(None, 2.0), shock(None, 3.0)];
        let players = Players::new(&[], &scenario);
        assert_eq!(players.groups.len(), 3, "three events are three groups");
        let worth = |acts: &[bool]| {
            [-5.0, -3.0, 1.0].iter().zip(acts).map(|(w, on)| if *on { *w } else { 0.0 }).sum()
        };
        let found = attribute(&players, 4, worth);
        for (found, wanted) in found.iter().zip([-0.05, -0.03, 0.01]) {
            assert!((found - wanted).abs() < 1e-12, "{found} instead of {wanted}");
        }
    }

    #[test]
    fn two_that_bring_one_loss_share_it_and_governments_are_unions() {
        // One loss of 12 that any of three licences brings alone: two of the United States, one of
        // Japan. Shapley by licence would give 4 each; with governments as unions it is 6 and 6.
        let (us, jp) = (Some(Order::Us), Some(Order::Jp));
        let mut scenario = [shock(us, 1.0), shock(us, 2.0), shock(jp, 3.0)];
        scenario[1].lever = Arc::new(crate::levers::Tariff {
            product: literal("product:a"),
            origin: literal("country:USA"),
            destination: literal("country:CHN"),
            rate: Amount::Exactly(Measure::of(0.1)),
        });
        let players = Players::new(&[], &scenario);
        assert_eq!(players.groups.len(), 3);
        let any = |acts: &[bool]| if acts.iter().any(|on| *on) { -12.0 } else { 0.0 };
        let found = attribute(&players, 2000, any);
        let (american, japanese) = (found[0] + found[1], found[2]);
        assert!((japanese + 0.06).abs() < 0.003, "Japan brings {japanese}");
        assert!((american + 0.06).abs() < 0.003, "the United States bring {american}");
        assert!((found[0] - found[1]).abs() < 0.006, "{found:?}");
    }

    /// By hand: a loss of 12 that any of three suppositions brings alone, two of them acts of one government: it is
    /// one union, as if they were decisions, and takes half.
    #[test]
    fn supposed_acts_of_one_government_are_a_union() {
        let supposed = |by: Option<Order>, number: f64| {
            let because = Because::Event { what: format!("event {number}"), by };
            Shock { because, ..shock(None, number) }
        };
        let (us, jp) = (Some(Order::Us), Some(Order::Jp));
        let scenario = [supposed(us, 1.0), supposed(us, 2.0), supposed(jp, 3.0)];
        let players = Players::new(&[], &scenario);
        let who: Vec<_> = players.groups.iter().map(|group| group.government).collect();
        assert_eq!(who, [us, us, jp]);
        let any = |acts: &[bool]| if acts.iter().any(|on| *on) { -12.0 } else { 0.0 };
        let found = attribute(&players, 2000, any);
        assert!((found[0] + found[1] + 0.06).abs() < 0.003, "{found:?}");
        assert!((found[2] + 0.06).abs() < 0.003, "{found:?}");
    }

    #[test]
    fn what_the_scenario_lifts_is_a_group_of_its_own() {
        let baseline = [shock(Some(Order::Us), 1.0), shock(Some(Order::Us), 2.0)];
        let players = Players::new(&baseline, &baseline[..1]);
        assert_eq!(players.groups.len(), 1);
        assert!(players.groups[0].lifted);
        assert_eq!(players.acts(&[]), [true, true]);
        assert_eq!(players.acts(&[0]), [true, false]);
        assert!(Players::new(&baseline, &baseline).groups.is_empty(), "nothing differs");
    }

    #[test]
    fn the_orders_are_fair_and_neighbours_are_reversed() {
        let scenario: Vec<Shock> = (1..=4).map(|n| shock(None, f64::from(n))).collect();
        let players = Players::new(&[], &scenario);
        let mut first = [0; 4];
        for member in 0..400 {
            let order = players.order(3, "s", member);
            first[order[0]] += 1;
            let mut reverse = players.order(3, "s", member ^ 1);
            reverse.reverse();
            assert_eq!(order, reverse);
        }
        assert!(first.iter().all(|times| (60..140).contains(times)), "{first:?}");
    }
}
