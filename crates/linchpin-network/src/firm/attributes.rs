//! What is known of firms and sectors beside the links: one number per firm, ratings of inputs.
//!
//! In come CSV files and the network's names; out come vectors in the network's order, or findings
//! that point at the cell.

use super::esri::Criticality;
use super::read::Named;
use linchpin_units::{Finding, Findings, Text};

/// Reads `firm,value`: one number from 0 on for each firm; firms left out have `missing`.
///
/// # Errors
/// `LP-N020` a firm that is not in the network, `LP-N006` a value that is no amount.
pub fn values(text: &Text, named: &Named, missing: f64) -> Result<Vec<f64>, Findings> {
    let mut findings = Findings::default();
    let mut values = vec![missing; named.names.len()];
    for row in text.csv(&["firm", "value"])? {
        let firm = row.cell("firm");
        let value = row.cell("value").parse::<f64>().ok().filter(|v| *v >= 0.0 && v.is_finite());
        match (named.find(firm), value) {
            (Some(i), Some(value)) => values[i] = value,
            (None, _) => findings.push(
                Finding::error("LP-N020", row.place("firm"), format!("there is no firm `{firm}`"))
                    .nearest(firm, named.names.iter().map(String::as_str)),
            ),
            (_, None) => findings.push(
                Finding::error("LP-N006", row.place("value"), "this is not an amount")
                    .expected("a finite number, not negative"),
            ),
        }
    }
    findings.or_value(values)
}

/// Reads `supplier,buyer,rating` by names of sectors: 2 essential, 1 in proportion, 0 not needed.
/// Pairs left out are in proportion.
///
/// # Errors
/// `LP-N013` a sector that is not in the network, `LP-N006` a rating that is not 0, 1 or 2.
pub fn ratings(text: &Text, named: &Named) -> Result<Criticality, Findings> {
    let mut findings = Findings::default();
    let sectors = named.sectors.len();
    let mut ratings = vec![1; sectors * sectors];
    for row in text.csv(&["supplier", "buyer", "rating"])? {
        let mut sector = |column: &str| {
            let name = row.cell(column);
            let at = named.sectors.iter().position(|known| known == name).ok_or_else(|| {
                let message = format!("there is no sector `{name}`");
                Finding::error("LP-N013", row.place(column), message)
                    .nearest(name, named.sectors.iter().map(String::as_str))
            });
            findings.keep(at)
        };
        let (supplier, buyer) = (sector("supplier"), sector("buyer"));
        let rating = row.cell("rating").parse::<u8>().ok().filter(|rating| *rating <= 2);
        match (supplier, buyer, rating) {
            (Some(supplier), Some(buyer), Some(rating)) => {
                ratings[supplier * sectors + buyer] = rating;
            }
            (_, _, None) => findings.push(
                Finding::error("LP-N006", row.place("rating"), "this is not a rating")
                    .expected("2 essential, 1 in proportion, 0 not needed"),
            ),
            _ => {}
        }
    }
    findings.or_value(Criticality::Rated { sectors, ratings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::firm::read::read_csv;

    #[test]
    fn numbers_and_ratings_find_their_firms_and_sectors() {
        let links = Text::new("links.csv", "supplier,buyer,amount\nb,a,2\na,c,1\n");
        let sectors = Text::new("firms.csv", "firm,sector\nc,trade\na,chips\nb,chips\n");
        let named = read_csv(&links, &sectors).expect("a network");
        let text = Text::new("weights.csv", "firm,value\nc,3\na,1\n");
        assert_eq!(values(&text, &named, 0.5).expect("weights"), [1.0, 0.5, 3.0]);
        let text = Text::new("ratings.csv", "supplier,buyer,rating\nchips,trade,2\n");
        let rated = Criticality::Rated { sectors: 2, ratings: vec![1, 2, 1, 1] };
        assert_eq!(ratings(&text, &named).expect("ratings"), rated);
        let text = Text::new("weights.csv", "firm,value\nd,3\na,-1\n");
        let findings = values(&text, &named, 0.0).expect_err("two mistakes");
        assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["LP-N020", "LP-N006"]);
        let text = Text::new("ratings.csv", "supplier,buyer,rating\nchip,trade,3\n");
        let findings = ratings(&text, &named).expect_err("two mistakes");
        assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["LP-N013", "LP-N006"]);
    }
}
