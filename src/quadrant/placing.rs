//! The lines, and which side of them a rating is on.

use std::cmp::Ordering;

use crate::numeric::median::median_of_sorted;

use super::quadrants::Level;
use super::{Crosshair, OnLine, Options, Placement, Priority, Quadrant, RatingScales};

/// Ratings nearer to each other than this share of the largest are equal: means of the same answers
/// in another order differ by less, and different ones by more.
const ROUNDING: f64 = 1e-12;

/// The ratings of all attributes on one axis.
#[derive(Debug, Clone, Copy)]
struct Axis {
    line: f64,
    /// The largest absolute rating, the line among them.
    size: f64,
    /// The standard deviation of the ratings, by their number.
    deviation: f64,
}

impl Axis {
    /// Of at least one rating.
    fn new(ratings: &[f64], line: impl FnOnce(&[f64]) -> f64) -> Self {
        // In order, so that sums are the same whatever the order of the attributes.
        let mut sorted = ratings.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let line = line(&sorted);
        let size = sorted.iter().fold(line.abs(), |most, x| most.max(x.abs()));
        let mean = mean(&sorted);
        let squares: f64 = sorted.iter().map(|x| (x - mean).powi(2)).sum();
        Self {
            line,
            size,
            deviation: (squares / sorted.len() as f64).sqrt(),
        }
    }

    fn compare(&self, rating: f64) -> Ordering {
        compare(rating, self.line, self.size)
    }

    fn level(&self, rating: f64, on_line: OnLine) -> Level {
        match (self.compare(rating), on_line) {
            (Ordering::Greater, _) | (Ordering::Equal, OnLine::High) => Level::High,
            (Ordering::Less, _) | (Ordering::Equal, OnLine::Low) => Level::Low,
        }
    }

    /// In standard deviations; 0 where there are none.
    fn standardised(&self, difference: f64) -> f64 {
        if self.deviation > ROUNDING * self.size {
            difference / self.deviation
        } else {
            0.0
        }
    }
}

/// Equal where nothing but rounding separates them.
fn compare(left: f64, right: f64, size: f64) -> Ordering {
    if (left - right).abs() <= ROUNDING * size {
        Ordering::Equal
    } else {
        left.total_cmp(&right)
    }
}

/// Counted from the least, so that equal ratings have exactly themselves as their mean.
fn mean(sorted: &[f64]) -> f64 {
    let least = sorted.first().copied().unwrap_or_default();
    let above: f64 = sorted.iter().map(|x| x - least).sum();
    least + above / sorted.len() as f64
}

fn median(sorted: &[f64]) -> f64 {
    median_of_sorted(sorted).unwrap_or_default()
}

/// What places the attributes of one survey, or of one resample of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placing {
    importance: Axis,
    satisfaction: Axis,
    options: Options,
}

impl Placing {
    /// Of at least one attribute, on scales for which the options were checked.
    pub(super) fn new(
        importance: &[f64],
        satisfaction: &[f64],
        scales: RatingScales,
        options: Options,
    ) -> Self {
        let axes = |importance_line: fn(&[f64]) -> f64, satisfaction_line: fn(&[f64]) -> f64| {
            (
                Axis::new(importance, importance_line),
                Axis::new(satisfaction, satisfaction_line),
            )
        };
        let at = |i: f64, s: f64| (Axis::new(importance, |_| i), Axis::new(satisfaction, |_| s));
        let (importance, satisfaction) = match options.crosshair {
            Crosshair::Mean => axes(mean, mean),
            Crosshair::Median => axes(median, median),
            Crosshair::Parity => axes(mean, |_| 1.0),
            Crosshair::ScaleCentre => at(
                scales.importance.map_or(0.0, |scale| scale.centre()),
                scales.satisfaction.centre(),
            ),
            Crosshair::Given {
                importance,
                satisfaction,
            } => at(importance, satisfaction),
        };
        Self {
            importance,
            satisfaction,
            options,
        }
    }

    /// Returns the lines of importance and of satisfaction.
    pub(super) const fn lines(&self) -> (f64, f64) {
        (self.importance.line, self.satisfaction.line)
    }

    /// Returns where the two lines put the attribute.
    pub(super) fn quadrant(&self, importance: f64, satisfaction: f64) -> Quadrant {
        let on_line = self.options.on_line;
        Quadrant::of(
            self.importance.level(importance, on_line),
            self.satisfaction.level(satisfaction, on_line),
        )
    }

    /// Whether importance exceeds satisfaction; only equal scales have a diagonal.
    pub(super) fn is_above_diagonal(&self, importance: f64, satisfaction: f64) -> bool {
        let size = self.importance.size.max(self.satisfaction.size);
        compare(importance, satisfaction, size).is_gt()
    }

    /// Returns where the placement puts the attribute.
    pub(super) fn verdict(&self, importance: f64, satisfaction: f64) -> Option<Quadrant> {
        let lines = || Some(self.quadrant(importance, satisfaction));
        match self.options.placement {
            Placement::Crosshair => lines(),
            _ if self.is_above_diagonal(importance, satisfaction) => {
                Some(Quadrant::ConcentrateHere)
            }
            Placement::Combined => lines(),
            Placement::Diagonal => None,
        }
    }

    pub(super) fn priority(&self, importance: f64, satisfaction: f64) -> f64 {
        let (i, s) = (&self.importance, &self.satisfaction);
        match self.options.priority {
            Priority::Crosshair => {
                i.standardised(importance - i.line) - s.standardised(satisfaction - s.line)
            }
            Priority::Gap => importance - satisfaction,
            Priority::WeightedGap => importance * (importance - satisfaction),
            Priority::Opportunity => importance + (importance - satisfaction).max(0.0),
        }
    }

    /// The largest of the numbers that priorities are differences of, which says how much of them
    /// is rounding.
    fn priority_size(&self) -> f64 {
        let (i, s) = (&self.importance, &self.satisfaction);
        match self.options.priority {
            Priority::Crosshair => i.standardised(i.size) + s.standardised(s.size),
            Priority::Gap => i.size + s.size,
            Priority::WeightedGap => i.size * (i.size + s.size),
            Priority::Opportunity => 2.0 * i.size + s.size,
        }
    }

    /// Ranks from 1 for the largest; those equal but for rounding share the first of theirs.
    pub(super) fn ranks(&self, priorities: &[f64]) -> Vec<usize> {
        let size = self.priority_size();
        let mut order: Vec<(f64, usize)> = priorities.iter().copied().zip(0..).collect();
        order.sort_unstable_by(|(a, _), (b, _)| b.total_cmp(a));
        let mut ranks = vec![0; priorities.len()];
        let mut before = 0;
        for tied in order.chunk_by(|(a, _), (b, _)| compare(*a, *b, size).is_eq()) {
            for &(_, at) in tied {
                if let Some(rank) = ranks.get_mut(at) {
                    *rank = before + 1;
                }
            }
            before += tied.len();
        }
        ranks
    }
}
