//! What the market hands over: price and quantity by destination and segment, with the cause.
//!
//! In come weekly flows of the run without and with the acts; out come, for each group of users, relative
//! prices and quantities weighed by what was paid. Invariant: a flow that does not change is none.

/// Why less arrives.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Makers deliver less or ask more: buyers lack it.
    Supply,
    /// Buyers want less or more: nobody lacks anything for it.
    Demand,
}

/// One week of one flow.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Week {
    /// Price without the acts, money per unit.
    pub price_before: f64,
    /// Price with them.
    pub price_after: f64,
    /// Quantity without the acts.
    pub quantity_before: f64,
    /// Quantity with them.
    pub quantity_after: f64,
    /// What buyers would take at the old price with the acts, over what they took without: 1 unless
    /// demand itself changed.
    pub shift: f64,
    /// What buyers want at the new price and do not get, beyond what they lacked without the acts; none
    /// where the market does not say, and an elasticity must.
    pub unmet: Option<f64>,
}

/// What one destination's segment buys.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Destination, in the market's words.
    pub destination: String,
    /// Segment of buyers, in the market's words.
    pub segment: String,
    /// What kind of change it is.
    pub cause: Cause,
    /// What changed, in words.
    pub because: String,
    /// Week by week.
    pub weeks: Vec<Week>,
}

/// Everything the market hands over of one draw of one scenario.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handover {
    /// Flows.
    pub flows: Vec<Flow>,
}

/// A week of several flows together, relative to the week without the acts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relative {
    /// Worth at the old price and quantity: the weight of the week.
    pub worth: f64,
    /// Price over the old price, of what is still bought.
    pub price: f64,
    /// Quantity over the old one, at old prices.
    pub quantity: f64,
    /// Demand at the old price over the old one.
    pub shift: f64,
    /// Quantity wanted at the new price over the old quantity, where the market says.
    pub wanted: Option<f64>,
}

/// Why a hand-over cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{flow}, week {week}: {what}")]
pub struct Unusable {
    /// Destination and segment.
    pub flow: String,
    /// Week, from 0.
    pub week: usize,
    /// What is wrong.
    pub what: &'static str,
}

impl Flow {
    fn check(&self) -> Result<(), Unusable> {
        for (week, one) in self.weeks.iter().enumerate() {
            let all = [
                one.price_before,
                one.price_after,
                one.quantity_before,
                one.quantity_after,
                one.shift,
                one.unmet.unwrap_or(0.0),
            ];
            let what = if all.iter().any(|value| !(value.is_finite() && *value >= 0.0)) {
                "a price or quantity is negative or not finite"
            } else if one.quantity_before > 0.0 && one.price_before == 0.0 {
                "something is sold for nothing"
            } else {
                continue;
            };
            let flow = format!("{} {}", self.destination, self.segment);
            return Err(Unusable { flow, week, what });
        }
        Ok(())
    }
}

impl Handover {
    /// The flows that `take` names, week by week together; a demand event passes the demand it took
    /// along, so that it is no shortage.
    ///
    /// # Errors
    /// [`Unusable`] for a price or quantity that cannot be.
    pub fn together(&self, take: impl Fn(&Flow) -> bool) -> Result<Vec<Relative>, Unusable> {
        let flows: Vec<&Flow> = self.flows.iter().filter(|flow| take(flow)).collect();
        flows.iter().try_for_each(|flow| flow.check())?;
        let weeks = flows.iter().map(|flow| flow.weeks.len()).max().unwrap_or(0);
        let week = |week: usize| {
            let (mut worth, mut kept, mut paid, mut shifted) = (0.0, 0.0, 0.0, 0.0);
            let mut unmet = Some(0.0);
            for flow in &flows {
                let Some(one) = flow.weeks.get(week) else { continue };
                let before = one.price_before * one.quantity_before;
                worth += before;
                kept += one.price_before * one.quantity_after;
                paid += one.price_after * one.quantity_after;
                shifted += before * flow.shift(one);
                unmet = unmet.zip(one.unmet).map(|(sum, more)| sum + one.price_before * more);
            }
            let share = |value: f64| if worth > 0.0 { value / worth } else { 1.0 };
            let price = if kept > 0.0 { paid / kept } else { 1.0 };
            let wanted = unmet.map(|unmet| share(kept + unmet));
            // What is not wanted at a price no higher than before is not missed.
            let shift = share(shifted);
            let shift = if price > 1.0 { shift } else { wanted.map_or(shift, |w| shift.min(w)) };
            Relative { worth, price, quantity: share(kept), shift, wanted }
        };
        Ok((0..weeks).map(week).collect())
    }
}

impl Flow {
    /// Demand at the old price over the old quantity. Of a demand event all that is bought less is
    /// wanted less, whatever the market says beside it.
    fn shift(&self, week: &Week) -> f64 {
        let arrived = if week.quantity_before > 0.0 {
            week.quantity_after / week.quantity_before
        } else {
            1.0
        };
        match self.cause {
            Cause::Supply => week.shift,
            Cause::Demand => week.shift.min(arrived),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(cause: Cause, before: [f64; 2], after: [f64; 2]) -> Flow {
        let [price_before, quantity_before] = before;
        let [price_after, quantity_after] = after;
        let week = Week {
            price_before,
            price_after,
            quantity_before,
            quantity_after,
            shift: 1.0,
            unmet: None,
        };
        let word = |text: &str| text.to_owned();
        let (destination, segment, because) = (word("CHN"), word("phones"), word("an act"));
        Flow { destination, segment, cause, because, weeks: vec![week] }
    }

    #[test]
    fn flows_are_weighed_by_what_was_paid() {
        let flows = vec![
            flow(Cause::Supply, [2.0, 30.0], [3.0, 20.0]),
            flow(Cause::Supply, [1.0, 40.0], [1.0, 40.0]),
        ];
        let together = Handover { flows }.together(|_| true).expect("usable");
        let week = together[0];
        assert_eq!(week.worth, 100.0);
        assert!((week.quantity - 0.8).abs() < 1e-15);
        assert!((week.price - 100.0 / 80.0).abs() < 1e-15);
        assert_eq!(week.shift, 1.0);
    }

    #[test]
    fn a_demand_event_is_wanted_less_and_nonsense_is_refused() {
        let flows = vec![flow(Cause::Demand, [2.0, 30.0], [1.5, 20.0])];
        let week = Handover { flows }.together(|_| true).expect("usable")[0];
        assert!((week.shift - 2.0 / 3.0).abs() < 1e-15, "{week:?}");
        for [price, quantity] in [[f64::NAN, 1.0], [1.0, -1.0], [0.0, 1.0]] {
            let flows = vec![flow(Cause::Supply, [price, quantity], [1.0, 1.0])];
            assert!(Handover { flows }.together(|_| true).is_err(), "{price} {quantity}");
        }
    }
}
