//! Readers of firm networks: edge lists in CSV or Parquet and the four text files of Inoue's simulator.
//!
//! In come bytes; out come a network and the firms' names in order, or findings that point at the
//! line. Firms are numbered by name, so the order of lines does not matter.

use super::network::{Link, Network};
use crate::table::columns::Columns;
use linchpin_units::{Finding, Findings, Place, Text};
use std::collections::BTreeMap;
use std::path::Path;

/// A network with the names of its firms and, if they were given, final demand and production.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Names in the network's order.
    pub names: Vec<String>,
    /// Names of sectors in the order of their numbers.
    pub sectors: Vec<String>,
    /// The network.
    pub network: Network,
    /// Final demand of each firm, where a file states it.
    pub final_demand: Option<Vec<f64>>,
    /// Production of each firm, where a file states it.
    pub production: Option<Vec<f64>>,
}

impl Named {
    /// The number of a firm. Names of files are sorted, those of a table's industries are not.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        let sorted = self.names.binary_search_by(|own| own.as_str().cmp(name)).ok();
        sorted.or_else(|| self.names.iter().position(|own| own == name))
    }
}

/// A row of any form: its words, its amounts, and where they stand.
trait Row {
    fn word(&self, at: usize) -> &str;
    fn place(&self, at: usize) -> Place;
    fn number(&self, at: usize) -> Result<f64, Finding>;
}

/// What is wrong with an amount that is none.
fn no_amount(word: &str, place: Place) -> Finding {
    Finding::error("LP-N006", place, format!("`{word}` is not an amount"))
        .expected("a finite number, not negative")
}

/// A row of Parquet columns; amounts stand in the third column.
struct Record<'c> {
    file: &'c str,
    words: Vec<&'c str>,
    amount: f64,
    number: usize,
}

impl Row for Record<'_> {
    fn word(&self, at: usize) -> &str {
        self.words[at]
    }

    fn place(&self, at: usize) -> Place {
        Place::whole(&format!("{}, row {}, column {}", self.file, self.number, at + 1))
    }

    fn number(&self, at: usize) -> Result<f64, Finding> {
        let amount = Some(self.amount).filter(|value| value.is_finite() && *value >= 0.0);
        amount.ok_or_else(|| no_amount(&self.amount.to_string(), self.place(at)))
    }
}

/// One line of a file, split into words, with the place of each.
struct Line<'t> {
    text: &'t Text,
    words: Vec<(&'t str, std::ops::Range<usize>)>,
}

impl Row for Line<'_> {
    fn word(&self, at: usize) -> &str {
        self.words[at].0
    }

    fn place(&self, at: usize) -> Place {
        self.text.place(self.words[at].1.clone())
    }

    fn number(&self, at: usize) -> Result<f64, Finding> {
        let word = self.word(at);
        let number = word.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0);
        number.ok_or_else(|| no_amount(word, self.place(at)))
    }
}

/// Splits `text` into lines of exactly `width` words; `comma` or white space between them.
fn lines<'t>(text: &'t Text, width: usize, comma: bool, findings: &mut Findings) -> Vec<Line<'t>> {
    let body = text.body();
    let mut found = Vec::new();
    for line in body.lines().filter(|line| !line.trim().is_empty()) {
        let words: Vec<&str> = if comma {
            line.split(',').map(str::trim).collect()
        } else {
            line.split_whitespace().collect()
        };
        let offset = |word: &str| word.as_ptr() as usize - body.as_ptr() as usize;
        let spans = words.into_iter().map(|word| (word, offset(word)..offset(word) + word.len()));
        let line = Line { text, words: spans.collect() };
        if line.words.len() == width {
            found.push(line);
        } else if findings.count(linchpin_units::Severity::Error) < 20 {
            let start = line.words.first().map_or(0, |(_, span)| span.start);
            let end = line.words.last().map_or(start, |(_, span)| span.end);
            let message = format!("the line has {} entries", line.words.len());
            findings.push(
                Finding::error("LP-N005", text.place(start..end), message)
                    .expected(format!("{width} entries")),
            );
        }
    }
    found
}

/// Reads `supplier,buyer,amount` with a header line, and `firm,sector` with a header line.
///
/// # Errors
/// Findings for lines of another form, numbers that are no amounts, firms without a sector.
pub fn read_csv(links: &Text, sectors: &Text) -> Result<Named, Findings> {
    let mut findings = Findings::default();
    let header = |lines: Vec<Line<'_>>, wanted: &[&str], findings: &mut Findings| {
        let is = lines
            .first()
            .is_some_and(|line| line.words.iter().map(|w| w.0).eq(wanted.iter().copied()));
        if !is && let Some(first) = lines.first() {
            let span = first.words[0].1.clone();
            let message = "the header is not the one expected";
            let finding = Finding::error("LP-U004", first.text.place(span), message);
            findings.push(finding.expected(wanted.join(",")));
        }
    };
    let edges = lines(links, 3, true, &mut findings);
    let firms = lines(sectors, 2, true, &mut findings);
    let built = build(edges.get(1..).unwrap_or(&[]), firms.get(1..).unwrap_or(&[]), &mut findings);
    header(edges, &["supplier", "buyer", "amount"], &mut findings);
    header(firms, &["firm", "sector"], &mut findings);
    match built {
        Some(named) if !findings.any_error() => Ok(named),
        _ => Err(findings),
    }
}

/// Reads the same from Parquet: `supplier`, `buyer` and `firm`, `sector` as text, `amount` as a number.
///
/// # Errors
/// `LP-N007` for files that are no Parquet, `LP-N008` for missing columns; else as [`read_csv`].
pub fn read_parquet(links: &Path, sectors: &Path) -> Result<Named, Findings> {
    let mut findings = Findings::default();
    let edges = findings.keep(Columns::read(links));
    let firms = findings.keep(Columns::read(sectors));
    let (Some(edges), Some(firms)) = (edges, firms) else { return Err(findings) };
    let texts = |columns: &Columns, names: [&str; 2], findings: &mut Findings| {
        let found = names.map(|name| findings.keep(columns.text(name).map(<[String]>::to_vec)));
        let [one, two] = found;
        one.zip(two)
    };
    let edge_words = texts(&edges, ["supplier", "buyer"], &mut findings);
    let firm_words = texts(&firms, ["firm", "sector"], &mut findings);
    let amounts = findings.keep(edges.numbers("amount"));
    let (Some(edge_words), Some(firm_words), Some(amounts)) = (edge_words, firm_words, amounts)
    else {
        return Err(findings);
    };
    let edge_rows = records(edges.file(), &edge_words, amounts);
    let firm_rows = records(firms.file(), &firm_words, &[]);
    match build(&edge_rows, &firm_rows, &mut findings) {
        Some(named) if !findings.any_error() => Ok(named),
        _ => Err(findings),
    }
}

fn records<'c>(
    file: &'c str,
    (one, two): &'c (Vec<String>, Vec<String>),
    amounts: &[f64],
) -> Vec<Record<'c>> {
    let rows = one.iter().zip(two).enumerate();
    rows.map(|(at, (one, two))| Record {
        file,
        words: vec![one, two],
        amount: amounts.get(at).copied().unwrap_or_default(),
        number: at + 1,
    })
    .collect()
}

/// Reads Inoue's four files: `supplier client amount`, `firm final-demand`, `firm production`,
/// `firm affiliation`; white space between words, no headers.
///
/// # Errors
/// As [`read_csv`].
pub fn read_inoue(
    links: &Text,
    final_demand: &Text,
    production: &Text,
    affiliation: &Text,
) -> Result<Named, Findings> {
    let mut findings = Findings::default();
    let edges = lines(links, 3, false, &mut findings);
    let firms = lines(affiliation, 2, false, &mut findings);
    let demand = lines(final_demand, 2, false, &mut findings);
    let made = lines(production, 2, false, &mut findings);
    let built = build(&edges, &firms, &mut findings);
    let Some(mut named) = built else { return Err(findings) };
    let column = |rows: &[Line<'_>], findings: &mut Findings| {
        let mut values = vec![0.0; named.names.len()];
        for row in rows {
            let firm = position(&named.names, row, 0);
            if let (Some(i), Some(value)) = (findings.keep(firm), findings.keep(row.number(1))) {
                values[i] = value;
            }
        }
        values
    };
    let demand = column(&demand, &mut findings);
    let made = column(&made, &mut findings);
    named.final_demand = Some(demand);
    named.production = Some(made);
    findings.or_value(named)
}

fn position(names: &[String], row: &impl Row, at: usize) -> Result<usize, Finding> {
    let word = row.word(at);
    names.binary_search_by(|name| name.as_str().cmp(word)).map_err(|_| {
        Finding::error("LP-N020", row.place(at), format!("firm `{word}` has no sector"))
            .nearest(word, names.iter().map(String::as_str))
            .help("add the firm to the file of sectors")
    })
}

fn build<R: Row>(edges: &[R], firms: &[R], findings: &mut Findings) -> Option<Named> {
    let mut of_firm: BTreeMap<&str, &str> = BTreeMap::new();
    for row in firms {
        if of_firm.insert(row.word(0), row.word(1)).is_some() {
            let message = format!("firm `{}` stands twice", row.word(0));
            findings.push(Finding::error("LP-N002", row.place(0), message));
        }
    }
    let names: Vec<String> = of_firm.keys().map(|name| (*name).to_owned()).collect();
    let mut sectors: Vec<String> = of_firm.values().map(|name| (*name).to_owned()).collect();
    sectors.sort();
    sectors.dedup();
    let number = |name: &str| sectors.partition_point(|known| known.as_str() < name) as u32;
    let of: Vec<u32> = of_firm.values().map(|name| number(name)).collect();
    let mut links = Vec::with_capacity(edges.len());
    for line in edges {
        let supplier = findings.keep(position(&names, line, 0));
        let buyer = findings.keep(position(&names, line, 1));
        let amount = findings.keep(line.number(2));
        if let (Some(supplier), Some(buyer), Some(amount)) = (supplier, buyer, amount)
            && amount > 0.0
        {
            links.push(Link { supplier: supplier as u32, buyer: buyer as u32, amount });
        }
    }
    match Network::with_self_links(of, &links) {
        Ok(network) => {
            Some(Named { names, sectors, network, final_demand: None, production: None })
        }
        Err(more) => {
            findings.extend(more);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edge_lists_are_read_whatever_their_order() {
        let links = Text::new("links.csv", "supplier,buyer,amount\nb,a,2\na,c,1\n");
        let sectors = Text::new("firms.csv", "firm,sector\nc,trade\na,chips\nb,chips\n");
        let named = read_csv(&links, &sectors).expect("a network");
        assert_eq!(named.names, ["a", "b", "c"]);
        assert_eq!(named.network.sectors(), [0, 0, 1]);
        assert_eq!(named.network.by_supplier().sums(), [1.0, 2.0, 0.0]);
    }

    #[test]
    fn wrong_lines_are_located() {
        let links = Text::new("links.csv", "supplier,buyer,amount\nb,a,x\na,d,1\na,b\n");
        let sectors = Text::new("firms.csv", "firm,sector\na,chips\nb,chips\n");
        let findings = read_csv(&links, &sectors).expect_err("three mistakes");
        let places: Vec<String> = findings.iter().map(|f| f.place.to_string()).collect();
        assert_eq!(places, ["links.csv:4:1", "links.csv:2:5", "links.csv:3:3"]);
    }

    #[test]
    fn parquet_says_the_same_as_csv() {
        use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
        use std::sync::Arc;
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, columns: Vec<(&str, ArrayRef)>| {
            let batch = RecordBatch::try_from_iter(columns).expect("columns");
            let path = folder.path().join(name);
            let file = std::fs::File::create(&path).expect("a file");
            let mut writer =
                parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).expect("a writer");
            writer.write(&batch).expect("written");
            writer.close().expect("closed");
            path
        };
        let text = |words: [&str; 2]| Arc::new(StringArray::from(words.to_vec())) as ArrayRef;
        let numbers = |values: [f64; 2]| Arc::new(Float64Array::from(values.to_vec())) as ArrayRef;
        let firms = write(
            "firms.parquet",
            vec![("firm", text(["b", "a"])), ("sector", text(["chips", "cars, and more"]))],
        );
        let links = |amounts| {
            vec![
                ("supplier", text(["b", "a"])),
                ("buyer", text(["a", "b"])),
                ("amount", numbers(amounts)),
            ]
        };
        let good = write("links.parquet", links([2.5, 1.0]));
        let named = read_parquet(&good, &firms).expect("a network");
        assert_eq!(named.sectors, ["cars, and more", "chips"]);
        assert_eq!(named.network.by_supplier().sums(), [1.0, 2.5]);
        let bad = write("bad.parquet", links([2.5, f64::NAN]));
        let findings = read_parquet(&bad, &firms).expect_err("no amount");
        let first = findings.iter().next().expect("a finding");
        assert_eq!(
            (first.code, first.place.file.as_str()),
            ("LP-N006", "bad.parquet, row 2, column 3")
        );
        assert_eq!(
            read_parquet(&firms, &firms).expect_err("columns").iter().next().expect("one").code,
            "LP-N008"
        );
    }

    #[test]
    fn inoues_files_are_read() {
        let text = |body: &str| Text::new("file.txt", body);
        let named = read_inoue(
            &text("1 2 100\n2 1 100\n"),
            &text("1 100\n2 100\n"),
            &text("1 200\n2 200\n"),
            &text("1 5\n2 7\n"),
        );
        let named = named.expect("a network");
        assert_eq!(named.final_demand, Some(vec![100.0, 100.0]));
        assert_eq!(named.network.links(), 2);
    }
}
