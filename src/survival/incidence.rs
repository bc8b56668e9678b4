use super::{IncidenceBuilder, Spell, Survival, Transform};
use crate::Result;
use crate::accumulate::Accumulator;
use crate::estimate::{Confidence, Interval};

/// The share of customers who have left for each reason, by tenure, where reasons compete: who leaves
/// for one can no longer leave for another.
///
/// ```text
/// incidence of a reason at t = Σ over tenures u ≤ t of S(u−) · ended for it at u / at risk at u
/// S = share still here, of all reasons together (Kaplan–Meier)
/// ```
///
/// The incidences of all reasons and the share still here add up to 1. A survival curve for one reason
/// that takes those who left for another as ongoing is no substitute: it answers how many would leave if
/// nobody left for another reason, and one minus it is too high. In the example below 25 % have left
/// for the price after six months; one minus such a curve says 36 %.
///
/// Its standard errors are those of the delta method. With a single reason they are Greenwood's. Other
/// software has others: R's `cmprsk` those of Aalen, which are mostly larger with few customers, and `survival`
/// those of the jackknife.
///
/// ```text
/// F = incidence, s = S(u−), d = ended for any reason, k = ended for this one, n = at risk
/// variance at t = Σ (F(t) − F(u))² d / (n (n − d)) + Σ s² k (n − k) / n³ − 2 Σ (F(t) − F(u)) s k / n²
/// ```
///
/// Sources: Aalen, O. O. and Johansen, S. (1978), *Scandinavian Journal of Statistics* 5: 141–150;
/// Dinse, G. E. and Larson, M. G. (1986), *Biometrika* 73: 379–386 (standard errors).
///
/// ```
/// use retention::survival::{CumulativeIncidence, Spell, Survival};
///
/// // Months: two left for the price, three for the service, three are still here.
/// let rows = [
///     (Spell::ended(1), Some("service")), (Spell::ended(2), Some("price")),
///     (Spell::ended(3), Some("service")), (Spell::ended(5), Some("service")),
///     (Spell::ended(6), Some("price")), (Spell::ongoing(6), None),
///     (Spell::ongoing(9), None), (Spell::ongoing(9), None),
/// ];
/// let leaving = CumulativeIncidence::of(rows)?;
/// let [price, service] = ["price", "service"].map(|reason| leaving.at(&reason, 6).unwrap());
/// assert_eq!((price, service), (0.25, 0.375));
/// assert_eq!(leaving.survival.at(6), Some(0.375));
///
/// // As if those who left for the service were still here.
/// let only_price = rows.map(|(spell, reason)| match reason {
///     Some("service") => Spell::ongoing(spell.time()),
///     _ => spell,
/// });
/// assert_eq!(format!("{:.2}", 1.0 - Survival::of(only_price)?.at(6).unwrap()), "0.36");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "Aalen-Johansen")]
#[doc(alias = "competing risks")]
#[doc(alias = "CIF")]
pub struct CumulativeIncidence<R> {
    /// The reasons for which anybody left, in order.
    pub reasons: Vec<Incidence<R>>,
    /// The curve of those who leave for any reason.
    pub survival: Survival,
}

/// A tenure at which customers left for a reason, with the reason: a row of a table of all reasons.
///
/// See the [example](crate::survival::CumulativeIncidence::rows).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct IncidenceRow<R> {
    /// The reason.
    pub reason: R,
    /// The tenure.
    pub time: u32,
    /// The weight of those who left for this reason at it.
    pub ended: f64,
    /// The share of all who have left for it up to this tenure.
    pub incidence: f64,
    /// The standard error of that share.
    pub standard_error: f64,
}

/// The share of customers who have left for one reason.
///
/// See the [example](crate::survival::CumulativeIncidence).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Incidence<R> {
    /// The reason.
    pub reason: R,
    /// The weight of those who left for it while the curve was followed.
    pub ended: f64,
    /// The tenures at which somebody left for it, in order.
    pub points: Vec<IncidencePoint>,
}

/// A tenure at which customers left for a reason.
///
/// See the [example](crate::survival::CumulativeIncidence).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct IncidencePoint {
    /// The tenure.
    pub time: u32,
    /// The weight of those who left for this reason at it.
    pub ended: f64,
    /// The share of all who have left for it up to this tenure.
    pub incidence: f64,
    /// The standard error of that share.
    pub standard_error: f64,
}

impl<R: Ord> CumulativeIncidence<R> {
    /// Computes the incidences of these spells. Each that has ended comes with its reason, and no other
    /// has one.
    ///
    /// # Errors
    /// What [`IncidenceBuilder`] refuses.
    pub fn of(spells: impl IntoIterator<Item = (Spell, Option<R>)>) -> Result<Self> {
        let mut builder = IncidenceBuilder::new();
        builder.extend(spells)?;
        builder.finish()
    }

    /// Computes the incidence of each reason from who left for it at each tenure.
    pub(super) fn new(
        survival: Survival,
        reasons: impl Iterator<Item = (R, impl Fn(u32) -> f64)>,
    ) -> Self {
        let reasons = reasons
            .map(|(reason, ended_at)| {
                let points = steps(&survival, ended_at);
                Incidence {
                    reason,
                    ended: points.iter().map(|point| point.ended).sum(),
                    points,
                }
            })
            .collect();
        Self { reasons, survival }
    }

    fn point_at(&self, reason: &R, time: u32) -> Option<&IncidencePoint> {
        let own = self
            .reasons
            .binary_search_by(|incidence| incidence.reason.cmp(reason));
        let points = &self.reasons.get(own.ok()?)?.points;
        let passed = points.partition_point(|point| point.time <= time);
        points.get(passed.checked_sub(1)?)
    }

    /// Returns the share of customers who have left for a reason up to a tenure: 0 for a reason for which
    /// nobody left. `None` before the curve begins and after it ends.
    ///
    /// See the [example](crate::survival::CumulativeIncidence).
    #[must_use]
    pub fn at(&self, reason: &R, time: u32) -> Option<f64> {
        let share = self
            .point_at(reason, time)
            .map_or(0.0, |point| point.incidence);
        self.survival.reaches(time).then_some(share)
    }

    /// Iterates over the tenures at which somebody left, reason by reason and in order, as rows of one table.
    ///
    /// ```
    /// use retention::survival::{CumulativeIncidence, Spell};
    ///
    /// let rows = [
    ///     (Spell::ended(1), Some("service")), (Spell::ended(2), Some("price")),
    ///     (Spell::ended(5), Some("service")), (Spell::ongoing(6), None),
    /// ];
    /// let leaving = CumulativeIncidence::of(rows)?;
    /// let table: Vec<_> = leaving.rows().map(|row| (row.reason, row.time, row.incidence)).collect();
    /// assert_eq!(table, [("price", 2, 0.25), ("service", 1, 0.25), ("service", 5, 0.5)]);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn rows(&self) -> impl Iterator<Item = IncidenceRow<R>>
    where
        R: Clone,
    {
        self.reasons.iter().flat_map(|of| {
            of.points.iter().map(|point| IncidenceRow {
                reason: of.reason.clone(),
                time: point.time,
                ended: point.ended,
                incidence: point.incidence,
                standard_error: point.standard_error,
            })
        })
    }

    /// Returns the interval of the share [`at`](Self::at) a tenure. `None` where that share is, and where nobody
    /// or everybody has left for the reason: there is no error to go by.
    ///
    /// ```
    /// use retention::estimate::Confidence;
    /// use retention::survival::{CumulativeIncidence, Spell, Transform};
    ///
    /// let left = (1..=10).map(|month| (Spell::ended(month), Some(["price", "move"][month as usize % 2])));
    /// let leaving = CumulativeIncidence::of(left.chain((5..=14).map(|month| (Spell::ongoing(month), None))))?;
    /// let interval = leaving.interval(&"price", 8, Transform::LogLog, Confidence::default()).unwrap();
    /// assert_eq!(format!("{:.3}, {interval:.3}", leaving.at(&"price", 8).unwrap()), "0.217, 0.067 to 0.424");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn interval(
        &self,
        reason: &R,
        time: u32,
        transform: Transform,
        confidence: Confidence,
    ) -> Option<Interval> {
        let point = self.point_at(reason, time)?;
        let relative_error = point.standard_error / point.incidence;
        self.survival.reaches(time).then_some(())?;
        transform.interval(point.incidence, relative_error, confidence)
    }
}

/// The steps of one reason, with its sums of [`CumulativeIncidence`]'s variance. Each is kept relative to
/// the incidence so far and moved when that grows, so that no large numbers cancel.
fn steps(survival: &Survival, ended_at: impl Fn(u32) -> f64) -> Vec<IncidencePoint> {
    let mut points = Vec::new();
    let (mut incidence, mut share) = (0.0, 1.0);
    // Σ a, Σ (F − F(u)) a, Σ (F − F(u))² a for a = d / (n (n − d)).
    let (mut greenwood, mut once, mut twice) = (0.0, 0.0, 0.0);
    // Σ b, Σ (F − F(u)) b for b = s k / n², and Σ s² k (n − k) / n³.
    let (mut cross, mut crossed, mut own) = (0.0, 0.0, 0.0);
    for point in &survival.points {
        let (n, d) = (point.at_risk, point.ended);
        let k = ended_at(point.time).min(d);
        if k > 0.0 {
            let step = share * k / n;
            incidence += step;
            twice += step * (2.0 * once + step * greenwood);
            once += step * greenwood;
            crossed += step * cross;
            cross += share * k / n / n;
            own += share * share * k / n * ((n - k) / n) / n;
            let variance: f64 = twice + own - 2.0 * crossed;
            points.push(IncidencePoint {
                time: point.time,
                ended: k,
                incidence,
                standard_error: variance.max(0.0).sqrt(),
            });
        }
        // Where all leave nothing follows.
        if n > d {
            greenwood += d / n / (n - d);
        }
        share = point.survival;
    }
    points
}
