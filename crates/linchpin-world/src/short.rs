//! A card of the world in short: one line a value, few lines a quantity, for a reader who asks what is known at all.
//!
//! In: a [`Card`]. Out: rows with the newest account or the range of today, and how many accounts stand behind. A
//! country has thousands of accounts; whoever wants them asks for the full card.

use crate::Quantity;
use crate::show::{Card, Values};
use linchpin_units::day::AsOf;
use linchpin_units::{Measure, Unit};

/// Rows of one quantity that are shown; the rest is counted.
const ROWS: usize = 6;

/// One value in short.
#[derive(Debug, Clone, PartialEq)]
pub struct Short {
    /// What it is of: subject, `of` and `to`, as far as they say something.
    pub what: String,
    /// Value, lowest and highest.
    pub range: [Measure; 3],
    /// Their unit.
    pub unit: Unit,
    /// Date of the newest account.
    pub as_of: AsOf,
    /// Accounts behind it.
    pub accounts: usize,
}

/// The values of one quantity in short.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantities {
    /// What is measured.
    pub quantity: Quantity,
    /// Values with the most accounts first.
    pub rows: Vec<Short>,
    /// Values that are not shown.
    pub more: usize,
}

impl Card {
    /// Its values in short, by quantity in the order of the card.
    #[must_use]
    pub fn in_short(&self) -> Vec<Quantities> {
        let mut found: Vec<Quantities> = Vec::new();
        for values in &self.values {
            let Some(row) = self.short(values) else { continue };
            match found.iter_mut().find(|known| known.quantity == values.quantity) {
                Some(known) => known.rows.push(row),
                None => {
                    let quantity = values.quantity;
                    found.push(Quantities { quantity, rows: vec![row], more: 0 });
                }
            }
        }
        for one in &mut found {
            // Stable: values with as many accounts keep the order of the card.
            one.rows.sort_by_key(|row| std::cmp::Reverse(row.accounts));
            one.more = one.rows.len().saturating_sub(ROWS);
            one.rows.truncate(ROWS);
        }
        found
    }

    /// The range of today, or the newest account where every account is history.
    fn short(&self, values: &Values) -> Option<Short> {
        let newest = values.rivals.first()?;
        let (range, unit) = match &values.estimate {
            Some(today) => ([today.value, today.low, today.high], today.unit),
            None => ([newest.value, newest.low, newest.high], newest.unit),
        };
        let subject = Some(values.subject_name.as_str())
            .filter(|name| !name.is_empty() && *name != self.name);
        let of = Some(values.of_name.as_str()).filter(|name| !name.is_empty());
        let to = Some(values.to_name.as_str()).filter(|name| !name.is_empty());
        let to = to.map(|name| format!("to {name}"));
        let parts = [subject, of, to.as_deref()];
        Some(Short {
            what: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
            range,
            unit,
            as_of: newest.as_of.clone(),
            accounts: values.rivals.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::World;

    /// A country's thousands of accounts fit a few screens, and nothing is lost without being counted.
    #[test]
    fn a_country_is_told_in_short() {
        let world = World::embedded().expect("the bundled world");
        let card = world.show("country:KOR").expect("it is there");
        let short = card.in_short();
        let told: usize = short.iter().map(|one| one.rows.len() + one.more).sum();
        let values = card.values.iter().filter(|values| !values.rivals.is_empty()).count();
        assert_eq!(told, values);
        assert!(short.iter().all(|one| one.rows.len() <= super::ROWS));
        assert!(short.iter().map(|one| one.rows.len()).sum::<usize>() < 200, "a few screens");
        let accounts: usize = short.iter().flat_map(|one| &one.rows).map(|row| row.accounts).sum();
        assert!(accounts > short.len(), "accounts are counted");
    }
}
