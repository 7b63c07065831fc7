//! What changed between two days, or between two states of knowledge: cells of a declared grid.
//!
//! In come two pairs of days (law of, known on); out come the questions whose decision differs, grouped
//! by the acts that the two decisions do not share.

use crate::act::ActId;
use crate::decision::Decision;
use crate::query::Query;
use crate::render;
use crate::rulebook::Rulebook;
use crate::words::{Purpose, Verdict};
use linchpin_units::Day;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A question whose decision differs.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The question.
    pub query: Query,
    /// Verdict before.
    pub before: Verdict,
    /// Verdict after.
    pub after: Verdict,
    /// Duty before and after, where one is due.
    pub rates: (Option<f64>, Option<f64>),
}

/// Cells that the same acts changed.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// The acts that only one of the two decisions rests on.
    pub acts: Vec<ActId>,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// The grid: tools for the sites of Korean makers in China, materials out of China and Japan, purchases
/// of Micron products, chips into the United States.
#[must_use]
pub fn grid() -> Vec<Query> {
    let mut grid = Vec::new();
    let tools = [
        "tool:lithography",
        "tool:etch",
        "tool:deposition",
        "tool:inspection",
        "tool:cleaning",
        "tool:ion-implant",
        "tool:thermal",
        "tool:cmp",
    ];
    for site in ["site:samsung-xian", "site:skhynix-wuxi", "site:skhynix-dalian", "site:ymtc-wuhan"]
    {
        for origin in ["USA", "JPN", "NLD", "KOR", "CHN"] {
            for tool in tools {
                for purpose in Purpose::ALL {
                    grid.push(Query::tool(tool, origin, site, *purpose));
                }
            }
        }
    }
    let chinese =
        ["gallium", "germanium", "antimony", "graphite", "tungsten", "rare-earth", "neon"];
    for to in ["KOR", "USA", "JPN"] {
        for material in chinese {
            grid.push(Query::material(&format!("material:{material}"), "CHN", to));
        }
    }
    for material in ["hydrogen-fluoride", "photoresist", "fluorinated-polyimide"] {
        grid.push(Query::material(&format!("material:{material}"), "JPN", "KOR"));
    }
    for buyer in ["cii-operator", "server-other", "handset-maker", "consumer"] {
        for maker in ["firm:micron", "firm:samsung", "firm:skhynix"] {
            grid.push(Query::procurement(maker, "product:dram", buyer, "CHN"));
        }
    }
    for product in ["product:dram", "product:nand", "product:hbm", "product:chip"] {
        for origin in ["CHN", "KOR", "TWN"] {
            grid.push(Query::import(product, origin, "USA"));
        }
        grid.push(Query::export(product, "KOR", "CHN"));
        grid.push(Query::export(product, "USA", "CHN"));
    }
    for firm in ["firm:samsung", "firm:skhynix", "firm:micron"] {
        for percent in [4.0, 6.0, 12.0] {
            grid.push(Query::guardrail(firm, "CHN", "advanced", percent));
        }
    }
    grid
}

impl Rulebook {
    /// The cells of [`grid`] that differ between two (day, known) pairs, by the acts that changed them.
    #[must_use]
    pub fn diff(&self, before: (Day, Day), after: (Day, Day)) -> Vec<Group> {
        let mut groups: BTreeMap<Vec<ActId>, Vec<Cell>> = BTreeMap::new();
        for query in grid() {
            let a = self.decide(&query, before.0, before.1);
            let b = self.decide(&query, after.0, after.1);
            if a.verdict != b.verdict || a.rate != b.rate || a.review != b.review {
                let cell =
                    Cell { query, before: a.verdict, after: b.verdict, rates: (a.rate, b.rate) };
                groups.entry(unshared(&a, &b)).or_default().push(cell);
            }
        }
        groups.into_iter().map(|(acts, cells)| Group { acts, cells }).collect()
    }
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

/// The groups as a person reads them.
#[must_use]
pub fn page(groups: &[Group], rulebook: &Rulebook) -> String {
    let mut text = String::new();
    for group in groups {
        let titles: Vec<String> = group
            .acts
            .iter()
            .map(|act| format!("{} ({})", rulebook.acts()[act].title, rulebook.acts()[act].cite))
            .collect();
        let _ = writeln!(text, "{}", titles.join("; "));
        for cell in &group.cells {
            let (before, after) = (render::verdict(cell.before), render::verdict(cell.after));
            let _ = writeln!(text, "  {}: {before} -> {after}", cell.query);
        }
    }
    if groups.is_empty() {
        text.push_str("no cell of the grid differs\n");
    }
    text
}
