//! Firms that a run does not tell apart: one number, told twice, looks like two findings.

use crate::contract::cell::bare;
use crate::contract::figures::Told;
use crate::contract::loss::Loss;
use crate::contract::losses::MATERIAL;
use linchpin_engine::{Level, Variable};
use std::collections::BTreeMap;

/// A share as finely as it is printed.
fn thousandths(share: f64) -> i64 {
    (share * 1000.0).round() as i64
}

/// A sentence for each group of firms whose shipments change alike in a scenario, as finely as they are printed.
#[must_use]
pub fn alike(losses: &[Loss], scenario: &str, told: Told) -> Vec<String> {
    type Of<'a> = (Option<&'a str>, &'a str, [i64; 3]);
    let mut groups: BTreeMap<Of<'_>, Vec<&Loss>> = BTreeMap::new();
    for loss in losses.iter().filter(|loss| {
        loss.scenario == scenario
            && loss.level == Level::Firm.as_str()
            && loss.measure == Variable::Shipments.as_str()
            && loss.change.p50.abs() > MATERIAL
    }) {
        let place = loss.entity.split_once('@').map_or("", |(_, place)| place);
        let change = [loss.change.p05, loss.change.p50, loss.change.p95].map(thousandths);
        groups.entry((loss.product.as_deref(), place, change)).or_default().push(loss);
    }
    let several = groups.into_iter().filter(|(_, firms)| firms.len() > 1);
    let sentence = |((product, _, _), firms): (Of<'_>, Vec<&Loss>)| {
        let names: Vec<&str> = firms.iter().map(|firm| firm.name.as_str()).collect();
        let product = product.map(|id| format!("{} ", bare(id))).unwrap_or_default();
        format!(
            "the model does not tell {} apart: {product}shipments of each {}; nothing in it says that buyers prefer one",
            names.join(" and "),
            told.percent_spread(&firms[0].change)
        )
    };
    several.map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{contract::losses::losses, sample::run};

    #[test]
    fn two_firms_with_one_number_are_said_to_be_one() {
        let mut rows = losses(&run(21));
        let told = Told::of(21);
        assert_eq!(alike(&rows, "cut", told), Vec::<String>::new(), "one firm ships less");
        let own = rows.iter().find(|row| row.cell == "cut/g.dram.shipments").expect("a row");
        rows.push(Loss { name: "Firm H".to_owned(), entity: "firm:h".to_owned(), ..own.clone() });
        let said = alike(&rows, "cut", told);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].starts_with(
                "the model does not tell firm:g and Firm H apart: dram shipments of each -10 %"
            ),
            "{said:?}"
        );
    }
}
