//! How a verb ends: something said on stdout, or a fault told on stderr, and the exit code of either.

use crate::render;
use linchpin_units::Findings;
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::ExitCode;

/// Exit codes; 2 is clap's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Ok = 0,
    /// Something differs, or a check failed.
    Differs = 1,
    /// The command line means nothing.
    Usage = 2,
    /// The input cannot be used.
    BadInput = 3,
    /// The model could not be computed.
    ModelFailed = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// What a verb has to say, in both forms.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) json: Value,
    pub(crate) exit: Exit,
}

impl Said {
    pub(crate) fn ok(text: String, json: Value) -> Self {
        Self { text, json, exit: Exit::Ok }
    }

    pub(crate) fn print(&self, json: bool) -> ExitCode {
        if json {
            out(&pretty(&self.json))
        } else {
            out(&self.text)
        }
        self.exit.into()
    }
}

/// Why a verb could not answer.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Files with findings.
    Input(Findings),
    /// Anything else the user can mend: a run that is not there, a cell that means nothing.
    Refused(String),
    /// Arguments that contradict each other.
    Usage(String),
    /// The model diverged.
    Model(String),
}

impl Fault {
    /// The user can mend it.
    pub(crate) fn refused(error: impl std::fmt::Display) -> Self {
        Self::Refused(error.to_string())
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Input(_) | Self::Refused(_) => Exit::BadInput,
            Self::Usage(_) => Exit::Usage,
            Self::Model(_) => Exit::ModelFailed,
        }
    }

    pub(crate) fn print(&self, json: bool) -> ExitCode {
        if json {
            out(&pretty(&self.to_json()));
        }
        let text = match self {
            Self::Input(findings) => render::findings(findings),
            Self::Refused(message) | Self::Usage(message) | Self::Model(message) => {
                render::message(message)
            }
        };
        err(&text);
        self.exit().into()
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Input(findings) => findings.to_json(),
            Self::Refused(message) | Self::Usage(message) | Self::Model(message) => {
                json!({ "error": message, "exit": self.exit() as u8 })
            }
        }
    }
}

impl From<Findings> for Fault {
    fn from(findings: Findings) -> Self {
        Self::Input(findings)
    }
}

impl From<linchpin_results::StoreError> for Fault {
    fn from(error: linchpin_results::StoreError) -> Self {
        Self::refused(error)
    }
}

/// JSON for people and machines, with a line break at its end.
pub(crate) fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    text.push('\n');
    text
}

/// Writes data; a reader that went away (`| head`) is no fault.
fn out(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Writes talk, without colour when stderr is no terminal or `NO_COLOR` is set.
pub(crate) fn err(text: &str) {
    let mut stderr = anstream::stderr().lock();
    let _ = writeln!(stderr, "{}", text.trim_end());
}
