use super::times::Times;
use super::{Builder, Spell, Transform};
use crate::accumulate::Accumulator;
use crate::error::inner_fraction;
use crate::estimate::{Confidence, Estimate, Interval};
use crate::numeric::ROUNDING;
use crate::{Error, Result};

/// The Kaplan–Meier curve: the share of customers who are still here, by tenure.
///
/// ```text
/// S(t) = Π over tenures u ≤ t of (1 − ended at u / at risk at u)
/// standard error (Greenwood) = S(t) · √Σ ended / (at risk · (at risk − ended))
/// H(t) = Σ ended / at risk                       cumulative hazard (Nelson–Aalen)
/// variance of H = Σ ended / at risk²
/// ```
///
/// The curve ends at [`until`](Self::until), where nobody is at risk any more. Customers whom the data
/// hold only at longer tenures are [`not_followed`](Self::not_followed). If all were already customers
/// when observation began, the curve begins at [`from`](Self::from), the shortest tenure of any of
/// them: it is the share of those who had reached that tenure.
///
/// ```
/// use retention::survival::{Spell, Survival};
///
/// let curve = Survival::of([Spell::ended(1), Spell::ended(3), Spell::ongoing(3), Spell::ongoing(5)])?;
/// let after_3 = curve.points[1];
/// assert_eq!((after_3.time, after_3.at_risk, after_3.ended), (3, 3.0, 1.0));
/// assert!((after_3.survival - 0.75 * 2.0 / 3.0).abs() < 1e-12);
/// assert_eq!((curve.customers, curve.ended, curve.until), (4, 2.0, Some(5)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "Kaplan-Meier")]
pub struct Survival {
    /// The tenures at which customers left, in order.
    pub points: Vec<Point>,
    /// How many customers the data hold, without weights.
    pub customers: u64,
    /// The weight of those who left while the curve was followed.
    pub ended: f64,
    /// The tenure from which anyone is at risk: 0 if any customer was observed from the beginning.
    /// `None` for the curve of nobody.
    pub from: Option<u32>,
    /// The longest tenure to which the curve can be told. `None` for the curve of nobody.
    pub until: Option<u32>,
    /// The weight of customers who came under observation after the curve had ended.
    pub not_followed: f64,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) times: Times,
}

/// A tenure at which customers left: a step of a [`Survival`] curve.
///
/// It is written flat, as the `csv` crate takes a row, with the cumulative hazard and its standard error
/// as `cumulative_hazard` and `cumulative_hazard_error`.
///
/// See the [example](crate::survival::Survival).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(into = "PointRow"))]
#[non_exhaustive]
pub struct Point {
    /// The tenure.
    pub time: u32,
    /// The weight of customers observed at this tenure who had not left before.
    pub at_risk: f64,
    /// The weight of those who left at it.
    pub ended: f64,
    /// The share still here after it.
    pub survival: f64,
    /// The standard error of that share, by Greenwood's formula; `None` where nobody is left.
    pub standard_error: Option<f64>,
    /// The cumulative hazard with its standard error, by Nelson and Aalen.
    pub cumulative_hazard: Estimate,
}

/// How a [`Point`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct PointRow {
    time: u32,
    at_risk: f64,
    ended: f64,
    survival: f64,
    standard_error: Option<f64>,
    cumulative_hazard: f64,
    cumulative_hazard_error: f64,
}

#[cfg(feature = "serde")]
impl From<Point> for PointRow {
    fn from(point: Point) -> Self {
        Self {
            time: point.time,
            at_risk: point.at_risk,
            ended: point.ended,
            survival: point.survival,
            standard_error: point.standard_error,
            cumulative_hazard: point.cumulative_hazard.value(),
            cumulative_hazard_error: point.cumulative_hazard.standard_error(),
        }
    }
}

impl Point {
    /// The relative standard error of the share.
    pub(super) fn relative_error(&self) -> f64 {
        self.standard_error
            .map_or(f64::INFINITY, |error| error / self.survival)
    }
}

impl Survival {
    /// Computes the curve of these spells.
    ///
    /// # Errors
    /// [`Error::Overflow`] for more rows than a count holds.
    pub fn of(spells: impl IntoIterator<Item = Spell>) -> Result<Self> {
        let mut builder = Builder::new();
        builder.extend(spells)?;
        builder.finish()
    }

    pub(super) fn new(customers: u64, times: Times) -> Self {
        let mut curve = Self {
            points: Vec::new(),
            customers,
            ended: 0.0,
            from: (times.started > 0.0).then_some(0),
            until: (times.started > 0.0).then_some(0),
            not_followed: 0.0,
            times: Times::default(),
        };
        let mut steps = Steps::default();
        let mut over = false;
        for (time, at_risk, at) in times.at_risk() {
            let gone = curve.from.is_some() && at_risk <= 0.0;
            over |= gone && at.entered > 0.0;
            if over {
                curve.not_followed += at.entered;
                continue;
            }
            if curve.from.is_none() && at.entered > 0.0 {
                curve.from = Some(time);
            }
            if at_risk > 0.0 {
                curve.until = Some(time);
            }
            if at.ended > 0.0 {
                curve.ended += at.ended;
                curve.points.extend(steps.step(time, at_risk, at.ended));
            }
        }
        curve.times = times;
        curve
    }

    /// The last step at or before a tenure.
    fn point_at(&self, time: u32) -> Option<&Point> {
        let passed = self.points.partition_point(|point| point.time <= time);
        self.points.get(passed.checked_sub(1)?)
    }

    /// Whether the curve can be told at a tenure.
    pub(super) fn reaches(&self, time: u32) -> bool {
        let begun = self.from.is_some_and(|from| from <= time);
        let followed = self.until.is_some_and(|until| time <= until);
        let all_gone = self.points.last().is_some_and(|last| last.survival <= 0.0);
        begun && (followed || all_gone && self.not_followed == 0.0)
    }

    /// Returns the share of customers who are still here after a tenure; `None` before the curve begins
    /// and after it ends.
    #[must_use]
    pub fn at(&self, time: u32) -> Option<f64> {
        let share = self.point_at(time).map_or(1.0, |point| point.survival);
        self.reaches(time).then_some(share)
    }

    /// Returns the interval of the share of customers who are still here after a tenure. `None` where
    /// [`at`](Self::at) is, where nobody has left yet, and where nobody is left: there is no error to go
    /// by.
    ///
    /// ```
    /// use retention::estimate::Confidence;
    /// use retention::survival::{Spell, Survival, Transform};
    ///
    /// let left = (1..=10).map(Spell::ended);
    /// let curve = Survival::of(left.chain((5..=14).map(Spell::ongoing)))?;
    /// let [log_log, plain] = [Transform::LogLog, Transform::Plain]
    ///     .map(|transform| curve.interval(8, transform, Confidence::default()).unwrap());
    /// assert_eq!(format!("{log_log:.3}, {plain:.3}"), "0.322 to 0.763, 0.347 to 0.802");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn interval(
        &self,
        time: u32,
        transform: Transform,
        confidence: Confidence,
    ) -> Option<Interval> {
        let point = self.point_at(time).filter(|_| self.reaches(time))?;
        transform.interval(point.survival, point.relative_error(), confidence)
    }

    /// Returns the tenure by which half of the customers have left; `None` if the curve does not fall so
    /// far.
    #[must_use]
    pub fn median(&self) -> Option<u32> {
        self.first(0.5)
    }

    /// The first tenure with a share of at most so much.
    fn first(&self, share: f64) -> Option<u32> {
        let reached = |point: &&Point| point.survival <= share + ROUNDING;
        self.points.iter().find(reached).map(|point| point.time)
    }

    /// Returns the tenure by which a fraction of the customers have left; `None` if the curve does not
    /// fall so far. Where exactly that fraction has left for several tenures, it is the first of them; R's
    /// `survival` takes their middle.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] and [`Error::NotFinite`] for a fraction that is not strictly between 0 and
    /// 1.
    pub fn quantile(&self, fraction: f64) -> Result<Option<u32>> {
        Ok(self.first(1.0 - inner_fraction("fraction", fraction)?))
    }

    /// Returns the lower and the upper end of the interval of a [`quantile`](Self::quantile): the
    /// tenures at which the interval of the share begins and ceases to hold it. An end is `None` where
    /// the data do not reach it.
    ///
    /// Source: Brookmeyer, R. and Crowley, J. (1982), *Biometrics* 38: 29–41.
    ///
    /// # Errors
    /// As [`quantile`](Self::quantile).
    ///
    /// ```
    /// use retention::estimate::Confidence;
    /// use retention::survival::{Spell, Survival, Transform};
    ///
    /// let curve = Survival::of((1..=20).map(Spell::ended))?;
    /// let ends = curve.quantile_interval(0.5, Transform::LogLog, Confidence::default())?;
    /// assert_eq!((curve.median(), ends), (Some(10), (Some(5), Some(15))));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn quantile_interval(
        &self,
        fraction: f64,
        transform: Transform,
        confidence: Confidence,
    ) -> Result<(Option<u32>, Option<u32>)> {
        let share = 1.0 - inner_fraction("fraction", fraction)?;
        let interval =
            |point: &Point| transform.interval(point.survival, point.relative_error(), confidence);
        let first = |below: &dyn Fn(Interval) -> bool| {
            let passed = |point: &&Point| interval(point).map_or(point.survival <= 0.0, below);
            self.points.iter().find(passed).map(|point| point.time)
        };
        let lower = first(&|interval| interval.lower() <= share + ROUNDING);
        let upper = self.points.iter().find(|point| {
            interval(point).is_some_and(|interval| interval.upper() <= share + ROUNDING)
        });
        Ok((lower, upper.map(|point| point.time)))
    }

    /// Returns the mean tenure within the first `until` units: how long a customer stays on average,
    /// counting no more than that.
    ///
    /// ```text
    /// restricted mean = area under S from 0 to until
    /// variance = Σ (area from t to until)² · ended / (at risk · (at risk − ended))
    /// ```
    ///
    /// The mean tenure itself cannot be told while customers remain. Two groups compare by
    /// [`Estimate::minus`].
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the curve does not reach from 0 to `until`, or for 0.
    ///
    /// ```
    /// use retention::survival::{Spell, Survival};
    ///
    /// let [monthly, yearly] = [[2, 3, 5], [4, 8, 12]].map(|times| {
    ///     Survival::of(times.map(Spell::ended).into_iter().chain([Spell::ongoing(12)]))
    /// });
    /// let (monthly, yearly) = (monthly?.restricted_mean(12)?, yearly?.restricted_mean(12)?);
    /// assert_eq!((monthly.value(), yearly.value()), (5.5, 9.0));
    /// assert!(yearly.minus(&monthly)?.test(0.0)?.unwrap().p_value > 0.05); // of four customers each
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "RMST")]
    pub fn restricted_mean(&self, until: u32) -> Result<Estimate> {
        let whole = self.from == Some(0) && until > 0 && self.reaches(until);
        if !whole {
            let (from, to) = (self.from.unwrap_or(0), self.until.unwrap_or(0));
            let allowed = format_args!("within a curve that begins at 0, here {from} to {to}");
            return Err(Error::out_of_range("until", until, allowed));
        }
        let inside = self.points.partition_point(|point| point.time < until);
        let inside = self.points.get(..inside).unwrap_or_default();
        let (mut area, mut variance, mut end) = (0.0, 0.0, until);
        for point in inside.iter().rev() {
            area += point.survival * f64::from(end - point.time);
            end = point.time;
            if point.at_risk > point.ended {
                let rest = point.at_risk - point.ended;
                variance += area * area * point.ended / point.at_risk / rest;
            }
        }
        Estimate::new(area + f64::from(end), variance.sqrt())
    }

    /// Returns the curve of customers who have stayed for a tenure: the share of them who are still here
    /// later.
    ///
    /// ```text
    /// S(t | stayed for s) = S(t) / S(s)
    /// ```
    ///
    /// `None` if the curve does not reach that tenure, or nobody is left at it. Where everybody at risk left
    /// before and others entered since, the curve itself stays at 0, and this one begins with them.
    ///
    /// ```
    /// use retention::survival::{Spell, Survival};
    ///
    /// let curve = Survival::of([1, 1, 1, 4, 9].map(Spell::ended))?;
    /// assert_eq!(format!("{:.1}", curve.at(4).unwrap()), "0.2");
    /// // Most leave in the first month; of those who stay longer, half stay for four.
    /// assert_eq!(curve.given(1).unwrap().at(4), Some(0.5));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn given(&self, stayed: u32) -> Option<Self> {
        let share = self.at(stayed)?;
        let followed = self.until > Some(stayed);
        let after = self.times.after(stayed);
        if share <= 0.0 && (after.started <= 0.0 || !followed) {
            return None;
        }
        let mut later = Self::new(self.customers, after);
        if !followed {
            // Whoever enters afterwards is at risk where this curve has ended.
            later.points.clear();
            later.not_followed = later.times.entered();
            later.ended = 0.0;
            later.until = None;
        }
        Some(Self {
            from: Some(stayed),
            until: later.until.max(Some(stayed)),
            ..later
        })
    }
}

/// What the steps of a curve add up to.
#[derive(Clone, Copy)]
struct Steps {
    survival: f64,
    greenwood: f64,
    hazard: f64,
    variance: f64,
}

impl Default for Steps {
    fn default() -> Self {
        Self {
            survival: 1.0,
            greenwood: 0.0,
            hazard: 0.0,
            variance: 0.0,
        }
    }
}

impl Steps {
    fn step(&mut self, time: u32, at_risk: f64, ended: f64) -> Option<Point> {
        let rest = (at_risk - ended).max(0.0);
        // As one quotient: the end is exactly 0 where all who are left leave.
        self.survival *= rest / at_risk;
        self.greenwood += ended / at_risk / rest;
        self.hazard += ended / at_risk;
        self.variance += ended / at_risk / at_risk;
        let standard_error = self.survival * self.greenwood.sqrt();
        Some(Point {
            time,
            at_risk,
            ended,
            survival: self.survival,
            standard_error: standard_error.is_finite().then_some(standard_error),
            cumulative_hazard: Estimate::new(self.hazard, self.variance.sqrt()).ok()?,
        })
    }
}
