//! A question through time. In: the days on which its answer may change, and how it is read on a day. Out: the days
//! on which it does. Invariant: each day is read once, however often it is asked about.

use crate::words::{Order, ReviewPolicy, Verdict};
use linchpin_units::{Day, Days};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What makes one answer another: the verdict, what each order says, and what speaks for it.
pub(crate) type Essence = (Verdict, Vec<(Order, Verdict, Option<ReviewPolicy>)>, Vec<u64>);

/// What a question comes to, day by day.
pub(crate) struct Course<R> {
    days: BTreeSet<Day>,
    read: R,
    seen: RefCell<BTreeMap<Day, Essence>>,
}

impl<R: Fn(Day) -> Essence> Course<R> {
    /// A question that may change on `days`.
    pub(crate) fn new(days: BTreeSet<Day>, read: R) -> Self {
        Self { days, read, seen: RefCell::default() }
    }

    fn at(&self, day: Day) -> Essence {
        self.seen.borrow_mut().entry(day).or_insert_with(|| (self.read)(day)).clone()
    }

    fn after(&self, day: Day) -> impl Iterator<Item = Day> + '_ {
        self.days.iter().copied().filter(move |other| *other > day)
    }

    /// The days of `span` on which the answer differs from the day before.
    pub(crate) fn changes(&self, span: Days) -> Vec<Day> {
        let mut last = self.at(span.from);
        let mut days = Vec::new();
        for day in self.after(span.from).filter(|day| span.holds(*day)) {
            let now = self.at(day);
            if now != last {
                days.push(day);
                last = now;
            }
        }
        days
    }

    /// The first day after `day` with another answer, and its verdict.
    pub(crate) fn next_change(&self, day: Day) -> Option<(Day, Verdict)> {
        let now = self.at(day);
        let mut later = self.after(day).map(|day| (day, self.at(day)));
        later.find(|(_, then)| *then != now).map(|(day, then)| (day, then.0))
    }

    /// The last day up to and with `day` on which the answer differs from the day before.
    pub(crate) fn last_change(&self, day: Day) -> Option<Day> {
        let now = self.at(day);
        let mut earlier = self.days.iter().copied().rev().filter(|other| *other <= day);
        earlier.find(|day| self.at(day.plus(-1)) != now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// By hand: free until February, a licence from March on; each day is read once.
    #[test]
    fn each_day_is_read_once() {
        let days = ["2026-02-01", "2026-03-01", "2026-04-01"].map(day);
        let reads = Cell::new(0);
        let read = |on: Day| {
            reads.set(reads.get() + 1);
            let verdict = if on < day("2026-03-01") {
                Verdict::NoRuleFound
            } else {
                Verdict::LicenceRequired
            };
            (verdict, Vec::new(), Vec::new())
        };
        let course = Course::new(BTreeSet::from(days), read);
        let span = Days { from: day("2026-01-01"), until: None };
        assert_eq!(course.changes(span), [days[1]]);
        assert_eq!(course.next_change(span.from), Some((days[1], Verdict::LicenceRequired)));
        assert_eq!(course.next_change(days[1]), None);
        assert_eq!(reads.get(), 4, "the first day and three others");
        assert_eq!(course.last_change(day("2026-05-01")), Some(days[1]));
    }
}
