//! Sums of products of two columns under many sets of multiplicities at once.

use std::collections::BTreeMap;
use std::ops::{AddAssign, Mul};

/// So many resamples are added up side by side, which the processor does in one go.
pub(super) const LANES: usize = 16;
/// So many respondents at a time, whose multiplicities stay in the nearest cache.
const ROWS: usize = 128;
/// Whole numbers up to here are exact in single precision.
const EXACT: f64 = 16_777_216.0;

/// Whether a number is whole, as far as whole numbers are exact; without a call of a library.
pub(super) fn is_whole(x: f64) -> bool {
    x as i64 as f64 == x
}

/// How often each respondent is in each of the resamples at hand.
pub(super) type Multiplicities = [Vec<u16>; LANES];

/// Columns of one length, and the pairs of them whose products are summed.
#[derive(Debug, Default)]
pub(super) struct Products {
    columns: Vec<Vec<f64>>,
    terms: BTreeMap<(usize, usize), usize>,
    /// The same columns in single precision, where they are whole numbers.
    whole: Vec<Vec<f32>>,
    /// The largest value of all columns.
    largest: f64,
}

/// Which sum, of [`Products`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Term(usize);

impl Products {
    /// Adds a column, and says which it is.
    pub(super) fn column(&mut self, column: Vec<f64>) -> usize {
        self.columns.push(column);
        self.columns.len() - 1
    }

    /// Adds the column with zeros for respondents who are not present, unless all are.
    pub(super) fn masked(&mut self, column: usize, present: Option<&[bool]>) -> usize {
        let (Some(present), Some(all)) = (present, self.columns.get(column)) else {
            return column;
        };
        let kept = all.iter().zip(present);
        let kept = kept.map(|(x, &present)| if present { *x } else { 0.0 });
        self.column(kept.collect())
    }

    /// The sum of the products of two columns; the same one where it was asked for before.
    pub(super) fn term(&mut self, a: usize, b: usize) -> Term {
        let next = self.terms.len();
        Term(*self.terms.entry((a.min(b), a.max(b))).or_insert(next))
    }

    /// After the last column: answers in whole steps take half the time.
    pub(super) fn complete(mut self) -> Self {
        let values = || self.columns.iter().flatten();
        self.largest = values().fold(0.0, |most, x| x.abs().max(most));
        if self.largest < EXACT && values().all(|&x| is_whole(x)) {
            let single = |column: &Vec<f64>| column.iter().map(|&x| x as f32).collect();
            self.whole = self.columns.iter().map(single).collect();
        }
        self
    }

    /// `Σ m a b` for every term and each set of multiplicities m.
    pub(super) fn sums(&self, multiplicities: &Multiplicities) -> Sums {
        let most = multiplicities.iter().flatten().max();
        let most = most.map_or(0.0, |&most| f64::from(most));
        let block = most * self.largest * self.largest * ROWS as f64;
        if self.whole.is_empty() || block >= EXACT {
            self.sums_of(&self.columns, multiplicities)
        } else {
            self.sums_of(&self.whole, multiplicities)
        }
    }

    #[expect(clippy::arithmetic_side_effects, reason = "of floating-point numbers")]
    fn sums_of<T: Number>(&self, columns: &[Vec<T>], multiplicities: &Multiplicities) -> Sums {
        let mut sums = vec![[0.0; LANES]; self.terms.len()];
        let rows = columns.first().map_or(0, Vec::len);
        let mut block = [[T::default(); LANES]; ROWS];
        let mut products = [T::default(); ROWS];
        for start in (0..rows).step_by(ROWS) {
            let end = rows.min(start + ROWS);
            for (lane, counts) in multiplicities.iter().enumerate() {
                let counts = counts.get(start..end).unwrap_or_default();
                for (row, &count) in block.iter_mut().zip(counts) {
                    if let Some(cell) = row.get_mut(lane) {
                        *cell = T::from(count);
                    }
                }
            }
            let part = |column: usize| {
                let column = columns.get(column).map(Vec::as_slice);
                column.and_then(|c| c.get(start..end)).unwrap_or_default()
            };
            for (&(a, b), &term) in &self.terms {
                for ((product, a), b) in products.iter_mut().zip(part(a)).zip(part(b)) {
                    *product = *a * *b;
                }
                let products = products.get(..end - start).unwrap_or_default();
                let lanes = add(&block, products);
                for (sum, lane) in sums.get_mut(term).into_iter().flatten().zip(lanes) {
                    *sum += lane.into();
                }
            }
        }
        Sums(sums)
    }
}

/// Single or double precision.
trait Number: Copy + Default + From<u16> + Into<f64> + Mul<Output = Self> + AddAssign {}
impl Number for f32 {}
impl Number for f64 {}

/// The sums of the products, each times the multiplicities of its row.
#[expect(clippy::arithmetic_side_effects, reason = "of floating-point numbers")]
fn add<T: Number>(block: &[[T; LANES]], products: &[T]) -> [T; LANES] {
    let mut lanes = [T::default(); LANES];
    for (multiplicities, &product) in block.iter().zip(products) {
        for (sum, &multiplicity) in lanes.iter_mut().zip(multiplicities) {
            *sum += multiplicity * product;
        }
    }
    lanes
}

/// The sums of all terms in the resamples at hand.
#[derive(Debug)]
pub(super) struct Sums(Vec<[f64; LANES]>);

impl Sums {
    /// One sum in one resample.
    pub(super) fn at(&self, term: Term, lane: usize) -> f64 {
        let sum = self.0.get(term.0).and_then(|lanes| lanes.get(lane));
        // Not a number that could pass for a result.
        sum.copied().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn products(columns: [Vec<f64>; 2]) -> (Products, [Term; 3]) {
        let mut products = Products::default();
        let [a, b] = columns.map(|column| products.column(column));
        let terms = [(a, a), (a, b), (b, b)].map(|(a, b)| products.term(a, b));
        assert_eq!(products.term(b, a), terms[1]);
        (products.complete(), terms)
    }

    /// Sums of whole numbers are exact, whichever way they are taken.
    #[test]
    fn whole_numbers_are_summed_exactly_however_large() {
        // More than one block, the last of them not full.
        let rows = 300_u64;
        let multiplicities: Multiplicities = std::array::from_fn(|lane| {
            (0..rows)
                .map(|row| ((row * 7 + lane as u64) % 5) as u16)
                .collect()
        });
        for (factor, single) in [(1, true), (7, true), (10_000, true), (16_777_216, false)] {
            let a: Vec<f64> = (0..rows)
                .map(|row| (row % 9 * factor) as f64 - 4.0)
                .collect();
            let b: Vec<f64> = (0..rows).map(|row| 5.0 - (row % 11) as f64).collect();
            let (products, terms) = products([a.clone(), b.clone()]);
            assert_eq!(!products.whole.is_empty(), single);
            let sums = products.sums(&multiplicities);
            for (lane, counts) in multiplicities.iter().enumerate() {
                for (term, (x, y)) in terms.iter().zip([(&a, &a), (&a, &b), (&b, &b)]) {
                    let expected: i128 = counts
                        .iter()
                        .zip(x.iter().zip(y))
                        .map(|(&n, (x, y))| i128::from(n) * *x as i128 * *y as i128)
                        .sum();
                    let found = sums.at(*term, lane);
                    // Beyond 2⁵³ the sum itself is rounded.
                    assert!(
                        (found / expected as f64 - 1.0).abs() <= 1e-12 || found == expected as f64
                    );
                    if factor <= 10_000 {
                        assert_eq!(found, expected as f64);
                    }
                }
            }
        }
    }

    #[test]
    fn fractions_are_summed_in_double_precision() {
        let multiplicities: Multiplicities = std::array::from_fn(|_| vec![1, 0, 3]);
        let (products, terms) = products([vec![0.1, 9.0, 0.2], vec![1.0, 9.0, 2.0]]);
        assert!(products.whole.is_empty());
        let sums = products.sums(&multiplicities);
        assert_eq!(sums.at(terms[1], 3), 0.1 + 3.0 * (0.2 * 2.0));
    }
}
