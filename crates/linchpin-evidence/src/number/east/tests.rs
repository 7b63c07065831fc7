//! Hand answers.

use super::super::numbers;

fn shown(text: &str) -> Vec<String> {
    let unit = |n: &super::Number| n.unit.clone().or(n.of.clone()).unwrap_or_default();
    numbers(text).iter().map(|n| format!("{} {}", n.value, unit(n)).trim().to_owned()).collect()
}

#[test]
fn korean_numbers() {
    for (text, expected) in [
        ("매출은 8조6070억원이었다.", "8607000000000 KRW"),
        ("매출은 8조 6,070억 원이다.", "8607000000000 KRW"),
        ("수출의 약 40%가 중국으로 간다.", "40 %"),
        ("기업인 200여 명이 동행했다.", "200 명"),
        ("5천만 달러를 투자했다.", "50000000 USD"),
        ("투자는 147.4% 늘었다.", "147.4 %"),
        ("점유율이 두 배로 늘었다.", "2 x"),
        ("3.5%포인트 하락했다.", "3.5 pp"),
        ("67억9000만달러", "6790000000 USD"),
        ("인구의 4분의 1이다.", "0.25"),
        ("백만 달러를 냈다.", "1000000 USD"),
    ] {
        assert_eq!(shown(text), [expected], "{text}");
    }
    assert!(shown("2023년 2월 10일 회의가 열렸다.").is_empty());
    assert!(shown("이번 회의는 한국에서 열린다.").is_empty());
}

#[test]
fn chinese_numbers() {
    for (text, expected) in [
        ("销售额为8.6万亿韩元。", "8600000000000 KRW"),
        ("投资1.2亿美元。", "120000000 USD"),
        ("约三成企业撤离。", "30 %"),
        ("百分之四十的出口。", "40 %"),
        ("三分之二的产能。", "0.6666666666666666"),
        ("超过200家企业参加。", "200 家"),
        ("两万人失业。", "20000 人"),
        ("增长了3.5个百分点。", "3.5 pp"),
        ("产量增加一倍。", "1 x"),
    ] {
        assert_eq!(shown(text), [expected], "{text}");
    }
    assert!(shown("三星电子和百度公司").is_empty());
    assert!(shown("2024年12月5日").is_empty());
}
