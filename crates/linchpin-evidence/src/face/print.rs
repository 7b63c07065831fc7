//! The evidence layer's answers as text for people.

use super::shown;
use crate::analysis::Analysis;
use crate::divergence::account::{Account, account};
use crate::divergence::events::headline;
use crate::divergence::grouped::EventRows;
use crate::divergence::{Divergence, Register, Status};
use crate::document::Document;
use crate::statements::Told;
use linchpin_units::Digest;
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(super) fn line_of(document: &Document) -> String {
    let meta = &document.meta;
    let published = meta.published.as_ref().map_or("date unknown", |known| known.value.as_str());
    let outlet = meta.outlet.as_ref().map_or("outlet unknown", |known| known.value.as_str());
    let title = meta.title.as_ref().map_or("", |known| known.value.as_str());
    format!(
        "{}  {published:<12}  {}  {}  {}",
        document.id.short(),
        shown(outlet),
        shown(&meta.file),
        shown(title)
    )
}

pub(super) fn name_of(analyses: &[Analysis]) -> BTreeMap<String, String> {
    analyses
        .iter()
        .map(|analysis| (analysis.document.id.to_string(), analysis.document.label()))
        .collect()
}

/// The same words with the names of entities in place of their keys: `country:kor` is South Korea.
fn in_words(prose: &str) -> String {
    const KINDS: &[&str] = &["country", "place", "org", "person", "name"];
    let mut out = String::with_capacity(prose.len());
    for (i, part) in prose.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let open = part.len() - part.trim_start_matches(['(', '“']).len();
        let key = part[open..].trim_end_matches([')', ',', ':', '”', '.', ';']);
        let kind = key.split_once(':').filter(|(kind, name)| {
            let plain = |c: char| c.is_alphanumeric() || c == '-';
            KINDS.contains(kind) && !name.is_empty() && name.chars().all(plain)
        });
        let Some((_, name)) = kind else {
            out.push_str(part);
            continue;
        };
        let known = crate::gazetteer::gazetteer().entity(key);
        let known = known.and_then(|entity| entity.aliases.first().copied());
        let spelled = || {
            let words = name.split('-').map(|word| {
                let mut letters = word.chars();
                let first = letters.next().into_iter().flat_map(char::to_uppercase);
                first.chain(letters).collect::<String>()
            });
            words.collect::<Vec<_>>().join(" ")
        };
        out.push_str(&part[..open]);
        out.push_str(&known.map_or_else(spelled, str::to_owned));
        out.push_str(&part[open + key.len()..]);
    }
    out
}

/// A letter for each document, oldest first: A, B, … Z, AA, AB, …
fn letters(analyses: &[Analysis]) -> BTreeMap<String, String> {
    let mut all: Vec<&Document> = analyses.iter().map(|analysis| &analysis.document).collect();
    all.sort_by_key(|document| {
        let day = document.meta.published.as_ref().map(|known| known.value.days().from);
        (day.is_none(), day, document.id.clone())
    });
    let letter = |at: usize| {
        let mut out = String::new();
        let mut left = at + 1;
        while left > 0 {
            let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
            out.insert(0, char::from(b'A' + digit));
            left = (left - 1) / 26;
        }
        out
    };
    all.iter().enumerate().map(|(at, document)| (document.id.to_string(), letter(at))).collect()
}

/// The register for an editor: event by event, each with its sources; the weightiest matter first, each once.
pub(super) fn print_register(
    analyses: &[Analysis],
    register: &Register,
    events: &[EventRows],
) -> String {
    let letters = letters(analyses);
    let letter = |id: &Digest| letters.get(id.as_str()).map_or("", String::as_str);
    let cited: BTreeMap<&str, String> = analyses
        .iter()
        .map(|analysis| (analysis.document.id.as_str(), analysis.document.citation()))
        .collect();
    let rows: BTreeMap<&str, &Divergence> =
        register.divergences.iter().map(|row| (row.id.as_str(), row)).collect();
    let mut out = String::new();
    for event in events {
        let heading = match event.headline.as_str() {
            "" => "Between events".to_owned(),
            words => format!("Event {}: {}", event.id.short(), shown(&in_words(words))),
        };
        let _ = writeln!(out, "{heading}");
        for id in &event.documents {
            let name = cited.get(id.as_str()).map_or("", String::as_str);
            let _ = writeln!(out, "  {}  {}", letter(id), shown(name));
        }
        for (status, heading) in [
            (Status::Open, "Open"),
            (Status::Explained, "Explained"),
            (Status::NotOne, "No disagreement"),
        ] {
            let own: Vec<_> =
                event.matters.iter().filter(|matter| matter.status == status).collect();
            if own.is_empty() {
                continue;
            }
            let count: usize = own.iter().map(|matter| matter.divergences.len()).sum();
            let count = match count - own.len() {
                0 => count.to_string(),
                _ if own.len() == 1 => format!("1 matter, {count} rows"),
                _ => format!("{} matters, {count} rows", own.len()),
            };
            let _ = writeln!(out, "\n{heading} ({count})");
            for matter in own {
                out.push('\n');
                for (at, id) in matter.divergences.iter().enumerate() {
                    let Some(row) = rows.get(id.as_str()) else { continue };
                    print_row(&mut out, row, at > 0, &letter);
                }
            }
        }
        out.push('\n');
    }
    for pair in register.dependence.iter().filter(|pair| pair.copies) {
        let _ = writeln!(
            out,
            "{} and {} count as one source ({})",
            letter(&pair.one),
            letter(&pair.two),
            if pair.basis == "sentences" {
                format!("{:.2} of the sentences", pair.score)
            } else {
                format!("both retell {}", in_words(&pair.basis))
            }
        );
    }
    out
}

/// One row; a further row on the same words bears a plus.
fn print_row<'n>(
    out: &mut String,
    row: &Divergence,
    further: bool,
    letter: &impl Fn(&Digest) -> &'n str,
) {
    let mark = if further { "+ " } else { "" };
    let (kind, slot) = (row.kind.as_str(), shown(&in_words(&row.slot)));
    let _ = writeln!(out, "  {mark}{} {kind}: {slot}", row.id.short());
    for side in &row.sides {
        let _ = writeln!(
            out,
            "    {} [{}..{}]: {}",
            letter(&side.document),
            side.span.start,
            side.span.end,
            shown(&in_words(&side.says))
        );
    }
    if !row.note.is_empty() {
        let _ = writeln!(out, "    = {}", shown(&in_words(&row.note)));
    }
}

pub(super) fn print_statements(analyses: &[Analysis], told: &[Told]) -> String {
    let names = name_of(analyses);
    let name = |id: &Digest| names.get(id.as_str()).map_or("", String::as_str);
    let accounts: Vec<Account<'_>> = analyses.iter().map(account).collect();
    let mut out = String::new();
    for event in told.iter().filter(|event| !event.sides.is_empty()) {
        let documents: Vec<String> = event.documents.iter().map(|id| shown(name(id))).collect();
        let own = accounts.iter().filter(|account| event.documents.contains(account.id()));
        let own: Vec<&Account<'_>> = own.collect();
        match headline(&own) {
            // Keys become names: an editor reads no `person:`.
            Some(words) => {
                let _ = writeln!(out, "event {}: {}", event.id.short(), shown(&in_words(&words)));
                let _ = writeln!(out, "  told by {}", documents.join(" | "));
            }
            None => {
                let _ = writeln!(out, "event {}: {}", event.id.short(), documents.join(" | "));
            }
        }
        for side in &event.sides {
            let who = if side.party.is_empty() { "others" } else { side.name.as_str() };
            let _ = writeln!(out, "\n  {who}");
            for statement in &side.statements {
                for one in &statement.kept {
                    let _ = writeln!(
                        out,
                        "    {} [{}..{}] {}: {}",
                        shown(name(&one.document)),
                        one.span.start,
                        one.span.end,
                        shown(&one.speaker),
                        shown(&one.says)
                    );
                }
                let left: Vec<String> =
                    statement.left_out.iter().map(|id| shown(name(id))).collect();
                if !left.is_empty() {
                    let _ = writeln!(out, "      not in: {}", left.join(" | "));
                }
                let found: Vec<&str> = statement.divergences.iter().map(|id| id.short()).collect();
                if !found.is_empty() {
                    let _ = writeln!(out, "      disagreements: {}", found.join(", "));
                }
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Stated;

    #[test]
    fn an_event_has_a_headline() {
        let read = |text: &str| {
            let stated = Stated { published: "2023-05-28".parse().ok(), ..Stated::default() };
            Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
        };
        let all = [
            read(
                "Minister Wang Wentao met Trade Minister Ahn Duk-geun in Detroit on 26 May 2023, China's commerce ministry said.\n",
            ),
            read(
                "Trade Minister Ahn Duk-geun met Minister Wang Wentao of China on 26 May 2023, South Korea's trade ministry said.\n",
            ),
        ];
        let told = crate::statements::statements(&all, &crate::divergence::register(&all));
        let printed = print_statements(&all, &told);
        let first = printed.lines().next().unwrap_or("");
        assert!(
            first.ends_with(
                "Ahn Duk-geun (South Korea) meets Wang Wentao (China), Detroit, 2023-05-26"
            ),
            "{printed}"
        );
        assert!(printed.contains("\n  told by "), "{printed}");
        let none = [read("The ovens are new, the mayor of the town said on Monday.\n")];
        let told = crate::statements::statements(&none, &crate::divergence::register(&none));
        assert!(
            print_statements(&none, &told)
                .lines()
                .next()
                .is_some_and(|line| !line.contains("meets"))
        );
    }

    #[test]
    fn names_stand_for_keys() {
        assert_eq!(
            in_words("day of the meeting of org:samsung, person:xi-jinping (country:kor): 3:4"),
            "day of the meeting of Samsung Electronics, Xi Jinping (South Korea): 3:4"
        );
        assert_eq!(in_words("title of person:ola-lindqvist"), "title of Ola Lindqvist");
    }
}
