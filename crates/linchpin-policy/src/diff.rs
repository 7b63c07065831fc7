//! What changed between two days, or between two states of knowledge: cells of a declared grid.
//!
//! In come two pairs of days (law of, known on); out come the questions whose decision differs, grouped
//! by the acts that began, ended, suspended or became known between them and touch a rule that decides
//! either side; where there is none (a dated fact changed), by the acts the two decisions do not share.

use crate::act::ActId;
use crate::decision::Decision;
use crate::facts::{Facts, Kind};
use crate::history::Version;
use crate::query::Query;
use crate::render;
use crate::rulebook::Rulebook;
use crate::scope::Field;
use crate::words::{Activity, Purpose, Verdict};
use linchpin_units::{Day, Measure, Ratio};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A question whose decision differs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PolicyDifferenceCell")]
pub struct Cell {
    /// The question.
    pub query: Query,
    /// Verdict before.
    pub before: Verdict,
    /// Verdict after.
    pub after: Verdict,
    /// Duty before and after, where one is due.
    pub rates: (Option<Ratio>, Option<Ratio>),
}

/// Cells that the same acts changed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PolicyDifference")]
pub struct Group {
    /// The acts that made the difference.
    pub acts: Vec<ActId>,
    /// The cells.
    pub cells: Vec<Cell>,
    /// What the ids in the cells are called: goods, sites, parties, countries.
    pub names: BTreeMap<String, String>,
}

/// Kinds of tools that stand for what the lists tell apart.
const TOOLS: &[&str] = &[
    "tool:lithography",
    "tool:etch",
    "tool:deposition",
    "tool:inspection",
    "tool:cleaning",
    "tool:ion-implant",
    "tool:thermal",
    "tool:cmp",
];

/// The grid of the bundled facts: tools of every origin for every site and purpose; every good from and to
/// the countries of the chain; parties, owners, headquarters, US content; purchases and awards.
#[must_use]
pub fn grid(facts: &Facts) -> Vec<Query> {
    let mut grid = Vec::new();
    for site in facts.all(Kind::Site) {
        for origin in ["USA", "JPN", "NLD", "KOR", "CHN"] {
            for tool in TOOLS {
                for purpose in Purpose::ALL {
                    grid.push(Query::tool(tool, origin, &site.id, *purpose));
                }
            }
        }
    }
    goods(facts, &mut grid);
    persons(facts, &mut grid);
    for buyer in ["cii-operator", "server-other", "handset-maker", "consumer"] {
        for maker in ["firm:micron", "firm:samsung", "firm:skhynix"] {
            grid.push(Query::procurement(maker, "product:dram", buyer, "CHN"));
        }
    }
    for firm in ["firm:samsung", "firm:skhynix", "firm:micron"] {
        for percent in [4.0, 6.0, 12.0] {
            grid.push(Query::guardrail(firm, "CHN", "advanced", Measure::of(percent)));
        }
    }
    grid
}

/// Every good on the flows of the chain, and into the United States for its duty.
fn goods(facts: &Facts, grid: &mut Vec<Query>) {
    for item in facts.all(Kind::Item).filter(|item| !item.tags.contains("class:tool")) {
        let flows = match item.tags.contains("class:material") {
            true => &[
                ("CHN", "KOR"),
                ("CHN", "USA"),
                ("CHN", "JPN"),
                ("CHN", "TWN"),
                ("CHN", "NLD"),
                ("JPN", "KOR"),
                ("KOR", "USA"),
            ][..],
            false => &[
                ("USA", "CHN"),
                ("KOR", "CHN"),
                ("TWN", "CHN"),
                ("JPN", "CHN"),
                ("USA", "ARE"),
                ("CHN", "DEU"),
            ][..],
        };
        for (from, to) in flows {
            grid.push(Query::export(&item.id, from, to));
        }
        if item.tags.contains("class:material") {
            for origin in ["CHN", "JPN"] {
                grid.push(Query::import(&item.id, origin, "USA"));
            }
        }
        if item.tags.contains("class:chip") || item.tags.contains("class:ac") {
            for origin in ["CHN", "KOR", "TWN", "MYS"] {
                grid.push(Query::import(&item.id, origin, "USA"));
            }
        }
    }
}

/// Parties, owners, headquarters and US content.
fn persons(facts: &Facts, grid: &mut Vec<Query>) {
    for party in facts.all(Kind::Entity) {
        for item in ["item:ear99", "material:gallium"] {
            let from = if item == "item:ear99" { "USA" } else { "CHN" };
            let to = party.country.as_deref().unwrap_or("CHN");
            grid.push(Query::export(item, from, to).with(Field::Party, party.id.clone()));
        }
    }
    for to in ["CHN", "DEU", "MYS", "TWN"] {
        for share in [49.0, 50.0, 100.0] {
            grid.push(
                Query::export("item:ear99", "USA", to)
                    .owned_by("org:any-listed", Measure::of(share)),
            );
        }
    }
    for hq in ["CHN", "MAC", "USA", "KOR"] {
        for item in ["model:h100", "product:hbm"] {
            for to in ["MYS", "SGP", "ARE"] {
                grid.push(Query::export(item, "USA", to).with(Field::Hq, hq));
            }
        }
    }
    for content in ["direct-product", "above-de-minimis"] {
        for origin in ["KOR", "TWN", "JPN", "NLD"] {
            let asked = Query::tool("tool:etch", origin, "site:cxmt-hefei", Purpose::New);
            grid.push(asked.with(Field::UsContent, content));
        }
    }
}

impl Rulebook {
    /// The cells of [`grid`] that differ between two (day, known) pairs, by the acts that changed them.
    #[must_use]
    pub fn diff(&self, before: (Day, Day), after: (Day, Day)) -> Vec<Group> {
        let mut groups: BTreeMap<Vec<ActId>, Vec<Cell>> = BTreeMap::new();
        for query in grid(self.facts()) {
            if self.same(&query, before, after) {
                continue;
            }
            let a = self.decide(&query, before.0, before.1);
            let b = self.decide(&query, after.0, after.1);
            if a.verdict != b.verdict || a.rate != b.rate || a.review != b.review {
                let cell =
                    Cell { query, before: a.verdict, after: b.verdict, rates: (a.rate, b.rate) };
                groups.entry(self.causes(&a, &b)).or_default().push(cell);
            }
        }
        let named = |(acts, cells): (Vec<ActId>, Vec<Cell>)| {
            let names = names(&cells, self.facts());
            Group { acts, cells, names }
        };
        groups.into_iter().map(named).collect()
    }

    /// The acts that made one decision into the other.
    fn causes(&self, a: &Decision, b: &Decision) -> Vec<ActId> {
        let (first, last) = (a.on.min(b.on), a.on.max(b.on));
        let (knew, knows) = (a.known.min(b.known), a.known.max(b.known));
        let rules: BTreeSet<&str> = [a, b].into_iter().flat_map(deciding).collect();
        let law = self.known(knows);
        let touched = law.history.versions.iter().filter(|v| rules.contains(v.rule.as_str()));
        let mut acts = BTreeSet::new();
        for version in touched {
            let between = turns(version).filter(|(day, _)| *day > first && *day <= last);
            acts.extend(between.map(|(_, act)| act.clone()));
            let learnt = |act: &&ActId| {
                let published = self.acts()[*act].published;
                published > knew && published <= knows
            };
            acts.extend(version.acts.iter().filter(learnt).cloned());
        }
        if acts.is_empty() { unshared(a, b) } else { acts.into_iter().collect() }
    }
}

/// Every rule that had a say: requirements, what lifted them, what no longer does.
fn deciding(decision: &Decision) -> impl Iterator<Item = &str> {
    let lifted = decision.orders.iter().flat_map(|order| &order.lifted);
    let bound = decision.orders.iter().flat_map(|order| &order.binding);
    let pairs = lifted.flat_map(|(rule, by)| [rule, by]);
    pairs
        .chain(bound)
        .chain(decision.lapsed.iter().map(|lapsed| &lapsed.rule))
        .map(|rule| rule.as_str())
}

/// The days on which a version's force changes, each with the act that does it.
fn turns(version: &Version) -> impl Iterator<Item = (Day, &ActId)> {
    let ender = version.acts.last().unwrap_or(&version.act);
    let own = [(Some(version.from), &version.act), (version.compliance_from, &version.act)];
    let ends = [(version.until, ender), (version.uncertain_until, ender)];
    let naps =
        version.suspended.iter().flat_map(|(from, until, act)| [(Some(*from), act), (*until, act)]);
    own.into_iter().chain(ends).chain(naps).filter_map(|(day, act)| Some((day?, act)))
}

fn unshared(a: &Decision, b: &Decision) -> Vec<ActId> {
    let mut acts: Vec<ActId> = a
        .acts
        .iter()
        .filter(|act| !b.acts.contains(act))
        .chain(b.acts.iter().filter(|act| !a.acts.contains(act)))
        .cloned()
        .collect();
    acts.sort();
    acts
}

/// The names of what the questions of some cells speak of.
fn names(cells: &[Cell], facts: &Facts) -> BTreeMap<String, String> {
    let kinds = [Kind::Item, Kind::Site, Kind::Entity, Kind::Country];
    let mut names = BTreeMap::new();
    for cell in cells {
        let fields = Field::ALL.iter().filter_map(|field| cell.query.get(*field));
        let owners = cell.query.owners().iter().map(|(owner, _)| owner.as_ref());
        for id in fields.chain(owners) {
            if let Some(thing) = kinds.iter().find_map(|kind| facts.get(*kind, id)) {
                names.insert(id.to_owned(), thing.name.clone());
            }
        }
    }
    names
}

/// The groups as a person reads them; of a long list the first `most` names stand, and how many more there are.
#[must_use]
pub fn page(groups: &[Group], rulebook: &Rulebook, most: usize) -> String {
    let mut text = String::new();
    for group in groups {
        let titles: Vec<String> = group
            .acts
            .iter()
            .map(|act| format!("{} ({})", rulebook.acts()[act].title, rulebook.acts()[act].cite))
            .collect();
        let titles = match titles.is_empty() {
            true => "No act found that did it".to_owned(),
            false => titles.join("; "),
        };
        let _ = writeln!(text, "{titles}");
        for line in folded(group, most) {
            let _ = writeln!(text, "  {line}");
        }
    }
    if groups.is_empty() {
        text.push_str("no cell of the grid differs\n");
    }
    text
}

/// The values of each field that some cells share.
type Row = BTreeMap<Field, BTreeSet<String>>;

/// Cells that differ in one field only are told in one line, field after field.
fn folded(group: &Group, most: usize) -> Vec<String> {
    let mut rows: Vec<(String, Row)> =
        group.cells.iter().map(|cell| (outcome(cell, &group.names), row(&cell.query))).collect();
    for field in [
        Field::Purpose,
        Field::Item,
        Field::Site,
        Field::To,
        Field::Buyer,
        Field::Party,
        Field::Hq,
        Field::From,
        Field::Origin,
    ] {
        let mut merged: Vec<(String, Row)> = Vec::new();
        for (outcome, row) in rows {
            let same = |(other, kept): &&mut (String, Row)| {
                *other == outcome
                    && kept.keys().eq(row.keys())
                    && row.iter().all(|(key, values)| *key == field || kept[key] == *values)
            };
            match merged.iter_mut().find(same) {
                Some((_, kept)) => {
                    for (key, values) in row {
                        kept.entry(key).or_default().extend(values);
                    }
                }
                None => merged.push((outcome, row)),
            }
        }
        rows = merged;
    }
    rows.iter().map(|(outcome, row)| format!("{}: {outcome}", asked(row, group, most))).collect()
}

/// Some questions in words: the goods, the way they go, and what else was said.
fn asked(row: &Row, group: &Group, most: usize) -> String {
    let list = |values: &BTreeSet<String>| {
        let mut said: Vec<String> = values.iter().map(|id| name(id, &group.names)).collect();
        let more = said.len().saturating_sub(most);
        said.truncate(most);
        match more {
            0 => said.join(", "),
            _ => format!("{} and {more} more", said.join(", ")),
        }
    };
    // A good comes from where it leaves, unless both are told.
    let made = if row.contains_key(&Field::From) { "made in" } else { "from" };
    let part = |(field, values): (&Field, &BTreeSet<String>)| match field {
        Field::Item | Field::Activity => list(values),
        Field::Origin => format!("{made} {}", list(values)),
        Field::From => format!("from {}", list(values)),
        Field::To | Field::Site => format!("to {}", list(values)),
        Field::Party => format!("with {}", list(values)),
        Field::Buyer => format!("bought by {}", list(values)),
        Field::Hq => format!("headquarters in {}", list(values)),
        Field::Purpose if values.len() == Purpose::ALL.len() => "for any purpose".to_owned(),
        Field::Purpose => {
            let said =
                |id: &String| Purpose::parse(id).map_or(id.clone(), |one| said_as(one).to_owned());
            format!("for {}", values.iter().map(said).collect::<Vec<_>>().join(", "))
        }
        Field::UsContent => format!("US content: {}", list(values)),
        _ => format!("{} {}", field.as_str().replace('-', " "), list(values)),
    };
    row.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// What a tool is for, as a noun.
fn said_as(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::New => "new capacity",
        Purpose::Replace => "replacement",
        Purpose::Upgrade => "upgrade",
        Purpose::Spares => "spare parts",
        Purpose::Service => "service",
    }
}

/// A name, or the words of an id that has none.
fn name(id: &str, names: &BTreeMap<String, String>) -> String {
    let words = || id.rsplit(':').next().unwrap_or(id).replace('-', " ");
    names.get(id).cloned().unwrap_or_else(words)
}

fn row(query: &Query) -> BTreeMap<Field, BTreeSet<String>> {
    let implied = |field: Field, value: &str| match field {
        Field::From => query.get(Field::Origin) == Some(value),
        Field::Activity => value == Activity::Export.as_str(),
        _ => false,
    };
    let given = Field::ALL.iter().filter_map(|field| Some((*field, query.get(*field)?)));
    given
        .filter(|(field, value)| !implied(*field, value))
        .map(|(field, value)| (field, BTreeSet::from([value.to_owned()])))
        .collect()
}

fn outcome(cell: &Cell, names: &BTreeMap<String, String>) -> String {
    let side = |verdict: Verdict, rate: Option<Ratio>| {
        let duty = rate.map_or_else(String::new, |rate| {
            format!(", duty {} %", (rate.get() * 1e4).round() / 1e2)
        });
        format!("{}{duty}", render::verdict(verdict))
    };
    let owners: Vec<String> = cell
        .query
        .owners()
        .iter()
        .map(|(id, share)| format!("{} {share} %", name(id, names)))
        .collect();
    let mut text =
        format!("{} -> {}", side(cell.before, cell.rates.0), side(cell.after, cell.rates.1));
    let numbers: Vec<String> =
        cell.query.numbers().iter().map(|(number, value)| format!("{number} {value}")).collect();
    if !owners.is_empty() {
        let _ = write!(text, " for a party owned by {}", owners.join(", "));
    }
    if !numbers.is_empty() {
        let _ = write!(text, " at {}", numbers.join(", "));
    }
    text
}
