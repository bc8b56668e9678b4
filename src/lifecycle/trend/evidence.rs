//! What is known of the trend of one customer, and what the rules make of it.

use super::TrendOf;
use super::amounts::Amounts;
use super::test::{binomial, dispersed};
use crate::Result;
use crate::error::{fraction, inner_fraction, non_negative};
use crate::lifecycle::{Rule, Rules};
use crate::numeric::normal::two_sided_quantile;
use crate::period::Window;

/// The rules of a trend, checked, with what follows from them for all customers.
#[derive(Debug, Clone, Copy)]
pub(in crate::lifecycle) struct Trial {
    of: TrendOf,
    rate: f64,
    least: u32,
    /// The part of the days that the later span has.
    share: f64,
    /// Half the width of an interval, in standard errors.
    z: f64,
    /// The logarithms between which the ratio of a steady customer lies.
    steady: (f64, f64),
}

impl Trial {
    pub(in crate::lifecycle) fn new(rules: &Rules, before: Window, recent: Window) -> Result<Self> {
        let rate = inner_fraction("trend_rate", rules.trend_rate)?;
        let fall = fraction("trend_fall", rules.trend_fall)?;
        let rise = non_negative("trend_rise", rules.trend_rise)?;
        let (earlier, later) = (before.days() as f64, recent.days() as f64);
        Ok(Self {
            of: rules.trend_of,
            rate,
            least: rules.trend_purchases,
            share: later / (earlier + later),
            z: two_sided_quantile(1.0 - rate),
            steady: (libm::log1p(-fall), libm::log1p(rise)),
        })
    }

    /// Returns whether purchases are only counted, whatever their money.
    #[inline]
    pub(in crate::lifecycle) fn only_counts(&self) -> bool {
        self.of == TrendOf::Purchases
    }

    /// Returns a place to gather amounts in; `None` if purchases are only counted.
    pub(in crate::lifecycle) fn amounts(&self) -> Option<Amounts> {
        (!self.only_counts()).then(Amounts::default)
    }
}

/// What the purchases of one customer say of a trend.
#[derive(Debug, Clone, Copy)]
pub(in crate::lifecycle) struct Evidence {
    /// The purchases in the earlier span and in the later one.
    pub(in crate::lifecycle) before: u32,
    pub(in crate::lifecycle) recent: u32,
    /// The money of both.
    pub(in crate::lifecycle) spent: (i128, i128),
    /// The intervals between all purchases of the customer: how many, their days together, and the sum
    /// of the squares of their days.
    pub(in crate::lifecycle) intervals: (u32, u32, f64),
}

/// What a trend is judged to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::lifecycle) struct Judged {
    pub(in crate::lifecycle) rule: Rule,
    pub(in crate::lifecycle) p_value: Option<f64>,
}

impl Judged {
    /// The judgement of those of whom nothing is told.
    pub(in crate::lifecycle) const UNTOLD: Self = Self {
        rule: Rule::NoTrend,
        p_value: None,
    };
}

impl Evidence {
    /// Judges the trend.
    #[inline]
    pub(in crate::lifecycle) fn judge(&self, trial: &Trial, amounts: Option<&Amounts>) -> Judged {
        let all = self.before.saturating_add(self.recent);
        if all < trial.least || (amounts.is_some() && self.spent.0 < 0) {
            return Judged::UNTOLD;
        }
        self.compare(trial, amounts)
    }

    fn compare(&self, trial: &Trial, amounts: Option<&Amounts>) -> Judged {
        let (before, recent) = match amounts {
            None => (f64::from(self.before), f64::from(self.recent)),
            Some(_) => (self.spent.0 as f64, self.spent.1 as f64),
        };
        let (p_value, variance) = match amounts {
            None => (
                binomial(self.before, self.recent, trial.share),
                1.0 / before + 1.0 / recent,
            ),
            Some(amounts) => amounts.compared(self.spent.0, self.spent.1, trial.share),
        };
        let own = self.dispersion();
        let p_value = dispersed(p_value, own.unwrap_or(1.0));
        let rule = if trial.is_steady(before, recent, variance * self.shrunken(own)) {
            Rule::Steady
        } else if p_value > trial.rate {
            Rule::NoTrend
        } else if recent * (1.0 - trial.share) > before * trial.share {
            Rule::Rising
        } else {
            Rule::Falling
        };
        Judged {
            rule,
            p_value: Some(p_value),
        }
    }

    /// Returns the squared coefficient of variation of the customer's intervals: 1 for purchases at
    /// random, more for clumps, 0 for equal intervals. `None` with fewer than two intervals.
    fn dispersion(&self) -> Option<f64> {
        let (intervals, days, squares) = self.intervals;
        let (count, days) = (f64::from(intervals), f64::from(days));
        if intervals < 2 || days <= 0.0 {
            return None;
        }
        let mean = days / count;
        let variance = (squares - days * mean).max(0.0) / (count - 1.0);
        Some(variance / (mean * mean))
    }

    /// Returns the dispersion as if there were two more intervals, as random ones are. A few intervals
    /// that are equal by chance do not make a customer steady.
    fn shrunken(&self, own: Option<f64>) -> f64 {
        let degrees = f64::from(self.intervals.0.max(1)) - 1.0;
        (2.0 + degrees * own.unwrap_or(1.0)) / (2.0 + degrees)
    }
}

impl Trial {
    /// Returns whether the change is told to be small: the interval of the ratio, with this variance of
    /// its logarithm, is within the bounds.
    fn is_steady(&self, before: f64, recent: f64, variance: f64) -> bool {
        if before <= 0.0 || recent <= 0.0 || !variance.is_finite() {
            return false;
        }
        let half = self.z * variance.sqrt();
        if self.steady.1 - self.steady.0 < 2.0 * half {
            // Wider than the bounds, wherever it lies: most are, and need no logarithm.
            return false;
        }
        let ratio = libm::log(recent * (1.0 - self.share) / (before * self.share));
        self.steady.0 <= ratio - half && ratio + half <= self.steady.1
    }
}
