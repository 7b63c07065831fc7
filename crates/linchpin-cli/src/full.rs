//! The full answer of a run: provenance, card, rows of every scenario, causes by government, capacity, spillover.

use crate::facade::{HORIZONS, STRAINED};
use crate::outcome::Rows;
use crate::terminal::{address, linked};
use crate::text::{labelled, table};
use linchpin_results::capacity::{self, CapacityRow, CapacityTable, CountryRow};
use linchpin_results::carried::Ladder;
use linchpin_results::contract::alike::alike;
use linchpin_results::contract::card::Card;
use linchpin_results::contract::language::Language;
use linchpin_results::contract::record::MemberSpan;
use linchpin_results::contract::said::billions;
use linchpin_results::figures::{self, Told, plural};
use linchpin_results::governments::{GovernmentRow, GovernmentTable, Points};
use linchpin_results::report::{Loss, Report, Spread};
use linchpin_results::spillover::{Spillover, SpilloverRow};

/// Every row of losses, for programs: shares of the baseline as numbers.
pub(crate) fn losses(report: &Report) -> Rows {
    let row = |loss: &Loss| {
        let mut cells = vec![
            loss.scenario.clone(),
            loss.name.clone(),
            loss.entity.clone(),
            loss.product.clone().unwrap_or_default(),
            loss.measure.clone(),
        ];
        let Spread { p05, p50, p95 } = loss.change;
        cells.extend([p05, p50, p95].map(|share| share.to_string()));
        cells.push(loss.first_week.as_ref().map(|week| week.date.clone()).unwrap_or_default());
        cells.push(loss.cause.clone());
        cells.push(loss.cell.clone());
        cells
    };
    Rows {
        heads: vec![
            "scenario",
            "name",
            "entity",
            "product",
            "measure",
            "change_p05",
            "change_p50",
            "change_p95",
            "first_loss",
            "main_cause",
            "cell",
        ],
        rows: report.losses.iter().map(row).collect(),
    }
}

pub(crate) fn answer(
    report: &Report,
    span: MemberSpan,
    folder: &str,
    language: Language,
) -> String {
    let run = &report.run;
    let short = |digest: &str| digest.chars().take(12).collect::<String>();
    let mut text =
        labelled("world", &format!("{}, SHA-256 {}", run.world.name, short(&run.world.digest)));
    text.push_str(&labelled(
        "policy",
        &format!(
            "{}, law as known on {}, SHA-256 {}",
            plural(run.policy.acts as usize, "act"),
            run.known,
            short(&run.policy.digest)
        ),
    ));
    text.push_str(&labelled(
        "run",
        &format!(
            "{} x {}, seed {}, {}, {} to {}",
            match report.weeks.len() {
                0 => "comparative statics".to_owned(),
                weeks => plural(weeks, "week"),
            },
            draws(span, run.members),
            run.seed,
            run.design,
            run.from,
            run.until
        ),
    ));
    if let Some((horizons, start)) = begins(report) {
        text.push_str(&labelled("known", horizons));
        text.push_str(&labelled("start", start));
    }
    text.push('\n');
    text.push_str(&card(report, language));
    let told = Told::of(span.until - span.from);
    for scenario in &report.scenarios {
        text.push('\n');
        text.push_str(&labelled("", &format!("{}: {}", scenario.id, scenario.answer)));
        text.push_str(&moved(report, &scenario.id, told));
        text.push_str(&unsaid_of(report, &scenario.id));
        let mine = report.governments.iter().filter(|table| table.scenario == scenario.id);
        text.push_str(&mine.map(by_government).collect::<String>());
        let mine = report.capacity.iter().filter(|table| table.scenario == scenario.id);
        for found in mine {
            text.push_str(&where_built(found, told));
            for caveat in capacity::caveats(found, &report.inputs) {
                text.push_str(&labelled("note", &caveat));
            }
        }
        for note in alike(&report.losses, &scenario.id, told) {
            text.push_str(&labelled("note", &note));
        }
    }
    text.push_str(&strained(report));
    if let Some(ladder) = &report.ladder {
        text.push_str(&methods(ladder));
    }
    if let Some(spillover) = &report.spillover {
        text.push_str(&beyond(spillover));
    }
    text.push('\n');
    let page = format!("{folder}/report.html");
    let files = labelled("files", &format!("{page}, with run.json and the tables beside it"));
    text.push_str(&linked(&files, &[(&page, &address(&page))]));
    if !report.headline.cell.is_empty() {
        text.push_str(&labelled(
            "why",
            &format!("linchpin explain 'last#{}'", report.headline.cell),
        ));
    }
    text
}

/// The headline by several methods, side by side.
fn methods(ladder: &Ladder) -> String {
    let said = format!(
        "{} of {} in `{}` by method, % of before: median [5 to 95 % of {}]",
        ladder.what,
        ladder.name,
        ladder.scenario,
        plural(ladder.draws as usize, "draw")
    );
    let mut heads = vec!["method"];
    heads.extend(ladder.columns.iter().map(String::as_str));
    let rows: Vec<Vec<String>> = ladder
        .rows
        .iter()
        .map(|row| {
            let texts = row.texts(ladder.draws).into_iter().map(|text| text.to_string());
            std::iter::once(row.method.clone()).chain(texts).collect()
        })
        .collect();
    let mut text = format!("\n{}{}", labelled("methods", &said), table(&heads, &rows));
    for row in &ladder.rows {
        text.push_str(&labelled("", &format!("{}: {}", row.method, row.says)));
    }
    text
}

/// Both horizons, and what kind of answer this is: they stand first among the notes.
pub(crate) fn begins(report: &Report) -> Option<(&str, &str)> {
    match &report.not_modelled[..] {
        [horizons, start, ..] if horizons.starts_with(HORIZONS) => Some((horizons, start)),
        _ => None,
    }
}

/// What moves in a scenario as a table, and how much of it is folded.
fn moved(report: &Report, scenario: &str, told: Told) -> String {
    let mut text = String::new();
    let settled = report.weeks.is_empty();
    let (mut rows, folded) = rows(report, scenario, told);
    if !rows.is_empty() {
        // Without the causes a row has only the channel through which most is lost.
        let cause = if report.attribution.is_empty() { "main channel" } else { "main cause" };
        let mut heads = vec!["who", "what", "change", "first week", cause, "disputed"];
        if settled {
            heads.remove(FIRST_WEEK);
            rows.iter_mut().for_each(|row| drop(row.remove(FIRST_WEEK)));
        }
        text.push_str(&table(&heads, &rows));
    }
    if folded > 0 {
        use linchpin_results::losses::{MATERIAL, THRESHOLD};
        let threshold = figures::percent_plain(if settled { THRESHOLD } else { MATERIAL });
        let folded = plural(folded, "row");
        text.push_str(&labelled("", &format!("{folded} with less than {threshold} folded")));
    }
    text
}

/// What the engine cannot say, a line for each reason with the scenarios that it holds for.
pub(crate) fn unsaid(report: &Report) -> String {
    let mut whys: Vec<(&str, Vec<&str>)> = Vec::new();
    for row in &report.unsaid {
        match whys.iter_mut().find(|(why, _)| *why == row.why) {
            Some((_, of)) if of.contains(&row.scenario.as_str()) => {}
            Some((_, of)) => of.push(&row.scenario),
            None => whys.push((&row.why, vec![&row.scenario])),
        }
    }
    let line = |(why, of): &(&str, Vec<&str>)| {
        labelled("", &format!("can't say of {}: {why}", of.join(", ")))
    };
    whys.iter().map(line).collect()
}

/// Draws that mean little or nothing, a line for each scenario.
pub(crate) fn strained(report: &Report) -> String {
    let begins = |note: &&String| STRAINED.iter().any(|begins| note.starts_with(begins));
    let notes = report.not_modelled.iter().filter(begins);
    notes.map(|note| labelled("", note)).collect()
}

fn unsaid_of(report: &Report, scenario: &str) -> String {
    let mine = report.unsaid.iter().filter(|row| row.scenario == scenario);
    let mut whys: Vec<&str> = mine.map(|row| row.why.as_str()).collect();
    whys.dedup();
    let line = |why: &str| labelled("", &format!("can't say of {scenario}: {why}"));
    whys.into_iter().map(line).collect()
}

/// The card of the study: its scenario, its sentence and its lines.
pub(crate) fn card(report: &Report, language: Language) -> String {
    let headline = &report.headline;
    let answer = language.pick(["ANSWER", "답", "答案"]);
    let Some(said) = headline.card.as_ref().map(|card: &Card| card.say(language)) else {
        return labelled(answer, &headline.text);
    };
    let sentence = match language {
        Language::En => &headline.text,
        _ => &said.sentence,
    };
    let lines = said.lines.iter().map(|line| labelled(&line.label, &line.text));
    format!("{}{}", labelled(answer, sentence), lines.collect::<String>())
}

/// How many draws were computed, of how many.
fn draws(span: MemberSpan, all: u32) -> String {
    let here = span.until - span.from;
    if here == all {
        return plural(all as usize, "draw");
    }
    format!("{} ({} to {} of {all})", plural(here as usize, "draw"), span.from, span.until - 1)
}

/// What each government adds to the largest losses of a scenario: one row for each firm or site, which is
/// enough to see who acts; the report has all.
fn by_government(found: &GovernmentTable) -> String {
    let text = |points: &Option<Points>| points.as_ref().map_or("-", |one| &one.text).to_owned();
    let others = found.rows.iter().any(|row| row.other.is_some());
    let row = |row: &GovernmentRow| {
        let mut cells = vec![format!("{}: {}", row.name, row.what)];
        cells.extend(row.by.iter().map(text));
        cells.extend(others.then(|| text(&row.other)));
        cells.push(row.total.text.clone());
        cells
    };
    let leads = found.leads().into_iter().take(SHOWN);
    let rows: Vec<Vec<String>> = leads.map(|at| row(&found.rows[at])).collect();
    let mut heads = vec!["mean change in points, by government"];
    heads.extend(found.governments.iter().map(String::as_str));
    heads.extend(others.then_some("no government"));
    heads.push("total");
    format!("\n{}", table(&heads, &rows))
}

/// Where capacity goes under a scenario: the sites that gain or lose most, by year, and how sure the last
/// year is; the report has all.
fn where_built(found: &CapacityTable, told: Told) -> String {
    let moved = |change: &Spread| {
        if change.p50.abs() < 0.05 { "0".to_owned() } else { format!("{:+.1}", change.p50) }
    };
    let row =
        |row: &CapacityRow| {
            let product = row.product.trim_start_matches("product:");
            let mut cells = vec![format!("{} {product}", row.name)];
            cells.extend(row.change.iter().map(moved));
            let last = row.value.last().zip(row.change.last());
            cells.extend(last.map(|(value, change)| {
                format!("{} to {:.0}", told.signed_spread(change), value.p50)
            }));
            cells
        };
    let country = |row: &CountryRow| {
        let mut cells = vec![format!("{}, all sites", row.name)];
        cells.extend(row.change.iter().map(moved));
        cells.extend(row.change.last().map(|change| told.signed_spread(change).to_string()));
        cells
    };
    let mut rows: Vec<Vec<String>> = found.countries.iter().map(country).collect();
    rows.extend(found.rows.iter().take(CAPACITY_SHOWN).map(row));
    let mut heads = vec!["change, 1000 wafers/month"];
    heads.extend(found.years.iter().map(String::as_str));
    let level = found.years.last().map_or_else(String::new, |year| format!("{year}, range, level"));
    heads.push(&level);
    format!("\n{}", table(&heads, &rows))
}

/// Lost memory in the industries that use it: the world, regions, sectors and industries hit hardest.
pub(crate) fn beyond(spillover: &Spillover) -> String {
    let told = Told::of(spillover.members);
    let horizon = format!("{} to {}", spillover.from, spillover.until);
    let mut text = String::from("\n");
    text.push_str(&labelled(
        "BEYOND",
        &format!("lost by those who use memory, bn USD of {}, {horizon}", spillover.year),
    ));
    let mut scenarios: Vec<&str> = spillover.rows.iter().map(|row| row.scenario.as_str()).collect();
    scenarios.dedup();
    for scenario in scenarios {
        text.push_str(&labelled("", scenario));
        let kind = |row: &SpilloverRow| (row.region.is_some(), row.industry.is_some());
        let mine = spillover.rows.iter().filter(|row| row.scenario == scenario);
        let shown = [(false, false), (true, false), (false, true), (true, true)].map(|wanted| {
            let lost = move |row: &&SpilloverRow| kind(row) == wanted && row.output.p95 > 0.0;
            mine.clone().filter(lost).take(if wanted == (true, false) { 9 } else { SHOWN + 2 })
        });
        let rows: Vec<Vec<String>> = shown
            .into_iter()
            .flatten()
            .map(|row| {
                vec![
                    row.name.clone(),
                    told.spread(&billions(&row.output)).to_string(),
                    told.spread(&billions(&row.bill)).to_string(),
                    told.share_spread(&row.share).to_string(),
                ]
            })
            .collect();
        if rows.is_empty() {
            text.push_str(&labelled("", "nobody loses anything"));
        } else {
            let heads = ["who", "output", "higher bill", "of usual output"];
            text.push_str(&table(&heads, &rows));
        }
        let world = spillover.rows.iter().find(|row| {
            row.scenario == scenario && kind(row) == (false, false) && row.output.p95 > 0.0
        });
        if let Some(world) = world {
            let lost = told.spread(&billions(&world.value_added));
            text.push_str(&labelled("added", &format!("of the output, {lost} is value added")));
        }
        let places = spillover.rows.iter().filter(|row| row.scenario == scenario);
        let places = places.filter(|row| row.region.is_some() && row.industry.is_none());
        let mut causes: Vec<(&str, Vec<&str>)> = Vec::new();
        for row in places {
            match causes.iter_mut().find(|(known, _)| *known == row.cause) {
                Some((_, names)) => names.push(&row.name),
                None => causes.push((&row.cause, vec![&row.name])),
            }
        }
        let causes = causes.iter().map(|(cause, names)| format!("{cause} ({})", names.join(", ")));
        text.push_str(&labelled("held by", &causes.collect::<Vec<_>>().join("; ")));
        let mine = spillover.received.iter().filter(|one| one.scenario == scenario);
        let mine: Vec<String> = mine
            .filter(|one| one.amount != Spread::default())
            .map(|one| format!("{} {}", one.name, told.spread(&billions(&one.amount))))
            .collect();
        if !mine.is_empty() {
            let line = format!("the higher bill, by makers of memory of {}", mine.join(", "));
            text.push_str(&labelled("received", &line));
        }
    }
    for note in &spillover.notes {
        text.push_str(&labelled("note", note));
    }
    text
}

/// Rows shown at a level: more is in the report.
const SHOWN: usize = 4;
/// The column of the first week of loss, which comparative statics lack.
const FIRST_WEEK: usize = 3;
/// Sites whose capacity is shown.
const CAPACITY_SHOWN: usize = 10;

/// The largest changes at each level, and how many rows are folded because they hardly move.
fn rows(report: &Report, scenario: &str, told: Told) -> (Vec<Vec<String>>, usize) {
    let threshold = linchpin_results::losses::THRESHOLD;
    let priced = |loss: &Loss| !linchpin_results::losses::falls_are_losses(&loss.measure);
    let moved = |loss: &&Loss| {
        let rises = |loss: &Loss| loss.change.p95 > threshold && priced(loss);
        loss.change.p50.abs() > threshold || loss.change.p05 < -threshold || rises(loss)
    };
    let mine = report.losses.iter().filter(|loss| loss.scenario == scenario).filter(moved);
    let (mine, folded): (Vec<&Loss>, Vec<&Loss>) = mine.partition(|loss| loss.material);
    let mut rows = Vec::new();
    // Sales in one country are a group of their own: they would crowd out the firms; so are prices, which whoever
    // reads a change of exports asks for first, and which are few enough to be shown in full.
    // Comparative statics stand by measure, each with its horizon, from near to far.
    let settled = report.weeks.is_empty();
    let group = |loss: &Loss| match settled {
        true => (loss.measure.clone(), false, false),
        false => (loss.level.clone(), loss.entity.contains('@'), priced(loss)),
    };
    let mut groups: Vec<(String, bool, bool)> = Vec::new();
    for loss in &mine {
        if !groups.contains(&group(loss)) {
            groups.push(group(loss));
        }
    }
    if settled {
        let horizon =
            |wanted: &str| mine.iter().find(|loss| loss.measure == wanted).map(|loss| loss.horizon);
        groups.sort_by_key(|(measure, ..)| (horizon(measure), measure.clone()));
    }
    // What does not move in the middle stands last, however far an end of its range lies.
    let still = |loss: &Loss| loss.change.p50.abs() <= threshold;
    let passes = [false, true].into_iter();
    for (last, wanted) in passes.flat_map(|last| groups.iter().map(move |wanted| (last, wanted))) {
        let of = |loss: &&&Loss| group(loss) == *wanted && still(loss) == last;
        let mut own: Vec<&&Loss> = mine.iter().filter(of).collect();
        own.sort_by(|a, b| {
            let size = |loss: &Loss| loss.change.p50.abs();
            size(b).total_cmp(&size(a)).then_with(|| a.cell.cmp(&b.cell))
        });
        let shown = if wanted.2 { own.len() } else { SHOWN };
        rows.extend(own.into_iter().take(shown).map(|loss| row(loss, told)));
    }
    (rows, folded.len())
}

fn row(loss: &Loss, told: Told) -> Vec<String> {
    let bare = linchpin_results::cell::bare;
    let product = loss.product.as_deref().filter(|id| *id != loss.entity).map(bare);
    let mut what =
        product.map_or(loss.measure.clone(), |product| format!("{product} {}", loss.measure));
    let mut who = loss.name.clone();
    if let Some((_, place)) = loss.entity.split_once('@') {
        what.push_str(&format!(" @{}", bare(place)));
        who = who.rsplit_once(" in ").map_or(who.clone(), |(seller, _)| seller.to_owned());
    }
    let first = loss.first_week.as_ref();
    let first = first.map_or(figures::DASH.to_owned(), |week| told.first_week(week).to_string());
    let disputed =
        if loss.contested.is_empty() { String::new() } else { loss.contested.len().to_string() };
    let priced = !linchpin_results::losses::falls_are_losses(&loss.measure);
    if priced {
        what = format!("{} (mean)", loss.measure.replace('-', " "));
    }
    let said = loss.change.p50 < 0.0 || priced;
    let cause = if said { loss.cause.clone() } else { "-".to_owned() };
    vec![who, what, told.percent_spread(&loss.change).to_string(), first, cause, disputed]
}
