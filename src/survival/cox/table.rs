//! Rows as intervals of numbered ends, sorted once.

use std::ops::Range;

use super::Covariates;

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
    /// In the order of the last end they see.
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

fn key(stratum: u32, time: u32) -> u64 {
    u64::from(stratum) << 32 | u64::from(time)
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
        let mut keys: Vec<u64> = of
            .spells
            .iter()
            .enumerate()
            .filter(|(row, spell)| spell.has_ended() && of.weight(*row) > 0.0)
            .map(|(row, spell)| key(of.stratum(row), spell.time()))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        let mut ends: Vec<End> = keys
            .iter()
            .map(|key| End {
                stratum: (key >> 32) as u32,
                time: *key as u32,
                ..End::default()
            })
            .collect();
        let passed = |key: u64| keys.partition_point(|other| *other <= key) as u32;
        let mut rows = Vec::new();
        for (row, spell) in of.spells.iter().enumerate() {
            let (stratum, weight) = (of.stratum(row), weight(row));
            let until = passed(key(stratum, spell.time()));
            let from = match spell.entry() {
                Some(entry) => passed(key(stratum, entry)),
                None => keys.partition_point(|other| *other < key(stratum, 0)) as u32,
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
        rows.sort_by_key(|row| row.until);
        for row in rows.iter().filter(|row| row.ended) {
            if let Some(end) = ends.get_mut((row.until - 1) as usize) {
                end.tied += 1;
                end.weight += row.weight;
            }
        }
        share(&rows, &mut ends);
        let (scales, scores) = standardise(of, &rows);
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
    scores: &'t [f64],
    width: usize,
}

impl<'t> Part<'t> {
    pub(super) fn iter(self) -> impl Iterator<Item = (&'t AtRisk, &'t [f64])> {
        self.rows.iter().zip(self.scores.chunks_exact(self.width))
    }
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
fn standardise(of: &Covariates<'_>, rows: &[AtRisk]) -> (Vec<Scale>, Vec<f64>) {
    let width = of.columns.len();
    let mut scores = vec![0.0; rows.len() * width];
    let scales = of.columns.iter().enumerate().map(|(at, column)| {
        let (scale, distance) = Scale::of(column, |row| of.weight(row));
        let cells = scores.iter_mut().skip(at).step_by(width.max(1));
        for (cell, row) in cells.zip(rows) {
            let value = column.get(row.origin as usize).copied().unwrap_or(f64::NAN);
            *cell = distance(value);
        }
        scale
    });
    (scales.collect(), scores)
}

impl Scale {
    /// The scale of a column, and how a value of it becomes a z-score. A column that never changes has no
    /// deviation, and scores of 0.
    fn of(column: &[f64], weight: impl Fn(usize) -> f64) -> (Self, impl Fn(f64) -> f64) {
        let counted = || {
            let rows = column.iter().enumerate();
            rows.map(|(row, value)| (*value, weight(row)))
                .filter(|(_, weight)| *weight > 0.0)
        };
        let largest = counted().fold(0.0_f64, |most, (_, weight)| most.max(weight));
        let first = counted().next().map_or(0.0, |(value, _)| value);
        // Halves, so that the largest numbers of both signs have a distance.
        let apart = move |value: f64| 0.5 * value - 0.5 * first;
        let half = counted().fold(0.0_f64, |most, (value, _)| most.max(apart(value).abs()));
        let share = move |value: f64| {
            if half > 0.0 { apart(value) / half } else { 0.0 }
        };
        let (mut sum, mut all) = (0.0, 0.0);
        for (value, weight) in counted() {
            sum += weight / largest * share(value);
            all += weight / largest;
        }
        let mean = sum / all;
        let squares =
            counted().map(|(value, weight)| weight / largest * (share(value) - mean).powi(2));
        let deviation = (squares.sum::<f64>() / all).sqrt();
        let scale = Self {
            mean: first + half * mean + half * mean,
            deviation: 2.0 * deviation,
            unit: half,
        };
        let score = move |value: f64| {
            if deviation > 0.0 {
                (share(value) - mean) / deviation
            } else {
                0.0
            }
        };
        (scale, score)
    }

    /// A coefficient of the z-scores as one of the covariate.
    pub(super) fn of_covariate(self, coefficient: f64) -> f64 {
        coefficient / self.deviation / self.unit
    }
}
