//! Who is to blame: bindings added up by entity, cause and shock.
//!
//! In come the bindings of one scenario; out come, for any entity and product, the causes with their
//! parts of the lost bits, largest first. Only losses count: a gain elsewhere excuses nothing. Where an
//! entity has no bindings of its own, those of what belongs to it speak for it: a firm's sites for the
//! firm, the firm for its sales in one country, all makers of a product for those who buy it.

use crate::contract::input::ShockRow;
use linchpin_engine::{Binding, Cause};
use std::collections::{BTreeMap, BTreeSet};

/// One cause with its part of a loss.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CauseShare {
    /// What bound.
    pub(crate) cause: Cause,
    /// Its part of the lost bits, 0 to 1.
    pub(crate) share: f64,
    /// Shocks behind it with their parts of the whole loss, largest first; none is the market's doing.
    pub(crate) shocks: Vec<(Option<u32>, f64)>,
}

/// Who sells in a row such as `firm:f@country:CHN`; the entity itself where no place is named.
pub(crate) fn seller(entity: &str) -> &str {
    entity.split_once('@').map_or(entity, |(seller, _)| seller)
}

/// Whether something belongs to an entity, as a site does to its firm.
pub(crate) fn belongs(related: &BTreeMap<String, Vec<String>>, what: &str, entity: &str) -> bool {
    related.get(what).is_some_and(|owners| owners.iter().any(|owner| owner == entity))
}

type ByShock<'a> = BTreeMap<(&'a Cause, Option<u32>), f64>;

/// Losses of one scenario by entity and product.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct CauseTable<'a> {
    losses: BTreeMap<(&'a str, Option<&'a str>), ByShock<'a>>,
}

impl<'a> CauseTable<'a> {
    /// Adds up bindings; the order of rows with equal keys is the order they come in.
    #[must_use]
    pub(crate) fn of(bindings: impl IntoIterator<Item = &'a Binding>) -> Self {
        let mut table = Self::default();
        for row in bindings {
            if row.loss.get() > 0.0 && row.cause != Cause::None {
                let key = (row.entity.as_str(), row.product.as_deref());
                let by_shock = table.losses.entry(key).or_default();
                *by_shock.entry((&row.cause, row.shock)).or_default() += row.loss.get();
            }
        }
        table
    }

    /// Causes of the losses of `entity` in `product` (all products when none), largest first.
    #[must_use]
    pub(crate) fn causes(
        &self,
        entity: &str,
        product: Option<&str>,
        related: &BTreeMap<String, Vec<String>>,
    ) -> Vec<CauseShare> {
        shares(self.bound(entity, product, related))
    }

    fn bound(
        &self,
        entity: &str,
        product: Option<&str>,
        related: &BTreeMap<String, Vec<String>>,
    ) -> ByShock<'_> {
        let fits = |found: Option<&str>| product.is_none() || found.is_none() || found == product;
        let seller = seller(entity);
        let own = self.add_up(|name, found| name == seller && fits(found));
        if !own.is_empty() {
            return own;
        }
        let parts = self.add_up(|name, found| {
            (belongs(related, name, seller) && fits(found)) || found == Some(entity)
        });
        let makes = ["site:", "firm:", "material:"].iter().any(|kind| entity.starts_with(kind));
        if !parts.is_empty() || makes || product.is_none() {
            return parts;
        }
        self.add_up(|name, found| name.starts_with("site:") && found == product)
    }

    /// Causes of what is sold less, in bits or money: as [`Self::causes`], but what makers cut themselves is no cause of
    /// it, since they cut because stocks were high; and where buyers wanted less, at the entity's place or anywhere for
    /// a row without a place, that stands beside what bound, both in bits. None: nothing that binds explains the row.
    #[must_use]
    pub(crate) fn causes_of_sales(
        &self,
        entity: &str,
        product: Option<&str>,
        related: &BTreeMap<String, Vec<String>>,
    ) -> Vec<CauseShare> {
        let bound = self.bound(entity, product, related);
        let mut losses: ByShock<'_> = bound
            .into_iter()
            .filter(|((cause, _), _)| !matches!(cause, Cause::Utilisation | Cause::Demand))
            .collect();
        let seller = entity.split_once('@').map_or(entity, |(_, place)| place);
        let place = seller.starts_with("country:").then_some(seller);
        let fits = |found: Option<&str>| product.is_none() || found.is_none() || found == product;
        let wanted = self.add_up(|name, found| place.is_none_or(|at| at == name) && fits(found));
        losses.extend(wanted.into_iter().filter(|((cause, _), _)| **cause == Cause::Demand));
        shares(losses)
    }

    fn add_up(&self, wanted: impl Fn(&str, Option<&str>) -> bool) -> ByShock<'a> {
        let mut total = ByShock::new();
        for ((entity, product), by_shock) in &self.losses {
            if wanted(entity, *product) {
                for (key, loss) in by_shock {
                    *total.entry(*key).or_default() += loss;
                }
            }
        }
        total
    }
}

fn shares(losses: ByShock<'_>) -> Vec<CauseShare> {
    let whole: f64 = losses.values().sum();
    let mut causes: Vec<CauseShare> = Vec::new();
    for ((cause, shock), loss) in losses {
        let share = loss / whole;
        match causes.iter_mut().find(|known| known.cause == *cause) {
            Some(known) => {
                known.share += share;
                known.shocks.push((shock, share));
            }
            None => {
                let shocks = vec![(shock, share)];
                causes.push(CauseShare { cause: cause.clone(), share, shocks });
            }
        }
    }
    for cause in &mut causes {
        cause.shocks.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    causes.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.cause.cmp(&b.cause)));
    causes
}

/// World ids whose inputs the numbers of `entity` rest on: itself, its product, what it is related to,
/// and what the shocks behind its losses hit.
#[must_use]
pub(crate) fn rests_on<'a>(
    entity: &'a str,
    product: Option<&'a str>,
    causes: &'a [CauseShare],
    shocks: &'a [ShockRow],
    related: &'a BTreeMap<String, Vec<String>>,
) -> BTreeSet<&'a str> {
    let mut ids: BTreeSet<&str> = BTreeSet::from_iter(product);
    ids.insert(entity);
    ids.extend(related.get(entity).into_iter().flatten().map(String::as_str));
    for cause in causes {
        if let Cause::Material(id) = &cause.cause {
            ids.insert(id);
        }
        for shock in cause.shocks.iter().filter_map(|(shock, _)| *shock) {
            ids.extend(shocks.iter().find(|row| row.id == shock).map(|row| row.target.as_str()));
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(entity: &str, cause: Cause, shock: Option<u32>, loss: f64) -> Binding {
        let product = Some(linchpin_units::id::literal("product:dram"));
        let loss = linchpin_units::Bits(loss);
        Binding { member: 0, week: 0, entity: entity.into(), product, cause, shock, loss }
    }

    #[test]
    fn causes_add_up_to_the_whole_loss_and_gains_do_not_count() {
        let rows = [
            row("site:a", Cause::Spares, Some(1), 3.0),
            row("site:a", Cause::Spares, Some(2), 1.0),
            row("site:a", Cause::Demand, None, 1.0),
            row("site:a", Cause::Outage, None, -9.0),
        ];
        let table = CauseTable::of(&rows);
        let none = BTreeMap::new();
        let causes = table.causes("site:a", None, &none);
        assert_eq!(causes[0].cause, Cause::Spares);
        assert_eq!(causes[0].shocks, [(Some(1), 0.6), (Some(2), 0.2)]);
        assert!((causes.iter().map(|cause| cause.share).sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(causes.len(), 2);
        assert!(table.causes("site:a", Some("product:nand"), &none).is_empty());
    }

    #[test]
    fn what_buyers_want_less_is_the_cause_of_sales_and_own_cuts_never_are() {
        let rows = [
            row("site:a", Cause::Utilisation, None, 2.0),
            row("country:CHN", Cause::Demand, Some(0), 9.0),
            row("firm:f", Cause::ProcurementBan, Some(1), 3.0),
        ];
        let table = CauseTable::of(&rows);
        let related = BTreeMap::from([("firm:g".to_owned(), vec!["site:a".to_owned()])]);
        let dram = Some("product:dram");
        let of = |entity: &str| -> Vec<(Cause, f64)> {
            let causes = table.causes_of_sales(entity, dram, &related);
            causes.into_iter().map(|one| (one.cause, one.share)).collect()
        };
        assert_eq!(of("country:CHN"), [(Cause::Demand, 1.0)]);
        assert_eq!(of("firm:g"), [(Cause::Demand, 1.0)]);
        assert_eq!(
            of("firm:f@country:CHN"),
            [(Cause::Demand, 0.75), (Cause::ProcurementBan, 0.25)]
        );
        // Elsewhere nothing binds: prices and buyers moved.
        assert_eq!(of("country:DEU"), []);
        assert_eq!(table.causes("site:a", dram, &related)[0].cause, Cause::Utilisation);
        // Without a fall of demand own cuts are no cause of what is sold less either.
        let table = CauseTable::of(&rows[..1]);
        assert!(table.causes_of_sales("country:CHN", dram, &related).is_empty());
        assert!(table.causes_of_sales("product:dram", dram, &related).is_empty());
    }

    #[test]
    fn a_firm_answers_for_its_sites() {
        let rows = [row("site:a", Cause::Spares, Some(1), 3.0)];
        let table = CauseTable::of(&rows);
        let related = BTreeMap::from([("site:a".to_owned(), vec!["firm:f".to_owned()])]);
        assert_eq!(table.causes("firm:f", None, &related)[0].cause, Cause::Spares);
        assert_eq!(table.causes("product:dram", None, &related)[0].cause, Cause::Spares);
        assert!(table.causes("firm:g", None, &related).is_empty());
        let dram = Some("product:dram");
        assert_eq!(table.causes("firm:f@CHN", dram, &related)[0].cause, Cause::Spares);
        assert_eq!(table.causes("country:DEU", dram, &related)[0].cause, Cause::Spares);
        assert!(table.causes("country:DEU", Some("product:nand"), &related).is_empty());
    }
}
