use std::ops::Range;

use super::{Answers, Scale};
use crate::threads;

/// So many rows are worked on together: a few columns of them stay in the nearest cache.
const BLOCK: usize = 1024;

/// So many rows go to one thread at a time.
const PART: usize = 64 * BLOCK;

/// Returns the parts of so many rows that threads may share. Sums of floats are merged in their order.
pub(crate) fn parts(rows: usize) -> Vec<Range<usize>> {
    threads::blocks(rows, PART)
}

/// Returns the same parts, each with its share of as many places as there are rows.
pub(super) fn parts_of<T>(places: &mut [T]) -> Vec<(Range<usize>, &mut [T])> {
    let rows = parts(places.len());
    rows.into_iter().zip(places.chunks_mut(PART)).collect()
}

/// Returns the blocks of a part, in order.
pub(crate) fn blocks(part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = part.end;
    part.step_by(BLOCK)
        .map(move |start| start..start.saturating_add(BLOCK).min(end))
}

/// The mean of several items for each respondent of a block, column by column.
#[derive(Debug, Clone, Default)]
pub(crate) struct BlockMeans {
    sums: Vec<f64>,
    /// How many of the items with gaps a respondent answered.
    answered: Vec<f64>,
    /// How many items everyone answered.
    by_all: f64,
    buffer: Vec<f64>,
}

impl BlockMeans {
    /// Forgets what was added, for a block of so many respondents.
    pub(crate) fn clear(&mut self, rows: usize) {
        for places in [&mut self.sums, &mut self.answered] {
            places.clear();
            places.resize(rows, 0.0);
        }
        self.by_all = 0.0;
    }

    /// Adds an item: the answers of the respondents in these rows, as many as the block has.
    pub(crate) fn add(&mut self, item: &Answers<'_>, rows: Range<usize>) {
        let values = item.values(rows, &mut self.buffer);
        if item.missing() == 0 {
            self.by_all += 1.0;
            for (sum, value) in self.sums.iter_mut().zip(values) {
                *sum += value;
            }
            return;
        }
        let places = self.sums.iter_mut().zip(&mut self.answered);
        for ((sum, answered), &value) in places.zip(values) {
            let is_given = !value.is_nan();
            *sum += if is_given { value } else { 0.0 };
            *answered += if is_given { 1.0 } else { 0.0 };
        }
    }

    /// Writes the mean of the items answered, kept within the scale; NaN where they are fewer than
    /// `least`, or none.
    pub(crate) fn write(&self, least: usize, scale: Scale, means: &mut [f64]) {
        let least = least.max(1) as f64;
        let places = means.iter_mut().zip(&self.sums).zip(&self.answered);
        for ((mean, sum), answered) in places {
            let answered = answered + self.by_all;
            let within = scale.clamp(sum / answered);
            *mean = if answered >= least { within } else { f64::NAN };
        }
    }
}
