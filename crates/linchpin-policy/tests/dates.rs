//! Every date of every bundled act: the answer to a question that the act touches differs between the day
//! before and the day itself, or the act says why not (`quiet`), and then it really does not.
//!
//! Questions are made from the scopes of the rules themselves, together with the scopes of the rules that they
//! lift, bar, reach for or make lists for. `LINCHPIN_DATES=1 … -- --nocapture` prints one line for each date.

mod probes;

use linchpin_policy::Rulebook;
use probes::{Date, Probes, dates_of, differs};
use std::path::Path;

#[test]
fn every_date_of_every_act_bites_or_says_why_not() {
    let rulebook = Rulebook::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy"));
    let rulebook = rulebook.expect("the acts of the repository are sound");
    let probes = Probes::new(&rulebook);
    let shown = std::env::var_os("LINCHPIN_DATES").is_some();
    let (mut checked, mut bitten, mut told) = (0, 0, Vec::new());
    for act in rulebook.acts().values() {
        for op in &act.ops {
            let dates: Vec<Date> = dates_of(op);
            let found: Vec<_> = dates
                .iter()
                .map(|date| (*date, differs(&rulebook, &probes, act, op, *date)))
                .collect();
            checked += found.len();
            let some = found.iter().any(|(_, query)| query.is_some());
            for (date, query) in &found {
                bitten += usize::from(query.is_some());
                if shown {
                    let what =
                        query.as_ref().map_or_else(|| "quiet".to_owned(), ToString::to_string);
                    println!("{} {} {} {date:?}: {what}", act.id, op.verb, op.rule);
                }
                if query.is_none() && op.quiet.is_none() {
                    told.push(format!(
                        "{} {} {} on {date:?}: no answer differs, and the act does not say why",
                        act.id, op.verb, op.rule
                    ));
                }
            }
            if op.quiet.is_some()
                && some
                && dates.len() == found.iter().filter(|f| f.1.is_some()).count()
            {
                told.push(format!(
                    "{} {} {}: says that no answer differs, but one does",
                    act.id, op.verb, op.rule
                ));
            }
        }
    }
    println!(
        "{checked} dates of {} acts: {bitten} bite, {} say why not",
        rulebook.acts().len(),
        checked - bitten
    );
    assert!(told.is_empty(), "{} of {checked}:\n{}", told.len(), told.join("\n"));
    assert!(checked >= 260 && bitten * 10 >= checked * 8, "{bitten} of {checked}");
}
