//! The parts of a change of value, and their standard errors.

use std::collections::BTreeMap;

use crate::numeric::linear::Matrix;
use crate::value::profile::AttributeRatio;

use super::change::AttributeChange;
use super::period::PeriodValue;

/// By which part of the rating compared with a mean is moved, to see how a figure changes with it: the
/// cube root of the rounding error, at which that of a central difference is least.
const STEP: f64 = 6e-6;

/// One period's figures, attributes in the order of the first period.
#[derive(Debug, Clone)]
pub(super) struct Side {
    names: Vec<String>,
    weights: Vec<f64>,
    ours: Vec<f64>,
    /// The mean ratings of the others.
    others: Vec<f64>,
    /// The part of our own rating in what it is compared with.
    own_shares: Vec<f64>,
    price: f64,
    /// The covariances of ours and, after them, of the others.
    covariances: Option<Matrix>,
    price_variance: f64,
}

/// The parts of a change of value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parts {
    pub(super) ours: f64,
    pub(super) competitors: f64,
    pub(super) weights: f64,
    pub(super) price: f64,
}

/// The standard errors of the parts, and that of ours and the competitors' together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Errors {
    pub(super) ours: Option<f64>,
    pub(super) competitors: Option<f64>,
    pub(super) ratings: Option<f64>,
    pub(super) weights: Option<f64>,
    pub(super) price: Option<f64>,
}

impl Side {
    /// Returns a period's figures in this order. `None` if an attribute is not among them.
    pub(super) fn new(period: &PeriodValue<'_>, order: &[AttributeRatio]) -> Option<Self> {
        let rows = &period.quality.attributes;
        let positions: BTreeMap<&str, usize> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.name.as_str(), at))
            .collect();
        let positions = order
            .iter()
            .map(|row| positions.get(row.name.as_str()).copied())
            .collect::<Option<Vec<usize>>>()?;
        let ordered = || positions.iter().filter_map(|&at| rows.get(at));
        let count = rows.len();
        let covariances = period.quality.covariances.as_ref().map(|found| {
            let place = |i: usize| {
                let within = positions.get(i % count).copied().unwrap_or_default();
                within + (i / count) * count
            };
            Matrix::from_fn(found.size(), |i, j| found.at(place(i), place(j)))
        });
        Some(Self {
            names: ordered().map(|row| row.name.clone()).collect(),
            weights: ordered().map(|row| row.weight).collect(),
            ours: ordered().map(|row| row.ours).collect(),
            others: ordered().map(others).collect(),
            own_shares: ordered().map(|row| row.own_share).collect(),
            price: period.relative_price,
            covariances,
            price_variance: period.price_error.unwrap_or(0.0).powi(2),
        })
    }

    fn rated(&self) -> impl Iterator<Item = Rated> {
        let figures = self.ours.iter().zip(&self.others).zip(&self.own_shares);
        let rows = self.weights.iter().zip(figures);
        rows.map(|(&weight, ((&ours, &others), &own_share))| Rated {
            weight,
            ours,
            others,
            own_share,
        })
    }

    fn quality(&self, ratio_of_scores: bool) -> f64 {
        if ratio_of_scores {
            let ours: f64 = self.rated().map(|row| row.weight * row.ours).sum();
            ours / self.compared_with()
        } else {
            self.rated().map(|row| row.weight * row.ratio()).sum()
        }
    }

    /// The score that ours is compared with.
    fn compared_with(&self) -> f64 {
        let rows = self.rated();
        rows.map(|row| row.weight * row.compared_with(row.ours))
            .sum()
    }
}

/// One attribute of a period.
#[derive(Clone, Copy)]
struct Rated {
    weight: f64,
    ours: f64,
    others: f64,
    own_share: f64,
}

impl Rated {
    /// The rating compared with, if ours were this.
    fn compared_with(self, ours: f64) -> f64 {
        if self.own_share == 0.0 {
            self.others
        } else {
            self.own_share * ours + (1.0 - self.own_share) * self.others
        }
    }

    /// The ratio, if ours were this.
    fn ratio_of(self, ours: f64) -> f64 {
        ours / self.compared_with(ours)
    }

    fn ratio(self) -> f64 {
        self.ratio_of(self.ours)
    }
}

/// Returns the mean rating of the others.
fn others(row: &AttributeRatio) -> f64 {
    let left = 1.0 - row.own_share;
    if row.own_share == 0.0 || left <= 0.0 {
        row.competitors
    } else {
        (row.competitors - row.own_share * row.ours) / left
    }
}

/// Means over two periods, about which each attribute's part is computed.
struct Centre {
    ratio_of_scores: bool,
    quality: f64,
    competitors_score: f64,
    /// One over the price: what a unit of quality is worth in units of value.
    worth: f64,
}

fn mean(earlier: f64, later: f64) -> f64 {
    0.5 * earlier + 0.5 * later
}

impl AttributeChange {
    fn new(name: &str, earlier: Rated, later: Rated, centre: &Centre) -> Self {
        let compared_with = |row: Rated| row.compared_with(row.ours);
        let ratio_change = later.ratio() - earlier.ratio();
        let weight = mean(earlier.weight, later.weight);
        let ours = later.ours - earlier.ours;
        // Better by how much, of that by ourselves, and than the whole by how much, for a weight of 1.
        let (better, by_us, than_the_whole) = if centre.ratio_of_scores {
            let of = |ours: f64, competitors: f64| {
                (ours - centre.quality * competitors) / centre.competitors_score
            };
            let with_us = mean(earlier.own_share, later.own_share) * ours;
            (
                of(ours, compared_with(later) - compared_with(earlier)),
                of(ours, with_us),
                of(
                    mean(earlier.ours, later.ours),
                    mean(compared_with(earlier), compared_with(later)),
                ),
            )
        } else {
            // Ours first or theirs first: half of each.
            let first = earlier.ratio_of(later.ours) - earlier.ratio();
            let second = later.ratio() - later.ratio_of(earlier.ours);
            (
                ratio_change,
                mean(first, second),
                mean(earlier.ratio(), later.ratio()) - centre.quality,
            )
        };
        let rating_effect = weight * better * centre.worth;
        let our_effect = weight * by_us * centre.worth;
        let weight_change = later.weight - earlier.weight;
        let weight_effect = weight_change * than_the_whole * centre.worth;
        Self {
            name: name.to_owned(),
            ratio_change,
            weight_change,
            rating_effect,
            our_effect,
            competitors_effect: rating_effect - our_effect,
            weight_effect,
            value_change: rating_effect + weight_effect,
        }
    }
}

/// Splits the change of value from one period to the next.
pub(super) fn split(
    earlier: &Side,
    later: &Side,
    ratio_of_scores: bool,
) -> (Vec<AttributeChange>, Parts) {
    let quality = mean(
        earlier.quality(ratio_of_scores),
        later.quality(ratio_of_scores),
    );
    let (worth_before, worth_after) = (1.0 / earlier.price, 1.0 / later.price);
    let centre = Centre {
        ratio_of_scores,
        quality,
        competitors_score: mean(earlier.compared_with(), later.compared_with()),
        worth: mean(worth_before, worth_after),
    };
    let rows = earlier.rated().zip(later.rated());
    let rows: Vec<AttributeChange> = earlier
        .names
        .iter()
        .zip(rows)
        .map(|(name, (earlier, later))| AttributeChange::new(name, earlier, later, &centre))
        .collect();
    let sum = |of: fn(&AttributeChange) -> f64| rows.iter().map(of).sum();
    let parts = Parts {
        ours: sum(|row| row.our_effect),
        competitors: sum(|row| row.competitors_effect),
        weights: sum(|row| row.weight_effect),
        price: quality * (worth_after - worth_before),
    };
    (rows, parts)
}

impl Parts {
    /// The parts, and ours and the competitors' together.
    fn figures(self) -> [f64; 5] {
        let ratings = self.ours + self.competitors;
        [
            self.ours,
            self.competitors,
            ratings,
            self.weights,
            self.price,
        ]
    }
}

/// Computes the standard errors of the parts, of periods with independent samples. `None` if a period
/// does not come from respondents.
pub(super) fn errors(earlier: &Side, later: &Side, ratio_of_scores: bool) -> Option<Errors> {
    let split = |earlier: &Side, later: &Side| split(earlier, later, ratio_of_scores).1.figures();
    let before = variances(earlier, |moved| split(moved, later))?;
    let after = variances(later, |moved| split(earlier, moved))?;
    let mut errors = before.iter().zip(after).map(|(before, after)| {
        let variance = before + after;
        // Rounding alone could make it negative.
        (variance.is_finite()).then(|| variance.max(0.0).sqrt())
    });
    let mut next = || errors.next().flatten();
    Some(Errors {
        ours: next(),
        competitors: next(),
        ratings: next(),
        weights: next(),
        price: next(),
    })
}

/// Computes the variances of figures by what of them one period's means and price make vary.
fn variances(side: &Side, figures: impl Fn(&Side) -> [f64; 5]) -> Option<[f64; 5]> {
    let covariances = side.covariances.as_ref()?;
    let count = side.ours.len();
    let mut gradient = Vec::with_capacity(2 * count);
    for at in 0..2 * count {
        let within = at % count;
        let step = side.others.get(within)? * STEP;
        let moved = |by: f64| {
            let mut moved = side.clone();
            let means = if at < count {
                &mut moved.ours
            } else {
                &mut moved.others
            };
            if let Some(mean) = means.get_mut(within) {
                *mean += by;
            }
            figures(&moved)
        };
        gradient.push(slopes(moved(step), moved(-step), step));
    }
    let step = side.price * STEP;
    let priced = |by: f64| {
        let mut moved = side.clone();
        moved.price += by;
        figures(&moved)
    };
    let of_price = slopes(priced(step), priced(-step), step);
    let mut found = of_price.map(|slope| slope * slope * side.price_variance);
    for (i, left) in gradient.iter().enumerate() {
        for (j, right) in gradient.iter().enumerate() {
            let covariance = covariances.at(i, j);
            for (sum, (a, b)) in found.iter_mut().zip(left.iter().zip(right)) {
                *sum += a * covariance * b;
            }
        }
    }
    Some(found)
}

/// Returns central differences.
fn slopes(up: [f64; 5], down: [f64; 5], step: f64) -> [f64; 5] {
    let mut found = up;
    for (slope, down) in found.iter_mut().zip(down) {
        *slope = (*slope - down) / (2.0 * step);
    }
    found
}
