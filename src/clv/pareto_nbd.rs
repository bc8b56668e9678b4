use super::PurchaseModel;
use super::counts::PurchaseCounts;
use super::covariates::{CovariateTarget, Moves, on_rates};
use super::exponential::Exponential;
use super::exponential_likelihood::{likelihood, task};
use super::fitting::{Likelihood, Task};
use super::parametric::parametric;
use super::process::Process;
use super::simulation::{Buyer, Draws, Leaving, exponential, ln_gamma_draw};
use crate::Result;

parametric! {
    /// The Pareto/NBD model: customers buy at random times at rates of their own, and may leave at any time.
    ///
    /// * While a customer stays, purchases come at random at a rate λ; rates vary over customers by a gamma
    ///   distribution with shape `r` and rate `alpha`.
    /// * A customer stays for a time that is exponential with rate μ; it varies over customers by a gamma
    ///   distribution with shape `s` and rate `beta`.
    ///
    /// ```text
    /// L(x, tₓ, T)  = Γ(r+x) αʳ βˢ / Γ(r) · [(α+T)^−(r+x) (β+T)^−s + s · A]
    /// A            = ∫ (α+u)^−(r+x) (β+u)^−(s+1) du  from tₓ to T
    /// P(alive)     = 1 / (1 + s · A · (α+T)^(r+x) (β+T)^s)
    /// E[X(t)]      = rβ / (α (s−1)) · [1 − (β/(β+t))^(s−1)]
    /// E[Y(t)]      = P(alive) · (r+x)(β+T) / ((α+T)(s−1)) · [1 − ((β+T)/(β+T+t))^(s−1)]
    /// ```
    ///
    /// A is integrated as it stands, where the papers subtract two hypergeometric functions from each other.
    /// It is therefore finite and positive for every customer, thousands of purchases on end included, and at
    /// s = 1 the expectations are their limit.
    ///
    /// **When it is the wrong model.** As for [`BgNbd`](super::BgNbd#when-it-is-the-wrong-model). From a small or
    /// young shop `s` and `beta` are hardly told apart: look at their errors. If the fit does not converge, try
    /// [`MbgNbd`](super::MbgNbd).
    ///
    /// Sources: Schmittlein, D. C., Morrison, D. G. and Colombo, R. (1987), *Management Science* 33(1): 1–24;
    /// Fader, P. S. and Hardie, B. G. S. (2005), *A Note on Deriving the Pareto/NBD Model and Related
    /// Expressions*.
    ///
    /// ```
    /// use retention::clv::{ParetoNbd, PurchaseModel};
    /// use retention::purchases::Summary;
    ///
    /// // The published fit to CDNOW's customers, in weeks.
    /// let model = ParetoNbd::new(0.553, 10.578, 0.606, 11.669)?;
    /// let customer = Summary::new(2, 30.43, 38.86)?;
    /// assert_eq!(format!("{:.2}", model.probability_alive(&customer)), "0.87");
    /// assert_eq!(format!("{:.2}", model.expected_purchases_of(&customer, 52.0)?), "1.85");
    /// // A purchase almost every other hour for a hundred weeks.
    /// let busy = model.forecast(&Summary::new(5000, 100.0, 100.0)?, 1.0)?;
    /// assert_eq!(busy.probability_alive, 1.0);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "ParetoNBDFitter")]
    #[doc(alias = "pnbd")]
    pub struct ParetoNbd {
        /// Returns the shape of the distribution of purchase rates: the smaller, the more customers differ.
        r,
        /// Returns the rate of the distribution of purchase rates, in units of time: `r / alpha` is the mean
        /// number of purchases per unit of time.
        alpha,
        /// Returns the shape of the distribution of the rates of leaving: the smaller, the more customers
        /// differ.
        s,
        /// Returns the rate of the distribution of the rates of leaving, in units of time: `s / beta` is their
        /// mean.
        beta,
    }
}

impl ParetoNbd {
    const fn process(&self) -> Exponential {
        Exponential {
            r: self.r,
            alpha: self.alpha,
            s: self.s,
            beta: self.beta,
        }
    }
}

impl Process for ParetoNbd {
    type Future = Exponential;

    fn task(counts: &PurchaseCounts) -> Result<(Box<dyn Likelihood + '_>, Task)> {
        task(counts)
    }

    fn likelihood(counts: &PurchaseCounts) -> Box<dyn Likelihood + '_> {
        likelihood(counts)
    }

    fn moves(target: CovariateTarget) -> Moves {
        on_rates(target)
    }

    fn ln_seen(&self, frequency: f64, last: f64, age: f64) -> f64 {
        self.process().judge(frequency, last, age).0
    }

    fn alive(&self, frequency: f64, last: f64, age: f64) -> f64 {
        self.process().judge(frequency, last, age).1
    }

    fn newcomer(&self) -> (f64, Exponential) {
        (1.0, self.process())
    }

    fn future(&self, frequency: f64, age: f64) -> Exponential {
        Exponential {
            r: self.r + frequency,
            alpha: self.alpha + age,
            s: self.s,
            beta: self.beta + age,
        }
    }

    fn takes_for_alive(_frequency: u32) -> bool {
        false
    }

    fn draw(&self, draws: &mut Draws) -> Buyer {
        let rate = ln_gamma_draw(self.r, draws).exp() / self.alpha;
        let leaving = ln_gamma_draw(self.s, draws).exp() / self.beta;
        Buyer {
            rate,
            leaving: Leaving::At(exponential(draws) / leaving),
        }
    }
}

impl PurchaseModel for ParetoNbd {}
