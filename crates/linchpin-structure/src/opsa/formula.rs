//! Formulas: gates, events, constants, and connectives inside each other.

use super::expression::truth;
use super::names::{Definition, Kind, Names, named};
use super::xml::Element;
use crate::graph::{Arg, Connective, Event, Gate, Graph, index};
use indexmap::IndexMap;
use linchpin_units::{Finding, Findings, Text};
use std::ops::Range;

const CONNECTIVES: &[&str] = &[
    "and",
    "or",
    "atleast",
    "cardinality",
    "not",
    "nand",
    "nor",
    "xor",
    "iff",
    "imply",
    "gate",
    "event",
    "basic-event",
    "house-event",
    "constant",
];

/// Work in progress: a graph whose gates get their arguments.
pub(super) struct Formulas<'n, 't> {
    pub(super) names: &'n Names<'t>,
    pub(super) graph: Graph,
    /// Whether each house event is on.
    pub(super) houses: Vec<bool>,
    /// Basic events that formulas name and nobody defines, with the place of their first mention.
    pub(super) implied: IndexMap<String, (u32, &'t Text, Range<usize>)>,
}

impl<'t> Formulas<'_, 't> {
    /// Fills in the formula of a gate.
    pub(super) fn gate(&mut self, definition: &Definition<'t>, findings: &mut Findings) {
        let (text, element) = (definition.text, definition.element);
        let words = |inner: &&Element| !matches!(inner.name.as_str(), "label" | "attributes");
        let formulas: Vec<&'t Element> = element.inside.iter().filter(words).collect();
        let [formula] = formulas.as_slice() else {
            let message = format!("the gate has {} formulas", formulas.len());
            findings.push(
                Finding::error("LP-C016", text.place(element.span.clone()), message)
                    .expected("exactly one formula")
                    .help("join them with `and` or `or`"),
            );
            return;
        };
        let at = definition.number;
        match self.connective(text, formula, findings) {
            Some(connective) => {
                let args = self.arguments(definition, formula, connective, findings);
                (self.graph.gates[at].connective, self.graph.gates[at].args) = (connective, args);
            }
            None => {
                if let Some(arg) = self.leaf(definition, formula, findings) {
                    self.graph.gates[at].args = vec![arg];
                }
            }
        }
    }

    fn connective(
        &self,
        text: &Text,
        formula: &Element,
        findings: &mut Findings,
    ) -> Option<Connective> {
        let arguments = formula.inside.len();
        let mut number = |name: &str| match formula.get(name).map(str::parse::<u32>) {
            Some(Ok(number)) => Some(number),
            found => {
                let message = match found {
                    None => format!("`{}` lacks `{name}`", formula.name),
                    Some(_) => format!("`{name}` of `{}` is no whole number", formula.name),
                };
                findings.push(
                    Finding::error("LP-C004", text.place(formula.span.clone()), message)
                        .expected(format!("{name}=\"…\", between 0 and {arguments}"))
                        .help("write how many arguments must be true"),
                );
                None
            }
        };
        Some(match formula.name.as_str() {
            "and" => Connective::And,
            "or" => Connective::Or,
            "not" => Connective::Not,
            "nand" => Connective::Nand,
            "nor" => Connective::Nor,
            "xor" => Connective::Xor,
            "iff" => Connective::Iff,
            "imply" => Connective::Imply,
            "atleast" => Connective::AtLeast(number("min").unwrap_or(0)),
            "cardinality" => {
                let (least, most) = (number("min"), number("max"));
                if let (Some(least), Some(most)) = (least, most)
                    && (least > most || most as usize > arguments)
                {
                    let message = format!("`cardinality` from {least} to {most} of {arguments}");
                    findings.push(
                        Finding::error("LP-C004", text.place(formula.span.clone()), message)
                            .expected("min at most max, and max at most the number of arguments")
                            .help("correct the bounds"),
                    );
                }
                Connective::Between(least.unwrap_or(0), most.unwrap_or(0))
            }
            _ => return None,
        })
    }

    /// The arguments of a connective, their number checked.
    fn arguments(
        &mut self,
        inside: &Definition<'t>,
        formula: &'t Element,
        connective: Connective,
        findings: &mut Findings,
    ) -> Vec<Arg> {
        let found = formula.inside.len();
        let (fits, expected) = match connective {
            Connective::Not => (found == 1, "exactly one argument"),
            Connective::Iff | Connective::Imply => (found == 2, "exactly two arguments"),
            Connective::AtLeast(least) => {
                (found > 0 && least as usize <= found, "at least `min` arguments")
            }
            _ => (found > 0, "at least one argument"),
        };
        if !fits {
            let place = inside.text.place(formula.span.clone());
            let message = format!("`{}` with {found} arguments", formula.name);
            findings.push(
                Finding::error("LP-C008", place, message)
                    .expected(expected)
                    .help("add or remove arguments"),
            );
        }
        formula.inside.iter().filter_map(|inner| self.argument(inside, inner, findings)).collect()
    }

    fn argument(
        &mut self,
        inside: &Definition<'t>,
        formula: &'t Element,
        findings: &mut Findings,
    ) -> Option<Arg> {
        let Some(connective) = self.connective(inside.text, formula, findings) else {
            return self.leaf(inside, formula, findings);
        };
        let args = self.arguments(inside, formula, connective, findings);
        let spot = inside.spot(formula);
        self.graph.gates.push(Gate { name: String::new(), connective, args, spot });
        Some(Arg::Gate(index(self.graph.gates.len() - 1)))
    }

    /// A constant, or a gate or event by name.
    fn leaf(
        &mut self,
        inside: &Definition<'t>,
        formula: &'t Element,
        findings: &mut Findings,
    ) -> Option<Arg> {
        let text = inside.text;
        let wanted = match (formula.name.as_str(), formula.get("type")) {
            ("gate", _) | ("event", Some("gate")) => Some(Kind::Gate),
            ("basic-event", _) | ("event", Some("basic-event")) => Some(Kind::Basic),
            ("house-event", _) | ("event", Some("house-event")) => Some(Kind::House),
            ("event", _) => None,
            ("constant", _) => return truth(text, formula, findings).map(Arg::Constant),
            (other, _) => {
                let message = format!("`{other}` is no formula");
                findings.push(
                    Finding::error("LP-C003", text.place(formula.span.clone()), message)
                        .expected("a connective, an event, a gate or a constant")
                        .nearest(other, CONNECTIVES.iter().copied())
                        .help("rename or remove the element"),
                );
                return None;
            }
        };
        let name = named(text, formula, findings)?;
        let found = self.names.find(name, inside.container, Kind::Gate);
        match found {
            Some(found) if wanted.is_none_or(|wanted| wanted == found.kind) => {
                Some(match found.kind {
                    Kind::Gate => Arg::Gate(index(found.number)),
                    Kind::House => Arg::Constant(self.houses[found.number]),
                    _ => Arg::Event(index(found.number)),
                })
            }
            Some(found) => {
                let (is, wanted) = (found.kind.words(), wanted.map_or("", Kind::words));
                let message = format!("`{name}` is a {is}, not a {wanted}");
                let place = text.place(formula.span.clone());
                findings.push(
                    Finding::error("LP-C006", place, message)
                        .expected(format!("the name of a {wanted}"))
                        .help("correct the element or the name"),
                );
                None
            }
            None if wanted == Some(Kind::Basic) => Some(self.implied(text, formula, name)),
            None => {
                self.undefined(text, formula, name, wanted, findings);
                None
            }
        }
    }

    fn undefined(
        &self,
        text: &Text,
        formula: &Element,
        name: &str,
        wanted: Option<Kind>,
        findings: &mut Findings,
    ) {
        let kind = wanted.map_or("event or gate", Kind::words);
        let all = [Kind::Gate, Kind::Basic, Kind::House];
        let known = match wanted {
            Some(wanted) => self.names.known(&[wanted]),
            None => self.names.known(&all),
        };
        findings.push(
            Finding::error(
                "LP-C006",
                text.place(formula.span.clone()),
                format!("the {kind} `{name}` is not defined"),
            )
            .expected(format!("a {kind} that the model defines"))
            .nearest(name, known)
            .help("define it, or correct the name"),
        );
    }

    /// A basic event that is only named: many published trees define none.
    fn implied(&mut self, text: &'t Text, formula: &'t Element, name: &str) -> Arg {
        if let Some((event, ..)) = self.implied.get(name) {
            return Arg::Event(*event);
        }
        self.graph.events.push(Event { name: name.to_owned(), probability: None });
        let event = index(self.graph.events.len() - 1);
        self.implied.insert(name.to_owned(), (event, text, formula.span.clone()));
        Arg::Event(event)
    }

    /// Where some events are defined, one that is not may be misspelled.
    pub(super) fn warn_of_implied(&self, declared: usize, findings: &mut Findings) {
        if declared == 0 {
            return;
        }
        let known = self.names.known(&[Kind::Basic]);
        for (name, (_, text, span)) in &self.implied {
            findings.push(
                Finding::warning(
                    "LP-C006",
                    text.place(span.clone()),
                    format!("the basic event `{name}` is not defined; it counts as one of its own"),
                )
                .expected("a basic event that the model defines")
                .nearest(name, known.iter().copied())
                .help("define it, or correct the name"),
            );
        }
    }
}
