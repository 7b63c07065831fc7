//! Tool imports: what of the tools of one origin reaches one site, by tool class and purpose.
//!
//! The law is asked about every tool class that the origin makes, for every purpose: a rule on
//! lithography says nothing about etchers. Two licences on one flow: the strictest wins.

use super::{listed, said};
use crate::entry::{Field, Holds, Values, may, needs};
use crate::law::{Answer, Ask, Law};
use crate::lever::{Drawn, Lever};
use crate::parameter::Amount;
use crate::paths::{Paths, ToolFlow};
use crate::room::{AskRoom, Room};
use crate::shock::{Purpose, Shock};
use linchpin_policy::words::{self, Order};
use linchpin_policy::{Query, Verdict};
use linchpin_units::{Measure, Unit};
use linchpin_world::{CountryId, Entity, Key, Quantity, SiteId, ToolId, World};
use std::sync::Arc;

/// Tools of some classes of one origin reach one site for one purpose only in part.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolImports {
    /// World id of the site that imports.
    pub site: SiteId,
    /// Country the tools come from.
    pub origin: CountryId,
    /// World ids of the tool classes; every class when empty.
    pub classes: Vec<ToolId>,
    /// What the tools are for.
    pub purpose: Purpose,
    /// Share of applications that are approved.
    pub approval: Amount,
    /// Weeks of review before the first approval.
    pub review: Amount,
}

impl Lever for ToolImports {
    fn kind(&self) -> &'static str {
        ROOM.kind
    }
    fn target(&self) -> Entity {
        (&self.site).into()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.approval, &self.review]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let path = super::licence(drawn, paths);
        let mut turn = |class: Option<&ToolId>| {
            let control = ToolFlow {
                site: self.site.clone(),
                class: class.cloned(),
                origin: self.origin.clone(),
                purpose: self.purpose,
            };
            paths.tools.set(control, path.clone(), drawn.window, drawn.shock);
        };
        if self.classes.is_empty() {
            turn(None);
        }
        self.classes.iter().for_each(|class| turn(Some(class)));
    }
    fn cause(&self) -> &'static str {
        match self.purpose {
            Purpose::New => "no new capacity",
            Purpose::Replace => "tools not replaced",
            Purpose::Upgrade => "missing upgrades",
            Purpose::Spares => "missing spare parts",
            Purpose::Service => "missing vendor service",
        }
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        let what = match self.purpose {
            Purpose::New => "tools for new capacity",
            Purpose::Replace => "tools that replace worn ones",
            Purpose::Upgrade => "tools for a newer node",
            Purpose::Spares => "spare parts",
            Purpose::Service => "field service",
        };
        let classes = if self.classes.is_empty() {
            "all tool classes".to_owned()
        } else {
            listed(&self.classes, name)
        };
        format!(
            "{what} from {} ({classes}): the share approved is {}, the review takes {} weeks",
            name(&self.origin),
            said(&self.approval),
            said(&self.review)
        )
    }
    fn label(&self, verdict: &str) -> String {
        format!("tool imports {verdict}")
    }
}

/// Whether tools of an origin may go to a site.
#[derive(Debug)]
struct Asked {
    site: SiteId,
    origin: CountryId,
}

/// Country the tools come from is in the world's table of makers of a class.
fn made_in(world: &World, origin: &CountryId) -> Vec<ToolId> {
    let made =
        |id: &&ToolId| world.estimate(*id, Quantity::OriginShare, origin, Key::NONE).is_some();
    world.tools.iter().map(|tool| &tool.id).filter(made).cloned().collect()
}

fn asked_as(purpose: Purpose) -> words::Purpose {
    match purpose {
        Purpose::New => words::Purpose::New,
        Purpose::Replace => words::Purpose::Replace,
        Purpose::Upgrade => words::Purpose::Upgrade,
        Purpose::Spares => words::Purpose::Spares,
        Purpose::Service => words::Purpose::Service,
    }
}

/// The suffix of an assumption that speaks for a government; the United States were first and carry
/// none. A licence under the law of the Union is given by the authority of the member state that the
/// tools leave from.
fn of_government(government: Order, origin: &CountryId) -> String {
    match government {
        Order::Us => String::new(),
        Order::Eu => {
            Order::parse(origin.name()).map_or("-eu".to_owned(), |state| format!("-{state}"))
        }
        other => format!("-{other}"),
    }
}

impl Asked {
    fn lever(&self, law: &Law<'_>, answer: &Answer, purpose: Purpose) -> Option<ToolImports> {
        let government = of_government(answer.government, &self.origin);
        let usual = Amount::Assumed(format!("tool-approval{government}-{purpose}").into());
        Some(ToolImports {
            site: self.site.clone(),
            origin: self.origin.clone(),
            classes: Vec::new(),
            purpose,
            approval: law.approval(answer, usual)?,
            // An answer that nobody knows is no application: its share covers the whole range.
            review: if answer.verdict == Verdict::Unknown {
                Amount::Exactly(Measure::of(0.0))
            } else {
                law.assumption("tools_review", format!("tool-review{government}"))
            },
        })
    }
}

impl Ask for Asked {
    fn shocks(&self, law: &Law<'_>) -> Vec<Shock> {
        let mut found: Vec<(Answer, ToolImports)> = Vec::new();
        let site = law.world.site(&self.site);
        let at_home = site.and_then(|site| Order::parse(site.country.name()));
        for purpose in Purpose::ALL {
            for class in made_in(law.world, &self.origin) {
                let origin = self.origin.name();
                let query = Query::tool(&class, origin, &self.site, asked_as(purpose));
                for answer in law.answers(&query) {
                    // Export law says nothing about what comes into a government's own territory.
                    if Some(answer.government) == at_home {
                        continue;
                    }
                    let Some(lever) = self.lever(law, &answer, purpose) else { continue };
                    // Classes that get one answer share one shock.
                    let one = found.iter_mut().find(|(known, other)| {
                        other.purpose == purpose
                            && known.government == answer.government
                            && known.days == answer.days
                            && known.verdict == answer.verdict
                            && known.review == answer.review
                            && known.because.acts() == answer.because.acts()
                    });
                    match one {
                        Some((_, known)) => known.classes.push(class.clone()),
                        None => found
                            .push((answer, ToolImports { classes: vec![class.clone()], ..lever })),
                    }
                }
            }
        }
        let shock = |(answer, lever): (Answer, ToolImports)| {
            let name = format!(
                "{} {} {} {}",
                self.site,
                self.origin,
                lever.purpose,
                lever.classes.iter().map(ToolId::as_str).collect::<Vec<_>>().join("+")
            );
            law.shock(&name, &answer, Arc::new(lever))
        };
        found.into_iter().map(shock).collect()
    }
}

const PURPOSES: &[&str] = &["new", "replace", "upgrade", "spares", "service"];

const EVENT: &[Field] = &[
    needs("site", Holds::Name("site"), "the site that imports"),
    needs("origin", Holds::Name("country"), "the country of the tool makers"),
    needs("approval", Holds::Amount(Unit::Share), "the share of applications that is approved"),
    needs("lag", Holds::Amount(Unit::Week), "the weeks of review before the first approval"),
    may("purposes", Holds::Words(PURPOSES), "what the tools are for; all five when absent"),
    may("classes", Holds::Names("tool"), "the tool classes; every class when absent"),
];

const ASK: &[Field] = &[
    needs("sites", Holds::Names("site"), "the sites that import"),
    needs("origins", Holds::Names("country"), "the countries of the tool makers"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    let named = values.words("purposes");
    let wanted =
        |purpose: &Purpose| named.is_empty() || named.iter().any(|n| n == purpose.as_str());
    let lever = |purpose: Purpose| -> Arc<dyn Lever> {
        Arc::new(ToolImports {
            site: values.id("site"),
            origin: values.id("origin"),
            classes: values.ids("classes"),
            purpose,
            approval: values.amount("approval"),
            review: values.amount("lag"),
        })
    };
    Purpose::ALL.into_iter().filter(wanted).map(lever).collect()
}

fn ask(values: &Values) -> Vec<Box<dyn Ask>> {
    let mut asked: Vec<Box<dyn Ask>> = Vec::new();
    for site in values.ids::<SiteId>("sites") {
        for origin in values.ids("origins") {
            asked.push(Box::new(Asked { site: site.clone(), origin }));
        }
    }
    asked
}

/// The room.
pub(super) const ROOM: Room = Room {
    kind: "tool-cut",
    about: "Tools of one origin reach one site only in part, by tool class and purpose.",
    combines: "The strictest of two licences on one flow wins.",
    event: EVENT,
    pull,
    ask: Some(AskRoom {
        name: "tools",
        fields: ASK,
        read: ask,
        verdicts: &[("tools_review", "tool-review")],
    }),
    example: r#"
kind = "tool-cut"
what = "no spare parts"
from = 2026-03-02
site = "site:skhynix-wuxi"
origin = "country:USA"
purposes = ["spares"]
approval = { value = 0.2, low = 0.2, high = 0.2, unit = "share", source = "assumption:x", why = "an example" }
lag = { value = 4, low = 4, high = 4, unit = "week", source = "assumption:x", why = "an example" }
"#,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Window;
    use linchpin_units::id::literal;

    #[test]
    fn only_the_classes_named_are_touched_and_the_strictest_wins() {
        let lever = |classes: &[&str]| ToolImports {
            site: literal("site:a"),
            origin: literal("country:NLD"),
            classes: classes.iter().map(|class| literal(class)).collect(),
            purpose: Purpose::New,
            approval: Amount::Exactly(Measure::of(0.0)),
            review: Amount::Exactly(Measure::of(0.0)),
        };
        let mut paths = Paths::neutral(3);
        let window = Window { first: 1, end: 3, began: 1 };
        for (approval, shock) in [(0.5, 0), (0.2, 1)] {
            let amounts = &[approval, 0.0].map(Measure::of);
            let drawn = Drawn { amounts, chances: &[], window, shock };
            lever(&["tool:lithography"]).turn(&drawn, &mut paths);
        }
        let flows: Vec<_> = paths.tools.iter().collect();
        assert_eq!(flows.len(), 1, "etchers are not asked about: {flows:?}");
        assert_eq!(*flows[0].1.values(), [1.0, 0.2, 0.2]);
        assert_eq!(flows[0].1.shocks, [0, 1]);
    }
}
