//! The chapter of questions can't go stale: its commands are run by `--test book`, and here every number of a reading
//! must stand in what its section prints, so that a reading is looked at again when an answer moves.

use std::path::Path;

/// What every section has.
const PARTS: [&str; 5] = [
    "**The question.**",
    "**Reading.**",
    "**Compared with what.**",
    "**What the model can't say.**",
    "```console",
];

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src/questions.md");
    std::fs::read_to_string(path).expect("the chapter")
}

/// The sections, each with its heading first.
fn sections(page: &str) -> Vec<&str> {
    page.split("\n## ").skip(1).collect()
}

/// The numbers of a text: `5,790.0` is 5790.
fn numbers(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut digits = String::new();
    let mut signs = text.chars().chain(std::iter::once(' ')).peekable();
    while let Some(sign) = signs.next() {
        let within = !digits.is_empty() && signs.peek().is_some_and(char::is_ascii_digit);
        match sign {
            '0'..='9' => digits.push(sign),
            '.' if within => digits.push(sign),
            ',' if within => {}
            _ if digits.is_empty() => {}
            _ => {
                found.extend(digits.parse::<f64>());
                digits.clear();
            }
        }
    }
    found
}

/// What a section prints, and its reading.
fn printed_and_read(section: &str) -> (String, String) {
    let (mut printed, mut read) = (String::new(), String::new());
    let (mut console, mut reading) = (false, false);
    for line in section.lines() {
        if line.starts_with("```") {
            console = line == "```console";
        } else if console && !line.starts_with("$ ") {
            printed += &format!("{line}\n");
        } else {
            reading = line.starts_with("**Reading.**") || reading && !line.is_empty();
            if reading {
                read += &format!("{line}\n");
            }
        }
    }
    (printed, read)
}

/// Numbers of a reading that its section does not print, as such or as a share of one.
fn unprinted(printed: &str, read: &str) -> Vec<f64> {
    let said = numbers(printed);
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    // "Question 7" and the other way round is a reference.
    let read = read.replace("uestion ", "uestion_");
    let read: String = read
        .split_whitespace()
        .filter(|word| !word.contains("uestion_"))
        .map(|w| w.to_owned() + " ")
        .collect();
    numbers(&read)
        .into_iter()
        .filter(|number| !said.iter().any(|one| near(*one, *number) || near(*one, number / 100.0)))
        .collect()
}

#[test]
fn there_are_twelve_questions_with_all_their_parts() {
    let page = page();
    let sections = sections(&page);
    assert_eq!(sections.len(), 12);
    for (at, section) in sections.iter().enumerate() {
        let title = section.lines().next().unwrap_or_default();
        assert!(title.starts_with(&format!("{}. ", at + 1)), "{title}");
        for part in PARTS {
            assert!(section.contains(part), "{title}: {part} is missing");
        }
    }
}

#[test]
fn every_number_of_a_reading_is_printed() {
    let page = page();
    let mut stale = Vec::new();
    for section in sections(&page) {
        let (printed, read) = printed_and_read(section);
        assert!(!printed.is_empty() && !read.is_empty());
        let title = section.lines().next().unwrap_or_default();
        let not = unprinted(&printed, &read);
        if !not.is_empty() {
            stale.push(format!("{title}: {not:?}"));
        }
    }
    assert!(stale.is_empty(), "read these answers again:\n{}", stale.join("\n"));
}

#[test]
fn the_reader_of_numbers_sees_what_is_not_printed() {
    assert_eq!(numbers("-28 % [-45, -17], 5,790.0 and 1.2."), [28.0, 45.0, 17.0, 5790.0, 1.2]);
    assert_eq!(unprinted("0.17 28", "28 % and 17 %, see question 7"), Vec::<f64>::new());
    assert_eq!(unprinted("0.17 28", "29 %"), [29.0]);
}
