use super::counts::PurchaseCounts;
use super::covariates::{CovariateTarget, Moves};
use super::fitting::{Likelihood, Task};
use super::simulation::{Buyer, Draws};
use crate::Result;

/// What sets one model of buying apart from another. It is public only because
/// [`PurchaseModel`](super::PurchaseModel) needs it; it cannot be named outside.
pub trait Process: Sized {
    /// What a customer does who is a customer now.
    type Future: Future;

    /// How likely parameters make the customers, and from where to search for the best ones.
    fn task(counts: &PurchaseCounts) -> Result<(Box<dyn Likelihood + '_>, Task)>;

    /// How likely parameters make customers who may be too few to search by.
    fn likelihood(counts: &PurchaseCounts) -> Box<dyn Likelihood + '_>;

    /// Which parameters a covariate moves that acts on this.
    fn moves(target: CovariateTarget) -> Moves;

    /// The log-likelihood of a customer.
    fn ln_seen(&self, frequency: f64, last: f64, age: f64) -> f64;

    /// The probability that a customer is still one.
    fn alive(&self, frequency: f64, last: f64, age: f64) -> f64;

    /// The probability that a new customer is one at all, and what they do then.
    fn newcomer(&self) -> (f64, Self::Future);

    /// What a known customer does, if they are still one.
    fn future(&self, frequency: f64, age: f64) -> Self::Future;

    /// Whether the model takes such a customer for one whatever they did.
    fn takes_for_alive(frequency: u32) -> bool;

    /// Draws a customer.
    fn draw(&self, draws: &mut Draws) -> Buyer;
}

/// What a customer does from now on, who is one now; times are positive.
pub trait Future {
    /// The probability of still being a customer after this time.
    fn alive(&self, time: f64) -> f64;

    /// The expected purchases.
    fn expected(&self, time: f64) -> f64;

    /// The expected purchases without an end, where they are finite.
    fn expected_ever(&self) -> Option<f64>;

    /// The expected purchases without an end, each counted at e^(−force · time), where a formula tells them.
    fn discounted_ever(&self, _force: f64) -> Option<f64> {
        None
    }

    /// A time within which the expected purchases grow smoothly.
    fn scale(&self) -> f64;

    /// The probability of no purchase.
    fn silent(&self, time: f64) -> f64;

    /// The probability of at least one, with all its digits where it is small.
    fn buys(&self, time: f64) -> f64;

    /// The probabilities of 0 to `most` purchases.
    fn distribution(&self, time: f64, most: u32) -> Vec<f64>;
}

/// `ln((from + by) / from)`, also where the quotient is larger than a number can be.
pub(super) fn ln_grown(from: f64, by: f64) -> f64 {
    let times = by / from;
    if times.is_finite() {
        times.ln_1p()
    } else {
        by.ln() - from.ln()
    }
}
