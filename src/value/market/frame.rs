//! What suppliers are compared with, and how the figures of a comparison vary.

use std::sync::Arc;

use crate::numeric::linear::Matrix;
use crate::value::profile::{AttributeRatio, QualityProfile, Row};

use super::Market;
use super::spread::{self, Gradient, Spread};

/// What everybody counts in a comparison, and how figures vary.
pub(super) struct Frame {
    /// Supplier by supplier.
    pub(super) masses: Vec<f64>,
    pub(super) spread: Option<Arc<Spread>>,
}

/// One supplier's attribute beside those that it is compared with.
pub(super) struct Seat {
    pub(super) position: usize,
    /// The masses of those compared with.
    pub(super) sum: f64,
    /// The part of our own rating in that.
    pub(super) own_share: f64,
    /// Whether everybody has the two answers that a variance needs.
    pub(super) enough: bool,
}

/// One supplier's attributes, and those that they are compared with.
pub(super) struct Rated {
    pub(super) rows: Vec<Row>,
    pub(super) seats: Vec<Seat>,
}

impl Rated {
    /// Returns whether the variance of each attribute with weight is known.
    pub(super) fn enough(&self) -> bool {
        let mut rows = self.rows.iter().zip(&self.seats);
        rows.all(|(row, seat)| seat.enough || row.weight <= 0.0)
    }
}

/// Computes how a ratio changes with our mean rating, and with the sum of the others'.
fn ratio(row: &AttributeRatio, seat: &Seat) -> (f64, f64) {
    let own = 1.0 / row.competitors - seat.own_share * row.ratio / row.competitors;
    (own, -row.ratio / row.competitors / seat.sum)
}

/// Computes how the weighted mean of the ratios changes with the mean ratings.
pub(super) fn weighted_ratio(rows: &[AttributeRatio], seats: &[Seat]) -> Gradient {
    let mut found = Gradient::default();
    for (row, seat) in rows.iter().zip(seats) {
        let (own, others) = ratio(row, seat);
        found.own.push((seat.position, row.weight * own));
        found.others.push((seat.position, row.weight * others));
    }
    found
}

/// Computes how the ratio of the scores changes with the mean ratings.
pub(super) fn ratio_of_scores(profile: &QualityProfile, seats: &[Seat]) -> Gradient {
    let (ratio, theirs) = (profile.ratio_of_scores, profile.competitors_score);
    let mut found = Gradient::default();
    for (row, seat) in profile.attributes.iter().zip(seats) {
        let own = row.weight / theirs - seat.own_share * row.weight * ratio / theirs;
        found.own.push((seat.position, own));
        let others = -row.weight * ratio / theirs / seat.sum;
        found.others.push((seat.position, others));
    }
    found
}

impl Frame {
    pub(super) fn mass(&self, market: &Market, supplier: usize, attribute: usize) -> f64 {
        spread::at(&self.masses, market.attributes.len(), supplier, attribute)
    }

    /// Sets the standard errors of the ratios.
    pub(super) fn set_errors(&self, rows: &mut [AttributeRatio], supplier: usize, seats: &[Seat]) {
        for (row, seat) in rows.iter_mut().zip(seats) {
            if seat.enough {
                let (own, others) = ratio(row, seat);
                let gradient = Gradient {
                    own: vec![(seat.position, own)],
                    others: vec![(seat.position, others)],
                };
                row.ratio_error = self.error(&gradient, supplier);
            }
        }
    }

    /// Computes the standard error of a figure, if it is a number.
    pub(super) fn error(&self, gradient: &Gradient, supplier: usize) -> Option<f64> {
        let variance = self.spread.as_ref()?.variance(supplier, gradient);
        variance.is_finite().then(|| variance.sqrt())
    }

    /// Returns the covariances of our mean ratings, and after them of the mean ratings of the others.
    pub(super) fn covariances(&self, supplier: usize, seats: &[Seat]) -> Option<Matrix> {
        let spread = self.spread.as_ref()?;
        let ours = seats.iter().map(|seat| Gradient {
            own: vec![(seat.position, 1.0)],
            others: Vec::new(),
        });
        let others = seats.iter().map(|seat| {
            let sum = seat.sum * (1.0 - seat.own_share);
            Gradient {
                own: Vec::new(),
                others: if sum > 0.0 {
                    vec![(seat.position, 1.0 / sum)]
                } else {
                    Vec::new()
                },
            }
        });
        let figures: Vec<Gradient> = ours.chain(others).collect();
        let cell = |i: usize, j: usize| match figures.get(i).zip(figures.get(j)) {
            Some((f, g)) => spread.covariance(supplier, f, g),
            None => 0.0,
        };
        Some(Matrix::from_fn(figures.len(), cell))
    }
}
