//! Draws findings in rustc's style: code, place, the line with the mark under it, the fix.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use linchpin_units::{Finding, Findings, Place, Severity};

/// All findings, one after the other, and how many there were.
pub(crate) fn findings(findings: &Findings) -> String {
    let mut text = String::new();
    for finding in findings.iter() {
        text.push_str(&draw(finding));
        text.push_str("\n\n");
    }
    for (file, more) in findings.more() {
        text.push_str(&format!("{more} more in {file}\n\n"));
    }
    let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(linchpin_results::figures::plural(errors, "error"));
    }
    if warnings > 0 {
        parts.push(linchpin_results::figures::plural(warnings, "warning"));
    }
    text.push_str(&parts.join(", "));
    text
}

/// One line of trouble that has no place in a file.
pub(crate) fn message(message: &str) -> String {
    renderer().render(&[Group::with_title(Level::ERROR.primary_title(message))])
}

fn renderer() -> Renderer {
    Renderer::styled().term_width(crate::terminal::width())
}

fn draw(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let place = &finding.place;
    let title = level.primary_title(finding.message.as_str()).id(finding.code);
    // The snippet of a table is the cell alone: the mark would stand beside it.
    let in_snippet = place.column as usize <= place.snippet.chars().count() + 1;
    let mut group = if place.line == 0 || !in_snippet {
        let mut origin = Origin::path(place.file.as_str());
        if place.line > 0 {
            origin = origin.line(place.line as usize).char_column(place.column as usize);
        }
        let group = title.element(origin);
        if finding.expected.is_empty() {
            group
        } else {
            group.element(Level::NOTE.message(format!("expected {}", finding.expected)))
        }
    } else {
        let mut mark = AnnotationKind::Primary.span(span(place));
        if !finding.expected.is_empty() {
            mark = mark.label(format!("expected {}", finding.expected));
        }
        title.element(
            Snippet::source(place.snippet.as_str())
                .path(place.file.as_str())
                .line_start(place.line as usize)
                .annotation(mark),
        )
    };
    if let Some(nearest) = &finding.nearest {
        group = group.element(Level::NOTE.message(format!("did you mean `{nearest}`?")));
    }
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(finding.help.as_str()));
    }
    renderer().render(&[group])
}

/// Columns, counted in characters from 1, as bytes of the line.
fn span(place: &Place) -> std::ops::Range<usize> {
    let byte = |column: u32| {
        let at = place.snippet.char_indices().nth(column.saturating_sub(1) as usize);
        at.map_or(place.snippet.len(), |(byte, _)| byte)
    };
    byte(place.column)..byte(place.end_column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_units::Text;

    /// What a terminal without colour shows.
    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_finding_shows_code_place_mark_and_fix() {
        let text = Text::new("world/sites.toml", "name = \"가\"\nshare = 1.40\n");
        let place = text.place(21..25);
        let finding = Finding::error("LP-W017", place, "a share exceeds 1")
            .expected("a number between 0 and 1")
            .nearest("shaer", ["share"])
            .help("write it as a part of a whole: 0.40");
        let drawn = plain(&findings(&finding.into()));
        for part in [
            "error[LP-W017]: a share exceeds 1",
            "world/sites.toml:2:9",
            "share = 1.40",
            "^^^^ expected a number between 0 and 1",
            "did you mean `share`?",
            "help: write it as a part of a whole: 0.40",
            "1 error",
        ] {
            assert!(drawn.contains(part), "no `{part}` in\n{drawn}");
        }
    }

    #[test]
    fn a_cell_far_right_is_named_by_its_place() {
        let place = Place {
            line: 4,
            column: 13,
            end_column: 16,
            snippet: "NaN".to_owned(),
            ..Place::whole("table.csv")
        };
        let drawn = plain(&findings(&Finding::error("LP-N006", place, "not a number").into()));
        assert!(drawn.contains("--> table.csv:4:13\n"), "{drawn}");
    }

    #[test]
    fn a_missing_file_is_named_without_a_line() {
        let finding = Finding::error("LP-W001", Place::whole("world/sites.csv"), "file is missing");
        let drawn = plain(&findings(&finding.into()));
        assert!(drawn.contains("--> world/sites.csv\n"), "{drawn}");
    }
}
