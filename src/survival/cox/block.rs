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

/// Sums of hazards, and of scores times hazards: over all rows, and over those who leave.
fn firsts<const W: usize>(part: Part<'_>, added: &mut Added) {
    let mut rows = part.iter().zip(&added.hazards).peekable();
    let (mut all, mut tied) = (First::<W>::new(part.width), First::<W>::new(part.width));
    while let Some(((row, scores), &hazard)) = rows.next() {
        all.add(scores, hazard);
        if row.ended {
            tied.add(scores, hazard);
        }
        let next = rows.peek().map(|((next, _), _)| next.until);
        if next != Some(row.until) {
            all.write(&mut added.all);
            tied.write(&mut added.tied);
        }
    }
}

/// `Σ hazard` and `Σ hazard · z`, in an array where the number of covariates is known.
struct First<const W: usize> {
    hazards: f64,
    few: [f64; W],
    many: Vec<f64>,
}

impl<const W: usize> First<W> {
    fn new(width: usize) -> Self {
        let many = if W == 0 { width } else { 0 };
        Self {
            hazards: 0.0,
            few: [0.0; W],
            many: vec![0.0; many],
        }
    }

    #[inline]
    fn add(&mut self, scores: &[f64], hazard: f64) {
        self.hazards += hazard;
        let sums = if W == 0 {
            &mut self.many[..]
        } else {
            &mut self.few[..]
        };
        add_to(sums, scores, hazard);
    }

    fn write(&mut self, to: &mut Vec<f64>) {
        to.push(self.hazards);
        to.extend(self.few.iter().chain(&self.many));
        self.hazards = 0.0;
        self.few = [0.0; W];
        self.many.fill(0.0);
    }
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
