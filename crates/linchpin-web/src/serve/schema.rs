//! The contract: JSON Schema of runs and of the API, made from the Rust types.
//!
//! The API's own description holds it, and the page's TypeScript and Python's types are written from it.
//! `LINCHPIN_BLESS=1 cargo test -p linchpin-web --lib schema` writes them anew; without it the test fails
//! when a committed copy is not what the types say.

use super::answers;
use linchpin_results::contract::api::{Explained, Job, RunRow};
use linchpin_results::contract::comparison::Comparison;
use linchpin_results::contract::hangs::Hangs;
use linchpin_results::contract::record::Record;
use linchpin_results::report::Report;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

/// Every root of the contract: one field for each kind of answer.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "its types are what matters")]
struct Contract {
    record: Record,
    report: Report,
    comparison: Comparison,
    explained: Explained,
    hangs: Hangs,
    runs: Vec<RunRow>,
    job: Job,
    health: answers::Health,
    studies: answers::StudyList,
    study: answers::StudyText,
    checked: answers::Checked,
    world: linchpin_world::show::Card,
    facts: answers::FactTable<'static>,
    map: answers::WorldMap<'static>,
    sites: Vec<answers::PolicySite<'static>>,
    acts: Vec<linchpin_policy::list::ActRow<'static>>,
    timelines: Vec<linchpin_policy::timeline::Timeline>,
    differences: Vec<linchpin_policy::diff::Group>,
    calendar: Vec<linchpin_policy::calendar::Event>,
    asked: answers::Asked,
    start: answers::Start,
    found: answers::Found,
    words: answers::WordList,
    documents: answers::DocumentList,
    document: linchpin_evidence::pipeline::Layers,
    added: answers::Added,
    queued: answers::Queued,
    what_if: answers::WhatIf,
    movable: answers::DayRows,
    statements: answers::StatementList,
    divergences: answers::DivergenceList,
}

/// The whole contract, in order of name; references point to `at`.
fn generated(at: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with(|settings| settings.definitions_path = at.to_owned().into());
    let mut schema = SchemaGenerator::new(settings).into_root_schema_for::<Contract>().to_value();
    let definitions = schema.pointer_mut(at).and_then(Value::as_object_mut);
    definitions.into_iter().flat_map(serde_json::Map::values_mut).for_each(stated);
    schema["title"] = "Linchpin: the JSON of a run and of the API".into();
    schema
}

/// A value with its range and unit leaves the server with its text beside it, which the types of the world
/// do not have: `linchpin_results::contract::said::state` adds it.
fn stated(definition: &mut Value) {
    let has = |field: &str| definition["properties"].get(field).is_some();
    let names = ["low", "value", "high", "unit"];
    if names.into_iter().all(has) && !has("text") {
        definition["properties"]["text"] =
            serde_json::json!({ "description": "As it is printed.", "type": "string" });
        if let Some(required) = definition["required"].as_array_mut() {
            required.push("text".into());
        }
    }
}

/// The definitions for the API's own description, and the shape of each answer by its field in the contract.
pub(super) fn components() -> (Value, Value) {
    let mut schema = generated("/components/schemas");
    let definitions = schema.pointer_mut("/components/schemas").map_or(Value::Null, Value::take);
    (definitions, schema["properties"].take())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Map;
    use std::fmt::Write as _;
    use std::path::PathBuf;

    fn schema() -> Value {
        let mut schema = generated("/$defs");
        schema["$defs"].sort_all_objects();
        schema
    }

    const MADE: &str = "Made from the Rust types by `LINCHPIN_BLESS=1 cargo test -p linchpin-web --lib schema`; do not edit.";

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
                let values: Vec<String> =
                    values.iter().map(|value| format!("\"{value}\"")).collect();
                let _ = writeln!(text, "export type {name} = {};", values.join(" | "));
                continue;
            }
            let (properties, required) = properties(def);
            let _ = writeln!(text, "export interface {name} {{");
            for (field, schema) in &properties {
                let mark = if required.contains(&field.as_str()) { "" } else { "?" };
                let _ = writeln!(text, "  /** {} */", about(schema));
                let plain = field.chars().all(|c| c == '_' || c.is_ascii_alphanumeric());
                let name = if plain { field.clone() } else { format!("\"{field}\"") };
                let _ = writeln!(text, "  {name}{mark}: {};", spelled(schema, &TYPESCRIPT));
            }
            text.push_str("}\n");
        }
        text
    }

    fn python(schema: &Value) -> String {
        let mut text =
            format!("\"\"\"The JSON of runs and of the API as types.\n\n{MADE}\n\"\"\"\n");
        text.push_str("\nfrom __future__ import annotations\n\n");
        text.push_str("from typing import TYPE_CHECKING, Literal, TypedDict\n\n");
        text.push_str("if TYPE_CHECKING:\n    from typing_extensions import NotRequired\n");
        for (name, def) in definitions(schema) {
            if let Some(values) = values(def) {
                let values: Vec<String> =
                    values.iter().map(|value| format!("\"{value}\"")).collect();
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
        let crates =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("the crates").to_owned();
        let schema = schema();
        let json = format!("{}\n", serde_json::to_string_pretty(&schema).expect("a value"));
        let copies = [
            ("linchpin-web/contract.schema.json", json),
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
}
