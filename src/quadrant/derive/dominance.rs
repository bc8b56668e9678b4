//! General dominance: the increase of R² by an attribute, averaged over all sets of the others.

use crate::numeric::linear::Matrix;

/// Returns the parts of R² of attributes with these correlations among themselves, which are not
/// singular, and with the overall answers.
///
/// Sets are made by taking or leaving one attribute after another. Taking one is a sweep: it leaves of
/// the attributes after it, and of the overall answers, what it does not explain. Half of all sets differ
/// in the last attribute, so that a set takes six products on average, however many attributes there are.
pub(super) fn weights(attributes: &Matrix, with_overall: &[f64]) -> Vec<f64> {
    let k = attributes.size();
    let explained = |sets: &mut Sets| sets.walk(&Left::all(attributes, with_overall), 0, 0);
    general(k, explained)
}

/// Returns the average increase by each attribute of what sets of attributes explain.
///
/// `walk` visits all sets in the order of [`Sets::walk`]. With s attributes in a set and k in all, the
/// share of an attribute is `Σ w(s − 1) R²` over the sets with it less `Σ w(s) R²` over those without it,
/// `w(s) = s! (k − s − 1)! / k!`.
pub(in crate::quadrant) fn general(k: usize, walk: impl FnOnce(&mut Sets) -> Sum) -> Vec<f64> {
    let mut sets = Sets {
        shares: shares(k),
        parts: vec![0.0; k],
    };
    let all = walk(&mut sets);
    // Rounding may leave less than nothing.
    let part = |part: &f64| (part - all.without).max(0.0);
    sets.parts.iter().map(part).collect()
}

/// The share of each size of set, 0 of the whole.
fn shares(k: usize) -> Vec<f64> {
    let mut share = 1.0 / k as f64;
    let mut shares = Vec::with_capacity(k + 1);
    for size in 0..k {
        shares.push(share);
        share *= (size + 1) as f64 / (k - size - 1).max(1) as f64;
    }
    shares.push(0.0);
    shares
}

/// What is explained by sets, times the share of a set of that size, and of a set with one attribute
/// less.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::quadrant) struct Sum {
    without: f64,
    both: f64,
}

/// The sets of attributes, while they are visited.
#[derive(Debug)]
pub(in crate::quadrant) struct Sets {
    shares: Vec<f64>,
    /// What the sets with each attribute add up to.
    parts: Vec<f64>,
}

impl Sets {
    /// Returns what a set of so many attributes adds that explains so much.
    pub(in crate::quadrant) fn set(&self, size: usize, explained: f64) -> Sum {
        let share = |size: Option<usize>| size.and_then(|size| self.shares.get(size)).copied();
        let without = share(Some(size)).unwrap_or_default();
        let with = share(size.checked_sub(1)).unwrap_or_default();
        Sum {
            without: without * explained,
            both: (without + with) * explained,
        }
    }

    /// Adds up the sets without the attribute and those with it.
    pub(in crate::quadrant) fn join(&mut self, attribute: usize, without: Sum, with: Sum) -> Sum {
        if let Some(part) = self.parts.get_mut(attribute) {
            *part += with.both;
        }
        Sum {
            without: without.without + with.without,
            both: without.both + with.both,
        }
    }

    /// Visits the sets of those taken, so many, and of some of those from `next` on.
    fn walk(&mut self, left: &Left, next: usize, taken: usize) -> Sum {
        if left.size == 0 {
            return self.set(taken, 1.0 - left.unexplained);
        }
        let without = self.walk(&left.skip(), next + 1, taken);
        let with = self.walk(&left.take(), next + 1, taken + 1);
        self.join(next, without, with)
    }
}

/// What those taken leave of the covariances of the others that may follow.
#[derive(Debug)]
struct Left {
    size: usize,
    /// The upper triangle, row by row.
    cells: Vec<f64>,
    /// With the overall answers.
    overall: Vec<f64>,
    unexplained: f64,
}

impl Left {
    fn all(attributes: &Matrix, with_overall: &[f64]) -> Self {
        let rows = attributes.rows().enumerate();
        Self {
            size: attributes.size(),
            cells: rows
                .flat_map(|(at, row)| row.iter().skip(at).copied())
                .collect(),
            overall: with_overall.to_vec(),
            unexplained: 1.0,
        }
    }

    /// Without the first.
    fn skip(&self) -> Self {
        Self {
            size: self.size.saturating_sub(1),
            cells: self.cells.iter().skip(self.size).copied().collect(),
            overall: self.overall.iter().skip(1).copied().collect(),
            unexplained: self.unexplained,
        }
    }

    /// With the first taken.
    fn take(&self) -> Self {
        let mut left = self.skip();
        let (first, _) = self.cells.split_at(self.size);
        let (Some((pivot, row)), Some(overall)) = (first.split_first(), self.overall.first())
        else {
            return left;
        };
        let mut cells = left.cells.iter_mut();
        for (at, a) in row.iter().enumerate() {
            let factor = a / pivot;
            for (b, cell) in row.iter().skip(at).zip(&mut cells) {
                *cell -= factor * b;
            }
        }
        for (a, cell) in row.iter().zip(&mut left.overall) {
            *cell -= a / pivot * overall;
        }
        left.unexplained -= overall * overall / pivot;
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: alone 0.25 and 0.16, together 0.265625, so that the first adds 0.105625 to the second.
    #[test]
    fn two_attributes_by_hand() {
        let attributes = Matrix::from_fn(2, |i, j| if i == j { 1.0 } else { 0.6 });
        let found = weights(&attributes, &[0.5, 0.4]);
        for (found, expected) in found.iter().zip([0.177_812_5, 0.087_812_5]) {
            assert!((found - expected).abs() < 1e-15, "{found} not {expected}");
        }
    }

    #[test]
    fn attributes_that_go_with_nothing_else_explain_their_own() {
        let attributes = Matrix::from_fn(12, |i, j| f64::from(u8::from(i == j)));
        let correlations: Vec<f64> = (0..12).map(|at| f64::from(at) / 30.0).collect();
        let found = weights(&attributes, &correlations);
        for (found, r) in found.iter().zip(correlations) {
            assert!((found - r * r).abs() < 1e-14, "{found} not {r} squared");
        }
    }
}
