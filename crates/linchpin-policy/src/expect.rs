//! What a question file expects, and whether a decision meets it.
//!
//! In come words such as `LicenceRequired, case by case` or `not VEU`; out comes yes or no.

use crate::decision::{Citation, Decision};
use crate::words::{Order, ReviewPolicy, Verdict, plain};
use toml::{Table, Value};

/// What is expected of a decision.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// Verdict in the file's words.
    pub(crate) said: Option<String>,
    /// Verdicts by order.
    pub(crate) by_order: Vec<(Order, String)>,
    /// The only order it speaks of.
    pub(crate) order: Option<Order>,
    /// Authority and citation in the file's words.
    pub(crate) authority: Vec<String>,
    /// How applications are looked at.
    pub(crate) review: Option<ReviewPolicy>,
    /// Duty, share of value.
    pub(crate) rate: Option<f64>,
    /// Whether the day lies beyond the horizon.
    pub(crate) horizon: Option<bool>,
    /// The fact that is missing.
    pub(crate) missing: Option<String>,
}

/// The verdicts that words accept.
fn accepted(words: &str) -> Option<Vec<Verdict>> {
    use Verdict::{Authorised, ComplianceNotDue, NoRuleFound, NotControlled};
    let word = plain(words);
    if let Some(floor) =
        word.strip_prefix("at-least-").or_else(|| word.strip_prefix("no-milder-than-"))
    {
        let floor = *accepted(floor)?.iter().min()?;
        return Some(Verdict::ALL.iter().copied().filter(|v| *v >= floor).collect());
    }
    let others = |not: Verdict| Verdict::ALL.iter().copied().filter(|v| *v != not).collect();
    let free = vec![NoRuleFound, NotControlled];
    Some(match word.as_str() {
        "not-veu"
        | "not-authorised"
        | "not-authorized"
        | "veu-gone"
        | "veu-gone-on-the-31st-itself"
        | "no-veu"
        | "not-a-veu" => others(Authorised),
        "no-clearance"
        | "not-cleared"
        | "not-a-clearance"
        | "anything-but-a-clearance"
        | "not-permitted" => Verdict::ALL.iter().copied().filter(|v| !v.clears()).collect(),
        "clearance" | "cleared" => Verdict::ALL.iter().copied().filter(|v| v.clears()).collect(),
        "yes" | "captured" | "listed" | "applies" | "controlled" | "scheduled-yes" => {
            vec![Verdict::LicenceRequired, Verdict::ProhibitedInPrinciple, Verdict::Prohibited]
        }
        "no" | "not-captured" | "not-listed" | "ok" | "permitted" | "allowed" | "free"
        | "not-prohibited" | "not-licensable" => {
            vec![NoRuleFound, NotControlled, Authorised, ComplianceNotDue]
        }
        "none"
        | "no-rule"
        | "no-rule-found"
        | "before-the-rule"
        | "norulefound"
        | "not-yet-in-force"
        | "no-rule-found-partial"
        | "norulefound-partial"
        | "not-an-export"
        | "no-licence-required"
        | "no-license-required"
        | "nlr"
        | "no-licence"
        | "no-license"
        | "not-covered" => free,
        other => vec![Verdict::parse(other)?],
    })
}

/// A sentence is read piece by piece: the first piece that is a verdict counts.
fn verdicts(words: &str) -> Option<Vec<Verdict>> {
    let whole = accepted(words);
    let pieces = || {
        words.split([',', ';', ':', '(', ')', '/', '+']).map(str::trim).filter(|p| !p.is_empty())
    };
    whole.or_else(|| pieces().find_map(accepted)).or_else(|| {
        // "licence required case by case for non-Chinese owners": the longest run of first words.
        let all: Vec<&str> = words.split_whitespace().collect();
        (1..all.len()).rev().find_map(|n| accepted(&all[..n].join(" ")))
    })
}

/// The review policy that words name.
fn review(words: &str) -> Option<ReviewPolicy> {
    let word = plain(words);
    let mut found = ReviewPolicy::ALL.iter().filter(|policy| word.contains(policy.as_str()));
    let first = found.next().copied();
    first.or_else(|| word.contains("policy-of-denial").then_some(ReviewPolicy::Denial))
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => {
            list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

impl Expected {
    /// Reads what a case expects for its `i`-th day.
    pub(crate) fn of(table: &Table, question: &Table, i: usize) -> Self {
        let mut expected = Self::default();
        for source in [table, question] {
            for key in
                ["expect", "expected", "answer", "expectation", "verdict", "expected_verdict"]
            {
                expected.take(source.get(key), i);
            }
            expected.details(source);
            if std::ptr::eq(table, question) {
                break;
            }
        }
        expected
    }

    /// Keys of an `expect` table that say nothing.
    pub(crate) fn strange_keys(table: &Table) -> Vec<String> {
        const KEYS: &[&str] = &[
            "verdict",
            "overall",
            "answer",
            "expected",
            "orders",
            "verdicts",
            "authority",
            "citation",
            "cite",
            "expected_authority",
            "authorities",
            "citations",
            "order",
            "review",
            "rate",
            "horizon",
            "missing",
            "note",
            "why",
            "at_least",
            "no_clearance",
        ];
        let said = ["expect", "expected", "expectation"]
            .iter()
            .filter_map(|key| table.get(*key)?.as_table());
        let keys = said.flat_map(|inner| inner.keys());
        keys.filter(|key| !KEYS.contains(&key.as_str()) && Order::parse(key).is_none())
            .cloned()
            .collect()
    }

    fn take(&mut self, value: Option<&Value>, i: usize) {
        match value {
            Some(Value::String(text)) => self.say(text),
            Some(Value::Array(list)) => match list.get(i.min(list.len().saturating_sub(1))) {
                Some(Value::String(text)) => self.say(text),
                Some(Value::Table(inner)) => self.table(inner, i),
                _ => {}
            },
            Some(Value::Table(inner)) => self.table(inner, i),
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        if self.said.is_none() {
            self.said = Some(text.to_owned());
            self.review = self.review.or_else(|| review(text));
        }
    }

    fn table(&mut self, inner: &Table, i: usize) {
        for key in ["verdict", "overall", "answer", "expected"] {
            self.take(inner.get(key), i);
        }
        for (key, value) in inner {
            if let (Some(order), Some(text)) = (Order::parse(key), value.as_str()) {
                self.by_order.push((order, text.to_owned()));
            }
        }
        if let Some(floor) = inner.get("at_least").and_then(Value::as_str) {
            self.say(&format!("at least {floor}"));
        }
        if inner.get("no_clearance").and_then(Value::as_bool) == Some(true) {
            self.say("no clearance");
        }
        self.details(inner);
    }

    fn details(&mut self, table: &Table) {
        for key in ["orders", "verdicts"] {
            for (name, value) in table.get(key).and_then(Value::as_table).into_iter().flatten() {
                if let (Some(order), Some(text)) = (Order::parse(name), value.as_str()) {
                    self.by_order.push((order, text.to_owned()));
                }
            }
        }
        for key in
            ["authority", "citation", "cite", "expected_authority", "authorities", "citations"]
        {
            self.authority.extend(texts(table.get(key)));
        }
        if let Some(order) = table.get("order").and_then(Value::as_str).and_then(Order::parse) {
            self.order = Some(order);
        }
        self.review =
            self.review.or_else(|| table.get("review").and_then(Value::as_str).and_then(review));
        let number =
            |value: &Value| value.as_float().or_else(|| value.as_integer().map(|n| n as f64));
        self.rate = self.rate.or_else(|| table.get("rate").and_then(number));
        self.horizon = self.horizon.or_else(|| table.get("horizon").and_then(Value::as_bool));
        if let Some(fact) = table.get("missing").and_then(Value::as_str) {
            self.missing = Some(fact.to_owned());
        }
    }

    /// What is expected, for a report.
    #[must_use]
    pub fn words(&self) -> String {
        let mut parts: Vec<String> = self.said.iter().cloned().collect();
        parts.extend(self.by_order.iter().map(|(order, text)| format!("{order}: {text}")));
        parts.extend(self.rate.map(|rate| format!("rate {rate}")));
        parts.join("; ")
    }

    /// Whether verdict, review, duty, horizon and missing fact are as expected.
    pub(crate) fn verdict_agrees(&self, verdict: Verdict, decision: &Decision) -> Option<bool> {
        let mut checks: Vec<bool> = Vec::new();
        if let Some(said) = &self.said {
            let duty = said.contains('%')
                && decision.rate.is_some_and(|rate| {
                    said.contains(&format!("{} %", rate.get() * 100.0))
                        || said.contains(&format!("{}%", rate.get() * 100.0))
                });
            let duty = duty
                || (matches!(plain(said).as_str(), "tariff" | "duty" | "duty-applies")
                    && decision.rate.is_some());
            checks.push(duty || verdicts(said).is_some_and(|accepted| accepted.contains(&verdict)));
        }
        for (order, text) in &self.by_order {
            let found = decision.orders.iter().find(|one| one.order == *order);
            let found = found.map_or(Verdict::NoRuleFound, |one| one.verdict);
            checks.push(verdicts(text).is_some_and(|accepted| accepted.contains(&found)));
        }
        if let Some(policy) = self.review {
            let any = decision.orders.iter().any(|one| one.review == Some(policy));
            checks.push(any || decision.review == Some(policy));
        }
        if let Some(rate) = self.rate {
            checks.push(
                decision.rate.is_some_and(|found| (found.get() - rate).abs() < RATE_TOLERANCE),
            );
        }
        if let Some(horizon) = self.horizon {
            checks.push(decision.beyond_horizon == horizon);
        }
        if let Some(fact) = &self.missing {
            let wanted = plain(fact);
            checks.push(decision.missing.iter().any(|m| plain(&m.fact).contains(&wanted)));
        }
        if checks.is_empty() { None } else { Some(checks.into_iter().all(|ok| ok)) }
    }

    /// Whether an expected authority is among the sources of the decision, or, where no rule was found,
    /// of the decisions next to it in time (a rule that is not yet, or no longer, in force).
    pub(crate) fn authority_agrees(&self, around: &[Decision]) -> Option<bool> {
        if self.authority.is_empty() {
            return None;
        }
        let cites = around.iter().flat_map(|decision| {
            let orders = decision.orders.iter().flat_map(|order| &order.citations);
            let said = decision.signals.iter().map(|said| &said.source);
            decision.citations.iter().chain(said).chain(orders).chain(&decision.conditions)
        });
        let mut pool: Vec<String> = cites.map(haystack).collect();
        let lapsed = around.iter().flat_map(|decision| &decision.lapsed);
        pool.extend(
            lapsed.map(|l| plain(&format!("{} {} {} {}", l.cite, l.authority, l.act, l.rule))),
        );
        let found = self.authority.iter().any(|wanted| {
            wanted.split([';', '+']).any(|one| pool.iter().any(|text| mentions(text, one)))
        });
        Some(found)
    }
}

/// Duties are given in whole per mille at the finest.
const RATE_TOLERANCE: f64 = 5e-4;

fn haystack(cite: &Citation) -> String {
    plain(&format!("{} {} {} {} {}", cite.cite, cite.authority, cite.title, cite.act, cite.rule))
}

/// Whether a source carries the wanted name: whole, or more than half of its telling words.
fn mentions(text: &str, wanted: &str) -> bool {
    let wanted = plain(wanted);
    if wanted.is_empty() {
        return false;
    }
    if text.contains(&wanted) {
        return true;
    }
    let have: Vec<&str> = text.split('-').collect();
    let telling = |word: &&str| word.len() > 3 || word.chars().any(|c| c.is_ascii_digit());
    let words: Vec<&str> = wanted.split('-').filter(telling).collect();
    let hits = words.iter().filter(|word| have.contains(word)).count();
    !words.is_empty() && hits * 2 > words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_read_for_their_verdict() {
        let first = |text: &str| verdicts(text).and_then(|list| list.first().copied());
        assert_eq!(
            first("LicenceRequired, case by case for non-Chinese owner"),
            Some(Verdict::LicenceRequired)
        );
        assert_eq!(first("Authorised by unpublished one-year letter"), Some(Verdict::Authorised));
        assert_eq!(first("in force, compliance not yet due"), Some(Verdict::ComplianceNotDue));
        assert_eq!(first("gibberish"), None);
        assert!(!verdicts("not VEU").expect("known").contains(&Verdict::Authorised));
        assert_eq!(review("LicenceRequired, case by case"), Some(ReviewPolicy::CaseByCase));
    }

    #[test]
    fn authorities_are_matched_by_telling_words() {
        assert!(mentions("88-fr-71478-us-bureau", "88 FR 71478"));
        assert!(!mentions("88-fr-71478-us-bureau", "90 FR 42321"));
        assert!(mentions("mofcom-gac-no-23-of-2023", "MOFCOM and GAC Announcement No. 23 [2023]"));
    }
}
