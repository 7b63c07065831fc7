//! An input as a node of a tree: its value, the accounts behind it, and the words they rest on.

use crate::contract::figures::stated;
use crate::contract::reason::{Node, Reason};
use crate::contract::report::{InputRow, QuoteRef};

/// The node of an input.
pub(crate) fn input_node(input: &InputRow) -> Node {
    let contested = if input.contested { " (contested)" } else { "" };
    let used = stated(input.value, input.low, input.high, &input.unit);
    let text = format!("{} {}: {used}{contested}", input.name, input.quantity);
    let accounts = input.accounts.iter().map(|told| {
        let mut parts = vec![
            stated(told.value, told.low, told.high, &input.unit),
            format!("as of {}", told.as_of),
            told.basis.clone(),
        ];
        parts.push(match (told.outlet.as_str(), told.title.as_str()) {
            ("", "") => told.source.clone(),
            (outlet, "") => outlet.to_owned(),
            (outlet, title) => format!("{outlet}, \"{title}\""),
        });
        parts.push(told.grade.clone());
        parts.retain(|part| !part.is_empty());
        let words = told.quote.as_ref().map(quote_node);
        Node::new(Reason::Account, parts.join("; "), words.into_iter().collect())
    });
    let mut accounts: Vec<Node> = accounts.collect();
    if accounts.is_empty() {
        accounts.push(Node::new(Reason::Note, "no account is stored", Vec::new()));
    }
    Node::new(Reason::Input, text, accounts)
}

/// Characters of a digest that name a document to a person.
const SHORT: usize = 12;

/// The end of the road without the document: where the words stand.
fn quote_node(quote: &QuoteRef) -> Node {
    let document = quote.document.get(..SHORT).unwrap_or(&quote.document);
    let text = format!(
        "the words stand at bytes {} to {} of document {document}; add it with `linchpin evidence add` to read them here",
        quote.start, quote.end
    );
    Node { quote: Some(quote.clone()), ..Node::new(Reason::Quote, text, Vec::new()) }
}
