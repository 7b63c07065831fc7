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

/// Yes and no, rise and fall, all and some, one office and another, one good and another.
fn contrasts(
    both: &Both<'_, '_>,
    left: &BTreeMap<Item, usize>,
    right: &BTreeMap<Item, usize>,
    out: &mut Vec<Divergence>,
) {
    let count = |all: &BTreeMap<Item, usize>| all.get(&("not", "-")).copied().unwrap_or(0);
    let axes: BTreeSet<&str> = left.keys().chain(right.keys()).map(|(axis, _)| *axis).collect();
    if count(left) % 2 != count(right) % 2 {
        let says = |odd: bool| if odd { "denied" } else { "not denied" };
        let (x, y) = (count(left) % 2 == 1, count(right) % 2 == 1);
        out.push(both.record(Kind::Negation, "yes or no", (says(x), says(y))));
    }
    for axis in axes {
        let (gone, come) = (more(left, right, axis), more(right, left, axis));
        let (kind, slot) = match axis {
            "not" | "none" => continue,
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
        let (x, y) = (roles(both, true), roles(both, false));
        let named = |roles: &[(String, &'static str)]| -> BTreeSet<String> {
            roles.iter().map(|(entity, _)| entity.clone()).collect()
        };
        if x != y && x.len() >= 2 && named(&x) == named(&y) && both.change.weight() <= 4 {
            let show = |roles: &[(String, &'static str)]| {
                roles.iter().map(|(entity, _)| entity.as_str()).collect::<Vec<_>>().join(" … ")
            };
            let says = (show(&x), show(&y));
            out.push(both.record(Kind::RoleReversal, "who does it to whom", (&says.0, &says.1)));
        }
    }
}

/// Who stands in which role: by the particle after a Korean name, by order in Chinese.
fn roles(both: &Both<'_, '_>, first: bool) -> Vec<(String, &'static str)> {
    let (facts, account) = if first { (both.a, both.one) } else { (both.b, both.two) };
    let span = facts.reading.sentence.span;
    let text = account.words(span);
    let korean = text.chars().any(is_hangul);
    let acting = facts.reading.mentions.iter().filter(|mention| mention.kind.acts());
    let mut out: Vec<(String, &'static str)> = acting
        .map(|mention| {
            let after = text.get(mention.span.end - span.start..).unwrap_or("");
            let role = match after.chars().next() {
                _ if !korean => "",
                Some('은' | '는' | '이' | '가') => "topic",
                Some('을' | '를') => "object",
                Some('에' | '로' | '으') => "goal",
                _ => "other",
            };
            (mention.entity.clone(), role)
        })
        .collect();
    if korean {
        out.sort();
    }
    out
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
    let tail = tail.min(left.len()).min(right.len());
    let (x, y) = (&left[..left.len() - tail], &right[..right.len() - tail]);
    Some((x.trim(), y.trim(), &one[..from], &left[left.len() - tail..]))
}

/// One name or noun put in the place of another.
fn exchanged(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let (one, two) = words(both);
    let Some((x, y, before, after)) = region(one, two) else { return };
    let letters = |words: &str| words.chars().count();
    let small = |words: &str| (1..=10).contains(&letters(words));
    let mark = |c: char| !c.is_alphanumeric() && c != ' ';
    if !small(x) || !small(y) || one_name(x, y) || x.contains(mark) || y.contains(mark) {
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
    let korean = one.chars().any(is_hangul);
    let topic = korean
        && before.split(' ').count() <= 2
        && after.starts_with(['은', '는', '이', '가'])
        && after.chars().nth(1) == Some(' ');
    let record = if said {
        both.record(Kind::Speaker, "who said it", (x, y))
    } else if named || topic {
        both.record(Kind::Agent, "who", (x, y))
    } else if noun(before, after, korean) {
        both.record(Kind::Term, "what", (x, y))
    } else {
        return;
    };
    out.push(record);
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
