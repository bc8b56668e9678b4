use super::likelihood::Tenures;
use super::model::{ContractModel, inner::Inner};
use super::renewals::Renewals;
use crate::Result;
use crate::clv::fitted::Fitted;
use crate::clv::fitting::{FitOptions, fit};
use crate::clv::parametric::parametric;
use crate::survival::Survival;

parametric! {
    /// The beta-discrete-Weibull model: how long customers with a contract stay, where their own
    /// probability of leaving changes with tenure.
    ///
    /// It extends [`ShiftedBetaGeometric`](super::ShiftedBetaGeometric) by one parameter: with c above 1
    /// each customer becomes more likely to leave with tenure, with c below 1 less likely, and with c = 1
    /// the two models are the same. The retention rate of the cohort may then fall before it rises.
    ///
    /// ```text
    /// S(t) = B(γ, δ + t^c) / B(γ, δ)
    /// ```
    ///
    /// **When it is the wrong model.** Three parameters from a curve of four or five points follow its
    /// noise: compare by [`bic`](crate::clv::Fitted::bic) with the simpler model, and look at the errors of the
    /// parameters. The curve alone hardly tells a change in each customer from differences between them.
    /// Like the simpler model it knows no seasons, no price changes and no returns.
    ///
    /// Source: Fader, P. S., Hardie, B. G. S., Liu, Y., Davin, J. and Steenburgh, T. (2018), *Journal of
    /// Interactive Marketing* 43: 1–16.
    ///
    /// ```
    /// use retention::clv::{BetaDiscreteWeibull, ContractModel, FitOptions};
    /// use retention::survival::Survival;
    ///
    /// let left = Survival::of_table(&[1000, 869, 743, 653, 593])?;
    /// let fitted = BetaDiscreteWeibull::fit(&left, FitOptions::default())?;
    /// assert_eq!(format!("{:.2}", fitted.log_likelihood), "-1222.75");
    /// let model = fitted.converged()?;
    /// assert_eq!(format!("{:.1} %", 100.0 * model.survival(10)), "41.8 %");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "BdW")]
    pub struct BetaDiscreteWeibull {
        /// Returns γ of the beta distribution: the larger, the sooner customers leave.
        gamma,
        /// Returns δ of the beta distribution: the larger, the longer customers stay.
        delta,
        /// Returns c: above 1 a customer becomes more likely to leave with tenure, below 1 less likely.
        c,
    }
}

impl Inner for BetaDiscreteWeibull {
    fn renewals(&self) -> Renewals {
        renewals(&[self.gamma(), self.delta(), self.c()])
    }

    fn closed_form(&self, _: u64, _: f64) -> Option<f64> {
        None
    }
}

fn renewals(parameters: &[f64]) -> Renewals {
    let mut parameters = parameters.iter().copied();
    let mut next = || parameters.next().unwrap_or(f64::NAN);
    Renewals {
        gamma: next(),
        delta: next(),
        c: next(),
    }
}

impl ContractModel for BetaDiscreteWeibull {
    fn fit(tenures: &Survival, options: FitOptions) -> Result<Fitted<Self>> {
        let mut likelihood = Tenures::of(tenures, renewals)?;
        let task = likelihood.task(tenures, vec![1.0, 1.0, 1.0]);
        fit(&mut likelihood, &task, &options)
    }
}
