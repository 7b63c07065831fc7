//! Which row is the answer of a scenario, and of the whole study; a [`Card`] says it.

use crate::contract::answer;
use crate::contract::capacity::CapacityTable;
use crate::contract::card::Card;
use crate::contract::input::RunInput;
use crate::contract::loss::Loss;
use crate::contract::losses::{THRESHOLD, falls_are_losses};
use crate::contract::report::Headline;
use crate::stats::quantile::round6;
use linchpin_engine::Level;

/// What a scenario's sentence speaks of: the largest median fall of a site, or else of anything, or
/// else the largest fall that only the worst draws know. The fall of a price is not asked: it is no loss in itself.
#[must_use]
pub(crate) fn worst<'a>(losses: &'a [Loss], scenario: &str) -> Option<&'a Loss> {
    let of = |fits: fn(&Loss) -> bool| {
        losses
            .iter()
            .filter(|loss| loss.scenario == scenario && fits(loss))
            .filter(|loss| falls_are_losses(&loss.measure))
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

/// The card of one scenario: about what the study's headline is about, when it names one, so that scenarios
/// compare; else about the scenario's worst loss. Where the study asks where capacity goes, the card says that.
#[must_use]
pub(crate) fn answer(
    run: &RunInput,
    losses: &[Loss],
    capacity: &[CapacityTable],
    scenario: &str,
) -> Card {
    let subject = run.headline.as_ref().and_then(|cell| cell.split_once('/'));
    let cell = subject.map(|(_, subject)| format!("{scenario}/{subject}"));
    let named = cell.and_then(|cell| losses.iter().find(|loss| loss.cell == cell));
    let found = named.or_else(|| worst(losses, scenario));
    if run.about_capacity {
        let why = found.map_or_else(String::new, |loss| loss.cell.clone());
        return answer::of_capacity(run, scenario, capacity, why);
    }
    found.map_or_else(|| answer::of_no_row(run, scenario), |loss| answer::of_loss(run, loss))
}

/// The study's headline: the cell it names, or else the worst of all scenarios.
#[must_use]
pub(crate) fn headline(run: &RunInput, losses: &[Loss], capacity: &[CapacityTable]) -> Headline {
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
        Some(loss) => {
            let card = match run.about_capacity {
                true => answer::of_capacity(run, &loss.scenario, capacity, loss.cell.clone()),
                false => answer::of_loss(run, loss),
            };
            Headline {
                text: format!("{}: {}", title(&loss.scenario), card.sentence),
                scenario: loss.scenario.clone(),
                cell: loss.cell.clone(),
                card: Some(card),
            }
        }
        None => {
            let first = run.scenarios.first().map_or("", |scenario| scenario.id.as_str());
            let card = answer::of_no_row(run, first);
            Headline {
                text: card.sentence.clone(),
                scenario: String::new(),
                cell: String::new(),
                card: Some(card),
            }
        }
    }
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
    use crate::contract::losses::losses;
    use crate::sample::run;

    #[test]
    fn the_headline_is_the_card_of_the_worst_loss() {
        let run = run(21);
        let rows = losses(&run);
        let found = headline(&run, &rows, &[]);
        assert_eq!(
            found.text,
            "Scenario cut: Site B DRAM output falls by 10 % over 10 weeks, mainly through missing spare parts."
        );
        assert_eq!(found.card, Some(answer(&run, &rows, &[], "cut")));
        assert_eq!(
            answer(&run, &rows, &[], "null").sentence,
            "Output, shipments, revenue and exports stay within 0.1 % of the baseline over 10 weeks."
        );
    }
}
