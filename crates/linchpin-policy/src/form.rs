//! The file form of acts: TOML in, [`Act`]s out, every mistake a located finding.
//!
//! The form is described in `policy/FORM.md`. Names of sites, parties and lists are only collected
//! here (as mentions) and checked once all files are read, so that the order of files is irrelevant.

use crate::act::{Act, ActId, Body, Op, Quota, RuleId};
use crate::codes;
use crate::ids::{Authority, LedgerName, Tag};
use crate::read::{Reader, spellings};
use crate::scope::{Field, NumberTest, Scope, Test};
use crate::words::{ActKind, Effect, Number, Order, Purpose, ReviewPolicy, Status, Verb};
use linchpin_units::{Day, Finding, Findings, Grade, Measure, Place, Ratio, Text};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range as Span;
use toml::{Spanned, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    act: Vec<Spanned<RawAct>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAct {
    id: Option<Spanned<String>>,
    order: Option<Spanned<String>>,
    kind: Option<Spanned<String>>,
    status: Option<Spanned<String>>,
    title: Option<Spanned<String>>,
    issuer: Option<Spanned<String>>,
    published: Option<Spanned<Value>>,
    cite: Option<Spanned<String>>,
    #[serde(default)]
    url: String,
    text_sha256: Option<String>,
    grade: Option<Spanned<String>>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    op: Vec<Spanned<RawOp>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOp {
    #[serde(rename = "do")]
    verb: Option<Spanned<String>>,
    rule: Option<Spanned<String>>,
    from: Option<Spanned<Value>>,
    until: Option<Spanned<Value>>,
    until_inclusive: Option<Spanned<Value>>,
    uncertain_until: Option<Spanned<Value>>,
    compliance_from: Option<Spanned<Value>>,
    #[serde(rename = "tz")]
    _tz: Option<String>,
    quote: Option<Spanned<String>>,
    quiet: Option<Spanned<String>>,
    body: Option<Spanned<RawBody>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBody {
    effect: Option<Spanned<String>>,
    summary: Option<Spanned<String>>,
    #[serde(default)]
    when: BTreeMap<Spanned<String>, Spanned<Value>>,
    review: Option<Spanned<String>>,
    #[serde(default)]
    carve_outs: Vec<Spanned<RawCarveOut>>,
    #[serde(default)]
    overcomes: Vec<Spanned<String>>,
    #[serde(default)]
    before: Vec<Spanned<String>>,
    #[serde(default)]
    must_claim: bool,
    #[serde(default)]
    grandfathers: bool,
    text_public: Option<bool>,
    quota: Option<RawQuota>,
    rate: Option<Spanned<f64>>,
    list: Option<Spanned<String>>,
    #[serde(default)]
    members: Vec<Spanned<String>>,
    by: Option<String>,
    #[serde(default)]
    addressees: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCarveOut {
    review: Spanned<String>,
    #[serde(default)]
    when: BTreeMap<Spanned<String>, Spanned<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuota {
    unit: String,
    per: String,
    amount: Spanned<Value>,
    ledger: Option<String>,
}

/// A name that an act uses and that must be known once all files are read.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) kind: MentionKind,
    pub(crate) name: String,
    pub(crate) place: Place,
}

/// What a mention must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MentionKind {
    /// A tag of a field.
    Tag(Field),
    /// A member of a list.
    Member,
    /// A rule id or prefix.
    Rule,
}

/// What one file holds.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) acts: Vec<Act>,
    pub(crate) mentions: Vec<Mention>,
}

/// Reads one file.
pub(crate) fn parse(text: &Text, findings: &mut Findings) -> Parsed {
    let mut parser = Parser { reader: Reader::new(text), parsed: Parsed::default() };
    if let Some(file) = parser.reader.file::<RawFile>() {
        for act in file.act {
            parser.act(act);
        }
    }
    findings.extend(parser.reader.findings);
    parser.parsed
}

struct Parser<'t> {
    reader: Reader<'t>,
    parsed: Parsed,
}

impl Parser<'_> {
    fn mention(&mut self, kind: MentionKind, name: &str, span: &Span<usize>) {
        let place = self.reader.place(span);
        self.parsed.mentions.push(Mention { kind, name: name.to_owned(), place });
    }

    /// Pushes the act if every required key could be read; else the findings say why not.
    fn act(&mut self, raw: Spanned<RawAct>) {
        let span = head(&raw);
        let raw = raw.into_inner();
        let at = raw.id.as_ref().map_or_else(|| span.clone(), Spanned::span);
        let id = self.reader.text(raw.id, "id", &span);
        let order = self.need(raw.order, "order", &at, Order::parse, spellings!(Order));
        let kind = match raw.kind {
            Some(kind) => self.reader.word(&kind, "kind", ActKind::parse, spellings!(ActKind)),
            None => Some(ActKind::Rule),
        };
        let status = match raw.status {
            Some(word) => self.reader.word(&word, "status", Status::parse, spellings!(Status)),
            None => Some(Status::Enacted),
        };
        let title = self.reader.text(raw.title, "title", &at);
        let issuer = self.reader.text(raw.issuer, "issuer", &at);
        let published = self.reader.need_day(raw.published.as_ref(), "published", &at);
        let cite = self.reader.text(raw.cite, "cite", &at);
        let grade =
            self.need(raw.grade, "grade", &at, |t| t.parse::<Grade>().ok(), spellings!(Grade));
        if raw.op.is_empty() {
            self.reader.missing("op", &at);
        }
        let ops: Vec<Op> = raw.op.into_iter().filter_map(|op| self.op(op)).collect();
        let place = self.reader.place(&at);
        let (Some(id), Some(order), Some(kind), Some(status)) = (id, order, kind, status) else {
            return;
        };
        let (Some(title), Some(issuer), Some(published)) = (title, issuer, published) else {
            return;
        };
        let (Some(cite), Some(grade)) = (cite, grade) else { return };
        self.parsed.acts.push(Act {
            id: ActId(id),
            order,
            kind,
            status,
            title,
            issuer: issuer.into(),
            published,
            cite,
            url: raw.url,
            text_sha256: raw.text_sha256,
            grade,
            note: raw.note,
            ops,
            place,
        });
    }

    fn need<T: Copy>(
        &mut self,
        value: Option<Spanned<String>>,
        key: &str,
        owner: &Span<usize>,
        parse: impl Fn(&str) -> Option<T>,
        known: &[&'static str],
    ) -> Option<T> {
        match value {
            Some(word) => self.reader.word(&word, key, parse, known),
            None => {
                self.reader.missing(key, owner);
                None
            }
        }
    }

    fn op(&mut self, raw: Spanned<RawOp>) -> Option<Op> {
        let span = head(&raw);
        let raw = raw.into_inner();
        let at = raw.rule.as_ref().map_or_else(|| span.clone(), Spanned::span);
        let verb = self.need(raw.verb, "do", &at, Verb::parse, spellings!(Verb));
        let rule = self.reader.text(raw.rule, "rule", &span);
        let from = self.reader.need_day(raw.from.as_ref(), "from", &at);
        let quote = self.reader.text(raw.quote, "quote", &at);
        let quiet = raw.quiet.and_then(|text| self.reader.text(Some(text), "quiet", &at));
        let until = match (&raw.until, &raw.until_inclusive) {
            (Some(day), _) => self.reader.day(day, "until"),
            (None, Some(day)) => self.reader.day(day, "until_inclusive").map(|day| day.plus(1)),
            (None, None) => None,
        };
        let end_span = raw.until.as_ref().or(raw.until_inclusive.as_ref()).map(Spanned::span);
        let uncertain = raw.uncertain_until.as_ref().and_then(|day| {
            let until = self.reader.day(day, "uncertain_until")?;
            self.ordered(from, Some(until), Some(day.span()));
            Some(until)
        });
        let compliance =
            raw.compliance_from.as_ref().and_then(|day| self.reader.day(day, "compliance_from"));
        self.ordered(from, until, end_span);
        let with_body = matches!(verb, Some(Verb::Add | Verb::Replace));
        if verb.is_some() && with_body != raw.body.is_some() {
            let message =
                if with_body { "the rule has no body" } else { "only add and replace have a body" };
            self.reader.error(codes::NO_BODY, &at, message).expected_help(
                "[act.op.body] under add and replace, and only there",
                if with_body { "add the body" } else { "remove the body" },
            );
        }
        if verb == Some(Verb::Extend) && until.is_none() {
            self.reader.missing("until", &at);
        }
        let body = match raw.body {
            Some(body) => Some(self.body(body)?),
            None => None,
        };
        let place = self.reader.place(&at);
        Some(Op {
            verb: verb?,
            rule: RuleId(rule?),
            from: from?,
            until,
            uncertain_until: uncertain,
            compliance_from: compliance,
            quote: quote?,
            quiet,
            body,
            place,
        })
    }

    fn ordered(&mut self, from: Option<Day>, until: Option<Day>, span: Option<Span<usize>>) {
        if let (Some(from), Some(until), Some(span)) = (from, until, span)
            && until <= from
        {
            self.reader
                .error(
                    codes::ENDS_EARLY,
                    &span,
                    format!("ends on {} but starts on {from}", until.plus(-1)),
                )
                .expected_help(format!("an end after {from}"), "swap or correct the dates");
        }
    }

    fn body(&mut self, raw: Spanned<RawBody>) -> Option<Body> {
        let span = head(&raw);
        let raw = raw.into_inner();
        let at = raw.effect.as_ref().map_or_else(|| span.clone(), Spanned::span);
        let effect = self.need(raw.effect, "effect", &at, Effect::parse, spellings!(Effect));
        let summary = self.reader.text(raw.summary, "summary", &at);
        let review = raw.review.as_ref().and_then(|word| self.review(word));
        let scope = self.scope(raw.when);
        let mut carve_outs = Vec::new();
        for carve in raw.carve_outs {
            let carve = carve.into_inner();
            let review = self.review(&carve.review);
            let scope = self.scope(carve.when);
            carve_outs.extend(review.map(|review| (scope, review)));
        }
        for rule in raw.overcomes.iter().chain(&raw.before) {
            self.mention(MentionKind::Rule, rule.get_ref(), &rule.span());
        }
        for member in &raw.members {
            self.mention(MentionKind::Member, member.get_ref(), &member.span());
        }
        let effect = effect?;
        if (effect.lifts() || effect == Effect::Bars) && raw.overcomes.is_empty() {
            self.reader.missing("overcomes", &at);
        }
        if effect == Effect::Defines && raw.list.is_none() {
            self.reader.missing("list", &at);
        }
        if effect.speaks() && raw.by.is_none() {
            self.reader.missing("by", &at);
        }
        let rate = raw.rate.and_then(|rate| self.finite(*rate.get_ref(), "rate", &rate.span()));
        let rules = |list: Vec<Spanned<String>>| {
            list.into_iter().map(|rule| RuleId(rule.into_inner())).collect()
        };
        Some(Body {
            effect,
            summary: summary?,
            scope,
            review,
            carve_outs,
            overcomes: rules(raw.overcomes),
            before: rules(raw.before),
            must_claim: raw.must_claim,
            grandfathers: raw.grandfathers,
            text_public: raw.text_public.unwrap_or(true),
            quota: raw.quota.and_then(|quota| self.quota(quota)),
            rate: rate.map(Ratio::of),
            list: raw.list.map(|list| list.into_inner().into()),
            members: raw.members.into_iter().map(|one| one.into_inner().into()).collect(),
            by: raw.by.map(Authority::from),
            addressees: raw.addressees.into_iter().map(Authority::from).collect(),
        })
    }

    fn review(&mut self, word: &Spanned<String>) -> Option<ReviewPolicy> {
        self.reader.word(word, "review", ReviewPolicy::parse, spellings!(ReviewPolicy))
    }

    fn finite(&mut self, x: f64, key: &str, span: &Span<usize>) -> Option<f64> {
        if x.is_finite() && x >= 0.0 {
            return Some(x);
        }
        self.reader
            .error(codes::NUMBER, span, format!("`{key}` = {x} is not a number this key can take"))
            .expected_help("a finite number, 0 or more", "correct the number");
        None
    }

    fn quota(&mut self, raw: RawQuota) -> Option<Quota> {
        let span = raw.amount.span();
        let amount = match raw.amount.into_inner() {
            Value::String(text) if text == "unknown" => None,
            Value::Integer(n) => Some(self.finite(n as f64, "amount", &span)?),
            Value::Float(x) => Some(self.finite(x, "amount", &span)?),
            other => {
                self.reader
                    .error(codes::NUMBER, &span, format!("`amount` = {other} is no number"))
                    .expected_help("a number or \"unknown\"", "give the number, or \"unknown\"");
                return None;
            }
        };
        Some(Quota {
            unit: raw.unit,
            per: raw.per,
            amount: amount.map(Measure::of),
            ledger: raw.ledger.map(LedgerName::from),
        })
    }

    /// A `when` table: `field = [...]`, `field_not = [...]`, `number = { below = 1 }`.
    fn scope(&mut self, when: BTreeMap<Spanned<String>, Spanned<Value>>) -> Scope {
        let mut scope = Scope::default();
        for (key, value) in when {
            let name = key.get_ref().as_str();
            let (base, negated) = match name.strip_suffix("_not") {
                Some(base) => (base, true),
                None => (name, false),
            };
            if let Some(field) = Field::parse(base) {
                let tags = self.tags(field, &value);
                let test = match scope.tests.iter_mut().find(|test| test.field == field) {
                    Some(test) => test,
                    None => {
                        scope.tests.push(Test { field, any: Vec::new(), none: Vec::new() });
                        scope.tests.last_mut().expect("just pushed")
                    }
                };
                *(if negated { &mut test.none } else { &mut test.any }) = tags;
            } else if let Some(number) = Number::parse(name) {
                scope.numbers.extend(self.number(number, &value));
            } else {
                let mut known: Vec<&str> = spellings!(Field).clone();
                known.extend(Number::ALL.iter().map(|n| n.as_str()));
                let finding = Finding::error(
                    codes::WORD,
                    self.reader.place(&key.span()),
                    format!("`{name}` is nothing a scope can test"),
                )
                .expected(known.join(", "))
                .nearest(base, known.iter().copied())
                .help("use one of the words expected, or it with `_not`");
                self.reader.findings.push(finding);
            }
        }
        scope
    }

    fn tags(&mut self, field: Field, value: &Spanned<Value>) -> Vec<Tag> {
        let span = value.span();
        let strings: Option<Vec<String>> = match value.get_ref() {
            Value::String(one) => Some(vec![one.clone()]),
            Value::Array(many) => many.iter().map(|v| v.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        let Some(tags) = strings.filter(|tags| !tags.is_empty()) else {
            self.reader
                .error(codes::WORD, &span, format!("`{field}` needs one name or a list of names"))
                .expected_help("[\"name\", …]", "write a list of names");
            return Vec::new();
        };
        for tag in &tags {
            // A span inside an array is not kept by the TOML reader; search the tag in its text.
            let within = &self.reader.text.body()[span.clone()];
            let at = within.find(&format!("\"{tag}\"")).map_or(span.clone(), |found| {
                let start = span.start + found;
                start..start + tag.len() + 2
            });
            if field == Field::Purpose && !is_purpose(tag) {
                self.reader
                    .error(codes::WORD, &at, format!("`{tag}` is not a purpose"))
                    .expected_help(
                        "new, replace, upgrade, spares, service, expand, maintain",
                        "use one of the words expected",
                    );
            }
            self.mention(MentionKind::Tag(field), tag, &at);
        }
        tags.into_iter().map(Tag::from).collect()
    }

    fn number(&mut self, number: Number, value: &Spanned<Value>) -> Option<NumberTest> {
        let mut test =
            NumberTest { number, at_least: None, over: None, at_most: None, below: None };
        let bounds = value.get_ref().as_table();
        let mut found = false;
        for (key, bound) in bounds.into_iter().flatten() {
            let x = bound.as_float().or_else(|| bound.as_integer().map(|n| n as f64));
            let slot = match key.as_str() {
                "at_least" => &mut test.at_least,
                "over" => &mut test.over,
                "at_most" => &mut test.at_most,
                "below" => &mut test.below,
                _ => continue,
            };
            *slot = x.and_then(|x| Measure::new(x).ok());
            found |= slot.is_some();
        }
        if !found || bounds.is_some_and(|table| table.len() != test.count()) {
            self.reader
                .error(codes::NUMBER, &value.span(), format!("`{number}` needs bounds"))
                .expected_help(
                    "{ at_least | over | at_most | below = number }",
                    "write the bounds as a table of finite numbers",
                );
            return None;
        }
        Some(test)
    }
}

impl NumberTest {
    fn count(&self) -> usize {
        [self.at_least, self.over, self.at_most, self.below].iter().flatten().count()
    }
}

fn is_purpose(tag: &str) -> bool {
    matches!(tag, "expand" | "maintain") || Purpose::ALL.iter().any(|p| p.as_str() == tag)
}

/// The first line of a spanned table: its header marks the place.
fn head<T>(value: &Spanned<T>) -> Span<usize> {
    let span = value.span();
    span.start..span.end.min(span.start + 8)
}
