//! A parameter set in one line: `ban-leak=0.4`, `ban-leak=20%..40%..60%`, `product:dram supplier-stock=13 week`.
//!
//! In: the line and a world. Out: a [`Setting`], or what is wrong with the line. A bare number has the unit of the
//! world's assumption; a parameter that is none needs its unit in words.

use crate::study::Setting;
use linchpin_engine::form::Given;
use linchpin_units::{Finding, Place, Range, SourceRef, Unit};
use linchpin_world::World;

/// Where such a line stands, for findings and as its source.
const WHERE: &str = "--set";

/// Reads a line.
///
/// # Errors
/// LP-S004 for a line of another form or a text that is no number, LP-S005 for a range out of order, LP-S007 for
/// a unit that is none or missing.
pub(crate) fn read(written: &str, world: &World) -> Result<Setting, Box<Finding>> {
    let place = Place::whole(&format!("{WHERE} {written}"));
    let wrong = |code: &'static str, message: String| {
        Finding::error(code, place.clone(), message)
            .expected("PARAMETER=VALUE, or PARAMETER=LOW..VALUE..HIGH, with the unit behind it")
            .help("`--set ban-leak=0.4`, `--set 'product:dram supplier-stock=13 week'`")
    };
    let Some((name, rest)) = written.split_once('=') else {
        return Err(Box::new(wrong("LP-S004", format!("`{written}` sets nothing"))));
    };
    let name = name.trim();
    let (numbers, unit) = match rest.trim().split_once(' ') {
        Some((numbers, unit)) => (numbers, Some(unit.trim())),
        None => (rest.trim(), None),
    };
    let unit = match (unit, world.assumption(name)) {
        (Some(text), _) => text.parse::<Unit>().map_err(|error| {
            let known: Vec<&str> = Unit::ALL.iter().map(|unit| unit.as_str()).collect();
            wrong("LP-S007", error.to_string()).nearest(text, known.iter().copied())
        })?,
        (None, Some(known)) => known.sourced.unit,
        (None, None) => {
            let ids: Vec<&str> = world.assumptions.iter().map(|one| one.id.name()).collect();
            let message =
                format!("`{name}` is no assumption of the world, and the value has no unit");
            return Err(Box::new(wrong("LP-S007", message).kin(name, ids)));
        }
    };
    let number = |text: &str| {
        let (digits, scale) = match text.trim().strip_suffix('%') {
            Some(digits) if unit == Unit::Share => (digits.trim(), 100.0),
            _ => (text.trim(), 1.0),
        };
        let value = digits.parse::<f64>().ok().filter(|value| value.is_finite());
        value
            .map(|value| value / scale)
            .ok_or_else(|| Box::new(wrong("LP-S004", format!("`{}` is no number", text.trim()))))
    };
    let parts = numbers.split("..").map(number).collect::<Result<Vec<f64>, _>>()?;
    let range = match parts[..] {
        [value] => Ok(Range::exactly(value)),
        [low, high] => Range::new(low, f64::midpoint(low, high), high),
        [low, value, high] => Range::new(low, value, high),
        _ => return Err(Box::new(wrong("LP-S004", format!("`{numbers}` is no range")))),
    };
    let range = range.map_err(|error| Box::new(wrong("LP-S005", error.to_string())))?;
    let given = Given {
        range,
        unit,
        source: SourceRef::Assumption(WHERE.trim_start_matches('-').to_owned()),
        why: "Set by the caller of this run.".to_owned(),
    };
    Ok(Setting { parameter: name.to_owned(), given, place })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(written: &str) -> Result<(String, [f64; 3], Unit), String> {
        let world = World::embedded().expect("the bundled world");
        let one = read(written, &world).map_err(|finding| finding.code.to_owned())?;
        let of = one.given.range;
        Ok((one.parameter, [of.low(), of.mode(), of.high()], one.given.unit))
    }

    /// By hand: one value is itself, two ends have their middle between them, three are low, value and high.
    #[test]
    fn a_line_says_a_value_or_a_range_with_its_unit() {
        let leak = |numbers: [f64; 3]| Ok(("ban-leak".to_owned(), numbers, Unit::Share));
        assert_eq!(range("ban-leak=0.4"), leak([0.4, 0.4, 0.4]));
        assert_eq!(range("ban-leak = 40%"), leak([0.4, 0.4, 0.4]));
        assert_eq!(range("ban-leak=0.2..0.6"), leak([0.2, 0.4, 0.6]));
        assert_eq!(range("ban-leak=20%..25%..60% share"), leak([0.2, 0.25, 0.6]));
        let stock = ("product:dram supplier-stock".to_owned(), [13.0, 13.0, 13.0], Unit::Week);
        assert_eq!(range("product:dram supplier-stock=13 week"), Ok(stock));
    }

    #[test]
    fn an_assumption_of_the_same_word_is_offered() {
        let world = World::embedded().expect("the bundled world");
        let finding = read("gallium-approval=0", &world).expect_err("no such assumption");
        assert_eq!(finding.nearest.as_deref(), Some("material-approval"));
    }

    #[test]
    fn what_is_no_setting_is_refused() {
        for (written, code) in [
            ("ban-leak", "LP-S004"),
            ("ban-leak=", "LP-S004"),
            ("ban-leak=much", "LP-S004"),
            ("ban-leak=nan", "LP-S004"),
            ("ban-leak=inf", "LP-S004"),
            ("ban-leak=1..2..3..4", "LP-S004"),
            ("ban-leak=0.6..0.2", "LP-S005"),
            ("ban-leak=0.4 spoonful", "LP-S007"),
            ("ban-leek=0.4", "LP-S007"),
        ] {
            assert_eq!(range(written), Err(code.to_owned()), "{written}");
        }
    }
}
