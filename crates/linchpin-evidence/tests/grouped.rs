//! The register as an editor reads it: by event, each row once, titles and no file names.

use linchpin_evidence::face::{Stating, add, divergences};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

const TEXTS: &[(&str, &str, &str)] = &[
    (
        "a.txt",
        "2023-05-28",
        "Norway and Japan Agree on Tunnel Safety\n\n\
         Norway and Japan have agreed to strengthen research and training on tunnel safety, Norway's transport minister said on Saturday.\n\n\
         Ola Lindqvist met Japanese Transport Minister Kenji Moritani on the sidelines of the Nordic Council (NC) conference in Oslo on Friday.\n\n\
         Lindqvist also said that Norway is willing to deepen road trade and shipping investment with Japan.\n\n\
         However, a Japanese statement on the meeting did not mention tunnels, instead saying the country's transport minister had asked Norway to stabilise the supply of steel plates and asked for lower harbour fees for Japanese ferries in Norway.\n",
    ),
    (
        "b.txt",
        "2023-05-29",
        "Norway Offers Japan Help With Tunnels\n\n\
         On the 24th, Norway's Ministry of Transport released a statement after Ola Lindqvist, Minister of Transport of Norway, met Kenji Moritani, Director for Roads at Japan's transport ministry, at the Nordic Council Ministers' Meeting in Oslo.\n\n\
         The Ministry of Transport stated that “both sides agreed to strengthen research and training on tunnel safety and road repair.”\n\n\
         Japan's transport ministry explained in a press release that “Director Moritani asked Norway to stabilise the supply of steel plates and girders.”\n\n\
         Ola Lindqvist, Minister of Transport of Norway, stressed, “Norway hopes to deepen road trade and shipping investment with Japan.”\n",
    ),
    (
        "c.txt",
        "2021-02-03",
        "Mayor Opens 40 Ovens in Lindau\n\n\
         Anna Ruiz, the mayor of Lindau, opened more than 40 ovens on Tuesday. The bakers had waited for a year. The ovens are heated with wood.\n",
    ),
];

fn answer(order: &[usize]) -> (String, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("store");
    for at in order {
        let (name, day, text) = TEXTS[*at];
        let path: PathBuf = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        let stating = Stating { published: day.parse().ok(), ..Stating::default() };
        let (_, findings) = add(&store, &[path], &stating);
        assert!(findings.is_empty(), "{findings:?}");
    }
    let answer = divergences(&store).expect("reads");
    (answer.text, answer.json)
}

#[test]
fn every_row_stands_once_in_its_event() {
    let (text, json) = answer(&[0, 1, 2]);
    let ids = |value: &Value| -> Vec<String> {
        let all = value.as_array().into_iter().flatten();
        all.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let events = json["events"].as_array().expect("events");
    let matters = || events.iter().flat_map(|event| event["matters"].as_array().expect("matters"));
    let told: Vec<String> = matters().flat_map(|matter| ids(&matter["divergences"])).collect();
    let unique: BTreeSet<&String> = told.iter().collect();
    let rows = json["divergences"].as_array().expect("rows");
    assert_eq!(told.len(), unique.len(), "no row twice");
    assert_eq!(told.len(), rows.len(), "no row lost");
    for event in events.iter().filter(|event| event["headline"] != "") {
        let documents: BTreeSet<String> = ids(&event["documents"]).into_iter().collect();
        for matter in event["matters"].as_array().expect("matters") {
            for id in ids(&matter["divergences"]) {
                let row = rows.iter().find(|row| row["id"] == id.as_str()).expect("a row");
                assert_eq!(row["status"], matter["status"]);
                let sides = row["sides"].as_array().expect("sides");
                assert!(
                    sides
                        .iter()
                        .all(|side| documents.contains(side["document"].as_str().unwrap_or("")))
                );
            }
        }
    }
    // Most in dispute first, and the two retellings of one meeting are one event.
    assert_eq!(events[0]["documents"].as_array().map(Vec::len), Some(2), "{text}");
    assert!(text.starts_with("Event "), "{text}");
    let first = text.lines().next().unwrap_or("");
    assert!(
        first.contains("Lindqvist") && first.contains("Moritani") && first.contains("Oslo"),
        "{first}"
    );
    // One passage, told as agreed by the minister and as a quotation of both sides: rows on the same words are one matter.
    assert!(matters().any(|matter| ids(&matter["divergences"]).len() > 1), "{text}");
    assert!(matters().count() < rows.len());
}

#[test]
fn an_editor_reads_titles_and_names() {
    let (text, _) = answer(&[0, 1, 2]);
    for absent in [".txt", "country:", "person:", "place:", "org:"] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }
    assert!(text.contains("B  Norway and Japan Agree on Tunnel Safety (2023-05-28; "), "{text}");
    // Each line of a row says which document by its letter.
    assert!(text.contains("\n    B [") && text.contains("\n    C ["), "{text}");
}

#[test]
fn the_order_of_adding_changes_nothing() {
    let (one, two) = (answer(&[0, 1, 2]), answer(&[2, 1, 0]));
    assert_eq!(one.0, two.0);
    assert_eq!(one.1["events"], two.1["events"]);
}

#[test]
fn a_copy_stands_in_the_event_of_its_original() {
    use linchpin_evidence::analysis::Analysis;
    use linchpin_evidence::divergence::{grouped::by_event, register};
    use linchpin_evidence::document::{Document, Stated};

    // Nobody is named twice: only the sentences say that both tell one event.
    let read = |share: &str| {
        let text = format!(
            "Ovens of Lindau go cold\n\nThe bakers of the town put out {share} of their ovens on Tuesday. \
             Wood has become too dear for them. The council will meet the guild in a week.\n"
        );
        Analysis::of(Document::read(text.as_bytes(), &Stated::default()).expect("reads"))
    };
    let analyses = [read("40 percent"), read("60 percent")];
    let found = register(&analyses);
    assert_eq!(found.divergences.len(), 1, "{found:?}");
    let events = by_event(&analyses, &found);
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(
        (events[0].headline.as_str(), events[0].documents.len()),
        ("Ovens of Lindau go cold", 2)
    );
}
