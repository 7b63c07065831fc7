//! What two studies state differently: by act, date and field, in full names.

use crate::contract::comparison::Stated;
use crate::contract::input::{ShockRow, name_of};
use crate::contract::record::Record;
use crate::contract::report::{AssumptionRow, InputRow};

/// Everything stated differently. `scenarios` are the pairs to compare, with the name to show for each.
pub(crate) fn stated(
    left: &Record,
    right: &Record,
    scenarios: &[(Option<String>, String, String)],
) -> Vec<Stated> {
    let mut found = run(left, right);
    for (shown, one, other) in scenarios {
        let of = |record: &Record, id: &str| {
            let head = record.heads.iter().find(|head| head.id == id);
            head.map(|head| head.shocks.clone()).unwrap_or_default()
        };
        let shocks = shocks(left, right, of(left, one), of(right, other));
        found.extend(shocks.into_iter().map(|row| Stated { scenario: shown.clone(), ..row }));
    }
    found.extend(assumptions(&left.report.assumptions, &right.report.assumptions));
    found.extend(inputs(&left.report.inputs, &right.report.inputs));
    found
}

/// A row, when the two values differ.
fn row(kind: &str, name: &str, act: &str, field: &str, left: &str, right: &str) -> Option<Stated> {
    (left != right).then(|| Stated {
        kind: kind.to_owned(),
        scenario: None,
        name: name.to_owned(),
        act: act.to_owned(),
        field: field.to_owned(),
        left: left.to_owned(),
        right: right.to_owned(),
    })
}

fn run(left: &Record, right: &Record) -> Vec<Stated> {
    let (a, b) = (&left.report.run, &right.report.run);
    let draws = |record: &Record| {
        let (span, all) = (record.members, record.report.run.members);
        match span.until - span.from == all {
            true => all.to_string(),
            false => format!("{} to {} of {all}", span.from, span.until - 1),
        }
    };
    let pairs = [
        ("study", left.report.study.id.clone(), right.report.study.id.clone()),
        ("engine", a.engine.clone(), b.engine.clone()),
        ("seed", a.seed.to_string(), b.seed.to_string()),
        ("draws", draws(left), draws(right)),
        ("design", a.design.clone(), b.design.clone()),
        ("first day", a.from.clone(), b.from.clone()),
        ("first day after", a.until.clone(), b.until.clone()),
        ("law as known on", a.known.clone(), b.known.clone()),
        ("world", world(a), world(b)),
        ("acts", acts(a), acts(b)),
        ("version of Linchpin", a.version.clone(), b.version.clone()),
    ];
    let rows =
        pairs.iter().filter_map(|(field, one, other)| row("run", "run", "", field, one, other));
    rows.collect()
}

fn world(run: &crate::contract::report::Run) -> String {
    format!("{}, SHA-256 {}", run.world.name, run.world.digest)
}

fn acts(run: &crate::contract::report::Run) -> String {
    format!("{}, SHA-256 {}", run.policy.acts, run.policy.digest)
}

/// Whether two lists state the same shocks, whatever their numbers and order.
pub(crate) fn same_shocks(record: &Record, ours: Vec<ShockRow>, theirs: Vec<ShockRow>) -> bool {
    ours.len() == theirs.len() && shocks(record, record, ours, theirs).is_empty()
}

/// Shocks are matched by target and act, else by target and reason; what is left stands on one side only.
fn shocks(
    left: &Record,
    right: &Record,
    mut ours: Vec<ShockRow>,
    mut theirs: Vec<ShockRow>,
) -> Vec<Stated> {
    // The number in a list and the name of a decision say nothing about what is stated.
    for shock in ours.iter_mut().chain(&mut theirs) {
        shock.id = 0;
        shock.because = verdict(&shock.because);
    }
    ours.retain(|shock| match theirs.iter().position(|other| other == shock) {
        Some(at) => {
            theirs.remove(at);
            false
        }
        None => true,
    });
    let mut found = Vec::new();
    let same: [fn(&ShockRow, &ShockRow) -> bool; 3] = [
        |a, b| same_acts(a, b) && a.effect == b.effect,
        same_acts,
        |a, b| {
            a.target == b.target && a.acts.is_empty() && b.acts.is_empty() && a.because == b.because
        },
    ];
    for fits in same {
        ours.retain(|shock| match theirs.iter().position(|other| fits(shock, other)) {
            Some(at) => {
                found.extend(fields(left, shock, &theirs.remove(at)));
                false
            }
            None => true,
        });
    }
    let whole = |record: &Record, shock: &ShockRow| {
        let until = shock.until.as_ref().map_or("on".to_owned(), |day| format!("until {day}"));
        let name = name_of(&record.names, &shock.target);
        (name, format!("{}, from {} {until}; {}", shock.effect, shock.from, shock.because))
    };
    for shock in &ours {
        let (name, text) = whole(left, shock);
        found.extend(row("shock", &name, &act(shock), "present", &text, ""));
    }
    for shock in &theirs {
        let (name, text) = whole(right, shock);
        found.extend(row("shock", &name, &act(shock), "present", "", &text));
    }
    found
}

/// What was decided, without the name of the decision behind it.
fn verdict(because: &str) -> String {
    because.split(" (decision:").next().unwrap_or(because).to_owned()
}

/// Whether two shocks hit one thing by the same acts.
fn same_acts(a: &ShockRow, b: &ShockRow) -> bool {
    a.target == b.target && !a.acts.is_empty() && a.acts == b.acts
}

fn act(shock: &ShockRow) -> String {
    let mut parts = vec![shock.act(), shock.citation()];
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

fn fields(record: &Record, one: &ShockRow, other: &ShockRow) -> Vec<Stated> {
    let name = name_of(&record.names, &one.target);
    let open = |day: &Option<String>| day.clone().unwrap_or_else(|| "open".to_owned());
    let pairs = [
        ("from", one.from.clone(), other.from.clone()),
        ("until", open(&one.until), open(&other.until)),
        ("effect", one.effect.clone(), other.effect.clone()),
        ("decision", one.because.clone(), other.because.clone()),
        ("act", act(one), act(other)),
        ("assumption", one.assumption(), other.assumption()),
    ];
    let rows = pairs.iter().filter_map(|(field, a, b)| row("shock", &name, &act(one), field, a, b));
    rows.collect()
}

fn assumptions(left: &[AssumptionRow], right: &[AssumptionRow]) -> Vec<Stated> {
    let range =
        |row: &AssumptionRow| format!("{} [{}, {}] {}", row.value, row.low, row.high, row.unit);
    let named = |row: &AssumptionRow| format!("{} ({})", row.name, row.id);
    let mut found = Vec::new();
    for one in left {
        let other = right.iter().find(|other| other.id == one.id);
        let text = other.map(range).unwrap_or_default();
        let field = if other.is_some() { "value and range" } else { "present" };
        found.extend(row("assumption", &named(one), "", field, &range(one), &text));
    }
    let only = right.iter().filter(|row| left.iter().all(|known| known.id != row.id));
    found.extend(
        only.filter_map(|one| row("assumption", &named(one), "", "present", "", &range(one))),
    );
    found
}

fn inputs(left: &[InputRow], right: &[InputRow]) -> Vec<Stated> {
    let range = |row: &InputRow| format!("{} [{}, {}] {}", row.value, row.low, row.high, row.unit);
    let named = |row: &InputRow| format!("{}: {} ({})", row.name, row.quantity, row.subject);
    // The name says of which product, and to where: a site has a capacity for each product it makes.
    let key = |row: &InputRow| (row.subject.clone(), row.quantity.clone(), row.name.clone());
    let same = |a: &InputRow, b: &InputRow| key(a) == key(b);
    let mut found = Vec::new();
    for one in left {
        let other = right.iter().find(|other| same(one, other));
        let text = other.map(range).unwrap_or_default();
        let field = if other.is_some() { "value and range" } else { "present" };
        found.extend(row("input", &named(one), "", field, &range(one), &text));
    }
    let only = right.iter().filter(|row| left.iter().all(|known| !same(known, row)));
    found.extend(only.filter_map(|one| row("input", &named(one), "", "present", "", &range(one))));
    found
}

/// What two sides state differently, as sentences: shocks that differ in the same way are told together, by act and
/// date, since one licence is a shock for each purpose at each site.
pub(crate) fn sentences(rows: &[Stated]) -> Vec<String> {
    let mut groups: Vec<(Alike<'_>, Vec<&Stated>)> = Vec::new();
    for row in rows {
        let alike = Alike::of(row);
        match groups.iter_mut().find(|(known, _)| row.kind == "shock" && *known == alike) {
            Some((_, of)) => of.push(row),
            None => groups.push((alike, vec![row])),
        }
    }
    groups
        .iter()
        .map(|(alike, of)| if of.len() == 1 { sentence(of[0]) } else { alike.sentence(of) })
        .collect()
}

/// In what rows agree that are told together.
#[derive(Debug, PartialEq)]
struct Alike<'a> {
    scenario: Option<&'a str>,
    act: &'a str,
    field: &'a str,
    /// Of a shock on one side only its days, on that side; of any other field both values.
    values: [&'a str; 2],
    kind: &'a str,
}

/// The effect of a shock that one side has, its days, and why.
fn told(text: &str) -> (&str, &str, &str) {
    let (effect, rest) = text.split_once(", from ").unwrap_or((text, ""));
    let (days, why) = rest.split_once("; ").unwrap_or((rest, ""));
    (effect, days, why)
}

impl<'a> Alike<'a> {
    fn of(row: &'a Stated) -> Self {
        let values = [row.left.as_str(), row.right.as_str()];
        Self {
            scenario: row.scenario.as_deref(),
            act: &row.act,
            field: &row.field,
            values: if row.field == "present" { values.map(|text| told(text).1) } else { values },
            kind: &row.kind,
        }
    }

    /// One sentence for all: effects that hit the same places are listed together.
    fn sentence(&self, rows: &[&'a Stated]) -> String {
        let scenario = self.scenario.map(|id| format!(" in `{id}`")).unwrap_or_default();
        let act = if self.act.is_empty() { String::new() } else { format!(" (act: {})", self.act) };
        if self.field != "present" {
            let mut names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
            names.dedup();
            let ([a, b], field) = (self.values, self.field);
            return format!("shocks at {}{act}{scenario}, {field}: A {a}, B {b}", names.join(", "));
        }
        let text =
            |row: &&'a Stated| if row.left.is_empty() { row.right.as_str() } else { &row.left };
        let mut effects: Vec<(&str, Vec<&str>)> = Vec::new();
        for row in rows {
            let effect = told(text(row)).0;
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
        let place = |(names, effects): &(Vec<&str>, Vec<&str>)| {
            format!("{} at {}", effects.join(", "), names.join(", "))
        };
        let side = if rows[0].left.is_empty() { "B" } else { "A" };
        let days = told(text(&rows[0])).1;
        let what: Vec<String> = places.iter().map(place).collect();
        format!("only {side} has{scenario}{act}, from {days}: {}", what.join("; "))
    }
}

/// A difference as a sentence.
fn sentence(row: &Stated) -> String {
    let scenario = row.scenario.as_ref().map(|id| format!(" in `{id}`")).unwrap_or_default();
    let act = if row.act.is_empty() { String::new() } else { format!(" (act: {})", row.act) };
    let what = match row.kind.as_str() {
        "run" => row.field.clone(),
        kind => format!("{kind} at {}{act}{scenario}", row.name)
            .replace("assumption at ", "assumption ")
            .replace("input at ", "input "),
    };
    match (row.field.as_str(), row.left.is_empty(), row.right.is_empty()) {
        ("present", false, true) => format!("only A has the {what}: {}", row.left),
        ("present", true, false) => format!("only B has the {what}: {}", row.right),
        (field, ..) if row.kind == "run" => format!("{field}: A {}, B {}", row.left, row.right),
        (field, ..) => format!("{what}, {field}: A {}, B {}", row.left, row.right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::run;

    /// A site has a capacity for each product: the same rows on both sides differ in nothing, in any order.
    /// By hand: two purposes at two sites and a third at one of them, by one act, are one sentence.
    #[test]
    fn shocks_of_one_act_and_date_are_one_sentence() {
        let row = |name: &str, effect: &str, days: &str| Stated {
            kind: "shock".to_owned(),
            scenario: None,
            name: name.to_owned(),
            act: "act:x, 1 FR 2".to_owned(),
            field: "present".to_owned(),
            left: String::new(),
            right: format!("{effect}, from {days}; licence required"),
        };
        let gap = "2027-01-01 until 2027-04-30";
        let rows = [
            row("Xi'an", "parts", gap),
            row("Wuxi", "parts", gap),
            row("Xi'an", "service", gap),
            row("Wuxi", "service", gap),
            row("Wuxi", "tools", gap),
            row("Wuxi", "tools", "2028-01-01 on"),
        ];
        assert_eq!(
            sentences(&rows),
            [
                "only B has (act: act:x, 1 FR 2), from 2027-01-01 until 2027-04-30: parts, service at Xi'an, Wuxi; tools at Wuxi",
                "only B has the shock at Wuxi (act: act:x, 1 FR 2): tools, from 2028-01-01 on; licence required",
            ]
        );
        let moved = |name: &str| Stated {
            field: "from".to_owned(),
            left: "2026-01-01".to_owned(),
            right: "2026-02-01".to_owned(),
            ..row(name, "", "")
        };
        assert_eq!(
            sentences(&[moved("Xi'an"), moved("Wuxi")]),
            ["shocks at Xi'an, Wuxi (act: act:x, 1 FR 2), from: A 2026-01-01, B 2026-02-01"]
        );
    }

    #[test]
    fn rows_of_one_site_and_quantity_are_told_apart_by_name() {
        let one = run(2).inputs.remove(0);
        let other = InputRow {
            name: format!("{} of another product", one.name),
            value: 7.0,
            ..one.clone()
        };
        let both = [one.clone(), other.clone()];
        assert_eq!(inputs(&both, &both), Vec::new());
        assert_eq!(inputs(&both, &[other.clone(), one]), Vec::new());
        let moved = inputs(&both, &[both[0].clone(), InputRow { value: 8.0, ..other }]);
        assert_eq!(moved.len(), 1, "{moved:?}");
    }
}
