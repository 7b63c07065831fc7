//! The mark at the end of a page by which damage to it is seen: the digest of all that stands above.
//!
//! It stands in the page and not in `run.json`, so that a page can be written anew in one step, and checked
//! wherever it was sent.

use linchpin_units::Digest;

const OPEN: &str = "\n<!-- sha256 of all above: ";
const CLOSE: &str = " -->\n";

/// The page with its mark.
pub(crate) fn sealed(page: &str) -> String {
    let page = page.trim_end();
    format!("{page}{OPEN}{}{CLOSE}", Digest::of(page.as_bytes()))
}

/// What is wrong with a page of the run `digest`; nothing when it is whole.
pub(crate) fn fault(page: &[u8], digest: &str) -> Option<&'static str> {
    let text = std::str::from_utf8(page).ok();
    let parts = text.and_then(|text| text.strip_suffix(CLOSE)?.rsplit_once(OPEN));
    match parts {
        None => Some("it has no mark at its end: cut short, or written by an earlier version"),
        Some((above, mark)) if Digest::of(above.as_bytes()).as_str() != mark => {
            Some("it was changed since it was written")
        }
        Some((above, _)) if !above.contains(digest) => Some("it shows another run"),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_single_change_is_seen() {
        let page = sealed("<html>\n<p>run abcd</p>\n</html>\n");
        assert_eq!(fault(page.as_bytes(), "abcd"), None);
        assert!(fault(page.as_bytes(), "ef01").is_some());
        for at in 0..page.len() {
            let mut other = page.clone().into_bytes();
            other[at] ^= 1;
            assert!(fault(&other, "abcd").is_some(), "byte {at}");
            assert!(fault(&page.as_bytes()[..at], "abcd").is_some(), "cut at {at}");
        }
    }
}
