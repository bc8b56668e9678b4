use crate::estimate::Proportion;
use crate::period::{Period, Ruler, Window};
use crate::purchases::{Observed, Policy};
use crate::{Error, Result};

/// The behaviourally loyal customers of a period: those who buy more often than the mean customer,
/// at intervals that vary less than the mean.
///
/// ```text
/// loyal if purchases > mean purchases
///      and sd of intervals / mean interval < mean of that quotient
/// ```
///
/// Both means are those of the period itself: of purchases over all its customers, of the quotient
/// over those with two intervals or more. Who has fewer intervals is not loyal by this rule, because
/// nothing is known of how regular they are.
///
/// Source: Buckinx, W. and Van den Poel, D. (2005), *European Journal of Operational Research* 164:
/// 252–268, as commonly reported.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::BehaviouralLoyalty;
/// use retention::period::{Period, Window};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// // Ann buys every month until August; Ben at odd times, Cem once in each half-year.
/// # let ann = (1..=8).map(|month| row("Ann", month, 2));
/// # let ben = [(1, 1), (1, 3), (6, 1), (7, 9), (12, 1)].map(|(month, day)| row("Ben", month, day));
/// # let cem = [(2, 1), (8, 1)].map(|(month, day)| row("Cem", month, day));
/// # let log = PurchaseLog::from_rows(ann.chain(ben).chain(cem))?;
/// # let policy = Policy::default();
/// let first = log.observe(Window::new(date(1, 1), date(6, 30))?, policy)?;
/// let second = log.observe(Window::new(date(7, 1), date(12, 31))?, policy)?;
/// let before = BehaviouralLoyalty::of(&first, Period::Day)?;
/// let after = BehaviouralLoyalty::of(&second, Period::Day)?;
/// assert_eq!(before.customers(), [&"Ann"]);
/// let (partial, defectors) = before.partial_defection(&after)?;
/// assert_eq!((partial.numerator(), defectors), (1, vec![&"Ann"])); // too few intervals since
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BehaviouralLoyalty<'a, Id> {
    customers: Vec<&'a Id>,
    /// The mean number of purchases of a customer; `None` where nobody bought.
    pub mean_purchases: Option<f64>,
    /// The mean quotient of standard deviation and mean of the intervals; `None` where nobody has
    /// two.
    pub mean_variation: Option<f64>,
    /// The loyal, of all customers with a purchase.
    pub share: Proportion,
    /// What makes rows one purchase.
    pub grain: Period,
    /// The period.
    pub window: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

impl<'a, Id: Ord> BehaviouralLoyalty<'a, Id> {
    /// The behaviourally loyal customers of a view.
    ///
    /// # Errors
    /// Those of [`Observed::rhythms`].
    pub fn of(observed: &Observed<'a, Id>, grain: Period) -> Result<Self> {
        let rhythms = observed.rhythms(grain, Ruler::Days)?;
        let purchases = |count: u32| f64::from(count) + 1.0;
        let variations = rhythms.iter().filter_map(|(_, rhythm)| rhythm.variation());
        let mean_variation = mean(variations);
        let mean_purchases = mean(rhythms.iter().map(|(_, rhythm)| purchases(rhythm.count())));
        let all = rhythms.len() as u64;
        let customers: Vec<&'a Id> = rhythms
            .into_iter()
            .filter(|(_, rhythm)| {
                let often = mean_purchases.is_some_and(|mean| purchases(rhythm.count()) > mean);
                let regular = rhythm.variation().zip(mean_variation);
                often && regular.is_some_and(|(variation, mean)| variation < mean)
            })
            .map(|(id, _)| id)
            .collect();
        let loyal = customers.len() as u64;
        Ok(Self {
            customers,
            mean_purchases,
            mean_variation,
            share: Proportion::of_parts(loyal, all.saturating_sub(loyal)),
            grain,
            window: observed.window(),
            policy: observed.policy(),
        })
    }

    /// Who of the loyal is no longer so in the next period: partial defectors, who may still buy.
    /// How many of the loyal they are, and who, by key.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where grain or policy differ; [`Error::OutOfRange`] where the next period
    /// does not begin after this one.
    pub fn partial_defection(&self, next: &Self) -> Result<(Proportion, Vec<&'a Id>)> {
        if self.grain != next.grain {
            return Err(Error::mismatch("grains", self.grain, next.grain));
        }
        if self.policy != next.policy {
            return Err(Error::mismatch(
                "policies",
                format_args!("{:?}", self.policy),
                format_args!("{:?}", next.policy),
            ));
        }
        if next.window.from() <= self.window.to() {
            return Err(Error::out_of_range(
                "next period",
                next.window,
                format_args!("after {}", self.window),
            ));
        }
        let gone = |id: &&&'a Id| next.customers.binary_search(*id).is_err();
        let defectors: Vec<&'a Id> = self.customers.iter().filter(gone).copied().collect();
        let left = defectors.len();
        let stayed = self.customers.len().saturating_sub(left);
        Ok((Proportion::of_parts(left as u64, stayed as u64), defectors))
    }
}

impl<'a, Id> BehaviouralLoyalty<'a, Id> {
    /// The loyal, by key.
    #[must_use]
    pub fn customers(&self) -> &[&'a Id] {
        &self.customers
    }
}

/// `None` of nothing. What is averaged here is bounded by the calendar, so no sum overflows.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}
