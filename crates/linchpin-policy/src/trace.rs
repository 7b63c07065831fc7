//! Why: the tree from a verdict down to conditions, facts and the words of the acts.
//!
//! In come a reading of a question; out comes a tree whose leaves are either a quote (by reference to
//! its act) or a declared fact with its source. `ask --why` prints it.

use crate::hear::hear;
use crate::query::Query;
use crate::reading::Reading;
use crate::render;
use crate::rulebook::Rulebook;
use crate::scope::{Field, Truth};
use crate::words::{Order, Verdict};
use linchpin_units::Day;
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt::Write;

/// A node of the tree.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PolicyTrace")]
pub struct Trace {
    /// What it says.
    pub says: String,
    /// Whether it holds, where it is a condition.
    pub truth: Option<Truth>,
    /// For a leaf: the quote with its act, or the fact's source.
    #[serde(rename = "source")]
    pub said: Option<String>,
    /// What it rests on.
    pub children: Vec<Trace>,
}

impl Trace {
    fn leaf(says: impl Into<String>, truth: Option<Truth>, source: impl Into<String>) -> Self {
        Self { says: says.into(), truth, said: Some(source.into()), children: Vec::new() }
    }

    /// Every leaf, left to right.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Trace> {
        if self.children.is_empty() {
            return vec![self];
        }
        self.children.iter().flat_map(Trace::leaves).collect()
    }

    /// The tree as indented text.
    #[must_use]
    pub fn page(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0);
        text
    }

    fn write(&self, text: &mut String, depth: usize) {
        let _ = write!(text, "{:depth$}{}", "", self.says, depth = depth * 2);
        if let Some(truth) = self.truth {
            let _ = write!(text, ": {}", truth.as_str());
        }
        if let Some(source) = &self.said {
            let _ = write!(text, "  <- {source}");
        }
        text.push('\n');
        for child in &self.children {
            child.write(text, depth + 1);
        }
    }
}

/// Whether an exception that fails is about this holder and site at all: others only fill the page.
fn near(reading: &Reading<'_>, exception: usize) -> bool {
    let scope = &reading.slice.rules[exception].body.scope;
    [Field::Holder, Field::Site]
        .into_iter()
        .filter_map(|field| scope.test(field))
        .all(|test| test.truth(reading.situated.situation.fact(test.field)) > Truth::False)
}

impl Rulebook {
    /// Why the law says what it says to `query`: the tree of rules, conditions and sources.
    #[must_use]
    pub fn trace(&self, query: &Query, on: Day, known: Day) -> Trace {
        let law = self.known(known);
        let heard = hear(query, self.facts());
        let query = self.strictest_reading(&law, &heard, on);
        let doubts = heard.understood.iter().filter(|one| !one.left.is_empty()).map(|one| {
            let words = one.left.join(" ");
            let says = format!("words of “{}” that nobody understood: {words}", one.phrase);
            Trace::leaf(says, Some(Truth::Unknown), format!("as asked: {}", one.field))
        });
        let doubts: Vec<Trace> = doubts.collect();
        self.read(&law, query, on, |reading, _| {
            let mut orders: Vec<Trace> = doubts;
            for order in Order::ALL {
                orders.extend(self.trace_order(reading, *order));
            }
            let verdict = reading.verdict();
            let verdict = if heard.in_doubt() { verdict.max(Verdict::Unknown) } else { verdict };
            if orders.is_empty() {
                let through = self.complete_through(Order::Us);
                let source = through.map_or("no document looked through".to_owned(), |day| {
                    format!(
                        "register: US documents looked through up to {day}, for the items they name"
                    )
                });
                orders.push(Trace::leaf("no bundled rule reaches this question", None, source));
            }
            Trace {
                says: format!("{}: {}", on, render::verdict(verdict)),
                truth: None,
                said: None,
                children: orders,
            }
        })
    }

    fn trace_order(&self, reading: &Reading<'_>, order: Order) -> Option<Trace> {
        let mut children: Vec<Trace> = Vec::new();
        for one in reading.of(order) {
            let mut node = self.trace_rule(reading, one.rule, "requirement");
            for exception in reading.slice.exceptions(one.rule) {
                let truth = reading.slice.truth(exception, &reading.situated.situation);
                if truth > Truth::False || (one.by.is_none() && near(reading, exception)) {
                    node.children.push(self.trace_rule(reading, exception, "exception"));
                }
            }
            node.says = format!("{} -> {}", node.says, render::verdict(one.verdict));
            children.push(node);
        }
        for rule in reading.others(order) {
            children.push(self.trace_rule(reading, rule, "rule"));
        }
        if children.is_empty() {
            return None;
        }
        let verdict = render::verdict(reading.order_verdict(order));
        Some(Trace { says: format!("order {order}: {verdict}"), truth: None, said: None, children })
    }

    fn trace_rule(&self, reading: &Reading<'_>, rule: usize, kind: &str) -> Trace {
        let version = &reading.slice.rules[rule];
        let situation = &reading.situated.situation;
        let act = &self.acts()[&version.act];
        let mut children = vec![Trace::leaf(
            format!("made by {} ({})", act.id, act.cite),
            None,
            format!("“{}” {} [{}]", version.quote, act.cite, act.grade),
        )];
        for test in &version.body.scope.tests {
            let fact = situation.fact(test.field);
            children.push(Trace::leaf(test.words(), Some(test.truth(fact)), fact.because.clone()));
        }
        for test in &version.body.scope.numbers {
            let value = situation.numbers.get(&test.number).copied();
            let source = value.map_or("not given".to_owned(), |x| format!("as asked: {x}"));
            children.push(Trace::leaf(test.words(), Some(test.truth(value)), source));
        }
        if version.uncertain_until.is_some_and(|end| version.until.is_some_and(|u| u < end)) {
            let life = version.life(reading.slice.day);
            if life == crate::history::Life::Uncertain {
                children.push(Trace::leaf(
                    "whether it still held that day is not public",
                    Some(Truth::Unknown),
                    act.note.clone(),
                ));
            }
        }
        Trace {
            says: format!("{kind} {}: {}", version.rule, version.body.summary),
            truth: Some(reading.slice.truth(rule, situation)),
            said: None,
            children,
        }
    }
}
