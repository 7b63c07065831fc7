//! Our own words in each language.
//!
//! Names of firms, sites and products are data and stay as the world writes them; what a row measures, what
//! took the loss and which government acted are words of ours. A word that is not listed stays as it is: an
//! engine may declare its own.

use crate::contract::amount;
use crate::contract::language::Language;
use crate::contract::lexicon;
use crate::contract::vocabulary::{CAUSES, MEASURES, PLACES};
use linchpin_engine::Variable;

fn found(table: &'static [[&'static str; 3]], word: &str, language: Language) -> Option<String> {
    let row = table.iter().find(|row| row[0] == word)?;
    Some(language.pick(*row).to_owned())
}

/// What series measure: each common word of tables, and what a reader calls it.
#[must_use]
pub fn measures() -> Vec<(&'static str, &'static str)> {
    Variable::ALL.iter().map(|variable| (variable.as_str(), variable.label())).collect()
}

/// What a row measures, in a language.
pub(crate) fn measure(label: &str, language: Language) -> String {
    found(&MEASURES, label, language).unwrap_or_else(|| label.to_owned())
}

fn place(name: &str, language: Language) -> String {
    found(&PLACES, name, language)
        .or_else(|| lexicon::whole(name, language).map(str::to_owned))
        .unwrap_or_else(|| name.to_owned())
}

/// What took a loss, in a language. The form is that of a group of shocks: `without CAUSE (GOVERNMENT)`, or
/// `CAUSE: WHAT HAPPENED`, of which the last is the study's own words.
pub(crate) fn cause(name: &str, language: Language) -> String {
    if language == Language::En {
        return name.to_owned();
    }
    let (lifted, rest) = match name.strip_prefix("without ") {
        Some(rest) => (true, rest),
        None => (false, name),
    };
    let plain = |word: &str| found(&CAUSES, word, language).unwrap_or_else(|| word.to_owned());
    let told = if let Some((what, who)) =
        rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("))
    {
        let said = (cause(what, language), place(who, language));
        // A citation of others with brackets stays whole, brackets too.
        if (said.0.as_str(), said.1.as_str()) == (what, who) {
            return name.to_owned();
        }
        let (what, who) = said;
        language.pick([String::new(), format!("{what}({who})"), format!("{what}（{who}）")])
    } else if let Some((what, happened)) = rest.split_once(": ") {
        let what = plain(what);
        // What happened is the study's own words, told where the lexicon has them.
        let happened = lexicon::whole(happened, language).unwrap_or(happened);
        language.pick([String::new(), format!("{what}: {happened}"), format!("{what}：{happened}")])
    } else {
        plain(rest)
    };
    match lifted {
        true => language.pick([String::new(), format!("{told} 해제"), format!("取消{told}")]),
        false => told,
    }
}

/// A name of the world in a language: a seller in a country is a phrase of ours.
pub(crate) fn name(name: &str, language: Language) -> String {
    if language == Language::En {
        return name.to_owned();
    }
    if let Some(whole) = lexicon::whole(name, language) {
        return whole.to_owned();
    }
    // A sentence that has an "in" is no seller in a country: half a text in each language is none.
    let parts = name
        .split_once(" in ")
        .map(|(seller, country)| (seller, country, place(country, language)));
    match parts {
        Some((seller, country, there)) if there != country => {
            let seller = place(seller, language);
            language.pick([
                String::new(),
                format!("{seller}의 {there} 내"),
                format!("{seller}在{there}的"),
            ])
        }
        _ => place(name, language),
    }
}

/// The parts of a name beside each other. A space parts them; in Chinese only where a letter or a figure of Latin
/// meets another letter, since Han stands without spaces and a bracket there is as wide as a letter.
pub(crate) fn beside(parts: impl IntoIterator<Item = String>, language: Language) -> String {
    parts.into_iter().fold(String::new(), |mut name, part| {
        let meet = (name.chars().next_back(), part.chars().next());
        let apart = match (language, meet) {
            (_, (None, _) | (_, None)) => false,
            (Language::Zh, (Some(last), Some(first))) => {
                let letters = last.is_alphanumeric() && first.is_alphanumeric();
                letters && (last.is_ascii() || first.is_ascii())
            }
            _ => true,
        };
        if apart {
            name.push(' ');
        }
        name + &part
    })
}

/// Any text of ours in a language: as the lexicon has it, or as a name or a cause, part by part.
#[must_use]
pub fn told(text: &str, language: Language) -> String {
    if language == Language::En {
        return text.to_owned();
    }
    let by_name = name(text, language);
    if by_name == text { cause(text, language) } else { by_name }
}

/// Numbers as Korean sets them: the sign of per cent at its number, a range with a swung dash.
#[must_use]
pub fn korean(text: &str) -> String {
    let mut set = String::with_capacity(text.len());
    let mut within = false;
    let mut letters = text.replace(" %p", "%p").replace(" %", "%");
    while let Some(at) = letters.find(['[', ']', ',']) {
        let rest = letters.split_off(at);
        set.push_str(&letters);
        within = rest.starts_with('[') || (within && !rest.starts_with(']'));
        // A comma with a space parts the ends; one without stands between thousands.
        let (mark, skip) = match within && rest.starts_with(", ") {
            true => (" ~ ", 2),
            false => (&rest[..1], 1),
        };
        set.push_str(mark);
        letters = rest[skip..].to_owned();
    }
    set + &letters
}

/// Numbers as Chinese sets them: the sign of per cent at its number.
#[must_use]
pub fn chinese(text: &str) -> String {
    text.replace(" %", "%")
}

/// Words of units that stand behind a figure.
const UNITS: [[&str; 3]; 27] = [
    ["multiple", "배", "倍"],
    ["day", "일", "天"],
    ["days", "일", "天"],
    ["week", "주", "周"],
    ["weeks", "주", "周"],
    ["month", "월", "月"],
    ["months", "개월", "个月"],
    ["year", "년", "年"],
    ["years", "년", "年"],
    ["wafer", "장", "片"],
    ["wafers", "장", "片"],
    ["starts", "투입", "投片"],
    ["points", "%p", "个百分点"],
    ["draw", "회", "次"],
    ["draws", "회", "次"],
    ["input", "건", "项输入"],
    ["inputs", "건", "项输入"],
    ["shock", "개 충격", "个冲击"],
    ["shocks", "개 충격", "个冲击"],
    ["cell", "개 칸", "个单元格"],
    ["cells", "개 칸", "个单元格"],
    ["other", "다른", "其他"],
    ["count", "개", "个"],
    ["mn", "백만", "百万"],
    ["bn", "십억", "十亿"],
    ["USD", "달러", "美元"],
    ["index", "지수", "指数"],
];

/// A figure as the language sets it: its units in words of the language, and in Korean its signs the Korean way.
#[must_use]
pub fn figure(text: &str, language: Language) -> String {
    if language == Language::En {
        return text.to_owned();
    }
    let counted = amount::counted(&text.replace(" per ", "/"), language);
    let mut set = String::with_capacity(counted.len());
    let mut rest = counted.as_str();
    while let Some(from) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let (before, letters) = rest.split_at(from);
        let end = letters.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(letters.len());
        let (word, after) = letters.split_at(end);
        set.push_str(before);
        set.push_str(&found(&UNITS, word, language).unwrap_or_else(|| word.to_owned()));
        rest = after;
    }
    set.push_str(rest);
    // A counter stands at its number.
    if language == Language::Ko {
        let closed = UNITS.iter().fold(korean(&set), |so, row| {
            let spaced = format!(" {}", row[1]);
            match row[1].chars().next().is_some_and(|c| c == '%' || !c.is_ascii()) {
                true => so.replace(&spaced, row[1]),
                false => so,
            }
        });
        // The currency stands apart from the number that counts it.
        return ["십억", "백만", "조", "억", "만"]
            .iter()
            .fold(closed, |so, step| so.replace(&format!("{step}달러"), &format!("{step} 달러")));
    }
    chinese(&set).replace("百万 美元", "百万美元").replace("十亿 美元", "十亿美元")
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_engine::Cause;

    /// By hand: where each language puts a space between the parts of a name.
    #[test]
    fn parts_of_a_name_stand_apart_as_the_language_has_it() {
        let name = |parts: &[&str], language| {
            beside(parts.iter().map(|part| (*part).to_owned()), language)
        };
        let zh = |parts: &[&str]| name(parts, Language::Zh);
        assert_eq!(zh(&["三星电子", "存储芯片", "收入"]), "三星电子存储芯片收入");
        assert_eq!(
            zh(&["SK海力士无锡", "DRAM（不含HBM）", "产量"]),
            "SK海力士无锡 DRAM（不含HBM）产量"
        );
        assert_eq!(zh(&["HBM", "出口额"]), "HBM 出口额");
        assert_eq!(zh(&["Site B", "DRAM"]), "Site B DRAM");
        assert_eq!(
            name(&["SK하이닉스 우시", "DRAM(HBM 제외)", "생산"], Language::Ko),
            "SK하이닉스 우시 DRAM(HBM 제외) 생산"
        );
        assert_eq!(name(&["Site B", "", "output"], Language::En), "Site B output");
        assert_eq!(zh(&[]), "");
    }

    #[test]
    fn korean_numbers_are_set_the_korean_way() {
        assert_eq!(
            korean("-27 % [-48, -19]; 1,234 [1,000, 2,000]"),
            "-27% [-48 ~ -19]; 1,234 [1,000 ~ 2,000]"
        );
        assert_eq!(korean("156주, 2026년; 2.7 %p"), "156주, 2026년; 2.7%p");
    }

    /// By hand, as the core writes figures in English.
    #[test]
    fn figures_have_their_units_in_the_language() {
        for (en, ko, zh) in [
            ("-27 % [-48, -19]", "-27% [-48 ~ -19]", "-27% [-48, -19]"),
            ("0.04 [0.02, 0.1] per year", "0.04 [0.02 ~ 0.1]/년", "0.04 [0.02, 0.1]/年"),
            ("1,000 count", "1,000개", "1,000 个"),
            ("5 [1.5, 7] multiple", "5 [1.5 ~ 7]배", "5 [1.5, 7] 倍"),
            (
                "190,000 [180,000, 200,000] wafers/month",
                "190,000 [180,000 ~ 200,000]장/월",
                "190,000 [180,000, 200,000] 片/月",
            ),
            ("156 weeks", "156주", "156 周"),
            ("12 mn USD/week", "1,200만 달러/주", "1,200 万美元/周"),
            ("8.9 [3, 14] bn USD", "89 [30 ~ 140]억 달러", "89 [30, 140] 亿美元"),
            ("mn USD/week", "백만 달러/주", "百万美元/周"),
            ("0.5 USD/Gb", "0.5달러/Gb", "0.5 美元/Gb"),
            ("3 inputs", "3건", "3 项输入"),
            ("5 [4, 6] Tb/wafer", "5 [4 ~ 6] Tb/장", "5 [4, 6] Tb/片"),
        ] {
            assert_eq!([figure(en, Language::Ko), figure(en, Language::Zh)], [ko, zh], "{en}");
        }
    }

    #[test]
    fn every_word_of_ours_that_a_card_can_say_has_all_languages() {
        for language in [Language::Ko, Language::Zh] {
            let said = Cause::PLAIN.iter().map(|known| cause(&known.label(), language));
            let measured = Variable::all()
                .into_iter()
                .filter(|variable| !variable.is_declared())
                .filter(|variable| {
                    ["site", "firm", "product", "destination", "segment"]
                        .iter()
                        .any(|level| level.parse().is_ok_and(|level| variable.is_summed_at(level)))
                })
                .map(|variable| measure(variable.label(), language));
            for word in said.chain(measured) {
                assert!(
                    !word.bytes().any(|byte| byte.is_ascii_alphabetic()),
                    "{language:?}: {word}"
                );
            }
        }
        for row in MEASURES.iter().chain(&CAUSES).chain(&PLACES) {
            assert!(row.iter().all(|word| !word.is_empty()), "{row:?}");
        }
    }

    #[test]
    fn groups_of_shocks_are_told_part_by_part() {
        let told = |name| [Language::Ko, Language::Zh].map(|language| cause(name, language));
        assert_eq!(
            told("missing spare parts (United States)"),
            ["예비 부품 부족(미국)", "备件短缺（美国）"]
        );
        assert_eq!(told("without tariff (China)"), ["관세(중국) 해제", "取消关税（中国）"]);
        assert_eq!(told("outage: a fire"), ["가동 중단: a fire", "停产：a fire"]);
        assert_eq!(told("trade ban: x (China)"), ["교역 금지: x(중국)", "贸易禁令：x（中国）"]);
        assert_eq!(told("missing spare parts"), ["예비 부품 부족", "备件短缺"]);
        assert_eq!(
            cause("missing spare parts (United States)", Language::En),
            "missing spare parts (United States)"
        );
        assert_eq!(name("firm x in China", Language::Ko), "firm x의 중국 내");
        for language in [Language::Ko, Language::Zh] {
            assert_eq!(
                cause("Regeling x (Stcrt. 2023, 1)", language),
                "Regeling x (Stcrt. 2023, 1)"
            );
        }
        assert_eq!(name("goods for a fab in a land", Language::Ko), "goods for a fab in a land");
    }

    #[test]
    fn a_language_is_named_by_its_code() {
        for language in Language::ALL {
            let code = serde_json::to_value(language).expect("a code");
            assert_eq!(code.as_str().and_then(|code| code.parse().ok()), Some(language));
        }
        assert!("fr".parse::<Language>().is_err());
    }
}
