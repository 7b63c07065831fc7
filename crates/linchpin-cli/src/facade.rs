//! Stand-in for the facade `linchpin` until it exists; deleted at the merge.
//!
//! Same names and signatures as the facade; the study is made by hand and knows no economics.

use crate::outcome::Fault;
use linchpin_engine::{Binding, Cause, Level, SeriesKey, Trajectories, Variable};
use linchpin_results::export::Rows;
use linchpin_results::report::{
    Account, AssumptionRow, InputRow, PolicyRef, Report, Run, Study as Question, WorldRef,
};
use linchpin_results::{BASELINE, Parameters, RunInput, ScenarioRun, ShockRow};
use linchpin_units::{Day, Finding, Findings, Place};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A bundled study.
#[derive(Debug, Serialize)]
pub(crate) struct StudyInfo {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) question: String,
    pub(crate) scenarios: Vec<ScenarioInfo>,
}

/// A scenario of a bundled study.
#[derive(Debug, Serialize)]
pub(crate) struct ScenarioInfo {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// What a run may change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    pub(crate) world: Option<PathBuf>,
    pub(crate) members: Option<u32>,
    pub(crate) seed: Option<u64>,
    pub(crate) shard: Option<Range<u32>>,
}

/// A loaded study.
pub(crate) struct Study {
    members: Range<u32>,
    whole: u32,
    seed: u64,
}

/// What an observation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    Calibrates,
    Predicts,
    Null,
}

/// One observation scored.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) case: String,
    pub(crate) observation: String,
    pub(crate) what: String,
    pub(crate) role: Role,
    pub(crate) expected: [f64; 3],
    pub(crate) predicted: [f64; 3],
    pub(crate) sign: Option<bool>,
    pub(crate) magnitude: Option<bool>,
    pub(crate) timing: Option<bool>,
    pub(crate) covered: bool,
    pub(crate) inside: bool,
    pub(crate) passed: bool,
    pub(crate) source: String,
    pub(crate) note: String,
}

/// The fit as a function of one parameter.
#[derive(Debug, Serialize)]
pub(crate) struct Fit {
    pub(crate) case: String,
    pub(crate) parameter: String,
    pub(crate) values: Vec<f64>,
    pub(crate) medians: Vec<(String, Vec<f64>)>,
}

/// The table of all episodes.
#[derive(Debug, Serialize)]
pub(crate) struct HindcastReport {
    pub(crate) cases: Vec<(String, String, String)>,
    pub(crate) rows: Vec<Row>,
    pub(crate) fits: Vec<Fit>,
    pub(crate) predicted: (usize, usize),
    pub(crate) null_results: (usize, usize),
    pub(crate) coverage: f64,
}

const STUDY: &str = "yearly-approvals";
const SCENARIOS: [(&str, &str, f64); 2] =
    [("maintenance-only", "Maintenance only", 0.05), ("no-licence", "No licence at all", 0.2)];

pub(crate) fn studies() -> Vec<StudyInfo> {
    let scenario = |(id, title, _): &(&str, &str, f64)| ScenarioInfo {
        id: (*id).to_owned(),
        title: (*title).to_owned(),
    };
    vec![StudyInfo {
        id: STUDY.to_owned(),
        title: "Yearly approvals".to_owned(),
        question: "What happens when permissions end?".to_owned(),
        scenarios: SCENARIOS.iter().map(scenario).collect(),
    }]
}

impl Study {
    pub(crate) fn load(name: &str, options: &Options) -> Result<Self, Findings> {
        if let Some(world) = &options.world
            && !world.join("datapackage.json").is_file()
        {
            return Err(missing(&world.join("datapackage.json")).into());
        }
        if name != STUDY {
            return Err(Finding::error("LP-S001", Place::whole(name), "there is no such study")
                .nearest(name, [STUDY])
                .help("list the bundled studies: linchpin list")
                .into());
        }
        let whole = options.members.unwrap_or(64);
        let members = options.shard.clone().unwrap_or(0..whole);
        Ok(Self { members, whole, seed: options.seed.unwrap_or(7) })
    }

    pub(crate) fn run(
        &self,
        scenario: Option<&str>,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<RunInput, Fault> {
        if let Some(name) = scenario
            && !SCENARIOS.iter().any(|(id, _, _)| *id == name)
        {
            let place = Place::whole(&format!("{STUDY}/{name}"));
            return Err(Fault::Input(
                Finding::error("LP-S002", place, "the study has no such scenario")
                    .nearest(name, SCENARIOS.map(|(id, _, _)| id))
                    .into(),
            ));
        }
        let wanted = |(id, _, _): &&(&str, &str, f64)| scenario.is_none_or(|name| name == *id);
        let run = |id: &str, title: &str, cut: f64| ScenarioRun {
            id: id.to_owned(),
            title: title.to_owned(),
            summary: String::new(),
            trajectories: self.trajectories(cut),
            bindings: self.bindings(cut),
            shocks: vec![shock()],
        };
        let scenarios: Vec<ScenarioRun> =
            SCENARIOS.iter().filter(wanted).map(|(id, title, cut)| run(id, title, *cut)).collect();
        progress(1, 1);
        Ok(RunInput {
            study: Question {
                id: STUDY.to_owned(),
                title: "Yearly approvals".to_owned(),
                question: "What happens when permissions end?".to_owned(),
            },
            manifest: self.manifest(),
            headline: None,
            baseline: ScenarioRun { shocks: Vec::new(), ..run(BASELINE, "Baseline", 0.0) },
            scenarios,
            parameters: Parameters {
                ids: vec!["spares-stock".to_owned()],
                draws: self.members.clone().map(|member| vec![self.level(member)]).collect(),
            },
            dates: Vec::new(),
            inputs: vec![input()],
            assumptions: vec![assumption()],
            observed: Vec::new(),
            curves: Vec::new(),
            not_modelled: vec!["everything: this is a stand-in".to_owned()],
            names: [("site:skhynix-wuxi", "SK hynix Wuxi"), ("product:dram", "DRAM")]
                .map(|(id, name)| (id.to_owned(), name.to_owned()))
                .into(),
            related: BTreeMap::new(),
        })
    }

    fn level(&self, member: u32) -> f64 {
        100.0 + f64::from(member) / f64::from(self.whole) * 10.0
    }

    fn trajectories(&self, cut: f64) -> Trajectories {
        let first: Day = "2026-01-05".parse().expect("a day");
        let weeks: Vec<Day> = (0..26).map(|week| first.plus(7 * week)).collect();
        let dram = Some("product:dram");
        let keys = vec![SeriesKey::new(Level::Site, "site:skhynix-wuxi", dram, Variable::Output)];
        let mut all = Trajectories::zeros(weeks, keys, self.members.clone());
        for (member, block) in self.members.clone().zip(all.blocks_mut()) {
            for (week, value) in block.iter_mut().enumerate() {
                let lost = if week >= 13 { cut * self.level(member) / 105.0 } else { 0.0 };
                *value = self.level(member) * (1.0 - lost);
            }
        }
        all
    }

    fn bindings(&self, cut: f64) -> Vec<Binding> {
        let binding = |member: u32| Binding {
            member,
            week: 13,
            entity: "site:skhynix-wuxi".to_owned(),
            product: Some("product:dram".to_owned()),
            cause: Cause::Spares,
            shock: Some(0),
            loss: cut * self.level(member) * self.level(member) / 105.0 * 13.0,
        };
        if cut > 0.0 { self.members.clone().map(binding).collect() } else { Vec::new() }
    }

    fn manifest(&self) -> Run {
        Run {
            digest: String::new(),
            engine: "stand-in".to_owned(),
            seed: self.seed,
            members: u32::try_from(self.members.len()).unwrap_or(u32::MAX),
            design: "latin-hypercube".to_owned(),
            from: "2026-01-05".to_owned(),
            until: "2026-07-06".to_owned(),
            known: "2026-01-01".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            world: WorldRef { name: "stand-in".to_owned(), digest: "0".repeat(64) },
            policy: PolicyRef { digest: "0".repeat(64), acts: 1 },
            reproduce: format!("linchpin run {STUDY} --seed {}", self.seed),
            citation: citation(),
        }
    }
}

fn shock() -> ShockRow {
    ShockRow {
        id: 0,
        target: "site:skhynix-wuxi".to_owned(),
        from: "2026-04-06".to_owned(),
        until: None,
        effect: "spare parts stop".to_owned(),
        because: "decision: spare parts need a licence".to_owned(),
        act: "act:stand-in".to_owned(),
        citation: "no gazette".to_owned(),
        assumption: "spares-stock".to_owned(),
    }
}

fn input() -> InputRow {
    let account = |value: f64, outlet: &str| Account {
        value,
        low: value,
        high: value,
        as_of: "2025".to_owned(),
        basis: "bits".to_owned(),
        source: format!("doc:{outlet}"),
        outlet: outlet.to_owned(),
        title: "On Wuxi".to_owned(),
        url: String::new(),
        grade: "press".to_owned(),
        note: String::new(),
    };
    InputRow {
        subject: "site:skhynix-wuxi".to_owned(),
        name: "SK hynix Wuxi".to_owned(),
        quantity: "share-of-maker".to_owned(),
        unit: "share".to_owned(),
        value: 0.45,
        low: 0.4,
        high: 0.5,
        contested: true,
        accounts: vec![account(0.4, "one"), account(0.5, "other")],
    }
}

fn assumption() -> AssumptionRow {
    AssumptionRow {
        id: "spares-stock".to_owned(),
        name: "spare parts at hand".to_owned(),
        unit: "week".to_owned(),
        value: 26.0,
        low: 8.0,
        high: 52.0,
        why: "nobody tells".to_owned(),
        source: "assumption:spares-stock".to_owned(),
        influence: None,
    }
}

fn missing(path: &Path) -> Finding {
    Finding::error("LP-W001", Place::whole(&path.display().to_string()), "the file is missing")
        .help("a world is a folder with datapackage.json and its tables")
}

/// The page of a report.
pub(crate) fn page(report: &Report, names: &BTreeMap<String, String>) -> Result<String, Fault> {
    Ok(format!("<!doctype html><title>{}</title>", report.named(names).study.title))
}

/// How to cite the software.
pub(crate) fn citation() -> String {
    format!("The Linchpin authors. Linchpin, version {}.", env!("CARGO_PKG_VERSION"))
}

pub(crate) fn hindcast(episodes: Option<&Path>) -> Result<HindcastReport, Findings> {
    if let Some(folder) = episodes.filter(|folder| !folder.is_dir()) {
        return Err(missing(folder).into());
    }
    let row = |role: Role, what: &str, passed: bool| Row {
        case: "stand-in".to_owned(),
        observation: "output".to_owned(),
        what: what.to_owned(),
        role,
        expected: [-0.01, 0.0, 0.01],
        predicted: [0.0, 0.0, 0.0],
        sign: None,
        magnitude: Some(passed),
        timing: None,
        covered: true,
        inside: true,
        passed,
        source: "doc:none".to_owned(),
        note: String::new(),
    };
    Ok(HindcastReport {
        cases: vec![("stand-in".to_owned(), "Nothing".to_owned(), "Did it happen?".to_owned())],
        rows: vec![
            row(Role::Null, "no output was lost", true),
            row(Role::Predicts, "prices rose", false),
            row(Role::Calibrates, "prices rose before", true),
        ],
        fits: vec![Fit {
            case: "stand-in".to_owned(),
            parameter: "initial-stock".to_owned(),
            values: vec![3.0, 6.0],
            medians: vec![("output".to_owned(), vec![0.1, 0.05])],
        }],
        predicted: (1, 0),
        null_results: (1, 1),
        coverage: 1.0,
    })
}

pub(crate) fn world_check(world: Option<&Path>) -> Findings {
    world.map(check).unwrap_or_default()
}

pub(crate) fn world_show(world: Option<&Path>, name: Option<&str>) -> Result<Value, Findings> {
    world_check(world).or_value(json!({ "name": name.unwrap_or("world"), "facts": [] }))
}

pub(crate) fn world_rows(world: Option<&Path>) -> Result<(Vec<Rows>, String), Findings> {
    let rows = vec![vec!["site:skhynix-wuxi".to_owned(), "0.45".to_owned()]];
    let facts = Rows { name: "facts", columns: vec!["subject", "value"], rows };
    world_check(world).or_value((vec![facts], "0".repeat(64)))
}

pub(crate) fn check(path: &Path) -> Findings {
    if path.exists() { Findings::default() } else { missing(path).into() }
}
