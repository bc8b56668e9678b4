use crate::estimate::{Confidence, Interval};
use crate::macros::named_enum;

named_enum! {
    /// The scale on which the interval of a survival share is symmetric.
    ///
    /// ```text
    /// plain    S ± z · S · g                              cut at 0 and 1
    /// log      exp(ln S ± z · g)                          cut at 1
    /// log-log  S^exp(± z · g / ln S)                      always between 0 and 1
    /// arcsine  sin²(arcsin √S ± ½ · z · g · √(S / (1 − S)))  always between 0 and 1
    /// ```
    ///
    /// `g` is the relative standard error, by Greenwood's formula. See the
    /// [example](crate::survival::Survival::interval).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Transform {
        /// Of the logarithm of the cumulative hazard. The default, as it covers best with few customers.
        ///
        /// In simulations of 10 to 200 customers with skewed tenures, intervals at 95 % covered a share of
        /// 10 % to 70 % in 93 to 99 % of cases; the plain ones did in 86 to 100 %. Of ten customers of whom
        /// nine are still here they cover 88 to 96 %, and in a third of such samples nobody has left, so that
        /// there is none.
        ///
        /// Source: Kalbfleisch, J. D. and Prentice, R. L. (1980), *The Statistical Analysis of Failure
        /// Time Data*.
        #[default]
        LogLog = "log_log",
        /// Of the cumulative hazard.
        Log = "log",
        /// Of the share itself.
        Plain = "plain",
        /// Of the arcsine of the square root of the share. Bands cover best by it with few customers.
        ///
        /// Source: Nair, V. N. (1984), *Technometrics* 26: 265–275.
        Arcsine = "arcsine",
    }
}

impl Transform {
    /// The interval of a share with a relative standard error; `None` where nobody has left yet or
    /// nobody is left, because there is no error to go by.
    pub(super) fn interval(
        self,
        share: f64,
        relative_error: f64,
        confidence: Confidence,
    ) -> Option<Interval> {
        let (lower, upper) = self.around(share, confidence.z() * relative_error)?;
        Some(Interval::between(lower, upper, confidence))
    }

    /// The ends that lie so many times the share itself away from it, on this scale; `None` as
    /// [`interval`](Self::interval).
    pub(super) fn around(self, share: f64, spread: f64) -> Option<(f64, f64)> {
        if share <= 0.0 || share >= 1.0 || !spread.is_finite() {
            return None;
        }
        let log = share.ln();
        let (lower, upper) = match self {
            Self::Plain => (share - share * spread, share + share * spread),
            Self::Log => ((log - spread).exp(), (log + spread).exp()),
            Self::LogLog => {
                let power = |sign: f64| (log * (sign * spread / log).exp()).exp();
                // The logarithm is negative: so is the spread divided by it.
                (power(-1.0), power(1.0))
            }
            Self::Arcsine => {
                let (angle, step) = (
                    share.sqrt().asin(),
                    0.5 * spread * (share / (1.0 - share)).sqrt(),
                );
                let lower = (angle - step).max(0.0).sin();
                let upper = (angle + step).min(std::f64::consts::FRAC_PI_2).sin();
                (lower * lower, upper * upper)
            }
        };
        // Rounding could leave the share itself outside of a range of no width.
        Some((lower.clamp(0.0, share), upper.clamp(share, 1.0)))
    }
}
