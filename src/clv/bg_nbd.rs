use super::PurchaseModel;
use super::counts::PurchaseCounts;
use super::covariates::{CovariateTarget, Moves, on_coins};
use super::fitting::{Likelihood, Task};
use super::geometric::{Geometric, likelihood, task};
use super::parametric::parametric;
use super::process::Process;
use super::simulation::{Buyer, Draws, Leaving, beta_draw, ln_gamma_draw};
use crate::Result;

parametric! {
    /// The BG/NBD model: customers buy at random times at rates of their own, and may leave after each repeat
    /// purchase.
    ///
    /// * While a customer stays, purchases come at random at a rate λ; rates vary over customers by a gamma
    ///   distribution with shape `r` and rate `alpha`.
    /// * After each repeat purchase the customer leaves with a probability p; it varies over customers by a
    ///   beta distribution with `a` and `b`.
    ///
    /// ```text
    /// L(x, tₓ, T)  = Γ(r+x) αʳ / Γ(r) · B(a, b+x) / B(a, b) · [(α+T)^−(r+x) + δ · a/(b+x−1) · (α+tₓ)^−(r+x)]
    /// P(alive)     = 1 / (1 + δ · a/(b+x−1) · ((α+T)/(α+tₓ))^(r+x))
    /// E[X(t)]      = (a+b−1)/(a−1) · [1 − (α/(α+t))ʳ · 2F1(r, b; a+b−1; t/(α+t))]
    /// δ            = 1 if x > 0, otherwise 0
    /// ```
    ///
    /// The expectation is computed in a form that has no division by a − 1, so that it holds for every `a`
    /// and `b`.
    ///
    /// # Why everyone who bought once is alive
    ///
    /// This model lets customers leave only right after a *repeat* purchase. A customer without one has had no
    /// occasion to leave, so that P(alive) is exactly 1 however long the silence. That is an assumption and no
    /// finding: [`Forecast::alive_by_assumption`](super::Forecast::alive_by_assumption) marks such customers.
    /// Their expected purchases are still sensible, because a long silence makes a low rate likely. If you
    /// need the probability itself, use [`MbgNbd`](super::MbgNbd), whose customers may leave after the first
    /// purchase too, or [`ParetoNbd`](super::ParetoNbd), whose customers may leave at any time; or ask
    /// [`probability_of_purchase`](PurchaseModel::probability_of_purchase).
    ///
    /// Another trait of it: given the time of the last purchase, a customer with many purchases and a silence
    /// is less likely alive than one with few, because many purchases make the silence stranger.
    ///
    /// # When it is the wrong model
    ///
    /// Where customers say that they leave, use a [model of contracts](super::ContractModel). Where they can
    /// buy only at set occasions, use [`BgBb`](super::BgBb). No model of buying here knows seasons, campaigns
    /// or a shop that grows on its customers: rates do not change. Customers who buy evenly, such as those who
    /// restock, are given up too late, because purchases at random leave longer gaps.
    ///
    /// Source: Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), *Marketing Science* 24(2): 275–284.
    ///
    /// ```
    /// use retention::clv::{BgNbd, PurchaseModel};
    /// use retention::purchases::Summary;
    ///
    /// // The published fit to CDNOW's customers, in weeks.
    /// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// // Two repeat purchases, the last after 30.43 of 38.86 weeks.
    /// let customer = Summary::new(2, 30.43, 38.86)?;
    /// assert_eq!(format!("{:.2}", model.probability_alive(&customer)), "0.73");
    /// assert_eq!(format!("{:.3}", model.expected_purchases_of(&customer, 39.0)?), "1.226");
    /// let once = model.forecast(&Summary::new(0, 0.0, 38.86)?, 39.0)?;
    /// assert_eq!((once.probability_alive, once.alive_by_assumption), (1.0, true));
    /// assert_eq!(format!("{:.3}", once.expected_purchases), "0.195");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "beta-geometric")]
    #[doc(alias = "BetaGeoFitter")]
    pub struct BgNbd {
        /// Returns the shape of the distribution of purchase rates: the smaller, the more customers differ.
        r,
        /// Returns the rate of the distribution of purchase rates, in units of time: `r / alpha` is the mean
        /// number of purchases per unit of time.
        alpha,
        /// Returns the first parameter of the distribution of the probability of leaving, whose mean is
        /// `a / (a + b)`.
        a,
        /// Returns the second parameter of the distribution of the probability of leaving.
        b,
    }
}

impl BgNbd {
    const fn process(&self) -> Geometric {
        Geometric {
            r: self.r,
            alpha: self.alpha,
            a: self.a,
            b: self.b,
        }
    }
}

impl Process for BgNbd {
    type Future = Geometric;

    fn task(counts: &PurchaseCounts) -> Result<(Box<dyn Likelihood + '_>, Task)> {
        task(counts, 0.0)
    }

    fn likelihood(counts: &PurchaseCounts) -> Box<dyn Likelihood + '_> {
        likelihood(counts, 0.0)
    }

    fn moves(target: CovariateTarget) -> Moves {
        on_coins(target)
    }

    fn ln_seen(&self, frequency: f64, last: f64, age: f64) -> f64 {
        self.process().ln_seen(frequency, frequency, last, age)
    }

    fn alive(&self, frequency: f64, last: f64, age: f64) -> f64 {
        self.process().stayed(frequency, frequency, last, age)
    }

    fn newcomer(&self) -> (f64, Geometric) {
        (1.0, self.process())
    }

    fn future(&self, frequency: f64, age: f64) -> Geometric {
        self.process().after(frequency, frequency, age)
    }

    fn takes_for_alive(frequency: u32) -> bool {
        frequency == 0
    }

    fn draw(&self, draws: &mut Draws) -> Buyer {
        Buyer {
            rate: ln_gamma_draw(self.r, draws).exp() / self.alpha,
            leaving: Leaving::ByCoin {
                probability: beta_draw(self.a, self.b, draws),
                after_the_first: false,
            },
        }
    }
}

impl PurchaseModel for BgNbd {}
