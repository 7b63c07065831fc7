//! Names and where they hold: containers, public and private.
//!
//! A name is looked up in its own container first, then in the containers around it, then among all
//! public names; a name with dots is a path from one of these places.

use super::xml::Element;
use crate::graph::Spot;
use indexmap::IndexMap;
use linchpin_units::{Finding, Findings, Text};

/// What a definition defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Gate,
    Basic,
    House,
    Parameter,
}

impl Kind {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Gate => "gate",
            Self::Basic => "basic event",
            Self::House => "house event",
            Self::Parameter => "parameter",
        }
    }
}

/// A definition and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Definition<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t Text,
    /// Which text that is.
    pub(super) file: usize,
    pub(super) element: &'t Element,
    /// By its place in [`Names::containers`].
    pub(super) container: usize,
    pub(super) public: bool,
    /// Its number among definitions of its kind.
    pub(super) number: usize,
}

/// All names of a model; events and gates share one space, parameters have another.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    /// Paths of containers; the first is the model.
    pub(super) containers: Vec<String>,
    parents: Vec<usize>,
    paths: [IndexMap<String, Definition<'t>>; 2],
    public: [IndexMap<String, Definition<'t>>; 2],
    counts: [usize; 4],
}

fn space(kind: Kind) -> usize {
    usize::from(kind == Kind::Parameter)
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

impl Definition<'_> {
    /// Where an element of the same text stands.
    pub(super) fn spot(&self, element: &Element) -> Option<Spot> {
        Some(Spot { text: self.file, start: element.span.start, end: element.span.end })
    }
}

impl<'t> Names<'t> {
    pub(super) fn new() -> Self {
        Self { containers: vec![String::new()], parents: vec![0], ..Self::default() }
    }

    /// Opens a container inside `parent`.
    pub(super) fn container(&mut self, parent: usize, name: &str) -> usize {
        self.containers.push(join(&self.containers[parent], name));
        self.parents.push(parent);
        self.containers.len() - 1
    }

    /// Whether a container of that path is there already.
    pub(super) fn has_container(&self, parent: usize, name: &str) -> bool {
        self.containers.contains(&join(&self.containers[parent], name))
    }

    /// Adds a definition, or files the finding that its name is taken.
    pub(super) fn define(&mut self, mut new: Definition<'t>, name: &str, findings: &mut Findings) {
        new.number = self.counts[new.kind as usize];
        let path = join(&self.containers[new.container], name);
        let taken = self.paths[space(new.kind)]
            .get(&path)
            .or_else(|| self.public[space(new.kind)].get(name).filter(|_| new.public));
        if let Some(first) = taken {
            let at = first.text.place(first.element.span.clone());
            let message = format!("`{name}` is defined twice; the first stands at {at}");
            let place = new.text.place(new.element.span.clone());
            findings.push(
                Finding::error("LP-C005", place, message)
                    .expected("each name once")
                    .help("rename or remove one of the two"),
            );
            return;
        }
        self.counts[new.kind as usize] += 1;
        self.paths[space(new.kind)].insert(path, new);
        if new.public {
            self.public[space(new.kind)].insert(name.to_owned(), new);
        }
    }

    /// What `name` means inside `container`.
    pub(super) fn find(&self, name: &str, container: usize, kind: Kind) -> Option<Definition<'t>> {
        let paths = &self.paths[space(kind)];
        let mut inside = container;
        loop {
            if let Some(found) = paths.get(&join(&self.containers[inside], name)) {
                return Some(*found);
            }
            if inside == 0 {
                break;
            }
            inside = self.parents[inside];
        }
        self.public[space(kind)].get(name).copied()
    }

    /// All definitions with the names by which reports call them.
    pub(super) fn all(&self) -> impl Iterator<Item = (String, &Definition<'t>)> {
        self.paths.iter().flatten().map(|(path, definition)| {
            let own = path.rsplit('.').next().unwrap_or(path);
            let name = definition.element.get("name").unwrap_or(own);
            (if definition.public { name.to_owned() } else { path.clone() }, definition)
        })
    }

    /// Names one may write, for the nearest of them.
    pub(super) fn known(&self, kinds: &[Kind]) -> Vec<&str> {
        let all = self.paths.iter().flatten();
        let wanted = all.filter(|(_, definition)| kinds.contains(&definition.kind));
        wanted.filter_map(|(_, definition)| definition.element.get("name")).collect()
    }
}

/// The name of an element, or the finding that it has none.
pub(super) fn named<'t>(
    text: &Text,
    element: &'t Element,
    findings: &mut Findings,
) -> Option<&'t str> {
    let name = element.get("name").filter(|name| !name.is_empty());
    if name.is_none() {
        let message = format!("`{}` has no name", element.name);
        findings.push(
            Finding::error("LP-C004", text.place(element.span.clone()), message)
                .expected("name=\"…\"")
                .help("give it a name"),
        );
    }
    name
}
