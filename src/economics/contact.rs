use crate::error::finite;
use crate::{Error, Result};

/// How the spending of contacted customers grew compared with that of the other customers.
///
/// ```text
/// ratio = (1 + growth of contacted customers) / (1 + growth of the others)
/// ```
///
/// # Selection
///
/// This is an association, not an effect. A business chooses whom it visits or calls, often its good
/// customers, and not everyone can be reached. The contacted customers might have spent more without
/// any contact. Only an experiment in which chance decides who is contacted shows what contact *does*.
///
/// [`ContactComparison`](crate::economics::ContactComparison) computes it from a log, with an interval
/// and with warnings.
///
/// ```
/// use retention::economics::ContactEffect;
///
/// // Contacted customers spent 6 % more than before, the others 8 % less.
/// let effect = ContactEffect::new(0.06, -0.08)?;
/// assert_eq!(format!("{:.4}", effect.relative() * 100.0), "15.2174"); // per cent more
/// assert_eq!(format!("{:.0}", effect.difference() * 100.0), "14"); // points
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Growth"))]
#[doc(alias = "客户回访")]
pub struct ContactEffect {
    contacted: f64,
    not_contacted: f64,
}

/// How a [`ContactEffect`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Growth {
    contacted: f64,
    not_contacted: f64,
}

#[cfg(feature = "serde")]
impl TryFrom<Growth> for ContactEffect {
    type Error = Error;

    fn try_from(growth: Growth) -> Result<Self> {
        Self::new(growth.contacted, growth.not_contacted)
    }
}

impl ContactEffect {
    /// Curry's figures for one business that visits its customers: within a year, customers who were
    /// reached spent 6 % more, and the others 8 % less.
    ///
    /// Treat them as an anecdote. The [source](Self::CURRY_SOURCE) is a talk; the number of customers
    /// and how they were chosen are not known.
    pub const CURRY: Self = Self {
        contacted: 0.06,
        not_contacted: -0.08,
    };

    /// Source of [`CURRY`](Self::CURRY).
    pub const CURRY_SOURCE: &'static str =
        "Curry, as told in a talk in Shenzhen; the survey was not found";

    /// Creates the comparison from two growth rates of spending over the same time, as fractions: 0.06
    /// for 6 % more, −0.08 for 8 % less.
    ///
    /// The first is of customers who were contacted, the second of those who were not.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for a growth that is NaN or infinite, [`Error::OutOfRange`] for one of
    /// −1 or below, [`Error::Overflow`] if an `f64` cannot hold their ratio.
    pub fn new(contacted: f64, not_contacted: f64) -> Result<Self> {
        let effect = Self {
            contacted: growth("growth of those contacted", contacted)?,
            not_contacted: growth("growth of those not contacted", not_contacted)?,
        };
        let ratio = effect.ratio();
        if !ratio.is_finite() || ratio == 0.0 || !effect.relative().is_finite() {
            return Err(Error::overflow("comparing two growths", contacted));
        }
        Ok(effect)
    }

    /// Returns the growth of contacted customers, as a fraction above −1.
    #[must_use]
    pub const fn contacted(self) -> f64 {
        self.contacted
    }

    /// Returns the growth of the other customers, as a fraction above −1.
    #[must_use]
    pub const fn not_contacted(self) -> f64 {
        self.not_contacted
    }

    /// Computes the growth factor of contacted customers divided by that of the others; above 0.
    #[must_use]
    pub fn ratio(self) -> f64 {
        (1.0 + self.contacted) / (1.0 + self.not_contacted)
    }

    /// Computes the ratio minus 1: 0.15 if contacted customers grew to 15 % above the others.
    #[must_use]
    pub fn relative(self) -> f64 {
        // Not from the ratio, so that equal growths give exactly 0.
        self.difference() / (1.0 + self.not_contacted)
    }

    /// Computes the difference of the two growths: 0.14 is 14 percentage points.
    #[must_use]
    pub fn difference(self) -> f64 {
        self.contacted - self.not_contacted
    }
}

fn growth(argument: &'static str, value: f64) -> Result<f64> {
    let value = finite(argument, value)?;
    if value <= -1.0 {
        return Err(Error::out_of_range(argument, value, "more than -1"));
    }
    Ok(value)
}
