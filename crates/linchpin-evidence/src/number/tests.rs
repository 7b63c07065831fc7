//! Hand answers.

use super::*;

fn one(text: &str) -> Number {
    let found = numbers(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.into_iter().next().expect("one")
}

#[test]
fn values_and_units() {
    for (text, value, unit) in [
        ("a loss of $6.79 billion there", 6.79e9, Some("USD")),
        ("rose 147.4% from", 147.4, Some("%")),
        ("about 40 percent of", 40.0, Some("%")),
        ("fell by 12 per cent", 12.0, Some("%")),
        ("two hundred and five ships", 205.0, None),
        ("1.2 trillion won of aid", 1.2e12, Some("KRW")),
        ("twenty-three thousand wafers", 23_000.0, None),
        ("a million people", 1e6, None),
        ("the 26th congress", 26.0, None),
        ("two-thirds of it", 2.0 / 3.0, None),
        ("three-quarters of it", 0.75, None),
        ("a 12-nanometre node", 12.0, Some("nm")),
        ("£5m for", 5e6, Some("GBP")),
        ("300,000 tonnes", 300_000.0, Some("tonne")),
        ("up 2.5 percentage points", 2.5, Some("pp")),
        ("fell -3.5%", -3.5, Some("%")),
        ("a dozen firms", 12.0, None),
        ("one hundred fifty million dollars", 1.5e8, Some("USD")),
    ] {
        let number = one(text);
        assert!((number.value - value).abs() < value.abs() * 1e-12, "{text}: {number:?}");
        assert_eq!(number.unit.as_deref(), unit, "{text}");
    }
}

#[test]
fn bounds_and_ranges() {
    let number = one("over 200 business leaders");
    assert_eq!((number.comparator, number.of.as_deref()), (Comparator::MoreThan, Some("leaders")));
    let number = one("no fewer than 3 plants");
    assert_eq!(number.comparator, Comparator::AtLeast);
    let number = one("between 20% and 30% of");
    assert_eq!((number.value, number.high), (20.0, Some(30.0)));
    let number = one("5-10 million euros");
    assert_eq!((number.value, number.high), (5e6, Some(1e7)));
}

#[test]
fn names_are_no_numbers() {
    for text in ["the H20 chip", "a 5G phone", "version 1.2.3", "one of them", "a second"] {
        assert!(numbers(text).is_empty(), "{text}: {:?}", numbers(text));
    }
}

/// value and unit of each number.
fn all(text: &str) -> Vec<String> {
    let unit = |number: &Number| number.unit.clone().unwrap_or_default();
    numbers(text).iter().map(|n| format!("{} {}", n.value, unit(n)).trim().to_owned()).collect()
}

#[test]
fn a_code_may_touch_its_figure_and_a_scale_may_follow_its_currency() {
    assert_eq!(all("Sales of KRW8.607 trillion rose."), ["8607000000000 KRW"]);
    assert_eq!(all("It paid RMB5.2 billion."), ["5200000000 CNY"]);
    let found = all("The tariff costs USD115.5 and 75 USD million.");
    assert_eq!(found, ["115.5 USD", "75000000 USD"]);
    assert_eq!(all("half million notes"), ["500000"]);
    assert_eq!(all("1.3e6 shares"), ["1300000"]);
    assert_eq!(all("The 3 Micron plants closed"), ["3"]);
    assert_eq!(all("a loss of $(5.2) million"), ["-5200000 USD"]);
    assert_eq!(all("two and three quarters percent"), ["2.75 %"]);
    assert_eq!(all("Rs 12,34,567 was paid"), ["1234567 INR"]);
    assert_eq!(
        all("6.02 × 10^23 atoms"),
        ["6.02e23".parse::<f64>().expect("a number").to_string()]
    );
    assert_eq!(all("5 pounds and 20 pence"), ["5 pound", "0.2 GBP"]);
    assert_eq!(all("three dollars and 30 cents"), ["3.3 USD"]);
    assert_eq!(all("HK$2.5bn or 30 Hong Kong dollars"), ["2500000000 HKD", "30 HKD"]);
}

#[test]
fn calendar_dates_are_no_numbers() {
    for text in [
        "on 2023-05-27 they",
        "2023년 2월 10일",
        "2024年12月5日",
        "in the 1990s",
        "by 11/20 at last",
        "on May 5, 2023",
        "in 3Q21 and 1H24",
    ] {
        assert!(all(text).is_empty(), "{text}: {:?}", all(text));
    }
    assert_eq!(figures("in 2023").len(), 1, "a check of figures sees years too");
}

#[test]
fn two_readings_are_both_told() {
    let number = one("it was 1.234 there");
    assert_eq!((number.value, number.reading), (1.234, Some(lex::POINT)));
    assert_eq!(number.alternatives.len(), 1);
    assert!((number.alternatives[0].value - 1234.0).abs() < 1e-9);
    assert!(one("it was 1,234.5 there").alternatives.is_empty());
}
