//! One page of the error index: what a finding's code stands for.

use serde::Serialize;

/// One kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Code {
    /// The code, such as `LP-W017`.
    pub code: &'static str,
    /// What it says, in a line: the title of its page.
    pub title: &'static str,
    /// How it comes about.
    pub cause: &'static str,
    /// What to do.
    pub fix: &'static str,
}

/// Lists codes in order, `"LP-W001" "title" "cause" "fix";` for each: a crate's `CODES`, or a constant of
/// the name that stands before.
#[macro_export]
macro_rules! codes {
    (const $name:ident; $($code:literal $title:literal $cause:literal $fix:literal;)+) => {
        const $name: &[$crate::Code] =
            &[$($crate::Code { code: $code, title: $title, cause: $cause, fix: $fix }),+];
    };
    ($($code:literal $title:literal $cause:literal $fix:literal;)+) => {
        /// All codes, in order.
        pub const CODES: &[$crate::Code] =
            &[$($crate::Code { code: $code, title: $title, cause: $cause, fix: $fix }),+];
    };
}
