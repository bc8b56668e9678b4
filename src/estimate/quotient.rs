use rust_decimal::Decimal;

use crate::Result;
use crate::error::finite;
use crate::numeric::money;

/// One amount of money as a share of another; it may exceed 1 or be negative.
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
pub struct Share {
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    part: Decimal,
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    whole: Decimal,
}

impl Share {
    /// `part` of `whole`.
    #[must_use]
    pub const fn new(part: Decimal, whole: Decimal) -> Self {
        Self { part, whole }
    }

    /// The part.
    #[must_use]
    pub const fn part(self) -> Decimal {
        self.part
    }

    /// The whole.
    #[must_use]
    pub const fn whole(self) -> Decimal {
        self.whole
    }

    /// `part / whole`; `None` where the whole is zero or negative, of which a share says nothing.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        money::ratio(self.part, self.whole)
    }

    /// The share over both, part to part and whole to whole.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) where a sum exceeds what a decimal holds.
    pub fn merge(self, other: Self) -> Result<Self> {
        Ok(Self {
            part: money::add(self.part, other.part)?,
            whole: money::add(self.whole, other.whole)?,
        })
    }
}

/// One finite quantity over another.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ratio {
    numerator: f64,
    denominator: f64,
}

impl Ratio {
    /// `numerator` over `denominator`.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) where either is NaN or infinite.
    pub fn new(numerator: f64, denominator: f64) -> Result<Self> {
        Ok(Self {
            numerator: finite("numerator", numerator)?,
            denominator: finite("denominator", denominator)?,
        })
    }

    /// The quantity above.
    #[must_use]
    pub const fn numerator(self) -> f64 {
        self.numerator
    }

    /// The quantity below.
    #[must_use]
    pub const fn denominator(self) -> f64 {
        self.denominator
    }

    /// The quotient; `None` where the denominator is zero or the quotient is too large for a
    /// number.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        let value = self.numerator / self.denominator;
        value.is_finite().then_some(value)
    }
}
