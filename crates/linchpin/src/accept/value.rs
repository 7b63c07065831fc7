//! A number of a text as a value of a quantity.
//!
//! In: a number in base units (a per cent figure as it stands, money in its currency) and the quantity; out: a
//! value with low, high and unit. Only what the words say is converted; what they leave open is asked for.

use linchpin_evidence::accept::Ground;
use linchpin_evidence::number::{Comparator, Number, NumberKind};
use linchpin_results::quantile::rounded;
use linchpin_units::{Finding, Findings, Place, Unit};
use linchpin_world::Quantity;

/// A value for a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub(super) mode: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) unit: Unit,
    /// What a reader should know of the range.
    pub(super) note: String,
}

/// How far `about` reaches to either side, as a share of the value: as far as in the register.
const ABOUT: f64 = 0.1;

/// The value of a ground's number.
///
/// # Errors
/// `LP-S025` where no unit of the quantity fits, where the words give a bound or a change without its
/// direction and no range is given, or where the range does not hold the number.
pub(super) fn of(
    ground: &Ground,
    quantity: Quantity,
    range: Option<(f64, f64)>,
) -> Result<Value, Findings> {
    let number = &ground.number;
    let fitting = quantity
        .units()
        .iter()
        .find_map(|unit| Some((*unit, factor(number, *unit, &ground.words)?)));
    let Some((unit, factor)) = fitting else { return Err(misfit(ground, quantity).into()) };
    let sign = match range {
        // `fell by 20 percent` is a change of -0.2: the range says which way.
        Some((_, high)) if unit == Unit::Change && high <= 0.0 => -1.0,
        _ => 1.0,
    };
    let scaled = |value: f64| clean(sign * value * factor);
    let one = scaled(number.value);
    let (near, far) = match number.high {
        Some(high) => (one.min(scaled(high)), one.max(scaled(high))),
        None => (one, one),
    };
    if let Some((low, high)) = range {
        let mode = clean((near + far) / 2.0);
        if !(low <= near && far <= high) {
            let message = format!("the words say {near} to {far} {}", unit.as_str());
            return Err(refused(message, "a range that holds what the words say").into());
        }
        return Ok(Value { mode, low, high, unit, note: String::new() });
    }
    if unit == Unit::Change {
        let message = format!("`{}` is a change, up or down", shown(ground));
        return Err(refused(message, "--low and --high, below zero for a fall").into());
    }
    let (low, high, note) = match number.comparator {
        Comparator::Exact => (near, far, ""),
        Comparator::About | Comparator::Nearly => {
            (clean(near * (1.0 - ABOUT)), clean(far * (1.0 + ABOUT)), "about: 10 % to either side")
        }
        _ => {
            let message = format!("`{}` is a bound, not a value", shown(ground));
            return Err(refused(message, "--low and --high, how far it may reach").into());
        }
    };
    Ok(Value { mode: clean((near + far) / 2.0), low, high, unit, note: note.to_owned() })
}

/// What a number is multiplied with to stand in a unit; `None` where the words do not say so.
fn factor(number: &Number, unit: Unit, words: &str) -> Option<f64> {
    let lower = words.to_lowercase();
    let per = |marks: &[&str]| marks.iter().any(|mark| lower.contains(mark));
    let monthly = per(&["month", "monthly", "한 달", "월", "每月", "月产"]);
    let yearly = per(&["year", "annual", "annum", "연간", "每年", "年产"]);
    let wafers = per(&["wafer", "웨이퍼", "晶圆", "片"]);
    let plain = matches!(number.kind, NumberKind::Cardinal | NumberKind::Quantity);
    match (unit, number.unit.as_deref()) {
        (Unit::Share | Unit::Change | Unit::PerYear, Some("%")) => Some(0.01),
        (Unit::Share | Unit::Change, None) if number.kind == NumberKind::Fraction => Some(1.0),
        (Unit::Dollar | Unit::DollarPerWafer | Unit::DollarPerGigabit, Some("USD")) => Some(1.0),
        (Unit::MillionDollar, Some("USD")) => Some(1e-6),
        (Unit::BillionDollar, Some("USD")) => Some(1e-9),
        (Unit::TrillionWon, Some("KRW")) => Some(1e-12),
        (Unit::WaferPerMonth, _) if plain && wafers && monthly => Some(1.0),
        (Unit::WaferPerYear, _) if plain && wafers && yearly && !monthly => Some(1.0),
        (Unit::TonnePerMonth, Some("tonne")) if monthly => Some(1.0),
        (Unit::TonnePerYear, Some("tonne")) if yearly => Some(1.0),
        (Unit::Multiple, Some("x")) => Some(1.0),
        (Unit::Count | Unit::Pure, None) if number.kind == NumberKind::Cardinal => Some(1.0),
        (Unit::Week | Unit::Day | Unit::Month | Unit::Year, Some(own)) if own == unit.as_str() => {
            Some(1.0)
        }
        _ => None,
    }
}

/// Thirteen digits: `0.4`, not `0.40000000000000002`.
fn clean(value: f64) -> f64 {
    rounded(value, 13)
}

fn shown(ground: &Ground) -> String {
    ground.words.chars().take(80).collect()
}

fn refused(message: String, expected: &str) -> Finding {
    Finding::error("LP-S025", Place::whole("--words"), message)
        .expected(expected)
        .help("give --low and --high in the quantity's unit, or choose other words")
}

fn misfit(ground: &Ground, quantity: Quantity) -> Finding {
    let number = &ground.number;
    let unit = number.unit.as_deref().or(number.of.as_deref()).unwrap_or("no unit");
    let wanted: Vec<&str> = quantity.units().iter().map(|unit| unit.as_str()).collect();
    let message = format!("the words give {} with {unit}", number.value);
    Finding::error("LP-S025", Place::whole("--words"), message)
        .expected(format!("a number that {quantity} can be: {}", wanted.join(" or ")))
        .help("choose words with the unit in them, or another quantity")
}
