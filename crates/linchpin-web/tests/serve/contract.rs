//! Real answers against the schema that the server itself publishes: no hand copy stands between them.

use crate::support::{get, start};
use linchpin::{Options, Study};
use linchpin_results::{Keep, finish};
use serde_json::Value;

/// What of an answer does not fit a schema; the words of JSON Schema that the contract uses.
fn misfits(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(path) = schema["$ref"].as_str() {
        let target = document.pointer(path.trim_start_matches('#'));
        let target = target.unwrap_or_else(|| panic!("{path} leads nowhere"));
        return misfits(document, target, value, at, found);
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let fits = |one: &Value| {
                let mut own = Vec::new();
                misfits(document, one, value, at, &mut own);
                own.is_empty()
            };
            if !choices.iter().any(fits) {
                found.push(format!("{at}: {value} is none of {}", schema[choice]));
            }
        }
    }
    let known = |list: &Value| list.as_array().is_some_and(|list| list.contains(value));
    if !schema["enum"].is_null() && !known(&schema["enum"]) {
        found.push(format!("{at}: {value} is not in {}", schema["enum"]));
    }
    if !schema["const"].is_null() && schema["const"] != *value {
        found.push(format!("{at}: {value} is not {}", schema["const"]));
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
    };
    let wanted: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let whole_number = kind == "integer" && wanted.contains(&"number");
    if !wanted.is_empty() && !wanted.contains(&kind) && !whole_number {
        found.push(format!("{at}: {kind} where {wanted:?} belongs"));
        return;
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        let own = schema["prefixItems"].get(index).unwrap_or(&schema["items"]);
        misfits(document, own, item, &format!("{at}[{index}]"), found);
    }
    let Some(fields) = value.as_object().filter(|_| schema["properties"].is_object()) else {
        for (name, item) in value.as_object().into_iter().flatten() {
            misfits(
                document,
                &schema["additionalProperties"],
                item,
                &format!("{at}.{name}"),
                found,
            );
        }
        return;
    };
    for (name, item) in fields {
        match schema["properties"].get(name) {
            Some(own) => misfits(document, own, item, &format!("{at}.{name}"), found),
            None => found.push(format!("{at}.{name} is in no schema")),
        }
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            found.push(format!("{at}.{name} is missing"));
        }
    }
}

#[test]
fn every_answer_fits_the_schema_that_the_server_publishes() {
    let runs = tempfile::tempdir().expect("a folder");
    let options = Options { members: Some(4), ..Options::default() };
    let study = Study::load("micron-ban", &options).expect("bundled");
    let finished = finish(&study.run(None, &linchpin::unwatched).expect("runs"), Keep::Few);
    linchpin_web::write(runs.path(), None, &finished.expect("sums up")).expect("written");
    let text = "Seoul (Yonhap), 1 June 2026 - The minister said that exports rose by 5 percent.";
    let other = "Beijing, 1 June 2026 - The ministry said that exports rose by 7 percent.";
    for (name, text) in [("one.txt", text), ("two.txt", other)] {
        let path = runs.path().join(name);
        std::fs::write(&path, text).expect("written");
        let store = runs.path().join("store");
        let stating = linchpin_evidence::face::Stating::default();
        let (_, findings) = linchpin_evidence::face::add(&store, &[path], &stating);
        assert!(findings.is_empty(), "{findings}");
    }
    let at = start(runs.path(), None);
    let run = get(at, "/api/runs").json()["runs"][0]["id"].as_str().map(str::to_owned);
    let run = run.or_else(|| get(at, "/api/runs").json()[0]["id"].as_str().map(str::to_owned));
    let run = run.expect("a run is listed");
    let stored = get(at, "/api/evidence/documents").json();
    let stored = stored["documents"][0]["id"].as_str().expect("a document is listed").to_owned();
    let document = get(at, "/openapi.json").json();
    let mut looked_at = 0;
    for (path, method) in linchpin_web::serve::paths() {
        let operation = &document["paths"][path][method];
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        if method != "get" || schema.is_null() || path.contains("{job}") {
            continue;
        }
        let mut asked = path.replace("/api/runs/{id}", &format!("/api/runs/{run}"));
        asked = asked.replace("/documents/{id}", &format!("/documents/{stored}"));
        let mut query = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let text = |name: &str| parameter[name].as_str().unwrap_or_default();
            let example = match (path, text("name")) {
                ("/api/compare", "left" | "right") => run.as_str(),
                _ => text("example"),
            };
            if parameter["in"] == "path" {
                asked = asked.replace(&format!("{{{}}}", text("name")), example);
            } else if parameter["required"] == true {
                query.push(format!("{}={example}", text("name")));
            }
        }
        if !query.is_empty() {
            asked = format!("{asked}?{}", query.join("&"));
        }
        let answer = get(at, &asked);
        assert_eq!(answer.status, 200, "{asked}: {answer:?}");
        let mut found = Vec::new();
        misfits(&document, schema, &answer.json(), path, &mut found);
        found.truncate(5);
        assert!(found.is_empty(), "{asked}: {found:#?}");
        looked_at += 1;
    }
    assert!(looked_at >= 16, "only {looked_at} answers were looked at");
}

#[test]
fn a_misfit_is_found() {
    let document = linchpin_web::serve::document();
    let schema = serde_json::json!({ "$ref": "#/components/schemas/Health" });
    for (value, says) in [
        (serde_json::json!({ "ok": true, "version": "1", "more": 1 }), "is in no schema"),
        (serde_json::json!({ "ok": true }), "is missing"),
        (serde_json::json!({ "ok": 1, "version": "1" }), "belongs"),
    ] {
        let mut found = Vec::new();
        misfits(&document, &schema, &value, "health", &mut found);
        assert!(found.len() == 1 && found[0].contains(says), "{found:?}");
    }
}
