//! What an analyst, a journalist, a compliance officer and a doctoral student type first, before they have read
//! anything: it works at once, or the answer holds the right word.

use std::path::Path;
use std::process::Command;

/// A line as typed, and what its answer must hold.
type Try = (&'static str, &'static str);

/// These work.
const WORK: &[Try] = &[
    // An analyst of trade policy.
    ("list", "yearly-approvals/no-licence"),
    ("list micron-ban", "law as known on"),
    ("run china-demand --members 4 --state 2022-10-31", "projection"),
    ("run micron-ban/ban --members 4", "too few to tell a range"),
    ("run micron-ban --scenario ban --members 4", "procurement ban"),
    ("run micron-ban --members 4 --set ban-leak=0.1", "ANSWER"),
    ("run micron-ban --members 4 --until 2024-01-01", "2024-01-01"),
    ("run micron-ban --members 4 --full", "mean change in points, by government"),
    ("run micron-ban --members 4 --language ko", "수치"),
    ("run micron-ban --members 20", "ANSWER"),
    ("compare last#ban last#ban-no-backfill", "draw by draw"),
    ("explain last", "procurement ban"),
    ("runs", "micron-ban"),
    ("init micron-ban", "study.toml"),
    ("check micron-ban", "0 errors"),
    ("verify last", "whole"),
    // A journalist.
    ("world show wuxi", "SK hynix Wuxi"),
    ("world show gallium", "gallium"),
    ("cite last", "digest"),
    ("cite", "Linchpin"),
    ("report last --out page.html", "page.html"),
    ("policy calendar --from 2026-11-01 --until 2026-12-31", "2026-11"),
    ("hindcast list", "antimony-2024"),
    ("evidence list", "evidence add FILE"),
    // A compliance officer.
    ("ask --item gallium --from CHN --to KOR --on 2026-02-01", "licence"),
    (
        "ask --item tool:etch --from US --site wuxi --purpose spares --on 2026-03-01",
        "site:skhynix-wuxi",
    ),
    ("ask --item 'HBM memory' --from US --to China --on 2026-06-01", "licence"),
    ("ask --item EAR99 --from US --party YMTC --on 2026-01-01", "licence"),
    ("policy timeline site:samsung-xian", "2023"),
    ("policy show '87 FR 62186'", "2022"),
    ("policy list", "us.bis"),
    ("policy diff --on 2026-11-09 --on 2026-11-11", "affiliates rule"),
    // A doctoral student.
    ("run micron-ban --members 4 --format csv", "change_p50"),
    ("run micron-ban --members 4 --format md", "| --- |"),
    ("run micron-ban --members 4 --json", "\"digest\""),
    ("report last --xlsx book.xlsx", "book.xlsx"),
    ("world export tables", "tables"),
    ("error LP-W017", "LP-W017"),
    // Strangers of the fourth round: other words, other cases, other ways to write a day, other scripts.
    ("RUN micron-ban --draws 4", "ANSWER"),
    ("run MICRON-BAN -n 4", "ANSWER"),
    ("run micron-ban --members 4 --until '1 Jan 2024'", "2024-01-01"),
    ("run micron-ban --members 4 --lang zh", "micron-ban"),
    ("compare last ban ban-no-backfill", "draw by draw"),
    ("compare ban ban-no-backfill", "draw by draw"),
    ("runs --format json", "micron-ban"),
    ("error s007", "LP-S007"),
    ("ask --item gallium --from China --to Korea --date 2026-02-01 --format json", "\"verdict\""),
    (
        "ask --item 3B001.c --from us --to china --buyer SMIC --on 2026-02-01",
        "read as the other party",
    ),
    ("ask --item tool:etch --from US --site wuxi --purpose 维护 --on 2026-03-01", "authorised"),
    ("ask --item HBM --from KOR --to CHN --language ko --on 2026-02-01", "허가"),
    ("world show 三星西安", "Samsung Xi"),
    ("world show SK하이닉스", "SK hynix"),
    ("world show 镓", "gallium"),
    ("calendar --from 2026-11-01 --next 60d", "2026-11"),
    ("timeline wuxi", "2023"),
    ("policy TIMELINE --site wuxi", "2023"),
    ("policy list HBM", "HBM"),
    ("policy list --issuer mofcom", "MOFCOM"),
    ("policy diff '9 Nov 2026' 2026/11/11", "affiliates rule"),
];

/// These mean nothing here, and say what does.
const POINT: &[Try] = &[
    ("run", "linchpin run micron-ban"),
    ("run micron-bon", "micron-ban"),
    ("run micron-ban/bon", "ban"),
    ("run micron-ban --members 4 --set ban-leek=0.1", "ban-leak"),
    ("export last", "--xlsx"),
    ("search gallium", "world show"),
    ("doctor", "linchpin check"),
    ("studies", "linchpin list"),
    ("why", "linchpin explain last"),
    ("world show galium", "gallium"),
    ("ask --item potato --from US --to China", "potato"),
    ("policy show nothing", "nothing"),
    ("explain last#no/such.cell", "cell"),
    ("run no-licence", "linchpin run yearly-approvals/no-licence"),
    ("ask", "linchpin ask --item HBM"),
    ("ask 'can Samsung ship an etch tool from the US to Xi an?'", "--item tool:etch --from USA"),
    ("ask --item tool:etch --from US --site wuxi --purpose painting", "upgrade, spares"),
    ("compare last last#ban", "name a scenario on both sides"),
    ("world show SMIC", "linchpin ask --party"),
    ("run micron-ban --members 4 --set tool-review=9", "does not use"),
    ("report last --csv", "--xlsx"),
    ("run micron-ban --quiet", "2> /dev/null"),
    ("units", "world show NAME"),
    ("rm last", "runs/NAME"),
    ("world list", "linchpin world show"),
    ("sweep micron-ban", "sweep plan"),
];

/// The first lines of an answer.
fn first(said: &str) -> String {
    said.lines().take(6).map(|line| format!("{line}\n")).collect()
}

/// Runs a line as a shell reads it.
fn typed(folder: &Path, line: &str) -> (Option<i32>, String) {
    let whole = format!("\"$0\" {line} 2>&1");
    let mut command = Command::new("sh");
    command.args(["-c", &whole, env!("CARGO_BIN_EXE_linchpin")]).current_dir(folder);
    let output = command.env_remove("COLUMNS").output().expect("a shell");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn what_people_type_first_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = Vec::new();
    for &(line, holds) in WORK {
        let (code, said) = typed(folder.path(), line);
        if code != Some(0) || !said.contains(holds) || said.trim().is_empty() {
            wrong.push(format!(
                "$ linchpin {line}\n{code:?}, `{holds}` is missing in:\n{}",
                first(&said)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), WORK.len(), wrong.join("\n"));
}

#[test]
fn what_does_not_work_says_the_right_word() {
    let folder = tempfile::tempdir().expect("a folder");
    typed(folder.path(), "run micron-ban --members 2 --without-causes");
    let mut wrong = Vec::new();
    for &(line, holds) in POINT {
        let (code, said) = typed(folder.path(), line);
        if !matches!(code, Some(2 | 3)) || !said.contains(holds) {
            wrong.push(format!(
                "$ linchpin {line}\n{code:?}, `{holds}` is missing in:\n{}",
                first(&said)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), POINT.len(), wrong.join("\n"));
}

/// The short answer fits a screen of 80 columns and 24 lines, for every bundled study; wider terminals get wider lines;
/// a pipe and `NO_COLOR` get no escape.
#[test]
fn the_short_answer_fits_a_screen() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, listed) = typed(folder.path(), "list --format csv");
    let mut studies: Vec<&str> =
        listed.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    studies.dedup();
    assert!(studies.len() >= 6, "{listed}");
    for study in studies {
        let run = |columns: usize, more: &str| {
            let line = format!("run {study} --members 20 {more} 2>/dev/null");
            let whole = format!("COLUMNS={columns} \"$0\" {line}");
            let mut command = Command::new("sh");
            command.args(["-c", &whole, env!("CARGO_BIN_EXE_linchpin")]).current_dir(folder.path());
            let output = command.output().expect("a shell");
            String::from_utf8(output.stdout).expect("text")
        };
        let narrow = run(80, "");
        // The law and the market have days of knowledge; an engine with a table of its own rests on that.
        let own_table = ["decoupling", "electronics-stop"].contains(&study);
        let first = if own_table { "ANSWER" } else { "known" };
        assert!(narrow.starts_with(first), "{narrow}");
        assert!(
            narrow.lines().count() <= 24,
            "{study}: {} lines\n{narrow}",
            narrow.lines().count()
        );
        let widest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(widest(&narrow) <= 80, "{study}: {} columns\n{narrow}", widest(&narrow));
        assert!(!narrow.contains('\u{1b}'), "colour in a pipe");
        if study == "yearly-approvals" {
            let wide = run(120, "--full");
            assert!((101..=120).contains(&widest(&wide)), "{} columns\n{wide}", widest(&wide));
        }
    }
}
