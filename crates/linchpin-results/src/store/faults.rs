//! Faults at steps of input and output: a step fails, waits or kills its process.

use crate::store::step::Step;
use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::time::Duration;

mod tests;

/// What happens at a step.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    /// The disk is full from here on.
    Full,
    /// The device fails once.
    Fails,
    /// The process dies at once.
    Kill,
    /// Every step from here on waits, each a little differently.
    Delay,
}

#[derive(Debug, Clone, Copy)]
struct Plan {
    at: usize,
    fault: Fault,
    seen: usize,
}

thread_local! {
    static PLAN: RefCell<Option<Plan>> = const { RefCell::new(None) };
}

/// Called before each step; decides what becomes of it.
pub(crate) fn pass(step: Step, _path: &Path) -> io::Result<()> {
    PLAN.with_borrow_mut(|plan| {
        let Some(plan) = plan else { return Ok(()) };
        let now = plan.seen;
        plan.seen += 1;
        let writes = matches!(step, Step::MakeFolder | Step::Create | Step::Write | Step::Rename);
        match plan.fault {
            Fault::Full if now >= plan.at && writes => Err(io::ErrorKind::StorageFull.into()),
            Fault::Fails if now == plan.at => Err(io::Error::other("the device fails")),
            Fault::Kill if now == plan.at => std::process::abort(),
            Fault::Delay if now >= plan.at => {
                let waits = (now * 7 + std::process::id() as usize) % 5;
                std::thread::sleep(Duration::from_millis(waits as u64));
                Ok(())
            }
            _ => Ok(()),
        }
    })
}

/// Does something with a fault planned; gives its outcome and whether the fault's step was reached.
fn with<T>(at: usize, fault: Fault, work: impl FnOnce() -> T) -> (T, bool) {
    PLAN.set(Some(Plan { at, fault, seen: 0 }));
    let done = work();
    let reached = PLAN.take().is_some_and(|plan| plan.seen > at);
    (done, reached)
}
