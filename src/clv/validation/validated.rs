use super::{BestBy, BestCustomers, HoldOut, HoldOutCustomer};
use crate::clv::PurchaseModel;
use crate::estimate::Estimate;
use crate::estimate::ranking::Ranking;
use crate::macros::options;
use crate::{Error, Result};

/// A table with more classes is no table.
const MOST_CLASSES: u32 = 1000;

options! {
    /// How a model is judged by a hold-out period.
    ///
    /// ```
    /// use retention::clv::{BestBy, ValidationOptions};
    ///
    /// let options = ValidationOptions::default().best_by(BestBy::Spend);
    /// assert_eq!((options.last_class, options.best_share), (7, 0.1));
    /// ```
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"last_class": 7, "best_share": 0.1, "best_by": "purchases"}
    /// ```
    #[derive(Copy)]
    pub struct ValidationOptions {
        /// From so many repeat purchases on, customers are one class, 1 to 1,000. The papers take 7.
        /// Default: 7.
        pub last_class: u32 = 7,
        /// The share of customers that counts as the best, above 0, at most 1. No source gives one.
        /// Default: 0.1.
        pub best_share: f64 = 0.1,
        /// By what the best are told. Default: by the number of their purchases.
        pub best_by: BestBy = BestBy::Purchases,
    }
}

impl ValidationOptions {
    pub(super) fn check(&self) -> Result<()> {
        check_last_class(self.last_class)?;
        let share = crate::error::finite("best_share", self.best_share)?;
        if share > 0.0 && share <= 1.0 {
            return Ok(());
        }
        Err(Error::out_of_range("best_share", share, "above 0, up to 1"))
    }
}

pub(super) fn check_last_class(last_class: u32) -> Result<()> {
    if (1..=MOST_CLASSES).contains(&last_class) {
        return Ok(());
    }
    let allowed = format_args!("1 to {MOST_CLASSES}");
    Err(Error::out_of_range("last_class", last_class, allowed))
}

/// Customers with one number of repeat purchases in the calibration period: what they bought later, and what
/// was expected.
///
/// See the [example](crate::clv::Validation).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FrequencyClass {
    /// The number of repeat purchases in the calibration period, or the smallest of them in the last class.
    pub frequency: u32,
    /// Whether customers with more purchases are in the class too, as in the last one.
    pub or_more: bool,
    /// How many customers there are.
    pub customers: u64,
    /// The mean number of their purchases in the hold-out period.
    pub actual: f64,
    /// The mean number expected.
    pub expected: f64,
}

/// How well a model foretold what customers bought in a hold-out period.
///
/// ```text
/// error of a customer      = expected purchases − actual purchases
/// bias                     = mean of the errors
/// mean absolute error      = mean of |error|
/// root mean squared error  = √(mean of error²)
/// ```
///
/// The bias says whether the total is right, which a budget needs. The AUC says whether the order of
/// customers is right, which a choice of whom to contact needs: it is the probability that somebody who then
/// bought was given a higher probability of a purchase than somebody who did not. The mean absolute error
/// favours models that expect too little, because most customers buy nothing.
///
/// Classes of purchase numbers without a customer are left out of `by_frequency`.
///
/// ```
/// use retention::clv::{BgNbd, HoldOut, HoldOutCustomer};
/// use retention::purchases::Summary;
/// use rust_decimal::dec;
///
/// let customer = |frequency, last, later_purchases| {
///     let summary = Summary::new(frequency, last, 38.86)?;
///     retention::Result::Ok(HoldOutCustomer { summary, later_purchases, later_spend: dec!(10) })
/// };
/// let rows = vec![customer(2, 30.43, 1)?, customer(1, 1.71, 0)?, customer(0, 0.0, 0)?];
/// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
/// let validation = HoldOut::new(rows, 39.0)?.validate(&model, Default::default())?;
/// assert_eq!(format!("{:.3} {}", validation.expected, validation.actual), "1.624 1");
/// let twice = &validation.by_frequency[2];
/// assert_eq!((twice.frequency, twice.customers, twice.actual), (2, 1, 1.0));
/// assert_eq!(format!("{:.3}", twice.expected), "1.226");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Validation {
    /// The number of customers.
    pub customers: u64,
    /// The length of the hold-out period, in the unit of the model.
    pub time: f64,
    /// The purchases of all customers in the hold-out period.
    pub actual: u64,
    /// The purchases expected of all of them.
    pub expected: f64,
    /// The mean of expected less actual purchases of a customer.
    pub bias: f64,
    /// The mean distance between expected and actual purchases of a customer.
    pub mean_absolute_error: f64,
    /// The root of the mean squared distance.
    pub root_mean_squared_error: f64,
    /// The area under the ROC curve of the probability of a purchase against who then bought; `None` if all
    /// bought, or nobody did.
    pub auc: Option<Estimate>,
    /// Expected against actual by the number of purchases in the calibration period.
    pub by_frequency: Vec<FrequencyClass>,
    /// Whether the expected purchases find the best customers; `None` if nobody bought.
    pub best: Option<BestCustomers>,
    /// How it was judged.
    pub options: ValidationOptions,
}

impl HoldOut {
    /// Computes how far a model is from what customers bought in the hold-out period.
    ///
    /// The model should have been fitted to the calibration period alone, in the same unit of time.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] and [`Error::NotFinite`] for options out of range; [`Error::Overflow`] with the
    /// row for more purchases than a number can be.
    ///
    /// See the [example](crate::clv::Validation).
    pub fn validate<M: PurchaseModel>(
        &self,
        model: &M,
        options: ValidationOptions,
    ) -> Result<Validation> {
        options.check()?;
        let mut expected = Vec::with_capacity(self.rows().len());
        let mut chances = Vec::with_capacity(self.rows().len());
        for (row, customer) in self.rows().iter().enumerate() {
            let forecast = model.forecast(&customer.summary, self.time());
            let forecast = forecast.map_err(|error| error.at_row(row))?;
            expected.push(forecast.expected_purchases);
            chances.push(forecast.probability_of_purchase);
        }
        let bought: Vec<bool> = self
            .rows()
            .iter()
            .map(|it| it.later_purchases > 0)
            .collect();
        let customers = self.rows().len() as f64;
        let error =
            |(it, expected): (&HoldOutCustomer, &f64)| expected - f64::from(it.later_purchases);
        let errors = || self.rows().iter().zip(&expected).map(error);
        let validation = Validation {
            customers: self.rows().len() as u64,
            time: self.time(),
            actual: self
                .rows()
                .iter()
                .map(|it| u64::from(it.later_purchases))
                .sum(),
            expected: expected.iter().sum(),
            bias: errors().sum::<f64>() / customers,
            mean_absolute_error: errors().map(f64::abs).sum::<f64>() / customers,
            root_mean_squared_error: (errors().map(|e| e * e).sum::<f64>() / customers).sqrt(),
            auc: Ranking::new(&chances, &bought)?.auc(),
            by_frequency: by_frequency(self.rows(), &expected, options.last_class),
            best: self.find_best(&expected, options)?,
            options,
        };
        if validation.root_mean_squared_error.is_finite() {
            return Ok(validation);
        }
        Err(Error::overflow(
            "the error of a forecast",
            validation.expected,
        ))
    }
}

fn by_frequency(rows: &[HoldOutCustomer], expected: &[f64], last: u32) -> Vec<FrequencyClass> {
    let classes = (0..=last).map(|frequency| FrequencyClass {
        frequency,
        or_more: frequency == last,
        customers: 0,
        actual: 0.0,
        expected: 0.0,
    });
    let mut classes: Vec<FrequencyClass> = classes.collect();
    for (row, expected) in rows.iter().zip(expected) {
        if let Some(class) = classes.get_mut(row.summary.frequency().min(last) as usize) {
            class.customers += 1;
            class.actual += f64::from(row.later_purchases);
            class.expected += expected;
        }
    }
    classes.retain(|class| class.customers > 0);
    for class in &mut classes {
        class.actual /= class.customers as f64;
        class.expected /= class.customers as f64;
    }
    classes
}
