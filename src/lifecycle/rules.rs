use super::{Rule, Stage};
use crate::error::{finite, fraction, inner_fraction, non_negative};
use crate::macros::options;
use crate::period::{Period, Span, Window};
use crate::purchases::{MedianOf, ReturnMeasure};
use crate::{Error, Result};

use chrono::NaiveDate;

/// How long a silence must be to count as a decline, and how long to count as the end.
///
/// A customer with two purchases or more has a rhythm. A customer with a single purchase has none, and
/// is judged by how the population came back after its first purchase.
///
/// ```
/// use retention::lifecycle::{Rules, Silence};
/// use retention::period::{Period, Span};
///
/// // A box that is ordered every month: after two months there is a decline, after six the end.
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
    /// By the customer's own rhythm, at stated false-alarm rates. The default, with 0.20 and 0.05.
    ///
    /// The rates are false-alarm rates: the chance that a customer who still buys is silent for longer
    /// than the threshold, see [`own_rhythm_threshold`](crate::purchases::lapse::own_rhythm_threshold).
    /// It assumes that customers buy at random at a steady rate. Customers who buy at equal intervals
    /// are noticed too late, so [`Hiatus`](Self::Hiatus) suits subscriptions better. One-time buyers
    /// are judged at the same rates by the [return curve](crate::purchases::ReturnCurve).
    FalseAlarm {
        /// False-alarm rate of the decline threshold, strictly between 0 and 1.
        decline: f64,
        /// False-alarm rate of the lapse threshold, strictly between 0 and 1; not above `decline`.
        lapse: f64,
    },
    /// By a multiple of the customer's mean interval: common practice, without a source.
    ///
    /// It is often wrong for customers with few intervals. One-time buyers are judged by the same
    /// multiple of the mean time to the second purchase, which leaves out customers who never came
    /// back.
    MeanIntervals {
        /// The multiple beyond which silence is a decline, 0 or more.
        decline: f64,
        /// The multiple beyond which silence is the end; not below `decline`.
        lapse: f64,
    },
    /// By a time that is the same for everyone: the
    /// [hiatus heuristic](crate::purchases::lapse::has_lapsed).
    Hiatus {
        /// The time after which silence is a decline.
        decline: Span,
        /// The time after which silence is the end; not shorter than `decline`, both counted back
        /// from the as-of date.
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
                    return out_of_order(&lapse, format!("at most `decline`, {decline}"));
                }
            }
            Self::MeanIntervals { decline, lapse } => {
                let decline = non_negative("decline", decline)?;
                let lapse = finite("lapse", lapse)?;
                if lapse < decline {
                    return out_of_order(&lapse, format!("at least `decline`, {decline}"));
                }
            }
            Self::Hiatus { decline, lapse } => {
                let end = |span: Span| span.period().before(as_of, span.count());
                if end(lapse)? > end(decline)? {
                    return out_of_order(
                        &lapse,
                        format!("at least as long as `decline`, {decline}"),
                    );
                }
            }
        }
        Ok(())
    }
}

options! {
    /// Options of the classifier. No source publishes these thresholds, so all are parameters; results
    /// record them.
    ///
    /// The trend compares the spending of the last periods with that of as many periods before them:
    ///
    /// ```text
    /// change = (spending of the last m periods − of the m before) / spending of the m before
    /// ```
    ///
    /// Only customers who bought before the earlier periods, or on their first day, have a trend: for
    /// others the comparison is with a time when they were not customers yet. Money belongs to the day of
    /// its purchase, whatever the grain.
    ///
    /// ```
    /// use retention::lifecycle::{Rules, Silence};
    /// use retention::period::{Period, Span};
    ///
    /// // Two quarters against the two before, of customers with four purchases or more in them.
    /// let slow = Rules::default()
    ///     .silence(Silence::FalseAlarm { decline: 0.10, lapse: 0.01 })
    ///     .trend_span(Span::new(2, Period::Quarter)?)
    ///     .trend_purchases(4);
    /// assert_eq!((slow.trend_fall, slow.trend_rise), (0.25, 0.25));
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// As JSON, in which a missing field has its default:
    ///
    /// ```text
    /// {"silence": {"false_alarm": {"decline": 0.1, "lapse": 0.01}}, "trend_fall": 0.4}
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Calendar period of a purchase (the grain): all rows of a customer in one period count as one
        /// purchase. Silence and intervals are measured between the first days of these periods.
        /// Default: a day.
        pub grain: Period = Period::Day,
        /// How silence is judged. Default: by the customer's own rhythm, at false-alarm rates of 0.20
        /// and 0.05.
        pub silence: Silence = Silence::default(),
        /// How the silence of one-time buyers is judged under [`Silence::FalseAlarm`]. Default: by the
        /// chance of return.
        ///
        /// If so few customers come back that the chance is below a rate from the first day on, that
        /// threshold uses [`ShareOfReturners`](ReturnMeasure::ShareOfReturners) instead, and
        /// [`Thresholds`](super::Thresholds) records it. If the decline threshold would then exceed the
        /// lapse threshold, it is set equal to it; no silence is then a decline.
        pub one_time_buyers: ReturnMeasure = ReturnMeasure::ChanceOfReturn,
        /// Minimum number of customers who came back before the population's curve is used. With fewer,
        /// silence does not move one-time buyers to another stage, and the length of a relationship is
        /// not tested. Default: 20.
        pub least_returns: u64 = 20,
        /// Minimum number of customers at risk: the population's curve is cut off where fewer customers
        /// are still away and still observed. It applies to [`Silence::FalseAlarm`]. Without it, one
        /// late return with nobody else left would drop the curve to 0, and no silence would count as a
        /// lapse. Default: 10.
        pub least_at_risk: u64 = 10,
        /// Length of the two spans that the trend compares. The later one ends on the as-of date, the
        /// earlier one directly before it. Default: 3 months.
        pub trend_span: Span = Span::of_months(3),
        /// The fall beyond which spending is falling, as a fraction, 0 to 1. Default: 0.25.
        pub trend_fall: f64 = 0.25,
        /// The rise beyond which spending is rising, as a fraction, 0 or more. Default: 0.25.
        pub trend_rise: f64 = 0.25,
        /// Minimum number of purchases within the periods compared to speak of a trend. With few
        /// purchases a change of spending is chance more than trend: see what a
        /// [`Backtest`](super::Backtest) finds. Default: 1.
        pub trend_purchases: u32 = 1,
        /// The stage of established customers of whom no trend can be told: acquisition, growth or
        /// maturity. They are not silent for too long, but whether they buy more or less than before
        /// is not known. Default: maturity.
        pub without_trend: Stage = Stage::Maturity,
        /// Minimum number of purchases to leave the acquisition stage. Default: 2.
        pub established_purchases: u32 = 2,
        /// Which median time to the second purchase a relationship must have reached to leave
        /// acquisition: the median of the customers who came back, or of everyone. If the population
        /// has no such median, the length is not tested. Default: of those who came back.
        pub established_after: MedianOf = MedianOf::Returners,
    }
}

impl Rules {
    /// Returns the stage that a rule leads to.
    #[must_use]
    pub const fn stage_of(&self, rule: Rule) -> Stage {
        match rule {
            Rule::RecordedEnd | Rule::Lapsed => Stage::Termination,
            Rule::Silent | Rule::Falling => Stage::Decline,
            Rule::FewPurchases | Rule::ShortRelationship => Stage::Acquisition,
            Rule::Rising => Stage::Growth,
            Rule::NoTrend => self.without_trend,
            Rule::Steady => Stage::Maturity,
        }
    }

    /// Returns the periods before and the last ones, with all rules checked.
    pub(super) fn checked_windows(&self, as_of: NaiveDate) -> Result<(Window, Window)> {
        self.silence.check(as_of)?;
        fraction("trend_fall", self.trend_fall)?;
        non_negative("trend_rise", self.trend_rise)?;
        if matches!(self.without_trend, Stage::Decline | Stage::Termination) {
            let allowed = "acquisition, growth or maturity";
            return Err(Error::out_of_range(
                "without_trend",
                self.without_trend,
                allowed,
            ));
        }
        let recent = self.trend_span.ending(as_of)?;
        let eve = recent.from().pred_opt();
        let eve = eve.ok_or_else(|| Error::overflow("the calendar", recent.from()))?;
        Ok((self.trend_span.ending(eve)?, recent))
    }
}
