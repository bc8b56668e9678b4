//! Customers in an order that depends on nothing but what is known of them, and how they fall into parts.

use std::cmp::Ordering;

use crate::numeric::random::Random;

/// All customers, sorted by whether they stayed and by their values, so that no result depends on the order
/// of the input.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) stayed: Vec<bool>,
    pub(super) columns: Vec<Vec<Option<f64>>>,
}

impl Table {
    pub(super) fn new(stayed: &[bool], columns: &[Vec<Option<f64>>]) -> Self {
        let value = |column: &Vec<Option<f64>>, row: usize| column.get(row).copied().flatten();
        let by_values = |&a: &usize, &b: &usize| {
            let of_columns = columns.iter().map(|column| {
                let (a, b) = (value(column, a), value(column, b));
                match (a, b) {
                    (Some(a), Some(b)) => a.total_cmp(&b),
                    (a, b) => a.is_some().cmp(&b.is_some()),
                }
            });
            stayed.get(a).cmp(&stayed.get(b)).then_with(|| {
                let mut of_columns = of_columns;
                of_columns
                    .find(|order| order.is_ne())
                    .unwrap_or(Ordering::Equal)
            })
        };
        let mut order: Vec<usize> = (0..stayed.len()).collect();
        // Rows that are equal are the same row.
        order.sort_unstable_by(by_values);
        let sorted =
            |column: &Vec<Option<f64>>| order.iter().map(|&row| value(column, row)).collect();
        Self {
            stayed: order
                .iter()
                .filter_map(|&row| stayed.get(row).copied())
                .collect(),
            columns: columns.iter().map(sorted).collect(),
        }
    }
}

/// The part of each customer.
#[derive(Debug)]
pub(super) struct Folds {
    of: Vec<usize>,
    pub(super) count: usize,
}

impl Folds {
    /// Deals those who stayed and those who left into parts, each in a random order, so that all parts have
    /// about the same share of both.
    pub(super) fn new(stayed: &[bool], count: u32, seed: u64) -> Self {
        let count = count as usize;
        let mut random = Random::new(seed);
        let mut of = vec![0; stayed.len()];
        for outcome in [false, true] {
            let rows = stayed.iter().enumerate().filter(|&(_, &is)| is == outcome);
            let mut rows: Vec<usize> = rows.map(|(row, _)| row).collect();
            for last in (1..rows.len()).rev() {
                rows.swap(last, random.index(last.saturating_add(1)));
            }
            for (row, part) in rows.into_iter().zip((0..count).cycle()) {
                if let Some(cell) = of.get_mut(row) {
                    *cell = part;
                }
            }
        }
        Self { of, count }
    }

    /// The positions of the customers of a part, and of all others.
    pub(super) fn split(&self, part: usize) -> (Vec<usize>, Vec<usize>) {
        let rows = 0..self.of.len();
        rows.partition(|&row| self.of.get(row) == Some(&part))
    }
}

/// Takes the values of these rows.
pub(super) fn taken<T: Copy>(values: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter()
        .filter_map(|&row| values.get(row).copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_the_same_share_of_both_outcomes() {
        let stayed: Vec<bool> = (0..103).map(|row| row % 4 != 0).collect();
        let folds = Folds::new(&stayed, 5, 7);
        let mut seen = 0;
        for part in 0..5 {
            let (own, others) = folds.split(part);
            assert_eq!(own.len() + others.len(), 103);
            let left = taken(&stayed, &own)
                .iter()
                .filter(|&&stayed| !stayed)
                .count();
            assert!((5..=6).contains(&left), "{left}");
            seen += own.len();
        }
        assert_eq!(seen, 103);
    }

    #[test]
    fn the_order_of_rows_is_forgotten() {
        let columns = vec![vec![Some(2.0), None, Some(1.0), Some(2.0)]];
        let stayed = [true, true, false, false];
        let reversed: Vec<bool> = stayed.iter().rev().copied().collect();
        let mut back = columns.clone();
        back[0].reverse();
        let (one, other) = (Table::new(&stayed, &columns), Table::new(&reversed, &back));
        assert_eq!(one.stayed, [false, false, true, true]);
        assert_eq!(one.columns, [[Some(1.0), Some(2.0), None, Some(2.0)]]);
        assert_eq!((one.stayed, one.columns), (other.stayed, other.columns));
    }
}
