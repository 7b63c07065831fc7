//! Questions in people's words: what a phrase says beyond the name inside it.
//!
//! In comes a query as asked; out comes the same query with two things spelt out, and a sentence for
//! each: a party described by its owner ("a firm 50 % owned by a listed party", "a subsidiary of
//! Wingtech") is a party with that owner, not the owner itself; and the maker named with a product
//! ("Micron SSD") is its maker. Nothing that was given in a field of its own is changed.

use crate::facts::{Facts, Kind};
use crate::query::Query;
use crate::scope::Field;
use crate::words::plain;

/// Share of a subsidiary that is not stated: a majority, taken as all of it.
const ALL_OF_IT: f64 = 100.0;

/// The query with its phrases spelt out, and what was read into them.
#[must_use]
pub fn spell_out(query: &Query, facts: &Facts) -> (Query, Vec<String>) {
    let mut spelt = query.clone();
    let mut read = Vec::new();
    if let Some(party) = query.get(Field::Party)
        && facts.named(Kind::Entity, party).is_none()
        && let Some((owner, share)) = owner_in(party)
    {
        if query.owners().is_empty() {
            let share = share.unwrap_or(ALL_OF_IT);
            read.push(format!("party “{party}” read as owned to {share} % by “{owner}”"));
            spelt = spelt.owned_by(owner, share);
        } else {
            read.push(format!("party “{party}” read as described by its owners"));
        }
        spelt = spelt.without(Field::Party);
    }
    if query.get(Field::Maker).is_none()
        && let Some(item) = query.get(Field::Item)
        && facts.named(Kind::Item, item).is_none()
        && !item.contains(':')
        && let Some(maker) = facts.within(Kind::Entity, item)
    {
        read.push(format!("maker not given: read from “{item}” as {}", maker.id));
        spelt = spelt.with(Field::Maker, maker.id.clone());
    }
    (spelt, read)
}

/// The owner a phrase speaks of, and the share in percent if it says one.
fn owner_in(phrase: &str) -> Option<(String, Option<f64>)> {
    const LINKS: [&str; 5] =
        ["subsidiary of ", "subsidiaries of ", "unit of ", "owned by ", "held by "];
    let lower = phrase.to_lowercase();
    let (at, link) = LINKS.iter().find_map(|link| lower.find(link).map(|at| (at, link)))?;
    let (before, after) = (phrase.get(..at)?, phrase.get(at + link.len()..)?);
    let owner = after.trim();
    (!plain(owner).is_empty()).then(|| (owner.to_owned(), percent(before)))
}

/// The last number before a per cent sign or the word percent.
fn percent(text: &str) -> Option<f64> {
    let text = text.replace("per cent", "%").replace("percent", "%");
    let before = text.rsplit_once('%')?.0.trim_end();
    let digits = |c: char| c.is_ascii_digit() || c == '.';
    let start = before
        .rfind(|c| !digits(c))
        .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    before[start..].parse().ok().filter(|share| (0.0..=ALL_OF_IT).contains(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_not_the_party() {
        let owner = |text: &str| owner_in(text);
        assert_eq!(owner("a subsidiary of Wingtech"), Some(("Wingtech".to_owned(), None)));
        assert_eq!(
            owner("firm 49.9 % owned by a listed firm"),
            Some(("a listed firm".to_owned(), Some(49.9)))
        );
        assert_eq!(owner("50 percent owned by SMIC"), Some(("SMIC".to_owned(), Some(50.0))));
        assert_eq!(owner("company 80% held by YMTC"), Some(("YMTC".to_owned(), Some(80.0))));
        assert_eq!(owner("Wingtech"), None);
        assert_eq!(owner("owned by "), None);
    }
}
