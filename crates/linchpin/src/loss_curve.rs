//! The loss curve: one parameter over a grid, everything else as in the study.

use crate::simulate::Failure;
use crate::staged::Staged;
use crate::study::{CurveSpec, Study};
use linchpin_engine::seam::{Outcome, Ran};
use linchpin_engine::unwatched;
use linchpin_results::quantile::round6;
use linchpin_results::report::{Curve, CurvePoint};
use linchpin_units::Range;
use linchpin_units::math::quantile;

/// Members of each point of a loss curve: enough for a band, few enough to wait for.
const CURVE_MEMBERS: u32 = 48;

impl Study {
    /// Loss of the headline's flow over the horizon for each value of the curve's parameter.
    pub(crate) fn curve(
        &self,
        curve: &CurveSpec,
        staged: &[Staged<'_>],
    ) -> Result<Option<Curve>, Failure> {
        let Some(one) = staged.iter().find(|one| one.scenario.id == curve.scenario) else {
            return Ok(None);
        };
        let mut built = self.build(staged)?;
        let Some(key) = self.headline_key(built.keys()) else { return Ok(None) };
        let scenarios = [staged[0].shocks.clone(), one.shocks.clone()];
        let members = linchpin_engine::Members::all(CURVE_MEMBERS.min(self.members.total));
        let mut points = Vec::new();
        for value in &curve.values {
            built.set(&curve.parameter.as_str().into(), Range::exactly(*value));
            let sampler = built.space().sampler(self.design, self.seed, members.total as usize);
            let Ran { outcomes, .. } =
                built.run(&scenarios, &sampler, &members, &unwatched).ok_or(Failure::Stopped)?;
            let [before, after] = &outcomes[..] else { continue };
            let Some(at) = before.trajectories.find(&key) else { return Ok(None) };
            let total = |outcome: &Outcome, member: usize| {
                outcome.trajectories.series(member, at).iter().fold(0.0, |sum, value| sum + value)
            };
            let change = |member: usize| 1.0 - total(after, member) / total(before, member);
            let mut losses: Vec<f64> = (0..members.total as usize).map(change).collect();
            losses.sort_by(f64::total_cmp);
            let [p05, p50, p95] = [0.05, 0.5, 0.95].map(|q| round6(quantile(&losses, q)));
            points.push(CurvePoint { x: *value, p05, p50, p95, text: None });
        }
        let entity = self.headline.entity.clone();
        let name = self.world.name_of(&entity).to_owned();
        let y_label = format!("loss of {} over the horizon", key.variable.label());
        Ok(Some(Curve { entity, name, x_label: curve.x_label.clone(), y_label, points }))
    }
}
