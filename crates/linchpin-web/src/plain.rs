//! The report for readers without JavaScript. In: the report JSON. Out: the headline, the losses and the sources as HTML tables.
//! Invariant: every text of the report is escaped, and only web addresses become links.

use crate::refused::{PageError, SCHEMA};
use askama::Template;
use linchpin_results::contract::card::Card;
use linchpin_results::contract::texts::{InputText, LossText};
use serde::Deserialize;

/// The parts of a report that the plain tables show. Other parts are the business of the page's own script,
/// which is why unknown fields pass here: the contract as a whole belongs to the crate that writes it.
#[derive(Debug, Deserialize, Template)]
#[template(path = "plain.html")]
pub(crate) struct Plain {
    pub(crate) study: Study,
    pub(crate) run: Run,
    pub(crate) headline: Headline,
    scenarios: Vec<Scenario>,
    losses: Vec<Loss>,
    inputs: Vec<Input>,
    not_modelled: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Study {
    pub(crate) title: String,
    question: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Run {
    /// Empty in a report that no run made.
    #[serde(default)]
    pub(crate) digest: String,
    members: u64,
    from: String,
    until: String,
    known: String,
    reproduce: String,
    citation: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Headline {
    pub(crate) text: String,
    /// None in reports of earlier versions.
    card: Option<Card>,
}

#[derive(Debug, Deserialize)]
struct Scenario {
    id: String,
    title: String,
    answer: String,
}

#[derive(Debug, Deserialize)]
struct FirstWeek {
    date: String,
}

#[derive(Debug, Deserialize)]
struct Loss {
    scenario: String,
    entity: String,
    name: String,
    product: Option<String>,
    measure: String,
    text: LossText,
    first_week: Option<FirstWeek>,
    cause: String,
    contested: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Input {
    name: String,
    quantity: String,
    accounts: Vec<Account>,
    text: InputText,
}

#[derive(Debug, Deserialize)]
struct Account {
    as_of: String,
    basis: String,
    outlet: String,
    title: String,
    url: String,
    grade: String,
}

/// The schema alone, read before the rest so that another contract is named as such.
#[derive(Deserialize)]
struct Schema {
    schema: String,
}

impl Plain {
    /// Reads the shown parts of a report.
    ///
    /// # Errors
    /// When the text is not JSON, follows another contract or lacks a shown part.
    pub(crate) fn read(json: &str) -> Result<Self, PageError> {
        let Schema { schema } = serde_json::from_str(json)?;
        if schema != SCHEMA {
            return Err(PageError::Schema { found: schema });
        }
        Ok(serde_json::from_str(json)?)
    }

    /// The tables as HTML.
    ///
    /// # Errors
    /// When the template cannot be written, which no report causes.
    pub(crate) fn html(&self) -> Result<String, PageError> {
        Ok(self.render()?)
    }

    fn losses_of<'a>(&'a self, scenario: &'a Scenario) -> impl Iterator<Item = &'a Loss> {
        self.losses.iter().filter(move |loss| loss.scenario == scenario.id)
    }
}

impl Loss {
    /// The measure and the product in words (the rule of `ui/src/lib/report.ts`).
    fn subject(&self) -> String {
        let measure = in_words(&self.measure);
        match &self.product {
            Some(product) if *product != self.entity => format!("{measure}, {}", in_words(product)),
            _ => measure,
        }
    }
}

impl Input {
    /// Each account with the text of its value.
    fn told(&self) -> impl Iterator<Item = (&Account, &String)> {
        self.accounts.iter().zip(&self.text.accounts)
    }

    fn measured(&self) -> String {
        in_words(&self.quantity)
    }
}

/// A world id in words: `product:dram` is DRAM, `share-of-maker` loses its dashes.
fn in_words(id: &str) -> String {
    match id.split_once(':') {
        Some(("product", name)) if name.len() <= 4 => name.to_uppercase(),
        Some((_, name)) => name.replace(['-', '_'], " "),
        None => id.replace(['-', '_'], " "),
    }
}

impl Account {
    fn link(&self) -> Option<&str> {
        (self.url.starts_with("https://") || self.url.starts_with("http://"))
            .then_some(self.url.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn ids_read_as_words() {
        let said = ["product:dram", "product:memory", "site:xian", "contract-price"].map(in_words);
        assert_eq!(said, ["DRAM", "memory", "xian", "contract price"]);
    }
}
