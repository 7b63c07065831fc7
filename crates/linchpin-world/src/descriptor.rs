//! Agreement of `datapackage.json` (Frictionless Data Package) with the files beside it.
//!
//! The descriptor and the files come in; findings go out. A package that passes can be opened by any
//! Frictionless tool: every file is listed with a licence, every column is described, in order.

use crate::files::Files;
use linchpin_units::{Finding, Findings, Place, Text};
use serde::Deserialize;
use serde_json::Value;

const NAME: &str = "datapackage.json";

/// Keys the Frictionless standard allows here but that carry nothing to check are kept as values.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    #[serde(rename = "profile")]
    _profile: Value,
    name: String,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "description", default)]
    _description: Value,
    version: String,
    #[serde(rename = "licenses", default)]
    _licenses: Value,
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resource {
    #[serde(rename = "name")]
    _name: String,
    path: String,
    #[serde(rename = "profile", default)]
    _profile: Value,
    #[serde(rename = "title", default)]
    _title: Value,
    #[serde(rename = "description", default)]
    _description: Value,
    #[serde(rename = "format", default)]
    _format: Value,
    #[serde(rename = "mediatype", default)]
    _mediatype: Value,
    #[serde(rename = "encoding", default)]
    _encoding: Value,
    #[serde(default)]
    licenses: Vec<Value>,
    #[serde(default)]
    schema: Option<Schema>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Schema {
    fields: Vec<Field>,
    #[serde(rename = "primaryKey", default)]
    _primary_key: Value,
    #[serde(rename = "foreignKeys", default)]
    _foreign_keys: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    _type: String,
    #[serde(rename = "description", default)]
    _description: Value,
    #[serde(rename = "constraints", default)]
    _constraints: Value,
}

/// What the package calls itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) name: String,
    pub(crate) version: String,
}

/// Compares the descriptor with the files; gives its label, empty after a finding.
pub(crate) fn check(files: &Files, findings: &mut Findings) -> Label {
    let Some(text) = findings.keep(files.text(NAME)) else { return Label::default() };
    let package: Package = match serde_json::from_str(text.body()) {
        Ok(package) => package,
        Err(error) => {
            findings.push(
                Finding::error("LP-W015", place_of(text, &error), error.to_string())
                    .expected("a Frictionless data package")
                    .help("mend the descriptor; the book's page on world tables shows one"),
            );
            return Label::default();
        }
    };
    for resource in &package.resources {
        let place = at_word(text, &resource.path);
        if resource.licenses.is_empty() {
            let message = format!("the resource {} has no licence", resource.path);
            findings.push(
                Finding::error("LP-W015", place.clone(), message)
                    .expected("`licenses` with at least one entry")
                    .help("say on which terms the table may be used"),
            );
        }
        let known = files.iter().find(|(name, _)| *name == resource.path);
        match (known, &resource.schema) {
            (None, _) => findings.push(
                Finding::error("LP-W002", place, format!("{} is not there", resource.path))
                    .expected("a file of the package")
                    .nearest(&resource.path, files.iter().map(|(name, _)| name))
                    .help("add the file or remove the resource"),
            ),
            (Some((_, table)), Some(schema)) => columns(table, schema, place, findings),
            (Some(_), None) => {}
        }
    }
    for (name, table) in files.iter().filter(|(name, _)| *name != NAME) {
        // A refresh is one CSV dropped into the folder of series, whose columns their reader checks.
        let dropped = name.starts_with("series/");
        if !dropped && !package.resources.iter().any(|resource| resource.path == name) {
            let place = Place::whole(table.file());
            findings.push(
                Finding::error("LP-W002", place, format!("{NAME} does not list {name}"))
                    .expected("a resource for every file")
                    .help("describe the file, or move it out of the package"),
            );
        }
    }
    Label { name: package.name, version: package.version }
}

fn columns(table: &Text, schema: &Schema, place: Place, findings: &mut Findings) {
    let header = table.body().lines().next().unwrap_or_default();
    let columns: Vec<&str> = header.split(',').map(str::trim).collect();
    let fields: Vec<&str> = schema.fields.iter().map(|field| field.name.as_str()).collect();
    if columns != fields {
        let message = format!("the fields of {} are not its columns", table.file());
        findings.push(
            Finding::error("LP-W011", place, message)
                .expected(columns.join(", "))
                .help("describe exactly the columns of the header line, in order"),
        );
    }
}

/// Where `word` first stands between quotes.
fn at_word(text: &Text, word: &str) -> Place {
    let quoted = format!("\"{word}\"");
    text.body()
        .find(&quoted)
        .map_or_else(|| Place::whole(text.file()), |at| text.place(at..at + quoted.len()))
}

fn place_of(text: &Text, error: &serde_json::Error) -> Place {
    let start: usize = text.body().split_inclusive('\n').take(error.line() - 1).map(str::len).sum();
    let at = start + error.column().saturating_sub(1);
    text.place(at..at + 1)
}
