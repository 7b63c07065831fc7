//! The evidence layer's answers as text for people.

use super::shown;
use crate::analysis::Analysis;
use crate::divergence::{Register, Status};
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

pub(super) fn print_register(analyses: &[Analysis], register: &Register) -> String {
    let names = name_of(analyses);
    let mut out = String::new();
    for (status, heading) in [
        (Status::Open, "Open"),
        (Status::Explained, "Explained"),
        (Status::NotOne, "No disagreement"),
    ] {
        let own: Vec<_> =
            register.divergences.iter().filter(|divergence| divergence.status == status).collect();
        if own.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{heading} ({})", own.len());
        for divergence in own {
            let _ = writeln!(
                out,
                "\n  {} {}: {}",
                divergence.id.short(),
                divergence.kind.as_str(),
                shown(&divergence.slot)
            );
            for side in &divergence.sides {
                let name = names.get(side.document.as_str()).map_or("", String::as_str);
                let _ = writeln!(
                    out,
                    "    {} [{}..{}]: {}",
                    shown(name),
                    side.span.start,
                    side.span.end,
                    shown(&side.says)
                );
            }
            if !divergence.note.is_empty() {
                let _ = writeln!(out, "    = {}", shown(&divergence.note));
            }
        }
        out.push('\n');
    }
    for pair in register.dependence.iter().filter(|pair| pair.copies) {
        let name = |id: &str| names.get(id).map_or("", String::as_str).to_owned();
        let _ = writeln!(
            out,
            "{} and {} count as one source ({})",
            name(pair.one.as_str()),
            name(pair.two.as_str()),
            if pair.basis == "sentences" {
                format!("{:.2} of the sentences", pair.score)
            } else {
                format!("both retell {}", pair.basis)
            }
        );
    }
    out
}

pub(super) fn print_statements(analyses: &[Analysis], told: &[Told]) -> String {
    let names = name_of(analyses);
    let name = |id: &Digest| names.get(id.as_str()).map_or("", String::as_str);
    let mut out = String::new();
    for event in told.iter().filter(|event| !event.sides.is_empty()) {
        let documents: Vec<String> = event.documents.iter().map(|id| shown(name(id))).collect();
        let _ = writeln!(out, "event {}: {}", event.id.short(), documents.join(" | "));
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
