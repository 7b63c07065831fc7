//! `list`: the bundled studies.

use crate::facade;
use crate::outcome::Said;
use crate::text::labelled;
use serde_json::json;

pub(crate) fn list() -> Said {
    let studies = facade::studies();
    let mut text = String::new();
    for study in &studies {
        text.push_str(&format!("{}\n", study.id));
        text.push_str(&labelled("", &study.question));
        for scenario in &study.scenarios {
            text.push_str(&labelled(
                "",
                &format!("{}/{}: {}", study.id, scenario.id, scenario.title),
            ));
        }
    }
    Said::ok(text, json!({ "studies": studies }))
}
