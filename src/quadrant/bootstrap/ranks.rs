//! Spearman's correlation in a resample, without sorting it: ranks follow from how much weight lies
//! at each pair of answers that anyone gave.

use std::collections::BTreeMap;

/// One attribute's and the overall answers of those who gave both.
#[derive(Debug)]
pub(super) struct Ranked {
    /// The cell of each respondent; `None` without both answers.
    rows: Vec<Option<u32>>,
    /// The two answers of each cell, as positions among those that anyone gave, in order.
    cells: Vec<(usize, usize)>,
    /// How many different answers there are of each.
    levels: (usize, usize),
}

impl Ranked {
    pub(super) fn new(
        attribute: impl Iterator<Item = Option<f64>>,
        overall: impl Iterator<Item = Option<f64>>,
    ) -> Self {
        let both: Vec<Option<(f64, f64)>> = attribute
            .zip(overall)
            .map(|(attribute, overall)| attribute.zip(overall))
            .collect();
        let levels = |of: fn(&(f64, f64)) -> f64| {
            let mut levels: Vec<f64> = both.iter().flatten().map(of).collect();
            levels.sort_unstable_by(f64::total_cmp);
            levels.dedup_by(|a, b| a == b);
            levels
        };
        let (first, second) = (levels(|pair| pair.0), levels(|pair| pair.1));
        let mut known = BTreeMap::new();
        let mut cells = Vec::new();
        let rows = both
            .into_iter()
            .map(|pair| {
                let (attribute, overall) = pair?;
                let cell = (
                    first.partition_point(|&level| level < attribute),
                    second.partition_point(|&level| level < overall),
                );
                let next = cells.len() as u32;
                Some(*known.entry(cell).or_insert_with(|| {
                    cells.push(cell);
                    next
                }))
            })
            .collect();
        Self {
            rows,
            cells,
            levels: (first.len(), second.len()),
        }
    }

    /// The correlation, each respondent counted so much; `None` where either does not vary.
    pub(super) fn correlation(&self, weights: &[f64]) -> Option<f64> {
        let mut cells = vec![0.0; self.cells.len()];
        for (cell, weight) in self.rows.iter().zip(weights) {
            if let Some(sum) = cell.and_then(|cell| cells.get_mut(cell as usize)) {
                *sum += weight;
            }
        }
        let (mut first, mut second) = (vec![0.0; self.levels.0], vec![0.0; self.levels.1]);
        for (&(a, b), weight) in self.cells.iter().zip(&cells) {
            if let (Some(a), Some(b)) = (first.get_mut(a), second.get_mut(b)) {
                *a += weight;
                *b += weight;
            }
        }
        let (first_ranks, xx) = ranks(&first)?;
        let (second_ranks, yy) = ranks(&second)?;
        let mut xy = 0.0;
        for (&(a, b), weight) in self.cells.iter().zip(&cells) {
            if let (Some(a), Some(b)) = (first_ranks.get(a), second_ranks.get(b)) {
                xy += weight * a * b;
            }
        }
        Some((xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0))
    }
}

/// The rank of each level less the mean of all ranks, and the sum of their squares, from the weight
/// at each level; `None` where all of it lies at one.
fn ranks(levels: &[f64]) -> Option<(Vec<f64>, f64)> {
    if levels.iter().filter(|&&weight| weight > 0.0).count() < 2 {
        return None;
    }
    // The mean rank is half the weight.
    let half = 0.5 * levels.iter().sum::<f64>();
    let (mut below, mut squares) = (0.0, 0.0);
    let ranks = levels
        .iter()
        .map(|weight| {
            let rank = below + 0.5 * weight - half;
            below += weight;
            squares += weight * rank * rank;
            rank
        })
        .collect();
    Some((ranks, squares))
}
