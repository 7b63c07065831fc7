//! From elements to a model: first every definition, then every formula.

use super::expression::{Expressions, truth};
use super::formula::Formulas;
use super::names::{Definition, Kind, Names, named};
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
    for (file, (text, root)) in roots.iter().enumerate() {
        let mut collect = Collect { text, file, names: &mut names, findings };
        collect.below(root, 0, true);
    }
    let whole = match roots.first() {
        Some((text, root)) => text.place(root.span.clone()),
        None => return None,
    };
    let mut graph = Graph::default();
    let mut houses = Vec::new();
    let mut expressions = Expressions::new(&names);
    for (name, definition) in names.all() {
        let Definition { text, element, .. } = *definition;
        match definition.kind {
            Kind::Gate => graph.gates.push(Gate {
                name,
                connective: Connective::Or,
                args: Vec::new(),
                spot: definition.spot(element),
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
    let mut formulas =
        Formulas { names: &names, graph, houses, implied: indexmap::IndexMap::new() };
    for (_, definition) in names.all().filter(|(_, one)| one.kind == Kind::Gate) {
        formulas.gate(definition, findings);
    }
    formulas.warn_of_implied(declared, findings);
    let graph = formulas.graph;
    if let Err(CutError::Cycle(gates)) = crate::cuts::check(&graph) {
        let texts: Vec<&Text> = roots.iter().map(|(text, _)| *text).collect();
        findings.push(cycle(&graph, &gates, &texts, &whole));
    }
    let tops = tops(&graph);
    let texts = roots.iter().map(|(text, _)| (*text).clone()).collect();
    Some(Model { graph, tops, warnings: Findings::default(), texts, whole })
}

/// Files the definitions of one text.
struct Collect<'t, 'c> {
    text: &'t Text,
    file: usize,
    names: &'c mut Names<'t>,
    findings: &'c mut Findings,
}

impl<'t> Collect<'t, '_> {
    /// Files every definition below `element`.
    fn below(&mut self, element: &'t Element, container: usize, public: bool) {
        for inner in &element.inside {
            match inner.name.as_str() {
                "define-gate" => self.define(Kind::Gate, inner, container, public),
                "define-basic-event" => self.define(Kind::Basic, inner, container, public),
                "define-house-event" => self.define(Kind::House, inner, container, public),
                "define-parameter" => self.define(Kind::Parameter, inner, container, public),
                "model-data" => self.below(inner, container, public),
                "define-fault-tree" | "define-component" => {
                    self.container(inner, container, public);
                }
                name if WORDS.contains(&name) => {}
                name => self.aside(inner, name),
            }
        }
    }

    fn define(&mut self, kind: Kind, inner: &'t Element, container: usize, public: bool) {
        let Some(name) = named(self.text, inner, self.findings) else { return };
        let public = is_public(inner, public);
        let (text, file) = (self.text, self.file);
        let new = Definition { kind, text, file, element: inner, container, public, number: 0 };
        self.names.define(new, name, self.findings);
    }

    fn container(&mut self, inner: &'t Element, container: usize, public: bool) {
        let Some(name) = named(self.text, inner, self.findings) else { return };
        if self.names.has_container(container, name) {
            let place = self.text.place(inner.span.clone());
            let finding = Finding::error("LP-C005", place, format!("`{name}` is defined twice"));
            self.findings.push(finding.help("rename or remove one of the two"));
        }
        let within = self.names.container(container, name);
        self.below(inner, within, is_public(inner, public));
    }

    /// What is no definition that cut sets rest on.
    fn aside(&mut self, inner: &Element, name: &str) {
        let place = self.text.place(inner.span.clone());
        self.findings.push(if name == "include" {
            Finding::error("LP-C011", place, "the file includes another, which is not read")
                .help("give both files to the command, or write them as one")
        } else if ASIDE.contains(&name) {
            let message = format!("`{name}` is left aside: cut sets are found without it");
            Finding::warning("LP-C012", place, message)
        } else {
            Finding::error("LP-C003", place, format!("`{name}` is not known here"))
                .expected("a definition of the Open-PSA format")
                .nearest(name, KNOWN.iter().copied())
                .help("rename or remove the element")
        });
    }
}

fn is_public(element: &Element, otherwise: bool) -> bool {
    element.get("role").map_or(otherwise, |role| role != "private")
}

/// Whether a house event is on; without a constant it is off.
fn house(text: &Text, element: &Element, findings: &mut Findings) -> bool {
    let said = element.inside.iter().find(|inner| !WORDS.contains(&inner.name.as_str()));
    let Some(constant) = said else { return false };
    truth(text, constant, findings).unwrap_or(false)
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
