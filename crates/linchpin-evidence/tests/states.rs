//! Whether something agreed, planned or told still stands: in a changed copy, and across accounts of one event.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::{Divergence, Kind, Status, register};
use linchpin_evidence::document::{Document, Stated};

fn rows(one: &str, two: &str) -> Vec<Divergence> {
    let read = |text: &str| {
        let stated = Stated { published: "2024-03-28".parse().ok(), ..Stated::default() };
        Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
    };
    let all = register(&[read(one), read(two)]).divergences;
    all.into_iter().filter(|row| row.status != Status::NotOne).collect()
}

fn in_a_copy(one: &str, two: &str) -> Vec<Kind> {
    let around = |sentence: &str| match sentence {
        s if s.is_ascii() => format!(
            "Quay reopens\n\n{s} The eastern quay opened again in May. Its two cranes were built in Lindau. \
             Nobody was hurt in the storm. The harbour council will meet in June.\n"
        ),
        s if s.contains('。') => format!(
            "{s}东码头五月重新开放。两台起重机是在林道制造的。风暴中没有人受伤。港口委员会六月开会。\n"
        ),
        s => format!(
            "{s} 동쪽 부두는 5월에 다시 열렸다. 기중기 두 대는 린다우에서 만들었다. 폭풍에 다친 사람은 없었다. 항만 위원회는 6월에 모인다.\n"
        ),
    };
    rows(&around(one), &around(two)).iter().map(|row| row.kind).collect()
}

#[test]
fn a_changed_state_is_one_row_of_a_copy() {
    for (one, two) in [
        ("The agreement on ferries was signed.", "The agreement on ferries was cancelled."),
        ("The agreement on ferries was confirmed.", "The agreement on ferries was cancelled."),
        ("The two cities agreed on a ferry line.", "The two cities called off a ferry line."),
        ("The report on the leak was confirmed.", "The report on the leak was withdrawn."),
        ("The report on the leak was confirmed.", "The report on the leak was not confirmed."),
        ("The summit was held in Lindau.", "The summit was called off in Lindau."),
        ("The visit was postponed.", "The visit was cancelled."),
        ("The talks were resumed in May.", "The talks were broken off in May."),
        ("The pact is still in force.", "The pact has lapsed."),
        ("The merger was completed.", "The merger was abandoned."),
        ("두 도시는 여객선 협정을 체결했다.", "두 도시는 여객선 협정을 취소했다."),
        ("회담은 린다우에서 개최됐다.", "회담은 린다우에서 무산됐다."),
        ("两市签署了渡轮协议。", "两市取消了渡轮协议。"),
        ("会谈在林道举行。", "会谈在林道告吹。"),
    ] {
        for (one, two) in [(one, two), (two, one)] {
            assert_eq!(in_a_copy(one, two), [Kind::Negation], "{one} / {two}");
        }
    }
}

#[test]
fn other_words_for_one_state_are_no_row() {
    for (one, two) in [
        ("The summit was called off on Friday.", "The summit was cancelled on Friday."),
        ("The talks were halted in May.", "The talks were suspended in May."),
        ("The line was finished in May.", "The line was completed in May."),
        ("The mayor confirmed the deal.", "The mayor announced the deal."),
    ] {
        assert!(in_a_copy(one, two).is_empty(), "{one} / {two}");
    }
}

#[test]
fn accounts_of_one_event_disagree_on_what_stands() {
    let accounts = |one: &str, two: &str| {
        let first = format!(
            "Ministers meet in Oslo\n\nOla Lindqvist, the trade minister of Norway, met Kenji Moritani, the trade minister of Japan, in Oslo.\n\n{one}\n\n\
             Norway has sold timber to Japan since the war.\n\nIts fishermen want a quota of their own.\n"
        );
        let second = format!(
            "Norway and Japan hold talks\n\nKenji Moritani, Japan's minister of trade, held talks with Ola Lindqvist, Norway's minister of trade, in Oslo.\n\n{two}\n\n\
             Snow kept the press outside the old town hall.\n\nBoth went to a concert in the evening.\n"
        );
        let all = rows(&first, &second);
        all.iter().filter(|row| row.slot.starts_with("state of the")).count()
    };
    for (one, two, count) in [
        ("The ferry pact was signed on Friday.", "The ferry pact has been called off.", 1),
        ("The two signed a ferry agreement in the hall.", "The ferry deal was cancelled.", 1),
        ("The visit to Bergen was cancelled.", "The visit to Bergen will go ahead.", 1),
        // Another thing, another word for one state, and whoever tells both states.
        ("The ferry pact was signed on Friday.", "The rail pact was cancelled on Friday.", 0),
        ("The ferry pact was signed on Friday.", "The ferry accord was concluded.", 0),
        ("The ferry pact was signed, then cancelled.", "The ferry pact has been called off.", 0),
        ("The ferry pact was signed on Friday.", "If rain comes, the ferry pact is cancelled.", 0),
    ] {
        assert_eq!(accounts(one, two), count, "{one} / {two}");
    }
}
