//! What two runs state differently, as sentences in a language.
//!
//! In: rows of [`Stated`]. Out: a sentence for each, but one for all shocks that differ in the same way, by act and date:
//! one licence is a shock for each purpose at each site. Ids, days and citations stay as they are.

use crate::contract::comparison::{Comparison, LoneShock, Stated};
use crate::contract::language::Language;
use crate::contract::phrase;
use crate::contract::words::figure;

/// Fields that differ, in the three languages.
const FIELDS: [[&str; 3]; 18] = [
    ["study", "연구", "研究"],
    ["engine", "엔진", "引擎"],
    ["seed", "시드", "种子"],
    ["draws", "모의 수", "抽样数"],
    ["design", "표본 설계", "抽样设计"],
    ["first day", "첫날", "第一天"],
    ["first day after", "끝난 다음 날", "结束后的第一天"],
    ["law as known on", "법령 정보 시점", "法规信息截至"],
    ["world", "세계 자료", "世界数据"],
    ["acts", "조치 자료", "法令数据"],
    ["version of Linchpin", "Linchpin 버전", "Linchpin 版本"],
    ["from", "시작", "起始"],
    ["until", "끝", "结束"],
    ["effect", "효과", "作用"],
    ["decision", "판정", "判定"],
    ["act", "조치", "法令"],
    ["assumption", "가정", "假设"],
    ["value and range", "값과 범위", "数值与范围"],
];

fn field_name(field: &str, language: Language) -> &str {
    FIELDS.iter().find(|row| row[0] == field).map_or(field, |row| language.pick(*row))
}

/// What two sides state differently, in a language.
pub(crate) fn sentences(rows: &[Stated], language: Language) -> Vec<String> {
    let mut groups: Vec<(Alike<'_>, Vec<&Stated>)> = Vec::new();
    for row in rows {
        let alike = Alike::of(row);
        match groups.iter_mut().find(|(known, _)| row.kind == "shock" && *known == alike) {
            Some((_, of)) => of.push(row),
            None => groups.push((alike, vec![row])),
        }
    }
    let tell = Tell(language);
    let said = |(alike, of): &(Alike<'_>, Vec<&Stated>)| match of.as_slice() {
        [one] => tell.one(one),
        many => tell.many(alike, many),
    };
    groups.iter().map(said).collect()
}

/// Tells in a language what the two sides of a comparison state differently, and what one of them cannot say.
pub fn tell_context(found: &mut Comparison, language: Language) {
    found.context = sentences(&found.stated, language);
    found.context.extend(found.unsaid.iter().map(|line| phrase::told(line, language)));
}

/// In what rows agree that are told together.
#[derive(Debug, PartialEq)]
struct Alike<'a> {
    scenario: Option<&'a str>,
    act: &'a str,
    field: &'a str,
    values: Values<'a>,
    kind: &'a str,
}

/// Of a shock that one side has, that side and its days; of anything else both values.
#[derive(Debug, PartialEq)]
enum Values<'a> {
    Days(&'static str, &'a str, Option<&'a str>),
    Both(&'a str, &'a str),
}

impl<'a> Alike<'a> {
    fn of(row: &'a Stated) -> Self {
        let values = match &row.shock {
            Some(shock) => Values::Days(side(row), &shock.from, shock.until.as_deref()),
            None => Values::Both(&row.left, &row.right),
        };
        Self {
            scenario: row.scenario.as_deref(),
            act: &row.act,
            field: &row.field,
            values,
            kind: &row.kind,
        }
    }
}

/// The side that a row stands on alone.
fn side(row: &Stated) -> &'static str {
    if row.left.is_empty() { "B" } else { "A" }
}

/// Tells rows in a language.
struct Tell(Language);

impl Tell {
    fn word(&self, text: &str) -> String {
        phrase::told(text, self.0)
    }

    /// Names as one list, each told.
    fn list(&self, names: &[&str]) -> String {
        let told: Vec<String> = names.iter().map(|name| self.word(name)).collect();
        told.join(self.0.pick([", ", ", ", "、"]))
    }

    /// The act behind a row, in brackets; nothing where there is none.
    fn act(&self, act: &str) -> String {
        if act.is_empty() {
            return String::new();
        }
        let act = self.word(act);
        self.0.pick([
            format!(" (act: {act})"),
            format!("(조치: {act})"),
            format!("（法令：{act}）"),
        ])
    }

    /// The scenario that a row stands in; nothing where single scenarios are compared.
    fn scenario(&self, scenario: Option<&str>) -> String {
        let within = |id: &str| {
            self.0.pick([format!(" in `{id}`"), format!(", `{id}`"), format!("，`{id}`")])
        };
        scenario.map(within).unwrap_or_default()
    }

    /// `from 2027-01-01 until 2027-04-30`, or `from 2027-01-01 on`.
    fn days(&self, from: &str, until: Option<&str>) -> String {
        match until {
            Some(until) => self.0.pick([
                format!("from {from} until {until}"),
                format!("{from}부터 {until} 전까지"),
                format!("自 {from} 起至 {until} 前"),
            ]),
            None => self.0.pick([
                format!("from {from} on"),
                format!("{from}부터"),
                format!("自 {from} 起"),
            ]),
        }
    }

    /// A value of a field: a number with its range and unit, or words.
    fn value(&self, row: &Stated, text: &str) -> String {
        match (row.kind.as_str(), text.split_once("] ")) {
            ("assumption" | "input", Some((range, unit))) => {
                // A part of a whole says so by its size; a word for it would be that for a market share.
                if unit == "share" && self.0 != Language::En {
                    return figure(&format!("{range}]"), self.0);
                }
                let said = figure(&format!("{range}] {unit}"), self.0);
                match self.0 {
                    Language::En => said,
                    _ if said.ends_with(unit) => {
                        format!("{}{}", &said[..said.len() - unit.len()], self.word(unit))
                    }
                    _ => said,
                }
            }
            _ if text == "open" => self.0.pick(["open", "기한 없음", "无终止日"]).to_owned(),
            _ => self.word(text),
        }
    }

    /// Both values of a field.
    fn both(&self, field: &str, a: &str, b: &str) -> String {
        let field = field_name(field, self.0);
        self.0.pick([
            format!("{field}: A {a}, B {b}"),
            format!("{field}: A {a}, B {b}"),
            format!("{field}：A {a}，B {b}"),
        ])
    }

    /// What a row is about.
    fn what(&self, row: &Stated) -> String {
        let (act, scenario) = (self.act(&row.act), self.scenario(row.scenario.as_deref()));
        if row.kind == "run" {
            return field_name(&row.field, self.0).to_owned();
        }
        let name = self.named(row);
        self.0.pick([
            match row.kind.as_str() {
                kind @ ("assumption" | "input") => format!("{kind} {name}{act}{scenario}"),
                kind => format!("{kind} at {name}{act}{scenario}"),
            },
            match row.kind.as_str() {
                "assumption" => format!("가정 {name}"),
                "input" => format!("입력 {name}"),
                _ => format!("{name}의 충격{act}{scenario}"),
            },
            match row.kind.as_str() {
                "assumption" => format!("假设 {name}"),
                "input" => format!("输入 {name}"),
                _ => format!("{name}的冲击{act}{scenario}"),
            },
        ])
    }

    /// The name of a row; the id that stands behind that of an assumption or an input stays.
    fn named(&self, row: &Stated) -> String {
        match (row.kind.as_str(), row.name.rsplit_once(" (")) {
            ("assumption" | "input", Some((name, id))) if self.0 != Language::En => {
                let (name, id) = (self.word(name), id.trim_end_matches(')'));
                self.0.pick([row.name.clone(), format!("{name}({id})"), format!("{name}（{id}）")])
            }
            _ => self.word(&row.name),
        }
    }

    /// The shock that one side has: its effect, its days, and why.
    fn shock(&self, shock: &LoneShock) -> String {
        let days = self.days(&shock.from, shock.until.as_deref());
        let (effect, why) = (self.word(&shock.effect), self.word(&shock.because));
        self.0.pick([
            format!("{effect}, {days}; {why}"),
            format!("{effect}, {days}; {why}"),
            format!("{effect}，{days}；{why}"),
        ])
    }

    /// A difference as a sentence.
    fn one(&self, row: &Stated) -> String {
        let what = self.what(row);
        if row.field == "present" {
            let side = side(row);
            let text = if side == "A" { &row.left } else { &row.right };
            let text = match (&row.shock, self.0) {
                (_, Language::En) => text.clone(),
                (Some(shock), _) => self.shock(shock),
                (None, _) => self.value(row, text),
            };
            return self.0.pick([
                format!("only {side} has the {what}: {text}"),
                format!("{side}에만 있음: {what}: {text}"),
                format!("仅 {side} 有：{what}：{text}"),
            ]);
        }
        let (a, b) = (self.value(row, &row.left), self.value(row, &row.right));
        let both = self.both(&row.field, &a, &b);
        match row.kind.as_str() {
            "run" => both,
            _ => format!("{what}{}{both}", self.0.pick([", ", ", ", "，"])),
        }
    }

    /// One sentence for all: effects that hit the same places are listed together.
    fn many(&self, alike: &Alike<'_>, rows: &[&Stated]) -> String {
        let (scenario, act) = (self.scenario(alike.scenario), self.act(alike.act));
        let (side, days) = match alike.values {
            Values::Days(side, from, until) => (side, self.days(from, until)),
            Values::Both(a, b) => return self.moved(alike, rows, [a, b]),
        };
        let places: Vec<String> = placed(rows).iter().map(|place| self.place(place)).collect();
        let what = places.join(self.0.pick(["; ", "; ", "；"]));
        self.0.pick([
            format!("only {side} has{scenario}{act}, {days}: {what}"),
            format!("{side}에만 있음{scenario}{act}, {days}: {what}"),
            format!("仅 {side} 有{scenario}{act}，{days}：{what}"),
        ])
    }

    /// One sentence for places whose shocks moved in the same way.
    fn moved(&self, alike: &Alike<'_>, rows: &[&Stated], values: [&str; 2]) -> String {
        let (scenario, act) = (self.scenario(alike.scenario), self.act(alike.act));
        let mut names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        names.dedup();
        let [a, b] = values.map(|text| self.value(rows[0], text));
        let (names, both) = (self.list(&names), self.both(alike.field, &a, &b));
        self.0.pick([
            format!("shocks at {names}{act}{scenario}, {both}"),
            format!("{names}의 충격{act}{scenario}, {both}"),
            format!("{names}的冲击{act}{scenario}，{both}"),
        ])
    }

    /// Effects with the places that they hit.
    fn place(&self, (names, effects): &(Vec<&str>, Vec<&str>)) -> String {
        let effects: Vec<String> = effects.iter().map(|effect| self.word(effect)).collect();
        let names = self.list(names);
        self.0.pick([
            format!("{} at {names}", effects.join(", ")),
            format!("{names}: {}", effects.join(" / ")),
            format!("{names}：{}", effects.join("，")),
        ])
    }
}

/// The places of shocks that one side has, each with its effects; places that share all of them stand together.
fn placed<'a>(rows: &[&'a Stated]) -> Vec<(Vec<&'a str>, Vec<&'a str>)> {
    let mut effects: Vec<(&str, Vec<&str>)> = Vec::new();
    for row in rows {
        let effect = row.shock.as_ref().map_or("", |shock| shock.effect.as_str());
        match effects.iter_mut().find(|(known, _)| *known == effect) {
            Some((_, names)) => names.push(&row.name),
            None => effects.push((effect, vec![&row.name])),
        }
    }
    let mut places: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for (effect, names) in effects {
        match places.iter_mut().find(|(known, _)| *known == names) {
            Some((_, effects)) => effects.push(effect),
            None => places.push((names, vec![effect])),
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lone(effect: &str, from: &str, until: Option<&str>, because: &str) -> LoneShock {
        LoneShock {
            effect: effect.to_owned(),
            from: from.to_owned(),
            until: until.map(str::to_owned),
            because: because.to_owned(),
        }
    }

    /// By hand: an effect may hold the words that stand between it and its days.
    #[test]
    fn an_effect_that_speaks_of_from_and_of_why_is_told_whole() {
        let shock = lone("tools, from abroad; new ones", "2027-01-01", None, "licence-required");
        let row = Stated {
            kind: "shock".to_owned(),
            scenario: None,
            name: "Wuxi".to_owned(),
            act: String::new(),
            field: "present".to_owned(),
            left: String::new(),
            right: shock.text(),
            shock: Some(shock),
        };
        let other = Stated { name: "Xi'an".to_owned(), ..row.clone() };
        assert_eq!(
            sentences(&[row, other], Language::En),
            ["only B has, from 2027-01-01 on: tools, from abroad; new ones at Wuxi, Xi'an"]
        );
    }

    /// By hand: two purposes at two sites and a third at one of them, by one act, are one sentence.
    #[test]
    fn shocks_of_one_act_and_date_are_one_sentence() {
        let row = |name: &str, effect: &str, (from, until): (&str, Option<&str>)| {
            let shock = lone(effect, from, until, "licence required");
            Stated {
                kind: "shock".to_owned(),
                scenario: None,
                name: name.to_owned(),
                act: "act:x, 1 FR 2".to_owned(),
                field: "present".to_owned(),
                left: String::new(),
                right: shock.text(),
                shock: Some(shock),
            }
        };
        let gap = ("2027-01-01", Some("2027-04-30"));
        let rows = [
            row("Xi'an", "parts", gap),
            row("Wuxi", "parts", gap),
            row("Xi'an", "service", gap),
            row("Wuxi", "service", gap),
            row("Wuxi", "tools", gap),
            row("Wuxi", "tools", ("2028-01-01", None)),
        ];
        assert_eq!(
            sentences(&rows, Language::En),
            [
                "only B has (act: act:x, 1 FR 2), from 2027-01-01 until 2027-04-30: parts, service at Xi'an, Wuxi; tools at Wuxi",
                "only B has the shock at Wuxi (act: act:x, 1 FR 2): tools, from 2028-01-01 on; licence required",
            ]
        );
        let moved = |name: &str| Stated {
            field: "from".to_owned(),
            left: "2026-01-01".to_owned(),
            right: "2026-02-01".to_owned(),
            shock: None,
            ..row(name, "", gap)
        };
        assert_eq!(
            sentences(&[moved("Xi'an"), moved("Wuxi")], Language::En),
            ["shocks at Xi'an, Wuxi (act: act:x, 1 FR 2), from: A 2026-01-01, B 2026-02-01"]
        );
    }

    /// By hand: names, effects and fields are told, days and ids stay.
    #[test]
    fn a_difference_is_told_in_the_language() {
        let row = |kind: &str, name: &str, field: &str, values: [&str; 2]| Stated {
            kind: kind.to_owned(),
            scenario: Some("cut".to_owned()),
            name: name.to_owned(),
            act: if kind == "shock" { "act:x, 1 FR 2".to_owned() } else { String::new() },
            field: field.to_owned(),
            left: values[0].to_owned(),
            right: values[1].to_owned(),
            shock: None,
        };
        let shock = |name: &str, on_the_left: bool, from: &str, until: Option<&str>| {
            let shock = lone("missing spare parts", from, until, "licence-required");
            let text = shock.text();
            let values = if on_the_left { [text.as_str(), ""] } else { ["", text.as_str()] };
            Stated { shock: Some(shock), ..row("shock", name, "present", values) }
        };
        let rows = [
            row("run", "run", "first day after", ["2029-01-01", "2031-01-06"]),
            row("shock", "SK hynix Wuxi", "until", ["2029-01-01", "open"]),
            shock("SK hynix Wuxi", true, "2028-01-01", None),
            shock("SK hynix Wuxi", false, "2027-01-01", Some("2027-04-30")),
            shock("Samsung Xi'an", false, "2027-01-01", Some("2027-04-30")),
            row(
                "assumption",
                "spares stock (spares-stock)",
                "value and range",
                ["26 [8, 52] week", "26 [8, 60] week"],
            ),
        ];
        assert_eq!(
            sentences(&rows, Language::Ko),
            [
                "끝난 다음 날: A 2029-01-01, B 2031-01-06",
                "SK하이닉스 우시의 충격(조치: act:x, 1 FR 2), `cut`, 끝: A 2029-01-01, B 기한 없음",
                "A에만 있음: SK하이닉스 우시의 충격(조치: act:x, 1 FR 2), `cut`: 예비 부품 부족, 2028-01-01부터; 허가 필요",
                "B에만 있음, `cut`(조치: act:x, 1 FR 2), 2027-01-01부터 2027-04-30 전까지: SK하이닉스 우시, 삼성 시안: 예비 부품 부족",
                "가정 spares stock(spares-stock), 값과 범위: A 26 [8 ~ 52]주, B 26 [8 ~ 60]주",
            ]
        );
        assert_eq!(
            sentences(&rows[1..5], Language::Zh),
            [
                "SK海力士无锡的冲击（法令：act:x, 1 FR 2），`cut`，结束：A 2029-01-01，B 无终止日",
                "仅 A 有：SK海力士无锡的冲击（法令：act:x, 1 FR 2），`cut`：备件短缺，自 2028-01-01 起；需要许可",
                "仅 B 有，`cut`（法令：act:x, 1 FR 2），自 2027-01-01 起至 2027-04-30 前：SK海力士无锡、三星西安：备件短缺",
            ]
        );
    }

    /// Every field that rows of differences name is told.
    #[test]
    fn every_field_is_told() {
        for row in FIELDS {
            assert_eq!(field_name(row[0], Language::En), row[0]);
            for language in [Language::Ko, Language::Zh] {
                assert_ne!(field_name(row[0], language), row[0]);
            }
        }
    }
}
