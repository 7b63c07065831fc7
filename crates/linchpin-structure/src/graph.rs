//! Graphs of gates over basic events: what can fail, and what fails when they do.
//!
//! A [`Graph`] comes from a fault tree on disk ([`crate::opsa`]) or from a world
//! ([`crate::chokepoints`]); [`crate::cuts`] finds its minimal cut sets. Gates may share parts, so a
//! graph is a directed acyclic graph, not only a tree.

/// How a gate's arguments combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Connective {
    /// True if all arguments are.
    And,
    /// True if any argument is.
    Or,
    /// True if at least so many arguments are; an argument named twice counts twice.
    AtLeast(u32),
    /// True if the number of true arguments lies between the two bounds, both included.
    Between(u32, u32),
    /// True if its only argument is not.
    Not,
    /// Not all arguments are true.
    Nand,
    /// No argument is true.
    Nor,
    /// An odd number of arguments is true.
    Xor,
    /// Both arguments are true or both are false.
    Iff,
    /// The second argument is true whenever the first is.
    Imply,
}

/// What a gate rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arg {
    /// A basic event, by its place in [`Graph::events`].
    Event(u32),
    /// Another gate, by its place in [`Graph::gates`].
    Gate(u32),
    /// Always true or never, such as a house event.
    Constant(bool),
}

/// A basic event: something that can fail.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its name, unique in the graph.
    pub name: String,
    /// The probability that it fails, in [0, 1], if anybody said so.
    pub probability: Option<f64>,
}

/// A place in one of the texts that a graph was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Which text.
    pub text: usize,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A gate.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Its name; empty for a formula inside another.
    pub name: String,
    /// How the arguments combine.
    pub connective: Connective,
    /// What it rests on.
    pub args: Vec<Arg>,
    /// Where it is defined, if in a file.
    pub spot: Option<Spot>,
}

/// Basic events and gates over them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    /// Basic events.
    pub events: Vec<Event>,
    /// Gates; any may be asked for as the top.
    pub gates: Vec<Gate>,
}

impl Graph {
    /// Adds a basic event.
    pub fn event(&mut self, name: impl Into<String>, probability: Option<f64>) -> Arg {
        self.events.push(Event { name: name.into(), probability });
        Arg::Event(index(self.events.len() - 1))
    }

    /// Adds a gate.
    pub fn gate(
        &mut self,
        name: impl Into<String>,
        connective: Connective,
        args: impl IntoIterator<Item = Arg>,
    ) -> Arg {
        let args = args.into_iter().collect();
        self.gates.push(Gate { name: name.into(), connective, args, spot: None });
        Arg::Gate(index(self.gates.len() - 1))
    }

    /// Whether `arg` is true when exactly the events for which `failed` says so are.
    ///
    /// The definition itself, without any cleverness: the tests compare the engine with it.
    ///
    /// # Panics
    /// If the graph has a cycle below `arg` (the stack ends), or an argument that is not there.
    #[must_use]
    pub fn holds(&self, arg: Arg, failed: &dyn Fn(u32) -> bool) -> bool {
        let gate = match arg {
            Arg::Constant(value) => return value,
            Arg::Event(event) => return failed(event),
            Arg::Gate(gate) => &self.gates[gate as usize],
        };
        let mut values = gate.args.iter().map(|arg| self.holds(*arg, failed));
        match gate.connective {
            Connective::And => values.all(|value| value),
            Connective::Or => values.any(|value| value),
            Connective::Nand => !values.all(|value| value),
            Connective::Nor => !values.any(|value| value),
            Connective::Not => !values.next().unwrap_or(false),
            Connective::Xor => values.filter(|value| *value).count() % 2 == 1,
            Connective::AtLeast(least) => values.filter(|value| *value).count() >= least as usize,
            Connective::Between(least, most) => {
                let true_ones = values.filter(|value| *value).count();
                (least as usize..=most as usize).contains(&true_ones)
            }
            Connective::Iff => values.next() == values.next(),
            Connective::Imply => {
                let first = values.next().unwrap_or(false);
                !first || values.next().unwrap_or(false)
            }
        }
    }
}

/// An index as the graph stores it.
pub(crate) fn index(at: usize) -> u32 {
    u32::try_from(at).expect("a graph has fewer than four billion parts")
}
