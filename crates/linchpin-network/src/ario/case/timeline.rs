//! `shock` or `shocks` of `run.json`: the events of a case.
//!
//! In come the objects and the table's labels; out comes the timeline. Beside BoARIO's three types
//! (`arbitrary`, `recovery`, `rebuild`) there are `final-demand` and `link`.

use super::json::{Section, objects};
use super::settings::{Labels, members, unknown_word};
use crate::ario::event::{Event, EventKind, Household, Substitution};
use crate::ario::recovery::Recovery;
use linchpin_units::{Finding, Findings, Text};
use serde_json::Value;

/// Keys that mean something in a shock.
const KNOWN: &[&str] = &[
    "name",
    "names",
    "type",
    "industries",
    "impact",
    "occurrence",
    "duration",
    "tau",
    "recovery_tau",
    "rebuild_tau",
    "recovery_function",
    "left",
    "rebuilding_sector",
    "rebuilding_sectors",
    "rebuilding_factor",
    "households_impact",
    "event_monetary_factor",
    "region",
    "regions",
    "from",
    "to",
    "sectors",
    "users",
    "share",
    "substitution",
];
const TYPES: [&str; 6] = ["arbitrary", "recovery", "rebuild", "final-demand", "link", "decision"];

/// What the events take from `args` when they do not say it themselves.
pub(super) struct Fallback<'a> {
    pub(super) tau: f64,
    pub(super) recovery_function: Option<&'a str>,
    pub(super) rebuilding_factor: f64,
    pub(super) monetary_factor: f64,
}

/// The shocks of `run`, one object or a list, with the paths they go by.
pub(super) fn sections<'a>(
    text: &'a Text,
    run: &Section<'a>,
    findings: &mut Findings,
) -> Vec<Section<'a>> {
    let Some((key, value)) = run.find(&["shocks", "shock"]) else {
        findings.push(run.wrong("shock", "is missing").expected("an object, or a list in shocks"));
        return Vec::new();
    };
    let spans = objects(text.body(), key);
    let section = |path: String, k: usize, value: &'a Value| match value.as_object() {
        Some(map) => {
            let whole = 0..text.body().len();
            Ok(Section { text, path, map, span: spans.get(k).cloned().unwrap_or(whole) })
        }
        None => Err(run.wrong(key, "is not an object").expected("type, industries, impact, …")),
    };
    match value.as_array() {
        Some(list) => (list.iter().enumerate())
            .filter_map(|(k, value)| findings.keep(section(format!("{key}[{k}]"), k, value)))
            .collect(),
        None => findings.keep(section(key.to_owned(), 0, value)).into_iter().collect(),
    }
}

/// One shock; none when findings say why.
pub(super) fn event(
    shock: &Section<'_>,
    labels: &Labels<'_>,
    fallback: &Fallback<'_>,
    findings: &mut Findings,
) -> (Option<Event>, Vec<String>) {
    let unknown = shock.unknown(KNOWN);
    let kind = shock.word(&["type"], findings);
    let day = shock.day("occurrence", findings);
    let duration = shock.day("duration", findings);
    if shock.find(&["type"]).is_none() {
        findings.push(shock.wrong("type", "is missing").expected(TYPES.join(", ")));
    }
    if shock.find(&["occurrence"]).is_none() {
        findings.push(shock.wrong("occurrence", "is missing").expected("the first day, from 1"));
    }
    let tau = tau(shock, fallback, findings);
    let recovery = recovery_of(shock, fallback, tau, findings);
    let kind = match kind {
        Some("arbitrary") => hit(shock, labels, 1.0, findings)
            .zip(recovery)
            .map(|(hit, recovery)| EventKind::Capacity { hit, recovery }),
        Some("recovery") => {
            let unit = unit(shock, fallback, findings);
            hit(shock, labels, unit / fallback.monetary_factor, findings)
                .zip(recovery)
                .map(|(hit, recovery)| EventKind::Capital { hit, recovery, unit })
        }
        Some("rebuild") => rebuild(shock, labels, fallback, tau, findings),
        Some("final-demand") => {
            let region = shock
                .find(&["region"])
                .and_then(|(key, value)| findings.keep(shock.label(key, value, labels.regions)));
            hit(shock, labels, 1.0, findings).zip(recovery).map(|(hit, recovery)| {
                let hit = hit.into_iter().map(|(i, change)| (i, region, change)).collect();
                EventKind::FinalDemand { hit, recovery }
            })
        }
        Some("link") => recovery.map(|recovery| link(shock, labels, recovery, findings)),
        Some(other) => {
            findings.push(unknown_word(shock, "type", other, &TYPES));
            None
        }
        None => None,
    };
    let name = shock.word(&["name"], findings).unwrap_or(&shock.path).to_owned();
    let event = kind.zip(day).map(|(kind, day)| {
        let duration = duration.unwrap_or(1);
        Event { name, day, duration, kind }
    });
    (event, unknown)
}

/// Days of recovery or rebuilding.
pub(super) fn tau(shock: &Section<'_>, fallback: &Fallback<'_>, findings: &mut Findings) -> f64 {
    let tau = shock.number(&["tau", "recovery_tau", "rebuild_tau"], findings);
    let tau = tau.unwrap_or(fallback.tau);
    if !(tau >= 1.0 && tau.is_finite()) {
        findings.push(shock.wrong("tau", "is less than a day"));
    }
    tau
}

/// How the shock fades; none when findings say why.
pub(super) fn recovery_of(
    shock: &Section<'_>,
    fallback: &Fallback<'_>,
    tau: f64,
    findings: &mut Findings,
) -> Option<Recovery> {
    let found = recovery(shock, fallback, tau, findings);
    findings.keep(found)
}

fn recovery(
    shock: &Section<'_>,
    fallback: &Fallback<'_>,
    tau: f64,
    findings: &mut Findings,
) -> Result<Recovery, Finding> {
    const CURVES: [&str; 7] =
        ["linear", "convexe", "convexe scaled", "convexe noscale", "concave", "never", "table"];
    let name = shock.word(&["recovery_function"], findings).or(fallback.recovery_function);
    match name.unwrap_or("linear") {
        "never" => Ok(Recovery::Never),
        "table" => {
            let left = shock.numbers("left", findings).unwrap_or_default();
            if left.iter().any(|share| !(0.0..=1.0).contains(share)) {
                return Err(shock.wrong("left", "holds more than shares from 0 to 1"));
            }
            Ok(Recovery::Table(left))
        }
        name => Recovery::named(name, tau)
            .ok_or_else(|| unknown_word(shock, "recovery_function", name, &CURVES)),
    }
}

/// Currency units in which the shock states its losses.
fn unit(shock: &Section<'_>, fallback: &Fallback<'_>, findings: &mut Findings) -> f64 {
    let own = shock.number(&["event_monetary_factor"], findings);
    own.unwrap_or(fallback.monetary_factor)
}

/// `industries` with `impact`: a list of the same length, or one number for all.
fn hit(
    shock: &Section<'_>,
    labels: &Labels<'_>,
    unit: f64,
    findings: &mut Findings,
) -> Option<Vec<(usize, f64)>> {
    let industries = industries(shock, labels, findings);
    let single = shock.find(&["impact"]).and_then(|(_, value)| value.as_f64());
    let impact = match (single, &industries) {
        (Some(all), Some(industries)) => Some(vec![all; industries.len()]),
        _ => shock.numbers("impact", findings),
    };
    let (industries, Some(impact)) = (industries?, impact) else {
        if shock.find(&["impact"]).is_none() {
            findings.push(shock.wrong("impact", "is missing").expected("a number per industry"));
        }
        return None;
    };
    if industries.len() != impact.len() {
        findings.push(shock.wrong("impact", "and industries differ in length"));
        return None;
    }
    Some(industries.into_iter().zip(impact.into_iter().map(|loss| loss * unit)).collect())
}

/// `industries`, or every industry of `regions` and `sectors`; the side left out is everyone.
fn industries(
    shock: &Section<'_>,
    labels: &Labels<'_>,
    findings: &mut Findings,
) -> Option<Vec<usize>> {
    let crossed = ["regions", "sectors"].iter().any(|key| shock.find(&[*key]).is_some());
    if let Some((_, value)) = shock.find(&["industries"]) {
        if crossed {
            let finding = shock.wrong("industries", "stands beside regions or sectors");
            findings.push(finding.expected("one or the other"));
            return None;
        }
        let Some(list) = value.as_array() else {
            let finding = shock.wrong("industries", "is not a list");
            findings.push(finding.expected("positions or labels"));
            return None;
        };
        let of = |entry| findings.keep(labels.industry(shock, "industries", entry));
        return list.iter().map(of).collect();
    }
    if !crossed {
        let finding = shock.wrong("industries", "is not a list");
        findings.push(finding.expected("positions or labels, or regions and sectors"));
        return None;
    }
    let before = findings.iter().len();
    let mut side = |key: &str, labels: &[String]| match shock.find(&[key]) {
        Some(_) => members(shock, key, labels, findings),
        None => (0..labels.len()).collect(),
    };
    let (regions, sectors) = (side("regions", labels.regions), side("sectors", labels.sectors));
    if findings.iter().len() > before {
        return None;
    }
    let s = labels.sectors.len();
    let mut all: Vec<usize> =
        regions.iter().flat_map(|r| sectors.iter().map(move |p| r * s + p)).collect();
    all.sort_unstable();
    all.dedup();
    Some(all)
}

fn rebuild(
    shock: &Section<'_>,
    labels: &Labels<'_>,
    fallback: &Fallback<'_>,
    tau: f64,
    findings: &mut Findings,
) -> Option<EventKind> {
    let unit = unit(shock, fallback, findings);
    let per_unit = unit / fallback.monetary_factor;
    let hit = hit(shock, labels, per_unit, findings);
    let mut shares = vec![0.0; labels.sectors.len()];
    if let Some((key, value)) = shock.find(&["rebuilding_sector"]) {
        if let Some(p) = findings.keep(shock.label(key, value, labels.sectors)) {
            shares[p] = 1.0;
        }
    } else if shock.find(&["rebuilding_sectors"]).is_some() {
        shock.by_label(&["rebuilding_sectors"], labels.sectors, &mut shares, findings);
    } else {
        let finding = shock.wrong("rebuilding_sectors", "is missing");
        findings.push(finding.expected("an object of shares by sector, or rebuilding_sector"));
    }
    let sectors = shares.into_iter().enumerate().filter(|(_, share)| *share != 0.0).collect();
    let mut households = Vec::new();
    let stated = shock.find(&["households_impact"]).map(|(key, value)| (key, value.as_object()));
    match stated {
        Some((_, Some(map))) => {
            for (name, loss) in map {
                let home = findings.keep(household(shock, name, labels));
                match (home, loss.as_f64()) {
                    (Some((region, category)), Some(loss)) => {
                        households.push(Household { region, category, loss: loss * per_unit });
                    }
                    (_, None) => findings.push(shock.wrong("households_impact", "is no number")),
                    _ => {}
                }
            }
        }
        Some((key, None)) => {
            findings.push(shock.wrong(key, "is not an object").expected("losses by region"));
        }
        None => {}
    }
    let factor = shock.number(&["rebuilding_factor"], findings);
    let factor = factor.unwrap_or(fallback.rebuilding_factor);
    Some(EventKind::Rebuild { hit: hit?, households, sectors, factor, tau, unit })
}

/// `region`, or `region|category` of final demand.
fn household(
    shock: &Section<'_>,
    name: &str,
    labels: &Labels<'_>,
) -> Result<(usize, Option<usize>), Finding> {
    let of = |name: &str| Value::String(name.to_owned());
    let key = "households_impact";
    match name.split_once('|') {
        Some((region, category)) => {
            let region = shock.label(key, &of(region), labels.regions)?;
            Ok((region, Some(shock.label(key, &of(category), labels.categories)?)))
        }
        None => Ok((shock.label(key, &of(name), labels.regions)?, None)),
    }
}

/// A policy: what `from` may no longer ship of `sectors` to the industries `users` of `to`.
pub(super) fn link(
    shock: &Section<'_>,
    labels: &Labels<'_>,
    recovery: Recovery,
    findings: &mut Findings,
) -> EventKind {
    let mut side = |key: &str, labels: &[String]| {
        if shock.find(&[key]).is_some() {
            members(shock, key, labels, findings)
        } else {
            // A side that is not named is everyone.
            (0..labels.len()).collect()
        }
    };
    let (from, to) = (side("from", labels.regions), side("to", labels.regions));
    let (sold, users) = (side("sectors", labels.sectors), side("users", labels.sectors));
    let share = shock.number(&["share"], findings).unwrap_or(1.0);
    let substitution = substitution(shock, findings);
    let s = labels.sectors.len();
    let at = |regions: &[usize], sectors: &[usize]| -> Vec<usize> {
        regions.iter().flat_map(|r| sectors.iter().map(move |p| r * s + p)).collect()
    };
    EventKind::stop(&at(&from, &sold), &at(&to, &users), share, substitution, recovery)
}

/// `none`, `capped` or `free`; `true` and `false` stand for the last and the first.
fn substitution(shock: &Section<'_>, findings: &mut Findings) -> Substitution {
    let Some((key, value)) = shock.find(&["substitution"]) else { return Substitution::Free };
    match value {
        Value::Bool(true) => return Substitution::Free,
        Value::Bool(false) => return Substitution::None,
        _ => {}
    }
    let word = value.as_str().unwrap_or_default();
    let known = Substitution::WORDS.iter().find(|(known, _)| *known == word);
    if known.is_none() {
        let words = Substitution::WORDS.map(|(word, _)| word);
        findings.push(unknown_word(shock, key, &value.to_string(), &words));
    }
    known.map_or(Substitution::None, |(_, substitution)| *substitution)
}
