//! Where a network of firms is read from: CSV or Parquet edge lists, or the four files of Inoue's simulator.

use super::text;
use clap::Args;
use linchpin_network::firm::read::{Named, read_csv, read_inoue, read_parquet};
use linchpin_units::{Finding, Findings, Place};
use std::path::{Path, PathBuf};

/// The files of a network of firms.
#[derive(Debug, Args)]
pub(super) struct FirmFiles {
    /// Links as CSV or Parquet: supplier,buyer,amount.
    #[arg(long, value_name = "FILE", requires = "firms")]
    links: Option<PathBuf>,
    /// Firms as CSV or Parquet: firm,sector.
    #[arg(long, value_name = "FILE", requires = "links")]
    firms: Option<PathBuf>,
    /// Inoue's four text files: links, final demand, production, affiliation.
    #[arg(long, num_args = 4, value_names = ["LINKS", "DEMAND", "PRODUCTION", "AFFILIATION"], conflicts_with = "links")]
    inoue: Option<Vec<PathBuf>>,
}

fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "parquet")
}

impl FirmFiles {
    /// The network.
    ///
    /// # Errors
    /// Everything that is wrong with the files.
    pub(super) fn read(&self) -> Result<Named, Findings> {
        if let Some([links, demand, production, affiliation]) = self.inoue.as_deref() {
            return read_inoue(
                &text(links)?,
                &text(demand)?,
                &text(production)?,
                &text(affiliation)?,
            );
        }
        let (Some(links), Some(firms)) = (&self.links, &self.firms) else {
            let place = Place::whole("command line");
            return Err(Finding::error("LP-N010", place, "there is no network to read")
                .help("give --links with --firms, or --inoue with its four files; esri also takes --table")
                .into());
        };
        match (is_parquet(links), is_parquet(firms)) {
            (true, true) => read_parquet(links, firms),
            (false, false) => read_csv(&text(links)?, &text(firms)?),
            _ => {
                let place = Place::whole(&firms.display().to_string());
                Err(Finding::error("LP-N010", place, "one file is Parquet and the other is not")
                    .expected("both as CSV, or both as Parquet")
                    .into())
            }
        }
    }
}
