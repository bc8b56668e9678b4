//! Which respondents are drawn.

use super::Options;
use super::products::{LANES, Multiplicities};
use crate::numeric::random::Random;

/// Draws of respondents, block by block. Part of the API: the same seed gives the same draws in
/// every version, however many make a block.
pub(super) struct Draws {
    seeds: Random,
    left: u32,
    rows: usize,
    pub(super) multiplicities: Multiplicities,
}

impl Draws {
    pub(super) fn new(rows: usize, options: Options) -> Self {
        Self {
            seeds: Random::new(options.seed),
            left: options.draws,
            rows,
            multiplicities: std::array::from_fn(|_| vec![0; rows]),
        }
    }

    /// Fills as many lanes as there are draws left, and says how many; `None` without any.
    pub(super) fn next_block(&mut self) -> Option<usize> {
        let lanes = (self.left as usize).min(LANES);
        for counts in self.multiplicities.iter_mut().take(lanes) {
            counts.fill(0);
            // Each draw has a generator of its own, so that draws could be made side by side.
            let mut random = Random::new(self.seeds.bits());
            for _ in 0..self.rows {
                if let Some(count) = counts.get_mut(random.index(self.rows)) {
                    // One respondent 65,536 times is less likely than anything that happens.
                    *count = count.saturating_add(1);
                }
            }
        }
        self.left -= lanes as u32;
        (lanes > 0).then_some(lanes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_draws_do_not_matter() {
        let draws = |draws| {
            let mut all = Vec::new();
            let mut draws = Draws::new(50, Options::default().draws(draws));
            while let Some(lanes) = draws.next_block() {
                all.extend_from_slice(&draws.multiplicities[..lanes]);
            }
            all
        };
        let many = draws(50);
        assert_eq!(many.len(), 50);
        assert_eq!(draws(1), many[..1]);
        assert_eq!(draws(17), many[..17]);
        assert_ne!(many[0], many[1]);
    }
}
