//! Rows as intervals of numbered ends, sorted once.

use std::ops::Range;

use super::Covariates;
use super::numbers::Numbers;

/// Rows are added up in parts of at least so many, so that the sums are the same on any number of
/// threads.
const BLOCK: usize = 4096;

/// The rows that are at risk at some end.
#[derive(Debug)]
pub(super) struct Table {
    /// How many covariates there are.
    pub(super) width: usize,
    /// The covariates as z-scores, row by row.
    pub(super) scores: Vec<f64>,
    /// In the order of the last end they see; those who left at it come before the others.
    pub(super) rows: Vec<AtRisk>,
    /// The rows that are not there at the first end of their stratum, in the order of the first end they
    /// see.
    pub(super) entered: Vec<u32>,
    /// By stratum and tenure.
    pub(super) ends: Vec<End>,
    /// Parts of the rows, at whose edges the last end changes.
    pub(super) blocks: Vec<Range<usize>>,
    /// What z-scores were made with.
    pub(super) scales: Vec<Scale>,
    /// What all weights were divided by.
    pub(super) largest: f64,
}

/// A row that is at risk at the ends numbered from `from` up to but not including `until`.
#[derive(Debug, Clone, Copy)]
pub(super) struct AtRisk {
    /// As a share of the largest.
    pub(super) weight: f64,
    pub(super) from: u32,
    pub(super) until: u32,
    /// The row of the input.
    pub(super) origin: u32,
    /// Whether it left, at the last end it sees.
    pub(super) ended: bool,
}

/// A tenure of a stratum at which customers left.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct End {
    pub(super) stratum: u32,
    pub(super) time: u32,
    /// How many rows left.
    pub(super) tied: u32,
    /// Their weight.
    pub(super) weight: f64,
    /// Whether the next end is of the same stratum and somebody is at risk at both.
    pub(super) shared: bool,
}

/// How a covariate became z-scores: the mean and the standard deviation, the latter in parts of `unit`,
/// so that neither overflows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) mean: f64,
    pub(super) deviation: f64,
    pub(super) unit: f64,
}

impl Table {
    /// Sorts the rows. Without an end it has none.
    pub(super) fn new(of: &Covariates<'_>) -> Self {
        let all = of.weights.map_or(1.0, |weights| {
            weights
                .as_slice()
                .iter()
                .fold(0.0_f64, |most, &w| most.max(w))
        });
        let weight = |row: usize| of.weight(row) / all;
        let ended = of.spells.iter().enumerate().filter(|(row, spell)| {
            let counts = of.weight(*row) > 0.0;
            counts && spell.has_ended()
        });
        let numbers = Numbers::new(ended.map(|(row, spell)| (of.stratum(row), spell.time())));
        let mut ends = numbers.ends();
        let mut rows = Vec::with_capacity(of.spells.len());
        for (row, spell) in of.spells.iter().enumerate() {
            let (stratum, weight) = (of.stratum(row), weight(row));
            let until = numbers.passed(stratum, spell.time());
            let from = match spell.entry() {
                Some(entry) => numbers.passed(stratum, entry),
                None => numbers.before(stratum),
            };
            if weight > 0.0 && from < until {
                rows.push(AtRisk {
                    weight,
                    from,
                    until,
                    origin: row as u32,
                    ended: spell.has_ended(),
                });
            }
        }
        let rows = by_last_end(&rows, ends.len());
        for row in rows.iter().filter(|row| row.ended) {
            if let Some(end) = ends.get_mut((row.until - 1) as usize) {
                end.tied += 1;
                end.weight += row.weight;
            }
        }
        share(&rows, &mut ends);
        let (scales, scores) = standardise(of, &rows, all);
        Self {
            width: of.columns.len(),
            scores,
            entered: entered(&rows, &ends),
            blocks: blocks(&rows),
            rows,
            ends,
            scales,
            largest: all,
        }
    }

    /// The rows of each block with their z-scores.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        self.blocks.iter().map(|block| Part {
            start: block.start,
            rows: self.rows.get(block.clone()).unwrap_or_default(),
            scores: self
                .scores
                .get(block.start * self.width..block.end * self.width)
                .unwrap_or_default(),
            width: self.width,
        })
    }

    /// The z-scores of a row.
    pub(super) fn scores_of(&self, row: usize) -> &[f64] {
        let range = row * self.width..(row + 1) * self.width;
        self.scores.get(range).unwrap_or_default()
    }
}

/// Some rows, next to each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'t> {
    pub(super) start: usize,
    pub(super) rows: &'t [AtRisk],
    pub(super) scores: &'t [f64],
    pub(super) width: usize,
}

impl<'t> Part<'t> {
    pub(super) fn iter(self) -> impl Iterator<Item = (&'t AtRisk, &'t [f64])> {
        self.rows.iter().zip(self.scores.chunks_exact(self.width))
    }
}

/// Sorts rows by the last end that they see, by counting. Of those who see the same one, those who left at it
/// come first, so that a processor can foretell who did; otherwise rows keep their order.
fn by_last_end(rows: &[AtRisk], ends: usize) -> Vec<AtRisk> {
    let key = |row: &AtRisk| 2 * row.until as usize + usize::from(!row.ended);
    let mut places = vec![0_u32; 2 * ends + 3];
    for row in rows {
        if let Some(count) = places.get_mut(key(row) + 1) {
            *count += 1;
        }
    }
    let mut passed = 0;
    for place in &mut places {
        passed += *place;
        *place = passed;
    }
    let mut sorted = rows.to_vec();
    for row in rows {
        let Some(place) = places.get_mut(key(row)) else {
            continue;
        };
        if let Some(cell) = sorted.get_mut(*place as usize) {
            *cell = *row;
        }
        *place += 1;
    }
    sorted
}

/// Marks the ends that share somebody at risk with the next one.
fn share(rows: &[AtRisk], ends: &mut [End]) {
    let mut more = vec![0_i64; ends.len() + 1];
    for row in rows.iter().filter(|row| row.from + 1 < row.until) {
        for (at, change) in [(row.from, 1), (row.until - 1, -1)] {
            if let Some(cell) = more.get_mut(at as usize) {
                *cell += change;
            }
        }
    }
    let mut both = 0;
    for (end, change) in ends.iter_mut().zip(more) {
        both += change;
        end.shared = both > 0;
    }
}

fn entered(rows: &[AtRisk], ends: &[End]) -> Vec<u32> {
    let stratum = |at: u32| ends.get(at as usize).map(|end| end.stratum);
    let late = |row: &AtRisk| {
        row.from
            .checked_sub(1)
            .is_some_and(|before| stratum(before) == stratum(row.from))
    };
    let mut entered: Vec<(u32, u32)> = rows
        .iter()
        .zip(0_u32..)
        .filter(|(row, _)| late(row))
        .map(|(row, at)| (row.from, at))
        .collect();
    entered.sort_unstable();
    entered.into_iter().map(|(_, at)| at).collect()
}

fn blocks(rows: &[AtRisk]) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let last = (start + BLOCK).min(rows.len()) - 1;
        let until = rows.get(last).map_or(0, |row| row.until);
        let rest = rows.get(last..).unwrap_or_default();
        let end = last + rest.partition_point(|row| row.until <= until);
        blocks.push(start..end);
        start = end;
    }
    blocks
}

/// The z-scores of the rows, and what they were made with: all rows with weight, whether or not they are
/// at risk at any end.
fn standardise(of: &Covariates<'_>, rows: &[AtRisk], largest: f64) -> (Vec<Scale>, Vec<f64>) {
    let width = of.columns.len();
    let shares = of.weights.map(|weights| {
        let weights = weights.as_slice().iter();
        weights.map(|weight| weight / largest).collect::<Vec<f64>>()
    });
    let mut scores = vec![0.0; rows.len() * width];
    let scales = of.columns.iter().enumerate().map(|(at, column)| {
        let (scale, own) = Scale::of(column, shares.as_deref());
        let cells = scores.iter_mut().skip(at).step_by(width.max(1));
        for (cell, row) in cells.zip(rows) {
            *cell = own.get(row.origin as usize).copied().unwrap_or(f64::NAN);
        }
        scale
    });
    (scales.collect(), scores)
}

/// The weighted sum of something of the values that count.
fn sum(values: &[f64], weights: Option<&[f64]>, of: impl Fn(f64) -> f64) -> f64 {
    match weights {
        None => values.iter().map(|value| of(*value)).sum(),
        Some(weights) => {
            let counted = values
                .iter()
                .zip(weights)
                .filter(|(_, weight)| **weight > 0.0);
            counted.map(|(value, weight)| weight * of(*value)).sum()
        }
    }
}

impl Scale {
    /// The scale of a column, and its z-scores. Without weights all rows count 1. A column that never changes
    /// has no deviation, and scores of 0.
    fn of(column: &[f64], weights: Option<&[f64]>) -> (Self, Vec<f64>) {
        let weight = |row: usize| weights.map_or(1.0, |all| all.get(row).copied().unwrap_or(0.0));
        let counts = |(row, value): (usize, &f64)| (weight(row) > 0.0).then_some(*value);
        let counted = || column.iter().enumerate().filter_map(counts);
        let first = counted().next().map_or(0.0, |value| value);
        // Halves, so that the largest numbers of both signs have a distance.
        let apart = |value: f64| 0.5 * value - 0.5 * first;
        let half = counted().fold(0.0_f64, |most, value| most.max(apart(value).abs()));
        let share = |value: &f64| {
            if half > 0.0 {
                apart(*value) / half
            } else {
                0.0
            }
        };
        let mut scores: Vec<f64> = column.iter().map(share).collect();
        let all: f64 = weights.map_or(column.len() as f64, |weights| weights.iter().sum());
        let mean = sum(&scores, weights, |share| share) / all;
        let deviation = (sum(&scores, weights, |share| (share - mean).powi(2)) / all).sqrt();
        let times = if deviation > 0.0 {
            1.0 / deviation
        } else {
            0.0
        };
        for score in &mut scores {
            *score = (*score - mean) * times;
        }
        let scale = Self {
            mean: first + half * mean + half * mean,
            deviation: 2.0 * deviation,
            unit: half,
        };
        (scale, scores)
    }

    /// A coefficient of the z-scores as one of the covariate.
    pub(super) fn of_covariate(self, coefficient: f64) -> f64 {
        coefficient / self.deviation / self.unit
    }
}
