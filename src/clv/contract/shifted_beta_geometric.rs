use super::likelihood::Tenures;
use super::model::{ContractModel, inner::Inner};
use super::renewals::Renewals;
use crate::Result;
use crate::clv::fitted::Fitted;
use crate::clv::fitting::{FitOptions, fit};
use crate::clv::parametric::parametric;
use crate::numeric::hypergeometric::ln_gauss;
use crate::survival::Survival;

parametric! {
    /// The shifted beta-geometric model: how long customers with a contract stay.
    ///
    /// At the end of each period a customer leaves with a probability of their own, which never changes;
    /// across customers it follows a beta distribution. From a few years of a cohort it projects how many
    /// will be left later, where a line through the survival curve falls below 0 and a constant
    /// retention rate loses too many.
    ///
    /// ```text
    /// S(t) = B(α, β + t) / B(α, β)                    still there after t periods
    /// r(t) = (β + t − 1) / (α + β + t − 1)            retention rate of period t
    /// DEL  = 2F1(1, β; α + β; 1 / (1 + d))            discounted expected lifetime
    /// DERL = r(n) · 2F1(1, β + n; α + β + n; 1 / (1 + d))
    /// ```
    ///
    /// The mean probability of leaving is α / (α + β). Both parameters small: customers are either loyal or
    /// soon gone. Both large: all are alike, and the retention rate hardly rises.
    ///
    /// **When it is the wrong model.** The retention rate of a cohort can only rise, and all of that is
    /// attributed to differences between customers. If customers tire of a service or grow into it, use
    /// [`BetaDiscreteWeibull`](super::BetaDiscreteWeibull). It knows no seasons, no price changes, no
    /// returns, and no shops without contracts, where nobody tells when a customer leaves.
    ///
    /// Source: Fader, P. S. and Hardie, B. G. S. (2007), *Journal of Interactive Marketing* 21(1): 76–90.
    ///
    /// ```
    /// use retention::clv::{ContractModel, FitOptions, ShiftedBetaGeometric};
    /// use retention::survival::Survival;
    ///
    /// // Of a thousand customers, so many were left after each of seven years.
    /// let left = Survival::of_table(&[1000, 869, 743, 653, 593, 551, 517, 491])?;
    /// let model = ShiftedBetaGeometric::fit(&left, FitOptions::default())?.converged()?;
    /// assert_eq!(format!("{:.3} {:.3}", model.alpha(), model.beta()), "0.668 3.806");
    /// // After twelve years 39.4 % were left; a constant retention rate would say 28 %.
    /// assert_eq!(format!("{:.1} %", 100.0 * model.survival(12)), "37.8 %");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "sBG")]
    #[doc(alias = "beta-geometric")]
    pub struct ShiftedBetaGeometric {
        /// Returns α of the beta distribution: the larger, the sooner customers leave.
        alpha,
        /// Returns β of the beta distribution: the larger, the longer customers stay.
        beta,
    }
}

impl ShiftedBetaGeometric {
    /// The model with parameters that are known to be positive.
    pub(in crate::clv) const fn known(alpha: f64, beta: f64) -> Self {
        Self { alpha, beta }
    }

    /// How many periods a new customer stays of so many that follow the first.
    pub(in crate::clv) fn renewals_within(&self, periods: u32) -> f64 {
        if periods == 0 {
            return 0.0;
        }
        self.renewals()
            .discounted_sum(0.0, 1, Some(periods.into()), 0.0)
    }
}

impl Inner for ShiftedBetaGeometric {
    fn renewals(&self) -> Renewals {
        renewals(&[self.alpha(), self.beta()])
    }

    fn closed_form(&self, from: u64, rate: f64) -> Option<f64> {
        let (alpha, beta) = (self.alpha(), self.beta());
        let passed = from as f64;
        // Somebody at a renewal takes this step first, a new customer does not.
        let first = match from.checked_sub(1) {
            Some(before) => (beta + before as f64) / (alpha + beta + before as f64),
            None => 1.0,
        };
        if rate > 0.0 {
            let z = 1.0 / (1.0 + rate);
            let sum = ln_gauss(1.0, beta + passed, alpha + beta + passed, z, rate * z);
            return Some(first * sum.exp());
        }
        (alpha > 1.0).then(|| first * (alpha + beta + passed - 1.0) / (alpha - 1.0))
    }
}

fn renewals(parameters: &[f64]) -> Renewals {
    let mut parameters = parameters.iter().copied();
    Renewals {
        gamma: parameters.next().unwrap_or(f64::NAN),
        delta: parameters.next().unwrap_or(f64::NAN),
        c: 1.0,
    }
}

impl ContractModel for ShiftedBetaGeometric {
    fn fit(tenures: &Survival, options: FitOptions) -> Result<Fitted<Self>> {
        let mut likelihood = Tenures::of(tenures, renewals)?;
        let task = likelihood.task(tenures, vec![1.0, 1.0]);
        fit(&mut likelihood, &task, &options)
    }
}
