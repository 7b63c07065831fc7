//! The two sides' own statements on one meeting, in Korean and in Chinese: the register says of them what it
//! says of English accounts. The texts are invented; only the shape is that of such statements.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::{Kind, register};
use linchpin_evidence::document::{Document, Stated};

const KOREAN: &str = "한중 통상장관회담 개최\n\n\
안덕근 통상교섭본부장은 지난 26일(현지시간) 왕원타오 중국 상무부장과 양자회담을 가졌다고 산업통상자원부가 27일 밝혔다.\n\n\
안덕근 본부장은 중국 측에 핵심 원자재와 부품의 수급 안정을 위한 관심과 지원을 요청했다.\n\n\
안덕근 본부장은 우리 기업의 예측가능한 사업환경 조성을 당부했다.\n";

const CHINESE: &str = "商务部部长王文涛会见韩国通商交涉本部长安德根\n\n\
5月26日，商务部部长王文涛会见了韩国产业通商资源部通商交涉本部长安德根。\n\n\
王文涛表示，中方愿同韩方深化经贸合作，维护产业链供应链稳定。\n\n\
商务部称，双方同意加强半导体产业链供应链领域的对话与合作。\n";

/// The same two statements in English.
const KOREAN_IN_ENGLISH: &str = "South Korea and China hold trade ministers' talks\n\n\
Trade Minister Ahn Duk-geun held bilateral talks with Chinese Commerce Minister Wang Wentao on the 26th (local time), South Korea's trade ministry said on the 27th.\n\n\
South Korea's trade ministry said Ahn asked China for interest and support to keep the supply of key raw materials and parts stable.\n\n\
South Korea's trade ministry said Ahn asked for a predictable business environment for Korean firms.\n";

const CHINESE_IN_ENGLISH: &str = "Minister of Commerce Wang Wentao meets South Korean Trade Minister Ahn Duk-geun\n\n\
On May 26, Minister of Commerce Wang Wentao met South Korean Trade Minister Ahn Duk-geun, China's commerce ministry said.\n\n\
China's commerce ministry said China is willing to deepen trade with South Korea and to keep supply chains stable.\n\n\
China's commerce ministry said both sides agreed to strengthen dialogue on semiconductor supply chains.\n";

fn read(text: &str) -> Analysis {
    let stated = Stated { published: "2023-05-27".parse().ok(), ..Stated::default() };
    Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
}

#[test]
fn two_languages_disagree_where_the_english_accounts_do() {
    let all = [read(KOREAN), read(CHINESE)];
    for analysis in &all {
        let told: Vec<String> = analysis
            .readings
            .iter()
            .map(|reading| format!("{} {:?}", reading.sentence.keep, reading.quotations))
            .collect();
        assert!(!analysis.claims.is_empty(), "claims are read: {told:#?}");
        assert!(analysis.readings.iter().any(|reading| !reading.quotations.is_empty()));
    }
    let found = register(&all).divergences;
    let slots: Vec<String> =
        found.iter().map(|record| format!("{} {}", record.kind.as_str(), record.slot)).collect();
    let has = |slot: &str| {
        found.iter().any(|record| record.kind == Kind::Omission && record.slot.contains(slot))
    };
    assert!(has("statement of country:kor does not mention chips"), "{slots:#?}");
    assert!(has("statement of country:chn does not mention raw materials"), "{slots:#?}");
}

#[test]
fn the_language_of_a_statement_changes_nothing() {
    let wanted = [
        "statement of country:chn does not mention raw materials",
        "statement of country:kor does not mention chips",
    ];
    for (one, two) in [
        (KOREAN_IN_ENGLISH, CHINESE_IN_ENGLISH),
        (KOREAN, CHINESE_IN_ENGLISH),
        (KOREAN_IN_ENGLISH, CHINESE),
        (KOREAN, CHINESE),
    ] {
        for pair in [[read(one), read(two)], [read(two), read(one)]] {
            let found = register(&pair).divergences;
            let goods = found.iter().filter(|record| {
                let named =
                    ["chips", "raw materials"].iter().any(|good| record.slot.ends_with(good));
                record.kind == Kind::Omission && named
            });
            let mut slots: Vec<&str> = goods.map(|record| record.slot.as_str()).collect();
            slots.sort_unstable();
            assert_eq!(slots, wanted, "{one}{two}");
            // Who met whom and when is said alike, and nobody contradicts anybody.
            let open: Vec<&str> = found
                .iter()
                .filter(|record| record.kind != Kind::Omission)
                .map(|record| record.slot.as_str())
                .collect();
            assert!(open.is_empty(), "{open:?}: {one}{two}");
        }
    }
}
