//! What a control is: its bounds, its neutral value, and the one law by which two statements combine.
//!
//! In: keys of controls. Out: [`Control`], which the paths keep. Invariant, tested there over all controls: the
//! law knows no order and has the neutral value as its unit.

use linchpin_units::Setting;
use std::fmt::Debug;

/// What a control may be turned to, and how two statements combine.
pub trait Control: Ord + Clone + Debug {
    /// The value where nobody turns it.
    const NEUTRAL: Setting;
    /// The lowest value.
    const LOWEST: Setting;
    /// The highest value.
    const HIGHEST: Setting;
    /// The law of combination: commutative and associative, with [`Control::NEUTRAL`] as its unit.
    fn combine(one: Setting, other: Setting) -> Setting;
}

macro_rules! control {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $of:ty),+ } $neutral:expr, $lowest:expr, $highest:expr, $law:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name { $($(#[$fdoc])* pub $field: $of),+ }
        impl Control for $name {
            const NEUTRAL: Setting = $neutral;
            const LOWEST: Setting = $lowest;
            const HIGHEST: Setting = $highest;
            fn combine(one: Setting, other: Setting) -> Setting {
                let law: fn(Setting, Setting) -> Setting = $law;
                law(one, other)
            }
        }
    };
}
pub(crate) use control;
