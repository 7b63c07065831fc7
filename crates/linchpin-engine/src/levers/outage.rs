//! Outages: a line stops, in part, for a time, and comes back over some weeks.
//!
//! Two outages of one line: in each week the one that stops more of it counts, so that a second outage
//! never makes up for the first; each scraps its own wafers.

use super::said;
use crate::entry::{Field, Holds, Values, needs};
use crate::lever::{Drawn, Lever};
use crate::parameter::Amount;
use crate::paths::{LineRunning, Paths, Scrap};
use crate::room::Room;
use linchpin_units::{Share, Unit};
use linchpin_world::{Entity, ProductId, SiteId};
use std::sync::Arc;

/// A line stops, in part, for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Outage {
    /// World id of the site that stops.
    pub site: SiteId,
    /// World id of the product whose line stops.
    pub product: ProductId,
    /// Share of the line that stands while it lasts.
    pub share: Amount,
    /// Share of the wafers in process that is scrapped on the first day.
    pub scrap: Amount,
    /// Weeks in which the line comes back after the last day, linearly.
    pub recovery: Amount,
}

impl Lever for Outage {
    fn kind(&self) -> &'static str {
        ROOM.kind
    }
    fn target(&self) -> Entity {
        (&self.site).into()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.share, &self.scrap, &self.recovery]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let window = drawn.window;
        let [share, scrap, recovery] = [0, 1, 2].map(|at: usize| drawn.amounts[at].get());
        let running = |week: usize| {
            if week < window.first {
                1.0
            } else if week < window.end {
                1.0 - share
            } else {
                let back = (week - window.end) as f64 + 0.5;
                if back < recovery { 1.0 - share * (1.0 - back / recovery) } else { 1.0 }
            }
        };
        let path = (0..paths.weeks()).map(running).collect();
        let line = LineRunning { site: self.site.clone(), product: self.product.clone() };
        paths.running.set(line.clone(), path, window, drawn.shock);
        if scrap > 0.0 && window.began >= 0 {
            let scrap = Scrap { week: window.first, share: Share::nearest(scrap) };
            paths.scrap.insert((line, drawn.shock), scrap);
        }
    }
    fn cause(&self) -> &'static str {
        "outage"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!(
            "the line for {} stops: the share lost is {}, the share of wafers in process scrapped is {}, it comes back over {} weeks",
            name(&self.product),
            said(&self.share),
            said(&self.scrap),
            said(&self.recovery)
        )
    }
}

const EVENT: &[Field] = &[
    needs("site", Holds::Name("site"), "the site that stops"),
    needs("product", Holds::Name("product"), "the product whose line stops"),
    needs("share", Holds::Amount(Unit::Share), "the share of the line that stands"),
    needs(
        "scrap",
        Holds::Amount(Unit::Share),
        "the share of wafers in process scrapped on the first day",
    ),
    needs("recovery", Holds::Amount(Unit::Week), "the weeks in which the line comes back"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(Outage {
        site: values.id("site"),
        product: values.id("product"),
        share: values.amount("share"),
        scrap: values.amount("scrap"),
        recovery: values.amount("recovery"),
    })]
}

/// The room.
pub(super) const ROOM: Room = Room {
    kind: "outage",
    about: "A line stops, in part, for a time, and comes back over some weeks.",
    combines: "In each week the outage that stops more of the line counts; each scraps its own wafers.",
    event: EVENT,
    pull,
    ask: None,
    example: r#"
kind = "outage"
what = "a power cut"
from = 2026-03-02
until = 2026-03-23
site = "site:samsung-xian"
product = "product:nand"
share = { value = 0.5, low = 0.5, high = 0.5, unit = "share", source = "assumption:x", why = "an example" }
scrap = { value = 0.1, low = 0.1, high = 0.1, unit = "share", source = "assumption:x", why = "an example" }
recovery = { value = 2, low = 2, high = 2, unit = "week", source = "assumption:x", why = "an example" }
"#,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Window;
    use linchpin_units::Measure;
    use linchpin_units::id::literal;

    #[test]
    fn a_second_outage_takes_nothing_back_from_the_first() {
        let lever = Outage {
            site: literal("site:a"),
            product: literal("product:a"),
            share: Amount::Exactly(Measure::of(1.0)),
            scrap: Amount::Exactly(Measure::of(0.1)),
            recovery: Amount::Exactly(Measure::of(2.0)),
        };
        let mut paths = Paths::neutral(8);
        let mut turn = |first, end, shock| {
            let window = Window { first, end, began: first as i64 };
            lever.turn(
                &Drawn { amounts: &[1.0, 0.1, 2.0].map(Measure::of), chances: &[], window, shock },
                &mut paths,
            );
        };
        turn(1, 3, 0);
        turn(6, 7, 1);
        let path = paths.running.iter().next().expect("turned").1.values().to_vec();
        assert_eq!(path, [1.0, 0.0, 0.0, 0.25, 0.75, 1.0, 0.0, 0.25]);
        assert_eq!(paths.scrap.len(), 2);
    }
}
