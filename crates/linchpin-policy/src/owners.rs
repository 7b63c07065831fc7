//! Parties described by their owner: "a firm 50 % owned by a listed party", "a subsidiary of Wingtech".
//!
//! In comes a phrase; out come the owner it speaks of and the share it states, if it states one.

use crate::words::plain;

/// Percent of a whole.
const WHOLE: f64 = 100.0;

/// A party told by its owner.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Described {
    /// What stands before: "a firm", or the party's own name.
    pub(crate) before: String,
    /// The owner as written.
    pub(crate) owner: String,
    /// The share in percent, if one is stated.
    pub(crate) share: Option<f64>,
}

/// The party that a phrase tells by its owner.
pub(crate) fn owner_in(phrase: &str) -> Option<Described> {
    const LINKS: [&str; 5] =
        ["subsidiary of ", "subsidiaries of ", "unit of ", "owned by ", "held by "];
    let lower = phrase.to_lowercase();
    let (at, link) = LINKS.iter().find_map(|link| lower.find(link).map(|at| (at, link)))?;
    let (before, after) = (phrase.get(..at)?, phrase.get(at + link.len()..)?);
    let owner = after.trim();
    (!plain(owner).is_empty()).then(|| Described {
        before: before.to_owned(),
        owner: owner.to_owned(),
        share: percent(before),
    })
}

/// The last number before a per cent sign or the word percent.
fn percent(text: &str) -> Option<f64> {
    let wholly =
        ["wholly", "fully", "majority"].iter().any(|word| text.to_lowercase().contains(word));
    let text = text.replace("per cent", "%").replace("percent", "%");
    let Some((before, _)) = text.rsplit_once('%') else { return wholly.then_some(WHOLE) };
    let before = before.trim_end();
    let digits = |c: char| c.is_ascii_digit() || c == '.';
    let start = before
        .rfind(|c| !digits(c))
        .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    before[start..].parse().ok().filter(|share| (0.0..=WHOLE).contains(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_not_the_party() {
        let owner = |text: &str| owner_in(text).map(|told| (told.owner, told.share));
        assert_eq!(owner("a subsidiary of Wingtech"), Some(("Wingtech".to_owned(), None)));
        assert_eq!(
            owner("firm 49.9 % owned by a listed firm"),
            Some(("a listed firm".to_owned(), Some(49.9)))
        );
        assert_eq!(owner("50 percent owned by SMIC"), Some(("SMIC".to_owned(), Some(50.0))));
        assert_eq!(owner("company 80% held by YMTC"), Some(("YMTC".to_owned(), Some(80.0))));
        assert_eq!(owner("wholly owned by YMTC"), Some(("YMTC".to_owned(), Some(100.0))));
        assert_eq!(owner("Wingtech"), None);
        assert_eq!(owner("owned by "), None);
    }
}
