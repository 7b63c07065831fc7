//! How firmly claims are put, against verbs labelled in their sentences.
//!
//! In comes a set whose verbs stand in braces, `{verb|label}`; out goes how many bear their label.

use crate::Score;
use crate::copies::read;
use linchpin_evidence::modality::Modality;

/// A label's spelling.
fn word(modality: Modality) -> &'static str {
    match modality {
        Modality::Asserted => "asserted",
        Modality::Attributed => "attributed",
        Modality::Predicted => "predicted",
        Modality::Opinion => "opinion",
        Modality::Conditional => "conditional",
    }
}

/// The sentence without braces, and each verb's first byte with its label.
fn labelled(line: &str) -> (String, Vec<(usize, &str)>) {
    let (mut text, mut verbs) = (String::new(), Vec::new());
    for (i, part) in line.split('{').enumerate() {
        let marked = part.split_once('}').and_then(|(verb, rest)| {
            let (verb, label) = verb.split_once('|')?;
            Some((verb, label, rest))
        });
        match marked.filter(|_| i > 0) {
            Some((verb, label, rest)) => {
                verbs.push((text.len(), label));
                text.push_str(verb);
                text.push_str(rest);
            }
            None => text.push_str(part),
        }
    }
    (text, verbs)
}

/// Scores one set; the misses of a held-out one stay unsaid.
pub(crate) fn score(set: &'static str, name: &str, show: bool) {
    let (mut english, mut east) = (Score::default(), Score::default());
    (english.quiet, east.quiet) = (!show, !show);
    for line in set.lines().filter(|line| !line.starts_with('#')) {
        let (text, verbs) = labelled(line);
        // A headline stands above a text.
        let capitals = text.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
        let headline = !text.ends_with(['.', '”', '。']) && capitals > 1;
        let whole = if headline {
            format!("{text}\n\nThe day was dry and the streets were quiet.\n")
        } else {
            format!("{text}\n")
        };
        let analysis = read(&whole);
        for (start, label) in verbs {
            let claims = analysis.claims.iter().filter(|claim| claim.verb.start == start);
            let got: Vec<&str> = claims.map(|claim| word(claim.modality)).collect();
            let score =
                if text.is_ascii() || text.contains('“') { &mut english } else { &mut east };
            let verb = text[start..].split(' ').next().unwrap_or("");
            score.count(got.first() == Some(&label), &format!("{label} {verb} in {text}: {got:?}"));
        }
    }
    english.print(&format!("modality, English, {name}"), 0.80);
    east.print(&format!("modality, Korean and Chinese, {name}"), 0.80);
}
