//! `linchpin table basis`: what the estimated table rests on, block of trade by block.

use crate::outcome::Fault;
use crate::table_names::{Asked, positions};
use clap::Args;
use linchpin_network::table::bundled::estimated_2023;
use linchpin_network::table::forward::{Basis, Block, Brought};
use std::io::Write;

/// Arguments of `table basis`.
#[derive(Debug, Args)]
pub(crate) struct BasisArgs {
    /// Only what this region sells.
    #[arg(long, value_name = "REGION")]
    from: Option<String>,
    /// Only what this region buys.
    #[arg(long, value_name = "REGION")]
    to: Option<String>,
}

pub(crate) fn run(args: &BasisArgs, json: bool, out: &mut impl Write) -> Result<(), Fault> {
    let (table, brought) = estimated_2023()?;
    let regions = table.regions();
    let asked = |option, names| (Asked { option, kind: "region", names }, regions);
    let [from, to] =
        positions([asked("--from", args.from.as_slice()), asked("--to", args.to.as_slice())])?;
    let named = |at: &[usize], region: &String| at.iter().all(|at| regions[*at] == *region);
    let wanted = |block: &&Block| named(&from, &block.from) && named(&to, &block.to);
    if json {
        let blocks: Vec<Block> = brought.blocks.iter().filter(wanted).cloned().collect();
        let told = Brought { blocks, ..brought };
        let done = serde_json::to_writer(&mut *out, &told).map_err(std::io::Error::from);
        return done
            .and_then(|()| writeln!(out))
            .map_err(|error| Fault::NotWritten(error.to_string()));
    }
    print(&table.origin().name, &brought, &wanted, out)
        .map_err(|error| Fault::NotWritten(error.to_string()))
}

fn print(
    name: &str,
    brought: &Brought,
    wanted: &dyn Fn(&&Block) -> bool,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let per_cent = |basis| 100.0 * brought.share(basis);
    writeln!(out, "{name}")?;
    writeln!(
        out,
        "No cell is measured. Of the goods traded between regions, {:.0} % stand in blocks whose total is",
        per_cent(Basis::Measured)
    )?;
    writeln!(
        out,
        "measured, {:.0} % in stated, {:.0} % in assumed and {:.0} % in imputed ones. All services are imputed.",
        per_cent(Basis::Stated),
        per_cent(Basis::Assumed),
        per_cent(Basis::Imputed)
    )?;
    writeln!(out, "GDP of 2023 over that of 2011:")?;
    let growth: Vec<String> =
        brought.growth.iter().map(|(region, by)| format!("{region} {by:.2}")).collect();
    writeln!(out, "  {}", growth.join("  "))?;
    writeln!(out, "from to   of        2011 bn USD  2023 bn USD  total is")?;
    for block in brought.blocks.iter().filter(wanted) {
        let kind = if block.goods { "goods" } else { "services" };
        let basis = block.basis.to_string();
        writeln!(
            out,
            "{:<4} {:<4} {kind:<9} {:>11.1}  {:>11.1}  {basis}",
            block.from,
            block.to,
            block.before / 1e3,
            block.now / 1e3,
        )?;
    }
    writeln!(out, "Sources of each total: linchpin table basis --json")
}
