//! The sentence and the lines of a card, in each language: templates, filled with texts of [`figures`].
//!
//! [`figures`]: crate::contract::figures

use crate::contract::figures::{
    Told, coverage, ends_good, error_points, percent, percent_plain, plural, week,
};
use crate::contract::language::Language;
use crate::contract::loss::{FirstWeek, Horizon, NamedShare};
use crate::contract::losses::THRESHOLD;
use crate::contract::slots::{CardKey, Slots, is_export};
use crate::contract::words;
use crate::stats::band::Spread;

/// Words that an English sentence may have.
pub(crate) const MOST_WORDS: usize = 20;

/// The English sentence.
pub(crate) fn english(key: CardKey, slots: &Slots) -> String {
    let Slots { what, size, .. } = slots;
    let many = key == CardKey::Nothing || is_export(slots) || slots.measure.ends_with('s');
    let s = if many { "" } else { "s" };
    let over = when(slots, Language::En);
    let plain = match key {
        CardKey::Falls => format!("{what} fall{s} by {size} {over}"),
        CardKey::Rises => format!("{what} rise{s} by {size} {over}"),
        CardKey::Between => {
            let [low, high] = ends(slots);
            format!("{what} change{s} by between {low} and {high} {over}")
        }
        CardKey::CantSay => return CANT_SAY[0].to_owned(),
        CardKey::Unchanged | CardKey::Nothing | CardKey::Capacity => {
            let within = percent_plain(THRESHOLD);
            let whole = format!("{what} stay{s} within {within} of the baseline {over}.");
            return if whole.split_whitespace().count() <= MOST_WORDS {
                whole
            } else {
                shortened(what, &format!("stay{s} within {within} of the baseline."))
            };
        }
    };
    let cause = slots.cause.as_ref().map(|cause| format!(", mainly through {}", cause.name));
    // A long name leaves no room for the cause, or even the period; each has a line of its own.
    let short = plain.strip_suffix(&format!(" {over}")).unwrap_or(&plain);
    let tries = [format!("{plain}{}.", cause.unwrap_or_default()), format!("{plain}.")];
    let fits = |text: &&String| text.split_whitespace().count() <= MOST_WORDS;
    let short = format!("{short}.");
    let found = tries.iter().chain([&short]).find(fits).cloned();
    found.unwrap_or_else(|| {
        let verb = short.strip_prefix(what.as_str()).unwrap_or(&short).trim_start().to_owned();
        shortened(what, &verb)
    })
}

/// What is said of a scenario of which the engine vouches for no number.
const CANT_SAY: [&str; 3] = [
    "Can't say: the changes are larger than any that the model was held against.",
    "답할 수 없음: 변화가 모형이 검증된 범위를 넘음.",
    "无法回答：变化超出模型经过检验的范围。",
];

/// The time a number speaks of: the weeks that are added up, or when all has settled.
fn when(slots: &Slots, language: Language) -> String {
    let weeks = slots.weeks;
    if weeks > 0 {
        return language.pick([
            format!("over {}", plural(weeks as usize, "week")),
            format!("{weeks}주 동안"),
            format!("{weeks} 周内"),
        ]);
    }
    settled(slots.horizon, language).to_owned()
}

/// When a number of comparative statics holds.
pub(crate) fn settled(horizon: Horizon, language: Language) -> &'static str {
    language.pick(match horizon {
        Horizon::Weeks => ["at every horizon", "모든 기간에서", "在各个期限内"],
        Horizon::Short => ["within a year", "일 년 이내", "一年内"],
        Horizon::Medium => ["after one to three years", "일 년에서 삼 년 뒤", "一至三年后"],
        Horizon::Long => ["beyond three years", "삼 년 이후", "三年以后"],
    })
}

/// The ends of the range, signed.
fn ends(slots: &Slots) -> [String; 2] {
    let change = slots.change.unwrap_or_default();
    [change.p05, change.p95].map(percent)
}

/// A name cut so that it and the words after it make a sentence of at most [`MOST_WORDS`] words.
fn shortened(what: &str, rest: &str) -> String {
    let room = MOST_WORDS.saturating_sub(rest.split_whitespace().count());
    let words: Vec<&str> = what.split_whitespace().take(room).collect();
    format!("{}… {rest}", words.join(" "))
}

/// The sentence in another language than English.
pub(crate) fn other(key: CardKey, slots: &Slots, what: &str, language: Language) -> String {
    let size = &slots.size;
    let over = when(slots, language);
    let within = percent_plain(THRESHOLD);
    let [ko, zh] = match key {
        CardKey::Falls => {
            [format!("{what}: {over} {size} 감소"), format!("{what}：{over}下降 {size}")]
        }
        CardKey::Rises => {
            [format!("{what}: {over} {size} 증가"), format!("{what}：{over}上升 {size}")]
        }
        CardKey::Between => {
            let [low, high] = ends(slots);
            [
                format!("{what}: {over}의 변화 {low} ~ {high}"),
                format!("{what}：{over}的变化在 {low} 与 {high} 之间"),
            ]
        }
        CardKey::CantSay => return language.pick(CANT_SAY).to_owned(),
        CardKey::Unchanged | CardKey::Nothing | CardKey::Capacity => [
            format!("{what}: {over} 기준선과의 차이 {within} 이내"),
            format!("{what}：{over}与基准相差不超过 {within}"),
        ],
    };
    let cause = slots.cause.as_ref().map(|cause| words::cause(&cause.name, language));
    let (ko_cause, zh_cause) = match &cause {
        Some(channel) if slots.channel => {
            (format!(", 주된 경로는 {channel}"), format!("，主要途径是{channel}"))
        }
        Some(cause) => (format!(", 주된 원인은 {cause}"), format!("，主要原因是{cause}")),
        None => (String::new(), String::new()),
    };
    language.pick([String::new(), format!("{ko}{ko_cause}."), format!("{zh}{zh_cause}。")])
}

/// Which part of how many draws a range holds, and how far its ends would move with others.
pub(crate) fn range(told: &Told, error: Option<&Spread>, language: Language) -> String {
    let count = told.draws();
    let draws = plural(count as usize, "draw");
    let Some(error) = error else {
        return language.pick([
            format!("{draws}, too few to tell a range"),
            format!("모의 {count}회, 범위를 말하기에 부족"),
            format!("{count} 次抽样，不足以给出区间"),
        ]);
    };
    let [low, high] = [error.p05, error.p95].map(error_points);
    let part = coverage();
    language.pick([
        format!("{part} of {draws}, {}", ends_good(error.p05, error.p95)),
        format!("모의 {count}회의 {part}, 양 끝의 오차 {low} 및 {high} %p"),
        format!("{count} 次抽样的 {part}，两端误差 {low} 和 {high} 个百分点"),
    ])
}

/// The period that was added up.
pub(crate) fn period(slots: &Slots, language: Language) -> String {
    let Slots { weeks, from, until, .. } = slots;
    if *weeks == 0 {
        let settled = settled(slots.horizon, language);
        return language.pick([
            format!("{settled}, each year, against a world without the measures; no path between"),
            format!("{settled} 매년, 조치가 없는 세계와 비교; 그 사이의 경로는 없음"),
            format!("{settled}每年，与没有这些措施的世界相比；不含其间的路径"),
        ]);
    }
    language.pick([
        format!("{}, {from} to {until}", plural(*weeks as usize, "week")),
        format!("{weeks}주, {from}부터 {until}까지"),
        format!("{weeks} 周，{from} 至 {until}"),
    ])
}

/// The first week with a loss.
pub(crate) fn first(told: &Told, first: &FirstWeek, language: Language) -> String {
    let middle = week(first.p50);
    let range = match told.has_range() {
        true => format!(" [{}, {}]", week(first.p05), week(first.p95)),
        false => String::new(),
    };
    let date = &first.date;
    language.pick([
        format!("week {middle}{range}, from {date}"),
        format!("{middle}주차{range}, {date}부터"),
        format!("第 {middle} 周{range}，自 {date} 起"),
    ])
}

/// What took most of what is lost.
pub(crate) fn cause(cause: &NamedShare, language: Language) -> String {
    let (name, share) = (words::cause(&cause.name, language), percent_plain(cause.share));
    language.pick([
        format!("{name}, {share} of what is lost"),
        format!("{name}, 손실의 {share}"),
        format!("{name}，占损失的 {share}"),
    ])
}

/// What the answer rests on.
pub(crate) fn rests(contested: u32, language: Language) -> String {
    match contested {
        0 => {
            language.pick(["no contested input", "이견 있는 입력 없음", "输入均无争议"]).to_owned()
        }
        count => language.pick([
            plural(count as usize, "contested input"),
            format!("이견 있는 입력 {count}건"),
            format!("{count} 项有争议的输入"),
        ]),
    }
}
