//! A process that makes chunks for others: the study of a plan is built once, and stays built between chunks.
//!
//! In: a plan's bytes, some runs. Out: their rows, sealed, and the worker's probe, by which a driver knows whether
//! it makes the same numbers. It takes nothing from disk but what the plan names, and gives nothing but bytes.

use crate::driver::UNFIT;
use crate::simulate::Failure;
use crate::sweep::Sweeper;
use linchpin_engine::unwatched;
use linchpin_results::{Shelf, StoreError, Sweep};
use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

/// A worker of one plan.
#[derive(Debug)]
struct Worker {
    plan: Vec<u8>,
    asks: Sender<Asked>,
}

#[derive(Debug)]
struct Asked {
    span: Range<u32>,
    answer: Sender<Answer>,
}

/// Rows, sealed, and a probe; without rows the probe says why.
pub type Answer = (Vec<u8>, String);

static WORKER: Mutex<Option<Worker>> = Mutex::new(None);

/// The rows of some runs of a plan, over `threads` threads; what cannot be made is told by a probe that begins
/// with [`UNFIT`].
#[must_use]
pub fn rows(plan: &[u8], span: Range<u32>, threads: usize) -> Answer {
    let (answer, answered) = channel();
    {
        let mut known = WORKER.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = Asked { span, answer };
        let worker = match known.take() {
            Some(worker) if worker.plan == plan => worker,
            _ => {
                let (asks, asked) = channel();
                let own = plan.to_vec();
                std::thread::spawn(move || work(&own, threads, &asked));
                Worker { plan: plan.to_vec(), asks }
            }
        };
        let sent = worker.asks.send(asked);
        // A worker whose thread has ended is made anew the next time.
        *known = sent.is_ok().then_some(worker);
    }
    answered.recv().unwrap_or_else(|_| (Vec::new(), format!("{UNFIT}its thread ended")))
}

/// Answers until nobody can ask any more.
fn work(plan: &[u8], threads: usize, asked: &Receiver<Asked>) {
    let why = match serve(plan, threads, asked) {
        Ok(()) => return,
        Err(why) => format!("{UNFIT}{why}"),
    };
    for one in asked {
        // Who no longer waits does not mind.
        let _ = one.answer.send((Vec::new(), why.clone()));
    }
}

fn serve(plan: &[u8], threads: usize, asked: &Receiver<Asked>) -> Result<(), String> {
    let sweep = Sweep::on(plan, Nowhere).map_err(|error| error.to_string())?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
    let pool = pool.map_err(|error| error.to_string())?;
    let sweeper = Sweeper::new(&sweep.plan).map_err(|failure| failure.to_string())?;
    let made = sweeper.with(|chunks| -> Result<(), Failure> {
        let stopped = || Failure::Stopped;
        let probe = pool.install(|| chunks.probe(&unwatched)).ok_or_else(stopped)?;
        for one in asked {
            let rows = pool.install(|| chunks.rows(one.span.clone(), &unwatched));
            let bytes = sweep.seal(&one.span, &rows.ok_or_else(stopped)?);
            let _ = one.answer.send((bytes, probe.clone()));
        }
        Ok(())
    });
    made.map_err(|failure| failure.to_string())
}

/// A worker keeps nothing.
#[derive(Debug)]
struct Nowhere;

impl Shelf for Nowhere {
    fn read(&self, _: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }
    fn put(&self, _: &str, _: &[u8]) -> Result<(), StoreError> {
        Ok(())
    }
    fn tally(&self, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
    fn remove(&self, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
    fn names(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }
    fn shown(&self, name: &str) -> String {
        name.to_owned()
    }
}
