//! A historical episode: a small market of its day, what happened to it, and what was observed.
//!
//! In: a folder with `episode.toml` (the form is in `validation/README.md`). Out: a market model, its
//! shocks and the observations to score, or all findings. An episode brings its own sites as shares
//! of the world; behaviour comes from the world's assumptions unless `[[set]]` dates it.

use crate::asked::Pulls;
use crate::simulate::assumptions_of;
use linchpin_engine::form::{AmountForm, AmountRead, Given, Reader};
use linchpin_engine::seam::Assumed;
use linchpin_engine::{Level, Names, Plan, Registry, Shock, Variable};
use linchpin_market::build::build;
use linchpin_market::model::{Class, Line, Material, Model, Pace, Preference, Segment};
use linchpin_units::{Day, Findings, Range, Text, Unit};
use linchpin_world::World;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeTable;
use toml::value::Datetime;

/// Wafers per month of the whole market that shares are taken of: any number gives the same changes.
const WORLD_WAFERS: f64 = 1_000_000.0;
/// What is left of the world beside the sites named.
const REST: &str = "rest-of-world";
/// The one segment of an episode that brings sites but no buyers.
const ALL_BUYERS: &str = "segment:world";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EpisodeForm {
    schema: Spanned<String>,
    title: String,
    question: String,
    from: Spanned<Datetime>,
    weeks: Spanned<usize>,
    #[serde(default = "default_members")]
    members: u32,
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    site: Vec<SiteForm>,
    #[serde(default)]
    segment: Vec<SegmentForm>,
    #[serde(default)]
    preference: Vec<PreferenceForm>,
    #[serde(default)]
    material: Vec<MaterialForm>,
    #[serde(default)]
    set: Vec<SetForm>,
    /// Read by the rooms of the levers.
    #[serde(default, rename = "event")]
    _event: IgnoredAny,
    #[serde(default)]
    observe: Vec<ObserveForm>,
    sensitivity: Option<SensitivityForm>,
}

fn default_members() -> u32 {
    256
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteForm {
    id: Spanned<String>,
    firm: String,
    country: String,
    product: Spanned<String>,
    share: Spanned<AmountForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SegmentForm {
    id: Spanned<String>,
    destination: String,
    pace: Spanned<String>,
    product: Spanned<String>,
    share: Spanned<AmountForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PreferenceForm {
    firm: Spanned<String>,
    product: Spanned<String>,
    segment: Spanned<String>,
    weight: Spanned<AmountForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MaterialForm {
    id: Spanned<String>,
    buyer: String,
    essential: bool,
    origin: Vec<OriginForm>,
    stock: Spanned<AmountForm>,
    ramp: Spanned<AmountForm>,
    cap: Spanned<AmountForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OriginForm {
    country: String,
    share: Spanned<AmountForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetForm {
    parameter: Spanned<String>,
    amount: Spanned<AmountForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SensitivityForm {
    parameter: Spanned<String>,
    values: Vec<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ObserveForm {
    id: String,
    what: String,
    role: Role,
    level: Spanned<String>,
    entity: Spanned<String>,
    product: Option<String>,
    variable: Spanned<String>,
    statistic: Statistic,
    from: Spanned<Datetime>,
    until: Spanned<Datetime>,
    value: f64,
    low: f64,
    high: f64,
    source: String,
    #[serde(default)]
    note: String,
}

/// What an observation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A parameter was fitted to it: no proof.
    Calibrates,
    /// The model must predict it.
    Predicts,
    /// Nothing happened: a model that predicts a collapse fails.
    Null,
}

/// How weeks of a series become one number; all are changes against the run without the events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statistic {
    /// Relative change in the last week of the window.
    At,
    /// Relative change of the mean over the window.
    Mean,
    /// Largest relative change in the window.
    Max,
    /// Smallest relative change in the window.
    Min,
    /// The level in the last week of the window, not a change.
    Level,
    /// The week of the largest absolute change, counted from `from`.
    PeakWeek,
}

/// Something that was observed.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Name within the episode.
    pub id: String,
    /// What was observed, for the reader.
    pub what: String,
    /// What it is for.
    pub role: Role,
    /// Which series.
    pub key: linchpin_engine::SeriesKey,
    /// How weeks become a number.
    pub statistic: Statistic,
    /// First week, and first week after, counted from the start.
    pub weeks: (usize, usize),
    /// The accounts' value and band.
    pub expected: Range,
    /// Who says so.
    pub source: String,
    /// What a reader should know.
    pub note: String,
}

/// An episode ready to run.
#[derive(Debug)]
pub struct Episode {
    /// Folder name.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it asks of the model.
    pub question: String,
    /// Ensemble size.
    pub members: u32,
    /// Seed.
    pub seed: u64,
    /// The market of its day.
    pub model: Model,
    /// What happened.
    pub shocks: Vec<Shock>,
    /// What was observed.
    pub observations: Vec<Observation>,
    /// Materials that are disturbed, with their buyers.
    pub materials: Vec<(String, String)>,
    /// Parameter over which the fit is shown, and its values.
    pub sensitivity: Option<(usize, String, Vec<f64>)>,
}

/// Reads the episode in `text`; `id` is its folder's name.
///
/// # Errors
/// All findings in one pass.
pub fn read(id: &str, text: &Text, world: &World) -> Result<Episode, Findings> {
    let form: EpisodeForm = text.toml()?;
    let mut reader = Reader::new(text);
    reader.known(&form.schema, "schema", ["linchpin/episode/1"]);
    if *form.weeks.get_ref() == 0 {
        reader.error(
            "LP-S011",
            &form.weeks,
            "an episode needs weeks".into(),
            "a number above 0",
            "give at least 1",
        );
    }
    let start = reader.day(&form.from);
    let tree = DeTable::parse(text.body()).map_err(|error| text.refused(&error))?;
    let (names, levers) = (names(&form, world), Registry::default());
    let pulls = Pulls { names: &names, levers: &levers, hears: &linchpin_market::turn::hears };
    let asked = pulls.read(&mut reader, tree.get_ref(), "");
    let shocks = linchpin_engine::distinct(asked.events);
    let mut assumed: Vec<Assumed> = asked
        .given
        .into_iter()
        .map(|(id, given)| Assumed { id, range: given.range, unit: given.unit })
        .collect();
    for id in shocks.iter().flat_map(assumptions_of) {
        if let Some(known) = world.assumption(&id) {
            assumed.push(Assumed { id, range: known.sourced.range, unit: known.sourced.unit });
        }
    }
    let Some(start) = start else { return Err(reader.findings) };
    let chances: Vec<String> = shocks.iter().flat_map(|shock| shock.lever.chances()).collect();
    let mut model = match build(world, start, *form.weeks.get_ref(), &assumed, &chances) {
        Ok(built) => built.model,
        Err(findings) => {
            reader.findings.extend(findings);
            return Err(reader.findings);
        }
    };
    let mut market = MarketForms { reader: &mut reader, model: &mut model };
    market.sites(&form.site);
    market.segments(&form.segment, !form.site.is_empty());
    market.preferences(&form.preference, !form.site.is_empty());
    market.materials(&form.material);
    market.set(&form.set);
    let sensitivity = form.sensitivity.and_then(|form| {
        let names: Vec<String> = model.space.iter().map(|p| p.name.clone()).collect();
        reader.known(&form.parameter, "parameter", names.iter().map(String::as_str));
        let name = form.parameter.into_inner();
        model.space.position(&name).map(|at| (at, name, form.values))
    });
    let observations: Vec<Observation> = form
        .observe
        .iter()
        .filter_map(|observe| observation(&mut reader, observe, &model))
        .collect();
    if reader.findings.any_error() {
        return Err(reader.findings);
    }
    let materials = disturbed(&model, &shocks);
    let (title, question) = (form.title, form.question);
    let (members, seed, id) = (form.members.max(1), form.seed, id.to_owned());
    reader.findings.or_value(Episode {
        id,
        title,
        question,
        members,
        seed,
        model,
        shocks,
        observations,
        materials,
        sensitivity,
    })
}

/// The names an episode knows: its own sites, firms and segments where it brings any, and the world's.
fn names(form: &EpisodeForm, world: &World) -> Names {
    let whole = Names::new(world, None);
    let mut names = Names::default();
    let own = !form.site.is_empty();
    let from = |names: &mut Names, kind: &'static str| {
        names.put(kind, whole.of(kind).map(str::to_owned).collect::<Vec<_>>().into_iter());
    };
    for kind in ["material", "country", "assumption", "tool"] {
        from(&mut names, kind);
    }
    if own {
        names.put("site", form.site.iter().map(|site| site.id.get_ref().clone()));
        names.put("firm", form.site.iter().map(|site| site.firm.clone()));
        names.put("product", form.site.iter().map(|site| site.product.get_ref().clone()));
        names.put("country", form.site.iter().map(|site| site.country.clone()));
    } else {
        for kind in ["site", "firm", "product"] {
            from(&mut names, kind);
        }
    }
    if form.segment.is_empty() && !own {
        from(&mut names, "segment");
    } else if form.segment.is_empty() {
        names.put("segment", std::iter::once(ALL_BUYERS.to_owned()));
    } else {
        names.put("segment", form.segment.iter().map(|segment| segment.id.get_ref().clone()));
        names.put("country", form.segment.iter().map(|segment| segment.destination.clone()));
    }
    names.put("material", form.material.iter().map(|material| material.id.get_ref().clone()));
    names.put("country", form.material.iter().map(|material| material.buyer.clone()));
    let origins = form.material.iter().flat_map(|material| &material.origin);
    names.put("country", origins.map(|origin| origin.country.clone()));
    names
}

/// Materials that the shocks disturb, with their buyers.
fn disturbed(model: &Model, shocks: &[Shock]) -> Vec<(String, String)> {
    let plan = Plan::new(shocks, &model.space, model.calendar());
    let Ok(plan) = plan else { return Vec::new() };
    let paths = plan.paths(&model.space.modes(), |_| true);
    paths.materials.iter().map(|(at, _)| (at.material.clone(), at.destination.clone())).collect()
}

fn observation(reader: &mut Reader<'_>, form: &ObserveForm, model: &Model) -> Option<Observation> {
    let level = named::<Level>(
        reader,
        &form.level,
        "level",
        Level::ALL.iter().map(|l| l.as_str()).collect(),
    );
    let variable = named::<Variable>(
        reader,
        &form.variable,
        "variable",
        Variable::ALL.iter().map(|v| v.as_str()).collect(),
    );
    let (from, until) = (reader.day(&form.from), reader.day(&form.until));
    let expected = Range::new(form.low, form.value, form.high);
    if let Err(error) = expected {
        reader.error(
            "LP-S005",
            &form.entity,
            error.to_string(),
            "low <= value <= high",
            "reorder the three",
        );
    }
    let (from, until) = (from?, until?);
    if until <= from {
        let message = format!("the window ends on {until} but starts on {from}");
        reader.error(
            "LP-S009",
            &form.until,
            message,
            "a day after `from`",
            "`until` is the first day after",
        );
        return None;
    }
    let week = |day: Day| {
        usize::try_from(model.start.days_until(day).max(0) / 7).unwrap_or(0).min(model.weeks)
    };
    let weeks = (
        week(from).min(model.weeks.saturating_sub(1)),
        week(until).max(week(from) + 1).min(model.weeks),
    );
    Some(Observation {
        id: form.id.clone(),
        what: form.what.clone(),
        role: form.role,
        key: linchpin_engine::SeriesKey::new(
            level?,
            form.entity.get_ref(),
            form.product.as_deref(),
            variable?,
        ),
        statistic: form.statistic,
        weeks,
        expected: expected.ok()?,
        source: form.source.clone(),
        note: form.note.clone(),
    })
}

fn named<T: std::str::FromStr>(
    reader: &mut Reader<'_>,
    at: &Spanned<String>,
    what: &str,
    known: Vec<&str>,
) -> Option<T> {
    reader.known(at, what, known).then(|| at.get_ref().parse().ok()).flatten()
}

/// Puts the episode's own sites, segments and materials in the place of the world's.
struct MarketForms<'r, 't> {
    reader: &'r mut Reader<'t>,
    model: &'r mut Model,
}

impl MarketForms<'_, '_> {
    /// An amount of the episode as a parameter; assumptions of the world keep their name.
    fn amount(
        &mut self,
        name: &str,
        at: &Spanned<AmountForm>,
        unit: Unit,
        scale: f64,
    ) -> Option<usize> {
        match self.reader.amount(at, &[unit])? {
            AmountRead::Given(Given { range, .. }) => {
                let scaled =
                    Range::new(range.low() * scale, range.mode() * scale, range.high() * scale);
                Some(self.model.space.add(name, scaled.ok()?, unit))
            }
            AmountRead::Assumption(id) => self.model.space.position(&id),
        }
    }

    fn product(&mut self, at: &Spanned<String>) -> Option<usize> {
        let ids: Vec<String> =
            self.model.products.iter().map(|product| product.id.clone()).collect();
        self.reader.known(at, "product", ids.iter().map(String::as_str));
        ids.iter().position(|id| id == at.get_ref())
    }

    /// The sites with their shares, and the rest of the world.
    fn sites(&mut self, forms: &[SiteForm]) {
        if forms.is_empty() {
            return;
        }
        // Only products with a site here are part of the episode.
        let kept: Vec<&str> = forms.iter().map(|form| form.product.get_ref().as_str()).collect();
        let all = self.model.products.clone();
        let all_ids: Vec<String> = all.iter().map(|product| product.id.clone()).collect();
        for form in forms {
            self.product(&form.product);
        }
        self.model.products =
            all.into_iter().filter(|product| kept.contains(&product.id.as_str())).collect();
        let bits = self.bits(&all_ids);
        self.model.firms.clear();
        self.model.lines.clear();
        let mut left = vec![1.0; self.model.products.len()];
        for form in forms {
            let product = self.model.products.iter().position(|p| p.id == *form.product.get_ref());
            let (site, share) = (form.id.get_ref(), &form.share);
            let name = format!("{site} share {}", form.product.get_ref());
            let capacity = self.amount(&name, share, Unit::Share, WORLD_WAFERS);
            let (Some(product), Some(capacity)) = (product, capacity) else { continue };
            left[product] -= share.get_ref().value.unwrap_or(0.0);
            self.line(site, &form.firm, &form.country, product, capacity, bits[product]);
        }
        for (product, share) in left.into_iter().enumerate() {
            if share < -1e-9 {
                let id = self.model.products[product].id.clone();
                let first = &forms[0].share;
                let message = format!("the shares of {id} sum to {:.3}", 1.0 - share);
                self.reader.error(
                    "LP-S012",
                    first,
                    message,
                    "at most 1",
                    "shares are of the world's output",
                );
            } else if share > 1e-9 {
                let id = self.model.products[product].id.clone();
                let capacity = self.model.space.add(
                    &format!("{REST} {id}"),
                    Range::exactly(share * WORLD_WAFERS),
                    Unit::WaferPerMonth,
                );
                self.line(
                    &format!("site:{REST}"),
                    &format!("firm:{REST}"),
                    "country:ROW",
                    product,
                    capacity,
                    bits[product],
                );
            }
        }
    }

    /// Bits per wafer of each product that is kept: the mean of the world's lines, so that cost per bit
    /// stays in proportion to price. `ids` are the world's products, by position in its lines.
    fn bits(&mut self, ids: &[String]) -> Vec<usize> {
        let modes = self.model.space.modes();
        let mean = |id: &String| {
            let mine = self.model.lines.iter().filter(|line| ids[line.product] == *id);
            let bits: Vec<f64> = mine.map(|line| modes.at(line.bits)).collect();
            bits.iter().fold(0.0, |sum, bits| sum + bits) / (bits.len().max(1) as f64)
        };
        let kept: Vec<(String, f64)> = self
            .model
            .products
            .iter()
            .map(|product| (product.id.clone(), mean(&product.id)))
            .collect();
        let add = |(id, bits): (String, f64)| {
            let name = format!("bits per wafer {id}");
            self.model.space.add(&name, Range::exactly(bits), Unit::TerabitPerWafer)
        };
        kept.into_iter().map(add).collect()
    }

    fn line(
        &mut self,
        site: &str,
        firm: &str,
        country: &str,
        product: usize,
        capacity: usize,
        bits: usize,
    ) {
        let firms = &mut self.model.firms;
        let firm = firms.iter().position(|id| id == firm).unwrap_or_else(|| {
            firms.push(firm.to_owned());
            firms.len() - 1
        });
        self.model.lines.push(Line {
            site: site.to_owned(),
            product,
            firm,
            country: country.to_owned(),
            class: Class::Advanced,
            capacity,
            bits,
            plans: Vec::new(),
            greenfield: false,
        });
    }

    /// The segments, or one that stands for all buyers.
    fn segments(&mut self, forms: &[SegmentForm], own_market: bool) {
        if forms.is_empty() && !own_market {
            return;
        }
        let products = self.model.products.len();
        self.model.segments.clear();
        if forms.is_empty() {
            let all = self.model.space.add("all buyers", Range::exactly(1.0), Unit::Share);
            self.model.segments.push(Segment {
                id: ALL_BUYERS.to_owned(),
                destination: "country:WLD".to_owned(),
                pace: Pace::Fast,
                demand: vec![Some(all); products],
            });
        }
        for form in forms {
            self.reader.known(&form.pace, "pace", ["server", "channel"]);
            let Some(product) = self.product(&form.product) else { continue };
            let id = form.id.get_ref();
            let name = format!("{id} demand {}", form.product.get_ref());
            let Some(share) = self.amount(&name, &form.share, Unit::Share, 1.0) else { continue };
            let pace = if form.pace.get_ref() == "server" { Pace::Slow } else { Pace::Fast };
            let known = self.model.segments.iter().position(|segment| segment.id == *id);
            let at = known.unwrap_or_else(|| {
                self.model.segments.push(Segment {
                    id: id.clone(),
                    destination: form.destination.clone(),
                    pace,
                    demand: vec![None; products],
                });
                self.model.segments.len() - 1
            });
            self.model.segments[at].demand[product] = Some(share);
        }
    }

    fn preferences(&mut self, forms: &[PreferenceForm], own_market: bool) {
        if own_market {
            self.model.preferences.clear();
        }
        for form in forms {
            let Some(product) = self.product(&form.product) else { continue };
            let firms = self.model.firms.clone();
            let segments: Vec<String> =
                self.model.segments.iter().map(|segment| segment.id.clone()).collect();
            self.reader.known(&form.firm, "firm", firms.iter().map(String::as_str));
            self.reader.known(&form.segment, "segment", segments.iter().map(String::as_str));
            let firm = firms.iter().position(|id| id == form.firm.get_ref());
            let segment = segments.iter().position(|id| id == form.segment.get_ref());
            let name = format!("{} preference {}", form.firm.get_ref(), form.segment.get_ref());
            let weight = self.amount(&name, &form.weight, Unit::Multiple, 1.0);
            if let (Some(firm), Some(segment), Some(weight)) = (firm, segment, weight) {
                self.model
                    .preferences
                    .retain(|p| (p.firm, p.product, p.segment) != (firm, product, segment));
                self.model.preferences.push(Preference { firm, product, segment, weight });
            }
        }
    }

    fn materials(&mut self, forms: &[MaterialForm]) {
        for form in forms {
            let id = form.id.get_ref();
            let stock = self.amount(&format!("{id} stock"), &form.stock, Unit::Week, 1.0);
            let ramp = self.amount(&format!("{id} ramp"), &form.ramp, Unit::Week, 1.0);
            let cap = self.amount(&format!("{id} cap"), &form.cap, Unit::Share, 1.0);
            let mut origins = Vec::new();
            for origin in &form.origin {
                let name = format!("{id} from {}", origin.country);
                if let Some(share) = self.amount(&name, &origin.share, Unit::Share, 1.0) {
                    origins.push((origin.country.clone(), share));
                }
            }
            if let (Some(stock), Some(ramp), Some(cap)) = (stock, ramp, cap) {
                self.model.materials.retain(|m| (&m.id, &m.buyer) != (id, &form.buyer));
                self.model.materials.push(Material {
                    id: id.clone(),
                    buyer: form.buyer.clone(),
                    essential: form.essential,
                    origins,
                    stock,
                    ramp,
                    cap,
                });
            }
        }
    }

    fn set(&mut self, forms: &[SetForm]) {
        for form in forms {
            let names: Vec<(String, Unit)> =
                self.model.space.iter().map(|p| (p.name.clone(), p.unit)).collect();
            let name = form.parameter.get_ref();
            if !self.reader.known(
                &form.parameter,
                "parameter",
                names.iter().map(|(name, _)| name.as_str()),
            ) {
                continue;
            }
            let unit = names.iter().find(|(known, _)| known == name).map(|(_, unit)| *unit);
            if let (Some(unit), true) = (unit, form.amount.get_ref().assumption.is_none())
                && let Some(AmountRead::Given(given)) = self.reader.amount(&form.amount, &[unit])
            {
                self.model.space.set(name, given.range);
            }
        }
    }
}
