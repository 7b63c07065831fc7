//! The controls that levers turn: weekly paths on typed targets, each with its law of combination.
//!
//! In: the levers of a scenario with the numbers of one draw. Out: [`Paths`], which an engine reads.
//! Every control has a neutral value, bounds, and one law by which two statements combine; the law
//! stands here once and is tested over all levers. Invariants: a path stays inside its bounds, and a
//! control that nobody turns is absent, so that no measure is the baseline exactly.

use crate::calendar::Window;
use crate::shock::Purpose;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::rc::Rc;

/// What a control may be turned to, and how two statements combine.
pub trait Control: Ord + Clone + Debug {
    /// The value where nobody turns it.
    const NEUTRAL: f64;
    /// The lowest value.
    const LOWEST: f64;
    /// The highest value.
    const HIGHEST: f64;
    /// The law of combination: commutative and associative, with [`Control::NEUTRAL`] as its unit.
    fn combine(one: f64, other: f64) -> f64;
}

macro_rules! control {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $of:ty),+ } $neutral:expr, $lowest:expr, $highest:expr, $law:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name { $($(#[$fdoc])* pub $field: $of),+ }
        impl Control for $name {
            const NEUTRAL: f64 = $neutral;
            const LOWEST: f64 = $lowest;
            const HIGHEST: f64 = $highest;
            fn combine(one: f64, other: f64) -> f64 {
                let law: fn(f64, f64) -> f64 = $law;
                law(one, other)
            }
        }
    };
}

control! {
    /// Share of the tools of one class and origin that reach a site for a purpose. The strictest wins.
    ToolFlow {
        /// World id of the site.
        site: String,
        /// World id of the tool class.
        class: String,
        /// Country of the makers.
        origin: String,
        /// What the tools are for.
        purpose: Purpose
    } 1.0, 0.0, 1.0, f64::min
}
control! {
    /// Share of normal exports of a material that its country of origin lets out to one destination.
    /// The strictest wins.
    MaterialFlow {
        /// World id of the material.
        material: String,
        /// Country of origin.
        origin: String,
        /// Country that buys.
        destination: String
    } 1.0, 0.0, 1.0, f64::min
}
control! {
    /// Share of a segment's purchases of one product from one firm that goes on under a ban. The
    /// strictest wins.
    Purchases {
        /// World id of the firm that is barred.
        firm: String,
        /// World id of the product.
        product: String,
        /// World id of the segment that may not buy.
        segment: String
    } 1.0, 0.0, 1.0, f64::min
}
control! {
    /// Rise of a segment's target stock of one product before a ban on one firm. The largest wins.
    BuyingAhead {
        /// World id of the firm that will be barred.
        firm: String,
        /// World id of the product.
        product: String,
        /// World id of the segment.
        segment: String
    } 0.0, 0.0, f64::INFINITY, f64::max
}
control! {
    /// Growth of a firm's share in a destination that still passes, counted from the share it had in
    /// week `from`. The strictest wins.
    ShareGrowth {
        /// World id of the firm that holds back.
        firm: String,
        /// Country it sells to.
        destination: String,
        /// First week inside the run: growth counts from the share of that week.
        from: usize
    } f64::INFINITY, 0.0, f64::INFINITY, f64::min
}
control! {
    /// Ad-valorem duty on one product of one origin. Two duties add up.
    Duty {
        /// World id of the product.
        product: String,
        /// Country of the producing sites.
        origin: String,
        /// Country that taxes.
        destination: String
    } 0.0, 0.0, f64::INFINITY, |one, other| one + other
}
control! {
    /// Share of capital cost that awards pay. Two awards add up, to the whole cost at most.
    AwardShare {
        /// World id of the firm.
        firm: String,
        /// Country where it builds.
        place: String
    } 0.0, 0.0, 1.0, |one, other| (one + other).min(1.0)
}
control! {
    /// Growth of capacity in a guarded country that a subsidy's condition allows over its term. The
    /// strictest wins.
    GuardedGrowth {
        /// World id of the firm.
        firm: String,
        /// Country whose capacity is limited.
        country: String,
        /// Whether the limit is on advanced lines (true) or on legacy lines.
        advanced: bool
    } f64::INFINITY, 0.0, f64::INFINITY, f64::min
}
control! {
    /// Factor of a segment's demand for a product at unchanged prices. Two changes multiply.
    DemandFactor {
        /// World id of the product.
        product: String,
        /// World id of the segment.
        segment: String
    } 1.0, 0.0, f64::INFINITY, |one, other| one * other
}
control! {
    /// Share of a line that runs. The strictest wins: a line that a fire has stopped is not stopped
    /// again by a power cut in the same week.
    LineRunning {
        /// World id of the site.
        site: String,
        /// World id of the product.
        product: String
    } 1.0, 0.0, 1.0, f64::min
}

/// One control over the weeks of a run.
#[derive(Debug, Clone)]
pub struct Path {
    values: Rc<[f64]>,
    /// The week in which the first statement began, counted from the first week of the run; negative
    /// for what is older.
    pub began: i64,
    /// The shocks that turn it, in order.
    pub shocks: Vec<u32>,
}

impl Path {
    /// The value of every week.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Whether both paths are one in memory: a quick way to see that they are equal.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.values, &other.values)
    }
}

/// All controls of one kind that somebody turns.
#[derive(Debug, Clone)]
pub struct Turned<C>(BTreeMap<C, Path>);

impl<C> Default for Turned<C> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<C: Control> Turned<C> {
    /// Combines a statement with what stands already.
    pub fn set(&mut self, control: C, values: Rc<[f64]>, window: Window, shock: u32) {
        let bounded = |value: f64| value.clamp(C::LOWEST, C::HIGHEST);
        match self.0.get_mut(&control) {
            None => {
                let inside = values.iter().all(|value| *value == bounded(*value));
                let values =
                    if inside { values } else { values.iter().map(|v| bounded(*v)).collect() };
                self.0.insert(control, Path { values, began: window.began, shocks: vec![shock] });
            }
            Some(known) => {
                if !Rc::ptr_eq(&known.values, &values) {
                    let pairs = known.values.iter().zip(values.iter());
                    known.values = pairs.map(|(a, b)| bounded(C::combine(*a, *b))).collect();
                }
                known.began = known.began.min(window.began);
                if !known.shocks.contains(&shock) {
                    known.shocks.push(shock);
                }
            }
        }
    }

    /// The path of a control, if somebody turns it.
    #[must_use]
    pub fn get(&self, control: &C) -> Option<&Path> {
        self.0.get(control)
    }

    /// Every control that somebody turns, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&C, &Path)> {
        self.0.iter()
    }

    /// Whether nobody turns any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Wafers in process lost at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scrap {
    /// Week in which they are lost.
    pub week: usize,
    /// Share of the wafers in process.
    pub share: f64,
}

/// Every control that the levers of a scenario turn in one draw.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    weeks: usize,
    licences: Vec<(Licence, Rc<[f64]>)>,
    /// Tool imports.
    pub tools: Turned<ToolFlow>,
    /// Material exports.
    pub materials: Turned<MaterialFlow>,
    /// Purchases under bans.
    pub purchases: Turned<Purchases>,
    /// Buying ahead of bans.
    pub ahead: Turned<BuyingAhead>,
    /// Backfill that firms leave undone.
    pub growth: Turned<ShareGrowth>,
    /// Duties.
    pub duties: Turned<Duty>,
    /// Awards.
    pub awards: Turned<AwardShare>,
    /// Guardrails.
    pub guards: Turned<GuardedGrowth>,
    /// Demand.
    pub demand: Turned<DemandFactor>,
    /// Lines that stop.
    pub running: Turned<LineRunning>,
    /// Wafers scrapped, by line and shock: two fires scrap twice.
    pub scrap: BTreeMap<(LineRunning, u32), Scrap>,
}

/// A licence's numbers: two with the same numbers share one path.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Licence {
    approval: f64,
    lag: f64,
    window: Window,
}

impl Paths {
    /// No control turned, over so many weeks.
    #[must_use]
    pub fn neutral(weeks: usize) -> Self {
        Self { weeks, ..Self::default() }
    }

    /// Number of weeks.
    #[must_use]
    pub fn weeks(&self) -> usize {
        self.weeks
    }

    /// A path that is `inside(week)` in a window and `outside` elsewhere.
    pub fn path(&self, window: Window, outside: f64, inside: impl Fn(usize) -> f64) -> Rc<[f64]> {
        let value = |week: usize| if window.holds(week) { inside(week) } else { outside };
        (0..self.weeks).map(value).collect()
    }

    /// The path of a licence: nothing passes before `lag` weeks of review, then the share `approval`;
    /// the week in which the review ends passes in part. Review runs from the true beginning of the
    /// rule.
    pub fn licence(&mut self, approval: f64, lag: f64, window: Window) -> Rc<[f64]> {
        let asked = Licence { approval, lag, window };
        if let Some((_, path)) = self.licences.iter().find(|(known, _)| *known == asked) {
            return Rc::clone(path);
        }
        let share =
            |week: usize| approval * (window.since(week) as f64 + 1.0 - lag).clamp(0.0, 1.0);
        let path = self.path(window, 1.0, share);
        self.licences.push((asked, Rc::clone(&path)));
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn law<C: Control>(name: &str) {
        let values: Vec<f64> = [C::NEUTRAL, C::LOWEST, C::HIGHEST.min(9.0), 0.25, 0.5, 1.0]
            .into_iter()
            .filter(|value| (C::LOWEST..=C::HIGHEST).contains(value))
            .collect();
        for a in &values {
            assert_eq!(C::combine(*a, C::NEUTRAL), *a, "{name}: {a} with neutral");
            for b in &values {
                assert_eq!(C::combine(*a, *b), C::combine(*b, *a), "{name}: order of {a}, {b}");
                for c in &values {
                    let (left, right) =
                        (C::combine(C::combine(*a, *b), *c), C::combine(*a, C::combine(*b, *c)));
                    assert!(left == right || (left - right).abs() < 1e-12, "{name}: {a} {b} {c}");
                }
            }
        }
    }

    #[test]
    fn every_law_has_its_unit_and_knows_no_order() {
        law::<ToolFlow>("tools");
        law::<MaterialFlow>("materials");
        law::<Purchases>("purchases");
        law::<BuyingAhead>("ahead");
        law::<ShareGrowth>("growth");
        law::<Duty>("duties");
        law::<AwardShare>("awards");
        law::<GuardedGrowth>("guards");
        law::<DemandFactor>("demand");
        law::<LineRunning>("running");
    }

    #[test]
    fn a_review_runs_from_the_date_of_the_rule() {
        let mut paths = Paths::neutral(6);
        let new = Window { first: 2, end: 6, began: 2 };
        assert_eq!(&*paths.licence(0.8, 2.5, new), [1.0, 1.0, 0.0, 0.0, 0.4, 0.8]);
        // The same rule, two years old when the run starts: the review is over.
        let old = Window { first: 0, end: 6, began: -104 };
        assert_eq!(&*paths.licence(0.8, 2.5, old), [0.8; 6]);
    }

    proptest! {
        #[test]
        fn no_statement_leaves_the_bounds(a in -3.0..3.0f64, b in -3.0..3.0f64) {
            let mut paths = Paths::neutral(2);
            let line = LineRunning { site: "site:a".into(), product: "product:a".into() };
            let all = Window { first: 0, end: 2, began: 0 };
            paths.running.set(line.clone(), vec![a; 2].into(), all, 0);
            paths.running.set(line.clone(), vec![b; 2].into(), all, 1);
            let path = paths.running.get(&line).expect("turned");
            prop_assert!(path.values().iter().all(|value| (0.0..=1.0).contains(value)));
        }
    }
}
