//! Changed copies and neutral edits that fresh seeds of the generator missed, and what counts as one source.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::{Register, Status, register};
use linchpin_evidence::document::{Document, Stated};
use linchpin_evidence::unread::unread;

fn read(text: &str) -> Analysis {
    let stated = Stated { published: "2024-03-28".parse().ok(), ..Stated::default() };
    Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
}

fn kinds(one: &str, two: &str) -> Vec<&'static str> {
    let around = |sentence: &str| {
        read(&format!(
            "Quay reopens\n\n{sentence} The eastern quay opened again in May. Its two cranes were built in Lindau. \
             Nobody was hurt in the storm. The harbour council will meet in June.\n"
        ))
    };
    let all = register(&[around(one), around(two)]).divergences;
    all.iter().filter(|row| row.status != Status::NotOne).map(|row| row.kind.as_str()).collect()
}

#[test]
fn changes_are_found() {
    for (one, two, kind) in [
        ("The firm hopes to buy the mill.", "The firm agreed to buy the mill.", "modality"),
        ("The firm wants to buy the mill.", "The firm decided to buy the mill.", "modality"),
        ("The firm ruled out a sale.", "The firm did not rule out a sale.", "negation"),
        (
            "The council postponed the vote in May.",
            "The council brought forward the vote in May.",
            "negation",
        ),
        ("The strike ended after 76 days.", "The strike ended after 78 days.", "number"),
        ("More than twenty towns lost power.", "At least twenty towns lost power.", "number"),
        ("One in ten towns lost power.", "Two in ten towns lost power.", "number"),
        ("The rules on imports hurt trade.", "The rules on exports hurt trade.", "negation"),
        ("They signed a pact on fisheries.", "They signed a pact on water.", "term"),
        (
            "Sales fell in the third quarter of 2026.",
            "Sales fell in the second half of 2026.",
            "date",
        ),
    ] {
        for (one, two) in [(one, two), (two, one)] {
            assert_eq!(kinds(one, two), [kind], "{one} / {two}");
        }
    }
}

#[test]
fn other_words_for_the_same_are_quiet() {
    for (one, two) in [
        ("The firm plans to buy the mill.", "The firm intends to buy the mill."),
        ("The firm wants to buy the mill.", "The firm hopes to buy the mill."),
        ("The firm does not rule out closing its mill.", "The firm may close its mill, it said."),
        ("The strike ended after 60 days.", "The strike ended after two months."),
        ("Sales fell by a tenth in May.", "Sales fell by one in ten in May."),
        ("The talks lasted 90 minutes.", "The talks lasted one and a half hours."),
        ("More than twenty towns lost power.", "Over twenty towns lost power."),
    ] {
        assert!(kinds(one, two).is_empty(), "{one} / {two}: {:?}", kinds(one, two));
    }
}

/// Two accounts of one meeting in words of their own, each resting on a wire.
fn retold(one: &str, two: &str) -> Register {
    let first = format!(
        "Ministers meet in Oslo\n\nOla Lindqvist, the trade minister of Norway, met Kenji Moritani, the trade minister of Japan, in Oslo on Friday, {one} reported.\n\n\
         Norway has sold timber to Japan since the war.\n\nIts fishermen want a quota of their own.\n"
    );
    let second = format!(
        "Japan and Norway speak of fish\n\nFish were the subject when Kenji Moritani, who leads Japan's trade ministry, received his colleague Ola Lindqvist, a person close to the talks told {two}.\n\n\
         Snow kept the press outside the old town hall.\n\nBoth went to a concert in the evening.\n"
    );
    register(&[read(&first), read(&second)])
}

#[test]
fn two_retellings_of_one_wire_are_one_source() {
    let pair = |one, two| {
        let found = retold(one, two).dependence;
        found.into_iter().find(|pair| pair.copies).map(|pair| pair.basis)
    };
    assert_eq!(pair("Reuters", "Reuters").as_deref(), Some("org:reuters"));
    assert_eq!(pair("Reuters", "Kyodo News"), None);
}

#[test]
fn what_cannot_be_read_is_named() {
    let german = read(
        "Treffen in Oslo\n\nDie Minister trafen sich am Freitag und sprachen über den Handel mit Fisch. Die Gespräche dauerten zwei Stunden, und danach fuhren beide ab.\n",
    );
    let english = read(
        "Meeting in Oslo\n\nThe ministers met on Friday and spoke about the trade in fish. The talks took two hours, and then both left.\n",
    );
    let id = german.document.id.to_string();
    let found = unread(&[german, english]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0.to_string(), id);
}
