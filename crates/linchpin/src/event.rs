//! Events and suppositions of a scenario: what happens that no act orders.
//!
//! In: `[[event]]` tables of scenarios and episodes. Out: shocks, with every amount either drawn
//! from an assumption or written out with its range and source. Each kind names the fields it needs;
//! a field that does not belong is an error, not ignored.

use crate::form::{AmountForm, AmountRead, Given, Reader};
use linchpin_engine::{Amount, Because, Effect, Purpose, Shock};
use linchpin_units::{Days, Unit};
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

/// An event as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventForm {
    /// One of [`KINDS`].
    pub kind: Spanned<String>,
    /// What happens, for the reader.
    pub what: String,
    /// First day.
    pub from: Spanned<Datetime>,
    /// First day after; absent while it lasts to the end of the run.
    pub until: Option<Spanned<Datetime>>,
    /// Site.
    pub site: Option<Spanned<String>>,
    /// Product.
    pub product: Option<Spanned<String>>,
    /// Products.
    pub products: Option<Vec<Spanned<String>>>,
    /// Segments.
    pub segments: Option<Vec<Spanned<String>>>,
    /// Firm.
    pub firm: Option<Spanned<String>>,
    /// Firms.
    pub firms: Option<Vec<Spanned<String>>>,
    /// Material.
    pub material: Option<Spanned<String>>,
    /// Country of origin.
    pub origin: Option<Spanned<String>>,
    /// Country of destination.
    pub destination: Option<Spanned<String>>,
    /// Purposes of tool imports; all five when absent.
    pub purposes: Option<Vec<Spanned<String>>>,
    /// Share of starts lost.
    pub share: Option<Spanned<AmountForm>>,
    /// Share of wafers in process scrapped on the first day.
    pub scrap: Option<Spanned<AmountForm>>,
    /// Weeks of recovery.
    pub recovery: Option<Spanned<AmountForm>>,
    /// Share of applications approved.
    pub approval: Option<Spanned<AmountForm>>,
    /// Weeks of review.
    pub lag: Option<Spanned<AmountForm>>,
    /// Share of barred purchases that goes on.
    pub leak: Option<Spanned<AmountForm>>,
    /// Rise of target stock before the ban.
    pub front_loading: Option<Spanned<AmountForm>>,
    /// Weeks between announcement and effect.
    pub notice: Option<f64>,
    /// Growth of share that a cap lets pass.
    pub allowance: Option<Spanned<AmountForm>>,
    /// Probability that a firm complies.
    pub compliance: Option<Spanned<AmountForm>>,
    /// Ad-valorem rate.
    pub rate: Option<Spanned<AmountForm>>,
    /// Relative change of demand.
    pub change: Option<Spanned<AmountForm>>,
    /// Weeks over which a demand change builds up.
    pub ramp: Option<f64>,
}

/// The kinds of events, with the fields each needs beside `kind`, `what` and `from`.
pub const KINDS: &[(&str, &[&str])] = &[
    ("outage", &["site", "product", "share", "scrap", "recovery"]),
    ("demand", &["segments", "products", "change", "ramp"]),
    ("material-cut", &["material", "origin", "destination", "approval", "lag"]),
    ("tool-cut", &["site", "origin", "approval", "lag"]),
    ("procurement-ban", &["firm", "segments", "leak", "front_loading", "notice"]),
    ("backfill-cap", &["firms", "destination", "allowance", "compliance"]),
    ("tariff", &["product", "origin", "destination", "rate"]),
];

/// Fields a kind may have besides those it needs.
const OPTIONAL: &[(&str, &[&str])] = &[("tool-cut", &["purposes"])];

/// Shocks of one event, and the amounts that were written out, by parameter name.
pub type Read = (Vec<Shock>, Vec<(String, Given)>);

/// Collects amounts under names of their own.
struct Amounts<'r, 't> {
    reader: &'r mut Reader<'t>,
    event: String,
    given: Vec<(String, Given)>,
}

impl Amounts<'_, '_> {
    fn take(
        &mut self,
        field: &str,
        form: Option<&Spanned<AmountForm>>,
        unit: Unit,
    ) -> Option<Amount> {
        match self.reader.amount(form?, &[unit])? {
            AmountRead::Assumption(id) => Some(Amount::Assumed(id)),
            AmountRead::Given(given) => {
                let name = format!("{} {field}", self.event);
                self.given.push((name.clone(), given));
                Some(Amount::Assumed(name))
            }
        }
    }
}

impl EventForm {
    /// The shocks of this event; `id` names it within the scenario. Nothing when something is wrong,
    /// which is then among the reader's findings.
    pub fn read(&self, reader: &mut Reader<'_>, id: &str) -> Option<Read> {
        let kind = self.kind.get_ref().as_str();
        let Some((_, needed)) = KINDS.iter().find(|(name, _)| *name == kind) else {
            let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
            reader.known(&self.kind, "kind of event", names);
            return None;
        };
        if !self.fits(reader, kind, needed) {
            return None;
        }
        let from = reader.day(&self.from);
        let until = self.until.as_ref().map(|until| reader.day(until));
        let days = match (from?, until) {
            (_, Some(None)) => return None,
            (from, until) => match Days::new(from, until.flatten()) {
                Ok(days) => days,
                Err(error) => {
                    let at = self.until.as_ref()?;
                    reader.error(
                        "LP-S009",
                        at,
                        error.to_string(),
                        "a day after `from`",
                        "`until` is the first day after",
                    );
                    return None;
                }
            },
        };
        let mut amounts = Amounts { reader, event: id.to_owned(), given: Vec::new() };
        let effects = self.effects(kind, &mut amounts)?;
        let given = amounts.given;
        let shocks = effects.into_iter().enumerate().map(|(n, effect)| Shock {
            id: format!("{id}-{n}"),
            days,
            effect,
            because: Because::Event { what: self.what.clone() },
            assumption: String::new(),
        });
        Some((shocks.collect(), given))
    }

    /// Whether the event has the fields its kind needs, and no others.
    fn fits(&self, reader: &mut Reader<'_>, kind: &str, needed: &[&str]) -> bool {
        let optional =
            OPTIONAL.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, fields)| fields);
        let mut right = true;
        for (field, there) in self.present() {
            let message = match (needed.contains(&field), there) {
                (true, false) => format!("an event of kind `{kind}` needs `{field}`"),
                (false, true) if !optional.contains(&field) => {
                    format!("an event of kind `{kind}` has no `{field}`")
                }
                _ => continue,
            };
            let expected = needed.join(", ");
            reader.error(
                "LP-S010",
                &self.kind,
                message,
                &expected,
                "the book's page on scenarios lists every kind",
            );
            right = false;
        }
        right
    }

    fn present(&self) -> [(&'static str, bool); 23] {
        [
            ("site", self.site.is_some()),
            ("product", self.product.is_some()),
            ("products", self.products.is_some()),
            ("segments", self.segments.is_some()),
            ("firm", self.firm.is_some()),
            ("firms", self.firms.is_some()),
            ("material", self.material.is_some()),
            ("origin", self.origin.is_some()),
            ("destination", self.destination.is_some()),
            ("purposes", self.purposes.is_some()),
            ("share", self.share.is_some()),
            ("scrap", self.scrap.is_some()),
            ("recovery", self.recovery.is_some()),
            ("approval", self.approval.is_some()),
            ("lag", self.lag.is_some()),
            ("leak", self.leak.is_some()),
            ("front_loading", self.front_loading.is_some()),
            ("notice", self.notice.is_some()),
            ("allowance", self.allowance.is_some()),
            ("compliance", self.compliance.is_some()),
            ("rate", self.rate.is_some()),
            ("change", self.change.is_some()),
            ("ramp", self.ramp.is_some()),
        ]
    }

    fn effects(&self, kind: &str, amounts: &mut Amounts<'_, '_>) -> Option<Vec<Effect>> {
        let name =
            |field: &Option<Spanned<String>>| field.as_ref().map(|name| name.get_ref().clone());
        let names = |field: &Option<Vec<Spanned<String>>>| {
            field
                .as_ref()
                .map(|names| names.iter().map(|name| name.get_ref().clone()).collect::<Vec<_>>())
        };
        Some(match kind {
            "outage" => {
                let share = amounts.take("share", self.share.as_ref(), Unit::Share);
                let scrap = amounts.take("scrap", self.scrap.as_ref(), Unit::Share);
                let recovery = amounts.take("recovery", self.recovery.as_ref(), Unit::Week);
                vec![Effect::Outage {
                    site: name(&self.site)?,
                    product: name(&self.product)?,
                    share: share?,
                    scrap: scrap?,
                    recovery: recovery?,
                }]
            }
            "demand" => vec![Effect::Demand {
                segments: names(&self.segments)?,
                products: names(&self.products)?,
                change: amounts.take("change", self.change.as_ref(), Unit::Change)?,
                ramp: self.ramp?,
            }],
            "material-cut" => {
                let approval = amounts.take("approval", self.approval.as_ref(), Unit::Share);
                let lag = amounts.take("lag", self.lag.as_ref(), Unit::Week);
                vec![Effect::MaterialExports {
                    material: name(&self.material)?,
                    origin: name(&self.origin)?,
                    destination: name(&self.destination)?,
                    approval: approval?,
                    lag: lag?,
                }]
            }
            "tool-cut" => {
                let approval = amounts.take("approval", self.approval.as_ref(), Unit::Share)?;
                let lag = amounts.take("lag", self.lag.as_ref(), Unit::Week)?;
                let (site, origin) = (name(&self.site)?, name(&self.origin)?);
                let effect = |purpose: Purpose| Effect::ToolImports {
                    site: site.clone(),
                    origin: origin.clone(),
                    purpose,
                    approval: approval.clone(),
                    lag: lag.clone(),
                };
                self.purposes(amounts.reader)?.into_iter().map(effect).collect()
            }
            "procurement-ban" => {
                let leak = amounts.take("leak", self.leak.as_ref(), Unit::Share);
                let front_loading =
                    amounts.take("front_loading", self.front_loading.as_ref(), Unit::Share);
                vec![Effect::ProcurementBan {
                    firm: name(&self.firm)?,
                    segments: names(&self.segments)?,
                    leak: leak?,
                    front_loading: front_loading?,
                    notice: self.notice?,
                }]
            }
            "backfill-cap" => {
                let allowance = amounts.take("allowance", self.allowance.as_ref(), Unit::Share);
                let compliance = amounts.take("compliance", self.compliance.as_ref(), Unit::Share);
                vec![Effect::BackfillCap {
                    firms: names(&self.firms)?,
                    destination: name(&self.destination)?,
                    allowance: allowance?,
                    compliance: compliance?,
                }]
            }
            _ => vec![Effect::Tariff {
                product: name(&self.product)?,
                origin: name(&self.origin)?,
                destination: name(&self.destination)?,
                rate: amounts.take("rate", self.rate.as_ref(), Unit::Share)?,
            }],
        })
    }

    fn purposes(&self, reader: &mut Reader<'_>) -> Option<Vec<Purpose>> {
        let Some(named) = &self.purposes else { return Some(Purpose::ALL.to_vec()) };
        let known: Vec<&str> = Purpose::ALL.iter().map(|purpose| purpose.as_str()).collect();
        let mut found = Vec::new();
        for name in named {
            if reader.known(name, "purpose", known.clone()) {
                found.extend(Purpose::ALL.iter().copied().filter(|p| p.as_str() == name.get_ref()));
            }
        }
        (found.len() == named.len()).then_some(found)
    }

    /// Every name of the event with what it must be, for checks against a world.
    pub fn names(&self) -> Vec<(&'static str, &Spanned<String>)> {
        let mut all: Vec<(&'static str, &Spanned<String>)> = Vec::new();
        for (what, field) in [
            ("site", &self.site),
            ("product", &self.product),
            ("firm", &self.firm),
            ("material", &self.material),
            ("country", &self.origin),
            ("country", &self.destination),
        ] {
            all.extend(field.iter().map(|name| (what, name)));
        }
        for (what, list) in
            [("product", &self.products), ("segment", &self.segments), ("firm", &self.firms)]
        {
            all.extend(list.iter().flatten().map(|name| (what, name)));
        }
        all
    }
}
