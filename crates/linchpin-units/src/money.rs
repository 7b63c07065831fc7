//! Money in million US dollars; the price basis stands on the table that holds it.

use crate::quantity::quantity;
use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub};

quantity! {
    /// Million US dollars, current prices unless the table says otherwise.
    Money
}
