use rust_decimal::Decimal;

use super::{Exit, Exits, Reason, ReasonCategory};
#[cfg(feature = "serde")]
use crate::estimate::Confidence;
use crate::estimate::Proportion;
use crate::macros::named_enum;
use crate::numeric::money::MoneySum;
use crate::period::{Period, Window};
use crate::{Error, Result};

named_enum! {
    /// Which reasons of an exit a tally counts.
    ///
    /// See the [example](crate::churn::Exits::tally).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum CountedReasons {
        /// All. Shares add up to more than 1 where exits have several reasons, and money too. The default.
        #[default]
        All = "all",
        /// The first, the most important one. Shares add up to 1.
        First = "first",
    }
}

/// How often a reason, or a category of reasons, was named.
///
/// It is written flat, as the `csv` crate takes a row: `reason`, `exits`, `of` how many exits, `share` with
/// the ends of its 95 % interval as `share_lower` and `share_upper`, and `value`.
///
/// See the [example](crate::churn::Exits::tally).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReasonCount<C = Reason> {
    /// The reason, or the category.
    pub reason: C,
    /// Exits that name it, of those with a reason. Two reasons of one category count once for it. It has an
    /// interval.
    pub exits: Proportion,
    /// What the customers of these exits were worth, as far as that is known.
    pub value: Decimal,
}

#[cfg(feature = "serde")]
impl<C: serde::Serialize> serde::Serialize for ReasonCount<C> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row<'a, C> {
            reason: &'a C,
            exits: u64,
            of: u64,
            share: Option<f64>,
            share_lower: Option<f64>,
            share_upper: Option<f64>,
            #[serde(with = "crate::serde_money")]
            value: Decimal,
        }
        let interval = self.exits.wilson(Confidence::default());
        Row {
            reason: &self.reason,
            exits: self.exits.numerator(),
            of: self.exits.denominator(),
            share: self.exits.value(),
            share_lower: interval.map(|interval| interval.lower()),
            share_upper: interval.map(|interval| interval.upper()),
            value: self.value,
        }
        .serialize(serializer)
    }
}

/// The reasons of the exits of a window.
///
/// Shares are of the exits with a reason, so they speak for all exits only if those without one are like
/// the others. Their Wilson intervals assume independent exits: a customer who leaves several times makes
/// them a little too narrow.
///
/// See the [example](crate::churn::Exits::tally).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ReasonTally {
    /// The window in which the exits lie.
    pub window: Window,
    /// Which reasons of an exit are counted.
    pub counted: CountedReasons,
    /// Exits in the window.
    pub exits: u64,
    /// Exits without a reason.
    pub missing: u64,
    /// Every reason in order, also those that nobody named.
    pub reasons: Vec<ReasonCount>,
    /// Every category in order, also those that nobody named.
    pub categories: Vec<ReasonCount<ReasonCategory>>,
    /// Exits that the business could have prevented, of those with a reason: none of the counted reasons is
    /// beyond its control.
    pub controllable: Proportion,
    /// Exits that the customer wanted, of those with a reason: none of the counted reasons is involuntary.
    pub voluntary: Proportion,
    /// Exits that name reasons of several categories, of those with a reason.
    pub several: Proportion,
    /// What the customers of all exits were worth, as far as that is known.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value: Decimal,
    /// Exits without a value.
    pub without_value: u64,
}

impl ReasonTally {
    /// Returns how often a reason was named.
    #[must_use]
    pub fn of_reason(&self, reason: Reason) -> ReasonCount {
        let found = self.reasons.iter().find(|it| it.reason == reason);
        // Every reason is there.
        found.copied().unwrap_or(ReasonCount {
            reason,
            exits: Proportion::of_parts(0, self.exits.saturating_sub(self.missing)),
            value: Decimal::ZERO,
        })
    }

    /// Returns how often a category was named.
    #[must_use]
    pub fn of_category(&self, category: ReasonCategory) -> ReasonCount<ReasonCategory> {
        let found = self.categories.iter().find(|it| it.reason == category);
        // Every category is there.
        found.copied().unwrap_or(ReasonCount {
            reason: category,
            exits: Proportion::of_parts(0, self.exits.saturating_sub(self.missing)),
            value: Decimal::ZERO,
        })
    }
}

impl<Id> Exits<Id> {
    /// Counts how many exits of a window name each reason, and what money went with them.
    ///
    /// ```text
    /// share of a reason = exits that name it / exits with a reason
    /// ```
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::churn::{CountedReasons, Exit, Exits, Reason, ReasonCategory};
    /// use retention::period::Window;
    ///
    /// let date = |day| NaiveDate::from_ymd_opt(2024, 3, day).unwrap();
    /// let exits = Exits::from_rows([
    ///     Exit::new("Ann", date(4), [Reason::PoorService, Reason::Price]),
    ///     Exit::new("Ben", date(9), [Reason::Price]),
    /// ])?;
    /// let march = Window::new(date(1), date(31))?;
    /// // Both name the price, though it is the main reason of one only.
    /// let all = exits.tally(march, CountedReasons::All)?;
    /// assert_eq!(all.of_category(ReasonCategory::Pricing).exits.to_string(), "2 of 2");
    /// assert_eq!(all.several.to_string(), "1 of 2");
    /// let first = exits.tally(march, CountedReasons::First)?;
    /// assert_eq!(first.of_reason(Reason::Price).exits.to_string(), "1 of 2");
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Overflow`] if a sum of money exceeds what a decimal holds.
    pub fn tally(&self, window: Window, counted: CountedReasons) -> Result<ReasonTally> {
        let mut sums = Sums::new(window, counted);
        let rows = self.rows().iter().enumerate();
        for (row, exit) in rows.filter(|(_, exit)| window.contains(exit.date)) {
            sums.add(exit).map_err(|error| error.at_row(row))?;
        }
        sums.finish()
    }

    /// Counts the reasons of exits period by period, such as month by month.
    ///
    /// Each tally has the window in which its exits lie: the first and the last period may be cut.
    ///
    /// # Errors
    /// [`Error::Overflow`] if a sum of money exceeds what a decimal holds or a period reaches beyond the
    /// calendar; [`Error::OutOfRange`] for more than 4,096 periods.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::churn::{CountedReasons, Exit, Exits, Reason};
    /// use retention::period::{Period, Window};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let exits = Exits::from_rows([
    ///     Exit::new("Ann", date(1, 4), [Reason::Price]),
    ///     Exit::new("Ben", date(3, 9), [Reason::Bankrupt]),
    /// ])?;
    /// let window = Window::new(date(1, 1), date(3, 31))?;
    /// let months = exits.tallies(window, Period::Month, CountedReasons::All)?;
    /// assert_eq!(months.iter().map(|month| month.exits).collect::<Vec<_>>(), [1, 0, 1]);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn tallies(
        &self,
        window: Window,
        period: Period,
        counted: CountedReasons,
    ) -> Result<Vec<ReasonTally>> {
        let parts: Vec<Window> = crate::period::periods(window, period)?
            .into_iter()
            .filter_map(|period| period.intersection(window))
            .collect();
        let mut all: Vec<Sums> = parts.iter().map(|&it| Sums::new(it, counted)).collect();
        for (row, exit) in self.rows().iter().enumerate() {
            let after = parts.partition_point(|part| part.from() <= exit.date);
            let sums = after.checked_sub(1).and_then(|index| all.get_mut(index));
            if let Some(sums) = sums.filter(|sums| sums.window.contains(exit.date)) {
                sums.add(exit).map_err(|error| error.at_row(row))?;
            }
        }
        all.into_iter().map(Sums::finish).collect()
    }
}

/// How many exits name something, and their worth.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    exits: u64,
    value: MoneySum,
}

impl Count {
    fn add(&mut self, value: Option<Decimal>) -> Result<()> {
        self.exits = self.exits.saturating_add(1);
        value.map_or(Ok(()), |value| self.value.add(value))
    }
}

/// What a tally adds up.
struct Sums {
    window: Window,
    counted: CountedReasons,
    all: Count,
    missing: u64,
    without_value: u64,
    reasons: Vec<Count>,
    categories: Vec<Count>,
    controllable: u64,
    voluntary: u64,
    several: u64,
}

impl Sums {
    fn new(window: Window, counted: CountedReasons) -> Self {
        Self {
            window,
            counted,
            all: Count::default(),
            missing: 0,
            without_value: 0,
            reasons: vec![Count::default(); Reason::ALL.len()],
            categories: vec![Count::default(); ReasonCategory::ALL.len()],
            controllable: 0,
            voluntary: 0,
            several: 0,
        }
    }

    fn add<Id>(&mut self, exit: &Exit<Id>) -> Result<()> {
        let value = exit.value;
        self.all.add(value)?;
        self.without_value = self.without_value.saturating_add(value.is_none().into());
        let most = match self.counted {
            CountedReasons::All => exit.reasons.len(),
            CountedReasons::First => 1,
        };
        let reasons = exit.reasons.get(..most).unwrap_or_default();
        if reasons.is_empty() {
            self.missing = self.missing.saturating_add(1);
            return Ok(());
        }
        let mut named = [false; ReasonCategory::ALL.len()];
        for &reason in reasons {
            if let Some(count) = self.reasons.get_mut(reason as usize) {
                count.add(value)?;
            }
            if let Some(named) = named.get_mut(reason.category() as usize) {
                *named = true;
            }
        }
        let categories = self.categories.iter_mut().zip(named);
        for (count, _) in categories.filter(|(_, named)| *named) {
            count.add(value)?;
        }
        let all = |holds: fn(Reason) -> bool| u64::from(reasons.iter().all(|&it| holds(it)));
        let several = named.iter().filter(|named| **named).count() > 1;
        self.controllable = self
            .controllable
            .saturating_add(all(Reason::is_controllable));
        self.voluntary = self.voluntary.saturating_add(all(Reason::is_voluntary));
        self.several = self.several.saturating_add(several.into());
        Ok(())
    }

    fn finish(self) -> Result<ReasonTally> {
        let with_reason = self.all.exits.saturating_sub(self.missing);
        let of = |exits: u64| Proportion::of_parts(exits, with_reason.saturating_sub(exits));
        let reasons = Reason::ALL
            .iter()
            .zip(self.reasons)
            .map(|(&reason, count)| {
                Ok(ReasonCount {
                    reason,
                    exits: of(count.exits),
                    value: count.value.finish()?,
                })
            });
        let categories = ReasonCategory::ALL.iter().zip(self.categories);
        let categories = categories.map(|(&reason, count)| {
            Ok(ReasonCount {
                reason,
                exits: of(count.exits),
                value: count.value.finish()?,
            })
        });
        Ok(ReasonTally {
            window: self.window,
            counted: self.counted,
            exits: self.all.exits,
            missing: self.missing,
            reasons: reasons.collect::<Result<_, Error>>()?,
            categories: categories.collect::<Result<_, Error>>()?,
            controllable: of(self.controllable),
            voluntary: of(self.voluntary),
            several: of(self.several),
            value: self.all.value.finish()?,
            without_value: self.without_value,
        })
    }
}
