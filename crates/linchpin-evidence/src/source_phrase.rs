//! The noun phrase that names a source, beside a reporting verb.
//!
//! In come the tokens of a sentence and the place of the verb; out goes a run of tokens. No parser:
//! a phrase ends at punctuation, clause words and verbs; an apposition between commas belongs to it.

use crate::calendar::is_time_word;
use crate::lines::is_stopword;
use crate::quoted::Reading;
use crate::token::TokenKind;
use crate::vocabulary::Vocabulary;
use std::sync::LazyLock;

/// Tokens `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NounPhrase {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

static CLAUSE_WORDS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::list([
        "that", "which", "as", "while", "because", "when", "if", "although", "though", "but",
        "since", "after", "before", "where", "so", "than", "whether", "until", "unless", "because",
        "yet",
    ])
});
static VERBS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::list([
        "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "could",
        "can", "may", "might", "should", "must", "did", "does", "do", "said", "says", "told",
        "came", "comes", "made", "took", "went", "met", "meet", "rose", "fell", "began", "became",
    ])
});

fn is_quote(word: &str) -> bool {
    matches!(word, "“" | "”" | "\"" | "‘" | "«" | "»" | "``" | "''")
}

/// The phrase that ends right before token `end`.
pub(crate) fn phrase_before(reading: &Reading<'_, '_>, end: usize) -> Option<NounPhrase> {
    // `Rep. Ann Marsh (D., Ohio) said`
    if end > 0 && reading.w(end - 1) == ")" {
        let open = (end.saturating_sub(14)..end).rev().find(|i| reading.w(*i) == "(")?;
        let head = run_before(reading, open)?;
        return Some(NounPhrase { from: head, to: end });
    }
    let mut to = end;
    // `SOURCE, an apposition, said`
    let mut from = end;
    // The comma may stand inside a closing quotation mark: `of the “Big Committee,” stated`.
    let quoted = to > 1 && is_quote(reading.w(to - 1)) && reading.w(to - 2) == ",";
    if to > 0 && reading.w(to - 1) == "," || quoted && reading.quote_opens_inside(to - 1) {
        let inner = if quoted { to - 2 } else { to - 1 };
        let open = (inner.saturating_sub(28)..inner).rev().find(|i| reading.w(*i) == ",");
        let open = open.filter(|open| *open > 0 && !is_quote(reading.w(open - 1)))?;
        // Appositions can hold a list: `, Minister of Trade, Industry and Energy,`.
        let open = outer_comma(reading, open);
        to = inner;
        from = open;
    }
    let head_end = if from < to { from } else { to };
    let head = run_before(reading, head_end)?;
    Some(NounPhrase { from: head, to })
}

/// Steps over commas that separate capitalised parts of one title.
fn outer_comma(reading: &Reading<'_, '_>, mut open: usize) -> usize {
    loop {
        let back = (open.saturating_sub(8)..open).rev().find(|i| reading.w(*i) == ",");
        let Some(earlier) = back.filter(|i| *i > 0) else { return open };
        let between = &reading.all[earlier + 1..open];
        let title = between.iter().any(|token| crate::titles::is_head(&token.lower()));
        let small = between.len() <= 7
            && !between
                .iter()
                .any(|token| VERBS.contains(token.lower().as_str()) || is_quote(token.text));
        if !(title && small) {
            return open;
        }
        open = earlier;
    }
}

/// Whether the mark at token `at` joins words of the phrase that ends at `end`.
fn joins(reading: &Reading<'_, '_>, at: usize, end: usize) -> bool {
    let token = reading.all[at];
    let i = at + 1;
    let stop = token.text == "." && !is_short(reading, at);
    // `the bakers' guild`
    let owned = matches!(token.text, "'" | "’")
        && i >= 2
        && reading.w(i - 2).ends_with('s')
        && reading.all[i - 2].span.end == token.span.start
        && reading.all.get(i).is_some_and(|next| next.span.start > token.span.end);
    matches!(token.text, "-" | "&" | "." | "%" | "$" | "/") && end - i > 0 && !stop
        || owned && end - i > 0
}

/// Whether `and` or `or` before token `i` joins two names, not two clauses.
fn joins_names(reading: &Reading<'_, '_>, i: usize) -> bool {
    let left = i >= 2
        && (reading.all[i - 2].is_capital()
            || reading.all.get(i).is_some_and(|t| !t.is_capital())
                && i >= 3
                && !reading.all[i - 2].text.ends_with("ed"));
    let right = reading.all.get(i).is_some_and(|t| t.is_capital() || t.kind == TokenKind::Word);
    let pronoun = matches!(reading.w(i), "he" | "she" | "they" | "it" | "we" | "i");
    left && right && !pronoun
}

fn run_before(reading: &Reading<'_, '_>, end: usize) -> Option<usize> {
    let mut i = end;
    while i > 0 {
        if let Some(start) = reading.name_start(i - 1) {
            i = start;
            continue;
        }
        let token = reading.all[i - 1];
        let word = reading.w(i - 1);
        if token.kind == TokenKind::Mark && !joins(reading, i - 1, end) {
            break;
        }
        if CLAUSE_WORDS.contains(word) || VERBS.contains(word) && !token.is_capital() {
            break;
        }
        if matches!(word, "and" | "or") && !joins_names(reading, i) {
            break;
        }
        if end - i > 24 {
            return None;
        }
        i -= 1;
    }
    let i = after_adverbial(reading, i, end);
    if i >= end {
        return None;
    }
    let named = reading.all[i..end].iter().any(|token| {
        token.kind == TokenKind::Word && (!is_stopword(&token.lower()) || is_person(&token.lower()))
    });
    named.then_some(i)
}

/// Where the phrase from `i` to `end` starts behind an adverbial: `On Friday the company`, `In Seoul officials`.
fn after_adverbial(reading: &Reading<'_, '_>, i: usize, end: usize) -> usize {
    let first = reading.w(i);
    if !opens_adverbial(first) {
        return i;
    }
    let restart = (i + 1..end).find(|j| {
        let article = opens_phrase(reading.w(*j));
        let time_before = is_time_word(reading.w(j - 1)) && !is_time_word(reading.w(*j));
        (article && *j > i + 1 || time_before) && reading.all[*j].kind == TokenKind::Word
    });
    restart.unwrap_or(if is_adverb(first) { i + 1 } else { end })
}

/// Whether a word opens an adverbial, or is one.
fn opens_adverbial(word: &str) -> bool {
    matches!(
        word,
        "on" | "in"
            | "at"
            | "by"
            | "late"
            | "early"
            | "last"
            | "earlier"
            | "yesterday"
            | "today"
            | "for"
            | "with"
            | "from"
            | "under"
            | "during"
            | "however"
            | "meanwhile"
            | "still"
            | "also"
            | "instead"
            | "and"
            | "of"
            | "to"
    )
}

/// Whether a word is an adverbial by itself.
fn is_adverb(word: &str) -> bool {
    matches!(
        word,
        "however"
            | "meanwhile"
            | "still"
            | "also"
            | "instead"
            | "and"
            | "yesterday"
            | "today"
            | "earlier"
    )
}

/// Whether a word opens the phrase of a source: an article, a pronoun, `officials`.
fn opens_phrase(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "its"
            | "his"
            | "her"
            | "their"
            | "he"
            | "she"
            | "they"
            | "it"
            | "we"
            | "i"
            | "one"
            | "some"
            | "officials"
            | "analysts"
    )
}

fn is_person(lower: &str) -> bool {
    matches!(
        lower,
        "he" | "she"
            | "they"
            | "it"
            | "we"
            | "i"
            | "who"
            | "some"
            | "others"
            | "both"
            | "another"
            | "many"
    )
}

/// Where a clause behind a name ends: the first of these marks after `from` that shortens no word.
fn clause_end(reading: &Reading<'_, '_>, from: usize, marks: &[&str]) -> usize {
    let end = (from..reading.all.len())
        .find(|j| marks.contains(&reading.all[*j].text) && !is_short(reading, *j));
    end.unwrap_or(reading.all.len())
}

/// Marks that end a clause after a comma, and those that end one in running text.
const AFTER_COMMA: &[&str] = &[",", ".", ";", "”", "\"", "—"];
const RUNNING: &[&str] = &[",", ".", ";", "”", "\"", "—", "--", "``", "“"];

/// The phrase that starts at token `start`.
pub(crate) fn phrase_after(reading: &Reading<'_, '_>, start: usize) -> Option<NounPhrase> {
    let mut i = start;
    let mut commas = 0;
    while i < reading.all.len() && i - start < 30 {
        let token = reading.all[i];
        let word = reading.w(i);
        if token.kind == TokenKind::Mark {
            if token.text == "," && commas == 0 && apposition(reading, i) {
                commas += 1;
                i += 1;
                continue;
            }
            // `said Anna Holt, who has run it since 2011`: up to the next comma or the end.
            if token.text == "," && matches!(reading.w(i + 1), "who" | "whose" | "which") {
                let end = clause_end(reading, i + 1, AFTER_COMMA);
                if end - i <= 20 {
                    return Some(NounPhrase { from: start, to: end });
                }
            }
            let short = token.text == "." && i > start && is_short(reading, i);
            if !matches!(token.text, "-" | "&" | "$" | "%" | "/") && !short {
                break;
            }
        }
        // `told the committee she had …`
        let pronoun =
            i > start && matches!(word, "he" | "she" | "they" | "it" | "we" | "i" | "there");
        if pronoun {
            break;
        }
        // `one person who has worked there for years`: up to the next mark or the end.
        if matches!(word, "who" | "whose") && i > start {
            let end = clause_end(reading, i + 1, RUNNING);
            if end - i <= 16 {
                return Some(NounPhrase { from: start, to: end });
            }
        }
        if ends_phrase(reading, start, i) {
            break;
        }
        i += 1;
    }
    let to = without_tail(reading, start, i);
    let named = reading.all[start..to].iter().any(|token| {
        token.kind == TokenKind::Word && (!is_stopword(&token.lower()) || is_person(&token.lower()))
    });
    (to > start && named).then_some(NounPhrase { from: start, to })
}

/// Whether the word at token `i` is no longer of the phrase: a clause, a time, `in a statement`, `to`.
fn ends_phrase(reading: &Reading<'_, '_>, start: usize, i: usize) -> bool {
    let word = reading.w(i);
    let clause =
        CLAUSE_WORDS.contains(word) || VERBS.contains(word) && !reading.all[i].is_capital();
    // `figures released Wednesday` keeps its day.
    let released = i > start && reading.w(i - 1).len() > 4 && reading.w(i - 1).ends_with("ed");
    let time = !released
        && (is_time_word(word) && i > start || word == "on" && is_time_word(reading.w(i + 1)));
    let adverbial = i > start
        && matches!(word, "in")
        && matches!(
            reading.w(i + 2),
            "statement"
                | "interview"
                | "report"
                | "letter"
                | "briefing"
                | "speech"
                | "release"
                | "note"
        );
    clause || time || adverbial || word == "to" && i > start
}

/// The end of a phrase without marks, adverbs and prepositions at it: `said the doctor slowly`.
fn without_tail(reading: &Reading<'_, '_>, start: usize, mut i: usize) -> usize {
    let adverb = |i: usize| {
        let word = reading.w(i - 1);
        i > start + 1
            && word.len() > 4
            && word.ends_with("ly")
            && !reading.all[i - 1].is_capital()
            && !matches!(word, "family" | "ally" | "assembly" | "monopoly" | "supply" | "anomaly")
    };
    while i > start
        && (reading.all[i - 1].kind == TokenKind::Mark
            || adverb(i)
            || matches!(reading.w(i - 1), "of" | "for" | "and" | "in" | "at" | "the"))
    {
        i -= 1;
    }
    i
}

/// Whether the stop at token `i` belongs to an abbreviation: `Mr.`, `J.`, `Inc.`
fn is_short(reading: &Reading<'_, '_>, i: usize) -> bool {
    let before = reading.w(i.wrapping_sub(1));
    let glued = i > 0 && reading.all[i - 1].span.end == reading.all[i].span.start;
    let title = matches!(
        before,
        "mr" | "mrs"
            | "ms"
            | "dr"
            | "prof"
            | "sen"
            | "rep"
            | "gov"
            | "gen"
            | "st"
            | "col"
            | "lt"
            | "rev"
            | "hon"
    );
    let form = matches!(before, "inc" | "corp" | "co" | "ltd" | "jr" | "sr" | "bros");
    let goes_on = i + 1 < reading.all.len();
    glued
        && goes_on
        && (title || form || before.chars().count() == 1 && reading.all[i - 1].is_capital())
}

/// Whether the comma at `i` opens an apposition: `Anna Holt, the harbour master.`
fn apposition(reading: &Reading<'_, '_>, i: usize) -> bool {
    let next = reading.w(i + 1);
    let article = matches!(next, "the" | "a" | "an" | "its" | "his" | "who");
    let titled =
        (i + 1..(i + 5).min(reading.all.len())).any(|j| crate::titles::is_head(reading.w(j)));
    let named = reading.all.get(i.wrapping_sub(1)).is_some_and(|token| token.is_capital());
    named
        && (titled
            || article
                && next != "who"
                && (i + 1..(i + 12).min(reading.all.len())).all(|j| !VERBS.contains(reading.w(j))))
}
