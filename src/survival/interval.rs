use crate::estimate::{Confidence, Interval};
use crate::macros::named_enum;

named_enum! {
    /// The scale on which the interval of a survival share is symmetric.
    ///
    /// ```text
    /// plain    S ± z · S · g                 cut at 0 and 1
    /// log      exp(ln S ± z · g)             cut at 1
    /// log-log  S^exp(± z · g / ln S)         always between 0 and 1
    /// ```
    ///
    /// `g` is the relative standard error, by Greenwood's formula. See the
    /// [example](crate::survival::Survival::interval).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Transform {
        /// Of the logarithm of the cumulative hazard. The default, as it covers best with few customers.
        ///
        /// Source: Kalbfleisch, J. D. and Prentice, R. L. (1980), *The Statistical Analysis of Failure
        /// Time Data*.
        #[default]
        LogLog = "log_log",
        /// Of the cumulative hazard.
        Log = "log",
        /// Of the share itself.
        Plain = "plain",
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
        if share <= 0.0 || share >= 1.0 || !relative_error.is_finite() {
            return None;
        }
        let (log, spread) = (share.ln(), confidence.z() * relative_error);
        let (lower, upper) = match self {
            Self::Plain => (share - share * spread, share + share * spread),
            Self::Log => ((log - spread).exp(), (log + spread).exp()),
            Self::LogLog => {
                let power = |sign: f64| (log * (sign * spread / log).exp()).exp();
                // The logarithm is negative: so is the spread divided by it.
                (power(-1.0), power(1.0))
            }
        };
        let interval = Interval::between(lower.max(0.0), upper.min(1.0), confidence);
        Some(interval)
    }
}
