//! One box for everything that has a name: studies, sites, firms, products, materials, tools, countries, acts.
//!
//! In: words in any script. Out: at most [`MOST`] hits, the best first. Names of the world, of the law's
//! facts (which spell them in Korean and Chinese as well), of acts and of studies are compared by words;
//! where nothing fits, the nearest spelling is offered.

use super::answers::{Found, Hit};
use super::refusal::Refusal;
use super::{App, Shared, aside};
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query as Params, State};
use axum::response::Json;
use axum::routing::get;
use linchpin_policy::facts::Kind;
use linchpin_results::contract::language::Language;
use linchpin_results::contract::words::told;
use linchpin_units::finding::nearest;
use serde::Deserialize;
use std::sync::OnceLock;

/// Hits of one answer.
const MOST: usize = 12;
/// Characters of a question.
const LONGEST: usize = 200;
/// Kinds of names of the world that a page shows.
const KINDS: [&str; 6] = ["site", "firm", "product", "material", "tool", "country"];

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/api/search", get(search))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    q: String,
}

async fn search(
    State(app): State<Shared>,
    wanted: Result<Params<Wanted>, QueryRejection>,
) -> Result<Json<Found>, Refusal> {
    let Params(Wanted { q }) = wanted.map_err(|error| Refusal::bad(error.body_text()))?;
    if q.len() > LONGEST {
        return Err(Refusal::bad(format!("a question may have {LONGEST} characters")));
    }
    aside(move || Ok(Json(Found { hits: hits(&app, &q) }))).await
}

/// Everything that has a name: world, law and studies do not change while the server runs.
#[derive(Debug, Default)]
pub(super) struct Kept(OnceLock<Vec<Named>>);

/// A thing with every text that may name it.
#[derive(Debug)]
struct Named {
    hit: Hit,
    texts: Vec<String>,
}

impl Named {
    fn new(kind: &str, id: &str, name: &str, note: &str) -> Self {
        let hit = Hit { kind: kind.into(), id: id.into(), name: name.into(), note: note.into() };
        let mut texts: Vec<String> = [Language::Ko, Language::Zh]
            .map(|language| told(name, language))
            .into_iter()
            .chain([name.to_owned(), note.to_owned()])
            .map(|text| plain(&text))
            .collect();
        texts.push(plain(id.split_once(':').map_or(id, |(_, rest)| rest)));
        Self { hit, texts }
    }

    fn also(mut self, texts: impl IntoIterator<Item = String>) -> Self {
        self.texts.extend(texts.into_iter().map(|text| plain(&text)));
        self
    }

    /// How well a question fits: the whole name, its beginning, the beginning of a word, inside, all words.
    fn rank(&self, asked: &str) -> Option<u8> {
        let words: Vec<&str> = asked.split(' ').collect();
        let one = |text: &String| {
            let starts = |word: &&str| text.split(' ').any(|own| own.starts_with(*word));
            if text == asked {
                Some(0)
            } else if text.starts_with(asked) {
                Some(1)
            } else if words.iter().all(starts) {
                Some(2)
            } else {
                text.contains(asked).then_some(3)
            }
        };
        self.texts.iter().filter_map(one).min()
    }
}

/// Small letters, and one space for everything that is no letter or digit.
fn plain(text: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let spaced: String = text.to_lowercase().chars().map(kept).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn everything(app: &App) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for study in linchpin::studies() {
        let titles = study.scenarios.iter().map(|scenario| scenario.title.clone());
        all.push(Named::new("study", &study.id, &study.title, &study.question).also(titles));
    }
    for (id, name) in app.world.names() {
        let Some(kind) = KINDS.iter().find(|kind| id.split(':').next() == Some(**kind)) else {
            continue;
        };
        let also = app.world.actor(id).map(|actor| actor.aliases.clone()).unwrap_or_default();
        all.push(Named::new(kind, id, name, "").also(also));
    }
    for act in app.rulebook.list() {
        all.push(Named::new("act", act.id.as_str(), act.title, act.cite));
    }
    all
}

fn hits(app: &App, question: &str) -> Vec<Hit> {
    let asked = plain(question);
    if asked.is_empty() {
        return Vec::new();
    }
    let all = app.search.0.get_or_init(|| everything(app));
    let meant = meant(app, question);
    let rank = |named: &Named| match meant.contains(&named.hit.id) {
        true => Some(0),
        false => named.rank(&asked),
    };
    // Of equal fits what is first in `everything` stays first: studies, the world, acts.
    let mut found: Vec<(u8, Hit)> =
        all.iter().filter_map(|named| Some((rank(named)?, named.hit.clone()))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    if found.is_empty() {
        let names = all.iter().flat_map(|named| named.texts.iter().map(String::as_str));
        let near = nearest(&asked, names.filter(|text| !text.is_empty()));
        let fits = |named: &&Named| near.is_some_and(|near| named.texts.iter().any(|t| t == near));
        return all.iter().filter(fits).take(MOST).map(|named| named.hit.clone()).collect();
    }
    found.into_iter().take(MOST).map(|(_, hit)| hit).collect()
}

/// What the law's own names mean: it knows the spellings of Korean and Chinese papers.
fn meant(app: &App, question: &str) -> Vec<String> {
    let kinds = [Kind::Site, Kind::Entity, Kind::Item, Kind::Country];
    let facts = app.rulebook.facts();
    kinds
        .into_iter()
        .filter_map(|kind| Some((kind, facts.named(kind, question)?)))
        .map(|(kind, thing)| match kind {
            Kind::Country => format!("country:{}", thing.id),
            _ => thing.id.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_words() {
        let wuxi = Named::new("site", "site:skhynix-wuxi", "SK hynix Wuxi", "");
        let rank = |asked: &str| wuxi.rank(&plain(asked));
        assert_eq!(rank("SK Hynix WUXI"), Some(0));
        assert_eq!(rank("sk hyn"), Some(1));
        assert_eq!(rank("wuxi hynix"), Some(2));
        assert_eq!(rank("uxi"), Some(3));
        assert_eq!(rank("dalian"), None);
    }
}
