//! A toy engine behind the seam: report, explain, compare and page without a line changed elsewhere.
//!
//! The desk: applications for spare parts of one site reach a licensing desk each week, which grants
//! what it can. It hears one bundled lever and one of its own, which is this file alone.

use linchpin::{Files, Options, Study};
use linchpin_engine::causes::{Job, Sums};
use linchpin_engine::entry::{Field, Holds, Values, needs};
use linchpin_engine::lever::{Drawn, Lever};
use linchpin_engine::parameter::{Amount, ParameterName, SpaceSampler};
use linchpin_engine::paths::{LineRunning, Paths};
use linchpin_engine::seam::{Built, Engine, Inputs, Outcome, Ran};
use linchpin_engine::{
    Better, Calendar, Draw, Engines, Level, Members, Nature, Plan, Purpose, Registry, Room,
    SeriesKey, Shock, Space, Trajectories, Variable, VariableForm, Watch,
};
use linchpin_results::explain::explain;
use linchpin_results::{Keep, StoredRun, finish, store};
use linchpin_units::id::literal;
use linchpin_units::{Findings, Range, Setting, Unit};
use linchpin_world::{Entity, SiteId};
use std::sync::Arc;

const SITE: &str = "site:skhynix-wuxi";
const DRAM: &str = "product:dram";

/// A strike at the desk: a lever of this file alone.
#[derive(Debug)]
struct Strike {
    site: SiteId,
    share: Amount,
}

impl Lever for Strike {
    fn kind(&self) -> &'static str {
        STRIKE.kind
    }
    fn target(&self) -> Entity {
        (&self.site).into()
    }
    fn amounts(&self) -> Vec<&Amount> {
        vec![&self.share]
    }
    fn turn(&self, drawn: &Drawn<'_>, paths: &mut Paths) {
        let open = Setting::nearest(1.0 - drawn.amounts[0].get());
        let path = paths.path(drawn.window, Setting::WHOLE, |_| open);
        let control = LineRunning { site: self.site.clone(), product: literal(DRAM) };
        paths.running.set(control, path, drawn.window, drawn.shock);
    }
    fn cause(&self) -> &'static str {
        "strike"
    }
    fn words(&self, name: &dyn Fn(&str) -> String) -> String {
        format!("the desk for {} is on strike", name(&self.site))
    }
}

const FIELDS: &[Field] = &[
    needs("site", Holds::Name("site"), "the site whose applications wait"),
    needs("share", Holds::Amount(Unit::Share), "the share of the desk that stands still"),
];

fn pull(values: &Values) -> Vec<Arc<dyn Lever>> {
    vec![Arc::new(Strike { site: values.id("site"), share: values.amount("share") })]
}

const STRIKE: Room = Room {
    kind: "strike",
    about: "A licensing desk stands still in part.",
    combines: "The strictest wins.",
    event: FIELDS,
    pull,
    ask: None,
    example: "",
};

/// The engine.
#[derive(Debug)]
struct Desk;

fn granted() -> (Level, Variable) {
    let level = Level::declare("desk").expect("few words");
    let form = VariableForm {
        name: "granted".into(),
        label: "applications granted".into(),
        unit: "count/week".into(),
        nature: Nature::Flow,
        better: Better::More,
        summed: vec!["desk".into()],
        settled: None,
    };
    (level, Variable::declare(&form).expect("one meaning"))
}

impl Engine for Desk {
    fn name(&self) -> &'static str {
        "desk"
    }
    fn hears(&self, kind: &str) -> bool {
        matches!(kind, "tool-cut" | "strike")
    }
    fn build(&self, inputs: &Inputs<'_>) -> Result<Box<dyn Built>, Findings> {
        let mut space = Space::default();
        space.add("applications", Range::new(8.0, 10.0, 12.0).expect("a range"), Unit::Count);
        inputs.add_to(&mut space);
        let (level, variable) = granted();
        let keys = vec![SeriesKey::new(level, SITE, Some(&literal(DRAM)), variable)];
        let calendar = Calendar { start: inputs.from, weeks: inputs.weeks };
        Ok(Box::new(BuiltDesk { space, keys, calendar }))
    }
}

struct BuiltDesk {
    space: Space,
    keys: Vec<SeriesKey>,
    calendar: Calendar,
}

impl BuiltDesk {
    /// Applications granted each week: what arrives, as far as licences and the desk let it through.
    fn weekly(&self, plan: &Plan, draw: &Draw, acts: &dyn Fn(usize) -> bool) -> Vec<f64> {
        let paths = plan.paths(draw, acts);
        let spares = paths.tools.iter().filter(|(at, _)| at.purpose == Purpose::Spares);
        let mut open: Vec<f64> = vec![draw.at(0).get(); self.calendar.weeks];
        let running = paths.running.iter().map(|(_, path)| path);
        for path in spares.map(|(_, path)| path).chain(running) {
            open.iter_mut().zip(path.values()).for_each(|(open, share)| *open *= share);
        }
        open
    }
}

impl Built for BuiltDesk {
    fn space(&self) -> &Space {
        &self.space
    }
    fn set(&mut self, parameter: &ParameterName, range: Range) -> bool {
        self.space.set(parameter, range)
    }
    fn calendar(&self) -> Calendar {
        self.calendar
    }
    fn keys(&self) -> &[SeriesKey] {
        &self.keys
    }
    fn run(
        &self,
        scenarios: &[Vec<Shock>],
        sampler: &SpaceSampler<'_>,
        members: &Members,
        watch: &Watch<'_>,
    ) -> Option<Ran> {
        let weeks = self.calendar.mondays();
        let draws = members.run(watch, |member| sampler.draw(member))?;
        let outcome = |shocks: &Vec<Shock>| {
            let plan = Plan::new(shocks, &self.space, self.calendar).expect("amounts are known");
            let values = draws.iter().flat_map(|draw| self.weekly(&plan, draw, &|_| true));
            let values = values.collect();
            let (weeks, keys, members) = (weeks.clone(), self.keys.clone(), members.here.clone());
            let trajectories = Trajectories { weeks, keys, members, values };
            Outcome { trajectories, bindings: Vec::new() }
        };
        let outcomes = scenarios.iter().map(outcome).collect();
        Some(Ran { outcomes, draws, strained: Vec::new() })
    }
    fn totals(
        &self,
        keys: &[usize],
        plan: &Plan,
        jobs: &[Job],
        draws: &[Draw],
        _watch: &Watch<'_>,
    ) -> Option<Vec<Sums>> {
        let total = |job: &Job| {
            let weekly = self.weekly(plan, &draws[job.member], &|shock| job.acts[shock]);
            Sums::from(vec![weekly.iter().fold(0.0, |sum, value| sum + value); keys.len()])
        };
        Some(jobs.iter().map(total).collect())
    }
}

fn files(engine: &str) -> Files {
    let point = |value: f64, unit: &str| {
        format!(
            "{{ value = {value:?}, low = {value:?}, high = {value:?}, unit = \"{unit}\", source = \"assumption:x\", why = \"a test\" }}"
        )
    };
    let study = format!(
        "schema = \"linchpin/study/1\"\ntitle = \"A desk\"\nquestion = \"What does a strike cost?\"\nengine = \"{engine}\"\nfrom = 2026-01-05\nuntil = 2027-01-04\nknown = 2026-09-25\nmembers = 24\nseed = 1\ndesign = \"latin-hypercube\"\nscenarios = [\"strike\", \"both\"]\nnot_modelled = [\"Everything else.\"]\n[headline]\nscenario = \"both\"\nentity = \"{SITE}\"\nproduct = \"{DRAM}\"\nvariable = \"granted\"\n[baseline]\ntitle = \"A desk at work\"\nsummary = \"Nothing happens.\"\n"
    );
    let head = "schema = \"linchpin/scenario/1\"\ntitle = \"A strike\"\nsummary = \"A strike.\"\n";
    let strike = format!(
        "[[event]]\nkind = \"strike\"\nwhat = \"half of the desk strikes\"\nfrom = 2026-03-02\nsite = \"{SITE}\"\nshare = {}\n",
        point(0.5, "share")
    );
    let cut = format!(
        "[[event]]\nkind = \"tool-cut\"\nwhat = \"fewer parts\"\nfrom = 2026-03-02\nsite = \"{SITE}\"\norigin = \"country:USA\"\npurposes = [\"spares\"]\napproval = {}\nlag = {}\n",
        point(0.5, "share"),
        point(0.0, "week")
    );
    Files::from([
        ("study.toml".to_owned(), study),
        ("scenarios/strike.toml".to_owned(), format!("{head}{strike}")),
        ("scenarios/both.toml".to_owned(), format!("{head}{strike}{cut}")),
    ])
}

fn options() -> Options {
    let usual = Options::default();
    Options {
        levers: Registry::default().with(STRIKE),
        engines: usual.engines.clone().with(Desk),
        ..usual
    }
}

#[test]
fn a_toy_engine_gets_report_explain_compare_and_page() {
    granted();
    let study = Study::of_files("desk", &files("desk"), &options()).expect("it loads");
    let input = study.run(None, &linchpin::unwatched).expect("it runs");
    let finished = finish(&input, Keep::Few).expect("it sums up");
    assert!(
        finished.report.headline.text.contains("applications granted"),
        "{:?}",
        finished.report.headline
    );
    let page = linchpin_web::page::report(&finished.report.clone().told().to_json());
    let page = page.expect("a page");
    assert!(page.contains("applications granted"));
    let folder = tempfile::tempdir().expect("a folder");
    let path = store::write(folder.path(), None, &finished, &page).expect("written");
    let run = StoredRun::open(&path).expect("read back");
    assert_eq!(run.record.report.run.engine, "desk");
    assert_eq!(run.record.vocabulary.len(), 1);
    let tree = serde_json::to_string(&explain(&run, None).expect("a tree")).expect("plain");
    assert!(tree.contains("strike") && tree.contains("fewer parts"), "{tree}");
    // By hand: 44 of 52 weeks at half, or at a quarter: the loss is 44/52 x 1/2, then 44/52 x 3/4.
    let wanted = [("strike", 44.0 / 52.0 * 0.5), ("both", 44.0 / 52.0 * 0.75)];
    for (scenario, loss) in wanted {
        let row = finished.report.losses.iter().find(|row| row.scenario == scenario);
        let row = row.unwrap_or_else(|| panic!("{scenario} has no row"));
        assert!((row.change.p50 + loss).abs() < 1e-5, "{scenario}: {:?}", row.change);
    }
    // A strike and a licence that each halve: switched off in both orders they share alike.
    let both = finished.report.attribution.iter().find(|one| one.scenario == "both");
    let points: Vec<f64> =
        both.expect("taken apart").parts.iter().map(|part| part.points).collect();
    assert!((points[0] - points[1]).abs() < 1e-3 && (points[0] + 31.73).abs() < 0.01, "{points:?}");
}

/// Two runs of the desk for the Python check, which opens them with the wheel: `LINCHPIN_TOY_RUN=DIR`.
#[test]
fn python_gets_runs_of_the_desk() {
    granted();
    let study = Study::of_files("desk", &files("desk"), &options()).expect("it loads");
    let folder = tempfile::tempdir().expect("a folder");
    let wanted = std::env::var_os("LINCHPIN_TOY_RUN").map(std::path::PathBuf::from);
    let into = wanted.as_deref().unwrap_or(folder.path());
    for scenario in ["strike", "both"] {
        let input = study.run(Some(scenario), &linchpin::unwatched).expect("it runs");
        let finished = finish(&input, Keep::Few).expect("it sums up");
        let page =
            linchpin_web::page::report(&finished.report.clone().told().to_json()).expect("a page");
        let path = store::write(&into.join(scenario), None, &finished, &page).expect("written");
        assert!(path.join("run.json").is_file(), "{}", path.display());
    }
}

#[test]
fn a_lever_that_an_engine_cannot_hear_is_refused_where_it_stands() {
    let findings = Study::of_files("desk", &files("market"), &options()).expect_err("refused");
    let deaf = findings.iter().find(|finding| finding.message.contains("does not hear"));
    let deaf = deaf.unwrap_or_else(|| panic!("{findings}"));
    assert!(deaf.place.file.contains("scenarios/") && deaf.place.line > 0, "{deaf}");
    let findings = Study::of_files("desk", &files("desc"), &options()).expect_err("unknown");
    assert!(findings.to_string().contains("did you mean `desk`"), "{findings}");
    let none = Options { engines: Engines::default(), ..options() };
    assert!(Study::of_files("desk", &files("desk"), &none).is_err());
}
