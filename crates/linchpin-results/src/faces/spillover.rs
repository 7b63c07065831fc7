//! Why an industry loses: the shortage that reached it, the shocks behind it, what the numbers rest on.

use crate::contract::figures::{Told, stated};
use crate::contract::reason::{Node, Reason};
use crate::contract::record::Record;
use crate::contract::said::billions;
use crate::contract::spillover::{Spillover, SpilloverRow};

/// Why a row is what it is; `shocks` are those of its scenario, with their reasons.
pub(crate) fn explain(
    record: &Record,
    row: &SpilloverRow,
    spillover: &Spillover,
    shocks: Vec<Node>,
) -> Node {
    let told = Told::of(spillover.members);
    let short = spillover.shortages.iter().filter(|shortage| {
        let here = row.region.as_ref().is_none_or(|region| *region == shortage.region);
        shortage.scenario == row.scenario && here
    });
    let mut because: Vec<Node> = short
        .map(|shortage| {
            let text = format!(
                "memory that did not reach {}: {} of the baseline\u{2019}s worth",
                shortage.region,
                told.share_spread(&shortage.share)
            );
            Node::new(Reason::Note, text, Vec::new())
        })
        .collect();
    let held = format!("held back by {}", row.cause);
    if row.region.is_none() && row.industry.is_none() {
        let mine = spillover.received.iter().filter(|one| one.scenario == row.scenario);
        because.extend(mine.map(|one| {
            let text = format!(
                "of the higher bill, makers of memory of {} receive {} bn USD",
                one.name,
                told.spread(&billions(&one.amount))
            );
            Node::new(Reason::Note, text, Vec::new())
        }));
    }
    let kind = if shocks.is_empty() { Reason::Note } else { Reason::Cause };
    because.push(Node::new(kind, held, shocks));
    because.extend(spillover.parameters.iter().map(|parameter| {
        let text = format!(
            "{}: {}; {}; {}",
            parameter.name,
            stated(parameter.value, parameter.low, parameter.high, &parameter.unit),
            parameter.source,
            parameter.why
        );
        Node::new(Reason::Assumption, text, Vec::new())
    }));
    let table =
        format!("{}, flows of {}: {}", spillover.table, spillover.year, spillover.attribution);
    because.push(Node::new(Reason::Account, table, Vec::new()));
    because.extend(spillover.notes.iter().map(|n| Node::new(Reason::Note, n.clone(), Vec::new())));
    let text = format!(
        "{} in `{}`: those who use memory lose output of {} bn USD ({} of usual output) and value added of {} bn USD for want of memory, and pay {} bn USD more for what comes, by {}",
        row.name,
        row.scenario,
        told.spread(&billions(&row.output)),
        told.share_spread(&row.share),
        told.spread(&billions(&row.value_added)),
        told.spread(&billions(&row.bill)),
        record.report.run.until
    );
    Node::new(Reason::Number, text, because)
}
