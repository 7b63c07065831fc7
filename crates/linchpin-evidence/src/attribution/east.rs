//! Who said what in Korean and Chinese sentences.
//!
//! In comes a sentence; out go [`Quotation`]s by the frames of these languages (data/frames_east.csv):
//! `SOURCE은 CONTENT고 밝혔다`, `SOURCE은 CONTENT을 요청했다`, `SOURCE表示，CONTENT`, `“CONTENT”，SOURCE说`.

use super::{Quotation, Speech};
use crate::cues::CueKind;
use crate::span::Span;
use std::sync::LazyLock;

/// A reporting word: its form, language, what it reports, and its predicate.
struct Frame {
    cue: &'static str,
    korean: bool,
    kind: CueKind,
    predicate: &'static str,
}

static FRAMES: LazyLock<Vec<Frame>> = LazyLock::new(|| {
    let rows = include_str!("../../data/frames_east.csv").lines().skip(1);
    let rows = rows.filter_map(|line| {
        let mut cells = line.split(',');
        let (cue, lang, kind) = (cells.next()?, cells.next()?, cells.next()?);
        let kind = match kind {
            "asks" => CueKind::Asks,
            "orders" => CueKind::Orders,
            "denies" => CueKind::Denies,
            "opines" => CueKind::Opines,
            "predicts" => CueKind::Predicts,
            _ => CueKind::Says,
        };
        Some(Frame { cue, korean: lang == "ko", kind, predicate: cells.next()? })
    });
    rows.collect()
});

/// The predicate a reporting word of these languages stands for.
pub(crate) fn predicate(cue: &str) -> Option<&'static str> {
    FRAMES.iter().find(|frame| frame.cue == cue).map(|frame| frame.predicate)
}

/// The reported speech of a sentence in Korean or Chinese.
pub(super) fn quotations(sentence: &str) -> Vec<Quotation> {
    if sentence.chars().any(crate::token::is_hangul) {
        korean(sentence).into_iter().collect()
    } else {
        chinese(sentence).into_iter().collect()
    }
}

fn made(
    text: &str,
    content: Span,
    cue: Span,
    source: Option<Span>,
    kind: CueKind,
) -> Option<Quotation> {
    let outer = content.trimmed(text);
    let marks: &[char] =
        &['“', '”', '"', '「', '」', '『', '』', ' ', '，', ',', '。', '.', '：', ':', '‘', '’'];
    let words = outer.of(text)?;
    let start = words.len() - words.trim_start_matches(marks).len();
    let end = words.trim_end_matches(marks).len();
    if end <= start {
        return None;
    }
    let content = Span::new(outer.start + start, outer.start + end);
    let opened = words.starts_with(['“', '"', '「', '『']);
    let marked = words.contains(['“', '"', '「', '『', '‘']);
    let speech = match (opened, marked) {
        (true, _) => Speech::Direct,
        (false, true) => Speech::Mixed,
        (false, false) => Speech::Indirect,
    };
    Some(Quotation {
        content,
        outer,
        speech,
        cue: Some(cue),
        cue_kind: Some(kind),
        source,
        inherited: false,
    })
}

/// Particles that close the topic or subject of a Korean sentence, longest first.
const TOPIC: &[&str] = &["에서는", "께서는", "은", "는", "이", "가"];
/// What links content to a Korean reporting word, longest first.
const LINKS: &[&str] =
    &["이라고", "라고", "다고", "냐고", "자고", "하기로", "기로", "고", "을", "를", "에"];

fn korean(text: &str) -> Option<Quotation> {
    let (at, frame) = FRAMES
        .iter()
        .filter(|frame| frame.korean)
        .filter_map(|frame| Some((text.rfind(frame.cue)?, frame)))
        .max_by_key(|(at, frame)| (*at, frame.cue.len()))?;
    let cue = Span::new(at, at + frame.cue.len());
    let (source, body) = topic(text, at)?;
    let mut end = text[..at].trim_end().len();
    // Adverbs between content and cue: `고 26일 밝혔다`.
    let link = LINKS.iter().find_map(|link| {
        let words = text.get(body..end)?;
        words.ends_with(link).then(|| end - link.len())
    });
    match link {
        Some(linked) => {
            let kept =
                matches!(text.get(linked..end), Some("다고" | "냐고" | "자고" | "하기로" | "기로"));
            end = if kept { end - "고".len() } else { linked };
        }
        None => {
            let words = text.get(body..end)?;
            let inner = LINKS[..8]
                .iter()
                .filter_map(|link| Some(words.rfind(&format!("{link} "))? + link.len()))
                .max();
            end = inner.map_or(end, |inner| body + inner);
        }
    }
    made(text, Span::new(body, end), cue, source, frame.kind)
}

/// The topic phrase a Korean sentence starts with, and where the rest starts.
fn topic(text: &str, before: usize) -> Option<(Option<Span>, usize)> {
    let mut at = 0;
    for word in text.get(..before)?.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', ',']);
        let end = at + bare.len();
        let quoted = text.get(..end)?.contains(['“', '"', '「', '‘']);
        if quoted {
            break;
        }
        let particle = TOPIC.iter().find(|particle| {
            bare.ends_with(**particle) && bare.chars().count() > particle.chars().count() + 1
        });
        if let Some(particle) = particle {
            let source = Span::new(0, end - particle.len());
            return Some((Some(source.trimmed(text)), at + word.len()));
        }
        at += word.len();
        // A topic stands near the start.
        if at > 120 {
            break;
        }
    }
    Some((None, 0))
}

fn chinese(text: &str) -> Option<Quotation> {
    // `“CONTENT”，SOURCE说。`
    if let Some(close) = text.find(['”', '」']).filter(|_| text.starts_with(['“', '「'])) {
        let after = close + text[close..].chars().next().map_or(0, char::len_utf8);
        let rest = text.get(after..)?;
        let found = FRAMES.iter().filter(|frame| !frame.korean).find_map(|frame| {
            let at = rest.find(frame.cue)?;
            (at <= 60).then_some((after + at, frame))
        });
        if let Some((at, frame)) = found {
            let source = Span::new(after, at);
            let words = source.of(text)?;
            let lead = words.len() - words.trim_start_matches(['，', ',', ' ']).len();
            let source = Span::new(after + lead, at);
            let source = (!source.is_empty()).then_some(source);
            let cue = Span::new(at, at + frame.cue.len());
            return made(text, Span::new(0, after), cue, source, frame.kind);
        }
    }
    let (at, frame) = FRAMES
        .iter()
        .filter(|frame| !frame.korean)
        .filter_map(|frame| {
            let at = text.find(frame.cue)?;
            let after = text.get(at + frame.cue.len()..)?;
            // `说明`, `称为`, `要求书` are other words: a clause or a mark must follow.
            let other = ["明", "法", "为", "號", "号", "書", "书", "不定"]
                .iter()
                .any(|c| after.starts_with(c));
            (!other && at > 0 && !after.trim().is_empty()).then_some((at, frame))
        })
        .min_by_key(|(at, frame)| (*at, std::cmp::Reverse(frame.cue.len())))?;
    let from = text[..at].rfind(['，', ',', '；', '。']).filter(|comma| at - comma > 9);
    let from =
        from.map_or(0, |comma| comma + text[comma..].chars().next().map_or(0, char::len_utf8));
    // What stands before a short comma is the source's own lead: `韩国26日，商务部表示`.
    let mut source = Span::new(from, at).trimmed(text);
    let words = source.of(text)?;
    for adverb in ["还", "并", "也", "则", "当天", "当日", "日前", "同时"] {
        if words.ends_with(adverb) {
            source = Span::new(source.start, source.end - adverb.len());
            break;
        }
    }
    let cue = Span::new(at, at + frame.cue.len());
    let source = (!source.is_empty()).then_some(source);
    made(text, Span::new(cue.end, text.len()), cue, source, frame.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        let words = |span: Option<Span>| span.and_then(|span| span.of(text)).unwrap_or("-");
        quotations(text)
            .into_iter()
            .map(|q| format!("{} | {} | {}", words(Some(q.content)), words(q.cue), words(q.source)))
            .collect::<Vec<_>>()
            .join(" / ")
    }

    #[test]
    fn korean_frames() {
        assert_eq!(
            found("항만청은 두 척이 늦어진다고 밝혔다."),
            "두 척이 늦어진다 | 밝혔다 | 항만청"
        );
        assert_eq!(
            found("홍길동 차관은 “우리는 기다린다”고 말했다."),
            "우리는 기다린다 | 말했다 | 홍길동 차관"
        );
        assert_eq!(
            found("산업부는 중국 측에 원자재 공급 안정을 요청했다."),
            "중국 측에 원자재 공급 안정 | 요청했다 | 산업부"
        );
    }

    #[test]
    fn chinese_frames() {
        assert_eq!(found("港务局表示，两艘船将晚到。"), "两艘船将晚到 | 表示 | 港务局");
        assert_eq!(found("“我们等着”，李明说。"), "我们等着 | 说 | 李明");
        assert_eq!(found("双方同意加强对话与合作。"), "加强对话与合作 | 同意 | 双方");
    }
}
