//! The first page, the search box and the upload of a document.

use crate::support::{get, send, start};
use linchpin::{Options, Study};
use linchpin_results::{Keep, finish};

const OURS: (&str, &str) = ("X-Linchpin", "1");
const JSON: (&str, &str) = ("Content-Type", "application/json");

/// What the first page says of a study is what `linchpin run` made, letter for letter; a run of a part of a
/// study, or of another seed, is no answer to it.
#[test]
fn the_first_page_says_what_the_run_says() {
    let runs = tempfile::tempdir().expect("a folder");
    let made = |members: u32, scenario: Option<&str>, seed: Option<u64>| {
        let options = Options { members: Some(members), seed, ..Options::default() };
        let study = Study::load("micron-ban", &options).expect("bundled");
        let run = study.run(scenario, &linchpin::unwatched).expect("runs");
        let finished = finish(&run, Keep::Few).expect("sums up");
        linchpin_web::write(runs.path(), scenario, &finished).expect("written");
        finished.report
    };
    let at = start(runs.path(), None);
    let empty = get(at, "/api/start").json();
    assert_eq!(empty["studies"][0]["info"]["id"], "yearly-approvals", "the main question is first");
    let unanswered = |one: &serde_json::Value| one["run"].is_null() && one["job"].is_null();
    assert!(empty["studies"].as_array().is_some_and(|all| all.iter().all(unanswered)));
    let main = Study::load("yearly-approvals", &Options::default()).expect("bundled");
    assert_eq!(empty["law_through"], main.known.to_string(), "what `linchpin run` prints");
    assert!(
        empty["market_through"].is_string()
            && empty["next"].as_array().is_some_and(|n| !n.is_empty())
    );

    let (whole, _) = (made(4, None, None), made(5, Some("ban"), None));
    let answer = get(at, "/api/start").json();
    let found = answer["studies"].as_array().expect("studies");
    let found = found.iter().find(|one| one["info"]["id"] == "micron-ban").expect("the study");
    assert_eq!(
        found["run"]["run"]["members"], 4,
        "a run of one scenario does not answer the study"
    );
    let card = whole.headline.card.as_ref().expect("a card");
    assert_eq!(found["run"]["headline"]["card"]["sentence"], card.sentence);
    assert_eq!(found["run"]["headline"]["text"], whole.headline.text);
    assert_eq!(found["run"]["headline"]["card"]["lines"][0]["text"], card.lines[0].text);
    assert!(found["run"]["headline"]["card"]["short"]["heading"].is_string());
}

#[test]
fn the_search_goes_where_the_name_lives() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let first = |asked: &str| {
        let found = get(at, &format!("/api/search?q={asked}")).json();
        let hit = &found["hits"][0];
        (
            hit["kind"].as_str().unwrap_or("-").to_owned(),
            hit["id"].as_str().unwrap_or("-").to_owned(),
        )
    };
    let is = |kind: &str, id: &str| (kind.to_owned(), id.to_owned());
    assert_eq!(first("wuxi"), is("site", "site:skhynix-wuxi"));
    assert_eq!(first("%EC%9A%B0%EC%8B%9C"), is("site", "site:skhynix-wuxi"), "우시");
    assert_eq!(first("YMTC"), is("firm", "firm:ymtc"));
    assert_eq!(first("%E9%95%BF%E6%B1%9F%E5%AD%98%E5%82%A8").1, "firm:ymtc", "长江存储");
    assert_eq!(first("gallium"), is("material", "material:gallium"));
    assert_eq!(first("MATCH%20Act").0, "study");
    assert_eq!(first("galium").1, "material:gallium", "the nearest spelling");
    assert_eq!(get(at, "/api/search?q=").json()["hits"], serde_json::json!([]));
    assert_eq!(get(at, &format!("/api/search?q={}", "a".repeat(300))).status, 400);
}

#[test]
fn a_document_is_put_into_the_store_and_a_path_is_not() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let put = |name: &str| {
        let text =
            "Seoul (Yonhap), 1 June 2026 - The minister said that exports rose by 5 percent.";
        let body = serde_json::json!({ "name": name, "text": text }).to_string();
        send(at, "POST", "/api/evidence/documents", &[OURS, JSON], &body)
    };
    let added = put("report.txt");
    assert_eq!(added.status, 202, "{added:?}");
    let known = get(at, "/api/evidence/documents").json();
    assert_eq!(known["documents"].as_array().map(Vec::len), Some(1));
    assert_eq!(put("report.txt").json()["new"], false, "twice the same is once");
    for name in ["../x.txt", "a/b", "", "c:\\x"] {
        assert_eq!(put(name).status, 400, "{name}");
    }
    let foreign = send(at, "POST", "/api/evidence/documents", &[JSON], "{}");
    assert_eq!(foreign.code(), "LP-H004", "another site may not");
}

/// Whoever reads pages gets a page, whoever reads JSON a refusal; both say that there is nothing.
#[test]
fn a_mistyped_path_says_so_to_people_and_programs() {
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let page = send(at, "GET", "/wrold", &[("Accept", "text/html,*/*")], "");
    assert!(page.status == 404 && page.body.contains("<title>Linchpin</title>"), "{}", page.head);
    assert_eq!(get(at, "/wrold").code(), "LP-H002");
}
