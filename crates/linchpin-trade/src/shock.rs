//! Shocks: new tariffs, barriers, bans and quotas on named flows.
//!
//! Each entry names who buys, who sells and which sector (an empty list means all); what several entries
//! say of one flow combines: the last tariff holds, barriers multiply, a ban wins over all, and the
//! smallest quota binds.

use crate::economy::Economy;
use crate::error::TradeError;
use serde::Serialize;

/// Which flows an entry is about; an empty list means all. A country's sales to itself never count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Who buys.
    pub importers: Vec<String>,
    /// Who sells.
    pub exporters: Vec<String>,
    /// What.
    pub sectors: Vec<String>,
}

/// Who keeps the rent of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Owner {
    /// Licences are given to sellers.
    Exporter,
    /// Licences are given to, or auctioned among, buyers at home.
    Importer,
}

/// What happens to the flows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// The tariff from now on, as a share of the price at the border (0.25 is 25 %).
    Tariff(f64),
    /// Added to the tariff in force.
    ExtraTariff(f64),
    /// Units that must leave for each that used to (3 triples the cost; at least 0 exclusive).
    Iceberg(f64),
    /// No trade.
    Ban,
    /// Volume at most this share of today's, for each flow on its own, and who keeps the rent.
    Quota(f64, Owner),
}

/// Entries, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Shock {
    /// Flows and what happens to them.
    pub entries: Vec<(Flow, Change)>,
}

/// A quota on one flow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cap {
    /// Sector, importer, exporter.
    pub(crate) at: [usize; 3],
    pub(crate) volume: f64,
    pub(crate) owner: Owner,
}

/// Terms of trade flow by flow, shaped like [`Economy::shares`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Terms {
    pub(crate) tariffs: Vec<f64>,
    /// Iceberg factors; infinite is a ban.
    pub(crate) barriers: Vec<f64>,
    pub(crate) caps: Vec<Cap>,
}

impl Shock {
    /// A shock of one entry.
    #[must_use]
    pub fn one(flow: Flow, change: Change) -> Self {
        Self { entries: vec![(flow, change)] }
    }

    /// Both countries stop or burden their trade with each other in the sectors.
    #[must_use]
    pub fn between(a: &[&str], b: &[&str], sectors: &[&str], change: Change) -> Self {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let flow = |to: &[&str], from: &[&str]| Flow {
            importers: own(to),
            exporters: own(from),
            sectors: own(sectors),
        };
        Self { entries: vec![(flow(a, b), change), (flow(b, a), change)] }
    }

    /// The terms of every flow under this shock.
    pub(crate) fn terms(&self, economy: &Economy) -> Result<Terms, TradeError> {
        let mut terms = Terms {
            tariffs: economy.tariffs.clone(),
            barriers: vec![1.0; economy.shares.len()],
            caps: Vec::new(),
        };
        for (flow, change) in &self.entries {
            change.check()?;
            let importers = found(&flow.importers, &economy.countries, "country")?;
            let exporters = found(&flow.exporters, &economy.countries, "country")?;
            let sectors = found(&flow.sectors, &economy.sectors, "sector")?;
            let mut touched = false;
            for &j in &sectors {
                for &n in &importers {
                    for &i in exporters.iter().filter(|i| **i != n) {
                        let at = economy.at(j, n, i);
                        touched |=
                            economy.shares[at] * economy.expenditure[economy.cell(j, n)] > 0.0;
                        terms.change(at, [j, n, i], *change);
                    }
                }
            }
            if !touched {
                return Err(TradeError::NoTrade { flow: flow.words() });
            }
        }
        Ok(terms)
    }
}

impl Change {
    fn check(self) -> Result<(), TradeError> {
        let (what, value, fits, domain) = match self {
            Self::Tariff(t) | Self::ExtraTariff(t) => ("tariff", t, t > -1.0, "above -1"),
            Self::Iceberg(d) => ("barrier", d, d > 0.0, "above 0"),
            Self::Quota(q, _) => ("quota", q, q > 0.0, "above 0; a quota of 0 is a ban"),
            Self::Ban => return Ok(()),
        };
        if value.is_finite() && fits {
            return Ok(());
        }
        Err(TradeError::Number { what: format!("a {what}"), value, domain })
    }
}

impl Flow {
    fn words(&self) -> String {
        let list = |names: &[String], all: &str| {
            if names.is_empty() { all.to_owned() } else { names.join(", ") }
        };
        format!(
            "trade in {} from {} to {}",
            list(&self.sectors, "all sectors"),
            list(&self.exporters, "all countries"),
            list(&self.importers, "all countries")
        )
    }
}

impl Terms {
    fn change(&mut self, at: usize, cell: [usize; 3], change: Change) {
        match change {
            Change::Tariff(tariff) => self.tariffs[at] = tariff,
            Change::ExtraTariff(tariff) => self.tariffs[at] += tariff,
            Change::Iceberg(factor) => self.barriers[at] *= factor,
            Change::Ban => self.barriers[at] = f64::INFINITY,
            Change::Quota(volume, owner) => match self.caps.iter_mut().find(|cap| cap.at == cell) {
                Some(cap) if cap.volume <= volume => {}
                Some(cap) => (cap.volume, cap.owner) = (volume, owner),
                None => self.caps.push(Cap { at: cell, volume, owner }),
            },
        }
    }
}

/// Positions of names; all of them when none is named.
fn found(names: &[String], known: &[String], kind: &'static str) -> Result<Vec<usize>, TradeError> {
    if names.is_empty() {
        return Ok((0..known.len()).collect());
    }
    let one = |name: &String| {
        known.iter().position(|other| other == name).ok_or_else(|| {
            let near = linchpin_units::finding::nearest(name, known.iter().map(String::as_str));
            TradeError::Unknown { kind, name: name.clone(), nearest: near.map(str::to_owned) }
        })
    };
    names.iter().map(one).collect()
}
