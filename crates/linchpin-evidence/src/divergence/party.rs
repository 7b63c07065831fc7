//! Which state an entity belongs to, and for which parties a source speaks.

use super::account::Account;
use super::facts::Facts;
use crate::attribution::Quotation;
use crate::gazetteer::{EntityKind, gazetteer};
use crate::span::Span;
use std::collections::BTreeSet;

/// The state an entity belongs to, or the entity itself.
#[must_use]
pub fn party(entity: &str) -> String {
    match gazetteer().entity(entity) {
        Some(found) if !found.country.is_empty() && !entity.starts_with("org:") => {
            format!("country:{}", found.country)
        }
        Some(found) if found.kind == EntityKind::Government => {
            format!("country:{}", found.country)
        }
        _ => entity.to_owned(),
    }
}

/// The parties a source speaks for.
pub(super) fn source_party(
    account: &Account<'_>,
    facts: &Facts<'_>,
    quotation: &Quotation,
) -> BTreeSet<String> {
    let Some(source) = quotation.source else { return BTreeSet::new() };
    let mentions = facts.reading.mentions.iter().filter(|mention| source.meets(mention.span));
    let mut out: BTreeSet<String> = mentions.map(|mention| party(&mention.entity)).collect();
    if out.is_empty() {
        // `The country’s trade minister`, `the ministry`: the parties of the sentence.
        let lower = account.words(source).to_lowercase();
        if lower.contains("ministr") || lower.contains("minister") || lower.contains("statement") {
            out.extend(implied(account, facts, source));
        }
    }
    out
}

/// Whose ministry or statement an unnamed one is: that of the party named right before it in one phrase
/// (`China's release of a statement`), else that of the sentence's first party.
fn implied(account: &Account<'_>, facts: &Facts<'_>, source: Span) -> Option<String> {
    let mentions = &facts.reading.mentions;
    let state = |entity: &str| Some(party(entity)).filter(|p| p.starts_with("country:"));
    let before = mentions.iter().rfind(|mention| mention.span.end <= source.start);
    let owner = before.filter(|mention| {
        let between = account.words(Span::new(mention.span.end, source.start));
        let owned = between.starts_with("'s ") || between.starts_with("’s ");
        owned && between.split_whitespace().count() <= 5 && !between.contains([',', ';'])
    });
    let owner = owner.and_then(|mention| state(&mention.entity));
    owner.or_else(|| mentions.first().map(|mention| party(&mention.entity)))
}
