//! The codes of this crate's findings, one line each; the book has a page for every code.

/// Code and meaning, in order.
pub const CODES: &[(&str, &str)] = &[
    (DATE, "a date does not exist in the calendar"),
    (ENDS_EARLY, "an act, suspension or fact ends before it starts"),
    (MISSING, "a required key is missing: id, order, published, cite, grade, quote, from, effect"),
    (WORD, "a word is not in the closed vocabulary of its key"),
    (NO_RULE, "an operation names a rule that does not exist before it"),
    (TWICE, "an id is used twice, or a rule is added while it is live"),
    (NO_NAME, "a site, holder, party, country, item or list is not known"),
    (
        NO_ORDER,
        "two live exceptions with different effects lift one requirement and neither yields",
    ),
    (NO_BODY, "an add or replace has no body, or another operation has one"),
    (NUMBER, "a number is not finite or not in its range"),
    (CASE, "a question file lacks a question, a day or an expected verdict"),
    (FILE, "a file cannot be read or lies outside the expected folders"),
    (LEDGER, "a quota ledger row is wrong"),
    (OFFICIAL, "a file of official text is not the XML of a part, or holds no section"),
];

/// A date does not exist.
pub const DATE: &str = "LP-P001";
/// Ends before it starts.
pub const ENDS_EARLY: &str = "LP-P002";
/// A required key is missing.
pub const MISSING: &str = "LP-P003";
/// Not in the vocabulary.
pub const WORD: &str = "LP-P004";
/// The rule operated on does not exist.
pub const NO_RULE: &str = "LP-P005";
/// Used twice.
pub const TWICE: &str = "LP-P006";
/// Unknown name.
pub const NO_NAME: &str = "LP-P007";
/// Two exceptions without an order.
pub const NO_ORDER: &str = "LP-P008";
/// Body missing or out of place.
pub const NO_BODY: &str = "LP-P009";
/// A bad number.
pub const NUMBER: &str = "LP-P010";
/// A question file is wrong.
pub const CASE: &str = "LP-P011";
/// A file cannot be read.
pub const FILE: &str = "LP-P012";
/// A ledger row is wrong.
pub const LEDGER: &str = "LP-P013";
/// Official text cannot be read.
pub const OFFICIAL: &str = "LP-P014";

#[cfg(test)]
mod tests {
    #[test]
    fn codes_are_listed_once_and_in_order() {
        let codes: Vec<_> = super::CODES.iter().map(|(code, _)| *code).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }
}
