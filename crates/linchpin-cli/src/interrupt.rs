//! Ctrl-C, and the signal by which clusters ask a task to end: once lets a sweep save what it has and say how to
//! resume, twice stops it at once.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of a program that was interrupted, by the custom of shells.
const INTERRUPTED: i32 = 130;

/// Listens from now on; the flag is up once somebody asked to stop.
pub(crate) fn listen() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal finds the flag down and raises it, the second finds it up. Where signals
        // cannot be heard, they end the program as they would anyway, and nothing that is whole is lost.
        let _ = flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&asked));
        let _ = flag::register(signal, Arc::clone(&asked));
    }
    asked
}

/// Whether somebody asked to stop.
pub(crate) fn asked(flag: &AtomicBool) -> bool {
    flag.load(Ordering::Relaxed)
}
