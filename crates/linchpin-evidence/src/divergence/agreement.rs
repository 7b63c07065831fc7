//! Whether two numbers say the same, or exclude each other.

use crate::number::{Comparator, Number};

/// The side of a value a comparator leaves open.
#[must_use]
pub fn bound(comparator: Comparator) -> i8 {
    match comparator {
        Comparator::Exact | Comparator::About | Comparator::Nearly => 0,
        Comparator::MoreThan | Comparator::AtLeast => 1,
        Comparator::LessThan | Comparator::AtMost => -1,
    }
}

/// Whether two numbers say the same.
#[must_use]
pub fn same_value(one: &Number, two: &Number) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    close(one.value, two.value)
        && match (one.high, two.high) {
            (Some(a), Some(b)) => close(a, b),
            (None, None) => true,
            _ => false,
        }
}

fn tolerance(number: &Number) -> f64 {
    match number.comparator {
        Comparator::About | Comparator::Nearly => 0.1,
        _ => 0.005,
    }
}

/// Whether two values exclude each other, bounds and roundings granted.
pub(super) fn exclude(one: &Number, two: &Number) -> bool {
    if same_value(one, two) {
        return false;
    }
    let far = (one.value - two.value).abs()
        > (tolerance(one) + tolerance(two)) * one.value.abs().max(two.value.abs());
    let open = match (bound(one.comparator), bound(two.comparator)) {
        (0, 0) => false,
        (1, 0) => two.value > one.value,
        (0, 1) => one.value > two.value,
        (-1, 0) => two.value < one.value,
        (0, -1) => one.value < two.value,
        (a, b) => a == b,
    };
    far && !open
}
