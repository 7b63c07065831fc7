//! The network itself: links by buyer and by supplier, in compressed rows.
//!
//! In come links in any order; out goes a network whose rows are sorted, so that every later sum
//! runs in the same order. Parallel links are added up. Invariant: `by_buyer` and `by_supplier`
//! hold the same links.

use linchpin_units::{Finding, Findings, Place};

/// One link: what `supplier` sells to `buyer` in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Selling firm.
    pub supplier: u32,
    /// Buying firm.
    pub buyer: u32,
    /// Amount, positive.
    pub amount: f64,
}

/// Compressed rows: the neighbours of row `i` are `others[start[i]..start[i + 1]]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    pub(crate) start: Vec<u64>,
    pub(crate) others: Vec<u32>,
    pub(crate) amounts: Vec<f64>,
}

impl Rows {
    /// Positions of row `i`.
    pub(crate) fn span(&self, i: usize) -> std::ops::Range<usize> {
        self.start[i] as usize..self.start[i + 1] as usize
    }
    /// Neighbours and amounts of row `i`.
    pub fn row(&self, i: usize) -> impl Iterator<Item = (usize, f64)> {
        let span = self.span(i);
        let others = self.others[span.clone()].iter().map(|j| *j as usize);
        others.zip(self.amounts[span].iter().copied())
    }
    /// Sum of each row.
    #[must_use]
    pub fn sums(&self) -> Vec<f64> {
        (0..self.start.len() - 1).map(|i| self.amounts[self.span(i)].iter().sum()).collect()
    }
    /// Rows sorted by `(row, rank of the other)`; equal pairs added up in the order given. Links are put where
    /// their row lies before a row is sorted: a hundred million in one piece take minutes.
    fn build(
        n: usize,
        links: impl Iterator<Item = (u32, u32, f64)> + Clone,
        rank: impl Fn(u32) -> u64,
    ) -> Self {
        let mut start = vec![0_u64; n + 1];
        links.clone().for_each(|(row, ..)| start[row as usize + 1] += 1);
        (0..n).for_each(|i| start[i + 1] += start[i]);
        let count = start[n] as usize;
        let (mut others, mut amounts) = (vec![0; count], vec![0.0; count]);
        let mut next = start.clone();
        for (row, other, amount) in links {
            let at = &mut next[row as usize];
            (others[*at as usize], amounts[*at as usize]) = (other, amount);
            *at += 1;
        }
        let (mut row, mut kept) = (Vec::new(), 0);
        for i in 0..n {
            let span = start[i] as usize..start[i + 1] as usize;
            let pairs = others[span.clone()].iter().zip(&amounts[span]);
            row.clear();
            row.extend(pairs.map(|(other, amount)| (rank(*other), *other, *amount)));
            row.sort_by_key(|(rank, ..)| *rank);
            start[i] = kept as u64;
            for (_, other, amount) in &row {
                // What is kept never overtakes what is read.
                if kept > start[i] as usize && others[kept - 1] == *other {
                    amounts[kept - 1] += amount;
                } else {
                    (others[kept], amounts[kept]) = (*other, *amount);
                    kept += 1;
                }
            }
        }
        start[n] = kept as u64;
        others.truncate(kept);
        amounts.truncate(kept);
        Self { start, others, amounts }
    }
}

/// A network of firms with their sectors.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    sectors: Vec<u32>,
    by_buyer: Rows,
    by_supplier: Rows,
}

impl Network {
    /// Builds the network; `sectors[i]` is the sector of firm `i`.
    ///
    /// # Errors
    /// `LP-N020` a link to a firm that is not there, `LP-N021` an amount that is not positive and
    /// finite, `LP-N022` a firm that sells to itself; the first of each kind, with a count.
    pub fn new(sectors: Vec<u32>, links: &[Link]) -> Result<Self, Findings> {
        Self::build(sectors, links, false)
    }

    /// The same, where a firm may sell to itself: industries of a table, or firms of several plants.
    ///
    /// # Errors
    /// As [`Network::new`], but for `LP-N022`.
    pub fn with_self_links(sectors: Vec<u32>, links: &[Link]) -> Result<Self, Findings> {
        Self::build(sectors, links, true)
    }

    /// Every industry of `table` as a firm of its sector; links are what flows in a year, its own use
    /// included.
    ///
    /// # Errors
    /// What [`Network::with_self_links`] refuses.
    pub fn of_table(table: &crate::table::Mrio) -> Result<Self, Findings> {
        let (n, s) = (table.industries(), table.sectors().len());
        let number = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
        let sectors = (0..n).map(|i| number(i % s)).collect();
        let flows = table.z().iter().enumerate().filter(|(_, flow)| **flow > 0.0);
        let link = |(k, amount): (usize, &f64)| Link {
            supplier: number(k / n),
            buyer: number(k % n),
            amount: *amount,
        };
        Self::with_self_links(sectors, &flows.map(link).collect::<Vec<Link>>())
    }

    fn build(sectors: Vec<u32>, links: &[Link], own: bool) -> Result<Self, Findings> {
        let n = sectors.len();
        let mut findings = Findings::default();
        let mut report = |code, what: &str, wrong: &dyn Fn(&Link) -> bool| {
            let mut bad = links.iter().enumerate().filter(|(_, link)| wrong(link));
            if let Some((i, link)) = bad.next() {
                let message = format!("link {i} {what}: {link:?} ({} such links)", 1 + bad.count());
                findings.push(Finding::error(code, Place::whole("links"), message));
            }
        };
        report("LP-N020", "names a firm that is not there", &|l| {
            l.supplier as usize >= n || l.buyer as usize >= n
        });
        report("LP-N021", "has no positive finite amount", &|l| {
            !(l.amount > 0.0 && l.amount.is_finite())
        });
        report("LP-N022", "sells to itself", &|l| !own && l.supplier == l.buyer);
        if findings.any_error() {
            return Err(findings);
        }
        // Suppliers of a buyer stand by sector: groups of one input are contiguous.
        let by_sector = |i: u32| (u64::from(sectors[i as usize]) << 32) | u64::from(i);
        let bought = links.iter().map(|l| (l.buyer, l.supplier, l.amount));
        let by_buyer = Rows::build(n, bought, by_sector);
        let sold = links.iter().map(|l| (l.supplier, l.buyer, l.amount));
        let by_supplier = Rows::build(n, sold, u64::from);
        Ok(Self { by_buyer, by_supplier, sectors })
    }

    /// Refuses a network in which a firm sells to itself, for models that know no such link.
    ///
    /// # Errors
    /// `LP-N022` with the first of them.
    pub fn without_self_links(&self) -> Result<(), Finding> {
        let own = |i: &usize| self.by_supplier.row(*i).any(|(j, _)| j == *i);
        let mut all = (0..self.firms()).filter(own);
        let Some(first) = all.next() else { return Ok(()) };
        let message = format!("firm {first} sells to itself ({} such links)", 1 + all.count());
        Err(Finding::error("LP-N022", Place::whole("links"), message).help("remove the link"))
    }

    /// Number of firms.
    #[must_use]
    pub fn firms(&self) -> usize {
        self.sectors.len()
    }
    /// Number of links.
    #[must_use]
    pub fn links(&self) -> usize {
        self.by_buyer.others.len()
    }
    /// Sector of each firm.
    #[must_use]
    pub fn sectors(&self) -> &[u32] {
        &self.sectors
    }
    /// Suppliers of each firm, by sector, then number.
    #[must_use]
    pub fn by_buyer(&self) -> &Rows {
        &self.by_buyer
    }
    /// Customers of each firm, by number.
    #[must_use]
    pub fn by_supplier(&self) -> &Rows {
        &self.by_supplier
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_by_sector_and_number_and_parallel_links_keep_their_order() {
        let link = |supplier, buyer, amount| Link { supplier, buyer, amount };
        // Two numbers that vanish one by one beside a third, and together do not.
        let (a, b, c) = (0.05, 1e15, 0.05);
        let links = [
            link(3, 0, 4.0),
            link(2, 0, a),
            link(1, 0, 5.0),
            link(2, 0, b),
            link(2, 3, 7.0),
            link(2, 0, c),
        ];
        let network = Network::new(vec![0, 2, 0, 1], &links).expect("a network");
        let row = |rows: &Rows, i| rows.row(i).collect::<Vec<_>>();
        assert_eq!(row(network.by_buyer(), 0), [(2, a + b + c), (3, 4.0), (1, 5.0)]);
        assert_eq!(row(network.by_supplier(), 2), [(0, a + b + c), (3, 7.0)]);
        assert_eq!((row(network.by_buyer(), 1), network.links()), (vec![], 4));
        assert_ne!(a + b + c, a + c + b, "the order shows");
    }

    #[test]
    fn parallel_links_add_up_and_wrong_ones_are_named() {
        let link = |supplier, buyer, amount| Link { supplier, buyer, amount };
        let network = Network::new(vec![0, 1], &[link(0, 1, 2.0), link(0, 1, 3.0)]);
        let network = network.expect("a network");
        assert_eq!((network.links(), network.by_supplier().sums()), (1, vec![5.0, 0.0]));
        let wrong = [link(0, 2, 1.0), link(0, 1, f64::NAN), link(1, 1, 1.0)];
        let findings = Network::new(vec![0, 1], &wrong).expect_err("wrong links");
        let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
        assert_eq!(codes, ["LP-N020", "LP-N021", "LP-N022"]);
    }
}
