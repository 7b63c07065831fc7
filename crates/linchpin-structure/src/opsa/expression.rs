//! Probabilities of basic events: expressions as far as they have one fixed value.
//!
//! Deviates stand for their mean. What has no value without more knowledge (mission times, periodic
//! tests, external functions) leaves the event without a probability, and a warning says so.

use super::names::{Definition, Kind, Names, named};
use super::xml::Element;
use linchpin_units::{Finding, Findings, Text, math};
use std::collections::BTreeSet;

/// Reads expressions; warns once of each kind that has no fixed value.
pub(super) struct Expressions<'n, 't> {
    names: &'n Names<'t>,
    warned: BTreeSet<String>,
}

/// Why an expression has no value.
enum Stop {
    /// It needs what the file does not say.
    Open(String),
    /// A finding was filed.
    Wrong,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
struct Here<'t> {
    text: &'t Text,
    container: usize,
    /// Parameters entered so far.
    depth: u32,
}

/// Parameters that refer to each other at most: beyond that they go in a circle.
const DEEPEST: u32 = 200;

impl<'n, 't> Expressions<'n, 't> {
    pub(super) fn new(names: &'n Names<'t>) -> Self {
        Self { names, warned: BTreeSet::new() }
    }

    /// The probability of a basic event, if it has one.
    pub(super) fn probability(
        &mut self,
        event: &Definition<'t>,
        name: &str,
        findings: &mut Findings,
    ) -> Option<f64> {
        let words = |inner: &&Element| !matches!(inner.name.as_str(), "label" | "attributes");
        let expression = event.element.inside.iter().find(words)?;
        let here = Here { text: event.text, container: event.container, depth: 0 };
        match self.value(expression, here, findings) {
            Ok(value) if (0.0..=1.0).contains(&value) => Some(value),
            Ok(value) => {
                let place = event.text.place(expression.span.clone());
                let message = format!("`{name}` has the probability {value}");
                findings.push(
                    Finding::error("LP-C010", place, message)
                        .expected("a number from 0 to 1")
                        .help("correct the number or its parameter"),
                );
                None
            }
            Err(Stop::Open(what)) => {
                if self.warned.insert(what.clone()) {
                    let place = event.text.place(expression.span.clone());
                    let message =
                        format!("`{what}` has no fixed value; such events get no probability");
                    findings.push(Finding::warning("LP-C012", place, message));
                }
                None
            }
            Err(Stop::Wrong) => None,
        }
    }

    fn value(&self, one: &Element, here: Here<'t>, findings: &mut Findings) -> Result<f64, Stop> {
        match one.name.as_str() {
            "float" | "int" => return number(one, here.text, findings),
            "bool" => {
                let truth = truth(here.text, one, findings).ok_or(Stop::Wrong)?;
                return Ok(f64::from(u8::from(truth)));
            }
            "pi" => return Ok(std::f64::consts::PI),
            "parameter" => return self.parameter(one, here, findings),
            "histogram"
            | "system-mission-time"
            | "test-initiating-event"
            | "test-functional-event"
            | "periodic-test" => {
                return Err(Stop::Open(one.name.clone()));
            }
            _ => {}
        }
        let mut args = Vec::with_capacity(one.inside.len());
        for inner in &one.inside {
            args.push(self.value(inner, here, findings)?);
        }
        applied(&one.name, &args).ok_or_else(|| Stop::Open(one.name.clone()))
    }

    fn parameter(
        &self,
        one: &Element,
        here: Here<'t>,
        findings: &mut Findings,
    ) -> Result<f64, Stop> {
        let place = here.text.place(one.span.clone());
        let name = named(here.text, one, findings).ok_or(Stop::Wrong)?;
        if here.depth >= DEEPEST {
            let message = format!("the parameter `{name}` rests on itself");
            let finding = Finding::error("LP-C007", place, message);
            findings.push(finding.help("break the circle of parameters"));
            return Err(Stop::Wrong);
        }
        let Some(found) = self.names.find(name, here.container, Kind::Parameter) else {
            findings.push(
                Finding::error("LP-C006", place, format!("the parameter `{name}` is not defined"))
                    .expected("a parameter that the model defines")
                    .nearest(name, self.names.known(&[Kind::Parameter]))
                    .help("define it, or correct the name"),
            );
            return Err(Stop::Wrong);
        };
        let words = |inner: &&Element| !matches!(inner.name.as_str(), "label" | "attributes");
        let Some(expression) = found.element.inside.iter().find(words) else {
            return Err(Stop::Open(format!("parameter {name}")));
        };
        let inside = Here { text: found.text, container: found.container, depth: here.depth + 1 };
        self.value(expression, inside, findings)
    }
}

fn number(one: &Element, text: &Text, findings: &mut Findings) -> Result<f64, Stop> {
    let value = one.get("value").and_then(|value| value.parse::<f64>().ok());
    if let Some(value) = value.filter(|value| value.is_finite()) {
        return Ok(value);
    }
    findings.push(
        Finding::error(
            "LP-C004",
            text.place(one.span.clone()),
            format!("`{}` has no finite number as its value", one.name),
        )
        .expected("value=\"0.01\"")
        .help("write a number with a decimal point"),
    );
    Err(Stop::Wrong)
}

/// The value of a function of the format; deviates stand for their mean.
fn applied(name: &str, args: &[f64]) -> Option<f64> {
    let failed_by = |rate: f64, time: f64| 1.0 - math::exp(-rate * time);
    Some(match (name, args) {
        ("neg", [a]) => -a,
        ("not", [a]) => 1.0 - a,
        ("abs", [a]) => a.abs(),
        ("exp", [a]) => math::exp(*a),
        ("log", [a]) => math::ln(*a),
        ("log10", [a]) => math::ln(*a) / std::f64::consts::LN_10,
        ("sqrt", [a]) => a.sqrt(),
        ("floor", [a]) => a.floor(),
        ("ceil", [a]) => a.ceil(),
        ("add", [_, ..]) => args.iter().sum(),
        ("sub", [first, rest @ ..]) => rest.iter().fold(*first, |left, one| left - one),
        ("mul", [_, ..]) => args.iter().product(),
        ("div", [first, rest @ ..]) => rest.iter().fold(*first, |left, one| left / one),
        ("pow", [a, b]) => math::pow(*a, *b),
        ("min", [_, ..]) => args.iter().copied().fold(f64::INFINITY, f64::min),
        ("max", [_, ..]) => args.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        ("mean", [_, ..]) => args.iter().sum::<f64>() / args.len() as f64,
        ("exponential", [rate, time]) => failed_by(*rate, *time),
        // Failure on demand, failure rate, repair rate, time (Open-PSA MEF 2.0d, "GLM").
        ("GLM", [on_demand, fail, repair, time]) => {
            let both = fail + repair;
            (fail - (fail - on_demand * both) * math::exp(-both * time)) / both
        }
        ("Weibull", [scale, shape, shift, time]) => {
            let aged = (time - shift) / scale;
            if aged <= 0.0 { 0.0 } else { 1.0 - math::exp(-math::pow(aged, *shape)) }
        }
        ("uniform-deviate", [low, high]) => (low + high) / 2.0,
        ("normal-deviate", [mean, _]) | ("lognormal-deviate", [mean, _, _]) => *mean,
        // Two parameters: those of the underlying normal.
        ("lognormal-deviate", [mu, sigma]) => math::exp(mu + sigma * sigma / 2.0),
        ("gamma-deviate", [shape, scale]) => shape * scale,
        ("beta-deviate", [a, b]) => a / (a + b),
        _ => return None,
    })
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
