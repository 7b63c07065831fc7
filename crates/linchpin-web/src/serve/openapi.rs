//! The API in the words of OpenAPI 3.1: every path, its parameters and what comes back.

use serde_json::{Map, Value, json};

/// A parameter of a path or query.
struct Parameter {
    name: &'static str,
    at: &'static str,
    required: bool,
    about: &'static str,
    example: &'static str,
}

/// One operation.
struct Operation {
    path: &'static str,
    method: &'static str,
    about: &'static str,
    /// What comes back: a field of the contract; empty where that is not JSON.
    answer: &'static str,
    parameters: &'static [Parameter],
}

const fn query(
    name: &'static str,
    required: bool,
    about: &'static str,
    example: &'static str,
) -> Parameter {
    Parameter { name, at: "query", required, about, example }
}

const fn part(name: &'static str, about: &'static str, example: &'static str) -> Parameter {
    Parameter { name, at: "path", required: true, about, example }
}

const DAY: &str = "2026-06-01";
const LANGUAGE: &str = "language of the answer: en, ko or zh";
const CHECK: &str = "/api/check";
const DOCUMENTS: &str = "/api/evidence/documents";

const OPERATIONS: &[Operation] = &[
    Operation {
        path: "/api/health",
        method: "get",
        about: "whether the server answers",
        answer: "health",
        parameters: &[],
    },
    Operation {
        path: "/api/start",
        method: "get",
        about: "the answers of the bundled studies, and what the law did lately and does next",
        answer: "start",
        parameters: &[],
    },
    Operation {
        path: "/api/words",
        method: "get",
        about: "names and phrases in English, Korean and Chinese",
        answer: "words",
        parameters: &[],
    },
    Operation {
        path: "/api/search",
        method: "get",
        about: "sites, firms, products, materials, tools, countries, acts and studies by name",
        answer: "found",
        parameters: &[query("q", true, "what to look for", "wuxi")],
    },
    Operation {
        path: "/api/studies",
        method: "get",
        about: "the bundled studies",
        answer: "studies",
        parameters: &[],
    },
    Operation {
        path: "/api/studies/{id}",
        method: "get",
        about: "a study with its files",
        answer: "study",
        parameters: &[part("id", "study", "yearly-approvals")],
    },
    Operation {
        path: "/api/evidence/documents",
        method: "get",
        about: "the documents of the reader's store",
        answer: "documents",
        parameters: &[],
    },
    Operation {
        path: DOCUMENTS,
        method: "post",
        about: "puts a document into the reader's store",
        answer: "added",
        parameters: &[],
    },
    Operation {
        path: "/api/evidence/documents/{id}",
        method: "get",
        about: "a document in every layer",
        answer: "document",
        parameters: &[part("id", "first characters of its SHA-256", "0f1e2d3c")],
    },
    Operation {
        path: "/api/evidence/statements",
        method: "get",
        about: "what each side says, and what each document kept of it",
        answer: "statements",
        parameters: &[],
    },
    Operation {
        path: "/api/evidence/divergences",
        method: "get",
        about: "where the documents disagree",
        answer: "divergences",
        parameters: &[],
    },
    Operation {
        path: "/api/world",
        method: "get",
        about: "what the world holds",
        answer: "world",
        parameters: &[query("lang", false, LANGUAGE, "ko")],
    },
    Operation {
        path: "/api/world/facts",
        method: "get",
        about: "every fact with range and source",
        answer: "facts",
        parameters: &[query("lang", false, LANGUAGE, "ko")],
    },
    Operation {
        path: "/api/world/map",
        method: "get",
        about: "sites with places and capacity, and the flows of the chain",
        answer: "map",
        parameters: &[query("lang", false, LANGUAGE, "ko")],
    },
    Operation {
        path: "/api/world/{name}",
        method: "get",
        about: "a site, firm, product or material",
        answer: "world",
        parameters: &[
            part("name", "id, name or alias", "wuxi"),
            query("lang", false, LANGUAGE, "ko"),
        ],
    },
    Operation {
        path: "/api/policy/sites",
        method: "get",
        about: "sites the law speaks of",
        answer: "sites",
        parameters: &[],
    },
    Operation {
        path: "/api/policy/acts",
        method: "get",
        about: "all acts",
        answer: "acts",
        parameters: &[],
    },
    Operation {
        path: "/api/policy/timeline",
        method: "get",
        about: "what may be shipped to a site, stretch by stretch",
        answer: "timelines",
        parameters: &[
            query("site", true, "site", "site:skhynix-wuxi"),
            query("from", false, "first day", "2022-01-01"),
            query("until", false, "first day after", "2027-01-01"),
            query("known", false, "day whose knowledge counts", DAY),
        ],
    },
    Operation {
        path: "/api/policy/diff",
        method: "get",
        about: "what changed between two days",
        answer: "differences",
        parameters: &[
            query("a", true, "DAY or DAY@KNOWN", "2025-12-30"),
            query("b", true, "DAY or DAY@KNOWN", "2025-12-31"),
        ],
    },
    Operation {
        path: "/api/policy/calendar",
        method: "get",
        about: "what changes when, with who is hit",
        answer: "calendar",
        parameters: &[
            query("from", false, "first day", "2026-11-01"),
            query("until", false, "first day after", "2027-01-01"),
            query("known", false, "day whose knowledge counts", DAY),
        ],
    },
    Operation {
        path: "/api/policy/ask",
        method: "get",
        about: "may this go there, and why",
        answer: "asked",
        parameters: &[
            query("on", true, "day", DAY),
            query("known", false, "day whose knowledge counts", DAY),
            query("item", false, "good", "tool:etch"),
            query("origin", false, "country of origin", "USA"),
            query("from", false, "country it leaves", "USA"),
            query("to", false, "country it enters", "CHN"),
            query("site", false, "facility", "site:samsung-xian"),
            query("holder", false, "holder of an authorisation", "Samsung China"),
            query("party", false, "other side", "YMTC"),
            query("maker", false, "maker", "Micron"),
            query("buyer", false, "class of buyer", "cii-operator"),
            query("purpose", false, "new, replace, upgrade, spares, service", "spares"),
            query("activity", false, "export, import, procurement, …", "export"),
            query("end_use", false, "civil, military, …", "civil"),
            query("facility", false, "advanced, not-advanced, legacy", "advanced"),
            query("lang", false, LANGUAGE, "ko"),
        ],
    },
    Operation {
        path: "/api/runs",
        method: "get",
        about: "finished runs",
        answer: "runs",
        parameters: &[],
    },
    Operation {
        path: "/api/runs",
        method: "post",
        about: "asks for a run",
        answer: "queued",
        parameters: &[],
    },
    Operation {
        path: "/api/what-if",
        method: "get",
        about: "the days of a scenario of a bundled study that may be moved",
        answer: "movable",
        parameters: &[
            query("study", true, "bundled study", "yearly-approvals"),
            query("scenario", true, "one of its scenarios", "renewal-gap"),
        ],
    },
    Operation {
        path: "/api/what-if",
        method: "post",
        about: "a bundled study's answer with one assumption or one day moved, computed with few draws and not stored",
        answer: "what_if",
        parameters: &[],
    },
    Operation {
        path: CHECK,
        method: "post",
        about: "everything that is wrong with the files of a study",
        answer: "checked",
        parameters: &[],
    },
    Operation {
        path: "/api/runs/{id}",
        method: "get",
        about: "the report of a run",
        answer: "report",
        parameters: &[part("id", "run", "yearly-approvals-00000000")],
    },
    Operation {
        path: "/api/runs/{id}/explain",
        method: "get",
        about: "why a number is what it is",
        answer: "explained",
        parameters: &[
            part("id", "run", "yearly-approvals-00000000"),
            query(
                "cell",
                false,
                "cell; the headline without one",
                "no-licence/skhynix-wuxi.dram.output.w52",
            ),
            query("lang", false, LANGUAGE, "ko"),
        ],
    },
    Operation {
        path: "/api/runs/{id}/workbook",
        method: "get",
        about: "the run as a spreadsheet (XLSX)",
        answer: "",
        parameters: &[part("id", "run", "yearly-approvals-00000000")],
    },
    Operation {
        path: "/api/compare",
        method: "get",
        about: "two runs or scenarios side by side",
        answer: "comparison",
        parameters: &[
            query("left", true, "RUN or RUN#SCENARIO", "a#b"),
            query("right", true, "RUN or RUN#SCENARIO", "a#c"),
            query("tolerance", false, "share", "0.01"),
            query("lang", false, LANGUAGE, "ko"),
        ],
    },
    Operation {
        path: "/api/jobs/{job}",
        method: "get",
        about: "how far a run is",
        answer: "job",
        parameters: &[part("job", "job", "00000001")],
    },
    Operation {
        path: "/api/jobs/{job}",
        method: "delete",
        about: "asks a run to stop",
        answer: "job",
        parameters: &[part("job", "job", "00000001")],
    },
    Operation {
        path: "/api/jobs/{job}/events",
        method: "get",
        about: "the same as a stream",
        answer: "",
        parameters: &[part("job", "job", "00000001")],
    },
];

/// Every path with its method, in the order of the document.
pub fn paths() -> impl Iterator<Item = (&'static str, &'static str)> {
    OPERATIONS.iter().map(|operation| (operation.path, operation.method))
}

/// The document.
#[must_use]
pub fn document() -> Value {
    let (mut schemas, answers) = super::schema::components();
    for (name, own) in
        [("Refusal", refusal()), ("Wish", wish()), ("Draft", draft()), ("Given", given())]
    {
        schemas[name] = own;
    }
    let mut paths: Map<String, Value> = Map::new();
    for operation in OPERATIONS {
        let entry = paths.entry(operation.path).or_insert_with(|| json!({}));
        entry[operation.method] = describe(operation, &answers);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Linchpin",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What the command line prints with --json. Requests that change something need the header X-Linchpin: 1.",
        },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn describe(operation: &Operation, answers: &Value) -> Value {
    let parameter = |one: &Parameter| {
        json!({
            "name": one.name, "in": one.at, "required": one.required, "description": one.about,
            "schema": { "type": "string", "maxLength": 200 }, "example": one.example,
        })
    };
    let refused = json!({ "description": "refused", "content": { "application/json": {
        "schema": { "$ref": "#/components/schemas/Refusal" } } } });
    let kind = match operation.path.rsplit('/').next() {
        Some("events") => "text/event-stream",
        Some("workbook") => super::runs::XLSX,
        _ => "application/json",
    };
    let at_once = operation.method == "get" || operation.path == CHECK;
    let accepted = if at_once { "200" } else { "202" };
    let content = match &answers[operation.answer] {
        Value::Null => json!({}),
        schema => json!({ "schema": schema }),
    };
    let mut described = json!({
        "summary": operation.about,
        "parameters": operation.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "responses": {
            accepted: { "description": "answered", "content": { kind: content } },
            "default": refused,
        },
    });
    if operation.method == "post" {
        let schema = match operation.path {
            CHECK => "Draft",
            DOCUMENTS => "Given",
            _ => "Wish",
        };
        described["requestBody"] = json!({ "required": true, "content": { "application/json": {
            "schema": { "$ref": format!("#/components/schemas/{schema}") } } } });
    }
    described
}

fn refusal() -> Value {
    json!({ "type": "object", "required": ["error"], "properties": { "error": {
        "type": "object", "required": ["code", "message"], "properties": {
            "code": { "type": "string" }, "message": { "type": "string" }, "help": { "type": "string" } } } } })
}

fn wish() -> Value {
    json!({ "type": "object", "required": ["study"], "additionalProperties": false, "properties": {
        "study": { "type": "string" }, "files": files(), "scenario": { "type": ["string", "null"] },
        "members": { "type": ["integer", "null"], "minimum": 1, "maximum": 16384 },
        "seed": { "type": ["integer", "null"], "minimum": 0 } } })
}

fn files() -> Value {
    json!({ "type": ["object", "null"], "additionalProperties": { "type": "string" },
        "example": { "study.toml": "schema = \"linchpin/study/1\"" } })
}

fn given() -> Value {
    let text = json!({ "type": "string" });
    json!({ "type": "object", "required": ["name", "text"], "additionalProperties": false,
        "properties": { "name": text, "text": text, "url": text } })
}

fn draft() -> Value {
    json!({ "type": "object", "required": ["files"], "additionalProperties": false,
        "properties": { "files": files() } })
}
