//! What the scores amount to: the first line of the test, and the goals that were set for it.

use super::{FREE, Goal, MODEL, PUBLISHED, Seed, Split, Stretch, score};
use crate::band::Score;
use crate::rivals::Rival;

/// Whether the model beats momentum and the regression on both splits, in both kinds of input, and in words.
pub(super) fn verdict(splits: &[Split], seeds: &[Seed]) -> ((bool, bool), String) {
    let wins = |row: &str| {
        splits.iter().all(|split| {
            let Some(own) = score(&split.model, row) else { return false };
            [Rival::Momentum, Rival::Regression].iter().all(|rival| {
                score(&split.rivals, rival.name())
                    .is_some_and(|rival| own.interval_score < rival.interval_score)
            })
        })
    };
    let beats = (wins(MODEL), wins(PUBLISHED));
    let says = match beats {
        (true, true) => {
            "The model beats momentum and the three-number regression in interval score on both splits, with the inputs of the quarter and as published."
        }
        (true, false) => {
            "With the inputs of the quarter itself the model beats momentum and the three-number regression in interval score on both splits; with inputs as published, the only ones a forecaster has, it does NOT on both."
        }
        (false, true) => {
            "With inputs as published the model beats momentum and the three-number regression in interval score on both splits; with the inputs of the quarter itself it does NOT on both."
        }
        (false, false) => {
            "The model does NOT beat momentum and the three-number regression in interval score on both splits."
        }
    };
    let Some(momentum) = score(&splits[1].rivals, Rival::Momentum.name()) else {
        return (beats, says.to_owned());
    };
    let better = |own: &Option<Score>| {
        own.as_ref().is_some_and(|own| own.interval_score < momentum.interval_score)
    };
    let of =
        |pick: &dyn Fn(&Seed) -> &Option<Score>| seeds.iter().filter(|s| better(pick(s))).count();
    let (own, published, all) = (of(&|s| &s.own), of(&|s| &s.published), seeds.len());
    let chance = format!(
        " {all} other seeds on the main split, where momentum is the nearest rival: better in {own} with the inputs of the quarter, in {published} as published."
    );
    (beats, format!("{says}{chance}"))
}

/// The verdict with the goals that are missed, so that nobody has to look for them at the end.
pub(super) fn with_missed(verdict: String, goals: &[Goal]) -> String {
    let missed: Vec<String> = goals
        .iter()
        .filter(|goal| !goal.met)
        .map(|goal| format!("{}: {}, asked {}", goal.measure, goal.reached, goal.goal))
        .collect();
    if missed.is_empty() {
        return verdict;
    }
    let (n, all) = (missed.len(), goals.len());
    format!("{verdict} {n} of {all} goals missed: {}.", missed.join("; "))
}

/// The goals of the test for DRAM.
pub(super) fn goals(splits: &[Split], stretches: &[Stretch]) -> Vec<Goal> {
    let mut all = Vec::new();
    let mut add = |measure: &str, goal: &str, reached: String, met: bool| {
        all.push(Goal { measure: measure.to_owned(), goal: goal.to_owned(), reached, met });
    };
    let main = &splits[1];
    let pair = |row: &str| score(&main.model, row).map(|score| (score.median, score.mean));
    for (row, goal, median, mean) in [
        (MODEL, "<= 6 / <= 7", 6.0, 7.0),
        (PUBLISHED, "<= 6.5 / <= 7.5", 6.5, 7.5),
        (FREE, "<= 10 / <= 13.5", 10.0, 13.5),
    ] {
        if let Some((a, b)) = pair(row) {
            let measure = format!("main split, {row}: median / mean error, points");
            add(&measure, goal, format!("{a:.1} / {b:.1}"), a <= median && b <= mean);
        }
    }
    if let Some(own) = score(&main.model, MODEL) {
        add(
            "main split: inside the 80 % band, half-width, interval score",
            ">= 8 of 10, <= 16, <= 31",
            format!(
                "{} of {}, {:.1}, {:.2}",
                own.inside, own.quarters, own.half, own.interval_score
            ),
            10 * own.inside >= 8 * own.quarters && own.half <= 16.0 && own.interval_score <= 31.0,
        );
    }
    let find = |start: &str| stretches.iter().find(|stretch| stretch.name.starts_with(start));
    if let Some(down) = find("downturn") {
        let percent = |ratio: f64| 100.0 * (ratio - 1.0);
        let (median, half) = (percent(down.spread.median), 100.0 * down.spread.half());
        add(
            "downturn, fitted on 2019 to 2021 only: median, 80 % range, half-width",
            "-42 to -62 %, holds what was seen, <= 18",
            format!(
                "{median:.0} % [{:.0}, {:.0}], seen {:.0} %, {half:.1}",
                percent(down.spread.low),
                percent(down.spread.high),
                percent(down.seen)
            ),
            (-62.0..=-42.0).contains(&median) && down.spread.holds(down.seen) && half <= 18.0,
        );
        let near = down.weeks.iter().all(|(_, seen, band)| (band.median - seen).abs() <= 3.0);
        let says: Vec<String> = down
            .weeks
            .iter()
            .map(|(month, seen, band)| format!("{month}: {:.1} (published {seen})", band.median))
            .collect();
        add(
            "downturn: makers' weeks",
            "within 3 of the published",
            says.join(", "),
            near && !says.is_empty(),
        );
    }
    if let Some(surge) = find("surge") {
        add(
            "surge from September 2025: 80 % range, median",
            "holds what was seen, >= x1.4",
            format!(
                "x{:.1} [{:.1}, {:.1}], seen x{:.2}",
                surge.band.median, surge.band.low, surge.band.high, surge.seen
            ),
            surge.band.holds(surge.seen) && surge.band.median >= 1.4,
        );
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missed_goals_stand_in_the_verdict_and_met_ones_do_not() {
        let goal = |measure: &str, met| Goal {
            measure: measure.to_owned(),
            goal: "<= 16".to_owned(),
            reached: "16.4".to_owned(),
            met,
        };
        let both = [goal("half-width", false), goal("median", true)];
        let says = with_missed("It beats them.".to_owned(), &both);
        assert_eq!(says, "It beats them. 1 of 2 goals missed: half-width: 16.4, asked <= 16.");
        assert_eq!(with_missed("It beats them.".to_owned(), &both[1..]), "It beats them.");
    }
}
