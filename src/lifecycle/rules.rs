use super::{Rule, Silence, Stage, TrendOf};
use crate::macros::options;
use crate::period::{Period, Span, Window};
use crate::purchases::{MedianOf, ReturnMeasure, Steps};
use crate::{Error, Result};

use chrono::NaiveDate;

options! {
    /// Options of the classifier. No source publishes these thresholds, so all are parameters; results
    /// record them.
    ///
    /// The trend compares the last periods with as many periods before them, by a test: see [`TrendOf`].
    ///
    /// ```text
    /// steady             the interval of the ratio lies between 1 − trend_fall and 1 + trend_rise
    /// falling, rising    not steady, and the p-value is at most trend_rate
    /// no trend           all else: a change may be there, but chance alone may explain it
    /// ```
    ///
    /// The interval has the confidence 1 − `trend_rate`. It is narrower for customers who buy at equal
    /// intervals than for those who buy at random, and wider for those who buy in clumps:
    ///
    /// ```text
    /// ratio      = (recent / days of the later span) / (before / days of the earlier span)
    /// interval   = ratio · exp(± z · √(spread · (1/purchases before + 1/purchases recent)))
    /// spread     = (2 + (k − 1) · dispersion) / (k + 1)      k intervals of the customer
    /// ```
    ///
    /// For money, (sum of squared amounts) / (sum of amounts)² replaces each 1/purchases. Two random
    /// intervals are added to the customer's own, so that a few that are equal by chance prove nothing.
    ///
    /// Only customers who bought before the earlier periods, or on their first day, have a trend: for
    /// others the comparison is with a time when they were not customers yet. Money belongs to the day of
    /// its purchase, whatever the grain.
    ///
    /// At most the rate of customers who do not change are called rising or falling, both together: of
    /// those who buy at random at a rate of their own 3 % at a rate of 0.10, of those who buy in clumps
    /// (Weibull intervals of shape ½) 7 %, and of those who buy at equal intervals none. The test knows no
    /// season: before Christmas many rise, and after it many fall.
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
    /// assert_eq!((slow.trend_rate, slow.trend_fall, slow.trend_rise), (0.10, 0.5, 1.0));
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// As JSON, in which a missing field has its default:
    ///
    /// ```text
    /// {"silence": {"false_alarm": {"decline": 0.1, "lapse": 0.01}}, "trend_rate": 0.05}
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Calendar period of a purchase (the grain): all rows of a customer in one period count as one
        /// purchase. Silence and intervals are measured between the first days of these periods.
        /// Default: a day.
        pub grain: Period = Period::Day,
        /// How silence is judged. Default: by the chance of a return within 180 days, with a cost ratio
        /// of 4 and a decline below 0.4.
        pub silence: Silence = Silence::default(),
        /// The bins of purchases whose customers are judged by one return curve. It applies to
        /// [`Silence::ChanceOfReturn`] and [`Silence::TripWire`]. Default: 1, 2, 3, 4 to 5, 6 and more.
        pub steps: Steps = Steps::default(),
        /// How the silence of one-time buyers is judged under [`Silence::FalseAlarm`]. Default: by the
        /// chance of return.
        ///
        /// If so few customers come back that the chance is below a rate from the first day on, that
        /// threshold uses [`ShareOfReturners`](ReturnMeasure::ShareOfReturners) instead, and
        /// [`Thresholds`](super::Thresholds) records it. If the decline threshold would then exceed the
        /// lapse threshold, it is set equal to it; no silence is then a decline.
        pub one_time_buyers: ReturnMeasure = ReturnMeasure::ChanceOfReturn,
        /// Minimum number of customers who came back before the curve of the first step is used. With
        /// fewer, the length of a relationship is not tested. Under [`Silence::FalseAlarm`] and
        /// [`Silence::MeanIntervals`], silence does not move one-time buyers to another stage then.
        /// Default: 20.
        pub least_returns: u64 = 20,
        /// The shortest silence, in days, that may be a decline or an end under
        /// [`Silence::ChanceOfReturn`], however soon others come back: an order that is split over two days
        /// is no return. Default: 14.
        pub least_silence: u32 = 14,
        /// Minimum number of customers at risk: the population's curve is cut off where fewer customers
        /// are still away and still observed. It applies to [`Silence::ChanceOfReturn`] and
        /// [`Silence::FalseAlarm`]. Without it, one late return with nobody else left would drop the
        /// curve to 0. Default: 10.
        pub least_at_risk: u64 = 10,
        /// Length of the two spans that the trend compares. The later one ends on the as-of date, the
        /// earlier one directly before it. Default: 3 months.
        pub trend_span: Span = Span::of_months(3),
        /// What a trend is a trend of: the number of purchases, or the money. Default: the number.
        pub trend_of: TrendOf = TrendOf::Purchases,
        /// The rate of false alarms: the highest p-value at which a change is called rising or falling,
        /// strictly between 0 and 1. Default: 0.10.
        ///
        /// In a simulated base in which every fifth customer halves or doubles the rate of purchases
        /// between the two spans, 57 % of those called have changed so at 0.10, and 45 % at 0.20. Of the
        /// changed customers with 20 purchases or more, 0.10 finds about one in three; with 10 to 19, one
        /// in five.
        pub trend_rate: f64 = 0.10,
        /// The largest fall of customers who are called steady, as a fraction, 0 to 1. Default: 0.5,
        /// half as much.
        pub trend_fall: f64 = 0.5,
        /// The largest rise of customers who are called steady, as a fraction, 0 or more. Default: 1,
        /// twice as much.
        pub trend_rise: f64 = 1.0,
        /// Minimum number of purchases within the periods compared to speak of a trend. Default: 4; with
        /// fewer, no test at a rate of 0.20 or lower tells rising from falling.
        pub trend_purchases: u32 = 4,
        /// The stage of established customers of whom no trend can be told: acquisition, established,
        /// growth or maturity. They are not silent for too long, but whether they buy more or less than
        /// before is not known. Default: established.
        pub without_trend: Stage = Stage::Established,
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
            Rule::TooYoung | Rule::FewPurchases | Rule::ShortRelationship => Stage::Acquisition,
            Rule::Rising => Stage::Growth,
            Rule::NoTrend => self.without_trend,
            Rule::Steady => Stage::Maturity,
        }
    }

    /// Returns the periods before and the last ones, with all rules checked.
    pub(super) fn checked_windows(&self, as_of: NaiveDate) -> Result<(Window, Window)> {
        self.silence.check(as_of)?;
        if matches!(self.without_trend, Stage::Decline | Stage::Termination) {
            let allowed = "acquisition, established, growth or maturity";
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
