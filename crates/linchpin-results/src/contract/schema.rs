//! The contract written down for other languages: JSON Schema from the Rust types, and from that the page's
//! TypeScript and Python's types. `LINCHPIN_BLESS=1 cargo test -p linchpin-results schema` writes them anew;
//! without it the test fails when a committed copy is not what the types say.

use crate::contract::api::{Explained, Job, RunRow};
use crate::contract::comparison::Comparison;
use crate::contract::record::Record;
use crate::contract::report::Report;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Every root of the contract.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "its types are what matters")]
struct Contract {
    report: Report,
    record: Record,
    comparison: Comparison,
    explained: Explained,
    runs: Vec<RunRow>,
    job: Job,
}

fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Contract>().to_value();
    schema["title"] = "Linchpin: the JSON of a run and of the API".into();
    schema["$defs"].sort_all_objects();
    schema
}

const MADE: &str = "Made from the Rust types by `LINCHPIN_BLESS=1 cargo test -p linchpin-results schema`; do not edit.";

/// The definitions in order of their names.
fn definitions(schema: &Value) -> Vec<(&str, &Value)> {
    let defs = schema["$defs"].as_object().expect("definitions");
    let mut defs: Vec<(&str, &Value)> =
        defs.iter().map(|(name, def)| (name.as_str(), def)).collect();
    defs.sort_by_key(|(name, _)| *name);
    defs
}

/// The values of an enumeration of texts.
fn values(def: &Value) -> Option<Vec<&str>> {
    if let Some(list) = def["enum"].as_array() {
        return list.iter().map(Value::as_str).collect();
    }
    def["oneOf"].as_array()?.iter().map(|one| one["const"].as_str()).collect()
}

fn properties(def: &Value) -> (Map<String, Value>, Vec<&str>) {
    let required =
        def["required"].as_array().map(|list| list.iter().filter_map(Value::as_str).collect());
    (def["properties"].as_object().cloned().unwrap_or_default(), required.unwrap_or_default())
}

fn about(def: &Value) -> String {
    def["description"].as_str().unwrap_or_default().replace('\n', " ")
}

/// How a language spells the parts of a type.
struct Spelling {
    text: &'static str,
    number: &'static str,
    whole: &'static str,
    truth: &'static str,
    nothing: &'static str,
    list: fn(&str) -> String,
    map: fn(&str) -> String,
    tuple: fn(&[String]) -> String,
}

const TYPESCRIPT: Spelling = Spelling {
    text: "string",
    number: "number",
    whole: "number",
    truth: "boolean",
    nothing: "null",
    list: |item| if item.contains(' ') { format!("({item})[]") } else { format!("{item}[]") },
    map: |item| format!("{{ [name: string]: {item} }}"),
    tuple: |items| format!("[{}]", items.join(", ")),
};

const PYTHON: Spelling = Spelling {
    text: "str",
    number: "float",
    whole: "int",
    truth: "bool",
    nothing: "None",
    list: |item| format!("list[{item}]"),
    map: |item| format!("dict[str, {item}]"),
    tuple: |items| format!("tuple[{}]", items.join(", ")),
};

fn spelled(schema: &Value, in_words: &Spelling) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return name.to_owned();
    }
    if let Some(any) = schema["anyOf"].as_array() {
        return any.iter().map(|one| spelled(one, in_words)).collect::<Vec<_>>().join(" | ");
    }
    if let Some(items) = schema["prefixItems"].as_array() {
        let items: Vec<String> = items.iter().map(|one| spelled(one, in_words)).collect();
        return (in_words.tuple)(&items);
    }
    let kind = |name: &str| match name {
        "string" => in_words.text.to_owned(),
        "number" => in_words.number.to_owned(),
        "integer" => in_words.whole.to_owned(),
        "boolean" => in_words.truth.to_owned(),
        "null" => in_words.nothing.to_owned(),
        "array" => match (&schema["items"], schema["minItems"].as_u64()) {
            (items, Some(count)) if schema["maxItems"].as_u64() == Some(count) => {
                let item = spelled(items, in_words);
                (in_words.tuple)(&vec![item; usize::try_from(count).expect("short")])
            }
            (items, _) => (in_words.list)(&spelled(items, in_words)),
        },
        "object" => (in_words.map)(&spelled(&schema["additionalProperties"], in_words)),
        other => panic!("no spelling for {other}"),
    };
    match &schema["type"] {
        Value::String(name) => kind(name),
        Value::Array(names) => {
            let names = names.iter().filter_map(Value::as_str).map(kind);
            names.collect::<Vec<_>>().join(" | ")
        }
        _ => panic!("no spelling for {schema}"),
    }
}

fn typescript(schema: &Value) -> String {
    let mut text = format!("// {MADE}\n");
    for (name, def) in definitions(schema) {
        let _ = write!(text, "\n/** {} */\n", about(def));
        if let Some(values) = values(def) {
            let values: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
            let _ = writeln!(text, "export type {name} = {};", values.join(" | "));
            continue;
        }
        let (properties, required) = properties(def);
        let _ = writeln!(text, "export interface {name} {{");
        for (field, schema) in &properties {
            let mark = if required.contains(&field.as_str()) { "" } else { "?" };
            let _ = writeln!(text, "  /** {} */", about(schema));
            let _ = writeln!(text, "  {field}{mark}: {};", spelled(schema, &TYPESCRIPT));
        }
        text.push_str("}\n");
    }
    text
}

fn python(schema: &Value) -> String {
    let mut text = format!("\"\"\"The JSON of runs and of the API as types.\n\n{MADE}\n\"\"\"\n");
    text.push_str("\nfrom __future__ import annotations\n\n");
    text.push_str("from typing import TYPE_CHECKING, Literal, TypedDict\n\n");
    text.push_str("if TYPE_CHECKING:\n    from typing_extensions import NotRequired\n");
    for (name, def) in definitions(schema) {
        if let Some(values) = values(def) {
            let values: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
            let _ = write!(
                text,
                "\n{name} = Literal[{}]\n\"\"\"{}\"\"\"\n",
                values.join(", "),
                about(def)
            );
            continue;
        }
        let (properties, required) = properties(def);
        // Some fields bear names that are words of Python, which only this form can spell.
        let _ = write!(text, "\n{name} = TypedDict(\n    \"{name}\",\n    {{\n");
        for (field, schema) in &properties {
            let kind = spelled(schema, &PYTHON);
            let kind = match required.contains(&field.as_str()) {
                true => kind,
                false => format!("NotRequired[{kind}]"),
            };
            let _ = writeln!(text, "        \"{field}\": \"{kind}\",");
        }
        let _ = write!(text, "    }},\n)\n\"\"\"{}\"\"\"\n", about(def));
    }
    text
}

#[test]
fn the_copies_of_the_contract_are_current() {
    let crates = PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("the crates").to_owned();
    let schema = schema();
    let json = format!("{}\n", serde_json::to_string_pretty(&schema).expect("a value"));
    let copies = [
        ("linchpin-results/contract.schema.json", json),
        ("linchpin-web/ui/src/lib/contract.ts", typescript(&schema)),
        ("linchpin-python/python/linchpin/_contract.py", python(&schema)),
    ];
    let bless = std::env::var_os("LINCHPIN_BLESS").is_some();
    let mut old = Vec::new();
    for (name, text) in copies {
        let path = crates.join(name);
        if bless {
            std::fs::write(&path, text).expect("written");
        } else if std::fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            old.push(name);
        }
    }
    assert_eq!(old, Vec::<&str>::new(), "{MADE}");
}
