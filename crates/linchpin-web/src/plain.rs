//! The report for readers without JavaScript. In: the report JSON. Out: the headline, the losses and the sources as HTML tables.
//! Invariant: every text of the report is escaped, and only web addresses become links.

use crate::page::PageError;
use askama::Template;
use linchpin_results::contract::card::Card;
use serde::Deserialize;

/// The contract that the page reads.
pub(crate) const SCHEMA: &str = "linchpin/report/1";

/// The parts of a report that the plain tables show. Other parts are the business of the page's own script,
/// which is why unknown fields pass here: the contract as a whole belongs to the crate that writes it.
#[derive(Debug, Deserialize, Template)]
#[template(path = "plain.html")]
pub(crate) struct Plain {
    pub(crate) study: Study,
    run: Run,
    headline: Headline,
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
struct Run {
    members: u64,
    from: String,
    until: String,
    known: String,
    reproduce: String,
    citation: String,
}

#[derive(Debug, Deserialize)]
struct Headline {
    text: String,
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
struct Spread {
    // A number that is not finite stands as null in JSON.
    p05: Option<f64>,
    p50: Option<f64>,
    p95: Option<f64>,
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
    change: Spread,
    first_week: Option<FirstWeek>,
    cause: String,
    contested: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Input {
    name: String,
    quantity: String,
    unit: String,
    accounts: Vec<Account>,
}

#[derive(Debug, Deserialize)]
struct Account {
    value: f64,
    low: f64,
    high: f64,
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

impl Spread {
    /// A relative change as people read it: median [5 % to 95 %].
    fn said(&self) -> String {
        let [low, middle, high] = [self.p05, self.p50, self.p95].map(percent);
        format!("{middle} [{low} to {high}]")
    }
}

/// A relative change in percent with its sign; a change that is not zero never reads as plain zero
/// (the rule of `ui/src/lib/numbers.ts`).
fn percent(change: Option<f64>) -> String {
    let Some(change) = change.filter(|change| change.is_finite()) else {
        return "–".to_owned();
    };
    let points = change.abs() * 100.0;
    let sign = if change < 0.0 { "−" } else { "+" };
    match points {
        0.0 => "0\u{202f}%".to_owned(),
        p if p < 0.000_5 => "≈\u{a0}0\u{202f}%".to_owned(),
        p if p < 0.01 => format!("{sign}{p:.3}\u{202f}%"),
        p if p < 0.1 => format!("{sign}{p:.2}\u{202f}%"),
        p if p < 10.0 => format!("{sign}{p:.1}\u{202f}%"),
        p => format!("{sign}{p:.0}\u{202f}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::{in_words, percent};

    #[test]
    fn ids_read_as_words() {
        let said = ["product:dram", "product:memory", "site:xian", "contract-price"].map(in_words);
        assert_eq!(said, ["DRAM", "memory", "xian", "contract price"]);
    }

    #[test]
    fn small_changes_never_read_as_zero() {
        let said = [0.0, 1e-9, -0.000_02, 0.000_3, -0.004, -0.096, -0.48, f64::NAN]
            .map(|change| percent(Some(change)));
        assert_eq!(
            said,
            ["0 %", "≈\u{a0}0 %", "−0.002 %", "+0.03 %", "−0.4 %", "−9.6 %", "−48 %", "–"]
                .map(|text| text.replace(' ', "\u{202f}"))
        );
        assert_eq!(percent(None), "–");
    }
}
