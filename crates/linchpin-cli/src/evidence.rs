//! `linchpin evidence`: documents, claims and divergences.
//!
//! In come the arguments; out comes data in the form asked for. All work is done in `linchpin_evidence`.

use crate::facade;
use crate::outcome::{Exit, Fault, Said, pretty};
use crate::render::findings as drawn;
use crate::text::labelled;
use clap::{Args, Subcommand, ValueEnum};
use linchpin::quotes::Words;
use linchpin_evidence::face;
use linchpin_evidence::propose::printed::{Model, propose};
use linchpin_units::Findings;
use linchpin_units::day::AsOf;
use linchpin_world::Quantity;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where documents are kept unless another folder is named.
pub(crate) const STORE: &str = ".linchpin/evidence";

/// Arguments of `linchpin evidence`.
#[derive(Debug, Args)]
pub(crate) struct EvidenceArgs {
    /// Folder of the document store.
    #[arg(long, global = true, default_value = STORE, value_name = "DIR")]
    store: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// W3C Web Annotation (JSON-LD).
    W3c,
    /// PROV-O (JSON-LD).
    Prov,
    /// The register of divergences (JSON).
    Register,
    /// Every layer as a table, in CSV and Parquet, into the folder --out.
    Parquet,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Verdict {
    /// It is right.
    Accept,
    /// It is wrong.
    Reject,
    /// It is right as the note amends it.
    Edit,
}

#[derive(Debug, Clone, Subcommand)]
enum Verb {
    /// Add files, or all files of folders, to the store.
    Add {
        /// Files or folders; nothing is fetched from the network.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Who published them.
        #[arg(long)]
        outlet: Option<String>,
        /// When: YYYY, YYYY-MM or YYYY-MM-DD; unknown when neither given nor found.
        #[arg(long)]
        published: Option<AsOf>,
        /// Where they were published.
        #[arg(long)]
        url: Option<String>,
    },
    /// List the documents of the store.
    List,
    /// Show a document line by line with its claims.
    Show {
        /// First characters of its SHA-256.
        id: String,
    },
    /// Compare two documents.
    Diff {
        /// First characters of one SHA-256.
        one: String,
        /// First characters of the other.
        two: String,
    },
    /// Print the register of disagreements among all documents.
    Divergences,
    /// Print what each side says, and what each document kept of it, event by event.
    Statements {
        /// First characters of an event's id; all events when not given.
        #[arg(long)]
        event: Option<String>,
    },
    /// Find sentences that hold all words.
    Search {
        /// Words, in any order.
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Print the sentence behind every row of the world whose document the store holds.
    Facts {
        /// Folder with another world.
        #[arg(long, value_name = "DIR")]
        world: Option<PathBuf>,
    },
    /// Print claims or the register in a standard format.
    Export {
        /// The format.
        #[arg(long, value_enum, default_value = "w3c")]
        form: Form,
        /// Folder for tables.
        #[arg(long, value_name = "DIR", default_value = "evidence-export")]
        out: PathBuf,
    },
    /// Record a decision about a claim or a divergence.
    Review {
        /// Its id.
        id: String,
        /// The decision.
        #[arg(value_enum)]
        verdict: Verdict,
        /// Who decides.
        #[arg(long)]
        by: String,
        /// Why, or how it is amended.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Put the number of a claim into a world of your own, with source and place.
    Accept(Accept),
    /// Ask a language model for claims of one document; nothing is accepted without `review`.
    Propose {
        /// First characters of its SHA-256.
        id: String,
        /// Address of an endpoint of the OpenAI chat protocol; the document is sent there.
        #[arg(long, value_name = "http://HOST:PORT")]
        endpoint: String,
        /// Name of the model.
        #[arg(long)]
        model: String,
        /// Environment variable that holds the endpoint's key.
        #[arg(long, value_name = "VAR")]
        key_env: Option<String>,
        /// Seconds the exchange may take.
        #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=3600))]
        timeout: u64,
    },
    /// Print every layer of one file; see PIPELINE.md.
    Pipeline {
        /// The file; `-` reads standard input.
        file: PathBuf,
        /// The file has one sentence a line.
        #[arg(long)]
        sentences: bool,
        /// Publication date.
        #[arg(long)]
        published: Option<AsOf>,
    },
    /// Judge pairs of names, one pair a line with a tab between.
    Names {
        /// The file; `-` reads standard input.
        file: PathBuf,
    },
}

/// Arguments of `linchpin evidence accept`.
#[derive(Debug, Clone, Args)]
struct Accept {
    /// First characters of a claim's id, or of a document's SHA-256 with --words.
    id: String,
    /// The words that state the number, to the letter; the claim's whole sentence when not given.
    #[arg(long, value_name = "TEXT")]
    words: Option<String>,
    /// Folder of the world: a copy of your own.
    #[arg(long, value_name = "DIR")]
    world: PathBuf,
    /// What the number is about: an id of the world such as site:samsung-xian.
    #[arg(long, value_name = "ID")]
    subject: String,
    /// What it measures: a quantity of the world such as capacity.
    #[arg(long, value_name = "NAME")]
    quantity: String,
    /// The product, firm or site it is of.
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    of: String,
    /// Where it goes.
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    to: String,
    /// The day it holds for: YYYY, YYYY-MM or YYYY-MM-DD; from the words or the publication when not given.
    #[arg(long, value_name = "DAY")]
    as_of: Option<AsOf>,
    /// Lowest value, in the quantity's unit.
    #[arg(long, value_name = "X", requires = "high", allow_negative_numbers = true)]
    low: Option<f64>,
    /// Highest value, in the quantity's unit.
    #[arg(long, value_name = "X", requires = "low", allow_negative_numbers = true)]
    high: Option<f64>,
    /// What exactly was counted.
    #[arg(long, value_name = "TEXT", default_value = "as the source states it")]
    basis: String,
    /// How strong the evidence is.
    #[arg(long, value_name = "GRADE", default_value = "press")]
    grade: linchpin_units::Grade,
    /// Who accepts it.
    #[arg(long)]
    by: String,
    /// Check and show, write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the verb.
///
/// # Errors
/// All findings; the caller renders them.
pub(crate) fn run(args: &EvidenceArgs, json: bool) -> Result<Said, Fault> {
    let store = args.store.as_path();
    let answer = match args.verb.clone() {
        Verb::Add { paths, outlet, published, url } => {
            let stating = face::Stating { outlet, published, url };
            let (face::Answer { text, json }, findings) = face::add(store, &paths, &stating);
            // What was stored is said, whatever else was refused.
            let exit = if findings.any_error() { Exit::BadInput } else { Exit::Ok };
            return Ok(Said::ok(text, json).with_talk(drawn(&findings)).with_exit(exit));
        }
        Verb::List => face::list(store)?,
        Verb::Show { id } => face::show(store, &id)?,
        Verb::Diff { one, two } => face::diff(store, &one, &two)?,
        Verb::Divergences => face::divergences(store)?,
        Verb::Statements { event } => face::statements(store, event.as_deref())?,
        Verb::Search { words } => face::search(store, &words)?,
        Verb::Review { id, verdict, by, note } => {
            let verdict = match verdict {
                Verdict::Accept => linchpin_evidence::review::Verdict::Accepted,
                Verdict::Reject => linchpin_evidence::review::Verdict::Rejected,
                Verdict::Edit => linchpin_evidence::review::Verdict::Edited,
            };
            face::review(store, &linchpin_evidence::review::Decision { id, verdict, by, note })?
        }
        Verb::Accept(own) => return accept(store, own),
        Verb::Propose { id, endpoint, model, key_env, timeout } => {
            let to = Model { url: endpoint, name: model, key_env, seconds: timeout };
            let (text, json) = propose(store, &id, &to)?;
            face::Answer { text, json }
        }
        Verb::Facts { world } => return Ok(Said::plain(facts(store, world.as_deref(), json)?)),
        Verb::Export { form: Form::Parquet, out } => {
            return Ok(Said::plain(facade::evidence_tables(store, &out)?));
        }
        Verb::Export { form, .. } => {
            let form = match form {
                Form::W3c => face::Form::WebAnnotation,
                Form::Prov => face::Form::Provenance,
                Form::Register | Form::Parquet => face::Form::Register,
            };
            return Ok(Said::plain(face::export(store, form)?));
        }
        Verb::Pipeline { file, sentences, published } => {
            return Ok(Said::plain(face::pipeline(&file, sentences, published)?));
        }
        Verb::Names { file } => return Ok(Said::plain(face::names(&file)?)),
    };
    let text = match answer.text.trim().is_empty() {
        true => nothing(store)?,
        false => answer.text,
    };
    Ok(Said::ok(text, answer.json))
}

/// Puts a number of a document into a world, or shows what would be put there.
fn accept(store: &Path, own: Accept) -> Result<Said, Fault> {
    let world = own.world.clone();
    let asked = facade::AcceptAsked {
        id: own.id,
        words: own.words,
        subject: own.subject,
        quantity: own.quantity,
        of: own.of,
        to: own.to,
        as_of: own.as_of,
        range: own.low.zip(own.high),
        basis: own.basis,
        grade: own.grade,
        by: own.by,
        dry: own.dry_run,
    };
    let accepted = facade::accept(store, &world, &asked)?;
    let mut text = labelled("words", &format!("“{}”", accepted.words));
    text.push_str(&labelled("", &accepted.document));
    for added in &accepted.rows {
        let state = match (added.known, accepted.written) {
            (true, _) => "stood there already",
            (false, true) => "added",
            (false, false) => "would be added",
        };
        text.push_str(&labelled(&format!("{}, line {}", added.file, added.line), state));
        text.push_str(&labelled("", &added.row));
    }
    let json = serde_json::to_value(&accepted).map_err(Fault::refused)?;
    Ok(Said::ok(text, json))
}

/// What an empty answer means: a store without documents, or documents that hold nothing of the kind.
fn nothing(store: &Path) -> Result<String, Fault> {
    let count = face::count(store)?;
    let text = match count {
        0 => format!("no documents in {}: `linchpin evidence add FILE` adds one", store.display()),
        _ => format!("nothing found in {}", linchpin_results::figures::plural(count, "document")),
    };
    Ok(labelled("", &text))
}

/// The rows of the world with their words; an error when a held document says other words.
fn facts(store: &Path, world: Option<&Path>, json: bool) -> Result<String, Findings> {
    let quotes = facade::quotes(world, store)?;
    let changed = linchpin::quotes::changed(&quotes);
    if changed.any_error() {
        return Err(changed);
    }
    if json {
        return Ok(pretty(&json!({ "quotes": quotes })));
    }
    let mut text = String::new();
    let mut absent = BTreeSet::new();
    let mut found = 0;
    for quoted in &quotes {
        match &quoted.words {
            Words::Found { words, document } => {
                found += 1;
                let quote = &quoted.quote;
                let key = [
                    Some(quote.subject.as_str()),
                    quote.quantity.map(Quantity::as_str),
                    quote.of.as_deref(),
                    quote.to.as_deref(),
                    quote.as_of.as_ref().map(AsOf::as_str),
                ];
                let key: Vec<&str> = key.into_iter().flatten().collect();
                let words: Vec<&str> = words.split_whitespace().collect();
                text.push_str(&labelled(&key.join(" "), &format!("“{}”", words.join(" "))));
                text.push_str(&labelled(
                    "",
                    &format!("{document}, bytes {} to {}", quote.start, quote.end),
                ));
            }
            Words::Absent { document } => {
                absent.insert((quoted.quote.source.clone(), document.clone()));
            }
            Words::Changed { .. } => {}
        }
    }
    text.push_str(&format!("{found} of {} rows resolve to their words\n", quotes.len()));
    for (source, document) in absent {
        text.push_str(&format!("not held: {source}, SHA-256 {document}\n"));
    }
    Ok(text)
}
