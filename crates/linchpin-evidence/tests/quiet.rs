//! Two accounts of one event, written by two hands, that disagree about nothing: what the register must not tell.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::{Kind, Status, register};
use linchpin_evidence::document::{Document, Stated};

/// What differs between two accounts of one event, and what one of them has alone.
const DIFFER: (&str, &str) = (
    "Vietnam and Poland sign pact on seafarers\n\n\
     Vietnamese Transport Minister Tran Van Son and Polish Infrastructure Minister Anna Kowalska signed a pact on the training of seafarers in Hanoi on Wednesday.\n\n\
     Some 2,000 cadets will study in Gdynia by 2028, Kowalska said.\n\n\
     Poland lacks about 4,000 officers for its fleet. The school in Gdynia has 31 teachers.\n",
    "Poland to train Vietnamese officers\n\n\
     Anna Kowalska, Poland's minister of infrastructure, agreed with Vietnam's transport minister Tran Van Son to train 3,000 Vietnamese cadets in Gdynia by 2028.\n\n\
     The Polish fleet is short of some 4,000 officers. The cadets will live in 12 houses in Gdynia.\n",
);

const PAIRS: &[(&str, &str)] = &[
    (
        "Ministers from Kenya and Tanzania end border talks\n\n\
         Kenyan Trade Minister Amina Otieno and Tanzanian Trade Minister Joseph Mrema ended two days of talks in Arusha on Thursday without an accord on maize.\n\n\
         Otieno said Kenya would keep its limits on imports of maize until tests show that it is free of toxins.\n\n\
         Tanzania had asked for the limits to be lifted by July, Mrema said.\n\n\
         The two sides will meet again in Nairobi in May, according to a joint statement.\n\n\
         Some 300 lorries are waiting at the Namanga crossing.\n",
        "No deal on maize as Kenya, Tanzania wrap up talks\n\n\
         Two days of talks between Tanzanian Trade Minister Joseph Mrema and his Kenyan colleague Amina Otieno closed on Thursday in Arusha with no agreement.\n\n\
         Kenya's limits on Tanzanian maize stay in place, Otieno told reporters, until the grain is shown to be free of toxins.\n\n\
         Mrema repeated that his country wanted an end of the limits by July.\n\n\
         Both ministers plan another round in Nairobi in May, their joint statement said.\n\n\
         Around 300 trucks stood at the Namanga border post on Thursday evening.\n",
    ),
    (
        "Regulator Opens Probe Into Halden Motors\n\n\
         The Norwegian competition authority opened an investigation into Halden Motors on Monday over its contracts with dealers.\n\n\
         Director Kari Moe said the authority had received complaints from eleven dealers since January.\n\n\
         Halden Motors denied any wrongdoing. “Our contracts follow the law,” chief executive Jan Brekke said in a statement.\n\n\
         Shares in the firm fell 4 percent in Oslo.\n\n\
         The authority can fine a company up to 10 percent of its revenue.\n",
        "Halden Motors faces inquiry over dealer contracts\n\n\
         Norway's competition watchdog is looking into how Halden Motors binds its dealers, its director Kari Moe said on Monday after eleven of them complained.\n\n\
         The carmaker rejected the accusations. Jan Brekke, its chief executive, said its contracts followed the law.\n\n\
         The stock lost 4 percent in Oslo trading.\n\n\
         If the watchdog finds a breach, the company could have to pay a tenth of its yearly revenue.\n",
    ),
    (
        "Canada and Chile to Map Lithium Reserves\n\n\
         Mining Minister Rosa Fuentes signed an accord on lithium with Canadian Natural Resources Minister Peter Lang in Santiago on Tuesday.\n\n\
         The two governments will spend 40 million dollars over five years. “We want to know what lies under the salt,” Fuentes told reporters.\n\n\
         About 60 geologists will take part.\n",
        "Ottawa and Santiago Join Forces on Lithium\n\n\
         Peter Lang, Canada's minister of natural resources, and his Chilean counterpart Rosa Fuentes put their names to a lithium accord in Santiago on Tuesday.\n\n\
         Under the five-year accord, which costs $40 million, some 60 geologists from both countries will map the reserves of the Atacama desert.\n\n\
         Fuentes, the mining minister, said Chile wanted to know what lay under the salt.\n",
    ),
];

#[test]
fn amounts_of_one_event_are_compared() {
    let read = |text: &str| {
        let stated = Stated { published: "2024-03-28".parse().ok(), ..Stated::default() };
        Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
    };
    let all = register(&[read(DIFFER.0), read(DIFFER.1)]).divergences;
    let rows: Vec<_> = all.iter().filter(|row| row.kind == Kind::Number).collect();
    assert_eq!(rows.len(), 1, "{all:#?}");
    let says: Vec<&str> = rows[0].sides.iter().map(|side| side.says.as_str()).collect();
    assert!(says.contains(&"Some 2,000") && says.contains(&"3,000"), "{says:?}");
}

#[test]
fn two_hands_that_agree_give_no_row() {
    for (one, two) in PAIRS {
        let read = |text: &str| {
            let stated = Stated { published: "2024-03-28".parse().ok(), ..Stated::default() };
            Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
        };
        let all = register(&[read(one), read(two)]).divergences;
        let open: Vec<_> = all.iter().filter(|row| row.status == Status::Open).collect();
        assert!(open.is_empty(), "{open:#?}");
    }
}

#[test]
fn none_died_is_all_survived() {
    let read = |crew: &str| {
        let text = format!(
            "Ferry sinks off Bergen\n\nThe ferry went down at four in the morning.\n\n{crew}\n\nA tug took them to the port.\n"
        );
        let stated = Stated { published: "2024-03-28".parse().ok(), ..Stated::default() };
        Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
    };
    let rows = |two: &str| {
        let one = read("All four crew members survived, rescuers said.");
        register(&[one, read(two)]).divergences
    };
    let same = rows("None of the four crew members died, rescuers said.");
    assert!(same.is_empty(), "{same:#?}");
    assert!(!rows("None of the four crew members survived, rescuers said.").is_empty());
}
