//! `list`: the bundled studies, or one study with its scenarios.

use crate::facade::{self, Options, Study};
use crate::outcome::{Fault, Format, Rows, Said};
use crate::text::labelled;
use linchpin::study::Scenario;
use serde_json::json;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// One study: a bundled name or a folder.
    #[arg(value_name = "STUDY")]
    study: Option<String>,
    /// Form of the answer; csv and md give one row a scenario.
    #[arg(long, value_name = "FORM")]
    format: Option<Format>,
}

pub(crate) fn list(args: &Args) -> Result<Said, Fault> {
    match &args.study {
        Some(name) => one(name, args.format),
        None => Ok(all(args.format)),
    }
}

fn all(form: Option<Format>) -> Said {
    let studies = facade::studies();
    let mut text = String::new();
    let mut rows = Vec::new();
    for study in &studies {
        text.push_str(&format!("{}\n", study.id));
        text.push_str(&labelled("", &study.question));
        for scenario in &study.scenarios {
            let line = format!("{}/{}: {}", study.id, scenario.id, scenario.title);
            text.push_str(&labelled("", &line));
            let cells = [&study.id, &scenario.id, &study.title, &scenario.title, &study.question];
            rows.push(cells.map(Clone::clone).to_vec());
        }
    }
    let heads = vec!["study", "scenario", "study_title", "scenario_title", "question"];
    Said::ok(text, json!({ "studies": studies })).with_table(Rows { heads, rows }, form)
}

fn one(name: &str, form: Option<Format>) -> Result<Said, Fault> {
    let study = Study::load(name, &Options::default())?;
    let mut text = labelled("study", &format!("{}: {}", study.id, study.title));
    text.push_str(&labelled("asks", &study.question));
    let days = format!("{} to {}, law as known on {}", study.from, study.until, study.known);
    text.push_str(&labelled("period", &days));
    text.push_str(&labelled("base", &study.baseline.summary));
    let (mut rows, mut scenarios) = (Vec::new(), Vec::new());
    for scenario in &study.scenarios {
        let line = format!("{}: {}. {}", scenario.id, scenario.title, scenario.summary);
        text.push_str(&labelled("", &line));
        rows.push(
            [&study.id, &scenario.id, &scenario.title, &scenario.summary]
                .map(Clone::clone)
                .to_vec(),
        );
        let Scenario { id, title, summary, .. } = scenario;
        scenarios.push(json!({ "id": id, "title": title, "summary": summary }));
    }
    text.push_str(&labelled("run", &format!("linchpin run {name}")));
    let json = json!({ "study": {
        "id": study.id,
        "title": study.title,
        "question": study.question,
        "from": study.from,
        "until": study.until,
        "known": study.known,
        "members": study.members.total,
        "seed": study.seed,
        "baseline": study.baseline.summary,
        "scenarios": scenarios,
    }});
    let heads = vec!["study", "scenario", "title", "summary"];
    Ok(Said::ok(text, json).with_table(Rows { heads, rows }, form))
}
