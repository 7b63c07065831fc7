//! Which cells of the engine's own table carry a change: the last step from a number to its source.

use crate::contract::carried::CarriedRow;
use crate::contract::figures::{percent, plural, signed_number};
use crate::contract::language::Language;
use crate::contract::reason::{Node, Reason};
use crate::contract::why::Why;
use crate::faces::named::input_node;
use crate::store::error::StoreError;
use crate::store::load::StoredRun;

/// Puts the cells behind the change of `cell` before what its number rests on.
///
/// # Errors
/// As [`StoredRun::table`].
pub(crate) fn add(
    (run, tongue): (&StoredRun, Language),
    cell: &str,
    tree: &mut Node,
) -> Result<(), StoreError> {
    let rows = run.carried()?;
    let rows: Vec<&CarriedRow> = rows.iter().filter(|row| row.cell == cell).collect();
    let Some(first) = rows.first() else { return Ok(()) };
    let total: f64 = rows.iter().map(|row| row.points).sum();
    let cells = rows.iter().map(|row| of(row, tongue)).collect();
    let places = [&signed_number(total), &first.how];
    let node = Why::Carried.node((Reason::Note, tongue), &places.map(String::as_str), cells);
    let rests = |node: &Node| node.because.iter().any(|child| child.kind == Reason::Input);
    let place = tree.because.iter().position(rests).unwrap_or(tree.because.len());
    tree.because.insert(place, node);
    Ok(())
}

fn of(row: &CarriedRow, tongue: Language) -> Node {
    let points = signed_number(row.points);
    let Some(input) = &row.input else {
        let others = plural(row.count as usize, "other cell");
        return Why::OtherCells.node((Reason::Note, tongue), &[&points, &others], Vec::new());
    };
    let Node { kind, text, because, quote } = input_node(input, tongue);
    let put = if row.put.is_empty() { String::new() } else { Why::Put.say(tongue, &[&row.put]) };
    let change = row.change.map(|change| Why::Changes.say(tongue, &[&percent(change)]));
    let text = Why::Cell.say(tongue, &[&points, &text, &put, &change.unwrap_or_default()]);
    Node { kind, text, because, quote }
}
