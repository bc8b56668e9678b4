//! A small generator of random numbers that the caller seeds.
//!
//! What is computed from resamples is part of the API: the same seed gives the same figures in every
//! version, so neither the generator nor the way numbers are drawn from it ever changes.

/// xoshiro256++ 1.0 by Blackman and Vigna (2019), its state filled from the seed by SplitMix64
/// (Steele, Lea and Flood 2014), as its authors recommend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Random([u64; 4]);

impl Random {
    /// The sequence of a seed; every seed will do.
    pub(crate) fn new(seed: u64) -> Self {
        let mut state = seed;
        Self(std::array::from_fn(|_| split_mix(&mut state)))
    }

    /// The next 64 bits.
    pub(crate) const fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.0;
        let bits = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.0 = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        bits
    }

    /// A whole number below `bound`, each as likely as every other; 0 where the bound is 0.
    ///
    /// Lemire (2019), *ACM Transactions on Modeling and Computer Simulation* 29(1).
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // The first 2⁶⁴ mod bound products of each number are one too many.
        let surplus = bound.wrapping_neg().checked_rem(bound).unwrap_or(0);
        loop {
            let product = u128::from(self.bits()) * u128::from(bound);
            if product as u64 >= surplus {
                return (product >> 64) as u64;
            }
        }
    }

    /// A position in a sequence of this length; 0 where it is empty.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        self.below(length as u64) as usize
    }

    /// A number from 0 up to but not including 1, a multiple of 2⁻⁵³.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (0.5 * f64::EPSILON)
    }
}

const fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = *state;
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blackman_vigna_2019_reference_sequence() {
        let mut random = Random([1, 2, 3, 4]);
        for expected in [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
            9_228_616_714_210_784_205,
            9_973_669_472_204_895_162,
            14_011_001_112_246_962_877,
            12_406_186_145_184_390_807,
            15_849_039_046_786_891_736,
            10_450_023_813_501_588_000,
        ] {
            assert_eq!(random.bits(), expected);
        }
    }

    #[test]
    fn split_mix_reference_sequence() {
        let mut state = 1_234_567;
        for expected in [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ] {
            assert_eq!(split_mix(&mut state), expected);
        }
    }

    #[test]
    fn each_number_below_a_bound_is_as_likely() {
        let mut random = Random::new(7);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[random.index(6)] += 1;
        }
        // Six standard deviations of a binomial of 60,000 and a sixth.
        assert!(
            counts.iter().all(|&n| n.abs_diff(10_000) < 550),
            "{counts:?}"
        );
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
        assert!(random.below(u64::MAX) < u64::MAX);
    }

    #[test]
    fn numbers_between_0_and_1() {
        let mut random = Random::new(1);
        let mean = (0..10_000).map(|_| random.unit()).sum::<f64>() / 10_000.0;
        // Six standard errors of a uniform mean.
        assert!((mean - 0.5).abs() < 6.0 * 0.288_7 / 100.0);
        assert!((0..1000).all(|_| (0.0..1.0).contains(&random.unit())));
        assert_eq!(Random::new(1), Random::new(1));
        assert_ne!(Random::new(1).bits(), Random::new(2).bits());
    }
}
