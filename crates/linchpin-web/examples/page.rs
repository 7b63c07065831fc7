//! Writes the report page of a report JSON to standard output: `cargo run -p linchpin-web --example page -- REPORT.json > report.html`.
//! For looking at the page and for `ui/e2e/report.mjs`; a run writes its own report.

use linchpin_results::Report;
use std::process::ExitCode;

/// The page; numbers that have no text yet get it here.
fn page(path: &str) -> Result<String, String> {
    let json = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let report: Report = serde_json::from_str(&json).map_err(|error| error.to_string())?;
    linchpin_web::report(&report.told().to_json()).map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: page REPORT.json > report.html");
        return ExitCode::from(2);
    };
    match page(&path) {
        Ok(page) => {
            println!("{page}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::from(3)
        }
    }
}
