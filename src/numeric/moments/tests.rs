use super::*;

/// A handful of additions of numbers below a hundred.
const CLOSE: f64 = 1e-12;

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= CLOSE, "{found} not {expected}");
}

const ROWS: [[f64; 2]; 5] = [[1.0, 2.0], [2.0, 1.0], [4.0, 3.0], [3.0, 7.0], [5.0, 7.0]];

fn moments(rows: &[[f64; 2]], weights: &[f64]) -> Moments {
    let mut moments = Moments::new(2);
    for (row, &weight) in rows.iter().zip(weights) {
        moments.push(row, weight);
    }
    moments
}

#[test]
fn five_rows_by_hand() {
    let whole = moments(&ROWS, &[1.0; 5]);
    // Deviations −2 −1 1 0 2 and −2 −3 −1 3 3.
    close(whole.mean(0).unwrap(), 3.0);
    close(whole.mean(1).unwrap(), 4.0);
    assert_eq!(whole.mean(2), None);
    let covariances = whole.covariances().unwrap();
    close(covariances.at(0, 0), 10.0 / 4.0);
    close(covariances.at(0, 1), (4.0 + 3.0 - 1.0 + 6.0) / 4.0);
    close(covariances.at(1, 0), 3.0);
    close(covariances.at(1, 1), 32.0 / 4.0);
    close(whole.effective_sample_size(), 5.0);
}

#[test]
fn parts_make_the_whole_and_zero_weights_are_nothing() {
    let weights = [1.0, 0.5, 0.0, 2.0, 1.5];
    let whole = moments(&ROWS, &weights);
    let mut merged = moments(&ROWS[..2], &weights[..2]);
    merged.merge(&Moments::new(2));
    merged.merge(&moments(&ROWS[2..], &weights[2..]));
    assert_eq!((merged.rows(), whole.rows()), (4, 4));
    let (a, b) = (merged.covariances().unwrap(), whole.covariances().unwrap());
    for i in 0..2 {
        close(merged.mean(i).unwrap(), whole.mean(i).unwrap());
        for j in 0..2 {
            close(a.at(i, j), b.at(i, j));
        }
    }
    let first = Spread::of(ROWS.iter().map(|row| row[0]).zip(weights));
    close(first.mean.unwrap(), whole.mean(0).unwrap());
    close(first.variance.unwrap(), b.at(0, 0));
    close(first.effective_sample_size, whole.effective_sample_size());
    let mut empty = Moments::new(2);
    empty.merge(&whole);
    assert_eq!(empty, whole);
}

#[test]
fn equal_values_have_no_variance_however_large() {
    let mut moments = Moments::new(1);
    for _ in 0..1000 {
        moments.push(&[1e15 + 0.3], 0.7);
    }
    assert_eq!(moments.covariances().unwrap().at(0, 0), 0.0);
    let spread = Spread::of((0..1000).map(|_| (6.3, 0.7)));
    assert_eq!((spread.mean, spread.variance), (Some(6.3), Some(0.0)));
}

#[test]
fn large_means_lose_no_digits() {
    let shifted = ROWS.map(|row| row.map(|x| x + 1e9));
    let covariances = moments(&shifted, &[1.0; 5]).covariances().unwrap();
    close(covariances.at(0, 1), 3.0);
    let mut merged = moments(&shifted[..2], &[1.0; 2]);
    merged.merge(&moments(&shifted[2..], &[1.0; 3]));
    close(merged.covariances().unwrap().at(0, 1), 3.0);
}

#[test]
fn a_mean_merges_and_keeps_equal_values() {
    let mean = |values: &[f64]| {
        let mut mean = One::default();
        for &value in values {
            mean.push(value, 0.7);
        }
        mean
    };
    let mut whole = mean(&[1e9 + 1.0, 1e9 + 2.0]);
    whole.merge(&mean(&[]));
    whole.merge(&mean(&[1e9 + 6.0]));
    assert_eq!((whole.rows(), whole.mean()), (3, Some(1e9 + 3.0)));
    assert_eq!(mean(&[6.3; 99]).mean(), Some(6.3));
    let mut empty = mean(&[]);
    assert_eq!(empty.mean(), None);
    empty.merge(&whole);
    assert_eq!(empty, whole);
}

#[test]
fn a_column_counts_the_square_of_each_weight_the_first_included() {
    let spread = |weights: [f64; 3]| Spread::of([1.0, 2.0, 4.0].into_iter().zip(weights));
    let found = spread([3.0, 1.0, 2.0]);
    close(found.effective_sample_size, 36.0 / 14.0);
    close(found.mean.unwrap(), 13.0 / 6.0);
    // Σw(x − mean)² is 3·49/36 + 1/36 + 2·121/36, and Σw − Σw²/Σw is 6 − 14/6.
    close(found.variance.unwrap(), (390.0 / 36.0) / (6.0 - 14.0 / 6.0));
    assert_eq!((found.rows, spread([0.0, 1.0, 2.0]).rows), (3, 2));
    let mut one = One::default();
    for (value, weight) in [(1.0, 3.0), (2.0, 1.0), (4.0, 2.0)] {
        one.push(value, weight);
    }
    close(one.effective_sample_size(), found.effective_sample_size);
    close(one.variance().unwrap(), found.variance.unwrap());
}

#[test]
fn nothing_is_divided_by_nothing() {
    let one = One::default();
    assert_eq!((one.effective_sample_size(), one.variance()), (0.0, None));
    let none = Moments::new(1);
    assert_eq!(
        (none.effective_sample_size(), none.covariances()),
        (0.0, None)
    );
    let spread = Spread::of([(5.0, 0.0)].into_iter());
    assert_eq!((spread.effective_sample_size, spread.variance), (0.0, None));
    // Two rows of which one has all the weight that `f64` keeps.
    let mut lopsided = One::default();
    lopsided.push(1.0, 1.0);
    lopsided.push(2.0, 1e-40);
    assert_eq!((lopsided.rows(), lopsided.variance()), (2, None));
}

#[test]
fn one_row_has_no_spread() {
    assert_eq!(moments(&ROWS, &[1.0]).covariances(), None);
    assert_eq!(moments(&ROWS, &[0.0; 5]).mean(0), None);
    assert_eq!(Spread::of(std::iter::empty()).mean, None);
}

/// `n / (n − 1) · Σ w² (x − mean)² / (Σw)²` by its formula.
fn linearised_by_hand(rows: &[(f64, f64)]) -> f64 {
    let all: f64 = rows.iter().map(|(_, weight)| weight).sum();
    let mean = rows.iter().map(|(x, weight)| x * weight).sum::<f64>() / all;
    let squares = rows.iter().map(|(x, weight)| (weight * (x - mean)).powi(2));
    let n = rows.len() as f64;
    n / (n - 1.0) * squares.sum::<f64>() / all / all
}

const WEIGHTED: [(f64, f64); 6] = [
    (1.0, 1.0),
    (4.0, 1.0),
    (2.0, 0.3),
    (7.0, 2.5),
    (3.0, 1.0),
    (9.0, 0.1),
];

fn one(rows: &[(f64, f64)]) -> One {
    let mut one = One::default();
    rows.iter().for_each(|&(x, weight)| one.push(x, weight));
    one
}

#[test]
fn the_variance_of_a_mean_is_linearised_in_rows_parts_columns_and_blocks() {
    let expected = linearised_by_hand(&WEIGHTED);
    close(one(&WEIGHTED).mean_variance().unwrap(), expected);
    for cut in 0..=WEIGHTED.len() {
        let (left, right) = WEIGHTED.split_at(cut);
        let mut merged = one(left);
        merged.merge(&one(right));
        close(merged.mean_variance().unwrap(), expected);
    }
    let spread = Spread::of(WEIGHTED.into_iter());
    close(spread.mean_variance.unwrap(), expected);
    let (values, weights): (Vec<f64>, Vec<f64>) = WEIGHTED.into_iter().unzip();
    let block = One::of_weighted_block(&values, &weights);
    close(block.mean_variance().unwrap(), expected);
}

#[test]
fn a_block_of_weight_1_goes_on_after_other_weights() {
    let mut pushed = one(&WEIGHTED);
    let mut blocked = one(&WEIGHTED);
    [5.0, 6.0].into_iter().for_each(|x| pushed.push(x, 1.0));
    One::push_block([&mut blocked], [&[5.0, f64::NAN, 6.0]]);
    assert_eq!(blocked, pushed);
    let all = [&WEIGHTED[..], &[(5.0, 1.0), (6.0, 1.0)]].concat();
    close(blocked.mean_variance().unwrap(), linearised_by_hand(&all));
}

#[test]
fn without_weights_the_variance_of_a_mean_is_that_of_the_values_by_their_number() {
    let plain = one(&WEIGHTED.map(|(x, _)| (x, 1.0)));
    let expected = plain.variance().unwrap() / 6.0;
    assert_eq!(plain.mean_variance(), Some(expected));
    let doubled = one(&WEIGHTED.map(|(x, _)| (x, 2.0)));
    close(doubled.mean_variance().unwrap(), expected);
}
