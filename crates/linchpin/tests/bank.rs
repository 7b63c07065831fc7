//! The episode bank: what the lint refuses, what the score counts, what the history says, what is kept.

use linchpin::bank::factor::{Who, apart, near_in_both};
use linchpin::bank::history::{History, history};
use linchpin::bank::record::{self, records};
use linchpin::bank::rules::Half;
use linchpin::bank::score::{BankReport, Counts};
use linchpin::bank::{self, Bank};
use std::path::{Path, PathBuf};

const INPUTS: &str = r#"
schema = "linchpin/inputs/1"
title = "A line stands"
class = "fab"
began = 2020-03-02
ended = 2020-03-16
from = 2020-01-06
weeks = 40
members = 32

[[source]]
id = "doc:news"
publisher = "News"
title = "A line stands"
date = 2020-03-03
url = "https://example.org/news"
grade = "press"

[[source]]
id = "doc:general-knowledge"
publisher = "general knowledge"
title = "what everybody knew"
date = 2020-03-02
grade = "memory"

[[input]]
id = "share"
what = "Part of the world"
value = 0.2
low = 0.18
high = 0.22
unit = "share"
as_of = 2020-03-02
source = "doc:news"

[[input]]
id = "stands"
what = "Part of the line that stands"
value = 1.0
low = 0.9
high = 1.0
unit = "share"
as_of = 2020-03-02
source = "doc:news"

[[input]]
id = "nothing"
what = "Part of the wafers that is spoiled"
value = 0.0
low = 0.0
high = 0.0
unit = "share"
as_of = 2020-03-02
source = "doc:news"

[[input]]
id = "recovery"
what = "Weeks back"
value = 1
low = 1
high = 1
unit = "week"
as_of = 2020-03-02
source = "doc:news"

[[input]]
id = "stock"
what = "Makers’ weeks"
value = 5
low = 4
high = 6
unit = "week"
as_of = 2020-03-02
source = "doc:general-knowledge"

[[input]]
id = "spot"
what = "Spot before"
value = 3.0
low = 2.9
high = 3.1
unit = "USD"
as_of = 2020-03-01
source = "doc:news"

[[site]]
id = "site:a"
firm = "firm:a"
country = "country:KOR"
product = "product:dram"
share = "input:share"

[[set]]
parameter = "product:dram supplier-stock"
amount = "input:stock"

[[event]]
kind = "outage"
what = "A line stands"
from = 2020-03-02
until = 2020-03-16
site = "site:a"
product = "product:dram"
share = "input:stands"
scrap = "input:nothing"
recovery = "input:recovery"

[[question]]
id = "spot"
what = "Spot price in May"
class = "price-after-outage"
engine = "market"
level = "product"
entity = "product:dram"
product = "product:dram"
variable = "spot-price"
statistic = "mean"
from = 2020-05-04
until = 2020-06-01
unit = "USD"
times = "input:spot"

[[question]]
id = "weeks"
what = "Weeks of the site's starts lost"
class = "output-lost"
engine = "market"
level = "site"
entity = "site:a"
product = "product:dram"
variable = "starts"
statistic = "lost-weeks"
from = 2020-02-03
until = 2020-08-03
unit = "week"
"#;

const OUTCOME: &str = r#"
schema = "linchpin/outcome/1"
inputs = "DIGEST"

[[source]]
id = "doc:later"
publisher = "News"
title = "What it was"
date = 2020-07-01
url = "https://example.org/later"
grade = "press"

[[outcome]]
question = "spot"
value = 3.3
low = 3.2
high = 3.4
unit = "USD"
account = [{ low = 3.2, high = 3.4, source = "doc:later" }]

[[outcome]]
question = "weeks"
value = 2.5
low = 2.4
high = 2.6
unit = "week"
account = [{ value = 2.4, source = "doc:later" }, { value = 2.6, source = "doc:later" }]
"#;

/// An episode in a folder, with replacements in its two files; the digest is that of the inputs.
fn episode(inputs: &[(&str, &str)], outcome: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let episode = folder.path().join("a-line-stands");
    std::fs::create_dir(&episode).expect("made");
    let with = |text: &str, changes: &[(&str, &str)]| {
        changes.iter().fold(text.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "`{from}` is not in the file");
            text.replacen(from, to, 1)
        })
    };
    let inputs = with(INPUTS, inputs);
    let digest = linchpin_units::Digest::of(inputs.as_bytes());
    let outcome = with(OUTCOME, outcome).replace("DIGEST", digest.as_str());
    std::fs::write(episode.join("inputs.toml"), inputs).expect("written");
    std::fs::write(episode.join("outcome.toml"), outcome).expect("written");
    (folder, episode)
}

fn read(inputs: &[(&str, &str)], outcome: &[(&str, &str)]) -> Result<Bank, Vec<String>> {
    let (folder, _) = episode(inputs, outcome);
    bank::read(Some(folder.path())).map_err(|findings| {
        assert!(findings.iter().all(|finding| finding.place.line > 0), "no line: {findings}");
        findings.iter().map(|finding| finding.code.to_owned()).collect()
    })
}

fn refused(inputs: &[(&str, &str)], outcome: &[(&str, &str)], code: &str) {
    let codes = read(inputs, outcome).map(|_| ()).expect_err(code);
    assert!(codes.iter().any(|found| found == code), "{code} is not among {codes:?}");
}

#[test]
fn the_whole_episode_passes_and_is_scored_as_by_hand() {
    let bank = read(&[], &[]).unwrap_or_else(|codes| panic!("{codes:?}"));
    let report = bank.score();
    let weeks = report.rows.iter().find(|row| row.question == "weeks").expect("asked");
    let told = weeks.counted().expect("counted");
    // Two weeks stand wholly (0.95 of the line on average), and half a week of the recovery: 2.5 x 0.95 = 2.4.
    assert!((told.quantiles[3] - 2.42).abs() < 0.08, "{:?}", told.quantiles);
    assert_eq!(told.still, 0.0);
    assert!(told.crps[0] < told.crps[1], "no change is off by all of it");
    assert!((told.crps[1] - 2.5).abs() < 1e-9, "no change: the distance is 2.5 weeks");
    let spot = report.rows.iter().find(|row| row.question == "spot").expect("asked");
    let told = spot.counted().expect("counted");
    assert!((told.still - 3.0).abs() < 1e-9, "in dollars, as the level before");
    assert!((told.quantiles[3] - 3.0).abs() > 1e-6, "the event is heard: {:?}", told.quantiles);
}

#[test]
fn later_knowledge_is_refused() {
    refused(&[("date = 2020-03-03", "date = 2020-03-17")], &[], "LP-B001");
    refused(&[("as_of = 2020-03-02", "as_of = 2020-03-17")], &[], "LP-B001");
    // The last day is still during the event.
    assert!(read(&[("date = 2020-03-03", "date = 2020-03-16")], &[]).is_ok());
    // A source as young as the answer, though the event lasts: the window ends on 1 June.
    let long =
        [("ended = 2020-03-16", "ended = 2020-12-31"), ("date = 2020-03-03", "date = 2020-08-01")];
    refused(&long, &[], "LP-B001");
}

#[test]
fn an_input_that_is_an_outcome_is_refused() {
    let copied = "id = \"copied\"\nwhat = \"x\"\nvalue = 3.3\nlow = 3.2\nhigh = 3.4\nunit = \"USD\"\nas_of = 2020-03-02\nsource = \"doc:news\"\n\n[[input]]\nid = \"spot\"";
    refused(&[("id = \"spot\"", copied)], &[], "LP-B002");
    // In another unit it is another number; and the level before may equal the outcome: nothing changed.
    assert!(read(&[("id = \"spot\"", &copied.replace("USD", "multiple"))], &[]).is_ok());
    let same = [
        ("value = 3.3\nlow = 3.2\nhigh = 3.4", "value = 3.0\nlow = 3.0\nhigh = 3.0"),
        ("low = 3.2, high = 3.4", "low = 3.0, high = 3.0"),
    ];
    assert!(read(&[], &same).is_ok());
}

#[test]
fn a_band_wider_than_the_accounts_is_refused() {
    refused(&[], &[("high = 3.4\nunit", "high = 3.5\nunit")], "LP-B003");
    refused(&[], &[("low = 2.4\nhigh", "low = 2.3\nhigh")], "LP-B003");
    refused(
        &[],
        &[("account = [{ low = 3.2, high = 3.4, source = \"doc:later\" }]", "account = []")],
        "LP-B003",
    );
}

#[test]
fn unknown_words_and_units_are_refused() {
    refused(&[("unit = \"USD\"", "unit = \"dollars\"")], &[], "LP-S007");
    refused(&[("variable = \"spot-price\"", "variable = \"spot-prise\"")], &[], "LP-S008");
    refused(&[("class = \"output-lost\"", "class = \"output\"")], &[], "LP-S008");
    refused(&[("statistic = \"mean\"", "statistic = \"meen\"")], &[], "LP-S008");
    refused(&[("times = \"input:spot\"", "times = \"input:spott\"")], &[], "LP-S008");
    refused(&[("share = \"input:stands\"", "share = \"input:stand\"")], &[], "LP-S008");
    refused(&[("share = \"input:stands\"", "share = \"input:recovery\"")], &[], "LP-S007");
    refused(&[], &[("unit = \"USD\"", "unit = \"week\"")], "LP-S007");
    refused(
        &[("title = \"A line stands\"", "title = \"A line stands\"\nbehaviour = 1")],
        &[],
        "LP-U002",
    );
}

#[test]
fn changed_inputs_and_answers_to_nothing_are_refused() {
    let (folder, episode) = episode(&[], &[]);
    let path = episode.join("inputs.toml");
    let body = std::fs::read_to_string(&path).expect("read");
    std::fs::write(&path, body.replace("low = 0.18", "low = 0.17")).expect("written");
    let findings = bank::read(Some(folder.path())).expect_err("changed");
    assert!(findings.iter().any(|finding| finding.code == "LP-B005"), "{findings}");
    refused(&[], &[("question = \"spot\"", "question = \"spots\"")], "LP-B007");
}

#[test]
fn behaviour_is_not_set_and_memory_is_not_sharp() {
    refused(&[("product:dram supplier-stock", "elasticity-short")], &[], "LP-B008");
    refused(&[("low = 4\nhigh = 6", "low = 4.9\nhigh = 6")], &[], "LP-B006");
    refused(&[("url = \"https://example.org/news\"\n", "")], &[], "LP-B010");
    refused(&[("source = \"doc:news\"", "source = \"doc:newz\"")], &[], "LP-B010");
}

#[test]
fn circular_trivial_and_unheard_rows_do_not_count() {
    let marked = [("unit = \"USD\"\ntimes", "unit = \"USD\"\ncircular = \"fitted\"\ntimes")];
    let report = read(&marked, &[]).expect("passes").score();
    let spot = report.rows.iter().find(|row| row.question == "spot").expect("asked");
    assert_eq!(spot.counts, Counts::Circular("fitted".to_owned()));
    assert!(spot.told.is_some() && spot.counted().is_none(), "shown, and not counted");
    // The event begins after the window, and nothing changed: any model would pass.
    let late = [
        ("began = 2020-03-02", "began = 2020-09-01"),
        ("ended = 2020-03-16", "ended = 2020-09-30"),
    ];
    let still = [
        ("value = 2.5\nlow = 2.4\nhigh = 2.6", "value = 0\nlow = 0\nhigh = 0"),
        ("value = 2.4, source", "value = 0, source"),
        ("value = 2.6, source", "value = 0, source"),
    ];
    let report = read(&late, &still).expect("passes").score();
    let weeks = report.rows.iter().find(|row| row.question == "weeks").expect("asked");
    assert!(matches!(weeks.counts, Counts::Trivial(_)), "{:?}", weeks.counts);
    let unheard = [("engine = \"market\"", "engine = \"none\"\ncannot = \"nobody says it\"")];
    let report = read(&unheard, &[]).expect("passes").score();
    assert_eq!(report.rows[0].counts, Counts::Cannot("nobody says it".to_owned()));
    refused(&[("engine = \"market\"", "engine = \"none\"")], &[], "LP-S010");
}

fn bundled() -> (Bank, BankReport) {
    let bank = bank::read(None).unwrap_or_else(|findings| panic!("{findings}"));
    let report = bank.score();
    (bank, report)
}

#[test]
fn the_bank_is_as_large_as_promised_and_its_record_is_kept() {
    let (bank, report) = bundled();
    assert!(bank.episodes.len() >= 40, "{} episodes", bank.episodes.len());
    let counted = report.rows.iter().filter(|row| row.counted().is_some()).count();
    assert!(counted >= 70, "{counted} values are scored");
    let nulls = report.episodes.iter().filter(|line| line.null == Some(true)).count();
    // A quarter of the episodes that count; whose rows are all circular is no episode of either kind.
    let count = report.episodes.iter().filter(|line| line.null.is_some()).count();
    assert!(4 * nulls >= count, "{nulls} null episodes of {count}");
    // An event is never divided, and both halves are there.
    for row in &report.rows {
        assert_eq!(row.half, Half::of(&row.episode), "{}", row.episode);
    }
    assert!(report.training.episodes > 10 && report.held_out.episodes > 10);
    // Whoever fitted a parameter to the fire of Wuxi can't count its prices.
    let wuxi = report.rows.iter().filter(|row| row.episode == "wuxi-fire-2013");
    let circular = wuxi.filter(|row| matches!(row.counts, Counts::Circular(_))).count();
    assert_eq!(circular, 3);
    // What a card may print is what the score says: LINCHPIN_BLESS=1 writes it anew.
    let kept = serde_json::to_string_pretty(&records(&report)).expect("json") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(record::FILE);
    if std::env::var_os("LINCHPIN_BLESS").is_some() {
        std::fs::write(&path, &kept).expect("written");
    }
    let found = std::fs::read_to_string(&path).expect("kept");
    assert_eq!(
        found, kept,
        "the record moved; LINCHPIN_BLESS=1 cargo test -p linchpin --test bank"
    );
}

/// By hand: the quotas of 2011 let out 0.62, with 0.6 weeks until a licence is given. In 21 weeks nothing comes for 0.6, half
/// of it for another 0.6 and then all: 20.1 of 21, and 0.62 x 20.1 / 21 = 0.593.
#[test]
fn five_of_ten_events_hold_in_price_and_flow_and_two_of_them_count() {
    let (_, report) = bundled();
    let rows = apart(&report.rows);
    let spring = rows.iter().find(|one| one.row.question == "flow-spring").expect("asked");
    assert!((spring.said(Who::Model) - 0.593).abs() < 0.01, "{}", spring.said(Who::Model));
    let (asked, near) = near_in_both(&rows, Who::Model);
    assert_eq!(asked.len(), 10, "{asked:?}");
    let blind = ["gallium-germanium-2023", "rare-earths-2010"];
    let seen = ["germanium-2023", "rare-earths-2025", "tungsten-2025"];
    let held = [blind[0], seen[0], blind[1], seen[1], seen[2]];
    assert_eq!(near, held);
    for one in &rows {
        let id = one.row.episode.as_str();
        assert!(one.counted || !blind.contains(&id), "{id} counts");
        assert!(!one.counted || !seen.contains(&id), "{id} was in view");
    }
    assert!(near_in_both(&rows, Who::NoChange).1.is_empty(), "no change holds in none");
}

#[test]
fn a_class_says_its_record_or_that_it_has_none() {
    let price = record::kept("price-after-outage").expect("a class of the rules");
    assert!(price.episodes > 5, "{price:?}");
    assert!(price.sentence().contains("episodes of the past"), "{}", price.sentence());
    let beyond = record::kept("beyond").expect("a class of the rules");
    assert!(beyond.sentence().contains("never tested"), "{}", beyond.sentence());
    assert!(record::kept("no such class").is_none());
}

/// By hand: a licence on tools leads to the class of outputs after a measure, with the counts that were kept; an
/// outage to another; both at once, a fall of demand and nothing at all to none.
#[test]
fn a_card_names_the_class_of_its_levers_and_no_other() {
    let of = |levers: &[&str], variable: &str| {
        let rows = record::of_levers(&levers.iter().copied().collect());
        let mut own = rows.into_iter().filter(|(name, _)| name == variable);
        let first = own.next().map(|(_, kind)| kind);
        assert!(own.next().is_none(), "{levers:?} {variable}: two classes");
        first
    };
    let measure = of(&["tool-cut", "procurement-ban"], "output").expect("a class");
    let kept = record::kept("output-after-measure").expect("a record");
    assert_eq!((measure.held as usize, measure.episodes as usize), (kept.held, kept.episodes));
    assert!(measure.names[0].starts_with("output after a measure"), "{:?}", measure.names);
    assert_ne!(of(&["outage"], "output").expect("a class"), measure);
    assert!(of(&["procurement-ban"], "shipments").is_some());
    for (levers, variable) in
        [(&["tool-cut", "outage"][..], "output"), (&["demand"], "contract-price"), (&[], "output")]
    {
        assert_eq!(of(levers, variable), None, "{levers:?}");
    }
    // What the rules name exists, in three languages.
    let registry = linchpin_engine::Registry::default();
    for class in linchpin::bank::rules::Rules::bundled().expect("rules").class {
        assert!(!class.ko.is_empty() && !class.zh.is_empty(), "{}", class.id);
        for lever in &class.levers {
            assert!(registry.rooms().any(|room| room.kind == lever), "{}: {lever}", class.id);
        }
        for variable in &class.variables {
            assert!(variable.parse::<linchpin_engine::Variable>().is_ok(), "{variable}");
        }
    }
}

#[test]
fn history_holds_inputs_before_outcomes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../validation/bank");
    match history(&folder) {
        History::Unknown(why) => println!("skipped: {why}"),
        History::Known(seen, findings) => {
            assert!(seen >= 40, "{seen} outcomes");
            assert!(!findings.any_error(), "{findings}");
        }
    }
}

#[test]
fn history_refuses_an_outcome_with_its_inputs_or_before() {
    let (folder, episode) = episode(&[], &[]);
    let git = |args: &[&str]| {
        let run = std::process::Command::new("git")
            .arg("-C")
            .arg(folder.path())
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.org",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(args)
            .output();
        run.is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q"]) {
        println!("skipped: no git");
        return;
    }
    let codes = || match history(folder.path()) {
        History::Unknown(why) => panic!("{why}"),
        History::Known(_, findings) => findings.iter().map(|f| f.code).collect::<Vec<_>>(),
    };
    assert!(git(&["commit", "-q", "--allow-empty", "-m", "nothing"]));
    assert_eq!(codes(), ["LP-B009"], "in no commit yet");
    assert!(git(&["add", "."]) && git(&["commit", "-q", "-m", "both at once"]));
    assert_eq!(codes(), ["LP-B009"], "with its inputs");
    // The right order: inputs alone, then the outcome.
    let outcome = episode.join("outcome.toml");
    let answer = std::fs::read_to_string(&outcome).expect("read");
    assert!(git(&["checkout", "-q", "--orphan", "again"]) && git(&["rm", "-rq", "--cached", "."]));
    assert!(git(&["add", "a-line-stands/inputs.toml"]) && git(&["commit", "-q", "-m", "inputs"]));
    assert!(git(&["add", "."]) && git(&["commit", "-q", "-m", "outcome"]));
    assert_eq!(codes(), [] as [&str; 0], "inputs first");
    // And a later change of the inputs is seen, whatever the digest says.
    let inputs = episode.join("inputs.toml");
    let body = std::fs::read_to_string(&inputs).expect("read").replace("low = 0.18", "low = 0.17");
    std::fs::write(&inputs, &body).expect("written");
    let digest = linchpin_units::Digest::of(body.as_bytes());
    let old = answer.lines().nth(2).expect("the digest").to_owned();
    let new = format!("inputs = \"{}\"", digest.as_str());
    std::fs::write(&outcome, answer.replace(&old, &new)).expect("written");
    assert!(bank::read(Some(folder.path())).is_ok(), "the digest alone is satisfied");
    assert!(git(&["add", "."]) && git(&["commit", "-q", "-m", "both changed"]));
    assert_eq!(codes(), ["LP-B009"], "changed after the outcome");
}
