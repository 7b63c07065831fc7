//! What the command line asks of the evidence layer.
//!
//! In come paths and words; out go answers as text and as JSON, or findings. Text of documents is shown with its
//! control characters replaced, so that no document can steer a terminal.

mod card;
mod print;

use crate::analysis::{Analysis, one_a_line};
use crate::divergence::grouped::by_event;
use crate::divergence::register;
use crate::document::{Document, Stated};
use crate::lines::{Label, label_plain};
use crate::names::{SAME, likeness};
use crate::review::{Decision, decide, decisions};
use crate::store::{Added, Store, StoreError};
use crate::{export as forms, pipeline as layers};
use card::card;
pub use card::{DocumentCard, Unread};
use linchpin_units::day::AsOf;
use linchpin_units::{Digest, Finding, Findings, Place};
use print::{line_of, print_register, print_statements};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What the user states about the documents being added.
#[derive(Debug, Clone, Default)]
pub struct Stating {
    /// Who published them.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<AsOf>,
    /// Where.
    pub url: Option<String>,
}

/// A format for other tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// W3C Web Annotation.
    WebAnnotation,
    /// PROV-O.
    Provenance,
    /// The register of divergences.
    Register,
}

/// A store's error as a finding.
pub(crate) fn finding(error: StoreError) -> Finding {
    match error {
        StoreError::Unreadable(finding) => finding,
        StoreError::Unknown(_) | StoreError::Ambiguous(_) => {
            Finding::error("LP-E008", Place::whole("the store"), error.to_string())
                .expected("the first characters of one document's SHA-256")
                .help("`linchpin evidence list` shows them")
        }
        StoreError::Damaged { .. } => {
            Finding::error("LP-E009", Place::whole("the store"), error.to_string())
                .help("delete that object and add the document again")
        }
        StoreError::Io { .. } | StoreError::OutOfText { .. } => {
            Finding::error("LP-E010", Place::whole("the store"), error.to_string())
                .help("check the path and its permissions")
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Finding> {
    let name = path.display().to_string();
    let failed = |cause: std::io::Error| {
        Finding::error("LP-E011", Place::whole(&name), format!("the file cannot be read: {cause}"))
            .help("check the path")
    };
    if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
        return Ok(bytes);
    }
    // A file far beyond the limit is refused before it fills the memory.
    let size = std::fs::metadata(path).map_err(failed)?.len();
    let limit = crate::decode::MAX_BYTES as u64;
    if size > limit {
        return Err(Finding::error(
            "LP-E003",
            Place::whole(&name),
            format!("the document has {size} bytes"),
        )
        .expected(format!("at most {limit} bytes"))
        .help("cut the file down to the article"));
    }
    std::fs::read(path).map_err(failed)
}

fn files(path: &Path, out: &mut Vec<PathBuf>) -> Result<(), Finding> {
    let failed = |cause: std::io::Error| {
        Finding::error(
            "LP-E011",
            Place::whole(&path.display().to_string()),
            format!("the path cannot be read: {cause}"),
        )
        .help("check the path")
    };
    if !std::fs::metadata(path).map_err(failed)?.is_dir() {
        out.push(path.to_owned());
        return Ok(());
    }
    let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
        .map_err(failed)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    inside.sort();
    for path in inside {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden {
            files(&path, out)?;
        }
    }
    Ok(())
}

/// Shown text: control characters become spaces.
pub(crate) fn shown(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// An answer in both forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// For people.
    pub text: String,
    /// For programs.
    pub json: Value,
}

/// Adds files and folders; good ones are stored even when others are refused. Gives what was stored and
/// a finding for each file refused.
#[must_use]
pub fn add(store: &Path, paths: &[PathBuf], stating: &Stating) -> (Answer, Findings) {
    let store = Store::at(store);
    let mut findings = Findings::default();
    let mut all = Vec::new();
    for path in paths {
        if let Err(finding) = files(path, &mut all) {
            findings.push(finding);
        }
    }
    let mut text = String::new();
    let mut documents = Vec::new();
    // A batch holds a few hundred articles, or a few large files.
    let mut batch: Vec<(Vec<u8>, Stated)> = Vec::new();
    let mut size = 0;
    let mut flush = |batch: &mut Vec<(Vec<u8>, Stated)>, findings: &mut Findings| {
        let Some(done) = findings.keep(store.add_all(batch).map_err(finding)) else { return };
        batch.clear();
        for one in done {
            if let Some((document, added)) = findings.keep(one.map_err(finding)) {
                let word = if added == Added::New { "added" } else { "known" };
                let _ = writeln!(text, "{word} {}", line_of(&document));
                documents.push(card(&document));
            }
        }
    };
    for path in all {
        let stated = Stated {
            file: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            outlet: stating.outlet.clone(),
            published: stating.published.clone(),
            url: stating.url.clone(),
        };
        let Some(bytes) = findings.keep(read(&path)) else { continue };
        size += bytes.len();
        batch.push((bytes, stated));
        if batch.len() >= 1000 || size > 64 << 20 {
            flush(&mut batch, &mut findings);
            size = 0;
        }
    }
    flush(&mut batch, &mut findings);
    (Answer { text, json: json!({ "documents": documents }) }, findings)
}

fn open(store: &Path) -> Result<Vec<Analysis>, Findings> {
    let documents = Store::at(store).all().map_err(finding)?;
    Ok(Analysis::of_all(documents))
}

/// Lists the documents.
///
/// # Errors
/// A damaged store.
pub fn list(store: &Path) -> Result<Answer, Findings> {
    let documents = Store::at(store).all().map_err(finding)?;
    let text = documents.iter().map(|document| format!("{}\n", line_of(document))).collect();
    let cards: Vec<DocumentCard> = documents.iter().map(card).collect();
    Ok(Answer { text, json: json!({ "documents": cards }) })
}

/// How many documents a store holds.
///
/// # Errors
/// A store that cannot be read.
pub fn count(store: &Path) -> Result<usize, Findings> {
    Ok(Store::at(store).all().map_err(finding)?.len())
}

/// Shows a document line by line, then its claims.
///
/// # Errors
/// `LP-E008` for an unknown id.
pub fn show(store: &Path, id: &str) -> Result<Answer, Findings> {
    let store = Store::at(store);
    let analysis = Analysis::of(store.find(id).map_err(finding)?);
    let (reviewed, _) = decisions(&store).map_err(finding)?;
    let mut out = format!("{}\n\n", line_of(&analysis.document));
    for line in analysis.document.lines.iter().filter(|line| line.label != Label::Blank) {
        let mark = if line.keep() { " " } else { "-" };
        let _ = writeln!(
            out,
            "{mark} {:>5} {:?}: {}",
            line.span.start,
            line.kind,
            shown(analysis.words(line.span))
        );
    }
    out.push('\n');
    for claim in &analysis.claims {
        let verdict = reviewed.get(claim.id.as_str()).map_or("proposed".to_owned(), |decision| {
            format!("{:?} by {}", decision.verdict, decision.by).to_lowercase()
        });
        let chain: Vec<&str> = claim.chain.iter().map(|hop| hop.speaker.as_str()).collect();
        let _ = writeln!(
            out,
            "{} [{}..{}] {} {} {} · {:?} · {:?} · {} · {verdict}",
            claim.id.short(),
            claim.span.start,
            claim.span.end,
            claim.agent.as_deref().unwrap_or("?"),
            claim.predicate,
            claim.patient.as_deref().unwrap_or("-"),
            claim.polarity,
            claim.modality,
            shown(&chain.join(" < ")),
        );
    }
    let mut all = layers::layers(&analysis);
    let of_claims = analysis.claims.iter().filter_map(|claim| reviewed.get(claim.id.as_str()));
    all.reviews = Some(of_claims.cloned().collect());
    Ok(Answer { text: out, json: layers::plain(&all) })
}

/// Compares two documents.
///
/// # Errors
/// `LP-E008` for an unknown id.
pub fn diff(store: &Path, one: &str, two: &str) -> Result<Answer, Findings> {
    let store = Store::at(store);
    let mut analyses = Vec::new();
    for id in [one, two] {
        analyses.push(Analysis::of(store.find(id).map_err(finding)?));
    }
    Ok(registered(&analyses))
}

fn registered(analyses: &[Analysis]) -> Answer {
    let found = register(analyses);
    let mut json = forms::register(&found);
    let cards: Vec<DocumentCard> =
        analyses.iter().map(|analysis| card(&analysis.document)).collect();
    json["documents"] = json!(cards);
    let unread = crate::unread::unread(analyses);
    let events = by_event(analyses, &found);
    json["events"] = json!(events);
    let mut text = print_register(analyses, &found, &events);
    for (id, why) in &unread {
        let _ = writeln!(text, "not read: {} {}", shown(&label_of(analyses, id)), why);
    }
    if analyses.is_empty() {
        text.push_str("The store holds no document: nothing was compared.\n");
    } else if found.divergences.is_empty() {
        let _ =
            writeln!(text, "No disagreement found in {} documents.", analyses.len() - unread.len());
    }
    let row = |(id, why): &(_, _)| Unread {
        document: ToString::to_string(id),
        reason: ToString::to_string(why),
    };
    json["unread"] = json!(unread.iter().map(row).collect::<Vec<_>>());
    json["compared"] = json!(analyses.len() - unread.len());
    Answer { text, json }
}

fn label_of(analyses: &[Analysis], id: &str) -> String {
    let found = analyses.iter().find(|analysis| analysis.document.id.as_str() == id);
    found.map_or_else(String::new, |analysis| analysis.document.label())
}

/// Prints the register of all documents.
///
/// # Errors
/// A damaged store.
pub fn divergences(store: &Path) -> Result<Answer, Findings> {
    Ok(registered(&open(store)?))
}

/// What each side says and what each document kept of it, event by event; one event when its id, or the
/// start of it, is given.
///
/// # Errors
/// A damaged store; `LP-E013` for an event that is not there.
pub fn statements(store: &Path, event: Option<&str>) -> Result<Answer, Findings> {
    let analyses = open(store)?;
    let mut told = crate::statements::statements(&analyses, &register(&analyses));
    if let Some(wanted) = event {
        let known: Vec<String> = told.iter().map(|one| one.id.short().to_owned()).collect();
        told.retain(|one| one.id.as_str().starts_with(wanted));
        if told.is_empty() {
            let message = format!("no event's id starts with `{wanted}`");
            return Err(Finding::error("LP-E013", Place::whole("the store"), message)
                .expected(known.join(", "))
                .help("`linchpin evidence statements` shows them all")
                .into());
        }
    }
    let cards: Vec<DocumentCard> =
        analyses.iter().map(|analysis| card(&analysis.document)).collect();
    let text = print_statements(&analyses, &told);
    Ok(Answer { text, json: json!({ "documents": cards, "events": told }) })
}

/// Finds sentences that hold all words, case aside.
///
/// # Errors
/// A damaged store.
pub fn search(store: &Path, words: &[String]) -> Result<Answer, Findings> {
    let analyses = open(store)?;
    let wanted: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let (mut text, mut sentences) = (String::new(), Vec::new());
    for analysis in &analyses {
        let label = analysis.document.label();
        for reading in analysis.kept() {
            let span = reading.sentence.span;
            let sentence = analysis.words(span);
            let lower = sentence.to_lowercase();
            if wanted.iter().all(|word| lower.contains(word)) {
                let (start, end) = (span.start, span.end);
                let _ = writeln!(text, "{} [{start}..{end}]: {}", shown(&label), shown(sentence));
                sentences.push(json!({
                    "document": analysis.document.id,
                    "label": label,
                    "start": start,
                    "end": end,
                    "text": sentence,
                }));
            }
        }
    }
    Ok(Answer { text, json: json!({ "sentences": sentences }) })
}

/// Prints claims or the register in a standard format.
///
/// # Errors
/// A damaged store.
pub fn export(store: &Path, form: Form) -> Result<String, Findings> {
    let analyses = open(store)?;
    let value = match form {
        Form::WebAnnotation => forms::web_annotations(&analyses),
        Form::Provenance => forms::provenance(&analyses),
        Form::Register => forms::register(&register(&analyses)),
    };
    Ok(format!("{value:#}\n"))
}

/// Every layer of every document as tables, with one digest of all documents.
///
/// # Errors
/// A damaged store.
pub fn layers(store: &Path) -> Result<(Vec<crate::layers::Layer>, Digest), Findings> {
    let analyses = open(store)?;
    let ids = analyses.iter().map(|analysis| analysis.document.id.as_str().as_bytes());
    let digest = Digest::of_parts(ids);
    Ok((crate::layers::tables(&analyses, &register(&analyses)), digest))
}

/// Records a decision.
///
/// # Errors
/// A store that cannot be written.
pub fn review(store: &Path, decision: &Decision) -> Result<Answer, Findings> {
    decide(&Store::at(store), decision).map_err(finding)?;
    let text = format!("{:?} {}\n", decision.verdict, decision.id).to_lowercase();
    Ok(Answer { text, json: json!(decision) })
}

/// Prints every layer of one file as JSON.
///
/// # Errors
/// An unreadable file.
pub fn pipeline(file: &Path, sentences: bool, published: Option<AsOf>) -> Result<String, Findings> {
    let bytes = read(file)?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stated = Stated { file: name, published, ..Stated::default() };
    let analysis = if sentences {
        presplit(&bytes, &stated)?
    } else {
        Analysis::of(Document::read(&bytes, &stated)?)
    };
    Ok(format!("{}\n", layers::to_json(&analysis)))
}

/// Reads a file that has one sentence a line: every line is kept and never split.
fn presplit(bytes: &[u8], stated: &Stated) -> Result<Analysis, Finding> {
    let decoded = crate::decode::decode(&stated.file, bytes)?;
    let mut document = Document::read(b"-", stated)?;
    document.id = Digest::of(bytes);
    document.encoding = decoded.encoding;
    document.lines = label_plain(&decoded.text);
    for line in &mut document.lines {
        if line.label == Label::Boilerplate {
            line.label = Label::Body;
            line.kind = crate::lines::LineKind::Paragraph;
        }
    }
    document.text = decoded.text;
    document.meta.title = None;
    let found = one_a_line(&document.text, &document.lines);
    Ok(Analysis::with_sentences(document, &found))
}

/// Judges pairs of names: `likeness TAB same|different TAB one TAB two`.
///
/// # Errors
/// `LP-E012` for a line without a tab.
pub fn names(file: &Path) -> Result<String, Findings> {
    let bytes = read(file)?;
    let text = linchpin_units::Text::from_bytes(&file.display().to_string(), &bytes)?;
    let mut out = String::new();
    let mut findings = Findings::default();
    let mut at = 0;
    for line in text.body().split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            continue;
        }
        let Some((one, two)) = line.split_once('\t') else {
            findings.push(
                Finding::error("LP-E012", text.place(span), "the line has no tab")
                    .expected("two names with a tab between")
                    .help("write NAME<tab>NAME"),
            );
            continue;
        };
        let two = two.split('\t').next().unwrap_or("");
        let score = likeness(one, two);
        let word = if score >= SAME { "same" } else { "different" };
        let _ = writeln!(out, "{score:.4}\t{word}\t{one}\t{two}");
    }
    findings.or_value(out)
}
