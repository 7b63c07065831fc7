//! What an export-control officer types: every example of the fault table of the first build, word for word, at the
//! command line, with the answer that is right. The law itself is tested in `linchpin-policy`.

use serde_json::Value;
use std::process::{Command, Output};

fn linchpin(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.env_remove("NO_COLOR").args(arguments).output().expect("the program runs")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// `item=HBM from=US` as the arguments `--item HBM --from US`; `_` stands for a blank.
fn line(asked: &str) -> Vec<String> {
    let pair = |word: &str| {
        let (name, value) = word.split_once('=').expect("name=value");
        [format!("--{name}"), value.replace('_', " ")]
    };
    asked.split_whitespace().flat_map(pair).collect()
}

fn ask(asked: &str, more: &[&str]) -> Output {
    let arguments = line(asked);
    let all: Vec<&str> = ["ask"]
        .into_iter()
        .chain(arguments.iter().map(String::as_str))
        .chain(more.iter().copied())
        .collect();
    linchpin(&all)
}

/// The decision of `linchpin ask … --json`.
fn asked(question: &str) -> Value {
    let output = ask(question, &["--json"]);
    assert_eq!(code(&output), Some(0), "{question}: {}", text(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn verdict(question: &str) -> String {
    asked(question)["verdict"].as_str().expect("a verdict").to_owned()
}

fn all(rows: &[(&str, &str)]) {
    for (question, expected) in rows {
        assert_eq!(verdict(question), *expected, "{question}");
    }
}

#[test]
fn no_word_carries_an_unread_word_into_a_clearance() {
    all(&[
        (
            "item=etch_tool from=US site=SMIC_fab_in_Xi'an purpose=spares on=2026-06-01",
            "licence-required",
        ),
        (
            "item=etch_tool from=US site=Hua_Hong_Fab_in_Wuxi purpose=spares on=2024-06-01",
            "licence-required",
        ),
        // The fabs themselves are authorised.
        (
            "item=etch_tool from=US site=Samsung's_fab_in_Xi'an purpose=spares on=2026-06-01",
            "authorised",
        ),
        ("item=EAR99 from=US to=China party=YMTC,_Samsung on=2026-01-01", "licence-required"),
        ("item=HBM_memory from=US to=China on=2026-06-01", "licence-required"),
        ("item=HBM from=US to=China on=2026-06-01", "licence-required"),
        ("item=H100_chips from=US to=China on=2026-06-01", "licence-required"),
        // Approval with state money, a report without: who paid is asked for.
        ("item=NAND_process_know-how from=KR to=China on=2026-01-01", "unknown"),
    ]);
}

#[test]
fn what_is_barred_from_some_buyers_is_never_cleared_for_buyers_not_named() {
    all(&[
        ("item=DRAM maker=Micron to=China buyer=cii-operator on=2024-01-01", "prohibited"),
        ("item=DRAM maker=Micron to=China buyer=unknown on=2024-01-01", "unknown"),
        ("item=DRAM maker=Micron to=China on=2024-01-01", "unknown"),
        ("item=Micron_DRAM to=China on=2024-01-01", "unknown"),
        ("item=DRAM maker=Micron to=China on=2023-05-01", "no-rule-found"),
    ]);
}

#[test]
fn the_scopes_reach_as_far_as_the_law() {
    all(&[
        ("item=H100 from=US to=UAE on=2024-06-01", "licence-required"),
        ("item=H100 from=US to=Malaysia hq=China on=2024-06-01", "licence-required"),
        ("item=HBM from=US to=Malaysia hq=China on=2025-06-01", "licence-required"),
        ("item=gallium origin=CN from=KR to=US on=2025-01-15", "prohibited-in-principle"),
        ("item=3A904 from=US to=Japan on=2024-10-01", "compliance-not-due"),
        ("item=3A904 from=US to=Japan on=2024-11-05", "licence-required"),
        // Every item for a fab that makes advanced chips, and what is controlled for national security.
        ("item=EAR99 from=US site=CXMT_Hefei on=2024-06-01", "licence-required"),
        ("item=3E001 from=US to=China on=2026-03-01", "licence-required"),
        // A delivery at home is no export.
        ("item=etch_tool from=US site=Samsung_Taylor on=2026-01-01", "not-controlled"),
        // No clearance by an assumption on content.
        ("item=etch_tool from=KR to=China on=2026-01-01", "unknown"),
        ("item=EAR99 from=US to=China owner=Wingtech=unknown on=2025-10-15", "unknown"),
        ("item=EAR99 from=US to=China owner=Wingtech=49 on=2025-10-15", "no-rule-found"),
        ("item=EAR99 from=US to=China owner=Wingtech=50 on=2025-10-15", "licence-required"),
        ("item=anhydrous_hydrogen_fluoride from=JP to=KR on=2019-07-04", "licence-required"),
        ("item=anhydrous_hydrogen_fluoride from=JP to=KR on=2019-07-03", "no-rule-found"),
    ]);
}

#[test]
fn beyond_the_horizon_nothing_is_declared_free() {
    let decision = asked("item=DRAM from=KR to=US activity=import on=2026-11-28");
    assert_eq!(
        decision["verdict"], "no-rule-found",
        "our own word ends with what was looked through"
    );
    assert_eq!(decision["beyond_horizon"], Value::Bool(true));
    // From February 2026 on the day is flagged wherever the order was not looked through.
    for (on, flagged) in [("2026-01-15", false), ("2026-07-01", true), ("2026-09-25", true)] {
        let told = asked(&format!("item=etch_tool from=US site=Xi'an purpose=spares on={on}"));
        assert_eq!(told["beyond_horizon"], Value::Bool(flagged), "{on}");
    }
}

#[test]
fn an_exemption_is_told_and_not_silent() {
    let exempt =
        asked("item=AMD_MI325X from=TW to=US activity=import end-use=data-centre-us on=2026-02-01");
    assert_eq!(
        (&exempt["verdict"], &exempt["rate"]),
        (&Value::from("authorised"), &Value::from(0.0))
    );
    assert!(
        exempt["binding"].as_array().is_some_and(|rules| !rules.is_empty()),
        "{}",
        exempt["binding"]
    );
}

#[test]
fn names_of_goods_are_understood_in_any_spelling() {
    all(&[
        ("item=HBM4 from=US to=China on=2026-01-01", "licence-required"),
        ("item=HBMs from=US to=China on=2026-01-01", "licence-required"),
        ("item=HS_8486.20 from=US to=China on=2026-01-01", "licence-required"),
        ("item=3b001c from=US to=China on=2026-01-01", "licence-required"),
        ("item=3B001(c) from=US to=China on=2026-01-01", "licence-required"),
        ("item=갈륨 from=CN to=KR on=2024-01-01", "licence-required"),
        ("item=镓 from=CN to=KR on=2024-01-01", "licence-required"),
        // A heading that holds both kinds of memory.
        ("item=HS_8542.32 from=US to=China on=2026-01-01", "unknown"),
    ]);
    for item in ["GDDR7", "LPDDR5X"] {
        let told = asked(&format!("item={item} from=KR to=US on=2026-01-01"));
        assert_eq!(told["unknown_names"], Value::Array(Vec::new()), "{item}");
    }
}

#[test]
fn names_nobody_knows_are_errors_with_the_nearest_name() {
    let rows = [
        ("item=potato from=US to=China on=2026-01-01", ""),
        ("item=DRAM from=XXX to=China on=2026-01-01", ""),
        ("item=EAR99 from=US to=China party=huwaei on=2026-01-01", "firm:huawei"),
    ];
    for (question, near) in rows {
        let output = ask(question, &[]);
        assert_eq!(code(&output), Some(2), "{question}: {}", text(&output));
        assert!(text(&output).contains(near), "{question}: {}", text(&output));
    }
}

#[test]
fn the_day_asked_defaults_to_today_and_the_answer_says_so() {
    for question in ["item=gallium from=CN to=KR", "item=gallium from=CN to=KR on=today"] {
        let decision = asked(question);
        let assumed = decision["assumed"].to_string();
        assert!(assumed.contains("taken as today"), "{question}: {assumed}");
    }
}

#[test]
fn orders_are_always_told_with_how_far_they_were_looked_through() {
    let decision = asked("item=DRAM from=KR to=US on=2026-11-28 known=2027-06-01");
    let orders = decision["orders"].as_array().cloned().unwrap_or_default();
    assert_eq!(orders.len(), 7);
    assert!(orders.iter().all(|one| one["complete_through"].is_string()));
    assert_eq!(decision["known_beyond"], Value::Bool(true), "more than is held cannot be known");
    assert_eq!(decision["beyond_horizon"], Value::Bool(true));
}

#[test]
fn acts_are_found_by_citation_and_by_day() {
    let shown = linchpin(&["policy", "show", "89 FR 96790"]);
    assert!(code(&shown) == Some(0) && text(&shown).contains("us.fr.89-96790"), "{}", text(&shown));
    let listed = linchpin(&["policy", "list", "--since", "2026-01-01"]);
    assert!(
        code(&listed) == Some(0) && !text(&listed).contains("us.fr.87-62186"),
        "{}",
        text(&listed)
    );
}

#[test]
fn what_comes_back_in_november_2026_is_seen() {
    for days in [&["2026-11-09", "2026-11-11"][..], &["--on", "2026-11-09", "--on", "2026-11-11"]] {
        let line: Vec<&str> = ["policy", "diff"].iter().chain(days).copied().collect();
        let diff = linchpin(&line);
        let page = text(&diff);
        assert!(
            code(&diff) == Some(0) && page.contains("90 FR 50857"),
            "the affiliates rule: {page}"
        );
        assert!(page.contains("MOFCOM/GAC No. 70 of 2025"), "the six announcements: {page}");
    }
    let calendar =
        linchpin(&["policy", "calendar", "--from", "2026-11-01", "--until", "2026-12-31"]);
    let page = text(&calendar);
    for told in ["2026-11-10", "2026-11-28", "2026-12-04", "comes back", "hits:"] {
        assert!(page.contains(told), "no `{told}`: {page}");
    }
}

#[test]
fn the_case_form_says_what_is_only_known_from_one_side_and_refuses_a_mistyped_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |name: &str, body: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, body).expect("written");
        linchpin(&["ask", "--cases", &file.to_string_lossy()])
    };
    let good = run(
        "good.case.toml",
        "[[case]]\nid = \"a\"\nquestion = { item = \"etch tool\", from = \"US\", site = \"CXMT Hefei\", on = 2026-03-01 }\nexpected = \"no clearance\"\n\n\
         [[case]]\nid = \"b\"\nquestion = { item = \"etch tool\", from = \"US\", site = \"CXMT Hefei\", on = 2026-03-01 }\nexpected = \"at least licence required\"\n\n\
         [[case]]\nid = \"c\"\nquestion = { item = \"etch tool\", from = \"US\", site = \"CXMT Hefei\", licence_granted_on = 2026-02-01, on = [2026-01-31, 2026-02-01] }\nexpected = [\"LicenceRequired\", \"Authorised\"]\n\n\
         [[case]]\nid = \"d\"\nquestion = { item = \"3B001.c\", from = \"US\", to = \"China\", decontrolled_since = 2026-03-01, on = [2026-02-28, 2026-03-01] }\nexpected = [\"LicenceRequired\", \"unknown\"]\n",
    );
    assert_eq!(code(&good), Some(0), "{}", text(&good));
    assert!(text(&good).contains("6 of 6 agree"), "{}", text(&good));
    let wrong = run(
        "wrong.case.toml",
        "[[case]]\nid = \"a\"\nquestion = { item = \"gallium\", from = \"CN\", to = \"KR\", on = 2023-07-31 }\nexpected = \"no clearance\"\n",
    );
    assert_ne!(code(&wrong), Some(0), "{}", text(&wrong));
    let typo = run(
        "typo.case.toml",
        "[question]\nitem = \"gallium\"\nfrm = \"KR\"\non = 2024-01-01\n\n[expect]\nverdict = \"no rule\"\n",
    );
    assert_eq!(code(&typo), Some(3), "{}", text(&typo));
    assert!(text(&typo).contains("from"), "the nearest key is told: {}", text(&typo));
}

#[test]
fn speech_of_2023_does_not_cling_to_gallium() {
    let said = asked("item=gallium from=CN to=KR on=2026-06-01")["signals"].to_string();
    assert!(!said.contains("2023"), "{said}");
}

#[test]
fn one_rule_decides_before_everything_else() {
    let output = ask("item=H100 from=US to=China on=2026-06-01", &[]);
    let page = text(&output);
    let place =
        |wanted: &str| page.find(wanted).unwrap_or_else(|| panic!("no `{wanted}` in\n{page}"));
    assert!(place("decided by:") < place("asked:"), "{page}");
    assert_eq!(page.matches("decided by:").count(), 1, "{page}");
    let cited: Vec<&str> = page.lines().filter(|line| line.trim_start().starts_with('“')).collect();
    assert!(cited.len() <= 4, "{} quotes: {page}", cited.len());
    let mut once = cited.clone();
    once.dedup();
    assert_eq!(once.len(), cited.len(), "a quote is told twice: {page}");
}

#[test]
fn the_listing_of_ymtc_is_named_where_it_decides() {
    for question in [
        "item=EAR99 from=US to=China party=YMTC on=2024-06-01",
        "item=etch_tool from=US site=YMTC_Wuhan on=2024-06-01",
    ] {
        let answer = asked(question)["answer"].to_string();
        assert!(answer.contains("15 CFR 744.11 with 87 FR 77505"), "{question}: {answer}");
    }
    // Before the listing the tool was refused by another rule.
    let before =
        asked("item=etch_tool from=US site=YMTC_Wuhan on=2022-12-15")["answer"].to_string();
    assert!(before.contains("87 FR 62186") && !before.contains("87 FR 77505"), "{before}");
}

#[test]
fn a_tool_on_the_european_and_the_dutch_list_needs_one_licence() {
    let decision = asked("item=NXT:2000i from=NL to=China on=2026-01-10");
    assert_eq!(decision["binding"], serde_json::json!(["eu.2021-821.annex-I"]));
    let page = text(&ask("item=NXT:2000i from=NL to=China on=2026-01-10", &[]));
    assert!(page.contains("the same licence"), "{page}");
    // Before Annex I named it, the Dutch order alone decided.
    let before = asked("item=NXT:2000i from=NL to=China on=2025-06-01");
    assert_eq!(before["binding"], serde_json::json!(["nl.regeling.2023"]));
}

#[test]
fn an_answer_ends_before_the_next_change() {
    let decision = asked("item=etch_tool from=US site=Wuxi on=2022-10-10");
    assert_eq!(decision["until"], decision["next_change"]["on"]);
    assert_eq!(decision["until"], "2022-10-12");
}
