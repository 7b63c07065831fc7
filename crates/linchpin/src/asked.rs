//! What a scenario asks the law and what happens in it: entries of levers, read through their rooms.
//!
//! In: a TOML table that may hold `ask`, `verdicts` and `event`. Out: questions, shocks, the assumptions
//! put in the place of the usual ones, and the amounts that were written out. Which fields an entry has
//! stands in the room of its lever; this file knows no lever by name.

use linchpin_engine::entry::Entries;
use linchpin_engine::form::{Given, Reader};
use linchpin_engine::law::Replaced;
use linchpin_engine::{Ask, Because, Names, ParameterName, Registry, Shock};
use linchpin_policy::words::Order;
use linchpin_units::Finding;
use std::ops::Range as Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys of `[verdicts]` that speak for every lever, with their usual assumptions.
const VERDICTS: [(&str, &str); 2] =
    [("denial", "approval-presumed-denial"), ("unknown", "approval-unknown")];

/// What a scenario asks and what happens in it.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) questions: Vec<Box<dyn Ask>>,
    pub(crate) replaced: Replaced,
    pub(crate) events: Vec<Shock>,
    pub(crate) given: Vec<(ParameterName, Given)>,
}

/// Reads entries of levers; `hears` says whether the engine of the study has a lever's controls.
pub(crate) struct Pulls<'a> {
    pub(crate) names: &'a Names,
    pub(crate) levers: &'a Registry,
    pub(crate) hears: &'a (dyn Fn(&str) -> bool + Sync),
}

impl Pulls<'_> {
    /// Everything that `table` asks and lets happen; `id` names it within the study.
    pub(crate) fn read(&self, reader: &mut Reader<'_>, table: &DeTable<'_>, id: &str) -> Asked {
        let mut asked = Asked::default();
        if let Some(ask) = table.get("ask") {
            self.questions(reader, ask, &mut asked);
        }
        if let Some(verdicts) = table.get("verdicts") {
            self.verdicts(reader, verdicts, &mut asked);
        }
        for (n, (event, span)) in
            tables(reader, table.get("event"), "event").into_iter().enumerate()
        {
            self.event(reader, (event, span), &format!("{id} event-{n}"), &mut asked);
        }
        asked
    }

    fn questions(&self, reader: &mut Reader<'_>, ask: &Spanned<DeValue<'_>>, asked: &mut Asked) {
        let Some(kinds) = ask.get_ref().as_table() else {
            wrong(reader, ask, "`ask` holds lists of questions, as in [[ask.tools]]");
            return;
        };
        for (kind, entries) in kinds {
            let name: &str = kind.get_ref();
            let Some(room) = self.levers.ask(name) else {
                let known = self.levers.rooms().filter_map(|room| Some(room.ask?.name));
                unknown(
                    reader,
                    kind.span(),
                    format!("nothing is asked under `{name}`"),
                    name,
                    known,
                );
                continue;
            };
            for (table, span) in tables(reader, Some(entries), name) {
                let what = format!("a question under `{name}`");
                let values = Entries { reader, names: self.names }.values(
                    &what,
                    (table, span),
                    (room.fields, &[]),
                    "",
                    &mut Vec::new(),
                );
                asked.questions.extend(values.iter().flat_map(room.read));
            }
        }
    }

    fn verdicts(
        &self,
        reader: &mut Reader<'_>,
        verdicts: &Spanned<DeValue<'_>>,
        asked: &mut Asked,
    ) {
        let Some(table) = verdicts.get_ref().as_table() else {
            wrong(reader, verdicts, "`verdicts` is a table of assumptions");
            return;
        };
        let rooms = self.levers.rooms().filter_map(|room| room.ask);
        let keys = rooms.flat_map(|ask| ask.verdicts.iter().map(|(key, _)| *key));
        let keys: Vec<&str> = keys.chain(VERDICTS.iter().map(|(key, _)| *key)).collect();
        for (key, value) in table {
            let name: &str = key.get_ref();
            if !keys.contains(&name) {
                let message = format!("no verdict is spoken for by `{name}`");
                unknown(reader, key.span(), message, name, keys.iter().copied());
                continue;
            }
            let Some(id) = value.get_ref().as_str() else {
                wrong(reader, value, "the id of an assumption in quotes");
                continue;
            };
            let id = id.strip_prefix("assumption:").unwrap_or(id);
            let place = reader.text.place(value.span());
            match self.names.unknown("assumption", id, place) {
                Some(finding) => reader.findings.push(finding),
                None => {
                    asked.replaced.insert(name.into(), id.into());
                }
            }
        }
    }

    fn event(
        &self,
        reader: &mut Reader<'_>,
        (table, span): (&DeTable<'_>, Span<usize>),
        id: &str,
        asked: &mut Asked,
    ) {
        let text = |field: &str| table.get(field).and_then(|value| value.get_ref().as_str());
        let at = |field: &str| table.get(field).map_or(span.clone(), Spanned::span);
        let Some(kind) = text("kind") else {
            let known = self.levers.rooms().map(|room| room.kind);
            unknown(reader, at("kind"), "an event needs its `kind`".to_owned(), "", known);
            return;
        };
        let Some(room) = self.levers.event(kind) else {
            let known = self.levers.rooms().map(|room| room.kind);
            let message = format!("no kind of event is called `{kind}`");
            unknown(reader, at("kind"), message, kind, known);
            return;
        };
        if !(self.hears)(kind) {
            let message = format!("the engine of this study does not hear `{kind}`");
            let known = self.levers.rooms().map(|room| room.kind).filter(|kind| (self.hears)(kind));
            unknown(reader, at("kind"), message, kind, known);
            return;
        }
        let Some(what) = text("what").filter(|what| !what.trim().is_empty()) else {
            let place = reader.text.place(span);
            reader.findings.push(
                Finding::error("LP-S010", place, "an event needs `what`")
                    .expected("what happens, for the reader, in quotes")
                    .help("say it in one sentence"),
            );
            return;
        };
        let mut entries = Entries { reader, names: self.names };
        let days = entries.days(table, span.clone());
        let called = format!("an event of kind `{kind}`");
        let besides = ["kind", "what", "from", "until", "by"];
        let Ok(by) = government(reader, table.get("by")) else { return };
        let mut entries = Entries { reader, names: self.names };
        let values =
            entries.values(&called, (table, span), (room.event, &besides), id, &mut asked.given);
        let (Some(days), Some(values)) = (days, values) else { return };
        for (n, lever) in (room.pull)(&values).into_iter().enumerate() {
            asked.events.push(Shock {
                id: format!("{id}-{n}").into(),
                days,
                lever,
                because: Because::Event { what: what.to_owned(), by },
                note: String::new(),
            });
        }
    }
}

/// The government that an event names under `by`; `Err` when the word names none, which is then among the findings.
fn government(
    reader: &mut Reader<'_>,
    by: Option<&Spanned<DeValue<'_>>>,
) -> Result<Option<Order>, ()> {
    let Some(by) = by else { return Ok(None) };
    let Some(name) = by.get_ref().as_str() else {
        wrong(reader, by, "a government in quotes");
        return Err(());
    };
    let found = Order::parse(name);
    if found.is_none() {
        let known = Order::ALL.iter().map(|order| order.as_str());
        unknown(reader, by.span(), format!("no government is called `{name}`"), name, known);
    }
    found.map(Some).ok_or(())
}

/// The tables of a list; anything else is a finding.
fn tables<'v, 'i>(
    reader: &mut Reader<'_>,
    list: Option<&'v Spanned<DeValue<'i>>>,
    name: &str,
) -> Vec<(&'v DeTable<'i>, Span<usize>)> {
    let Some(list) = list else { return Vec::new() };
    let Some(items) = list.get_ref().as_array() else {
        wrong(reader, list, &format!("a list of tables, as in [[{name}]]"));
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in items.iter() {
        match item.get_ref().as_table() {
            Some(table) => found.push((table, item.span())),
            None => wrong(reader, item, &format!("a table, as in [[{name}]]")),
        }
    }
    found
}

fn wrong(reader: &mut Reader<'_>, at: &Spanned<DeValue<'_>>, expected: &str) {
    let place = reader.text.place(at.span());
    let found = linchpin_engine::form::described(at.get_ref());
    reader.findings.push(
        Finding::error("LP-S013", place, format!("this is {found}"))
            .expected(expected)
            .help("the book's page on scenarios lists every form"),
    );
}

fn unknown<'k>(
    reader: &mut Reader<'_>,
    span: Span<usize>,
    message: String,
    name: &str,
    known: impl Iterator<Item = &'k str> + Clone,
) {
    let place = reader.text.place(span);
    reader.findings.push(
        Finding::error("LP-S008", place, message)
            .expected(known.clone().collect::<Vec<_>>().join(", "))
            .nearest(name, known)
            .help("the book's page on scenarios lists every kind"),
    );
}
