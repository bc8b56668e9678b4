use std::borrow::Borrow;

use super::chance::stands_out;
use super::gather::{Gathered, days_by_month, median_amount};
use super::season::{MONTHS, SEASONS, WEEKDAYS};
use super::shop::Sums;
use super::{HabitOptions, Habits, Season, ShopHabits, SinglePurchase};
use crate::Result;
use crate::keyed::{CustomerRow, Keyed};
use crate::numeric::normal::two_sided_quantile;
use crate::period::{Period, Window};
use crate::purchases::{Counts, History, Observed, Policy};

/// The habits of each customer of a population, with the choices that made them.
///
/// Each row is written flat, the customer first, so that it makes a line of CSV.
///
/// See the [example](crate::purchases::Observed::habits).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CustomerHabits<Id> {
    /// One row for each customer with a purchase in the window.
    pub rows: Keyed<CustomerRow<Id, Habits>>,
    /// The shop's habits, against which those of a customer stand out.
    pub shop: ShopHabits,
    /// How much evidence makes a habit.
    pub options: HabitOptions,
    /// The calendar period whose rows are one purchase.
    pub grain: Period,
    /// The window in which purchases were looked for; its last day is the as-of date.
    pub window: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
    /// What was read and what was left out.
    pub counts: Counts,
    /// Customers of the log without a purchase in the window, who have no habits.
    pub without_purchase: u64,
}

impl<Id: Ord> CustomerHabits<Id> {
    /// Returns the habits of one customer; `None` without a purchase in the window.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<&Habits>
    where
        Id: Borrow<Q>,
    {
        self.rows.get(customer).map(|row| &row.result)
    }
}

/// What habits are judged by.
struct Judge<'a> {
    grain: Period,
    shop: &'a ShopHabits,
    options: HabitOptions,
    /// How many standard deviations above the typical interval a silence is overdue.
    overdue: f64,
}

impl<'a> Judge<'a> {
    fn new(grain: Period, shop: &'a ShopHabits, options: HabitOptions) -> Result<Self> {
        options.check()?;
        Ok(Self {
            grain,
            shop,
            options,
            overdue: two_sided_quantile(1.0 - 2.0 * options.false_alarm),
        })
    }

    fn habits(&self, history: &History<'_>, values: &mut Vec<i128>) -> Result<Option<Habits>> {
        let Some(seen) = Gathered::of(history, self.grain, values)? else {
            return Ok(None);
        };
        let mut habits = Habits::new(seen.purchases, seen.last, history.window().to())?;
        if let Some(basket) = median_amount(values, history.scale())? {
            habits = habits.with_basket(basket);
        }
        habits = self.with_rhythm(habits, &seen)?;
        if seen.purchases < self.options.minimum {
            return Ok(Some(habits));
        }
        if self.grain == Period::Day {
            let day = stands_out(&seen.weekdays, self.shop.weekdays(), self.options.rate);
            if let Some(&day) = day.and_then(|day| WEEKDAYS.get(day)) {
                habits = habits.with_weekday(day);
            }
        }
        if self.grain.most_days() <= MONTH {
            habits = self.with_time_of_year(habits, &seen);
        }
        Ok(Some(habits))
    }

    fn with_rhythm(&self, habits: Habits, seen: &Gathered) -> Result<Habits> {
        let intervals = seen.purchases.saturating_sub(1);
        if intervals == 0 && self.options.single == SinglePurchase::Unknown {
            return Ok(habits);
        }
        let Some(typical) = self.shop.typical(intervals, seen.logs.mean()) else {
            return Ok(habits);
        };
        let mut habits = habits.with_interval(typical)?;
        if let Some(variance) = seen.days.variance() {
            habits = habits.with_spread(variance.sqrt())?;
        }
        let wide = self.overdue * self.shop.next_variance(intervals).sqrt();
        // A silence beyond the calendar is never reached.
        match habits.days_after_last("the last usual day", typical * wide.exp()) {
            Ok(date) => habits.with_overdue_after(date),
            Err(_) => Ok(habits),
        }
    }

    fn with_time_of_year(&self, mut habits: Habits, seen: &Gathered) -> Habits {
        let days = days_by_month(seen.first, habits.as_of());
        let mut months = [0.0; 12];
        let mut seasons = [0.0; SEASONS];
        let by_month = days.iter().zip(self.shop.months()).zip(MONTHS);
        for (expected, ((&days, intensity), month)) in months.iter_mut().zip(by_month) {
            *expected = f64::from(days) * intensity;
            if let Some(season) = seasons.get_mut(Season::of(month) as usize) {
                *season += *expected;
            }
        }
        let rate = self.options.rate;
        let month = stands_out(&seen.months, &months, rate);
        if let Some(&month) = month.and_then(|month| MONTHS.get(month)) {
            habits = habits.with_month(month);
        }
        let season = stands_out(&seen.seasons, &seasons, rate);
        if let Some(&season) = season.and_then(|season| Season::ALL.get(season)) {
            habits = habits.with_season(season);
        }
        habits
    }
}

/// The days of the longest month.
const MONTH: u32 = 31;

impl History<'_> {
    /// Returns the customer's habits as of the last day of the window; `None` without a purchase.
    ///
    /// They stand out against those of the `shop`, which [`ShopHabits::of`] computes from all customers.
    /// [`ShopHabits::default`] is that of a shop of which nothing is known.
    ///
    /// # Errors
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) and
    /// [`Error::NotFinite`](crate::Error::NotFinite) for rates of the options that are none;
    /// [`Error::Overflow`](crate::Error::Overflow) if money exceeds what a decimal holds, or the next
    /// purchase would be beyond the calendar.
    ///
    /// ```
    /// use chrono::{NaiveDate, Weekday};
    /// use retention::period::{Period, Window};
    /// use retention::purchases::{HabitOptions, History, ShopHabits};
    /// use rust_decimal::dec;
    ///
    /// let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
    /// // Every Friday of May but the last; today is the 31st.
    /// let dates = [date(3), date(10), date(17), date(24)];
    /// let amounts = [dec!(18), dec!(25), dec!(21), dec!(20)];
    /// let history = History::new(&dates, &amounts, Window::new(date(1), date(31))?)?;
    ///
    /// let (shop, options) = (ShopHabits::default(), HabitOptions::default());
    /// let habits = history.habits(Period::Day, &shop, options)?.unwrap();
    /// assert_eq!(habits.weekday(), Some(Weekday::Fri));
    /// assert_eq!((habits.next(), habits.days_late()), (Some(date(31)), Some(0)));
    /// assert_eq!((habits.basket(), habits.month()), (Some(dec!(20.5)), None));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn habits(
        &self,
        grain: Period,
        shop: &ShopHabits,
        options: HabitOptions,
    ) -> Result<Option<Habits>> {
        Judge::new(grain, shop, options)?.habits(self, &mut Vec::new())
    }
}

impl<Id> Observed<'_, Id> {
    /// Returns the habits of each customer with a purchase in the window, as of its last day, beside those
    /// of the shop, which are computed from all of them.
    ///
    /// # Errors
    /// As [`History::habits`], with the position of the customer's first row where one is the cause.
    ///
    /// ```
    /// # use chrono::{NaiveDate, Weekday};
    /// # use retention::period::Period;
    /// # use retention::purchases::{HabitOptions, Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
    /// # let row = |customer, day| Purchase { customer, date: date(day), amount: dec!(10) };
    /// // Ann buys every two or three days, Ben every eight or nine, Cem bought once.
    /// # let log = PurchaseLog::from_rows([
    /// #     row("Ann", 1), row("Ann", 3), row("Ann", 6), row("Ben", 1), row("Ben", 9), row("Ben", 18),
    /// #     row("Cem", 4),
    /// # ])?;
    /// let observed = log.observe(log.window(), Policy::default())?;
    /// let habits = observed.habits(Period::Day, HabitOptions::default())?;
    /// let ann = habits.get("Ann").unwrap();
    /// assert_eq!((ann.next(), ann.is_overdue()), (Some(date(8)), Some(true)));
    /// let ben = habits.get("Ben").unwrap();
    /// assert_eq!((ben.next(), ben.is_overdue()), (Some(date(26)), Some(false)));
    /// assert_eq!(habits.get("Cem").unwrap().next(), None);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn habits(&self, grain: Period, options: HabitOptions) -> Result<CustomerHabits<Id>>
    where
        Id: Clone,
    {
        self.habits_beside(&ShopHabits::of(self, grain)?, grain, options)
    }

    /// Returns the habits of each customer beside those of a shop of the caller's, such as last year's.
    ///
    /// # Errors
    /// As [`habits`](Self::habits).
    pub fn habits_beside(
        &self,
        shop: &ShopHabits,
        grain: Period,
        options: HabitOptions,
    ) -> Result<CustomerHabits<Id>>
    where
        Id: Clone,
    {
        let judge = Judge::new(grain, shop, options)?;
        let customers = self.log().customers();
        let mut rows = Vec::with_capacity(self.customers());
        let of = |history: &History<'_>, values: &mut Vec<i128>| judge.habits(history, values);
        self.for_each_block_with(Vec::new, of, |found, _| {
            for (customer, habits) in found {
                if let Some(id) = customers.get(customer) {
                    rows.push(CustomerRow::new(id.clone(), habits));
                }
            }
            Ok(())
        })?;
        Ok(CustomerHabits {
            rows: Keyed::from_sorted(rows),
            shop: *shop,
            options,
            grain,
            window: self.window(),
            policy: self.policy(),
            counts: self.counts(),
            without_purchase: self.without_purchase(),
        })
    }
}

impl ShopHabits {
    /// Computes what the customers of a population usually do in the window.
    ///
    /// The typical interval is the mean of those of the customers, on the scale of logarithms, each
    /// weighted by [what it tells](Self::own_weight); the variances are those of the analysis of variance.
    /// It is not known with fewer than two customers who bought again, or if none of them did so twice.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow), with the position of the customer's first row, if money
    /// exceeds what a decimal holds, or a period reaches beyond the calendar.
    pub fn of<Id>(observed: &Observed<'_, Id>, grain: Period) -> Result<Self> {
        let to = observed.window().to();
        let mut sums = Sums::default();
        let fresh = || (Sums::default(), Vec::new());
        let of = |history: &History<'_>, (sums, values): &mut (Sums, Vec<i128>)| {
            if let Some(seen) = Gathered::of(history, grain, values)? {
                sums.add(&seen, &days_by_month(seen.first, to));
            }
            Ok(None::<()>)
        };
        observed.for_each_block_with(fresh, of, |_, (of_block, _)| {
            sums.merge(&of_block);
            Ok(())
        })?;
        Ok(sums.shop())
    }
}
