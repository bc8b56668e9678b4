use chrono::{Days, Month, NaiveDate, Weekday};
use rust_decimal::Decimal;

use super::Season;
#[cfg(feature = "serde")]
use crate::error::same;
use crate::error::{finite, non_negative};
use crate::period::days_between;
use crate::{Error, Result};

/// One customer's habits of buying: the usual rhythm, basket, weekday, month and season, when the next
/// purchase is expected, and whether it is overdue.
///
/// What the purchases do not show is `None`: a weekday, month or season is a habit only where a test says
/// that it stands out from what chance explains, and a customer with one purchase has no rhythm.
/// [`History::habits`](crate::purchases::History::habits) and
/// [`Observed::habits`](crate::purchases::Observed::habits) compute them. Create them with
/// [`Habits::new`] where another system knows them.
///
/// # Rhythm
///
/// The typical interval is a geometric mean, drawn towards that of the shop by what the customer's own
/// intervals tell, [`ShopHabits::own_weight`](crate::purchases::ShopHabits::own_weight):
///
/// ```text
/// ln interval   = w · mean of ln own intervals + (1 − w) · ln shop's interval
/// next          = last purchase + interval
/// overdue after = last purchase + interval · exp(z · √(within + (1 − w) · between))
/// ```
///
/// `z` is the normal quantile of the false-alarm rate. Out of sample, half of the returning customers of
/// the music shop CDNOW came within 26 days of the day expected. By the mean of their own intervals it is 43
/// days, by the median of the shop's 22. The mean error is 36 days, against 65 and 40. In a simulated shop of
/// regular customers half came within 7, 7 and 11 days, with mean errors of 11.1, 11.2 and 21.9.
///
/// # Weekday, month and season
///
/// The count that is least likely by chance is a habit if `N` times its binomial tail is at most the rate, where
/// `N` is the number of weekdays, months or seasons (Bonferroni's bound). What is expected is what the shop's
/// customers do. A habit therefore sets the customer apart from the shop: where everyone comes on Saturdays,
/// so does this one, and that is no habit.
///
/// Weekdays are told where the grain is a day, months and seasons where it is no longer than a month. Months and seasons count by the
/// years in which they had a purchase after the first one, beside the days in which one could have been. Many
/// purchases in one summer are one. It takes three years or more to tell.
///
/// ```
/// use chrono::{NaiveDate, Weekday};
/// use retention::purchases::Habits;
/// use rust_decimal::dec;
///
/// let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
/// // Five purchases, the last on the 3rd; today is the 14th. Buys every 7 days or so, on Fridays.
/// let habits = Habits::new(5, date(3), date(14))?
///     .with_interval(7.2)?
///     .with_basket(dec!(19.90))
///     .with_weekday(Weekday::Fri);
/// assert_eq!(habits.next(), Some(date(10)));
/// assert_eq!((habits.days_silent(), habits.days_late()), (11, Some(4)));
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "购买习惯")]
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawHabits"))]
pub struct Habits {
    purchases: u32,
    last: NaiveDate,
    as_of: NaiveDate,
    interval: Option<f64>,
    spread: Option<f64>,
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    basket: Option<Decimal>,
    weekday: Option<Weekday>,
    month: Option<Month>,
    season: Option<Season>,
    next: Option<NaiveDate>,
    overdue_after: Option<NaiveDate>,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHabits {
    purchases: u32,
    last: NaiveDate,
    as_of: NaiveDate,
    interval: Option<f64>,
    spread: Option<f64>,
    #[serde(default, with = "crate::serde_money::option")]
    basket: Option<Decimal>,
    weekday: Option<Weekday>,
    month: Option<Month>,
    season: Option<Season>,
    next: Option<NaiveDate>,
    overdue_after: Option<NaiveDate>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawHabits> for Habits {
    type Error = Error;

    fn try_from(raw: RawHabits) -> Result<Self> {
        let mut habits = Self::new(raw.purchases, raw.last, raw.as_of)?;
        if let Some(interval) = raw.interval {
            habits = habits.with_interval(interval)?;
        }
        same("next", &raw.next, &habits.next)?;
        if let Some(spread) = raw.spread {
            habits = habits.with_spread(spread)?;
        }
        if let Some(date) = raw.overdue_after {
            habits = habits.with_overdue_after(date)?;
        }
        Ok(Self {
            basket: raw.basket,
            weekday: raw.weekday,
            month: raw.month,
            season: raw.season,
            ..habits
        })
    }
}

impl Habits {
    /// Creates the habits of a customer of whom only the number of purchases and the day of the last one
    /// are known, as of a day.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] without a purchase, or for a last purchase after the day.
    pub fn new(purchases: u32, last: NaiveDate, as_of: NaiveDate) -> Result<Self> {
        if purchases == 0 {
            return Err(Error::out_of_range("purchases", purchases, "1 or more"));
        }
        if last > as_of {
            let allowed = format_args!("not after the as-of date, {as_of}");
            return Err(Error::out_of_range("last purchase", last, allowed));
        }
        Ok(Self {
            purchases,
            last,
            as_of,
            interval: None,
            spread: None,
            basket: None,
            weekday: None,
            month: None,
            season: None,
            next: None,
            overdue_after: None,
        })
    }

    /// Sets the typical interval in days, more than 0. The next purchase is expected so long after the
    /// last one, to the nearest day and one day at least.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for an interval that is no number or not positive;
    /// [`Error::Overflow`] if the next purchase would be beyond the calendar.
    pub fn with_interval(mut self, interval: f64) -> Result<Self> {
        let interval = finite("interval", interval)?;
        if interval <= 0.0 {
            return Err(Error::out_of_range("interval", interval, "more than 0"));
        }
        self.interval = Some(interval);
        self.next = Some(self.days_after_last("the next purchase", interval)?);
        Ok(self)
    }

    /// Sets the standard deviation of the customer's intervals, in days.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for NaN, infinities and negative numbers, and where
    /// there are fewer than three purchases, whose intervals have no spread.
    pub fn with_spread(mut self, spread: f64) -> Result<Self> {
        let spread = non_negative("spread", spread)?;
        if self.purchases < 3 {
            let allowed = "3 or more, where intervals have a spread";
            return Err(Error::out_of_range("purchases", self.purchases, allowed));
        }
        self.spread = Some(spread);
        Ok(self)
    }

    /// Sets the usual amount of a purchase.
    #[must_use]
    pub const fn with_basket(mut self, basket: Decimal) -> Self {
        self.basket = Some(basket);
        self
    }

    /// Sets the usual day of the week.
    #[must_use]
    pub const fn with_weekday(mut self, weekday: Weekday) -> Self {
        self.weekday = Some(weekday);
        self
    }

    /// Sets the usual month of the year.
    #[must_use]
    pub const fn with_month(mut self, month: Month) -> Self {
        self.month = Some(month);
        self
    }

    /// Sets the usual season.
    #[must_use]
    pub const fn with_season(mut self, season: Season) -> Self {
        self.season = Some(season);
        self
    }

    /// Sets the last day on which the customer's silence is still usual.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a day before the [next expected purchase](Self::next), or before the
    /// last one.
    pub fn with_overdue_after(mut self, date: NaiveDate) -> Result<Self> {
        let earliest = self.next.unwrap_or(self.last);
        if date < earliest {
            let allowed = format_args!("{earliest} or later, when the next purchase is expected");
            return Err(Error::out_of_range("overdue after", date, allowed));
        }
        self.overdue_after = Some(date);
        Ok(self)
    }

    pub(super) fn days_after_last(&self, what: &'static str, days: f64) -> Result<NaiveDate> {
        let whole = days.round().max(1.0);
        // More days than all calendars have are as good as the most that the type holds.
        let date = self.last.checked_add_days(Days::new(whole as u64));
        date.ok_or_else(|| Error::overflow(what, format_args!("{whole} days after {}", self.last)))
    }

    /// Returns the number of purchases, 1 or more.
    #[must_use]
    pub const fn purchases(&self) -> u32 {
        self.purchases
    }

    /// Returns the day of the last purchase: with a grain coarser than a day, the first day of its period.
    #[must_use]
    pub const fn last(&self) -> NaiveDate {
        self.last
    }

    /// Returns the day as of which the habits are told.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Returns the typical interval between purchases in days, more than 0: the usual rhythm. `None` if
    /// it is not known.
    #[must_use]
    pub const fn interval(&self) -> Option<f64> {
        self.interval
    }

    /// Returns the standard deviation of the customer's own intervals in days; `None` with fewer than
    /// three purchases.
    #[must_use]
    pub const fn spread(&self) -> Option<f64> {
        self.spread
    }

    /// Returns the usual amount of a purchase, the median; `None` if no purchase has a value.
    #[must_use]
    #[doc(alias = "average order value")]
    pub const fn basket(&self) -> Option<Decimal> {
        self.basket
    }

    /// Returns the usual day of the week; `None` if none stands out.
    #[must_use]
    pub const fn weekday(&self) -> Option<Weekday> {
        self.weekday
    }

    /// Returns the usual month of the year; `None` if none stands out.
    #[must_use]
    pub const fn month(&self) -> Option<Month> {
        self.month
    }

    /// Returns the usual season; `None` if none stands out.
    #[must_use]
    pub const fn season(&self) -> Option<Season> {
        self.season
    }

    /// Returns the day on which the next purchase is expected: the last one plus the typical interval.
    /// `None` without an interval. It may lie before the as-of date: then the customer is late.
    ///
    /// About half of the customers who come back do so later.
    #[must_use]
    pub const fn next(&self) -> Option<NaiveDate> {
        self.next
    }

    /// Returns the last day on which the silence is still usual; `None` if it is not known. See
    /// [`is_overdue`](Self::is_overdue).
    #[must_use]
    pub const fn overdue_after(&self) -> Option<NaiveDate> {
        self.overdue_after
    }

    /// Returns the days since the last purchase.
    #[must_use]
    pub fn days_silent(&self) -> i64 {
        days_between(self.last, self.as_of)
    }

    /// Returns the days by which the next purchase is late, negative while it is still to come; `None` if
    /// it is not known when it is expected.
    #[must_use]
    pub fn days_late(&self) -> Option<i64> {
        self.next.map(|next| days_between(next, self.as_of))
    }

    /// Returns whether the silence is longer than usual, at the false-alarm rate of
    /// [`HabitOptions`](super::HabitOptions); `None` if it is not known.
    #[must_use]
    pub fn is_overdue(&self) -> Option<bool> {
        self.overdue_after.map(|last| self.as_of > last)
    }
}
