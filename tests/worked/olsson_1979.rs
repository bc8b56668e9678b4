//! Olsson, U. (1979), *Psychometrika* 44: 443–460: polychoric correlations on figures worked by hand.

use retention::fit::Outcome;
use retention::scale::{ItemSet, Scale, Weights};

use crate::assert_published;

/// Answers of two items with 0 and 1: so many respondents in each of the cells 00, 01, 10, 11.
fn table(cells: [usize; 4]) -> (Vec<f64>, Vec<f64>) {
    let pairs = [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)];
    let rows = pairs.into_iter().zip(cells);
    rows.flat_map(|(pair, count)| std::iter::repeat_n(pair, count))
        .unzip()
}

#[test]
fn olsson_1979_two_halves_have_a_closed_form() {
    // Cut in the middle, both variables are above it with probability 1/4 + arcsin(r) / 2π.
    for (same, other) in [(40, 10), (30, 20), (35, 15), (20, 30)] {
        let (first, second) = table([same, other, other, same]);
        let scale = Scale::new(0.0, 1.0).unwrap();
        let answers = [&first, &second].map(|column| scale.full_answers(column).unwrap());
        let found = ItemSet::new(answers)
            .unwrap()
            .ordinal_reliability(None)
            .unwrap();
        let both = same as f64 / 100.0;
        let expected = (std::f64::consts::TAU * (both - 0.25)).sin();
        assert_eq!(found.outcome, Outcome::Converged);
        assert_published(found.correlation(0, 1).unwrap(), &format!("{expected:.9}"));
        // Of two items it is the formula of Spearman and Brown.
        let alpha = 2.0 * expected / (1.0 + expected);
        assert_published(found.alpha.unwrap(), &format!("{alpha:.9}"));
    }
}

#[test]
fn olsson_1979_weights_count_respondents() {
    let scale = Scale::new(0.0, 1.0).unwrap();
    let (first, second) = table([40, 10, 10, 40]);
    let answers = [&first, &second].map(|column| scale.full_answers(column).unwrap());
    let repeated = ItemSet::new(answers)
        .unwrap()
        .ordinal_reliability(None)
        .unwrap();
    let (first, second) = table([1, 1, 1, 1]);
    let answers = [&first, &second].map(|column| scale.full_answers(column).unwrap());
    let weights = Weights::new([4.0, 1.0, 1.0, 4.0]).unwrap();
    let weighted = ItemSet::new(answers).unwrap();
    let weighted = weighted.ordinal_reliability(Some(&weights)).unwrap();
    let difference = weighted.correlation(0, 1).unwrap() - repeated.correlation(0, 1).unwrap();
    assert!(difference.abs() < 1e-9);
    assert_eq!((weighted.used, weighted.left_out), (4, 0));
}

#[test]
fn olsson_1979_items_that_order_everyone_alike_end_on_the_boundary() {
    let answers = Scale::ONE_TO_FIVE
        .full_answers(&[1.0, 2.0, 3.0, 4.0, 5.0])
        .unwrap();
    let found = ItemSet::new([answers, answers]).unwrap();
    let found = found.ordinal_reliability(None).unwrap();
    assert_eq!(found.outcome, Outcome::OnBoundary);
    assert_eq!(found.correlation(0, 1), Some(0.9999));
    let found = ItemSet::new([answers, answers.reversed()]).unwrap();
    let found = found.ordinal_reliability(None).unwrap();
    assert_eq!(found.correlation(0, 1), Some(-0.9999));
}
