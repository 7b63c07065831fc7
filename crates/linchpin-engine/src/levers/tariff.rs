//! Tariffs: a duty on one product of one origin into one country. Two different duties add up.

use super::said;
use crate::entry::{Field, Holds, Values, needs};
use crate::law::{Ask, Law};
use crate::lever::{Drawn, Lever};
use crate::parameter::Amount;
use crate::paths::{Duty, Paths};
use crate::room::{AskRoom, Room};
use crate::shock::Shock;
use linchpin_policy::Query;
use linchpin_units::{Measure, Setting, Unit};
use linchpin_world::{CountryId, Entity, ProductId};
use std::sync::Arc;

/// A duty on one product from one country into another.
#[derive(Debug, Clone, PartialEq)]
pub struct Tariff {
    /// World id of the product taxed.
    pub product: ProductId,
    /// Country of the producing sites.
    pub origin: CountryId,
    /// Country that taxes.
    pub destination: CountryId,
    /// Ad-valorem rate, share of value.
    pub rate: Amount,
}

impl Lever for Tariff {
    fn kind(&self) -> &'static str {
        ROOM.kind
    }
    fn target(&self) -> Entity {
        (&self.product).into()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.rate]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let rate = Setting::from(drawn.amounts[0]);
        let path = paths.path(drawn.window, Setting::NOTHING, |_| rate);
        let control = Duty {
            product: self.product.clone(),
            origin: self.origin.clone(),
            destination: self.destination.clone(),
        };
        paths.duties.set(control, path, drawn.window, drawn.shock);
    }
    fn cause(&self) -> &'static str {
        "tariff"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!(
            "a duty on {} from {} into {}: the rate is {}",
            name(&self.product),
            name(&self.origin),
            name(&self.destination),
            said(&self.rate)
        )
    }
    fn label(&self, _verdict: &str) -> String {
        "duty".to_owned()
    }
}

/// Which duty a product pays.
#[derive(Debug)]
struct Asked {
    product: ProductId,
    origin: CountryId,
    destination: CountryId,
}

impl Ask for Asked {
    fn shocks(&self, law: &Law<'_>) -> Vec<Shock> {
        let query = Query::import(&self.product, self.origin.name(), self.destination.name());
        let mut found = Vec::new();
        for answer in law.answers(&query) {
            let Some(rate) = answer.rate.filter(|rate| *rate > 0.0) else { continue };
            let lever = Tariff {
                product: self.product.clone(),
                origin: self.origin.clone(),
                destination: self.destination.clone(),
                rate: Amount::Exactly(Measure::of(rate.get())),
            };
            let name = format!("{} {} {}", self.product, self.origin, self.destination);
            found.push(law.shock(&name, &answer, Arc::new(lever)));
        }
        found
    }
}

const FIELDS: &[Field] = &[
    needs("product", Holds::Name("product"), "the product taxed"),
    needs("origin", Holds::Name("country"), "the country of the producing sites"),
    needs("destination", Holds::Name("country"), "the country that taxes"),
];

const EVENT: &[Field] = &[
    FIELDS[0],
    FIELDS[1],
    FIELDS[2],
    needs("rate", Holds::Amount(Unit::Share), "the rate, share of value"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(Tariff {
        product: values.id("product"),
        origin: values.id("origin"),
        destination: values.id("destination"),
        rate: values.amount("rate"),
    })]
}

fn ask(values: &Values) -> Vec<Box<dyn Ask>> {
    vec![Box::new(Asked {
        product: values.id("product"),
        origin: values.id("origin"),
        destination: values.id("destination"),
    })]
}

/// The room.
pub(super) const ROOM: Room = Room {
    kind: "tariff",
    about: "A duty on one product of one origin into one country.",
    combines: "Two different duties on one flow add up; the same duty stated twice counts once.",
    event: EVENT,
    pull,
    ask: Some(AskRoom { name: "tariffs", fields: FIELDS, read: ask, verdicts: &[] }),
    example: r#"
kind = "tariff"
what = "a duty of a quarter"
from = 2026-03-02
product = "product:dram"
origin = "country:KOR"
destination = "country:USA"
rate = { value = 0.25, low = 0.25, high = 0.25, unit = "share", source = "assumption:x", why = "an example" }
"#,
};
