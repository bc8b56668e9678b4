use super::{Backtest, Buyers};
use crate::Result;
use crate::error::same;
use crate::estimate::ranking::{EqualNumber, Ranking};
use crate::estimate::{Estimate, Resampling};

/// Two rules tested on the same customers, and which of them judged better.
///
/// Differences are the first less the second, with standard errors for pairs: both rules judge the same
/// customers. The area under the ROC curve compares how they rank, whatever they call ended.
///
/// See the [example](crate::lifecycle::Backtest::compare).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BacktestComparison {
    /// The first area under the ROC curve less the second, among all customers; `None` with fewer than two
    /// who came back, or fewer than two who stayed away.
    pub auc: Option<Estimate>,
    /// The same among customers with one purchase.
    pub auc_one_time_buyers: Option<Estimate>,
    /// The same among customers with two or more purchases.
    pub auc_repeat_buyers: Option<Estimate>,
    /// What both get right where each calls the same number ended; `None` where the number is 0.
    pub at_equal_number: Option<EqualNumber>,
}

impl Backtest {
    /// Compares two rules that were tested on the same customers of one log, over the same windows. Each calls
    /// the `called` customers ended whom it ranks lowest.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) if the windows or the policies differ, or, with grains that
    /// differ, a customer came back by the one and not by the other;
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) for the customers of another log;
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) if `called` exceeds the number of customers, or for
    /// draws out of their range.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// use retention::estimate::Resampling;
    /// use retention::lifecycle::{Backtest, Rules, Silence};
    /// use retention::period::{Period, Span};
    /// # use retention::period::Window;
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
    /// # let rows = [
    /// #     row(1, 1, 5), row(1, 1, 25), row(2, 1, 9), row(2, 4, 9), row(3, 2, 2), row(3, 3, 3),
    /// #     row(4, 2, 20), row(4, 6, 6), row(2, 9, 9), row(4, 8, 1),
    /// # ];
    /// # let log = PurchaseLog::from_rows(rows)?;
    /// let first_half = Window::new(date(1, 1), date(6, 30))?;
    /// let test = |silence| {
    ///     let rules = Rules::default().silence(silence);
    ///     Backtest::of(&log, first_half, date(12, 31), Policy::default(), rules)
    /// };
    /// let own_rhythm = test(Silence::MeanIntervals { decline: 3.0, lapse: 3.0 })?;
    /// let month = |count| Span::new(count, Period::Month);
    /// let recency = test(Silence::Hiatus { decline: month(2)?, lapse: month(4)? })?;
    /// let compared = recency.compare(&own_rhythm, 2, Resampling::default())?;
    /// assert_eq!(compared.auc.unwrap().value(), 0.0); // both rank these four the same way
    /// assert_eq!(compared.at_equal_number.unwrap().misled, 0.0);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn compare(
        &self,
        other: &Self,
        called: u64,
        resampling: Resampling,
    ) -> Result<BacktestComparison> {
        same("windows observed", &self.observed, &other.observed)?;
        same("windows afterwards", &self.afterwards, &other.afterwards)?;
        same("policies", &self.policy, &other.policy)?;
        let auc = |buyers| match (self.ranking(buyers), other.ranking(buyers)) {
            (Some(ours), Some(theirs)) => ours.difference(&theirs),
            _ => Ok(None),
        };
        let (ours, theirs) = (self.ranking(Buyers::All), other.ranking(Buyers::All));
        let equal =
            |(ours, theirs): (Ranking, Ranking)| ours.at_equal_number(&theirs, called, resampling);
        let both = ours.zip(theirs).filter(|_| called > 0);
        Ok(BacktestComparison {
            auc: auc(Buyers::All)?,
            auc_one_time_buyers: auc(Buyers::OneTime)?,
            auc_repeat_buyers: auc(Buyers::Repeat)?,
            at_equal_number: both.map(equal).transpose()?,
        })
    }
}
