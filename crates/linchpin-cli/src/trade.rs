//! `linchpin trade`: what tariffs, bans and a rupture cost each country, by horizon.

use crate::outcome::{Fault, Said};
use crate::table_names::{Asked, positions};
use crate::text::{labelled, table};
use linchpin_network::table::bundled::{BuiltIn, name};
use linchpin_network::table::{Mrio, carve::Provenance, chips::carved};
use linchpin_trade::carried::{Account, Carried, Contribution, STEPS};
use linchpin_trade::decouple::{Measure, Row, Scenario, scenarios};
use linchpin_trade::table::{Flows, economy};
use linchpin_trade::{Change, Economy, Flow, Horizon, Owner, Shock, TradeError, decouple};
use serde_json::json;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// The bundled scenarios, or one of your own, at all horizons with a ladder of methods.
    Decoupling(Decoupling),
}

#[derive(Debug, clap::Args)]
struct Decoupling {
    /// Only this bundled scenario.
    #[arg(long, value_name = "ID", conflicts_with = "change")]
    scenario: Option<String>,
    /// What happens to the flows named by --importers, --exporters and --sectors: tariff=0.25,
    /// extra=0.6, barrier=3, ban, or quota=0.5 (rent to the exporter).
    #[arg(long, value_name = "WHAT")]
    change: Option<String>,
    /// Who buys, by id or name; all without it.
    #[arg(long, value_delimiter = ',', requires = "change")]
    importers: Vec<String>,
    /// Who sells, by id or name; all without it.
    #[arg(long, value_delimiter = ',', requires = "change")]
    exporters: Vec<String>,
    /// Which sectors, by id or name; all without it.
    #[arg(long, value_delimiter = ',', requires = "change")]
    sectors: Vec<String>,
    /// Only these countries, by id or name: KOR or Korea.
    #[arg(long, value_delimiter = ',')]
    countries: Vec<String>,
    /// Every method of the ladder at every horizon.
    #[arg(long)]
    full: bool,
    /// Show the flows behind the number of this country.
    #[arg(long, value_name = "COUNTRY")]
    explain: Option<String>,
}

pub(crate) fn run(args: &Args) -> Result<Said, Fault> {
    let Command::Decoupling(args) = &args.command;
    decoupling(args)
}

fn refused(error: &TradeError) -> Fault {
    let near = match error {
        TradeError::Unknown { nearest: Some(near), .. } => format!("; did you mean {near}?"),
        _ => String::new(),
    };
    let message = format!("{}: {error}{near}", error.code());
    match error {
        TradeError::NotConverged { .. } => Fault::Model(message),
        _ => Fault::Refused(message),
    }
}

fn decoupling(args: &Decoupling) -> Result<Said, Fault> {
    let (mrio, provenance) = carved(BuiltIn::default())?;
    let finals = mrio.final_demand_by_region();
    let flows =
        Flows { regions: mrio.regions(), sectors: mrio.sectors(), z: mrio.z(), finals: &finals };
    let economy = economy(&flows, decouple::LONG_RUN[1]).map_err(|error| refused(&error))?;
    let named = Named::of(args, &economy)?;
    let chosen = chosen(args, &named)?;
    let rows = decouple::table(&economy, &chosen, &Horizon::ALL).map_err(|(id, error)| {
        match refused(&error) {
            Fault::Model(message) => Fault::Model(format!("{id}: {message}")),
            Fault::Refused(message) => Fault::Refused(format!("{id}: {message}")),
            other => other,
        }
    })?;
    let shown = |row: &&Row| named.countries.is_empty() || named.countries.contains(&row.country);
    let rows: Vec<Row> = rows.iter().filter(shown).cloned().collect();
    let mut text = head(&mrio, &provenance);
    let page = if args.full { page } else { short };
    for scenario in &chosen {
        text.push_str(&page(scenario, &rows));
    }
    let mut explained = Vec::new();
    if let Some(at) = named.explained {
        let middle = decouple::LONG_RUN[1];
        for scenario in &chosen {
            let account = Account::of(&economy, &scenario.shock, Horizon::Long, middle)
                .map_err(|error| refused(&error))?;
            let found = account.real_income(at);
            text.push_str(&explain(&economy, scenario, at, &found));
            explained.push(json!({
                "scenario": scenario.id,
                "total": found.total,
                "rest": found.rest,
                "flows": found.flows.iter().map(flow_json).collect::<Vec<_>>(),
            }));
        }
    }
    let value = json!({
        "table": mrio.origin(),
        "imputed_intermediate": provenance.imputed_intermediate,
        "imputed_final": provenance.imputed_final,
        "scenarios": chosen,
        "rows": rows,
        "explain": explained,
    });
    Ok(Said::ok(text, value))
}

/// What the options name, as ids of the table.
struct Named {
    countries: Vec<String>,
    flow: Flow,
    /// Position of the country whose number is explained.
    explained: Option<usize>,
}

impl Named {
    fn of(args: &Decoupling, economy: &Economy) -> Result<Self, Fault> {
        let Economy { countries, sectors, .. } = economy;
        let asked = |option, kind, names| Asked { option, kind, names };
        let [shown, buy, sell, what, explained] = positions([
            (asked("--countries", "economy", &args.countries[..]), countries),
            (asked("--importers", "economy", &args.importers[..]), countries),
            (asked("--exporters", "economy", &args.exporters[..]), countries),
            (asked("--sectors", "sector", &args.sectors[..]), sectors),
            (asked("--explain", "economy", Option::as_slice(&args.explain)), countries),
        ])?;
        let ids = |places: Vec<usize>, known: &[String]| -> Vec<String> {
            places.into_iter().map(|at| known[at].clone()).collect()
        };
        Ok(Self {
            countries: ids(shown, countries),
            flow: Flow {
                importers: ids(buy, countries),
                exporters: ids(sell, countries),
                sectors: ids(what, sectors),
            },
            explained: explained.first().copied(),
        })
    }
}

/// What happens, in words.
fn says(change: Change, flow: &Flow) -> String {
    let list = |ids: &[String], all: &str| {
        let names: Vec<&str> = ids.iter().map(|id| name(id)).collect();
        if names.is_empty() { all.to_owned() } else { names.join(", ") }
    };
    let trade = format!(
        "Trade in {} from {} to {}",
        list(&flow.sectors, "all goods"),
        list(&flow.exporters, "all economies"),
        list(&flow.importers, "all economies")
    );
    let percent = |share: f64| decimals(100.0 * share).trim_end_matches(".00").to_owned();
    match change {
        Change::Tariff(rate) => format!("{trade} pays a tariff of {} %.", percent(rate)),
        Change::ExtraTariff(rate) => {
            format!("{trade} pays {} % on top of what it pays.", percent(rate))
        }
        Change::Iceberg(factor) => format!("{trade} costs {factor} times as much."),
        Change::Ban => format!("{trade} stops."),
        Change::Quota(share, _) => format!(
            "{trade} is held to {} % of today’s volume, flow by flow; the seller keeps the rent.",
            percent(share)
        ),
    }
}

/// The scenarios asked for.
fn chosen(args: &Decoupling, named: &Named) -> Result<Vec<Scenario>, Fault> {
    if let Some(change) = &args.change {
        let change = parse(change)?;
        let says = says(change, &named.flow);
        let shock = Shock::one(named.flow.clone(), change);
        return Ok(vec![Scenario { id: "own".to_owned(), says, shock }]);
    }
    let all = scenarios();
    let Some(wanted) = &args.scenario else { return Ok(all) };
    let ids: Vec<String> = all.iter().map(|one| one.id.clone()).collect();
    let found: Vec<Scenario> = all.into_iter().filter(|one| one.id == *wanted).collect();
    if found.is_empty() {
        let near = linchpin_units::finding::nearest(wanted, ids.iter().map(String::as_str));
        let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        let known = ids.join(", ");
        return Err(Fault::refused(format!("no scenario `{wanted}`; there are {known}{near}")));
    }
    Ok(found)
}

fn parse(change: &str) -> Result<Change, Fault> {
    let wrong = || {
        let known = "tariff=0.25, extra=0.6, barrier=3, ban or quota=0.5";
        Fault::Usage(format!("`{change}` is no change; write {known}"))
    };
    if change == "ban" {
        return Ok(Change::Ban);
    }
    let (kind, number) = change.split_once('=').ok_or_else(wrong)?;
    let number: f64 = number.parse().ok().filter(|n: &f64| n.is_finite()).ok_or_else(wrong)?;
    match kind {
        "tariff" => Ok(Change::Tariff(number)),
        "extra" => Ok(Change::ExtraTariff(number)),
        "barrier" => Ok(Change::Iceberg(number)),
        "quota" => Ok(Change::Quota(number, Owner::Exporter)),
        _ => Err(wrong()),
    }
}

fn head(mrio: &Mrio, provenance: &Provenance) -> String {
    let origin = mrio.origin();
    let mut text = labelled("table", &format!("{} ({})", origin.name, origin.unit));
    text.push_str(&labelled("source", &origin.attribution));
    let sectors = format!(
        "{} countries and regions, {} sectors; chips carved out of electronics: {:.1} % of intermediate flows and {:.1} % of final demand are imputed by weights",
        mrio.regions().len(),
        mrio.sectors().len(),
        100.0 * provenance.imputed_intermediate,
        100.0 * provenance.imputed_final
    );
    text.push_str(&labelled("detail", &sectors));
    text.push_str(&labelled(
        "reads",
        "Per cent of the value before, for a whole year once the horizon is reached: at the middle trade elasticity [least to greatest over its range]. The table is of 2011: its trade is not today's.",
    ));
    text
}

/// Two decimals; what rounds to nothing has no sign.
fn decimals(value: f64) -> String {
    match format!("{value:.2}").as_str() {
        "-0.00" => "0.00".to_owned(),
        text => text.to_owned(),
    }
}

fn range(row: &Row) -> String {
    match (row.middle, row.range) {
        (Some(middle), Some([low, high])) => {
            format!("{} [{} to {}]", decimals(middle), decimals(low), decimals(high))
        }
        _ => "can't say".to_owned(),
    }
}

/// The same with its unit beside the number.
fn percent(row: &Row) -> String {
    range(row).replacen(" [", " % [", 1)
}

/// The same, where the model was held against cases of that size.
fn tested(row: &Row) -> String {
    if row.tested { range(row) } else { "can't say".to_owned() }
}

/// A scenario in one table: real income at each horizon.
fn short(scenario: &Scenario, rows: &[Row]) -> String {
    let income = Horizon::ALL.map(|horizon| -> Vec<&Row> {
        let fits = |row: &&Row| {
            row.scenario == scenario.id && row.horizon == horizon && row.measure == Measure::Welfare
        };
        rows.iter().filter(fits).collect()
    });
    let mut text = format!("\n{}", labelled(&scenario.id, &scenario.says));
    text.push_str(&labelled("ANSWER", &answer(&income)));
    let heads = ["real income, %", "up to 1 year", "1 to 3 years", "beyond 3 years"];
    let cells = (0..income[0].len()).map(|at| {
        let who = name(&income[0][at].country).to_owned();
        std::iter::once(who).chain(income.iter().map(|rows| tested(rows[at]))).collect()
    });
    text.push_str(&table(&heads, &cells.collect::<Vec<Vec<String>>>()));
    let size = |row: &Row| row.middle.map_or(0.0, f64::abs);
    let untested = income.iter().flatten().filter(|row| !row.tested);
    if let Some(worst) = untested.max_by(|a, b| size(a).total_cmp(&size(b))) {
        let said = format!(
            "where one country's real income moves by more than {:.0} %, the answer lies outside the published cases that the model was held against (here {}: {}, {}). --full prints it, and exports.",
            decouple::TESTED,
            name(&worst.country),
            percent(worst),
            worst.horizon.words()
        );
        text.push_str(&labelled("", &format!("can't say {said}")));
    }
    text
}

/// Who loses most within one to three years, or at the nearest horizon of which the model can speak.
fn answer(income: &[Vec<&Row>; 3]) -> String {
    let [short, medium, long] = income;
    let near = [(medium, "1 to 3 years on"), (long, "beyond 3 years"), (short, "within a year")];
    let said = near.into_iter().find(|(rows, _)| rows.iter().all(|row| row.tested));
    let Some((rows, when)) = said else {
        return "can't say at any horizon.".to_owned();
    };
    let mut losers: Vec<&&Row> =
        rows.iter().filter(|row| row.middle.is_some_and(|lost| lost < -0.005)).collect();
    losers.sort_by(|a, b| a.middle.unwrap_or(0.0).total_cmp(&b.middle.unwrap_or(0.0)));
    let said: Vec<String> = losers
        .iter()
        .take(3)
        .map(|row| format!("{} {}", name(&row.country), percent(row)))
        .collect();
    if said.is_empty() {
        return format!("Nobody loses as much as 0.01 % of real income, {when}.");
    }
    format!("Real income falls most, {when}, in {}.", said.join(", "))
}

fn page(scenario: &Scenario, rows: &[Row]) -> String {
    let mut text = format!("\n{}", labelled(&scenario.id, &scenario.says));
    for horizon in Horizon::ALL {
        let own: Vec<&Row> = rows
            .iter()
            .filter(|row| row.scenario == scenario.id && row.horizon == horizon)
            .collect();
        let Some(first) = own.first() else { continue };
        let [low, middle, high] = first.elasticity;
        let nests = horizon.nests();
        let said = format!(
            "{}; trade elasticity {middle} [{low} to {high}], nests {}, {}, {}",
            horizon.words(),
            nests.consumption,
            nests.value_added,
            nests.materials
        );
        text.push_str(&format!("\n{}", labelled("horizon", &said)));
        let mut heads = vec!["who"];
        heads.extend(Measure::ALL.map(Measure::words));
        let table_rows: Vec<Vec<String>> = own
            .chunks(Measure::ALL.len())
            .map(|measures| {
                let mut cells = vec![name(&measures[0].country).to_owned()];
                cells.extend(measures.iter().map(|row| range(row)));
                cells
            })
            .collect();
        text.push_str(&table(&heads, &table_rows));
        if own.iter().any(|row| !row.tested) {
            let said = format!(
                "a country's real income moves by more than {:.0} %: outside the published cases that the model was held against",
                decouple::TESTED
            );
            text.push_str(&labelled("untested", &said));
        }
    }
    text
}

/// A flow in words.
fn flow_name(flow: &Contribution) -> String {
    format!("{} from {} to {}", name(&flow.sector), name(&flow.exporter), name(&flow.importer))
}

/// A flow for programs, with its words.
fn flow_json(flow: &Contribution) -> serde_json::Value {
    let mut value = json!(flow);
    value["name"] = json!(flow_name(flow));
    value
}

/// What the shock puts on a flow.
fn put(flow: &Contribution) -> String {
    match flow.shock {
        None => "-".to_owned(),
        Some(wedge) if wedge.is_infinite() => "ban".to_owned(),
        Some(wedge) => format!("{wedge:+.0} %"),
    }
}

fn explain(economy: &Economy, scenario: &Scenario, country: usize, found: &Carried) -> String {
    let who = name(&economy.countries[country]);
    let said = format!(
        "{who} under {}: the flows that carry its change of real income beyond 3 years at the middle elasticity, {:+.4} % of an income of {:.0} million USD; the first-order formula added up over {STEPS} steps from trade as it is",
        scenario.id,
        found.total,
        economy.income()[country]
    );
    let mut text = format!("\n{}", labelled("explain", &said));
    let (shown, others) = found.flows.split_at(found.flows.len().min(15));
    let row = |one: &Contribution| {
        vec![
            flow_name(one),
            format!("{:.1}", one.flow),
            put(one),
            format!("{:+.1} %", one.change),
            format!("{:+.4}", one.points),
        ]
    };
    let mut rows: Vec<Vec<String>> = shown.iter().map(row).collect();
    let sum = |what: String, points: f64| {
        let dash = || "-".to_owned();
        vec![what, dash(), dash(), dash(), format!("{points:+.4}")]
    };
    let rest = found.rest + others.iter().map(|one| one.points).sum::<f64>();
    rows.push(sum(format!("{} smaller flows, and what the steps leave", others.len()), rest));
    rows.push(sum("together".to_owned(), found.total));
    text.push_str(&table(&["flow", "in the table, mn USD", "shock", "change", "points"], &rows));
    text
}
