//! Wafers in process: what is started comes out a fixed number of weeks later (block 3).
//!
//! In: wafer starts with their bits per wafer. Out: finished wafers and bits. Started wafers equal
//! those in process, finished and scrapped, always.

/// The wafers in process of one line, a ring with one place a week.
#[derive(Debug, Clone)]
pub struct Pipeline {
    places: Vec<(f64, f64)>,
    next: usize,
}

impl Pipeline {
    /// A pipeline that was fed `wafers` a week, `age` weeks ago at `bits(age)` per wafer.
    #[must_use]
    pub fn steady(cycle: usize, wafers: f64, bits: impl Fn(usize) -> f64) -> Self {
        let places = (0..cycle).map(|place| (wafers, wafers * bits(cycle - place))).collect();
        Self { places, next: 0 }
    }

    /// Takes in a week's starts; gives the wafers and bits finished in that week.
    pub fn advance(&mut self, wafers: f64, bits: f64) -> (f64, f64) {
        let finished = self.places[self.next];
        self.places[self.next] = (wafers, bits);
        self.next = (self.next + 1) % self.places.len();
        finished
    }

    /// Scraps a share of everything in process; gives the wafers lost.
    pub fn scrap(&mut self, share: f64) -> f64 {
        let mut lost = 0.0;
        for (wafers, bits) in &mut self.places {
            lost += *wafers * share;
            *wafers *= 1.0 - share;
            *bits *= 1.0 - share;
        }
        lost
    }

    /// Bits that will be finished within `weeks` advances.
    #[must_use]
    pub fn due(&self, weeks: usize) -> f64 {
        let cycle = self.places.len();
        let near = (0..weeks.min(cycle)).map(|ahead| self.places[(self.next + ahead) % cycle].1);
        near.fold(0.0, |sum, bits| sum + bits)
    }

    /// Wafers in process.
    #[must_use]
    pub fn wafers(&self) -> f64 {
        self.places.iter().fold(0.0, |sum, (wafers, _)| sum + wafers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out_a_cycle_later() {
        let mut pipeline = Pipeline::steady(3, 0.0, |_| 0.0);
        assert_eq!(pipeline.advance(5.0, 50.0), (0.0, 0.0));
        assert_eq!(pipeline.due(2), 0.0);
        assert_eq!(pipeline.due(3), 50.0);
        pipeline.advance(0.0, 0.0);
        pipeline.advance(0.0, 0.0);
        assert_eq!(pipeline.advance(0.0, 0.0), (5.0, 50.0));
    }

    #[test]
    fn scrapped_wafers_are_counted() {
        let mut pipeline = Pipeline::steady(4, 10.0, |_| 2.0);
        assert_eq!(pipeline.scrap(0.25), 10.0);
        assert_eq!(pipeline.wafers(), 30.0);
        assert_eq!(pipeline.due(4), 60.0);
    }
}
