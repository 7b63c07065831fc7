//! `linchpin structure`: where each industry of a table stands, and how much of it rests on abroad.

use crate::outcome::{Fault, Said};
use crate::table_names::{Asked, positions};
use crate::text::{labelled, table};
use linchpin_network::table::bundled::BuiltIn;
use linchpin_network::table::chips::carved;
use linchpin_network::table::{Choices, Mrio, import};
use linchpin_structure::metrics::concentration::{hhi, largest};
use linchpin_structure::metrics::positions::{Flows, Positions};
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Table in any layout that `linchpin table import` knows; without it the built-in WIOD 2011 with
    /// chips carved out.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// Only industries of this region.
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Only industries of this sector.
    #[arg(long, value_name = "SECTOR")]
    sector: Option<String>,
    /// Industries to show, those with the largest loss by extraction first.
    #[arg(long, value_name = "N", default_value_t = 15)]
    show: usize,
}

pub(crate) fn run(args: &Args) -> Result<Said, Fault> {
    let word = args.path.as_deref().and_then(BuiltIn::named);
    let mrio = match &args.path {
        _ if word.is_some() => carved(word.unwrap_or_default())?.0,
        Some(path) => import(path, &Choices::default())?,
        None => carved(BuiltIn::default())?.0,
    };
    let asked = |option, kind, name| Asked { option, kind, names: Option::as_slice(name) };
    let [region, sector] = positions([
        (asked("--region", "region", &args.region), mrio.regions()),
        (asked("--sector", "sector", &args.sector), mrio.sectors()),
    ])?;
    let region = region.first().map(|at| &mrio.regions()[*at]);
    let sector = sector.first().map(|at| &mrio.sectors()[*at]);
    let sectors = mrio.sectors().len();
    let positions = Positions::of(&Flows { sectors, z: mrio.z(), x: mrio.x() })
        .map_err(|error| Fault::refused(format!("{}: {error}", mrio.origin().name)))?;
    let rows = rows(&mrio, &positions);
    let wanted = |row: &&Row| {
        region.is_none_or(|region| *region == row.region)
            && sector.is_none_or(|sector| *sector == row.sector)
    };
    let mut rows: Vec<Row> = rows.iter().filter(wanted).cloned().collect();
    rows.sort_by(|a, b| b.lost_gross.total_cmp(&a.lost_gross));
    Ok(Said::ok(
        text(&mrio, &rows, args.show),
        json!({ "table": mrio.origin(), "industries": rows }),
    ))
}

#[derive(Debug, Clone, serde::Serialize)]
struct Row {
    region: String,
    sector: String,
    output: f64,
    backward: f64,
    upstreamness: f64,
    lost_gross: f64,
    lost_net: f64,
    foreign_face_value: f64,
    foreign_look_through: f64,
    foreign_value_added: f64,
    /// Region abroad with the largest look-through part, and that part.
    main_origin: String,
    main_share: f64,
    /// Concentration of regions in the total input requirement, home included.
    origin_hhi: Option<f64>,
    three_largest: Option<f64>,
}

fn rows(mrio: &Mrio, positions: &Positions) -> Vec<Row> {
    let (n, sectors) = (mrio.industries(), mrio.sectors().len());
    let (backward, upstreamness) = (positions.backward(), positions.upstreamness());
    let extraction = positions.extraction();
    let [face, through, added] =
        [positions.face_value(), positions.look_through(), positions.value_added()];
    let column = |parts: &[f64], j: usize| -> Vec<f64> {
        (0..mrio.regions().len()).map(|region| parts[region * n + j]).collect()
    };
    (0..n)
        .map(|j| {
            let home = j / sectors;
            let origins = column(&through, j);
            let abroad = |parts: &[f64]| -> f64 {
                parts.iter().enumerate().filter(|(r, _)| *r != home).map(|(_, part)| part).sum()
            };
            let main = (0..origins.len())
                .filter(|region| *region != home)
                .max_by(|a, b| origins[*a].total_cmp(&origins[*b]));
            Row {
                region: mrio.regions()[home].clone(),
                sector: mrio.sectors()[j % sectors].clone(),
                output: mrio.x()[j],
                backward: backward[j],
                upstreamness: upstreamness[j],
                lost_gross: extraction[j][0],
                lost_net: extraction[j][1],
                foreign_face_value: abroad(&column(&face, j)),
                foreign_look_through: abroad(&origins),
                foreign_value_added: abroad(&column(&added, j)),
                main_origin: main.map_or_else(String::new, |at| mrio.regions()[at].clone()),
                main_share: main.map_or(0.0, |at| origins[at]),
                origin_hhi: hhi(&origins),
                three_largest: largest(&origins, 3),
            }
        })
        .collect()
}

fn text(mrio: &Mrio, rows: &[Row], show: usize) -> String {
    let origin = mrio.origin();
    let mut text = labelled("table", &format!("{} ({})", origin.name, origin.unit));
    text.push_str(&labelled("source", &origin.attribution));
    text.push_str(&labelled(
        "reads",
        "Loss: output lost everywhere, the industry’s own included, if it vanished. Foreign: part of its inputs from abroad, direct suppliers only and with suppliers of suppliers; part of the value added behind its product.",
    ));
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let cells: Vec<Vec<String>> = rows
        .iter()
        .take(show)
        .map(|row| {
            vec![
                format!("{} {}", row.region, row.sector),
                format!("{:.0}", row.output),
                format!("{:.0}", row.lost_gross),
                format!("{:.2}", row.backward),
                format!("{:.2}", row.upstreamness),
                percent(row.foreign_face_value),
                percent(row.foreign_look_through),
                percent(row.foreign_value_added),
                format!("{} {}", row.main_origin, percent(row.main_share)),
            ]
        })
        .collect();
    let heads = [
        "industry",
        "output",
        "loss",
        "backward",
        "upstream",
        "direct",
        "through",
        "value added",
        "main origin",
    ];
    text.push('\n');
    text.push_str(&table(&heads, &cells));
    text
}
