//! What the machine does not allow is said, with its name and a way out: threads, memory, disks, and input that
//! never ends.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs a line of the shell in which `$0` is the program.
fn shell(folder: &Path, line: &str) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", line, env!("CARGO_BIN_EXE_linchpin")]).current_dir(folder);
    command.env_remove("RUST_BACKTRACE").output().expect("a shell")
}

#[test]
fn a_run_that_does_not_fit_into_memory_is_refused_with_the_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let line = "ulimit -v 700000 && exec \"$0\" run micron-ban --members 16000";
    let output = shell(folder.path(), line);
    assert_eq!(code(&output), Some(75), "{}", talk(&output));
    assert!(talk(&output).contains("of memory and"), "{}", talk(&output));
    assert!(talk(&output).contains("--members"), "a way out: {}", talk(&output));
    assert!(!folder.path().join("runs").exists(), "nothing was begun");
}

/// However little memory there is, the program ends by itself, and says why when it does not succeed.
#[test]
fn however_little_memory_there_is_the_program_has_a_word_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut refused = 0;
    for kib in [80_000, 120_000, 160_000, 220_000, 320_000, 450_000] {
        let line = format!("ulimit -v {kib} && exec \"$0\" run micron-ban --members 4");
        let output = shell(folder.path(), &line);
        let said = talk(&output);
        match code(&output) {
            Some(0) => {}
            Some(75) => {
                refused += 1;
                assert!(said.contains("memory"), "{kib} KiB: {said}");
            }
            // The system's own word, from before the program begins.
            Some(126 | 127) => assert!(!said.is_empty(), "{kib} KiB ends without a word"),
            other => panic!("{kib} KiB: {other:?} {}: {said}", output.status),
        }
        assert!(!said.contains("panicked"), "{kib} KiB: {said}");
    }
    assert!(refused > 0, "no limit was too small");
}

/// A machine that gives no threads: the same run on one, with the same digest, and no panic.
#[test]
fn a_limit_of_threads_changes_nothing_but_the_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let digest = |line: &str| {
        let output = shell(folder.path(), line);
        assert_eq!(code(&output), Some(0), "{}", talk(&output));
        assert!(!talk(&output).contains("panicked"), "{}", talk(&output));
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        json["digest"].as_str().expect("a digest").to_owned()
    };
    let run = "exec \"$0\" run micron-ban --members 2 --json";
    // Stacks of two thousand threads need more address space than there is: the system refuses them.
    let few = format!("ulimit -v 2000000 && RAYON_NUM_THREADS=2000 {run}");
    assert_eq!(digest(&few), digest(run));
}

/// Mounts a disk of so many KiB in a world of its own and runs a line there; none where that is not allowed.
fn on_a_small_disk(folder: &Path, kib: u32, line: &str) -> Option<Output> {
    std::fs::create_dir_all(folder.join("disk")).expect("a folder");
    let inner = format!("mount -t tmpfs -o size={kib}k tmpfs disk && {line}");
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", &inner, env!("CARGO_BIN_EXE_linchpin")]).current_dir(folder);
    let output = command.env_remove("RUST_BACKTRACE").output().ok()?;
    let said = talk(&output);
    let refused = said.contains("unshare:") || said.contains("mount:");
    if refused {
        eprintln!("skipped: no small disk can be made here: {said}");
    }
    (!refused).then_some(output)
}

#[test]
fn a_full_disk_is_named_and_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let line =
        "\"$0\" --runs disk/runs run micron-ban --members 4; c=$?; ls -A disk/runs >&2; exit $c";
    if let Some(output) = on_a_small_disk(folder.path(), 200, line) {
        assert_eq!(code(&output), Some(75), "{}", talk(&output));
        assert!(talk(&output).contains("disk/runs"), "the path is named: {}", talk(&output));
        let said = talk(&output);
        let public = said.lines().any(|line| line.starts_with("micron-ban-"));
        assert!(!public, "something was published: {said}");
    }
}

/// A million lines of junk: fifty findings and a count, at once. The bound is for a busy machine without
/// optimisation; a release build takes well under two seconds.
#[test]
fn a_million_junk_lines_are_fifty_findings_and_a_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = folder.path().join("world");
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worlds/memory");
    copy(&bundled, &world);
    let facts = std::fs::read_dir(world.join("facts")).expect("facts");
    let mut facts: Vec<_> = facts.map(|entry| entry.expect("an entry").path()).collect();
    facts.sort();
    let path = &facts[0];
    let mut text = std::fs::read_to_string(path).expect("a table");
    text.push_str(&"junk,junk\n".repeat(1_000_000));
    std::fs::write(path, text).expect("written");
    let begun = Instant::now();
    let output = shell(folder.path(), "exec \"$0\" world check --world world --json");
    let took = begun.elapsed();
    eprintln!("a million junk lines: {} ms", took.as_millis());
    assert_eq!(code(&output), Some(3), "{}", talk(&output));
    assert!(took < Duration::from_secs(30), "it took {took:?}");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let told = json["findings"].as_array().map_or(0, Vec::len);
    assert!((1..=50).contains(&told), "{told} findings");
    let output = shell(folder.path(), "exec \"$0\" world check --world world");
    let said = talk(&output);
    assert!(said.contains("more in"), "the rest is counted: {said}");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a bundled folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}
