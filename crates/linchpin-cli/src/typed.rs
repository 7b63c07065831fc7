//! What a hand types, as the program reads it: verbs in any case, other words for an option, days as people write them.
//!
//! In: the arguments as they came. Out: arguments that clap knows, and a note for each day that was read. Nothing is guessed:
//! an option is renamed only where the verb has no such option and has the other one.

use clap::Command;
use linchpin_units::Day;
use std::ffi::OsString;

/// Options by the words that others use for them; the first that a verb has is meant. An empty list: what stands behind
/// the option is a word of its own.
const OPTIONS: [(&str, &[&str]); 22] = [
    ("draws", &["members"]),
    ("samples", &["members"]),
    ("n", &["members"]),
    ("date", &["on", "until"]),
    ("day", &["on"]),
    ("lang", &["language"]),
    ("language", &["lang"]),
    ("good", &["item"]),
    ("product", &["item"]),
    ("firm", &["party"]),
    ("company", &["party"]),
    ("customer", &["party"]),
    ("output", &["out", "runs"]),
    ("o", &["out"]),
    ("end", &["until"]),
    ("days", &["next"]),
    ("site", &[]),
    ("study", &[]),
    ("name", &[]),
    ("run", &[]),
    ("issuer", &[]),
    ("search", &[]),
];

/// Options that take a day.
const DATED: [&str; 11] = [
    "on",
    "until",
    "from",
    "known",
    "since",
    "date",
    "day",
    "end",
    "state",
    "licence-granted-on",
    "decontrolled-since",
];

/// Verbs of a verb that people type without it.
const SHORT: [(&str, &str); 3] =
    [("calendar", "policy"), ("timeline", "policy"), ("acts", "policy list")];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Arguments as clap reads them, and what is said of days that were written otherwise.
pub(crate) fn read(command: &Command, typed: Vec<OsString>) -> (Vec<OsString>, String) {
    let Some(words) = typed.iter().map(|word| word.to_str().map(str::to_owned)).collect() else {
        // What is no text is left as it is.
        return (typed, String::new());
    };
    let (mut words, mut notes): (Vec<String>, String) = (words, String::new());
    let diff = words.iter().any(|word| word.eq_ignore_ascii_case("diff"));
    let mut before = String::new();
    for word in words.iter_mut().skip(1) {
        let (option, value) = match word.strip_prefix("--").and_then(|rest| rest.split_once('=')) {
            Some((option, value)) => (option.to_owned(), value),
            None => (String::new(), word.as_str()),
        };
        let of = if option.is_empty() { before.trim_start_matches('-') } else { &option };
        let read = if diff || DATED.contains(&of) { day(value) } else { None };
        if let Some(day) = read {
            notes.push_str(&format!("note: `{value}` is read as {day}\n"));
            *word = if option.is_empty() { day.to_string() } else { format!("--{option}={day}") };
        }
        before.clone_from(word);
    }
    let words = renamed(command, spelt(command, words));
    (words.into_iter().map(OsString::from).collect(), notes)
}

/// Where the verb stands: behind the options that every verb understands.
fn verb_at(words: &[String]) -> Option<usize> {
    let mut at = 1;
    while let Some(word) = words.get(at) {
        match word.as_str() {
            "--runs" => at += 2,
            word if word.starts_with('-') => at += 1,
            _ => return Some(at),
        }
    }
    None
}

/// Verbs in lower case, and whole where people shorten them.
fn spelt(command: &Command, mut words: Vec<String>) -> Vec<String> {
    let Some(mut at) = verb_at(&words) else { return words };
    if command.find_subcommand(&words[at]).is_none()
        && let Some((word, whole)) =
            SHORT.iter().find(|(word, _)| words[at].eq_ignore_ascii_case(word))
    {
        let mut parts: Vec<String> = whole.split(' ').map(str::to_owned).collect();
        if parts.len() == 1 {
            parts.push((*word).to_owned());
        }
        words.splice(at..=at, parts);
    }
    let mut here = command;
    while let Some(word) = words.get(at) {
        let lower = word.to_lowercase();
        let Some(next) = here.find_subcommand(&lower) else { break };
        words[at] = lower;
        (here, at) = (next, at + 1);
    }
    words
}

/// The verb that is meant: the deepest that the words name.
fn meant<'a>(command: &'a Command, words: &[String]) -> &'a Command {
    let mut here = command;
    for word in words.iter().skip(verb_at(words).unwrap_or(words.len())) {
        match here.find_subcommand(word) {
            Some(next) => here = next,
            None => break,
        }
    }
    here
}

/// Options by the names that the verb has.
fn renamed(command: &Command, words: Vec<String>) -> Vec<String> {
    let verb = meant(command, &words);
    let all =
        || verb.get_arguments().chain(command.get_arguments().filter(|one| one.is_global_set()));
    let has = |name: &str| {
        all().any(|one| {
            one.get_long() == Some(name)
                || (name.len() == 1 && one.get_short() == name.chars().next())
        })
    };
    let takes_words = || verb.get_arguments().any(clap::Arg::is_positional);
    let mut out: Vec<String> = Vec::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let bare = word.trim_start_matches('-');
        let (name, value) = match bare.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (bare, None),
        };
        let dashes = word.len() - bare.len();
        if !matches!(dashes, 1 | 2) || (dashes == 1) != (name.len() == 1) || has(name) {
            out.push(word);
            continue;
        }
        if name == "format" {
            match value.clone().or_else(|| words.next()).as_deref() {
                Some("json") => out.push("--json".to_owned()),
                Some("text") => {}
                other => {
                    out.extend(["--format".to_owned()].into_iter().chain(other.map(str::to_owned)))
                }
            }
            continue;
        }
        match OPTIONS.iter().find(|(other, _)| *other == name) {
            Some((_, [])) if takes_words() => out.extend(value),
            Some((_, own)) if own.iter().any(|own| has(own)) => {
                let own = own.iter().find(|own| has(own)).unwrap_or(&name);
                out.push(
                    value.map_or_else(|| format!("--{own}"), |value| format!("--{own}={value}")),
                );
            }
            _ => out.push(word),
        }
    }
    out
}

/// A day as people write it where it can be read in one way only: `1 Feb 2026`, `February 1, 2026`, `Feb 2026` (its first
/// day), `2026/2/1`, `2026.02.01`, `2026年2月1日`, `2026년 2월 1일`. `2/1/2026` is the first of February or the second of
/// January: nothing is read.
fn day(text: &str) -> Option<Day> {
    if text.len() > 24 || text.parse::<Day>().is_ok() {
        return None;
    }
    let apart = |letter: char| letter.is_whitespace() || ",./年月日년월일".contains(letter);
    let parts: Vec<&str> = text.split(apart).filter(|part| !part.is_empty()).collect();
    let month = |part: &str| {
        let lower = part.to_lowercase();
        let named = |name: &&str| lower.len() >= 3 && name.starts_with(&lower);
        let at = MONTHS.iter().position(named)?;
        i8::try_from(at + 1).ok()
    };
    let year = |part: &str| part.parse::<i16>().ok().filter(|year| (1990..2100).contains(year));
    let number = |part: &str| part.parse::<i8>().ok();
    let (year, month, day) = match parts.as_slice() {
        [a, b] if text.contains(char::is_whitespace) => (year(b)?, month(a)?, 1),
        [a, b, c] if year(a).is_some() => (year(a)?, month(b).or_else(|| number(b))?, number(c)?),
        [a, b, c] => match month(b) {
            Some(named) => (year(c)?, named, number(a)?),
            None => (year(c)?, month(a)?, number(b)?),
        },
        _ => return None,
    };
    Day::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn typed(line: &str) -> (String, String) {
        let words = line.split(' ').map(|word| OsString::from(word.replace('_', " "))).collect();
        let (words, notes) = read(&crate::Cli::command(), words);
        let words: Vec<String> =
            words.into_iter().filter_map(|word| word.into_string().ok()).collect();
        (words.join(" "), notes)
    }

    /// By hand.
    #[test]
    fn days_are_read_where_they_mean_one_thing() {
        for text in [
            "1 Feb 2026",
            "February 1, 2026",
            "Feb 2026",
            "2026/2/1",
            "2026.02.01",
            "2026年2月1日",
            "2026년 2월 1일",
        ] {
            assert_eq!(
                day(text).map(|day| day.to_string()).as_deref(),
                Some("2026-02-01"),
                "{text}"
            );
        }
        // Two readings, no day, no date at all, or one that needs no reading.
        for text in [
            "2/1/2026",
            "31 Feb 2026",
            "May",
            "2026",
            "micron-ban",
            "last#no-licence",
            "2026-02-01",
            "89 FR 96790",
            "a/b/c",
            "3B001.c",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn other_words_become_the_program_s() {
        for (line, read) in [
            ("linchpin RUN micron-ban --draws 4", "linchpin run micron-ban --members 4"),
            ("linchpin run micron-ban -n 4", "linchpin run micron-ban --members 4"),
            ("linchpin run micron-ban --lang ko", "linchpin run micron-ban --language ko"),
            ("linchpin ask --item HBM --language ko", "linchpin ask --item HBM --lang ko"),
            ("linchpin ask --item HBM --format json", "linchpin ask --item HBM --json"),
            ("linchpin run micron-ban --format json", "linchpin run micron-ban --format json"),
            ("linchpin --runs r runs --format=json", "linchpin --runs r runs --json"),
            ("linchpin calendar --next 90", "linchpin policy calendar --next 90"),
            ("linchpin policy TIMELINE --site wuxi", "linchpin policy timeline wuxi"),
            (
                "linchpin ask --site wuxi --date 2026-02-01",
                "linchpin ask --site wuxi --on 2026-02-01",
            ),
            ("linchpin policy list --issuer us", "linchpin policy list us"),
            ("linchpin nothing --else", "linchpin nothing --else"),
        ] {
            assert_eq!(typed(line).0, read, "{line}");
        }
        let (line, notes) = typed("linchpin run micron-ban --until=1_Feb_2026");
        assert_eq!(line, "linchpin run micron-ban --until=2026-02-01");
        assert!(notes.contains("`1 Feb 2026` is read as 2026-02-01"), "{notes}");
    }
}
