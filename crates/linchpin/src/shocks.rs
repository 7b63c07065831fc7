//! What the shocks of a scenario need from the parameter space.

use linchpin_engine::{Effect, Shock};
use linchpin_market::levers::compliance_draw;

/// Names of the uniform draws a shock needs: one for each firm that may or may not comply.
#[must_use]
pub(crate) fn chances(shock: &Shock) -> Vec<String> {
    match &shock.effect {
        Effect::BackfillCap { firms, .. } => {
            firms.iter().map(|firm| compliance_draw(firm)).collect()
        }
        _ => Vec::new(),
    }
}
