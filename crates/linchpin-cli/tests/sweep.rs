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

/// A run that ends its process (here on purpose; only programs built for tests can) takes its chunk with it three
/// times; then it is computed aside, halved and named, and its neighbours are what they are without it.
#[cfg(all(debug_assertions, unix))]
#[test]
fn a_run_that_ends_its_process_is_named_and_costs_its_neighbours_nothing() {
    use std::os::unix::process::ExitStatusExt as _;
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path();
    for name in ["clean", "p"] {
        plan(folder, name, "12", "4");
    }
    fine(folder, &["sweep", "run", "clean", "--json"]);
    let poisoned = |words: &[&str]| {
        program(folder).args(words).env("LINCHPIN_POISON", "6:abort,9:panic").output()
    };
    for attempt in 0..3 {
        let done = poisoned(&["sweep", "run", "p"]).expect("the program runs");
        assert_eq!(done.status.signal(), Some(6), "attempt {attempt} ends with the run");
    }
    let done = poisoned(&["sweep", "run", "p", "--json"]).expect("the program runs");
    assert_eq!(done.status.code(), Some(4), "{}", String::from_utf8_lossy(&done.stderr));
    let told: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let failed: Vec<(u64, &str)> = told["failed"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| Some((one["run"].as_u64()?, one["why"].as_str()?)))
        .collect();
    let wanted = [(6, "the run ended its process: signal 6"), (9, "run 9 is poisoned")];
    assert_eq!(failed, wanted);
    assert!(told["digest"].is_string(), "the sweep is whole: {told}");
    let bytes = |name: &str, chunk: &str| {
        std::fs::read(folder.join(name).join("chunks").join(chunk)).expect("a chunk")
    };
    let first = "0000000000-0000000004.chunk";
    assert_eq!(bytes("clean", first), bytes("p", first), "other chunks are untouched");
    let names = std::fs::read_dir(folder.join("p/chunks")).expect("chunks").count();
    assert_eq!(names, 3, "no note is left over");
}

#[cfg(unix)]
fn signal(child: &std::process::Child) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("a shell tool").success());
}

/// Ctrl-C once saves and says how to go on; twice stops at once. What is whole stays in both cases.
#[cfg(unix)]
#[test]
fn ctrl_c_once_saves_and_twice_stops() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path();
    plan(folder, "s", "4000", "8");
    // Notes and files that are being written have hidden names.
    let whole = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
    };
    let chunks = || {
        let entries = std::fs::read_dir(folder.join("s/chunks")).expect("chunks");
        entries.map(whole).filter(|whole| *whole).count()
    };
    let start = || {
        let child = program(folder)
            .args(["sweep", "run", "s"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let before = chunks();
        while chunks() < before + 2 {
            std::thread::sleep(Duration::from_millis(5));
        }
        child
    };
    let child = start();
    signal(&child);
    let done = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(75), "{said}");
    assert!(said.contains("linchpin sweep resume s"), "{said}");
    let told = fine(folder, &["sweep", "status", "s", "--json"]);
    let whole = told["whole"].as_u64().expect("a number");
    assert!(whole >= 2 && told["damaged"] == 0, "{told}");
    let notes = std::fs::read_dir(folder.join("s/chunks")).expect("chunks");
    let begun = notes.filter(|one| {
        one.as_ref().is_ok_and(|one| one.file_name().to_string_lossy().ends_with(".begun"))
    });
    assert_eq!(begun.count(), 0, "who leaves in good order holds nothing against a chunk");
    let child = start();
    signal(&child);
    signal(&child);
    let done = child.wait_with_output().expect("it ends");
    // The second may come after the first has ended the sweep in good order.
    assert!(matches!(done.status.code(), Some(130 | 75)), "{done:?}");
    let told = fine(folder, &["sweep", "status", "s", "--json"]);
    assert!(told["whole"].as_u64() > Some(whole) && told["damaged"] == 0, "{told}");
}

#[test]
fn what_does_not_fit_into_memory_is_refused_before_it_begins() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path();
    plan(folder, "s", "16", "8");
    let done = program(folder)
        .args(["sweep", "run", "s", "--max-memory", "1MiB"])
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(75), "{said}");
    assert!(said.contains("MiB of memory") && said.contains("--chunk"), "{said}");
    assert_eq!(said_code(folder, &["sweep", "run", "s", "--max-memory", "much"]), 2);
    assert_eq!(said_code(folder, &["sweep", "run", "s", "--max-memory", "4GiB"]), 0);
}

fn said_code(folder: &Path, words: &[&str]) -> i32 {
    said(folder, words).0
}

/// On a disk of 300 KiB, where the machine lets a test have one: a clean stop that says so, and what is whole
/// stays; with room again the sweep goes on to the same digest.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_clean_stop() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path();
    plan(folder, "whole", "160", "4");
    fine(folder, &["sweep", "run", "whole", "--json"]);
    let script = r#"
        mkdir small && mount -t tmpfs -o size=300k tmpfs small || exit 99
        cd small && "$0" sweep plan micron-ban --out s --members 160 --chunk 4 > plan.txt || exit 98
        "$0" sweep run s; echo "first $?"
        "$0" sweep status s --json > ../status.json
        mount -o remount,size=64m . && "$0" sweep resume s --json > ../resumed.json; echo "then $?"
    "#;
    let done = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
        .arg(env!("CARGO_BIN_EXE_linchpin"))
        .current_dir(folder)
        .output();
    let Ok(done) = done else {
        println!("skipped: there is no `unshare` here");
        return;
    };
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    if !text.contains("first") {
        println!("skipped: no file system of one's own here ({:?})", done.status);
        return;
    }
    let talk = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(text.contains("first 75") && talk.contains("free some space"), "{text}{talk}");
    let read = |name: &str| -> serde_json::Value {
        let bytes = std::fs::read(folder.join(name)).expect("a file");
        serde_json::from_slice(&bytes).expect("JSON")
    };
    let status = read("status.json");
    assert!(status["whole"].as_u64() > Some(0) && status["damaged"] == 0, "{status}");
    assert!(text.contains("then 0"), "{text}{talk}");
    assert_eq!(read("resumed.json")["digest"].as_str(), Some(&*digest(folder, "whole")));
}
