//! Documents from which nothing could be read, and why.

use crate::analysis::Analysis;
use crate::language::{Language, language};

/// Documents nothing could be read from, by their digests, and why.
#[must_use]
pub fn unread(analyses: &[Analysis]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for analysis in analyses {
        let body: Vec<&str> =
            analysis.kept().map(|reading| analysis.words(reading.sentence.span)).collect();
        let language = language(&body.join(" "));
        let reason = if body.is_empty() {
            "no article text was found in it".to_owned()
        } else if language == Language::Unknown {
            "too little text to tell its language".to_owned()
        } else if !language.is_read() {
            format!("it is written in {}: only sentences and figures are read", language.name())
        } else if analysis.claims.is_empty() && analysis.kept().all(|own| own.quotations.is_empty())
        {
            format!("no claim was found in its {} text", language.name())
        } else {
            continue;
        };
        out.push((analysis.document.id.to_string(), reason));
    }
    out
}
