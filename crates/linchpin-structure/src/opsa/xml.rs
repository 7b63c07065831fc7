//! XML as a tree of elements that know where they stand.
//!
//! In comes a text; out comes its root element, or the finding at the first fault. No entity is expanded
//! but the five of XML itself, no document type is followed, and depth is bounded: a hostile file costs
//! no more than its own length.

use linchpin_units::{Finding, Findings, Text};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Elements inside each other at most.
const DEEPEST: usize = 500;

/// An attribute and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) value: String,
}

/// An element with all that is inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) inside: Vec<Element>,
    /// Bytes of the opening tag.
    pub(super) span: Range<usize>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|one| one.name == name).map(|one| one.value.trim())
    }
}

/// The root element of `text`.
pub(super) fn root(text: &Text) -> Result<Element, Findings> {
    let mut reader = Reader::from_str(text.body());
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    loop {
        let from = place(reader.buffer_position());
        let event = reader.read_event();
        let to = place(reader.buffer_position());
        match event {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) => {
                if open.len() >= DEEPEST {
                    return Err(too_deep(text, from..to));
                }
                if root.is_some() {
                    return Err(malformed(text, from..to, "a second root element"));
                }
                open.push(element(text, &tag, from..to)?);
            }
            Ok(Event::Empty(tag)) => {
                let element = element(text, &tag, from..to)?;
                match open.last_mut() {
                    Some(parent) => parent.inside.push(element),
                    None if root.is_none() => root = Some(element),
                    None => return Err(malformed(text, from..to, "a second root element")),
                }
            }
            Ok(Event::End(_)) => {
                let Some(done) = open.pop() else {
                    return Err(malformed(text, from..to, "a tag is closed that is not open"));
                };
                match open.last_mut() {
                    Some(parent) => parent.inside.push(done),
                    None => root = Some(done),
                }
            }
            // Labels and attributes of the format hold free text, which nothing here needs.
            Ok(_) => {}
            Err(error) => {
                let at = place(reader.error_position());
                return Err(malformed(text, at..at + 1, &error.to_string()));
            }
        }
    }
    if let Some(open) = open.last() {
        let message = format!("`{}` is never closed", open.name);
        return Err(malformed(text, open.span.clone(), &message));
    }
    root.ok_or_else(|| malformed(text, 0..1, "the file holds no element"))
}

fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn element(text: &Text, tag: &BytesStart<'_>, span: Range<usize>) -> Result<Element, Findings> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|e| malformed(text, span.clone(), &e.to_string()))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| malformed(text, span.clone(), &error.to_string()))?;
        attributes
            .push(Attribute { name: attribute.key.as_ref().to_owned(), value: value.into_owned() });
    }
    let name = tag.local_name().as_ref().to_owned();
    Ok(Element { name, attributes, inside: Vec::new(), span })
}

fn malformed(text: &Text, span: Range<usize>, message: &str) -> Findings {
    Finding::error("LP-C001", text.place(span), format!("no well-formed XML: {message}"))
        .expected("an Open-PSA model in XML")
        .help("mend the file here")
        .into()
}

fn too_deep(text: &Text, span: Range<usize>) -> Findings {
    let message = format!("elements stand inside each other more than {DEEPEST} times");
    Finding::error("LP-C013", text.place(span), message)
        .help("name inner formulas as gates of their own")
        .into()
}
