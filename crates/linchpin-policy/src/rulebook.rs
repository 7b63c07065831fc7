//! The rulebook: all acts and facts, checked, and the pure function `decide(query, on, known)`.
//!
//! In come texts (bundled, or from a folder, with hypothetical acts laid over); out come decisions.
//! Answers depend on the texts and the two days alone: not on file order, clock or thread.

use crate::act::{Act, ActId, DecisionId};
use crate::course::{Course, Essence};
use crate::decision::{Change, Decision, OrderDecision, ReadingVerdict};
use crate::facts::Facts;
use crate::hear::{Heard, hear};
use crate::history::History;
use crate::ledger::Ledgers;
use crate::load::{Loaded, Sources};
use crate::permissive::strictness;
use crate::query::Query;
use crate::reading::Reading;
use crate::register::Register;
use crate::scope::Field;
use crate::situate::{Situated, Strange, situate};
use crate::slice::Slice;
use crate::words::{Order, Status, Verdict};
use linchpin_units::{Day, Days, Digest, Findings, Grade, Ratio, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

/// All acts, facts and ledgers.
#[derive(Debug)]
pub struct Rulebook {
    sources: Sources,
    acts: BTreeMap<ActId, Act>,
    facts: Facts,
    ledgers: Ledgers,
    digest: Digest,
    register: Register,
    horizon: BTreeMap<Order, Day>,
    /// Histories by how many acts are known; filled on demand, same content whoever fills it.
    histories: Mutex<BTreeMap<Option<Day>, Arc<Known>>>,
}

/// The law as known on some day, with one slice for every stretch of days without change.
#[derive(Debug)]
pub struct Known {
    /// All versions.
    pub history: History,
    /// Days on which something changes, in order.
    pub changes: Vec<Day>,
    slices: Vec<OnceLock<Slice>>,
}

impl Known {
    /// The days on which an answer to `query` may change: those of the law, and those that the asker names.
    fn days_for(&self, query: &Query) -> BTreeSet<Day> {
        let granted = query.licence().map(|licence| licence.granted);
        let own = [granted, query.decontrolled_since()].into_iter().flatten();
        self.changes.iter().copied().chain(own).collect()
    }

    /// The law of `day`.
    fn slice(&self, day: Day, facts: &Facts, horizon: &BTreeMap<Order, Day>) -> &Slice {
        let stretch = self.changes.partition_point(|change| *change <= day);
        // The day of the slice is the first of its stretch, whoever asks first.
        let first = if stretch == 0 {
            self.changes.first().map_or(day, |first| first.plus(-1))
        } else {
            self.changes[stretch - 1]
        };
        self.slices[stretch].get_or_init(|| Slice::new(&self.history, facts, first, horizon))
    }
}

impl Rulebook {
    /// The acts and facts bundled with the program.
    ///
    /// # Errors
    /// Findings in the bundled files; the tests see to it that there are none.
    pub fn embedded() -> Result<Self, Findings> {
        Self::new(Sources::embedded())
    }

    /// A folder laid out as the bundled `policy/`.
    ///
    /// # Errors
    /// Everything that is wrong with its files.
    pub fn load(dir: &Path) -> Result<Self, Findings> {
        Self::new(Sources::folder(dir)?)
    }

    /// A rulebook of given texts.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn new(sources: Sources) -> Result<Self, Findings> {
        let Loaded { acts, facts, ledgers, register } = sources.read()?;
        let horizon = register.horizon();
        let digest = sources.digest();
        Ok(Self {
            sources,
            acts,
            facts,
            ledgers,
            digest,
            register,
            horizon,
            histories: Mutex::new(BTreeMap::new()),
        })
    }

    /// This rulebook with hypothetical acts laid over it.
    ///
    /// # Errors
    /// Everything that is wrong with the reforms, alone or on top of the bundled acts.
    pub fn with_reforms(&self, reforms: &[Text]) -> Result<Self, Findings> {
        Self::new(self.sources.with_reforms(reforms))
    }

    /// SHA-256 of all texts, independent of their order.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// All acts by id.
    #[must_use]
    pub fn acts(&self) -> &BTreeMap<ActId, Act> {
        &self.acts
    }

    /// The act of an id.
    #[must_use]
    pub fn act(&self, id: &str) -> Option<&Act> {
        self.acts.values().find(|act| act.id.as_str() == id)
    }

    /// The declared facts.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The documents that were looked through.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Through which day an order's documents were looked through.
    #[must_use]
    pub fn complete_through(&self, order: Order) -> Option<Day> {
        self.horizon.get(&order).copied()
    }

    /// The newest day of any document looked through or act held: what "known today" means here.
    #[must_use]
    pub fn knowledge_day(&self) -> Day {
        let enacted = self.acts.values().filter(|act| act.status == Status::Enacted);
        let published = enacted.map(|act| act.published);
        let last = self.horizon.values().copied().chain(published).max();
        last.unwrap_or_else(|| Day::new(2026, 9, 25).expect("a calendar day"))
    }

    /// The law as known on `known`.
    #[must_use]
    pub fn known(&self, known: Day) -> Arc<Known> {
        // Knowledge only grows on a day of publication: one entry serves all days in between.
        let enacted = self.acts.values().filter(|act| act.status == Status::Enacted);
        let key = enacted.map(|act| act.published).filter(|day| *day <= known).max();
        let mut histories =
            self.histories.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let entry = histories.entry(key).or_insert_with(|| {
            let acts: Vec<Act> = self.acts.values().cloned().collect();
            let (history, _) = History::new(&acts, Some(known));
            let days = history.versions.iter().flat_map(|version| version.change_days());
            let ends = self.horizon.values().map(|last| last.plus(1));
            let changes: BTreeSet<Day> = days.chain(self.facts.change_days()).chain(ends).collect();
            let slices = (0..=changes.len()).map(|_| OnceLock::new()).collect();
            Arc::new(Known { history, changes: changes.into_iter().collect(), slices })
        });
        Arc::clone(entry)
    }

    /// The compiled law of `on`, as known on `known`.
    #[must_use]
    pub fn slice(&self, on: Day, known: Day) -> Slice {
        self.known(known).slice(on, &self.facts, &self.horizon).clone()
    }

    /// Runs `read` on the reading of `query` on a day.
    pub(crate) fn read<T>(
        &self,
        law: &Known,
        query: &Query,
        on: Day,
        read: impl FnOnce(&Reading<'_>, &Situated) -> T,
    ) -> T {
        let slice = law.slice(on, &self.facts, &self.horizon);
        let mut situated = situate(query, &self.facts, &slice.lists, on);
        slice.reach(&mut situated.situation);
        read(&Reading::new(slice, &situated), &situated)
    }

    /// What the law says to `query` on day `on`, as known on day `known`. Pure.
    ///
    /// Every reading of the question's phrases is decided; the strictest is the answer, and words that
    /// nobody understood make it at least unknown.
    #[must_use]
    pub fn decide(&self, query: &Query, on: Day, known: Day) -> Decision {
        let law = self.known(known);
        let heard = hear(query, &self.facts);
        self.decide_in(&law, &heard, &self.course(&law, &heard, query), query, (on, known))
    }

    /// The decisions on `query` on the first day of `span` and on each later one of it that changes the answer, as
    /// known on day `known`. The days between are read once for all of them.
    #[must_use]
    pub fn decisions(&self, query: &Query, span: Days, known: Day) -> Vec<Decision> {
        let law = self.known(known);
        let heard = hear(query, &self.facts);
        let course = self.course(&law, &heard, query);
        let days = std::iter::once(span.from).chain(course.changes(span));
        days.map(|day| self.decide_in(&law, &heard, &course, query, (day, known))).collect()
    }

    /// The question day by day.
    fn course(&self, law: &Known, heard: &Heard, query: &Query) -> Course<impl Fn(Day) -> Essence> {
        Course::new(law.days_for(query), move |day| self.essence_of(law, heard, day))
    }

    fn decide_in(
        &self,
        law: &Known,
        heard: &Heard,
        course: &Course<impl Fn(Day) -> Essence>,
        query: &Query,
        (on, known): (Day, Day),
    ) -> Decision {
        let told = self.readings(law, heard, on);
        let strictest = &heard.variants[strictest(&told)];
        let mut decision = self.read(law, strictest, on, |reading, situated| {
            self.compose(query, on, known, reading, situated)
        });
        decision.lapsed = self.read(law, strictest, on, |reading, situated| {
            self.lapsed(&law.history, reading, &situated.situation, on)
        });
        if heard.variants.len() > 1 {
            let asked = heard.variants.iter().map(ToString::to_string);
            let both = asked.zip(told.iter().map(|one| one.0));
            let rows = both.map(|(asked, verdict)| ReadingVerdict { asked, verdict });
            decision.readings = rows.collect();
        }
        decision.doubt(heard);
        decision.taken.splice(0..0, heard.assumed.iter().cloned());
        for name in &heard.strange {
            if !decision
                .unknown_names
                .iter()
                .any(|one| one.field == name.field && one.name == name.name)
            {
                decision.unknown_names.push(name.with_nearest(&self.facts));
            }
        }
        decision.understood.clone_from(&heard.understood);
        decision.next_change = course.next_change(on).map(|(on, verdict)| {
            let last = self.horizon.values().max();
            Change { on, verdict, scheduled: last.is_some_and(|last| on > *last) }
        });
        let change = decision.next_change.as_ref().map(|change| change.on);
        decision.until = law.history.lasting(&decision.binding, decision.until, change);
        decision.answer = crate::render::answer(&decision);
        decision
    }

    /// The reading of a question that is the answer.
    pub(crate) fn strictest_reading<'h>(
        &self,
        law: &Known,
        heard: &'h Heard,
        on: Day,
    ) -> &'h Query {
        &heard.variants[strictest(&self.readings(law, heard, on))]
    }

    /// What every reading of a question comes to.
    fn readings(&self, law: &Known, heard: &Heard, on: Day) -> Vec<Essence> {
        let one = |query: &Query| self.read(law, query, on, |r, _| Self::essence(r, &self.acts));
        heard.variants.iter().map(one).collect()
    }

    /// What the question comes to: the strictest of its readings, at least unknown in doubt.
    fn essence_of(&self, law: &Known, heard: &Heard, on: Day) -> Essence {
        let mut told = self.readings(law, heard, on);
        let mut essence = told.swap_remove(strictest(&told));
        if heard.in_doubt() {
            essence.0 = essence.0.max(Verdict::Unknown);
        }
        essence
    }

    fn compose(
        &self,
        query: &Query,
        on: Day,
        known: Day,
        reading: &Reading<'_>,
        situated: &Situated,
    ) -> Decision {
        let verdict = reading.verdict();
        let orders = reading.orders(&self.acts);
        let decisive = reading.decisive(&orders, verdict);
        let binding = decisive.iter().map(|rule| reading.slice.rules[*rule].rule.clone()).collect();
        let deciding = orders.iter().filter(|(order, _)| order.verdict == verdict);
        // What decides comes first, each rule with the listing it turns on.
        let mut citations = reading.cites(&decisive, &self.acts);
        for cite in deciding.flat_map(|(order, _)| &order.citations) {
            if !citations.contains(cite) {
                citations.push(cite.clone());
            }
        }
        let grade = citations.iter().map(|cite| cite.grade).max();
        let rate = orders
            .iter()
            .filter_map(|(order, _)| order.rate)
            .reduce(|a, b| Ratio::of(a.get() + b.get()));
        let review = orders
            .iter()
            .filter(|(order, _)| order.verdict == verdict)
            .find_map(|(order, _)| order.review);
        let beyond = |order: Order| self.horizon.get(&order).is_none_or(|last| on > *last);
        let told = self.orders_told(reading, &orders, beyond);
        let open = verdict == Verdict::Unknown || verdict == Verdict::LicenceRequired;
        let signals = reading.signals(&self.acts);
        let near =
            |names: &[Strange]| names.iter().map(|name| name.with_nearest(&self.facts)).collect();
        let acts: BTreeSet<ActId> = citations.iter().map(|cite| cite.act.clone()).collect();
        Decision {
            id: self.decision_id(query, on, known),
            query: query.clone(),
            on,
            known,
            verdict,
            answer: String::new(),
            review,
            binding,
            acts: acts.into_iter().collect(),
            beyond_horizon: told.1,
            orders: told.0,
            until: reading.until(&decisive),
            quota: reading.quota(&decisive).map(|limit| self.ledgers.state(limit, on)),
            rate,
            next_change: None,
            known_beyond: known > self.knowledge_day(),
            understood: Vec::new(),
            readings: Vec::new(),
            // A fact that changes nothing whatever its value is not worth asking for.
            missing: if open {
                let points = reading.open_points().into_iter();
                points.filter(|one| one.branches.iter().any(|b| b.verdict != verdict)).collect()
            } else {
                Vec::new()
            },
            unknown_names: near(&situated.strange),
            taken: situated.assumed.clone(),
            confirmed: grade.is_none_or(|grade| grade < Grade::Memory),
            grade,
            citations,
            conditions: reading.conditions(&self.acts),
            lapsed: Vec::new(),
            signals,
        }
    }

    /// The orders with what was looked through, and whether one that matters here was not, so late.
    fn orders_told(
        &self,
        reading: &Reading<'_>,
        orders: &[(OrderDecision, Vec<usize>)],
        beyond: impl Fn(Order) -> bool,
    ) -> (Vec<OrderDecision>, bool) {
        let places = [Field::From, Field::To, Field::Origin];
        let tags = |field: Field| &reading.situated.situation.fact(field).certain;
        let concerned = |order: Order| {
            order == Order::Us || places.iter().any(|f| tags(*f).iter().any(|t| order.rules_in(t)))
        };
        let mut late = false;
        let told = orders.iter().map(|(order, _)| {
            let mut order = order.clone();
            order.complete_through = self.complete_through(order.order);
            order.beyond_horizon = beyond(order.order);
            let speaks = order.verdict != Verdict::NoRuleFound;
            late |= order.beyond_horizon && (speaks || concerned(order.order));
            order
        });
        (told.collect(), late)
    }

    fn decision_id(&self, query: &Query, on: Day, known: Day) -> DecisionId {
        let asked = query.to_string();
        let days = format!("{on} {known}");
        let parts = [self.digest.as_str(), &asked, &days];
        let digest = Digest::of_parts(parts.iter().map(|part| part.as_bytes()));
        let subject = crate::words::plain(&query.heading());
        DecisionId(format!("decision:{on}/{subject}/{}", digest.short()))
    }

    /// What a reader of the decision would call "the same".
    fn essence(reading: &Reading<'_>, acts: &BTreeMap<ActId, Act>) -> Essence {
        let orders = reading.orders(acts);
        let told = orders.iter().map(|(order, _)| (order.order, order.verdict, order.review));
        let rates = orders.iter().filter_map(|(order, _)| Some(order.rate?.get().to_bits()));
        (reading.verdict(), told.collect(), rates.collect())
    }

    /// The days of `span` on which the decision on `query` differs from the day before.
    #[must_use]
    pub fn change_dates(&self, query: &Query, span: Days, known: Day) -> Vec<Day> {
        let (law, heard) = (self.known(known), hear(query, &self.facts));
        self.course(&law, &heard, query).changes(span)
    }

    /// The first day of `span` and every later one on which the law, or how much of it is known, changes.
    pub(crate) fn days_of(&self, span: Days, known: Day) -> Vec<Day> {
        let law = self.known(known);
        let inside = law.changes.iter().filter(|day| span.holds(**day) && **day > span.from);
        std::iter::once(span.from).chain(inside.copied()).collect()
    }

    /// Whether a question has one answer at two pairs of day and knowledge.
    pub(crate) fn same(&self, query: &Query, before: (Day, Day), after: (Day, Day)) -> bool {
        let heard = hear(query, &self.facts);
        let at = |(on, known): (Day, Day)| self.essence_of(&self.known(known), &heard, on);
        at(before) == at(after)
    }

    /// The last day up to and with `on` on which the decision differs from the day before.
    #[must_use]
    pub fn last_change(&self, query: &Query, on: Day, known: Day) -> Option<Day> {
        let (law, heard) = (self.known(known), hear(query, &self.facts));
        self.course(&law, &heard, query).last_change(on)
    }

    /// The verdict of the traced path on a question whose fields hold ids, read as they stand: what
    /// [`crate::compiled`] is held to.
    #[must_use]
    pub fn plain_verdict(&self, query: &Query, on: Day, known: Day) -> Verdict {
        self.read(&self.known(known), query, on, |reading, _| reading.verdict())
    }

    /// Only the verdict, through the same path as [`Rulebook::decide`].
    #[must_use]
    pub fn verdict(&self, query: &Query, on: Day, known: Day) -> Verdict {
        let law = self.known(known);
        let heard = hear(query, &self.facts);
        let one = |query: &Query| self.read(&law, query, on, |reading, _| reading.verdict());
        let strictest = heard.variants.iter().map(one).max().unwrap_or(Verdict::Unknown);
        if heard.in_doubt() { strictest.max(Verdict::Unknown) } else { strictest }
    }
}

/// The place of the strictest of several answers; of equals the first.
fn strictest(told: &[Essence]) -> usize {
    let severity = |essence: &Essence| {
        let orders = essence.1.iter().filter(|(_, verdict, _)| *verdict == essence.0);
        (essence.0, orders.map(|(_, _, review)| strictness(*review)).max())
    };
    let mut best = 0;
    for (i, essence) in told.iter().enumerate() {
        if severity(essence) > severity(&told[best]) {
            best = i;
        }
    }
    best
}
