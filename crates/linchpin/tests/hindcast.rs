//! The episodes of the past: the calibrated one fits, the others are predicted, the nulls stay null.

use linchpin::observation::Role;
use linchpin::score_episodes;

#[test]
fn the_reference_episodes_lie_in_their_bands() {
    let report = score_episodes(None).unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(report.cases.len(), 5);
    let outside: Vec<String> = report
        .rows
        .iter()
        .filter(|row| {
            row.is_news() || !row.role.is_proof() && !row.passed && row.role != Role::Circular
        })
        .map(|row| {
            format!(
                "{} {}: {:?} beside {:?}",
                row.case, row.observation, row.predicted, row.expected
            )
        })
        .collect();
    assert!(outside.is_empty(), "{}", outside.join("\n"));
    // A known miss is counted as a miss.
    let known = report.rows.iter().filter(|row| row.known_miss.is_some()).count();
    assert_eq!((known, report.predicted.0), (1, report.predicted.1 + known));
    assert!(report.null_results.0 >= 4, "null results are part of the proof");
    let fit = report.fits.iter().find(|fit| fit.case.contains("wuxi")).expect("a fit over stock");
    let spot = fit.medians.iter().find(|(name, _)| name == "spot-three-weeks").expect("spot");
    assert!(
        spot.1.windows(2).all(|pair| pair[1] < pair[0]),
        "less stock, higher price: {:?}",
        spot.1
    );
    assert!(report.rows.iter().any(|row| row.role == Role::Calibrates));
}

#[test]
fn a_broken_episode_is_told_all_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = r#"
schema = "linchpin/episode/2"
title = "Broken"
question = "Does it load?"
from = 2013-07-01
weeks = 20

[[site]]
id = "site:a"
firm = "firm:a"
country = "country:KOR"
product = "product:dramm"
share = { value = 0.4, low = 0.5, high = 0.6, unit = "share", source = "doc:x", why = "y" }

[[event]]
kind = "outtage"
what = "nothing"
from = 2013-09-04
"#;
    std::fs::write(folder.path().join("episode.toml"), text).expect("written");
    let findings = score_episodes(Some(folder.path())).expect_err("broken");
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    for code in ["LP-S005", "LP-S008"] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}\n{findings}");
    }
    assert!(
        findings.iter().any(|finding| finding.nearest.as_deref() == Some("outage")),
        "{findings}"
    );
    assert!(
        findings.iter().any(|finding| finding.nearest.as_deref() == Some("product:dram")),
        "{findings}"
    );
    assert!(
        findings.iter().all(|finding| finding.place.line > 0),
        "every finding has a line\n{findings}"
    );
}
