//! The article inside an HTML page.
//!
//! In comes a page; out goes its text, one visible block a line, with a label for each. Which blocks
//! are the article is decided by the `trafilatura` extractor; its text is aligned with the blocks by
//! runs of three words, so that every line of the page stays visible under its label. Where the
//! extractor gives nothing (or the page is too deeply nested to hand over) link density and the
//! plain-text rules decide.

use crate::html::{Block, Page};
use crate::lines::{Label, Line, LineKind, label_plain};
use crate::span::Span;
use std::collections::BTreeSet;
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

/// Nesting beyond which a page is not handed to the extractor, which recurses.
const MAX_DEPTH: usize = 256;
/// Size in bytes beyond which a page is not handed to the extractor.
const MAX_EXTRACT: usize = 4 << 20;

/// The text of a page and the label of every line.
#[must_use]
pub fn label_page(html: &str, page: &Page) -> (String, Vec<Line>) {
    let mut text = String::new();
    let mut spans = Vec::with_capacity(page.blocks.len());
    for block in &page.blocks {
        let start = text.len();
        text.push_str(&block.text);
        spans.push(Span::new(start, text.len()));
        text.push('\n');
    }
    let extracted = (page.depth <= MAX_DEPTH && html.len() <= MAX_EXTRACT)
        .then(|| extract(html))
        .flatten()
        .unwrap_or_default();
    let plain = label_plain(&text);
    let keep: Vec<bool> = if words_of(&extracted).len() >= 10 {
        align(&page.blocks, &extracted)
    } else {
        let linked = |block: &Block| block.link_chars * 2 > block.text.chars().count();
        let judged = plain.iter().zip(&page.blocks);
        judged.map(|(line, block)| line.keep() && !block.in_chrome && !linked(block)).collect()
    };
    let title = page.meta.get("og:title").unwrap_or(&page.title);
    let headline = headline_block(&page.blocks, title);
    let lines = spans.iter().enumerate().map(|(i, span)| {
        let block = &page.blocks[i];
        let kind = if Some(i) == headline {
            LineKind::Headline
        } else if !keep[i] {
            LineKind::Furniture
        } else if block.in_caption {
            LineKind::Caption
        } else if matches!(block.element.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            LineKind::Heading
        } else {
            LineKind::Paragraph
        };
        let label = if keep[i] || Some(i) == headline { Label::Body } else { Label::Boilerplate };
        Line { span: *span, label, kind }
    });
    let lines = lines.collect();
    (text, lines)
}

/// The extractor's text; nothing when it fails.
fn extract(html: &str) -> Option<String> {
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_focus(ExtractionFocus::Balanced)
        .with_html_date_mode(HtmlDateMode::Disabled);
    // A page must never stop the program: a panic inside the extractor counts as no answer.
    let outcome = std::panic::catch_unwind(|| trafilatura::extract(html, &options));
    let result = outcome.ok()?.ok()?;
    Some(result.content_text)
}

/// Words in small letters. Chinese and Japanese write none apart: there each letter counts as one.
fn words_of(text: &str) -> Vec<String> {
    let apart = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    let mut out = Vec::new();
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        let mut word = String::new();
        for c in run.chars() {
            if apart(c) {
                out.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                out.push(c.to_string());
            } else {
                word.extend(c.to_lowercase());
            }
        }
        out.extend((!word.is_empty()).then_some(word));
    }
    out
}

/// Which blocks the extracted text holds.
fn align(blocks: &[Block], extracted: &str) -> Vec<bool> {
    let all = words_of(extracted);
    let runs: BTreeSet<&[String]> = all.windows(3).collect();
    let lines: BTreeSet<Vec<String>> = extracted.lines().map(words_of).collect();
    let joined = format!(" {} ", all.join(" "));
    let mut keep: Vec<bool> = blocks
        .iter()
        .map(|block| {
            let words = words_of(&block.text);
            if words.len() < 5 {
                return !words.is_empty() && lines.contains(&words);
            }
            let own = words.len() - 2;
            let found = words.windows(3).filter(|run| runs.contains(run)).count();
            found * 10 >= own * 7
        })
        .collect();
    // A short piece between two kept ones (an inline break) belongs if its words follow there.
    for i in 0..blocks.len() {
        let between = i > 0 && keep[i - 1] && blocks.get(i + 1).is_some() && keep[i + 1];
        if !keep[i] && between {
            let words = words_of(&blocks[i].text);
            keep[i] = !words.is_empty() && joined.contains(&format!(" {} ", words.join(" ")));
        }
    }
    keep
}

fn headline_block(blocks: &[Block], title: &str) -> Option<usize> {
    let wanted = words_of(title);
    let heading = |block: &Block| block.element == "h1";
    let matching = blocks.iter().position(|block| {
        let words = words_of(&block.text);
        heading(block) && words.len() >= 2 && wanted.starts_with(&words)
    });
    matching.or_else(|| {
        let mut headings =
            blocks.iter().enumerate().filter(|(_, block)| heading(block) && !block.in_chrome);
        match (headings.next(), headings.next()) {
            (Some((i, block)), None) if words_of(&block.text).len() >= 2 => Some(i),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html;

    #[test]
    fn the_article_is_kept_and_the_rest_shown_as_furniture() {
        let paragraph = "The council of the port said on Monday that the new crane will start to work in the spring, \
after a delay of more than a year that cost the town dearly.";
        let page_text = format!(
            "<html><head><title>Crane delayed - Port News</title></head><body><nav><ul><li><a href=/>Home</a></li>\
<li><a href=/x>Sport</a></li></ul></nav><article><h1>Crane delayed</h1><p>{paragraph}</p><p>{paragraph} Nobody \
was surprised by it.</p></article><footer><p>Copyright Port News</p></footer></body></html>"
        );
        let (text, lines) = label_page(&page_text, &html::read(&page_text));
        let kept: Vec<&str> = lines
            .iter()
            .filter(|line| line.keep())
            .filter_map(|line| line.span.of(&text))
            .collect();
        assert_eq!(kept.len(), 3, "{kept:?}");
        assert_eq!(lines.len(), 6);
        assert!(kept[2].ends_with("surprised by it."));
    }

    #[test]
    fn letters_of_chinese_count_as_words() {
        assert_eq!(words_of("港口DRAM新码头, Two"), ["港", "口", "dram", "新", "码", "头", "two"]);
        assert_eq!(words_of("유리 공장"), ["유리", "공장"], "Korean writes words apart");
    }

    #[test]
    fn a_bomb_of_nested_elements_is_survived() {
        let bomb = format!("<html><body>{}x</body></html>", "<div><b>".repeat(20_000));
        let (text, lines) = label_page(&bomb, &html::read(&bomb));
        assert_eq!((text.as_str(), lines.len()), ("x\n", 1));
    }
}
