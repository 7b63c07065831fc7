//! Amounts of money, and other large counts, in the myriads of Korean and Chinese.
//!
//! In: a text as the core writes it in English, `8.9 [3, 14] bn USD`. Out: the same amount counted in 만, 억 and 조, or
//! in 万, 亿 and 万亿: `89 [30, 140] 亿美元`. The decimal point moves over the digits that are written, so that no
//! digit is lost and none is added; a middle and its range share one unit, that of the largest of them.

use crate::contract::figures::thousands;
use crate::contract::language::Language;

/// How an amount ends in English, the power of ten it counts in, and what it counts.
const ENDINGS: [(&str, i32, [&str; 3]); 4] = [
    (" bn USD", 9, ["USD", "달러", "美元"]),
    (" mn USD", 6, ["USD", "달러", "美元"]),
    (" KRW tn", 12, ["KRW", "원", "韩元"]),
    (" Gb bn", 9, ["Gb", "Gb", "Gb"]),
];

/// The steps in which Korean and Chinese count: powers of ten, the largest first.
const STEPS: [(i32, [&str; 3]); 4] =
    [(12, ["", "조", "万亿"]), (8, ["", "억", "亿"]), (4, ["", "만", "万"]), (0, ["", "", ""])];

/// Every amount of a text in a language; what is none stays.
pub(crate) fn counted(text: &str, language: Language) -> String {
    if language == Language::En {
        return text.to_owned();
    }
    let (mut told, mut rest) = (String::with_capacity(text.len()), text);
    let next = |rest: &str| {
        let found = ENDINGS.iter().filter_map(|ending| Some((rest.find(ending.0)?, ending)));
        found.min_by_key(|(at, _)| *at)
    };
    while let Some((at, (ending, power, names))) = next(rest) {
        let before = &rest[..at];
        let amount = amount_at_end(before);
        told.push_str(&before[..before.len() - amount.len()]);
        match amount.is_empty() {
            // A unit without a number is a word, told elsewhere.
            true => told.push_str(ending),
            false => told.push_str(&in_myriads(amount, *power, names, language)),
        }
        rest = &rest[at + ending.len()..];
    }
    told + rest
}

/// Millions or thousand millions told in hundred millions, as tables of the two languages head their columns.
pub(crate) fn in_hundred_millions(text: &str, power: i32) -> String {
    each_number(text, |number| shifted(number, power - 8))
}

/// The number, with its range where it has one, at the end of a text; empty where there is none.
fn amount_at_end(text: &str) -> &str {
    let number = |text: &str| -> usize {
        let digits = |c: char| c.is_ascii_digit() || ",.+-".contains(c);
        let from = text.trim_end_matches(digits).len();
        // A comma that parts a list is no part of the number after it.
        let found = text[from..].trim_start_matches([',', '.']);
        if found.contains(|c: char| c.is_ascii_digit()) { found.len() } else { 0 }
    };
    let plain = |length: usize| &text[text.len() - length..];
    let Some(open) = text.ends_with(']').then(|| text.rfind(" [")).flatten() else {
        return plain(number(text));
    };
    match number(&text[..open]) {
        0 => "",
        middle => plain(text.len() - open + middle),
    }
}

fn in_myriads(amount: &str, power: i32, names: &[&str; 3], language: Language) -> String {
    let mut all: Vec<String> = Vec::new();
    each_number(amount, |number| {
        all.push(number.to_owned());
        String::new()
    });
    // The largest step of which the largest number holds a whole one.
    let fits = |(step, _): &&(i32, [&str; 3])| {
        all.iter().any(|number| !shifted(number, power - step).starts_with('0'))
    };
    let (step, words) = STEPS.iter().find(fits).unwrap_or(&STEPS[1]);
    let numbers = each_number(amount, |number| shifted(number, power - step));
    let (step, name) = (language.pick(*words), language.pick(*names));
    match language {
        Language::Ko if step.is_empty() => format!("{numbers} {name}"),
        Language::Ko => format!("{numbers}{step} {name}"),
        _ if name.is_ascii() => format!("{numbers} {step} {name}"),
        _ => format!("{numbers} {step}{name}"),
    }
}

/// The text with each of its numbers made anew.
fn each_number(text: &str, mut make: impl FnMut(&str) -> String) -> String {
    let (mut made, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(from);
        let end = number.find(|c: char| !c.is_ascii_digit() && !",.".contains(c));
        let end = end.unwrap_or(number.len());
        let own = number[..end].trim_end_matches([',', '.']);
        made.push_str(before);
        made.push_str(&make(own));
        rest = &number[own.len()..];
    }
    made + rest
}

/// A number written with its decimal point so many places further right; thousands apart, no nought behind the point.
fn shifted(number: &str, places: i32) -> String {
    let bare = number.replace(',', "");
    let (whole, part) = bare.split_once('.').unwrap_or((&bare, ""));
    let mut digits = format!("{whole}{part}");
    let mut point = whole.len() as i32 + places;
    if point <= 0 {
        digits.insert_str(0, &"0".repeat(1 + point.unsigned_abs() as usize));
        point = 1;
    }
    let point = point.unsigned_abs() as usize;
    digits.push_str(&"0".repeat(point.saturating_sub(digits.len())));
    let (whole, part) = digits.split_at(point);
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    let text = thousands(whole);
    match part.trim_end_matches('0') {
        "" => text,
        part => format!("{text}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 8.9 thousand million are 89 hundred million; 12 million are 1,200 ten thousand.
    #[test]
    fn amounts_are_counted_in_myriads() {
        for (en, ko, zh) in [
            ("8.9 bn USD", "89억 달러", "89 亿美元"),
            ("8.9 [3, 14.2] bn USD", "89 [30, 142]억 달러", "89 [30, 142] 亿美元"),
            ("-8.9 [-14, +3] bn USD", "-89 [-140, +30]억 달러", "-89 [-140, +30] 亿美元"),
            ("12 mn USD/week", "1,200만 달러/week", "1,200 万美元/week"),
            ("100 mn USD", "1억 달러", "1 亿美元"),
            ("99 mn USD", "9,900만 달러", "9,900 万美元"),
            ("-275,092 mn USD", "-2,750.92억 달러", "-2,750.92 亿美元"),
            ("1,234 bn USD", "1.234조 달러", "1.234 万亿美元"),
            ("1,000 bn USD", "1조 달러", "1 万亿美元"),
            ("0.34 bn USD", "3.4억 달러", "3.4 亿美元"),
            ("0.05 [0.01, 0.2] bn USD", "0.5 [0.1, 2]억 달러", "0.5 [0.1, 2] 亿美元"),
            ("0.003 mn USD", "3,000 달러", "3,000 美元"),
            ("0 bn USD", "0억 달러", "0 亿美元"),
            ("36 KRW tn", "36조 원", "36 万亿韩元"),
            ("310 Gb bn", "3,100억 Gb", "3,100 亿 Gb"),
            ("1, 2.5 bn USD", "1, 25억 달러", "1, 25 亿美元"),
            ("mn USD/week", "mn USD/week", "mn USD/week"),
            ("5 [4, 6] Tb/wafer", "5 [4, 6] Tb/wafer", "5 [4, 6] Tb/wafer"),
        ] {
            assert_eq!([counted(en, Language::Ko), counted(en, Language::Zh)], [ko, zh], "{en}");
            assert_eq!(counted(en, Language::En), en);
        }
    }

    /// By hand: a column of thousand millions under a head of hundred millions, whatever its size.
    #[test]
    fn a_column_has_one_unit() {
        let told = ["8.9", "[3, 14.2]", "0.012", "-1,234", "0", ""];
        let told = told.map(|text| in_hundred_millions(text, 9));
        assert_eq!(told, ["89", "[30, 142]", "0.12", "-12,340", "0", ""]);
        assert_eq!(in_hundred_millions("-275,092 [-300,000, 5]", 6), "-2,750.92 [-3,000, 0.05]");
    }
}
