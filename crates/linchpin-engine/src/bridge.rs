//! From decisions to shocks: the door from law to economics.
//!
//! In: a rulebook, what a study asks of it, and the names of the assumptions that say what a verdict
//! does to volumes. Out: shocks for every interval between change dates whose verdict lets less than
//! everything through. The step from verdict to volume stands in assumptions, never here: this file
//! only says which assumption speaks.

use crate::parameter::Amount;
use crate::shock::{Because, Effect, Purpose, Shock};
use linchpin_policy::words::Number;
use linchpin_policy::{Decision, Query, ReviewPolicy, Rulebook, Verdict, words};
use linchpin_units::{Day, Days};

/// What a study asks the law about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Questions {
    /// Sites whose tool imports are decided, and the origins asked about (`country:USA`).
    pub tools: Vec<(String, String)>,
    /// Material, origin and destination.
    pub materials: Vec<(String, String, String)>,
    /// Maker, product, segments and their country.
    pub procurement: Vec<(String, String, Vec<String>, String)>,
    /// Product, origin and destination.
    pub tariffs: Vec<(String, String, String)>,
    /// Firms whose restraint in a destination was asked for by an act's signal.
    pub requests: Vec<(String, Vec<String>, String)>,
    /// Firm, country supported, country guarded, growth asked about in per cent.
    pub guardrails: Vec<(String, String, String)>,
}

/// Which assumptions turn a verdict into volumes.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdicts {
    /// Prefix of approval shares of tool licences looked at case by case; the purpose follows.
    pub tools_case_by_case: String,
    /// Approval share where refusal is presumed.
    pub denial: String,
    /// Approval share where the verdict is unknown.
    pub unknown: String,
    /// Weeks of review of a tool licence.
    pub tools_review: String,
    /// Approval share of a material licence.
    pub material_approval: String,
    /// Weeks of review of a material licence.
    pub material_review: String,
    /// Share of barred purchases that goes on.
    pub ban_leak: String,
    /// Share by which buyers raise stocks before an announced ban.
    pub front_loading: String,
    /// Growth of share that a request lets pass.
    pub request_allowance: String,
    /// Probability that a firm follows a request.
    pub request_compliance: String,
    /// Share of capital cost that an award pays.
    pub award_share: String,
}

impl Default for Verdicts {
    fn default() -> Self {
        let id = str::to_owned;
        Self {
            tools_case_by_case: id("tool-approval"),
            denial: id("approval-presumed-denial"),
            unknown: id("approval-unknown"),
            tools_review: id("tool-review"),
            material_approval: id("material-approval"),
            material_review: id("material-review"),
            ban_leak: id("ban-leak"),
            front_loading: id("front-loading"),
            request_allowance: id("request-allowance"),
            request_compliance: id("request-compliance"),
            award_share: id("award-share"),
        }
    }
}

/// The shocks that the law of `known` gives over `span`.
#[must_use]
pub fn shocks(
    rulebook: &Rulebook,
    questions: &Questions,
    verdicts: &Verdicts,
    span: Days,
    known: Day,
) -> Vec<Shock> {
    let bridge = Bridge { rulebook, verdicts, span, known };
    let mut shocks = Vec::new();
    for (site, origin) in &questions.tools {
        for purpose in Purpose::ALL {
            shocks.extend(bridge.tools(site, origin, purpose));
        }
    }
    for (material, origin, destination) in &questions.materials {
        shocks.extend(bridge.material(material, origin, destination));
    }
    for (firm, product, segments, country) in &questions.procurement {
        shocks.extend(bridge.procurement(firm, product, segments, country));
    }
    for (product, origin, destination) in &questions.tariffs {
        shocks.extend(bridge.tariff(product, origin, destination));
    }
    for (act, firms, destination) in &questions.requests {
        shocks.extend(bridge.request(act, firms, destination));
    }
    for (firm, place, guarded) in &questions.guardrails {
        shocks.extend(bridge.guardrail(firm, place, guarded));
    }
    shocks
}

/// One rulebook, one span, one state of knowledge.
struct Bridge<'a> {
    rulebook: &'a Rulebook,
    verdicts: &'a Verdicts,
    span: Days,
    known: Day,
}

impl Bridge<'_> {
    /// The decisions on `query` with the days on which each holds.
    fn intervals(&self, query: &Query) -> Vec<(Days, Decision)> {
        let mut starts = vec![self.span.from];
        starts.extend(self.rulebook.change_dates(query, self.span, self.known));
        let ends = starts.iter().skip(1).copied().map(Some).chain([self.span.until]);
        let pairs =
            starts.iter().zip(ends).filter_map(|(from, until)| Days::new(*from, until).ok());
        pairs.map(|days| (days, self.rulebook.decide(query, days.from, self.known))).collect()
    }

    /// How much a verdict lets through; nothing when it lets everything through.
    fn approval(&self, decision: &Decision, case_by_case: &str) -> Option<Amount> {
        match decision.verdict {
            verdict if verdict.permits() => None,
            Verdict::Unknown => Some(Amount::Assumed(self.verdicts.unknown.clone())),
            Verdict::LicenceRequired => Some(match decision.review {
                Some(ReviewPolicy::PresumptionOfDenial) => {
                    Amount::Assumed(self.verdicts.denial.clone())
                }
                Some(ReviewPolicy::Denial) => Amount::Exactly(0.0),
                Some(ReviewPolicy::PresumptionOfApproval | ReviewPolicy::CaseByCase) | None => {
                    Amount::Assumed(case_by_case.to_owned())
                }
            }),
            _ => Some(Amount::Exactly(0.0)),
        }
    }

    fn shock(&self, name: &str, days: Days, effect: Effect, decision: &Decision) -> Shock {
        let said = match decision.review {
            Some(review) => format!("{}, {review}", decision.verdict),
            None => decision.verdict.to_string(),
        };
        Shock {
            id: format!("{name} {}", days.from),
            days,
            effect,
            because: Because::Decision {
                id: decision.id.as_str().to_owned(),
                verdict: said,
                acts: decision.acts.iter().map(|act| act.as_str().to_owned()).collect(),
                citations: decision
                    .citations
                    .iter()
                    .map(|citation| citation.cite.clone())
                    .collect(),
            },
            assumption: decision.answer.clone(),
        }
    }

    fn tools(&self, site: &str, origin: &str, purpose: Purpose) -> Vec<Shock> {
        let asked = match purpose {
            Purpose::New => words::Purpose::New,
            Purpose::Replace => words::Purpose::Replace,
            Purpose::Upgrade => words::Purpose::Upgrade,
            Purpose::Spares => words::Purpose::Spares,
            Purpose::Service => words::Purpose::Service,
        };
        let query = Query::tool("tool:etch", bare(origin), site, asked);
        let case_by_case = format!("{}-{purpose}", self.verdicts.tools_case_by_case);
        let mut found = Vec::new();
        for (days, decision) in self.intervals(&query) {
            let Some(approval) = self.approval(&decision, &case_by_case) else { continue };
            let effect = Effect::ToolImports {
                site: site.to_owned(),
                origin: origin.to_owned(),
                purpose,
                approval,
                lag: Amount::Assumed(self.verdicts.tools_review.clone()),
            };
            found.push(self.shock(&format!("{site} {origin} {purpose}"), days, effect, &decision));
        }
        found
    }

    fn material(&self, material: &str, origin: &str, destination: &str) -> Vec<Shock> {
        let query = Query::material(material, bare(origin), bare(destination));
        let mut found = Vec::new();
        for (days, decision) in self.intervals(&query) {
            let Some(approval) = self.approval(&decision, &self.verdicts.material_approval) else {
                continue;
            };
            let effect = Effect::MaterialExports {
                material: material.to_owned(),
                origin: origin.to_owned(),
                destination: destination.to_owned(),
                approval,
                lag: Amount::Assumed(self.verdicts.material_review.clone()),
            };
            found.push(self.shock(
                &format!("{material} {origin} {destination}"),
                days,
                effect,
                &decision,
            ));
        }
        found
    }

    fn procurement(
        &self,
        firm: &str,
        product: &str,
        segments: &[String],
        country: &str,
    ) -> Vec<Shock> {
        let mut found = Vec::new();
        for segment in segments {
            let query = Query::procurement(firm, product, segment, bare(country));
            for (days, decision) in self.intervals(&query) {
                if decision.verdict < Verdict::ProhibitedInPrinciple {
                    continue;
                }
                let notice = decision
                    .citations
                    .iter()
                    .map(|cite| cite.published.days_until(days.from))
                    .max();
                let effect = Effect::ProcurementBan {
                    firm: firm.to_owned(),
                    segments: vec![segment.clone()],
                    leak: Amount::Assumed(self.verdicts.ban_leak.clone()),
                    front_loading: Amount::Assumed(self.verdicts.front_loading.clone()),
                    notice: notice.unwrap_or(0).max(0) as f64 / 7.0,
                };
                found.push(self.shock(&format!("{firm} {segment}"), days, effect, &decision));
            }
        }
        found
    }

    fn tariff(&self, product: &str, origin: &str, destination: &str) -> Vec<Shock> {
        let query = Query::import(product, bare(origin), bare(destination));
        let mut found = Vec::new();
        for (days, decision) in self.intervals(&query) {
            let Some(rate) = decision.rate.filter(|rate| *rate > 0.0) else { continue };
            let effect = Effect::Tariff {
                product: product.to_owned(),
                origin: origin.to_owned(),
                destination: destination.to_owned(),
                rate: Amount::Exactly(rate),
            };
            found.push(self.shock(
                &format!("{product} {origin} {destination}"),
                days,
                effect,
                &decision,
            ));
        }
        found
    }

    /// A request has no force of law: whether firms follow it is drawn.
    fn request(&self, act: &str, firms: &[String], destination: &str) -> Vec<Shock> {
        let signals = self.rulebook.signals(self.span, self.known);
        let heard = signals.into_iter().filter(|signal| signal.act.as_str() == act);
        heard
            .map(|signal| Shock {
                id: format!("{act} {destination}"),
                days: signal.days,
                effect: Effect::BackfillCap {
                    firms: firms.to_vec(),
                    destination: destination.to_owned(),
                    allowance: Amount::Assumed(self.verdicts.request_allowance.clone()),
                    compliance: Amount::Assumed(self.verdicts.request_compliance.clone()),
                },
                because: Because::Signal { act: act.to_owned(), citation: signal.cite.clone() },
                assumption: signal.says.clone(),
            })
            .collect()
    }

    /// The growth a guardrail allows is found by asking: the largest whole per cent not prohibited.
    fn guardrail(&self, firm: &str, place: &str, guarded: &str) -> Vec<Shock> {
        let allowed = |facility: &str, on: Day| -> (f64, Option<Decision>) {
            let ask = |percent: f64| {
                let query = Query::guardrail(firm, bare(guarded), facility, percent)
                    .with_number(Number::ExpansionPct, percent);
                self.rulebook.decide(&query, on, self.known)
            };
            let refused = (1..=100).map(f64::from).find_map(|percent| {
                let decision = ask(percent);
                (decision.verdict >= Verdict::ProhibitedInPrinciple).then_some((percent, decision))
            });
            match refused {
                Some((percent, decision)) => ((percent - 1.0) / 100.0, Some(decision)),
                None => (f64::INFINITY, None),
            }
        };
        let (advanced, decision) = allowed("advanced", self.span.from);
        let (legacy, _) = allowed("legacy", self.span.from);
        let Some(decision) = decision else { return Vec::new() };
        let effect = Effect::Subsidy {
            firm: firm.to_owned(),
            place: place.to_owned(),
            award_share: Amount::Assumed(self.verdicts.award_share.clone()),
            guarded: guarded.to_owned(),
            advanced_growth: advanced,
            legacy_growth: legacy,
        };
        vec![self.shock(&format!("{firm} {place}"), self.span, effect, &decision)]
    }
}

/// `USA` of `country:USA`: the law's spelling.
fn bare(country: &str) -> &str {
    country.strip_prefix("country:").unwrap_or(country)
}
