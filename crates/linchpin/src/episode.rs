//! A historical episode: a small market of its day, what happened to it, and what was observed.
//!
//! In: a folder with `episode.toml` (the form is in `validation/README.md`). Out: a market model, its
//! shocks and the observations to score, or all findings. An episode brings its own sites as shares
//! of the world; behaviour comes from the world's assumptions unless `[[set]]` dates it.

use crate::asked::Pulls;
use crate::episode_form::{EpisodeForm, ObserveForm};
use crate::episode_market::{ALL_BUYERS, MarketForms};
use crate::observation::Observation;
use crate::staged::assumptions_of;
use linchpin_engine::form::Reader;
use linchpin_engine::seam::Assumed;
use linchpin_engine::{Level, Names, ParameterName, Plan, Registry, Shock, Variable};
use linchpin_market::build::build;
use linchpin_market::model::Model;
use linchpin_units::{Day, Findings, Range, Text};
use linchpin_world::{CountryId, MaterialId, ProductId, World};
use toml::Spanned;
use toml::de::DeTable;

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
    pub materials: Vec<(MaterialId, CountryId)>,
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
    let chances: Vec<ParameterName> =
        shocks.iter().flat_map(|shock| shock.lever.chances()).collect();
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
        let names: Vec<_> = model.space.iter().map(|p| p.name.clone()).collect();
        reader.known(&form.parameter, "parameter", names.iter().map(|name| name.as_str()));
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
pub(crate) fn disturbed(model: &Model, shocks: &[Shock]) -> Vec<(MaterialId, CountryId)> {
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
    let product = match form.product.as_deref().map(str::parse::<ProductId>).transpose() {
        Ok(product) => product,
        Err(error) => {
            let expected = "a product, as product:dram";
            reader.error("LP-S008", &form.entity, error.to_string(), expected, "correct the id");
            return None;
        }
    };
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
            product.as_ref(),
            variable?,
        ),
        statistic: form.statistic,
        weeks,
        expected: expected.ok()?,
        source: form.source.clone(),
        note: form.note.clone(),
        known_miss: form.known_miss.clone(),
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
