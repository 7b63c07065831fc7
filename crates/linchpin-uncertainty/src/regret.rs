//! Policies side by side over the same draws: what each costs against the best that could have been chosen.

use linchpin_units::math::quantile;
use serde::Serialize;

/// One policy over all draws.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Regret {
    /// Mean regret: outcome less than the best policy's of the same draw.
    pub mean: f64,
    /// Regret that 95 % of draws do not pass.
    pub p95: f64,
    /// Largest regret: what a minimax chooser looks at (Savage 1951).
    pub largest: f64,
    /// Share of draws in which no policy does better.
    pub best: f64,
    /// Share of draws in which the outcome is at least the goal, where one is given.
    pub satisfied: Option<f64>,
}

/// The regret of each policy; `outcomes[policy][draw]`, more being better. `goal` is the least outcome that
/// satisfies.
///
/// # Panics
/// When policies have different numbers of draws: a fault of the program.
#[must_use]
pub fn regret(outcomes: &[Vec<f64>], goal: Option<f64>) -> Vec<Regret> {
    let draws = outcomes.first().map_or(0, Vec::len);
    assert!(outcomes.iter().all(|own| own.len() == draws));
    let best: Vec<f64> = (0..draws)
        .map(|draw| outcomes.iter().map(|own| own[draw]).fold(f64::NEG_INFINITY, f64::max))
        .collect();
    let share = |count: usize| if draws == 0 { 0.0 } else { count as f64 / draws as f64 };
    outcomes
        .iter()
        .map(|own| {
            let mut short: Vec<f64> = best.iter().zip(own).map(|(best, own)| best - own).collect();
            short.sort_by(f64::total_cmp);
            let at = |q| if short.is_empty() { 0.0 } else { quantile(&short, q) };
            Regret {
                mean: short.iter().sum::<f64>() / draws.max(1) as f64,
                p95: at(0.95),
                largest: at(1.0),
                best: share(short.iter().filter(|regret| **regret == 0.0).count()),
                satisfied: goal.map(|goal| share(own.iter().filter(|y| **y >= goal).count())),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_policies_in_two_draws_by_hand() {
        // Best of the draws: 10 and 8. Regrets: 0 and 8; 2 and 0; 4 and 2.
        let found = regret(&[vec![10.0, 0.0], vec![8.0, 8.0], vec![6.0, 6.0]], Some(6.0));
        assert_eq!(found.iter().map(|one| one.largest).collect::<Vec<_>>(), [8.0, 2.0, 4.0]);
        assert_eq!(found.iter().map(|one| one.mean).collect::<Vec<_>>(), [4.0, 1.0, 3.0]);
        assert_eq!(found.iter().map(|one| one.best).collect::<Vec<_>>(), [0.5, 0.5, 0.0]);
        let satisfied: Vec<_> = found.iter().map(|one| one.satisfied).collect();
        assert_eq!(satisfied, [Some(0.5), Some(1.0), Some(1.0)]);
        assert!(regret(&[], None).is_empty());
    }
}
