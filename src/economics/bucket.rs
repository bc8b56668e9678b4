use super::word_of_mouth::reachable;
use crate::churn::Rate;
use crate::{Error, Result};

/// A business that wins and loses customers at constant rates: the leaky bucket.
///
/// Winning more fills the bucket only up to a level that the leak decides. A business that stands there
/// spends everything on winning just to stay where it is.
///
/// ```text
/// N(t + 1)     = N(t) · r + A         r = 1 − churn rate, A = customers won in a period
/// steady state = A / (1 − r)
/// N(t)         = steady state + (N(0) − steady state) · r^t
/// ```
///
/// The distance to the steady state halves with the half-life of the customers,
/// [`Rate::half_life`]. [`ReplacementCost`](super::ReplacementCost) says what replacing the lost costs.
///
/// **When it is the wrong model.** New customers often leave sooner than old ones. Then the churn rate rises
/// as more are won, and the level is lower than this says.
///
/// ```
/// use retention::churn::Rate;
/// use retention::economics::LeakyBucket;
/// use retention::period::{Period, Span};
///
/// let week = Span::new(1, Period::Week(chrono::Weekday::Mon))?;
/// let bucket = LeakyBucket::new(1000.0, 100.0, Rate::new(0.1, week)?)?;
/// // 100 lost and 100 won a week: sales look flat.
/// assert_eq!(bucket.won_to_hold(), 100.0);
/// assert_eq!(format!("{:.1}", bucket.steady_state().unwrap()), "1000.0");
/// // Half the leak would double the level.
/// let mended = LeakyBucket::new(1000.0, 100.0, Rate::new(0.05, week)?)?;
/// assert_eq!(format!("{:.1}", mended.steady_state().unwrap()), "2000.0");
/// let levels: Vec<String> = mended.periods().take(3).map(|week| format!("{:.1}", week.after)).collect();
/// assert_eq!(levels, ["1050.0", "1097.5", "1142.6"]);
/// assert_eq!(format!("{:.1}", mended.after(3)), "1142.6");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawLeakyBucket"))]
#[doc(alias = "漏斗原理")]
pub struct LeakyBucket {
    customers: f64,
    won: f64,
    churn: Rate,
}

/// How a [`LeakyBucket`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLeakyBucket {
    customers: f64,
    won: f64,
    churn: Rate,
}

#[cfg(feature = "serde")]
impl TryFrom<RawLeakyBucket> for LeakyBucket {
    type Error = crate::Error;

    fn try_from(raw: RawLeakyBucket) -> Result<Self> {
        Self::new(raw.customers, raw.won, raw.churn)
    }
}

impl LeakyBucket {
    /// Creates the bucket from the customers now, the customers won in each period, and the churn rate, whose
    /// span is the period.
    ///
    /// Customers who are won in a period can be lost from the next one on.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and [`Error::OutOfRange`](crate::Error::OutOfRange) for
    /// numbers of customers below 0 or above 10²⁸⁸; [`Error::Overflow`](crate::Error::Overflow) where so few are lost
    /// that the steady state exceeds all numbers.
    pub fn new(customers: f64, won: f64, churn: Rate) -> Result<Self> {
        let bucket = Self {
            customers: reachable("customers", customers)?,
            won: reachable("customers won", won)?,
            churn,
        };
        if churn.lost() > 0.0 && (won / churn.lost()).is_infinite() {
            return Err(Error::overflow("the steady state of a bucket", won));
        }
        Ok(bucket)
    }

    /// Computes the level to which the number of customers tends; `None` if nobody is ever lost.
    #[must_use]
    pub fn steady_state(&self) -> Option<f64> {
        let lost = self.churn.lost();
        (lost > 0.0).then(|| self.won / lost)
    }

    /// Computes how many customers must be won in a period so that the number stays as it is now.
    #[must_use]
    pub fn won_to_hold(&self) -> f64 {
        self.customers * self.churn.lost()
    }

    /// Computes the number of customers after so many periods.
    #[must_use]
    pub fn after(&self, periods: u32) -> f64 {
        let times = f64::from(periods);
        match self.steady_state() {
            Some(level) => {
                if periods == 0 {
                    return self.customers;
                }
                // Exact where so few are lost that 1 less their share is 1, and where all are.
                let left = times * (-self.churn.lost()).ln_1p();
                level.mul_add(-left.exp_m1(), self.customers * left.exp())
            }
            None => self.won.mul_add(times, self.customers),
        }
    }

    /// Returns the half-life of the customers, in periods of the span of the rate: in months for a rate over
    /// three months. `None` if nobody is lost.
    #[must_use]
    pub fn half_life(&self) -> Option<f64> {
        self.churn.half_life()
    }

    /// Iterates over the periods to come, without an end: take as many as you need.
    pub fn periods(&self) -> impl Iterator<Item = BucketPeriod> + use<> {
        let Self {
            customers,
            won,
            churn,
        } = *self;
        let from = move |period: u32, before: f64| BucketPeriod {
            period,
            before,
            lost: before * churn.lost(),
            won,
            after: before.mul_add(churn.retained(), won),
        };
        std::iter::successors(Some(from(1, customers)), move |last| {
            Some(from(last.period.saturating_add(1), last.after))
        })
    }
}

/// One period of a [`LeakyBucket`]. The numbers of customers are expected ones, with fractions.
///
/// See the [example](crate::economics::LeakyBucket).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BucketPeriod {
    /// The number of the period, from 1.
    pub period: u32,
    /// Customers when it begins.
    pub before: f64,
    /// Customers lost in it.
    pub lost: f64,
    /// Customers won in it.
    pub won: f64,
    /// Customers when it ends.
    pub after: f64,
}
