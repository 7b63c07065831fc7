//! Wafers in process: what is started comes out a fixed number of weeks later (block 3).
//!
//! In: wafer starts with their bits per wafer. Out: finished wafers and bits. Started wafers equal
//! those in process, finished and scrapped, always. The number of weeks may differ from lane to lane.

use crate::lanes::Lane;
use pulp::Simd;

/// The wafers in process of one line: a ring with a place for each week of starts.
#[derive(Debug, Clone)]
pub struct Pipeline<S: Simd> {
    wafers: Vec<Lane<S>>,
    bits: Vec<Lane<S>>,
}

/// What leaves a line in a week.
#[derive(Debug, Clone, Copy)]
pub struct Finished<S: Simd> {
    /// Wafers.
    pub wafers: Lane<S>,
    /// Terabits.
    pub bits: Lane<S>,
}

/// Places of a ring that holds `longest` weeks and the one before: a power of two.
#[must_use]
pub fn ring(longest: usize) -> usize {
    (longest + 1).next_power_of_two()
}

/// Place of the week that is `back` weeks before `week`, for `back` up to the ring's length.
#[inline(always)]
pub(crate) fn place(ring: usize, week: usize, back: usize) -> usize {
    (week + ring - back) & (ring - 1)
}

/// In each lane the row of its own number of weeks before `week`.
#[inline(always)]
pub(crate) fn gather<S: Simd>(rows: &[Lane<S>], week: usize, back: &[usize]) -> Lane<S> {
    Lane::from_fn(rows[0].simd(), |k| rows[place(rows.len(), week, back[k])].get(k))
}

impl<S: Simd> Pipeline<S> {
    /// A pipeline that was fed `wafers` a week for longer than any cycle, with `bits` per wafer `age`
    /// weeks ago.
    #[inline(always)]
    #[must_use]
    pub fn steady(ring: usize, wafers: Lane<S>, bits: &[Lane<S>]) -> Self {
        let none = wafers.like(0.0);
        let mut pipeline = Self { wafers: vec![none; ring], bits: vec![none; ring] };
        for (age, bits) in bits.iter().enumerate().skip(1) {
            let at = place(ring, 0, age);
            pipeline.wafers[at] = wafers;
            pipeline.bits[at] = wafers * *bits;
        }
        pipeline
    }

    /// Takes in a week's starts; gives what was started `cycle` weeks before.
    #[inline(always)]
    pub fn advance(
        &mut self,
        week: usize,
        cycle: &[usize],
        wafers: Lane<S>,
        bits: Lane<S>,
    ) -> Finished<S> {
        let finished = Finished {
            wafers: gather(&self.wafers, week, cycle),
            bits: gather(&self.bits, week, cycle),
        };
        let at = place(self.wafers.len(), week, 0);
        self.wafers[at] = wafers;
        self.bits[at] = bits;
        finished
    }

    /// Before the starts of `week`, scraps a share of one lane's wafers in process; gives the wafers
    /// lost, and for each week of starts, oldest first, the bits lost.
    pub fn scrap(&mut self, week: usize, lane: usize, cycle: usize, share: f64) -> Scrapped {
        let mut scrapped = Scrapped { wafers: 0.0, bits: Vec::with_capacity(cycle) };
        for back in (1..=cycle).rev() {
            let at = place(self.wafers.len(), week, back);
            let (wafers, bits) = (self.wafers[at].get(lane), self.bits[at].get(lane));
            scrapped.wafers += wafers * share;
            scrapped.bits.push(bits * share);
            self.wafers[at].set(lane, wafers * (1.0 - share));
            self.bits[at].set(lane, bits * (1.0 - share));
        }
        scrapped
    }

    /// Bits started `back` weeks before `week`.
    #[inline(always)]
    pub(crate) fn started(&self, week: usize, back: usize) -> Lane<S> {
        self.bits[place(self.bits.len(), week, back)]
    }

    /// One lane's wafers in process before the starts of `week`.
    #[must_use]
    pub fn wafers(&self, week: usize, lane: usize, cycle: usize) -> f64 {
        let ring = self.wafers.len();
        (1..=cycle).fold(0.0, |sum, back| sum + self.wafers[place(ring, week, back)].get(lane))
    }
}

/// What was lost in process.
#[derive(Debug, Clone, PartialEq)]
pub struct Scrapped {
    /// Wafers.
    pub wafers: f64,
    /// Terabits by week of starts, oldest first.
    pub bits: Vec<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulp::Scalar;

    fn lane(value: f64) -> Lane<Scalar> {
        Lane::splat(Scalar::new(), value)
    }

    #[test]
    fn what_goes_in_comes_out_a_cycle_later_in_each_lane() {
        let mut pipeline = Pipeline::steady(ring(3), lane(0.0), &[lane(0.0); 4]);
        let cycles = [3, 2];
        let mut out = Vec::new();
        for week in 0..5 {
            let started = if week == 0 { 5.0 } else { 0.0 };
            let finished = pipeline.advance(week, &cycles, lane(started), lane(10.0 * started));
            out.push((finished.wafers.get(0), finished.bits.get(1)));
        }
        assert_eq!(out, [(0.0, 0.0), (0.0, 0.0), (0.0, 50.0), (5.0, 0.0), (0.0, 0.0)]);
    }

    #[test]
    fn scrapped_wafers_are_counted() {
        let mut pipeline = Pipeline::steady(ring(4), lane(10.0), &[lane(2.0); 5]);
        let lost = pipeline.scrap(0, 1, 4, 0.25);
        assert_eq!(lost, Scrapped { wafers: 10.0, bits: vec![5.0; 4] });
        assert_eq!((pipeline.wafers(0, 1, 4), pipeline.wafers(0, 0, 4)), (30.0, 40.0));
    }
}
