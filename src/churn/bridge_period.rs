use rust_decimal::Decimal;

use super::{CustomerBase, RevenueRate};
use crate::estimate::{Proportion, Ratio};
use crate::numeric::money::{add, ratio, subtract};
use crate::period::Window;
use crate::{Error, Result};

/// How many customers, with their recurring amounts together.
///
/// See the [example](crate::churn::Bridge::of).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Customers {
    /// How many; for a movement under [`Movements::EveryChange`](super::Movements::EveryChange), how
    /// often.
    pub count: u64,
    /// The recurring amounts together; for an expansion or a contraction, the difference.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
}

impl Customers {
    /// Returns the recurring amount of a customer on average; `None` for nobody.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::churn::{Bridge, Movements};
    /// # use retention::period::{Period, Window};
    /// # use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let rows = [("Ann", dec!(20)), ("Ben", dec!(7))];
    /// # let rows = rows.map(|(who, amount)| Subscription::monthly(who, date(1, 5), None, amount));
    /// # let log = SubscriptionLog::from_rows(rows)?;
    /// # let accounts = log.accounts(Window::new(date(1, 1), date(1, 31))?, Options::default())?;
    /// let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds)?;
    /// assert_eq!(bridge.periods[0].end.average(), Some(13.5)); // Ann pays 20, and Ben 7
    /// assert_eq!(bridge.periods[0].start.average(), None);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    #[doc(alias = "ARPA")]
    #[doc(alias = "ARPU")]
    pub fn average(&self) -> Option<f64> {
        ratio(self.amount, Decimal::from(self.count))
    }

    fn merge(self, other: Self) -> Result<Self> {
        let count = self.count.checked_add(other.count);
        Ok(Self {
            count: count.ok_or_else(|| Error::overflow("the customers of a bridge", self.count))?,
            amount: add(self.amount, other.amount)?,
        })
    }
}

/// What happened in one period: a row of a [`Bridge`](super::Bridge).
///
/// See the [example](crate::churn::Bridge::of).
/// It is written flat, as the `csv` crate takes a row: `from`, `to`, `complete`, then `start_customers`,
/// `start_amount` and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(into = "written::Row")
)]
#[non_exhaustive]
pub struct BridgePeriod {
    /// The calendar period.
    pub period: Window,
    /// Whether the window holds the period whole. If not, only its days within the window count.
    pub complete: bool,
    /// The customers at the end of the day before.
    pub start: Customers,
    /// Customers for the first time.
    pub new: Customers,
    /// Customers again, after having left.
    pub reactivation: Customers,
    /// Customers who pay more, with the difference.
    pub expansion: Customers,
    /// Customers who pay less, with the difference.
    pub contraction: Customers,
    /// Customers no longer.
    pub churn: Customers,
    /// The customers at the end of the last day.
    pub end: Customers,
    /// Customers of the start who are none at the end.
    pub lost: u64,
    /// Customers on some day of the period who were none at its start, new ones and those who came back.
    pub joined: u64,
    /// Those of them who are none at its end.
    pub joined_and_lost: u64,
    /// What the customers of the start still pay at the end, each counted up to the amount of the start.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub kept: Decimal,
    /// What the customers of the start pay at the end.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub kept_and_expanded: Decimal,
    /// Customers with a paid billing period that runs out within the period, with their amounts on the day
    /// before. Who is gone by then, as under [`Recognised::Notice`](crate::subscriptions::Recognised) or
    /// after an end in the middle of a billing period, is not among them.
    pub up_for_renewal: Customers,
    /// Those of them who are customers after it, with their amounts then.
    pub renewed: Customers,
}

/// How a row is written.
#[cfg(feature = "serde")]
mod written {
    use chrono::NaiveDate;
    use rust_decimal::Decimal;

    use super::BridgePeriod;

    macro_rules! row {
        ($( $field:ident: $customers:ident, $amount:ident );+ $(;)?) => {
            #[derive(serde::Serialize)]
            pub(super) struct Row {
                from: NaiveDate,
                to: NaiveDate,
                complete: bool,
                $( $customers: u64, #[serde(with = "crate::serde_money")] $amount: Decimal, )+
                lost: u64,
                joined: u64,
                joined_and_lost: u64,
                #[serde(with = "crate::serde_money")]
                kept: Decimal,
                #[serde(with = "crate::serde_money")]
                kept_and_expanded: Decimal,
            }

            impl From<BridgePeriod> for Row {
                fn from(row: BridgePeriod) -> Self {
                    Self {
                        from: row.period.from(),
                        to: row.period.to(),
                        complete: row.complete,
                        $( $customers: row.$field.count, $amount: row.$field.amount, )+
                        lost: row.lost,
                        joined: row.joined,
                        joined_and_lost: row.joined_and_lost,
                        kept: row.kept,
                        kept_and_expanded: row.kept_and_expanded,
                    }
                }
            }
        };
    }

    row! {
        start: start_customers, start_amount;
        new: new_customers, new_amount;
        reactivation: reactivation_customers, reactivation_amount;
        expansion: expansion_customers, expansion_amount;
        contraction: contraction_customers, contraction_amount;
        churn: churn_customers, churn_amount;
        end: end_customers, end_amount;
        up_for_renewal: up_for_renewal_customers, up_for_renewal_amount;
        renewed: renewed_customers, renewed_amount;
    }
}

impl BridgePeriod {
    /// Returns the churn rate of customers for a denominator.
    ///
    /// For its interval, and for the difference of two plans or months, take [`retained`](Self::retained)
    /// and its [`complement`](crate::estimate::Proportion::complement).
    ///
    /// See the [table](crate::churn#churn-of-customers) of who uses which.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::churn::{Bridge, CustomerBase, Movements};
    /// # use retention::period::{Period, Window};
    /// # use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// // Ann, Ben and Cem were customers before February. Cem leaves; Dea comes and goes; Eva comes.
    /// # let log = SubscriptionLog::from_rows([
    /// #     Subscription::monthly("Ann", date(1, 1), None, dec!(20)),
    /// #     Subscription::monthly("Ben", date(1, 10), None, dec!(20)),
    /// #     Subscription::monthly("Cem", date(1, 20), Some(date(2, 19)), dec!(20)),
    /// #     Subscription::monthly("Dea", date(2, 2), Some(date(2, 20)), dec!(20)),
    /// #     Subscription::monthly("Eva", date(2, 5), None, dec!(20)),
    /// # ])?;
    /// # let accounts = log.accounts(Window::new(date(2, 1), date(2, 29))?, Options::default())?;
    /// let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds)?;
    /// let february = bridge.periods[0];
    /// let churn = |base| february.customer_churn(base).value().map(|rate| format!("{rate:.3}"));
    /// assert_eq!(churn(CustomerBase::AtStart).unwrap(), "0.333"); // 1 of 3
    /// assert_eq!(churn(CustomerBase::AtStartAndJoined).unwrap(), "0.400"); // 2 of 5
    /// assert_eq!(churn(CustomerBase::AllLossesByStart).unwrap(), "0.667"); // 2 for 3
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn customer_churn(&self, base: CustomerBase) -> Ratio {
        let (lost, of) = self.lost_of(base);
        Ratio::of_counts(lost as f64, of)
    }

    /// Returns how many were lost, and what that is divided by.
    pub(super) fn lost_of(&self, base: CustomerBase) -> (u64, f64) {
        let all_lost = self.lost.saturating_add(self.joined_and_lost);
        match base {
            CustomerBase::AtStart => (self.lost, self.start.count as f64),
            CustomerBase::AtStartAndJoined => (
                all_lost,
                self.start.count.saturating_add(self.joined) as f64,
            ),
            CustomerBase::UpForRenewal => {
                let [up, renewed] = [self.up_for_renewal.count, self.renewed.count];
                (up.saturating_sub(renewed), up as f64)
            }
            CustomerBase::AllLossesByStart => (all_lost, self.start.count as f64),
            CustomerBase::Average => {
                let average = (self.start.count as f64 + self.end.count as f64) / 2.0;
                (self.lost, average)
            }
        }
    }

    /// Returns the customers who stayed among those who could leave, for an interval or a comparison.
    /// Churn is the rest to 1. `None` for a denominator of which the lost are not a part.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::churn::{Bridge, CustomerBase, Movements};
    /// # use retention::estimate::Confidence;
    /// # use retention::period::{Period, Window};
    /// # use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let row = |customer: u32| Subscription::monthly(customer, date(1, 1), (customer < 10).then(|| date(2, 9)), dec!(5));
    /// # let log = SubscriptionLog::from_rows((0..100).map(row))?;
    /// # let accounts = log.accounts(Window::new(date(2, 1), date(2, 29))?, Options::default())?;
    /// let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds)?;
    /// let stayed = bridge.periods[0].retained(CustomerBase::AtStart).unwrap();
    /// assert_eq!(stayed.to_string(), "90 of 100");
    /// let interval = stayed.wilson(Confidence::default()).unwrap();
    /// assert_eq!(format!("{interval:.3}"), "0.826 to 0.945");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn retained(&self, base: CustomerBase) -> Option<Proportion> {
        let (lost, of) = match base {
            CustomerBase::AtStart => (self.lost, self.start.count),
            CustomerBase::AtStartAndJoined => (
                self.lost.saturating_add(self.joined_and_lost),
                self.start.count.saturating_add(self.joined),
            ),
            CustomerBase::UpForRenewal => (
                self.up_for_renewal.count.saturating_sub(self.renewed.count),
                self.up_for_renewal.count,
            ),
            CustomerBase::AllLossesByStart | CustomerBase::Average => return None,
        };
        Proportion::new(of.saturating_sub(lost), of).ok()
    }

    /// Returns a rate of recurring revenue. `None` where what it is divided by is 0.
    ///
    /// See the [table](crate::churn#churn-and-retention-of-revenue) of who uses which.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::churn::{Bridge, Movements, RevenueRate};
    /// # use retention::period::{Period, Window};
    /// # use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// // Ann goes from 60 to 70, Ben from 30 to 20, Cem leaves with 10.
    /// # let log = SubscriptionLog::from_rows([
    /// #     Subscription::monthly("Ann", date(1, 1), Some(date(2, 9)), dec!(60)),
    /// #     Subscription::monthly("Ann", date(2, 10), None, dec!(70)),
    /// #     Subscription::monthly("Ben", date(1, 1), Some(date(2, 9)), dec!(30)),
    /// #     Subscription::monthly("Ben", date(2, 10), None, dec!(20)),
    /// #     Subscription::monthly("Cem", date(1, 1), Some(date(2, 9)), dec!(10)),
    /// # ])?;
    /// # let accounts = log.accounts(Window::new(date(2, 1), date(2, 29))?, Options::default())?;
    /// let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds)?;
    /// let rate = |rate| bridge.periods[0].revenue_rate(rate).unwrap();
    /// assert_eq!(rate(RevenueRate::GrossRetention), 0.8);
    /// assert_eq!(rate(RevenueRate::NetRetention), 0.9);
    /// assert_eq!(rate(RevenueRate::GrossChurn), 0.2);
    /// assert_eq!(rate(RevenueRate::QuickRatio), 0.5);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn revenue_rate(&self, rate: RevenueRate) -> Option<f64> {
        let (part, whole) = self.parts(rate).ok()?;
        ratio(part, whole)
    }

    /// What a rate divides by what.
    pub(super) fn parts(&self, rate: RevenueRate) -> Result<(Decimal, Decimal)> {
        let start = self.start.amount;
        let lost = || add(self.churn.amount, self.contraction.amount);
        let gained = || add(self.new.amount, self.expansion.amount);
        let net = || subtract(lost()?, self.expansion.amount);
        Ok(match rate {
            RevenueRate::GrossRetention => (self.kept, start),
            RevenueRate::NetRetention => (self.kept_and_expanded, start),
            RevenueRate::NetRetentionWithReactivation => {
                let lost = subtract(net()?, self.reactivation.amount)?;
                (subtract(start, lost)?, start)
            }
            RevenueRate::RenewalRetention => (self.renewed.amount, self.up_for_renewal.amount),
            RevenueRate::Cancellations => (self.churn.amount, start),
            RevenueRate::GrossChurn => (lost()?, start),
            RevenueRate::NetChurn => (net()?, start),
            RevenueRate::NetChurnWithReactivation => {
                (subtract(net()?, self.reactivation.amount)?, start)
            }
            RevenueRate::QuickRatio => (add(gained()?, self.reactivation.amount)?, lost()?),
            RevenueRate::QuickRatioWithoutReactivation => (gained()?, lost()?),
        })
    }

    /// Returns a simple lifetime value: what a customer brings until leaving, if revenue and churn stay as
    /// they were in this period.
    ///
    /// ```text
    /// lifetime value = average recurring amount at the start · margin / churn rate
    /// ```
    ///
    /// It takes every customer for equally likely to leave, whatever their tenure. Where some stay longer
    /// than others it is too low for the customers of today, and it has no interest in it. `None` if nobody
    /// left, or nobody was there. The recurring amount and the period must agree: amounts by month with
    /// months. A quarter has three times the churn of a month, and so gives a third of the value; a month
    /// that is not [complete](Self::complete) has too little churn, and gives too high a value. How far it
    /// may be off says [`CustomerValueIntervals`](super::CustomerValueIntervals).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] and [`Error::NotFinite`] for a margin that is not in 0 to 1.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::churn::{Bridge, CustomerBase, Movements};
    /// # use retention::period::{Period, Window};
    /// # use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// // Each of a hundred pays 5 a month, and ten leave.
    /// # let row = |customer: u32| Subscription::monthly(customer, date(1, 1), (customer < 10).then(|| date(2, 9)), dec!(5));
    /// # let log = SubscriptionLog::from_rows((0..100).map(row))?;
    /// # let accounts = log.accounts(Window::new(date(2, 1), date(2, 29))?, Options::default())?;
    /// let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds)?;
    /// let value = bridge.periods[0].simple_lifetime_value(CustomerBase::AtStart, 0.8)?;
    /// assert_eq!(value, Some(40.0));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "LTV")]
    pub fn simple_lifetime_value(&self, base: CustomerBase, margin: f64) -> Result<Option<f64>> {
        let margin = crate::error::fraction("margin", margin)?;
        let churn = self.customer_churn(base).value().filter(|&rate| rate > 0.0);
        let value = self.start.average().zip(churn);
        Ok(value.map(|(amount, churn)| amount * margin / churn))
    }

    pub(super) fn merge(&self, other: &Self) -> Result<Self> {
        let counts = |ours: u64, theirs: u64| {
            let sum = ours.checked_add(theirs);
            sum.ok_or_else(|| Error::overflow("the customers of a bridge", ours))
        };
        Ok(Self {
            period: self.period,
            complete: self.complete,
            start: self.start.merge(other.start)?,
            new: self.new.merge(other.new)?,
            reactivation: self.reactivation.merge(other.reactivation)?,
            expansion: self.expansion.merge(other.expansion)?,
            contraction: self.contraction.merge(other.contraction)?,
            churn: self.churn.merge(other.churn)?,
            end: self.end.merge(other.end)?,
            lost: counts(self.lost, other.lost)?,
            joined: counts(self.joined, other.joined)?,
            joined_and_lost: counts(self.joined_and_lost, other.joined_and_lost)?,
            kept: add(self.kept, other.kept)?,
            kept_and_expanded: add(self.kept_and_expanded, other.kept_and_expanded)?,
            up_for_renewal: self.up_for_renewal.merge(other.up_for_renewal)?,
            renewed: self.renewed.merge(other.renewed)?,
        })
    }
}
