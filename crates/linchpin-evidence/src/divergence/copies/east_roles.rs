//! Who does it to whom, in Korean and Chinese.
//!
//! In come two aligned sentences that name the same parties; out goes a record where two parties stand in each
//! other's role: told by the particle after a Korean name, by the place in its clause of a Chinese one. Clauses
//! in another order, parties joined by `and` and the passive turn nothing round.

use super::super::{Divergence, Kind};
use super::Both;
use crate::token::is_hangul;
use std::collections::BTreeSet;

/// A party and its role.
type Roles = Vec<(String, Role)>;

/// Where a party stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Who the sentence is about, or does it.
    Topic,
    Object,
    Goal,
    /// Joined to another by `and`.
    With,
    Other,
    /// In Chinese: so many parties stand before it in its clause.
    Place(usize),
}

pub(super) fn compare(both: &Both<'_, '_>, out: &mut Vec<Divergence>) {
    let (x, y) = (roles(both, true), roles(both, false));
    let named = |roles: &Roles| -> BTreeSet<String> {
        roles.iter().map(|(entity, _)| entity.clone()).collect()
    };
    let traded = exchange(&x, &y) && !inverted(both);
    if traded && named(&x) == named(&y) && both.change.weight() <= 4 {
        let show = |roles: &Roles| {
            roles.iter().map(|(entity, _)| entity.as_str()).collect::<Vec<_>>().join(" … ")
        };
        let says = (show(&x), show(&y));
        out.push(both.record(Kind::RoleReversal, "who does it to whom", (&says.0, &says.1)));
    }
}

/// Whether two parties stand in each other's role; those joined by `and` have one role.
fn exchange(one: &Roles, two: &Roles) -> bool {
    let role = |roles: &Roles, who: &str| {
        let own = roles.iter().find(|(entity, _)| entity == who);
        own.map(|(_, role)| *role).filter(|role| *role != Role::With)
    };
    one.iter().enumerate().any(|(i, (p, _))| {
        one[i + 1..].iter().any(|(q, _)| {
            let (Some(a), Some(b)) = (role(one, p), role(one, q)) else { return false };
            a != b && role(two, p) == Some(b) && role(two, q) == Some(a)
        })
    })
}

/// Whether a Chinese sentence says the same round its `是`: `智利是最大供应国`, `最大供应国是智利`.
fn inverted(both: &Both<'_, '_>) -> bool {
    let bare = |words: &str| words.trim_end_matches(['。', '！', '，']).to_owned();
    let one = bare(both.one.words(both.a.reading.sentence.span));
    let two = bare(both.two.words(both.b.reading.sentence.span));
    one.match_indices('是')
        .any(|(at, mark)| two == format!("{}{mark}{}", &one[at + mark.len()..], &one[..at]))
}

fn roles(both: &Both<'_, '_>, first: bool) -> Roles {
    let (facts, account) = if first { (both.a, both.one) } else { (both.b, both.two) };
    let span = facts.reading.sentence.span;
    let text = account.words(span);
    let acting = facts.reading.mentions.iter().filter(|mention| mention.kind.acts());
    let korean = text.chars().any(is_hangul);
    let mut out: Roles = Vec::new();
    let (mut clause, mut before) = (0, 0);
    for mention in acting {
        let from = mention.span.start.saturating_sub(span.start);
        let to = mention.span.end.saturating_sub(span.start);
        let (lead, rest) = (text.get(..from).unwrap_or(""), text.get(to..).unwrap_or(""));
        let role = if korean {
            by_particle(rest)
        } else {
            let own = lead.rsplit(['，', '；', ',']).next().unwrap_or("");
            let at = lead.len() - own.len();
            if at != clause {
                (clause, before) = (at, 0);
            }
            before += 1;
            by_place(own, rest, before)
        };
        out.push((mention.entity.clone(), role));
    }
    if korean {
        out.sort_by(|a, b| a.0.cmp(&b.0));
    }
    out
}

/// The role that the particle after a Korean name gives it.
fn by_particle(rest: &str) -> Role {
    // `…에 의해`: whoever does it in the passive.
    if rest.starts_with("에 의해") {
        return Role::Topic;
    }
    match rest.chars().next() {
        // `…는 나라는 칠레다`: whoever the predicate names is its topic.
        Some('은' | '는' | '이' | '가' | '다') => Role::Topic,
        Some('을' | '를') => Role::Object,
        Some('에' | '로' | '으') => Role::Goal,
        Some('와' | '과') => Role::With,
        _ => Role::Other,
    }
}

/// The role of the Chinese party that is number `place` of its clause, `lead` being what stands before it there.
fn by_place(lead: &str, rest: &str, place: usize) -> Role {
    if rest.starts_with(['和', '与', '及', '、']) || lead.ends_with(['和', '与', '及', '、'])
    {
        return Role::With;
    }
    // `被`: whoever stands behind it does it.
    if lead.ends_with('被') || lead.ends_with('由') {
        return Role::Place(1);
    }
    let passive = rest.find(['被', '由']).is_some_and(|at| !rest[..at].contains(['，', '；']));
    Role::Place(if passive { 2 } else { place })
}
