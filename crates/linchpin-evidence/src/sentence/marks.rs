//! What a full stop may stand in without ending a sentence: quotations, brackets, numbers of lists.

use super::*;
/// For each character, where the quotation or bracket around it ends.
pub(super) fn shelters(chars: &[(usize, char)]) -> Vec<usize> {
    let mut shelter = vec![0; chars.len()];
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut fill = |from: usize, to: usize| {
        if chars[to].0 - chars[from].0 <= MAX_QUOTE {
            for slot in &mut shelter[from..=to] {
                *slot = (*slot).max(to + 1);
            }
        }
    };
    for (i, (_, c)) in chars.iter().enumerate() {
        let closes = match c {
            '”' => Some('“'),
            ')' => Some('('),
            ']' => Some('['),
            '»' => Some('«'),
            '」' => Some('「'),
            '"' if open.iter().any(|(mark, _)| *mark == '"') => Some('"'),
            _ => None,
        };
        if let Some(mark) = closes {
            if let Some(at) = open.iter().rposition(|(open, _)| *open == mark) {
                fill(open[at].1, i);
                open.truncate(at);
            }
        } else if matches!(c, '“' | '(' | '[' | '«' | '「' | '"') {
            open.push((*c, i));
        }
    }
    shelter
}

/// Marks of list items that run on in one paragraph: `1. … 2. …`, `a) … b) …`, `• … • …`.
pub(super) fn list_marks(chars: &[(usize, char)]) -> Vec<(usize, usize)> {
    let get = |i: usize| chars.get(i).map(|(_, c)| *c);
    let mut found: Vec<(char, u32, usize, usize)> = Vec::new();
    for i in 0..chars.len() {
        let fresh = i == 0 || chars[i - 1].1.is_whitespace();
        if matches!(chars[i].1, '•' | '⁃' | '‣' | '◦' | '▪' | '●') {
            let mut body = i + 1;
            while get(body)
                .is_some_and(|c| c.is_whitespace() || c.is_ascii_digit() || matches!(c, '.' | ')'))
            {
                body += 1;
            }
            found.push(('•', 0, i, body));
            continue;
        }
        if !fresh {
            continue;
        }
        let mut j = i;
        while get(j).is_some_and(|c| c.is_ascii_digit()) && j - i < 3 {
            j += 1;
        }
        let (value, style) = if j > i {
            let digits: String = chars[i..j].iter().map(|(_, c)| *c).collect();
            (digits.parse().unwrap_or(0), '1')
        } else if chars[i].1.is_ascii_lowercase() {
            j = i + 1;
            (u32::from(chars[i].1) - u32::from('a') + 1, 'a')
        } else {
            continue;
        };
        let mut end = j;
        while matches!(get(end), Some('.' | ')')) && end - j < 2 {
            end += 1;
        }
        let style = match (style, get(j)) {
            ('1', Some('.')) => '1',
            ('1', Some(')')) => '2',
            ('a', Some('.')) => 'a',
            ('a', Some(')')) => 'b',
            _ => continue,
        };
        let spaced = get(end).is_some_and(char::is_whitespace);
        let worded = chars[end.min(chars.len())..]
            .iter()
            .map(|c| c.1)
            .find(|c| !c.is_whitespace())
            .is_some_and(char::is_alphabetic);
        if spaced && worded && end > j {
            found.push((style, value, i, end));
        }
    }
    let mut marks = Vec::new();
    for style in ['1', '2', 'a', 'b', '•'] {
        let mut run: Vec<(usize, usize)> = Vec::new();
        for (_, value, start, body) in found.iter().filter(|(kind, ..)| *kind == style) {
            if style == '•' || *value == u32::try_from(run.len()).unwrap_or(0) + 1 {
                run.push((*start, *body));
            }
        }
        // A list starts the paragraph and has at least two items.
        let at_start = run
            .first()
            .is_some_and(|(start, _)| chars[..*start].iter().all(|c| c.1.is_whitespace()));
        if run.len() >= 2 && (at_start || style == '•') {
            marks.extend(run);
        }
    }
    marks.sort_unstable();
    marks
}
