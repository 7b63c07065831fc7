//! `serve`: the pages and the API on this machine.

use crate::Shared;
use crate::outcome::{Fault, Said, err};
use linchpin_web::serve::{Config, ServeError, serve as listen};
use serde_json::json;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,
    /// File with a secret of at least 32 characters; needed where others can reach the address.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Folder of the document store that the evidence page reads.
    #[arg(long, default_value = crate::evidence::STORE, value_name = "DIR")]
    store: PathBuf,
}

pub(crate) fn serve(args: &Args, shared: &Shared) -> Result<Said, Fault> {
    let token = match &args.token_file {
        None => None,
        Some(path) => Some(
            std::fs::read_to_string(path)
                .map(|text| text.trim().to_owned())
                .map_err(|error| Fault::Refused(format!("{}: {error}", path.display())))?,
        ),
    };
    let config =
        Config { address: args.bind, runs: shared.runs.clone(), store: args.store.clone(), token };
    let ready = |address: SocketAddr| {
        err(&format!("Linchpin at http://{address}/  (Ctrl-C ends it)"));
    };
    listen(&config, ready).map_err(|error| match error {
        ServeError::Data(findings) => Fault::Input(findings),
        ServeError::Open(_) | ServeError::Token(_) => Fault::Usage(error.to_string()),
        other => Fault::refused(other),
    })?;
    Ok(Said::ok(String::new(), json!({ "served": args.bind.to_string() })))
}
