use super::renewals::Renewals;
use crate::clv::fitted::Fitted;
use crate::clv::fitting::FitOptions;
use crate::clv::parametric::Parametric;
use crate::clv::{DiscountRate, Horizon};
use crate::numeric::random::Random;
use crate::survival::{Spell, Survival};
use crate::{Error, Result};

const ENDLESS: &str = "set a `Horizon::Periods`, or a discount rate above 0";

/// Gives the trait what it computes from, without making it public.
pub(crate) mod inner {
    use super::Renewals;

    pub trait Inner {
        #[doc(hidden)]
        fn renewals(&self) -> Renewals;

        /// The discounted sum without an end, where a formula has it.
        #[doc(hidden)]
        fn closed_form(&self, from: u64, rate: f64) -> Option<f64>;
    }
}

/// What the models of contracts share: survival, retention rates, lifetimes, simulation.
///
/// A contract is renewed or not at the end of each period, and whoever does not renew is gone for good.
/// Tenure is counted in periods, `t` = 1 is the first renewal.
///
/// **Unconditional or conditional.** [`survival`](Self::survival) is the share of *new* customers who stay
/// for so many periods. For customers who are already there use [`survival_after`](Self::survival_after),
/// which is higher: those who were likely to leave have left. Tools differ in which of the two they call
/// survival.
///
/// Sealed: only the crate implements it.
///
/// ```
/// use retention::clv::{ContractModel, ShiftedBetaGeometric};
///
/// let model = ShiftedBetaGeometric::new(0.668, 3.806)?;
/// assert_eq!(format!("{:.3} {:.3}", model.survival(1), model.survival(12)), "0.851 0.378");
/// // The retention rate rises, although nobody's own does.
/// assert_eq!(format!("{:.3} {:.3}", model.retention_rate(1), model.retention_rate(12)), "0.851 0.957");
/// assert_eq!(format!("{:.3}", model.leaving(2)), "0.104");
/// // Of customers who have stayed for 5 periods, this share stays for 7 more.
/// assert_eq!(format!("{:.3}", model.survival_after(5, 7)), "0.673");
/// # Ok::<(), retention::Error>(())
/// ```
pub trait ContractModel: Parametric + inner::Inner {
    /// Returns the probability that a new customer stays for `periods`: S(t).
    fn survival(&self, periods: u32) -> f64 {
        self.renewals().ln_survival(f64::from(periods)).exp()
    }

    /// Returns the probability that a customer who has stayed for `tenure` stays for `periods` more.
    ///
    /// ```text
    /// S(tenure + periods) / S(tenure)
    /// ```
    fn survival_after(&self, tenure: u32, periods: u32) -> f64 {
        let from = f64::from(tenure);
        let renewals = self.renewals();
        renewals
            .ln_survival_after(from, from + f64::from(periods))
            .exp()
    }

    /// Returns the probability that a new customer leaves at the end of period `period`; 0 for period 0.
    ///
    /// ```text
    /// P(T = t) = S(t − 1) − S(t)
    /// ```
    fn leaving(&self, period: u32) -> f64 {
        let Some(before) = period.checked_sub(1) else {
            return 0.0;
        };
        let (before, after) = (f64::from(before), f64::from(period));
        let renewals = self.renewals();
        let step = renewals.ln_survival_after(before, after);
        renewals.ln_survival(before).exp() * -step.exp_m1()
    }

    /// Returns the share of customers of the period before who are still there in period `period`; 1 for
    /// period 0.
    ///
    /// ```text
    /// r(t) = S(t) / S(t − 1)
    /// ```
    fn retention_rate(&self, period: u32) -> f64 {
        period
            .checked_sub(1)
            .map_or(1.0, |before| self.survival_after(before, 1))
    }

    /// Computes the discounted expected lifetime of a new customer (DEL), in periods: the multiple of a
    /// margin that comes at once and with every renewal.
    ///
    /// ```text
    /// DEL = Σ S(t) / (1 + d)^t    over t = 0, 1, 2, …
    /// ```
    ///
    /// The period is the period of the discount rate. With a rate of 0 it is the expected lifetime.
    ///
    /// Source: Fader, P. S. and Hardie, B. G. S. (2010), *Marketing Science* 29(1): 85–93.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a discount rate of 0 without a horizon, unless the expected lifetime is
    /// known to be finite: for the shifted beta-geometric with α above 1.
    ///
    /// ```
    /// use retention::clv::{ContractModel, DiscountRate, Horizon, ShiftedBetaGeometric};
    ///
    /// let model = ShiftedBetaGeometric::new(0.668, 3.806)?;
    /// let discount = DiscountRate::yearly(0.1)?;
    /// let new = model.discounted_lifetime(discount, Horizon::Infinite)?;
    /// let after_5 = model.discounted_residual_lifetime(5, discount, Horizon::Infinite)?;
    /// assert_eq!(format!("{new:.2} {after_5:.2}"), "5.92 6.90");
    /// let decade = model.discounted_lifetime(discount, Horizon::Periods(9))?;
    /// assert_eq!(format!("{decade:.2}"), "4.60");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "DEL")]
    fn discounted_lifetime(&self, discount: DiscountRate, horizon: Horizon) -> Result<f64> {
        self.discounted_residual_lifetime(0, discount, horizon)
    }

    /// Computes the discounted expected residual lifetime (DERL), in periods, of a customer who has been
    /// active for `periods` and is about to renew or not: the multiple of a margin that comes with this
    /// renewal and with every later one.
    ///
    /// ```text
    /// DERL = Σ S(t) / S(n − 1) / (1 + d)^(t − n)    over t = n, n + 1, n + 2, …
    /// ```
    ///
    /// With 0 periods it is the [lifetime](Self::discounted_lifetime) of a new customer, whose first
    /// margin is certain. A horizon counts from the renewal ahead.
    ///
    /// Using a constant retention rate in its place understates what customers are worth who have stayed:
    /// their rate is above that of the cohort.
    ///
    /// Source: Fader, P. S. and Hardie, B. G. S. (2010), *Marketing Science* 29(1): 85–93.
    ///
    /// # Errors
    /// As [`discounted_lifetime`](Self::discounted_lifetime).
    ///
    /// See the [example](Self::discounted_lifetime).
    #[doc(alias = "DERL")]
    fn discounted_residual_lifetime(
        &self,
        periods: u32,
        discount: DiscountRate,
        horizon: Horizon,
    ) -> Result<f64> {
        let (from, rate) = (u64::from(periods), discount.rate());
        let last = match horizon {
            Horizon::Periods(more) => Some(from.saturating_add(more.into())),
            Horizon::Infinite => {
                if let Some(sum) = self.closed_form(from, rate) {
                    return Ok(sum);
                }
                if rate == 0.0 {
                    let allowed = "above 0 without a horizon";
                    let error = Error::out_of_range("discount rate", rate, allowed);
                    return Err(error.with_cure(ENDLESS));
                }
                None
            }
        };
        let given = f64::from(periods.saturating_sub(1));
        Ok(self
            .renewals()
            .discounted_sum(given, from, last, rate.ln_1p()))
    }

    /// Fits the model to the tenures of customers by maximum likelihood.
    ///
    /// Any mixture of customers will do: those who left, those who are still there, and those who were
    /// there before observation began ([`Spell::entered`]), who count from the tenure at which they came
    /// under observation. A spell is counted in the periods at whose end the contract can be left; a
    /// customer who leaves at the first opportunity has a tenure of 1.
    ///
    /// Look at the outcome before you use the model. It is on the boundary where all customers behave
    /// alike or nobody has left yet, and not identified where a single period was observed.
    ///
    /// # Errors
    /// [`Error::Empty`] without customers, [`Error::OutOfRange`] for a customer who left at tenure 0 and
    /// for options out of range, [`Error::Insufficient`] if nobody was observed for a period.
    ///
    /// See the [example](crate::clv::ShiftedBetaGeometric).
    fn fit(tenures: &Survival, options: FitOptions) -> Result<Fitted<Self>>;

    /// Simulates how long customers stay who are each observed for so many periods.
    ///
    /// The same seed gives the same customers.
    ///
    /// ```
    /// use retention::clv::{BetaDiscreteWeibull, ContractModel};
    /// use retention::survival::Survival;
    ///
    /// let model = BetaDiscreteWeibull::new(0.26, 1.72, 1.58)?;
    /// let curve = Survival::of(model.simulate(vec![10; 5000], 7))?;
    /// assert!((curve.at(4).unwrap() - model.survival(4)).abs() < 0.02);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    fn simulate(&self, observed: impl IntoIterator<Item = u32>, seed: u64) -> Vec<Spell> {
        let renewals = self.renewals();
        let mut random = Random::new(seed);
        let spell = |periods: u32| {
            // Never 0, so that its logarithm is a number.
            let chance = (1.0 - random.unit()).ln();
            let stays = |t: u32| renewals.ln_survival(f64::from(t)) >= chance;
            if stays(periods) {
                return Spell::ongoing(periods);
            }
            // Stays for `low`, not for `high`.
            let (mut low, mut high) = (0, periods);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if stays(middle) {
                    low = middle
                } else {
                    high = middle
                }
            }
            Spell::ended(high)
        };
        observed.into_iter().map(spell).collect()
    }
}
