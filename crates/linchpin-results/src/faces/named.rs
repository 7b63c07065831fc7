//! An input as a node of a tree: its value, the accounts behind it, and the words they rest on.

use crate::contract::figures::stated;
use crate::contract::language::Language;
use crate::contract::lexicon;
use crate::contract::phrase::told;
use crate::contract::reason::{Node, Reason};
use crate::contract::record::Record;
use crate::contract::report::{InputRow, QuoteRef};
use crate::contract::why::Why;
use crate::contract::words;

/// The node of an input.
pub(crate) fn input_node(input: &InputRow, tongue: Language) -> Node {
    let used = stated(input.value, input.low, input.high, &input.unit);
    let quantity = quantity(&input.quantity, tongue);
    let accounts = input.accounts.iter().map(|one| {
        let value = stated(one.value, one.low, one.high, &input.unit);
        let mut parts = vec![
            words::figure(&value, tongue),
            Why::AsOf.say(tongue, &[&one.as_of]),
            told(&one.basis, tongue),
        ];
        // A source keeps its own language; what we ourselves say is told.
        parts.push(match (one.outlet.as_str(), one.title.as_str()) {
            ("", "") => told(&one.source, tongue),
            (outlet, "") => ours(outlet, tongue).to_owned(),
            (outlet, title) => {
                let (outlet, title) = (ours(outlet, tongue), ours(title, tongue));
                tongue.pick([
                    format!("{outlet}, \"{title}\""),
                    format!("{outlet}, “{title}”"),
                    format!("{outlet}，“{title}”"),
                ])
            }
        });
        parts.push(grade(&one.grade, tongue));
        parts.retain(|part| !part.is_empty());
        let words = one.quote.as_ref().map(|quote| quote_node(quote, tongue));
        Node::new(
            Reason::Account,
            parts.join(tongue.pick(["; ", "; ", "；"])),
            words.into_iter().collect(),
        )
    });
    let mut accounts: Vec<Node> = accounts.collect();
    if accounts.is_empty() {
        accounts.push(Why::NoAccount.node((Reason::Note, tongue), &[], Vec::new()));
    }
    let kind = if input.contested { Why::Contested } else { Why::Input };
    let places = [input.name.as_str(), &quantity, &used];
    kind.node((Reason::Input, tongue), &places, accounts)
}

/// A grade of evidence in a language. The memory of a writer is not that of a chip.
fn grade(grade: &str, tongue: Language) -> String {
    let own = if grade == "memory" && tongue != Language::En { "from memory" } else { grade };
    told(own, tongue)
}

/// The name or title of a source: told where the table has all of it, which it has of ours alone.
fn ours(text: &str, tongue: Language) -> &str {
    lexicon::whole(text, tongue).unwrap_or(text)
}

/// A scenario by its id, as commands take it; to readers of other languages by its name.
pub(crate) fn scenario(record: &Record, id: &str, tongue: Language) -> String {
    let named = record.report.scenarios.iter().find(|one| one.id == id);
    match named.filter(|_| tongue != Language::En) {
        Some(one) => told(&one.title, tongue),
        None => id.to_owned(),
    }
}

/// A quantity as it is spelt in files, or in words where the language has them.
fn quantity(spelt: &str, tongue: Language) -> String {
    match tongue {
        Language::En => spelt.to_owned(),
        _ => spelt.replace('-', " "),
    }
}

/// Characters of a digest that name a document to a person.
const SHORT: usize = 12;

/// The end of the road without the document: where the words stand.
fn quote_node(quote: &QuoteRef, tongue: Language) -> Node {
    let document = quote.document.get(..SHORT).unwrap_or(&quote.document);
    let places = [&quote.start.to_string(), &quote.end.to_string(), document];
    let node = Why::WordsStand.node((Reason::Quote, tongue), &places, Vec::new());
    Node { quote: Some(quote.clone()), ..node }
}
