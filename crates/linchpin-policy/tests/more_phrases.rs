//! Further kinds of phrases that officers write: other scripts, joined parties, possessives, slips of the pen in a
//! second name, other firms' sites in a town, plurals, codes with odd punctuation. No word makes an answer milder.
//!
//! `LINCHPIN_PHRASE_SEED=7 cargo test -p linchpin-policy --test more_phrases -- --nocapture` runs another draw.

mod phrases;

use linchpin_policy::facts::{Kind, Thing};
use linchpin_policy::{Field, Query, Rulebook, Verdict};
use phrases::{DAYS, Dice, FIRMS, WORDS, day, flow, holds, insert, spellings};
use std::sync::LazyLock;

static BOOK: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::embedded().expect("the bundled acts are sound"));

const EACH: usize = 1500;

#[derive(Default)]
struct Tally {
    asked: usize,
    unknown: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// `after` must not be milder than any of `befores`.
    fn take(&mut self, what: &str, befores: &[Verdict], after: Verdict) {
        self.asked += 1;
        self.unknown += usize::from(after == Verdict::Unknown);
        if let Some(worst) = befores.iter().filter(|before| after.milder_than(**before)).max() {
            self.wrong.push(format!("{what}: {worst} became {after}"));
        }
    }

    fn end(self, name: &str, least: usize) {
        let rate = 100.0 * self.unknown as f64 / self.asked.max(1) as f64;
        println!(
            "{name}: {} phrases, {} unknown ({rate:.1} % of the phrases), {} too mild",
            self.asked,
            self.unknown,
            self.wrong.len()
        );
        assert!(self.asked >= least, "{name}: only {} phrases", self.asked);
        let first: Vec<&String> = self.wrong.iter().take(12).collect();
        assert!(self.wrong.is_empty(), "{name}: {} too mild: {first:#?}", self.wrong.len());
    }
}

fn verdict(query: &Query, on: &str) -> Verdict {
    BOOK.verdict(query, day(on), BOOK.knowledge_day())
}

fn foreign(spellings: Vec<String>) -> Vec<String> {
    spellings.into_iter().filter(|name| !name.is_ascii()).collect()
}

/// How two parties are told in one breath; `{a}` and `{b}` are the parties.
const JOINED: &[&str] = &[
    "{a} on behalf of {b}",
    "{a} for {b}",
    "{a} acting for {b}",
    "{a}, agent of {b}",
    "{a} (agent of {b})",
    "{a} c/o {b}",
    "{a} - {b}",
    "{a} | {b}",
    "{a} – {b}",
    "bill to {a}, ship to {b}",
    "{a}'s customer {b}",
    "{a} dba {b}",
    "{a} a.k.a. {b}",
    "{a}, formerly {b}",
    "{a}, a subsidiary of {b}",
    "{a} (owned by {b})",
    "{a}, a {b} company",
    "{a} & {b} JV",
    "{b}-{a} joint venture",
    "{a} and/or {b}",
    "{a}\n{b}",
    "{a}\t{b}",
    "{a};{b}",
    "{a}。{b}",
    "{a}、{b}",
    "{a}和{b}",
    "{a}와 {b}",
    "{a} 대신 {b}",
    "{a}代表{b}",
    "{b}的{a}",
    "{b}의 {a}",
    "{b}'s {a}",
    "“{a}” “{b}”",
    "{a} → {b}",
    "{a} nominee: {b}",
];

fn fill(form: &str, a: &str, b: &str) -> String {
    form.replace("{a}", a).replace("{b}", b)
}

#[test]
fn joined_parties_are_all_screened() {
    let mut dice = Dice::seeded(20_261_201);
    let names = spellings(&BOOK, Kind::Entity);
    let mut tally = Tally::default();
    for _ in 0..EACH {
        let (a, b) = (dice.pick(&names).clone(), dice.pick(&names).clone());
        let (form, on) = (*dice.pick(JOINED), *dice.pick(DAYS));
        let phrase = fill(form, &a, &b);
        if BOOK.facts().named(Kind::Entity, &phrase).is_some() {
            continue;
        }
        let item = *dice.pick(&["EAR99", "DRAM", "etch tool", "H100", "3B001.c"]);
        let to = *dice.pick(&["China", "Germany", "Malaysia", "Taiwan"]);
        let base = Query::new().with(Field::Item, item).with(Field::From, "US").with(Field::To, to);
        let one = |party: &str| verdict(&base.clone().with(Field::Party, party), on);
        // A party told by its owner is another party than the owner; the listed owner is screened by its share.
        let by_owner = form.contains("subsidiary of") || form.contains("owned by");
        let befores = if by_owner { vec![one(&a)] } else { vec![one(&a), one(&b)] };
        let after = one(&phrase);
        // What is told by its owner keeps its own name out: only that nothing is cleared that either is refused.
        if by_owner {
            let refused = !one(&a).clears() && after.clears();
            tally.take(&format!("party “{phrase}” on {on}"), &[], after);
            if refused {
                tally.wrong.push(format!("party “{phrase}”, {base}, {on}: cleared"));
            }
            continue;
        }
        tally.take(&format!("party “{phrase}”, {base}, {on}"), &befores, after);
    }
    tally.end("joined parties", EACH / 2);
}

/// By hand: letters that a hyphen ties to a name are part of it. `Suma-SI` is a slip for Suma-USI, which is listed, and
/// nobody in Slovenia; two words are a firm and a country.
#[test]
fn letters_behind_a_hyphen_are_no_country() {
    let base =
        Query::new().with(Field::Item, "EAR99").with(Field::From, "US").with(Field::To, "Germany");
    for party in ["Suma-SI", "Suma-US", "YMTC-DE"] {
        let found = verdict(&base.clone().with(Field::Party, party), "2026-01-01");
        assert!(!found.clears(), "{party}: {found:?}");
    }
}

#[test]
fn a_slip_in_the_second_name_clears_nothing() {
    let mut dice = Dice::seeded(20_261_202);
    let names = spellings(&BOOK, Kind::Entity);
    let mut tally = Tally::default();
    for _ in 0..EACH {
        let (a, b) = (dice.pick(&names).clone(), dice.pick(&names).clone());
        let mut letters: Vec<char> = b.chars().collect();
        // Of an id one half may be a name of its own ("or:jaxa"), and so may a name without its "Co.".
        if letters.len() < 5 || b.contains([':', '.']) || b.split(' ').count() > 3 {
            continue;
        }
        let at = dice.below(letters.len() - 1);
        match dice.below(3) {
            0 => letters.swap(at, at + 1),
            1 => drop(letters.remove(at)),
            _ => letters.insert(at, letters[at]),
        }
        let slip: String = letters.into_iter().collect();
        if BOOK.facts().named(Kind::Entity, &slip).is_some() || slip.trim() == b.trim() {
            continue;
        }
        let (form, on) = (*dice.pick(JOINED), *dice.pick(DAYS));
        let base = Query::new()
            .with(Field::Item, "EAR99")
            .with(Field::From, "US")
            .with(Field::To, "China");
        let of = |party: String| verdict(&base.clone().with(Field::Party, party), on);
        let (phrase, right) = (fill(form, &a, &slip), of(fill(form, &a, &b)));
        let after = of(phrase.clone());
        // A word that nobody knows is at least a doubt.
        let doubt = right.max(Verdict::Unknown);
        let befores =
            if right.clears() { [Verdict::Unknown] } else { [doubt.min(Verdict::Unknown)] };
        tally.take(&format!("party “{phrase}” ({b}) on {on}"), &befores, after);
    }
    tally.end("slips", EACH / 3);
}

/// How a firm and a town are told; `{f}` is the firm, `{t}` the town.
const PLACES: &[&str] = &[
    "{f} {t}",
    "{f}'s fab in {t}",
    "{t} fab of {f}",
    "{t} ({f})",
    "{f}, {t}",
    "{t} - {f}",
    "the {t} plant of {f}",
    "{f}'s {t} line",
    "{f}{t}工厂",
    "{f} {t} 공장",
    "{t}의 {f} 공장",
    "{f}在{t}的工厂",
    "{t} site run by {f}",
    "{f} new fab near {t}",
    "{f} customer in {t}",
];

fn clears_there(firm: &str, town: &Thing, base: &Query, on: &str) -> bool {
    // A former holder's name may still be the site's own: "Intel Dalian" in 90 FR 42321.
    let called = BOOK.facts().named(Kind::Site, &format!("{firm} {}", town.name));
    let called = |site: &Thing| called.is_some_and(|one| one.id == site.id);
    let there = |site: &&Thing| {
        site.city.as_deref() == Some(&town.id) && (holds(&BOOK, site, firm) || called(site))
    };
    let mut sites = BOOK.facts().all(Kind::Site).filter(there);
    sites.any(|site| verdict(&base.clone().with(Field::Site, site.id.clone()), on).clears())
}

#[test]
fn the_site_of_another_firm_in_the_same_town_is_another_site() {
    let mut dice = Dice::seeded(20_261_203);
    let towns: Vec<&Thing> = BOOK.facts().all(Kind::City).collect();
    let firms: Vec<String> = spellings(&BOOK, Kind::Entity);
    let tools = ["etch tool", "deposition tool", "3B001.c", "tool:cmp", "HBM"];
    let (mut tally, mut cleared) = (Tally::default(), 0);
    for _ in 0..EACH * 2 {
        let town = *dice.pick(&towns);
        let spelt: Vec<String> = spellings(&BOOK, Kind::City);
        let own = |name: &&String| {
            BOOK.facts().named(Kind::City, name).is_some_and(|city| city.id == town.id)
        };
        let all: Vec<&String> = spelt.iter().filter(own).collect();
        let firm = match dice.below(2) {
            0 => (*dice.pick(FIRMS)).to_owned(),
            _ => dice.pick(&firms).clone(),
        };
        let (name, form, on) = (*dice.pick(&all), *dice.pick(PLACES), *dice.pick(DAYS));
        let phrase = form.replace("{f}", &firm).replace("{t}", name);
        let base = Query::new()
            .with(Field::Item, *dice.pick(&tools))
            .with(Field::From, *dice.pick(&["US", "JP", "KR"]))
            .with(Field::Purpose, "spares")
            .with(Field::UsContent, "us-origin");
        let after = verdict(&base.clone().with(Field::Site, &phrase), on);
        // A clearance must be that of a site which the firm itself has in the town, or hold wherever in the country.
        let country = town.country.as_deref().unwrap_or("CHN");
        let anywhere = base.clone().with(Field::Site, "unknown").with(Field::To, country);
        let wide = verdict(&anywhere.with(Field::Holder, firm.clone()), on).clears();
        let known = BOOK.facts().named(Kind::Site, &phrase).is_some();
        tally.asked += 1;
        tally.unknown += usize::from(after == Verdict::Unknown);
        cleared += usize::from(after.clears());
        if after.clears() && !wide && !known && !clears_there(&firm, town, &base, on) {
            tally.wrong.push(format!("site “{phrase}”, {base}, {on}: {after}"));
        }
    }
    println!("sites cleared as a site of that firm, or anywhere: {cleared}");
    tally.end("other firms' sites", EACH);
}

/// How a code is written; `{c}` is the code, `{h}` its head and `{r}` its paragraph.
const CODES: &[&str] = &[
    "{c}.",
    "{c},",
    "({c})",
    "ECCN {c}",
    "eccn:{c}",
    "ECCN#{c}",
    "ECCN-{c}",
    "[{c}]",
    "“{c}”",
    "{h}({r})",
    "{h} ({r})",
    "{h}-{r}",
    "{h}/{r}",
    "{h} {r}",
    "{h}，{r}",
    "{h}. {r}",
    "{h} para. {r}",
    "§{c}",
    "{c} (see note)",
    "CCL {c}",
    "{c}*",
    "{c} equipment",
    "{c}/EAR99",
    "EAR99 / {c}",
    "3A991, {c}",
    "{c} or EAR99",
    "EAR99 (not {c})",
    "formerly {c}",
    "{c} since reclassified",
    "{c}s",
];

#[test]
fn a_code_means_the_same_in_any_punctuation() {
    let mut dice = Dice::seeded(20_261_204);
    let codes: Vec<String> = BOOK
        .facts()
        .all(Kind::Item)
        .filter_map(|item| item.id.strip_prefix("eccn:").map(str::to_owned))
        .collect();
    let mut tally = Tally::default();
    for _ in 0..EACH {
        let code = dice.pick(&codes).clone();
        let (head, rest) = code.split_once('.').unwrap_or((&code, ""));
        let form = *dice.pick(CODES);
        if form.contains("{r}") && rest.is_empty() {
            continue;
        }
        let cased = match dice.below(3) {
            0 => form.replace("{c}", &code.to_lowercase()),
            1 => form.replace("{c}", &code.to_uppercase()),
            _ => form.replace("{c}", &code),
        };
        let phrase = cased.replace("{h}", head).replace("{r}", rest);
        let (on, base) = (*dice.pick(DAYS), flow(&mut dice));
        let before = verdict(&base.clone().with(Field::Item, &code), on);
        let after = verdict(&base.clone().with(Field::Item, &phrase), on);
        tally.take(&format!("item “{phrase}” ({code}), {base}, {on}"), &[before], after);
    }
    tally.end("codes", EACH / 2);
}

#[test]
fn several_of_a_good_are_the_good() {
    let mut dice = Dice::seeded(20_261_205);
    let names = spellings(&BOOK, Kind::Item);
    let mut tally = Tally::default();
    let mut alike = 0;
    for _ in 0..EACH {
        let name = dice.pick(&names).clone();
        let (on, base) = (*dice.pick(DAYS), flow(&mut dice).with(Field::Maker, "Kioxia"));
        let phrase = match dice.below(5) {
            0 => format!("{name}s"),
            1 => format!("two {name}s"),
            2 => format!("lots of {name}"),
            3 => format!("{name}'s"),
            _ => format!("a dozen {name}s"),
        };
        // Of a symbol of two letters the plural is another word: "Ges".
        if BOOK.facts().named(Kind::Item, &name).is_none() || name.chars().count() < 3 {
            continue;
        }
        let before = verdict(&base.clone().with(Field::Item, &name), on);
        let after = verdict(&base.clone().with(Field::Item, &phrase), on);
        alike += usize::from(before == after);
        tally.take(&format!("item “{phrase}” ({name}), {base}, {on}"), &[before], after);
    }
    println!("plurals with the answer of the good: {alike}");
    tally.end("plurals", EACH / 2);
}

/// What stands around a name in Korean, Chinese and Japanese.
const AROUND: &[&str] = &[
    "{n}의",
    "{n}을",
    "{n}는",
    "{n} 수출",
    "{n} 및 부품",
    "{n} 100개",
    "{n}용",
    "{n} 대신",
    "非{n}",
    "{n}以外",
    "{n}的",
    "出口{n}",
    "{n}出口",
    "{n}和零件",
    "二手{n}",
    "民用{n}",
    "{n}样品",
    "{n}用",
    "{n}の",
    "{n}向け",
    "중고 {n}",
    "민수용 {n}",
    "{n}(민수)",
    "{n}、铜",
    "旧{n}",
    "{n}等",
];

#[test]
fn words_in_korean_chinese_and_japanese_make_nothing_milder() {
    let mut dice = Dice::seeded(20_261_206);
    let items = foreign(spellings(&BOOK, Kind::Item));
    let parties = foreign(spellings(&BOOK, Kind::Entity));
    let sites = foreign(spellings(&BOOK, Kind::Site));
    let mut tally = Tally::default();
    for _ in 0..EACH {
        let (field, name) = match dice.below(3) {
            0 => (Field::Item, dice.pick(&items).clone()),
            1 => (Field::Party, dice.pick(&parties).clone()),
            _ => (Field::Site, dice.pick(&sites).clone()),
        };
        let phrase = match dice.below(3) {
            0 => insert(&mut dice, &name, WORDS[(name.len() * 7) % WORDS.len()]),
            _ => dice.pick(AROUND).replace("{n}", &name),
        };
        let (on, base) = (*dice.pick(DAYS), flow(&mut dice).with(Field::Maker, "Kioxia"));
        let base = if field == Field::Item { base } else { base.with(Field::Item, "etch tool") };
        let before = verdict(&base.clone().with(field, &name), on);
        let after = verdict(&base.clone().with(field, &phrase), on);
        tally.take(&format!("{field} “{phrase}” ({name}), {base}, {on}"), &[before], after);
    }
    tally.end("other scripts", EACH / 2);
}
