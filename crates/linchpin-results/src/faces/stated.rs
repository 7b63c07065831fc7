//! What two studies state differently: by act, date and field, in full names.

use crate::contract::comparison::{LoneShock, Stated};
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
        shock: None,
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
    found.extend(ours.iter().filter_map(|shock| lone(left, shock, true)));
    found.extend(theirs.iter().filter_map(|shock| lone(right, shock, false)));
    found
}

/// The row of a shock that one side has.
fn lone(record: &Record, shock: &ShockRow, on_the_left: bool) -> Option<Stated> {
    let shock_in_parts = LoneShock {
        effect: shock.effect.clone(),
        from: shock.from.clone(),
        until: shock.until.clone(),
        because: shock.because.clone(),
    };
    let text = shock_in_parts.text();
    let (left, right) = if on_the_left { (text.as_str(), "") } else { ("", text.as_str()) };
    let name = name_of(&record.names, &shock.target);
    let row = row("shock", &name, &act(shock), "present", left, right)?;
    Some(Stated { shock: Some(shock_in_parts), ..row })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::run;

    /// A site has a capacity for each product: the same rows on both sides differ in nothing, in any order.
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
