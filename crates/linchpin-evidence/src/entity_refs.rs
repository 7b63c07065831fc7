//! Character references of HTML (`&amp;`, `&#8217;`) to characters.
//!
//! In comes text of a page; out goes the text without references. Only names that articles use are
//! known (data/entity_refs.csv); an unknown name stays as written, as browsers do.

const NAMED: &str = include_str!("../data/entity_refs.csv");

/// Replaces the references in `text`.
#[must_use]
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after.bytes().take(32).position(|byte| byte == b';');
        match end.and_then(|end| resolve(&after[..end]).map(|c| (c, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &after[end + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn resolve(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Windows-1252 numbers are common in old pages; HTML maps them.
        let c = match u8::try_from(code) {
            Ok(byte @ 0x80..=0x9f) => encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next()?,
            _ => char::from_u32(code)?,
        };
        return (c != '\0').then_some(c);
    }
    let line =
        NAMED.lines().find(|line| line.split_once(',').is_some_and(|pair| pair.0 == name))?;
    char::from_u32(u32::from_str_radix(line.split_once(',')?.1.trim(), 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters_and_strangers_stay() {
        assert_eq!(
            unescape("A&amp;B &#8217; &#x2014; &#150; &eacute; &foo; & x"),
            "A&B ’ — – é &foo; & x"
        );
    }
}
