//! Which of very many factors move an outcome more surely than chance, before anything is peeled.
//!
//! In: the draws of every factor and the outcome of every draw. Out: the factors whose rank correlation with the
//! outcome is surer than chance, the strongest first. Of hundreds of factors some look good by chance in a hundred
//! draws, so that the level is Holm's (1979): the chance that any factor at all is named falsely is at most the
//! level asked for. Only what moves the outcome in one direction is seen: a factor that is bad at both ends is not.

use linchpin_results::stats::influence::spearman;
use linchpin_uncertainty::normal;

/// A factor that moves an outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mover {
    /// Its position among the factors.
    pub factor: usize,
    /// Rank correlation with the outcome.
    pub correlation: f64,
    /// How likely a correlation of this size is by chance, for this factor alone.
    pub chance: f64,
}

/// The factors whose rank correlation with `outcome` is surer than chance over all factors together at `level`,
/// the strongest first; a factor that does not vary is none.
#[must_use]
pub fn movers(factors: &[Vec<f64>], outcome: &[f64], level: f64) -> Vec<Mover> {
    // Of independent ranks the coefficient has mean 0 and variance 1/(n - 1) exactly (Kendall and Gibbons 1990).
    let scale = (outcome.len().saturating_sub(1) as f64).sqrt();
    let mover = |(factor, drawn): (usize, &Vec<f64>)| {
        let correlation = spearman(drawn, outcome)?;
        let chance = 2.0 * normal::cumulative(-correlation.abs() * scale);
        Some(Mover { factor, correlation, chance })
    };
    let mut all: Vec<Mover> = factors.iter().enumerate().filter_map(mover).collect();
    all.sort_by(|a, b| {
        let size = |one: &Mover| one.correlation.abs();
        size(b).total_cmp(&size(a)).then(a.factor.cmp(&b.factor))
    });
    let tried = all.len();
    let sure = |(at, one): &(usize, &Mover)| one.chance * (tried - at) as f64 <= level;
    let kept = all.iter().enumerate().take_while(sure).count();
    all.truncate(kept);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of five draws in the same order as the outcome the coefficient is 1, z = 2, and so large a size has
    /// the chance 2 (1 - Phi(2)) = 0.0455. Alone it is surer than one in twenty; of two factors it is not.
    #[test]
    fn the_level_is_shared_by_all_factors() {
        let outcome = [1.0, 2.0, 3.0, 4.0, 5.0];
        let rising = vec![2.0, 3.0, 5.0, 7.0, 11.0];
        let found = movers(std::slice::from_ref(&rising), &outcome, 0.05);
        assert_eq!(
            found.iter().map(|one| (one.factor, one.correlation)).collect::<Vec<_>>(),
            [(0, 1.0)]
        );
        assert!((found[0].chance - 0.0455).abs() < 1e-4, "{found:?}");
        let idle = vec![1.0, 0.0, 2.0, 0.0, 1.0];
        assert_eq!(movers(&[idle, rising], &outcome, 0.05), []);
        assert_eq!(movers(&[vec![1.0; 5]], &outcome, 1.0), [], "what does not vary moves nothing");
    }
}
