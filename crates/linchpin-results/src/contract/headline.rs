//! Sentences made from numbers: the answer of a scenario and of the whole study.
//!
//! Templates hold words only; every number in a sentence comes from the rows it was given, written by
//! [`crate::contract::figures`].

use crate::contract::figures::{coverage, month, percent, percent_plain, plural, week};
use crate::contract::input::RunInput;
use crate::contract::losses::THRESHOLD;
use crate::contract::report::{Headline, Loss};
use crate::stats::quantile::round6;
use linchpin_engine::{Level, Variable};
use linchpin_units::Day;

/// What a scenario's sentence speaks of: the largest median fall of a site, or else of anything, or
/// else the largest fall that only the worst draws know.
#[must_use]
pub(crate) fn worst<'a>(losses: &'a [Loss], scenario: &str) -> Option<&'a Loss> {
    let of = |fits: fn(&Loss) -> bool| {
        losses
            .iter()
            .filter(|loss| loss.scenario == scenario && fits(loss))
            .min_by(|a, b| rank(a).total_cmp(&rank(b)).then_with(|| a.cell.cmp(&b.cell)))
    };
    let site = |loss: &Loss| loss.level == Level::Site.as_str() && falls(loss);
    of(site).or_else(|| of(falls)).or_else(|| of(is_loss))
}

/// The median draw loses.
fn falls(loss: &Loss) -> bool {
    loss.change.p50 < -THRESHOLD
}

/// The median fall; a loss that only the worst draws know ranks behind every median loss.
fn rank(loss: &Loss) -> f64 {
    if loss.change.p50 < -THRESHOLD { loss.change.p50 - 1.0 } else { loss.change.p05.min(0.0) }
}

fn is_loss(loss: &Loss) -> bool {
    loss.change.p05 < -THRESHOLD
}

/// The sentence of one scenario: about what the study's headline is about, when it names one, so that
/// scenarios compare; else about the scenario's worst loss.
#[must_use]
pub(crate) fn answer(run: &RunInput, losses: &[Loss], scenario: &str) -> String {
    let subject = run.headline.as_ref().and_then(|cell| cell.split_once('/'));
    let cell = subject.map(|(_, subject)| format!("{scenario}/{subject}"));
    let named = cell.and_then(|cell| losses.iter().find(|loss| loss.cell == cell));
    let found = named.or_else(|| worst(losses, scenario));
    found.map_or_else(|| nothing(run), |loss| sentence(run, loss))
}

/// The study's headline: the cell it names, or else the worst of all scenarios.
#[must_use]
pub(crate) fn headline(run: &RunInput, losses: &[Loss]) -> Headline {
    let named = run.headline.as_ref();
    let named = named.and_then(|cell| losses.iter().find(|loss| loss.cell == *cell));
    let all = run.scenarios.iter().filter_map(|scenario| worst(losses, &scenario.id));
    let found = named
        .or_else(|| all.min_by(|a, b| rank(a).total_cmp(&rank(b)).then(a.cell.cmp(&b.cell))))
        .or_else(|| losses.first());
    let title = |id: &str| {
        let known = run.scenarios.iter().find(|scenario| scenario.id == id);
        known.map_or(id, |scenario| scenario.title.as_str()).to_owned()
    };
    match found {
        Some(loss) => Headline {
            text: format!("{}: {}", title(&loss.scenario), sentence(run, loss)),
            scenario: loss.scenario.clone(),
            cell: loss.cell.clone(),
        },
        None => Headline { text: nothing(run), scenario: String::new(), cell: String::new() },
    }
}

/// Words for one row: who, what, by how much, over which horizon, from when, why, resting on what.
#[must_use]
pub(crate) fn sentence(run: &RunInput, loss: &Loss) -> String {
    if loss.change.p05 >= -THRESHOLD && loss.change.p95 <= THRESHOLD {
        return format!("{} {}", what(run, loss), unchanged(run));
    }
    let weeks = &run.baseline.trajectories.weeks;
    let many = label(loss).ends_with('s');
    let verb = match (loss.change.p50 < 0.0, many) {
        (true, false) => "falls by",
        (true, true) => "fall by",
        (false, false) => "rises by",
        (false, true) => "rise by",
    };
    let mut text = format!(
        "{} {verb} {} over the {} to {} ({} of draws between {} and {})",
        what(run, loss),
        percent_plain(loss.change.p50.abs()),
        plural(weeks.len(), "week"),
        run.manifest.until,
        coverage(),
        percent(loss.change.p05),
        percent(loss.change.p95),
    );
    if let Some(first) = loss.first_week.as_ref().filter(|_| loss.change.p50 < 0.0) {
        let when = first.date.parse::<Day>().map(month).unwrap_or_else(|_| first.date.clone());
        text.push_str(&format!(
            "; the first loss comes in week {} [{}, {}], {when}",
            week(first.p50),
            week(first.p05),
            week(first.p95),
        ));
    }
    match loss.causes.first() {
        Some(cause) if loss.change.p50 < 0.0 => text.push_str(&format!(
            "; main cause: {} ({} of what is lost)",
            cause.name,
            percent_plain(cause.share)
        )),
        _ => {}
    }
    if !loss.contested.is_empty() {
        text.push_str(&format!("; rests on {}", plural(loss.contested.len(), "contested input")));
    }
    text.push('.');
    text
}

/// The words for what a row measures.
fn label(loss: &Loss) -> &str {
    let variable = loss.measure.parse::<Variable>().ok();
    variable.map_or(loss.measure.as_str(), |variable| variable.label())
}

fn what(run: &RunInput, loss: &Loss) -> String {
    let label = label(loss);
    match &loss.product {
        Some(product) if *product != loss.entity => {
            format!("{} {} {label}", loss.name, run.name(product))
        }
        _ => format!("{} {label}", loss.name),
    }
}

fn nothing(run: &RunInput) -> String {
    format!("Output, shipments, revenue and exports {}", unchanged(run))
}

fn unchanged(run: &RunInput) -> String {
    format!(
        "stay within {} of the baseline in {} of draws over the {} to {}.",
        percent_plain(THRESHOLD),
        coverage(),
        plural(run.baseline.trajectories.weeks.len(), "week"),
        run.manifest.until
    )
}

/// How strongly each parameter moves an outcome, in the order of the assumptions.
pub(crate) fn influences(run: &RunInput, outcome: &[f64]) -> Vec<Option<f64>> {
    let of = |id: &str| {
        let at = run.parameters.ids.iter().position(|known| known == id)?;
        let drawn: Vec<f64> = run.parameters.draws.iter().map(|draw| draw[at]).collect();
        crate::stats::influence::spearman(&drawn, outcome).map(round6)
    };
    run.assumptions.iter().map(|assumption| of(&assumption.id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{contract::losses::losses, sample::run};

    #[test]
    fn sentences_say_who_what_when_and_why() {
        let run = run(21);
        let rows = losses(&run);
        assert_eq!(
            headline(&run, &rows).text,
            "Scenario cut: Site B DRAM output falls by 10 % over the 10 weeks to 2026-03-16 (90 % of \
             draws between -10 % and -10 %); the first loss comes in week 6 [6, 6], February 2026; \
             main cause: spare parts (100 % of what is lost); rests on 1 contested input."
        );
        assert_eq!(
            answer(&run, &rows, "null"),
            "Output, shipments, revenue and exports stay within 0.1 % of the baseline in 90 % of \
             draws over the 10 weeks to 2026-03-16."
        );
    }

    #[test]
    fn no_template_holds_a_number() {
        let source = include_str!("headline.rs");
        let code = source.split("#[cfg(test)]").next().expect("code before tests");
        let texts = code.split('"').skip(1).step_by(2);
        let digits: Vec<&str> =
            texts.filter(|text| text.bytes().any(|byte| byte.is_ascii_digit())).collect();
        assert_eq!(digits, Vec::<&str>::new());
    }
}
