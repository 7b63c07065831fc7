//! Generators of phrases: known names with words and other names put in, as people might write them.
//!
//! Everything follows from a seed (`LINCHPIN_PHRASE_SEED`, a whole number; a fixed one by default).

use linchpin_policy::facts::{Kind, Thing};
use linchpin_policy::{Field, Query, Rulebook};
use linchpin_units::Day;

/// SplitMix64: small, known, the same everywhere.
pub(crate) struct Dice(u64);

impl Dice {
    /// The seed of the environment, or `default`.
    pub(crate) fn seeded(default: u64) -> Self {
        let given = std::env::var("LINCHPIN_PHRASE_SEED").ok();
        let seed = given.map(|text| text.parse().expect("LINCHPIN_PHRASE_SEED is a whole number"));
        Self(seed.unwrap_or(default))
    }
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).expect("small")
    }
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Words that people put around names: some mean much, some little, some nothing.
pub(crate) const WORDS: &[&str] = &[
    "chips",
    "memory",
    "tool",
    "tools",
    "gas",
    "equipment",
    "technology",
    "know-how",
    "process",
    "module",
    "wafer",
    "wafers",
    "card",
    "server",
    "factory",
    "fab",
    "line",
    "plant",
    "phase",
    "two",
    "II",
    "new",
    "old",
    "used",
    "second-hand",
    "refurbished",
    "civil",
    "military",
    "research",
    "lab",
    "university",
    "institute",
    "subsidiary",
    "affiliate",
    "branch",
    "joint",
    "venture",
    "trading",
    "holdings",
    "group",
    "international",
    "distribution",
    "logistics",
    "broker",
    "the",
    "a",
    "some",
    "our",
    "sample",
    "samples",
    "prototype",
    "licence",
    "software",
    "blueprint",
    "drawings",
    "service",
    "contract",
    "upgrade",
    "kit",
    "frobnicator",
    "zork",
    "qux",
    "potato",
    "legacy",
    "mature",
    "uncontrolled",
    "exempt",
    "advanced",
    "high-purity",
    "anhydrous",
    "grade",
    "powder",
    "ingot",
    "crystal",
    "oxide",
    "metal",
    "component",
    "parts",
    "spare",
    "stack",
    "stacks",
    "DIMM",
    "accelerator",
    "GPU",
    "processor",
    "data",
    "centre",
    "cloud",
    "AI",
    "robot",
    "phone",
    "car",
    "battery",
    "magnet",
    "laser",
    "optics",
    "pump",
    "valve",
    "chamber",
    "testing",
    "packaging",
    "assembly",
    "design",
    "house",
    "foundry",
    "startup",
    "agency",
    "ministry",
    "bureau",
    "army",
    "navy",
    "Huaxin",
    "Zhongke",
    "Tianjin",
    "Shenzhen",
    "Ltd",
    "Co",
    "Inc",
    "GmbH",
];

/// What may stand between two names.
pub(crate) const JOINS: &[&str] = &[
    " ",
    " and ",
    ", ",
    " / ",
    " & ",
    " for ",
    " on behalf of ",
    " via ",
    " with ",
    " + ",
    "; ",
    " through ",
    " or ",
    " c/o ",
    " to ",
    " (",
    " - ",
    "/",
    ",",
];

pub(crate) const FIRMS: &[&str] = &[
    "YMTC",
    "SMIC",
    "Huawei",
    "CXMT",
    "Fujian Jinhua",
    "Hua Hong",
    "Samsung",
    "SK hynix",
    "Micron",
    "Intel",
    "TSMC",
    "Kioxia",
    "Wingtech",
    "Nexperia",
    "NAURA",
    "SwaySure",
    "Cambricon",
    "Biren",
    "AMEC",
    "SMEE",
    "Foo Semiconductor",
    "Acme Chips",
];

/// Every spelling a kind is known by.
pub(crate) fn spellings(book: &Rulebook, kind: Kind) -> Vec<String> {
    book.facts().spellings(kind).map(str::to_owned).collect()
}

/// Days on which different law stands.
pub(crate) const DAYS: &[&str] = &[
    "2019-09-01",
    "2022-10-08",
    "2023-01-20",
    "2023-06-01",
    "2023-08-15",
    "2023-11-20",
    "2024-06-01",
    "2024-12-10",
    "2025-01-20",
    "2025-06-01",
    "2025-10-15",
    "2025-11-15",
    "2026-03-01",
    "2026-06-01",
];

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A flow for an item: everything but the item and the day.
pub(crate) fn flow(dice: &mut Dice) -> Query {
    let flows: [&[(Field, &str)]; 12] = [
        &[(Field::From, "US"), (Field::To, "China")],
        &[(Field::From, "US"), (Field::Site, "site:samsung-xian"), (Field::Purpose, "spares")],
        &[(Field::From, "US"), (Field::Site, "site:skhynix-wuxi"), (Field::Purpose, "new")],
        &[(Field::From, "US"), (Field::To, "China"), (Field::Party, "YMTC")],
        &[(Field::From, "CN"), (Field::To, "KR")],
        &[(Field::From, "CN"), (Field::To, "US")],
        &[(Field::From, "JP"), (Field::To, "KR")],
        &[(Field::From, "JP"), (Field::To, "China")],
        &[(Field::From, "NL"), (Field::To, "China")],
        &[(Field::From, "KR"), (Field::To, "China")],
        &[(Field::From, "US"), (Field::To, "Malaysia")],
        &[(Field::From, "US"), (Field::To, "Macau")],
    ];
    let mut query = Query::new().with(Field::Purpose, "spares");
    for (field, value) in *dice.pick(&flows) {
        query = query.with(*field, *value);
    }
    query
}

/// `name` with `other` put before it, behind it or between two of its words.
pub(crate) fn insert(dice: &mut Dice, name: &str, other: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let join = *dice.pick(JOINS);
    match dice.below(4) {
        0 => format!("{other}{join}{name}"),
        1 if words.len() > 1 => {
            let at = 1 + dice.below(words.len() - 1);
            format!("{} {other} {}", words[..at].join(" "), words[at..].join(" "))
        }
        _ => format!("{name}{join}{other}"),
    }
}

/// Whether a site is run by the firm a spelling names.
pub(crate) fn holds(book: &Rulebook, site: &Thing, firm: &str) -> bool {
    let Some(firm) = book.facts().named(Kind::Entity, firm) else { return false };
    site.holders.iter().any(|id| {
        *id == firm.id
            || book
                .facts()
                .get(Kind::Entity, id)
                .is_some_and(|h| h.tags.contains(&firm.id) || firm.tags.contains(&h.id))
    })
}
