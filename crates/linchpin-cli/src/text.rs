//! Plain text as wide as the terminal: wrapped paragraphs, tables, trees, JSON as an outline.

use crate::terminal::{bold, width as columns};
use linchpin_results::explain::Node;
use serde_json::Value;
use std::cmp::Ordering;

/// A paragraph after a label, its later lines indented under the first.
pub(crate) fn labelled(label: &str, text: &str) -> String {
    const INDENT: usize = 8;
    let long = wide(label);
    // A label that is wider than its column ends in a colon, and its text begins further right.
    let (mark, gap) = match long.cmp(&INDENT) {
        Ordering::Less => ("", INDENT - long),
        Ordering::Equal => ("", 1),
        Ordering::Greater => (":", 1),
    };
    let further = (long + mark.len() + gap) - INDENT;
    let mut lines = wrap_after(further, text, columns() - INDENT).into_iter();
    let first = format!("{}{mark}{:gap$}{}", bold(label), "", lines.next().unwrap_or_default());
    let mut out = format!("{}\n", first.trim_end());
    for line in lines {
        out.push_str(&format!("{:INDENT$}{line}\n", ""));
    }
    out
}

/// A word in pieces that fit, broken behind a dash; a name without one stays whole.
fn parts(word: &str, width: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while wide(rest) > width {
        let fits = rest.char_indices().nth(width).map_or(rest.len(), |(at, _)| at);
        match rest[..fits].rfind('-').filter(|at| *at > 0) {
            Some(at) => {
                pieces.push(&rest[..=at]);
                rest = &rest[at + 1..];
            }
            None => break,
        }
    }
    pieces.push(rest);
    pieces
}

/// Every line on the terminal's columns: what is longer goes on below, two columns further in.
pub(crate) fn filled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if console::measure_text_width(line) <= columns() {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let mut at = 0;
        for (n, word) in line.split_whitespace().enumerate() {
            let wide = console::measure_text_width(word);
            if n > 0 && at + 1 + wide > columns() {
                out.push_str(&format!("\n{:width$}", "", width = indent + 2));
                at = indent + 2;
            } else if n > 0 {
                out.push(' ');
                at += 1;
            } else {
                out.push_str(&line[..indent]);
                at = indent;
            }
            out.push_str(word);
            at += wide;
        }
        out.push('\n');
    }
    out
}

/// Lines of at most `width` characters, broken at spaces; a longer word stands alone.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_after(0, text, width)
}

/// The same where `used` characters of the first line are taken.
fn wrap_after(used: usize, text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace().flat_map(|word| parts(word, width)) {
        let taken = if lines.is_empty() { used } else { 0 };
        let longer = taken + wide(&line) + 1 + wide(word);
        if !line.is_empty() && longer > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A table: columns as wide as they need, the widest giving way when the terminal is too narrow. What stands in the
/// first column goes on below, since two names cut short may be one word; a column with ranges is never cut.
pub(crate) fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    const GAP: usize = 2;
    /// Long columns give way first, down to this; then names are broken, down to that.
    const WHOLE: usize = 24;
    const LEAST: usize = 14;
    const SHORT: usize = 10;
    let mut widths: Vec<usize> = heads.iter().map(|head| wide(head)).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(wide(cell));
        }
    }
    let ranges = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|c| c.contains(" [")));
    // A day, a count or a short word says nothing when it is cut.
    let short = |at: usize| at > 0 && widths[at] <= SHORT;
    let fixed: Vec<bool> = (0..widths.len()).map(|at| ranges(at) || short(at)).collect();
    while widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1) > columns() {
        let free = |at: &usize| !fixed[*at];
        let widest = |of: &[usize]| {
            let free = (0..of.len()).filter(free).filter(|at| of[*at] > 4);
            free.max_by_key(|at| (of[*at], std::cmp::Reverse(*at)))
        };
        let mut others = widths.clone();
        if widths.len() > 1 {
            others[0] = 0;
        }
        let wide = widest(&others).filter(|at| widths[*at] > WHOLE);
        let name = || Some(0).filter(|at| !fixed[*at] && widths[*at] > LEAST);
        match wide.or_else(name).or_else(|| widest(&widths)) {
            Some(at) => widths[at] -= 1,
            None => break,
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<&str> = cells.collect();
        let names =
            wrap(cells.first().copied().unwrap_or_default(), widths.first().copied().unwrap_or(0));
        let mut out = String::new();
        for at in 0..names.len().max(1) {
            let mut line = String::new();
            for (column, width) in widths.iter().enumerate() {
                let cell = match (column, at) {
                    (0, _) => names.get(at).map_or("", String::as_str),
                    (_, 0) => cells.get(column).copied().unwrap_or_default(),
                    _ => "",
                };
                let cell = cut(cell, *width);
                let pad = width.saturating_sub(wide(&cell)) + GAP;
                line.push_str(&format!("{cell}{:pad$}", ""));
            }
            out.push_str(&format!("{}\n", line.trim_end()));
        }
        out
    };
    let mut out: String =
        line(&mut heads.iter().copied()).lines().map(|head| bold(head) + "\n").collect();
    for row in rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    out
}

/// A text cut to a width, with a mark where it was cut.
fn cut(text: &str, width: usize) -> String {
    console::truncate_str(text, width, "…").into_owned()
}

/// Columns that a text takes: a Chinese or Korean letter takes two.
fn wide(text: &str) -> usize {
    console::measure_text_width(text)
}

/// A tree with its branches drawn.
pub(crate) fn tree(node: &Node) -> String {
    let mut out = String::new();
    branch(node, "", "", &mut out);
    out
}

fn branch(node: &Node, first: &str, rest: &str, out: &mut String) {
    let width = columns().saturating_sub(rest.chars().count() + 3).max(20);
    let bar = if node.because.is_empty() { "   " } else { "│  " };
    for (at, line) in wrap(&node.text, width).into_iter().enumerate() {
        let lead = if at == 0 { first.to_owned() } else { format!("{rest}{bar}") };
        out.push_str(&format!("{lead}{line}\n"));
    }
    for (at, child) in node.because.iter().enumerate() {
        let last = at + 1 == node.because.len();
        let (tee, bar) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        branch(child, &format!("{rest}{tee}"), &format!("{rest}{bar}"), out);
    }
}

/// A JSON value as an indented outline: what `world show` prints.
pub(crate) fn outline(value: &Value) -> String {
    let mut out = String::new();
    walk(value, 0, &mut out);
    out
}

fn walk(value: &Value, depth: usize, out: &mut String) {
    let pad = 2 * depth;
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(_, field)| !blank(field)) {
                match plain(field) {
                    Some(text) => {
                        let lines = wrap(
                            &text,
                            columns().saturating_sub(pad).saturating_sub(name.len() + 2).max(20),
                        );
                        let lead = pad + name.chars().count() + 2;
                        for (at, line) in lines.iter().enumerate() {
                            match at {
                                0 => out.push_str(&format!("{:pad$}{name}: {line}\n", "")),
                                _ => out.push_str(&format!("{:lead$}{line}\n", "")),
                            }
                        }
                    }
                    None => {
                        out.push_str(&format!("{:pad$}{name}\n", ""));
                        walk(field, depth + 1, out);
                    }
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                match plain(item) {
                    Some(text) => out.push_str(&format!("{:pad$}{text}\n", "")),
                    None => {
                        for (at, line) in outline(item).lines().enumerate() {
                            let lead = if at == 0 { "- " } else { "  " };
                            out.push_str(&format!("{:pad$}{lead}{line}\n", ""));
                        }
                    }
                }
            }
        }
        other => out.push_str(&format!("{:pad$}{}\n", "", plain(other).unwrap_or_default())),
    }
}

fn blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// A value that fits on a line: scalars, and lists of scalars.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let texts: Option<Vec<String>> = items
                .iter()
                .map(|item| if item.is_array() || item.is_object() { None } else { plain(item) })
                .collect();
            texts.map(|texts| texts.join(", "))
        }
        Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        let long = "wörter ".repeat(60);
        let rows = vec![vec![long.clone(), "2".to_owned()], vec!["a".to_owned(), long.clone()]];
        let texts = [
            labelled("ANSWER", &long),
            table(&["one", "other"], &rows),
            outline(&json!({"a": long})),
        ];
        for text in texts {
            assert!(text.lines().all(|line| line.chars().count() <= columns()), "{text}");
        }
    }

    #[test]
    fn an_outline_leaves_out_what_is_empty() {
        let value = json!({"name": "Xi'an", "note": "", "facts": [{"value": 1, "unit": "share"}]});
        assert_eq!(outline(&value), "name: Xi'an\nfacts\n  - value: 1\n    unit: share\n");
    }
}
