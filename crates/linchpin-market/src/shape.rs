//! Which positions hold anything: makers and buyers of each product, and where makers produce.
//!
//! In: a model. Out: a [`Shape`], the same for every run of it, so that arrays hold only firms that
//! have lines and segments that buy. A maker's stock and shipments are kept by country of the
//! producing sites, in [`Cell`]s.

use crate::model::{Model, Pace, Use};
use linchpin_world::CountryId;

/// A maker's part of a product in one country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Position among the product's makers.
    pub(crate) maker: usize,
    /// Position among [`Shape::countries`].
    pub(crate) country: usize,
}

/// Who makes and who buys one product.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProductShape {
    /// Position in the model of each firm that has a line.
    pub(crate) makers: Vec<usize>,
    /// Position in the model of each segment that buys.
    pub(crate) buyers: Vec<usize>,
    /// How fast each buyer changes suppliers.
    pub(crate) paces: Vec<Pace>,
    /// How the demand of each buyer answers to the price.
    pub(crate) uses: Vec<Use>,
    /// Position in the model of each line.
    pub(crate) lines: Vec<usize>,
    /// Makers by country of production, sorted by maker.
    pub(crate) cells: Vec<Cell>,
    /// Whether a price is agreed anew, by week; empty where it moves with the market.
    pub(crate) renewals: Vec<bool>,
}

impl ProductShape {
    /// Position among the makers of a firm of the model.
    #[must_use]
    pub(crate) fn maker(&self, firm: usize) -> Option<usize> {
        self.makers.iter().position(|known| *known == firm)
    }

    /// Position among the buyers of a segment of the model.
    #[must_use]
    pub(crate) fn buyer(&self, segment: usize) -> Option<usize> {
        self.buyers.iter().position(|known| *known == segment)
    }
}

/// Where a line stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineShape {
    /// Position among its product's makers.
    pub(crate) maker: usize,
    /// Position among its product's cells.
    pub(crate) cell: usize,
}

/// The shape of a model's arrays.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    /// World ids of the countries that produce.
    pub(crate) countries: Vec<CountryId>,
    /// By product.
    pub(crate) products: Vec<ProductShape>,
    /// By line.
    pub(crate) lines: Vec<LineShape>,
    /// Pairs of lines whose wafers can change their product: of one firm, at one site, of one family.
    pub(crate) kin: Vec<(usize, usize)>,
}

impl Shape {
    /// The shape of `model`.
    #[must_use]
    pub(crate) fn new(model: &Model) -> Self {
        // Sorted, so that the order of lines does not matter.
        let mut countries: Vec<CountryId> =
            model.lines.iter().map(|line| line.country.clone()).collect();
        countries.sort_unstable();
        countries.dedup();
        let mut products = vec![ProductShape::default(); model.products.len()];
        for (p, product) in products.iter_mut().enumerate() {
            product.renewals = renewals(model, model.products[p].price_term);
            for (l, line) in model.lines.iter().enumerate().filter(|(_, line)| line.product == p) {
                product.lines.push(l);
                if !product.makers.contains(&line.firm) {
                    product.makers.push(line.firm);
                }
            }
            product.makers.sort_unstable();
            for (d, segment) in model.segments.iter().enumerate() {
                if segment.demand[p].is_some() {
                    product.buyers.push(d);
                    product.paces.push(segment.pace);
                    product.uses.push(segment.uses);
                }
            }
        }
        let mut lines = Vec::new();
        for line in &model.lines {
            let country = countries.iter().position(|id| *id == line.country);
            let country = country.expect("every line's country is listed");
            let product = &mut products[line.product];
            let maker = product.maker(line.firm).expect("a line's firm makes its product");
            let cell = Cell { maker, country };
            if !product.cells.contains(&cell) {
                product.cells.push(cell);
            }
            lines.push(cell);
        }
        for product in &mut products {
            product.cells.sort_by_key(|cell| (cell.maker, cell.country));
        }
        let place = |(cell, line): (Cell, &crate::model::Line)| LineShape {
            maker: cell.maker,
            cell: products[line.product]
                .cells
                .iter()
                .position(|known| *known == cell)
                .expect("every line's cell is listed"),
        };
        let lines = lines.into_iter().zip(&model.lines).map(place).collect();
        Self { countries, products, lines, kin: kin(model) }
    }

    /// Position of a country that produces.
    #[must_use]
    pub(crate) fn country(&self, id: &str) -> Option<usize> {
        self.countries.iter().position(|known| known == id)
    }
}

/// Weeks in which a price for `term` months is agreed anew: the first ones of their term, terms counted from a January.
fn renewals(model: &Model, term: Option<u32>) -> Vec<bool> {
    let Some(term) = term else { return Vec::new() };
    let term_of = |week: usize| {
        let day = model.start.plus(7 * week as i64);
        (i32::from(day.year()) * 12 + i32::from(day.month()) - 1).div_euclid(term as i32)
    };
    (0..model.weeks).map(|week| week > 0 && term_of(week) != term_of(week - 1)).collect()
}

fn kin(model: &Model) -> Vec<(usize, usize)> {
    let family = |l: usize| &model.products[model.lines[l].product].family;
    let are_kin = |(a, b): &(usize, usize)| {
        let (one, other) = (&model.lines[*a], &model.lines[*b]);
        one.firm == other.firm
            && one.product != other.product
            && one.site == other.site
            && family(*a).is_some()
            && family(*a) == family(*b)
    };
    let pairs =
        (0..model.lines.len()).flat_map(|a| (a + 1..model.lines.len()).map(move |b| (a, b)));
    pairs.filter(are_kin).collect()
}
