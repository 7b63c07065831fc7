//! A card of what is measured: the word of a quantity comes in, every fact of it goes out.
//!
//! An analyst asks for `FDI` or `subsidiaries`, which are no things of the world.

use super::{Attribute, Card};
use crate::{Quantity, World};

/// More quantities than these are no answer to one word.
const MOST: usize = 4;

impl World {
    /// The card of the quantities that `wanted` names by their spelling, or else by their meaning; none where
    /// it names none, or too many.
    pub(super) fn topic(&self, wanted: &str) -> Option<Card> {
        let asked = words(wanted);
        let telling = asked.iter().any(|word| word.len() > 2);
        let named = |text: &str| {
            let told = words(text);
            telling && asked.iter().all(|word| told.contains(word))
        };
        let pick = |text: fn(Quantity) -> &'static str| -> Vec<Quantity> {
            Quantity::ALL.iter().copied().filter(|quantity| named(text(*quantity))).collect()
        };
        let mut meant = pick(Quantity::as_str);
        if meant.is_empty() {
            meant = pick(Quantity::meaning);
        }
        let facts = || self.facts.iter().filter(|fact| meant.contains(&fact.quantity));
        if meant.len() > MOST || facts().next().is_none() {
            return None;
        }
        let spelled: Vec<&str> = meant.iter().map(|quantity| quantity.as_str()).collect();
        let attribute = |quantity: &Quantity| Attribute {
            name: quantity.as_str().to_owned(),
            value: quantity.meaning().to_owned(),
        };
        Some(Card {
            id: spelled[0].into(),
            name: spelled.join(", "),
            attributes: meant.iter().map(attribute).collect(),
            values: self.grouped(facts(), ""),
            related: Vec::new(),
            events: self.told(|event| {
                let told = words(event.id.name());
                asked.iter().any(|word| word.len() > 2 && told.contains(word))
            }),
        })
    }
}

/// The words of a text, without case and punctuation.
fn words(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    split.map(str::to_lowercase).collect()
}
