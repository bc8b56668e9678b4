//! What the rows of one block add to the sums.
//!
//! Where there are few covariates, the compiler is told how many: loops are then unrolled, and what is added
//! up stays in registers.

use super::sums::{Risks, add_products, add_to, cells, dot};
use super::table::{AtRisk, Part};

/// What the rows of one block add to the sums at each end.
#[derive(Default)]
pub(super) struct Added {
    /// For each end that is the last one that some row of the block sees: the sum over those rows, and over
    /// those of them who leave. Each is `Σ w exp(η)` and then `Σ w exp(η) z`.
    pub(super) all: Vec<f64>,
    pub(super) tied: Vec<f64>,
    /// For each of these ends, where rows are grouped: `Σ w exp(η) z zᵀ` as a lower triangle, over those who
    /// stay and then over those who leave.
    pub(super) seconds: Vec<f64>,
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

/// The number of covariates that counts as few.
pub(super) const FEW: usize = 8;

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

/// `w · exp(η − shift)` of each row.
pub(super) fn hazards(part: Part<'_>, betas: &[f64], shift: f64) -> Vec<f64> {
    let mut hazards = predictors(part, betas);
    for (hazard, row) in hazards.iter_mut().zip(part.rows) {
        *hazard = row.weight * (*hazard - shift).exp();
    }
    hazards
}

impl Added {
    /// Adds up hazards, those of all blocks, by end.
    pub(super) fn of(part: Part<'_>, hazards: &[f64]) -> Self {
        let mut added = Self::default();
        let own = hazards.get(part.start..).unwrap_or_default();
        told_the_width!(part.width, firsts(part, own, &mut added));
        added
    }
}

/// Sums of hazards, and of scores times hazards, at each end: over those who leave, and over all.
fn firsts<const W: usize>(part: Part<'_>, hazards: &[f64], added: &mut Added) {
    let mut from = 0;
    for rows in part.rows.chunk_by(|one, next| one.until == next.until) {
        let left = from + rows.iter().take_while(|row| row.ended).count();
        let until = from + rows.len();
        let sums = |rows: std::ops::Range<usize>| {
            let scores = part
                .scores
                .get(rows.start * part.width..rows.end * part.width);
            let hazards = hazards.get(rows).unwrap_or_default();
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

/// Adds up hazards, and scores and products of scores times hazards, by end.
pub(super) fn groups(part: Part<'_>, betas: &[f64], shift: f64) -> Added {
    told_the_width!(part.width, groups_of(part, betas, shift))
}

fn groups_of<const W: usize>(part: Part<'_>, betas: &[f64], shift: f64) -> Added {
    let mut added = Added::default();
    let Ok(betas) = <&[f64; W]>::try_from(betas) else {
        return added;
    };
    let mut from = 0;
    for rows in part.rows.chunk_by(|one, next| one.until == next.until) {
        let left = rows.iter().take_while(|row| row.ended).count();
        let (leaving, staying) = rows.split_at_checked(left).unwrap_or_default();
        let mut sums = |rows: &[AtRisk]| {
            let scores = part.scores.get(from * W..(from + rows.len()) * W);
            from += rows.len();
            Group::of(rows, scores.unwrap_or_default(), betas, shift)
        };
        let (tied, stayed) = (sums(leaving), sums(staying));
        added.tied.push(tied.all);
        added.tied.extend_from_slice(&tied.firsts);
        added.all.push(stayed.all + tied.all);
        let both = stayed.firsts.iter().zip(&tied.firsts);
        added.all.extend(both.map(|(one, other)| one + other));
        added.seconds.extend(lower(&stayed.seconds));
        added.seconds.extend(lower(&tied.seconds));
    }
    added
}

/// Sums over some rows.
struct Group<const W: usize> {
    all: f64,
    firsts: [f64; W],
    seconds: [[f64; W]; W],
}

impl<const W: usize> Group<W> {
    fn of(rows: &[AtRisk], scores: &[f64], betas: &[f64; W], shift: f64) -> Self {
        let (mut all, mut firsts, mut seconds) = (0.0, [0.0; W], [[0.0; W]; W]);
        let scores = scores
            .chunks_exact(W.max(1))
            .filter_map(|scores| <&[f64; W]>::try_from(scores).ok());
        // The first sums of a fit, without covariates, need no exponentials.
        let equal = shift == 0.0 && betas.iter().all(|beta| *beta == 0.0);
        for (row, scores) in rows.iter().zip(scores) {
            let times = if equal {
                1.0
            } else {
                (dot(scores, betas) - shift).exp()
            };
            let hazard = row.weight * times;
            all += hazard;
            let rows = firsts.iter_mut().zip(&mut seconds).zip(scores).zip(1..);
            for (((first, cells), score), count) in rows {
                let scaled = hazard * score;
                *first += scaled;
                for (cell, other) in cells.iter_mut().zip(scores).take(count) {
                    *cell += scaled * other;
                }
            }
        }
        Self {
            all,
            firsts,
            seconds,
        }
    }
}

/// The lower triangle of a square, row by row.
fn lower<const W: usize>(square: &[[f64; W]; W]) -> impl Iterator<Item = f64> {
    let rows = square.iter().zip(1..);
    rows.flat_map(|(cells, count)| cells.iter().take(count).copied())
}

/// The sum of `hazard · cumulative hazard · z zᵀ` over the rows of a block, as a lower triangle.
pub(super) fn products(part: Part<'_>, hazards: &[f64], risks: &Risks) -> Vec<f64> {
    let own = hazards.get(part.start..).unwrap_or_default();
    told_the_width!(part.width, products_of(part, own, risks))
}

fn products_of<const W: usize>(part: Part<'_>, hazards: &[f64], risks: &Risks) -> Vec<f64> {
    let mut triangle = vec![0.0; cells(part.width)];
    let mut square = [[0.0; W]; W];
    for ((row, scores), hazard) in part.iter().zip(hazards) {
        let factor = hazard * risks.cumulated(row);
        let Ok(few) = <&[f64; W]>::try_from(scores) else {
            add_products(&mut triangle, scores, factor);
            continue;
        };
        for (cells, score) in square.iter_mut().zip(few) {
            let scaled = factor * score;
            for (cell, other) in cells.iter_mut().zip(few) {
                *cell += scaled * other;
            }
        }
    }
    if W > 0 {
        return lower(&square).collect();
    }
    triangle
}
