//! The controls that levers turn: weekly paths on typed targets, each with its law of combination.
//!
//! In: the levers of a scenario with the numbers of one draw. Out: [`Paths`], which an engine reads.
//! Every control has a neutral value, bounds, and one law by which two statements combine; the law
//! stands here once and is tested over all levers. Invariants: a path stays inside its bounds, and a
//! control that nobody turns is absent, so that no measure is the baseline exactly.

use crate::calendar::Window;
pub use crate::control::Control;
use crate::control::control;
use crate::purpose::Purpose;
pub use crate::table_controls::{
    BorderCost, DeliveryOpen, EconomyName, ExtraDuty, FlowOf, IndustryRunning, SectorName,
    Substitutes,
};
use linchpin_units::{Setting, Share, Weeks};
use linchpin_world::{ActorId, CountryId, MaterialId, ProductId, SegmentId, SiteId, ToolId};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

control! {
    /// Share of the tools of one class and origin that reach a site for a purpose. The strictest wins.
    ToolFlow {
        /// World id of the site.
        site: SiteId,
        /// The tool class; every class when none.
        class: Option<ToolId>,
        /// Country of the makers.
        origin: CountryId,
        /// What the tools are for.
        purpose: Purpose
    } Setting::WHOLE, Setting::NOTHING, Setting::WHOLE, Setting::min
}
control! {
    /// Share of normal exports of a material that its country of origin lets out to one destination.
    /// The strictest wins.
    MaterialFlow {
        /// World id of the material.
        material: MaterialId,
        /// Country of origin.
        origin: CountryId,
        /// Country that buys.
        destination: CountryId
    } Setting::WHOLE, Setting::NOTHING, Setting::WHOLE, Setting::min
}
control! {
    /// Whether a government reviews what of a material leaves for one destination: then what it refuses
    /// may come back through third countries, which a plant that stands cannot. Once is enough.
    Reviewed {
        /// World id of the material.
        material: MaterialId,
        /// Country of origin.
        origin: CountryId,
        /// Country that buys.
        destination: CountryId
    } Setting::NOTHING, Setting::NOTHING, Setting::WHOLE, Setting::max
}
control! {
    /// Share of a segment's purchases of one product from one firm that goes on under a ban. The
    /// strictest wins.
    Purchases {
        /// World id of the firm that is barred.
        firm: ActorId,
        /// The product; every product when none.
        product: Option<ProductId>,
        /// World id of the segment that may not buy.
        segment: SegmentId,
        /// Whether only what crosses the border is meant: what the firm makes in the buyers' country goes on.
        across: bool
    } Setting::WHOLE, Setting::NOTHING, Setting::WHOLE, Setting::min
}
control! {
    /// Rise of a segment's target stock of one product before a ban on one firm. The largest wins.
    BuyingAhead {
        /// World id of the firm that will be barred.
        firm: ActorId,
        /// The product; every product when none.
        product: Option<ProductId>,
        /// World id of the segment.
        segment: SegmentId
    } Setting::NOTHING, Setting::NOTHING, Setting::UNLIMITED, Setting::max
}
control! {
    /// Growth of a firm's share in a destination that still passes, counted from the share it had in
    /// week `from`. The strictest wins.
    ShareGrowth {
        /// World id of the firm that holds back.
        firm: ActorId,
        /// Country it sells to.
        destination: CountryId,
        /// First week inside the run: growth counts from the share of that week.
        from: usize
    } Setting::UNLIMITED, Setting::NOTHING, Setting::UNLIMITED, Setting::min
}
control! {
    /// Ad-valorem duty on one product of one origin. Two duties add up.
    Duty {
        /// World id of the product.
        product: ProductId,
        /// Country of the producing sites.
        origin: CountryId,
        /// Country that taxes.
        destination: CountryId
    } Setting::NOTHING, Setting::NOTHING, Setting::UNLIMITED, |one, other| one + other
}
control! {
    /// Share of capital cost that awards pay. Two awards add up, to the whole cost at most.
    AwardShare {
        /// World id of the firm.
        firm: ActorId,
        /// Country where it builds.
        place: CountryId
    } Setting::NOTHING, Setting::NOTHING, Setting::WHOLE, |one, other| (one + other).min(Setting::WHOLE)
}
control! {
    /// Growth of capacity in a guarded country that a subsidy's condition allows over its term. The
    /// strictest wins.
    GuardedGrowth {
        /// World id of the firm.
        firm: ActorId,
        /// Country whose capacity is limited.
        country: CountryId,
        /// Whether the limit is on advanced lines (true) or on legacy lines.
        advanced: bool
    } Setting::UNLIMITED, Setting::NOTHING, Setting::UNLIMITED, Setting::min
}
control! {
    /// Factor of a segment's demand for a product at unchanged prices. Two changes multiply.
    DemandFactor {
        /// World id of the product.
        product: ProductId,
        /// World id of the segment.
        segment: SegmentId
    } Setting::WHOLE, Setting::NOTHING, Setting::UNLIMITED, |one, other| one * other
}
control! {
    /// Share of a line that runs. The strictest wins: a line that a fire has stopped is not stopped
    /// again by a power cut in the same week.
    LineRunning {
        /// World id of the site.
        site: SiteId,
        /// World id of the product.
        product: ProductId
    } Setting::WHOLE, Setting::NOTHING, Setting::WHOLE, Setting::min
}

control! {
    /// Wafers a month that plans have added to a line since they began. The larger of two plans counts.
    AddedCapacity {
        /// World id of the site.
        site: SiteId,
        /// World id of the product.
        product: ProductId
    } Setting::NOTHING, Setting::NOTHING, Setting::UNLIMITED, Setting::max
}

/// One number for every week of a run. Copies share one place in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Weekly(Rc<[f64]>);

impl Weekly {
    /// Whether both are one in memory: a quick way to see that they are equal.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Weekly {
    type Target = [f64];
    fn deref(&self) -> &[f64] {
        &self.0
    }
}

impl From<Vec<f64>> for Weekly {
    fn from(values: Vec<f64>) -> Self {
        Self(values.into())
    }
}

impl FromIterator<f64> for Weekly {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<'w> IntoIterator for &'w Weekly {
    type Item = &'w f64;
    type IntoIter = std::slice::Iter<'w, f64>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<const N: usize> PartialEq<[f64; N]> for Weekly {
    fn eq(&self, other: &[f64; N]) -> bool {
        *self.0 == other[..]
    }
}

/// Weeks in a row with one value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// First week.
    pub from: usize,
    /// First week after.
    pub until: usize,
    /// The value.
    pub value: Setting,
}

/// One control over the weeks of a run.
#[derive(Debug, Clone)]
pub struct Path {
    values: Weekly,
    /// The week in which the first statement began, counted from the first week of the run; negative
    /// for what is older.
    pub began: i64,
    /// The shocks that turn it, in order.
    pub shocks: Vec<u32>,
}

impl Path {
    /// The value of every week.
    #[must_use]
    pub fn values(&self) -> &Weekly {
        &self.values
    }

    /// The stretches of weeks in which the control does not stand at `neutral`.
    #[must_use]
    pub fn stretches(&self, neutral: Setting) -> Vec<Stretch> {
        let mut found: Vec<Stretch> = Vec::new();
        let turned = self.values.iter().map(|value| Setting::of(*value)).enumerate();
        for (week, value) in turned.filter(|(_, value)| *value != neutral) {
            match found.last_mut() {
                Some(last) if last.until == week && last.value == value => last.until += 1,
                _ => found.push(Stretch { from: week, until: week + 1, value }),
            }
        }
        found
    }

    /// The shock that turned it first.
    #[must_use]
    pub fn first_shock(&self) -> u32 {
        self.shocks.first().copied().unwrap_or(0)
    }

    /// Whether both paths are one in memory: a quick way to see that they are equal.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.values.is(&other.values)
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
    pub fn set(&mut self, control: C, values: Weekly, window: Window, shock: u32) {
        let bounded = |value: f64| value.clamp(C::LOWEST.get(), C::HIGHEST.get());
        let combined = |one: f64, other: f64| {
            let (one, other) = (Setting::of(bounded(one)), Setting::of(bounded(other)));
            bounded(C::combine(one, other).get())
        };
        match self.0.get_mut(&control) {
            None => {
                let inside = values.iter().all(|value| *value == bounded(*value));
                let values =
                    if inside { values } else { values.iter().map(|v| bounded(*v)).collect() };
                self.0.insert(control, Path { values, began: window.began, shocks: vec![shock] });
            }
            Some(known) => {
                if !known.values.is(&values) {
                    let pairs = known.values.iter().zip(values.iter());
                    known.values = pairs.map(|(a, b)| combined(*a, *b)).collect();
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
    pub share: Share,
}

/// Every control that the levers of a scenario turn in one draw.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    weeks: usize,
    licences: Vec<(Licence, Weekly)>,
    /// Tool imports.
    pub tools: Turned<ToolFlow>,
    /// Material exports.
    pub materials: Turned<MaterialFlow>,
    /// Material exports that a government reviews.
    pub reviewed: Turned<Reviewed>,
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
    /// Lines that grow by plan.
    pub added: Turned<AddedCapacity>,
    /// Duties on flows of trade.
    pub extra_duties: Turned<ExtraDuty>,
    /// What flows of trade cost.
    pub border_costs: Turned<BorderCost>,
    /// Industries of a table that stand still.
    pub industries: Turned<IndustryRunning>,
    /// Deliveries between industries of a table that are cut.
    pub deliveries: Turned<DeliveryOpen>,
    /// Wafers scrapped, by line and shock: two fires scrap twice.
    pub scrap: BTreeMap<(LineRunning, u32), Scrap>,
}

/// A licence's numbers: two with the same numbers share one path.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Licence {
    approval: Setting,
    lag: Weeks,
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
    pub fn path(
        &self,
        window: Window,
        outside: Setting,
        inside: impl Fn(usize) -> Setting,
    ) -> Weekly {
        let value = |week: usize| if window.holds(week) { inside(week) } else { outside };
        (0..self.weeks).map(|week| value(week).get()).collect()
    }

    /// The path of a licence: nothing passes before `lag` weeks of review, then the share `approval`;
    /// the week in which the review ends passes in part. Review runs from the true beginning of the
    /// rule.
    pub fn licence(&mut self, approval: Setting, lag: Weeks, window: Window) -> Weekly {
        let asked = Licence { approval, lag, window };
        if let Some((_, path)) = self.licences.iter().find(|(known, _)| *known == asked) {
            return path.clone();
        }
        let share = |week: usize| {
            let open = (window.since(week) as f64 + 1.0 - lag.get()).clamp(0.0, 1.0);
            Setting::of(approval.get() * open)
        };
        let path = self.path(window, Setting::WHOLE, share);
        self.licences.push((asked, path.clone()));
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_units::id::literal;
    use proptest::prelude::*;

    fn law<C: Control>(name: &str) {
        let values: Vec<Setting> = [0.25, 0.5, 1.0]
            .map(Setting::of)
            .into_iter()
            .chain([C::NEUTRAL, C::LOWEST, C::HIGHEST.min(Setting::of(9.0))])
            .filter(|value| (C::LOWEST..=C::HIGHEST).contains(value))
            .collect();
        for a in &values {
            assert_eq!(C::combine(*a, C::NEUTRAL), *a, "{name}: {a} with neutral");
            for b in &values {
                assert_eq!(C::combine(*a, *b), C::combine(*b, *a), "{name}: order of {a}, {b}");
                for c in &values {
                    let (left, right) =
                        (C::combine(C::combine(*a, *b), *c), C::combine(*a, C::combine(*b, *c)));
                    assert!(
                        left == right || (left.get() - right.get()).abs() < 1e-12,
                        "{name}: {a} {b} {c}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_law_has_its_unit_and_knows_no_order() {
        law::<ToolFlow>("tools");
        law::<MaterialFlow>("materials");
        law::<Reviewed>("reviewed");
        law::<Purchases>("purchases");
        law::<BuyingAhead>("ahead");
        law::<ShareGrowth>("growth");
        law::<Duty>("duties");
        law::<AwardShare>("awards");
        law::<GuardedGrowth>("guards");
        law::<DemandFactor>("demand");
        law::<LineRunning>("running");
        law::<ExtraDuty>("extra duties");
        law::<BorderCost>("border costs");
        law::<IndustryRunning>("industries");
        law::<DeliveryOpen>("deliveries");
    }

    #[test]
    fn a_review_runs_from_the_date_of_the_rule() {
        let mut paths = Paths::neutral(6);
        let new = Window { first: 2, end: 6, began: 2 };
        let (approval, lag) = (Setting::of(0.8), Weeks::of(2.5));
        assert_eq!(*paths.licence(approval, lag, new), [1.0, 1.0, 0.0, 0.0, 0.4, 0.8]);
        // The same rule, two years old when the run starts: the review is over.
        let old = Window { first: 0, end: 6, began: -104 };
        assert_eq!(*paths.licence(approval, lag, old), [0.8; 6]);
    }

    /// By hand: a half in weeks 1 and 2, nothing in week 3: two stretches.
    #[test]
    fn stretches_follow_the_path() {
        let path =
            |values: &[f64]| Path { values: values.to_vec().into(), began: 0, shocks: Vec::new() };
        let found = path(&[1.0, 0.5, 0.5, 0.0, 1.0]).stretches(Setting::WHOLE);
        let found: Vec<_> =
            found.iter().map(|one| (one.from, one.until, one.value.get())).collect();
        assert_eq!(found, [(1, 3, 0.5), (3, 4, 0.0)]);
        assert!(path(&[1.0; 4]).stretches(Setting::WHOLE).is_empty());
    }

    proptest! {
        #[test]
        fn no_statement_leaves_the_bounds(a in -3.0..3.0f64, b in -3.0..3.0f64) {
            let mut paths = Paths::neutral(2);
            let line = LineRunning { site: literal("site:a"), product: literal("product:a") };
            let all = Window { first: 0, end: 2, began: 0 };
            paths.running.set(line.clone(), vec![a; 2].into(), all, 0);
            paths.running.set(line.clone(), vec![b; 2].into(), all, 1);
            let path = paths.running.get(&line).expect("turned");
            prop_assert!(path.values().iter().all(|value| (0.0..=1.0).contains(value)));
        }
    }
}
