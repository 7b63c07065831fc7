//! The API under questions drawn from its own document: whatever is asked, the server is never at fault.
//!
//! `LINCHPIN_FUZZ=100000 cargo test --release -p linchpin-web --test serve fuzz` asks that many.

use crate::support::{send, start};

/// Questions asked in a plain test run.
const FEW: u32 = 600;

/// A stream of numbers that is the same on every machine (SplitMix64, Steele et al. 2014).
pub(crate) struct Draws(pub(crate) u64);

impl Draws {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % bound as u64).expect("below the bound")
    }

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// A value: the example, a neighbour of it, or nonsense.
    fn value(&mut self, example: &str) -> String {
        const ODD: [&str; 18] = [
            "",
            "0",
            "-1",
            "NaN",
            "1e999",
            "2026-02-30",
            "9999-12-31",
            "0000-01-01",
            "unknown",
            "%00",
            "..%2f..",
            "%F0%9F%92%A9",
            "%FF",
            "a&b=c",
            "site:",
            "site:samsung-xian",
            "9999999999999999999",
            "%E4%B8%AD%E5%9B%BD",
        ];
        match self.below(4) {
            0 | 1 => escaped(example),
            2 => (*self.pick(&ODD)).to_owned(),
            _ => {
                let mut bytes = example.as_bytes().to_vec();
                for _ in 0..=self.below(4) {
                    let at = self.below(bytes.len() + 1);
                    let byte = u8::try_from(self.below(256)).expect("a byte");
                    bytes.insert(at, byte);
                }
                bytes.iter().map(|byte| format!("%{byte:02X}")).collect()
            }
        }
    }
}

fn escaped(text: &str) -> String {
    let keep = |c: char| c.is_ascii_alphanumeric() || "-._~:".contains(c);
    text.chars()
        .flat_map(|c| {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).bytes();
            if keep(c) { vec![c.to_string()] } else { bytes.map(|b| format!("%{b:02X}")).collect() }
        })
        .collect()
}

#[test]
fn no_question_makes_the_server_fail() {
    let many =
        std::env::var("LINCHPIN_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(FEW);
    let runs = tempfile::tempdir().expect("a folder");
    let at = start(runs.path(), None);
    let document = linchpin_web::serve::document();
    let mut operations = Vec::new();
    for (path, method) in linchpin_web::serve::paths() {
        // A run is more than a question; its wishes are tested one by one.
        if method != "post" {
            operations.push((path, method, document["paths"][path][method]["parameters"].clone()));
        }
    }
    let mut draws = Draws(20_261_121);
    let mut counts = std::collections::BTreeMap::new();
    for number in 0..many {
        let (path, method, parameters) = draws.pick(&operations);
        let (mut path, mut query) = ((*path).to_owned(), Vec::new());
        for parameter in parameters.as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default();
            let value = draws.value(parameter["example"].as_str().unwrap_or_default());
            if parameter["in"] == "path" {
                path = path.replace(&format!("{{{name}}}"), &value.replace('&', "%26"));
            } else if parameter["required"] == true || draws.below(3) == 0 {
                query.push(format!("{name}={value}"));
            }
        }
        let question = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
        let answer = send(at, &method.to_uppercase(), &question, &[("X-Linchpin", "1")], "");
        assert!((200..500).contains(&answer.status), "{number}: {method} {question}: {answer:?}");
        *counts.entry(answer.status).or_insert(0) += 1;
    }
    assert!(
        counts.get(&200).is_some_and(|answered| answered * 4 > many),
        "too few answers: {counts:?}"
    );
}
