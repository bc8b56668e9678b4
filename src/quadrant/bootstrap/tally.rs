//! What the resamples say.

use super::Resampled;
use super::plan::Figures;
use crate::estimate::{Confidence, Interval, Proportion};
use crate::quadrant::placing::Placing;
use crate::quadrant::{Analysis, Placed, Quadrant};

/// What the resamples say so far.
pub(super) struct Tally {
    attributes: Vec<Count>,
    pub(super) undefined: u32,
}

/// What they say of one attribute.
#[derive(Clone)]
struct Count {
    /// How often the model placed it in each quadrant.
    places: [(Quadrant, u64); 4],
    importance: Vec<f64>,
    satisfaction: Vec<f64>,
}

impl Tally {
    pub(super) fn new(analysis: &Analysis, draws: u32) -> Self {
        let count = Count {
            places: [
                (Quadrant::ConcentrateHere, 0),
                (Quadrant::KeepUp, 0),
                (Quadrant::LowPriority, 0),
                (Quadrant::PossibleOverkill, 0),
            ],
            importance: Vec::with_capacity(draws as usize),
            satisfaction: Vec::with_capacity(draws as usize),
        };
        Self {
            attributes: vec![count; analysis.attributes.len()],
            undefined: 0,
        }
    }

    pub(super) fn add(&mut self, analysis: &Analysis, figures: Figures) {
        let Some((importance, satisfaction)) = figures else {
            self.undefined += 1;
            return;
        };
        let placing = Placing::new(
            &importance,
            &satisfaction,
            analysis.scales,
            analysis.options,
        );
        let figures = importance.into_iter().zip(satisfaction);
        for (count, (importance, satisfaction)) in self.attributes.iter_mut().zip(figures) {
            let verdict = placing.verdict(importance, satisfaction);
            for (quadrant, times) in &mut count.places {
                *times += u64::from(verdict == Some(*quadrant));
            }
            count.importance.push(importance);
            count.satisfaction.push(satisfaction);
        }
    }
}

impl Tally {
    /// The attributes, in the order of the analysis.
    pub(super) fn finish(self, analysis: &Analysis, confidence: Confidence) -> Vec<Resampled> {
        let attributes = self.attributes.into_iter().zip(&analysis.attributes);
        attributes
            .map(|(count, placed)| count.finish(placed, confidence))
            .collect()
    }
}

impl Count {
    fn finish(self, placed: &Placed, confidence: Confidence) -> Resampled {
        let all = self.importance.len() as u64;
        let share = |times: u64| Proportion::of_parts(times, all.saturating_sub(times));
        let times = |verdict: Option<Quadrant>| {
            let places = self.places.iter();
            let there = |(quadrant, _): &&(Quadrant, u64)| verdict.is_none_or(|v| v == *quadrant);
            places.filter(there).map(|(_, times)| times).sum::<u64>()
        };
        let same = match placed.verdict {
            Some(_) => times(placed.verdict),
            // Where the model said nothing.
            None => all.saturating_sub(times(None)),
        };
        Resampled {
            name: placed.name.clone(),
            verdict: placed.verdict,
            same: share(same),
            concentrate_here: share(times(Some(Quadrant::ConcentrateHere))),
            keep_up: share(times(Some(Quadrant::KeepUp))),
            low_priority: share(times(Some(Quadrant::LowPriority))),
            possible_overkill: share(times(Some(Quadrant::PossibleOverkill))),
            importance: percentiles(self.importance, confidence),
            satisfaction: percentiles(self.satisfaction, confidence),
        }
    }
}

/// The interval that leaves out as many values on each side as the level asks for, between the
/// nearest two where that is not a whole number; `None` without values.
pub(super) fn percentiles(mut values: Vec<f64>, confidence: Confidence) -> Option<Interval> {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let quantile = |share: f64| {
        let at = share * last as f64;
        let below = *values.get(at.floor() as usize)?;
        let above = *values.get(at.ceil() as usize)?;
        Some(below + at.fract() * (above - below))
    };
    let tail = 0.5 * (1.0 - confidence.level());
    let (lower, upper) = (quantile(tail)?, quantile(1.0 - tail)?);
    Some(Interval::between(lower, upper, confidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_between_the_nearest_values() {
        let confidence = Confidence::new(0.5).unwrap();
        let interval = percentiles(vec![4.0, 1.0, 2.0, 3.0], confidence).unwrap();
        assert_eq!((interval.lower(), interval.upper()), (1.75, 3.25));
        let one = percentiles(vec![4.0], confidence).unwrap();
        assert_eq!((one.lower(), one.upper()), (4.0, 4.0));
        assert_eq!(percentiles(Vec::new(), confidence), None);
    }
}
