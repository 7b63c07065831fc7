//! Answers one question: `cargo run -p linchpin-policy --example answer -- DAY field=value …`.

use linchpin_policy::{Field, Query, Rulebook, render};

fn main() {
    let mut words = std::env::args().skip(1);
    let rulebook = match Rulebook::embedded() {
        Ok(rulebook) => rulebook,
        Err(findings) => return eprintln!("{findings}"),
    };
    let Some(Ok(on)) = words.next().map(|day| day.parse()) else {
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
