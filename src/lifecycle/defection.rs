use crate::error::same;
use crate::estimate::Proportion;
use crate::keyed::{CustomerRow, Keyed};
use crate::numeric::moments::One;
use crate::period::{Period, Ruler, Window};
use crate::purchases::{Intervals, Observed, Policy};
use crate::{Error, Result};

/// The behaviourally loyal customers of a period: they bought more often than average, and at more
/// regular intervals than average.
///
/// ```text
/// loyal if purchases > mean purchases
///      and sd of intervals / mean interval < mean of that quotient
/// ```
///
/// Both means are those of the period itself: the mean number of purchases over all its customers, the
/// mean quotient over those with two intervals or more. Customers with fewer intervals are not loyal by
/// this rule, because it is not known how regularly they buy.
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
/// assert_eq!(before.rows.as_slice()[0].customer, "Ann");
/// assert_eq!(before.partial_defection(&after)?.numerator(), 1);
/// assert_eq!(before.partial_defectors(&after)?, [&"Ann"]); // too few intervals since
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BehaviouralLoyalty<Id> {
    /// One row for each loyal customer, with the times between purchases in days.
    pub rows: Keyed<CustomerRow<Id, Intervals>>,
    /// The mean number of purchases of a customer; `None` if nobody bought.
    pub mean_purchases: Option<f64>,
    /// The mean quotient of standard deviation and mean of the intervals; `None` if nobody has two
    /// intervals.
    pub mean_variation: Option<f64>,
    /// Share of loyal customers among all customers with a purchase.
    pub share: Proportion,
    /// Calendar period of a purchase: all rows of a customer in one period count as one purchase.
    pub grain: Period,
    /// The period.
    pub window: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

impl<Id: Ord + Clone> BehaviouralLoyalty<Id> {
    /// Returns the behaviourally loyal customers of a view.
    ///
    /// # Errors
    /// Those of [`Observed::rhythms`].
    pub fn of(observed: &Observed<'_, Id>, grain: Period) -> Result<Self> {
        let rhythms = observed.rhythms(grain, Ruler::Days)?;
        let all = rhythms.len() as u64;
        let mean_purchases = mean_purchases(&rhythms);
        let mean_variation = mean_variation(&rhythms);
        let is_loyal = |rhythm: &Intervals| {
            let often = mean_purchases.is_some_and(|mean| purchases(rhythm) as f64 > mean);
            let regular = rhythm.variation().zip(mean_variation);
            often && regular.is_some_and(|(variation, mean)| variation < mean)
        };
        let loyal: Vec<_> = rhythms
            .into_iter()
            .filter(|row| is_loyal(&row.result))
            .collect();
        let found = loyal.len() as u64;
        Ok(Self {
            rows: Keyed::from_sorted(loyal),
            mean_purchases,
            mean_variation,
            share: Proportion::of_parts(found, all.saturating_sub(found)),
            grain,
            window: observed.window(),
            policy: observed.policy(),
        })
    }
}

impl<Id: Ord> BehaviouralLoyalty<Id> {
    /// Returns the share of loyal customers who are no longer loyal in the next period. They are
    /// partial defectors: they may still buy.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if grain or policy differ; [`Error::OutOfRange`] if the next period does not
    /// begin after this one.
    pub fn partial_defection(&self, next: &Self) -> Result<Proportion> {
        let left = self.partial_defectors(next)?.len() as u64;
        let loyal = self.rows.len() as u64;
        Ok(Proportion::of_parts(left, loyal.saturating_sub(left)))
    }

    /// Returns which of the loyal are no longer loyal in the next period, by key.
    ///
    /// # Errors
    /// As [`partial_defection`](Self::partial_defection).
    pub fn partial_defectors(&self, next: &Self) -> Result<Vec<&Id>> {
        if self.grain != next.grain {
            return Err(Error::mismatch(
                "grains of the two periods",
                self.grain,
                next.grain,
            ));
        }
        same("policies", &self.policy, &next.policy)?;
        if next.window.from() <= self.window.to() {
            return Err(Error::out_of_range(
                "next period",
                next.window,
                format_args!("after {}", self.window),
            ));
        }
        let pairs = self.rows.paired(&next.rows);
        let left = pairs.filter_map(|(now, later)| now.filter(|_| later.is_none()));
        Ok(left.map(|row| &row.customer).collect())
    }
}

const fn purchases(rhythm: &Intervals) -> u64 {
    rhythm.count.saturating_add(1)
}

/// Returns the mean number of purchases, of whole numbers, so that nobody is above it by rounding.
fn mean_purchases<Id>(rhythms: &Keyed<CustomerRow<Id, Intervals>>) -> Option<f64> {
    let all: u64 = rhythms.iter().map(|row| purchases(&row.result)).sum();
    (!rhythms.is_empty()).then(|| all as f64 / rhythms.len() as f64)
}

fn mean_variation<Id>(rhythms: &Keyed<CustomerRow<Id, Intervals>>) -> Option<f64> {
    let mut moments = One::default();
    for variation in rhythms.iter().filter_map(|row| row.result.variation()) {
        moments.push(variation, 1.0);
    }
    moments.mean()
}
