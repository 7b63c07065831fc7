//! The book says what the program does: every console block of every page is run and its output compared,
//! every file block is written first, and the pages that list codes, commands and scores are made from the
//! program itself. `LINCHPIN_BLESS=1 cargo test -p linchpin-cli --test book` writes those pages anew, and in console
//! blocks the lines that differ in their numbers only: a word that changed is for a reader to judge.
//!
//! In an expected output a line of `…` stands for any lines, `…` within a line for any text, and a first
//! line `? N` for the exit code.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src")
}

/// A fenced block: its words after the fence, its lines, the line it starts on.
struct Block {
    info: String,
    lines: Vec<String>,
    at: usize,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                open = Some(Block { info: info.to_owned(), lines: Vec::new(), at: at + 1 });
            }
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(block), None) => block.lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    found
}

/// Whether `text` fits `pattern`, in which `…` is any text.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('…');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    for (at, part) in parts.iter().enumerate() {
        if at + 1 == parts.len() {
            return rest.ends_with(part);
        }
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    rest.is_empty()
}

/// Whether `lines` fit `expected`, in which a line `…` is any lines.
fn all_fit(expected: &[&str], lines: &[&str]) -> bool {
    match (expected.split_first(), lines.split_first()) {
        (None, None) => true,
        (Some((&"…", rest)), _) => {
            (0..=lines.len()).any(|skipped| all_fit(rest, &lines[skipped..]))
        }
        (Some((one, rest)), Some((line, others))) => fits(one, line) && all_fit(rest, others),
        _ => false,
    }
}

/// A line without its numbers, and with one blank for many: a number that grows moves its column.
fn wordless(line: &str) -> String {
    let mut text = String::new();
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        let within = text.ends_with('#');
        let point = matches!(sign, '.' | ',') && signs.peek().is_some_and(char::is_ascii_digit);
        if within && (sign.is_ascii_digit() || point) || sign == ' ' && text.ends_with(' ') {
            continue;
        }
        text.push(if sign.is_ascii_digit() { '#' } else { sign });
    }
    text
}

/// The expected lines with the numbers of `lines`, if nothing but numbers differs.
fn renumbered(expected: &[&str], lines: &[&str]) -> Option<Vec<String>> {
    let put = |line: &str, rest: Option<Vec<String>>| {
        rest.map(|rest| std::iter::once(line.to_owned()).chain(rest).collect())
    };
    match (expected.split_first(), lines.split_first()) {
        (None, None) => Some(Vec::new()),
        (Some((&"…", rest)), _) => {
            put("…", (0..=lines.len()).find_map(|skipped| renumbered(rest, &lines[skipped..])))
        }
        (Some((one, rest)), Some((line, others))) if fits(one, line) => {
            put(one, renumbered(rest, others))
        }
        (Some((one, rest)), Some((line, others))) if fits(&wordless(one), &wordless(line)) => {
            put(line, renumbered(rest, others))
        }
        _ => None,
    }
}

/// What a command line prints in a folder, without blank lines at the end, and its exit code.
fn printed(words: &str, folder: &Path) -> (Option<i32>, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_linchpin"));
    let bin = program.parent().expect("a folder of programs");
    let path = std::env::var("PATH").unwrap_or_default();
    let done = Command::new("bash")
        .args(["-c", &format!("{words} 2>&1")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C.UTF-8")
        .env_remove("COLUMNS")
        .output()
        .expect("bash runs");
    // A paragraph break at the end is no promise.
    (done.status.code(), String::from_utf8_lossy(&done.stdout).trim_end().to_owned())
}

/// Runs the commands of a block in a folder; says what differs, and gives the lines that should stand there.
fn run(block: &Block, folder: &Path, page: &str, wrong: &mut String) -> (usize, Vec<String>) {
    let bless = std::env::var_os("LINCHPIN_BLESS").is_some();
    let commands: Vec<&[String]> =
        block.lines.chunk_by(|_, next| !next.starts_with("$ ")).collect();
    let mut should = Vec::new();
    for command in &commands {
        let words = command[0].strip_prefix("$ ").unwrap_or_default();
        let (found, text) = printed(words, folder);
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let mut expected: Vec<&str> = command[1..].iter().map(|line| line.trim_end()).collect();
        let (mut code, mut head) = (0, 1);
        if let Some(said) = expected.first().and_then(|line| line.strip_prefix("? ")) {
            code = said.parse().expect("an exit code");
            expected.remove(0);
            head = 2;
        }
        while expected.last() == Some(&"") {
            expected.pop();
        }
        let right = found == Some(code) && all_fit(&expected, &lines);
        let anew = (bless && !right && found == Some(code))
            .then(|| renumbered(&expected, &lines))
            .flatten();
        if !right && anew.is_none() {
            let _ = writeln!(wrong, "{page}:{}: $ {words}\nexit {found:?}\n{text}", block.at);
        }
        match anew {
            Some(anew) => should.extend(command[..head].iter().cloned().chain(anew)),
            None => should.extend_from_slice(command),
        }
    }
    (commands.len(), should)
}

#[test]
fn every_console_block_prints_what_the_book_says() {
    let mut pages: Vec<PathBuf> =
        std::fs::read_dir(source()).expect("the book").flatten().map(|e| e.path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    pages.sort();
    let (mut wrong, mut count) = (String::new(), 0);
    for path in pages {
        let page = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a page");
        let folder = tempfile::tempdir().expect("a folder");
        let mut anew: Vec<String> = text.lines().map(str::to_owned).collect();
        // From the last block on, so that the lines of those before stay where they are.
        let mut blessed = Vec::new();
        for block in blocks(&text) {
            if let Some((_, name)) = block.info.split_once("file=") {
                let body = block.lines.join("\n") + "\n";
                let path = folder.path().join(name);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
                std::fs::write(path, body).expect("written");
            } else if block.info == "console" {
                let (commands, should) = run(&block, folder.path(), &page, &mut wrong);
                count += commands;
                if should != block.lines {
                    blessed.push((block.at..block.at + block.lines.len(), should));
                }
            }
        }
        for (at, should) in blessed.iter().rev() {
            anew.splice(at.clone(), should.iter().cloned());
        }
        if !blessed.is_empty() {
            std::fs::write(&path, anew.join("\n") + "\n").expect("written");
        }
    }
    assert!(count > 30, "only {count} commands were found");
    assert!(wrong.is_empty(), "{wrong}");
}

fn said(words: &[&str]) -> String {
    let done = linchpin_cli::answer(
        std::iter::once("linchpin").chain(words.iter().copied()),
        &linchpin::unwatched,
    );
    assert_eq!(done.code, 0, "{words:?}: {}", done.stderr);
    done.stdout
}

/// A field as the book tells it.
fn field(field: &linchpin_engine::entry::Field) -> String {
    use linchpin_engine::entry::Holds;
    let holds = match field.holds {
        Holds::Name(kind) => format!("a {kind}"),
        Holds::Names(kind) => format!("a list: {kind}"),
        Holds::Amount(unit) => format!("an amount in `{unit}`"),
        Holds::Number { low, high } => format!("a number from {low} to {high}"),
        Holds::Words(words) => format!("of `{}`", words.join("`, `")),
    };
    let needed = if field.needed { "yes" } else { "no" };
    format!("| `{}` | {holds} | {needed} | {} |\n", field.name, field.about)
}

/// The levers, from their registry: a new one is on the page without a word written here.
fn levers() -> String {
    let mut text = "# Levers\n\nWhat a government, a firm or nature can do to the market. In a scenario or an episode an `[[event]]` pulls a\nlever outright; an `[[ask.NAME]]` asks the law, and levers follow from its answers, dated as they are. Every\nname must be known to the world. An *amount* names an assumption, or is a table\n`{ value, low, high, unit, source, why }`. Beside its own fields an event has `kind`, `what`, `from`, `until` and, where it would be\na government's act, `by`: us, cn, kr, jp, nl, eu or tw.\n".to_owned();
    let heads = "\n| field | holds | needed | meaning |\n|---|---|---|---|\n";
    for room in linchpin_engine::Registry::default().rooms() {
        let (kind, about, combines) = (room.kind, room.about, room.combines);
        let _ = writeln!(text, "\n## {kind}\n\n{about} Two on one target: {combines}");
        text.push_str(heads);
        text.extend(room.event.iter().map(field));
        let _ = writeln!(text, "\n```toml\n[[event]]\n{}\n```", room.example.trim());
        if let Some(ask) = &room.ask {
            let _ = writeln!(text, "\nThe question to the law is `[[ask.{}]]`:", ask.name);
            text.push_str(heads);
            text.extend(ask.fields.iter().map(field));
        }
    }
    text
}

/// Pages made from the program, by path below the book's source.
fn generated() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let codes: serde_json::Value =
        serde_json::from_str(&said(&["error", "--json"])).expect("the codes");
    let mut index = "# Errors\n\nEvery finding bears a code, a place, what was expected, and one fix. `linchpin error CODE` prints these pages.\n\n| code | meaning |\n|---|---|\n".to_owned();
    let mut contents = String::new();
    for page in codes["codes"].as_array().expect("a list") {
        let text = |key: &str| page[key].as_str().expect("text");
        let (code, title) = (text("code"), text("title"));
        let _ = writeln!(index, "| [{code}](errors/{code}.md) | {title} |");
        let _ = writeln!(contents, "  - [{code}](errors/{code}.md)");
        let body = format!(
            "# {code}: {title}\n\n**Cause.** {}\n\n**Fix.** {}\n",
            text("cause"),
            text("fix")
        );
        pages.insert(format!("errors/{code}.md"), body);
    }
    pages.insert("errors.md".to_owned(), index);

    let help = said(&["--help"]);
    let mut commands =
        format!("# Commands\n\n`--json` works on every verb.\n\n```text\n{help}```\n");
    let verbs = help.split("Commands:").nth(1).expect("verbs").split("Options:").next();
    for line in verbs.expect("verbs").lines() {
        let verb = line.strip_prefix("  ").and_then(|line| line.split(' ').next());
        if let Some(verb) = verb.filter(|verb| !verb.is_empty() && *verb != "help") {
            let help = said(&[verb, "--help"]);
            let _ = write!(commands, "\n## linchpin {verb}\n\n```text\n{help}```\n");
        }
    }
    pages.insert("commands.md".to_owned(), commands);

    let (bank, old) = (said(&["hindcast", "--score"]), said(&["hindcast"]));
    let before = std::fs::read_to_string(source().join("validation-intro.md"))
        .expect("the text before the scores");
    let validation = format!(
        "{before}\n## The score\n\nThis is what `linchpin hindcast --score` prints:\n\n```text\n{bank}```\n\n## The episodes of the old form\n\nThis is what `linchpin hindcast` prints. [Episodes](episodes.md) says how they are written, and why most of\ntheir rows are no proof.\n\n```text\n{old}```\n"
    );
    pages.insert("validation.md".to_owned(), validation);

    pages.insert("levers.md".to_owned(), levers());

    let scores = said(&["cycle"]);
    let before = std::fs::read_to_string(source().join("cycle-intro.md"))
        .expect("the text before the scores");
    pages.insert("cycle.md".to_owned(), format!("{before}\n```text\n{scores}```\n"));

    let summary = std::fs::read_to_string(source().join("SUMMARY.md")).expect("the summary");
    // The pages of the codes hang below the last entry.
    let last = "- [Errors](errors.md)\n";
    let (before, _) = summary.split_once(last).expect("the entry of the errors");
    pages.insert("SUMMARY.md".to_owned(), format!("{before}{last}{contents}"));
    pages
}

#[test]
fn pages_made_from_the_program_are_current() {
    let bless = std::env::var_os("LINCHPIN_BLESS").is_some();
    let mut old = Vec::new();
    for (name, text) in generated() {
        let path = source().join(&name);
        let text: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        if bless {
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(&path, text).expect("written");
        } else if std::fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
            old.push(name);
        }
    }
    assert!(old.is_empty(), "write these anew with LINCHPIN_BLESS=1: {old:?}");
}

#[test]
fn the_matcher_refuses_what_differs() {
    assert!(fits("a … b …", "a x b y") && fits("…", "") && fits("a", "a") && fits("…b", "ab"));
    assert!(!fits("a …c", "a b") && !fits("a", "ab") && !fits("…b", "abc"));
    assert!(all_fit(&["a", "…", "d"], &["a", "b", "c", "d"]) && all_fit(&["…"], &[]));
    assert!(!all_fit(&["a", "…", "d"], &["a", "b"]) && !all_fit(&[], &["a"]));
    // A blessing changes numbers, and nothing else.
    let anew =
        renumbered(&["falls by 9.5 % [-11, -8]", "…", "x"], &["falls by 10 % [-12, -8]", "x"]);
    assert_eq!(anew, Some(vec!["falls by 10 % [-12, -8]".to_owned(), "…".into(), "x".into()]));
    assert_eq!(renumbered(&["falls by 9 %"], &["rises by 9 %"]), None);
    assert_eq!(renumbered(&["+9 %"], &["-9 %"]), None);
}
