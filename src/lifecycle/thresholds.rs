use super::JudgedBy;
use crate::Result;
use crate::purchases::{ReturnCurve, ReturnMeasure};

/// The thresholds that a customer's silence is compared with, in days. See the example of
/// [`Classified`](super::Classified).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Thresholds {
    /// What the silence is judged by.
    pub by: JudgedBy,
    /// A longer silence is a decline; `None` if no silence would be.
    pub decline: Option<f64>,
    /// A longer silence is the end; `None` if no silence would be. Not below `decline`.
    pub lapse: Option<f64>,
    /// The measure of the [return curve](ReturnCurve) that a decline is judged by; `None` if it is not
    /// judged by a curve.
    pub decline_measure: Option<ReturnMeasure>,
    /// The measure that the end is judged by. Both measures can be
    /// [`ShareOfReturners`](ReturnMeasure::ShareOfReturners) although the rules ask for the chance of
    /// return: see [`Rules::one_time_buyers`](super::Rules::one_time_buyers).
    pub lapse_measure: Option<ReturnMeasure>,
}

impl Thresholds {
    /// Creates thresholds that are not made by a return curve.
    #[inline]
    pub(super) const fn new(by: JudgedBy, decline: Option<f64>, lapse: Option<f64>) -> Self {
        Self {
            by,
            decline,
            lapse,
            decline_measure: None,
            lapse_measure: None,
        }
    }

    /// Computes the thresholds of one-time buyers at these false-alarm rates.
    pub(super) fn of_curve(
        curve: &ReturnCurve,
        asked: ReturnMeasure,
        decline: f64,
        lapse: f64,
    ) -> Result<Self> {
        // Silence counts from the day on at which the measure is low: it is longer than the day
        // before.
        let after = |alpha| -> Result<(Option<f64>, ReturnMeasure)> {
            let measure = if curve.is_low(0, alpha, asked)? {
                ReturnMeasure::ShareOfReturners
            } else {
                asked
            };
            let day = curve.silence_for(alpha, measure)?;
            Ok((day.map(|day| f64::from(day) - 1.0), measure))
        };
        let ((decline, decline_measure), (lapse, lapse_measure)) = (after(decline)?, after(lapse)?);
        // Two measures need not agree on the order. The end is by the one that was asked for then,
        // and a decline is no later than it.
        let decline = match (decline, lapse) {
            (Some(decline), Some(lapse)) => Some(decline.min(lapse)),
            _ => decline,
        };
        Ok(Self {
            by: JudgedBy::Population,
            decline,
            lapse,
            decline_measure: Some(decline_measure),
            lapse_measure: Some(lapse_measure),
        })
    }
}
