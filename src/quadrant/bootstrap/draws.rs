//! Which respondents are drawn.

use super::products::{LANES, Multiplicities};
use crate::estimate::Resampling;
use crate::numeric::random::Random;

/// So many draws at a time, whose figures are kept until they are counted.
const ROUND: u32 = 64 * LANES as u32;

/// Iterates over rounds of draws, each draw with the seed of a generator of its own, so that draws are
/// made side by side. Part of the API: the same seed gives the same draws in every version, however many
/// make a round.
pub(super) struct Draws {
    seeds: Random,
    left: u32,
}

impl Draws {
    pub(super) fn new(options: Resampling) -> Self {
        Self {
            seeds: Random::new(options.seed),
            left: options.draws,
        }
    }
}

impl Iterator for Draws {
    type Item = Vec<u64>;

    fn next(&mut self) -> Option<Vec<u64>> {
        let draws = self.left.min(ROUND);
        self.left -= draws;
        (draws > 0).then(|| (0..draws).map(|_| self.seeds.bits()).collect())
    }
}

/// Returns how often each respondent is in the draws with these seeds, as many as there are lanes at
/// most.
pub(super) fn multiplicities(seeds: &[u64], rows: usize) -> Multiplicities {
    let mut multiplicities: Multiplicities = std::array::from_fn(|_| vec![0; rows]);
    for (counts, &seed) in multiplicities.iter_mut().zip(seeds) {
        let mut random = Random::new(seed);
        for _ in 0..rows {
            if let Some(count) = counts.get_mut(random.index(rows)) {
                // One respondent 65,536 times is less likely than anything that happens.
                *count = count.saturating_add(1);
            }
        }
    }
    multiplicities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_of_draws_do_not_matter() {
        let seeds = |draws| {
            let rounds = Draws::new(Resampling::default().draws(draws));
            rounds.flatten().collect::<Vec<_>>()
        };
        let many = seeds(2500);
        assert_eq!(many.len(), 2500);
        assert_eq!(seeds(1), many[..1]);
        assert_eq!(seeds(1025), many[..1025]);
    }

    #[test]
    fn a_draw_does_not_depend_on_those_beside_it() {
        let draws = multiplicities(&[7, 8, 9], 50);
        assert_eq!(multiplicities(&[8], 50)[0], draws[1]);
        assert_ne!(draws[0], draws[1]);
        assert!(
            draws[..3]
                .iter()
                .all(|counts| counts.iter().sum::<u16>() == 50)
        );
        assert!(draws[3..].iter().flatten().all(|&count| count == 0));
    }

    /// As in every version before.
    #[test]
    fn the_first_draws_of_seed_0() {
        let seeds = Draws::new(Resampling::default()).next().unwrap();
        let draws = multiplicities(&seeds[..2], 8);
        assert_eq!(draws[0], [0, 1, 0, 1, 0, 3, 2, 1]);
        assert_eq!(draws[1], [0, 0, 0, 0, 3, 2, 2, 1]);
    }
}
