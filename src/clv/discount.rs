use crate::error::non_negative;
use crate::period::{Span, SpanLength};
use crate::{Error, Result};

/// Days of a month in the mean year of the Gregorian calendar.
const DAYS_PER_MONTH: f64 = 365.2425 / 12.0;

/// A discount rate together with the period that it is for: 10 % per year.
///
/// Money that comes later is worth less: it could have earned interest in between, and a forecast may
/// fail. A rate without its period is the most common mistake in lifetime values, so every model of this
/// module takes the two together, and the period is the period of the model.
///
/// ```text
/// present value of 1 after t periods = 1 / (1 + rate)^t
/// rate over another period = (1 + rate)^(length of the other / length of this) − 1
/// ```
///
/// ```
/// use retention::clv::DiscountRate;
/// use retention::period::{Period, Span};
///
/// let yearly = DiscountRate::yearly(0.1)?;
/// let monthly = yearly.over(Span::new(1, Period::Month)?)?;
/// assert_eq!(format!("{:.4} %", 100.0 * monthly.rate()), "0.7974 %"); // not 10 % / 12
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawDiscountRate"))]
#[doc(alias = "interest rate")]
#[doc(alias = "cost of capital")]
pub struct DiscountRate {
    rate: f64,
    per: Span,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDiscountRate {
    rate: f64,
    per: Span,
}

#[cfg(feature = "serde")]
impl TryFrom<RawDiscountRate> for DiscountRate {
    type Error = Error;

    fn try_from(raw: RawDiscountRate) -> Result<Self> {
        Self::new(raw.rate, raw.per)
    }
}

impl DiscountRate {
    /// Creates a discount rate: 0.1 for 10 % per `per`. With 0 later money counts in full.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities, [`Error::OutOfRange`] for a negative rate.
    pub fn new(rate: f64, per: Span) -> Result<Self> {
        let rate = non_negative("discount rate", rate)?;
        Ok(Self { rate, per })
    }

    /// Creates a discount rate per year.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn yearly(rate: f64) -> Result<Self> {
        Self::new(rate, Span::of_months(12))
    }

    /// Creates the discount rate with the same effect as continuous compounding at `rate`.
    ///
    /// ```text
    /// rate per period = e^(continuous rate) − 1
    /// ```
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`Error::Overflow`] for a rate beyond 709.
    ///
    /// ```
    /// use retention::clv::DiscountRate;
    /// use retention::period::{Period, Span};
    ///
    /// // 15 % a year, compounded continuously, over one of 52 weeks.
    /// let year = Span::new(52, Period::Week(chrono::Weekday::Mon))?;
    /// let week = Span::new(1, Period::Week(chrono::Weekday::Mon))?;
    /// let weekly = DiscountRate::continuous(0.15, year)?.over(week)?;
    /// assert_eq!(format!("{:.4}", weekly.rate()), "0.0029");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn continuous(rate: f64, per: Span) -> Result<Self> {
        let compounded = non_negative("discount rate", rate)?.exp_m1();
        Self::checked(compounded, rate, per)
    }

    /// Returns the rate: 0.1 for 10 %.
    #[must_use]
    pub const fn rate(self) -> f64 {
        self.rate
    }

    /// Returns the period that the rate is for.
    #[must_use]
    pub const fn per(self) -> Span {
        self.per
    }

    /// Converts the rate to another period by compounding.
    ///
    /// Days and weeks convert among each other exactly, and so do months, quarters and years. Between
    /// the two groups a month is a twelfth of the mean Gregorian year of 365.2425 days. For a year of 52
    /// weeks state the rate per 52 weeks.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the rate over `per` exceeds the largest `f64`.
    pub fn over(self, per: Span) -> Result<Self> {
        if per == self.per {
            return Ok(self);
        }
        let compounded = (self.rate.ln_1p() * times(self.per, per)).exp_m1();
        Self::checked(compounded, self.rate, per)
    }

    fn checked(compounded: f64, rate: f64, per: Span) -> Result<Self> {
        if compounded.is_finite() {
            return Ok(Self {
                rate: compounded,
                per,
            });
        }
        Err(Error::overflow("a discount rate over another period", rate))
    }

    /// What 1 after one period is worth now.
    pub(super) fn factor(self) -> f64 {
        1.0 / (1.0 + self.rate)
    }
}

/// How often one span goes into another.
fn times(one: Span, into: Span) -> f64 {
    match (one.length(), into.length()) {
        (SpanLength::Months(one), SpanLength::Months(into)) => into as f64 / one as f64,
        (one, into) => days(into) / days(one),
    }
}

fn days(length: SpanLength) -> f64 {
    match length {
        SpanLength::Days(days) => days as f64,
        SpanLength::Months(months) => months as f64 * DAYS_PER_MONTH,
    }
}
