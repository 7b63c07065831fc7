//! Questions: may this go from here to there, for whom and what for?
//!
//! A [`Query`] holds what the asker knows, field by field; what is not given stays open and is either
//! assumed in the open (see [`crate::situate`]) or answered `Unknown`.

use crate::scope::Field;
use crate::words::{Activity, Number, Order, Purpose, plain};
use linchpin_units::{Day, Measure};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::collections::BTreeMap;
use std::fmt;

/// The word for a fact that the asker says is not known.
pub const UNKNOWN: &str = "unknown";

/// A question, without its dates.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    given: BTreeMap<Field, String>,
    numbers: BTreeMap<Number, Measure>,
    owners: Vec<(String, Measure)>,
    owners_in_part: Vec<String>,
    licence: Option<Licence>,
    decontrolled: Option<Day>,
}

/// A licence that the asker holds for this flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Licence {
    /// The day it was granted.
    pub granted: Day,
    /// The order that granted it; the only one that asks for a licence, where none is given.
    pub order: Option<Order>,
}

impl Query {
    /// A question that says nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same question with `field` given; ids, names and aliases are all understood.
    #[must_use]
    pub fn with(mut self, field: Field, value: impl Into<String>) -> Self {
        self.given.insert(field, value.into());
        self
    }

    /// The same question with `field` left open.
    #[must_use]
    pub fn without(mut self, field: Field) -> Self {
        self.given.remove(&field);
        self
    }

    /// The same question with a number given.
    #[must_use]
    pub fn with_number(mut self, number: Number, value: Measure) -> Self {
        self.numbers.insert(number, value);
        self
    }

    /// The same question with an owner of the party, share in percent, beside the declared owners.
    #[must_use]
    pub fn owned_by(mut self, owner: impl Into<String>, percent: Measure) -> Self {
        self.owners.push((owner.into(), percent));
        self
    }

    /// The same question with an owner whose share is not known: anything up to the whole.
    #[must_use]
    pub fn owned_in_part_by(mut self, owner: impl Into<String>) -> Self {
        self.owners_in_part.push(owner.into());
        self
    }

    /// The same question by a holder of a licence for this flow.
    #[must_use]
    pub fn licensed(mut self, granted: Day, order: Option<Order>) -> Self {
        self.licence = Some(Licence { granted, order });
        self
    }

    /// The licence the asker holds.
    #[must_use]
    pub fn licence(&self) -> Option<Licence> {
        self.licence
    }

    /// The same question about an item that left the control lists on a day.
    #[must_use]
    pub fn decontrolled(mut self, since: Day) -> Self {
        self.decontrolled = Some(since);
        self
    }

    /// The day since which the item is on no list, as asked.
    #[must_use]
    pub fn decontrolled_since(&self) -> Option<Day> {
        self.decontrolled
    }

    /// Whether the party is described by owners.
    #[must_use]
    pub fn has_owners(&self) -> bool {
        !self.owners.is_empty() || !self.owners_in_part.is_empty()
    }

    /// Owners of the party with their shares in percent, none where the share is not known.
    #[must_use]
    pub fn owners_and_shares(&self) -> Vec<(String, Option<Measure>)> {
        let known = self.owners.iter().map(|(owner, share)| (owner.clone(), Some(*share)));
        known.chain(self.owners_in_part.iter().map(|owner| (owner.clone(), None))).collect()
    }

    /// The same question with these owners in place of those given.
    #[must_use]
    pub(crate) fn with_owners(mut self, owners: Vec<(String, Option<Measure>)>) -> Self {
        (self.owners, self.owners_in_part) = (Vec::new(), Vec::new());
        for (owner, share) in owners {
            match share {
                Some(share) => self.owners.push((owner, share)),
                None => self.owners_in_part.push(owner),
            }
        }
        self
    }

    /// What is given for `field`.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        self.given.get(&field).map(String::as_str)
    }

    /// The numbers given.
    #[must_use]
    pub fn numbers(&self) -> &BTreeMap<Number, Measure> {
        &self.numbers
    }

    /// Owners of the party given with the question: name and percent.
    #[must_use]
    pub fn owners(&self) -> &[(String, Measure)] {
        &self.owners
    }

    /// A tool, part or service of `origin` for `site`: what a fab asks before it imports. One made outside
    /// the United States is taken as outside de minimis and the direct-product rules; say otherwise with
    /// [`Field::UsContent`].
    #[must_use]
    pub fn tool(tool: &str, origin: &str, site: &str, purpose: Purpose) -> Self {
        let american = matches!(plain(origin).as_str(), "usa" | "us" | "united-states");
        let query = if american { Self::new() } else { Self::new().with(Field::UsContent, "none") };
        query
            .with(Field::Item, tool)
            .with(Field::Origin, origin)
            .with(Field::From, origin)
            .with(Field::Site, site)
            .with(Field::Purpose, purpose.as_str())
            .with(Field::Activity, Activity::Export.as_str())
    }

    /// A material or product leaving `origin` for `destination`.
    #[must_use]
    pub fn export(item: &str, origin: &str, destination: &str) -> Self {
        Self::new()
            .with(Field::Item, item)
            .with(Field::Origin, origin)
            .with(Field::From, origin)
            .with(Field::To, destination)
            .with(Field::Activity, Activity::Export.as_str())
    }

    /// A raw material leaving `origin` for `destination`.
    #[must_use]
    pub fn material(material: &str, origin: &str, destination: &str) -> Self {
        Self::export(material, origin, destination)
    }

    /// A buyer of the segment or class `buyer` in `country` buying what `maker` makes.
    #[must_use]
    pub fn procurement(maker: &str, product: &str, buyer: &str, country: &str) -> Self {
        Self::new()
            .with(Field::Item, product)
            .with(Field::Maker, maker)
            .with(Field::Buyer, buyer)
            .with(Field::To, country)
            .with(Field::Activity, Activity::Procurement.as_str())
    }

    /// A product of `origin` entering the customs territory of `destination`: its duty.
    #[must_use]
    pub fn import(product: &str, origin: &str, destination: &str) -> Self {
        Self::export(product, origin, destination).with(Field::Activity, Activity::Import.as_str())
    }

    /// A firm adding `percent` to the capacity of a facility (`advanced` or `legacy`) in `country`:
    /// what its subsidy contract says.
    #[must_use]
    pub fn guardrail(firm: &str, country: &str, facility: &str, percent: Measure) -> Self {
        Self::new()
            .with(Field::Party, firm)
            .with(Field::To, country)
            .with(Field::Facility, facility)
            .with(Field::Activity, Activity::Expansion.as_str())
            .with_number(Number::ExpansionPct, percent)
    }

    /// The subject in a few words, for ids and headings.
    #[must_use]
    pub fn heading(&self) -> String {
        let order = [
            Field::Activity,
            Field::Item,
            Field::Maker,
            Field::Origin,
            Field::From,
            Field::To,
            Field::Site,
            Field::Holder,
            Field::Party,
            Field::Buyer,
            Field::Purpose,
        ];
        let parts: Vec<&str> = order.iter().filter_map(|field| self.get(*field)).collect();
        parts.join(" ")
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        for (field, value) in &self.given {
            write!(f, "{gap}{field}={value}")?;
            gap = " ";
        }
        for (owner, percent) in &self.owners {
            write!(f, "{gap}owner={owner}:{percent}")?;
            gap = " ";
        }
        if let Some(licence) = self.licence {
            write!(f, "{gap}licence-granted-on={}", licence.granted)?;
            gap = " ";
        }
        if let Some(since) = self.decontrolled {
            write!(f, "{gap}decontrolled-since={since}")?;
            gap = " ";
        }
        for owner in &self.owners_in_part {
            write!(f, "{gap}owner={owner}:unknown")?;
            gap = " ";
        }
        for (number, value) in &self.numbers {
            write!(f, "{gap}{number}={value}")?;
            gap = " ";
        }
        Ok(())
    }
}

/// The fields and numbers that a rule may test, each as it is given.
impl schemars::JsonSchema for Query {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PolicyQuery".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let of = |kind: &str| serde_json::json!({ "type": kind });
        let fields = Field::ALL.iter().map(|field| (field.as_str().to_owned(), of("string")));
        let numbers = Number::ALL.iter().map(|number| (number.as_str().to_owned(), of("number")));
        let mut properties: serde_json::Map<String, serde_json::Value> =
            fields.chain(numbers).collect();
        let mut add = |name: &str, schema: schemars::Schema| {
            properties.insert(name.to_owned(), schema.to_value());
        };
        add("owners", generator.subschema_for::<Vec<(String, f64)>>());
        add("owners-share-unknown", generator.subschema_for::<Vec<String>>());
        add("licence", generator.subschema_for::<Licence>());
        add("decontrolled-since", generator.subschema_for::<linchpin_units::Day>());
        schemars::json_schema!({ "type": "object", "properties": properties })
    }
}

impl Serialize for Query {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (field, value) in &self.given {
            map.serialize_entry(field.as_str(), value)?;
        }
        for (number, value) in &self.numbers {
            map.serialize_entry(number.as_str(), value)?;
        }
        if !self.owners.is_empty() {
            map.serialize_entry("owners", &self.owners)?;
        }
        if !self.owners_in_part.is_empty() {
            map.serialize_entry("owners-share-unknown", &self.owners_in_part)?;
        }
        if let Some(licence) = &self.licence {
            map.serialize_entry("licence", licence)?;
        }
        if let Some(since) = &self.decontrolled {
            map.serialize_entry("decontrolled-since", since)?;
        }
        map.end()
    }
}
