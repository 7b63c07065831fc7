//! Copies of one text, slot by slot.
//!
//! In come two accounts that share most sentences, aligned; out goes a record for every slot of an
//! aligned pair that was changed: number, unit, date, agent, speaker, negation, title, scope, name,
//! quotation, firmness. Words said otherwise without a slot changed give nothing.

use super::facts::{Account, Facts, Pair, bound, content_stems, dice, same_value};
use super::{Divergence, Kind};
use crate::attribution::{Quotation, Speech};
use crate::claim::predicate;
use crate::mention::Mention;
use crate::modality::Modality;
use crate::names::likeness;
use crate::number::Number;
use crate::time::When;
use crate::titles::office;
use crate::token::{TokenKind, stem, tokens};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static OPPOSITES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../../data/opposites.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .collect()
});

/// Two aligned sentences with their accounts.
struct Both<'p, 'a> {
    one: &'p Account<'a>,
    two: &'p Account<'a>,
    a: &'p Facts<'a>,
    b: &'p Facts<'a>,
}

impl Both<'_, '_> {
    fn record(&self, kind: Kind, slot: &str, says: (&str, &str)) -> Divergence {
        let sides = vec![
            self.one.side(self.a.reading.sentence.span, says.0),
            self.two.side(self.b.reading.sentence.span, says.1),
        ];
        Divergence::new(kind, slot, sides)
    }

    fn words(&self) -> (&str, &str) {
        (self.one.words(self.a.reading.sentence.span), self.two.words(self.b.reading.sentence.span))
    }
}

/// Compares every aligned pair that is at least `least` alike.
pub fn compare(
    one: &Account<'_>,
    two: &Account<'_>,
    pairs: &[Pair],
    least: f64,
    out: &mut Vec<Divergence>,
) {
    for pair in pairs {
        if pair.score < least {
            continue;
        }
        let both = Both { one, two, a: &one.facts[pair.one], b: &two.facts[pair.two] };
        let (a, b) = both.words();
        if a == b {
            continue;
        }
        numbers(&both, out);
        dates(&both, out);
        let titles = titles(&both, out);
        let speakers = speakers(&both, out);
        agents(&both, speakers, out);
        denial(&both, pair.score, out);
        scope(&both, out);
        firmness(&both, pair.score, out);
        quotes(&both, out);
        if !titles && !speakers {
            swapped_word(&both, out);
        }
    }
}

fn show_number(number: &Number) -> String {
    let unit = number.unit.as_deref().or(number.of.as_deref()).unwrap_or("");
    let value = number
        .high
        .map_or_else(|| number.value.to_string(), |high| format!("{} to {high}", number.value));
    format!("{value} {unit}").trim().to_owned()
}

fn numbers(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let mut left: Vec<&Number> = both.a.numbers.clone();
    let mut right: Vec<&Number> = both.b.numbers.clone();
    let mut take = |same: &dyn Fn(&Number, &Number) -> bool| {
        let mut taken = Vec::new();
        left.retain(|a| match right.iter().position(|b| same(a, b)) {
            Some(at) => {
                taken.push((*a, right.remove(at)));
                false
            }
            None => true,
        });
        taken
    };
    let unit = |number: &Number| (number.kind, number.unit.clone());
    take(&|a, b| {
        same_value(a, b) && unit(a) == unit(b) && bound(a.comparator) == bound(b.comparator)
    });
    for (a, b) in take(&|a, b| same_value(a, b) && unit(a) == unit(b)) {
        let (x, y) = (both.one.words(a.span), both.two.words(b.span));
        out.push(both.record(Kind::Number, "bound", (x, y)));
    }
    for (a, b) in take(&same_value) {
        if a.unit.is_some() || b.unit.is_some() {
            out.push(both.record(Kind::Unit, "unit", (&show_number(a), &show_number(b))));
        }
    }
    // The figure kept its digits but not its scale: million for billion.
    let digits =
        |number: &Number| format!("{:e}", number.value).split('e').next().map(str::to_owned);
    for (a, b) in
        take(&|a, b| unit(a) == unit(b) && digits(a) == digits(b) && a.value.abs() >= 1000.0)
    {
        out.push(both.record(Kind::Unit, "scale", (&show_number(a), &show_number(b))));
    }
    for (a, b) in take(&|a, b| unit(a) == unit(b)) {
        out.push(both.record(Kind::Number, "value", (&show_number(a), &show_number(b))));
    }
    for (a, b) in take(&|_, _| true) {
        out.push(both.record(Kind::Number, "value and unit", (&show_number(a), &show_number(b))));
    }
}

fn dates(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let key = |account: &Account<'_>, when: &When| -> String {
        let words = account.words(when.span).to_lowercase();
        if when.days.is_none() && when.value.contains('X') && !when.value.starts_with('P') {
            format!("{} {}", when.value, last_word(&words))
        } else {
            when.value.clone()
        }
    };
    type Dated<'t> = (String, &'t When);
    let left: Vec<Dated<'_>> =
        both.a.times.iter().map(|when| (key(both.one, when), *when)).collect();
    let right: Vec<Dated<'_>> =
        both.b.times.iter().map(|when| (key(both.two, when), *when)).collect();
    let lacking =
        |one: &Dated<'_>, others: &[Dated<'_>]| !others.iter().any(|(other, _)| *other == one.0);
    let mut only_a: Vec<&Dated<'_>> = left.iter().filter(|one| lacking(one, &right)).collect();
    let mut only_b: Vec<&Dated<'_>> = right.iter().filter(|one| lacking(one, &left)).collect();
    // A date that lies inside one of the other side says less, not otherwise.
    let inside = |a: &When, b: &When| match (a.days, b.days) {
        (Some(a), Some(b)) => {
            a.from <= b.from && b.until <= a.until || b.from <= a.from && a.until <= b.until
        }
        _ => false,
    };
    only_a.retain(|(_, a)| !right.iter().any(|(_, b)| inside(a, b)));
    only_b.retain(|(_, b)| !left.iter().any(|(_, a)| inside(a, b)));
    for ((_, a), (_, b)) in only_a.into_iter().zip(only_b) {
        out.push(both.record(Kind::Date, "when", (both.one.words(a.span), both.two.words(b.span))));
    }
}

fn last_word(words: &str) -> &str {
    words.rsplit(' ').next().unwrap_or(words)
}

fn titles(both: &Both<'_, '_>, out: &mut Vec<Divergence>) -> bool {
    let before = out.len();
    for a in &both.a.reading.mentions {
        let Some(title_a) = a.title else { continue };
        let partner =
            both.b.reading.mentions.iter().find(|b| b.entity == a.entity && b.title.is_some());
        if let Some(title_b) = partner.and_then(|b| b.title) {
            let (x, y) = (both.one.words(title_a), both.two.words(title_b));
            if office(x) != office(y) {
                out.push(both.record(Kind::Title, &format!("title of {}", a.entity), (x, y)));
            }
        }
    }
    out.len() > before
}

fn source_key(
    account: &Account<'_>,
    facts: &Facts<'_>,
    quotation: &Quotation,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let Some(source) = quotation.source else { return Default::default() };
    let inside = facts.reading.mentions.iter().filter(|mention| source.meets(mention.span));
    (inside.map(|mention| mention.entity.clone()).collect(), content_stems(account.words(source)))
}

fn speakers(both: &Both<'_, '_>, out: &mut Vec<Divergence>) -> bool {
    let before = out.len();
    for a in &both.a.reading.quotations {
        let near = |b: &&Quotation| {
            a.cue_kind == b.cue_kind
                && dice(
                    &content_stems(both.one.words(a.content)),
                    &content_stems(both.two.words(b.content)),
                ) >= 0.5
        };
        let same_words: Vec<&Quotation> = both.b.reading.quotations.iter().filter(near).collect();
        let (who_a, stems_a) = source_key(both.one, both.a, a);
        // A sentence can hold one content under two reports: any common source settles it.
        let common = same_words.iter().any(|b| {
            let (who_b, stems_b) = source_key(both.two, both.b, b);
            who_a.intersection(&who_b).count() > 0 || stems_a == stems_b
        });
        let Some(b) = same_words.first().filter(|_| !common) else { continue };
        let (Some(source_a), Some(source_b)) = (a.source, b.source) else { continue };
        let (who_b, stems_b) = source_key(both.two, both.b, b);
        let (x, y) = (both.one.words(source_a), both.two.words(source_b));
        let pronoun = |words: &str| {
            matches!(words.to_lowercase().as_str(), "he" | "she" | "they" | "it" | "who")
        };
        let shared = who_a.intersection(&who_b).count() > 0;
        let differs = if who_a.is_empty() && who_b.is_empty() {
            dice(&stems_a, &stems_b) < 0.34 && !stems_a.is_empty() && !stems_b.is_empty()
        } else if who_a.is_empty() || who_b.is_empty() {
            dice(&stems_a, &stems_b) < 0.2
        } else {
            !shared && dice(&stems_a, &stems_b) < 0.5
        };
        if differs && !pronoun(x) && !pronoun(y) {
            out.push(both.record(Kind::Speaker, "who said it", (x, y)));
        }
    }
    out.len() > before
}

fn agents(both: &Both<'_, '_>, speakers: bool, out: &mut Vec<Divergence>) {
    let entities = |facts: &Facts<'_>| {
        facts.reading.mentions.iter().map(|m| m.entity.clone()).collect::<BTreeSet<_>>()
    };
    let (left, right) = (entities(both.a), entities(both.b));
    let only = |mentions: &[Mention], other: &BTreeSet<String>| -> Vec<Mention> {
        mentions.iter().filter(|mention| !other.contains(&mention.entity)).cloned().collect()
    };
    let only_a = only(&both.a.reading.mentions, &right);
    let only_b = only(&both.b.reading.mentions, &left);
    for (a, b) in only_a.iter().zip(&only_b) {
        let (x, y) = (both.one.words(a.span), both.two.words(b.span));
        let spelled = likeness(x, y) >= 0.8;
        let words_of = |words: &str| {
            words.to_lowercase().split_whitespace().map(str::to_owned).collect::<BTreeSet<String>>()
        };
        let part = words_of(x).is_subset(&words_of(y)) || words_of(y).is_subset(&words_of(x));
        if part {
            continue;
        }
        if spelled {
            out.push(both.record(Kind::Name, "name", (x, y)));
        } else if !speakers {
            out.push(both.record(Kind::Agent, "who", (x, y)));
        }
    }
    // The same names in swapped roles.
    let roles = |account: &Account<'_>, facts: &Facts<'_>| -> Vec<(&'static str, String, String)> {
        let own = account.analysis.claims.iter().filter(|claim| claim.sentence == facts.index);
        own.filter_map(|claim| {
            Some((claim.predicate, claim.agent.clone()?, claim.patient.clone()?))
        })
        .collect()
    };
    if only_a.is_empty() && only_b.is_empty() {
        let right = roles(both.two, both.b);
        for (predicate, agent, patient) in roles(both.one, both.a) {
            if agent != patient
                && right.iter().any(|(p, a, t)| *p == predicate && *a == patient && *t == agent)
            {
                let slot = format!("who does {predicate} to whom");
                out.push(both.record(
                    Kind::RoleReversal,
                    &slot,
                    (&format!("{agent} to {patient}"), &format!("{patient} to {agent}")),
                ));
                break;
            }
        }
    }
}

fn denial(both: &Both<'_, '_>, score: f64, out: &mut Vec<Divergence>) {
    let (a, b) = both.words();
    if both.a.negations % 2 != both.b.negations % 2 && score >= 0.55 {
        out.push(both.record(Kind::Negation, "yes or no", (a, b)));
        return;
    }
    // A word turned into its opposite.
    let (left, right) = (only_words(a, b), only_words(b, a));
    for x in &left {
        for y in &right {
            let (p, q) = (predicate(x).unwrap_or(x), predicate(y).unwrap_or(y));
            let opposed = OPPOSITES.iter().any(|(one, two)| {
                let pair = (stem(one), stem(two));
                (*one == p && *two == q)
                    || (*two == p && *one == q)
                    || pair == (stem(x), stem(y))
                    || pair == (stem(y), stem(x))
            });
            if opposed {
                out.push(both.record(Kind::Negation, "direction", (x, y)));
                return;
            }
        }
    }
}

/// Lower-case words of `a` whose stems `b` lacks.
fn only_words(a: &str, b: &str) -> Vec<String> {
    let other: BTreeSet<String> = tokens(b).iter().map(|token| stem(token.text)).collect();
    let mine = tokens(a);
    mine.iter()
        .filter(|token| token.kind == TokenKind::Word && !other.contains(&stem(token.text)))
        .map(|token| token.lower())
        .collect()
}

fn scope(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let (left, right) = (&both.a.scope, &both.b.scope);
    let only = |one: &BTreeSet<&'static str>, two: &BTreeSet<&'static str>| {
        one.difference(two).copied().collect::<Vec<_>>().join(", ")
    };
    let (x, y) = (only(left, right), only(right, left));
    let weighty = |classes: &str| {
        ["universal", "exclusive", "majority", "none"].iter().any(|class| classes.contains(class))
    };
    if !x.is_empty() && !y.is_empty() || weighty(&x) || weighty(&y) {
        let name = |classes: &str| {
            if classes.is_empty() { "no word of scope".to_owned() } else { classes.to_owned() }
        };
        out.push(both.record(Kind::Scope, "how many", (&name(&x), &name(&y))));
    }
}

fn firmness(both: &Both<'_, '_>, score: f64, out: &mut Vec<Divergence>) {
    let open = |modality: Modality| matches!(modality, Modality::Predicted | Modality::Conditional);
    let (a, b) = (both.a.modality, both.b.modality);
    let turned = open(a) && b == Modality::Asserted || open(b) && a == Modality::Asserted;
    if turned && score >= 0.75 {
        out.push(both.record(
            Kind::Modality,
            "how firmly",
            (&format!("{a:?}").to_lowercase(), &format!("{b:?}").to_lowercase()),
        ));
    }
}

fn quotes(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let direct = |quotation: &&Quotation| quotation.speech == Speech::Direct;
    for a in both.a.reading.quotations.iter().filter(direct) {
        for b in both.b.reading.quotations.iter().filter(direct) {
            let (x, y) = (both.one.words(a.content), both.two.words(b.content));
            let plain = |words: &str| {
                words.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
            };
            if plain(x) != plain(y) && dice(&content_stems(x), &content_stems(y)) >= 0.6 {
                out.push(both.record(Kind::Quotation, "words between quotation marks", (x, y)));
            }
        }
    }
}

/// One word exchanged and nothing else: an office or a proper name no table knows.
fn swapped_word(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let (a, b) = both.words();
    let (left, right) = (tokens(a), tokens(b));
    if left.len() != right.len() {
        return;
    }
    let differing: Vec<usize> =
        (0..left.len()).filter(|i| left[*i].text != right[*i].text).collect();
    let [at] = differing.as_slice() else { return };
    let (x, y) = (left[*at], right[*at]);
    if crate::titles::is_head(&x.lower())
        && crate::titles::is_head(&y.lower())
        && office(x.text) != office(y.text)
    {
        out.push(both.record(Kind::Title, "office", (x.text, y.text)));
    } else if *at > 0 && x.is_capital() && y.is_capital() && x.kind == TokenKind::Word {
        let named = both
            .a
            .reading
            .mentions
            .iter()
            .any(|m| m.span.meets(x.span.shifted(both.a.reading.sentence.span.start)));
        if !named && likeness(x.text, y.text) < 0.8 {
            out.push(both.record(Kind::Agent, "who", (x.text, y.text)));
        }
    }
}
