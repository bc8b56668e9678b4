//! Rank correlation, with ties.

use super::moments::effective_sample_size;

/// In place of the position of a value, for a row without one.
const NONE: u32 = u32::MAX;

/// The values of a variable, and which of them each row has.
#[derive(Debug)]
pub(crate) struct Levels {
    /// The position of each row's value among the values that could occur, the least first.
    rows: Vec<u32>,
    /// How many values could occur.
    count: u32,
}

impl Levels {
    /// Of fewer than 2³² − 1 rows, which are more than fit the memory.
    pub(crate) fn new(values: &[Option<f64>]) -> Self {
        Self::of_whole(values).unwrap_or_else(|| Self::of_any(values))
    }

    /// Of whole numbers that lie close together, which need no sorting; `None` of others.
    fn of_whole(values: &[Option<f64>]) -> Option<Self> {
        const WIDEST: f64 = 256.0;
        let (mut low, mut high, mut whole) = (f64::INFINITY, f64::NEG_INFINITY, true);
        for &value in values.iter().flatten() {
            low = if value < low { value } else { low };
            high = if value > high { value } else { high };
            whole &= f64::from(value as i32) == value;
        }
        let close = high - low < WIDEST;
        if !whole || !close {
            return None;
        }
        let code = |value: f64| (value - low) as u32;
        let rows = values.iter().map(|value| value.map_or(NONE, code));
        Some(Self {
            rows: rows.collect(),
            count: code(high).saturating_add(1),
        })
    }

    fn of_any(values: &[Option<f64>]) -> Self {
        let mut levels: Vec<f64> = values.iter().flatten().copied().collect();
        levels.sort_unstable_by(f64::total_cmp);
        levels.dedup_by(|a, b| a == b);
        let code = |value: f64| levels.partition_point(|&level| level < value) as u32;
        let rows = values.iter().map(|value| value.map_or(NONE, code));
        Self {
            rows: rows.collect(),
            count: levels.len() as u32,
        }
    }
}

/// How often each pair of values of two variables occurs. Ranks follow from how much weight lies at
/// each pair, whatever the rows weigh: nothing is sorted anew.
#[derive(Debug)]
pub(crate) struct Pairs {
    /// The cell of each row; the one after the last for a row without both values.
    rows: Vec<u32>,
    /// The two values of each cell.
    cells: Vec<(u32, u32)>,
    /// How many values each variable has.
    levels: (u32, u32),
}

impl Pairs {
    /// Of two variables of the same rows.
    pub(crate) fn new(first: &Levels, second: &Levels) -> Self {
        let possible = u64::from(first.count) * u64::from(second.count);
        let (rows, cells) = if possible <= first.rows.len() as u64 {
            possible_pairs(first, second)
        } else {
            occurring_pairs(first, second)
        };
        Self {
            rows,
            cells,
            levels: (first.count, second.count),
        }
    }

    /// Returns the number of rows that have both values, and their effective sample size.
    pub(crate) fn rows(&self, weights: &[f64]) -> (u64, f64) {
        let nowhere = self.cells.len() as u32;
        let (mut rows, mut sum, mut squares) = (0, 0.0, 0.0);
        for (&cell, weight) in self.rows.iter().zip(weights) {
            if cell < nowhere {
                rows += 1;
                sum += weight;
                squares += weight * weight;
            }
        }
        (rows, effective_sample_size(sum, squares))
    }

    /// Returns Spearman's correlation, each row counted by its weight; which variable has one value
    /// only, if one does: 0 for the first, 1 for the second.
    pub(crate) fn correlation(&self, weights: &[f64]) -> Result<f64, usize> {
        self.ranked(weights).map(|ranked| ranked.correlation)
    }

    /// Returns the weight of each cell, the ranks of the values, and the correlation.
    fn ranked(&self, weights: &[f64]) -> Result<Ranked, usize> {
        let mut cells = vec![0.0; self.cells.len() + 1];
        for (&cell, weight) in self.rows.iter().zip(weights) {
            if let Some(sum) = cells.get_mut(cell as usize) {
                *sum += weight;
            }
        }
        let mut first = vec![0.0; self.levels.0 as usize];
        let mut second = vec![0.0; self.levels.1 as usize];
        for (&(a, b), weight) in self.cells.iter().zip(&cells) {
            for (levels, at) in [(&mut first, a), (&mut second, b)] {
                if let Some(sum) = levels.get_mut(at as usize) {
                    *sum += weight;
                }
            }
        }
        let first_squares = rank(&mut first).ok_or(0_usize)?;
        let second_squares = rank(&mut second).ok_or(1_usize)?;
        let each = self.cells.iter().zip(&cells);
        let products: f64 = each
            .map(|(&(a, b), weight)| weight * at(&first, a) * at(&second, b))
            .sum();
        let correlation = products / (first_squares.sqrt() * second_squares.sqrt());
        Ok(Ranked {
            cells,
            first,
            second,
            squares: (first_squares, second_squares),
            correlation: correlation.clamp(-1.0, 1.0),
        })
    }

    /// Returns what each row adds to Spearman's correlation, to first order: the values add up to 0 by
    /// weight, and a row without both has none. `None` if a variable has one value only.
    ///
    /// With a and b the ranks as shares of all weight, less a half, and with the mean over all rows of
    /// what a row does to the ranks of the others, A for the product of ranks and B for the square:
    ///
    /// ```text
    /// product   a b + A(x) + A(y) − 3 C,   C the mean of a b
    /// square    a² + 2 B(x) − 3 V,         V the mean of a²
    /// ```
    pub(crate) fn influence(&self, weights: &[f64]) -> Option<Vec<Option<f64>>> {
        let ranked = self.ranked(weights).ok()?;
        let of_cells = ranked.influence(&self.cells);
        let nowhere = self.cells.len() as u32;
        let of = |&cell: &u32| (cell < nowhere).then(|| at(&of_cells, cell));
        Some(self.rows.iter().map(of).collect())
    }
}

/// The value at a position, which must exist.
fn at(values: &[f64], position: u32) -> f64 {
    values.get(position as usize).copied().unwrap_or_default()
}

/// Ranks of two variables, and their correlation.
struct Ranked {
    /// The weight of each cell.
    cells: Vec<f64>,
    /// The rank of each value less the mean of all ranks.
    first: Vec<f64>,
    second: Vec<f64>,
    /// The sums of their squares, by weight.
    squares: (f64, f64),
    correlation: f64,
}

impl Ranked {
    /// Returns the influence of a row in each cell.
    fn influence(&self, cells: &[(u32, u32)]) -> Vec<f64> {
        let weight: f64 = self.cells.iter().take(cells.len()).sum();
        let shares = |ranks: &[f64]| ranks.iter().map(|rank| rank / weight).collect::<Vec<_>>();
        let (first, second) = (shares(&self.first), shares(&self.second));
        let cube = weight.powi(3);
        let (v, w) = (self.squares.0 / cube, self.squares.1 / cube);
        let c = self.correlation * v.sqrt() * w.sqrt();
        // What lies at each value: of the other's ranks, and of its own.
        let zeros = |levels: &[f64]| [vec![0.0; levels.len()], vec![0.0; levels.len()]];
        let ([mut a, mut b], [mut c_of, mut d]) = (zeros(&first), zeros(&second));
        for (&(x, y), cell) in cells.iter().zip(&self.cells) {
            let share = cell / weight;
            for (sums, position, value) in [
                (&mut a, x, at(&second, y)),
                (&mut b, x, at(&first, x)),
                (&mut c_of, y, at(&first, x)),
                (&mut d, y, at(&second, y)),
            ] {
                if let Some(sum) = sums.get_mut(position as usize) {
                    *sum += share * value;
                }
            }
        }
        for sums in [&mut a, &mut b, &mut c_of, &mut d] {
            above(sums);
        }
        let each = cells.iter().map(|&(x, y)| {
            let (p, q) = (at(&first, x), at(&second, y));
            let product = p * q + at(&a, x) + at(&c_of, y) - 3.0 * c;
            let squares = (p * p + 2.0 * at(&b, x)) / v + (q * q + 2.0 * at(&d, y)) / w - 6.0;
            product / (v.sqrt() * w.sqrt()) - 0.5 * self.correlation * squares
        });
        each.collect()
    }
}

/// Replaces what lies at each value by what lies above it, and half of what lies at it.
fn above(levels: &mut [f64]) {
    let mut above = 0.0;
    for level in levels.iter_mut().rev() {
        let here = *level;
        *level = above + 0.5 * here;
        above += here;
    }
}

/// The cell of each row, and the two values of each cell.
type Cells = (Vec<u32>, Vec<(u32, u32)>);

/// With a cell for each pair of values, where that is not more than there are rows.
fn possible_pairs(first: &Levels, second: &Levels) -> Cells {
    let nowhere = first.count * second.count;
    let both = first.rows.iter().zip(&second.rows);
    let rows = both.map(|(&a, &b)| {
        if a == NONE || b == NONE {
            nowhere
        } else {
            a * second.count + b
        }
    });
    let pairs = (0..first.count).flat_map(|a| (0..second.count).map(move |b| (a, b)));
    (rows.collect(), pairs.collect())
}

/// With a cell for each pair that a row has.
fn occurring_pairs(first: &Levels, second: &Levels) -> Cells {
    let both = || first.rows.iter().copied().zip(second.rows.iter().copied());
    let whole = |&(a, b): &(u32, u32)| a != NONE && b != NONE;
    let mut pairs: Vec<(u32, u32)> = both().filter(whole).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let nowhere = pairs.len() as u32;
    let rows = both().map(|pair| {
        let cell = pairs.partition_point(|other| *other < pair) as u32;
        if whole(&pair) { cell } else { nowhere }
    });
    (rows.collect(), pairs)
}

/// Replaces the weight at each value by its rank less the mean of all ranks, and returns the sum of
/// their squares; `None` if all weight lies at one value.
///
/// The rank is how much weight lies below a value and half of what lies at it; so equal values share the
/// mean of their ranks, and the mean of all is half the weight.
fn rank(levels: &mut [f64]) -> Option<f64> {
    if levels.iter().filter(|&&weight| weight > 0.0).count() < 2 {
        return None;
    }
    let half = 0.5 * levels.iter().sum::<f64>();
    let (mut below, mut squares) = (0.0, 0.0);
    for level in levels {
        let weight = *level;
        let rank = below + 0.5 * weight - half;
        below += weight;
        squares += weight * rank * rank;
        *level = rank;
    }
    Some(squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(first: &[f64], second: &[f64]) -> Pairs {
        let levels =
            |values: &[f64]| Levels::new(&values.iter().copied().map(Some).collect::<Vec<_>>());
        Pairs::new(&levels(first), &levels(second))
    }

    fn correlation(first: &[f64], second: &[f64], weights: &[f64]) -> Result<f64, usize> {
        pairs(first, second).correlation(weights)
    }

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-15, "{found} not {expected}");
    }

    /// By hand: ranks 4 1 4 2 4 less their mean are 1 −2 1 −1 1, with squares 8; ranks 1 to 5 of the
    /// other are −2 to 2, with squares 10; products −2 + 2 + 0 − 1 + 2.
    #[test]
    fn ties_share_the_mean_rank() {
        let expected = 1.0 / 80_f64.sqrt();
        let second = [1.0, 2.0, 3.0, 4.0, 5.0];
        for first in [[3.0, 1.0, 3.0, 2.0, 3.0], [0.3, -1.5, 0.3, 0.2, 0.3]] {
            close(correlation(&first, &second, &[1.0; 5]).unwrap(), expected);
            close(correlation(&second, &first, &[1.0; 5]).unwrap(), expected);
        }
        // One zero is the other, whole or not.
        for other in [1.0, 0.5] {
            let found = correlation(&[0.0, -0.0, other], &[1.0, 2.0, 3.0], &[1.0; 3]);
            close(found.unwrap(), 0.75_f64.sqrt());
        }
    }

    #[test]
    fn a_weight_of_two_ranks_as_two() {
        let twice = correlation(
            &[3.0, 1.0, 1.0, 2.0, 3.0],
            &[1.0, 5.0, 5.0, 2.0, 1.0],
            &[1.0; 5],
        );
        let weighted = correlation(&[3.0, 1.0, 2.0], &[1.0, 5.0, 2.0], &[2.0, 2.0, 1.0]);
        assert_eq!(weighted, twice);
        let without = correlation(&[3.0, 1.0, 9.0], &[1.0, 5.0, 0.0], &[2.0, 2.0, 0.0]);
        assert_eq!(without, Ok(-1.0));
    }

    #[test]
    fn one_value_has_no_ranks() {
        assert_eq!(correlation(&[2.0; 3], &[1.0, 2.0, 3.0], &[1.0; 3]), Err(0));
        assert_eq!(correlation(&[1.0, 2.0, 3.0], &[0.5; 3], &[1.0; 3]), Err(1));
        let one_weighs = correlation(&[1.0, 2.0], &[1.0, 2.0], &[1.0, 0.0]);
        assert_eq!(one_weighs, Err(0));
        assert_eq!(correlation(&[], &[], &[]), Err(0));
    }

    /// A row that weighs a little more moves the correlation by its influence.
    #[test]
    fn influence_is_the_derivative_by_the_weight() {
        let first = [3.0, 1.0, 3.0, 2.0, 4.0, 4.0, 1.0];
        let second = [1.0, 1.0, 5.0, 2.0, 5.0, 4.0, 2.0];
        let weights = [1.0, 2.0, 1.0, 0.5, 1.0, 3.0, 1.0];
        let pairs = pairs(&first, &second);
        let influence = pairs.influence(&weights).unwrap();
        let weight: f64 = weights.iter().sum();
        let mut sum = 0.0;
        for (row, influence) in influence.iter().enumerate() {
            const STEP: f64 = 1e-5;
            let moved = |step: f64| {
                let mut weights = weights;
                weights[row] += step;
                pairs.correlation(&weights).unwrap()
            };
            let derivative = weight * (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
            let influence = influence.unwrap();
            assert!(
                (influence - derivative).abs() < 1e-8,
                "{influence} {derivative}"
            );
            sum += weights[row] * influence;
        }
        assert!(sum.abs() < 1e-12, "{sum}");
    }

    #[test]
    fn rows_without_both_values_are_left_out() {
        let first = Levels::new(&[Some(1.0), None, Some(2.0), Some(7.0), Some(3.0)]);
        let second = Levels::new(&[Some(0.1), Some(0.9), None, Some(0.7), Some(0.8)]);
        let pairs = Pairs::new(&first, &second);
        let weights = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert_eq!(pairs.rows(&weights), (3, 100.0 / 42.0));
        let both = correlation(&[1.0, 7.0, 3.0], &[0.1, 0.7, 0.8], &[1.0, 4.0, 5.0]);
        assert_eq!(pairs.correlation(&weights), both);
        let none = Levels::new(&[None; 5]);
        assert_eq!(Pairs::new(&none, &second).correlation(&weights), Err(0));
    }
}
