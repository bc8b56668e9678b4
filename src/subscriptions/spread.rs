use rust_decimal::{Decimal, RoundingStrategy};

use crate::macros::{named_enum, options};
use crate::numeric::money::to_decimal;
use crate::numeric::rounding::{Mean, Rounding};
use crate::period::{Span, SpanLength};
use crate::{Error, Result};

named_enum! {
    /// How many weeks a month has, where prices by day or week become amounts by month or year, or the
    /// other way round.
    ///
    /// See the [example](crate::subscriptions::Spread).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum MonthInWeeks {
        /// 52/12 = 4.33: a year of 52 weeks, a month of 30.33 days. The default.
        #[default]
        YearOf52Weeks = "year_of_52_weeks",
        /// 4: a month of 28 days.
        Four = "four",
        /// 365.2425/7/12 = 4.348: the mean year of the calendar, a month of 30.436875 days.
        MeanYear = "mean_year",
    }
}

impl MonthInWeeks {
    /// The days of a month, as a fraction.
    const fn days(self) -> (i128, i128) {
        match self {
            Self::YearOf52Weeks => (91, 3),
            Self::Four => (28, 1),
            Self::MeanYear => (48_699, 1_600),
        }
    }
}

options! {
    /// How the price of a billing period becomes a recurring amount, such as one per month.
    ///
    /// ```text
    /// recurring = price · per / billed      both in calendar months, or both in days
    /// ```
    ///
    /// A month is a month whatever its number of days, a quarter is three, a year twelve. A price that needs
    /// no division, because it is for the period itself or for one that divides it, is taken exactly.
    /// Any other is rounded once; twelve months of a yearly price may therefore add up to a few cents more
    /// or less than the price.
    ///
    /// ```
    /// use chrono::Weekday;
    /// use retention::period::{Period, Span};
    /// use retention::subscriptions::{MonthInWeeks, Spread};
    /// use rust_decimal::dec;
    ///
    /// let monthly = Spread::default();
    /// let (week, year) = (Span::new(1, Period::Week(Weekday::Mon))?, Span::new(1, Period::Year)?);
    /// assert_eq!(monthly.amount(dec!(240), year)?, dec!(20));
    /// assert_eq!(monthly.amount(dec!(100), year)?, dec!(8.33));
    /// assert_eq!(monthly.amount(dec!(9), week)?, dec!(39.00)); // 9 · 52 / 12
    /// assert_eq!(monthly.weeks(MonthInWeeks::Four).amount(dec!(9), week)?, dec!(36));
    /// let annual = monthly.per(year);
    /// assert_eq!(annual.amount(dec!(8.335), Span::new(1, Period::Month)?)?, dec!(100.020));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy, Eq)]
    pub struct Spread {
        /// The period of recurring amounts. Default: one month.
        pub per: Span = Span::of_months(1),
        /// How many weeks a month has. Default: 52/12.
        pub weeks: MonthInWeeks = MonthInWeeks::YearOf52Weeks,
        /// The decimal places of an amount that was divided, 0 to 26. Default: 2.
        pub places: u32 = 2,
        /// How an amount that was divided is rounded. Default: half away from zero.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::strategy"))]
        pub rounding: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero,
    }
}

impl Spread {
    pub(super) fn checked(self) -> Result<Rounding> {
        Rounding::new(self.places, self.rounding)
    }

    /// Returns the recurring amount of a price per billing period.
    ///
    /// See the [example](Self).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for more than 26 decimal places; [`Error::Overflow`] if the amount exceeds
    /// what a decimal holds.
    pub fn amount(self, price: Decimal, billed: Span) -> Result<Decimal> {
        self.spread(self.checked()?, price, billed)
    }

    pub(super) fn spread(
        self,
        rounding: Rounding,
        price: Decimal,
        billed: Span,
    ) -> Result<Decimal> {
        if billed == self.per {
            return Ok(price);
        }
        let (times, of) = self.ratio(billed);
        let overflow =
            || Error::overflow("spreading a price", format_args!("{price} for {billed}"));
        if of == 1 {
            let mantissa = price.mantissa().checked_mul(times).ok_or_else(overflow)?;
            return to_decimal(mantissa, price.scale()).map_err(|_| overflow());
        }
        let (times, of) = u64::try_from(times)
            .ok()
            .zip(u64::try_from(of).ok())
            .ok_or_else(overflow)?;
        let none = Mean {
            total: Decimal::ZERO,
            of: 1,
        };
        let share = Mean { total: price, of };
        let spread = rounding.times_difference(times, share, none);
        spread.map_err(|_| overflow())
    }

    /// How many billing periods there are in the period of recurring amounts, as a fraction in its lowest
    /// terms.
    fn ratio(self, billed: Span) -> (i128, i128) {
        use SpanLength::{Days, Months};
        let (days, of) = self.weeks.days();
        // Counts are of 32 bits: nothing here comes near 127.
        let times = |count: u64, factor: i128| i128::from(count).saturating_mul(factor);
        let (per, billed) = match (self.per.length(), billed.length()) {
            (Months(per), Months(billed)) | (Days(per), Days(billed)) => {
                (per.into(), billed.into())
            }
            (Months(per), Days(billed)) => (times(per, days), times(billed, of)),
            (Days(per), Months(billed)) => (times(per, of), times(billed, days)),
        };
        let (mut divisor, mut rest) = (per, billed);
        while let Some(next) = divisor.checked_rem(rest) {
            (divisor, rest) = (rest, next);
        }
        let lowest = |count: i128| count.checked_div(divisor).unwrap_or(count);
        (lowest(per), lowest(billed))
    }
}
