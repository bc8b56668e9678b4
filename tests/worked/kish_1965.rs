//! Kish, L. (1965), *Survey Sampling*, Wiley: the formula on figures worked by hand.

use retention::estimate::Errors;
use retention::scale::{Scale, Weights};

use crate::assert_published;

#[test]
fn kish_1965_effective_sample_size_by_hand() {
    // 80 people count once and 20 count four times: 160² / (80 + 20 · 16) = 25,600 / 400.
    let weights: Vec<f64> = [vec![1.0; 80], vec![4.0; 20]].concat();
    let weights = Weights::new(weights).unwrap();
    assert_eq!(weights.sum(), 160.0);
    assert_eq!(weights.effective_sample_size(), 64.0);
    assert_eq!(weights.design_effect(), 1.5625);
}

#[test]
fn kish_1965_design_effect_is_one_and_the_squared_variation_of_the_weights() {
    let weights = [0.5, 0.8, 1.0, 1.7, 2.5, 0.9];
    let n = weights.len() as f64;
    let mean = weights.iter().sum::<f64>() / n;
    let variance = weights.iter().map(|w| (w - mean).powi(2)).sum::<f64>() / n;
    let found = Weights::new(weights).unwrap().design_effect();
    assert_published(found, &format!("{:.12}", 1.0 + variance / (mean * mean)));
}

#[test]
fn kish_1965_standard_error_of_a_weighted_mean_by_hand() {
    let answers = Scale::ONE_TO_TEN.full_answers(&[4.0, 10.0]).unwrap();
    let weights = Weights::new([2.0, 1.0]).unwrap();
    let summary = answers.summary(Some(&weights)).unwrap();
    // Mean 18/3. Squares 2 · 4 + 16 = 24 over 3 − 5/3 = 4/3 make 18; n_eff = 9/5; √(18 / 1.8) = √10.
    assert_eq!(
        (summary.mean, summary.effective_sample_size),
        (Some(6.0), 1.8)
    );
    assert_published(summary.variance.unwrap(), "18.0000000000");
    let error = summary.estimate_by(Errors::Kish).unwrap().standard_error();
    assert_published(error, &format!("{:.12}", 10.0_f64.sqrt()));
}

#[test]
fn the_linearised_standard_error_of_a_weighted_mean_by_hand() {
    let answers = Scale::ONE_TO_TEN.full_answers(&[4.0, 10.0]).unwrap();
    let weights = Weights::new([2.0, 1.0]).unwrap();
    let summary = answers.summary(Some(&weights)).unwrap();
    // Deviations −2 and 4 of the mean 6: 2/1 · (4 · 4 + 1 · 16) / 3² = 64 / 9.
    let estimate = summary.estimate().unwrap();
    assert_published(estimate.standard_error(), &format!("{:.12}", 8.0 / 3.0));
    assert_eq!(estimate.degrees_of_freedom(), Some(1.0));
}
