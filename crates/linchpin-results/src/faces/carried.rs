//! Which cells of the engine's own table carry a change: the last step from a number to its source.

use crate::contract::carried::CarriedRow;
use crate::contract::figures::{percent, plural, signed_number};
use crate::contract::reason::{Node, Reason};
use crate::faces::named::input_node;
use crate::store::error::StoreError;
use crate::store::load::StoredRun;

/// Puts the cells behind the change of `cell` before what its number rests on.
///
/// # Errors
/// As [`StoredRun::table`].
pub(crate) fn add(run: &StoredRun, cell: &str, tree: &mut Node) -> Result<(), StoreError> {
    let rows = run.carried()?;
    let rows: Vec<&CarriedRow> = rows.iter().filter(|row| row.cell == cell).collect();
    let Some(first) = rows.first() else { return Ok(()) };
    let total: f64 = rows.iter().map(|row| row.points).sum();
    let text = format!(
        "which cells of the table carry it: {} points at the middle of every range; {}",
        signed_number(total),
        first.how
    );
    let node = Node::new(Reason::Note, text, rows.into_iter().map(of).collect());
    let rests = |node: &Node| node.because.iter().any(|child| child.kind == Reason::Input);
    let place = tree.because.iter().position(rests).unwrap_or(tree.because.len());
    tree.because.insert(place, node);
    Ok(())
}

fn of(row: &CarriedRow) -> Node {
    let points = format!("{} points", signed_number(row.points));
    let Some(input) = &row.input else {
        let text = format!(
            "{points}: {} and what no cell carries",
            plural(row.count as usize, "other cell")
        );
        return Node::new(Reason::Note, text, Vec::new());
    };
    let Node { kind, text, because, quote } = input_node(input);
    let put = if row.put.is_empty() { String::new() } else { format!("; {}", row.put) };
    let change = row.change.map(|change| format!("; it changes by {}", percent(change)));
    let text = format!("{points}: {text}{put}{}", change.unwrap_or_default());
    Node { kind, text, because, quote }
}
