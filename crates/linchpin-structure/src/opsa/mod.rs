//! Fault trees in the Open-PSA Model Exchange Format (version 2.0d and 3).
//!
//! One or more XML texts come in, read as one model; a [`Model`] goes out: a [`Graph`] with its
//! candidates for the top, or every finding with file, line and column. Read are fault trees,
//! components, gates with nested formulas of every connective, house events, constants, basic events
//! and the expressions of their probabilities as far as they have a fixed mean. Common-cause groups,
//! substitutions, event trees and alignments are left aside with a warning; includes are refused.

mod declare;
mod expression;
mod formula;
mod names;
mod xml;

use crate::graph::{Arg, Graph, Spot};
use linchpin_units::{Finding, Findings, Place, Text};
use std::path::Path;

/// A fault tree as a graph.
#[derive(Debug, Clone)]
pub struct Model {
    /// Events and gates; names of private ones carry the path of their containers.
    pub graph: Graph,
    /// Gates that nothing rests on, in the order of the files.
    pub tops: Vec<u32>,
    /// What was left aside.
    pub warnings: Findings,
    texts: Vec<Text>,
    /// Place of the root element, for findings about the model as a whole.
    whole: Place,
}

/// Findings at most; a broken file would fill the screen otherwise.
const MOST: usize = 50;

/// Reads texts as one model.
///
/// # Errors
/// All findings at once, at most fifty.
pub fn read(texts: &[Text]) -> Result<Model, Findings> {
    let mut findings = Findings::default();
    let mut roots = Vec::new();
    for text in texts {
        match xml::root(text) {
            Ok(root) if root.name == "opsa-mef" => roots.push((text, root)),
            Ok(root) => findings.push(
                Finding::error(
                    "LP-C002",
                    text.place(root.span.clone()),
                    format!("the root element is `{}`", root.name),
                )
                .expected("opsa-mef")
                .help("give a model in the Open-PSA Model Exchange Format"),
            ),
            Err(found) => findings.extend(found),
        }
    }
    let roots: Vec<(&Text, &xml::Element)> = roots.iter().map(|(t, root)| (*t, root)).collect();
    let model = declare::model(&roots, &mut findings);
    let findings = capped(findings);
    if findings.any_error() {
        return Err(findings);
    }
    model.map(|model| Model { warnings: findings, ..model }).ok_or_else(Findings::default)
}

/// Reads files as one model.
///
/// # Errors
/// All findings at once, at most fifty.
pub fn load(paths: &[&Path]) -> Result<Model, Findings> {
    let mut findings = Findings::default();
    let mut texts = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => texts.extend(findings.keep(Text::from_bytes(&name, &bytes))),
            Err(error) => findings.push(
                Finding::error("LP-C015", Place::whole(&name), format!("cannot be read: {error}"))
                    .expected("an Open-PSA model in XML")
                    .help("check the path"),
            ),
        }
    }
    if findings.any_error() { Err(findings) } else { read(&texts) }
}

fn capped(findings: Findings) -> Findings {
    if findings.iter().len() <= MOST {
        return findings;
    }
    let mut kept = Findings::default();
    let errors = |finding: &&Finding| finding.severity == linchpin_units::Severity::Error;
    let warnings = |finding: &&Finding| !errors(finding);
    let ranked = findings.iter().filter(errors).chain(findings.iter().filter(warnings));
    for finding in ranked.take(MOST) {
        kept.push(finding.clone());
    }
    kept
}

impl Model {
    /// The gate of that name, or the only one that nothing rests on.
    ///
    /// # Errors
    /// `LP-C009` if there is no such gate, or if several could be the top and none is named.
    pub fn top(&self, name: Option<&str>) -> Result<u32, Findings> {
        let named = |at: &u32| self.graph.gates[*at as usize].name.as_str();
        if let Some(name) = name {
            let gates = self.graph.gates.iter();
            let found = gates.clone().position(|gate| gate.name == name);
            return found.map(crate::graph::index).ok_or_else(|| {
                Finding::error("LP-C009", self.whole.clone(), format!("there is no gate `{name}`"))
                    .nearest(name, gates.map(|gate| gate.name.as_str()).filter(|n| !n.is_empty()))
                    .help("name a gate that the file defines")
                    .into()
            });
        }
        match self.tops.as_slice() {
            [only] => Ok(*only),
            tops => {
                let names: Vec<&str> = tops.iter().take(12).map(named).collect();
                let message = match tops.len() {
                    0 => "every gate rests under another: none is the top".to_owned(),
                    many => format!("{many} gates could be the top: {}", names.join(", ")),
                };
                Err(Finding::error("LP-C009", self.whole.clone(), message)
                    .expected("one gate that no other rests on")
                    .help("name the top with --top")
                    .into())
            }
        }
    }

    /// What a failure of [`crate::cuts::cut_sets`] means in this file.
    #[must_use]
    pub fn explain(&self, error: &crate::cuts::CutError) -> Findings {
        use crate::cuts::CutError;
        let gate = |at: u32| &self.graph.gates[at as usize];
        let texts: Vec<&Text> = self.texts.iter().collect();
        let place =
            |at: u32| gate(at).spot.map_or_else(|| self.whole.clone(), |spot| place(&texts, spot));
        match error {
            CutError::Cycle(gates) => cycle(&self.graph, gates, &texts, &self.whole),
            CutError::Arguments { gate: at, found, expected } => {
                let message = format!("the gate `{}` has {found} arguments", gate(*at).name);
                Finding::error("LP-C008", place(*at), message)
                    .expected(format!("{expected} for its connective"))
                    .help("add or remove arguments")
            }
            CutError::TooLarge { nodes } => {
                let message = format!("the tree needs diagrams of more than {nodes} nodes");
                Finding::error("LP-C014", self.whole.clone(), message)
                    .help("ask for fewer events in a set with --order")
            }
        }
        .into()
    }

    /// The gate as an argument.
    #[must_use]
    pub fn arg(&self, gate: u32) -> Arg {
        Arg::Gate(gate)
    }
}

/// A spot as findings show it.
fn place(texts: &[&Text], spot: Spot) -> Place {
    texts[spot.text].place(spot.start..spot.end)
}

/// The finding about gates that rest on themselves.
fn cycle(graph: &Graph, gates: &[u32], texts: &[&Text], whole: &Place) -> Finding {
    let named = gates.iter().map(|at| &graph.gates[*at as usize]);
    let mut names: Vec<&str> =
        named.clone().map(|gate| gate.name.as_str()).filter(|name| !name.is_empty()).collect();
    names.extend(names.first().copied());
    let place = named.clone().find_map(|gate| Some(place(texts, gate.spot?)));
    let message = format!("a cycle: {}", names.join(" → "));
    Finding::error("LP-C007", place.unwrap_or_else(|| whole.clone()), message)
        .expected("gates that end in basic events")
        .help("break the circle at one of these gates")
}
