//! Which lines are the article: from impressions of single lines to labels of all.

use super::*;
/// Decides the doubtful lines by their neighbours.
pub(super) fn settle(looks: &[Impression]) -> Vec<bool> {
    let mut good: Vec<bool> = looks.iter().map(|line| line.look == Look::Good).collect();
    let filled: Vec<usize> = (0..looks.len()).filter(|i| looks[*i].look != Look::Blank).collect();
    // After a line such as "Leave a reply" nothing belongs to the article, unless plainly an
    // article goes on: more long lines after it than before.
    let mut end = filled.len();
    for (order, &i) in filled.iter().enumerate() {
        if looks[i].effect == Some(Effect::EndsArticle) {
            let long = |range: &[usize]| range.iter().filter(|i| good[**i]).count();
            if long(&filled[order..]) <= long(&filled[..order]) {
                end = order;
                break;
            }
        }
    }
    for &i in &filled[end..] {
        good[i] = false;
    }
    let inside: Vec<usize> =
        filled[..end].iter().copied().filter(|i| looks[*i].look != Look::Aside).collect();
    let listed = listed(looks, &inside);
    let firm = |i: usize| looks[i].look == Look::Good;
    let any_good = inside.iter().any(|i| firm(*i));
    for (order, &i) in inside.iter().enumerate() {
        let before = inside[..order]
            .iter()
            .rev()
            .find(|j| matches!(looks[**j].look, Look::Good | Look::Bad));
        let after =
            inside[order + 1..].iter().find(|j| matches!(looks[**j].look, Look::Good | Look::Bad));
        let (before, after) = (before.is_some_and(|j| firm(*j)), after.is_some_and(|j| firm(*j)));
        let soon = inside[order + 1..].iter().take(6).any(|j| firm(*j));
        let first = !inside[..order].iter().any(|j| firm(*j));
        good[i] = match looks[i].look {
            // Short lines inside an article are headings or list items; before it, the headline
            // if they have the length of one; after it, furniture.
            Look::Short if listed.contains(&i) => false,
            Look::Near if listed.contains(&i) => false,
            // Before the first paragraph a line of this length is the headline.
            Look::Near => before || after || first && soon || !any_good,
            Look::Short => before && after || soon && looks[i].words >= 4 && !before || !any_good,
            Look::Good => true,
            Look::Bad | Look::Blank | Look::Aside => false,
        };
    }
    good
}

/// Lines without a stop that follow the heading of a list of links.
fn listed(looks: &[Impression], inside: &[usize]) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    let mut open = false;
    for &i in inside {
        if looks[i].effect == Some(Effect::OpensList) {
            open = true;
        } else if looks[i].look == Look::Good || looks[i].ended {
            open = false;
        } else if open {
            out.insert(i);
        }
    }
    out
}

pub(super) fn classify(
    text: &str,
    spans: &[Span],
    looks: &[Impression],
    good: &[bool],
) -> Vec<Line> {
    let first_paragraph = (0..spans.len()).find(|i| good[*i] && looks[*i].look == Look::Good);
    let mut headline_seen = false;
    let mut first_headline = String::new();
    let mut out = Vec::with_capacity(spans.len());
    for (i, span) in spans.iter().enumerate() {
        let look = &looks[i];
        let (label, kind) = if look.look == Look::Blank {
            (Label::Blank, LineKind::Blank)
        } else if !good[i] {
            let repeated = looks[..i].iter().any(|other| other.normal == look.normal);
            (Label::Boilerplate, if repeated { LineKind::Duplicate } else { LineKind::Furniture })
        } else {
            let line = span.of(text).unwrap_or("");
            let before = first_paragraph.is_none_or(|first| i < first) && look.look != Look::Good;
            let kind = if is_caption(line, &first_headline) {
                LineKind::Caption
            } else if before && !headline_seen && (!look.ended || look.words <= 20) {
                headline_seen = true;
                first_headline = look.normal.clone();
                LineKind::Headline
            } else if before
                || headline_seen
                    && Some(i) == first_paragraph
                    && look.words <= 40
                    && alone(looks, good, i)
            {
                LineKind::Standfirst
            } else if !look.ended && look.words <= 14 && look.look != Look::Good {
                LineKind::Heading
            } else {
                LineKind::Paragraph
            };
            (Label::Body, kind)
        };
        out.push(Line { span: *span, label, kind });
    }
    out
}

/// Whether furniture parts the line at `i` from the article below it: what stands between is a teaser.
fn alone(looks: &[Impression], good: &[bool], i: usize) -> bool {
    let below = looks[i + 1..].iter().zip(&good[i + 1..]);
    let mut filled = below.filter(|(look, _)| look.look != Look::Blank);
    filled.next().is_some_and(|(_, good)| !good) && filled.any(|(_, good)| *good)
}

/// Whether a line credits a picture or repeats the headline before its own words.
fn is_caption(line: &str, headline: &str) -> bool {
    let normal = normal(line);
    let credit = [
        "photo by",
        "photo:",
        "photograph:",
        "image:",
        "(photo",
        "file photo",
        "getty images",
        "/afp",
        "credit:",
    ];
    let credited = credit.iter().any(|mark| normal.contains(mark));
    let repeats =
        headline.len() > 20 && normal.len() > headline.len() + 20 && normal.starts_with(headline);
    credited || repeats
}
