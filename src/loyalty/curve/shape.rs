use crate::Result;
use crate::error::{Error, finite};
use crate::scale::Scale;

/// Loyalty as a function of satisfaction, with an exponent above 0 and finite ends.
///
/// ```text
/// L(s) = floor + (ceiling − floor) · ((s − low) / (high − low))^γ
/// ```
///
/// ```
/// use retention::loyalty::curve::Curve;
/// use retention::scale::Scale;
///
/// let curve = Curve::new(Scale::ONE_TO_FIVE, 2.0)?;
/// assert_eq!((curve.at(1.0)?, curve.at(3.0)?, curve.at(5.0)?), (0.0, 0.25, 1.0));
/// assert_eq!(curve.between(1.0, 7.0)?.at(3.0)?, 2.5);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawCurve"))]
pub struct Curve {
    satisfaction: Scale,
    exponent: f64,
    floor: f64,
    ceiling: f64,
}

/// How a [`Curve`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct RawCurve {
    satisfaction: Scale,
    exponent: f64,
    floor: f64,
    ceiling: f64,
}

#[cfg(feature = "serde")]
impl TryFrom<RawCurve> for Curve {
    type Error = Error;

    fn try_from(raw: RawCurve) -> Result<Self> {
        Self::new(raw.satisfaction, raw.exponent)?.between(raw.floor, raw.ceiling)
    }
}

impl Curve {
    /// Creates a curve from 0, at the low end of satisfaction, to 1 at its high end.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities, [`Error::OutOfRange`] for an exponent of 0 or
    /// less.
    pub fn new(satisfaction: Scale, exponent: f64) -> Result<Self> {
        let exponent = finite("exponent", exponent)?;
        if exponent <= 0.0 {
            return Err(Error::out_of_range("exponent", exponent, "above 0"));
        }
        Ok(Self {
            satisfaction: satisfaction.continuous(),
            exponent,
            floor: 0.0,
            ceiling: 1.0,
        })
    }

    /// Creates the curve on which loyalty at the high end of satisfaction is `times` the loyalty at
    /// `answer`.
    ///
    /// ```text
    /// γ = ln times / −ln u
    /// ```
    ///
    /// Totally satisfied customers of Xerox, 5 of 5, were six times as likely to buy again as satisfied
    /// ones, 4 of 5 (Jones and Sasser 1995):
    ///
    /// ```
    /// use retention::loyalty::curve::Curve;
    /// use retention::scale::Scale;
    ///
    /// let curve = Curve::from_top_ratio(Scale::ONE_TO_FIVE, 4.0, 6.0)?;
    /// assert_eq!(format!("{:.2}", curve.exponent()), "6.23");
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities; [`Error::OutOfRange`] for an answer that does
    /// not lie between the ends of the scale, and for `times` of 1 or less.
    pub fn from_top_ratio(satisfaction: Scale, answer: f64, times: f64) -> Result<Self> {
        let unit = satisfaction.continuous().to_unit(answer)?;
        if unit == 0.0 || unit == 1.0 {
            let allowed = format_args!("between the ends of {}", satisfaction.continuous());
            return Err(Error::out_of_range("answer", answer, allowed));
        }
        let times = finite("ratio", times)?;
        if times <= 1.0 {
            return Err(Error::out_of_range("ratio", times, "above 1"));
        }
        Self::new(satisfaction, times.ln() / -unit.ln())
    }

    /// Sets the ends of the curve to `floor` and `ceiling`, such as the ends of a scale of loyalty.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities; [`Error::Overflow`] if the difference of
    /// the two is too large for an `f64`.
    pub fn between(self, floor: f64, ceiling: f64) -> Result<Self> {
        let (floor, ceiling) = (
            finite("floor of the curve", floor)?,
            finite("ceiling of the curve", ceiling)?,
        );
        if !(ceiling - floor).is_finite() {
            return Err(Error::overflow("the height of the curve", ceiling));
        }
        Ok(Self {
            floor,
            ceiling,
            ..self
        })
    }

    /// Returns loyalty at this satisfaction.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for what does not lie on the scale of
    /// satisfaction.
    pub fn at(&self, satisfaction: f64) -> Result<f64> {
        let unit = self.satisfaction.to_unit(satisfaction)?;
        Ok(self.floor + (self.ceiling - self.floor) * unit.powf(self.exponent))
    }

    /// How loyalty at this satisfaction moves with the exponent, the floor and the ceiling.
    pub(super) fn gradient(&self, satisfaction: f64) -> Result<[f64; 3]> {
        let unit = self.satisfaction.to_unit(satisfaction)?;
        let power = unit.powf(self.exponent);
        let in_exponent = if unit > 0.0 {
            (self.ceiling - self.floor) * power * unit.ln()
        } else {
            0.0
        };
        Ok([in_exponent, 1.0 - power, power])
    }

    /// Returns the exponent γ.
    #[must_use]
    pub const fn exponent(&self) -> f64 {
        self.exponent
    }

    /// Returns loyalty at the low end of satisfaction.
    #[must_use]
    pub const fn floor(&self) -> f64 {
        self.floor
    }

    /// Returns loyalty at the high end of satisfaction.
    #[must_use]
    pub const fn ceiling(&self) -> f64 {
        self.ceiling
    }

    /// Returns the scale of satisfaction.
    #[must_use]
    pub const fn satisfaction(&self) -> Scale {
        self.satisfaction
    }
}

/// Returns how much loyalty would be lost if competition rose from low to high: false loyalty.
///
/// ```text
/// L_low(s) − L_high(s)
/// ```
///
/// It is negative if the curve of low competition lies below the other.
///
/// # Errors
/// [`Error::Mismatch`] if the curves have different scales of satisfaction; [`Error::Overflow`] if
/// the difference is too large for an `f64`; otherwise as [`Curve::at`].
///
/// ```
/// use retention::loyalty::curve::{Curve, false_loyalty};
/// use retention::scale::Scale;
///
/// let (low, high) = (Curve::new(Scale::ONE_TO_FIVE, 0.5)?, Curve::new(Scale::ONE_TO_FIVE, 2.0)?);
/// assert_eq!(false_loyalty(&low, &high, 2.0)?, 0.4375); // 1/2 − 1/16
/// assert_eq!(false_loyalty(&low, &high, 5.0)?, 0.0);
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "FalseLoyalty")]
#[doc(alias = "虚假忠诚")]
pub fn false_loyalty(low: &Curve, high: &Curve, satisfaction: f64) -> Result<f64> {
    if low.satisfaction != high.satisfaction {
        return Err(Error::mismatch(
            "scales of satisfaction",
            low.satisfaction,
            high.satisfaction,
        ));
    }
    let lost = low.at(satisfaction)? - high.at(satisfaction)?;
    if lost.is_finite() {
        Ok(lost)
    } else {
        Err(Error::overflow("the difference of the curves", lost))
    }
}
