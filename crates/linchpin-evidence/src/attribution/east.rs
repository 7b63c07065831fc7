//! Who said what in Korean and Chinese sentences.
//!
//! In comes a sentence; out go [`Quotation`]s by the frames of these languages (data/frames_east.csv):
//! `SOURCE은 CONTENT고 밝혔다`, `SOURCE은 CONTENT을 요청했다`, `SOURCE表示，CONTENT`, `“CONTENT”，SOURCE说`.

use super::{Quotation, Speech};
use crate::cues::CueKind;
use crate::span::Span;
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;
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

/// Finds every reporting word.
static FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(FRAMES.iter().map(|frame| frame.cue)).ok());

/// Where reporting words of a language stand in a text: the place and the row of each, by place.
fn told(text: &str, korean: bool) -> Vec<(usize, usize)> {
    let Some(finder) = &*FINDER else { return Vec::new() };
    let all = finder.find_overlapping_iter(text);
    let all = all.map(|hit| (hit.start(), hit.pattern().as_usize()));
    let mut out: Vec<(usize, usize)> =
        all.filter(|(_, row)| FRAMES[*row].korean == korean).collect();
    out.sort_unstable();
    out
}

/// The last reporting word of a Korean sentence, the longest that starts there.
fn last_told(text: &str) -> Option<(usize, &'static Frame)> {
    let all = told(text, true).into_iter().map(|(at, row)| (at, &FRAMES[row]));
    all.max_by_key(|(at, frame)| (*at, frame.cue.len()))
}

/// The first place of each Chinese reporting word in a text, in the order of the rows.
fn first_told(text: &str) -> Vec<(usize, &'static Frame)> {
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, row) in told(text, false) {
        first.entry(row).or_insert(at);
    }
    first.into_iter().map(|(row, at)| (at, &FRAMES[row])).collect()
}

/// The predicate a reporting word of these languages stands for.
pub(crate) fn predicate(cue: &str) -> Option<&'static str> {
    FRAMES.iter().find(|frame| frame.cue == cue).map(|frame| frame.predicate)
}

/// The reported speech of a sentence in Korean or Chinese.
pub(super) fn quotations(sentence: &str) -> Vec<Quotation> {
    if sentence.chars().any(crate::token::is_hangul) {
        let quoted = korean_marks(sentence);
        let told = if quoted.is_empty() { korean(sentence) } else { None };
        according(sentence, "에 따르면").into_iter().chain(quoted).chain(told).collect()
    } else {
        let told = chinese(sentence);
        let more = told.as_ref().and_then(|first| resumed(sentence, first));
        chinese_according(sentence).into_iter().chain(told).chain(more).collect()
    }
}

/// `SOURCE에 따르면 CONTENT`
fn according(text: &str, cue: &str) -> Option<Quotation> {
    let at = text.find(cue)?;
    let from = text[..at].rfind([',', '.']).map_or(0, |comma| comma + 1);
    let source = Span::new(from, at).trimmed(text);
    let cue = Span::new(at, at + cue.len());
    let source = (!source.is_empty()).then_some(source);
    made(text, Span::new(cue.end, text.len()), cue, source, CueKind::Says)
}

/// `据SOURCE统计，CONTENT`
fn chinese_according(text: &str) -> Option<Quotation> {
    const CUES: &[&str] =
        &["统计", "透露", "报道", "介绍", "消息", "数据", "公告", "报告", "估计", "了解", "称"];
    let at = text.find('据').filter(|at| *at == 0 || text[..*at].ends_with(['，', '。']))?;
    let start = at + '据'.len_utf8();
    let comma = start + text.get(start..)?.find('，')?;
    let lead = text.get(start..comma)?;
    let cue = CUES.iter().find(|cue| lead.ends_with(**cue))?;
    let end = comma - cue.len();
    let source = (end > start).then(|| Span::new(start, end));
    let body = Span::new(comma + '，'.len_utf8(), text.len());
    made(text, body, Span::new(end, comma), source, CueKind::Says)
}

/// The second part of a quotation that its report broke: `“…，”李明说，“…。”`
fn resumed(text: &str, first: &Quotation) -> Option<Quotation> {
    let cue = first.cue?;
    let rest = text.get(cue.end..).filter(|_| first.content.start < cue.start)?;
    let open = rest.find(['“', '「']).filter(|at| rest[..*at].chars().count() <= 2)?;
    let span = Span::new(cue.end + open, text.len());
    made(text, span, cue, first.source, first.cue_kind.unwrap_or(CueKind::Says))
}

/// Every stretch between marks that a Korean sentence reports: `SOURCE은 “…”며 “…”고 말했다`, `“…” SOURCE이 말했다`.
fn korean_marks(text: &str) -> Vec<Quotation> {
    const AFTER: &[&str] = &[
        "이라며",
        "라며",
        "며",
        "면서",
        "이라면서",
        "라면서",
        "이라고",
        "라고",
        "고",
        "는",
        "라는",
    ];
    let Some((at, frame)) = last_told(text) else { return Vec::new() };
    let cue = Span::new(at, at + frame.cue.len());
    let mut pairs: Vec<Span> = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..at].find(['“', '"']).map(|open| from + open) {
        let mark = if text[open..].starts_with('“') { '“' } else { '"' };
        let inner = open + mark.len_utf8();
        let close = if mark == '“' { '”' } else { '"' };
        let Some(length) = text[inner..at].find(close) else { break };
        from = inner + length + close.len_utf8();
        pairs.push(Span::new(open, from));
    }
    let leads = pairs.first().is_some_and(|pair| pair.start == 0);
    let ends = |pair: &Span| {
        let rest = text[pair.end..].trim_start();
        AFTER.iter().any(|word| rest.starts_with(word)) || leads && pairs.len() == 1
    };
    if !pairs.iter().any(ends) {
        return Vec::new();
    }
    let source = if leads && pairs.len() == 1 {
        let words = Span::new(pairs[0].end, at).trimmed(text);
        let bare = words.of(text).unwrap_or("");
        let subject = TOPIC.iter().find(|particle| bare.ends_with(**particle));
        subject.map(|particle| Span::new(words.start, words.end - particle.len()))
    } else {
        topic(text, pairs.first().map_or(at, |pair| pair.start)).and_then(|(source, _)| source)
    };
    let said = pairs.iter().filter(|pair| ends(pair));
    said.filter_map(|pair| made(text, *pair, cue, source, frame.kind)).collect()
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
    &["이라고", "라고", "다고", "냐고", "자고", "하기로", "기로", "고", "을", "를", "에", "으로"];

fn korean(text: &str) -> Option<Quotation> {
    let (at, frame) = last_told(text)?;
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
            let inner = LINKS
                .iter()
                .take(8)
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
        if let Some((at, frame)) = first_told(rest).into_iter().find(|(at, _)| *at <= 60) {
            let at = after + at;
            let source = Span::new(after, at);
            let words = source.of(text)?;
            let lead = words.len() - words.trim_start_matches(['，', ',', ' ']).len();
            let source = Span::new(after + lead, at);
            let source = (!source.is_empty()).then_some(source);
            let cue = Span::new(at, at + frame.cue.len());
            return made(text, Span::new(0, after), cue, source, frame.kind);
        }
    }
    let (at, frame) = first_told(text)
        .into_iter()
        .filter_map(|(at, frame)| {
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
    source = bare_source(text, source);
    let cue = Span::new(at, at + frame.cue.len());
    let source = (!source.is_empty()).then_some(source);
    // `否认了`, `表示过`: a particle of the verb.
    let after = text.get(cue.end..)?;
    let particle = after.chars().next().filter(|c| matches!(c, '了' | '过' | '着'));
    let body = cue.end + particle.map_or(0, char::len_utf8);
    made(text, Span::new(body, text.len()), cue, source, frame.kind)
}

/// A source without the day and the place that stand between it and its verb: `赵静27日在记者会上说`.
fn bare_source(text: &str, source: Span) -> Span {
    let words = source.of(text).unwrap_or("");
    let far = |at: &usize| words[..*at].chars().count() >= 2;
    let day = words.find(|c: char| c.is_ascii_digit()).filter(far);
    let place = words.find('在').filter(far);
    // `李娜周二表示`; but `周强` is a name.
    let weekday = ["周", "星期", "礼拜"].iter().filter_map(|mark| {
        // `周强周四表示`: the first 周 is a name.
        let days = words.match_indices(*mark).filter(|(at, _)| far(at));
        let is_day = |at: usize| {
            let next = words.get(at + mark.len()..).and_then(|rest| rest.chars().next());
            next.is_some_and(|next| "一二三四五六日天".contains(next))
        };
        days.map(|(at, _)| at).find(|at| is_day(*at))
    });
    let end = day.into_iter().chain(place).chain(weekday).min().unwrap_or(words.len());
    Span::new(source.start, source.start + end)
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
