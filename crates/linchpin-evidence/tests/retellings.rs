//! Three invented retellings of one meeting, and what the register must say about them.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::{Divergence, Kind, Status, register};
use linchpin_evidence::document::{Document, Stated};

const FIRST: &str = "Norway and Japan Agree on Tunnel Safety\n\n\
Norway and Japan have agreed to strengthen research and training on tunnel safety, Norway's transport minister said on Saturday.\n\n\
Ola Lindqvist met Japanese Transport Minister Kenji Moritani on the sidelines of the Nordic Council (NC) conference in Oslo on Friday.\n\n\
Lindqvist also said that Norway is willing to deepen road trade and shipping investment with Japan.\n\n\
However, a Japanese statement on the meeting did not mention tunnels, instead saying the country's transport minister had asked Norway to stabilise the supply of steel plates and asked for lower harbour fees for Japanese ferries in Norway.\n\n\
Norway's rail regulator said last week that Fjordbane had failed a brake test and that it would bar night-train firms from buying its brakes.\n";

const SECOND: &str = "Norway Offers Japan Help With Tunnels\n\n\
On the 24th, Norway's Ministry of Transport released a statement after Ola Lindqvist, Minister of Transport of Norway, met Kenji Moritani, Director for Roads at Japan's transport ministry, at the Nordic Council Ministers' Meeting in Oslo.\n\n\
Japan's transport ministry explained in a press release that “Director Moritani asked Norway to stabilise the supply of steel plates and girders.”\n\n\
Ola Lindqvist, Minister of Transport of Norway, stressed, “Norway hopes to deepen road trade and shipping investment with Japan.”\n\n\
Recently, Norway has been barred from purchasing brakes from the train maker Fjordbane, a heavy blow to its night trains.\n";

fn records() -> Vec<Divergence> {
    let read = |text: &str| {
        let stated = Stated { published: "2023-05-28".parse().ok(), ..Stated::default() };
        Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
    };
    register(&[read(FIRST), read(SECOND)]).divergences
}

fn found(all: &[Divergence], kind: Kind, slot: &str) -> bool {
    all.iter().any(|record| record.kind == kind && record.slot.contains(slot))
}

#[test]
fn retellings_disagree_where_they_do() {
    let all = records();
    let seen: Vec<String> =
        all.iter().map(|record| format!("{}: {}", record.kind.as_str(), record.slot)).collect();
    for (kind, slot) in [
        (Kind::Modality, "firmness of agree between headline and text"),
        (Kind::Modality, "commits itself"),
        (Kind::Omission, "statement of country:jpn: “girders”"),
        (Kind::Omission, "harbour fees"),
        (Kind::Omission, "statement of country:jpn does not mention tunnels"),
        (Kind::RoleReversal, "restrict"),
        (Kind::Title, "title of person:kenji-moritani"),
        (Kind::Term, "occasion of the meeting"),
    ] {
        assert!(found(&all, kind, slot), "{} {slot}: {seen:?}", kind.as_str());
    }
    assert!(all.iter().all(|record| record.status == Status::NotOne || record.sides.len() >= 2));
    let mut ids: Vec<&str> = all.iter().map(|record| record.id.as_str()).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "no record comes twice");
}
