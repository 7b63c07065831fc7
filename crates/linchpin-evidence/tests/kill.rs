//! A writer killed at any moment leaves the store whole.
//!
//! The test runs itself as a child that adds documents without end, kills it (SIGKILL on Unix) after a
//! while, several times over, and then checks that every listed document is whole, that everything the
//! child reported as added is there, and that the next writer sweeps what lay aside.

use linchpin_evidence::document::Stated;
use linchpin_evidence::store::Store;
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::Duration;

const CHILD: &str = "LINCHPIN_KILL_TEST_STORE";

fn text(i: u32) -> String {
    format!(
        "Document {i}.\n\n{}",
        "A line of words that goes on for a while and then stops.\n".repeat(2_000)
    )
}

#[test]
fn a_killed_add_loses_nothing_and_leaves_nothing_half_written() {
    if let Ok(root) = std::env::var(CHILD) {
        let start: u32 = std::env::var("LINCHPIN_KILL_TEST_START")
            .ok()
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
        for i in start.. {
            let (document, _) =
                Store::at(&root).add(text(i).as_bytes(), &Stated::default()).expect("adds");
            println!("added {}", document.id);
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut reported = Vec::new();
    for round in 0_u64..4 {
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args([
                "--exact",
                "a_killed_add_loses_nothing_and_leaves_nothing_half_written",
                "--nocapture",
            ])
            .env(CHILD, folder.path())
            .env("LINCHPIN_KILL_TEST_START", (round * 100_000).to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        std::thread::sleep(Duration::from_millis(350 + 37 * round));
        child.kill().expect("kills");
        let mut out = String::new();
        child.stdout.take().expect("piped").read_to_string(&mut out).expect("reads");
        child.wait().expect("ends");
        // The last line may be cut.
        reported.extend(
            out.lines()
                .filter_map(|line| line.strip_prefix("added "))
                .filter(|id| id.len() == 64)
                .map(str::to_owned),
        );
    }
    let store = Store::at(folder.path());
    store.add(b"One more.", &Stated::default()).expect("the next writer works");
    assert!(
        !folder.path().join("aside").read_dir().is_ok_and(|mut entries| entries
            .any(|e| e.is_ok_and(|e| e.file_name() != *"x" && e.path().is_file()))),
        "swept"
    );
    let ids: Vec<String> = store.ids().expect("lists").iter().map(ToString::to_string).collect();
    for id in store.ids().expect("lists") {
        store.get(&id).expect("every listed document is whole");
    }
    assert!(reported.iter().all(|id| ids.contains(id)), "everything reported is there");
}
