//! Buyers who may buy a product from too few makers, or from none.
//!
//! Where some makers are barred, others fill the gap, and the shares say who. Where all are, or where those that are
//! left make too little for all who may buy from nobody else, there is nobody to ask: what can be had is all that the
//! buyer's demand weighs on the market. A maker whose exports are barred sells what it makes in the buyer's country. A
//! control that is older than the run is part of the state of rest: makers have found other buyers long ago.

use crate::levers::{Ban, Levers, Wanted};
use crate::lines::LineNumbers;
use crate::model::Model;
use linchpin_engine::Draw;

/// The makers of a product that have a line of it now.
fn makers(model: &Model, product: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for line in model.lines.iter().filter(|line| line.product == product && line.birth.is_none()) {
        if !found.contains(&line.firm) {
            found.push(line.firm);
        }
    }
    found
}

/// Who sells a product and who buys it, when the run starts.
#[derive(Clone, Copy)]
pub(crate) struct Sides<'a> {
    /// First output by firm, `[product][firm]`.
    pub(crate) output: &'a [Vec<f64>],
    /// Share of demand, `[product][segment]`.
    pub(crate) demand: &'a [Vec<f64>],
    /// By line.
    pub(crate) lines: &'a [LineNumbers],
}

/// What bans leave of a product for one segment: weekly, by maker, in the order of [`makers`].
struct Left {
    segment: usize,
    by_maker: Vec<Vec<f64>>,
    /// Bits that each maker has for the segment while its exports are barred: the output of its lines there; none
    /// where they are free, or it has no line there.
    at_home: Vec<Vec<Option<f64>>>,
}

/// First output of a firm's lines of a product in the country of a segment.
fn made_there(
    model: &Model,
    lines: &[LineNumbers],
    firm: usize,
    (product, segment): (usize, usize),
) -> f64 {
    let place = &model.segments[segment].destination;
    let all = model.lines.iter().zip(lines);
    let here = all
        .filter(|(line, _)| line.firm == firm && line.product == product && line.country == *place);
    here.fold(0.0, |sum, (_, line)| sum + line.capacity * line.bits)
}

impl Left {
    /// Nothing where nobody is barred.
    fn of(
        bans: &[Ban],
        makers: &[usize],
        at: (usize, usize),
        (model, lines): (&Model, &[LineNumbers]),
    ) -> Option<Self> {
        if !bans.iter().any(|ban| ban.is_on(at) && makers.contains(&ban.firm)) {
            return None;
        }
        let weeks = model.weeks;
        let mut by_maker = vec![vec![1.0_f64; weeks]; makers.len()];
        let mut at_home = vec![vec![None; weeks]; makers.len()];
        let mut barred = false;
        for ban in bans.iter().filter(|ban| ban.is_on(at)) {
            let Some(maker) = makers.iter().position(|maker| *maker == ban.firm) else { continue };
            if ban.home && ban.leak < 1.0 {
                let made = made_there(model, lines, ban.firm, at);
                at_home[maker][ban.weeks.0..ban.weeks.1].fill(Some(made));
                barred |= ban.weeks.0 < ban.weeks.1;
                continue;
            }
            for week in &mut by_maker[maker][ban.weeks.0..ban.weeks.1] {
                *week = week.min(ban.leak);
                barred |= *week < 1.0;
            }
        }
        barred.then_some(Self { segment: at.1, by_maker, at_home })
    }

    fn is_free(&self, maker: usize, week: usize) -> bool {
        self.by_maker[maker][week] >= 1.0
    }

    /// Whether the makers that are free to this segment are free to the other as well.
    fn is_narrower(&self, other: &Self, week: usize) -> bool {
        (0..self.by_maker.len()).all(|m| !self.is_free(m, week) || other.is_free(m, week))
    }
}

/// Share of a segment's demand that somebody can meet: what passes from the barred, and what the free make for all who
/// may buy from nobody else.
fn open(
    of: &Left,
    all: &[Left],
    makers: &[usize],
    (output, demand): (&[f64], &[f64]),
    week: usize,
) -> f64 {
    let leak = |maker: usize| of.by_maker[maker][week];
    if (0..makers.len()).all(|maker| !of.is_free(maker, week)) {
        return (0..makers.len()).fold(0.0, |most, maker| leak(maker).max(most));
    }
    let world = makers.iter().fold(0.0, |sum, maker| sum + output[*maker]);
    let sum = |free: bool| {
        let those = (0..makers.len()).filter(|maker| of.is_free(*maker, week) == free);
        let has = |maker: usize| of.at_home[maker][week].unwrap_or(output[makers[maker]]);
        those.fold(0.0, |sum, maker| sum + has(maker) * leak(maker) / world)
    };
    let confined = all.iter().filter(|other| other.is_narrower(of, week));
    let wanted = confined.fold(0.0, |sum, other| sum + demand[other.segment]);
    let passes = sum(false);
    let made = if wanted > 0.0 { sum(true) / wanted } else { 1.0 };
    passes + made.min(1.0 - passes)
}

/// Moves what no maker can sell from the bans to the demand of the buyer.
pub(crate) fn shut(levers: &mut Levers, model: &Model, sides: Sides<'_>) {
    if levers.bans.is_empty() {
        return;
    }
    for product in 0..model.products.len() {
        let makers = makers(model, product);
        let (output, demand) = (&sides.output[product][..], &sides.demand[product][..]);
        let all: Vec<Left> = (0..model.segments.len())
            .filter(|segment| demand[*segment] > 0.0)
            .filter_map(|segment| {
                Left::of(&levers.bans, &makers, (product, segment), (model, sides.lines))
            })
            .collect();
        // From one week to the next nothing changes but where a ban begins or ends.
        let mut turns = vec![false; model.weeks + 1];
        for ban in &levers.bans {
            turns[ban.weeks.0.min(model.weeks)] = true;
            turns[ban.weeks.1.min(model.weeks)] = true;
        }
        for of in &all {
            let mut path: Vec<f64> = Vec::with_capacity(model.weeks);
            for (week, turns) in turns.iter().enumerate().take(model.weeks) {
                let before = path.last().copied().filter(|_| !turns);
                let share =
                    before.unwrap_or_else(|| open(of, &all, &makers, (output, demand), week));
                path.push(share);
            }
            if path.iter().all(|share| *share >= 1.0) {
                continue;
            }
            let shock = levers.without((product, of.segment), &makers);
            for (maker, left) in makers.iter().zip(&of.by_maker) {
                for (week, (leak, open)) in left.iter().zip(&path).enumerate() {
                    // Of what is let through at all; the freest maker is no longer barred.
                    if *leak < 1.0 && leak < open {
                        levers.bans.push(Ban {
                            firm: *maker,
                            product: Some(product),
                            segment: of.segment,
                            weeks: (week, week + 1),
                            announced: week,
                            leak: leak / open,
                            home: false,
                            front_loading: 0.0,
                            shock,
                        });
                    }
                }
            }
            levers.closed[product][of.segment] = Some(Wanted { factor: path, shock });
        }
    }
    // What is made in the buyers' country goes on.
    levers.bans.retain(|ban| !ban.home);
}

impl Levers {
    /// Takes the bans of one product and segment out; gives the shock of the first.
    fn without(&mut self, (product, segment): (usize, usize), makers: &[usize]) -> u32 {
        let mut shock = 0;
        let mut kept = Vec::with_capacity(self.bans.len());
        for ban in std::mem::take(&mut self.bans).into_iter().rev() {
            let here = ban.is_on((product, segment))
                && makers.contains(&ban.firm)
                && ban.weeks.0 < ban.weeks.1;
            if !here {
                kept.push(ban);
                continue;
            }
            shock = ban.shock;
            // A ban on every product stays for the others.
            if ban.product.is_none() {
                for other in (0..self.demand.len()).filter(|other| *other != product) {
                    kept.push(Ban { product: Some(other), ..ban.clone() });
                }
            }
        }
        kept.reverse();
        self.bans = kept;
        shock
    }
}

/// The share of each segment's demand that is let through by what is older than the run, `[product][segment]`.
pub(crate) fn in_force(model: &Model, draw: &Draw, sides: Sides<'_>) -> Vec<Vec<f64>> {
    let mut open = vec![vec![1.0; model.segments.len()]; model.products.len()];
    let Some(plan) = &model.in_force else { return open };
    let paths = plan.paths(draw, |_| true);
    let mut levers = Levers::neutral(model);
    levers.purchases(model, &paths);
    shut(&mut levers, model, sides);
    for (open, closed) in open.iter_mut().zip(&levers.closed) {
        for (open, closed) in open.iter_mut().zip(closed) {
            if let Some(first) = closed.as_ref().and_then(|wanted| wanted.factor.first()) {
                *open = *first;
            }
        }
    }
    open
}

/// Scales a product's demand so that what may be bought sums to 1; `bought` is then what each segment buys, with a
/// trace where nothing is let through, so that its first suppliers are known if the control is lifted.
pub(crate) fn rest(demand: &mut [f64], bought: &mut [f64], open: &[f64]) {
    const TRACE: f64 = 1e-9;
    if open.iter().all(|share| *share >= 1.0) {
        return;
    }
    let let_in = |floor: f64, demand: &[f64]| {
        demand.iter().zip(open).fold(0.0, |sum, (share, open)| sum + share * open.max(floor))
    };
    let sum = let_in(0.0, demand);
    if sum <= 0.0 {
        return;
    }
    demand.iter_mut().for_each(|share| *share /= sum);
    let sum = let_in(TRACE, demand);
    for ((bought, share), open) in bought.iter_mut().zip(demand.iter()).zip(open) {
        *bought = *share * open.max(TRACE) / sum;
    }
}
