//! The record of a class of answers: "answers of this kind held in n of m episodes".
//!
//! In: the rows of a score; or the record that was kept with the sources. Out: [`Record`]s by class. An
//! episode held when the 90 % band holds every counted value of the class, and every null is seen as null.

use crate::bank::rules::{Class, Rules};
use crate::bank::score::{BankReport, Of, Row};
use linchpin_results::kind::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where the kept record stands.
pub const FILE: &str = "validation/bank/record.json";
const KEPT: &str = include_str!("../../../../validation/bank/record.json");

/// How often answers of a class held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The class.
    pub class: Class,
    /// Episodes in which they held.
    pub held: usize,
    /// Episodes with such an answer.
    pub episodes: usize,
    /// The same among the held-out episodes.
    pub held_out: [usize; 2],
}

impl Record {
    /// As a card says it; what nobody tested is said to be untested.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.episodes == 0 {
            return "Answers of this kind were never tested on an episode of the past.".to_owned();
        }
        let [held, of] = self.held_out;
        format!(
            "Answers of this kind held in {} of {} episodes of the past ({held} of {of} held out).",
            self.held, self.episodes
        )
    }
}

/// The records of a score.
#[must_use]
pub fn records(report: &BankReport) -> Vec<Record> {
    let one = |class: &Class| {
        let mut record = Record { class: class.clone(), held: 0, episodes: 0, held_out: [0, 0] };
        for line in &report.episodes {
            let own = |row: &&Row| row.episode == line.id && row.class == class.id;
            let rows = report.rows.iter().filter(own).filter(|row| row.counted().is_some());
            let all = Of::count(rows.map(|row| !row.fails()));
            if all.n == 0 {
                continue;
            }
            let held = usize::from(all.hits == all.n);
            record.episodes += 1;
            record.held += held;
            if line.half == crate::bank::rules::Half::HeldOut {
                record.held_out = [record.held_out[0] + held, record.held_out[1] + 1];
            }
        }
        record
    };
    report.classes.iter().map(|sums| one(&sums.class)).collect()
}

/// What a card prints about the variables of a scenario that pulls these levers beside the baseline: by variable,
/// the kept record of its class. A variable that no class lists was never tested.
#[must_use]
pub fn of_levers(levers: &BTreeSet<&str>) -> Vec<(String, Kind)> {
    let Ok(rules) = Rules::bundled() else { return Vec::new() };
    let own = |class: &&Class| {
        !levers.is_empty() && levers.iter().all(|lever| class.levers.iter().any(|l| l == lever))
    };
    let rows = rules.class.iter().filter(own).filter_map(|class| Some((class, kept(&class.id)?)));
    rows.flat_map(|(class, record)| {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let kind = Kind {
            names: [&class.name, &class.ko, &class.zh].map(|name| in_a_sentence(name)),
            held: count(record.held),
            episodes: count(record.episodes),
            held_out: record.held_out.map(count),
        };
        class.variables.iter().map(move |variable| (variable.clone(), kind.clone()))
    })
    .collect()
}

/// A heading as it stands within a sentence.
fn in_a_sentence(heading: &str) -> String {
    let mut letters = heading.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The kept record of a class; none for a class that the rules do not name.
#[must_use]
pub fn kept(class: &str) -> Option<Record> {
    let kept: Vec<Record> = serde_json::from_str(KEPT).ok()?;
    kept.into_iter().find(|record| record.class.id == class)
}
