use super::by_age::ByAge;
use super::counts::PurchaseCounts;
use super::discounting::Discounting;
use super::fitted::Fitted;
use super::fitting::{FitOptions, fit};
use super::parametric::Parametric;
use super::process::{Future, Process};
use super::simulation::Draws;
use super::{DiscountRate, Horizon};
use crate::error::non_negative;
use crate::period::Ruler;
use crate::purchases::Summary;
use crate::{Error, Result};

/// No distribution is longer.
pub(super) const LONGEST: u32 = 10_000;

/// What a model expects of one known customer within some time.
///
/// See the [example](crate::clv::PurchaseModel).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Forecast {
    /// The probability that the customer has not left by the end of the window.
    pub probability_alive: f64,
    /// The expected number of purchases within the time after it.
    pub expected_purchases: f64,
    /// The probability of at least one purchase within that time.
    pub probability_of_purchase: f64,
    /// Whether `probability_alive` is 1 because the model assumes it, and not because of what the customer
    /// did: [`BgNbd`](super::BgNbd) lets nobody leave before a repeat purchase.
    pub alive_by_assumption: bool,
}

/// What all models of buying have: they are fitted to how often and when customers bought, and tell whether
/// a customer is still one and what they will buy.
///
/// All times are in one unit, that of the [`Summary`]s the model was fitted to: the ruler's. Customers are
/// independent of each other, and nothing about them changes but that they leave.
///
/// A purchase is a repeat purchase: the first one made the customer a customer.
///
/// Sealed: only the crate implements it.
///
/// ```
/// use retention::clv::{BgNbd, ParetoNbd, PurchaseCounts, PurchaseModel};
/// use retention::purchases::Summary;
///
/// /// The purchases to expect of a customer, by any of the models.
/// fn expected<M: PurchaseModel>(shop: &[Summary]) -> retention::Result<f64> {
///     let model = M::fit(&PurchaseCounts::of(shop)?, Default::default())?.converged()?;
///     model.expected_purchases_of(&Summary::new(2, 30.43, 38.86)?, 39.0)
/// }
///
/// let shop = BgNbd::new(0.243, 4.414, 0.793, 2.426)?.simulate(vec![39.0; 1500], 3)?;
/// let (first, second) = (expected::<BgNbd>(&shop)?, expected::<ParetoNbd>(&shop)?);
/// assert!((first - 1.2).abs() < 0.4 && (second - 1.4).abs() < 0.4);
///
/// // All figures of a customer without a repeat purchase.
/// let once = BgNbd::new(0.243, 4.414, 0.793, 2.426)?.forecast(&Summary::new(0, 0.0, 38.86)?, 39.0)?;
/// assert!(once.alive_by_assumption && once.probability_of_purchase < 0.2);
/// # Ok::<(), retention::Error>(())
/// ```
pub trait PurchaseModel: Parametric + Process {
    /// Fits the model: finds the parameters under which the purchases are most likely.
    ///
    /// The order of the customers, and whether equal ones come as one row with a weight, change nothing. In
    /// another unit of time the predictions are the same.
    ///
    /// # Errors
    /// [`Error::Refused`] if no customer bought twice, or the records of all end with their first purchase;
    /// [`Error::OutOfRange`] and [`Error::NotFinite`] for options out of range.
    ///
    /// See the [example](crate::clv::Fitted).
    fn fit(counts: &PurchaseCounts, options: FitOptions) -> Result<Fitted<Self>> {
        let (mut likelihood, task) = Self::task(counts)?;
        fit(&mut *likelihood, &task, &options)
    }

    /// Computes the log-likelihood of one customer.
    ///
    /// ```
    /// use retention::clv::{BgNbd, PurchaseModel};
    /// use retention::purchases::Summary;
    ///
    /// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// assert_eq!(format!("{:.2}", model.log_likelihood(&Summary::new(2, 30.43, 38.86)?)), "-9.46");
    /// # Ok::<(), retention::Error>(())
    /// ```
    fn log_likelihood(&self, customer: &Summary) -> f64 {
        let frequency = f64::from(customer.frequency());
        self.ln_seen(frequency, customer.first_to_last(), customer.age())
    }

    /// Computes the probability that a customer has not left by the end of the window, 0 to 1.
    ///
    /// See the [example](crate::clv::BgNbd).
    #[doc(alias = "P(alive)")]
    #[doc(alias = "conditional_probability_alive")]
    fn probability_alive(&self, customer: &Summary) -> f64 {
        alive(self, customer)
    }

    /// Computes the probability that a known customer has not left by `time` after the end of the window.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a time that is NaN, infinite or negative.
    ///
    /// ```
    /// use retention::clv::{ParetoNbd, PurchaseModel};
    /// use retention::purchases::Summary;
    ///
    /// let model = ParetoNbd::new(0.553, 10.578, 0.606, 11.669)?;
    /// let customer = Summary::new(2, 30.43, 38.86)?;
    /// let (now, later) = (model.probability_alive(&customer), model.probability_alive_after(&customer, 39.0)?);
    /// assert_eq!(format!("{now:.2} {later:.2}"), "0.87 0.61");
    /// # Ok::<(), retention::Error>(())
    /// ```
    fn probability_alive_after(&self, customer: &Summary, time: f64) -> Result<f64> {
        given(self, customer, time, |future| future.alive(time), 1.0)
    }

    /// Computes the expected repeat purchases of a new customer within `time` after their first purchase.
    ///
    /// # Errors
    /// As [`probability_alive_after`](Self::probability_alive_after); [`Error::Overflow`] for more purchases
    /// than a number can be.
    ///
    /// ```
    /// use retention::clv::{BgNbd, PurchaseModel};
    ///
    /// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// assert_eq!(format!("{:.3}", model.expected_purchases(52.0)?), "1.446");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "expected_number_of_purchases_up_to_time")]
    fn expected_purchases(&self, time: f64) -> Result<f64> {
        let (stays, future) = self.newcomer();
        checked(time, stays, || future.expected(time), 0.0)
    }

    /// Computes the expected purchases of a known customer within `time` after the end of the window.
    ///
    /// # Errors
    /// As [`expected_purchases`](Self::expected_purchases).
    ///
    /// See the [example](crate::clv::BgNbd).
    #[doc(alias = "conditional_expected_number_of_purchases_up_to_time")]
    fn expected_purchases_of(&self, customer: &Summary, time: f64) -> Result<f64> {
        given(self, customer, time, |future| future.expected(time), 0.0)
    }

    /// Computes the expected purchases of each of many known customers within `time` after the end of the
    /// window, in their order.
    ///
    /// The figures are those of [`expected_purchases_of`](Self::expected_purchases_of), which takes several
    /// times as long for each: what customers share who bought as often and are as old is computed once.
    /// With the feature `rayon` that works on the caller's threads.
    ///
    /// # Errors
    /// As [`expected_purchases`](Self::expected_purchases), with the row of the customer for an overflow.
    ///
    /// ```
    /// use retention::clv::{BgNbd, PurchaseModel};
    /// use retention::purchases::Summary;
    ///
    /// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// let shop = [Summary::new(2, 30.43, 38.86)?, Summary::new(0, 0.0, 38.86)?];
    /// let expected = model.expected_purchases_of_each(&shop, 39.0)?;
    /// assert_eq!(expected[0], model.expected_purchases_of(&shop[0], 39.0)?);
    /// assert_eq!(format!("{:.2} {:.2}", expected[0], expected[1]), "1.23 0.20");
    /// # Ok::<(), retention::Error>(())
    /// ```
    fn expected_purchases_of_each(&self, customers: &[Summary], time: f64) -> Result<Vec<f64>>
    where
        Self: Send + Sync,
    {
        non_negative("time", time)?;
        let known = ByAge::of(customers.iter(), |customer| {
            let future = self.future(f64::from(customer.frequency()), customer.age());
            let expected = if time == 0.0 {
                0.0
            } else {
                future.expected(time)
            };
            // Nothing but their age tells those apart who bought once.
            let alive = (customer.frequency() == 0).then(|| alive(self, customer));
            Some((expected, customer.first_to_last(), alive))
        });
        let expected = |(row, customer): (usize, &Summary)| {
            let Some(&(expected, last, once)) = known.get(customer) else {
                return self.expected_purchases_of(customer, time);
            };
            let once = once.filter(|_| last == customer.first_to_last());
            let figure = expected * once.unwrap_or_else(|| alive(self, customer));
            checked(time, 1.0, || figure, 0.0).map_err(|error| error.at_row(row))
        };
        customers.iter().enumerate().map(expected).collect()
    }

    /// Computes the purchases to come of a new customer, each counted at what 1 at its time is worth at the
    /// first purchase, which is not among them.
    ///
    /// The rest is as for [`discounted_purchases_of`](Self::discounted_purchases_of).
    ///
    /// # Errors
    /// As [`discounted_purchases_of`](Self::discounted_purchases_of).
    ///
    /// ```
    /// use retention::clv::{BgNbd, DiscountRate, Horizon, PurchaseModel};
    /// use retention::period::Ruler;
    ///
    /// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// let discount = DiscountRate::yearly(0.15)?;
    /// let year = model.discounted_purchases(discount, Ruler::Weeks, Horizon::Periods(52))?;
    /// assert!(year < model.expected_purchases(52.0)?);
    /// # Ok::<(), retention::Error>(())
    /// ```
    fn discounted_purchases(
        &self,
        discount: DiscountRate,
        ruler: Ruler,
        horizon: Horizon,
    ) -> Result<f64> {
        Discounting::new(discount, ruler, horizon)?.of_new(self)
    }

    /// Computes the purchases to come of a known customer, each counted at what 1 at its time is worth at the
    /// end of the window.
    ///
    /// Times what a purchase brings it is the customer's residual value. Without an end of the horizon it is
    /// the discounted expected residual transactions (DERT or DET).
    ///
    /// ```text
    /// DERT = ∫ (1 + d)^(−t) dE[Y(t)]   from 0 to the horizon, d the discount rate per unit of time
    /// ```
    ///
    /// `ruler` is the unit of the model's times: the discount rate is converted to it, and the periods of the
    /// horizon count in it. A week is seven days, so that a year has a little more than 52. The integral is
    /// computed to nine digits.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for a discount rate of 0 without a horizon, unless the model expects a finite
    /// number of purchases; [`Error::Overflow`] for more purchases than a number can be.
    ///
    /// Source: Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), *Journal of Marketing Research* 42(4):
    /// 415–430.
    ///
    /// ```
    /// use retention::clv::{DiscountRate, Horizon, ParetoNbd, PurchaseModel};
    /// use retention::period::{Period, Ruler, Span};
    /// use retention::purchases::Summary;
    ///
    /// // The published fit to CDNOW's customers; 15 % a year of 52 weeks.
    /// let model = ParetoNbd::new(0.553, 10.578, 0.606, 11.669)?;
    /// let year = Span::new(52, Period::Week(chrono::Weekday::Mon))?;
    /// let discount = DiscountRate::new(0.15, year)?;
    /// let customer = Summary::new(7, 70.0, 77.86)?;
    /// let all = model.discounted_purchases_of(&customer, discount, Ruler::Weeks, Horizon::Infinite)?;
    /// assert_eq!(format!("{all:.1}"), "14.1");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "DERT")]
    #[doc(alias = "DET")]
    fn discounted_purchases_of(
        &self,
        customer: &Summary,
        discount: DiscountRate,
        ruler: Ruler,
        horizon: Horizon,
    ) -> Result<f64> {
        Discounting::new(discount, ruler, horizon)?.of(self, customer)
    }

    /// Computes the probabilities that a new customer makes 0, 1, … `most` repeat purchases within `time`.
    ///
    /// # Errors
    /// As [`probability_alive_after`](Self::probability_alive_after); [`Error::OutOfRange`] for more than
    /// 10,000 purchases.
    ///
    /// ```
    /// use retention::clv::{BgNbd, PurchaseModel};
    ///
    /// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// let chances = model.purchase_distribution(39.0, 2)?;
    /// assert_eq!(format!("{:.3} {:.3} {:.3}", chances[0], chances[1], chances[2]), "0.574 0.199 0.085");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "probability_of_n_purchases_up_to_time")]
    fn purchase_distribution(&self, time: f64, most: u32) -> Result<Vec<f64>> {
        let (stays, future) = self.newcomer();
        distribution(stays, &future, time, most)
    }

    /// Computes the probabilities that a known customer makes 0, 1, … `most` purchases within `time` after the
    /// end of the window.
    ///
    /// # Errors
    /// As [`purchase_distribution`](Self::purchase_distribution).
    ///
    /// ```
    /// use retention::clv::{BgNbd, PurchaseModel};
    /// use retention::purchases::Summary;
    ///
    /// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// let chances = model.purchase_distribution_of(&Summary::new(2, 30.43, 38.86)?, 39.0, 100)?;
    /// assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    /// assert_eq!(format!("{:.2}", chances[0]), "0.45");
    /// # Ok::<(), retention::Error>(())
    /// ```
    fn purchase_distribution_of(
        &self,
        customer: &Summary,
        time: f64,
        most: u32,
    ) -> Result<Vec<f64>> {
        let alive = alive(self, customer);
        let future = self.future(f64::from(customer.frequency()), customer.age());
        distribution(alive, &future, time, most)
    }

    /// Computes the probability that a known customer buys at least once within `time` after the end of the
    /// window.
    ///
    /// It is what a team means by "still active", in words that can be checked. The stages of customers take
    /// it as [`Given::chance`](crate::lifecycle::Given::chance).
    ///
    /// # Errors
    /// As [`probability_alive_after`](Self::probability_alive_after).
    ///
    /// ```
    /// use retention::clv::{BgNbd, PurchaseModel};
    /// use retention::lifecycle::Given;
    /// use retention::purchases::Summary;
    ///
    /// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
    /// let chance = model.probability_of_purchase(&Summary::new(0, 0.0, 38.86)?, 26.0)?;
    /// assert_eq!(format!("{chance:.2}"), "0.11"); // though P(alive) is 1
    /// let given = Given::default().chance(Some(chance));
    /// assert_eq!(given.chance, Some(chance));
    /// # Ok::<(), retention::Error>(())
    /// ```
    fn probability_of_purchase(&self, customer: &Summary, time: f64) -> Result<f64> {
        given(self, customer, time, |future| future.buys(time), 0.0)
    }

    /// Computes all of this for a known customer within `time` after the end of the window.
    ///
    /// # Errors
    /// As [`expected_purchases`](Self::expected_purchases).
    ///
    /// See the [example](crate::clv::BgNbd).
    fn forecast(&self, customer: &Summary, time: f64) -> Result<Forecast> {
        let alive = alive(self, customer);
        let future = self.future(f64::from(customer.frequency()), customer.age());
        Ok(Forecast {
            probability_alive: alive,
            expected_purchases: checked(time, alive, || future.expected(time), 0.0)?,
            probability_of_purchase: checked(time, alive, || future.buys(time), 0.0)?,
            alive_by_assumption: Self::takes_for_alive(customer.frequency()),
        })
    }

    /// Simulates customers by the model, one for each age: the time for which the customer is observed after
    /// the first purchase.
    ///
    /// The same seed gives the same customers.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] with the row for an age that is NaN, infinite or
    /// negative; [`Error::Overflow`] for a customer with more than a million purchases.
    ///
    /// See the [example](crate::clv::Fitted).
    fn simulate(&self, ages: impl IntoIterator<Item = f64>, seed: u64) -> Result<Vec<Summary>> {
        let mut draws = Draws::new(seed);
        let mut row = 0_u64;
        let customer = |age: f64| {
            let age = non_negative("age", age);
            let buyer = self.draw(&mut draws);
            let summary = age.and_then(|age| buyer.summary(age, &mut draws));
            let summary = summary.map_err(|error| error.at_row(row));
            row = row.saturating_add(1);
            summary
        };
        ages.into_iter().map(customer).collect()
    }
}

/// The probability that a customer is still one.
fn alive(model: &impl Process, customer: &Summary) -> f64 {
    let frequency = f64::from(customer.frequency());
    model.alive(frequency, customer.first_to_last(), customer.age())
}

/// A figure of a known customer's future, times the probability that there is one; `at_once` is the figure
/// of no time.
fn given<M: Process>(
    model: &M,
    customer: &Summary,
    time: f64,
    figure: impl FnOnce(M::Future) -> f64,
    at_once: f64,
) -> Result<f64> {
    let alive = alive(model, customer);
    let future = || model.future(f64::from(customer.frequency()), customer.age());
    checked(time, alive, || figure(future()), at_once)
}

fn checked(time: f64, alive: f64, figure: impl FnOnce() -> f64, at_once: f64) -> Result<f64> {
    if non_negative("time", time)? == 0.0 {
        return Ok(alive * at_once);
    }
    let figure = alive * figure();
    if figure.is_finite() {
        return Ok(figure);
    }
    Err(Error::overflow("a forecast", figure)
        .with_cure("take a shorter time, or a larger unit of time"))
}

fn distribution(alive: f64, future: &impl Future, time: f64, most: u32) -> Result<Vec<f64>> {
    if most > LONGEST {
        let allowed = format_args!("at most {LONGEST}");
        return Err(Error::out_of_range("most", most, allowed));
    }
    let mut chances = if non_negative("time", time)? == 0.0 {
        let zero = |n: u32| if n == 0 { 1.0 } else { 0.0 };
        (0..=most).map(zero).collect()
    } else {
        future.distribution(time, most)
    };
    for chance in &mut chances {
        *chance *= alive;
    }
    if let Some(none) = chances.first_mut() {
        *none += 1.0 - alive;
    }
    if chances.iter().all(|chance| chance.is_finite()) {
        return Ok(chances);
    }
    Err(Error::overflow("a distribution of purchases", time).with_cure("take a shorter time"))
}
