//! Writes the report page of a report JSON to standard output: `cargo run -p linchpin-web --example page -- REPORT.json > report.html`.
//! For looking at the page and for `ui/e2e/report.mjs`; a run writes its own report.

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: page REPORT.json > report.html");
        return ExitCode::from(2);
    };
    let page = std::fs::read_to_string(&path)
        .map_err(|error| error.to_string())
        .and_then(|json| linchpin_web::report(&json).map_err(|error| error.to_string()));
    match page {
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
