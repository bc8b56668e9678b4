use std::fmt;

use rust_decimal::Decimal;

use crate::Result;
use crate::error::finite;
use crate::numeric::money;

/// One amount of money as a share of another. It may exceed 1 or be negative.
///
/// It is written with its value beside the amounts.
///
/// ```
/// use retention::estimate::Share;
/// use rust_decimal::dec;
///
/// let top = Share::new(dec!(800.00), dec!(1000.00));
/// assert_eq!(top.value(), Some(0.8));
/// assert_eq!(Share::new(dec!(5), dec!(0)).value(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "WrittenShare", into = "WrittenShare"))]
pub struct Share {
    part: Decimal,
    whole: Decimal,
}

/// How a [`Share`] is written; its value is not read.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct WrittenShare {
    #[serde(with = "crate::serde_money")]
    part: Decimal,
    #[serde(with = "crate::serde_money")]
    whole: Decimal,
    #[serde(skip_deserializing)]
    value: Option<f64>,
}

#[cfg(feature = "serde")]
impl From<Share> for WrittenShare {
    fn from(share: Share) -> Self {
        Self {
            part: share.part,
            whole: share.whole,
            value: share.value(),
        }
    }
}

#[cfg(feature = "serde")]
impl From<WrittenShare> for Share {
    fn from(written: WrittenShare) -> Self {
        Self::new(written.part, written.whole)
    }
}

/// Writes `800 of 1000`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.part, self.whole)
    }
}

impl Share {
    /// Creates the share of `part` in `whole`.
    #[must_use]
    pub const fn new(part: Decimal, whole: Decimal) -> Self {
        Self { part, whole }
    }

    /// Returns the part.
    #[must_use]
    pub const fn part(self) -> Decimal {
        self.part
    }

    /// Returns the whole.
    #[must_use]
    pub const fn whole(self) -> Decimal {
        self.whole
    }

    /// Returns `part / whole`; `None` if the whole is zero or negative, because a share of it has no
    /// meaning.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        money::ratio(self.part, self.whole)
    }

    /// Merges two shares: adds their parts and their wholes.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) if a sum exceeds what a decimal holds.
    pub fn merge(self, other: Self) -> Result<Self> {
        Ok(Self {
            part: money::add(self.part, other.part)?,
            whole: money::add(self.whole, other.whole)?,
        })
    }
}

/// One finite quantity divided by another. It is written with its value.
///
/// ```
/// use retention::estimate::Ratio;
///
/// let interval = Ratio::new(390.0, 6.0)?;
/// assert_eq!(interval.value(), Some(65.0));
/// assert_eq!(Ratio::new(1.0, 0.0)?.value(), None);
/// assert!(Ratio::new(f64::NAN, 1.0).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(into = "WrittenRatio")
)]
pub struct Ratio {
    numerator: f64,
    denominator: f64,
}

/// How a [`Ratio`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct WrittenRatio {
    numerator: f64,
    denominator: f64,
    value: Option<f64>,
}

#[cfg(feature = "serde")]
impl From<Ratio> for WrittenRatio {
    fn from(ratio: Ratio) -> Self {
        Self {
            numerator: ratio.numerator,
            denominator: ratio.denominator,
            value: ratio.value(),
        }
    }
}

/// Writes `390 / 6`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.numerator.fmt(f)?;
        f.write_str(" / ")?;
        self.denominator.fmt(f)
    }
}

impl Ratio {
    /// Creates the ratio of two numbers of customers or the like, which are finite.
    pub(crate) const fn of_counts(numerator: f64, denominator: f64) -> Self {
        Self {
            numerator,
            denominator,
        }
    }

    /// Creates the ratio of `numerator` to `denominator`.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) if either is NaN or infinite.
    pub fn new(numerator: f64, denominator: f64) -> Result<Self> {
        Ok(Self {
            numerator: finite("numerator", numerator)?,
            denominator: finite("denominator", denominator)?,
        })
    }

    /// Returns the numerator.
    #[must_use]
    pub const fn numerator(self) -> f64 {
        self.numerator
    }

    /// Returns the denominator.
    #[must_use]
    pub const fn denominator(self) -> f64 {
        self.denominator
    }

    /// Returns the quotient; `None` if the denominator is zero or the quotient exceeds the largest
    /// `f64`.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        let value = self.numerator / self.denominator;
        value.is_finite().then_some(value)
    }
}
