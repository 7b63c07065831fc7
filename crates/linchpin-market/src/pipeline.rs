//! Wafers in process: a fab that moves as fast as its tools let it, then packaging and test (block 3).
//!
//! In: wafer starts with their bits per wafer, and the speed of the line. Out: wafers that leave the
//! fab, and finished chips `B` weeks later. A fab is a belt of `F` weeks' length: where it stands,
//! wafers stand still, and they go on where they stood; a cut of starts is a thin place that is felt
//! `F` weeks later. Started wafers equal those in process, finished and scrapped, always. Lengths may
//! differ from lane to lane.

use crate::lanes::Lane;
use pulp::Simd;

/// Wafers and their bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lot<S: Simd> {
    /// Wafers.
    pub(crate) wafers: Lane<S>,
    /// Terabits.
    pub(crate) bits: Lane<S>,
}

/// Wafers in process of one line's fab: a ring with a place for each week of starts.
#[derive(Debug, Clone)]
pub(crate) struct Fab<S: Simd> {
    wafers: Vec<Lane<S>>,
    bits: Vec<Lane<S>>,
    /// Length of belt that each place covers; only for lines that may stand in some lane.
    length: Vec<Lane<S>>,
    /// By lane, the oldest place that is not empty, counted from the ring's length before week 0.
    oldest: Vec<usize>,
}

/// Places of a ring that holds `longest` weeks and the one before: a power of two.
#[must_use]
pub(crate) fn ring(longest: usize) -> usize {
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

impl<S: Simd> Fab<S> {
    /// A fab that was fed `wafers` a week for longer than any `front`, with `bits` per wafer `age` weeks
    /// ago. `stands` says whether it may stand in some lane.
    #[must_use]
    pub(crate) fn steady(
        ring: usize,
        wafers: Lane<S>,
        bits: &[Lane<S>],
        front: &[usize],
        stands: bool,
    ) -> Self {
        let none = wafers.like(0.0);
        let mut fab = Self {
            wafers: vec![none; ring],
            bits: vec![none; ring],
            length: vec![none.like(1.0); if stands { ring } else { 0 }],
            oldest: front.iter().map(|weeks| ring - weeks).collect(),
        };
        for (age, bits) in bits.iter().enumerate().skip(1).take(ring - 1) {
            let at = place(ring, 0, age);
            fab.wafers[at] = wafers;
            fab.bits[at] = wafers * *bits;
        }
        fab
    }

    /// One week: takes in the starts and gives what leaves. Lanes of `standing` move by their `speed`,
    /// the others by one week.
    #[inline(always)]
    pub(crate) fn advance(
        &mut self,
        week: usize,
        front: &[usize],
        standing: &[usize],
        speed: Lane<S>,
        starts: Lot<S>,
    ) -> Lot<S> {
        let mut left = Lot {
            wafers: gather(&self.wafers, week, front),
            bits: gather(&self.bits, week, front),
        };
        let at = place(self.wafers.len(), week, 0);
        self.wafers[at] = starts.wafers;
        self.bits[at] = starts.bits;
        if !standing.is_empty() {
            self.length[at] = speed;
            for lane in standing {
                self.take(*lane, week, speed.get(*lane), &mut left);
            }
        }
        left
    }

    /// Takes `speed` weeks of belt off the far end of one lane.
    fn take(&mut self, lane: usize, week: usize, speed: f64, left: &mut Lot<S>) {
        let ring = self.wafers.len();
        let (mut need, mut wafers, mut bits) = (speed, 0.0, 0.0);
        while need > 0.0 && self.oldest[lane] < week + ring {
            let at = self.oldest[lane] & (ring - 1);
            let length = self.length[at].get(lane);
            let (all_wafers, all_bits) = (self.wafers[at].get(lane), self.bits[at].get(lane));
            if length <= need {
                wafers += all_wafers;
                bits += all_bits;
                need -= length;
                self.oldest[lane] += 1;
            } else {
                let share = need / length;
                wafers += all_wafers * share;
                bits += all_bits * share;
                self.wafers[at].set(lane, all_wafers * (1.0 - share));
                self.bits[at].set(lane, all_bits * (1.0 - share));
                self.length[at].set(lane, length - need);
                need = 0.0;
            }
        }
        left.wafers.set(lane, wafers);
        left.bits.set(lane, bits);
    }

    /// Bits on the last `length` weeks of belt of a lane that may stand.
    #[must_use]
    pub(crate) fn near(&self, lane: usize, week: usize, length: f64) -> f64 {
        let ring = self.wafers.len();
        let (mut need, mut bits) = (length, 0.0);
        for oldest in self.oldest[lane]..=week + ring {
            let at = oldest & (ring - 1);
            let covers = self.length[at].get(lane);
            if covers > need {
                return bits + self.bits[at].get(lane) * (need / covers);
            }
            bits += self.bits[at].get(lane);
            need -= covers;
        }
        bits
    }

    /// Bits started `back` weeks before `week`.
    pub(crate) fn started(&self, week: usize, back: usize) -> Lane<S> {
        self.bits[place(self.bits.len(), week, back)]
    }

    /// Before the starts of `week`, scraps a share of the wafers in process of a lane that may stand;
    /// gives the wafers lost.
    pub(crate) fn scrap(&mut self, week: usize, lane: usize, share: f64) -> f64 {
        let ring = self.wafers.len();
        let mut lost = 0.0;
        for oldest in self.oldest[lane]..week + ring {
            let at = oldest & (ring - 1);
            let (wafers, bits) = (self.wafers[at].get(lane), self.bits[at].get(lane));
            lost += wafers * share;
            self.wafers[at].set(lane, wafers * (1.0 - share));
            self.bits[at].set(lane, bits * (1.0 - share));
        }
        lost
    }

    /// One lane's wafers in process before the starts of `week`. A lane that never stands, in a line
    /// that stands in another, holds what was started in the last `front` weeks.
    #[must_use]
    pub(crate) fn wafers(&self, week: usize, lane: usize, front: usize, stands: bool) -> f64 {
        let ring = self.wafers.len();
        let oldest = if stands { self.oldest[lane] } else { week + ring - front };
        let at = |oldest: usize| self.wafers[oldest & (ring - 1)].get(lane);
        (oldest..week + ring).fold(0.0, |sum, oldest| sum + at(oldest))
    }
}

/// Packaging and test of one line: what comes in leaves a fixed number of weeks later.
#[derive(Debug, Clone)]
pub(crate) struct Packaging<S: Simd> {
    wafers: Vec<Lane<S>>,
    bits: Vec<Lane<S>>,
}

impl<S: Simd> Packaging<S> {
    /// Packaging after a fab that was fed `wafers` a week, with `bits` per wafer `age` weeks ago, and
    /// whose wafers leave it after `front` weeks.
    #[must_use]
    pub(crate) fn steady(
        ring: usize,
        wafers: Lane<S>,
        bits: &[Lane<S>],
        front: &[usize],
        back: &[usize],
    ) -> Self {
        let none = wafers.like(0.0);
        let mut packaging = Self { wafers: vec![none; ring], bits: vec![none; ring] };
        for age in 1..ring {
            let at = place(ring, 0, age);
            for (lane, (front, back)) in front.iter().zip(back).enumerate() {
                if age <= *back {
                    let lot = wafers.get(lane);
                    packaging.wafers[at].set(lane, lot);
                    packaging.bits[at].set(lane, lot * bits[age + front].get(lane));
                }
            }
        }
        packaging
    }

    /// One week: takes in what left the fab and gives the finished chips.
    #[inline(always)]
    pub(crate) fn advance(&mut self, week: usize, back: &[usize], lot: Lot<S>) -> Lot<S> {
        let at = place(self.wafers.len(), week, 0);
        self.wafers[at] = lot.wafers;
        self.bits[at] = lot.bits;
        Lot { wafers: gather(&self.wafers, week, back), bits: gather(&self.bits, week, back) }
    }

    /// Bits that came in `back` weeks before `week`.
    pub(crate) fn came(&self, week: usize, back: usize) -> Lane<S> {
        self.bits[place(self.bits.len(), week, back)]
    }

    /// One lane's wafers in packaging before what comes in in `week`.
    #[must_use]
    pub(crate) fn wafers(&self, week: usize, lane: usize, back: usize) -> f64 {
        let ring = self.wafers.len();
        (1..=back).fold(0.0, |sum, back| sum + self.wafers[place(ring, week, back)].get(lane))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulp::Scalar;

    fn lane(value: f64) -> Lane<Scalar> {
        Lane::splat(Scalar::new(), value)
    }

    /// Wafers that leave each week, fed 10 a week of belt at these speeds.
    fn leave(front: usize, speeds: &[f64]) -> (Vec<f64>, Fab<Scalar>) {
        let fronts = [front, front];
        let mut fab =
            Fab::steady(ring(speeds.len() + front), lane(10.0), &[lane(2.0); 5], &fronts, true);
        let weeks = speeds.iter().enumerate().map(|(week, speed)| {
            let starts = Lot { wafers: lane(10.0 * speed), bits: lane(20.0 * speed) };
            fab.advance(week, &fronts, &[0], lane(*speed), starts).wafers.get(0)
        });
        (weeks.collect(), fab)
    }

    #[test]
    fn what_stands_still_goes_on_where_it_stood() {
        let (left, fab) = leave(4, &[1.0, 0.0, 0.0, 0.25, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0]);
        assert_eq!(left, [10.0, 0.0, 0.0, 2.5, 5.0, 10.0, 10.0, 10.0, 10.0, 10.0]);
        assert!((fab.wafers(10, 0, 4, true) - 40.0).abs() < 1e-12);
        assert!((fab.near(0, 9, 2.5) - 50.0).abs() < 1e-12);
    }

    #[test]
    fn scrapped_wafers_leave_a_hole_that_moves_down() {
        let (_, mut fab) = leave(4, &[1.0]);
        assert_eq!(fab.scrap(1, 0, 0.25), 10.0);
        let starts = Lot { wafers: lane(10.0), bits: lane(20.0) };
        let left: Vec<f64> = (1..7)
            .map(|week| fab.advance(week, &[4, 4], &[0], lane(1.0), starts).wafers.get(0))
            .collect();
        assert_eq!(left, [7.5, 7.5, 7.5, 7.5, 10.0, 10.0]);
    }

    #[test]
    fn chips_leave_packaging_after_their_own_weeks_in_each_lane() {
        let bits = [lane(2.0); 6];
        let mut packaging = Packaging::steady(ring(2), lane(10.0), &bits, &[1, 1], &[2, 0]);
        let none = Lot { wafers: lane(0.0), bits: lane(0.0) };
        let out: Vec<[f64; 2]> = (0..3)
            .map(|week| packaging.advance(week, &[2, 0], none).wafers)
            .map(|wafers| [wafers.get(0), wafers.get(1)])
            .collect();
        assert_eq!(out, [[10.0, 0.0], [10.0, 0.0], [0.0, 0.0]]);
    }
}
