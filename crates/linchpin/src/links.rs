//! Links stopped by law: shocks of a network case whose days the rules decide.
//!
//! In come a case with open shocks (`type` `decision`) and a rulebook; out come the same case in two
//! readings. A day on which the flow is permitted stops nothing, a day on which it is forbidden stops
//! the share that the case states. A day that needs a licence, or whose verdict is not known, is
//! uncertain: it stops nothing in the low reading and the share in the high one. Nothing is averaged.

use linchpin_network::ario::case::Case;
use linchpin_network::ario::case::open::Open;
use linchpin_policy::case::question;
use linchpin_policy::{Decision, Field, Number, Query, ReviewPolicy, Rulebook, Verdict};
use linchpin_units::{Day, Days, Findings};
use serde::Serialize;
use std::fmt::Write as _;

/// What a verdict does to a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stops {
    /// Goods may move.
    Nothing,
    /// They may if a licence is given, or if a fact turns out so.
    Uncertain,
    /// They may not.
    Share,
}

impl Stops {
    /// What a decision stops.
    #[must_use]
    pub fn of(decision: &Decision) -> Self {
        match decision.verdict {
            verdict if verdict.permits() => Self::Nothing,
            Verdict::LicenceRequired if decision.review == Some(ReviewPolicy::Denial) => {
                Self::Share
            }
            Verdict::Prohibited | Verdict::ProhibitedInPrinciple => Self::Share,
            // Unknown, a licence, or rules that contradict each other.
            _ => Self::Uncertain,
        }
    }
}

/// Days on which the law gives one answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stretch {
    /// First day.
    pub from: Day,
    /// First day after.
    pub until: Day,
    /// Day of the run on which it begins, from 0.
    pub day: u32,
    /// How many days.
    pub days: u32,
    /// The verdict, in the words of the rulebook.
    pub verdict: Verdict,
    /// How an application would be looked at.
    pub review: Option<ReviewPolicy>,
    /// What that does to the link.
    pub stops: Stops,
    /// Share of the link stopped in the low and in the high reading.
    pub share: [f64; 2],
    /// Acts that decided.
    pub acts: Vec<String>,
    /// The answer in one sentence.
    pub answer: String,
    /// Whether it reaches beyond what the acts are complete through: scheduled, not known.
    pub scheduled: bool,
}

/// One open shock with its answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkAnswer {
    /// Name of the shock.
    pub name: String,
    /// The question.
    pub question: String,
    /// The day whose knowledge counts.
    pub known: Day,
    /// The stretches, in order.
    pub stretches: Vec<Stretch>,
}

/// A case in both readings.
#[derive(Debug, Clone)]
pub struct Readings {
    /// Licences are given, and what is not known is permitted.
    pub low: Case,
    /// Licences are refused, and what is not known is forbidden.
    pub high: Case,
    /// What was decided, shock by shock.
    pub links: Vec<LinkAnswer>,
}

impl Readings {
    /// Whether some day stops more in the high reading.
    #[must_use]
    pub fn differ(&self) -> bool {
        let stretches = self.links.iter().flat_map(|link| &link.stretches);
        stretches.into_iter().any(|stretch| stretch.share[0] < stretch.share[1])
    }

    /// The decisions as a person reads them.
    #[must_use]
    pub fn page(&self) -> String {
        let mut page = String::new();
        for link in &self.links {
            let _ = writeln!(page, "{}: {}, as known on {}", link.name, link.question, link.known);
            for one in &link.stretches {
                let stops = match one.stops {
                    Stops::Nothing => "stops nothing".to_owned(),
                    Stops::Share => format!("stops {}", one.share[1]),
                    Stops::Uncertain => format!("stops 0 to {}", one.share[1]),
                };
                let review = one.review.map(|review| format!(", {review}")).unwrap_or_default();
                let acts = match one.acts.is_empty() {
                    true => String::new(),
                    false => format!(" ({})", one.acts.join(", ")),
                };
                let late = if one.scheduled { "; reaches beyond what is known" } else { "" };
                let (from, until, verdict) = (one.from, one.until, one.verdict);
                let _ = writeln!(
                    page,
                    "  day {:<5} {from} to {until}: {stops}: {verdict}{review}{acts}{late}",
                    one.day
                );
            }
        }
        page
    }
}

/// Answers the open shocks of `case` and puts dated events in their place.
///
/// # Errors
/// `LP-N010` at the place of a question that cannot be read, or of a day out of range.
pub fn decide(mut case: Case, rulebook: &Rulebook) -> Result<Readings, Findings> {
    let open = std::mem::take(&mut case.open);
    let (mut low, mut high) = (case.clone(), case);
    let (mut links, mut findings) = (Vec::new(), Findings::default());
    for shock in &open {
        let Some((query, known)) = asked(shock, rulebook, &mut findings) else { continue };
        let end = shock.start.plus(i64::from(low.days));
        if shock.start.days_until(end) != i64::from(low.days) {
            let message = format!("is too late for a run of {} days", low.days);
            findings.push(shock.wrong("start", &message));
            continue;
        }
        let stretches = stretches(shock, rulebook, &query, known, end, &mut findings);
        low.events.extend(events(shock, &stretches, 0));
        high.events.extend(events(shock, &stretches, 1));
        let (name, question) = (shock.name.clone(), query.to_string());
        links.push(LinkAnswer { name, question, known, stretches });
    }
    findings.or_value(Readings { low, high, links })
}

/// The question of a shock and the day whose knowledge counts.
fn asked(open: &Open, rulebook: &Rulebook, findings: &mut Findings) -> Option<(Query, Day)> {
    let mut table = match toml::Table::try_from(&open.question) {
        Ok(table) => table,
        Err(error) => {
            findings.push(open.wrong("question", &format!("cannot be read: {error}")));
            return None;
        }
    };
    let known = match table.remove("known") {
        None => Some(rulebook.knowledge_day()),
        Some(value) => {
            let day = value.as_str().and_then(|text| text.parse::<Day>().ok());
            if day.is_none() {
                let finding = open.wrong("known", "is no day of the calendar");
                findings.push(finding.expected("a day, as 2023-10-01"));
            }
            day
        }
    };
    let (query, strange) = question(&table);
    let words = || {
        let fields = Field::ALL.iter().map(|field| field.as_str());
        fields.chain(Number::ALL.iter().map(|number| number.as_str())).chain(["owners", "known"])
    };
    for key in &strange {
        // The days are those of the run.
        let finding = open.wrong(key, "is no word of a question");
        let expected = words().collect::<Vec<_>>().join(", ");
        findings.push(finding.expected(expected).nearest(key, words()));
    }
    if query == Query::new() && strange.is_empty() {
        let finding = open.wrong("question", "asks nothing");
        findings.push(finding.expected("what `linchpin ask` takes, as {\"item\": \"gallium\"}"));
        return None;
    }
    known.filter(|_| strange.is_empty()).map(|known| (query, known))
}

fn stretches(
    open: &Open,
    rulebook: &Rulebook,
    query: &Query,
    known: Day,
    end: Day,
    findings: &mut Findings,
) -> Vec<Stretch> {
    let Ok(span) = Days::new(open.start, Some(end)) else { return Vec::new() };
    let mut days = vec![open.start];
    days.extend(rulebook.change_dates(query, span, known));
    let mut found: Vec<Stretch> = Vec::new();
    for (k, from) in days.iter().enumerate() {
        let until = days.get(k + 1).copied().unwrap_or(end);
        let decision = rulebook.decide(query, *from, known);
        if k == 0 {
            for name in &decision.unknown_names {
                let message = format!("names `{}`, which nobody declared", name.name);
                let mut finding = open.wrong(written(open, name.field), &message);
                finding.nearest.clone_from(&name.nearest);
                findings.push(finding.help("`linchpin ask` knows ids, names and aliases"));
            }
        }
        let stops = Stops::of(&decision);
        let share = match stops {
            Stops::Nothing => [0.0, 0.0],
            Stops::Uncertain => [0.0, open.share],
            Stops::Share => [open.share; 2],
        };
        let last = rulebook.decide(query, until.plus(-1), known);
        let count = |from: Day, until: Day| u32::try_from(from.days_until(until)).unwrap_or(0);
        let one = Stretch {
            from: *from,
            until,
            day: count(open.start, *from),
            days: count(*from, until),
            verdict: decision.verdict,
            review: decision.review,
            stops,
            share,
            acts: decision.acts.iter().map(|act| act.as_str().to_owned()).collect(),
            answer: decision.answer,
            scheduled: last.beyond_horizon,
        };
        let alike = |last: &&mut Stretch| {
            let told = |s: &Stretch| (s.verdict, s.review, s.acts.clone(), s.scheduled);
            told(last) == told(&one)
        };
        match found.last_mut().filter(alike) {
            Some(last) => (last.until, last.days) = (one.until, last.days + one.days),
            None => found.push(one),
        }
    }
    found
}

/// The key under which the question gives a field.
fn written(open: &Open, field: Field) -> &str {
    let means = |key: &&String| {
        linchpin_policy::case::field(&linchpin_policy::words::plain(key)) == Some(field)
    };
    open.question.keys().find(means).map_or("question", String::as_str)
}

/// The days stopped in one reading; stretches that touch are one event, so that nothing recovers
/// between two acts that both forbid.
fn events(
    open: &Open,
    stretches: &[Stretch],
    reading: usize,
) -> Vec<linchpin_network::ario::Event> {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for one in stretches.iter().filter(|one| one.share[reading] > 0.0) {
        match spans.last_mut().filter(|(day, days)| day + days == one.day) {
            Some((_, days)) => *days += one.days,
            None => spans.push((one.day, one.days)),
        }
    }
    spans.into_iter().map(|(day, days)| open.event(day, days)).collect()
}
