//! `merge`: shards in, one run out.

use crate::Shared;
use crate::outcome::{Fault, Said};
use crate::run::conclude;
use linchpin_results::contract::language::Language;
use linchpin_results::{Keep, MergeError, StoredRun, finish, merge as join, resolve};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Runs made with `run --members A..B`.
    #[arg(value_name = "RUN", required = true, num_args = 2..)]
    shards: Vec<String>,
}

pub(crate) fn merge(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let open = |name: &String| StoredRun::open(&resolve(&shared.runs, name)?);
    let shards = args.shards.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let whole = join(shards).map_err(|error: MergeError| Fault::refused(error))?;
    let finished = finish(&whole, Keep::Few).map_err(|error| Fault::Model(error.to_string()))?;
    conclude(&finished, None, &shared.runs, (Language::En, false, None))
}
