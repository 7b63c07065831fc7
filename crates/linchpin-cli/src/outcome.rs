//! How a verb ends: something said on stdout, or a fault told on stderr, and the exit code of either.

use crate::render;
use linchpin_units::Findings;
use serde_json::{Value, json};
use std::io::Write as _;

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
    /// Something could not be written (`EX_IOERR`).
    NotWritten = 74,
    /// The disk is full, or the machine is short of memory or threads: try again (`EX_TEMPFAIL`).
    TryAgain = 75,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs: everything.
    Json,
    /// The main table, with numbers as numbers.
    Csv,
    /// The main table as Markdown.
    Md,
}

/// The main table of an answer.
#[derive(Debug)]
pub(crate) struct Rows {
    /// Names of the columns.
    pub(crate) heads: Vec<&'static str>,
    /// Cells as text; numbers without grouping.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Rows {
    /// Comma-separated values by RFC 4180.
    fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let rows = self.rows.iter().map(|row| row.iter().map(String::as_str).collect::<Vec<_>>());
        for row in std::iter::once(self.heads.clone()).chain(rows) {
            writer.write_record(row).expect("rows are as long as their heads");
        }
        let bytes = writer.into_inner().expect("memory takes it");
        String::from_utf8(bytes).expect("made of text")
    }

    /// A table of Markdown.
    fn markdown(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let cells: Vec<String> = cells.map(|cell| cell.replace('|', "\\|")).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let mut text = line(&mut self.heads.iter().copied());
        text.push_str(&line(&mut self.heads.iter().map(|_| "---")));
        for row in &self.rows {
            text.push_str(&line(&mut row.iter().map(String::as_str)));
        }
        text
    }
}

/// What a verb has to say.
#[derive(Debug)]
pub(crate) struct Said {
    data: Data,
    /// Its main table, and the form that was asked for.
    table: Option<(Rows, Option<Format>)>,
    /// Said on stderr beside the data.
    pub(crate) talk: String,
    pub(crate) exit: Exit,
}

#[derive(Debug)]
enum Data {
    /// In both forms.
    Both { text: String, json: Value },
    /// In the form that was asked for.
    Chosen(String),
}

impl Said {
    /// Data in both forms.
    pub(crate) fn ok(text: String, json: Value) -> Self {
        Self { data: Data::Both { text, json }, table: None, talk: String::new(), exit: Exit::Ok }
    }

    /// Data that is already in the form asked for.
    pub(crate) fn plain(data: String) -> Self {
        Self { data: Data::Chosen(data), table: None, talk: String::new(), exit: Exit::Ok }
    }

    /// With its main table, and the form that was asked for.
    pub(crate) fn with_table(mut self, table: Rows, form: Option<Format>) -> Self {
        self.table = Some((table, form));
        self
    }

    /// With every line of its text on the terminal's columns, where they are known: what a pipe reads stays whole.
    pub(crate) fn filled(mut self) -> Self {
        if let Data::Both { text, .. } = &mut self.data
            && crate::terminal::told()
        {
            *text = crate::text::filled(text);
        }
        self
    }

    /// Ends with another exit code.
    pub(crate) fn with_exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// Says something beside the data.
    pub(crate) fn with_talk(mut self, talk: String) -> Self {
        self.talk = talk;
        self
    }
}

/// Stdout, stderr and exit code of an outcome.
pub(crate) fn told(outcome: Result<Said, Fault>, json: bool) -> (String, String, Exit) {
    match outcome {
        Ok(said) => {
            // `--json` goes before a form: it is what programs ask for.
            let usual = if json { Format::Json } else { Format::Text };
            let (table, form) = said.table.unzip();
            let form = form.flatten().filter(|_| !json).unwrap_or(usual);
            let data = match (form, table, said.data) {
                (Format::Csv, Some(table), _) => table.csv(),
                (Format::Md, Some(table), _) => table.markdown(),
                (Format::Json, _, Data::Both { json: value, .. }) => pretty(&value),
                (_, _, Data::Both { text, .. } | Data::Chosen(text)) => text,
            };
            (data, said.talk, said.exit)
        }
        Err(fault) => {
            let data = if json { pretty(&fault.to_json()) } else { String::new() };
            (data, fault.text(), fault.exit())
        }
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
    /// A file could not be written.
    NotWritten(String),
    /// The disk is full, or the machine is short of memory or threads.
    TryAgain(String),
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
            Self::NotWritten(_) => Exit::NotWritten,
            Self::TryAgain(_) => Exit::TryAgain,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Input(findings) => render::findings(findings),
            Self::Refused(message)
            | Self::Usage(message)
            | Self::Model(message)
            | Self::NotWritten(message)
            | Self::TryAgain(message) => render::message(message),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Input(findings) => findings.to_json(),
            Self::Refused(message)
            | Self::Usage(message)
            | Self::Model(message)
            | Self::NotWritten(message)
            | Self::TryAgain(message) => {
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
        match error {
            full if full.is_full() => Self::TryAgain(full.to_string()),
            unwritten if unwritten.is_write() => Self::NotWritten(unwritten.to_string()),
            other => Self::refused(other),
        }
    }
}

/// JSON for people and machines, with a line break at its end.
pub(crate) fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    text.push('\n');
    text
}

/// Writes data; gives the exit code when that fails, and says so on stderr.
pub(crate) fn out(text: &str) -> Option<Exit> {
    let mut stdout = std::io::stdout().lock();
    unwritten(&stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).err()?)
}

/// The exit code of output that could not be written; a reader that went away (`| head`) is no fault.
pub(crate) fn unwritten(error: &std::io::Error) -> Option<Exit> {
    use std::io::ErrorKind::{BrokenPipe, QuotaExceeded, StorageFull};
    let exit = match error.kind() {
        BrokenPipe => return None,
        StorageFull | QuotaExceeded => Exit::TryAgain,
        _ => Exit::NotWritten,
    };
    err(&render::message(&format!("cannot write standard output: {error}")));
    Some(exit)
}

/// Writes talk, without colour when stderr is no terminal or `NO_COLOR` is set.
pub(crate) fn err(text: &str) {
    if text.is_empty() {
        return;
    }
    let mut stderr = anstream::stderr().lock();
    let _ = writeln!(stderr, "{}", text.trim_end());
}
