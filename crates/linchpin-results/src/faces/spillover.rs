//! Why an industry loses: the shortage that reached it, the shocks behind it, what the numbers rest on.

use crate::contract::figures::{Told, stated};
use crate::contract::reason::{Node, Reason};
use crate::contract::record::Record;
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
        "{} in `{}`: output lost {} {}, value added lost {}, {} of usual output, by {}",
        row.name,
        row.scenario,
        told.spread(&row.output),
        spillover.unit,
        told.spread(&row.value_added),
        told.share_spread(&row.share),
        record.report.run.until
    );
    Node::new(Reason::Number, text, because)
}
