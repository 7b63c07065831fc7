//! The short answer of a run: the card, one line for each scenario, where the rest is. It fits a screen of 80
//! columns and 24 lines.

use crate::facade::AT_REST;
use crate::full::{begins, beyond, card, strained, unsaid};
use crate::terminal::{address, linked};
use crate::text::{labelled, table};
use linchpin_results::contract::language::Language;
use linchpin_results::contract::phrase::told as word;
use linchpin_results::figures::{self, Told};
use linchpin_results::report::{Report, Scenario};

/// The answer, with the folder it was written to.
pub(crate) fn answer(report: &Report, draws: u32, folder: &str, language: Language) -> String {
    let mut text = String::new();
    if let Some((horizons, start)) = begins(report) {
        let known = language.pick(["known", "시점", "信息截至"]);
        text.push_str(&labelled(known, &word(horizons, language)));
        // A market at rest is the usual start; any other one makes the answer a projection.
        if !start.starts_with(AT_REST) {
            let first = start.split_once(". ").map_or(start, |(first, _)| first);
            text.push_str(&labelled("start", &format!("{}.", first.trim_end_matches('.'))));
        }
    }
    text.push_str(&card(report, language));
    text.push('\n');
    text.push_str(&scenarios(report, Told::of(draws), language));
    text.push_str(&unsaid(report));
    text.push_str(&strained(report));
    // Who asked what else is lost gets it, however long.
    if let Some(spillover) = &report.spillover {
        text.push_str(&beyond(spillover));
        text.push('\n');
    }
    let page = format!("{folder}/report.html");
    let files = language.pick(["files", "파일", "文件"]);
    text.push_str(&linked(&labelled(files, &page), &[(&page, &address(&page))]));
    if !report.headline.cell.is_empty() {
        text.push_str(&labelled(
            language.pick(["why", "이유", "原因"]),
            &format!("linchpin explain 'last#{}'", report.headline.cell),
        ));
    }
    let more = language.pick([
        ["more", "every row and the causes by government: run with --full"],
        ["더", "모든 행과 정부별 원인: --full로 실행"],
        ["更多", "全部各行与各国政府的作用：加 --full 运行"],
    ]);
    text.push_str(&labelled(more[0], more[1]));
    text
}

/// One line a scenario: what its card is about, how it changes, from when, by what.
fn scenarios(report: &Report, told: Told, language: Language) -> String {
    let weekly = !report.weeks.is_empty();
    // Where capacity goes is no change of one thing: each scenario says it.
    let moves = |scenario: &&Scenario| {
        scenario.card.as_ref().is_some_and(|card| card.slots.capacity.is_some())
    };
    let moved: String = report
        .scenarios
        .iter()
        .filter(moves)
        .map(|scenario| labelled("", &format!("{}: {}", scenario.id, scenario.answer)))
        .collect();
    if !moved.is_empty() {
        return moved;
    }
    let line = |scenario: &Scenario| -> Option<(String, Vec<String>)> {
        let card = scenario.card.as_ref()?;
        let slots = &card.slots;
        let change = slots.change.as_ref().map(|change| told.percent_spread(change).to_string());
        let first = slots.first_week.as_ref().map(|week| told.first_week(week).to_string());
        // The line of the law above calls it so too, and a row stays on its line.
        let cause = slots.cause.as_ref().map(|cause| match language {
            Language::En => cause.name.replace("(United States)", "(US)"),
            _ => word(&cause.name, language),
        });
        let dash = |cell: Option<String>| cell.unwrap_or_else(|| figures::DASH.to_owned());
        let mut cells = vec![scenario.id.clone(), dash(change)];
        // Comparative statics have no week.
        cells.extend(weekly.then(|| dash(first)));
        cells.push(dash(cause));
        Some((slots.what.clone(), cells))
    };
    let rows: Vec<(String, Vec<String>)> = report.scenarios.iter().filter_map(line).collect();
    if rows.is_empty() {
        return String::new();
    }
    // A scenario of which the engine can't say anything is about nothing.
    let mut named = rows.iter().map(|(what, _)| what).filter(|what| !what.is_empty());
    let what = named.next().map_or("", String::as_str);
    let channel = report.attribution.is_empty();
    let cause = match channel {
        true => language.pick(["main channel", "주된 경로", "主要渠道"]),
        false => language.pick(["main cause", "주된 원인", "主要原因"]),
    };
    let first = language.pick(["first week", "첫 손실 주", "首次受损周"]);
    let scenario = language.pick(["scenario", "시나리오", "情景"]);
    let mut heads = vec![scenario, language.pick(["change", "변화", "变化"]), first, cause];
    heads.retain(|head| weekly || *head != first);
    let same = rows.iter().all(|(other, _)| other.is_empty() || other == what);
    let cells = rows.iter().map(|(what, cells)| {
        let mut cells = cells.clone();
        if !same {
            cells.insert(1, what.clone());
        }
        cells
    });
    let cells: Vec<Vec<String>> = cells.collect();
    if !same {
        heads.insert(1, language.pick(["what", "대상", "对象"]));
    }
    let over = if same {
        labelled(language.pick(["of", "대상", "对象"]), &word(what, language))
    } else {
        String::new()
    };
    format!("{over}{}", table(&heads, &cells))
}
