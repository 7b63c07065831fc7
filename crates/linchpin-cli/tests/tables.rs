//! `linchpin table …` through the real binary: every published layout imports, is shown, checked,
//! aggregated and exported; every hostile file is refused in bounded time and memory.

#[path = "../../linchpin-network/tests/mocks/mod.rs"]
mod mocks;

use linchpin_network::table::native;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// Longest time for one command, on a busy machine and without optimisation.
const TIME: Duration = Duration::from_secs(10);
/// Address space a command may have, in KiB: what a table is read in, and no more.
const MEMORY: u32 = 1 << 20;

/// Runs the program within [`TIME`] and, where the shell can say so, [`MEMORY`].
fn linchpin(args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_linchpin");
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        let bounded = format!("ulimit -v {MEMORY} && exec \"$0\" \"$@\"");
        shell.args(["-c", &bounded, program]);
        shell
    } else {
        Command::new(program)
    };
    let begun = Instant::now();
    let output = command.args(args).env("RUST_BACKTRACE", "0").output().expect("the binary runs");
    assert!(begun.elapsed() < TIME, "{args:?} took {:?}", begun.elapsed());
    output
}

fn done(args: &[&str]) -> Vec<u8> {
    let output = linchpin(args);
    let talk = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {talk}");
    output.stdout
}

fn json(args: &[&str]) -> Value {
    serde_json::from_slice(&done(&[args, &["--json"]].concat())).expect("JSON on stdout")
}

fn save(path: &Path, body: &str) -> String {
    std::fs::write(path, body).expect("written");
    path.display().to_string()
}

#[test]
fn every_layout_gives_the_same_economy() {
    let dir = tempfile::tempdir().expect("a folder");
    let total: f64 = (0..4).map(mocks::output).sum();
    for (k, mock) in mocks::good(dir.path()).iter().enumerate() {
        let path = mock.path.display().to_string();
        let member = mock.member.map(|member| ["--member", member]);
        let verb = |verb: &str, more: &[&'static str]| {
            let member = member.iter().flatten().copied();
            let args = ["table", verb].into_iter().chain([path.as_str()]).chain(member);
            args.chain(more.iter().copied()).map(str::to_owned).collect::<Vec<String>>()
        };
        let run = |args: Vec<String>, out: &Path| {
            let out = out.display().to_string();
            let args: Vec<&str> = args.iter().map(String::as_str).chain(["--out", &out]).collect();
            done(&args);
            out
        };
        let show = verb("show", &[]);
        let shown = json(&show.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(shown["regions"], serde_json::json!(mock.regions), "{path}");
        assert_eq!(shown["unit"], mock.unit, "{path}");
        assert!((shown["output"].as_f64().expect("a number") - total).abs() < 1e-9, "{path}");
        let check = verb("check", &[]);
        let checked = json(&check.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(checked["median_row_error"].as_f64().expect("a number") < 1e-12, "{path}");

        let kept = dir.path().join(format!("kept{k}"));
        run(verb("import", &[]), &kept);
        let table = native::read(&kept).expect("read");
        for (found, wanted) in table.z().iter().zip(mocks::Z.concat()) {
            assert!((found - wanted).abs() < 1e-12, "{path}: {:?}", table.z());
        }
        assert_eq!(table.y(), mocks::Y.concat(), "{path}");

        let other = run(verb("export", &[]), &dir.path().join(format!("pymrio{k}")));
        let again = json(&["table", "show", &other]);
        for key in ["regions", "sectors", "categories", "output"] {
            assert_eq!(again[key], shown[key], "{path}");
        }
        let world: String = mock.regions.iter().map(|region| format!("{region},WORLD\n")).collect();
        let groups = save(&dir.path().join("groups.csv"), &format!("label,group\n{world}"));
        let mut small = verb("aggregate", &[]);
        small.extend(["--regions".to_owned(), groups]);
        let small = run(small, &dir.path().join(format!("small{k}")));
        let small = native::read(Path::new(&small)).expect("read");
        assert_eq!(small.regions(), ["WORLD"], "{path}");
        let z = mocks::Z;
        assert!((small.z()[0] - (z[0][0] + z[0][2] + z[2][0] + z[2][2])).abs() < 1e-9, "{path}");
    }
}

#[test]
fn every_hostile_file_is_refused_in_bounded_time_and_memory() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("out").display().to_string();
    for bad in mocks::hostile(dir.path()) {
        let path = bad.path.display().to_string();
        let forced: Vec<&str> =
            bad.forced.iter().flat_map(|(name, _)| ["--layout", *name]).collect();
        let args = [&["table", "import", &path, "--out", &out], &forced[..]].concat();
        let told = linchpin(&args);
        let talk = String::from_utf8_lossy(&told.stderr);
        assert_eq!(told.status.code(), Some(3), "{path}: {talk}");
        // The code, and the file with line and column where they are known.
        assert!(talk.contains(&format!("error[{}]", bad.code)), "{path}: {talk}");
        assert!(talk.contains(bad.place), "{path}: no {} in {talk}", bad.place);
        assert!(!Path::new(&out).exists(), "{path}: nothing is written");

        let args = [&["table", "check", &path, "--json"], &forced[..]].concat();
        let told = linchpin(&args);
        assert_eq!(told.status.code(), Some(3), "{path}");
        let said: Value = serde_json::from_slice(&told.stdout).expect("JSON on stdout");
        let first = &said["findings"][0];
        assert_eq!(first["code"], bad.code, "{path}");
        let place = ["line", "column"].iter().fold(
            first["file"].as_str().expect("a file").to_owned(),
            |place, key| match first[*key].as_u64() {
                Some(at) if at > 0 => format!("{place}:{at}"),
                _ => place,
            },
        );
        assert!(place.starts_with(bad.place), "{path}: {place}");
    }
}

/// An import that the disk cannot hold is no import: the path is named, the exit code says a full disk, and
/// what stood there before stays.
#[test]
fn an_import_onto_a_full_disk_leaves_the_folder_as_it_was() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(dir.path().join("disk")).expect("a folder");
    let good = mocks::good(dir.path());
    let plain = good.iter().find(|mock| mock.member.is_none()).expect("a table");
    // The first import fits; then the disk is filled up, and the second has no room.
    let line = "mount -t tmpfs -o size=256k tmpfs disk && \
        \"$0\" table import \"$1\" --out disk/t > /dev/null && \
        before=$(cat disk/t/* | cksum) && { head -c 1000000 /dev/zero > disk/fill 2> /dev/null; true; } && \
        { \"$0\" table import \"$1\" --out disk/t; c=$?; } && \
        [ \"$before\" = \"$(cat disk/t/* | cksum)\" ] && [ \"$(ls -A disk)\" = \"$(printf 'fill\\nt')\" ] && exit $c";
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", line, env!("CARGO_BIN_EXE_linchpin")]).arg(&plain.path);
    let Ok(output) = command.current_dir(dir.path()).output() else {
        eprintln!("skipped: no unshare here");
        return;
    };
    let talk = String::from_utf8_lossy(&output.stderr);
    if talk.contains("unshare:") || talk.contains("mount:") {
        eprintln!("skipped: no small disk can be made here: {talk}");
        return;
    }
    assert_eq!(output.status.code(), Some(75), "{talk}");
    assert!(talk.contains("disk/"), "the path is named: {talk}");
}
