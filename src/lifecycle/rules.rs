use super::{Rule, Stage};
use crate::error::{finite, inner_fraction, non_negative};
use crate::macros::named_enum;
use crate::period::{Period, Span, Window};
use crate::purchases::{MedianOf, ReturnMeasure};
use crate::{Error, Result};

use chrono::NaiveDate;

/// How long a silence must be to count as a decline, and as the end.
///
/// A customer with two purchases or more has a rhythm, and is judged by it where the rule asks for
/// one. A customer with a single purchase has none, and is judged by how the population came back
/// after its first purchase.
///
/// ```
/// use retention::lifecycle::{Rules, Silence};
/// use retention::period::{Period, Span};
///
/// // A subscription box that goes out every month: two missed ones tell, six are the end.
/// let silence = Silence::Hiatus {
///     decline: Span::new(2, Period::Month)?,
///     lapse: Span::new(6, Period::Month)?,
/// };
/// assert_ne!(Rules::default().silence(silence), Rules::default());
/// # Ok::<(), retention::Error>(())
/// ```
///
/// As JSON:
///
/// ```text
/// {"false_alarm": {"decline": 0.2, "lapse": 0.05}}
/// {"hiatus": {"decline": {"count": 2, "period": "month"}, "lapse": {"count": 6, "period": "month"}}}
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Silence {
    /// By the customer's own rhythm, at stated false-alarm rates: a silence that a customer who
    /// still buys exceeds with these chances, as
    /// [`own_rhythm_threshold`](crate::purchases::lapse::own_rhythm_threshold) has it. It takes
    /// customers to buy at random at a steady rate; those who buy like clockwork it calls late
    /// long after they are, so [`Hiatus`](Self::Hiatus) suits subscriptions. One-time buyers are
    /// judged at the same rates by the [return curve](crate::purchases::ReturnCurve). The default,
    /// with 0.20 and 0.05.
    FalseAlarm {
        /// The chance at which silence is a decline, strictly between 0 and 1.
        decline: f64,
        /// The chance at which it is the end, strictly between 0 and 1; not above the other.
        lapse: f64,
    },
    /// By a multiple of the customer's mean interval, as is common practice without a source. It
    /// misfires for customers with few intervals. One-time buyers are judged by the same multiple
    /// of the mean time that those who came back took, which ignores those who never did.
    MeanIntervals {
        /// The multiple beyond which silence is a decline, 0 or more.
        decline: f64,
        /// The multiple beyond which it is the end; not below the other.
        lapse: f64,
    },
    /// By a time that is the same for everyone: the
    /// [hiatus heuristic](crate::purchases::lapse::Hiatus).
    Hiatus {
        /// The time after which silence is a decline.
        decline: Span,
        /// The time after which it is the end; not shorter than the other, both counted back from
        /// the as-of date.
        lapse: Span,
    },
}

impl Default for Silence {
    fn default() -> Self {
        Self::FalseAlarm {
            decline: 0.20,
            lapse: 0.05,
        }
    }
}

impl Silence {
    pub(super) fn check(&self, as_of: NaiveDate) -> Result<()> {
        let out_of_order = |value: &dyn std::fmt::Display, allowed: String| {
            Err(Error::out_of_range("lapse", value, allowed))
        };
        match *self {
            Self::FalseAlarm { decline, lapse } => {
                let decline = inner_fraction("decline", decline)?;
                let lapse = inner_fraction("lapse", lapse)?;
                if lapse > decline {
                    return out_of_order(&lapse, format!("at most that of a decline, {decline}"));
                }
            }
            Self::MeanIntervals { decline, lapse } => {
                let decline = non_negative("decline", decline)?;
                let lapse = finite("lapse", lapse)?;
                if lapse < decline {
                    return out_of_order(&lapse, format!("at least that of a decline, {decline}"));
                }
            }
            Self::Hiatus { decline, lapse } => {
                let end = |span: Span| span.period().before(as_of, span.count());
                if end(lapse)? > end(decline)? {
                    return out_of_order(&lapse, format!("at least that of a decline, {decline}"));
                }
            }
        }
        Ok(())
    }
}

/// When a change of spending counts as a trend: the last periods are compared with as many before
/// them.
///
/// ```text
/// change = (spending of the last m periods − of the m before) / spending of the m before
/// ```
///
/// Only customers who bought before the earlier periods, or on their first day, have a trend: for
/// others the comparison is with a time when they were not customers yet. The periods are counted
/// in days of purchase, whatever the grain.
///
/// ```
/// use retention::lifecycle::{Rules, TrendRules};
/// use retention::period::Period;
///
/// // Two quarters against the two before, of customers with four purchases or more in them.
/// let slow = TrendRules::default()
///     .over(2, Period::Quarter)
///     .beyond(0.4, 0.4)
///     .least_purchases(4);
/// assert_eq!(Rules::default().trend(slow).trend.periods, 2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct TrendRules {
    /// One period: a calendar month unless set, counted back from the as-of date.
    pub period: Period,
    /// How many of them are compared with as many before: 3 unless set.
    pub periods: u32,
    /// The fall beyond which spending is falling, as a fraction between 0 and 1: 0.25 unless set.
    pub fall: f64,
    /// The rise beyond which it is rising, as a fraction, 0 or more: 0.25 unless set.
    pub rise: f64,
    /// Purchases within the periods compared that it takes to speak of a trend: 1 unless set. With
    /// few purchases a change of spending is chance more than trend; see what a
    /// [`Backtest`](super::Backtest) finds.
    pub least_purchases: u32,
}

impl Default for TrendRules {
    fn default() -> Self {
        Self {
            period: Period::Month,
            periods: 3,
            fall: 0.25,
            rise: 0.25,
            least_purchases: 1,
        }
    }
}

impl TrendRules {
    /// Another period, and another number of them.
    #[must_use]
    pub const fn over(mut self, periods: u32, period: Period) -> Self {
        self.periods = periods;
        self.period = period;
        self
    }

    /// Other bounds of what is steady, as fractions.
    #[must_use]
    pub const fn beyond(mut self, fall: f64, rise: f64) -> Self {
        self.fall = fall;
        self.rise = rise;
        self
    }

    /// Another number of purchases that it takes.
    #[must_use]
    pub const fn least_purchases(mut self, purchases: u32) -> Self {
        self.least_purchases = purchases;
        self
    }

    /// The periods before and the last ones, checked.
    pub(super) fn windows(&self, as_of: NaiveDate) -> Result<(Window, Window)> {
        let fall = non_negative("fall", self.fall)?;
        if fall > 1.0 {
            return Err(Error::out_of_range("fall", fall, "0 to 1"));
        }
        non_negative("rise", self.rise)?;
        let span = Span::new(self.periods, self.period)?;
        let recent = span.ending(as_of)?;
        let eve = recent.from().pred_opt();
        let eve = eve.ok_or_else(|| Error::overflow("the calendar", recent.from()))?;
        Ok((span.ending(eve)?, recent))
    }
}

named_enum! {
    /// The stage of established customers of whom no trend can be told: see
    /// [`Rule::NoTrend`](super::Rule::NoTrend).
    ///
    /// They are not silent for too long, and past acquisition; whether they buy more or less than
    /// before cannot be told.
    ///
    /// ```
    /// use retention::lifecycle::{Rule, Rules, Stage, WithoutTrend};
    ///
    /// let young = Rules::default().without_trend(WithoutTrend::Growth);
    /// assert_eq!(young.stage_of(Rule::NoTrend), Stage::Growth);
    /// assert_eq!(young.stage_of(Rule::Steady), Stage::Maturity);
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum WithoutTrend {
        /// Maturity, as the "else" of the proposal that the rules follow. The default.
        #[default]
        Maturity = "maturity",
        /// Growth: a repeat buyer who has not been there for long is still growing.
        Growth = "growth",
        /// Acquisition: a relationship is established once it can be judged.
        Acquisition = "acquisition",
    }
}

impl WithoutTrend {
    /// The stage.
    #[must_use]
    pub const fn stage(self) -> Stage {
        match self {
            Self::Maturity => Stage::Maturity,
            Self::Growth => Stage::Growth,
            Self::Acquisition => Stage::Acquisition,
        }
    }
}

/// Every threshold of the classifier. None is published: they are parameters, and the result
/// carries them.
///
/// ```
/// use retention::lifecycle::{Rules, Silence};
///
/// let cautious = Rules::default().silence(Silence::FalseAlarm { decline: 0.10, lapse: 0.01 });
/// assert_eq!(cautious.trend.periods, 3);
/// ```
///
/// As JSON, in which what is missing is the default:
///
/// ```text
/// {"silence": {"false_alarm": {"decline": 0.1, "lapse": 0.01}}, "trend": {"periods": 6}}
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Rules {
    /// What makes rows one purchase: a day unless set.
    pub grain: Period,
    /// How long a silence must be.
    pub silence: Silence,
    /// What the silence of one-time buyers is judged by under [`Silence::FalseAlarm`].
    ///
    /// Where so few customers ever come back that their chance is below a rate from the first day
    /// on, the chance can tell no silence from another. That threshold is then made by
    /// [`ShareOfReturners`](ReturnMeasure::ShareOfReturners), and the
    /// [`Thresholds`](super::Thresholds) say so. A decline so made is brought forward to the end
    /// where it would be later, which leaves no decline by silence.
    pub one_time_buyers: ReturnMeasure,
    /// Customers who must have come back before the population's curve judges anyone: 20 unless
    /// set. With fewer, one-time buyers are not judged by their silence, and nobody by the length of
    /// the relationship.
    pub least_returns: u64,
    /// Customers who must be left, still out and waited for, for as long as the population's curve
    /// is read under [`Silence::FalseAlarm`]: 10 unless set. Without it a single late return, when
    /// nobody else is left, would end the curve at zero and acquit everyone.
    pub least_at_risk: u64,
    /// When a change of spending counts.
    pub trend: TrendRules,
    /// The stage of established customers of whom no trend can be told.
    pub without_trend: WithoutTrend,
    /// Purchases that a relationship beyond acquisition has at least: 2 unless set.
    pub established_purchases: u32,
    /// Which median time to the second purchase a relationship beyond acquisition has lasted at
    /// least. Where the population has no such median, the length is not tested.
    pub established_after: MedianOf,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            grain: Period::Day,
            silence: Silence::default(),
            one_time_buyers: ReturnMeasure::default(),
            least_returns: 20,
            least_at_risk: 10,
            trend: TrendRules::default(),
            without_trend: WithoutTrend::default(),
            established_purchases: 2,
            established_after: MedianOf::default(),
        }
    }
}

impl Rules {
    /// Another grain.
    #[must_use]
    pub const fn grain(mut self, grain: Period) -> Self {
        self.grain = grain;
        self
    }

    /// Another judgement of silence.
    #[must_use]
    pub const fn silence(mut self, silence: Silence) -> Self {
        self.silence = silence;
        self
    }

    /// Another measure for one-time buyers.
    #[must_use]
    pub const fn one_time_buyers(mut self, by: ReturnMeasure) -> Self {
        self.one_time_buyers = by;
        self
    }

    /// Another number of returns that it takes.
    #[must_use]
    pub const fn least_returns(mut self, customers: u64) -> Self {
        self.least_returns = customers;
        self
    }

    /// Another number of customers left that it takes to read the curve.
    #[must_use]
    pub const fn least_at_risk(mut self, customers: u64) -> Self {
        self.least_at_risk = customers;
        self
    }

    /// Another rule for trends.
    #[must_use]
    pub const fn trend(mut self, trend: TrendRules) -> Self {
        self.trend = trend;
        self
    }

    /// Another stage for those of whom no trend can be told.
    #[must_use]
    pub const fn without_trend(mut self, stage: WithoutTrend) -> Self {
        self.without_trend = stage;
        self
    }

    /// The stage that a rule leads to.
    #[must_use]
    pub const fn stage_of(&self, rule: Rule) -> Stage {
        match rule {
            Rule::RecordedEnd | Rule::Lapsed => Stage::Termination,
            Rule::Silent | Rule::Falling => Stage::Decline,
            Rule::FewPurchases | Rule::ShortRelationship => Stage::Acquisition,
            Rule::Rising => Stage::Growth,
            Rule::NoTrend => self.without_trend.stage(),
            Rule::Steady => Stage::Maturity,
        }
    }

    /// Another number of purchases and another median that end acquisition.
    #[must_use]
    pub const fn established(mut self, purchases: u32, after: MedianOf) -> Self {
        self.established_purchases = purchases;
        self.established_after = after;
        self
    }
}
