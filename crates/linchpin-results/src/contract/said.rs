//! The texts of a report's numbers, made once here so that no face formats one.
//!
//! [`Report::told`] fills them in on the way to a face; a stored report has none, so that its digest rests on
//! numbers alone. With fewer draws than tell a range, no text has one.

use crate::contract::figures::{
    DASH, Told, chance, decimals_of_two, ends_good, number, percent_plain, points, quantity,
    signed_number, stated, unit,
};
use crate::contract::input::name_of;
use crate::contract::language::Language;
use crate::contract::loss::{CurvePoint, Loss, Waterfall};
use crate::contract::losses::falls_are_losses;
use crate::contract::report::{Report, Series};
use crate::contract::sources::Account;
use crate::contract::texts::{
    AssumptionText, ChangeText, DecompositionText, InputText, LossText, PointText, SeriesText,
    SpilloverText, SpreadText, WaterfallText,
};
use crate::contract::{amount, words};
use crate::stats::band::{Band, Spread};
use crate::stats::quantile::round6;
use std::collections::{BTreeMap, BTreeSet};

impl Report {
    /// The report as faces show it: products by their reader's names, every number with its text.
    #[must_use]
    pub fn named(&self, names: &BTreeMap<String, String>) -> Self {
        let mut named = self.clone();
        let series = named.series.iter_mut().filter_map(|row| row.product.as_mut());
        let losses = named.losses.iter_mut().filter_map(|row| row.product.as_mut());
        let shares = named.shares.iter_mut().map(|row| &mut row.product);
        let concentration = named.concentration.iter_mut().map(|row| &mut row.product);
        let split = named.decomposition.iter_mut().map(|row| &mut row.product);
        for product in series.chain(losses).chain(shares).chain(concentration).chain(split) {
            *product = name_of(names, product);
        }
        named.told()
    }

    /// Draws that the report rests on: of a shard, its own.
    #[must_use]
    pub fn draws(&self) -> u32 {
        self.headline.card.as_ref().map_or(self.run.members, |card| card.slots.draws)
    }

    /// The report with the text of every number, and its cards in every language: what faces show.
    #[must_use]
    pub fn told(mut self) -> Self {
        let told = Told::of(self.draws());
        let cards = self.scenarios.iter_mut().map(|one| &mut one.card);
        for card in cards.chain([&mut self.headline.card]).flatten() {
            card.speak();
        }
        for row in &mut self.losses {
            row.text = Some(loss(told, row));
        }
        for row in &mut self.shares {
            row.text = Some(ChangeText {
                before: told.share_spread(&row.before),
                after: told.share_spread(&row.after),
                moved: points(row.after.p50 - row.before.p50),
            });
        }
        for row in &mut self.concentration {
            row.text = Some(ChangeText {
                before: told.spread(&row.before),
                after: told.spread(&row.after),
                moved: signed_number(row.after.p50 - row.before.p50),
            });
        }
        for row in &mut self.decomposition {
            row.text = Some(DecompositionText {
                baseline: number(row.baseline),
                quantity: told.signed_spread(&row.quantity),
                price: told.signed_spread(&row.price),
                total: told.signed_spread(&row.total),
            });
        }
        for table in &mut self.governments {
            table.leading = table.leads();
        }
        for row in self.capacity.iter_mut().flat_map(|table| &mut table.rows) {
            row.text = Some(row.told(told));
        }
        for row in &mut self.waterfall {
            humane_waterfall(row);
            row.text = Some(waterfall(row));
        }
        for point in self.curve.iter_mut().flat_map(|curve| &mut curve.points) {
            point.text = Some(self::point(told, point));
        }
        for row in &mut self.series {
            humane_series(row);
            row.text = Some(series(told, row));
        }
        self.rests();
        self.amounts = self.counted();
        self
    }

    /// The amounts of money that stand alone among the texts, each once, in the three languages.
    fn counted(&self) -> Vec<[String; 3]> {
        let losses = self.losses.iter().filter_map(|row| row.text.as_ref());
        let losses = losses.flat_map(|text| [text.baseline.clone(), text.amount.to_string()]);
        let inputs = self.inputs.iter().filter_map(|row| row.text.as_ref());
        let inputs = inputs.flat_map(|text| text.accounts.iter().chain([&text.used]).cloned());
        let received = self.spillover.iter().flat_map(|spillover| &spillover.received);
        let received = received.filter_map(|row| Some(format!("{} bn USD", row.text.as_ref()?)));
        let texts: BTreeSet<String> = losses.chain(inputs).chain(received).collect();
        let told = |text: String| {
            let [ko, zh] = [Language::Ko, Language::Zh].map(|own| words::figure(&text, own));
            let moved = amount::counted(&text, Language::Zh) != text;
            moved.then_some([text, ko, zh])
        };
        texts.into_iter().filter_map(told).collect()
    }

    /// Texts of what the report rests on, and of what lies beyond memory.
    fn rests(&mut self) {
        for row in &mut self.inputs {
            let of = |told: &Account| stated(told.value, told.low, told.high, &row.unit);
            row.text = Some(InputText {
                used: stated(row.value, row.low, row.high, &row.unit),
                accounts: row.accounts.iter().map(of).collect(),
            });
        }
        for row in &mut self.assumptions {
            row.text = Some(AssumptionText {
                value: stated(row.value, row.low, row.high, &row.unit),
                influence: row.influence.map(signed_number),
            });
        }
        if let Some(ladder) = &mut self.ladder {
            for row in &mut ladder.rows {
                row.text = row.texts(ladder.draws);
            }
        }
        if let Some(spillover) = &mut self.spillover {
            let told = Told::of(spillover.members);
            for row in &mut spillover.rows {
                let amounts = [&row.output, &row.value_added, &row.bill];
                let [output, value_added, bill] = amounts.map(|one| told.spread(&billions(one)));
                let hundred_millions = [&output, &value_added, &bill].map(hundred_millions);
                let share = told.share_spread(&row.share);
                row.text =
                    Some(SpilloverText { output, value_added, bill, share, hundred_millions });
            }
            for row in &mut spillover.received {
                row.text = Some(told.spread(&billions(&row.amount)));
            }
        }
    }
}

/// Millions as billions; below one with two digits, since a table of three ranges has no room for more.
#[must_use]
pub fn billions(millions: &Spread) -> Spread {
    millions.map(|value| {
        let billions = value / 1000.0;
        if billions.abs() >= 1.0 {
            return billions;
        }
        let unit = f64::from(10_u32.pow(decimals_of_two(billions)));
        (billions * unit).round() / unit
    })
}

/// A text of thousand millions in hundred millions.
fn hundred_millions(text: &SpreadText) -> SpreadText {
    let [middle, range] =
        [&text.middle, &text.range].map(|part| amount::in_hundred_millions(part, 9));
    SpreadText { middle, range }
}

/// The text with its unit behind its last part.
fn in_unit(mut text: SpreadText, of: &str) -> SpreadText {
    let unit = unit(of);
    if !unit.is_empty() {
        let last = if text.range.is_empty() { &mut text.middle } else { &mut text.range };
        last.push(' ');
        last.push_str(&unit);
    }
    text
}

fn loss(told: Told, row: &Loss) -> LossText {
    let error = row.error.as_ref().map(|error| ends_good(error.p05, error.p95));
    let most = row.baseline.abs().max(row.amount.p50.abs());
    let (by, unit) = match exabits(&row.unit, most) {
        Some(unit) => (EXA, unit),
        None => (1.0, row.unit.clone()),
    };
    let amount = row.amount.map(|value| value / by);
    LossText {
        change: told.percent_spread(&row.change),
        error: error.unwrap_or_default(),
        baseline: quantity(row.baseline / by, &unit),
        amount: in_unit(told.signed_spread(&amount), &unit),
        // A price that is lower is nobody's loss in itself.
        probability: match falls_are_losses(&row.measure) {
            true => chance(row.probability),
            false => DASH.to_owned(),
        },
        first_week: row.first_week.as_ref().map(|first| told.first_week(first)),
        causes: row.causes.iter().map(|cause| percent_plain(cause.share)).collect(),
    }
}

fn waterfall(row: &Waterfall) -> WaterfallText {
    let mut sum = 0.0;
    let running = row.steps.iter().map(|step| {
        sum += step.value;
        signed_number(sum)
    });
    let running: Vec<String> = running.collect();
    WaterfallText {
        steps: row.steps.iter().map(|step| signed_number(step.value)).collect(),
        running,
        sum: signed_number(sum),
    }
}

fn point(told: Told, point: &CurvePoint) -> PointText {
    let y = Spread { p05: point.p05, p50: point.p50, p95: point.p95 };
    PointText { x: number(point.x), y: told.percent_spread(&y) }
}

/// From this many terabits on faces count in exabits: a reader has a feeling for 1.4, not for 1,400,000.
const MANY: f64 = 1_000_000.0;
/// Terabits of an exabit.
const EXA: f64 = 1_000_000.0;

/// The unit in exabits, for a unit in terabits of which there are many.
fn exabits(unit: &str, most: f64) -> Option<String> {
    let rest = unit.strip_prefix("Tb").filter(|_| most >= MANY)?;
    Some(format!("Eb{rest}"))
}

fn humane_series(row: &mut Series) {
    let most =
        row.baseline.p50.iter().chain(&row.value.p50).fold(0.0_f64, |most, x| most.max(x.abs()));
    let Some(unit) = exabits(&row.unit, most) else { return };
    for band in [&mut row.baseline, &mut row.value] {
        for line in [&mut band.p05, &mut band.p25, &mut band.p50, &mut band.p75, &mut band.p95] {
            line.iter_mut().for_each(|x| *x = round6(*x / EXA));
        }
    }
    row.unit = unit;
}

fn humane_waterfall(row: &mut Waterfall) {
    let most = row.steps.iter().fold(0.0_f64, |most, step| most.max(step.value.abs()));
    let Some(unit) = exabits(&row.unit, most) else { return };
    for step in &mut row.steps {
        step.value = round6(step.value / EXA);
    }
    row.unit = unit;
}

fn series(told: Told, row: &Series) -> SeriesText {
    let weekly = |band: &Band, text: &dyn Fn(&Spread) -> SpreadText| -> Vec<SpreadText> {
        let ends = band.p05.iter().zip(&band.p95);
        let weeks = band.p50.iter().zip(ends);
        weeks.map(|(p50, (p05, p95))| text(&Spread { p05: *p05, p50: *p50, p95: *p95 })).collect()
    };
    let share = unit(&row.unit).is_empty() && matches!(row.unit.as_str(), "share" | "fraction");
    let level = |value: &Spread| {
        if share { told.share_spread(value) } else { told.spread(value) }
    };
    let value = weekly(&row.value, &level);
    let baseline = weekly(&row.baseline, &level);
    let change = row.change.as_ref().map(|band| weekly(band, &|value| told.percent_spread(value)));
    let change = change.unwrap_or_default();
    let last = |texts: &[SpreadText]| texts.last().map(|text| text.middle.clone());
    let whole = |texts: &[SpreadText]| texts.iter().map(ToString::to_string).collect();
    SeriesText {
        last: [last(&baseline), last(&value), last(&change)].into_iter().flatten().collect(),
        baseline: row.baseline.p50.iter().map(|value| quantity(*value, &row.unit)).collect(),
        value: whole(&value),
        change: whole(&change),
    }
}

/// Writes the text of every stated value into JSON in a language: each object with `value`, `low`, `high` and `unit`
/// gets `text`. For answers about the world, which no run holds.
pub fn state(json: &mut serde_json::Value, language: Language) {
    use serde_json::Value;
    match json {
        Value::Array(items) => items.iter_mut().for_each(|item| state(item, language)),
        Value::Object(fields) => {
            fields.values_mut().for_each(|field| state(field, language));
            let of = |name: &str| fields.get(name).and_then(Value::as_f64);
            let unit = fields.get("unit").and_then(Value::as_str);
            if let (Some(value), Some(low), Some(high), Some(unit)) =
                (of("value"), of("low"), of("high"), unit)
            {
                let text = words::figure(&stated(value, low, high, unit), language);
                fields.insert("text".to_owned(), Value::String(text));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Keep, finish, sample::run};

    fn told(draws: u32) -> Report {
        finish(&run(draws), Keep::Few).expect("a run").report.told()
    }

    #[test]
    fn every_number_that_a_face_shows_has_its_text() {
        let report = told(21);
        let loss = report.losses.iter().find(|row| row.cell == "cut/b.dram.output").expect("a row");
        let text = loss.text.as_ref().expect("texts");
        assert_eq!(text.change.to_string(), "-10 % [-10, -10]");
        assert_eq!(text.probability, "100 %");
        assert_eq!(text.first_week.as_ref().map(ToString::to_string), Some("6 [6, 6]".to_owned()));
        assert_eq!(text.causes, ["100 %"]);
        assert!(text.amount.to_string().ends_with("] Tb"), "{:?}", text.amount);
        assert_eq!(report.shares.iter().filter(|row| row.text.is_none()).count(), 0);
        let input = report.inputs[0].text.as_ref().expect("texts");
        assert_eq!(input.used, "100 [90, 110] wafers/month");
        assert_eq!(input.accounts, ["90 wafers/month", "110 wafers/month"]);
        for series in &report.series {
            let text = series.text.as_ref().expect("texts");
            assert_eq!(text.value.len(), report.weeks.len());
            assert!(text.last.len() >= 2);
        }
    }

    #[test]
    fn few_draws_tell_no_range_anywhere() {
        for draws in [1, 19] {
            let json = serde_json::to_value(told(draws)).expect("a value");
            let mut ranges = Vec::new();
            find(&json, &mut ranges);
            assert_eq!(ranges, Vec::<String>::new());
        }
        let mut ranges = Vec::new();
        find(&serde_json::to_value(told(21)).expect("a value"), &mut ranges);
        assert!(ranges.len() > 20, "the search finds ranges where there are some: {ranges:?}");
    }

    /// Texts with a range of draws; stated values of the world and assumptions have ranges of their own.
    fn find(json: &serde_json::Value, into: &mut Vec<String>) {
        use serde_json::Value;
        match json {
            Value::String(text) if text.contains('[') => into.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| find(item, into)),
            Value::Object(fields) => {
                let own = |name: &str| name == "inputs" || name == "assumptions";
                fields.iter().filter(|(name, _)| !own(name)).for_each(|(_, one)| find(one, into));
            }
            _ => {}
        }
    }

    #[test]
    fn texts_and_languages_are_for_faces_and_move_no_digest() {
        let finished = finish(&run(21), Keep::Few).expect("a run");
        let json = finished.report.to_json();
        assert!(!json.contains("\"text\":{"), "a stored report holds numbers alone");
        let card = told(21).headline.card.expect("a card");
        assert_eq!(card.languages.len(), 2);
    }

    #[test]
    fn stated_values_of_the_world_get_their_text() {
        let mut json =
            serde_json::json!({"a": [{"value": 2, "low": 1.0, "high": 3.0, "unit": "week"}]});
        state(&mut json, Language::En);
        assert_eq!(json["a"][0]["text"], "2 [1, 3] weeks");
        let mut json = serde_json::json!({"value": 1.2, "low": 1.0, "high": 3.0, "unit": "USD_bn"});
        state(&mut json, Language::Zh);
        assert_eq!(json["text"], "12 [10, 30] 亿美元");
        state(&mut json, Language::Ko);
        assert_eq!(json["text"], "12 [10 ~ 30]억 달러");
    }
}
