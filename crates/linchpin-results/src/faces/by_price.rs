//! Which rows of a comparison say no more than the price.

use crate::contract::comparison::{Difference, size};
use crate::contract::losses::THRESHOLD;
use linchpin_engine::Variable;
use std::collections::BTreeMap;

/// Marks the sales that differ by the price alone, since as many bits are shipped on both sides: the product's price
/// has a row of its own, and they all say the same number.
pub(crate) fn mark(rows: &mut [Difference]) {
    let far = |row: &Difference| size(row.difference, row.paired.as_ref());
    type Of = (Option<String>, String, String, Option<String>);
    let of = |row: &Difference| -> Of {
        (row.scenario.clone(), row.level.clone(), row.entity.clone(), row.product.clone())
    };
    let is = |row: &Difference, variable: Variable| row.measure == variable.as_str();
    let bits: BTreeMap<Of, f64> = rows
        .iter()
        .filter(|row| is(row, Variable::Shipments))
        .map(|row| (of(row), far(row)))
        .collect();
    let prices: Vec<(Option<String>, Option<String>)> = rows
        .iter()
        .filter(|row| is(row, Variable::ContractPrice))
        .map(|row| (row.scenario.clone(), row.product.clone()))
        .collect();
    for row in rows.iter_mut().filter(|row| is(row, Variable::Revenue)) {
        let told = prices.contains(&(row.scenario.clone(), row.product.clone()));
        row.by_price = told && bits.get(&of(row)).is_some_and(|moved| *moved < THRESHOLD);
    }
}

#[cfg(test)]
mod tests {
    use crate::faces::compare::{Side, compare};
    use crate::{Keep, finish, sample::run};

    /// By hand: two firms whose bits do not differ and whose sales do: both say the price, which has its own row. The
    /// firm that ships a tenth less has a row of its own.
    #[test]
    fn sales_that_differ_by_the_price_alone_are_marked() {
        let report = finish(&run(24), Keep::Few).expect("a run").report;
        let side = |name| Side { name, report: &report, scenario: Some(name) };
        let found = compare(&side("null"), &side("cut"), 0.0);
        let row = |entity: &str, measure: &str| {
            let mut rows = found.rows.iter();
            rows.find(|row| row.entity == entity && row.measure == measure).expect("a row")
        };
        assert!(row("product:dram", "contract-price").differs, "the sample's price rises");
        assert!(row("firm:f", "revenue").differs && row("firm:f", "revenue").by_price);
        assert!(!row("firm:g", "revenue").by_price, "it ships less");
        assert!(!row("firm:g", "shipments").by_price);
    }
}
