//! The law's answers in Korean and Chinese.
//!
//! In: a decision or a tree of `linchpin-policy`, in English. Out: the same with every text of ours told in a
//! language: the sentence of the answer from its parts, rules and assumptions from the tables. Ids, citations and
//! quotations stay: an act keeps its own language.

use crate::contract::language::Language;
use crate::contract::phrase::{kinds, told};
use linchpin_policy::Decision;
use linchpin_policy::decision::Citation;
use linchpin_policy::render::{self, Answer, Reservation};
use linchpin_policy::scope::Truth;
use linchpin_policy::trace::Trace;
use linchpin_policy::words::Verdict;

kinds! {
    /// Parts of the one sentence of an answer.
    Part {
        /// A verdict with how an application is looked at.
        Reviewed: ["{0}, reviewed {1}", "{0}, 심사: {1}", "{0}，审查：{1}"],
        /// Permitted against a duty.
        Duty: ["permitted; duty {#0} %", "허용, 관세 {=0}%", "允许；关税 {=0}%"],
        /// Unknown, with the duty that is due anyhow.
        DutyAtLeast: ["{0}; duty at least {#1} %", "{0}, 관세 최소 {=1}%", "{0}；关税至少 {=1}%"],
        /// The rule that decides.
        By: [" ({0})", "({0})", "（{0}）"],
        /// The rule that decides and what it turns on.
        ByWith: [" ({0} with {1})", "({0}, 관련 {1})", "（{0}，连同 {1}）"],
        /// The last day on which it holds.
        Until: [", until {=0}", ", {=0}까지", "，至 {=0} 止"],
        /// What was announced.
        Said: ["; said, not law: {0}", ". 발표되었으나 법은 아님: {0}", "；已宣布但并非法规：{0}"],
        /// Words that nobody understood.
        Left: ["; not understood: {=0}", ". 이해하지 못한 말: {=0}", "；未能理解：{=0}"],
        /// The day lies beyond what was looked through.
        BeyondHorizon: [
            "; beyond the horizon: later acts may be missing",
            ". 검토 범위 밖의 날짜: 이후 조치가 빠졌을 수 있음",
            "；超出查阅范围：可能缺少其后的法令",
        ],
        /// The day of knowledge lies beyond what is held.
        KnownBeyond: [
            "; the day of knowledge lies beyond what is held here",
            ". 정보 시점이 수록 범위를 벗어남",
            "；信息日期超出收录范围",
        ],
        /// Some evidence is unconfirmed.
        Unconfirmed: [
            "; rests on unconfirmed evidence",
            ". 확인되지 않은 근거에 바탕을 둠",
            "；依据未经证实的证据",
        ],
    }
}

/// The one sentence of an answer in a language.
fn sentence(answer: &Answer<'_>, language: Language) -> String {
    let say = |part: Part, places: &[&str]| part.say(language, places);
    let verdict = answer.verdict.as_str();
    let duty = answer.duty.map(|rate| ((rate.get() * 1e4).round() / 1e2).to_string());
    let mut text = match (answer.verdict, duty, answer.review) {
        (Verdict::Authorised, Some(duty), _) => say(Part::Duty, &[&duty]),
        (_, Some(duty), _) => say(Part::DutyAtLeast, &[verdict, &duty]),
        (_, None, Some(review)) => say(Part::Reviewed, &[verdict, review.as_str()]),
        (_, None, None) => told(verdict, language),
    };
    if let Some((cite, with)) = &answer.decided_by {
        text += &match with.is_empty() {
            true => say(Part::By, &[&cite.cite]),
            false => {
                let with: Vec<&str> = with.iter().map(|cite| cite.cite.as_str()).collect();
                say(Part::ByWith, &[&cite.cite, &with.join(", ")])
            }
        };
    }
    if let Some(day) = answer.last_day {
        text += &say(Part::Until, &[&day.to_string()]);
    }
    if !answer.said.is_empty() {
        let said: Vec<&str> = answer.said.iter().map(|said| said.source.says.as_str()).collect();
        text += &say(Part::Said, &[&said.join("; ")]);
    }
    if !answer.left.is_empty() {
        text += &say(Part::Left, &[&answer.left.join(" ")]);
    }
    for one in &answer.reservations {
        let part = match one {
            Reservation::BeyondHorizon => Part::BeyondHorizon,
            Reservation::KnownBeyond => Part::KnownBeyond,
            Reservation::Unconfirmed => Part::Unconfirmed,
        };
        text += &say(part, &[]);
    }
    text
}

/// Tells a decision in a language; in English it stays as it is.
pub fn tell(decision: &mut Decision, language: Language) {
    if language == Language::En {
        return;
    }
    decision.answer = sentence(&render::parts(decision), language);
    for missing in &mut decision.missing {
        missing.fact = told(&missing.fact, language);
        missing.because = told(&missing.because, language);
        for branch in &mut missing.branches {
            branch.value = told(&branch.value, language);
        }
    }
    for line in &mut decision.taken {
        *line = told(line, language);
    }
    let cite = |cite: &mut Citation| {
        cite.says = told(&cite.says, language);
        cite.authority = told(cite.authority.as_str(), language).into();
    };
    decision.citations.iter_mut().for_each(cite);
    decision.conditions.iter_mut().for_each(cite);
    decision.signals.iter_mut().map(|said| &mut said.source).for_each(cite);
    for one in &mut decision.orders {
        one.citations.iter_mut().for_each(cite);
    }
    for lapsed in &mut decision.lapsed {
        lapsed.says = told(&lapsed.says, language);
    }
}

/// The page that a person reads, in a language: the words of acts between quotation marks stay.
#[must_use]
pub fn page(decision: &Decision, language: Language) -> String {
    let page = render::page(decision);
    if language == Language::En {
        return page;
    }
    let mut lines = page.lines();
    // The first line is the answer, which is told from its parts.
    lines.next();
    let mut text = format!("{}\n", sentence(&render::parts(decision), language));
    for line in lines {
        let bare = line.trim_start();
        let own = if bare.starts_with('“') { bare.to_owned() } else { told(bare, language) };
        text += &format!("{}{own}\n", &line[..line.len() - bare.len()]);
    }
    text
}

/// A tree that was told in a language as indented text, under its heading.
#[must_use]
pub fn trace_page(trace: &Trace, language: Language) -> String {
    fn write(trace: &Trace, depth: usize, language: Language, text: &mut String) {
        let truth = trace.truth.map(|truth| {
            let told = match truth {
                Truth::True => [truth.as_str(), "예", "是"],
                Truth::False => [truth.as_str(), "아니오", "否"],
                Truth::Unknown => [truth.as_str(), "미상", "未知"],
            };
            format!("{}{}", language.pick([": ", ": ", "："]), language.pick(told))
        });
        let source = trace.said.as_ref().map(|source| format!("  <- {source}"));
        let (truth, source) = (truth.unwrap_or_default(), source.unwrap_or_default());
        *text += &format!("{:depth$}{}{truth}{source}\n", "", trace.says, depth = depth * 2);
        trace.children.iter().for_each(|child| write(child, depth + 1, language, text));
    }
    let mut text = format!("{}\n", language.pick(["why", "이유", "理由"]));
    write(trace, 0, language, &mut text);
    text
}

/// Tells the tree of an answer in a language; in English it stays as it is.
pub fn tell_trace(trace: &mut Trace, language: Language) {
    if language == Language::En {
        return;
    }
    trace.says = told(&trace.says, language);
    if let Some(said) = &mut trace.said {
        *said = match said.strip_prefix('“').and_then(|rest| rest.split_once("” ")) {
            Some((quote, cite)) => format!("“{quote}” {}", told(cite, language)),
            None => told(said, language),
        };
    }
    for child in &mut trace.children {
        tell_trace(child, language);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::phrase::faults;
    use linchpin_policy::decision::Said;
    use linchpin_policy::scope::{Field, NumberTest, Test};
    use linchpin_policy::words::{Activity, Effect, Number, Order, Purpose, ReviewPolicy};
    use linchpin_policy::{Query, Rulebook};
    use linchpin_units::{Day, Measure};
    use std::path::Path;

    const OTHERS: [Language; 2] = [Language::Ko, Language::Zh];

    /// Words of English in a text that are no id, no citation and no name of a law.
    fn english(text: &str) -> Vec<&str> {
        let bare = text.split(['“', '”']).step_by(2);
        let words = bare.flat_map(|part| {
            part.split(|c: char| !c.is_ascii_alphabetic() && !"-.:_/'".contains(c))
        });
        let plain = |word: &&str| word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase());
        words.filter(plain).collect()
    }

    /// What the tree says, but for the leaves that name an act by its own citation.
    fn says(trace: &Trace, into: &mut Vec<String>) {
        let cites = trace.said.as_ref().is_some_and(|said| said.starts_with('“'));
        into.extend((!cites).then(|| trace.says.clone()));
        trace.children.iter().for_each(|child| says(child, into));
    }

    fn bundled() -> Rulebook {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy");
        Rulebook::load(&root).expect("the bundled acts")
    }

    /// The law over the registries: every part, verdict, review, order, field, number and activity has its words.
    #[test]
    fn every_kind_of_answer_has_three_languages() {
        for part in Part::ALL {
            assert_eq!(faults(part.phrase()), Vec::<String>::new(), "{part:?}");
        }
        let mut texts: Vec<String> = Vec::new();
        texts.extend(Verdict::ALL.iter().map(ToString::to_string));
        texts.extend(Verdict::ALL.iter().map(|one| render::verdict(*one).to_owned()));
        texts.extend(ReviewPolicy::ALL.iter().map(ToString::to_string));
        texts.extend(Order::ALL.iter().map(|one| format!("order {one}")));
        texts.extend(Field::ALL.iter().map(ToString::to_string));
        texts.extend(Number::ALL.iter().map(ToString::to_string));
        texts.extend(Purpose::ALL.iter().map(ToString::to_string));
        texts.extend(Activity::ALL.iter().map(ToString::to_string));
        for field in Field::ALL {
            for (any, none) in [(true, false), (false, true), (true, true)] {
                let tags =
                    |some: bool| if some { vec!["a:1".into(), "b:2".into()] } else { vec![] };
                texts.push(Test { field: *field, any: tags(any), none: tags(none) }.words());
            }
        }
        let bound = |some: bool| some.then(|| Measure::of(7.0));
        for number in Number::ALL {
            for (low, over, most, below) in [
                (true, false, false, false),
                (false, true, false, false),
                (false, false, true, false),
                (false, false, false, true),
                (true, false, true, false),
                (true, false, false, true),
                (false, true, true, false),
                (false, true, false, true),
            ] {
                let test = NumberTest {
                    number: *number,
                    at_least: bound(low),
                    over: bound(over),
                    at_most: bound(most),
                    below: bound(below),
                };
                texts.push(test.words());
            }
        }
        for text in texts {
            for language in OTHERS {
                let said = told(&text, language);
                assert_ne!(said, text, "{language:?} has no words for it");
                assert_eq!(english(&said), Vec::<&str>::new(), "{language:?}: {said}");
            }
        }
    }

    /// Every rule of every bundled act, and who issued it, has three languages.
    #[test]
    fn every_bundled_rule_is_told() {
        let book = bundled();
        for act in book.acts().values() {
            let rules = act.ops.iter().filter_map(|op| op.body.as_ref()).map(|body| &body.summary);
            let issuer = act.issuer.to_string();
            for text in rules
                .chain([&issuer])
                .filter(|text| *text != "Linchpin" && *text != "European Union")
            {
                for language in OTHERS {
                    assert_ne!(told(text, language), **text, "{}: {language:?}", act.id);
                }
            }
        }
    }

    /// By hand: what stands around the rule that decides, and not an English word of ours on the page.
    #[test]
    fn what_stands_around_the_deciding_rule_is_told() {
        let (book, day) = (bundled(), "2026-02-01".parse().expect("a day"));
        let asked = [
            (Field::Item, "tool:etch"),
            (Field::From, "USA"),
            (Field::Site, "site:samsung-xian"),
            (Field::Purpose, "new"),
        ];
        let query =
            asked.iter().fold(Query::new(), |query, (field, value)| query.with(*field, *value));
        let decision = book.decide(&query, day, book.knowledge_day());
        for language in OTHERS {
            let page = page(&decision, language);
            for line in page.lines().filter(|line| !line.contains(['“', '='])) {
                assert_eq!(english(line), Vec::<&str>::new(), "{language:?}: {line}");
            }
        }
        let korean = page(&decision, Language::Ko);
        for line in [
            "  미국: 허가 필요, 건별 심사\n",
            "    88 FR 73424 – 첨단 칩을 만드는 마카오·D:5 시설용 품목에 허가 필요 [미국 산업안보국(BIS), 공식 문서]\n",
            "  2025-12-31 종료(90 FR 42321): EAR 적용 품목은 민간용이면 허가 없이 그 시설로 보낼 수 있음\n",
        ] {
            assert!(korean.contains(line), "{line}{korean}");
        }
    }

    /// By hand, and the answers of the page's own examples: not an English word of ours in sentence, tree, gaps and
    /// assumptions.
    #[test]
    fn an_answer_is_told_without_a_word_of_english() {
        let book = bundled();
        let day: Day = "2026-02-01".parse().expect("a day");
        let asked: [&[(Field, &str)]; 5] = [
            &[
                (Field::Item, "tool:etch"),
                (Field::From, "USA"),
                (Field::Site, "site:samsung-xian"),
                (Field::Purpose, "spares"),
            ],
            &[(Field::Item, "HBM"), (Field::From, "KOR"), (Field::To, "CHN")],
            &[(Field::Item, "gallium"), (Field::From, "CHN"), (Field::To, "KOR")],
            &[(Field::Item, "tool:lithography"), (Field::From, "NLD"), (Field::To, "CHN")],
            &[(Field::Item, "tool:etch"), (Field::Party, "firm:cxmt"), (Field::To, "CHN")],
        ];
        for fields in asked {
            let query = fields
                .iter()
                .fold(Query::new(), |query, (field, value)| query.with(*field, *value));
            for language in OTHERS {
                let mut decision = book.decide(&query, day, book.knowledge_day());
                let english_answer = decision.answer.clone();
                tell(&mut decision, language);
                assert_ne!(decision.answer, english_answer);
                let mut texts = decision.taken.clone();
                texts.extend(
                    decision.missing.iter().flat_map(|m| [m.fact.clone(), m.because.clone()]),
                );
                texts.extend(decision.citations.iter().map(|cite| cite.says.clone()));
                let mut trace = book.trace(&query, day, book.knowledge_day());
                tell_trace(&mut trace, language);
                says(&trace, &mut texts);
                for text in texts {
                    assert_eq!(english(&text), Vec::<&str>::new(), "{language:?}: {text}");
                }
            }
        }
    }

    /// The page says of every line of the English one the same, and keeps the words of the acts; in English it is the
    /// page of the law, letter for letter.
    #[test]
    fn the_page_of_an_answer_is_told_line_by_line() {
        let book = bundled();
        let query = Query::new()
            .with(Field::Item, "tool:etch")
            .with(Field::From, "USA")
            .with(Field::Site, "site:samsung-xian")
            .with(Field::Purpose, "spares");
        let day: Day = "2026-02-01".parse().expect("a day");
        let decision = book.decide(&query, day, book.knowledge_day());
        let plain = render::page(&decision);
        assert_eq!(page(&decision, Language::En), plain);
        let mut trace = book.trace(&query, day, book.knowledge_day());
        assert_eq!(trace_page(&trace, Language::En), format!("why\n{}", trace.page()));
        for language in OTHERS {
            let told = page(&decision, language);
            assert_eq!(told.lines().count(), plain.lines().count());
            for (told, plain) in told.lines().zip(plain.lines()) {
                let bare = plain.trim_start();
                if bare.starts_with('“') {
                    assert_eq!(told, plain);
                } else if !bare.contains('=') && !bare.starts_with("decision:") {
                    // Citations are theirs.
                    let signals = decision.signals.iter().map(|said| &said.source);
                    let cites = decision.citations.iter().chain(signals);
                    let own = cites.fold(told.to_owned(), |so, one| so.replace(&one.cite, ""));
                    assert_eq!(english(&own), Vec::<&str>::new(), "{language:?}: {told}");
                }
            }
            tell_trace(&mut trace, language);
            assert!(trace_page(&trace, language).lines().count() > 5);
        }
    }

    /// The questions meet several ways in which an application is looked at.
    #[test]
    fn how_an_application_is_looked_at_is_told() {
        let book = bundled();
        let asked: [(&[(Field, &str)], &str); 7] = [
            (
                &[
                    (Field::Item, "tool:etch"),
                    (Field::From, "USA"),
                    (Field::Site, "site:samsung-xian"),
                    (Field::Purpose, "spares"),
                ],
                "2026-02-01",
            ),
            (&[(Field::Item, "tool:etch"), (Field::Party, "firm:smic")], "2026-02-01"),
            (&[(Field::Item, "HBM"), (Field::From, "KOR"), (Field::To, "CHN")], "2026-02-01"),
            (&[(Field::Item, "gallium"), (Field::From, "CHN"), (Field::To, "KOR")], "2026-02-01"),
            (&[(Field::Item, "gallium"), (Field::From, "CHN"), (Field::To, "USA")], "2024-12-10"),
            (
                &[(Field::Item, "tool:lithography"), (Field::From, "NLD"), (Field::To, "CHN")],
                "2024-06-01",
            ),
            (&[(Field::Item, "3B001.c"), (Field::From, "USA"), (Field::To, "RUS")], "2024-06-01"),
        ];
        let mut met = String::new();
        for (fields, day) in asked {
            let query = fields
                .iter()
                .fold(Query::new(), |query, (field, value)| query.with(*field, *value));
            let decision = book.decide(&query, day.parse().expect("a day"), book.knowledge_day());
            met += &page_is_told(&decision);
        }
        for way in ["case by case", "a presumption of denial", "a policy of denial"] {
            assert!(met.contains(way), "no question is reviewed {way}:\n{met}");
        }
    }

    /// Each way in which an application is looked at has its own words, whether a question meets it or not.
    #[test]
    fn every_way_of_review_is_told() {
        let ways =
            ["case by case", "with a presumption of approval", "with a presumption of denial"];
        for way in ways.into_iter().chain(["under a policy of denial"]) {
            for language in OTHERS {
                assert_eq!(
                    english(&told(&format!("reviewed {way}"), language)),
                    Vec::<&str>::new()
                );
            }
        }
    }

    /// The English page, once every line that tells how an application is looked at is told in every language.
    fn page_is_told(decision: &Decision) -> String {
        let plain = render::page(decision);
        assert_eq!(page(decision, Language::En), plain);
        for language in OTHERS {
            let told = page(decision, language);
            assert_eq!(told.lines().count(), plain.lines().count());
            for (told, plain) in told.lines().zip(plain.lines()).skip(1) {
                let bare = plain.trim_start();
                if bare.starts_with('“') {
                    assert_eq!(told, plain);
                } else if bare.contains(", reviewed ") {
                    assert_eq!(english(told), Vec::<&str>::new(), "{language:?}: {told}");
                }
            }
        }
        plain
    }

    /// By hand.
    #[test]
    fn the_sentence_of_an_answer() {
        let book = bundled();
        let query = Query::new().with(Field::Item, "tool:etch").with(Field::Party, "firm:smic");
        let day: Day = "2026-02-01".parse().expect("a day");
        let decision = book.decide(&query.with(Field::To, "CHN"), day, book.knowledge_day());
        let cite = |text: &str| Citation { cite: text.to_owned(), ..decision.citations[0].clone() };
        let (decides, with) = (cite("15 CFR 744.23"), cite("15 CFR 744 supp. 4"));
        let source = Citation { says: "Russia is in D:5".to_owned(), ..decides.clone() };
        let said = Said { kind: Effect::Intent, source };
        let answer = Answer {
            verdict: Verdict::LicenceRequired,
            review: ReviewPolicy::parse("presumption-of-denial"),
            duty: None,
            decided_by: Some((&decides, vec![&with])),
            last_day: "2026-12-31".parse().ok(),
            said: vec![&said],
            left: vec!["thing"],
            reservations: vec![Reservation::Unconfirmed],
        };
        assert_eq!(
            sentence(&answer, Language::Ko),
            "허가 필요, 심사: 거부 추정(15 CFR 744.23, 관련 15 CFR 744 supp. 4), 2026-12-31까지. 발표되었으나 법은 아님: 러시아는 D:5에 속함. 이해하지 못한 말: thing. 확인되지 않은 근거에 바탕을 둠"
        );
        assert_eq!(
            sentence(&answer, Language::Zh),
            "需要许可，审查：推定拒绝（15 CFR 744.23，连同 15 CFR 744 supp. 4），至 2026-12-31 止；已宣布但并非法规：俄罗斯属于 D:5；未能理解：thing；依据未经证实的证据"
        );
    }
}
