use rust_decimal::Decimal;

use crate::Result;
use crate::lifecycle::Rule;
use crate::lifecycle::facts::{Day, Facts};
use crate::macros::named_enum;
use crate::numeric::money::{ratio, subtract, to_decimal};

named_enum! {
    /// What a trend is a trend of. See the example of [`Trend`].
    ///
    /// Both tests ask the same: of the purchases of two spans, are there more, or fewer, in the later
    /// one than chance puts there? Given the purchases, each is in the later span with the probability
    ///
    /// ```text
    /// share = days of the later span / days of both
    /// ```
    ///
    /// The p-value is twice the smaller tail, at most 1, without a mid-p correction: the correction
    /// finds more changes, but at a rate of 0.20 it would call 24 % of unchanged customers who buy in clumps.
    ///
    /// Purchases that come in clumps vary more than chance, so the normal quantile of the p-value is
    /// divided by the square root of the dispersion of the customer's own intervals:
    ///
    /// ```text
    /// dispersion = variance / mean²      of the customer's intervals up to the as-of date, at least 1
    /// ```
    ///
    /// Sources: Przyborowski, J. and Wilenski, H. (1940), *Biometrika* 31: 313–323, for the conditional
    /// test; McCullagh, P. and Nelder, J. A. (1989), *Generalized Linear Models*, for the dispersion;
    /// Cox, D. R. (1962), *Renewal Theory*, for that of counts by the intervals.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum TrendOf {
        /// The number of purchases, by the conditional binomial test. The default: it keeps its rate
        /// whatever the amounts.
        #[default]
        Purchases = "purchases",
        /// The money, by a randomisation test: the amounts stay as they are, and each falls into either
        /// span. All ways are gone through up to ten purchases; more are judged by the normal
        /// distribution. Amounts that are all equal give the p-value of their number.
        ///
        /// It also finds changes of the amounts, and misses changes of the number that one large amount
        /// hides.
        Spending = "spending",
    }
}

/// A customer's purchases in the last periods, and in as many periods before them, with a test of
/// whether they became more or fewer. Money belongs to the day of its purchase, whatever the grain.
///
/// Under [`Treatment::Net`](crate::purchases::Treatment::Net) a refund reduces the purchase before it,
/// on the day of that purchase, not on its own day.
///
/// ```
/// # use chrono::NaiveDate;
/// use retention::lifecycle::{Rule, Rules, Stages};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |(month, day)| Purchase { customer: "Ann", date: date(month, day), amount: dec!(20) };
/// // Ann buys eight times for 20 from January to March, and once from April to June.
/// # let days = [(1, 1), (1, 9), (1, 24), (2, 3), (2, 11), (2, 27), (3, 9), (3, 20), (6, 2)];
/// # let log = PurchaseLog::from_rows(days.map(row))?;
/// let observed = log.observe(log.until(date(6, 30))?, Policy::default())?;
/// let stages = Stages::of(&observed, Rules::default())?;
/// let trend = stages.get("Ann").unwrap().trend.unwrap();
/// assert_eq!((trend.before, trend.recent), (dec!(160), dec!(20)));
/// assert_eq!((trend.purchases_before, trend.purchases_recent), (8, 1));
/// assert_eq!((trend.change(), trend.rule), (Some(-0.875), Rule::Falling));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Trend {
    /// The money of the earlier periods.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub before: Decimal,
    /// The money of the last periods.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub recent: Decimal,
    /// The purchases in the earlier periods. With a grain coarser than a day: the periods with a
    /// purchase, each where its first purchase lies.
    pub purchases_before: u32,
    /// The purchases in the last periods.
    pub purchases_recent: u32,
    /// The chance of a difference at least as large if nothing changed, two-sided: see [`TrendOf`].
    /// `None` with fewer purchases than [`Rules::trend_purchases`](crate::lifecycle::Rules::trend_purchases),
    /// or if it is a trend of spending and refunds left less than nothing before.
    pub p_value: Option<f64>,
    /// What is told of the trend.
    ///
    /// * [`Steady`](Rule::Steady): the change is small. The interval of its ratio lies within the bounds
    ///   of the rules.
    /// * [`Falling`](Rule::Falling) or [`Rising`](Rule::Rising): not so, and the p-value is at most the
    ///   rate of the rules.
    /// * [`NoTrend`](Rule::NoTrend): neither a change nor that there is none can be told.
    pub rule: Rule,
}

impl Trend {
    /// Returns the relative change of the money: −0.25 is a quarter less. `None` if nothing, or less
    /// than nothing, was spent before.
    #[must_use]
    pub fn change(&self) -> Option<f64> {
        match subtract(self.recent, self.before) {
            Ok(change) => ratio(change, self.before),
            // A change that is no decimal any more is far from every bound.
            Err(_) => Some(ratio(self.recent, self.before)? - 1.0),
        }
    }

    /// Returns the number of purchases in both spans.
    #[must_use]
    pub const fn purchases(&self) -> u32 {
        self.purchases_before.saturating_add(self.purchases_recent)
    }

    /// Makes the trend; `None` for customers who were not there for all of the periods.
    #[inline]
    pub(in crate::lifecycle) fn of(facts: &Facts, day: &Day) -> Result<Option<Self>> {
        if facts.first_day > day.before.from() {
            return Ok(None);
        }
        Ok(Some(Self {
            before: to_decimal(facts.before, facts.scale)?,
            recent: to_decimal(facts.recent, facts.scale)?,
            purchases_before: facts.purchases_before,
            purchases_recent: facts.purchases_recent,
            p_value: facts.trend.p_value,
            rule: facts.trend.rule,
        }))
    }
}
