//! The article inside an HTML page.
//!
//! In comes a page; out goes its text, one visible block a line, with a label for each. The article is the
//! innermost element that holds most of the page's running text; what markup or words name as furniture,
//! lists of links and what stands outside are not of it. Every line of the page stays visible under its
//! label. Nothing here recurses, so that no nesting can exhaust the stack.

use crate::html::{Block, Page};
use crate::lines::{Effect, Label, Line, LineKind, furniture_of};
use crate::span::Span;
use crate::token::is_east_asian;
use std::collections::BTreeMap;

/// Share of the running text an element must hold to be the article's.
const MOST: f64 = 0.72;

/// The text of a page and the label of every line.
#[must_use]
pub fn label_page(page: &Page) -> (String, Vec<Line>) {
    let mut text = String::new();
    let mut spans = Vec::with_capacity(page.blocks.len());
    for block in &page.blocks {
        let start = text.len();
        text.push_str(&block.text);
        spans.push(Span::new(start, text.len()));
        text.push('\n');
    }
    let title = page.meta.get("og:title").unwrap_or(&page.title);
    let headline = headline_block(&page.blocks, title);
    let keep = kept(page, headline);
    let lines = spans.iter().enumerate().map(|(i, span)| {
        let block = &page.blocks[i];
        let kind = if Some(i) == headline {
            LineKind::Headline
        } else if !keep[i] {
            LineKind::Furniture
        } else if block.in_caption {
            LineKind::Caption
        } else if is_heading(block) {
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

fn is_heading(block: &Block) -> bool {
    matches!(block.element.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// What a block looks like by its words alone.
struct Look {
    /// Words, or letters of a script without spaces by twos.
    words: usize,
    /// Whether more than half of it is inside links.
    linked: bool,
    /// Whether it ends as a sentence does.
    ended: bool,
    /// What its words name as furniture say about the lines after it.
    furniture: Option<Effect>,
    barred: bool,
}

impl Look {
    fn of(block: &Block) -> Self {
        let east = block.text.chars().filter(|c| is_east_asian(*c)).count();
        let words = block.text.split_whitespace().count().max(east / 2);
        let text = block.text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '」']);
        Self {
            words,
            linked: block.link_chars * 2 > block.text.chars().count(),
            ended: text.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';']),
            furniture: furniture_of(&block.text),
            barred: block.in_chrome || block.in_furniture,
        }
    }

    /// Running text: what an article is made of.
    fn runs(&self) -> bool {
        !self.linked && self.furniture.is_none() && self.words >= 8 && self.ended
    }
}

/// Which blocks are the article.
fn kept(page: &Page, headline: Option<usize>) -> Vec<bool> {
    let mut looks: Vec<Look> = page.blocks.iter().map(Look::of).collect();
    // A page that bars all its text by its classes says nothing with them.
    let text = |looks: &[Look], barred: bool| -> usize {
        let all = looks.iter().filter(|look| look.runs() && (barred || !look.barred));
        all.map(|look| look.words).sum()
    };
    if text(&looks, false) * 3 < text(&looks, true) {
        for (look, block) in looks.iter_mut().zip(&page.blocks) {
            look.barred = block.in_chrome;
        }
    }
    let inside = article(page, &looks);
    let named = inside.is_some_and(|element| page.articles.contains(&element));
    let mut keep: Vec<bool> = page
        .blocks
        .iter()
        .zip(&looks)
        .map(|(block, look)| {
            let within = inside.is_none_or(|element| block.path.contains(&element));
            within
                && !look.barred
                && !look.linked
                && look.furniture.is_none()
                && fits(block, look, named)
        })
        .collect();
    cut_tail(&looks, &mut keep);
    headings(page, &looks, headline, &mut keep);
    keep
}

/// Whether a block can be of an article: running text of any length, an item, a heading; a cell of any length
/// where markup names the article, so that the table is the article's.
fn fits(block: &Block, look: &Look, named: bool) -> bool {
    match block.element.as_str() {
        "p" | "blockquote" | "pre" | "li" | "dd" | "dt" | "figcaption" | "caption" => {
            look.words > 0
        }
        "td" | "th" => named && look.words > 0 || look.words >= 4 && look.ended || look.words >= 8,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => true,
        "button" | "option" | "legend" | "summary" => false,
        _ => look.ended && look.words >= 3 || look.words >= 8,
    }
}

/// The innermost element that holds most of the running text; one that markup calls the article may hold less.
fn article(page: &Page, looks: &[Look]) -> Option<u32> {
    let mut weight: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    let mut all = 0;
    for (block, look) in page.blocks.iter().zip(looks) {
        if look.barred || !look.runs() {
            continue;
        }
        all += look.words;
        for (depth, element) in block.path.iter().enumerate() {
            let slot = weight.entry(*element).or_insert((0, depth));
            slot.0 += look.words;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "pages have few words")]
    let share = |words: usize| words as f64 / all.max(1) as f64;
    let best = |least: f64, named: bool| {
        weight
            .iter()
            .filter(|(element, (words, _))| {
                share(*words) >= least && (!named || page.articles.contains(element))
            })
            .max_by_key(|(element, (_, depth))| (*depth, std::cmp::Reverse(**element)))
            .map(|(element, _)| *element)
    };
    best(MOST, true).or_else(|| best(MOST, false))
}

/// Drops what follows a line that ends the article, where more of it stands before than after.
fn cut_tail(looks: &[Look], keep: &mut [bool]) {
    let words = |range: std::ops::Range<usize>, keep: &[bool]| -> usize {
        range.filter(|i| keep[*i] && looks[*i].runs()).map(|i| looks[i].words).sum()
    };
    for i in 0..looks.len() {
        if looks[i].furniture == Some(Effect::EndsArticle)
            && words(i..looks.len(), keep) < words(0..i, keep)
        {
            for slot in &mut keep[i..] {
                *slot = false;
            }
            return;
        }
    }
}

/// Headings stay where text they head is kept; those before the headline and after the text go.
fn headings(page: &Page, looks: &[Look], headline: Option<usize>, keep: &mut [bool]) {
    for i in (0..keep.len()).rev() {
        if keep[i] && is_heading(&page.blocks[i]) && Some(i) != headline {
            let next = (i + 1..keep.len()).find(|j| looks[*j].words > 0);
            keep[i] = next.is_some_and(|j| keep[j]);
        }
    }
    // What stands above the headline is of the page, not of the article.
    if let Some(headline) = headline {
        let above: usize = (0..headline).filter(|i| keep[*i] && looks[*i].runs()).count();
        let below: usize = (headline..keep.len()).filter(|i| keep[*i] && looks[*i].runs()).count();
        if above < below {
            for slot in &mut keep[..headline] {
                *slot = false;
            }
        }
    }
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
        let (text, lines) = label_page(&html::read(&page_text));
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
        let (text, lines) = label_page(&html::read(&bomb));
        assert_eq!((text.as_str(), lines.len()), ("x\n", 1));
    }
}
