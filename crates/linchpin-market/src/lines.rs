//! One member's numbers of the lines of wafers: capacity, bits a wafer, room and plans.

use crate::model::{Line, Model, PER_WEEK};
use linchpin_engine::Draw;

/// Numbers of one line.
#[derive(Debug, Clone)]
pub(crate) struct LineNumbers {
    /// Wafer starts per week at the start.
    pub(crate) capacity: f64,
    /// Terabits per wafer at the start.
    pub(crate) bits: f64,
    /// Wafer starts per week that an announced line has room for; none for lines that run.
    pub(crate) room: Option<f64>,
    /// Change of capacity planned for each week if nothing stands in the way, wafers per week; empty
    /// where nothing is planned.
    pub(crate) planned: Vec<f64>,
}

impl LineNumbers {
    pub(crate) fn of(model: &Model, line: &Line, draw: &Draw) -> Self {
        let capacity = draw.at(line.capacity).get() * PER_WEEK;
        let mut planned = Vec::new();
        if !line.plans.is_empty() {
            let mut corners = vec![(0.0, capacity)];
            let plans = line
                .plans
                .iter()
                .map(|plan| (plan.week.get(), draw.at(plan.capacity).get() * PER_WEEK));
            corners.extend(plans);
            let mut before = capacity;
            for week in 0..model.weeks {
                let now = interpolate(&corners, week as f64);
                planned.push(now - before);
                before = now;
            }
        }
        let room = line.birth.map(|birth| draw.at(birth.room).get() * PER_WEEK);
        Self { capacity, bits: draw.at(line.bits).get(), room, planned }
    }
}

/// Linear between corners, flat before the first and after the last.
fn interpolate(corners: &[(f64, f64)], at: f64) -> f64 {
    let after = corners.iter().position(|(week, _)| *week > at);
    match after {
        None => corners[corners.len() - 1].1,
        Some(0) => corners[0].1,
        Some(next) => {
            let ((from, low), (until, high)) = (corners[next - 1], corners[next]);
            low + (high - low) * (at - from) / (until - from)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_reached_linearly_and_held() {
        let corners = [(0.0, 10.0), (10.0, 20.0)];
        assert_eq!(interpolate(&corners, 5.0), 15.0);
        assert_eq!(interpolate(&corners, 50.0), 20.0);
    }
}
