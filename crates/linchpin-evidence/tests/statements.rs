//! Whose words stand under whom, and what two ministries' own releases of one meeting disagree about. All texts
//! are invented; each is the smallest that once gave a wrong row.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::{Divergence, Kind, register};
use linchpin_evidence::document::{Document, Stated};
use linchpin_evidence::statements::statements;

fn read(outlet: Option<&str>, text: &str) -> Analysis {
    let stated = Stated {
        published: "2023-05-28".parse().ok(),
        outlet: outlet.map(str::to_owned),
        ..Stated::default()
    };
    Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
}

/// Party, speaker and words of every statement.
fn told(analyses: &[Analysis]) -> Vec<(String, String, String)> {
    let events = statements(analyses, &register(analyses));
    let sides = events.iter().flat_map(|event| &event.sides);
    sides
        .flat_map(|side| side.statements.iter().map(move |statement| (side, statement)))
        .flat_map(|(side, statement)| {
            let kept = statement.kept.iter();
            kept.map(|one| (side.party.clone(), one.speaker.clone(), one.says.clone()))
        })
        .collect()
}

fn of(text: &str) -> Vec<(String, String, String)> {
    told(&[read(None, &format!("News of the day\n\n{text}\n"))])
}

#[test]
fn a_refusal_is_no_statement() {
    for text in [
        "The dock worker declined to be filmed because he was new to the yard.",
        "Two clerks refused to be photographed since they had signed a contract.",
    ] {
        assert_eq!(of(text), [], "{text}");
    }
    // A promise with the same shape still is one.
    let promised = of("The harbour board pledged to be open to all small ships.");
    assert_eq!(promised.len(), 1, "{promised:?}");
}

#[test]
fn what_is_denied_stands_behind_its_denial() {
    let all = of("Norway denied that it had closed the northern port to ferries.");
    let [(party, _, says)] = &all[..] else { panic!("{all:?}") };
    assert_eq!(party, "country:nor");
    assert_eq!(says, "denied it had closed the northern port to ferries");
}

#[test]
fn a_statement_is_whoever_released_it() {
    let all = of("Given that Japan had spoken of ferries alone, some readers took Norway’s \
                  hasty release of a statement claiming “both sides agreed” on tunnels for a push.");
    let party = all.iter().find(|(_, _, says)| says.contains("both sides agreed"));
    assert_eq!(party.map(|(party, ..)| party.as_str()), Some("country:nor"), "{all:?}");
}

#[test]
fn a_source_is_no_clause_and_no_sign() {
    let all = of(
        "President Berg stated that day, \"Norway is a fine and quiet home for shipping firms,\" \
                  and promised to \"keep every harbour open to all.\"",
    );
    let speakers: Vec<&str> = all.iter().map(|(_, speaker, _)| speaker.as_str()).collect();
    assert_eq!(speakers, ["President Berg", "President Berg"], "{all:?}");
    let signs = of(
        "Norway’s emphasis on tunnels without a word of warning indicates that it is in need of help.",
    );
    assert_eq!(signs, []);
    let shown = of("Norway’s annual survey of tunnels indicates that it is in need of help.");
    assert_eq!(shown.len(), 1, "{shown:?}");
}

const BEIJING: &str = "Minister Wang Wentao met Trade Minister Ahn Duk-geun in Geneva on 26 May 2023, China's commerce ministry said.\n\n\
China's commerce ministry said the two sides agreed to widen talks on semiconductor supply chains.\n\n\
China's commerce ministry said visas for engineers would be issued within a week.\n";

const SEOUL: &str = "Trade Minister Ahn Duk-geun met Minister Wang Wentao in Geneva on 26 May 2023, South Korea's trade ministry said.\n\n\
South Korea's trade ministry said Ahn asked China to keep raw materials flowing.\n";

fn rows(chinese: Option<&str>, korean: Option<&str>) -> Vec<Divergence> {
    register(&[read(chinese, BEIJING), read(korean, SEOUL)]).divergences
}

#[test]
fn two_releases_of_one_meeting_leave_out_each_others_subject() {
    for (chinese, korean) in [
        (None, None),
        (Some("Ministry of Commerce of China"), Some("Ministry of Trade of South Korea")),
    ] {
        let all = rows(chinese, korean);
        let slots: Vec<String> =
            all.iter().map(|row| format!("{} {}", row.kind.as_str(), row.slot)).collect();
        assert!(!all.iter().any(|row| row.kind == Kind::Speaker), "each for itself: {slots:#?}");
        for slot in [
            "statement of country:kor does not mention chips",
            "statement of country:chn does not mention raw materials",
            "statement of country:kor does not mention “visas for engineers",
        ] {
            let found =
                all.iter().filter(|row| row.kind == Kind::Omission && row.slot.starts_with(slot));
            assert_eq!(found.count(), 1, "{slot}: {slots:#?}");
        }
        assert_eq!(all.len(), 3, "{slots:#?}");
    }
}

#[test]
fn newspapers_are_no_ones_own_word() {
    // The same texts in two papers: what a paper leaves out, its ministry may have said.
    let all = rows(Some("The Daily Harbour"), Some("The Evening Quay"));
    assert!(all.iter().all(|row| !row.slot.contains("does not mention")), "{all:#?}");
}
