//! How sure a customer's true mean is: its distribution given what they spent.

use super::GammaGamma;
use super::gamma_gamma::known;
use crate::error::inner_fraction;
use crate::estimate::{Confidence, Interval};
use crate::numeric::special::chi_square_upper;
use crate::purchases::Summary;
use crate::{Error, Result};

/// Halvings of a logarithm within ±700 to its last digit.
const HALVINGS: u32 = 64;
/// Further from the middle, as a logarithm, is no number.
const FURTHEST: f64 = 600.0;

impl GammaGamma {
    /// Computes the spend that a share of new customers stays below in the long run, of their true means:
    /// 0.5 for the median.
    ///
    /// ```text
    /// true mean = p γ / G,  G gamma distributed with shape q
    /// ```
    ///
    /// # Errors
    /// [`Error::OutOfRange`] and [`Error::NotFinite`] for a level outside 0 to 1 or at either end;
    /// [`Error::Overflow`] for more money than a number can be.
    ///
    /// ```
    /// use retention::clv::GammaGamma;
    ///
    /// let model = GammaGamma::new(6.25, 3.74, 15.44)?;
    /// let (median, dearest) = (model.spend_quantile(0.5)?, model.spend_quantile(0.99)?);
    /// // Few customers spend much: the mean of 35 lies above what most spend.
    /// assert_eq!(format!("{median:.1} {dearest:.0}"), "28.3 135");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn spend_quantile(&self, level: f64) -> Result<f64> {
        self.quantile_after(0.0, 0.0, level)
    }

    /// Computes the interval in which the true mean spend of a known customer lies, given what they spent.
    ///
    /// ```text
    /// true mean = p (γ + x z̄) / G,  G gamma distributed with shape p x + q
    /// ```
    ///
    /// It takes the parameters as known. A customer without a repeat purchase worth more than 0 gets the
    /// interval of a new one.
    ///
    /// # Errors
    /// [`Error::Overflow`] for more money than a number can be.
    ///
    /// ```
    /// use retention::clv::GammaGamma;
    /// use retention::estimate::Confidence;
    /// use retention::purchases::Summary;
    /// use rust_decimal::dec;
    ///
    /// let model = GammaGamma::new(6.25, 3.74, 15.44)?;
    /// let customer = Summary::new(2, 30.43, 38.86)?.with_repeat_value(dec!(44.70), 2)?;
    /// let interval = model.spend_interval_of(&customer, Confidence::default())?;
    /// assert!(interval.contains(24.66));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn spend_interval_of(
        &self,
        customer: &Summary,
        confidence: Confidence,
    ) -> Result<Interval> {
        let (purchases, total) = known(customer);
        let tail = (1.0 - confidence.level()) / 2.0;
        let end = |level: f64| self.quantile_after(purchases, total, level);
        Ok(Interval::between(end(tail)?, end(1.0 - tail)?, confidence))
    }

    fn quantile_after(&self, purchases: f64, total: f64, level: f64) -> Result<f64> {
        let level = inner_fraction("level", level)?;
        let shape = self.p() * purchases + self.q();
        // The share of customers with a smaller mean is that of gamma variables above one over it.
        let below = |ln_g: f64| chi_square_upper(2.0 * ln_g.exp(), 2.0 * shape);
        let (mut low, mut high) = (shape.ln() - FURTHEST, shape.ln() + FURTHEST);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if below(middle) > level {
                low = middle;
            } else {
                high = middle;
            }
        }
        let spend = self.p() * (self.gamma() + total) * (-0.5 * (low + high)).exp();
        if spend.is_finite() && spend > 0.0 {
            return Ok(spend);
        }
        Err(Error::overflow("a quantile of spend", spend))
    }
}
