//! Quota ledgers: how much of a limited authorisation was used, as far as anyone says.
//!
//! In come CSV rows of day and amount; out comes the use up to a day. A ledger without rows says that
//! nothing is known of the use, which is not the same as no use.

use crate::act::Quota;
use crate::codes;
use crate::decision::QuotaState;
use linchpin_units::{Day, Finding, Findings, Measure, Text};
use std::collections::BTreeMap;

/// All ledgers by file path, such as `ledger/annual-2026.csv`.
#[derive(Debug, Clone, Default)]
pub struct Ledgers(BTreeMap<String, Vec<(Day, f64)>>);

impl Ledgers {
    /// Reads ledgers with the columns `day,amount,source`.
    pub(crate) fn read(texts: &[Text], findings: &mut Findings) -> Self {
        let mut ledgers = Self::default();
        for text in texts {
            let rows = match text.csv(&["day", "amount", "source"]) {
                Ok(rows) => rows,
                Err(found) => {
                    findings.extend(found);
                    continue;
                }
            };
            let mut entries = Vec::new();
            for row in rows {
                let day = row.cell("day").parse::<Day>().map_err(|error| {
                    Finding::error(codes::LEDGER, row.place("day"), error.to_string())
                        .help("write the day as YYYY-MM-DD")
                });
                let amount =
                    row.cell("amount").parse::<f64>().ok().filter(|x| x.is_finite() && *x >= 0.0);
                let amount = amount.ok_or_else(|| {
                    Finding::error(codes::LEDGER, row.place("amount"), "the amount is no number")
                        .expected("a finite number, 0 or more")
                        .help("correct the amount")
                });
                if let (Some(day), Some(amount)) = (findings.keep(day), findings.keep(amount)) {
                    entries.push((day, amount));
                }
            }
            ledgers.0.insert(text.file().to_owned(), entries);
        }
        ledgers
    }

    /// Whether there is a ledger of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The limit with what was used of it up to and with `on`, in the year of `on`.
    pub(crate) fn state(&self, limit: Quota, on: Day) -> QuotaState {
        let rows = limit.ledger.as_ref().and_then(|name| self.0.get(name.as_str()));
        let used = rows.filter(|rows| !rows.is_empty()).map(|rows| {
            let counted = rows.iter().filter(|(day, _)| *day <= on && day.year() == on.year());
            counted.map(|(_, amount)| amount).sum::<f64>()
        });
        let left = limit
            .amount
            .zip(used)
            .map(|(amount, used)| Measure::of((amount.get() - used).max(0.0)));
        QuotaState { limit, used: used.map(Measure::of), left }
    }
}
