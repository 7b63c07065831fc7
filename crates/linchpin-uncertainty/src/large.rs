//! Designs that cannot hold what is asked of them.

/// The design cannot hold this many members or dimensions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a {design} design holds at most {limit} {what}, asked for {asked}")]
pub struct TooLarge {
    design: &'static str,
    what: &'static str,
    limit: usize,
    asked: usize,
}

impl TooLarge {
    /// More members than a design has.
    pub(crate) fn members(design: &'static str, limit: usize, asked: usize) -> Self {
        Self { design, what: "members", limit, asked }
    }

    /// More dimensions than a design has.
    pub(crate) fn dimensions(design: &'static str, limit: usize, asked: usize) -> Self {
        Self { design, what: "dimensions", limit, asked }
    }
}
