//! The driver of sweeps in a hundred thousand storms: workers that die, answer twice, late, damaged, wrongly or
//! never; a driver that is killed; a disk that is full or rots; runs that end their process. Time, wire and disk
//! are simulated and follow a seed; the driver and the store above the disk are those in use.
//!
//! `LINCHPIN_STORMS=100000 cargo test --release --workspace --test driver` runs all of them.

mod storm;

use linchpin_results::SweepError;
use storm::{End, Memory, Storm, plan};

fn storms() -> u64 {
    std::env::var("LINCHPIN_STORMS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

/// Whatever happens, a sweep ends whole with the digest of a quiet one, or says why it stops; and different bytes
/// for one chunk always stop it.
#[test]
fn no_storm_loses_doubles_or_changes_a_run() {
    let (mut whole, mut different, mut unfit, mut blamed) = (0, 0, 0, 0);
    let mut sum = storm::Weather::default();
    for seed in 0..storms() {
        let mut storm = Storm::new(seed);
        let end = storm.blow().unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}\n{storm:?}"));
        match end {
            End::Whole => whole += 1,
            End::Different => different += 1,
            End::Unfit => unfit += 1,
        }
        blamed += u64::from(storm.poisoned());
        sum.add(&storm.weather);
    }
    println!("{whole} whole, {different} stopped by different bytes, {unfit} without a fit worker");
    println!("{blamed} with a run that ends its process; {sum:?}");
    assert!(whole > different && different > 0 && unfit > 0 && blamed > 0);
    // Every kind of weather was met.
    assert!(sum.all(), "{sum:?}");
}

/// The same seed blows the same storm.
#[test]
fn a_storm_can_be_told_again() {
    let tell = |seed| {
        let mut storm = Storm::new(seed);
        let end = storm.blow();
        format!("{end:?} {storm:?}")
    };
    for seed in 0..50 {
        assert_eq!(tell(seed), tell(seed));
    }
}

/// The judge itself is tried: a store that forgets what it holds makes the driver take every second answer for
/// the first, and the storms must find that.
#[test]
fn a_store_that_forgets_is_found_out() {
    let lying = || (0..1_000).map(Storm::new).filter(Storm::lying);
    let found = lying().filter_map(|mut storm| {
        storm.shelf.forgets();
        storm.blow().err()
    });
    let nothing = "two accounts of one chunk were heard, and nothing stopped";
    let found = found.filter(|wrong| wrong == nothing).count();
    assert!(found > 50, "found {found} of {}", lying().count());
}

/// By hand: ten runs in chunks of four; the second chunk comes twice, the second time with one bit changed.
#[test]
fn the_smallest_lie_stops_the_sweep_and_both_accounts_are_kept() {
    let shelf = Memory::default();
    let sweep = linchpin_results::Sweep::on(&plan(10, 4), shelf.clone()).expect("a plan");
    let mut driver = linchpin::driver::Driver::new(
        sweep.clone(),
        (1, 1),
        None,
        linchpin::driver::Rules::default(),
    );
    let now = std::time::Duration::ZERO;
    let order = driver.order(now, 2, 1).expect("an order");
    assert_eq!(order, linchpin::driver::Order::Send(0..4));
    assert_eq!(driver.order(now, 1, 1).expect("one"), linchpin::driver::Order::Send(4..8));
    let honest = sweep.seal(&(4..8), &storm::rows(4..8));
    let lie = sweep.seal(&(4..8), &storm::lie(4..8));
    let mut hear = |bytes: &[u8]| {
        let said = linchpin::driver::Said::Rows { span: 4..8, worker: "w", probe: None, bytes };
        driver.hear(&said, now)
    };
    hear(&honest).expect("new");
    hear(&honest).expect("the same again");
    let stopped = hear(&lie).expect_err("it differs");
    let linchpin::driver::DriverError::Sweep(SweepError::Different { from, until, .. }) = stopped
    else {
        panic!("{stopped}")
    };
    assert_eq!((from, until), (4, 7));
    let files = shelf.files();
    assert_eq!(files["0000000004-0000000008.chunk"], honest);
    assert_eq!(files["0000000004-0000000008.chunk.other"], lie);
}
