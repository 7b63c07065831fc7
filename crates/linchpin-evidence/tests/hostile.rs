//! No input stops a parser, and no layer loses text.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::attribution::quotations;
use linchpin_evidence::document::{Document, Stated};
use linchpin_evidence::lines::label_plain;
use linchpin_evidence::names::likeness;
use linchpin_evidence::number::numbers;
use linchpin_evidence::pipeline::to_json;
use linchpin_evidence::sentence::{sentences, split};
use linchpin_evidence::time::{Anchor, times};
use linchpin_evidence::{decode, html};
use proptest::prelude::*;

/// Text made of the pieces the parsers look at.
fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "said",
        " that ",
        "“",
        "”",
        "\"",
        ". ",
        ".",
        "$",
        "5",
        "1,000",
        " million",
        "%",
        " to ",
        "-",
        "the ",
        "26th",
        " (local time)",
        "Friday",
        " last ",
        "week",
        "Lee Jae-yong",
        ", ",
        "according to ",
        "\n",
        "\n\n",
        "한국",
        "中国",
        "U.S.",
        " Mr. ",
        "…",
        "two",
        "-thirds",
        " of ",
        "'",
        "’s",
        "\u{feff}",
        "\u{301}",
        "March 31",
        "1/2",
        "½",
        "Q3 2024",
        "not ",
        "if ",
        "<p>",
        "</div>",
        "&amp;",
        "<script>",
        "`` ",
        "''",
        "a.m.",
        "2024-02-30",
        "Minister ",
        "Earlier ",
        " reports ",
        " named ",
        " told ",
        " who ",
        " (",
        ") ",
        "Asked ",
        " and ",
        " but ",
        " instead ",
        " saying ",
        " warned ",
        "Oslo ",
        "Chicago Bulls",
        " Bank of Japan",
        " & ",
        "REUTERS",
        " every ",
        " ago",
        " a half ",
        "Related",
        "Advertisement",
        "、",
        "。",
    ]);
    prop::collection::vec(words, 0..40).prop_map(|parts| parts.concat())
}

/// Characters that are no white space.
fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(document) = Document::read(&bytes, &Stated::default()) {
            let analysis = Analysis::of(document);
            let out = to_json(&analysis).to_string();
            prop_assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok());
        }
        let _ = decode::decode("x", &bytes);
    }

    #[test]
    fn spans_fit_and_nothing_is_lost(text in pieces()) {
        let lines = label_plain(&text);
        let joined: String = lines.iter().filter_map(|line| line.span.of(&text)).collect();
        prop_assert_eq!(solid(&joined), solid(&text));
        let found = sentences(&text, &lines);
        let joined: String = found.iter().filter_map(|sentence| sentence.span.of(&text)).collect();
        prop_assert_eq!(solid(&joined), solid(&text));
        let mut last = 0;
        for span in split(&text) {
            prop_assert!(span.start >= last && span.of(&text).is_some());
            last = span.end;
        }
        let anchor = "2024-03-28".parse().ok().map(|as_of| Anchor::published(&as_of));
        for when in times(&text, anchor) {
            prop_assert!(when.span.of(&text).is_some_and(|words| !words.is_empty()));
        }
        for number in numbers(&text) {
            prop_assert!(number.span.holds(number.figure) && number.span.of(&text).is_some() && number.value.is_finite());
        }
        for quotation in quotations(&text) {
            prop_assert!(quotation.content.of(&text).is_some_and(|words| !words.is_empty()));
        }
    }

    #[test]
    fn analyses_are_the_same_twice(text in pieces()) {
        if let Ok(document) = Document::read(text.as_bytes(), &Stated::default()) {
            let (one, two) = (Analysis::of(document.clone()), Analysis::of(document));
            prop_assert_eq!(to_json(&one).to_string(), to_json(&two).to_string());
        }
    }

    #[test]
    fn pages_are_read(text in pieces()) {
        let page = html::read(&text);
        prop_assert!(page.blocks.iter().all(|block| !block.text.trim().is_empty()));
    }

    #[test]
    fn likeness_is_symmetric_and_bounded(one in "[A-Za-z한 .,'-]{0,20}", two in "[A-Za-z한 .,'-]{0,20}") {
        let (a, b) = (likeness(&one, &two), likeness(&two, &one));
        prop_assert!((a - b).abs() < 1e-9 && (0.0..=1.0).contains(&a), "{a} {b}");
    }

    #[test]
    fn any_two_texts_can_be_compared(one in pieces(), two in pieces()) {
        let read = |text: &str| {
            let document = Document::read(text.as_bytes(), &Stated::default()).ok()?;
            Some(Analysis::of(document))
        };
        if let (Some(a), Some(b)) = (read(&one), read(&two)) {
            let here = linchpin_evidence::divergence::register(&[a.clone(), b.clone()]);
            let there = linchpin_evidence::divergence::register(&[b, a]);
            prop_assert_eq!(here, there);
        }
    }
}

/// Whatever is about to be said about a day when the text ends: nothing is read, and nothing stops.
#[test]
fn a_text_may_end_anywhere() {
    let whole = [
        "the week of March 4, 2024",
        "the week ended on Sept. 28",
        "the first three months of fiscal 2025",
        "from March 3 through the 5th of April 2024",
        "last Friday, 26 March (local time)",
        "between 2019 and the second half of 2021",
        "by the end of the third quarter of 2024-25",
        "early in the week of the 14-Nov-23",
        "since the late 1990s, in the summer of last year",
    ];
    for text in whole {
        for (end, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let cut = &text[..end];
            let day = "2024-03-28".parse().ok().map(|as_of| Anchor::published(&as_of));
            for anchor in [None, day] {
                let _ = times(cut, anchor);
            }
        }
    }
    assert!(times("week of ", None).is_empty(), "a week of nothing is no time");
}
