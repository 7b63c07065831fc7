//! The episode bank in words: its list, its lint, its score.

use crate::outcome::{Exit, Fault, Said};
use crate::text::{labelled, table};
use linchpin::bank::factor::{Apart, Who, apart, near_in_both};
use linchpin::bank::history::{History, history};
use linchpin::bank::record::{Record, records};
use linchpin::bank::rules::Half;
use linchpin::bank::score::{BankReport, ClassSums, Counts, Of, Row, Sums};
use linchpin_results::figures::number;
use serde_json::json;
use std::path::Path;

pub(crate) fn list(dir: Option<&Path>) -> Result<Said, Fault> {
    let lines = linchpin::bank::read(dir)?.lines();
    let row = |line: &linchpin::bank::score::EpisodeLine| {
        let asked = line.questions.to_string();
        vec![
            line.id.clone(),
            line.kind.clone(),
            line.half.name().to_owned(),
            asked,
            line.title.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    let text = table(&["episode", "kind", "half", "asked", "title"], &rows);
    let json = serde_json::to_value(&lines).map_err(Fault::refused)?;
    Ok(Said::ok(text, json))
}

pub(crate) fn lint(dir: Option<&Path>, with_history: bool) -> Result<Said, Fault> {
    let bank = linchpin::bank::read(dir)?;
    let asked: usize = bank.lines().iter().map(|line| line.questions).sum();
    let mut text =
        format!("{} episodes with {asked} questions pass the lint\n", bank.episodes.len());
    let mut known = None;
    if let Some(dir) = dir.filter(|_| with_history) {
        match history(dir) {
            History::Unknown(why) => text.push_str(&format!("history: can't say, {why}\n")),
            History::Known(_, findings) if findings.any_error() => return Err(findings.into()),
            History::Known(seen, _) => {
                known = Some(seen);
                text.push_str(&format!("history: {seen} outcomes came after their inputs\n"));
            }
        }
    }
    let json = json!({ "episodes": bank.episodes.len(), "questions": asked, "history": known });
    Ok(Said::ok(text, json).with_exit(Exit::Ok))
}

pub(crate) fn score(dir: Option<&Path>) -> Result<Said, Fault> {
    let report = linchpin::bank::read(dir)?.score();
    let records = records(&report);
    let json = json!({ "score": report, "record": records });
    Ok(Said::ok(told(&report, &records), json))
}

fn told(report: &BankReport, records: &[Record]) -> String {
    let mut text = head(report);
    text.push_str(&aims(&report.held_out));
    text.push('\n');
    text.push_str(&halves(report));
    text.push_str(
        "\nBy class of answer, both halves; nulls are left out of all but their own column\n",
    );
    text.push_str(&classes(report, records));
    text.push_str(&materials(&report.rows));
    text.push_str("\nFailures: what was seen lies outside the 90 % band, or a null moves\n");
    for row in report.rows.iter().filter(|row| row.fails()) {
        text.push_str(&failure(row));
    }
    text.push_str("\nNot counted\n");
    for row in &report.rows {
        let (label, why) = match &row.counts {
            Counts::Yes => continue,
            Counts::Circular(why) => ("circular", why.as_str()),
            Counts::Trivial(why) => ("trivial", why.as_str()),
            Counts::Cannot(why) => ("can't say", why.as_str()),
            Counts::Open => ("open", "nobody wrote what was seen"),
        };
        let line = format!("{label}: {} {}: {why}", row.episode, row.question);
        text.push_str(&labelled("", &line));
    }
    text
}

fn head(report: &BankReport) -> String {
    let of =
        |counts: fn(&Counts) -> bool| report.rows.iter().filter(|row| counts(&row.counts)).count();
    let nulls = report.episodes.iter().filter(|line| line.null == Some(true)).count();
    labelled(
        "bank",
        &format!(
            "{} episodes, {nulls} of them null; {} values counted, {} circular, {} trivial, {} that no engine says, {} open. \
             Training or held out is decided by the hash of an episode's id. Intervals are Wilson's, 95 %.",
            report.episodes.len(),
            of(|counts| *counts == Counts::Yes),
            of(|counts| matches!(counts, Counts::Circular(_))),
            of(|counts| matches!(counts, Counts::Trivial(_))),
            of(|counts| matches!(counts, Counts::Cannot(_))),
            of(|counts| *counts == Counts::Open),
        ),
    )
}

/// What was aimed at on the held-out half, and what is reached.
fn aims(held_out: &Sums) -> String {
    let [_, inside, _] = &held_out.coverage;
    let (better, nulls) = (&held_out.better[0], &held_out.nulls);
    let met = |count: &Of, share: f64| {
        let reached = count.n > 0 && count.hits as f64 >= share * count.n as f64;
        if reached { "reached" } else { "missed" }
    };
    let line = format!(
        "on the held-out half: half of the values inside the 80 % band, {} ({} of {}); CRPS better than no change in 60 %, {} ({} of {}); every null seen as null, {} ({} of {})",
        met(inside, 0.5),
        inside.hits,
        inside.n,
        met(better, 0.6),
        better.hits,
        better.n,
        met(nulls, 1.0),
        nulls.hits,
        nulls.n,
    );
    labelled("aims", &line)
}

/// `16 of 35 (30-62 %)`.
fn of(count: &Of) -> String {
    match count.interval {
        None => "none".to_owned(),
        Some([low, high]) => {
            format!("{} of {} ({:.0}-{:.0} %)", count.hits, count.n, 100.0 * low, 100.0 * high)
        }
    }
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", 100.0 * share))
}

fn halves(report: &BankReport) -> String {
    let pair = |what: &str, said: &dyn Fn(&Sums) -> String| {
        vec![what.to_owned(), said(&report.training), said(&report.held_out)]
    };
    let crps = |sums: &Sums, at: usize| {
        let of = |crps: Option<[f64; 4]>| percent(crps.map(|crps| crps[at]));
        format!("{} ({})", of(sums.crps), of(sums.crps_median))
    };
    let rows = [
        pair("episodes with a counted value", &|sums| sums.episodes.to_string()),
        pair("inside the 50 % band", &|sums| of(&sums.coverage[0])),
        pair("inside the 80 % band", &|sums| of(&sums.coverage[1])),
        pair("inside the 90 % band", &|sums| of(&sums.coverage[2])),
        pair("inside the 80 % band, with nulls", &|sums| of(&sums.coverage_all[1])),
        pair("nulls seen as nulls", &|sums| of(&sums.nulls)),
        pair("median width of the 80 % band", &|sums| percent(sums.width)),
        pair("CRPS better than no change", &|sums| of(&sums.better[0])),
        pair("CRPS better than a random walk", &|sums| of(&sums.better[1])),
        pair("CRPS better than the rule of thumb", &|sums| of(&sums.better[2])),
        pair("mean (median) CRPS: the model", &|sums| crps(sums, 0)),
        pair("mean (median) CRPS: no change", &|sums| crps(sums, 1)),
        pair("mean (median) CRPS: random walk", &|sums| crps(sums, 2)),
        pair("mean (median) CRPS: rule of thumb", &|sums| crps(sums, 3)),
        pair("direction", &|sums| of(&sums.sign)),
        pair("order of magnitude", &|sums| of(&sums.size)),
        pair("timing", &|sums| of(&sums.timing)),
    ];
    table(&["values that are not null", Half::Training.name(), Half::HeldOut.name()], &rows)
}

fn classes(report: &BankReport, records: &[Record]) -> String {
    let row = |sums: &ClassSums| {
        let record = records.iter().find(|record| record.class == sums.class);
        let record = record
            .map_or_else(String::new, |record| format!("{} of {}", record.held, record.episodes));
        let plain = |count: &Of| format!("{} of {}", count.hits, count.n);
        vec![
            sums.class.name.clone(),
            plain(&sums.sums.coverage[1]),
            plain(&sums.sums.nulls),
            plain(&sums.sums.better[0]),
            plain(&sums.sums.sign),
            percent(sums.bias),
            plain(&sums.high),
            record,
        ]
    };
    let heads = [
        "class",
        "in 80 %",
        "nulls",
        "beats no change",
        "sign",
        "bias",
        "too high",
        "episodes held",
    ];
    let rows: Vec<Vec<String>> = report.classes.iter().map(row).collect();
    table(&heads, &rows)
}

/// Prices and flows of materials as factors, beside the rivals'.
fn materials(rows: &[Row]) -> String {
    let rows = apart(rows);
    if rows.is_empty() {
        return String::new();
    }
    let one = |one: &Apart<'_>| {
        let mark = if one.counted { "" } else { " *" };
        let mut cells =
            vec![format!("{} {}{mark}", one.row.episode, one.row.question), number(one.seen)];
        cells.extend(Who::ALL.map(|who| {
            let far = if one.is_near(who) { "" } else { " far" };
            format!("{} (x{:.1}){far}", number(one.said(who)), one.factor(who))
        }));
        cells
    };
    let lines: Vec<Vec<String>> = rows.iter().map(one).collect();
    let mut text =
        "\nPrices and flows of materials: median, and by which factor it is off\n".to_owned();
    let [model, still, thumb] = Who::ALL.map(Who::name);
    text.push_str(&table(&["row", "seen", model, still, thumb], &lines));
    let near = |who: Who| rows.iter().filter(|one| one.is_near(who)).count();
    let both = |who: Who| near_in_both(&rows, who).1.len();
    let line = format!(
        "* marked as circular and counted nowhere else. Rows within a factor of two: {} of {}; {still} {}, {thumb} {}. Events in which a price and a flow are asked and every row is: {} of {}; {still} {}, {thumb} {}",
        near(Who::Model),
        rows.len(),
        near(Who::NoChange),
        near(Who::Thumb),
        both(Who::Model),
        near_in_both(&rows, Who::Model).0.len(),
        both(Who::NoChange),
        both(Who::Thumb),
    );
    text.push_str(&labelled("near", &line));
    text
}

fn failure(row: &Row) -> String {
    let (Some(told), Some([low, value, high])) = (&row.told, row.seen) else {
        return String::new();
    };
    let seen = if low == high {
        number(value)
    } else {
        format!("{} [{}, {}]", number(value), number(low), number(high))
    };
    let [least, .., most] = told.quantiles;
    let line = format!(
        "{} {} ({}): seen {seen}, predicted {} [{}, {}], before {}; {}",
        row.episode,
        row.question,
        row.half.name(),
        number(told.quantiles[3]),
        number(least),
        number(most),
        number(told.still),
        row.says.as_deref().unwrap_or_default()
    );
    labelled("", &line)
}
