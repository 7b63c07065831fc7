//! Storage that begins on a line of the cache.
//!
//! A vector of sixteen numbers is as long as a line: off its beginning, each would touch two.

use aligned_vec::{AVec, ConstAlign};

/// Numbers from the beginning of a line on.
pub(super) type Lines<T> = AVec<T, ConstAlign<64>>;

/// `count` times `value`.
pub(super) fn lines<T: Copy>(value: T, count: usize) -> Lines<T> {
    let mut lines = AVec::new(64);
    lines.resize(count, value);
    lines
}
