//! The record of a class of answers: "answers of this kind held in n of m episodes".
//!
//! In: the rows of a score; or the record that was kept with the sources. Out: [`Record`]s by class. An
//! episode held when the 90 % band holds every counted value of the class, and every null is seen as null.

use crate::bank::rules::Class;
use crate::bank::score::{BankReport, Of, Row};
use serde::{Deserialize, Serialize};

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

/// The kept record of a class; none for a class that the rules do not name.
#[must_use]
pub fn kept(class: &str) -> Option<Record> {
    let kept: Vec<Record> = serde_json::from_str(KEPT).ok()?;
    kept.into_iter().find(|record| record.class.id == class)
}
