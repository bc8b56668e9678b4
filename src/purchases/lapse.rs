//! When silence means that a customer has left: four rules of the literature, and the customer's own
//! rhythm. Each can be used alone.
//!
//! A customer without a contract does not say goodbye. These rules judge a silence:
//!
//! | rule | judges by | source |
//! |---|---|---|
//! | [`has_lapsed`] | a fixed time since the last purchase: the hiatus | Wübben and von Wangenheim (2008) |
//! | [`TripWire`] | how long others took for the same step | Novo, *Drilling Down* |
//! | [`own_rhythm_threshold`] | the customer's own intervals, at a stated false-alarm rate | below |
//! | [`t_to_the_n`] | how early in the window the purchases stopped | Schmittlein and Morrison (1985) |
//! | [`annual_halving`] | years inactive | Malthouse and Raman (2013) |
//!
//! For customers with a single purchase, who have no rhythm yet, there is
//! [`ReturnCurve`](super::ReturnCurve).
//!
//! The rules disagree, which is why there are several. Here a customer with purchases on days 0, 20 and
//! 60 has been silent for 50 days.
//!
//! ```
//! use retention::period::Ruler;
//! use retention::purchases::lapse::{TripWire, own_rhythm_chance, t_to_the_n};
//!
//! // Others took 45 days on average from the third purchase to the fourth: the wire trips.
//! let wire = TripWire::new([70.0, 50.0, 45.0], Ruler::Days)?;
//! assert_eq!(wire.trips(3, 50.0)?, Some(true));
//! // By the customer's own intervals, 20 and 40 days, three in ten would be silent for so long.
//! assert_eq!(format!("{:.2}", own_rhythm_chance(2, 30.0, 50.0)?), "0.30");
//! // Active with a chance of one in six, by how early the purchases stopped.
//! assert_eq!(format!("{:.2}", t_to_the_n(3, 60.0, 110.0)?), "0.16");
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! # The own rhythm
//!
//! Take a customer who buys at random at a steady rate. If all that is known is `x` intervals with the
//! mean `m`, the customer is silent for longer than `s` with the chance
//!
//! ```text
//! chance    = (1 + s/(m·x))^−x
//! threshold = m·x·(α^(−1/x) − 1)        the silence whose chance is α
//! ```
//!
//! This is the predictive distribution of exponential times; no source gives it as a rule for
//! customers. A fixed multiple of the mean misfires for customers with few intervals: 25 % of active
//! customers with one interval exceed three times its length. At α = 0.05 the threshold is 19 means
//! after one interval and 5.14 after three, and approaches −ln α, 3.0.
//!
//! The chance is a p-value: that of so long a silence in a customer who still buys. It is not a chance of
//! being active, because it leaves out how likely customers are to leave. It is [`t_to_the_n`] with the
//! number of intervals in place of that of purchases. As a false-alarm rate it holds only for steady
//! buyers at random: see [`Silence::FalseAlarm`](crate::lifecycle::Silence::FalseAlarm) on how far it errs
//! for others, and [`ReturnCurve::chance_within`](super::ReturnCurve::chance_within) for the chance of a
//! return.

use chrono::NaiveDate;

use super::Latency;
use crate::error::{Place, finite, fraction, inner_fraction, non_negative};
use crate::numeric::ROUNDING;
use crate::period::{Period, Ruler, Span};
use crate::{Error, Result};

fn intervals_with_mean(intervals: u32, mean: f64) -> Result<f64> {
    if intervals == 0 {
        return Err(Error::out_of_range("intervals", intervals, "1 or more"));
    }
    let mean = finite("mean interval", mean)?;
    if mean <= 0.0 {
        return Err(Error::out_of_range("mean interval", mean, "more than 0"));
    }
    Ok(mean)
}

/// Returns the chance, between 0 and 1, that a customer who still buys is silent for longer than
/// `silence`, judged by `intervals` intervals of mean `mean`. Both times are in one unit.
///
/// This is a p-value, not the chance that the customer comes back: see the [module](self#the-own-rhythm).
///
/// # Errors
/// [`Error::OutOfRange`] without an interval, for a mean that is not positive, and for a negative
/// silence; [`Error::NotFinite`] for NaN and infinities.
///
/// ```
/// use retention::purchases::lapse::own_rhythm_chance;
///
/// // Three times the mean, after one interval and after ten.
/// assert_eq!(own_rhythm_chance(1, 30.0, 90.0)?, 0.25);
/// assert!((own_rhythm_chance(10, 30.0, 90.0)? - 0.0725).abs() < 1e-4);
/// # Ok::<(), retention::Error>(())
/// ```
pub fn own_rhythm_chance(intervals: u32, mean: f64, silence: f64) -> Result<f64> {
    let mean = intervals_with_mean(intervals, mean)?;
    let silence = non_negative("silence", silence)?;
    let x = f64::from(intervals);
    // Divided twice: `mean · x` may exceed all numbers where the quotient does not.
    Ok(libm::exp(-x * libm::log1p(silence / mean / x)))
}

/// Returns the silence after which a customer counts as lapsed, at the false-alarm rate `false_alarm`.
/// The customer has `intervals` intervals of mean `mean`; the result has the unit of the mean.
///
/// # Errors
/// As [`own_rhythm_chance`]; [`Error::OutOfRange`] for a false-alarm rate that is not strictly
/// between 0 and 1, and [`Error::Overflow`] if the silence exceeds all numbers.
///
/// ```
/// use retention::purchases::lapse::own_rhythm_threshold;
///
/// // One interval of 30 days says little: only after 570 days is silence a sign.
/// assert_eq!(own_rhythm_threshold(1, 30.0, 0.05)?.round(), 570.0);
/// assert_eq!(own_rhythm_threshold(3, 30.0, 0.05)?.round(), 154.0);
/// # Ok::<(), retention::Error>(())
/// ```
pub fn own_rhythm_threshold(intervals: u32, mean: f64, false_alarm: f64) -> Result<f64> {
    let mean = intervals_with_mean(intervals, mean)?;
    let multiple = multiple_of_mean(intervals, inner_fraction("false-alarm rate", false_alarm)?);
    let threshold = mean * multiple;
    if threshold.is_finite() {
        Ok(threshold)
    } else {
        Err(Error::overflow("the threshold of a silence", mean))
    }
}

/// Returns the threshold in means: `x·(α^(−1/x) − 1)`.
pub(crate) fn multiple_of_mean(intervals: u32, false_alarm: f64) -> f64 {
    let x = f64::from(intervals);
    let multiple = x * libm::expm1(-libm::log(false_alarm) / x);
    // Four means at 0.20 are four: silence is whole days, and 40 are not longer than 40.
    let whole = multiple.round();
    if (multiple - whole).abs() <= ROUNDING * whole {
        whole
    } else {
        multiple
    }
}

/// Returns `tⁿ`: the chance that a customer is still active, judged by how early in the time observed
/// the purchases stopped.
///
/// ```text
/// P(active) = (first_to_last / observed)^purchases
/// ```
///
/// `purchases` includes the first one, both times run from it, and a customer with one purchase scores
/// 0. Few purchases score higher: of two customers who are silent since month 8, the one who bought
/// less often had less reason to buy again by now.
///
/// Source: Reinartz, W. and Kumar, V. (2002), *Harvard Business Review* 80(7): 86–94, after
/// Schmittlein and Morrison (1985); as commonly reported.
///
/// # Errors
/// [`Error::OutOfRange`] without a purchase, for an `observed` that is not positive, and for a
/// `first_to_last` that is negative, exceeds it, or is not 0 with a single purchase;
/// [`Error::NotFinite`] for NaN and infinities.
///
/// ```
/// use retention::purchases::lapse::t_to_the_n;
///
/// // Twelve months observed, the last purchase in month 8.
/// assert_eq!(format!("{:.4}", t_to_the_n(4, 8.0, 12.0)?), "0.1975");
/// assert_eq!(format!("{:.4}", t_to_the_n(2, 8.0, 12.0)?), "0.4444");
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "P(active)")]
pub fn t_to_the_n(purchases: u32, first_to_last: f64, observed: f64) -> Result<f64> {
    if purchases == 0 {
        return Err(Error::out_of_range("purchases", purchases, "1 or more"));
    }
    let observed = finite("observed", observed)?;
    if observed <= 0.0 {
        return Err(Error::out_of_range("observed", observed, "more than 0"));
    }
    let first_to_last = non_negative("first_to_last", first_to_last)?;
    if first_to_last > observed {
        return Err(Error::out_of_range(
            "first_to_last",
            first_to_last,
            format_args!("at most the time observed, {observed}"),
        ));
    }
    if purchases == 1 && first_to_last > 0.0 {
        return Err(Error::out_of_range(
            "first_to_last",
            first_to_last,
            "0 with a single purchase",
        ));
    }
    Ok(libm::pow(first_to_last / observed, f64::from(purchases)))
}

/// Returns the chance of being active in a future window by the law of annual halving: each further
/// year without a purchase halves it.
///
/// ```text
/// p(k years inactive) = p(0) · 0.5^k
/// ```
///
/// It is for customers about whom nothing else is known. `now` is the chance of a customer who was
/// active in the last year; parts of years are allowed.
///
/// Source: Malthouse, E. C. and Raman, K. (2013), *Journal of Interactive Marketing* 27(1), on 36
/// organisations.
///
/// # Errors
/// [`Error::OutOfRange`] for a chance outside `[0, 1]` and for negative years;
/// [`Error::NotFinite`] for NaN and infinities.
///
/// ```
/// use retention::purchases::lapse::annual_halving;
///
/// assert_eq!(annual_halving(0.4, 3.0)?, 0.05);
/// # Ok::<(), retention::Error>(())
/// ```
pub fn annual_halving(now: f64, years_inactive: f64) -> Result<f64> {
    let now = fraction("chance", now)?;
    let years = non_negative("years inactive", years_inactive)?;
    Ok(now * libm::exp2(-years))
}

/// Returns the last day on which a customer who last bought on `last` counts as active by the hiatus
/// heuristic: whoever has not bought for a fixed time is inactive.
///
/// ```text
/// inactive if as-of date − last purchase > hiatus
/// ```
///
/// The managers asked by Wübben and von Wangenheim take customers for inactive after nine months (an
/// airline, an apparel retailer) or six (the music shop CDNOW); the times as commonly reported.
///
/// Source: Wübben, M. and von Wangenheim, F. (2008), "Instant Customer Base Analysis: Managerial
/// Heuristics Often 'Get It Right'", *Journal of Marketing* 72(3): 82–93.
///
/// # Errors
/// [`Error::Overflow`] if that day is beyond the calendar.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::period::{Period, Span};
/// use retention::purchases::lapse::{active_until, has_lapsed};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let half_a_year = Span::new(6, Period::Month)?;
/// assert_eq!(active_until(date(1, 31), half_a_year)?, date(7, 31));
/// assert!(!has_lapsed(date(1, 31), date(7, 31), half_a_year)?);
/// assert!(has_lapsed(date(1, 31), date(8, 1), half_a_year)?);
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "hiatus")]
pub fn active_until(last: NaiveDate, hiatus: Span) -> Result<NaiveDate> {
    hiatus.period().after(last, hiatus.count())
}

/// Returns whether a customer who last bought on `last` is inactive on `as_of` by the hiatus heuristic:
/// later than [`active_until`].
///
/// # Errors
/// [`Error::OutOfRange`] if `as_of` is before `last`.
#[doc(alias = "hiatus")]
pub fn has_lapsed(last: NaiveDate, as_of: NaiveDate, hiatus: Span) -> Result<bool> {
    if as_of < last {
        return Err(Error::out_of_range(
            "as-of date",
            as_of,
            format_args!("not before the last purchase, {last}"),
        ));
    }
    // A day beyond the calendar is later than any as-of date.
    Ok(active_until(last, hiatus).is_ok_and(|until| as_of > until))
}

/// The latency trip wire: flags a customer who has waited longer for the next purchase than other
/// customers took on average for the same step.
///
/// ```text
/// trips if silence > k · mean latency of the step
/// ```
///
/// It trips early rather than late: many of those who do take a step take longer than the mean. Novo's
/// `k` is 1; two or three are common in practice, without a source.
///
/// With the feature `serde` a wire can be serialised and deserialised.
///
/// Source: Novo, J., *Drilling Down*.
///
/// ```
/// use retention::period::Ruler;
/// use retention::purchases::lapse::TripWire;
///
/// // Mean latency of the steps 1 → 2, 2 → 3, and so on.
/// let wire = TripWire::new([90.0, 60.0, 30.0, 60.0, 90.0, 120.0, 150.0], Ruler::Days)?;
/// assert_eq!(wire.trips(3, 31.0)?, Some(true));
/// assert_eq!(wire.trips(3, 30.0)?, Some(false));
/// assert_eq!(wire.trips(8, 400.0)?, None); // nobody made a ninth purchase
/// // Customers speed up to the fourth purchase and slow down from there.
/// assert_eq!(wire.fastest(), Some(4));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawWire"))]
#[doc(alias = "latency")]
pub struct TripWire {
    means: Vec<Option<f64>>,
    factor: f64,
    ruler: Ruler,
    grain: Option<Period>,
}

/// A wire as it is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWire {
    means: Vec<Option<f64>>,
    factor: f64,
    ruler: Ruler,
    grain: Option<Period>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawWire> for TripWire {
    type Error = Error;

    fn try_from(raw: RawWire) -> Result<Self> {
        let wire = Self {
            means: raw.means,
            factor: 1.0,
            ruler: raw.ruler,
            grain: raw.grain,
        };
        for (step, mean) in wire.means.iter().enumerate() {
            // Of a population a mean may be 0, with a grain coarser than the ruler.
            let checked = mean.map_or(Ok(0.0), |mean| non_negative("mean latency", mean));
            checked.map_err(|error| error.at_place(Place::Step(step.into())))?;
        }
        wire.with_factor(raw.factor)
    }
}

impl TripWire {
    /// Creates a wire from the mean latency of each step, beginning with the step to the second
    /// purchase.
    ///
    /// # Errors
    /// [`Error::Empty`] without a step; [`Error::NotFinite`] and [`Error::OutOfRange`], with the
    /// step, for a mean that is not a positive number.
    pub fn new(means: impl IntoIterator<Item = f64>, ruler: Ruler) -> Result<Self> {
        let mut steps = Vec::new();
        for (step, mean) in means.into_iter().enumerate() {
            let at_step = |error: Error| error.at_place(Place::Step(step.into()));
            let mean = finite("mean latency", mean).map_err(at_step)?;
            if mean <= 0.0 {
                let error = Error::out_of_range("mean latency", mean, "more than 0");
                return Err(at_step(error));
            }
            steps.push(Some(mean));
        }
        if steps.is_empty() {
            return Err(Error::empty("mean latency"));
        }
        Ok(Self {
            means: steps,
            factor: 1.0,
            ruler,
            grain: None,
        })
    }

    /// Creates a wire from the latencies of a population, in their unit.
    #[must_use]
    pub fn of(latency: &Latency) -> Self {
        Self {
            means: latency.steps().iter().map(|step| step.mean).collect(),
            factor: 1.0,
            ruler: latency.ruler(),
            grain: Some(latency.grain()),
        }
    }

    /// Sets the multiple of the mean at which it trips. Default: 1.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a factor that is not a positive number.
    pub fn with_factor(mut self, factor: f64) -> Result<Self> {
        let factor = finite("factor", factor)?;
        if factor <= 0.0 {
            return Err(Error::out_of_range("factor", factor, "more than 0"));
        }
        self.factor = factor;
        Ok(self)
    }

    /// Returns the multiple of the mean at which it trips.
    #[must_use]
    pub const fn factor(&self) -> f64 {
        self.factor
    }

    /// Returns the unit of its times.
    #[must_use]
    pub const fn ruler(&self) -> Ruler {
        self.ruler
    }

    /// Returns the grain of the population that the wire was made from; `None` if it was made from
    /// given means.
    #[must_use]
    pub const fn grain(&self) -> Option<Period> {
        self.grain
    }

    /// Returns the silence after which it trips for a customer with this many purchases; `None` if
    /// nobody took that step, or if the factor takes the silence beyond all numbers.
    #[must_use]
    pub fn threshold(&self, purchases: u32) -> Option<f64> {
        let step = usize::try_from(purchases).ok()?.checked_sub(1)?;
        let threshold = (*self.means.get(step)?)? * self.factor;
        threshold.is_finite().then_some(threshold)
    }

    /// Returns whether a silence since the last of `purchases` purchases trips it; `None` if nobody took
    /// the step, so that nothing is known.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a silence that is not 0 or more.
    pub fn trips(&self, purchases: u32, silence: f64) -> Result<Option<bool>> {
        let silence = non_negative("silence", silence)?;
        Ok(self
            .threshold(purchases)
            .map(|threshold| silence > threshold))
    }

    /// Returns the number of the purchase that is reached fastest: the one whose step has the shortest
    /// mean latency, the earliest if several are equal. `None` if no step was taken.
    #[must_use]
    pub fn fastest(&self) -> Option<u32> {
        let steps = (2_u32..).zip(&self.means);
        let taken = steps.filter_map(|(purchase, mean)| Some((purchase, (*mean)?)));
        taken
            .min_by(|(_, a), (_, b)| a.total_cmp(b))
            .map(|(purchase, _)| purchase)
    }
}
