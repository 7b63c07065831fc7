//! Answers questions: `cargo run -p linchpin-policy --example answer -- DAY field=value …`, or
//! `… -- cases FILE`. With `LINCHPIN_POLICY=DIR` the acts of that folder count instead of the bundled ones.

use linchpin_policy::{Field, Query, Rulebook, case, render};
use linchpin_units::Text;
use std::path::Path;

fn main() {
    let mut words = std::env::args().skip(1);
    let rulebook = match std::env::var("LINCHPIN_POLICY") {
        Ok(dir) => Rulebook::load(Path::new(&dir)),
        Err(_) => Rulebook::embedded(),
    };
    let rulebook = match rulebook {
        Ok(rulebook) => rulebook,
        Err(findings) => return eprintln!("{findings}"),
    };
    let first = words.next().unwrap_or_default();
    if first == "cases" {
        return words.for_each(|file| cases(&rulebook, &file));
    }
    let Ok(on) = first.parse() else {
        return eprintln!("usage: answer DAY field=value …");
    };
    let mut query = Query::new();
    for word in words {
        match word.split_once('=').map(|(field, value)| (Field::parse(field), value)) {
            Some((Some(field), value)) => query = query.with(field, value),
            _ => return eprintln!("`{word}` is not field=value"),
        }
    }
    let decision = rulebook.decide(&query, on, rulebook.knowledge_day());
    print!("{}", render::page(&decision));
}

fn cases(rulebook: &Rulebook, file: &str) {
    let body = std::fs::read_to_string(file).unwrap_or_default();
    let cases = match case::read(&Text::new(file, body)) {
        Ok(cases) => cases,
        Err(findings) => return eprintln!("{findings}"),
    };
    let mut agree = 0;
    for case in &cases {
        let answer = rulebook.answer(case);
        agree += usize::from(answer.agrees);
        if !answer.agrees || std::env::var("LINCHPIN_ALL").is_ok() {
            let mark = if answer.agrees { "ok" } else { "DIFFERS" };
            println!(
                "{mark} {} {} [{}] expected {}: {}",
                answer.id, answer.on, answer.verdict, answer.expected, answer.answer
            );
        }
    }
    println!("{agree} of {} agree", cases.len());
}
