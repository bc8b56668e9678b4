use crate::numeric::random::Random;
use crate::purchases::Summary;
use crate::{Error, Result};

/// More purchases of one customer are not simulated.
const MOST: u32 = 1_000_000;

/// Where the draws come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws(Random);

impl Draws {
    pub(super) fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }

    /// Whether something of this probability happens.
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.0.unit() < probability
    }
}

/// A customer drawn from a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Buyer {
    /// Purchases per unit of time.
    pub(super) rate: f64,
    /// When the customer leaves.
    pub(super) leaving: Leaving,
}

/// When a simulated customer leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Leaving {
    /// After a purchase, with this probability; after the first one too, or only after repeats.
    ByCoin {
        probability: f64,
        after_the_first: bool,
    },
    /// After this time.
    At(f64),
}

impl Buyer {
    /// What the customer buys within their age.
    pub(super) fn summary(self, age: f64, draws: &mut Draws) -> Result<Summary> {
        let end = match self.leaving {
            Leaving::At(time) => time.min(age),
            Leaving::ByCoin { .. } => age,
        };
        let (mut frequency, mut last) = (0_u32, 0.0);
        let mut is_gone = match self.leaving {
            Leaving::ByCoin {
                probability,
                after_the_first,
            } => after_the_first && draws.0.unit() < probability,
            Leaving::At(_) => false,
        };
        while !is_gone {
            let next = last + exponential(draws) / self.rate;
            // Two purchases at one time are one.
            if next > end || next <= last {
                break;
            }
            if frequency == MOST {
                let error = Error::overflow("the purchases of a simulated customer", MOST);
                return Err(
                    error.with_cure("simulate a shorter age, or fewer purchases per unit of time")
                );
            }
            (frequency, last) = (frequency + 1, next);
            if let Leaving::ByCoin { probability, .. } = self.leaving {
                is_gone = draws.0.unit() < probability;
            }
        }
        Summary::new(frequency, last, age)
    }
}

/// A draw from the exponential distribution with mean 1.
pub(super) fn exponential(draws: &mut Draws) -> f64 {
    -(-draws.0.unit()).ln_1p()
}

/// The logarithm of a draw from the gamma distribution with this shape and scale 1.
///
/// Marsaglia, G. and Tsang, W. W. (2000), *ACM Transactions on Mathematical Software* 26: 363–372.
pub(super) fn ln_gamma_draw(shape: f64, draws: &mut Draws) -> f64 {
    // A shape below 1 is drawn from the next one.
    let lift = if shape < 1.0 {
        -exponential(draws) / shape
    } else {
        0.0
    };
    let d = if shape < 1.0 { shape + 1.0 } else { shape } - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(draws);
        let v = (1.0 + c * x).powi(3);
        if v <= 0.0 {
            continue;
        }
        let bound = 0.5 * x * x + d * (1.0 - v + v.ln());
        if -exponential(draws) < bound {
            return d.ln() + v.ln() + lift;
        }
    }
}

/// A draw from the beta distribution.
pub(super) fn beta_draw(a: f64, b: f64, draws: &mut Draws) -> f64 {
    let odds = ln_gamma_draw(b, draws) - ln_gamma_draw(a, draws);
    1.0 / (1.0 + odds.exp())
}

/// A draw from the standard normal distribution (Box and Muller 1958).
fn normal(draws: &mut Draws) -> f64 {
    let radius = (2.0 * exponential(draws)).sqrt();
    radius * (std::f64::consts::TAU * draws.0.unit()).cos()
}
