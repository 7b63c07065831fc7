//! What each side says, and what each outlet kept of it.
//!
//! In come analyses and their register; out go events, in each the parties that speak, under each party
//! its statements, and under each statement the documents that have it, with the words' place, the
//! documents of the event that leave it out, and the divergences that touch it. Nothing is judged here:
//! a statement stands under the party its source speaks for, unknown sources under none.

use crate::analysis::Analysis;
use crate::divergence::Register;
use crate::divergence::account::{Account, account};
use crate::divergence::events::same_event;
use crate::divergence::facts::{content_stems, dice};
use crate::divergence::reports::{Report, reports};
use crate::divergence::union::{join, members};
use crate::span::Span;
use linchpin_units::Digest;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Likeness of content words from which two reports count as one statement.
const SAME: f64 = 0.42;
/// The same where a source's party is not known.
const SURE: f64 = 0.6;
/// Content words that a report needs before it can be likened to another.
const WORDS: usize = 4;

/// One document's rendering of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rendering {
    /// The document.
    pub document: Digest,
    /// Who says it there, as written.
    pub speaker: String,
    /// The bytes of what was said.
    pub span: Span,
    /// What was said, as written there.
    pub says: String,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Statement {
    /// Digest of its renderings' places.
    pub id: Digest,
    /// Who has it, in the order of documents.
    pub kept: Vec<Rendering>,
    /// Documents of the event that do not have it.
    pub left_out: Vec<Digest>,
    /// Divergences that touch its words.
    pub divergences: Vec<Digest>,
}

/// A party and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Speaking {
    /// An entity such as `country:kor`; empty when the source's party is not known.
    pub party: String,
    /// Its name for readers.
    pub name: String,
    /// Its statements; those that most documents have first.
    pub statements: Vec<Statement>,
}

/// One event as its documents tell it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Told {
    /// Digest of its documents.
    pub id: Digest,
    /// Its documents, oldest first; those without a date last.
    pub documents: Vec<Digest>,
    /// Who speaks; whoever is known before whoever is not.
    pub sides: Vec<Speaking>,
}

/// The statements of all documents by event; the order in which documents come does not matter.
#[must_use]
pub fn statements(analyses: &[Analysis], register: &Register) -> Vec<Told> {
    let mut accounts: Vec<Account<'_>> = analyses.iter().map(account).collect();
    accounts.sort_by_key(|account| {
        let published = account.analysis.document.meta.published.as_ref();
        let day = published.map(|known| known.value.days().from);
        (day.is_none(), day, account.id().clone())
    });
    events(&accounts).iter().map(|event| told(event, register)).collect()
}

/// Accounts that tell of common events, joined into groups, in the order of their first account.
fn events<'e, 'a>(accounts: &'e [Account<'a>]) -> Vec<Vec<&'e Account<'a>>> {
    let mut group: Vec<usize> = (0..accounts.len()).collect();
    for i in 0..accounts.len() {
        for j in i + 1..accounts.len() {
            if same_event(&accounts[i], &accounts[j]) {
                join(&mut group, i, j);
            }
        }
    }
    members(&group).into_iter().map(|all| all.into_iter().map(|i| &accounts[i]).collect()).collect()
}

fn told(accounts: &[&Account<'_>], register: &Register) -> Told {
    let documents: Vec<Digest> = accounts.iter().map(|account| account.id().clone()).collect();
    let all = reports(accounts);
    // Whose words they are says nothing of what is said.
    let parties = all.iter().flat_map(|report| &report.parties);
    let names: BTreeSet<String> = parties.flat_map(|party| content_stems(&name(party))).collect();
    let mut group: Vec<usize> = (0..all.len()).collect();
    for i in 0..all.len() {
        for j in i + 1..all.len() {
            // A source of no party may join either side, but never bring two parties together.
            let parties = |root: usize| -> BTreeSet<&String> {
                let own = all.iter().zip(&group).filter(|(_, of)| **of == root);
                own.flat_map(|(report, _)| &report.parties).collect()
            };
            let apart = || {
                let (one, two) = (parties(group[i]), parties(group[j]));
                !one.is_empty() && !two.is_empty() && one.is_disjoint(&two)
            };
            if same(&all[i], &all[j], &names) && !apart() {
                join(&mut group, i, j);
            }
        }
    }
    let mut sides: BTreeMap<(bool, String), Vec<Statement>> = BTreeMap::new();
    for members in members(&group) {
        let own: Vec<&Report<'_>> = members.iter().map(|at| &all[*at]).collect();
        let party = party(&own);
        // What another party is said to have said there in the same words is not left out.
        let alike = |report: &&Report<'_>| {
            own.iter().any(|one| likeness(one, report) >= SURE || holds(one, report, &names))
        };
        let there: BTreeSet<&Digest> =
            all.iter().filter(alike).map(|report| accounts[report.account].id()).collect();
        let mut statement = statement(accounts, &own, &documents, register);
        statement.left_out.retain(|id| !there.contains(id));
        sides.entry((party.is_empty(), party)).or_default().push(statement);
    }
    let sides = sides.into_iter().map(|((_, party), mut statements)| {
        // Stable: equally wide ones keep the order of the texts.
        statements.sort_by_key(|statement| statement.left_out.len());
        Speaking { name: name(&party), party, statements }
    });
    Told {
        id: Digest::of_parts(documents.iter().map(|id| id.as_str().as_bytes())),
        sides: sides.collect(),
        documents,
    }
}

/// Whether two reports give one statement: much the same words; more of them when a source's party is not
/// known, since then the words alone must tell.
fn same(one: &Report<'_>, two: &Report<'_>, names: &BTreeSet<String>) -> bool {
    let known = !one.parties.is_empty() && !two.parties.is_empty();
    likeness(one, two) >= if known { SAME } else { SURE } || known && holds(one, two, names)
}

/// Whether one report holds most of what the other says, the parties' names aside: an account that adds who a
/// firm is says no less.
fn holds(one: &Report<'_>, two: &Report<'_>, names: &BTreeSet<String>) -> bool {
    let matter = |stems: &BTreeSet<String>| stems.difference(names).count();
    let shared = one.stems.intersection(&two.stems).filter(|stem| !names.contains(*stem)).count();
    let least = matter(&one.stems).min(matter(&two.stems));
    let most = shared >= 4 && shared * 5 >= least * 3 || shared >= 5 && shared * 2 >= least;
    most && denies(one) == denies(two)
}

/// How alike the words of two reports are, 0 to 1; 0 for a few words, and for a thing said and the same denied.
fn likeness(one: &Report<'_>, two: &Report<'_>) -> f64 {
    let long = one.stems.len() >= WORDS && two.stems.len() >= WORDS;
    if long && denies(one) == denies(two) { dice(&one.stems, &two.stems) } else { 0.0 }
}

/// Whether the reporting verb denies what it reports; a threat or a promise does not.
fn denies(report: &Report<'_>) -> bool {
    matches!(report.quotation.cue_kind, Some(crate::cues::CueKind::Denies))
}

/// The party that most renderings have speaking; the first by name among equals.
fn party(reports: &[&Report<'_>]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for party in reports.iter().flat_map(|report| &report.parties) {
        *counts.entry(party).or_default() += 1;
    }
    let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
    most.map(|(party, _)| party.to_owned()).unwrap_or_default()
}

fn name(party: &str) -> String {
    match crate::gazetteer::gazetteer().entity(party) {
        Some(found) => found.aliases.first().map_or(party, |name| name).to_string(),
        None => party.split_once(':').map_or(party, |(_, name)| name).to_owned(),
    }
}

fn statement(
    accounts: &[&Account<'_>],
    reports: &[&Report<'_>],
    documents: &[Digest],
    register: &Register,
) -> Statement {
    let rendering = |report: &&Report<'_>| {
        let account = accounts[report.account];
        let flat = |span| account.words(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let said = flat(report.quotation.content);
        // `denied that`: without its verb the statement would turn round.
        let says = match report.quotation.cue.filter(|_| denies(report)) {
            Some(cue) => format!("{} {said}", flat(cue)),
            None => said,
        };
        let speaker = flat(report.source);
        Rendering { document: account.id().clone(), speaker, span: report.quotation.content, says }
    };
    let all: Vec<Rendering> = reports.iter().map(rendering).collect();
    // Speech within speech is there once, with its outermost speaker.
    let within = |one: &Rendering, other: &Rendering| {
        one.document == other.document
            && one.span != other.span
            && other.span.start <= one.span.start
            && one.span.end <= other.span.end
    };
    let outer = |one: &&Rendering| !all.iter().any(|other| within(one, other));
    let kept: Vec<Rendering> = all.iter().filter(outer).cloned().collect();
    let having: BTreeSet<&Digest> = kept.iter().map(|one| &one.document).collect();
    let left_out = documents.iter().filter(|id| !having.contains(id)).cloned().collect();
    let touches = |side: &crate::divergence::Side| {
        kept.iter().any(|one| one.document == side.document && one.span.meets(side.span))
    };
    let found = register.divergences.iter().filter(|one| one.sides.iter().any(touches));
    let divergences = found.map(|one| one.id.clone()).collect();
    let places: Vec<String> = kept
        .iter()
        .map(|one| format!("{} {}..{}", one.document, one.span.start, one.span.end))
        .collect();
    let id = Digest::of_parts(places.iter().map(String::as_bytes));
    Statement { id, kept, left_out, divergences }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::register;
    use crate::document::{Document, Stated};

    fn analysis(file: &str, day: &str, text: &str) -> Analysis {
        let stated = Stated {
            file: file.to_owned(),
            published: Some(day.parse().expect("a day")),
            ..Stated::default()
        };
        Analysis::of(Document::read(text.as_bytes(), &stated).expect("a document"))
    }

    fn three() -> Vec<Analysis> {
        vec![
            analysis(
                "a.txt",
                "2023-05-27",
                "Chinese Commerce Minister Wang Wentao met South Korean Trade Minister Ahn Duk-geun in Detroit on Friday.\n\n\
                 China's commerce ministry said the two sides agreed to deepen their dialogue on the supply of chips, and to work together on it.\n\n\
                 South Korea's trade ministry said Ahn asked for stable supply of key raw materials to Korean firms.\n",
            ),
            analysis(
                "b.txt",
                "2023-05-28",
                "South Korean Trade Minister Ahn Duk-geun and Chinese Commerce Minister Wang Wentao met on the sidelines of a forum in Detroit.\n\n\
                 China's commerce ministry said both sides agreed to deepen their dialogue on the supply of chips, and to work together on it.\n",
            ),
            analysis(
                "c.txt",
                "2019-02-01",
                "A cake factory in Lyon opened on Monday.\n\nThe mayor said the ovens would bake bread for all of the schools.\n",
            ),
        ]
    }

    #[test]
    fn each_side_says_its_own_and_what_was_left_out_is_named() {
        let analyses = three();
        let told = statements(&analyses, &register(&analyses));
        let event = told.iter().find(|one| one.documents.len() == 2).expect("the common event");
        let side = |party: &str| event.sides.iter().find(|side| side.party == party);
        let china = side("country:chn").expect("Beijing speaks");
        assert_eq!(china.statements[0].kept.len(), 2, "{china:?}");
        assert!(china.statements[0].left_out.is_empty());
        let korea = side("country:kor").expect("Seoul speaks");
        let asked = &korea.statements[0];
        assert_eq!((asked.kept.len(), asked.left_out.len()), (1, 1));
        assert_eq!(asked.left_out[0], event.documents[1]);
        assert!(asked.kept[0].says.contains("raw materials"));
    }

    #[test]
    fn an_account_that_says_who_a_firm_is_leaves_nothing_out() {
        let analyses = [
            analysis(
                "a.txt",
                "2023-05-27",
                "Chinese Commerce Minister Wang Wentao met South Korean Trade Minister Ahn Duk-geun.\n\n\
                 China's rail regulator said that Fjordbane had failed its brake test and that it would bar operators of night trains from buying from the firm.\n",
            ),
            analysis(
                "b.txt",
                "2023-05-28",
                "South Korean Trade Minister Ahn Duk-geun and Chinese Commerce Minister Wang Wentao met on Friday.\n\n\
                 China's regulator said that Fjordbane, an old Norwegian maker of engines, pumps and tools, had failed a safety inspection, and it would keep operators of night trains from purchases from the firm.\n",
            ),
        ];
        let told = statements(&analyses, &register(&analyses));
        let all = told.iter().flat_map(|event| &event.sides).flat_map(|side| &side.statements);
        let failed: Vec<_> = all.filter(|one| one.kept[0].says.contains("Fjordbane")).collect();
        assert_eq!(failed.len(), 1, "{failed:?}");
        assert_eq!((failed[0].kept.len(), failed[0].left_out.len()), (2, 0), "{failed:?}");
    }

    #[test]
    fn what_both_parties_say_is_left_out_by_neither() {
        let analyses = [
            analysis(
                "a.txt",
                "2023-05-27",
                "Minister Wang Wentao met Trade Minister Ahn Duk-geun in Detroit on 26 May 2023, China's commerce ministry said.\n",
            ),
            analysis(
                "b.txt",
                "2023-05-27",
                "Trade Minister Ahn Duk-geun met Minister Wang Wentao in Detroit on 26 May 2023, South Korea's trade ministry said.\n",
            ),
        ];
        let told = statements(&analyses, &register(&analyses));
        let all = told.iter().flat_map(|event| &event.sides).flat_map(|side| &side.statements);
        let met: Vec<_> = all.filter(|one| one.kept[0].says.contains("met")).collect();
        assert_eq!(met.len(), 2, "each side's own: {told:?}");
        assert!(met.iter().all(|one| one.left_out.is_empty()), "{met:?}");
    }

    #[test]
    fn the_order_of_documents_does_not_matter() {
        let mut analyses = three();
        let forward = statements(&analyses, &register(&analyses));
        analyses.reverse();
        assert_eq!(statements(&analyses, &register(&analyses)), forward);
    }
}
