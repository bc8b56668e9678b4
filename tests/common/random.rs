//! Numbers that are random enough to simulate by, and the same on every run.

#![allow(dead_code)]

/// Knuth's linear congruential generator.
pub struct Congruential(pub u64);

impl Congruential {
    /// A number from 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        of_bits(self.0)
    }
}

/// A counter whose bits are mixed, as in SplitMix64.
pub struct Mixed(pub u64);

impl Mixed {
    /// A number from 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        of_bits(z ^ (z >> 31))
    }
}

fn of_bits(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}
