use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::clv::PurchaseCounts;
use crate::error::non_negative;
use crate::macros::checked_state;
use crate::period::{Period, Ruler};
use crate::purchases::{Observed, Summary};
use crate::{Error, Result};

/// One customer up to a day, and what they bought after it.
///
/// See the [example](crate::clv::HoldOut).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct HoldOutCustomer {
    /// What was known of the customer at the end of the calibration period.
    pub summary: Summary,
    /// How many purchases they made in the hold-out period after it.
    pub later_purchases: u32,
    /// What they spent in that period.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub later_spend: Decimal,
}

/// Customers with what they did in a calibration period, and what they bought in the hold-out period after
/// it.
///
/// A model is fitted to the first and judged by the second, which it has not seen. There is at least one
/// customer, and the hold-out period is longer than 0.
///
/// ```
/// use retention::clv::{BgNbd, HoldOut, PurchaseModel};
/// use retention::period::{Period, Ruler, Window};
/// use retention::purchases::{Policy, Purchase, PurchaseLog};
/// use rust_decimal::dec;
///
/// let day = |day: u64| chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(day);
/// let purchase = |customer, on| Purchase { customer, date: day(on), amount: dec!(20) };
/// // Sixty customers who come at rates of their own, a third of them no longer than some visits.
/// let log = PurchaseLog::from_rows((0..60_u64).flat_map(|customer| {
///     let gap = 5 + customer * customer % 31;
///     let visits = if customer % 3 == 0 { 2 + customer % 4 } else { 245 / gap };
///     (0..visits).map(move |visit| purchase(customer, customer % 7 + gap * visit))
/// }))?;
/// let calibration = log.observe(Window::new(day(0), day(149))?, Policy::default())?;
/// let later = log.observe(Window::new(day(150), day(249))?, Policy::default())?;
/// let hold_out = HoldOut::of(&calibration, &later, Period::Day, Ruler::Weeks)?;
///
/// let model = BgNbd::fit(&hold_out.counts()?, Default::default())?.converged()?;
/// let validation = hold_out.validate(&model, Default::default())?;
/// assert_eq!((validation.customers, validation.actual), (60, 251));
/// assert!((validation.expected / 251.0 - 1.0).abs() < 0.15);
/// // Who was still there is easily told here.
/// assert!(validation.auc.unwrap().value() > 0.99);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(remote = "Self", deny_unknown_fields))]
#[doc(alias = "calibration_and_holdout_data")]
pub struct HoldOut {
    rows: Vec<HoldOutCustomer>,
    time: f64,
}

checked_state!(HoldOut);

impl HoldOut {
    /// Creates a hold-out from its customers and the length of the hold-out period, in the unit of the
    /// summaries' times.
    ///
    /// # Errors
    /// [`Error::Empty`] without customers; [`Error::NotFinite`] and [`Error::OutOfRange`] for a time that is
    /// NaN, infinite, negative or 0.
    ///
    /// ```
    /// use retention::clv::{HoldOut, HoldOutCustomer};
    /// use retention::purchases::Summary;
    /// use rust_decimal::dec;
    ///
    /// let summary = Summary::new(2, 30.43, 38.86)?;
    /// let customer = HoldOutCustomer { summary, later_purchases: 1, later_spend: dec!(15) };
    /// assert_eq!(HoldOut::new(vec![customer], 39.0)?.time(), 39.0);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn new(rows: Vec<HoldOutCustomer>, time: f64) -> Result<Self> {
        if rows.is_empty() {
            return Err(Error::empty("customers"));
        }
        if non_negative("time", time)? == 0.0 {
            return Err(Error::out_of_range("time", time, "above 0"));
        }
        Ok(Self { rows, time })
    }

    /// Divides a log into what was known of each customer, and what they bought later.
    ///
    /// It is about the customers with a purchase in the calibration window; who came later is left out. The
    /// calibration window should begin where the records do, because the first purchase in it is taken for
    /// the first of all. Purchases are counted by `grain`, and times are measured by `ruler`. If the grain is longer
    /// than a day, let the calibration end where a period of it ends: one that is cut counts on both sides.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless the second window begins on the day after the first ends;
    /// [`Error::Mismatch`] if the two read purchases by different policies; as [`new`](Self::new), and as
    /// [`Observed::summaries`].
    ///
    /// See the [example](crate::clv::HoldOut).
    pub fn of<Id: Ord + Clone>(
        calibration: &Observed<'_, Id>,
        later: &Observed<'_, Id>,
        grain: Period,
        ruler: Ruler,
    ) -> Result<Self> {
        let (ends, begins) = (calibration.window().to(), later.window().from());
        if ends.succ_opt() != Some(begins) {
            let allowed = format_args!("the day after {ends}, on which the calibration ends");
            return Err(Error::out_of_range("later window", begins, allowed));
        }
        crate::error::same("policy", &calibration.policy(), &later.policy())?;
        let known = calibration.summaries(grain, ruler)?;
        let bought = later.summaries(grain, ruler)?;
        let spent: BTreeMap<&Id, Decimal> = later.revenues()?.into_iter().collect();
        let rows = known.rows.iter().map(|row| HoldOutCustomer {
            summary: row.result,
            later_purchases: bought
                .get(&row.customer)
                .map_or(0, |it| it.frequency().saturating_add(1)),
            later_spend: spent.get(&row.customer).copied().unwrap_or_default(),
        });
        let (from, to) = (grain.start_of(ends)?, grain.start_of(later.window().to())?);
        Self::new(rows.collect(), ruler.measure(from, to)?)
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        Self::new(self.rows, self.time)
    }

    /// Returns the customers, in the order in which they were given.
    #[must_use]
    pub fn rows(&self) -> &[HoldOutCustomer] {
        &self.rows
    }

    /// Returns the length of the hold-out period, in the unit of the summaries' times.
    #[must_use]
    pub const fn time(&self) -> f64 {
        self.time
    }

    /// Counts the customers by what was known of them, for fits of models.
    ///
    /// # Errors
    /// As [`PurchaseCounts::of`].
    ///
    /// See the [example](crate::clv::HoldOut).
    pub fn counts(&self) -> Result<PurchaseCounts> {
        PurchaseCounts::of(self.rows.iter().map(|row| &row.summary))
    }
}
