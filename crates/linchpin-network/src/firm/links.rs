//! A network's links as the lanes read them: one run without branches, a block of firms at a time.
//!
//! In comes a prepared network; out comes, for each block, what every firm of it loses. Rows of links
//! are short and of all lengths, so a loop for each would be mispredicted at its end: instead each link
//! says by factors of zero and one whether it goes on with the row before, and stores the sum so far
//! where the row's last link leaves it. Links some places ahead are asked for early. Invariant: sums run
//! in the network's order.

use super::esri::{BLOCK, Esri};
use super::stored::Stored;
use crate::kernel::real::Real;
use prefetch_index::prefetch_index;
use pulp::Simd;

/// How many links ahead a line is asked for.
const AHEAD: usize = 32;

/// Losses of one firm in all lanes, on a line of the cache of its own (two in double precision).
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Row<T, const L: usize>(pub(super) [T; L]);

/// What a block's firms lose, before the loss is capped.
pub(super) type Sums<T, const L: usize> = Box<[Row<T, L>; BLOCK]>;

#[derive(Debug, Clone, Copy)]
struct Link<T> {
    other: u32,
    /// Place of the firm in its block: a byte numbers all of them.
    firm: u8,
    /// Bits: [`SAME_FIRM`], [`SAME_INPUT`].
    kind: u8,
    impact: T,
}

const SAME_FIRM: u8 = 1;
const SAME_INPUT: u8 = 2;
const KINDS: usize = 4;

/// One for kinds with any of some bits, else zero; by kind.
fn factors<T: Real>(bit: u8) -> [T; KINDS] {
    std::array::from_fn(|kind| if kind as u8 & bit == 0 { T::ZERO } else { T::ONE })
}

/// Links of all firms on one side, for rows kept as `scale` times less than they are.
pub(super) struct Links<T> {
    /// Where each block's links begin; one more at the end.
    start: Vec<usize>,
    /// All links, and [`AHEAD`] of nobody.
    links: Vec<Link<T>>,
}

impl<T: Real> Links<T> {
    /// Essential inputs of each buyer.
    pub(super) fn essential(esri: &Esri<'_>, scale: T) -> Self {
        let (rows, sectors) = (esri.network().by_buyer(), esri.network().sectors());
        Self::new(esri, scale, |j, links| {
            let mut input = None;
            for at in rows.span(j).filter(|at| esri.essential()[*at]) {
                let sector = Some(sectors[rows.others[at] as usize]);
                let same = if sector == input { SAME_INPUT } else { 0 };
                links.push((rows.others[at], same, esri.impacts_down()[at]));
                input = sector;
            }
        })
    }

    /// Inputs of each buyer that count in proportion; those whose loss stops nothing are left out.
    pub(super) fn in_proportion(esri: &Esri<'_>, scale: T) -> Self {
        let rows = esri.network().by_buyer();
        Self::new(esri, scale, |j, links| {
            let counts = |at: &usize| !esri.essential()[*at] && esri.impacts_down()[*at] > 0.0;
            let row = rows.span(j).filter(counts);
            links.extend(row.map(|at| (rows.others[at], 0, esri.impacts_down()[at])));
        })
    }

    /// Customers of each supplier.
    pub(super) fn orders(esri: &Esri<'_>, scale: T) -> Self {
        let rows = esri.network().by_supplier();
        Self::new(esri, scale, |i, links| {
            links.extend(rows.span(i).map(|at| (rows.others[at], 0, esri.impacts_up()[at])));
        })
    }

    fn new(esri: &Esri<'_>, scale: T, of: impl Fn(usize, &mut Vec<(u32, u8, f64)>)) -> Self {
        let firms = esri.network().firms();
        let mut links = Vec::with_capacity(esri.network().links());
        let (mut start, mut row) = (Vec::with_capacity(firms / BLOCK + 2), Vec::new());
        for i in 0..firms {
            if i % BLOCK == 0 {
                start.push(links.len());
            }
            row.clear();
            of(i, &mut row);
            links.extend(row.iter().enumerate().map(|(q, (other, kind, impact))| Link {
                other: *other,
                firm: (i % BLOCK) as u8,
                kind: kind | if q > 0 { SAME_FIRM } else { 0 },
                impact: T::of(*impact) * scale,
            }));
        }
        start.push(links.len());
        // Nobody's links: the last ones have some ahead of them to ask for.
        links.extend([Link { other: 0, firm: 0, kind: 0, impact: T::ZERO }; AHEAD]);
        Self { start, links }
    }

    /// The links of a block in their order; asks for the row that a later link needs.
    #[inline(always)]
    fn of_block<R>(&self, block: usize, rows: &[R]) -> impl Iterator<Item = &Link<T>> {
        let (from, to) = (self.start[block], self.start[block + 1]);
        let ahead = &self.links[from + AHEAD..to + AHEAD];
        self.links[from..to].iter().zip(ahead).map(move |(link, later)| {
            prefetch_index(rows, later.other as usize);
            link
        })
    }

    /// Sum over each firm's links of impact times the row of its other end.
    #[inline(always)]
    pub(super) fn add<S: Stored<Number = T>, V: Simd, const N: usize, const L: usize>(
        &self,
        simd: V,
        block: usize,
        rows: &[Row<S, L>],
        sums: &mut Sums<T, L>,
    ) {
        let same_firm = factors::<T>(SAME_FIRM);
        sums.fill(Row([T::ZERO; L]));
        let mut sum = [T::splat(simd, T::ZERO); N];
        for link in self.of_block(block, rows) {
            let same_firm = T::splat(simd, same_firm[link.kind as usize % KINDS]);
            let impact = T::splat(simd, link.impact);
            let row: [T::Vector<V>; N] = S::raw::<V, N, L>(&rows[link.other as usize].0);
            let out = T::vectors_mut::<V>(&mut sums[link.firm as usize].0);
            for v in 0..N {
                // A product with zero or one is exact: fusing it rounds nothing else.
                let term = T::product(simd, impact, row[v]);
                sum[v] = T::mul_add(simd, sum[v], same_firm, term);
                out[v] = sum[v];
            }
        }
    }

    /// What the scarcest input of each firm stops.
    #[inline(always)]
    pub(super) fn worst<S: Stored<Number = T>, V: Simd, const N: usize, const L: usize>(
        &self,
        simd: V,
        block: usize,
        rows: &[Row<S, L>],
        sums: &mut Sums<T, L>,
    ) {
        let (same_firm, same_input) = (factors::<T>(SAME_FIRM), factors::<T>(SAME_INPUT));
        sums.fill(Row([T::ZERO; L]));
        let zero = [T::splat(simd, T::ZERO); N];
        let (mut input, mut worst) = (zero, zero);
        for link in self.of_block(block, rows) {
            let same_firm = T::splat(simd, same_firm[link.kind as usize % KINDS]);
            let same_input = T::splat(simd, same_input[link.kind as usize % KINDS]);
            let impact = T::splat(simd, link.impact);
            let row: [T::Vector<V>; N] = S::raw::<V, N, L>(&rows[link.other as usize].0);
            let out = T::vectors_mut::<V>(&mut sums[link.firm as usize].0);
            for v in 0..N {
                // Losses are not negative, so the running sum of an input only rises: taking the
                // maximum at every link is taking it at the end of each input.
                let term = T::product(simd, impact, row[v]);
                input[v] = T::mul_add(simd, input[v], same_input, term);
                worst[v] = T::most(simd, T::product(simd, worst[v], same_firm), input[v]);
                out[v] = worst[v];
            }
        }
    }
}
