use rust_decimal::Decimal;

use super::bridge_sums::Sums;
use super::passage::passages;
use super::{BridgePeriod, Movement, Movements, RevenueRate, SummedRate};
use crate::error::same;
use crate::period::{Calendar, Period, Window};
use crate::subscriptions::{Accounts, Options};
use crate::{Error, Result};

/// How recurring revenue and customers changed from period to period, to the cent: the revenue bridge.
///
/// ```text
/// end = start + new + reactivation + expansion − contraction − churn        amounts
/// end = start + new + reactivation − churn                                  customers
/// ```
///
/// The start of a period is the end of the one before it.
///
/// Its periods, and the rows of [`moved`], go into a CSV file as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "MRR bridge")]
#[doc(alias = "MRR movements")]
#[doc(alias = "growth accounting")]
pub struct Bridge {
    /// One row for each calendar period that the window touches, in order.
    pub periods: Vec<BridgePeriod>,
    /// The calendar period of the rows.
    pub by: Period,
    /// Which changes within a period are movements.
    pub movements: Movements,
    /// The window; its last day is the as-of date.
    pub window: Window,
    /// What says who is a customer, and at what amount.
    pub options: Options,
}

impl Bridge {
    /// Adds up the movements of all customers, period by period.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the window has more than 4,096 periods; [`Error::Overflow`](crate::Error::Overflow) if money
    /// exceeds what a decimal holds, or if a period reaches beyond the calendar.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::churn::{Bridge, Movements};
    /// use retention::period::{Period, Window};
    /// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// use rust_decimal::dec;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let log = SubscriptionLog::from_rows([
    ///     Subscription::monthly("Ann", date(1, 1), Some(date(2, 14)), dec!(20)),
    ///     Subscription::monthly("Ann", date(2, 15), None, dec!(30)),
    ///     Subscription::monthly("Ben", date(1, 5), Some(date(2, 20)), dec!(8)),
    ///     Subscription::monthly("Cem", date(2, 3), Some(date(2, 26)), dec!(9)),
    /// ])?;
    /// let accounts = log.accounts(Window::new(date(1, 1), date(2, 29))?, Options::default())?;
    ///
    /// let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds)?;
    /// let february = bridge.periods[1];
    /// assert_eq!((february.start.amount, february.end.amount), (dec!(28), dec!(30)));
    /// assert_eq!((february.expansion.amount, february.churn.amount), (dec!(10), dec!(8)));
    /// assert_eq!(february.new.count, 0); // Cem came and went
    ///
    /// let bridge = Bridge::of(&accounts, Period::Month, Movements::EveryChange)?;
    /// let february = bridge.periods[1];
    /// assert_eq!((february.new.amount, february.churn.amount), (dec!(9), dec!(17)));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn of<Id>(accounts: &Accounts<'_, Id>, by: Period, movements: Movements) -> Result<Self> {
        let calendar = Calendar::new(accounts.window(), by)?;
        Ok(Self {
            periods: periods(accounts, &calendar, movements)?,
            by,
            movements,
            window: accounts.window(),
            options: accounts.options(),
        })
    }

    /// Adds up a rate over the periods, such as one for each day of a month.
    ///
    /// ```text
    /// customers   Σ (churn − reactivation) / start                               counts
    /// revenue     Σ (churn + contraction − expansion − reactivation) / start     amounts
    /// ```
    ///
    /// Both are Σ 1 − (end − new) / start. ChartMogul offers them, day by day, as rates of a month under
    /// the name of Shopify: the one as its customer churn rate, the other as its net MRR churn rate. `None` if
    /// some period begins without customers, or without revenue.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::churn::{Bridge, Movements, SummedRate};
    /// # use retention::period::{Period, Window};
    /// # use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// // Of four customers one leaves on the 10th and one on the 20th: 1/4 + 1/3. Ann pays 10, each of the
    /// // others 5: 5/25 + 5/20 of the revenue.
    /// # let row = |(customer, to, amount)| Subscription::monthly(customer, date(1, 1), to, amount);
    /// # let ends = [("Ann", None, dec!(10)), ("Ben", None, dec!(5)), ("Cem", Some(date(2, 9)), dec!(5)),
    /// #     ("Dea", Some(date(2, 19)), dec!(5))];
    /// # let log = SubscriptionLog::from_rows(ends.map(row))?;
    /// # let accounts = log.accounts(Window::new(date(2, 1), date(2, 29))?, Options::default())?;
    /// let daily = Bridge::of(&accounts, Period::Day, Movements::AtEnds)?;
    /// assert_eq!(format!("{:.3}", daily.sum_of_rates(SummedRate::Customers).unwrap()), "0.583");
    /// assert_eq!(format!("{:.3}", daily.sum_of_rates(SummedRate::Revenue).unwrap()), "0.450");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn sum_of_rates(&self, rate: SummedRate) -> Option<f64> {
        let rates = self.periods.iter().map(|row| match rate {
            SummedRate::Customers => {
                let start = row.start.count as f64;
                let gone = row.churn.count as f64 - row.reactivation.count as f64;
                (start > 0.0).then_some(gone / start)
            }
            SummedRate::Revenue => row.revenue_rate(RevenueRate::NetChurnWithReactivation),
        });
        rates.sum()
    }

    /// Adds the bridge of other customers.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if window, period, movements or options differ; [`Error::Overflow`](crate::Error::Overflow) if money
    /// or counts exceed what they are held in.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::churn::{Bridge, Movements};
    /// # use retention::period::{Period, Window};
    /// # use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let bridge = |customer, amount| {
    /// #     let log = SubscriptionLog::from_rows([Subscription::monthly(customer, date(1, 5), None, amount)])?;
    /// #     let accounts = log.accounts(Window::new(date(1, 1), date(1, 31))?, Options::default())?;
    /// #     Bridge::of(&accounts, Period::Month, Movements::AtEnds)
    /// # };
    /// // Two regions without a common customer.
    /// let (north, south) = (bridge("Ann", dec!(20))?, bridge("Ben", dec!(8))?);
    /// assert_eq!(north.merge(south)?.periods[0].end.amount, dec!(28));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn merge(mut self, other: Self) -> Result<Self> {
        same("window", &self.window, &other.window)?;
        same("period", &self.by, &other.by)?;
        same("movements", &self.movements, &other.movements)?;
        same("options", &self.options, &other.options)?;
        for (ours, theirs) in self.periods.iter_mut().zip(other.periods) {
            *ours = ours.merge(&theirs)?;
        }
        Ok(self)
    }
}

/// Adds up the movements of all customers in each period.
fn periods<Id>(
    accounts: &Accounts<'_, Id>,
    calendar: &Calendar,
    movements: Movements,
) -> Result<Vec<BridgePeriod>> {
    let rows = accounts.rows_by_customer();
    let mut all = Sums::new(calendar);
    accounts.fold_blocks(
        || Sums::new(calendar),
        |position, account, sums| sums.add(rows(position), account, calendar, movements),
        |sums| all.merge(&sums),
    )?;
    all.finish(calendar)
}

impl BridgePeriod {
    /// Computes the bridge from the start to the end of the whole window, such as the last 30 days or the
    /// last twelve months.
    ///
    /// # Errors
    /// [`Error::Overflow`] if money exceeds what a decimal holds.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::churn::{BridgePeriod, Movements, RevenueRate};
    /// use retention::period::{Period, Span};
    /// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// use rust_decimal::dec;
    ///
    /// let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    /// let log = SubscriptionLog::from_rows([
    ///     Subscription::monthly("Ann", date(2023, 1, 1), Some(date(2023, 9, 30)), dec!(60)),
    ///     Subscription::monthly("Ann", date(2023, 10, 1), None, dec!(50)),
    ///     Subscription::monthly("Ben", date(2023, 2, 1), Some(date(2023, 11, 30)), dec!(40)),
    /// ])?;
    /// let twelve_months = Span::new(12, Period::Month)?.ending(date(2024, 3, 15))?;
    /// let accounts = log.accounts(twelve_months, Options::default())?;
    /// let year = BridgePeriod::of(&accounts, Movements::AtEnds)?;
    /// assert_eq!(year.period.to_string(), "2023-03-16 to 2024-03-15");
    /// assert_eq!(year.revenue_rate(RevenueRate::NetRetention), Some(0.5));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn of<Id>(accounts: &Accounts<'_, Id>, movements: Movements) -> Result<Self> {
        let calendar = Calendar::whole(accounts.window());
        let rows = periods(accounts, &calendar, movements)?;
        let only = rows.first().copied();
        only.ok_or_else(|| Error::empty("period"))
    }
}

/// A customer behind a movement of a [`Bridge`].
///
/// See the [example](crate::churn::moved).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Moved<Id> {
    /// The customer.
    pub customer: Id,
    /// The first day of the period.
    pub period: chrono::NaiveDate,
    /// What it is.
    pub movement: Movement,
    /// The recurring amount before; `None` for no customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub before: Option<Decimal>,
    /// The recurring amount after; `None` for no customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub after: Option<Decimal>,
}

/// Returns the customers behind every movement of the [`Bridge`] with the same arguments, by customer and
/// in the order of time.
///
/// # Errors
/// As [`Bridge::of`].
///
/// ```
/// use chrono::NaiveDate;
/// use retention::churn::{Movement, Movements, moved};
/// use retention::period::{Period, Window};
/// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let log = SubscriptionLog::from_rows([
///     Subscription::monthly("Ann", date(1, 1), Some(date(2, 14)), dec!(20)),
///     Subscription::monthly("Ben", date(1, 5), None, dec!(8)),
/// ])?;
/// let accounts = log.accounts(Window::new(date(2, 1), date(2, 29))?, Options::default())?;
/// let rows = moved(&accounts, Period::Month, Movements::AtEnds)?;
/// assert_eq!(rows.len(), 1);
/// assert_eq!((rows[0].customer, rows[0].movement), ("Ann", Movement::Churn));
/// assert_eq!((rows[0].before, rows[0].after), (Some(dec!(20)), None));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn moved<Id: Clone>(
    accounts: &Accounts<'_, Id>,
    by: Period,
    movements: Movements,
) -> Result<Vec<Moved<Id>>> {
    let calendar = Calendar::new(accounts.window(), by)?;
    let mut rows = Vec::new();
    for (customer, account) in accounts.iter() {
        for passage in passages(&account, &calendar).1 {
            let Some(period) = calendar.periods.get(passage.period) else {
                continue;
            };
            passage.each(movements, |movement, before, after| {
                rows.push(Moved {
                    customer: customer.clone(),
                    period: period.from(),
                    movement,
                    before,
                    after,
                });
            });
        }
    }
    Ok(rows)
}
