//! Decisions in words: the one-sentence answer and the page that `linchpin ask` prints.

use crate::decision::{Citation, Decision, OrderDecision, Said};
use crate::words::{Effect, Order, ReviewPolicy, Verdict};
use std::fmt::Write;

/// A verdict as a reader would say it.
#[must_use]
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotControlled => "not controlled",
        Verdict::NoRuleFound => "no rule found (coverage partial: no claim that there is none)",
        Verdict::Authorised => "authorised",
        Verdict::ComplianceNotDue => "in force, compliance not yet due",
        Verdict::Unknown => "unknown",
        Verdict::LicenceRequired => "licence required",
        Verdict::ProhibitedInPrinciple => "prohibited in principle",
        Verdict::Prohibited => "prohibited",
        Verdict::Conflict => "conflict between rules",
    }
}

fn review(review: ReviewPolicy) -> &'static str {
    match review {
        ReviewPolicy::CaseByCase => "case by case",
        ReviewPolicy::PresumptionOfApproval => "presumption of approval",
        ReviewPolicy::PresumptionOfDenial => "presumption of denial",
        ReviewPolicy::Denial => "policy of denial",
    }
}

/// The answer in one sentence.
#[must_use]
pub fn answer(decision: &Decision) -> String {
    let mut text = verdict(decision.verdict).to_owned();
    if decision.verdict == Verdict::LicenceRequired
        && let Some(policy) = decision.review
    {
        let _ = write!(text, ", reviewed {}", review(policy));
    }
    if decision.verdict == Verdict::Authorised
        && let Some(rate) = decision.rate
    {
        let percent = (rate * 1e4).round() / 1e2;
        text = format!("permitted; duty {percent} %");
    }
    let mut cites: Vec<&str> = decision.citations.iter().map(|cite| cite.cite.as_str()).collect();
    cites.dedup();
    if !cites.is_empty() {
        let _ = write!(text, " ({})", cites.join("; "));
    }
    if let Some(until) = decision.until {
        let _ = write!(text, ", until {}", until.plus(-1));
    }
    // Meetings and reports stand on the page; what was asked for or announced belongs to the answer.
    let telling = |said: &&Said| matches!(said.kind, Effect::Intent | Effect::Request);
    let said: Vec<&str> =
        decision.signals.iter().filter(telling).map(|said| said.source.says.as_str()).collect();
    if !said.is_empty() {
        let _ = write!(text, "; said, not law: {}", said.join("; "));
    }
    if decision.beyond_horizon {
        text.push_str("; beyond the horizon: scheduled, not known");
    }
    if !decision.confirmed {
        text.push_str("; rests on unconfirmed evidence");
    }
    text
}

/// A citation on one line.
#[must_use]
pub fn citation(cite: &Citation) -> String {
    format!("{} – {} [{}, {}]", cite.cite, cite.says, cite.authority, cite.grade)
}

/// The reader's name of an order: whose law it is.
#[must_use]
pub fn order_name(order: Order) -> &'static str {
    match order {
        Order::Us => "United States",
        Order::Cn => "China",
        Order::Kr => "Korea",
        Order::Jp => "Japan",
        Order::Nl => "Netherlands",
        Order::Eu => "European Union",
        Order::Tw => "Taiwan",
    }
}

fn order(text: &mut String, order: &OrderDecision) {
    let _ = write!(text, "  {}: {}", order_name(order.order), verdict(order.verdict));
    if let Some(policy) = order.review {
        let _ = write!(text, ", reviewed {}", review(policy));
    }
    if let Some(rate) = order.rate {
        let _ = write!(text, ", duty {} %", (rate * 1e4).round() / 1e2);
    }
    text.push('\n');
    for cite in &order.citations {
        let _ = writeln!(text, "    {}", citation(cite));
        let _ = writeln!(text, "      “{}”", cite.quote);
    }
    for (requirement, exception) in &order.lifted {
        let _ = writeln!(text, "    {requirement} is lifted by {exception}");
    }
}

/// The page that a person reads.
#[must_use]
pub fn page(decision: &Decision) -> String {
    let mut text = format!("{}\n", decision.answer);
    let _ = writeln!(text, "  on {}, as known on {}", decision.on, decision.known);
    let _ = writeln!(text, "  asked: {}", decision.query);
    for one in &decision.orders {
        order(&mut text, one);
    }
    for condition in &decision.conditions {
        let _ = writeln!(text, "  condition: {}", citation(condition));
    }
    for lapsed in &decision.lapsed {
        let (how, since) = (lapsed.how, lapsed.since);
        let _ = writeln!(text, "  {how} since {since} by {}: {}", lapsed.cite, lapsed.says);
    }
    for said in &decision.signals {
        let _ = writeln!(text, "  said, not law ({}): {}", said.kind, citation(&said.source));
    }
    if let Some(quota) = &decision.quota {
        let show = |x: Option<f64>| x.map_or("not public".to_owned(), |x| x.to_string());
        let _ = writeln!(
            text,
            "  quota: {} {} per {}; used {}, left {}",
            show(quota.limit.amount),
            quota.limit.unit,
            quota.limit.per,
            show(quota.used),
            show(quota.left),
        );
    }
    if let Some(change) = &decision.next_change {
        let scheduled = if change.scheduled { " (scheduled, not known)" } else { "" };
        let _ =
            writeln!(text, "  next change: {}: {}{scheduled}", change.on, verdict(change.verdict));
    }
    for name in &decision.unknown_names {
        let near =
            name.nearest.as_ref().map(|n| format!("; did you mean {n}?")).unwrap_or_default();
        let _ = writeln!(text, "  not known: {} `{}`{near}", name.field, name.name);
    }
    for missing in &decision.missing {
        let _ = writeln!(text, "  missing: {} ({})", missing.fact, missing.because);
        for branch in &missing.branches {
            let _ = writeln!(text, "    {} -> {}", branch.value, verdict(branch.verdict));
        }
    }
    for assumed in &decision.assumed {
        let _ = writeln!(text, "  assumed: {assumed}");
    }
    if let Some(grade) = decision.grade {
        let _ = writeln!(text, "  weakest evidence: {grade}");
    }
    let _ = writeln!(text, "  {}", decision.id);
    text
}
