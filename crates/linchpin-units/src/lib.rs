//! Quantities, dates, sources and located findings: building blocks without a meaning of their own.
//!
//! What comes in is text and numbers from outside; what goes out is typed: a [`Share`] is between
//! 0 and 1, a [`Sourced`] value names who said it, a [`Day`] exists in the calendar, and whatever
//! fails to be one of these becomes a [`Finding`] that knows its file, line and column.
//! Nothing here knows chips, law or economics.

pub mod code;
pub mod day;
pub mod digest;
pub mod finding;
pub mod id;
pub mod index;
pub mod math;
pub mod money;
pub mod number;
pub mod quantity;
pub mod range;
pub mod share;
pub mod source;
pub mod text;
pub mod unit;

/// The schema library, for [`text_schema`] and [`define_id`] in other crates.
pub use schemars;

pub use code::Code;
pub use day::{Day, Days};
pub use digest::{Digest, NotADigest};
pub use finding::{Finding, Findings, Place, Severity};
pub use index::{Idx, Table};
pub use money::Money;
pub use number::{Chance, Degrees, Measure, OutOfBounds, Ratio, Setting, Weeks};
pub use quantity::{Bits, BitsPerWafer, Wafers};
pub use range::Range;
pub use share::Share;
pub use source::{Basis, Grade, SourceRef, Sourced};
pub use text::Text;
pub use unit::Unit;
