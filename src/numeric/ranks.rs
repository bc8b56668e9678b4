//! Rank correlation, with ties.

/// The values of a variable, and which of them each row has.
#[derive(Debug)]
pub(crate) struct Levels {
    /// The position of each row's value among the values that occur, the least first; `None` without one.
    rows: Vec<Option<u32>>,
    /// How many values occur.
    count: usize,
}

impl Levels {
    /// Of fewer than 2³² rows, which is more than fit the memory.
    pub(crate) fn new(values: &[Option<f64>]) -> Self {
        Self::of_whole(values).unwrap_or_else(|| Self::of_any(values))
    }

    /// Of whole numbers that lie close together, which need no sorting; `None` of others.
    fn of_whole(values: &[Option<f64>]) -> Option<Self> {
        const WIDEST: f64 = 4096.0;
        let given = || values.iter().flatten().copied();
        let (low, high) = (
            given().fold(f64::INFINITY, f64::min),
            given().fold(f64::NEG_INFINITY, f64::max),
        );
        let whole = given().fold(true, |all, value| all & (f64::from(value as i32) == value));
        if !whole || high - low >= WIDEST {
            return None;
        }
        let at = |value: f64| (value - low) as usize;
        let mut codes = vec![None; if low <= high { at(high) + 1 } else { 0 }];
        for value in given() {
            if let Some(code) = codes.get_mut(at(value)) {
                *code = Some(0);
            }
        }
        let occurring = codes.iter_mut().flatten();
        let count = occurring.zip(0..).map(|(code, next)| *code = next).count();
        let code = |value: f64| codes.get(at(value)).copied().flatten();
        Some(Self {
            rows: values.iter().map(|value| value.and_then(code)).collect(),
            count,
        })
    }

    fn of_any(values: &[Option<f64>]) -> Self {
        let mut levels: Vec<f64> = values.iter().flatten().copied().collect();
        levels.sort_unstable_by(f64::total_cmp);
        levels.dedup_by(|a, b| a == b);
        let code = |value: f64| levels.partition_point(|&level| level < value) as u32;
        Self {
            rows: values.iter().map(|value| value.map(code)).collect(),
            count: levels.len(),
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
    levels: (usize, usize),
}

impl Pairs {
    /// Of two variables of the same rows.
    pub(crate) fn new(first: &Levels, second: &Levels) -> Self {
        let width = second.count as u64;
        let both = first.rows.iter().zip(&second.rows);
        let keys = both.map(|(a, b)| Some(u64::from((*a)?) * width + u64::from((*b)?)));
        // Every pair that could occur, if that is not more than there are rows; else those that do.
        let possible = (first.count as u64).saturating_mul(width);
        let occurring = if possible <= first.rows.len() as u64 {
            None
        } else {
            let mut occurring: Vec<u64> = keys.clone().flatten().collect();
            occurring.sort_unstable();
            occurring.dedup();
            Some(occurring)
        };
        let cells: Vec<(u32, u32)> = match &occurring {
            None => (0..possible).map(|key| cell(key, width)).collect(),
            Some(keys) => keys.iter().map(|&key| cell(key, width)).collect(),
        };
        let nowhere = cells.len() as u32;
        let position = |key: u64| match &occurring {
            None => key as u32,
            Some(keys) => keys.partition_point(|&other| other < key) as u32,
        };
        Self {
            rows: keys.map(|key| key.map_or(nowhere, position)).collect(),
            cells,
            levels: (first.count, second.count),
        }
    }

    /// Iterates over the weights of the rows that have both values.
    pub(crate) fn weights<'w>(
        &self,
        weights: &'w [f64],
    ) -> impl Iterator<Item = f64> + Clone + use<'_, 'w> {
        let nowhere = self.cells.len();
        let rows = self.rows.iter().zip(weights);
        rows.filter_map(move |(&cell, &weight)| ((cell as usize) < nowhere).then_some(weight))
    }

    /// Returns Spearman's correlation, each row counted by its weight; which variable has one value
    /// only, if one does: 0 for the first, 1 for the second.
    pub(crate) fn correlation(&self, weights: &[f64]) -> Result<f64, usize> {
        let mut cells = vec![0.0; self.cells.len() + 1];
        for (&cell, weight) in self.rows.iter().zip(weights) {
            if let Some(sum) = cells.get_mut(cell as usize) {
                *sum += weight;
            }
        }
        let (mut first, mut second) = (vec![0.0; self.levels.0], vec![0.0; self.levels.1]);
        for (&(a, b), weight) in self.cells.iter().zip(&cells) {
            for (levels, at) in [(&mut first, a), (&mut second, b)] {
                if let Some(sum) = levels.get_mut(at as usize) {
                    *sum += weight;
                }
            }
        }
        let first_squares = rank(&mut first).ok_or(0_usize)?;
        let second_squares = rank(&mut second).ok_or(1_usize)?;
        let rank = |ranks: &[f64], at: u32| ranks.get(at as usize).copied().unwrap_or_default();
        let each = self.cells.iter().zip(&cells);
        let products: f64 = each
            .map(|(&(a, b), weight)| weight * rank(&first, a) * rank(&second, b))
            .sum();
        let correlation = products / (first_squares.sqrt() * second_squares.sqrt());
        Ok(correlation.clamp(-1.0, 1.0))
    }
}

/// The two values of a pair.
fn cell(key: u64, width: u64) -> (u32, u32) {
    let (first, second) = (key.checked_div(width), key.checked_rem(width));
    (first.unwrap_or(0) as u32, second.unwrap_or(0) as u32)
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

    #[test]
    fn rows_without_both_values_are_left_out() {
        let first = Levels::new(&[Some(1.0), None, Some(2.0), Some(7.0), Some(3.0)]);
        let second = Levels::new(&[Some(0.1), Some(0.9), None, Some(0.7), Some(0.8)]);
        let pairs = Pairs::new(&first, &second);
        let weights = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert_eq!(pairs.weights(&weights).collect::<Vec<_>>(), [1.0, 4.0, 5.0]);
        let both = correlation(&[1.0, 7.0, 3.0], &[0.1, 0.7, 0.8], &[1.0, 4.0, 5.0]);
        assert_eq!(pairs.correlation(&weights), both);
        let none = Levels::new(&[None; 5]);
        assert_eq!(Pairs::new(&none, &second).correlation(&weights), Err(0));
    }
}
