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
    /// The MBG/NBD model: as [`BgNbd`](super::BgNbd), but customers may leave after their first purchase too.
    ///
    /// So a customer who bought once is not taken for alive: use this model where one-time buyers matter.
    ///
    /// ```text
    /// L(x, tₓ, T)  = Γ(r+x) αʳ / Γ(r) · B(a, b+x+1) / B(a, b) · [(α+T)^−(r+x) + a/(b+x) · (α+tₓ)^−(r+x)]
    /// P(alive)     = 1 / (1 + a/(b+x) · ((α+T)/(α+tₓ))^(r+x))
    /// E[X(t)]      = b/(a−1) · [1 − (α/(α+t))ʳ · 2F1(r, b+1; a+b; t/(α+t))]
    /// ```
    ///
    /// The expectation is computed in a form that has no division by a − 1.
    ///
    /// **When it is the wrong model.** As for [`BgNbd`](super::BgNbd#when-it-is-the-wrong-model). Customers leave
    /// only at a purchase: if they rather drift away in between, use [`ParetoNbd`](super::ParetoNbd).
    ///
    /// Sources: Batislam, E. P., Denizel, M. and Filiztekin, A. (2007), *International Journal of Research in
    /// Marketing* 24: 201–209; Hoppe, D. and Wagner, U. (2007), *Marketing – Journal of Research and
    /// Management* 3: 75–90.
    ///
    /// ```
    /// use retention::clv::{MbgNbd, PurchaseModel};
    /// use retention::purchases::Summary;
    ///
    /// // A fit to CDNOW's customers, in weeks.
    /// let model = MbgNbd::new(0.525, 6.183, 0.891, 1.614)?;
    /// let once = model.forecast(&Summary::new(0, 0.0, 38.86)?, 39.0)?;
    /// assert_eq!(format!("{:.2}", once.probability_alive), "0.39");
    /// assert_eq!(format!("{:.3}", once.expected_purchases), "0.154");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "modified beta-geometric")]
    #[doc(alias = "ModifiedBetaGeoFitter")]
    pub struct MbgNbd {
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

impl MbgNbd {
    const fn process(&self) -> Geometric {
        Geometric {
            r: self.r,
            alpha: self.alpha,
            a: self.a,
            b: self.b,
        }
    }
}

impl Process for MbgNbd {
    type Future = Geometric;

    fn task(counts: &PurchaseCounts) -> Result<(Box<dyn Likelihood + '_>, Task)> {
        task(counts, 1.0)
    }

    fn likelihood(counts: &PurchaseCounts) -> Box<dyn Likelihood + '_> {
        likelihood(counts, 1.0)
    }

    fn moves(target: CovariateTarget) -> Moves {
        on_coins(target)
    }

    fn ln_seen(&self, frequency: f64, last: f64, age: f64) -> f64 {
        self.process()
            .ln_seen(frequency, frequency + 1.0, last, age)
    }

    fn alive(&self, frequency: f64, last: f64, age: f64) -> f64 {
        self.process().stayed(frequency, frequency + 1.0, last, age)
    }

    fn newcomer(&self) -> (f64, Geometric) {
        let stays = self.b / (self.a + self.b);
        (stays, self.process().after(0.0, 1.0, 0.0))
    }

    fn future(&self, frequency: f64, age: f64) -> Geometric {
        self.process().after(frequency, frequency + 1.0, age)
    }

    fn takes_for_alive(_frequency: u32) -> bool {
        false
    }

    fn draw(&self, draws: &mut Draws) -> Buyer {
        Buyer {
            rate: ln_gamma_draw(self.r, draws).exp() / self.alpha,
            leaving: Leaving::ByCoin {
                probability: beta_draw(self.a, self.b, draws),
                after_the_first: true,
            },
        }
    }
}

impl PurchaseModel for MbgNbd {}
