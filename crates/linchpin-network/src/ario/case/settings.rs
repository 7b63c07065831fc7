//! `args` of `run.json`: the parameters of a case.
//!
//! In come the object and the table's labels; out come parameters in BoARIO's mode. What is not
//! stated has BoARIO's default. The keys are those of BoARIO's own arguments and short forms of them.

use super::json::Section;
use crate::ario::params::{Capital, Defaults, OrderRule, Params, Quirks};
use crate::ario::rationing::{Priority, Rationing};
use linchpin_units::{Finding, Findings};
use serde_json::Value;

/// Keys that set something.
const KNOWN: &[&str] = &[
    "days",
    "fd_cat",
    "order_type",
    "model",
    "psi",
    "psi_param",
    "inv_days",
    "main_inv_dur",
    "inventory_dict",
    "infinite_inventories_sect",
    "inv_tau",
    "inventory_restoration_tau",
    "alpha_base",
    "alpha_max",
    "alpha_tau",
    "kva",
    "productive_capital_to_VA_dict",
    "productive_capital_vector",
    "monetary_factor",
    "iotable_year_to_temporal_unit_factor",
    "temporal_units_by_step",
    "rebuild_tau",
    "tau",
    "recovery_function",
    "rebuilding_factor",
    "rationing",
    "not_critical",
    "criticality",
];
/// Keys of the script that writes such folders: they describe how the case was drawn.
const PASSED: &[&str] = &[
    "regions",
    "sectors",
    "seed",
    "density",
    "shock",
    "n_hit",
    "size",
    "occurrence",
    "duration",
    "threads",
    "stocks",
    "no_dump",
    "pymrio_test",
    "out",
];

/// Labels of the table.
pub(super) struct Labels<'a> {
    pub(super) regions: &'a [String],
    pub(super) sectors: &'a [String],
    pub(super) categories: &'a [String],
}

impl Labels<'_> {
    pub(super) fn industries(&self) -> usize {
        self.regions.len() * self.sectors.len()
    }

    /// An industry by its position or by `region|sector`.
    pub(super) fn industry(
        &self,
        section: &Section<'_>,
        key: &str,
        value: &Value,
    ) -> Result<usize, Finding> {
        let word = value.as_str().unwrap_or_default();
        if let Some((region, sector)) = word.split_once('|') {
            let of = |name: &str| Value::String(name.to_owned());
            let region = section.label(key, &of(region), self.regions)?;
            let sector = section.label(key, &of(sector), self.sectors)?;
            return Ok(region * self.sectors.len() + sector);
        }
        let at = value.as_u64().and_then(|at| usize::try_from(at).ok());
        at.filter(|at| *at < self.industries()).ok_or_else(|| {
            let n = self.industries();
            let finding = section.wrong(key, &format!("names {value} of {n} industries"));
            finding.expected("a position, region-major from 0, or `region|sector`")
        })
    }
}

/// Parameters as `args` states them, and words about keys that mean nothing.
pub(super) fn params(
    args: &Section<'_>,
    labels: &Labels<'_>,
    defaults: &Defaults,
    findings: &mut Findings,
) -> (Params, Vec<String>) {
    let s = labels.sectors.len();
    let mut params = defaults.params(s);
    params.quirks = Quirks::boario();
    match args.word(&["order_type"], findings) {
        None | Some("alt") => params.order = OrderRule::Alt,
        Some("noalt") => params.order = OrderRule::NoAlt,
        Some(other) => findings.push(unknown_word(args, "order_type", other, &["alt", "noalt"])),
    }
    let mut set = |to: &mut f64, keys: &[&str]| {
        if let Some(value) = args.number(keys, findings) {
            *to = value;
        }
    };
    set(&mut params.psi, &["psi", "psi_param"]);
    set(&mut params.alpha_base, &["alpha_base"]);
    set(&mut params.alpha_max, &["alpha_max"]);
    set(&mut params.alpha_tau, &["alpha_tau"]);
    set(&mut params.days_per_year, &["iotable_year_to_temporal_unit_factor"]);
    let mut step = 1.0;
    set(&mut step, &["temporal_units_by_step"]);
    if step != 1.0 {
        let finding = args.wrong("temporal_units_by_step", "is not 1");
        findings.push(finding.help("steps are of one day; results converge to it as steps shrink"));
    }
    args.by_label(
        &["inv_days", "main_inv_dur"],
        labels.sectors,
        &mut params.inventory_days,
        findings,
    );
    args.by_label(&["inventory_dict"], labels.sectors, &mut params.inventory_days, findings);
    for p in members(args, "infinite_inventories_sect", labels.sectors, findings) {
        params.inventory_days[p] = f64::INFINITY;
    }
    match args.word(&["model"], findings) {
        Some("base" | "ARIOBaseModel") => {
            // BoARIO's base model has neither: limits bind at the goal, gaps are ordered at once.
            params.psi = 1.0;
            params.inventory_tau = vec![1.0; s];
        }
        None | Some("psi" | "ARIOPsiModel") => {
            for key in ["inv_tau", "inventory_restoration_tau"] {
                args.by_label(&[key], labels.sectors, &mut params.inventory_tau, findings);
            }
        }
        Some(other) => findings.push(unknown_word(args, "model", other, &["psi", "base"])),
    }
    if args.find(&["productive_capital_vector"]).is_some() {
        let mut capital = vec![0.0; labels.industries()];
        if let Some(list) = args.numbers("productive_capital_vector", findings) {
            capital = list;
        }
        params.capital = Capital::Given(capital);
    } else if args.find(&["kva", "productive_capital_to_VA_dict"]).is_some() {
        let mut years = vec![defaults.capital_ratio.value; s];
        let keys = ["productive_capital_to_VA_dict", "kva"];
        args.by_label(&keys, labels.sectors, &mut years, findings);
        params.capital = Capital::YearsBySector(years);
    }
    rationing(args, labels, &mut params, findings);
    criticality(args, labels, &mut params, findings);
    let known: Vec<&str> = KNOWN.iter().chain(PASSED).copied().collect();
    (params, args.unknown(&known))
}

/// The choices of `args.rationing`.
const RULES: [&str; 5] =
    ["proportional", "final-demand-first", "final-demand-last", "water-fill", "ranks"];

fn rationing(
    args: &Section<'_>,
    labels: &Labels<'_>,
    params: &mut Params,
    findings: &mut Findings,
) {
    let n = labels.industries();
    let Some((key, value)) = args.find(&["rationing"]) else { return };
    if let Some(map) = value.as_object() {
        let (path, span) = (format!("{}.{key}", args.path), args.span.clone());
        let ranks = Section { text: args.text, path, map, span };
        params.rationing = Rationing::Priority(priority(&ranks, labels, findings));
        return;
    }
    params.rationing = match value.as_str() {
        Some("proportional") => Rationing::Proportional,
        Some("final-demand-first") => Rationing::Priority(Priority::final_demand_first(n)),
        Some("final-demand-last") => Rationing::Priority(Priority::final_demand_last(n)),
        Some("water-fill") => Rationing::WaterFill,
        other => {
            findings.push(unknown_word(args, key, other.unwrap_or_default(), &RULES[..4]));
            return;
        }
    };
}

/// Ranks by using sector and region: the larger of both holds; 0 is served first.
fn priority(ranks: &Section<'_>, labels: &Labels<'_>, findings: &mut Findings) -> Priority {
    let s = labels.sectors.len();
    let mut by_sector = vec![0.0; s];
    let mut by_region = vec![0.0; labels.regions.len()];
    let mut others = [0.0; 2];
    ranks.by_label(&["sectors"], labels.sectors, &mut by_sector, findings);
    ranks.by_label(&["regions"], labels.regions, &mut by_region, findings);
    for (rank, key) in others.iter_mut().zip(["final_demand", "rebuilding"]) {
        *rank = ranks.number(&[key], findings).unwrap_or(0.0);
    }
    let mut all = by_sector.iter().chain(&by_region).chain(&others);
    if all.any(|rank| !(0.0..=100.0).contains(rank) || rank.fract() != 0.0) {
        findings.push(ranks.wrong("sectors", "and its neighbours hold more than ranks").expected(
            "whole numbers from 0 (served first) to 100 by sector, region, final_demand, rebuilding",
        ));
    }
    let whole = |rank: f64| rank.clamp(0.0, 100.0) as u8;
    let of = |i: usize| whole(by_sector[i % s].max(by_region[i / s]));
    Priority {
        buyers: (0..labels.industries()).map(of).collect(),
        final_demand: whole(others[0]),
        rebuilding: whole(others[1]),
    }
}

/// Ratings of pairs of input sector and using sector: `not_critical` names those whose want stops
/// nothing, `criticality` gives a share with each.
fn criticality(
    args: &Section<'_>,
    labels: &Labels<'_>,
    params: &mut Params,
    findings: &mut Findings,
) {
    let s = labels.sectors.len();
    for name in ["not_critical", "criticality"] {
        let Some((key, value)) = args.find(&[name]) else { continue };
        let graded = name == "criticality";
        if !value.is_array() {
            findings.push(args.wrong(key, "is not a list"));
        }
        let ratings = params.criticality.get_or_insert_with(|| vec![1.0; s * s]);
        for entry in value.as_array().into_iter().flatten() {
            let (input, user, rating) = match entry.as_array().map(Vec::as_slice) {
                Some([input, user]) if !graded => (input, user, Some(0.0)),
                Some([input, user, rating]) if graded => (input, user, rating.as_f64()),
                _ => (entry, entry, None),
            };
            let Some(rating) = rating.filter(|rating| (0.0..=1.0).contains(rating)) else {
                findings.push(args.wrong(
                    key,
                    if graded {
                        "holds more than input sector, using sector and a share from 0 to 1"
                    } else {
                        "holds more than pairs of input and using sector"
                    },
                ));
                continue;
            };
            let input = findings.keep(args.label(key, input, labels.sectors));
            // A star stands for every using sector.
            let users = if user.as_str() == Some("*") {
                Some(0..s)
            } else {
                findings.keep(args.label(key, user, labels.sectors)).map(|user| user..user + 1)
            };
            if let (Some(input), Some(users)) = (input, users) {
                users.for_each(|user| ratings[input * s + user] = rating);
            }
        }
    }
}

/// The members of a list of labels or positions.
pub(super) fn members(
    section: &Section<'_>,
    key: &str,
    labels: &[String],
    findings: &mut Findings,
) -> Vec<usize> {
    let Some((_, value)) = section.find(&[key]) else { return Vec::new() };
    let Some(list) = value.as_array() else {
        findings.push(section.wrong(key, "is not a list"));
        return Vec::new();
    };
    list.iter().filter_map(|entry| findings.keep(section.label(key, entry, labels))).collect()
}

pub(super) fn unknown_word(
    section: &Section<'_>,
    key: &str,
    found: &str,
    known: &[&str],
) -> Finding {
    let finding = section.wrong(key, &format!("does not know `{found}`"));
    finding.expected(known.join(", ")).nearest(found, known.iter().copied())
}
