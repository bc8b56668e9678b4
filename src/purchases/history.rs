use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::policy::refused;
use super::{Policy, Summary, Treatment, Wait};
use crate::error::same;
use crate::numeric::moments::One;
use crate::numeric::money::{Column, Mantissas, to_decimal};
use crate::period::{Period, Ruler, Window};
use crate::{Error, Result};

/// One customer's purchases within a window, by date, without the customer's key.
///
/// [`Observed::histories`](super::Observed::histories) lends one for each customer of a log. For a
/// customer outside a log, create one with [`History::new`].
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::{Period, Ruler, Window};
/// use retention::purchases::History;
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let dates = [date(1, 3), date(1, 3), date(2, 7)];
/// let amounts = [dec!(10), dec!(5), dec!(20)];
/// let history = History::new(&dates, &amounts, Window::new(date(1, 1), date(6, 30))?)?;
///
/// let events = history.events(Period::Day)?;
/// assert_eq!(events.len(), 2);
/// assert_eq!((events[0].rows, events[0].value), (2, Some(dec!(15))));
/// assert_eq!(history.intervals(Period::Day, Ruler::Weeks)?, [5.0]);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct History<'a> {
    dates: &'a [NaiveDate],
    amounts: Amounts<'a>,
    scale: u32,
    window: Window,
    policy: Policy,
}

/// Amounts lent by a log, or brought to one scale here.
#[derive(Debug, Clone)]
enum Amounts<'a> {
    Lent(Mantissas<'a>),
    Own(Column),
}

/// A purchase event: a calendar period in which a customer bought. See the example of [`History`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Event {
    /// The first day of the period, which may lie before the window.
    pub start: NaiveDate,
    /// Its rows, including refunds that were netted against it.
    pub rows: u32,
    /// The money of the event; `None` if the policy left out all of its rows.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub value: Option<Decimal>,
}

/// An event with its money still a mantissa at the history's scale.
#[derive(Clone, Copy)]
pub(crate) struct RawEvent {
    pub(crate) start: NaiveDate,
    rows: u32,
    pub(crate) money: i128,
    pub(super) valued: bool,
}

impl RawEvent {
    fn absorb(&mut self, other: Self) -> Option<()> {
        self.rows = self.rows.saturating_add(other.rows);
        self.money = self.money.checked_add(other.money)?;
        self.valued |= other.valued;
        Some(())
    }
}

/// Purchase days without refunds.
pub(super) struct PlainDays {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    /// The days after the first, and their money as a mantissa at the history's scale.
    pub(super) repeats: u32,
    pub(super) repeat_money: i128,
}

impl PartialEq for History<'_> {
    /// The same days, amounts, window and policy; 4.5 and 4.50 are the same amount.
    fn eq(&self, other: &Self) -> bool {
        self.dates == other.dates
            && self.window == other.window
            && self.policy == other.policy
            && self.amounts().eq(other.amounts())
    }
}

impl Eq for History<'_> {}

impl<'a> History<'a> {
    /// Creates a history of rows sorted by date, all within the window, under the default [`Policy`].
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if dates and amounts differ in number; [`Error::Unsorted`] and
    /// [`Error::OutOfRange`], with the row, for a date before the previous one or outside the window;
    /// [`Error::Overflow`], with the row, if the amounts cannot be brought to one scale.
    pub fn new(dates: &'a [NaiveDate], amounts: &[Decimal], window: Window) -> Result<Self> {
        if amounts.len() != dates.len() {
            return Err(Error::length("amounts", amounts.len(), dates.len()));
        }
        let mut previous = window.from();
        for (row, &date) in dates.iter().enumerate() {
            if !window.contains(date) {
                let allowed = format_args!("within {window}").to_string();
                return Err(Error::out_of_range("date of a purchase", date, allowed).at_row(row));
            }
            if date < previous {
                return Err(
                    Error::unsorted("dates", date, format_args!("follows {previous}")).at_row(row),
                );
            }
            previous = date;
        }
        let column = Column::from_amounts(amounts.iter().copied())?;
        Ok(Self {
            dates,
            scale: column.scale(),
            amounts: Amounts::Own(column),
            window,
            policy: Policy::default(),
        })
    }

    pub(super) fn lent(
        dates: &'a [NaiveDate],
        amounts: Mantissas<'a>,
        scale: u32,
        window: Window,
        policy: Policy,
    ) -> Self {
        Self {
            dates,
            amounts: Amounts::Lent(amounts),
            scale,
            window,
            policy,
        }
    }

    /// Sets the policy that the rows are read under. A history has no rows outside its window, so what
    /// the policy says of them does not matter.
    ///
    /// # Errors
    /// [`Error::Refused`], with the row, for the first row that it refuses.
    pub fn with_policy(mut self, policy: Policy) -> Result<Self> {
        for (row, mantissa) in self.mantissas().iter().enumerate() {
            if policy.reading(mantissa).refused {
                let amount = to_decimal(mantissa, self.scale)?;
                return Err(refused(mantissa, amount).at_row(row));
            }
        }
        self.policy = policy;
        Ok(self)
    }

    fn mantissas(&self) -> Mantissas<'_> {
        match &self.amounts {
            Amounts::Lent(lent) => *lent,
            Amounts::Own(own) => own.all(),
        }
    }

    /// Returns the date of each row, in order. A day with several rows occurs several times.
    #[must_use]
    pub fn dates(&self) -> &'a [NaiveDate] {
        self.dates
    }

    /// Iterates over the amounts of its rows, in the order of [`dates`](Self::dates).
    pub fn amounts(&self) -> impl Iterator<Item = Decimal> {
        let scale = self.scale;
        // Every mantissa came from a decimal, so none is lost here.
        self.mantissas()
            .iter()
            .filter_map(move |mantissa| to_decimal(mantissa, scale).ok())
    }

    /// Returns the window it is seen through.
    #[must_use]
    pub fn window(&self) -> Window {
        self.window
    }

    /// Refuses the history unless its rows are read under this policy. A history has no rows outside its
    /// window, so it does not matter what becomes of them.
    pub(crate) fn check_policy(&self, argument: &'static str, policy: Policy) -> Result<()> {
        same(argument, &policy.within(), &self.policy.within())
            .map_err(|error| error.with_cure("`History::with_policy` sets that of a history"))
    }

    /// Returns the policy it is read under.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.policy
    }

    pub(crate) fn scale(&self) -> u32 {
        self.scale
    }

    /// Calls `f` with each purchase event in order. Money of periods without a purchase goes to
    /// the event before it, or to the first.
    pub(crate) fn for_each_event(&self, grain: Period, mut f: impl FnMut(RawEvent)) -> Result<()> {
        match self.mantissas() {
            Mantissas::Narrow(narrow) => self.walk(
                grain,
                narrow.iter().map(|&mantissa| i128::from(mantissa)),
                &mut f,
            ),
            Mantissas::Wide(wide) => self.walk(grain, wide.iter().copied(), &mut f),
        }
    }

    #[inline]
    fn walk(
        &self,
        grain: Period,
        mantissas: impl Iterator<Item = i128>,
        f: &mut impl FnMut(RawEvent),
    ) -> Result<()> {
        let overflow = || Error::overflow("the money of a purchase event", self.window);
        let mut mantissas = mantissas;
        // The last purchase event, which later refunds may still reduce, and what stood before the
        // first.
        let mut event: Option<RawEvent> = None;
        let mut early: Option<RawEvent> = None;
        for days in self.dates.chunk_by(|&a, &b| grain.is_same(a, b)) {
            let Some(&day) = days.first() else { continue };
            let mut part = RawEvent {
                start: grain.start_of(day)?,
                rows: u32::try_from(days.len()).unwrap_or(u32::MAX),
                money: 0,
                valued: false,
            };
            let mut purchase = false;
            for mantissa in mantissas.by_ref().take(days.len()) {
                let reading = self.policy.reading(mantissa);
                purchase |= reading.purchase;
                if reading.money {
                    part.valued = true;
                    part.money = part.money.checked_add(mantissa).ok_or_else(overflow)?;
                }
            }
            if purchase {
                if let Some(early) = early.take() {
                    part.absorb(early).ok_or_else(overflow)?;
                }
                if let Some(done) = event.replace(part) {
                    f(done);
                }
            } else if let Some(target) = event.as_mut().or(early.as_mut()) {
                target.absorb(part).ok_or_else(overflow)?;
            } else {
                early = Some(part);
            }
        }
        if let Some(done) = event {
            f(done);
        }
        Ok(())
    }

    /// Returns the purchase days where every row is a purchase whose money counts; `None` where that is
    /// not plain to see.
    pub(super) fn plain_days(&self) -> Option<PlainDays> {
        let Mantissas::Narrow(amounts) = self.mantissas() else {
            return None;
        };
        let (&first, &last) = (self.dates.first()?, self.dates.last()?);
        let (mut least, mut repeats, mut repeat_money) = (i64::MAX, 0_u32, 0_i128);
        let mut before = first;
        // One loop: each end of a loop over so few rows costs as much as some rows.
        for (&day, &amount) in self.dates.iter().zip(amounts) {
            least = least.min(amount);
            repeats = repeats.saturating_add(u32::from(day != before));
            before = day;
            // Not more terms than memory holds, so they fit.
            repeat_money += i128::from(if repeats > 0 { amount } else { 0 });
        }
        if least < 0 || least == 0 && self.policy.zeros != Treatment::Net {
            return None;
        }
        Some(PlainDays {
            first,
            last,
            repeats,
            repeat_money,
        })
    }

    /// Returns the dates and the amounts, unless those are too large for the fastest arithmetic.
    #[inline]
    pub(crate) fn narrow_rows(&self) -> Option<(&[NaiveDate], &[i64])> {
        match self.mantissas() {
            Mantissas::Narrow(amounts) => Some((self.dates, amounts)),
            Mantissas::Wide(_) => None,
        }
    }

    /// Returns the purchase events, in order. If there is one, their values add up to
    /// [`revenue`](Self::revenue).
    ///
    /// # Errors
    /// [`Error::Overflow`] if the money of an event exceeds what a decimal holds, or a period reaches
    /// beyond the calendar.
    pub fn events(&self, grain: Period) -> Result<Vec<Event>> {
        let mut events = Vec::new();
        let mut failed = None;
        self.for_each_event(grain, |raw| match to_decimal(raw.money, self.scale) {
            Ok(money) => events.push(Event {
                start: raw.start,
                rows: raw.rows,
                value: raw.valued.then_some(money),
            }),
            Err(error) => failed = Some(error),
        })?;
        failed.map_or(Ok(events), Err)
    }

    /// Returns whether there is a purchase event.
    #[must_use]
    pub fn has_purchase(&self) -> bool {
        self.mantissas()
            .iter()
            .any(|mantissa| self.policy.reading(mantissa).purchase)
    }

    /// Returns the day of the last purchase; `None` without one. It is the day of the last row that is
    /// not a refund, or of the last row if the policy counts refunds as purchases.
    #[must_use]
    pub fn last_purchase(&self) -> Option<NaiveDate> {
        // From the back: it is almost always the last row.
        let mantissas = self.mantissas();
        let purchase = |&row: &usize| {
            let reading = mantissas
                .get(row)
                .map(|mantissa| self.policy.reading(mantissa));
            reading.is_some_and(|reading| reading.purchase)
        };
        let last = (0..self.dates.len()).rev().find(purchase)?;
        self.dates.get(last).copied()
    }

    /// Returns all money that the policy counts, refunds without a purchase included; 0 without any.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the sum exceeds what a decimal holds.
    pub fn revenue(&self) -> Result<Decimal> {
        to_decimal(self.revenue_mantissa()?, self.scale)
    }

    pub(super) fn revenue_mantissa(&self) -> Result<i128> {
        self.mantissas()
            .iter()
            .filter(|&mantissa| self.policy.reading(mantissa).money)
            .try_fold(0_i128, |sum, mantissa| sum.checked_add(mantissa))
            .ok_or_else(|| Error::overflow("the revenue of a customer", self.window))
    }

    /// Returns the summary in the convention of the lifetime-value literature; `None` without a
    /// purchase.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the money exceeds what a decimal holds, or a period reaches beyond the
    /// calendar.
    pub fn summary(&self, grain: Period, ruler: Ruler) -> Result<Option<Summary>> {
        Summary::of(self, grain, ruler)
    }

    /// Returns the times between consecutive purchase events: one fewer than there are events.
    ///
    /// # Errors
    /// As [`events`](Self::events).
    pub fn intervals(&self, grain: Period, ruler: Ruler) -> Result<Vec<f64>> {
        let mut intervals = Vec::new();
        self.for_each_interval(grain, ruler, |interval| intervals.push(interval))?;
        Ok(intervals)
    }

    /// Calls `f` with each interval and returns the start of the last event.
    pub(super) fn for_each_interval(
        &self,
        grain: Period,
        ruler: Ruler,
        mut f: impl FnMut(f64),
    ) -> Result<Option<NaiveDate>> {
        let mut previous: Option<NaiveDate> = None;
        let mut failed = None;
        self.for_each_event(grain, |event| {
            if let Some(previous) = previous.replace(event.start) {
                match ruler.measure(previous, event.start) {
                    Ok(interval) => f(interval),
                    Err(error) => failed = Some(error),
                }
            }
        })?;
        failed.map_or(Ok(previous), Err)
    }

    /// Calls `f` with the number of purchases made before each wait, and the wait: each interval, and
    /// the time from the last purchase to `end`, the start of the last period of the window.
    pub(super) fn for_each_wait(
        &self,
        grain: Period,
        ruler: Ruler,
        end: NaiveDate,
        mut f: impl FnMut(u32, Wait),
    ) -> Result<()> {
        let mut purchases = 0;
        let last = self.for_each_interval(grain, ruler, |time| {
            purchases += 1;
            f(purchases, Wait { time, taken: true });
        })?;
        if let Some(last) = last {
            let time = ruler.measure(last, end)?;
            f(purchases + 1, Wait { time, taken: false });
        }
        Ok(())
    }

    /// Returns the customer's own rhythm: number, mean and spread of the times between purchase events.
    ///
    /// # Errors
    /// As [`events`](Self::events).
    pub fn rhythm(&self, grain: Period, ruler: Ruler) -> Result<Intervals> {
        let mut moments = One::default();
        self.for_each_interval(grain, ruler, |interval| moments.push(interval, 1.0))?;
        Ok(Intervals::of(&moments))
    }
}

/// The times between a customer's purchases: how many, how long on average, and how regular.
///
/// ```
/// # use chrono::NaiveDate;
/// # use retention::period::{Period, Ruler, Window};
/// # use retention::purchases::History;
/// # use rust_decimal::dec;
/// # let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
/// // Bought on the 1st, the 5th and the 11th.
/// # let (dates, window) = ([date(1), date(5), date(11)], Window::new(date(1), date(31))?);
/// let history = History::new(&dates, &[dec!(9); 3], window)?;
/// let rhythm = history.rhythm(Period::Day, Ruler::Days)?;
/// assert_eq!((rhythm.count, rhythm.mean), (2, Some(5.0)));
/// assert_eq!(rhythm.standard_deviation, Some(2_f64.sqrt()));
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "inter-purchase time")]
#[doc(alias = "IPT")]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Intervals {
    /// How many there are: purchase events less one.
    pub count: u64,
    /// Their mean, in units of the ruler; `None` without one.
    pub mean: Option<f64>,
    /// Their standard deviation with the divisor `count − 1`, in units of the ruler; `None` with fewer
    /// than two.
    pub standard_deviation: Option<f64>,
}

impl Intervals {
    fn of(moments: &One) -> Self {
        Self {
            count: moments.rows(),
            mean: moments.mean(),
            standard_deviation: moments.variance().map(f64::sqrt),
        }
    }

    /// Returns their coefficient of variation, standard deviation over mean: 0 if they are all equal,
    /// about 1 for purchases at random. `None` with fewer than two.
    #[must_use]
    #[doc(alias = "coefficient of variation")]
    pub fn variation(self) -> Option<f64> {
        Some(self.standard_deviation? / self.mean?)
    }
}
