//! From files to typed tables: every row read, every reference looked up, all findings kept.
//!
//! Reading has two phases, so that the order of tables does not matter: first all ids, then all
//! rows. Rows come out sorted by key: two packages with the same content give the same world,
//! whatever the order of their lines.

use crate::cells::{Cells, Known};
use crate::files::Files;
use crate::tables::{Assumption, Fact, Tables};
use crate::{assumption, facts, rows};
use linchpin_units::text::Row;
use linchpin_units::{Finding, Findings, Place, Table};
use std::collections::{BTreeMap, BTreeSet};

/// A table of the package: file name, columns, and the column that names a row.
pub(crate) struct TableSpec {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
    label: &'static str,
}

const fn spec(
    name: &'static str,
    columns: &'static [&'static str],
    label: &'static str,
) -> TableSpec {
    TableSpec { name, columns, label }
}

/// Every table but the facts, in the order of the documentation.
pub(crate) const TABLES: [TableSpec; 11] = [
    spec(
        "sources",
        &["id", "outlet", "title", "published", "url", "sha256", "licence", "note"],
        "title",
    ),
    spec("countries", &["id", "name"], "name"),
    spec("places", &["id", "name", "country", "latitude", "longitude", "source"], "name"),
    spec(
        "actors",
        &["id", "name", "kind", "nationality", "parent", "roles", "aliases", "source"],
        "name",
    ),
    spec("products", &["id", "name", "what", "family"], "name"),
    spec(
        "sites",
        &["id", "name", "owner", "holder", "place", "opened", "closes", "note", "source"],
        "name",
    ),
    spec("lines", &["site", "product", "node", "class", "opened", "source", "note"], ""),
    spec("materials", &["id", "name", "essential", "step", "stock_keeper", "source"], "name"),
    spec("tools", &["id", "name", "eccn", "step", "source"], "name"),
    spec("segments", &["id", "name", "destination", "class", "critical", "source"], "name"),
    spec(
        "events",
        &["id", "date", "kind", "who", "where", "what", "modality", "source", "grade", "note"],
        "what",
    ),
];

/// Reads all tables; what is wrong goes to `findings`.
pub(crate) fn read(files: &Files, findings: &mut Findings) -> Tables {
    let mut raw: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    let mut known = Known::default();
    for table in &TABLES {
        let text = findings.keep(files.text(&format!("{}.csv", table.name)));
        let read = text.and_then(|text| keep_all(text.csv(table.columns), findings));
        let read = read.unwrap_or_default();
        if !table.label.is_empty() {
            file_duplicates(&read, "id", findings);
            for row in &read {
                known.add(row.cell("id"), row.cell(table.label));
            }
        }
        raw.insert(table.name, read);
    }
    let assumptions = assumptions(files, findings);
    for assumption in &assumptions {
        known.add(assumption.id.as_str(), &assumption.name);
    }
    let fact_rows = fact_rows(files, findings);

    let (series, observations) = crate::series::read(files, &mut known, findings);

    let mut reader = Reader { rows: &raw, known: &known, findings };
    let mut tables = Tables {
        sources: reader.table("sources", rows::source, |row| row.id.clone()),
        countries: reader.table("countries", rows::country, |row| row.id.clone()),
        places: reader.table("places", rows::location, |row| row.id.clone()),
        actors: reader.table("actors", rows::actor, |row| row.id.clone()),
        products: reader.table("products", rows::product, |row| row.id.clone()),
        materials: reader.table("materials", rows::material, |row| row.id.clone()),
        tools: reader.table("tools", rows::tool, |row| row.id.clone()),
        segments: reader.table("segments", rows::segment, |row| row.id.clone()),
        events: reader.table("events", rows::event, |row| row.id.clone()),
        ..Tables::default()
    };
    let countries: BTreeMap<String, _> =
        tables.places.iter().map(|place| (place.id.to_string(), place.country.clone())).collect();
    tables.sites = reader.table(
        "sites",
        |cells| {
            let location: Option<crate::PlaceId> = cells.reference("place", "place");
            let country = location.as_ref().and_then(|at| countries.get(at.as_str()).cloned());
            rows::site(cells, location, country)
        },
        |row| row.id.clone(),
    );
    let lines = reader.table(
        "lines",
        |cells| rows::line(cells).map(|line| (line, cells.row.place("site"))),
        |(line, _)| (line.site.clone(), line.product.clone()),
    );
    for (line, place) in lines.iter().cloned() {
        if tables
            .lines
            .find(|other| other.site == line.site && other.product == line.product)
            .is_some()
        {
            let message = format!("{} makes {} twice", line.site, line.product);
            reader.findings.push(duplicate(place.clone(), message));
        }
        tables.lines.push(line);
        tables.line_places.push(place);
    }
    tables.facts = sorted(
        fact_rows.iter().filter_map(|row| {
            facts::read(&mut Cells { row, known: &known, findings: reader.findings })
        }),
        fact_key,
    );
    tables.quotes = crate::quotes::read(files, &tables, findings);
    tables.assumptions = sorted(assumptions.into_iter(), |entry| entry.id.clone());
    (tables.series, tables.observations) = (series, observations);
    tables.names = known.into_names();
    tables
}

/// The order of facts: by key, then by date, source and numbers.
fn fact_key(fact: &Fact) -> String {
    let sourced = &fact.sourced;
    let range = sourced.range;
    // Zero bytes sort before every character, so that shorter keys come first.
    [
        fact.subject.as_str(),
        fact.quantity.as_str(),
        fact.of.as_deref().unwrap_or_default(),
        fact.to.as_deref().unwrap_or_default(),
        sourced.as_of.as_str(),
        &sourced.source.to_string(),
        sourced.basis.as_str(),
        &format!("{:?} {:?} {:?}", range.mode(), range.low(), range.high()),
        fact.use_.as_str(),
        &sourced.note,
    ]
    .join("\0")
}

/// The assumptions of the package; those of the price cycle may stand in a file of their own.
fn assumptions(files: &Files, findings: &mut Findings) -> Vec<Assumption> {
    let mut all: Vec<Assumption> = Vec::new();
    let needed = findings.keep(files.text("assumptions.toml"));
    for text in needed.into_iter().chain(files.text("cycle.toml").ok()) {
        for entry in assumption::read(text, findings) {
            if all.iter().any(|known| known.id == entry.id) {
                let message = format!("`{}` stands in assumptions.toml too", entry.id);
                findings.push(duplicate(entry.place, message));
            } else {
                all.push(entry);
            }
        }
    }
    all
}

fn fact_rows<'f>(files: &'f Files, findings: &mut Findings) -> Vec<Row<'f>> {
    let mut rows = Vec::new();
    let mut any = false;
    for (name, text) in files.iter() {
        if name.starts_with("facts/") && name.ends_with(".csv") {
            any = true;
            rows.extend(keep_all(text.csv(&facts::COLUMNS), findings).unwrap_or_default());
        }
    }
    if !any && let Err(finding) = files.text("facts/sites.csv") {
        findings.push(finding);
    }
    let mut seen = BTreeSet::new();
    for row in &rows {
        let key: Vec<String> =
            facts::COLUMNS[..13].iter().map(|c| row.cell(c).to_owned()).collect();
        if !seen.insert(key) {
            let message = format!("this fact about {} stands twice", row.cell("subject"));
            findings.push(duplicate(row.place("subject"), message));
        }
    }
    rows
}

fn keep_all<T>(outcome: Result<T, Findings>, findings: &mut Findings) -> Option<T> {
    outcome.map_err(|all| findings.extend(all)).ok()
}

fn file_duplicates(rows: &[Row<'_>], column: &str, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for row in rows {
        if !seen.insert(row.cell(column)) {
            let message = format!("`{}` stands here twice", row.cell(column));
            findings.push(duplicate(row.place(column), message));
        }
    }
}

fn duplicate(place: Place, message: String) -> Finding {
    Finding::error("LP-W004", place, message)
        .expected("one row per key")
        .help("remove or rename one of them")
}

/// Reads one table after another with the same ids at hand.
struct Reader<'a, 'r> {
    rows: &'a BTreeMap<&'a str, Vec<Row<'r>>>,
    known: &'a Known,
    findings: &'a mut Findings,
}

impl Reader<'_, '_> {
    fn table<T, K: Ord>(
        &mut self,
        name: &str,
        parse: impl Fn(&mut Cells<'_>) -> Option<T>,
        key: impl Fn(&T) -> K,
    ) -> Table<T> {
        let mut read = Vec::new();
        for row in &self.rows[name] {
            let mut cells = Cells { row, known: self.known, findings: self.findings };
            read.extend(parse(&mut cells));
        }
        sorted(read.into_iter(), key)
    }
}

fn sorted<T, K: Ord>(rows: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Table<T> {
    let mut rows: Vec<T> = rows.collect();
    rows.sort_by_cached_key(&key);
    let mut table = Table::default();
    for row in rows {
        table.push(row);
    }
    table
}
