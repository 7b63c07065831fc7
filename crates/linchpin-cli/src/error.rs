//! `error`: what a code means and how to mend its cause.

use crate::codes;
use crate::outcome::{Fault, Said};
use crate::text::{labelled, table};
use serde_json::json;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Code such as LP-W017; all of them when none is named.
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

pub(crate) fn error(args: &Args) -> Result<Said, Fault> {
    let pages = codes::all();
    let Some(wanted) = &args.code else {
        let rows: Vec<Vec<String>> =
            pages.iter().map(|page| vec![page.code.to_owned(), page.title.to_owned()]).collect();
        return Ok(Said::ok(table(&["code", "meaning"], &rows), json!({ "codes": pages })));
    };
    let wanted = wanted.to_uppercase();
    // Findings are known by what stands behind the dash.
    let wanted = if wanted.starts_with("LP-") { wanted } else { format!("LP-{wanted}") };
    let Some(page) = pages.iter().find(|page| page.code == wanted) else {
        let near = linchpin_units::finding::nearest(&wanted, pages.iter().map(|page| page.code));
        let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        return Err(Fault::Usage(format!("there is no code {wanted}{near}")));
    };
    let mut text = labelled(page.code, page.title);
    text.push_str(&labelled("cause", page.cause));
    text.push_str(&labelled("fix", page.fix));
    Ok(Said::ok(text, json!(page)))
}
