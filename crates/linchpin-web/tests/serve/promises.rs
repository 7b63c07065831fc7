//! The server's promises, one test each: who may ask, how much, how long, and what never leaks.

use crate::support::{get, raw, send, start};
use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

const OURS: (&str, &str) = ("X-Linchpin", "1");
const JSON: (&str, &str) = ("Content-Type", "application/json");
const TOKEN: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

#[test]
fn answers_are_those_of_the_command_line() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    assert_eq!(get(at, "/api/health").json()["ok"], true);
    let studies = get(at, "/api/studies").json();
    assert!(
        studies["studies"].as_array().is_some_and(|all| all.len() == linchpin::studies().len())
    );
    let study = get(at, "/api/studies/yearly-approvals").json();
    assert!(
        study["files"].as_array().is_some_and(|all| all.iter().any(|f| f["name"] == "study.toml"))
    );
    let asked = get(at, "/api/policy/ask?item=gallium&from=CN&to=KR&on=2023-08-01").json();
    assert_eq!(asked["decision"]["verdict"], "licence-required");
    assert!(asked["why"].is_object(), "{asked}");
    assert_eq!(get(at, "/api/world/wuxi").json()["id"], "site:skhynix-wuxi");
    let line =
        get(at, "/api/policy/timeline?site=site:skhynix-wuxi&from=2023-10-10&until=2023-10-20");
    assert!(line.body.contains("\"unknown\""), "the gap of October 2023 shows");
    assert_eq!(get(at, "/api/runs").json(), serde_json::json!([]));
}

#[test]
fn every_documented_path_is_there_and_nothing_else() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let document = get(at, "/openapi.json").json();
    for (path, method) in linchpin_web::serve::paths() {
        assert!(document["paths"][path][method].is_object(), "{method} {path} is not described");
        let concrete = path.replace("{id}", "none").replace("{name}", "none").replace("{job}", "0");
        let answer = send(at, &method.to_uppercase(), &concrete, &[OURS, JSON], "{}");
        assert_ne!(answer.status, 405, "{method} {path}");
        // The list of words holds that refusal in three languages; only an answer of 404 says it of itself.
        let nothing = answer.status == 404 && answer.body.contains("nothing at this path");
        assert!(!nothing, "{method} {path}");
    }
    assert_eq!(get(at, "/api/nowhere").code(), "LP-H002");
    assert_eq!(send(at, "PUT", "/api/health", &[OURS], "").code(), "LP-H003");
}

#[test]
fn another_name_for_this_address_is_refused() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    for host in ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", ""] {
        let answer = send(at, "GET", "/api/health", &[("Host", host)], "");
        assert_eq!(answer.code(), "LP-H004", "{host}");
    }
    let local = format!("localhost:{}", at.port());
    assert_eq!(send(at, "GET", "/api/health", &[("Host", &local)], "").status, 200);
}

#[test]
fn another_site_cannot_start_a_run() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let wish = r#"{"study":"china-demand","members":2}"#;
    let plain = send(at, "POST", "/api/runs", &[("Content-Type", "text/plain")], wish);
    assert_eq!(plain.status, 403, "a form of another site can send this");
    let foreign = [OURS, JSON, ("Origin", "http://evil.example")];
    assert_eq!(send(at, "POST", "/api/runs", &foreign, wish).status, 403);
    assert_eq!(send(at, "POST", "/api/runs", &[OURS, JSON, ("Origin", "null")], wish).status, 403);
    assert_eq!(send(at, "DELETE", "/api/jobs/00000001", &[], "").status, 403);
}

#[test]
fn behind_a_token_nobody_gets_in_without_it() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), Some(TOKEN));
    assert_eq!(get(at, "/api/health").status, 403);
    let wrong = TOKEN.replace('0', "1");
    assert_eq!(get(at, &format!("/?token={wrong}")).status, 403);
    let bearer = format!("Bearer {TOKEN}");
    assert_eq!(send(at, "GET", "/api/health", &[("Authorization", &bearer)], "").status, 200);
    let welcome = get(at, &format!("/?token={TOKEN}"));
    assert_eq!(welcome.status, 303);
    let head = welcome.head.to_lowercase();
    assert!(head.contains("httponly") && head.contains("samesite=strict"), "{head}");
    let cookie = format!("linchpin_token={TOKEN}");
    assert_eq!(send(at, "GET", "/api/health", &[("Cookie", &cookie)], "").status, 200);
}

#[test]
fn every_answer_carries_its_headers_and_the_page_its_policy() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    for path in ["/", "/api/health", "/api/nowhere", "/api/world/none"] {
        let head = get(at, path).head.to_lowercase();
        for wanted in [
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "frame-ancestors 'none'",
        ] {
            assert!(head.contains(wanted), "{path} lacks {wanted}: {head}");
        }
    }
    let page = get(at, "/");
    assert!(page.head.contains("script-src 'sha256-") && !page.head.contains("script-src 'unsafe"));
    assert!(page.body.contains("linchpin/app/1"));
    assert!(page.body.len() < 400_000, "the page grew to {} bytes", page.body.len());
}

#[test]
fn a_run_outside_the_folder_of_runs_is_not_there() {
    let runs = tempfile::tempdir().expect("a folder");
    let elsewhere = tempfile::tempdir().expect("another");
    std::fs::write(elsewhere.path().join("run.json"), "{}").expect("written");
    #[cfg(unix)]
    std::os::unix::fs::symlink(elsewhere.path(), runs.path().join("linked")).expect("a link");
    let at = start(runs.path(), None);
    let paths = [
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e",
        "..",
        "linked",
        "%00",
        "A",
        "a%2fb",
        "c:%5c",
        "last",
        &"a".repeat(5_000),
    ];
    for path in paths {
        for tail in ["", "/explain"] {
            let answer = get(at, &format!("/api/runs/{path}{tail}"));
            assert!([400, 404, 414].contains(&answer.status), "{path}{tail}: {answer:?}");
        }
    }
    assert_eq!(get(at, "/api/compare?left=linked&right=linked").status, 404);
    assert_eq!(get(at, "/api/runs").json(), serde_json::json!([]));
}

#[test]
fn a_body_that_is_too_long_or_no_wish_is_refused() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let long = format!(r#"{{"study":"{}"}}"#, "a".repeat(200_000));
    let bodies = [
        long.as_str(),
        "",
        "{",
        "null",
        "[]",
        "{}",
        r#"{"study":"../../etc"}"#,
        r#"{"study":"yearly-approvals","scenario":"none"}"#,
        r#"{"study":"yearly-approvals","members":0}"#,
        r#"{"study":"yearly-approvals","members":4000000000}"#,
        r#"{"study":"yearly-approvals","members":-1}"#,
        r#"{"study":"yearly-approvals","more":1}"#,
    ];
    for body in bodies {
        let answer = send(at, "POST", "/api/runs", &[OURS, JSON], body);
        assert!((400..500).contains(&answer.status), "{}: {answer:?}", &body[..body.len().min(60)]);
        assert!(answer.code().starts_with("LP-"), "{answer:?}");
    }
}

#[test]
fn text_is_data_and_never_markup() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let answer = get(at, "/api/world/%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    assert_eq!(answer.status, 404);
    assert!(
        answer.head.to_lowercase().contains("content-type: application/json"),
        "{}",
        answer.head
    );
}

#[test]
fn a_header_that_never_ends_is_dropped() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let start = Instant::now();
    let answer = raw(at, b"GET /api/health HTTP/1.1\r\nHost: ");
    assert!(start.elapsed() < Duration::from_secs(30), "held for {:?}", start.elapsed());
    assert!(answer.status != 200, "{answer:?}");
}

#[test]
fn a_body_that_never_ends_is_refused() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let start = Instant::now();
    let request = format!(
        "POST /api/check HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nX-Linchpin: 1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    let answer = raw(at, request.as_bytes());
    assert_eq!((answer.status, answer.code().as_str()), (408, "LP-H006"), "{answer:?}");
    assert!(start.elapsed() < Duration::from_secs(45), "held for {:?}", start.elapsed());
}

#[test]
fn an_address_others_can_reach_is_not_opened_without_a_token() {
    let runs = tempfile::tempdir().expect("a folder");
    for (address, token) in [("0.0.0.0:0", None), ("[::]:0", None), ("0.0.0.0:0", Some("short"))] {
        let address = address.parse().expect("an address");
        let token = token.map(str::to_owned);
        let config = linchpin_web::serve::Config {
            address,
            runs: runs.path().into(),
            store: runs.path().join("store"),
            token,
        };
        let opened = linchpin_web::serve::serve(&config, |at| panic!("opened {at}"));
        assert!(opened.is_err(), "{config:?}");
    }
}

#[test]
fn the_map_tells_sites_and_flows_with_ranges() {
    let runs = tempfile::tempdir().expect("a folder");
    let map = get(start(runs.path(), None), "/api/world/map").json();
    let flows = map["flows"].as_array().expect("flows");
    for stage in ["input", "line", "demand"] {
        assert!(flows.iter().any(|flow| flow["stage"] == stage), "{stage}");
    }
    let ordered = |flow: &serde_json::Value| {
        let at = |key: &str| flow["amount"][key].as_f64().expect("a number");
        at("low") <= at("value") && at("value") <= at("high")
    };
    assert!(flows.iter().all(ordered));
}

#[test]
fn a_flood_of_idle_connections_keeps_nobody_out() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let many = std::env::var("LINCHPIN_FLOOD").ok().and_then(|text| text.parse().ok());
    let mut idle = Vec::new();
    // LINCHPIN_FLOOD=10000 is the whole proof; more than the server keeps open is enough here.
    for _ in 0..many.unwrap_or(2_000) {
        let mut stream = TcpStream::connect(at).expect("accepted or queued");
        let _ = stream.write_all(b"GET /");
        idle.push(stream);
        // The test's own files are bounded too.
        if idle.len() > 400 {
            idle.remove(0);
        }
    }
    let start = Instant::now();
    assert_eq!(get(at, "/api/health").status, 200);
    assert!(start.elapsed() < Duration::from_secs(5), "answered after {:?}", start.elapsed());
}

#[test]
fn garbage_is_no_request() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    for bytes in [&b"\x16\x03\x01\x02\x00"[..], b"GET\r\n\r\n", b"\0\0\0\0\r\n\r\n", &[0xff; 9_000]]
    {
        let answer = raw(at, bytes);
        assert!(answer.status == 0 || (400..500).contains(&answer.status), "{answer:?}");
    }
    assert_eq!(get(at, "/api/health").status, 200);
}

#[test]
fn a_run_is_streamed_written_and_explained() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let wish = r#"{"study":"china-demand","scenario":"tenth-less","members":4,"seed":7}"#;
    let begun = send(at, "POST", "/api/runs", &[OURS, JSON], wish);
    assert_eq!(begun.status, 202, "{begun:?}");
    let job = begun.json()["job"].as_str().expect("a job").to_owned();
    let stream = get(at, &format!("/api/jobs/{job}/events"));
    assert!(stream.body.contains(r#""state":"done""#), "{stream:?}");
    let state = get(at, &format!("/api/jobs/{job}")).json();
    assert_eq!((&state["done"], &state["all"]), (&4.into(), &4.into()));
    let run = state["run"].as_str().expect("a run").to_owned();
    let report = get(at, &format!("/api/runs/{run}")).json();
    assert_eq!(report["schema"], "linchpin/report/1");
    let reasons = get(at, &format!("/api/runs/{run}/explain")).json();
    assert!(reasons["reasons"]["because"].is_array(), "{reasons}");
    let pair = get(at, &format!("/api/compare?left={run}&right={run}")).json();
    assert!(pair["rows"].as_array().is_some_and(|rows| rows.iter().all(|r| r["differs"] == false)));
    assert_eq!(get(at, "/api/runs").json()[0]["id"], run.as_str());
}

#[test]
fn a_stopped_run_leaves_nothing() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let wish = r#"{"study":"yearly-approvals","members":16000}"#;
    let job = send(at, "POST", "/api/runs", &[OURS, JSON], wish).json()["job"].clone();
    let job = job.as_str().expect("a job");
    assert_eq!(send(at, "DELETE", &format!("/api/jobs/{job}"), &[OURS], "").status, 202);
    let stream = get(at, &format!("/api/jobs/{job}/events"));
    assert!(stream.body.contains(r#""state":"cancelled""#), "{stream:?}");
    assert_eq!(get(at, "/api/runs").json(), serde_json::json!([]));
    let left: Vec<_> = std::fs::read_dir(runs.path()).expect("read").flatten().collect();
    // The ledger remembers that the job was cancelled; of the run itself nothing is left.
    let left: Vec<_> = left.into_iter().filter(|entry| entry.file_name() != ".jobs").collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_store_is_read_as_the_command_line_reads_it() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let empty = get(at, "/api/evidence/documents").json();
    assert_eq!(empty, serde_json::json!({ "documents": [] }));
    assert_eq!(get(at, "/api/evidence/divergences").json()["divergences"], serde_json::json!([]));

    let store = runs.path().join("store");
    let texts = [
        "South Korea's trade minister Ahn Duk-geun met China's commerce minister Wang Wentao on 26 May 2023.\n\nChina's commerce ministry said both sides agreed to strengthen talks on chip supply chains.\n",
        "China's commerce minister Wang Wentao met South Korea's trade minister Ahn Duk-geun on 27 May 2023.\n\nChina's commerce ministry said both sides agreed to strengthen talks on chip supply chains. <script>alert(1)</script>\n",
    ];
    for (name, text) in ["one.txt", "two.txt"].iter().zip(texts) {
        let path = runs.path().join(name);
        std::fs::write(&path, text).expect("written");
        let stating = linchpin_evidence::face::Stating {
            outlet: Some("A paper".to_owned()),
            published: "2023-05-28".parse().ok(),
            url: None,
        };
        let (_, findings) = linchpin_evidence::face::add(&store, &[path], &stating);
        assert!(!findings.any_error(), "{findings}");
    }
    let documents = get(at, "/api/evidence/documents").json();
    assert_eq!(documents, linchpin_evidence::face::list(&store).expect("a list").json);
    let statements = get(at, "/api/evidence/statements").json();
    assert_eq!(statements, linchpin_evidence::face::statements(&store, None).expect("events").json);
    assert!(!statements["events"][0]["sides"].as_array().expect("sides").is_empty());
    let divergences = get(at, "/api/evidence/divergences").json();
    assert!(
        divergences["divergences"].as_array().expect("a list").iter().any(|d| d["kind"] == "date"),
        "{divergences}"
    );
    let id = documents["documents"][0]["id"].as_str().expect("an id");
    let layers = get(at, &format!("/api/evidence/documents/{}", &id[..12]));
    assert_eq!(layers.json()["document"]["sha256"], *id);
    for bad in ["..%2f..%2fetc%2fpasswd", "zzzz", "00", "0000000000"] {
        assert_eq!(get(at, &format!("/api/evidence/documents/{bad}")).code(), "LP-H002", "{bad}");
    }
}
