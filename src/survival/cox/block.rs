//! What the rows of one block add to the sums.
//!
//! Where there are few covariates, the compiler is told how many: loops are then unrolled, and what is added
//! up stays in registers.

use super::sums::{Risks, add_products, add_to, cells, dot};
use super::table::Part;

/// What the rows of one block add: its hazards, and sums by end.
#[derive(Default)]
pub(super) struct Added {
    /// `w · exp(η − shift)` of each row.
    pub(super) hazards: Vec<f64>,
    /// For each end that is the last one that some row of the block sees: the sum over those rows, and over
    /// those of them who leave. Each is `Σ w exp(η)` and then `Σ w exp(η) z`.
    pub(super) all: Vec<f64>,
    pub(super) tied: Vec<f64>,
    /// The sum of `w · (η − shift)` over those who left.
    pub(super) ended: f64,
}

/// Calls the function with the number of covariates as a constant, or with 0 where there are many.
macro_rules! told_the_width {
    ($width:expr, $name:ident $arguments:tt) => {
        match $width {
            1 => $name::<1> $arguments,
            2 => $name::<2> $arguments,
            3 => $name::<3> $arguments,
            4 => $name::<4> $arguments,
            5 => $name::<5> $arguments,
            6 => $name::<6> $arguments,
            7 => $name::<7> $arguments,
            8 => $name::<8> $arguments,
            _ => $name::<0> $arguments,
        }
    };
}

/// The predictor of each row.
pub(super) fn predictors(part: Part<'_>, betas: &[f64]) -> Vec<f64> {
    told_the_width!(part.width, predictors_of(part, betas))
}

fn predictors_of<const W: usize>(part: Part<'_>, betas: &[f64]) -> Vec<f64> {
    let rows = part.iter().map(|(_, scores)| scores);
    match <&[f64; W]>::try_from(betas) {
        Ok(betas) => rows.map(|scores| dot(scores, betas)).collect(),
        Err(_) => rows.map(|scores| dot(scores, betas)).collect(),
    }
}

impl Added {
    /// Adds up hazards by end; `predictors` are those of the block.
    pub(super) fn of(part: Part<'_>, predictors: &[f64], shift: f64) -> Self {
        let mut added = Self {
            hazards: Vec::with_capacity(part.rows.len()),
            ..Self::default()
        };
        let exp = |(row, predictor): (&super::table::AtRisk, &f64)| {
            let off = predictor - shift;
            let hazard = row.weight * off.exp();
            (hazard, if row.ended { row.weight * off } else { 0.0 })
        };
        for (hazard, ended) in part.rows.iter().zip(predictors).map(exp) {
            added.hazards.push(hazard);
            added.ended += ended;
        }
        told_the_width!(part.width, firsts(part, &mut added));
        added
    }
}

/// Sums of hazards, and of scores times hazards, at each end: over those who leave, and over all.
fn firsts<const W: usize>(part: Part<'_>, added: &mut Added) {
    let mut from = 0;
    for rows in part.rows.chunk_by(|one, next| one.until == next.until) {
        let left = from + rows.iter().take_while(|row| row.ended).count();
        let until = from + rows.len();
        let sums = |rows: std::ops::Range<usize>| {
            let scores = part
                .scores
                .get(rows.start * part.width..rows.end * part.width);
            let hazards = added.hazards.get(rows).unwrap_or_default();
            sums_of::<W>(part.width, scores.unwrap_or_default(), hazards)
        };
        let (mut tied, mut all) = (sums(from..left), sums(left..until));
        add_to(&mut all, &tied, 1.0);
        added.all.append(&mut all);
        added.tied.append(&mut tied);
        from = until;
    }
}

/// `Σ hazard`, and then `Σ hazard · z`.
fn sums_of<const W: usize>(width: usize, scores: &[f64], hazards: &[f64]) -> Vec<f64> {
    let (mut all, mut few) = (0.0, [0.0; W]);
    let mut many = vec![0.0; width];
    for (scores, hazard) in scores.chunks_exact(width).zip(hazards) {
        all += hazard;
        match <&[f64; W]>::try_from(scores) {
            Ok(scores) => add_to(&mut few, scores, *hazard),
            Err(_) => add_to(&mut many, scores, *hazard),
        }
    }
    let sums = if W > 0 { &few[..] } else { &many[..] };
    std::iter::once(&all).chain(sums).copied().collect()
}

/// The sum of `hazard · cumulative hazard · z zᵀ` over the rows of a block, as a lower triangle, and of
/// `w · z` over those who left.
pub(super) fn products(part: Part<'_>, risks: &Risks) -> (Vec<f64>, Vec<f64>) {
    told_the_width!(part.width, products_of(part, risks))
}

fn products_of<const W: usize>(part: Part<'_>, risks: &Risks) -> (Vec<f64>, Vec<f64>) {
    let (mut triangle, mut events) = (vec![0.0; cells(part.width)], vec![0.0; part.width]);
    let (mut square, mut leaving) = ([[0.0; W]; W], [0.0; W]);
    let own = risks.hazards.get(part.start..).unwrap_or_default();
    for ((row, scores), hazard) in part.iter().zip(own) {
        let factor = hazard * risks.cumulated(row);
        let Ok(few) = <&[f64; W]>::try_from(scores) else {
            add_products(&mut triangle, scores, factor);
            if row.ended {
                add_to(&mut events, scores, row.weight);
            }
            continue;
        };
        for (cells, score) in square.iter_mut().zip(few) {
            let scaled = factor * score;
            for (cell, other) in cells.iter_mut().zip(few) {
                *cell += scaled * other;
            }
        }
        if row.ended {
            add_to(&mut leaving, few, row.weight);
        }
    }
    if W > 0 {
        let lower = square
            .iter()
            .zip(1..)
            .flat_map(|(cells, count)| cells.iter().take(count));
        triangle = lower.copied().collect();
        events = leaving.to_vec();
    }
    (triangle, events)
}
