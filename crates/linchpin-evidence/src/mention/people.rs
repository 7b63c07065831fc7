//! Who a name means: a person named before under a part of the name.

use super::People;
use crate::gazetteer::gazetteer;
use crate::names::{SAME, likeness};

/// The entity a full name stands for: a known person, one named before, or a new key.
pub(super) fn person(name: &str, people: &People) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let east = words.iter().any(|word| crate::korean::is_surname(word));
    for entity in gazetteer().people() {
        // Judging likeness is slow: only names that share a word, or Korean ones, can be one.
        let near = entity.aliases.iter().any(|alias| {
            let mut own = alias.split_whitespace();
            own.any(|word| words.iter().any(|other| other.eq_ignore_ascii_case(word)))
        });
        if !(near || east && entity.country == "kor") {
            continue;
        }
        let same = |alias: &&str| {
            let korean = entity.country == "kor" && crate::korean::is_surname(words[0]);
            if korean {
                crate::korean::share_surname(alias, name)
                    && crate::korean::same_person(alias, name) == Some(true)
            } else {
                likeness(alias, name) >= 0.9
            }
        };
        if entity.aliases.iter().filter(|alias| alias.contains(' ')).any(same) {
            return entity.id.to_owned();
        }
    }
    let own = format!("person:{}", key(name));
    let spelled = |id: &str| id.trim_start_matches("person:").replace('-', " ");
    let alike = |id: &str| {
        let mut parts = id.trim_start_matches("person:").split('-');
        let first = parts.clone().next().unwrap_or("");
        parts.any(|part| words.contains(&part))
            || east
                && crate::korean::is_surname(first)
                && crate::korean::share_surname(&spelled(id), name)
    };
    let earlier = people
        .iter()
        .find(|(_, id)| *id == own || alike(id) && likeness(&spelled(id), name) >= SAME.max(0.92));
    earlier.map_or(own, |(_, id)| id.clone())
}

/// Lower-case words joined by hyphens.
pub(super) fn key(name: &str) -> String {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "the" | "The"))
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}
