//! Rows as intervals of numbered ends, sorted once.

use std::ops::Range;

use super::Covariates;
use super::numbers::Numbers;
use super::sums::add_to;
use crate::survival::Spell;

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
    /// `Σ w z` over those who left.
    pub(super) leaving: Vec<f64>,
}

/// A row that is at risk at the ends numbered from `from` up to but not including `until`.
#[derive(Debug, Clone, Copy, Default)]
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
    /// The number of the first end of the stratum.
    pub(super) first: u32,
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
    /// No z-score is farther from 0.
    pub(super) farthest: f64,
    origin: f64,
    shrink: f64,
    centre: f64,
    times: f64,
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
        let ended = of.spells.iter().enumerate().filter(|(row, spell)| {
            let counts = of.weight(*row) > 0.0;
            counts && spell.has_ended()
        });
        let numbers = Numbers::new(ended.map(|(row, spell)| (of.stratum(row), spell.time())));
        let mut ends = numbers.ends();
        let scales = scales(of, all);
        let (rows, scores) = by_last_end(of, &numbers, &scales, all);
        for row in rows.iter().filter(|row| row.ended) {
            if let Some(end) = ends.get_mut((row.until - 1) as usize) {
                end.tied += 1;
                end.weight += row.weight;
            }
        }
        share(&rows, &mut ends);
        Self {
            leaving: leaving(&rows, &scores, of.columns.len()),
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

/// The rows that see an end, sorted by the last one, by counting. Of those who see the same one, those who
/// left at it come first, so that a processor can foretell who did; otherwise rows keep their order. All
/// weights are divided by `largest`. With their z-scores.
fn by_last_end(
    of: &Covariates<'_>,
    numbers: &Numbers,
    scales: &[Scale],
    largest: f64,
) -> (Vec<AtRisk>, Vec<f64>) {
    let at_risk = |(origin, spell): (usize, &Spell)| {
        let (stratum, weight) = (of.stratum(origin), of.weight(origin) / largest);
        let until = numbers.passed(stratum, spell.time());
        let from = match spell.entry() {
            Some(entry) => numbers.passed(stratum, entry),
            None => numbers.before(stratum),
        };
        let row = AtRisk {
            weight,
            from,
            until,
            origin: origin as u32,
            ended: spell.has_ended(),
        };
        (weight > 0.0 && from < until).then_some(row)
    };
    let key = |row: &AtRisk| 2 * row.until as usize + usize::from(!row.ended);
    let rows = || of.spells.iter().enumerate().filter_map(at_risk);
    let (mut places, mut count) = (vec![0_u32; 2 * numbers.count() + 3], 0);
    for row in rows() {
        count += 1;
        if let Some(place) = places.get_mut(key(&row) + 1) {
            *place += 1;
        }
    }
    let mut passed = 0;
    for place in &mut places {
        passed += *place;
        *place = passed;
    }
    let mut sorted = vec![AtRisk::default(); count];
    let mut scores = vec![0.0; count * scales.len()];
    for row in rows() {
        let Some(place) = places.get_mut(key(&row)) else {
            continue;
        };
        let at = *place as usize;
        *place += 1;
        if let Some(cell) = sorted.get_mut(at) {
            *cell = row;
        }
        let cells = scores.get_mut(at * scales.len()..(at + 1) * scales.len());
        let columns = scales.iter().zip(&of.columns);
        for (cell, (scale, column)) in cells.unwrap_or_default().iter_mut().zip(columns) {
            if let Some(value) = column.get(row.origin as usize) {
                *cell = scale.score(*value);
            }
        }
    }
    (sorted, scores)
}

/// `Σ w z` over those who left.
fn leaving(rows: &[AtRisk], scores: &[f64], width: usize) -> Vec<f64> {
    let mut sums = vec![0.0; width];
    for rows in rows.iter().zip(scores.chunks_exact(width)) {
        if let (
            AtRisk {
                ended: true,
                weight,
                ..
            },
            scores,
        ) = rows
        {
            add_to(&mut sums, scores, *weight);
        }
    }
    sums
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

/// What z-scores are made with: all rows with weight, whether or not they are at risk at any end.
fn scales(of: &Covariates<'_>, largest: f64) -> Vec<Scale> {
    let shares = of.weights.map(|weights| {
        let weights = weights.as_slice().iter();
        weights.map(|weight| weight / largest).collect::<Vec<f64>>()
    });
    let scale = |column: &&[f64]| Scale::of(column, shares.as_deref());
    of.columns.iter().map(scale).collect()
}

/// Numbers are added up in so many lanes, because a processor adds several at a time.
const LANES: usize = 8;

/// The sum of something of each value.
fn sum(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += of(*value);
        }
    }
    lanes.iter().sum::<f64>() + rest.iter().map(|value| of(*value)).sum::<f64>()
}

/// The largest of something of each value, 0 or more.
fn largest(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0_f64; LANES];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            let value = of(*value);
            *lane = if value > *lane { value } else { *lane };
        }
    }
    let all = lanes.into_iter().chain(rest.iter().map(|value| of(*value)));
    all.fold(0.0, f64::max)
}

/// The power of 2 at or below a number above 0, but not so small that its inverse overflows.
fn power_of_two(value: f64) -> f64 {
    const EXPONENT: u64 = 0x7ff << 52;
    f64::from_bits(value.to_bits() & EXPONENT).max(f64::MIN_POSITIVE * 4.0)
}

impl Scale {
    /// The scale of a column. Without weights all rows count 1. A column that never changes has no deviation,
    /// and scores of 0.
    fn of(column: &[f64], weights: Option<&[f64]>) -> Self {
        match weights {
            None => Self::of_values(column, |values, of| sum(values, of) / values.len() as f64),
            Some(weights) => {
                let counted = column
                    .iter()
                    .zip(weights)
                    .filter(|(_, weight)| **weight > 0.0);
                let (values, weights): (Vec<f64>, Vec<f64>) = counted.unzip();
                let all = sum(&weights, |weight| weight);
                Self::of_values(&values, |values, of| {
                    let weighted = values.iter().zip(&weights);
                    weighted
                        .map(|(value, weight)| weight * of(*value))
                        .sum::<f64>()
                        / all
                })
            }
        }
    }

    /// The scale of values, given how the mean of something of them is taken.
    fn of_values(values: &[f64], mean_of: impl Fn(&[f64], &dyn Fn(f64) -> f64) -> f64) -> Self {
        let origin = values.first().copied().unwrap_or_default();
        // Halves, so that the largest numbers of both signs have a distance.
        let half = largest(values, |value| (0.5 * value - 0.5 * origin).abs());
        let unit = power_of_two(half);
        let shrink = 1.0 / unit;
        let share = |value: f64| (0.5 * value - 0.5 * origin) * shrink;
        let centre = mean_of(values, &share);
        let deviation = mean_of(values, &|value| (share(value) - centre).powi(2)).sqrt();
        let times = if deviation > 0.0 {
            1.0 / deviation
        } else {
            0.0
        };
        Self {
            mean: origin + unit * centre + unit * centre,
            deviation: 2.0 * deviation,
            unit,
            farthest: (half * shrink + centre.abs()) * times,
            origin,
            shrink,
            centre,
            times,
        }
    }

    fn score(&self, value: f64) -> f64 {
        ((0.5 * value - 0.5 * self.origin) * self.shrink - self.centre) * self.times
    }

    /// A coefficient of the z-scores as one of the covariate.
    pub(super) fn of_covariate(self, coefficient: f64) -> f64 {
        coefficient / self.deviation / self.unit
    }
}
