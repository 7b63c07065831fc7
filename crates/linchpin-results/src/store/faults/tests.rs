//! The fault harness of the store: every step of input and output fails, waits or kills its process, alone and
//! among others, on a disk that may be full; `verify` is the judge.
//!
//! A child process is this test program again, with its plan in the environment. Short runs belong to the
//! ordinary tests; the long ones go by name:
//! `cargo test -p linchpin-results --release -- --ignored three_hundred_rounds two_hundred_kills`.

use super::{Fault, with};
use crate::store::folder::write;
use crate::store::layout::LAST;
use crate::store::load::{StoredRun, runs};
use crate::store::verify::verify;
use crate::store::{StoreError, disk, tables};
use crate::{Finished, Keep, finish, sample::run};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

fn sample() -> Finished {
    finish(&run(5), Keep::Few).expect("a run")
}

fn page(finished: &Finished) -> String {
    format!("<html>{}</html>", finished.record.report.run.digest)
}

fn publish(root: &Path, finished: &Finished) -> Result<PathBuf, StoreError> {
    write(root, None, finished, &page(finished))
}

/// Every file of a folder with its bytes.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = disk::names(folder).expect("a folder");
    let read = |name: &String| disk::read(&folder.join(name)).expect("a file");
    names.iter().map(|name| (name.clone(), read(name))).collect()
}

/// Every published folder is whole, and equal to the one a single process writes.
fn judge(root: &Path, right: &BTreeMap<String, Vec<u8>>) -> usize {
    let found = runs(root).expect("a folder");
    for name in &found {
        let state = verify(&root.join(name)).expect("a record");
        assert!(state.whole(), "{name}: {:?}", state.files);
        assert_eq!(bytes(&root.join(name)), *right, "{name} differs");
    }
    let entries = disk::names(root).expect("a folder");
    let public: Vec<&String> =
        entries.iter().filter(|name| !name.starts_with('.') && *name != LAST).collect();
    assert_eq!(public.len(), found.len(), "something public is no run: {entries:?}");
    if root.join(LAST).exists() {
        let last = std::fs::read_to_string(root.join(LAST)).expect("a name");
        assert!(found.contains(&last), "`last` names `{last}`");
    }
    found.len()
}

/// After a clean write nothing hidden is left but the lock.
fn settle(root: &Path, finished: &Finished, right: &BTreeMap<String, Vec<u8>>) {
    publish(root, finished).expect("the next write goes well");
    assert_eq!(judge(root, right), 1);
    let hidden = disk::names(root).expect("a folder");
    let folders = hidden.iter().filter(|name| name.starts_with('.') && root.join(name).is_dir());
    assert_eq!(folders.collect::<Vec<_>>(), Vec::<&String>::new(), "something was not swept");
}

fn right(finished: &Finished) -> BTreeMap<String, Vec<u8>> {
    let root = tempfile::tempdir().expect("a folder");
    bytes(&publish(root.path(), finished).expect("written"))
}

/// Fails `fault` at each step of a write into what `before` prepares, until no step is left.
fn each_step(fault: Fault, before: impl Fn(&Path, &Finished)) -> usize {
    let finished = sample();
    let right = right(&finished);
    for at in 0.. {
        let root = tempfile::tempdir().expect("a folder");
        before(root.path(), &finished);
        let damaged = runs(root.path()).expect("a folder").len();
        let (outcome, reached) = with(at, fault, || publish(root.path(), &finished));
        if !reached {
            outcome.expect("without a fault it goes well");
            assert!(at > 20, "only {at} steps were tried");
            return at;
        }
        match outcome {
            // What was published stays, even if `last` could not be pointed at it.
            Ok(folder) => assert_eq!(bytes(&folder), right),
            Err(error) => {
                let full = fault == Fault::Full;
                assert!(!full || error.is_full(), "step {at}: {error}");
                if damaged == 0 {
                    judge(root.path(), &right);
                }
            }
        }
        settle(root.path(), &finished, &right);
    }
    0
}

fn nothing(_: &Path, _: &Finished) {}

/// A run whose table was cut short: the next write replaces it.
fn torn(root: &Path, finished: &Finished) {
    let folder = publish(root, finished).expect("written");
    std::fs::write(folder.join("summary.parquet"), b"PAR1").expect("damaged");
}

#[test]
fn a_failure_at_any_step_leaves_a_whole_run_or_none() {
    each_step(Fault::Fails, nothing);
    each_step(Fault::Full, nothing);
}

#[test]
fn a_torn_run_is_replaced_whatever_fails_on_the_way() {
    each_step(Fault::Fails, torn);
    each_step(Fault::Full, torn);
}

#[test]
fn a_failure_at_any_step_of_reading_is_an_error_and_no_panic() {
    let finished = sample();
    let root = tempfile::tempdir().expect("a folder");
    let folder = publish(root.path(), &finished).expect("written");
    let read = || -> Result<(), StoreError> {
        let run = StoredRun::open(&folder)?;
        tables::forms().into_iter().try_for_each(|form| run.table(form).map(drop))
    };
    for at in 0.. {
        let (outcome, reached) = with(at, Fault::Fails, read);
        if !reached {
            outcome.expect("without a fault it goes well");
            break;
        }
        assert!(matches!(outcome, Err(StoreError::Io { .. })), "step {at}: {outcome:?}");
    }
}

#[test]
fn damage_to_any_file_is_seen_and_a_folder_that_lacks_one_is_no_run() {
    let finished = sample();
    let root = tempfile::tempdir().expect("a folder");
    let folder = publish(root.path(), &finished).expect("written");
    for (name, whole) in bytes(&folder) {
        let path = folder.join(&name);
        let mut other = whole.clone();
        let middle = other.len() / 2;
        other[middle] ^= 1;
        std::fs::write(&path, &other).expect("damaged");
        match verify(&folder) {
            Ok(state) => assert!(!state.whole(), "a changed {name} passed"),
            Err(error) => assert!(error.to_string().contains(&name), "{error}"),
        }
        std::fs::write(&path, &whole[..middle]).expect("cut");
        assert!(!verify(&folder).is_ok_and(|state| state.whole()), "a cut {name} passed");
        std::fs::remove_file(&path).expect("removed");
        assert!(!verify(&folder).is_ok_and(|state| state.whole()), "a lost {name} passed");
        let refused = StoredRun::open(&folder).expect_err(&name).to_string();
        assert!(refused.contains(&name), "{refused}");
        std::fs::write(&path, &whole).expect("mended");
        assert!(verify(&folder).expect("a record").whole());
    }
}

const ROOT: &str = "LINCHPIN_TEST_ROOT";
const PLANNED: &str = "LINCHPIN_TEST_FAULT";

/// Not a test: what a child process does.
#[test]
#[ignore = "the body of a child process of the fault harness"]
fn child() {
    let Ok(root) = std::env::var(ROOT) else { return };
    let planned = std::env::var(PLANNED).unwrap_or_default();
    let (fault, at) = planned.split_once(' ').unwrap_or(("none", "0"));
    let at: usize = at.parse().expect("a number");
    let finished = sample();
    let done = match fault {
        "kill" => with(at, Fault::Kill, || publish(Path::new(&root), &finished)).0,
        "delay" => with(at, Fault::Delay, || publish(Path::new(&root), &finished)).0,
        "full" => with(at, Fault::Full, || publish(Path::new(&root), &finished)).0,
        "fails" => with(at, Fault::Fails, || publish(Path::new(&root), &finished)).0,
        _ => publish(Path::new(&root), &finished),
    };
    // Before the harness of tests says anything.
    std::process::exit(i32::from(done.is_err()));
}

fn spawn(root: &Path, plan: &str) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "store::faults::tests::child", "--ignored", "--nocapture"])
        .env(ROOT, root)
        .env(PLANNED, plan)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("a child")
}

/// Rounds of processes that write the same run into one folder, each with its own fault.
fn rounds(plans: impl Iterator<Item = [String; 3]>) {
    let finished = sample();
    let right = right(&finished);
    let root = tempfile::tempdir().expect("a folder");
    for (round, plans) in plans.enumerate() {
        let root = root.path().join(format!("{round}"));
        let children: Vec<Child> = plans.iter().map(|plan| spawn(&root, plan)).collect();
        let mut wrote = false;
        for (mut child, plan) in children.into_iter().zip(&plans) {
            let ended = child.wait().expect("it ends");
            wrote |= ended.success();
            assert!(ended.success() || !plan.starts_with("none"), "{plans:?}: {plan} failed");
        }
        let found = judge(&root, &right);
        assert!(!wrote || found == 1, "{plans:?}: a process said it wrote, and nothing is there");
        settle(&root, &finished, &right);
    }
}

/// A step in the life of a write, differing from round to round; there are about fifty.
fn step(round: usize, of: usize) -> usize {
    (round * 17 + of * 29) % 55
}

fn three_processes(round: usize) -> [String; 3] {
    let faults = ["none", "kill", "delay", "full", "fails"];
    [0, 1, 2].map(|at| {
        let fault = faults[(round / [1, 5, 25][at]) % faults.len()];
        format!("{fault} {}", step(round, at))
    })
}

#[test]
fn processes_that_write_one_run_at_once_leave_it_whole() {
    let quiet = (0..2).map(|_| ["none 0", "none 0", "none 0"].map(str::to_owned));
    rounds(quiet.chain((0..125).step_by(21).map(three_processes)));
}

#[test]
fn a_kill_at_any_step_loses_nothing() {
    rounds((0..55).step_by(8).map(|at| {
        [format!("kill {at}"), format!("delay {}", step(at, 1)), format!("kill {}", step(at, 2))]
    }));
}

#[test]
#[ignore = "long: 300 rounds of three processes"]
fn three_hundred_rounds() {
    rounds((0..300).map(three_processes));
}

#[test]
#[ignore = "long: 200 kills under concurrency"]
fn two_hundred_kills() {
    rounds((0..200).map(|round| {
        [format!("kill {}", round % 55), "none 0".to_owned(), format!("delay {}", step(round, 1))]
    }));
}
