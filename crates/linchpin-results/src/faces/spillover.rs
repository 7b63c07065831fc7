//! Why an industry loses: the shortage that reached it, the shocks behind it, what the numbers rest on.

use crate::contract::figures::{Told, stated};
use crate::contract::language::Language;
use crate::contract::phrase::told as words_of;
use crate::contract::reason::{Node, Reason};
use crate::contract::record::Record;
use crate::contract::said::billions;
use crate::contract::spillover::{Spillover, SpilloverRow};
use crate::contract::why::Why;
use crate::faces::named::scenario;

/// Why a row is what it is; `shocks` are those of its scenario, with their reasons.
pub(crate) fn explain(
    (record, tongue): (&Record, Language),
    row: &SpilloverRow,
    spillover: &Spillover,
    shocks: Vec<Node>,
) -> Node {
    let told = Told::of(spillover.members);
    let note = (Reason::Note, tongue);
    let short = spillover.shortages.iter().filter(|shortage| {
        let here = row.region.as_ref().is_none_or(|region| *region == shortage.region);
        shortage.scenario == row.scenario && here
    });
    let mut because: Vec<Node> = short
        .map(|shortage| {
            let share = told.share_spread(&shortage.share).to_string();
            Why::Shortage.node(note, &[&shortage.region, &share], Vec::new())
        })
        .collect();
    if row.region.is_none() && row.industry.is_none() {
        let mine = spillover.received.iter().filter(|one| one.scenario == row.scenario);
        because.extend(mine.map(|one| {
            let amount = format!("{} bn USD", told.spread(&billions(&one.amount)));
            Why::Received.node(note, &[&one.name, &amount], Vec::new())
        }));
    }
    let kind = if shocks.is_empty() { Reason::Note } else { Reason::Cause };
    because.push(Why::HeldBack.node((kind, tongue), &[&row.cause], shocks));
    because.extend(spillover.parameters.iter().map(|parameter| {
        let used = stated(parameter.value, parameter.low, parameter.high, &parameter.unit);
        let places = [&parameter.name, &used, &parameter.source, &parameter.why];
        let assumption = (Reason::Assumption, tongue);
        Why::Parameter.node(assumption, &places.map(String::as_str), Vec::new())
    }));
    let table = [&spillover.table, &spillover.year.to_string(), &spillover.attribution];
    let account = (Reason::Account, tongue);
    because.push(Why::Table.node(account, &table.map(String::as_str), Vec::new()));
    let notes = spillover.notes.iter();
    because.extend(notes.map(|n| Node::new(Reason::Note, words_of(n, tongue), Vec::new())));
    let bn = |spread| format!("{} bn USD", told.spread(&billions(spread)));
    let places = [
        row.name.as_str(),
        &scenario(record, &row.scenario, tongue),
        &bn(&row.output),
        &told.share_spread(&row.share).to_string(),
        &bn(&row.value_added),
        &bn(&row.bill),
        &record.report.run.until,
    ];
    Why::Spilled.node((Reason::Number, tongue), &places, because)
}
