use super::*;
use crate::contract::language::Language;
use crate::contract::losses::losses;
use crate::contract::sentence::MOST_WORDS;
use crate::sample::run;
use linchpin_engine::Variable;

fn card(members: u32, cell: &str) -> Card {
    let run = run(members);
    let rows = losses(&run);
    of_loss(&run, rows.iter().find(|row| row.cell == cell).expect("a row"))
}

#[test]
fn a_card_says_who_what_how_much_when_and_why() {
    let card = card(21, "cut/b.dram.output");
    assert_eq!(
        card.text(),
        "Site B DRAM output falls by 10 % over 10 weeks, mainly through missing spare parts.\n\
         number: -10 % [-10, -10]; 90 % of 21 draws, ends vary by 0 and 0 points\n\
         period: 10 weeks, 2026-01-05 to 2026-03-16\n\
         first: week 6 [6, 6], from 2026-02-09\n\
         channel: missing spare parts, 100 % of what is lost\n\
         rests on: 1 contested input\n\
         record: answers of this kind were never tested on an episode of the past"
    );
    assert_eq!((card.key, card.why.as_str()), (CardKey::Falls, "cut/b.dram.output"));
}

/// The sample's measures are not switched off one by one, so that its card knows a channel only; where they are, the
/// same line is a cause.
#[test]
fn a_channel_is_not_called_a_cause() {
    let channel = card(21, "cut/b.dram.output");
    assert!(channel.slots.channel && channel.text().contains("\nchannel: missing spare parts"));
    let slots = Slots { channel: false, ..channel.slots.clone() };
    let cause = Card::of(channel.key, slots, channel.why.clone());
    assert!(cause.text().contains("\ncause: missing spare parts"), "{}", cause.text());
    assert!(
        cause.say(Language::Ko).text().contains("주된 원인은"),
        "{:?}",
        cause.say(Language::Ko)
    );
}

/// By hand: a middle of nothing with an end at -0.9 % neither falls nor rises "by 0 %".
#[test]
fn a_middle_that_stays_is_told_by_its_ends() {
    let run = run(21);
    let rows = losses(&run);
    let row = rows.iter().find(|row| row.cell == "cut/b.dram.output").expect("a row");
    let change = Spread { p05: -0.009, p50: 0.0, p95: 0.0 };
    let card = of_loss(&run, &Loss { change, ..row.clone() });
    assert_eq!(card.key, CardKey::Between);
    assert_eq!(
        card.sentence,
        "Site B DRAM output changes by between -0.9 % and 0 % over 10 weeks."
    );
    assert!(card.say(Language::Ko).sentence.contains("-0.9%"), "{:?}", card.say(Language::Ko));
    let still = Spread { p05: -0.0009, p50: 0.0, p95: 0.0 };
    assert_eq!(of_loss(&run, &Loss { change: still, ..row.clone() }).key, CardKey::Unchanged);
}

/// "China exports fall" would be exports of China; the row is of what is sold to China.
#[test]
fn exports_to_a_country_are_not_told_as_its_own() {
    let run = run(21);
    let rows = losses(&run);
    let row = rows.iter().find(|row| row.cell == "cut/b.dram.output").expect("a row");
    let measure = Variable::ExportValue.to_string();
    let card = of_loss(&run, &Loss { measure, name: "China".to_owned(), ..row.clone() });
    let said =
        "Exports of DRAM to China fall by 10 % over 10 weeks, mainly through missing spare parts.";
    assert_eq!(card.sentence, said);
    assert!(card.say(Language::Zh).sentence.contains("出口额"));
}

#[test]
fn few_draws_tell_no_range() {
    for draws in [1, 19] {
        let text = card(draws, "cut/b.dram.output").text();
        assert!(!text.contains('['), "{text}");
        assert!(text.contains("too few to tell a range"), "{text}");
    }
}

#[test]
fn no_sentence_is_longer_than_twenty_words() {
    let mut run = run(21);
    run.names.insert("site:b".to_owned(), "a b c d e f g h i j k l m".to_owned());
    for loss in losses(&run) {
        let card = of_loss(&run, &loss);
        assert!(card.sentence.split_whitespace().count() <= MOST_WORDS, "{}", card.sentence);
    }
    assert!(of_no_row(&run, "null").sentence.split_whitespace().count() <= MOST_WORDS);
}

#[test]
fn no_template_holds_a_number() {
    for source in
        [include_str!("../card.rs"), include_str!("../sentence.rs"), include_str!("../words.rs")]
    {
        let code = source.split("#[cfg(test)]").next().expect("code before tests");
        let texts = code.split('"').skip(1).step_by(2);
        let digits: Vec<&str> =
            texts.filter(|text| text.bytes().any(|byte| byte.is_ascii_digit())).collect();
        assert_eq!(digits, Vec::<&str>::new());
    }
}

/// A Korean and a Chinese card say everything in their language: of Latin letters only names of the world
/// are left.
#[test]
fn no_line_of_a_korean_or_chinese_card_is_english() {
    let mut run = run(21);
    run.names.insert("site:b".to_owned(), "7".to_owned());
    run.names.insert("site:a".to_owned(), "8".to_owned());
    run.names.insert("product:dram".to_owned(), "9".to_owned());
    run.names.insert("firm:f".to_owned(), "11".to_owned());
    run.names.insert("firm:g".to_owned(), "12".to_owned());
    let mut cards: Vec<Card> = losses(&run).iter().map(|loss| of_loss(&run, loss)).collect();
    cards.push(of_no_row(&run, "null"));
    for told in [1, 400] {
        let few = Slots { draws: told, error: None, contested: 0, ..cards[0].slots.clone() };
        cards.push(Card::of(CardKey::Rises, few, String::new()));
    }
    for card in cards {
        for language in [Language::Ko, Language::Zh] {
            let text = card.say(language).text();
            let letters = text.bytes().any(|byte| byte.is_ascii_alphabetic() && byte != b'p');
            assert!(!letters, "{language:?}: {text}");
            assert_eq!(card.say(language).lines.len(), card.lines.len(), "{text}");
        }
    }
}

#[test]
fn the_card_in_three_languages() {
    let card = card(21, "cut/b.dram.output");
    assert_eq!(
        card.say(Language::Ko).text(),
        "Site B DRAM 생산: 10주 동안 10% 감소, 주된 경로는 예비 부품 부족.\n\
         수치: -10% [-10 ~ -10]; 모의 21회의 90%, 양 끝의 오차 0 및 0%p\n\
         기간: 10주, 2026-01-05부터 2026-03-16까지\n\
         첫 손실: 6주차 [6 ~ 6], 2026-02-09부터\n\
         경로: 예비 부품 부족, 손실의 100%\n\
         근거: 이견 있는 입력 1건\n\
         검증: 이런 답은 과거 사례로 검증된 적 없음"
    );
    assert_eq!(
        card.say(Language::Zh).text(),
        "Site B DRAM 产量：10 周内下降 10%，主要途径是备件短缺。\n\
         数值：-10% [-10, -10]；21 次抽样的 90%，两端误差 0 和 0 个百分点\n\
         期间：10 周，2026-01-05 至 2026-03-16\n\
         首次受损：第 6 周 [6, 6]，自 2026-02-09 起\n\
         途径：备件短缺，占损失的 100%\n\
         依据：1 项有争议的输入\n\
         检验：此类答案从未用历史事件检验过"
    );
    assert_eq!(card.say(Language::En).text(), card.text());
}

/// The sample as an engine of comparative statics would tell it: every variable holds in the long run.
fn settled() -> RunInput {
    use linchpin_engine::{Better, Nature, Settled, VariableForm};
    let mut run = run(21);
    let long = |variable: Variable| {
        let form = VariableForm {
            name: format!("card-long-run-{variable}"),
            label: format!("long-run {}", variable.label()),
            unit: "USD_mn/year".to_owned(),
            nature: Nature::Flow,
            better: Better::More,
            summed: vec!["site".to_owned(), "product".to_owned()],
            settled: Some(Settled::Long),
        };
        Variable::declare(&form).expect("one meaning")
    };
    let mut keys = run.baseline.trajectories.keys.clone();
    keys.iter_mut().for_each(|key| key.variable = long(key.variable));
    run.baseline.trajectories.keys.clone_from(&keys);
    run.scenarios.iter_mut().for_each(|one| one.trajectories.keys.clone_from(&keys));
    run
}

#[test]
fn a_number_of_comparative_statics_is_dated_by_its_horizon() {
    let run = settled();
    let rows = losses(&run);
    let row = rows.iter().find(|row| row.entity == "site:b" && row.probability > 0.0);
    let row = row.expect("site b loses");
    assert_eq!((row.horizon, row.first_week.as_ref()), (Horizon::Long, None));
    let card = of_loss(&run, row);
    assert_eq!(
        card.sentence,
        "Site B DRAM long-run output falls by 10 % beyond three years, mainly through missing spare parts."
    );
    assert!(card.text().contains("period: beyond three years, each year,"), "{}", card.text());
    assert!(!card.text().contains("week"), "{}", card.text());
    assert!(card.say(Language::Ko).sentence.contains("삼 년 이후"), "{:?}", card.say(Language::Ko));
    assert!(card.say(Language::Zh).sentence.contains("三年以后"));
    let report = crate::finish(&run, crate::Keep::Few).expect("a run").report;
    assert!(report.weeks.is_empty() && report.series.is_empty(), "there is no axis of weeks");
}

/// What the engine cannot vouch for has no row, no cause and no calm: it is said that nothing can be said.
#[test]
fn what_cannot_be_said_is_neither_a_number_nor_nothing() {
    let mut run = settled();
    let measures = run.baseline.trajectories.keys.iter().map(|key| key.variable.to_string());
    let unsaid = measures.map(|measure| crate::contract::loss::Unsaid {
        scenario: "cut".to_owned(),
        measure,
        why: "a test".to_owned(),
    });
    run.unsaid = unsaid.collect();
    let report = crate::finish(&run, crate::Keep::Few).expect("a run").report;
    assert!(report.losses.iter().all(|row| row.scenario != "cut"), "{:?}", report.losses);
    let card =
        report.scenarios.iter().find(|one| one.id == "cut").and_then(|one| one.card.as_ref());
    let card = card.expect("a card");
    assert_eq!(card.key, CardKey::CantSay);
    assert!(card.sentence.starts_with("Can't say"), "{}", card.sentence);
}
