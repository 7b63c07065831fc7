//! The layers of a store as tables: one row a sentence, name, number, date, quotation, claim, disagreement.
//!
//! In: analyses and their register. Out: named columns and text cells, drawn from what the pipeline prints
//! (PIPELINE.md), so that a table and the JSON of a layer never say different things.

use crate::analysis::Analysis;
use crate::divergence::Register;
use crate::{export, pipeline};
use serde_json::Value;

/// A layer as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<&'static str>,
    /// Its rows; an empty cell holds nothing.
    pub rows: Vec<Vec<String>>,
}

/// A column and where its cell stands in an entry of the layer; dots lead into objects.
type Column = (&'static str, &'static str);

const SENTENCES: &[Column] = &[
    ("sentence", "sentence"),
    ("line", "line"),
    ("kind", "kind"),
    ("keep", "keep"),
    ("start", "start"),
    ("end", "end"),
    ("text", "text"),
];
const MENTIONS: &[Column] = &[
    ("sentence", "sentence"),
    ("kind", "kind"),
    ("entity", "entity"),
    ("known", "known"),
    ("start", "start"),
    ("end", "end"),
    ("text", "text"),
    ("title", "title.text"),
];
const NUMBERS: &[Column] = &[
    ("sentence", "sentence"),
    ("kind", "kind"),
    ("value", "value"),
    ("high", "high"),
    ("comparator", "comparator"),
    ("unit", "unit"),
    ("of", "of"),
    ("start", "start"),
    ("end", "end"),
    ("text", "text"),
];
const TIMES: &[Column] = &[
    ("sentence", "sentence"),
    ("type", "type"),
    ("value", "value"),
    ("mod", "mod"),
    ("basis", "basis"),
    ("from", "from"),
    ("until", "until"),
    ("start", "start"),
    ("end", "end"),
    ("text", "text"),
];
const QUOTATIONS: &[Column] = &[
    ("sentence", "sentence"),
    ("speech", "speech"),
    ("cue_kind", "cue_kind"),
    ("inherited", "inherited"),
    ("content_start", "content.start"),
    ("content_end", "content.end"),
    ("content", "content.text"),
    ("cue", "cue.text"),
    ("source_start", "source.start"),
    ("source_end", "source.end"),
    ("source", "source.text"),
];
const CLAIMS: &[Column] = &[
    ("id", "id"),
    ("sentence", "sentence"),
    ("predicate", "predicate"),
    ("agent", "agent"),
    ("patient", "patient"),
    ("polarity", "polarity"),
    ("modality", "modality"),
    ("speech", "speech"),
    ("part", "part"),
    ("chain", "chain"),
    ("start", "start"),
    ("end", "end"),
    ("text", "text"),
];
const DOCUMENTS: &[Column] = &[
    ("document", "sha256"),
    ("file", "meta.file"),
    ("format", "format"),
    ("encoding", "encoding"),
    ("outlet", "meta.outlet.value"),
    ("published", "meta.published.value"),
    ("title", "meta.title.value"),
    ("author", "meta.author.value"),
    ("url", "meta.url.value"),
    ("lang", "meta.lang.value"),
];
const DIVERGENCES: &[Column] = &[
    ("id", "id"),
    ("kind", "kind"),
    ("slot", "slot"),
    ("status", "status"),
    ("note", "note"),
    ("sides", "sides"),
];

/// All layers of all documents, and the register.
#[must_use]
pub fn tables(analyses: &[Analysis], register: &Register) -> Vec<Layer> {
    let printed: Vec<Value> = analyses.iter().map(pipeline::to_json).collect();
    let documents = printed.iter().map(|one| row(&one["document"], DOCUMENTS)).collect();
    let mut layers = vec![layer("documents", DOCUMENTS, documents)];
    for (name, columns) in [
        ("sentences", SENTENCES),
        ("mentions", MENTIONS),
        ("numbers", NUMBERS),
        ("times", TIMES),
        ("quotations", QUOTATIONS),
        ("claims", CLAIMS),
    ] {
        let mut rows = Vec::new();
        for one in &printed {
            let document = cell(&one["document"]["sha256"]);
            for entry in one[name].as_array().into_iter().flatten() {
                let cells = std::iter::once(document.clone()).chain(row(entry, columns));
                rows.push(cells.collect());
            }
        }
        let with_document: Vec<Column> =
            std::iter::once(("document", "")).chain(columns.iter().copied()).collect();
        layers.push(layer(name, &with_document, rows));
    }
    let register = export::register(register);
    let entries = register["divergences"].as_array();
    let rows = entries.into_iter().flatten().map(|entry| row(entry, DIVERGENCES)).collect();
    layers.push(layer("divergences", DIVERGENCES, rows));
    layers
}

fn layer(name: &'static str, columns: &[Column], rows: Vec<Vec<String>>) -> Layer {
    Layer { name, columns: columns.iter().map(|(column, _)| *column).collect(), rows }
}

fn row(entry: &Value, columns: &[Column]) -> Vec<String> {
    let at = |path: &str| path.split('.').fold(entry, |value, key| &value[key]);
    columns.iter().map(|(_, path)| cell(at(path))).collect()
}

/// Text as it is, nothing as nothing, what has parts as JSON.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
