//! Decisions in words: the one-sentence answer and the page that `linchpin ask` prints.

use crate::decision::{Citation, Decision, Missing, OrderDecision, Said};
use crate::words::{Effect, Order, ReviewPolicy, Verdict};
use linchpin_units::{Day, Measure, Ratio};
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
        ReviewPolicy::PresumptionOfApproval => "with a presumption of approval",
        ReviewPolicy::PresumptionOfDenial => "with a presumption of denial",
        ReviewPolicy::Denial => "under a policy of denial",
    }
}

/// What the one sentence of an answer says, part by part, for every language that says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<'d> {
    /// The verdict.
    pub verdict: Verdict,
    /// How an application is looked at, where a licence is required.
    pub review: Option<ReviewPolicy>,
    /// The duty, where one is told with this verdict.
    pub duty: Option<Ratio>,
    /// The rule that decides, and what it turns on.
    pub decided_by: Option<(&'d Citation, Vec<&'d Citation>)>,
    /// The last day on which it holds.
    pub last_day: Option<Day>,
    /// What was asked for or announced, without being law.
    pub said: Vec<&'d Said>,
    /// Words of the question that nobody understood.
    pub left: Vec<&'d str>,
    /// Reservations, in a fixed order.
    pub reservations: Vec<Reservation>,
}

/// What an answer is told with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reservation {
    /// The day lies beyond what was looked through.
    BeyondHorizon,
    /// The day of knowledge lies beyond what is held.
    KnownBeyond,
    /// Some evidence is unconfirmed.
    Unconfirmed,
}

impl Reservation {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::BeyondHorizon, Self::KnownBeyond, Self::Unconfirmed];

    fn words(self) -> &'static str {
        match self {
            Self::BeyondHorizon => "beyond the horizon: later acts may be missing",
            Self::KnownBeyond => "the day of knowledge lies beyond what is held here",
            Self::Unconfirmed => "rests on unconfirmed evidence",
        }
    }
}

/// The parts of the answer in one sentence.
#[must_use]
pub fn parts(decision: &Decision) -> Answer<'_> {
    let tells_duty = matches!(decision.verdict, Verdict::Authorised | Verdict::Unknown);
    // Meetings and reports stand on the page; what was asked for or announced belongs to the answer.
    let telling = |said: &&Said| matches!(said.kind, Effect::Intent | Effect::Request);
    let holds = |one: &Reservation| match one {
        Reservation::BeyondHorizon => decision.beyond_horizon,
        Reservation::KnownBeyond => decision.known_beyond,
        Reservation::Unconfirmed => !decision.confirmed,
    };
    Answer {
        verdict: decision.verdict,
        review: decision.review.filter(|_| decision.verdict == Verdict::LicenceRequired),
        duty: decision.rate.filter(|_| tells_duty),
        // One rule decides; what else bears on it stands below.
        decided_by: decisive(decision).map(|cite| (cite, listings(decision).collect())),
        last_day: decision.until.map(|until| until.plus(-1)),
        said: decision.signals.iter().filter(telling).collect(),
        left: decision
            .understood
            .iter()
            .flat_map(|one| one.left.iter().map(String::as_str))
            .collect(),
        reservations: Reservation::ALL.into_iter().filter(holds).collect(),
    }
}

/// Citations as one list.
fn cites(all: &[&Citation]) -> String {
    all.iter().map(|cite| cite.cite.as_str()).collect::<Vec<_>>().join(", ")
}

/// The answer in one sentence.
#[must_use]
pub fn answer(decision: &Decision) -> String {
    let told = parts(decision);
    let mut text = verdict(told.verdict).to_owned();
    if let Some(policy) = told.review {
        let _ = write!(text, ", reviewed {}", review(policy));
    }
    match (told.verdict, told.duty.map(percent)) {
        (Verdict::Authorised, Some(duty)) => text = format!("permitted; duty {duty} %"),
        (_, Some(duty)) => {
            let _ = write!(text, "; duty at least {duty} %");
        }
        (_, None) => {}
    }
    if let Some((cite, with)) = told.decided_by {
        let _ = match with.is_empty() {
            true => write!(text, " ({})", cite.cite),
            false => write!(text, " ({} with {})", cite.cite, cites(&with)),
        };
    }
    if let Some(day) = told.last_day {
        let _ = write!(text, ", until {day}");
    }
    if !told.said.is_empty() {
        let said: Vec<&str> = told.said.iter().map(|said| said.source.says.as_str()).collect();
        let _ = write!(text, "; said, not law: {}", said.join("; "));
    }
    if !told.left.is_empty() {
        let _ = write!(text, "; not understood: {}", told.left.join(" "));
    }
    for one in told.reservations {
        let _ = write!(text, "; {}", one.words());
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

/// Writes a line; a string can always grow.
macro_rules! line {
    ($text:expr, $($arg:tt)*) => {{ let _ = writeln!($text, $($arg)*); }};
}

/// The words that an act rests on, between quotation marks; what stands between brackets says it in our words and bears none.
pub(crate) fn words(quote: &str) -> String {
    match quote.strip_prefix('[').and_then(|own| own.strip_suffix(']')) {
        Some(own) => format!("[in our words: {own}]"),
        None => format!("“{quote}”"),
    }
}

fn cited(text: &mut String, cite: &Citation) {
    line!(text, "    {}", citation(cite));
    line!(text, "      {}", words(&cite.quote));
}

/// One order's answer; the rule that decides the whole question, and what it turns on, was told before.
fn order(text: &mut String, order: &OrderDecision, told: &[&Citation], same: bool) {
    let _ = write!(text, "  {}: {}", order_name(order.order), verdict(order.verdict));
    if let Some(policy) = order.review {
        let _ = write!(text, ", reviewed {}", review(policy));
    }
    if let Some(rate) = order.rate {
        let _ = write!(text, ", duty {} %", percent(rate));
    }
    if same {
        text.push_str(", the same licence: a national list is for goods that are not on Annex I (Regulation (EU) 2021/821, art. 9)");
    }
    text.push('\n');
    for cite in order.citations.iter().filter(|cite| !told.contains(cite)) {
        cited(text, cite);
    }
    for (requirement, exception) in &order.lifted {
        line!(text, "    {requirement} is lifted by {exception}");
    }
}

fn percent(rate: Ratio) -> f64 {
    (rate.get() * 1e4).round() / 1e2
}

/// The one rule that decides, where there is one.
#[must_use]
pub fn decisive(decision: &Decision) -> Option<&Citation> {
    let rule = decision.binding.first()?;
    decision.citations.iter().find(|cite| cite.rule == *rule)
}

/// What the rule that decides turns on: the listing of the party, or what makes a foreign-made good subject to it.
fn listings(decision: &Decision) -> impl Iterator<Item = &Citation> {
    let binds = |cite: &Citation| decision.orders.iter().any(|o| o.binding.contains(&cite.rule));
    let own = move |cite: &&Citation| !binds(cite);
    decision.citations.iter().skip(1).take_while(own).filter(|_| decisive(decision).is_some())
}

/// What the decision hangs on: the rule, its words, its end, what would change it, what is missing.
fn grounds(text: &mut String, decision: &Decision) {
    if let Some(cite) = decisive(decision) {
        line!(text, "  decided by: {}", citation(cite));
        line!(text, "      {}", words(&cite.quote));
        for listed in listings(decision) {
            line!(text, "    with: {}", citation(listed));
            line!(text, "      {}", words(&listed.quote));
        }
    }
    if let Some(until) = decision.until {
        line!(text, "  until: {}", until.plus(-1));
    }
    if let Some(change) = &decision.next_change {
        let scheduled = if change.scheduled { " (scheduled; it may still change)" } else { "" };
        line!(text, "  next change: {}: {}{scheduled}", change.on, verdict(change.verdict));
    }
    for name in &decision.unknown_names {
        let near =
            name.nearest.as_ref().map(|n| format!("; did you mean {n}?")).unwrap_or_default();
        line!(text, "  not known: {} `{}`{near}", name.field, name.name);
    }
    for one in decision.understood.iter().filter(|one| !one.left.is_empty()) {
        line!(text, "  not understood in {} “{}”: {}", one.field, one.phrase, one.left.join(" "));
    }
    for one in &decision.missing {
        missing(text, one, decision.verdict);
    }
}

/// A missing fact with what it would change; values that change nothing are counted, not listed.
fn missing(text: &mut String, missing: &Missing, now: Verdict) {
    let telling: Vec<_> = missing.branches.iter().filter(|b| b.verdict != now).collect();
    if telling.is_empty() {
        return;
    }
    line!(text, "  missing: {} ({})", missing.fact, missing.because);
    for branch in &telling {
        line!(text, "    {} -> {}", branch.value, verdict(branch.verdict));
    }
    let quiet = missing.branches.len() - telling.len();
    if quiet > 0 {
        let values = if quiet == 1 { "value" } else { "values" };
        line!(text, "    {quiet} other {values} -> {}", verdict(now));
    }
}

/// What was said, limits, and how the question was read.
fn around(text: &mut String, decision: &Decision) {
    for condition in &decision.conditions {
        line!(text, "  condition: {}", citation(condition));
    }
    for lapsed in &decision.lapsed {
        let (how, since) = (lapsed.how, lapsed.since);
        line!(text, "  {how} since {since} by {}: {}", lapsed.cite, lapsed.says);
    }
    for said in &decision.signals {
        line!(text, "  said, not law ({}): {}", said.kind, citation(&said.source));
    }
    if let Some(quota) = &decision.quota {
        let show = |x: Option<Measure>| x.map_or("not public".to_owned(), |x| x.to_string());
        let (amount, used, left) = (show(quota.limit.amount), show(quota.used), show(quota.left));
        let (unit, per) = (&quota.limit.unit, &quota.limit.per);
        line!(text, "  quota: {amount} {unit} per {per}; used {used}, left {left}");
    }
    for one in &decision.understood {
        line!(text, "  read: {} “{}” as {}", one.field, one.phrase, one.readings.join("; "));
    }
    for one in &decision.readings {
        line!(text, "    {} -> {}", one.asked, verdict(one.verdict));
    }
    for assumed in &decision.taken {
        line!(text, "  assumed: {assumed}");
    }
    if let Some(grade) = decision.grade {
        line!(text, "  weakest evidence: {grade}");
    }
}

/// The orders that have nothing to say, with how far each was looked through.
fn silent(text: &mut String, decision: &Decision) {
    let quiet = decision.orders.iter().filter(|one| one.verdict == Verdict::NoRuleFound);
    let through = |one: &OrderDecision| match one.complete_through {
        Some(day) => format!("{} (looked through up to {day})", order_name(one.order)),
        None => format!("{} (not looked through)", order_name(one.order)),
    };
    let told: Vec<String> = quiet.map(through).collect();
    if !told.is_empty() {
        line!(text, "  no rule found in: {}", told.join(", "));
    }
}

/// The page that a person reads: verdict, the one rule that decides, its words, until when, what would
/// change it, what is missing; after that everything else.
#[must_use]
pub fn page(decision: &Decision) -> String {
    let mut text = format!("{}\n", decision.answer);
    grounds(&mut text, decision);
    line!(text, "  on {}, as known on {}", decision.on, decision.known);
    line!(text, "  asked: {}", decision.query);
    let told: Vec<&Citation> = decisive(decision).into_iter().chain(listings(decision)).collect();
    for one in decision.orders.iter().filter(|one| one.verdict != Verdict::NoRuleFound) {
        order(&mut text, one, &told, decision.one_licence() && one.order == Order::Nl);
    }
    silent(&mut text, decision);
    around(&mut text, decision);
    line!(text, "  {}", decision.id);
    text
}
