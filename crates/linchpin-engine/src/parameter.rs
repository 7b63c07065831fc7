//! Uncertain numbers: every range and assumption an engine rests on, as one named space.
//!
//! In: named ranges. Out: for each member a [`Draw`], one number per parameter. Ranges are sampled
//! as triangular distributions over (low, mode, high).

use crate::sample::{Design, Sampler};
use linchpin_units::{Chance, Measure, Range, Unit, define_name};
use serde::Serialize;

define_name!(
    /// Name of an uncertain number: an assumption's id without `assumption:`, or `subject quantity of to`.
    ParameterName
);

/// How a parameter spreads over its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Most likely at the mode, linear to nothing at both ends.
    Triangular,
    /// Equally likely anywhere: chance itself, such as whether a firm complies.
    Uniform,
}

/// One uncertain number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parameter {
    /// Stable name: an assumption's id or `subject quantity of to`.
    pub name: ParameterName,
    /// What it may be.
    pub range: Range,
    /// How it spreads.
    pub shape: Shape,
    /// Unit of the range.
    pub unit: Unit,
}

/// An amount inside a shock: known, or an assumption that each member draws anew.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Amount {
    /// Known exactly.
    Exactly(Measure),
    /// The assumption of this id.
    Assumed(ParameterName),
}

/// All parameters of a study, in a fixed order.
#[derive(Debug, Clone, Default)]
pub struct Space(Vec<Parameter>);

impl Space {
    /// Adds a parameter unless one of that name is there; gives its position.
    pub fn add(&mut self, name: &str, range: Range, unit: Unit) -> usize {
        self.insert(Parameter { name: name.into(), range, shape: Shape::Triangular, unit })
    }

    /// Adds a number that is equally likely anywhere between 0 and 1; gives its position.
    ///
    /// # Panics
    /// Never: 0, 1/2 and 1 form a range.
    pub fn add_chance(&mut self, name: &str) -> usize {
        let range = Range::new(0.0, 0.5, 1.0).expect("0, 1/2 and 1 are ordered");
        self.insert(Parameter {
            name: name.into(),
            range,
            shape: Shape::Uniform,
            unit: Unit::Share,
        })
    }

    fn insert(&mut self, parameter: Parameter) -> usize {
        self.position(&parameter.name).unwrap_or_else(|| {
            self.0.push(parameter);
            self.0.len() - 1
        })
    }

    /// Gives another range to the parameter of this name; false when there is none.
    pub fn set(&mut self, name: &str, range: Range) -> bool {
        let known = self.0.iter_mut().find(|parameter| parameter.name == *name);
        known.map(|parameter| parameter.range = range).is_some()
    }

    /// Where the parameter of this name stands.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|parameter| parameter.name == *name)
    }

    /// All parameters in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Parameter> {
        self.0.iter()
    }

    /// Number of parameters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Lays a design over the parameters whose range is more than a point.
    #[must_use]
    pub fn sampler(&self, design: Design, seed: u64, members: usize) -> SpaceSampler<'_> {
        let names: Vec<String> = self.open().map(|p| p.name.to_string()).collect();
        SpaceSampler { space: self, sampler: Sampler::new(design, seed, members, &names) }
    }

    /// The parameters whose range is more than a point, in order: the dimensions of a design.
    pub fn open(&self) -> impl Iterator<Item = &Parameter> {
        self.0.iter().filter(|parameter| !parameter.range.is_point())
    }

    /// The draw at a place of the unit cube, one place for each of [`Space::open`].
    pub fn at(&self, place: impl Fn(usize) -> Chance) -> Draw {
        let mut dimension = 0;
        let values = self.0.iter().map(|parameter| {
            if parameter.range.is_point() {
                return parameter.range.mode();
            }
            let u = place(dimension).get();
            dimension += 1;
            match parameter.shape {
                Shape::Triangular => parameter.range.triangular(u),
                Shape::Uniform => {
                    parameter.range.low() + u * (parameter.range.high() - parameter.range.low())
                }
            }
        });
        Draw(values.map(Measure::of).collect())
    }

    /// Every parameter at its most likely value.
    #[must_use]
    pub fn modes(&self) -> Draw {
        Draw(self.0.iter().map(|parameter| Measure::of(parameter.range.mode())).collect())
    }
}

/// A design over a [`Space`].
#[derive(Debug)]
pub struct SpaceSampler<'s> {
    space: &'s Space,
    sampler: Sampler,
}

impl SpaceSampler<'_> {
    /// The numbers of one member.
    #[must_use]
    pub fn draw(&self, member: u32) -> Draw {
        self.space.at(|dimension| self.sampler.u(member, dimension))
    }
}

/// One number per parameter of a [`Space`], in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw(Vec<Measure>);

impl Draw {
    /// The value at a position given by [`Space::add`].
    #[must_use]
    pub fn at(&self, position: usize) -> Measure {
        self.0[position]
    }

    /// The same draw with one value replaced: for tests and one-at-a-time curves.
    #[must_use]
    pub fn with(mut self, position: usize, value: Measure) -> Self {
        self.0[position] = value;
        self
    }

    /// All values in the order of the space.
    #[must_use]
    pub fn values(&self) -> &[Measure] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_stay_in_their_ranges_and_points_stay_points() {
        let mut space = Space::default();
        let stock =
            space.add("spares-stock", Range::new(8.0, 26.0, 52.0).expect("a range"), Unit::Week);
        let fixed = space.add("fixed", Range::exactly(3.0), Unit::Week);
        assert_eq!(space.add("spares-stock", Range::exactly(1.0), Unit::Week), stock);
        let sampler = space.sampler(Design::LatinHypercube, 1, 200);
        for member in 0..200 {
            let draw = sampler.draw(member);
            assert!((8.0..=52.0).contains(&draw.at(stock).get()));
            assert_eq!(draw.at(fixed), 3.0);
        }
    }
}
