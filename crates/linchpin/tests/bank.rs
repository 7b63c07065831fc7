//! The episode bank: what the lint refuses, what the score counts, what the history says.

use linchpin::bank;

#[test]
fn the_bundled_bank_passes_the_lint() {
    let bank = bank::read(None).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(bank.episodes.len() >= 40, "{} episodes", bank.episodes.len());
}
