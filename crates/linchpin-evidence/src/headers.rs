//! Labels that head a part of a notice.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Labels before a colon that head a part of a notice and name nobody.
static HEADERS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/header_labels.txt").lines();
    lines.filter(|line| !line.is_empty()).collect()
});

/// Whether words before a colon head a part of a notice: `AGENCY`, `For further information contact`.
pub(crate) fn is_header(lower: &str) -> bool {
    HEADERS.contains(lower)
}
