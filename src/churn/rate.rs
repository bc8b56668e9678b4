use std::fmt;

#[cfg(feature = "serde")]
use crate::Error;
use crate::Result;
use crate::error::fraction;
use crate::macros::named_enum;
use crate::period::{Span, SpanLength};

named_enum! {
    /// How many days a year has where a rate by days becomes one by months, or the other way round.
    ///
    /// See the [example](crate::churn::Rate::over_by).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum YearInDays {
        /// 365.2425, the mean year of the calendar. The default.
        #[default]
        Mean = "mean",
        /// 365, as in Gold's *Fighting Churn with Data* (2020).
        Common = "common",
    }
}

impl YearInDays {
    /// Returns the days of a year.
    #[must_use]
    pub const fn days(self) -> f64 {
        match self {
            Self::Mean => 365.2425,
            Self::Common => 365.0,
        }
    }
}

named_enum! {
    /// When customers leave within a period, and so whether their last period counts as stayed.
    ///
    /// See the [example](crate::churn::Rate::expected_lifetime).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum LeavesAt {
        /// At the end: the last period counts, as it is paid for. The default.
        #[default]
        EndOfPeriod = "end_of_period",
        /// At the start: the last period does not count, as they are gone before it is paid for.
        StartOfPeriod = "start_of_period",
        /// At any time, at a constant hazard: a part of the last period counts.
        AnyTime = "any_time",
    }
}

/// A churn rate: the share of customers lost in a span of time, from 0 to 1.
///
/// A rate means nothing without its span: 5 % a month and 5 % a year are different businesses. A rate for
/// another span is found by compounding, because whoever left in January cannot leave in February:
///
/// ```text
/// retained(b) = (1 − c)^(b/a)        c lost in a span a, for a span b
/// lost(b)     = 1 − retained(b)
/// ```
///
/// Twelve times the monthly rate counts customers who are gone already: 5 % a month is 46 % a year and not
/// 60 %, and 10 % a month would be 120 %. The other way round, a twelfth of the yearly rate is too low.
/// Compounding holds where the rate is the same in every period. In most businesses it falls
/// with tenure, so that the customers of today stay longer than it says: [`survival`](crate::survival)
/// needs no such assumption.
///
/// For an interval, convert both ends of the interval in the same way.
///
/// ```
/// use retention::churn::Rate;
/// use retention::period::{Period, Span};
///
/// let (month, year) = (Span::new(1, Period::Month)?, Span::new(1, Period::Year)?);
/// let monthly = Rate::new(0.05, month)?;
/// assert_eq!(format!("{:.4}", monthly.over(year).lost()), "0.4596");
/// assert_eq!(format!("{:.1}", monthly.half_life().unwrap()), "13.5"); // months
/// # Ok::<(), retention::Error>(())
/// ```
///
/// Source of the conversion: Gold, C. (2020), *Fighting Churn with Data*, chapter 2.
#[doc(alias = "annualised churn")]
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawRate"))]
pub struct Rate {
    lost: f64,
    span: Span,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRate {
    lost: f64,
    span: Span,
}

#[cfg(feature = "serde")]
impl TryFrom<RawRate> for Rate {
    type Error = Error;

    fn try_from(raw: RawRate) -> Result<Self> {
        Self::new(raw.lost, raw.span)
    }
}

/// Writes `0.05 in 1 month`; a precision is that of the share.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lost.fmt(f)?;
        write!(f, " in {}", self.span)
    }
}

impl Rate {
    /// Creates a rate from the share of customers lost in a span, from 0 to 1.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share that is not between 0 and 1.
    pub fn new(lost: f64, span: Span) -> Result<Self> {
        let lost = fraction("lost", lost)?;
        Ok(Self { lost, span })
    }

    /// Creates a rate from the share of customers retained over a span, from 0 to 1.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share that is not between 0 and 1.
    ///
    /// ```
    /// use retention::churn::Rate;
    /// use retention::period::{Period, Span};
    ///
    /// // Half of the customers are lost in five years.
    /// let rate = Rate::from_retained(0.5, Span::new(5, Period::Year)?)?;
    /// let yearly = rate.over(Span::new(1, Period::Year)?);
    /// assert_eq!(format!("{:.6}", yearly.lost()), "0.129449");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn from_retained(retained: f64, span: Span) -> Result<Self> {
        let lost = 1.0 - fraction("retained", retained)?;
        Ok(Self { lost, span })
    }

    /// Returns the share of customers lost, from 0 to 1.
    #[must_use]
    pub const fn lost(self) -> f64 {
        self.lost
    }

    /// Returns the share of customers retained, 1 − lost.
    #[must_use]
    pub const fn retained(self) -> f64 {
        1.0 - self.lost
    }

    /// Returns the span of time.
    #[must_use]
    pub const fn span(self) -> Span {
        self.span
    }

    /// Computes the rate for another span by compounding.
    ///
    /// Days and weeks convert among each other exactly, and so do months, quarters and years. Between the
    /// two groups a month is a twelfth of the mean Gregorian year of 365.2425 days. For a year of 365 days
    /// use [`over_by`](Self::over_by). Discount rates convert in the same way:
    /// [`DiscountRate::over`](crate::clv::DiscountRate::over).
    ///
    /// ```
    /// use retention::churn::Rate;
    /// use retention::period::{Period, Span};
    ///
    /// // 4 % of the customers left in 45 days.
    /// let measured = Rate::new(0.04, Span::new(45, Period::Day)?)?;
    /// let monthly = measured.over(Span::new(1, Period::Month)?);
    /// assert_eq!(format!("{monthly:.5}"), "0.02723 in 1 month");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn over(self, span: Span) -> Self {
        self.over_by(span, YearInDays::Mean)
    }

    /// Computes the rate for another span by compounding, with a year of so many days between days and
    /// months. A month is a twelfth of that year.
    ///
    /// ```
    /// use retention::churn::{Rate, YearInDays};
    /// use retention::period::{Period, Span};
    ///
    /// // 4 % of the customers left in 45 days.
    /// let measured = Rate::new(0.04, Span::new(45, Period::Day)?)?;
    /// let month = Span::new(1, Period::Month)?;
    /// let monthly = measured.over_by(month, YearInDays::default());
    /// assert_eq!(format!("{monthly:.5}"), "0.02723 in 1 month");
    /// let common = measured.over_by(month, YearInDays::Common);
    /// assert_eq!(format!("{common:.5}"), "0.02722 in 1 month");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn over_by(self, span: Span, year: YearInDays) -> Self {
        use SpanLength::{Days, Months};
        let month = year.days() / 12.0;
        let times = match (self.span.length(), span.length()) {
            (Days(from), Days(to)) | (Months(from), Months(to)) => to as f64 / from as f64,
            (Days(from), Months(to)) => to as f64 * month / from as f64,
            (Months(from), Days(to)) => to as f64 / (from as f64 * month),
        };
        self.compounded(times, span)
    }

    fn compounded(self, times: f64, span: Span) -> Self {
        // Neither a small rate nor a small remainder loses its digits; once is the rate itself.
        let lost = if times == 1.0 {
            self.lost
        } else {
            -(times * (-self.lost).ln_1p()).exp_m1()
        };
        Self {
            // Not −0.
            lost: lost.abs().min(1.0),
            span,
        }
    }

    /// Computes the time after which half of the customers are lost, in periods of the span: in months for
    /// a rate over three months. `None` if nobody is lost; 0 if everybody is.
    ///
    /// ```text
    /// half-life = periods · ln 0.5 / ln(1 − c)
    /// ```
    #[must_use]
    pub fn half_life(self) -> Option<f64> {
        (self.lost > 0.0).then(|| self.periods() * -std::f64::consts::LN_2 / (-self.lost).ln_1p())
    }

    /// Computes how long a new customer is expected to stay, if the rate never changes. It is in spans of
    /// the rate: a rate over three months gives quarters. `None` if nobody is lost.
    ///
    /// ```text
    /// end of period      1 / c
    /// start of period    1 / c − 1
    /// any time           −1 / ln(1 − c)
    /// ```
    ///
    /// The rate of all customers together understates it for those who have stayed for long, and
    /// overstates it for new ones.
    ///
    /// ```
    /// use retention::churn::{LeavesAt, Rate};
    /// use retention::period::{Period, Span};
    ///
    /// let yearly = Rate::new(0.2, Span::new(1, Period::Year)?)?;
    /// let years = |leaves| yearly.expected_lifetime(leaves).unwrap();
    /// assert_eq!((years(LeavesAt::EndOfPeriod), years(LeavesAt::StartOfPeriod)), (5.0, 4.0));
    /// assert_eq!(format!("{:.2}", years(LeavesAt::AnyTime)), "4.48");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn expected_lifetime(self, leaves: LeavesAt) -> Option<f64> {
        let spans = || match leaves {
            LeavesAt::EndOfPeriod => 1.0 / self.lost,
            LeavesAt::StartOfPeriod => (1.0 - self.lost) / self.lost,
            LeavesAt::AnyTime => -1.0 / (-self.lost).ln_1p(),
        };
        let spans = (self.lost > 0.0).then(spans)?;
        // The smallest rates have no reciprocal.
        spans.is_finite().then(|| spans.abs())
    }

    fn periods(self) -> f64 {
        f64::from(self.span.count())
    }
}
