//! How the mean ratings of a market vary, each and together.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::numeric::linear::Matrix;

/// The covariances of mean ratings: within a supplier, and between two whom the same people rated; and
/// with sums over all suppliers, in which each counts by its mass.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spread {
    /// Of each supplier's attributes.
    own: Arc<Vec<Matrix>>,
    /// Of the attributes of one supplier (rows) and those of a later one (columns), where anybody
    /// rated both.
    cross: Arc<Cross>,
    /// What each supplier counts on each attribute, supplier by supplier.
    masses: Vec<f64>,
    /// Each supplier's covariances with the sum over all suppliers.
    with_all: Vec<Matrix>,
    /// Those of the sum over all suppliers.
    total: Matrix,
}

type Cross = BTreeMap<(usize, usize), Matrix>;

/// What a figure's first-order change is made of: so much for each of a supplier's own means, and so
/// much for the sum of the same mean over the other suppliers, each by its mass.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Gradient {
    pub(super) own: Vec<(usize, f64)>,
    pub(super) others: Vec<(usize, f64)>,
}

impl Spread {
    /// Creates the spread, with the sums over all suppliers that every comparison is made of.
    pub(super) fn new(own: Vec<Matrix>, cross: Cross, masses: Vec<f64>) -> Self {
        Self::sums(Arc::new(own), Arc::new(cross), masses)
    }

    /// Returns the same spread with other masses.
    pub(super) fn with_masses(&self, masses: Vec<f64>) -> Self {
        Self::sums(Arc::clone(&self.own), Arc::clone(&self.cross), masses)
    }

    fn sums(own: Arc<Vec<Matrix>>, cross: Arc<Cross>, masses: Vec<f64>) -> Self {
        let attributes = own.first().map_or(0, Matrix::size);
        let mass = |supplier, attribute| at(&masses, attributes, supplier, attribute);
        let mut total = Matrix::zeros(attributes);
        let mut with_all = Vec::with_capacity(own.len());
        for (k, own) in own.iter().enumerate() {
            add(&mut total, |i, j| mass(k, i) * mass(k, j) * own.at(i, j));
            with_all.push(Matrix::from_fn(attributes, |i, j| {
                own.at(i, j) * mass(k, j)
            }));
        }
        for (&(left, right), block) in cross.iter() {
            add(&mut total, |i, j| {
                mass(left, i) * mass(right, j) * block.at(i, j)
                    + mass(left, j) * mass(right, i) * block.at(j, i)
            });
            if let Some(sums) = with_all.get_mut(left) {
                add(sums, |i, j| block.at(i, j) * mass(right, j));
            }
            if let Some(sums) = with_all.get_mut(right) {
                add(sums, |i, j| block.at(j, i) * mass(left, j));
            }
        }
        Self {
            own,
            cross,
            masses,
            with_all,
            total,
        }
    }

    /// The standard error of a supplier's mean rating on an attribute.
    pub(super) fn error(&self, supplier: usize, attribute: usize) -> Option<f64> {
        let variance = self.own.get(supplier)?.at(attribute, attribute);
        Some(variance.sqrt()).filter(|error| error.is_finite())
    }

    /// Of these suppliers alone, in this order, with these masses.
    pub(super) fn only(&self, suppliers: &[usize], masses: Vec<f64>) -> Self {
        let own = suppliers
            .iter()
            .filter_map(|&supplier| self.own.get(supplier).cloned())
            .collect();
        let mut cross = BTreeMap::new();
        for (left, &a) in suppliers.iter().enumerate() {
            for (right, &b) in suppliers.iter().enumerate().skip(left + 1) {
                if let Some(block) = self.cross.get(&(a.min(b), a.max(b))) {
                    let turned = |i, j| {
                        if a < b {
                            block.at(i, j)
                        } else {
                            block.at(j, i)
                        }
                    };
                    cross.insert((left, right), Matrix::from_fn(block.size(), turned));
                }
            }
        }
        Self::new(own, cross, masses)
    }

    /// The covariance of two figures about one supplier; their variance where they are the same.
    pub(super) fn covariance(&self, supplier: usize, f: &Gradient, g: &Gradient) -> f64 {
        let (Some(own), Some(with_all)) = (self.own.get(supplier), self.with_all.get(supplier))
        else {
            return f64::NAN;
        };
        let mass = |attribute| at(&self.masses, own.size(), supplier, attribute);
        let own_others = |i, j| with_all.at(i, j) - own.at(i, j) * mass(j);
        let others = |i, j| {
            self.total.at(i, j) - mass(i) * with_all.at(i, j) - mass(j) * with_all.at(j, i)
                + mass(i) * mass(j) * own.at(i, j)
        };
        form(&f.own, &g.own, |i, j| own.at(i, j))
            + form(&f.own, &g.others, own_others)
            + form(&g.own, &f.others, own_others)
            + form(&f.others, &g.others, others)
    }

    /// Returns whether anybody rated two suppliers.
    pub(super) fn overlaps(&self) -> bool {
        !self.cross.is_empty()
    }

    /// The part of a figure's variance that comes from the answers on one supplier alone.
    pub(super) fn part(&self, supplier: usize, other: usize, gradient: &Gradient) -> f64 {
        let Some(own) = self.own.get(other) else {
            return f64::NAN;
        };
        if supplier == other {
            return form(&gradient.own, &gradient.own, |i, j| own.at(i, j));
        }
        let mass = |attribute| at(&self.masses, own.size(), other, attribute);
        form(&gradient.others, &gradient.others, |i, j| {
            mass(i) * mass(j) * own.at(i, j)
        })
    }

    pub(super) fn variance(&self, supplier: usize, gradient: &Gradient) -> f64 {
        let found = self.covariance(supplier, gradient, gradient);
        // Rounding alone could make it negative; what is not a number stays so.
        if found < 0.0 { 0.0 } else { found }
    }
}

/// Returns the mass of a supplier on an attribute.
pub(super) fn at(masses: &[f64], attributes: usize, supplier: usize, attribute: usize) -> f64 {
    let found = masses.get(supplier * attributes + attribute);
    found.copied().unwrap_or_default()
}

fn add(sum: &mut Matrix, cell: impl Fn(usize, usize) -> f64) {
    for (i, row) in sum.rows_mut().enumerate() {
        for (j, sum) in row.iter_mut().enumerate() {
            *sum += cell(i, j);
        }
    }
}

fn form(left: &[(usize, f64)], right: &[(usize, f64)], cell: impl Fn(usize, usize) -> f64) -> f64 {
    left.iter()
        .map(|&(i, a)| a * right.iter().map(|&(j, b)| cell(i, j) * b).sum::<f64>())
        .sum()
}
