//! The market of an episode's day, made from its inputs; what it brings are facts, never behaviour.
//!
//! In: [`Inputs`] and the world. Out: a model, shocks and the materials that are disturbed, or all findings.
//! How fast other sources of a material step in, and what it costs to lack it, are the world's.

use crate::asked::Pulls;
use crate::bank::inputs::{Input, Inputs};
use crate::bank::rules::Rules;
use crate::episode_form as old;
use crate::episode_market::ALL_BUYERS;
use crate::episode_market::MarketForms;
use crate::staged::assumptions_of;
use linchpin_engine::entry::Holds;
use linchpin_engine::form::{AmountForm, Reader};
use linchpin_engine::seam::Assumed;
use linchpin_engine::{Names, ParameterName, Registry, Shock};
use linchpin_market::build::build;
use linchpin_market::model::{Material, Model};
use linchpin_units::{Day, Finding, Findings};
use linchpin_world::{CountryId, MaterialId, World};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A market ready to run twice.
#[derive(Debug)]
pub(crate) struct Market {
    pub(crate) model: Model,
    pub(crate) shocks: Vec<Shock>,
    /// Materials that are disturbed, with their buyers.
    pub(crate) materials: Vec<(MaterialId, CountryId)>,
}

/// Builds the market of an episode; none when no question asks for one.
pub(crate) fn market(
    episode: &Inputs,
    world: &World,
    rules: &Rules,
) -> Result<Option<Market>, Findings> {
    let (Some(from), Some(weeks)) = (&episode.form.from, &episode.form.weeks) else {
        return Ok(None);
    };
    let mut reader = Reader::new(&episode.text);
    let Some(start) = reader.day(from) else { return Err(reader.findings) };
    let written = episode.text.body();
    let mut tree = DeTable::parse(written).map_err(|error| episode.text.refused(&error))?;
    let levers = Registry::default();
    point_at_inputs(&mut reader, tree.get_mut(), &levers, episode);
    let names = names(episode, world);
    let pulls = Pulls { names: &names, levers: &levers, hears: &linchpin_market::turn::hears };
    let asked = pulls.read(&mut reader, tree.get_ref(), "");
    let shocks = linchpin_engine::distinct(asked.events);
    let mut assumed: Vec<Assumed> = Vec::new();
    for (id, given) in asked.given {
        assumed.push(Assumed { id, range: given.range, unit: given.unit });
    }
    for id in shocks.iter().flat_map(assumptions_of) {
        if assumed.iter().any(|one| one.id == id) {
            continue;
        }
        if let Some(input) = episode.named(&id) {
            assumed.push(Assumed { id, range: input.range, unit: input.unit });
        } else if let Some(known) = world.assumption(&id) {
            assumed.push(Assumed { id, range: known.sourced.range, unit: known.sourced.unit });
        }
    }
    let mut model = model(&mut reader, world, (start, *weeks.get_ref()), &assumed, &shocks)?;
    Forms { episode, rules, reader: &mut reader }.fill(&mut model);
    if reader.findings.any_error() {
        return Err(reader.findings);
    }
    let materials = crate::episode::disturbed(&model, &shocks);
    Ok(Some(Market { model, shocks, materials }))
}

fn model(
    reader: &mut Reader<'_>,
    world: &World,
    (start, weeks): (Day, usize),
    assumed: &[Assumed],
    shocks: &[Shock],
) -> Result<Model, Findings> {
    let chances: Vec<ParameterName> =
        shocks.iter().flat_map(|shock| shock.lever.chances()).collect();
    build(world, start, weeks, assumed, &chances).map(|built| built.model).map_err(|findings| {
        reader.findings.extend(findings);
        std::mem::take(&mut reader.findings)
    })
}

/// Puts `{ assumption = "input:ID" }` where an event's field says `"input:ID"`, and checks the unit.
fn point_at_inputs(
    reader: &mut Reader<'_>,
    tree: &mut DeTable<'_>,
    levers: &Registry,
    episode: &Inputs,
) {
    let events = tree.get_mut("event").and_then(|events| match events.get_mut() {
        DeValue::Array(events) => Some(events),
        _ => None,
    });
    for event in events.into_iter().flat_map(|events| events.iter_mut()) {
        let DeValue::Table(table) = event.get_mut() else { continue };
        let kind = table.get("kind").and_then(|kind| kind.get_ref().as_str());
        let Some(room) = kind.and_then(|kind| levers.event(kind)) else { continue };
        for field in room.event {
            let Holds::Amount(unit) = field.holds else { continue };
            let Some(value) = table.get_mut(field.name) else { continue };
            let span = value.span();
            let Some(name) = value.get_ref().as_str().map(str::to_owned) else { continue };
            let at = Spanned::new(span.clone(), name.clone());
            let Some(input) = find(reader, &at, episode) else { continue };
            if input.unit != unit {
                let message = format!("`{name}` is in `{}`", input.unit);
                let help = "name an input in the field's unit";
                reader.error("LP-S007", &at, message, unit.as_str(), help);
            }
            let mut pointer = DeTable::new();
            pointer.insert(
                Spanned::new(span.clone(), "assumption".into()),
                Spanned::new(span, DeValue::String(name.into())),
            );
            *value.get_mut() = DeValue::Table(pointer);
        }
    }
}

/// The input that a text names, or a finding.
fn find<'e>(
    reader: &mut Reader<'_>,
    at: &Spanned<String>,
    episode: &'e Inputs,
) -> Option<&'e Input> {
    let found = episode.named(at.get_ref());
    if found.is_none() {
        let known: Vec<String> = episode.inputs.keys().map(|id| format!("input:{id}")).collect();
        let place = reader.text.place(at.span());
        let finding =
            Finding::error("LP-S008", place, format!("no input is called `{}`", at.get_ref()))
                .expected("an [[input]] of this file, as `input:ID`")
                .nearest(at.get_ref(), known.iter().map(String::as_str))
                .help("add the input, with its source and its day");
        reader.findings.push(finding);
    }
    found
}

/// The names an episode knows: its own sites, firms and segments, and the world's materials and countries.
fn names(episode: &Inputs, world: &World) -> Names {
    let form = &episode.form;
    let whole = Names::new(world, None);
    let mut names = Names::default();
    for kind in ["material", "country", "assumption", "tool"] {
        names.put(kind, whole.of(kind).map(str::to_owned).collect::<Vec<_>>().into_iter());
    }
    names.put("assumption", episode.inputs.keys().map(|id| format!("input:{id}")));
    names.put("site", form.site.iter().map(|site| site.id.get_ref().clone()));
    names.put("firm", form.site.iter().map(|site| site.firm.clone()));
    names.put("product", form.site.iter().map(|site| site.product.get_ref().clone()));
    names.put("country", form.site.iter().map(|site| site.country.clone()));
    names.put("segment", form.segment.iter().map(|segment| segment.id.get_ref().clone()));
    names.put("country", form.segment.iter().map(|segment| segment.destination.clone()));
    if form.segment.is_empty() {
        names.put("segment", std::iter::once(ALL_BUYERS.to_owned()));
    }
    names
}

/// An input as the amount that the forms of the market take.
fn amount(at: &Spanned<String>, input: &Input) -> Spanned<AmountForm> {
    let form = AmountForm::of_range(at, input.range, input.unit, (&input.source, &input.what));
    Spanned::new(at.span(), form)
}

/// Fills a model with the episode's own sites, buyers, materials and stocks.
struct Forms<'e, 'r, 't> {
    episode: &'e Inputs,
    rules: &'e Rules,
    reader: &'r mut Reader<'t>,
}

impl Forms<'_, '_, '_> {
    fn fill(&mut self, model: &mut Model) {
        let form = &self.episode.form;
        if form.site.is_empty() {
            let message = "the market of the day has no site".to_owned();
            let help = "add [[site]] with its share of the world";
            self.reader.error("LP-S010", &form.schema, message, "at least one [[site]]", help);
            return;
        }
        let sites: Vec<old::SiteForm> = form.site.iter().filter_map(|f| self.site(f)).collect();
        let segments: Vec<old::SegmentForm> =
            form.segment.iter().filter_map(|f| self.segment(f)).collect();
        let preferences: Vec<old::PreferenceForm> =
            form.preference.iter().filter_map(|f| self.preference(f)).collect();
        let materials: Vec<old::MaterialForm> =
            form.material.iter().filter_map(|f| self.material(f, model)).collect();
        let set: Vec<old::SetForm> = form.set.iter().filter_map(|f| self.set(f)).collect();
        let mut market = MarketForms { reader: self.reader, model };
        market.sites(&sites);
        market.segments(&segments, true);
        market.preferences(&preferences, true);
        market.materials(&materials);
        market.set(&set);
    }

    fn amount(&mut self, at: &Spanned<String>) -> Option<Spanned<AmountForm>> {
        find(self.reader, at, self.episode).map(|input| amount(at, input))
    }

    fn site(&mut self, form: &old::SiteForm<String>) -> Option<old::SiteForm> {
        Some(old::SiteForm {
            id: form.id.clone(),
            firm: form.firm.clone(),
            country: form.country.clone(),
            product: form.product.clone(),
            share: self.amount(&form.share)?,
        })
    }

    fn segment(&mut self, form: &old::SegmentForm<String>) -> Option<old::SegmentForm> {
        Some(old::SegmentForm {
            id: form.id.clone(),
            destination: form.destination.clone(),
            pace: form.pace.clone(),
            product: form.product.clone(),
            share: self.amount(&form.share)?,
        })
    }

    fn preference(&mut self, form: &old::PreferenceForm<String>) -> Option<old::PreferenceForm> {
        Some(old::PreferenceForm {
            firm: form.firm.clone(),
            product: form.product.clone(),
            segment: form.segment.clone(),
            weight: self.amount(&form.weight)?,
        })
    }

    /// A material with the episode's origins and stock; its ramp and cap are the world's, of the same buyer
    /// or of another buyer of the same material.
    fn material(
        &mut self,
        form: &crate::bank::form::MaterialForm,
        model: &Model,
    ) -> Option<old::MaterialForm> {
        let of = |material: &&Material| material.id == *form.id.get_ref();
        let same = model.materials.iter().filter(of).find(|m| m.buyer == form.buyer);
        let Some(known) = same.or_else(|| model.materials.iter().find(of)) else {
            let mut known: Vec<&str> = model.materials.iter().map(|m| m.id.as_str()).collect();
            known.dedup();
            self.reader.known(&form.id, "material that a maker of the world stocks", known);
            return None;
        };
        let theirs = |position: usize| {
            let name = model.space.iter().nth(position).map(|parameter| parameter.name.clone());
            let form = AmountForm::assumed(name.map(|name| Spanned::new(form.id.span(), name)));
            Spanned::new(0..0, form)
        };
        let mut origin = Vec::new();
        for one in &form.origin {
            let share = self.amount(&one.share)?;
            origin.push(old::OriginForm { country: one.country.clone(), share });
        }
        Some(old::MaterialForm {
            id: form.id.clone(),
            buyer: form.buyer.clone(),
            essential: known.essential,
            origin,
            stock: self.amount(&form.stock)?,
            ramp: theirs(known.ramp),
            cap: theirs(known.cap),
        })
    }

    fn set(&mut self, form: &old::SetForm<String>) -> Option<old::SetForm> {
        let name = form.parameter.get_ref();
        let last = name.rsplit(' ').next().unwrap_or_default();
        if !self.rules.fact.iter().any(|fact| fact.parameter == last) {
            let facts: Vec<&str> =
                self.rules.fact.iter().map(|fact| fact.parameter.as_str()).collect();
            let message = format!("`{name}` is behaviour, which all episodes share");
            let expected = format!("a fact of the day: {}", facts.join(", "));
            let help = "leave it to the world; an episode sets facts";
            self.reader.error("LP-B008", &form.parameter, message, &expected, help);
            return None;
        }
        let amount = self.amount(&form.amount)?;
        Some(old::SetForm { parameter: form.parameter.clone(), amount })
    }
}
