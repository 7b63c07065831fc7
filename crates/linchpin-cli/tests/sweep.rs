//! Sweeps by the program: any number of threads, shards, crashes at any moment, and damaged chunks give one
//! digest. `LINCHPIN_KILLS=200 cargo test --release -p linchpin-cli --test sweep` kills it two hundred times.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.current_dir(folder).env("RAYON_NUM_THREADS", "2").env("NO_COLOR", "1");
    command
}

/// Exit code and stdout.
fn said(folder: &Path, words: &[&str]) -> (i32, String) {
    let done = program(folder).args(words).output().expect("the program runs");
    (done.status.code().unwrap_or(-1), String::from_utf8_lossy(&done.stdout).into_owned())
}

fn fine(folder: &Path, words: &[&str]) -> serde_json::Value {
    let (code, text) = said(folder, words);
    assert_eq!(code, 0, "{words:?}: {text}");
    serde_json::from_str(&text).expect("JSON")
}

fn plan(folder: &Path, name: &str, members: &str, chunk: &str) {
    let words =
        ["sweep", "plan", "micron-ban", "--out", name, "--members", members, "--chunk", chunk];
    fine(folder, &[&words[..], &["--json"]].concat());
}

fn digest(folder: &Path, name: &str) -> String {
    let told = fine(folder, &["sweep", "status", name, "--json"]);
    told["digest"].as_str().expect("a whole sweep").to_owned()
}

#[test]
fn threads_shards_and_merging_give_one_digest() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path();
    let mut found = Vec::new();
    for threads in ["1", "2", "3", "8"] {
        plan(folder, threads, "40", "9");
        let done = program(folder)
            .args(["sweep", "run", threads])
            .env("RAYON_NUM_THREADS", threads)
            .output();
        assert!(done.expect("the program runs").status.success());
        found.push(digest(folder, threads));
    }
    for name in ["a", "b", "c"] {
        plan(folder, name, "40", "9");
    }
    // A sweep that is not whole is not merged.
    let (code, _) = said(folder, &["sweep", "merge", "a"]);
    assert_eq!(code, 3);
    for (name, part) in [("b", "1/3"), ("c", "2/3"), ("c", "3/3"), ("b", "2/3")] {
        assert_eq!(said(folder, &["sweep", "shard", name, part]).0, 0);
    }
    let told = fine(folder, &["sweep", "merge", "a", "b", "c", "--json"]);
    assert_eq!((told["taken"].as_u64(), told["known"].as_u64()), (Some(5), Some(2)));
    found.push(told["digest"].as_str().expect("a digest").to_owned());
    found.dedup();
    assert_eq!(found.len(), 1, "{found:?}");
    let csv = std::fs::read_to_string(folder.join("a/summary.csv")).expect("a summary");
    assert!(csv.lines().count() > 10 && csv.starts_with("cell,runs,mean,"));
}

#[test]
fn damage_is_made_anew_and_different_bytes_stop_the_sweep() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path();
    plan(folder, "s", "12", "4");
    fine(folder, &["sweep", "run", "s", "--json"]);
    let whole = digest(folder, "s");
    let chunk = folder.join("s/chunks/0000000004-0000000008.chunk");
    let bytes = std::fs::read(&chunk).expect("a chunk");
    std::fs::write(&chunk, &bytes[..bytes.len() / 2]).expect("written");
    std::fs::remove_file(folder.join("s/chunks/0000000000-0000000004.chunk")).expect("removed");
    let told = fine(folder, &["sweep", "status", "s", "--json"]);
    assert_eq!((told["missing"].as_u64(), told["damaged"].as_u64()), (Some(1), Some(1)));
    assert!(told["digest"].is_null());
    fine(folder, &["sweep", "resume", "s", "--json"]);
    assert_eq!(digest(folder, "s"), whole);
    // Another plan's chunk is refused; the plan itself cannot be laid out twice.
    plan(folder, "t", "12", "3");
    let (code, _) = said(folder, &["sweep", "merge", "s", "t"]);
    assert_eq!(code, 3);
    let words = ["sweep", "plan", "micron-ban", "--out", "s"];
    assert_eq!(said(folder, &words).0, 74);
}

#[test]
fn killed_at_any_moment_nothing_is_lost_doubled_or_different() {
    let kills: u64 =
        std::env::var("LINCHPIN_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(20);
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path();
    plan(folder, "whole", "160", "4");
    fine(folder, &["sweep", "run", "whole", "--json"]);
    let wanted = digest(folder, "whole");
    // Splitmix: other moments for each kill, the same in each run of the test.
    let moment = |n: u64| {
        let z = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (z ^ (z >> 27)) % 1_000
    };
    let mut inside = 0;
    for kill in 0..kills {
        let name = format!("k{}", kill / 10);
        if kill % 10 == 0 {
            plan(folder, &name, "160", "4");
        }
        let mut child = program(folder)
            .args(["sweep", "run", &name])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        std::thread::sleep(Duration::from_millis(moment(kill)));
        inside += u64::from(child.try_wait().expect("a child").is_none());
        // On Unix this is SIGKILL.
        child.kill().expect("killed");
        child.wait().expect("ended");
        if kill % 10 == 9 || kill + 1 == kills {
            fine(folder, &["sweep", "resume", &name, "--json"]);
            assert_eq!(digest(folder, &name), wanted, "after kill {kill}");
            let chunks = std::fs::read_dir(folder.join(&name).join("chunks")).expect("chunks");
            let names: Vec<String> = chunks
                .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
                .collect();
            assert_eq!(names.len(), 40, "nothing is left over: {names:?}");
        }
    }
    assert!(inside > 0, "no kill met the program at work");
}
