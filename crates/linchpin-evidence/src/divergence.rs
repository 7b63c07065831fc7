//! Where accounts disagree: one record per disagreement.
//!
//! In come the analyses of all documents; out goes a register of [`Divergence`]s, in a fixed order,
//! each with its kind, the slot that differs, the words on each side, and how things stand. Pairs that
//! look opposed but are not (another time, another direction, another person) are kept as records of
//! status [`Status::NotOne`] with the reason, so that nobody has to find out again.
//!
//! Two regimes: documents that copy each other are compared sentence by sentence and every slot
//! counts ([`copies`]); independent retellings are compared event by event, and only slots that both
//! fill can differ.

pub mod account;
pub mod agreement;
mod amounts;
pub mod change;
pub mod commitment;
pub mod copies;
pub mod deeds;
pub mod events;
pub mod facts;
pub mod grouped;
mod index;
pub mod names;
pub mod omission;
mod own;
pub mod party;
mod presence;
pub mod remarks;
pub mod reports;
pub mod roles;
mod rows;
pub mod speech;
mod states;
pub(crate) mod union;
pub mod values;

use crate::analysis::Analysis;
use crate::span::Span;
use account::{Account, account};
use linchpin_units::Digest;
use schemars::JsonSchema;
use serde::Serialize;

/// What kind of disagreement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "DivergenceKind")]
pub enum Kind {
    /// One account leaves out what another has.
    Omission,
    /// Doer and sufferer are swapped.
    RoleReversal,
    /// One puts it more firmly than another.
    Modality,
    /// Said by somebody else, or by somebody made larger.
    Speaker,
    /// Values differ.
    Number,
    /// The same value in another unit.
    Unit,
    /// Days differ.
    Date,
    /// A name is spelled otherwise.
    Name,
    /// Somebody else acts.
    Agent,
    /// Another office for the same person.
    Title,
    /// Another word for the same thing of law or trade.
    Term,
    /// Words between quotation marks differ.
    Quotation,
    /// One denies what the other says.
    Negation,
    /// All against some.
    Scope,
    /// Somewhere else.
    Place,
}

impl Kind {
    /// The spelling used in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Omission => "omission",
            Self::RoleReversal => "role-reversal",
            Self::Modality => "modality",
            Self::Speaker => "speaker",
            Self::Number => "number",
            Self::Unit => "unit",
            Self::Date => "date",
            Self::Name => "name",
            Self::Agent => "agent",
            Self::Title => "title",
            Self::Term => "term",
            Self::Quotation => "quotation",
            Self::Negation => "negation",
            Self::Scope => "scope",
            Self::Place => "place",
        }
    }
}

/// How things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "DivergenceStatus")]
pub enum Status {
    /// Nobody has settled it.
    Open,
    /// The difference is understood; the note says how.
    Explained,
    /// It only looks like a disagreement; the note says why.
    NotOne,
}

/// What one document has in the slot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "DivergenceSide")]
pub struct Side {
    /// The document.
    pub document: Digest,
    /// The bytes that say so.
    pub span: Span,
    /// What it says, in short.
    pub says: String,
}

/// One disagreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Divergence {
    /// Digest of kind, slot and sides.
    pub id: Digest,
    /// Its kind.
    pub kind: Kind,
    /// What differs, in words: `title of person:ahn-duk-geun`.
    pub slot: String,
    /// What each document has.
    pub sides: Vec<Side>,
    /// How things stand.
    pub status: Status,
    /// The explanation, or why it may not be a disagreement.
    pub note: String,
}

impl Divergence {
    /// A record; its id follows from the rest.
    #[must_use]
    pub fn new(kind: Kind, slot: impl Into<String>, sides: Vec<Side>) -> Self {
        let slot = slot.into();
        let mut parts: Vec<String> = vec![kind.as_str().to_owned(), slot.clone()];
        for side in &sides {
            parts.push(format!("{} {}..{}", side.document, side.span.start, side.span.end));
        }
        let id = Digest::of_parts(parts.iter().map(String::as_bytes));
        Self { id, kind, slot, sides, status: Status::Open, note: String::new() }
    }

    /// The same with an explanation, still open.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The same with a status and a note.
    #[must_use]
    pub fn with(mut self, status: Status, note: impl Into<String>) -> Self {
        self.status = status;
        self.note = note.into();
        self
    }
}

/// How much two documents depend on each other.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Dependence {
    /// One document.
    pub one: Digest,
    /// The other.
    pub two: Digest,
    /// Share of the shorter one's sentences that stand almost word for word in the other.
    pub score: f64,
    /// Whether they count as one source.
    pub copies: bool,
    /// What they share: `sentences`, or the wire agency both retell.
    pub basis: String,
}

/// Share of near-identical sentences from which documents count as one source.
const COPY: f64 = 0.6;

/// What a comparison of documents gives.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Register {
    /// Disagreements, in the order of kind, slot and id.
    pub divergences: Vec<Divergence>,
    /// Every pair of documents that share sentences.
    pub dependence: Vec<Dependence>,
    /// The documents of each event, oldest first, copies with their originals: what [`grouped::by_event`] puts the
    /// rows under.
    #[serde(skip)]
    pub events: Vec<Vec<Digest>>,
}

/// Compares all documents with each other and with themselves. The order in which they come does not
/// matter: the one published first is read first.
#[must_use]
pub fn register(analyses: &[Analysis]) -> Register {
    let mut accounts: Vec<Account<'_>> = analyses.iter().map(account).collect();
    accounts.sort_by_key(|account| {
        let published = account.analysis.document.meta.published.as_ref();
        let day = published.map(|known| known.value.days().from);
        (day.is_none(), day, account.id().clone())
    });
    let (mut out, mut dependence) = (Vec::new(), Vec::new());
    let copied = copies_of(&accounts, &mut out, &mut dependence);
    // Copies count once: retellings are compared among the originals.
    let kept = accounts.iter().zip(&copied).filter(|(_, of)| of.is_none());
    let originals: Vec<&Account<'_>> = kept.map(|(account, _)| account).collect();
    let groups = index::events(&originals);
    names::compare(&originals, &mut out);
    roles::compare(&originals, &mut out);
    values::compare(&originals, &mut out);
    events::days(&originals, &mut out);
    for group in &groups {
        let told: Vec<&Account<'_>> = group.iter().map(|at| originals[*at]).collect();
        speech::compare(&told, &mut out);
        if told.len() > 1 {
            one_source(&told, &mut dependence);
            omission::compare(&told, &mut out);
            remarks::compare(&told, &mut out);
            own::compare(&told, &mut out);
            states::compare(&told, &mut out);
            events::compare(&told, &mut out);
            values::of_event(&told, &mut out);
        }
    }
    names::terms(&originals, &mut out);
    let events = with_copies(&accounts, &copied, &groups);
    Register { divergences: rows::one_each(out), dependence, events }
}

/// The documents of each event by their place among all accounts: each copy stands with its original.
fn with_copies(
    accounts: &[Account<'_>],
    copied: &[Option<usize>],
    groups: &[Vec<usize>],
) -> Vec<Vec<Digest>> {
    let places: Vec<usize> = (0..accounts.len()).filter(|at| copied[*at].is_none()).collect();
    let whole = |group: &Vec<usize>| {
        let own: Vec<usize> = group.iter().map(|at| places[*at]).collect();
        let of = |at: &usize| copied[*at].unwrap_or(*at);
        let all = (0..accounts.len()).filter(|at| own.contains(&of(at)));
        all.map(|at| accounts[at].id().clone()).collect()
    };
    groups.iter().map(whole).collect()
}

/// Finds the copies among the accounts, compares each with its original slot by slot, and says whose copy
/// each is. A document is compared with the earlier originals it shares rare words with.
fn copies_of(
    accounts: &[Account<'_>],
    out: &mut Vec<Divergence>,
    dependence: &mut Vec<Dependence>,
) -> Vec<Option<usize>> {
    let index = index::Index::of(accounts);
    let mut catalogue = index::Catalogue::default();
    let mut copied = vec![None; accounts.len()];
    for j in 0..accounts.len() {
        for i in catalogue.candidates(&index, j) {
            let pairs = index.align(i, j);
            let score = account::dependence(&accounts[i], &accounts[j], &pairs);
            if index::template(&accounts[i], &accounts[j], &pairs) {
                continue;
            }
            let copies = score >= COPY;
            if score > 0.0 {
                let (one, two) = (accounts[i].id().clone(), accounts[j].id().clone());
                dependence.push(Dependence {
                    one,
                    two,
                    score,
                    copies,
                    basis: "sentences".to_owned(),
                });
            }
            // Single sentences can be copied into a text of its own.
            let least = if copies { 0.4 } else { 0.75 };
            let mut found = Vec::new();
            copies::compare(&accounts[i], &accounts[j], &pairs, least, &mut found);
            // In releases of two sides each speaks for itself.
            if !copies
                && found.iter().any(|record: &Divergence| record.kind == Kind::Speaker)
                && own::for_themselves(&accounts[i], &accounts[j])
            {
                found.retain(|record| record.kind != Kind::Speaker);
            }
            out.append(&mut found);
            if copies {
                copied[j] = Some(i);
                break;
            }
        }
        if copied[j].is_none() {
            catalogue.add(&index, j);
        }
    }
    copied
}

/// Accounts of one event that retell one wire count as one source, in their own words or not.
fn one_source(told: &[&Account<'_>], dependence: &mut Vec<Dependence>) {
    for (i, one) in told.iter().enumerate() {
        for two in &told[i + 1..] {
            let Some(wire) = index::common_wire(one, two) else { continue };
            let known = dependence.iter_mut().find(|known| {
                known.one == *one.id() && known.two == *two.id()
                    || known.one == *two.id() && known.two == *one.id()
            });
            match known {
                Some(known) => (known.copies, known.basis) = (true, wire),
                None => dependence.push(Dependence {
                    one: one.id().clone(),
                    two: two.id().clone(),
                    score: 0.0,
                    copies: true,
                    basis: wire,
                }),
            }
        }
    }
}
