//! One act in full. In: an act. Out: the card that every face shows, as data and as a page.

use crate::act::{Act, Op, RuleId};
use crate::list::ActRow;
use crate::words::{Effect, Verb};
use linchpin_units::Day;
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt::Write as _;

/// An act with everything it does.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Card<'a> {
    /// The act in one line.
    pub act: ActRow<'a>,
    /// What it does, in its own order.
    pub operations: Vec<Operation<'a>>,
}

/// One operation on a rule.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Operation<'a> {
    /// What it does.
    pub verb: Verb,
    /// To which rule, or to all that a prefix ending in `*` names.
    pub rule: &'a RuleId,
    /// First day.
    pub from: Day,
    /// First day after; none while open.
    pub until: Option<Day>,
    /// The words that fix date and effect, or in square brackets the paragraph that does.
    pub quote: &'a str,
    /// What the rule says from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Saying<'a>>,
}

/// What a rule says.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Saying<'a> {
    /// What it does.
    pub effect: Effect,
    /// One sentence in our words.
    pub summary: &'a str,
    /// Conditions, all of which must hold.
    pub conditions: Vec<String>,
}

impl<'a> From<&'a Op> for Operation<'a> {
    fn from(op: &'a Op) -> Self {
        let says = op.body.as_ref().map(|body| {
            let tests = body.scope.tests.iter().map(|test| test.words());
            let numbers = body.scope.numbers.iter().map(|test| test.words());
            let conditions = tests.chain(numbers).collect();
            Saying { effect: body.effect, summary: &body.summary, conditions }
        });
        let Op { verb, rule, from, until, quote, .. } = op;
        Self { verb: *verb, rule, from: *from, until: *until, quote, says }
    }
}

impl Act {
    /// The act as data.
    #[must_use]
    pub fn card(&self) -> Card<'_> {
        Card { act: ActRow::from(self), operations: self.ops.iter().map(Operation::from).collect() }
    }
}

impl Card<'_> {
    /// The act as a page of text.
    #[must_use]
    pub fn page(&self) -> String {
        let ActRow { id, title, cite, issuer, published, grade, url, note, .. } = &self.act;
        let mut text =
            format!("{title}\n  {cite} – {issuer}, {published}\n  {id} [{grade}] {url}\n");
        let mut line = |line: std::fmt::Arguments<'_>| {
            writeln!(text, "{line}").expect("text can always grow");
        };
        if !note.is_empty() {
            line(format_args!("  {note}"));
        }
        for Operation { verb, rule, from, until, quote, says } in &self.operations {
            let until = until.map(|day| format!(" until {}", day.plus(-1))).unwrap_or_default();
            line(format_args!("  {verb} {rule} from {from}{until}"));
            line(format_args!("    {}", crate::render::words(quote)));
            if let Some(Saying { effect, summary, conditions }) = says {
                line(format_args!("    {effect}: {summary}"));
                for condition in conditions {
                    line(format_args!("      {condition}"));
                }
            }
        }
        text
    }
}
