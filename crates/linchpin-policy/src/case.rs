//! Questions in files: `*.case.toml` in, answers set against expectations out.
//!
//! The form is described in `policy/CASES.md`. It is read liberally (several spellings of every key and
//! word), because questions come from people; what a file says that is not understood is reported, not
//! dropped in silence.

use crate::codes;
use crate::decision::Decision;
use crate::expect::Expected;
use crate::ids::CaseId;
use crate::query::{Query, UNKNOWN};
use crate::rulebook::Rulebook;
use crate::scope::Field;
use crate::words::{Number, Order, plain};
use linchpin_units::{Day, Finding, Findings, Measure, Text};
use serde::Serialize;
use toml::{Table, Value};

/// One question with its dates and what is expected.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id, or the file's name with a number.
    pub id: CaseId,
    /// The question.
    pub query: Query,
    /// The day asked about.
    pub on: Day,
    /// The day whose knowledge counts; the last day known when not given.
    pub known: Option<Day>,
    /// The order asked about, if only one.
    pub order: Option<Order>,
    /// What is expected, if anything.
    pub expected: Expected,
    /// Keys that were not understood.
    pub ignored: Vec<String>,
}

/// A case with its answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The case's id.
    pub id: CaseId,
    /// The day asked about.
    pub on: Day,
    /// What was expected, in the file's words.
    pub expected: String,
    /// The verdict, of the order asked about or overall.
    pub verdict: &'static str,
    /// The answer in one sentence.
    pub answer: String,
    /// The citations behind it.
    #[serde(rename = "authority")]
    pub cites: Vec<String>,
    /// Whether the verdict agrees; none when nothing was expected.
    pub verdict_agrees: Option<bool>,
    /// Whether the authority agrees; none when none was expected.
    pub authority_agrees: Option<bool>,
    /// Whether everything expected agrees.
    pub agrees: bool,
    /// Keys of the file that were not understood.
    pub ignored: Vec<String>,
    /// The decision in full.
    pub decision: Decision,
}

/// Reads one file of cases.
///
/// # Errors
/// Malformed TOML, and every case without a question or a day.
pub fn read(text: &Text) -> Result<Vec<Case>, Findings> {
    let mut findings = Findings::default();
    let root: Table = text.toml()?;
    let stem =
        text.file().rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".case.toml");
    let mut cases = Vec::new();
    let mut tables: Vec<&Table> = Vec::new();
    for key in ["case", "cases", "questions"] {
        match root.get(key) {
            Some(Value::Array(list)) => tables.extend(list.iter().filter_map(Value::as_table)),
            Some(Value::Table(one)) => tables.push(one),
            _ => {}
        }
    }
    if let Some(Value::Array(list)) = root.get("question") {
        tables.extend(list.iter().filter_map(Value::as_table));
    } else if tables.is_empty() {
        tables.push(&root);
    }
    for (i, table) in tables.iter().enumerate() {
        let id = match string(table, &["id", "name", "number", "no"]) {
            Some(id) => id,
            None if tables.len() == 1 => stem.to_owned(),
            None => format!("{stem}.{}", i + 1),
        };
        match case(&id, table) {
            Ok(found) => {
                // A key that nobody reads would let a case agree by mistake.
                for key in found.first().into_iter().flat_map(|case| &case.ignored) {
                    let at = text.body().find(key.rsplit('.').next().unwrap_or(key)).unwrap_or(0);
                    let known =
                        Field::ALL.iter().map(|field| field.as_str()).chain(ABOUT.iter().copied());
                    findings.push(
                        Finding::error(
                            codes::CASE,
                            text.place(at..at + key.len().min(text.body().len() - at)),
                            format!("case {id}: the key `{key}` is not known, or its value has another form"),
                        )
                        .expected("keys of policy/CASES.md")
                        .nearest(key, known)
                        .help("correct the key; policy/CASES.md shows the form"),
                    );
                }
                cases.extend(found);
            }
            Err(message) => {
                let at = text.body().find(&id).unwrap_or(0);
                findings.push(
                    Finding::error(
                        codes::CASE,
                        text.place(at..at + 1),
                        format!("case {id}: {message}"),
                    )
                    .expected("[case.question] with at least `on`, and what is asked about")
                    .help("policy/CASES.md shows the form"),
                );
            }
        }
    }
    findings.or_value(cases)
}

fn string(table: &Table, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match table.get(*key)? {
        Value::String(text) => Some(text.clone()),
        Value::Integer(n) => Some(n.to_string()),
        Value::Float(x) => Some(x.to_string()),
        Value::Datetime(date) => Some(date.to_string()),
        Value::Boolean(yes) => Some(yes.to_string()),
        Value::Array(_) | Value::Table(_) => None,
    })
}

/// A value that may be one or a list.
fn strings(table: &Table, keys: &[&str]) -> Vec<String> {
    for key in keys {
        if let Some(Value::Array(list)) = table.get(*key) {
            let one = |value: &Value| match value {
                Value::String(text) => Some(text.clone()),
                Value::Datetime(date) => Some(date.to_string()),
                Value::Integer(n) => Some(n.to_string()),
                _ => None,
            };
            return list.iter().filter_map(one).collect();
        }
    }
    string(table, keys).into_iter().collect()
}

const ON: &[&str] = &["on", "date", "day", "as_of", "asof", "when"];
const KNOWN: &[&str] = &["known", "known_on", "as_known", "as_known_on", "knowledge"];
const SAID: &[&str] =
    &["expect", "expected", "answer", "expectation", "verdict", "expected_verdict"];
const ABOUT: &[&str] = &[
    "missing",
    "id",
    "name",
    "number",
    "no",
    "title",
    "question",
    "text",
    "note",
    "notes",
    "comment",
    "source",
    "src",
    "authority",
    "citation",
    "cite",
    "order",
    "why",
    "description",
    "known",
    "verdicts",
    "orders",
    "expected_authority",
    "authorities",
    "citations",
    "review",
    "rate",
    "horizon",
];

/// The field that a key of a question means, in any of its spellings.
#[must_use]
pub fn field(key: &str) -> Option<Field> {
    Some(match key {
        "item" | "what" | "eccn" | "good" | "product" | "material" | "tool" | "hs" => Field::Item,
        "origin" | "made-in" | "country-of-origin" => Field::Origin,
        "from" | "exporter" | "export-from" | "exporting-country" | "source-country" => Field::From,
        "to" | "destination" | "dest" | "importer" | "country" => Field::To,
        "site" | "fab" | "facility-site" | "plant" => Field::Site,
        "holder" | "end-user" | "veu" | "firm" | "company" => Field::Holder,
        "party" | "consignee" | "counterparty" | "entity" | "recipient" => Field::Party,
        "maker" | "supplier" | "producer" | "vendor" | "manufacturer" => Field::Maker,
        "buyer" | "buyer-class" | "segment" | "purchaser" | "procurer" => Field::Buyer,
        other => return Field::parse(other),
    })
}

/// A day in a file: a date, or a text that is one.
fn day_of(value: &Value) -> Option<Day> {
    match value {
        Value::Datetime(date) => date.to_string().parse().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A finite number in a file.
fn number_of(value: &Value) -> Option<Measure> {
    let number = value.as_float().or_else(|| value.as_integer().map(|n| n as f64));
    Measure::new(number?).ok()
}

/// The question a table asks, and the keys of it that were not understood.
#[must_use]
pub fn question(table: &Table) -> (Query, Vec<String>) {
    let mut query = Query::new();
    let mut ignored = Vec::new();
    let mut owner: Option<String> = None;
    let mut share: Option<Measure> = None;
    let (mut licence, mut licence_order) = (None, None);
    let mut open_share = false;
    for (key, value) in table {
        let word = plain(key);
        let number = number_of(value);
        match (field(&word), Number::parse(&word), value) {
            (Some(field), _, Value::String(text)) => query = query.with(field, text.clone()),
            (Some(Field::Item), _, Value::Integer(_) | Value::Float(_)) => {
                query = query.with(Field::Item, value.to_string());
            }
            _ if word == "licence-granted-on"
                || word == "license-granted-on"
                || word == "licence-granted" =>
            {
                match day_of(value) {
                    Some(day) => licence = Some(day),
                    None => ignored.push(key.clone()),
                }
            }
            _ if word == "licence-order" || word == "license-order" || word == "licence-by" => {
                match value.as_str().and_then(Order::parse) {
                    Some(order) => licence_order = Some(order),
                    None => ignored.push(key.clone()),
                }
            }
            _ if word == "decontrolled-since"
                || word == "decontrolled"
                || word == "decontrolled-on" =>
            {
                match day_of(value) {
                    Some(day) => query = query.decontrolled(day),
                    None => ignored.push(key.clone()),
                }
            }
            (_, Some(number_key), _) if number.is_some() => {
                query = query.with_number(number_key, number.unwrap_or_default());
            }
            (Some(Field::Party), _, Value::Table(described)) => {
                query = owners(query, &Value::Array(vec![Value::Table(described.clone())]));
            }
            _ if word == "owners" || word == "ownership" => query = owners(query, value),
            _ if word == "owned-by" || word == "owner" => owner = value.as_str().map(str::to_owned),
            _ if word == "share" || word == "owned-share" || word == "owned-pct" => {
                share = number;
                open_share = value.as_str().is_some_and(|text| plain(text) == UNKNOWN);
                if share.is_none() && !open_share {
                    ignored.push(key.clone());
                }
            }
            _ if word == "numbers" || word == "parameters" => {
                for (name, x) in value.as_table().into_iter().flatten() {
                    match (Number::parse(name), number_of(x)) {
                        (Some(number), Some(x)) => query = query.with_number(number, x),
                        _ => ignored.push(format!("{key}.{name}")),
                    }
                }
            }
            _ => ignored.push(key.clone()),
        }
    }
    if let Some(owner) = owner {
        query = match open_share {
            true => query.owned_in_part_by(owner),
            false => query.owned_by(owner, share.unwrap_or(FULL)),
        };
    }
    if let Some(granted) = licence {
        query = query.licensed(granted, licence_order);
    }
    (query, ignored)
}

fn case(id: &str, table: &Table) -> Result<Vec<Case>, String> {
    let asked = match table.get("question") {
        Some(Value::Table(question)) => question,
        _ => match table.get("query").or_else(|| table.get("ask")) {
            Some(Value::Table(question)) => question,
            _ => table,
        },
    };
    let (query, mut ignored) = question(asked);
    // Beside the question a case says its days and what is expected.
    let about = [ON, KNOWN, SAID, ABOUT].concat();
    ignored.retain(|key| !about.contains(&key.as_str()) && plain(key) != "order");
    if !std::ptr::eq(asked, table) {
        let beside = ["question", "query", "ask"];
        let known = |key: &&String| about.contains(&key.as_str()) || beside.contains(&key.as_str());
        ignored.extend(table.keys().filter(|key| !known(key)).cloned());
    }
    ignored.extend(Expected::strange_keys(table));
    let question = asked;
    let days = match strings(question, ON) {
        days if days.is_empty() => strings(table, ON),
        days => days,
    };
    if days.is_empty() {
        return Err("no day is given".to_owned());
    }
    let known = match string(question, KNOWN).or_else(|| string(table, KNOWN)) {
        Some(text) => Some(text.parse::<Day>().map_err(|error| error.to_string())?),
        None => None,
    };
    let order = string(question, &["order"]).or_else(|| string(table, &["order"]));
    let order = order.as_deref().and_then(Order::parse);
    let mut cases = Vec::new();
    for (i, day) in days.iter().enumerate() {
        let on: Day =
            day.parse().map_err(|error: linchpin_units::day::NotADay| error.to_string())?;
        let id = if days.len() == 1 { id.to_owned() } else { format!("{id}@{on}") };
        let expected = Expected::of(table, question, i);
        cases.push(Case {
            id: id.into(),
            query: query.clone(),
            on,
            known,
            order,
            expected,
            ignored: ignored.clone(),
        });
    }
    Ok(cases)
}

/// Percent of a whole.
const FULL: Measure = Measure::of(100.0);

fn owners(mut query: Query, value: &Value) -> Query {
    for owner in value.as_array().into_iter().flatten().filter_map(Value::as_table) {
        let name = string(owner, &["owner", "owned_by", "name", "by"]);
        let share =
            owner.get("share").or_else(|| owner.get("percent")).or_else(|| owner.get("pct"));
        let share = share.and_then(number_of);
        let open = ["share", "percent", "pct"].iter().any(|key| {
            owner.get(*key).and_then(Value::as_str).is_some_and(|text| plain(text) == UNKNOWN)
        });
        if let Some(name) = name {
            query = match open {
                true => query.owned_in_part_by(name),
                false => query.owned_by(name, share.unwrap_or(FULL)),
            };
        }
    }
    query
}

impl Rulebook {
    /// Answers a case and sets the answer against what is expected.
    #[must_use]
    pub fn answer(&self, case: &Case) -> Answer {
        let known = case.known.unwrap_or_else(|| self.knowledge_day());
        let decision = self.decide(&case.query, case.on, known);
        let mut around = vec![decision.clone()];
        if let Some(change) = &decision.next_change {
            around.push(self.decide(&case.query, change.on, known));
        }
        if let Some(before) = self.last_change(&case.query, case.on, known) {
            around.push(self.decide(&case.query, before.plus(-1), known));
        }
        let order = case.order.or(case.expected.order);
        let verdict = match order {
            Some(order) => decision
                .orders
                .iter()
                .find(|one| one.order == order)
                .map_or(crate::words::Verdict::NoRuleFound, |one| one.verdict),
            None => decision.verdict,
        };
        let verdict_agrees = case.expected.verdict_agrees(verdict, &decision);
        let authority_agrees = case.expected.authority_agrees(&around);
        let mut cites: Vec<String> = Vec::new();
        for cite in &decision.citations {
            if !cites.contains(&cite.cite) {
                cites.push(cite.cite.clone());
            }
        }
        Answer {
            id: case.id.clone(),
            on: case.on,
            expected: case.expected.words(),
            verdict: verdict.as_str(),
            answer: decision.answer.clone(),
            cites,
            verdict_agrees,
            authority_agrees,
            agrees: verdict_agrees != Some(false) && authority_agrees != Some(false),
            ignored: case.ignored.clone(),
            decision,
        }
    }
}
