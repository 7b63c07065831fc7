//! Reading of one row of each table but the facts.
//!
//! Cells come in; a typed row goes out, or `None` after filing every finding of the row.

use crate::cells::Cells;
use crate::tables::{
    Actor, ActorKind, Class, Country, Event, Line, Location, Material, Modality, Product, Segment,
    SegmentClass, Site, Source, Tool,
};
use linchpin_units::{Degrees, Finding};

pub(crate) fn source(c: &mut Cells<'_>) -> Option<Source> {
    let (id, outlet, title) = (c.id("id"), c.needed("outlet"), c.needed("title"));
    let (published, licence) = (c.maybe_date("published"), c.needed("licence"));
    let sha256 = if c.row.cell("sha256").is_empty() {
        Some(None)
    } else {
        Cells::digest(c.row, "sha256", c.findings).map(Some)
    };
    let (url, note) = (c.text("url"), c.text("note"));
    Some(Source {
        id: id?,
        outlet: outlet?,
        title: title?,
        published: published?,
        url,
        sha256: sha256?,
        licence: licence?,
        note,
    })
}

pub(crate) fn country(c: &mut Cells<'_>) -> Option<Country> {
    let (id, name) = (c.id("id"), c.needed("name"));
    Some(Country { id: id?, name: name? })
}

pub(crate) fn location(c: &mut Cells<'_>) -> Option<Location> {
    let (id, name, country) = (c.id("id"), c.needed("name"), c.reference("country", "country"));
    let (latitude, longitude) = (degrees(c, "latitude", 90.0), degrees(c, "longitude", 180.0));
    let source = c.source("source");
    Some(Location {
        id: id?,
        name: name?,
        country: country?,
        latitude: latitude?,
        longitude: longitude?,
        source: source?,
    })
}

fn degrees(c: &mut Cells<'_>, column: &str, most: f64) -> Option<Degrees> {
    let degrees = c.number(column)?;
    if degrees.abs() <= most {
        return Degrees::new(degrees).ok();
    }
    let finding = Finding::error(
        "LP-W023",
        c.row.place(column),
        format!("a {column} of {degrees} is not on the globe"),
    )
    .expected(format!("-{most} to {most}"))
    .help("check that latitude and longitude are not swapped");
    c.findings.push(finding);
    None
}

pub(crate) fn actor(c: &mut Cells<'_>) -> Option<Actor> {
    let (id, name) = (c.id::<crate::ActorId>("id"), c.needed("name"));
    let kind = c.word("kind", ActorKind::WORDS);
    let nationality = c.reference("nationality", "country");
    let parent = c.maybe_reference("parent", "firm|gov|agency|person|org");
    let (roles, aliases) = (c.list("roles", ';'), c.list("aliases", '|'));
    let source = c.source("source");
    Some(Actor {
        id: id?,
        name: name?,
        kind: kind?,
        nationality: nationality?,
        parent: parent?,
        roles,
        aliases,
        source: source?,
    })
}

pub(crate) fn product(c: &mut Cells<'_>) -> Option<Product> {
    let (id, name) = (c.id("id"), c.needed("name"));
    let (what, family) = (c.text("what"), c.maybe_reference("family", "product"));
    Some(Product { id: id?, name: name?, what, family: family? })
}

pub(crate) fn site(
    c: &mut Cells<'_>,
    location: Option<crate::PlaceId>,
    country: Option<crate::CountryId>,
) -> Option<Site> {
    let (id, name) = (c.id("id"), c.needed("name"));
    let owner = c.reference("owner", "firm");
    let holder = c.reference("holder", "firm|org");
    let (opened, closes) = (c.maybe_date("opened"), c.maybe_date("closes"));
    if let (Some(Some(opened)), Some(Some(closes))) = (&opened, &closes)
        && opened.days().from >= closes.days().from
    {
        let message = format!("it closes ({closes}) before it has opened ({opened})");
        let finding = Finding::error("LP-W019", c.row.place("closes"), message)
            .expected("a date after `opened`")
            .help("mend one of the two dates");
        c.findings.push(finding);
        return None;
    }
    let (note, source) = (c.text("note"), c.source("source"));
    Some(Site {
        id: id?,
        name: name?,
        owner: owner?,
        holder: holder?,
        location: location?,
        country: country?,
        opened: opened?,
        closes: closes?,
        note,
        source: source?,
    })
}

pub(crate) fn line(c: &mut Cells<'_>) -> Option<Line> {
    let (site, product) = (c.reference("site", "site"), c.reference("product", "product"));
    let (node, class) = (c.needed("node"), c.word("class", Class::WORDS));
    let (opened, source) = (c.maybe_date("opened"), c.source("source"));
    Some(Line {
        site: site?,
        product: product?,
        node: node?,
        class: class?,
        opened: opened?,
        source: source?,
        note: c.text("note"),
    })
}

pub(crate) fn material(c: &mut Cells<'_>) -> Option<Material> {
    let (id, name, essential) = (c.id("id"), c.needed("name"), c.yes_no("essential"));
    let (step, stock_keeper, source) = (c.text("step"), c.text("stock_keeper"), c.source("source"));
    Some(Material {
        id: id?,
        name: name?,
        essential: essential?,
        step,
        stock_keeper,
        source: source?,
    })
}

pub(crate) fn tool(c: &mut Cells<'_>) -> Option<Tool> {
    let (id, name, source) = (c.id("id"), c.needed("name"), c.source("source"));
    let (eccns, step) = (c.list("eccn", ';'), c.text("step"));
    Some(Tool { id: id?, name: name?, eccns, step, source: source? })
}

pub(crate) fn segment(c: &mut Cells<'_>) -> Option<Segment> {
    let (id, name) = (c.id("id"), c.needed("name"));
    let destination = c.reference("destination", "country");
    let (class, critical) = (c.word("class", SegmentClass::WORDS), c.yes_no("critical"));
    let source = c.source("source");
    Some(Segment {
        id: id?,
        name: name?,
        destination: destination?,
        class: class?,
        critical: critical?,
        source: source?,
    })
}

pub(crate) fn event(c: &mut Cells<'_>) -> Option<Event> {
    let (id, kind, what) = (c.id("id"), c.needed("kind"), c.needed("what"));
    let date = c.maybe_date("date").and_then(|date| {
        date.or_else(|| {
            let finding = Finding::error("LP-W017", c.row.place("date"), "the event has no date")
                .expected("YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD")
                .help("give the date as precisely as the source does");
            c.findings.push(finding);
            None
        })
    });
    let who = c.references("who", "firm|gov|agency|person|org");
    let location = c.maybe_reference("where", "place");
    let modality = c.word("modality", Modality::WORDS);
    let (source, grade) = (c.source("source"), c.grade("grade"));
    Some(Event {
        id: id?,
        date: date?,
        kind: kind?,
        who: who?,
        location: location?,
        what: what?,
        modality: modality?,
        source: source?,
        grade: grade?,
        note: c.text("note"),
    })
}
