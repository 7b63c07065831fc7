//! One storm: a simulated disk, simulated workers and a simulated clock around the real driver.

mod hand;
mod shelf;

use linchpin::driver::{BLAMED, Driver, DriverError, Order, Rules, Said};
use linchpin_results::store::sweep::PLAN_SCHEMA;
use linchpin_results::{Sweep, SweepError, SweepPlan, SweepRow};
use linchpin_units::Digest;
pub(crate) use shelf::Memory;
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

/// How a poisoned run ends its process.
const SIGNAL: &str = "signal 6";
/// What honest workers make of the first runs.
const PROBE: &str = "probe";
/// Steps after which a storm is no storm but a driver that turns in circles.
const STEPS: u32 = 30_000;

/// Bytes of a plan of so many runs in chunks of so many.
pub(crate) fn plan(members: u32, chunk: u32) -> Vec<u8> {
    let plan = SweepPlan {
        schema: PLAN_SCHEMA.to_owned(),
        study: "storm".to_owned(),
        scenario: None,
        world: None,
        members,
        chunk,
        seed: 1,
        design: "sobol".to_owned(),
        version: "0".to_owned(),
        inputs: Digest::of(b"storm"),
        parameters: vec!["a".to_owned()],
        cells: vec!["s/b.output".to_owned()],
        points: None,
        experts: Vec::new(),
    };
    serde_json::to_vec(&plan).expect("a plan")
}

/// What a run leaves: a pure function of its number; every seventh fails by itself.
pub(crate) fn rows(span: Range<u32>) -> Vec<SweepRow> {
    let row = |run: u32| match run % 7 {
        3 => SweepRow::Failed(format!("run {run} diverged")),
        _ => SweepRow::Done(vec![f64::from(run) / 3.0, -f64::from(run)]),
    };
    span.map(row).collect()
}

/// The same with the last bit of one number changed.
pub(crate) fn lie(span: Range<u32>) -> Vec<SweepRow> {
    let mut rows = rows(span);
    for row in &mut rows {
        if let SweepRow::Done(values) = row {
            values[1] = f64::from_bits(values[1].to_bits() ^ 1);
            break;
        }
    }
    rows
}

/// How a storm ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Whole,
    Different,
    Unfit,
}

/// What happened in a storm.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weather {
    pub(crate) lost: u64,
    pub(crate) silent: u64,
    pub(crate) doubled: u64,
    pub(crate) damaged: u64,
    pub(crate) late: u64,
    pub(crate) crashes: u64,
    pub(crate) full: u64,
    pub(crate) rotten: u64,
    pub(crate) dark: u64,
    pub(crate) lies: u64,
    pub(crate) foreign: u64,
    pub(crate) aside: u64,
}

impl Weather {
    fn each(&mut self) -> [&mut u64; 12] {
        [
            &mut self.lost,
            &mut self.silent,
            &mut self.doubled,
            &mut self.damaged,
            &mut self.late,
            &mut self.crashes,
            &mut self.full,
            &mut self.rotten,
            &mut self.dark,
            &mut self.lies,
            &mut self.foreign,
            &mut self.aside,
        ]
    }

    pub(crate) fn add(&mut self, other: &Self) {
        let mut other = *other;
        for (sum, one) in self.each().into_iter().zip(other.each()) {
            *sum += *one;
        }
    }

    pub(crate) fn all(&self) -> bool {
        let mut own = *self;
        own.each().into_iter().all(|count| *count > 0)
    }
}

/// Splitmix: small, and the same everywhere.
#[derive(Debug, Clone)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }
    /// In so many of a hundred cases.
    fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// Something on its way to the driver.
#[derive(Debug, Clone)]
enum Message {
    Rows {
        worker: usize,
        span: Range<u32>,
        bytes: Vec<u8>,
        foreign: bool,
        lie: bool,
    },
    Lost {
        span: Range<u32>,
    },
    /// A worker is free again.
    Free {
        worker: usize,
    },
}

/// How often what happens, in percent.
#[derive(Debug, Clone, Default)]
struct Odds {
    /// A worker dies, and somebody says so.
    death: u64,
    /// An answer or a death that nobody hears of.
    silence: u64,
    double: u64,
    damage: u64,
    slow: u64,
    /// At each step the driver is killed.
    crash: u64,
    /// Between two drivers a file rots.
    rot: u64,
}

#[derive(Debug)]
pub(crate) struct Storm {
    dice: Dice,
    members: u32,
    chunk: u32,
    odds: Odds,
    /// Whether each worker is free.
    free: Vec<bool>,
    /// Worker 0 is of another build.
    foreign: bool,
    /// The chunk about which lies are told.
    liar: Option<u32>,
    /// Runs that end their process.
    poison: Vec<u32>,
    parts: u32,
    noted: bool,
    /// When there is no worker at all, in milliseconds.
    dark: Range<u64>,
    now: u64,
    mail: BTreeMap<(u64, u64), Message>,
    number: u64,
    /// An honest answer about the liar's chunk, and a lie about it, were heard.
    heard: [bool; 2],
    pub(crate) shelf: Memory,
    pub(crate) weather: Weather,
}

impl Storm {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let members = 1 + dice.below(60) as u32;
        let chunk = 1 + dice.below(9) as u32;
        let liar = dice.percent(15).then(|| dice.below(u64::from(members.div_ceil(chunk))) as u32);
        let mut odds = Odds {
            death: [0, 5, 30][dice.below(3) as usize],
            silence: [0, 5, 20][dice.below(3) as usize],
            double: [0, 10, 50][dice.below(3) as usize],
            damage: [0, 5, 20][dice.below(3) as usize],
            slow: [0, 10, 30][dice.below(3) as usize],
            crash: [0, 0, 3][dice.below(3) as usize],
            rot: [0, 30][dice.below(2) as usize],
        };
        let mut poison = Vec::new();
        let mut dark = 0..0;
        let shelf = Memory::default();
        if liar.is_some() {
            // Whether a lie is found is asked where nothing else hides it.
            odds =
                Odds { death: odds.death, double: odds.double, slow: odds.slow, ..Odds::default() };
        } else {
            for _ in 0..dice.below(3) {
                poison.push(dice.below(u64::from(members)) as u32);
            }
            if dice.percent(20) {
                let from = dice.below(20_000);
                dark = from..from + 200_000;
            }
            if dice.percent(20) {
                shelf.full_at(dice.below(30) as u32);
            }
        }
        Self {
            free: vec![true; 1 + dice.below(5) as usize],
            foreign: liar.is_none() && dice.percent(10),
            parts: 1 + dice.below(3) as u32,
            noted: dice.percent(50),
            dice,
            members,
            chunk,
            odds,
            liar,
            poison,
            dark,
            now: 0,
            mail: BTreeMap::new(),
            number: 0,
            heard: [false; 2],
            shelf,
            weather: Weather::default(),
        }
    }

    /// Whether lies are told.
    pub(crate) fn lying(&self) -> bool {
        self.liar.is_some()
    }

    /// Whether there is a run that ends its process.
    pub(crate) fn poisoned(&self) -> bool {
        !self.poison.is_empty()
    }

    fn sweep(&self) -> Sweep {
        Sweep::on(&plan(self.members, self.chunk), self.shelf.clone()).expect("a plan")
    }

    /// The digest of a sweep in calm weather.
    fn quiet(&self) -> Digest {
        let calm = Sweep::on(&plan(self.members, self.chunk), Memory::default()).expect("a plan");
        for chunk in 0..calm.chunks() {
            let mut own = rows(calm.span(chunk));
            for (run, row) in calm.span(chunk).zip(&mut own) {
                if self.poison.contains(&run) {
                    *row = SweepRow::Failed(format!("{BLAMED}{SIGNAL}"));
                }
            }
            calm.publish(chunk, &own).expect("memory takes it");
        }
        calm.digest().expect("whole")
    }

    /// Blows over every part of the sweep and judges what is left.
    pub(crate) fn blow(&mut self) -> Result<End, String> {
        // Shards first, and then one for all: what rotted after its shard had ended is mended by it.
        let parts = (1..=self.parts).map(|part| (part, self.parts));
        for share in parts.chain([(1, 1)]).collect::<Vec<_>>() {
            match self.part(share) {
                Ok(()) => {}
                Err(DriverError::Sweep(SweepError::Different { .. })) => return self.stopped(),
                Err(DriverError::Unfit { .. }) if self.foreign => return Ok(End::Unfit),
                Err(other) => return Err(other.to_string()),
            }
        }
        self.shelf.remembers();
        let sweep = self.sweep();
        let found = sweep.digest().map_err(|error| format!("not whole: {error}"))?;
        if found != self.quiet() {
            return Err("the digest is not that of a quiet sweep".to_owned());
        }
        if self.heard == [true; 2] {
            return Err("two accounts of one chunk were heard, and nothing stopped".to_owned());
        }
        let files = self.shelf.files();
        if files.len() != sweep.chunks() as usize {
            let names: Vec<&String> = files.keys().collect();
            return Err(format!("something is left over: {names:?}"));
        }
        Ok(End::Whole)
    }

    /// Different bytes stopped the sweep: rightly, and both are kept.
    fn stopped(&self) -> Result<End, String> {
        if self.heard != [true; 2] {
            return Err("it stopped without two accounts of one chunk".to_owned());
        }
        let files = self.shelf.files();
        let Some((name, other)) = files.iter().find(|(name, _)| name.ends_with(".other")) else {
            return Err("the other account was not kept".to_owned());
        };
        let stem = name.trim_end_matches(".other");
        match files.get(stem).or_else(|| files.get(&format!("{stem}.one"))) {
            Some(one) if one != other => Ok(End::Different),
            _ => Err("the first account was not kept".to_owned()),
        }
    }

    /// One part, by as many drivers as it takes: each starts from what the one before it left.
    fn part(&mut self, share: (u32, u32)) -> Result<(), DriverError> {
        let mut steps = 0;
        loop {
            let rules = Rules { noted: self.noted, ..Rules::default() };
            let probe = Some(PROBE.to_owned());
            let mut driver = Driver::new(self.sweep(), share, probe, rules);
            match self.drive(&mut driver, &mut steps) {
                Ok(true) => return Ok(()),
                Ok(false) => {
                    self.weather.crashes += 1;
                    if self.dice.percent(50) {
                        self.mail.clear();
                        self.free.fill(true);
                    }
                    if self.dice.percent(self.odds.rot) && self.shelf.rot(self.dice.next()) {
                        self.weather.rotten += 1;
                    }
                }
                Err(DriverError::Sweep(SweepError::Store(error))) if error.is_full() => {
                    self.weather.full += 1;
                    self.shelf.frees();
                }
                Err(DriverError::Nobody { .. }) => {
                    self.weather.dark += 1;
                    self.now = self.now.max(self.dark.end);
                }
                Err(other) => return Err(other),
            }
        }
    }

    /// One driver, until its part is whole (true) or it is killed (false).
    fn drive(&mut self, driver: &mut Driver, steps: &mut u32) -> Result<bool, DriverError> {
        loop {
            *steps += 1;
            assert!(*steps < STEPS, "the driver turns in circles: {self:?}\n{driver:?}");
            if self.dice.percent(self.odds.crash) {
                return Ok(false);
            }
            while let Some(at) = self.mail.keys().next().filter(|at| at.0 <= self.now).copied() {
                self.deliver(driver, at)?;
            }
            let dark = self.dark.contains(&self.now);
            let alive = if dark { 0 } else { self.free.len() };
            let slots = if dark { 0 } else { self.free.iter().filter(|free| **free).count() };
            match driver.order(self.time(), slots, alive)? {
                Order::Send(span) => self.send(span),
                Order::Aside(span) => self.aside(driver, &span)?,
                Order::Wait(until) => {
                    let until = u64::try_from(until.as_millis()).unwrap_or(u64::MAX);
                    let mail = self.mail.keys().next().map_or(u64::MAX, |at| at.0);
                    self.now = until.min(mail).max(self.now + 1);
                }
                Order::Whole => {
                    // What is still under way comes too late, and is heard all the same.
                    while let Some(at) = self.mail.keys().next().copied() {
                        self.weather.late += 1;
                        self.deliver(driver, at)?;
                    }
                    return Ok(true);
                }
            }
        }
    }

    fn time(&self) -> Duration {
        Duration::from_millis(self.now)
    }

    fn post(&mut self, after: u64, message: Message) {
        self.number += 1;
        self.mail.insert((self.now + after, self.number), message);
    }

    /// A free worker takes some runs.
    fn send(&mut self, span: Range<u32>) {
        let free: Vec<usize> = (0..self.free.len()).filter(|at| self.free[*at]).collect();
        let worker = free[self.dice.below(free.len() as u64) as usize];
        self.free[worker] = false;
        let slow = self.dice.percent(self.odds.slow);
        let took = 20 + self.dice.below(if slow { 60_000 } else { 400 });
        self.post(took, Message::Free { worker });
        let poisoned = self.poison.iter().any(|run| span.contains(run));
        if poisoned || self.dice.percent(self.odds.death) {
            if self.dice.percent(self.odds.silence) {
                self.weather.silent += 1;
            } else {
                self.weather.lost += 1;
                self.post(took, Message::Lost { span });
            }
            return;
        }
        let foreign = self.foreign && worker == 0;
        let told = if foreign { lie(span.clone()) } else { rows(span.clone()) };
        let mut bytes = self.sweep().seal(&span, &told);
        if self.liar.is_some_and(|chunk| span.start / self.chunk == chunk) {
            let lying = self.sweep().seal(&span, &lie(span.clone()));
            if lying != bytes {
                self.weather.lies += 1;
                let after = self.dice.below(800);
                let (span, foreign) = (span.clone(), false);
                let lying = Message::Rows { worker, span, bytes: lying, foreign, lie: true };
                self.post(after, lying);
            }
        }
        if self.dice.percent(self.odds.double) {
            self.weather.doubled += 1;
            let after = took + self.dice.below(30_000);
            let (span, bytes) = (span.clone(), bytes.clone());
            self.post(after, Message::Rows { worker, span, bytes, foreign, lie: false });
        }
        if self.dice.percent(self.odds.silence) {
            self.weather.silent += 1;
            return;
        }
        if self.dice.percent(self.odds.damage) {
            self.weather.damaged += 1;
            self.spoil(&mut bytes);
        }
        self.post(took, Message::Rows { worker, span, bytes, foreign, lie: false });
    }

    fn spoil(&mut self, bytes: &mut Vec<u8>) {
        let at = self.dice.below(bytes.len() as u64) as usize;
        if self.dice.percent(50) { bytes.truncate(at) } else { bytes[at] ^= 0x20 }
    }

    /// A process of its own: poison ends it as well, but nobody else.
    fn aside(&mut self, driver: &mut Driver, span: &Range<u32>) -> Result<(), DriverError> {
        self.weather.aside += 1;
        self.now += 50;
        let mut bytes = self.sweep().seal(span, &rows(span.clone()));
        if self.dice.percent(self.odds.damage / 4) {
            self.spoil(&mut bytes);
        }
        let poisoned = self.poison.iter().any(|run| span.contains(run));
        let made = if poisoned { Err(SIGNAL) } else { Ok(&bytes[..]) };
        self.note(span, false);
        driver.hear(&Said::Aside { span: span.clone(), made }, self.time())
    }

    /// Remembers which accounts of the liar's chunk were heard.
    fn note(&mut self, span: &Range<u32>, lie: bool) {
        if self.liar.is_some_and(|chunk| span.start / self.chunk == chunk) {
            self.heard[usize::from(lie)] = true;
        }
    }

    fn deliver(&mut self, driver: &mut Driver, at: (u64, u64)) -> Result<(), DriverError> {
        let Some(message) = self.mail.remove(&at) else { return Ok(()) };
        self.now = self.now.max(at.0);
        match message {
            Message::Free { worker } => {
                self.free[worker] = true;
                Ok(())
            }
            Message::Lost { span } => driver.hear(&Said::Lost { span }, self.time()),
            Message::Rows { worker, span, bytes, foreign, lie } => {
                self.weather.foreign += u64::from(foreign);
                self.note(&span, lie);
                let name = format!("worker {worker}");
                let probe = Some(if foreign { "another" } else { PROBE });
                let (worker, bytes) = (name.as_str(), bytes.as_slice());
                driver.hear(&Said::Rows { span, worker, probe, bytes }, self.time())
            }
        }
    }
}
