//! What the card of a study says that asks where capacity goes: by country, then by site, at the end of its last
//! year.
//!
//! In: the places that move. Out: a sentence and its lines in each language. A flow that falls answers
//! another question: a maker that moves wafers from one country to another loses none.

use crate::contract::capacity::{LEAST, tenth};
use crate::contract::figures::{Told, coverage, number, plural, signed_number};
use crate::contract::language::Language;
use crate::contract::lines::{CardText, Line, LineKind, Short};
use crate::contract::slots::{Move, Moved, Slots};
use crate::contract::{kind, sentence, words};
use crate::stats::band::Spread;

/// Places in the sentence: three fit into twenty words.
const IN_SENTENCE: usize = 3;
/// Places and sites on a line.
const ON_LINE: usize = 3;

impl Moved {
    /// What the card is about.
    pub(crate) fn what(language: Language) -> &'static str {
        language.pick(["Memory capacity", "메모리 생산능력", "存储芯片产能"])
    }

    fn unit(language: Language) -> &'static str {
        language.pick(["thousand wafers a month", "월 천 장", "千片/月"])
    }

    /// `China -52`, as many as fit.
    fn list(
        moves: &[Move],
        most: usize,
        language: Language,
        told: impl Fn(&Spread) -> String,
    ) -> String {
        let one = |one: &Move| {
            let product = one.product.as_ref().map(|product| words::name(product, language));
            let parts = [Some(words::name(&one.name, language)), product, Some(told(&one.change))];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        let list: Vec<String> = moves.iter().take(most).map(one).collect();
        list.join(language.pick([", ", ", ", "、"]))
    }

    fn sentence(&self, language: Language) -> String {
        let (what, unit, year) = (Self::what(language), Self::unit(language), &self.year);
        if self.countries.is_empty() {
            let least = number(LEAST);
            return language.pick([
                format!(
                    "{what} of no country moves by {least} {unit} or more by the end of {year}."
                ),
                format!("{year}년 말까지 {what}이 {unit} 기준 {least} 이상 변하는 나라 없음."),
                format!("到 {year} 年末，没有国家的{what}变化达到 {least} {unit}。"),
            ]);
        }
        let middle = |change: &Spread| signed_number(tenth(change.p50));
        let list = Self::list(&self.countries, IN_SENTENCE, language, middle);
        language.pick([
            format!("{what} at the end of {year}: {list} {unit}."),
            format!("{year}년 말 {what}: {list} ({unit})."),
            format!("{year} 年末{what}：{list}（{unit}）。"),
        ])
    }

    /// The card in a language.
    pub(crate) fn say(&self, slots: &Slots, language: Language) -> CardText {
        let told = Told::of(slots.draws);
        let range = |change: &Spread| told.signed_spread(&change.map(tenth)).to_string();
        let count = slots.draws;
        let draws = match told.has_range() {
            true => language.pick([
                format!("{} of {}", coverage(), plural(count as usize, "draw")),
                format!("모의 {count}회의 {}", coverage()),
                format!("{count} 次抽样的 {}", coverage()),
            ]),
            false => sentence::range(&told, None, language),
        };
        let stop = language.pick(["; ", "; ", "；"]);
        let mut number = Self::list(&self.countries, ON_LINE, language, range);
        if !number.is_empty() {
            number = format!("{number} {}{stop}", Self::unit(language));
        }
        let mut lines = vec![Line::of(LineKind::Number, format!("{number}{draws}"), language)];
        if !self.sites.is_empty() {
            let sites = Self::list(&self.sites, ON_LINE, language, range);
            lines.push(Line::of(LineKind::Sites, sites, language));
        }
        lines.push(Line::of(LineKind::Period, sentence::period(slots, language), language));
        lines.push(Line::of(LineKind::Rests, sentence::rests(slots.contested, language), language));
        lines.push(Line::of(LineKind::Record, kind::line(slots.kind.as_ref(), language), language));
        let (mut sentence, mut short) = (self.sentence(language), self.short(slots, language));
        if language == Language::Ko {
            let texts = lines.iter_mut().map(|line| &mut line.text);
            for text in texts.chain([&mut sentence, &mut short.range, &mut short.figure]) {
                *text = words::korean(text);
            }
        }
        CardText { language, sentence, lines, short: Some(short) }
    }

    /// What stands large: the country that moves most.
    pub(crate) fn short(&self, slots: &Slots, language: Language) -> Short {
        let (what, unit, year) = (Self::what(language), Self::unit(language), &self.year);
        let Some(most) = self.countries.first() else {
            return Short { heading: what.to_owned(), figure: String::new(), range: String::new() };
        };
        let place = words::name(&most.name, language);
        let told = Told::of(slots.draws).signed_spread(&most.change.map(tenth));
        let heading = language.pick([
            format!("{what} of {place} at the end of {year}, {unit}"),
            format!("{year}년 말 {place} {what}, {unit}"),
            format!("{year} 年末{place}{what}，{unit}"),
        ]);
        Short { heading, figure: told.middle, range: told.range }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::answer::{of_capacity, period};
    use crate::contract::card::Card;
    use crate::contract::sentence::MOST_WORDS;
    use crate::contract::slots::CardKey;
    use crate::sample::run;

    fn moved() -> Moved {
        let one = |name: &str, product: Option<&str>, [p05, p50, p95]: [f64; 3]| Move {
            name: name.to_owned(),
            product: product.map(str::to_owned),
            change: Spread { p05, p50, p95 },
        };
        Moved {
            year: "2030".to_owned(),
            countries: vec![
                one("China", None, [-80.0, -52.0, -30.0]),
                one("South Korea", None, [20.0, 33.2, 41.0]),
                one("United States", None, [0.5, 1.93, 4.0]),
                one("Japan", None, [0.1, 0.6, 1.0]),
            ],
            sites: vec![one("Site A", Some("NAND"), [-40.0, -29.0, -11.0])],
        }
    }

    /// The question is where, so that the answer names places; no more than twenty words.
    #[test]
    fn the_card_answers_where() {
        let run = run(21);
        let slots = Slots { capacity: Some(moved()), ..period(&run) };
        let card = Card::of(CardKey::Capacity, slots, "cut/b.dram.output".to_owned());
        assert_eq!(
            card.sentence,
            "Memory capacity at the end of 2030: China -52, South Korea +33, United States +1.9 thousand wafers a month."
        );
        assert!(card.sentence.split_whitespace().count() <= MOST_WORDS);
        assert_eq!(
            card.lines[0].text,
            "China -52 [-80, -30], South Korea +33 [+20, +41], United States +1.9 [+0.5, +4] thousand wafers a month; 90 % of 21 draws"
        );
        assert_eq!(card.lines[1].text, "Site A NAND -29 [-40, -11]");
        let korean = card.say(Language::Ko);
        assert!(
            korean.sentence.starts_with("2030년 말 메모리 생산능력: 중국 -52, 한국 +33"),
            "{korean:?}"
        );
        assert_eq!(korean.lines.len(), card.lines.len());
    }

    #[test]
    fn a_scenario_that_moves_no_capacity_says_so() {
        let card = of_capacity(&run(21), "cut", &[], "cut/b.dram.output".to_owned());
        assert_eq!(
            card.sentence,
            "Memory capacity of no country moves by 0.5 thousand wafers a month or more by the end of 2026."
        );
        assert!(card.sentence.split_whitespace().count() <= MOST_WORDS);
    }
}
