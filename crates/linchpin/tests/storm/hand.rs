//! By hand: each rule of the driver in its smallest case, at moments that a person can reckon. A storm sees
//! that nothing is lost, doubled or different in the end; it does not see a driver that is merely slow, asks twice,
//! or counts wrongly.

use super::{Memory, lie, plan, rows};
use linchpin::driver::{BLAMED, Driver, DriverError, Made, Order, Rules, Said};
use linchpin_results::{Sweep, SweepError, SweepRow};
use std::ops::Range;
use std::time::Duration;

/// A driver of runs in chunks of four, its disk and its clock.
struct Hand {
    shelf: Memory,
    sweep: Sweep,
    driver: Driver,
    now: Duration,
}

impl Hand {
    fn new(members: u32) -> Self {
        Self::on(members, (1, 1), &Memory::default(), Rules::default())
    }

    fn on(members: u32, share: (u32, u32), shelf: &Memory, rules: Rules) -> Self {
        let sweep = Sweep::on(&plan(members, 4), shelf.clone()).expect("a plan");
        let driver = Driver::new(sweep.clone(), share, Some("probe".to_owned()), rules);
        Self { shelf: shelf.clone(), sweep, driver, now: Duration::ZERO }
    }

    /// A sweep of one chunk that three workers did not come back from.
    fn lost_thrice() -> Self {
        let mut hand = Self::new(4);
        for _ in 0..3 {
            assert_eq!(hand.order(), Order::Send(0..4));
            hand.lost(0..4);
        }
        assert_eq!(hand.order(), Order::Aside(0..4));
        hand
    }

    fn at(&mut self, milliseconds: u64) -> &mut Self {
        self.now = Duration::from_millis(milliseconds);
        self
    }

    /// What it orders with room for one task.
    fn order(&mut self) -> Order {
        self.driver.order(self.now, 1, 1).expect("an order")
    }

    fn waits(&mut self) -> bool {
        matches!(self.order(), Order::Wait(_))
    }

    fn hear(&mut self, said: &Said<'_>) -> Result<(), DriverError> {
        self.driver.hear(said, self.now)
    }

    fn told(&mut self, span: Range<u32>, probe: &str, bytes: &[u8]) -> Result<(), DriverError> {
        self.hear(&Said::Rows { span, worker: "w", probe: Some(probe), bytes })
    }

    fn made(&mut self, span: Range<u32>, own: &[SweepRow]) -> Result<(), DriverError> {
        let bytes = self.sweep.seal(&span, own);
        self.told(span, "probe", &bytes)
    }

    fn honest(&mut self, span: Range<u32>) {
        self.made(span.clone(), &rows(span)).expect("nothing is wrong with it");
    }

    fn lost(&mut self, span: Range<u32>) {
        self.hear(&Said::Lost { span }).expect("heard");
    }

    fn aside(&mut self, span: Range<u32>, made: Result<(), &str>) {
        let bytes = self.sweep.seal(&span, &rows(span.clone()));
        let made = made.map(|()| &bytes[..]);
        self.hear(&Said::Aside { span, made }).expect("heard");
    }

    /// The rows of the first chunk as they lie.
    fn lies(&self) -> Vec<SweepRow> {
        self.sweep.rows(0).expect("read").expect("whole")
    }
}

fn differs(told: &Result<(), DriverError>) -> bool {
    matches!(told, Err(DriverError::Sweep(SweepError::Different { .. })))
}

#[test]
fn what_is_lost_refused_or_damaged_is_handed_out_again_at_once() {
    let mut hand = Hand::new(12);
    assert_eq!(hand.order(), Order::Send(0..4));
    hand.lost(0..4);
    assert_eq!(hand.order(), Order::Send(0..4));
    hand.told(0..4, "another", b"").expect("one refusal is no end");
    assert_eq!(hand.order(), Order::Send(0..4));
    hand.told(0..4, "probe", b"torn").expect("damage is no end");
    assert_eq!(hand.order(), Order::Send(0..4));
    let tally = hand.driver.tally();
    assert_eq!((tally.refused, tally.damaged, tally.again), (1, 1, 2));
}

/// Two have the runs: one loss leaves the other's answer to come.
#[test]
fn one_loss_of_two_copies_is_no_loss() {
    let mut hand = Hand::new(8);
    assert_eq!(hand.order(), Order::Send(0..4));
    assert_eq!(hand.at(10_000).order(), Order::Send(0..4));
    hand.lost(0..4);
    assert_eq!(hand.order(), Order::Send(4..8));
    hand.lost(0..4);
    assert_eq!(hand.order(), Order::Send(0..4));
}

/// Ten seconds, then twenty, forty and eighty more: 10, 30, 70, and at 150 it is computed aside.
#[test]
fn what_is_late_is_asked_for_later_each_time() {
    let mut hand = Hand::new(4);
    assert_eq!(hand.order(), Order::Send(0..4));
    for late in [10_000, 30_000, 70_000] {
        assert!(hand.at(late - 1).waits(), "{late}");
        assert_eq!(hand.at(late).order(), Order::Send(0..4), "{late}");
    }
    assert!(hand.at(149_999).waits());
    assert_eq!(hand.at(150_000).order(), Order::Aside(0..4));
}

/// A chunk took five seconds: ten times that is late. What nobody has goes out before what is late.
#[test]
fn late_is_reckoned_in_the_time_of_a_chunk() {
    let mut hand = Hand::new(12);
    assert_eq!(hand.order(), Order::Send(0..4));
    hand.at(5_000).honest(0..4);
    assert_eq!(hand.order(), Order::Send(4..8));
    assert_eq!(hand.at(54_999).order(), Order::Send(8..12));
    hand.at(55_000).lost(8..12);
    assert_eq!(hand.order(), Order::Send(8..12));
    assert_eq!(hand.order(), Order::Send(4..8));
}

#[test]
fn a_shard_makes_its_chunks_and_no_other() {
    let mut hand = Hand::on(26, (2, 3), &Memory::default(), Rules::default());
    assert_eq!(hand.driver.progress(), (0, 8), "the chunks 4..8 and 16..20");
    for span in [4..8, 16..20] {
        assert_eq!(hand.order(), Order::Send(span.clone()));
        hand.honest(span);
    }
    assert_eq!(hand.order(), Order::Whole);
    assert_eq!((hand.driver.progress(), hand.shelf.files().len()), ((8, 8), 2));
}

#[test]
fn what_lies_there_is_counted_and_so_is_what_is_made() {
    let mut hand = Hand::new(10);
    hand.sweep.publish(0, &rows(0..4)).expect("new");
    assert_eq!(hand.order(), Order::Send(4..8));
    assert_eq!(hand.driver.progress(), (4, 10));
    hand.honest(4..8);
    assert_eq!(hand.driver.progress(), (8, 10));
    assert_eq!(hand.order(), Order::Send(8..10));
    hand.honest(8..10);
    assert_eq!((hand.order(), hand.driver.progress()), (Order::Whole, (10, 10)));
    let tally = hand.driver.tally();
    assert_eq!((tally.kept, tally.made, tally.runs, tally.again), (1, 2, 6, 0));
}

/// Where a run may end this process: three drivers that began with a chunk and left no word put it aside; those
/// that left in good order do not; and what lies whole is not held against anybody.
#[test]
fn what_three_drivers_died_of_is_computed_aside() {
    for orderly in [false, true] {
        let shelf = Memory::default();
        let noted = || Rules { noted: true, ..Rules::default() };
        for _ in 0..3 {
            let mut hand = Hand::on(4, (1, 1), &shelf, noted());
            assert_eq!(hand.order(), Order::Send(0..4));
            if orderly {
                hand.driver.leave().expect("memory takes it");
            }
        }
        let mut hand = Hand::on(4, (1, 1), &shelf, noted());
        let wanted = if orderly { Order::Send(0..4) } else { Order::Aside(0..4) };
        assert_eq!(hand.order(), wanted);
        hand.honest(0..4);
        // A driver that was killed between the chunk and its note.
        hand.sweep.begin(0).expect("memory takes it");
        let mut last = Hand::on(4, (1, 1), &shelf, noted());
        assert_eq!(last.order(), Order::Whole);
        assert_eq!(shelf.files().len(), 1, "only the chunk: {shelf:?}");
    }
}

#[test]
fn the_run_that_ends_its_process_is_named_and_no_other() {
    let mut hand = Hand::lost_thrice();
    // What workers say of it no longer counts, and it is not begun twice.
    hand.lost(0..4);
    assert!(hand.waits());
    for (span, poisoned) in [(0..4, true), (0..2, false), (2..4, true), (2..3, true), (3..4, false)]
    {
        if span != (0..4) {
            assert_eq!(hand.order(), Order::Aside(span.clone()));
        }
        hand.aside(span, if poisoned { Err("signal 6") } else { Ok(()) });
    }
    assert_eq!(hand.order(), Order::Whole);
    assert_eq!(hand.driver.tally().blamed, [(2, "signal 6".to_owned())]);
    let mut wanted = rows(0..4);
    wanted[2] = SweepRow::Failed(format!("{BLAMED}signal 6"));
    assert_eq!(hand.lies(), wanted);
}

/// Five answers of a process that ended well may be damaged; the sixth is held against the runs.
#[test]
fn a_process_whose_answers_are_always_damaged_is_not_asked_for_ever() {
    let mut hand = Hand::lost_thrice();
    for _ in 0..5 {
        hand.hear(&Said::Aside { span: 0..4, made: Ok(b"torn") }).expect("heard");
        assert_eq!(hand.order(), Order::Aside(0..4));
    }
    hand.hear(&Said::Aside { span: 0..4, made: Ok(b"torn") }).expect("heard");
    assert_eq!(hand.order(), Order::Aside(0..2));
}

/// Half of a chunk is here, and run 2 is blamed already, when a worker that was given up sends all of it.
#[test]
fn a_worker_that_was_given_up_may_still_be_right() {
    let halved = || {
        let mut hand = Hand::lost_thrice();
        hand.aside(0..4, Err("signal 6"));
        assert_eq!(hand.order(), Order::Aside(0..2));
        hand.aside(0..2, Ok(()));
        assert_eq!(hand.order(), Order::Aside(2..4));
        hand.aside(2..4, Err("signal 6"));
        assert_eq!(hand.order(), Order::Aside(2..3));
        hand.aside(2..3, Err("signal 6"));
        hand
    };
    let mut hand = halved();
    hand.honest(0..4);
    assert_eq!(hand.order(), Order::Whole);
    assert_eq!(hand.lies(), rows(0..4));
    let tally = hand.driver.tally();
    assert!(tally.blamed.is_empty(), "who computed it clears it: {tally:?}");
    assert_eq!((tally.duplicates, tally.made), (1, 1));
    let mut hand = halved();
    assert!(differs(&hand.made(0..4, &lie(0..4))), "the half that is here is compared");
}

#[test]
fn late_answers_are_compared_run_by_run() {
    let mut hand = Hand::new(8);
    for span in [0..4, 4..8] {
        assert_eq!(hand.order(), Order::Send(span.clone()));
        hand.honest(span);
    }
    // Parts of a chunk, too; runs of two chunks are nobody's.
    hand.honest(6..8);
    hand.honest(2..6);
    assert_eq!(hand.driver.tally().duplicates, 1);
    assert!(differs(&hand.made(6..8, &lie(6..8))));
    // Run 3 fails by itself: who says that it does not, or why not so, lies.
    for other in [SweepRow::Done(vec![1.0, -3.0]), SweepRow::Failed("another reason".to_owned())] {
        let mut hand = Hand::new(4);
        assert_eq!(hand.order(), Order::Send(0..4));
        hand.honest(0..4);
        let mut own = rows(0..4);
        own[3] = other;
        assert!(differs(&hand.made(0..4, &own)));
    }
}

/// By hand: eight runs in chunks of four, made by this process. The first chunk is put away while the second is made;
/// a lie told of the second is heard after the work beside it is done. What took half as long as patience lasts does
/// not wait: it would seem late.
#[test]
fn what_was_made_is_put_away_beside_what_is_being_made() {
    let shelf = Memory::default();
    let mut hand = Hand::on(8, (1, 1), &shelf, Rules::default());
    let took = |seconds: u64| Duration::from_secs(seconds);
    let made = |span: Range<u32>, took| Made { rows: rows(span.clone()), span, took };
    assert_eq!(hand.order(), Order::Send(0..4));
    assert_eq!(hand.order(), Order::Send(4..8));
    let lies = |shelf: &Memory| shelf.files().contains_key("0000000000-0000000004.chunk");
    assert!(!lies(&shelf));
    let now = Duration::ZERO;
    let (worked, kept) = hand.driver.keep_beside(Some(made(0..4, took(1))), now, || 7);
    kept.expect("new");
    assert_eq!((worked, lies(&shelf), hand.driver.progress()), (7, true, (4, 8)));
    let mut other = made(0..4, took(1));
    other.rows = lie(0..4);
    let (worked, kept) = hand.driver.keep_beside(Some(other), now, || 8);
    assert!(worked == 8 && differs(&kept), "{kept:?}");
    let (worked, kept) = hand.driver.keep_beside(None, now, || 9);
    assert!(worked == 9 && kept.is_ok());
    assert!(hand.driver.can_wait(&made(4..8, took(4))));
    assert!(!hand.driver.can_wait(&made(4..8, took(5))));
}
