//! Cells: names of single numbers of a run, such as `no-licence/skhynix-wuxi.dram.output`.
//!
//! A cell is `scenario/entity[.product].variable[.wNN]`; entity and product are world ids without their
//! kind. The scenario may be left out when the rest is unique. `.wNN` asks for one week instead of the
//! whole horizon. `.price` means the contract price.

use crate::contract::loss::Loss;
use linchpin_engine::SeriesKey;
use linchpin_units::finding::nearest;

/// The cell of a total over the horizon.
#[must_use]
pub fn cell(scenario: &str, entity: &str, product: Option<&str>, variable: &str) -> String {
    let product = product.filter(|id| *id != entity);
    let product = product.map(|id| format!(".{}", bare(id))).unwrap_or_default();
    format!("{scenario}/{}{product}.{variable}", bare(entity))
}

/// The cell of a series over the horizon.
#[must_use]
pub fn of_series(scenario: &str, key: &SeriesKey) -> String {
    cell(scenario, &key.entity, key.product.as_deref(), key.variable.as_str())
}

/// A world id without its kind.
#[must_use]
pub fn bare(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, name)| name)
}

/// A cell as asked for: the row it means and, if asked, the week.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked<'a> {
    /// The total it belongs to.
    pub loss: &'a Loss,
    /// One week, from 1.
    pub week: Option<usize>,
}

/// No row has that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// Nothing of that name.
    #[error("the run has no cell `{asked}`{}", .nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    Unknown {
        /// As asked.
        asked: String,
        /// Nearest name.
        nearest: Option<String>,
    },
    /// More than one thing of that name.
    #[error("`{asked}` could mean {}", .candidates.join(" or "))]
    Ambiguous {
        /// As asked.
        asked: String,
        /// What it could mean.
        candidates: Vec<String>,
    },
    /// The week lies outside the run.
    #[error("week {week} lies outside the run: it has weeks 1 to {weeks}")]
    Week {
        /// As asked.
        week: usize,
        /// Weeks in the run.
        weeks: usize,
    },
    /// A week of comparative statics.
    #[error(
        "the run has no weeks: each of its numbers is a whole year once its horizon is reached; leave `.w{week}` out"
    )]
    NoWeeks {
        /// As asked.
        week: usize,
    },
}

/// Finds the row a cell means.
///
/// # Errors
/// [`CellError`] when no row, or more than one, fits.
pub fn find<'a>(losses: &'a [Loss], weeks: usize, asked: &str) -> Result<Asked<'a>, CellError> {
    let (name, week) = match asked.rsplit_once(".w") {
        Some((name, digits))
            if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) =>
        {
            (name, digits.parse::<usize>().ok())
        }
        _ => (asked, None),
    };
    if let Some(week) = week.filter(|week| !(1..=weeks).contains(week)) {
        return Err(match weeks {
            0 => CellError::NoWeeks { week },
            _ => CellError::Week { week, weeks },
        });
    }
    let full = name.strip_suffix(".price").map(|of| format!("{of}.contract-price"));
    let name = full.as_deref().unwrap_or(name);
    if let Some(loss) = losses.iter().find(|loss| loss.cell == name) {
        return Ok(Asked { loss, week });
    }
    // Forgiving forms: without a scenario, without a firm's name, without the variable.
    let plain = |loss: &Loss| loss.cell.split_once('/').map_or("", |(_, rest)| rest).to_owned();
    let fits = |loss: &&Loss| {
        let rest = plain(loss);
        let bare_rest = rest.trim_end_matches(&format!(".{}", loss.measure)).to_owned();
        let (scenario, wanted) = name.split_once('/').map_or((None, name), |(s, r)| (Some(s), r));
        scenario.is_none_or(|scenario| scenario == loss.scenario)
            && (rest == wanted || bare_rest == wanted)
    };
    let found: Vec<&Loss> = losses.iter().filter(fits).collect();
    match found.as_slice() {
        [loss] => Ok(Asked { loss, week }),
        [] => {
            let known = losses.iter().map(|loss| loss.cell.as_str());
            let near = nearest(name, known).map(str::to_owned);
            Err(CellError::Unknown { asked: asked.to_owned(), nearest: near })
        }
        several => Err(CellError::Ambiguous {
            asked: asked.to_owned(),
            candidates: several.iter().map(|loss| loss.cell.clone()).collect(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run of comparative statics has no weeks, so that none can be asked for: not "weeks 1 to 0".
    #[test]
    fn no_week_of_no_weeks() {
        let error = find(&[], 0, "a/b.output.w8").expect_err("no weeks").to_string();
        assert!(error.contains("no weeks") && error.contains("leave `.w8` out"), "{error}");
        assert!(!error.contains("1 to 0"), "{error}");
    }
}
