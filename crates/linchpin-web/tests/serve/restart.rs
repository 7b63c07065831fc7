//! Jobs that a server accepted are run, or known to have failed, by the next one.

use crate::support::{get, send, start};
use serde_json::json;

#[test]
fn an_accepted_job_survives_a_restart_and_a_lost_one_says_so() {
    let runs = tempfile::tempdir().expect("a folder");
    let jobs = runs.path().join(".jobs");
    std::fs::create_dir_all(&jobs).expect("a folder");
    let put = |number: u64, text: &str| {
        std::fs::write(jobs.join(format!("{number:08x}.json")), text).expect("written");
    };
    let wish = json!({ "study": "china-demand", "members": 4 });
    let begun = json!({ "state": "running", "done": 2, "all": 4, "run": null, "error": null });
    put(7, &json!({ "wish": wish, "seen": begun }).to_string());
    let ended = json!({ "state": "done", "done": 4, "all": 4, "run": "a-run", "error": null });
    put(5, &json!({ "wish": wish, "seen": ended }).to_string());
    put(6, "{ half a job");
    put(8, "");

    let at = start(runs.path(), None);
    get(at, "/api/jobs/00000007/events");
    let job = get(at, "/api/jobs/00000007").json();
    assert_eq!(job["state"], "done", "{job}");
    let run = job["run"].as_str().expect("a run");
    assert!(runs.path().join(run).join("run.json").is_file());
    assert_eq!(get(at, "/api/jobs/00000005").json()["run"], "a-run", "what ended is remembered");
    let lost = get(at, "/api/jobs/00000006").json();
    assert_eq!(lost["state"], "failed", "{lost}");
    assert!(lost["error"]["message"].as_str().expect("text").contains("restarted"), "{lost}");
    assert_eq!(get(at, "/api/jobs/00000008").status, 404, "nothing was promised under it");

    let headers = [("X-Linchpin", "1"), ("Content-Type", "application/json")];
    let next = send(at, "POST", "/api/runs", &headers, &wish.to_string());
    assert_eq!((next.status, next.json()["job"].as_str()), (202, Some("00000008")), "{next:?}");
    get(at, "/api/jobs/00000008/events");
    assert_eq!(get(at, "/api/jobs/00000008").json()["run"], run, "the same run is adopted");
    let kept = std::fs::read_to_string(jobs.join("00000008.json")).expect("kept");
    assert!(kept.contains("\"done\""), "{kept}");
}
