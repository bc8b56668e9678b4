//! What a customer of the shop thinks, whether they are asked or not.

use retention::Result;
use retention::loyalty::Score;
use retention::scale::Scale;

use super::random::Random;
use crate::portrait::tables::Answers;

/// Opinions on 1 to 7, and the value relative to competitors.
#[derive(Debug, Clone, Copy)]
pub struct Opinions {
    pub satisfaction: f64,
    pub value: f64,
    value_before: f64,
    trust: f64,
    loyalty: f64,
    attitude: f64,
    pub switching_cost: f64,
    recommends: bool,
    warns: bool,
}

/// The middle of what customers say of their satisfaction.
pub const USUAL: f64 = 5.0;

impl Opinions {
    pub fn draw(random: &mut Random) -> Self {
        let satisfaction = step(USUAL + 1.3 * random.normal());
        // What goes with satisfaction: half of how far it lies from the usual, and chance.
        let mut beside = |usual: f64, share: f64, spread: f64| {
            step(usual + share * (satisfaction - USUAL) + spread * random.normal())
        };
        let trust = beside(4.9, 0.7, 0.8);
        let loyalty = beside(4.6, 0.7, 1.1);
        let attitude = beside(4.5, 0.6, 1.0);
        let switching_cost = beside(3.8, 0.0, 1.4);
        let value = hundredths(1.0 + 0.09 * random.normal());
        Self {
            satisfaction,
            value,
            value_before: hundredths(value + 0.01 + 0.04 * random.normal()),
            trust,
            loyalty,
            attitude,
            switching_cost,
            recommends: random.happens((satisfaction - 3.0) / 5.0),
            warns: random.happens((3.5 - satisfaction) / 3.0),
        }
    }

    /// What the customer says when asked; now and then a question is left out.
    pub fn answers(&self, customer: &str, left_out: f64, random: &mut Random) -> Result<Answers> {
        let mut score = |value: f64| {
            let is_left_out = random.happens(left_out);
            let score = Score::new(Scale::ONE_TO_SEVEN, value)?;
            Ok::<_, retention::Error>((!is_left_out).then_some(score))
        };
        Ok(Answers {
            satisfaction: score(self.satisfaction)?,
            trust: score(self.trust)?,
            loyalty: score(self.loyalty)?,
            attitude: score(self.attitude)?,
            switching_cost: score(self.switching_cost)?,
            patronage: None,
            value: Some(self.value),
            value_before: Some(self.value_before),
            recommends: Some(self.recommends),
            warns: Some(self.warns),
            ..Answers::of(customer)
        })
    }
}

/// A step of the scale of 1 to 7.
pub fn step(opinion: f64) -> f64 {
    opinion.round().clamp(1.0, 7.0)
}

pub fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
