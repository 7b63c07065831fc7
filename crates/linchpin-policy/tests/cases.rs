//! The expert questions under `policy/cases` are answered as expected, verdict and authority alike.

use linchpin_policy::{Rulebook, Verdict, case};
use linchpin_units::Text;
use std::path::Path;

fn answers(file: &str) -> Vec<case::Answer> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy");
    let rulebook = Rulebook::load(&folder).expect("the acts of the repository are sound");
    let body =
        std::fs::read_to_string(folder.join("cases").join(file)).expect("the cases are there");
    let cases = case::read(&Text::new(file, body)).expect("the cases are sound");
    cases.iter().map(|case| rulebook.answer(case)).collect()
}

fn all_agree(file: &str, at_least: usize) {
    let answers = answers(file);
    assert!(answers.len() >= at_least, "only {} questions in {file}", answers.len());
    for answer in answers {
        assert_eq!(answer.verdict_agrees, Some(true), "{}: {}", answer.id, answer.answer);
        assert_ne!(answer.authority_agrees, Some(false), "{}: {:?}", answer.id, answer.cites);
        assert!(answer.ignored.is_empty(), "{}: {:?}", answer.id, answer.ignored);
    }
}

#[test]
fn the_reference_questions_agree() {
    all_agree("reference.case.toml", 29);
}

#[test]
fn further_questions_agree() {
    all_agree("further.case.toml", 80);
}

/// Answers taken from public sources before the program was asked; how many agreed then stands in `policy/CASES.md`.
#[test]
fn expert_questions_agree_with_their_sources() {
    all_agree("expert.case.toml", 120);
}

#[test]
fn a_wrong_expectation_is_told() {
    let text = Text::new(
        "wrong.case.toml",
        "[question]\nitem = \"gallium\"\nfrom = \"CN\"\nto = \"KR\"\non = 2023-08-01\n\n[expect]\nverdict = \"no rule\"\nauthority = \"90 FR 42321\"\n",
    );
    let rulebook = Rulebook::embedded().expect("sound");
    let cases = case::read(&text).expect("a case");
    let answer = rulebook.answer(&cases[0]);
    assert_eq!((answer.verdict_agrees, answer.authority_agrees), (Some(false), Some(false)));
    assert!(!answer.agrees);
}

#[test]
fn a_case_without_a_day_is_located() {
    let text =
        Text::new("bad.case.toml", "[[case]]\nid = \"x\"\nquestion = { item = \"gallium\" }\n");
    let findings = case::read(&text).expect_err("no day");
    assert_eq!(findings.iter().next().expect("one").code, "LP-P011");
}

#[test]
fn a_case_without_a_name_has_that_of_its_file_on_any_system() {
    let body = "[[case]]\nquestion = { item = \"gallium\", from = \"CHN\", to = \"KOR\", on = \"2026-02-01\" }\n";
    for file in ["mine.case.toml", "some/folder/mine.case.toml", r"C:\some\folder\mine.case.toml"] {
        let cases = case::read(&Text::new(file, body)).expect("one sound case");
        assert_eq!(cases[0].id, "mine", "{file}");
    }
}

#[test]
fn the_faults_that_were_found_stay_mended() {
    let answers = answers("faults.case.toml");
    assert!(answers.len() >= 75, "only {} questions", answers.len());
    for answer in answers {
        let told = (&answer.id, &answer.expected, &answer.answer);
        assert_ne!(answer.verdict_agrees, Some(false), "{told:?}");
    }
}

#[test]
fn natural_phrases_get_the_right_answer() {
    let answers = answers("natural.case.toml");
    assert!(answers.len() >= 200, "only {} phrases", answers.len());
    let right = answers.iter().filter(|answer| answer.agrees).count();
    let unknown = answers.iter().filter(|a| a.verdict == Verdict::Unknown.as_str()).count();
    println!("natural phrases: {right} of {} right, {unknown} unknown", answers.len());
    assert!(right * 10 >= answers.len() * 9, "{right} of {}", answers.len());
    // A wrong answer may be too careful, never too permissive.
    for answer in answers.iter().filter(|answer| !answer.agrees) {
        assert!(!answer.decision.verdict.clears(), "{}: {}", answer.id, answer.answer);
    }
}

#[test]
fn an_unknown_key_is_an_error_with_the_nearest_key() {
    let text = Text::new(
        "typo.case.toml",
        "[[case]]\nid = \"x\"\nquestion = { item = \"gallium\", frm = \"KR\", on = 2024-01-01 }\nexpected = \"no rule\"\n",
    );
    let findings = case::read(&text).expect_err("frm is no key");
    let found = findings.iter().next().expect("one");
    assert_eq!((found.code, found.nearest.as_deref()), ("LP-P011", Some("from")));
    assert_eq!(found.place.line, 3);
}
