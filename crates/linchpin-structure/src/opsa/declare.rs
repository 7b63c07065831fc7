//! From elements to a model: first every definition, then every formula.

use super::expression::Expressions;
use super::formula::Formulas;
use super::names::{Definition, Kind, Names};
use super::xml::Element;
use super::{Model, cycle};
use crate::cuts::CutError;
use crate::graph::{Arg, Connective, Event, Gate, Graph};
use linchpin_units::{Finding, Findings, Text};

/// Elements that may stand in a model and say nothing about cut sets.
const ASIDE: &[&str] = &[
    "define-event-tree",
    "define-initiating-event",
    "define-functional-event",
    "define-sequence",
    "define-consequence",
    "define-consequence-group",
    "define-branch",
    "define-rule",
    "define-alignment",
    "define-phase",
    "define-CCF-group",
    "define-substitution",
    "define-extern-library",
    "define-extern-function",
];

/// Elements that hold words for people.
const WORDS: &[&str] = &["label", "attributes"];

/// Definitions and containers.
const KNOWN: &[&str] = &[
    "define-fault-tree",
    "define-component",
    "define-gate",
    "define-basic-event",
    "define-house-event",
    "define-parameter",
    "model-data",
    "include",
    "label",
    "attributes",
];

pub(super) fn model(roots: &[(&Text, &Element)], findings: &mut Findings) -> Option<Model> {
    let mut names = Names::new();
    for (text, root) in roots {
        collect(text, root, 0, true, &mut names, findings);
    }
    let whole = match roots.first() {
        Some((text, root)) => text.place(root.span.clone()),
        None => return None,
    };
    let mut graph = Graph::default();
    let mut houses = Vec::new();
    let mut expressions = Expressions::new(&names);
    for (name, definition) in names.all() {
        let Definition { text, element, .. } = definition;
        match definition.kind {
            Kind::Gate => graph.gates.push(Gate {
                name,
                connective: Connective::Or,
                args: Vec::new(),
                place: Some(text.place(element.span.clone())),
            }),
            Kind::Basic => {
                let probability = expressions.probability(definition, &name, findings);
                graph.events.push(Event { name, probability });
            }
            Kind::House => houses.push(house(text, element, findings)),
            Kind::Parameter => {}
        }
    }
    if graph.gates.is_empty() && !findings.any_error() {
        findings.push(
            Finding::error("LP-C002", whole.clone(), "the model defines no gate")
                .expected("a define-fault-tree with a define-gate")
                .help("give the file with the fault tree, too"),
        );
    }
    let declared = graph.events.len();
    let mut formulas = Formulas { names: &names, graph, houses, implied: indexmap::IndexMap::new() };
    for (_, definition) in names.all().filter(|(_, one)| one.kind == Kind::Gate) {
        formulas.gate(definition, findings);
    }
    formulas.warn_of_implied(declared, findings);
    let graph = formulas.graph;
    if let Err(CutError::Cycle(gates)) = crate::cuts::check(&graph) {
        findings.push(cycle(&graph, &gates, &whole));
    }
    let tops = tops(&graph);
    Some(Model { graph, tops, warnings: Findings::default(), whole })
}

/// Files every definition below `element`.
fn collect<'t>(
    text: &'t Text,
    element: &'t Element,
    container: usize,
    public: bool,
    names: &mut Names<'t>,
    findings: &mut Findings,
) {
    for inner in &element.inside {
        let place = || text.place(inner.span.clone());
        let kind = match inner.name.as_str() {
            "define-gate" => Kind::Gate,
            "define-basic-event" => Kind::Basic,
            "define-house-event" => Kind::House,
            "define-parameter" => Kind::Parameter,
            "model-data" => {
                collect(text, inner, container, public, names, findings);
                continue;
            }
            "define-fault-tree" | "define-component" => {
                if let Some(name) = named(text, inner, findings) {
                    if names.has_container(container, name) {
                        let message = format!("`{name}` is defined twice");
                        let finding = Finding::error("LP-C005", place(), message);
                        findings.push(finding.help("rename or remove one of the two"));
                    }
                    let within = names.container(container, name);
                    let public = is_public(inner, public);
                    collect(text, inner, within, public, names, findings);
                }
                continue;
            }
            "include" => {
                let message = "the file includes another, which is not read";
                let finding = Finding::error("LP-C011", place(), message);
                findings.push(finding.help("give both files to the command, or write them as one"));
                continue;
            }
            name if WORDS.contains(&name) => continue,
            name if ASIDE.contains(&name) => {
                let message = format!("`{name}` is left aside: cut sets are found without it");
                findings.push(Finding::warning("LP-C012", place(), message));
                continue;
            }
            name => {
                let message = format!("`{name}` is not known here");
                findings.push(
                    Finding::error("LP-C003", place(), message)
                        .expected("a definition of the Open-PSA format")
                        .nearest(name, KNOWN.iter().copied())
                        .help("rename or remove the element"),
                );
                continue;
            }
        };
        if let Some(name) = named(text, inner, findings) {
            let public = is_public(inner, public);
            let new = Definition { kind, text, element: inner, container, public, number: 0 };
            names.define(new, name, findings);
        }
    }
}

fn is_public(element: &Element, otherwise: bool) -> bool {
    element.get("role").map_or(otherwise, |role| role != "private")
}

/// The name of an element, or the finding that it has none.
pub(super) fn named<'t>(
    text: &Text,
    element: &'t Element,
    findings: &mut Findings,
) -> Option<&'t str> {
    let name = element.get("name").filter(|name| !name.is_empty());
    if name.is_none() {
        let message = format!("`{}` has no name", element.name);
        findings.push(
            Finding::error("LP-C004", text.place(element.span.clone()), message)
                .expected("name=\"…\"")
                .help("give it a name"),
        );
    }
    name
}

/// Whether a house event is on; without a constant it is off.
fn house(text: &Text, element: &Element, findings: &mut Findings) -> bool {
    let said = element.inside.iter().find(|inner| !WORDS.contains(&inner.name.as_str()));
    let Some(constant) = said else { return false };
    truth(text, constant, findings).unwrap_or(false)
}

/// The truth value of a constant.
pub(super) fn truth(text: &Text, element: &Element, findings: &mut Findings) -> Option<bool> {
    match (element.name.as_str(), element.get("value")) {
        ("constant" | "bool", Some("true" | "1")) => Some(true),
        ("constant" | "bool", Some("false" | "0")) => Some(false),
        _ => {
            findings.push(
                Finding::error(
                    "LP-C004",
                    text.place(element.span.clone()),
                    "no truth value stands here",
                )
                .expected("<constant value=\"true\"/> or <constant value=\"false\"/>")
                .help("write one of the two"),
            );
            None
        }
    }
}

/// Named gates that no other gate names.
fn tops(graph: &Graph) -> Vec<u32> {
    let mut below = vec![false; graph.gates.len()];
    for gate in &graph.gates {
        for arg in &gate.args {
            if let Arg::Gate(inner) = arg {
                below[*inner as usize] = true;
            }
        }
    }
    let open = |at: &usize| !below[*at] && !graph.gates[*at].name.is_empty();
    (0..graph.gates.len()).filter(open).map(crate::graph::index).collect()
}
