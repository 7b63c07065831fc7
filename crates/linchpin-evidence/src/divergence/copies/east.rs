//! What a copy in Korean or Chinese has otherwise.
//!
//! In come two aligned sentences; out go records. No parser: words of the tables (data/contrasts_east.csv,
//! data/things.csv) and known names are counted on both sides wherever they stand, so that another order is
//! no change; what one side has and the other lacks is paired by what it is. Where nothing of the tables
//! differs, the one place where the letters differ is judged by its neighbours.

use super::super::facts::Facts;
use super::super::{Divergence, Kind};
use super::Both;
use crate::cues::CueKind;
use crate::gazetteer::EntityKind;
use crate::mention::Mention;
use crate::span::Span;
use crate::token::is_hangul;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A word's axis and its pole on it.
type Item = (&'static str, &'static str);

/// Words with what they stand for, found longest first.
struct Words {
    items: Vec<Item>,
    finder: Option<AhoCorasick>,
}

impl Words {
    fn of(rows: impl Iterator<Item = (Item, &'static str)>) -> Self {
        let (mut items, mut words) = (Vec::new(), Vec::new());
        for (item, forms) in rows {
            for form in forms.split(';').filter(|form| !form.is_empty()) {
                items.push(item);
                words.push(form);
            }
        }
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words);
        Self { items, finder: finder.ok() }
    }

    fn find(&self, text: &str) -> Vec<(Item, Span)> {
        let hits = self.finder.iter().flat_map(|finder| finder.find_iter(text).collect::<Vec<_>>());
        hits.map(|hit| (self.items[hit.pattern().as_usize()], Span::new(hit.start(), hit.end())))
            .filter(|((axis, _), span)| {
                // `일부` of `10월 20일부터` is no word: Korean words of scope start one.
                let before = text[..span.start].chars().next_back();
                let inside = before.is_some_and(|c| c.is_ascii_digit() || is_hangul(c));
                let korean = text[span.start..].starts_with(is_hangul);
                !(*axis == "scope" && korean && inside)
            })
            .collect()
    }
}

static CONTRASTS: LazyLock<Words> = LazyLock::new(|| {
    let rows = include_str!("../../../data/contrasts_east.csv").lines().skip(1);
    Words::of(rows.flat_map(|line| {
        let cells: Vec<&'static str> = line.split(',').collect();
        let item = (cells[0], cells.get(1).copied().unwrap_or(""));
        cells.into_iter().skip(2).map(move |forms| (item, forms))
    }))
});

static THINGS: LazyLock<Words> = LazyLock::new(|| {
    let rows = include_str!("../../../data/things.csv").lines().skip(1);
    Words::of(rows.flat_map(|line| {
        let mut cells = line.split(',');
        let name = cells.next().unwrap_or("");
        cells.map(move |forms| (("thing", name), forms))
    }))
});

static SYNONYMS: LazyLock<Vec<BTreeSet<&'static str>>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/synonyms_east.csv").lines().skip(1);
    rows.flat_map(|line| line.split(',').map(|forms| forms.split(';').collect())).collect()
});

/// A sentence's words of the tables, with how often each comes.
fn items(words: &str) -> BTreeMap<Item, usize> {
    let mut out = BTreeMap::new();
    for (item, _) in CONTRASTS.find(words).into_iter().chain(THINGS.find(words)) {
        *out.entry(item).or_insert(0) += 1;
    }
    out
}

/// Poles of an axis that one sentence has more often than the other.
fn more(own: &BTreeMap<Item, usize>, other: &BTreeMap<Item, usize>, axis: &str) -> Vec<Item> {
    let here = own.iter().filter(|((of, _), _)| *of == axis);
    here.filter(|(item, count)| **count > other.get(*item).copied().unwrap_or(0))
        .map(|(item, _)| *item)
        .collect()
}

pub(super) fn compare(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let before = out.len();
    super::figures::compare(both, out);
    let (one, two) = words(both);
    let (left, right) = (items(one), items(two));
    contrasts(both, &left, &right, out);
    parties(both, out);
    if out.len() == before {
        sources(both, out);
    }
    if out.len() == before {
        exchanged(both, out);
    }
}

fn words<'b>(both: &'b Both<'_, '_>) -> (&'b str, &'b str) {
    (both.one.words(both.a.reading.sentence.span), both.two.words(both.b.reading.sentence.span))
}

/// Axes whose poles are each other's denial.
const NOT_TURNING: &[&str] = &["not", "none", "scope", "title", "thing", "firm"];

/// How often a Korean or Chinese sentence denies.
pub(super) fn denials(words: &str) -> usize {
    items(words).get(&("not", "-")).copied().unwrap_or(0)
}

/// Whether an axis turns where a denial comes or goes: poles exchanged, or a refusal on the side without it.
fn undoes(
    axis: &str,
    (left, right): (&BTreeMap<Item, usize>, &BTreeMap<Item, usize>),
    denied_left: bool,
) -> bool {
    if NOT_TURNING.contains(&axis) {
        return false;
    }
    let (gone, come) = (more(left, right, axis), more(right, left, axis));
    let plain = if denied_left { &come } else { &gone };
    !gone.is_empty() && !come.is_empty() || plain.iter().any(|(_, pole)| *pole == "-")
}

/// Yes and no, rise and fall, all and some, one office and another, one good and another.
fn contrasts(
    both: &Both<'_, '_>,
    left: &BTreeMap<Item, usize>,
    right: &BTreeMap<Item, usize>,
    out: &mut Vec<Divergence>,
) {
    let count = |all: &BTreeMap<Item, usize>| all.get(&("not", "-")).copied().unwrap_or(0);
    let axes: BTreeSet<&str> = left.keys().chain(right.keys()).map(|(axis, _)| *axis).collect();
    let (here, there) = (count(left) + both.beside.0.denials, count(right) + both.beside.1.denials);
    let odd = here % 2 != there % 2;
    // `拒绝` for `没有`, `감소했다` for `증가하지 않았다`: a word undoes the denial beside it.
    let reworded = odd && axes.iter().any(|axis| undoes(axis, (left, right), here > there));
    if odd && !reworded {
        let says = |odd: bool| if odd { "denied" } else { "not denied" };
        let (x, y) = (here % 2 == 1, there % 2 == 1);
        out.push(both.record(Kind::Negation, "yes or no", (says(x), says(y))));
    }
    for axis in axes {
        let (gone, come) = (more(left, right, axis), more(right, left, axis));
        let (kind, slot) = match axis {
            "not" | "none" => continue,
            axis if reworded && undoes(axis, (left, right), here > there) => continue,
            "scope" => (Kind::Scope, "how many"),
            "title" => (Kind::Title, "office"),
            "thing" => (Kind::Term, "what"),
            "firm" => (Kind::Modality, "how firmly"),
            _ => (Kind::Negation, "direction"),
        };
        let enough = match kind {
            Kind::Scope => !gone.is_empty() || !come.is_empty(),
            _ => !gone.is_empty() && !come.is_empty(),
        };
        if enough {
            let name = |items: &[Item]| match items {
                [] => "no such word".to_owned(),
                items => items.iter().map(|(_, pole)| *pole).collect::<Vec<_>>().join(", "),
            };
            out.push(both.record(kind, slot, (&name(&gone), &name(&come))));
        }
    }
}

/// Known names that one sentence has more often than the other.
fn surplus<'f>(own: &'f Facts<'_>, other: &Facts<'_>) -> Vec<&'f Mention> {
    let count = |facts: &Facts<'_>, entity: &str| {
        facts.reading.mentions.iter().filter(|mention| mention.entity == entity).count()
    };
    let all = own.reading.mentions.iter();
    let acting = all.filter(|mention| mention.kind.acts() || mention.kind == EntityKind::Place);
    acting.filter(|mention| count(own, &mention.entity) > count(other, &mention.entity)).collect()
}

/// Whether somebody is named as the source of words: whoever asks, orders or promises acts.
fn in_source(facts: &Facts<'_>, span: Span) -> bool {
    let all = facts.reading.quotations.iter();
    let mut speech = all.filter(|quotation| {
        !matches!(quotation.cue_kind, Some(CueKind::Asks | CueKind::Orders | CueKind::Praises))
    });
    speech.any(|quotation| quotation.source.is_some_and(|source| source.meets(span)))
}

/// Known names exchanged, or in each other's place.
fn parties(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let (left, right) = (surplus(both.a, both.b), surplus(both.b, both.a));
    for (a, b) in left.iter().zip(&right) {
        let says = (both.one.words(a.span), both.two.words(b.span));
        let place =
            |mention: &Mention| matches!(mention.kind, EntityKind::Place | EntityKind::Capital);
        let record = if in_source(both.a, a.span) && in_source(both.b, b.span) {
            both.record(Kind::Speaker, "who said it", says)
        } else if place(a) && place(b) {
            both.record(Kind::Place, "where", says)
        } else {
            both.record(Kind::Agent, "who", says)
        };
        out.push(record);
    }
    if left.is_empty() && right.is_empty() {
        super::east_roles::compare(both, out);
    }
}

/// Whoever is quoted, where the words are the same and nobody of the tables is named.
fn sources(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    for a in &both.a.reading.quotations {
        for b in &both.b.reading.quotations {
            let (Some(p), Some(q)) = (a.source, b.source) else { continue };
            let (x, y) = (both.one.words(p), both.two.words(q));
            let same = both.one.words(a.content) == both.two.words(b.content);
            if same && !one_name(x, y) {
                out.push(both.record(Kind::Speaker, "who said it", (x, y)));
                return;
            }
        }
    }
}

/// Whether two names can be one: the same letters, one short for the other, or words for one thing.
fn one_name(one: &str, two: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<String>();
    let (one, two) = (plain(one), plain(two));
    let (short, long) =
        if one.chars().count() <= two.chars().count() { (one, two) } else { (two, one) };
    let mut rest = long.chars();
    let inside = short.chars().all(|c| rest.any(|other| other == c));
    let initial = short.chars().next() == long.chars().next();
    inside && (initial || short.chars().count() >= 3)
        || SYNONYMS
            .iter()
            .any(|group| group.contains(short.as_str()) && group.contains(long.as_str()))
}

/// The one stretch of letters where two sentences differ, Korean ones from the start of the word.
fn region<'t>(one: &'t str, two: &'t str) -> Option<(&'t str, &'t str, &'t str, &'t str)> {
    let head = one.chars().zip(two.chars()).take_while(|(a, b)| a == b);
    let mut from: usize = head.map(|(c, _)| c.len_utf8()).sum();
    if one.chars().any(is_hangul) {
        from = one[..from].rfind(' ').map_or(0, |space| space + 1);
    }
    let (left, right) = (one.get(from..)?, two.get(from..)?);
    let tail = left.chars().rev().zip(right.chars().rev()).take_while(|(a, b)| a == b);
    let tail: usize = tail.map(|(c, _)| c.len_utf8()).sum();
    let mut tail = tail.min(left.len()).min(right.len());
    if one.chars().any(is_hangul) {
        // A Korean word is exchanged whole, its particle told apart later.
        let common = &left[left.len() - tail..];
        let word = common.find(|c: char| !c.is_alphanumeric()).unwrap_or(common.len());
        tail -= word;
    }
    let (x, y) = (&left[..left.len() - tail], &right[..right.len() - tail]);
    Some((x.trim(), y.trim(), &one[..from], &left[left.len() - tail..]))
}

/// One name or noun put in the place of another.
fn exchanged(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let (one, two) = words(both);
    let Some((x, y, before, after)) = region(one, two) else { return };
    let korean = one.chars().any(is_hangul);
    let particle = if korean { particle_of(x, y) } else { 0 };
    let rest = format!("{}{after}", &x[x.len() - particle..]);
    let (x, y) = (&x[..x.len() - particle], y.get(..y.len() - particle).unwrap_or(y));
    let after = rest.as_str();
    let letters = |words: &str| words.chars().count();
    let small = |words: &str| (1..=10).contains(&letters(words));
    let mark = |c: char| !c.is_alphanumeric() && c != ' ';
    if !small(x) || !small(y) || one_name(x, y) || x.contains(mark) || y.contains(mark) {
        return;
    }
    // Two words in common: more than one thing was said otherwise.
    if overlap(x, y) {
        return;
    }
    if [x, y].iter().any(|words| words.chars().any(|c| c.is_ascii_digit())) {
        return;
    }
    let start = both.a.reading.sentence.span.start + before.len();
    let place = Span::new(start, start + x.len());
    let titled = |words: &str, end: bool| {
        let found = CONTRASTS.find(words);
        found.iter().any(|((axis, _), span)| {
            *axis == "title" && if end { span.end == words.len() } else { span.start == 0 }
        })
    };
    let said = in_source(both.a, place);
    let named = titled(before.trim_end(), true) || titled(after.trim_start(), false);
    let topic = korean
        && before.split(' ').count() <= 2
        && after.starts_with(['은', '는', '이', '가'])
        && after.chars().nth(1) == Some(' ')
        || !korean && starts_clause(x, y, before, after);
    let record = if said {
        both.record(Kind::Speaker, "who said it", (x, y))
    } else if named || topic {
        both.record(Kind::Agent, "who", (x, y))
    } else if place_name(before, after, korean) {
        both.record(Kind::Place, "where", (x, y))
    } else if noun(before, after, korean) {
        both.record(Kind::Term, "what", (x, y))
    } else {
        return;
    };
    out.push(record);
}

/// Bytes of the particle two Korean words end in, in one form or in two: `통계청은`, `산업부는`.
fn particle_of(one: &str, two: &str) -> usize {
    const FORMS: [(&str, &str); 11] = [
        ("에서", "에서"),
        ("으로", "로"),
        ("은", "는"),
        ("이", "가"),
        ("을", "를"),
        ("과", "와"),
        ("의", "의"),
        ("에", "에"),
        ("도", "도"),
        ("은", "은"),
        ("는", "는"),
    ];
    let same = ["이", "가", "을", "를", "과", "와", "로"].map(|form| (form, form));
    let fits = FORMS.into_iter().chain(same).find(|(p, q)| {
        one.ends_with(p) && two.ends_with(q) || one.ends_with(q) && two.ends_with(p)
    });
    // `으로` beside `로`: the shorter form, so that both can be cut.
    fits.map_or(0, |(p, q)| p.len().min(q.len()))
}

/// Whether two stretches share two letters in a row, what they start and end with set aside.
fn overlap(one: &str, two: &str) -> bool {
    let head = one.chars().zip(two.chars()).take_while(|(a, b)| a == b).count();
    let pairs = |words: &str| -> BTreeSet<(char, char)> {
        let letters: Vec<char> = words.chars().skip(head).collect();
        let joined = letters.windows(2).filter(|pair| !pair.contains(&' '));
        joined.map(|pair| (pair[0], pair[1])).collect()
    };
    !pairs(one).is_disjoint(&pairs(two))
}

/// What opens a Chinese sentence and names nobody: `目前`, `此外`.
static LEADS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("../../../data/leads_zh.txt").split_whitespace().collect());

/// Whether two stretches stand where a Chinese sentence names who acts: at its start, with no comma behind.
fn starts_clause(one: &str, two: &str, before: &str, after: &str) -> bool {
    let name = |words: &str| {
        (2..=8).contains(&words.chars().count())
            && !LEADS.contains(words)
            && CONTRASTS.find(words).is_empty()
    };
    before.is_empty() && name(one) && name(two) && after.starts_with(char::is_alphanumeric)
        || before.ends_with("以来，") && name(one) && name(two)
}

/// Whether the neighbours of a place say that a town or site is named there.
fn place_name(before: &str, after: &str, korean: bool) -> bool {
    const KOREAN: &[&str] = &[
        "에서",
        " 항구",
        " 항만",
        " 공항",
        " 시내",
        "에 본사",
        "에 공장",
        "에 있는",
        "에 위치",
        "을 찾",
        "를 찾",
        "을 방문",
        "를 방문",
    ];
    const BEFORE: &[&str] = &["在", "位于", "设在", "于", "抵达", "前往", "访问", "来到"];
    const AFTER: &[&str] = &["港口", "港", "机场", "市", "发生"];
    if korean {
        let goal = after.starts_with("에 ")
            && ["투자", "공장", "본사", "건설", "진출"].iter().any(|word| after.contains(word));
        return goal || KOREAN.iter().any(|word| after.starts_with(word));
    }
    let stands = BEFORE.iter().any(|word| before.ends_with(word));
    stands || AFTER.iter().any(|word| after.starts_with(word))
}

/// Whether the neighbours of a place say that a thing stands there.
fn noun(before: &str, after: &str, korean: bool) -> bool {
    const KOREAN: &[&str] = &[
        "을 ",
        "를 ",
        "의 ",
        " 수출",
        " 수입",
        " 공급",
        " 가격",
        " 생산",
        " 판매",
        " 시장",
        " 산업",
        "에 관세",
        "에 대한",
    ];
    const CHINESE: &[&str] = &[
        "出口", "进口", "供应", "价格", "生产", "销售", "产业", "行业", "关税", "管制", "产品",
        "产量", "贸易",
    ];
    const OBJECT: &[&str] = &["出口", "进口", "销售", "购买", "生产", "供应", "的"];
    if korean {
        return KOREAN.iter().any(|word| after.starts_with(word));
    }
    CHINESE.iter().any(|word| after.starts_with(word))
        || OBJECT.iter().any(|word| before.ends_with(word)) && after.starts_with(['。', '，', '、'])
}
