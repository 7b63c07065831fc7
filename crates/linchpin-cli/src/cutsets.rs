//! `linchpin cutsets`: minimal cut sets of a fault tree, counted exactly, listed as far as asked.

use crate::outcome::{Fault, Said};
use crate::text::{labelled, table};
use linchpin_structure::cuts::{CutSets, Importances, Options, cut_sets};
use linchpin_structure::opsa::{self, Model};
use linchpin_units::{Finding, Place};
use serde_json::{Value, json};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Fault tree in the Open-PSA Model Exchange Format; several files are read as one model.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Only sets of at most so many events; counts stay exact up to there.
    #[arg(long, value_name = "N")]
    order: Option<u32>,
    /// The gate whose failure counts; needed where several gates could be the top.
    #[arg(long, value_name = "GATE")]
    top: Option<String>,
    /// Sets and events to show.
    #[arg(long, value_name = "N", default_value_t = 20)]
    show: usize,
    /// Write every set to this file, one a line, smaller sets first, events separated by spaces.
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
    /// Say what each event matters: Birnbaum, Fussell-Vesely, structural importance.
    #[arg(long)]
    importance: bool,
}

pub(crate) fn cutsets(args: &Args) -> Result<Said, Fault> {
    let paths: Vec<&std::path::Path> = args.files.iter().map(PathBuf::as_path).collect();
    let model = opsa::load(&paths)?;
    let top = model.top(args.top.as_deref())?;
    let options = Options { order: args.order, ..Options::default() };
    let cuts = cut_sets(&model.graph, model.arg(top), &options)
        .map_err(|error| Fault::Input(model.explain(&error)))?;
    if let Some(path) = &args.list {
        write_all(&model, &cuts, path)?;
    }
    let importances = args.importance.then(|| cuts.importances(&model.graph));
    let shown = cuts.first(args.show);
    let said = Shown { args, model: &model, top, cuts: &cuts, shown: &shown, importances };
    let talk = match model.warnings.is_empty() {
        true => String::new(),
        false => crate::render::findings(&model.warnings),
    };
    Ok(Said::ok(said.text(), said.json()).with_talk(talk))
}

/// Streams every set: only one is in memory at a time.
fn write_all(model: &Model, cuts: &CutSets, path: &PathBuf) -> Result<(), Fault> {
    let failed = |error: std::io::Error| {
        let place = Place::whole(&path.display().to_string());
        let finding = Finding::error("LP-C015", place, format!("cannot be written: {error}"));
        Fault::Input(finding.help("check the path").into())
    };
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).map_err(failed)?);
    let mut outcome = Ok(());
    cuts.for_each(|set| {
        let mut gap = "";
        for event in set {
            let name = &model.graph.events[*event as usize].name;
            outcome = write!(out, "{gap}{name}");
            gap = " ";
        }
        outcome = std::mem::replace(&mut outcome, Ok(())).and_then(|()| writeln!(out));
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    outcome.and_then(|()| out.flush()).map_err(failed)
}

struct Shown<'a> {
    args: &'a Args,
    model: &'a Model,
    top: u32,
    cuts: &'a CutSets,
    shown: &'a [Vec<u32>],
    importances: Option<Importances>,
}

/// A count as JSON: a number where every reader keeps it exact, else its digits as text.
fn exact(count: &num_bigint::BigUint) -> Value {
    u64::try_from(count).map_or_else(|_| json!(count.to_string()), |number| json!(number))
}

impl Shown<'_> {
    fn name(&self, event: u32) -> &str {
        &self.model.graph.events[event as usize].name
    }

    fn names(&self, set: &[u32]) -> Vec<&str> {
        set.iter().map(|event| self.name(*event)).collect()
    }

    fn limit(&self) -> String {
        self.cuts.order().map_or_else(|| "all orders".to_owned(), |n| format!("up to order {n}"))
    }

    fn text(&self) -> String {
        let gates = &self.model.graph.gates;
        let named = gates.iter().filter(|gate| !gate.name.is_empty()).count();
        let mut text = labelled("top", &gates[self.top as usize].name);
        let parts = format!("{} events, {named} gates", self.model.graph.events.len());
        text.push_str(&labelled("model", &parts));
        let total = format!("{} minimal cut sets ({})", self.cuts.total(), self.limit());
        text.push_str(&labelled("found", &total));
        if !self.cuts.coherent() {
            text.push_str(&labelled(
                "note",
                "The tree is not coherent: an event can matter by not failing. Cut sets name only what must fail; prime implicants are not computed.",
            ));
        }
        if self.cuts.always() {
            text.push_str(&labelled("note", "The top holds although nothing fails."));
        } else if self.cuts.total() == num_bigint::BigUint::ZERO {
            let note = match self.cuts.order() {
                Some(order) => format!("No {order} or fewer failures bring the top about."),
                None => "Nothing brings the top about.".to_owned(),
            };
            text.push_str(&labelled("note", &note));
        }
        let orders = self.cuts.by_order().iter().enumerate();
        let rows: Vec<Vec<String>> =
            orders.map(|(at, count)| vec![(at + 1).to_string(), count.to_string()]).collect();
        text.push('\n');
        text.push_str(&table(&["events in the set", "sets"], &rows));
        if !self.shown.is_empty() {
            let rows: Vec<Vec<String>> =
                self.shown.iter().map(|set| vec![self.names(set).join(", ")]).collect();
            let title = format!("first {} sets", rows.len());
            text.push('\n');
            text.push_str(&table(&[&title], &rows));
        }
        if let Some(found) = &self.importances {
            text.push_str(&self.importance_text(found));
        }
        text
    }

    fn importance_text(&self, found: &Importances) -> String {
        let mut text = String::from("\n");
        match &found.top {
            Some(top) => {
                let exact = top.exact.map_or_else(String::new, |p| format!("{p:.6e} exact, "));
                let said = format!("{exact}{:.6e} as the sum over the sets", top.rare_event);
                text.push_str(&labelled("P(top)", &said));
            }
            None => {
                let said =
                    format!("not known: {} events carry none", found.without_probability.len());
                text.push_str(&labelled("P(top)", &said));
            }
        }
        let mut events = found.events.clone();
        let key = |one: &linchpin_structure::cuts::Importance| {
            one.birnbaum.or(one.structural).unwrap_or(0.0)
        };
        events.sort_by(|a, b| key(b).total_cmp(&key(a)).then(a.event.cmp(&b.event)));
        let number =
            |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |v| format!("{v:.4e}"));
        let row = |one: &linchpin_structure::cuts::Importance| {
            vec![
                self.name(one.event).to_owned(),
                number(one.birnbaum),
                number(one.fussell_vesely),
                number(one.structural),
                one.smallest.map_or_else(|| "-".to_owned(), |order| order.to_string()),
            ]
        };
        let rows: Vec<Vec<String>> = events.iter().take(self.args.show).map(row).collect();
        let head = ["event", "Birnbaum", "Fussell-Vesely", "structural", "smallest set"];
        text.push_str(&table(&head, &rows));
        text
    }

    fn json(&self) -> Value {
        let gates = &self.model.graph.gates;
        let counts: Vec<Value> = self.cuts.by_order().iter().map(exact).collect();
        let sets: Vec<Vec<&str>> = self.shown.iter().map(|set| self.names(set)).collect();
        let mut value = json!({
            "top": gates[self.top as usize].name,
            "events": self.model.graph.events.len(),
            "gates": gates.iter().filter(|gate| !gate.name.is_empty()).count(),
            "coherent": self.cuts.coherent(),
            "order_limit": self.cuts.order(),
            "total": exact(&self.cuts.total()),
            "by_order": counts,
            "always": self.cuts.always(),
            "cut_sets": sets,
            "modules": self.cuts.modules(),
        });
        if let Some(found) = &self.importances {
            let one = |one: &linchpin_structure::cuts::Importance| {
                json!({
                    "event": self.name(one.event),
                    "probability": one.probability,
                    "birnbaum": one.birnbaum,
                    "fussell_vesely": one.fussell_vesely,
                    "structural": one.structural,
                    "smallest_set": one.smallest,
                })
            };
            let missing: Vec<&str> =
                found.without_probability.iter().map(|event| self.name(*event)).collect();
            value["importance"] = json!({
                "probability_exact": found.top.and_then(|top| top.exact),
                "probability_rare_event": found.top.map(|top| top.rare_event),
                "birnbaum_exact": found.exact,
                "without_probability": missing,
                "events": found.events.iter().map(one).collect::<Vec<_>>(),
            });
        }
        value
    }
}
