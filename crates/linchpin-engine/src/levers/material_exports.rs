//! Material exports: what of one origin's material reaches one country that buys.
//!
//! Two licences on one flow: the strictest wins, so that a licence stated twice counts once and the
//! flow never falls below nothing. Licences are given one by one: exporters apply as their contracts fall due,
//! so that the first comes when one review has passed and the last when a second has.

use super::said;
use crate::entry::{Field, Holds, Values, needs};
use crate::law::{Ask, Law};
use crate::lever::{Drawn, Lever};
use crate::parameter::Amount;
use crate::paths::{MaterialFlow, Paths, Reviewed};
use crate::room::{AskRoom, Room};
use crate::shock::Shock;
use linchpin_policy::Query;
use linchpin_units::{Setting, Unit};
use linchpin_world::{CountryId, Entity, MaterialId};
use std::sync::Arc;

/// A material of one origin reaches one country only in part.
#[derive(Debug, Clone, PartialEq)]
pub struct MaterialExports {
    /// World id of the material that is licensed.
    pub material: MaterialId,
    /// Country that licenses.
    pub origin: CountryId,
    /// Country that buys.
    pub destination: CountryId,
    /// Share of applications that are approved.
    pub approval: Amount,
    /// Weeks of review before the first approval.
    pub review: Amount,
}

impl Lever for MaterialExports {
    fn kind(&self) -> &'static str {
        ROOM.kind
    }
    fn target(&self) -> Entity {
        (&self.material).into()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.approval, &self.review]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let (approval, review) = (Setting::from(drawn.amounts[0]), drawn.amounts[1].get());
        let window = drawn.window;
        let path = paths.path(window, Setting::WHOLE, |week| {
            Setting::of(approval.get() * given(window.since(week) as f64, review))
        });
        let (material, origin) = (self.material.clone(), self.origin.clone());
        let destination = self.destination.clone();
        // A licence is reviewed; where nothing is reviewed a plant or a port stands.
        if review > 0.0 {
            let control = Reviewed {
                material: material.clone(),
                origin: origin.clone(),
                destination: destination.clone(),
            };
            let reviewed = paths.path(window, Setting::NOTHING, |_| Setting::WHOLE);
            paths.reviewed.set(control, reviewed, window, drawn.shock);
        }
        let control = MaterialFlow { material, origin, destination };
        paths.materials.set(control, path, window, drawn.shock);
    }
    fn cause(&self) -> &'static str {
        "export licences on materials"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!(
            "exports of {} from {} to {}: the share approved is {}, the review takes {} weeks",
            name(&self.material),
            name(&self.origin),
            name(&self.destination),
            said(&self.approval),
            said(&self.review)
        )
    }
    fn label(&self, verdict: &str) -> String {
        format!("exports {verdict}")
    }
}

/// Of the licences that will be given, the part that has been, as a mean of the week that begins `since`
/// weeks after the rule: none within one review, all after two.
fn given(since: f64, review: f64) -> f64 {
    if review <= 0.0 {
        return 1.0;
    }
    // Weeks of full flow up to a day.
    let flown = |weeks: f64| {
        let second = (weeks - review).clamp(0.0, review);
        second * second / (2.0 * review) + (weeks - 2.0 * review).max(0.0)
    };
    flown(since + 1.0) - flown(since)
}

/// Whether a material may leave.
#[derive(Debug)]
struct Asked {
    material: MaterialId,
    origin: CountryId,
    destination: CountryId,
}

impl Ask for Asked {
    fn shocks(&self, law: &Law<'_>) -> Vec<Shock> {
        let query = Query::material(&self.material, self.origin.name(), self.destination.name());
        let mut found = Vec::new();
        for answer in law.answers(&query) {
            let usual = law.assumption("material_approval", "material-approval");
            let Some(approval) = law.approval(&answer, usual) else { continue };
            let lever = MaterialExports {
                material: self.material.clone(),
                origin: self.origin.clone(),
                destination: self.destination.clone(),
                approval,
                review: law.assumption("material_review", "material-review"),
            };
            let name = format!("{} {} {}", self.material, self.origin, self.destination);
            found.push(law.shock(&name, &answer, Arc::new(lever)));
        }
        found
    }
}

const EVENT: &[Field] = &[
    needs("material", Holds::Name("material"), "the material"),
    needs("origin", Holds::Name("country"), "the country that lets less out"),
    needs("destination", Holds::Name("country"), "the country that buys"),
    needs("approval", Holds::Amount(Unit::Share), "the share of normal exports that goes on"),
    needs("lag", Holds::Amount(Unit::Week), "the weeks of review before the first approval"),
];

const ASK: &[Field] = &[
    needs("materials", Holds::Names("material"), "the materials"),
    needs("origin", Holds::Name("country"), "the country whose exports are licensed"),
    needs("destination", Holds::Name("country"), "the country that buys"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(MaterialExports {
        material: values.id("material"),
        origin: values.id("origin"),
        destination: values.id("destination"),
        approval: values.amount("approval"),
        review: values.amount("lag"),
    })]
}

fn ask(values: &Values) -> Vec<Box<dyn Ask>> {
    let asked = |material: MaterialId| -> Box<dyn Ask> {
        let (origin, destination) = (values.id("origin"), values.id("destination"));
        Box::new(Asked { material, origin, destination })
    };
    values.ids("materials").into_iter().map(asked).collect()
}

/// The room.
pub(super) const ROOM: Room = Room {
    kind: "material-cut",
    about: "A material of one origin reaches one country only in part.",
    combines: "The strictest of two licences on one flow wins.",
    event: EVENT,
    pull,
    ask: Some(AskRoom {
        name: "materials",
        fields: ASK,
        read: ask,
        verdicts: &[
            ("material_approval", "material-approval"),
            ("material_review", "material-review"),
        ],
    }),
    example: r#"
kind = "material-cut"
what = "half of the gallium"
from = 2026-03-02
material = "material:gallium"
origin = "country:CHN"
destination = "country:KOR"
approval = { value = 0.5, low = 0.5, high = 0.5, unit = "share", source = "assumption:x", why = "an example" }
lag = { value = 4, low = 4, high = 4, unit = "week", source = "assumption:x", why = "an example" }
"#,
};

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: with a review of 8 weeks nothing comes in weeks 0 to 7. The licences of the second review come at
    /// an even pace, so that week 8 has 1/16 and week 15 has 15/16, four weeks of full flow in all; then all.
    #[test]
    fn licences_come_one_by_one_over_a_second_review() {
        let given: Vec<f64> = (0..20).map(|week| given(f64::from(week), 8.0)).collect();
        assert_eq!(given[..8], [0.0; 8]);
        assert_eq!((given[8], given[15]), (1.0 / 16.0, 15.0 / 16.0));
        assert_eq!(given[8..16].iter().sum::<f64>(), 4.0);
        assert_eq!(given[16..], [1.0; 4]);
    }

    #[test]
    fn what_stands_and_is_not_reviewed_is_there_at_once() {
        assert_eq!(given(0.0, 0.0), 1.0);
    }
}
