//! Runs in a process of their own, with limits: what ends it ends nobody else.
//!
//! In: the program, a sweep's folder, some runs. Out: their rows, sealed; or how the process ended, in words that
//! are the same on every machine, because they become part of the sweep.

use std::ffi::OsString;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What the process may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of address space; without a limit if none, and where the system has no such limit.
    pub memory: Option<u64>,
    /// How long it may take.
    pub time: Duration,
}

/// Between two looks at the process.
const NAP: Duration = Duration::from_millis(10);

/// Has `program`, the words of a command line, make some runs of the sweep in a folder.
///
/// # Errors
/// When the process cannot be started or watched: that says nothing about the runs.
pub fn rows(
    program: &[OsString],
    folder: &Path,
    span: &Range<u32>,
    limits: Limits,
) -> io::Result<Result<Vec<u8>, String>> {
    let out = folder.join(format!(".aside-{}-{}-{}", std::process::id(), span.start, span.end));
    let mut command = limited(program, limits.memory);
    command.args(["sweep", "rows"]).arg(folder).arg(span.start.to_string());
    command.arg(span.end.to_string()).arg(&out);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let begun = Instant::now();
    let ended = loop {
        match child.try_wait()? {
            Some(status) => break Some(status),
            None if begun.elapsed() >= limits.time => {
                child.kill()?;
                child.wait()?;
                break None;
            }
            None => std::thread::sleep(NAP),
        }
    };
    let made = std::fs::read(&out);
    match std::fs::remove_file(&out) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    Ok(match ended {
        Some(status) if status.success() => Ok(made?),
        Some(status) => Err(how(status)),
        None => Err(format!("no end after {} s", limits.time.as_secs())),
    })
}

/// The program under a limit on its address space, where there is a shell that knows one.
fn limited(program: &[OsString], memory: Option<u64>) -> Command {
    let (first, rest) = program.split_first().expect("a program has a name");
    match memory {
        Some(bytes) if cfg!(unix) => {
            let mut command = Command::new("sh");
            command.args(["-c", "ulimit -v \"$0\"; exec \"$@\""]);
            command.arg((bytes / 1024).to_string()).args(program);
            command
        }
        _ => {
            let mut command = Command::new(first);
            command.args(rest);
            command
        }
    }
}

/// How a process ended.
fn how(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("signal {signal}");
    }
    status.code().map_or_else(|| "an unknown way".to_owned(), |code| format!("exit code {code}"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// A shell in the place of the program: `$0` is its script, and the words of the command follow.
    fn run(script: &str, seconds: u64) -> Result<Vec<u8>, String> {
        let root = tempfile::tempdir().expect("a folder");
        let program = ["sh", "-c", script, "it"].map(OsString::from);
        let limits = Limits { memory: None, time: Duration::from_secs(seconds) };
        let told = rows(&program, root.path(), &(3..5), limits).expect("a shell");
        let left = std::fs::read_dir(root.path()).expect("a folder").count();
        assert_eq!(left, 0, "nothing is left over");
        told
    }

    #[test]
    fn each_way_to_end_has_its_words() {
        assert_eq!(run("printf '%s %s %s' $1 $2 $4-$5 > $6", 60), Ok(b"sweep rows 3-5".to_vec()));
        assert_eq!(run("kill -6 $$", 60), Err("signal 6".to_owned()));
        assert_eq!(run("exit 4", 60), Err("exit code 4".to_owned()));
        assert_eq!(run("exec sleep 60", 1), Err("no end after 1 s".to_owned()));
    }

    #[test]
    fn a_limit_on_memory_holds() {
        let program = ["sh", "-c", "ulimit -v > \"$6\"", "it"].map(OsString::from);
        let root = tempfile::tempdir().expect("a folder");
        let limits = Limits { memory: Some(512 << 20), time: Duration::from_secs(60) };
        let told = rows(&program, root.path(), &(0..1), limits).expect("a shell");
        assert_eq!(told, Ok(b"524288\n".to_vec()));
    }
}
